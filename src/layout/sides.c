/*
 * Sides: where lines go that begin and end in one layer.
 *
 * A line between two layers leaves the lower on its right and enters the
 * higher on its left; only within a layer there is a choice. We take the
 * channel outside of the first and the last stack, where such a line crosses
 * nothing, and in the middle the one with fewer of them. Loops at one item go
 * where fewer lines end.
 *
 *   needs  layers
 *   gives  bend of every line
 *   keeps  everything else
 */
#include "layout/flow.h"

void em_sides(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int *crowd = NEW_ARRAY(scratch, f->n_layers + 2, int);
    int *ends[2] = {NEW_ARRAY(scratch, f->items.n, int),
                    NEW_ARRAY(scratch, f->items.n, int)};

    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        for (int e = 0; e < 2 && !em_same_layer(f, l); e++)
            ends[em_line_side(f, l, e)][l->end[e].item]++;
    }
    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        if (!em_same_layer(f, l))
            continue;
        int a = l->end[0].item, b = l->end[1].item;
        int layer = f->items.items[a].layer;
        bool outer = layer == 0 || layer == f->n_layers - 1;
        if (a == b)
            l->bend = ends[SIDE_LEFT][a] < ends[SIDE_RIGHT][a] - 1 ? SIDE_LEFT
                                                                   : SIDE_RIGHT;
        else if (outer && f->n_layers > 1)
            l->bend = layer == 0 ? SIDE_LEFT : SIDE_RIGHT;
        else
            l->bend = crowd[layer] < crowd[layer + 1] ? SIDE_LEFT : SIDE_RIGHT;
        crowd[layer + (l->bend == SIDE_RIGHT)]++;
        ends[l->bend][a]++;
        ends[l->bend][b]++;
    }
    em_arena_rewind(scratch, mark);
}
