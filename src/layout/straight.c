/*
 * Straight lines: into a grid, within one, and to what stands apart.
 *
 * Such lines are not routed. They lead from the middle of one box towards that
 * of the other, between their borders; end_label.c places their labels.
 */
#include "layout/level.h"

#include <stdlib.h>

/* True when the end, or a container around it that is not around the other
 * one, is a cell of a grid or stands apart. */
static bool is_out_of_flow(const Layout *l, const EdgeEnd *end,
                           const EdgeEnd *other)
{
    const Graph *g = l->g;
    int page = g->containers.n;
    int inner = other->node != NONE
                    ? g->nodes.items[other->node].container
                    : g->containers.items[other->container].parent;
    int member = end->node != NONE ? end->node : g->nodes.n + end->container;

    for (;;) {
        int parent = member < g->nodes.n
                         ? g->nodes.items[member].container
                         : g->containers.items[member - g->nodes.n].parent;
        int level = parent == NONE ? page : parent;
        if (l->levels[level].grid || em_is_apart(l, member))
            return true;
        if (em_container_holds(g, parent, inner))
            return false;
        member = g->nodes.n + parent;
    }
}

void em_find_straight(const Layout *l)
{
    Graph *g = l->g;
    for (int i = 0; i < g->edges.n; i++) {
        Edge *e = &g->edges.items[i];
        e->straight = is_out_of_flow(l, &e->from, &e->to) ||
                      is_out_of_flow(l, &e->to, &e->from);
        if (e->straight)
            e->from.row = e->to.row = NONE;
    }
}

static Point middle_of(Rect r)
{
    return (Point){r.x + r.w / 2, r.y + r.h / 2};
}

/* From the middle of a box towards a place, as far as the border. */
static Point leave_box(Rect box, Point to)
{
    Point from = middle_of(box);
    int64_t dx = to.x - from.x, dy = to.y - from.y;
    int64_t wide = box.w / 2, high = box.h / 2;

    if (dx == 0 && dy == 0)
        return from;
    if (llabs(dx) * high > llabs(dy) * wide)
        return (Point){from.x + (Len)(dx < 0 ? -wide : wide),
                       from.y + (Len)(dy * wide / llabs(dx))};
    return (Point){from.x + (Len)(dx * high / llabs(dy)),
                   from.y + (Len)(dy < 0 ? -high : high)};
}

void em_draw_straight(const Layout *l, Arena *arena)
{
    Graph *g = l->g;
    for (int i = 0; i < g->edges.n; i++) {
        Edge *e = &g->edges.items[i];
        if (!e->straight)
            continue;
        Rect a = em_end_box(g, &e->from), b = em_end_box(g, &e->to);
        e->n_points = 2;
        e->points = NEW_ARRAY(arena, 2, Point);
        e->points[0] = leave_box(a, middle_of(b));
        e->points[1] = leave_box(b, middle_of(a));
        e->label_box = (Rect){0};
    }
}
