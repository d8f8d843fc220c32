/*
 * Lone members, which have no lines: at the free ends of stacks.
 *
 * Stacks are not equally high, so below and above many of them there is room
 * that a block beside the drawing would only add to. The highest members come
 * first; each goes where most room is left, below or above all that is drawn
 * over its width, and becomes an item of the flow. What finds no room stays
 * lone.
 */
#include "layout/contour.h"
#include "layout/level.h"

typedef struct {
    Flow *f;
    Contour below; /* over x: where there is room from */
    Contour above; /* over x: minus where there is room to */
    int64_t lowest;
} Ends;

static void keep_clear(Ends *e, Rect r, Len dx, Len dy)
{
    /* what is exactly so far away is no hindrance */
    Len lo = em_len((int64_t)r.x - dx + PX);
    Len hi = em_len((int64_t)r.x + r.w + dx - PX);
    em_contour_raise(&e->below, lo, hi, em_len((int64_t)r.y + r.h + dy));
    em_contour_raise(&e->above, lo, hi, em_len(-(int64_t)r.y + dy));
}

static Rect item_box(const Item *it)
{
    return (Rect){it->x, it->y, it->w, it->h};
}

static void keep_clear_of_line(Ends *e, const Line *l)
{
    Len gap = e->f->o->stub;
    for (int k = 0; k + 1 < l->n_points; k++) {
        Rect a = {l->points[k].x, l->points[k].y, 0, 0};
        Rect b = {l->points[k + 1].x, l->points[k + 1].y, 0, 0};
        keep_clear(e, em_rect_around(a, b), gap, gap);
    }
    if (l->label_box.w > 0)
        keep_clear(e, l->label_box, gap / 2, gap / 2);
}

static Ends find_ends(Flow *f, Arena *scratch)
{
    const LayoutOptions *o = f->o;
    Ends e = {.f = f};
    Len right = em_len((int64_t)f->left + f->w);

    e.below = em_contour(f->left, right, PX, scratch);
    e.above = em_contour(f->left, right, PX, scratch);
    em_contour_clear(&e.below, f->top);
    em_contour_clear(&e.above, em_len(-(f->top + f->h)));
    e.lowest = f->top + f->h;
    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind == ITEM_BOX)
            keep_clear(&e, item_box(&f->items.items[i]), o->layer_gap,
                       o->node_gap);
    }
    for (int i = 0; i < f->lines.n; i++)
        keep_clear_of_line(&e, &f->lines.items[i]);
    return e;
}

/* Finds the end of a stack with most room for an item; false: there is none. */
static bool find_room(const Ends *e, Item *it)
{
    const Flow *f = e->f;
    int64_t most = -1;
    for (int k = 0; k < f->n_layers; k++) {
        int64_t x = f->stacks[k].x, right = x + it->w;
        if (right > (int64_t)f->left + f->w)
            continue;
        int64_t from = em_contour_at(&e->below, (Len)x, (Len)right);
        int64_t to = -(int64_t)em_contour_at(&e->above, (Len)x, (Len)right);
        int64_t low = e->lowest - from - it->h, high = to - it->h - f->top;
        if (MAX(low, high) <= most)
            continue;
        most = MAX(low, high);
        it->x = (Len)x;
        it->y = em_len(low >= high ? from : to - it->h);
        it->layer = k;
    }
    return most >= 0;
}

/* The size of a member in flow coordinates. */
static Item item_of(const Layout *l, const Level *level, int member)
{
    Rect b = l->boxes[member];
    bool vertical = em_is_vertical(level->direction);
    return (Item){.kind = ITEM_BOX,
                  .of = member,
                  .w = vertical ? b.h : b.w,
                  .h = vertical ? b.w : b.h};
}

static SortKey *highest_first(const Layout *l, const Level *level)
{
    SortKey *keys = NEW_ARRAY(l->scratch, level->lone.n + 1, SortKey);
    for (int i = 0; i < level->lone.n; i++)
        keys[i] = (SortKey){-item_of(l, level, level->lone.items[i]).h, i};
    em_sort_keys(keys, level->lone.n);
    return keys;
}

void em_fill_ends(const Layout *l, Level *level, Flow *f)
{
    Mark mark = em_arena_mark(l->scratch);
    Ends e = find_ends(f, l->scratch);
    const SortKey *keys = highest_first(l, level);
    bool *taken = NEW_ARRAY(l->scratch, level->lone.n + 1, bool);
    int left = 0;

    for (int k = 0; k < level->lone.n; k++) {
        int i = keys[k].index;
        Item it = item_of(l, level, level->lone.items[i]);
        taken[i] = find_room(&e, &it);
        if (!taken[i])
            continue;
        keep_clear(&e, item_box(&it), f->o->layer_gap, f->o->node_gap);
        *PUSH(f->arena, &f->items) = it;
    }
    for (int i = 0; i < level->lone.n; i++) {
        if (!taken[i])
            level->lone.items[left++] = level->lone.items[i];
    }
    level->lone.n = left;
    em_flow_measure(f);
    em_arena_rewind(l->scratch, mark);
}
