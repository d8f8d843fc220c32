/*
 * Room on trunks for labels that have none at the ends of their lines.
 *
 * A label is centred on its trunk, at a height where nothing else passes the
 * trunk: no foot of a trunk beyond it, no level piece, no link. A trunk shorter
 * than its label disappears behind it, and the feet lead into the label.
 */
#include "layout/trunks.h"

enum { BUDGET = 100 * 1000 /* strokes looked at in one channel */ };

/* A level stroke passes all trunks between two places of the order. */
typedef struct {
    Len y;
    int after, before;
} Passing;

typedef struct {
    const Channeling *c;
    int *place; /* of a trunk: its place in the order */
    Passing *all;
    int n; /* sorted by y */
    int left;
} Passings;

static void add_passing(Passings *p, Len y, int after, int before)
{
    p->all[p->n++] = (Passing){y, after, before};
}

static void add_piece(Passings *p, const Piece *piece)
{
    const Trunk *trunks = p->c->ch->trunks.items;
    int n = p->c->ch->trunks.n;

    if (piece->first_trunk == NONE)
        add_passing(p, em_pin_y(p->c->f, piece->pins.items[0]), -1, n);
    for (int t = piece->first_trunk; t != NONE; t = trunks[t].next) {
        if (trunks[t].next == NONE)
            continue;
        int a = p->place[t], b = p->place[trunks[t].next];
        add_passing(p, trunks[t].hi, MIN(a, b), MAX(a, b));
    }
}

static void sort_passings(Passings *p)
{
    Arena *scratch = p->c->scratch;
    SortKey *keys = NEW_ARRAY(scratch, p->n + 1, SortKey);
    Passing *sorted = NEW_ARRAY(scratch, p->n + 1, Passing);

    for (int i = 0; i < p->n; i++)
        keys[i] = (SortKey){p->all[i].y, i};
    em_sort_keys(keys, p->n);
    for (int i = 0; i < p->n; i++)
        sorted[i] = p->all[keys[i].index];
    p->all = sorted;
}

static Passings list_passings(const Channeling *c)
{
    const Channel *ch = c->ch;
    int n = ch->trunks.n, most = c->n_feet + ch->pieces.n + n + 1;
    Passings p = {.c = c,
                  .place = NEW_ARRAY(c->scratch, n + 1, int),
                  .all = NEW_ARRAY(c->scratch, most, Passing),
                  .left = BUDGET};

    for (int k = 0; k < n; k++)
        p.place[c->order[k]] = k;
    for (int i = 0; i < c->n_feet; i++) {
        const Foot *foot = &c->feet[i];
        int at = p.place[foot->trunk];
        add_passing(&p, foot->y, foot->right ? at : -1, foot->right ? n : at);
    }
    for (int k = 0; k < ch->pieces.n; k++)
        add_piece(&p, &c->f->pieces.items[ch->pieces.items[k]]);
    sort_passings(&p);
    return p;
}

/* The first that is not above y. */
static int first_passing(const Passings *p, Len y)
{
    int lo = 0, hi = p->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (p->all[mid].y < y)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/*
 * The middle of the longest free part of a trunk, for a label with its gaps so
 * high; the label may reach beyond the ends of the trunk. False: there is none.
 */
static bool find_height(Passings *p, int trunk, Len need, Len *middle)
{
    const Trunk *t = &p->c->ch->trunks.items[trunk];
    Len from = t->lo - need, end = t->hi + need, longest = -1;
    int place = p->place[trunk];

    for (int k = first_passing(p, from); from < end && p->left > 0; k++) {
        bool last = k >= p->n || p->all[k].y >= end;
        const Passing *s = last ? NULL : &p->all[k];
        p->left--;
        if (s && (place <= s->after || place >= s->before))
            continue;
        Len to = s ? s->y : end;
        Len lo = MAX(from, t->lo), hi = MIN(to, t->hi);
        Len least = from + need / 2, most = to - need / 2;
        if (to - from >= need && most >= t->lo && least <= t->hi &&
            hi - lo > longest) {
            longest = hi - lo;
            *middle = MIN(MAX(lo + (hi - lo) / 2, least), most);
        }
        from = to;
    }
    return longest >= 0;
}

/* The line that a piece is all of, or NULL. */
static const Line *only_line(const Flow *f, const Piece *p)
{
    const Net *net = &f->nets.items[p->net];
    return net->n_lines > 1 ? NULL : &f->lines.items[net->line];
}

/* True when the line of a piece has a label that still needs room. */
static bool wants_room(const Flow *f, const Piece *p)
{
    const Line *l = only_line(f, p);
    return p->first_trunk != NONE && l && l->label_w > 0 &&
           l->label_item == NONE && l->label_end == NONE;
}

/* Keeps room on the first of a piece's trunks that has some. */
static void keep_room(Passings *p, int trunk, const Line *l)
{
    const LayoutOptions *o = p->c->f->o;
    Len need = l->label_h + 2 * o->label_gap, middle;

    while (trunk != NONE && !find_height(p, trunk, need, &middle))
        trunk = p->c->ch->trunks.items[trunk].next;
    if (trunk == NONE)
        return;
    Trunk *t = &p->c->ch->trunks.items[trunk];
    t->label_y = middle;
    t->label_h = need;
    t->label_reach = l->label_w / 2 + o->label_gap;
}

void em_trunks_label(const Channeling *c)
{
    const Flow *f = c->f;
    bool any = false;
    for (int k = 0; k < c->ch->pieces.n && !any; k++)
        any = wants_room(f, &f->pieces.items[c->ch->pieces.items[k]]);
    if (!any)
        return;

    Passings p = list_passings(c);
    for (int k = 0; k < c->ch->pieces.n; k++) {
        const Piece *piece = &f->pieces.items[c->ch->pieces.items[k]];
        if (!wants_room(f, piece))
            continue;
        const Line *l = only_line(f, piece);
        keep_room(&p, piece->first_trunk, l);
    }
}
