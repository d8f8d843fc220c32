/*
 * Statements of a SQL text, one after the other, as tokens.
 *
 * Where a statement ends is the hard part: semicolons stand in strings,
 * comments, bodies of routines and data, and clients have lines of their own
 * (psql's backslash, mysql's DELIMITER).
 */
#ifndef EM_SQL_SPLIT_H
#define EM_SQL_SPLIT_H

#include "sql/sql.h"
#include "sql/sql_lex.h"

typedef struct {
    Source *source;
    Str text;
    Dialect dialect;
    Diags *diags;
    Arena *scratch; /* for the tokens of the statement at hand */
    const SqlLexis *lexis;
    Str mark; /* that ends a statement: ";" or what DELIMITER said */
    int at;   /* behind the last statement */
    int told; /* up to where the caller knows of s->at */
    SqlHook hook;
    int broken;    /* quotes and bodies so far that have no end */
    int64_t again; /* bytes that were looked at once more because of them */
    ARRAY_OF(SqlTok) toks; /* of the statement, and an SQL_END */
} SqlSplitter;

/* Starts at the beginning of a source. */
void em_sql_split(SqlSplitter *s, Source *src, const SqlOptions *o,
                  Diags *diags, Arena *scratch);

/* Reads the next statement into s->toks. Statements of data (INSERT, …) are
 * passed over. False at the end of the text. */
bool em_sql_next(SqlSplitter *s);

#endif
