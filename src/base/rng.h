/*
 * Numbers for breaking ties and for local search: the same in every run.
 */
#ifndef EM_RNG_H
#define EM_RNG_H

#include "base/base.h"

typedef struct {
    uint64_t state; /* any value is a good seed */
} Rng;

/* The next 64 bits. SplitMix64: Steele, Lea, Flood, OOPSLA 2014. */
static inline uint64_t em_rng_next(Rng *r)
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15U;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

/* A number in [0, n), n > 0. */
static inline int em_rng_below(Rng *r, int n)
{
    return (int)((em_rng_next(r) >> 32) * (uint64_t)n >> 32);
}

#endif
