/*
 * Pairing by name and by what the user says.
 */
#include "diff/diff_match.h"

#include "base/map.h"

static bool has_schemas(const Schema *s)
{
    return s->dialect == DIALECT_POSTGRES;
}

Str em_table_key(const Schema *s, const Table *t, Arena *a)
{
    Str base = t->base.n ? t->base : t->name;
    if (!has_schemas(s))
        return base;
    return JOIN(a, t->schema.n ? t->schema : STR("public"), STR("."), base);
}

Str em_columns_key(Str table, const Strs *columns, Arena *a)
{
    Buf out = {.arena = a};
    PUT(&out, table, STR("("));
    for (int i = 0; i < columns->n; i++)
        PUT(&out, i ? STR(",") : (Str){0}, columns->items[i]);
    em_put(&out, STR(")"));
    return em_buf_str(&out);
}

static int last_dot(Str s)
{
    for (int i = s.n - 1; i >= 0; i--)
        if (s.p[i] == '.')
            return i;
    return NONE;
}

/* PostgreSQL's names were folded when they were read; SQLite's and MySQL's
 * columns have no case, and a diagram's writer does not care. */
static Str match_key(const Match *m, const Schema *s, const Table *t)
{
    if (m->loose)
        return t->name;
    if (s->dialect == DIALECT_SQLITE)
        return em_str_lower(m->scratch, t->base.n ? t->base : t->name);
    return em_table_key(s, t, m->scratch);
}

static Str folded_key(const Match *m, const Schema *s, const Table *t)
{
    (void)s;
    return em_str_lower(m->scratch, t->name);
}

/* D2's keys have no case: what differs in it only has its name as the label. */
static Str shown_key(const Match *m, const Schema *s, const Table *t)
{
    (void)m, (void)s;
    return t->alias.n ? t->alias : t->name;
}

/* The name without its schema. */
static Str bare_key(const Match *m, const Schema *s, const Table *t)
{
    (void)s;
    Str name = em_str_lower(m->scratch, t->name);
    return em_str_cut(name, last_dot(name) + 1, name.n);
}

Str em_column_key(const Match *m, const Column *c)
{
    bool folded = !m->loose && m->before->dialect == DIALECT_POSTGRES;
    return folded ? c->name : em_str_lower(m->scratch, c->name);
}

Pairing em_new_pairing(Arena *a, int n_before, int n_after)
{
    return (Pairing){em_new_nones(a, n_before), em_new_nones(a, n_after),
                     NEW_ARRAY(a, n_after, bool), n_before, n_after};
}

void em_pair(Pairing *p, int before, int after, bool is_renamed)
{
    if (before == NONE || after == NONE || p->after_of[before] != NONE ||
        p->before_of[after] != NONE)
        return;
    p->after_of[before] = after;
    p->before_of[after] = before;
    p->is_renamed[after] = is_renamed;
}

/* ---- by name --------------------------------------------------------------
 */

typedef Str KeyOf(const Match *m, const Schema *s, const Table *t);

static void match_tables(Match *m, KeyOf *key_of)
{
    Map later = {.arena = m->scratch};
    for (int i = 0; i < m->after->tables.n; i++)
        em_map_add(&later, key_of(m, m->after, &m->after->tables.items[i]), i);
    for (int i = 0; i < m->before->tables.n; i++)
        em_pair(&m->tables, i,
                em_map_find(&later,
                            key_of(m, m->before, &m->before->tables.items[i])),
                false);
}

static void match_columns(Match *m, int before, int after)
{
    const Table *b = &m->before->tables.items[before];
    const Table *a = &m->after->tables.items[after];
    Pairing *p = &m->columns[after];
    Map later = {.arena = m->scratch};

    for (int i = 0; i < a->columns.n; i++)
        em_map_add(&later, em_column_key(m, &a->columns.items[i]), i);
    for (int i = 0; i < b->columns.n; i++)
        em_pair(p, i,
                em_map_find(&later, em_column_key(m, &b->columns.items[i])),
                false);
}

/* ---- by what the user says ------------------------------------------------
 */

/* The table called so, with or without its schema; NONE. */
static int find_table(const Schema *s, Str name, Arena *scratch)
{
    int found = NONE;
    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        if (em_str_eq(name, em_table_key(s, t, scratch)) ||
            em_str_eq(name, t->name))
            return i;
        if (found == NONE &&
            em_str_eq_nocase(name, t->base.n ? t->base : t->name))
            found = i;
    }
    return found;
}

static void wish_table(Match *m, const RenameWish *w)
{
    em_pair(&m->tables, find_table(m->before, w->before, m->scratch),
            find_table(m->after, w->after, m->scratch), true);
}

/* "table.column=column" or "table.column=table.column" */
static void wish_column(Match *m, const RenameWish *w)
{
    int dot = last_dot(w->before), later_dot = last_dot(w->after);
    if (dot == NONE)
        return;
    int before =
        find_table(m->before, em_str_cut(w->before, 0, dot), m->scratch);
    int after = before == NONE ? NONE : m->tables.after_of[before];
    if (after == NONE)
        return;
    em_pair(&m->columns[after],
            em_column_find(&m->before->tables.items[before],
                           em_str_cut(w->before, dot + 1, w->before.n)),
            em_column_find(&m->after->tables.items[after],
                           em_str_cut(w->after, later_dot + 1, w->after.n)),
            true);
}

/* ---- all ------------------------------------------------------------------
 */

Str em_later_column(const Match *m, int before, int after, Str name)
{
    if (before == NONE || after == NONE)
        return name;
    int column = em_column_find(&m->before->tables.items[before], name);
    int later = column == NONE ? NONE : m->columns[after].after_of[column];
    return later == NONE
               ? name
               : m->after->tables.items[after].columns.items[later].name;
}

ExprScope em_expr_scope(const Match *m, const TableDiff *t, bool is_before)
{
    ExprScope scope = {.dialect = m->after->dialect};
    const Pairing *p = &m->columns[t->after];
    for (int i = 0; is_before && i < p->n_after; i++) {
        if (p->before_of[i] == NONE || !p->is_renamed[i])
            continue;
        const Table *before = &m->before->tables.items[t->before];
        const Table *after = &m->after->tables.items[t->after];
        *PUSH(m->scratch, &scope.from) =
            before->columns.items[p->before_of[i]].name;
        *PUSH(m->scratch, &scope.to) = after->columns.items[i].name;
    }
    return scope;
}

void em_diff_match(Match *m)
{
    const Schema *before = m->before, *after = m->after;
    const RenameWishes *wishes = &m->options->renames;

    bool drawn_before = before->dialect == DIALECT_NONE;
    bool drawn_after = after->dialect == DIALECT_NONE;
    m->loose = drawn_before || drawn_after;
    m->mixed = !m->loose      ? DIALECT_NONE
               : drawn_before ? after->dialect
                              : before->dialect;
    if (m->options->known) {
        m->tables = m->options->known->tables;
        m->columns = m->options->known->columns;
        em_match_enums(m);
        return;
    }
    m->tables = em_new_pairing(m->a, before->tables.n, after->tables.n);
    m->columns = NEW_ARRAY(m->a, after->tables.n, Pairing);
    match_tables(m, match_key);
    if (m->loose) { /* a diagram need not keep to case, or name schemas */
        match_tables(m, shown_key);
        match_tables(m, folded_key);
        match_tables(m, bare_key);
    }
    for (int i = 0; i < wishes->n; i++)
        wish_table(m, &wishes->items[i]);
    if (!m->options->no_renames)
        em_rename_tables(m);
    for (int i = 0; i < after->tables.n; i++) {
        int b = m->tables.before_of[i];
        if (b == NONE)
            continue;
        m->columns[i] = em_new_pairing(m->a, before->tables.items[b].columns.n,
                                       after->tables.items[i].columns.n);
        match_columns(m, b, i);
    }
    for (int i = 0; i < wishes->n; i++)
        wish_column(m, &wishes->items[i]);
    em_match_enums(m);
    if (m->mixed)
        em_match_joins(m);
    if (m->options->no_renames)
        return;
    for (int i = 0; i < after->tables.n; i++)
        if (m->tables.before_of[i] != NONE)
            em_rename_columns(m, m->tables.before_of[i], i);
}

static Pairing turned(const Pairing *p, Arena *a)
{
    Pairing out = em_new_pairing(a, p->n_after, p->n_before);
    for (int i = 0; i < p->n_after; i++)
        em_pair(&out, i, p->before_of[i], p->is_renamed[i]);
    return out;
}

const Match *em_diff_turned(const Match *known, Arena *a)
{
    Match *out = NEW(a, Match);
    out->tables = turned(&known->tables, a);
    out->columns = NEW_ARRAY(a, known->tables.n_before, Pairing);
    for (int i = 0; i < known->tables.n_after; i++)
        if (known->tables.before_of[i] != NONE)
            out->columns[known->tables.before_of[i]] =
                turned(&known->columns[i], a);
    return out;
}
