/*
 * Sides: where lines go that begin and end in one layer.
 *
 * A line between two layers leaves the lower on its right and enters the
 * higher on its left; only within a layer there is a choice. Such a line
 * crosses, in the channel it bends into, all lines that end between its own
 * ends on that side, and all bends there that alternate with its own (order.c
 * says why). So each goes where it crosses fewer, first the short ones, then
 * again all, now that the others have sides. Loops at one item go where no line
 * ends at their rows, and of two such sides where fewer lines end.
 *
 *   needs  layers, an order of each in pos
 *   gives  bend of every line
 *   keeps  everything else
 */
#include "layout/flow.h"

enum {
    ROUNDS = 3,
    MANY = 200,        /* bends in a layer that each is compared with, */
    PAIRS = 400 * 1000 /* and how many such pairs there may be */
};

typedef struct {
    Flow *f;
    int *rank;     /* of an item: its number, by layer and position */
    int *up_to[2]; /* ends on a side at items with lower numbers, no bends */
    int *ends[2];  /* of an item: ends on a side */
    Lists bends;   /* of a layer: the lines within it, short ones first */
} Sides;

static int low_rank(const Sides *s, const Line *l)
{
    return MIN(s->rank[l->end[0].item], s->rank[l->end[1].item]);
}

static int high_rank(const Sides *s, const Line *l)
{
    return MAX(s->rank[l->end[0].item], s->rank[l->end[1].item]);
}

static void rank_items(Sides *s, Arena *scratch)
{
    const Flow *f = s->f;
    SortKey *keys = NEW_ARRAY(scratch, f->items.n + 1, SortKey);
    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        keys[i] = (SortKey){(int64_t)it->layer << 31 | it->pos, i};
    }
    em_sort_keys(keys, f->items.n);
    for (int k = 0; k < f->items.n; k++)
        s->rank[keys[k].index] = k;
}

static void count_ends(Sides *s)
{
    const Flow *f = s->f;
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        for (int e = 0; e < 2 && !em_same_layer(f, l); e++) {
            int item = l->end[e].item;
            Side side = em_line_side(f, l, e);
            s->ends[side][item]++;
            s->up_to[side][s->rank[item] + 1]++;
        }
    }
    for (int side = 0; side < 2; side++) {
        for (int k = 0; k < f->items.n; k++)
            s->up_to[side][k + 1] += s->up_to[side][k];
    }
}

static void list_bends(Sides *s, Arena *scratch)
{
    const Flow *f = s->f;
    SortKey *keys = NEW_ARRAY(scratch, f->lines.n + 1, SortKey);
    int *sizes = NEW_ARRAY(scratch, f->n_layers + 1, int);
    int n = 0;

    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (!em_same_layer(f, l) || l->end[0].item == l->end[1].item)
            continue;
        keys[n++] = (SortKey){high_rank(s, l) - low_rank(s, l), i};
        sizes[f->items.items[l->end[0].item].layer]++;
    }
    em_sort_keys(keys, n);
    s->bends = em_lists(scratch, f->n_layers, sizes);
    for (int k = n - 1; k >= 0; k--) {
        const Line *l = &f->lines.items[keys[k].index];
        int layer = f->items.items[l->end[0].item].layer;
        s->bends.list[s->bends.start[layer] + --sizes[layer]] = keys[k].index;
    }
}

/* What a line crosses on a side: ends between its own, other bends. The first
 * `n_known` bends of the layer have sides. */
static int crossings_on(const Sides *s, const Line *l, Side side, int n_known)
{
    const Flow *f = s->f;
    int layer = f->items.items[l->end[0].item].layer;
    int lo = low_rank(s, l), hi = high_rank(s, l);
    int n = s->up_to[side][hi] - s->up_to[side][lo + 1];

    int most = MIN(
        MANY, PAIRS / (s->bends.start[layer + 1] - s->bends.start[layer] + 1));

    for (int k = 0; k < MIN(n_known, most); k++) {
        const Line *m =
            &f->lines.items[s->bends.list[s->bends.start[layer] + k]];
        if (m == l || m->bend != side)
            continue;
        int a = low_rank(s, m), b = high_rank(s, m);
        n += (a < lo && lo < b && b < hi) || (lo < a && a < hi && hi < b);
    }
    return n;
}

/* The ends on a side at the two items themselves. */
static int crowd_on(const Sides *s, const Line *l, Side side)
{
    return s->ends[side][l->end[0].item] + s->ends[side][l->end[1].item];
}

static void bend_lines(Sides *s, int layer, bool all_known)
{
    int first = s->bends.start[layer], n = s->bends.start[layer + 1] - first;
    for (int k = 0; k < n; k++) {
        Line *l = &s->f->lines.items[s->bends.list[first + k]];
        int known = all_known ? n : k;
        int left = crossings_on(s, l, SIDE_LEFT, known);
        int right = crossings_on(s, l, SIDE_RIGHT, known);
        if (left == right) {
            left = crowd_on(s, l, SIDE_LEFT);
            right = crowd_on(s, l, SIDE_RIGHT);
        }
        l->bend = left < right ? SIDE_LEFT : SIDE_RIGHT;
    }
}

/* How many lines end on a side of an item at one of a loop's rows. */
static int meets_on(const Flow *f, const Line *loop, Side side)
{
    int n = 0;
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        for (int e = 0; e < 2 && l != loop; e++) {
            const LineEnd *end = &l->end[e];
            if (end->item != loop->end[0].item || !end->fixed ||
                em_line_side(f, l, e) != side)
                continue;
            n += (loop->end[0].fixed && loop->end[0].at == end->at) ||
                 (loop->end[1].fixed && loop->end[1].at == end->at);
        }
    }
    return n;
}

static void bend_loops(Sides *s)
{
    const Flow *f = s->f;
    int64_t looks = 1000 * 1000; /* at ends of lines, for loops' rows */
    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        int item = l->end[0].item, met[2] = {0, 0};
        if (item != l->end[1].item)
            continue;
        if (looks > 0) {
            looks -= 4 * (int64_t)f->lines.n;
            met[SIDE_LEFT] = meets_on(f, l, SIDE_LEFT);
            met[SIDE_RIGHT] = meets_on(f, l, SIDE_RIGHT);
        }
        bool left = met[0] != met[1]
                        ? met[0] < met[1]
                        : s->ends[SIDE_LEFT][item] < s->ends[SIDE_RIGHT][item];
        l->bend = left ? SIDE_LEFT : SIDE_RIGHT;
        s->ends[l->bend][item] += 2;
    }
}

void em_sides(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Sides s = {.f = f, .rank = NEW_ARRAY(scratch, f->items.n + 1, int)};
    for (int side = 0; side < 2; side++) {
        s.up_to[side] = NEW_ARRAY(scratch, f->items.n + 2, int);
        s.ends[side] = NEW_ARRAY(scratch, f->items.n + 1, int);
    }

    rank_items(&s, scratch);
    count_ends(&s);
    list_bends(&s, scratch);
    for (int layer = 0; layer < f->n_layers; layer++) {
        for (int round = 0; round < ROUNDS; round++)
            bend_lines(&s, layer, round > 0);
    }
    for (int i = 0; i < s.bends.start[f->n_layers]; i++) {
        const Line *l = &f->lines.items[s.bends.list[i]];
        s.ends[l->bend][l->end[0].item]++;
        s.ends[l->bend][l->end[1].item]++;
    }
    bend_loops(&s);
    em_arena_rewind(scratch, mark);
}
