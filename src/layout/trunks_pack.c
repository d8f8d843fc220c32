/*
 * Where trunks and stacks stand: from left to right, each as far left as what
 * is there already allows at its heights. So a trunk runs close to a narrow
 * box though a wide one stands in the same stack, and a label needs room only
 * where it is. What is there is kept as contours, one for each kind of thing
 * that can come next, as they keep different distances.
 *
 * Once the next stack has its place, the trunks left of it that belong to it
 * rather than to the one before move as far right as they can, and those that
 * belong to both to the middle.
 */
#include "layout/trunks.h"

Across em_across(Flow *f, Arena *scratch)
{
    Across a = {.f = f, .scratch = scratch};
    Len top = MAX_LEN, bottom = -MAX_LEN;
    int *sizes = NEW_ARRAY(scratch, 2 * f->n_layers + 1, int);

    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        top = MIN(top, it->y);
        bottom = MAX(bottom, em_len((int64_t)it->y + it->h));
    }
    top = MIN(top, bottom);
    Len band = f->care ? f->o->track_gap : f->o->track_gap / 4;
    for (int k = 0; k < NEXT_COUNT; k++) {
        a.next[k] = em_contour(top, bottom, band, scratch);
        em_contour_clear(&a.next[k], 0);
    }
    a.from_right = em_contour(top, bottom, band, scratch);
    for (int pass = 0; pass < 2; pass++) {
        for (int i = f->lines.n - 1; i >= 0; i--) {
            const Line *l = &f->lines.items[i];
            if (l->label_end == NONE)
                continue;
            const Pin *p = &f->pins.items[l->pin[l->label_end]];
            int side = 2 * f->items.items[p->item].layer + (int)p->side;
            if (pass == 0)
                sizes[side]++;
            else
                a.labels.list[a.labels.start[side] + --sizes[side]] = i;
        }
        if (pass == 0)
            a.labels = em_lists(scratch, 2 * f->n_layers, sizes);
    }
    return a;
}

/* Something reaches x from lo to hi; what comes next keeps these distances. */
static void reach(Across *a, Len lo, Len hi, Len x, const Len gaps[NEXT_COUNT])
{
    for (int k = 0; k < NEXT_COUNT; k++)
        em_contour_raise(&a->next[k], lo, hi, em_len((int64_t)x + gaps[k]));
    a->right = MAX(a->right, x);
}

static void reach_trunk(Across *a, const Trunk *t)
{
    const LayoutOptions *o = a->f->o;
    Len pad = o->track_gap / 2, half = t->label_h / 2;
    const Len gaps[NEXT_COUNT] = {
        [NEXT_TRUNK] = o->track_gap,
        [NEXT_BOX] = o->stub,
        [NEXT_CHAIN] = o->track_gap,
        [NEXT_LABEL] = EM_LABEL_CORNER,
    };
    reach(a, t->lo - pad, t->hi + pad, t->x, gaps);
    if (t->label_reach > 0)
        reach(a, t->label_y - half, t->label_y + half, t->x + t->label_reach,
              gaps);
}

/* The strip beside a box that is kept for the label of a line. */
typedef struct {
    Len lo, hi;
    Len length; /* from the box to where the line may turn */
    const Item *box;
} Strip;

static Strip strip_of(const Flow *f, const Line *l)
{
    const Pin *p = &f->pins.items[l->pin[l->label_end]];
    const Item *it = &f->items.items[p->item];
    Len half = (l->label_h + f->o->label_gap) / 2;
    Len y = em_len((int64_t)it->y + p->at);
    return (Strip){y - half, y + half, l->label_at + l->label_w, it};
}

/* The stack before the channel: its boxes and the labels beside them. */
static void reach_stack(Across *a, int layer)
{
    const Flow *f = a->f;
    const LayoutOptions *o = f->o;
    const Stack *s = &f->stacks[layer];
    const Len box_gaps[NEXT_COUNT] = {
        [NEXT_TRUNK] = o->stub,
        [NEXT_BOX] = o->layer_gap,
        [NEXT_CHAIN] = o->stub,
        [NEXT_LABEL] = o->stub,
    };
    const Len chain_gaps[NEXT_COUNT] = {
        [NEXT_TRUNK] = o->track_gap,
        [NEXT_BOX] = o->stub,
        [NEXT_CHAIN] = o->track_gap,
        [NEXT_LABEL] = EM_LABEL_CORNER,
    };
    const Len label_gaps[NEXT_COUNT] = {
        [NEXT_TRUNK] = EM_LABEL_CORNER,
        [NEXT_BOX] = o->stub,
        [NEXT_CHAIN] = EM_LABEL_CORNER,
        [NEXT_LABEL] = o->label_gap,
    };

    for (int k = 0; k < s->items.n; k++) {
        const Item *it = &f->items.items[s->items.items[k]];
        bool box = it->kind == ITEM_BOX;
        Len pad = o->track_gap / 2, x = it->x + it->w;
        reach(a, it->y - pad, it->y + it->h + pad, x,
              box ? box_gaps : chain_gaps);
        if (box)
            em_contour_raise(&a->next[NEXT_BOX], it->y - o->node_gap,
                             it->y + it->h + o->node_gap, x + o->layer_gap);
    }
    for (int k = a->labels.start[2 * layer + SIDE_RIGHT];
         k < a->labels.start[2 * layer + SIDE_RIGHT + 1]; k++) {
        Strip t = strip_of(f, &f->lines.items[a->labels.list[k]]);
        reach(a, t.lo, t.hi, t.box->x + t.box->w + t.length, label_gaps);
    }
}

/* How far an item stands inside of its stack. */
static Len offset_of(const Flow *f, const Item *it)
{
    const Stack *s = &f->stacks[it->layer];
    return f->columns ? 0 : (s->w - it->w) / 2;
}

static void place_stack(Across *a, int layer)
{
    Flow *f = a->f;
    Stack *s = &f->stacks[layer];
    int64_t x =
        layer > 0 ? (int64_t)f->stacks[layer - 1].x + f->o->track_gap : 0;

    for (int k = 0; k < s->items.n; k++) {
        const Item *it = &f->items.items[s->items.items[k]];
        NextKind kind = it->kind == ITEM_BOX ? NEXT_BOX : NEXT_CHAIN;
        Len least = em_contour_at(&a->next[kind], it->y, it->y + it->h);
        x = MAX(x, (int64_t)least - offset_of(f, it));
    }
    for (int k = a->labels.start[2 * layer]; k < a->labels.start[2 * layer + 1];
         k++) {
        Strip t = strip_of(f, &f->lines.items[a->labels.list[k]]);
        Len least = em_contour_at(&a->next[NEXT_LABEL], t.lo, t.hi);
        x = MAX(x, (int64_t)least + t.length - offset_of(f, t.box));
    }
    s->x = em_len(x);
    for (int k = 0; k < s->items.n; k++) {
        Item *it = &f->items.items[s->items.items[k]];
        it->x = em_len(x + offset_of(f, it));
        a->right = MAX(a->right, it->x + it->w);
    }
}

/* Gives trunks their places from left to right. */
static void place_trunks(Across *a, const Channeling *c, int channel)
{
    const Flow *f = a->f;
    Len pad = f->o->track_gap / 2;
    const Contour *next = &a->next[NEXT_TRUNK];
    Len first = channel > 0 ? f->stacks[channel - 1].x + f->o->track_gap : 0;

    for (int k = 0; k < c->ch->trunks.n; k++) {
        Trunk *t = &c->ch->trunks.items[c->order[k]];
        Len half = t->label_h / 2;
        t->x = MAX(first, em_contour_at(next, t->lo - pad, t->hi + pad));
        if (t->label_reach > 0)
            t->x = MAX(t->x, em_contour_at(next, t->label_y - half,
                                           t->label_y + half) +
                                 t->label_reach);
        reach_trunk(a, t);
    }
}

/* Where trunks must not go beyond because of the stack after the channel. */
static void limit_by_stack(Across *a, int layer)
{
    const Flow *f = a->f;
    const Stack *s = &f->stacks[layer];
    Len pad = f->o->track_gap / 2;

    em_contour_clear(&a->from_right, -MAX_LEN);
    for (int k = 0; k < s->items.n; k++) {
        const Item *it = &f->items.items[s->items.items[k]];
        Len gap = it->kind == ITEM_BOX ? f->o->stub : f->o->track_gap;
        em_contour_raise(&a->from_right, it->y - pad, it->y + it->h + pad,
                         gap - it->x);
    }
    for (int k = a->labels.start[2 * layer]; k < a->labels.start[2 * layer + 1];
         k++) {
        Strip t = strip_of(f, &f->lines.items[a->labels.list[k]]);
        em_contour_raise(&a->from_right, t.lo, t.hi,
                         t.length + EM_LABEL_CORNER - t.box->x);
    }
}

/* How many more feet it has on the right rim than on the left. */
static int right_feet(const Channeling *c, int t)
{
    return c->rim[1].start[t + 1] - c->rim[1].start[t] -
           (c->rim[0].start[t + 1] - c->rim[0].start[t]);
}

/* Moves trunks from right to left to where they would rather stand. */
static void share_slack(Across *a, const Channeling *c)
{
    const LayoutOptions *o = a->f->o;
    Len pad = o->track_gap / 2;

    for (int k = c->ch->trunks.n - 1; k >= 0; k--) {
        Trunk *t = &c->ch->trunks.items[c->order[k]];
        Len half = t->label_h / 2;
        Len most = -em_contour_at(&a->from_right, t->lo - pad, t->hi + pad);
        if (t->label_reach > 0)
            most = MIN(most, -em_contour_at(&a->from_right, t->label_y - half,
                                            t->label_y + half) -
                                 t->label_reach);
        int right = right_feet(c, c->order[k]);
        if (right >= 0 && most < MAX_LEN && most > t->x)
            t->x = right > 0 ? most : t->x + (most - t->x) / 2;
        em_contour_raise(&a->from_right, t->lo - pad, t->hi + pad,
                         o->track_gap - t->x);
        if (t->label_reach > 0)
            em_contour_raise(&a->from_right, t->label_y - half,
                             t->label_y + half,
                             o->track_gap + t->label_reach - t->x);
        reach_trunk(a, t);
    }
}

void em_across_channel(Across *a, const Channeling *c, int channel)
{
    if (channel > 0)
        reach_stack(a, channel - 1);
    place_trunks(a, c, channel);
    if (channel == a->f->n_layers)
        return;
    place_stack(a, channel);
    limit_by_stack(a, channel);
    share_slack(a, c);
}
