/*
 * The cursor over a statement's tokens.
 */
#include "sql/sql_parse.h"

#include "base/utf8.h"

static Str text_of(const Sql *p, int i)
{
    return em_str_cut(p->text, p->toks[i].at, p->toks[i].end);
}

/* ---- tokens ---------------------------------------------------------------
 */

bool em_sql_is(const Sql *p, Str words)
{
    int i = p->i;
    while (words.n) {
        int space = em_str_find_char(words, ' ', 0);
        int end = space == NONE ? words.n : space;
        if (i >= p->n || p->toks[i].kind != SQL_WORD ||
            !em_str_eq_nocase(text_of(p, i), em_str_cut(words, 0, end)))
            return false;
        words = em_str_cut(words, MIN(end + 1, words.n), words.n);
        i++;
    }
    return true;
}

bool em_sql_take(Sql *p, Str words)
{
    if (!em_sql_is(p, words))
        return false;
    p->i++;
    for (int i = 0; i < words.n; i++)
        p->i += words.p[i] == ' ';
    return true;
}

bool em_sql_is_mark(const Sql *p, char mark)
{
    return p->i < p->n && p->toks[p->i].kind == SQL_MARK &&
           p->text.p[p->toks[p->i].at] == mark;
}

bool em_sql_take_mark(Sql *p, char mark)
{
    if (!em_sql_is_mark(p, mark))
        return false;
    p->i++;
    return true;
}

bool em_sql_at_item_end(const Sql *p)
{
    return em_sql_at_end(p) || em_sql_is_mark(p, ',') || em_sql_is_mark(p, ')');
}

void em_sql_skip(Sql *p)
{
    int depth = 0;
    do {
        depth += em_sql_is_mark(p, '(') - em_sql_is_mark(p, ')') +
                 em_sql_is_mark(p, '[') - em_sql_is_mark(p, ']');
        if (em_sql_at_end(p))
            return;
        p->i++;
    } while (depth > 0);
}

void em_sql_skip_item(Sql *p)
{
    while (!em_sql_at_item_end(p))
        em_sql_skip(p);
}

Span em_sql_span(const Sql *p)
{
    const SqlTok *t = &p->toks[p->i];
    return (Span){t->at, t->end - t->at};
}

Span em_sql_span_from(const Sql *p, int first)
{
    int at = p->toks[first].at;
    int end = p->i > first ? p->toks[p->i - 1].end : p->toks[first].end;
    return (Span){at, end - at};
}

Str em_sql_slice(const Sql *p, int first)
{
    Span s = em_sql_span_from(p, first);
    return em_str_cut(p->text, s.at, p->i > first ? s.at + s.len : s.at);
}

/* ---- messages -------------------------------------------------------------
 */

bool em_sql_expected(Sql *p, Str what)
{
    em_diag_add(p->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = p->src,
                       .span = em_sql_span(p),
                       .code = STR("sql-syntax"),
                       .message = JOIN(p->arena, STR("expected "), what)});
    return false;
}

void em_sql_warn(Sql *p, Span span, Str code, Str message)
{
    em_diag_add(p->diags, (Diag){.severity = DIAG_WARNING,
                                 .source = p->src,
                                 .span = span,
                                 .code = code,
                                 .message = message});
}

/* ---- names ----------------------------------------------------------------
 */

bool em_sql_is_name(const Sql *p)
{
    SqlTokKind kind = p->toks[p->i].kind;
    if (em_sql_at_end(p))
        return false;
    return kind == SQL_WORD || kind == SQL_NAME ||
           (kind == SQL_STRING && p->dialect != DIALECT_POSTGRES);
}

/* Latin-1's bytes are the first 256 characters. */
static Str from_latin1(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (int i = 0; i < s.n; i++)
        em_utf8_put(&b, (unsigned char)s.p[i]);
    return em_buf_str(&b);
}

static Str value_of(const Sql *p, int i)
{
    Str s = em_sql_value(p->dialect, p->text, p->toks[i], p->arena);
    return p->cat->is_latin1 ? from_latin1(p->arena, s) : s;
}

/* PostgreSQL cuts long names without a word. */
bool em_sql_name(Sql *p, Str *out)
{
    enum { LONGEST = 63 };
    if (!em_sql_is_name(p))
        return em_sql_expected(p, STR("a name"));
    *out = value_of(p, p->i++);
    if (p->dialect == DIALECT_POSTGRES && out->n > LONGEST)
        out->n = LONGEST;
    return true;
}

bool em_sql_qualified(Sql *p, SqlName *out)
{
    int first = p->i;
    *out = (SqlName){.span = em_sql_span(p)};
    if (!em_sql_name(p, &out->name))
        return false;
    while (em_sql_take_mark(p, '.')) {
        out->schema = out->name;
        if (!em_sql_name(p, &out->name))
            return false;
    }
    out->span = em_sql_span_from(p, first);
    return true;
}

bool em_sql_names(Sql *p, Strs *out)
{
    if (!em_sql_take_mark(p, '('))
        return em_sql_expected(p, STR("a list of columns: ("));
    do {
        Str name;
        if (!em_sql_name(p, &name))
            return false;
        *PUSH(p->arena, out) = name;
        while (!em_sql_at_item_end(p)) /* a prefix's length, an order */
            em_sql_skip(p);
    } while (em_sql_take_mark(p, ','));
    return em_sql_take_mark(p, ')') || em_sql_expected(p, STR(")"));
}

/* Neighbouring strings are one, as standard SQL and MySQL have it. */
bool em_sql_string(Sql *p, Str *out)
{
    SqlTokKind kind = p->toks[p->i].kind;
    if (em_sql_at_end(p) || (kind != SQL_STRING && kind != SQL_BODY))
        return em_sql_expected(p, STR("a string"));
    *out = value_of(p, p->i++);
    for (; p->toks[p->i].kind == SQL_STRING; p->i++)
        *out = JOIN(p->arena, *out, value_of(p, p->i));
    return true;
}

bool em_sql_parenthesis(Sql *p, Str *out)
{
    int first = p->i + 1;
    if (!em_sql_is_mark(p, '('))
        return em_sql_expected(p, STR("("));
    em_sql_skip(p);
    bool is_closed = p->i > first && p->text.p[p->toks[p->i - 1].at] == ')';
    if (!is_closed)
        return em_sql_expected(p, STR(")"));
    p->i--;
    *out = em_sql_slice(p, first);
    p->i++;
    return true;
}
