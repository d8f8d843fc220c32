/*
 * A draft of the migration that a diff asks for. Only for diff/.
 *
 * Earlier names are gone after the first step: what is in both schemas goes by
 * its later name in all further ones.
 */
#ifndef EM_DIFF_SQL_H
#define EM_DIFF_SQL_H

#include "diff/diff.h"
#include "sql/sql.h"

typedef struct {
    Buf *out;
    const Diff *d;
    const Schema *before, *after;
    Dialect dialect;
    const Strs *open; /* of a plan, see em_diff_put_sql; or NULL */
    Arena *a;
    int *pair;   /* of each table of the earlier schema: its place in d->tables,
                    or NONE */
    Str heading; /* of the step, until its first statement is written */
} Draft;

static inline const Table *em_draft_before(const Draft *p, const TableDiff *t)
{
    return t->before == NONE ? NULL : &p->before->tables.items[t->before];
}

static inline const Table *em_draft_after(const Draft *p, const TableDiff *t)
{
    return t->after == NONE ? NULL : &p->after->tables.items[t->after];
}

/* Begins a step; it is not mentioned when nothing follows. */
void em_draft_step(Draft *p, Str heading);

/* Writes statements, lines with their ends; or, as a decision, behind marks
 * that take them out: "-- ? DROP TABLE users;". */
void em_draft_put(Draft *p, Str statements);
void em_draft_decide(Draft *p, Str statements);

/* One ALTER TABLE for all items; nothing for none. */
void em_draft_alter(Draft *p, const TableDiff *t, const Strs *items);

/* A line of comment. */
void em_draft_note(Draft *p, Str text);

/* Names in quotes where they need them: of columns, of tables as they are
 * called after the first step, a list in parentheses. */
Str em_draft_name(const Draft *p, Str name);
Str em_draft_names(const Draft *p, const Strs *names);
Str em_draft_later(const Draft *p, const Table *t);
Str em_draft_table(const Draft *p, const TableDiff *t);

/* A type's name with its schema, and a value in quotes. */
Str em_draft_type(const Draft *p, const TypeDef *t, Str name);
Str em_draft_quoted(const Draft *p, Str s);

/* The name of a column of the earlier table. */
static inline Str em_draft_removed(const Draft *p, const TableDiff *t,
                                   int column)
{
    return em_draft_before(p, t)->columns.items[column].name;
}

/* The later names of a table's columns. */
Strs em_draft_later_names(const Draft *p, const TableDiff *t,
                          const Strs *names);

/* Step 1, renames (diff_sql_names.c). */
void em_draft_renames(Draft *p);

/* Keys, indexes, checks and references (diff_sql_keys.c): what is in the way
 * goes before columns change, the rest comes after. SQLite's stand in tables.
 */
void em_draft_drop_keys(Draft *p);
void em_draft_add_keys(Draft *p);

/* Columns (diff_sql_columns.c): new ones, as far as rows that exist allow;
 * what changed; NOT NULL and AUTO_INCREMENT, which wait for data and keys. */
void em_draft_add_columns(Draft *p);
void em_draft_change_columns(Draft *p);
void em_draft_finish_columns(Draft *p, const TableDiff *t, Strs *items);

/* Was the column not there, here or in another table? Then it is empty. */
bool em_draft_is_new_column(const Draft *p, const TableDiff *t, Str name);

/* Rows that must move, as decisions (diff_sql_data.c). */
void em_draft_move_rows(Draft *p);

/* Does a column's data, or that of any column of a table, move elsewhere? Then
 * dropping it is a decision. */
bool em_draft_has_moved(const TableDiff *t);

/* Tables of SQLite, which are changed by making them anew
 * (diff_sql_sqlite.c). */
bool em_draft_is_remade(const Draft *p, const TableDiff *t);
void em_draft_remake(Draft *p);

/* Is this column added with its table as it is, without being made anew? */
bool em_draft_is_simple_column(const Draft *p, const TableDiff *t, int column);

#endif
