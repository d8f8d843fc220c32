/*
 * Cycle: which lines count as leading backwards, so that no cycle is left.
 *
 * Depth first in the order of the source; a line to an item that is still
 * being visited closes a cycle and is turned. Simple, and it respects what
 * the author wrote first (Eades, Lin, Smyth 1993 turn fewer, but others).
 * Depth is in an array: chains may be as long as the input.
 *
 *   needs  lines and items
 *   gives  turned; without turned lines and loops there is no cycle
 *   keeps  everything else
 */
#include "layout/flow.h"

enum { FRESH, OPEN, DONE };

typedef struct {
    Flow *f;
    Lists out; /* of an item: its lines as `from` */
    int *next; /* of an item: the next of its lines to follow */
    int *state;
    int *path;
    int depth;
} Walk;

static void enter(Walk *w, int item)
{
    w->state[item] = OPEN;
    w->next[item] = w->out.start[item];
    w->path[w->depth++] = item;
}

static void walk_from(Walk *w, int root)
{
    enter(w, root);
    while (w->depth > 0) {
        int item = w->path[w->depth - 1];
        if (w->next[item] == w->out.start[item + 1]) {
            w->state[item] = DONE;
            w->depth--;
            continue;
        }
        Line *l = &w->f->lines.items[w->out.list[w->next[item]++]];
        int to = l->end[1].item;
        if (w->state[to] == OPEN)
            l->turned = to != item;
        else if (w->state[to] == FRESH)
            enter(w, to);
    }
}

static Lists lines_out(const Flow *f, Arena *scratch)
{
    int n = f->items.n;
    int *sizes = NEW_ARRAY(scratch, n + 1, int);

    for (int i = 0; i < f->lines.n; i++)
        sizes[f->lines.items[i].end[0].item]++;
    Lists out = em_lists(scratch, n, sizes);
    for (int i = f->lines.n - 1; i >= 0; i--) {
        int from = f->lines.items[i].end[0].item;
        out.list[out.start[from] + --sizes[from]] = i;
    }
    return out;
}

void em_cycle(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int n = f->items.n;
    Walk w = {
        .f = f,
        .out = lines_out(f, scratch),
        .next = NEW_ARRAY(scratch, n, int),
        .state = NEW_ARRAY(scratch, n, int),
        .path = NEW_ARRAY(scratch, n + 1, int),
    };

    for (int i = 0; i < n; i++) {
        if (w.state[i] == FRESH)
            walk_from(&w, i);
    }
    assert(em_is_acyclic(f, scratch));
    em_arena_rewind(scratch, mark);
}
