/*
 * A schema as DDL of its own dialect: types, tables with their keys, indexes,
 * and references last, so that tables may refer to each other in any order.
 * SQLite has no ALTER TABLE ADD CONSTRAINT; there references stand in their
 * tables, and may be ahead.
 *
 * What is not in the model is not in the text: queries of views, bodies, who
 * owns what.
 */
#include "base/map.h"
#include "sql/sql.h"
#include "sql/sql_expr.h"

typedef struct {
    Buf *out;
    const Schema *schema;
    Dialect dialect;
    const Map *left_out; /* functions; or NULL */
} Writer;

/* ---- names ----------------------------------------------------------------
 */

static void put_name(Writer *w, Str name)
{
    em_sql_put_name_in(w->out, w->dialect, name);
}

static void put_string(Writer *w, Str s)
{
    em_sql_put_string_in(w->out, w->dialect, s);
}

/* ---- calls ----------------------------------------------------------------
 */

static bool is_in_name(int c)
{
    return em_is_word(c) || c >= 0x80;
}

/* The name that ends before a byte, without its schema, blanks and quotes. */
static Str name_before(Str s, int end)
{
    while (end > 0 && (s.p[end - 1] == ' ' || s.p[end - 1] == '"'))
        end--;
    int start = end;
    while (start > 0 && is_in_name((unsigned char)s.p[start - 1]))
        start--;
    return em_str_cut(s, start, end);
}

/*
 * Whether an expression calls a function of the schema's own: its body is not
 * in the model, so what calls it cannot be said.
 */
static bool calls_own(const Writer *w, Str expression)
{
    for (int i = 0; w->left_out && i < expression.n; i++) {
        if (expression.p[i] != '(')
            continue;
        Str name = name_before(expression, i);
        if (name.n &&
            em_map_find(w->left_out, em_str_lower(w->out->arena, name)) != NONE)
            return true;
    }
    return false;
}

/* A line of comment: what is in it cannot leave it. */
static void put_note(Writer *w, Str text)
{
    PUT(w->out, STR("-- "), em_str_one_line(w->out->arena, text), STR("\n"));
}

static void put_call(Writer *w, Str what, Str name, Str expression)
{
    if (calls_own(w, expression))
        put_note(w, JOIN(w->out->arena, what, name.n ? STR(" ") : STR(""), name,
                         STR(" calls a function, which is not in the model: "),
                         expression));
}

/* What a table's statement leaves out. */
static void put_calls(Writer *w, const Table *t)
{
    for (int i = 0; i < t->columns.n; i++)
        put_call(w, STR("what makes"), t->columns.items[i].name,
                 t->columns.items[i].value.text);
    for (int i = 0; i < t->checks.n; i++)
        put_call(w, STR("the check"), t->checks.items[i].name,
                 t->checks.items[i].expression);
}

static void put_qualified(Writer *w, Str schema, Str name)
{
    if (schema.n) {
        put_name(w, schema);
        em_put(w->out, STR("."));
    }
    put_name(w, name);
}

static void put_names(Writer *w, const Strs *names)
{
    em_put(w->out, STR("("));
    for (int i = 0; i < names->n; i++) {
        em_put(w->out, i ? STR(", ") : STR(""));
        put_name(w, names->items[i]);
    }
    em_put(w->out, STR(")"));
}

/* ---- types ----------------------------------------------------------------
 */

static void put_enum(Writer *w, const TypeDef *t)
{
    em_put(w->out, STR("CREATE TYPE "));
    put_qualified(w, t->schema, t->name);
    em_put(w->out, STR(" AS ENUM ("));
    for (int i = 0; i < t->values.n; i++) {
        em_put(w->out, i ? STR(", ") : STR(""));
        put_string(w, t->values.items[i]);
    }
    em_put(w->out, STR(");\n"));
}

static void put_domain(Writer *w, const TypeDef *t)
{
    em_put(w->out, STR("CREATE DOMAIN "));
    put_qualified(w, t->schema, t->name);
    PUT(w->out, STR(" AS "), t->base, t->details.n ? STR(" ") : STR(""),
        t->details, STR(";\n"));
}

static void put_collation(Writer *w, const TypeDef *t)
{
    em_put(w->out, STR("CREATE COLLATION IF NOT EXISTS "));
    put_qualified(w, t->schema, t->name);
    PUT(w->out, STR(" "), t->details, STR(";\n"));
}

/* The schemas of tables and types, each once, in order. */
static Strs find_schemas(const Writer *w)
{
    const Schema *s = w->schema;
    Map seen = {.arena = w->out->arena};
    Strs all = {0};
    for (int i = 0; i < s->tables.n; i++)
        em_map_add(&seen, s->tables.items[i].schema, 1);
    for (int i = 0; i < s->enums.n; i++)
        em_map_add(&seen, s->enums.items[i].schema, 1);
    for (int i = 0; i < s->domains.n; i++)
        em_map_add(&seen, s->domains.items[i].schema, 1);
    for (int i = 0; i < s->collations.n; i++)
        em_map_add(&seen, s->collations.items[i].schema, 1);
    for (int i = 0; i < seen.entries.n; i++)
        if (seen.entries.items[i].key.n)
            *PUSH(w->out->arena, &all) = seen.entries.items[i].key;
    return all;
}

/* Expressions may use names without their schema, so all are looked into. */
static void put_schemas(Writer *w)
{
    Strs all = find_schemas(w);
    for (int i = 0; i < all.n; i++) {
        if (em_str_eq(all.items[i], STR("public")))
            continue;
        em_put(w->out, STR("CREATE SCHEMA IF NOT EXISTS "));
        put_name(w, all.items[i]);
        em_put(w->out, STR(";\n"));
    }
    for (int i = 0; i < w->schema->extensions.n; i++)
        PUT(w->out, STR("CREATE EXTENSION IF NOT EXISTS "),
            w->schema->extensions.items[i], STR(";\n"));
    if (!all.n || (all.n == 1 && em_str_eq(all.items[0], STR("public"))))
        return;
    em_put(w->out, STR("SET search_path = "));
    bool has_public = false;
    for (int i = 0; i < all.n; i++) {
        em_put(w->out, i ? STR(", ") : STR(""));
        put_name(w, all.items[i]);
        has_public |= em_str_eq(all.items[i], STR("public"));
    }
    em_put(w->out, has_public ? STR(";\n") : STR(", public;\n"));
}

static void put_types(Writer *w)
{
    for (int i = 0; i < w->schema->collations.n; i++)
        put_collation(w, &w->schema->collations.items[i]);
    for (int i = 0; i < w->schema->enums.n; i++)
        put_enum(w, &w->schema->enums.items[i]);
    for (int i = 0; i < w->schema->domains.n; i++)
        put_domain(w, &w->schema->domains.items[i]);
}

/* ---- columns --------------------------------------------------------------
 */

/* The serial type that a column with a sequence of its own is; empty: none. */
static Str serial_of(const Writer *w, const Column *c)
{
    bool is_sequence = w->dialect == DIALECT_POSTGRES &&
                       c->value.kind == VALUE_DEFAULT &&
                       em_str_find(c->value.text, STR("nextval("), 0) != NONE;
    if (!is_sequence)
        return (Str){0};
    if (em_str_eq(c->full_type, STR("integer")))
        return STR("serial");
    if (em_str_eq(c->full_type, STR("bigint")))
        return STR("bigserial");
    return em_str_eq(c->full_type, STR("smallint")) ? STR("smallserial")
                                                    : (Str){0};
}

static bool is_virtual_word(const Writer *w, ValueKind kind)
{
    return kind == VALUE_GENERATED_VIRTUAL && w->dialect != DIALECT_POSTGRES;
}

/* SQLite keeps expressions without the parentheses that they need. */
static void put_default(Writer *w, Str text)
{
    bool is_expression = false;
    for (int i = 1; i < text.n; i++)
        is_expression |= text.p[i] == ' ' || text.p[i] == '|';
    bool is_bare =
        text.n && text.p[0] != '(' && text.p[0] != '\'' && text.p[0] != '"';
    bool wraps = w->dialect == DIALECT_SQLITE && is_expression && is_bare;
    PUT(w->out, STR(" DEFAULT "), wraps ? STR("(") : STR(""), text,
        wraps ? STR(")") : STR(""));
}

static void put_value(Writer *w, const Column *c)
{
    if (calls_own(w, c->value.text))
        return;
    switch (c->value.kind) {
    case VALUE_UNSAID: return;
    case VALUE_DEFAULT:
        if (!serial_of(w, c).n)
            put_default(w, c->value.text);
        return;
    case VALUE_AUTO_INCREMENT:
        if (w->dialect == DIALECT_MYSQL)
            em_put(w->out, STR(" AUTO_INCREMENT"));
        return;
    case VALUE_IDENTITY_ALWAYS:
        em_put(w->out, STR(" GENERATED ALWAYS AS IDENTITY"));
        return;
    case VALUE_IDENTITY_BY_DEFAULT:
        em_put(w->out, STR(" GENERATED BY DEFAULT AS IDENTITY"));
        return;
    case VALUE_GENERATED_STORED:
    case VALUE_GENERATED_VIRTUAL: break;
    }
    PUT(w->out, STR(" GENERATED ALWAYS AS ("), c->value.text, STR(")"),
        is_virtual_word(w, c->value.kind) ? STR(" VIRTUAL") : STR(" STORED"));
}

static bool is_alone_in_key(const Table *t, const Column *c)
{
    return t->primary_key.n == 1 && em_str_eq(t->primary_key.items[0], c->name);
}

/* SQLite's rowid is only a primary key that its column says itself. */
static bool says_own_key(const Writer *w, const Table *t, const Column *c)
{
    return w->dialect == DIALECT_SQLITE && is_alone_in_key(t, c);
}

static void put_column(Writer *w, const Table *t, const Column *c)
{
    Str serial = serial_of(w, c);
    put_name(w, c->name);
    PUT(w->out, c->full_type.n ? STR(" ") : STR(""),
        serial.n ? serial : c->full_type);
    if (c->collation.n) {
        em_put(w->out, STR(" COLLATE "));
        put_name(w, c->collation);
    }
    if (says_own_key(w, t, c))
        PUT(w->out, STR(" PRIMARY KEY"),
            c->value.kind == VALUE_AUTO_INCREMENT ? STR(" AUTOINCREMENT")
                                                  : STR(""));
    bool is_generated = c->value.kind == VALUE_GENERATED_STORED ||
                        c->value.kind == VALUE_GENERATED_VIRTUAL;
    if (is_generated)
        put_value(w, c);
    if (c->nullable == NULLABLE_NO)
        em_put(w->out, STR(" NOT NULL"));
    else if (w->dialect == DIALECT_MYSQL && !is_generated)
        em_put(w->out, STR(" NULL"));
    if (!is_generated)
        put_value(w, c);
    if (w->dialect != DIALECT_MYSQL)
        return;
    if (c->on_update.n)
        PUT(w->out, STR(" ON UPDATE "), c->on_update);
    if (c->comment.n) {
        em_put(w->out, STR(" COMMENT "));
        put_string(w, c->comment);
    }
}

/* ---- keys -----------------------------------------------------------------
 */

static void put_constraint(Writer *w, Str name)
{
    if (!name.n)
        return;
    em_put(w->out, STR("CONSTRAINT "));
    put_name(w, name);
    em_put(w->out, STR(" "));
}

static void put_parts(Writer *w, const Index *index)
{
    if (index->typed.n)
        em_put(w->out, index->typed);
    else
        put_names(w, &index->columns);
}

static void put_carried(Writer *w, const Index *index)
{
    if (index->include.n == 0)
        return;
    em_put(w->out, STR(" INCLUDE "));
    put_names(w, &index->include);
}

static Str action_words(KeyAction action)
{
    switch (action) {
    case ACTION_NONE: return STR("NO ACTION");
    case ACTION_RESTRICT: return STR("RESTRICT");
    case ACTION_CASCADE: return STR("CASCADE");
    case ACTION_SET_NULL: return STR("SET NULL");
    case ACTION_SET_DEFAULT: return STR("SET DEFAULT");
    }
    return (Str){0};
}

/* What is not said means RESTRICT in MySQL, NO ACTION elsewhere. */
static void put_action(Writer *w, Str event, KeyAction action)
{
    KeyAction unsaid =
        w->dialect == DIALECT_MYSQL ? ACTION_RESTRICT : ACTION_NONE;
    if (action != unsaid)
        PUT(w->out, event, action_words(action));
}

static void put_reference(Writer *w, const ForeignKey *key)
{
    put_constraint(w, key->name);
    em_put(w->out, STR("FOREIGN KEY "));
    put_names(w, &key->columns);
    em_put(w->out, STR(" REFERENCES "));
    put_qualified(w, key->ref_schema, key->ref_base);
    if (key->ref_columns.n) {
        em_put(w->out, STR(" "));
        put_names(w, &key->ref_columns);
    }
    put_action(w, STR(" ON DELETE "), key->on_delete);
    put_action(w, STR(" ON UPDATE "), key->on_update);
    if (key->deferrable)
        em_put(w->out, STR(" DEFERRABLE"));
    if (key->not_valid)
        em_put(w->out, STR(" NOT VALID"));
}

/* ---- tables ---------------------------------------------------------------
 */

/* Before an item of a table's list. */
static void put_item(Writer *w, int *n)
{
    em_put(w->out, (*n)++ ? STR(",\n    ") : STR("\n    "));
}

/* A key of the columns of the primary key is merged with it when both stand in
 * one statement. */
static bool repeats_primary_key(const Table *t, const Index *index)
{
    if (index->columns.n != t->primary_key.n)
        return false;
    for (int i = 0; i < index->columns.n; i++)
        if (!em_str_eq(index->columns.items[i], t->primary_key.items[i]))
            return false;
    return true;
}

static bool is_inside(const Writer *w, const Table *t, const Index *index)
{
    if (w->dialect == DIALECT_MYSQL)
        return true;
    return index->is_constraint && !repeats_primary_key(t, index);
}

static void put_inner_index(Writer *w, const Index *index)
{
    if (w->dialect != DIALECT_MYSQL) {
        put_constraint(w, index->name);
        em_put(w->out, STR("UNIQUE "));
        if (index->nulls_not_distinct)
            em_put(w->out, STR("NULLS NOT DISTINCT "));
        put_parts(w, index);
        put_carried(w, index);
        return;
    }
    PUT(w->out, index->method, index->method.n ? STR(" ") : STR(""),
        index->is_unique ? STR("UNIQUE KEY ") : STR("KEY "));
    if (index->name.n) {
        put_name(w, index->name);
        em_put(w->out, STR(" "));
    }
    put_parts(w, index);
}

static void put_table_items(Writer *w, const Table *t)
{
    int n = 0;
    for (int i = 0; i < t->columns.n; i++) {
        put_item(w, &n);
        put_column(w, t, &t->columns.items[i]);
    }
    bool is_own = w->dialect == DIALECT_SQLITE && t->primary_key.n == 1;
    if (t->primary_key.n && !is_own) {
        put_item(w, &n);
        put_constraint(w, t->primary_key_name);
        em_put(w->out, STR("PRIMARY KEY "));
        if (t->primary_key_typed.n && w->dialect == DIALECT_MYSQL)
            em_put(w->out, t->primary_key_typed);
        else
            put_names(w, &t->primary_key);
    }
    for (int i = 0; i < t->indexes.n; i++)
        if (is_inside(w, t, &t->indexes.items[i])) {
            put_item(w, &n);
            put_inner_index(w, &t->indexes.items[i]);
        }
    for (int i = 0; i < t->checks.n; i++) {
        if (calls_own(w, t->checks.items[i].expression))
            continue;
        put_item(w, &n);
        put_constraint(w, t->checks.items[i].name);
        PUT(w->out, STR("CHECK ("), t->checks.items[i].expression, STR(")"));
    }
    for (int i = 0; w->dialect == DIALECT_SQLITE && i < t->foreign_keys.n;
         i++) {
        put_item(w, &n);
        put_reference(w, &t->foreign_keys.items[i]);
    }
}

static void put_comment_on(Writer *w, Str what, const Table *t, Str column,
                           Str comment)
{
    if (!comment.n)
        return;
    PUT(w->out, STR("COMMENT ON "), what, STR(" "));
    put_qualified(w, t->schema, t->base);
    if (column.n) {
        em_put(w->out, STR("."));
        put_name(w, column);
    }
    em_put(w->out, STR(" IS "));
    put_string(w, comment);
    em_put(w->out, STR(";\n"));
}

static void put_comments(Writer *w, const Table *t)
{
    put_comment_on(w, STR("TABLE"), t, (Str){0}, t->comment);
    for (int i = 0; i < t->columns.n; i++)
        put_comment_on(w, STR("COLUMN"), t, t->columns.items[i].name,
                       t->columns.items[i].comment);
}

/* What the dialect cannot say. */
static void put_remarks(Writer *w, const Strs *remarks)
{
    for (int i = 0; i < remarks->n; i++)
        put_note(w, remarks->items[i]);
}

/* The table that one is a partition of; NULL: none. */
static const Table *find_parent(const Writer *w, const Table *t)
{
    for (int i = 0; t->partition_of.n && i < w->schema->tables.n; i++)
        if (em_str_eq(w->schema->tables.items[i].name, t->partition_of))
            return &w->schema->tables.items[i];
    return NULL;
}

static bool has_columns_of(const Table *t, const Table *of)
{
    for (int i = 0; i < t->columns.n && i < of->columns.n; i++)
        if (!em_str_eq(t->columns.items[i].name, of->columns.items[i].name))
            return false;
    return t->columns.n == of->columns.n;
}

/* A partition with columns in an order of its own was a table before. */
static void put_attached(Writer *w, const Table *t, const Table *of)
{
    em_put(w->out, STR("\nCREATE TABLE "));
    put_qualified(w, t->schema, t->base);
    for (int i = 0; i < t->columns.n; i++) {
        em_put(w->out, i ? STR(",\n    ") : STR(" (\n    "));
        put_column(w, t, &t->columns.items[i]);
    }
    em_put(w->out, STR("\n);\nALTER TABLE "));
    put_qualified(w, of->schema, of->base);
    em_put(w->out, STR(" ATTACH PARTITION "));
    put_qualified(w, t->schema, t->base);
    PUT(w->out, STR(" "), t->partition_bound, STR(";\n"));
}

static bool has_check(const Table *t, Str expression)
{
    for (int i = 0; i < t->checks.n; i++)
        if (em_str_eq(t->checks.items[i].expression, expression))
            return true;
    return false;
}

/* Checks that a partition has for itself. */
static void put_own_checks(Writer *w, const Table *t, const Table *of)
{
    for (int i = 0; i < t->checks.n; i++) {
        const TableCheck *c = &t->checks.items[i];
        if (has_check(of, c->expression) || calls_own(w, c->expression))
            continue;
        em_put(w->out, STR("ALTER TABLE "));
        put_qualified(w, t->schema, t->base);
        em_put(w->out, STR(" ADD "));
        put_constraint(w, c->name);
        PUT(w->out, STR("CHECK ("), c->expression, STR(");\n"));
    }
}

static void put_new_partition(Writer *w, const Table *t, const Table *of)
{
    em_put(w->out, STR("\nCREATE TABLE "));
    put_qualified(w, t->schema, t->base);
    em_put(w->out, STR(" PARTITION OF "));
    put_qualified(w, of->schema, of->base);
    PUT(w->out, STR(" "), t->partition_bound);
    if (t->partition_key.n)
        PUT(w->out, STR(" PARTITION BY "), t->partition_key);
    em_put(w->out, STR(";\n"));
}

static void put_partition(Writer *w, const Table *t)
{
    const Table *of = find_parent(w, t);
    if (!of)
        return;
    if (has_columns_of(t, of))
        put_new_partition(w, t, of);
    else
        put_attached(w, t, of);
    put_own_checks(w, t, of);
}

static void put_table(Writer *w, const Table *t)
{
    if (t->kind == TABLE_PARTITION) {
        put_partition(w, t);
        return;
    }
    em_put(w->out, STR("\n"));
    put_remarks(w, &t->remarks);
    put_calls(w, t);
    em_put(w->out, STR("CREATE TABLE "));
    put_qualified(w, t->schema, t->base);
    em_put(w->out, STR(" ("));
    put_table_items(w, t);
    em_put(w->out, STR("\n)"));
    if (t->partition_key.n && w->dialect == DIALECT_POSTGRES)
        PUT(w->out, STR(" PARTITION BY "), t->partition_key);
    if (t->comment.n && w->dialect == DIALECT_MYSQL) {
        em_put(w->out, STR(" COMMENT="));
        put_string(w, t->comment);
    }
    em_put(w->out, STR(";\n"));
    if (w->dialect == DIALECT_POSTGRES)
        put_comments(w, t);
}

/* fts5 and its like: the columns are the arguments. */
static void put_virtual(Writer *w, const Table *t)
{
    em_put(w->out, STR("\nCREATE VIRTUAL TABLE "));
    put_qualified(w, t->schema, t->base);
    PUT(w->out, STR(" USING "), t->module);
    if (t->columns.n) {
        em_put(w->out, STR(" ("));
        for (int i = 0; i < t->columns.n; i++) {
            em_put(w->out, i ? STR(", ") : STR(""));
            put_name(w, t->columns.items[i].name);
        }
        em_put(w->out, STR(")"));
    }
    em_put(w->out, STR(";\n"));
}

static void put_any_table(Writer *w, const Table *t)
{
    if (t->kind == TABLE_VIRTUAL)
        put_virtual(w, t);
    else
        put_table(w, t);
}

static void put_index(Writer *w, const Table *t, const Index *index)
{
    Str typed = JOIN(w->out->arena, index->typed, index->where);
    if (calls_own(w, typed)) {
        put_call(w, STR("the index"), index->name, typed);
        return;
    }
    PUT(w->out, STR("CREATE "), index->is_unique ? STR("UNIQUE ") : STR(""),
        STR("INDEX "));
    put_name(w, index->name);
    em_put(w->out, STR(" ON "));
    put_qualified(w, t->schema, t->base);
    if (index->method.n)
        PUT(w->out, STR(" USING "), index->method);
    em_put(w->out, STR(" "));
    put_parts(w, index);
    put_carried(w, index);
    if (index->nulls_not_distinct)
        em_put(w->out, STR(" NULLS NOT DISTINCT"));
    if (index->where.n)
        PUT(w->out, STR(" WHERE "), index->where);
    em_put(w->out, STR(";\n"));
}

/* Partitions have the indexes of their parents without being told. */
static bool is_inherited(const Writer *w, const Table *t, const Index *index)
{
    const Table *parent = find_parent(w, t);
    for (int i = 0; parent && i < parent->indexes.n; i++) {
        const Strs *columns = &parent->indexes.items[i].columns;
        bool same = columns->n == index->columns.n;
        for (int k = 0; same && k < columns->n; k++)
            same = em_str_eq(columns->items[k], index->columns.items[k]);
        if (same)
            return true;
    }
    return false;
}

static void put_outer_keys(Writer *w, const Table *t)
{
    for (int i = 0; i < t->indexes.n; i++)
        if (!is_inherited(w, t, &t->indexes.items[i]) &&
            !is_inside(w, t, &t->indexes.items[i]) &&
            t->indexes.items[i].name.n)
            put_index(w, t, &t->indexes.items[i]);
}

static void put_outer_references(Writer *w, const Table *t)
{
    for (int i = 0; w->dialect != DIALECT_SQLITE && i < t->foreign_keys.n;
         i++) {
        em_put(w->out, STR("ALTER TABLE "));
        put_qualified(w, t->schema, t->base);
        em_put(w->out, STR(" ADD "));
        put_reference(w, &t->foreign_keys.items[i]);
        em_put(w->out, STR(";\n"));
    }
}

/* ---- parts ----------------------------------------------------------------
 */

static Writer writer_of(Buf *out, const Schema *s)
{
    return (Writer){.out = out, .schema = s, .dialect = s->dialect};
}

void em_sql_put_name(Buf *out, const Schema *s, Str name)
{
    Writer w = writer_of(out, s);
    put_name(&w, name);
}

void em_sql_put_names(Buf *out, const Schema *s, const Strs *names)
{
    Writer w = writer_of(out, s);
    put_names(&w, names);
}

void em_sql_put_table_name(Buf *out, const Schema *s, const Table *t)
{
    Writer w = writer_of(out, s);
    put_qualified(&w, t->schema, t->base);
}

void em_sql_put_column(Buf *out, const Schema *s, const Table *t,
                       const Column *c)
{
    Writer w = writer_of(out, s);
    put_column(&w, t, c);
}

void em_sql_put_default(Buf *out, const Schema *s, Str expression)
{
    Writer w = writer_of(out, s);
    put_default(&w, expression);
}

void em_sql_put_reference(Buf *out, const Schema *s, const ForeignKey *key)
{
    Writer w = writer_of(out, s);
    put_reference(&w, key);
}

void em_sql_put_key(Buf *out, const Schema *s, const Index *key)
{
    Writer w = writer_of(out, s);
    put_inner_index(&w, key);
}

void em_sql_put_table(Buf *out, const Schema *s, const Table *t)
{
    Writer w = writer_of(out, s);
    put_any_table(&w, t);
}

void em_sql_put_index(Buf *out, const Schema *s, const Table *t,
                      const Index *index)
{
    Writer w = writer_of(out, s);
    put_index(&w, t, index);
}

void em_sql_put_enum(Buf *out, const Schema *s, const TypeDef *t)
{
    Writer w = writer_of(out, s);
    put_enum(&w, t);
}

void em_sql_put_domain(Buf *out, const Schema *s, const TypeDef *t)
{
    Writer w = writer_of(out, s);
    put_domain(&w, t);
}

bool em_sql_is_inside(const Schema *s, const Table *t, const Index *index)
{
    Writer w = writer_of(NULL, s);
    return is_inside(&w, t, index);
}

void em_sql_put(Buf *out, const Schema *s)
{
    Writer w = writer_of(out, s);
    Map left_out = {.arena = out->arena};

    for (int i = 0; i < s->left_out.n; i++)
        em_map_add(&left_out, s->left_out.items[i], i);
    w.left_out = left_out.entries.n ? &left_out : NULL;
    put_remarks(&w, &s->remarks);
    if (w.dialect == DIALECT_POSTGRES) {
        put_schemas(&w);
        put_types(&w);
    }
    for (int i = 0; i < s->tables.n; i++)
        put_any_table(&w, &s->tables.items[i]);
    em_put(out, STR("\n"));
    for (int i = 0; i < s->tables.n; i++)
        put_outer_keys(&w, &s->tables.items[i]);
    for (int i = 0; i < s->tables.n; i++)
        if (s->tables.items[i].kind != TABLE_PARTITION)
            put_outer_references(&w, &s->tables.items[i]);
    for (int i = 0; i < s->views.n; i++)
        put_note(&w, JOIN(out->arena, STR("view "), s->views.items[i].name,
                          STR(": its query is not in the model")));
}
