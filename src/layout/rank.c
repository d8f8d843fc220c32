/*
 * Rank: layers for diagrams that are to be read in one direction.
 *
 * Longest paths give valid ranks; network simplex (simplex.c) makes lines
 * short. What cannot afford it only slides items within their slack. Ranks that
 * shall not be so high are spread (bound.c).
 *
 *   needs  cycle
 *   gives  layer of every item, n_layers, pos as a wish: order of a walk from
 *          the first item, so that what belongs together starts together
 *   keeps  everything else
 */
#include "layout/simplex.h"

#include <limits.h>

typedef struct {
    Flow *f;
    Lists at; /* of an item: 2 * line + end, its lines */
    int *rank;
} Ranks;

/* The end (0 or 1) of a line that has the lower rank. */
static int low_end(const Line *l)
{
    return l->turned;
}

static Lists lines_at(const Flow *f, Arena *scratch)
{
    int *sizes = NEW_ARRAY(scratch, f->items.n + 1, int);

    for (int i = 0; i < 2 * f->lines.n; i++)
        sizes[f->lines.items[i / 2].end[i % 2].item]++;
    Lists at = em_lists(scratch, f->items.n, sizes);
    for (int i = 2 * f->lines.n - 1; i >= 0; i--) {
        int item = f->lines.items[i / 2].end[i % 2].item;
        at.list[at.start[item] + --sizes[item]] = i;
    }
    return at;
}

static bool is_rank_line(const Flow *f, const Line *l)
{
    const Item *a = &f->items.items[l->end[0].item];
    const Item *b = &f->items.items[l->end[1].item];
    return a != b && a->kind == ITEM_BOX && b->kind == ITEM_BOX;
}

/* Every item as low as its lines allow. */
static void longest_paths(Ranks *r, Arena *scratch)
{
    Flow *f = r->f;
    int *waiting = NEW_ARRAY(scratch, f->items.n, int);
    int *ready = NEW_ARRAY(scratch, f->items.n + 1, int);
    int n_ready = 0;

    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (is_rank_line(f, l))
            waiting[l->end[!low_end(l)].item]++;
    }
    for (int i = 0; i < f->items.n; i++) {
        if (waiting[i] == 0)
            ready[n_ready++] = i;
    }
    for (int i = 0; i < n_ready; i++) {
        int item = ready[i];
        for (int k = r->at.start[item]; k < r->at.start[item + 1]; k++) {
            const Line *l = &f->lines.items[r->at.list[k] / 2];
            int e = r->at.list[k] % 2, to = l->end[!e].item;
            if (e != low_end(l) || !is_rank_line(f, l))
                continue;
            r->rank[to] = MAX(r->rank[to], r->rank[item] + 1);
            if (--waiting[to] == 0)
                ready[n_ready++] = to;
        }
    }
}

/* Slides items within their slack to the side with more lines. */
static bool slide(Ranks *r, int item)
{
    Flow *f = r->f;
    int below = 0, above = 0, lo = 0, hi = f->items.n;

    for (int k = r->at.start[item]; k < r->at.start[item + 1]; k++) {
        const Line *l = &f->lines.items[r->at.list[k] / 2];
        int e = r->at.list[k] % 2, other = l->end[!e].item;
        if (!is_rank_line(f, l))
            continue;
        if (e == low_end(l)) {
            above++;
            hi = MIN(hi, r->rank[other] - 1);
        } else {
            below++;
            lo = MAX(lo, r->rank[other] + 1);
        }
    }
    int to = above > below ? hi : below > above ? lo : r->rank[item];
    bool moved = to != r->rank[item];
    r->rank[item] = to;
    return moved;
}

void em_add_walls(Flow *f)
{
    bool left = false, right = false;
    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        left = left || (it->kind == ITEM_WALL && it->wall == SIDE_LEFT);
        right = right || (it->kind == ITEM_WALL && it->wall == SIDE_RIGHT);
    }
    int last = f->n_layers + left;
    for (int i = 0; i < f->items.n; i++) {
        Item *it = &f->items.items[i];
        if (it->kind == ITEM_BOX)
            it->layer += left;
        else if (it->kind == ITEM_WALL)
            it->layer = it->wall == SIDE_LEFT ? 0 : last;
    }
    f->n_layers = last + right;
}

typedef struct {
    Flow *f;
    Lists at;
    bool *seen;
    int *stack;
    int *used; /* of a layer: items that have their number */
} Wishes;

/* Numbers all that an item is joined to, depth first. */
static void wish_from(Wishes *w, int root)
{
    int depth = 0;
    w->stack[depth++] = root;
    while (depth > 0) {
        int item = w->stack[--depth];
        if (w->seen[item])
            continue;
        w->seen[item] = true;
        Item *it = &w->f->items.items[item];
        it->pos = w->used[it->layer]++;
        for (int k = w->at.start[item + 1] - 1; k >= w->at.start[item]; k--) {
            int le = w->at.list[k];
            int other = w->f->lines.items[le / 2].end[!(le % 2)].item;
            if (!w->seen[other])
                w->stack[depth++] = other;
        }
    }
}

/* Numbers the items of each layer in the order of a walk over lines. */
static void wish_by_walk(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int n = f->items.n;
    Wishes w = {f, lines_at(f, scratch), NEW_ARRAY(scratch, n, bool),
                NEW_ARRAY(scratch, 2 * f->lines.n + n + 1, int),
                NEW_ARRAY(scratch, f->n_layers + 1, int)};

    for (int root = 0; root < n; root++)
        wish_from(&w, root);
    em_arena_rewind(scratch, mark);
}

static void shorten_lines(Ranks *r, Arena *scratch)
{
    const Flow *f = r->f;
    RankEdge *edges = NEW_ARRAY(scratch, f->lines.n + 1, RankEdge);
    int n_edges = 0, n = 0;

    while (n < f->items.n && f->items.items[n].kind == ITEM_BOX)
        n++;
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (is_rank_line(f, l))
            edges[n_edges++] = (RankEdge){l->end[low_end(l)].item,
                                          l->end[!low_end(l)].item, 1};
    }
    em_simplex(edges, n_edges, r->rank, n, scratch);
}

void em_rank(Flow *f, Len most, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Ranks r = {f, lines_at(f, scratch), NEW_ARRAY(scratch, f->items.n, int)};

    longest_paths(&r, scratch);
    for (int round = 0, moved = 1; moved && round < 20; round++) {
        moved = 0;
        for (int i = 0; i < f->items.n; i++)
            moved |= f->items.items[i].kind == ITEM_BOX && slide(&r, i);
    }
    shorten_lines(&r, scratch);
    int low = INT_MAX, high = INT_MIN;
    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind != ITEM_BOX)
            continue;
        low = MIN(low, r.rank[i]);
        high = MAX(high, r.rank[i]);
    }
    for (int i = 0; i < f->items.n; i++)
        f->items.items[i].layer = r.rank[i] - low;
    f->n_layers = high - low + 1;
    f->ranked = true;
    if (most > 0) {
        wish_by_walk(f, scratch);
        em_bound_ranks(f, most, scratch);
    }
    em_add_walls(f);
    wish_by_walk(f, scratch);
    assert(em_is_layered(f));
    em_arena_rewind(scratch, mark);
}
