/*
 * Marks: what a line's end says about how many.
 *
 *     exactly one     |--+-+---      two bars
 *     zero or one     |--+o----      a bar and a ring
 *     one or more     |<--+----      a foot and a bar
 *     zero or more    |<--o----      a foot and a ring
 *     parent          |<>------      a diamond
 *
 *     arrow           |>--           a barb, filled, with a notch
 *     triangle, diamond, circle, box: filled, or open: only their outline
 *     cross           |-x--          two strokes over the line
 *
 *     cascade         |>|-|--        a wedge within the mark it goes out from,
 *                     |<--o<--       or behind the one it comes in at
 *
 * The parent's diamond is ours (Mermaid reads "u" and draws nothing); it is
 * the filled one that UML gives to an owner.
 *
 * A mark is built from parts, each at a distance from the border along the
 * line. The line itself begins where the mark ends, so a ring is empty on any
 * ground. A ring stands one px off the foot, whose mitred tip needs it.
 */
#include "scene/draw.h"

typedef enum {
    PART_NONE,
    PART_BAR,
    PART_RING,
    PART_FOOT,
    PART_DIAMOND,
    PART_BARB,
    PART_TRIANGLE,
    PART_DISC,
    PART_BOX,
    PART_CROSS
} Part;

enum {
    FOOT_LENGTH = 12 * PX,
    FOOT_HALF = 6 * PX,
    BAR_HALF = 5 * PX,
    RING_RADIUS = 4 * PX,
    DIAMOND_LENGTH = 14 * PX,
    DIAMOND_HALF = 5 * PX,
    BARB_LENGTH = 11 * PX,
    BARB_NOTCH = 8 * PX,
    BARB_HALF = 5 * PX,
    TRIANGLE_LENGTH = 10 * PX,
    TRIANGLE_HALF = 9 * PX / 2,
    DISC_RADIUS = 5 * PX,
    BOX_SIDE = 10 * PX,
    CROSS_HALF = 5 * PX,
    CROSS_AT = 8 * PX,
    WEDGE_GAP = PX,
    WEDGE_LENGTH = 6 * PX,
    WEDGE_HALF = 4 * PX
};

/* Widths from which on marks grow, and how large they get. */
enum { THIN = 3 * PX / 2, SLOWNESS = 5 * PX / 2, MOST = MARK_WHOLE * 7 / 4 };

static const struct {
    Part near, far;
    Len near_at, far_at; /* of bars; of the centres of rings */
    Len stem;            /* from the border to here the line is drawn */
    Len length;
    bool open; /* parts with an area: only their outline */
} marks[MARK_COUNT] = {
    [MARK_NONE] = {PART_NONE, PART_NONE, 0, 0, 0, 0, false},
    [MARK_ZERO_OR_ONE] = {PART_BAR, PART_RING, 8 * PX, 17 * PX, 13 * PX,
                          21 * PX, false},
    [MARK_EXACTLY_ONE] = {PART_BAR, PART_BAR, 8 * PX, 12 * PX, 12 * PX, 12 * PX,
                          false},
    [MARK_ZERO_OR_MORE] = {PART_FOOT, PART_RING, 0, 17 * PX, 13 * PX, 21 * PX,
                           false},
    [MARK_ONE_OR_MORE] = {PART_FOOT, PART_BAR, 0, 16 * PX, 16 * PX, 16 * PX,
                          false},
    [MARK_PARENT] = {PART_DIAMOND, PART_NONE, 0, 0, 0, DIAMOND_LENGTH, false},
    [MARK_ARROW] = {PART_BARB, PART_NONE, 0, 0, 0, BARB_NOTCH, false},
    [MARK_TRIANGLE] = {PART_TRIANGLE, PART_NONE, 0, 0, 0, TRIANGLE_LENGTH,
                       false},
    [MARK_TRIANGLE_OPEN] = {PART_TRIANGLE, PART_NONE, 0, 0, 0, TRIANGLE_LENGTH,
                            true},
    [MARK_DIAMOND] = {PART_DIAMOND, PART_NONE, 0, 0, 0, DIAMOND_LENGTH, false},
    [MARK_DIAMOND_OPEN] = {PART_DIAMOND, PART_NONE, 0, 0, 0, DIAMOND_LENGTH,
                           true},
    [MARK_CIRCLE] = {PART_DISC, PART_NONE, 0, 0, 0, 2 * DISC_RADIUS, false},
    [MARK_CIRCLE_OPEN] = {PART_DISC, PART_NONE, 0, 0, 0, 2 * DISC_RADIUS, true},
    [MARK_BOX] = {PART_BOX, PART_NONE, 0, 0, 0, BOX_SIDE, false},
    [MARK_BOX_OPEN] = {PART_BOX, PART_NONE, 0, 0, 0, BOX_SIDE, true},
    [MARK_CROSS] = {PART_CROSS, PART_NONE, CROSS_AT, 0, 2 * CROSS_AT,
                    2 * CROSS_AT, false},
};

int em_mark_scale(Len width)
{
    int64_t scale =
        (int64_t)MARK_WHOLE * (width + SLOWNESS) / (THIN + SLOWNESS);
    return (int)MAX(MARK_WHOLE, MIN(scale, MOST));
}

static Len scaled(Len v, int scale)
{
    return (Len)((int64_t)v * scale / MARK_WHOLE);
}

Len em_mark_length(MarkKind kind, Wedge wedge, int scale)
{
    Len behind = wedge == WEDGE_IN ? WEDGE_GAP + WEDGE_LENGTH : 0;
    return scaled(marks[kind].length + behind, scale);
}

/* The place `along` the line and `aside` of it. */
static Point place(Tip t, Len along, Len aside)
{
    along = scaled(along, t.scale);
    aside = scaled(aside, t.scale);
    int64_t x = (int64_t)t.dx * along - (int64_t)t.dy * aside;
    int64_t y = (int64_t)t.dy * along + (int64_t)t.dx * aside;
    return (Point){t.at.x + (Len)(x / TIP_WHOLE),
                   t.at.y + (Len)(y / TIP_WHOLE)};
}

static void add_stroke(Canvas *c, Path *path, Point from, Point to)
{
    em_move_to(c, path, from);
    em_line_to(c, path, to);
}

/* Straight pieces between places given as along and aside. */
static void add_area(Canvas *c, Tip t, Path *path, const Point *at, int n)
{
    em_move_to(c, path, place(t, at[0].x, at[0].y));
    for (int i = 1; i < n; i++)
        em_line_to(c, path, place(t, at[i].x, at[i].y));
    em_close_path(c, path);
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
        em_add_circle(c, lines, place(t, at, 0), scaled(RING_RADIUS, t.scale));
        break;
    case PART_FOOT:
        em_move_to(c, lines, place(t, 0, -FOOT_HALF));
        em_line_to(c, lines, place(t, FOOT_LENGTH, 0));
        em_line_to(c, lines, place(t, 0, FOOT_HALF));
        break;
    case PART_DIAMOND:
        add_area(c, t, areas,
                 (Point[]){{0, 0},
                           {DIAMOND_LENGTH / 2, -DIAMOND_HALF},
                           {DIAMOND_LENGTH, 0},
                           {DIAMOND_LENGTH / 2, DIAMOND_HALF}},
                 4);
        break;
    case PART_BARB:
        add_area(c, t, areas,
                 (Point[]){{0, 0},
                           {BARB_LENGTH, -BARB_HALF},
                           {BARB_NOTCH, 0},
                           {BARB_LENGTH, BARB_HALF}},
                 4);
        break;
    case PART_TRIANGLE:
        add_area(c, t, areas,
                 (Point[]){{0, 0},
                           {TRIANGLE_LENGTH, -TRIANGLE_HALF},
                           {TRIANGLE_LENGTH, TRIANGLE_HALF}},
                 3);
        break;
    case PART_DISC:
        em_add_circle(c, areas, place(t, DISC_RADIUS, 0),
                      scaled(DISC_RADIUS, t.scale));
        break;
    case PART_BOX:
        add_area(c, t, areas,
                 (Point[]){{0, -BOX_SIDE / 2},
                           {BOX_SIDE, -BOX_SIDE / 2},
                           {BOX_SIDE, BOX_SIDE / 2},
                           {0, BOX_SIDE / 2}},
                 4);
        break;
    case PART_CROSS:
        add_stroke(c, lines, place(t, at - CROSS_HALF, -CROSS_HALF),
                   place(t, at + CROSS_HALF, CROSS_HALF));
        add_stroke(c, lines, place(t, at + CROSS_HALF, -CROSS_HALF),
                   place(t, at - CROSS_HALF, CROSS_HALF));
        break;
    }
}

static void add_wedge(Canvas *c, Tip t, Path *areas)
{
    Len near = t.wedge == WEDGE_OUT ? 0 : marks[t.kind].length + WEDGE_GAP;
    Len wide = t.wedge == WEDGE_OUT ? near : near + WEDGE_LENGTH;
    Len tip = t.wedge == WEDGE_OUT ? near + WEDGE_LENGTH : near;
    if (t.wedge != WEDGE_NONE)
        add_area(c, t, areas,
                 (Point[]){{wide, -WEDGE_HALF}, {tip, 0}, {wide, WEDGE_HALF}},
                 3);
}

void em_add_mark(Canvas *c, Tip t, Path *lines, Path *areas)
{
    add_wedge(c, t, areas);
    if (marks[t.kind].stem)
        add_stroke(c, lines, t.at, place(t, marks[t.kind].stem, 0));
    if (marks[t.kind].open)
        areas = lines;
    add_part(c, t, marks[t.kind].near, marks[t.kind].near_at, lines, areas);
    add_part(c, t, marks[t.kind].far, marks[t.kind].far_at, lines, areas);
}
