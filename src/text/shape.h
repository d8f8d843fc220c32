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
 *   subset.c       a face with some of its characters
 *   ascii_font.c   the same for ASCII, out of parts
 *   woff.c         tables to a file
 */
#ifndef EM_SHAPE_H
#define EM_SHAPE_H

#include <hb.h>

#include "text/font_data.h"

/* Foreign objects are made when first needed, each under its guard. */
struct Fonts {
    Arena *arena;
    hb_face_t *faces[FACE_COUNT];
    hb_font_t *fonts[FACE_COUNT]; /* scale: font units */
    hb_buffer_t *buffer;
    hb_draw_funcs_t *draw;
};

hb_face_t *em_hb_face(Fonts *f, Face face);
hb_font_t *em_hb_font(Fonts *f, Face face);

/*
 * Shapes a text that runs from left to right. The glyphs are in the buffer
 * that is returned, in font units, until the next call.
 */
hb_buffer_t *em_hb_shape(Fonts *f, Face face, Str text);

/* Font units of a face at a size, rounded to the nearest Len. */
Len em_font_units(Face face, int64_t units, Len size);

/* True when the face has a glyph for the character. */
bool em_font_has(Fonts *f, Face face, uint32_t c);

/* The advance of a character that the face has, in font units. */
int em_font_advance(Fonts *f, Face face, uint32_t c);

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

/*
 * The tables, in the order of their tags, as a WOFF 1.0 file. One of them is
 * head, which is plain; its checksum is that without its adjustment, which is
 * set here.
 */
Str em_woff(Arena *a, FontTable *tables, int n);

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
