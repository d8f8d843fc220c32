/*
 * Pack: parts that are not joined stand beside each other.
 *
 * For each of several widths of the whole, parts are put, the highest first,
 * where they stand highest and then leftmost on the skyline of those before
 * (bottom-left packing: Baker, Coffman, Rivest 1980); the width that shrinks
 * least to fit the page wins.
 */
#include "layout/flow.h"

enum { MANY = 600 };

/* The lower border of what is placed: from x to the next one's x, at y. */
typedef struct {
    int64_t x, y;
} Step;

typedef struct {
    Slab *slabs;
    int n, n_top;
    const Packing *how;
    const int *order;
    Step *steps;
    int n_steps;
} Pack;

/* Where a slab of width w that begins at step s comes to stand. */
static int64_t height_at(const Pack *p, int s, int64_t w)
{
    int64_t y = 0, right = p->steps[s].x + w;
    for (; s < p->n_steps && p->steps[s].x < right; s++)
        y = MAX(y, p->steps[s].y);
    return y;
}

/* Raises the skyline over [x, x + w) to y. */
static void raise(Pack *p, int s, int64_t w, int64_t y)
{
    int64_t x = p->steps[s].x, right = x + w;
    int end = s;
    while (end < p->n_steps && p->steps[end].x < right)
        end++;
    int64_t tail = p->steps[end - 1].y;
    bool split = end == p->n_steps || p->steps[end].x > right;
    int grown = 1 + split - (end - s);
    if (grown > 0) {
        for (int k = p->n_steps - 1; k >= end; k--)
            p->steps[k + grown] = p->steps[k];
    } else {
        for (int k = end; k < p->n_steps; k++)
            p->steps[k + grown] = p->steps[k];
    }
    p->n_steps += grown;
    p->steps[s] = (Step){x, y};
    if (split)
        p->steps[s + 1] = (Step){right, tail};
}

static void place_slab(Pack *p, Slab *slab, int64_t width)
{
    int64_t w = (int64_t)slab->w + p->how->gap, best_y = INT64_MAX;
    int best = 0;
    for (int s = 0; s < p->n_steps; s++) {
        if (p->steps[s].x + w > width && s > 0)
            break;
        int64_t y = height_at(p, s, w);
        if (y < best_y) {
            best_y = y;
            best = s;
        }
    }
    slab->x = em_len(p->steps[best].x);
    slab->y = em_len(best_y);
    raise(p, best, w, best_y + slab->h + p->how->gap);
}

static Slab measure(const Pack *p)
{
    Slab all = {0};
    for (int i = 0; i < p->n; i++) {
        all.w = MAX(all.w, p->slabs[i].x + p->slabs[i].w);
        all.h = MAX(all.h, p->slabs[i].y + p->slabs[i].h);
    }
    return all;
}

static Slab pack_to(Pack *p, int64_t width)
{
    int64_t top = 0;
    for (int i = 0; i < p->n_top; i++) {
        p->slabs[i].x = 0;
        p->slabs[i].y = em_len(top);
        top += (int64_t)p->slabs[i].h + p->how->gap;
    }
    p->n_steps = 1;
    p->steps[0] = (Step){0, top};
    for (int i = 0; i < p->n; i++) {
        if (p->order[i] >= p->n_top)
            place_slab(p, &p->slabs[p->order[i]], width + p->how->gap);
    }
    return measure(p);
}

int64_t em_shrink(Len w, Len h, const Packing *how)
{
    return MAX((int64_t)w * how->aspect_h, (int64_t)h * how->aspect_w);
}

/* Rows of slabs in their order, for thousands of them. */
static Slab pack_in_rows(Pack *p, int64_t width)
{
    int64_t x = 0, y = 0, row = 0;
    for (int i = 0; i < p->n; i++) {
        Slab *s = &p->slabs[i];
        if (i <= p->n_top || x + s->w > width) {
            y += row;
            x = row = 0;
        }
        s->x = em_len(x);
        s->y = em_len(y);
        x += (int64_t)s->w + p->how->gap;
        row = MAX(row, (int64_t)s->h + p->how->gap);
    }
    return measure(p);
}

/* Tries widths around the ideal one. */
static Slab pack_best(Pack *p, int64_t ideal, int64_t least)
{
    int64_t best = INT64_MAX, best_width = ideal;
    for (int k = 6; k <= 20; k++) {
        int64_t width = MAX(ideal * k / 10, least);
        Slab all = pack_to(p, width);
        int64_t cost = em_shrink(all.w, all.h, p->how);
        if (cost < best) {
            best = cost;
            best_width = width;
        }
    }
    return pack_to(p, best_width);
}

Slab em_pack(Slab *slabs, int n, int n_top, const Packing *how, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    SortKey *keys = NEW_ARRAY(scratch, n + 1, SortKey);
    int *order = NEW_ARRAY(scratch, n + 1, int);
    Pack p = {slabs, n, n_top, how, order, NEW_ARRAY(scratch, 2 * n + 4, Step),
              0};
    int64_t area = 0, widest = 0;

    for (int i = 0; i < n; i++) {
        keys[i] = (SortKey){-(int64_t)slabs[i].h, i};
        area += ((int64_t)slabs[i].w + how->gap) *
                ((int64_t)slabs[i].h + how->gap) / how->aspect_h;
        widest = MAX(widest, (int64_t)slabs[i].w);
    }
    em_sort_keys(keys, n);
    for (int i = 0; i < n; i++)
        order[i] = keys[i].index;
    int64_t ideal = em_root(area * how->aspect_w);
    Slab all = n > MANY ? pack_in_rows(&p, MAX(ideal, widest))
                        : pack_best(&p, ideal, widest);
    em_arena_rewind(scratch, mark);
    return all;
}
