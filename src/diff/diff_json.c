/*
 * A diff as JSON. Values of columns are texts as the engine prints them where
 * that is known; "not said" is null.
 */
#include "diff/diff.h"
#include "diff/diff_lines.h"

#include "base/json.h"

typedef struct {
    const Diff *d;
    Arena *a;
} Maker;

/* ---- values ---------------------------------------------------------------
 */

static const Json a_map = {.kind = JSON_MAP}, a_list = {.kind = JSON_LIST};
static const Json null = {.kind = JSON_NULL};

static Json text(Str s)
{
    return (Json){.kind = JSON_STRING, .text = s};
}

static Json text_or_null(Str s)
{
    return s.n ? text(s) : null;
}

static Json boolean(bool yes)
{
    return (Json){.kind = yes ? JSON_TRUE : JSON_FALSE};
}

static void push(const Maker *m, Json *list, Json value)
{
    *PUSH(m->a, &list->of) = value;
}

static void set(const Maker *m, Json *map, Str key, Json value)
{
    value.key = key;
    *em_json_set(m->a, map, key) = value;
}

static Json texts(const Maker *m, const Strs *list)
{
    Json out = a_list;
    for (int i = 0; i < list->n; i++)
        push(m, &out, text(list->items[i]));
    return out;
}

/* [before, after] */
static Json pair(const Maker *m, Json before, Json after)
{
    Json out = a_list;
    push(m, &out, before);
    push(m, &out, after);
    return out;
}

/* What was added, removed and, of most things, changed. */
typedef struct {
    Json added, removed, changed;
} Lists;

static const Lists no_lists = {
    {.kind = JSON_LIST}, {.kind = JSON_LIST}, {.kind = JSON_LIST}};

static Json group(const Maker *m, const Lists *lists, bool has_changed)
{
    Json out = a_map;
    set(m, &out, STR("added"), lists->added);
    set(m, &out, STR("removed"), lists->removed);
    if (has_changed)
        set(m, &out, STR("changed"), lists->changed);
    return out;
}

/* ---- tables ---------------------------------------------------------------
 */

static const Table *before_of(const Maker *m, const TableDiff *t)
{
    return t->before == NONE ? NULL : &m->d->before->tables.items[t->before];
}

static const Table *after_of(const Maker *m, const TableDiff *t)
{
    return t->after == NONE ? NULL : &m->d->after->tables.items[t->after];
}

static Str name_before(const Maker *m, const TableDiff *t)
{
    return em_table_key(m->d->before, before_of(m, t), m->a);
}

static Str name_after(const Maker *m, const TableDiff *t)
{
    return em_table_key(m->d->after, after_of(m, t), m->a);
}

/* {"table": name}, to which more is added; the name is that of the side that
 * has what it is about. */
static Json of_table(const Maker *m, const TableDiff *t, bool is_after)
{
    Json out = a_map;
    set(m, &out, STR("table"),
        text(is_after ? name_after(m, t) : name_before(m, t)));
    return out;
}

static Json tables(const Maker *m)
{
    Lists lists = no_lists;
    Json kinds = a_list, comments = a_list;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        if (t->before == NONE)
            push(m, &lists.added, text(name_after(m, t)));
        if (t->after == NONE)
            push(m, &lists.removed, text(name_before(m, t)));
        if (t->kind_changed)
            push(m, &kinds, text(name_after(m, t)));
        if (t->comment_changed)
            push(m, &comments, text(name_after(m, t)));
    }
    Json out = group(m, &lists, false);
    set(m, &out, STR("kind_changed"), kinds);
    set(m, &out, STR("comment_changed"), comments);
    return out;
}

static Json reordered(const Maker *m)
{
    Json out = a_list;
    for (int i = 0; i < m->d->tables.n; i++)
        if (m->d->tables.items[i].order_changed)
            push(m, &out, text(name_after(m, &m->d->tables.items[i])));
    return out;
}

/* ---- columns --------------------------------------------------------------
 */

static Json type_of(const Column *c)
{
    return text_or_null(c->full_type.n ? c->full_type : c->type);
}

static Json nullable_of(const Column *c)
{
    return c->nullable == NULLABLE_UNKNOWN
               ? null
               : boolean(c->nullable == NULLABLE_YES);
}

static Json marks_of(const Maker *m, const Column *c)
{
    Json out = a_list;
    for (int i = 0; i < c->keys.n; i++)
        push(m, &out, text(c->keys.items[i].text));
    return out;
}

static Json default_of(const Column *c)
{
    return c->value.kind == VALUE_DEFAULT ? text(c->value.text) : null;
}

static Json identity_of(const Column *c)
{
    return c->value.kind == VALUE_IDENTITY_ALWAYS ? text(STR("ALWAYS"))
           : c->value.kind == VALUE_IDENTITY_BY_DEFAULT
               ? text(STR("BY DEFAULT"))
               : null;
}

static Json generated_of(const Column *c)
{
    bool is_generated = c->value.kind == VALUE_GENERATED_STORED ||
                        c->value.kind == VALUE_GENERATED_VIRTUAL;
    return is_generated ? text(c->value.text) : null;
}

static Json property_of(const Maker *m, Property property, const Column *c)
{
    switch (property) {
    case PROPERTY_TYPE: return type_of(c);
    case PROPERTY_NULLABLE: return nullable_of(c);
    case PROPERTY_KEYS: return marks_of(m, c);
    case PROPERTY_DEFAULT: return default_of(c);
    case PROPERTY_IDENTITY: return identity_of(c);
    case PROPERTY_GENERATED: return generated_of(c);
    case PROPERTY_AUTO_INCREMENT:
        return c->value.kind == VALUE_AUTO_INCREMENT ? boolean(true) : null;
    case PROPERTY_COMMENT: return text_or_null(c->comment);
    case PROPERTY_ENUM: return c->enum_values ? texts(m, c->enum_values) : null;
    case PROPERTY_ON_UPDATE: return text_or_null(c->on_update);
    case PROPERTY_COLLATION: return text_or_null(c->collation);
    case PROPERTY_COUNT: break;
    }
    return null;
}

/* What changed of a column; an empty map: nothing. */
static Json changes(const Maker *m, const ColumnDiff *c, const Column *before,
                    const Column *after)
{
    static const Str names[PROPERTY_COUNT] = {
        [PROPERTY_TYPE] = STR_INIT("type"),
        [PROPERTY_NULLABLE] = STR_INIT("nullable"),
        [PROPERTY_DEFAULT] = STR_INIT("default"),
        [PROPERTY_IDENTITY] = STR_INIT("identity"),
        [PROPERTY_GENERATED] = STR_INIT("generated"),
        [PROPERTY_COMMENT] = STR_INIT("comment"),
        [PROPERTY_ENUM] = STR_INIT("enum"),
        [PROPERTY_ON_UPDATE] = STR_INIT("on_update"),
        [PROPERTY_COLLATION] = STR_INIT("collation"),
        [PROPERTY_KEYS] = STR_INIT("keys"),
        [PROPERTY_AUTO_INCREMENT] = STR_INIT("auto_increment"),
    };
    Json out = a_map;
    for (Property i = 0; i < PROPERTY_COUNT; i++)
        if (c->changed[i])
            set(m, &out, names[i],
                pair(m, property_of(m, i, before), property_of(m, i, after)));
    return out;
}

static Json whole_column(const Maker *m, Json out, const Column *c)
{
    set(m, &out, STR("column"), text(c->name));
    set(m, &out, STR("type"), type_of(c));
    set(m, &out, STR("nullable"), nullable_of(c));
    set(m, &out, STR("default"), default_of(c));
    return out;
}

static void add_column(const Maker *m, const TableDiff *t, const ColumnDiff *c,
                       Lists *lists)
{
    const Column *before = before_of(m, t)->columns.items;
    const Column *after = after_of(m, t)->columns.items;
    if (c->before == NONE) {
        push(m, &lists->added,
             whole_column(m, of_table(m, t, true), &after[c->after]));
        return;
    }
    if (c->after == NONE) {
        push(m, &lists->removed,
             whole_column(m, of_table(m, t, false), &before[c->before]));
        return;
    }
    Json what = changes(m, c, &before[c->before], &after[c->after]);
    if (!what.of.n)
        return;
    Json out = of_table(m, t, true);
    set(m, &out, STR("column"), text(after[c->after].name));
    set(m, &out, STR("changes"), what);
    push(m, &lists->changed, out);
}

/* Of tables that are on both sides. */
static Json columns(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        for (int k = 0; k < t->columns.n; k++)
            if (t->before != NONE && t->after != NONE)
                add_column(m, t, &t->columns.items[k], &lists);
    }
    return group(m, &lists, true);
}

/* ---- keys -----------------------------------------------------------------
 */

static Json primary_keys(const Maker *m)
{
    Json list = a_list, out = a_map;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        if (!t->primary_key_changed)
            continue;
        Json key = of_table(m, t, true);
        set(m, &key, STR("before"), texts(m, &before_of(m, t)->primary_key));
        set(m, &key, STR("after"), texts(m, &after_of(m, t)->primary_key));
        push(m, &list, key);
    }
    set(m, &out, STR("changed"), list);
    return out;
}

static Json index_of(const Maker *m, const TableDiff *t, const IndexDiff *diff)
{
    const Index *index = diff->after ? diff->after : diff->before;
    Json out = of_table(m, t, diff->after != NULL);
    set(m, &out, STR("name"), text_or_null(index->name));
    set(m, &out, STR("columns"), texts(m, &index->columns));
    set(m, &out, STR("unique"), boolean(index->is_unique));
    set(m, &out, STR("method"), text_or_null(index->method));
    set(m, &out, STR("where"), text_or_null(index->where));
    if (index->has_order)
        set(m, &out, STR("parts"), text(em_str_one_line(m->a, index->typed)));
    if (index->include.n)
        set(m, &out, STR("include"), texts(m, &index->include));
    if (index->nulls_not_distinct)
        set(m, &out, STR("nulls_not_distinct"), boolean(true));
    return out;
}

static Json indexes(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        for (int k = 0; k < t->indexes.n; k++) {
            const IndexDiff *diff = &t->indexes.items[k];
            push(m, diff->after ? &lists.added : &lists.removed,
                 index_of(m, t, diff));
        }
    }
    return group(m, &lists, false);
}

static Json uniques(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        for (int k = 0; k < t->uniques.n; k++) {
            const IndexDiff *u = &t->uniques.items[k];
            Json key = of_table(m, t, u->after != NULL);
            set(m, &key, STR("columns"),
                texts(m, u->after ? &u->after->columns : &u->before->columns));
            push(m, u->after ? &lists.added : &lists.removed, key);
        }
    }
    return group(m, &lists, false);
}

static Json checks(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        for (int k = 0; k < t->checks.n; k++) {
            const CheckDiff *c = &t->checks.items[k];
            Json check = of_table(m, t, c->after != NULL);
            set(m, &check, STR("definition"),
                text(c->after ? c->after->expression : c->before->expression));
            push(m, c->after ? &lists.added : &lists.removed, check);
        }
    }
    return group(m, &lists, false);
}

static Json action(KeyAction action)
{
    switch (action) {
    case ACTION_NONE: return text(STR("no action"));
    case ACTION_RESTRICT: return text(STR("restrict"));
    case ACTION_CASCADE: return text(STR("cascade"));
    case ACTION_SET_NULL: return text(STR("set null"));
    case ACTION_SET_DEFAULT: return text(STR("set default"));
    }
    return null;
}

static Str target_name(const Maker *m, const Schema *s, const ForeignKey *f)
{
    if (f->ref_table != NONE)
        return em_table_key(s, &s->tables.items[f->ref_table], m->a);
    if (f->ref_schema.n)
        return JOIN(m->a, f->ref_schema, STR("."), f->ref_base);
    return f->ref_base;
}

static Json reference(const Maker *m, const TableDiff *t, const KeyDiff *k)
{
    const ForeignKey *f = k->after ? k->after : k->before;
    const Schema *s = k->after ? m->d->after : m->d->before;
    Json out = of_table(m, t, k->after != NULL);
    set(m, &out, STR("columns"), texts(m, &f->columns));
    set(m, &out, STR("ref_table"), text(target_name(m, s, f)));
    set(m, &out, STR("ref_columns"), texts(m, &f->ref_columns));
    set(m, &out, STR("on_delete"), action(f->on_delete));
    set(m, &out, STR("on_update"), action(f->on_update));
    return out;
}

/* "true" or "false" */
static Json word_of(bool yes)
{
    return text(yes ? STR("true") : STR("false"));
}

static Json reference_changes(const Maker *m, const ForeignKey *b,
                              const ForeignKey *a)
{
    Json out = a_map;
    if (b->on_delete != a->on_delete)
        set(m, &out, STR("on_delete"),
            pair(m, action(b->on_delete), action(a->on_delete)));
    if (b->on_update != a->on_update)
        set(m, &out, STR("on_update"),
            pair(m, action(b->on_update), action(a->on_update)));
    if (b->deferrable != a->deferrable)
        set(m, &out, STR("deferrable"),
            pair(m, word_of(b->deferrable), word_of(a->deferrable)));
    if (b->not_valid != a->not_valid)
        set(m, &out, STR("not_valid"),
            pair(m, word_of(b->not_valid), word_of(a->not_valid)));
    return out;
}

static void add_reference(const Maker *m, const TableDiff *t, const KeyDiff *k,
                          Lists *lists)
{
    Json out = reference(m, t, k);
    if (k->before && k->after) {
        set(m, &out, STR("changes"), reference_changes(m, k->before, k->after));
        push(m, &lists->changed, out);
    } else if (k->after) {
        if (t->before == NONE)
            set(m, &out, STR("table_added"), boolean(true));
        push(m, &lists->added, out);
    } else {
        if (t->after == NONE)
            set(m, &out, STR("table_removed"), boolean(true));
        push(m, &lists->removed, out);
    }
}

static Json references(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        for (int k = 0; k < t->foreign_keys.n; k++)
            add_reference(m, t, &t->foreign_keys.items[k], &lists);
    }
    return group(m, &lists, true);
}

/* ---- enums, views, relations ----------------------------------------------
 */

static Str type_name(const Maker *m, const Schema *s, const TypeDef *t)
{
    if (s->dialect != DIALECT_POSTGRES)
        return t->name;
    return JOIN(m->a, t->schema.n ? t->schema : STR("public"), STR("."),
                t->name);
}

static Json enum_change(const Maker *m, const EnumDiff *e)
{
    Json out = a_map;
    set(m, &out, STR("enum"), text(type_name(m, m->d->after, e->after)));
    set(m, &out, STR("added"), texts(m, &e->added));
    set(m, &out, STR("removed"), texts(m, &e->removed));
    set(m, &out, STR("reordered"), boolean(e->reordered));
    return out;
}

static Json enums(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->enums.n; i++) {
        const EnumDiff *e = &m->d->enums.items[i];
        if (!e->before)
            push(m, &lists.added, text(type_name(m, m->d->after, e->after)));
        else if (!e->after)
            push(m, &lists.removed,
                 text(type_name(m, m->d->before, e->before)));
        else
            push(m, &lists.changed, enum_change(m, e));
    }
    return group(m, &lists, true);
}

static Json views(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->views.n; i++) {
        const ViewDiff *v = &m->d->views.items[i];
        const Schema *s = v->after ? m->d->after : m->d->before;
        push(m, v->after ? &lists.added : &lists.removed,
             text(em_table_key(s, v->after ? v->after : v->before, m->a)));
    }
    return group(m, &lists, false);
}

static Json end(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return text(STR("zero_or_one"));
    case CARD_EXACTLY_ONE: return text(STR("exactly_one"));
    case CARD_ZERO_OR_MORE: return text(STR("zero_or_more"));
    case CARD_ONE_OR_MORE: return text(STR("one_or_more"));
    case CARD_PARENT: return text(STR("parent"));
    }
    return null;
}

static Json ends(const Maker *m, const Relation *r, bool turned)
{
    Json out = a_map;
    set(m, &out, STR("child_end"), end(em_child_end(r, turned)->cardinality));
    set(m, &out, STR("parent_end"), end(em_parent_end(r, turned)->cardinality));
    set(m, &out, STR("identifying"), boolean(r->identifying));
    return out;
}

static Json table_at(const Maker *m, const Schema *s, const RelationEnd *end)
{
    return text(em_table_key(s, &s->tables.items[end->table], m->a));
}

static Json relation(const Maker *m, const RelationDiff *x)
{
    static const Strs none = {0};
    const Schema *s = x->after ? m->d->after : m->d->before;
    const Relation *r = x->after ? x->after : x->before;
    bool turned = x->after ? x->after_turned : x->before_turned;
    Json out = a_map;
    set(m, &out, STR("child"), table_at(m, s, em_child_end(r, turned)));
    set(m, &out, STR("child_columns"),
        texts(m, r->key ? &r->key->columns : &none));
    set(m, &out, STR("parent"), table_at(m, s, em_parent_end(r, turned)));
    return out;
}

/* Those on both sides are what changed; the others are of diagrams, which are
 * drawn without a key. */
static Lists relations(const Maker *m)
{
    Lists lists = no_lists;
    for (int i = 0; i < m->d->relations.n; i++) {
        const RelationDiff *x = &m->d->relations.items[i];
        Json out = relation(m, x);
        Json b = x->before ? ends(m, x->before, x->before_turned) : null;
        Json a = x->after ? ends(m, x->after, x->after_turned) : null;
        if (x->before && x->after) {
            set(m, &out, STR("before"), b);
            set(m, &out, STR("after"), a);
            push(m, &lists.changed, out);
        } else {
            set(m, &out, STR("ends"), x->after ? a : b);
            push(m, x->after ? &lists.added : &lists.removed, out);
        }
    }
    return lists;
}

/* ---- renames, moves, dangers ----------------------------------------------
 */

/* `table`: of a column; else empty. */
static Json rename_of(const Maker *m, Str kind, Str table, Str from, Str to)
{
    Json out = a_map;
    set(m, &out, STR("kind"), text(kind));
    if (table.n)
        set(m, &out, STR("table"), text(table));
    set(m, &out, STR("from"), text(from));
    set(m, &out, STR("to"), text(to));
    return out;
}

static Json move_of(const Maker *m, const TableDiff *t, const ColumnDiff *c)
{
    const Schema *after = m->d->after;
    const Table *to = &after->tables.items[c->moved.table];
    return rename_of(m, STR("move"), (Str){0},
                     JOIN(m->a, name_before(m, t), STR("."),
                          before_of(m, t)->columns.items[c->before].name),
                     JOIN(m->a, em_table_key(after, to, m->a), STR("."),
                          to->columns.items[c->moved.column].name));
}

static Json renames(const Maker *m)
{
    Json out = a_list;
    for (int i = 0; i < m->d->tables.n; i++) {
        const TableDiff *t = &m->d->tables.items[i];
        if (t->is_renamed)
            push(m, &out,
                 rename_of(m, STR("table"), (Str){0}, name_before(m, t),
                           name_after(m, t)));
        for (int k = 0; k < t->columns.n; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (c->is_renamed)
                push(m, &out,
                     rename_of(m, STR("column"), name_after(m, t),
                               before_of(m, t)->columns.items[c->before].name,
                               after_of(m, t)->columns.items[c->after].name));
            else if (c->after == NONE && c->moved.table != NONE)
                push(m, &out, move_of(m, t, c));
        }
    }
    return out;
}

static Json table_names(const Maker *m, const TableDiffs *list)
{
    Json out = a_list;
    for (int i = 0; i < list->n; i++) {
        const TableDiff *t = &m->d->tables.items[list->items[i]];
        push(m, &out,
             text(t->after == NONE ? name_before(m, t) : name_after(m, t)));
    }
    return out;
}

static Json reshapes(const Maker *m)
{
    Json out = a_list;
    for (int i = 0; i < m->d->reshapes.n; i++) {
        const Reshape *r = &m->d->reshapes.items[i];
        Json item = a_map;
        set(m, &item, STR("kind"), text(em_reshape_name(r->kind)));
        set(m, &item, STR("from"), table_names(m, &r->from));
        set(m, &item, STR("to"), table_names(m, &r->to));
        set(m, &item, STR("names"), texts(m, &r->names));
        set(m, &item, STR("what"), text(em_reshape_words(m->d, r, m->a)));
        push(m, &out, item);
    }
    return out;
}

static Json danger_of(const Maker *m, const Danger *danger)
{
    Json out = a_map;
    set(m, &out, STR("code"), text(danger->rule.code));
    set(m, &out, STR("object"), text(danger->object));
    set(m, &out, STR("severity"),
        text(em_danger_level_name(danger->rule.level)));
    if (danger->before.n || danger->after.n) {
        set(m, &out, STR("before"), text_or_null(danger->before));
        set(m, &out, STR("after"), text_or_null(danger->after));
    }
    if (danger->values.n)
        set(m, &out, STR("values"), texts(m, &danger->values));
    set(m, &out, STR("advice"), text(danger->rule.advice));
    return out;
}

/* ---- all ------------------------------------------------------------------
 */

static Json differences(const Maker *m)
{
    Lists lists = relations(m);
    Json out = a_map;
    set(m, &out, STR("tables"), tables(m));
    set(m, &out, STR("columns"), columns(m));
    set(m, &out, STR("primary_keys"), primary_keys(m));
    set(m, &out, STR("uniques"), uniques(m));
    set(m, &out, STR("indexes"), indexes(m));
    set(m, &out, STR("foreign_keys"), references(m));
    set(m, &out, STR("checks"), checks(m));
    set(m, &out, STR("enums"), enums(m));
    set(m, &out, STR("views"), views(m));
    set(m, &out, STR("relations"), group(m, &lists, false));
    set(m, &out, STR("cardinality_changed"), lists.changed);
    set(m, &out, STR("column_order_changed"), reordered(m));
    return out;
}

void em_diff_put_json(Buf *out, const Diff *d, const Dangers *dangers)
{
    Maker m = {d, out->arena};
    Json all = a_map, list = a_list;

    for (int i = 0; i < dangers->n; i++)
        push(&m, &list, danger_of(&m, &dangers->items[i]));
    set(&m, &all, STR("diff"), differences(&m));
    set(&m, &all, STR("renames"), renames(&m));
    set(&m, &all, STR("reshapes"), reshapes(&m));
    set(&m, &all, STR("dangers"), list);
    em_json_put_lines(out, &all, 0);
    em_put(out, STR("\n"));
}
