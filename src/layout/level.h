/*
 * Levels: the page and every container, each drawn by itself.
 *
 * A line between two levels is cut at each border it crosses into segments,
 * one for each level it passes. Within a level, a segment that leaves it ends
 * at a wall: a point on the border whose side the level outside has chosen and
 * whose height the level inside finds. So layers are found outside in, and
 * drawings are made inside out.
 */
#ifndef EM_LEVEL_H
#define EM_LEVEL_H

#include "graph/shape.h"
#include "layout/flow.h"

/* Members are numbered: nodes, then containers after all nodes. */
typedef struct {
    int member;   /* NONE: the wall of the level itself */
    int row;      /* of a node, or NONE */
    int inner;    /* the segment that goes on inside of the member, or NONE */
    bool off_row; /* drawn: it had to leave its row */
} SegmentEnd;

typedef struct {
    int edge;
    int level;
    SegmentEnd end[2];
    bool main;     /* the one that carries the label */
    Side wall;     /* when an end is at the wall */
    Len wall_at;   /* drawn: its height, from the upper border in the flow */
    Point *points; /* drawn, in the level's content, in real coordinates */
    int n_points;
    Rect label_box;
    Point label_dot;
} Segment;

typedef ARRAY_OF(Flow) Flows;

typedef struct {
    int container; /* NONE: the page */
    Direction direction;
    ARRAY_OF(int) members, segments;
    Flows flows; /* connected parts; the one with walls is first */
    bool has_walls;
    ARRAY_OF(int) lone; /* members without lines */
    Len w, h;           /* of the content, real */
    Point origin;       /* of the content on the page, at last */
    const Grid *grid;   /* or NULL */
    ARRAY_OF(Joint) joints;
} Level;

typedef struct {
    Graph *g;
    const LayoutOptions *o;
    Arena *keep; /* lives through all of em_layout */
    Arena *scratch;
    Segment *segments;
    int n_segments;
    Level *levels; /* of containers, then of the page */
    int n_levels;
    int *looks;    /* of edges; looks.c */
    Rect *boxes;   /* of members: size; place in the content of their level */
    Packing page;  /* its shape */
    Packing inner; /* the one wished for drawings of containers */
} Layout;

static inline bool em_is_vertical(Direction d)
{
    return d == DIR_DOWN || d == DIR_UP;
}

/* Finds parts, layers and sides of a level, and the walls of its members. */
void em_level_layers(Layout *l, Level *level);

/* grid.c: puts the members of a level with a grid, all of which have sizes. */
void em_grid_draw(Layout *l, Level *level);

/*
 * lone.c: puts lone members of a level at free ends of the stacks of one of its
 * drawn flows, as items; the others stay lone.
 */
void em_fill_ends(const Layout *l, Level *level, Flow *f);

/* apart.c: what stands outside of the page's drawing, around it. Returns the
 * whole; needs the drawn page. */
Rect em_place_apart(Layout *l);

bool em_is_apart(const Layout *l, int member);

/* The node or container at which an edge ends. */
int em_member_of_end(const Layout *l, const EdgeEnd *end);

/* looks.c: which edges may share trunks. */
void em_find_looks(Layout *l);

/* straight.c: finds the lines that are straight, and draws them. */
void em_find_straight(const Layout *l);
void em_draw_straight(const Layout *l, Arena *arena);

/* end_label.c: needs all that was placed. */
void em_place_end_labels(Graph *g);

/* aside.c: needs boxes and routes. */
void em_place_headings(Graph *g, Arena *scratch);

/* From the content of a container's drawn level to the container's box. */
Insets em_level_insets(const Layout *l, const Level *level);

/* Draws a level whose members all have their sizes. */
void em_level_draw(Layout *l, Level *level);

#endif
