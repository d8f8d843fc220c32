/*
 * What the files of the SVG writer share.
 */
#ifndef EM_SVG_H
#define EM_SVG_H

#include "base/map.h"
#include "out/out.h"

/* Fonts that get a class; texts in further ones carry their attributes. */
enum { MAX_FONTS = 60 };

typedef struct {
    Face face;
    Len size;
    int runs; /* set in it */
} Font;

/* The characters of a face, a bit each; in pages, NULL: none of it. */
enum { PAGE_CHARS = 4096 };

typedef struct {
    uint64_t *pages[0x110000 / PAGE_CHARS];
} Chars;

/* What elements inherit from the elements around them. */
typedef struct {
    Ink fill, stroke;
    Len width;
} Inherited;

/*
 * A picture being written. svg_style.c fills the middle part in a first walk
 * over the items, so that the second walk can leave out what most have.
 */
typedef struct {
    Buf *out;
    const Scene *scene;
    const SvgOptions *options;
    Arena *scratch;
    TextMode text;

    Str *inks;                /* how each is spelled; see spell_inks */
    bool *fills, *strokes;    /* inks that are used as such */
    Font fonts[MAX_FONTS];    /* classes; fonts[main_font] is the root's */
    int n_fonts, main_font;   /* the latter NONE without text */
    Ink text_ink;             /* of most text, the root's fill; or NONE */
    Chars *chars[FACE_COUNT]; /* NULL: face not used */
    bool *joined;             /* nodes at which a relation ends */
    int n_joined;             /* its length; 0: hovering does nothing */
    Str before_rules;         /* of the style sheet: what they are within */
    bool links;               /* something refers to something */
    bool wanders;             /* dashes that move */
    ARRAY_OF(Paint) patterns; /* one of each that is used */

    Inherited inherited;
    ARRAY_OF(Str) outlines; /* of glyphs: drawn once, used where they stand */
    Map outline_of;         /* glyph, size and face as bytes */
} Svg;

/* svg_style.c */

/* The first walk. */
void em_svg_survey(Svg *v);

/* The style element: fonts, dark colours, hovering. */
void em_svg_put_style(Svg *v);

/* Family, size, weight and slant of a font as attributes, but for what is the
 * same in `around` (NULL: everything is written). */
void em_svg_put_font(Svg *v, const Font *f, const Font *around);

/* The index of the font of these in v->fonts; NONE when it has no class. */
int em_svg_font(const Svg *v, Face face, Len size);

/* The class all rules begin with: "ermaid", and the prefix when there is one.
 */
void em_svg_put_scope(Svg *v);

/* Bytes as base64. */
void em_svg_put_base64(Buf *b, Str bytes);

/* svg_paint.c */

/* Takes note of what a paint needs defined. */
void em_svg_survey_paint(Svg *v, const Paint *paint);

/* Gradients and patterns. */
void em_svg_put_defs(Svg *v);

/* fill="url(…)" of a paint with a gradient or pattern. */
void em_svg_put_fill(Svg *v, const Paint *paint);

/* An image, with its bytes. */
void em_svg_put_image(Svg *v, const Item *item);

/* svg_text.c */

/*
 * The only way for foreign text into the output: markup is escaped, bytes that
 * are not UTF-8 become U+FFFD, characters that XML forbids are dropped. For
 * content and for attributes in double quotes.
 */
void em_svg_put_escaped(Buf *b, Str s);

void em_svg_put_text(Svg *v, const Item *item);

/* The outlines that texts used, as definitions. */
void em_svg_put_outlines(Svg *v);

/* svg.c */

/* Hundredths of a px: all that is drawn lies on this grid, so that relative
 * lengths add up. */
int64_t em_svg_cents(Len v);
void em_svg_put_cents(Buf *b, int64_t cents);

/* ` name="1.5"`, name with its blank, "=" and quote: STR(" x=\"") */
void em_svg_put_length(Buf *b, Str name, Len v);

/* Prefix and name as an id; a full stop keeps ours apart from the scene's. */
void em_svg_put_id(Svg *v, Str name);

/* An ink under a name as above; its opacity goes into a second attribute. */
void em_svg_put_ink(Svg *v, Str name, Ink ink);

void em_svg_put_path_data(Buf *out, const Path *path);

/* fill, stroke and width, but for what is inherited. */
void em_svg_put_paint(Svg *v, const Paint *paint);

#endif
