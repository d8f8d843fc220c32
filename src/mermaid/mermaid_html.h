/*
 * HTML in descriptions and titles of subgraphs.
 */
#ifndef EM_MERMAID_HTML_H
#define EM_MERMAID_HTML_H

#include "base/str.h"

/*
 * The text as Mermaid's sanitiser leaves it: without scripts and the like,
 * with "&", "<" and ">" escaped outside of tags, with open tags closed. A text
 * without "<" is left as it is.
 */
Str em_clean_html(Str s, Arena *a);

#endif
