/*
 * Crossings in columns before anything is drawn: lines are thought of as
 * straight, from box to box. For lines between neighbouring columns that is
 * what will come out.
 */
#include "layout/columns.h"

/* A line as a segment of a plane: columns are QUARTERS wide; x0 <= x1. */
enum { QUARTERS = 4 };

typedef struct {
    int x0, x1;
    Len y0, y1;
} Straight;

/*
 * Lines within a column bend into the channel beside it: outwards at the first
 * column, right at others.
 */
static Straight straight_of(const Columns *c, int box, const Tie *t)
{
    int x0 = c->column[box] * QUARTERS, x1 = c->column[t->other] * QUARTERS;
    Len y0 = c->y[box] + t->at, y1 = c->y[t->other] + t->far_at;

    if (x0 == x1)
        x0 = x1 = x0 + (x0 == 0 ? -1 : 1);
    return x0 <= x1 ? (Straight){x0, x1, y0, y1} : (Straight){x1, x0, y1, y0};
}

/* On which side of a segment a point is. */
static int side_of(const Straight *s, int x, Len y)
{
    int64_t turn = (int64_t)(s->x1 - s->x0) * ((int64_t)y - s->y0) -
                   ((int64_t)s->y1 - s->y0) * (x - s->x0);
    return (turn > 0) - (turn < 0);
}

/* What is the case for lines that reach common heights. */
static bool do_cross(const Straight *a, const Straight *b)
{
    if (a->x0 >= b->x1 || b->x0 >= a->x1)
        return false;
    if (a->x0 == b->x0 && a->x1 == b->x1) /* in the same channels */
        return a->y0 < b->y0 ? a->y1 > b->y1 : a->y0 > b->y0 && a->y1 < b->y1;
    return side_of(a, b->x0, b->y0) * side_of(a, b->x1, b->y1) < 0 &&
           side_of(b, a->x0, a->y0) * side_of(b, a->x1, a->y1) < 0;
}

/* Lines that end in two columns, each to be seen once. */
typedef struct {
    const Columns *c;
    Straight line;
    Len top, bottom; /* of the line */
    int box, other;  /* where it ends */
    int a, b;        /* their columns */
} Look;

/* True when a line found at its end `box`, in column `at`, is found there only
 * for the second time. */
static bool is_seen(const Look *l, int box, int other, int at)
{
    int there = l->c->column[other];
    if (there == at)
        return other < box;
    return at == l->b && there == l->a;
}

/* How often the line crosses those of a box. */
static int crossings_at(const Look *l, int box, int at)
{
    const Columns *c = l->c;
    int n = 0;
    Len y = c->y[box];
    if (box == l->box || box == l->other)
        return 0;
    for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1]; t++) {
        const Tie *tie = &c->ties[t];
        int other = tie->other;
        if (other == NONE || other == l->box || other == l->other)
            continue;
        Len y0 = y + tie->at, y1 = c->y[other] + tie->far_at;
        if (MAX(y0, y1) <= l->top || MIN(y0, y1) >= l->bottom ||
            is_seen(l, box, other, at))
            continue;
        Straight s = straight_of(c, box, tie);
        n += do_cross(&l->line, &s);
    }
    return n;
}

/* How often it crosses lines that end in a column. */
static int crossings_in(const Look *l, int at)
{
    const Column *col = &l->c->columns[at];
    int n = 0;
    for (int k = 0; k < col->n; k++)
        n += crossings_at(l, col->items[k], at);
    return n;
}

/* Of lines that pass over both columns of a line nothing is known. */
int em_columns_crossings(const Columns *c, int box)
{
    int n = 0;
    for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1]; t++) {
        int other = c->ties[t].other;
        if (other == NONE)
            continue;
        Straight s = straight_of(c, box, &c->ties[t]);
        Look l = {.c = c,
                  .line = s,
                  .top = MIN(s.y0, s.y1),
                  .bottom = MAX(s.y0, s.y1),
                  .box = box,
                  .other = other,
                  .a = c->column[box],
                  .b = c->column[other]};
        n += crossings_in(&l, l.a) + (l.a == l.b ? 0 : crossings_in(&l, l.b));
    }
    return n;
}
