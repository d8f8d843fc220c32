/*
 * What cmark gets to see of a Markdown text. Only for md/.
 */
#ifndef EM_MASK_H
#define EM_MASK_H

#include "base/str.h"

enum {
    MASK_INDENT = 256,         /* bytes of indent and markers that count */
    MASK_BLOCKS = 1024 * 1024, /* lines and markers that are read */
};

/*
 * A copy of the text, line for line and byte for byte, that has the same
 * blocks and nothing else that costs: *masked, whose bytes are returned to be
 * written to. *cut: the text had more than MASK_BLOCKS lines and markers, and
 * the rest is missing.
 */
char *em_md_mask(Str text, Arena *a, Str *masked, bool *cut);

/* The length of the line end at i; 0 when there is none. */
int em_md_line_end(Str s, int i);

#endif
