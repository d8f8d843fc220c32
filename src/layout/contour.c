/*
 * A segment tree: what is raised for a whole node stays there, and the parents'
 * maxima follow; a question also looks at what its nodes' parents have. The
 * children of node i are 2 i and 2 i + 1, so both go upwards without recursion.
 */
#include "layout/contour.h"

enum { MAX_BANDS = 1 << 14 };

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

/* The leaf of the band at a height. */
static unsigned node_at(const Contour *c, Len y)
{
    int64_t band = ((int64_t)y - c->top) / c->band;
    int at = band < 0 ? 0 : band >= c->size ? c->size - 1 : (int)band;
    return (unsigned)(at + c->size);
}

/*
 * The nodes that make up a range of bands are met from its two ends upwards:
 * those that hang on the inner side of the two ways to the root.
 */
Len em_contour_at(const Contour *c, Len lo, Len hi)
{
    unsigned first = node_at(c, lo), last = node_at(c, hi);
    Len most = MAX(c->max[first], c->max[last]);

    for (unsigned l = first, r = last; l / 2 != r / 2; l /= 2, r /= 2) {
        if (l % 2 == 0)
            most = MAX(most, c->max[l + 1]);
        if (r % 2 == 1)
            most = MAX(most, c->max[r - 1]);
    }
    for (unsigned l = first / 2, r = last / 2; l > 0; l /= 2, r /= 2)
        most = MAX(most, MAX(c->all[l], c->all[r]));
    return most;
}

static void raise(Contour *c, unsigned node, Len value)
{
    c->max[node] = MAX(c->max[node], value);
    c->all[node] = MAX(c->all[node], value);
}

void em_contour_raise(Contour *c, Len lo, Len hi, Len value)
{
    unsigned first = node_at(c, lo), last = node_at(c, hi);

    raise(c, first, value);
    raise(c, last, value);
    for (unsigned l = first, r = last; l / 2 != r / 2; l /= 2, r /= 2) {
        if (l % 2 == 0)
            raise(c, l + 1, value);
        if (r % 2 == 1)
            raise(c, r - 1, value);
    }
    for (unsigned l = first / 2, r = last / 2; l > 0; l /= 2, r /= 2) {
        c->max[l] = MAX(c->max[l], value);
        c->max[r] = MAX(c->max[r], value);
    }
}
