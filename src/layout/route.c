/*
 * Route: the points of every line, and the joints of lines that share a trunk.
 *
 * A line is the way through its net from the head to its other pin: in every
 * channel from foot to trunk to foot, in the stacks straight on.
 *
 *   needs  tracks
 *   gives  points of every line, joints
 *   keeps  everything else
 */
#include "layout/flow.h"

typedef struct {
    Flow *f;
    ARRAY_OF(Point) path;
} Route;

static void add_point(Route *r, Arena *scratch, Len x, Len y)
{
    int n = r->path.n;
    Point *p = r->path.items;
    if (n > 0 && p[n - 1].x == x && p[n - 1].y == y)
        return;
    bool upright = n > 1 && p[n - 1].x == p[n - 2].x && p[n - 1].x == x;
    bool level = n > 1 && p[n - 1].y == p[n - 2].y && p[n - 1].y == y;
    if (upright || level)
        p[n - 1] = (Point){x, y};
    else
        *PUSH(scratch, &r->path) = (Point){x, y};
}

static int trunk_at(const Channel *ch, const Piece *p, Len y)
{
    int t = p->first_trunk;
    while (ch->trunks.items[t].next != NONE && y > ch->trunks.items[t].hi)
        t = ch->trunks.items[t].next;
    return t;
}

static int trunk_before(const Channel *ch, const Piece *p, int trunk)
{
    int t = p->first_trunk;
    while (ch->trunks.items[t].next != trunk)
        t = ch->trunks.items[t].next;
    return t;
}

/* Through one piece, from one height to another. */
static void cross_channel(Route *r, Arena *scratch, const Piece *p, Len y0,
                          Len y1)
{
    const Flow *f = r->f;
    const Channel *ch = &f->channels[p->channel];
    if (p->first_trunk == NONE)
        return;
    int t = trunk_at(ch, p, y0), last = trunk_at(ch, p, y1);

    add_point(r, scratch, ch->trunks.items[t].x, y0);
    while (t != last) {
        bool down = y1 > y0;
        int next = down ? ch->trunks.items[t].next : trunk_before(ch, p, t);
        Len y = down ? ch->trunks.items[t].hi : ch->trunks.items[t].lo;
        add_point(r, scratch, ch->trunks.items[t].x, y);
        add_point(r, scratch, ch->trunks.items[next].x, y);
        t = next;
    }
    add_point(r, scratch, ch->trunks.items[t].x, y1);
}

static Len pin_x(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    const Item *it = &f->items.items[p->item];
    return it->x + (p->side == SIDE_RIGHT ? it->w : 0);
}

/* The pin by which a net goes on from piece k to the next. */
static int pin_onwards(const Flow *f, const Net *net, int k)
{
    return f->pieces.items[net->first_piece + k + 1].pins.items[0];
}

/* In a chain item from one pin to another on the same side. */
static void turn_back(Route *r, Arena *scratch, int in, int out)
{
    const Flow *f = r->f;
    const Item *it = &f->items.items[f->pins.items[in].item];
    add_point(r, scratch, it->x + it->w / 2, em_pin_y(f, in));
    add_point(r, scratch, it->x + it->w / 2, em_pin_y(f, out));
}

static void route_line(Route *r, Arena *scratch, Line *l)
{
    Flow *f = r->f;
    const Net *net = &f->nets.items[l->net];
    int far = l->pin[!l->head];
    int last = em_line_pieces(f, l) - 1;
    int near = net->head;

    r->path.n = 0;
    add_point(r, scratch, pin_x(f, near), em_pin_y(f, near));
    for (int k = 0; k <= last; k++) {
        const Piece *p = &f->pieces.items[net->first_piece + k];
        int out = k == last ? far : p->pins.items[1];
        cross_channel(r, scratch, p, em_pin_y(f, near), em_pin_y(f, out));
        near = k == last ? far : pin_onwards(f, net, k);
        if (k < last && f->pins.items[out].side == f->pins.items[near].side)
            turn_back(r, scratch, out, near);
    }
    add_point(r, scratch, pin_x(f, far), em_pin_y(f, far));
    l->n_points = r->path.n;
    l->points = NEW_ARRAY(f->arena, r->path.n, Point);
    for (int i = 0; i < r->path.n; i++)
        l->points[i] = r->path.items[l->head == 0 ? i : r->path.n - 1 - i];
}

/* Lines that share a trunk, and where they part. */
typedef struct {
    Flow *f;
    Arena *scratch;
    Lists lines;  /* of a net */
    int *of_pin;  /* of a pin: the line of the net at hand that ends there */
    int farthest; /* the line of the net at hand that goes farthest */
    ARRAY_OF(Joint) forks;       /* trunks at pins that several nets use */
    ARRAY_OF(SortKey) fork_keys; /* by pin, then by distance */
} Joints;

static bool is_right_rim(const Flow *f, const Piece *p, int pin)
{
    return f->items.items[f->pins.items[pin].item].layer == p->channel;
}

/* A line of the net that comes by where the foot of a pin meets the trunk. */
static int line_at(const Joints *j, const Piece *p, int k)
{
    int line = k > 0 ? j->of_pin[p->pins.items[k]] : NONE;
    return line == NONE ? j->farthest : line;
}

/* A joint wherever three or more strokes of one piece meet. */
static void join_piece(const Joints *j, const Piece *p)
{
    Flow *f = j->f;
    const Channel *ch = &f->channels[p->channel];
    Mark mark = em_arena_mark(j->scratch);
    SortKey *keys = NEW_ARRAY(j->scratch, p->pins.n, SortKey);

    for (int i = 0; i < p->pins.n; i++)
        keys[i] = (SortKey){em_pin_y(f, p->pins.items[i]), i};
    em_sort_keys(keys, p->pins.n);
    for (int i = 0; i < p->pins.n;) {
        Len y = (Len)keys[i].key;
        int line = line_at(j, p, keys[i].index);
        bool rim[2] = {false, false};
        for (; i < p->pins.n && keys[i].key == y; i++)
            rim[is_right_rim(f, p, p->pins.items[keys[i].index])] = true;
        const Trunk *t = &ch->trunks.items[trunk_at(ch, p, y)];
        if (rim[0] + rim[1] + (y > t->lo) + (y < t->hi) >= 3)
            *PUSH(f->arena, &f->joints) = (Joint){{t->x, y}, line};
    }
    em_arena_rewind(j->scratch, mark);
}

/* Notes where a piece leaves a pin that other nets use too. */
static void note_forks(Joints *j, const Piece *p)
{
    const Flow *f = j->f;
    const Channel *ch = &f->channels[p->channel];

    for (int k = 0; k < p->pins.n; k++) {
        int pin = p->pins.items[k];
        if (f->pins.items[pin].fixed && f->pins.items[pin].n_lines < 2)
            continue;
        Len y = em_pin_y(f, pin);
        Len x = pin_x(f, pin), far = MAX_LEN; /* a level piece leads on */
        if (p->first_trunk != NONE) {
            Len trunk = ch->trunks.items[trunk_at(ch, p, y)].x;
            far = em_abs(trunk - x);
            x = trunk;
        }
        *PUSH(j->scratch, &j->forks) = (Joint){{x, y}, line_at(j, p, k)};
        *PUSH(j->scratch, &j->fork_keys) = (SortKey){
            (int64_t)f->pins.items[pin].leader << 31 | far, j->forks.n - 1};
    }
}

static Lists lines_by_net(const Flow *f, Arena *scratch)
{
    int *sizes = NEW_ARRAY(scratch, f->nets.n + 1, int);
    for (int i = 0; i < f->lines.n; i++)
        sizes[f->lines.items[i].net]++;
    Lists lists = em_lists(scratch, f->nets.n, sizes);
    for (int i = f->lines.n - 1; i >= 0; i--) {
        int net = f->lines.items[i].net;
        lists.list[lists.start[net] + --sizes[net]] = i;
    }
    return lists;
}

static void join_net(Joints *j, int net)
{
    Flow *f = j->f;
    const Net *nt = &f->nets.items[net];
    int first = j->lines.start[net], last = j->lines.start[net + 1];
    int reach = -1;

    for (int k = first; k < last; k++) {
        const Line *l = &f->lines.items[j->lines.list[k]];
        int span = em_line_pieces(f, l);
        j->of_pin[l->pin[!l->head]] = j->lines.list[k];
        if (span > reach)
            j->farthest = j->lines.list[k];
        reach = MAX(reach, span);
    }
    for (int k = 0; k < nt->n_pieces; k++) {
        const Piece *p = &f->pieces.items[nt->first_piece + k];
        if (p->first_trunk != NONE && p->pins.n > 2)
            join_piece(j, p);
        note_forks(j, p);
    }
    for (int k = first; k < last; k++) {
        const Line *l = &f->lines.items[j->lines.list[k]];
        j->of_pin[l->pin[!l->head]] = NONE;
    }
}

/*
 * Lines that share a trunk have a joint where they part. So have nets that
 * share a pin: at all but the farthest of their trunks.
 */
static void join_lines(Flow *f, Arena *scratch)
{
    Joints j = {.f = f,
                .scratch = scratch,
                .lines = lines_by_net(f, scratch),
                .of_pin = NEW_ARRAY(scratch, f->pins.n + 1, int)};

    for (int i = 0; i < f->pins.n; i++)
        j.of_pin[i] = NONE;
    for (int net = 0; net < f->nets.n; net++)
        join_net(&j, net);
    em_sort_keys(j.fork_keys.items, j.fork_keys.n);
    for (int k = 0; k + 1 < j.fork_keys.n; k++) {
        const SortKey *key = &j.fork_keys.items[k];
        if (key->key >> 31 == key[1].key >> 31)
            *PUSH(f->arena, &f->joints) = j.forks.items[key->index];
    }
}

void em_route(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Route r = {.f = f};

    for (int i = 0; i < f->lines.n; i++)
        route_line(&r, scratch, &f->lines.items[i]);
    join_lines(f, scratch);
    assert(em_is_routed(f));
    em_arena_rewind(scratch, mark);
}
