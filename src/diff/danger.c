/*
 * What differences can do to data and to programs that are running.
 *
 * Each kind of difference has its rules in a function here, in
 * danger_columns.c or in danger_keys.c; the advice says what to do instead. A
 * table that is new has no rows and no readers, so little is said of it.
 */
#include "diff/danger.h"

Danger *em_danger_report(Finder *f, DangerId id, Str object)
{
    Danger *danger = PUSH(f->a, f->out);
    *danger = (Danger){
        .rule = em_danger_of(id, f->dialect),
        .object = object,
        .table = f->table,
        .row = f->column,
    };
    return danger;
}

Str em_danger_before(const Finder *f)
{
    return em_table_key(f->d->before, table_before(f), f->a);
}

Str em_danger_after(const Finder *f)
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

int em_danger_place(Finder *f, Str column)
{
    map_columns(f);
    return em_map_find(&f->columns, column);
}

/* ---- tables ---------------------------------------------------------------
 */

static void report_primary_key(Finder *f)
{
    Danger *danger =
        em_danger_report(f, DANGER_PRIMARY_KEY_CHANGED, em_danger_after(f));
    if (table_after(f)->primary_key.n == 0)
        danger->rule.advice =
            STR("nothing tells its rows apart any more, or keeps doubles away; "
                "foreign keys to it go, too");
    else if (table_before(f)->primary_key.n == 0)
        danger->rule.advice =
            STR("fails while there are duplicates or NULLs; look for them "
                "first");
}

static void find_in_table(Finder *f)
{
    const TableDiff *t = f->t;
    if (t->after == NONE) {
        em_danger_report(f, DANGER_TABLE_DROPPED, em_danger_before(f));
        return;
    }
    if (t->is_renamed)
        em_danger_report(f, DANGER_TABLE_RENAMED, em_danger_before(f));
    if (t->kind_changed)
        em_danger_report(f, DANGER_KIND_CHANGED, em_danger_after(f));
    if (t->order_changed)
        em_danger_report(f, DANGER_COLUMNS_REORDERED, em_danger_after(f));
    if (t->before != NONE)
        em_danger_columns(f);
    f->column = NONE;
    if (t->primary_key_changed)
        report_primary_key(f);
    em_danger_keys(f);
}

static void find_enums(Finder *f)
{
    for (int i = 0; i < f->d->enums.n; i++) {
        const EnumDiff *e = &f->d->enums.items[i];
        if (!e->before || !e->after)
            continue;
        if (e->reordered)
            em_danger_report(f, DANGER_ENUM_REORDERED, e->after->name);
        if (e->added.n)
            em_danger_report(f, DANGER_ENUM_VALUE_ADDED, e->after->name)
                ->values = e->added;
    }
}

static void find_views(Finder *f)
{
    for (int i = 0; i < f->d->views.n; i++) {
        const Table *view = f->d->views.items[i].before;
        if (view)
            em_danger_report(f, DANGER_VIEW_DROPPED,
                             em_table_key(f->d->before, view, f->a));
    }
}

/* Relations of a key whose ends changed. */
static void find_relations(Finder *f)
{
    const Diff *d = f->d;
    DiffPlaces at = em_diff_places(d, f->a);

    for (int i = 0; i < d->relations.n; i++) {
        const Relation *r = d->relations.items[i].after;
        if (!d->relations.items[i].before || !r || !r->key)
            continue;
        f->table = at.of_after[r->to.table];
        if (f->table == NONE)
            continue;
        f->t = &d->tables.items[f->table];
        f->column = em_danger_place(f, r->key->columns.items[0]);
        em_danger_report(
            f, DANGER_CARDINALITY_CHANGED,
            em_columns_key(em_danger_after(f), &r->key->columns, f->a));
    }
}

Dangers em_dangers(const Diff *d, Arena *a)
{
    if (d->meant)
        return em_danger_of_plan(d, a);
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
        if (f.t->before != NONE && f.t->after != NONE)
            em_danger_kept_keys(&f);
    }
    f.table = f.column = NONE;
    find_enums(&f);
    find_views(&f);
    find_relations(&f);
    return out;
}

bool em_same_advice(const DangerRule *x, const DangerRule *y)
{
    return em_str_eq(x->code, y->code) && x->level == y->level &&
           em_str_eq(x->advice, y->advice);
}

int em_danger_run(const Dangers *by_kind, int at)
{
    const Danger *first = &by_kind->items[at];
    int n = 1;
    while (at + n < by_kind->n && em_same_advice(&first->rule, &first[n].rule))
        n++;
    return n;
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

static void take_kind(const Dangers *from, const int *kind, int wanted,
                      Dangers *out, Arena *a)
{
    for (int i = 0; i < from->n; i++)
        if (kind[i] == wanted)
            *PUSH(a, out) = from->items[i];
}

Dangers em_dangers_by_kind(const Dangers *dangers, Arena *a)
{
    Dangers out = {0};
    Kinds kinds = {0};
    int *kind = NEW_ARRAY(a, dangers->n, int);

    for (int i = 0; i < dangers->n; i++)
        kind[i] = kind_of(&kinds, &dangers->items[i].rule, a);
    for (int level = DANGER_ERROR; level >= DANGER_NOTE; level--)
        for (int place = 0; place < N_DANGERS; place++)
            for (int k = 0; k < kinds.n; k++)
                if ((int)kinds.items[k]->level == level &&
                    kinds.items[k]->place == place)
                    take_kind(dangers, kind, k, &out, a);
    return out;
}
