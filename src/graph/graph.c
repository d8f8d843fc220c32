/*
 * Small questions about a Graph. Building one is plain work on its arrays.
 */
#include "graph/graph.h"

#include <stdlib.h>

Rect em_node_box(const Node *n)
{
    return (Rect){n->x, n->y, n->w, n->h};
}

Rect em_end_box(const Graph *g, const EdgeEnd *end)
{
    if (end->node != NONE)
        return em_node_box(&g->nodes.items[end->node]);
    return g->containers.items[end->container].box;
}

Len em_row_middle(const Node *n, int row)
{
    const Row *r = &n->rows.items[row];
    return n->y + r->y + r->h / 2;
}

bool em_is_at_row(const Node *n, int row, Len y)
{
    return abs(y - em_row_middle(n, row)) <= n->rows.items[row].h / 4;
}

bool em_container_holds(const Graph *g, int c, int inner)
{
    if (c == NONE)
        return true;
    /* parents come after their children, so we may stop beyond c */
    while (inner != NONE && inner < c)
        inner = g->containers.items[inner].parent;
    return inner == c;
}
