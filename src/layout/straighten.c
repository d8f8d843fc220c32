/*
 * Straighten: takes small steps out of lines.
 *
 * After placing, some lines are level but for a few pixels, because their boxes
 * are held in place by others. For each such step we look at what it would take
 * to make it level: to shift a free end along its side, an item, or an item and
 * all that level lines tie to it; whatever stands in the way is pushed by as
 * much. The cheapest shift that makes all lines together better is made: lines
 * cost their level difference, more when they are not straight, and much more
 * when the step is so small that it looks like a mistake. Where none can make
 * such a small step level, one may make it clear.
 *
 *   needs  place
 *   gives  fewer steps
 *   keeps  the order, and the least distances of items and ends
 */
#include "layout/flow.h"

enum {
    STEP = 6 * PX,    /* less than this looks like a mistake */
    REACH = 200 * PX, /* the largest step that is worth a look */
    BEND_COST = 80 * PX,
    STEP_COST = 200 * PX,
    MAX_SET = 200, /* items that move together */
    ROUNDS = 4,
    BUDGET = 4 * 1000 * 1000
};

/* What is shifted: an end, its item, that and what level lines tie to it, or
 * the same but free ends without their items. */
typedef enum { WAY_PIN, WAY_ITEM, WAY_TIED, WAY_LOOSE, WAY_COUNT } Way;

typedef struct {
    Flow *f;
    Lists chords; /* of a pin: 2 * chord + end */
    Lists beside; /* of 2 * item + side: pins from top to bottom */
    int *epoch;   /* of a pin: the set it was in last */
    int *item_epoch;
    int now;
    int *pins, *items; /* the set at hand */
    int n_pins, n_items;
    int *loose; /* pins of it whose items are not */
    int n_loose;
    int64_t ops;
} Straighten;

static int64_t cost_of(Len d)
{
    d = em_abs(d);
    return d == 0 ? 0 : d + BEND_COST + (d < STEP ? STEP_COST : 0);
}

static void begin_set(Straighten *s)
{
    s->now++;
    s->n_pins = s->n_items = s->n_loose = 0;
}

static void add_pin(Straighten *s, int pin)
{
    if (s->epoch[pin] != s->now)
        s->pins[s->n_pins++] = pin;
    s->epoch[pin] = s->now;
}

static bool add_item(Straighten *s, int item, Len by)
{
    const Lists *of = &s->f->item_pins;
    const Item *it = &s->f->items.items[item];
    if (s->item_epoch[item] == s->now)
        return true;
    if (s->n_items == MAX_SET || it->y + by < s->f->top_bound ||
        it->y + it->h + by > s->f->bottom_bound)
        return false;
    for (int k = of->start[item]; k < of->start[item + 1]; k++) {
        if (s->epoch[of->list[k]] == s->now)
            return false; /* it is loose */
    }
    s->item_epoch[item] = s->now;
    s->items[s->n_items++] = item;
    for (int k = of->start[item]; k < of->start[item + 1]; k++)
        add_pin(s, of->list[k]);
    return true;
}

/* Adds the neighbour that a moved item would come too near. */
static bool push_neighbour(Straighten *s, int item, Len by)
{
    const Flow *f = s->f;
    const Item *it = &f->items.items[item];
    const Stack *st = &f->stacks[it->layer];
    int k = it->pos + (by > 0 ? 1 : -1);
    if (k < 0 || k >= st->items.n)
        return true;
    const Item *next = &f->items.items[st->items.items[k]];
    const Item *up = by > 0 ? it : next, *down = by > 0 ? next : it;
    Len room = down->y - up->y - up->h - em_item_gap(f, up, down);
    return room >= em_abs(by) || add_item(s, st->items.items[k], by);
}

/* The pins that are moved without their items: a free one, those that share its
 * place, and those it pushes along its side. */
static bool push_along(Straighten *s, int pin, Len by)
{
    const Flow *f = s->f;
    const Pin *p = &f->pins.items[pin];
    EndRange range = em_end_range(&f->items.items[p->item], 12 * PX);
    int first = s->beside.start[2 * p->item + (int)p->side];
    int last = s->beside.start[2 * p->item + (int)p->side + 1];
    int step = by > 0 ? 1 : -1, k = first;

    while (s->beside.list[k] != pin)
        k++;
    while (k - step >= first && k - step < last &&
           f->pins.items[s->beside.list[k - step]].at == p->at)
        k -= step;
    for (;; k += step) {
        Len at = f->pins.items[s->beside.list[k]].at;
        if (s->epoch[s->beside.list[k]] == s->now)
            return true; /* and so are those it pushes */
        if (at + by < range.lo || at + by > range.hi)
            return false;
        s->loose[s->n_loose++] = s->beside.list[k];
        add_pin(s, s->beside.list[k]);
        if (k + step < first || k + step >= last)
            return true;
        const Pin *next = &f->pins.items[s->beside.list[k + step]];
        Len apart = em_abs(next->at - at) - em_abs(by);
        if (apart >= f->o->track_gap)
            return true;
        if (next->fixed)
            return false;
    }
}

/* Adds a free pin without its item; false, and nothing, when it cannot move. */
static bool add_loose(Straighten *s, int pin, Len by)
{
    const Pin *p = &s->f->pins.items[pin];
    int n_pins = s->n_pins, n_loose = s->n_loose;
    if (p->fixed || s->f->items.items[p->item].kind != ITEM_BOX ||
        s->item_epoch[p->item] == s->now)
        return false;
    if (s->epoch[pin] == s->now || push_along(s, pin, by))
        return true;
    while (s->n_pins > n_pins)
        s->epoch[s->pins[--s->n_pins]] = 0;
    s->n_loose = n_loose;
    return false;
}

/* Adds the other ends of an item's level lines: with their items, or alone
 * where they are free and that is asked for. */
static bool add_level(Straighten *s, int item, Len by, bool loose)
{
    const Flow *f = s->f;
    const Lists *of = &f->item_chords;
    s->ops -= of->start[item + 1] - of->start[item];
    for (int k = of->start[item]; k < of->start[item + 1]; k++) {
        int a = em_chord_pin(f, of->list[k], false);
        int b = em_chord_pin(f, of->list[k], true);
        if (em_pin_y(f, a) != em_pin_y(f, b) || (loose && add_loose(s, b, by)))
            continue;
        if (!add_item(s, f->pins.items[b].item, by))
            return false;
    }
    return true;
}

/* The item, what it pushes, and what level lines tie to them when asked. */
static bool collect_items(Straighten *s, int item, Len by, Way way)
{
    begin_set(s);
    if (!add_item(s, item, by))
        return false;
    for (int i = 0; i < s->n_items; i++) {
        if (!push_neighbour(s, s->items[i], by) ||
            (way != WAY_ITEM &&
             !add_level(s, s->items[i], by, way == WAY_LOOSE)))
            return false;
    }
    return true;
}

/* The free pin and those it pushes along its side. */
static bool collect_pins(Straighten *s, int pin, Len by)
{
    begin_set(s);
    return add_loose(s, pin, by);
}

/* What moving the set would save. */
static int64_t gain_of(Straighten *s, Len by)
{
    const Flow *f = s->f;
    int64_t gain = 0;
    for (int i = 0; i < s->n_pins; i++) {
        int pin = s->pins[i];
        for (int k = s->chords.start[pin]; k < s->chords.start[pin + 1]; k++) {
            int other = em_chord_pin(f, s->chords.list[k], true);
            s->ops--;
            if (s->epoch[other] == s->now)
                continue;
            Len d = em_pin_y(f, pin) - em_pin_y(f, other);
            gain += cost_of(d) - cost_of(d + by);
        }
    }
    return gain;
}

static void move_set(Straighten *s, Len by)
{
    Flow *f = s->f;
    for (int i = 0; i < s->n_items; i++)
        f->items.items[s->items[i]].y += by;
    for (int i = 0; i < s->n_loose; i++)
        f->pins.items[s->loose[i]].at += by;
}

static bool collect(Straighten *s, int pin, Len by, Way way)
{
    if (way == WAY_PIN)
        return collect_pins(s, pin, by);
    return collect_items(s, s->f->pins.items[pin].item, by, way);
}

/* A shift of the pin at one end of a chord, and of what goes with it. */
typedef struct {
    int end;
    Way way;
    Len by;
    int64_t gain;
} Shift;

/* Looks for the best way to make a chord lower by d at its head. */
static void look_for_shift(Straighten *s, const Chord *c, Len d, Shift *best)
{
    for (int end = 0; end < 2; end++) {
        for (Way way = WAY_PIN; way < WAY_COUNT; way++) {
            Shift now = {.end = end, .way = way, .by = end == 0 ? d : -d};
            if (!collect(s, c->pin[end], now.by, way))
                continue;
            now.gain = gain_of(s, now.by);
            if (now.gain > best->gain)
                *best = now;
        }
    }
}

/*
 * Makes a chord level, or its step a clear one, in the way that saves most, if
 * any does.
 */
static bool mend_step(Straighten *s, const Chord *c)
{
    Len d = em_pin_y(s->f, c->pin[1]) - em_pin_y(s->f, c->pin[0]);
    Shift best = {0};

    look_for_shift(s, c, d, &best);
    if (best.gain == 0 && em_abs(d) < STEP)
        look_for_shift(s, c, d > 0 ? d - STEP : d + STEP, &best);
    if (best.gain == 0)
        return false;
    collect(s, c->pin[best.end], best.by, best.way);
    move_set(s, best.by);
    return true;
}

/* A line that shares both its ends keeps its label on its trunk. */
static bool needs_trunk(const Flow *f, const Chord *c)
{
    const Net *net = &f->nets.items[c->net];
    const Line *l = &f->lines.items[net->line];
    return net->n_lines == 1 && l->label_w > 0 && l->label_item == NONE &&
           f->pins.items[c->pin[0]].n_lines > 1 &&
           f->pins.items[c->pin[1]].n_lines > 1;
}

static bool is_step(const Flow *f, const Chord *c)
{
    const Pin *a = &f->pins.items[c->pin[0]], *b = &f->pins.items[c->pin[1]];
    Len d = em_abs(em_pin_y(f, c->pin[0]) - em_pin_y(f, c->pin[1]));
    return d > 0 && d < REACH && !needs_trunk(f, c) &&
           f->items.items[a->item].layer != f->items.items[b->item].layer;
}

/* Pins by item and side, from top to bottom. */
static Lists pins_by_side(const Flow *f, Arena *scratch)
{
    int n = 2 * f->items.n, n_keys = 0;
    int *sizes = NEW_ARRAY(scratch, n + 1, int);
    SortKey *keys = NEW_ARRAY(scratch, f->pins.n + 1, SortKey);

    for (int i = 0; i < f->pins.n; i++) {
        const Pin *p = &f->pins.items[i];
        sizes[2 * p->item + (int)p->side]++;
        keys[n_keys++] =
            (SortKey){(int64_t)(2 * p->item + (int)p->side) << 31 | p->at, i};
    }
    em_sort_keys(keys, n_keys);
    Lists lists = em_lists(scratch, n, sizes);
    for (int k = 0; k < n_keys; k++)
        lists.list[k] = keys[k].index;
    return lists;
}

void em_straighten(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Straighten s = {.f = f,
                    .chords = em_chords_by_pin(f, scratch),
                    .beside = pins_by_side(f, scratch),
                    .epoch = NEW_ARRAY(scratch, f->pins.n + 1, int),
                    .item_epoch = NEW_ARRAY(scratch, f->items.n + 1, int),
                    .pins = NEW_ARRAY(scratch, f->pins.n + 1, int),
                    .items = NEW_ARRAY(scratch, MAX_SET + 1, int),
                    .loose = NEW_ARRAY(scratch, f->pins.n + 1, int),
                    .ops = BUDGET};
    bool better = true;

    for (int round = 0; better && round < (f->care ? 1 : ROUNDS); round++) {
        better = false;
        for (int i = 0; i < f->chords.n && s.ops > 0; i++) {
            if (is_step(f, &f->chords.items[i]))
                better |= mend_step(&s, &f->chords.items[i]);
        }
    }
    assert(em_is_spaced(f));
    em_arena_rewind(scratch, mark);
}
