/*
 * Gradients as CSS writes them.
 */
#ifndef EM_GRADIENT_H
#define EM_GRADIENT_H

#include "theme/color.h"

enum { MAX_STOPS = 12 };

typedef struct {
    Color color;
    int at; /* in 1/1000 of the way */
} GradientStop;

/* Invariant: the stops are in order of place; at least two. */
typedef struct {
    bool radial;
    int degrees; /* 0: upwards, 90: to the right; of a linear one */
    GradientStop stops[MAX_STOPS];
    int n;
} Gradient;

/*
 * Reads linear-gradient(…) and radial-gradient(…) with colours and places in
 * percent. False, and *g untouched, for anything else.
 */
bool em_gradient_parse(Str s, Gradient *g);

/* The line that a linear gradient follows, in 1/1000 of the box's sides. */
typedef struct {
    int x1, y1, x2, y2;
} GradientLine;

GradientLine em_gradient_line(const Gradient *g);

#endif
