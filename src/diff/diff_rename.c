/*
 * Evidence that something was renamed.
 *
 * Tables. Each column name weighs the less the more tables have it (an "id"
 * says nothing): 1000 over the number of tables, of both schemas. Up to 70
 * points are the share of the weight that both tables have, of the weight that
 * either has (a column of another type counts half); 15 go to names with a
 * word in common, 15 to being referred to by the same columns. 60 are needed,
 * and either a name, a neighbour, or a weight of 750 in common.
 *
 * Columns, of tables that are a pair: 30 points for the same type, 15 for one
 * of its family (else it is no rename); 10 each for the same nullability and
 * default; 20 for the same comment; 30 for referring to the same column, but
 * -30 when only one of them refers; 15 for standing behind the same column, 15
 * for a word in common, 10 for being the only candidates. 70 are needed.
 *
 * The best pair is taken first; ties go by place. When there are too many
 * candidates, nothing is guessed.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_value.h"
#include "schema/words.h"

enum {
    ENOUGH_FOR_TABLES = 60,
    ENOUGH_FOR_COLUMNS = 70,
    DISTINCTIVE = 750,     /* weight */
    MAX_CANDIDATES = 40000 /* pairs that are looked at */
};

/* A guess: the partners, and its points. */
typedef struct {
    int before, after, points;
} Guess;

typedef ARRAY_OF(Guess) Guesses;

static void take_best_first(Guesses *all, Pairing *p)
{
    for (int points = 200; points > 0; points--)
        for (int i = 0; i < all->n; i++)
            if (all->items[i].points == points)
                em_pair(p, all->items[i].before, all->items[i].after, true);
}

/* Words that many names have, and that say nothing of what they are about. */
static bool is_common(Str word)
{
    static const Str words[] = {
        STR_INIT("id"), STR_INIT("is"), STR_INIT("has"),
        STR_INIT("at"), STR_INIT("on"), STR_INIT("by"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(words[i], word))
            return true;
    return false;
}

static bool names_related(Str before, Str after, Arena *scratch)
{
    Words b = em_words_of(before, scratch), a = em_words_of(after, scratch);
    for (int i = 0; i < b.n; i++)
        for (int k = 0; k < a.n; k++)
            if (em_str_eq(b.word[i], a.word[k]) && !is_common(b.word[i]))
                return true;
    return em_str_distance(before, after, 2) <= MIN(2, before.n / 3);
}

static Str base_of(const Table *t)
{
    return t->base.n ? t->base : t->name;
}

/* ---- tables ---------------------------------------------------------------
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

typedef struct {
    int shared, either; /* weights; half types count half */
} Overlap;

static Overlap overlap(const Match *m, const Map *count, const Table *b,
                       const Table *a)
{
    Overlap o = {0, 0};
    Map later = {.arena = m->scratch};
    for (int i = 0; i < a->columns.n; i++) {
        Str key = em_column_key(m, &a->columns.items[i]);
        em_map_add(&later, key, i);
        o.either += 1000 / MAX(em_map_find(count, key), 1);
    }
    for (int i = 0; i < b->columns.n; i++) {
        const Column *c = &b->columns.items[i];
        Str key = em_column_key(m, c);
        int weight = 1000 / MAX(em_map_find(count, key), 1);
        int at = em_map_find(&later, key);
        if (at == NONE)
            o.either += weight;
        else
            o.shared +=
                em_types_match(c, &a->columns.items[at], m->mixed, m->scratch)
                    ? weight
                    : weight / 2;
    }
    return o;
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
            if (f->ref_table != b || f->columns.n == 0)
                continue;
            const Table *u = &m->after->tables.items[later];
            for (int j = 0; j < u->foreign_keys.n; j++)
                if (u->foreign_keys.items[j].ref_table == a &&
                    u->foreign_keys.items[j].columns.n == f->columns.n &&
                    em_str_eq(u->foreign_keys.items[j].columns.items[0],
                              f->columns.items[0]))
                    return true;
        }
    }
    return false;
}

static int points_of_tables(const Match *m, const Map *count, int b, int a)
{
    const Table *before = &m->before->tables.items[b];
    const Table *after = &m->after->tables.items[a];
    Overlap o = overlap(m, count, before, after);
    bool name = names_related(base_of(before), base_of(after), m->scratch);
    bool neighbour = same_neighbour(m, b, a);

    if (o.either == 0 || !(name || neighbour || o.shared >= DISTINCTIVE))
        return 0;
    int points = (int)(70 * (int64_t)o.shared / o.either) + (name ? 15 : 0) +
                 (neighbour ? 15 : 0);
    return points >= ENOUGH_FOR_TABLES ? points : 0;
}

static int count_alone(const int *partner, int n)
{
    int alone = 0;
    for (int i = 0; i < n; i++)
        alone += partner[i] == NONE;
    return alone;
}

static bool too_many(const Pairing *p)
{
    return (int64_t)count_alone(p->after_of, p->n_before) *
               count_alone(p->before_of, p->n_after) >
           MAX_CANDIDATES;
}

void em_rename_tables(Match *m)
{
    Pairing *p = &m->tables;
    Map count = {.arena = m->scratch};
    Guesses guesses = {0};

    if (too_many(p))
        return;
    count_columns(m, m->before, &count);
    count_columns(m, m->after, &count);
    for (int b = 0; b < p->n_before; b++) {
        for (int a = 0; a < p->n_after && p->after_of[b] == NONE; a++) {
            if (p->before_of[a] != NONE)
                continue;
            int points = points_of_tables(m, &count, b, a);
            if (points)
                *PUSH(m->scratch, &guesses) = (Guess){b, a, points};
        }
    }
    take_best_first(&guesses, p);
}

/* ---- columns --------------------------------------------------------------
 */

/* The foreign key that consists of this column alone; NULL. */
static const ForeignKey *key_of(const Table *t, Str column)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *f = &t->foreign_keys.items[i];
        if (f->columns.n == 1 && em_str_eq(f->columns.items[0], column))
            return f;
    }
    return NULL;
}

static int points_of_references(const Match *m, const ForeignKey *b,
                                const ForeignKey *a)
{
    if (!b && !a)
        return 0;
    bool same = b && a && b->ref_table != NONE &&
                m->tables.after_of[b->ref_table] == a->ref_table;
    return same ? 30 : -30;
}

static Str default_key(const Match *m, const Column *c)
{
    bool is_said = c->value.kind != VALUE_UNSAID;
    return is_said ? em_default_key(c, m->after->dialect, m->scratch)
                   : (Str){0};
}

static int points_of_types(const Match *m, const Column *b, const Column *a)
{
    if (em_types_match(b, a, m->mixed, m->scratch))
        return 30;
    TypeFamily family = em_type_size(em_type_key(b, m->scratch)).family;
    bool related = family != FAMILY_OTHER &&
                   family == em_type_size(em_type_key(a, m->scratch)).family;
    return related ? 15 : 0;
}

/* Both first, or both behind columns that are a pair. */
static bool same_place(const Pairing *p, int b, int a)
{
    if (b == 0 || a == 0)
        return b == a;
    return p->after_of[b - 1] == a - 1;
}

static int points_of_columns(const Match *m, int before, int after, int b,
                             int a)
{
    const Table *t = &m->before->tables.items[before];
    const Table *u = &m->after->tables.items[after];
    const Column *c = &t->columns.items[b], *d = &u->columns.items[a];
    const Pairing *p = &m->columns[after];
    int points = points_of_types(m, c, d);

    if (points == 0)
        return 0;
    points += c->nullable == d->nullable ? 10 : 0;
    points += c->value.kind == d->value.kind &&
                      em_str_eq(default_key(m, c), default_key(m, d))
                  ? 10
                  : 0;
    points += c->comment.n && em_str_eq(c->comment, d->comment) ? 20 : 0;
    points += points_of_references(m, key_of(t, c->name), key_of(u, d->name));
    points += same_place(p, b, a) ? 15 : 0;
    points += names_related(c->name, d->name, m->scratch) ? 15 : 0;
    points += count_alone(p->after_of, p->n_before) == 1 &&
                      count_alone(p->before_of, p->n_after) == 1
                  ? 10
                  : 0;
    return points >= ENOUGH_FOR_COLUMNS ? points : 0;
}

void em_rename_columns(Match *m, int before, int after)
{
    Pairing *p = &m->columns[after];
    Guesses guesses = {0};

    if (too_many(p))
        return;
    for (int b = 0; b < p->n_before; b++) {
        for (int a = 0; a < p->n_after && p->after_of[b] == NONE; a++) {
            if (p->before_of[a] != NONE)
                continue;
            int points = points_of_columns(m, before, after, b, a);
            if (points)
                *PUSH(m->scratch, &guesses) = (Guess){b, a, points};
        }
    }
    take_best_first(&guesses, p);
}
