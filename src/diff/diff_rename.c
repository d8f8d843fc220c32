/*
 * Evidence that a table was renamed.
 *
 * Each column name weighs the less the more tables have it (an "id" says
 * nothing): 1000 over the number of tables, of both schemas. Up to 70 points
 * are the share of the weight that both tables have, of the weight that either
 * has; a column of another type counts half. 25 go to a name that is the same
 * but for its spelling or its schema, 15 to one with a word in common; 15 to a
 * foreign key that led to the one and leads to the other, from the same column
 * or from one in its place. 60 are needed, and either a name, a neighbour, or
 * a weight of 750 in common.
 *
 * With a name or a neighbour, columns that may have been renamed with the
 * table count, too: those behind the same column, and of the same type, by a
 * half; with a related name by three quarters; and in full when they are spelt
 * otherwise only, or refer to the same table. A type that values keep their
 * meaning in, but another, takes a quarter away.
 *
 * The best pair is taken first; ties go by place. What was found can be
 * evidence for others, so there are some rounds of it. When there are too many
 * candidates, nothing is guessed.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_names.h"
#include "diff/diff_value.h"

enum {
    ENOUGH = 60,
    ROUNDS = 3,
    DISTINCTIVE = 750,      /* weight */
    MAX_CANDIDATES = 40000, /* pairs of one list that are looked at */
    MAX_LOOKED = 200000,    /* and of all lists */
    MAX_COLUMNS = 4000000   /* of pairs of tables */
};

void em_take_best_first(const Guesses *all, Pairing *p)
{
    for (int points = 200; points > 0; points--)
        for (int i = 0; i < all->n; i++)
            if (all->items[i].points == points)
                em_pair(p, all->items[i].before, all->items[i].after, true);
}

int em_count_alone(const int *partner, int n)
{
    int alone = 0;
    for (int i = 0; i < n; i++)
        alone += partner[i] == NONE;
    return alone;
}

bool em_too_many(Match *m, const Pairing *p)
{
    int64_t n = (int64_t)em_count_alone(p->after_of, p->n_before) *
                em_count_alone(p->before_of, p->n_after);
    if (n > MAX_CANDIDATES || n > MAX_LOOKED - m->n_looked)
        return true;
    m->n_looked += (int)n;
    return false;
}

static Str base_of(const Table *t)
{
    return t->base.n ? t->base : t->name;
}

/* ---- columns in common ----------------------------------------------------
 */

/* Name of a column to the number of tables that have it. */
static void count_columns(const Match *m, const Schema *s, Map *count)
{
    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        for (int k = 0; k < t->columns.n; k++) {
            Str key = em_column_key(m, &t->columns.items[k]);
            int n = em_map_find(count, key);
            em_map_set(count, key, n == NONE ? 1 : n + 1);
        }
    }
}

/* Two tables, and which column of the earlier is which of the later. */
typedef struct {
    const Match *m;
    const Map *count;
    const Table *before, *after;
    int *partner;
    bool *taken; /* by the columns of the later one */
} Couple;

typedef struct {
    int shared, either; /* weights; half types count half */
} Overlap;

static int weight(const Couple *c, const Column *column)
{
    return 1000 / MAX(em_map_find(c->count, em_column_key(c->m, column)), 1);
}

static Overlap overlap(Couple *c)
{
    Overlap o = {0, 0};
    Map later = {.arena = c->m->scratch};
    for (int i = 0; i < c->after->columns.n; i++) {
        em_map_add(&later, em_column_key(c->m, &c->after->columns.items[i]), i);
        o.either += weight(c, &c->after->columns.items[i]);
    }
    for (int i = 0; i < c->before->columns.n; i++) {
        const Column *b = &c->before->columns.items[i];
        int at = em_map_find(&later, em_column_key(c->m, b));
        c->partner[i] = at;
        if (at == NONE) {
            o.either += weight(c, b);
            continue;
        }
        c->taken[at] = true;
        o.shared += em_types_match(b, &c->after->columns.items[at], c->m->mixed,
                                   c->m->scratch)
                        ? weight(c, b)
                        : weight(c, b) / 2;
    }
    return o;
}

/* Do keys that begin with these columns refer to what is one table? */
static bool refer_alike(const Couple *c, const Column *b, const Column *a)
{
    for (int i = 0; i < c->before->foreign_keys.n; i++) {
        const ForeignKey *f = &c->before->foreign_keys.items[i];
        if (f->columns.n == 0 || !em_str_eq(f->columns.items[0], b->name))
            continue;
        for (int k = 0; k < c->after->foreign_keys.n; k++) {
            const ForeignKey *g = &c->after->foreign_keys.items[k];
            if (g->columns.n && em_str_eq(g->columns.items[0], a->name) &&
                em_same_target(c->m, f, g))
                return true;
        }
    }
    return false;
}

/* How much of the weight of two columns of different names is the same, in
 * quarters. */
static int quarters(const Couple *c, const Column *b, const Column *a)
{
    bool same = em_types_match(b, a, c->m->mixed, c->m->scratch);
    if (!same && !em_types_kin(b, a, c->m->scratch))
        return 0;
    Likeness names = em_names_likeness(b->name, a->name, c->m->scratch);
    int most = names == NAMES_ALIKE || refer_alike(c, b, a) ? 4
               : names == NAMES_RELATED                     ? 3
                                                            : 2;
    return same ? most : most - 1;
}

/* Adds columns that may have been renamed with the table. */
static void add_renamed(Couple *c, Overlap *o)
{
    for (int i = 0; i < c->before->columns.n; i++) {
        int at = i == 0 ? 0 : c->partner[i - 1] + 1;
        if (c->partner[i] != NONE || (i > 0 && at == 0) ||
            at >= c->after->columns.n || c->taken[at])
            continue;
        const Column *b = &c->before->columns.items[i];
        const Column *a = &c->after->columns.items[at];
        int same = quarters(c, b, a);
        if (same == 0)
            continue;
        c->partner[i] = at;
        c->taken[at] = true;
        int x = weight(c, b), y = weight(c, a);
        o->shared += MIN(x, y) * same / 4;
        o->either -= MIN(x, y);
    }
}

/* ---- neighbours -----------------------------------------------------------
 */

static Str name_before(const Table *t, int column)
{
    return column > 0 ? t->columns.items[column - 1].name : (Str){0};
}

/* The same column, or one that is there instead of the other. */
static bool same_column(const Table *t, Str b, const Table *u, Str a)
{
    if (em_str_eq_nocase(b, a))
        return true;
    int at = em_column_find(t, b), later = em_column_find(u, a);
    return at != NONE && later != NONE && em_column_find(t, a) == NONE &&
           em_column_find(u, b) == NONE &&
           em_str_eq_nocase(name_before(t, at), name_before(u, later));
}

static bool leads_to(const Table *t, const ForeignKey *f, const Table *u, int a)
{
    for (int i = 0; i < u->foreign_keys.n; i++) {
        const ForeignKey *g = &u->foreign_keys.items[i];
        if (g->ref_table == a && g->columns.n == f->columns.n &&
            same_column(t, f->columns.items[0], u, g->columns.items[0]))
            return true;
    }
    return false;
}

/* Does a foreign key of a table in both schemas lead to b earlier, and from
 * the same columns to a later? */
static bool same_neighbour(const Match *m, int b, int a)
{
    for (int i = 0; i < m->before->tables.n; i++) {
        int later = m->tables.after_of[i];
        const Table *t = &m->before->tables.items[i];
        for (int k = 0; k < t->foreign_keys.n && later != NONE; k++) {
            const ForeignKey *f = &t->foreign_keys.items[k];
            if (f->ref_table == b && f->columns.n > 0 &&
                leads_to(t, f, &m->after->tables.items[later], a))
                return true;
        }
    }
    return false;
}

/* ---- points ---------------------------------------------------------------
 */

static int points_of(Match *m, const Map *count, int b, int a)
{
    static const int points_of_name[] = {
        [NAMES_APART] = 0, [NAMES_RELATED] = 15, [NAMES_ALIKE] = 25};
    const Table *before = &m->before->tables.items[b];
    const Table *after = &m->after->tables.items[a];
    Couple c = {m,
                count,
                before,
                after,
                NEW_ARRAY(m->scratch, MAX(before->columns.n, 1), int),
                NEW_ARRAY(m->scratch, MAX(after->columns.n, 1), bool)};
    Overlap o = overlap(&c);
    int points = points_of_name[em_names_likeness(base_of(before),
                                                  base_of(after), m->scratch)] +
                 (same_neighbour(m, b, a) ? 15 : 0);

    if (o.either == 0 || (points == 0 && o.shared < DISTINCTIVE))
        return 0;
    if (points > 0 && m->n_looked < MAX_LOOKED) {
        m->n_looked += before->columns.n;
        add_renamed(&c, &o);
    }
    points += (int)(70 * (int64_t)o.shared / o.either);
    return points >= ENOUGH ? points : 0;
}

/* False: nothing was found. */
static bool find_some(Match *m, const Map *count)
{
    Pairing *p = &m->tables;
    Guesses guesses = {0};
    for (int b = 0; b < p->n_before; b++) {
        for (int a = 0; a < p->n_after && p->after_of[b] == NONE; a++) {
            if (p->before_of[a] != NONE)
                continue;
            Mark mark = em_arena_mark(m->scratch);
            int points = points_of(m, count, b, a);
            em_arena_rewind(m->scratch, mark);
            if (points)
                *PUSH(m->scratch, &guesses) = (Guess){b, a, points};
        }
    }
    em_take_best_first(&guesses, p);
    return guesses.n > 0;
}

static int64_t count_columns_alone(const Schema *s, const int *partner)
{
    int64_t n = 0;
    for (int i = 0; i < s->tables.n; i++)
        n += partner[i] == NONE ? s->tables.items[i].columns.n : 0;
    return n;
}

/* Have all pairs of tables without a partner more columns than are compared? */
static bool too_many_columns(const Match *m)
{
    const Pairing *p = &m->tables;
    int64_t before = count_columns_alone(m->before, p->after_of);
    int64_t after = count_columns_alone(m->after, p->before_of);
    return before * em_count_alone(p->before_of, p->n_after) +
               after * em_count_alone(p->after_of, p->n_before) >
           MAX_COLUMNS;
}

void em_rename_tables(Match *m)
{
    Map count = {.arena = m->scratch};

    count_columns(m, m->before, &count);
    count_columns(m, m->after, &count);
    for (int round = 0; round < ROUNDS; round++)
        if (em_too_many(m, &m->tables) || too_many_columns(m) ||
            !find_some(m, &count))
            return;
}
