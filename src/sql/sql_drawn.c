/*
 * Columns of a diagram as a dialect has them: types that it knows under the
 * drawn word, and what comments say in the words of sql_words.c.
 *
 * A comment may come from anybody. An expression is taken from it only when it
 * is one thing: a value, or something in parentheses, that ends where it seems
 * to, and has nothing in it that could end a statement.
 */
#include "sql/sql_drawn.h"

#include "sql/sql.h"
#include "sql/sql_parse.h"

/* ---- types ----------------------------------------------------------------
 */

/* What types are called in full, without arguments; sorted. */
static const Str postgres_types[] = {
    STR_INIT("bigint"),
    STR_INIT("bit"),
    STR_INIT("bit varying"),
    STR_INIT("boolean"),
    STR_INIT("box"),
    STR_INIT("bytea"),
    STR_INIT("character"),
    STR_INIT("character varying"),
    STR_INIT("cidr"),
    STR_INIT("circle"),
    STR_INIT("date"),
    STR_INIT("datemultirange"),
    STR_INIT("daterange"),
    STR_INIT("double precision"),
    STR_INIT("inet"),
    STR_INIT("int4multirange"),
    STR_INIT("int4range"),
    STR_INIT("int8multirange"),
    STR_INIT("int8range"),
    STR_INIT("integer"),
    STR_INIT("interval"),
    STR_INIT("json"),
    STR_INIT("jsonb"),
    STR_INIT("jsonpath"),
    STR_INIT("line"),
    STR_INIT("lseg"),
    STR_INIT("macaddr"),
    STR_INIT("macaddr8"),
    STR_INIT("money"),
    STR_INIT("name"),
    STR_INIT("nummultirange"),
    STR_INIT("numeric"),
    STR_INIT("numrange"),
    STR_INIT("oid"),
    STR_INIT("path"),
    STR_INIT("pg_lsn"),
    STR_INIT("point"),
    STR_INIT("polygon"),
    STR_INIT("real"),
    STR_INIT("regclass"),
    STR_INIT("smallint"),
    STR_INIT("text"),
    STR_INIT("time with time zone"),
    STR_INIT("time without time zone"),
    STR_INIT("timestamp with time zone"),
    STR_INIT("timestamp without time zone"),
    STR_INIT("tsmultirange"),
    STR_INIT("tsquery"),
    STR_INIT("tsrange"),
    STR_INIT("tstzmultirange"),
    STR_INIT("tstzrange"),
    STR_INIT("tsvector"),
    STR_INIT("uuid"),
    STR_INIT("xml"),
};

static const Str mysql_types[] = {
    STR_INIT("bigint"),     STR_INIT("binary"),
    STR_INIT("bit"),        STR_INIT("blob"),
    STR_INIT("char"),       STR_INIT("date"),
    STR_INIT("datetime"),   STR_INIT("decimal"),
    STR_INIT("double"),     STR_INIT("enum"),
    STR_INIT("float"),      STR_INIT("geometry"),
    STR_INIT("int"),        STR_INIT("linestring"),
    STR_INIT("longblob"),   STR_INIT("longtext"),
    STR_INIT("mediumblob"), STR_INIT("mediumint"),
    STR_INIT("mediumtext"), STR_INIT("multilinestring"),
    STR_INIT("multipoint"), STR_INIT("multipolygon"),
    STR_INIT("point"),      STR_INIT("polygon"),
    STR_INIT("set"),        STR_INIT("smallint"),
    STR_INIT("text"),       STR_INIT("time"),
    STR_INIT("timestamp"),  STR_INIT("tinyblob"),
    STR_INIT("tinyint"),    STR_INIT("tinytext"),
    STR_INIT("varbinary"),  STR_INIT("varchar"),
    STR_INIT("year"),
};

/* Without a length they are no types. */
static const Str sized_mysql_types[] = {
    STR_INIT("enum"),
    STR_INIT("set"),
    STR_INIT("varbinary"),
    STR_INIT("varchar"),
};

/* SQLite takes any word; these mean there what they say, besides those with a
 * part that it knows. Integers count only when they are called INTEGER. */
static const Str sqlite_types[] = {
    STR_INIT("bool"),     STR_INIT("boolean"),   STR_INIT("date"),
    STR_INIT("datetime"), STR_INIT("decimal"),   STR_INIT("numeric"),
    STR_INIT("time"),     STR_INIT("timestamp"),
};

static const Str sqlite_parts[] = {
    STR_INIT("char"), STR_INIT("clob"), STR_INIT("text"), STR_INIT("blob"),
    STR_INIT("real"), STR_INIT("floa"), STR_INIT("doub"),
};

static const struct {
    Str type, extension;
} extended_types[] = {
    {STR_INIT("citext"), STR_INIT("citext")},
    {STR_INIT("cube"), STR_INIT("cube")},
    {STR_INIT("geography"), STR_INIT("postgis")},
    {STR_INIT("geometry"), STR_INIT("postgis")},
    {STR_INIT("hstore"), STR_INIT("hstore")},
    {STR_INIT("ltree"), STR_INIT("ltree")},
    {STR_INIT("vector"), STR_INIT("vector")},
};

/* The type without arguments, brackets and signs, in lower case. */
static Str base_of(Str full, Arena *a)
{
    Str type = em_str_lower(a, full);
    while (em_str_ends(type, STR("[]")))
        type.n -= 2;
    int open = em_str_find_char(type, '(', 0);
    int close = open == NONE ? NONE : em_str_find_char(type, ')', open);
    if (close != NONE)
        type = JOIN(a, em_str_trim(em_str_cut(type, 0, open)),
                    em_str_cut(type, close + 1, type.n));
    int sign = em_str_find(type, STR(" unsigned"), 0);
    return em_str_trim(sign == NONE ? type : em_str_cut(type, 0, sign));
}

static bool is_postgres_type(Str base, DrawnType *out)
{
    for (int i = 0; i < COUNT(extended_types); i++)
        if (em_str_eq(base, extended_types[i].type))
            out->extension = extended_types[i].extension;
    return out->extension.n || em_str_starts(base, STR("interval ")) ||
           em_str_in_sorted(postgres_types, COUNT(postgres_types), base);
}

static bool is_mysql_type(Str base, const DrawnType *out)
{
    bool is_bare = em_str_find_char(out->full, '(', 0) == NONE;
    return em_str_in_sorted(mysql_types, COUNT(mysql_types), base) &&
           !(is_bare && em_str_in_sorted(sized_mysql_types,
                                         COUNT(sized_mysql_types), base));
}

static bool is_sqlite_type(Str base)
{
    if (em_str_find(base, STR("int"), 0) != NONE)
        return false;
    for (int i = 0; i < COUNT(sqlite_parts); i++)
        if (em_str_find(base, sqlite_parts[i], 0) != NONE)
            return true;
    return em_str_in_sorted(sqlite_types, COUNT(sqlite_types), base);
}

/* Reads all of a text as a type. */
static bool read_type(Dialect to, Str text, Arena *a, SqlType *out,
                      bool *serial)
{
    const SqlLexis *lexis = em_sql_lexis(to);
    ARRAY_OF(SqlTok) toks = {0};
    Catalog nothing = {.dialect = to, .arena = a};
    Diags unheard = {.arena = a};
    SqlTok t = em_sql_lex(lexis, text, 0);
    for (; t.kind != SQL_END; t = em_sql_lex(lexis, text, t.end)) {
        if (t.kind == SQL_UNCLOSED)
            return false;
        *PUSH(a, &toks) = t;
    }
    *PUSH(a, &toks) = t;
    const Source source = {.text = text};
    Sql p = {.cat = &nothing,
             .dialect = to,
             .src = &source,
             .text = text,
             .toks = toks.items,
             .n = toks.n - 1,
             .arena = a,
             .diags = &unheard};
    return p.n > 0 && em_sql_type(&p, out, serial) && em_sql_at_end(&p);
}

/* A word of a diagram has "_" where the type has blanks. */
static Str with_blanks(Str drawn, Arena *a)
{
    Buf b = {.arena = a};
    bool is_quoted = false;
    for (int i = 0; i < drawn.n; i++) {
        is_quoted ^= drawn.p[i] == '\'';
        em_put_char(&b, drawn.p[i] == '_' && !is_quoted ? ' ' : drawn.p[i]);
    }
    return em_buf_str(&b);
}

/* "text?" is a text that may be null. */
static Str without_mark(Str drawn)
{
    return em_str_cut(drawn, 0, drawn.n - em_str_ends(drawn, STR("?")));
}

Sense em_sql_drawn_sense(Dialect to, Str drawn, Arena *a)
{
    drawn = without_mark(drawn);
    const Str spelt[] = {drawn, with_blanks(drawn, a)};
    const Dialect dialects[] = {DIALECT_NONE, to};
    for (int i = 0; i < COUNT(dialects); i++)
        for (int k = 0; k < COUNT(spelt); k++) {
            Sense sense = em_sense_of(dialects[i], spelt[k], a);
            if (sense.kind != SENSE_OTHER)
                return sense;
        }
    return (Sense){.kind = SENSE_OTHER};
}

bool em_sql_drawn_type(Dialect to, Str drawn, Arena *a, DrawnType *out)
{
    drawn = without_mark(drawn);
    const Str spelt[] = {with_blanks(drawn, a), drawn};
    for (int i = 0; i < COUNT(spelt); i++) {
        SqlType type = {.user = NONE};
        *out = (DrawnType){0};
        if (!read_type(to, spelt[i], a, &type, &out->counts))
            continue;
        Str base = base_of(type.text, a);
        out->full = type.text;
        out->values = type.values;
        out->is_set = type.is_set;
        if (to == DIALECT_MYSQL    ? is_mysql_type(base, out)
            : to == DIALECT_SQLITE ? is_sqlite_type(base)
                                   : is_postgres_type(base, out))
            return true;
    }
    return false;
}

Str em_sql_type_of_drawn(Dialect to, Str drawn, Arena *a)
{
    DrawnType type;
    if (em_sql_drawn_type(to, drawn, a, &type))
        return type.full;
    Sense sense = em_sql_drawn_sense(to, drawn, a);
    return sense.kind == SENSE_OTHER ? STR("") : em_sense_type(to, sense, a);
}

Str em_sql_extension_of(Dialect to, Str drawn, Arena *a)
{
    DrawnType type;
    bool is_known = em_sql_drawn_type(to, drawn, a, &type);
    return is_known ? type.extension : STR("");
}

/* ---- words ----------------------------------------------------------------
 */

typedef struct {
    const Table *table;
    Column *column;
    DrawnWords *words;
    Str text;
    int at;
    Arena *arena;
} Words;

static Str rest_of(const Words *w)
{
    return em_str_cut(w->text, w->at, w->text.n);
}

static bool take(Words *w, Str word)
{
    if (!em_str_starts(rest_of(w), word))
        return false;
    w->at += word.n;
    return true;
}

/* Does the item end here? */
static bool is_end(const Words *w, int at)
{
    Str rest = em_str_cut(w->text, at, w->text.n);
    return rest.n == 0 || em_str_starts(rest, STR(", ")) ||
           em_str_starts(rest, STR("; "));
}

static bool is_quote(int c)
{
    return c == '\'' || c == '"' || c == '`';
}

/* Behind the quoted text that begins at i; NONE: it has no end. */
static int quoted_end(Str s, int i)
{
    int end = em_str_find_char(s, s.p[i], i + 1);
    return end == NONE ? NONE : end + 1;
}

static bool ends_statement(Str s, int i)
{
    Str two = em_str_cut(s, i, MIN(i + 2, s.n));
    return s.p[i] == ';' || s.p[i] == '\n' || s.p[i] == '\\' || s.p[i] == '$' ||
           s.p[i] == '#' || em_str_eq(two, STR("--")) ||
           em_str_eq(two, STR("/*"));
}

/* Where the expression that begins here ends; NONE: it is none. */
static int expression_end(const Words *w)
{
    Str s = w->text;
    int depth = 0, i = w->at;
    while (i < s.n && !(depth == 0 && is_end(w, i))) {
        char c = s.p[i];
        if (is_quote(c)) {
            i = quoted_end(s, i);
            if (i == NONE)
                return NONE;
            continue;
        }
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        if (depth < 0 || ends_statement(s, i))
            return NONE;
        i++;
    }
    return depth == 0 && i > w->at ? i : NONE;
}

/* A value without quotes that is no word of the writer's own language. */
static bool is_value_word(Str word)
{
    static const Str words[] = {
        STR_INIT("array"),          STR_INIT("current_date"),
        STR_INIT("current_time"),   STR_INIT("current_timestamp"),
        STR_INIT("current_user"),   STR_INIT("false"),
        STR_INIT("interval"),       STR_INIT("localtime"),
        STR_INIT("localtimestamp"), STR_INIT("null"),
        STR_INIT("session_user"),   STR_INIT("true"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq_nocase(word, words[i]))
            return true;
    return false;
}

/* "now()" is an expression; "draft" is a value that somebody forgot to quote,
 * and "5 days later" is neither. */
static bool is_expression(Str s)
{
    bool is_number = em_is_digit((unsigned char)s.p[0]) || s.p[0] == '-';
    int i = is_number;
    while (i < s.n && (em_is_word((unsigned char)s.p[i]) || s.p[i] == '.'))
        i++;
    bool is_called = i < s.n && (s.p[i] == '(' || s.p[i] == '\'');
    bool goes_on = i + 1 < s.n && s.p[i] == ' ' && s.p[i + 1] != '\'';
    if (is_number)
        return !(goes_on && em_is_alpha((unsigned char)s.p[i + 1]));
    return i == 0 || is_called ||
           (is_value_word(em_str_cut(s, 0, i)) && !goes_on);
}

static bool take_value(Words *w, ValueKind kind)
{
    int end = expression_end(w);
    if (end == NONE)
        return false;
    Str text = em_str_cut(w->text, w->at, end);
    if (kind == VALUE_DEFAULT && !is_expression(text))
        return false;
    w->column->value = (ColumnValue){kind, text};
    w->at = end;
    return true;
}

/* What counts is a number. */
static bool take_counting(Words *w, ValueKind kind)
{
    Str type = em_str_lower(w->arena, w->column->type);
    if (em_str_find(type, STR("int"), 0) == NONE &&
        em_str_find(type, STR("serial"), 0) == NONE)
        return false;
    w->column->value = (ColumnValue){.kind = kind};
    return true;
}

/* 'it''s' */
static bool take_string(Words *w, Str *out)
{
    Buf b = {.arena = w->arena};
    if (!take(w, STR("'")))
        return false;
    while (w->at < w->text.n) {
        if (take(w, STR("''"))) {
            em_put_char(&b, '\'');
        } else if (take(w, STR("'"))) {
            *out = em_buf_str(&b);
            return true;
        } else {
            em_put_char(&b, w->text.p[w->at++]);
        }
    }
    return false;
}

/* "in ('a', 'b')": the values of an enum, of which the last may be left out. */
static bool take_list(Words *w)
{
    Strs *values = NEW(w->arena, Strs);
    do {
        if (em_str_starts(rest_of(w), STR("…")))
            break;
        Str value;
        if (!take_string(w, &value))
            return false;
        *PUSH(w->arena, values) = value;
    } while (take(w, STR(", ")));
    take(w, STR("…"));
    if (!take(w, STR(")")) || !values->n)
        return false;
    w->column->enum_values = values;
    return true;
}

/* The longest name of a column that stands here. Every column's comment may
 * name others, so not all of a table are looked at. */
static bool take_column(Words *w, Str *out)
{
    enum { MAX_NAMED = 500 };
    *out = (Str){0};
    for (int i = 0; i < MIN(w->table->columns.n, MAX_NAMED); i++) {
        Str name = w->table->columns.items[i].name;
        if (name.n > out->n && em_str_starts(rest_of(w), name) &&
            is_end(w, w->at + name.n))
            *out = name;
    }
    w->at += out->n;
    return out->n > 0;
}

static bool take_unique(Words *w)
{
    Strs key = {0};
    Str name;
    *PUSH(w->arena, &key) = w->column->name;
    while (take_column(w, &name)) {
        *PUSH(w->arena, &key) = name;
        int at = w->at;
        if (!take(w, STR(", ")) || !take_column(w, &name)) {
            w->at = at;
            break;
        }
        w->at -= name.n;
    }
    if (key.n < 2)
        return false;
    *PUSH(w->arena, &w->words->uniques) = key;
    return true;
}

/* The names of a list: "a, b". */
static Strs split_names(Str list, Arena *a)
{
    Strs names = {0};
    while (list.n) {
        int end = em_str_find(list, STR(", "), 0);
        *PUSH(a, &names) = em_str_cut(list, 0, end == NONE ? list.n : end);
        list = em_str_cut(list, end == NONE ? list.n : end + 2, list.n);
    }
    return names;
}

/* "references t(x)", "with b, c references t(x, y, z)" */
static bool take_reference(Words *w, bool is_wide)
{
    const Str word = STR("references ");
    Str rest = rest_of(w);
    DrawnReference r = {0};
    int at = em_str_find(rest, word, 0);
    int open = at == NONE ? NONE : em_str_find_char(rest, '(', at);
    int close = open == NONE ? NONE : em_str_find_char(rest, ')', open);
    if (close == NONE || (is_wide ? at == 0 : at != 0))
        return false;
    *PUSH(w->arena, &r.columns) = w->column->name;
    Strs more = split_names(em_str_trim(em_str_cut(rest, 0, at)), w->arena);
    for (int i = 0; i < more.n; i++)
        *PUSH(w->arena, &r.columns) = more.items[i];
    r.table = em_str_cut(rest, at + word.n, open);
    r.targets = split_names(em_str_cut(rest, open + 1, close), w->arena);
    if (r.columns.n != r.targets.n)
        return false;
    *PUSH(w->arena, &w->words->references) = r;
    w->at += close + 1;
    return true;
}

static bool take_action(Words *w, KeyAction *out)
{
    static const struct {
        Str word;
        KeyAction action;
    } actions[] = {
        {STR_INIT("restrict"), ACTION_RESTRICT},
        {STR_INIT("cascade"), ACTION_CASCADE},
        {STR_INIT("set null"), ACTION_SET_NULL},
        {STR_INIT("set default"), ACTION_SET_DEFAULT},
    };
    for (int i = 0; i < COUNT(actions); i++)
        if (take(w, actions[i].word)) {
            *out = actions[i].action;
            return true;
        }
    return false;
}

static bool take_item(Words *w)
{
    if (take(w, STR("not null"))) {
        w->column->nullable = NULLABLE_NO;
        return true;
    }
    if (take(w, STR("unique with ")))
        return take_unique(w);
    if (take(w, STR("default ")))
        return take_value(w, VALUE_DEFAULT);
    if (take(w, STR("auto increment")))
        return take_counting(w, VALUE_AUTO_INCREMENT);
    if (take(w, STR("identity")))
        return take_counting(w, VALUE_IDENTITY_BY_DEFAULT);
    if (take(w, STR("generated as ")))
        return take_value(w, VALUE_GENERATED_STORED);
    if (take(w, STR("in (")))
        return take_list(w);
    if (em_str_starts(rest_of(w), STR("references ")))
        return take_reference(w, false);
    if (take(w, STR("with ")))
        return take_reference(w, true);
    if (take(w, STR("on delete ")))
        return take_action(w, &w->words->on_delete);
    return take(w, STR("on update ")) && take_action(w, &w->words->on_update);
}

void em_sql_read_words(const Table *t, Column *c, DrawnWords *out, Arena *a)
{
    Column as = *c;
    DrawnWords words = {0};
    Words w = {t, &as, &words, c->comment, 0, a};
    int read = 0; /* up to where all is understood */

    while (take_item(&w) && is_end(&w, w.at)) {
        *c = as;
        *out = words;
        bool goes_on = take(&w, STR(", ")) || !take(&w, STR("; "));
        read = w.at;
        if (!goes_on)
            break;
    }
    c->comment = em_str_cut(w.text, read, w.text.n);
}
