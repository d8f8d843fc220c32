/*
 * Dangers of keys: unique ones, indexes, checks and foreign keys.
 */
#include "diff/danger.h"
#include "diff/diff_lines.h"

static const ColumnDiff *column_of(Finder *f, Str name)
{
    int place = em_danger_place(f, name);
    return place == NONE ? NULL : &f->t->columns.items[place];
}

/* Is one of the columns new, and empty in all rows? Then no row can be in the
 * way of what is asked of it. */
static bool is_empty(Finder *f, const Strs *columns)
{
    for (int i = 0; i < columns->n; i++) {
        const ColumnDiff *c = column_of(f, columns->items[i]);
        if (!c || c->before != NONE || c->after == NONE ||
            c->moved.table != NONE)
            continue;
        const Column *a = &table_after(f)->columns.items[c->after];
        if (a->nullable != NULLABLE_NO && a->value.kind == VALUE_UNSAID)
            return true;
    }
    return false;
}

static bool loses_column(Finder *f, const Strs *columns)
{
    for (int i = 0; i < columns->n; i++) {
        const ColumnDiff *c = column_of(f, columns->items[i]);
        if (c && c->after == NONE)
            return true;
    }
    return false;
}

static void soften(Danger *danger, Str advice)
{
    danger->rule.level = DANGER_NOTE;
    danger->rule.advice = advice;
}

/* ---- unique keys and indexes ----------------------------------------------
 */

static bool begins_with(const Strs *of, const Strs *columns)
{
    Strs start = {of->items, columns->n, columns->n};
    return of->n >= columns->n && em_strs_equal(&start, columns);
}

/* Does an index, or a key, begin with these columns? */
static bool has_index(const Table *t, const Strs *columns)
{
    if (begins_with(&t->primary_key, columns))
        return true;
    for (int i = 0; i < t->indexes.n; i++)
        if (!t->indexes.items[i].is_partial &&
            begins_with(&t->indexes.items[i].columns, columns))
            return true;
    return false;
}

static Danger *report_index(Finder *f, DangerId id, const IndexDiff *d,
                            int index)
{
    const Strs *columns = &(d->after ? d->after : d->before)->columns;
    Str table = d->after ? em_danger_after(f) : em_danger_before(f);
    Danger *danger =
        em_danger_report(f, id, em_columns_key(table, columns, f->a));
    danger->row = f->index_rows[index];
    return danger;
}

static void report_unique(Finder *f, const IndexDiff *d, int index)
{
    Danger *danger = report_index(
        f, d->after ? DANGER_UNIQUE_ADDED : DANGER_UNIQUE_REMOVED, d, index);
    if (d->after && !d->after->nulls_not_distinct &&
        is_empty(f, &d->after->columns))
        soften(danger, STR("a column of it is new and empty, so there are no "
                           "duplicates yet"));
}

static void find_uniques(Finder *f)
{
    for (int i = 0; i < f->t->uniques.n; i++)
        report_unique(f, &f->t->uniques.items[i], i);
}

/* An index that another one stands in for, or that goes with its column, is
 * not missed. */
static bool is_missed(Finder *f, const Index *gone)
{
    return !loses_column(f, &gone->columns) &&
           (gone->method.n || gone->is_partial || gone->has_expression ||
            !has_index(table_after(f), &gone->columns));
}

/* Unique ones that are no keys still fail on duplicates; keys are there before
 * and after, in another form. */
static void find_indexes(Finder *f)
{
    for (int i = 0; i < f->t->indexes.n; i++) {
        const IndexDiff *d = &f->t->indexes.items[i];
        const Index *index = d->after ? d->after : d->before;
        int place = f->t->uniques.n + i;
        bool is_unique = index->is_unique &&
                         (!em_index_is_key(index) || index->nulls_not_distinct);
        if (is_unique)
            report_unique(f, d, place);
        else if (d->after)
            report_index(f, DANGER_INDEX_ADDED, d, place);
        else if (is_missed(f, d->before))
            report_index(f, DANGER_INDEX_REMOVED, d, place);
    }
}

/* ---- checks ---------------------------------------------------------------
 */

static void find_checks(Finder *f)
{
    for (int i = 0; i < f->t->checks.n; i++) {
        const CheckDiff *c = &f->t->checks.items[i];
        em_danger_report(f,
                         c->after ? DANGER_CHECK_ADDED : DANGER_CHECK_REMOVED,
                         c->after ? em_danger_after(f) : em_danger_before(f));
    }
}

/* ---- foreign keys ---------------------------------------------------------
 */

/* A key that went away while these columns got another target; NULL. */
static const KeyDiff *earlier_target(const TableDiff *t,
                                     const ForeignKey *after)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        if (k->before && !k->after &&
            em_strs_equal(&k->before->columns, &after->columns))
            return k;
    }
    return NULL;
}

static bool has_later_target(const TableDiff *t, const ForeignKey *before)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        if (k->after && !k->before &&
            em_strs_equal(&k->after->columns, &before->columns))
            return true;
    }
    return false;
}

/* Does the parent, too, name its child: "book_id" in authors, while books
 * were many of an author? That is when the key's column was never there and
 * the parent had lost a key to the child. */
static bool turned_round(const Finder *f, const ForeignKey *after)
{
    for (int i = 0; i < f->d->tables.n; i++) {
        const TableDiff *t = &f->d->tables.items[i];
        if (t->after != after->ref_table || after->ref_table == NONE)
            continue;
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const ForeignKey *b = t->foreign_keys.items[k].before;
            if (b && !t->foreign_keys.items[k].after &&
                b->ref_table == f->t->before)
                return true;
        }
    }
    return false;
}

static bool is_lookup(const Diff *d, int from, int to)
{
    for (int i = 0; i < d->reshapes.n; i++) {
        const Reshape *r = &d->reshapes.items[i];
        if (r->kind == RESHAPE_LOOKUP && r->from.items[0] == from &&
            d->tables.items[r->to.items[0]].after == to)
            return true;
    }
    return false;
}

/* Did columns move from the key's own table to the new one it refers to? Those
 * that left the new table's name behind, as author_name did for authors, tell
 * of something that was never the table's own. */
static bool refers_to_its_own(const Finder *f, const ForeignKey *after)
{
    if (after->ref_table == NONE || is_lookup(f->d, f->table, after->ref_table))
        return false;
    for (int i = 0; i < f->t->columns.n; i++) {
        const ColumnDiff *c = &f->t->columns.items[i];
        if (c->after == NONE && c->moved.table == after->ref_table &&
            em_str_eq_nocase(table_before(f)->columns.items[c->before].name,
                             f->d->after->tables.items[c->moved.table]
                                 .columns.items[c->moved.column]
                                 .name))
            return true;
    }
    return false;
}

static bool may_not_be_null(const Table *t, const Strs *columns)
{
    for (int i = 0; i < columns->n; i++) {
        int at = em_column_find(t, columns->items[i]);
        if (at == NONE || t->columns.items[at].nullable != NULLABLE_NO)
            return false;
    }
    return columns->n > 0;
}

/* What a new key, or a new action of one, does with rows of a parent that
 * goes. */
static void find_action(Finder *f, const ForeignKey *before,
                        const ForeignKey *after, Str object)
{
    bool cascades = after->on_delete == ACTION_CASCADE;
    bool did = before && before->on_delete == ACTION_CASCADE;
    if (cascades && !did) {
        Danger *danger = em_danger_report(f, DANGER_CASCADE_ADDED, object);
        if (f->t->before == NONE)
            danger->rule.level = DANGER_NOTE;
    }
    if (did && !cascades)
        em_danger_report(f, DANGER_CASCADE_REMOVED, object);
    if (after->on_delete == ACTION_SET_NULL &&
        may_not_be_null(table_after(f), &after->columns))
        em_danger_report(f, DANGER_SET_NULL_ON_NOT_NULL, object);
}

static void report_added(Finder *f, const ForeignKey *after, Str object)
{
    Danger *danger = em_danger_report(f, DANGER_FK_ADDED, object);
    if (is_empty(f, &after->columns))
        soften(danger, f->dialect == DIALECT_POSTGRES
                           ? STR("the column is new and empty, so there are "
                                 "no orphans yet; nobody can write to either "
                                 "table while that is looked at")
                           : STR("the column is new and empty, so there are "
                                 "no orphans yet"));
    else if (after->not_valid)
        soften(danger, STR("rows that are there are not looked at yet"));
    if (after->not_valid)
        em_danger_report(f, DANGER_FK_NOT_VALID, object);
}

static void find_added_key(Finder *f, const ForeignKey *after, Str object)
{
    find_action(f, NULL, after, object);
    if (f->t->before == NONE)
        return;
    if (earlier_target(f->t, after))
        em_danger_report(f, DANGER_FK_RETARGETED, object);
    else
        report_added(f, after, object);
    /* MySQL makes the index by itself. */
    if (f->d->after->dialect != DIALECT_MYSQL &&
        !has_index(table_after(f), &after->columns))
        em_danger_report(f, DANGER_FK_WITHOUT_INDEX, object);
    if (turned_round(f, after))
        em_danger_report(f, DANGER_FK_ON_ONE_SIDE, object);
    if (refers_to_its_own(f, after))
        em_danger_report(f, DANGER_FK_WRONG_SIDE, object);
}

static void find_removed_key(Finder *f, const ForeignKey *before, Str object)
{
    if (has_later_target(f->t, before))
        return;
    Danger *danger = em_danger_report(f, DANGER_FK_REMOVED, object);
    if (loses_column(f, &before->columns))
        soften(danger, STR("it goes with its column"));
}

static void find_key(Finder *f, const KeyDiff *k)
{
    const ForeignKey *any = k->after ? k->after : k->before;
    Str object =
        em_columns_key(k->after ? em_danger_after(f) : em_danger_before(f),
                       &any->columns, f->a);
    f->column =
        any->columns.n ? em_danger_place(f, any->columns.items[0]) : NONE;
    if (!k->before)
        find_added_key(f, k->after, object);
    else if (k->after)
        find_action(f, k->before, k->after, object);
    else if (f->t->after != NONE)
        find_removed_key(f, k->before, object);
}

/* ---- foreign keys that stay -----------------------------------------------
 */

static bool is_listed(const TableDiff *t, const ForeignKey *key)
{
    for (int i = 0; i < t->foreign_keys.n; i++)
        if (t->foreign_keys.items[i].after == key)
            return true;
    return false;
}

/* Did the index go that an earlier key had? */
static bool lost_index(Finder *f, const ForeignKey *key)
{
    Strs earlier = {0};
    for (int i = 0; i < key->columns.n; i++) {
        const ColumnDiff *c = column_of(f, key->columns.items[i]);
        if (!c || c->before == NONE)
            return false;
        *PUSH(f->a, &earlier) = table_before(f)->columns.items[c->before].name;
    }
    return key->columns.n && has_index(table_before(f), &earlier) &&
           !has_index(table_after(f), &key->columns);
}

static void find_lost_indexes(Finder *f)
{
    const Table *t = table_after(f);
    if (f->t->before == NONE || f->d->after->dialect == DIALECT_MYSQL ||
        !(f->t->uniques.n + f->t->indexes.n || f->t->primary_key_changed))
        return;
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *key = &t->foreign_keys.items[i];
        if (is_listed(f->t, key) || !lost_index(f, key))
            continue;
        f->column = em_danger_place(f, key->columns.items[0]);
        em_danger_report(
            f, DANGER_FK_WITHOUT_INDEX,
            em_columns_key(em_danger_after(f), &key->columns, f->a));
    }
}

static bool are_apart(Str child, Str parent)
{
    TypeSize a = em_type_size(child), b = em_type_size(parent);
    if (a.family == FAMILY_TEXT && b.family == FAMILY_TEXT)
        return false;
    return a.family != b.family || a.size != b.size ||
           a.is_unsigned != b.is_unsigned ||
           (a.family == FAMILY_OTHER && !em_str_eq(child, parent));
}

/* Did the type of this column of the later table change? */
static bool type_changed(const Finder *f, int table, int column)
{
    for (int i = 0; i < f->d->tables.n; i++) {
        const TableDiff *t = &f->d->tables.items[i];
        for (int k = 0; t->after == table && k < t->columns.n; k++)
            if (t->columns.items[k].after == column)
                return t->columns.items[k].changed[PROPERTY_TYPE];
    }
    return false;
}

/* Did a type change so that the key's two sides now differ? */
static bool differs_now(const Finder *f, const ForeignKey *key)
{
    if (key->ref_table == NONE || key->columns.n != 1 ||
        key->ref_columns.n != 1)
        return false;
    const Table *child = table_after(f);
    const Table *parent = &f->d->after->tables.items[key->ref_table];
    int from = em_column_find(child, key->columns.items[0]);
    int to = em_column_find(parent, key->ref_columns.items[0]);
    return from != NONE && to != NONE &&
           are_apart(em_type_key(&child->columns.items[from], f->a),
                     em_type_key(&parent->columns.items[to], f->a)) &&
           (type_changed(f, f->t->after, from) ||
            type_changed(f, key->ref_table, to));
}

void em_danger_kept_keys(Finder *f)
{
    const Table *t = table_after(f);
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *key = &t->foreign_keys.items[i];
        if (!differs_now(f, key))
            continue;
        f->column = em_danger_place(f, key->columns.items[0]);
        em_danger_report(
            f, DANGER_FK_TYPE_DIFFERS,
            em_columns_key(em_danger_after(f), &key->columns, f->a));
    }
}

void em_danger_keys(Finder *f)
{
    f->index_rows = em_index_rows(f->t, f->a);
    find_uniques(f);
    find_indexes(f);
    find_checks(f);
    for (int i = 0; i < f->t->foreign_keys.n; i++)
        find_key(f, &f->t->foreign_keys.items[i]);
    find_lost_indexes(f);
}
