/*
 * PostgreSQL's DO: a body of PL/pgSQL, in which migrations hide statements
 * behind conditions, so that they can run twice:
 *
 *     DO $$ BEGIN
 *         IF NOT EXISTS (SELECT …) THEN CREATE TYPE …; END IF;
 *     EXCEPTION WHEN duplicate_object THEN NULL; END $$;
 *
 * Conditions are not known. A statement behind IF is taken, and does nothing
 * when it cannot be done: that is what such conditions ask. What is behind ELSE
 * or EXCEPTION, or in a loop, is not. Nothing is reported.
 */
#include "sql/sql_parse.h"

typedef struct {
    Sql p; /* of the statement at hand; toks: of the whole body */
    int depth, skips_from; /* blocks around; from which on nothing counts: 0 */
} Body;

static bool is_word(const Body *b, int i, Str word)
{
    Sql at = b->p;
    at.i = MIN(i, at.n);
    return em_sql_is(&at, word);
}

static void enter(Body *b, bool skips)
{
    b->depth++;
    if (skips && b->skips_from == 0)
        b->skips_from = b->depth;
}

/* The rest of the block does not count. */
static void skip_rest(Body *b)
{
    if (b->skips_from == 0)
        b->skips_from = MAX(b->depth, 1);
}

static void leave(Body *b)
{
    if (b->skips_from == b->depth)
        b->skips_from = 0;
    b->depth -= b->depth > 0;
}

/* Moves behind a word of this statement. False: it is not there. */
static bool skip_past(Body *b, int end, Str word)
{
    for (int i = b->p.i; i < end; i++)
        if (is_word(b, i, word)) {
            b->p.i = i + 1;
            return true;
        }
    return false;
}

/* A word of control that begins what is up to `end`; false: there is none. */
static bool take_control(Body *b, int end)
{
    Sql *p = &b->p;
    if (TAKE(p, "BEGIN")) {
        enter(b, false);
    } else if (TAKE(p, "DECLARE")) {
        if (!skip_past(b, end, STR("BEGIN")))
            return false;
        enter(b, false);
    } else if (TAKE(p, "EXCEPTION") || TAKE(p, "ELSE")) {
        skip_rest(b);
    } else if (TAKE(p, "ELSIF") || TAKE(p, "ELSEIF") || TAKE(p, "WHEN")) {
        skip_rest(b);
        return skip_past(b, end, STR("THEN"));
    } else if (TAKE(p, "IF")) {
        enter(b, false);
        return skip_past(b, end, STR("THEN"));
    } else if (IS(p, "FOR") || IS(p, "FOREACH") || IS(p, "WHILE") ||
               IS(p, "LOOP")) {
        enter(b, true);
        return skip_past(b, end, STR("LOOP"));
    } else if (TAKE(p, "CASE")) {
        enter(b, true);
        return skip_past(b, end, STR("THEN"));
    } else if (TAKE(p, "END")) {
        leave(b);
        p->i = end;
    } else {
        return false;
    }
    return true;
}

static bool is_about_schema(const Sql *p)
{
    return IS(p, "CREATE") || IS(p, "ALTER") || IS(p, "DROP") ||
           IS(p, "COMMENT");
}

/* Tokens of a part of the text. */
static void read_tokens(Sql *p, int from, int to)
{
    const SqlLexis *lexis = em_sql_lexis(p->dialect);
    Str text = em_str_cut(p->text, 0, to);
    ARRAY_OF(SqlTok) toks = {0};
    SqlTok t;
    do {
        t = em_sql_lex(lexis, text, from);
        *PUSH(p->arena, &toks) = t;
        from = t.end;
    } while (t.kind != SQL_END);
    p->toks = toks.items;
    p->n = toks.n - 1;
    p->i = 0;
}

/* EXECUTE 'statement'; one that is put together is not known. */
static void execute(const Sql *statement)
{
    Sql p = *statement;
    SqlTok t = p.toks[p.i + 1];
    bool is_plain =
        p.n == p.i + 2 && t.kind == SQL_STRING && p.text.p[t.at] == '\'' &&
        em_str_find(em_str_cut(p.text, t.at + 1, t.end - 1), STR("'"), 0) ==
            NONE;
    if (!is_plain)
        return;
    read_tokens(&p, t.at + 1, t.end - 1);
    if (is_about_schema(&p))
        em_sql_statement(&p);
}

/* What is up to `end`, a semicolon. */
static void read_part(Body *b, int end)
{
    while (b->p.i < end && take_control(b, end))
        ;
    Sql statement = b->p;
    statement.n = end;
    if (b->skips_from > 0)
        return;
    if (is_about_schema(&statement))
        em_sql_statement(&statement);
    else if (IS(&statement, "EXECUTE"))
        execute(&statement);
}

static int mark_from(const Sql *p, int i)
{
    while (i < p->n &&
           !(p->toks[i].kind == SQL_MARK && p->text.p[p->toks[i].at] == ';'))
        i++;
    return i;
}

/* DO [LANGUAGE name] $$ … $$, behind DO */
SqlOutcome em_sql_do(Sql *p)
{
    while (!em_sql_at_end(p) && p->toks[p->i].kind != SQL_BODY)
        em_sql_skip(p);
    if (em_sql_at_end(p) || p->dialect != DIALECT_POSTGRES)
        return SQL_NOT_SCHEMA;
    SqlTok t = p->toks[p->i];
    int tag = em_str_find_char(p->text, '$', t.at + 1) + 1 - t.at;
    Diags silent = {.arena = p->arena};
    Body b = {.p = *p};

    b.p.diags = &silent;
    read_tokens(&b.p, t.at + tag, t.end - tag);
    while (b.p.i < b.p.n) {
        int end = mark_from(&b.p, b.p.i);
        read_part(&b, end);
        b.p.i = end + 1;
    }
    return SQL_DONE;
}
