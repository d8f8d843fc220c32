/*
 * Types and expressions of columns, brought to forms that can be compared.
 * Only for diff/.
 */
#ifndef EM_DIFF_VALUE_H
#define EM_DIFF_VALUE_H

#include "diff/diff_expr.h"

typedef enum {
    FAMILY_OTHER,
    FAMILY_INTEGER,
    FAMILY_DECIMAL,
    FAMILY_FLOAT,
    FAMILY_TEXT
} TypeFamily;

/*
 * How much a type holds: integers and floats in bytes, text in characters
 * (INT_MAX: no limit), decimals in digits before and behind the point.
 */
typedef struct {
    TypeFamily family;
    int size;
    int scale;        /* of decimals */
    int capacity;     /* of MySQL's texts: 1 tinytext to 4 longtext, or 0 */
    bool is_unsigned; /* MySQL */
} TypeSize;

TypeSize em_type_size(Str type);

/* The type as the engine prints it where that is known, in lower case, with
 * single blanks. */
Str em_type_key(const Column *c, Arena *a);

/* A type's letters, digits and brackets alone, in small letters: "varchar
 * (255)" is varchar255. That a number counts is no matter of its type. */
Str em_type_bare(Str type, Arena *a);

/* Do the two mean the same type? When just one is a diagram's, "string" is any
 * text, "int" any integer, how it is spelt does not count, and "datetime" is
 * what it becomes in the other's dialect, which is `mixed`. */
bool em_types_match(const Column *before, const Column *after, Dialect mixed,
                    Arena *scratch);

/* Can values of the one be what they were in the other: both numbers, texts,
 * times, or JSON? */
bool em_types_kin(const Column *before, const Column *after, Arena *scratch);

/*
 * A default, or what a column is generated as, in a form that is equal when it
 * means the same: '0' and 0 are one number, 't' and true one truth.
 */
Str em_default_key(const Column *c, Dialect dialect, Arena *a);

#endif
