/*
 * Many to many: a diagram may draw it as one line, a database has a table for
 * it, of two references and nothing else, whose rows are pairs. When such a
 * table is not drawn, the line between the tables that it joins means it.
 */
#include "base/map.h"
#include "diff/diff_match.h"

static bool is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

/* Are its rows pairs of rows of two tables, each pair once? */
static bool is_join_table(const Table *t)
{
    if (t->foreign_keys.n != 2)
        return false;
    const Strs *one = &t->foreign_keys.items[0].columns;
    const Strs *other = &t->foreign_keys.items[1].columns;
    if (one->n + other->n != t->columns.n || t->primary_key.n != t->columns.n)
        return false;
    for (int i = 0; i < t->columns.n; i++)
        if (!em_strs_have(one, t->columns.items[i].name) &&
            !em_strs_have(other, t->columns.items[i].name))
            return false;
    return true;
}

static Str pair_key(int a, int b, Arena *scratch)
{
    Buf out = {.arena = scratch};
    em_put_int(&out, MIN(a, b));
    em_put(&out, STR(" "));
    em_put_int(&out, MAX(a, b));
    return em_buf_str(&out);
}

/* The tables that a join table joins, as places in the diagram; empty: it
 * joins none that is drawn, or it is drawn itself. */
static Str joined_key(const Match *m, const Table *t, const int *partner_of,
                      int table)
{
    if (partner_of[table] != NONE || !is_join_table(t))
        return (Str){0};
    int one = t->foreign_keys.items[0].ref_table;
    int other = t->foreign_keys.items[1].ref_table;
    if (one == NONE || other == NONE || partner_of[one] == NONE ||
        partner_of[other] == NONE)
        return (Str){0};
    return pair_key(partner_of[one], partner_of[other], m->scratch);
}

void em_match_joins(Match *m)
{
    bool drawn_before = m->before->dialect == DIALECT_NONE;
    const Schema *s = drawn_before ? m->after : m->before;
    const Schema *drawn = drawn_before ? m->before : m->after;
    const int *partner_of =
        drawn_before ? m->tables.before_of : m->tables.after_of;
    Map joins = {.arena = m->scratch};

    m->is_join = NEW_ARRAY(m->a, s->tables.n + 1, bool);
    m->is_joined = NEW_ARRAY(m->a, drawn->relations.n + 1, bool);
    for (int i = 0; i < s->tables.n; i++) {
        Str key = joined_key(m, &s->tables.items[i], partner_of, i);
        if (key.n)
            em_map_add(&joins, key, i);
    }
    for (int i = 0; i < drawn->relations.n; i++) {
        const Relation *r = &drawn->relations.items[i];
        if (!is_many(r->from.cardinality) || !is_many(r->to.cardinality) ||
            r->from.table == NONE || r->to.table == NONE)
            continue;
        Str key = pair_key(r->from.table, r->to.table, m->scratch);
        int at = em_map_find(&joins, key);
        if (at == NONE)
            continue;
        m->is_join[at] = m->is_joined[i] = true;
        em_map_set(&joins, key, NONE); /* it is one line's */
    }
}

bool em_is_drawn_as_line(const Match *m, int table, bool is_before)
{
    const Schema *s = is_before ? m->before : m->after;
    return m->is_join && s->dialect != DIALECT_NONE && m->is_join[table];
}
