/*
 * Keys and constraints of the catalog's tables, with the names that the engine
 * makes for those that have none, because later statements may use them.
 */
#include "sql/sql_catalog.h"

enum { MOST_COLUMNS = 20 * 1000 }; /* of a table or key that are looked up */

/* ---- names ----------------------------------------------------------------
 */

static bool is_taken(Catalog *c, const Table *t, Str name)
{
    if (!em_catalog_work(c, 1 + t->indexes.n + t->foreign_keys.n + t->checks.n))
        return false;
    if (em_str_eq(t->primary_key_name, name))
        return true;
    for (int i = 0; i < t->indexes.n; i++)
        if (!t->indexes.items[i].is_implied &&
            em_catalog_same(c, t->indexes.items[i].name, name))
            return true;
    for (int i = 0; i < t->foreign_keys.n; i++)
        if (em_catalog_same(c, t->foreign_keys.items[i].name, name))
            return true;
    for (int i = 0; i < t->checks.n; i++)
        if (em_catalog_same(c, t->checks.items[i].name, name))
            return true;
    return false;
}

static int find_word(const Strs *words, Str word)
{
    for (int i = 0; i < words->n; i++)
        if (em_str_eq(words->items[i], word))
            return i;
    return NONE;
}

static Str join_columns(Arena *a, const Strs *columns)
{
    Buf b = {.arena = a};
    for (int i = 0; columns && i < columns->n; i++)
        PUT(&b, i ? STR("_") : STR(""), columns->items[i]);
    return em_buf_str(&b);
}

/*
 * PostgreSQL: "orders_customer_id_fkey", of at most 63 bytes: the longer of
 * table and columns gives way. A number behind it makes it the only one.
 */
static Str make_postgres_name(Catalog *c, const Table *t, Str columns,
                              Str ending)
{
    enum { LONGEST = 63 };
    Str number = {0};
    for (int i = 1;; i++) {
        Str table = t->base, middle = columns;
        int rest = 1 + (columns.n > 0) + ending.n + number.n;
        while (table.n + middle.n + rest > LONGEST)
            if (table.n > middle.n)
                table.n--;
            else
                middle.n--;
        Str name = JOIN(c->arena, table, columns.n ? STR("_") : STR(""), middle,
                        STR("_"), ending, number);
        if (!is_taken(c, t, name))
            return name;
        Buf b = {.arena = c->arena};
        em_put_int(&b, i);
        number = em_buf_str(&b);
    }
}

/* MySQL: an index is called like its first column, then column_2 and so on. */
static Str make_mysql_index_name(Catalog *c, const Table *t, Str column)
{
    Str name = column;
    for (int i = 2; is_taken(c, t, name); i++) {
        Buf b = {.arena = c->arena};
        PUT(&b, column, STR("_"));
        em_put_int(&b, i);
        name = em_buf_str(&b);
    }
    return name;
}

static Str make_mysql_key_name(Catalog *c, SqlTable *t)
{
    Buf b = {.arena = c->arena};
    PUT(&b, t->is.base, STR("_ibfk_"));
    em_put_int(&b, ++t->n_made);
    return em_buf_str(&b);
}

static Str make_name(Catalog *c, SqlTable *t, const Strs *columns, Str ending)
{
    Str joined = join_columns(c->arena, columns);
    switch (c->dialect) {
    case DIALECT_POSTGRES: return make_postgres_name(c, &t->is, joined, ending);
    case DIALECT_MYSQL:
        if (em_str_eq(ending, STR("fkey")))
            return make_mysql_key_name(c, t);
        return columns && columns->n
                   ? make_mysql_index_name(c, &t->is, columns->items[0])
                   : (Str){0};
    case DIALECT_SQLITE:
    case DIALECT_NONE: break;
    }
    return (Str){0};
}

/* ---- adding ---------------------------------------------------------------
 */

/* SQLite's primary keys permit NULL, but for tables that are their key. */
static bool implies_not_null(const Catalog *c, const SqlTable *t)
{
    return c->dialect != DIALECT_SQLITE || t->without_rowid;
}

/* Looking up the columns of a key costs as much as both have. False: that is
 * too much. */
static bool may_look_up(Catalog *c, const SqlTable *t, const Strs *columns)
{
    return columns->n < MOST_COLUMNS && t->columns.n < MOST_COLUMNS &&
           em_catalog_work(c, columns->n * t->columns.n);
}

static void add_primary_key(Catalog *c, SqlTable *t, Str name,
                            const Strs *columns)
{
    if (!may_look_up(c, t, columns))
        return;
    t->is.primary_key = (Strs){0};
    t->is.primary_key_typed = (Str){0};
    for (int i = 0; i < columns->n; i++) {
        int at = em_catalog_column(c, t, columns->items[i]);
        *PUSH(c->arena, &t->is.primary_key) =
            at == NONE ? columns->items[i] : t->columns.items[at].is.name;
        if (implies_not_null(c, t))
            em_catalog_set_not_null(c, t, columns->items[i]);
    }
    t->is.primary_key_name = name.n ? name : make_name(c, t, NULL, STR("pkey"));
}

/* The next name in an expression from *at on, behind which *at is then; texts
 * in quotes are none. Empty: there is no more. */
static Str next_name(Str expression, int *at)
{
    int i = *at;
    while (i < expression.n && !em_is_word((unsigned char)expression.p[i])) {
        bool is_text = expression.p[i] == '\'';
        int end = is_text ? em_str_find_char(expression, '\'', i + 1) : i;
        i = end == NONE ? expression.n : end + 1;
    }
    int from = i;
    while (i < expression.n && em_is_word((unsigned char)expression.p[i]))
        i++;
    *at = i;
    return em_str_cut(expression, from, i);
}

/* The one column that a check is about; empty: it is about none or several. */
static Str find_only_column(Catalog *c, const SqlTable *t, Str expression)
{
    int at = 0, only = NONE;
    Str name;
    if (!em_catalog_work(c, expression.n / 2))
        return (Str){0};
    while ((name = next_name(expression, &at)).n) {
        int column = em_catalog_column(c, t, em_str_lower(c->arena, name));
        if (column != NONE && only != NONE && column != only)
            return (Str){0};
        only = column == NONE ? only : column;
    }
    return only == NONE ? STR("") : t->columns.items[only].is.name;
}

/* PostgreSQL names a check after the column it is about when it is one alone,
 * wherever it stands. */
static void name_check(Catalog *c, SqlTable *t, TableCheck *check)
{
    Strs columns = {0};
    if (check->name.n || c->dialect != DIALECT_POSTGRES)
        return;
    Str only = find_only_column(c, t, check->expression);
    if (only.n)
        *PUSH(c->arena, &columns) = only;
    check->name = make_name(c, t, &columns, STR("check"));
}

/* True when a constraint says what the primary key or one before it says. */
static bool is_repeated(const Table *t, int index)
{
    const Index *at = &t->indexes.items[index];
    if (!at->is_constraint)
        return false;
    if (em_strs_equal(&at->columns, &t->primary_key))
        return true;
    for (int i = 0; i < index; i++)
        if (t->indexes.items[i].is_constraint &&
            em_strs_equal(&at->columns, &t->indexes.items[i].columns))
            return true;
    return false;
}

void em_catalog_settle(Catalog *c, int table)
{
    SqlTable *t = &c->tables.items[table];
    int kept = 0;

    t->is_settled = true;
    for (int i = 0; i < t->is.checks.n; i++)
        name_check(c, t, &t->is.checks.items[i]);
    for (int i = 0; i < t->is.primary_key.n; i++)
        if (implies_not_null(c, t))
            em_catalog_set_not_null(c, t, t->is.primary_key.items[i]);
    em_catalog_imply(c, table);
    if (c->dialect == DIALECT_MYSQL ||
        !em_catalog_work(c, t->is.indexes.n * t->is.indexes.n))
        return;
    for (int i = 0; i < t->is.indexes.n; i++)
        if (!is_repeated(&t->is, i))
            t->is.indexes.items[kept++] = t->is.indexes.items[i];
    t->is.indexes.n = kept;
}

void em_catalog_add_primary_key(Catalog *c, int table, Str name,
                                const Strs *columns)
{
    Family all = em_catalog_family(c, table);
    add_primary_key(c, &c->tables.items[table], name, columns);
    for (int i = 1; i < all.n; i++) {
        SqlTable *t = &c->tables.items[all.items[i]];
        if (t->is.kind == TABLE_PARTITION)
            add_primary_key(c, t, (Str){0}, columns);
    }
}

static Strs copy_list(Arena *a, const Strs *from)
{
    Strs to = {0};
    for (int i = 0; i < from->n; i++)
        *PUSH(a, &to) = from->items[i];
    return to;
}

/* Behind the parenthesis that opens at `at`, or the text's end. */
static int group_end(Str s, int at)
{
    int depth = 0;
    for (int i = at; i < s.n; i++) {
        int quote = s.p[i] == '\'' ? em_str_find_char(s, '\'', i + 1) : i;
        i = quote == NONE ? s.n - 1 : quote;
        depth += s.p[i] == '(' ? 1 : s.p[i] == ')' ? -1 : 0;
        if (depth == 0)
            return i + 1;
    }
    return s.n;
}

/* Without parentheses around all of it, and without the cast behind it. */
static Str bare(Str s)
{
    int cast;
    do {
        s = em_str_trim(s);
        while (s.n > 1 && s.p[0] == '(' && group_end(s, 0) == s.n)
            s = em_str_trim(em_str_cut(s, 1, s.n - 1));
        int open = em_str_find_char(s, '(', 0);
        int from = open == NONE ? 0 : group_end(s, open);
        cast = em_str_find(s, STR("::"), from);
        s = cast == NONE ? s : em_str_cut(s, 0, cast);
    } while (cast != NONE);
    return s;
}

/*
 * What PostgreSQL calls an expression: a function or a column by its name,
 * CASE "case", anything else "expr".
 */
static Str word_of(Str expression)
{
    enum { LONGEST = 1000 }; /* so that no one pays for parentheses in others */
    if (expression.n > LONGEST)
        return STR("expr");
    Str s = bare(expression);
    int end = 0;
    while (end < s.n && em_is_word((unsigned char)s.p[end]))
        end++;
    Str word = em_str_cut(s, 0, end);
    if (em_str_eq_nocase(word, STR("case")))
        return word;
    bool is_call =
        end > 0 && end < s.n && s.p[end] == '(' && group_end(s, end) == s.n;
    return is_call || (end > 0 && end == s.n) ? word : STR("expr");
}

/* Numbered when it is there already: expr, expr1 */
static Str unlike(Catalog *c, const Strs *words, Str word)
{
    Str name = word;
    for (int i = 1; find_word(words, name) != NONE; i++) {
        Buf b = {.arena = c->arena};
        em_put(&b, word);
        em_put_int(&b, i);
        name = em_buf_str(&b);
    }
    return name;
}

/* The words that an index without a name is called by. */
static Strs words_of(Catalog *c, const SqlTable *t, const Index *index)
{
    enum { MOST = 32 }; /* columns of an index in PostgreSQL */
    Strs words = {0};
    if (c->dialect != DIALECT_POSTGRES)
        return index->columns;
    int n = MIN(index->columns.n + index->include.n, MOST);
    for (int i = 0; i < n; i++) {
        int rest = i - index->columns.n;
        Str name =
            rest < 0 ? index->columns.items[i] : index->include.items[rest];
        bool is_column = em_catalog_column(c, t, name) != NONE;
        if (!em_catalog_work(c, t->columns.n + words.n))
            break;
        *PUSH(c->arena, &words) =
            is_column
                ? name
                : unlike(c, &words, em_str_lower(c->arena, word_of(name)));
    }
    return words;
}

/* Each index has a list of its own, because columns are renamed in it. */
static void add_index(Catalog *c, SqlTable *t, Index index)
{
    if (!may_look_up(c, t, &index.columns) ||
        !em_catalog_work(c, t->is.foreign_keys.n))
        return;
    index.columns = copy_list(c->arena, &index.columns);
    for (int i = 0; i < index.columns.n; i++) {
        int at = em_catalog_column(c, t, index.columns.items[i]);
        if (at != NONE)
            index.columns.items[i] = t->columns.items[at].is.name;
    }
    if (!index.name.n) {
        Strs words = words_of(c, t, &index);
        index.name = make_name(c, t, &words,
                               index.is_constraint ? STR("key") : STR("idx"));
    }
    if (!index.source)
        index.source = c->source;
    *PUSH(c->arena, &t->is.indexes) = index;
}

void em_catalog_add_index(Catalog *c, int table, Index index)
{
    Family all = em_catalog_family(c, table);
    add_index(c, &c->tables.items[table], index);
    index.name = (Str){0};
    for (int i = 1; i < all.n; i++) {
        SqlTable *t = &c->tables.items[all.items[i]];
        if (t->is.kind == TABLE_PARTITION)
            add_index(c, t, index);
    }
}

void em_catalog_add_foreign_key(Catalog *c, int table, ForeignKey key)
{
    SqlTable *t = &c->tables.items[table];
    /* relations compare each key with each index */
    if (t->keeps_no_references || !may_look_up(c, t, &key.columns) ||
        !em_catalog_work(c, t->is.indexes.n))
        return;
    for (int i = 0; i < key.columns.n; i++) {
        int at = em_catalog_column(c, t, key.columns.items[i]);
        if (at != NONE)
            key.columns.items[i] = t->columns.items[at].is.name;
    }
    if (!key.name.n)
        key.name = make_name(c, t, &key.columns, STR("fkey"));

    SqlName to = {.schema = key.ref_schema, .name = key.ref_base};
    key.ref_table = NONE;
    if (c->dialect != DIALECT_SQLITE)
        key.ref_table = em_catalog_table(c, to);
    if (key.ref_table != NONE) {
        const Table *parent = &c->tables.items[key.ref_table].is;
        key.ref_schema = parent->schema;
        key.ref_base = parent->base;
        if (key.ref_columns.n == 0)
            for (int i = 0; i < parent->primary_key.n; i++)
                *PUSH(c->arena, &key.ref_columns) =
                    parent->primary_key.items[i];
    }
    if (!key.source)
        key.source = c->source;
    *PUSH(c->arena, &t->is.foreign_keys) = key;
}

void em_catalog_add_check(Catalog *c, int table, TableCheck check, Str column)
{
    SqlTable *t = &c->tables.items[table];
    Family all = em_catalog_family(c, table);
    if (t->is_settled)
        name_check(c, t, &check);
    check.column = column;
    if (!check.source)
        check.source = c->source;
    for (int i = 0; i < all.n && em_catalog_work(c, 1); i++)
        *PUSH(c->arena, &c->tables.items[all.items[i]].is.checks) = check;
}

void em_catalog_copy_keys(Catalog *c, int to, int from)
{
    SqlTable *t = &c->tables.items[to];
    const Table *other = &c->tables.items[from].is;
    if (other->primary_key.n)
        add_primary_key(c, t, (Str){0}, &other->primary_key);
    for (int i = 0; i < other->indexes.n; i++) {
        Index index = other->indexes.items[i];
        index.is_implied = false;
        if (c->dialect == DIALECT_POSTGRES)
            index.name = (Str){0};
        add_index(c, t, index);
    }
}

/* ---- dropping and renaming ------------------------------------------------
 */

/* The place of a thing with a name in an array of structs that begin with
 * it; NONE. */
#define FIND_NAMED(c, list, wanted, out) \
    do { \
        *(out) = NONE; \
        for (int i_ = 0; i_ < (list).n; i_++) \
            if (em_catalog_same(c, (list).items[i_].name, wanted)) \
                *(out) = i_; \
    } while (0)

#define TAKE_OUT(list, at) \
    do { \
        for (int i_ = (at); i_ + 1 < (list).n; i_++) \
            (list).items[i_] = (list).items[i_ + 1]; \
        (list).n--; \
    } while (0)

void em_catalog_drop_primary_key(Catalog *c, int table)
{
    Table *t = &c->tables.items[table].is;
    t->primary_key.n = 0;
    t->primary_key_name = (Str){0};
}

void em_catalog_drop_index(SqlTable *t, int place)
{
    TAKE_OUT(t->is.indexes, place);
}

/* The number behind the start of a name; 0: it is another one. */
static int number_behind(const Catalog *c, Str name, Str start)
{
    int n = 0;
    if (!em_catalog_same(c, em_str_cut(name, 0, MIN(start.n, name.n)), start))
        return 0;
    for (int i = start.n; i < name.n; i++) {
        if (!em_is_digit((unsigned char)name.p[i]) || n > 1000)
            return 0;
        n = n * 10 + (name.p[i] - '0');
    }
    return n;
}

/* A check without a name is CONSTRAINT_1 in MariaDB, which counts those of the
 * table; t_chk_1 in MySQL, which counts those of columns, too. */
static int find_unnamed_check(const Catalog *c, const Table *t, Str name)
{
    int of_table = number_behind(c, name, STR("CONSTRAINT_"));
    int of_all = number_behind(c, name, JOIN(c->arena, t->base, STR("_chk_")));
    for (int i = 0; i < t->checks.n; i++) {
        if (t->checks.items[i].name.n)
            continue;
        of_all--;
        of_table -= !t->checks.items[i].column.n;
        if (of_all == 0 || (of_table == 0 && !t->checks.items[i].column.n))
            return i;
    }
    return NONE;
}

static bool drop_constraint(Catalog *c, int table, Str name)
{
    Table *t = &c->tables.items[table].is;
    int at;
    if (t->primary_key.n && em_catalog_same(c, t->primary_key_name, name)) {
        em_catalog_drop_primary_key(c, table);
        return true;
    }
    FIND_NAMED(c, t->foreign_keys, name, &at);
    if (at != NONE) {
        TAKE_OUT(t->foreign_keys, at);
        return true;
    }
    FIND_NAMED(c, t->indexes, name, &at);
    if (at != NONE) {
        TAKE_OUT(t->indexes, at);
        return true;
    }
    FIND_NAMED(c, t->checks, name, &at);
    if (at == NONE && c->dialect == DIALECT_MYSQL)
        at = find_unnamed_check(c, t, name);
    if (at != NONE)
        TAKE_OUT(t->checks, at);
    return at != NONE;
}

bool em_catalog_drop_constraint(Catalog *c, int table, Str name)
{
    const Table *t = &c->tables.items[table].is;
    Family all = em_catalog_family(c, table);
    int at;
    FIND_NAMED(c, t->checks, name, &at);
    for (int i = 1; at != NONE && i < all.n && em_catalog_work(c, 1); i++)
        drop_constraint(c, all.items[i], name);
    return drop_constraint(c, table, name);
}

static bool is_same_set(const Catalog *c, const Strs *a, const Strs *b)
{
    bool same = a->n == b->n;
    for (int i = 0; same && i < a->n; i++) {
        same = false;
        for (int k = 0; !same && k < b->n; k++)
            same = em_catalog_same(c, a->items[i], b->items[k]);
    }
    return same;
}

static bool has_key(Catalog *c, const Table *t, const Strs *columns)
{
    bool found = is_same_set(c, &t->primary_key, columns);
    for (int i = 0; i < t->indexes.n && em_catalog_work(c, 1); i++)
        found |= em_index_is_key(&t->indexes.items[i]) &&
                 is_same_set(c, &t->indexes.items[i].columns, columns);
    return found;
}

void em_catalog_drop_keyless(Catalog *c, int table)
{
    for (int i = 0; i < c->tables.n; i++) {
        Table *t = &c->tables.items[i].is;
        int kept = 0;
        if (!em_catalog_work(c, 1 + t->foreign_keys.n))
            return;
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const ForeignKey *key = &t->foreign_keys.items[k];
            if (key->ref_table != table ||
                has_key(c, &c->tables.items[table].is, &key->ref_columns))
                t->foreign_keys.items[kept++] = *key;
        }
        t->foreign_keys.n = kept;
    }
}

ForeignKey *em_catalog_reference(Catalog *c, int table, Str name)
{
    Table *t = &c->tables.items[table].is;
    int at;
    FIND_NAMED(c, t->foreign_keys, name, &at);
    return at == NONE ? NULL : &t->foreign_keys.items[at];
}

bool em_catalog_rename_constraint(Catalog *c, int table, Str from, Str to)
{
    Table *t = &c->tables.items[table].is;
    int at;
    if (t->primary_key.n && em_catalog_same(c, t->primary_key_name, from)) {
        t->primary_key_name = to;
        return true;
    }
    FIND_NAMED(c, t->foreign_keys, from, &at);
    if (at != NONE) {
        t->foreign_keys.items[at].name = to;
        return true;
    }
    FIND_NAMED(c, t->indexes, from, &at);
    if (at != NONE) {
        t->indexes.items[at].name = to;
        return true;
    }
    FIND_NAMED(c, t->checks, from, &at);
    if (at != NONE)
        t->checks.items[at].name = to;
    return at != NONE;
}

int em_catalog_own_index(const Catalog *c, const SqlTable *t, Str name)
{
    int at;
    FIND_NAMED(c, t->is.indexes, name, &at);
    return at;
}

int em_catalog_index(Catalog *c, SqlName name, int *place)
{
    for (int i = c->tables.n - 1; i >= 0; i--) {
        const SqlTable *t = &c->tables.items[i];
        if (!em_catalog_work(c, 1 + t->is.indexes.n))
            return NONE;
        bool elsewhere = name.schema.n && c->dialect == DIALECT_POSTGRES &&
                         !em_str_eq(t->is.schema, name.schema);
        if (t->dropped || elsewhere)
            continue;
        FIND_NAMED(c, t->is.indexes, name.name, place);
        if (*place != NONE)
            return i;
    }
    return NONE;
}
