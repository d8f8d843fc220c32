/*
 * A sweep goes from left to right and keeps the boxes under its vertical line.
 * As no two boxes meet, those stand one above the other there: the order of
 * their upper sides is also that of their lower sides, so of the boxes that
 * begin above a place only the last ones can reach down to it. Boxes are ranked
 * by upper side once; the active ones are bits in rank order, with summary
 * words above them, so that "the last active box up to rank r" takes a few
 * steps.
 *
 * Level lines are found by the same sweep with x and y exchanged.
 */
#include "graph/sweep.h"

#include <stdlib.h>

/* left and right, top and bottom; exchanged for level lines */
typedef struct {
    Len x0, x1, y0, y1;
    int index;
} Flat;

/* Where two boxes touch, a line sees those left of it, then those right. */
typedef enum { SEE_LEFT, REMOVE, ADD, SEE_RIGHT } EventKind;

typedef struct {
    Len x;
    EventKind kind;
    int index; /* of a rank, or of a line */
} Event;

enum { MAX_LEVELS = 6 }; /* 64^6 is more than INT_MAX */

typedef struct {
    uint64_t *level[MAX_LEVELS];
    int n_levels;
} Bits;

typedef struct {
    Flat *boxes; /* by rank */
    int n;
    Bits active; /* ranks */
    ARRAY_OF(Event) events;
} State;

static Bits new_bits(Arena *a, int n)
{
    Bits b = {.n_levels = 0};
    do {
        n = n / 64 + 1;
        b.level[b.n_levels++] = NEW_ARRAY(a, n, uint64_t);
    } while (n > 1);
    return b;
}

static void set_bit(Bits *b, int i)
{
    for (int k = 0; k < b->n_levels; k++, i /= 64)
        b->level[k][i / 64] |= UINT64_C(1) << i % 64;
}

static void clear_bit(Bits *b, int i)
{
    for (int k = 0; k < b->n_levels; k++, i /= 64) {
        b->level[k][i / 64] &= ~(UINT64_C(1) << i % 64);
        if (b->level[k][i / 64])
            return;
    }
}

static int top_bit(uint64_t w)
{
    int top = 0;
    for (int step = 32; step > 0; step /= 2)
        if (w >> (top + step))
            top += step;
    return top;
}

/* The greatest set bit that is at most i, or NONE. */
static int bit_up_to(const Bits *b, int i)
{
    for (int k = 0; k < b->n_levels && i >= 0; k++) {
        uint64_t w = b->level[k][i / 64] & ~UINT64_C(0) >> (63 - i % 64);
        if (w == 0) {
            i = i / 64 - 1;
            continue;
        }
        i = i / 64 * 64 + top_bit(w);
        while (k-- > 0)
            i = i * 64 + top_bit(b->level[k][i]);
        return i;
    }
    return NONE;
}

static int by_top(const void *a, const void *b)
{
    const Flat *p = a, *q = b;
    if (p->y0 != q->y0)
        return p->y0 < q->y0 ? -1 : 1;
    return (p->index > q->index) - (p->index < q->index);
}

static int by_x(const void *a, const void *b)
{
    const Event *p = a, *q = b;
    if (p->x != q->x)
        return p->x < q->x ? -1 : 1;
    if (p->kind != q->kind)
        return p->kind < q->kind ? -1 : 1;
    return (p->index > q->index) - (p->index < q->index);
}

static void add_event(State *s, Arena *a, Event e)
{
    *PUSH(a, &s->events) = e;
}

static State new_state(const SweepBox *boxes, int n, bool exchanged, Arena *a)
{
    State s = {.boxes = NEW_ARRAY(a, n, Flat), .n = n};
    for (int i = 0; i < n; i++) {
        Rect r = boxes[i].box;
        s.boxes[i] = exchanged ? (Flat){r.y, em_bottom(r), r.x, em_right(r), i}
                               : (Flat){r.x, em_right(r), r.y, em_bottom(r), i};
    }
    if (n)
        qsort(s.boxes, (size_t)n, sizeof *s.boxes, by_top);
    s.active = new_bits(a, n);
    for (int i = 0; i < n; i++) {
        add_event(&s, a, (Event){s.boxes[i].x0, ADD, i});
        add_event(&s, a, (Event){s.boxes[i].x1, REMOVE, i});
    }
    return s;
}

static void sort_events(State *s)
{
    if (s->events.n)
        qsort(s->events.items, (size_t)s->events.n, sizeof(Event), by_x);
}

/* The last rank whose box begins at or above y, or NONE. */
static int rank_up_to(const State *s, Len y)
{
    int lo = 0, hi = s->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (s->boxes[mid].y0 <= y)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo - 1;
}

bool em_sweep_disjoint(const SweepBox *boxes, int n, Arena *scratch,
                       int pair[2])
{
    Mark mark = em_arena_mark(scratch);
    State s = new_state(boxes, n, false, scratch);
    bool ok = true;

    sort_events(&s);
    for (int i = 0; i < s.events.n && ok; i++) {
        Event e = s.events.items[i];
        if (e.kind == REMOVE) {
            clear_bit(&s.active, e.index);
            continue;
        }
        const Flat *box = &s.boxes[e.index];
        int last = bit_up_to(&s.active, rank_up_to(&s, box->y1 - 1));
        if (last != NONE && s.boxes[last].y1 > box->y0) {
            pair[0] = MIN(box->index, s.boxes[last].index);
            pair[1] = MAX(box->index, s.boxes[last].index);
            ok = false;
        }
        set_bit(&s.active, e.index);
    }
    em_arena_rewind(scratch, mark);
    return ok;
}

static bool see(const State *s, const Sweep *w, const SweepLine *line, Len from,
                Len to)
{
    int rank = bit_up_to(&s->active, rank_up_to(s, MAX(from, to)));
    while (rank != NONE && s->boxes[rank].y1 >= MIN(from, to)) {
        if (!w->hit(w->ctx, &w->boxes[s->boxes[rank].index], line))
            return false;
        rank = bit_up_to(&s->active, rank - 1);
    }
    return true;
}

/* The upright lines; exchanged: the level ones. */
static bool sweep_one_way(const Sweep *w, bool exchanged, Arena *a)
{
    State s = new_state(w->boxes, w->n_boxes, exchanged, a);
    for (int i = 0; i < w->n_lines; i++) {
        const SweepLine *l = &w->lines[i];
        if ((l->a.y == l->b.y) != exchanged)
            continue;
        Len x = exchanged ? l->a.y : l->a.x;
        add_event(&s, a, (Event){x, SEE_LEFT, i});
        add_event(&s, a, (Event){x, SEE_RIGHT, i});
    }
    sort_events(&s);
    for (int i = 0; i < s.events.n; i++) {
        Event e = s.events.items[i];
        if (e.kind == ADD) {
            set_bit(&s.active, e.index);
        } else if (e.kind == REMOVE) {
            clear_bit(&s.active, e.index);
        } else {
            const SweepLine *l = &w->lines[e.index];
            Len from = exchanged ? l->a.x : l->a.y;
            Len to = exchanged ? l->b.x : l->b.y;
            if (!see(&s, w, l, from, to))
                return false;
        }
    }
    return true;
}

bool em_sweep_lines(const Sweep *s, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    bool ok =
        sweep_one_way(s, false, scratch) && sweep_one_way(s, true, scratch);
    em_arena_rewind(scratch, mark);
    return ok;
}
