/*
 * JSON: values in memory, and how to print them.
 *
 * Values come from YAML front matter, from JSON directives and from tests;
 * reading is done by libraries elsewhere, this is only the shape they leave.
 */
#ifndef EM_JSON_H
#define EM_JSON_H

#include "base/str.h"

typedef enum {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER, /* text holds its spelling, a valid JSON number */
    JSON_STRING,
    JSON_LIST,
    JSON_MAP
} JsonKind;

typedef struct Json Json;
struct Json {
    JsonKind kind;
    Str key;           /* inside a map */
    Str text;          /* number, string */
    ARRAY_OF(Json) of; /* list, map; keys of a map are unique, in order */
};

/* The member of a map; NULL when v is NULL, no map, or has no such key. */
const Json *em_json_find(const Json *v, Str key);

/* The text of a string or number member; empty when there is none. */
Str em_json_text(const Json *v, Str key);

/* Sets a member of a map, replacing an older one. Returns its place. */
Json *em_json_set(Arena *a, Json *map, Str key);

/* Puts `from` over `to`, maps member by member, everything else replaced. */
void em_json_merge(Arena *a, Json *to, const Json *from);

/* A quoted JSON string; bytes that are not UTF-8 become U+FFFD. */
void em_json_put_str(Buf *b, Str s);

/* The value, indented by two spaces per level from `level` on. */
void em_json_put(Buf *b, const Json *v, int level);

/* The same, but each item of a list in one line. */
void em_json_put_lines(Buf *b, const Json *v, int level);

#endif
