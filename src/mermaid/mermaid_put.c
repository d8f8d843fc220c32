/*
 * Canonical text of a schema, and of a source.
 */
#include "mermaid/mermaid.h"

void em_mermaid_put(Buf *out, const Schema *s)
{
    PUT(out, STR("erDiagram\n"), s->title);
}

void em_mermaid_format(Buf *out, const Source *src, const Schema *s,
                       Arena *scratch)
{
    (void)s;
    (void)scratch;
    em_put(out, src->text);
}
