/*
 * Choose: which layers a flow gets.
 *
 * There are two engines. Columns (columns.c) lets lines lead both ways and
 * fills the page; Layered (layered.c) makes them lead one way. Where a
 * direction is asked for it is Layered alone; otherwise both enter candidates,
 * and the better drawing counts: see score_of. A drawing costs many times what
 * a candidate does, so nothing is drawn while there is only one.
 *
 *   needs  cycle
 *   gives  layer of every item, n_layers, pos as a wish, ranked
 *   keeps  everything else
 */
#include "layout/choose.h"

#include <limits.h>

enum {
    PAGE_AREA = 1600 * 1000, /* px, of the page drawings are shrunk to */
    SMALL = 40               /* such flows are drawn with full care */
};

/* log2 of v in 1/256. */
static int64_t log2_of(int64_t v)
{
    int64_t whole = 0;
    uint64_t x = v > 0 ? (uint64_t)v : 1;
    while (x >> (whole + 1))
        whole++;
    uint64_t m = whole > 24 ? x >> (whole - 24) : x << (24 - whole);
    int64_t log = whole * 256;
    for (int bit = 128; bit > 0; bit /= 2) { /* m is in [1, 2), 24 bits */
        m = m * m >> 24;
        if (m >> 25) {
            log += bit;
            m >>= 1;
        }
    }
    return log;
}

/* How much the page must shrink the flow, in 1/1024, at least 1. */
static int64_t zoom_of(const Flow *f)
{
    int64_t page_w =
        em_root((int64_t)PAGE_AREA * f->aspect_w / f->aspect_h) * PX;
    int64_t page_h =
        em_root((int64_t)PAGE_AREA * f->aspect_h / f->aspect_w) * PX;
    int64_t zoom = MAX((int64_t)f->w * 1024 / MAX(page_w, 1),
                       (int64_t)f->h * 1024 / MAX(page_h, 1));
    return MAX(zoom, 1024);
}

/*
 * How good a finished drawing is: shrinking counts most, then crossings and the
 * lengths of lines, then their bends; in all of them ratios count.
 */
static int64_t score_of(const Flow *f, int64_t crossings)
{
    int64_t length = 0, bends = 0;
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        bends += l->n_points - 2;
        for (int k = 0; k + 1 < l->n_points; k++)
            length += (int64_t)em_abs(l->points[k].x - l->points[k + 1].x) +
                      em_abs(l->points[k].y - l->points[k + 1].y);
    }
    return 4 * log2_of(zoom_of(f)) + 2 * log2_of(crossings + 1) +
           2 * log2_of(length / PX + 1) + log2_of(bends + 1);
}

/* Draws a copy of the flow with the layers of a candidate. */
static void judge(const Flow *f, Candidate *c, Arena *scratch)
{
    Mark mark = em_arena_mark(f->arena);
    Flow trial = {.o = f->o,
                  .arena = f->arena,
                  .columns = f->columns,
                  .ranked = c->ranked,
                  .rough = f->items.n + f->lines.n / 2 > SMALL,
                  .aspect_w = f->aspect_w,
                  .aspect_h = f->aspect_h,
                  .n_layers = c->n_layers};

    for (int i = 0; i < f->items.n; i++) {
        Item *it = PUSH(f->arena, &trial.items);
        *it = f->items.items[i];
        it->layer = c->layer[i];
        it->pos = c->pos[i];
    }
    for (int i = 0; i < f->lines.n; i++)
        *PUSH(f->arena, &trial.lines) = f->lines.items[i];
    em_sides(&trial, scratch);
    em_chain(&trial, scratch);
    em_order(&trial, scratch);
    int64_t crossings = em_crossings(&trial, scratch);
    em_place(&trial, scratch);
    em_straighten(&trial, scratch);
    em_label_room(&trial, scratch);
    em_tracks(&trial, scratch);
    em_route(&trial, scratch);
    em_flow_measure(&trial);
    c->score = score_of(&trial, crossings);
    c->judged = true;
    em_arena_rewind(f->arena, mark);
}

static void save(const Flow *f, Candidate *c)
{
    c->n_layers = f->n_layers;
    c->ranked = f->ranked;
    c->judged = false;
    for (int i = 0; i < f->items.n; i++) {
        c->layer[i] = f->items.items[i].layer;
        c->pos[i] = f->items.items[i].pos;
    }
}

static void restore(Flow *f, const Candidate *c)
{
    f->n_layers = c->n_layers;
    f->ranked = c->ranked;
    for (int i = 0; i < f->items.n; i++) {
        f->items.items[i].layer = c->layer[i];
        f->items.items[i].pos = c->pos[i];
    }
}

void em_contest_enter(Contest *c)
{
    save(c->f, &c->next);
    if (c->best.n_layers > 0) {
        if (!c->best.judged)
            judge(c->f, &c->best, c->scratch);
        judge(c->f, &c->next, c->scratch);
        if (c->best.score <= c->next.score)
            return;
    }
    Candidate t = c->best;
    c->best = c->next;
    c->next = t;
}

static Candidate new_candidate(const Flow *f, Arena *scratch)
{
    return (Candidate){.layer = NEW_ARRAY(scratch, f->items.n + 1, int),
                       .pos = NEW_ARRAY(scratch, f->items.n + 1, int)};
}

void em_layers(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Contest c = {f, scratch, new_candidate(f, scratch),
                 new_candidate(f, scratch)};

    if (f->engine != ENGINE_COLUMNS)
        em_layered(&c);
    if (f->engine != ENGINE_LAYERED || c.best.n_layers == 0)
        em_columns(&c);
    restore(f, &c.best);
    assert(em_is_layered(f));
    em_arena_rewind(scratch, mark);
}
