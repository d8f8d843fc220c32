/*
 * The picture of a change: both schemas in one, with what changed marked. Only
 * for diff/ and the pipeline.
 */
#ifndef EM_DIFF_UNION_H
#define EM_DIFF_UNION_H

#include "diff/diff.h"

typedef struct {
    bool full;     /* also columns that are no keys and did not change */
    bool all_feet; /* however many keys, indexes and checks changed */
    int distance;  /* relations away from a change at most; NONE: all tables */
} UnionOptions;

/* The texts and places of a union of two schemas. */
typedef struct DiffUnion DiffUnion;

/*
 * The union: the later schema's tables and relations, then what was removed.
 * `d` and its schemas must live as long as it. Its schema holds the tables
 * that are shown; the graph of them marks rows, tables and lines.
 */
DiffUnion *em_diff_union(const Diff *d, const UnionOptions *o, Arena *a);
const Schema *em_union_schema(const DiffUnion *u);

/* What the table at an index of that schema, and of that graph's nodes, is. */
const TableDiff *em_union_table(const DiffUnion *u, int index);

/* The row of that table's node that a place in its TableDiff.columns has, or
 * NONE; rows behind those of columns say what else changed. */
int em_union_row(const DiffUnion *u, int index, int column);

/* "2 tables changed, 1 added; 10 unchanged not shown" */
Str em_union_title(const DiffUnion *u, Arena *a);

/* Has that title, and notes on what the change can do to data. */
Graph *em_union_graph(const DiffUnion *u, Anchor anchor, Arena *a);

#endif
