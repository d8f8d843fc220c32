/*
 * Labels of lines: a place for each, once lines are routed.
 *
 * First all labels with room of their own (label_room.c, chain.c, tracks.c) go
 * there. Those without look along their lines for a place. At last each label
 * moves to the middle of the longest piece of its line that has room for it.
 * Every place is compared with all that is drawn, so whatever happened before,
 * a label meets no box, no label and no other line. What finds no place keeps
 * w 0 and a dot; so do, where lines lie so close that to look at their
 * neighbours would take too long, all labels after the budget.
 *
 *   needs  route, label room
 *   gives  label_box, label_dot
 *   keeps  everything else
 */
#include "layout/flow.h"

enum {
    BESIDE = 5 * PX, /* what labels keep clear of lines and boxes */
    ABOVE = 2 * PX,
    STEPS = 16,               /* from the middle of a piece to its end */
    BUDGET = 30 * 1000 * 1000 /* things looked at by all labels together */
};

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

/*
 * Labels that stand already, in bands of height: a line is in the bands that
 * its label meets. A label that has moved may also be in some it has left.
 */
typedef ARRAY_OF(int) Band;

typedef struct {
    Finder *finder;
    Arena *scratch;
    Band *bands;
    int n_bands;
    Len top, band_h;
    SortKey *keys; /* room for the pieces of any line */
} Taken;

static int band_of(const Taken *t, Len y)
{
    int b = (int)(((int64_t)y - t->top) / t->band_h);
    return b < 0 ? 0 : b >= t->n_bands ? t->n_bands - 1 : b;
}

static bool meets_label(const Taken *t, Rect r, int line)
{
    const Line *lines = t->finder->f->lines.items;
    for (int b = band_of(t, r.y); b <= band_of(t, em_bottom(r)); b++) {
        for (int k = 0; k < t->bands[b].n; k++) {
            int other = t->bands[b].items[k];
            t->finder->ops--;
            if (other != line && em_rects_meet(lines[other].label_box, r))
                return true;
        }
    }
    return false;
}

static void put_label(Taken *t, int line, Rect r)
{
    t->finder->f->lines.items[line].label_box = r;
    for (int b = band_of(t, r.y); b <= band_of(t, em_bottom(r)); b++)
        *PUSH(t->scratch, &t->bands[b]) = line;
}

/* Puts the label of a line there if nothing is in its way. */
static bool try_at(Taken *t, int line, Rect r)
{
    Finder *f = t->finder;
    /* text ends at its sides, but has air above and below */
    Rect grown = {r.x - BESIDE, r.y - ABOVE, r.w + 2 * BESIDE, r.h + 2 * ABOVE};
    bool is_free = f->ops > 0 && !meets_label(t, r, line) &&
                   !meets_stroke(f, grown, line) && !meets_box(f, grown);
    if (is_free)
        put_label(t, line, r);
    return is_free;
}

/* The label centred on a point. */
static Rect around(const Line *l, int64_t x, int64_t y)
{
    return (Rect){em_len(x - l->label_w / 2), em_len(y - l->label_h / 2),
                  l->label_w, l->label_h};
}

/*
 * Tries places along the k-th straight piece of a line, from its middle to its
 * ends, or not far from its middle. The end pieces keep their marks.
 */
static bool try_piece(Taken *t, int line, int k, bool all)
{
    const Flow *f = t->finder->f;
    const Line *l = &f->lines.items[line];
    Point a = l->points[k], b = l->points[k + 1];
    bool level = a.y == b.y;
    Len gap = f->o->label_gap / 2;
    Len from = level ? a.x : a.y, to = level ? b.x : b.y;
    Len before = (k == 0 ? f->o->stub : EM_LABEL_CORNER) + gap;
    Len after = (k + 2 == l->n_points ? f->o->stub : EM_LABEL_CORNER) + gap;
    Len lo = from < to ? from + before : to + after;
    Len hi = from < to ? to - after : from - before;
    Len half = (level ? l->label_w : l->label_h) / 2 + 1;
    int64_t middle = ((int64_t)lo + hi) / 2, slack = ((int64_t)hi - lo) / 2;

    if (slack < half)
        return false;
    for (int i = 0; i <= (all ? 2 * STEPS : STEPS / 2); i++) {
        int64_t shift = (slack - half) * ((i + 1) / 2) / STEPS;
        int64_t at = middle + (i % 2 ? -shift : shift);
        if (try_at(t, line, level ? around(l, at, a.y) : around(l, a.x, at)))
            return true;
    }
    return false;
}

static Point pin_point(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    const Item *it = &f->items.items[p->item];
    return (Point){it->x + (p->side == SIDE_RIGHT ? it->w : 0), it->y + p->at};
}

/* The place on its trunk that tracks.c has kept for a line, if any. */
static bool find_on_trunk(const Flow *f, const Line *l, Rect *box)
{
    const Net *net = &f->nets.items[l->net];
    for (int k = 0; k < net->n_pieces; k++) {
        const Piece *p = &f->pieces.items[net->first_piece + k];
        const Channel *ch = &f->channels[p->channel];
        int t = p->first_trunk;
        while (t != NONE && ch->trunks.items[t].label_reach == 0)
            t = ch->trunks.items[t].next;
        if (t == NONE)
            continue;
        const Trunk *trunk = &ch->trunks.items[t];
        *box = around(l, trunk->x, trunk->label_y);
        return true;
    }
    return false;
}

/* The place that was kept for the label before routing. */
static bool try_kept(Taken *t, int line)
{
    const Flow *f = t->finder->f;
    const Line *l = &f->lines.items[line];
    Rect box;
    if (l->label_item != NONE) {
        const Item *it = &f->items.items[l->label_item];
        return try_at(t, line, around(l, it->x + it->w / 2, it->y + it->h / 2));
    }
    if (l->label_end == NONE)
        return find_on_trunk(f, l, &box) && try_at(t, line, box);
    int pin = l->pin[l->label_end];
    Point at = pin_point(f, pin);
    Len middle = l->label_at + l->label_w / 2;
    bool right = f->pins.items[pin].side == SIDE_RIGHT;
    return try_at(t, line, around(l, at.x + (right ? middle : -middle), at.y));
}

/* Pieces from the longest, level ones before upright ones; or level ones, near
 * their middle. */
static bool try_pieces(Taken *t, int line, bool all)
{
    const Line *l = &t->finder->f->lines.items[line];
    int n = 0;
    bool found = false;

    for (int k = 0; k + 1 < l->n_points; k++) {
        Point a = l->points[k], b = l->points[k + 1];
        int64_t length = (int64_t)em_abs(a.x - b.x) + em_abs(a.y - b.y);
        if (all || a.y == b.y)
            t->keys[n++] = (SortKey){a.y == b.y ? -length : -length / 4, k};
    }
    em_sort_keys(t->keys, n);
    for (int k = 0; k < n && !found; k++)
        found = try_piece(t, line, t->keys[k].index, all);
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

static Taken make_taken(Finder *finder, Arena *scratch)
{
    const Flow *f = finder->f;
    Len lo = MAX_LEN, hi = -MAX_LEN;
    for (int i = 0; i < f->items.n; i++) {
        lo = MIN(lo, f->items.items[i].y);
        hi = MAX(hi, f->items.items[i].y + f->items.items[i].h);
    }
    Taken t = {
        .finder = finder, .scratch = scratch, .top = lo, .band_h = 32 * PX};
    int64_t bands = ((int64_t)hi - lo) / t.band_h + 2;
    t.n_bands = bands > 100000 ? 100000 : (int)bands;
    t.band_h = em_len(((int64_t)hi - lo) / t.n_bands + 1);
    t.bands = NEW_ARRAY(scratch, t.n_bands, Band);
    int most = 0;
    for (int i = 0; i < f->lines.n; i++)
        most = MAX(most, f->lines.items[i].n_points);
    t.keys = NEW_ARRAY(scratch, most + 1, SortKey);
    return t;
}

/* Runs a way of placing over all lines with labels that have one, or none. */
static void place_labels(Taken *t, bool placed, bool (*place)(Taken *, int))
{
    const Flow *f = t->finder->f;
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (l->label_w > 0 && (l->label_box.w > 0) == placed)
            place(t, i);
    }
}

static bool try_anywhere(Taken *t, int line)
{
    return try_pieces(t, line, true);
}

static bool move_to_middle(Taken *t, int line)
{
    return try_pieces(t, line, false);
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
    Taken taken = make_taken(&t, scratch);
    place_labels(&taken, false, try_kept);
    place_labels(&taken, false, try_anywhere);
    place_labels(&taken, true, move_to_middle);
    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        if (l->label_w > 0 && l->label_box.w == 0)
            l->label_dot = middle_of(l);
    }
    assert(em_is_labelled(f));
    em_arena_rewind(scratch, mark);
}
