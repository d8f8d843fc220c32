/*
 * The module that shapes: what HarfBuzz makes of the built-in faces.
 *
 * HarfBuzz works in font units here (a font's scale is its units per em), and
 * so do the generated tables.
 */
#include "text/hb_fonts.h"

#include "base/utf8.h"

/* No ligatures, no contextual alternates; the same as in make_fonts.c. */
static const hb_feature_t features[] = {
    {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1},
    {HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1},
    {HB_TAG('d', 'l', 'i', 'g'), 0, 0, (unsigned)-1},
    {HB_TAG('c', 'a', 'l', 't'), 0, 0, (unsigned)-1},
};

static void close_face(void *thing)
{
    hb_face_destroy(thing);
}

static void close_font(void *thing)
{
    hb_font_destroy(thing);
}

static void close_buffer(void *thing)
{
    hb_buffer_destroy(thing);
}

static hb_face_t *open_face(Fonts *f, Str data)
{
    Guard *guard = em_guard_new(f->arena);
    hb_blob_t *blob = hb_blob_create(data.p, (unsigned)data.n,
                                     HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    if (face == hb_face_get_empty())
        em_out_of_memory(f->arena);
    em_guard_set(guard, close_face, face);
    return face;
}

hb_face_t *em_hb_face(Fonts *f, Face face)
{
    if (!f->faces[face])
        f->faces[face] = open_face(f, f->data[face].data);
    return f->faces[face];
}

hb_font_t *em_hb_font(Fonts *f, Face face)
{
    if (!f->fonts[face]) {
        hb_face_t *of = em_hb_face(f, face);
        Guard *guard = em_guard_new(f->arena);
        hb_font_t *font = hb_font_create(of);
        if (font == hb_font_get_empty())
            em_out_of_memory(f->arena);
        em_guard_set(guard, close_font, font);
        f->fonts[face] = font;
    }
    return f->fonts[face];
}

static hb_buffer_t *open_buffer(Fonts *f)
{
    if (!f->buffer) {
        Guard *guard = em_guard_new(f->arena);
        f->buffer = hb_buffer_create();
        em_guard_set(guard, close_buffer, f->buffer);
    }
    hb_buffer_clear_contents(f->buffer);
    return f->buffer;
}

/* The script of the first character that has one. */
static hb_script_t script_of(Str text)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (int i = 0, len; i < text.n; i += len) {
        hb_script_t s =
            hb_unicode_script(unicode, em_utf8_decode(text, i, &len));
        if (s != HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED &&
            s != HB_SCRIPT_UNKNOWN)
            return s;
    }
    return HB_SCRIPT_LATIN;
}

hb_buffer_t *em_hb_shape(Fonts *f, Face face, Str text)
{
    hb_font_t *font = em_hb_font(f, face);
    hb_buffer_t *buffer = open_buffer(f);

    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, script_of(text));
    hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
    hb_buffer_add_utf8(buffer, text.p, text.n, 0, text.n);
    hb_shape(font, buffer, features, COUNT(features));
    if (!hb_buffer_allocation_successful(buffer))
        em_out_of_memory(f->arena);
    return buffer;
}

static bool find_glyph(Fonts *f, Face face, uint32_t c, int *advance)
{
    hb_codepoint_t glyph;
    hb_font_t *font = em_hb_font(f, face);

    if (!hb_font_get_nominal_glyph(font, c, &glyph))
        return false;
    *advance = hb_font_get_glyph_h_advance(font, glyph);
    return true;
}

static int64_t units_of(Fonts *f, Face face, Str text)
{
    unsigned n;
    int64_t units = 0;
    hb_buffer_t *buffer = em_hb_shape(f, face, text);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n);

    for (unsigned i = 0; i < n; i++)
        units += at[i].x_advance;
    return units;
}

static const Glyph *glyphs_of(Fonts *f, Arena *a, const Run *run, int *n)
{
    unsigned count;
    hb_buffer_t *buffer = em_hb_shape(f, run->face, run->text);
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *at =
        hb_buffer_get_glyph_positions(buffer, &count);
    Glyph *glyphs = NEW_ARRAY(a, count ? count : 1, Glyph);
    int em = f->data[run->face].units_per_em;
    int64_t pen = 0;

    for (unsigned i = 0; i < count; i++) {
        Len left = em_units_at(em, pen, run->size);
        pen += at[i].x_advance;
        glyphs[i] = (Glyph){
            .glyph = info[i].codepoint,
            .cluster = (int)info[i].cluster,
            .x = em_units_at(em, pen - at[i].x_advance + at[i].x_offset,
                             run->size),
            .y = -em_units_at(em, at[i].y_offset, run->size),
            .advance = em_units_at(em, pen, run->size) - left,
        };
    }
    *n = (int)count;
    return glyphs;
}

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern const Shaping em_shaping;

const Shaping em_shaping = {
    .head = {SHAPING_VERSION, ERMAID_VERSION},
    .find = find_glyph,
    .units = units_of,
    .glyphs = glyphs_of,
    .path = em_hb_path,
    .subset = em_hb_subset,
    .levels = em_fribidi_levels,
    .mirror = em_fribidi_mirror,
};
