/*
 * Text: comparing and cutting views, and Buf, the one growing buffer.
 *
 * Letters are ASCII letters here, whatever the locale.
 */
#ifndef EM_STR_H
#define EM_STR_H

#include "base/arena.h"

bool em_is_space(int c); /* space, tab, CR, LF */
bool em_is_digit(int c);
bool em_is_alpha(int c);
bool em_is_word(int c); /* letter, digit, underscore */
int em_lower(int c);

bool em_str_eq(Str a, Str b);
bool em_str_eq_nocase(Str a, Str b);
int em_str_cmp(Str a, Str b); /* by bytes; shorter first */
bool em_str_starts(Str s, Str prefix);
bool em_str_ends(Str s, Str suffix);

/* Where c or needle begins in s at or after `from`; NONE when nowhere. */
int em_str_find_char(Str s, char c, int from);
int em_str_find(Str s, Str needle, int from);

/* The bytes [from, to) of s. */
Str em_str_cut(Str s, int from, int to);
Str em_str_trim(Str s); /* without spaces, tabs and line ends around it */
Str em_str_copy(Arena *a, Str s);
Str em_str_lower(Arena *a, Str s);

/* On one line: blanks, line ends and control characters as single blanks. */
Str em_str_one_line(Arena *a, Str s);

/* A view of a terminated string; NULL is empty. */
Str em_str_of(const char *terminated);

/* A terminated copy for foreign functions. */
char *em_str_terminated(Arena *a, Str s);

/* Whether s is one of n strings, which are in the order of em_str_cmp. */
bool em_str_in_sorted(const Str *sorted, int n, Str s);

/*
 * Edits (insert, delete, replace, swap neighbours) from a to b without regard
 * to ASCII case, or `limit` + 1 when more than limit. For suggestions.
 * Damerau 1964, restricted form; both sides are cut to 64 bytes.
 */
int em_str_distance(Str a, Str b, int limit);

/* Bytes that grow. p[0..n) is the content; not terminated. */
typedef struct {
    Arena *arena;
    char *p;
    int n, room;
} Buf;

Str em_buf_str(const Buf *b);
void em_put(Buf *b, Str s);
void em_put_char(Buf *b, char c);
void em_put_fill(Buf *b, char c, int times);
void em_put_int(Buf *b, int64_t v);
void em_put_hex(Buf *b, uint32_t v, int digits); /* lower case */

/* A length in px, rounded to hundredths, no trailing zeros: 96 is 1.5 */
void em_put_len(Buf *b, Len v);

/* v / scale, with up to `places` (at most 9) decimals, no trailing zeros. */
void em_put_fixed(Buf *b, int64_t v, int64_t scale, int places);

/* Several views, one after the other. */
#define PUT(buf, ...) \
    em_put_all(buf, (const Str[]){__VA_ARGS__}, \
               (int)(sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)))
void em_put_all(Buf *b, const Str *parts, int n);

/* Concatenates views in the arena: JOIN(arena, STR("a "), name). */
#define JOIN(arena, ...) \
    em_join(arena, (const Str[]){__VA_ARGS__}, \
            (int)(sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)))
Str em_join(Arena *a, const Str *parts, int n);

/* ---- lists ---- */

typedef ARRAY_OF(Str) Strs;

/* NULL is a list of none. Same set: each is in the other, of as many. */
bool em_strs_have(const Strs *list, Str s);
bool em_strs_equal(const Strs *a, const Strs *b);
bool em_strs_same_set(const Strs *a, const Strs *b);

#endif
