/*
 * Place: heights, so that lines are short and many of them straight.
 *
 * For fixed heights in all other stacks, the best heights of one stack in its
 * order and with its least distances are an isotonic regression, which pooling
 * adjacent violators solves exactly (Ayer and others 1955). Sweeps over the
 * stacks minimise first the squares of the level differences, which spreads
 * things well, then their weighted sum by medians, which makes lines straight.
 *
 *   needs  order
 *   gives  y of every item and `at` of every pin; neighbours in a stack at
 *          least em_item_gap apart; top_bound and bottom_bound, between which
 *          all items are
 *   keeps  the order
 */
#include "layout/flow.h"

#include <string.h>

enum {
    MEAN_SWEEPS = 12,
    MEDIAN_SWEEPS = 8,
    BUDGET = 20 * 1000 * 1000, /* operations */
    ROUGH_BUDGET = 4 * 1000 * 1000,
    UNSHRUNK = 1000 * PX /* the height of a page of 1600 x 1000 px */
};

typedef struct {
    Len at;
    int weight;
} Target;

/* Items that move as one: [first, last], with their targets sorted. */
typedef struct {
    int first, last;
    int64_t sum, weight; /* of targets, for means */
    int first_target, n_targets;
    int64_t at;
    int64_t here; /* where its first item is now */
} Cluster;

typedef struct {
    Flow *f;
    Arena *scratch;
    int64_t *before; /* of an item: heights and gaps above it in its stack */
    Cluster *blocks;
    Target *targets, *merged;
    bool medians;
    int64_t ops;
} Place;

/* Lines between boxes may bend; those through chain items should not. */
static int weight_of(const Flow *f, int pin, int other)
{
    const Item *a = &f->items.items[f->pins.items[pin].item];
    const Item *b = &f->items.items[f->pins.items[other].item];
    int chains = (a->kind == ITEM_CHAIN) + (b->kind == ITEM_CHAIN);

    if (a->layer == b->layer)
        return 1;
    return chains == 0 ? 2 : chains == 1 ? 4 : 16;
}

static int cmp_target(const Target *a, const Target *b)
{
    return a->at < b->at ? -1 : a->at > b->at;
}

static void sort_targets(Target *t, int n, Arena *scratch)
{
    if (n < 24) {
        for (int i = 1; i < n; i++) {
            Target v = t[i];
            int j = i;
            for (; j > 0 && cmp_target(&v, &t[j - 1]) < 0; j--)
                t[j] = t[j - 1];
            t[j] = v;
        }
        return;
    }
    Mark mark = em_arena_mark(scratch);
    SortKey *keys = NEW_ARRAY(scratch, n, SortKey);
    for (int i = 0; i < n; i++)
        keys[i] = (SortKey){t[i].at, t[i].weight};
    em_sort_keys(keys, n);
    for (int i = 0; i < n; i++)
        t[i] = (Target){(Len)keys[i].key, keys[i].index};
    em_arena_rewind(scratch, mark);
}

/* Appends where an item's chords want it, relative to the stack's top. */
static int add_targets(Place *p, int item, int n)
{
    const Flow *f = p->f;
    const Item *it = &f->items.items[item];
    int first = n;

    for (int k = f->item_chords.start[item]; k < f->item_chords.start[item + 1];
         k++) {
        int pin = em_chord_pin(f, f->item_chords.list[k], false);
        int other = em_chord_pin(f, f->item_chords.list[k], true);
        if (f->pins.items[other].item == item)
            continue;
        int64_t at = (int64_t)em_pin_y(f, other) - f->pins.items[pin].at -
                     p->before[item];
        p->targets[n++] = (Target){em_len(at), weight_of(f, pin, other)};
    }
    if (n == first)
        p->targets[n++] = (Target){em_len(it->y - p->before[item]), 1};
    if (p->medians)
        sort_targets(p->targets + first, n - first, p->scratch);
    return n;
}

/*
 * The weighted median; of two that are as good, the nearer to where we are, so
 * that a line becomes straight and does not stop half way.
 */
static int64_t median_of(const Target *t, int n, int64_t here)
{
    int64_t total = 0, below = 0;
    for (int i = 0; i < n; i++)
        total += t[i].weight;
    for (int i = 0; i < n; i++) {
        below += t[i].weight;
        if (2 * below < total)
            continue;
        if (2 * below > total || i + 1 == n)
            return t[i].at;
        return here - t[i].at <= t[i + 1].at - here ? t[i].at : t[i + 1].at;
    }
    return here;
}

static void settle(Place *p, Cluster *b)
{
    const Target *t = p->targets + b->first_target;
    if (p->medians) {
        b->at = median_of(t, b->n_targets, b->here);
        return;
    }
    b->at = b->sum / b->weight;
}

/* The lower block joins the upper. */
static void merge(Place *p, Cluster *a, const Cluster *b)
{
    a->last = b->last;
    a->sum += b->sum;
    a->weight += b->weight;
    if (p->medians) {
        Target *x = p->targets + a->first_target;
        const Target *y = p->targets + b->first_target;
        int i = 0, j = 0, n = 0;
        while (i < a->n_targets || j < b->n_targets) {
            bool left =
                j == b->n_targets || (i < a->n_targets && x[i].at <= y[j].at);
            p->merged[n++] = left ? x[i++] : y[j++];
        }
        memcpy(x, p->merged, (size_t)n * sizeof *x);
        p->ops -= n;
    }
    a->n_targets += b->n_targets;
    settle(p, a);
}

/* The least height of a stack. */
static int64_t height_of(const Place *p, const Stack *s)
{
    if (s->items.n == 0)
        return 0;
    int last = s->items.items[s->items.n - 1];
    return p->before[last] + p->f->items.items[last].h;
}

/* True when that moved any item. */
static bool place_stack(Place *p, const Stack *s)
{
    Flow *f = p->f;
    int n_blocks = 0, n_targets = 0;
    bool moved = false;

    for (int k = 0; k < s->items.n; k++) {
        Cluster *b = &p->blocks[n_blocks++];
        int item = s->items.items[k];
        *b = (Cluster){.first = k, .last = k, .first_target = n_targets};
        b->here = f->items.items[item].y - p->before[item];
        n_targets = add_targets(p, item, n_targets);
        b->n_targets = n_targets - b->first_target;
        for (int t = b->first_target; t < n_targets; t++) {
            b->sum += (int64_t)p->targets[t].at * p->targets[t].weight;
            b->weight += p->targets[t].weight;
        }
        settle(p, b);
        while (n_blocks > 1 &&
               p->blocks[n_blocks - 2].at > p->blocks[n_blocks - 1].at) {
            merge(p, &p->blocks[n_blocks - 2], &p->blocks[n_blocks - 1]);
            n_blocks--;
        }
    }
    int64_t lowest = n_blocks ? f->bottom_bound - height_of(p, s) : 0;
    for (int i = 0; i < n_blocks; i++) {
        const Cluster *b = &p->blocks[i];
        int64_t at = MAX(MIN(b->at, lowest), f->top_bound);
        for (int k = b->first; k <= b->last; k++) {
            Item *it = &f->items.items[s->items.items[k]];
            Len y = em_len(at + p->before[s->items.items[k]]);
            moved |= it->y != y;
            it->y = y;
        }
    }
    p->ops -= 4 * (int64_t)n_targets;
    return moved;
}

static void sum_heights(Place *p)
{
    Flow *f = p->f;
    for (int layer = 0; layer < f->n_layers; layer++) {
        const Stack *s = &f->stacks[layer];
        for (int k = 1; k < s->items.n; k++) {
            int up = s->items.items[k - 1], item = s->items.items[k];
            p->before[item] =
                p->before[up] + f->items.items[up].h +
                em_item_gap(f, &f->items.items[up], &f->items.items[item]);
        }
    }
}

/* Places all stacks n times, or until nothing moves. */
static void sweeps(Place *p, int n)
{
    int n_layers = p->f->n_layers;
    bool moved = true;
    for (int round = 0; round < n && moved && p->ops > 0; round++) {
        moved = false;
        for (int k = 0; k < n_layers; k++)
            moved |=
                place_stack(p, &p->f->stacks[round % 2 ? n_layers - 1 - k : k]);
    }
}

/* How many pieces of a channel stand beside each other at most, as far as
 * heights are known. */
static int tracks_of(const Flow *f, const Channel *ch, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    SortKey *ends = NEW_ARRAY(scratch, 2 * ch->pieces.n + 1, SortKey);
    int n = 0, open = 0, most = 0;

    for (int k = 0; k < ch->pieces.n; k++) {
        const Piece *p = &f->pieces.items[ch->pieces.items[k]];
        Len lo = em_pin_y(f, p->pins.items[0]), hi = lo;
        for (int i = 1; i < p->pins.n; i++) {
            lo = MIN(lo, em_pin_y(f, p->pins.items[i]));
            hi = MAX(hi, em_pin_y(f, p->pins.items[i]));
        }
        if (hi - lo < f->o->track_gap)
            continue;
        ends[n++] = (SortKey){lo, 1};
        ends[n++] = (SortKey){hi, 0}; /* before what begins there */
    }
    em_sort_keys(ends, n);
    for (int k = 0; k < n; k++) {
        open += ends[k].index ? 1 : -1;
        most = MAX(most, open);
    }
    em_arena_rewind(scratch, mark);
    return most;
}

/* About how wide the drawing will be. */
static int64_t guess_width(const Flow *f, Arena *scratch)
{
    Len label = 0;
    int64_t w = 0;
    for (int i = 0; i < f->lines.n; i++)
        label = MAX(label, f->lines.items[i].label_w);
    for (int c = 0; c <= f->n_layers; c++) {
        const Channel *ch = &f->channels[c];
        bool outer = c == 0 || c == f->n_layers;
        int64_t tracks = tracks_of(f, ch, scratch);
        int64_t need = ch->pieces.n > 0
                           ? (outer ? 1 : 2) * (int64_t)f->o->stub + label +
                                 tracks * f->o->track_gap
                           : 0;
        w += outer ? need : MAX(need, f->o->layer_gap);
        Len widest = 0;
        for (int k = 0; !outer && k < f->stacks[c].items.n; k++)
            widest = MAX(widest, f->items.items[f->stacks[c].items.items[k]].w);
        w += widest;
    }
    return w;
}

/*
 * From now on all stays within a height that suits the page: a little more than
 * that of the tallest stack, or more where it costs nothing, because the
 * drawing is wide or fits a page that is not shrunk.
 */
static void set_bounds(Place *p)
{
    Flow *f = p->f;
    int64_t high = guess_width(f, p->scratch) * f->aspect_h / f->aspect_w;
    int64_t sum = 0;
    high = MAX(high, UNSHRUNK);
    for (int k = 0; k < f->n_layers; k++)
        high = MAX(high, height_of(p, &f->stacks[k]));
    for (int i = 0; i < f->items.n; i++)
        sum += f->items.items[i].y + f->items.items[i].h / 2;
    high += high / 16;
    f->top_bound = em_len(sum / MAX(f->items.n, 1) - high / 2);
    f->bottom_bound = em_len(f->top_bound + high);
}

void em_place(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int most = f->items.n + 2 * f->chords.n + 1;
    Place p = {.f = f,
               .scratch = scratch,
               .before = NEW_ARRAY(scratch, f->items.n + 1, int64_t),
               .blocks = NEW_ARRAY(scratch, f->items.n + 1, Cluster),
               .targets = NEW_ARRAY(scratch, most, Target),
               .merged = NEW_ARRAY(scratch, most, Target),
               .ops = f->care ? ROUGH_BUDGET : BUDGET};

    f->top_bound = -MAX_LEN;
    f->bottom_bound = MAX_LEN;
    sum_heights(&p);
    em_spread_ends(f, scratch);
    sweeps(&p, f->care ? MEAN_SWEEPS / 3 : MEAN_SWEEPS);
    set_bounds(&p);
    em_level_ends(f, scratch);
    sweeps(&p, f->care ? MEAN_SWEEPS / 6 : MEAN_SWEEPS / 2);
    em_level_ends(f, scratch);
    p.medians = true;
    sweeps(&p, f->care ? MEDIAN_SWEEPS / 2 : MEDIAN_SWEEPS);
    em_level_ends(f, scratch);
    sweeps(&p, 2);
    em_level_ends(f, scratch);
    assert(em_is_spaced(f));
    em_arena_rewind(scratch, mark);
}
