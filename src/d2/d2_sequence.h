/*
 * D2's sequence diagrams, for d2_graph.c.
 */
#ifndef EM_D2_SEQUENCE_H
#define EM_D2_SEQUENCE_H

#include "d2/d2_graph.h"
#include "graph/sequence.h"

/*
 * What happens in an object that is a sequence diagram; NONE: the board.
 * Connections with both ends in it are its messages.
 */
Sequence *em_d2_sequence(const D2Board *b, int object, const D2Images *images,
                         Arena *a);

/* d2_legend.c: what the board's text wants explained; NULL: nothing. */
OwnLegend *em_d2_legend(const D2Board *b, const D2Images *images, Arena *a);

/* Parts of objects that nodes and sequences share. */
Label em_d2_label(const D2Attrs *attrs, Str otherwise);
StyleRequests em_d2_styles(Arena *a, const D2Attrs *attrs);
Str em_d2_link(const D2Attrs *attrs);
MarkKind em_d2_mark(const D2End *end);

/* The mark and the label of an end. */
void em_d2_end_label(EdgeEnd *e, const D2End *end, Arena *a);

/* A node of an object without its rows, in no container. */
Node em_d2_node(const D2Object *o, const D2Images *images, Arena *a);

#endif
