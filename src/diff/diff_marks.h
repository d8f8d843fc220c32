/*
 * A union while its picture is made: what diff_union.c finds out, and
 * diff_marks.c and diff_notes.c show.
 */
#ifndef EM_DIFF_MARKS_H
#define EM_DIFF_MARKS_H

#include "diff/diff_lines.h"
#include "diff/diff_union.h"

/* What happened to a relation, and how that is known: NULL where it is not. */
typedef struct {
    ChangeKind change;
    const KeyDiff *key;
    const RelationDiff *ends;
} UnionRelation;

struct DiffUnion {
    const Diff *d;
    UnionOptions options;
    Arena *a;
    Schema schema;
    int *of_before, *of_after; /* a table's place in the union; NONE */
    const TableDiff **table;   /* of the union's tables */
    int **rows;                /* of their columns: see em_union_row */
    UnionRelation *relation;   /* of the union's relations */
    int left_out;
};

/* diff_notes.c */

/* What dangers say, those with the same advice in one line; then what changed
 * beside tables. */
void em_union_notes(const DiffUnion *u, const Dangers *dangers, Graph *g,
                    Arena *a);

#endif
