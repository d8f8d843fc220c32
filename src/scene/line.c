/*
 * Relations: the line with its round corners, the marks at its ends, its
 * label.
 *
 * A solid line is one path together with its marks. Of a dashed one only the
 * marks are solid, so that no gap falls into a mark. Lines that share the last
 * piece into a row are drawn from there on, so that their dashes fall together.
 */
#include "scene/outline.h"

#include "graph/shape.h"

#include <math.h>
#include <string.h>

/* Handles of a rounded corner: how far before it, in 1/10000 of the radius. */
enum { CORNER_HANDLE = 4477, CORNER_WHOLE = 10000 };

/* By how much a round corner is shorter than a square one: 2 - pi / 2. */
enum { CORNER_SHORTER = 4292 };

/* Line and mark overlap by this, so that no seam shows between them. */
enum { OVERLAP = PX / 2 };

enum {
    JOINT_RADIUS = 5 * PX / 2,
    LABEL_RADIUS = 3 * PX,
    LABEL_PAD = 4 * PX,
    MIN_DASH = 3 * PX
};

static int sign(Len v)
{
    return (v > 0) - (v < 0);
}

/* The length of a piece. */
static Len distance(Point a, Point b)
{
    Len dx = a.x > b.x ? a.x - b.x : b.x - a.x;
    Len dy = a.y > b.y ? a.y - b.y : b.y - a.y;
    return dx == 0 || dy == 0 ? dx + dy : (Len)hypot(dx, dy);
}

/* The place `d` along the piece that goes from a to b. */
static Point towards(Point a, Point b, Len d)
{
    int64_t length = distance(a, b);
    if (a.x == b.x || a.y == b.y)
        return (Point){a.x + sign(b.x - a.x) * d, a.y + sign(b.y - a.y) * d};
    return (Point){a.x + (Len)((int64_t)(b.x - a.x) * d / length),
                   a.y + (Len)((int64_t)(b.y - a.y) * d / length)};
}

/* The points of an edge, read from one end or from the other. */
typedef struct {
    const Edge *edge;
    bool backwards;
    Wedge from, to;    /* at the edge's ends */
    const Map *joints; /* places as keys: corners there are not round */
    int scale;         /* of the marks */
    Len corner;        /* radius of bends */
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
    const EdgeEnd *end = from ? &r->edge->from : &r->edge->to;
    Len length = em_mark_length(end->mark, from ? r->from : r->to, r->scale);
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

/* The radius of the corner at point i: as round as its pieces allow. */
static Len corner_radius(const Route *r, int i)
{
    Point before = point_at(r, i - 1), at = point_at(r, i);
    Point after = point_at(r, i + 1);
    bool straight = (before.x == at.x) == (at.x == after.x);

    if (straight || is_joint(r->joints, at))
        return 0;
    return MIN(r->corner, MIN(room_before(r, i), room_before(r, i + 1)));
}

static void add_corner(Canvas *c, const Route *r, int i, Path *path)
{
    Point before = point_at(r, i - 1), at = point_at(r, i);
    Point after = point_at(r, i + 1);
    Len radius = corner_radius(r, i);
    Len handle = (Len)((int64_t)radius * CORNER_HANDLE / CORNER_WHOLE);

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

/* How far along the drawn line a place on the piece before point i is. */
static Len length_to(const Route *r, int i, Point p)
{
    int64_t length = distance(point_at(r, i - 1), p) - taken(r, true);

    for (int k = 1; k < i; k++)
        length += distance(point_at(r, k - 1), point_at(r, k)) -
                  (int64_t)corner_radius(r, k) * CORNER_SHORTER / CORNER_WHOLE;
    return (Len)length;
}

/*
 * Makes dashes a little longer or shorter, so that the line ends as it begins,
 * with a whole one. Not where lines share a piece: their dashes must agree.
 */
static void fit_dashes(const Route *r, Paint *paint)
{
    int last = r->edge->n_points - 1;
    int64_t dash = paint->dash[0], period = dash + paint->dash[1];
    int64_t length = length_to(r, last, point_at(r, last)) - taken(r, false);
    int64_t n = (length - dash + period / 2) / period;

    if (r->backwards || n < 1)
        return;
    paint->dash[0] = (Len)(dash * length / (n * period + dash));
    paint->dash[1] = (Len)((period - dash) * length / (n * period + dash));
}

/* How the line is stroked. */
static Paint line_paint(Canvas *c, const Route *r, const Style *style)
{
    Ink ink = style->has_stroke ? em_ink(c, style->stroke, style->stroke)
                                : em_role_ink(c, ROLE_LINE);
    Paint paint =
        em_stroke(ink, style->has_width ? style->width : c->look->line_w);

    if (style->has_dash) {
        em_apply_dash(&paint, style);
    } else if (r->edge->dashed) {
        paint.n_dash = 2;
        paint.dash[0] = c->look->dash;
        paint.dash[1] = c->look->dash_gap;
        fit_dashes(r, &paint);
    }
    if (style->animated && !paint.n_dash) {
        paint.n_dash = 2;
        paint.dash[0] = paint.dash[1] = 5 * MAX(paint.width, PX);
    }
    paint.animated = style->animated;
    return paint;
}

/* The first end of the edge, or the second. */
static Tip tip_at(const Route *r, bool at_from)
{
    const Edge *e = r->edge;
    int last = e->n_points - 1;
    Point at = e->points[at_from ? 0 : last];
    Point next = e->points[at_from ? 1 : last - 1];
    Point unit = towards((Point){0, 0}, (Point){next.x - at.x, next.y - at.y},
                         TIP_WHOLE);
    return (Tip){at_from ? e->from.mark : e->to.mark,
                 at_from ? r->from : r->to,
                 at,
                 unit.x,
                 unit.y,
                 r->scale};
}

static void draw_line(Canvas *c, const Route *r, Paint paint)
{
    Path line = {0}, marks = {0}, areas = {0};
    Path *strokes = paint.n_dash ? &marks : &line;

    add_route(c, r, &line);
    em_add_mark(c, tip_at(r, true), strokes, &areas);
    em_add_mark(c, tip_at(r, false), strokes, &areas);
    em_draw_path(c, paint, line);
    em_draw_path(c, em_stroke(paint.stroke, paint.width), marks);
    em_draw_path(c, em_fill(paint.stroke), areas);
}

static void draw_dot(Canvas *c, Point at, Ink ink)
{
    Path dot = {0};
    em_add_circle(c, &dot, at, JOINT_RADIUS);
    em_draw_path(c, em_fill(ink), dot);
}

/* What is kept clear at a point of the route: its corner, or its mark. */
static Len kept_at(const Route *r, int i)
{
    if (i == 0)
        return taken(r, true) + PX;
    if (i == r->edge->n_points - 1)
        return taken(r, false) + PX;
    return corner_radius(r, i);
}

/*
 * How far the backing of a label reaches beyond the label's side at `side`,
 * towards point `end` of the piece before point i: LABEL_PAD, and what is left
 * of a dash there, but not into a corner or a mark.
 */
static Len reach_beside(const Route *r, const Paint *paint, int i, int end,
                        Point side)
{
    Len room = distance(side, point_at(r, end)) - kept_at(r, end);
    Len reach = LABEL_PAD;

    if (paint->n_dash == 2 && room > reach) {
        Point edge = towards(side, point_at(r, end), reach);
        Len dash = paint->dash[0];
        Len phase = length_to(r, i, edge) % (dash + paint->dash[1]);
        Len rest = end < i ? phase : dash - phase;
        if (phase < dash && rest < MIN_DASH)
            reach += rest;
    }
    return MAX(MIN(reach, room), 0);
}

/* True when the label stands on the piece before point i. */
static bool is_on_piece(const Route *r, int i, Rect box)
{
    Point a = point_at(r, i - 1), b = point_at(r, i);
    Rect piece = {MIN(a.x, b.x), MIN(a.y, b.y), distance(a, b), distance(a, b)};
    Point middle = {box.x + box.w / 2, box.y + box.h / 2};

    if (a.y == b.y)
        return a.y >= box.y && a.y <= em_bottom(box) && middle.x >= piece.x &&
               middle.x <= em_right(piece);
    return a.x >= box.x && a.x <= em_right(box) && middle.y >= piece.y &&
           middle.y <= em_bottom(piece);
}

/* The backing of a label: its box, and some of the line beside it. */
static Rect backing_of(const Route *r, const Paint *paint)
{
    Rect box = r->edge->label_box;
    int i = 1;

    while (i < r->edge->n_points && !is_on_piece(r, i, box))
        i++;
    if (i == r->edge->n_points)
        return box;

    Point a = point_at(r, i - 1), b = point_at(r, i);
    bool level = a.y == b.y;
    bool forwards = a.x < b.x || a.y < b.y;
    int low = forwards ? i - 1 : i, high = forwards ? i : i - 1;
    Point first = level ? (Point){box.x, a.y} : (Point){a.x, box.y};
    Point last =
        level ? (Point){em_right(box), a.y} : (Point){a.x, em_bottom(box)};
    Len before = reach_beside(r, paint, i, low, first);
    Len after = reach_beside(r, paint, i, high, last);
    if (level)
        return (Rect){box.x - before, box.y, box.w + before + after, box.h};
    return (Rect){box.x, box.y - before, box.w, box.h + before + after};
}

static void draw_edge_label(Canvas *c, const Route *r, const Style *style,
                            const Paint *paint)
{
    const Edge *e = r->edge;
    Rect box = e->label_box;
    Ink ink = style->has_color ? em_ink(c, style->color, style->color)
              : e->change      ? em_change_ink(c, e->change, ROLE_LABEL_FILL)
                               : em_role_ink(c, ROLE_LABEL_TEXT);

    if (e->label.w == 0)
        return;
    if (box.w == 0) {
        draw_dot(c, e->label_dot, paint->stroke);
        return;
    }
    em_begin_group(c, GROUP_LABEL, (Str){0}, (Str){0});
    em_draw_rect(c, em_fill(em_label_ground(c, box)), backing_of(r, paint),
                 LABEL_RADIUS, CORNERS_ALL);
    if (e->icon) {
        Len taken = LINE_ICON + ICON_GAP;
        em_draw_icon(c, e->icon,
                     (Rect){box.x, box.y + (box.h - LINE_ICON) / 2, LINE_ICON,
                            LINE_ICON},
                     ink);
        box.x += taken;
        box.w = MAX(0, box.w - taken);
    }
    Len high = e->label.block ? e->label.block->h : e->label.h;
    em_draw_label(c, &e->label, (Point){box.x, box.y + (box.h - high) / 2},
                  box.w, SET_CENTRE, ink);
    em_end_group(c);
}

static Str end_name(const Graph *g, const EdgeEnd *end)
{
    if (end->node != NONE)
        return g->nodes.items[end->node].id;
    return end->container != NONE ? g->containers.items[end->container].id
                                  : STR("message");
}

/* A label that has no room in the picture has it in the tooltip. */
static Str edge_tooltip(Canvas *c, const Edge *e)
{
    if (e->label_box.w || e->label.w == 0)
        return e->tooltip;
    Str label = em_plain_text(c->arena, &e->label);
    return e->tooltip.n ? JOIN(c->arena, label, STR("\n"), e->tooltip) : label;
}

/* The outline that a line ends at; of tables it is their box. */
static Path end_outline(Canvas *c, const EdgeEnd *end)
{
    const Graph *g = c->graph;
    if (end->node == NONE && end->container == NONE)
        return (Path){0};
    if (end->node == NONE) {
        const Container *k = &g->containers.items[end->container];
        if (k->shape == SHAPE_TABLE)
            return (Path){0};
        return em_outline(c, k->shape, em_container_body(k), 0).edge;
    }
    const Node *n = &g->nodes.items[end->node];
    if (n->shape == SHAPE_TABLE || n->shape == SHAPE_CLASS)
        return (Path){0};
    Style style = em_style_of(&n->styles);
    Path path = em_silhouette(c, n, &style);
    Rect title = {n->x + n->title_at.x, n->y + n->title_at.y, n->title.w,
                  n->title.h};
    Path label = em_outline(c, SHAPE_RECTANGLE, title, 0).edge;
    if (n->title.w > 0)
        em_add_moved(c, &path, &label, 0, 0);
    return path;
}

/* Routes end at boxes; lines go on until they meet the outline. */
static void reach_outline(Canvas *c, const EdgeEnd *end, Point *at, Point next)
{
    if (end->node == NONE && end->container == NONE)
        return;
    Rect box = em_end_box(c->graph, end);
    Point way = {at->x - next.x, at->y - next.y};
    Path path = end_outline(c, end);
    em_meet_path(&path, *at, way, MAX(box.w, box.h), at);
}

/* The edge with its ends at the outlines. */
static const Edge *reaching_edge(Canvas *c, const Edge *e)
{
    Edge *own = NEW(c->arena, Edge);
    int last = e->n_points - 1;

    *own = *e;
    own->points = NEW_ARRAY(c->arena, e->n_points, Point);
    for (int i = 0; i <= last; i++)
        own->points[i] = e->points[i];
    reach_outline(c, &e->from, &own->points[0], e->points[1]);
    reach_outline(c, &e->to, &own->points[last], e->points[last - 1]);
    return own;
}

/* A label beside the line's end. */
static void draw_end_label(Canvas *c, const EdgeEnd *end)
{
    Style style = em_style_of(&end->styles);
    Ink ink = style.has_color ? em_ink(c, style.color, style.color)
                              : em_role_ink(c, ROLE_LABEL_TEXT);

    if (end->label_box.w)
        em_draw_label(c, &end->label,
                      (Point){end->label_box.x, end->label_box.y},
                      end->label_box.w, SET_CENTRE, ink);
}

static void draw_edge(Canvas *c, Route *route)
{
    const Graph *g = c->graph;
    const Edge *e = route->edge;
    Style style = em_style_of(&e->styles);
    Str id =
        em_new_id(c, STR("rel"), end_name(g, &e->from), end_name(g, &e->to));

    if (e->n_points < 2 || e->hidden ||
        (style.has_opacity && style.opacity == 0))
        return;
    em_rule_line(c, &style);
    GroupInfo *group =
        em_begin_group(c, GROUP_RELATION, id, edge_tooltip(c, e));
    group->from = e->from.node;
    group->to = e->to.node;
    group->from_mark = e->from.mark;
    group->to_mark = e->to.mark;
    group->link = em_safe_link(e->link);
    route->edge = reaching_edge(c, e);
    route->scale = style.has_width ? em_mark_scale(style.width) : MARK_WHOLE;
    route->corner = style.has_radius ? style.radius : c->look->corner;
    Paint paint = line_paint(c, route, &style);
    c->opacity = style.has_opacity ? style.opacity : 0;
    draw_line(c, route, paint);
    c->opacity = 0;
    draw_edge_label(c, route, &style, &paint);
    draw_end_label(c, &e->from);
    draw_end_label(c, &e->to);
    em_end_group(c);
}

void em_draw_message(Canvas *c, const Edge *e)
{
    const Map none = {0};
    draw_edge(c, &(Route){.edge = e, .joints = &none});
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

static Point end_place(const Edge *e, bool from)
{
    return e->points[from ? 0 : e->n_points - 1];
}

/* The places where lines end at which no deleting begins. */
static Map find_kept_ends(Canvas *c)
{
    Map kept = {.arena = c->arena};
    bool has_any = false;
    for (int i = 0; i < c->graph->edges.n; i++)
        has_any |= c->graph->edges.items[i].from.cascades ||
                   c->graph->edges.items[i].to.cascades;
    for (int i = 0; has_any && i < c->graph->edges.n; i++) {
        const Edge *e = &c->graph->edges.items[i];
        if (e->n_points > 1 && !e->from.cascades)
            add_place(c, &kept, end_place(e, true), i);
        if (e->n_points > 1 && !e->to.cascades)
            add_place(c, &kept, end_place(e, false), i);
    }
    return kept;
}

/*
 * The wedge of a line stands where deleting begins; where a line without one
 * ends in the same place, it stands at the other end, which is its own.
 */
static void choose_wedges(Route *r, const Map *kept)
{
    const Edge *e = r->edge;
    char bytes[KEY_SIZE];
    bool from = e->from.cascades;
    if (e->n_points < 2 || from == e->to.cascades)
        return;
    Str place = key_of(end_place(e, from), bytes);
    bool is_shared = em_map_find(kept, place) != NONE;
    Wedge wedge = is_shared ? WEDGE_IN : WEDGE_OUT;
    *(from != is_shared ? &r->from : &r->to) = wedge;
}

static void draw_joint(Canvas *c, Point at)
{
    if (c->is_film)
        em_begin_group(c, GROUP_JOINT, (Str){0}, (Str){0});
    draw_dot(c, at, em_role_ink(c, ROLE_LINE));
    if (c->is_film)
        em_end_group(c);
}

void em_draw_edges(Canvas *c)
{
    const Graph *g = c->graph;
    const bool *shared = find_shared_ends(c);
    Map joints = {.arena = c->arena}, kept = find_kept_ends(c);

    for (int i = 0; i < g->joints.n; i++)
        add_place(c, &joints, g->joints.items[i].at, i);
    for (int e = 0; e < g->edges.n; e++) {
        Route route = {.edge = &g->edges.items[e],
                       .backwards = shared[e],
                       .joints = &joints};
        choose_wedges(&route, &kept);
        if (!route.edge->straight)
            draw_edge(c, &route);
    }
    for (int i = 0; i < g->joints.n; i++)
        draw_joint(c, g->joints.items[i].at);
}

void em_draw_straight_edges(Canvas *c)
{
    const Map none = {0};
    for (int e = 0; e < c->graph->edges.n; e++)
        if (c->graph->edges.items[e].straight)
            draw_edge(c, &(Route){.edge = &c->graph->edges.items[e],
                                  .joints = &none});
}
