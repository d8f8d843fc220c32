/*
 * Inside tracks.c and its helpers: one channel being worked on.
 */
#ifndef EM_TRUNKS_H
#define EM_TRUNKS_H

#include "layout/contour.h"
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

/* Keeps room on trunks for labels; needs the order. */
void em_trunks_label(const Channeling *c);

/* What can stand right of something. */
typedef enum {
    NEXT_TRUNK,
    NEXT_BOX,
    NEXT_CHAIN,
    NEXT_LABEL, /* one that belongs to the stack after */
    NEXT_COUNT
} NextKind;

/* The way across a flow, from left to right. */
typedef struct {
    Flow *f;
    Arena *scratch;
    Lists labels; /* of 2 * layer + side: lines with labels kept there */
    Contour next[NEXT_COUNT]; /* how far left the next of a kind may stand */
    Contour from_right; /* of one channel: minus how far right trunks may */
    Len right;          /* of all that has a place */
} Across;

Across em_across(Flow *f, Arena *scratch);

/* Gives the trunks of a channel and the items of the stack after it their x. */
void em_across_channel(Across *a, const Channeling *c, int channel);

#endif
