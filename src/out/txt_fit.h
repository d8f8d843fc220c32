/*
 * From px to character cells, along one axis: private to the text writer.
 */
#ifndef EM_TXT_FIT_H
#define EM_TXT_FIT_H

#include "base/geom.h"
#include "base/str.h"

/* Something that takes cells along the axis, and keeps others out of them. */
typedef struct {
    Len at;       /* where it begins, along the axis */
    int cells;    /* that it takes */
    int gap;      /* cells kept free behind it */
    int from, to; /* its extent across the axis, ends included */
} Obstacle;

/* `to` comes at least so many cells after `from`. */
typedef struct {
    Len from, to;
    int cells;
} Stretch;

/*
 * Invariants, after fitting: places[0..n_places) rise, and cells[i] is where
 * places[i] went; the cells never fall.
 */
typedef struct {
    Len near; /* places this near to each other are one */
    ARRAY_OF(Obstacle) obstacles;
    ARRAY_OF(Stretch) stretches;
    Len *places;
    int *cells;
    int n_places;
} Axis;

/*
 * Finds the cell of every place: the order of places is kept, no obstacle
 * reaches into one that begins before it and shares some of its extent across,
 * and stretches have their cells. As few cells as that allows.
 */
void em_axis_fit(Axis *axis, Arena *arena);

/* The cell of a place that an obstacle or a stretch named. */
int em_axis_cell(const Axis *axis, Len place);

#endif
