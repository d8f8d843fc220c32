/*
 * The columns of CREATE TABLE … AS SELECT.
 */
#ifndef EM_SQL_SELECT_H
#define EM_SQL_SELECT_H

#include "sql/sql_parse.h"

/*
 * Adds the columns of a query to a table, as far as text tells: columns of
 * tables by name or *, casts, literals. What is more than that has a name
 * only. Takes the rest of the statement.
 */
void em_sql_select(Sql *p, int table);

#endif
