/*
 * What differences can do to data and to programs that are running.
 *
 * Each kind of difference has its rules in a function below; the advice says
 * what to do instead. Sizes go by diff_value.c: what holds less is narrowed,
 * what holds as much or more is widened, another family is changed.
 */
#include "diff/danger.h"

#include "base/map.h"
#include "diff/diff_value.h"

typedef struct {
    const Diff *d;
    const TableDiff *t;
    int table;   /* its place in Diff.tables */
    int column;  /* what is looked at: a place in t->columns, or NONE */
    Map columns; /* names of those of `mapped`, both sides', to places */
    const TableDiff *mapped;
    Dialect dialect; /* whose facts count */
    Dangers *out;
    Arena *a;
} Finder;

static Danger *report(Finder *f, DangerId id, Str object)
{
    Danger *danger = PUSH(f->a, f->out);
    *danger = (Danger){
        .rule = em_danger_of(id, f->dialect),
        .object = object,
        .table = f->table,
        .column = f->column,
        .index = NONE,
    };
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

static void map_columns(Finder *f)
{
    const TableDiff *t = f->t;
    if (f->mapped == t)
        return;
    f->mapped = t;
    f->columns = (Map){.arena = f->a};
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->after != NONE)
            em_map_add(&f->columns,
                       table_after(f)->columns.items[c->after].name, i);
        if (c->before != NONE)
            em_map_add(&f->columns,
                       table_before(f)->columns.items[c->before].name, i);
    }
}

/* The column that a key begins with; needs map_columns. */
static int first_column(const Finder *f, const ForeignKey *key)
{
    return key->columns.n ? em_map_find(&f->columns, key->columns.items[0])
                          : NONE;
}

static void report_index(Finder *f, DangerId id, const IndexDiff *d, int index)
{
    const Strs *columns = &(d->after ? d->after : d->before)->columns;
    Str table = d->after ? after_key(f) : before_key(f);
    report(f, id, em_columns_key(table, columns, f->a))->index = index;
}

static Str column_key(const Finder *f, Str table, Str column)
{
    return JOIN(f->a, table, STR("."), column);
}

static bool same_strs(const Strs *a, const Strs *b)
{
    bool same = a->n == b->n;
    for (int i = 0; same && i < a->n; i++)
        same = em_str_eq(a->items[i], b->items[i]);
    return same;
}

/* ---- columns --------------------------------------------------------------
 */

static DangerId type_rule(TypeSize before, TypeSize after)
{
    if (before.family == FAMILY_OTHER || before.family != after.family)
        return DANGER_TYPE_CHANGED;
    if (after.size < before.size || after.scale < before.scale)
        return DANGER_TYPE_NARROWED;
    return DANGER_TYPE_WIDENED;
}

static bool holds(const Strs *list, Str s)
{
    for (int i = 0; list && i < list->n; i++)
        if (em_str_eq(list->items[i], s))
            return true;
    return false;
}

/* Does an enum, or a set, still have all its values? */
static bool only_grows(const Column *b, const Column *a, Str before, Str after)
{
    bool grows = b->enum_values && a->enum_values && before.n && after.n &&
                 before.p[0] == after.p[0];
    for (int i = 0; grows && i < b->enum_values->n; i++)
        grows = holds(a->enum_values, b->enum_values->items[i]);
    return grows;
}

static void find_type(Finder *f, Str object, const Column *b, const Column *a)
{
    Str before = em_type_key(b, f->a), after = em_type_key(a, f->a);
    TypeSize x = em_type_size(before), y = em_type_size(after);
    DangerId id = type_rule(x, y);
    Danger *danger = report(f, id, object);
    danger->rule = em_danger_of_types(id, x, y, f->dialect);
    danger->before = b->full_type.n ? b->full_type : b->type;
    danger->after = a->full_type.n ? a->full_type : a->type;
    if (only_grows(b, a, before, after)) {
        danger->rule.level = DANGER_NOTE;
        danger->rule.advice = STR("no value is lost; values that are not added "
                                  "at the end make it copy the table");
    }
    if (x.family == FAMILY_INTEGER && y.family == FAMILY_INTEGER &&
        !x.is_unsigned && y.is_unsigned)
        report(f, DANGER_SIGN_CHANGED, object);
    if (y.capacity > 0 && y.capacity < x.capacity)
        report(f, DANGER_TEXT_SHORTENED, object);
}

/* Was a value only given another name? */
static bool renames_value(const Finder *f, const Strs *before)
{
    for (int i = 0; i < f->d->enums.n; i++) {
        const EnumDiff *e = &f->d->enums.items[i];
        if (e->old_value.n && same_strs(&e->before->values, before))
            return true;
    }
    return false;
}

static void find_enum(Finder *f, Str object, const Column *b, const Column *a)
{
    Strs removed = {0};
    if (!b->enum_values || !a->enum_values)
        return;
    if (renames_value(f, b->enum_values)) {
        report(f, DANGER_ENUM_VALUE_RENAMED, object);
        return;
    }
    for (int i = 0; i < b->enum_values->n; i++)
        if (!holds(a->enum_values, b->enum_values->items[i]))
            *PUSH(f->a, &removed) = b->enum_values->items[i];
    if (removed.n)
        report(f, DANGER_ENUM_VALUE_REMOVED, object)->values = removed;
}

static void find_default(Finder *f, Str object, const Column *b,
                         const Column *a)
{
    bool had = b->value.kind == VALUE_DEFAULT;
    bool has = a->value.kind == VALUE_DEFAULT;
    report(f,
           !had   ? DANGER_DEFAULT_ADDED
           : !has ? DANGER_DEFAULT_REMOVED
                  : DANGER_DEFAULT_CHANGED,
           object);
}

static void find_changed_column(Finder *f, const ColumnDiff *c)
{
    const Column *b = &table_before(f)->columns.items[c->before];
    const Column *a = &table_after(f)->columns.items[c->after];
    Str object = column_key(f, after_key(f), a->name);

    if (c->is_renamed)
        report(f, DANGER_COLUMN_RENAMED, column_key(f, before_key(f), b->name));
    if (c->changed[PROPERTY_TYPE])
        find_type(f, object, b, a);
    if (c->changed[PROPERTY_ENUM])
        find_enum(f, object, b, a);
    if (c->changed[PROPERTY_NULLABLE])
        report(f,
               a->nullable == NULLABLE_NO ? DANGER_NOT_NULL_SET
                                          : DANGER_NOT_NULL_REMOVED,
               object);
    if (c->changed[PROPERTY_DEFAULT])
        find_default(f, object, b, a);
    if ((c->changed[PROPERTY_AUTO_INCREMENT] ||
         c->changed[PROPERTY_IDENTITY]) &&
        a->value.kind == VALUE_UNSAID)
        report(f, DANGER_AUTO_INCREMENT_REMOVED, object);
}

static void find_column(Finder *f, const ColumnDiff *c)
{
    if (c->after == NONE) {
        const Column *b = &table_before(f)->columns.items[c->before];
        report(f,
               c->moved.table == NONE ? DANGER_COLUMN_DROPPED
                                      : DANGER_COLUMN_MOVED,
               column_key(f, before_key(f), b->name));
        return;
    }
    if (c->before != NONE) {
        find_changed_column(f, c);
        return;
    }
    const Column *a = &table_after(f)->columns.items[c->after];
    if (a->nullable == NULLABLE_NO && a->value.kind == VALUE_UNSAID)
        report(f, DANGER_NOT_NULL_COLUMN_WITHOUT_DEFAULT,
               column_key(f, after_key(f), a->name));
}

/* ---- keys -----------------------------------------------------------------
 */

static void find_uniques(Finder *f)
{
    for (int i = 0; i < f->t->uniques.n; i++) {
        const IndexDiff *u = &f->t->uniques.items[i];
        report_index(f, u->after ? DANGER_UNIQUE_ADDED : DANGER_UNIQUE_REMOVED,
                     u, i);
    }
}

/* Unique ones that are no keys still fail on duplicates; keys are there before
 * and after, in another form. */
static void find_indexes(Finder *f)
{
    for (int i = 0; i < f->t->indexes.n; i++) {
        const IndexDiff *d = &f->t->indexes.items[i];
        const Index *index = d->after ? d->after : d->before;
        bool is_unique = index->is_unique &&
                         (!em_index_is_key(index) || index->nulls_not_distinct);
        DangerId added = is_unique ? DANGER_UNIQUE_ADDED : DANGER_INDEX_ADDED;
        DangerId removed =
            is_unique ? DANGER_UNIQUE_REMOVED : DANGER_INDEX_REMOVED;
        report_index(f, d->after ? added : removed, d, f->t->uniques.n + i);
    }
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

static void find_added_key(Finder *f, const ForeignKey *after, Str object)
{
    bool is_new = f->t->before == NONE;
    bool retargeted = earlier_target(f->t, after) != NULL;

    if (retargeted)
        report(f, DANGER_FK_RETARGETED, object);
    else if (!is_new)
        report(f, DANGER_FK_ADDED, object);
    if (after->on_delete == ACTION_CASCADE)
        report(f, DANGER_CASCADE_ADDED, object);
    /* MySQL makes the index by itself. */
    if (f->d->after->dialect != DIALECT_MYSQL &&
        !has_index(table_after(f), &after->columns))
        report(f, DANGER_FK_WITHOUT_INDEX, object);
    if (!is_new && turned_round(f, after))
        report(f, DANGER_FK_ON_ONE_SIDE, object);
    if (!is_new && refers_to_its_own(f, after))
        report(f, DANGER_FK_WRONG_SIDE, object);
}

static void find_key(Finder *f, const KeyDiff *k)
{
    const ForeignKey *any = k->after ? k->after : k->before;
    Str object = em_columns_key(k->after ? after_key(f) : before_key(f),
                                &any->columns, f->a);
    f->column = first_column(f, any);
    if (!k->before)
        find_added_key(f, k->after, object);
    else if (k->after && k->after->on_delete == ACTION_CASCADE &&
             k->before->on_delete != ACTION_CASCADE)
        report(f, DANGER_CASCADE_ADDED, object);
    else if (!k->after && f->t->after != NONE &&
             !has_later_target(f->t, k->before))
        report(f, DANGER_FK_REMOVED, object);
}

/* ---- all ------------------------------------------------------------------
 */

static void find_in_table(Finder *f)
{
    const TableDiff *t = f->t;
    if (t->after == NONE) {
        report(f, DANGER_TABLE_DROPPED, before_key(f));
        return;
    }
    if (t->is_renamed)
        report(f, DANGER_TABLE_RENAMED, before_key(f));
    for (int i = 0; t->before != NONE && i < t->columns.n; i++) {
        f->column = i;
        find_column(f, &t->columns.items[i]);
    }
    f->column = NONE;
    if (t->primary_key_changed)
        report(f, DANGER_PRIMARY_KEY_CHANGED, after_key(f));
    find_uniques(f);
    find_indexes(f);
    if (t->foreign_keys.n)
        map_columns(f);
    for (int i = 0; i < t->foreign_keys.n; i++)
        find_key(f, &t->foreign_keys.items[i]);
}

/* Relations of a key whose ends changed. */
static void find_relations(Finder *f)
{
    const Diff *d = f->d;
    int *of_after = NEW_ARRAY(f->a, d->after->tables.n, int);

    for (int i = 0; i < d->after->tables.n; i++)
        of_after[i] = NONE;
    for (int i = 0; i < d->tables.n; i++)
        if (d->tables.items[i].after != NONE)
            of_after[d->tables.items[i].after] = i;
    for (int i = 0; i < d->relations.n; i++) {
        const Relation *r = d->relations.items[i].after;
        if (!d->relations.items[i].before || !r || !r->key)
            continue;
        f->table = of_after[r->to.table];
        if (f->table == NONE)
            continue;
        f->t = &d->tables.items[f->table];
        map_columns(f);
        f->column = first_column(f, r->key);
        report(f, DANGER_CARDINALITY_CHANGED,
               em_columns_key(after_key(f), &r->key->columns, f->a));
    }
}

Dangers em_dangers(const Diff *d, Arena *a)
{
    Dangers out = {0};
    Dialect dialect = d->before->dialect != DIALECT_NONE ? d->before->dialect
                                                         : d->after->dialect;
    Finder f = {.d = d, .dialect = dialect, .out = &out, .a = a};

    for (int i = 0; i < d->tables.n; i++) {
        f.t = &d->tables.items[i];
        f.table = i;
        f.column = NONE;
        if (f.t->is_changed)
            find_in_table(&f);
    }
    f.table = f.column = NONE;
    for (int i = 0; i < d->enums.n; i++) {
        const EnumDiff *e = &d->enums.items[i];
        if (e->before && e->after && e->reordered)
            report(&f, DANGER_ENUM_REORDERED, e->after->name);
    }
    find_relations(&f);
    return out;
}

bool em_same_advice(const DangerRule *x, const DangerRule *y)
{
    return em_str_eq(x->code, y->code) && x->level == y->level &&
           em_str_eq(x->advice, y->advice);
}

typedef ARRAY_OF(const DangerRule *) Kinds;

/* Kinds are few: a rule has at most a handful of advices. */
static int kind_of(Kinds *kinds, const DangerRule *rule, Arena *a)
{
    for (int i = 0; i < kinds->n; i++)
        if (em_same_advice(kinds->items[i], rule))
            return i;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
    *PUSH(a, kinds) = rule;
    return kinds->n - 1;
}

Dangers em_dangers_by_kind(const Dangers *dangers, Arena *a)
{
    Dangers out = {0};
    Kinds kinds = {0};
    int *kind = NEW_ARRAY(a, dangers->n, int);

    for (int i = 0; i < dangers->n; i++)
        kind[i] = kind_of(&kinds, &dangers->items[i].rule, a);
    for (int level = DANGER_ERROR; level >= DANGER_NOTE; level--)
        for (int k = 0; k < kinds.n; k++)
            for (int i = 0;
                 (int)kinds.items[k]->level == level && i < dangers->n; i++)
                if (kind[i] == k)
                    *PUSH(a, &out) = dangers->items[i];
    return out;
}

int em_danger_row(const Diff *d, const Danger *danger)
{
    if (danger->table == NONE || danger->index == NONE)
        return danger->column;
    const TableDiff *t = &d->tables.items[danger->table];
    return t->columns.n + t->primary_key_changed + danger->index;
}
