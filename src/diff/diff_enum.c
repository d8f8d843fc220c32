/*
 * Enums: which is which, and what became of their values.
 */
#include "base/map.h"
#include "diff/diff_match.h"

enum { MAX_RENAMED = 200 /* enums without a partner that are looked at */ };

static Str type_key(const Match *m, const Schema *s, const TypeDef *t)
{
    return s->dialect == DIALECT_POSTGRES
               ? JOIN(m->scratch, t->schema.n ? t->schema : STR("public"),
                      STR("."), t->name)
               : t->name;
}

/* The one new enum with these values, in the same schema; NONE. */
static int find_renamed(const Match *m, const TypeDef *of)
{
    int found = NONE;
    for (int i = 0; i < m->after->enums.n; i++) {
        const TypeDef *a = &m->after->enums.items[i];
        if (m->enums.before_of[i] != NONE ||
            !em_str_eq(a->schema, of->schema) || of->values.n == 0 ||
            !em_strs_equal(&of->values, &a->values))
            continue;
        if (found != NONE)
            return NONE;
        found = i;
    }
    return found;
}

void em_match_enums(Match *m)
{
    const Schema *before = m->before, *after = m->after;
    Map later = {.arena = m->scratch};
    Pairing *p = &m->enums;

    *p = em_new_pairing(m->a, before->enums.n, after->enums.n);
    for (int i = 0; i < after->enums.n; i++)
        em_map_add(&later, type_key(m, after, &after->enums.items[i]), i);
    for (int i = 0; i < before->enums.n; i++)
        em_pair(
            p, i,
            em_map_find(&later, type_key(m, before, &before->enums.items[i])),
            false);
    if (m->options->no_renames || before->enums.n > MAX_RENAMED ||
        after->enums.n > MAX_RENAMED)
        return;
    for (int i = 0; i < before->enums.n; i++)
        if (p->after_of[i] == NONE)
            em_pair(p, i, find_renamed(m, &before->enums.items[i]), true);
}

/* The type's own name: "mood" of public."mood". */
static Str own_name(Str type)
{
    int start = 0;
    for (int i = 0; i < type.n; i++)
        if (type.p[i] == '.')
            start = i + 1;
    Str name = em_str_cut(type, start, type.n);
    bool quoted = name.n > 1 && name.p[0] == '"';
    return quoted ? em_str_cut(name, 1, name.n - 1) : name;
}

bool em_same_enum(const Match *m, const Column *b, const Column *a)
{
    if (!b->enum_values || !a->enum_values)
        return false;
    for (int i = 0; i < m->enums.n_after; i++) {
        if (!m->enums.is_renamed[i])
            continue;
        Str before = m->before->enums.items[m->enums.before_of[i]].name;
        if (em_str_eq(own_name(b->full_type), before) &&
            em_str_eq(own_name(a->full_type), m->after->enums.items[i].name))
            return true;
    }
    return false;
}

/* ---- values ---------------------------------------------------------------
 */

/* One value that has another name in the same place. */
static void find_renamed_value(EnumDiff *e)
{
    const Strs *b = &e->before->values, *a = &e->after->values;
    if (e->added.n != 1 || e->removed.n != 1 || e->reordered || b->n != a->n)
        return;
    for (int i = 0; i < b->n; i++)
        if (em_str_eq(b->items[i], e->removed.items[0]) &&
            em_str_eq(a->items[i], e->added.items[0])) {
            e->old_value = b->items[i];
            e->new_value = a->items[i];
            e->added.n = e->removed.n = 0;
            return;
        }
}

static void compare_values(const Match *m, EnumDiff *e, Arena *a)
{
    Map later = {.arena = m->scratch}, earlier = {.arena = m->scratch};
    int last = NONE;
    for (int i = 0; i < e->after->values.n; i++)
        em_map_add(&later, e->after->values.items[i], i);
    for (int i = 0; i < e->before->values.n; i++) {
        int at = em_map_find(&later, e->before->values.items[i]);
        em_map_add(&earlier, e->before->values.items[i], i);
        if (at == NONE)
            *PUSH(a, &e->removed) = e->before->values.items[i];
        e->reordered |= at != NONE && at < last;
        last = MAX(last, at);
    }
    for (int i = 0; i < e->after->values.n; i++)
        if (em_map_find(&earlier, e->after->values.items[i]) == NONE)
            *PUSH(a, &e->added) = e->after->values.items[i];
    if (!m->options->no_renames)
        find_renamed_value(e);
}

void em_diff_enums(Diff *out, const Match *m, Arena *a)
{
    const Schema *before = m->before, *after = m->after;
    for (int i = 0; i < before->enums.n; i++) {
        int at = m->enums.after_of[i];
        EnumDiff e = {.before = &before->enums.items[i],
                      .after = at == NONE ? NULL : &after->enums.items[at],
                      .is_renamed = at != NONE && m->enums.is_renamed[at]};
        if (e.after)
            compare_values(m, &e, a);
        if (!e.after || e.is_renamed || e.added.n || e.removed.n ||
            e.reordered || e.old_value.n)
            *PUSH(a, &out->enums) = e;
    }
    for (int i = 0; i < after->enums.n; i++)
        if (m->enums.before_of[i] == NONE)
            PUSH(a, &out->enums)->after = &after->enums.items[i];
}
