/*
 * Is a text SQL, and whose? The first words of statements tell the one; words
 * and marks that only one engine has tell the other, and columns that not all
 * would take.
 */
#include "sql/sql.h"
#include "sql/sql_lex.h"

enum { READ_BYTES = 256 * 1024 }; /* of a text; dumps show their engine soon */

/* ---- language -------------------------------------------------------------
 */

static bool is_word(Str text, SqlTok t, Str word)
{
    return t.kind == SQL_WORD &&
           em_str_eq_nocase(em_str_cut(text, t.at, t.end), word);
}

static bool is_one_of(Str text, SqlTok t, const Str *words, int n)
{
    for (int i = 0; i < n; i++)
        if (is_word(text, t, words[i]))
            return true;
    return false;
}

/* Pairs of words that begin a statement; the second list is of CREATE's,
 * ALTER's and DROP's objects. */
static bool begins_statement(Str text, SqlTok first, SqlTok second)
{
    static const Str verbs[] = {STR_INIT("CREATE"), STR_INIT("ALTER"),
                                STR_INIT("DROP")};
    static const Str objects[] = {
        STR_INIT("TABLE"),    STR_INIT("TYPE"),      STR_INIT("SCHEMA"),
        STR_INIT("DATABASE"), STR_INIT("EXTENSION"), STR_INIT("INDEX"),
        STR_INIT("UNIQUE"),   STR_INIT("VIEW"),      STR_INIT("OR"),
        STR_INIT("DOMAIN"),   STR_INIT("SEQUENCE"),  STR_INIT("FUNCTION"),
        STR_INIT("UNLOGGED"), STR_INIT("TEMPORARY"), STR_INIT("TEMP"),
        STR_INIT("VIRTUAL"),  STR_INIT("TRIGGER"),   STR_INIT("FOREIGN"),
    };
    static const struct {
        Str first, second;
    } pairs[] = {
        {STR_INIT("INSERT"), STR_INIT("INTO")},
        {STR_INIT("COMMENT"), STR_INIT("ON")},
        {STR_INIT("RENAME"), STR_INIT("TABLE")},
        {STR_INIT("LOCK"), STR_INIT("TABLES")},
        {STR_INIT("START"), STR_INIT("TRANSACTION")},
        {STR_INIT("BEGIN"), STR_INIT("TRANSACTION")},
        {STR_INIT("SELECT"), STR_INIT("pg_catalog")},
        {STR_INIT("PRAGMA"), STR_INIT("foreign_keys")},
        {STR_INIT("SET"), STR_INIT("NAMES")},
        {STR_INIT("SET"), STR_INIT("FOREIGN_KEY_CHECKS")},
        {STR_INIT("SET"), STR_INIT("search_path")},
        {STR_INIT("SET"), STR_INIT("statement_timeout")},
    };
    if (is_one_of(text, first, verbs, COUNT(verbs)) &&
        is_one_of(text, second, objects, COUNT(objects)))
        return true;
    for (int i = 0; i < COUNT(pairs); i++)
        if (is_word(text, first, pairs[i].first) &&
            is_word(text, second, pairs[i].second))
            return true;
    return false;
}

bool em_sql_detect(Str text)
{
    enum { LOOK = 60 }; /* tokens: a dump may begin with settings */
    /* MySQL's dumps may begin with comments of # */
    SqlTok start = em_sql_lex(em_sql_lexis(DIALECT_POSTGRES), text, 0);
    bool has_hash = start.kind == SQL_MARK && text.p[start.at] == '#';
    const SqlLexis *lexis =
        em_sql_lexis(has_hash ? DIALECT_MYSQL : DIALECT_POSTGRES);
    SqlTok first = em_sql_lex(lexis, text, 0);

    if (first.kind != SQL_WORD && first.kind != SQL_MARK)
        return false;
    /* behind a heading of Markdown there may be anything */
    if (has_hash && !is_word(text, first, STR("SET")))
        return begins_statement(text, first,
                                em_sql_lex(lexis, text, first.end));
    /* a dump's first lines are comments or lines of psql, which no other
     * language begins with */
    bool is_psql = text.p[first.at] == '\\';
    for (int i = 0; i < LOOK && first.kind != SQL_END; i++) {
        SqlTok second = em_sql_lex(lexis, text, first.end);
        if ((i == 0 || is_psql) && begins_statement(text, first, second))
            return true;
        bool ends = first.kind == SQL_MARK && text.p[first.at] == ';';
        if (ends &&
            begins_statement(text, second, em_sql_lex(lexis, text, second.end)))
            return true;
        first = second;
    }
    return false;
}

/* ---- dialect --------------------------------------------------------------
 */

Str em_sql_dialect_name(Dialect d)
{
    switch (d) {
    case DIALECT_NONE: break;
    case DIALECT_POSTGRES: return STR("postgres");
    case DIALECT_MYSQL: return STR("mysql");
    case DIALECT_SQLITE: return STR("sqlite");
    }
    return STR("");
}

Dialect em_sql_dialect_find(Str name)
{
    static const struct {
        Str name;
        Dialect dialect;
    } names[] = {
        {STR_INIT("postgres"), DIALECT_POSTGRES},
        {STR_INIT("postgresql"), DIALECT_POSTGRES},
        {STR_INIT("mysql"), DIALECT_MYSQL},
        {STR_INIT("mariadb"), DIALECT_MYSQL},
        {STR_INIT("sqlite"), DIALECT_SQLITE},
    };
    for (int i = 0; i < COUNT(names); i++)
        if (em_str_eq_nocase(names[i].name, name))
            return names[i].dialect;
    return DIALECT_NONE;
}

/*
 * A word that speaks for a dialect. A type counts only behind a name: columns
 * are called `uuid`, too.
 */
typedef struct {
    Str word;
    Dialect dialect;
    int weight;
    bool is_type;
} Hint;

static const Hint hints[] = {
    {STR_INIT("AUTO_INCREMENT"), DIALECT_MYSQL, 20, false},
    {STR_INIT("ENGINE"), DIALECT_MYSQL, 3, false},
    {STR_INIT("InnoDB"), DIALECT_MYSQL, 20, false},
    {STR_INIT("MyISAM"), DIALECT_MYSQL, 20, false},
    {STR_INIT("UNSIGNED"), DIALECT_MYSQL, 2, false},
    {STR_INIT("DELIMITER"), DIALECT_MYSQL, 5, false},
    {STR_INIT("CHARSET"), DIALECT_MYSQL, 5, false},
    {STR_INIT("tinyint"), DIALECT_MYSQL, 2, true},
    {STR_INIT("mediumtext"), DIALECT_MYSQL, 5, true},
    {STR_INIT("longtext"), DIALECT_MYSQL, 5, true},
    {STR_INIT("FOREIGN_KEY_CHECKS"), DIALECT_MYSQL, 20, false},
    {STR_INIT("MODIFY"), DIALECT_MYSQL, 5, false},
    {STR_INIT("MySQL"), DIALECT_MYSQL, 5, false},
    {STR_INIT("MariaDB"), DIALECT_MYSQL, 10, false},
    {STR_INIT("AUTOINCREMENT"), DIALECT_SQLITE, 20, false},
    {STR_INIT("PRAGMA"), DIALECT_SQLITE, 20, false},
    {STR_INIT("sqlite"), DIALECT_SQLITE, 10, false},
    {STR_INIT("ROWID"), DIALECT_SQLITE, 20, false},
    {STR_INIT("VIRTUAL"), DIALECT_SQLITE, 2, false},
    {STR_INIT("fts5"), DIALECT_SQLITE, 20, false},
    {STR_INIT("STRICT"), DIALECT_SQLITE, 1, false},
    {STR_INIT("NOCASE"), DIALECT_SQLITE, 10, false},
    {STR_INIT("strftime"), DIALECT_SQLITE, 10, false},
    {STR_INIT("sqlite_sequence"), DIALECT_SQLITE, 20, false},
    {STR_INIT("PostgreSQL"), DIALECT_POSTGRES, 10, false},
    {STR_INIT("pg_catalog"), DIALECT_POSTGRES, 20, false},
    {STR_INIT("plpgsql"), DIALECT_POSTGRES, 20, false},
    {STR_INIT("EXTENSION"), DIALECT_POSTGRES, 10, false},
    {STR_INIT("serial"), DIALECT_POSTGRES, 5, true},
    {STR_INIT("bigserial"), DIALECT_POSTGRES, 20, true},
    {STR_INIT("timestamptz"), DIALECT_POSTGRES, 20, true},
    {STR_INIT("jsonb"), DIALECT_POSTGRES, 10, true},
    {STR_INIT("uuid"), DIALECT_POSTGRES, 5, true},
    {STR_INIT("nextval"), DIALECT_POSTGRES, 10, false},
    {STR_INIT("varying"), DIALECT_POSTGRES, 3, true},
    {STR_INIT("OWNER"), DIALECT_POSTGRES, 10, false},
    {STR_INIT("search_path"), DIALECT_POSTGRES, 20, false},
    {STR_INIT("IDENTITY"), DIALECT_POSTGRES, 5, false},
    {STR_INIT("zone"), DIALECT_POSTGRES, 3, true},
    {STR_INIT("ONLY"), DIALECT_POSTGRES, 2, false},
    {STR_INIT("bytea"), DIALECT_POSTGRES, 5, true},
    {STR_INIT("DOMAIN"), DIALECT_POSTGRES, 3, false},
};

/* What a text says for each dialect. */
typedef struct {
    int scores[DIALECT_SQLITE + 1];
    int times[COUNT(hints)]; /* each hint was seen */
} Evidence;

/* Whether a name ends before byte i. */
static bool is_behind_name(Str s, int i)
{
    while (i > 0 && em_is_space((unsigned char)s.p[i - 1]))
        i--;
    int c = i > 0 ? (unsigned char)s.p[i - 1] : 0;
    return em_is_word(c) || c == '"' || c == '`' || c == ']';
}

/* A word's weight counts a few times only: one table may have many columns. */
static void weigh_word(Str s, int at, int end, Evidence *e)
{
    enum { MOST = 4 };
    for (int i = 0; i < COUNT(hints); i++) {
        const Hint *h = &hints[i];
        if (em_str_eq_nocase(em_str_cut(s, at, end), h->word) &&
            (!h->is_type || is_behind_name(s, at)) && e->times[i]++ < MOST)
            e->scores[h->dialect] += h->weight;
    }
}

/* Marks that only one dialect has. */
static void weigh_mark(Str text, int i, int *scores)
{
    char c = text.p[i], next = (char)(i + 1 < text.n ? text.p[i + 1] : 0);
    if (c == '`')
        scores[DIALECT_MYSQL] += 3;
    else if (c == '/' && next == '*' && i + 2 < text.n && text.p[i + 2] == '!')
        scores[DIALECT_MYSQL] += 20;
    else if (c == ':' && next == ':')
        scores[DIALECT_POSTGRES] += 5;
    else if (c == '$' && next == '$')
        scores[DIALECT_POSTGRES] += 5;
    else if (c == '\\' && (i == 0 || text.p[i - 1] == '\n'))
        scores[DIALECT_POSTGRES] += 5;
}

static void weigh_text(Str s, Evidence *e)
{
    for (int i = 0; i < s.n;) {
        int end = i;
        while (end < s.n && em_is_word((unsigned char)s.p[end]))
            end++;
        if (end > i)
            weigh_word(s, i, end, e);
        else
            weigh_mark(s, end++, e->scores);
        i = end;
    }
}

/* ---- columns --------------------------------------------------------------
 */

/* An item of a table's list, as far as it tells the dialect. */
typedef struct {
    Str type; /* its second word */
    int n;    /* tokens */
    bool has_name, has_default, has_key;
} Item;

static void weigh_item(const Item *item, int *scores)
{
    static const Str texts[] = {STR_INIT("TEXT"), STR_INIT("BLOB")};
    static const Str foreign[] = {
        STR_INIT("DATETIME"),   STR_INIT("BLOB"),       STR_INIT("TINYINT"),
        STR_INIT("MEDIUMTEXT"), STR_INIT("MEDIUMBLOB"), STR_INIT("LONGTEXT")};
    if (item->has_name && item->n == 1) /* no type at all */
        scores[DIALECT_SQLITE] += 20;
    for (int i = 0; i < COUNT(foreign); i++)
        if (em_str_eq_nocase(item->type, foreign[i]))
            scores[DIALECT_POSTGRES] -= 3;
    for (int i = 0; i < COUNT(texts); i++)
        if (em_str_eq_nocase(item->type, texts[i]) &&
            (item->has_key || item->has_default)) /* MySQL refuses them */
            scores[DIALECT_MYSQL] -= 3;
}

static void read_item_word(Str text, SqlTok t, Item *item)
{
    static const Str keys[] = {STR_INIT("PRIMARY"), STR_INIT("UNIQUE")};
    if (item->n == 0)
        item->has_name = t.kind == SQL_WORD || t.kind == SQL_NAME;
    if (++item->n == 2 && item->has_name)
        item->type = em_str_cut(text, t.at, t.end);
    item->has_key |= is_one_of(text, t, keys, COUNT(keys));
    item->has_default |= is_word(text, t, STR("DEFAULT"));
}

/* What stands between the parentheses of CREATE TABLE; behind them. */
static int weigh_columns(const SqlLexis *x, Str text, int at, int *scores)
{
    Item item = {0};
    int depth = 1;
    while (depth > 0) {
        SqlTok t = em_sql_lex(x, text, at);
        char c = (char)(t.kind == SQL_MARK ? text.p[t.at] : 0);
        if (t.kind == SQL_END || c == ';')
            return t.end;
        depth += (c == '(') - (c == ')');
        if (depth == 0 || (depth == 1 && c == ',')) {
            weigh_item(&item, scores);
            item = (Item){0};
        } else {
            read_item_word(text, t, &item);
        }
        at = t.end;
    }
    return at;
}

static void weigh_tables(Str text, int *scores)
{
    const SqlLexis *x = em_sql_lexis(DIALECT_SQLITE);
    SqlTok last = {0}, t = em_sql_lex(x, text, 0);
    bool is_table = false;
    for (; t.kind != SQL_END; t = em_sql_lex(x, text, t.end)) {
        char c = (char)(t.kind == SQL_MARK ? text.p[t.at] : 0);
        if (is_table && c == '(')
            t.end = weigh_columns(x, text, t.end, scores);
        else if (is_word(text, last, STR("CREATE")))
            is_table = is_word(text, t, STR("TABLE"));
        is_table = is_table && c != ';' && c != '(';
        last = t;
    }
}

static void weigh(Str text, Evidence *e)
{
    Str s = em_str_cut(text, 0, MIN(text.n, READ_BYTES));
    weigh_text(s, e);
    weigh_tables(s, e->scores);
}

/* A file may be called like its engine. */
static void weigh_name(Str name, int *scores)
{
    static const Str words[] = {[DIALECT_POSTGRES] = STR_INIT("postgres"),
                                [DIALECT_MYSQL] = STR_INIT("mysql"),
                                [DIALECT_SQLITE] = STR_INIT("sqlite")};
    enum { WEIGHT = 15 };
    for (int i = 0; i < name.n; i++)
        for (int d = DIALECT_POSTGRES; d <= DIALECT_SQLITE; d++)
            if (em_str_eq_nocase(
                    em_str_cut(name, i, MIN(name.n, i + words[d].n)),
                    words[d])) {
                scores[d] += WEIGHT;
                return;
            }
}

Dialect em_sql_dialect(Source *const *sources, int n)
{
    static const Dialect order[] = {DIALECT_POSTGRES, DIALECT_MYSQL,
                                    DIALECT_SQLITE};
    enum { LOOK = 100 }; /* files */
    Evidence e = {0};
    Dialect best = DIALECT_POSTGRES;

    for (int i = 0; i < MIN(n, LOOK); i++) {
        weigh(sources[i]->text, &e);
        weigh_name(sources[i]->name, e.scores);
    }
    for (int i = 0; i < COUNT(order); i++)
        if (e.scores[order[i]] > e.scores[best])
            best = order[i];
    return best;
}
