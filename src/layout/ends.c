/*
 * Ends: where on the side of a box lines end that go to no row.
 *
 * They stand like the teeth of a comb, in the order in which their other ends
 * lie on the rim of the channel, at least a track apart, more when they carry
 * labels and there is room. Then each is moved to be level with its other end
 * as far as order and distance allow, one box after the other; level lines are
 * straight lines. The best places for fixed order and distances are found by
 * isotonic regression (pool adjacent violators: Ayer and others 1955).
 *
 * When a side is too short for all of them, neighbours that look alike share a
 * place, as lines into a row do; lines that would then share both their ends do
 * not. Is it still too short, the teeth are squeezed.
 *
 * Where rows and free ends share a side, free ends take slots between the rows.
 *
 *   needs  order, heights (estimated ones will do)
 *   gives  `at` of free pins
 *   keeps  everything else
 */
#include "layout/flow.h"

#include <limits.h>
#include <string.h>

enum { MARGIN = 8 * PX /* from ends to the corners of their box */ };

typedef struct {
    Flow *f;
    Arena *scratch;
    int *other;  /* of a pin: the pin at the other end of its chord, or NONE */
    int *far;    /* of a free pin: the one at the other end of its line */
    int *beyond; /* of a free pin: its line's `beyond` at that end */
    int *look;   /* of a pin: of its line's mark and look */
    Len *label;  /* of a pin: the height of the label beside it */
} Ends;

typedef struct {
    const Ends *e;
    int *pins; /* free ones, in order */
    int n;
    int *fixed; /* pins at rows */
    int n_fixed;
    Len h; /* of the box */
    EndRange range;
} SideEnds;

/* Where the far end lies, as seen walking down this side. */
static int64_t far_key(const Flow *f, int pin, int other)
{
    const Pin *p = &f->pins.items[pin], *q = &f->pins.items[other];
    const Item *a = &f->items.items[p->item], *b = &f->items.items[q->item];
    int64_t pos = (int64_t)b->pos << 30 | (int64_t)q->at;
    const int64_t far = (int64_t)1 << 61;

    /* across: as they are; same rim: the nearer, the nearer to this side's
     * end */
    if (b->layer != a->layer)
        return far + pos;
    if (p->item == q->item)
        return pin < other ? far * 3 + (int64_t)pin * 2
                           : far * 3 + (int64_t)other * 2 + 1;
    return b->pos < a->pos ? far - pos : far * 3 - pos;
}

static void sort_pins(const Ends *e, int *pins, int n)
{
    Mark mark = em_arena_mark(e->scratch);
    SortKey *keys = NEW_ARRAY(e->scratch, n + 1, SortKey);

    for (int i = 0; i < n; i++) {
        int other = e->other[pins[i]];
        keys[i] = (SortKey){other == NONE ? 0 : far_key(e->f, pins[i], other),
                            pins[i]};
    }
    em_sort_keys(keys, n);
    for (int i = 0; i < n; i++)
        pins[i] = keys[i].index;
    em_arena_rewind(e->scratch, mark);
}

/* The distance wanted between a pin and the next. */
static Len wanted_gap(const Ends *e, int pin, int next)
{
    Len label = MAX(e->label[pin], e->label[next]);
    return MAX(e->f->o->track_gap, label ? label + e->f->o->label_gap : 0);
}

/* gaps[i]: from pin i-1 to pin i; squeezed when the side is too short. */
static void make_gaps(const SideEnds *s, Len *gaps)
{
    int64_t total = 0, room = s->range.hi - s->range.lo;
    for (int i = 1; i < s->n; i++) {
        gaps[i] = wanted_gap(s->e, s->pins[i - 1], s->pins[i]);
        total += gaps[i];
    }
    if (total <= room)
        return;
    int64_t plain = (int64_t)s->e->f->o->track_gap * (s->n - 1);
    for (int i = 1; i < s->n; i++) {
        if (plain <= room)
            gaps[i] = em_len(s->e->f->o->track_gap +
                             (gaps[i] - s->e->f->o->track_gap) *
                                 (room - plain) / (total - plain));
        else
            gaps[i] = em_len(room / (s->n - 1));
    }
}

typedef struct {
    int64_t sum;
    int n;
} Pool;

/* Least squares for a fixed order and least distances. */
static void level_comb(const SideEnds *s, const Len *want)
{
    Flow *f = s->e->f;
    Mark mark = em_arena_mark(s->e->scratch);
    Len *gaps = NEW_ARRAY(s->e->scratch, s->n + 1, Len);
    Pool *pools = NEW_ARRAY(s->e->scratch, s->n + 1, Pool);
    int n_pools = 0;
    int64_t before = 0;

    make_gaps(s, gaps);
    for (int i = 0; i < s->n; i++) {
        before += gaps[i];
        pools[n_pools++] = (Pool){want[i] - before, 1};
        while (n_pools > 1 &&
               pools[n_pools - 2].sum * pools[n_pools - 1].n >
                   pools[n_pools - 1].sum * pools[n_pools - 2].n) {
            pools[n_pools - 2].sum += pools[n_pools - 1].sum;
            pools[n_pools - 2].n += pools[n_pools - 1].n;
            n_pools--;
        }
    }
    int64_t lo = s->range.lo, hi = s->range.hi - before;
    before = 0;
    for (int p = 0, i = 0; p < n_pools; p++) {
        int64_t at = pools[p].sum / pools[p].n;
        at = at > hi ? hi : at;
        at = at < lo ? lo : at;
        for (int end = i + pools[p].n; i < end; i++) {
            before += gaps[i];
            f->pins.items[s->pins[i]].at = em_len(at + before);
        }
    }
    em_arena_rewind(s->e->scratch, mark);
}

static bool is_near_fixed(const SideEnds *s, Len at, Len distance)
{
    for (int i = 0; i < s->n_fixed; i++) {
        if (em_abs(s->e->f->pins.items[s->fixed[i]].at - at) < distance)
            return true;
    }
    return false;
}

/* Free slots, `step` apart and clear of the rows. Returns how many. */
static int find_slots(const SideEnds *s, Len step, Len *slots)
{
    int n = 0;
    for (Len at = step; at <= s->h - step && n < 4 * s->n + 64; at += step) {
        if (!is_near_fixed(s, at, step))
            slots[n++] = at;
    }
    return n;
}

static void take_slots(const SideEnds *s, const Len *want)
{
    Flow *f = s->e->f;
    Mark mark = em_arena_mark(s->e->scratch);
    Len *slots = NEW_ARRAY(s->e->scratch, 4 * s->n + 65, Len);
    Len step = f->o->track_gap;
    int n = find_slots(s, step, slots);

    while (n < s->n && step > 1) {
        step /= 2;
        n = find_slots(s, step, slots);
    }
    int next = 0;
    for (int i = 0; i < s->n; i++) {
        int last = n - (s->n - i);
        while (next < last && em_abs(slots[next + 1] - want[i]) <=
                                  em_abs(slots[next] - want[i]))
            next++;
        f->pins.items[s->pins[i]].at =
            n ? slots[MIN(next, n - 1)] : (s->range.lo + s->range.hi) / 2;
        next++;
    }
    em_arena_rewind(s->e->scratch, mark);
}

/* How many ends have room on a side. */
static int room_on(const SideEnds *s)
{
    Len gap = s->e->f->o->track_gap;
    if (s->n_fixed == 0)
        return MAX(1, (s->range.hi - s->range.lo) / gap + 1);
    Mark mark = em_arena_mark(s->e->scratch);
    Len *slots = NEW_ARRAY(s->e->scratch, 4 * s->n + 65, Len);
    int room = find_slots(s, gap, slots);
    em_arena_rewind(s->e->scratch, mark);
    return MAX(1, room);
}

/* True when a pin may stand where those of a group do. */
static bool may_join(const Ends *e, int pin, const int *group, int n)
{
    const Pin *pins = e->f->pins.items;
    int far = e->far[pin];
    if (pins[far].item == pins[pin].item || e->look[pin] != e->look[group[0]])
        return false;
    for (int i = 0; i < n; i++) {
        int other = e->far[group[i]];
        if (pins[other].leader == pins[far].leader ||
            pins[other].item == pins[pin].item)
            return false;
        if (e->beyond[pin] && e->beyond[pin] == e->beyond[group[i]])
            return false; /* they may share that end on another level */
    }
    return true;
}

/* Sorted pins in groups: the k-th is from start[k] to before start[k + 1]. */
typedef struct {
    const Ends *e;
    const int *pins;
    int *start;
    int n;
} Groups;

/* Groups of about equal size, as far as pins may join them. */
static void make_groups(Groups *g, int n, int room)
{
    for (int i = 0; i < n; i++) {
        bool full = i == 0 || n <= room ||
                    (int64_t)i * room / n != (int64_t)(i - 1) * room / n;
        int first = g->n > 0 ? g->start[g->n - 1] : 0;
        if (full || !may_join(g->e, g->pins[i], g->pins + first, i - first))
            g->start[g->n++] = i;
    }
    g->start[g->n] = n;
}

static bool may_merge(const Groups *g, int k)
{
    int first = g->start[k], next = g->start[k + 1];
    for (int i = next; i < g->start[k + 2]; i++) {
        if (!may_join(g->e, g->pins[i], g->pins + first, next - first))
            return false;
    }
    return true;
}

/* Merges the two smallest neighbours that may; false: there are none. */
static bool merge_groups(Groups *g)
{
    int best = NONE, least = INT_MAX;
    for (int k = 0; k + 1 < g->n; k++) {
        int size = g->start[k + 2] - g->start[k];
        if (size < least && may_merge(g, k)) {
            least = size;
            best = k;
        }
    }
    if (best == NONE)
        return false;
    for (int k = best + 1; k < g->n; k++)
        g->start[k] = g->start[k + 1];
    g->n--;
    return true;
}

/* Ends of sides with more than this stand as close as they must: finding out
 * which may share a place would take too long. */
enum { MOST_SHARED = 1000 };

/*
 * Parts the sorted pins of a side into groups of neighbours, not more than
 * there is room for, if they may share so much. A group has one place. Its
 * first pin, the leader, takes the wish of the middle one, and stands for all
 * of it from now on.
 */
static void share_places(SideEnds *s, Len *want, int room)
{
    Pin *pins = s->e->f->pins.items;
    int *sorted = NEW_ARRAY(s->e->scratch, s->n + 1, int);
    Groups g = {s->e, sorted, NEW_ARRAY(s->e->scratch, s->n + 1, int), 0};

    memcpy(sorted, s->pins, (size_t)s->n * sizeof *sorted);
    make_groups(&g, s->n, room);
    while (g.n > room && merge_groups(&g))
        continue;
    for (int k = 0; k < g.n; k++) {
        int first = g.start[k], next = g.start[k + 1];
        for (int i = first; i < next; i++)
            pins[sorted[i]].leader = sorted[first];
        s->pins[k] = sorted[first];
        want[k] = want[(first + next) / 2];
    }
    s->n = g.n;
}

/* Pins that share a place with others go where their leaders are. */
static void follow_leaders(const Ends *e, int item)
{
    const Lists *of = &e->f->item_pins;
    Pin *pins = e->f->pins.items;
    for (int k = of->start[item]; k < of->start[item + 1]; k++)
        pins[of->list[k]].at = pins[pins[of->list[k]].leader].at;
}

static bool is_free(const Pin *p, Side side)
{
    return p->side == side && !p->fixed;
}

static bool has_free(const Flow *f, int item, Side side)
{
    const Lists *of = &f->item_pins;
    for (int k = of->start[item]; k < of->start[item + 1]; k++) {
        if (is_free(&f->pins.items[of->list[k]], side))
            return true;
    }
    return false;
}

/* Places the free pins of one side of an item. */
static void place_side(const Ends *e, int item, Side side, bool level)
{
    Flow *f = e->f;
    Mark mark = em_arena_mark(e->scratch);
    int first = f->item_pins.start[item], last = f->item_pins.start[item + 1];
    SideEnds s = {.e = e,
                  .pins = NEW_ARRAY(e->scratch, last - first + 1, int),
                  .fixed = NEW_ARRAY(e->scratch, last - first + 1, int),
                  .h = f->items.items[item].h,
                  .range = em_end_range(&f->items.items[item], MARGIN)};

    for (int k = first; k < last; k++) {
        const Pin *p = &f->pins.items[f->item_pins.list[k]];
        if (is_free(p, side))
            s.pins[s.n++] = f->item_pins.list[k];
        else if (p->side == side)
            s.fixed[s.n_fixed++] = f->item_pins.list[k];
    }
    sort_pins(e, s.pins, s.n);
    Len *want = NEW_ARRAY(e->scratch, s.n + 1, Len);
    for (int i = 0; i < s.n; i++) {
        int other = e->other[s.pins[i]];
        want[i] = (s.range.lo + s.range.hi) / 2;
        if (level && other != NONE && f->pins.items[other].item != item)
            want[i] = em_pin_y(f, other) - f->items.items[item].y;
    }
    if (s.n <= MOST_SHARED)
        share_places(&s, want, room_on(&s));
    if (s.n_fixed > 0)
        take_slots(&s, want);
    else
        level_comb(&s, want);
    em_arena_rewind(e->scratch, mark);
}

static Ends make_ends(Flow *f, Arena *scratch)
{
    Ends e = {f,
              scratch,
              NEW_ARRAY(scratch, f->pins.n + 1, int),
              NEW_ARRAY(scratch, f->pins.n + 1, int),
              NEW_ARRAY(scratch, f->pins.n + 1, int),
              NEW_ARRAY(scratch, f->pins.n + 1, int),
              NEW_ARRAY(scratch, f->pins.n + 1, Len)};

    for (int i = 0; i < f->pins.n; i++)
        e.other[i] = NONE;
    for (int i = 0; i < 2 * f->chords.n; i++)
        e.other[em_chord_pin(f, i, false)] = em_chord_pin(f, i, true);
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        for (int k = 0; k < 2 && l->label_item == NONE; k++)
            e.label[l->pin[k]] = l->label_h;
        for (int k = 0; k < 2; k++) {
            e.look[l->pin[k]] =
                l->look == LOOK_ALONE
                    ? -1 - l->pin[k]
                    : (int)l->end[k].mark * LOOK_ALONE + l->look;
            e.far[l->pin[k]] = l->pin[!k];
            e.beyond[l->pin[k]] = l->end[!k].beyond;
        }
    }
    return e;
}

static void place_all(Flow *f, Arena *scratch, bool level)
{
    Mark mark = em_arena_mark(scratch);
    Ends e = make_ends(f, scratch);

    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind != ITEM_BOX)
            continue;
        for (Side side = SIDE_LEFT; side <= SIDE_RIGHT; side++) {
            if (has_free(f, i, side))
                place_side(&e, i, side, level);
        }
        follow_leaders(&e, i);
    }
    em_arena_rewind(scratch, mark);
}

void em_spread_ends(Flow *f, Arena *scratch)
{
    place_all(f, scratch, false);
}

void em_level_ends(Flow *f, Arena *scratch)
{
    place_all(f, scratch, true);
}
