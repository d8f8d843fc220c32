/*
 * Columns: layers for diagrams without a direction, such as most schemas.
 *
 * Boxes stand in columns that fill the page, each wherever its lines are short;
 * lines may lead to either side and stay within a column. How many columns is
 * computed from the page; near it, several numbers and several seeds of the
 * search are candidates, in small graphs more of the number that looks best.
 * How many there are falls with the size of the graph, so that time grows
 * little more than the graph. Columns do not care which way lines lead; the
 * better of the two ways to look at them is taken at the end.
 *
 *   needs  cycle
 *   gives  candidates: layer of every item, n_layers, pos as a wish
 *   keeps  everything else
 */
#include "layout/columns.h"
#include "layout/choose.h"

enum { SEARCH_BUDGET = 30 * 1000 * 1000 /* costs of lines looked at */ };

/*
 * Mirrors the columns when more lines would lead to the left than to the right,
 * as we read from left to right. Walls, whose sides are given, forbid it.
 */
static void face_right(Flow *f)
{
    int to_right = 0;
    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind == ITEM_WALL)
            return;
    }
    for (int i = 0; i < f->lines.n; i++) {
        const LineEnd *end = f->lines.items[i].end;
        int from = f->items.items[end[0].item].layer;
        int to = f->items.items[end[1].item].layer;
        to_right += (from < to) - (to < from);
    }
    for (int i = 0; i < f->items.n && to_right < 0; i++) {
        Item *it = &f->items.items[i];
        it->layer = f->n_layers - 1 - it->layer;
    }
}

/* Takes over the columns of a search, without empty ones. */
static void take_over(Flow *f, const Columns *c)
{
    f->n_layers = 0;
    for (int k = 0; k < c->n_columns; k++) {
        for (int i = 0; i < c->columns[k].n; i++) {
            Item *it = &f->items.items[c->columns[k].items[i]];
            it->layer = f->n_layers;
            it->pos = i;
        }
        f->n_layers += c->columns[k].n > 0;
    }
    f->ranked = false;
    face_right(f);
    em_add_walls(f);
}

/* How many columns make the whole as wide as the page is. */
static int ideal_columns(const Flow *f, int n)
{
    int64_t high = 0, wide = 0, labels = 0;
    for (int i = 0; i < n; i++) {
        high += ((int64_t)f->items.items[i].h + f->o->node_gap) / PX;
        wide += f->items.items[i].w / PX;
    }
    for (int i = 0; i < f->lines.n; i++)
        labels += f->lines.items[i].label_w > 0;
    int64_t pitch = wide / n + 120 + (labels ? 40 : 0);
    int64_t ideal =
        em_root(high * 105 / 100 * f->aspect_w * 256 / (pitch * f->aspect_h));
    return (int)((ideal + 8) / 16);
}

/* Very dense graphs get few columns: lines would have too many chain items. */
static int most_columns(const Flow *f, int n)
{
    int64_t most = (int64_t)1500 * 1000 / (f->lines.n + 1);
    return (int)MIN(MAX(most, 3), n);
}

/* A move looks at the lines of some boxes: so many may be made at most. */
static int most_moves(const Columns *c, int wanted)
{
    int64_t cost = 1 + 4 * (int64_t)c->ties_of.start[c->n] / c->n;
    return (int)MIN(wanted, SEARCH_BUDGET / cost);
}

/*
 * What a size can afford: the moves of a search; how far from the ideal the
 * number of columns may be; the searches in each number of columns, and more of
 * them in the number that is the best so far. The parts of a large graph share
 * its time.
 */
typedef struct {
    int moves, spread, seeds, more;
} Effort;

static Effort effort_for(const Flow *f, int n)
{
    int own = em_size_of(n, f->lines.n);
    int size = own + MAX(f->whole - own, 0) / 4;
    if (size <= 40)
        return (Effort){250 + 15 * n, 1, 2, 2};
    if (size <= 95) /* some 50 tables: a moment to the eye */
        return (Effort){100 * n, 2, 2, 0};
    if (size <= 300)
        return (Effort){80 * n, 1, 3, 0};
    if (size <= 500)
        return (Effort){40 * n, 1, 2, 0};
    if (size <= 700)
        return (Effort){60 * n, 1, 1, 0};
    if (size <= 3000)
        return (Effort){30 * n, 0, 1, 0};
    return (Effort){MAX(30000, 4 * n), 0, 1, 0};
}

/* A search in n_columns columns, and a candidate of what it finds. */
static void try_number(Contest *contest, const SortKey *line, int n_columns,
                       int moves, int seed)
{
    Mark mark = em_arena_mark(contest->scratch);
    Columns c = em_columns_of(contest->f, contest->scratch);
    em_columns_start(&c, line, n_columns);
    em_columns_search(&c, most_moves(&c, moves), (uint64_t)seed);
    take_over(contest->f, &c);
    em_contest_enter(contest);
    em_arena_rewind(contest->scratch, mark);
}

/* The best of the candidates from `first` on; or NONE. */
static int best_from(const Contest *contest, int first)
{
    for (int i = 0; i < contest->n; i++) {
        if (contest->all[i].number >= first)
            return contest->all[i].number - first;
    }
    return NONE;
}

void em_columns(Contest *contest)
{
    Flow *f = contest->f;
    Arena *scratch = contest->scratch;
    Mark mark = em_arena_mark(scratch);
    Columns all = em_columns_of(f, scratch);
    const SortKey *line = em_columns_line(&all);
    Effort e = effort_for(f, all.n);
    int most = most_columns(f, all.n), first = contest->n_entered;
    int ideal = MAX(1, MIN(ideal_columns(f, all.n), most));
    int least = MAX(1, ideal - e.spread);

    for (int k = least; k <= MIN(ideal + e.spread, most); k++) {
        for (int seed = 0; seed < e.seeds; seed++)
            try_number(contest, line, k, e.moves, seed);
    }
    int best = best_from(contest, first);
    int k = best == NONE ? ideal : least + best / e.seeds;
    for (int seed = 0; seed < e.more; seed++)
        try_number(contest, line, k, e.moves, e.seeds + seed);
    em_arena_rewind(scratch, mark);
}
