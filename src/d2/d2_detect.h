/*
 * Is a text D2? It has no header, so one looks for what only D2 has.
 */
#ifndef EM_D2_DETECT_H
#define EM_D2_DETECT_H

#include "base/str.h"

/*
 * True when a line connects two names with an arrow, or gives one of D2's
 * keywords a value, and no line is a fence of Markdown.
 */
bool em_d2_detect(Str text);

#endif
