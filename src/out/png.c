/*
 * PNG: the picture in bands, from top to bottom.
 *
 * A band is a strip of the picture small enough to keep in memory; only the
 * items that reach into it are drawn on it, each in its order. Cairo's images
 * are at most 32,767 pixels wide, so a band is drawn in tiles side by side.
 * Finished rows are compressed (squeeze.c) and go through libpng straight to
 * the sink, so memory does not depend on the height of the picture.
 *
 * The file has no time and no text in it. Rows are RGB when the paper is
 * opaque.
 */
#include "out/canvas.h"
#include "out/squeeze.h"

#include <png.h>
#include <string.h>

enum {
    BAND_BYTES = 4 * 1024 * 1024,
    MIN_BAND_ROWS = 16, /* of very wide pictures */
    TILE_SIDE = 32000,
    COMPRESSION = 3,        /* as fast as 1 on diagrams, and smaller */
    PIXELS_PER_METRE = 3780 /* 96 an inch, as CSS has it */
};

/*
 * The items that a band needs. Bands come from top to bottom: an item joins
 * when its first band comes and leaves after its last.
 *
 * Invariants: waiting[next..n_waiting) begin below the current band, ordered by
 * their first band; active[0..n_active) reach into it, in order of painting.
 */
typedef struct {
    int item, first, last; /* bands */
} Reach;

typedef struct {
    const Reach *waiting;
    int n_waiting, next;
    Reach *active, *spare;
    int n_active;
} Cull;

typedef struct {
    Canvas *c;
    png_structp png;
    png_infop info;
    int w, h;      /* of the picture, in pixels */
    int band_rows; /* of a band */
    bool opaque;
    uint32_t *band;
    Squeeze *squeeze;
    Cull cull;
} Png;

/* ---- libpng ---- */

static void close_png(void *p)
{
    Png *w = p;
    png_destroy_write_struct(&w->png, &w->info);
}

static void end_with_error(png_structp png, png_const_charp message)
{
    Png *w = png_get_error_ptr(png);
    (void)message;
    em_canvas_fail(w->c, PIXELS_NO_MEMORY);
}

static void ignore_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void write_bytes(png_structp png, png_bytep p, size_t n)
{
    Png *w = png_get_io_ptr(png);
    const Sink *sink = &w->c->job->sink;
    if (!sink->write(sink->ctx, (const char *)p, n))
        em_canvas_fail(w->c, PIXELS_SINK);
}

static void flush_bytes(png_structp png)
{
    (void)png;
}

static void begin_file(Png *w)
{
    Guard *guard = em_guard_new(&w->c->keep);

    em_guard_set(guard, close_png, w);
    w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, end_with_error,
                                     ignore_warning);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    if (!w->info)
        em_canvas_fail(w->c, PIXELS_NO_MEMORY);

    png_uint_32 density = (png_uint_32)((int64_t)PIXELS_PER_METRE *
                                        w->c->job->options->scale / 1000);
    png_set_write_fn(w->png, w, write_bytes, flush_bytes);
    png_set_user_limits(w->png, MAX_SIDE, MAX_SIDE);
    png_set_IHDR(w->png, w->info, (png_uint_32)w->w, (png_uint_32)w->h, 8,
                 w->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(w->png, w->info, density, density, PNG_RESOLUTION_METER);
    png_write_info(w->png, w->info);
}

static void write_data(void *ctx, const uint8_t *p, size_t n)
{
    Png *w = ctx;
    png_write_chunk(w->png, (png_const_bytep) "IDAT", p, n);
}

static uint32_t divided(uint32_t part, uint32_t alpha)
{
    return (part * 255 + alpha / 2) / alpha;
}

/* PNG has colours that are not multiplied by their alpha. */
static void divide_by_alpha(uint32_t *pixels, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        uint32_t v = pixels[i], alpha = v >> 24;
        if (alpha > 0 && alpha < 255)
            pixels[i] = alpha << 24 | divided(v >> 16 & 0xFF, alpha) << 16 |
                        divided(v >> 8 & 0xFF, alpha) << 8 |
                        divided(v & 0xFF, alpha);
    }
}

static void write_rows(Png *w, int rows)
{
    if (!w->opaque)
        divide_by_alpha(w->band, (int64_t)rows * w->w);
    em_squeeze_rows(w->squeeze, w->band, rows);
}

/* ---- which items ---- */

/* The band that a length of the scene falls into. */
static int band_of(const Png *w, int64_t y)
{
    int64_t row = y * w->c->job->options->scale / (1000 * (int64_t)PX);
    int64_t last = (w->h - 1) / w->band_rows;
    return (int)MAX(0, MIN(row / w->band_rows, last));
}

static Reach reach_of(const Png *w, int item)
{
    Rect box = em_item_bounds(&w->c->scene->items.items[item]);
    return (Reach){item, band_of(w, box.y), band_of(w, (int64_t)box.y + box.h)};
}

static bool is_drawn(const Item *item)
{
    return item->kind != ITEM_GROUP && item->kind != ITEM_END;
}

/* Sorts the items by their first band, and within it as they are painted. */
static void make_cull(Png *w)
{
    const Scene *s = w->c->scene;
    Arena *a = &w->c->keep;
    int n_bands = (w->h - 1) / w->band_rows + 1, n = 0;
    int *start = NEW_ARRAY(a, n_bands + 1, int);

    for (int i = 0; i < s->items.n; i++)
        if (is_drawn(&s->items.items[i])) {
            start[reach_of(w, i).first + 1]++;
            n++;
        }
    for (int b = 0; b < n_bands; b++)
        start[b + 1] += start[b];
    Reach *sorted = NEW_ARRAY(a, n + 1, Reach);
    for (int i = 0; i < s->items.n; i++)
        if (is_drawn(&s->items.items[i])) {
            Reach r = reach_of(w, i);
            sorted[start[r.first]++] = r;
        }
    w->cull = (Cull){.waiting = sorted,
                     .n_waiting = n,
                     .active = NEW_ARRAY(a, n + 1, Reach),
                     .spare = NEW_ARRAY(a, n + 1, Reach)};
}

/* Lets items leave that end above a band, and those join that begin in it. */
static void enter_band(Cull *cull, int band)
{
    int n = 0, old = 0;

    while (true) {
        while (old < cull->n_active && cull->active[old].last < band)
            old++;
        bool has_new = cull->next < cull->n_waiting &&
                       cull->waiting[cull->next].first <= band;
        bool has_old = old < cull->n_active;
        if (!has_new && !has_old)
            break;
        bool take_old =
            has_old && (!has_new || cull->active[old].item <
                                        cull->waiting[cull->next].item);
        cull->spare[n++] =
            take_old ? cull->active[old++] : cull->waiting[cull->next++];
    }
    Reach *swap = cull->active;
    cull->active = cull->spare;
    cull->spare = swap;
    cull->n_active = n;
}

/* ---- drawing ---- */

static void close_cairo(void *cr)
{
    cairo_destroy(cr);
}

static void draw_tile(Png *w, const Tile *tile)
{
    Canvas *c = w->c;
    Arena *scratch = c->job->scratch;
    double scale = c->job->options->scale / (1000.0 * PX);
    Mark mark = em_arena_mark(scratch);
    c->tile = tile;
    em_canvas_paper(c);
    Guard *guard = em_guard_new(scratch);
    cairo_surface_t *image = cairo_image_surface_create_for_data(
        (unsigned char *)tile->pixels, CAIRO_FORMAT_ARGB32, tile->w, tile->h,
        tile->stride * 4);
    c->cr = cairo_create(image);
    cairo_surface_destroy(image);
    em_guard_set(guard, close_cairo, c->cr);
    em_canvas_check(c);

    cairo_translate(c->cr, (double)-tile->x, (double)-tile->y);
    cairo_scale(c->cr, scale, scale);
    cairo_set_miter_limit(c->cr, 4);
    for (int i = 0; i < w->cull.n_active; i++)
        em_canvas_item(c, &c->scene->items.items[w->cull.active[i].item]);
    em_canvas_check(c);
    em_arena_rewind(scratch, mark);
}

static void draw_band(Png *w, int top, int rows)
{
    for (int x = 0; x < w->w; x += TILE_SIDE) {
        const Tile tile = {.pixels = w->band + x,
                           .stride = w->w,
                           .w = MIN(TILE_SIDE, w->w - x),
                           .h = rows,
                           .x = x,
                           .y = top};
        draw_tile(w, &tile);
    }
    write_rows(w, rows);
}

/* The pixels that a length of the scene needs. */
static int64_t pixels_of(Len v, int scale)
{
    const int64_t unit = 1000 * (int64_t)PX;
    return MAX(1, ((int64_t)v * scale + unit - 1) / unit);
}

void em_draw_png(Canvas *c)
{
    const Scene *s = c->scene;
    int64_t wide = pixels_of(s->w, c->job->options->scale);
    int64_t high = pixels_of(s->h, c->job->options->scale);
    if (wide > MAX_SIDE || high > MAX_SIDE || wide * high > MAX_PIXELS)
        em_canvas_fail(c, PIXELS_TOO_LARGE);

    Png *w = NEW(&c->keep, Png);
    *w = (Png){.c = c, .w = (int)wide, .h = (int)high};
    w->opaque = s->paper != NONE && em_canvas_color(c, s->paper, 0).a == 255;
    w->band_rows = MAX(MIN_BAND_ROWS, BAND_BYTES / 4 / w->w);
    w->band_rows = MIN(MIN(w->band_rows, TILE_SIDE), w->h);
    w->band = NEW_ARRAY(&c->keep, (int64_t)w->band_rows * w->w, uint32_t);
    w->squeeze = em_squeeze_new(&c->keep, w->w, !w->opaque, write_data, w);
    make_cull(w);
    begin_file(w);
    for (int top = 0; top < w->h; top += w->band_rows) {
        int rows = MIN(w->band_rows, w->h - top);
        enter_band(&w->cull, top / w->band_rows);
        if (!w->opaque && top > 0)
            memset(w->band, 0, (size_t)w->band_rows * (size_t)w->w * 4);
        draw_band(w, top, rows);
    }
    em_squeeze_end(w->squeeze);
    png_write_chunk(w->png, (png_const_bytep) "IEND", NULL, 0);
}
