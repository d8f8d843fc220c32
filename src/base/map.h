/*
 * Map: from a text to an int, walked in the order in which keys came in.
 */
#ifndef EM_MAP_H
#define EM_MAP_H

#include "base/str.h"

typedef struct {
    Str key;
    int value;
} MapEntry;

/*
 * Invariants: entries.items[0..n) are all keys, in order of insertion; slots
 * holds 1 + the index of an entry, or 0, at most two thirds full.
 */
typedef struct {
    Arena *arena;
    ARRAY_OF(MapEntry) entries;
    int *slots;
    int n_slots; /* a power of two, or 0 */
} Map;

/* The value of key; NONE when it is not there. */
int em_map_find(const Map *m, Str key);

/*
 * Sets the key's value when it is not there yet. Returns its value, which is
 * an older one when it was there. The key's bytes are not copied.
 */
int em_map_add(Map *m, Str key, int value);

/* Sets or replaces. */
void em_map_set(Map *m, Str key, int value);

#endif
