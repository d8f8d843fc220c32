/*
 * Placing a sequence diagram: lifelines as near to each other as labels and
 * notes allow, events from above to below.
 *
 * Widths are wishes on the distance of two lifelines. Those of neighbours are
 * met first, then those of lifelines farther apart: what is missing is shared
 * by the gaps between them.
 */
#include "graph/sequence.h"

#include "base/geom.h"

enum {
    MIN_DISTANCE = 112 * PX,
    ACTOR_GAP = 32 * PX,
    LABEL_ROOM = 44 * PX, /* beside a label: marks, and air */
    HEAD_GAP = 20 * PX,   /* from the heads to the first event */
    STEP = 20 * PX,       /* below an event */
    LABEL_GAP = 5 * PX,   /* from a label to its line */
    LOOP_W = 36 * PX,
    LOOP_H = 24 * PX,
    NOTE_PAD = 12 * PX,
    SPAN_W = 10 * PX,
    SPAN_MORE = 6 * PX, /* one in another is wider */
    SPAN_PAD = 8 * PX,
    GROUP_PAD = 12 * PX,
    GROUP_LABEL = 8 * PX, /* above and below a group's label */
    MARGIN = 8 * PX,
    MAX_DEPTH = 32 /* of groups; what is deeper adds no more air */
};

typedef struct {
    Sequence *s;
    Arena *arena;
    Len *gaps; /* from lifeline i to the next */
    Len left;  /* what reaches out to the left of the first lifeline */
    Len right; /* … to the right of the last */
    Len y;
} Placer;

static int span_depth(const Sequence *s, int span)
{
    int depth = 0;
    while (span != NONE && depth < MAX_DEPTH) {
        span = s->spans.items[span].parent;
        depth++;
    }
    return depth;
}

/* How far the bar at a place reaches from its lifeline. */
static Len half_bar(const Sequence *s, Stand at)
{
    int depth = span_depth(s, at.span);
    return depth ? SPAN_W / 2 + (depth - 1) * SPAN_MORE / 2 : 0;
}

/* Asks for a distance between two lifelines. */
static void ask(Placer *p, int from, int to, Len distance)
{
    int64_t have = 0;
    for (int i = from; i < to; i++)
        have += p->gaps[i];
    for (int i = from; i < to && have < distance; i++) {
        Len more = (Len)((distance - have) / (to - i));
        p->gaps[i] += more;
        have += more;
    }
}

/* What reaches out from a lifeline, to its neighbour or beyond the last. */
static void ask_right(Placer *p, int actor, Len reach)
{
    if (actor + 1 < p->s->actors.n)
        ask(p, actor, actor + 1, reach);
    else
        p->right = MAX(p->right, reach);
}

static void ask_left(Placer *p, int actor, Len reach)
{
    if (actor > 0)
        ask(p, actor - 1, actor, reach);
    else
        p->left = MAX(p->left, reach);
}

static void ask_for_actors(Placer *p)
{
    const Sequence *s = p->s;
    for (int i = 0; i < s->actors.n; i++) {
        Len half = s->actors.items[i].w / 2 + MARGIN;
        if (i == 0)
            p->left = half;
        if (i + 1 == s->actors.n) {
            p->right = half;
            return;
        }
        Len both = (s->actors.items[i].w + s->actors.items[i + 1].w) / 2;
        ask(p, i, i + 1, MAX(both + ACTOR_GAP, MIN_DISTANCE));
    }
}

static Len message_width(const Sequence *s, const Happening *h)
{
    const Edge *e = &h->message;
    Len ends = e->from.label.w + e->to.label.w;
    return e->label.w + ends + LABEL_ROOM + half_bar(s, h->from) +
           half_bar(s, h->to);
}

/* What an event that concerns one lifeline needs beside it. */
static void ask_for_one(Placer *p, const Happening *h)
{
    int actor = h->from.actor;
    if (h->is_note) {
        Len half = h->note.w / 2 + NOTE_PAD + MARGIN;
        ask_left(p, actor, half + SPAN_W);
        ask_right(p, actor, half + SPAN_W);
    } else {
        ask_right(p, actor,
                  LOOP_W + h->message.label.w + LABEL_ROOM / 2 +
                      half_bar(p->s, h->from));
    }
}

static void ask_for_events(Placer *p)
{
    const Sequence *s = p->s;
    for (int i = 0; i < s->events.n; i++)
        if (s->events.items[i].from.actor == s->events.items[i].to.actor)
            ask_for_one(p, &s->events.items[i]);
    for (int span = 1; span < s->actors.n; span++)
        for (int i = 0; i < s->events.n; i++) {
            const Happening *h = &s->events.items[i];
            int low = MIN(h->from.actor, h->to.actor);
            int high = MAX(h->from.actor, h->to.actor);
            if (high - low == span)
                ask(p, low, high, message_width(s, h));
        }
}

static int group_depth(const Sequence *s, int group)
{
    int depth = 0;
    while (group != NONE && depth < MAX_DEPTH) {
        group = s->groups.items[group].parent;
        depth++;
    }
    return depth;
}

static void place_axes(Placer *p)
{
    Sequence *s = p->s;
    int deepest = 0;

    for (int i = 0; i < s->groups.n; i++)
        deepest = MAX(deepest, group_depth(s, i));
    Len air = deepest ? (deepest + 1) * GROUP_PAD + MARGIN : 0;
    s->axes = NEW_ARRAY(p->arena, s->actors.n + 1, Len);
    Len x = p->left + air;
    for (int i = 0; i < s->actors.n; i++) {
        s->axes[i] = x;
        x += p->gaps[i];
    }
    s->w = s->actors.n ? s->axes[s->actors.n - 1] + p->right + air : 0;
}

static void place_heads(Placer *p)
{
    Sequence *s = p->s;
    for (int i = 0; i < s->actors.n; i++)
        s->top = MAX(s->top, s->actors.items[i].h);
    for (int i = 0; i < s->actors.n; i++) {
        Node *n = &s->actors.items[i];
        n->x = s->axes[i] - n->w / 2;
        n->y = s->top - n->h;
    }
    p->y = s->top + HEAD_GAP;
}

/* ------------------------------------------------------------- groups */

static bool is_around(const Sequence *s, int group, int inner)
{
    while (inner != NONE && inner != group)
        inner = s->groups.items[inner].parent;
    return inner == group;
}

/* Ends the groups that the next event is not in. */
static void leave_groups(Placer *p, int from, int to)
{
    Sequence *s = p->s;
    bool leaves = from != NONE && !is_around(s, from, to);
    for (int g = from; g != NONE && !is_around(s, g, to);
         g = s->groups.items[g].parent) {
        Fragment *group = &s->groups.items[g];
        p->y += GROUP_PAD - STEP / 2;
        group->box.h = p->y - group->box.y;
        p->y += STEP / 2;
    }
    if (leaves)
        p->y += STEP / 4;
}

/* Begins those that it is in, the outermost first. */
static void enter_groups(Placer *p, int from, int to)
{
    Sequence *s = p->s;
    int path[MAX_DEPTH], n = 0;

    for (int g = to; g != NONE && !is_around(s, g, from) && n < MAX_DEPTH;
         g = s->groups.items[g].parent)
        path[n++] = g;
    while (n > 0) {
        Fragment *group = &s->groups.items[path[--n]];
        group->box.y = p->y;
        p->y += group->label.h + 2 * GROUP_LABEL;
    }
}

/* Makes a group, and those around it, as wide as something in it. */
static void widen_groups(Sequence *s, int group, Len left, Len right)
{
    for (int g = group; g != NONE; g = s->groups.items[g].parent) {
        Rect *box = &s->groups.items[g].box;
        left -= GROUP_PAD;
        right += GROUP_PAD;
        if (box->w == 0) {
            box->x = left;
            box->w = right - left;
        }
        Len far = MAX(em_right(*box), right);
        box->x = MIN(box->x, left);
        box->w = MAX(far - box->x, s->groups.items[g].label.w + 2 * GROUP_PAD);
        left = box->x;
        right = em_right(*box);
    }
}

/* ------------------------------------------------------------- events */

static void put_points(Placer *p, Edge *e, const Point *points, int n)
{
    e->points = NEW_ARRAY(p->arena, n, Point);
    e->n_points = n;
    for (int i = 0; i < n; i++)
        e->points[i] = points[i];
}

static void place_loop(Placer *p, Happening *h)
{
    Sequence *s = p->s;
    Edge *e = &h->message;
    Len x = s->axes[h->from.actor] + half_bar(s, h->from);
    Len back = s->axes[h->to.actor] + half_bar(s, h->to);
    Len far = MAX(x, back) + LOOP_W, high = MAX(LOOP_H, e->label.h);

    put_points(
        p, e,
        (Point[]){
            {x, p->y}, {far, p->y}, {far, p->y + high}, {back, p->y + high}},
        4);
    if (e->label.w)
        e->label_box =
            (Rect){far + LABEL_GAP + PX, p->y + (high - e->label.h) / 2,
                   e->label.w, e->label.h};
    widen_groups(s, h->group, s->axes[h->from.actor] - MARGIN,
                 far + LABEL_GAP + e->label.w + MARGIN);
    p->y += high + STEP;
}

static Rect end_label(const EdgeEnd *end, Point at, int way)
{
    Len w = end->label.w, h = end->label.h;
    if (w == 0)
        return (Rect){0};
    return (Rect){way > 0 ? at.x + LABEL_GAP : at.x - LABEL_GAP - w,
                  at.y + LABEL_GAP, w, h};
}

static void place_message(Placer *p, Happening *h)
{
    Sequence *s = p->s;
    Edge *e = &h->message;
    int way = h->to.actor > h->from.actor ? 1 : -1;
    Len x = s->axes[h->from.actor] + way * half_bar(s, h->from);
    Len to = s->axes[h->to.actor] - way * half_bar(s, h->to);
    Len below = MAX(e->from.label.h, e->to.label.h);

    if (e->label.h)
        p->y += e->label.h + LABEL_GAP;
    put_points(p, e, (Point[]){{x, p->y}, {to, p->y}}, 2);
    if (e->label.w)
        e->label_box =
            (Rect){(x + to - e->label.w) / 2, p->y - LABEL_GAP - e->label.h,
                   e->label.w, e->label.h};
    e->from.label_box = end_label(&e->from, e->points[0], way);
    e->to.label_box = end_label(&e->to, e->points[1], -way);
    widen_groups(s, h->group, MIN(x, to) - MARGIN, MAX(x, to) + MARGIN);
    p->y += STEP + (below ? below + LABEL_GAP : 0);
}

static void place_note(Placer *p, Happening *h)
{
    Sequence *s = p->s;
    Len w = h->note.w + 2 * NOTE_PAD, high = h->note.h + 2 * NOTE_PAD;

    h->box = (Rect){s->axes[h->from.actor] - w / 2, p->y - STEP / 4, w, high};
    widen_groups(s, h->group, h->box.x, em_right(h->box));
    p->y += high + STEP - STEP / 4;
}

/* Where on its lifeline an event is; of a loop both its ends. */
static void lengthen_spans(Sequence *s, int span, Len from, Len to)
{
    for (int i = span; i != NONE; i = s->spans.items[i].parent) {
        Rect *box = &s->spans.items[i].box;
        from -= SPAN_PAD / 2;
        to += SPAN_PAD / 2;
        if (box->h == 0) {
            box->y = from;
            box->h = to - from;
        }
        Len end = MAX(em_bottom(*box), to);
        box->y = MIN(box->y, from);
        box->h = end - box->y;
        from = box->y;
        to = em_bottom(*box);
    }
}

static void place_spans(Sequence *s)
{
    for (int i = 0; i < s->events.n; i++) {
        const Happening *h = &s->events.items[i];
        if (h->is_note) {
            lengthen_spans(s, h->from.span, h->box.y, em_bottom(h->box));
            continue;
        }
        const Edge *e = &h->message;
        Len from = e->points[0].y, to = e->points[e->n_points - 1].y;
        lengthen_spans(s, h->from.span, from - SPAN_PAD / 2,
                       from + SPAN_PAD / 2);
        lengthen_spans(s, h->to.span, to - SPAN_PAD / 2, to + SPAN_PAD / 2);
    }
    for (int i = 0; i < s->spans.n; i++) {
        Activation *span = &s->spans.items[i];
        Len half = half_bar(s, (Stand){span->actor, i});
        span->box.x = s->axes[span->actor] - half;
        span->box.w = 2 * half;
    }
}

void em_sequence_place(Sequence *s, Arena *a)
{
    Placer p = {.s = s, .arena = a, .gaps = NEW_ARRAY(a, s->actors.n + 1, Len)};
    int group = NONE;

    ask_for_actors(&p);
    ask_for_events(&p);
    place_axes(&p);
    place_heads(&p);
    for (int i = 0; i < s->events.n; i++) {
        Happening *h = &s->events.items[i];
        leave_groups(&p, group, h->group);
        enter_groups(&p, group, h->group);
        group = h->group;
        if (h->is_note)
            place_note(&p, h);
        else if (h->from.actor == h->to.actor)
            place_loop(&p, h);
        else
            place_message(&p, h);
    }
    leave_groups(&p, group, NONE);
    place_spans(s);
    s->bottom = p.y + STEP / 2;
    s->h = s->bottom;
    /* groups may reach out farther than was thought */
    Len right = s->w;
    for (int i = 0; i < s->groups.n; i++)
        right = MAX(right, em_right(s->groups.items[i].box) + MARGIN);
    s->w = MAX(right, MARGIN);
}
