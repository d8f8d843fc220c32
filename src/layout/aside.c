/*
 * Headings of containers step aside for lines.
 *
 * A heading at the top or bottom moves sideways, and one at a side up or down,
 * to the place nearest to its own that no piece of a line runs through. If
 * there is none, it stays, and covers what runs through it.
 *
 *   needs  boxes of containers, routes
 *   gives  title_shift, crossed
 *   keeps  everything else
 */
#include "layout/level.h"

#include "base/geom.h"

enum {
    CLEAR = 6 * PX,      /* from a heading to a line */
    PAD = 12 * PX,       /* from a heading to the corners */
    MAX_LOOKS = 20000000 /* at pieces; later headings stay */
};

static Rect swap_rect(Rect r)
{
    return (Rect){r.y, r.x, r.h, r.w};
}

/* True when an upright piece runs through a band, or near its ends. */
static bool runs_through(Point a, Point b, Rect band)
{
    return a.x == b.x && a.x > band.x - CLEAR && a.x < em_right(band) + CLEAR &&
           MIN(a.y, b.y) < em_bottom(band) && MAX(a.y, b.y) > band.y;
}

/* The upright (level, if swapped) pieces that run through a band, in order. */
static int find_lines(const Graph *g, Rect band, bool swapped, SortKey *keys)
{
    int n = 0;

    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        for (int k = 0; k + 1 < e->n_points; k++) {
            Point a = e->points[k], b = e->points[k + 1];
            a = swapped ? (Point){a.y, a.x} : a;
            b = swapped ? (Point){b.y, b.x} : b;
            if (!runs_through(a, b, band))
                continue;
            keys[n] = (SortKey){a.x, n};
            n++;
        }
    }
    em_sort_keys(keys, n);
    return n;
}

/* The free place nearest to where the heading is; its x, in *best. */
static bool find_place(Rect heading, Rect band, const SortKey *lines, int n,
                       Len *best)
{
    bool found = false;

    for (int i = 0; i <= n; i++) {
        Len lo = i == 0 ? band.x : (Len)lines[i - 1].key + CLEAR;
        Len hi = i == n ? em_right(band) : (Len)lines[i].key - CLEAR;
        Len x = MAX(lo, MIN(heading.x, hi - heading.w));
        if (hi - heading.w < lo ||
            (found && em_abs(x - heading.x) >= em_abs(*best - heading.x)))
            continue;
        *best = x;
        found = true;
    }
    return found;
}

/* True when a heading is at the left or right side. */
static bool is_at_side(Position p)
{
    return p.x == -2 || p.x == 2 ||
           (p.kind == PLACE_INSIDE && p.y == 0 && p.x != 0);
}

static void step_aside(const Graph *g, Container *c, SortKey *keys)
{
    Rect heading = em_container_heading(c), band = em_container_title(c);
    bool at_side = is_at_side(c->title_place);

    if (at_side || c->title_place.kind == PLACE_OUTSIDE ||
        c->title_place.kind == PLACE_BORDER)
        band = em_container_body(c);
    if (at_side) {
        heading = swap_rect(heading);
        band = swap_rect(band);
    }
    /* along the band, but no nearer to its ends than it is */
    Len pad = MIN(heading.x - band.x, em_right(band) - em_right(heading));
    pad = MAX(0, MIN(PAD, pad));
    band = (Rect){band.x + pad, heading.y, band.w - 2 * pad, heading.h};
    int n = find_lines(g, band, at_side, keys);
    Len to = heading.x;
    c->crossed = !find_place(heading, band, keys, n, &to) && n > 0;
    Len by = to - heading.x;
    c->title_shift = at_side ? (Point){0, by} : (Point){by, 0};
}

void em_place_headings(Graph *g, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int n_pieces = 0, looks = 0;

    for (int i = 0; i < g->edges.n; i++)
        n_pieces += g->edges.items[i].n_points;
    SortKey *keys = NEW_ARRAY(scratch, n_pieces + 1, SortKey);
    for (int i = 0; i < g->containers.n && looks < MAX_LOOKS; i++) {
        Container *c = &g->containers.items[i];
        c->title_shift = (Point){0, 0};
        c->crossed = false;
        if (em_container_heading(c).w > 0) {
            step_aside(g, c, keys);
            looks += n_pieces;
        }
    }
    em_arena_rewind(scratch, mark);
}
