/*
 * Checks of what the first passes give, in the words of their contracts.
 */
#include "layout/flow.h"

/* True when the line counts: loops lead nowhere. */
static bool leads_on(const Line *l)
{
    return l->end[0].item != l->end[1].item;
}

/* The item at the lower (false) or the higher (true) rank of a line. */
static int rank_end(const Line *l, bool high)
{
    return l->end[high != l->turned].item;
}

bool em_is_acyclic(const Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int *sizes = NEW_ARRAY(scratch, f->items.n + 1, int);
    int *waiting = NEW_ARRAY(scratch, f->items.n + 1, int);
    int *ready = NEW_ARRAY(scratch, f->items.n + 1, int);
    int n = 0;

    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        sizes[rank_end(l, false)] += leads_on(l);
        waiting[rank_end(l, true)] += leads_on(l);
    }
    Lists out = em_lists(scratch, f->items.n, sizes);
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        int from = rank_end(l, false);
        if (leads_on(l))
            out.list[out.start[from] + --sizes[from]] = rank_end(l, true);
    }
    for (int i = 0; i < f->items.n; i++) {
        if (waiting[i] == 0)
            ready[n++] = i;
    }
    /* what is in a cycle waits for ever */
    for (int i = 0; i < n; i++) {
        for (int k = out.start[ready[i]]; k < out.start[ready[i] + 1]; k++) {
            if (--waiting[out.list[k]] == 0)
                ready[n++] = out.list[k];
        }
    }
    em_arena_rewind(scratch, mark);
    return n == f->items.n;
}

static bool leads_up(const Flow *f, const Line *l)
{
    const Item *low = &f->items.items[rank_end(l, false)];
    const Item *high = &f->items.items[rank_end(l, true)];
    return low->kind != ITEM_BOX || high->kind != ITEM_BOX ||
           low->layer < high->layer;
}

bool em_is_layered(const Flow *f)
{
    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        bool outer = it->layer == (it->wall == SIDE_LEFT ? 0 : f->n_layers - 1);
        if (it->layer < 0 || it->layer >= f->n_layers ||
            (it->kind == ITEM_WALL && !outer))
            return false;
    }
    for (int i = 0; i < f->lines.n && f->ranked; i++) {
        const Line *l = &f->lines.items[i];
        if (leads_on(l) && !leads_up(f, l))
            return false;
    }
    return true;
}

bool em_is_stacked(const Flow *f)
{
    int n = 0;
    for (int layer = 0; layer < f->n_layers; layer++) {
        const Stack *s = &f->stacks[layer];
        for (int k = 0; k < s->items.n; k++) {
            const Item *it = &f->items.items[s->items.items[k]];
            if (it->layer != layer || it->pos != k)
                return false;
        }
        n += s->items.n;
    }
    return n == f->items.n;
}
