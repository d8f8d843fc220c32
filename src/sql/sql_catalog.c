/*
 * Tables, views, types and columns of the catalog: finding, adding, moving,
 * dropping. Keys and constraints are in sql_keys.c.
 *
 * A name's entry in a Map is set to NONE when the thing goes; entries are
 * never removed. What a statement does to other tables (renaming a column that
 * others refer to) looks at all of them: MAX_WORK ends inputs that do little
 * else.
 */
#include "sql/sql_catalog.h"

#include "sql/sql.h"
#include "sql/sql_lex.h"

enum { MAX_WORK = 200 * 1000 * 1000 };

void em_catalog_open(Catalog *c, Dialect d, Arena *a)
{
    *c = (Catalog){
        .dialect = d,
        .arena = a,
        .table_names.arena = a,
        .type_names.arena = a,
        .schemas.arena = a,
    };
    if (d == DIALECT_POSTGRES) {
        em_map_add(&c->schemas, STR("public"), 1);
        *PUSH(a, &c->search_path) = STR("public");
    }
}

bool em_catalog_same(const Catalog *c, Str a, Str b)
{
    return c->dialect == DIALECT_POSTGRES ? em_str_eq(a, b)
                                          : em_str_eq_nocase(a, b);
}

bool em_catalog_work(Catalog *c, int n)
{
    c->work += n;
    c->is_cut = c->is_cut || c->work > MAX_WORK;
    return !c->is_cut;
}

/* ---- names ----------------------------------------------------------------
 */

/* The key of a name: no name holds a NUL. */
static Str key_of(const Catalog *c, Str schema, Str name)
{
    Str key = JOIN(c->arena, schema, ((Str){"", 1}), name);
    return c->dialect == DIALECT_POSTGRES ? key : em_str_lower(c->arena, key);
}

Str em_catalog_home(const Catalog *c)
{
    if (c->dialect != DIALECT_POSTGRES)
        return (Str){0};
    for (int i = 0; i < c->search_path.n; i++)
        if (em_map_find(&c->schemas, c->search_path.items[i]) == 1)
            return c->search_path.items[i];
    return STR("public");
}

/* A database is no schema: the one in use is not named. SQLite's "main" is
 * the same. */
static Str schema_of(const Catalog *c, Str written)
{
    if (c->dialect == DIALECT_SQLITE && em_str_eq_nocase(written, STR("temp")))
        return TEMPORARY;
    if (c->dialect == DIALECT_POSTGRES || em_str_eq(written, TEMPORARY))
        return written;
    bool is_own =
        c->dialect == DIALECT_SQLITE || em_str_eq_nocase(written, c->database);
    return is_own ? STR("") : written;
}

static int find(const Catalog *c, const Map *names, SqlName name)
{
    if (c->dialect != DIALECT_POSTGRES) {
        int found =
            em_map_find(names, key_of(c, schema_of(c, name.schema), name.name));
        /* the database that all is about may have no name so far */
        bool may_be_own = found == NONE && name.schema.n && !c->database.n;
        return may_be_own ? em_map_find(names, key_of(c, (Str){0}, name.name))
                          : found;
    }
    if (name.schema.n)
        return em_map_find(names, key_of(c, name.schema, name.name));
    for (int i = 0; i < c->search_path.n; i++) {
        int found =
            em_map_find(names, key_of(c, c->search_path.items[i], name.name));
        if (found != NONE)
            return found;
    }
    return em_map_find(names, key_of(c, em_catalog_home(c), name.name));
}

int em_catalog_table(const Catalog *c, SqlName name)
{
    int hiding = NONE;
    if (!name.schema.n)
        hiding = em_map_find(&c->table_names, key_of(c, TEMPORARY, name.name));
    return hiding == NONE ? find(c, &c->table_names, name) : hiding;
}

int em_catalog_table_at(const Catalog *c, SqlName name)
{
    Str schema = name.schema.n ? schema_of(c, name.schema) : em_catalog_home(c);
    return em_map_find(&c->table_names, key_of(c, schema, name.name));
}

int em_catalog_type(const Catalog *c, SqlName name)
{
    return find(c, &c->type_names, name);
}

static Str home_of(Catalog *c, SqlName name)
{
    if (c->dialect != DIALECT_POSTGRES)
        return schema_of(c, name.schema);
    if (!name.schema.n)
        return em_catalog_home(c);
    em_map_set(&c->schemas, name.schema, 1);
    return name.schema;
}

int em_catalog_add_table(Catalog *c, SqlName name, const SqlTable *t)
{
    Str schema = home_of(c, name);
    SqlTable *made = PUSH(c->arena, &c->tables);
    *made = *t;
    made->is.schema = schema;
    made->is.base = name.name;
    made->is.span = name.span;
    made->is.group = NONE;
    em_map_set(&c->table_names, key_of(c, schema, name.name), c->tables.n - 1);
    return c->tables.n - 1;
}

int em_catalog_add_type(Catalog *c, SqlName name, const SqlTypeDef *t)
{
    Str schema = home_of(c, name);
    SqlTypeDef *made = PUSH(c->arena, &c->types);
    *made = *t;
    made->is.schema = schema;
    made->is.name = name.name;
    made->is.span = name.span;
    em_map_set(&c->type_names, key_of(c, schema, name.name), c->types.n - 1);
    return c->types.n - 1;
}

/* ---- references of other tables -------------------------------------------
 */

/* True when a key refers to a table, by what it was resolved to or by name. */
static bool refers_to(const Catalog *c, const ForeignKey *key, int table)
{
    const Table *t = &c->tables.items[table].is;
    if (key->ref_table != NONE)
        return key->ref_table == table;
    return em_catalog_same(c, key->ref_base, t->base) &&
           em_catalog_same(c, key->ref_schema, t->schema);
}

static bool count_all_keys(Catalog *c)
{
    int n = 0;
    for (int i = 0; i < c->tables.n; i++)
        n += 1 + c->tables.items[i].is.foreign_keys.n;
    return em_catalog_work(c, n);
}

typedef void KeyWork(Catalog *c, ForeignKey *key, void *ctx);

static void each_reference(Catalog *c, int table, KeyWork *work, void *ctx)
{
    if (!count_all_keys(c))
        return;
    for (int i = 0; i < c->tables.n; i++) {
        Table *t = &c->tables.items[i].is;
        for (int k = 0; k < t->foreign_keys.n; k++)
            if (refers_to(c, &t->foreign_keys.items[k], table))
                work(c, &t->foreign_keys.items[k], ctx);
    }
}

static void point_at(Catalog *c, ForeignKey *key, void *ctx)
{
    const SqlName *name = ctx;
    (void)c;
    key->ref_schema = name->schema;
    key->ref_base = name->name;
}

bool em_catalog_move_table(Catalog *c, int table, Str schema, Str name)
{
    SqlName to = {.schema = schema, .name = name};
    Table *t = &c->tables.items[table].is;
    int there = em_map_find(&c->table_names, key_of(c, schema, name));
    if (there != NONE && there != table)
        return false;
    if (!c->renames_alone || c->checks_references)
        each_reference(c, table, point_at, &to);
    em_catalog_rename_made(c, t, name);
    em_map_set(&c->table_names, key_of(c, t->schema, t->base), NONE);
    t->schema = schema;
    t->base = name;
    em_map_set(&c->table_names, key_of(c, schema, name), table);
    if (c->dialect == DIALECT_POSTGRES)
        em_map_set(&c->schemas, schema, 1);
    return true;
}

void em_catalog_move_type(Catalog *c, int type, Str schema, Str name)
{
    TypeDef *t = &c->types.items[type].is;
    em_map_set(&c->type_names, key_of(c, t->schema, t->name), NONE);
    t->schema = schema;
    t->name = name;
    em_map_set(&c->type_names, key_of(c, schema, name), type);
}

/* ---- dropping -------------------------------------------------------------
 */

/* The references to a table that goes: PostgreSQL's CASCADE takes them along,
 * elsewhere they wait for a table of that name. */
static void drop_references(Catalog *c, int table)
{
    if (!count_all_keys(c))
        return;
    for (int i = 0; i < c->tables.n; i++) {
        Table *t = &c->tables.items[i].is;
        int kept = 0;
        for (int k = 0; k < t->foreign_keys.n; k++) {
            ForeignKey key = t->foreign_keys.items[k];
            bool hit = refers_to(c, &key, table);
            if (hit && c->dialect == DIALECT_POSTGRES)
                continue;
            if (hit)
                key.ref_table = NONE;
            t->foreign_keys.items[kept++] = key;
        }
        t->foreign_keys.n = kept;
    }
}

static void drop_table(Catalog *c, int table)
{
    SqlTable *t = &c->tables.items[table];
    t->dropped = true;
    em_map_set(&c->table_names, key_of(c, t->is.schema, t->is.base), NONE);
    drop_references(c, table);
}

void em_catalog_drop_table(Catalog *c, int table)
{
    Family all = em_catalog_family(c, table);
    for (int i = 0; i < all.n; i++)
        drop_table(c, all.items[i]);
}

static bool reads(const SqlTable *view, int table, Str column)
{
    bool any = false;
    for (int i = 0; i < view->reads.n && !any; i++)
        any = view->reads.items[i] == table;
    return any && (!column.n || em_sql_mentions(view->query, column) ||
                   em_str_find_char(view->query, '*', 0) != NONE);
}

void em_catalog_drop_views(Catalog *c, int table, Str column)
{
    Family gone = {0};
    *PUSH(c->arena, &gone) = table;
    for (int i = 0; i < gone.n; i++)
        for (int k = 0; k < c->tables.n; k++) {
            SqlTable *view = &c->tables.items[k];
            if (!em_catalog_work(c, 1 + view->reads.n + view->query.n / 8))
                return;
            if (view->dropped ||
                !reads(view, gone.items[i], i == 0 ? column : (Str){0}))
                continue;
            drop_table(c, k);
            *PUSH(c->arena, &gone) = k;
        }
}

/* Columns of a type go with it, as CASCADE has it. */
void em_catalog_drop_type(Catalog *c, int type)
{
    SqlTypeDef *t = &c->types.items[type];
    t->dropped = true;
    em_map_set(&c->type_names, key_of(c, t->is.schema, t->is.name), NONE);
    for (int i = 0; i < c->tables.n; i++) {
        SqlTable *of = &c->tables.items[i];
        if (!em_catalog_work(c, 1 + of->columns.n) || of->dropped)
            continue;
        for (int k = of->columns.n - 1; k >= 0; k--)
            if (of->columns.items[k].type.user == type)
                em_catalog_drop_column(c, i, k);
    }
}

void em_catalog_drop_schema(Catalog *c, Str schema)
{
    em_map_set(&c->schemas, schema, NONE);
    if (!em_catalog_work(c, c->tables.n + c->types.n))
        return;
    for (int i = 0; i < c->tables.n; i++)
        if (!c->tables.items[i].dropped &&
            em_str_eq(c->tables.items[i].is.schema, schema)) {
            em_catalog_drop_views(c, i, (Str){0});
            em_catalog_drop_table(c, i);
        }
    for (int i = 0; i < c->types.n; i++)
        if (!c->types.items[i].dropped &&
            em_str_eq(c->types.items[i].is.schema, schema))
            em_catalog_drop_type(c, i);
}

/* ---- columns --------------------------------------------------------------
 */

int em_catalog_column(const Catalog *c, const SqlTable *t, Str name)
{
    for (int i = 0; i < t->columns.n; i++)
        if (em_catalog_same(c, t->columns.items[i].is.name, name))
            return i;
    return NONE;
}

/* Adds a column; one of the same name is merged, as INHERITS has it. */
SqlColumn *em_catalog_add_column(Catalog *c, SqlTable *t, const SqlColumn *col)
{
    bool may_look = em_catalog_work(c, t->columns.n);
    int old = may_look ? em_catalog_column(c, t, col->is.name) : NONE;
    SqlColumn *to =
        old != NONE ? &t->columns.items[old] : PUSH(c->arena, &t->columns);
    bool was_not_null = old != NONE && to->is.nullable == NULLABLE_NO;
    *to = *col;
    if (!to->is.source)
        to->is.source = c->source;
    if (was_not_null)
        to->is.nullable = NULLABLE_NO;
    return to;
}

void em_catalog_move_column(SqlTable *t, int column, int after)
{
    SqlColumn moved = t->columns.items[column];
    for (; column > after + 1; column--)
        t->columns.items[column] = t->columns.items[column - 1];
    for (; column < after; column++)
        t->columns.items[column] = t->columns.items[column + 1];
    t->columns.items[column] = moved;
}

void em_catalog_set_not_null(Catalog *c, SqlTable *t, Str column)
{
    int i = em_catalog_column(c, t, column);
    if (i != NONE)
        t->columns.items[i].is.nullable = NULLABLE_NO;
}

static int find_name(const Catalog *c, const Strs *list, Str name)
{
    for (int i = 0; i < list->n; i++)
        if (em_catalog_same(c, list->items[i], name))
            return i;
    return NONE;
}

static void take_out(Strs *list, int at)
{
    for (int i = at; i + 1 < list->n; i++)
        list->items[i] = list->items[i + 1];
    list->n--;
}

/* Behind the name or word that begins at i, which is *name without quotes. */
static int name_at(Str s, int i, Str *name)
{
    int end = i;
    if (s.p[i] == '"') {
        end = em_str_find_char(s, '"', i + 1);
        *name = em_str_cut(s, i + 1, end == NONE ? s.n : end);
        return end == NONE ? s.n : end + 1;
    }
    while (end < s.n && em_is_word((unsigned char)s.p[end]))
        end++;
    *name = em_str_cut(s, i, end);
    return MAX(end, i + 1);
}

/* What is in single quotes names nothing. */
bool em_sql_mentions(Str expression, Str column)
{
    Str name;
    for (int i = 0; i < expression.n;) {
        if (expression.p[i] == '\'') {
            int end = em_str_find_char(expression, '\'', i + 1);
            i = end == NONE ? expression.n : end + 1;
            continue;
        }
        bool quoted = expression.p[i] == '"';
        i = name_at(expression, i, &name);
        if (quoted ? em_str_eq(name, column) : em_str_eq_nocase(name, column))
            return true;
    }
    return false;
}

/* Does an index name a column in an expression, a condition, behind INCLUDE? */
static bool is_about(const Index *index, Str column)
{
    bool any = index->is_partial && em_sql_mentions(index->where, column);
    for (int i = 0; index->has_expression && i < index->columns.n; i++)
        any |= em_sql_mentions(index->columns.items[i], column);
    for (int i = 0; i < index->include.n; i++)
        any |= em_str_eq(index->include.items[i], column);
    return any;
}

/* Parts of an index as typed, "(a(20), b)", without one of them. */
static Str without_part(const Catalog *c, Str typed, int part)
{
    const SqlLexis *lexis = em_sql_lexis(c->dialect);
    Buf b = {.arena = c->arena};
    int depth = 0, at = 0, from = 0, n = 0;
    for (SqlTok t = em_sql_lex(lexis, typed, 0); t.kind != SQL_END;
         t = em_sql_lex(lexis, typed, t.end)) {
        char mark = t.kind == SQL_MARK ? typed.p[t.at] : 0;
        bool ends = depth == 1 && (mark == ',' || mark == ')');
        depth += mark == '(' ? 1 : mark == ')' ? -1 : 0;
        if (depth == 1 && mark == '(')
            from = t.end;
        if (!ends)
            continue;
        if (at++ != part) {
            em_put(&b, n++ ? STR(",") : STR("("));
            em_put(&b, em_str_cut(typed, from, t.at));
        }
        from = t.end;
    }
    em_put(&b, STR(")"));
    return n ? em_buf_str(&b) : (Str){0};
}

/*
 * Keys lose a column that goes: PostgreSQL drops all that hold it, MySQL takes
 * it out of them and drops what is empty then.
 */
static void drop_from_keys(Catalog *c, Table *t, Str column)
{
    const bool is_postgres = c->dialect == DIALECT_POSTGRES;
    bool whole = c->dialect != DIALECT_MYSQL;
    int kept = 0, at = find_name(c, &t->primary_key, column);

    if (at != NONE && whole)
        t->primary_key.n = 0;
    else if (at != NONE)
        take_out(&t->primary_key, at);
    for (int i = 0; i < t->indexes.n; i++) {
        Index index = t->indexes.items[i];
        at = find_name(c, &index.columns, column);
        if (at != NONE && !whole) {
            take_out(&index.columns, at);
            index.typed = without_part(c, index.typed, at);
        }
        if (is_postgres && is_about(&index, column))
            continue;
        if (at == NONE || (!whole && index.columns.n))
            t->indexes.items[kept++] = index;
    }
    t->indexes.n = kept;
    kept = 0;
    for (int i = 0; i < t->foreign_keys.n; i++)
        if (find_name(c, &t->foreign_keys.items[i].columns, column) == NONE)
            t->foreign_keys.items[kept++] = t->foreign_keys.items[i];
    t->foreign_keys.n = kept;
}

/* PostgreSQL: references to a column that goes, go. */
static void drop_references_to(Catalog *c, int table, Str column)
{
    if (c->dialect != DIALECT_POSTGRES || !count_all_keys(c))
        return;
    for (int i = 0; i < c->tables.n; i++) {
        Table *t = &c->tables.items[i].is;
        int kept = 0;
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const ForeignKey *key = &t->foreign_keys.items[k];
            if (!refers_to(c, key, table) ||
                find_name(c, &key->ref_columns, column) == NONE)
                t->foreign_keys.items[kept++] = *key;
        }
        t->foreign_keys.n = kept;
    }
}

/* PostgreSQL: a check goes with any column that it is about; elsewhere with the
 * one in whose definition it stands. */
static void drop_checks(Catalog *c, SqlTable *t, Str column)
{
    int kept = 0;
    em_catalog_drop_own_checks(c, t, column);
    if (c->dialect != DIALECT_POSTGRES)
        return;
    for (int i = 0; i < t->is.checks.n; i++)
        if (!em_sql_mentions(t->is.checks.items[i].expression, column))
            t->is.checks.items[kept++] = t->is.checks.items[i];
    t->is.checks.n = kept;
}

/* PostgreSQL: what is generated from a column goes with it; nothing else is
 * generated from that. */
static bool is_made_of(const Catalog *c, const SqlColumn *column, Str name)
{
    return c->dialect == DIALECT_POSTGRES &&
           column->is.value.kind == VALUE_GENERATED_STORED &&
           em_sql_mentions(column->is.value.text, name);
}

static void drop_column(Catalog *c, int table, int column)
{
    SqlTable *t = &c->tables.items[table];
    Str name = t->columns.items[column].is.name;
    int kept = 0;

    for (int i = 0; i < t->columns.n; i++) {
        bool goes = i == column || is_made_of(c, &t->columns.items[i], name);
        if (goes) {
            drop_references_to(c, table, t->columns.items[i].is.name);
            drop_from_keys(c, &t->is, t->columns.items[i].is.name);
            drop_checks(c, t, t->columns.items[i].is.name);
        } else {
            t->columns.items[kept++] = t->columns.items[i];
        }
    }
    t->columns.n = kept;
}

void em_catalog_drop_column(Catalog *c, int table, int column)
{
    Str name = c->tables.items[table].columns.items[column].is.name;
    Family all = em_catalog_family(c, table);

    drop_column(c, table, column);
    for (int i = 1; i < all.n; i++) {
        const SqlTable *child = &c->tables.items[all.items[i]];
        int at = em_catalog_column(c, child, name);
        if (at != NONE && child->columns.items[at].inherited &&
            !child->columns.items[at].is_own)
            drop_column(c, all.items[i], at);
    }
}

typedef struct {
    Str from, to;
} Renaming;

static void rename_in(const Catalog *c, Strs *list, const Renaming *r)
{
    int at = find_name(c, list, r->from);
    if (at != NONE)
        list->items[at] = r->to;
}

static Str quoted(Dialect d, Str name, Arena *a)
{
    return d == DIALECT_MYSQL ? JOIN(a, STR("`"), name, STR("`"))
                              : em_sql_quoted(a, name);
}

Str em_sql_rename_in(Dialect d, Str text, Str from, Str to, Arena *a)
{
    const Catalog rules = {.dialect = d};
    const SqlLexis *lexis = em_sql_lexis(d);
    Buf b = {.arena = a};
    int done = 0;
    for (SqlTok t = em_sql_lex(lexis, text, 0); t.kind != SQL_END;
         t = em_sql_lex(lexis, text, t.end)) {
        bool is_name = t.kind == SQL_WORD || t.kind == SQL_NAME;
        if (!is_name ||
            !em_catalog_same(&rules, em_sql_value(d, text, t, a), from))
            continue;
        PUT(&b, em_str_cut(text, done, t.at), quoted(d, to, a));
        done = t.end;
    }
    em_put(&b, em_str_cut(text, done, text.n));
    return done ? em_buf_str(&b) : text;
}

static Str rename_in_text(const Catalog *c, Str text, const Renaming *r)
{
    return em_sql_rename_in(c->dialect, text, r->from, r->to, c->arena);
}

static void rename_in_expressions(Catalog *c, SqlTable *t, const Renaming *r)
{
    for (int i = 0; i < t->is.checks.n; i++) {
        TableCheck *check = &t->is.checks.items[i];
        if (em_catalog_same(c, check->column, r->from))
            check->column = r->to;
        if (em_catalog_work(c, check->expression.n))
            check->expression = rename_in_text(c, check->expression, r);
    }
    for (int i = 0; i < t->columns.n; i++) {
        ColumnValue *v = &t->columns.items[i].is.value;
        bool is_generated = v->kind == VALUE_GENERATED_STORED ||
                            v->kind == VALUE_GENERATED_VIRTUAL;
        if (is_generated && em_catalog_work(c, v->text.n))
            v->text = rename_in_text(c, v->text, r);
    }
    if (em_catalog_work(c, t->is.primary_key_typed.n))
        t->is.primary_key_typed = rename_in_text(c, t->is.primary_key_typed, r);
    for (int i = 0; i < t->is.indexes.n; i++) {
        Index *index = &t->is.indexes.items[i];
        rename_in(c, &index->include, r);
        if (index->where.n && em_catalog_work(c, index->where.n))
            index->where = rename_in_text(c, index->where, r);
        if (em_catalog_work(c, index->typed.n))
            index->typed = rename_in_text(c, index->typed, r);
        for (int k = 0; index->has_expression && k < index->columns.n; k++)
            if (em_catalog_work(c, index->columns.items[k].n))
                index->columns.items[k] =
                    rename_in_text(c, index->columns.items[k], r);
    }
}

static void rename_reference(Catalog *c, ForeignKey *key, void *ctx)
{
    rename_in(c, &key->ref_columns, ctx);
}

static void rename_column(Catalog *c, int table, int column, Str name)
{
    SqlTable *t = &c->tables.items[table];
    Renaming r = {t->columns.items[column].is.name, name};

    t->columns.items[column].is.name = name;
    rename_in(c, &t->is.primary_key, &r);
    rename_in_expressions(c, t, &r);
    for (int i = 0; i < t->is.indexes.n; i++)
        rename_in(c, &t->is.indexes.items[i].columns, &r);
    for (int i = 0; i < t->is.foreign_keys.n; i++)
        rename_in(c, &t->is.foreign_keys.items[i].columns, &r);
    each_reference(c, table, rename_reference, &r);
}

bool em_catalog_rename_column(Catalog *c, int table, int column, Str name)
{
    Str old = c->tables.items[table].columns.items[column].is.name;
    Family all = em_catalog_family(c, table);
    int there = em_catalog_column(c, &c->tables.items[table], name);

    if (there != NONE && there != column)
        return false;
    rename_column(c, table, column, name);
    for (int i = 1; i < all.n; i++) {
        const SqlTable *child = &c->tables.items[all.items[i]];
        int at = em_catalog_column(c, child, old);
        if (at != NONE && child->columns.items[at].inherited)
            rename_column(c, all.items[i], at, name);
    }
    return true;
}
