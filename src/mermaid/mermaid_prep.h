/*
 * What happens to a text before it is read: front matter and directives are
 * taken out, and in strict mode whatever else Mermaid takes out by pattern.
 *
 * Everything after this works on Prep.text; em_prep_at leads back to the
 * source, so that messages point at what the user typed.
 */
#ifndef EM_MERMAID_PREP_H
#define EM_MERMAID_PREP_H

#include "base/diag.h"

/* From byte `at` of the text on, byte i is byte from + (i - at) of source. */
typedef struct {
    int at, from;
} Piece;

/* %%{ word : args }%%; spans in Prep.body. */
typedef struct {
    Span whole, word, args;
    bool is_word; /* args is one bare word, not JSON */
    bool closed;
} Directive;

typedef struct {
    Str body; /* the source, same length, line ends and tag quotes settled */
    Str text; /* what the lexer reads; ends in a line feed when strict */
    ARRAY_OF(Piece) pieces; /* sorted; the first is at 0 */
    ARRAY_OF(Directive) directives;
    bool has_front;
    Span front;     /* the YAML between the fences, in body */
    Str indent;     /* of the fences */
    int front_end;  /* the first byte after the front matter */
    int open_fence; /* a "---" that nothing closes, or NONE */
} Prep;

/* `a` gets what the model may point into, `scratch` the rest. */
void em_prep(Prep *out, Str source, bool strict, Arena *a, Arena *scratch);

/* The byte of the source that byte `at` of the text came from. */
int em_prep_at(const Prep *prep, int at);

/* The bytes of the white space character (as JavaScript's \s) at i, or 0. */
int em_js_space(Str s, int i);

/* The first place at or after i where no such character is. */
int em_skip_js_space(Str s, int i);

/* Without such characters around it. */
Str em_js_trim(Str s);

#endif
