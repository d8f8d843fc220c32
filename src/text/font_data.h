/*
 * What the build makes of fonts/ (make_fonts.c): the built-in faces and their
 * tables of advances, in font units.
 */
#ifndef EM_FONT_DATA_H
#define EM_FONT_DATA_H

#include "text/text.h"

/* Printable ASCII. */
enum { ASCII_FIRST = 0x20, ASCII_LAST = 0x7E, ASCII_COUNT = 95 };

typedef struct {
    Str family;
    Str license;
    Str data;  /* the whole TrueType file */
    Str ascii; /* its subset of printable ASCII, with kerning only */
    int units_per_em;
    int ascent, descent;     /* above and below the baseline, both positive */
    int mean;                /* the mean advance of small letters and space */
    const uint16_t *advance; /* of each printable ASCII character */
    /*
     * What kerning adds between two of them: kern[first * ASCII_COUNT +
     * second]; NULL: nothing anywhere.
     */
    const int16_t *kern;
} FontData;

extern const FontData em_fonts_data[FACE_COUNT];

#endif
