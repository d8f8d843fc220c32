/*
 * Layout: a sized Graph in, places and routes out.
 */
#ifndef EM_LAYOUT_H
#define EM_LAYOUT_H

#include "base/arena.h"
#include "graph/graph.h"

/* How layers are found. ENGINE_AUTO: what draws better, but Layered where a
 * direction is asked for. */
typedef enum { ENGINE_AUTO, ENGINE_COLUMNS, ENGINE_LAYERED } Engine;

typedef struct {
    Engine engine;
    Direction direction;    /* overrides the graph's; DIR_AUTO: the graph's */
    int aspect_w, aspect_h; /* the page wished for; 0: 16:10 */
    Len node_gap;           /* least distance of two boxes in a stack */
    Len layer_gap;          /* least distance of two stacks */
    Len track_gap;          /* between parallel lines in a channel, and ends */
    Len stub;               /* least straight piece at each end, for its mark */
    Len label_gap;          /* around labels of lines */
    Len container_pad;      /* inside a container's border */
    Str stop_after; /* name of a pass to dump the state after, or empty */
    Buf *dump;      /* where to; NULL: nowhere */
} LayoutOptions;

/* The distances of the look `ermaid`, for tests and tools. */
LayoutOptions em_layout_defaults(void);

/*
 * Gives every node its place, every container its box, every edge its route
 * and its label's box, and the graph its size. Needs em_graph_is_sized, gives
 * em_graph_is_placed. What stays is made in arena.
 */
void em_layout(Graph *g, const LayoutOptions *o, Arena *arena, Arena *scratch);

/* The names --stop-after takes; *n is their number. */
const Str *em_layout_passes(int *n);

#endif
