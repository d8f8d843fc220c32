/*
 * Private to text/: the way from a label's text to its lines.
 *
 *   markup.c       the text as typed to a Marked: clean text and stretches
 *   wrap.c         a Marked to lines
 *   shape.c        a line to runs, in visual order, measured
 *   width_table.c  what characters measure that the faces lack
 *   font.c         the faces
 *
 * and back to fonts:
 *
 *   ascii_font.c   a face with some of printable ASCII, out of parts
 *   woff.c         tables to a file
 *
 * What needs HarfBuzz or FriBidi is in a module (shaping.h, hb_fonts.h).
 */
#ifndef EM_SHAPE_H
#define EM_SHAPE_H

#include "text/shaping.h"

/* Font units of a face at a size, rounded to the nearest Len. */
Len em_font_units(Face face, int64_t units, Len size);

/* True when the face has a glyph for the character; its advance in font
 * units. */
bool em_font_find(Fonts *f, Face face, uint32_t c, int *advance);

/* The width of a text from left to right, as HarfBuzz shapes it, in font
 * units. */
int64_t em_shaped_units(Fonts *f, Face face, Str text);

/*
 * The levels of a line's characters by the bidirectional algorithm, odd ones
 * from right to left. NULL: it had no memory, and the order is that of the
 * text.
 */
const int8_t *em_bidi_levels(Fonts *f, Arena *a, const uint32_t *chars, int n);

/* What stands for a character, such as a bracket, from right to left. */
uint32_t em_bidi_mirror(Fonts *f, uint32_t c);

static inline bool em_is_ascii(int c)
{
    return c >= ASCII_FIRST && c <= ASCII_LAST;
}

/* Bytes [from, to) of a Marked's text, all set in one way. */
typedef struct {
    int from, to;
    Face face;
    bool underline, strike;
    Tone tone;
    Str link; /* or empty */
} Stretch;

/*
 * Text without its marks. Invariants: valid UTF-8; no control characters but
 * LF; no space after another space or LF; at least one stretch, and they
 * follow each other and cover the text.
 */
typedef struct {
    Str text;
    ARRAY_OF(Stretch) stretches;
} Marked;

/* Reads the marks that the style asks for. */
Marked em_markup(Arena *a, Str text, const TextStyle *style);

/* The lines of a text, as bytes [from, to) without the blanks around. */
typedef struct {
    int from, to;
} LineSpan;

typedef ARRAY_OF(LineSpan) LineSpans;

/* Breaks a text into lines no wider than limit, where it can. */
LineSpans em_wrap(Fonts *f, Arena *a, const Marked *m, Len size, Len limit);

/* The line [from, to) of a text, in runs. */
TextLine em_shape_line(Fonts *f, Arena *a, const Marked *m, LineSpan line,
                       Len size);

/* The width of printable ASCII (at least one character), in font units. */
int64_t em_ascii_units(Face face, Str text);

/*
 * The font with these characters of printable ASCII (at least one), as a WOFF
 * file.
 */
Str em_ascii_font(Arena *a, Face face, CodeSet set);

/* What a character of an absent font looks like it needs: by script. */
typedef enum {
    WIDE_NONE, /* combining marks, joiners, controls of direction */
    WIDE_LETTER,
    WIDE_IDEOGRAPH,
    WIDE_EMOJI
} WideKind;

WideKind em_wide_kind(uint32_t c);

/* The end of the grapheme cluster that begins at byte i < s.n. */
int em_cluster_end(Str s, int i);

/* The width of a cluster that no face has, in 1/64 em. */
int em_cluster_width(Str cluster);

/* Joiners, marks of direction, selectors: never drawn. */
bool em_is_invisible(uint32_t c);

/* True for what turns the character before it into a picture. */
bool em_asks_for_emoji(uint32_t c);

#endif
