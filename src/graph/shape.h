/*
 * Shape: how much room outlines leave for what stands in them.
 *
 * Sizes come from here before anything is placed; scene/outline.c draws paths
 * that keep to it.
 */
#ifndef EM_SHAPE_BOX_H
#define EM_SHAPE_BOX_H

#include "graph/graph.h"

typedef struct {
    Len w, h;
} Size;

/* The least box whose inside has room for a rectangle. */
Size em_shape_around(Shape s, Size inner);

/* The largest rectangle that is surely inside of the outline, in a box that
 * begins at 0, 0. */
Rect em_shape_inside(Shape s, Size box);

/* True for shapes that are as wide as they are high. */
bool em_shape_is_even(Shape s);

/* Its name as diagrams have it: "stored_data". */
Str em_shape_name(Shape s);

/* Measures that outlines are drawn with; both fit the box they are in. */
typedef struct {
    Len x, y;
} Bite;

/* What the outline takes from each side of the box, left or right and above
 * or below, before anything is doubled. */
Bite em_shape_bite(Shape s, Size box);

/* From what is in a container to the sides of its box. */
typedef struct {
    Len left, top, right, bottom;
} Insets;

/*
 * Where lines should not end: parts of the upper and lower side (left, right)
 * and of the left and right one (top, bottom) that are far from the outline, or
 * meet it at a flat angle.
 */
Insets em_shape_shy(Shape s, Size box);

/* The insets of a container around content of a size: the padding, the title,
 * its outline, and what makes it as large as was asked for. */
Insets em_container_insets(const Container *c, Size content, Size pad);

/* Makes a sized node larger, if its shape may be stretched: its outline grows,
 * what is in it keeps its corner, side or middle. */
void em_stretch_node(Node *n, Len w, Len h);

enum {
    CONTAINER_ICON = 24 * PX,
    HEADER_ICON = 20 * PX, /* of tables */
    LINE_ICON = 20 * PX,   /* beside labels of lines */
    FLAG_SIZE = 16 * PX,   /* of the sign that a change can do harm */
    ICON_GAP = 6 * PX      /* from an icon to its text */
};

/* What `3d` and `multiple` add above and to the right of an outline. */
enum { DEPTH_3D = 10 * PX, DEPTH_MULTIPLE = 8 * PX };

#endif
