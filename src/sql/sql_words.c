/*
 * A database's schema in the means of a diagram: what has no syntax there
 * (not null, defaults, values of an enum, actions of keys) stands in the
 * comments of columns, in the words of SQL; types are one word. Relations get
 * the name of their column as a label where their rows would not be found
 * again without it.
 */
#include "sql/sql.h"

enum { LONGEST_LIST = 120 }; /* bytes of an enum's values in a comment */

/* ---- types ----------------------------------------------------------------
 */

/* Without blanks around punctuation, and with "_" for those between words. */
static Str one_word(Str type, Arena *a)
{
    Buf b = {.arena = a};
    if (!type.n)
        return STR("any");
    for (int i = 0; i < type.n; i++) {
        char c = type.p[i];
        if (c != ' ') {
            em_put_char(&b, c);
            continue;
        }
        bool before = b.n && em_is_word((unsigned char)b.p[b.n - 1]);
        bool after = i + 1 < type.n && em_is_word((unsigned char)type.p[i + 1]);
        bool is_join = after && (before || (b.n && b.p[b.n - 1] == ')'));
        if (is_join)
            em_put(&b, STR("_"));
    }
    return em_buf_str(&b);
}

/* ---- comments -------------------------------------------------------------
 */

static void put_part(Buf *b, Str part)
{
    PUT(b, b->n ? STR(", ") : STR(""), part);
}

/* A literal without the cast that PostgreSQL prints behind it. */
static Str without_cast(Str expression)
{
    int colons = em_str_find(expression, STR("'::"), 0);
    bool is_literal = expression.n && expression.p[0] == '\'' &&
                      colons != NONE &&
                      em_str_find_char(expression, '(', colons) == NONE;
    return is_literal ? em_str_cut(expression, 0, colons + 1) : expression;
}

static void put_value(Buf *b, const ColumnValue *v)
{
    switch (v->kind) {
    case VALUE_UNSAID: return;
    case VALUE_DEFAULT:
        if (em_str_find(v->text, STR("nextval("), 0) == NONE)
            put_part(b, JOIN(b->arena, STR("default "), without_cast(v->text)));
        return;
    case VALUE_AUTO_INCREMENT: put_part(b, STR("auto increment")); return;
    case VALUE_IDENTITY_ALWAYS:
    case VALUE_IDENTITY_BY_DEFAULT: put_part(b, STR("identity")); return;
    case VALUE_GENERATED_STORED:
    case VALUE_GENERATED_VIRTUAL:
        put_part(b, JOIN(b->arena, STR("generated as "), v->text));
        return;
    }
}

/* "in ('a', 'b')" */
static void put_values(Buf *b, const Strs *values)
{
    Buf list = {.arena = b->arena};
    for (int i = 0; i < values->n && list.n < LONGEST_LIST; i++) {
        em_put(&list, i ? STR(", ") : STR(""));
        em_sql_put_string(&list, values->items[i]);
    }
    bool is_cut = list.n >= LONGEST_LIST;
    put_part(b, JOIN(b->arena, STR("in ("), em_buf_str(&list),
                     is_cut ? STR(", …)") : STR(")")));
}

static Str action_words(KeyAction action)
{
    switch (action) {
    case ACTION_NONE: break;
    case ACTION_RESTRICT: return STR("restrict");
    case ACTION_CASCADE: return STR("cascade");
    case ACTION_SET_NULL: return STR("set null");
    case ACTION_SET_DEFAULT: return STR("set default");
    }
    return (Str){0};
}

static void put_action(Buf *b, const Schema *s, Str event, KeyAction action)
{
    bool is_default = action == ACTION_NONE || (action == ACTION_RESTRICT &&
                                                s->dialect == DIALECT_MYSQL);
    if (!is_default)
        put_part(b, JOIN(b->arena, event, action_words(action)));
}

static void put_names(Buf *b, const Strs *names, int from)
{
    for (int i = from; i < names->n; i++)
        PUT(b, i > from ? STR(", ") : STR(""), names->items[i]);
}

/* Does another key of several columns refer to the same table? */
static bool has_wide_sibling(const Table *t, const ForeignKey *key)
{
    enum { MAX_COMPARED = 200 };
    for (int i = 0; i < MIN(t->foreign_keys.n, MAX_COMPARED); i++) {
        const ForeignKey *other = &t->foreign_keys.items[i];
        if (other != key && other->columns.n > 1 &&
            other->ref_table == key->ref_table)
            return true;
    }
    return false;
}

/* What a relation does not say: columns that are not the parent's primary key,
 * or that of several under other names. */
static void put_target(Buf *b, const Schema *s, const Table *t,
                       const ForeignKey *key)
{
    if (key->ref_table == NONE || !key->ref_columns.n)
        return;
    const Table *parent = &s->tables.items[key->ref_table];
    bool is_primary = em_strs_equal(&key->ref_columns, &parent->primary_key);
    bool is_named_so =
        key->columns.n == 1 || em_strs_equal(&key->columns, &key->ref_columns);
    if (is_primary && is_named_so && !has_wide_sibling(t, key))
        return;
    put_part(b, STR(""));
    if (key->columns.n > 1) {
        em_put(b, STR("with "));
        put_names(b, &key->columns, 1);
        em_put(b, STR(" "));
    }
    PUT(b, STR("references "), parent->name, STR("("));
    put_names(b, &key->ref_columns, 0);
    em_put(b, STR(")"));
}

static void put_references(Buf *b, const Schema *s, const Table *t, Str column)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *key = &t->foreign_keys.items[i];
        if (!key->columns.n || !em_str_eq(key->columns.items[0], column))
            continue;
        put_target(b, s, t, key);
        put_action(b, s, STR("on delete "), key->on_delete);
        put_action(b, s, STR("on update "), key->on_update);
    }
}

/* A key of several columns is said of its first. */
static void put_uniques(Buf *b, const Table *t, Str column)
{
    for (int i = 0; i < t->indexes.n; i++) {
        const Strs *columns = &t->indexes.items[i].columns;
        if (!em_index_is_key(&t->indexes.items[i]) || columns->n < 2 ||
            !em_str_eq(columns->items[0], column))
            continue;
        put_part(b, STR("unique with "));
        for (int k = 1; k < columns->n; k++)
            PUT(b, k > 1 ? STR(", ") : STR(""), columns->items[k]);
    }
}

static Str comment_of(const Schema *s, const Table *t, const Column *c,
                      Arena *a)
{
    Buf b = {.arena = a};
    if (c->nullable == NULLABLE_NO && !em_strs_have(&t->primary_key, c->name))
        em_put(&b, STR("not null"));
    put_uniques(&b, t, c->name);
    put_value(&b, &c->value);
    if (c->enum_values)
        put_values(&b, c->enum_values);
    put_references(&b, s, t, c->name);
    if (c->comment.n)
        PUT(&b, b.n ? STR("; ") : STR(""), c->comment);
    return em_buf_str(&b);
}

/* ---- all ------------------------------------------------------------------
 */

static void word_table(const Schema *s, Table *t, Arena *a)
{
    Table plain = *t;
    EMPTY(&t->columns);
    for (int i = 0; i < plain.columns.n; i++) {
        Column *c = PUSH(a, &t->columns);
        *c = plain.columns.items[i];
        c->comment = comment_of(s, &plain, c, a);
        c->has_comment = c->comment.n > 0;
        c->type = one_word(c->type, a);
    }
}

/* Labels relations whose rows a reader of the text would not find; true when
 * there are any. */
static bool label_missed(const Schema *s, Schema *out,
                         const RelationRows *meant, Arena *a)
{
    bool any = false;
    const RelationRows *found = em_relation_rows(out, ANCHOR_AUTO, a);
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        int column = meant[i].child_column;
        bool is_found =
            found[i].child_column == column && !found[i].child_is_from;
        if (!r->key || column == NONE || is_found ||
            out->relations.items[i].label.n)
            continue;
        out->relations.items[i].label =
            s->tables.items[r->to.table].columns.items[column].name;
        any = true;
    }
    return any;
}

/* A label can be what another relation was found by until then. */
static void label_relations(const Schema *s, Schema *out, Arena *a)
{
    enum { ROUNDS = 4 };
    const RelationRows *meant = em_relation_rows(s, ANCHOR_AUTO, a);
    for (int i = 0; i < s->relations.n; i++) {
        Relation *r = PUSH(a, &out->relations);
        *r = s->relations.items[i];
        r->key = NULL;
    }
    for (int i = 0; i < ROUNDS && label_missed(s, out, meant, a);)
        i++;
}

const Schema *em_sql_in_words(const Schema *s, Arena *a)
{
    Schema *out = NEW(a, Schema);
    *out = *s;
    EMPTY(&out->tables);
    EMPTY(&out->relations);
    for (int i = 0; i < s->tables.n; i++) {
        Table *t = PUSH(a, &out->tables);
        *t = s->tables.items[i];
        word_table(s, t, a);
    }
    label_relations(s, out, a);
    return out;
}
