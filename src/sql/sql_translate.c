/*
 * A schema in another dialect: the same tables with the types, keys, defaults
 * and checks that the other engine takes. What it cannot take becomes a
 * remark, which is written as a comment, and a warning.
 */
#include "base/map.h"
#include "sql/sql.h"
#include "sql/sql_drawn.h"
#include "sql/sql_expr.h"

/* MySQL: bytes of a key, of a character in it, and what is left of a text. */
enum { KEY_BYTES = 3072, CHAR_BYTES = 4, KEYED_TEXT = 255 };
enum { COLUMN_COMMENT = 1024, TABLE_COMMENT = 2048 }; /* bytes, to be safe */

typedef struct {
    const Schema *from;
    Schema *to;
    const Source *source; /* of tables that do not say theirs */
    Arena *arena;
    Diags *diags;
    int *place;        /* by table of `from`: its index in `to`, or NONE */
    const Table **was; /* by table of `to`: the one in `from` */
    Sense **senses;    /* by table of `to`: of its columns */
    Map names, keys;   /* taken: of tables, types and indexes; of references */
    Map domains;       /* of `from`, by name */
    Map enums;         /* of `to`, by the name that they are drawn with */
    Table *table;      /* the one at hand, in `to` */
    int at;            /* its index */
} Translation;

static Dialect target_of(const Translation *x)
{
    return x->to->dialect;
}

/* ---- what is lost ---------------------------------------------------------
 */

static void warn(Translation *x, const Source *source, Span span, Str what)
{
    em_diag_add(x->diags, (Diag){.severity = DIAG_WARNING,
                                 .source = source ? source : x->source,
                                 .span = span,
                                 .code = STR("sql-translate"),
                                 .message = what});
}

/* What is said of a part of the table at hand, or of all of it. */
static void remark(Translation *x, Str part, Str what)
{
    Str line = JOIN(x->arena, part, part.n ? STR(": ") : STR(""), what);
    *PUSH(x->arena, &x->table->remarks) = line;
}

/* source: NULL when it is the one that the table at hand is in. */
static void lose(Translation *x, const Source *source, Span span, Str part,
                 Str what)
{
    const Table *was = x->was[x->at];
    remark(x, part, what);
    warn(x, source ? source : was->source, span,
         em_str_one_line(x->arena,
                         JOIN(x->arena, was->name, part.n ? STR(", ") : STR(""),
                              part, STR(": "), what)));
}

/* ---- names ----------------------------------------------------------------
 */

/* PostgreSQL tells names in quotes apart by case. */
static Str name_key(const Translation *x, Str name)
{
    return target_of(x) == DIALECT_POSTGRES ? name
                                            : em_str_lower(x->arena, name);
}

/* The name, with a number behind it where it is taken. A name in the map has
 * the last number that was given to it. */
static Str free_name(Translation *x, Str name)
{
    Str key = name_key(x, name), next = key;
    int n = em_map_find(&x->names, key);
    if (n == NONE) {
        em_map_add(&x->names, key, 1);
        return name;
    }
    Buf b = {.arena = x->arena};
    while (em_map_find(&x->names, next) != NONE) {
        b = (Buf){.arena = x->arena};
        PUT(&b, name, STR("_"));
        em_put_int(&b, ++n);
        next = name_key(x, em_buf_str(&b));
    }
    em_map_set(&x->names, key, n);
    em_map_add(&x->names, next, 1);
    return em_buf_str(&b);
}

/* Schemas are part of the name where there are none; not the usual one. */
static void name_table(Translation *x, Table *t)
{
    bool is_plain = x->from->dialect == DIALECT_NONE || !t->schema.n ||
                    em_str_eq(t->name, t->base);
    if (!is_plain)
        t->base = JOIN(x->arena, t->schema, STR("_"), t->base);
    else if (!t->base.n)
        t->base = t->name;
    t->schema = (Str){0};
    t->base = free_name(x, t->base);
}

/* ---- types ----------------------------------------------------------------
 */

/* Domains by their names, with and without their schema. */
static void list_domains(Translation *x)
{
    for (int i = 0; i < x->from->domains.n; i++) {
        const TypeDef *t = &x->from->domains.items[i];
        em_map_add(&x->domains, t->name, i);
        em_map_add(&x->domains, JOIN(x->arena, t->schema, STR("."), t->name),
                   i);
    }
}

static const TypeDef *find_domain(const Translation *x, Str name)
{
    int i = em_map_find(&x->domains, name);
    return i == NONE ? NULL : &x->from->domains.items[i];
}

static bool is_drawn(const Translation *x)
{
    return x->from->dialect == DIALECT_NONE;
}

/* A drawn type that is one of the dialect already. */
static bool is_own_type(const Translation *x, const Column *c)
{
    return is_drawn(x) && c->full_type.n;
}

/* What a column's type means; of a domain, the type that it is of. */
static Sense sense_of(const Translation *x, const Column *c)
{
    Str type = c->full_type.n ? c->full_type : c->type;
    if (is_own_type(x, c))
        return em_sense_of(target_of(x), type, x->arena);
    if (is_drawn(x))
        return em_sql_drawn_sense(target_of(x), type, x->arena);
    enum { DEPTH = 8 }; /* of domains of domains */
    const TypeDef *domain = find_domain(x, c->domain);
    for (int i = 0; domain && i < DEPTH; i++) {
        type = domain->base;
        domain = find_domain(x, type);
    }
    return em_sense_of(x->from->dialect, type, x->arena);
}

static void put_values(Buf *b, Dialect d, const Strs *values)
{
    em_put(b, STR("("));
    for (int i = 0; i < values->n; i++) {
        em_put(b, i ? STR(",") : STR(""));
        em_sql_put_string_in(b, d, values->items[i]);
    }
    em_put(b, STR(")"));
}

/* A type of its own for an enum, where columns do not hold the values: a
 * diagram may have a name for it, and several columns of it. */
static Str new_enum(Translation *x, const Column *c)
{
    bool is_array = em_str_ends(c->type, STR("[]"));
    Str drawn = em_str_cut(c->type, 0, c->type.n - 2 * is_array);
    bool is_named =
        is_drawn(x) &&
        em_sql_drawn_sense(target_of(x), drawn, x->arena).kind == SENSE_OTHER;
    Str name =
        is_named ? drawn : JOIN(x->arena, x->table->base, STR("_"), c->name);
    int at = is_named ? em_map_find(&x->enums, drawn) : NONE;
    if (at == NONE) {
        at = x->to->enums.n;
        *PUSH(x->arena, &x->to->enums) =
            (TypeDef){.name = free_name(x, name), .values = *c->enum_values};
        if (is_named)
            em_map_add(&x->enums, drawn, at);
    }
    Buf b = {.arena = x->arena};
    em_sql_put_name_in(&b, DIALECT_POSTGRES, x->to->enums.items[at].name);
    em_put(&b, is_array ? STR("[]") : STR(""));
    return em_buf_str(&b);
}

static void add_values_check(Translation *x, const Column *c)
{
    Buf b = {.arena = x->arena};
    em_sql_put_name_in(&b, target_of(x), c->name);
    em_put(&b, STR(" IN "));
    put_values(&b, target_of(x), c->enum_values);
    *PUSH(x->arena, &x->table->checks) =
        (TableCheck){.expression = em_buf_str(&b), .span = c->span};
}

/* An enum, or MySQL's set of values. */
static void translate_values(Translation *x, Column *c)
{
    Buf b = {.arena = x->arena};
    bool is_kept = c->is_set && is_drawn(x) && target_of(x) == DIALECT_MYSQL;
    put_values(&b, target_of(x), c->enum_values);
    if (c->is_set && !is_kept)
        lose(x, c->source, c->span, c->name,
             JOIN(x->arena, STR("is a text here, not a set of "),
                  em_buf_str(&b)));
    else if (target_of(x) == DIALECT_SQLITE)
        add_values_check(x, c);

    if (target_of(x) == DIALECT_MYSQL)
        c->full_type =
            JOIN(x->arena, is_kept ? STR("set") : STR("enum"), em_buf_str(&b));
    else if (target_of(x) == DIALECT_SQLITE || c->is_set)
        c->full_type =
            target_of(x) == DIALECT_SQLITE ? STR("TEXT") : STR("text");
    else
        c->full_type = new_enum(x, c);
}

static bool is_keyed(const Table *t, Str column)
{
    bool keyed = em_strs_have(&t->primary_key, column);
    for (int i = 0; i < t->indexes.n; i++)
        keyed |= em_strs_have(&t->indexes.items[i].columns, column);
    for (int i = 0; i < t->foreign_keys.n; i++)
        keyed |= em_strs_have(&t->foreign_keys.items[i].columns, column);
    return keyed;
}

/* MySQL: texts in keys need a length, all of a key's together a short one. */
static int keyed_length(const Table *t, Str column)
{
    int most = 1;
    for (int i = 0; i < t->indexes.n; i++)
        if (em_strs_have(&t->indexes.items[i].columns, column))
            most = MAX(most, t->indexes.items[i].columns.n);
    if (em_strs_have(&t->primary_key, column))
        most = MAX(most, t->primary_key.n);
    return MIN(KEYED_TEXT, KEY_BYTES / CHAR_BYTES / most);
}

static void shorten_keyed_text(Translation *x, const Column *c, Sense *s)
{
    bool is_text = s->kind == SENSE_TEXT || s->kind == SENSE_OTHER ||
                   ((s->kind == SENSE_VARCHAR || s->kind == SENSE_CHAR) &&
                    (!s->args[0] || s->args[0] > KEY_BYTES / CHAR_BYTES));
    bool is_blob = s->kind == SENSE_BLOB || s->kind == SENSE_BINARY ||
                   s->kind == SENSE_VARBINARY;
    if (target_of(x) != DIALECT_MYSQL || !is_keyed(x->was[x->at], c->name))
        return;
    int length = keyed_length(x->was[x->at], c->name);
    if (is_text)
        *s = (Sense){.kind = SENSE_VARCHAR, .args = {length}};
    else if (is_blob && !s->args[0])
        *s = (Sense){.kind = SENSE_VARBINARY, .args = {length}};
    else if (s->kind == SENSE_VARCHAR)
        s->args[0] = MIN(s->args[0],
                         KEY_BYTES / CHAR_BYTES / MAX(1, KEYED_TEXT / length));
}

static void translate_type(Translation *x, Column *c, Sense *s)
{
    if (c->enum_values) {
        translate_values(x, c);
        *s = (Sense){.kind = SENSE_TEXT};
        return;
    }
    if (is_own_type(x, c)) {
        SenseKind was = s->kind;
        shorten_keyed_text(x, c, s);
        if (s->kind != was)
            c->full_type = em_sense_type(target_of(x), *s, x->arena);
        return;
    }
    Str loss = em_sense_loss(target_of(x), s->kind);
    if (s->kind == SENSE_OTHER)
        lose(x, c->source, c->span, c->name,
             c->full_type.n || c->type.n
                 ? JOIN(x->arena, STR("is a text here, not "),
                        c->full_type.n ? c->full_type : c->type)
                 : STR("is a text here; it had no type"));
    else if (loss.n)
        lose(x, c->source, c->span, c->name,
             JOIN(x->arena, c->full_type, STR(", "), loss));
    shorten_keyed_text(x, c, s);
    c->full_type = em_sense_type(target_of(x), *s, x->arena);
}

/* ---- values ---------------------------------------------------------------
 */

static bool is_alone_in_key(const Table *t, const Column *c)
{
    return t->primary_key.n == 1 && em_str_eq(t->primary_key.items[0], c->name);
}

/* Whether the engine counts the values of a column. */
static bool is_counted(const Translation *x, const Table *t, const Column *c)
{
    bool is_rowid = x->from->dialect == DIALECT_SQLITE &&
                    is_alone_in_key(t, c) &&
                    em_str_eq_nocase(c->full_type, STR("integer"));
    bool is_sequence =
        c->value.kind == VALUE_DEFAULT &&
        em_str_starts(em_str_lower(x->arena, c->value.text), STR("nextval("));
    return is_rowid || is_sequence || c->value.kind == VALUE_AUTO_INCREMENT ||
           c->value.kind == VALUE_IDENTITY_ALWAYS ||
           c->value.kind == VALUE_IDENTITY_BY_DEFAULT;
}

/* MySQL counts one column of a table, the first of a key. */
static bool may_count_in_mysql(const Table *t, const Table *was,
                               const Column *c)
{
    bool leads =
        was->primary_key.n && em_str_eq(was->primary_key.items[0], c->name);
    for (int i = 0; i < was->indexes.n; i++)
        leads |= em_index_is_key(&was->indexes.items[i]) &&
                 em_str_eq(was->indexes.items[i].columns.items[0], c->name);
    for (int i = 0; i < t->columns.n; i++)
        leads &= t->columns.items[i].value.kind != VALUE_AUTO_INCREMENT;
    return leads;
}

static void translate_count(Translation *x, Column *c, Sense *s)
{
    const Table *was = x->was[x->at];
    Dialect to = target_of(x);
    bool may = em_sense_is_int(s->kind);
    c->value = (ColumnValue){0};
    if (to == DIALECT_MYSQL)
        may = may && may_count_in_mysql(x->table, was, c);
    if (to == DIALECT_SQLITE)
        may = may && is_alone_in_key(was, c);
    if (!may) {
        lose(x, c->source, c->span, c->name, STR("counts by itself, not here"));
        return;
    }
    c->value.kind = to == DIALECT_POSTGRES ? VALUE_IDENTITY_BY_DEFAULT
                                           : VALUE_AUTO_INCREMENT;
    if (to != DIALECT_SQLITE)
        c->nullable = NULLABLE_NO;
}

static SqlRewrite rewriter_of(const Translation *x)
{
    return (SqlRewrite){.from = x->from->dialect,
                        .to = target_of(x),
                        .table = x->was[x->at],
                        .senses = x->senses[x->at],
                        .arena = x->arena};
}

static void translate_value(Translation *x, const Column *was, Column *c,
                            Sense meant)
{
    SqlRewrite r = rewriter_of(x);
    bool is_default = was->value.kind == VALUE_DEFAULT;
    if (was->value.kind == VALUE_UNSAID)
        return;
    if (was->enum_values)
        meant = (Sense){.kind = SENSE_TEXT};
    c->value.text = is_default ? em_sql_rewrite_default(&r, meant, c->full_type,
                                                        was->value.text)
                               : em_sql_rewrite(&r, was->value.text);
    if (!is_default && target_of(x) == DIALECT_POSTGRES)
        c->value.kind = VALUE_GENERATED_STORED;
    if (c->value.text.n)
        return;
    c->value = (ColumnValue){0};
    lose(x, c->source, c->span, c->name,
         JOIN(x->arena,
              is_default ? STR("has no default here; it was ")
                         : STR("is not generated here; it was as "),
              was->value.text));
}

/* ---- columns --------------------------------------------------------------
 */

/* Whether UTF-8 has characters of four bytes, which MySQL's catalog has not. */
static bool has_astral(Str s)
{
    for (int i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xF0)
            return true;
    return false;
}

/* A comment: SQLite keeps none, MySQL short ones of most characters. */
static Str fit_comment(Translation *x, Str part, Str comment, int most)
{
    bool is_refused = target_of(x) == DIALECT_MYSQL &&
                      (comment.n > most || has_astral(comment));
    if (comment.n && (is_refused || target_of(x) == DIALECT_SQLITE))
        remark(x, part, comment);
    if (is_refused)
        return (Str){0};
    return comment;
}

static void translate_domain(Translation *x, Column *c)
{
    const TypeDef *domain = find_domain(x, c->domain);
    c->domain = (Str){0};
    if (!domain)
        return;
    if (domain->not_null)
        c->nullable = NULLABLE_NO;
    if (domain->details.n)
        lose(x, c->source, c->span, c->name,
             JOIN(x->arena, STR("was of the domain "), domain->name, STR(", "),
                  domain->details));
}

static void translate_column(Translation *x, const Column *was, Sense *s)
{
    Column *c = PUSH(x->arena, &x->table->columns);
    *c = *was;
    Sense meant = *s;
    bool is_text =
        was->nullable == NULLABLE_UNKNOWN && em_str_ends(was->type, STR("?"));
    if (is_text)
        c->nullable = NULLABLE_YES;
    translate_type(x, c, s);
    if (meant.counts)
        translate_count(x, c, s);
    else
        translate_value(x, was, c, meant);
    translate_domain(x, c);
    if (was->on_update.n)
        lose(x, c->source, c->span, c->name,
             JOIN(x->arena,
                  STR("is not kept up to date here; it was on "
                      "update "),
                  was->on_update));
    if (was->collation.n && x->from->dialect == DIALECT_SQLITE)
        lose(x, c->source, c->span, c->name,
             JOIN(x->arena, STR("was collated "), was->collation));
    c->on_update = c->collation = (Str){0};
    c->comment = fit_comment(x, c->name, was->comment, COLUMN_COMMENT);
}

/* ---- keys -----------------------------------------------------------------
 */

static bool has_column_of(const Translation *x, const Index *index,
                          bool (*is)(SenseKind))
{
    const Table *was = x->was[x->at];
    for (int i = 0; i < index->columns.n; i++) {
        int c = em_column_find(was, index->columns.items[i]);
        if (c != NONE && is(x->senses[x->at][c].kind))
            return true;
    }
    return false;
}

static bool is_document(SenseKind k)
{
    return k == SENSE_JSON || k == SENSE_JSONB || k == SENSE_ARRAY;
}

/* Why the other engine has no such index; empty: it may. */
static Str index_loss(const Translation *x, const Index *index)
{
    static const Str methods[] = {STR_INIT("btree"), STR_INIT("hash"),
                                  STR_INIT("BTREE"), STR_INIT("HASH")};
    bool is_usual = !index->method.n;
    for (int i = 0; i < COUNT(methods); i++)
        is_usual |= em_str_eq(index->method, methods[i]);
    if (!is_usual)
        return index->method;
    if (index->has_expression)
        return STR("of an expression");
    if (index->is_partial && index->is_unique)
        return STR("unique in a part of the rows");
    if (has_column_of(x, index, is_document) && target_of(x) != DIALECT_SQLITE)
        return STR("of a document");
    return (Str){0};
}

/*
 * MySQL's indexes are named in their table only, without regard to case; one
 * without a name gets one.
 */
static Str own_index_name(const Translation *x, Str name)
{
    for (int i = 0; i < x->table->indexes.n; i++)
        if (em_str_eq_nocase(x->table->indexes.items[i].name, name))
            return (Str){0};
    return name;
}

static Str index_name(Translation *x, const Index *index)
{
    Buf b = {.arena = x->arena};
    if (target_of(x) == DIALECT_MYSQL)
        return own_index_name(x, index->name);
    if (index->name.n) {
        bool is_taken =
            em_map_find(&x->names, name_key(x, index->name)) != NONE;
        return free_name(
            x, is_taken ? JOIN(x->arena, x->table->base, STR("_"), index->name)
                        : index->name);
    }
    em_put(&b, x->table->base);
    for (int i = 0; i < index->columns.n; i++)
        PUT(&b, STR("_"), index->columns.items[i]);
    em_put(&b, index->is_unique ? STR("_key") : STR("_idx"));
    return free_name(x, em_buf_str(&b));
}

static void translate_index(Translation *x, const Index *was)
{
    Index index = *was;
    Str loss = index_loss(x, was);
    Buf columns = {.arena = x->arena};
    for (int i = 0; i < was->columns.n; i++)
        PUT(&columns, i ? STR(", ") : STR(""), was->columns.items[i]);
    Str part = JOIN(x->arena, STR("index "), was->name, STR(" ("),
                    em_buf_str(&columns), STR(")"));
    if (loss.n) {
        lose(x, was->source, was->span, part,
             JOIN(x->arena, STR("is not here: "), loss,
                  was->where.n ? STR(" where ") : STR(""), was->where));
        return;
    }
    if (was->is_partial)
        lose(
            x, was->source, was->span, part,
            JOIN(x->arena, STR("is of all rows here, not where "), was->where));
    if (was->nulls_not_distinct)
        lose(x, was->source, was->span, part,
             STR("permits several rows without values here"));
    index.is_partial = index.nulls_not_distinct = false;
    index.include = (Strs){0};
    index.where = index.typed = index.method = (Str){0};
    index.name = index_name(x, was);
    index.is_constraint = was->is_unique;
    *PUSH(x->arena, &x->table->indexes) = index;
}

static void translate_check(Translation *x, const TableCheck *was)
{
    SqlRewrite r = rewriter_of(x);
    TableCheck check = *was;
    /* the type of a column of JSON says that it is valid */
    if (x->from->dialect == DIALECT_MYSQL && was->column.n &&
        em_str_starts(was->expression, STR("json_valid(")))
        return;
    check.expression = em_sql_rewrite(&r, was->expression);
    if (check.expression.n)
        *PUSH(x->arena, &x->table->checks) = check;
    else
        lose(x, was->source, was->span, STR("check"), was->expression);
}

/* ---- references -----------------------------------------------------------
 */

static bool is_key(const Table *t, const Strs *columns)
{
    bool found = em_strs_same_set(&t->primary_key, columns);
    for (int i = 0; i < t->indexes.n; i++)
        found |= em_index_is_key(&t->indexes.items[i]) &&
                 em_strs_same_set(&t->indexes.items[i].columns, columns);
    return found;
}

/* Why the other engine would refuse a reference; empty: it takes it. */
static Str reference_loss(const Translation *x, const ForeignKey *key)
{
    int parent = key->ref_table == NONE ? NONE : x->place[key->ref_table];
    if (parent == NONE)
        return STR("its table is not here");
    const Table *t = &x->to->tables.items[parent];
    if (target_of(x) == DIALECT_SQLITE)
        return (Str){0};
    if (!key->ref_columns.n || !is_key(t, &key->ref_columns))
        return STR("what it refers to is no key");
    for (int i = 0; i < key->columns.n; i++) {
        int from = em_column_find(x->table, key->columns.items[i]);
        int to = em_column_find(t, key->ref_columns.items[i]);
        if (from == NONE || to == NONE ||
            !em_sense_fits(x->senses[x->at][from].kind,
                           x->senses[parent][to].kind))
            return STR("its columns are of other types");
    }
    return (Str){0};
}

/* An action that MySQL does not have is none. */
static void translate_action(Translation *x, const ForeignKey *key, Str part,
                             KeyAction *action)
{
    bool nulls = *action == ACTION_SET_NULL;
    bool is_refused = *action == ACTION_SET_DEFAULT;
    for (int i = 0; nulls && i < key->columns.n; i++) {
        int c = em_column_find(x->table, key->columns.items[i]);
        is_refused |=
            c != NONE && x->table->columns.items[c].nullable == NULLABLE_NO;
    }
    if (target_of(x) == DIALECT_MYSQL && is_refused) {
        lose(x, key->source, key->span, part,
             nulls ? STR("does not set null here: a column is not null")
                   : STR("does not set a default here"));
        *action = ACTION_RESTRICT;
    }
    if (target_of(x) == DIALECT_MYSQL && *action == ACTION_NONE)
        *action = ACTION_RESTRICT;
    else if (x->from->dialect == DIALECT_MYSQL && *action == ACTION_RESTRICT)
        *action = ACTION_NONE;
}

/* MySQL wants columns of one type: the child's become the parent's. */
static void match_types(Translation *x, const ForeignKey *key, Table *parent)
{
    for (int i = 0; i < key->columns.n; i++) {
        int from = em_column_find(x->table, key->columns.items[i]);
        int to = em_column_find(parent, key->ref_columns.items[i]);
        if (em_sense_is_int(x->senses[x->at][from].kind) ||
            x->senses[x->at][from].kind == SENSE_DECIMAL)
            x->table->columns.items[from].full_type =
                parent->columns.items[to].full_type;
    }
}

static void translate_reference(Translation *x, const ForeignKey *was)
{
    ForeignKey key = *was;
    Buf columns = {.arena = x->arena};
    for (int i = 0; i < was->columns.n; i++)
        PUT(&columns, i ? STR(", ") : STR(""), was->columns.items[i]);
    Str part = JOIN(x->arena, STR("reference ("), em_buf_str(&columns),
                    STR(") to "), was->ref_base);
    Str loss = reference_loss(x, was);
    if (loss.n) {
        lose(x, was->source, was->span, part,
             JOIN(x->arena, STR("is not here: "), loss));
        return;
    }
    key.ref_table = x->place[was->ref_table];
    Table *parent = &x->to->tables.items[key.ref_table];
    key.ref_schema = parent->schema;
    key.ref_base = parent->base;
    translate_action(x, was, part, &key.on_delete);
    translate_action(x, was, part, &key.on_update);
    if (key.deferrable && target_of(x) == DIALECT_MYSQL)
        lose(x, was->source, was->span, part, STR("is not deferrable here"));
    key.deferrable = key.deferrable && target_of(x) != DIALECT_MYSQL;
    key.not_valid = false;
    if (target_of(x) == DIALECT_MYSQL) {
        match_types(x, &key, parent);
        if (key.name.n && em_map_find(&x->keys, key.name) != NONE)
            key.name = (Str){0};
        em_map_add(&x->keys, key.name, 1);
    }
    *PUSH(x->arena, &x->table->foreign_keys) = key;
}

/* ---- all ------------------------------------------------------------------
 */

/* What is a table of its own here; the others are named. */
static bool is_kept(Translation *x, const Table *t)
{
    Str why = {0};
    if (t->kind == TABLE_PARTITION)
        return false;
    if (t->kind == TABLE_VIRTUAL)
        why = STR(": a virtual table, which is not here");
    else if (!t->columns.n && target_of(x) != DIALECT_POSTGRES)
        why = STR(": a table without columns, which is not here");
    if (!why.n)
        return true;
    why = JOIN(x->arena, t->name, why);
    *PUSH(x->arena, &x->to->remarks) = why;
    warn(x, t->source, t->span, why);
    return false;
}

static void add_table(Translation *x, const Table *was)
{
    Table *t = PUSH(x->arena, &x->to->tables);
    x->at = x->to->tables.n - 1;
    x->table = t;
    x->was[x->at] = was;
    *t = *was;
    name_table(x, t);
    EMPTY(&t->columns);
    EMPTY(&t->indexes);
    EMPTY(&t->checks);
    EMPTY(&t->foreign_keys);
    t->primary_key_name = t->partition_key = t->primary_key_typed = (Str){0};
    x->senses[x->at] = NEW_ARRAY(x->arena, was->columns.n + 1, Sense);
    for (int i = 0; i < was->columns.n; i++) {
        const Column *c = &was->columns.items[i];
        x->senses[x->at][i] = sense_of(x, c);
        x->senses[x->at][i].counts = is_counted(x, was, c);
    }
}

static void translate_table(Translation *x, int i)
{
    const Table *was = x->was[i];
    x->at = i;
    x->table = &x->to->tables.items[i];
    if (was->partition_key.n)
        lose(x, was->source, was->span, (Str){0},
             JOIN(x->arena, STR("is one table here, not partitioned by "),
                  was->partition_key));
    if (was->kind == TABLE_FOREIGN)
        lose(x, was->source, was->span, (Str){0},
             STR("is a table of its own here"));
    x->table->kind = TABLE_ORDINARY;
    x->table->comment = fit_comment(x, (Str){0}, was->comment, TABLE_COMMENT);
    for (int k = 0; k < was->columns.n; k++)
        translate_column(x, &was->columns.items[k], &x->senses[i][k]);
    for (int k = 0; k < was->indexes.n; k++)
        translate_index(x, &was->indexes.items[k]);
    for (int k = 0; k < was->checks.n; k++)
        translate_check(x, &was->checks.items[k]);
}

static void translate_references(Translation *x, int i)
{
    const Table *was = x->was[i];
    x->at = i;
    x->table = &x->to->tables.items[i];
    for (int k = 0; k < was->foreign_keys.n; k++)
        translate_reference(x, &was->foreign_keys.items[k]);
}

const Schema *em_sql_translate(const Schema *s, Dialect to,
                               const Source *source, Arena *a, Diags *diags)
{
    Translation x = {.source = source,
                     .arena = a,
                     .diags = diags,
                     .to = NEW(a, Schema),
                     .names = {.arena = a},
                     .keys = {.arena = a},
                     .domains = {.arena = a},
                     .enums = {.arena = a}};
    if (s->dialect == to)
        return s;
    x.from = s->dialect == DIALECT_NONE
                 ? em_sql_of_diagram(s, to, source, a, diags)
                 : s;
    *x.to = (Schema){.dialect = to, .title = s->title, .views = s->views};
    if (s->dialect == DIALECT_NONE)
        x.to->extensions = x.from->extensions;
    list_domains(&x);
    x.place = NEW_ARRAY(a, s->tables.n + 1, int);
    x.was = NEW_ARRAY(a, s->tables.n + 1, const Table *);
    x.senses = NEW_ARRAY(a, s->tables.n + 1, Sense *);
    for (int i = 0; i < s->tables.n; i++) {
        const Table *was = &x.from->tables.items[i];
        x.place[i] = is_kept(&x, was) ? x.to->tables.n : NONE;
        if (x.place[i] != NONE)
            add_table(&x, was);
    }
    for (int i = 0; i < x.to->tables.n; i++)
        translate_table(&x, i);
    for (int i = 0; i < x.to->tables.n; i++)
        translate_references(&x, i);
    return x.to;
}
