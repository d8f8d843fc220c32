/*
 * Reading the values of CSS, piece by piece; private to theme/.
 */
#ifndef EM_VALUE_H
#define EM_VALUE_H

#include "base/str.h"

/* A value being read, from byte `at` on. */
typedef struct {
    Str s;
    int at;
} Value;

enum { MILLI = 1000 };

/* Each takes what it names when it stands there, and says whether it did. */
bool em_take_char(Value *v, char c);
bool em_take_word(Value *v, Str word); /* in any case */
bool em_take_spaces(Value *v);
bool em_take_separator(Value *v); /* blanks, and one comma among them */
bool em_at_end(const Value *v);

/*
 * number = sign? digit* ("." digit+)?, with a digit somewhere
 *
 * In thousandths. Too large a number is a million, too fine a one is cut, so
 * callers may multiply. There are no exponents: nobody writes styles with
 * them, and they are how one writes 1e999. On false, v->at means nothing.
 */
bool em_take_number(Value *v, int64_t *milli);

#endif
