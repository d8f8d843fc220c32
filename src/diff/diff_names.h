/*
 * How alike two names are. Only for diff/.
 */
#ifndef EM_DIFF_NAMES_H
#define EM_DIFF_NAMES_H

#include "base/arena.h"
#include "base/str.h"

typedef enum {
    NAMES_APART,
    NAMES_RELATED, /* full_name and name, quantity and qty, phone, telephone */
    NAMES_ALIKE    /* order_lines, orderLine: the same but for its spelling */
} Likeness;

Likeness em_names_likeness(Str before, Str after, Arena *scratch);

/*
 * What names of columns are compared by across tables, without what only
 * spells them: "authorName" is "author.nam" when it is cut before word 1. The
 * names of a table and of its column, "authors" and "name", give the same.
 * Empty: the name has no more words than that.
 */
Str em_name_cut_key(Str name, int word, Arena *a);
Str em_name_in_table_key(Str table, Str name, Arena *a);

#endif
