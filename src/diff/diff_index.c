/*
 * Which indexes differ. Those that are keys are compared as keys (diff.c); here
 * are the others: plain ones, and unique ones of some rows or of expressions.
 *
 * An index is what it does, not what it is called. Engines print expressions
 * and conditions in their own words, though, so that indexes with such that
 * have one name in both schemas count as the same. Orders of columns and
 * operator classes are not compared. MySQL makes an index for each foreign key
 * that has none, and dumps show it; such indexes are passed over.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_value.h"

#include <stdlib.h>

static int cmp_strs(const void *a, const void *b)
{
    return em_str_cmp(*(const Str *)a, *(const Str *)b);
}

Str em_index_key(const Index *index, const Strs *columns, Arena *a)
{
    bool is_key = em_index_is_key(index);
    Str *names = NEW_ARRAY(a, columns->n, Str);
    Buf out = {.arena = a};

    for (int i = 0; i < columns->n; i++)
        names[i] = columns->items[i];
    if (is_key && columns->n > 1)
        qsort(names, (size_t)columns->n, sizeof *names, cmp_strs);
    PUT(&out,
        is_key             ? STR("key")
        : index->is_unique ? STR("unique")
                           : STR(""),
        STR("\n"), em_str_lower(a, index->method), STR("\n"),
        em_expression_key(index->where, FAMILY_OTHER, a));
    for (int i = 0; i < columns->n; i++)
        PUT(&out, STR("\n"), em_expression_key(names[i], FAMILY_OTHER, a));
    return em_buf_str(&out);
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

static bool is_compared(const Comparer *c, const Table *t, const Index *index)
{
    bool is_implied = c->m->after->dialect == DIALECT_MYSQL &&
                      !index->is_unique && is_of_foreign_key(t, index);
    return !em_index_is_key(index) && !is_implied;
}

static Strs later_names(const Comparer *c, const Strs *names)
{
    Strs out = {0};
    for (int i = 0; i < names->n; i++)
        *PUSH(c->scratch, &out) =
            em_later_column(c->m, c->t->before, c->t->after, names->items[i]);
    return out;
}

/* What an index does, and what one whose words say little is called. */
static void note(const Comparer *c, const Table *t, bool is_before, Map *does,
                 Map *called)
{
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        Strs names =
            is_before ? later_names(c, &index->columns) : index->columns;
        if (!is_compared(c, t, index))
            continue;
        em_map_add(does, em_index_key(index, &names, c->scratch), i);
        if (index->name.n && (index->has_expression || index->is_partial))
            em_map_add(called, em_str_lower(c->scratch, index->name), i);
    }
}

static bool is_called_so(const Comparer *c, const Map *called,
                         const Index *index)
{
    return (index->has_expression || index->is_partial) &&
           em_map_find(called, em_str_lower(c->scratch, index->name)) != NONE;
}

/* The indexes of t that the other table does not have. */
static void add_alone(const Comparer *c, const Table *t, const Map *own,
                      const Map *does, const Map *called, bool is_before)
{
    for (int i = 0; i < own->entries.n; i++) {
        const MapEntry *e = &own->entries.items[i];
        const Index *index = &t->indexes.items[e->value];
        if (em_map_find(does, e->key) != NONE || is_called_so(c, called, index))
            continue;
        *PUSH(c->a, &c->t->indexes) = (IndexDiff){
            is_before ? index : NULL,
            is_before ? NULL : index,
        };
    }
}

void em_diff_indexes(const Match *m, TableDiff *t, Arena *a)
{
    const Table *before = &m->before->tables.items[t->before];
    const Table *after = &m->after->tables.items[t->after];
    Arena *scratch = m->scratch;
    Comparer c = {m, t, a, scratch};
    Map does_before = {.arena = scratch}, does_after = {.arena = scratch};
    Map called_before = {.arena = scratch}, called_after = {.arena = scratch};

    if (after->kind == TABLE_PARTITION) /* its parent's */
        return;
    note(&c, before, true, &does_before, &called_before);
    note(&c, after, false, &does_after, &called_after);
    add_alone(&c, before, &does_before, &does_after, &called_after, true);
    add_alone(&c, after, &does_after, &does_before, &called_before, false);
}
