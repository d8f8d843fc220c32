/*
 * Text on pixels: glyphs as masks of coverage.
 *
 * FreeType renders a glyph once for each of four places within a pixel, as
 * browsers do, so that words keep their measured spacing; the base line stands
 * on whole pixels. Masks are kept in a hash table and thrown away together
 * when they have grown too many.
 */
#include "out/canvas.h"

#include FT_OUTLINE_H

#include <string.h>

enum { PHASES = 4, MAX_MASK_BYTES = 32 * 1024 * 1024, FIRST_SLOTS = 1024 };

typedef struct {
    int font;
    uint32_t glyph;
    FT_F26Dot6 size;
    int stretch, phase;
} MaskKey;

struct Mask {
    Mask *next; /* with the same hash */
    MaskKey key;
    int left, top; /* of its corner, from the origin; top counts upwards */
    int w, h;
    uint8_t *cover; /* w * h */
};

static uint32_t hash_of(const MaskKey *k)
{
    uint64_t h =
        (uint64_t)k->glyph << 8 ^ (uint64_t)k->font << 2 ^ (uint64_t)k->phase;
    h = (h ^ (uint64_t)k->size << 24 ^ (uint64_t)k->stretch << 32) *
        UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(h >> 32);
}

static bool same_key(const MaskKey *a, const MaskKey *b)
{
    return a->glyph == b->glyph && a->font == b->font && a->size == b->size &&
           a->phase == b->phase && a->stretch == b->stretch;
}

/* Forgets all masks. */
static void clear_masks(Masks *m)
{
    em_arena_rewind(&m->arena, (Mark){0});
    *m = (Masks){.arena = m->arena};
}

/* Makes the table larger, so that chains stay short. */
static void grow_slots(Masks *m)
{
    int n = m->n_slots ? m->n_slots * 2 : FIRST_SLOTS;
    Mask **slots = NEW_ARRAY(&m->arena, n, Mask *);

    for (int i = 0; i < m->n_slots; i++) {
        for (Mask *mask = m->slots[i], *next; mask; mask = next) {
            next = mask->next;
            Mask **slot = &slots[hash_of(&mask->key) & (uint32_t)(n - 1)];
            mask->next = *slot;
            *slot = mask;
        }
    }
    m->slots = slots;
    m->n_slots = n;
}

static void copy_cover(Mask *mask, const FT_Bitmap *from)
{
    for (int y = 0; y < mask->h; y++)
        memcpy(mask->cover + (ptrdiff_t)y * mask->w,
               from->buffer + (ptrdiff_t)y * from->pitch, (size_t)mask->w);
}

/* Renders the outline in the face's slot. False when there is none. */
static bool render(Canvas *c, PixelFont *font, const MaskKey *key)
{
    FT_GlyphSlot slot = font->face->glyph;

    em_font_resize(c, font, key->size);
    if (!em_font_load(c, font, key->glyph,
                      FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) ||
        slot->format != FT_GLYPH_FORMAT_OUTLINE)
        return false;
    if (key->stretch != 0x10000) {
        const FT_Matrix widen = {.xx = key->stretch, .yy = 0x10000};
        FT_Outline_Transform(&slot->outline, &widen);
    }
    FT_Outline_Translate(&slot->outline, (FT_Pos)key->phase * (64 / PHASES), 0);
    /* FreeType opens without a renderer when it has no memory for one */
    FT_Error error = FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL);
    if (error == FT_Err_Out_Of_Memory || error == FT_Err_Cannot_Render_Glyph ||
        error == FT_Err_Unimplemented_Feature)
        em_canvas_fail(c, PIXELS_NO_MEMORY);
    return error == 0 && slot->bitmap.pixel_mode == FT_PIXEL_MODE_GRAY;
}

static Mask *add_mask(Canvas *c, PixelFont *font, const MaskKey *key)
{
    Masks *m = &c->masks;

    if (m->bytes > MAX_MASK_BYTES)
        clear_masks(m);
    if (m->n >= m->n_slots)
        grow_slots(m);
    Mask *mask = NEW(&m->arena, Mask);
    mask->key = *key;
    if (render(c, font, key)) {
        const FT_GlyphSlot slot = font->face->glyph;
        mask->left = slot->bitmap_left;
        mask->top = slot->bitmap_top;
        mask->w = (int)slot->bitmap.width;
        mask->h = (int)slot->bitmap.rows;
    }
    if (mask->w > 0 && mask->h > 0) {
        size_t bytes = (size_t)mask->w * (size_t)mask->h;
        mask->cover = NEW_ARRAY(&m->arena, bytes, uint8_t);
        copy_cover(mask, &font->face->glyph->bitmap);
        m->bytes += bytes;
    }
    Mask **slot = &m->slots[hash_of(key) & (uint32_t)(m->n_slots - 1)];
    mask->next = *slot;
    *slot = mask;
    m->n++;
    return mask;
}

static const Mask *find_mask(Canvas *c, PixelFont *font, const MaskKey *key)
{
    const Masks *m = &c->masks;
    if (m->n_slots) {
        uint32_t at = hash_of(key) & (uint32_t)(m->n_slots - 1);
        for (const Mask *mask = m->slots[at]; mask; mask = mask->next)
            if (same_key(&mask->key, key))
                return mask;
    }
    return add_mask(c, font, key);
}

/* v * part / 255, rounded, for each of the four bytes of v. */
static uint32_t scale_bytes(uint32_t v, uint32_t part)
{
    uint32_t low = (v & 0xFF00FF) * part + 0x800080;
    uint32_t high = (v >> 8 & 0xFF00FF) * part + 0x800080;

    low = (low + (low >> 8 & 0xFF00FF)) >> 8 & 0xFF00FF;
    high = (high + (high >> 8 & 0xFF00FF)) & 0xFF00FF00;
    return low | high;
}

uint32_t em_premultiplied(Color color)
{
    uint32_t solid = UINT32_C(0xFF000000) | (uint32_t)color.r << 16 |
                     (uint32_t)color.g << 8 | color.b;
    return scale_bytes(solid, color.a);
}

static void blend_row(uint32_t *to, const uint8_t *cover, int n, uint32_t ink)
{
    for (int i = 0; i < n; i++) {
        if (cover[i] == 0)
            continue;
        uint32_t over = scale_bytes(ink, cover[i]);
        to[i] = over + scale_bytes(to[i], 255 - (over >> 24));
    }
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

void em_put_stamp(Canvas *c, Stamp s, Color color)
{
    const Tile *t = c->tile;
    int64_t quarter = floor_div(s.x * PHASES + 32, 64);
    int64_t column = floor_div(quarter, PHASES);
    MaskKey key = {s.font->index, s.glyph, s.size, s.stretch,
                   (int)(quarter - column * PHASES)};
    const Mask *mask = find_mask(c, s.font, &key);

    int64_t x = column + mask->left - t->x;
    int64_t y = floor_div(s.y + 32, 64) - mask->top - t->y;
    int64_t from = MAX(0, -x), to = MIN(mask->w, t->w - x);
    int64_t first = MAX(0, -y), last = MIN(mask->h, t->h - y);
    uint32_t ink = em_premultiplied(color);
    for (int64_t row = first; row < last && from < to; row++)
        blend_row(t->pixels + (y + row) * t->stride + x + from,
                  mask->cover + row * mask->w + from, (int)(to - from), ink);
}
