/*
 * Chain: lines become nets of pieces, one piece in each channel.
 *
 * Ends at rows on the same side of an item share a pin if their marks and the
 * colours of their strokes are equal; else they part, and some may have to
 * leave the row. A line with such a pin joins the net of the pin and its look;
 * with two, that of the one with more lines, so that what looks like one tree
 * always ends in one row. All other lines are nets of their own, and so are
 * those whose label has no place otherwise, as where both ends are shared: it
 * must stand beside something that is theirs alone. A net passes each stack
 * between its head and its farthest member in one chain item.
 *
 *   needs  layers and bends
 *   gives  pins, nets, pieces, chords, chain items, stacks (in order of the
 *          wishes in pos), channels
 *   keeps  items and lines that were there, but for ends at rows, see above
 */
#include "layout/flow.h"

typedef struct {
    Flow *f;
    Arena *scratch;
    int *net_of_pin; /* at looks * pin + look: net + 1 */
    int looks;       /* more than the number of any look of a line */
    int n_line_pins;
    int *members; /* chain of lines of a net: the first */
    int *next;    /* of a line */
    int *key;     /* of an item: where it would like to stand */
} Chains;

static int add_pin(Flow *f, Pin pin)
{
    *PUSH(f->arena, &f->pins) = pin;
    f->pins.items[f->pins.n - 1].leader = f->pins.n - 1;
    return f->pins.n - 1;
}

/* The ends at rows, those at equal rows on equal sides side by side. */
static int list_rows(const Flow *f, SortKey *keys)
{
    int n = 0;
    for (int i = 0; i < 2 * f->lines.n; i++) {
        const Line *l = &f->lines.items[i / 2];
        const LineEnd *end = &l->end[i % 2];
        int64_t side = em_line_side(f, l, i % 2);
        if (end->fixed)
            keys[n++] =
                (SortKey){((int64_t)end->item * 2 + side) << 31 | end->at, i};
    }
    em_sort_keys(keys, n);
    return n;
}

static LineEnd *end_of_key(const Flow *f, const SortKey *key)
{
    return &f->lines.items[key->index / 2].end[key->index % 2];
}

/* Where the other end of a line would stand, upper ones first. */
static int64_t far_place(const Chains *c, const SortKey *key)
{
    const LineEnd *far =
        &c->f->lines.items[key->index / 2].end[!(key->index % 2)];
    Len h = MAX(1, c->f->items.items[far->item].h);
    return c->key[far->item] * (int64_t)256 + (int64_t)far->at * 255 / h;
}

/* The marks at a row, and where the other ends of their lines would stand. */
typedef struct {
    int count[MARK_COUNT];
    int64_t where[MARK_COUNT];
} RowMarks;

static RowMarks marks_at_row(const Chains *c, const SortKey *keys, int n)
{
    RowMarks m = {0};
    for (int k = 0; k < n; k++) {
        MarkKind mark = end_of_key(c->f, &keys[k])->mark;
        m.count[mark]++;
        m.where[mark] += far_place(c, &keys[k]);
    }
    return m;
}

/* The mark but one that most lines have; of equals the first; or `but`. */
static MarkKind most_of(const RowMarks *m, MarkKind but)
{
    MarkKind most = but;
    int count = 0;
    for (int mark = 0; mark < MARK_COUNT; mark++)
        if (mark != (int)but && m->count[mark] > count) {
            most = (MarkKind)mark;
            count = m->count[mark];
        }
    return most;
}

static int stroke_of(const Chains *c, const SortKey *key)
{
    return c->f->lines.items[key->index / 2].look / LOOKS_OF_STROKE;
}

/*
 * Lines with equal marks, but strokes of different colours, part likewise: else
 * the colour of the one drawn last would seem to be that of the other. Those
 * like the first line get one place, all others the other.
 */
static bool part_strokes(const Chains *c, const SortKey *keys, int n)
{
    int count[2] = {0};
    int64_t where[2] = {0};
    Len step = c->f->o->track_gap / 2;

    for (int k = 0; k < n; k++) {
        bool other = stroke_of(c, &keys[k]) != stroke_of(c, &keys[0]);
        count[other]++;
        where[other] += far_place(c, &keys[k]);
    }
    if (count[1] == 0 || end_of_key(c->f, keys)->give < step)
        return false;
    if (where[0] * count[1] > where[1] * count[0])
        step = -step;
    for (int k = 0; k < n; k++) {
        bool other = stroke_of(c, &keys[k]) != stroke_of(c, &keys[0]);
        end_of_key(c->f, &keys[k])->at += other ? step : -step;
    }
    return true;
}

/*
 * Different marks would be drawn over each other. So a row that is high enough
 * has places for the two that most lines have, that which leads upwards above;
 * a lower one for one; lines with others end elsewhere. False: none parts.
 */
static bool part_row(const Chains *c, const SortKey *keys, int n)
{
    RowMarks m = marks_at_row(c, keys, n);
    MarkKind first = most_of(&m, MARK_COUNT), second = most_of(&m, first);
    Len step = c->f->o->track_gap / 2;

    if (second == first)
        return part_strokes(c, keys, n);
    bool both = end_of_key(c->f, keys)->give >= step;
    if (m.where[first] * m.count[second] > m.where[second] * m.count[first])
        step = -step;
    for (int k = 0; k < n; k++) {
        LineEnd *end = end_of_key(c->f, &keys[k]);
        end->fixed = end->mark == first || (both && end->mark == second);
        if (end->fixed && both)
            end->at += end->mark == first ? -step : step;
    }
    return true;
}

static bool part_rows(const Chains *c, const SortKey *keys, int n)
{
    bool parted = false;
    for (int k = 0, first = 0; k < n; k++) {
        if (k + 1 < n && keys[k + 1].key == keys[k].key)
            continue;
        if (k > first)
            parted |= part_row(c, keys + first, k + 1 - first);
        first = k + 1;
    }
    return parted;
}

/* Gives each line end a pin; equal rows on equal sides get the same. */
static void make_pins(Chains *c)
{
    Flow *f = c->f;
    int n = f->lines.n;
    SortKey *keys = NEW_ARRAY(c->scratch, 2 * n + 1, SortKey);
    int n_keys = list_rows(f, keys);
    int64_t last = -1;

    f->pins.items = NEW_ARRAY(f->arena, 2 * n + 1, Pin);
    f->pins.room = 2 * n + 1;
    if (part_rows(c, keys, n_keys))
        n_keys = list_rows(f, keys);
    for (int i = 0; i < 2 * n; i++) {
        Line *l = &f->lines.items[i / 2];
        const LineEnd *end = &l->end[i % 2];
        if (end->fixed)
            continue;
        Side side = em_line_side(f, l, i % 2);
        EndRange range = em_end_range(&f->items.items[end->item], 0);
        Len middle = (range.lo + range.hi) / 2;
        l->pin[i % 2] =
            add_pin(f, (Pin){end->item, side, false, middle, 1, NONE});
    }
    for (int k = 0; k < n_keys; k++) {
        Line *l = &f->lines.items[keys[k].index / 2];
        int e = keys[k].index % 2;
        if (!l->end[e].fixed)
            continue;
        if (keys[k].key != last)
            add_pin(f, (Pin){l->end[e].item, em_line_side(f, l, e), true,
                             l->end[e].at, 0, NONE});
        last = keys[k].key;
        l->pin[e] = f->pins.n - 1;
        f->pins.items[f->pins.n - 1].n_lines++;
    }
    c->n_line_pins = f->pins.n;
}

static int new_net(Flow *f, int head)
{
    *PUSH(f->arena, &f->nets) =
        (Net){.head = head, .way = f->pins.items[head].side};
    return f->nets.n - 1;
}

static void make_nets(Chains *c)
{
    Flow *f = c->f;

    for (int i = 0; i < f->lines.n; i++)
        c->looks = MAX(c->looks, f->lines.items[i].look + 1);
    c->net_of_pin = NEW_ARRAY(c->scratch, c->looks * f->pins.n + 1, int);

    for (int i = 0; i < f->lines.n; i++) {
        Line *l = &f->lines.items[i];
        int n0 = f->pins.items[l->pin[0]].n_lines;
        int n1 = f->pins.items[l->pin[1]].n_lines;
        bool loop = l->end[0].item == l->end[1].item;
        l->head = n1 >= n0;
        int head = l->pin[l->head];
        if (MAX(n0, n1) == 1 || loop || l->alone || l->look == LOOK_ALONE ||
            (l->label_w > 0 && MIN(n0, n1) > 1)) {
            l->net = new_net(f, head);
        } else {
            int *net = &c->net_of_pin[c->looks * head + l->look];
            if (!*net)
                *net = new_net(f, head) + 1;
            l->net = *net - 1;
        }
        if (f->nets.items[l->net].n_lines++ == 0)
            f->nets.items[l->net].line = i;
    }
}

static void link_members(Chains *c)
{
    Flow *f = c->f;
    c->members = em_new_nones(c->scratch, f->nets.n);
    c->next = NEW_ARRAY(c->scratch, f->lines.n + 1, int);
    for (int i = f->lines.n - 1; i >= 0; i--) {
        int net = f->lines.items[i].net;
        c->next[i] = c->members[net];
        c->members[net] = i;
    }
}

static int add_chain_item(Chains *c, int net, int layer, int key)
{
    Flow *f = c->f;
    *PUSH(f->arena, &f->items) =
        (Item){.kind = ITEM_CHAIN, .of = net, .layer = layer, .pos = key};
    return f->items.n - 1;
}

static int add_piece(Flow *f, int net, int channel, int head)
{
    Piece *p = PUSH(f->arena, &f->pieces);
    *p = (Piece){.net = net, .channel = channel, .first_trunk = NONE};
    *PUSH(f->arena, &p->pins) = head;
    *PUSH(f->arena, &f->channels[channel].pieces) = f->pieces.n - 1;
    return f->pieces.n - 1;
}

/* A label stands in the chain item of its line, when it has one of its own. */
static void keep_label_room(Flow *f, int line, int item)
{
    Line *l = &f->lines.items[line];
    Item *it = &f->items.items[item];

    l->label_item = item;
    it->w = l->label_w + 2 * f->o->label_gap;
    it->h = l->label_h + 2 * f->o->label_gap;
}

/* True when the head of a line is to stand above its other end. */
static bool head_is_upper(const Chains *c, const Line *l)
{
    const Pin *head = &c->f->pins.items[l->pin[l->head]];
    const Pin *far = &c->f->pins.items[l->pin[!l->head]];
    int a = c->key[head->item], b = c->key[far->item];
    return a < b || (a == b && head->at < far->at);
}

/*
 * The pins of a chain item: where its net comes in, and where it goes on; for a
 * detour on the same side, one above the other. Returns the latter.
 */
static int add_chain_pins(const Chains *c, int item, Side in, int piece)
{
    Flow *f = c->f;
    Len h = f->items.items[item].h, at[2] = {h / 2, h / 2};
    const Line *l = &f->lines.items[c->members[f->items.items[item].of]];
    if (l->detour) {
        bool down = head_is_upper(c, l);
        at[!down] = h / 3;
        at[down] = h - h / 3;
    }
    int near = add_pin(f, (Pin){item, in, true, at[0], 1, NONE});
    *PUSH(f->arena, &f->pieces.items[piece].pins) = near;
    return add_pin(f, (Pin){item, l->detour ? in : !in, true, at[1], 1, NONE});
}

/* The chain items and pieces of a net, from its head to its reach. */
static void make_pieces(Chains *c, int net, int reach, int far_key)
{
    Flow *f = c->f;
    Net *nt = &f->nets.items[net];
    Pin head = f->pins.items[nt->head];
    const Line *only = &f->lines.items[c->members[net]];
    int step = nt->way == SIDE_RIGHT ? 1 : -1;
    int layer = f->items.items[head.item].layer;
    int key = c->key[head.item];
    int pin = nt->head;

    nt->first_piece = f->pieces.n;
    nt->n_pieces = reach;
    for (int k = 0; k < reach; k++) {
        int way = only->detour ? 0 : k;
        int channel = step > 0 ? layer + 1 + way : layer - way;
        int piece = add_piece(f, net, channel, pin);
        if (k + 1 == reach)
            break;
        int at = key + (int)((int64_t)(far_key - key) * (k + 1) / reach);
        int item = add_chain_item(c, net, layer + step * (k + 1), at);
        if (nt->n_lines == 1 && only->label_w > 0 && k == (reach - 1) / 2)
            keep_label_room(f, c->members[net], item);
        pin = add_chain_pins(c, item, step > 0 ? SIDE_LEFT : SIDE_RIGHT, piece);
    }
}

static void make_net(Chains *c, int net)
{
    Flow *f = c->f;
    int reach = 0, far_key = 0;

    for (int i = c->members[net]; i != NONE; i = c->next[i]) {
        const Line *l = &f->lines.items[i];
        int pieces = em_line_pieces(f, l);
        if (pieces >= reach) {
            reach = pieces;
            far_key = c->key[l->end[!l->head].item];
        }
    }
    make_pieces(c, net, reach, far_key);
    int first = f->nets.items[net].first_piece;
    for (int i = c->members[net]; i != NONE; i = c->next[i]) {
        const Line *l = &f->lines.items[i];
        Piece *p = &f->pieces.items[first + em_line_pieces(f, l) - 1];
        *PUSH(f->arena, &p->pins) = l->pin[!l->head];
    }
}

static void make_chords(Flow *f)
{
    for (int i = 0; i < f->pieces.n; i++) {
        const Piece *p = &f->pieces.items[i];
        for (int k = 1; k < p->pins.n; k++)
            *PUSH(f->arena, &f->chords) = (Chord){
                {p->pins.items[0], p->pins.items[k]}, p->net, p->channel};
    }
}

static void list_by_item(Flow *f, Arena *scratch)
{
    int n = f->items.n;
    int *sizes = NEW_ARRAY(scratch, n + 1, int);

    for (int i = 0; i < 2 * f->chords.n; i++)
        sizes[f->pins.items[em_chord_pin(f, i, false)].item]++;
    f->item_chords = em_lists(f->arena, n, sizes);
    for (int i = 2 * f->chords.n - 1; i >= 0; i--) {
        int item = f->pins.items[em_chord_pin(f, i, false)].item;
        f->item_chords.list[f->item_chords.start[item] + --sizes[item]] = i;
    }
    for (int i = 0; i < f->pins.n; i++)
        sizes[f->pins.items[i].item]++;
    f->item_pins = em_lists(f->arena, n, sizes);
    for (int i = f->pins.n - 1; i >= 0; i--) {
        int item = f->pins.items[i].item;
        f->item_pins.list[f->item_pins.start[item] + --sizes[item]] = i;
    }
}

/* Fills the stacks in the order of the wishes. */
static void fill_stacks(Chains *c)
{
    Flow *f = c->f;
    SortKey *keys = NEW_ARRAY(c->scratch, f->items.n + 1, SortKey);

    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        int key = it->kind == ITEM_CHAIN ? it->pos : c->key[i];
        keys[i] = (SortKey){(int64_t)it->layer << 32 | (int64_t)key, i};
    }
    em_sort_keys(keys, f->items.n);
    for (int k = 0; k < f->items.n; k++) {
        Item *it = &f->items.items[keys[k].index];
        Stack *s = &f->stacks[it->layer];
        it->pos = s->items.n;
        *PUSH(f->arena, &s->items) = keys[k].index;
    }
}

/* Where each box stands in its layer, as a share of 1 << 20. */
static int *wishes(const Flow *f, Arena *scratch)
{
    int *last = NEW_ARRAY(scratch, f->n_layers, int);
    int *key = NEW_ARRAY(scratch, f->items.n + 1, int);

    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        last[it->layer] = MAX(last[it->layer], it->pos + 1);
    }
    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        key[i] =
            (int)(((int64_t)it->pos * 2 + 1) * (1 << 19) / last[it->layer]);
    }
    return key;
}

void em_chain(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Chains c = {.f = f, .scratch = scratch, .key = wishes(f, scratch)};

    f->stacks = NEW_ARRAY(f->arena, f->n_layers, Stack);
    f->channels = NEW_ARRAY(f->arena, f->n_layers + 1, Channel);
    for (int i = 0; i < f->lines.n; i++)
        f->lines.items[i].label_item = NONE;
    make_pins(&c);
    make_nets(&c);
    link_members(&c);
    for (int net = 0; net < f->nets.n; net++)
        make_net(&c, net);
    make_chords(f);
    fill_stacks(&c);
    list_by_item(f, scratch);
    assert(em_is_chained(f));
    em_arena_rewind(scratch, mark);
}
