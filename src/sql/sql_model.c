/*
 * Catalog to Schema: what was not dropped, with types in words, references
 * resolved, relations made.
 */
#include "sql/sql_catalog.h"

/* ---- types ----------------------------------------------------------------
 */

/* A type's name as PostgreSQL prints it: without "public". */
static Str type_name(const Catalog *c, const TypeDef *t)
{
    bool is_public = !t->schema.n || em_str_eq(t->schema, STR("public"));
    Str name = em_sql_quoted(c->arena, t->name);
    return is_public ? name
                     : JOIN(c->arena, em_sql_quoted(c->arena, t->schema),
                            STR("."), name);
}

static void finish_type(Catalog *c, SqlColumn *col)
{
    Column *is = &col->is;
    is->full_type = col->type.text;
    is->type = col->type.brief;
    is->enum_values = col->type.values;
    is->is_set = col->type.is_set;
    if (col->type.user == NONE)
        return;
    const SqlTypeDef *t = &c->types.items[col->type.user];
    is->full_type = JOIN(c->arena, type_name(c, &t->is), col->type.user_suffix);
    is->type = JOIN(c->arena, t->is.name, col->type.user_suffix);
    if (t->kind == TYPE_ENUM)
        is->enum_values = &t->is.values;
    if (t->kind == TYPE_DOMAIN)
        is->domain = is->full_type;
}

static void add_types(Catalog *c, Schema *out)
{
    for (int i = 0; i < c->types.n; i++) {
        SqlTypeDef *t = &c->types.items[i];
        if (t->dropped || t->kind == TYPE_OTHER)
            continue;
        t->is.base = t->base.text;
        if (t->kind == TYPE_ENUM)
            *PUSH(c->arena, &out->enums) = t->is;
        else
            *PUSH(c->arena, &out->domains) = t->is;
    }
}

/* ---- names ----------------------------------------------------------------
 */

static bool is_shown(const SqlTable *t)
{
    return !t->dropped && !t->temporary;
}

/* The schema that needs no mention: public, or the only one there is. */
static Str find_default_schema(const Catalog *c)
{
    Str only = {0};
    bool has_any = false;
    for (int i = 0; i < c->tables.n; i++) {
        const SqlTable *t = &c->tables.items[i];
        if (!is_shown(t))
            continue;
        if (has_any && !em_str_eq(only, t->is.schema))
            return STR("public");
        only = t->is.schema;
        has_any = true;
    }
    return only;
}

static Str table_name(const Catalog *c, const Table *t, Str default_schema)
{
    bool is_default = !t->schema.n || em_str_eq(t->schema, default_schema);
    return is_default ? t->base : JOIN(c->arena, t->schema, STR("."), t->base);
}

/* ---- references -----------------------------------------------------------
 */

/* Where a reference goes that was not there when it was made. */
static void resolve(Catalog *c, const SqlTable *child, ForeignKey *key)
{
    SqlName name = {.schema = key->ref_schema, .name = key->ref_base};
    if (key->ref_table == NONE)
        key->ref_table = em_catalog_table(c, name);
    if (key->ref_table == NONE && !name.schema.n) {
        name.schema = child->is.schema;
        key->ref_table = em_catalog_table(c, name);
    }
    if (key->ref_table == NONE)
        return;
    const SqlTable *parent = &c->tables.items[key->ref_table];
    key->ref_schema = parent->is.schema;
    key->ref_base = parent->is.base;
    if (key->ref_columns.n == 0)
        key->ref_columns = parent->is.primary_key;
    for (int i = 0; i < key->ref_columns.n; i++) {
        int at = em_catalog_column(c, parent, key->ref_columns.items[i]);
        if (at != NONE)
            key->ref_columns.items[i] = parent->columns.items[at].is.name;
    }
    /* a reference to what has other columns refers to nothing */
    if (key->ref_columns.n != key->columns.n)
        key->ref_columns = (Strs){0};
}

/* Catalog's indices of tables become the Schema's; `place` has them. */
static void renumber(ForeignKey *key, const int *place)
{
    if (key->ref_table != NONE)
        key->ref_table = place[key->ref_table];
}

/* ---- all ------------------------------------------------------------------
 */

static void finish_table(Catalog *c, SqlTable *t, Str default_schema)
{
    t->is.name = table_name(c, &t->is, default_schema);
    em_catalog_hide_collations(t);
    t->is.columns.items = NEW_ARRAY(c->arena, t->columns.n, Column);
    t->is.columns.n = t->is.columns.room = t->columns.n;
    for (int i = 0; i < t->columns.n; i++) {
        finish_type(c, &t->columns.items[i]);
        t->is.columns.items[i] = t->columns.items[i].is;
    }
    for (int i = 0; i < t->is.foreign_keys.n; i++)
        resolve(c, t, &t->is.foreign_keys.items[i]);
    em_catalog_hide_implied(c, t);
    if (t->is.kind == TABLE_PARTITION && t->parents.n)
        t->is.partition_of = table_name(
            c, &c->tables.items[t->parents.items[0]].is, default_schema);
}

void em_catalog_schema(Catalog *c, Schema *out)
{
    Str default_schema = find_default_schema(c);
    int *place = NEW_ARRAY(c->arena, c->tables.n, int);

    out->dialect = c->dialect;
    out->extensions = c->extensions;
    out->left_out = c->left_out;
    for (int i = 0; i < c->collations.n; i++)
        *PUSH(c->arena, &out->collations) = c->collations.items[i];
    for (int i = 0; i < c->tables.n; i++) {
        SqlTable *t = &c->tables.items[i];
        bool is_view =
            t->is.kind == TABLE_VIEW || t->is.kind == TABLE_MATERIALIZED_VIEW;
        place[i] = NONE;
        if (!is_shown(t))
            continue;
        finish_table(c, t, default_schema);
        if (!is_view)
            place[i] = out->tables.n;
        *(is_view ? PUSH(c->arena, &out->views)
                  : PUSH(c->arena, &out->tables)) = t->is;
    }
    for (int i = 0; i < out->tables.n; i++) {
        Table *t = &out->tables.items[i];
        for (int k = 0; k < t->foreign_keys.n; k++)
            renumber(&t->foreign_keys.items[k], place);
    }
    add_types(c, out);
    em_schema_relate(out, c->arena);
}
