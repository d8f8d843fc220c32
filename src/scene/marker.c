/*
 * Marks: what a line's end says about how many.
 *
 *     exactly one     |--+-+---      two bars
 *     zero or one     |--+o----      a bar and a ring
 *     one or more     |<--+----      a foot and a bar
 *     zero or more    |<--o----      a foot and a ring
 *     parent          |<>------      a diamond
 *
 * The parent's diamond is ours (Mermaid reads "u" and draws nothing); it is
 * the filled one that UML gives to an owner.
 *
 * A mark is built from parts, each at a distance from the border along the
 * line. The line itself begins where the mark ends, so a ring is empty on any
 * ground. A ring stands one px off the foot, whose mitred tip needs it.
 */
#include "scene/draw.h"

typedef enum { PART_NONE, PART_BAR, PART_RING, PART_FOOT, PART_DIAMOND } Part;

enum {
    FOOT_LENGTH = 12 * PX,
    FOOT_HALF = 6 * PX,
    BAR_HALF = 5 * PX,
    RING_RADIUS = 4 * PX,
    DIAMOND_LENGTH = 14 * PX,
    DIAMOND_HALF = 5 * PX
};

static const struct {
    Part near, far;
    Len near_at, far_at; /* of bars; of the centres of rings */
    Len stem;            /* from the border to here the line is drawn */
    Len length;
} marks[] = {
    [MARK_NONE] = {PART_NONE, PART_NONE, 0, 0, 0, 0},
    [MARK_ZERO_OR_ONE] = {PART_BAR, PART_RING, 8 * PX, 17 * PX, 13 * PX,
                          21 * PX},
    [MARK_EXACTLY_ONE] = {PART_BAR, PART_BAR, 8 * PX, 12 * PX, 12 * PX,
                          12 * PX},
    [MARK_ZERO_OR_MORE] = {PART_FOOT, PART_RING, 0, 17 * PX, 13 * PX, 21 * PX},
    [MARK_ONE_OR_MORE] = {PART_FOOT, PART_BAR, 0, 16 * PX, 16 * PX, 16 * PX},
    [MARK_PARENT] = {PART_DIAMOND, PART_NONE, 0, 0, 0, DIAMOND_LENGTH},
};

Len em_mark_length(MarkKind kind)
{
    return marks[kind].length;
}

/* The place `along` the line and `aside` of it. */
static Point place(Tip t, Len along, Len aside)
{
    return (Point){t.at.x + t.dx * along - t.dy * aside,
                   t.at.y + t.dy * along + t.dx * aside};
}

static void add_stroke(Canvas *c, Path *path, Point from, Point to)
{
    em_move_to(c, path, from);
    em_line_to(c, path, to);
}

static void add_part(Canvas *c, Tip t, Part part, Len at, Path *lines,
                     Path *areas)
{
    switch (part) {
    case PART_NONE: break;
    case PART_BAR:
        add_stroke(c, lines, place(t, at, -BAR_HALF), place(t, at, BAR_HALF));
        break;
    case PART_RING:
        em_add_circle(c, lines, place(t, at, 0), RING_RADIUS);
        break;
    case PART_FOOT:
        em_move_to(c, lines, place(t, 0, -FOOT_HALF));
        em_line_to(c, lines, place(t, FOOT_LENGTH, 0));
        em_line_to(c, lines, place(t, 0, FOOT_HALF));
        break;
    case PART_DIAMOND:
        em_move_to(c, areas, t.at);
        em_line_to(c, areas, place(t, DIAMOND_LENGTH / 2, -DIAMOND_HALF));
        em_line_to(c, areas, place(t, DIAMOND_LENGTH, 0));
        em_line_to(c, areas, place(t, DIAMOND_LENGTH / 2, DIAMOND_HALF));
        em_close_path(c, areas);
        break;
    }
}

void em_add_mark(Canvas *c, Tip t, Path *lines, Path *areas)
{
    if (marks[t.kind].stem)
        add_stroke(c, lines, t.at, place(t, marks[t.kind].stem, 0));
    add_part(c, t, marks[t.kind].near, marks[t.kind].near_at, lines, areas);
    add_part(c, t, marks[t.kind].far, marks[t.kind].far_at, lines, areas);
}
