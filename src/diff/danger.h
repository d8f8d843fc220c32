/*
 * The kinds of dangers, and the finding of them. Only for diff/.
 */
#ifndef EM_DANGER_H
#define EM_DANGER_H

#include "base/map.h"
#include "diff/diff.h"
#include "diff/diff_value.h"

typedef enum {
    DANGER_TABLE_DROPPED,
    DANGER_COLUMN_DROPPED,
    DANGER_COLUMN_MOVED,
    DANGER_TABLE_RENAMED,
    DANGER_COLUMN_RENAMED,
    DANGER_VIEW_DROPPED,
    DANGER_KIND_CHANGED,
    DANGER_COLUMNS_REORDERED,
    DANGER_TYPE_NARROWED,
    DANGER_TYPE_WIDENED,
    DANGER_TYPE_CHANGED,
    DANGER_SIGN_CHANGED,
    DANGER_TEXT_SHORTENED,
    DANGER_CHAR_PADDED,
    DANGER_JSON_WITHOUT_EQUALITY,
    DANGER_COLLATION_CHANGED,
    DANGER_NOT_NULL_COLUMN_WITHOUT_DEFAULT,
    DANGER_NOT_NULL_SET,
    DANGER_NOT_NULL_REMOVED,
    DANGER_DEFAULT_ADDED,
    DANGER_DEFAULT_CHANGED,
    DANGER_DEFAULT_REMOVED,
    DANGER_DEFAULT_VOLATILE,
    DANGER_GENERATED_CHANGED,
    DANGER_AUTO_INCREMENT_ADDED,
    DANGER_AUTO_INCREMENT_REMOVED,
    DANGER_IDENTITY_ALWAYS,
    DANGER_ON_UPDATE_REMOVED,
    DANGER_ENUM_VALUE_ADDED,
    DANGER_ENUM_VALUE_REMOVED,
    DANGER_ENUM_VALUE_RENAMED,
    DANGER_ENUM_REORDERED,
    DANGER_PRIMARY_KEY_CHANGED,
    DANGER_UNIQUE_ADDED,
    DANGER_UNIQUE_REMOVED,
    DANGER_INDEX_ADDED,
    DANGER_INDEX_REMOVED,
    DANGER_CHECK_ADDED,
    DANGER_CHECK_REMOVED,
    DANGER_FK_ADDED,
    DANGER_FK_NOT_VALID,
    DANGER_FK_REMOVED,
    DANGER_FK_RETARGETED,
    DANGER_FK_WITHOUT_INDEX,
    DANGER_FK_TYPE_DIFFERS,
    DANGER_FK_ON_ONE_SIDE,
    DANGER_FK_WRONG_SIDE,
    DANGER_CASCADE_ADDED,
    DANGER_CASCADE_REMOVED,
    DANGER_SET_NULL_ON_NOT_NULL,
    DANGER_CARDINALITY_CHANGED,
    N_DANGERS
} DangerId;

/* What a danger is, in the words of an engine's facts. */
DangerRule em_danger_of(DangerId id, Dialect dialect);

/* The same of a type that changes; types as em_type_key has them. */
DangerRule em_danger_of_types(DangerId id, Str before, Str after,
                              Dialect dialect, Arena *a);

/* ---- finding ---- */

typedef struct {
    const Diff *d;
    const TableDiff *t;
    int table;   /* its place in Diff.tables */
    int column;  /* what is looked at: a place in t->columns, or NONE */
    Map columns; /* names of those of `mapped`, both sides', to places */
    const TableDiff *mapped;
    const int *index_rows; /* em_index_rows of t */
    Dialect dialect;       /* whose facts count */
    Dangers *out;
    Arena *a;
} Finder;

static inline const Table *table_before(const Finder *f)
{
    return &f->d->before->tables.items[f->t->before];
}

static inline const Table *table_after(const Finder *f)
{
    return &f->d->after->tables.items[f->t->after];
}

/* danger.c */
Danger *em_danger_report(Finder *f, DangerId id, Str object);

/* The table's name in the earlier, and in the later schema. */
Str em_danger_before(const Finder *f);
Str em_danger_after(const Finder *f);

/* The place of a column of either side, by its name; NONE. */
int em_danger_place(Finder *f, Str column);

/* Of the table: its columns (danger_columns.c); its indexes, foreign keys and
 * checks (danger_keys.c). */
void em_danger_columns(Finder *f);
void em_danger_keys(Finder *f);

/* Of foreign keys of a table that is in both, which may be unchanged itself. */
void em_danger_kept_keys(Finder *f);

/* Of Diff.meant, told of the diagram (danger_plan.c). */
Dangers em_danger_of_plan(const Diff *d, Arena *a);

#endif
