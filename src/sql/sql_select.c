/*
 * A query's list of columns. The tables behind FROM are looked up first, then
 * each item of the list is a column of theirs, a cast, a literal, or unknown.
 */
#include "sql/sql_select.h"

typedef struct {
    int table; /* NONE: a query, a function, or not there */
    Str alias;
} FromTable;

typedef struct {
    Sql *p;
    int table; /* that gets the columns */
    ARRAY_OF(FromTable) from;
} Query;

static bool is_clause(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("WHERE"), STR_INIT("GROUP"),   STR_INIT("ORDER"),
        STR_INIT("LIMIT"), STR_INIT("HAVING"),  STR_INIT("UNION"),
        STR_INIT("WITH"),  STR_INIT("ON"),      STR_INIT("USING"),
        STR_INIT("JOIN"),  STR_INIT("LEFT"),    STR_INIT("RIGHT"),
        STR_INIT("INNER"), STR_INIT("OUTER"),   STR_INIT("CROSS"),
        STR_INIT("FULL"),  STR_INIT("NATURAL"), STR_INIT("FROM"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return em_sql_at_item_end(p);
}

/* table = name [[AS] alias] | ( query ) [AS] alias | function ( … ) alias */
static void read_from_table(Query *q)
{
    Sql *p = q->p;
    FromTable *t = PUSH(p->arena, &q->from);
    SqlName name;

    t->table = NONE;
    TAKE(p, "ONLY");
    if (em_sql_is_mark(p, '(')) {
        em_sql_skip(p);
    } else if (em_sql_is_name(p) && em_sql_qualified(p, &name)) {
        t->alias = name.name;
        if (em_sql_is_mark(p, '('))
            em_sql_skip(p);
        else
            t->table = em_catalog_table(p->cat, name);
    } else {
        return;
    }
    TAKE(p, "AS");
    if (em_sql_is_name(p) && !is_clause(p))
        em_sql_name(p, &t->alias);
}

/* The tables of FROM, behind that word. */
static void read_from(Query *q)
{
    Sql *p = q->p;
    read_from_table(q);
    while (!em_sql_at_end(p)) {
        if (em_sql_take_mark(p, ',') || TAKE(p, "JOIN"))
            read_from_table(q);
        else if (IS(p, "WHERE") || IS(p, "GROUP") || IS(p, "UNION"))
            return;
        else
            em_sql_skip(p);
    }
}

/* ---- columns --------------------------------------------------------------
 */

/* MySQL keeps what is said of a column, and counts on from nowhere. */
static void forget(const Sql *p, Column *is)
{
    if (p->dialect != DIALECT_MYSQL) {
        is->nullable = NULLABLE_YES;
        is->value = (ColumnValue){0};
        is->comment = (Str){0};
        is->has_comment = false;
    } else if (is->value.kind == VALUE_AUTO_INCREMENT) {
        is->value = (ColumnValue){VALUE_DEFAULT, STR("0")};
    } else if (is->nullable == NULLABLE_UNKNOWN) {
        is->nullable = NULLABLE_YES;
    }
}

/* SQLite keeps what kind of values a column prefers, in words of its own
 * (https://sqlite.org/lang_createtable.html#create_table_as_select_statements).
 */
static Str affinity(Str type, Arena *a)
{
    static const struct {
        Str part, word;
    } kinds[] = {
        {STR_INIT("int"), STR_INIT("INT")},
        {STR_INIT("char"), STR_INIT("TEXT")},
        {STR_INIT("clob"), STR_INIT("TEXT")},
        {STR_INIT("text"), STR_INIT("TEXT")},
        {STR_INIT("blob"), STR_INIT("")},
        {STR_INIT("real"), STR_INIT("REAL")},
        {STR_INIT("floa"), STR_INIT("REAL")},
        {STR_INIT("doub"), STR_INIT("REAL")},
    };
    Str lower = em_str_lower(a, type);
    for (int i = 0; i < COUNT(kinds); i++)
        if (em_str_find(lower, kinds[i].part, 0) != NONE)
            return kinds[i].word;
    return type.n ? STR("NUM") : (Str){0};
}

static void add(Query *q, SqlColumn c, Str name)
{
    Sql *p = q->p;
    SqlTable *t = &p->cat->tables.items[q->table];
    if (p->dialect == DIALECT_MYSQL &&
        em_catalog_column(p->cat, t, name) != NONE)
        return; /* it was said what it is */
    forget(p, &c.is);
    if (p->dialect == DIALECT_SQLITE) {
        c.type.text = c.type.brief = affinity(c.type.text, p->arena);
        c.is.collation = (Str){0};
    }
    c.is.name = name;
    c.inherited = false;
    em_catalog_add_column(p->cat, t, &c);
}

static bool is_from(const Query *q, int i, Str qualifier)
{
    return q->from.items[i].table != NONE &&
           (!qualifier.n ||
            em_catalog_same(q->p->cat, q->from.items[i].alias, qualifier));
}

static void add_all(Query *q, Str qualifier)
{
    for (int i = 0; i < q->from.n; i++) {
        if (!is_from(q, i, qualifier) || q->from.items[i].table == q->table)
            continue;
        const SqlTable *t = &q->p->cat->tables.items[q->from.items[i].table];
        for (int k = 0; k < t->columns.n; k++)
            add(q, t->columns.items[k], t->columns.items[k].is.name);
    }
}

static bool find_column(const Query *q, Str qualifier, Str name, SqlColumn *out)
{
    for (int i = 0; i < q->from.n; i++) {
        if (!is_from(q, i, qualifier))
            continue;
        const SqlTable *t = &q->p->cat->tables.items[q->from.items[i].table];
        int at = em_catalog_column(q->p->cat, t, name);
        if (at != NONE) {
            *out = t->columns.items[at];
            return true;
        }
    }
    return false;
}

/* :: */
static bool take_cast(Sql *p)
{
    if (!em_sql_take_mark(p, ':'))
        return false;
    return em_sql_take_mark(p, ':');
}

/* What follows an expression's first token: casts, the last of which counts,
 * or operators, after which nothing is known. */
static void read_rest(Query *q, SqlColumn *c)
{
    Sql *p = q->p;
    bool serial;
    while (!is_clause(p) && !IS(p, "AS")) {
        if (take_cast(p)) {
            em_sql_type(p, &c->type, &serial);
            continue;
        }
        if (em_sql_is_name(p)) /* an alias without AS */
            return;
        c->type = (SqlType){.user = NONE};
        em_sql_skip(p);
        if (!is_clause(p))
            em_sql_skip(p);
    }
}

static void set_literal(const Sql *p, SqlColumn *c)
{
    bool is_postgres = p->dialect == DIALECT_POSTGRES;
    SqlTokKind kind = p->toks[p->i].kind;
    if (kind == SQL_NUMBER && is_postgres)
        c->type.text = STR("integer");
    else if (kind == SQL_STRING && is_postgres)
        c->type.text = STR("text");
    c->type.brief =
        kind == SQL_NUMBER && is_postgres ? STR("int") : c->type.text;
}

/* [table.]column, or a function's name. False when it was table.*, which is
 * done then. */
static bool read_name(Query *q, SqlName *name, SqlColumn *c)
{
    Sql *p = q->p;
    em_sql_name(p, &name->name);
    if (em_sql_take_mark(p, '.')) {
        name->schema = name->name;
        if (em_sql_take_mark(p, '*')) {
            add_all(q, name->schema);
            return false;
        }
        em_sql_name(p, &name->name);
    }
    if (!em_sql_is_mark(p, '('))
        find_column(q, name->schema, name->name, c);
    return true;
}

/* item = * | table.* | expression [[AS] name] */
static void read_item(Query *q)
{
    Sql *p = q->p;
    SqlColumn c = {.type = {.user = NONE}};
    SqlName name = {0};

    c.is.span = em_sql_span(p);
    if (em_sql_take_mark(p, '*')) {
        add_all(q, (Str){0});
        return;
    }
    bool is_name = em_sql_is_name(p) && p->toks[p->i].kind != SQL_STRING;
    if (is_name) {
        if (!read_name(q, &name, &c))
            return;
    } else {
        set_literal(p, &c);
        em_sql_skip(p);
    }
    read_rest(q, &c);
    TAKE(p, "AS");
    if (em_sql_is_name(p) && !is_clause(p))
        em_sql_name(p, &name.name);
    while (!em_sql_at_item_end(p) && !IS(p, "FROM") && !is_clause(p))
        em_sql_skip(p);
    add(q, c, name.name.n ? name.name : STR("?column?"));
}

void em_sql_select(Sql *p, int table)
{
    Query q = {.p = p, .table = table};

    em_sql_take_mark(p, '(');
    if (TAKE(p, "TABLE")) {
        read_from_table(&q);
        add_all(&q, (Str){0});
        p->i = p->n;
        return;
    }
    if (!TAKE(p, "SELECT")) {
        p->i = p->n;
        return;
    }
    TAKE(p, "DISTINCT");
    TAKE(p, "ALL");
    int list = p->i;
    while (!em_sql_at_end(p) && !IS(p, "FROM"))
        em_sql_skip(p);
    if (TAKE(p, "FROM"))
        read_from(&q);
    p->i = list;
    do
        read_item(&q);
    while (em_sql_take_mark(p, ','));
    p->i = p->n;
}
