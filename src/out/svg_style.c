/*
 * SVG: what the texts of a picture have in common, and the style sheet.
 *
 * Colours are presentation attributes. The sheet has the fonts (a class for
 * each face and size but the commonest, which the root carries), and what only
 * browsers do: dark colours and hovering. Dark rules select by attribute,
 * [fill="#fff"], so they cost nothing per element; inks that are one colour in
 * the light and two in the dark are spelled differently (spell_inks). All
 * rules begin with the class of the root, so that a picture put into a page
 * leaves the page alone.
 */
#include "out/svg.h"

#include "base/utf8.h"

enum {
    MAX_SPELLINGS = 64,    /* of one colour */
    MAX_HOVER_TABLES = 300 /* each has a rule; browsers check them all */
};

/* A run of text is seen: its font and, for embedding, its characters. */

static void add_chars(Svg *v, Face face, Str text)
{
    Chars *chars = v->chars[face];
    if (!chars)
        chars = v->chars[face] = NEW(v->scratch, Chars);
    for (int i = 0, len; i < text.n; i += len) {
        len = 1;
        uint32_t c = (unsigned char)text.p[i];
        if (c >= 0x80)
            c = em_utf8_decode(text, i, &len);
        uint64_t **page = &chars->pages[c / PAGE_CHARS];
        if (!*page)
            *page = NEW_ARRAY(v->scratch, PAGE_CHARS / 64, uint64_t);
        (*page)[c % PAGE_CHARS / 64] |= (uint64_t)1 << c % 64;
    }
}

int em_svg_font(const Svg *v, Face face, Len size)
{
    for (int i = 0; i < v->n_fonts; i++)
        if (v->fonts[i].face == face && v->fonts[i].size == size)
            return i;
    return NONE;
}

static void survey_run(Svg *v, const Run *run)
{
    int i = em_svg_font(v, run->face, run->size);
    if (i == NONE && v->n_fonts < MAX_FONTS) {
        i = v->n_fonts++;
        v->fonts[i] = (Font){.face = run->face, .size = run->size};
    }
    if (i != NONE)
        v->fonts[i].runs++;
    if (v->text == TEXT_EMBED && !run->fallback)
        add_chars(v, run->face, run->text);
}

static void survey_text(Svg *v, const Item *item, int *uses)
{
    const TextBlock *block = item->as.text.block;
    if (!block)
        return;
    if (item->paint.fill != NONE)
        uses[item->paint.fill] += block->lines.n;
    for (int i = 0; i < block->lines.n; i++)
        for (int j = 0; j < block->lines.items[i].runs.n; j++)
            survey_run(v, &block->lines.items[i].runs.items[j]);
}

static void survey_group(Svg *v, const GroupInfo *g)
{
    v->links = v->links || g->link.n > 0;
    if (g->kind != GROUP_RELATION)
        return;
    if (g->from >= 0 && g->from < v->n_joined)
        v->joined[g->from] = true;
    if (g->to >= 0 && g->to < v->n_joined)
        v->joined[g->to] = true;
}

/* Tables are nodes 0, 1, …, n - 1; too many of them: no hovering. */
static void survey_tables(Svg *v)
{
    int n = 0;
    for (int i = 0; i < v->scene->items.n; i++) {
        const Item *item = &v->scene->items.items[i];
        if (item->kind == ITEM_GROUP && (item->as.group->kind == GROUP_TABLE ||
                                         item->as.group->kind == GROUP_SHAPE))
            n = MAX(n, item->as.group->node + 1);
    }
    v->n_joined = n <= MAX_HOVER_TABLES ? n : 0;
    v->joined = NEW_ARRAY(v->scratch, v->n_joined + 1, bool);
}

/* The commonest text ink that is opaque. */
static Ink pick_text_ink(const Scene *s, const int *uses)
{
    Ink best = NONE;
    for (int i = 0; i < s->palette.n; i++)
        if (s->palette.items[i].light.a == 255 && uses[i] > 0 &&
            (best == NONE || uses[i] > uses[best]))
            best = i;
    return best;
}

/*
 * The k-th spelling of a colour: #fff, #ffffff, rgb(255,255,255), and then
 * with one blank more each.
 */
static Str spell(Arena *a, Color c, int k)
{
    Buf b = {.arena = a};
    const int parts[] = {c.r, c.g, c.b};
    bool is_short = c.r % 17 == 0 && c.g % 17 == 0 && c.b % 17 == 0;

    if (k == 0 && is_short) {
        em_put_char(&b, '#');
        for (int i = 0; i < 3; i++)
            em_put_hex(&b, (uint32_t)parts[i] / 17, 1);
        return em_buf_str(&b);
    }
    if (k - is_short <= 0) {
        em_color_put(&b, c);
        return em_buf_str(&b);
    }
    em_put(&b, STR("rgb("));
    for (int i = 0; i < 3; i++) {
        em_put(&b, i ? STR(",") : STR(""));
        em_put_int(&b, parts[i]);
    }
    em_put_fill(&b, ' ', k - is_short - 1);
    em_put_char(&b, ')');
    return em_buf_str(&b);
}

static bool same_ink(InkColor a, InkColor b)
{
    return em_color_eq(a.light, b.light) && em_color_eq(a.dark, b.dark);
}

/* Every ink its spelling; without dark colours simply the shortest. */
static void spell_inks(Svg *v)
{
    const Scene *s = v->scene;
    Map taken = {.arena = v->scratch};

    for (int i = 0; i < s->palette.n; i++) {
        InkColor ink = s->palette.items[i];
        v->inks[i] = spell(v->scratch, ink.light, 0);
        for (int k = 1; s->follows_reader && k < MAX_SPELLINGS; k++) {
            int owner = em_map_add(&taken, v->inks[i], i);
            if (same_ink(s->palette.items[owner], ink))
                break;
            v->inks[i] = spell(v->scratch, ink.light, k);
        }
    }
}

void em_svg_survey(Svg *v)
{
    const Scene *s = v->scene;
    int *uses = NEW_ARRAY(v->scratch, s->palette.n + 1, int);

    v->inks = NEW_ARRAY(v->scratch, s->palette.n + 1, Str);
    v->fills = NEW_ARRAY(v->scratch, s->palette.n + 1, bool);
    v->strokes = NEW_ARRAY(v->scratch, s->palette.n + 1, bool);
    v->links = v->text == TEXT_PATHS;
    survey_tables(v);
    spell_inks(v);

    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        if (item->kind == ITEM_GROUP)
            survey_group(v, item->as.group);
        if (item->kind == ITEM_GROUP || item->kind == ITEM_END)
            continue;
        if (item->kind == ITEM_TEXT)
            survey_text(v, item, uses);
        v->links = v->links || item->kind == ITEM_IMAGE;
        em_svg_survey_paint(v, &item->paint);
        if (item->paint.fill != NONE)
            v->fills[item->paint.fill] = true;
        if (item->paint.stroke != NONE)
            v->strokes[item->paint.stroke] = true;
    }
    if (s->paper != NONE)
        v->fills[s->paper] = true;

    v->text_ink = pick_text_ink(s, uses);
    v->main_font = v->n_fonts ? 0 : NONE;
    for (int i = 1; i < v->n_fonts; i++)
        if (v->fonts[i].runs > v->fonts[v->main_font].runs)
            v->main_font = i;
}

/* How CSS sees a face. */
typedef struct {
    bool mono, italic;
    int weight;
} FaceStyle;

static FaceStyle style_of(Face face)
{
    switch (face) {
    case FACE_SANS: return (FaceStyle){false, false, 400};
    case FACE_SANS_BOLD: return (FaceStyle){false, false, 600};
    case FACE_SANS_ITALIC: return (FaceStyle){false, true, 400};
    case FACE_MONO: return (FaceStyle){true, false, 400};
    case FACE_MONO_BOLD: return (FaceStyle){true, false, 700};
    case FACE_COUNT: break;
    }
    return (FaceStyle){false, false, 400};
}

void em_svg_put_scope(Svg *v)
{
    em_put(v->out, STR("ermaid"));
    if (v->options->id_prefix.n)
        PUT(v->out, STR("-"), v->options->id_prefix);
}

/* Our own family names: a page may have the whole font under its real one. */
static void put_own_family(Svg *v, Face face)
{
    em_svg_put_scope(v);
    em_put(v->out, style_of(face).mono ? STR("-mono") : STR("-sans"));
}

/*
 * After the embedded font the real one, should it be installed, then fonts of
 * about the same width, for readers that know no embedded fonts.
 */
static void put_families(Svg *v, Face face)
{
    if (v->text == TEXT_EMBED) {
        put_own_family(v, face);
        em_put_char(v->out, ',');
    }
    PUT(v->out, em_font_family(face),
        style_of(face).mono ? STR(",Menlo,Consolas,monospace")
                            : STR(",Arial,sans-serif"));
}

/* A property of a font as an attribute or as a declaration. */
static void put_property(Svg *v, bool css, Str name, int weight)
{
    PUT(v->out, css ? STR("") : STR(" "), name, css ? STR(":") : STR("=\""));
    if (weight)
        em_put_int(v->out, weight);
}

static void put_font(Svg *v, const Font *f, const Font *around, bool css)
{
    FaceStyle style = style_of(f->face);
    FaceStyle other = around ? style_of(around->face) : (FaceStyle){0};
    Str end = css ? STR(";") : STR("\"");

    if (!around || style.mono != other.mono) {
        put_property(v, css, STR("font-family"), 0);
        put_families(v, f->face);
        em_put(v->out, end);
    }
    if (!around || f->size != around->size) {
        put_property(v, css, STR("font-size"), 0);
        em_svg_put_cents(v->out, em_svg_cents(f->size));
        PUT(v->out, css ? STR("px") : STR(""), end);
    }
    if (around ? style.weight != other.weight : style.weight != 400) {
        put_property(v, css, STR("font-weight"), style.weight);
        em_put(v->out, end);
    }
    if (style.italic != other.italic) {
        put_property(v, css, STR("font-style"), 0);
        PUT(v->out, style.italic ? STR("italic") : STR("normal"), end);
    }
}

void em_svg_put_font(Svg *v, const Font *f, const Font *around)
{
    put_font(v, f, around, false);
}

void em_svg_put_base64(Buf *b, Str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                 "qrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)bytes.p;
    char line[1024];
    int n = 0, i = 0;

    for (; i + 3 <= bytes.n; i += 3) {
        uint32_t three =
            (uint32_t)p[i] << 16 | (uint32_t)p[i + 1] << 8 | p[i + 2];
        line[n++] = digits[three >> 18];
        line[n++] = digits[three >> 12 & 63];
        line[n++] = digits[three >> 6 & 63];
        line[n++] = digits[three & 63];
        if (n == COUNT(line)) {
            em_put(b, (Str){line, n});
            n = 0;
        }
    }
    em_put(b, (Str){line, n});
    if (i == bytes.n)
        return;
    uint32_t rest = (uint32_t)p[i] << 16;
    rest |= i + 1 < bytes.n ? (uint32_t)p[i + 1] << 8 : 0;
    em_put_char(b, digits[rest >> 18]);
    em_put_char(b, digits[rest >> 12 & 63]);
    em_put_char(b, (char)(i + 1 < bytes.n ? digits[rest >> 6 & 63] : '='));
    em_put_char(b, '=');
}

static CodeSet code_set(Arena *a, const Chars *chars)
{
    ARRAY_OF(uint32_t) codes = {0};

    for (int page = 0; page < COUNT(chars->pages); page++)
        for (int i = 0; chars->pages[page] && i < PAGE_CHARS; i++)
            if (chars->pages[page][i / 64] >> i % 64 & 1)
                *PUSH(a, &codes) = (uint32_t)(page * PAGE_CHARS + i);
    return (CodeSet){codes.items, codes.n};
}

static void put_font_face(Svg *v, Face face)
{
    const Scene *s = v->scene;
    FaceStyle style = style_of(face);
    CodeSet set = code_set(v->scratch, v->chars[face]);
    Str font = em_font_subset(s->fonts, v->scratch, face, set);
    if (font.n == 0)
        return;

    em_put(v->out, STR("@font-face{font-family:"));
    put_own_family(v, face);
    if (style.weight != 400) {
        em_put(v->out, STR(";font-weight:"));
        em_put_int(v->out, style.weight);
    }
    if (style.italic)
        em_put(v->out, STR(";font-style:italic"));
    em_put(v->out, STR(";src:url(data:font/woff;base64,"));
    em_svg_put_base64(v->out, font);
    em_put(v->out, STR(")}\n"));
}

/* ".ermaid " and the selector. */
static void put_selector(Svg *v, Str selector)
{
    PUT(v->out, v->before_rules, STR("."));
    em_svg_put_scope(v);
    em_put(v->out, selector);
}

static void put_font_rules(Svg *v)
{
    if (v->main_font == NONE || v->text == TEXT_PATHS)
        return;
    put_selector(v, STR("{font-variant-ligatures:none}\n"));
    for (int i = 0; i < v->n_fonts; i++) {
        if (i == v->main_font)
            continue;
        put_selector(v, STR(" .e"));
        em_put_int(v->out, i);
        em_put_char(v->out, '{');
        put_font(v, &v->fonts[i], &v->fonts[v->main_font], true);
        em_put(v->out, STR("}\n"));
    }
}

static void put_dark_value(Svg *v, Str property, Ink ink)
{
    InkColor color = v->scene->palette.items[ink];

    PUT(v->out, STR("{"), property, STR(":"), spell(v->scratch, color.dark, 0));
    if (color.dark.a != color.light.a) {
        PUT(v->out, STR(";"), property, STR("-opacity:"));
        em_put_fixed(v->out, color.dark.a, 255, 3);
    }
    em_put(v->out, STR("}\n"));
}

static void put_dark_rules(Svg *v, Str property, const bool *used)
{
    const Scene *s = v->scene;
    Map done = {.arena = v->scratch};

    for (int i = 0; i < s->palette.n; i++) {
        InkColor color = s->palette.items[i];
        if (!used[i] || em_color_eq(color.light, color.dark) ||
            em_map_add(&done, v->inks[i], i) != i)
            continue;
        put_selector(v, STR(" ["));
        PUT(v->out, property, STR("=\""), v->inks[i], STR("\"]"));
        put_dark_value(v, property, i);
    }
}

/* On screens only: paper stays white. */
static void put_dark(Svg *v)
{
    if (!v->scene->follows_reader)
        return;
    em_put(v->out,
           v->options->in_page
               ? STR("@media screen{\n")
               : STR("@media screen and (prefers-color-scheme:dark){\n"));
    v->before_rules = v->options->in_page ? STR(".dark ") : (Str){0};
    if (v->text_ink != NONE) {
        put_selector(v, STR(""));
        put_dark_value(v, STR("fill"), v->text_ink);
    }
    put_dark_rules(v, STR("fill"), v->fills);
    put_dark_rules(v, STR("stroke"), v->strokes);
    v->before_rules = (Str){0};
    em_put(v->out, STR("}\n"));
}

/*
 * A table under the pointer fades the relations of others. The rule that lifts
 * its own is one per table; readers without :has() ignore the lot.
 */
static void put_hover(Svg *v)
{
    int n = 0;

    for (int i = 0; i < v->n_joined; i++) {
        if (!v->joined[i])
            continue;
        if (n++ == 0) {
            em_put(v->out, STR("@media (hover:hover){\n"));
            put_selector(v, STR(":has(.table:hover) .relation{opacity:.25}\n"));
        } else {
            em_put(v->out, STR(",\n"));
        }
        put_selector(v, STR(":has(.t"));
        em_put_int(v->out, i);
        em_put(v->out, STR(":hover) .r"));
        em_put_int(v->out, i);
    }
    if (n == 0)
        return;
    em_put(v->out, STR("{opacity:1}\n}\n"
                       "@media (prefers-reduced-motion:no-preference){"));
    put_selector(v, STR(" .relation{transition:opacity .15s}}\n"));
}

/* Dashes that wander, where the reader has nothing against motion. */
static void put_wander(Svg *v)
{
    if (!v->wanders)
        return;
    em_put(v->out, STR("@media (prefers-reduced-motion:no-preference){\n"
                       "@keyframes "));
    em_svg_put_scope(v);
    em_put(v->out, STR("-wander{to{stroke-dashoffset:-100}}\n"));
    put_selector(v, STR(" .wander{animation:"));
    em_svg_put_scope(v);
    em_put(v->out, STR("-wander 5s linear infinite}\n}\n"));
}

/* Boards one after the other; who minds motion sees the first. */
static void put_boards(Svg *v)
{
    int n = v->scene->n_boards, interval = v->options->interval;
    if (n == 0)
        return;
    em_put(v->out, STR("@media (prefers-reduced-motion:no-preference){\n"
                       "@keyframes "));
    em_svg_put_scope(v);
    em_put(v->out, STR("-boards{0%{visibility:visible}"));
    em_put_fixed(v->out, 100, n, 4);
    em_put(v->out, STR("%,to{visibility:hidden}}\n"));
    put_selector(v, STR(" .board{visibility:hidden;animation:"));
    em_svg_put_scope(v);
    em_put(v->out, STR("-boards "));
    em_put_fixed(v->out, (int64_t)n * interval, 1000, 3);
    em_put(v->out, STR("s step-end infinite}\n"));
    for (int i = 1; i < n; i++) {
        put_selector(v, STR(" .b"));
        em_put_int(v->out, i);
        em_put(v->out, STR("{animation-delay:"));
        em_put_fixed(v->out, (int64_t)i * interval, 1000, 3);
        em_put(v->out, STR("s}\n"));
    }
    em_put(v->out, STR("}\n"));
}

void em_svg_put_style(Svg *v)
{
    em_put(v->out, STR("\n<style>\n"));
    for (int face = 0; face < FACE_COUNT; face++)
        if (v->chars[face])
            put_font_face(v, (Face)face);
    put_font_rules(v);
    put_dark(v);
    put_hover(v);
    put_wander(v);
    put_boards(v);
    em_put(v->out, STR("</style>"));
}
