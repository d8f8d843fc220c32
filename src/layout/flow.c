/*
 * What all passes use: sorted keys, lists of numbers, and the few rules about
 * items and lines that must be the same everywhere.
 */
#include "layout/flow.h"

#include <stdlib.h>

static int cmp_keys(const void *a, const void *b)
{
    const SortKey *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

void em_sort_keys(SortKey *keys, int n)
{
    /* short lists are common; longer ones are worth the call */
    if (n > 16) {
        qsort(keys, (size_t)n, sizeof *keys, cmp_keys);
        return;
    }
    for (int i = 1; i < n; i++) {
        SortKey k = keys[i];
        int j = i;
        for (; j > 0 && cmp_keys(&k, &keys[j - 1]) < 0; j--)
            keys[j] = keys[j - 1];
        keys[j] = k;
    }
}

Lists em_lists(Arena *a, int n, const int *sizes)
{
    Lists lists = {NEW_ARRAY(a, n + 1, int), NULL};
    for (int i = 0; i < n; i++)
        lists.start[i + 1] = lists.start[i] + sizes[i];
    lists.list = NEW_ARRAY(a, lists.start[n] + 1, int);
    return lists;
}

Lists em_chords_by_pin(const Flow *f, Arena *arena)
{
    int *sizes = NEW_ARRAY(arena, f->pins.n + 1, int);
    for (int i = 0; i < 2 * f->chords.n; i++)
        sizes[em_chord_pin(f, i, false)]++;
    Lists lists = em_lists(arena, f->pins.n, sizes);
    for (int i = 2 * f->chords.n - 1; i >= 0; i--) {
        int pin = em_chord_pin(f, i, false);
        lists.list[lists.start[pin] + --sizes[pin]] = i;
    }
    return lists;
}

Side em_line_side(const Flow *f, const Line *l, int end)
{
    int here = f->items.items[l->end[end].item].layer;
    int there = f->items.items[l->end[!end].item].layer;
    if (here == there)
        return l->bend;
    return here < there ? SIDE_RIGHT : SIDE_LEFT;
}

Len em_item_gap(const Flow *f, const Item *above, const Item *below)
{
    const LayoutOptions *o = f->o;
    bool box_above = above->kind == ITEM_BOX,
         box_below = below->kind == ITEM_BOX;

    if (box_above && box_below)
        return o->node_gap;
    if (box_above || box_below)
        return MAX(o->track_gap * 3 / 2, 16 * PX);
    return o->track_gap;
}

bool em_is_spaced(const Flow *f)
{
    for (int layer = 0; layer < f->n_layers; layer++) {
        const Stack *s = &f->stacks[layer];
        for (int k = 1; k < s->items.n; k++) {
            const Item *up = &f->items.items[s->items.items[k - 1]];
            const Item *down = &f->items.items[s->items.items[k]];
            if (down->y - up->y - up->h < em_item_gap(f, up, down))
                return false;
        }
    }
    return true;
}

int64_t em_root(int64_t v)
{
    int64_t lo = 0, hi = (int64_t)1 << 31;
    while (lo < hi) {
        int64_t mid = (lo + hi + 1) / 2;
        if (mid * mid <= v)
            lo = mid;
        else
            hi = mid - 1;
    }
    return lo;
}
