/*
 * The first step of a migration: what was renamed gets its later name.
 *
 * A name may be taken: by what will be dropped, which is then put aside as
 * "name_old" first; or by what is renamed itself, so that all who wait for
 * each other go by way of "name_new".
 */
#include "diff/diff_sql.h"

#include "base/map.h"

/* Within a scope names are unique: a table's columns, a schema's tables. */
typedef struct {
    Str scope; /* in quotes where it needs them; may be empty */
    Str from, to;
} Rename;

typedef ARRAY_OF(Rename) Renames;

/* ---- order ----------------------------------------------------------------
 */

/* Renames one thing; what it is called goes without quotes. */
typedef void PutRename(Draft *p, Str scope, Str from, Str to);

static bool is_taken(const Renames *all, int i)
{
    const Rename *r = &all->items[i];
    for (int k = 0; k < all->n; k++)
        if (k != i && em_str_eq(all->items[k].from, r->to) &&
            em_str_eq(all->items[k].scope, r->scope))
            return true;
    return false;
}

static void put_renames(Draft *p, const Renames *all, PutRename *put)
{
    for (int i = 0; i < all->n; i++) {
        const Rename *r = &all->items[i];
        Str waiting = JOIN(p->a, r->to, STR("_new"));
        put(p, r->scope, r->from, is_taken(all, i) ? waiting : r->to);
    }
    for (int i = 0; i < all->n; i++) {
        const Rename *r = &all->items[i];
        if (is_taken(all, i))
            put(p, r->scope, JOIN(p->a, r->to, STR("_new")), r->to);
    }
}

/* ---- columns --------------------------------------------------------------
 */

Str em_draft_removed(const Draft *p, const TableDiff *t, int column)
{
    Str name = em_draft_before(p, t)->columns.items[column].name;
    const Table *after = em_draft_after(p, t);
    bool is_free = !after || em_column_find(after, name) == NONE;
    return is_free ? name : JOIN(p->a, name, STR("_old"));
}

static void put_column_rename(Draft *p, Str scope, Str from, Str to)
{
    em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), scope,
                         STR(" RENAME COLUMN "), em_draft_name(p, from),
                         STR(" TO "), em_draft_name(p, to), STR(";\n")));
}

static void rename_columns(Draft *p, const TableDiff *t, Renames *all)
{
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE)
            continue;
        Str from = em_draft_before(p, t)->columns.items[c->before].name;
        Str to = c->after == NONE
                     ? em_draft_removed(p, t, c->before)
                     : em_draft_after(p, t)->columns.items[c->after].name;
        if (!em_str_eq(from, to))
            *PUSH(p->a, all) = (Rename){em_draft_table(p, t), from, to};
    }
}

/* ---- tables ---------------------------------------------------------------
 */

static void put_table_rename(Draft *p, Str scope, Str from, Str to)
{
    em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), scope,
                         scope.n ? STR(".") : (Str){0}, em_draft_name(p, from),
                         STR(" RENAME TO "), em_draft_name(p, to), STR(";\n")));
}

/* MySQL's schemas are databases, and the name of one says nothing. */
static bool is_moved(const Draft *p, const Table *b, const Table *a)
{
    return p->dialect == DIALECT_POSTGRES && b->schema.n && a->schema.n &&
           !em_str_eq(b->schema, a->schema);
}

static void rename_table(Draft *p, const Table *b, const Table *a, Renames *all)
{
    Str scope = b->schema.n ? em_draft_name(p, b->schema) : (Str){0};
    if (is_moved(p, b, a)) {
        scope = em_draft_name(p, a->schema);
        em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_later(p, b),
                             STR(" SET SCHEMA "), scope, STR(";\n")));
    }
    if (!em_str_eq(b->base, a->base))
        *PUSH(p->a, all) = (Rename){scope, b->base, a->base};
}

/* Schemas that are not there yet. */
static void make_schemas(Draft *p)
{
    Map there = {.arena = p->a};
    em_map_add(&there, STR(""), 0);
    em_map_add(&there, STR("public"), 0);
    for (int i = 0; i < p->before->tables.n; i++)
        em_map_add(&there, p->before->tables.items[i].schema, 0);
    for (int i = 0; i < p->after->tables.n; i++) {
        Str name = p->after->tables.items[i].schema;
        if (em_map_find(&there, name) != NONE)
            continue;
        em_map_add(&there, name, 0);
        em_draft_put(p, JOIN(p->a, STR("CREATE SCHEMA IF NOT EXISTS "),
                             em_draft_name(p, name), STR(";\n")));
    }
}

void em_draft_renames(Draft *p)
{
    Renames tables = {0}, columns = {0};

    em_draft_step(p, STR("Names: programs that are running know the old ones"));
    if (p->dialect == DIALECT_POSTGRES)
        make_schemas(p);
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        const Table *b = em_draft_before(p, t), *a = em_draft_after(p, t);
        if (!a || !b)
            continue;
        rename_table(p, b, a, &tables);
        rename_columns(p, t, &columns);
    }
    put_renames(p, &tables, put_table_rename);
    put_renames(p, &columns, put_column_rename);
}
