/*
 * CREATE TABLE in all its forms: a list of columns and constraints, LIKE,
 * INHERITS, PARTITION OF, AS SELECT as far as its columns can be known, and
 * SQLite's virtual tables.
 */
#include "sql/sql_parse.h"
#include "sql/sql_select.h"

static SqlTable *table_at(Sql *p, int table)
{
    return &p->cat->tables.items[table];
}

static int find_other(Sql *p, SqlName *name)
{
    if (!em_sql_qualified(p, name))
        return NONE;
    int found = em_catalog_table(p->cat, *name);
    if (found == NONE)
        em_sql_warn(
            p, name->span, STR("sql-missing"),
            JOIN(p->arena, STR("there is no table \""), name->name, STR("\"")));
    return found;
}

/* ---- columns of other tables ----------------------------------------------
 */

typedef struct {
    bool defaults, generated, identity, comments, indexes, constraints;
} LikeOptions;

/* like = LIKE table [{INCLUDING | EXCLUDING} what]* */
static LikeOptions read_like_options(Sql *p)
{
    LikeOptions o = {0};
    for (;;) {
        bool on = TAKE(p, "INCLUDING");
        if (!on && !TAKE(p, "EXCLUDING"))
            return o;
        if (TAKE(p, "ALL"))
            o = (LikeOptions){on, on, on, on, on, on};
        else if (TAKE(p, "DEFAULTS"))
            o.defaults = on;
        else if (TAKE(p, "GENERATED"))
            o.generated = on;
        else if (TAKE(p, "IDENTITY"))
            o.identity = on;
        else if (TAKE(p, "COMMENTS"))
            o.comments = on;
        else if (TAKE(p, "INDEXES"))
            o.indexes = on;
        else if (TAKE(p, "CONSTRAINTS"))
            o.constraints = on;
        else
            em_sql_skip(p);
    }
}

static bool keeps_value(const LikeOptions *o, ValueKind kind)
{
    switch (kind) {
    case VALUE_UNSAID: return true;
    case VALUE_DEFAULT:
    case VALUE_AUTO_INCREMENT: return o->defaults;
    case VALUE_IDENTITY_ALWAYS:
    case VALUE_IDENTITY_BY_DEFAULT: return o->identity;
    case VALUE_GENERATED_STORED:
    case VALUE_GENERATED_VIRTUAL: return o->generated;
    }
    return false;
}

static void copy_table(Sql *p, int to, int from, const LikeOptions *o)
{
    const SqlTable *other = table_at(p, from);
    for (int i = 0; i < other->columns.n; i++) {
        SqlColumn c = other->columns.items[i];
        c.inherited = c.is_own = false;
        if (!keeps_value(o, c.is.value.kind))
            c.is.value = (ColumnValue){0};
        if (!o->comments) {
            c.is.comment = (Str){0};
            c.is.has_comment = false;
        }
        em_catalog_add_column(p->cat, table_at(p, to), &c);
    }
    if (o->indexes)
        em_catalog_copy_keys(p->cat, to, from);
    for (int i = 0; o->constraints && i < other->is.checks.n; i++)
        *PUSH(p->arena, &table_at(p, to)->is.checks) =
            other->is.checks.items[i];
}

static bool read_like(Sql *p, int table)
{
    static const LikeOptions all = {true, true, true, true, true, true};
    SqlName name;
    int from = find_other(p, &name);
    LikeOptions o = read_like_options(p);
    if (p->dialect == DIALECT_MYSQL)
        o = all;
    if (p->dialect == DIALECT_MYSQL && from != NONE) {
        table_at(p, table)->is.comment = table_at(p, from)->is.comment;
        table_at(p, table)->collation = table_at(p, from)->collation;
    }
    if (from != NONE && from != table)
        copy_table(p, table, from, &o);
    return from != NONE;
}

/* The columns of a parent come first; those of the same name are merged. */
static void inherit_columns(Sql *p, int table, int parent)
{
    SqlTable *t = table_at(p, table);
    const SqlTable *from = table_at(p, parent);

    for (int i = 0; i < from->columns.n; i++) {
        SqlColumn c = from->columns.items[i];
        c.inherited = true;
        c.is_own = false;
        c.is.comment = (Str){0};
        c.is.has_comment = false;
        if (c.is.value.kind == VALUE_IDENTITY_ALWAYS ||
            c.is.value.kind == VALUE_IDENTITY_BY_DEFAULT)
            c.is.value = (ColumnValue){0};
        em_catalog_add_column(p->cat, t, &c);
    }
    for (int i = 0; i < from->is.checks.n; i++)
        *PUSH(p->arena, &t->is.checks) = from->is.checks.items[i];
    em_catalog_add_child(p->cat, parent, table);
}

/* Behind the list: the table's own columns go behind those it inherits. */
static bool read_inherits(Sql *p, int table)
{
    SqlTable *t = table_at(p, table);
    SqlTable own = *t;
    EMPTY(&t->columns);

    if (!em_sql_take_mark(p, '('))
        return em_sql_expected(p, STR("the parents: ("));
    do {
        SqlName name;
        int parent = find_other(p, &name);
        if (parent != NONE && parent != table)
            inherit_columns(p, table, parent);
        else if (em_sql_at_end(p))
            break;
    } while (em_sql_take_mark(p, ','));
    for (int i = 0; i < own.columns.n; i++) {
        SqlColumn c = own.columns.items[i];
        int old = em_catalog_column(p->cat, table_at(p, table), c.is.name);
        c.is_own = true;
        c.inherited = old != NONE;
        if (old != NONE && c.is.value.kind == VALUE_UNSAID)
            c.is.value = table_at(p, table)->columns.items[old].is.value;
        em_catalog_add_column(p->cat, table_at(p, table), &c);
    }
    return em_sql_take_mark(p, ')') || em_sql_expected(p, STR(")"));
}

/* ---- lists ----------------------------------------------------------------
 */

static bool read_item(Sql *p, int table)
{
    if (p->dialect != DIALECT_SQLITE && TAKE(p, "LIKE"))
        return read_like(p, table);
    if (TAKE(p, "PERIOD FOR")) {
        em_sql_skip_item(p);
        return true;
    }
    return em_sql_is_constraint(p) ? em_sql_constraint(p, table)
                                   : em_sql_column(p, table, NULL);
}

/* list = ( item, … ); a comma may be missing in SQLite, and one too many is
 * passed over */
static bool read_list(Sql *p, int table, bool (*read)(Sql *p, int table))
{
    if (!em_sql_take_mark(p, '('))
        return em_sql_expected(p, STR("the columns: ("));
    while (!em_sql_is_mark(p, ')')) {
        if (!read(p, table))
            return false;
        bool more = em_sql_take_mark(p, ',');
        if (!more && p->dialect == DIALECT_SQLITE && em_sql_is_constraint(p))
            continue;
        if (!more)
            break;
    }
    return em_sql_take_mark(p, ')') || em_sql_expected(p, STR(", or )"));
}

static bool read_partition_item(Sql *p, int table)
{
    return em_sql_is_constraint(p) ? em_sql_constraint(p, table)
                                   : em_sql_column_again(p, table);
}

Str em_sql_bound(Sql *p)
{
    int first = p->i;
    if (!TAKE(p, "DEFAULT"))
        while (!em_sql_at_end(p) && !IS(p, "PARTITION BY"))
            em_sql_skip(p);
    return em_sql_slice(p, first);
}

/* partition = PARTITION OF parent [( … )] {FOR VALUES … | DEFAULT} … */
static bool read_partition_of(Sql *p, int table)
{
    SqlName name;
    int parent = find_other(p, &name);
    if (parent == NONE)
        return false;
    inherit_columns(p, table, parent);
    table_at(p, table)->is.kind = TABLE_PARTITION;
    em_catalog_copy_keys(p->cat, table, parent);
    if (em_sql_is_mark(p, '(') && !read_list(p, table, read_partition_item))
        return false;
    table_at(p, table)->is.partition_bound = em_sql_bound(p);
    return true;
}

/* A virtual table's arguments: fts5's are columns, but for "name = value". */
static bool read_virtual(Sql *p, int table)
{
    if (!TAKE(p, "USING"))
        return em_sql_expected(p, STR("USING"));
    if (!em_sql_name(p, &table_at(p, table)->is.module))
        return false;
    if (!em_sql_take_mark(p, '('))
        return true;
    while (!em_sql_at_end(p) && !em_sql_is_mark(p, ')')) {
        SqlColumn c = {.type = {.user = NONE}};
        c.is.nullable = NULLABLE_YES;
        c.is.span = em_sql_span(p);
        bool is_name = em_sql_is_name(p);
        if (is_name)
            em_sql_name(p, &c.is.name);
        bool is_option = em_sql_is_mark(p, '=');
        em_sql_skip_item(p);
        if (is_name && !is_option)
            em_catalog_add_column(p->cat, table_at(p, table), &c);
        if (!em_sql_take_mark(p, ','))
            break;
    }
    return true;
}

/* ---- what follows the list ------------------------------------------------
 */

/* MySQL: references are kept by some engines only. */
static void read_engine(Sql *p, SqlTable *t)
{
    static const Str keepers[] = {STR_INIT("InnoDB"), STR_INIT("NDB"),
                                  STR_INIT("NDBCLUSTER"), STR_INIT("RocksDB"),
                                  STR_INIT("TokuDB")};
    Str engine;
    em_sql_take_mark(p, '=');
    if (!em_sql_name(p, &engine))
        return;
    t->keeps_no_references = true;
    for (int i = 0; i < COUNT(keepers); i++)
        if (em_str_eq_nocase(engine, keepers[i]))
            t->keeps_no_references = false;
    if (t->keeps_no_references)
        t->is.foreign_keys.n = 0;
}

static bool is_select(const Sql *p)
{
    return IS(p, "SELECT") || IS(p, "AS") || IS(p, "VALUES") ||
           IS(p, "TABLE") || IS(p, "WITH RECURSIVE");
}

static bool read_option(Sql *p, int table)
{
    SqlTable *t = table_at(p, table);
    Str comment;

    if (TAKE(p, "PARTITION BY")) {
        int first = p->i;
        while (!em_sql_at_end(p) && !IS(p, "WITH") && !IS(p, "TABLESPACE"))
            em_sql_skip(p);
        t->is.partition_key = em_sql_slice(p, first);
        if (p->dialect != DIALECT_MYSQL && t->is.kind == TABLE_ORDINARY)
            t->is.kind = TABLE_PARTITIONED;
    } else if (TAKE(p, "COMMENT")) {
        em_sql_take_mark(p, '=');
        if (!em_sql_string(p, &comment))
            return false;
        t->is.comment = comment;
    } else if (p->dialect == DIALECT_MYSQL &&
               em_sql_collation(p, &t->collation)) {
        return true;
    } else if (TAKE(p, "ENGINE") || TAKE(p, "TYPE")) {
        read_engine(p, t);
    } else if (TAKE(p, "WITHOUT ROWID")) {
        t->without_rowid = true;
    } else {
        em_sql_skip(p);
    }
    return true;
}

/* options, then perhaps a query whose columns are added */
static bool read_tail(Sql *p, int table)
{
    if (TAKE(p, "INHERITS") && !read_inherits(p, table))
        return false;
    while (!em_sql_at_end(p)) {
        bool has_query = is_select(p);
        if (has_query) {
            TAKE(p, "AS");
            em_sql_select(p, table);
            return true;
        }
        if (!read_option(p, table))
            return false;
    }
    return true;
}

static bool read_body(Sql *p, int table, TableKind kind)
{
    if (kind == TABLE_VIRTUAL)
        return read_virtual(p, table);
    if (TAKE(p, "PARTITION OF"))
        return read_partition_of(p, table);
    if (p->dialect == DIALECT_MYSQL && TAKE(p, "LIKE"))
        return read_like(p, table);
    if (TAKE(p, "OF")) {
        em_sql_skip(p); /* a type, whose columns are not kept */
        return true;
    }
    bool has_query = is_select(p);
    if (!has_query && em_sql_is_mark(p, '(')) {
        p->i++;
        has_query = IS(p, "SELECT");
        p->i--;
    }
    /* CREATE TABLE name (a, b) AS SELECT gives names only */
    return has_query || read_list(p, table, read_item);
}

/* ---- all ------------------------------------------------------------------
 */

/* True when a table of this name is there, which it may not be. */
static bool is_there(Sql *p, SqlName name, bool if_not_exists)
{
    if (em_catalog_table_at(p->cat, name) == NONE)
        return false;
    if (!if_not_exists)
        em_sql_warn(p, name.span, STR("sql-exists"),
                    JOIN(p->arena, STR("the table \""), name.name,
                         STR("\" is already there; this one is skipped")));
    return true;
}

/* Tables that keep what is in a virtual one, called "name_content". */
static bool is_shadow(const Sql *p, Str name)
{
    static const Str endings[] = {
        STR_INIT("_config"),   STR_INIT("_content"), STR_INIT("_data"),
        STR_INIT("_docsize"),  STR_INIT("_idx"),     STR_INIT("_node"),
        STR_INIT("_parent"),   STR_INIT("_rowid"),   STR_INIT("_segdir"),
        STR_INIT("_segments"), STR_INIT("_stat"),
    };
    for (int i = 0; i < COUNT(endings); i++) {
        if (!em_str_ends(name, endings[i]))
            continue;
        SqlName of = {.name = em_str_cut(name, 0, name.n - endings[i].n)};
        int table = em_catalog_table(p->cat, of);
        return table != NONE &&
               p->cat->tables.items[table].is.kind == TABLE_VIRTUAL;
    }
    return false;
}

/* SQLite's own tables, which dumps may list. */
static bool is_internal(const Sql *p, Str name)
{
    return p->dialect == DIALECT_SQLITE &&
           (em_str_starts(name, STR("sqlite_")) || is_shadow(p, name));
}

SqlOutcome em_sql_create_table(Sql *p, bool temporary, TableKind kind)
{
    SqlTable t = {.is = {.kind = kind, .source = p->src},
                  .temporary = temporary};
    SqlName name;

    bool if_not_exists = TAKE(p, "IF NOT EXISTS");
    if (!em_sql_qualified(p, &name))
        return SQL_DONE;
    if (is_internal(p, name.name))
        return SQL_NOT_SCHEMA;
    if (temporary)
        name.schema = TEMPORARY;
    if (is_there(p, name, if_not_exists))
        return SQL_DONE;
    int table = em_catalog_add_table(p->cat, name, &t);
    if (read_body(p, table, kind) && read_tail(p, table))
        em_catalog_settle(p->cat, table);
    else
        em_catalog_drop_table(p->cat, table);
    return SQL_DONE;
}
