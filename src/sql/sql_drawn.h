/*
 * Columns of a diagram as a dialect has them. Only for sql/.
 */
#ifndef EM_SQL_DRAWN_H
#define EM_SQL_DRAWN_H

#include "sql/sql_sense.h"

/* A type that a dialect has under the drawn word. */
typedef struct {
    Str full;           /* as the engine prints it */
    Str extension;      /* of PostgreSQL, that brings it; or empty */
    const Strs *values; /* of MySQL's ENUM and SET */
    bool is_set;
    bool counts; /* serial: the engine gives the values */
} DrawnType;

/* False: the dialect has no type that is called so. */
bool em_sql_drawn_type(Dialect to, Str drawn, Arena *a, DrawnType *out);

/* What the word means to people, or else to the dialect. */
Sense em_sql_drawn_sense(Dialect to, Str drawn, Arena *a);

/* A reference from columns to those of a table. */
typedef struct {
    Strs columns, targets;
    Str table;
    bool is_used; /* by a relation */
} DrawnReference;

/* What a comment says of more than its column. */
typedef struct {
    KeyAction on_delete, on_update;
    ARRAY_OF(Strs) uniques; /* keys of several columns, this one first */
    ARRAY_OF(DrawnReference) references; /* this column first */
} DrawnWords;

/*
 * Reads back what sql_words.c says in the comment of a column: the words up to
 * the first that are not its own. They are set in the column and in `out`; what
 * is left stays as the comment.
 */
void em_sql_read_words(const Table *t, Column *c, DrawnWords *out, Arena *a);

#endif
