/*
 * Network simplex; it knows no diagrams.
 */
#ifndef EM_SIMPLEX_H
#define EM_SIMPLEX_H

#include "layout/flow.h"

/* rank[head] shall be at least rank[tail] + 1, and not much more. */
typedef struct {
    int tail, head, weight;
} RankEdge;

/*
 * Improves valid ranks of n nodes until the weighted sum of edge lengths is
 * least, or a budget is used up. Ranks stay as they are when the graph is not
 * connected. There must be no cycle and no loop.
 */
void em_simplex(RankEdge *edges, int n_edges, int *rank, int n, Arena *scratch);

#endif
