/*
 * Numbers are read here and not by strtod, which follows the locale and knows
 * infinities.
 */
#include "theme/value.h"

enum { MAX_NUMBER = 1000000 };

static int peek(const Value *v)
{
    return v->at < v->s.n ? (unsigned char)v->s.p[v->at] : NONE;
}

bool em_take_char(Value *v, char c)
{
    if (peek(v) != (unsigned char)c)
        return false;
    v->at++;
    return true;
}

bool em_take_word(Value *v, Str word)
{
    int end = v->at + word.n;
    if (end > v->s.n || !em_str_eq_nocase(em_str_cut(v->s, v->at, end), word))
        return false;
    v->at = end;
    return true;
}

bool em_take_spaces(Value *v)
{
    int start = v->at;
    while (em_is_space(peek(v)))
        v->at++;
    return v->at > start;
}

bool em_take_separator(Value *v)
{
    bool spaces = em_take_spaces(v);
    bool comma = em_take_char(v, ',');

    em_take_spaces(v);
    return spaces || comma;
}

bool em_at_end(const Value *v)
{
    return v->at == v->s.n;
}

/* The digits after the point, in thousandths. */
static int take_fraction(Value *v)
{
    int value = 0;
    for (int unit = MILLI / 10; em_is_digit(peek(v)); v->at++) {
        value += unit * (peek(v) - '0');
        unit /= 10;
    }
    return value;
}

bool em_take_number(Value *v, int64_t *milli)
{
    bool negative = em_take_char(v, '-');
    if (!negative)
        em_take_char(v, '+');

    int start = v->at;
    int64_t whole = 0;
    for (; em_is_digit(peek(v)); v->at++)
        whole = MIN(whole * 10 + (peek(v) - '0'), MAX_NUMBER);
    bool has_digits = v->at > start;

    int fraction = 0;
    if (em_take_char(v, '.')) {
        start = v->at;
        fraction = take_fraction(v);
        has_digits = v->at > start;
    }
    int64_t size = whole * MILLI + fraction;
    *milli = negative ? -size : size;
    return has_digits;
}
