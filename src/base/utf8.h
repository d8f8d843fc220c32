/*
 * Characters in UTF-8.
 */
#ifndef EM_UTF8_H
#define EM_UTF8_H

#include "base/str.h"

enum { REPLACEMENT = 0xFFFD };

/*
 * The character that begins at byte i < s.n, and its length in *len (at least
 * 1). A byte that begins no well-formed character (overlong forms, surrogates
 * and values over U+10FFFF included) is REPLACEMENT of length 1.
 */
uint32_t em_utf8_decode(Str s, int i, int *len);

/* True when every character of s is well formed. */
bool em_utf8_valid(Str s);

void em_utf8_put(Buf *b, uint32_t c);

/* Characters in s. */
int em_utf8_count(Str s);

/*
 * True for characters that XML 1.0 forbids or that are control characters no
 * text should show: C0 but tab and LF, DEL, C1, surrogates, U+FFFE, U+FFFF.
 */
bool em_utf8_is_control(uint32_t c);

/* Columns of a terminal: 0 for combining marks and joiners, 2 for wide. */
int em_utf8_columns(uint32_t c);

#endif
