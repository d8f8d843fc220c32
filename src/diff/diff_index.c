/*
 * Which indexes differ. Which columns are unique keys is compared in diff.c;
 * here are all other indexes, and of keys that are in both schemas the rest of
 * what they say: their order, what they carry along.
 *
 * An index is what it does, not what it is called. MySQL makes an index for
 * each foreign key that has none, and dumps show it; such indexes are passed
 * over.
 */
#include "base/map.h"
#include "diff/diff_match.h"

#include <stdlib.h>

static int cmp_strs(const void *a, const void *b)
{
    return em_str_cmp(*(const Str *)a, *(const Str *)b);
}

Str em_set_key(const Strs *columns, const ExprScope *scope, Arena *a)
{
    Str *names = NEW_ARRAY(a, columns->n, Str);
    Buf out = {.arena = a};
    for (int i = 0; i < columns->n; i++)
        names[i] = em_str_lower(a, em_expr_name(columns->items[i], scope, a));
    if (columns->n > 1)
        qsort(names, (size_t)columns->n, sizeof *names, cmp_strs);
    for (int i = 0; i < columns->n; i++)
        PUT(&out, names[i], STR("\n"));
    return em_buf_str(&out);
}

/* Its parts as typed, or the columns it has when there is no more to say. */
static Str parts_key(const Index *index, const ExprScope *scope, Arena *a)
{
    Buf out = {.arena = a};
    if (index->typed.n)
        return em_expr_parts_key(index->typed, scope, a);
    for (int i = 0; i < index->columns.n; i++)
        PUT(&out, i ? STR(" ") : (Str){0},
            em_expr_name(index->columns.items[i], scope, a), STR(" ,"));
    return em_buf_str(&out);
}

Str em_index_key(const Index *index, const ExprScope *scope, Arena *a)
{
    bool is_distinct = index->is_unique && index->nulls_not_distinct;
    Str include = em_set_key(&index->include, scope, a);
    Str where = em_expr_key(index->where, scope, a);
    return JOIN(a, index->is_unique ? STR("unique\n") : STR("\n"),
                is_distinct ? STR("nulls not distinct\n") : STR("\n"),
                em_str_lower(a, index->method), STR("\n"),
                parts_key(index, scope, a), STR("\n"), where, STR("\n"),
                include);
}

typedef struct {
    const Match *m;
    TableDiff *t;
    Arena *a, *scratch;
} Comparer;

static bool is_of_foreign_key(const Table *t, const Index *index)
{
    bool is_same = false;
    for (int i = 0; i < t->foreign_keys.n && !is_same; i++) {
        const Strs *of = &t->foreign_keys.items[i].columns;
        is_same = of->n == index->columns.n;
        for (int k = 0; is_same && k < of->n; k++)
            is_same = em_str_eq_nocase(of->items[k], index->columns.items[k]);
    }
    return is_same;
}

/* An index that MySQL makes by itself. */
static bool is_implied(const Comparer *c, const Table *t, const Index *index)
{
    return c->m->after->dialect == DIALECT_MYSQL && !index->is_unique &&
           is_of_foreign_key(t, index);
}

/* The indexes of one side by what they do; and the columns of its keys. */
static void note(const Comparer *c, const Table *t, const ExprScope *scope,
                 Map *does, Map *keys)
{
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        if (is_implied(c, t, index))
            continue;
        em_map_add(does, em_index_key(index, scope, c->scratch), i);
        if (em_index_is_key(index))
            em_map_add(keys, em_set_key(&index->columns, scope, c->scratch), i);
    }
}

/* A key that the other side does not have is none of this file's. */
static bool is_other_key(const Comparer *c, const Index *index,
                         const ExprScope *scope, const Map *keys)
{
    return em_index_is_key(index) &&
           em_map_find(keys, em_set_key(&index->columns, scope, c->scratch)) ==
               NONE;
}

void em_diff_indexes(const Match *m, TableDiff *t, Arena *a)
{
    const Table *before = &m->before->tables.items[t->before];
    const Table *after = &m->after->tables.items[t->after];
    Arena *scratch = m->scratch;
    Comparer c = {m, t, a, scratch};
    ExprScope earlier = em_expr_scope(m, t, true);
    ExprScope later = em_expr_scope(m, t, false);
    Map does_before = {.arena = scratch}, does_after = {.arena = scratch};
    Map keys_before = {.arena = scratch}, keys_after = {.arena = scratch};

    if (after->kind == TABLE_PARTITION) /* its parent's */
        return;
    note(&c, before, &earlier, &does_before, &keys_before);
    note(&c, after, &later, &does_after, &keys_after);
    for (int i = 0; i < does_before.entries.n; i++) {
        const MapEntry *e = &does_before.entries.items[i];
        const Index *index = &before->indexes.items[e->value];
        if (em_map_find(&does_after, e->key) == NONE &&
            !is_other_key(&c, index, &earlier, &keys_after))
            PUSH(a, &t->indexes)->before = index;
    }
    for (int i = 0; i < does_after.entries.n; i++) {
        const MapEntry *e = &does_after.entries.items[i];
        const Index *index = &after->indexes.items[e->value];
        if (em_map_find(&does_before, e->key) == NONE &&
            !is_other_key(&c, index, &later, &keys_before))
            PUSH(a, &t->indexes)->after = index;
    }
}
