/*
 * Room for labels of lines, before lines are routed.
 *
 * A line with a chain item of its own has its label's room there. Most others
 * get it on the foot at one of their ends, beside the box, where no trunk will
 * stand. Of both ends that one is taken where the longest such strip of the
 * stack becomes longer least. Where
 * feet leave a box so near each other that their labels would meet, the labels
 * stand one behind the other. A foot that others share or pass too near is no
 * place; a line that has none at either end gets room on its trunk (tracks.c).
 *
 *   needs  place
 *   gives  label_end and label_at of lines; w of stacks
 *   keeps  everything else
 */
#include "layout/flow.h"

enum { MOST_PINS = 500 /* on a box: labels are not looked for beside more */ };

typedef struct {
    Flow *f;
    int *line_of; /* of a pin that one line alone uses: the line */
    Len *kept;    /* of 2 * layer + side: the longest strip so far */
} Room;

/* The side of a stack's item is this far inside of the stack's. */
static Len inset(const Flow *f, const Pin *p)
{
    const Item *it = &f->items.items[p->item];
    Len spare = f->stacks[it->layer].w - it->w;
    if (!f->columns)
        return spare / 2;
    return p->side == SIDE_RIGHT ? spare : 0;
}

/* What is kept so far on the side of a stack at which a pin is. */
static Len *rim_room(const Room *r, const Pin *p)
{
    return &r->kept[2 * r->f->items.items[p->item].layer + (int)p->side];
}

/* The label of the line that ends at a pin stands beside it. */
static bool is_beside(const Room *r, int pin)
{
    int line = r->line_of[pin];
    if (line == NONE)
        return false;
    const Line *l = &r->f->lines.items[line];
    return l->label_end != NONE && l->pin[l->label_end] == pin;
}

/*
 * How far from its box the label of a line can begin at an end: behind the mark
 * and all labels of other lines that it would meet; or NONE.
 */
static Len begin_at(const Room *r, const Line *l, int end)
{
    const Flow *f = r->f;
    int pin = l->pin[end];
    const Pin *p = &f->pins.items[pin];
    int first = f->item_pins.start[p->item];
    int last = f->item_pins.start[p->item + 1];
    Len begin = f->o->stub + f->o->label_gap;

    if (r->line_of[pin] == NONE || f->items.items[p->item].kind != ITEM_BOX ||
        last - first > MOST_PINS)
        return NONE;
    for (int k = first; k < last; k++) {
        int other = f->item_pins.list[k];
        const Pin *q = &f->pins.items[other];
        if (other == pin || q->side != p->side)
            continue;
        Len apart = em_abs(q->at - p->at);
        if (apart < l->label_h / 2 + f->o->label_gap / 2)
            return NONE;
        const Line *m =
            is_beside(r, other) ? &f->lines.items[r->line_of[other]] : NULL;
        if (m && apart < (l->label_h + m->label_h) / 2)
            begin = MAX(begin, m->label_at + m->label_w + f->o->label_gap);
    }
    return begin;
}

/* Takes the end whose rim must be widened least. */
static void make_room(Room *r, Line *l)
{
    Flow *f = r->f;
    Len least = MAX_LEN;
    for (int e = 0; e < 2; e++) {
        const Pin *p = &f->pins.items[l->pin[e]];
        Len begin = begin_at(r, l, e);
        if (begin == NONE)
            continue;
        Len need = begin + l->label_w + EM_LABEL_CORNER - inset(f, p);
        Len more = MAX(need - *rim_room(r, p), 0);
        if (more < least) {
            least = more;
            l->label_end = e;
            l->label_at = begin;
        }
    }
    if (l->label_end != NONE)
        *rim_room(r, &f->pins.items[l->pin[l->label_end]]) += least;
}

static void size_stacks(Flow *f)
{
    for (int k = 0; k < f->n_layers; k++) {
        Stack *s = &f->stacks[k];
        for (int i = 0; i < s->items.n; i++)
            s->w = MAX(s->w, f->items.items[s->items.items[i]].w);
    }
}

void em_label_room(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Room r = {f, NEW_ARRAY(scratch, f->pins.n + 1, int),
              NEW_ARRAY(scratch, 2 * f->n_layers + 1, Len)};

    size_stacks(f);
    for (int i = 0; i < f->pins.n; i++)
        r.line_of[i] = NONE;
    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        l->label_end = NONE;
        for (int e = 0; e < 2; e++) {
            if (f->pins.items[l->pin[e]].n_lines == 1)
                r.line_of[l->pin[e]] = i;
        }
    }
    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        if (l->label_w > 0 && l->label_item == NONE && !l->alone)
            make_room(&r, l);
    }
    assert(em_has_label_room(f));
    em_arena_rewind(scratch, mark);
}
