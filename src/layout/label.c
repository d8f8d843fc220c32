/*
 * Labels of lines: room for them before routing, a place for them after.
 *
 * A line with a chain item of its own has its label's room there. For all
 * others em_label_room keeps a strip at a rim of a channel free of tracks,
 * as wide as the widest label in it: there the foot of the line is a free level
 * piece. em_label puts each label on the longest free piece of its line that
 * takes it, and looks at everything that is drawn, so it promises, whatever
 * happened before, that a label meets no box, no label and no other line. What
 * finds no place keeps w 0 and a dot; so do, where lines lie so close that to
 * look at their neighbours would take too long, all labels after the budget.
 *
 *   em_label_room: needs place; gives Channel.left and .right, label_end
 *   em_label: needs route; gives label_box, label_dot
 */
#include "layout/flow.h"

enum {
    CORNER = 6 * PX, /* what a label keeps clear of where its line turns */
    BUDGET = 30 * 1000 * 1000 /* things looked at by all labels together */
};

/* How far the nearest other pin is on the same side of the item. */
static Len clearance(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    Len nearest = MAX_LEN;
    int first = f->item_pins.start[p->item];
    int last = f->item_pins.start[p->item + 1];
    if (last - first > 500)
        return 0;
    for (int k = first; k < last; k++) {
        const Pin *q = &f->pins.items[f->item_pins.list[k]];
        if (q != p && q->side == p->side)
            nearest = MIN(nearest, em_abs(q->at - p->at));
    }
    return nearest;
}

/* What the rim beside a pin must be widened to for a label, or MAX_LEN. */
static Len room_needed(const Flow *f, const Line *l, int end)
{
    int pin = l->pin[end];
    const Pin *p = &f->pins.items[pin];
    if (p->n_lines > 1 || f->items.items[p->item].kind != ITEM_BOX ||
        clearance(f, pin) < l->label_h / 2 + f->o->label_gap)
        return MAX_LEN;
    return f->o->stub + l->label_w + 2 * f->o->label_gap + CORNER;
}

static Len *rim_room(Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    int layer = f->items.items[p->item].layer;
    return p->side == SIDE_RIGHT ? &f->channels[layer + 1].left
                                 : &f->channels[layer].right;
}

/* Widens the rim that takes the label of a line with least effort. */
static void make_room(Flow *f, Line *l)
{
    Len best = MAX_LEN;
    for (int e = 0; e < 2; e++) {
        Len need = room_needed(f, l, e);
        if (need == MAX_LEN)
            continue;
        Len more = MAX(need - *rim_room(f, l->pin[e]), 0);
        if (more < best) {
            best = more;
            l->label_end = e;
        }
    }
    if (l->label_end != NONE)
        *rim_room(f, l->pin[l->label_end]) += best;
}

void em_label_room(Flow *f, Arena *scratch)
{
    (void)scratch;
    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        l->label_end = NONE;
        if (l->label_w > 0 && l->label_item == NONE)
            make_room(f, l);
    }
}

/* A straight piece of a line: level ones at y in x, upright ones the other way.
 */
typedef struct {
    Len at, lo, hi;
    int line;
} Stroke;

typedef struct {
    Flow *f;
    Stroke *strokes[2]; /* level, upright; sorted by `at` */
    int n[2];
    Rect *boxes; /* of items, sorted by x */
    int n_boxes;
    Len widest;  /* of boxes */
    int64_t ops; /* what is left of the budget */
} Finder;

/* Adds the level or the upright pieces of a line. */
static int add_strokes(const Flow *f, int line, bool upright, Stroke *to)
{
    const Line *l = &f->lines.items[line];
    int n = 0;
    for (int k = 0; k + 1 < l->n_points; k++) {
        Point a = l->points[k], b = l->points[k + 1];
        if ((a.y != b.y) != upright)
            continue;
        to[n++] = upright ? (Stroke){a.x, MIN(a.y, b.y), MAX(a.y, b.y), line}
                          : (Stroke){a.y, MIN(a.x, b.x), MAX(a.x, b.x), line};
    }
    return n;
}

static void list_strokes(Finder *t, Arena *scratch)
{
    Flow *f = t->f;
    int total = 0;
    for (int i = 0; i < f->lines.n; i++)
        total += f->lines.items[i].n_points;
    for (int upright = 0; upright < 2; upright++) {
        Stroke *all = NEW_ARRAY(scratch, total + 1, Stroke);
        SortKey *keys = NEW_ARRAY(scratch, total + 1, SortKey);
        int n = 0;
        for (int i = 0; i < f->lines.n; i++)
            n += add_strokes(f, i, upright != 0, all + n);
        for (int k = 0; k < n; k++)
            keys[k] = (SortKey){all[k].at, k};
        em_sort_keys(keys, n);
        t->strokes[upright] = NEW_ARRAY(scratch, n + 1, Stroke);
        t->n[upright] = n;
        for (int k = 0; k < n; k++)
            t->strokes[upright][k] = all[keys[k].index];
    }
}

static int first_stroke(const Finder *t, int upright, Len at)
{
    int lo = 0, hi = t->n[upright];
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (t->strokes[upright][mid].at < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* True when a line other than `line` goes through r. */
static bool meets_stroke(Finder *t, Rect r, int line)
{
    for (int upright = 0; upright < 2; upright++) {
        Len lo = upright ? r.x : r.y, hi = upright ? em_right(r) : em_bottom(r);
        Len from = upright ? r.y : r.x,
            to = upright ? em_bottom(r) : em_right(r);
        for (int k = first_stroke(t, upright, lo); k < t->n[upright]; k++) {
            const Stroke *s = &t->strokes[upright][k];
            if (s->at > hi)
                break;
            t->ops--;
            if (s->line != line && s->lo < to && s->hi > from)
                return true;
        }
    }
    return false;
}

static bool meets_box(Finder *t, Rect r)
{
    int lo = 0, hi = t->n_boxes;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (t->boxes[mid].x + t->widest < r.x)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < t->n_boxes && t->boxes[lo].x < em_right(r); lo++) {
        t->ops--;
        if (em_rects_meet(t->boxes[lo], r))
            return true;
    }
    return false;
}

/* Labels that are there already, in bands of height, each sorted by arrival. */
typedef ARRAY_OF(Rect) Band;

typedef struct {
    Arena *scratch;
    Band *bands;
    int n_bands;
    Len top, band_h;
} Taken;

static int band_of(const Taken *t, Len y)
{
    int b = (int)(((int64_t)y - t->top) / t->band_h);
    return b < 0 ? 0 : b >= t->n_bands ? t->n_bands - 1 : b;
}

static bool meets_label(Finder *f, const Taken *t, Rect r)
{
    for (int b = band_of(t, r.y); b <= band_of(t, em_bottom(r)); b++) {
        for (int k = 0; k < t->bands[b].n; k++) {
            f->ops--;
            if (em_rects_meet(t->bands[b].items[k], r))
                return true;
        }
    }
    return false;
}

static void take(Taken *t, Rect r)
{
    for (int b = band_of(t, r.y); b <= band_of(t, em_bottom(r)); b++)
        *PUSH(t->scratch, &t->bands[b]) = r;
}

static bool is_free(Finder *t, const Taken *taken, Rect r, int line)
{
    Rect grown = em_rect_grow(r, 2 * PX);
    return t->ops > 0 && !meets_label(t, taken, grown) &&
           !meets_stroke(t, grown, line) && !meets_box(t, grown);
}

/* The label centred on a point. */
static Rect around(const Line *l, Len x, Len y)
{
    return (Rect){x - l->label_w / 2, y - l->label_h / 2, l->label_w,
                  l->label_h};
}

/* Tries places along one straight piece; the end pieces keep their marks. */
static bool try_piece(Finder *t, const Taken *taken, int line, int k)
{
    Line *l = &t->f->lines.items[line];
    Point a = l->points[k], b = l->points[k + 1];
    bool level = a.y == b.y;
    Len stub = t->f->o->stub, gap = t->f->o->label_gap / 2;
    Len from = level ? a.x : a.y, to = level ? b.x : b.y;
    Len before = (k == 0 ? stub : CORNER) + gap;
    Len after = (k + 2 == l->n_points ? stub : CORNER) + gap;
    Len lo = from < to ? from + before : to + after;
    Len hi = from < to ? to - after : from - before;
    Len half = (level ? l->label_w : l->label_h) / 2 + 1;

    if (hi - lo < 2 * half)
        return false;
    static const int steps[] = {8, 4, 12, 0, 16, 2, 14, 6, 10};
    for (int i = 0; i < COUNT(steps); i++) {
        Len at =
            em_len(lo + half + (int64_t)(hi - lo - 2 * half) * steps[i] / 16);
        Rect r = level ? around(l, at, a.y) : around(l, a.x, at);
        if (!is_free(t, taken, r, line))
            continue;
        l->label_box = r;
        return true;
    }
    return false;
}

static bool try_at(Finder *t, const Taken *taken, int line, Len x, Len y)
{
    Line *l = &t->f->lines.items[line];
    Rect r = around(l, x, y);
    if (!is_free(t, taken, r, line))
        return false;
    l->label_box = r;
    return true;
}

/* The place that was kept for the label before routing. */
static bool try_reserved(Finder *t, const Taken *taken, int line)
{
    const Flow *f = t->f;
    const Line *l = &f->lines.items[line];
    if (l->label_item != NONE) {
        const Item *it = &f->items.items[l->label_item];
        return try_at(t, taken, line, it->x + it->w / 2, it->y + it->h / 2);
    }
    if (l->label_end == NONE || l->n_points < 2)
        return false;
    bool first = l->label_end == 0;
    return try_piece(t, taken, line, first ? 0 : l->n_points - 2);
}

/* Pieces from the longest, level ones before upright ones. */
static bool try_all(Finder *t, const Taken *taken, int line, Arena *scratch)
{
    const Line *l = &t->f->lines.items[line];
    Mark mark = em_arena_mark(scratch);
    SortKey *keys = NEW_ARRAY(scratch, l->n_points + 1, SortKey);
    int n = 0;
    bool found = false;

    for (int k = 0; k + 1 < l->n_points; k++) {
        Point a = l->points[k], b = l->points[k + 1];
        int64_t length = (int64_t)em_abs(a.x - b.x) + em_abs(a.y - b.y);
        keys[n++] = (SortKey){a.y == b.y ? -length : -length / 4, k};
    }
    em_sort_keys(keys, n);
    for (int k = 0; k < n && !found; k++)
        found = try_piece(t, taken, line, keys[k].index);
    em_arena_rewind(scratch, mark);
    return found;
}

/* The middle of the longest piece. */
static Point middle_of(const Line *l)
{
    Point best = l->points[0];
    int64_t longest = -1;
    for (int k = 0; k + 1 < l->n_points; k++) {
        Point a = l->points[k], b = l->points[k + 1];
        int64_t length = (int64_t)em_abs(a.x - b.x) + em_abs(a.y - b.y);
        if (length > longest) {
            longest = length;
            best = (Point){a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2};
        }
    }
    return best;
}

static void list_boxes(Finder *t, Arena *scratch)
{
    const Flow *f = t->f;
    SortKey *keys = NEW_ARRAY(scratch, f->items.n + 1, SortKey);
    int n = 0;
    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind == ITEM_BOX)
            keys[n++] = (SortKey){f->items.items[i].x, i};
    }
    em_sort_keys(keys, n);
    t->boxes = NEW_ARRAY(scratch, n + 1, Rect);
    t->n_boxes = n;
    for (int k = 0; k < n; k++) {
        const Item *it = &f->items.items[keys[k].index];
        t->boxes[k] = (Rect){it->x, it->y, it->w, it->h};
        t->widest = MAX(t->widest, it->w);
    }
}

static Taken make_taken(const Flow *f, Arena *scratch)
{
    Len lo = MAX_LEN, hi = -MAX_LEN;
    for (int i = 0; i < f->items.n; i++) {
        lo = MIN(lo, f->items.items[i].y);
        hi = MAX(hi, f->items.items[i].y + f->items.items[i].h);
    }
    Taken t = {.scratch = scratch, .top = lo, .band_h = 32 * PX};
    int64_t bands = ((int64_t)hi - lo) / t.band_h + 2;
    t.n_bands = bands > 100000 ? 100000 : (int)bands;
    t.band_h = em_len(((int64_t)hi - lo) / t.n_bands + 1);
    t.bands = NEW_ARRAY(scratch, t.n_bands, Band);
    return t;
}

void em_label(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Finder t = {.f = f, .ops = BUDGET};
    bool any = false;

    for (int i = 0; i < f->lines.n; i++)
        any |= f->lines.items[i].label_w > 0;
    if (!any)
        return;
    list_strokes(&t, scratch);
    list_boxes(&t, scratch);
    Taken taken = make_taken(f, scratch);
    /* those with a kept place first, so that no other takes it */
    for (int kept = 1; kept >= 0; kept--) {
        for (int i = 0; i < f->lines.n; i++) {
            Line *l = &f->lines.items[i];
            if (l->label_w <= 0 || l->label_box.w > 0)
                continue;
            if (kept ? try_reserved(&t, &taken, i)
                     : try_all(&t, &taken, i, scratch))
                take(&taken, l->label_box);
            else
                l->label_dot = middle_of(l);
        }
    }
    em_arena_rewind(scratch, mark);
}
