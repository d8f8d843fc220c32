/*
 * Inside columns.c and search.c: tables in columns, before anything is drawn.
 */
#ifndef EM_COLUMNS_H
#define EM_COLUMNS_H

#include "layout/flow.h"

/* A line as one of its tables sees it. */
typedef struct {
    int other;      /* box; or NONE: a wall */
    Side wall;      /* when other is NONE */
    Len at, far_at; /* heights of both ends in their boxes */
} Tie;

typedef ARRAY_OF(int) Column;

typedef struct {
    const Flow *f;
    Arena *scratch;
    int n;         /* boxes are the items 0 to n - 1 */
    int n_columns; /* all there may be */
    Lists ties_of; /* of a box: indices into ties, where list[i] == i */
    Tie *ties;
    Column *columns;
    int64_t *height; /* of a column: its boxes and gaps */
    int *column;     /* of a box */
    int *pos;        /* of a box in its column */
    Len *y;          /* of a box, when its column is centred on 0 */
    Len capacity;
} Columns;

/* Boxes of a flow and their lines. */
Columns em_columns_of(const Flow *f, Arena *scratch);

/* Boxes in an order in which those with lines are near each other. */
SortKey *em_columns_line(const Columns *c);

/* Puts the boxes into n_columns columns, in an order along a line. */
void em_columns_start(Columns *c, const SortKey *line, int n_columns);

/* Improves the columns by local search with a number of moves. */
void em_columns_search(Columns *c, int moves, uint64_t seed);

/* About how often the lines of a box cross others. */
int em_columns_crossings(const Columns *c, int box);

/* Recomputes height, pos and y for a column and its boxes. */
void em_column_stack(Columns *c, int column);

#endif
