/*
 * Checks of what layout promises, without a word of how it gets there.
 *
 *   boxes   the members of a container lie in it, and what lies side by side
 *           (members of one container, or of the page) does not meet; hence no
 *           two boxes meet unless one holds the other
 *   ends    each route is made of level and upright pieces, begins and ends on
 *           its boxes, at its rows' heights, and leaves them at right angles
 *   labels  lie on a piece of their own line, clear of nodes, of other labels,
 *           and of the titles of containers
 *   lines   touch no node but where they end, no label but their own, and no
 *           container but to get out of, or into, those that hold one end
 *   apart   no two routes lie on each other (line_check.c)
 *
 * Sweeps keep this near linear in what is drawn.
 */
#include "graph/check.h"

#include "graph/sweep.h"

#include <stdlib.h>

typedef enum { BOX_NODE, BOX_CONTAINER, BOX_LABEL, BOX_TITLE } BoxKind;

/* Deeper containers are not compared with lines: that would cost depth times
 * lines. */
enum { MAX_DEPTH_CHECKED = 64 };

typedef ARRAY_OF(SweepBox) Boxes;

typedef struct {
    const Graph *g;
    Buf *why;
    Arena *arena;
    SweepLine *lines;
    int n_lines;
} Check;

static Str box_name(const Check *c, const SweepBox *b)
{
    switch ((BoxKind)b->kind) {
    case BOX_NODE: return em_node_name(c->g, b->index, c->arena);
    case BOX_CONTAINER: return em_container_name(c->g, b->index, c->arena);
    case BOX_LABEL:
        return JOIN(c->arena, STR("the label of "),
                    em_edge_name(c->g, b->index, c->arena));
    case BOX_TITLE:
        return JOIN(c->arena, STR("the title of "),
                    em_container_name(c->g, b->index, c->arena));
    }
    return STR("");
}

static bool boxes_are_disjoint(Check *c, const SweepBox *boxes, int n)
{
    int pair[2];
    if (n < 2 || em_sweep_disjoint(boxes, n, c->arena, pair))
        return true;
    return WRONG(c->why, box_name(c, &boxes[pair[0]]), STR(" meets "),
                 box_name(c, &boxes[pair[1]]));
}

static bool is_inside(Rect r, Rect outer)
{
    return r.x >= outer.x && r.y >= outer.y && em_right(r) <= em_right(outer) &&
           em_bottom(r) <= em_bottom(outer);
}

/* The container that a node or container is directly in, or NONE. */
static int parent_of(const Graph *g, const SweepBox *b)
{
    return b->kind == BOX_NODE ? g->nodes.items[b->index].container
                               : g->containers.items[b->index].parent;
}

static bool box_is_in_parent(Check *c, const SweepBox *b)
{
    int parent = parent_of(c->g, b);
    Rect outer = parent == NONE ? (Rect){0, 0, c->g->w, c->g->h}
                                : c->g->containers.items[parent].box;
    if (b->box.w <= 0 || b->box.h <= 0)
        return WRONG(c->why, box_name(c, b), STR(" has no size"));
    if (is_inside(b->box, outer))
        return true;
    return WRONG(c->why, box_name(c, b), STR(" is not within "),
                 parent == NONE ? STR("the drawing")
                                : em_container_name(c->g, parent, c->arena));
}

static void add_box(Check *c, Boxes *boxes, Rect r, BoxKind kind, int index)
{
    *PUSH(c->arena, boxes) = (SweepBox){r, (int)kind, index};
}

static Boxes all_boxes(Check *c)
{
    Boxes all = {0};
    for (int i = 0; i < c->g->nodes.n; i++)
        add_box(c, &all, em_node_box(&c->g->nodes.items[i]), BOX_NODE, i);
    for (int i = 0; i < c->g->containers.n; i++)
        add_box(c, &all, c->g->containers.items[i].box, BOX_CONTAINER, i);
    return all;
}

/* Boxes of the same parent follow each other: counting sort. */
static SweepBox *by_parent(Check *c, const Boxes *all, int *start)
{
    const Graph *g = c->g;
    SweepBox *sorted = NEW_ARRAY(c->arena, all->n, SweepBox);
    int *next = NEW_ARRAY(c->arena, g->containers.n + 2, int);

    for (int i = 0; i < all->n; i++)
        next[parent_of(g, &all->items[i]) + 2]++;
    for (int p = 1; p < g->containers.n + 2; p++)
        next[p] += next[p - 1];
    for (int p = 0; p < g->containers.n + 2; p++)
        start[p] = next[p];
    for (int i = 0; i < all->n; i++)
        sorted[next[parent_of(g, &all->items[i]) + 1]++] = all->items[i];
    return sorted;
}

static bool boxes_are_placed(Check *c)
{
    Boxes all = all_boxes(c);
    int parents = c->g->containers.n + 1; /* the page is the first */
    int *start = NEW_ARRAY(c->arena, parents + 1, int);
    SweepBox *sorted = by_parent(c, &all, start);

    for (int i = 0; i < all.n; i++)
        if (!box_is_in_parent(c, &all.items[i]))
            return false;
    for (int p = 0; p < parents; p++)
        if (!boxes_are_disjoint(c, sorted + start[p], start[p + 1] - start[p]))
            return false;
    return true;
}

/* True when p is on the side of r that looks the way (dx, dy), not at its
 * corners. */
static bool is_on_side(Rect r, Point p, int dx, int dy)
{
    if (dx)
        return p.x == (dx < 0 ? r.x : em_right(r)) && p.y > r.y &&
               p.y < em_bottom(r);
    return p.y == (dy < 0 ? r.y : em_bottom(r)) && p.x > r.x &&
           p.x < em_right(r);
}

static int sign(Len v)
{
    return (v > 0) - (v < 0);
}

/* True when the end's container holds the other end: the line goes inwards. */
static bool goes_inwards(const Graph *g, const EdgeEnd *end,
                         const EdgeEnd *other)
{
    if (end->container == NONE || other->container == end->container)
        return false;
    int inner = other->node != NONE ? g->nodes.items[other->node].container
                                    : other->container;
    return em_container_holds(g, end->container, inner);
}

/* at: where the line ends; next: the point before it on the line. */
static bool end_is_placed(const Graph *g, const EdgeEnd *end,
                          const EdgeEnd *other, Point at, Point next)
{
    int way = goes_inwards(g, end, other) ? -1 : 1;
    int dx = way * sign(next.x - at.x), dy = way * sign(next.y - at.y);

    if (!is_on_side(em_end_box(g, end), at, dx, dy))
        return false;
    return end->row == NONE ||
           (dx != 0 &&
            em_is_at_row(&g->nodes.items[end->node], end->row, at.y));
}

static bool is_orthogonal(const Edge *e)
{
    for (int i = 0; i + 1 < e->n_points; i++) {
        Point a = e->points[i], b = e->points[i + 1];
        if ((a.x == b.x) == (a.y == b.y))
            return false;
    }
    return e->n_points >= 2;
}

static bool is_on_page(const Graph *g, const Edge *e)
{
    for (int i = 0; i < e->n_points; i++) {
        Point p = e->points[i];
        if (p.x < 0 || p.y < 0 || p.x > g->w || p.y > g->h)
            return false;
    }
    return true;
}

static bool route_is_placed(Check *c, int i)
{
    const Edge *e = &c->g->edges.items[i];
    int last = e->n_points - 1;

    if (e->straight)
        return last == 1 || WRONG(c->why, em_edge_name(c->g, i, c->arena),
                                  STR(" is not one straight piece"));
    if (!is_orthogonal(e))
        return WRONG(c->why, em_edge_name(c->g, i, c->arena),
                     STR(" has no route of level and upright pieces"));
    if (!is_on_page(c->g, e))
        return WRONG(c->why, em_edge_name(c->g, i, c->arena),
                     STR(" leaves the drawing"));
    if (!end_is_placed(c->g, &e->from, &e->to, e->points[0], e->points[1]))
        return WRONG(c->why, em_edge_name(c->g, i, c->arena),
                     STR(" does not begin at its box as it should"));
    if (!end_is_placed(c->g, &e->to, &e->from, e->points[last],
                       e->points[last - 1]))
        return WRONG(c->why, em_edge_name(c->g, i, c->arena),
                     STR(" does not end at its box as it should"));
    return true;
}

/* True when p is on the route, or up to `slack` beside it. */
static bool is_on_route(const Edge *e, Point p, Len slack)
{
    for (int i = 0; i + 1 < e->n_points; i++) {
        Point a = e->points[i], b = e->points[i + 1];
        if (p.x >= MIN(a.x, b.x) - slack && p.x <= MAX(a.x, b.x) + slack &&
            p.y >= MIN(a.y, b.y) - slack && p.y <= MAX(a.y, b.y) + slack)
            return true;
    }
    return false;
}

static bool label_is_on_line(Check *c, int i)
{
    const Edge *e = &c->g->edges.items[i];
    Rect r = e->label_box;
    Str name = em_edge_name(c->g, i, c->arena);

    if (e->label.w == 0)
        return r.w == 0 || WRONG(c->why, name, STR(" has a box and no label"));
    if (r.w == 0)
        return is_on_route(e, e->label_dot, 0) ||
               WRONG(c->why, name, STR(" has its label's dot off its line"));
    if (r.w < e->label.w || r.h < e->label.h || r.h <= 0)
        return WRONG(c->why, name, STR(" has a box too small for its label"));
    if (!is_inside(r, (Rect){0, 0, c->g->w, c->g->h}))
        return WRONG(c->why, name, STR(" has its label off the drawing"));
    Point centre = {r.x + r.w / 2, r.y + r.h / 2};
    return is_on_route(e, centre, PX) ||
           WRONG(c->why, name, STR(" has its label off its line"));
}

/* What a label may not be drawn on: labels, nodes, titles. */
static bool labels_are_placed(Check *c)
{
    const Graph *g = c->g;
    Boxes solid = {0};

    for (int i = 0; i < g->edges.n; i++) {
        if (g->edges.items[i].straight)
            continue;
        if (!label_is_on_line(c, i))
            return false;
        if (g->edges.items[i].label_box.w)
            add_box(c, &solid, g->edges.items[i].label_box, BOX_LABEL, i);
    }
    for (int i = 0; i < g->nodes.n; i++)
        add_box(c, &solid, em_node_box(&g->nodes.items[i]), BOX_NODE, i);
    for (int i = 0; i < g->containers.n; i++) {
        Rect title = em_container_title(&g->containers.items[i]);
        if (title.h)
            add_box(c, &solid, title, BOX_TITLE, i);
    }
    return boxes_are_disjoint(c, solid.items, solid.n);
}

static void collect_lines(Check *c)
{
    int n = 0;
    for (int i = 0; i < c->g->edges.n; i++)
        n += MAX(c->g->edges.items[i].n_points - 1, 0);
    c->lines = NEW_ARRAY(c->arena, n, SweepLine);
    for (int i = 0; i < c->g->edges.n; i++) {
        const Edge *e = &c->g->edges.items[i];
        for (int k = 0; !e->straight && k + 1 < e->n_points; k++)
            c->lines[c->n_lines++] =
                (SweepLine){e->points[k], e->points[k + 1], i, k};
    }
}

static bool line_hits(Check *c, const SweepBox *box, const SweepLine *line)
{
    PUT(c->why, em_edge_name(c->g, line->edge, c->arena), STR(" runs into "),
        box_name(c, box), STR(" between "));
    em_put_len(c->why, line->a.x);
    em_put(c->why, STR(","));
    em_put_len(c->why, line->a.y);
    em_put(c->why, STR(" and "));
    em_put_len(c->why, line->b.x);
    em_put(c->why, STR(","));
    em_put_len(c->why, line->b.y);
    return false;
}

/* The part of a line in a box, borders included; there is one. */
static Rect common_part(Rect r, const SweepLine *l)
{
    Len x0 = MAX(r.x, MIN(l->a.x, l->b.x)), y0 = MAX(r.y, MIN(l->a.y, l->b.y));
    Len x1 = MIN(em_right(r), MAX(l->a.x, l->b.x));
    Len y1 = MIN(em_bottom(r), MAX(l->a.y, l->b.y));
    return (Rect){x0, y0, x1 - x0, y1 - y0};
}

/* True when line meets the box in a single point, which is the end of its
 * edge there. */
static bool only_ends_there(const Graph *g, const SweepBox *box,
                            const SweepLine *line)
{
    const Edge *e = &g->edges.items[line->edge];
    Rect part = common_part(box->box, line);
    int node = box->kind == BOX_NODE ? box->index : NONE;
    int container = box->kind == BOX_CONTAINER ? box->index : NONE;
    Point at = {part.x, part.y};

    if (part.w || part.h)
        return false;
    bool begins = line->piece == 0 && e->from.node == node &&
                  e->from.container == container && at.x == e->points[0].x &&
                  at.y == e->points[0].y;
    int last = e->n_points - 1;
    bool ends = line->piece == last - 1 && e->to.node == node &&
                e->to.container == container && at.x == e->points[last].x &&
                at.y == e->points[last].y;
    return begins || ends;
}

static bool hit_node(void *ctx, const SweepBox *box, const SweepLine *line)
{
    Check *c = ctx;
    return only_ends_there(c->g, box, line) || line_hits(c, box, line);
}

static bool runs_inside(Rect r, const SweepLine *l)
{
    return MIN(l->a.x, l->b.x) < em_right(r) && MAX(l->a.x, l->b.x) > r.x &&
           MIN(l->a.y, l->b.y) < em_bottom(r) && MAX(l->a.y, l->b.y) > r.y;
}

static bool hit_label(void *ctx, const SweepBox *box, const SweepLine *line)
{
    Check *c = ctx;
    if (box->index == line->edge || !runs_inside(box->box, line))
        return true;
    return line_hits(c, box, line);
}

/* How many ends of the edge are in the container; its own border is out. */
static int ends_inside(const Graph *g, int container, const Edge *e)
{
    const EdgeEnd *ends[2] = {&e->from, &e->to};
    int inside = 0;
    for (int i = 0; i < 2; i++) {
        int in = ends[i]->node != NONE
                     ? g->nodes.items[ends[i]->node].container
                     : g->containers.items[ends[i]->container].parent;
        inside += in != NONE && em_container_holds(g, container, in);
    }
    return inside;
}

/* True when no point of the line touches the border. */
static bool stays_inside(Rect r, const SweepLine *l)
{
    Rect inner = em_rect_grow(r, -1);
    return l->a.x >= inner.x && l->b.x >= inner.x && l->a.y >= inner.y &&
           l->b.y >= inner.y && l->a.x <= em_right(inner) &&
           l->b.x <= em_right(inner) && l->a.y <= em_bottom(inner) &&
           l->b.y <= em_bottom(inner);
}

/* True when the line runs along one of the sides of r. */
static bool runs_along(Rect r, const SweepLine *l)
{
    Rect part = common_part(r, l);
    if (l->a.x == l->b.x)
        return part.h > 0 && (l->a.x == r.x || l->a.x == em_right(r));
    return part.w > 0 && (l->a.y == r.y || l->a.y == em_bottom(r));
}

static bool hit_container(void *ctx, const SweepBox *box, const SweepLine *line)
{
    Check *c = ctx;
    const Edge *e = &c->g->edges.items[line->edge];
    bool own = e->from.container == box->index || e->to.container == box->index;
    int inside = ends_inside(c->g, box->index, e);
    bool ok;

    if (inside == 1) /* through the border, or from it inwards */
        ok = !runs_along(box->box, line);
    else if (own)
        ok = only_ends_there(c->g, box, line);
    else
        ok = inside == 2 && stays_inside(box->box, line);
    return ok || line_hits(c, box, line);
}

static bool sweep(Check *c, const Boxes *boxes, SweepHit hit)
{
    Sweep s = {boxes->items, boxes->n, c->lines, c->n_lines, hit, c};
    return boxes->n == 0 || em_sweep_lines(&s, c->arena);
}

/* Containers equally deep do not meet; depth by depth they are swept. */
static bool lines_respect_containers(Check *c)
{
    const Graph *g = c->g;
    Boxes *at_depth = NEW_ARRAY(c->arena, MAX_DEPTH_CHECKED, Boxes);
    int *depth = NEW_ARRAY(c->arena, g->containers.n, int);

    /* parents come after their children */
    for (int i = g->containers.n - 1; i >= 0; i--) {
        int parent = g->containers.items[i].parent;
        depth[i] = parent == NONE ? 0 : depth[parent] + 1;
        if (depth[i] < MAX_DEPTH_CHECKED)
            add_box(c, &at_depth[depth[i]], g->containers.items[i].box,
                    BOX_CONTAINER, i);
    }
    for (int d = 0; d < MAX_DEPTH_CHECKED; d++)
        if (!sweep(c, &at_depth[d], hit_container))
            return false;
    return true;
}

static bool lines_are_clear(Check *c)
{
    const Graph *g = c->g;
    Boxes nodes = {0}, labels = {0};

    for (int i = 0; i < g->nodes.n; i++)
        add_box(c, &nodes, em_node_box(&g->nodes.items[i]), BOX_NODE, i);
    for (int i = 0; i < g->edges.n; i++)
        if (g->edges.items[i].label_box.w && !g->edges.items[i].straight)
            add_box(c, &labels, g->edges.items[i].label_box, BOX_LABEL, i);
    collect_lines(c);
    return sweep(c, &nodes, hit_node) && sweep(c, &labels, hit_label) &&
           lines_respect_containers(c);
}

static bool joints_are_placed(Check *c)
{
    for (int i = 0; i < c->g->joints.n; i++) {
        Joint j = c->g->joints.items[i];
        if (j.edge < 0 || j.edge >= c->g->edges.n)
            return WRONG(c->why, STR("a joint names an edge that is not"));
        if (!is_on_route(&c->g->edges.items[j.edge], j.at, 0))
            return WRONG(c->why, STR("a joint is not on the line of "),
                         em_edge_name(c->g, j.edge, c->arena));
    }
    return true;
}

static bool all_is_placed(Check *c)
{
    if (!boxes_are_placed(c))
        return false;
    for (int i = 0; i < c->g->edges.n; i++)
        if (!route_is_placed(c, i))
            return false;
    return labels_are_placed(c) && lines_are_clear(c) &&
           em_routes_are_apart(c->g, c->why) && joints_are_placed(c);
}

bool em_graph_is_placed(const Graph *g, Buf *why)
{
    Mark mark = em_arena_mark(why->arena);
    Check c = {.g = g, .why = why, .arena = why->arena};
    bool ok = all_is_placed(&c);
    if (ok) /* else *why is in this memory */
        em_arena_rewind(why->arena, mark);
    return ok;
}
