/*
 * Mermaid's erDiagram: text to Schema, Schema to text.
 */
#ifndef EM_MERMAID_H
#define EM_MERMAID_H

#include "schema/schema.h"

typedef enum {
    MERMAID_OK,     /* may have warnings */
    MERMAID_BROKEN, /* errors were reported; the schema holds the rest */
    MERMAID_FOREIGN /* a diagram of another type, or of none */
} MermaidStatus;

typedef struct {
    MermaidStatus status;
    Span type; /* the first word ("pie"), in the source's text; may be empty */
} MermaidResult;

/*
 * Reads a diagram. Default mode takes the documented superset and warns;
 * strict mode takes and means exactly what Mermaid 12.3 does. For
 * MERMAID_FOREIGN nothing is reported.
 */
MermaidResult em_mermaid_parse(const Source *src, bool strict, Arena *a,
                               Arena *scratch, Diags *diags, Schema *out);

/* Canonical text of a schema alone: parses to the same model. */
void em_mermaid_put(Buf *out, const Schema *s);

/*
 * Canonical text of a source that parses without errors in this mode, with its
 * comments, front matter and directives kept. em_mermaid_format of the result
 * is the result.
 */
void em_mermaid_format(Buf *out, const Source *src, bool strict,
                       Arena *scratch);

/* The model as JSON, in the members of the conformance corpus. */
void em_mermaid_put_json(Buf *out, const Schema *s);

/* True when the text looks like Mermaid: its first word after front matter,
 * directives and comments is one of Mermaid's diagram types. */
bool em_mermaid_detect(Str text);

#endif
