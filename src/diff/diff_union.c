/*
 * Both schemas become one that em_schema_graph can draw; diff_marks.c then
 * says in the graph what changed.
 *
 * In a table that changed, runs of columns that did not, and are no keys, are
 * folded: one row says how many they are.
 */
#include "diff/diff_marks.h"

#include "base/map.h"

/* Fewer columns than this are not folded. */
enum { FOLD_LEAST = 5 };

/* ---- which tables ---------------------------------------------------------
 */

/* The distances of a relation's two tables. False: it does not join two. */
static bool find_ends(const Relation *r, const int *place, int *distance,
                      int **from, int **to)
{
    if (r->from.table == NONE || r->to.table == NONE ||
        place[r->from.table] == NONE || place[r->to.table] == NONE)
        return false;
    *from = &distance[place[r->from.table]];
    *to = &distance[place[r->to.table]];
    return true;
}

static void spread(const Schema *s, const int *place, int *distance, int step)
{
    int *a, *b;
    for (int i = 0; i < s->relations.n; i++) {
        if (!find_ends(&s->relations.items[i], place, distance, &a, &b))
            continue;
        if (*a == step && *b == NONE)
            *b = step + 1;
        if (*b == step && *a == NONE)
            *a = step + 1;
    }
}

static void mark_ends(const int *place, const Relation *r, int *distance)
{
    int *a, *b;
    if (r && find_ends(r, place, distance, &a, &b))
        *a = *b = 0;
}

/* How many relations each table diff is away from a change; NONE: too many. */
static int *distances(const DiffUnion *u, const DiffPlaces *p)
{
    const Diff *d = u->d;
    int *distance = NEW_ARRAY(u->a, d->tables.n, int);
    int most = u->options.distance == NONE ? 0 : u->options.distance;

    for (int i = 0; i < d->tables.n; i++)
        distance[i] = d->tables.items[i].is_changed ? 0 : NONE;
    for (int i = 0; i < d->relations.n; i++) {
        mark_ends(p->of_before, d->relations.items[i].before, distance);
        mark_ends(p->of_after, d->relations.items[i].after, distance);
    }
    for (int step = 0; step < most; step++) {
        spread(d->before, p->of_before, distance, step);
        spread(d->after, p->of_after, distance, step);
    }
    return distance;
}

/* ---- tables ---------------------------------------------------------------
 */

static const Table *table_before(const DiffUnion *u, const TableDiff *t)
{
    return &u->d->before->tables.items[t->before];
}

static const Table *table_after(const DiffUnion *u, const TableDiff *t)
{
    return &u->d->after->tables.items[t->after];
}

static const Column *column_of(const DiffUnion *u, const TableDiff *t,
                               const ColumnDiff *c)
{
    return c->after == NONE ? &table_before(u, t)->columns.items[c->before]
                            : &table_after(u, t)->columns.items[c->after];
}

static void add_names(Map *names, const Strs *columns)
{
    for (int i = 0; i < columns->n; i++)
        em_map_add(names, columns->items[i], 0);
}

/* The columns of keys that changed: lines may end there. */
static Map names_in_change(const DiffUnion *u, const TableDiff *t)
{
    Map names = {.arena = u->a};
    if (t->primary_key_changed)
        add_names(&names, &table_before(u, t)->primary_key);
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        add_names(&names, &(k->after ? k->after : k->before)->columns);
    }
    return names;
}

/* A column that a reader of the change can do without. */
static bool is_aside(const DiffUnion *u, const TableDiff *t,
                     const ColumnDiff *c, const Map *in_change)
{
    bool changed = c->before == NONE || c->after == NONE || c->is_renamed;
    for (Property p = 0; p < PROPERTY_COUNT; p++)
        changed |= c->changed[p];
    const Column *column = column_of(u, t, c);
    return !changed && column->keys.n == 0 &&
           em_map_find(in_change, column->name) == NONE;
}

/* How many columns from one on are folded into a row. */
static int fold_at(const DiffUnion *u, const TableDiff *t, int column,
                   const Map *in_change)
{
    int n = 0;
    if (u->options.full || t->before == NONE || t->after == NONE)
        return 0;
    while (column + n < t->columns.n &&
           is_aside(u, t, &t->columns.items[column + n], in_change))
        n++;
    return n < FOLD_LEAST ? 0 : n;
}

/* "… 24 unchanged columns" */
static Str fold_words(int n, Arena *a)
{
    Buf words = {.arena = a};
    em_put(&words, STR("… "));
    em_put_int(&words, n);
    em_put(&words, STR(" unchanged columns"));
    return em_buf_str(&words);
}

/* The columns of a table that changed, came or went. */
static void add_columns(DiffUnion *u, const TableDiff *t, Table *table,
                        int *rows)
{
    Map in_change = names_in_change(u, t);
    for (int i = 0; i < t->columns.n; i++) {
        int fold = fold_at(u, t, i, &in_change);
        if (fold) {
            *PUSH(u->a, &table->columns) =
                (Column){.name = fold_words(fold, u->a)};
            i += fold - 1;
            continue;
        }
        rows[i] = table->columns.n;
        *PUSH(u->a, &table->columns) = *column_of(u, t, &t->columns.items[i]);
    }
}

/* Those of another, without what is no key. */
static void add_keys(DiffUnion *u, const TableDiff *t, Table *table, int *rows)
{
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = column_of(u, t, &t->columns.items[i]);
        if (c->keys.n == 0)
            continue;
        rows[i] = table->columns.n;
        *PUSH(u->a, &table->columns) = *c;
    }
}

static void add_table(DiffUnion *u, const TableDiff *t)
{
    int index = u->schema.tables.n;
    Table *table = PUSH(u->a, &u->schema.tables);

    *table = t->after == NONE ? *table_before(u, t) : *table_after(u, t);
    table->group = NONE;
    EMPTY(&table->columns);
    u->rows[index] = em_new_nones(u->a, t->columns.n);
    if (!t->is_changed && !u->options.full)
        add_keys(u, t, table, u->rows[index]);
    else
        add_columns(u, t, table, u->rows[index]);
    u->table[index] = t;
    if (t->before != NONE)
        u->of_before[t->before] = index;
    if (t->after != NONE)
        u->of_after[t->after] = index;
}

static void add_tables(DiffUnion *u)
{
    DiffPlaces places = em_diff_places(u->d, u->a);
    const int *distance = distances(u, &places);
    for (int i = 0; i < u->d->tables.n; i++) {
        if (distance[i] != NONE || u->options.distance == NONE)
            add_table(u, &u->d->tables.items[i]);
        else
            u->left_out++;
    }
}

/* ---- relations ------------------------------------------------------------
 */

/* What happened to the foreign key of a relation; NULL: nothing. */
static const KeyDiff *key_diff(const DiffUnion *u, const Relation *r, int table)
{
    const TableDiff *t = u->table[table];
    for (int i = 0; r->key && i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        if (k->after == r->key || k->before == r->key)
            return k;
    }
    return NULL;
}

static const RelationDiff *relation_diff(const DiffUnion *u, const Relation *r)
{
    for (int i = 0; i < u->d->relations.n; i++) {
        const RelationDiff *x = &u->d->relations.items[i];
        if (x->before == r || x->after == r)
            return x;
    }
    return NULL;
}

static ChangeKind kind_of(bool before, bool after)
{
    return !before ? CHANGE_ADDED : after ? CHANGE_CHANGED : CHANGE_REMOVED;
}

static UnionRelation relation_of(const DiffUnion *u, const Relation *r,
                                 int child)
{
    UnionRelation x = {.key = key_diff(u, r, child),
                       .ends = relation_diff(u, r)};
    if (x.ends)
        x.change = kind_of(x.ends->before, x.ends->after);
    else if (x.key)
        x.change = kind_of(x.key->before, x.key->after);
    return x;
}

/* Adds a relation of one of the schemas when both its ends are shown. */
static void add_relation(DiffUnion *u, const Relation *r, const int *place,
                         bool removed_only)
{
    int from = r->from.table == NONE ? NONE : place[r->from.table];
    int to = r->to.table == NONE ? NONE : place[r->to.table];
    if (from == NONE || to == NONE)
        return;
    UnionRelation own = relation_of(u, r, to);
    if (removed_only && own.change != CHANGE_REMOVED)
        return;
    u->relation[u->schema.relations.n] = own;
    Relation *copy = PUSH(u->a, &u->schema.relations);
    *copy = *r;
    copy->from.table = from;
    copy->to.table = to;
    copy->from.group = copy->to.group = NONE;
}

static void add_relations(DiffUnion *u)
{
    const Schema *before = u->d->before, *after = u->d->after;
    u->relation = NEW_ARRAY(u->a, before->relations.n + after->relations.n,
                            UnionRelation);
    for (int i = 0; i < after->relations.n; i++)
        add_relation(u, &after->relations.items[i], u->of_after, false);
    for (int i = 0; i < before->relations.n; i++)
        add_relation(u, &before->relations.items[i], u->of_before, true);
}

DiffUnion *em_diff_union(const Diff *d, const UnionOptions *o, Arena *a)
{
    DiffUnion *u = NEW(a, DiffUnion);
    *u = (DiffUnion){
        .d = d,
        .options = *o,
        .a = a,
        .schema = {.direction = d->after->direction,
                   .config = d->after->config,
                   .dialect = d->after->dialect},
        .of_before = em_new_nones(a, d->before->tables.n),
        .of_after = em_new_nones(a, d->after->tables.n),
        .table = em_arena_alloc(a, (size_t)d->tables.n, sizeof *u->table),
        .rows = em_arena_alloc(a, (size_t)d->tables.n, sizeof *u->rows),
    };
    add_tables(u);
    add_relations(u);
    return u;
}

const Schema *em_union_schema(const DiffUnion *u)
{
    return &u->schema;
}

const TableDiff *em_union_table(const DiffUnion *u, int index)
{
    return u->table[index];
}

int em_union_row(const DiffUnion *u, int index, int column)
{
    return u->rows[index][column];
}
