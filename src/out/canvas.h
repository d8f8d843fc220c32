/*
 * What the files of the module share: a canvas is a place to draw a scene's
 * items on.
 */
#ifndef EM_CANVAS_H
#define EM_CANVAS_H

#include <cairo.h>
#include <hb.h>

#include <ft2build.h>
#include FT_FREETYPE_H

#include "base/map.h"
#include "out/pixels.h"

/* A font opened for drawing. */
typedef struct {
    int index; /* among the canvas's fonts */
    FT_Library library;
    FT_Face face;
    FT_F26Dot6 size;          /* what the face is set to, in 1/64 pixels */
    hb_font_t *shaper;        /* of a font that is not built in */
    cairo_font_face_t *cairo; /* made when first drawn with in a PDF */
    bool color;               /* has glyphs in colours of their own */
    bool given;               /* by the options: comes first */
    bool bold, mono, emoji;   /* what it was looked for as */
} PixelFont;

typedef struct {
    uint8_t script[4]; /* ISO 15924 */
} ScriptTag;

typedef struct {
    PixelFont *faces[FACE_COUNT]; /* the built-in ones, when needed */
    ARRAY_OF(PixelFont *) spares; /* for scripts those lack */
    Map chosen;                   /* by character and face: 1 + index, or 0 */
    ARRAY_OF(ScriptTag) missing;  /* scripts that no font has */
    int n_opened;
    bool given_tried; /* the font of the options was opened, if it can be */
} PixelFonts;

/* An image that a canvas draws on, a part of the picture. */
typedef struct {
    uint32_t *pixels; /* premultiplied ARGB */
    int stride;       /* in pixels */
    int w, h;
    int64_t x, y; /* of its corner in the picture */
} Tile;

/* Rendered glyphs, by what they look like; see masks.c. */
typedef struct Mask Mask;

typedef struct {
    Arena arena;
    Mask **slots;
    int n_slots, n; /* n_slots is a power of two, or 0 */
    size_t bytes;   /* of coverage */
} Masks;

/*
 * Invariants: with a tile, text is drawn as masks and cr draws on that tile;
 * without, cr makes a document of real text. User space is the scene's: its
 * unit is 1/64 px.
 */
typedef struct {
    const PixelJob *job;
    const Scene *scene; /* the page that is drawn now */
    Arena keep;         /* what lives until the picture is done */
    PixelStatus status;
    cairo_t *cr;
    const Tile *tile; /* NULL: a document */
    PixelFonts fonts;
    Masks masks;
} Canvas;

/*
 * Runs draw(canvas) on a fresh canvas and closes all that it opened. Requests
 * for memory that fail end as PIXELS_NO_MEMORY, em_canvas_fail as its status.
 */
PixelStatus em_canvas_run(const PixelJob *job, void (*draw)(Canvas *c));

/* Ends em_canvas_run; does not return. */
_Noreturn void em_canvas_fail(Canvas *c, PixelStatus status);

/* Ends em_canvas_run when Cairo has run into an error. */
void em_canvas_check(Canvas *c);

/* The rectangle that an item's ink stays within. Groups have none (w 0). */
Rect em_item_bounds(const Item *item);

/* Covers what is drawn on with the paper, before Cairo has seen it. */
void em_canvas_paper(Canvas *c);
void em_canvas_item(Canvas *c, const Item *item);

/* The colour of an ink with a paint's opacity. */
Color em_canvas_color(const Canvas *c, Ink ink, int opacity);

/* A colour as the pixels of a tile have it. */
uint32_t em_premultiplied(Color color);

/* canvas_fill.c */

/* Fills the current path with a gradient or pattern, and keeps it. */
void em_canvas_fill(Canvas *c, const Paint *paint);

void em_canvas_image(Canvas *c, const Item *item);

/* canvas_icon.c: draws an SVG into a box, with its own proportions. False when
 * it cannot be. */
bool em_canvas_svg(Canvas *c, Str bytes, Rect box);

/* Glyphs of one font, and where they stand in their run. */
typedef struct {
    PixelFont *font; /* NULL: no font has these characters */
    const Glyph *glyphs;
    int n;
    Str text;       /* clusters count from its beginning */
    Len x, advance; /* in the run, before stretching */
} Words;

/* A run as it is drawn: words from left to right. */
typedef struct {
    ARRAY_OF(Words) words;
    double stretch; /* of all widths, so that it is as wide as measured */
} DrawnRun;

/* Finds fonts and glyphs for a run. What is returned lives in arena a. */
DrawnRun em_canvas_shape(Canvas *c, Arena *a, const Run *run);

/*
 * Loads a glyph into the slot of the font's face. False when there is none;
 * a lack of memory is not that.
 */
bool em_font_load(Canvas *c, PixelFont *font, uint32_t glyph, FT_Int32 flags);

/* Sets the font's face to a size in 1/64 pixels. */
void em_font_resize(Canvas *c, PixelFont *font, FT_F26Dot6 size);

/* The font for Cairo's text functions. */
cairo_font_face_t *em_font_for_cairo(Canvas *c, PixelFont *font);

/* A glyph to put on the tile. */
typedef struct {
    PixelFont *font;
    uint32_t glyph;
    FT_F26Dot6 size; /* in 1/64 pixels */
    int stretch;     /* of widths, in 1/65536 */
    int64_t x, y;    /* its origin in the picture, in 1/64 pixels */
} Stamp;

/* Glyphs larger than this are drawn as paths instead. */
enum { MAX_STAMP_SIZE = 96 * 64 };

/* Lays a glyph on the tile in a colour. */
void em_put_stamp(Canvas *c, Stamp s, Color color);

void em_draw_png(Canvas *c);
void em_draw_pdf(Canvas *c);

#endif
