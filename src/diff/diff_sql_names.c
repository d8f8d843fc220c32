/*
 * The first step of a migration: what was renamed gets its later name. That is
 * free: what is called alike in both schemas is the same thing.
 */
#include "diff/diff_sql.h"

#include "base/map.h"

static void rename_columns(Draft *p, const TableDiff *t)
{
    const Table *b = em_draft_before(p, t), *a = em_draft_after(p, t);
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE || c->after == NONE)
            continue;
        Str from = b->columns.items[c->before].name;
        Str to = a->columns.items[c->after].name;
        if (!em_str_eq(from, to))
            em_draft_put(p,
                         JOIN(p->a, STR("ALTER TABLE "), em_draft_table(p, t),
                              STR(" RENAME COLUMN "), em_draft_name(p, from),
                              STR(" TO "), em_draft_name(p, to), STR(";\n")));
    }
}

/* MySQL's schemas are databases, and the name of one says nothing. */
static bool is_moved(const Draft *p, const Table *b, const Table *a)
{
    return p->dialect == DIALECT_POSTGRES && b->schema.n && a->schema.n &&
           !em_str_eq(b->schema, a->schema);
}

static void rename_table(Draft *p, const Table *b, const Table *a)
{
    Table place = *b;
    if (is_moved(p, b, a)) {
        em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_later(p, b),
                             STR(" SET SCHEMA "), em_draft_name(p, a->schema),
                             STR(";\n")));
        place.schema = a->schema;
    }
    if (!em_str_eq(b->base, a->base))
        em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "),
                             em_draft_later(p, &place), STR(" RENAME TO "),
                             em_draft_name(p, a->base), STR(";\n")));
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

/* Enums, and values of them. */
static void rename_enums(Draft *p)
{
    for (int i = 0; i < p->d->enums.n; i++) {
        const EnumDiff *e = &p->d->enums.items[i];
        if (e->is_renamed)
            em_draft_put(p, JOIN(p->a, STR("ALTER TYPE "),
                                 em_draft_type(p, e->before, e->before->name),
                                 STR(" RENAME TO "),
                                 em_draft_name(p, e->after->name), STR(";\n")));
        if (e->old_value.n)
            em_draft_put(p, JOIN(p->a, STR("ALTER TYPE "),
                                 em_draft_type(p, e->after, e->after->name),
                                 STR(" RENAME VALUE "),
                                 em_draft_quoted(p, e->old_value), STR(" TO "),
                                 em_draft_quoted(p, e->new_value), STR(";\n")));
    }
}

void em_draft_renames(Draft *p)
{
    em_draft_step(p, STR("Names: programs that are running know the old ones"));
    if (p->dialect == DIALECT_POSTGRES)
        make_schemas(p);
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (t->before == NONE || t->after == NONE)
            continue;
        rename_table(p, em_draft_before(p, t), em_draft_after(p, t));
        rename_columns(p, t);
    }
    if (p->dialect == DIALECT_POSTGRES)
        rename_enums(p);
}
