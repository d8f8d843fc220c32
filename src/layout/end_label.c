/*
 * Labels of straight lines, and of lines' ends.
 *
 * That of a straight line stands on its middle, or a little before or behind
 * it; that of an end beside the last piece, on either side, at a few distances
 * from the box. The first place that meets nothing is taken; when all meet
 * something, the one that meets the fewest things. Such labels are few, so each
 * looks at everything.
 *
 *   needs  routes and labels of lines
 *   gives  label_box of straight lines, and of ends with a label
 *   keeps  everything else
 */
#include "layout/level.h"

#include "base/geom.h"

enum {
    BESIDE = 9 * PX, /* from the line, clear of its mark */
    STEP = 12 * PX,
    STEPS = 4,
    MAX_LOOKS = 4000 /* labels that look for a free place */
};

typedef struct {
    const Graph *g;
    const Edge *edge;
    bool last; /* the `to` end */
} End;

/* The box of a piece, at least one unit wide. */
static Rect piece_box(Point a, Point b)
{
    return (Rect){MIN(a.x, b.x), MIN(a.y, b.y), em_abs(a.x - b.x) + 1,
                  em_abs(a.y - b.y) + 1};
}

/* A place beside the last piece: on its right or left as seen from the box. */
static Rect candidate(const End *e, const Label *label, int step, bool other)
{
    int n = e->edge->n_points;
    Point at = e->edge->points[e->last ? n - 1 : 0];
    Point next = e->edge->points[e->last ? n - 2 : 1];
    Len from = BESIDE + step * STEP;
    Rect r = {0, 0, label->w, label->h};

    if (em_abs(next.x - at.x) >= em_abs(next.y - at.y)) {
        r.x = next.x > at.x ? at.x + from : at.x - from - r.w;
        r.y = other ? at.y + BESIDE : at.y - BESIDE - r.h;
    } else {
        r.y = next.y > at.y ? at.y + from : at.y - from - r.h;
        r.x = other ? at.x - BESIDE - r.w : at.x + BESIDE;
    }
    return r;
}

/* How many things a place meets; what is around it does not count. */
static int meetings(const Graph *g, Rect r)
{
    int n = 0;
    for (int i = 0; i < g->nodes.n; i++)
        n += em_rects_meet(r, em_node_box(&g->nodes.items[i]));
    for (int i = 0; i < g->containers.n; i++)
        n += em_rects_meet(r, em_container_title(&g->containers.items[i]));
    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        if (e->hidden)
            continue;
        n += e->label_box.w && em_rects_meet(r, e->label_box);
        n += e->from.label_box.w && em_rects_meet(r, e->from.label_box);
        n += e->to.label_box.w && em_rects_meet(r, e->to.label_box);
        for (int k = 0; !e->straight && k + 1 < e->n_points; k++)
            n += em_rects_meet(r, piece_box(e->points[k], e->points[k + 1]));
    }
    return n;
}

static Rect find_place(const End *e, const Label *label, bool looks)
{
    Rect best = candidate(e, label, 0, false);
    int fewest = looks ? meetings(e->g, best) : 0;

    for (int i = 1; i < 2 * STEPS && fewest > 0; i++) {
        Rect r = candidate(e, label, i / 2, i % 2);
        int n = meetings(e->g, r);
        if (n < fewest) {
            fewest = n;
            best = r;
        }
    }
    return best;
}

/* The label's box at some hundredths of a straight line. */
static Rect along_line(const Edge *e, int part)
{
    Point a = e->points[0], b = e->points[1];
    Len x = a.x + (Len)((int64_t)(b.x - a.x) * part / 100);
    Len y = a.y + (Len)((int64_t)(b.y - a.y) * part / 100);
    return (Rect){x - e->label.w / 2, y - e->label.h / 2, e->label.w,
                  e->label.h};
}

static Rect find_straight_place(const Graph *g, const Edge *e, bool looks)
{
    static const int parts[] = {50, 42, 58, 34, 66, 26, 74};
    Rect best = along_line(e, parts[0]);
    int fewest = looks ? meetings(g, best) : 0;

    for (int i = 1; i < COUNT(parts) && fewest > 0; i++) {
        Rect r = along_line(e, parts[i]);
        int n = meetings(g, r);
        if (n < fewest) {
            fewest = n;
            best = r;
        }
    }
    return best;
}

void em_place_end_labels(Graph *g)
{
    int n = 0;
    for (int i = 0; i < g->edges.n; i++) {
        Edge *e = &g->edges.items[i];
        if (e->straight && e->label.w > 0)
            e->label_box = find_straight_place(g, e, n++ < MAX_LOOKS);
    }
    for (int i = 0; i < g->edges.n; i++) {
        Edge *e = &g->edges.items[i];
        EdgeEnd *ends[2] = {&e->from, &e->to};
        for (int k = 0; k < 2 && e->n_points > 1; k++) {
            ends[k]->label_box = (Rect){0};
            if (ends[k]->label.w == 0)
                continue;
            End end = {g, e, k == 1};
            ends[k]->label_box =
                find_place(&end, &ends[k]->label, n++ < MAX_LOOKS);
        }
    }
}
