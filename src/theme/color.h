/*
 * Colours: reading CSS spellings, printing, contrast, mixing.
 */
#ifndef EM_COLOR_H
#define EM_COLOR_H

#include "base/str.h"

typedef struct {
    uint8_t r, g, b, a; /* sRGB, not premultiplied; a 255 is opaque */
} Color;

/*
 * Reads #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), rgba(), hsl(), hsla(), the
 * names of CSS Color Module Level 4 and "transparent" / "none" (a = 0).
 * False, and *c untouched, for anything else; never trusts the input.
 */
bool em_color_parse(Str s, Color *c);

/* #rrggbb; the alpha is printed apart. */
void em_color_put(Buf *b, Color c);

bool em_color_eq(Color a, Color b);

/* a * (256 - part) / 256 + b * part / 256, for part in [0, 256]. */
Color em_color_mix(Color a, Color b, int part);

/* `top` laid over an opaque `below`. */
Color em_color_over(Color top, Color below);

/* WCAG 2.1 contrast ratio of two opaque colours, times 100: 100 … 2100. */
int em_color_contrast(Color a, Color b);

/* `ink`, made darker or lighter as little as it takes to have that contrast
 * (times 100) with `paper`; else black or white, whichever is better. */
Color em_color_readable(Color ink, Color paper, int contrast);

/* True for a paper that white ink suits better than black. */
bool em_color_is_dark(Color paper);

#endif
