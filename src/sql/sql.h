/*
 * SQL: dumps, schema files and migrations of PostgreSQL, MySQL/MariaDB and
 * SQLite, read with the meaning the engine gives them.
 */
#ifndef EM_SQL_H
#define EM_SQL_H

#include "schema/schema.h"

/* "postgres", "mysql", "sqlite"; and back, other names of them included. */
Str em_sql_dialect_name(Dialect d);
Dialect em_sql_dialect_find(Str name); /* DIALECT_NONE: it is none */

/* True when the text looks like SQL: its first statement has a word of it. */
bool em_sql_detect(Str text);

/* The dialect that the words and quotes of a text speak for. */
Dialect em_sql_dialect(Str text);

/*
 * Reads sources one after the other as one history, and makes the schema that
 * they lead to. DIALECT_NONE: found from the texts. Texts must live as long as
 * the schema.
 */
void em_sql_read(const Source *const *sources, int n, Dialect d, Arena *a,
                 Arena *scratch, Diags *diags, Schema *out);

/* The model as JSON, in the members of the conformance corpus. */
void em_sql_put_json(Buf *out, const Schema *s);

#endif
