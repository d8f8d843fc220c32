/*
 * Types between dialects: two tables. The one says what a word means, the
 * other with which words each dialect says that.
 */
#include "sql/sql_sense.h"

#include "sql/sql.h"

typedef struct {
    Str word; /* in lower case, without arguments and "unsigned" */
    SenseKind kind;
} Word;

/* Words that mean one thing to an engine; they come before those of all. */
static const Word mysql_words[] = {
    {STR_INIT("timestamp"), SENSE_STAMP_ZONE},
    {STR_INIT("real"), SENSE_FLOAT8},
    {STR_INIT("float"), SENSE_FLOAT4},
};

static const Word sqlite_words[] = {
    {STR_INIT("integer"), SENSE_INT8},
    {STR_INIT("int"), SENSE_INT8},
    {STR_INIT("real"), SENSE_FLOAT8},
};

static const Word words[] = {
    {STR_INIT("boolean"), SENSE_BOOL},
    {STR_INIT("bool"), SENSE_BOOL},
    {STR_INIT("tinyint"), SENSE_INT1},
    {STR_INIT("smallint"), SENSE_INT2},
    {STR_INIT("int2"), SENSE_INT2},
    {STR_INIT("short"), SENSE_INT2},
    {STR_INIT("smallserial"), SENSE_INT2},
    {STR_INIT("mediumint"), SENSE_INT3},
    {STR_INIT("int"), SENSE_INT4},
    {STR_INIT("int4"), SENSE_INT4},
    {STR_INIT("int32"), SENSE_INT4},
    {STR_INIT("integer"), SENSE_INT4},
    {STR_INIT("serial"), SENSE_INT4},
    {STR_INIT("bigint"), SENSE_INT8},
    {STR_INIT("big int"), SENSE_INT8},
    {STR_INIT("int8"), SENSE_INT8},
    {STR_INIT("int64"), SENSE_INT8},
    {STR_INIT("long"), SENSE_INT8},
    {STR_INIT("bigserial"), SENSE_INT8},
    {STR_INIT("oid"), SENSE_INT8},
    {STR_INIT("numeric"), SENSE_DECIMAL},
    {STR_INIT("decimal"), SENSE_DECIMAL},
    {STR_INIT("number"), SENSE_DECIMAL},
    {STR_INIT("money"), SENSE_MONEY},
    {STR_INIT("real"), SENSE_FLOAT4},
    {STR_INIT("float4"), SENSE_FLOAT4},
    {STR_INIT("float"), SENSE_FLOAT8},
    {STR_INIT("float8"), SENSE_FLOAT8},
    {STR_INIT("double"), SENSE_FLOAT8},
    {STR_INIT("double precision"), SENSE_FLOAT8},
    {STR_INIT("double_precision"), SENSE_FLOAT8},
    {STR_INIT("char"), SENSE_CHAR},
    {STR_INIT("character"), SENSE_CHAR},
    {STR_INIT("bpchar"), SENSE_CHAR},
    {STR_INIT("nchar"), SENSE_CHAR},
    {STR_INIT("varchar"), SENSE_VARCHAR},
    {STR_INIT("nvarchar"), SENSE_VARCHAR},
    {STR_INIT("character varying"), SENSE_VARCHAR},
    {STR_INIT("name"), SENSE_VARCHAR},
    {STR_INIT("text"), SENSE_TEXT},
    {STR_INIT("string"), SENSE_TEXT},
    {STR_INIT("clob"), SENSE_TEXT},
    {STR_INIT("tinytext"), SENSE_TEXT},
    {STR_INIT("mediumtext"), SENSE_TEXT},
    {STR_INIT("longtext"), SENSE_TEXT},
    {STR_INIT("enum"), SENSE_TEXT},
    {STR_INIT("binary"), SENSE_BINARY},
    {STR_INIT("varbinary"), SENSE_VARBINARY},
    {STR_INIT("bytea"), SENSE_BLOB},
    {STR_INIT("bytes"), SENSE_BLOB},
    {STR_INIT("blob"), SENSE_BLOB},
    {STR_INIT("tinyblob"), SENSE_BLOB},
    {STR_INIT("mediumblob"), SENSE_BLOB},
    {STR_INIT("longblob"), SENSE_BLOB},
    {STR_INIT("date"), SENSE_DATE},
    {STR_INIT("time"), SENSE_TIME},
    {STR_INIT("time without time zone"), SENSE_TIME},
    {STR_INIT("time with time zone"), SENSE_TIME_ZONE},
    {STR_INIT("timetz"), SENSE_TIME_ZONE},
    {STR_INIT("timestamp"), SENSE_STAMP},
    {STR_INIT("datetime"), SENSE_STAMP},
    {STR_INIT("timestamp without time zone"), SENSE_STAMP},
    {STR_INIT("timestamp with time zone"), SENSE_STAMP_ZONE},
    {STR_INIT("timestamptz"), SENSE_STAMP_ZONE},
    {STR_INIT("year"), SENSE_YEAR},
    {STR_INIT("interval"), SENSE_INTERVAL},
    {STR_INIT("uuid"), SENSE_UUID},
    {STR_INIT("guid"), SENSE_UUID},
    {STR_INIT("json"), SENSE_JSON},
    {STR_INIT("jsonb"), SENSE_JSONB},
    {STR_INIT("bit"), SENSE_BITS},
    {STR_INIT("bit varying"), SENSE_BITS},
    {STR_INIT("inet"), SENSE_INET},
    {STR_INIT("cidr"), SENSE_INET},
    {STR_INIT("inet4"), SENSE_INET},
    {STR_INIT("inet6"), SENSE_INET},
    {STR_INIT("macaddr"), SENSE_INET},
};

/* How a dialect says a sense. With `takes`, so many arguments are kept. */
typedef struct {
    Str word;
    int takes;
    Str loss;
} Spelling;

#define SAID(word, takes) \
    { \
        STR_INIT(word), takes, \
        { \
            NULL, 0 \
        } \
    }
#define LOSSY(word, takes, loss) \
    { \
        STR_INIT(word), takes, STR_INIT(loss) \
    }

static const Spelling spellings[SENSE_COUNT][3] = {
    [SENSE_OTHER] = {SAID("text", 0), SAID("longtext", 0), SAID("TEXT", 0)},
    [SENSE_BOOL] = {SAID("boolean", 0), SAID("tinyint(1)", 0),
                    SAID("BOOLEAN", 0)},
    [SENSE_INT1] = {SAID("smallint", 0), SAID("tinyint(4)", 0),
                    SAID("INTEGER", 0)},
    [SENSE_INT2] = {SAID("smallint", 0), SAID("smallint(6)", 0),
                    SAID("INTEGER", 0)},
    [SENSE_INT3] = {SAID("integer", 0), SAID("mediumint(9)", 0),
                    SAID("INTEGER", 0)},
    [SENSE_INT4] = {SAID("integer", 0), SAID("int(11)", 0), SAID("INTEGER", 0)},
    [SENSE_INT8] = {SAID("bigint", 0), SAID("bigint(20)", 0),
                    SAID("INTEGER", 0)},
    [SENSE_DECIMAL] = {SAID("numeric", 2), SAID("decimal", 2),
                       SAID("NUMERIC", 2)},
    [SENSE_MONEY] = {SAID("money", 0), SAID("decimal(19,2)", 0),
                     SAID("NUMERIC(19,2)", 0)},
    [SENSE_FLOAT4] = {SAID("real", 0), SAID("float", 0), SAID("REAL", 0)},
    [SENSE_FLOAT8] = {SAID("double precision", 0), SAID("double", 0),
                      SAID("REAL", 0)},
    [SENSE_CHAR] = {SAID("character", 1), SAID("char", 1), SAID("CHAR", 1)},
    [SENSE_VARCHAR] = {SAID("character varying", 1), SAID("varchar", 1),
                       SAID("VARCHAR", 1)},
    [SENSE_TEXT] = {SAID("text", 0), SAID("longtext", 0), SAID("TEXT", 0)},
    [SENSE_BINARY] = {SAID("bytea", 0), SAID("binary", 1), SAID("BLOB", 0)},
    [SENSE_VARBINARY] = {SAID("bytea", 0), SAID("varbinary", 1),
                         SAID("BLOB", 0)},
    [SENSE_BLOB] = {SAID("bytea", 0), SAID("longblob", 0), SAID("BLOB", 0)},
    [SENSE_DATE] = {SAID("date", 0), SAID("date", 0), SAID("DATE", 0)},
    [SENSE_TIME] = {SAID("time without time zone", 0), SAID("time", 1),
                    SAID("TIME", 0)},
    [SENSE_TIME_ZONE] = {SAID("time with time zone", 0),
                         LOSSY("time", 1, "its zone is not kept"),
                         SAID("TIME", 0)},
    [SENSE_STAMP] = {SAID("timestamp without time zone", 0),
                     SAID("datetime", 1), SAID("DATETIME", 0)},
    [SENSE_STAMP_ZONE] = {SAID("timestamp with time zone", 0),
                          SAID("timestamp", 1), SAID("TIMESTAMP", 0)},
    [SENSE_YEAR] = {SAID("smallint", 0), SAID("year(4)", 0),
                    SAID("INTEGER", 0)},
    [SENSE_INTERVAL] = {SAID("interval", 0),
                        LOSSY("varchar(64)", 0, "is a text here"),
                        LOSSY("TEXT", 0, "is a text here")},
    [SENSE_UUID] = {SAID("uuid", 0), SAID("char(36)", 0), SAID("CHAR(36)", 0)},
    [SENSE_JSON] = {SAID("json", 0), SAID("longtext", 0), SAID("TEXT", 0)},
    [SENSE_JSONB] = {SAID("jsonb", 0), SAID("longtext", 0), SAID("TEXT", 0)},
    [SENSE_BITS] = {SAID("bit varying", 1), SAID("bit", 1), SAID("INTEGER", 0)},
    [SENSE_INET] = {SAID("inet", 0), SAID("varchar(49)", 0), SAID("TEXT", 0)},
    [SENSE_ARRAY] = {SAID("jsonb", 0), LOSSY("longtext", 0, "is JSON here"),
                     LOSSY("TEXT", 0, "is JSON here")},
};

static const Spelling *spelling_of(Dialect d, SenseKind kind)
{
    int column = d == DIALECT_MYSQL ? 1 : d == DIALECT_SQLITE ? 2 : 0;
    return &spellings[kind][column];
}

static SenseKind find_word(const Word *list, int n, Str word)
{
    for (int i = 0; i < n; i++)
        if (em_str_eq(list[i].word, word))
            return list[i].kind;
    return SENSE_OTHER;
}

/* SQLite goes by parts of words: https://sqlite.org/datatype3.html, 3.1 */
static SenseKind find_affinity(Str word)
{
    static const Word parts[] = {
        {STR_INIT("int"), SENSE_INT8},    {STR_INIT("char"), SENSE_VARCHAR},
        {STR_INIT("clob"), SENSE_TEXT},   {STR_INIT("text"), SENSE_TEXT},
        {STR_INIT("blob"), SENSE_BLOB},   {STR_INIT("real"), SENSE_FLOAT8},
        {STR_INIT("floa"), SENSE_FLOAT8}, {STR_INIT("doub"), SENSE_FLOAT8},
    };
    for (int i = 0; i < COUNT(parts); i++)
        if (em_str_find(word, parts[i].word, 0) != NONE)
            return parts[i].kind;
    return SENSE_OTHER;
}

static SenseKind find_kind(Dialect d, Str word)
{
    SenseKind kind = SENSE_OTHER;
    if (d == DIALECT_MYSQL)
        kind = find_word(mysql_words, COUNT(mysql_words), word);
    if (d == DIALECT_SQLITE)
        kind = find_word(sqlite_words, COUNT(sqlite_words), word);
    if (kind == SENSE_OTHER)
        kind = find_word(words, COUNT(words), word);
    if (kind == SENSE_OTHER && d == DIALECT_SQLITE)
        kind = find_affinity(word);
    return kind;
}

/* The numbers in "(10,2)", up to a million. */
static void read_args(Str args, int out[2])
{
    for (int i = 0, k = 0; i < args.n && k < 2; i++) {
        int c = (unsigned char)args.p[i];
        if (em_is_digit(c))
            out[k] = MIN(out[k] * 10 + (c - '0'), 1000000);
        else
            k += c == ',';
    }
}

/* The type without a part. */
static Str without(Arena *a, Str type, Str part)
{
    int at = em_str_find(type, part, 0);
    if (at == NONE)
        return type;
    return JOIN(a, em_str_trim(em_str_cut(type, 0, at)),
                em_str_cut(type, at + part.n, type.n));
}

Sense em_sense_of(Dialect d, Str type, Arena *a)
{
    Sense s = {0};
    Str word = em_str_lower(a, em_str_trim(type));
    if (em_str_ends(word, STR("[]")))
        return (Sense){.kind = SENSE_ARRAY};
    s.is_unsigned = em_str_find(word, STR(" unsigned"), 0) != NONE;
    word = without(a, without(a, word, STR(" unsigned")), STR(" zerofill"));
    int open = em_str_find_char(word, '(', 0);
    int close = em_str_find_char(word, ')', 0);
    if (open != NONE && close > open) {
        read_args(em_str_cut(word, open + 1, close), s.args);
        word = JOIN(a, em_str_trim(em_str_cut(word, 0, open)),
                    em_str_cut(word, close + 1, word.n));
    }
    s.kind = find_kind(d, word);
    if (s.kind == SENSE_INT1 && s.args[0] == 1)
        s.kind = SENSE_BOOL;
    if (em_str_eq(word, STR("string")) && s.args[0])
        s.kind = SENSE_VARCHAR;
    if (em_str_eq(word, STR("name")))
        s.args[0] = 64;
    return s;
}

/* What is not unsigned elsewhere needs the next size. */
static SenseKind signed_kind(SenseKind kind)
{
    if (kind == SENSE_INT1)
        return SENSE_INT2;
    if (kind == SENSE_INT2 || kind == SENSE_INT3)
        return SENSE_INT4;
    return kind == SENSE_INT4 ? SENSE_INT8 : kind;
}

/* MySQL needs lengths, and has limits to them. */
static Sense within_mysql(Sense s)
{
    enum { MOST_CHAR = 255, MOST_VARCHAR = 16383, MOST_BITS = 64 };
    bool is_text = s.kind == SENSE_CHAR || s.kind == SENSE_VARCHAR;
    bool is_stamp = s.kind == SENSE_STAMP || s.kind == SENSE_STAMP_ZONE;
    if (is_text && s.args[0] > MOST_VARCHAR)
        s.kind = SENSE_TEXT;
    else if (s.kind == SENSE_CHAR && s.args[0] > MOST_CHAR)
        s.kind = SENSE_VARCHAR;
    if (s.kind == SENSE_BINARY && (!s.args[0] || s.args[0] > MOST_CHAR))
        s.kind = SENSE_VARBINARY;
    if (s.kind == SENSE_VARCHAR && !s.args[0])
        s.kind = SENSE_TEXT;
    if (s.kind == SENSE_VARBINARY && !s.args[0])
        s.kind = SENSE_BLOB;
    if (s.kind == SENSE_BITS)
        s.args[0] = MIN(MAX(s.args[0], 1), MOST_BITS);
    if ((is_stamp || s.kind == SENSE_TIME || s.kind == SENSE_TIME_ZONE) &&
        !s.args[0])
        s.args[0] = 6;
    if (s.kind == SENSE_DECIMAL && !s.args[0]) {
        s.args[0] = 38;
        s.args[1] = 10;
    }
    return s;
}

Str em_sense_type(Dialect d, Sense s, Arena *a)
{
    Buf b = {.arena = a};
    if (d == DIALECT_MYSQL)
        s = within_mysql(s);
    else if (s.is_unsigned)
        s.kind = signed_kind(s.kind);
    const Spelling *said = spelling_of(d, s.kind);
    em_put(&b, said->word);
    if (said->takes && s.args[0]) {
        em_put(&b, STR("("));
        em_put_int(&b, s.args[0]);
        if (said->takes == 2) {
            em_put(&b, STR(","));
            em_put_int(&b, s.args[1]);
        }
        em_put(&b, STR(")"));
    }
    bool is_number = em_sense_is_int(s.kind) || s.kind == SENSE_DECIMAL;
    if (d == DIALECT_MYSQL && s.is_unsigned && is_number)
        em_put(&b, STR(" unsigned"));
    return em_buf_str(&b);
}

Str em_sense_loss(Dialect d, SenseKind kind)
{
    return spelling_of(d, kind)->loss;
}

/* Kinds of which an engine compares values without being told how. */
static int family_of(SenseKind k)
{
    if (em_sense_is_int(k) || k == SENSE_DECIMAL || k == SENSE_YEAR)
        return 1;
    if (k == SENSE_CHAR || k == SENSE_VARCHAR || k == SENSE_TEXT)
        return 2;
    if (k == SENSE_BINARY || k == SENSE_VARBINARY || k == SENSE_BLOB)
        return 3;
    return 10 + (int)k;
}

bool em_sense_fits(SenseKind child, SenseKind parent)
{
    return family_of(child) == family_of(parent);
}
