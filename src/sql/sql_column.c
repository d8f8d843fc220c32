/*
 * Columns with what is said of them, and constraints of tables: the productions
 * that CREATE TABLE and ALTER TABLE share. The dialects' attributes have
 * different words, so one list holds those of all.
 */
#include "sql/sql_parse.h"

/* ---- expressions ----------------------------------------------------------
 */

/* Words that begin the next attribute behind an expression. */
static bool is_attribute(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("CONSTRAINT"),
        STR_INIT("NOT"),
        STR_INIT("NULL"),
        STR_INIT("UNIQUE"),
        STR_INIT("PRIMARY"),
        STR_INIT("CHECK"),
        STR_INIT("REFERENCES"),
        STR_INIT("GENERATED"),
        STR_INIT("COLLATE"),
        STR_INIT("COMMENT"),
        STR_INIT("ON"),
        STR_INIT("KEY"),
        STR_INIT("AFTER"),
        STR_INIT("FIRST"),
        STR_INIT("DEFERRABLE"),
        STR_INIT("STORAGE"),
        STR_INIT("INVISIBLE"),
        STR_INIT("DEFAULT"),
        STR_INIT("AUTO_INCREMENT"),
        STR_INIT("AUTOINCREMENT"),
        STR_INIT("INITIALLY"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return false;
}

Str em_sql_expression(Sql *p)
{
    int first = p->i;
    if (!em_sql_at_item_end(p))
        em_sql_skip(p);
    while (!em_sql_at_item_end(p) && !is_attribute(p))
        em_sql_skip(p);
    return em_sql_slice(p, first);
}

ColumnValue em_sql_default(const Sql *p, const SqlType *type, Str text)
{
    bool is_null = em_str_eq_nocase(text, STR("NULL"));
    bool has_length = em_str_find_char(type->text, '(', 0) != NONE;
    bool is_domain = type->user != NONE &&
                     p->cat->types.items[type->user].kind == TYPE_DOMAIN;
    bool is_kept =
        p->dialect == DIALECT_SQLITE ||
        (p->dialect == DIALECT_POSTGRES && (has_length || is_domain));
    if (is_null && !is_kept)
        return (ColumnValue){0};
    return (ColumnValue){VALUE_DEFAULT, text};
}

/* ---- references -----------------------------------------------------------
 */

/* What MySQL calls it when nothing is said. */
static KeyAction default_action(const Sql *p)
{
    return p->dialect == DIALECT_MYSQL ? ACTION_RESTRICT : ACTION_NONE;
}

static KeyAction take_action(Sql *p)
{
    KeyAction action = ACTION_NONE;
    if (TAKE(p, "CASCADE"))
        action = ACTION_CASCADE;
    else if (TAKE(p, "RESTRICT"))
        action = ACTION_RESTRICT;
    else if (TAKE(p, "SET NULL"))
        action = ACTION_SET_NULL;
    else if (TAKE(p, "SET DEFAULT")) /* which MariaDB reads as nothing */
        action =
            p->dialect == DIALECT_MYSQL ? ACTION_RESTRICT : ACTION_SET_DEFAULT;
    else
        TAKE(p, "NO ACTION");
    if (em_sql_is_mark(p, '(')) /* SET NULL (column) */
        em_sql_skip(p);
    return action;
}

/* What may follow a constraint. False: nothing of it is next. */
static bool take_tail(Sql *p, ForeignKey *key)
{
    if (TAKE(p, "NOT VALID")) {
        key->not_valid = true;
        return true;
    }
    if (TAKE(p, "DEFERRABLE")) {
        key->deferrable = true;
        return true;
    }
    if (TAKE(p, "MATCH") || TAKE(p, "INITIALLY")) {
        em_sql_skip(p);
        return true;
    }
    return TAKE(p, "NOT DEFERRABLE") || TAKE(p, "NO INHERIT") ||
           TAKE(p, "NOT ENFORCED") || TAKE(p, "ENFORCED");
}

/* reference = REFERENCES table [( columns )] actions; behind REFERENCES */
static bool read_reference(Sql *p, ForeignKey *key)
{
    SqlName table;
    if (!em_sql_qualified(p, &table))
        return false;
    key->ref_schema = table.schema;
    key->ref_base = table.name;
    key->on_delete = key->on_update = default_action(p);
    if (em_sql_is_mark(p, '(') && !em_sql_names(p, &key->ref_columns))
        return false;
    for (;;) {
        if (TAKE(p, "ON DELETE"))
            key->on_delete = take_action(p);
        else if (TAKE(p, "ON UPDATE"))
            key->on_update = take_action(p);
        else if (!take_tail(p, key))
            return true;
    }
}

/* ---- columns --------------------------------------------------------------
 */

/* A column being read. What needs the column to be there already waits. */
typedef struct {
    Sql *p;
    int table;
    SqlColumn col;
    SqlPlace *place;
    Str constraint; /* the name that CONSTRAINT gave to what follows */
    int first;      /* its first token */
    bool has_primary_key, has_unique, has_reference, nulls_not_distinct;
    Str primary_key_name, unique_name;
    ForeignKey reference;
    ARRAY_OF(TableCheck) checks;
} ColumnReader;

static Str take_constraint_name(ColumnReader *r)
{
    Str name = r->constraint;
    r->constraint = (Str){0};
    return name;
}

/* GENERATED … AS IDENTITY | [GENERATED ALWAYS] AS (expression) [STORED] */
static bool read_generated(ColumnReader *r)
{
    Sql *p = r->p;
    ColumnValue *value = &r->col.is.value;
    bool by_default = TAKE(p, "BY DEFAULT");

    TAKE(p, "ALWAYS");
    TAKE(p, "ON NULL");
    TAKE(p, "AS");
    if (TAKE(p, "IDENTITY")) {
        value->kind =
            by_default ? VALUE_IDENTITY_BY_DEFAULT : VALUE_IDENTITY_ALWAYS;
        r->col.is.nullable = NULLABLE_NO;
        if (em_sql_is_mark(p, '('))
            em_sql_skip(p);
        return true;
    }
    if (!em_sql_parenthesis(p, &value->text))
        return false;
    value->kind = VALUE_GENERATED_VIRTUAL;
    if (TAKE(p, "STORED") || TAKE(p, "PERSISTENT"))
        value->kind = VALUE_GENERATED_STORED;
    else
        TAKE(p, "VIRTUAL");
    return true;
}

static void read_default(ColumnReader *r)
{
    Str text = em_sql_expression(r->p);
    r->col.is.value = em_sql_default(r->p, &r->col.type, text);
}

static void take_conflict(Sql *p)
{
    if (TAKE(p, "ON CONFLICT"))
        em_sql_skip(p);
}

static void read_primary_key(ColumnReader *r)
{
    Sql *p = r->p;
    r->has_primary_key = true;
    r->primary_key_name = take_constraint_name(r);
    if (!TAKE(p, "ASC"))
        TAKE(p, "DESC");
    take_conflict(p);
    if (TAKE(p, "AUTOINCREMENT"))
        r->col.is.value.kind = VALUE_AUTO_INCREMENT;
}

static void read_unique(ColumnReader *r)
{
    Sql *p = r->p;
    r->has_unique = true;
    r->unique_name = take_constraint_name(r);
    if (!TAKE(p, "KEY"))
        TAKE(p, "INDEX");
    r->nulls_not_distinct = TAKE(p, "NULLS NOT DISTINCT");
    TAKE(p, "NULLS DISTINCT");
    take_conflict(p);
}

static bool read_check(ColumnReader *r)
{
    Sql *p = r->p;
    TableCheck *check = PUSH(p->arena, &r->checks);
    check->span = em_sql_span(p);
    check->name = take_constraint_name(r);
    return em_sql_parenthesis(p, &check->expression);
}

static bool read_column_reference(ColumnReader *r)
{
    Sql *p = r->p;
    int first = p->i - 1;
    r->has_reference = true;
    r->reference = (ForeignKey){.name = take_constraint_name(r)};
    *PUSH(p->arena, &r->reference.columns) = r->col.is.name;
    bool good = read_reference(p, &r->reference);
    r->reference.span = em_sql_span_from(p, first);
    return good;
}

/* Attributes that say something of the column; *good: it could be read. */
static bool take_meaning(ColumnReader *r, bool *good)
{
    Sql *p = r->p;
    Column *is = &r->col.is;

    if (TAKE(p, "NOT NULL")) {
        is->nullable = NULLABLE_NO;
        take_conflict(p);
    } else if (TAKE(p, "NULL")) {
        if (p->dialect == DIALECT_MYSQL)
            is->nullable = NULLABLE_YES;
        take_conflict(p);
    } else if (TAKE(p, "DEFAULT")) {
        read_default(r);
    } else if (TAKE(p, "PRIMARY KEY") ||
               (p->dialect == DIALECT_MYSQL && TAKE(p, "KEY"))) {
        read_primary_key(r);
    } else if (TAKE(p, "UNIQUE")) {
        read_unique(r);
    } else if (TAKE(p, "CHECK")) {
        *good = read_check(r);
    } else if (TAKE(p, "REFERENCES")) {
        *good = read_column_reference(r);
    } else if (TAKE(p, "GENERATED") || IS(p, "AS")) {
        *good = read_generated(r);
    } else if (TAKE(p, "AUTO_INCREMENT") || TAKE(p, "AUTOINCREMENT")) {
        is->value = (ColumnValue){.kind = VALUE_AUTO_INCREMENT};
    } else if (TAKE(p, "COMMENT")) {
        is->has_comment = true;
        *good = em_sql_string(p, &is->comment);
    } else if (TAKE(p, "ON UPDATE")) {
        is->on_update = em_sql_expression(p);
    } else {
        return false;
    }
    return true;
}

/* CONSTRAINT, and attributes of how it is stored; others are passed over. */
static bool take_detail(ColumnReader *r)
{
    Sql *p = r->p;
    SqlName collation;

    if (TAKE(p, "CONSTRAINT"))
        return em_sql_name(p, &r->constraint);
    if (p->dialect == DIALECT_MYSQL &&
        em_sql_collation(p, &r->col.is.collation))
        return true;
    if (TAKE(p, "COLLATE")) {
        if (!em_sql_qualified(p, &collation))
            return false;
        r->col.is.collation = collation.name;
    } else if (TAKE(p, "STORAGE") || TAKE(p, "COMPRESSION") ||
               TAKE(p, "INITIALLY")) {
        em_sql_skip(p);
    } else if (r->place && TAKE(p, "FIRST")) {
        r->place->has_place = true;
    } else if (r->place && TAKE(p, "AFTER")) {
        r->place->has_place = true;
        return em_sql_name(p, &r->place->after);
    } else {
        em_sql_skip(p);
    }
    return true;
}

/* MariaDB's json is a text that is checked, which its dumps say. */
static void make_json_text(ColumnReader *r)
{
    Arena *a = r->p->arena;
    Str check = JOIN(a, STR("json_valid(`"), r->col.is.name, STR("`)"));
    bool is_checked = false;
    for (int i = 0; i < r->checks.n; i++)
        is_checked |=
            em_str_starts(r->checks.items[i].expression, STR("json_valid"));
    r->col.is.collation = STR("utf8mb4_bin");
    if (!is_checked)
        *PUSH(a, &r->checks) =
            (TableCheck){.expression = check, .span = r->col.is.name_span};
}

static bool is_json(const ColumnReader *r)
{
    return r->p->dialect == DIALECT_MYSQL &&
           em_str_eq(r->col.type.brief, STR("json"));
}

static bool read_attributes(ColumnReader *r)
{
    bool good = true;
    while (good && !em_sql_at_item_end(r->p))
        if (!take_meaning(r, &good))
            good = take_detail(r);
    if (good && is_json(r))
        make_json_text(r);
    return good;
}

/* Puts the keys and checks that were read with the column into the table. */
static void apply_constraints(ColumnReader *r)
{
    Catalog *c = r->p->cat;
    Strs own = {0};
    Str name = r->col.is.name;
    Span span = em_sql_span_from(r->p, r->first);
    *PUSH(r->p->arena, &own) = name;

    if (r->has_primary_key)
        em_catalog_add_primary_key(c, r->table, r->primary_key_name, &own);
    if (r->has_unique)
        em_catalog_add_index(
            c, r->table,
            (Index){.name = r->unique_name,
                    .columns = own,
                    .is_unique = true,
                    .is_constraint = true,
                    .nulls_not_distinct = r->nulls_not_distinct,
                    .span = span});
    for (int i = 0; i < r->checks.n; i++)
        em_catalog_add_check(c, r->table, r->checks.items[i], name);
    if (r->has_reference)
        em_catalog_add_foreign_key(c, r->table, r->reference);
}

/* What serial and the dialect say of a column beside its attributes. */
static void apply_serial(ColumnReader *r)
{
    bool is_postgres = r->p->dialect == DIALECT_POSTGRES;
    r->col.is.nullable = NULLABLE_NO;
    r->col.is.value.kind = is_postgres ? VALUE_DEFAULT : VALUE_AUTO_INCREMENT;
    if (is_postgres)
        r->col.is.value.text =
            JOIN(r->p->arena, STR("nextval('"),
                 r->p->cat->tables.items[r->table].is.base, STR("_"),
                 r->col.is.name, STR("_seq'::regclass)"));
    else
        r->has_unique = true;
}

bool em_sql_column(Sql *p, int table, SqlPlace *place)
{
    ColumnReader r = {.p = p, .table = table, .place = place, .first = p->i};
    bool serial;

    r.col.is.name_span = em_sql_span(p);
    if (!em_sql_name(p, &r.col.is.name))
        return false;
    if (em_sql_at_item_end(p) && p->dialect != DIALECT_SQLITE)
        return em_sql_expected(p, STR("the column's type"));
    r.col.is.type_span = em_sql_span(p);
    r.col.is.nullable = NULLABLE_YES;
    if (!em_sql_type(p, &r.col.type, &serial))
        return false;
    if (serial)
        apply_serial(&r);
    if (!read_attributes(&r))
        return false;
    r.col.is.span = em_sql_span_from(p, r.first);
    em_catalog_add_column(p->cat, &p->cat->tables.items[table], &r.col);
    apply_constraints(&r);
    return !p->cat->is_cut;
}

bool em_sql_column_again(Sql *p, int table)
{
    ColumnReader r = {.p = p, .table = table, .first = p->i};
    Str name;

    if (!em_sql_name(p, &name))
        return false;
    TAKE(p, "WITH OPTIONS");
    int at = em_catalog_column(p->cat, &p->cat->tables.items[table], name);
    if (at != NONE)
        r.col = p->cat->tables.items[table].columns.items[at];
    r.col.is.name = name;
    if (!read_attributes(&r))
        return false;
    if (at != NONE)
        p->cat->tables.items[table].columns.items[at] = r.col;
    apply_constraints(&r);
    return true;
}

/* ---- constraints of tables ------------------------------------------------
 */

bool em_sql_is_constraint(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("CONSTRAINT"),  STR_INIT("PRIMARY KEY"),
        STR_INIT("FOREIGN KEY"), STR_INIT("CHECK"),
        STR_INIT("EXCLUDE"),
    };
    static const Str mysql_words[] = {
        STR_INIT("KEY"),
        STR_INIT("INDEX"),
        STR_INIT("FULLTEXT"),
        STR_INIT("SPATIAL"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    for (int i = 0; p->dialect == DIALECT_MYSQL && i < COUNT(mysql_words); i++)
        if (em_sql_is(p, mysql_words[i]))
            return true;
    return em_sql_is(p, STR("UNIQUE"));
}

void em_sql_check_columns(Sql *p, int table, const Strs *columns, int first)
{
    const SqlTable *t = &p->cat->tables.items[table];
    for (int i = 0; i < columns->n && t->is_settled && t->columns.n; i++) {
        if (!em_catalog_work(p->cat, t->columns.n) ||
            em_catalog_column(p->cat, t, columns->items[i]) != NONE)
            continue;
        em_sql_warn(p, em_sql_span_from(p, first), STR("sql-missing"),
                    JOIN(p->arena, STR("there is no column \""),
                         columns->items[i], STR("\"")));
    }
}

/* part = name | ( expression ) | function ( … ), then its order and so on */
static void read_part(Sql *p, Index *out)
{
    int first = p->i;
    bool is_name = em_sql_is_name(p), is_qualified = false;
    Str name = {0};

    if (is_name)
        em_sql_name(p, &name);
    else
        em_sql_skip(p);
    while (is_name && em_sql_take_mark(p, '.')) { /* schema.function */
        is_qualified = true;
        em_sql_skip(p);
    }
    /* in MySQL a number behind a name is the length of a prefix */
    bool is_prefix =
        is_name && em_sql_is_mark(p, '(') && p->dialect == DIALECT_MYSQL;
    if (em_sql_is_mark(p, '(')) {
        em_sql_skip(p);
        is_name = is_prefix;
    }
    bool is_cast = em_sql_is_mark(p, ':') || em_sql_is_mark(p, '-') ||
                   em_sql_is_mark(p, '>') || em_sql_is_mark(p, '|');
    is_name = is_name && !is_cast && !is_qualified;
    *PUSH(p->arena, &out->columns) = is_name ? name : em_sql_slice(p, first);
    out->has_expression |= !is_name;
    TAKE(p, "ASC");
    out->has_order |= is_prefix || !em_sql_at_item_end(p);
    em_sql_skip_item(p);
}

bool em_sql_index_parts(Sql *p, Index *out)
{
    int first = p->i;
    if (!em_sql_take_mark(p, '('))
        return em_sql_expected(p, STR("the columns: ("));
    do
        read_part(p, out);
    while (em_sql_take_mark(p, ','));
    if (!em_sql_take_mark(p, ')'))
        return em_sql_expected(p, STR(")"));
    out->typed = em_sql_slice(p, first);
    return true;
}

/* PRIMARY KEY | UNIQUE … USING INDEX name: the columns of an index that is
 * there, which becomes the constraint. */
static void use_index(Sql *p, int table, Str name, bool is_primary)
{
    SqlTable *t = &p->cat->tables.items[table];
    int place;
    SqlName index = {.span = em_sql_span(p)};
    if (!em_sql_qualified(p, &index))
        return;
    int owner = em_catalog_index(p->cat, index, &place);
    if (owner != table)
        return;
    Index found = t->is.indexes.items[place];
    if (!is_primary) {
        t->is.indexes.items[place].is_constraint = true;
        if (name.n)
            t->is.indexes.items[place].name = name;
        return;
    }
    em_catalog_drop_index(t, place);
    em_catalog_add_primary_key(p->cat, table, name.n ? name : found.name,
                               &found.columns);
}

/* MySQL's name of a key: behind the word KEY, before its columns. */
static Str take_key_name(Sql *p)
{
    Str name = {0};
    TAKE(p, "IF NOT EXISTS");
    if (p->dialect == DIALECT_MYSQL && em_sql_is_name(p) && !IS(p, "USING"))
        em_sql_name(p, &name);
    if (TAKE(p, "USING"))
        em_sql_skip(p);
    return name;
}

/* MariaDB: does the item that began there say IF NOT EXISTS of an index that
 * does? */
static bool is_there(const Sql *p, int table, const Index *key, int first)
{
    Sql item = *p;
    item.n = p->i;
    for (item.i = first; item.i < item.n; item.i++)
        if (IS(&item, "IF NOT EXISTS"))
            return em_catalog_own_index(p->cat, &p->cat->tables.items[table],
                                        key->name) != NONE;
    return false;
}

static bool read_primary(Sql *p, int table, Str name)
{
    Index key = {0};
    int first = p->i;
    if (TAKE(p, "USING INDEX")) {
        use_index(p, table, name, true);
        return true;
    }
    take_key_name(p);
    if (!em_sql_index_parts(p, &key))
        return false;
    em_sql_check_columns(p, table, &key.columns, first);
    const Table *t = &p->cat->tables.items[table].is;
    if (t->primary_key.n && t->kind != TABLE_PARTITION)
        em_sql_warn(p, em_sql_span_from(p, first), STR("sql-exists"),
                    STR("the table has a primary key already"));
    em_catalog_add_primary_key(p->cat, table, name, &key.columns);
    if (em_str_find_char(key.typed, '(', 1) != NONE)
        p->cat->tables.items[table].is.primary_key_typed = key.typed;
    return true;
}

static bool read_unique_key(Sql *p, int table, Str name, int first)
{
    Index key = {.name = name, .is_unique = true, .is_constraint = true};
    if (TAKE(p, "USING INDEX")) {
        use_index(p, table, name, false);
        return true;
    }
    if (!TAKE(p, "KEY"))
        TAKE(p, "INDEX");
    key.nulls_not_distinct = TAKE(p, "NULLS NOT DISTINCT");
    TAKE(p, "NULLS DISTINCT");
    Str own = take_key_name(p);
    if (own.n)
        key.name = own;
    if (!em_sql_index_parts(p, &key))
        return false;
    if (TAKE(p, "INCLUDE") && !em_sql_names(p, &key.include))
        return false;
    key.span = em_sql_span_from(p, first);
    if (!key.has_expression)
        em_sql_check_columns(p, table, &key.columns, first);
    if (!is_there(p, table, &key, first))
        em_catalog_add_index(p->cat, table, key);
    return true;
}

/* MySQL's KEY and INDEX, behind that word. */
static bool read_plain_key(Sql *p, int table, int first, Str method)
{
    Index key = {.name = take_key_name(p), .method = method};
    if (!em_sql_index_parts(p, &key))
        return false;
    key.span = em_sql_span_from(p, first);
    if (!key.has_expression)
        em_sql_check_columns(p, table, &key.columns, first);
    if (!is_there(p, table, &key, first))
        em_catalog_add_index(p->cat, table, key);
    return true;
}

static bool read_foreign(Sql *p, int table, Str name, int first)
{
    ForeignKey key = {.name = name};
    TAKE(p, "IF NOT EXISTS");
    Str own = take_key_name(p);
    if (!name.n)
        key.name = own;
    if (!em_sql_names(p, &key.columns))
        return false;
    em_sql_check_columns(p, table, &key.columns, first);
    if (!TAKE(p, "REFERENCES"))
        return em_sql_expected(p, STR("REFERENCES"));
    if (!read_reference(p, &key))
        return false;
    key.span = em_sql_span_from(p, first);
    em_catalog_add_foreign_key(p->cat, table, key);
    return true;
}

static bool read_table_check(Sql *p, int table, Str name, int first)
{
    TableCheck check = {.name = name};
    if (!em_sql_parenthesis(p, &check.expression))
        return false;
    check.span = em_sql_span_from(p, first);
    em_catalog_add_check(p->cat, table, check, (Str){0});
    return true;
}

/*
 * constraint = [CONSTRAINT [name]] kind …
 *
 * What follows its columns (WITH, INCLUDE, DEFERRABLE, COMMENT) is passed over
 * up to the item's end. SQLite permits constraints without commas between
 * them, so it ends at the next one, too.
 */
static bool read_kind(Sql *p, int table, Str name, int first)
{
    if (TAKE(p, "PRIMARY KEY"))
        return read_primary(p, table, name);
    if (TAKE(p, "UNIQUE"))
        return read_unique_key(p, table, name, first);
    if (TAKE(p, "FOREIGN KEY"))
        return read_foreign(p, table, name, first);
    if (TAKE(p, "CHECK"))
        return read_table_check(p, table, name, first);
    Str method = TAKE(p, "FULLTEXT")  ? STR("FULLTEXT")
                 : TAKE(p, "SPATIAL") ? STR("SPATIAL")
                                      : (Str){0};
    if (TAKE(p, "KEY") || TAKE(p, "INDEX") || method.n)
        return read_plain_key(p, table, first, method);
    while (!em_sql_at_item_end(p)) /* EXCLUDE */
        em_sql_skip(p);
    return true;
}

bool em_sql_constraint(Sql *p, int table)
{
    int first = p->i;
    Str name = {0};
    bool has_kind = false;

    if (TAKE(p, "CONSTRAINT")) {
        has_kind = IS(p, "PRIMARY KEY") || IS(p, "FOREIGN KEY") ||
                   IS(p, "CHECK") || IS(p, "UNIQUE");
        if (!has_kind && !em_sql_name(p, &name))
            return false;
    }
    if (!read_kind(p, table, name, first))
        return false;
    while (!em_sql_at_item_end(p) &&
           !(p->dialect == DIALECT_SQLITE && em_sql_is_constraint(p)))
        em_sql_skip(p);
    return true;
}
