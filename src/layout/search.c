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
 * that. Worse states are taken with the probability of simulated annealing
 * (Kirkpatrick, Gelatt, Vecchi 1983), all in integers.
 */
#include "layout/columns.h"

#include <string.h>

enum {
    ROUNDS = 120,         /* of power iteration */
    ONE = 1 << 20,        /* of its numbers */
    BEND_COST = 100 * PX, /* a line within a column */
    SKIP_COST = 360 * PX, /* a column passed */
    HOT = 100 * PX,       /* temperatures, first and last */
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
    int64_t y = -(int64_t)column_height(c, col) / 2;
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

/* Boxes in an order in which those with lines are near each other. */
static SortKey *order_on_line(const Columns *c)
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

void em_columns_start(Columns *c, int n_columns)
{
    const SortKey *line = order_on_line(c);
    int64_t total = 0, below = 0;
    Len tallest = 0;

    c->n_columns = n_columns;
    c->columns = NEW_ARRAY(c->scratch, n_columns, Column);
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
    int a, b; /* the columns at hand */
    Column was_a, was_b;
    int64_t threshold;
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

static int64_t tie_cost(const Columns *c, int box, const Tie *t)
{
    return tie_cost_at(c, t, c->column[box], c->y[box]);
}

/* What all lines of a box would cost elsewhere. */
static int64_t box_cost(const Columns *c, int box, int column, int64_t y)
{
    int64_t cost = 0;
    for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1]; t++)
        cost += tie_cost_at(c, &c->ties[t], column, y);
    return cost;
}

/* What the lines of a column cost; those to `also`, when it has its own turn,
 * and those within count half here. */
static int64_t column_cost(const Columns *c, int column, int also)
{
    const Column *col = &c->columns[column];
    int64_t twice = 0;
    for (int k = 0; k < col->n; k++) {
        int box = col->items[k];
        for (int t = c->ties_of.start[box]; t < c->ties_of.start[box + 1];
             t++) {
            int other = c->ties[t].other;
            int64_t cost = tie_cost(c, box, &c->ties[t]);
            bool half = other != NONE && (c->column[other] == column ||
                                          c->column[other] == also);
            twice += half ? cost : 2 * cost;
        }
    }
    int64_t excess = (int64_t)column_height(c, col) - c->capacity;
    if (excess <= 0)
        return twice / 2;
    return twice / 2 + 3 * excess + excess * (excess / PX) / 50;
}

static int64_t cost_of(const Search *s)
{
    int64_t cost = column_cost(s->c, s->a, s->a == s->b ? NONE : s->b);
    return s->a == s->b ? cost : cost + column_cost(s->c, s->b, s->a);
}

static void copy_column(Arena *arena, Column *to, const Column *from)
{
    to->n = 0;
    for (int k = 0; k < from->n; k++)
        *PUSH(arena, to) = from->items[k];
}

/* Takes a box out of its column and puts it into another before `pos`. */
static void move_box(Search *s, int box, int to, int pos)
{
    Columns *c = s->c;
    Column *from = &c->columns[c->column[box]];
    for (int k = c->pos[box]; k + 1 < from->n; k++)
        from->items[k] = from->items[k + 1];
    from->n--;
    Column *col = &c->columns[to];
    pos = MIN(pos, col->n);
    PUSH(c->scratch, col);
    for (int k = col->n - 1; k > pos; k--)
        col->items[k] = col->items[k - 1];
    col->items[pos] = box;
}

static void exchange(Search *s, int x, int y)
{
    Columns *c = s->c;
    c->columns[c->column[x]].items[c->pos[x]] = y;
    c->columns[c->column[y]].items[c->pos[y]] = x;
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

/*
 * True when a move is not worth a look: the box itself would lose more than
 * would ever be taken, so what it does to others cannot matter.
 */
static bool is_hopeless(const Search *s, int64_t worse)
{
    return worse > 6 * s->threshold + (int64_t)40 * PX;
}

/* Keeps what was done to the two columns, or takes it back. */
static void judge(Search *s, int64_t before)
{
    Columns *c = s->c;
    em_column_stack(c, s->a);
    em_column_stack(c, s->b);
    int64_t worse = cost_of(s) - before;
    if (accepts(s, worse))
        return;
    copy_column(c->scratch, &c->columns[s->a], &s->was_a);
    copy_column(c->scratch, &c->columns[s->b], &s->was_b);
    em_column_stack(c, s->a);
    em_column_stack(c, s->b);
}

static int64_t begin(Search *s, int a, int b)
{
    s->a = a;
    s->b = b;
    copy_column(s->c->scratch, &s->was_a, &s->c->columns[a]);
    copy_column(s->c->scratch, &s->was_b, &s->c->columns[b]);
    return cost_of(s);
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
    int64_t y = (int64_t)c->y[t->other] + t->far_at - t->at;
    int64_t now = box_cost(c, box, c->column[box], c->y[box]);
    if (is_hopeless(s, box_cost(c, box, to, y) - now))
        return;
    int64_t before = begin(s, c->column[box], to);
    const Column *col = &c->columns[to];
    int pos = place_at(c, to, y);
    bool full = to != c->column[box] &&
                column_height(c, col) + height_of(c, box) > c->capacity;
    if (full && col->n > 0)
        exchange(s, box, col->items[MIN(pos, col->n - 1)]);
    else
        move_box(s, box, to, pos);
    judge(s, before);
}

static void try_swap_in_column(Search *s, int box)
{
    Columns *c = s->c;
    const Column *col = &c->columns[c->column[box]];
    int k = c->pos[box];
    if (k + 1 >= col->n)
        return;
    int below = col->items[k + 1];
    Len up = height_of(c, box) + c->f->o->node_gap;
    Len down = height_of(c, below) + c->f->o->node_gap;
    int64_t y = c->y[box], both = y + down;
    int64_t worse = box_cost(c, box, c->column[box], both) +
                    box_cost(c, below, c->column[box], y) -
                    box_cost(c, box, c->column[box], y) -
                    box_cost(c, below, c->column[box], y + up);
    if (!accepts(s, worse))
        return;
    exchange(s, box, below);
    c->y[box] = em_len(both);
    c->y[below] = em_len(y);
    c->pos[box] = k + 1;
    c->pos[below] = k;
}

static void try_swap(Search *s, int box)
{
    int other = em_rng_below(&s->rng, s->c->n);
    if (other == box)
        return;
    const Columns *c = s->c;
    int64_t worse = box_cost(c, box, c->column[other], c->y[other]) +
                    box_cost(c, other, c->column[box], c->y[box]) -
                    box_cost(c, box, c->column[box], c->y[box]) -
                    box_cost(c, other, c->column[other], c->y[other]);
    if (is_hopeless(s, worse))
        return;
    int64_t before = begin(s, c->column[box], c->column[other]);
    exchange(s, box, other);
    judge(s, before);
}

static void try_elsewhere(Search *s, int box)
{
    int column = s->c->column[box];
    int64_t before = begin(s, column, column);
    move_box(s, box, column, em_rng_below(&s->rng, s->c->columns[column].n));
    judge(s, before);
}

void em_columns_search(Columns *c, int moves, uint64_t seed)
{
    Search s = {.c = c, .rng = {seed}};
    int64_t hot = HOT;

    for (int k = 0; k < moves; k++) {
        if (k % 64 == 0) /* from HOT to COLD, nearly geometrically */
            s.threshold =
                COLD + (hot - COLD) * (moves - k) / moves * (moves - k) / moves;
        int box = em_rng_below(&s.rng, c->n);
        int kind = em_rng_below(&s.rng, 100);
        if (kind < 45)
            try_neighbour(&s, box);
        else if (kind < 75)
            try_swap_in_column(&s, box);
        else if (kind < 92)
            try_swap(&s, box);
        else
            try_elsewhere(&s, box);
    }
}
