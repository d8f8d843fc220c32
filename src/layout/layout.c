/*
 * Layout of a whole graph: cuts lines at the borders of containers, has every
 * level laid out, and puts levels and pieces of lines together again.
 *
 * Nothing here recurs: a parent's index is greater than its child's, so a loop
 * upwards goes inside out and a loop downwards outside in.
 */
#include "layout/level.h"

LayoutOptions em_layout_defaults(void)
{
    return (LayoutOptions){
        .aspect_w = 16,
        .aspect_h = 10,
        .node_gap = 40 * PX,
        .layer_gap = 64 * PX,
        .track_gap = 12 * PX,
        .stub = 24 * PX,
        .label_gap = 4 * PX,
        .container_pad = 16 * PX,
    };
}

static int page_of(const Layout *l)
{
    return l->g->containers.n;
}

/* The level that an end of an edge is a member of. */
static int level_of_end(const Layout *l, const EdgeEnd *end)
{
    const Graph *g = l->g;
    int c = end->node != NONE ? g->nodes.items[end->node].container
                              : g->containers.items[end->container].parent;
    return c == NONE ? page_of(l) : c;
}

int em_member_of_end(const Layout *l, const EdgeEnd *end)
{
    return end->node != NONE ? end->node : l->g->nodes.n + end->container;
}

static int outside(const Layout *l, int level)
{
    int parent = l->g->containers.items[level].parent;
    return parent == NONE ? page_of(l) : parent;
}

/* A level on the way from an end outwards, and what of it is on the way. */
typedef struct {
    int level;
    SegmentEnd end;
} Stop;

static Stop first_stop(const Layout *l, const EdgeEnd *end)
{
    return (Stop){level_of_end(l, end),
                  {em_member_of_end(l, end), end->row, NONE, false}};
}

typedef ARRAY_OF(Segment) Segments;

static int add_segment(Layout *l, Segments *all, Segment s)
{
    *PUSH(l->keep, all) = s;
    *PUSH(l->keep, &l->levels[s.level].segments) = all->n - 1;
    return all->n - 1;
}

/* From a stop to the level outside of it, through its wall. */
static Stop go_out(Layout *l, Segments *all, int edge, int side, Stop at)
{
    Segment s = {.edge = edge,
                 .level = at.level,
                 .wall = side == 0 ? SIDE_RIGHT : SIDE_LEFT};
    s.end[side] = at.end;
    s.end[!side] = (SegmentEnd){NONE, NONE, NONE, false};
    int inner = add_segment(l, all, s);
    return (Stop){outside(l, at.level),
                  {l->g->nodes.n + at.level, NONE, inner, false}};
}

/*
 * Cuts an edge. The levels of both ends are followed outwards, always from the
 * one further inside (parents have greater indices), until they are one. An
 * edge between a container and something in it ends at the wall from inside.
 */
static void cut_edge(Layout *l, Segments *all, int edge)
{
    const Edge *e = &l->g->edges.items[edge];
    const EdgeEnd *ends[2] = {&e->from, &e->to};
    Stop at[2] = {first_stop(l, ends[0]), first_stop(l, ends[1])};

    for (int i = 0; i < 2; i++) {
        int c = ends[i]->container, other = level_of_end(l, ends[!i]);
        if (c != NONE && other != page_of(l) &&
            em_container_holds(l->g, c, other))
            at[i] = (Stop){c, {NONE, NONE, NONE, false}};
    }
    while (at[0].level != at[1].level) {
        int inner = at[0].level < at[1].level ? 0 : 1;
        at[inner] = go_out(l, all, edge, inner, at[inner]);
    }
    Segment s = {.edge = edge,
                 .level = at[0].level,
                 .main = true,
                 .wall = at[0].end.member == NONE ? SIDE_LEFT : SIDE_RIGHT};
    s.end[0] = at[0].end;
    s.end[1] = at[1].end;
    add_segment(l, all, s);
}

/* Levels with their members; edges cut into segments. */
static void make_levels(Layout *l)
{
    Graph *g = l->g;
    Segments all = {0};

    l->n_levels = g->containers.n + 1;
    l->levels = NEW_ARRAY(l->keep, l->n_levels, Level);
    l->boxes = NEW_ARRAY(l->keep, g->nodes.n + g->containers.n + 1, Rect);
    for (int i = 0; i < g->nodes.n; i++) {
        const Node *n = &g->nodes.items[i];
        int level = n->container == NONE ? page_of(l) : n->container;
        if (!em_is_apart(l, i))
            *PUSH(l->keep, &l->levels[level].members) = i;
        l->boxes[i] = (Rect){0, 0, n->w, n->h};
    }
    for (int c = 0; c < g->containers.n; c++) {
        const Grid *grid = &g->containers.items[c].grid;
        l->levels[c].container = c;
        l->levels[c].grid = grid->rows || grid->columns ? grid : NULL;
        if (!em_is_apart(l, g->nodes.n + c))
            *PUSH(l->keep, &l->levels[outside(l, c)].members) = g->nodes.n + c;
    }
    l->levels[page_of(l)].container = NONE;
    if (g->grid.rows || g->grid.columns)
        l->levels[page_of(l)].grid = &g->grid;
    em_find_straight(l);
    em_find_looks(l);
    /* many edges need no second segment, and moving many costs memory */
    all.items = NEW_ARRAY(l->keep, g->edges.n + 1, Segment);
    all.room = g->edges.n + 1;
    for (int e = 0; e < g->edges.n; e++)
        if (!g->edges.items[e].straight)
            cut_edge(l, &all, e);
    l->segments = all.items;
    l->n_segments = all.n;
}

/*
 * A container may have a direction of its own when no line crosses its border
 * (Mermaid has the same rule); else it takes that of the level outside.
 */
static void set_directions(Layout *l)
{
    Direction asked = l->o->direction;
    l->levels[page_of(l)].direction = asked ? asked : l->g->direction;
    for (int c = page_of(l) - 1; c >= 0; c--) {
        Level *level = &l->levels[c];
        bool crossed = false;
        for (int i = 0; i < level->segments.n && !crossed; i++) {
            const Segment *s = &l->segments[level->segments.items[i]];
            crossed = s->end[0].member == NONE || s->end[1].member == NONE;
        }
        Direction own = l->g->containers.items[c].direction;
        level->direction =
            own && !crossed ? own : l->levels[outside(l, c)].direction;
    }
}

static void leave_row(EdgeEnd *end)
{
    if (end->row != NONE)
        end->left_row = end->row + 1;
    end->row = NONE;
}

/* Rows are met on the left and right only; a loop not twice at one row. */
static void drop_rows_of(const Layout *l, Edge *e)
{
    EdgeEnd *ends[2] = {&e->from, &e->to};
    for (int k = 0; k < 2; k++) {
        if (em_is_vertical(l->levels[level_of_end(l, ends[k])].direction))
            leave_row(ends[k]);
    }
    bool loop = e->from.node != NONE && e->from.node == e->to.node;
    if (loop && e->from.row == e->to.row)
        leave_row(&e->to);
}

static bool join_same_rows(const Edge *a, const Edge *b)
{
    bool same = a->from.node == b->from.node && a->from.row == b->from.row &&
                a->to.row == b->to.row;
    bool turned = a->from.node == b->to.node && a->from.row == b->to.row &&
                  a->to.row == b->from.row;
    return same || turned;
}

/* Of several edges between the same two rows only the first keeps them. */
static void drop_equal_rows(Graph *g, const SortKey *keys, int n)
{
    enum { FAR = 50 }; /* so many edges between two tables are looked at */
    for (int i = 0; i < n; i++) {
        Edge *a = &g->edges.items[keys[i].index];
        bool equal = false;
        for (int j = i - 1; j >= MAX(0, i - FAR) && !equal; j--)
            equal = keys[j].key == keys[i].key &&
                    join_same_rows(a, &g->edges.items[keys[j].index]);
        if (equal) {
            leave_row(&a->from);
            leave_row(&a->to);
        }
    }
}

static void drop_rows(Layout *l)
{
    Graph *g = l->g;
    SortKey *keys = NEW_ARRAY(l->keep, g->edges.n + 1, SortKey);
    int n = 0;

    for (int i = 0; i < g->edges.n; i++) {
        Edge *e = &g->edges.items[i];
        drop_rows_of(l, e);
        int a = MIN(e->from.node, e->to.node),
            b = MAX(e->from.node, e->to.node);
        if (e->from.row != NONE && e->to.row != NONE)
            keys[n++] = (SortKey){(int64_t)a << 31 | b, i};
    }
    em_sort_keys(keys, n);
    drop_equal_rows(g, keys, n);
    for (int s = 0; s < l->n_segments; s++) {
        const Edge *e = &g->edges.items[l->segments[s].edge];
        const EdgeEnd *ends[2] = {&e->from, &e->to};
        for (int k = 0; k < 2; k++) {
            if (l->segments[s].end[k].member == ends[k]->node)
                l->segments[s].end[k].row = ends[k]->row;
        }
    }
}

/* Containers that are not drawn yet are thought of as full squares. */
static void guess_sizes(Layout *l)
{
    for (int c = 0; c < page_of(l); c++) {
        int64_t area = 0;
        const Level *level = &l->levels[c];
        for (int i = 0; i < level->members.n; i++) {
            Rect b = l->boxes[level->members.items[i]];
            area += ((int64_t)b.w + l->o->layer_gap) *
                    ((int64_t)b.h + l->o->node_gap);
            area = MIN(area, (int64_t)MAX_LEN * MAX_LEN);
        }
        Len side = (Len)em_root(area) + 2 * l->o->container_pad;
        l->boxes[l->g->nodes.n + c] = (Rect){0, 0, side, side};
    }
}

static void size_container(Layout *l, int c)
{
    const Level *level = &l->levels[c];
    Insets in = em_level_insets(l, level);
    l->boxes[l->g->nodes.n + c] =
        (Rect){0, 0, em_len((int64_t)level->w + in.left + in.right),
               em_len((int64_t)level->h + in.top + in.bottom)};
}

/* Puts a member where its level is, and so the level within a container. */
static void put_member(Layout *l, const Level *level, int member)
{
    Graph *g = l->g;
    Rect box = l->boxes[member];

    box.x = em_len((int64_t)box.x + level->origin.x);
    box.y = em_len((int64_t)box.y + level->origin.y);
    if (member < g->nodes.n) {
        g->nodes.items[member].x = box.x;
        g->nodes.items[member].y = box.y;
        return;
    }
    int c = member - g->nodes.n;
    g->containers.items[c].box = box;
    Insets in = em_level_insets(l, &l->levels[c]);
    l->levels[c].origin = (Point){em_len((int64_t)box.x + in.left),
                                  em_len((int64_t)box.y + in.top)};
}

/* From places in levels to places on the page, outside in. */
static void put_members(Layout *l)
{
    Level *page = &l->levels[page_of(l)];
    Rect all = em_place_apart(l);
    int n = l->g->nodes.n + l->g->containers.n;

    page->origin = (Point){-all.x, -all.y};
    l->g->w = all.w;
    l->g->h = all.h;
    for (int m = 0; m < n; m++)
        if (em_is_apart(l, m))
            put_member(l, page, m);
    for (int i = page_of(l); i >= 0; i--) {
        const Level *level = &l->levels[i];
        for (int k = 0; k < level->members.n; k++)
            put_member(l, level, level->members.items[k]);
    }
}

typedef ARRAY_OF(Point) Path;

/* Adds a point; drops what is in the middle of a straight piece. */
static void add_point(Arena *arena, Path *path, Point p)
{
    Point *last = path->n > 0 ? &path->items[path->n - 1] : NULL;
    if (last && last->x == p.x && last->y == p.y)
        return;
    if (last && path->n > 1 &&
        ((last->x == p.x && last[-1].x == p.x) ||
         (last->y == p.y && last[-1].y == p.y)))
        *last = p;
    else
        *PUSH(arena, path) = p;
}

static void add_points(const Layout *l, Path *path, const Segment *s)
{
    Point o = l->levels[s->level].origin;
    for (int k = 0; k < s->n_points; k++) {
        Point p = s->points[k];
        add_point(
            l->keep, path,
            (Point){em_len((int64_t)p.x + o.x), em_len((int64_t)p.y + o.y)});
    }
}

/* Puts the segments of an edge together, from the main one to both ends. */
static void put_edge(Layout *l, const Segment *main, Path *path, Arena *arena)
{
    Edge *e = &l->g->edges.items[main->edge];
    ARRAY_OF(int) from_side = {0};
    path->n = 0;

    for (int s = main->end[0].inner; s != NONE; s = l->segments[s].end[0].inner)
        *PUSH(l->keep, &from_side) = s;
    for (int k = from_side.n - 1; k >= 0; k--)
        add_points(l, path, &l->segments[from_side.items[k]]);
    add_points(l, path, main);
    for (int s = main->end[1].inner; s != NONE; s = l->segments[s].end[1].inner)
        add_points(l, path, &l->segments[s]);

    e->n_points = path->n;
    e->points = NEW_ARRAY(arena, path->n, Point);
    for (int i = 0; i < path->n; i++)
        e->points[i] = path->items[i];
    Point o = l->levels[main->level].origin;
    e->label_box = main->label_box;
    e->label_box.x += o.x;
    e->label_box.y += o.y;
    if (e->label_box.w == 0)
        e->label_box = (Rect){0};
    e->label_dot = (Point){main->label_dot.x + o.x, main->label_dot.y + o.y};
}

static void put_edges(Layout *l, Arena *arena)
{
    Path path = {0};
    for (int s = 0; s < l->n_segments; s++) {
        Edge *e = &l->g->edges.items[l->segments[s].edge];
        if (l->segments[s].end[0].off_row)
            leave_row(&e->from);
        if (l->segments[s].end[1].off_row)
            leave_row(&e->to);
        if (l->segments[s].main)
            put_edge(l, &l->segments[s], &path, arena);
    }
    Graph *g = l->g;
    for (int i = 0; i < l->n_levels; i++) {
        const Level *lv = &l->levels[i];
        for (int k = 0; k < lv->joints.n; k++) {
            Joint j = lv->joints.items[k];
            j.at.x += lv->origin.x;
            j.at.y += lv->origin.y;
            *PUSH(arena, &g->joints) = j;
        }
    }
}

static Packing page_shape(const LayoutOptions *o)
{
    return (Packing){o->node_gap, o->aspect_w > 0 ? o->aspect_w : 16,
                     o->aspect_h > 0 ? o->aspect_h : 10};
}

/* Draws all levels; of the graph only rows that can't be met are changed. */
static Layout arrange(Graph *g, const LayoutOptions *o, Packing inner,
                      Arena *keep, Arena *scratch)
{
    Layout l = {.g = g,
                .o = o,
                .keep = keep,
                .scratch = scratch,
                .page = page_shape(o),
                .inner = inner};

    make_levels(&l);
    set_directions(&l);
    drop_rows(&l);
    guess_sizes(&l);
    for (int i = l.n_levels - 1; i >= 0; i--)
        em_level_layers(&l, &l.levels[i]);
    for (int i = 0; i < l.n_levels; i++) {
        em_level_draw(&l, &l.levels[i]);
        if (i < page_of(&l))
            size_container(&l, i);
    }
    return l;
}

static int64_t shrink(const Layout *l)
{
    const Level *page = &l->levels[page_of(l)];
    return em_shrink(page->w, page->h, &l->page);
}

/*
 * The shape of containers that makes up for a drawing that is too wide or too
 * high with containers of the page's shape.
 */
static Packing make_up_for(const Layout *l)
{
    enum { ONE = 16, MOST = 4 * ONE };
    const Level *page = &l->levels[page_of(l)];
    int64_t whole = MIN(ONE * l->page.aspect_w / l->page.aspect_h, MOST);
    int64_t drawn = MAX(1, ONE * (int64_t)page->w / MAX(1, page->h));
    int64_t wished = MIN(MAX(1, whole * whole / drawn), MOST);
    return (Packing){l->page.gap, (int)wished, ONE};
}

/* Whether another shape of containers may make the page be shrunk less. */
static bool is_misshapen(const Layout *l)
{
    const Level *page = &l->levels[page_of(l)];
    int64_t less = MIN((int64_t)page->w * l->page.aspect_h,
                       (int64_t)page->h * l->page.aspect_w);
    int64_t area = (int64_t)PAGE_AREA * l->page.aspect_w * l->page.aspect_h;
    return l->g->containers.n > 0 && shrink(l) > em_root(area) * PX &&
           4 * shrink(l) > 5 * less;
}

void em_layout(Graph *g, const LayoutOptions *o, Arena *arena, Arena *scratch)
{
    /*
     * The state lives in `scratch`; passes take their working space from
     * `arena` and give it back, before anything that stays is made there.
     */
    Mark mark = em_arena_mark(scratch);
    Layout l = arrange(g, o, page_shape(o), scratch, arena);

    g->joints.n = 0;
    if (is_misshapen(&l)) {
        Layout other = arrange(g, o, make_up_for(&l), scratch, arena);
        if (10 * shrink(&other) < 9 * shrink(&l))
            l = other;
    }
    put_members(&l);
    put_edges(&l, arena);
    em_draw_straight(&l, arena);
    em_place_headings(g, scratch);
    em_place_end_labels(g);
    em_arena_rewind(scratch, mark);
}
