/*
 * The table of themes; private to theme/.
 */
#ifndef EM_THEME_TABLE_H
#define EM_THEME_TABLE_H

#include "theme/theme.h"

/* All themes, the default first; *n is their number. */
const Theme *em_theme_table(int *n);

#endif
