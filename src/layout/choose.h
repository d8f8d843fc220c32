/*
 * Inside choose.c and the engines: layers that compete for a flow.
 */
#ifndef EM_CHOOSE_H
#define EM_CHOOSE_H

#include "layout/flow.h"

/* Layers for all items, and how good the drawing with them seems. */
typedef struct {
    int *layer, *pos; /* of items */
    int n_layers;
    bool ranked;
    bool lies;     /* lines lie on others */
    int64_t score; /* less is better; of equals the one that came first */
    int number;    /* so many came before it */
} Candidate;

enum { FINALISTS = 4 };

typedef struct {
    Flow *f;
    Arena *scratch;
    Candidate all[FINALISTS + 1]; /* best first; the one after them is free */
    int n, n_entered;
} Contest;

/* How much the page must shrink a drawing of the flow of w by h, in parts of
 * ZOOM_ONE, at least one. */
enum { ZOOM_ONE = 1024 };
int64_t em_zoom(const Flow *f, Len w, Len h);

/* Enters the layers that the flow has now. */
void em_contest_enter(Contest *c);

/* The engines: each enters what the size of the flow can afford. */
void em_columns(Contest *c);
void em_layered(Contest *c);

#endif
