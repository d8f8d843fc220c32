/*
 * Contour: how far something reaches at each height. A tree over bands of
 * heights; what is asked or raised for a part of a band counts for all of it.
 */
#ifndef EM_CONTOUR_H
#define EM_CONTOUR_H

#include "base/arena.h"

typedef struct {
    Len top, band; /* the height where bands begin, and that of one */
    int size;      /* how many there are: a power of two */
    Len *max;      /* of a node of the tree: the most below it */
    Len *all;      /* of a node: what all of it reaches at least */
} Contour;

/* For heights from top to bottom, in bands about so high. */
Contour em_contour(Len top, Len bottom, Len band, Arena *arena);

/* Reaches `value` everywhere from now on. */
void em_contour_clear(Contour *c, Len value);

/* How far it reaches at any height from lo to hi. */
Len em_contour_at(const Contour *c, Len lo, Len hi);

/* From lo to hi it reaches at least as far as value. */
void em_contour_raise(Contour *c, Len lo, Len hi, Len value);

#endif
