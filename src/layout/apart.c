/*
 * What stands apart: outside of all else, at a side or corner of the drawing.
 *
 * Above and below come before left and right, and those before corners; each
 * clears what came before it. Several at one place are stacked outwards.
 */
#include "layout/level.h"

#include "base/geom.h"

bool em_is_apart(const Layout *l, int member)
{
    const Graph *g = l->g;
    if (member < g->nodes.n) {
        const Node *n = &g->nodes.items[member];
        return n->near.kind != PLACE_AUTO && n->container == NONE;
    }
    const Container *c = &g->containers.items[member - g->nodes.n];
    return c->near.kind != PLACE_AUTO && c->parent == NONE;
}

static Position near_of(const Layout *l, int member)
{
    const Graph *g = l->g;
    return member < g->nodes.n ? g->nodes.items[member].near
                               : g->containers.items[member - g->nodes.n].near;
}

/* Along an axis: before, amid or behind the drawing. */
static Len beside(int side, Len from, Len room, Len length, Len gap)
{
    if (side < 0)
        return from - gap - length;
    return side > 0 ? from + room + gap : from + (room - length) / 2;
}

/* Puts the members at one place around what is there. */
static void put_at(Layout *l, Position p, Rect around, Rect *all)
{
    Len gap = l->o->container_pad;
    int n = l->g->nodes.n + l->g->containers.n;

    for (int m = 0; m < n; m++) {
        Position near = near_of(l, m);
        if (!em_is_apart(l, m) || near.x != p.x || near.y != p.y)
            continue;
        Rect *b = &l->boxes[m];
        b->x = p.x && p.y
                   ? (p.x < 0 ? around.x - gap - b->w : em_right(around) + gap)
                   : beside(p.x, around.x, around.w, b->w, gap);
        b->y = beside(p.y, around.y, around.h, b->h, gap);
        *all = em_rect_around(*all, *b);
        /* the next one further out; upwards and downwards at corners */
        if (p.y)
            around =
                em_rect_around(around, (Rect){around.x, b->y, around.w, b->h});
        else
            around =
                em_rect_around(around, (Rect){b->x, around.y, b->w, around.h});
    }
}

Rect em_place_apart(Layout *l)
{
    static const Position places[] = {
        {PLACE_INSIDE, 0, -1}, {PLACE_INSIDE, 0, 1},   {PLACE_INSIDE, -1, 0},
        {PLACE_INSIDE, 1, 0},  {PLACE_INSIDE, -1, -1}, {PLACE_INSIDE, 1, -1},
        {PLACE_INSIDE, -1, 1}, {PLACE_INSIDE, 1, 1},
    };
    /* where each round ends: what follows clears what is there */
    static const int rounds[] = {2, 4, COUNT(places)};
    const Level *page = &l->levels[l->g->containers.n];
    Rect all = {0, 0, page->w, page->h};

    for (int round = 0, i = 0; round < COUNT(rounds); round++) {
        Rect around = all;
        for (; i < rounds[round]; i++)
            put_at(l, places[i], around, &all);
    }
    return all;
}
