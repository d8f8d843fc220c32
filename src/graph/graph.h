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

/* What is drawn where a line meets a box. Open ones are not filled. */
typedef enum {
    MARK_NONE,
    MARK_ZERO_OR_ONE,
    MARK_EXACTLY_ONE,
    MARK_ZERO_OR_MORE,
    MARK_ONE_OR_MORE,
    MARK_PARENT,
    MARK_ARROW,
    MARK_TRIANGLE,
    MARK_TRIANGLE_OPEN,
    MARK_DIAMOND,
    MARK_DIAMOND_OPEN,
    MARK_CIRCLE,
    MARK_CIRCLE_OPEN,
    MARK_BOX,
    MARK_BOX_OPEN,
    MARK_CROSS,
    MARK_COUNT
} MarkKind;

/* The outline of a node or container; graph/shape.h has their geometry. */
typedef enum {
    SHAPE_TABLE, /* a header over rows, or an entity without any */
    SHAPE_CLASS, /* the same for members of a class */
    SHAPE_RECTANGLE,
    SHAPE_SQUARE,
    SHAPE_PAGE,
    SHAPE_PARALLELOGRAM,
    SHAPE_DOCUMENT,
    SHAPE_CYLINDER,
    SHAPE_QUEUE,
    SHAPE_PACKAGE,
    SHAPE_STEP,
    SHAPE_CALLOUT,
    SHAPE_STORED_DATA,
    SHAPE_PERSON,
    SHAPE_C4_PERSON,
    SHAPE_DIAMOND,
    SHAPE_OVAL,
    SHAPE_CIRCLE,
    SHAPE_HEXAGON,
    SHAPE_CLOUD,
    SHAPE_TEXT,  /* no outline */
    SHAPE_CODE,  /* a rectangle of another colour */
    SHAPE_IMAGE, /* no outline, an icon */
    SHAPE_COUNT
} Shape;

/*
 * Where a label or icon stands: x and y are -1, 0 or 1 for left or top,
 * middle, right or bottom. Beside a border one of them is -2 or 2: beyond it
 * (PLACE_OUTSIDE), or on it (PLACE_BORDER).
 */
typedef enum {
    PLACE_AUTO,
    PLACE_INSIDE,
    PLACE_BORDER,
    PLACE_OUTSIDE
} PositionKind;

typedef struct {
    PositionKind kind;
    int x, y;
} Position;

/* A wish about looks: one property and its value as typed, unchecked. */
typedef struct {
    Str property, value;
} StyleRequest;

typedef ARRAY_OF(StyleRequest) StyleRequests;

/* Measured text; text/text.h. */
struct TextBlock;

/* What the text of a label is written in. */
typedef enum {
    FORM_LITE,     /* some Markdown, <br> */
    FORM_PLAIN,    /* as it stands, line by line */
    FORM_MARKDOWN, /* blocks of Markdown */
    FORM_CODE      /* of a language */
} Form;

/*
 * A text in the picture. Empty text has no block and no size. Markdown and
 * code have pieces instead of a block.
 */
typedef struct {
    Str text; /* meaning */
    Form form;
    Str lang;                      /* of code: "go"; may be empty */
    const struct TextBlock *block; /* size */
    const struct Prose *prose;     /* size */
    Len w, h;                      /* size */
} Label;

typedef enum { IMAGE_NONE, IMAGE_PNG, IMAGE_SVG } ImageKind;

/* An image of the picture's own: nothing refers to the outside. */
typedef struct {
    Str name;       /* as typed */
    ImageKind kind; /* IMAGE_NONE: could not be had; drawn as a frame */
    Str bytes;
    int w, h; /* in its own pixels, for its proportions; 0: square */
} Image;

typedef enum { BADGE_OTHER, BADGE_PK, BADGE_FK, BADGE_UK } BadgeKind;

typedef struct {
    BadgeKind kind;
    Label label;
    Rect box; /* size: within the node */
} Badge;

/* What happened to a row, in the picture of a change. */
typedef enum {
    CHANGE_NONE,
    CHANGE_ADDED,
    CHANGE_REMOVED,
    CHANGE_CHANGED
} ChangeKind;

/* A sign beside what changed: that it can do harm. */
typedef enum { FLAG_NONE, FLAG_WARNING, FLAG_ERROR } FlagKind;

/* A row of a table. */
typedef struct {
    ARRAY_OF(Badge) badges;
    Label name, type, comment; /* comment: wrapped when shown */
    bool strong;               /* part of the primary key */
    bool nullable;
    bool ruled; /* a line above it */
    bool underlined;
    bool quiet;  /* stands for rows that are left out */
    bool absent; /* in a frame of a film: room is kept, nothing is drawn */
    ChangeKind change;
    FlagKind flag;
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
typedef enum {
    CELL_KEYS,
    CELL_NAME,
    CELL_TYPE,
    CELL_COMMENT,
    CELL_FLAG, /* of rows, at the right */
    CELL_COUNT
} Cell;

typedef struct {
    Len x, w;
} CellSpan;

/*
 * Members of a container in rows and columns, in their order. With only one of
 * both numbers, so many rows (or columns) share the members evenly.
 */
typedef struct {
    int rows, columns; /* 0: not asked for; both 0: no grid */
    bool rows_first;   /* of both: the members fill rows */
    bool has_x, has_y; /* gaps were asked for */
    Len gap_x, gap_y;  /* between columns, between rows */
} Grid;

/* A box: a table, or another shape; those have no rows. */
typedef struct {
    Str id; /* unique among nodes */
    Shape shape;
    Label title; /* what is shown: alias or name */
    Label kind;  /* "view", …; mostly empty */
    ARRAY_OF(Row) rows;
    Position title_place, icon_place;
    const Image *icon;  /* or NULL; in tables before the title */
    Len want_w, want_h; /* of the outline; 0: not asked for */
    Position near;      /* outside of all else; PLACE_AUTO: among the rest */
    bool absent;        /* in a frame of a film, as Row.absent */
    ChangeKind change;  /* of a table as a whole */
    FlagKind flag;      /* in its header */
    struct Sequence *sequence; /* graph/sequence.h; or NULL */
    int container;             /* or NONE */
    int order;                 /* among all members of a grid */
    StyleRequests styles;      /* classes first, then the node's own */
    Str tooltip, link;
    Span span;
    /* size */
    Len header_h;            /* all of h when no rows are shown */
    Len gutter;              /* for signs of rows, left of the cells */
    Point flag_at;           /* its upper left, within the node */
    Point title_at, kind_at; /* upper left of their blocks, within the node */
    CellSpan cells[CELL_COUNT];
    Rect body;     /* of the outline, within the node: all but labels and
                      icons outside of it, and what stands behind it */
    Rect icon_box; /* within the node */
    Len w, h;      /* a grid stretches its cells; see em_stretch_node */
    /* place */
    Len x, y;
} Node;

/* A box around nodes and other containers, with a title inside at its top. */
typedef struct {
    Str id;      /* unique among containers */
    Shape shape; /* SHAPE_TABLE: in one of the theme's hues */
    Label title;
    int parent; /* or NONE; a parent's index is greater than its child's */
    Direction direction;
    int order; /* among all members of a grid */
    Grid grid;
    Len want_w, want_h;   /* at least; 0: not asked for. Layout widens the
                             cells of a grid */
    Position title_place; /* PLACE_AUTO: at the top, where the shape has it */
    Position near;        /* outside of all else; PLACE_AUTO: among the rest */
    const Image *icon;    /* beside the title, or NULL */
    StyleRequests styles;
    Str tooltip, link;
    Span span;
    /* place */
    Rect box;          /* of the outline, and of a title beyond it */
    Point title_shift; /* of title and icon, for lines to pass */
    bool crossed;      /* they do not: title and icon hide a piece of them */
} Container;

/* Exactly one of node and container is not NONE. */
typedef struct {
    int node, container;
    /* of the node; NONE: anywhere on the border. Size makes it NONE when the
     * row is not shown, and layout when it cannot be met (see below): the one
     * field in which a stage changes what another wrote
     */
    int row;
    int left_row; /* place: 1 + the row that could not be met, or 0 */
    MarkKind mark;
    bool cascades;        /* deleting here deletes at the other end */
    Label label;          /* beside the mark; mostly empty */
    StyleRequests styles; /* of the label */
    Rect label_box;       /* place; w 0: none */
} EdgeEnd;

typedef struct {
    EdgeEnd from, to;
    bool dashed;
    bool straight;     /* layout: from one middle to the other; see below */
    bool absent;       /* in a frame of a film, as Row.absent */
    bool hidden;       /* not drawn: it keeps its ends near each other */
    ChangeKind change; /* colours the label */
    Label label;       /* its size has room for the icon, too */
    const Image *icon; /* before the label, or NULL */
    StyleRequests styles;
    Str tooltip, link;
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

/* A sample of what is drawn, and what it stands for: of a node its shape and
 * styles, of a line its marks and styles. */
typedef struct {
    bool is_line;
    Node node;
    Edge line;
    Label text;
} LegendEntry;

/* What a text wants explained beside its picture. Measured when it is drawn. */
typedef struct {
    Label title;
    ARRAY_OF(LegendEntry) entries;
} OwnLegend;

/* A line below the drawing, with a sign before it or neither. */
typedef struct {
    FlagKind flag;
    ChangeKind change;
    Str text;
} Note;

typedef struct {
    Label title;          /* over the picture; may be empty */
    StyleRequests styles; /* of the page */
    Str acc_title, acc_descr;
    Direction direction;
    Grid grid; /* of what is in no container */
    ARRAY_OF(Node) nodes;
    ARRAY_OF(Container) containers;
    ARRAY_OF(Edge) edges;
    const OwnLegend *legend; /* or NULL */
    ARRAY_OF(Note) notes;
    /* place: the drawing spans [0, w) x [0, h), without margin and title */
    ARRAY_OF(Joint) joints;
    Len w, h;
} Graph;

Rect em_node_box(const Node *n);
Rect em_end_box(const Graph *g, const EdgeEnd *end);

/* The part of a placed container's box that its outline is in. */
Rect em_container_body(const Container *c);

/*
 * What of a placed container is its title's: inside, a band as wide as its
 * inside, as high as the title. Nodes and labels of lines stay out.
 */
Rect em_container_title(const Container *c);

/* Where a placed container's title and icon stand: both, and each. */
Rect em_container_heading(const Container *c);
Rect em_container_label(const Container *c);
Rect em_container_icon(const Container *c);

/* The height at which lines meet a row of a placed node. */
Len em_row_middle(const Node *n, int row);

/* True in the middle half of a row, where two lines with different marks have
 * room one above the other. */
bool em_is_at_row(const Node *n, int row, Len y);

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
 * Lines into a grid, and to what stands outside of all else, are straight: they
 * keep none of the following rules but that they end on their boxes.
 *
 * em_graph_is_placed: no two nodes overlap; containers hold their members and
 * meet no one else; all is within the drawing. Every route begins and ends on
 * its boxes (at its row's height, on the left or right side, when it has a
 * row; never at a corner), leaves them at right angles, is orthogonal, and
 * touches no node but at its ends; it crosses the borders of those containers
 * alone that hold one of its ends. No two routes lie on each other (but into
 * the same place of the same box, with the same mark, as long as they have not
 * parted). Label
 * boxes meet no node, no title of a container, no other label, and no other
 * edge's route.
 *
 * Rows cannot be met in four cases, and then layout/ sets the ends' rows to
 * NONE: where the diagram reads upwards or downwards; at the second end of an
 * edge that leads from a row to itself; at all but the first of several edges
 * between the same two rows; and where lines with different marks come to the
 * same side of a row, at all but those with the one or, in rows high enough,
 * two most frequent marks.
 */

/*
 * What a reader's eye finds in a placed graph. Less is better in all but
 * `filled`. Lengths are in 1/64 px.
 */
typedef struct {
    int64_t crossings;    /* pairs of lines that change sides, each place */
    int64_t cross_points; /* places where that happens, to a pixel */
    int64_t edge_node;    /* lines through boxes that are not theirs */
    int64_t edge_own;     /* lines through boxes that are */
    int64_t node_node;    /* overlapping boxes */
    int64_t overlap_len;  /* lines with no common box, on each other */
    int64_t shared_len;   /* lines with a common box, on each other */
    int64_t close_len;    /* lines less than 5 px apart */
    int64_t hug_len;      /* lines less than 5 px from a box not theirs */
    int64_t label_node, label_label,
        label_edge; /* labels that meet something */
    int64_t label_missing;
    int64_t length, bends;
    int64_t jogs;      /* steps of less than 6 px */
    int64_t port_miss; /* ends that are not at their row */
    int64_t back;      /* lines against the way the diagram reads */
    Len w, h;          /* of all that is drawn */
    int64_t filled;    /* area of boxes */
} GraphStats;

/* `way` is the one lines should lead; DIR_AUTO: to the right. */
GraphStats em_graph_stats(const Graph *g, Direction way, Arena *scratch);

/* One line a number, or one JSON object. */
void em_graph_put_stats(Buf *b, const GraphStats *s, bool json);

/* As text, for golden files and --stop-after: one line per object. */
void em_graph_dump(Buf *out, const Graph *g);

#endif
