/*
 * Reading one statement: a cursor over its tokens, and the productions that
 * several statements share.
 *
 * A production that fails has said so, and its caller gives up the statement.
 */
#ifndef EM_SQL_PARSE_H
#define EM_SQL_PARSE_H

#include "sql/sql_catalog.h"
#include "sql/sql_lex.h"

typedef struct {
    Catalog *cat;
    Dialect dialect;
    const Source *src;
    Str text;           /* of the source */
    const SqlTok *toks; /* of the statement, ended by an SQL_END */
    int n, i;           /* toks[n] is the SQL_END; toks[i] is next */
    Arena *arena;
    Diags *diags;
} Sql;

/* ---- tokens: questions take nothing, em_sql_take takes on success ---- */

/* True when the next tokens are these words, separated by single spaces. */
bool em_sql_is(const Sql *p, Str words);
bool em_sql_is_mark(const Sql *p, char mark);
bool em_sql_take(Sql *p, Str words);
bool em_sql_take_mark(Sql *p, char mark);

#define IS(p, words)   em_sql_is(p, STR(words))
#define TAKE(p, words) em_sql_take(p, STR(words))

static inline bool em_sql_at_end(const Sql *p)
{
    return p->i >= p->n;
}

/* True at a comma, a closing parenthesis or the end. */
bool em_sql_at_item_end(const Sql *p);

/* Past the next token, or the whole of a parenthesis that it opens. */
void em_sql_skip(Sql *p);

/* To the comma or parenthesis that ends an item of a list. */
void em_sql_skip_item(Sql *p);

Span em_sql_span(const Sql *p);                 /* of the next token */
Span em_sql_span_from(const Sql *p, int first); /* up to the last taken */

/* The text from a token to the last taken, without comments around it. */
Str em_sql_slice(const Sql *p, int first);

/* ---- messages ---- */

/* Reports an error at the next token; false. */
bool em_sql_expected(Sql *p, Str what);

/* Reports what cannot be applied: there is no …, already there. */
void em_sql_warn(Sql *p, Span span, Str code, Str message);

/* ---- productions ---- */

/* Any name; a string where the dialect takes one. */
bool em_sql_is_name(const Sql *p);
bool em_sql_name(Sql *p, Str *out);

/* name | schema.name; of longer names the last two parts. */
bool em_sql_qualified(Sql *p, SqlName *out);

/* ( name, … ) */
bool em_sql_names(Sql *p, Strs *out);

/* A string's contents. */
bool em_sql_string(Sql *p, Str *out);

/* ( … ) as text without the parentheses. */
bool em_sql_parenthesis(Sql *p, Str *out);

/* A type; sql_type.c. *serial: it is one of PostgreSQL's or MySQL's that make
 * a default and NOT NULL. */
bool em_sql_type(Sql *p, SqlType *out, bool *serial);

/* ---- columns and constraints; sql_column.c ---- */

/* column = name type attribute*: added to a table. *place: set by FIRST and
 * AFTER, else left. */
typedef struct {
    bool has_place;
    Str after; /* empty: FIRST */
} SqlPlace;

bool em_sql_column(Sql *p, int table, SqlPlace *place);

/* What is said of a column that is there already: attributes of PARTITION OF
 * and of tables of a type. */
bool em_sql_column_again(Sql *p, int table);

/* True at the words with which a table's constraint begins. */
bool em_sql_is_constraint(const Sql *p);
bool em_sql_constraint(Sql *p, int table);

/* Warns of columns that are not there, behind the list of a key; not while the
 * table is made, for they may come later. */
void em_sql_check_columns(Sql *p, int table, const Strs *columns, int first);

/* ( part, … ) of an index: columns, or expressions as text. */
bool em_sql_index_parts(Sql *p, Index *out);

/* What DEFAULT with an expression means: a bare NULL is no default, but where
 * PostgreSQL has to make it fit the type, and in SQLite. */
ColumnValue em_sql_default(const Sql *p, const SqlType *type, Str text);

/* DEFAULT's expression, up to the next attribute or the item's end. */
Str em_sql_expression(Sql *p);

/* MySQL: {CHARACTER SET | CHARSET | COLLATE} [=] name. False: not next. */
bool em_sql_collation(Sql *p, Str *out);

/* FOR VALUES … | DEFAULT of a partition. */
Str em_sql_bound(Sql *p);

/* ---- statements; each begins behind its first word ---- */

/* False: nothing that changes the model, or not known. */
typedef enum { SQL_DONE, SQL_NOT_SCHEMA, SQL_UNKNOWN } SqlOutcome;

/* Any statement, from its first word. */
SqlOutcome em_sql_statement(Sql *p);
SqlOutcome em_sql_do(Sql *p);

SqlOutcome em_sql_create(Sql *p);
SqlOutcome em_sql_create_table(Sql *p, bool temporary, TableKind kind);
SqlOutcome em_sql_alter(Sql *p);
SqlOutcome em_sql_alter_table(Sql *p);
SqlOutcome em_sql_drop(Sql *p);
SqlOutcome em_sql_rename(Sql *p);
SqlOutcome em_sql_comment(Sql *p);
SqlOutcome em_sql_set(Sql *p);
SqlOutcome em_sql_reset(Sql *p);
SqlOutcome em_sql_pragma(Sql *p);

#endif
