/*
 * Tracks for ordered trunks: each as far left as those before it allow (two
 * trunks may share a track when their spans are clear of each other), then
 * those that rather belong to the right rim as far right as possible.
 *
 * The highest track in a span is asked of a tree over the heights.
 */
#include "layout/trunks.h"

typedef struct {
    int size;       /* a power of two */
    int *max, *all; /* of a node: highest below it; what all of it has */
    Len *ys;        /* distinct heights, sorted */
    int n_ys;
} Heights;

static int find_height(const Heights *h, Len y)
{
    int lo = 0, hi = h->n_ys;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (h->ys[mid] < y)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static Heights make_heights(const Channeling *c, Len pad)
{
    int n = c->ch->trunks.n, n_keys = 0;
    SortKey *keys = NEW_ARRAY(c->scratch, 4 * n + 1, SortKey);
    Heights h = {.size = 1, .ys = NEW_ARRAY(c->scratch, 4 * n + 1, Len)};

    for (int i = 0; i < n; i++) {
        const Trunk *t = &c->ch->trunks.items[i];
        keys[n_keys++] = (SortKey){t->lo - pad, i};
        keys[n_keys++] = (SortKey){t->hi + pad, i};
        if (t->label_tracks == 0)
            continue;
        keys[n_keys++] = (SortKey){t->label_y - t->label_h / 2, i};
        keys[n_keys++] = (SortKey){t->label_y + t->label_h / 2, i};
    }
    em_sort_keys(keys, n_keys);
    for (int k = 0; k < n_keys; k++) {
        if (h.n_ys == 0 || h.ys[h.n_ys - 1] != keys[k].key)
            h.ys[h.n_ys++] = (Len)keys[k].key;
    }
    while (h.size < h.n_ys)
        h.size *= 2;
    h.max = NEW_ARRAY(c->scratch, 2 * h.size, int);
    h.all = NEW_ARRAY(c->scratch, 2 * h.size, int);
    return h;
}

static void clear(Heights *h, int value)
{
    for (int i = 0; i < 2 * h->size; i++)
        h->max[i] = h->all[i] = value;
}

/* The part [lo, hi) of a span that is below a node. */
typedef struct {
    int lo, hi;
} Part;

static int highest(const Heights *h, int node, Part at, Part want)
{
    if (want.hi <= at.lo || at.hi <= want.lo)
        return h->all[1];
    if (want.lo <= at.lo && at.hi <= want.hi)
        return h->max[node];
    int mid = (at.lo + at.hi) / 2;
    int a = highest(h, 2 * node, (Part){at.lo, mid}, want);
    int b = highest(h, 2 * node + 1, (Part){mid, at.hi}, want);
    return MAX(MAX(a, b), h->all[node]);
}

static void raise(Heights *h, int node, Part at, Part want, int value)
{
    if (want.hi <= at.lo || at.hi <= want.lo)
        return;
    h->max[node] = MAX(h->max[node], value);
    if (want.lo <= at.lo && at.hi <= want.hi) {
        h->all[node] = MAX(h->all[node], value);
        return;
    }
    int mid = (at.lo + at.hi) / 2;
    raise(h, 2 * node, (Part){at.lo, mid}, want, value);
    raise(h, 2 * node + 1, (Part){mid, at.hi}, want, value);
}

static Part span_of(const Heights *h, const Trunk *t, Len pad)
{
    return (Part){find_height(h, t->lo - pad), find_height(h, t->hi + pad)};
}

static bool wants_right(const Channeling *c, int t)
{
    return c->rim[1].start[t + 1] - c->rim[1].start[t] >
           c->rim[0].start[t + 1] - c->rim[0].start[t];
}

/* Heights where the trunk's label stands; only when it has one. */
static Part label_span(const Heights *h, const Trunk *t)
{
    Len half = t->label_h / 2;
    return (Part){find_height(h, t->label_y - half),
                  find_height(h, t->label_y + half)};
}

/* A label stands on both sides of its trunk: both keep clear of what is left.
 */
static int first_track(const Heights *h, const Trunk *t, Len pad)
{
    Part whole = {0, h->size};
    int track = highest(h, 1, whole, span_of(h, t, pad)) + 1;
    if (t->label_tracks == 0)
        return track;
    int label = highest(h, 1, whole, label_span(h, t)) + 1 + t->label_tracks;
    return MAX(track, label);
}

static void take_track(Heights *h, const Trunk *t, Len pad, int track)
{
    Part whole = {0, h->size};
    raise(h, 1, whole, span_of(h, t, pad), track);
    if (t->label_tracks > 0)
        raise(h, 1, whole, label_span(h, t), track + t->label_tracks);
}

int em_trunks_pack(Channeling *c)
{
    Len pad = c->f->o->track_gap / 2;
    Heights h = make_heights(c, pad);
    Part whole = {0, h.size};
    int n = c->ch->trunks.n, n_tracks = 0;

    clear(&h, -1);
    for (int k = 0; k < n; k++) {
        Trunk *t = &c->ch->trunks.items[c->order[k]];
        t->track = first_track(&h, t, pad);
        take_track(&h, t, pad, t->track);
        n_tracks = MAX(n_tracks, t->track + t->label_tracks + 1);
    }
    /* from the right, with tracks counted downwards */
    clear(&h, -n_tracks);
    for (int k = n - 1; k >= 0; k--) {
        Trunk *t = &c->ch->trunks.items[c->order[k]];
        if (wants_right(c, c->order[k]) && t->label_tracks == 0)
            t->track = -highest(&h, 1, whole, span_of(&h, t, pad)) - 1;
        take_track(&h, t, pad, -t->track);
    }
    return n_tracks;
}
