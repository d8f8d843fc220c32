/*
 * Markdown: where its fenced diagrams are.
 */
#ifndef EM_MD_H
#define EM_MD_H

#include "base/diag.h"

typedef enum { FENCE_MERMAID, FENCE_D2 } FenceLang;

/* A fenced block; source.text is its content without the prefixes of quote
 * and list, with origins into the file. */
typedef struct {
    FenceLang lang;
    Source source;
    Str info;   /* the rest of the info string, after the language word */
    Span file;  /* the content's bytes in the file, whole lines */
    Str prefix; /* what each line of the content begins with: "> ", "   " */
    int line;   /* of the opening fence, from 1 */
} Fence;

typedef struct {
    ARRAY_OF(Fence) fences;
    bool cut; /* more than a million lines and markers: the rest is unread */
} Markdown;

/* All `mermaid` and `d2` fences (backticks, tildes, any legal indent and
 * nesting, attributes after the word) and `:::mermaid` blocks, in order. */
void em_markdown_read(Str name, Str text, Arena *a, Arena *scratch,
                      Markdown *out);

#endif
