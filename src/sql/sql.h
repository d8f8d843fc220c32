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

/* A copy of a diagram's schema, for a dialect, with its marks as keys, its
 * relations as references, which they then name, the parent first, and what
 * em_sql_in_words says in comments read back; relations that leave their
 * columns open are warnings. */
const Schema *em_sql_of_diagram(const Schema *s, Dialect to,
                                const Source *source, Arena *a, Diags *diags);

/* The type of a dialect that a drawn one becomes; empty: none is like it. And
 * the extension of PostgreSQL that brings it; or empty. */
Str em_sql_type_of_drawn(Dialect to, Str drawn, Arena *a);
Str em_sql_extension_of(Dialect to, Str drawn, Arena *a);

/*
 * The schema in a dialect, itself when it is in that. What the dialect cannot
 * say is in the remarks, and a warning in diags, at `source` where a table
 * has none. A diagram's tables, columns and marks are read as SQL's.
 */
const Schema *em_sql_translate(const Schema *s, Dialect to,
                               const Source *source, Arena *a, Diags *diags);

/* The schema as statements that make it, in its own dialect. */
void em_sql_put(Buf *out, const Schema *s);

/*
 * The same in parts, for statements that change a schema. A column is "name
 * type NOT NULL ...", a reference "CONSTRAINT name FOREIGN KEY ...", a key
 * "CONSTRAINT name UNIQUE (...)"; tables (with what stands in them: keys and,
 * in SQLite, references), indexes and types are whole statements.
 */
void em_sql_put_name(Buf *out, const Schema *s, Str name);
void em_sql_put_names(Buf *out, const Schema *s, const Strs *names);
void em_sql_put_table_name(Buf *out, const Schema *s, const Table *t);
void em_sql_put_column(Buf *out, const Schema *s, const Table *t,
                       const Column *c);
void em_sql_put_default(Buf *out, const Schema *s, Str expression);
void em_sql_put_reference(Buf *out, const Schema *s, const ForeignKey *key);
void em_sql_put_key(Buf *out, const Schema *s, const Index *key);
void em_sql_put_table(Buf *out, const Schema *s, const Table *t);
void em_sql_put_index(Buf *out, const Schema *s, const Table *t,
                      const Index *index);
void em_sql_put_enum(Buf *out, const Schema *s, const TypeDef *t);
void em_sql_put_domain(Buf *out, const Schema *s, const TypeDef *t);

/* Does an expression name a column? The same with another name for it. */
bool em_sql_mentions(Str expression, Str column);
Str em_sql_rename_in(Dialect d, Str expression, Str from, Str to, Arena *a);

/* Does the statement of the table itself say this index? */
bool em_sql_is_inside(const Schema *s, const Table *t, const Index *index);

/* The model as JSON, in the members of the conformance corpus. */
void em_sql_put_json(Buf *out, const Schema *s);

#endif
