/*
 * Expressions of one dialect in another.
 */
#ifndef EM_SQL_EXPR_H
#define EM_SQL_EXPR_H

#include "sql/sql_sense.h"

typedef struct {
    Dialect from, to;
    const Table *table;  /* whose columns may be named; NULL: none may */
    const Sense *senses; /* of its columns */
    Str self;            /* what VALUE is, in a domain's check; or empty */
    Arena *arena;
} SqlRewrite;

/* A check or what is generated; empty: the other dialect may not know it. */
Str em_sql_rewrite(const SqlRewrite *r, Str expression);

/* A default of a column; empty: there is none that means the same. */
Str em_sql_rewrite_default(const SqlRewrite *r, Sense sense, Str type,
                           Str expression);

/* A name and a string as a dialect quotes them. */
void em_sql_put_name_in(Buf *out, Dialect d, Str name);
void em_sql_put_string_in(Buf *out, Dialect d, Str s);

#endif
