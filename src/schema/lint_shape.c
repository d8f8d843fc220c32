/*
 * Lint: how tables hang together, and which do not.
 */
#include "schema/lint.h"

#include "base/map.h"

enum { SUGGEST_LIMIT = 500 }; /* tables among which we look for a like name */

/* The name of a table that has columns and is spelt almost alike. */
static Str like_name(Lint *l, const Table *t)
{
    int best = NONE, distance = 3;
    for (int i = 0; i < l->s->tables.n && l->s->tables.n <= SUGGEST_LIMIT;
         i++) {
        const Table *other = em_lint_table(l, i);
        int d = em_str_distance(t->name, other->name, 2);
        if (other->columns.n && d > 0 && d < distance && t->name.n > 2 * d) {
            best = i;
            distance = d;
        }
    }
    return best == NONE ? STR("") : em_lint_table(l, best)->name;
}

void em_lint_empty(Lint *l)
{
    int n = l->s->tables.n, filled = 0;
    for (int i = 0; i < n; i++)
        filled += em_lint_table(l, i)->columns.n > 0;
    for (int i = 0; i < n && filled * 2 >= n; i++) {
        const Table *t = em_lint_table(l, i);
        if (t->columns.n)
            continue;
        Str like = like_name(l, t);
        Str help = like.n ? JOIN(l->arena, STR("did you mean "), like, STR("?"))
                          : (Str){0};
        em_lint_report(l, LINT_EMPTY_ENTITY, em_lint_at_table(t),
                       JOIN(l->arena, STR("entity "), t->name,
                            STR(" has no attributes, others have")),
                       help);
    }
}

void em_lint_isolated(Lint *l)
{
    int n = l->s->tables.n, joined = 0;
    bool *has = NEW_ARRAY(l->arena, n, bool);

    for (int i = 0; i < l->s->relations.n; i++) {
        const Relation *r = &l->s->relations.items[i];
        if (r->from.table != NONE)
            has[r->from.table] = true;
        if (r->to.table != NONE)
            has[r->to.table] = true;
    }
    for (int i = 0; i < n; i++)
        joined += has[i];
    for (int i = 0; i < n && joined >= 4 && joined * 4 >= n * 3; i++)
        if (!has[i] && em_lint_table(l, i)->kind != TABLE_PARTITION)
            em_lint_report(
                l, LINT_ISOLATED, em_lint_at_table(em_lint_table(l, i)),
                JOIN(l->arena, em_lint_table(l, i)->name,
                     STR(" has no relation, nearly all others have")),
                (Str){0});
}

/* "4>7": the first table is the child. */
static Str pair_key(const Lint *l, int child, int parent)
{
    Buf b = {.arena = l->arena};
    em_put_int(&b, child);
    em_put(&b, STR(">"));
    em_put_int(&b, parent);
    return em_buf_str(&b);
}

/* The end with one; NULL: both have one, or both many, or nothing says. */
static const RelationEnd *parent_of(const Relation *r)
{
    bool from_many = em_lint_is_many(r->from.cardinality);
    if (r->is_guessed || from_many == em_lint_is_many(r->to.cardinality))
        return NULL;
    const RelationEnd *parent = from_many ? &r->to : &r->from;
    return r->from.table == NONE || r->to.table == NONE ? NULL : parent;
}

/* A table between the two, whose child the one and parent the other is. */
static int find_between(const Lint *l, const Map *pairs, int child, int parent)
{
    for (int i = 0; i < l->s->relations.n; i++) {
        const Relation *r = &l->s->relations.items[i];
        const RelationEnd *top = parent_of(r);
        if (!top || top->table != parent)
            continue;
        int middle = top == &r->from ? r->to.table : r->from.table;
        if (middle != child && middle != parent &&
            em_map_find(pairs, pair_key(l, child, middle)) != NONE)
            return middle;
    }
    return NONE;
}

/* A parent's parent is known by way of the parent. */
void em_lint_redundant(Lint *l)
{
    enum { MOST = 2000 }; /* relations, each compared with each */
    Map pairs = {.arena = l->arena};
    int n = l->s->relations.n;

    for (int i = 0; i < n; i++) {
        const Relation *r = &l->s->relations.items[i];
        const RelationEnd *top = parent_of(r);
        if (top)
            em_map_add(&pairs,
                       pair_key(l,
                                top == &r->from ? r->to.table : r->from.table,
                                top->table),
                       i);
    }
    for (int i = 0; i < n && n <= MOST; i++) {
        const Relation *r = &l->s->relations.items[i];
        const RelationEnd *top = parent_of(r);
        if (!top)
            continue;
        int child = top == &r->from ? r->to.table : r->from.table;
        int middle = find_between(l, &pairs, child, top->table);
        if (middle != NONE)
            em_lint_report(l, LINT_REDUNDANT_RELATION,
                           r->key ? em_lint_at(em_lint_table(l, child),
                                               r->key->source, r->key->span)
                                  : em_lint_at_relation(r),
                           JOIN(l->arena, em_lint_table(l, child)->name,
                                STR(" refers to "), top->name,
                                STR(", which it also finds by way of "),
                                em_lint_table(l, middle)->name),
                           STR("two ways can contradict each other"));
    }
}
