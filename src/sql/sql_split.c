/*
 * The tokens of a statement up to its end mark. Statements that begin with a
 * word that says data (INSERT) are skipped without tokens, rows of COPY by
 * their lines.
 *
 * What has no end (a quote, a body) would swallow all that follows. It is
 * reported at its beginning, and reading goes on in the line behind it.
 */
#include "sql/sql_split.h"

#include <string.h>

enum {
    MAX_BROKEN = 100,               /* things without an end */
    MAX_AGAIN = 1000 * 1000 * 1000, /* bytes of text that they cost */
    OBJECT_WORDS = 16, /* tokens of CREATE among which its object is named */
};

void em_sql_split(SqlSplitter *s, Source *src, const SqlOptions *o,
                  Diags *diags, Arena *scratch)
{
    *s = (SqlSplitter){
        .source = src,
        .text = src->text,
        .dialect = o->dialect,
        .hook = o->hook,
        .diags = diags,
        .scratch = scratch,
        .lexis = em_sql_lexis(o->dialect),
        .mark = STR(";"),
    };
}

static Str text_of(const SqlSplitter *s, SqlTok t)
{
    return em_str_cut(s->text, t.at, t.end);
}

static bool is_word(const SqlSplitter *s, int i, Str word)
{
    return i < s->toks.n && s->toks.items[i].kind == SQL_WORD &&
           em_str_eq_nocase(text_of(s, s->toks.items[i]), word);
}

static bool is_one_of(const SqlSplitter *s, int i, const Str *words, int n)
{
    for (int k = 0; k < n; k++)
        if (is_word(s, i, words[k]))
            return true;
    return false;
}

static int after_line(Str text, int at)
{
    const char *p = memchr(text.p + at, '\n', (size_t)(text.n - at));
    return p ? (int)(p - text.p) + 1 : text.n;
}

/* After each few megabytes: marks the line, so that messages further on do not
 * look at what was read, and says that it was. */
static void tell(SqlSplitter *s, int at)
{
    enum { STEP = 4 * 1024 * 1024 };
    if (at - s->told < STEP)
        return;
    em_source_mark(s->source, em_source_file_at(s->source, at),
                   s->diags->arena);
    s->told = at;
    if (s->hook.passed)
        s->hook.passed(s->hook.ctx, s->text.p + at);
}

/* ---- lines of clients -----------------------------------------------------
 */

/* DELIMITER takes what follows on its line as the new mark. */
static void take_delimiter(SqlSplitter *s, SqlTok word)
{
    int end = after_line(s->text, word.end);
    Str mark = em_str_trim(em_str_cut(s->text, word.end, end));
    if (mark.n)
        s->mark = mark;
    s->at = end;
}

/* Behind the rows of a COPY … FROM stdin: a line with a backslash and a dot. */
static int skip_rows(SqlSplitter *s, int at)
{
    Str text = s->text;
    while (at < text.n) {
        tell(s, at);
        int end = after_line(text, at);
        Str line = em_str_cut(text, at, MIN(at + 4, end));
        if (em_str_eq(em_str_trim(line), STR("\\.")))
            return end;
        at = end;
    }
    return text.n;
}

static bool is_copy_from_stdin(const SqlSplitter *s)
{
    if (s->dialect != DIALECT_POSTGRES || !is_word(s, 0, STR("COPY")))
        return false;
    for (int i = 1; i + 1 < s->toks.n; i++)
        if (is_word(s, i, STR("FROM")) && is_word(s, i + 1, STR("stdin")))
            return true;
    return false;
}

/* ---- bodies of routines ---------------------------------------------------
 */

/* True when the statement's object, the first such word, has a body. */
static bool is_routine(const SqlSplitter *s)
{
    static const Str routines[] = {
        STR_INIT("TRIGGER"), STR_INIT("FUNCTION"), STR_INIT("PROCEDURE"),
        STR_INIT("EVENT"),   STR_INIT("PACKAGE"),
    };
    static const Str others[] = {
        STR_INIT("TABLE"), STR_INIT("VIEW"),      STR_INIT("INDEX"),
        STR_INIT("TYPE"),  STR_INIT("DOMAIN"),    STR_INIT("SEQUENCE"),
        STR_INIT("RULE"),  STR_INIT("EXTENSION"),
    };
    for (int i = 1; i < MIN(s->toks.n, OBJECT_WORDS); i++) {
        if (is_one_of(s, i, routines, COUNT(routines)))
            return true;
        if (is_one_of(s, i, others, COUNT(others)))
            return false;
    }
    return false;
}

/*
 * How deep in BEGIN … END and CASE … END the next token is, when it was
 * `depth` before the last one. PostgreSQL's bodies begin with BEGIN ATOMIC.
 */
static int depth_after(const SqlSplitter *s, int depth)
{
    static const Str loops[] = {STR_INIT("IF"), STR_INIT("LOOP"),
                                STR_INIT("WHILE"), STR_INIT("REPEAT"),
                                STR_INIT("FOR")};
    int last = s->toks.n - 1;
    bool is_postgres = s->dialect == DIALECT_POSTGRES;

    if (depth == 0 && is_postgres)
        return is_word(s, last, STR("ATOMIC")) &&
               is_word(s, last - 1, STR("BEGIN"));
    if (last > 0 && is_word(s, last - 1, STR("END"))) {
        if (is_one_of(s, last, loops, COUNT(loops)))
            return depth + 1; /* END IF closes no BEGIN */
        if (is_word(s, last, STR("CASE")))
            return depth;
    }
    if (is_word(s, last, STR("BEGIN")))
        return depth + 1;
    if (depth > 0 && is_word(s, last, STR("CASE")))
        return depth + 1;
    return depth - (depth > 0 && is_word(s, last, STR("END")));
}

/* ---- statements -----------------------------------------------------------
 */

static bool goes_on(const SqlSplitter *s)
{
    return s->broken < MAX_BROKEN && s->again < MAX_AGAIN;
}

/* Reports what has no end, and gives up on its statement. */
static void give_up(SqlSplitter *s, SqlTok t, Str message)
{
    em_diag_add(s->diags, (Diag){.severity = DIAG_ERROR,
                                 .source = s->source,
                                 .span = {t.at, t.end - t.at},
                                 .code = STR("sql-unclosed"),
                                 .message = message});
    s->broken++;
    s->again += s->text.n - t.at;
    s->at = goes_on(s) ? after_line(s->text, t.at) : s->text.n;
    s->toks.n = 0;
}

/* Statements whose rest is data, or nothing about tables. */
static bool is_data(const SqlSplitter *s)
{
    static const Str words[] = {
        STR_INIT("INSERT"),  STR_INIT("REPLACE"), STR_INIT("UPDATE"),
        STR_INIT("DELETE"),  STR_INIT("VALUES"),  STR_INIT("WITH"),
        STR_INIT("MERGE"),   STR_INIT("GRANT"),   STR_INIT("REVOKE"),
        STR_INIT("LOAD"),    STR_INIT("CALL"),    STR_INIT("EXPLAIN"),
        STR_INIT("ANALYZE"), STR_INIT("PREPARE"),
    };
    return is_one_of(s, 0, words, COUNT(words));
}

/* A word of a mark that is made of word bytes ("END$$") ends before it. */
static SqlTok lex(const SqlSplitter *s, int at)
{
    SqlTok t = em_sql_lex(s->lexis, s->text, at);
    if (t.kind == SQL_WORD && s->mark.p[0] != ';') {
        int mark = em_str_find(text_of(s, t), s->mark, 0);
        if (mark > 0)
            t.end = t.at + mark;
    }
    return t;
}

static bool is_at_mark(const SqlSplitter *s, SqlTok t)
{
    return em_str_starts(em_str_cut(s->text, t.at, s->text.n), s->mark);
}

/* A backslash of psql, or a slash of its own line, which ends statements. */
static bool is_client_line(const SqlSplitter *s, SqlTok t)
{
    return s->dialect == DIALECT_POSTGRES && t.kind == SQL_MARK &&
           s->text.p[t.at] == '\\';
}

/* The first of two marks in data from *at on, which moves to it or behind what
 * was looked at; NONE: neither is there before `to`. */
static int find_mark(const SqlSplitter *s, const Str marks[2], int *at, int to)
{
    int second = *at;
    if (em_sql_skip_data(s->lexis, s->text, at, to, marks[0])) {
        bool earlier =
            em_sql_skip_data(s->lexis, s->text, &second, *at, marks[1]);
        *at = earlier ? second : *at;
        return earlier;
    }
    if (!em_sql_skip_data(s->lexis, s->text, &second, to, marks[1]))
        return NONE;
    *at = second;
    return 1;
}

/* Skips to the mark, or to a semicolon, from where the statement is clear to be
 * data. */
static void skip_data(SqlSplitter *s, int at)
{
    enum { WINDOW = 1024 * 1024 };
    const Str marks[2] = {STR(";"), s->mark};
    int found = NONE;
    while (at < s->text.n && found == NONE) {
        tell(s, at);
        int to = s->text.n - at > WINDOW ? at + WINDOW : s->text.n;
        if (s->mark.p[0] != ';')
            found = find_mark(s, marks, &at, to);
        else if (em_sql_skip_data(s->lexis, s->text, &at, to, s->mark))
            found = 1;
    }
    s->at = MIN(at + (found == NONE ? 0 : marks[found].n), s->text.n);
}

typedef struct {
    int depth;      /* of bodies */
    bool has_body;  /* a routine, whose BEGIN opens a body */
    int parens;     /* of CREATE RULE, whose commands stand in them */
    SqlTok body;    /* the first BEGIN */
    int first_mark; /* behind the first ; inside of the body; 0: none */
} Statement;

/* What the token just read changes. */
static void follow(SqlSplitter *s, Statement *st)
{
    int last = s->toks.n - 1;
    SqlTok t = s->toks.items[last];

    if (last < OBJECT_WORDS && !st->has_body && is_word(s, 0, STR("CREATE")))
        st->has_body = is_routine(s);
    if (st->has_body && t.kind == SQL_WORD) {
        int depth = depth_after(s, st->depth);
        if (st->depth == 0 && depth > 0)
            st->body = t;
        st->depth = depth;
    }
    bool is_rule = is_word(s, 1, STR("RULE")) || is_word(s, 3, STR("RULE"));
    if (is_rule && t.kind == SQL_MARK)
        st->parens += (s->text.p[t.at] == '(') - (s->text.p[t.at] == ')');
}

/* True when the mark at t ends the statement. */
static bool ends(SqlSplitter *s, Statement *st, SqlTok t)
{
    bool inside = st->depth > 0 || st->parens > 0;
    if (inside && s->mark.p[0] == ';') {
        if (!st->first_mark)
            st->first_mark = t.at + s->mark.n;
        return false;
    }
    s->at = t.at + s->mark.n;
    return true;
}

/* With another mark set by DELIMITER, the server still ends statements that
 * are no routines at their semicolons. */
static bool ends_inside(const SqlSplitter *s, const Statement *st, SqlTok t)
{
    return s->mark.p[0] != ';' && !st->has_body && t.kind == SQL_MARK &&
           s->text.p[t.at] == ';';
}

/* At the text's end: a body that was not closed costs only what it began. */
static void end_text(SqlSplitter *s, const Statement *st)
{
    s->at = s->text.n;
    if (st->depth == 0 || !st->first_mark)
        return;
    give_up(s, st->body, STR("this body has no END"));
    s->at = goes_on(s) ? st->first_mark : s->text.n;
}

/* Reads the tokens of one statement. False: there was none before its mark. */
static bool read_statement(SqlSplitter *s)
{
    Statement st = {0};
    for (SqlTok t = lex(s, s->at);; t = lex(s, t.end)) {
        if (t.kind == SQL_UNCLOSED) {
            give_up(s, t, STR("this has no end"));
            return false;
        }
        if (t.kind == SQL_END) {
            end_text(s, &st);
            return s->toks.n > 0;
        }
        if (is_at_mark(s, t) && ends(s, &st, t))
            return s->toks.n > 0;
        if (ends_inside(s, &st, t)) {
            s->at = t.end;
            return s->toks.n > 0;
        }
        if (is_client_line(s, t)) {
            s->at = after_line(s->text, t.at);
            return s->toks.n > 0;
        }
        *PUSH(s->scratch, &s->toks) = t;
        if (s->toks.n == 1 && is_word(s, 0, STR("DELIMITER"))) {
            take_delimiter(s, t);
            return false;
        }
        if (s->toks.n == 1 && is_data(s)) {
            skip_data(s, t.end);
            return false;
        }
        follow(s, &st);
    }
}

bool em_sql_next(SqlSplitter *s)
{
    do {
        s->toks.n = 0;
        tell(s, s->at);
        if (s->at >= s->text.n)
            return false;
    } while (!read_statement(s));

    if (is_copy_from_stdin(s))
        s->at = skip_rows(s, after_line(s->text, s->at));
    *PUSH(s->scratch, &s->toks) = (SqlTok){SQL_END, s->at, s->at};
    return true;
}
