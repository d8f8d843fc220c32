/*
 * Columns: layers for diagrams without a direction, such as most schemas.
 *
 * Boxes stand in columns that fill the page, each wherever its lines are short;
 * lines may lead to either side and stay within a column. How many columns is
 * computed from the page; near it, several numbers, several seeds of the search
 * and, for small or sparse graphs, plain ranks are tried: each candidate is
 * drawn, and the best drawing counts. How many candidates there are falls with
 * the size of the graph, so that time grows little more than the graph.
 * Columns do not care which way lines lead; the better of the two ways to look
 * at them is taken at the end.
 *
 *   needs  cycle
 *   gives  layer of every item, n_layers, pos as a wish
 *   keeps  everything else
 */
#include "layout/columns.h"

#include <string.h>

enum {
    PAGE_AREA = 1600 * 1000,
    SEARCH_BUDGET = 30 * 1000 * 1000 /* costs of lines looked at */
};

typedef struct {
    int *layer, *pos; /* of items */
    int n_layers;
    int64_t score; /* less is better */
} Candidate;

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
 * How good a finished drawing is: shrinking counts most, then crossings, then
 * the lengths of lines, then their bends; in all of them ratios count.
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
    return 3 * log2_of(zoom_of(f)) + 2 * log2_of(crossings + 1) +
           log2_of(length / PX + 1) + log2_of(bends + 1);
}

/* Draws a copy of the flow with the layers of a candidate. */
static void judge(const Flow *f, Candidate *c, Arena *scratch)
{
    Mark mark = em_arena_mark(f->arena);
    Flow trial = {.o = f->o,
                  .arena = f->arena,
                  .columns = true,
                  .rough = true,
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
    em_label_room(&trial, scratch);
    em_tracks(&trial, scratch);
    em_route(&trial, scratch);
    em_flow_measure(&trial);
    c->score = score_of(&trial, crossings);
    em_arena_rewind(f->arena, mark);
}

static void save(const Flow *f, Candidate *c)
{
    c->n_layers = f->n_layers;
    for (int i = 0; i < f->items.n; i++) {
        c->layer[i] = f->items.items[i].layer;
        c->pos[i] = f->items.items[i].pos;
    }
}

static void restore(Flow *f, const Candidate *c)
{
    f->n_layers = c->n_layers;
    for (int i = 0; i < f->items.n; i++) {
        f->items.items[i].layer = c->layer[i];
        f->items.items[i].pos = c->pos[i];
    }
}

/*
 * Mirrors the columns when more lines would lead to the left than to the right,
 * as we read from left to right. Walls, whose sides are given, forbid it.
 */
static void face_right(Flow *f)
{
    int to_right = 0;
    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind == ITEM_WALL)
            return;
    }
    for (int i = 0; i < f->lines.n; i++) {
        const LineEnd *end = f->lines.items[i].end;
        int from = f->items.items[end[0].item].layer;
        int to = f->items.items[end[1].item].layer;
        to_right += (from < to) - (to < from);
    }
    for (int i = 0; i < f->items.n && to_right < 0; i++) {
        Item *it = &f->items.items[i];
        it->layer = f->n_layers - 1 - it->layer;
    }
}

/* Takes over the columns of a search, without empty ones. */
static void take_over(Flow *f, const Columns *c)
{
    f->n_layers = 0;
    for (int k = 0; k < c->n_columns; k++) {
        for (int i = 0; i < c->columns[k].n; i++) {
            Item *it = &f->items.items[c->columns[k].items[i]];
            it->layer = f->n_layers;
            it->pos = i;
        }
        f->n_layers += c->columns[k].n > 0;
    }
    face_right(f);
    em_add_walls(f);
}

/* How many columns make the whole as wide as the page is. */
static int ideal_columns(const Flow *f, int n)
{
    int64_t high = 0, wide = 0, labels = 0;
    for (int i = 0; i < n; i++) {
        high += ((int64_t)f->items.items[i].h + f->o->node_gap) / PX;
        wide += f->items.items[i].w / PX;
    }
    for (int i = 0; i < f->lines.n; i++)
        labels += f->lines.items[i].label_w > 0;
    int64_t pitch = wide / n + 120 + (labels ? 40 : 0);
    int64_t ideal =
        em_root(high * 105 / 100 * f->aspect_w * 256 / (pitch * f->aspect_h));
    return (int)((ideal + 8) / 16);
}

/* Very dense graphs get few columns: lines would have too many chain items. */
static int most_columns(const Flow *f, int n)
{
    int64_t most = (int64_t)1500 * 1000 / (f->lines.n + 1);
    return (int)MIN(MAX(most, 3), n);
}

static void try_candidate(Flow *f, Candidate *best, Candidate *c,
                          Arena *scratch)
{
    save(f, c);
    judge(f, c, scratch);
    if (c->score < best->score) {
        Candidate t = *best;
        *best = *c;
        *c = t;
    }
}

/* A move looks at the lines of two columns: so many may be made at most. */
static int most_moves(const Columns *c, int n_columns, int wanted)
{
    int64_t cost = 1 + 4 * (int64_t)c->ties_of.start[c->n] / n_columns;
    return (int)MIN(wanted, SEARCH_BUDGET / cost);
}

/* How many moves and candidates a size can afford. */
typedef struct {
    int moves, spread, seeds;
} Effort;

static Effort effort_for(int n, int n_lines)
{
    int size = n + n_lines / 2;
    if (size <= 40)
        return (Effort){40 * n, 1, 1};
    if (size <= 120)
        return (Effort){100 * n, 2, 2};
    if (size <= 300)
        return (Effort){60 * n, 1, 1};
    if (size <= 3000)
        return (Effort){30 * n, 0, 1};
    return (Effort){MAX(30000, 4 * n), 0, 1};
}

void em_columns(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int items = f->items.n;
    Candidate a = {NEW_ARRAY(scratch, items + 1, int),
                   NEW_ARRAY(scratch, items + 1, int), 0, INT64_MAX};
    Candidate b = {NEW_ARRAY(scratch, items + 1, int),
                   NEW_ARRAY(scratch, items + 1, int), 0, INT64_MAX};
    int n = em_columns_of(f, scratch).n;
    Effort e = effort_for(n, f->lines.n);
    int ideal = n ? ideal_columns(f, n) : 1, most = most_columns(f, n);

    ideal = MAX(1, MIN(ideal, most));
    bool only = e.spread == 0 && e.seeds == 1;
    if (n <= 60) {
        em_rank(f, scratch);
        if (f->n_layers <= most_columns(f, items))
            try_candidate(f, &a, &b, scratch);
    }
    for (int k = MAX(1, ideal - e.spread);
         n > 0 && k <= MIN(ideal + e.spread, most); k++) {
        for (int seed = 0; seed < e.seeds; seed++) {
            Mark inner = em_arena_mark(scratch);
            Columns c = em_columns_of(f, scratch);
            em_columns_start(&c, k);
            em_columns_search(&c, most_moves(&c, k, e.moves), (uint64_t)seed);
            take_over(f, &c);
            if (only)
                save(f, &a);
            else
                try_candidate(f, &a, &b, scratch);
            em_arena_rewind(scratch, inner);
        }
    }
    restore(f, &a);
    em_arena_rewind(scratch, mark);
}
