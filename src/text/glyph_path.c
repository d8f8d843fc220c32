/*
 * Outlines of glyphs as SVG path data, with relative commands, which are the
 * shorter ones.
 *
 * HarfBuzz reports an outline in font units, y upwards. Its callbacks only
 * note the commands, since what a foreign function calls must not ask for
 * memory: a first pass counts them, a second keeps them. Points are rounded to
 * 1/100 px, then subtracted, so that rounding does not add up.
 */
#include "text/hb_fonts.h"

typedef struct {
    float x, y;
} FontPoint;

typedef struct {
    char op; /* m, l, q, c, z */
    int n;   /* points */
    FontPoint p[3];
} Command;

/* The commands that fit into room, and how many there were. */
typedef struct {
    Command *items;
    int n, room;
} Outline;

static void add(Outline *o, Command c)
{
    if (o->n < o->room)
        o->items[o->n] = c;
    o->n++;
}

static void on_move(hb_draw_funcs_t *funcs, void *outline,
                    hb_draw_state_t *state, float x, float y, void *ctx)
{
    (void)funcs, (void)state, (void)ctx;
    add(outline, (Command){'m', 1, {{x, y}}});
}

static void on_line(hb_draw_funcs_t *funcs, void *outline,
                    hb_draw_state_t *state, float x, float y, void *ctx)
{
    (void)funcs, (void)state, (void)ctx;
    add(outline, (Command){'l', 1, {{x, y}}});
}

/* Their many parameters are HarfBuzz's wish. */
/* NOLINTBEGIN(readability-function-size) */
static void on_quadratic(hb_draw_funcs_t *funcs, void *outline,
                         hb_draw_state_t *state, float x1, float y1, float x,
                         float y, void *ctx)
{
    (void)funcs, (void)state, (void)ctx;
    add(outline, (Command){'q', 2, {{x1, y1}, {x, y}}});
}

static void on_cubic(hb_draw_funcs_t *funcs, void *outline,
                     hb_draw_state_t *state, float x1, float y1, float x2,
                     float y2, float x, float y, void *ctx)
{
    (void)funcs, (void)state, (void)ctx;
    add(outline, (Command){'c', 3, {{x1, y1}, {x2, y2}, {x, y}}});
}
/* NOLINTEND(readability-function-size) */

static void on_close(hb_draw_funcs_t *funcs, void *outline,
                     hb_draw_state_t *state, void *ctx)
{
    (void)funcs, (void)state, (void)ctx;
    add(outline, (Command){.op = 'z'});
}

static void close_funcs(void *thing)
{
    hb_draw_funcs_destroy(thing);
}

static hb_draw_funcs_t *draw_funcs(Fonts *f)
{
    if (f->draw)
        return f->draw;
    Guard *guard = em_guard_new(f->arena);
    f->draw = hb_draw_funcs_create();
    em_guard_set(guard, close_funcs, f->draw);
    hb_draw_funcs_set_move_to_func(f->draw, on_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(f->draw, on_line, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(f->draw, on_quadratic, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(f->draw, on_cubic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(f->draw, on_close, NULL, NULL);
    return f->draw;
}

/* A pen that prints; places in 1/100 px. */
typedef struct {
    int64_t units_per_em, size;
    Point at;
    int64_t x, y;             /* where it is */
    int64_t start_x, start_y; /* of the contour */
    Buf *out;
} Pen;

/* at + units * size, in 1/100 px. Outlines have halves of units, and with
 * scaled components smaller parts; 1/64 of a unit is near enough. */
static int64_t hundredths(const Pen *pen, Len at, float units)
{
    int64_t em = 64 * pen->units_per_em; /* 1/64 units to the em */
    int64_t sum = at * em + (int64_t)(units * 64) * pen->size;
    int64_t one = em * PX; /* sum of a px */
    int64_t scaled = sum * 100;
    return (scaled + (scaled < 0 ? -one : one) / 2) / one;
}

/* Numbers need a blank between them unless a minus parts them. */
static void put_number(Pen *pen, int64_t v, bool first)
{
    if (!first && v >= 0)
        em_put_char(pen->out, ' ');
    em_put_fixed(pen->out, v, 100, 2);
}

static void put_command(Pen *pen, const Command *c)
{
    int64_t x = pen->start_x, y = pen->start_y;

    em_put_char(pen->out, c->op);
    for (int i = 0; i < c->n; i++) {
        x = hundredths(pen, pen->at.x, c->p[i].x);
        y = hundredths(pen, pen->at.y, -c->p[i].y);
        put_number(pen, x - pen->x, i == 0);
        put_number(pen, y - pen->y, false);
    }
    pen->x = x;
    pen->y = y;
    if (c->op == 'm') {
        pen->start_x = x;
        pen->start_y = y;
    }
}

void em_hb_path(Fonts *f, Face face, uint32_t glyph, Len size, Point at,
                Buf *out)
{
    hb_font_t *font = em_hb_font(f, face);
    hb_draw_funcs_t *funcs = draw_funcs(f);
    Outline outline = {0};

    hb_font_get_glyph_shape(font, glyph, funcs, &outline);
    if (outline.n == 0)
        return;
    outline.room = outline.n;
    outline.n = 0;
    outline.items = NEW_ARRAY(out->arena, outline.room, Command);
    hb_font_get_glyph_shape(font, glyph, funcs, &outline);

    Pen pen = {.units_per_em = f->data[face].units_per_em,
               .size = size,
               .at = at,
               .out = out};
    for (int i = 0; i < outline.n; i++)
        put_command(&pen, &outline.items[i]);
}
