/*
 * Inside order.c and cross.c: counting the crossings of chords again and again
 * while stacks change their order.
 */
#ifndef EM_CROSS_H
#define EM_CROSS_H

#include "layout/flow.h"

/* One end of a chord on a rim; ends at one place of it have equal places. */
typedef struct {
    int chord, place;
} RimEnd;

typedef struct {
    const Flow *f;
    Lists of;     /* of 2 * item + side: indices into ends, in rising order */
    RimEnd *ends; /* of a side from top to bottom */
    int *size;    /* of a channel: its chords that can cross any */
    RimEnd *walk; /* scratch: of one channel, around its rim */
    int *rank;    /* scratch: of a chord; all 0 between two counts */
    int *tree;    /* scratch: likewise */
} Rims;

/* Valid as long as pins and chords stay as they are; items may move. */
Rims em_rims(const Flow *f, Arena *arena);

/* The crossings in one channel, in the order that its stacks have now. */
int64_t em_rims_cross(const Rims *r, int channel);

#endif
