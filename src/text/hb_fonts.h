/*
 * Private to the module that shapes: the faces as HarfBuzz has them, and what
 * FriBidi says.
 *
 *   shaping.c      texts to glyphs
 *   glyph_path.c   glyphs to outlines
 *   subset.c       a face with some of its characters
 *   bidi.c         the order of characters
 */
#ifndef EM_HB_FONTS_H
#define EM_HB_FONTS_H

#include <hb.h>

#include "text/shaping.h"

hb_face_t *em_hb_face(Fonts *f, Face face);
hb_font_t *em_hb_font(Fonts *f, Face face);

/*
 * Shapes a text that runs from left to right. The glyphs are in the buffer
 * that is returned, in font units, until the next call.
 */
hb_buffer_t *em_hb_shape(Fonts *f, Face face, Str text);

/* See em_glyph_path and em_font_subset; the set is not empty. */
void em_hb_path(Fonts *f, Face face, uint32_t glyph, Len size, Point at,
                Buf *out);
Str em_hb_subset(Fonts *f, Arena *a, Face face, CodeSet set);

/* See em_bidi_levels and em_bidi_mirror. */
const int8_t *em_fribidi_levels(Arena *a, const uint32_t *chars, int n);
uint32_t em_fribidi_mirror(uint32_t c);

#endif
