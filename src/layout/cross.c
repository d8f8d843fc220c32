/*
 * Cross: how often chords cross, by the rule of the rim (flow.h).
 *
 * We walk once around the rim of a channel, down the left and up the right, and
 * count with a Fenwick tree how many chords have begun after the one that ends
 * and are still open (Barth and others 2004 count layers so). Ends at one place
 * of the rim, such as those of all free pins of an item, never cross; so what
 * ends at a place is taken out before what begins there is put in.
 *
 * The order of the ends on one side of an item never changes, so it is found
 * once; after that a count needs no sorting.
 */
#include "layout/cross.h"

/* The ends of a chord are in one place of the rim: it crosses nothing. */
static bool is_closed(const Flow *f, const Chord *c)
{
    const Pin *a = &f->pins.items[c->pin[0]], *b = &f->pins.items[c->pin[1]];
    return a->item == b->item && a->side == b->side && a->at == b->at;
}

static int side_of(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    return 2 * p->item + (int)p->side;
}

/* Sorts the chord ends of one side by height and numbers their places. */
static void sort_side(Rims *r, int side, SortKey *keys, int *n_places)
{
    const Flow *f = r->f;
    int first = r->of.start[side], n = r->of.start[side + 1] - first;

    for (int k = 0; k < n; k++) {
        int ce = r->of.list[first + k];
        keys[k] = (SortKey){f->pins.items[em_chord_pin(f, ce, false)].at, ce};
    }
    em_sort_keys(keys, n);
    for (int k = 0; k < n; k++) {
        *n_places += k == 0 || keys[k].key != keys[k - 1].key;
        r->ends[first + k] = (RimEnd){keys[k].index / 2, *n_places};
    }
}

Rims em_rims(const Flow *f, Arena *arena)
{
    int n_sides = 2 * f->items.n, n_places = 0, most = 0, longest = 0;
    Rims r = {.f = f, .size = NEW_ARRAY(arena, f->n_layers + 1, int)};
    int *sizes = NEW_ARRAY(arena, n_sides + 1, int);

    for (int i = 0; i < 2 * f->chords.n; i++) {
        const Chord *c = &f->chords.items[i / 2];
        if (is_closed(f, c))
            continue;
        sizes[side_of(f, c->pin[i % 2])]++;
        r.size[c->channel] += i % 2;
        most = MAX(most, r.size[c->channel]);
    }
    r.of = em_lists(arena, n_sides, sizes);
    for (int i = 2 * f->chords.n - 1; i >= 0; i--) {
        const Chord *c = &f->chords.items[i / 2];
        int side = side_of(f, c->pin[i % 2]);
        if (!is_closed(f, c))
            r.of.list[r.of.start[side] + --sizes[side]] = i;
    }
    for (int side = 0; side < n_sides; side++)
        longest = MAX(longest, r.of.start[side + 1] - r.of.start[side]);
    SortKey *keys = NEW_ARRAY(arena, longest + 1, SortKey);
    r.ends = NEW_ARRAY(arena, r.of.start[n_sides] + 1, RimEnd);
    for (int side = 0; side < n_sides; side++)
        sort_side(&r, side, keys, &n_places);
    r.walk = NEW_ARRAY(arena, 2 * most + 1, RimEnd);
    r.rank = NEW_ARRAY(arena, f->chords.n + 1, int);
    r.tree = NEW_ARRAY(arena, most + 2, int);
    return r;
}

/* The chord ends around the rim of a channel. */
static int walk_rim(const Rims *r, int channel)
{
    const Flow *f = r->f;
    int n = 0;
    if (channel > 0) {
        const Stack *left = &f->stacks[channel - 1];
        for (int k = 0; k < left->items.n; k++) {
            int side = 2 * left->items.items[k] + (int)SIDE_RIGHT;
            for (int i = r->of.start[side]; i < r->of.start[side + 1]; i++)
                r->walk[n++] = r->ends[i];
        }
    }
    if (channel < f->n_layers) {
        const Stack *right = &f->stacks[channel];
        for (int k = right->items.n - 1; k >= 0; k--) {
            int side = 2 * right->items.items[k] + (int)SIDE_LEFT;
            for (int i = r->of.start[side + 1] - 1; i >= r->of.start[side]; i--)
                r->walk[n++] = r->ends[i];
        }
    }
    return n;
}

static void add(int *tree, int n, int at, int by)
{
    for (int t = at; t <= n; t += t & -t)
        tree[t] += by;
}

static int sum_up_to(const int *tree, int at)
{
    int sum = 0;
    for (int t = at; t > 0; t -= t & -t)
        sum += tree[t];
    return sum;
}

/* Chords by how far they have come, as ranks of their beginnings. */
typedef struct {
    const Rims *r;
    int n; /* size of the tree */
    int n_open, n_ranks;
} Count;

enum { NOT_YET = 0, DONE = -1 }; /* ranks of chords that are not open */

/* Goes on over the ends at one place; what is crossed by those that end. */
static int64_t pass_place(Count *c, const RimEnd *ends, int n)
{
    const Rims *r = c->r;
    int64_t crossed = 0;
    int ending = 0;

    for (int k = 0; k < n; k++) {
        int rank = r->rank[ends[k].chord];
        if (rank == NOT_YET)
            continue;
        add(r->tree, c->n, rank, -1);
        ending++;
    }
    c->n_open -= ending;
    for (int k = 0; k < n && ending > 0; k++) {
        int *rank = &r->rank[ends[k].chord];
        if (*rank == NOT_YET)
            continue;
        if (c->n_open > 0)
            crossed += c->n_open - sum_up_to(r->tree, *rank);
        *rank = DONE;
    }
    c->n_ranks += ending < n;
    for (int k = 0; k < n; k++) {
        int *rank = &r->rank[ends[k].chord];
        if (*rank == DONE) {
            *rank = NOT_YET;
            continue;
        }
        *rank = c->n_ranks;
        add(r->tree, c->n, c->n_ranks, 1);
        c->n_open++;
    }
    return crossed;
}

int64_t em_rims_cross(const Rims *r, int channel)
{
    if (r->size[channel] < 2)
        return 0;
    Count c = {.r = r, .n = r->size[channel]};
    int64_t total = 0;
    int n = walk_rim(r, channel);

    for (int i = 0, j; i < n; i = j) {
        j = i + 1;
        while (j < n && r->walk[j].place == r->walk[i].place)
            j++;
        total += pass_place(&c, r->walk + i, j - i);
    }
    return total;
}

int64_t em_crossings(const Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Rims r = em_rims(f, scratch);
    int64_t total = 0;

    for (int c = 0; c <= f->n_layers; c++)
        total += em_rims_cross(&r, c);
    em_arena_rewind(scratch, mark);
    return total;
}
