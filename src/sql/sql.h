/*
 * SQL: dumps, schema files and migrations of PostgreSQL, MySQL/MariaDB and
 * SQLite, read with the meaning the engine gives them.
 */
#ifndef EM_SQL_H
#define EM_SQL_H

#include "schema/schema.h"

/* A string of SQL: in single quotes, which are doubled inside. */
void em_sql_put_string(Buf *b, Str s);

/* "postgres", "mysql", "sqlite"; and back, other names of them included. */
Str em_sql_dialect_name(Dialect d);
Dialect em_sql_dialect_find(Str name); /* DIALECT_NONE: it is none */

/* True when the text looks like SQL: its first statement has a word of it. */
bool em_sql_detect(Str text);

/* The dialect that the words and quotes of texts speak for. */
Dialect em_sql_dialect(Source *const *sources, int n);

/* Called while a large text is read: what is before `end` is not needed soon.
 */
typedef struct {
    void (*passed)(void *ctx, const char *end); /* or NULL */
    void *ctx;
} SqlHook;

/*
 * Reads sources one after the other as one history, and makes the schema that
 * they lead to. DIALECT_NONE: found from the texts. Texts must live as long as
 * the schema. Of large ones lines are marked.
 */
typedef struct {
    Dialect dialect;
    SqlHook hook;
} SqlOptions;

void em_sql_read(Source **sources, int n, const SqlOptions *o, Arena *a,
                 Arena *scratch, Diags *diags, Schema *out);

/* Whether a file of migrations leads back, by its name; and the order in which
 * files are replayed: negative when a is before b, 0 only for equal names. */
bool em_sql_leads_back(Str path);
int em_sql_compare_files(Str a, Str b);

/* Leaves of a source what its markers say leads forward; all of it when it
 * has none. */
void em_sql_forward(Source *src, Arena *a);

/*
 * The schema for the text of a diagram: types as one word, constraints in the
 * comments of columns, labels where rows would not be found without them.
 */
const Schema *em_sql_in_words(const Schema *s, Arena *a);

/* The schema as statements that make it, in its own dialect. */
void em_sql_put(Buf *out, const Schema *s);

/* The model as JSON, in the members of the conformance corpus. */
void em_sql_put_json(Buf *out, const Schema *s);

#endif
