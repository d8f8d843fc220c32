/*
 * What the checkers share: saying what is wrong.
 */
#ifndef EM_CHECK_H
#define EM_CHECK_H

#include "graph/graph.h"

/* Puts the parts and returns false. */
#define WRONG(why, ...) (PUT(why, __VA_ARGS__), false)

/* Names for messages, in the arena: "node ORDER", "edge 3 (A to B)". */
Str em_node_name(const Graph *g, int node, Arena *a);
Str em_container_name(const Graph *g, int container, Arena *a);
Str em_edge_name(const Graph *g, int edge, Arena *a);

/*
 * True when no two routes lie on each other, but in a trunk that they share
 * because they end in the same place with the same mark. Needs routes that are
 * orthogonal.
 */
bool em_routes_are_apart(const Graph *g, Buf *why);

#endif
