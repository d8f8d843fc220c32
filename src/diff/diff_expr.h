/*
 * Expressions of SQL, brought to a form in which those that mean the same are
 * equal. Only for diff/.
 */
#ifndef EM_DIFF_EXPR_H
#define EM_DIFF_EXPR_H

#include "schema/schema.h"

/* What an expression is read with: whose words it has, and columns that have
 * other names later; `from` and `to` are of one length. */
typedef struct {
    Dialect dialect;
    Strs from, to;
} ExprScope;

/*
 * The expression's key. PostgreSQL prints `a BETWEEN 1 AND 5` as `((a >= 1) AND
 * (a <= 5))`, MariaDB puts names into quotes: parentheses, quotes, capitals,
 * casts, and which of two words for one operator it is, make no difference.
 */
Str em_expr_key(Str expression, const ExprScope *scope, Arena *a);

/*
 * The key of the parts of an index, "(lower(a), b DESC)": each with its
 * collation, operator class and order, as far as they are not the usual ones.
 */
Str em_expr_parts_key(Str parts, const ExprScope *scope, Arena *a);

/* A column's name as keys have it. */
Str em_expr_name(Str name, const ExprScope *scope, Arena *a);

#endif
