/*
 * Graph: what a diagram means, and what the stages know about it so far.
 *
 * Each stage adds fields and never rewrites what an earlier stage wrote (but
 * see EdgeEnd.row):
 *
 *   meaning   the front ends (through schema/ for tables)
 *   size      text/size.c: every label and node gets its size
 *   place     layout/: positions, routes, boxes of labels
 *
 * Sizes and places are in 1/64 px. Everything refers to everything by index.
 */
#ifndef EM_GRAPH_H
#define EM_GRAPH_H

#include "base/geom.h"
#include "base/str.h"

/* The way the diagram reads. DIR_AUTO: none was asked for. */
typedef enum { DIR_AUTO, DIR_DOWN, DIR_UP, DIR_RIGHT, DIR_LEFT } Direction;

/* What is drawn where a line meets a box. */
typedef enum {
    MARK_NONE,
    MARK_ZERO_OR_ONE,
    MARK_EXACTLY_ONE,
    MARK_ZERO_OR_MORE,
    MARK_ONE_OR_MORE,
    MARK_PARENT
} MarkKind;

/* A wish about looks: one property and its value as typed, unchecked. */
typedef struct {
    Str property, value;
} StyleRequest;

typedef ARRAY_OF(StyleRequest) StyleRequests;

/* Measured text; text/text.h. */
struct TextBlock;

/* A text in the picture. Empty text has no block and no size. */
typedef struct {
    Str text;                      /* meaning: Markdown-lite, <br> */
    const struct TextBlock *block; /* size */
    Len w, h;                      /* size */
} Label;

typedef enum { BADGE_OTHER, BADGE_PK, BADGE_FK, BADGE_UK } BadgeKind;

typedef struct {
    BadgeKind kind;
    Label label;
    Rect box; /* size: within the node */
} Badge;

/* A row of a table. */
typedef struct {
    ARRAY_OF(Badge) badges;
    Label name, type, comment; /* comment: wrapped when shown */
    bool strong;               /* part of the primary key */
    bool nullable;
    Str tooltip; /* the comment when there is one */
    Span span;
    Len y, h;     /* size: within the node; h 0: not shown */
    Len baseline; /* size: of the first line of each cell, within the node */
} Row;

/*
 * Where the text in the cells of a table begins, within the node; w 0: not
 * shown. A rule between two cells stands in the middle of the gap before the
 * second, half of Look.cell_gap before its text.
 */
typedef enum { CELL_KEYS, CELL_NAME, CELL_TYPE, CELL_COMMENT, CELL_COUNT } Cell;

typedef struct {
    Len x, w;
} CellSpan;

/* A box: a table, or a plain entity when it has no rows. */
typedef struct {
    Str id;      /* unique among nodes */
    Label title; /* what is shown: alias or name */
    Label kind;  /* "view", …; mostly empty */
    ARRAY_OF(Row) rows;
    int container;        /* or NONE */
    StyleRequests styles; /* classes first, then the node's own */
    Str tooltip, link;
    Span span;
    /* size */
    Len header_h;            /* all of h when no rows are shown */
    Point title_at, kind_at; /* upper left of their blocks, within the node */
    CellSpan cells[CELL_COUNT];
    Len w, h;
    /* place */
    Len x, y;
} Node;

/* A box around nodes and other containers, with a title inside at its top. */
typedef struct {
    Str id; /* unique among containers */
    Label title;
    int parent; /* or NONE; a parent's index is greater than its child's */
    Direction direction;
    StyleRequests styles;
    Span span;
    /* place */
    Rect box;
} Container;

/* Exactly one of node and container is not NONE. */
typedef struct {
    int node, container;
    /* of the node; NONE: anywhere on the border. Size makes it NONE when the
     * row is not shown, and layout when it cannot be met (see below): the one
     * field in which a stage changes what another wrote
     */
    int row;
    MarkKind mark;
} EdgeEnd;

typedef struct {
    EdgeEnd from, to;
    bool dashed;
    Label label;
    StyleRequests styles;
    Str tooltip;
    Span span;
    /*
     * place: points[0] is on the border of `from`, the last on that of `to`;
     * neighbours differ in exactly one of x and y. The end pieces are at least
     * LayoutOptions.stub long and at right angles to the border.
     */
    Point *points;
    int n_points;
    /*
     * place: where the label stands, centred on a straight piece of the line.
     * w 0: there was no room (label_dot then marks the line).
     */
    Rect label_box;
    Point label_dot;
} Edge;

/* Lines into one row may share a trunk; where they part there is a joint. */
typedef struct {
    Point at;
    int edge; /* one of those that meet here */
} Joint;

typedef struct {
    Label title; /* over the picture; may be empty */
    Str acc_title, acc_descr;
    Direction direction;
    ARRAY_OF(Node) nodes;
    ARRAY_OF(Container) containers;
    ARRAY_OF(Edge) edges;
    /* place: the drawing spans [0, w) x [0, h), without margin and title */
    ARRAY_OF(Joint) joints;
    Len w, h;
} Graph;

Rect em_node_box(const Node *n);
Rect em_end_box(const Graph *g, const EdgeEnd *end);

/*
 * The band at the top of a placed container that is its title's: as wide as
 * the container, as high as the title. Nodes and labels of lines stay out.
 */
Rect em_container_title(const Container *c);

/* The height at which lines meet a row of a placed node. */
Len em_row_middle(const Node *n, int row);

/*
 * True when container c is, or is around, container `inner`. NONE is the page,
 * which is around everything.
 */
bool em_container_holds(const Graph *g, int c, int inner);

/*
 * Checks of what the stages promise; each returns true when it holds, and
 * says what is wrong in *why when it does not. Their working space is in
 * why->arena, which is given back when all is well. Each needs what the ones
 * before it check.
 */
bool em_graph_is_sound(const Graph *g, Buf *why);  /* meaning: indices */
bool em_graph_is_sized(const Graph *g, Buf *why);  /* size */
bool em_graph_is_placed(const Graph *g, Buf *why); /* place: see below */

/*
 * em_graph_is_placed: no two nodes overlap; containers hold their members and
 * meet no one else; all is within the drawing. Every route begins and ends on
 * its boxes (at its row's height, on the left or right side, when it has a
 * row; never at a corner), leaves them at right angles, is orthogonal, and
 * touches no node but at its ends; it crosses the borders of those containers
 * alone that hold one of its ends. No two routes lie on each other (but into
 * the same row from the same side, as long as they have not parted). Label
 * boxes meet no node, no title of a container, no other label, and no other
 * edge's route.
 *
 * Rows cannot be met in four cases, and then layout/ sets the ends' rows to
 * NONE: where the diagram reads upwards or downwards; at the second end of an
 * edge that leads from a row to itself; at all but the first of several edges
 * between the same two rows; and where lines with different marks come to the
 * same side of a row, at all of them but those with the most frequent mark.
 */

/* As text, for golden files and --stop-after: one line per object. */
void em_graph_dump(Buf *out, const Graph *g);

#endif
