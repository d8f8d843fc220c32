/*
 * The words every file uses: views of text, places in it, lengths, "no one".
 */
#ifndef EM_BASE_H
#define EM_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))
#define MIN(a, b)    ((a) < (b) ? (a) : (b))
#define MAX(a, b)    ((a) > (b) ? (a) : (b))

/* The index of no one. */
enum { NONE = -1 };

/* A view: bytes that someone else owns, not terminated. */
typedef struct {
    const char *p;
    int n;
} Str;

#define STR(literal) ((Str){(literal), (int)sizeof(literal) - 1})
#define STR_INIT(literal) \
    { \
        (literal), (int)sizeof(literal) - 1 \
    }

/* A place in a source text, in bytes. */
typedef struct {
    int at, len;
} Span;

/* A length or coordinate in 1/64 px. y grows downwards. */
typedef int32_t Len;

enum { PX = 64 };

typedef struct {
    Len x, y;
} Point;

typedef struct {
    Len x, y, w, h;
} Rect;

#endif
