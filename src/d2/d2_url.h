/*
 * URLs, as far as D2 looks at them.
 */
#ifndef EM_D2_URL_H
#define EM_D2_URL_H

#include "base/str.h"

typedef struct {
    Str scheme, host, path; /* views of the text; each may be empty */
} Url;

/*
 * Splits a URL or a path. Returns what is wrong with it; empty when nothing
 * is. Spaces are allowed in paths.
 */
Str em_d2_parse_url(Str text, Url *url);

/* True for a URL that leads to another computer. */
bool em_d2_is_url_with_host(Str text);

#endif
