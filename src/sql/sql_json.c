/*
 * The model of SQL as JSON, in the members of the conformance corpus.
 */
#include "sql/sql.h"

static void put_key(Buf *b, Str key)
{
    PUT(b, STR("\""), key, STR("\": "));
}

/* A string; null when it is empty. */
static void put_member(Buf *b, Str key, Str value)
{
    put_key(b, key);
    if (value.n)
        em_json_put_str(b, value);
    else
        em_put(b, STR("null"));
}

static void put_more(Buf *b, Str key, Str value)
{
    em_put(b, STR(", "));
    put_member(b, key, value);
}

static void put_bool(Buf *b, Str key, bool value)
{
    em_put(b, STR(", "));
    put_key(b, key);
    em_put(b, value ? STR("true") : STR("false"));
}

static void put_strings(Buf *b, const Strs *list)
{
    em_put(b, STR("["));
    for (int i = 0; i < list->n; i++) {
        if (i > 0)
            em_put(b, STR(", "));
        em_json_put_str(b, list->items[i]);
    }
    em_put(b, STR("]"));
}

static void put_list(Buf *b, Str key, const Strs *list)
{
    em_put(b, STR(", "));
    put_key(b, key);
    put_strings(b, list);
}

/* Before item i of a list that has its lines indented. */
static void put_item_start(Buf *b, int i, int indent)
{
    em_put(b, i > 0 ? STR(",\n") : STR("\n"));
    em_put_fill(b, ' ', indent);
}

static void put_list_end(Buf *b, int n, int indent)
{
    if (n > 0) {
        em_put(b, STR("\n"));
        em_put_fill(b, ' ', indent);
    }
    em_put(b, STR("]"));
}

/* ---- columns --------------------------------------------------------------
 */

static void put_value(Buf *b, const ColumnValue *v)
{
    switch (v->kind) {
    case VALUE_UNSAID:
    case VALUE_DEFAULT: return;
    case VALUE_AUTO_INCREMENT: put_bool(b, STR("auto_increment"), true); return;
    case VALUE_IDENTITY_ALWAYS:
        put_more(b, STR("identity"), STR("always"));
        return;
    case VALUE_IDENTITY_BY_DEFAULT:
        put_more(b, STR("identity"), STR("by default"));
        return;
    case VALUE_GENERATED_STORED:
    case VALUE_GENERATED_VIRTUAL: break;
    }
    em_put(b, STR(", \"generated\": {"));
    put_member(b, STR("kind"),
               v->kind == VALUE_GENERATED_STORED ? STR("stored")
                                                 : STR("virtual"));
    put_more(b, STR("expression"), v->text);
    em_put(b, STR("}"));
}

static bool has_key(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

static void put_column(Buf *b, const Column *c)
{
    bool has_default = c->value.kind == VALUE_DEFAULT;
    em_put(b, STR("{"));
    put_key(b, STR("name"));
    em_json_put_str(b, c->name);
    put_more(b, STR("type"), c->full_type);
    put_bool(b, STR("nullable"), c->nullable != NULLABLE_NO);
    put_more(b, STR("default"), has_default ? c->value.text : (Str){0});
    put_bool(b, STR("primary_key"), has_key(c, KEY_PRIMARY));
    put_bool(b, STR("unique"), has_key(c, KEY_UNIQUE));
    put_more(b, STR("comment"), c->comment);
    put_value(b, &c->value);
    if (c->enum_values)
        put_list(b, STR("enum"), c->enum_values);
    if (c->is_set)
        put_bool(b, STR("set"), true);
    if (c->on_update.n)
        put_more(b, STR("on_update"), c->on_update);
    if (c->collation.n)
        put_more(b, STR("collation"), c->collation);
    em_put(b, STR("}"));
}

/* ---- keys -----------------------------------------------------------------
 */

static Str action_name(KeyAction a)
{
    switch (a) {
    case ACTION_NONE: break;
    case ACTION_RESTRICT: return STR("restrict");
    case ACTION_CASCADE: return STR("cascade");
    case ACTION_SET_NULL: return STR("set null");
    case ACTION_SET_DEFAULT: return STR("set default");
    }
    return STR("no action");
}

static void put_foreign_key(Buf *b, const ForeignKey *k)
{
    em_put(b, STR("{"));
    put_member(b, STR("name"), k->name);
    put_list(b, STR("columns"), &k->columns);
    put_more(b, STR("ref_schema"), k->ref_schema);
    put_more(b, STR("ref_table"), k->ref_base);
    put_list(b, STR("ref_columns"), &k->ref_columns);
    put_more(b, STR("on_delete"), action_name(k->on_delete));
    put_more(b, STR("on_update"), action_name(k->on_update));
    if (k->deferrable)
        put_bool(b, STR("deferrable"), true);
    if (k->not_valid)
        put_bool(b, STR("not_valid"), true);
    if (k->ref_table == NONE)
        put_bool(b, STR("ref_missing"), true);
    em_put(b, STR("}"));
}

static void put_check(Buf *b, const TableCheck *c)
{
    em_put(b, STR("{"));
    put_member(b, STR("name"), c->name);
    put_more(b, STR("definition"), c->expression);
    em_put(b, STR("}"));
}

static void put_index(Buf *b, const Index *index)
{
    em_put(b, STR("{"));
    put_member(b, STR("name"), index->name);
    if (index->is_unique && !em_index_is_key(index))
        put_more(b, STR("reason"),
                 index->is_partial ? STR("partial") : STR("expression"));
    put_list(b, STR("columns"), &index->columns);
    em_put(b, STR("}"));
}

typedef enum { UNIQUE_KEYS, UNIQUE_NOT_KEYS, PLAIN_INDEXES } IndexClass;

static IndexClass class_of(const Index *index)
{
    if (!index->is_unique)
        return PLAIN_INDEXES;
    return em_index_is_key(index) ? UNIQUE_KEYS : UNIQUE_NOT_KEYS;
}

/* True when an index before this one is a key of the same columns. */
static bool is_said(const Table *t, int index)
{
    const Strs *columns = &t->indexes.items[index].columns;
    for (int i = 0; i < index; i++) {
        const Strs *other = &t->indexes.items[i].columns;
        bool same =
            em_index_is_key(&t->indexes.items[i]) && other->n == columns->n;
        for (int k = 0; same && k < columns->n; k++)
            same = em_str_eq(other->items[k], columns->items[k]);
        if (same)
            return true;
    }
    return false;
}

static void put_indexes(Buf *b, Str key, const Table *t, IndexClass wanted)
{
    int n = 0;
    put_item_start(b, 1, 6);
    put_key(b, key);
    em_put(b, STR("["));
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        if (class_of(index) != wanted ||
            (wanted == UNIQUE_KEYS && is_said(t, i)))
            continue;
        em_put(b, n++ ? STR(", ") : STR(""));
        if (wanted == UNIQUE_KEYS)
            put_strings(b, &index->columns);
        else
            put_index(b, index);
    }
    em_put(b, STR("]"));
}

/* ---- tables ---------------------------------------------------------------
 */

static Str kind_name(TableKind kind)
{
    switch (kind) {
    case TABLE_ORDINARY: break;
    case TABLE_PARTITIONED: return STR("partitioned_table");
    case TABLE_PARTITION: return STR("partition");
    case TABLE_FOREIGN: return STR("foreign_table");
    case TABLE_VIRTUAL: return STR("virtual_table");
    case TABLE_VIEW: return STR("view");
    case TABLE_MATERIALIZED_VIEW: return STR("materialized_view");
    }
    return STR("table");
}

/* "key": [ items ], one a line when `wanted` */
#define PUT_LINES(b, key, list, put_one, indent) \
    do { \
        put_item_start(b, 1, indent); \
        put_key(b, STR(key)); \
        em_put(b, STR("[")); \
        for (int i_ = 0; i_ < (list).n; i_++) { \
            put_item_start(b, i_, (indent) + 2); \
            put_one(b, &(list).items[i_]); \
        } \
        put_list_end(b, (list).n, indent); \
    } while (0)

static void put_table(Buf *b, const Table *t)
{
    em_put(b, STR("{"));
    put_member(b, STR("schema"), t->schema);
    put_more(b, STR("name"), t->base);
    put_more(b, STR("kind"), kind_name(t->kind));
    put_more(b, STR("comment"), t->comment);
    if (t->partition_of.n)
        put_more(b, STR("partition_of"), t->partition_of);
    PUT_LINES(b, "columns", t->columns, put_column, 6);
    put_item_start(b, 1, 6);
    put_key(b, STR("primary_key"));
    put_strings(b, &t->primary_key);
    put_indexes(b, STR("uniques"), t, UNIQUE_KEYS);
    put_indexes(b, STR("unique_not_keys"), t, UNIQUE_NOT_KEYS);
    PUT_LINES(b, "foreign_keys", t->foreign_keys, put_foreign_key, 6);
    PUT_LINES(b, "checks", t->checks, put_check, 6);
    put_indexes(b, STR("indexes"), t, PLAIN_INDEXES);
    em_put(b, STR("\n    }"));
}

static void put_view(Buf *b, const Table *t)
{
    em_put(b, STR("{"));
    put_member(b, STR("schema"), t->schema);
    put_more(b, STR("name"), t->base);
    put_more(b, STR("kind"), kind_name(t->kind));
    put_more(b, STR("comment"), t->comment);
    em_put(b, STR("}"));
}

static void put_enum(Buf *b, const TypeDef *t)
{
    em_put(b, STR("{"));
    put_member(b, STR("schema"), t->schema);
    put_more(b, STR("name"), t->name);
    put_list(b, STR("values"), &t->values);
    put_more(b, STR("comment"), t->comment);
    em_put(b, STR("}"));
}

static void put_domain(Buf *b, const TypeDef *t)
{
    em_put(b, STR("{"));
    put_member(b, STR("schema"), t->schema);
    put_more(b, STR("name"), t->name);
    put_more(b, STR("type"), t->base);
    put_bool(b, STR("not_null"), t->not_null);
    em_put(b, STR("}"));
}

static Str cardinality_name(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return STR("zero_or_one");
    case CARD_EXACTLY_ONE: return STR("exactly_one");
    case CARD_ZERO_OR_MORE: return STR("zero_or_more");
    case CARD_ONE_OR_MORE:
    case CARD_PARENT: break; /* no key says so */
    }
    return STR("one_or_more");
}

/* A relation is printed also when its parent is not there. */
static void put_relation(Buf *b, const Table *child, const ForeignKey *k)
{
    KeyEnds ends = em_key_ends(child, k);
    bool is_self = em_str_eq(child->base, k->ref_base) &&
                   em_str_eq(child->schema, k->ref_schema);
    em_put(b, STR("{"));
    put_member(b, STR("name"), k->name);
    put_more(b, STR("child_schema"), child->schema);
    put_more(b, STR("child"), child->base);
    put_list(b, STR("child_columns"), &k->columns);
    put_more(b, STR("parent_schema"), k->ref_schema);
    put_more(b, STR("parent"), k->ref_base);
    put_list(b, STR("parent_columns"), &k->ref_columns);
    put_more(b, STR("child_end"), cardinality_name(ends.child));
    put_more(b, STR("parent_end"), cardinality_name(ends.parent));
    put_bool(b, STR("identifying"), ends.identifying);
    put_bool(b, STR("self"), is_self);
    if (k->ref_table == NONE)
        put_bool(b, STR("parent_missing"), true);
    put_more(b, STR("on_delete"), action_name(k->on_delete));
    put_more(b, STR("on_update"), action_name(k->on_update));
    em_put(b, STR("}"));
}

static void put_relations(Buf *b, const Schema *s)
{
    int n = 0;
    em_put(b, STR(",\n  \"relationships\": ["));
    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        for (int k = 0; k < t->foreign_keys.n; k++) {
            if (t->kind == TABLE_PARTITION)
                continue;
            put_item_start(b, n++, 4);
            put_relation(b, t, &t->foreign_keys.items[k]);
        }
    }
    put_list_end(b, n, 2);
}

/* False: MySQL takes the name in quotes only. */
static bool is_bare(Str name)
{
    for (int i = 0; i < name.n; i++) {
        int c = (unsigned char)name.p[i];
        if (!em_is_word(c) && c != '$' && c < 0x80)
            return false;
    }
    return true;
}

/*
 * Tables in the order in which they were made. The format has those of MySQL
 * that are found by a bare name first.
 */
static void put_tables(Buf *b, const Schema *s)
{
    int n = 0;
    put_item_start(b, 1, 2);
    put_key(b, STR("tables"));
    em_put(b, STR("["));
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < s->tables.n; i++) {
            const Table *t = &s->tables.items[i];
            bool is_last = s->dialect == DIALECT_MYSQL && !is_bare(t->base);
            if (is_last != (round == 1))
                continue;
            put_item_start(b, n++, 4);
            put_table(b, t);
        }
    put_list_end(b, n, 2);
}

void em_sql_put_json(Buf *b, const Schema *s)
{
    em_put(b, STR("{\n  "));
    put_member(b, STR("dialect"), em_sql_dialect_name(s->dialect));
    put_tables(b, s);
    PUT_LINES(b, "views", s->views, put_view, 2);
    PUT_LINES(b, "enums", s->enums, put_enum, 2);
    PUT_LINES(b, "domains", s->domains, put_domain, 2);
    put_relations(b, s);
    em_put(b, STR("\n}\n"));
}
