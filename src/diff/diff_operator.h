/*
 * The operators of SQL's expressions. Only for diff/.
 */
#ifndef EM_DIFF_OPERATOR_H
#define EM_DIFF_OPERATOR_H

#include "diff/diff_token.h"

/* How tightly operators bind; a higher level binds first. */
typedef enum {
    LEVEL_NONE,
    LEVEL_OR,
    LEVEL_XOR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_IS,
    LEVEL_COMPARE,
    LEVEL_RANGE, /* BETWEEN, IN, LIKE */
    LEVEL_OTHER, /* PostgreSQL's own, || and -> */
    LEVEL_BIT_OR,
    LEVEL_BIT_AND,
    LEVEL_SHIFT,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_POWER,
    LEVEL_ZONE, /* AT TIME ZONE */
    LEVEL_SIGN
} Level;

typedef struct {
    Str is; /* what is written for it */
    Level level;
} Operator;

/* The operator that a token is; LEVEL_NONE: it is none. */
Operator em_operator(const Token *t, Dialect dialect);

#endif
