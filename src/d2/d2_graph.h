/*
 * D2's boards as pictures.
 */
#ifndef EM_D2_GRAPH_H
#define EM_D2_GRAPH_H

#include "d2/d2_image.h"
#include "graph/graph.h"

/*
 * The picture's graph of one board: objects with children become containers,
 * others nodes, connections edges, each in the model's order. With `infer_feet`
 * lines between tables have the crow's feet that their keys imply. New text is
 * made in `a`; links to boards are their paths.
 */
Graph *em_d2_graph(const D2Board *b, const D2Images *images, bool infer_feet,
                   Arena *a);

/* Reads what follows a `near`: "top-left", "outside-right-center". False, and
 * *p untouched, for anything else. */
bool em_d2_position(Str text, Position *p);

/* Writes labels in capitals; see d2_capitals.c. */
void em_d2_capitals(Graph *g, Arena *a);

#endif
