/*
 * Tokens of SQL, in three dialects.
 */
#ifndef EM_SQL_LEX_H
#define EM_SQL_LEX_H

#include "schema/schema.h"

typedef enum {
    SQL_END,
    SQL_WORD,     /* a name or key word without quotes */
    SQL_NAME,     /* a name in quotes */
    SQL_STRING,   /* also E'…', x'…', "…" of MySQL */
    SQL_NUMBER,   /* without sign */
    SQL_BODY,     /* PostgreSQL's $tag$…$tag$ */
    SQL_MARK,     /* one byte of punctuation or operator */
    SQL_UNCLOSED, /* a quote, comment or body that has no end */
} SqlTokKind;

typedef struct {
    SqlTokKind kind;
    int at, end; /* bytes of the text */
} SqlTok;

/* How a dialect quotes and comments. */
typedef struct SqlLexis SqlLexis;
const SqlLexis *em_sql_lexis(Dialect d);

/* The first token at or after a byte, beyond blanks and comments. */
SqlTok em_sql_lex(const SqlLexis *lexis, Str text, int at);

/*
 * Looks for the end of a statement of data: `mark` outside of quotes and
 * comments. Goes from *at to it, or to the end of what begins before `to` and
 * returns false. Fast, for dumps of hundreds of megabytes.
 */
bool em_sql_skip_data(const SqlLexis *lexis, Str text, int *at, int to,
                      Str mark);

/*
 * What a token means: a name without its quotes, in lower case where the
 * dialect folds names; a string's contents. Made in `a` where it is not a part
 * of the text.
 */
Str em_sql_value(Dialect d, Str text, SqlTok tok, Arena *a);

#endif
