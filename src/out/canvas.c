/*
 * Canvas: a scene's items on Cairo.
 *
 * Shapes are Cairo's in any case. Text is shaped by us, so that it is what the
 * layout measured: on pixels it is stamped glyph by glyph (masks.c), in a
 * document it is handed to Cairo with the words it stands for, so that it can
 * be searched and copied.
 */
#include "out/canvas.h"

#include <math.h>
#include <string.h>

#include FT_OUTLINE_H

#include "base/geom.h"
#include "base/utf8.h"

/* How far a circle's control points are from its ends, of the radius. */
static const double circle = 0.5522847498;

Color em_canvas_color(const Canvas *c, Ink ink, int opacity)
{
    Color color = c->scene->palette.items[ink].light;
    if (opacity > 0 && opacity < 256)
        color.a = (uint8_t)((color.a * opacity + 128) / 256);
    return color;
}

static void set_color(Canvas *c, Color color)
{
    cairo_set_source_rgba(c->cr, color.r / 255.0, color.g / 255.0,
                          color.b / 255.0, color.a / 255.0);
}

static Rect bounds_of_points(const Path *path)
{
    Rect box = {0};
    bool first = true;

    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        int n = s->op == PATH_CLOSE ? 0 : s->op == PATH_CURVE ? 3 : 1;
        for (int k = 0; k < n; k++) {
            const Rect at = {s->p[k].x, s->p[k].y, 0, 0};
            box = first ? at : em_rect_around(box, at);
            first = false;
        }
    }
    return box;
}

/* Glyphs may reach out of their line, the more the larger they are. */
static Rect bounds_of_text(const Item *item)
{
    const TextBlock *block = item->as.text.block;
    Len reach = PX;

    for (int i = 0; block && i < block->lines.n; i++)
        for (int k = 0; k < block->lines.items[i].runs.n; k++)
            reach = MAX(reach, block->lines.items[i].runs.items[k].size);
    const Rect box = {item->as.text.at.x, item->as.text.at.y,
                      block ? MAX(block->w, item->as.text.w) : 0,
                      block ? block->h : 0};
    return em_rect_grow(box, reach);
}

Rect em_item_bounds(const Item *item)
{
    /* a mitre is at most four times as long as its line is wide */
    Len stroke = item->paint.stroke == NONE ? 0 : 2 * item->paint.width;

    switch (item->kind) {
    case ITEM_GROUP:
    case ITEM_END: return (Rect){0};
    case ITEM_RECT: return em_rect_grow(item->as.rect.box, PX + stroke);
    case ITEM_PATH:
        return em_rect_grow(bounds_of_points(&item->as.path), PX + stroke);
    case ITEM_TEXT: return bounds_of_text(item);
    case ITEM_IMAGE: return item->as.image.box;
    }
    return (Rect){0};
}

/* From the current point around a quarter of a circle, by (dx, dy). */
static void turn(cairo_t *cr, double dx, double dy, bool level_first)
{
    double k = 1 - circle;

    if (level_first)
        cairo_rel_curve_to(cr, dx * circle, 0, dx, dy * k, dx, dy);
    else
        cairo_rel_curve_to(cr, 0, dy * circle, dx * k, dy, dx, dy);
}

static void trace_rect(cairo_t *cr, const Item *item)
{
    Rect box = item->as.rect.box;
    Corners corners = item->as.rect.corners;
    Len radius = MIN(item->as.rect.radius, MIN(box.w, box.h) / 2);
    double above =
        corners == CORNERS_ALL || corners == CORNERS_TOP ? radius : 0;
    double below =
        corners == CORNERS_ALL || corners == CORNERS_BOTTOM ? radius : 0;

    if (above <= 0 && below <= 0) {
        cairo_rectangle(cr, box.x, box.y, box.w, box.h);
        return;
    }
    cairo_move_to(cr, box.x + above, box.y); /* where SVG's dashes begin */
    cairo_line_to(cr, em_right(box) - above, box.y);
    if (above > 0)
        turn(cr, above, above, true);
    cairo_line_to(cr, em_right(box), em_bottom(box) - below);
    if (below > 0)
        turn(cr, -below, below, false);
    cairo_line_to(cr, box.x + below, em_bottom(box));
    if (below > 0)
        turn(cr, -below, -below, true);
    cairo_line_to(cr, box.x, box.y + above);
    if (above > 0)
        turn(cr, above, -above, false);
    cairo_close_path(cr);
}

static void trace_path(cairo_t *cr, const Path *path)
{
    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        switch (s->op) {
        case PATH_MOVE: cairo_move_to(cr, s->p[0].x, s->p[0].y); break;
        case PATH_LINE: cairo_line_to(cr, s->p[0].x, s->p[0].y); break;
        case PATH_CURVE:
            cairo_curve_to(cr, s->p[0].x, s->p[0].y, s->p[1].x, s->p[1].y,
                           s->p[2].x, s->p[2].y);
            break;
        case PATH_CLOSE: cairo_close_path(cr); break;
        }
    }
}

static void set_stroke(Canvas *c, const Paint *paint)
{
    double dash[COUNT(paint->dash)];

    for (int i = 0; i < paint->n_dash; i++)
        dash[i] = paint->dash[i];
    cairo_set_line_width(c->cr, paint->width);
    cairo_set_dash(c->cr, dash, paint->n_dash, 0);
}

static void fill_and_stroke(Canvas *c, const Paint *paint)
{
    if (paint->gradient || paint->pattern != PATTERN_NONE) {
        em_canvas_fill(c, paint);
    } else if (paint->fill != NONE) {
        set_color(c, em_canvas_color(c, paint->fill, paint->opacity));
        cairo_fill_preserve(c->cr);
    }
    if (paint->stroke != NONE && paint->width > 0) {
        set_color(c, em_canvas_color(c, paint->stroke, paint->opacity));
        set_stroke(c, paint);
        cairo_stroke_preserve(c->cr);
    }
    cairo_new_path(c->cr);
}

/* Fill and stroke of a thing that is seen through overlap in its own colour
 * only when they are drawn apart. */
static void paint_shape(Canvas *c, const Paint *paint)
{
    bool solid = paint->opacity <= 0 || paint->opacity >= 256;
    if (solid || paint->fill == NONE || paint->stroke == NONE) {
        fill_and_stroke(c, paint);
        return;
    }
    Paint opaque = *paint;
    opaque.opacity = 0;
    cairo_path_t *path = cairo_copy_path(c->cr);
    cairo_push_group(c->cr);
    cairo_append_path(c->cr, path);
    cairo_path_destroy(path);
    fill_and_stroke(c, &opaque);
    cairo_pop_group_to_source(c->cr);
    cairo_paint_with_alpha(c->cr, paint->opacity / 256.0);
    cairo_new_path(c->cr);
}

/* What all pieces of a text line share. */
typedef struct {
    Color color;
    Len size;
    double x, y; /* of the run's left end on the base line */
    double stretch;
} Setting;

static FT_F26Dot6 pixel_size(const Canvas *c, Len size)
{
    return (FT_F26Dot6)((int64_t)size * c->job->options->scale / 1000);
}

static int trace_move(const FT_Vector *to, void *cr)
{
    cairo_close_path(cr);
    cairo_move_to(cr, (double)to->x, (double)-to->y);
    return 0;
}

static int trace_line(const FT_Vector *to, void *cr)
{
    cairo_line_to(cr, (double)to->x, (double)-to->y);
    return 0;
}

static int trace_conic(const FT_Vector *mid, const FT_Vector *to, void *cr)
{
    double x, y, mx = (double)mid->x, my = (double)-mid->y;
    double tx = (double)to->x, ty = (double)-to->y;

    cairo_get_current_point(cr, &x, &y);
    cairo_curve_to(cr, (x + 2 * mx) / 3, (y + 2 * my) / 3, (tx + 2 * mx) / 3,
                   (ty + 2 * my) / 3, tx, ty);
    return 0;
}

static int trace_cubic(const FT_Vector *a, const FT_Vector *b,
                       const FT_Vector *to, void *cr)
{
    cairo_curve_to(cr, (double)a->x, (double)-a->y, (double)b->x, (double)-b->y,
                   (double)to->x, (double)-to->y);
    return 0;
}

/* Draws a large glyph as a path. */
static void put_outline(Canvas *c, PixelFont *font, const Glyph *g,
                        const Setting *s)
{
    static const FT_Outline_Funcs trace = {trace_move,  trace_line, trace_conic,
                                           trace_cubic, 0,          0};
    FT_GlyphSlot slot = font->face->glyph;
    double unit = (double)s->size / MAX_STAMP_SIZE;

    em_font_resize(c, font, MAX_STAMP_SIZE);
    if (!em_font_load(c, font, g->glyph,
                      FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) ||
        slot->format != FT_GLYPH_FORMAT_OUTLINE)
        return;
    cairo_save(c->cr);
    cairo_translate(c->cr, s->x + g->x * s->stretch, s->y + g->y);
    cairo_scale(c->cr, unit * s->stretch, unit);
    FT_Outline_Decompose(&slot->outline, &trace, c->cr);
    cairo_close_path(c->cr);
    cairo_restore(c->cr);
    set_color(c, s->color);
    cairo_fill(c->cr);
}

/* Draws a glyph that is a picture. */
static void put_picture(Canvas *c, PixelFont *font, const Glyph *g,
                        const Setting *s)
{
    FT_GlyphSlot slot = font->face->glyph;
    const FT_Bitmap *b = &slot->bitmap;

    if (!em_font_load(c, font, g->glyph, FT_LOAD_COLOR) ||
        b->pixel_mode != FT_PIXEL_MODE_BGRA || b->rows == 0 || b->width == 0)
        return;
    double unit = (double)s->size / font->face->size->metrics.y_ppem;
    cairo_surface_t *image = cairo_image_surface_create_for_data(
        b->buffer, CAIRO_FORMAT_ARGB32, (int)b->width, (int)b->rows, b->pitch);
    cairo_save(c->cr);
    cairo_translate(c->cr, s->x + g->x * s->stretch, s->y + g->y);
    cairo_scale(c->cr, unit * s->stretch, unit);
    cairo_set_source_surface(c->cr, image, slot->bitmap_left,
                             -slot->bitmap_top);
    cairo_paint(c->cr);
    cairo_restore(c->cr);
    cairo_surface_finish(image);
    cairo_surface_destroy(image);
}

static void stamp_words(Canvas *c, const Words *w, const Setting *s)
{
    const int64_t scale = c->job->options->scale;
    FT_F26Dot6 size = pixel_size(c, s->size);
    int stretch = (int)lround(s->stretch * 0x10000);

    cairo_surface_flush(cairo_get_target(c->cr));
    for (int i = 0; i < w->n; i++) {
        const Glyph *g = &w->glyphs[i];
        int64_t x = llround((s->x + g->x * s->stretch) * (double)scale / 1000);
        int64_t y = llround((s->y + g->y) * (double)scale / 1000);
        em_put_stamp(c, (Stamp){w->font, g->glyph, size, stretch, x, y},
                     s->color);
    }
    cairo_surface_mark_dirty(cairo_get_target(c->cr));
}

/* Counts the clusters of words in logical order. */
static int make_clusters(const Words *w, bool rtl, cairo_text_cluster_t *to)
{
    int n = 0;

    for (int k = 0; k < w->n;) {
        int at = rtl ? w->n - 1 - k : k, count = 1;
        int cluster = w->glyphs[at].cluster;
        while (k + count < w->n &&
               w->glyphs[rtl ? at - count : at + count].cluster == cluster)
            count++;
        k += count;
        int next =
            k < w->n ? w->glyphs[rtl ? w->n - 1 - k : k].cluster : w->text.n;
        int start = n ? cluster : 0;
        if (next <= start)
            return 0;
        to[n++] = (cairo_text_cluster_t){next - start, count};
    }
    return n;
}

/* Hands words to Cairo as text. */
static void type_words(Canvas *c, Arena *a, const Words *w, const Setting *s,
                       bool rtl)
{
    cairo_glyph_t *glyphs = NEW_ARRAY(a, w->n + 1, cairo_glyph_t);
    cairo_text_cluster_t *clusters =
        NEW_ARRAY(a, w->n + 1, cairo_text_cluster_t);
    cairo_matrix_t shape;

    for (int i = 0; i < w->n; i++)
        glyphs[i] = (cairo_glyph_t){w->glyphs[i].glyph,
                                    s->x + w->glyphs[i].x * s->stretch,
                                    s->y + w->glyphs[i].y};
    cairo_matrix_init(&shape, s->size * s->stretch, 0, 0, s->size, 0, 0);
    cairo_set_font_face(c->cr, em_font_for_cairo(c, w->font));
    cairo_set_font_matrix(c->cr, &shape);
    set_color(c, s->color);
    int n = make_clusters(w, rtl, clusters);
    if (n == 0)
        cairo_show_glyphs(c->cr, glyphs, w->n);
    else
        cairo_show_text_glyphs(c->cr, w->text.p, w->text.n, glyphs, w->n,
                               clusters, n,
                               rtl ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
}

/* Empty boxes for characters that no font has. */
static void put_boxes(Canvas *c, const Words *w, const Setting *s)
{
    double half = s->size * s->stretch / 2, x = s->x;

    set_color(c, s->color);
    cairo_set_line_width(c->cr, s->size / 16.0);
    cairo_set_dash(c->cr, NULL, 0, 0);
    for (int i = 0, len; i < w->text.n; i += len) {
        uint32_t ch = em_utf8_decode(w->text, i, &len);
        double wide = half * em_utf8_columns(ch);
        if (wide > 0 && ch != ' ')
            cairo_rectangle(c->cr, x + wide * 0.15, s->y - s->size * 0.7,
                            wide * 0.7, s->size * 0.7);
        x += wide;
    }
    cairo_stroke(c->cr);
}

static void put_words(Canvas *c, Arena *a, const Words *w, const Setting *s,
                      bool rtl)
{
    if (!w->font)
        put_boxes(c, w, s);
    else if (w->font->color)
        for (int i = 0; i < w->n; i++)
            put_picture(c, w->font, &w->glyphs[i], s);
    else if (!c->tile)
        type_words(c, a, w, s, rtl);
    else if (pixel_size(c, s->size) <= MAX_STAMP_SIZE)
        stamp_words(c, w, s);
    else
        for (int i = 0; i < w->n; i++)
            put_outline(c, w->font, &w->glyphs[i], s);
}

/* A bar under or through a run, from `below` the base line downwards. */
static void put_bar(Canvas *c, const Run *run, const Setting *s, Len below)
{
    set_color(c, s->color);
    cairo_rectangle(c->cr, s->x, s->y + below, run->advance,
                    MAX(run->size / 16, 1));
    cairo_fill(c->cr);
}

static void put_run(Canvas *c, Arena *a, const Run *run, Setting s)
{
    DrawnRun drawn = em_canvas_shape(c, a, run);

    if (run->underline)
        put_bar(c, run, &s, run->size / 10);
    for (int i = 0; i < drawn.words.n; i++) {
        Setting part = s;
        part.stretch = drawn.stretch;
        part.x += drawn.words.items[i].x * drawn.stretch;
        part.size = run->size;
        put_words(c, a, &drawn.words.items[i], &part, run->rtl);
    }
    if (run->strike)
        put_bar(c, run, &s, -run->size * 3 / 10);
}

static void put_text(Canvas *c, const Item *item)
{
    const TextBlock *block = item->as.text.block;
    Arena *scratch = c->job->scratch;

    if (!block || item->paint.fill == NONE)
        return;
    Color color = em_canvas_color(c, item->paint.fill, item->paint.opacity);
    for (int i = 0; i < block->lines.n; i++) {
        const TextLine *line = &block->lines.items[i];
        Len x = item->as.text.at.x, room = item->as.text.w - line->w;
        switch (item->as.text.align) {
        case ALIGN_LEFT: break;
        case ALIGN_CENTRE: x += room / 2; break;
        case ALIGN_RIGHT: x += room; break;
        }
        Len y = item->as.text.at.y + line->baseline;
        for (int k = 0; k < line->runs.n; k++) {
            const Run *run = &line->runs.items[k];
            Mark mark = em_arena_mark(scratch);
            put_run(c, scratch, run,
                    (Setting){.color = color, .x = x + run->x, .y = y});
            em_arena_rewind(scratch, mark);
        }
    }
}

void em_canvas_paper(Canvas *c)
{
    const Tile *t = c->tile;
    if (c->scene->paper == NONE)
        return;

    Color color = em_canvas_color(c, c->scene->paper, 0);
    if (!t) {
        set_color(c, color);
        cairo_paint(c->cr);
        return;
    }
    uint32_t pixel = em_premultiplied(color);
    for (int x = 0; x < t->w; x++)
        t->pixels[x] = pixel;
    for (int y = 1; y < t->h; y++)
        memcpy(t->pixels + (ptrdiff_t)y * t->stride, t->pixels,
               (size_t)t->w * sizeof *t->pixels);
}

void em_canvas_item(Canvas *c, const Item *item)
{
    switch (item->kind) {
    case ITEM_GROUP:
    case ITEM_END: return;
    case ITEM_RECT:
        trace_rect(c->cr, item);
        paint_shape(c, &item->paint);
        return;
    case ITEM_PATH:
        trace_path(c->cr, &item->as.path);
        paint_shape(c, &item->paint);
        return;
    case ITEM_TEXT: put_text(c, item); return;
    case ITEM_IMAGE: em_canvas_image(c, item); return;
    }
}
