/*
 * One function reads a token of any dialect: what differs is a table. A lexer
 * step gives a token for every input; what has no end is SQL_UNCLOSED, whose
 * bytes are its opening only, so that a reader can go on behind them.
 */
#include "sql/sql_lex.h"

#include <string.h>

#include "base/utf8.h"

typedef struct {
    char open, close;
    SqlTokKind kind;
    bool has_escapes; /* a backslash takes the byte behind it along */
} Quote;

struct SqlLexis {
    Quote quotes[4];
    Str string_prefixes;    /* letters that may stand before a ' */
    bool hash_comments;     /* # to the end of the line */
    bool dashes_want_blank; /* "--5" is no comment */
    bool nested_comments;
    bool bodies;      /* $tag$…$tag$ */
    bool conditional; /* the text of comments that begin with ! counts */
};

static const SqlLexis postgres = {
    .quotes = {{'\'', '\'', SQL_STRING, false}, {'"', '"', SQL_NAME, false}},
    .string_prefixes = STR_INIT("EeBbXxNn"),
    .nested_comments = true,
    .bodies = true,
};

static const SqlLexis mysql = {
    .quotes = {{'\'', '\'', SQL_STRING, true},
               {'"', '"', SQL_STRING, true},
               {'`', '`', SQL_NAME, false}},
    .string_prefixes = STR_INIT("BbXxNn"),
    .hash_comments = true,
    .dashes_want_blank = true,
    .conditional = true,
};

static const SqlLexis sqlite = {
    .quotes = {{'\'', '\'', SQL_STRING, false},
               {'"', '"', SQL_NAME, false},
               {'`', '`', SQL_NAME, false},
               {'[', ']', SQL_NAME, false}},
    .string_prefixes = STR_INIT("Xx"),
};

const SqlLexis *em_sql_lexis(Dialect d)
{
    switch (d) {
    case DIALECT_MYSQL: return &mysql;
    case DIALECT_SQLITE: return &sqlite;
    case DIALECT_NONE:
    case DIALECT_POSTGRES: break;
    }
    return &postgres;
}

static int byte_at(Str s, int i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

static bool is_word(int c)
{
    return em_is_word(c) || c == '$' || c == '@' || c >= 0x80;
}

/* Where a byte is next; text.n when nowhere. */
static int find(Str text, char c, int at)
{
    const char *p = memchr(text.p + at, c, (size_t)(text.n - at));
    return p ? (int)(p - text.p) : text.n;
}

/* ---- comments -------------------------------------------------------------
 */

static bool is_dash_comment(const SqlLexis *x, Str text, int at)
{
    if (text.p[at] != '-' || byte_at(text, at + 1) != '-')
        return false;
    return !x->dashes_want_blank || byte_at(text, at + 2) <= ' ';
}

/* Behind a comment that begins at `at`; NONE when it has no end. */
static int skip_block(const SqlLexis *x, Str text, int at)
{
    int depth = 1;
    for (int i = at + 2; i + 1 < text.n; i++) {
        if (text.p[i] == '*' && text.p[i + 1] == '/') {
            i++;
            if (--depth == 0)
                return i + 1;
        } else if (x->nested_comments && text.p[i] == '/' &&
                   text.p[i + 1] == '*') {
            i++;
            depth++;
        }
    }
    return NONE;
}

/*
 * Behind the opening of a comment whose text counts: "/" "*!" or "/" "*M!" with
 * the version of a server that may run it. NONE: it is none. Dumps begin with
 * a comment for version 999999, which never runs.
 */
static int skip_conditional(const SqlLexis *x, Str text, int at)
{
    enum { NEWEST = 200000 };
    int i = at + 2, version = 0;
    if (!x->conditional)
        return NONE;
    i += byte_at(text, i) == 'M';
    if (byte_at(text, i) != '!')
        return NONE;
    for (i++; em_is_digit(byte_at(text, i)) && version < NEWEST; i++)
        version = version * 10 + (text.p[i] - '0');
    return version < NEWEST ? i : NONE;
}

/* Beyond blanks and comments; *unclosed when a comment at it has no end. */
static int skip_blanks(const SqlLexis *x, Str text, int at, bool *unclosed)
{
    for (;;) {
        while (at < text.n && (unsigned char)text.p[at] <= ' ')
            at++;
        int c = byte_at(text, at), next = byte_at(text, at + 1);
        if (c == 0xEF && next == 0xBB && byte_at(text, at + 2) == 0xBF) {
            at += 3; /* a byte order mark, at the start or between files */
        } else if (at < text.n && (is_dash_comment(x, text, at) ||
                                   (c == '#' && x->hash_comments))) {
            at = find(text, '\n', at);
        } else if (c == '/' && next == '*') {
            int inside = skip_conditional(x, text, at);
            int end = inside == NONE ? skip_block(x, text, at) : inside;
            *unclosed = end == NONE;
            if (end == NONE)
                return at;
            at = end;
        } else if (c == '*' && next == '/' && x->conditional) {
            at += 2; /* the end of a comment whose text counts */
        } else {
            return at;
        }
    }
}

/* ---- quotes ---------------------------------------------------------------
 */

static const Quote *find_quote(const SqlLexis *x, int c)
{
    for (int i = 0; c && i < COUNT(x->quotes); i++)
        if ((unsigned char)x->quotes[i].open == c)
            return &x->quotes[i];
    return NULL;
}

/* Behind the quote whose contents begin at `at`; NONE when it has no end. */
static int skip_quoted(const Quote *q, bool has_escapes, Str text, int at)
{
    while ((at = find(text, q->close, at)) < text.n) {
        int back = at;
        while (has_escapes && text.p[back - 1] == '\\')
            back--;
        if ((at - back) % 2 == 0 && byte_at(text, at + 1) != q->close)
            return at + 1;
        at += (at - back) % 2 == 0 ? 2 : 1;
        if (at >= text.n)
            break;
    }
    return NONE;
}

static SqlTok lex_quoted(const Quote *q, bool has_escapes, Str text, int start,
                         int open)
{
    /* contents cannot be mistaken for a backslash before the quote */
    int end = skip_quoted(q, has_escapes, text, open + 1);
    if (end == NONE)
        return (SqlTok){SQL_UNCLOSED, start, open + 1};
    return (SqlTok){q->kind, start, end};
}

/* The length of a $tag$ at `at`, or 0. */
static int body_tag(Str text, int at)
{
    int i = at + 1;
    if (em_is_digit(byte_at(text, i)))
        return 0;
    while (em_is_word(byte_at(text, i)) || byte_at(text, i) >= 0x80)
        i++;
    return byte_at(text, i) == '$' ? i + 1 - at : 0;
}

static SqlTok lex_body(Str text, int at, int tag)
{
    Str mark = em_str_cut(text, at, at + tag);
    for (int i = find(text, '$', at + tag); i < text.n;
         i = find(text, '$', i + 1))
        if (text.n - i >= tag && memcmp(text.p + i, mark.p, (size_t)tag) == 0)
            return (SqlTok){SQL_BODY, at, i + tag};
    return (SqlTok){SQL_UNCLOSED, at, at + tag};
}

/* ---- tokens ---------------------------------------------------------------
 */

/* A word, or digits with a fraction. MySQL's names may begin with digits. */
static SqlTok lex_word(Str text, int at)
{
    int i = at;
    bool digits = true;
    for (; is_word(byte_at(text, i)); i++)
        digits = digits && em_is_digit(byte_at(text, i));
    if (digits && byte_at(text, i) == '.')
        for (i++; em_is_digit(byte_at(text, i)); i++)
            ;
    return (SqlTok){digits ? SQL_NUMBER : SQL_WORD, at, i};
}

SqlTok em_sql_lex(const SqlLexis *x, Str text, int at)
{
    bool unclosed = false;
    at = skip_blanks(x, text, at, &unclosed);
    if (unclosed)
        return (SqlTok){SQL_UNCLOSED, at, at + 2};
    if (at >= text.n)
        return (SqlTok){SQL_END, text.n, text.n};

    int c = byte_at(text, at);
    const Quote *q = find_quote(x, c);
    if (q)
        return lex_quoted(q, q->has_escapes, text, at, at);
    if (byte_at(text, at + 1) == '\'' &&
        em_str_find_char(x->string_prefixes, (char)c, 0) != NONE)
        return lex_quoted(&x->quotes[0],
                          em_lower(c) == 'e' || x->quotes[0].has_escapes, text,
                          at, at + 1);
    int tag = x->bodies && c == '$' ? body_tag(text, at) : 0;
    if (tag)
        return lex_body(text, at, tag);
    if (is_word(c))
        return lex_word(text, at);
    return (SqlTok){SQL_MARK, at, at + 1};
}

/* True for bytes at which skipping data must look closer. */
static void find_stops(const SqlLexis *x, Str mark, bool stops[256])
{
    for (int i = 0; i < COUNT(x->quotes); i++)
        stops[(unsigned char)x->quotes[i].open] = true;
    stops['-'] = stops['/'] = stops['$'] = true;
    stops['#'] = x->hash_comments;
    stops[(unsigned char)mark.p[0]] = true;
    stops[0] = false;
}

/* Behind what begins at a byte that stops: a quote, a comment, or itself. */
static int skip_stop(const SqlLexis *x, Str text, int at)
{
    int c = byte_at(text, at), next = byte_at(text, at + 1);
    const Quote *q = find_quote(x, c);
    if (q)
        return lex_quoted(q, q->has_escapes, text, at, at).end;
    bool is_token = (c == '$' && x->bodies) || c == '#' ||
                    (c == '-' && next == '-') || (c == '/' && next == '*');
    if (!is_token)
        return at + 1;
    SqlTok tok = em_sql_lex(x, text, at);
    /* a comment's token is the one behind it, which is looked at again */
    return tok.at > at ? tok.at : tok.end;
}

bool em_sql_skip_data(const SqlLexis *x, Str text, int *from, int to, Str mark)
{
    bool stops[256] = {false};
    int at = *from;
    find_stops(x, mark, stops);
    while (at < to) {
        if (!stops[(unsigned char)text.p[at]]) {
            at++;
            continue;
        }
        *from = at;
        if (text.n - at >= mark.n &&
            memcmp(text.p + at, mark.p, (size_t)mark.n) == 0)
            return true;
        at = skip_stop(x, text, at);
    }
    *from = MIN(at, text.n);
    return false;
}

/* ---- values ---------------------------------------------------------------
 */

static char escaped(int c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'b': return '\b';
    case 'f': return '\f';
    case '0': return ' '; /* NUL, which no name or comment needs */
    default: return (char)c;
    }
}

/* The contents of a quote with doubled quotes and escapes resolved. */
static Str unquote(Str body, char close, bool has_escapes, Arena *a)
{
    Buf b = {.arena = a};
    if (em_str_find_char(body, close, 0) == NONE &&
        (!has_escapes || em_str_find_char(body, '\\', 0) == NONE))
        return body;
    for (int i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (has_escapes && c == '\\' && i + 1 < body.n)
            c = escaped((unsigned char)body.p[++i]);
        else if (c == close)
            i++;
        em_put_char(&b, c);
    }
    return em_buf_str(&b);
}

/* In lower case; most names are already. */
static Str fold(Str s, Arena *a)
{
    for (int i = 0; i < s.n; i++)
        if (em_lower((unsigned char)s.p[i]) != (unsigned char)s.p[i])
            return em_str_lower(a, s);
    return s;
}

Str em_sql_value(Dialect d, Str text, SqlTok tok, Arena *a)
{
    const SqlLexis *x = em_sql_lexis(d);
    Str s = em_str_cut(text, tok.at, tok.end);
    bool is_folded = d == DIALECT_POSTGRES || d == DIALECT_NONE;

    if (tok.kind == SQL_WORD)
        return is_folded ? fold(s, a) : s;
    if (tok.kind == SQL_BODY) {
        int tag = body_tag(s, 0);
        return em_str_cut(s, tag, s.n - tag);
    }
    if (tok.kind != SQL_NAME && tok.kind != SQL_STRING)
        return s;
    bool prefixed = !find_quote(x, (unsigned char)s.p[0]);
    bool is_escape_string = prefixed && em_lower((unsigned char)s.p[0]) == 'e';
    s = em_str_cut(s, prefixed, s.n);
    const Quote *q = find_quote(x, (unsigned char)s.p[0]);
    return unquote(em_str_cut(s, 1, s.n - 1), q->close,
                   q->has_escapes || is_escape_string, a);
}
