/*
 * Checks of what the drawing passes give, in the words of their contracts. (Of
 * sides.c there is nothing to check: a line may bend either way.)
 */
#include "layout/flow.h"

static bool ends_are_pinned(const Flow *f, const Line *l)
{
    for (int e = 0; e < 2; e++) {
        const Pin *p = &f->pins.items[l->pin[e]];
        if (p->item != l->end[e].item || p->side != em_line_side(f, l, e))
            return false;
    }
    return true;
}

static bool is_right_rim(const Flow *f, const Piece *p, int pin)
{
    return f->items.items[f->pins.items[pin].item].layer == p->channel;
}

/* On the right sides left of the channel, or the left sides right of it. */
static bool is_on_rim(const Flow *f, const Piece *p, int pin)
{
    const Pin *q = &f->pins.items[pin];
    int layer = f->items.items[q->item].layer;
    return q->side == SIDE_LEFT ? layer == p->channel : layer + 1 == p->channel;
}

bool em_is_chained(const Flow *f)
{
    for (int i = 0; i < f->lines.n; i++) {
        if (!ends_are_pinned(f, &f->lines.items[i]))
            return false;
    }
    for (int i = 0; i < f->pieces.n; i++) {
        const Piece *p = &f->pieces.items[i];
        for (int k = 0; k < p->pins.n; k++) {
            if (!is_on_rim(f, p, p->pins.items[k]))
                return false;
        }
        if (p->pins.n < 2)
            return false;
    }
    return em_is_stacked(f);
}

bool em_has_label_room(const Flow *f)
{
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (l->label_end == NONE)
            continue;
        const Pin *p = &f->pins.items[l->pin[l->label_end]];
        if (l->label_item != NONE || p->n_lines != 1 ||
            f->items.items[p->item].kind != ITEM_BOX ||
            l->label_at < f->o->stub + f->o->label_gap)
            return false;
    }
    return true;
}

static Point pin_point(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    const Item *it = &f->items.items[p->item];
    return (Point){it->x + (p->side == SIDE_RIGHT ? it->w : 0),
                   em_pin_y(f, pin)};
}

/* The stroke of a piece's trunk at a height, or NULL. */
static const Trunk *stroke_at(const Channel *ch, const Piece *p, Len y)
{
    for (int t = p->first_trunk; t != NONE; t = ch->trunks.items[t].next) {
        if (y >= ch->trunks.items[t].lo && y <= ch->trunks.items[t].hi)
            return &ch->trunks.items[t];
    }
    return NULL;
}

/* Strokes follow each other downwards; feet lead from the rim inwards. */
static bool has_trunk(const Flow *f, const Piece *p)
{
    const Channel *ch = &f->channels[p->channel];
    for (int t = p->first_trunk; t != NONE; t = ch->trunks.items[t].next) {
        const Trunk *s = &ch->trunks.items[t];
        if (s->lo > s->hi ||
            (s->next != NONE && ch->trunks.items[s->next].lo != s->hi))
            return false;
    }
    for (int k = 0; k < p->pins.n; k++) {
        Point at = pin_point(f, p->pins.items[k]);
        const Trunk *s = stroke_at(ch, p, at.y);
        if (!s ||
            (is_right_rim(f, p, p->pins.items[k]) ? s->x > at.x : s->x < at.x))
            return false;
    }
    return true;
}

static bool is_level(const Flow *f, const Piece *p)
{
    for (int k = 1; k < p->pins.n; k++) {
        if (em_pin_y(f, p->pins.items[k]) != em_pin_y(f, p->pins.items[0]))
            return false;
    }
    return true;
}

bool em_has_tracks(const Flow *f)
{
    for (int i = 0; i < f->pieces.n; i++) {
        const Piece *p = &f->pieces.items[i];
        if (p->first_trunk == NONE ? !is_level(f, p) : !has_trunk(f, p))
            return false;
    }
    for (int k = 1; k < f->n_layers; k++) {
        if (f->stacks[k].x < f->stacks[k - 1].x)
            return false;
    }
    return true;
}

static bool is_same(Point a, Point b)
{
    return a.x == b.x && a.y == b.y;
}

/* A loop of which both ends are at the same place, squeezed on a short side. */
static bool is_squeezed(const Line *l)
{
    return l->n_points == 2 && l->end[0].item == l->end[1].item &&
           is_same(l->points[0], l->points[1]);
}

bool em_is_routed(const Flow *f)
{
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (l->n_points < 2 ||
            !is_same(l->points[0], pin_point(f, l->pin[0])) ||
            !is_same(l->points[l->n_points - 1], pin_point(f, l->pin[1])))
            return false;
        for (int k = 0; k + 1 < l->n_points; k++) {
            Point a = l->points[k], b = l->points[k + 1];
            if ((a.x == b.x) == (a.y == b.y) && !is_squeezed(l))
                return false;
        }
    }
    return true;
}

/* On a piece of the line, or less than a pixel beside it. */
static bool is_on_line(const Line *l, Point p)
{
    for (int k = 0; k + 1 < l->n_points; k++) {
        Point a = l->points[k], b = l->points[k + 1];
        if (p.x > MIN(a.x, b.x) - PX && p.x < MAX(a.x, b.x) + PX &&
            p.y > MIN(a.y, b.y) - PX && p.y < MAX(a.y, b.y) + PX)
            return true;
    }
    return false;
}

bool em_is_labelled(const Flow *f)
{
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        Rect r = l->label_box;
        if (l->label_w == 0 ? r.w > 0 : r.w > 0 && r.w != l->label_w)
            return false;
        Point at = {r.x + r.w / 2, r.y + r.h / 2};
        if (l->label_w > 0 && !is_squeezed(l) &&
            !is_on_line(l, r.w > 0 ? at : l->label_dot))
            return false;
    }
    return true;
}
