/*
 * Letters without their case, for names that are the same in any case.
 */
#ifndef EM_FOLD_H
#define EM_FOLD_H

#include "base/utf8.h"

/*
 * The character that stands for all cases of c: Unicode's simple folding, for
 * the scripts that have case and are written today (Latin, Greek, Cyrillic,
 * Armenian, and full-width Latin).
 */
uint32_t em_fold(uint32_t c);

/* True when a and b differ in nothing but case. */
bool em_fold_eq(Str a, Str b);

/* Appends s, folded. */
void em_fold_put(Buf *b, Str s);

#endif
