/*
 * Words of names: "orderItems_ID" is order, items, id. Only for schema/ and
 * diff/.
 */
#ifndef EM_WORDS_H
#define EM_WORDS_H

#include "base/str.h"

enum { MAX_WORDS = 8 };

/* The last words of a name, in lower case. */
typedef struct {
    Str word[MAX_WORDS];
    int n;
} Words;

/* The words of a name; their bytes are made in `a`. */
Words em_words_of(Str name, Arena *a);

/* The words [from, to). */
Words em_words_cut(const Words *w, int from, int to);

/*
 * Puts the words without anything between them, the last one so that singular
 * and plural are equal: order items and orderItem give the same bytes, also
 * category and categories, address and addresses.
 */
void em_words_put_key(Buf *b, const Words *w);

/* True when a word of one and a word of the other have a stem in common, as
 * "edits" and "editor" have. Words that say nothing ("has") are passed over. */
bool em_words_related(const Words *a, const Words *b);

#endif
