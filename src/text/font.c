/*
 * The built-in faces: their bytes, their metrics, and the way to the module
 * that shapes with them.
 *
 * Nothing is hinted: at any scale a run is as wide as we measured.
 */
#include "text/shape.h"

Fonts *em_fonts_open(Arena *a)
{
    Fonts *f = NEW(a, Fonts);
    f->arena = a;
    f->data = em_fonts_data;
    return f;
}

/* The module; does not return when it is missing. */
static const Shaping *shaping_of(Fonts *f)
{
    if (!f->shaping)
        f->shaping = (const Shaping *)em_module_open(
            STR("libermaid-shaping.so"), "em_shaping", SHAPING_VERSION);
    if (!f->shaping)
        em_no_module(f->arena);
    return f->shaping;
}

Str em_font_data(Face face)
{
    return em_fonts_data[face].data;
}

Str em_font_family(Face face)
{
    return em_fonts_data[face].family;
}

Str em_font_license(Face face)
{
    return em_fonts_data[face].license;
}

Len em_font_units(Face face, int64_t units, Len size)
{
    return em_units_at(em_fonts_data[face].units_per_em, units, size);
}

/*
 * 1.4 times the size, to the nearest 2 px: so that a line in the middle of a
 * box of even height begins at a whole pixel.
 */
Len em_font_line_height(Face face, Len size)
{
    (void)face;
    const int64_t unit = INT64_C(2) * PX;
    return (Len)((size * INT64_C(14) + 5 * unit) / (10 * unit) * unit);
}

/* The middle between ascent and descent (near the middle of the capitals)
 * stands in the middle of the line; to the nearest pixel. */
Len em_font_baseline(Face face, Len size)
{
    const FontData *d = &em_fonts_data[face];
    Len above = em_font_units(face, d->ascent - d->descent, size) / 2;
    Len at = em_font_line_height(face, size) / 2 + above;
    return (at + PX / 2) / PX * PX;
}

bool em_font_find(Fonts *f, Face face, uint32_t c, int *advance)
{
    if (c >= 0x80 || !em_is_ascii((int)c))
        return shaping_of(f)->find(f, face, c, advance);
    *advance = em_fonts_data[face].advance[c - ASCII_FIRST];
    return true;
}

int64_t em_shaped_units(Fonts *f, Face face, Str text)
{
    return shaping_of(f)->units(f, face, text);
}

const Glyph *em_run_glyphs(Fonts *f, Arena *a, const Run *run, int *n)
{
    return shaping_of(f)->glyphs(f, a, run, n);
}

void em_glyph_path(Fonts *f, Face face, uint32_t glyph, Len size, Point at,
                   Buf *out)
{
    shaping_of(f)->path(f, face, glyph, size, at, out);
}

const int8_t *em_bidi_levels(Fonts *f, Arena *a, const uint32_t *chars, int n)
{
    return shaping_of(f)->levels(a, chars, n);
}

uint32_t em_bidi_mirror(Fonts *f, uint32_t c)
{
    return shaping_of(f)->mirror(c);
}

static bool is_all_ascii(CodeSet set)
{
    return em_is_ascii((int)MIN(set.codes[0], 0x80)) &&
           em_is_ascii((int)MIN(set.codes[set.n - 1], 0x80));
}

Str em_font_subset(Fonts *f, Arena *a, Face face, CodeSet set)
{
    if (set.n == 0)
        return (Str){0};
    if (is_all_ascii(set))
        return em_ascii_font(a, face, set);
    return shaping_of(f)->subset(f, a, face, set);
}
