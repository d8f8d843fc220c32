/*
 * Diagnostics: what is wrong with a text, where, and what helps.
 *
 * Messages say what was expected or what to do, in lower case without a full
 * stop. Codes are stable: people switch rules off by them.
 */
#ifndef EM_DIAG_H
#define EM_DIAG_H

#include "base/source.h"

typedef enum { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE } Severity;

/* What mends it for certain: these bytes of source->text become this text. */
typedef struct {
    bool is_known;
    Span span;
    Str text;
} Fix;

typedef struct {
    Severity severity;
    const Source *source;
    Span span;   /* in source->text; len 0 is shown as one caret */
    Str code;    /* "er-label", … */
    Str message; /* may quote the input */
    Str help;    /* empty when there is nothing to add */
    Fix fix;
} Diag;

enum { MAX_DIAGS = 250 }; /* of a file of nothing but errors */

/*
 * Invariants: errors counts the DIAG_ERRORs, also those that were dropped
 * because the list was full.
 */
typedef struct {
    Arena *arena;
    ARRAY_OF(Diag) list;
    int errors, dropped;
    LineCursor cursor; /* for messages that name a line */
} Diags;

/*
 * Adds a diagnostic. Strings are not copied: literals, or text in the arena.
 * Returns it so that the caller may set .help; never NULL.
 */
Diag *em_diag_add(Diags *d, Diag diag);

/* Orders by place in the file, then by order of report (stable). Once, at the
 * end. */
void em_diags_sort(Diags *d);

Str em_severity_name(Severity s); /* "error", "warning", "note" */

/*
 * Prints all of them, with the control characters of the source made visible:
 *
 *     shop.mmd:3:6: error: expected an attribute name [er-attribute]
 *       int
 *          ^
 *     help: …
 */
void em_diags_print(Buf *out, const Diags *d);

/* The same as a JSON list; a SARIF 2.1.0 log; GitHub workflow commands. */
void em_diags_put_json(Buf *out, const Diags *d);
void em_diags_put_sarif(Buf *out, const Diags *d, Str version);
void em_diags_put_github(Buf *out, const Diags *d);

#endif
