/*
 * Configuration: what front matter and directives set, made safe as Mermaid
 * does it.
 */
#ifndef EM_MERMAID_CONFIG_H
#define EM_MERMAID_CONFIG_H

#include "base/diag.h"
#include "base/json.h"

/* True for a key that the configuration knows on some level. */
bool em_is_config_key(Str key);

/* Removes unknown, secure and dangerous members, on all levels. */
void em_clean_config(Arena *a, Json *config);

/* What is wrong with a YAML text, and where in it. */
typedef struct {
    Str message;      /* empty: nothing */
    int line, column; /* from 0 */
} YamlProblem;

/* The value of a YAML text (JSON schema: strings, numbers, true, false, null).
 * Anchors, aliases, own tags and a depth beyond 100 are refused. */
YamlProblem em_yaml_read(Str text, Arena *a, Json *out);

/* The value of a JSON text; false when it is none. */
bool em_json_read(Str text, Arena *a, Json *out);

/* A number as JavaScript prints it, as far as that needs no arithmetic. */
Str em_js_number(Str yaml, Arena *a);

#endif
