/*
 * Whether Markdown can be shown.
 */
#ifndef EM_D2_XML_H
#define EM_D2_XML_H

#include "base/str.h"

/* What is wrong with the HTML in a Markdown text, if it is to be XML, too;
 * empty when nothing is. Made in `a`. */
Str em_d2_markdown_error(Str markdown, Arena *a);

#endif
