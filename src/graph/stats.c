/*
 * What a reader's eye finds in a drawing, in numbers: crossings, lengths,
 * bends, what is hidden. It only looks at what is drawn, so it serves to
 * compare drawings of any origin, and promises of layout/ are counted here as
 * if nobody had made them.
 *
 * Pieces of lines are swept from left to right, each compared with those that
 * reach as far; boxes, labels and lines are compared all with all, behind a
 * look at what surrounds them. This is meant for people and tests, not for
 * every run.
 */
#include "graph/graph.h"

#include <limits.h>
#include <stdlib.h>

enum {
    CLOSE = 5 * PX,     /* nearer lines are hard to tell apart */
    ALIKE = PX * 3 / 4, /* so near, they look like one */
    SEEN = PX / 2,      /* what is shorter is not seen */
    JOG = 6 * PX,       /* a shorter piece between two bends is a jog */
    PAGE_W = 1600 * PX,
    PAGE_H = 1000 * PX
};

typedef struct {
    Point *points; /* without repeated ones and those within straight lines */
    int n;
    Rect around;
} Path;

/* A piece of a path. */
typedef struct {
    int path, at; /* from points[at] on */
    bool upright;
    Len l, r, t, b;
} Stroke;

/* Two paths in one place: crossing there or only touching. */
typedef struct {
    int a, b;
    int64_t qx, qy; /* in quarters of px, rounded */
    int order;      /* of discovery */
    bool crosses;
    Point at; /* in px, rounded */
} Meeting;

typedef struct {
    const Graph *g;
    Arena *arena;
    GraphStats *out;
    Path *paths;
    Stroke *strokes;
    int n_strokes;
    ARRAY_OF(Meeting) meetings;
} Count;

static Len distance(Point a, Point b)
{
    return abs(a.x - b.x) + abs(a.y - b.y);
}

static bool is_straight(Point a, Point b, Point c)
{
    return (a.x == b.x && b.x == c.x && (b.y > a.y) == (c.y > b.y)) ||
           (a.y == b.y && b.y == c.y && (b.x > a.x) == (c.x > b.x));
}

static Path clean_path(const Edge *e, Arena *arena)
{
    Path p = {.points = NEW_ARRAY(arena, e->n_points + 1, Point)};
    Len l = INT_MAX, t = INT_MAX, r = INT_MIN, b = INT_MIN;

    for (int i = 0; i < e->n_points; i++) {
        Point q = e->points[i];
        l = MIN(l, q.x);
        r = MAX(r, q.x);
        t = MIN(t, q.y);
        b = MAX(b, q.y);
        if (p.n > 0 && distance(p.points[p.n - 1], q) == 0)
            continue;
        if (p.n > 1 && is_straight(p.points[p.n - 2], p.points[p.n - 1], q))
            p.n--;
        p.points[p.n++] = q;
    }
    if (p.n > 0)
        p.around = (Rect){l, t, r - l, b - t};
    return p;
}

static int by_left(const void *a, const void *b)
{
    const Stroke *p = a, *q = b;
    if (p->l != q->l)
        return p->l < q->l ? -1 : 1;
    if (p->t != q->t)
        return p->t < q->t ? -1 : 1;
    if (p->path != q->path)
        return p->path < q->path ? -1 : 1;
    return (p->at > q->at) - (p->at < q->at);
}

static void list_strokes(Count *c)
{
    int n = 0;
    for (int i = 0; i < c->g->edges.n; i++)
        n += MAX(c->paths[i].n - 1, 0);
    c->strokes = NEW_ARRAY(c->arena, n + 1, Stroke);
    c->n_strokes = n;
    n = 0;
    for (int i = 0; i < c->g->edges.n; i++) {
        const Path *p = &c->paths[i];
        for (int k = 0; k + 1 < p->n; k++) {
            Point a = p->points[k], b = p->points[k + 1];
            c->strokes[n++] = (Stroke){i,
                                       k,
                                       a.x == b.x,
                                       MIN(a.x, b.x),
                                       MAX(a.x, b.x),
                                       MIN(a.y, b.y),
                                       MAX(a.y, b.y)};
        }
    }
    if (n > 0)
        qsort(c->strokes, (size_t)n, sizeof *c->strokes, by_left);
}

static bool is_same_end(const EdgeEnd *a, const EdgeEnd *b)
{
    return a->node == b->node && a->container == b->container;
}

static bool share_a_box(const Graph *g, int a, int b)
{
    const Edge *e = &g->edges.items[a], *f = &g->edges.items[b];
    return is_same_end(&e->from, &f->from) || is_same_end(&e->from, &f->to) ||
           is_same_end(&e->to, &f->from) || is_same_end(&e->to, &f->to);
}

/* Two strokes that run the same way: how long beside each other? */
static void count_parallel(Count *c, const Stroke *s, const Stroke *o)
{
    Len apart = s->upright ? abs(s->l - o->l) : abs(s->t - o->t);
    Len lo = s->upright ? MAX(s->t, o->t) : MAX(s->l, o->l);
    Len hi = s->upright ? MIN(s->b, o->b) : MIN(s->r, o->r);

    if (apart >= CLOSE || hi - lo <= SEEN)
        return;
    if (apart > ALIKE)
        c->out->close_len += hi - lo;
    else if (share_a_box(c->g, s->path, o->path))
        c->out->shared_len += hi - lo;
    else
        c->out->overlap_len += hi - lo;
}

/* The two ways a path leaves a point: to points[way[0]] and points[way[1]]. */
static bool find_ways(const Path *p, const Stroke *s, Point at, Point way[2])
{
    int i = s->at;
    bool first = distance(at, p->points[i]) == 0;
    bool last = distance(at, p->points[i + 1]) == 0;
    if ((first && i == 0) || (last && i + 2 == p->n))
        return false; /* a line's end */
    way[0] = p->points[first ? i - 1 : i];
    way[1] = p->points[last ? i + 2 : i + 1];
    return true;
}

/* Which way a point lies: 0 to 3, counterclockwise on the screen. */
static int heading(Point from, Point to)
{
    if (from.y == to.y)
        return to.x > from.x ? 0 : 2;
    return to.y < from.y ? 1 : 3;
}

/* Do two paths change sides in a point? Not when one runs along the other. */
static bool change_sides(Point at, const Point a[2], const Point b[2])
{
    int base = heading(at, a[0]), far = (heading(at, a[1]) - base + 4) % 4;
    int p = (heading(at, b[0]) - base + 4) % 4;
    int q = (heading(at, b[1]) - base + 4) % 4;
    if (p == 0 || q == 0 || p == far || q == far)
        return false;
    return (p < far) != (q < far);
}

static int64_t round_to(Len v, int unit)
{
    int64_t twice = 2 * (int64_t)v + unit;
    int64_t q = twice / (2 * (int64_t)unit);
    return q * 2 * unit > twice ? q - 1 : q;
}

/* A level and an upright stroke of two paths. */
static void count_meeting(Count *c, const Stroke *s, const Stroke *o)
{
    const Stroke *level = s->upright ? o : s, *up = s->upright ? s : o;
    Point at = {up->l, level->t}, a[2], b[2];
    if (at.x < level->l || at.x > level->r || at.y < up->t || at.y > up->b)
        return;
    bool through = find_ways(&c->paths[s->path], s, at, a) &&
                   find_ways(&c->paths[o->path], o, at, b);
    *PUSH(c->arena, &c->meetings) =
        (Meeting){MIN(s->path, o->path),
                  MAX(s->path, o->path),
                  round_to(at.x, PX / 4),
                  round_to(at.y, PX / 4),
                  c->meetings.n,
                  through && change_sides(at, a, b),
                  {(Len)round_to(at.x, PX), (Len)round_to(at.y, PX)}};
}

static void compare_strokes(Count *c)
{
    int *active = NEW_ARRAY(c->arena, c->n_strokes + 1, int);
    int n = 0;

    for (int i = 0; i < c->n_strokes; i++) {
        const Stroke *s = &c->strokes[i];
        int kept = 0;
        for (int k = 0; k < n; k++) {
            const Stroke *o = &c->strokes[active[k]];
            if (o->r < s->l - CLOSE)
                continue;
            active[kept++] = active[k];
            if (o->path == s->path || o->b < s->t - CLOSE ||
                s->b < o->t - CLOSE)
                continue;
            if (s->upright == o->upright)
                count_parallel(c, s, o);
            else
                count_meeting(c, s, o);
        }
        n = kept;
        active[n++] = i;
    }
}

static int by_pair(const void *a, const void *b)
{
    const Meeting *p = a, *q = b;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    if (p->b != q->b)
        return p->b < q->b ? -1 : 1;
    if (p->qx != q->qx)
        return p->qx < q->qx ? -1 : 1;
    if (p->qy != q->qy)
        return p->qy < q->qy ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

static int by_place(const void *a, const void *b)
{
    const Point *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    return (p->y > q->y) - (p->y < q->y);
}

/* A bend that lies on another line is met by two strokes, but counts once. */
static void count_crossings(Count *c)
{
    Meeting *m = c->meetings.items;
    int n = c->meetings.n;
    Point *places = NEW_ARRAY(c->arena, n + 1, Point);
    int n_places = 0;

    if (n > 0)
        qsort(m, (size_t)n, sizeof *m, by_pair);
    for (int i = 0; i < n; i++) {
        bool again = i > 0 && m[i].a == m[i - 1].a && m[i].b == m[i - 1].b &&
                     m[i].qx == m[i - 1].qx && m[i].qy == m[i - 1].qy;
        if (!again && m[i].crosses)
            places[n_places++] = m[i].at;
    }
    c->out->crossings = n_places;
    if (n_places > 0)
        qsort(places, (size_t)n_places, sizeof *places, by_place);
    for (int i = 0; i < n_places; i++)
        c->out->cross_points +=
            i == 0 || distance(places[i], places[i - 1]) > 0;
}

/* How much of a path is inside a box. */
static int64_t length_inside(const Path *p, Rect box)
{
    int64_t sum = 0;
    for (int k = 0; k + 1 < p->n && box.w > 0 && box.h > 0; k++) {
        Point a = p->points[k], b = p->points[k + 1];
        Len l = MAX(MIN(a.x, b.x), box.x),
            r = MIN(MAX(a.x, b.x), em_right(box));
        Len t = MAX(MIN(a.y, b.y), box.y),
            u = MIN(MAX(a.y, b.y), em_bottom(box));
        if (r >= l && u >= t)
            sum += (int64_t)(r - l) + (u - t);
    }
    return sum;
}

static bool are_near(Rect a, Rect b)
{
    return a.x - CLOSE <= em_right(b) && b.x - CLOSE <= em_right(a) &&
           a.y - CLOSE <= em_bottom(b) && b.y - CLOSE <= em_bottom(a);
}

/* True when more than half a pixel of two boxes overlaps each way. */
static bool overlap(Rect a, Rect b)
{
    return MIN(em_right(a), em_right(b)) - MAX(a.x, b.x) > SEEN &&
           MIN(em_bottom(a), em_bottom(b)) - MAX(a.y, b.y) > SEEN;
}

static void count_boxes(Count *c)
{
    const Graph *g = c->g;
    GraphStats *out = c->out;

    for (int n = 0; n < g->nodes.n; n++) {
        Rect box = em_node_box(&g->nodes.items[n]);
        for (int m = 0; m < n; m++)
            out->node_node += overlap(box, em_node_box(&g->nodes.items[m]));
        for (int i = 0; i < g->edges.n; i++) {
            const Edge *e = &g->edges.items[i];
            const Path *p = &c->paths[i];
            if (!are_near(p->around, box))
                continue;
            bool own = e->from.node == n || e->to.node == n;
            int64_t through =
                length_inside(p, em_rect_grow(box, own ? -3 * PX : -PX));
            if (own)
                out->edge_own += through > 2 * PX;
            else if (through > SEEN)
                out->edge_node++;
            else
                out->hug_len += length_inside(p, em_rect_grow(box, CLOSE));
        }
    }
}

static void count_label(Count *c, int edge)
{
    const Graph *g = c->g;
    Rect box = g->edges.items[edge].label_box;
    Rect inside = em_rect_grow(box, -PX);

    for (int n = 0; n < g->nodes.n; n++)
        c->out->label_node += overlap(box, em_node_box(&g->nodes.items[n]));
    for (int i = 0; i < edge; i++) {
        Rect other = g->edges.items[i].label_box;
        c->out->label_label += other.w > 0 && overlap(box, other);
    }
    for (int i = 0; i < g->edges.n; i++) {
        const Path *p = &c->paths[i];
        c->out->label_edge += i != edge && are_near(p->around, box) &&
                              length_inside(p, inside) > SEEN;
    }
}

static bool misses_row(const Graph *g, const EdgeEnd *end, Point at)
{
    int row = end->row == NONE ? end->left_row - 1 : end->row;
    if (end->node == NONE || row == NONE)
        return false;
    const Node *n = &g->nodes.items[end->node];
    return !em_is_at_row(n, row, at.y) ||
           MIN(abs(at.x - n->x), abs(at.x - n->x - n->w)) > 2 * PX;
}

static Point middle(Rect r)
{
    return (Point){r.x + r.w / 2, r.y + r.h / 2};
}

static bool leads_back(const Graph *g, const Edge *e, Direction way)
{
    Point a = middle(em_end_box(g, &e->from)),
          b = middle(em_end_box(g, &e->to));
    switch (way) {
    case DIR_AUTO:
    case DIR_RIGHT: return b.x < a.x - PX;
    case DIR_LEFT: return b.x > a.x + PX;
    case DIR_DOWN: return b.y < a.y - PX;
    case DIR_UP: return b.y > a.y + PX;
    }
    return false;
}

static void count_shape(Count *c, const Edge *e, const Path *p)
{
    for (int k = 0; k + 1 < p->n; k++) {
        Len d = distance(p->points[k], p->points[k + 1]);
        c->out->length += d;
        c->out->jogs += k > 0 && k + 2 < p->n && d < JOG;
    }
    c->out->bends += MAX(p->n - 2, 0);
    if (p->n < 2)
        return;
    c->out->port_miss += misses_row(c->g, &e->from, p->points[0]) +
                         misses_row(c->g, &e->to, p->points[p->n - 1]);
}

/* The page: what is drawn, not what is claimed. */
static void measure_page(Count *c)
{
    const Graph *g = c->g;
    Rect all = {0};
    int64_t filled = 0;
    bool any = false;

    for (int i = 0; i < g->nodes.n; i++) {
        Rect box = em_node_box(&g->nodes.items[i]);
        all = any ? em_rect_around(all, box) : box;
        any = true;
        filled += (int64_t)box.w * box.h;
    }
    for (int i = 0; i < g->edges.n && any; i++) {
        Rect label = g->edges.items[i].label_box;
        if (c->paths[i].n > 0)
            all = em_rect_around(all, c->paths[i].around);
        if (label.w > 0)
            all = em_rect_around(all, label);
    }
    c->out->w = MAX(all.w, PX);
    c->out->h = MAX(all.h, PX);
    c->out->filled = filled;
}

GraphStats em_graph_stats(const Graph *g, Direction way, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    GraphStats out = {0};
    Count c = {.g = g, .arena = scratch, .out = &out};

    c.paths = NEW_ARRAY(scratch, g->edges.n + 1, Path);
    for (int i = 0; i < g->edges.n; i++)
        c.paths[i] = clean_path(&g->edges.items[i], scratch);
    list_strokes(&c);
    compare_strokes(&c);
    count_crossings(&c);
    count_boxes(&c);
    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        bool loop = is_same_end(&e->from, &e->to);
        count_shape(&c, e, &c.paths[i]);
        out.back += !loop && leads_back(g, e, way);
        if (e->label_box.w > 0)
            count_label(&c, i);
        else
            out.label_missing += e->label.w > 0;
    }
    measure_page(&c);
    em_arena_rewind(scratch, mark);
    return out;
}

typedef struct {
    Str name;
    int64_t value, scale; /* value / scale is printed */
} Number;

void em_graph_put_stats(Buf *b, const GraphStats *s, bool json)
{
    int64_t area = (int64_t)s->w * s->h;
    int64_t wide = (int64_t)s->w * 1000 / PAGE_W;
    int64_t high = (int64_t)s->h * 1000 / PAGE_H;
    const Number numbers[] = {
        {STR("crossings"), s->crossings, 1},
        {STR("cross_points"), s->cross_points, 1},
        {STR("edge_node"), s->edge_node, 1},
        {STR("edge_own"), s->edge_own, 1},
        {STR("node_node"), s->node_node, 1},
        {STR("overlap_len"), s->overlap_len, PX},
        {STR("shared_len"), s->shared_len, PX},
        {STR("close_len"), s->close_len, PX},
        {STR("hug_len"), s->hug_len, PX},
        {STR("label_node"), s->label_node, 1},
        {STR("label_label"), s->label_label, 1},
        {STR("label_edge"), s->label_edge, 1},
        {STR("label_missing"), s->label_missing, 1},
        {STR("length"), s->length, PX},
        {STR("bends"), s->bends, 1},
        {STR("jogs"), s->jogs, 1},
        {STR("port_miss"), s->port_miss, 1},
        {STR("back"), s->back, 1},
        {STR("width"), s->w, PX},
        {STR("height"), s->h, PX},
        {STR("area"), area, (int64_t)PX * PX},
        {STR("page_zoom"), MAX(wide, high), 1000},
        {STR("fill"), s->filled * 100 / (area / 10 + 1), 1000},
    };
    for (int i = 0; i < COUNT(numbers); i++) {
        const Number *n = &numbers[i];
        if (json)
            PUT(b, i ? STR(",\"") : STR("{\""), n->name, STR("\":"));
        else
            PUT(b, n->name, STR(" "));
        em_put_fixed(b, n->value, n->scale, 3);
        PUT(b, json ? STR("") : STR("\n"));
    }
    if (json)
        PUT(b, STR("}"));
}
