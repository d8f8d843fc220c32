/*
 * Relations of two schemas: which of the one is which of the other, and what
 * changed.
 *
 * A database's relation is a foreign key; a diagram's is a line, whose columns
 * are certain or not (anchor.c). Lines between the same tables are paired by
 * their columns first; a line that leaves its columns open then takes one that
 * has the same ends, and at last any. Lines whose columns are certain and
 * differ are never a pair.
 */
#include "base/map.h"
#include "diff/diff_match.h"

/* ---- sides ----------------------------------------------------------------
 */

static bool is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

static int later_table(const Match *m, int table, bool is_before)
{
    return table != NONE && is_before ? m->tables.after_of[table] : table;
}

/* The columns of the child by their later names. */
static Strs columns_of(const Match *m, const Schema *s, const Relation *r,
                       const RelationRows *rows, bool is_before)
{
    const RelationEnd *child = em_child_end(r, rows->child_is_from);
    const Table *t = &s->tables.items[child->table];
    int later = later_table(m, child->table, is_before);
    Strs out = {0}, own = {0};
    if (r->key)
        own = r->key->columns;
    else if (rows->child_column != NONE)
        *PUSH(m->scratch, &own) = t->columns.items[rows->child_column].name;
    for (int i = 0; i < own.n; i++) {
        Str name = is_before
                       ? em_later_column(m, child->table, later, own.items[i])
                       : own.items[i];
        *PUSH(m->scratch, &out) = em_str_lower(m->scratch, name);
    }
    return out;
}

static RelationSide side_of(const Match *m, const Schema *s, const Relation *r,
                            const RelationRows *rows, bool is_before)
{
    RelationSide side = {NONE, NONE, rows->child_is_from, {0}};
    if (r->from.table == NONE || r->to.table == NONE)
        return side;
    side.columns = columns_of(m, s, r, rows, is_before);
    side.child = later_table(m, em_child_end(r, side.turned)->table, is_before);
    side.parent =
        later_table(m, em_parent_end(r, side.turned)->table, is_before);
    bool is_both = is_many(r->from.cardinality) && is_many(r->to.cardinality);
    if (is_both && side.child < side.parent) { /* no end is the child */
        int first = side.child;
        side.child = side.parent;
        side.parent = first;
        side.turned = !side.turned;
    }
    return side;
}

static RelationSide *sides_of(const Match *m, const Schema *s, bool is_before)
{
    RelationSide *sides = NEW_ARRAY(m->scratch, s->relations.n, RelationSide);
    const RelationRows *rows = em_relation_rows(s, ANCHOR_AUTO, m->scratch);
    for (int i = 0; i < s->relations.n; i++)
        sides[i] = side_of(m, s, &s->relations.items[i], &rows[i], is_before);
    return sides;
}

/* ---- pairs ----------------------------------------------------------------
 */

/* What of a relation must be the same as of its partner. */
typedef enum { BY_ALL_COLUMNS, BY_A_COLUMN, BY_ENDS, BY_TABLES } Likeness;

typedef struct {
    const Match *m;
    RelationMatch out;
} Pairer;

static Str tables_key(const Pairer *p, const RelationSide *side)
{
    Buf out = {.arena = p->m->scratch};
    if (side->child == NONE || side->parent == NONE)
        return (Str){0};
    em_put_int(&out, side->child);
    em_put(&out, STR(">"));
    em_put_int(&out, side->parent);
    return em_buf_str(&out);
}

/* What partners have in common; `column`: which one counts. */
static Str key_of(const Pairer *p, const Schema *s, const RelationSide *side,
                  int relation, Likeness by, int column)
{
    const Relation *r = &s->relations.items[relation];
    Buf out = {.arena = p->m->scratch};
    em_put(&out, tables_key(p, side));
    if (!out.n)
        return (Str){0};
    if (by == BY_A_COLUMN)
        PUT(&out, STR(","), side->columns.items[column]);
    for (int i = 0; i < side->columns.n && by == BY_ALL_COLUMNS; i++)
        PUT(&out, STR(","), side->columns.items[i]);
    if (by == BY_ENDS) {
        em_put(&out, STR(","));
        em_put_int(&out, (int)em_child_end(r, side->turned)->cardinality);
        em_put(&out, STR(","));
        em_put_int(&out, (int)em_parent_end(r, side->turned)->cardinality);
    }
    return em_buf_str(&out);
}

/* Relations of the later schema that have one key, first to last. */
typedef struct {
    int relation, next;
} Link;

typedef struct {
    Map first, last; /* by key: a place in `links` */
    ARRAY_OF(Link) links;
} Chains;

static void add_link(Chains *c, Str key, int relation, Arena *a)
{
    int at = c->links.n, last = em_map_find(&c->last, key);
    if (!key.n)
        return;
    *PUSH(a, &c->links) = (Link){relation, NONE};
    if (last == NONE)
        em_map_add(&c->first, key, at);
    else
        c->links.items[last].next = at;
    em_map_set(&c->last, key, at);
}

/* Takes the first that has no partner yet; NONE. */
static int take_link(Chains *c, Str key, const Pairing *pairs)
{
    int at = key.n ? em_map_find(&c->first, key) : NONE;
    while (at != NONE && pairs->before_of[c->links.items[at].relation] != NONE)
        at = c->links.items[at].next;
    if (at == NONE)
        return NONE;
    em_map_set(&c->first, key, at);
    return c->links.items[at].relation;
}

/* How many keys a relation has. */
static int count_keys(const RelationSide *side, Likeness by)
{
    return by == BY_A_COLUMN ? side->columns.n : 1;
}

/* Pairs what is alike; open_before, open_after: only relations whose columns
 * are open. */
static void pair_by(Pairer *p, Likeness by, bool open_before, bool open_after)
{
    const Match *m = p->m;
    Pairing *pairs = &p->out.pairs;
    Chains later = {.first.arena = m->scratch, .last.arena = m->scratch};

    for (int i = 0; i < pairs->n_after; i++) {
        const RelationSide *side = &p->out.after[i];
        bool counts =
            pairs->before_of[i] == NONE && !(open_after && side->columns.n);
        for (int k = 0; k < count_keys(side, by) && counts; k++)
            add_link(&later, key_of(p, m->after, side, i, by, k), i,
                     m->scratch);
    }
    for (int i = 0; i < pairs->n_before; i++) {
        const RelationSide *side = &p->out.before[i];
        bool counts = !(open_before && side->columns.n);
        for (int k = 0; k < count_keys(side, by) && counts; k++)
            em_pair(
                pairs, i,
                take_link(&later, key_of(p, m->before, side, i, by, k), pairs),
                false);
    }
}

RelationMatch em_match_relations(const Match *m)
{
    Pairer p = {m,
                {sides_of(m, m->before, true), sides_of(m, m->after, false),
                 em_new_pairing(m->scratch, m->before->relations.n,
                                m->after->relations.n)}};
    pair_by(&p, BY_ALL_COLUMNS, false, false);
    if (!m->loose)
        return p.out;
    pair_by(&p, BY_A_COLUMN, false, false);
    pair_by(&p, BY_ENDS, true, false);
    pair_by(&p, BY_ENDS, false, true);
    pair_by(&p, BY_TABLES, true, false);
    pair_by(&p, BY_TABLES, false, true);
    return p.out;
}

/* ---- what changed ---------------------------------------------------------
 */

/* A database cannot say that there is at least one child. */
static bool same_child_end(const Match *m, Cardinality b, Cardinality a)
{
    return b == a || (m->mixed && is_many(b) == is_many(a));
}

/* "A parent" is no number. */
static bool same_parent_end(const Match *m, Cardinality b, Cardinality a)
{
    return b == a || (m->mixed && (b == CARD_PARENT || a == CARD_PARENT ||
                                   (is_many(b) && is_many(a))));
}

bool em_same_ends(const Match *m, const RelationMatch *r, int before, int after)
{
    const Relation *b = &m->before->relations.items[before];
    const Relation *a = &m->after->relations.items[after];
    bool b_turned = r->before[before].turned, a_turned = r->after[after].turned;

    if (m->mixed && (b->is_guessed || a->is_guessed))
        return true;
    return same_child_end(m, em_child_end(b, b_turned)->cardinality,
                          em_child_end(a, a_turned)->cardinality) &&
           same_parent_end(m, em_parent_end(b, b_turned)->cardinality,
                           em_parent_end(a, a_turned)->cardinality) &&
           (m->mixed || b->identifying == a->identifying);
}

/* Is a relation that has no partner there all the same: a line that means a
 * table, or of that table? */
static bool is_joined(const Match *m, int relation, bool is_before)
{
    const Schema *s = is_before ? m->before : m->after;
    const Relation *r = &s->relations.items[relation];
    if (!m->is_join)
        return false;
    return s->dialect == DIALECT_NONE
               ? m->is_joined[relation]
               : em_is_drawn_as_line(m, r->to.table, is_before);
}

void em_diff_relations(Diff *out, const Match *m, Arena *a)
{
    RelationMatch r = em_match_relations(m);
    for (int i = 0; i < r.pairs.n_before; i++) {
        int at = r.pairs.after_of[i];
        const RelationSide *side = &r.before[i];
        bool is_there = side->child != NONE && side->parent != NONE &&
                        !is_joined(m, i, true);
        if (at == NONE ? m->loose && is_there : !em_same_ends(m, &r, i, at))
            *PUSH(a, &out->relations) = (RelationDiff){
                &m->before->relations.items[i],
                at == NONE ? NULL : &m->after->relations.items[at],
                side->turned, at != NONE && r.after[at].turned};
    }
    for (int i = 0; i < r.pairs.n_after && m->loose; i++)
        if (r.pairs.before_of[i] == NONE && r.after[i].child != NONE &&
            !is_joined(m, i, false))
            *PUSH(a, &out->relations) = (RelationDiff){
                NULL, &m->after->relations.items[i], false, r.after[i].turned};
}
