/*
 * D2's boards as pictures.
 */
#ifndef EM_D2_GRAPH_H
#define EM_D2_GRAPH_H

#include "d2/d2_image.h"
#include "graph/graph.h"

/*
 * The picture's graph of one board: objects with children become containers,
 * others nodes, connections edges, each in the model's order. New text is made
 * in `a`.
 */
Graph *em_d2_graph(const D2Board *b, const D2Images *images, Arena *a);

/* Reads what follows a `near`: "top-left", "outside-right-center". False, and
 * *p untouched, for anything else. */
bool em_d2_position(Str text, Position *p);

#endif
