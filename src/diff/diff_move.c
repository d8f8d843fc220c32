/*
 * Evidence that columns moved from one table to another.
 *
 * A removed column may have moved to the one added column of its name and type,
 * unless it is part of a key, which is its table's own affair. It weighs the
 * less the more tables have such a column: 1000 over their number, in the
 * schema that has more of them. What may have moved from one table to another
 * is believed as a whole: from 1500 on (two columns that are nowhere else), or
 * from 250 on when one of the tables refers to the other, in the later schema
 * or in the earlier.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_value.h"

enum { ENOUGH = 1500, ENOUGH_FOR_NEIGHBOURS = 250 };

enum { AMBIGUOUS = NONE };

/* A guess; tables and columns by their places in the lists of Diff. */
typedef struct {
    int from, column, to, other;
    Str pair; /* the two tables */
} Guess;

typedef struct {
    Diff *out;
    const Match *m;
    Map added; /* name of a column: the table diff that has it new */
    Map have_before, have_after; /* name: how many tables have it */
    Map neighbours;              /* pairs of table diffs */
    Map weights;                 /* pair of table diffs: what moved */
    ARRAY_OF(Guess) guesses;
} Mover;

static Str key_of(const Mover *v, const Schema *s, int table, int column)
{
    return em_column_key(v->m, &s->tables.items[table].columns.items[column]);
}

static void count_names(const Mover *v, const Schema *s, Map *count)
{
    for (int i = 0; i < s->tables.n; i++)
        for (int k = 0; k < s->tables.items[i].columns.n; k++) {
            Str key = key_of(v, s, i, k);
            em_map_set(count, key, MAX(em_map_find(count, key), 0) + 1);
        }
}

static int weight_of(const Mover *v, Str key)
{
    return 1000 / MAX(MAX(em_map_find(&v->have_before, key),
                          em_map_find(&v->have_after, key)),
                      1);
}

/* "4 7", whichever of the two comes first. */
static Str pair_of(const Mover *v, int a, int b)
{
    Buf out = {.arena = v->m->scratch};
    em_put_int(&out, MIN(a, b));
    em_put(&out, STR(" "));
    em_put_int(&out, MAX(a, b));
    return em_buf_str(&out);
}

/* diff_of: by table, the place in the list of Diff */
static void note_neighbours(Mover *v, const Schema *s, const int *diff_of)
{
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        if (r->from.table != NONE && r->to.table != NONE)
            em_map_add(&v->neighbours,
                       pair_of(v, diff_of[r->from.table], diff_of[r->to.table]),
                       1);
    }
}

static void find_neighbours(Mover *v)
{
    const Diff *out = v->out;
    Arena *a = v->m->scratch;
    int *before = NEW_ARRAY(a, out->before->tables.n, int);
    int *after = NEW_ARRAY(a, out->after->tables.n, int);

    for (int i = 0; i < out->tables.n; i++) {
        const TableDiff *t = &out->tables.items[i];
        if (t->before != NONE)
            before[t->before] = i;
        if (t->after != NONE)
            after[t->after] = i;
    }
    note_neighbours(v, out->before, before);
    note_neighbours(v, out->after, after);
}

static void find_added(Mover *v)
{
    for (int i = 0; i < v->out->tables.n; i++) {
        const TableDiff *t = &v->out->tables.items[i];
        for (int k = 0; k < t->columns.n && t->after != NONE; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (c->before != NONE || c->after == NONE)
                continue;
            Str key = key_of(v, v->out->after, t->after, c->after);
            if (em_map_add(&v->added, key, i) != i)
                em_map_set(&v->added, key, AMBIGUOUS);
        }
    }
}

static bool has(const Strs *list, Str s)
{
    for (int i = 0; i < list->n; i++)
        if (em_str_eq(list->items[i], s))
            return true;
    return false;
}

static bool is_key_column(const Table *t, const Column *c)
{
    bool is_key = has(&t->primary_key, c->name);
    for (int i = 0; i < t->foreign_keys.n; i++)
        is_key = is_key || has(&t->foreign_keys.items[i].columns, c->name);
    for (int i = 0; i < c->keys.n; i++)
        is_key = is_key || c->keys.items[i].kind == KEY_PRIMARY ||
                 c->keys.items[i].kind == KEY_FOREIGN;
    return is_key;
}

/* The added column of a table diff that is called so; NONE. */
static int find_column(const Mover *v, const TableDiff *t, Str key)
{
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE && c->after != NONE &&
            em_str_eq(key_of(v, v->out->after, t->after, c->after), key))
            return i;
    }
    return NONE;
}

static void guess(Mover *v, int from, int column)
{
    const TableDiff *t = &v->out->tables.items[from];
    const Table *table = &v->out->before->tables.items[t->before];
    const Column *c = &table->columns.items[t->columns.items[column].before];
    Str key = em_column_key(v->m, c);
    int to = em_map_find(&v->added, key);

    if (to == NONE || to == from || is_key_column(table, c))
        return;
    const TableDiff *u = &v->out->tables.items[to];
    int other = find_column(v, u, key);
    const Column *later = &v->out->after->tables.items[u->after]
                               .columns.items[u->columns.items[other].after];
    if (!em_types_match(c, later, v->m->mixed, v->m->scratch))
        return;
    Str pair = pair_of(v, from, to);
    int weight = MAX(em_map_find(&v->weights, pair), 0) + weight_of(v, key);
    em_map_set(&v->weights, pair, weight);
    *PUSH(v->m->scratch, &v->guesses) = (Guess){from, column, to, other, pair};
}

static bool is_believed(const Mover *v, const Guess *g)
{
    bool are_neighbours = em_map_find(&v->neighbours, g->pair) != NONE;
    return em_map_find(&v->weights, g->pair) >=
           (are_neighbours ? ENOUGH_FOR_NEIGHBOURS : ENOUGH);
}

static void move(Diff *out, const Guess *g)
{
    const TableDiff *from = &out->tables.items[g->from];
    const TableDiff *to = &out->tables.items[g->to];
    ColumnDiff *c = &from->columns.items[g->column];
    ColumnDiff *other = &to->columns.items[g->other];
    if (other->moved.table != NONE)
        return;
    c->moved = (ColumnPlace){to->after, other->after};
    other->moved = (ColumnPlace){from->before, c->before};
}

void em_diff_moves(Diff *out, const Match *m)
{
    Arena *a = m->scratch;
    Mover v = {.out = out,
               .m = m,
               .added = {.arena = a},
               .have_before = {.arena = a},
               .have_after = {.arena = a},
               .neighbours = {.arena = a},
               .weights = {.arena = a}};

    count_names(&v, out->before, &v.have_before);
    count_names(&v, out->after, &v.have_after);
    find_neighbours(&v);
    find_added(&v);
    for (int i = 0; i < out->tables.n; i++) {
        const TableDiff *t = &out->tables.items[i];
        for (int k = 0; k < t->columns.n && t->before != NONE; k++)
            if (t->columns.items[k].after == NONE)
                guess(&v, i, k);
    }
    for (int i = 0; i < v.guesses.n; i++)
        if (is_believed(&v, &v.guesses.items[i]))
            move(out, &v.guesses.items[i]);
}
