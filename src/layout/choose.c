/*
 * Choose: which layers a flow gets.
 *
 * There are two engines. Columns (columns.c) lets lines lead both ways and
 * fills the page; Layered (layered.c) makes them lead one way. Where a
 * direction is asked for it is Layered alone; otherwise both enter candidates,
 * and the better drawing counts: see weigh. A drawing costs many times what a
 * candidate does, so nothing is drawn while there is only one, and of many only
 * those that seem to be good when little more than their crossings is known.
 *
 *   needs  cycle
 *   gives  layer of every item, n_layers, pos as a wish, ranked
 *   keeps  everything else
 */
#include "layout/choose.h"

#include <string.h>

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

int64_t em_zoom(const Flow *f, Len w, Len h)
{
    int64_t page_w =
        em_root((int64_t)PAGE_AREA * f->aspect_w / f->aspect_h) * PX;
    int64_t page_h =
        em_root((int64_t)PAGE_AREA * f->aspect_h / f->aspect_w) * PX;
    int64_t zoom = MAX((int64_t)w * ZOOM_ONE / MAX(page_w, 1),
                       (int64_t)h * ZOOM_ONE / MAX(page_h, 1));
    return MAX(zoom, ZOOM_ONE);
}

/*
 * How good a drawing is: shrinking counts most, then crossings and the lengths
 * of lines, then their bends; in all of them ratios count.
 */
static int64_t weigh(const Flow *f, int64_t crossings, int64_t length,
                     int64_t bends)
{
    return 12 * log2_of(em_zoom(f, f->w, f->h)) + 5 * log2_of(crossings + 1) +
           5 * log2_of(length + 1) + 2 * log2_of(bends + 1);
}

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
    return weigh(f, crossings, length / PX, bends);
}

/* A copy of the flow with the layers of a candidate, and its lines' order. */
static Flow try_out(const Flow *f, const Candidate *c, Care care,
                    Arena *scratch)
{
    Flow trial = {.o = f->o,
                  .arena = f->arena,
                  .columns = f->columns,
                  .ranked = c->ranked,
                  .care = care,
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
    return trial;
}

/* Draws a candidate, without labels. */
static void draw(const Flow *f, Candidate *c, Arena *scratch)
{
    Mark mark = em_arena_mark(f->arena);
    Flow trial = try_out(f, c, CARE_ROUGH, scratch);
    int64_t crossings = em_crossings(&trial, scratch);

    em_place(&trial, scratch);
    em_straighten(&trial, scratch);
    em_label_room(&trial, scratch);
    em_tracks(&trial, scratch);
    em_route(&trial, scratch);
    em_flow_measure(&trial);
    c->lies = trial.n_overlaps > 0;
    c->score = score_of(&trial, crossings);
    em_arena_rewind(f->arena, mark);
}

/* About how large the drawing will be: heights are those of the stacks. */
static void guess_size(Flow *f)
{
    const LayoutOptions *o = f->o;
    int64_t w = 0, h = 0;
    for (int k = 0; k < f->n_layers; k++) {
        const Stack *s = &f->stacks[k];
        int64_t high = 0;
        Len wide = 0;
        for (int i = 0; i < s->items.n; i++) {
            const Item *it = &f->items.items[s->items.items[i]];
            high += it->h;
            high += it->kind == ITEM_BOX ? o->node_gap : o->track_gap;
            wide = MAX(wide, it->w);
        }
        h = MAX(h, high);
        w += wide + 2 * (int64_t)o->stub;
        w += (int64_t)f->channels[k].pieces.n * o->track_gap * 2 / 5;
    }
    f->w = em_len(w);
    f->h = em_len(h);
}

/* About how long its lines will be, in px. */
static int64_t guess_length(const Flow *f)
{
    enum { ACROSS = 100 }; /* a channel and half of two boxes */
    int64_t up = 0, across = 0, pitch = f->w / PX / MAX(f->n_layers, 1);
    for (int i = 0; i < f->chords.n; i++) {
        const Chord *c = &f->chords.items[i];
        up += em_abs(em_pin_y(f, c->pin[0]) - em_pin_y(f, c->pin[1]));
    }
    for (int i = 0; i < f->lines.n; i++) {
        int span = em_line_span(f, &f->lines.items[i]);
        across += ACROSS + MAX(span - 1, 0) * pitch;
    }
    return up / PX + across;
}

/* Estimates the score of a candidate, without drawing it. */
static void sketch(const Flow *f, Candidate *c, Arena *scratch)
{
    Mark mark = em_arena_mark(f->arena);
    Flow trial = try_out(f, c, CARE_SKETCH, scratch);

    guess_size(&trial);
    c->lies = false;
    c->score = weigh(&trial, em_crossings(&trial, scratch),
                     guess_length(&trial), trial.chords.n);
    em_arena_rewind(f->arena, mark);
}

static void save(const Flow *f, Candidate *c)
{
    c->n_layers = f->n_layers;
    c->ranked = f->ranked;
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

static bool is_equal(const Flow *f, const Candidate *a, const Candidate *b)
{
    size_t size = (size_t)f->items.n * sizeof *a->layer;
    return a->n_layers == b->n_layers && a->ranked == b->ranked &&
           memcmp(a->layer, b->layer, size) == 0 &&
           memcmp(a->pos, b->pos, size) == 0;
}

/*
 * What lies is never better than what does not. A drawing of ours can lie in
 * one way only, by feet on others: boxes do not meet, no line runs through one,
 * and labels without room get layers of their own.
 */
static bool is_better(const Candidate *a, const Candidate *b)
{
    if (a->lies != b->lies)
        return b->lies;
    return a->score != b->score ? a->score < b->score : a->number < b->number;
}

void em_contest_enter(Contest *c)
{
    Candidate *next = &c->all[c->n];
    save(c->f, next);
    next->number = c->n_entered++;
    for (int i = 0; i < c->n; i++) {
        if (is_equal(c->f, next, &c->all[i]))
            return;
    }
    if (c->n == 1)
        sketch(c->f, &c->all[0], c->scratch);
    if (c->n > 0)
        sketch(c->f, next, c->scratch);
    for (int i = c->n; i > 0 && is_better(&c->all[i], &c->all[i - 1]); i--) {
        Candidate t = c->all[i];
        c->all[i] = c->all[i - 1];
        c->all[i - 1] = t;
    }
    c->n = MIN(c->n + 1, FINALISTS);
}

/* Draws those that are left, and takes over the best. */
static void decide(Contest *c)
{
    const Candidate *best = &c->all[0];
    for (int i = 0; i < c->n && c->n > 1; i++) {
        draw(c->f, &c->all[i], c->scratch);
        if (is_better(&c->all[i], best))
            best = &c->all[i];
    }
    restore(c->f, best);
}

void em_layers(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Contest c = {.f = f, .scratch = scratch};

    for (int i = 0; i <= FINALISTS; i++)
        c.all[i] = (Candidate){.layer = NEW_ARRAY(scratch, f->items.n + 1, int),
                               .pos = NEW_ARRAY(scratch, f->items.n + 1, int)};
    if (f->engine != ENGINE_COLUMNS)
        em_layered(&c);
    if (f->engine != ENGINE_LAYERED || c.n == 0)
        em_columns(&c);
    decide(&c);
    assert(em_is_layered(f));
    em_arena_rewind(scratch, mark);
}
