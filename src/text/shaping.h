/*
 * What the core and the module that shapes tell each other. HarfBuzz, FriBidi
 * and what they pull in take longer to load than a small diagram takes to draw,
 * and text in printable ASCII needs none of it (font_data.h); so it is in a
 * file of its own, opened when it is first needed.
 */
#ifndef EM_SHAPING_H
#define EM_SHAPING_H

#include "base/module.h"
#include "text/font_data.h"

enum { SHAPING_VERSION = 1 };

/* What the module exports, as `em_shaping`. Lengths are in font units. */
typedef struct {
    ModuleHead head;
    /* True when the face has a glyph for the character; its advance. */
    bool (*find)(Fonts *f, Face face, uint32_t c, int *advance);
    /* The width of a text that runs from left to right. */
    int64_t (*units)(Fonts *f, Face face, Str text);
    const Glyph *(*glyphs)(Fonts *f, Arena *a, const Run *run, int *n);
    void (*path)(Fonts *f, Face face, uint32_t glyph, Len size, Point at,
                 Buf *out);
    Str (*subset)(Fonts *f, Arena *a, Face face, CodeSet set);
    const int8_t *(*levels)(Arena *a, const uint32_t *chars, int n);
    uint32_t (*mirror)(uint32_t c);
} Shaping;

/* HarfBuzz's objects are made when first needed, each under its guard. */
struct Fonts {
    Arena *arena;
    const Shaping *shaping; /* NULL: not needed so far */
    const FontData *data;   /* of each face */
    struct hb_face_t *faces[FACE_COUNT];
    struct hb_font_t *fonts[FACE_COUNT]; /* scale: font units */
    struct hb_buffer_t *buffer;
    struct hb_draw_funcs_t *draw;
};

/*
 * Font units at a size, rounded to the nearest Len. A run is measured in font
 * units and turned into Len once; so tables and HarfBuzz agree to the last
 * unit at every size, and a long run gathers no rounding errors.
 */
static inline Len em_units_at(int units_per_em, int64_t units, Len size)
{
    int64_t twice_em = 2 * (int64_t)units_per_em;
    int64_t twice = 2 * units * size + twice_em / 2;
    int64_t len = twice / twice_em;

    /* round half up, also below zero */
    if (twice < 0 && twice % twice_em != 0)
        len--;
    return (Len)len;
}

#endif
