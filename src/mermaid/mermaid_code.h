/*
 * Character codes: "#9829;", "#quot;".
 */
#ifndef EM_MERMAID_CODE_H
#define EM_MERMAID_CODE_H

#include "base/str.h"

typedef struct {
    const char *name;      /* without "&" and ";" */
    int32_t first, second; /* second: 0 when there is only one character */
} CodeName;

extern const CodeName em_code_names[];
extern const int em_n_code_names;
extern const char *const em_code_legacy[];
extern const int em_n_code_legacy;

/*
 * The text that raw text means: codes replaced, the carriage returns of line
 * ends dropped. An unknown code stays as typed, or, when strict, becomes what
 * Mermaid shows: "&name;". The view itself when there is nothing to replace.
 */
Str em_decode(Str raw, bool strict, Arena *a);

#endif
