/*
 * Expressions between dialects. What is understood by all of them the same
 * way is carried over token by token; PostgreSQL's casts are left out, and its
 * lists in arrays become IN. With anything else the whole expression is given
 * up, so that what is written is never a guess.
 */
#include "sql/sql_expr.h"

#include "sql/sql.h"
#include "sql/sql_lex.h"

typedef struct {
    const SqlRewrite *r;
    Str text;
    ARRAY_OF(SqlTok) toks; /* ended by an SQL_END */
    int i;
    Buf out;
} Rewriter;

static Str text_of(const Rewriter *w, int i)
{
    SqlTok t = w->toks.items[MIN(i, w->toks.n - 1)];
    return em_str_cut(w->text, t.at, t.end);
}

static bool is_at(const Rewriter *w, int i, Str word)
{
    return em_str_eq_nocase(text_of(w, i), word);
}

static SqlTokKind kind_at(const Rewriter *w, int i)
{
    return w->toks.items[MIN(i, w->toks.n - 1)].kind;
}

static bool is_in(Str word, const Str *list, int n)
{
    for (int i = 0; i < n; i++)
        if (em_str_eq_nocase(word, list[i]))
            return true;
    return false;
}

static void read_tokens(Rewriter *w)
{
    const SqlLexis *lexis = em_sql_lexis(w->r->from);
    SqlTok t = em_sql_lex(lexis, w->text, 0);
    for (; t.kind != SQL_END; t = em_sql_lex(lexis, w->text, t.end))
        *PUSH(w->r->arena, &w->toks) = t;
    *PUSH(w->r->arena, &w->toks) = t;
}

/* ---- PostgreSQL's own -----------------------------------------------------
 */

static int skip_parenthesis(const Rewriter *w, int i)
{
    int depth = 0;
    do {
        depth += is_at(w, i, STR("(")) - is_at(w, i, STR(")"));
        i++;
    } while (depth > 0 && i < w->toks.n);
    return i;
}

static bool is_cast(const Rewriter *w, int i)
{
    return w->r->from == DIALECT_POSTGRES && is_at(w, i, STR(":")) &&
           is_at(w, i + 1, STR(":"));
}

/* Behind "::character varying(20)[]". */
static int skip_cast(const Rewriter *w, int i)
{
    static const Str more[] = {STR_INIT("varying"), STR_INIT("precision"),
                               STR_INIT("without"), STR_INIT("with"),
                               STR_INIT("time"),    STR_INIT("zone")};
    for (i += 3; is_at(w, i, STR(".")); i += 2)
        ;
    while (is_in(text_of(w, i), more, COUNT(more)))
        i++;
    if (is_at(w, i, STR("(")))
        i = skip_parenthesis(w, i);
    while (is_in(text_of(w, i), more, COUNT(more)))
        i++;
    while (is_at(w, i, STR("[")) && is_at(w, i + 1, STR("]")))
        i += 2;
    return i;
}

/* Takes casts out. */
static void drop_casts(Rewriter *w)
{
    int n = 0;
    for (int i = 0; i < w->toks.n;) {
        if (is_cast(w, i)) {
            i = MIN(skip_cast(w, i), w->toks.n - 1);
            continue;
        }
        w->toks.items[n++] = w->toks.items[i++];
    }
    w->toks.n = n;
    assert(n > 0 && w->toks.items[n - 1].kind == SQL_END);
}

/* ---- tokens ---------------------------------------------------------------
 */

/* A blank stands where one was. */
static void put_gap(Rewriter *w, int i)
{
    int at = w->toks.items[i].at;
    bool has_blank = at > 0 && em_is_space((unsigned char)w->text.p[at - 1]);
    if (w->out.n && has_blank)
        em_put(&w->out, STR(" "));
}

static bool put_string(Rewriter *w, int i)
{
    SqlTok t = w->toks.items[i];
    char first = w->text.p[t.at];
    if (first != '\'' && first != '"' && em_lower((unsigned char)first) != 'e')
        return false; /* bits, bytes */
    put_gap(w, i);
    em_sql_put_string_in(&w->out, w->r->to,
                         em_sql_value(w->r->from, w->text, t, w->r->arena));
    return true;
}

/* Whether a column means the same in comparisons, there and here. */
static bool is_comparable(const SqlRewrite *r, int column)
{
    SenseKind k = r->senses[column].kind;
    if (k == SENSE_OTHER || k == SENSE_JSON || k == SENSE_JSONB ||
        k == SENSE_ARRAY)
        return false;
    if (r->senses[column].counts && r->to == DIALECT_MYSQL)
        return false;
    return k != SENSE_BOOL || r->to != DIALECT_POSTGRES;
}

static bool put_column(Rewriter *w, int i)
{
    const SqlRewrite *r = w->r;
    Str name = em_sql_value(r->from, w->text, w->toks.items[i], r->arena);
    if (r->self.n && em_str_eq_nocase(name, STR("value"))) {
        put_gap(w, i);
        em_sql_put_name_in(&w->out, r->to, r->self);
        return true;
    }
    for (int c = 0; r->table && c < r->table->columns.n; c++) {
        if (!em_str_eq_nocase(r->table->columns.items[c].name, name))
            continue;
        put_gap(w, i);
        em_sql_put_name_in(&w->out, r->to, r->table->columns.items[c].name);
        return is_comparable(r, c);
    }
    return false;
}

static bool put_word(Rewriter *w, int i)
{
    static const Str keywords[] = {
        STR_INIT("AND"),  STR_INIT("OR"),      STR_INIT("NOT"),
        STR_INIT("IN"),   STR_INIT("IS"),      STR_INIT("NULL"),
        STR_INIT("LIKE"), STR_INIT("BETWEEN"), STR_INIT("CASE"),
        STR_INIT("WHEN"), STR_INIT("THEN"),    STR_INIT("ELSE"),
        STR_INIT("END"),
    };
    static const Str functions[] = {
        STR_INIT("abs"),   STR_INIT("coalesce"), STR_INIT("length"),
        STR_INIT("lower"), STR_INIT("upper"),    STR_INIT("nullif"),
    };
    Str word = text_of(w, i);
    bool is_call = is_at(w, i + 1, STR("("));
    if (is_in(word, keywords, COUNT(keywords)) ||
        (is_call && is_in(word, functions, COUNT(functions)))) {
        put_gap(w, i);
        em_put(&w->out, word);
        return true;
    }
    return !is_call && put_column(w, i);
}

/* "= ANY (ARRAY['a', 'b'])" as " IN ('a', 'b')". False: it is none. */
static bool put_any(Rewriter *w)
{
    int i = w->i + 2, open = 0;
    if (!is_at(w, w->i, STR("=")) || !is_at(w, w->i + 1, STR("ANY")))
        return false;
    for (; is_at(w, i, STR("(")); i++)
        open++;
    if (!open || !is_at(w, i, STR("ARRAY")) || !is_at(w, i + 1, STR("[")))
        return false;
    em_put(&w->out, STR(" IN ("));
    for (i += 2; !is_at(w, i, STR("]")); i++) {
        SqlTokKind kind = kind_at(w, i);
        if (is_at(w, i, STR(",")))
            em_put(&w->out, STR(","));
        else if (kind == SQL_NUMBER || is_at(w, i, STR("-")))
            em_put(&w->out, text_of(w, i));
        else if (kind != SQL_STRING || !put_string(w, i))
            return false;
    }
    for (i++; open > 0 && is_at(w, i, STR(")")); i++)
        open--;
    em_put(&w->out, STR(")"));
    w->i = i - 1;
    return open == 0;
}

static bool put_mark(Rewriter *w)
{
    static const char common[] = "()<>=!+-*/,";
    char c = w->text.p[w->toks.items[w->i].at];
    for (int k = 0; common[k]; k++)
        if (c == common[k]) {
            put_gap(w, w->i);
            em_put_char(&w->out, c);
            return true;
        }
    return false;
}

static bool put_token(Rewriter *w)
{
    switch (kind_at(w, w->i)) {
    case SQL_WORD: return put_word(w, w->i);
    case SQL_NAME: return put_column(w, w->i);
    case SQL_STRING: return put_string(w, w->i);
    case SQL_NUMBER:
        put_gap(w, w->i);
        em_put(&w->out, text_of(w, w->i));
        return true;
    case SQL_MARK: return put_any(w) || put_mark(w);
    case SQL_END:
    case SQL_BODY:
    case SQL_UNCLOSED: break;
    }
    return false;
}

static Rewriter new_rewriter(const SqlRewrite *r, Str expression)
{
    Rewriter w = {.r = r, .text = expression, .out = {.arena = r->arena}};
    read_tokens(&w);
    drop_casts(&w);
    return w;
}

Str em_sql_rewrite(const SqlRewrite *r, Str expression)
{
    Rewriter w = new_rewriter(r, expression);
    for (; w.i < w.toks.n - 1; w.i++)
        if (!put_token(&w))
            return (Str){0};
    return em_buf_str(&w.out);
}

/* ---- defaults -------------------------------------------------------------
 */

/* How many parentheses stand around all of the tokens: of those at both ends,
 * as many as what is between never closes. */
static int count_wraps(const Rewriter *w)
{
    int last = w->toks.n - 2, front = 0, back = 0;
    while (front <= last && is_at(w, front, STR("(")))
        front++;
    while (last - back > front && is_at(w, last - back, STR(")")))
        back++;
    int depth = front, least = front;
    for (int i = front; i <= last - back; i++) {
        depth += is_at(w, i, STR("(")) - is_at(w, i, STR(")"));
        least = MIN(least, depth);
    }
    return depth == back ? MAX(MIN(least, back), 0) : 0;
}

/* Without parentheses around all of it. */
static void unwrap(Rewriter *w)
{
    int n = count_wraps(w);
    w->i += n;
    w->toks.items[w->toks.n - 1 - n] = w->toks.items[w->toks.n - 1];
    w->toks.n -= n;
}

/* The tokens left, in lower case and without blanks. */
static Str squeezed(const Rewriter *w)
{
    Buf b = {.arena = w->r->arena};
    for (int i = w->i; i < w->toks.n - 1; i++)
        em_put(&b, em_str_lower(w->r->arena, text_of(w, i)));
    return em_buf_str(&b);
}

static bool is_now(Str s)
{
    static const Str all[] = {
        STR_INIT("now()"),
        STR_INIT("localtimestamp"),
        STR_INIT("localtimestamp()"),
        STR_INIT("transaction_timestamp()"),
        STR_INIT("statement_timestamp()"),
        STR_INIT("clock_timestamp()"),
        STR_INIT("timezone('utc',now())"),
        STR_INIT("now()attimezone'utc'"),
        STR_INIT("current_timestampattimezone'utc'"),
        STR_INIT("datetime('now')"),
    };
    bool is_standard = em_str_starts(s, STR("current_timestamp")) &&
                       em_str_find(s, STR("zone"), 0) == NONE;
    return is_standard || is_in(s, all, COUNT(all));
}

static bool is_today(Str s)
{
    static const Str all[] = {STR_INIT("current_date"),
                              STR_INIT("current_date()"), STR_INIT("curdate()"),
                              STR_INIT("date('now')")};
    return is_in(s, all, COUNT(all));
}

static bool makes_uuid(Str s)
{
    static const Str all[] = {
        STR_INIT("gen_random_uuid()"), STR_INIT("uuid_generate_v4()"),
        STR_INIT("public.uuid_generate_v4()"),
        STR_INIT("public.gen_random_uuid()"), STR_INIT("uuid()")};
    return is_in(s, all, COUNT(all));
}

static bool is_text(SenseKind k)
{
    return k == SENSE_CHAR || k == SENSE_VARCHAR || k == SENSE_TEXT ||
           k == SENSE_OTHER;
}

static Str now_as(const SqlRewrite *r, Sense sense, Str type)
{
    bool is_stamp = sense.kind == SENSE_STAMP || sense.kind == SENSE_STAMP_ZONE;
    int open = em_str_find_char(type, '(', 0);
    if (sense.kind == SENSE_DATE)
        return r->to == DIALECT_MYSQL ? STR("(CURRENT_DATE)")
                                      : STR("CURRENT_DATE");
    if (!is_stamp && !is_text(sense.kind))
        return (Str){0};
    if (r->to != DIALECT_MYSQL)
        return STR("CURRENT_TIMESTAMP");
    if (!is_stamp)
        return STR("(CURRENT_TIMESTAMP)");
    return open == NONE ? STR("CURRENT_TIMESTAMP")
                        : JOIN(r->arena, STR("CURRENT_TIMESTAMP"),
                               em_str_cut(type, open, type.n));
}

/* true, 't', 1 and b'1'; or -1 for what is no truth value. */
static int truth_of(Str s)
{
    static const Str yes[] = {STR_INIT("true"), STR_INIT("'t'"),
                              STR_INIT("1"),    STR_INIT("'1'"),
                              STR_INIT("b'1'"), STR_INIT("'true'")};
    static const Str no[] = {STR_INIT("false"), STR_INIT("'f'"),
                             STR_INIT("0"),     STR_INIT("'0'"),
                             STR_INIT("b'0'"),  STR_INIT("'false'")};
    return is_in(s, yes, COUNT(yes)) ? 1 : is_in(s, no, COUNT(no)) ? 0 : -1;
}

static Str truth_as(const SqlRewrite *r, int truth)
{
    if (truth < 0)
        return (Str){0};
    if (r->to == DIALECT_POSTGRES)
        return truth ? STR("true") : STR("false");
    return truth ? STR("1") : STR("0");
}

/* Only of these bytes. */
static bool is_made_of(Str s, Str bytes)
{
    for (int i = 0; i < s.n; i++)
        if (em_str_find_char(bytes, s.p[i], 0) == NONE)
            return false;
    return s.n > 0;
}

/* Whether every engine reads the contents of a string as such a value. */
static bool is_value(Sense sense, Str s)
{
    SenseKind k = sense.kind;
    if (k == SENSE_BINARY || k == SENSE_VARBINARY || k == SENSE_BLOB)
        return s.n == 0;
    if (em_sense_is_int(k) || k == SENSE_DECIMAL || k == SENSE_MONEY ||
        k == SENSE_FLOAT4 || k == SENSE_FLOAT8 || k == SENSE_YEAR)
        return is_made_of(s, STR("0123456789-."));
    if (k == SENSE_DATE || k == SENSE_STAMP || k == SENSE_STAMP_ZONE)
        return is_made_of(s, STR("0123456789-.: ")) &&
               !em_str_starts(s, STR("0000")) && s.n >= 10;
    if (k == SENSE_TIME || k == SENSE_TIME_ZONE)
        return is_made_of(s, STR("0123456789.:"));
    return is_text(k) || k == SENSE_JSON || k == SENSE_JSONB ||
           k == SENSE_UUID || k == SENSE_INET;
}

static Str literal_as(const SqlRewrite *r, Sense sense, Str type, Str value)
{
    Buf b = {.arena = r->arena};
    bool is_long =
        em_str_ends(type, STR("text")) || em_str_ends(type, STR("blob"));
    bool wraps = r->to == DIALECT_MYSQL && is_long;
    if (sense.kind == SENSE_ARRAY)
        value = em_str_eq(value, STR("{}")) ? STR("[]") : (Str){0};
    if (sense.kind == SENSE_ARRAY ? !value.n : !is_value(sense, value))
        return (Str){0};
    em_put(&b, wraps ? STR("(") : STR(""));
    em_sql_put_string_in(&b, r->to, value);
    em_put(&b, wraps ? STR(")") : STR(""));
    return em_buf_str(&b);
}

static bool is_number(const Rewriter *w)
{
    bool has_sign = is_at(w, w->i, STR("-")) || is_at(w, w->i, STR("+"));
    return kind_at(w, w->i + has_sign) == SQL_NUMBER &&
           w->i + has_sign == w->toks.n - 2;
}

Str em_sql_rewrite_default(const SqlRewrite *r, Sense sense, Str type,
                           Str expression)
{
    Rewriter w = new_rewriter(r, expression);
    unwrap(&w);
    Str s = squeezed(&w);
    bool is_alone = w.i == w.toks.n - 2;

    if (em_str_eq(s, STR("null")))
        return STR("NULL");
    if (sense.kind == SENSE_BOOL)
        return truth_as(r, truth_of(s));
    if (is_now(s))
        return now_as(r, sense, type);
    if (is_today(s))
        return r->to == DIALECT_MYSQL ? STR("(CURRENT_DATE)")
                                      : STR("CURRENT_DATE");
    if (makes_uuid(s) && r->to != DIALECT_SQLITE)
        return r->to == DIALECT_MYSQL ? STR("(uuid())")
                                      : STR("gen_random_uuid()");
    if (is_alone && kind_at(&w, w.i) == SQL_STRING)
        return literal_as(
            r, sense, type,
            em_sql_value(r->from, w.text, w.toks.items[w.i], r->arena));
    bool takes_number = sense.kind >= SENSE_INT1 && sense.kind <= SENSE_FLOAT8;
    if (is_number(&w) && (takes_number || sense.kind == SENSE_YEAR))
        return s;
    if (is_number(&w) && is_text(sense.kind))
        return literal_as(r, sense, type, s);
    return (Str){0};
}
