/*
 * Small questions about a Graph. Building one is plain work on its arrays.
 */
#include "graph/shape.h"

enum { TITLE_X = 12 * PX, TITLE_Y = 8 * PX };

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

/* The part of a placed container that its outline leaves. */
static Rect inside_of(const Container *c)
{
    Rect in = em_shape_inside(c->shape, (Size){c->box.w, c->box.h});
    in.x += c->box.x;
    in.y += c->box.y;
    return in;
}

Rect em_container_title(const Container *c)
{
    Rect in = inside_of(c);
    in.h = c->title.h;
    return in;
}

/* Title and icon beside each other; the icon comes first. */
static Rect heading_of(const Container *c)
{
    Rect in = inside_of(c);
    Len icon = c->icon ? CONTAINER_ICON + TITLE_X / 2 : 0;
    Len w = icon + c->title.w, room = in.w - 2 * TITLE_X - w;
    bool even = c->shape == SHAPE_OVAL || c->shape == SHAPE_CIRCLE ||
                c->shape == SHAPE_DIAMOND || c->shape == SHAPE_CLOUD;
    int side = c->title_place.kind != PLACE_AUTO ? c->title_place.x
               : even                            ? 0
                                                 : -1;
    Len x = in.x + TITLE_X;
    if (side == 0)
        x += room / 2;
    if (side > 0)
        x += room;
    return (Rect){x, in.y + TITLE_Y, w,
                  MAX(c->title.h, icon ? CONTAINER_ICON : 0)};
}

Rect em_container_label(const Container *c)
{
    Rect all = heading_of(c);
    return (Rect){all.x + all.w - c->title.w, all.y + (all.h - c->title.h) / 2,
                  c->title.w, c->title.h};
}

Rect em_container_icon(const Container *c)
{
    Rect all = heading_of(c);
    return (Rect){all.x, all.y + (all.h - CONTAINER_ICON) / 2, CONTAINER_ICON,
                  CONTAINER_ICON};
}

Len em_row_middle(const Node *n, int row)
{
    const Row *r = &n->rows.items[row];
    return n->y + r->y + r->h / 2;
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
