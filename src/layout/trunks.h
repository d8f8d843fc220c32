/*
 * Inside tracks.c and its helpers: one channel being worked on.
 */
#ifndef EM_TRUNKS_H
#define EM_TRUNKS_H

#include "layout/flow.h"

/* Where a trunk is joined to the rim. */
typedef struct {
    Len y;
    bool right;
    int trunk;
} Foot;

/* `before` must stand left of `after`: their feet would lie on each other. */
typedef struct {
    int before, after;
    Len y_before, y_after;
} MustPrecede;

typedef struct {
    Flow *f;
    Channel *ch;
    Arena *scratch;
    Foot *feet; /* sorted by y */
    int n_feet;
    Lists rim[2]; /* of a trunk: heights of its feet on a rim, sorted */
    Lists before; /* of a trunk: constraints in which it is `after` */
    MustPrecede *must;
    int n_must;
    int *order; /* trunks from left to right */
} Channeling;

/* Sorts c->order for few crossings; constraints are heavy, not binding. */
void em_trunks_sift(Channeling *c);

/* Gives every trunk of c->order a track; returns how many tracks. */
int em_trunks_pack(Channeling *c);

#endif
