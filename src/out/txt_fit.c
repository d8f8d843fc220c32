/*
 * Fits places to cells by longest paths.
 *
 * Places are taken from low to high, so every constraint comes from places
 * that have their cell already, and the longest path to a place is the largest
 * of what they ask for. Obstacles are not compared in pairs: a profile holds,
 * for each stretch across the axis, the first cell that is still free there.
 */
#include "out/txt_fit.h"

#include <stdlib.h>

/*
 * The profile, as a tree over n leaves (n a power of two): root 1, children
 * of i at 2i and 2i + 1. The free cell of a leaf is the largest `all` on its
 * way up; `any` is the largest below a node.
 */
typedef struct {
    int n;
    int *all, *any;
} Profile;

static Profile new_profile(Arena *a, int leaves)
{
    Profile p = {.n = 1};
    while (p.n < leaves)
        p.n *= 2;
    p.all = NEW_ARRAY(a, 2 * p.n, int);
    p.any = NEW_ARRAY(a, 2 * p.n, int);
    return p;
}

/* The first cell that is free in all leaves of [from, to]. */
static int free_cell(const Profile *p, int from, int to)
{
    int lo = from + p->n, hi = to + p->n, cell = 0;

    for (int i = lo; i > 0; i /= 2)
        cell = MAX(cell, p->all[i]);
    for (int i = hi; i > 0; i /= 2)
        cell = MAX(cell, p->all[i]);
    for (; lo <= hi; lo /= 2, hi /= 2) {
        if (lo % 2 == 1) {
            cell = MAX(cell, p->any[lo]);
            lo++;
        }
        if (hi % 2 == 0) {
            cell = MAX(cell, p->any[hi]);
            hi--;
        }
    }
    return cell;
}

static void raise_node(Profile *p, int node, int cell)
{
    p->all[node] = MAX(p->all[node], cell);
    for (int i = node; i > 0; i /= 2)
        p->any[i] = MAX(p->any[i], cell);
}

static void raise_range(Profile *p, int from, int to, int cell)
{
    int lo = from + p->n, hi = to + p->n;

    for (; lo <= hi; lo /= 2, hi /= 2) {
        if (lo % 2 == 1)
            raise_node(p, lo++, cell);
        if (hi % 2 == 0)
            raise_node(p, hi--, cell);
    }
}

static int compare(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

/* Sorts, and keeps of values that are at most `near` above another only that
 * one. Returns how many are left. */
static int sort_values(int *values, int n, int near)
{
    int kept = 0;

    if (n > 0)
        qsort(values, (size_t)n, sizeof *values, compare);
    for (int i = 0; i < n; i++)
        if (kept == 0 || values[i] > values[kept - 1] + near)
            values[kept++] = values[i];
    return kept;
}

/* The index of the last value that is at most v; 0 when there is none. */
static int find_value(const int *values, int n, int v)
{
    int lo = 0, hi = n;
    while (lo + 1 < hi) {
        int mid = lo + (hi - lo) / 2;
        if (values[mid] <= v)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

static void collect_places(Axis *axis, Arena *arena)
{
    int n = 0;

    axis->places =
        NEW_ARRAY(arena, axis->obstacles.n + 2 * axis->stretches.n + 1, Len);
    for (int i = 0; i < axis->obstacles.n; i++)
        axis->places[n++] = axis->obstacles.items[i].at;
    for (int i = 0; i < axis->stretches.n; i++) {
        axis->places[n++] = axis->stretches.items[i].from;
        axis->places[n++] = axis->stretches.items[i].to;
    }
    axis->n_places = sort_values(axis->places, n, axis->near);
    axis->cells = NEW_ARRAY(arena, axis->n_places + 1, int);
}

/* The ends of all extents across the axis, sorted. */
static int *collect_ends(const Axis *axis, Arena *arena, int *n)
{
    int *ends = NEW_ARRAY(arena, 2 * axis->obstacles.n + 1, int);
    int n_ends = 0;
    for (int i = 0; i < axis->obstacles.n; i++) {
        ends[n_ends++] = axis->obstacles.items[i].from;
        ends[n_ends++] = axis->obstacles.items[i].to;
    }
    *n = sort_values(ends, n_ends, 0);
    return ends;
}

/* Lists of items by place: first[place], then next[item], until NONE. */
typedef struct {
    int *first, *next;
} ByPlace;

static ByPlace new_lists(Arena *a, int n_places, int n_items)
{
    return (ByPlace){em_new_nones(a, n_places), NEW_ARRAY(a, n_items + 1, int)};
}

static void add_item(ByPlace *lists, int place, int item)
{
    lists->next[item] = lists->first[place];
    lists->first[place] = item;
}

static int place_of(const Axis *axis, Len at)
{
    return find_value(axis->places, axis->n_places, at);
}

int em_axis_cell(const Axis *axis, Len place)
{
    return axis->n_places ? axis->cells[place_of(axis, place)] : 0;
}

void em_axis_fit(Axis *axis, Arena *arena)
{
    int n_ends;

    collect_places(axis, arena);
    const int *ends = collect_ends(axis, arena, &n_ends);
    Profile profile = new_profile(arena, n_ends);
    ByPlace obstacles = new_lists(arena, axis->n_places, axis->obstacles.n);
    ByPlace stretches = new_lists(arena, axis->n_places, axis->stretches.n);

    for (int i = axis->obstacles.n - 1; i >= 0; i--) {
        Obstacle *o = &axis->obstacles.items[i];
        o->from = find_value(ends, n_ends, o->from);
        o->to = find_value(ends, n_ends, o->to);
        add_item(&obstacles, place_of(axis, o->at), i);
    }
    for (int i = axis->stretches.n - 1; i >= 0; i--)
        add_item(&stretches, place_of(axis, axis->stretches.items[i].to), i);

    for (int p = 0; p < axis->n_places; p++) {
        int cell = p ? axis->cells[p - 1] : 0;
        for (int i = stretches.first[p]; i != NONE; i = stretches.next[i]) {
            const Stretch *s = &axis->stretches.items[i];
            int from = place_of(axis, s->from);
            if (from < p)
                cell = MAX(cell, axis->cells[from] + s->cells);
        }
        for (int i = obstacles.first[p]; i != NONE; i = obstacles.next[i]) {
            const Obstacle *o = &axis->obstacles.items[i];
            cell = MAX(cell, free_cell(&profile, o->from, o->to));
        }
        axis->cells[p] = cell;
        for (int i = obstacles.first[p]; i != NONE; i = obstacles.next[i]) {
            const Obstacle *o = &axis->obstacles.items[i];
            raise_range(&profile, o->from, o->to, cell + o->cells + o->gap);
        }
    }
}
