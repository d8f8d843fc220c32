/*
 * The comparison: pairs that diff_match.c found, property by property.
 */
#include "diff/diff.h"

#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_value.h"

typedef struct {
    Diff *out;
    Match m;
    Arena *a, *scratch;
    bool short_keys; /* the tables at hand: keys of one column each */
} Differ;

/* ---- columns --------------------------------------------------------------
 */

static bool is_identity(const Column *c)
{
    return c->value.kind == VALUE_IDENTITY_ALWAYS ||
           c->value.kind == VALUE_IDENTITY_BY_DEFAULT;
}

static bool is_generated(const Column *c)
{
    return c->value.kind == VALUE_GENERATED_STORED ||
           c->value.kind == VALUE_GENERATED_VIRTUAL;
}

/* The expression in a form that can be compared; empty when it is not of this
 * kind. */
static Str value_key(const Differ *d, const Column *c, bool of_this_kind)
{
    if (!of_this_kind)
        return (Str){0};
    return JOIN(d->scratch, STR("="),
                em_default_key(c, d->out->after->dialect, d->scratch));
}

/* "text?" says that there may be none; without "?" a diagram says nothing. */
static Nullable nullable_of(const Column *c)
{
    if (c->nullable == NULLABLE_UNKNOWN && em_str_ends(c->type, STR("?")))
        return NULLABLE_YES;
    return c->nullable;
}

static unsigned key_bits(const Column *c)
{
    unsigned bits = 0;
    for (int i = 0; i < c->keys.n; i++)
        bits |= 1U << c->keys.items[i].kind;
    return bits;
}

/* A diagram beside a database says what is a key by itself; its foreign keys
 * are its relations, and so is that one of them is unique. A primary key is
 * unique without a word. */
static bool same_marks(const Differ *d, const Column *b, const Column *a)
{
    const unsigned primary = 1U << KEY_PRIMARY, unique = 1U << KEY_UNIQUE;
    unsigned before = key_bits(b), after = key_bits(a);
    if (!d->m.mixed)
        return before == after;
    bool drawn_before = d->out->before->dialect == DIALECT_NONE;
    unsigned said = drawn_before ? before : after;
    unsigned is = drawn_before ? after : before;
    bool is_own_key = d->short_keys && is & said & primary;
    bool is_reference = is & 1U << KEY_FOREIGN && !(said & unique);
    unsigned compared = is_own_key || is_reference ? primary : primary | unique;
    return (is & compared) == (said & compared);
}

/* What an expression of CREATE TABLE … AS gives is not known; only SQLite has
 * columns without a type. */
static bool is_unknown(const Differ *d, const Column *c)
{
    Dialect dialect = d->out->after->dialect;
    return !c->full_type.n && !c->type.n &&
           (dialect == DIALECT_POSTGRES || dialect == DIALECT_MYSQL);
}

/* What a diagram can say, too. */
static void compare_drawn(const Differ *d, const Column *b, const Column *a,
                          bool *changed)
{
    Nullable before = nullable_of(b), after = nullable_of(a);
    bool both_known = before != NULLABLE_UNKNOWN && after != NULLABLE_UNKNOWN;
    bool both_drawn = d->m.loose && !d->m.mixed;

    changed[PROPERTY_TYPE] = !is_unknown(d, b) && !is_unknown(d, a) &&
                             !em_types_match(b, a, d->m.mixed, d->scratch) &&
                             !em_same_enum(&d->m, b, a);
    changed[PROPERTY_NULLABLE] = before != after && (both_known || both_drawn);
    changed[PROPERTY_KEYS] = d->m.loose && !same_marks(d, b, a);
}

static void compare_columns(const Differ *d, const Column *b, const Column *a,
                            bool *changed)
{
    ExprScope scope = {.dialect = d->out->after->dialect};
    compare_drawn(d, b, a, changed);
    if (d->m.loose)
        return;
    changed[PROPERTY_DEFAULT] =
        !em_str_eq(value_key(d, b, b->value.kind == VALUE_DEFAULT),
                   value_key(d, a, a->value.kind == VALUE_DEFAULT));
    changed[PROPERTY_GENERATED] = !em_str_eq(value_key(d, b, is_generated(b)),
                                             value_key(d, a, is_generated(a)));
    changed[PROPERTY_IDENTITY] =
        (is_identity(b) || is_identity(a)) && b->value.kind != a->value.kind;
    changed[PROPERTY_AUTO_INCREMENT] =
        (b->value.kind == VALUE_AUTO_INCREMENT) !=
        (a->value.kind == VALUE_AUTO_INCREMENT);
    changed[PROPERTY_COMMENT] = !em_str_eq(b->comment, a->comment);
    changed[PROPERTY_ENUM] = !em_strs_equal(b->enum_values, a->enum_values);
    changed[PROPERTY_ON_UPDATE] =
        !em_str_eq(em_expr_key(b->on_update, &scope, d->scratch),
                   em_expr_key(a->on_update, &scope, d->scratch));
    changed[PROPERTY_COLLATION] = !em_str_eq(b->collation, a->collation);
}

static bool any_changed(const ColumnDiff *c)
{
    bool any = c->before == NONE || c->after == NONE || c->is_renamed;
    for (int p = 0; p < PROPERTY_COUNT; p++)
        any |= c->changed[p];
    return any;
}

static ColumnDiff *add_column(Differ *d, TableDiff *t, int before, int after)
{
    ColumnDiff *c = PUSH(d->a, &t->columns);
    *c = (ColumnDiff){.before = before, .after = after, .moved = {NONE, NONE}};
    return c;
}

/* Removed columns from `from` on, up to one that has a partner. */
static void add_removed(Differ *d, TableDiff *t, const Pairing *p, int from)
{
    for (int b = from; b < p->n_before && p->after_of[b] == NONE; b++)
        add_column(d, t, b, NONE);
}

static int count_primary(const Table *t)
{
    int n = 0;
    for (int i = 0; i < t->columns.n; i++)
        for (int k = 0; k < t->columns.items[i].keys.n; k++)
            n += t->columns.items[i].keys.items[k].kind == KEY_PRIMARY;
    return n;
}

/* Beside a database, a table that is drawn without columns says nothing of
 * them. */
static bool is_only_named(const Differ *d, const Table *before,
                          const Table *after)
{
    const Table *drawn =
        d->out->before->dialect == DIALECT_NONE ? before : after;
    return d->m.mixed && drawn->columns.n == 0;
}

static void diff_columns(Differ *d, TableDiff *t)
{
    const Table *before = &d->out->before->tables.items[t->before];
    const Table *after = &d->out->after->tables.items[t->after];
    const Pairing *p = &d->m.columns[t->after];
    int last = NONE;

    if (is_only_named(d, before, after))
        return;
    d->short_keys = count_primary(before) < 2 && count_primary(after) < 2;
    add_removed(d, t, p, 0);
    for (int i = 0; i < after->columns.n; i++) {
        int b = p->before_of[i];
        ColumnDiff *c = add_column(d, t, b, i);
        if (b == NONE)
            continue;
        c->is_renamed = p->is_renamed[i];
        compare_columns(d, &before->columns.items[b], &after->columns.items[i],
                        c->changed);
        t->order_changed |= b < last && !d->m.options->any_order;
        last = MAX(last, b);
        add_removed(d, t, p, b + 1);
    }
    for (int i = 0; i < t->columns.n; i++)
        t->is_changed |= any_changed(&t->columns.items[i]);
}

static void take_columns(Differ *d, TableDiff *t, const Table *alone)
{
    for (int i = 0; i < alone->columns.n; i++)
        add_column(d, t, t->before == NONE ? NONE : i,
                   t->after == NONE ? NONE : i);
}

/* ---- keys -----------------------------------------------------------------
 */

static bool same_list(const Differ *d, const TableDiff *t, const Strs *before,
                      const Strs *after)
{
    bool same = before->n == after->n;
    for (int i = 0; i < before->n && same; i++)
        same = em_str_eq_nocase(
            em_later_column(&d->m, t->before, t->after, before->items[i]),
            after->items[i]);
    return same;
}

static Map unique_keys(Differ *d, const TableDiff *t, const Table *table,
                       bool is_before)
{
    Map map = {.arena = d->scratch};
    ExprScope scope = em_expr_scope(&d->m, t, is_before);
    for (int i = 0; i < table->indexes.n; i++)
        if (em_index_is_key(&table->indexes.items[i]))
            em_map_add(&map,
                       em_set_key(&table->indexes.items[i].columns, &scope,
                                  d->scratch),
                       i);
    return map;
}

static void diff_uniques(Differ *d, TableDiff *t)
{
    const Table *before = &d->out->before->tables.items[t->before];
    const Table *after = &d->out->after->tables.items[t->after];
    Map b = unique_keys(d, t, before, true),
        a = unique_keys(d, t, after, false);

    for (int i = 0; i < b.entries.n; i++)
        if (em_map_find(&a, b.entries.items[i].key) == NONE)
            PUSH(d->a, &t->uniques)->before =
                &before->indexes.items[b.entries.items[i].value];
    for (int i = 0; i < a.entries.n; i++)
        if (em_map_find(&b, a.entries.items[i].key) == NONE)
            PUSH(d->a, &t->uniques)->after =
                &after->indexes.items[a.entries.items[i].value];
}

/* The later table that a key of the earlier schema refers to, by name. */
static Str target_key(const Differ *d, const ForeignKey *f, bool is_before)
{
    const Schema *after = d->out->after;
    int table = f->ref_table;
    if (is_before && table != NONE)
        table = d->m.tables.after_of[table];
    if (table != NONE)
        return em_table_key(after, &after->tables.items[table], d->scratch);
    return JOIN(d->scratch, f->ref_schema, STR("."), f->ref_base);
}

static Str later_target_column(const Differ *d, const ForeignKey *f, Str name)
{
    int after =
        f->ref_table == NONE ? NONE : d->m.tables.after_of[f->ref_table];
    return em_later_column(&d->m, after == NONE ? NONE : f->ref_table, after,
                           name);
}

static Str reference_key(Differ *d, const TableDiff *t, const ForeignKey *f,
                         bool is_before)
{
    Buf out = {.arena = d->scratch};
    for (int i = 0; i < f->columns.n; i++) {
        Str name = f->columns.items[i];
        PUT(&out,
            em_str_lower(d->scratch,
                         is_before
                             ? em_later_column(&d->m, t->before, t->after, name)
                             : name),
            STR(","));
    }
    PUT(&out, STR(">"), em_str_lower(d->scratch, target_key(d, f, is_before)));
    for (int i = 0; i < f->ref_columns.n; i++) {
        Str name = f->ref_columns.items[i];
        PUT(&out, STR(","),
            em_str_lower(d->scratch,
                         is_before ? later_target_column(d, f, name) : name));
    }
    return em_buf_str(&out);
}

static Map reference_keys(Differ *d, const TableDiff *t, const Table *table,
                          bool is_before)
{
    Map map = {.arena = d->scratch};
    for (int i = 0; table && i < table->foreign_keys.n; i++)
        em_map_add(
            &map, reference_key(d, t, &table->foreign_keys.items[i], is_before),
            i);
    return map;
}

static bool same_actions(const ForeignKey *b, const ForeignKey *a)
{
    return b->on_delete == a->on_delete && b->on_update == a->on_update &&
           b->deferrable == a->deferrable && b->not_valid == a->not_valid;
}

/* Also of a table in one schema alone. */
static void diff_references(Differ *d, TableDiff *t, const Table *before,
                            const Table *after)
{
    Map b = reference_keys(d, t, before, true);
    Map a = reference_keys(d, t, after, false);

    for (int i = 0; i < b.entries.n; i++) {
        const ForeignKey *f =
            &before->foreign_keys.items[b.entries.items[i].value];
        int at = em_map_find(&a, b.entries.items[i].key);
        const ForeignKey *g =
            at == NONE ? NULL : &after->foreign_keys.items[at];
        if (!g || !same_actions(f, g))
            *PUSH(d->a, &t->foreign_keys) = (KeyDiff){f, g};
    }
    for (int i = 0; i < a.entries.n; i++)
        if (em_map_find(&b, a.entries.items[i].key) == NONE)
            PUSH(d->a, &t->foreign_keys)->after =
                &after->foreign_keys.items[a.entries.items[i].value];
}

static Map check_keys(Differ *d, const TableDiff *t, const Table *table,
                      bool is_before)
{
    Map map = {.arena = d->scratch};
    ExprScope scope = em_expr_scope(&d->m, t, is_before);
    for (int i = 0; i < table->checks.n; i++)
        em_map_add(
            &map,
            em_expr_key(table->checks.items[i].expression, &scope, d->scratch),
            i);
    return map;
}

static void diff_checks(Differ *d, TableDiff *t, const Table *before,
                        const Table *after)
{
    Map b = check_keys(d, t, before, true), a = check_keys(d, t, after, false);
    for (int i = 0; i < b.entries.n; i++)
        if (em_map_find(&a, b.entries.items[i].key) == NONE)
            PUSH(d->a, &t->checks)->before =
                &before->checks.items[b.entries.items[i].value];
    for (int i = 0; i < a.entries.n; i++)
        if (em_map_find(&b, a.entries.items[i].key) == NONE)
            PUSH(d->a, &t->checks)->after =
                &after->checks.items[a.entries.items[i].value];
}

/* ---- tables ---------------------------------------------------------------
 */

static void diff_pair(Differ *d, TableDiff *t)
{
    const Table *before = &d->out->before->tables.items[t->before];
    const Table *after = &d->out->after->tables.items[t->after];

    t->is_renamed = d->m.tables.is_renamed[t->after];
    diff_columns(d, t);
    if (!d->m.loose) {
        t->kind_changed = before->kind != after->kind;
        t->comment_changed = !em_str_eq(before->comment, after->comment);
        diff_uniques(d, t);
        em_diff_indexes(&d->m, t, d->a);
        diff_references(d, t, before, after);
        diff_checks(d, t, before, after);
        t->primary_key_changed =
            !same_list(d, t, &before->primary_key, &after->primary_key);
    }
    t->is_changed |=
        t->is_renamed || t->kind_changed || t->comment_changed ||
        t->primary_key_changed || t->order_changed ||
        t->uniques.n + t->indexes.n + t->foreign_keys.n + t->checks.n > 0;
}

/* A diagram shows the table that was cut into parts, not the parts, and may
 * show a table that joins others as a line. */
static bool is_drawn_apart(const Differ *d, int table, bool is_before)
{
    const Schema *s = is_before ? d->out->before : d->out->after;
    return !d->m.mixed || (s->tables.items[table].kind != TABLE_PARTITION &&
                           !em_is_drawn_as_line(&d->m, table, is_before));
}

static void diff_tables(Differ *d)
{
    const Schema *before = d->out->before, *after = d->out->after;
    for (int i = 0; i < after->tables.n; i++) {
        int partner = d->m.tables.before_of[i];
        if (partner == NONE && !is_drawn_apart(d, i, false))
            continue;
        TableDiff *t = PUSH(d->a, &d->out->tables);
        *t = (TableDiff){.before = partner, .after = i};
        if (t->before != NONE) {
            diff_pair(d, t);
            continue;
        }
        t->is_changed = true;
        take_columns(d, t, &after->tables.items[i]);
        diff_references(d, t, NULL, &after->tables.items[i]);
    }
    for (int i = 0; i < before->tables.n; i++) {
        if (d->m.tables.after_of[i] != NONE || !is_drawn_apart(d, i, true))
            continue;
        TableDiff *t = PUSH(d->a, &d->out->tables);
        *t = (TableDiff){.before = i, .after = NONE, .is_changed = true};
        take_columns(d, t, &before->tables.items[i]);
        diff_references(d, t, &before->tables.items[i], NULL);
    }
}

/* ---- views ----------------------------------------------------------------
 */

static void views_alone(Differ *d, const Schema *of, const Schema *other,
                        bool is_before)
{
    Map map = {.arena = d->scratch};
    for (int i = 0; i < other->views.n; i++)
        em_map_add(&map,
                   em_table_key(other, &other->views.items[i], d->scratch), i);
    for (int i = 0; i < of->views.n; i++) {
        const Table *v = &of->views.items[i];
        if (em_map_find(&map, em_table_key(of, v, d->scratch)) != NONE)
            continue;
        *PUSH(d->a, &d->out->views) =
            is_before ? (ViewDiff){v, NULL} : (ViewDiff){NULL, v};
    }
}

/* ---- all ------------------------------------------------------------------
 */

DiffPlaces em_diff_places(const Diff *d, Arena *a)
{
    DiffPlaces p = {em_new_nones(a, d->before->tables.n),
                    em_new_nones(a, d->after->tables.n)};
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        if (t->before != NONE)
            p.of_before[t->before] = i;
        if (t->after != NONE)
            p.of_after[t->after] = i;
    }
    return p;
}

Diff *em_diff(const Schema *before, const Schema *after, const DiffOptions *o,
              Arena *a, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Diff *out = NEW(a, Diff);
    out->before = before;
    out->after = after;
    Differ d = {
        .out = out,
        .m = {.before = before,
              .after = after,
              .options = o,
              .a = scratch,
              .scratch = scratch},
        .a = a,
        .scratch = scratch,
    };
    assert(a != scratch);
    em_diff_match(&d.m);
    diff_tables(&d);
    em_diff_relations(out, &d.m, a);
    if (!d.m.loose) {
        em_diff_enums(out, &d.m, a);
        views_alone(&d, before, after, true);
        views_alone(&d, after, before, false);
    }
    if (!o->no_renames) {
        em_diff_moves(out, &d.m);
        em_diff_reshapes(out, &d.m, a);
    }
    for (int i = 0; i < out->tables.n; i++)
        out->is_changed |= out->tables.items[i].is_changed;
    out->is_changed |= out->enums.n + out->views.n + out->relations.n > 0;
    em_arena_rewind(scratch, mark);
    out->meant = em_diff_meant(out, o, a, scratch);
    return out;
}
