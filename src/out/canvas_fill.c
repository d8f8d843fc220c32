/*
 * Canvas: gradients, patterns and images on Cairo.
 *
 * Patterns are rectangles within a clip, so a document keeps them as shapes.
 * Cairo's objects are made and destroyed without a request for memory of ours
 * in between.
 */
#include "out/canvas.h"

#include <math.h>
#include <string.h>

#include "base/geom.h"

/* More tiles than this are not drawn: a pattern is an ornament. */
enum { MAX_TILES = 200000 };

static void add_stops(cairo_pattern_t *to, const Gradient *g, int opacity)
{
    double part = opacity > 0 && opacity < 256 ? opacity / 256.0 : 1;
    for (int i = 0; i < g->n; i++) {
        Color c = g->stops[i].color;
        cairo_pattern_add_color_stop_rgba(to, g->stops[i].at / 1000.0,
                                          c.r / 255.0, c.g / 255.0, c.b / 255.0,
                                          c.a / 255.0 * part);
    }
}

/* A gradient belongs to a square, which is stretched to the path's box. */
static void fill_gradient(Canvas *c, const Paint *paint)
{
    const Gradient *g = &c->scene->gradients.items[paint->gradient - 1];
    double x1, y1, x2, y2;
    cairo_matrix_t m;

    cairo_path_extents(c->cr, &x1, &y1, &x2, &y2);
    if (x2 <= x1 || y2 <= y1)
        return;
    GradientLine l = em_gradient_line(g);
    cairo_pattern_t *p =
        g->radial ? cairo_pattern_create_radial(0.5, 0.5, 0, 0.5, 0.5, 0.5)
                  : cairo_pattern_create_linear(l.x1 / 1000.0, l.y1 / 1000.0,
                                                l.x2 / 1000.0, l.y2 / 1000.0);
    add_stops(p, g, paint->opacity);
    cairo_matrix_init(&m, 1 / (x2 - x1), 0, 0, 1 / (y2 - y1), -x1 / (x2 - x1),
                      -y1 / (y2 - y1));
    cairo_pattern_set_matrix(p, &m);
    cairo_set_source(c->cr, p);
    cairo_pattern_destroy(p);
    cairo_fill_preserve(c->cr);
}

static void add_tiles(Canvas *c, const PatternTile *tile)
{
    double x1, y1, x2, y2, size = tile->size;

    cairo_clip_extents(c->cr, &x1, &y1, &x2, &y2);
    double left = floor(x1 / size) * size, top = floor(y1 / size) * size;
    double columns = ceil((x2 - left) / size), rows = ceil((y2 - top) / size);
    if (MAX(columns, 1) * MAX(rows, 1) > MAX_TILES)
        return;
    for (int k = 0; k < (int)rows * (int)columns; k++) {
        double x = left + k % (int)columns * size;
        double y = top + floor(k / columns) * size;
        for (int i = 0; i < tile->n; i++) {
            Rect r = tile->marks[i];
            cairo_rectangle(c->cr, x + r.x, y + r.y, r.w, r.h);
        }
    }
}

static void fill_pattern(Canvas *c, const Paint *paint)
{
    PatternTile tile = em_pattern_tile(paint->pattern);
    Color color = em_canvas_color(c, paint->fill, paint->opacity);
    cairo_path_t *path = cairo_copy_path(c->cr);

    cairo_save(c->cr);
    cairo_clip(c->cr);
    add_tiles(c, &tile);
    cairo_set_source_rgba(c->cr, color.r / 255.0, color.g / 255.0,
                          color.b / 255.0, color.a / 255.0);
    cairo_fill(c->cr);
    cairo_restore(c->cr);
    cairo_append_path(c->cr, path);
    cairo_path_destroy(path);
}

void em_canvas_fill(Canvas *c, const Paint *paint)
{
    if (paint->gradient)
        fill_gradient(c, paint);
    else if (paint->fill != NONE)
        fill_pattern(c, paint);
}

/* The rest of a PNG file, for Cairo to read. */
typedef struct {
    Str bytes;
    int at;
} Reader;

static cairo_status_t read_bytes(void *ctx, unsigned char *to, unsigned n)
{
    Reader *r = ctx;
    if (n > (unsigned)(r->bytes.n - r->at))
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, r->bytes.p + r->at, n);
    r->at += (int)n;
    return CAIRO_STATUS_SUCCESS;
}

/* A frame with a cross for images that Cairo cannot draw. */
static void draw_frame(Canvas *c, Rect box)
{
    cairo_set_source_rgba(c->cr, 0.5, 0.5, 0.5, 1);
    cairo_set_line_width(c->cr, PX);
    cairo_set_dash(c->cr, NULL, 0, 0);
    const double half = PX / 2.0;
    cairo_rectangle(c->cr, box.x + half, box.y + half, box.w - PX, box.h - PX);
    cairo_move_to(c->cr, box.x, box.y);
    cairo_line_to(c->cr, em_right(box), em_bottom(box));
    cairo_move_to(c->cr, em_right(box), box.y);
    cairo_line_to(c->cr, box.x, em_bottom(box));
    cairo_stroke(c->cr);
}

void em_canvas_image(Canvas *c, const Item *item)
{
    const Image *p = item->as.image.image;
    Rect box = item->as.image.box;
    Reader r = {p->bytes, 0};

    if (p->kind == IMAGE_SVG && em_canvas_svg(c, p->bytes, box))
        return;
    if (p->kind != IMAGE_PNG) {
        draw_frame(c, box);
        return;
    }
    cairo_surface_t *s =
        cairo_image_surface_create_from_png_stream(read_bytes, &r);
    int w = cairo_image_surface_get_width(s);
    int h = cairo_image_surface_get_height(s);
    if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS && w > 0 && h > 0) {
        double scale = MIN((double)box.w / w, (double)box.h / h);
        cairo_save(c->cr);
        cairo_translate(c->cr, box.x + (box.w - w * scale) / 2,
                        box.y + (box.h - h * scale) / 2);
        cairo_scale(c->cr, scale, scale);
        cairo_set_source_surface(c->cr, s, 0, 0);
        cairo_paint(c->cr);
        cairo_restore(c->cr);
    }
    cairo_surface_destroy(s);
}
