/*
 * What differences can do to data and to programs that are running.
 *
 * Each kind of difference has its rules in a function below; the advice says
 * what to do instead. Sizes go by diff_value.c: what holds less is narrowed,
 * what holds as much or more is widened, another family is changed.
 */
#include "diff/diff.h"
#include "diff/diff_value.h"

typedef struct {
    const Diff *d;
    const TableDiff *t;
    int table; /* its place in Diff.tables */
    Dangers *out;
    Arena *a;
} Finder;

typedef struct {
    Str code;
    DangerLevel level;
    Str advice;
} Rule;

#define RULE(name, level, advice) \
    static const Rule name = {STR_INIT(#name), level, STR_INIT(advice)}

RULE(table_dropped, DANGER_ERROR,
     "its rows are gone for good; copy what is needed first");
RULE(column_dropped, DANGER_ERROR,
     "its values are gone for good, and programs that still name it fail; stop "
     "using it first, drop it later");
RULE(column_moved, DANGER_WARNING,
     "copy the values before the old column goes, in one transaction");
RULE(table_renamed, DANGER_WARNING,
     "programs that are running know the old name; leave a view of that name");
RULE(column_renamed, DANGER_WARNING,
     "programs that are running know the old name; add, copy, switch, drop");
RULE(type_narrowed, DANGER_ERROR,
     "values that do not fit are refused or cut; look for the largest first");
RULE(type_widened, DANGER_NOTE,
     "no value is lost; the table may be rewritten under a lock");
RULE(type_changed, DANGER_WARNING,
     "values are converted, which can fail or lose part of them; say how "
     "(USING) and try it on a copy");
RULE(sign_changed, DANGER_WARNING,
     "negative numbers do not fit an unsigned column");
RULE(text_shortened, DANGER_WARNING,
     "this text type holds less; longer values are cut or refused");
RULE(not_null_column_without_default, DANGER_ERROR,
     "fails on a table with rows; add it nullable or with a default, fill it, "
     "then set NOT NULL");
RULE(not_null_set, DANGER_ERROR,
     "fails while there are NULLs; fill them first, and check with a "
     "constraint that is validated later");
RULE(not_null_removed, DANGER_WARNING, "readers that never saw NULL may fail");
RULE(default_added, DANGER_NOTE, "rows that exist keep what they have");
RULE(default_changed, DANGER_NOTE, "rows that exist keep what they have");
RULE(default_removed, DANGER_WARNING,
     "an INSERT that leaves the column out gives NULL, or fails");
RULE(auto_increment_removed, DANGER_ERROR,
     "an INSERT that leaves the column out fails or gives 0");
RULE(enum_value_removed, DANGER_ERROR,
     "rows that have the value fail; change them first");
RULE(enum_reordered, DANGER_WARNING,
     "values sort by their order in the type; comparisons change");
RULE(primary_key_changed, DANGER_WARNING,
     "foreign keys and programs go by the old key; the index is built anew");
RULE(unique_added, DANGER_ERROR,
     "fails while there are duplicates; look for them first");
RULE(unique_removed, DANGER_WARNING,
     "duplicates become possible; programs that rely on one row fail");
RULE(fk_added, DANGER_WARNING,
     "fails while there are orphans, and locks both tables; add it NOT VALID "
     "and validate later");
RULE(fk_removed, DANGER_WARNING, "nothing keeps orphans away any more");
RULE(fk_retargeted, DANGER_ERROR,
     "the values are keys of another table; translate them first");
RULE(fk_without_index, DANGER_WARNING,
     "a change of the parent reads the whole table; add an index on the key");
RULE(fk_on_one_side, DANGER_WARNING,
     "the table that others can be many of should carry the key; this allows "
     "one only");
RULE(
    fk_wrong_side, DANGER_ERROR,
    "the columns moved away from the table that has the key, so several of its "
    "rows can share what was one's own; put a unique key to it into the new "
    "table instead");
RULE(cascade_added, DANGER_WARNING,
     "deleting a parent now deletes these rows without a word");
RULE(cardinality_changed, DANGER_WARNING,
     "programs that rely on how many there can be may fail");

static Danger *report(Finder *f, const Rule *rule, Str object)
{
    Danger *danger = PUSH(f->a, f->out);
    *danger = (Danger){.code = rule->code,
                       .object = object,
                       .level = rule->level,
                       .advice = rule->advice,
                       .table = f->table};
    return danger;
}

static const Table *table_before(const Finder *f)
{
    return &f->d->before->tables.items[f->t->before];
}

static const Table *table_after(const Finder *f)
{
    return &f->d->after->tables.items[f->t->after];
}

/* The table's name, of the earlier schema when it is there. */
static Str before_key(const Finder *f)
{
    return em_table_key(f->d->before, table_before(f), f->a);
}

static Str after_key(const Finder *f)
{
    return em_table_key(f->d->after, table_after(f), f->a);
}

static Str column_key(const Finder *f, Str table, Str column)
{
    return JOIN(f->a, table, STR("."), column);
}

/* ---- columns --------------------------------------------------------------
 */

static const Rule *type_rule(TypeSize before, TypeSize after)
{
    if (before.family == FAMILY_OTHER || before.family != after.family)
        return &type_changed;
    if (after.size < before.size || after.scale < before.scale)
        return &type_narrowed;
    return &type_widened;
}

static void find_type(Finder *f, Str object, const Column *b, const Column *a)
{
    Str before = em_type_key(b, f->a), after = em_type_key(a, f->a);
    TypeSize x = em_type_size(before), y = em_type_size(after);
    Danger *danger = report(f, type_rule(x, y), object);
    danger->before = b->full_type.n ? b->full_type : b->type;
    danger->after = a->full_type.n ? a->full_type : a->type;
    if (x.family == FAMILY_INTEGER && y.family == FAMILY_INTEGER &&
        !x.is_unsigned && y.is_unsigned)
        report(f, &sign_changed, object);
    if (y.capacity > 0 && y.capacity < x.capacity)
        report(f, &text_shortened, object);
}

static bool holds(const Strs *list, Str s)
{
    for (int i = 0; list && i < list->n; i++)
        if (em_str_eq(list->items[i], s))
            return true;
    return false;
}

static void find_enum(Finder *f, Str object, const Column *b, const Column *a)
{
    Strs removed = {0};
    if (!b->enum_values || !a->enum_values)
        return;
    for (int i = 0; i < b->enum_values->n; i++)
        if (!holds(a->enum_values, b->enum_values->items[i]))
            *PUSH(f->a, &removed) = b->enum_values->items[i];
    if (removed.n)
        report(f, &enum_value_removed, object)->values = removed;
}

static void find_default(Finder *f, Str object, const Column *b,
                         const Column *a)
{
    bool had = b->value.kind == VALUE_DEFAULT;
    bool has = a->value.kind == VALUE_DEFAULT;
    report(f,
           !had   ? &default_added
           : !has ? &default_removed
                  : &default_changed,
           object);
}

static void find_changed_column(Finder *f, const ColumnDiff *c)
{
    const Column *b = &table_before(f)->columns.items[c->before];
    const Column *a = &table_after(f)->columns.items[c->after];
    Str object = column_key(f, after_key(f), a->name);

    if (c->is_renamed)
        report(f, &column_renamed, column_key(f, before_key(f), b->name));
    if (c->changed[PROPERTY_TYPE])
        find_type(f, object, b, a);
    if (c->changed[PROPERTY_ENUM])
        find_enum(f, object, b, a);
    if (c->changed[PROPERTY_NULLABLE])
        report(f,
               a->nullable == NULLABLE_NO ? &not_null_set : &not_null_removed,
               object);
    if (c->changed[PROPERTY_DEFAULT])
        find_default(f, object, b, a);
    if ((c->changed[PROPERTY_AUTO_INCREMENT] ||
         c->changed[PROPERTY_IDENTITY]) &&
        a->value.kind == VALUE_UNSAID)
        report(f, &auto_increment_removed, object);
}

static void find_column(Finder *f, const ColumnDiff *c)
{
    if (c->after == NONE) {
        const Column *b = &table_before(f)->columns.items[c->before];
        report(f, c->moved.table == NONE ? &column_dropped : &column_moved,
               column_key(f, before_key(f), b->name));
        return;
    }
    if (c->before != NONE) {
        find_changed_column(f, c);
        return;
    }
    const Column *a = &table_after(f)->columns.items[c->after];
    if (a->nullable == NULLABLE_NO && a->value.kind == VALUE_UNSAID)
        report(f, &not_null_column_without_default,
               column_key(f, after_key(f), a->name));
}

/* ---- keys -----------------------------------------------------------------
 */

static void find_uniques(Finder *f)
{
    for (int i = 0; i < f->t->uniques.n; i++) {
        const UniqueDiff *u = &f->t->uniques.items[i];
        if (u->after)
            report(f, &unique_added,
                   em_columns_key(after_key(f), &u->after->columns, f->a));
        else
            report(f, &unique_removed,
                   em_columns_key(before_key(f), &u->before->columns, f->a));
    }
}

static bool same_strs(const Strs *a, const Strs *b)
{
    bool same = a->n == b->n;
    for (int i = 0; same && i < a->n; i++)
        same = em_str_eq(a->items[i], b->items[i]);
    return same;
}

/* A key that went away while these columns got another target; NULL. */
static const KeyDiff *earlier_target(const TableDiff *t,
                                     const ForeignKey *after)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        if (k->before && !k->after &&
            same_strs(&k->before->columns, &after->columns))
            return k;
    }
    return NULL;
}

static bool has_later_target(const TableDiff *t, const ForeignKey *before)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        if (k->after && !k->before &&
            same_strs(&k->after->columns, &before->columns))
            return true;
    }
    return false;
}

/* Does an index, or a key, begin with these columns? */
static bool has_index(const Table *t, const Strs *columns)
{
    if (t->primary_key.n >= columns->n) {
        Strs start = {t->primary_key.items, columns->n, columns->n};
        if (same_strs(&start, columns))
            return true;
    }
    for (int i = 0; i < t->indexes.n; i++) {
        const Strs *of = &t->indexes.items[i].columns;
        if (of->n < columns->n || t->indexes.items[i].is_partial)
            continue;
        Strs start = {of->items, columns->n, columns->n};
        if (same_strs(&start, columns))
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

/* Did columns move from the key's own table to the new one it refers to? */
static bool refers_to_its_own(const Finder *f, const ForeignKey *after)
{
    for (int i = 0; after->ref_table != NONE && i < f->t->columns.n; i++) {
        const ColumnDiff *c = &f->t->columns.items[i];
        if (c->after == NONE && c->moved.table == after->ref_table)
            return true;
    }
    return false;
}

static void find_added_key(Finder *f, const ForeignKey *after, Str object)
{
    bool is_new = f->t->before == NONE;
    bool retargeted = earlier_target(f->t, after) != NULL;

    if (retargeted)
        report(f, &fk_retargeted, object);
    else if (!is_new)
        report(f, &fk_added, object);
    if (after->on_delete == ACTION_CASCADE)
        report(f, &cascade_added, object);
    /* MySQL makes the index by itself. */
    if (f->d->after->dialect != DIALECT_MYSQL &&
        !has_index(table_after(f), &after->columns))
        report(f, &fk_without_index, object);
    if (!is_new && turned_round(f, after))
        report(f, &fk_on_one_side, object);
    if (!is_new && refers_to_its_own(f, after))
        report(f, &fk_wrong_side, object);
}

static void find_key(Finder *f, const KeyDiff *k)
{
    const ForeignKey *any = k->after ? k->after : k->before;
    Str object = em_columns_key(k->after ? after_key(f) : before_key(f),
                                &any->columns, f->a);
    if (!k->before)
        find_added_key(f, k->after, object);
    else if (k->after && k->after->on_delete == ACTION_CASCADE &&
             k->before->on_delete != ACTION_CASCADE)
        report(f, &cascade_added, object);
    else if (!k->after && f->t->after != NONE &&
             !has_later_target(f->t, k->before))
        report(f, &fk_removed, object);
}

/* ---- all ------------------------------------------------------------------
 */

static void find_in_table(Finder *f)
{
    const TableDiff *t = f->t;
    if (t->after == NONE) {
        report(f, &table_dropped, before_key(f));
        return;
    }
    if (t->is_renamed)
        report(f, &table_renamed, before_key(f));
    if (t->before != NONE)
        for (int i = 0; i < t->columns.n; i++)
            find_column(f, &t->columns.items[i]);
    if (t->primary_key_changed)
        report(f, &primary_key_changed, after_key(f));
    find_uniques(f);
    for (int i = 0; i < t->foreign_keys.n; i++)
        find_key(f, &t->foreign_keys.items[i]);
}

Dangers em_dangers(const Diff *d, Arena *a)
{
    Dangers out = {0};
    Finder f = {.d = d, .out = &out, .a = a};

    for (int i = 0; i < d->tables.n; i++) {
        f.t = &d->tables.items[i];
        f.table = i;
        if (f.t->is_changed)
            find_in_table(&f);
    }
    f.table = NONE;
    for (int i = 0; i < d->enums.n; i++) {
        const EnumDiff *e = &d->enums.items[i];
        if (e->before && e->after && e->reordered)
            report(&f, &enum_reordered, e->after->name);
    }
    for (int i = 0; i < d->relations.n; i++) {
        const Relation *r = d->relations.items[i].after;
        if (!d->relations.items[i].before || !r || !r->key)
            continue;
        Str child =
            em_table_key(d->after, &d->after->tables.items[r->to.table], a);
        report(&f, &cardinality_changed,
               em_columns_key(child, &r->key->columns, a));
    }
    return out;
}
