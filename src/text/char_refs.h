/*
 * HTML's character references.
 */
#ifndef EM_CHAR_REFS_H
#define EM_CHAR_REFS_H

#include "base/str.h"

/*
 * The character that s begins with a reference to, and the reference's length
 * in *n; 0 when s begins with none. References to nothing that a text may hold
 * (0, surrogates, beyond Unicode) are U+FFFD.
 */
uint32_t em_char_ref(Str s, int *n);

#endif
