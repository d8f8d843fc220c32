/*
 * ALTER TABLE: a list of actions, applied one after the other. Actions that
 * say nothing of the model (OWNER TO, CLUSTER ON, …) are passed over.
 */
#include "sql/sql_parse.h"

typedef struct {
    Sql *p;
    int table;
    bool only; /* without the tables that inherit from it */
} Alter;

static SqlTable *table_of(const Alter *x)
{
    return &x->p->cat->tables.items[x->table];
}

/* Warns that something to alter is not there. */
static void warn_missing(Sql *p, Span span, Str what, Str name)
{
    em_sql_warn(
        p, span, STR("sql-missing"),
        JOIN(p->arena, STR("there is no "), what, STR(" \""), name, STR("\"")));
}

static void warn_there(Sql *p, Span span, Str what, Str name)
{
    em_sql_warn(p, span, STR("sql-exists"),
                JOIN(p->arena, STR("the "), what, STR(" \""), name,
                     STR("\" is already there")));
}

static bool is_view(const Alter *x)
{
    TableKind kind = table_of(x)->is.kind;
    return kind == TABLE_VIEW || kind == TABLE_MATERIALIZED_VIEW;
}

/* The column named next; NONE: it is not there, and that was said unless
 * `quiet`. */
static int take_column(Alter *x, bool quiet)
{
    Sql *p = x->p;
    Span span = em_sql_span(p);
    Str name;
    if (!em_sql_name(p, &name))
        return NONE;
    int at = em_catalog_column(p->cat, table_of(x), name);
    if (at == NONE && !quiet)
        warn_missing(p, span, STR("column"), name);
    return at;
}

/* The tables an action is about: with those that inherit, or without. */
static Family targets_of(const Alter *x)
{
    Family one = {0};
    if (!x->only)
        return em_catalog_family(x->p->cat, x->table);
    *PUSH(x->p->arena, &one) = x->table;
    return one;
}

/* ---- adding ---------------------------------------------------------------
 */

/* A new column goes to all that inherit, as theirs by inheritance. */
static void pass_on(Alter *x, Str name)
{
    Catalog *c = x->p->cat;
    Family all = em_catalog_family(c, x->table);
    int at = em_catalog_column(c, table_of(x), name);
    for (int i = 1; at != NONE && i < all.n; i++) {
        SqlTable *child = &c->tables.items[all.items[i]];
        SqlColumn copy = table_of(x)->columns.items[at];
        copy.inherited = true;
        if (em_catalog_column(c, child, name) == NONE)
            em_catalog_add_column(c, child, &copy);
    }
}

static void place_column(Alter *x, int column, const SqlPlace *place)
{
    SqlTable *t = table_of(x);
    if (!place->has_place)
        return;
    int after =
        place->after.n ? em_catalog_column(x->p->cat, t, place->after) : NONE;
    if (place->after.n && after == NONE)
        return;
    em_catalog_move_column(t, column, after);
}

static bool add_column(Alter *x)
{
    Sql *p = x->p;
    bool if_not_exists = TAKE(p, "IF NOT EXISTS");
    SqlPlace place = {0};
    Span span = em_sql_span(p);
    int first = p->i;
    Str name;

    if (!em_sql_name(p, &name))
        return false;
    if (em_catalog_column(p->cat, table_of(x), name) != NONE) {
        if (!if_not_exists)
            warn_there(p, span, STR("column"), name);
        em_sql_skip_item(p);
        return true;
    }
    p->i = first;
    if (!em_sql_column(p, x->table, &place))
        return false;
    place_column(x, table_of(x)->columns.n - 1, &place);
    pass_on(x, name);
    return true;
}

/* MySQL and Oracle: ADD ( column, … ) */
static bool add_list(Alter *x)
{
    Sql *p = x->p;
    em_sql_take_mark(p, '(');
    do {
        bool good = em_sql_is_constraint(p) ? em_sql_constraint(p, x->table)
                                            : add_column(x);
        if (!good)
            return false;
    } while (em_sql_take_mark(p, ','));
    return em_sql_take_mark(p, ')') || em_sql_expected(p, STR(")"));
}

static bool add(Alter *x)
{
    Sql *p = x->p;
    bool is_column = TAKE(p, "COLUMN");
    if (em_sql_is_mark(p, '('))
        return add_list(x);
    if (!is_column && em_sql_is_constraint(p))
        return em_sql_constraint(p, x->table);
    if (!is_column && IS(p, "PARTITION")) {
        em_sql_skip_item(p);
        return true;
    }
    return add_column(x);
}

/* ---- dropping -------------------------------------------------------------
 */

static bool drop_constraint(Alter *x)
{
    Sql *p = x->p;
    bool if_exists = TAKE(p, "IF EXISTS");
    Span span = em_sql_span(p);
    Str name;

    if (!em_sql_name(p, &name))
        return false;
    if (!em_catalog_drop_constraint(p->cat, x->table, name) && !if_exists)
        warn_missing(p, span, STR("constraint"), name);
    if (TAKE(p, "CASCADE") && p->dialect == DIALECT_POSTGRES)
        em_catalog_drop_keyless(p->cat, x->table);
    return true;
}

static bool drop_column(Alter *x)
{
    Sql *p = x->p;
    bool if_exists = TAKE(p, "IF EXISTS");
    int column = take_column(x, if_exists);
    if (column == NONE)
        return true;
    if (TAKE(p, "CASCADE") && p->dialect == DIALECT_POSTGRES)
        em_catalog_drop_views(p->cat, x->table,
                              table_of(x)->columns.items[column].is.name);
    em_catalog_drop_column(p->cat, x->table, column);
    return true;
}

static bool drop(Alter *x)
{
    Sql *p = x->p;
    bool is_mysql = p->dialect == DIALECT_MYSQL;

    if (TAKE(p, "CONSTRAINT") ||
        (is_mysql && (TAKE(p, "FOREIGN KEY") || TAKE(p, "INDEX") ||
                      TAKE(p, "KEY") || TAKE(p, "CHECK"))))
        return drop_constraint(x);
    if (is_mysql && TAKE(p, "PRIMARY KEY")) {
        em_catalog_drop_primary_key(p->cat, x->table);
        return true;
    }
    if (is_mysql && IS(p, "PARTITION")) {
        em_sql_skip_item(p);
        return true;
    }
    TAKE(p, "COLUMN");
    return drop_column(x);
}

/* ---- ALTER COLUMN ---------------------------------------------------------
 */

static void set_nullable(Alter *x, Str name, Nullable to)
{
    Family all = targets_of(x);
    for (int i = 0; i < all.n; i++) {
        SqlTable *t = &x->p->cat->tables.items[all.items[i]];
        int at = em_catalog_column(x->p->cat, t, name);
        if (at != NONE)
            t->columns.items[at].is.nullable = to;
    }
}

static void set_value(Alter *x, Str name, ColumnValue value)
{
    Family all = targets_of(x);
    for (int i = 0; i < all.n; i++) {
        SqlTable *t = &x->p->cat->tables.items[all.items[i]];
        int at = em_catalog_column(x->p->cat, t, name);
        if (at != NONE)
            t->columns.items[at].is.value = value;
    }
}

static bool set_type(Alter *x, Str name)
{
    Sql *p = x->p;
    SqlType type;
    SqlName collation = {0};
    bool serial;
    if (!em_sql_type(p, &type, &serial) ||
        (TAKE(p, "COLLATE") && !em_sql_qualified(p, &collation)))
        return false;
    Family all = targets_of(x);
    for (int i = 0; i < all.n; i++) {
        SqlTable *t = &p->cat->tables.items[all.items[i]];
        int at = em_catalog_column(p->cat, t, name);
        if (at == NONE)
            continue;
        t->columns.items[at].type = type;
        t->columns.items[at].is.collation = collation.name;
    }
    em_sql_skip_item(p); /* USING */
    return true;
}

/* GENERATED … AS IDENTITY, behind ADD; the column must be NOT NULL for it */
static void set_identity(Alter *x, Str name)
{
    Sql *p = x->p;
    bool by_default = TAKE(p, "GENERATED BY DEFAULT");
    set_value(x, name,
              (ColumnValue){.kind = by_default ? VALUE_IDENTITY_BY_DEFAULT
                                               : VALUE_IDENTITY_ALWAYS});
    em_sql_skip_item(p);
}

static void set_default(Alter *x, Str name)
{
    Str text = em_sql_expression(x->p);
    const SqlTable *t = table_of(x);
    int at = em_catalog_column(x->p->cat, t, name);
    set_value(x, name, em_sql_default(x->p, &t->columns.items[at].type, text));
}

static bool alter_named(Alter *x, Str name)
{
    Sql *p = x->p;

    if (TAKE(p, "SET NOT NULL"))
        set_nullable(x, name, NULLABLE_NO);
    else if (TAKE(p, "DROP NOT NULL"))
        set_nullable(x, name, NULLABLE_YES);
    else if (TAKE(p, "SET DEFAULT"))
        set_default(x, name);
    else if (TAKE(p, "DROP DEFAULT") || TAKE(p, "DROP IDENTITY") ||
             TAKE(p, "DROP EXPRESSION"))
        set_value(x, name, (ColumnValue){0});
    else if (TAKE(p, "TYPE") || TAKE(p, "SET DATA TYPE"))
        return set_type(x, name);
    else if (TAKE(p, "ADD"))
        set_identity(x, name);
    else if (TAKE(p, "SET GENERATED BY DEFAULT"))
        set_value(x, name, (ColumnValue){.kind = VALUE_IDENTITY_BY_DEFAULT});
    else if (TAKE(p, "SET GENERATED ALWAYS"))
        set_value(x, name, (ColumnValue){.kind = VALUE_IDENTITY_ALWAYS});
    em_sql_skip_item(p); /* SET STATISTICS, SET (…), IF EXISTS */
    return true;
}

/* name [NOT] DEFERRABLE … */
static bool alter_constraint(Alter *x)
{
    Sql *p = x->p;
    Span span = em_sql_span(p);
    Str name;
    if (!em_sql_name(p, &name))
        return false;
    ForeignKey *key = em_catalog_reference(p->cat, x->table, name);
    if (!key)
        warn_missing(p, span, STR("foreign key"), name);
    else if (TAKE(p, "NOT DEFERRABLE"))
        key->deferrable = false;
    else if (TAKE(p, "DEFERRABLE") || IS(p, "INITIALLY DEFERRED"))
        key->deferrable = true;
    return true;
}

/* VALIDATE CONSTRAINT name */
static bool validate(Alter *x)
{
    Str name;
    if (!em_sql_name(x->p, &name))
        return false;
    ForeignKey *key = em_catalog_reference(x->p->cat, x->table, name);
    if (key)
        key->not_valid = false;
    return true;
}

static bool alter_column(Alter *x)
{
    Sql *p = x->p;
    if (p->dialect == DIALECT_MYSQL && (IS(p, "INDEX") || IS(p, "CHECK"))) {
        em_sql_skip_item(p);
        return true;
    }
    if (TAKE(p, "CONSTRAINT"))
        return alter_constraint(x);
    TAKE(p, "COLUMN");
    int column = take_column(x, is_view(x));
    if (column == NONE) {
        em_sql_skip_item(p);
        return true;
    }
    return alter_named(x, table_of(x)->columns.items[column].is.name);
}

/* ---- MySQL's MODIFY and CHANGE --------------------------------------------
 */

/*
 * MODIFY column …, CHANGE column new_name …: the column is defined anew, so
 * what is not repeated is lost. Its keys stay; being in the primary key makes
 * it NOT NULL.
 */
static bool redefine(Alter *x, bool renames)
{
    Sql *p = x->p;
    TAKE(p, "COLUMN");
    int column = take_column(x, TAKE(p, "IF EXISTS"));
    if (column == NONE) {
        em_sql_skip_item(p);
        return true;
    }
    if (renames) {
        Str name;
        int first = p->i;
        if (!em_sql_name(p, &name))
            return false;
        if (!em_catalog_rename_column(p->cat, x->table, column, name)) {
            warn_there(p, em_sql_span_from(p, first), STR("column"), name);
            em_sql_skip_item(p);
            return true;
        }
        p->i = first;
    } else {
        p->i--;
    }
    SqlPlace place = {0};
    em_catalog_drop_own_checks(p->cat, table_of(x),
                               table_of(x)->columns.items[column].is.name);
    table_of(x)->columns.items[column].is.nullable = NULLABLE_YES;
    if (!em_sql_column(p, x->table, &place))
        return false;
    SqlTable *t = table_of(x);
    for (int i = 0; i < t->is.primary_key.n; i++)
        em_catalog_set_not_null(p->cat, t, t->is.primary_key.items[i]);
    place_column(x, column, &place);
    return true;
}

/* ---- RENAME ---------------------------------------------------------------
 */

static bool rename_constraint(Alter *x)
{
    Sql *p = x->p;
    Span span = em_sql_span(p);
    Str from, to;
    if (!em_sql_name(p, &from))
        return false;
    if (!TAKE(p, "TO"))
        return em_sql_expected(p, STR("TO"));
    if (!em_sql_name(p, &to))
        return false;
    if (!em_catalog_rename_constraint(p->cat, x->table, from, to))
        warn_missing(p, span, STR("constraint"), from);
    return true;
}

static bool rename_column(Alter *x)
{
    Sql *p = x->p;
    Str to;
    TAKE(p, "COLUMN");
    /* a view's columns are not known */
    int column = take_column(x, TAKE(p, "IF EXISTS") || is_view(x));
    if (!TAKE(p, "TO"))
        return em_sql_expected(p, STR("TO"));
    Span span = em_sql_span(p);
    if (!em_sql_name(p, &to))
        return false;
    if (column != NONE &&
        !em_catalog_rename_column(p->cat, x->table, column, to))
        warn_there(p, span, STR("column"), to);
    return true;
}

static bool rename_table(Alter *x)
{
    Sql *p = x->p;
    SqlName to;
    if (!em_sql_qualified(p, &to))
        return false;
    if (!em_catalog_move_table(p->cat, x->table, table_of(x)->is.schema,
                               to.name))
        warn_there(p, to.span, STR("table"), to.name);
    return true;
}

static bool rename_something(Alter *x)
{
    Sql *p = x->p;
    if (TAKE(p, "TO") || TAKE(p, "AS"))
        return rename_table(x);
    bool is_key =
        p->dialect == DIALECT_MYSQL && (TAKE(p, "INDEX") || TAKE(p, "KEY"));
    if (TAKE(p, "CONSTRAINT") || is_key)
        return rename_constraint(x);
    bool is_table = p->dialect == DIALECT_MYSQL && !IS(p, "COLUMN");
    return is_table ? rename_table(x) : rename_column(x);
}

/* ---- the rest -------------------------------------------------------------
 */

/* The other table of ATTACH, INHERIT and their opposites; NONE: there is none
 * or it is the same. */
static int take_other(Alter *x)
{
    Sql *p = x->p;
    SqlName name;
    if (!em_sql_qualified(p, &name))
        return NONE;
    int other = em_catalog_table(p->cat, name);
    if (other == NONE || other == x->table) {
        warn_missing(p, name.span, STR("table"), name.name);
        return NONE;
    }
    return other;
}

static bool attach_partition(Alter *x)
{
    int child = take_other(x);
    if (child != NONE)
        em_catalog_attach(x->p->cat, x->table, child, em_sql_bound(x->p));
    return true;
}

static bool detach_partition(Alter *x)
{
    int child = take_other(x);
    if (child != NONE)
        em_catalog_leave(x->p->cat, x->table, child);
    return true;
}

static bool inherit(Alter *x)
{
    int parent = take_other(x);
    if (parent != NONE)
        em_catalog_inherit(x->p->cat, parent, x->table);
    return true;
}

static bool inherit_no_more(Alter *x)
{
    int parent = take_other(x);
    if (parent != NONE)
        em_catalog_leave(x->p->cat, parent, x->table);
    return true;
}

static bool set_schema(Alter *x)
{
    Sql *p = x->p;
    Span span = em_sql_span(p);
    Str schema;
    if (!em_sql_name(p, &schema))
        return false;
    if (!em_catalog_move_table(p->cat, x->table, schema, table_of(x)->is.base))
        warn_there(p, span, STR("table"), table_of(x)->is.base);
    return true;
}

static bool set_comment(Alter *x)
{
    em_sql_take_mark(x->p, '=');
    return em_sql_string(x->p, &table_of(x)->is.comment);
}

/* [CONVERT TO | [DEFAULT]] CHARACTER SET name [[DEFAULT] COLLATE name] */
static void set_collation(Alter *x)
{
    Str name = {0};
    bool converts = TAKE(x->p, "CONVERT TO");
    do
        TAKE(x->p, "DEFAULT");
    while (em_sql_collation(x->p, &name));
    if (name.n)
        em_catalog_collate(table_of(x), name, converts);
}

/* action; what is not about the model is passed over */
static bool read_action(Alter *x)
{
    Sql *p = x->p;
    bool is_mysql = p->dialect == DIALECT_MYSQL;

    if (TAKE(p, "ADD"))
        return add(x);
    if (TAKE(p, "DROP"))
        return drop(x);
    if (TAKE(p, "ALTER"))
        return alter_column(x);
    if (TAKE(p, "RENAME"))
        return rename_something(x);
    if (is_mysql && TAKE(p, "MODIFY"))
        return redefine(x, false);
    if (is_mysql && TAKE(p, "CHANGE"))
        return redefine(x, true);
    if (is_mysql && TAKE(p, "COMMENT"))
        return set_comment(x);
    if (is_mysql)
        set_collation(x);
    if (TAKE(p, "ATTACH PARTITION"))
        return attach_partition(x);
    if (TAKE(p, "DETACH PARTITION"))
        return detach_partition(x);
    if (TAKE(p, "SET SCHEMA"))
        return set_schema(x);
    if (TAKE(p, "VALIDATE CONSTRAINT"))
        return validate(x);
    if (TAKE(p, "NO INHERIT"))
        return inherit_no_more(x);
    if (TAKE(p, "INHERIT"))
        return inherit(x);
    return true;
}

SqlOutcome em_sql_alter_table(Sql *p)
{
    Alter x = {.p = p};
    SqlName name;

    bool if_exists = TAKE(p, "IF EXISTS");
    x.only = TAKE(p, "ONLY");
    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    em_sql_take_mark(p, '*');
    x.table = em_catalog_table(p->cat, name);
    if (x.table == NONE) {
        /* a sequence may be altered with these words, too */
        if (!if_exists && !IS(p, "OWNER"))
            warn_missing(p, name.span, STR("table"), name.name);
        return SQL_DONE;
    }
    do {
        if (!read_action(&x))
            return SQL_DONE;
        em_sql_skip_item(p); /* CASCADE, NOT VALID, ALGORITHM=… */
        if (em_sql_is_mark(p, ')'))
            em_sql_skip(p);
    } while (em_sql_take_mark(p, ','));
    em_catalog_imply(p->cat, x.table);
    return SQL_DONE;
}
