/*
 * Tracks: where the upright strokes of the pieces stand in their channels.
 *
 * A piece whose pins are all at one height is a level line. Any other gets a
 * trunk: an upright stroke to which a level foot leads from each pin. In a
 * channel, trunks are ordered for few crossings (trunks_order.c). One rule is
 * binding: a foot from the left rim and a foot from the right rim at the same
 * height must not meet, so the trunk of the first must stand further left.
 * These rules can form a cycle; then a trunk in it is cut in two at a free
 * height, its halves joined by a level link (as Sander 2004 breaks cycles in
 * orthogonal routing). Then trunks, stacks and items get their x
 * (trunks_pack.c).
 *
 * A line whose label has room at none of its ends gets it on its trunk, if
 * there is some (trunks_label.c): both sides of it stay free there.
 *
 *   needs  place, label room
 *   gives  trunks; x of trunks, stacks and items; w and n_overlaps of the flow
 *   keeps  heights
 */
#include "layout/trunks.h"

enum {
    MUST_CLEAR = 5 * PX,
    MAX_NEAR = 16 /* more can only be where ends are squeezed to nothing */
};

static bool on_right_rim(const Flow *f, const Piece *p, int pin)
{
    return f->items.items[f->pins.items[pin].item].layer == p->channel;
}

/* Gives each bent piece of a channel one trunk. */
static void make_trunks(Flow *f, Channel *ch)
{
    for (int k = 0; k < ch->pieces.n; k++) {
        Piece *p = &f->pieces.items[ch->pieces.items[k]];
        Len lo = em_pin_y(f, p->pins.items[0]), hi = lo;
        bool bent = false;
        int sides[2] = {0, 0};
        for (int i = 0; i < p->pins.n; i++) {
            Len y = em_pin_y(f, p->pins.items[i]);
            lo = MIN(lo, y);
            hi = MAX(hi, y);
            bent |= ++sides[on_right_rim(f, p, p->pins.items[i])] > 1;
        }
        if (lo == hi && !bent)
            continue;
        p->first_trunk = ch->trunks.n;
        *PUSH(f->arena, &ch->trunks) = (Trunk){
            .piece = ch->pieces.items[k], .lo = lo, .hi = hi, .next = NONE};
    }
}

static int trunk_at(const Channel *ch, const Piece *p, Len y)
{
    int t = p->first_trunk;
    while (ch->trunks.items[t].next != NONE && y > ch->trunks.items[t].hi)
        t = ch->trunks.items[t].next;
    return t;
}

static void list_feet(Channeling *c)
{
    Flow *f = c->f;
    int n = 0, most = 0;
    for (int k = 0; k < c->ch->pieces.n; k++)
        most += f->pieces.items[c->ch->pieces.items[k]].pins.n;
    Foot *feet = NEW_ARRAY(c->scratch, most + 1, Foot);
    SortKey *keys = NEW_ARRAY(c->scratch, most + 1, SortKey);

    for (int k = 0; k < c->ch->pieces.n; k++) {
        const Piece *p = &f->pieces.items[c->ch->pieces.items[k]];
        for (int i = 0; p->first_trunk != NONE && i < p->pins.n; i++) {
            Len y = em_pin_y(f, p->pins.items[i]);
            feet[n] = (Foot){y, on_right_rim(f, p, p->pins.items[i]),
                             trunk_at(c->ch, p, y)};
            keys[n] = (SortKey){y, n};
            n++;
        }
    }
    em_sort_keys(keys, n);
    c->feet = NEW_ARRAY(c->scratch, n + 1, Foot);
    c->n_feet = n;
    for (int i = 0; i < n; i++)
        c->feet[i] = feet[keys[i].index];
}

static void list_rims(Channeling *c)
{
    int n = c->ch->trunks.n;
    for (int right = 0; right < 2; right++) {
        int *sizes = NEW_ARRAY(c->scratch, n + 1, int);
        for (int i = 0; i < c->n_feet; i++)
            sizes[c->feet[i].trunk] += c->feet[i].right == (right != 0);
        c->rim[right] = em_lists(c->scratch, n, sizes);
        for (int i = c->n_feet - 1; i >= 0; i--) {
            int t = c->feet[i].trunk;
            if (c->feet[i].right == (right != 0))
                c->rim[right].list[c->rim[right].start[t] + --sizes[t]] =
                    c->feet[i].y;
        }
    }
}

/* Finds the pairs of feet that could meet. */
static void list_constraints(Channeling *c)
{
    ARRAY_OF(MustPrecede) must = {0};
    const Trunk *trunks = c->ch->trunks.items;
    int *rims[2] = {NEW_ARRAY(c->scratch, c->n_feet + 1, int),
                    NEW_ARRAY(c->scratch, c->n_feet + 1, int)};
    int n[2] = {0, 0};

    for (int i = 0; i < c->n_feet; i++)
        rims[c->feet[i].right][n[c->feet[i].right]++] = i;
    for (int i = 0, from = 0; i < n[0]; i++) {
        const Foot *left = &c->feet[rims[0][i]];
        while (from < n[1] && c->feet[rims[1][from]].y < left->y - MUST_CLEAR)
            from++;
        for (int j = from; j < n[1] && j < from + MAX_NEAR; j++) {
            const Foot *right = &c->feet[rims[1][j]];
            if (right->y > left->y + MUST_CLEAR)
                break;
            if (trunks[left->trunk].piece != trunks[right->trunk].piece)
                *PUSH(c->scratch, &must) =
                    (MustPrecede){left->trunk, right->trunk, left->y, right->y};
        }
    }
    c->must = must.items;
    c->n_must = must.n;
    int *sizes = NEW_ARRAY(c->scratch, c->ch->trunks.n + 1, int);
    for (int i = 0; i < must.n; i++)
        sizes[must.items[i].after]++;
    c->before = em_lists(c->scratch, c->ch->trunks.n, sizes);
    for (int i = must.n - 1; i >= 0; i--) {
        int t = must.items[i].after;
        c->before.list[c->before.start[t] + --sizes[t]] = i;
    }
}

static void prepare(Channeling *c)
{
    list_feet(c);
    list_rims(c);
    list_constraints(c);
}

/* The middle of the widest stretch between two heights where nothing is. */
static Len free_height(const Channeling *c, Len lo, Len hi)
{
    const Flow *f = c->f;
    Mark mark = em_arena_mark(c->scratch);
    ARRAY_OF(SortKey) used = {0};

    *PUSH(c->scratch, &used) = (SortKey){hi, 0};
    for (int k = 0; k < c->ch->pieces.n; k++) {
        const Piece *p = &f->pieces.items[c->ch->pieces.items[k]];
        for (int i = 0; i < p->pins.n; i++)
            *PUSH(c->scratch, &used) =
                (SortKey){em_pin_y(f, p->pins.items[i]), 0};
    }
    for (int t = 0; t < c->ch->trunks.n; t++)
        *PUSH(c->scratch, &used) = (SortKey){c->ch->trunks.items[t].hi, 0};
    em_sort_keys(used.items, used.n);
    int64_t best = lo + (hi - lo) / 2, from = lo, widest = 0;
    for (int i = 0; i < used.n; i++) {
        int64_t y = used.items[i].key;
        if (y <= lo || y > hi)
            continue;
        if (y - from > widest) {
            widest = y - from;
            best = from + widest / 2;
        }
        from = y;
    }
    em_arena_rewind(c->scratch, mark);
    return (Len)best;
}

/* Cuts a trunk in two between two of its feet. */
static bool cut(Channeling *c, int trunk, Len y1, Len y2)
{
    Len lo = MIN(y1, y2), hi = MAX(y1, y2);
    if (hi - lo < 2)
        return false;
    Len y = free_height(c, lo, hi);
    Trunk *t = PUSH(c->f->arena, &c->ch->trunks);
    Trunk *old = &c->ch->trunks.items[trunk];
    *t =
        (Trunk){.piece = old->piece, .lo = y, .hi = old->hi, .next = old->next};
    old->hi = y;
    old->next = c->ch->trunks.n - 1;
    return true;
}

enum { FRESH, OPEN, DONE };

/* A walk over the constraints, depth first; see sort_by_constraints. */
typedef struct {
    int *state, *next, *path;
    int *via; /* of a place in the path: the constraint that led to it */
    int depth;
    int *sorted;
    int n_sorted;
} Walk;

static void walk_enter(Walk *w, const Channeling *c, int trunk, int via)
{
    w->state[trunk] = OPEN;
    w->next[trunk] = c->before.start[trunk];
    w->via[w->depth] = via;
    w->path[w->depth++] = trunk;
}

/*
 * The constraint m closes a cycle: its `before` is on the path, and its `after`
 * is the top. Cuts one of the two between the feet with which it takes part.
 */
static bool break_cycle(Channeling *c, const Walk *w, int m)
{
    int top = w->path[w->depth - 1], via = w->via[w->depth - 1];
    const MustPrecede *must = &c->must[m];
    if (via != NONE && cut(c, top, must->y_after, c->must[via].y_before))
        return true;

    int k = w->depth - 1;
    while (w->path[k] != must->before)
        k--;
    return k + 1 < w->depth &&
           cut(c, must->before, must->y_before, c->must[w->via[k + 1]].y_after);
}

/*
 * Appends a trunk after all that must be left of it. False when it has cut a
 * trunk to break a cycle; a cycle that cannot be broken is passed over.
 */
static bool walk_from(Walk *w, Channeling *c, int root, bool may_cut)
{
    walk_enter(w, c, root, NONE);
    while (w->depth > 0) {
        int t = w->path[w->depth - 1];
        if (w->next[t] == c->before.start[t + 1]) {
            w->state[t] = DONE;
            w->sorted[w->n_sorted++] = t;
            w->depth--;
            continue;
        }
        int m = c->before.list[w->next[t]++];
        int before = c->must[m].before;
        if (w->state[before] == OPEN && may_cut && break_cycle(c, w, m))
            return false;
        if (w->state[before] == FRESH)
            walk_enter(w, c, before, m);
    }
    return true;
}

/*
 * Makes c->order obey the constraints, changing as little as it can. False
 * when there was a cycle: then a trunk has been cut and all must be done again.
 */
static bool sort_by_constraints(Channeling *c, bool may_cut)
{
    int n = c->ch->trunks.n;
    Walk w = {
        .state = NEW_ARRAY(c->scratch, n, int),
        .next = NEW_ARRAY(c->scratch, n, int),
        .path = NEW_ARRAY(c->scratch, n + 1, int),
        .via = NEW_ARRAY(c->scratch, n + 1, int),
        .sorted = NEW_ARRAY(c->scratch, n + 1, int),
    };

    for (int k = 0; k < n; k++) {
        if (w.state[c->order[k]] == FRESH &&
            !walk_from(&w, c, c->order[k], may_cut))
            return false;
    }
    for (int k = 0; k < n; k++)
        c->order[k] = w.sorted[k];
    return true;
}

/* How many feet lie on others: those of cycles that could not be broken. */
static int count_overlaps(const Channeling *c)
{
    int n = 0, *place = NEW_ARRAY(c->scratch, c->ch->trunks.n + 1, int);
    for (int k = 0; k < c->ch->trunks.n; k++)
        place[c->order[k]] = k;
    for (int i = 0; i < c->n_must; i++)
        n += place[c->must[i].before] > place[c->must[i].after];
    return n;
}

static void do_channel(Across *a, int channel)
{
    Flow *f = a->f;
    Arena *scratch = a->scratch;
    Mark mark = em_arena_mark(scratch);
    Channel *ch = &f->channels[channel];
    Channeling c = {f, ch, scratch, .order = NULL};

    make_trunks(f, ch);
    int cuts_left = 4 * ch->trunks.n + 8;
    for (bool done = ch->trunks.n == 0; !done; cuts_left--) {
        em_arena_rewind(scratch, mark);
        prepare(&c);
        c.order = NEW_ARRAY(scratch, ch->trunks.n, int);
        em_trunks_sift(&c);
        done = sort_by_constraints(&c, cuts_left > 0);
    }
    f->n_overlaps += count_overlaps(&c);
    em_trunks_label(&c);
    em_across_channel(a, &c, channel);
    em_arena_rewind(scratch, mark);
}

void em_tracks(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Across a = em_across(f, scratch);

    f->n_overlaps = 0;
    for (int c = 0; c <= f->n_layers; c++)
        do_channel(&a, c);
    f->w = a.right;
    assert(em_has_tracks(f));
    em_arena_rewind(scratch, mark);
}
