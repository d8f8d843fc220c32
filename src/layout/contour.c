/*
 * A segment tree: what is raised for a whole node stays there, and the parents'
 * maxima follow; a question adds up what it meets on its way down.
 */
#include "layout/contour.h"

enum { MAX_BANDS = 1 << 14 };

/* Bands from lo to before hi. */
typedef struct {
    int lo, hi;
} Part;

Contour em_contour(Len top, Len bottom, Len band, Arena *arena)
{
    Contour c = {.top = top, .size = 1};
    int64_t high = (int64_t)bottom - top;
    c.band = (Len)MAX(band, high / MAX_BANDS + 1);
    while ((int64_t)c.size * c.band <= high)
        c.size *= 2;
    c.max = NEW_ARRAY(arena, 2 * c.size, Len);
    c.all = NEW_ARRAY(arena, 2 * c.size, Len);
    return c;
}

void em_contour_clear(Contour *c, Len value)
{
    for (int i = 0; i < 2 * c->size; i++)
        c->max[i] = c->all[i] = value;
}

static int band_at(const Contour *c, Len y)
{
    int64_t band = ((int64_t)y - c->top) / c->band;
    return band < 0 ? 0 : band >= c->size ? c->size - 1 : (int)band;
}

static Len most(const Contour *c, int node, Part at, Part want)
{
    if (want.hi <= at.lo || at.hi <= want.lo)
        return c->all[1];
    if (c->max[node] == c->all[node])
        return c->max[node];
    if (want.lo <= at.lo && at.hi <= want.hi)
        return c->max[node];
    int mid = (at.lo + at.hi) / 2;
    Len a = most(c, 2 * node, (Part){at.lo, mid}, want);
    Len b = most(c, 2 * node + 1, (Part){mid, at.hi}, want);
    return MAX(MAX(a, b), c->all[node]);
}

static void raise(Contour *c, int node, Part at, Part want, Len value)
{
    if (want.hi <= at.lo || at.hi <= want.lo || c->all[node] >= value)
        return;
    c->max[node] = MAX(c->max[node], value);
    if (want.lo <= at.lo && at.hi <= want.hi) {
        c->all[node] = MAX(c->all[node], value);
        return;
    }
    int mid = (at.lo + at.hi) / 2;
    raise(c, 2 * node, (Part){at.lo, mid}, want, value);
    raise(c, 2 * node + 1, (Part){mid, at.hi}, want, value);
}

Len em_contour_at(const Contour *c, Len lo, Len hi)
{
    Part want = {band_at(c, lo), band_at(c, hi) + 1};
    return most(c, 1, (Part){0, c->size}, want);
}

void em_contour_raise(Contour *c, Len lo, Len hi, Len value)
{
    Part want = {band_at(c, lo), band_at(c, hi) + 1};
    raise(c, 1, (Part){0, c->size}, want, value);
}
