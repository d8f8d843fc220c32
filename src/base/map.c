/*
 * Open addressing with linear probing. The hash mixes eight bytes at a time
 * by multiplication (in the manner of Vigna's and Steele's mixers), with no
 * seed: maps behave the same in every run.
 */
#include "base/map.h"

#include <string.h>

static uint64_t mix(uint64_t x)
{
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93U;
    x ^= x >> 32;
    x *= 0xD6E8FEB86659FD93U;
    return x ^ x >> 32;
}

static uint64_t hash(Str s)
{
    uint64_t h = mix((uint64_t)s.n + 0x9E3779B97F4A7C15U);
    for (int i = 0; i < s.n; i += 8) {
        uint64_t word = 0;
        memcpy(&word, s.p + i, (size_t)MIN(8, s.n - i));
        h = mix(h ^ word) + 0x9E3779B97F4A7C15U;
    }
    return h;
}

/* The slot that holds key, or the free slot where it would go. */
static int find_slot(const Map *m, Str key)
{
    uint64_t last = (uint64_t)m->n_slots - 1;
    for (uint64_t i = hash(key) & last;; i = (i + 1) & last) {
        int entry = m->slots[i];
        if (entry == 0 || em_str_eq(m->entries.items[entry - 1].key, key))
            return (int)i;
    }
}

static void double_slots(Map *m)
{
    m->n_slots = m->n_slots ? m->n_slots * 2 : 16;
    m->slots = NEW_ARRAY(m->arena, m->n_slots, int);
    for (int i = 0; i < m->entries.n; i++)
        m->slots[find_slot(m, m->entries.items[i].key)] = i + 1;
}

/* The entry of key; a new one has value NONE. */
static MapEntry *entry_of(Map *m, Str key)
{
    if ((int64_t)(m->entries.n + 1) * 3 > (int64_t)m->n_slots * 2)
        double_slots(m);

    int slot = find_slot(m, key);
    if (m->slots[slot] == 0) {
        MapEntry *e = PUSH(m->arena, &m->entries);
        *e = (MapEntry){key, NONE};
        m->slots[slot] = m->entries.n;
    }
    return &m->entries.items[m->slots[slot] - 1];
}

int em_map_find(const Map *m, Str key)
{
    if (m->n_slots == 0)
        return NONE;
    int entry = m->slots[find_slot(m, key)];
    return entry ? m->entries.items[entry - 1].value : NONE;
}

int em_map_add(Map *m, Str key, int value)
{
    MapEntry *e = entry_of(m, key);
    if (e->value == NONE)
        e->value = value;
    return e->value;
}

void em_map_set(Map *m, Str key, int value)
{
    entry_of(m, key)->value = value;
}
