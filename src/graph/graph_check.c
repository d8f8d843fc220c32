/*
 * Checks of what the front ends and the measuring stage promise. What layout
 * promises is checked in place_check.c.
 *
 * Each function tests one kind of object and stops at the first thing that is
 * wrong.
 */
#include "graph/check.h"

#include "base/map.h"

Str em_node_name(const Graph *g, int node, Arena *a)
{
    return JOIN(a, STR("node "), g->nodes.items[node].id);
}

Str em_container_name(const Graph *g, int container, Arena *a)
{
    return JOIN(a, STR("container "), g->containers.items[container].id);
}

static Str end_id(const Graph *g, const EdgeEnd *end)
{
    if (end->node >= 0 && end->node < g->nodes.n)
        return g->nodes.items[end->node].id;
    if (end->container >= 0 && end->container < g->containers.n)
        return g->containers.items[end->container].id;
    return STR("?");
}

Str em_edge_name(const Graph *g, int edge, Arena *a)
{
    const Edge *e = &g->edges.items[edge];
    Buf b = {.arena = a};
    em_put(&b, STR("edge "));
    em_put_int(&b, edge);
    PUT(&b, STR(" ("), end_id(g, &e->from), STR(" to "), end_id(g, &e->to),
        STR(")"));
    return em_buf_str(&b);
}

/* NONE or an index below n. */
static bool is_index(int i, int n)
{
    return i == NONE || (i >= 0 && i < n);
}

static bool end_is_sound(const Graph *g, const EdgeEnd *end)
{
    if (!is_index(end->node, g->nodes.n) ||
        !is_index(end->container, g->containers.n) ||
        (end->node == NONE) == (end->container == NONE))
        return false;
    return end->row == NONE || (end->node != NONE && end->row >= 0 &&
                                end->row < g->nodes.items[end->node].rows.n);
}

static bool nodes_are_sound(const Graph *g, Buf *why)
{
    Map ids = {.arena = why->arena};
    for (int i = 0; i < g->nodes.n; i++) {
        const Node *n = &g->nodes.items[i];
        if (!is_index(n->container, g->containers.n))
            return WRONG(why, em_node_name(g, i, why->arena),
                         STR(" is in a container that does not exist"));
        if (em_map_add(&ids, n->id, i) != i)
            return WRONG(why, em_node_name(g, i, why->arena),
                         STR(" has the id of another node"));
    }
    return true;
}

static bool containers_are_sound(const Graph *g, Buf *why)
{
    Map ids = {.arena = why->arena};
    for (int i = 0; i < g->containers.n; i++) {
        const Container *c = &g->containers.items[i];
        if (c->parent != NONE &&
            (c->parent <= i || c->parent >= g->containers.n))
            return WRONG(why, em_container_name(g, i, why->arena),
                         STR(" has a parent that does not come after it"));
        if (em_map_add(&ids, c->id, i) != i)
            return WRONG(why, em_container_name(g, i, why->arena),
                         STR(" has the id of another container"));
    }
    return true;
}

static bool all_is_sound(const Graph *g, Buf *why)
{
    if (!nodes_are_sound(g, why) || !containers_are_sound(g, why))
        return false;
    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        if (!end_is_sound(g, &e->from) || !end_is_sound(g, &e->to))
            return WRONG(why, em_edge_name(g, i, why->arena),
                         STR(" has an end that does not exist"));
    }
    return true;
}

static bool is_measured(const Label *l)
{
    if (l->text.n == 0)
        return l->w == 0 && l->h == 0;
    return (l->block || l->prose) && l->w >= 0 && l->h > 0;
}

static bool is_within(Rect r, Len w, Len h)
{
    return r.x >= 0 && r.y >= 0 && r.w >= 0 && r.h >= 0 && em_right(r) <= w &&
           em_bottom(r) <= h;
}

static bool badges_are_sized(const Node *n, const Row *r)
{
    for (int i = 0; i < r->badges.n; i++)
        if (!is_within(r->badges.items[i].box, n->w, n->h))
            return false;
    return true;
}

static bool rows_are_sized(const Node *n)
{
    Len y = n->header_h;
    for (int i = 0; i < n->rows.n; i++) {
        const Row *r = &n->rows.items[i];
        if (r->y < y || r->h < 0 || r->y + r->h > n->h)
            return false;
        if (!badges_are_sized(n, r))
            return false;
        y = r->y + r->h;
    }
    return true;
}

static bool node_is_sized(const Graph *g, int i, Buf *why)
{
    const Node *n = &g->nodes.items[i];
    Str name = em_node_name(g, i, why->arena);

    if (n->w <= 0 || n->h <= 0)
        return WRONG(why, name, STR(" has no size"));
    if (!is_measured(&n->title))
        return WRONG(why, name, STR(" has a title that was not measured"));
    if (n->title.w > n->w || n->header_h < 0 || n->header_h > n->h)
        return WRONG(why, name, STR(" is smaller than its title"));
    for (int c = 0; c < CELL_COUNT; c++)
        if (!is_within((Rect){n->cells[c].x, 0, n->cells[c].w, 0}, n->w, n->h))
            return WRONG(why, name, STR(" is narrower than its cells"));
    bool outlined = n->shape != SHAPE_TABLE && n->shape != SHAPE_CLASS;
    if (!is_within(n->body, n->w, n->h) ||
        (outlined && (n->body.w <= 0 || n->body.h <= 0)))
        return WRONG(why, name, STR(" has an outline that leaves it"));
    if (!rows_are_sized(n))
        return WRONG(why, name,
                     STR(" has rows or badges that overlap or leave it"));
    return true;
}

static bool all_is_sized(const Graph *g, Buf *why)
{
    if (!is_measured(&g->title))
        return WRONG(why, STR("the title was not measured"));
    for (int i = 0; i < g->nodes.n; i++)
        if (!node_is_sized(g, i, why))
            return false;
    for (int i = 0; i < g->containers.n; i++)
        if (!is_measured(&g->containers.items[i].title))
            return WRONG(why, em_container_name(g, i, why->arena),
                         STR(" has a title that was not measured"));
    for (int i = 0; i < g->edges.n; i++)
        if (!is_measured(&g->edges.items[i].label) ||
            !is_measured(&g->edges.items[i].from.label) ||
            !is_measured(&g->edges.items[i].to.label))
            return WRONG(why, em_edge_name(g, i, why->arena),
                         STR(" has a label that was not measured"));
    return true;
}

static bool run(bool (*check)(const Graph *, Buf *), const Graph *g, Buf *why)
{
    Mark mark = em_arena_mark(why->arena);
    bool ok = check(g, why);
    if (ok) /* else *why is in this memory */
        em_arena_rewind(why->arena, mark);
    return ok;
}

bool em_graph_is_sound(const Graph *g, Buf *why)
{
    return run(all_is_sound, g, why);
}

bool em_graph_is_sized(const Graph *g, Buf *why)
{
    return run(all_is_sized, g, why);
}
