/*
 * Text: what words measure, and the runs they are drawn as.
 *
 * Two families are built in: a sans (regular, bold, italic) and a mono
 * (regular, bold). Printable ASCII is measured by generated tables of advances
 * and pair kerning that give exactly what HarfBuzz gives; everything else is
 * shaped by HarfBuzz, in the order FriBidi finds. Scripts that the faces lack
 * are measured by a table of widths, so no layout depends on a machine's
 * fonts; writers name or find a font for them and fit it to that width.
 * Ligatures and contextual alternates are off everywhere.
 */
#ifndef EM_TEXT_H
#define EM_TEXT_H

#include "base/str.h"
#include "graph/graph.h"
#include "theme/look.h"

typedef enum {
    FACE_SANS,
    FACE_SANS_BOLD,
    FACE_SANS_ITALIC,
    FACE_MONO,
    FACE_MONO_BOLD,
    FACE_COUNT
} Face;

/* What a piece of text is, for its colour. */
typedef enum {
    TONE_TEXT,
    TONE_MUTED,
    TONE_LINK,
    TONE_KEYWORD,
    TONE_STRING,
    TONE_NUMBER,
    TONE_COMMENT,
    TONE_GROUND, /* behind code */
    TONE_RULE,   /* lines and bars */
    TONE_COUNT
} Tone;

/* A piece of one line: one face, size, direction, and coverage. */
typedef struct {
    Str text; /* valid UTF-8 in logical order, no control characters */
    Face face;
    Len size;
    Len x;         /* of its left end, from the line's left end */
    Len advance;   /* its width */
    bool fallback; /* the built-in face lacks it: measured by table */
    bool rtl;
    bool underline, strike;
    Tone tone;
    Str link; /* unchecked; or empty */
} Run;

typedef struct {
    ARRAY_OF(Run) runs; /* in visual order, from left to right */
    Len w;
    Len baseline; /* from the block's top */
} TextLine;

typedef struct TextBlock {
    ARRAY_OF(TextLine) lines;
    Len w, h;
} TextBlock;

/* A text, or a filled rectangle. */
typedef struct {
    const TextBlock *block; /* NULL: a rectangle */
    Rect box;               /* of a text: where its block stands */
    Tone tone;
    Len radius;
    Str link; /* unchecked; or empty */
} ProsePiece;

/* Text of several sizes, with what is behind and between it. */
typedef struct Prose {
    ARRAY_OF(ProsePiece) pieces; /* in the order of painting */
    Len w, h;
} Prose;

/*
 * The faces, opened when first needed: an ASCII diagram opens none to be
 * measured. Closed with the arena they are in, which must not be rewound to a
 * later moment while they are used.
 */
typedef struct Fonts Fonts;

Fonts *em_fonts_open(Arena *a);

/* The built-in bytes (TrueType) of a face, and its family name for CSS. */
Str em_font_data(Face face);
Str em_font_family(Face face); /* "Inter", "JetBrains Mono" */
Str em_font_license(Face face);

/* Distance from the top of a line box to the baseline, and its height. */
Len em_font_baseline(Face face, Len size);
Len em_font_line_height(Face face, Len size);

typedef struct {
    Face face;
    Len size;
    bool markdown;    /* read **bold**, *italic*, _italic_, `code`, <br> */
    bool name;        /* an identifier: _x_ is not emphasis */
    bool generics;    /* show List~int~ as List<int> */
    bool underline;   /* all of it */
    int wrap_columns; /* wrap at about so many characters; 0: never */
} TextStyle;

/*
 * Measures a text: splits it into lines (LF, <br>; wrapped at spaces, a word
 * longer than a line at any character) and each line into runs. NULL for
 * empty text; blank text is a line without runs. Invalid UTF-8 becomes U+FFFD;
 * control characters and bidirectional overrides are dropped; several blanks
 * are one.
 *
 * A run may begin or end with a blank, so SVG needs xml:space="preserve". All
 * runs but those of right-to-left scripts (always fallback) run from left to
 * right, whatever the line does.
 */
const TextBlock *em_text(Fonts *f, Arena *a, Str text, TextStyle style);

/*
 * Blocks of Markdown (CommonMark, with GitHub's tables, strikethrough and
 * tasks). Raw HTML is not obeyed: its tags are left out, but <br> ends a line.
 * The style's face, size and
 * wrap_columns count.
 */
const Prose *em_prose_markdown(Fonts *f, Arena *a, Str text, TextStyle style);

/* Code in a mono face, coloured when the language is one of those in code.c. */
const Prose *em_prose_code(Fonts *f, Arena *a, Str text, Str lang,
                           TextStyle style);

/* The same into a label's block or prose, w and h, by the label's form. */
void em_label_measure(Fonts *f, Arena *a, Label *label, TextStyle style);

typedef enum { COMMENTS_COLUMN, COMMENTS_TOOLTIP, COMMENTS_NONE } Comments;
typedef enum { COLUMNS_ALL, COLUMNS_KEYS, COLUMNS_NONE } Columns;

typedef struct {
    const Look *look;
    bool mono; /* all text */
    Comments comments;
    Columns columns;
} SizeOptions;

/*
 * Gives every label and node its size. Needs em_graph_is_sound, gives
 * em_graph_is_sized. What a drawer finds in a node:
 *
 *   header    [0, header_h); title and kind at title_at and kind_at
 *   row       [y, y + h), h 0 when it is not shown; a cell's block stands at
 *             x = cells[cell].x, y = baseline - the baseline of its first
 *             line; the nullable type's block ends in its "?"
 *   badge     its box; the label in the box's middle. Where the look has no
 *             badges, the box is the text (with the comma after it)
 *
 * The font-size, font-weight, font-style and text-decoration of the objects'
 * styles are in the blocks.
 */
void em_size_graph(Graph *g, Fonts *f, const SizeOptions *o, Arena *a,
                   Arena *scratch);

/*
 * Makes each table of several sized graphs, which have the same nodes and rows
 * but not the same texts, as large as it is in any of them, row by row.
 */
void em_size_alike(Graph *const *frames, int n, const SizeOptions *o);

/* A glyph of a shaped run; offsets and advances in 1/64 px, y downwards. */
typedef struct {
    uint32_t glyph;
    int cluster; /* byte of run.text it comes from */
    Len x, y;    /* from the run's left end and the baseline */
    Len advance;
} Glyph;

/* The glyphs of a run that is not a fallback, in visual order. */
const Glyph *em_run_glyphs(Fonts *f, Arena *a, const Run *run, int *n);

/*
 * Puts the outline of a glyph as SVG path data, scaled to `size`, moved to
 * (x, y). Nothing for an empty glyph.
 */
void em_glyph_path(Fonts *f, Face face, uint32_t glyph, Len size, Point at,
                   Buf *out);

/* Characters of a face that a document uses. */
typedef struct {
    uint32_t *codes; /* sorted, unique */
    int n;
} CodeSet;

/*
 * A subset of a face with these characters, kerning kept, as a WOFF 1.0 file.
 * The same bytes for the same set. Empty when the set is.
 */
Str em_font_subset(Fonts *f, Arena *a, Face face, CodeSet set);

#endif
