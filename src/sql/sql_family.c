/*
 * Tables that inherit from others, and partitions, which are tables that have
 * all that their parent has.
 */
#include "sql/sql_catalog.h"

void em_catalog_add_child(Catalog *c, int parent, int child)
{
    *PUSH(c->arena, &c->tables.items[parent].children) = child;
    *PUSH(c->arena, &c->tables.items[child].parents) = parent;
}

Family em_catalog_family(Catalog *c, int table)
{
    Family all = {0};
    int stamp = ++c->stamp;

    *PUSH(c->arena, &all) = table;
    c->tables.items[table].stamp = stamp;
    for (int i = 0; i < all.n; i++) {
        const SqlTable *t = &c->tables.items[all.items[i]];
        for (int k = 0; k < t->children.n && em_catalog_work(c, 1); k++) {
            SqlTable *child = &c->tables.items[t->children.items[k]];
            if (child->stamp == stamp || child->dropped)
                continue;
            child->stamp = stamp;
            *PUSH(c->arena, &all) = t->children.items[k];
        }
    }
    return all;
}

static void take_out(Family *list, int table)
{
    int kept = 0;
    for (int i = 0; i < list->n; i++)
        if (list->items[i] != table)
            list->items[kept++] = list->items[i];
    list->n = kept;
}

static bool is_same_list(const Catalog *c, const Strs *a, const Strs *b)
{
    bool same = a->n == b->n;
    for (int i = 0; same && i < a->n; i++)
        same = em_catalog_same(c, a->items[i], b->items[i]);
    return same;
}

static bool has_index(const Catalog *c, const Table *t, const Index *wanted)
{
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        if (index->is_unique == wanted->is_unique &&
            index->is_partial == wanted->is_partial &&
            is_same_list(c, &index->columns, &wanted->columns))
            return true;
    }
    return false;
}

static bool has_reference(const Catalog *c, const Table *t,
                          const ForeignKey *wanted)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *key = &t->foreign_keys.items[i];
        if (em_str_eq(key->ref_base, wanted->ref_base) &&
            is_same_list(c, &key->columns, &wanted->columns))
            return true;
    }
    return false;
}

void em_catalog_inherit(Catalog *c, int parent, int child)
{
    SqlTable *t = &c->tables.items[child];
    for (int i = 0; i < t->columns.n && em_catalog_work(c, 1); i++) {
        SqlColumn *column = &t->columns.items[i];
        if (em_catalog_column(c, &c->tables.items[parent], column->is.name) !=
            NONE)
            column->inherited = column->is_own = true;
    }
    em_catalog_add_child(c, parent, child);
}

void em_catalog_attach(Catalog *c, int parent, int child, Str bound)
{
    SqlTable *t = &c->tables.items[child];
    const Table *from = &c->tables.items[parent].is;

    t->is.kind = TABLE_PARTITION;
    t->is.partition_bound = bound;
    for (int i = 0; i < t->columns.n; i++)
        t->columns.items[i].inherited = true;
    em_catalog_add_child(c, parent, child);
    if (t->is.primary_key.n == 0 && from->primary_key.n)
        em_catalog_add_primary_key(c, child, (Str){0}, &from->primary_key);
    for (int i = 0; i < from->indexes.n; i++) {
        Index index = from->indexes.items[i];
        if (!em_catalog_work(c, 1 + t->is.indexes.n) ||
            has_index(c, &t->is, &index))
            continue;
        index.name = (Str){0};
        em_catalog_add_index(c, child, index);
    }
}

static Strs copy_list(Arena *a, const Strs *from)
{
    Strs to = {0};
    for (int i = 0; i < from->n; i++)
        *PUSH(a, &to) = from->items[i];
    return to;
}

/* A partition that is one no more keeps its parent's references, too. */
void em_catalog_leave(Catalog *c, int parent, int child)
{
    SqlTable *t = &c->tables.items[child], *from = &c->tables.items[parent];
    bool was_partition = t->is.kind == TABLE_PARTITION;

    take_out(&from->children, child);
    take_out(&t->parents, parent);
    for (int i = 0; i < t->columns.n && t->parents.n == 0; i++)
        t->columns.items[i].inherited = false;
    if (!was_partition)
        return;
    t->is.kind = TABLE_ORDINARY;
    t->is.partition_bound = (Str){0};
    for (int i = 0; i < from->is.foreign_keys.n; i++) {
        ForeignKey key = from->is.foreign_keys.items[i];
        if (!em_catalog_work(c, 1 + t->is.foreign_keys.n) ||
            has_reference(c, &t->is, &key))
            continue;
        key.columns = copy_list(c->arena, &key.columns);
        key.ref_columns = copy_list(c->arena, &key.ref_columns);
        em_catalog_add_foreign_key(c, child, key);
    }
}
