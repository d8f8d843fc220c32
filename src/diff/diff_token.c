/*
 * The lexer of sql/ gives punctuation byte by byte; here it becomes operators,
 * and what is spelt in several ways (0.50, '0.5', .5) gets one spelling.
 */
#include "diff/diff_token.h"

#include "sql/sql_expr.h"
#include "sql/sql_lex.h"

/* ---- operators ------------------------------------------------------------
 */

static bool is_operator_char(char c)
{
    static const Str chars = STR_INIT("+-*/<>=~!@#%^&|`?:");
    return em_str_find_char(chars, c, 0) != NONE;
}

/* Behind PostgreSQL's operator at `at`: as many characters as there are, but no
 * + or - at the end when it has none of a few others. */
static int postgres_operator(Str s, int at)
{
    int end = at;
    bool keeps_sign = false;
    if (s.p[at] == ':')
        return at + 1 + (at + 1 < s.n && s.p[at + 1] == ':');
    for (; end < s.n && is_operator_char(s.p[end]) && s.p[end] != ':'; end++)
        keeps_sign |= em_str_find_char(STR("~!@#%^&|`?"), s.p[end], 0) != NONE;
    while (!keeps_sign && end > at + 1 &&
           (s.p[end - 1] == '+' || s.p[end - 1] == '-'))
        end--;
    return end;
}

static int other_operator(Str s, int at)
{
    static const Str longer[] = {
        STR_INIT("<=>"), STR_INIT("->>"), STR_INIT("<>"), STR_INIT("<="),
        STR_INIT(">="),  STR_INIT("!="),  STR_INIT("&&"), STR_INIT("||"),
        STR_INIT("<<"),  STR_INIT(">>"),  STR_INIT("->"), STR_INIT("=="),
    };
    Str rest = em_str_cut(s, at, s.n);
    for (int i = 0; i < COUNT(longer); i++)
        if (em_str_starts(rest, longer[i]))
            return at + longer[i].n;
    return at + 1;
}

/* ---- values ---------------------------------------------------------------
 */

/* [-] digits [. digits] */
static bool is_decimal(Str s)
{
    int i = s.n && s.p[0] == '-', points = 0;
    bool any = false;
    for (; i < s.n; i++) {
        if (s.p[i] == '.')
            points++;
        else if (!em_is_digit((unsigned char)s.p[i]))
            return false;
        else
            any = true;
    }
    return any && points <= 1;
}

/* Without zeros that mean nothing: 007.50 is 7.5. */
static Str plain_number(Str s, Arena *a)
{
    bool is_negative = s.n && s.p[0] == '-';
    s = em_str_cut(s, is_negative, s.n);
    if (!is_decimal(s))
        return s;
    while (s.n > 1 && s.p[0] == '0' && s.p[1] != '.')
        s = em_str_cut(s, 1, s.n);
    if (em_str_find_char(s, '.', 0) != NONE) {
        while (s.p[s.n - 1] == '0')
            s.n--;
        s.n -= s.p[s.n - 1] == '.';
    }
    bool is_bare = s.n == 0 || s.p[0] == '.';
    return JOIN(a, is_negative ? STR("-") : (Str){0},
                is_bare ? STR("0") : (Str){0}, s);
}

static Token string_token(Str text, SqlTok t, Dialect d, Arena *a)
{
    Str typed = em_str_cut(text, t.at, t.end);
    bool is_bits = typed.p[0] == 'b' || typed.p[0] == 'B' ||
                   typed.p[0] == 'x' || typed.p[0] == 'X';
    if (is_bits)
        return (Token){TOKEN_STRING, em_str_lower(a, typed)};
    Str value = em_sql_value(d, text, t, a);
    Buf b = {.arena = a};
    em_sql_put_string_in(&b, DIALECT_SQLITE, value);
    return (Token){TOKEN_STRING, em_buf_str(&b)};
}

/* ---- all ------------------------------------------------------------------
 */

static Token token_of(Str text, SqlTok *t, Dialect d, Arena *a)
{
    switch (t->kind) {
    case SQL_WORD:
        return (Token){TOKEN_WORD,
                       em_str_lower(a, em_str_cut(text, t->at, t->end))};
    case SQL_NAME: return (Token){TOKEN_NAME, em_sql_value(d, text, *t, a)};
    case SQL_NUMBER:
        return (Token){TOKEN_NUMBER,
                       plain_number(em_str_cut(text, t->at, t->end), a)};
    case SQL_BODY:
    case SQL_STRING: return string_token(text, *t, d, a);
    case SQL_MARK:
        if (is_operator_char(text.p[t->at]))
            t->end = d == DIALECT_POSTGRES ? postgres_operator(text, t->at)
                                           : other_operator(text, t->at);
        break;
    case SQL_UNCLOSED:
    case SQL_END: break;
    }
    return (Token){TOKEN_OPERATOR, em_str_cut(text, t->at, t->end)};
}

/* The lexer knows no numbers that begin with a point. */
static void take_point(Str text, const SqlLexis *lexis, SqlTok *t)
{
    bool may_be = t->kind == SQL_MARK && text.p[t->at] == '.' &&
                  (t->at == 0 || !em_is_word((unsigned char)text.p[t->at - 1]));
    if (!may_be)
        return;
    SqlTok number = em_sql_lex(lexis, text, t->end);
    if (number.kind == SQL_NUMBER && number.at == t->end)
        *t = (SqlTok){SQL_NUMBER, t->at, number.end};
}

Tokens em_tokens(Str text, Dialect dialect, Arena *a)
{
    const SqlLexis *lexis = em_sql_lexis(dialect);
    Tokens out = {0};
    SqlTok t = em_sql_lex(lexis, text, 0);
    while (t.kind != SQL_END) {
        take_point(text, lexis, &t);
        *PUSH(a, &out) = token_of(text, &t, dialect, a);
        t = em_sql_lex(lexis, text, t.end);
    }
    PUSH(a, &out)->kind = TOKEN_END;
    PUSH(a, &out)->kind = TOKEN_END;
    out.n--;
    return out;
}

static bool is_mark(const Token *t, Str mark)
{
    return t->kind == TOKEN_OPERATOR && em_str_eq(t->text, mark);
}

/* Words that go on a type's name behind its first word. */
static bool goes_on(const Token *t)
{
    static const Str words[] = {
        STR_INIT("precision"), STR_INIT("time"),    STR_INIT("varying"),
        STR_INIT("with"),      STR_INIT("without"), STR_INIT("zone"),
    };
    return t->kind == TOKEN_WORD &&
           em_str_in_sorted(words, COUNT(words), t->text);
}

bool em_token_is_number_cast(const Tokens *toks, int i)
{
    static const Str types[] = {
        STR_INIT("bigint"), STR_INIT("decimal"),  STR_INIT("double"),
        STR_INIT("int"),    STR_INIT("int2"),     STR_INIT("int4"),
        STR_INIT("int8"),   STR_INIT("integer"),  STR_INIT("numeric"),
        STR_INIT("real"),   STR_INIT("smallint"),
    };
    return is_mark(&toks->items[i], STR("::")) &&
           em_str_in_sorted(types, COUNT(types), toks->items[i + 1].text);
}

Str em_token_number(Str string, Arena *a)
{
    if (string.n < 3 || string.p[0] != '\'')
        return string;
    Str value = em_str_cut(string, 1, string.n - 1);
    return is_decimal(value) ? plain_number(value, a) : string;
}

/* Behind the parenthesis or bracket at i. */
static int group_end(const Tokens *toks, int i)
{
    int depth = 0;
    for (; i + 1 < toks->n; i++) {
        const Token *t = &toks->items[i];
        depth += is_mark(t, STR("(")) || is_mark(t, STR("["));
        depth -= is_mark(t, STR(")")) || is_mark(t, STR("]"));
        if (depth == 0)
            return i + 1;
    }
    return i;
}

/* type = name [. name]* [(12)] [word]* [ [] ]* */
static int type_end(const Tokens *toks, int i)
{
    const Token *t = &toks->items[i];
    if (t->kind == TOKEN_WORD || t->kind == TOKEN_NAME)
        i++;
    while (is_mark(&toks->items[i], STR(".")) &&
           toks->items[i + 1].kind <= TOKEN_NAME)
        i += 2;
    for (;;) {
        t = &toks->items[i];
        if (is_mark(t, STR("(")) || is_mark(t, STR("[")))
            i = group_end(toks, i);
        else if (goes_on(t))
            i++;
        else
            return i;
    }
}

bool em_token_skip_casts(const Tokens *toks, int *i)
{
    int first = *i;
    while (is_mark(&toks->items[*i], STR("::")))
        *i = type_end(toks, *i + 1);
    return *i > first;
}
