/*
 * CREATE: indexes, views, types, domains, schemas. Tables are in
 * sql_create_table.c.
 */
#include "sql/sql_parse.h"

/* ---- indexes --------------------------------------------------------------
 */

/* The rest of an index: INCLUDE, NULLS NOT DISTINCT and WHERE are kept. */
static bool read_index_tail(Sql *p, Index *index)
{
    while (!em_sql_at_end(p)) {
        int first = p->i + 1;
        if (TAKE(p, "INCLUDE")) {
            if (!em_sql_names(p, &index->include))
                return false;
        } else if (TAKE(p, "NULLS NOT DISTINCT")) {
            index->nulls_not_distinct = true;
        } else if (TAKE(p, "WHERE")) {
            p->i = p->n;
            index->is_partial = true;
            index->where = em_sql_slice(p, first);
        } else {
            em_sql_skip(p);
        }
    }
    return true;
}

/* USING method */
static void take_method(Sql *p, Index *index)
{
    if (!TAKE(p, "USING"))
        return;
    /* MySQL's engine that keeps references has one method alone */
    bool is_usual = IS(p, "btree") || p->dialect == DIALECT_MYSQL;
    if (!is_usual && em_sql_is_name(p))
        em_sql_name(p, &index->method);
    else
        em_sql_skip(p);
}

/* MySQL's indexes have names of their table alone. */
static SqlOutcome add_own_index(Sql *p, int table, const Index *index,
                                bool if_not_exists, bool or_replace)
{
    SqlTable *t = &p->cat->tables.items[table];
    int there = em_catalog_own_index(p->cat, t, index->name);
    if (there != NONE && if_not_exists)
        return SQL_DONE;
    if (there != NONE && or_replace)
        em_catalog_drop_index(t, there);
    em_catalog_add_index(p->cat, table, *index);
    em_catalog_imply(p->cat, table);
    return SQL_DONE;
}

/*
 * index = INDEX [CONCURRENTLY] [IF NOT EXISTS] [name] [USING method]
 *         ON [ONLY] table [USING method] ( part, … ) …
 */
static SqlOutcome create_index(Sql *p, Index index, bool or_replace)
{
    SqlName name = {0}, table;

    index.span = em_sql_span(p);
    TAKE(p, "CONCURRENTLY");
    bool if_not_exists = TAKE(p, "IF NOT EXISTS");
    if (!IS(p, "ON") && !em_sql_qualified(p, &name))
        return SQL_DONE;
    take_method(p, &index);
    if (!TAKE(p, "ON")) {
        em_sql_expected(p, STR("ON and a table"));
        return SQL_DONE;
    }
    TAKE(p, "ONLY");
    if (!em_sql_qualified(p, &table))
        return SQL_DONE;
    take_method(p, &index);
    int first = p->i;
    if (!em_sql_index_parts(p, &index))
        return SQL_DONE;
    index.name = name.name;
    if (!read_index_tail(p, &index))
        return SQL_DONE;

    int place, t = em_catalog_table(p->cat, table);
    if (t == NONE) {
        em_sql_warn(p, table.span, STR("sql-missing"),
                    JOIN(p->arena, STR("there is no table \""), table.name,
                         STR("\" to index")));
        return SQL_DONE;
    }
    if (!index.has_expression)
        em_sql_check_columns(p, t, &index.columns, first);
    if (p->dialect == DIALECT_MYSQL)
        return add_own_index(p, t, &index, if_not_exists, or_replace);
    name.schema = p->cat->tables.items[t].is.schema;
    if (if_not_exists && em_catalog_index(p->cat, name, &place) != NONE)
        return SQL_DONE;
    em_catalog_add_index(p->cat, t, index);
    return SQL_DONE;
}

/* ---- views ----------------------------------------------------------------
 */

/* A word that ends the list of tables behind FROM. */
static bool ends_from(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("WHERE"), STR_INIT("SELECT"), STR_INIT("GROUP"),
        STR_INIT("ORDER"), STR_INIT("HAVING"), STR_INIT("UNION"),
        STR_INIT("ON"),    STR_INIT("USING"),  STR_INIT("LIMIT"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return false;
}

/* The tables and views that a view's query reads: names that stand where FROM
 * and JOIN have them. */
static void read_query(Sql *p, SqlTable *view)
{
    int first = p->i;
    bool in_from = false, is_next = false; /* a table may be next */
    while (!em_sql_at_end(p)) {
        SqlName name;
        bool is_name = is_next && em_sql_is_name(p) && !ends_from(p);
        if (TAKE(p, "FROM") || TAKE(p, "JOIN")) {
            in_from = is_next = true;
        } else if (TAKE(p, "ONLY")) {
            is_next = in_from;
        } else if (is_name && em_sql_qualified(p, &name)) {
            int table = em_catalog_table(p->cat, name);
            if (table != NONE)
                *PUSH(p->arena, &view->reads) = table;
            is_next = false;
        } else {
            in_from = in_from && !ends_from(p);
            is_next =
                in_from && (em_sql_is_mark(p, ',') || em_sql_is_mark(p, '('));
            p->i++;
        }
    }
    view->query = em_sql_slice(p, first);
}

/* view = VIEW [IF NOT EXISTS] name [( column, … )] … ; of the query
 * only the tables that it reads are known */
static SqlOutcome create_view(Sql *p, TableKind kind, bool or_replace)
{
    SqlTable view = {.is = {.kind = kind, .source = p->src}};
    SqlName name;
    Strs columns = {0};

    TAKE(p, "IF NOT EXISTS");
    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    if (em_sql_is_mark(p, '(') && !em_sql_names(p, &columns))
        return SQL_DONE;
    for (int i = 0; i < columns.n; i++) {
        SqlColumn *c = PUSH(p->arena, &view.columns);
        c->is.name = columns.items[i];
        c->type.user = NONE;
    }
    int old = em_catalog_table(p->cat, name);
    bool is_view = old != NONE && p->cat->tables.items[old].is.kind == kind;
    read_query(p, &view);
    if (is_view && or_replace) { /* it stays where it is */
        p->cat->tables.items[old].reads = view.reads;
        p->cat->tables.items[old].query = view.query;
    } else if (old == NONE) {
        em_catalog_add_table(p->cat, name, &view);
    }
    return SQL_DONE;
}

/* MySQL's words between CREATE and VIEW. */
static void skip_view_options(Sql *p)
{
    for (;;) {
        if (TAKE(p, "ALGORITHM") || TAKE(p, "DEFINER")) {
            em_sql_take_mark(p, '=');
            em_sql_skip(p);
            while (em_sql_take_mark(p, '@') || em_sql_is_mark(p, '('))
                em_sql_skip(p);
            bool is_host = p->toks[p->i].kind == SQL_NAME ||
                           p->toks[p->i].kind == SQL_STRING;
            if (is_host)
                em_sql_skip(p);
            else if (p->toks[p->i].kind == SQL_WORD &&
                     p->text.p[p->toks[p->i].at] == '@')
                p->i += 2; /* @ and a quoted host */
        } else if (TAKE(p, "SQL SECURITY")) {
            em_sql_skip(p);
        } else if (!TAKE(p, "RECURSIVE")) {
            return;
        }
    }
}

/* ---- types ----------------------------------------------------------------
 */

static bool read_labels(Sql *p, Strs *out)
{
    if (!em_sql_take_mark(p, '('))
        return em_sql_expected(p, STR("the values: ("));
    while (!em_sql_is_mark(p, ')')) {
        Str label;
        if (!em_sql_string(p, &label))
            return false;
        *PUSH(p->arena, out) = label;
        if (!em_sql_take_mark(p, ','))
            break;
    }
    return em_sql_take_mark(p, ')') || em_sql_expected(p, STR(")"));
}

/* type = TYPE name [AS ENUM ( 'label', … ) | AS RANGE … | AS ( … ) | ( … )] */
static SqlOutcome create_type(Sql *p)
{
    SqlTypeDef t = {.kind = TYPE_OTHER};
    SqlName name;

    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    if (TAKE(p, "AS ENUM")) {
        t.kind = TYPE_ENUM;
        if (!read_labels(p, &t.is.values))
            return SQL_DONE;
    }
    int old = em_catalog_type(p->cat, name);
    bool is_same = old != NONE &&
                   (!name.schema.n ||
                    em_str_eq(p->cat->types.items[old].is.schema, name.schema));
    bool is_elsewhere =
        is_same && !name.schema.n &&
        !em_str_eq(p->cat->types.items[old].is.schema, em_catalog_home(p->cat));
    if (is_same && !is_elsewhere)
        em_sql_warn(p, name.span, STR("sql-exists"),
                    JOIN(p->arena, STR("the type \""), name.name,
                         STR("\" is already there")));
    else
        em_catalog_add_type(p->cat, name, &t);
    return SQL_DONE;
}

/* domain = DOMAIN name [AS] type [DEFAULT … | NOT NULL | CHECK …]* */
static SqlOutcome create_domain(Sql *p)
{
    SqlTypeDef t = {.kind = TYPE_DOMAIN};
    SqlName name;
    bool serial;

    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    TAKE(p, "AS");
    if (!em_sql_type(p, &t.base, &serial))
        return SQL_DONE;
    int details = p->i;
    while (!em_sql_at_end(p))
        if (TAKE(p, "NOT NULL"))
            t.is.not_null = true;
        else
            em_sql_skip(p);
    t.is.details = em_sql_slice(p, details);
    em_catalog_add_type(p->cat, name, &t);
    return SQL_DONE;
}

/* The statements that CREATE SCHEMA may hold, each up to the next CREATE. */
static void create_elements(Sql *p)
{
    while (!em_sql_at_end(p)) {
        if (!TAKE(p, "CREATE")) {
            em_sql_skip(p);
            continue;
        }
        Sql element = *p;
        while (!em_sql_at_end(p) && !IS(p, "CREATE"))
            em_sql_skip(p);
        element.n = p->i;
        if (!IS(&element, "SCHEMA"))
            em_sql_create(&element);
    }
}

/* schema = SCHEMA [IF NOT EXISTS] name element* ; names in the elements are
 * looked up in it first */
static SqlOutcome create_schema(Sql *p)
{
    Str name;
    Strs path = p->cat->search_path, inner = {0};

    TAKE(p, "IF NOT EXISTS");
    TAKE(p, "AUTHORIZATION");
    if (!em_sql_is_name(p) || p->dialect != DIALECT_POSTGRES ||
        !em_sql_name(p, &name))
        return SQL_NOT_SCHEMA;
    em_map_set(&p->cat->schemas, name, 1);
    *PUSH(p->arena, &inner) = name;
    for (int i = 0; i < path.n; i++)
        *PUSH(p->arena, &inner) = path.items[i];
    p->cat->search_path = inner;
    create_elements(p);
    p->cat->search_path = path;
    return SQL_DONE;
}

static SqlOutcome create_extension(Sql *p)
{
    TAKE(p, "IF NOT EXISTS");
    int first = p->i;
    p->i = p->n;
    *PUSH(p->arena, &p->cat->extensions) = em_sql_slice(p, first);
    return SQL_DONE;
}

/* A function's name is kept: what calls it cannot be written without its
 * body. */
static SqlOutcome create_function(Sql *p)
{
    SqlName name;
    if (em_sql_is_name(p) && em_sql_qualified(p, &name))
        *PUSH(p->arena, &p->cat->left_out) = em_str_lower(p->arena, name.name);
    return SQL_NOT_SCHEMA;
}

/* collation = COLLATION [IF NOT EXISTS] name ( … ) | name FROM other */
static SqlOutcome create_collation(Sql *p)
{
    SqlName name;
    TAKE(p, "IF NOT EXISTS");
    if (!em_sql_is_name(p) || !em_sql_qualified(p, &name))
        return SQL_NOT_SCHEMA;
    int first = p->i;
    p->i = p->n;
    *PUSH(p->arena, &p->cat->collations) = (TypeDef){
        .schema = name.schema.n ? name.schema : em_catalog_home(p->cat),
        .name = name.name,
        .details = em_sql_slice(p, first),
        .span = name.span};
    return SQL_NOT_SCHEMA;
}

/* ---- all ------------------------------------------------------------------
 */

/* Things that a picture of tables does not show. */
static bool is_no_table(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("PROCEDURE"),   STR_INIT("TRIGGER"),
        STR_INIT("EVENT"),       STR_INIT("SEQUENCE"),
        STR_INIT("RULE"),        STR_INIT("POLICY"),
        STR_INIT("AGGREGATE"),   STR_INIT("OPERATOR"),
        STR_INIT("CAST"),        STR_INIT("CONVERSION"),
        STR_INIT("DATABASE"),    STR_INIT("ROLE"),
        STR_INIT("USER"),        STR_INIT("SERVER"),
        STR_INIT("PUBLICATION"), STR_INIT("SUBSCRIPTION"),
        STR_INIT("STATISTICS"),  STR_INIT("TEXT"),
        STR_INIT("ACCESS"),      STR_INIT("TRANSFORM"),
        STR_INIT("LANGUAGE"),    STR_INIT("TABLESPACE"),
        STR_INIT("GROUP"),       STR_INIT("CONSTRAINT"),
        STR_INIT("PACKAGE"),     STR_INIT("TRUSTED"),
        STR_INIT("PROCEDURAL"),  STR_INIT("DEFAULT"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return false;
}

SqlOutcome em_sql_create(Sql *p)
{
    bool or_replace = TAKE(p, "OR REPLACE");
    if (!TAKE(p, "GLOBAL"))
        TAKE(p, "LOCAL");
    bool temporary = TAKE(p, "TEMPORARY") || TAKE(p, "TEMP");
    skip_view_options(p);

    if (TAKE(p, "TABLE") || TAKE(p, "UNLOGGED TABLE"))
        return em_sql_create_table(p, temporary, TABLE_ORDINARY);
    if (TAKE(p, "FOREIGN TABLE"))
        return em_sql_create_table(p, temporary, TABLE_FOREIGN);
    if (TAKE(p, "VIRTUAL TABLE"))
        return em_sql_create_table(p, temporary, TABLE_VIRTUAL);
    if (TAKE(p, "VIEW"))
        return temporary ? SQL_NOT_SCHEMA
                         : create_view(p, TABLE_VIEW, or_replace);
    if (TAKE(p, "MATERIALIZED VIEW"))
        return create_view(p, TABLE_MATERIALIZED_VIEW, or_replace);
    Index index = {.is_unique = TAKE(p, "UNIQUE")};
    index.method = TAKE(p, "FULLTEXT")  ? STR("FULLTEXT")
                   : TAKE(p, "SPATIAL") ? STR("SPATIAL")
                                        : (Str){0};
    if (TAKE(p, "INDEX"))
        return create_index(p, index, or_replace);
    if (TAKE(p, "TYPE"))
        return create_type(p);
    if (TAKE(p, "DOMAIN"))
        return create_domain(p);
    if (TAKE(p, "SCHEMA"))
        return create_schema(p);
    if (TAKE(p, "EXTENSION"))
        return create_extension(p);
    if (TAKE(p, "FUNCTION"))
        return create_function(p);
    if (TAKE(p, "COLLATION"))
        return create_collation(p);
    return is_no_table(p) ? SQL_NOT_SCHEMA : SQL_UNKNOWN;
}
