/*
 * The named colours of CSS.
 */
#ifndef EM_COLOR_NAMES_H
#define EM_COLOR_NAMES_H

#include "base/str.h"

typedef struct {
    Str name;
    uint32_t rgb; /* 0xRRGGBB */
} ColorName;

/* All names, sorted; *n is their number. */
const ColorName *em_color_names(int *n);

#endif
