/*
 * A diagram read as SQL: its marks are keys, its relations references. What
 * it leaves open is a warning, never a guess.
 */
#include "base/map.h"
#include "sql/sql.h"

static void warn(Diags *diags, const Source *source, Span span, Str what)
{
    em_diag_add(diags, (Diag){.severity = DIAG_WARNING,
                              .source = source,
                              .span = span,
                              .code = STR("sql-translate"),
                              .message = what});
}

/* PK: a part of the primary key, once. */
static void add_to_key(Arena *a, Table *t, Column *c)
{
    for (int i = 0; i < t->primary_key.n; i++)
        if (em_str_eq(t->primary_key.items[i], c->name))
            return;
    *PUSH(a, &t->primary_key) = c->name;
    c->nullable = NULLABLE_NO;
}

static void add_unique(Arena *a, Table *t, const Column *c)
{
    Index *index = PUSH(a, &t->indexes);
    *index = (Index){.is_unique = true, .span = c->span};
    *PUSH(a, &index->columns) = c->name;
}

static void read_marks(Arena *a, Table *t)
{
    for (int i = 0; i < t->columns.n; i++) {
        Column *c = &t->columns.items[i];
        for (int k = 0; k < c->keys.n; k++)
            switch (c->keys.items[k].kind) {
            case KEY_PRIMARY: add_to_key(a, t, c); break;
            case KEY_UNIQUE: add_unique(a, t, c); break;
            case KEY_FOREIGN:
            case KEY_OTHER: break;
            }
    }
}

static void add_reference(Arena *a, Schema *s, const Relation *r,
                          const RelationRows *rows)
{
    const RelationEnd *child = rows->child_is_from ? &r->from : &r->to;
    const RelationEnd *parent = rows->child_is_from ? &r->to : &r->from;
    Table *t = &s->tables.items[child->table];
    const Table *of = &s->tables.items[parent->table];
    ForeignKey *key = PUSH(a, &t->foreign_keys);
    *key = (ForeignKey){
        .ref_base = of->name, .ref_table = parent->table, .span = r->span};
    *PUSH(a, &key->columns) = t->columns.items[rows->child_column].name;
    *PUSH(a, &key->ref_columns) = of->columns.items[rows->parent_column].name;
}

/* Relations as references, where their rows are certain. */
static void read_relations(Schema *s, const Source *source, Arena *a,
                           Diags *diags)
{
    const RelationRows *rows = em_relation_rows(s, ANCHOR_AUTO, a);
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        if (r->from.table == NONE || r->to.table == NONE)
            continue;
        if (rows[i].child_column != NONE && rows[i].parent_column != NONE)
            add_reference(a, s, r, &rows[i]);
        else
            warn(diags, source, r->span,
                 STR("which column refers to which is not certain, so this "
                     "relation is not written"));
    }
}

/* Copies a table's columns; of several with one name, which is that in other
 * letters for most engines, the first is meant. */
static void copy_columns(Table *t, Dialect to, const Source *source, Arena *a,
                         Diags *diags)
{
    Map names = {.arena = a};
    Column *columns = NEW_ARRAY(a, t->columns.n + 1, Column);
    int n = 0;
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        Str name = to == DIALECT_POSTGRES ? c->name : em_str_lower(a, c->name);
        if (em_map_add(&names, name, i) == i) {
            columns[n++] = *c;
            continue;
        }
        *PUSH(a, &t->remarks) = JOIN(a, c->name, STR(": stands here again"));
        warn(diags, source, c->span,
             JOIN(a, t->name, STR(", "), c->name,
                  STR(": a table has one column of a name, so this one is not "
                      "written")));
    }
    t->columns.items = columns;
    t->columns.n = t->columns.room = n;
}

const Schema *em_sql_of_diagram(const Schema *s, Dialect to,
                                const Source *source, Arena *a, Diags *diags)
{
    Schema *out = NEW(a, Schema);
    *out = *s;
    out->tables.items = NEW_ARRAY(a, s->tables.n + 1, Table);
    out->tables.room = s->tables.n;
    for (int i = 0; i < s->tables.n; i++) {
        Table *t = &out->tables.items[i];
        *t = s->tables.items[i];
        copy_columns(t, to, source, a, diags);
        read_marks(a, t);
    }
    read_relations(out, source, a, diags);
    return out;
}
