/*
 * text/: widths, marks, lines, runs, sizes, subsets.
 */
#include <string.h>
#include <zlib.h>

#include "base/rng.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "test.h"
#include "text/char_refs.h"
#include "text/hb_fonts.h"
#include "text/shape.h"

static const TextStyle prose = {
    .face = FACE_SANS, .size = 13 * PX, .markdown = true};

/* The lines of a block: runs joined by "|", lines by "/"; before a run "b",
 * "i", "m" for its face, "f" for a fallback, "r" for right to left. */
static Str show(Arena *a, const TextBlock *block)
{
    Buf b = {.arena = a};
    for (int i = 0; block && i < block->lines.n; i++) {
        const TextLine *line = &block->lines.items[i];
        em_put(&b, i ? STR("/") : STR(""));
        for (int k = 0; k < line->runs.n; k++) {
            const Run *r = &line->runs.items[k];
            em_put(&b, k ? STR("|") : STR(""));
            em_put(&b, r->face == FACE_SANS_BOLD     ? STR("b:")
                       : r->face == FACE_SANS_ITALIC ? STR("i:")
                       : r->face >= FACE_MONO        ? STR("m:")
                                                     : STR(""));
            em_put(&b, r->underline ? STR("u:") : STR(""));
            em_put(&b, r->strike ? STR("s:") : STR(""));
            em_put(&b, r->fallback ? STR("f:") : STR(""));
            em_put(&b, r->rtl ? STR("r:") : STR(""));
            em_put(&b, r->text);
        }
    }
    return em_buf_str(&b);
}

static void tables_measure_ascii_as_harfbuzz_does(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    Rng rng = {1};
    char text[40];

    for (int face = 0; face < FACE_COUNT; face++)
        for (int i = 0; i < 2000; i++) {
            int n = 1 + em_rng_below(&rng, COUNT(text));
            for (int k = 0; k < n; k++)
                text[k] = (char)(ASCII_FIRST + em_rng_below(&rng, ASCII_COUNT));
            unsigned glyphs;
            int64_t units = 0;
            hb_buffer_t *b = em_hb_shape(f, (Face)face, (Str){text, n});
            const hb_glyph_position_t *at =
                hb_buffer_get_glyph_positions(b, &glyphs);
            for (unsigned g = 0; g < glyphs; g++)
                units += at[g].x_advance;
            CHECK((int)glyphs == n);
            CHECK(units == em_ascii_units((Face)face, (Str){text, n}));
        }
}

static void characters_are_what_unicode_says(Arena *a)
{
    static const struct {
        uint32_t c, script;
        CharClass class;
    } known[] = {
        {'a', EM_SCRIPT_LATIN, CHAR_LETTER},
        {'7', EM_SCRIPT_COMMON, CHAR_DIGIT},
        {' ', EM_SCRIPT_COMMON, CHAR_OTHER},
        {0x0301, EM_SCRIPT_INHERITED, CHAR_MARK},
        {0x0416, EM_SCRIPT('C', 'y', 'r', 'l'), CHAR_LETTER},
        {0x65E5, EM_SCRIPT_HAN, CHAR_LETTER},
        {0x0378, EM_SCRIPT_UNKNOWN, CHAR_OTHER},
        {0x1D7D8, EM_SCRIPT_COMMON, CHAR_DIGIT},
        {0x10FFFF, EM_SCRIPT_UNKNOWN, CHAR_OTHER},
        {UINT32_MAX, EM_SCRIPT_UNKNOWN, CHAR_OTHER},
    };
    (void)a;
    for (int i = 0; i < COUNT(known); i++) {
        const CharRow *row = em_char_row(known[i].c);
        CHECK(row->script == known[i].script && row->class == known[i].class);
    }
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (uint32_t c = 0; c < 0x110000; c += 7)
        CHECK(em_char_row(c)->script ==
              (uint32_t)hb_unicode_script(unicode, c));
}

static void ascii_needs_no_harfbuzz(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    em_text(f, a, STR("**bold** and a comment that is wrapped, List"),
            (TextStyle){.face = FACE_SANS,
                        .size = 13 * PX,
                        .markdown = true,
                        .wrap_columns = 12});
    for (int i = 0; i < FACE_COUNT; i++)
        CHECK(!f->faces[i] && !f->fonts[i]);
    CHECK(!f->buffer && !f->shaping);
}

typedef struct {
    Str in, want;
} MarkedRow;

static void check_rows(Arena *a, const MarkedRow *rows, int n, TextStyle style)
{
    Fonts *f = em_fonts_open(a);
    for (int i = 0; i < n; i++)
        CHECK_STR(show(a, em_text(f, a, rows[i].in, style)), rows[i].want);
}

static void marks_are_read_and_others_are_text(Arena *a)
{
    static const MarkedRow rows[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("plain"), STR_INIT("plain")},
        {STR_INIT("**bold**"), STR_INIT("b:bold")},
        {STR_INIT("*it* x"), STR_INIT("i:it| x")},
        {STR_INIT("_it_"), STR_INIT("i:it")},
        {STR_INIT("***both***"), STR_INIT("b:both")},
        {STR_INIT("**a *b* c**"), STR_INIT("b:a b c")},
        {STR_INIT("user_id"), STR_INIT("user_id")},
        {STR_INIT("a_b_c"), STR_INIT("a_b_c")},
        {STR_INIT("_a_b_"), STR_INIT("i:a_b")},
        {STR_INIT("a * b * c"), STR_INIT("a * b * c")},
        {STR_INIT("2*3"), STR_INIT("2*3")},
        {STR_INIT("**open"), STR_INIT("**open")},
        {STR_INIT("close**"), STR_INIT("close**")},
        {STR_INIT("**a*"), STR_INIT("*|i:a")},
        {STR_INIT("*a**"), STR_INIT("i:a|*")},
        {STR_INIT("****a****"), STR_INIT("****a****")},
        {STR_INIT("*a _b* c_"), STR_INIT("i:a b c")},
        {STR_INIT("\\*a\\* \\x"), STR_INIT("*a* \\x")},
        {STR_INIT("`code *x*`"), STR_INIT("m:code *x*")},
        {STR_INIT("`open"), STR_INIT("`open")},
        {STR_INIT("``"), STR_INIT("``")},
        {STR_INIT("<b>x</b>y"), STR_INIT("b:x|y")},
        {STR_INIT("<b class='q'>x</B>"), STR_INIT("b:x")},
        {STR_INIT("<u>x</u><s>y</s>"), STR_INIT("u:x|s:y")},
        {STR_INIT("<b>x"), STR_INIT("<b>x")},
        {STR_INIT("x</b>"), STR_INIT("x</b>")},
        {STR_INIT("<script>x</script>"), STR_INIT("<script>x</script>")},
        {STR_INIT("<big>x"), STR_INIT("<big>x")},
        {STR_INIT("a < b > c"), STR_INIT("a < b > c")},
        {STR_INIT("a<br>b<br/>c<BR />d"), STR_INIT("a/b/c/d")},
        {STR_INIT("a\nb\r\nc\rd"), STR_INIT("a/b/c/d")},
        {STR_INIT("\n a \n\n b \n"), STR_INIT("a//b")},
        {STR_INIT("a \t  b"), STR_INIT("a b")},
        {STR_INIT("<br>"), STR_INIT("")},
        {STR_INIT("a &amp; b &lt;b&gt;"), STR_INIT("a & b <b>")},
        {STR_INIT("&#65;&#x42;&nope;&"), STR_INIT("AB&nope;&")},
        {STR_INIT("&amp;lt;"), STR_INIT("&lt;")},
        {STR_INIT("a\x01\x7f"
                  "b\xe2\x80\xae"
                  "c"),
         STR_INIT("abc")},
        {STR_INIT("a\xff"
                  "b"),
         STR_INIT("a|f:\xef\xbf\xbd|b")},
        {STR_INIT("List~int~"), STR_INIT("List~int~")},
    };
    check_rows(a, rows, COUNT(rows), prose);
}

static void generics_are_shown_in_angle_brackets(Arena *a)
{
    static const MarkedRow rows[] = {
        {STR_INIT("List~int~"), STR_INIT("List<int>")},
        {STR_INIT("List~int~[]"), STR_INIT("List<int>[]")},
        {STR_INIT("List~List~int~~"), STR_INIT("List<List<int>>")},
        {STR_INIT("Map~K, List~V~~"), STR_INIT("Map<K, List<V>>")},
        {STR_INIT("A~x~ B~y~"), STR_INIT("A<x> B<y>")},
        {STR_INIT("List~int~?"), STR_INIT("List<int>?")},
        {STR_INIT("A~x~B"), STR_INIT("A<x>B")},
        {STR_INIT("a~b"), STR_INIT("a~b")},
        {STR_INIT("~a"), STR_INIT("~a")},
        {STR_INIT("~"), STR_INIT("~")},
        {STR_INIT("List~b~x"), STR_INIT("List<b>x")},
        {STR_INIT("_private_ __x"), STR_INIT("_private_ __x")},
        {STR_INIT("**List~int~**"), STR_INIT("b:List<int>")},
    };
    TextStyle style = prose;
    style.name = true;
    style.generics = true;
    check_rows(a, rows, COUNT(rows), style);
}

static void verbatim_text_has_no_marks(Arena *a)
{
    static const MarkedRow rows[] = {
        {STR_INIT("**a** _b_ <b>c</b> &amp; `d`"),
         STR_INIT("**a** _b_ <b>c</b> &amp; `d`")},
    };
    check_rows(a, rows, COUNT(rows), (TextStyle){.size = 12 * PX});
}

static void long_lines_wrap_where_reading_allows(Arena *a)
{
    static const MarkedRow rows[] = {
        {STR_INIT("short"), STR_INIT("short")},
        {STR_INIT("one two three four five"),
         STR_INIT("one two/three/four five")},
        {STR_INIT("path/to/some/thing"), STR_INIT("path/to//some//thing")},
        {STR_INIT("aaaaaaaaaaaaaaaaaaaa"), STR_INIT("aaaaaaaa/aaaaaaaaaaaa")},
        {STR_INIT("x longerWord12"), STR_INIT("x/longerWord12")},
        {STR_INIT("x aaaaaaaaaaaaaaaaa"), STR_INIT("x/aaaaaaaa/aaaaaaaaa")},
        {STR_INIT("*one two* three four"), STR_INIT("i:one two/three four")},
        {STR_INIT("一二三四五六七八九"), STR_INIT("f:一二三四五/f:六七八九")},
        {STR_INIT("一二三四五。"), STR_INIT("f:一二三/f:四五。")},
    };
    TextStyle style = prose;
    style.wrap_columns = 10;
    check_rows(a, rows, COUNT(rows), style);
}

/* Whatever is cut into lines, no character gets lost. */
static void wrapping_loses_nothing(Arena *a)
{
    static const Str parts[] = {
        STR_INIT("word"),       STR_INIT("a"),        STR_INIT("/"),
        STR_INIT("é"),          STR_INIT("漢"),       STR_INIT("अ"),
        STR_INIT("-"),          STR_INIT("👍🏽"), STR_INIT("_"),
        STR_INIT("longerword"), STR_INIT("x.y"),
    };
    Fonts *f = em_fonts_open(a);
    Rng rng = {7};

    for (int i = 0; i < 60; i++) {
        Buf in = {.arena = a}, out = {.arena = a}, all = {.arena = a};
        for (int k = 0; k < 30; k++) {
            Str part = parts[em_rng_below(&rng, COUNT(parts))];
            em_put(&in, part);
            em_put(&all, part);
            if (em_rng_below(&rng, 3) == 0)
                em_put_char(&in, ' ');
        }
        TextStyle style = {.size = 13 * PX,
                           .wrap_columns = 1 + em_rng_below(&rng, 20)};
        const TextBlock *b = em_text(f, a, em_buf_str(&in), style);
        for (int l = 0; l < b->lines.n; l++)
            for (int r = 0; r < b->lines.items[l].runs.n; r++) {
                Str t = b->lines.items[l].runs.items[r].text;
                for (int c = 0; c < t.n; c++)
                    if (t.p[c] != ' ')
                        em_put_char(&out, t.p[c]);
            }
        CHECK_STR(em_buf_str(&out), em_buf_str(&all));
    }
}

static void runs_split_by_coverage_and_stand_side_by_side(Arena *a)
{
    static const MarkedRow rows[] = {
        {STR_INIT("Größe Ωμέγα Жизнь"), STR_INIT("Größe |Ωμέγα |Жизнь")},
        {STR_INIT("id 顧客 x"), STR_INIT("id |f:顧客| x")},
        {STR_INIT("顧客カナ한글"), STR_INIT("f:顧客カナ한글")},
        {STR_INIT("顧客👍"), STR_INIT("f:顧客|f:👍")},
        {STR_INIT("अनुच्छेद"), STR_INIT("f:अनुच्छेद")},
        {STR_INIT("e\xcc\x81"), STR_INIT("e\xcc\x81")},
    };
    check_rows(a, rows, COUNT(rows), prose);

    Fonts *f = em_fonts_open(a);
    const TextBlock *b = em_text(f, a, STR("id 顧客 **x** y"), prose);
    Len x = 0;
    for (int i = 0; i < b->lines.items[0].runs.n; i++) {
        CHECK(b->lines.items[0].runs.items[i].x == x);
        x += b->lines.items[0].runs.items[i].advance;
    }
    CHECK(x == b->w && b->lines.items[0].w == x);
}

static void right_to_left_is_ordered_and_mirrored(Arena *a)
{
    static const MarkedRow rows[] = {
        {STR_INIT("שלום"), STR_INIT("f:r:שלום")},
        {STR_INIT("id שלום x"), STR_INIT("id |f:r:שלום| x")},
        {STR_INIT("שלום abc עולם"), STR_INIT("f:r:עולם| |abc| |f:r:שלום")},
        {STR_INIT("שלום (x)"), STR_INIT("(|x|) |f:r:שלום")},
        {STR_INIT("שלום 12"), STR_INIT("12| |f:r:שלום")},
    };
    check_rows(a, rows, COUNT(rows), prose);
}

static void clusters_count_once(Arena *a)
{
    static const struct {
        Str text;
        int width; /* of its first cluster, which is all of it */
    } rows[] = {
        {STR_INIT("漢"), 64},
        {STR_INIT("👍"), 80},
        {STR_INIT("👍🏽"), 80},
        {STR_INIT("👨‍👩‍👧‍👦"), 80},
        {STR_INIT("🇩🇪"), 80},
        {STR_INIT("☎️"), 80},
        {STR_INIT("1️⃣"), 80},
        {STR_INIT("नि"), 40},
        {STR_INIT("각"), 64},
        {STR_INIT("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8"), 64},
        {STR_INIT("\xe2\x80\x8d"), 0},
    };
    (void)a;
    for (int i = 0; i < COUNT(rows); i++) {
        CHECK(em_cluster_end(rows[i].text, 0) == rows[i].text.n);
        CHECK(em_cluster_width(rows[i].text) == rows[i].width);
    }
    Str flags = STR("🇩🇪🇫🇷");
    CHECK(em_cluster_end(flags, 0) == 8);
}

static void glyphs_end_where_their_run_does(Arena *a)
{
    static const Str texts[] = {STR_INIT("AVATAR To. fi ->"),
                                STR_INIT("Größe naïve"), STR_INIT("Жизнь")};
    Fonts *f = em_fonts_open(a);
    for (int i = 0; i < COUNT(texts); i++)
        for (int face = 0; face < FACE_COUNT; face++) {
            TextStyle style = {.face = (Face)face, .size = 13 * PX + 5};
            const TextBlock *b = em_text(f, a, texts[i], style);
            CHECK(b->lines.items[0].runs.n == 1);
            int n;
            const Glyph *g =
                em_run_glyphs(f, a, &b->lines.items[0].runs.items[0], &n);
            CHECK(n > 0 && g[0].x == 0 && g[0].glyph != 0);
            CHECK(g[n - 1].x + g[n - 1].advance == b->w);
        }
}

static void outlines_are_path_data(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    Run run = {.text = STR("I "), .face = FACE_SANS, .size = 2048 * PX};
    int n;
    const Glyph *g = em_run_glyphs(f, a, &run, &n);
    Buf b = {.arena = a};

    CHECK(n == 2);
    em_glyph_path(f, FACE_SANS, g[1].glyph, run.size, (Point){0, 0}, &b);
    CHECK(b.n == 0);
    em_glyph_path(f, FACE_SANS, g[0].glyph, run.size, (Point){64, 0}, &b);
    CHECK(b.n > 10 && b.p[0] == 'm' && b.p[b.n - 1] == 'z');
    for (int i = 0; i < b.n; i++)
        CHECK(em_str_find_char(STR("mlqcz -.0123456789"), b.p[i], 0) != NONE);
}

static uint32_t get32(Str s, int at)
{
    const unsigned char *p = (const unsigned char *)s.p + at;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static CodeSet codes_of(Arena *a, Str text)
{
    bool *seen = NEW_ARRAY(a, 0x3000, bool);
    CodeSet set = {NEW_ARRAY(a, text.n, uint32_t), 0};
    for (int i = 0, len; i < text.n; i += len)
        seen[em_utf8_decode(text, i, &len)] = true;
    for (uint32_t c = 0; c < 0x3000; c++)
        if (seen[c])
            set.codes[set.n++] = c;
    return set;
}

typedef struct {
    uint32_t tag;
    Str bytes;
} Table;

/* The tables of a WOFF, unpacked. */
static Table *unpack(Arena *a, Str woff, int n)
{
    Table *tables = NEW_ARRAY(a, n, Table);
    for (int i = 0; i < n; i++) {
        int entry = 44 + 20 * i;
        uint32_t packed = get32(woff, entry + 8);
        uLongf size = get32(woff, entry + 12);
        const char *from = woff.p + get32(woff, entry + 4);
        char *plain = NEW_ARRAY(a, size + 1, char);
        if (packed < size)
            uncompress((Bytef *)plain, &size, (const Bytef *)from, packed);
        else
            memcpy(plain, from, size);
        tables[i] = (Table){get32(woff, entry), {plain, (int)size}};
    }
    return tables;
}

/* A font of these tables. */
static hb_font_t *font_of(const Table *tables, int n)
{
    hb_face_t *face = hb_face_builder_create();
    for (int i = 0; i < n; i++) {
        hb_blob_t *blob =
            hb_blob_create(tables[i].bytes.p, (unsigned)tables[i].bytes.n,
                           HB_MEMORY_MODE_READONLY, NULL, NULL);
        hb_face_builder_add_table(face, tables[i].tag, blob);
        hb_blob_destroy(blob);
    }
    hb_font_t *font = hb_font_create(face);
    hb_face_destroy(face);
    return font;
}

/* What a text measures in a font; -1: not all is in it. */
static int64_t units_in(hb_font_t *font, Str text)
{
    hb_buffer_t *b = hb_buffer_create();
    hb_buffer_add_utf8(b, text.p, text.n, 0, text.n);
    hb_buffer_guess_segment_properties(b);
    hb_shape(font, b, NULL, 0);
    unsigned glyphs;
    int64_t units = 0;
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(b, &glyphs);
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &glyphs);
    for (unsigned g = 0; g < glyphs && units >= 0; g++)
        units = info[g].codepoint ? units + at[g].x_advance : -1;
    hb_buffer_destroy(b);
    return units;
}

/* True when the font in a WOFF measures a text as its face does. */
static bool measures_alike(Arena *a, Fonts *f, Face face, Str woff, Str text)
{
    TextStyle style = {.face = face, .size = 16 * PX};
    const TextBlock *block = em_text(f, a, text, style);
    int n = (int)(get32(woff, 12) >> 16);
    hb_font_t *font = font_of(unpack(a, woff, n), n);
    int64_t units = units_in(font, text);
    hb_font_destroy(font);
    return units > 0 && block->w == em_font_units(face, units, style.size);
}

/* The outline of a character in a face. */
static Str outline_of(Arena *a, Fonts *f, Face face, uint32_t c)
{
    Buf out = {.arena = a};
    hb_codepoint_t glyph = 0;
    hb_font_get_nominal_glyph(em_hb_font(f, face), c, &glyph);
    em_glyph_path(f, face, glyph, 16 * PX, (Point){0, 0}, &out);
    return em_buf_str(&out);
}

static void close_font(void *thing)
{
    hb_font_destroy(thing);
}

static void ascii_subsets_draw_what_their_faces_draw(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    for (int face = 0; face < FACE_COUNT; face++)
        for (uint32_t c = ASCII_FIRST; c <= ASCII_LAST; c++) {
            uint32_t codes[2] = {c, 'x'};
            Str woff = em_font_subset(f, a, (Face)face,
                                      (CodeSet){codes, c < 'x' ? 2 : 1});
            int n = (int)(get32(woff, 12) >> 16);
            const Table *tables = unpack(a, woff, n);
            Guard *guard = em_guard_new(a);
            Fonts *g = em_fonts_open(a);
            g->fonts[face] = font_of(tables, n);
            em_guard_set(guard, close_font, g->fonts[face]);
            CHECK_STR(outline_of(a, g, (Face)face, c),
                      outline_of(a, f, (Face)face, c));
            bool has_other = outline_of(a, g, (Face)face, '#').n > 0;
            CHECK(has_other == (c == '#'));
            em_guard_close(guard);
        }
}

/* Puts a number of 32 bits. */
static void put_word(Buf *b, uint32_t v)
{
    for (int i = 24; i >= 0; i -= 8)
        em_put_char(b, (char)(v >> i & 0xFF));
}

static uint32_t sum_of(Str bytes)
{
    uint32_t sum = 0;
    for (int i = 0; i < bytes.n; i++)
        sum += (uint32_t)(unsigned char)bytes.p[i] << (24 - i % 4 * 8);
    return sum;
}

/* The TrueType file in a WOFF of 8 to 15 tables. */
static Str truetype_of(Arena *a, Str woff)
{
    Buf out = {.arena = a};
    int n = (int)(get32(woff, 12) >> 16), at = 12 + 16 * n;
    const Table *tables = unpack(a, woff, n);
    put_word(&out, 0x00010000);
    put_word(&out, (uint32_t)n << 16 | 8 * 16);
    put_word(&out, (uint32_t)(3 << 16 | (n - 8) * 16));
    for (int i = 0; i < n; i++) {
        put_word(&out, tables[i].tag);
        put_word(&out, get32(woff, 44 + 20 * i + 16));
        put_word(&out, (uint32_t)at);
        put_word(&out, (uint32_t)tables[i].bytes.n);
        at += (tables[i].bytes.n + 3) / 4 * 4;
    }
    for (int i = 0; i < n; i++) {
        em_put(&out, tables[i].bytes);
        em_put_fill(&out, 0, (4 - out.n % 4) % 4);
    }
    return em_buf_str(&out);
}

static void files_of_subsets_sum_up_to_the_constant_of_opentype(Arena *a)
{
    static const Str texts[] = {STR_INIT("AVATAR To. user_id"),
                                STR_INIT("Größe")};
    Fonts *f = em_fonts_open(a);
    for (int i = 0; i < COUNT(texts); i++)
        for (int face = 0; face < FACE_COUNT; face++) {
            CodeSet set = codes_of(a, texts[i]);
            Str woff = em_font_subset(f, a, (Face)face, set);
            Str file = truetype_of(a, woff);
            CHECK(sum_of(file) == 0xB1B0AFBA);
            CHECK((int)get32(woff, 16) == file.n);
        }
}

static void subsets_are_woff_files(Arena *a)
{
    static const Str texts[] = {STR_INIT("AVATAR To. user_id"),
                                STR_INIT("Größe e\xcc\x81t\xc3\xa9 WA"),
                                STR_INIT("Ωμέγα"), STR_INIT("Жизнь")};
    Fonts *f = em_fonts_open(a);
    for (int i = 0; i < COUNT(texts); i++)
        for (int face = 0; face < FACE_COUNT; face++) {
            CodeSet set = codes_of(a, texts[i]);
            Str woff = em_font_subset(f, a, (Face)face, set);
            CHECK(em_str_starts(woff, STR("wOFF")));
            CHECK((int)get32(woff, 8) == woff.n && woff.n % 4 == 0);
            CHECK(woff.n < 12000);
            CHECK_STR(em_font_subset(f, a, (Face)face, set), woff);
        }
    CHECK(em_font_subset(f, a, FACE_SANS, (CodeSet){NULL, 0}).n == 0);
}

static void subsets_can_be_read_again(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    Str text = STR("AVATAR To. user_id");
    Str accents = STR("Größe e\xcc\x81t\xc3\xa9 WA");
    for (int face = 0; face < FACE_COUNT; face++) {
        Str woff = em_font_subset(f, a, (Face)face, codes_of(a, text));
        Str more = em_font_subset(f, a, (Face)face, codes_of(a, accents));
        CHECK(measures_alike(a, f, (Face)face, woff, text));
        CHECK(measures_alike(a, f, (Face)face, more, accents));
    }
}

static void character_references_are_sorted_and_found(Arena *a)
{
    static const struct {
        Str text;
        uint32_t code;
        int n;
    } rows[] = {
        {STR_INIT("&amp;x"), '&', 5},
        {STR_INIT("&AElig;"), 0xC6, 7},
        {STR_INIT("&zwnj;"), 0x200C, 6},
        {STR_INIT("&thetasym;"), 0x3D1, 10},
        {STR_INIT("&#9829;"), 0x2665, 7},
        {STR_INIT("&#xFFFFFFF;"), 0xFFFD, 11},
        {STR_INIT("&#0;"), 0xFFFD, 4},
        {STR_INIT("&#;"), 0, 0},
        {STR_INIT("&#65"), 0, 0},
        {STR_INIT("&amp"), 0, 0},
        {STR_INIT("&hearts;"), 0x2665, 8},
    };
    (void)a;
    for (int i = 0; i < COUNT(rows); i++) {
        int n;
        CHECK(em_char_ref(rows[i].text, &n) == rows[i].code);
        CHECK(n == rows[i].n);
    }
}

static void hostile_text_is_measured(Arena *a)
{
    static const Str parts[] = {
        STR_INIT("<b>"), STR_INIT("`"),  STR_INIT("*a "),      STR_INIT("a* "),
        STR_INIT("~a"),  STR_INIT("&a"), STR_INIT("\xcc\x81"), STR_INIT("ש"),
        STR_INIT("<"),   STR_INIT("_"),  STR_INIT("a"),
    };
    for (int i = 0; i < COUNT(parts); i++) {
        Mark mark = em_arena_mark(a);
        Fonts *f = em_fonts_open(a);
        Buf b = {.arena = a};
        for (int k = 0; k < 1500; k++)
            em_put(&b, parts[i]);
        TextStyle style = prose;
        style.generics = true;
        const TextBlock *all = em_text(f, a, em_buf_str(&b), style);
        CHECK(all->w >= 0 && all->h > 0);
        style.wrap_columns = 30;
        CHECK(em_text(f, a, em_buf_str(&b), style)->w < 1000 * PX);
        em_arena_rewind(a, mark);
    }
}

static const Look test_look = {
    .header_h = 32 * PX,
    .row_h = 24 * PX,
    .pad_x = 12 * PX,
    .cell_gap = 16 * PX,
    .text_pad_y = 4 * PX,
    .grid = 4 * PX,
    .empty_min_w = 96 * PX,
    .empty_h = 48 * PX,
    .comment_columns = 20,
    .badges = true,
    .row_size = 13 * PX,
    .header_size = 14 * PX,
    .type_size = 12 * PX,
    .label_size = 11 * PX,
    .badge_size = 11 * PX,
    .title_size = 18 * PX,
    .label_columns = 20,
};

static Graph *small_graph(Arena *a)
{
    Graph *g = NEW(a, Graph);
    Node *n = PUSH(a, &g->nodes);
    n->id = n->title.text = STR("Customer");
    n->container = NONE;
    for (int i = 0; i < 3; i++) {
        Row *r = PUSH(a, &n->rows);
        r->name.text = i ? STR("email") : STR("customer_id");
        r->type.text = STR("varchar(255)");
        r->nullable = i == 1;
        r->comment.text =
            i == 2 ? STR("a comment that is long enough to wrap once or twice")
                   : (Str){0};
        if (i != 1) {
            r->strong = i == 0;
            Badge *b = PUSH(a, &r->badges);
            b->kind = BADGE_PK;
            b->label.text = STR("PK");
        }
    }
    Node *empty = PUSH(a, &g->nodes);
    empty->id = empty->title.text = STR("Empty");
    empty->container = NONE;
    Edge *e = PUSH(a, &g->edges);
    e->from = (EdgeEnd){
        .node = 0, .container = NONE, .row = 1, .mark = MARK_EXACTLY_ONE};
    e->to = (EdgeEnd){
        .node = 1, .container = NONE, .row = NONE, .mark = MARK_ZERO_OR_MORE};
    e->label.text = STR("has");
    return g;
}

static void tables_are_sized_on_the_grid(Arena *a)
{
    Graph *g = small_graph(a);
    SizeOptions o = {.look = &test_look};
    Buf why = {.arena = a};

    em_size_graph(g, em_fonts_open(a), &o, a, a);
    CHECK(em_graph_is_sized(g, &why));
    const Node *n = &g->nodes.items[0];
    CHECK(n->w % (4 * PX) == 0 && n->h % (4 * PX) == 0);
    CHECK(n->header_h == 32 * PX);
    CHECK(n->rows.items[0].h == 24 * PX && n->rows.items[1].y == 56 * PX);
    CHECK(n->rows.items[2].h > 24 * PX);
    CHECK(n->cells[CELL_KEYS].x == 12 * PX);
    CHECK(n->cells[CELL_NAME].x > n->cells[CELL_KEYS].x);
    CHECK(n->cells[CELL_TYPE].x >=
          n->cells[CELL_NAME].x + n->cells[CELL_NAME].w + 16 * PX);
    CHECK(n->cells[CELL_COMMENT].x + n->cells[CELL_COMMENT].w + 12 * PX ==
          n->w);
    CHECK(n->rows.items[0].baseline % PX == 0);
    Rect badge = n->rows.items[0].badges.items[0].box;
    CHECK(badge.x == 12 * PX && badge.y == 36 * PX && badge.h == 16 * PX);
    CHECK_STR(show(a, n->rows.items[1].type.block), STR("m:varchar(255)?"));
    CHECK_STR(show(a, n->rows.items[0].name.block), STR("b:customer_id"));
    CHECK(g->nodes.items[1].h == 48 * PX && g->nodes.items[1].w == 96 * PX);
    CHECK(g->edges.items[0].from.row == 1);
}

static void hidden_rows_have_no_ends(Arena *a)
{
    Graph *g = small_graph(a);
    SizeOptions o = {.look = &test_look, .columns = COLUMNS_KEYS};
    em_size_graph(g, em_fonts_open(a), &o, a, a);
    CHECK(g->nodes.items[0].rows.items[1].h == 0);
    CHECK(g->nodes.items[0].rows.items[2].h > 0);
    CHECK(g->edges.items[0].from.row == NONE);

    g = small_graph(a);
    o.columns = COLUMNS_NONE;
    em_size_graph(g, em_fonts_open(a), &o, a, a);
    CHECK(g->nodes.items[0].header_h == g->nodes.items[0].h);
}

static void styles_change_sizes(Arena *a)
{
    Graph *g = small_graph(a), *big = small_graph(a);
    SizeOptions o = {.look = &test_look, .comments = COMMENTS_NONE};
    *PUSH(a, &big->nodes.items[0].styles) =
        (StyleRequest){STR("font-size"), STR("26px")};
    em_size_graph(g, em_fonts_open(a), &o, a, a);
    em_size_graph(big, em_fonts_open(a), &o, a, a);
    const Node *one = &g->nodes.items[0], *two = &big->nodes.items[0];
    CHECK(two->title.w > one->title.w * 19 / 10);
    CHECK(two->rows.items[0].h > one->rows.items[0].h);
    CHECK(one->cells[CELL_COMMENT].w == 0);
}

int main(void)
{
    static const Test tests[] = {
        {"tables measure ASCII as HarfBuzz does",
         tables_measure_ascii_as_harfbuzz_does},
        {"characters are what Unicode says", characters_are_what_unicode_says},
        {"ASCII needs no HarfBuzz", ascii_needs_no_harfbuzz},
        {"marks are read, and others are text",
         marks_are_read_and_others_are_text},
        {"generics are shown in angle brackets",
         generics_are_shown_in_angle_brackets},
        {"verbatim text has no marks", verbatim_text_has_no_marks},
        {"long lines wrap where reading allows",
         long_lines_wrap_where_reading_allows},
        {"wrapping loses nothing", wrapping_loses_nothing},
        {"runs split by coverage and stand side by side",
         runs_split_by_coverage_and_stand_side_by_side},
        {"right to left is ordered and mirrored",
         right_to_left_is_ordered_and_mirrored},
        {"clusters count once", clusters_count_once},
        {"glyphs end where their run does", glyphs_end_where_their_run_does},
        {"outlines are path data", outlines_are_path_data},
        {"subsets are WOFF files, the same each time", subsets_are_woff_files},
        {"subsets can be read again", subsets_can_be_read_again},
        {"ASCII subsets draw what their faces draw, and nothing else",
         ascii_subsets_draw_what_their_faces_draw},
        {"the files of subsets sum up to the constant of OpenType",
         files_of_subsets_sum_up_to_the_constant_of_opentype},
        {"character references are sorted and found",
         character_references_are_sorted_and_found},
        {"hostile text is measured", hostile_text_is_measured},
        {"tables are sized on the grid", tables_are_sized_on_the_grid},
        {"hidden rows have no ends", hidden_rows_have_no_ends},
        {"styles change sizes", styles_change_sizes},
    };
    return em_run_tests("text", tests, COUNT(tests));
}
