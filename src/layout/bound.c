/*
 * Bound: ranks that are higher than a page are spread over several layers.
 *
 * A box is loose when all its lines lead the same way: a leaf of a tree, or
 * one of its roots. Loose boxes of a rank that is too high are dealt out, in
 * their order, over as many layers as are needed; the lines of those that stand
 * further off pass between those that stand nearer, where there is room for
 * them anyway (Gansner's `unflatten` deals out leaves like this). All others
 * stay in the layer that is nearest to more of what they are joined to.
 *
 *   needs  ranks as layers, an order of each in pos, no walls
 *   gives  layer, n_layers: lines lead as they did
 *   keeps  everything else
 */
#include "layout/flow.h"

typedef struct {
    Flow *f;
    int *up, *down; /* of a box: lines to higher and to lower ranks */
    int64_t *high;  /* of a rank: its boxes and the lines that pass it */
    int *first;     /* of a rank: the first of its layers */
    int64_t *used;  /* of the layers of one rank: their heights */
} Bounds;

static int64_t room_of(const Flow *f, int box)
{
    return (int64_t)f->items.items[box].h + f->o->node_gap;
}

/* Counts the lines of boxes by the way they lead, and what ranks hold. */
static void measure(Bounds *b, int n)
{
    const Flow *f = b->f;
    int *passing = b->first; /* changes; it gets its own meaning later */

    for (int i = 0; i < f->lines.n; i++) {
        const LineEnd *end = f->lines.items[i].end;
        int x = end[0].item, y = end[1].item;
        if (x >= n || y >= n)
            continue;
        if (f->items.items[x].layer > f->items.items[y].layer) {
            x = end[1].item;
            y = end[0].item;
        }
        int lo = f->items.items[x].layer, hi = f->items.items[y].layer;
        if (lo == hi)
            continue;
        b->up[x]++;
        b->down[y]++;
        passing[lo + 1]++;
        passing[hi]--;
    }
    for (int i = 0; i < n; i++)
        b->high[f->items.items[i].layer] += room_of(f, i);
    for (int r = 0, open = 0; r < f->n_layers; r++) {
        open += passing[r];
        b->high[r] += (int64_t)open * f->o->track_gap;
    }
}

/* The least used of the layers of a rank. */
static int least_used(const Bounds *b, int n_layers)
{
    int best = 0;
    for (int k = 1; k < n_layers; k++) {
        if (b->used[k] < b->used[best])
            best = k;
    }
    return best;
}

/* Puts the boxes of a rank, given in their order, into its layers. */
static void deal_out(Bounds *b, const SortKey *boxes, int n, int rank)
{
    Flow *f = b->f;
    int first = b->first[rank], n_layers = b->first[rank + 1] - first;

    for (int k = 0; k < n_layers; k++)
        b->used[k] = 0;
    for (int loose = 0; loose < 2; loose++) {
        for (int i = 0; i < n; i++) {
            int box = boxes[i].index, up = b->up[box], down = b->down[box];
            if ((up == 0 || down == 0) != (loose != 0))
                continue;
            int k = loose       ? least_used(b, n_layers)
                    : up > down ? n_layers - 1
                                : 0;
            f->items.items[box].layer = first + k;
            b->used[k] += room_of(f, box);
        }
    }
}

void em_bound_ranks(Flow *f, Len most, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int n = 0, n_ranks = f->n_layers, n_layers = 0;
    while (n < f->items.n && f->items.items[n].kind == ITEM_BOX)
        n++;
    SortKey *keys = NEW_ARRAY(scratch, n + 1, SortKey);
    Bounds b = {f,
                NEW_ARRAY(scratch, n + 1, int),
                NEW_ARRAY(scratch, n + 1, int),
                NEW_ARRAY(scratch, n_ranks + 1, int64_t),
                NEW_ARRAY(scratch, n_ranks + 2, int),
                NULL};

    measure(&b, n);
    for (int i = 0; i < n; i++) {
        const Item *it = &f->items.items[i];
        keys[i] = (SortKey){(int64_t)it->layer << 32 | (int64_t)it->pos, i};
    }
    em_sort_keys(keys, n);
    for (int r = 0; r < n_ranks; r++) {
        b.first[r] = n_layers;
        n_layers += (int)MIN((b.high[r] + most - 1) / most, n);
    }
    b.first[n_ranks] = n_layers;
    b.used = NEW_ARRAY(scratch, n_layers + 1, int64_t);
    for (int k = 0, from = 0; k < n; k++) {
        if (k + 1 < n && keys[k + 1].key >> 32 == keys[k].key >> 32)
            continue;
        deal_out(&b, keys + from, k + 1 - from, (int)(keys[k].key >> 32));
        from = k + 1;
    }
    f->n_layers = n_layers;
    em_arena_rewind(scratch, mark);
}
