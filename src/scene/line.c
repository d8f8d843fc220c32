/*
 * Relations: the line with its round corners, the marks at its ends, its
 * label.
 *
 * A solid line is one path together with its marks. Of a dashed one only the
 * marks are solid, so that no gap falls into a mark. Lines that share the last
 * piece into a row are drawn from there on, so that their dashes fall together.
 */
#include "scene/draw.h"

#include <string.h>

/* Handles of a rounded corner: how far before it, in 1/10000 of the radius. */
enum { CORNER_HANDLE = 4477, CORNER_WHOLE = 10000 };

/* Line and mark overlap by this, so that no seam shows between them. */
enum { OVERLAP = PX / 2 };

enum { JOINT_RADIUS = 5 * PX / 2, LABEL_RADIUS = 3 * PX, LABEL_PAD = 4 * PX };

static int sign(Len v)
{
    return (v > 0) - (v < 0);
}

/* The length of a level or upright piece. */
static Len distance(Point a, Point b)
{
    return (a.x > b.x ? a.x - b.x : b.x - a.x) +
           (a.y > b.y ? a.y - b.y : b.y - a.y);
}

/* The place `d` along the piece that goes from a to b. */
static Point towards(Point a, Point b, Len d)
{
    return (Point){a.x + sign(b.x - a.x) * d, a.y + sign(b.y - a.y) * d};
}

static Tip tip_at(MarkKind kind, Point at, Point next)
{
    return (Tip){kind, at, sign(next.x - at.x), sign(next.y - at.y)};
}

/* The points of an edge, read from one end or from the other. */
typedef struct {
    const Edge *edge;
    bool backwards;
    const Map *joints; /* places as keys: corners there are not round */
} Route;

enum { KEY_SIZE = 2 * (int)sizeof(Len) };

/* A place as a key of a map, in the caller's bytes. */
static Str key_of(Point p, char bytes[KEY_SIZE])
{
    memcpy(bytes, &p.x, sizeof p.x);
    memcpy(bytes + sizeof p.x, &p.y, sizeof p.y);
    return (Str){bytes, KEY_SIZE};
}

static bool is_joint(const Map *joints, Point p)
{
    char bytes[KEY_SIZE];
    return joints->entries.n && em_map_find(joints, key_of(p, bytes)) != NONE;
}

/* A route's corner at point i, at most; its pieces may allow less. */
static Len corner_wanted(const Canvas *c, const Map *joints, Point at)
{
    return is_joint(joints, at) ? 0 : c->look->corner;
}

static void add_place(Canvas *c, Map *places, Point p, int value)
{
    char bytes[KEY_SIZE];
    Str key = key_of(p, bytes);
    if (em_map_find(places, key) == NONE)
        em_map_add(places, em_str_copy(c->arena, key), value);
}

static Point point_at(const Route *r, int i)
{
    return r->edge->points[r->backwards ? r->edge->n_points - 1 - i : i];
}

/* What a mark takes from the route's first or last piece. */
static Len taken(const Route *r, bool at_start)
{
    bool from = at_start != r->backwards;
    Len length = em_mark_length(from ? r->edge->from.mark : r->edge->to.mark);
    return MAX(length - OVERLAP, 0);
}

/* How much of the piece before point i its corner may use. */
static Len room_before(const Route *r, int i)
{
    Len piece = distance(point_at(r, i - 1), point_at(r, i));
    if (i == 1)
        return MAX(piece - taken(r, true), 0);
    if (i == r->edge->n_points - 1)
        return MAX(piece - taken(r, false), 0);
    return piece / 2;
}

/* The corner at point i, as round as its pieces allow. */
static void add_corner(Canvas *c, const Route *r, int i, Path *path)
{
    Point before = point_at(r, i - 1), at = point_at(r, i);
    Point after = point_at(r, i + 1);
    Len radius = MIN(corner_wanted(c, r->joints, at),
                     MIN(room_before(r, i), room_before(r, i + 1)));
    Len handle = (Len)((int64_t)radius * CORNER_HANDLE / CORNER_WHOLE);
    bool straight = (before.x == at.x) == (at.x == after.x);

    if (straight)
        return;
    em_line_to(c, path, towards(at, before, radius));
    if (radius > 0)
        em_curve_to(c, path, towards(at, before, handle),
                    towards(at, after, handle), towards(at, after, radius));
}

static void add_route(Canvas *c, const Route *r, Path *path)
{
    int last = r->edge->n_points - 1;
    Point start = point_at(r, 0), end = point_at(r, last);

    em_move_to(c, path, towards(start, point_at(r, 1), taken(r, true)));
    for (int i = 1; i < last; i++)
        add_corner(c, r, i, path);
    em_line_to(c, path, towards(end, point_at(r, last - 1), taken(r, false)));
}

static void draw_line(Canvas *c, const Route *route, const Style *style)
{
    const Edge *e = route->edge;
    int last = e->n_points - 1;
    Path line = {0}, marks = {0}, areas = {0};
    Ink ink = style->has_stroke ? em_ink(c, style->stroke, style->stroke)
                                : em_role_ink(c, ROLE_LINE);
    Paint solid =
        em_stroke(ink, style->has_width ? style->width : c->look->line_w);
    Paint paint = solid;

    if (style->has_dash) {
        paint.n_dash = style->n_dash;
        for (int i = 0; i < style->n_dash; i++)
            paint.dash[i] = style->dash[i];
    } else if (e->dashed) {
        paint.n_dash = 2;
        paint.dash[0] = c->look->dash;
        paint.dash[1] = c->look->dash_gap;
    }
    Path *strokes = paint.n_dash ? &marks : &line;
    add_route(c, route, &line);
    em_add_mark(c, tip_at(e->from.mark, e->points[0], e->points[1]), strokes,
                &areas);
    em_add_mark(c, tip_at(e->to.mark, e->points[last], e->points[last - 1]),
                strokes, &areas);
    em_draw_path(c, paint, line);
    em_draw_path(c, solid, marks);
    em_draw_path(c, em_fill(ink), areas);
}

static void draw_dot(Canvas *c, Point at, Ink ink)
{
    Path dot = {0};
    em_add_circle(c, &dot, at, JOINT_RADIUS);
    em_draw_path(c, em_fill(ink), dot);
}

/* How far the line runs on from `from`, a label's side, before its corner or
 * mark begins; at most LABEL_PAD. */
static Len free_beside(Len from, Len end, Len kept)
{
    Len room = (end > from ? end - from : from - end) - kept;
    return MAX(MIN(room, LABEL_PAD), 0);
}

/* What is kept clear at a point of the route: its corner, or its mark. */
static Len kept_at(const Canvas *c, const Edge *e, int i)
{
    if (i == 0)
        return em_mark_length(e->from.mark) + PX;
    if (i == e->n_points - 1)
        return em_mark_length(e->to.mark) + PX;
    return c->look->corner;
}

/* The backing of a label: its box, and some of the level line beside it. */
static Rect backing_of(const Canvas *c, const Edge *e)
{
    Rect box = e->label_box;

    for (int i = 1; i < e->n_points; i++) {
        int left = e->points[i - 1].x < e->points[i].x ? i - 1 : i;
        int right = 2 * i - 1 - left;
        Point a = e->points[left], b = e->points[right];
        if (a.y != b.y || a.y < box.y || a.y > em_bottom(box) || a.x > box.x ||
            b.x < em_right(box))
            continue;
        Len before = free_beside(box.x, a.x, kept_at(c, e, left));
        Len after = free_beside(em_right(box), b.x, kept_at(c, e, right));
        return (Rect){box.x - before, box.y, box.w + before + after, box.h};
    }
    return box;
}

static void draw_edge_label(Canvas *c, const Edge *e, const Style *style)
{
    Rect box = e->label_box;
    Ink ink = style->has_color ? em_ink(c, style->color, style->color)
                               : em_role_ink(c, ROLE_LABEL_TEXT);

    if (!e->label.block)
        return;
    if (box.w == 0) {
        draw_dot(c, e->label_dot, em_role_ink(c, ROLE_LINE));
        return;
    }
    em_begin_group(c, GROUP_LABEL, (Str){0}, (Str){0});
    em_draw_rect(c, em_fill(em_label_ground(c, box)), backing_of(c, e),
                 LABEL_RADIUS, CORNERS_ALL);
    em_draw_label(c, &e->label,
                  (Point){box.x, box.y + (box.h - e->label.h) / 2}, box.w,
                  SET_CENTRE, ink);
    em_end_group(c);
}

static Str end_name(const Graph *g, const EdgeEnd *end)
{
    return end->node != NONE ? g->nodes.items[end->node].id
                             : g->containers.items[end->container].id;
}

/* A label that has no room in the picture has it in the tooltip. */
static Str edge_tooltip(Canvas *c, const Edge *e)
{
    if (e->label_box.w || !e->label.block)
        return e->tooltip;
    Str label = em_plain_text(c->arena, &e->label);
    return e->tooltip.n ? JOIN(c->arena, label, STR("\n"), e->tooltip) : label;
}

static void draw_edge(Canvas *c, const Route *route)
{
    const Graph *g = c->graph;
    const Edge *e = route->edge;
    Style style = em_style_of(&e->styles);
    Str id =
        em_new_id(c, STR("rel"), end_name(g, &e->from), end_name(g, &e->to));

    if (e->n_points < 2)
        return;
    GroupInfo *group =
        em_begin_group(c, GROUP_RELATION, id, edge_tooltip(c, e));
    group->from = e->from.node;
    group->to = e->to.node;
    group->from_mark = e->from.mark;
    group->to_mark = e->to.mark;
    group->from_mark = e->from.mark;
    group->to_mark = e->to.mark;
    c->opacity = style.has_opacity ? style.opacity : 0;
    draw_line(c, route, &style);
    c->opacity = 0;
    draw_edge_label(c, e, &style);
    em_end_group(c);
}

/* For each edge, whether its last point is one where others end too. */
static bool *find_shared_ends(Canvas *c)
{
    const Graph *g = c->graph;
    Map ends = {.arena = c->arena};
    bool *shared = NEW_ARRAY(c->arena, g->edges.n + 1, bool);
    char bytes[KEY_SIZE];

    for (int e = 0; g->joints.n && e < g->edges.n; e++) {
        const Edge *edge = &g->edges.items[e];
        if (edge->n_points < 2)
            continue;
        Point end = edge->points[edge->n_points - 1];
        add_place(c, &ends, end, e);
        int first = em_map_find(&ends, key_of(end, bytes));
        shared[e] = first != e;
        shared[first] = shared[first] || first != e;
    }
    return shared;
}

void em_draw_edges(Canvas *c)
{
    const Graph *g = c->graph;
    const bool *shared = find_shared_ends(c);
    Map joints = {.arena = c->arena};

    for (int i = 0; i < g->joints.n; i++)
        add_place(c, &joints, g->joints.items[i].at, i);
    for (int e = 0; e < g->edges.n; e++)
        draw_edge(c, &(Route){&g->edges.items[e], shared[e], &joints});
    for (int i = 0; i < g->joints.n; i++)
        draw_dot(c, g->joints.items[i].at, em_role_ink(c, ROLE_LINE));
}
