/*
 * What MySQL and MariaDB make by themselves: an index for each reference that
 * has none, which stays when the reference goes, and gives way to an index of
 * somebody's own that does as well; names of references.
 */
#include "sql/sql_catalog.h"

static bool is_start(const Catalog *c, const Strs *list, const Strs *start)
{
    bool same = list->n >= start->n;
    for (int i = 0; same && i < start->n; i++)
        same = em_catalog_same(c, list->items[i], start->items[i]);
    return same;
}

static bool serves(const Catalog *c, const Index *index, const Strs *columns)
{
    return !index->method.n && is_start(c, &index->columns, columns);
}

/* Is there an index for these columns, but the one at `except`? */
static bool has_index(Catalog *c, const Table *t, const Strs *columns,
                      int except)
{
    bool found = is_start(c, &t->primary_key, columns);
    if (!em_catalog_work(c, t->indexes.n))
        return true;
    for (int i = 0; i < t->indexes.n && !found; i++)
        found = i != except && serves(c, &t->indexes.items[i], columns);
    return found;
}

static Str made_start(const Catalog *c, const Table *t)
{
    return JOIN(c->arena, t->base, STR("_ibfk_"));
}

/* It is called like its reference, or like a column when that has no name. */
static Str name_of(Catalog *c, const Table *t, const ForeignKey *key)
{
    bool is_made = em_str_starts(key->name, made_start(c, t));
    return is_made ? STR("") : key->name;
}

void em_catalog_imply(Catalog *c, int table)
{
    SqlTable *t = &c->tables.items[table];
    int kept = 0;
    if (c->dialect != DIALECT_MYSQL || t->dropped)
        return;
    for (int i = 0; i < t->is.indexes.n; i++) {
        Index index = t->is.indexes.items[i];
        bool gives_way =
            index.is_implied && has_index(c, &t->is, &index.columns, i);
        if (!gives_way)
            t->is.indexes.items[kept++] = index;
        else
            t->is.indexes.items[i].columns.n = 0; /* serves none any more */
    }
    t->is.indexes.n = kept;
    for (int i = 0; i < t->is.foreign_keys.n; i++) {
        const ForeignKey *key = &t->is.foreign_keys.items[i];
        if (has_index(c, &t->is, &key->columns, NONE))
            continue;
        em_catalog_add_index(c, table,
                             (Index){.name = name_of(c, &t->is, key),
                                     .columns = key->columns,
                                     .is_implied = true,
                                     .span = key->span});
    }
}

static bool is_needed(const Catalog *c, const Table *t, const Index *index)
{
    bool needed = false;
    for (int i = 0; i < t->foreign_keys.n && !needed; i++)
        needed =
            is_start(c, &index->columns, &t->foreign_keys.items[i].columns);
    return needed;
}

void em_catalog_hide_implied(Catalog *c, SqlTable *t)
{
    int kept = 0;
    for (int i = 0; i < t->is.indexes.n; i++) {
        const Index *index = &t->is.indexes.items[i];
        if (!index->is_implied || !is_needed(c, &t->is, index))
            t->is.indexes.items[kept++] = *index;
    }
    t->is.indexes.n = kept;
}

void em_catalog_rename_made(Catalog *c, Table *t, Str name)
{
    Str start = made_start(c, t);
    for (int i = 0; i < t->foreign_keys.n; i++) {
        Str *of = &t->foreign_keys.items[i].name;
        if (c->dialect == DIALECT_MYSQL && em_str_starts(*of, start))
            *of = JOIN(c->arena, name, em_str_cut(*of, t->base.n, of->n));
    }
}

void em_catalog_drop_own_checks(Catalog *c, SqlTable *t, Str column)
{
    int kept = 0;
    for (int i = 0; i < t->is.checks.n; i++)
        if (!em_catalog_same(c, t->is.checks.items[i].column, column))
            t->is.checks.items[kept++] = t->is.checks.items[i];
    t->is.checks.n = kept;
}
