/*
 * Names and strings, in the quotes of each dialect.
 */
#include "sql/sql.h"
#include "sql/sql_expr.h"

/* Words that no dialect takes as a name without quotes, sorted. */
static const Str reserved[] = {
    STR_INIT("all"),
    STR_INIT("analyse"),
    STR_INIT("analyze"),
    STR_INIT("and"),
    STR_INIT("any"),
    STR_INIT("array"),
    STR_INIT("as"),
    STR_INIT("asc"),
    STR_INIT("between"),
    STR_INIT("both"),
    STR_INIT("by"),
    STR_INIT("case"),
    STR_INIT("cast"),
    STR_INIT("check"),
    STR_INIT("collate"),
    STR_INIT("column"),
    STR_INIT("commit"),
    STR_INIT("constraint"),
    STR_INIT("create"),
    STR_INIT("cross"),
    STR_INIT("current_date"),
    STR_INIT("current_time"),
    STR_INIT("current_timestamp"),
    STR_INIT("current_user"),
    STR_INIT("default"),
    STR_INIT("deferrable"),
    STR_INIT("delete"),
    STR_INIT("desc"),
    STR_INIT("distinct"),
    STR_INIT("do"),
    STR_INIT("drop"),
    STR_INIT("else"),
    STR_INIT("end"),
    STR_INIT("except"),
    STR_INIT("exists"),
    STR_INIT("false"),
    STR_INIT("fetch"),
    STR_INIT("for"),
    STR_INIT("foreign"),
    STR_INIT("freeze"),
    STR_INIT("from"),
    STR_INIT("full"),
    STR_INIT("grant"),
    STR_INIT("group"),
    STR_INIT("having"),
    STR_INIT("ilike"),
    STR_INIT("in"),
    STR_INIT("index"),
    STR_INIT("initially"),
    STR_INIT("inner"),
    STR_INIT("insert"),
    STR_INIT("intersect"),
    STR_INIT("into"),
    STR_INIT("is"),
    STR_INIT("isnull"),
    STR_INIT("join"),
    STR_INIT("lateral"),
    STR_INIT("leading"),
    STR_INIT("left"),
    STR_INIT("like"),
    STR_INIT("limit"),
    STR_INIT("localtime"),
    STR_INIT("localtimestamp"),
    STR_INIT("natural"),
    STR_INIT("not"),
    STR_INIT("notnull"),
    STR_INIT("null"),
    STR_INIT("offset"),
    STR_INIT("on"),
    STR_INIT("only"),
    STR_INIT("or"),
    STR_INIT("order"),
    STR_INIT("outer"),
    STR_INIT("overlaps"),
    STR_INIT("placing"),
    STR_INIT("primary"),
    STR_INIT("references"),
    STR_INIT("returning"),
    STR_INIT("right"),
    STR_INIT("select"),
    STR_INIT("session_user"),
    STR_INIT("set"),
    STR_INIT("similar"),
    STR_INIT("some"),
    STR_INIT("symmetric"),
    STR_INIT("table"),
    STR_INIT("then"),
    STR_INIT("to"),
    STR_INIT("trailing"),
    STR_INIT("transaction"),
    STR_INIT("true"),
    STR_INIT("union"),
    STR_INIT("unique"),
    STR_INIT("update"),
    STR_INIT("user"),
    STR_INIT("using"),
    STR_INIT("values"),
    STR_INIT("variadic"),
    STR_INIT("verbose"),
    STR_INIT("when"),
    STR_INIT("where"),
    STR_INIT("window"),
    STR_INIT("with"),
};

static bool is_reserved(Str name)
{
    return em_str_in_sorted(reserved, COUNT(reserved), name);
}

static bool is_plain(Dialect d, Arena *a, Str name)
{
    bool plain = name.n > 0 && !em_is_digit((unsigned char)name.p[0]);
    for (int i = 0; i < name.n; i++) {
        int c = (unsigned char)name.p[i];
        bool folds = d == DIALECT_POSTGRES && em_lower(c) != c;
        plain = plain && em_is_word(c) && !folds;
    }
    return plain && !is_reserved(em_str_lower(a, name));
}

/* MySQL's dumps quote all names, and so do we there. */
void em_sql_put_name_in(Buf *out, Dialect d, Str name)
{
    char quote = d == DIALECT_MYSQL ? '`' : '"';
    if (d != DIALECT_MYSQL && is_plain(d, out->arena, name)) {
        em_put(out, name);
        return;
    }
    em_put_char(out, quote);
    for (int i = 0; i < name.n; i++) {
        if (name.p[i] == quote)
            em_put_char(out, quote);
        em_put_char(out, name.p[i]);
    }
    em_put_char(out, quote);
}

void em_sql_put_string_in(Buf *out, Dialect d, Str s)
{
    em_put(out, STR("'"));
    for (int i = 0; i < s.n; i++) {
        bool doubles = s.p[i] == '\'' || (s.p[i] == '\\' && d == DIALECT_MYSQL);
        if (doubles)
            em_put_char(out, s.p[i]);
        em_put_char(out, s.p[i]);
    }
    em_put(out, STR("'"));
}

void em_sql_put_string(Buf *out, Str s)
{
    em_sql_put_string_in(out, DIALECT_NONE, s);
}
