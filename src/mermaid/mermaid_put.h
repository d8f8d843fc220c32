/*
 * Words and symbols of canonical text.
 */
#ifndef EM_MERMAID_PUT_H
#define EM_MERMAID_PUT_H

#include "schema/schema.h"

/* "}o" at the left end of a line, "o{" at its right end. */
Str em_cardinality_mark(Cardinality c, bool left);

/* TB, BT, LR, RL */
Str em_direction_word(Direction d);

#endif
