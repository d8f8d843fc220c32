/*
 * Rectangles and points on the integer grid.
 */
#ifndef EM_GEOM_H
#define EM_GEOM_H

#include "base/base.h"

static inline Len em_right(Rect r)
{
    return r.x + r.w;
}

static inline Len em_bottom(Rect r)
{
    return r.y + r.h;
}

/* True when the insides meet; touching sides do not. */
static inline bool em_rects_meet(Rect a, Rect b)
{
    return a.x < em_right(b) && b.x < em_right(a) && a.y < em_bottom(b) &&
           b.y < em_bottom(a);
}

/* The smallest rectangle around both. */
static inline Rect em_rect_around(Rect a, Rect b)
{
    Len x = MIN(a.x, b.x), y = MIN(a.y, b.y);
    return (Rect){x, y, MAX(em_right(a), em_right(b)) - x,
                  MAX(em_bottom(a), em_bottom(b)) - y};
}

/* The rectangle with its sides moved outwards by d. */
static inline Rect em_rect_grow(Rect r, Len d)
{
    return (Rect){r.x - d, r.y - d, r.w + 2 * d, r.h + 2 * d};
}

#endif
