/*
 * Evidence that a column was renamed, in tables that are a pair.
 *
 * Points, of which 70 are needed:
 *
 *     30   the same type; 15 for one that values keep their meaning in
 *          (varchar(9) and text, int and numeric); else it is no rename
 *     40   the same words, spelt otherwise; 20 for a word in common
 *     25   between the same columns; 15 for one neighbour that is the same, but
 *          nothing at an end that got longer, where new columns go;
 *          -10 when it stood inside, and the other is there
 *     20   the same comment
 *     15   referring to the same table; -30 when only one of them refers;
 *          when they refer to two tables, it is no rename
 *     15   both in the primary key; -10 when only one of them is
 *     10   each: the same nullability, no default, a type that no other column
 *          of the two tables has, being all that is left
 *     15   the same default
 *
 * Looks alone (type, null, default) are not enough: a name, a place, a
 * reference, a key or a comment must speak for it, too. What is found makes
 * neighbours of others, so there are some rounds of it.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_names.h"
#include "diff/diff_value.h"

enum { ENOUGH = 70, NEVER = 1000, ROUNDS = 4 };

/* What is found out of a table once, for all of its columns. */
typedef struct {
    const Table *t;
    Map types;   /* to the number of columns that have it */
    Map keys;    /* columns that are a foreign key alone: which one */
    int n_alone; /* columns without a partner so far */
    int tail;    /* from here on, all are */
} Side;

/* A removed and an added column of a pair of tables. */
typedef struct {
    const Match *m;
    Side before, after;
    const Pairing *p;
    int b, a;
} Couple;

static Side side_of(const Table *t, Arena *scratch)
{
    Side s = {.t = t, .types.arena = scratch, .keys.arena = scratch};
    for (int i = 0; i < t->columns.n; i++) {
        Str type = em_type_key(&t->columns.items[i], scratch);
        em_map_set(&s.types, type, MAX(em_map_find(&s.types, type), 0) + 1);
    }
    for (int i = 0; i < t->foreign_keys.n; i++)
        if (t->foreign_keys.items[i].columns.n == 1)
            em_map_add(&s.keys, t->foreign_keys.items[i].columns.items[0], i);
    return s;
}

static void look_at_partners(Side *s, const int *partner)
{
    int n = s->t->columns.n;
    s->n_alone = em_count_alone(partner, n);
    for (s->tail = n; s->tail > 0 && partner[s->tail - 1] == NONE;)
        s->tail--;
}

static const Column *earlier(const Couple *c)
{
    return &c->before.t->columns.items[c->b];
}

static const Column *later(const Couple *c)
{
    return &c->after.t->columns.items[c->a];
}

/* The foreign key that consists of this column alone; NULL. */
static const ForeignKey *key_of(const Side *s, Str column)
{
    int i = em_map_find(&s->keys, column);
    return i == NONE ? NULL : &s->t->foreign_keys.items[i];
}

bool em_same_target(const Match *m, const ForeignKey *b, const ForeignKey *a)
{
    if (b->ref_table == NONE || a->ref_table == NONE)
        return b->ref_table == a->ref_table &&
               em_str_eq_nocase(b->ref_base, a->ref_base);
    return m->tables.after_of[b->ref_table] == a->ref_table;
}

static int points_of_references(const Couple *c)
{
    const ForeignKey *b = key_of(&c->before, earlier(c)->name);
    const ForeignKey *a = key_of(&c->after, later(c)->name);
    if (!b && !a)
        return 0;
    if (!b || !a)
        return -30;
    return em_same_target(c->m, b, a) ? 15 : -NEVER;
}

static bool in_primary_key(const Table *t, const Column *column)
{
    for (int i = 0; i < t->primary_key.n; i++)
        if (em_str_eq_nocase(t->primary_key.items[i], column->name))
            return true;
    for (int i = 0; i < column->keys.n; i++)
        if (column->keys.items[i].kind == KEY_PRIMARY)
            return true;
    return false;
}

static int points_of_primary_key(const Couple *c)
{
    bool b = in_primary_key(c->before.t, earlier(c));
    bool a = in_primary_key(c->after.t, later(c));
    return b != a ? -10 : b ? 15 : 0;
}

/* Is the type of the two that of no other column? */
static bool type_is_rare(const Couple *c)
{
    Arena *a = c->m->scratch;
    Str type = em_type_key(earlier(c), a);
    return em_str_eq(type, em_type_key(later(c), a)) &&
           em_map_find(&c->before.types, type) == 1 &&
           em_map_find(&c->after.types, type) == 1;
}

static Str default_key(const Couple *c, const Column *column)
{
    bool is_said = column->value.kind != VALUE_UNSAID;
    return is_said ? em_default_key(column, c->m->after->dialect, c->m->scratch)
                   : (Str){0};
}

static int points_of_defaults(const Couple *c)
{
    const Column *b = earlier(c), *a = later(c);
    if (b->value.kind != a->value.kind ||
        !em_str_eq(default_key(c, b), default_key(c, a)))
        return 0;
    return b->value.kind == VALUE_UNSAID ? 10 : 15;
}

static int points_of_types(const Couple *c)
{
    const Column *b = earlier(c), *a = later(c);
    if (em_types_match(b, a, c->m->mixed, c->m->scratch))
        return 30;
    return em_types_kin(b, a, c->m->scratch) ? 15 : 0;
}

static int points_of_place(const Couple *c)
{
    const Pairing *p = c->p;
    int b = c->b, a = c->a;
    bool last_b = b == p->n_before - 1, last_a = a == p->n_after - 1;
    bool left = b == 0 || a == 0 ? b == a : p->after_of[b - 1] == a - 1;
    bool right = !last_b && !last_a && p->after_of[b + 1] == a + 1;

    /* behind it is nothing but what is new, or gone */
    bool tail_b = b >= c->before.tail, tail_a = a >= c->after.tail;
    if (left && right)
        return 25;
    bool alike = p->n_before - b == p->n_after - a; /* tails as long */
    if (left && tail_b && tail_a && !alike)
        return 0;
    if (left || right)
        return 15;
    return tail_a && !tail_b ? -10 : 0;
}

static int points_of_names(const Couple *c)
{
    static const int points[] = {
        [NAMES_APART] = 0, [NAMES_RELATED] = 20, [NAMES_ALIKE] = 40};
    return points[em_names_likeness(earlier(c)->name, later(c)->name,
                                    c->m->scratch)];
}

/* Enough points, or 0. */
static int points_of(const Couple *c)
{
    const Column *b = earlier(c), *a = later(c);
    int types = points_of_types(c);
    if (types == 0)
        return 0;
    int comment = b->comment.n && em_str_eq(b->comment, a->comment) ? 20 : 0;
    int telling[] = {points_of_names(c), points_of_place(c),
                     points_of_references(c), points_of_primary_key(c),
                     comment};
    bool speaks = false;
    int points = types;
    for (int i = 0; i < COUNT(telling); i++) {
        points += telling[i];
        speaks |= telling[i] > 0;
    }
    points += b->nullable == a->nullable ? 10 : 0;
    points += points_of_defaults(c);
    points += type_is_rare(c) ? 10 : 0;
    points += c->before.n_alone == 1 && c->after.n_alone == 1 ? 10 : 0;
    return speaks && points >= ENOUGH ? points : 0;
}

/* False: nothing was found. */
static bool find_some(Couple *c, Pairing *p)
{
    Guesses guesses = {0};
    for (c->b = 0; c->b < p->n_before; c->b++) {
        for (c->a = 0; c->a < p->n_after && p->after_of[c->b] == NONE; c->a++) {
            if (p->before_of[c->a] != NONE)
                continue;
            Mark mark = em_arena_mark(c->m->scratch);
            int points = points_of(c);
            em_arena_rewind(c->m->scratch, mark);
            if (points)
                *PUSH(c->m->scratch, &guesses) = (Guess){c->b, c->a, points};
        }
    }
    em_take_best_first(&guesses, p);
    return guesses.n > 0;
}

void em_rename_columns(Match *m, int before, int after)
{
    Pairing *p = &m->columns[after];
    Mark mark = em_arena_mark(m->scratch);
    Couple c = {.m = m, .p = p};

    if (em_count_alone(p->after_of, p->n_before) == 0 ||
        em_count_alone(p->before_of, p->n_after) == 0)
        return;
    c.before = side_of(&m->before->tables.items[before], m->scratch);
    c.after = side_of(&m->after->tables.items[after], m->scratch);
    for (int round = 0; round < ROUNDS && !em_too_many(m, p); round++) {
        look_at_partners(&c.before, p->after_of);
        look_at_partners(&c.after, p->before_of);
        if (!find_some(&c, p))
            break;
    }
    em_arena_rewind(m->scratch, mark);
}
