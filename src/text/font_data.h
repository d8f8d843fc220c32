/*
 * What the build makes of fonts/ (make_fonts.c): the built-in faces and their
 * tables of advances, in font units.
 */
#ifndef EM_FONT_DATA_H
#define EM_FONT_DATA_H

#include "text/text.h"

/* Printable ASCII. */
enum { ASCII_FIRST = 0x20, ASCII_LAST = 0x7E, ASCII_COUNT = 95 };

/* A table of a font file. */
typedef struct {
    uint32_t tag, checksum;
    int size;   /* of its plain bytes */
    Str packed; /* deflated when that is shorter, else plain */
} FontTable;

/*
 * A subset of a face for printable ASCII with kerning and nothing else, in
 * parts. Of its tables, in the order of their tags, glyf and loca are empty:
 * they are made of the outlines of the glyphs that a font is to have. Glyph 0,
 * for characters that are missing, is in every font.
 */
typedef struct {
    const FontTable *tables;
    int n_tables;
    Str outlines; /* that of glyph g: bytes [starts[g], starts[g + 1]) */
    int n_glyphs;
    const uint16_t *starts; /* all even */
    /* The glyphs that draw character ASCII_FIRST + i: parts[first_part[i]],
     * …, parts[first_part[i + 1] - 1]. */
    const uint16_t *parts, *first_part;
} AsciiFont;

typedef struct {
    Str family;
    Str license;
    Str data; /* the whole TrueType file */
    const AsciiFont *ascii;
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
