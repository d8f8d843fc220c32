/*
 * Sweeps: which boxes meet, and which lines touch which boxes, without
 * comparing all with all. Only for the checkers.
 */
#ifndef EM_SWEEP_H
#define EM_SWEEP_H

#include "base/arena.h"
#include "base/geom.h"

/* A box with an inside (w, h > 0) and what it stands for. */
typedef struct {
    Rect box;
    int kind, index;
} SweepBox;

/* A level or upright piece of an edge's route: from points[piece] on. */
typedef struct {
    Point a, b;
    int edge, piece;
} SweepLine;

/* Returns false to end the sweep. May see a pair more than once. */
typedef bool (*SweepHit)(void *ctx, const SweepBox *box, const SweepLine *line);

/*
 * True when no two boxes meet; else false, and pair[] holds two that do.
 */
bool em_sweep_disjoint(const SweepBox *boxes, int n, Arena *scratch,
                       int pair[2]);

typedef struct {
    const SweepBox *boxes; /* no two meet */
    int n_boxes;
    const SweepLine *lines;
    int n_lines;
    SweepHit hit;
    void *ctx;
} Sweep;

/*
 * Calls hit for each line and box that have a point in common, borders
 * included. False when hit ended it.
 */
bool em_sweep_lines(const Sweep *s, Arena *scratch);

#endif
