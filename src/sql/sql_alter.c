/*
 * ALTER of other things than tables, DROP, RENAME TABLE, COMMENT ON, SET.
 */
#include "sql/sql_parse.h"

static void warn_missing(Sql *p, const SqlName *name, Str what)
{
    em_sql_warn(p, name->span, STR("sql-missing"),
                JOIN(p->arena, STR("there is no "), what, STR(" \""),
                     name->name, STR("\"")));
}

/* ---- types ----------------------------------------------------------------
 */

static int find_value(const Strs *values, Str value)
{
    for (int i = 0; i < values->n; i++)
        if (em_str_eq(values->items[i], value))
            return i;
    return NONE;
}

/* Puts the last value to a place. */
static void move_last(Strs *values, int to)
{
    Str value = values->items[values->n - 1];
    for (int i = values->n - 1; i > to; i--)
        values->items[i] = values->items[i - 1];
    values->items[to] = value;
}

/* The value at the last token is not there, or there already. */
static void warn_value(Sql *p, Str code, Str value, Str what)
{
    em_sql_warn(p, em_sql_span_from(p, p->i - 1), code,
                JOIN(p->arena, STR("the value \""), value, what));
}

/* ADD VALUE [IF NOT EXISTS] 'new' [{BEFORE | AFTER} 'old'] */
static void add_value(Sql *p, Strs *values)
{
    Str value, other;
    bool if_not_exists = TAKE(p, "IF NOT EXISTS");
    if (!em_sql_string(p, &value) || !em_catalog_work(p->cat, values->n))
        return;
    if (find_value(values, value) != NONE) {
        if (!if_not_exists)
            warn_value(p, STR("sql-exists"), value, STR("\" is already there"));
        return;
    }
    bool before = TAKE(p, "BEFORE"), after = !before && TAKE(p, "AFTER");
    *PUSH(p->arena, values) = value;
    if ((before || after) && em_sql_string(p, &other)) {
        int at = find_value(values, other);
        if (at != NONE)
            move_last(values, at + after);
        else
            warn_value(p, STR("sql-missing"), other, STR("\" is not there"));
    }
}

static void rename_value(Sql *p, Strs *values)
{
    Str from, to;
    if (!em_sql_string(p, &from))
        return;
    int at = find_value(values, from);
    if (at == NONE)
        warn_value(p, STR("sql-missing"), from, STR("\" is not there"));
    if (TAKE(p, "TO") && em_sql_string(p, &to) && at != NONE)
        values->items[at] = to;
}

static SqlOutcome alter_type(Sql *p)
{
    SqlName name, to;
    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    int type = em_catalog_type(p->cat, name);
    if (type == NONE)
        return SQL_NOT_SCHEMA;
    TypeDef *t = &p->cat->types.items[type].is;
    if (TAKE(p, "ADD VALUE"))
        add_value(p, &t->values);
    else if (TAKE(p, "RENAME VALUE"))
        rename_value(p, &t->values);
    else if (TAKE(p, "RENAME TO") && em_sql_qualified(p, &to))
        em_catalog_move_type(p->cat, type, t->schema, to.name);
    else if (TAKE(p, "SET SCHEMA") && em_sql_qualified(p, &to))
        em_catalog_move_type(p->cat, type, to.name, t->name);
    else if (TAKE(p, "SET NOT NULL"))
        t->not_null = true;
    else if (TAKE(p, "DROP NOT NULL"))
        t->not_null = false;
    return SQL_DONE;
}

/* ---- indexes and schemas --------------------------------------------------
 */

static SqlOutcome alter_index(Sql *p)
{
    SqlName name;
    Str to;
    int place;
    TAKE(p, "IF EXISTS");
    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    if (!TAKE(p, "RENAME TO") || !em_sql_name(p, &to))
        return SQL_DONE;
    int table = em_catalog_index(p->cat, name, &place);
    if (table != NONE) {
        p->cat->tables.items[table].is.indexes.items[place].name = to;
        return SQL_DONE;
    }
    for (int i = 0; i < p->cat->tables.n; i++) {
        Table *t = &p->cat->tables.items[i].is;
        if (!em_catalog_work(p->cat, 1))
            return SQL_DONE;
        if (em_str_eq(t->primary_key_name, name.name))
            t->primary_key_name = to;
    }
    return SQL_DONE;
}

/* ALTER SCHEMA a RENAME TO b: every thing in it moves. */
static SqlOutcome alter_schema(Sql *p)
{
    Str from, to;
    Catalog *c = p->cat;
    if (!em_sql_name(p, &from) || !TAKE(p, "RENAME TO") || !em_sql_name(p, &to))
        return SQL_NOT_SCHEMA;
    em_map_set(&c->schemas, from, NONE);
    em_map_set(&c->schemas, to, 1);
    for (int i = 0; i < c->tables.n && em_catalog_work(c, 1); i++)
        if (!c->tables.items[i].dropped &&
            em_str_eq(c->tables.items[i].is.schema, from))
            em_catalog_move_table(c, i, to, c->tables.items[i].is.base);
    for (int i = 0; i < c->types.n && em_catalog_work(c, 1); i++)
        if (!c->types.items[i].dropped &&
            em_str_eq(c->types.items[i].is.schema, from))
            em_catalog_move_type(c, i, to, c->types.items[i].is.name);
    return SQL_DONE;
}

static bool is_other_object(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("FUNCTION"),     STR_INIT("PROCEDURE"),
        STR_INIT("TRIGGER"),      STR_INIT("EVENT"),
        STR_INIT("SEQUENCE"),     STR_INIT("EXTENSION"),
        STR_INIT("RULE"),         STR_INIT("POLICY"),
        STR_INIT("AGGREGATE"),    STR_INIT("OPERATOR"),
        STR_INIT("DATABASE"),     STR_INIT("ROLE"),
        STR_INIT("USER"),         STR_INIT("DEFAULT"),
        STR_INIT("PUBLICATION"),  STR_INIT("SYSTEM"),
        STR_INIT("SERVER"),       STR_INIT("STATISTICS"),
        STR_INIT("TEXT"),         STR_INIT("COLLATION"),
        STR_INIT("LANGUAGE"),     STR_INIT("LARGE"),
        STR_INIT("GROUP"),        STR_INIT("CONVERSION"),
        STR_INIT("CAST"),         STR_INIT("ROUTINE"),
        STR_INIT("TRANSFORM"),    STR_INIT("ACCESS"),
        STR_INIT("SUBSCRIPTION"), STR_INIT("OWNED"),
        STR_INIT("TABLESPACE"),   STR_INIT("FOREIGN DATA"),
        STR_INIT("PACKAGE"),      STR_INIT("PROCEDURAL"),
        STR_INIT("CONSTRAINT"),   STR_INIT("PREPARE"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return false;
}

SqlOutcome em_sql_alter(Sql *p)
{
    if (!TAKE(p, "ONLINE"))
        TAKE(p, "IGNORE");
    if (TAKE(p, "TABLE") || TAKE(p, "FOREIGN TABLE") || TAKE(p, "VIEW") ||
        TAKE(p, "MATERIALIZED VIEW"))
        return em_sql_alter_table(p);
    if (TAKE(p, "TYPE") || TAKE(p, "DOMAIN"))
        return alter_type(p);
    if (TAKE(p, "INDEX"))
        return alter_index(p);
    if (TAKE(p, "SCHEMA"))
        return alter_schema(p);
    return is_other_object(p) ? SQL_NOT_SCHEMA : SQL_UNKNOWN;
}

/* ---- DROP -----------------------------------------------------------------
 */

/* Does the statement end so, in PostgreSQL, where it means something? */
static bool has_cascade(const Sql *p)
{
    Sql last = *p;
    last.i = MAX(p->n - 1, 0);
    return p->dialect == DIALECT_POSTGRES && IS(&last, "CASCADE");
}

static void drop_table(Sql *p, const SqlName *name, bool if_exists)
{
    int table = em_catalog_table(p->cat, *name);
    if (table != NONE && has_cascade(p))
        em_catalog_drop_views(p->cat, table, (Str){0});
    if (table != NONE)
        em_catalog_drop_table(p->cat, table);
    else if (!if_exists)
        warn_missing(p, name, STR("table"));
}

static void drop_type(Sql *p, const SqlName *name, bool if_exists)
{
    int type = em_catalog_type(p->cat, *name);
    if (type != NONE)
        em_catalog_drop_type(p->cat, type);
    else if (!if_exists)
        warn_missing(p, name, STR("type"));
}

static void drop_index(Sql *p, const SqlName *name, bool if_exists)
{
    int place, table = em_catalog_index(p->cat, *name, &place);
    if (table != NONE) {
        em_catalog_drop_index(&p->cat->tables.items[table], place);
        if (has_cascade(p))
            em_catalog_drop_keyless(p->cat, table);
    } else if (!if_exists)
        warn_missing(p, name, STR("index"));
}

static void drop_schema(Sql *p, const SqlName *name, bool if_exists)
{
    (void)if_exists;
    if (p->dialect == DIALECT_POSTGRES)
        em_catalog_drop_schema(p->cat, name->name);
}

typedef void Dropper(Sql *p, const SqlName *name, bool if_exists);

static SqlOutcome drop_list(Sql *p, Dropper *drop)
{
    SqlName name;
    bool if_exists = TAKE(p, "IF EXISTS");
    do {
        if (!em_sql_qualified(p, &name))
            break;
        drop(p, &name, if_exists);
    } while (em_sql_take_mark(p, ','));
    return SQL_DONE;
}

/* MySQL: DROP INDEX name ON table */
static SqlOutcome drop_index_on(Sql *p)
{
    SqlName name, table;
    bool if_exists = TAKE(p, "IF EXISTS");
    if (!em_sql_qualified(p, &name) || !TAKE(p, "ON") ||
        !em_sql_qualified(p, &table))
        return SQL_DONE;
    int t = em_catalog_table(p->cat, table);
    if (t == NONE)
        warn_missing(p, &table, STR("table"));
    else if (em_str_eq_nocase(name.name, STR("PRIMARY")))
        em_catalog_drop_primary_key(p->cat, t);
    else if (!em_catalog_drop_constraint(p->cat, t, name.name) && !if_exists)
        warn_missing(p, &name, STR("index"));
    if (t != NONE)
        em_catalog_imply(p->cat, t);
    return SQL_DONE;
}

SqlOutcome em_sql_drop(Sql *p)
{
    TAKE(p, "TEMPORARY");
    if (TAKE(p, "TABLE") || TAKE(p, "FOREIGN TABLE") || TAKE(p, "VIEW") ||
        TAKE(p, "MATERIALIZED VIEW"))
        return drop_list(p, drop_table);
    if (TAKE(p, "TYPE") || TAKE(p, "DOMAIN"))
        return drop_list(p, drop_type);
    if (TAKE(p, "INDEX")) {
        TAKE(p, "CONCURRENTLY");
        return p->dialect == DIALECT_MYSQL ? drop_index_on(p)
                                           : drop_list(p, drop_index);
    }
    if (TAKE(p, "SCHEMA"))
        return drop_list(p, drop_schema);
    return is_other_object(p) ? SQL_NOT_SCHEMA : SQL_UNKNOWN;
}

/* RENAME TABLE a TO b, … */
SqlOutcome em_sql_rename(Sql *p)
{
    SqlName from, to;
    if (!TAKE(p, "TABLE") && !TAKE(p, "TABLES"))
        return SQL_NOT_SCHEMA;
    TAKE(p, "IF EXISTS");
    do {
        if (!em_sql_qualified(p, &from))
            return SQL_DONE;
        if (!TAKE(p, "TO")) {
            em_sql_expected(p, STR("TO"));
            return SQL_DONE;
        }
        if (!em_sql_qualified(p, &to))
            return SQL_DONE;
        int table = em_catalog_table(p->cat, from);
        if (table == NONE)
            warn_missing(p, &from, STR("table"));
        else if (!em_catalog_move_table(p->cat, table,
                                        p->cat->tables.items[table].is.schema,
                                        to.name))
            em_sql_warn(p, to.span, STR("sql-exists"),
                        JOIN(p->arena, STR("the table \""), to.name,
                             STR("\" is already there")));
    } while (em_sql_take_mark(p, ','));
    return SQL_DONE;
}

/* ---- COMMENT ON -----------------------------------------------------------
 */

/* IS 'text' | IS NULL */
static bool read_comment(Sql *p, Str *out)
{
    *out = (Str){0};
    if (!TAKE(p, "IS"))
        return em_sql_expected(p, STR("IS"));
    return TAKE(p, "NULL") || em_sql_string(p, out);
}

/* table.column, schema.table.column, … */
static void comment_column(Sql *p)
{
    SqlName table = {.span = em_sql_span(p)};
    Str column, comment;

    if (!em_sql_name(p, &column))
        return;
    while (em_sql_take_mark(p, '.')) {
        table.schema = table.name;
        table.name = column;
        if (!em_sql_name(p, &column))
            return;
    }
    if (!read_comment(p, &comment))
        return;
    int t = em_catalog_table(p->cat, table);
    if (t == NONE) /* of a type that is made of columns, or not there */
        return;
    int at = em_catalog_column(p->cat, &p->cat->tables.items[t], column);
    if (at == NONE)
        return;
    Column *c = &p->cat->tables.items[t].columns.items[at].is;
    c->comment = comment;
    c->has_comment = comment.n > 0;
}

SqlOutcome em_sql_comment(Sql *p)
{
    SqlName name;
    Str comment;

    if (!TAKE(p, "ON"))
        return SQL_UNKNOWN;
    if (TAKE(p, "COLUMN")) {
        comment_column(p);
        return SQL_DONE;
    }
    bool is_type = TAKE(p, "TYPE") || TAKE(p, "DOMAIN");
    bool is_table = TAKE(p, "TABLE") || TAKE(p, "VIEW") ||
                    TAKE(p, "MATERIALIZED VIEW") || TAKE(p, "FOREIGN TABLE");
    if (!is_type && !is_table)
        return SQL_NOT_SCHEMA;
    if (!em_sql_qualified(p, &name) || !read_comment(p, &comment))
        return SQL_DONE;
    int at = is_type ? em_catalog_type(p->cat, name)
                     : em_catalog_table(p->cat, name);
    if (at == NONE)
        return SQL_DONE;
    if (is_type)
        p->cat->types.items[at].is.comment = comment;
    else
        p->cat->tables.items[at].is.comment = comment;
    return SQL_DONE;
}

/* ---- SET ------------------------------------------------------------------
 */

static void add_path(Sql *p, Str name)
{
    if (name.n && !em_str_eq(name, STR("$user")))
        *PUSH(p->arena, &p->cat->search_path) = name;
}

/* client_encoding {= | TO} name | NAMES name */
static bool take_encoding(Sql *p)
{
    static const Str latin1[] = {
        STR_INIT("latin1"),     STR_INIT("latin-1"),    STR_INIT("iso88591"),
        STR_INIT("iso-8859-1"), STR_INIT("iso_8859_1"),
    };
    Str name;
    if (!TAKE(p, "client_encoding") && !TAKE(p, "NAMES"))
        return false;
    if (!em_sql_take_mark(p, '='))
        TAKE(p, "TO");
    bool is_string = p->toks[p->i].kind == SQL_STRING;
    if (em_sql_at_end(p) ||
        !(is_string ? em_sql_string(p, &name) : em_sql_name(p, &name)))
        return true;
    p->cat->is_latin1 = false;
    for (int i = 0; i < COUNT(latin1); i++)
        p->cat->is_latin1 |= em_str_eq_nocase(name, latin1[i]);
    return true;
}

/* SQLite: PRAGMA name = {ON | 1 | YES | TRUE | OFF | …} | name ( … ) */
SqlOutcome em_sql_pragma(Sql *p)
{
    bool *what = TAKE(p, "legacy_alter_table") ? &p->cat->renames_alone
                 : TAKE(p, "foreign_keys")     ? &p->cat->checks_references
                                               : NULL;
    bool has_value = em_sql_take_mark(p, '=') || em_sql_take_mark(p, '(');
    SqlTok value = p->toks[MIN(p->i, p->n)];
    bool is_one = em_str_eq(em_str_cut(p->text, value.at, value.end), STR("1"));
    if (what && has_value)
        *what = is_one || IS(p, "ON") || IS(p, "YES") || IS(p, "TRUE");
    return SQL_NOT_SCHEMA;
}

SqlOutcome em_sql_reset(Sql *p)
{
    if (p->dialect != DIALECT_POSTGRES ||
        (!TAKE(p, "search_path") && !TAKE(p, "ALL")))
        return SQL_NOT_SCHEMA;
    p->cat->search_path = (Strs){0};
    add_path(p, STR("public"));
    return SQL_DONE;
}

/* SET search_path {= | TO} name, … ; behind SET or SELECT. set_config takes
 * the path as one string. */
SqlOutcome em_sql_set(Sql *p)
{
    Str name;
    if (take_encoding(p) || p->dialect != DIALECT_POSTGRES)
        return SQL_NOT_SCHEMA;
    if (TAKE(p, "pg_catalog"))
        em_sql_take_mark(p, '.');
    bool is_call = TAKE(p, "set_config");
    if (is_call && (!em_sql_take_mark(p, '(') || !em_sql_string(p, &name) ||
                    !em_str_eq(name, STR("search_path")) ||
                    !em_sql_take_mark(p, ',') || !em_sql_string(p, &name)))
        return SQL_NOT_SCHEMA;
    if (!is_call) {
        if (!TAKE(p, "SESSION"))
            TAKE(p, "LOCAL");
        if (!TAKE(p, "search_path"))
            return SQL_NOT_SCHEMA;
    }
    p->cat->search_path = (Strs){0};
    if (is_call) {
        while (name.n) {
            int comma = em_str_find_char(name, ',', 0);
            int end = comma == NONE ? name.n : comma;
            add_path(p, em_str_trim(em_str_cut(name, 0, end)));
            name = em_str_cut(name, MIN(end + 1, name.n), name.n);
        }
        return SQL_DONE;
    }
    if (!em_sql_take_mark(p, '='))
        TAKE(p, "TO");
    if (TAKE(p, "DEFAULT")) {
        add_path(p, STR("public"));
        return SQL_DONE;
    }
    do {
        if (p->toks[p->i].kind == SQL_STRING ? em_sql_string(p, &name)
                                             : em_sql_name(p, &name))
            add_path(p, name);
        else
            break;
    } while (em_sql_take_mark(p, ','));
    return SQL_DONE;
}
