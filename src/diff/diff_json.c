/*
 * A diff as JSON. Values of columns are texts as the engine prints them where
 * that is known; "not said" is null.
 */
#include "diff/diff.h"

#include "base/json.h"

typedef struct {
    Buf *out;
    const Diff *d;
    Arena *a;
} Put;

static void put_str(Put *p, Str s)
{
    em_json_put_str(p->out, s);
}

static void put_or_null(Put *p, Str s)
{
    if (s.n)
        put_str(p, s);
    else
        em_put(p->out, STR("null"));
}

static void put_strs(Put *p, const Strs *list)
{
    em_put(p->out, STR("["));
    for (int i = 0; i < list->n; i++) {
        em_put(p->out, i ? STR(", ") : (Str){0});
        put_str(p, list->items[i]);
    }
    em_put(p->out, STR("]"));
}

/* Members come as `, "name": ` except for the first of an object. */
static void key(Put *p, const char *name, bool first)
{
    PUT(p->out, first ? STR("") : STR(", "), STR("\""), em_str_of(name),
        STR("\": "));
}

static void text_member(Put *p, const char *name, Str value)
{
    key(p, name, false);
    put_str(p, value);
}

/* ---- lists ----------------------------------------------------------------
 */

/* One item a line; `n` counts those of the list so far. */
static void item(Put *p, int *n)
{
    em_put(p->out, *n ? STR(",\n        ") : STR("\n        "));
    ++*n;
}

static void open_list(Put *p, const char *name, bool first)
{
    PUT(p->out, first ? STR("\n") : STR(",\n"), STR("      \""),
        em_str_of(name), STR("\": ["));
}

static void close_list(Put *p, int n)
{
    em_put(p->out, n ? STR("\n      ]") : STR("]"));
}

static void open_group(Put *p, const char *name, bool first)
{
    PUT(p->out, first ? STR("\n") : STR(",\n"), STR("    \""), em_str_of(name),
        STR("\": {"));
}

static void close_group(Put *p)
{
    em_put(p->out, STR("\n    }"));
}

/* ---- tables ---------------------------------------------------------------
 */

static const Table *before_of(const Put *p, const TableDiff *t)
{
    return t->before == NONE ? NULL : &p->d->before->tables.items[t->before];
}

static const Table *after_of(const Put *p, const TableDiff *t)
{
    return t->after == NONE ? NULL : &p->d->after->tables.items[t->after];
}

static Str name_before(Put *p, const TableDiff *t)
{
    return em_table_key(p->d->before, before_of(p, t), p->a);
}

static Str name_after(Put *p, const TableDiff *t)
{
    return em_table_key(p->d->after, after_of(p, t), p->a);
}

typedef bool TableTest(const TableDiff *t);

static bool is_added(const TableDiff *t)
{
    return t->before == NONE;
}

static bool is_removed(const TableDiff *t)
{
    return t->after == NONE;
}

static bool is_kind_changed(const TableDiff *t)
{
    return t->kind_changed;
}

static bool is_comment_changed(const TableDiff *t)
{
    return t->comment_changed;
}

static bool is_reordered(const TableDiff *t)
{
    return t->order_changed;
}

static void put_names(Put *p, TableTest *test)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (!test(t))
            continue;
        item(p, &n);
        put_str(p, t->after == NONE ? name_before(p, t) : name_after(p, t));
    }
    close_list(p, n);
}

static void put_tables(Put *p)
{
    static const struct {
        const char *name;
        TableTest *test;
    } lists[] = {{"added", is_added},
                 {"removed", is_removed},
                 {"kind_changed", is_kind_changed},
                 {"comment_changed", is_comment_changed}};
    open_group(p, "tables", true);
    for (int i = 0; i < COUNT(lists); i++) {
        open_list(p, lists[i].name, i == 0);
        put_names(p, lists[i].test);
    }
    close_group(p);
}

/* ---- columns --------------------------------------------------------------
 */

static Str type_of(const Column *c)
{
    return c->full_type.n ? c->full_type : c->type;
}

static void put_nullable(Put *p, const Column *c)
{
    em_put(p->out, c->nullable == NULLABLE_UNKNOWN ? STR("null")
                   : c->nullable == NULLABLE_YES   ? STR("true")
                                                   : STR("false"));
}

static void put_marks(Put *p, const Column *c)
{
    em_put(p->out, STR("["));
    for (int i = 0; i < c->keys.n; i++) {
        em_put(p->out, i ? STR(", ") : (Str){0});
        put_str(p, c->keys.items[i].text);
    }
    em_put(p->out, STR("]"));
}

/* What generates a value, when it is of one of two kinds. */
static void put_value(Put *p, const Column *c, ValueKind kind,
                      ValueKind or_kind, Str word)
{
    if (c->value.kind != kind && c->value.kind != or_kind)
        em_put(p->out, STR("null"));
    else if (word.n)
        em_put(p->out, word);
    else
        put_str(p, c->value.text);
}

static void put_property(Put *p, Property property, const Column *c)
{
    switch (property) {
    case PROPERTY_TYPE: put_or_null(p, type_of(c)); return;
    case PROPERTY_NULLABLE: put_nullable(p, c); return;
    case PROPERTY_KEYS: put_marks(p, c); return;
    case PROPERTY_DEFAULT:
        put_value(p, c, VALUE_DEFAULT, VALUE_DEFAULT, (Str){0});
        return;
    case PROPERTY_IDENTITY:
        put_value(p, c, VALUE_IDENTITY_ALWAYS, VALUE_IDENTITY_BY_DEFAULT,
                  c->value.kind == VALUE_IDENTITY_ALWAYS
                      ? STR("\"ALWAYS\"")
                      : STR("\"BY DEFAULT\""));
        return;
    case PROPERTY_GENERATED:
        put_value(p, c, VALUE_GENERATED_STORED, VALUE_GENERATED_VIRTUAL,
                  (Str){0});
        return;
    case PROPERTY_AUTO_INCREMENT:
        put_value(p, c, VALUE_AUTO_INCREMENT, VALUE_AUTO_INCREMENT,
                  STR("true"));
        return;
    case PROPERTY_COMMENT: put_or_null(p, c->comment); return;
    case PROPERTY_ENUM:
        if (c->enum_values)
            put_strs(p, c->enum_values);
        else
            em_put(p->out, STR("null"));
        return;
    case PROPERTY_ON_UPDATE: put_or_null(p, c->on_update); return;
    case PROPERTY_COLLATION: put_or_null(p, c->collation); return;
    case PROPERTY_COUNT: return;
    }
}

static void put_column(Put *p, Str table, const Column *c)
{
    key(p, "table", true);
    put_str(p, table);
    text_member(p, "column", c->name);
    key(p, "type", false);
    put_or_null(p, type_of(c));
    key(p, "nullable", false);
    put_nullable(p, c);
    key(p, "default", false);
    put_property(p, PROPERTY_DEFAULT, c);
}

/* Columns on one side of tables that are on both. */
static void put_columns_alone(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->columns.n; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            bool wanted = t->before != NONE && t->after != NONE &&
                          (added ? c->before : c->after) == NONE;
            if (!wanted)
                continue;
            item(p, &n);
            em_put(p->out, STR("{"));
            put_column(p, added ? name_after(p, t) : name_before(p, t),
                       added ? &after_of(p, t)->columns.items[c->after]
                             : &before_of(p, t)->columns.items[c->before]);
            em_put(p->out, STR("}"));
        }
    }
    close_list(p, n);
}

static void put_changes(Put *p, const ColumnDiff *c, const Column *before,
                        const Column *after)
{
    static const char *const names[PROPERTY_COUNT] = {
        [PROPERTY_TYPE] = "type",
        [PROPERTY_NULLABLE] = "nullable",
        [PROPERTY_DEFAULT] = "default",
        [PROPERTY_IDENTITY] = "identity",
        [PROPERTY_GENERATED] = "generated",
        [PROPERTY_COMMENT] = "comment",
        [PROPERTY_ENUM] = "enum",
        [PROPERTY_ON_UPDATE] = "on_update",
        [PROPERTY_COLLATION] = "collation",
        [PROPERTY_KEYS] = "keys",
        [PROPERTY_AUTO_INCREMENT] = "auto_increment",
    };
    bool first = true;
    for (Property i = 0; i < PROPERTY_COUNT; i++) {
        if (!c->changed[i])
            continue;
        key(p, names[i], first);
        em_put(p->out, STR("["));
        put_property(p, i, before);
        em_put(p->out, STR(", "));
        put_property(p, i, after);
        em_put(p->out, STR("]"));
        first = false;
    }
}

static bool has_changes(const ColumnDiff *c)
{
    bool any = false;
    for (int i = 0; i < PROPERTY_COUNT; i++)
        any |= c->changed[i];
    return any;
}

static void put_columns_changed(Put *p)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->columns.n; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (!has_changes(c))
                continue;
            const Column *after = &after_of(p, t)->columns.items[c->after];
            item(p, &n);
            em_put(p->out, STR("{"));
            key(p, "table", true);
            put_str(p, name_after(p, t));
            text_member(p, "column", after->name);
            key(p, "changes", false);
            em_put(p->out, STR("{"));
            put_changes(p, c, &before_of(p, t)->columns.items[c->before],
                        after);
            em_put(p->out, STR("}}"));
        }
    }
    close_list(p, n);
}

static void put_columns(Put *p)
{
    open_group(p, "columns", false);
    open_list(p, "added", true);
    put_columns_alone(p, true);
    open_list(p, "removed", false);
    put_columns_alone(p, false);
    open_list(p, "changed", false);
    put_columns_changed(p);
    close_group(p);
}

/* ---- keys -----------------------------------------------------------------
 */

static void put_primary_keys(Put *p)
{
    int n = 0;
    open_group(p, "primary_keys", false);
    open_list(p, "changed", true);
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (!t->primary_key_changed)
            continue;
        item(p, &n);
        em_put(p->out, STR("{"));
        key(p, "table", true);
        put_str(p, name_after(p, t));
        key(p, "before", false);
        put_strs(p, &before_of(p, t)->primary_key);
        key(p, "after", false);
        put_strs(p, &after_of(p, t)->primary_key);
        em_put(p->out, STR("}"));
    }
    close_list(p, n);
    close_group(p);
}

static void put_uniques(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->uniques.n; k++) {
            const UniqueDiff *u = &t->uniques.items[k];
            const Index *index = added ? u->after : u->before;
            if (!index)
                continue;
            item(p, &n);
            em_put(p->out, STR("{"));
            key(p, "table", true);
            put_str(p, added ? name_after(p, t) : name_before(p, t));
            key(p, "columns", false);
            put_strs(p, &index->columns);
            em_put(p->out, STR("}"));
        }
    }
    close_list(p, n);
}

static Str action_word(KeyAction action)
{
    switch (action) {
    case ACTION_NONE: return STR("no action");
    case ACTION_RESTRICT: return STR("restrict");
    case ACTION_CASCADE: return STR("cascade");
    case ACTION_SET_NULL: return STR("set null");
    case ACTION_SET_DEFAULT: return STR("set default");
    }
    return (Str){0};
}

static Str target_name(Put *p, const Schema *s, const ForeignKey *f)
{
    if (f->ref_table != NONE)
        return em_table_key(s, &s->tables.items[f->ref_table], p->a);
    if (f->ref_schema.n)
        return JOIN(p->a, f->ref_schema, STR("."), f->ref_base);
    return f->ref_base;
}

static void put_reference(Put *p, Str table, const Schema *s,
                          const ForeignKey *f)
{
    key(p, "table", true);
    put_str(p, table);
    key(p, "columns", false);
    put_strs(p, &f->columns);
    text_member(p, "ref_table", target_name(p, s, f));
    key(p, "ref_columns", false);
    put_strs(p, &f->ref_columns);
    text_member(p, "on_delete", action_word(f->on_delete));
    text_member(p, "on_update", action_word(f->on_update));
}

static void put_references_alone(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const KeyDiff *f = &t->foreign_keys.items[k];
            if ((added ? f->before : f->after) != NULL)
                continue;
            item(p, &n);
            em_put(p->out, STR("{"));
            put_reference(p, added ? name_after(p, t) : name_before(p, t),
                          added ? p->d->after : p->d->before,
                          added ? f->after : f->before);
            if (added && t->before == NONE)
                em_put(p->out, STR(", \"table_added\": true"));
            if (!added && t->after == NONE)
                em_put(p->out, STR(", \"table_removed\": true"));
            em_put(p->out, STR("}"));
        }
    }
    close_list(p, n);
}

static void put_pair(Put *p, const char *name, Str before, Str after,
                     bool *first)
{
    if (em_str_eq(before, after))
        return;
    key(p, name, *first);
    PUT(p->out, STR("["));
    put_str(p, before);
    em_put(p->out, STR(", "));
    put_str(p, after);
    em_put(p->out, STR("]"));
    *first = false;
}

static Str yes_or_no(bool yes)
{
    return yes ? STR("true") : STR("false");
}

static void put_references_changed(Put *p)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const ForeignKey *b = t->foreign_keys.items[k].before;
            const ForeignKey *a = t->foreign_keys.items[k].after;
            bool first = true;
            if (!b || !a)
                continue;
            item(p, &n);
            em_put(p->out, STR("{"));
            put_reference(p, name_after(p, t), p->d->after, a);
            key(p, "changes", false);
            em_put(p->out, STR("{"));
            put_pair(p, "on_delete", action_word(b->on_delete),
                     action_word(a->on_delete), &first);
            put_pair(p, "on_update", action_word(b->on_update),
                     action_word(a->on_update), &first);
            put_pair(p, "deferrable", yes_or_no(b->deferrable),
                     yes_or_no(a->deferrable), &first);
            put_pair(p, "not_valid", yes_or_no(b->not_valid),
                     yes_or_no(a->not_valid), &first);
            em_put(p->out, STR("}}"));
        }
    }
    close_list(p, n);
}

static void put_checks(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->checks.n; k++) {
            const TableCheck *c =
                added ? t->checks.items[k].after : t->checks.items[k].before;
            if (!c)
                continue;
            item(p, &n);
            em_put(p->out, STR("{"));
            key(p, "table", true);
            put_str(p, added ? name_after(p, t) : name_before(p, t));
            text_member(p, "definition", c->expression);
            em_put(p->out, STR("}"));
        }
    }
    close_list(p, n);
}

static void put_keys(Put *p)
{
    put_primary_keys(p);
    open_group(p, "uniques", false);
    open_list(p, "added", true);
    put_uniques(p, true);
    open_list(p, "removed", false);
    put_uniques(p, false);
    close_group(p);
    open_group(p, "foreign_keys", false);
    open_list(p, "added", true);
    put_references_alone(p, true);
    open_list(p, "removed", false);
    put_references_alone(p, false);
    open_list(p, "changed", false);
    put_references_changed(p);
    close_group(p);
    open_group(p, "checks", false);
    open_list(p, "added", true);
    put_checks(p, true);
    open_list(p, "removed", false);
    put_checks(p, false);
    close_group(p);
}

/* ---- enums, views, relations ----------------------------------------------
 */

static Str type_name(Put *p, const Schema *s, const TypeDef *t)
{
    if (s->dialect != DIALECT_POSTGRES)
        return t->name;
    return JOIN(p->a, t->schema.n ? t->schema : STR("public"), STR("."),
                t->name);
}

static void put_enums_alone(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->enums.n; i++) {
        const EnumDiff *e = &p->d->enums.items[i];
        if ((added ? e->before : e->after) != NULL)
            continue;
        item(p, &n);
        put_str(p, added ? type_name(p, p->d->after, e->after)
                         : type_name(p, p->d->before, e->before));
    }
    close_list(p, n);
}

static void put_enums_changed(Put *p)
{
    int n = 0;
    for (int i = 0; i < p->d->enums.n; i++) {
        const EnumDiff *e = &p->d->enums.items[i];
        if (!e->before || !e->after)
            continue;
        item(p, &n);
        em_put(p->out, STR("{"));
        key(p, "enum", true);
        put_str(p, type_name(p, p->d->after, e->after));
        key(p, "added", false);
        put_strs(p, &e->added);
        key(p, "removed", false);
        put_strs(p, &e->removed);
        key(p, "reordered", false);
        em_put(p->out, yes_or_no(e->reordered));
        em_put(p->out, STR("}"));
    }
    close_list(p, n);
}

static void put_views(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->views.n; i++) {
        const ViewDiff *v = &p->d->views.items[i];
        const Table *view = added ? v->after : v->before;
        if (!view)
            continue;
        item(p, &n);
        put_str(p,
                em_table_key(added ? p->d->after : p->d->before, view, p->a));
    }
    close_list(p, n);
}

static Str end_word(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return STR("zero_or_one");
    case CARD_EXACTLY_ONE: return STR("exactly_one");
    case CARD_ZERO_OR_MORE: return STR("zero_or_more");
    case CARD_ONE_OR_MORE: return STR("one_or_more");
    case CARD_PARENT: return STR("parent");
    }
    return (Str){0};
}

static void put_ends(Put *p, const char *name, const Relation *r)
{
    key(p, name, false);
    em_put(p->out, STR("{"));
    key(p, "child_end", true);
    put_str(p, end_word(r->to.cardinality));
    text_member(p, "parent_end", end_word(r->from.cardinality));
    key(p, "identifying", false);
    PUT(p->out, yes_or_no(r->identifying), STR("}"));
}

static void put_relation(Put *p, const Schema *s, const Relation *r)
{
    static const Strs none = {0};
    key(p, "child", true);
    put_str(p, em_table_key(s, &s->tables.items[r->to.table], p->a));
    key(p, "child_columns", false);
    put_strs(p, r->key ? &r->key->columns : &none);
    text_member(p, "parent",
                em_table_key(s, &s->tables.items[r->from.table], p->a));
}

static void put_cardinalities(Put *p)
{
    int n = 0;
    em_put(p->out, STR(",\n    \"cardinality_changed\": ["));
    for (int i = 0; i < p->d->relations.n; i++) {
        const RelationDiff *r = &p->d->relations.items[i];
        if (!r->before || !r->after)
            continue;
        item(p, &n);
        em_put(p->out, STR("{"));
        put_relation(p, p->d->after, r->after);
        put_ends(p, "before", r->before);
        put_ends(p, "after", r->after);
        em_put(p->out, STR("}"));
    }
    em_put(p->out, n ? STR("\n    ]") : STR("]"));
    em_put(p->out, STR(",\n    \"column_order_changed\": ["));
    put_names(p, is_reordered);
}

/* Relations of diagrams, which are drawn without a key. */
static void put_relations_alone(Put *p, bool added)
{
    int n = 0;
    for (int i = 0; i < p->d->relations.n; i++) {
        const RelationDiff *r = &p->d->relations.items[i];
        if ((added ? r->before : r->after) != NULL)
            continue;
        item(p, &n);
        em_put(p->out, STR("{"));
        put_relation(p, added ? p->d->after : p->d->before,
                     added ? r->after : r->before);
        put_ends(p, "ends", added ? r->after : r->before);
        em_put(p->out, STR("}"));
    }
    close_list(p, n);
}

/* ---- renames, moves, dangers ----------------------------------------------
 */

static void put_rename(Put *p, int *n, const char *kind, Str table, Str from,
                       Str to)
{
    em_put(p->out, *n ? STR(",\n    {") : STR("\n    {"));
    ++*n;
    key(p, "kind", true);
    put_str(p, em_str_of(kind));
    if (table.n)
        text_member(p, "table", table);
    text_member(p, "from", from);
    text_member(p, "to", to);
    em_put(p->out, STR("}"));
}

static void put_move(Put *p, int *n, const TableDiff *t, const ColumnDiff *c)
{
    const Schema *after = p->d->after;
    const Table *to = &after->tables.items[c->moved.table];
    put_rename(p, n, "move", (Str){0},
               JOIN(p->a, name_before(p, t), STR("."),
                    before_of(p, t)->columns.items[c->before].name),
               JOIN(p->a, em_table_key(after, to, p->a), STR("."),
                    to->columns.items[c->moved.column].name));
}

static void put_renames(Put *p)
{
    int n = 0;
    em_put(p->out, STR(",\n  \"renames\": ["));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (t->is_renamed)
            put_rename(p, &n, "table", (Str){0}, name_before(p, t),
                       name_after(p, t));
        for (int k = 0; k < t->columns.n; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (c->is_renamed)
                put_rename(p, &n, "column", name_after(p, t),
                           before_of(p, t)->columns.items[c->before].name,
                           after_of(p, t)->columns.items[c->after].name);
            else if (c->after == NONE && c->moved.table != NONE)
                put_move(p, &n, t, c);
        }
    }
    em_put(p->out, n ? STR("\n  ]") : STR("]"));
}

static void put_dangers(Put *p, const Dangers *dangers)
{
    static const char *const levels[] = {[DANGER_NOTE] = "note",
                                         [DANGER_WARNING] = "warning",
                                         [DANGER_ERROR] = "error"};
    em_put(p->out, STR(",\n  \"dangers\": ["));
    for (int i = 0; i < dangers->n; i++) {
        const Danger *danger = &dangers->items[i];
        em_put(p->out, i ? STR(",\n    {") : STR("\n    {"));
        key(p, "code", true);
        put_str(p, danger->code);
        text_member(p, "object", danger->object);
        text_member(p, "severity", em_str_of(levels[danger->level]));
        if (danger->before.n || danger->after.n) {
            key(p, "before", false);
            put_or_null(p, danger->before);
            key(p, "after", false);
            put_or_null(p, danger->after);
        }
        if (danger->values.n) {
            key(p, "values", false);
            put_strs(p, &danger->values);
        }
        text_member(p, "advice", danger->advice);
        em_put(p->out, STR("}"));
    }
    em_put(p->out, dangers->n ? STR("\n  ]") : STR("]"));
}

void em_diff_put_json(Buf *out, const Diff *d, const Dangers *dangers)
{
    Put p = {out, d, out->arena};

    em_put(out, STR("{\n  \"diff\": {"));
    put_tables(&p);
    put_columns(&p);
    put_keys(&p);
    open_group(&p, "enums", false);
    open_list(&p, "added", true);
    put_enums_alone(&p, true);
    open_list(&p, "removed", false);
    put_enums_alone(&p, false);
    open_list(&p, "changed", false);
    put_enums_changed(&p);
    close_group(&p);
    open_group(&p, "views", false);
    open_list(&p, "added", true);
    put_views(&p, true);
    open_list(&p, "removed", false);
    put_views(&p, false);
    close_group(&p);
    open_group(&p, "relations", false);
    open_list(&p, "added", true);
    put_relations_alone(&p, true);
    open_list(&p, "removed", false);
    put_relations_alone(&p, false);
    close_group(&p);
    put_cardinalities(&p);
    em_put(out, STR("\n  }"));
    put_renames(&p);
    put_dangers(&p, dangers);
    em_put(out, STR("\n}\n"));
}
