/*
 * Outlines: the path of every shape, and where lines end on it.
 */
#ifndef EM_OUTLINE_H
#define EM_OUTLINE_H

#include "scene/draw.h"

/*
 * edge: closed, filled and stroked. detail: only stroked, on top: the fold of
 * a page, the rim of a cylinder's lid. Both lie within the box. A shape
 * without an outline has a rectangle as its edge, to end lines at.
 */
typedef struct {
    Path edge, detail;
} Outline;

/* The outline of a shape in a box. The radius is that of rectangles. */
Outline em_outline(Canvas *c, Shape s, Rect box, Len radius);

/* The same outline, elsewhere, added to a path. */
void em_add_moved(Canvas *c, Path *to, const Path *path, Len dx, Len dy);

/* The outline with its twin behind it (multiple), or its depth (3d): what
 * lines end at. */
Path em_silhouette(Canvas *c, const Node *n, const Style *style);

/*
 * Where a line from `from` along `way` first meets a path, at most `reach`
 * away. False, and *at untouched: nowhere.
 */
bool em_meet_path(const Path *path, Point from, Point way, Len reach,
                  Point *at);

#endif
