/*
 * Sequence diagrams: a picture of its own inside of a node.
 *
 * Actors stand beside each other, each over its lifeline; what happens stands
 * below, in order. Front ends fill in the meaning, size the labels' sizes; then
 * em_sequence_place gives everything its place within the node.
 */
#ifndef EM_SEQUENCE_H
#define EM_SEQUENCE_H

#include "graph/graph.h"

/* A bar on a lifeline, while something is going on. */
typedef struct {
    int actor;
    int parent; /* a span with a smaller index, or NONE */
    StyleRequests styles;
    Rect box; /* place; h 0: nothing happens in it */
} Activation;

typedef struct {
    Label label;
    int parent; /* a group with a smaller index, or NONE */
    StyleRequests styles;
    Rect box; /* place; h 0: nothing happens in it */
} Fragment;

/* Where a message begins or ends. */
typedef struct {
    int actor;
    int span; /* of the actor, or NONE */
} Stand;

/* A message, or a note on a lifeline. */
typedef struct {
    bool is_note;
    Stand from, to; /* of a note: both the same */
    int group;      /* the innermost, or NONE */
    Edge message;   /* its ends join no nodes; place: points and label_box */
    Label note;
    StyleRequests styles; /* of a note */
    Rect box;             /* place: of a note */
} Happening;

typedef struct Sequence {
    ARRAY_OF(Node) actors; /* in order; place: x and y */
    ARRAY_OF(Activation) spans;
    ARRAY_OF(Fragment) groups;
    ARRAY_OF(Happening) events;
    /* place: lifelines; one x for each actor */
    Len *axes;
    Len top, bottom;
    Len w, h;
    Point at; /* size: of its corner, within the node */
} Sequence;

/* Needs the sizes of all labels and actors. New things are made in `a`. */
void em_sequence_place(Sequence *s, Arena *a);

#endif
