/*
 * Order: the order of the items in each stack, so that few lines cross.
 *
 * Sweeps sort each stack by the mean height of what its items are joined to
 * (barycentres: Sugiyama, Tagawa, Toda 1981), to one side, to the other, and to
 * both; then sifting moves each item to its best place in its stack
 * (Matuszewski, Schoenfeld, Molitor 1999), counting how the crossings of chords
 * change with each exchange of neighbours, and, more weakly, their lengths and,
 * in ranks, the order of the source. Heights are estimated: every stack is
 * centred. We stop when nothing gets better or the budget of operations is used
 * up. Then all is done again from other starts: for ranks these are walks
 * (walk.c); columns, which come with a good order, exchange a few items of the
 * best one so far (iterated local search: Lourenco, Martin, Stutzle 2003).
 *
 *   needs  chain
 *   gives  an order of every stack: pos and Stack.items
 *   keeps  walls in the first and last stack, everything else
 */
#include "layout/cross.h"

#include <string.h>

enum {
    STARTS = 16,         /* for ranked flows */
    MOST_KICKS = 24,     /* for others */
    VAIN = 5,            /* of these one after the other are enough */
    CROSSING = 600 * PX, /* how much length one crossing is worth */
    SOURCE = 12 * PX,    /* and that two boxes of a rank are in source order */
    HOPELESS = 8 * CROSSING, /* a loss that further exchanges hardly regain */
    BOTH_SIDES = 8, /* from this sweep on all chords of an item count */
    BUDGET = 30 * 1000 * 1000
};

/* How many sweeps and rounds of sifting there are at most; by care. */
static const struct {
    int sweeps, rounds;
} effort[] = {
    [CARE_FULL] = {12, 6},
    [CARE_ROUGH] = {4, 2},
    [CARE_SKETCH] = {2, 0},
};

/*
 * While one stack is being sifted, all others stand still: so the ends of its
 * chords in other stacks have fixed places, and can be kept sorted.
 */
typedef struct {
    Flow *f;
    Arena *scratch;
    int64_t ops;     /* left */
    int64_t *far[2]; /* at item_chords.start of an item: places of the far
                        ends of its chords to a side, sorted */
    int *n_far[2];   /* of an item */
    Len *level;      /* at item_chords.start of an item: where its top had to
                        be for each of these chords to be level */
    int *chords;     /* as item_chords.list, but those within the stack first */
    int *n_bent;     /* of an item: how many these are */
    Rims rims;
    int64_t *crossings; /* of a channel, as counted last */
    bool *stale;        /* of a channel: a stack beside it changed since */
    bool *settled; /* of a stack: sifted in vain, and since then it and those
                      beside it are what they were */
    bool moved;    /* a sweep changed an order */
} Order;

/* Lays the items of a stack out around height 0. */
static void stack_up(Flow *f, const Stack *s)
{
    int64_t y = 0;
    for (int k = 0; k < s->items.n; k++) {
        Item *it = &f->items.items[s->items.items[k]];
        if (k > 0)
            y += em_item_gap(f, &f->items.items[s->items.items[k - 1]], it);
        it->pos = k;
        it->y = em_len(y);
        y += it->h;
    }
    for (int k = 0; k < s->items.n; k++) {
        Item *it = &f->items.items[s->items.items[k]];
        it->y = em_len(it->y - y / 2);
    }
}

/*
 * A pin's place on the rim of a channel: down the left rim, up the right.
 * Free pins of one item are in one place.
 */
static int64_t rim_key(const Flow *f, int channel, int pin)
{
    const Pin *p = &f->pins.items[pin];
    const Item *it = &f->items.items[p->item];
    int64_t key = (int64_t)it->pos << 30 | (int64_t)p->at;
    return it->layer == channel ? ((int64_t)1 << 61) - key : key;
}

/* To be called when a stack gets another order. */
static void note_change(Order *o, int layer)
{
    o->stale[layer] = o->stale[layer + 1] = true;
    for (int k = MAX(layer - 1, 0); k <= MIN(layer + 1, o->f->n_layers - 1);
         k++)
        o->settled[k] = false;
}

static int64_t count_crossings(Order *o)
{
    int64_t total = 0;
    for (int c = 0; c <= o->f->n_layers; c++) {
        if (o->stale[c])
            o->crossings[c] = em_rims_cross(&o->rims, c);
        o->stale[c] = false;
        total += o->crossings[c];
    }
    return total;
}

/* Mean height of what an item is joined to, by chords on `side` or any (2). */
static bool barycentre(const Flow *f, int item, int side, int64_t *mean)
{
    int64_t sum = 0, n = 0;
    for (int k = f->item_chords.start[item]; k < f->item_chords.start[item + 1];
         k++) {
        int ce = f->item_chords.list[k];
        const Pin *here = &f->pins.items[em_chord_pin(f, ce, false)];
        int there = em_chord_pin(f, ce, true);
        if ((side != 2 && (int)here->side != side) ||
            f->pins.items[there].item == item)
            continue;
        sum += em_pin_y(f, there) - here->at + f->items.items[item].h / 2;
        n++;
    }
    *mean = n ? sum * 16 / n : 0;
    return n > 0;
}

static void sort_stack(Order *o, int layer, int side)
{
    Flow *f = o->f;
    Stack *s = &f->stacks[layer];
    Mark mark = em_arena_mark(o->scratch);
    SortKey *keys = NEW_ARRAY(o->scratch, s->items.n + 1, SortKey);
    int *sorted = NEW_ARRAY(o->scratch, s->items.n + 1, int);

    for (int k = 0; k < s->items.n; k++) {
        int item = s->items.items[k];
        const Item *it = &f->items.items[item];
        int64_t mean;
        if (!barycentre(f, item, side, &mean))
            mean = ((int64_t)it->y + it->h / 2) * 16;
        keys[k] = (SortKey){mean, k};
        o->ops -=
            8 + f->item_chords.start[item + 1] - f->item_chords.start[item];
    }
    em_sort_keys(keys, s->items.n);
    bool changed = false;
    for (int k = 0; k < s->items.n; k++) {
        sorted[k] = s->items.items[keys[k].index];
        changed |= keys[k].index != k;
    }
    if (changed) {
        memcpy(s->items.items, sorted, (size_t)s->items.n * sizeof *sorted);
        stack_up(f, s);
        note_change(o, layer);
        o->moved = true;
    }
    em_arena_rewind(o->scratch, mark);
}

/* Remembers the order, or takes it back. */
static void save(const Order *o, int *to)
{
    for (int s = 0; s < o->f->n_layers; s++) {
        const Stack *st = &o->f->stacks[s];
        for (int k = 0; k < st->items.n; k++)
            *to++ = st->items.items[k];
    }
}

static void restore(Order *o, const int *from)
{
    for (int s = 0; s < o->f->n_layers; s++) {
        Stack *st = &o->f->stacks[s];
        bool changed = false;
        for (int k = 0; k < st->items.n; k++) {
            changed |= st->items.items[k] != from[k];
            st->items.items[k] = from[k];
        }
        from += st->items.n;
        if (!changed)
            continue;
        stack_up(o->f, st);
        note_change(o, s);
    }
}

/* Sorts all stacks. False: so would all later sweeps, and change nothing. */
static bool sweep(Order *o, int round)
{
    int n = o->f->n_layers;
    bool forth = round % 2 == 0;
    int side = round >= BOTH_SIDES || round % 4 >= 2 ? 2
               : forth                               ? SIDE_LEFT
                                                     : SIDE_RIGHT;
    o->moved = false;
    for (int k = 0; k < n; k++)
        sort_stack(o, forth ? k : n - 1 - k, side);
    return o->moved || round < BOTH_SIDES;
}

static int64_t place_of(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    return (int64_t)f->items.items[p->item].pos << 30 | (int64_t)p->at;
}

static bool is_bent(const Flow *f, int item, int chord_end)
{
    int far = f->pins.items[em_chord_pin(f, chord_end, true)].item;
    return f->items.items[far].layer == f->items.items[item].layer;
}

/* Adds the far end of a chord to those of its item on its side. */
static void add_far(Order *o, int item, int chord_end)
{
    const Flow *f = o->f;
    int side = (int)f->pins.items[em_chord_pin(f, chord_end, false)].side;
    int64_t *list = o->far[side] + f->item_chords.start[item];
    int64_t key = place_of(f, em_chord_pin(f, chord_end, true));
    int i = o->n_far[side][item]++;
    for (; i > 0 && list[i - 1] > key; i--)
        list[i] = list[i - 1];
    list[i] = key;
}

/* Sorts the far ends of an item's chords, and notes their heights. */
static void sort_far(Order *o, int item)
{
    const Flow *f = o->f;
    int first = f->item_chords.start[item];
    int bent = first, other = f->item_chords.start[item + 1];
    Len *level = o->level + first;

    o->n_far[0][item] = o->n_far[1][item] = 0;
    for (int k = first; k < f->item_chords.start[item + 1]; k++) {
        int ce = f->item_chords.list[k];
        if (is_bent(f, item, ce)) {
            o->chords[bent++] = ce;
            continue;
        }
        o->chords[--other] = ce;
        const Pin *near = &f->pins.items[em_chord_pin(f, ce, false)];
        *level++ = em_pin_y(f, em_chord_pin(f, ce, true)) - near->at;
        add_far(o, item, ce);
    }
    o->n_bent[item] = bent - first;
}

/* Pairs of which the first is greater, minus those of which it is less. */
static int64_t count_pairs(const int64_t *u, int nu, const int64_t *v, int nv)
{
    int64_t sum = 0;
    int less = 0, upto = 0;
    for (int i = 0; i < nu; i++) {
        while (less < nv && v[less] < u[i])
            less++;
        while (upto < nv && v[upto] <= u[i])
            upto++;
        sum += less - (nv - upto);
    }
    return sum;
}

/*
 * As crossing_gain, of a chord of u and some chords [from, to) of v, when at
 * least one of each two is within the stack.
 */
static int64_t bend_gain_of(const Order *o, int chord_end, int v, int from,
                            int to)
{
    const Flow *f = o->f;
    const int64_t turn = (int64_t)1 << 62;
    const Chord *cu = &f->chords.items[chord_end / 2];
    int here = em_chord_pin(f, chord_end, false);
    int pu = em_chord_pin(f, chord_end, true);
    int u = f->pins.items[here].item, iu = f->pins.items[pu].item;
    if (iu == u || iu == v)
        return 0;
    bool right_rim = cu->channel == f->items.items[u].layer;
    int64_t base = rim_key(f, cu->channel, here), gain = 0;
    int64_t ku = rim_key(f, cu->channel, pu);
    ku += ku < base ? turn : 0;
    for (int b = from; b < to; b++) {
        const Chord *cv = &f->chords.items[o->chords[b] / 2];
        int pv = em_chord_pin(f, o->chords[b], true);
        int iv = f->pins.items[pv].item;
        if (cv->channel != cu->channel || cv->net == cu->net || iv == u ||
            iv == v)
            continue;
        int64_t kv = rim_key(f, cv->channel, pv);
        kv += kv < base ? turn : 0;
        if (ku != kv)
            gain += (ku < kv) != right_rim ? 1 : -1;
    }
    return gain;
}

/* As crossing_gain, but only of pairs with a chord within the stack. */
static int64_t bend_gain(Order *o, int u, int v)
{
    const int *start = o->f->item_chords.start;
    int bent = start[v] + o->n_bent[v];
    int64_t gain = 0;

    for (int a = start[u]; a < start[u + 1]; a++) {
        int to = a < start[u] + o->n_bent[u] ? start[v + 1] : bent;
        gain += bend_gain_of(o, o->chords[a], v, start[v], to);
        o->ops -= to - start[v];
    }
    return gain;
}

/* How often the chords of two neighbours cross when u is directly above v,
 * minus how often they do when it is below. */
static int64_t crossing_gain(Order *o, int u, int v)
{
    const Flow *f = o->f;
    const Lists *of = &f->item_chords;
    int64_t gain = 0;

    for (int side = 0; side < 2; side++) {
        if (o->n_far[side][u] == 0 || o->n_far[side][v] == 0)
            continue;
        gain += count_pairs(o->far[side] + of->start[u], o->n_far[side][u],
                            o->far[side] + of->start[v], o->n_far[side][v]);
        o->ops -= o->n_far[side][u] + o->n_far[side][v] + 2;
    }
    if (o->n_bent[u] + o->n_bent[v] > 0)
        gain += bend_gain(o, u, v);
    return gain;
}

/* The same for chords within the stack, whose far ends may have moved. */
static int64_t bend_length_gain(const Order *o, int item, Len dy)
{
    const Flow *f = o->f;
    int first = f->item_chords.start[item];
    int64_t gain = 0;

    for (int k = first; k < first + o->n_bent[item]; k++) {
        int ce = o->chords[k];
        Len d = em_pin_y(f, em_chord_pin(f, ce, true)) -
                em_pin_y(f, em_chord_pin(f, ce, false));
        gain += em_abs(d) - em_abs(d - dy);
    }
    return gain;
}

/* How much shorter the chords of an item get when it moves by dy. */
static int64_t length_gain(const Order *o, int item, Len dy)
{
    const Len *level = o->level + o->f->item_chords.start[item];
    Len y = o->f->items.items[item].y;
    int n = o->n_far[0][item] + o->n_far[1][item];
    int64_t gain = 0;

    for (int k = 0; k < n; k++)
        gain += em_abs(level[k] - y) - em_abs(level[k] - y - dy);
    return gain + bend_length_gain(o, item, dy);
}

/* The level differences of all chords. */
static int64_t total_length(const Flow *f)
{
    int64_t sum = 0;
    for (int i = 0; i < f->chords.n; i++) {
        const Chord *c = &f->chords.items[i];
        sum += em_abs(em_pin_y(f, c->pin[0]) - em_pin_y(f, c->pin[1]));
    }
    return sum;
}

/* Exchanges the k-th and the next item of a stack. */
static void exchange(const Flow *f, Stack *s, int k)
{
    int u = s->items.items[k], v = s->items.items[k + 1];
    Item *iu = &f->items.items[u], *iv = &f->items.items[v];
    Len gap = em_item_gap(f, iu, iv);

    iv->y = iu->y;
    iu->y = iv->y + iv->h + gap;
    iu->pos = k + 1;
    iv->pos = k;
    s->items.items[k] = v;
    s->items.items[k + 1] = u;
}

/* The same; returns what it gains. */
static int64_t try_exchange(Order *o, Stack *s, int k)
{
    int u = s->items.items[k], v = s->items.items[k + 1];
    const Item *iu = &o->f->items.items[u], *iv = &o->f->items.items[v];
    Len gap = em_item_gap(o->f, iu, iv);
    int64_t gain = crossing_gain(o, u, v) * CROSSING +
                   length_gain(o, u, iv->h + gap) +
                   length_gain(o, v, -iu->h - gap);

    if (o->f->ranked && iu->kind == ITEM_BOX && iv->kind == ITEM_BOX)
        gain += u > v ? SOURCE : -SOURCE;
    exchange(o->f, s, k);
    return gain;
}

/* Moves an item through its stack and leaves it at its best place. */
static bool sift(Order *o, Stack *s, int item, int window)
{
    Flow *f = o->f;
    int start = f->items.items[item].pos, best = start, k = start;
    int lo = MAX(0, start - window), hi = MIN(s->items.n - 1, start + window);
    int64_t gain = 0, best_gain = 0;

    while (k > lo && gain > -HOPELESS) {
        gain += try_exchange(o, s, --k);
        if (gain > best_gain) {
            best_gain = gain;
            best = k;
        }
    }
    while (k < start)
        exchange(f, s, k++);
    gain = 0;
    while (k < hi && gain > -HOPELESS) {
        gain += try_exchange(o, s, k++);
        if (gain > best_gain) {
            best_gain = gain;
            best = k;
        }
    }
    while (k > best)
        exchange(f, s, --k);
    return best_gain > 0;
}

static bool sift_all(Order *o, int window)
{
    bool any = false;
    for (int layer = 0; layer < o->f->n_layers; layer++) {
        Stack *s = &o->f->stacks[layer];
        bool better = false;
        if (o->settled[layer])
            continue;
        Mark mark = em_arena_mark(o->scratch);
        int *items = NEW_ARRAY(o->scratch, s->items.n + 1, int);
        for (int k = 0; k < s->items.n; k++) {
            items[k] = s->items.items[k];
            sort_far(o, items[k]);
        }
        for (int k = 0; k < s->items.n && o->ops > 0; k++)
            better |= sift(o, s, items[k], window);
        em_arena_rewind(o->scratch, mark);
        stack_up(o->f, s);
        if (better)
            note_change(o, layer);
        o->settled[layer] = !better;
        any |= better;
    }
    return any;
}

/* Sorts and sifts from the order there is; returns what it costs. */
static int64_t improve(Order *o, int *best)
{
    Flow *f = o->f;
    for (int s = 0; s < f->n_layers; s++) {
        stack_up(f, &f->stacks[s]);
        note_change(o, s);
    }
    save(o, best);
    int64_t fewest = count_crossings(o);
    int first = f->ranked ? 0 : BOTH_SIDES; /* columns come in a good order */
    int end = first + effort[f->care].sweeps;
    for (int round = first; round < end && fewest > 0 && o->ops > BUDGET / 2;
         round++) {
        if (!sweep(o, round))
            break;
        int64_t crossings = count_crossings(o);
        o->ops -= 20 * (int64_t)f->chords.n;
        if (crossings < fewest) {
            fewest = crossings;
            save(o, best);
        }
    }
    restore(o, best);
    int window = f->items.n < 300 ? 1000 : f->items.n < 3000 ? 40 : 16;
    for (int round = 0; round < effort[f->care].rounds && o->ops > 0; round++) {
        if (!sift_all(o, window))
            break;
    }
    return count_crossings(o) * CROSSING + total_length(f);
}

/* How many starts there are besides the order there is. */
static int starts_for(const Flow *f)
{
    if (!f->ranked)
        return f->care ? 0 : MIN(MOST_KICKS, 700 / (f->items.n + 1));
    return f->care ? STARTS / 4 : STARTS;
}

/* Exchanges some items of each stack with others. */
static void kick(Order *o, const int *from, Rng *rng)
{
    restore(o, from);
    for (int layer = 0; layer < o->f->n_layers; layer++) {
        Stack *s = &o->f->stacks[layer];
        for (int k = 0; k < s->items.n; k += 6) {
            int *a = &s->items.items[em_rng_below(rng, s->items.n)];
            int *b = &s->items.items[em_rng_below(rng, s->items.n)];
            int item = *a;
            *a = *b;
            *b = item;
        }
    }
}

/* Keeps the best order of several starts; no crossings are good enough. */
static void improve_all(Order *o)
{
    Flow *f = o->f;
    int *best = NEW_ARRAY(o->scratch, f->items.n + 1, int);
    int *order = NEW_ARRAY(o->scratch, f->items.n + 1, int);
    int64_t least = improve(o, order);
    Rng rng = {0};

    save(o, best);
    int n = starts_for(f), vain = 0;
    for (int start = 0; start < n && vain < VAIN && o->ops > BUDGET / 2;
         start++) {
        if (count_crossings(o) == 0)
            break;
        if (f->ranked)
            em_walk(f, start, o->scratch);
        else
            kick(o, best, &rng);
        int64_t cost = improve(o, order);
        vain++;
        if (cost >= least)
            continue;
        vain = 0;
        least = cost;
        save(o, best);
    }
    restore(o, best);
}

void em_order(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Order o = {.f = f, .scratch = scratch, .ops = BUDGET};

    for (int side = 0; side < 2; side++) {
        o.far[side] = NEW_ARRAY(scratch, 2 * f->chords.n + 1, int64_t);
        o.n_far[side] = NEW_ARRAY(scratch, f->items.n + 1, int);
    }
    o.level = NEW_ARRAY(scratch, 2 * f->chords.n + 1, Len);
    o.chords = NEW_ARRAY(scratch, 2 * f->chords.n + 1, int);
    o.n_bent = NEW_ARRAY(scratch, f->items.n + 1, int);
    o.rims = em_rims(f, scratch);
    o.crossings = NEW_ARRAY(scratch, f->n_layers + 1, int64_t);
    o.stale = NEW_ARRAY(scratch, f->n_layers + 1, bool);
    o.settled = NEW_ARRAY(scratch, f->n_layers + 1, bool);
    improve_all(&o);
    assert(em_is_stacked(f));
    em_arena_rewind(scratch, mark);
}
