/*
 * Tokens of expressions, as keys of them need them. Only for diff/.
 */
#ifndef EM_DIFF_TOKEN_H
#define EM_DIFF_TOKEN_H

#include "schema/schema.h"

typedef enum {
    TOKEN_WORD, /* without quotes; in lower case */
    TOKEN_NAME, /* in quotes, which are gone */
    TOKEN_NUMBER,
    TOKEN_STRING, /* with single quotes */
    TOKEN_OPERATOR,
    TOKEN_END
} TokenKind;

typedef struct {
    TokenKind kind;
    Str text;
} Token;

/* The last one is a TOKEN_END, and one more is behind it, so that one may look
 * ahead by two. */
typedef ARRAY_OF(Token) Tokens;

Tokens em_tokens(Str text, Dialect dialect, Arena *a);

/* Passes over ::type at *i, as often as there is one. False: there is none. */
bool em_token_skip_casts(const Tokens *toks, int *i);

/* True at a ::type whose values are numbers. */
bool em_token_is_number_cast(const Tokens *toks, int i);

/* The number in a string's quotes; the string when there is none. */
Str em_token_number(Str string, Arena *a);

#endif
