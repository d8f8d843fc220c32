/*
 * Columns for tables: a start and a local search.
 *
 * The start is an order of all boxes on a line, in which neighbours are near:
 * the second eigenvector of the random walk on the graph, by power iteration
 * (Koren 2003 draws with it), cut into columns of equal height.
 *
 * The search then moves and exchanges boxes. It estimates what a line will
 * cost: its level difference, something more when it stays in one column, and
 * much more for each column it passes; a column that is too high pays for
 * that. Only the lines of boxes that change places are looked at, so a move
 * costs the same in columns of any height. Worse states are taken with the
 * probability of simulated annealing (Kirkpatrick, Gelatt, Vecchi 1983), all
 * in integers.
 */
#include "layout/columns.h"

#include <string.h>

enum {
    ROUNDS = 120,         /* of power iteration */
    ONE = 1 << 20,        /* of its numbers */
    BEND_COST = 100 * PX, /* a line within a column */
    SKIP_COST = 360 * PX, /* a column passed */
    CROSSING_COST = 100 * PX,
    MOST_COUNTED = 400,      /* boxes: more would take too long */
    LOOKS = 4 * 1000 * 1000, /* at pairs of lines, to count crossings */
    HOT = 30 * PX,           /* temperatures, first and last */
    COLD = 6 * PX
};

Columns em_columns_of(const Flow *f, Arena *scratch)
{
    Columns c = {.f = f, .scratch = scratch};
    while (c.n < f->items.n && f->items.items[c.n].kind == ITEM_BOX)
        c.n++;
    int *sizes = NEW_ARRAY(scratch, c.n + 1, int);
    for (int i = 0; i < 2 * f->lines.n; i++) {
        const Line *l = &f->lines.items[i / 2];
        int box = l->end[i % 2].item;
        if (box < c.n && l->end[0].item != l->end[1].item)
            sizes[box]++;
    }
    c.ties_of = em_lists(scratch, c.n, sizes);
    c.ties = NEW_ARRAY(scratch, c.ties_of.start[c.n] + 1, Tie);
    for (int i = 2 * f->lines.n - 1; i >= 0; i--) {
        const Line *l = &f->lines.items[i / 2];
        const LineEnd *here = &l->end[i % 2], *there = &l->end[!(i % 2)];
        if (here->item >= c.n || here->item == there->item)
            continue;
        const Item *a = &f->items.items[here->item];
        const Item *b = &f->items.items[there->item];
        c.ties[c.ties_of.start[here->item] + --sizes[here->item]] =
            (Tie){b->kind == ITEM_BOX ? there->item : NONE, b->wall,
                  here->fixed ? here->at : a->h / 2,
                  there->fixed ? there->at : b->h / 2};
    }
    c.column = NEW_ARRAY(scratch, c.n + 1, int);
    c.pos = NEW_ARRAY(scratch, c.n + 1, int);
    c.y = NEW_ARRAY(scratch, c.n + 1, Len);
    return c;
}

static Len height_of(const Columns *c, int box)
{
    return c->f->items.items[box].h;
}

static Len column_height(const Columns *c, const Column *col)
{
    int64_t h = 0;
    for (int k = 0; k < col->n; k++)
        h += (int64_t)height_of(c, col->items[k]) + c->f->o->node_gap;
    return em_len(h);
}

void em_column_stack(Columns *c, int column)
{
    const Column *col = &c->columns[column];
    c->height[column] = column_height(c, col);
    int64_t y = -c->height[column] / 2;
    for (int k = 0; k < col->n; k++) {
        int box = col->items[k];
        c->column[box] = column;
        c->pos[box] = k;
        c->y[box] = em_len(y);
        y += (int64_t)height_of(c, box) + c->f->o->node_gap;
    }
}

/* Queues what a box is tied to and has not been seen. */
static int queue_others(const Columns *c, int box, bool *seen, int *queue,
                        int n)
{
    for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1]; t++) {
        int other = c->ties[t].other;
        if (other == NONE || seen[other])
            continue;
        seen[other] = true;
        queue[n++] = other;
    }
    return n;
}

/* Numbers boxes breadth first, as a start for the iteration. */
static void walk_breadth(const Columns *c, int64_t *x)
{
    int *queue = NEW_ARRAY(c->scratch, c->n + 1, int);
    bool *seen = NEW_ARRAY(c->scratch, c->n + 1, bool);
    int n = 0;
    for (int root = 0, head = 0; root < c->n; root++) {
        if (!seen[root])
            queue[n++] = root;
        seen[root] = true;
        for (; head < n; head++) {
            x[queue[head]] = head;
            n = queue_others(c, queue[head], seen, queue, n);
        }
    }
}

/* Takes the mean, weighted by degree, away and brings the numbers to ONE. */
static void centre(const Columns *c, int64_t *x)
{
    int64_t sum = 0, weight = 0, most = 1;
    for (int i = 0; i < c->n; i++) {
        int degree = c->ties_of.start[i + 1] - c->ties_of.start[i] + 1;
        sum += x[i] * degree;
        weight += degree;
    }
    for (int i = 0; i < c->n; i++) {
        x[i] -= sum / weight;
        int64_t size = x[i] < 0 ? -x[i] : x[i];
        most = MAX(most, size);
    }
    for (int i = 0; i < c->n; i++)
        x[i] = x[i] * ONE / most;
}

/* The mean of the numbers of a box and those it is tied to. */
static int64_t mean_around(const Columns *c, const int64_t *x, int box)
{
    int64_t sum = x[box];
    int n = 1;
    for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1]; t++) {
        if (c->ties[t].other == NONE)
            continue;
        sum += x[c->ties[t].other];
        n++;
    }
    return sum / n;
}

SortKey *em_columns_line(const Columns *c)
{
    int64_t *x = NEW_ARRAY(c->scratch, c->n + 1, int64_t);
    int64_t *next = NEW_ARRAY(c->scratch, c->n + 1, int64_t);
    SortKey *keys = NEW_ARRAY(c->scratch, c->n + 1, SortKey);
    int64_t work = (int64_t)c->ties_of.start[c->n] + c->n;
    int rounds = work > 200000 ? 20 : ROUNDS;

    walk_breadth(c, x);
    centre(c, x);
    for (int r = 0; r < rounds; r++) {
        for (int i = 0; i < c->n; i++)
            next[i] = (x[i] + mean_around(c, x, i)) / 2;
        memcpy(x, next, (size_t)c->n * sizeof *x);
        centre(c, x);
    }
    for (int i = 0; i < c->n; i++)
        keys[i] = (SortKey){x[i], i};
    em_sort_keys(keys, c->n);
    return keys;
}

/* Sorts a column by the mean height of what its boxes are tied to. */
static void settle(Columns *c, int column)
{
    Mark mark = em_arena_mark(c->scratch);
    Column *col = &c->columns[column];
    SortKey *keys = NEW_ARRAY(c->scratch, col->n + 1, SortKey);

    for (int k = 0; k < col->n; k++) {
        int box = col->items[k], n = 0;
        int64_t sum = 0;
        for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1];
             t++) {
            const Tie *tie = &c->ties[t];
            if (tie->other == NONE)
                continue;
            sum += c->y[tie->other] + tie->far_at - tie->at;
            n++;
        }
        int64_t at = n ? sum / n : c->y[box];
        keys[k] = (SortKey){at + height_of(c, box) / 2, box};
    }
    em_sort_keys(keys, col->n);
    for (int k = 0; k < col->n; k++)
        col->items[k] = keys[k].index;
    em_column_stack(c, column);
    em_arena_rewind(c->scratch, mark);
}

void em_columns_start(Columns *c, const SortKey *line, int n_columns)
{
    int64_t total = 0, below = 0;
    Len tallest = 0;

    c->n_columns = n_columns;
    c->columns = NEW_ARRAY(c->scratch, n_columns, Column);
    c->height = NEW_ARRAY(c->scratch, n_columns, int64_t);
    for (int i = 0; i < c->n; i++) {
        total += (int64_t)height_of(c, i) + c->f->o->node_gap;
        tallest = MAX(tallest, height_of(c, i) + c->f->o->node_gap);
    }
    for (int k = 0; k < c->n; k++) {
        Len h = height_of(c, line[k].index) + c->f->o->node_gap;
        int64_t column = (below + h / 2) * n_columns / (total + 1);
        below += h;
        *PUSH(c->scratch, &c->columns[column]) = line[k].index;
    }
    c->capacity = MAX(em_len(total * 108 / 100 / n_columns), tallest);
    for (int k = 0; k < n_columns; k++)
        em_column_stack(c, k);
    for (int round = 0; round < 6; round++) {
        for (int k = 0; k < n_columns; k++)
            settle(c, round % 2 ? n_columns - 1 - k : k);
    }
}

typedef struct {
    Columns *c;
    Rng rng;
    int64_t threshold;
    bool counts;   /* crossings too */
    int64_t looks; /* at pairs of lines, that are left for it */
} Search;

/* What a line costs when its box is in a column at a height. */
static int64_t tie_cost_at(const Columns *c, const Tie *t, int here, int64_t y)
{
    if (t->other == NONE) {
        int passed = t->wall == SIDE_LEFT ? here : c->n_columns - 1 - here;
        return (int64_t)passed * SKIP_COST;
    }
    int d = here - c->column[t->other];
    d = d < 0 ? -d : d;
    int64_t dy = y + t->at - c->y[t->other] - t->far_at;
    dy = dy < 0 ? -dy : dy;
    return dy + (d == 0 ? BEND_COST : (int64_t)(d - 1) * SKIP_COST);
}

/* What all lines of a box would cost elsewhere. */
static int64_t box_cost(const Columns *c, int box, int column, int64_t y)
{
    int64_t cost = 0;
    for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1]; t++)
        cost += tie_cost_at(c, &c->ties[t], column, y);
    return cost;
}

/* What a column costs that is higher than it should be. */
static int64_t excess_cost(const Columns *c, int64_t height)
{
    int64_t excess = height - c->capacity;
    return excess <= 0 ? 0 : 3 * excess + excess * (excess / PX) / 50;
}

/* Takes a box out of its column and puts it into another before `pos`. */
static void move_box(Columns *c, int box, int to, int pos)
{
    int was = c->column[box];
    Column *from = &c->columns[was];
    for (int k = c->pos[box]; k + 1 < from->n; k++)
        from->items[k] = from->items[k + 1];
    from->n--;
    Column *col = &c->columns[to];
    pos = MIN(pos, col->n);
    PUSH(c->scratch, col);
    for (int k = col->n - 1; k > pos; k--)
        col->items[k] = col->items[k - 1];
    col->items[pos] = box;
    em_column_stack(c, to);
    if (was != to)
        em_column_stack(c, was);
}

/* The place in a column at a height. */
static int place_at(const Columns *c, int column, int64_t y)
{
    const Column *col = &c->columns[column];
    int lo = 0, hi = col->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (c->y[col->items[mid]] < y)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* -log2 of a random number in (0, 1], in 1/64, near enough. */
static int64_t minus_log2(Rng *rng)
{
    uint32_t r = (uint32_t)(em_rng_next(rng) >> 32) | 1;
    int64_t zeros = 0;
    while (!(r & 0x80000000U)) {
        r <<= 1;
        zeros++;
    }
    return (zeros + 1) * 64 - (int64_t)((r >> 25) & 63);
}

/* True when something so much worse may be taken this time. */
static bool accepts(Search *s, int64_t worse)
{
    return worse <= 0 || worse * 92 < s->threshold * minus_log2(&s->rng);
}

/* What the crossings of lines of one or two boxes cost, when they count. */
static int64_t crossing_cost(Search *s, int x, int y)
{
    if (!s->counts)
        return 0;
    const Columns *c = s->c;
    int n = em_columns_crossings(c, x);
    int degree = c->ties_of.start[x + 1] - c->ties_of.start[x];
    if (y != NONE) {
        n += em_columns_crossings(c, y);
        degree += c->ties_of.start[y + 1] - c->ties_of.start[y];
    }
    s->looks -= (int64_t)degree * 2 * c->ties_of.start[c->n] / c->n_columns;
    return (int64_t)n * CROSSING_COST;
}

/* A move that costs so much more in length may yet be accepted. */
static bool is_promising(Search *s, int64_t worse)
{
    if (!s->counts)
        return accepts(s, worse);
    return worse < 2 * s->threshold + CROSSING_COST;
}

/* Whether a move that has been made stays. */
static bool stays(Search *s, int64_t worse)
{
    return !s->counts || accepts(s, worse);
}

/*
 * What is lost when a box goes into another column before `pos`. Of the other
 * boxes of the two columns, which move by half its height, some come nearer to
 * their ends and some do not; they are not looked at.
 */
static int64_t move_cost(const Columns *c, int box, int to, int pos)
{
    const Column *col = &c->columns[to];
    int from = c->column[box];
    int64_t h = (int64_t)height_of(c, box) + c->f->o->node_gap;
    int64_t y = -(c->height[to] + h) / 2;

    if (pos > 0) {
        int above = col->items[pos - 1];
        y = (int64_t)c->y[above] + height_of(c, above) + c->f->o->node_gap -
            h / 2;
    }
    return box_cost(c, box, to, y) - box_cost(c, box, from, c->y[box]) +
           excess_cost(c, c->height[to] + h) - excess_cost(c, c->height[to]) +
           excess_cost(c, c->height[from] - h) -
           excess_cost(c, c->height[from]);
}

/* What the lines of a box cost more when it is moved by dy in its column. */
static int64_t slide_cost(const Columns *c, int box, int64_t dy)
{
    int64_t cost = 0;
    for (int i = c->ties_of.start[box]; i < c->ties_of.start[box + 1]; i++) {
        const Tie *t = &c->ties[i];
        if (t->other == NONE)
            continue;
        int64_t d = (int64_t)c->y[box] + t->at - c->y[t->other] - t->far_at;
        cost += (d + dy < 0 ? -d - dy : d + dy) - (d < 0 ? -d : d);
    }
    return cost;
}

/* The same as move_cost within its column: the boxes it passes move by its
 * height. */
static int64_t shift_cost(const Columns *c, int box, int pos)
{
    int at = c->pos[box];
    const Column *col = &c->columns[c->column[box]];
    Len h = height_of(c, box) + c->f->o->node_gap;
    int64_t passed = 0, cost = 0;

    for (int k = at + 1; k < pos; k++) {
        int other = col->items[k];
        passed += (int64_t)height_of(c, other) + c->f->o->node_gap;
        cost += slide_cost(c, other, -h);
    }
    for (int k = pos; k < at; k++) {
        int other = col->items[k];
        passed -= (int64_t)height_of(c, other) + c->f->o->node_gap;
        cost += slide_cost(c, other, h);
    }
    return cost + slide_cost(c, box, passed);
}

/* Moves a box within its column to before `pos`, if that is accepted. */
static void try_shift(Search *s, int box, int pos)
{
    Columns *c = s->c;
    int at = c->pos[box];
    if (pos == at || pos == at + 1)
        return;
    int64_t worse = shift_cost(c, box, pos);
    if (!is_promising(s, worse))
        return;
    worse -= crossing_cost(s, box, NONE);
    move_box(c, box, c->column[box], pos > at ? pos - 1 : pos);
    if (!stays(s, worse + crossing_cost(s, box, NONE)))
        move_box(c, box, c->column[box], at);
}

static void exchange(Columns *c, int x, int y)
{
    int a = c->column[x], b = c->column[y], at = c->pos[x];
    c->columns[b].items[c->pos[y]] = x;
    c->columns[a].items[at] = y;
    em_column_stack(c, a);
    if (a != b)
        em_column_stack(c, b);
}

/* Lets two boxes of different columns, or far apart, change places. */
static void try_exchange(Search *s, int x, int y)
{
    Columns *c = s->c;
    int a = c->column[x], b = c->column[y];
    int64_t more = (int64_t)height_of(c, y) - height_of(c, x); /* of a */
    int64_t worse = box_cost(c, x, b, (int64_t)c->y[y] + more / 2) +
                    box_cost(c, y, a, (int64_t)c->y[x] - more / 2) -
                    box_cost(c, x, a, c->y[x]) - box_cost(c, y, b, c->y[y]);
    if (a != b)
        worse += excess_cost(c, c->height[a] + more) +
                 excess_cost(c, c->height[b] - more) -
                 excess_cost(c, c->height[a]) - excess_cost(c, c->height[b]);
    if (!is_promising(s, worse))
        return;
    worse -= crossing_cost(s, x, y);
    exchange(c, x, y);
    if (!stays(s, worse + crossing_cost(s, x, y)))
        exchange(c, x, y);
}

/* Moves a box to another column before `pos`, if that is accepted. */
static void try_move(Search *s, int box, int to, int pos)
{
    Columns *c = s->c;
    int from = c->column[box], at = c->pos[box];
    int64_t worse = move_cost(c, box, to, pos);
    if (!is_promising(s, worse))
        return;
    worse -= crossing_cost(s, box, NONE);
    move_box(c, box, to, pos);
    if (!stays(s, worse + crossing_cost(s, box, NONE)))
        move_box(c, box, from, at);
}

/* A box goes to one of those it has lines to, into the same column or one
 * beside; when there is no room, another takes its place. */
static void try_neighbour(Search *s, int box)
{
    Columns *c = s->c;
    int degree = c->ties_of.start[box + 1] - c->ties_of.start[box];
    if (degree == 0)
        return;
    const Tie *t =
        &c->ties[c->ties_of.start[box] + em_rng_below(&s->rng, degree)];
    if (t->other == NONE)
        return;
    int to = c->column[t->other] + em_rng_below(&s->rng, 3) - 1;
    if (to < 0 || to >= c->n_columns)
        return;
    const Column *col = &c->columns[to];
    int pos = place_at(c, to, (int64_t)c->y[t->other] + t->far_at - t->at);
    if (to == c->column[box])
        try_shift(s, box, pos);
    else if (c->height[to] + height_of(c, box) > c->capacity && col->n > 0)
        try_exchange(s, box, col->items[MIN(pos, col->n - 1)]);
    else
        try_move(s, box, to, pos);
}

static void try_elsewhere(Search *s, int box)
{
    int n = s->c->columns[s->c->column[box]].n;
    try_shift(s, box, em_rng_below(&s->rng, n + 1));
}

void em_columns_search(Columns *c, int moves, uint64_t seed)
{
    bool counts = c->n <= MOST_COUNTED;
    Search s = {.c = c, .rng = {seed}, .looks = LOOKS};
    int64_t hot = HOT;

    for (int k = 0; k < moves; k++) {
        if (k % 64 == 0) /* from HOT to COLD, nearly geometrically */
            s.threshold =
                COLD + (hot - COLD) * (moves - k) / moves * (moves - k) / moves;
        s.counts = counts && s.looks > 0 && k >= moves * 3 / 4;
        int box = em_rng_below(&s.rng, c->n);
        int kind = em_rng_below(&s.rng, 100);
        int other = em_rng_below(&s.rng, c->n);
        if (kind < 45)
            try_neighbour(&s, box);
        else if (kind < 75)
            try_shift(&s, box,
                      MIN(c->pos[box] + 2, c->columns[c->column[box]].n));
        else if (kind < 92 && other != box)
            try_exchange(&s, box, other);
        else
            try_elsewhere(&s, box);
    }
}
