/*
 * Types: as the engine prints them, and as people write them.
 *
 * An engine has several words for one type; two tables hold them. What is in
 * neither is a type of the schema's own (an enum, a domain), of an extension,
 * or one that has no other name.
 */
#include "sql/sql.h"
#include "sql/sql_parse.h"

typedef struct {
    Str words;
    Str full, brief; /* empty: as `words`; as `full` */
    Str args;        /* what the engine adds when there are none */
} TypeWord;

#define WORDS(w) \
    { \
        STR_INIT(w), {0}, {0}, \
        { \
            0 \
        } \
    }
#define NAMED(w, full) \
    { \
        STR_INIT(w), STR_INIT(full), {0}, \
        { \
            0 \
        } \
    }
#define BRIEF(w, full, short) \
    { \
        STR_INIT(w), STR_INIT(full), STR_INIT(short), \
        { \
            0 \
        } \
    }
#define WITH_ARGS(w, full, short, args) \
    { \
        STR_INIT(w), STR_INIT(full), STR_INIT(short), STR_INIT(args) \
    }

/* Of words that begin alike the longer come first. */
static const TypeWord postgres_types[] = {
    BRIEF("character varying", "character varying", "varchar"),
    BRIEF("char varying", "character varying", "varchar"),
    BRIEF("varchar", "character varying", "varchar"),
    BRIEF("national character varying", "character varying", "varchar"),
    WITH_ARGS("national character", "character", "char", "(1)"),
    WITH_ARGS("character", "character", "char", "(1)"),
    WITH_ARGS("char", "character", "char", "(1)"),
    WITH_ARGS("nchar", "character", "char", "(1)"),
    BRIEF("bpchar", "character", "char"),
    BRIEF("integer", "integer", "int"),
    BRIEF("int", "integer", "int"),
    BRIEF("int4", "integer", "int"),
    NAMED("int8", "bigint"),
    NAMED("int2", "smallint"),
    BRIEF("serial", "integer", "serial"),
    BRIEF("serial4", "integer", "serial"),
    BRIEF("bigserial", "bigint", "bigserial"),
    BRIEF("serial8", "bigint", "bigserial"),
    BRIEF("smallserial", "smallint", "smallserial"),
    BRIEF("serial2", "smallint", "smallserial"),
    NAMED("bool", "boolean"),
    NAMED("float4", "real"),
    BRIEF("float8", "double precision", "double"),
    BRIEF("double precision", "double precision", "double"),
    BRIEF("float", "double precision", "double"),
    NAMED("decimal", "numeric"),
    NAMED("dec", "numeric"),
    NAMED("numeric", "numeric"),
    BRIEF("bit varying", "bit varying", "varbit"),
    BRIEF("varbit", "bit varying", "varbit"),
    WITH_ARGS("bit", "bit", "bit", "(1)"),
};

static const TypeWord mysql_types[] = {
    NAMED("double precision", "double"),
    NAMED("real", "double"),
    NAMED("float8", "double"),
    NAMED("float4", "float"),
    WITH_ARGS("tinyint", "tinyint", "tinyint", "(4)"),
    WITH_ARGS("int1", "tinyint", "tinyint", "(4)"),
    WITH_ARGS("smallint", "smallint", "smallint", "(6)"),
    WITH_ARGS("int2", "smallint", "smallint", "(6)"),
    WITH_ARGS("mediumint", "mediumint", "mediumint", "(9)"),
    WITH_ARGS("middleint", "mediumint", "mediumint", "(9)"),
    WITH_ARGS("int3", "mediumint", "mediumint", "(9)"),
    WITH_ARGS("int", "int", "int", "(11)"),
    WITH_ARGS("integer", "int", "int", "(11)"),
    WITH_ARGS("int4", "int", "int", "(11)"),
    WITH_ARGS("bigint", "bigint", "bigint", "(20)"),
    WITH_ARGS("int8", "bigint", "bigint", "(20)"),
    WITH_ARGS("serial", "bigint", "serial", "(20)"),
    WITH_ARGS("bool", "tinyint", "boolean", "(1)"),
    WITH_ARGS("boolean", "tinyint", "boolean", "(1)"),
    WITH_ARGS("decimal", "decimal", "decimal", "(10,0)"),
    WITH_ARGS("numeric", "decimal", "decimal", "(10,0)"),
    WITH_ARGS("dec", "decimal", "decimal", "(10,0)"),
    WITH_ARGS("fixed", "decimal", "decimal", "(10,0)"),
    NAMED("national varchar", "varchar"),
    NAMED("national character varying", "varchar"),
    NAMED("character varying", "varchar"),
    NAMED("char varying", "varchar"),
    NAMED("varcharacter", "varchar"),
    NAMED("nvarchar", "varchar"),
    WITH_ARGS("national char", "char", "char", "(1)"),
    WITH_ARGS("national character", "char", "char", "(1)"),
    WITH_ARGS("char", "char", "char", "(1)"),
    WITH_ARGS("character", "char", "char", "(1)"),
    WITH_ARGS("nchar", "char", "char", "(1)"),
    WITH_ARGS("binary", "binary", "binary", "(1)"),
    NAMED("long varchar", "mediumtext"),
    NAMED("long varbinary", "mediumblob"),
    NAMED("long", "mediumtext"),
    BRIEF("json", "longtext", "json"),
    WITH_ARGS("year", "year", "year", "(4)"),
    WITH_ARGS("bit", "bit", "bit", "(1)"),
};

static const TypeWord *find_words(const Sql *p, const TypeWord *types, int n)
{
    for (int i = 0; i < n; i++)
        if (em_sql_is(p, types[i].words))
            return &types[i];
    return NULL;
}

/* The arguments without blanks: "(10,2)"; empty when there are none. */
static Str take_args(Sql *p)
{
    Buf b = {.arena = p->arena};
    int first = p->i;
    if (!em_sql_is_mark(p, '('))
        return (Str){0};
    em_sql_skip(p);
    for (int i = first; i < p->i; i++)
        em_put(&b, em_str_cut(p->text, p->toks[i].at, p->toks[i].end));
    return em_buf_str(&b);
}

/* The number of "(12)", up to a billion; 0 for everything else. */
static int only_number(Str args)
{
    int64_t value = 0;
    for (int i = 1; i + 1 < args.n; i++) {
        if (!em_is_digit((unsigned char)args.p[i]))
            return 0;
        value = MIN(value * 10 + (args.p[i] - '0'), 1000000000);
    }
    return (int)value;
}

/* ---- PostgreSQL -----------------------------------------------------------
 */

/* timestamp and time: a precision, and whether they know a zone. */
static void read_time(Sql *p, Str word, SqlType *out)
{
    Arena *a = p->arena;
    bool has_zone = em_str_ends(word, STR("tz"));
    Str base = em_str_lower(a, em_str_cut(word, 0, word.n - 2 * has_zone));
    Str args = take_args(p);
    has_zone |= TAKE(p, "WITH TIME ZONE");
    TAKE(p, "WITHOUT TIME ZONE");
    out->text =
        JOIN(a, base, args,
             has_zone ? STR(" with time zone") : STR(" without time zone"));
    out->brief = JOIN(a, base, has_zone ? STR("tz") : STR(""), args);
}

static bool take_interval_field(Sql *p)
{
    static const Str fields[] = {STR_INIT("YEAR"),   STR_INIT("MONTH"),
                                 STR_INIT("DAY"),    STR_INIT("HOUR"),
                                 STR_INIT("MINUTE"), STR_INIT("SECOND"),
                                 STR_INIT("TO")};
    for (int i = 0; i < COUNT(fields); i++)
        if (em_sql_take(p, fields[i]))
            return true;
    return false;
}

static void read_interval(Sql *p, SqlType *out)
{
    Buf b = {.arena = p->arena};
    em_put(&b, STR("interval"));
    for (int first = p->i; take_interval_field(p); first = p->i)
        PUT(&b, STR(" "), em_str_lower(p->arena, em_sql_slice(p, first)));
    em_put(&b, take_args(p));
    out->text = em_buf_str(&b);
    out->brief = STR("interval");
}

static void read_words(Sql *p, const TypeWord *w, SqlType *out)
{
    Str full = w->full.n ? w->full : w->words;
    Str brief = w->brief.n ? w->brief : full;
    em_sql_take(p, w->words);
    Str args = take_args(p);
    out->text = JOIN(p->arena, full, args.n ? args : w->args);
    out->brief = JOIN(p->arena, brief, args);
}

static void read_postgres_words(Sql *p, const TypeWord *w, SqlType *out)
{
    read_words(p, w, out);
    int open = em_str_find_char(out->text, '(', 0);
    if (open == NONE)
        return;
    int bits = only_number(em_str_cut(out->text, open, out->text.n));
    if (em_str_eq(w->full, STR("numeric")) && bits)
        out->text = JOIN(p->arena, em_str_cut(out->text, 0, out->text.n - 1),
                         STR(",0)"));
    if (em_str_eq(w->words, STR("float"))) {
        out->text = bits <= 24 ? STR("real") : STR("double precision");
        out->brief = bits <= 24 ? STR("real") : STR("double");
    }
}

Str em_sql_quoted(Arena *a, Str name)
{
    bool plain = name.n > 0 && !em_is_digit((unsigned char)name.p[0]);
    for (int i = 0; i < name.n; i++) {
        int c = (unsigned char)name.p[i];
        plain = plain && em_is_word(c) && em_lower(c) == c;
    }
    return plain ? name : JOIN(a, STR("\""), name, STR("\""));
}

static bool read_named(Sql *p, SqlType *out)
{
    SqlName name;
    if (!em_sql_qualified(p, &name))
        return false;
    out->user = em_catalog_type(p->cat, name);
    Str args = take_args(p);
    bool bare = !name.schema.n || em_str_eq(name.schema, STR("public")) ||
                em_str_eq(name.schema, STR("pg_catalog"));
    Str last = em_sql_quoted(p->arena, name.name);
    out->brief = JOIN(p->arena, name.name, args);
    out->text = bare ? JOIN(p->arena, last, args)
                     : JOIN(p->arena, em_sql_quoted(p->arena, name.schema),
                            STR("."), last, args);
    return true;
}

/* [] and [3], any number of them, are one dimension to the engine. */
static void read_array(Sql *p, SqlType *out)
{
    bool is_array = false;
    if (TAKE(p, "ARRAY"))
        is_array = true;
    while (em_sql_take_mark(p, '[')) {
        is_array = true;
        while (!em_sql_at_end(p) && !em_sql_take_mark(p, ']'))
            em_sql_skip(p);
    }
    if (!is_array)
        return;
    out->user_suffix = STR("[]");
    out->text = JOIN(p->arena, out->text, STR("[]"));
    out->brief = JOIN(p->arena, out->brief, STR("[]"));
}

static bool read_postgres(Sql *p, SqlType *out, bool *serial)
{
    static const Str times[] = {STR_INIT("timestamp"), STR_INIT("timestamptz"),
                                STR_INIT("time"), STR_INIT("timetz")};
    bool is_word = p->toks[p->i].kind == SQL_WORD;
    if (IS(p, "pg_catalog") && p->i + 2 < p->n)
        p->i += 2;
    const TypeWord *w = find_words(p, postgres_types, COUNT(postgres_types));
    const Str *time = NULL;
    for (int i = 0; i < COUNT(times); i++)
        if (em_sql_is(p, times[i]))
            time = &times[i];

    if (time && em_sql_take(p, *time))
        read_time(p, *time, out);
    else if (is_word && TAKE(p, "interval"))
        read_interval(p, out);
    else if (w)
        read_postgres_words(p, w, out);
    else if (!read_named(p, out))
        return false;
    *serial = w && em_str_find(w->brief, STR("serial"), 0) != NONE;
    read_array(p, out);
    return true;
}

/* ---- MySQL ----------------------------------------------------------------
 */

/* ENUM and SET: a list of strings. */
static bool read_values(Sql *p, SqlType *out)
{
    Strs *values = NEW(p->arena, Strs);
    Buf b = {.arena = p->arena};
    out->is_set = IS(p, "SET");
    out->brief = out->is_set ? STR("set") : STR("enum");
    PUT(&b, out->brief, STR("("));
    em_sql_skip(p);
    if (!em_sql_take_mark(p, '('))
        return em_sql_expected(p, STR("the values: ("));
    do {
        Str value;
        if (!em_sql_string(p, &value))
            return false;
        em_put(&b, values->n ? STR(",") : STR(""));
        em_sql_put_string(&b, value);
        *PUSH(p->arena, values) = value;
    } while (em_sql_take_mark(p, ','));
    if (!em_sql_take_mark(p, ')'))
        return em_sql_expected(p, STR(")"));
    em_put(&b, STR(")"));
    out->text = em_buf_str(&b);
    out->values = values;
    return true;
}

/* text(500) is the smallest kind of text that holds it. */
static Str sized(Str base, int n)
{
    static const struct {
        Str base;
        int most;
        Str full;
    } kinds[] = {
        {STR_INIT("text"), 255, STR_INIT("tinytext")},
        {STR_INIT("text"), 65535, STR_INIT("text")},
        {STR_INIT("text"), 16777215, STR_INIT("mediumtext")},
        {STR_INIT("text"), 1000000000, STR_INIT("longtext")},
        {STR_INIT("blob"), 255, STR_INIT("tinyblob")},
        {STR_INIT("blob"), 65535, STR_INIT("blob")},
        {STR_INIT("blob"), 16777215, STR_INIT("mediumblob")},
        {STR_INIT("blob"), 1000000000, STR_INIT("longblob")},
    };
    for (int i = 0; i < COUNT(kinds); i++)
        if (em_str_eq(base, kinds[i].base) && n <= kinds[i].most)
            return kinds[i].full;
    return base;
}

/* A type that is not in the table: its own name. */
static bool read_mysql_name(Sql *p, SqlType *out)
{
    Str name;
    if (!em_sql_name(p, &name))
        return false;
    Str base = em_str_lower(p->arena, name), args = take_args(p);
    int n = only_number(args);
    bool is_text = em_str_eq(base, STR("text")) || em_str_eq(base, STR("blob"));
    if (is_text && n) {
        out->text = out->brief = sized(base, n);
    } else if (em_str_eq(base, STR("float")) && n) {
        out->text = out->brief = n <= 24 ? STR("float") : STR("double");
    } else if (em_str_eq(args, STR("(0)"))) {
        out->text = out->brief = base; /* datetime(0) */
    } else {
        out->text = out->brief = JOIN(p->arena, base, args);
    }
    return true;
}

/* unsigned and zerofill, which make the engine's default width smaller. */
static void read_sign(Sql *p, SqlType *out, bool has_args)
{
    bool is_unsigned = false, has_zeros = false;
    Arena *a = p->arena;
    for (;;) {
        if (TAKE(p, "UNSIGNED"))
            is_unsigned = true;
        else if (TAKE(p, "ZEROFILL"))
            is_unsigned = has_zeros = true;
        else if (!TAKE(p, "SIGNED"))
            break;
    }
    if (!is_unsigned)
        return;
    bool has_width = em_str_find(out->text, STR("int("), 0) != NONE &&
                     !em_str_starts(out->text, STR("bigint"));
    if (has_width && !has_args) {
        out->text = em_str_copy(a, out->text);
        int open = em_str_find_char(out->text, '(', 0);
        Str args = em_str_cut(out->text, open, out->text.n);
        Str less = em_str_eq(args, STR("(11)"))  ? STR("(10)")
                   : em_str_eq(args, STR("(9)")) ? STR("(8)")
                   : em_str_eq(args, STR("(6)")) ? STR("(5)")
                   : em_str_eq(args, STR("(4)")) ? STR("(3)")
                                                 : args;
        out->text = JOIN(a, em_str_cut(out->text, 0, open), less);
    }
    out->text = JOIN(a, out->text, STR(" unsigned"),
                     has_zeros ? STR(" zerofill") : STR(""));
    out->brief = JOIN(a, out->brief, STR(" unsigned"));
}

/* decimal(5) has no digits behind the point; a width of an int says little. */
static void finish_mysql_words(Sql *p, const TypeWord *w, SqlType *out)
{
    int open = em_str_find_char(out->text, '(', 0);
    Str args =
        open == NONE ? STR("") : em_str_cut(out->text, open, out->text.n);
    if (em_str_eq(w->full, STR("decimal")) && only_number(args))
        out->text = JOIN(p->arena, em_str_cut(out->text, 0, out->text.n - 1),
                         STR(",0)"));
    if (em_str_find(w->full, STR("int"), 0) != NONE)
        out->brief =
            em_str_eq(out->text, STR("tinyint(1)")) ? STR("boolean") : w->brief;
}

static bool read_mysql(Sql *p, SqlType *out, bool *serial)
{
    const TypeWord *w = find_words(p, mysql_types, COUNT(mysql_types));
    bool is_list = IS(p, "ENUM") || IS(p, "SET");
    int first = p->i;

    if (is_list ? !read_values(p, out) : !w && !read_mysql_name(p, out))
        return false;
    if (w) {
        read_words(p, w, out);
        finish_mysql_words(p, w, out);
    }
    bool has_args = p->i > first && p->text.p[p->toks[p->i - 1].at] == ')';
    if (!is_list)
        read_sign(p, out, has_args);
    *serial = w && em_str_eq(w->words, STR("serial"));
    if (*serial)
        out->text = STR("bigint(20) unsigned");
    return true;
}

/* ---- SQLite ---------------------------------------------------------------
 */

/* Words with which SQLite's types end: those of constraints. */
static bool is_attribute(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("CONSTRAINT"),    STR_INIT("PRIMARY"), STR_INIT("NOT"),
        STR_INIT("NULL"),          STR_INIT("UNIQUE"),  STR_INIT("CHECK"),
        STR_INIT("DEFAULT"),       STR_INIT("COLLATE"), STR_INIT("REFERENCES"),
        STR_INIT("GENERATED"),     STR_INIT("AS"),      STR_INIT("ON"),
        STR_INIT("AUTOINCREMENT"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return false;
}

/* Any words, as written, then perhaps arguments; or none at all. */
static void read_sqlite(Sql *p, SqlType *out)
{
    int first = p->i;
    while (!em_sql_at_item_end(p) && !is_attribute(p) && em_sql_is_name(p))
        em_sql_skip(p);
    if (p->i > first && em_sql_is_mark(p, '('))
        em_sql_skip(p);
    out->text = out->brief = em_sql_slice(p, first);
}

bool em_sql_type(Sql *p, SqlType *out, bool *serial)
{
    *out = (SqlType){.user = NONE};
    *serial = false;
    switch (p->dialect) {
    case DIALECT_MYSQL: return read_mysql(p, out, serial);
    case DIALECT_SQLITE: read_sqlite(p, out); return true;
    case DIALECT_NONE:
    case DIALECT_POSTGRES: break;
    }
    return read_postgres(p, out, serial);
}
