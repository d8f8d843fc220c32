/*
 * Fonts for pixels: the built-in faces from memory, and for scripts that they
 * lack the font of the options, then what fontconfig finds.
 *
 * A run that the built-in faces lack is cut where the font changes. Each piece
 * is shaped by HarfBuzz, and the whole is stretched to the width that the
 * layout measured. Characters that no font has become empty boxes, with one
 * note for each script.
 *
 * Cairo keeps fonts longer than we do, so a font that Cairo has seen is closed
 * by Cairo: it owns the FreeType library (one for each font), which owns the
 * face, which owns the bytes.
 */
#include "out/canvas.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>

#include "base/utf8.h"

#include FT_TRUETYPE_TABLES_H

/* More than any text should need; what comes later is drawn as boxes. */
enum { MAX_SPARES = 64, MAX_NOTES = 32 };

static void free_blob_of(void *face)
{
    FT_Face f = face;
    hb_blob_destroy(f->generic.data);
}

static void close_library(void *library)
{
    FT_Done_FreeType(library);
}

static void close_font(void *font)
{
    PixelFont *f = font;
    if (f->shaper)
        hb_font_destroy(f->shaper);
    if (f->cairo)
        cairo_font_face_destroy(f->cairo);
    else if (f->library)
        close_library(f->library);
}

/* Picks the strike of a font that has only bitmaps in colour. */
static void choose_strike(PixelFont *f)
{
    f->color = FT_HAS_COLOR(f->face) && FT_HAS_FIXED_SIZES(f->face);
    if (f->color)
        FT_Select_Size(f->face, f->face->num_fixed_sizes - 1);
}

/*
 * Opens the font at a place in a blob, which is held by a guard until the font
 * owns it. NULL: it is none.
 */
static PixelFont *open_font(Canvas *c, Guard *held, hb_blob_t *blob, int at)
{
    PixelFont *f = NEW(&c->keep, PixelFont);
    Guard *guard = em_guard_new(&c->keep);

    unsigned n;
    const char *bytes = hb_blob_get_data(blob, &n);
    if (n == 0)
        return NULL;
    if (FT_Init_FreeType(&f->library))
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    em_guard_set(guard, close_font, f);
    FT_Error error = FT_New_Memory_Face(f->library, (const FT_Byte *)bytes,
                                        (FT_Long)n, at, &f->face);
    if (error == FT_Err_Out_Of_Memory)
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    if (error)
        return NULL;
    f->face->generic.data = hb_blob_reference(blob);
    f->face->generic.finalizer = free_blob_of;
    em_guard_close(held);
    f->index = c->fonts.n_opened++;
    choose_strike(f);
    return f;
}

static void close_blob(void *blob)
{
    hb_blob_destroy(blob);
}

/* A guarded blob of bytes that stay where they are. */
static hb_blob_t *hold_bytes(Guard *held, Str bytes)
{
    hb_blob_t *blob = hb_blob_create(bytes.p, (unsigned)bytes.n,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    em_guard_set(held, close_blob, blob);
    return blob;
}

static PixelFont *built_in(Canvas *c, Face face)
{
    PixelFont **slot = &c->fonts.faces[face], *font = *slot;
    if (font)
        return font;

    Guard *held = em_guard_new(&c->keep);
    hb_blob_t *blob = hold_bytes(held, c->job->text->font_data(face));
    font = *slot = open_font(c, held, blob, 0);
    if (!font)
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    return font;
}

void em_font_resize(Canvas *c, PixelFont *font, FT_F26Dot6 size)
{
    if (font->color || font->size == size)
        return;
    if (FT_Set_Char_Size(font->face, 0, MAX(size, 1), 72, 72))
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    font->size = size;
}

bool em_font_load(Canvas *c, PixelFont *font, uint32_t glyph, FT_Int32 flags)
{
    FT_Error error = FT_Load_Glyph(font->face, glyph, flags);
    if (error == FT_Err_Out_Of_Memory)
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    return error == 0;
}

cairo_font_face_t *em_font_for_cairo(Canvas *c, PixelFont *font)
{
    static const cairo_user_data_key_t key;

    if (font->cairo)
        return font->cairo;
    cairo_font_face_t *made = cairo_ft_font_face_create_for_ft_face(
        font->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    if (cairo_font_face_status(made) ||
        cairo_font_face_set_user_data(made, &key, font->library,
                                      close_library)) {
        cairo_font_face_destroy(made);
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    }
    font->cairo = made;
    return made;
}

/* Opens a font and gives it what HarfBuzz needs. */
static PixelFont *open_spare(Canvas *c, Guard *held, hb_blob_t *blob, int at)
{
    PixelFont *f = open_font(c, held, blob, at);
    if (!f)
        return NULL;

    hb_face_t *face = hb_face_create(f->face->generic.data, (unsigned)at);
    f->shaper = hb_font_create(face);
    hb_face_destroy(face);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): a list of pointers */
    PixelFont **slot = PUSH(&c->keep, &c->fonts.spares);
    *slot = f;
    return f;
}

static bool has_glyph(const PixelFont *f, uint32_t ch)
{
    return FT_Get_Char_Index(f->face, ch) != 0;
}

static void open_given(Canvas *c)
{
    Str bytes = c->job->options->font_file;

    c->fonts.given_tried = true;
    if (bytes.n == 0)
        return;
    Guard *held = em_guard_new(&c->keep);
    PixelFont *font = open_spare(c, held, hold_bytes(held, bytes), 0);
    if (font)
        font->given = true;
}

/* The pictures among the characters; fontconfig is told to prefer colour. */
static bool is_emoji(uint32_t ch)
{
    return ch >= 0x1F000 && ch < 0x20000;
}

static bool is_bold(Face face)
{
    return face == FACE_SANS_BOLD || face == FACE_MONO_BOLD;
}

static bool is_mono(Face face)
{
    return face == FACE_MONO || face == FACE_MONO_BOLD;
}

/* What to look for; NULL when there is no memory for it. */
static FcPattern *pattern_for(uint32_t ch, Face face)
{
    FcPattern *p = FcPatternCreate();
    FcCharSet *chars = FcCharSetCreate();
    const char *family = is_emoji(ch)    ? "emoji"
                         : is_mono(face) ? "monospace"
                                         : "sans-serif";
    int weight = is_bold(face) ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR;

    bool ok =
        p && chars && FcCharSetAddChar(chars, ch) &&
        FcPatternAddCharSet(p, FC_CHARSET, chars) &&
        FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)family) &&
        FcPatternAddInteger(p, FC_WEIGHT, weight) &&
        FcPatternAddBool(p, FC_SCALABLE, is_emoji(ch) ? FcDontCare : FcTrue) &&
        FcConfigSubstitute(NULL, p, FcMatchPattern);
    if (ok)
        FcDefaultSubstitute(p);
    if (chars)
        FcCharSetDestroy(chars);
    if (!ok && p)
        FcPatternDestroy(p);
    return ok ? p : NULL;
}

/* The file of a font with the character; an empty blob when there is none. */
static hb_blob_t *blob_of(const FcPattern *font, uint32_t ch, int *at)
{
    FcChar8 *path = NULL;
    FcCharSet *chars = NULL;

    *at = 0;
    if (FcPatternGetCharSet(font, FC_CHARSET, 0, &chars) ||
        !FcCharSetHasChar(chars, ch) ||
        FcPatternGetString(font, FC_FILE, 0, &path))
        return hb_blob_get_empty();
    FcPatternGetInteger(font, FC_INDEX, 0, at);
    return hb_blob_create_from_file((const char *)path);
}

static hb_blob_t *find_file(uint32_t ch, Face face, int *at)
{
    FcResult result;
    FcPattern *wanted = pattern_for(ch, face);
    if (!wanted)
        return hb_blob_get_empty();

    FcPattern *found = FcFontMatch(NULL, wanted, &result);
    FcPatternDestroy(wanted);
    if (!found)
        return hb_blob_get_empty();
    hb_blob_t *blob = blob_of(found, ch, at);
    FcPatternDestroy(found);
    return blob;
}

/* Looks among the fonts that are open for one that was opened for the like. */
static PixelFont *find_open(const Canvas *c, uint32_t ch, Face face)
{
    const PixelFonts *f = &c->fonts;

    for (int i = 0; i < f->spares.n; i++) {
        PixelFont *font = f->spares.items[i];
        bool like = font->given || (font->bold == is_bold(face) &&
                                    font->mono == is_mono(face) &&
                                    font->emoji == is_emoji(ch));
        if (like && has_glyph(font, ch))
            return font;
    }
    return NULL;
}

static PixelFont *find_font(Canvas *c, uint32_t ch, Face face)
{
    PixelFonts *f = &c->fonts;

    if (!f->given_tried)
        open_given(c);
    PixelFont *font = find_open(c, ch, face);
    if (font || f->spares.n >= MAX_SPARES)
        return font;

    int at = 0;
    Guard *held = em_guard_new(&c->keep);
    hb_blob_t *blob = find_file(ch, face, &at);
    em_guard_set(held, close_blob, blob);
    font = open_spare(c, held, blob, at);
    if (!font)
        return NULL;
    font->bold = is_bold(face);
    font->mono = is_mono(face);
    font->emoji = is_emoji(ch);
    return has_glyph(font, ch) ? font : NULL;
}

/* The font for a character that the built-in face lacks; NULL: none has it.
 * Each character is looked up once. */
static PixelFont *font_for(Canvas *c, uint32_t ch, Face face)
{
    const char bytes[] = {(char)(ch & 0xFF), (char)(ch >> 8 & 0xFF),
                          (char)(ch >> 16 & 0xFF), (char)face};
    const Str key = {bytes, sizeof bytes};
    int known = em_map_find(&c->fonts.chosen, key);
    if (known != NONE)
        return known ? c->fonts.spares.items[known - 1] : NULL;

    PixelFont *font = find_font(c, ch, face);
    int number = 0;
    for (int i = 0; font && i < c->fonts.spares.n; i++)
        if (c->fonts.spares.items[i] == font)
            number = i + 1;
    em_map_add(&c->fonts.chosen, em_str_copy(&c->keep, key), number);
    return font;
}

/* True for characters that only change the one before them. */
static bool is_joined(uint32_t ch)
{
    return em_utf8_columns(ch) == 0 || (ch >= 0x1F3FB && ch <= 0x1F3FF);
}

static bool is_noted(const PixelFonts *f, const uint8_t script[4])
{
    for (int i = 0; i < f->missing.n; i++) {
        const uint8_t *s = f->missing.items[i].script;
        if (s[0] == script[0] && s[1] == script[1] && s[2] == script[2] &&
            s[3] == script[3])
            return true;
    }
    return f->missing.n >= MAX_NOTES;
}

/* Says once that a script has no font. */
static void note_missing(Canvas *c, uint32_t ch)
{
    hb_script_t script = hb_unicode_script(hb_unicode_funcs_get_default(), ch);
    const ScriptTag tag = {
        {(uint8_t)(script >> 24 & 0xFF), (uint8_t)(script >> 16 & 0xFF),
         (uint8_t)(script >> 8 & 0xFF), (uint8_t)(script & 0xFF)}};
    Buf *notes = c->job->notes;

    if (is_noted(&c->fonts, tag.script))
        return;
    *PUSH(&c->keep, &c->fonts.missing) = tag;
    PUT(notes, STR("no font has the script "));
    for (int i = 0; i < COUNT(tag.script); i++)
        em_put_char(notes, (char)tag.script[i]);
    PUT(notes, STR(" (as in U+"));
    em_put_hex(notes, ch, ch > 0xFFFF ? 6 : 4);
    PUT(notes, STR("); boxes stand for its characters\n"));
}

static void close_buffer(void *buffer)
{
    hb_buffer_destroy(buffer);
}

/* Glyphs of words whose font is known, and how wide they are. */
static void shape(Canvas *c, Arena *a, const Run *run, Words *words)
{
    PixelFont *font = words->font;
    Guard *guard = em_guard_new(a);
    hb_buffer_t *buffer = hb_buffer_create();
    em_guard_set(guard, close_buffer, buffer);

    hb_font_set_scale(font->shaper, run->size, run->size);
    hb_buffer_add_utf8(buffer, words->text.p, words->text.n, 0, words->text.n);
    hb_buffer_guess_segment_properties(buffer);
    hb_buffer_set_direction(buffer,
                            run->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_shape(font->shaper, buffer, NULL, 0);
    if (!hb_buffer_allocation_successful(buffer))
        em_canvas_fail(c, PIXELS_NO_MEMORY);

    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &n);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n);
    Glyph *glyphs = NEW_ARRAY(a, n + 1, Glyph);
    for (unsigned i = 0; i < n; i++) {
        glyphs[i] = (Glyph){.glyph = info[i].codepoint,
                            .cluster = (int)info[i].cluster,
                            .x = words->advance + at[i].x_offset,
                            .y = -at[i].y_offset,
                            .advance = at[i].x_advance};
        words->advance += at[i].x_advance;
    }
    words->glyphs = glyphs;
    words->n = (int)n;
    em_guard_close(guard);
}

/* The bytes from `from` on that one font draws. */
static Words next_words(Canvas *c, const Run *run, int from)
{
    int len, i = from;
    uint32_t first = em_utf8_decode(run->text, i, &len);
    Words words = {.font = font_for(c, first, run->face)};

    if (!words.font)
        note_missing(c, first);
    for (i += len; i < run->text.n; i += len) {
        uint32_t ch = em_utf8_decode(run->text, i, &len);
        if (!is_joined(ch) && (ch == ' ' ? !words.font : true) &&
            font_for(c, ch, run->face) != words.font)
            break;
    }
    words.text = em_str_cut(run->text, from, i);
    return words;
}

static void reverse(Words *words, int n)
{
    for (int i = 0; i < n / 2; i++) {
        Words w = words[i];
        words[i] = words[n - 1 - i];
        words[n - 1 - i] = w;
    }
}

static int columns_of(Str text)
{
    int columns = 0;
    for (int i = 0, len; i < text.n; i += len)
        columns += em_utf8_columns(em_utf8_decode(text, i, &len));
    return columns;
}

static DrawnRun shape_spare(Canvas *c, Arena *a, const Run *run)
{
    DrawnRun drawn = {.stretch = 1};
    Len x = 0;

    for (int i = 0; i < run->text.n;) {
        Words words = next_words(c, run, i);
        i += words.text.n;
        if (words.font)
            shape(c, a, run, &words);
        else
            words.advance = columns_of(words.text) * run->size / 2;
        *PUSH(a, &drawn.words) = words;
    }
    if (run->rtl)
        reverse(drawn.words.items, drawn.words.n);
    for (int i = 0; i < drawn.words.n; i++) {
        drawn.words.items[i].x = x;
        x += drawn.words.items[i].advance;
    }
    if (x > 0)
        drawn.stretch = (double)run->advance / x;
    return drawn;
}

DrawnRun em_canvas_shape(Canvas *c, Arena *a, const Run *run)
{
    if (run->fallback)
        return shape_spare(c, a, run);

    DrawnRun drawn = {.stretch = 1};
    Words *words = PUSH(a, &drawn.words);
    *words = (Words){.font = built_in(c, run->face),
                     .text = run->text,
                     .advance = run->advance};
    words->glyphs =
        c->job->text->run_glyphs(c->scene->fonts, a, run, &words->n);
    return drawn;
}
