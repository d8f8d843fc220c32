/*
 * D2's themes.
 */
#ifndef EM_THEME_D2_H
#define EM_THEME_D2_H

#include "theme/theme.h"

/* The theme with this name ("dark mauve", "Dark-Mauve") or number ("200"). */
bool em_theme_find_d2(Str name, Theme *t);

/* They are 0, 1, …; false when there is no such one. */
bool em_theme_d2(int index, Theme *t, int *id);

/* Gives a theme its roles and groups, all from its codes. */
void em_theme_from_codes(Theme *t);

#endif
