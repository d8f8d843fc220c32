/*
 * Walk: a start for the order of stacks, from a walk over the chords.
 *
 * Depth first from an item, every item joins its stack when it is first met. So
 * what hangs together starts side by side, and a tree whose layers grow from
 * its root starts without a crossing. Walks with other seeds begin elsewhere
 * and turn off in other orders.
 *
 *   needs  chain
 *   gives  an order of every stack: Stack.items
 *   keeps  everything else
 */
#include "layout/flow.h"

typedef struct {
    Flow *f;
    Rng rng;
    bool shuffles;
    bool *seen;
    int *path; /* items to visit; one may be there several times */
    int depth;
} Walk;

static void shuffle(Walk *w, int *items, int n)
{
    for (int i = n - 1; i > 0; i--) {
        int j = em_rng_below(&w->rng, i + 1), t = items[i];
        items[i] = items[j];
        items[j] = t;
    }
}

static void visit(Walk *w, int item)
{
    Flow *f = w->f;
    Stack *s = &f->stacks[f->items.items[item].layer];
    const Lists *of = &f->item_chords;
    int first = w->depth;

    w->seen[item] = true;
    s->items.items[s->items.n++] = item;
    for (int k = of->start[item + 1] - 1; k >= of->start[item]; k--) {
        int to = f->pins.items[em_chord_pin(f, of->list[k], true)].item;
        if (!w->seen[to])
            w->path[w->depth++] = to;
    }
    if (w->shuffles)
        shuffle(w, w->path + first, w->depth - first);
}

static void walk_from(Walk *w, int root)
{
    w->path[w->depth++] = root;
    while (w->depth > 0) {
        int item = w->path[--w->depth];
        if (!w->seen[item])
            visit(w, item);
    }
}

void em_walk(Flow *f, int seed, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int n = f->items.n;
    Walk w = {.f = f,
              .rng = {(uint64_t)seed},
              .shuffles = seed > 0,
              .seen = NEW_ARRAY(scratch, n + 1, bool),
              .path = NEW_ARRAY(scratch, 2 * f->chords.n + 2, int)};

    for (int layer = 0; layer < f->n_layers; layer++)
        f->stacks[layer].items.n = 0;
    if (seed > 0)
        walk_from(&w, em_rng_below(&w.rng, n));
    for (int root = 0; root < n; root++) {
        if (!w.seen[root])
            walk_from(&w, root);
    }
    em_arena_rewind(scratch, mark);
}
