/*
 * What a planned change can do to data. A diagram says too little to judge it
 * by, so the schema is judged that it means; what is found there is told of
 * the tables and rows of the diagram.
 */
#include "diff/danger.h"
#include "diff/diff_match.h"

const Diff *em_diff_meant(const Diff *d, const DiffOptions *o, Arena *a,
                          Arena *scratch)
{
    if (d->before->dialect == DIALECT_NONE ||
        d->after->dialect != DIALECT_NONE || o->no_dangers || !d->is_changed)
        return NULL;
    Completed done = em_diff_complete(d->before, d->after, o, a, scratch);
    DiffOptions with = *o;
    with.known = done.known;
    return em_diff(d->before, done.schema, &with, a, scratch);
}

/* The column of the one in the other; NONE: it is no column, or not there. */
static int row_in(const TableDiff *from, int row, const TableDiff *to)
{
    if (row == NONE || row >= from->columns.n)
        return NONE;
    const ColumnDiff *wanted = &from->columns.items[row];
    for (int i = 0; i < to->columns.n; i++) {
        const ColumnDiff *c = &to->columns.items[i];
        if (c->before == wanted->before && c->after == wanted->after)
            return i;
    }
    return NONE;
}

/* The tables that the diagram shows have the same places in both schemas. */
Dangers em_danger_of_plan(const Diff *d, Arena *a)
{
    const Diff *meant = d->meant;
    DiffPlaces at = em_diff_places(d, a);
    Dangers found = em_dangers(meant, a);

    for (int i = 0; i < found.n; i++) {
        Danger *danger = &found.items[i];
        if (danger->table == NONE)
            continue;
        const TableDiff *t = &meant->tables.items[danger->table];
        bool is_drawn = t->after != NONE && t->after < d->after->tables.n;
        int place = is_drawn            ? at.of_after[t->after]
                    : t->before != NONE ? at.of_before[t->before]
                                        : NONE;
        danger->row = place == NONE
                          ? NONE
                          : row_in(t, danger->row, &d->tables.items[place]);
        danger->table = place;
    }
    return found;
}
