/*
 * Which statements of a text are taken back: those between BEGIN, or a
 * SAVEPOINT, and its ROLLBACK. MySQL's changes of tables cannot be.
 */
#include "sql/sql_rollback.h"

#include "sql/sql_parse.h"
#include "sql/sql_split.h"

/* Dumps, which are larger, take nothing back. */
enum {
    LARGEST_TEXT = 8 * 1024 * 1024,
    MAX_POINTS = 1000, /* looked through by name; further ones are none */
};

typedef struct {
    Str name; /* of a savepoint */
    int from; /* the first statement behind it */
} SavePoint;

typedef struct {
    Rollback *out;
    Arena *arena;
    int begin;                  /* NONE: there is no transaction */
    ARRAY_OF(SavePoint) points; /* savepoints of the transaction */
} Scan;

static bool has_word(Str text)
{
    static const Str word = STR_INIT("rollback");
    for (int i = 0; i + word.n <= text.n; i++)
        if (em_lower((unsigned char)text.p[i]) == 'r' &&
            em_str_eq_nocase(em_str_cut(text, i, i + word.n), word))
            return true;
    return false;
}

static void take_back(Scan *s, int from, int to)
{
    while (s->out->n < to)
        *PUSH(s->arena, s->out) = false;
    for (int i = from; i < to; i++)
        s->out->items[i] = true;
}

/* ROLLBACK [WORK | TRANSACTION] [TO [SAVEPOINT] name], behind ROLLBACK */
static void roll_back(Scan *s, Sql *p, int at)
{
    Str name;
    if (!TAKE(p, "WORK"))
        TAKE(p, "TRANSACTION");
    if (s->begin == NONE)
        return;
    if (!TAKE(p, "TO")) {
        take_back(s, s->begin, at);
        s->begin = NONE;
        s->points.n = 0;
        return;
    }
    TAKE(p, "SAVEPOINT");
    if (!em_sql_is_name(p) || !em_sql_name(p, &name))
        return;
    for (int i = s->points.n - 1; i >= 0; i--)
        if (em_str_eq_nocase(s->points.items[i].name, name)) {
            take_back(s, s->points.items[i].from, at);
            s->points.n = i + 1;
            s->points.items[i].from = at; /* the rest is marked */
            return;
        }
}

static void note(Scan *s, Sql *p, int at)
{
    Str name;
    if (TAKE(p, "BEGIN") || TAKE(p, "START TRANSACTION")) {
        s->begin = s->begin == NONE ? at : s->begin;
    } else if (TAKE(p, "COMMIT") || TAKE(p, "END")) {
        s->begin = NONE;
        s->points.n = 0;
    } else if (TAKE(p, "ROLLBACK") || TAKE(p, "ABORT")) {
        roll_back(s, p, at);
    } else if (s->points.n < MAX_POINTS && TAKE(p, "SAVEPOINT") &&
               em_sql_is_name(p) && em_sql_name(p, &name)) {
        *PUSH(s->arena, &s->points) = (SavePoint){name, at};
    }
}

Rollback em_sql_rollback(Source *src, const SqlOptions *o, Arena *a,
                         Arena *scratch)
{
    Rollback out = {0};
    Scan s = {.out = &out, .arena = a, .begin = NONE};
    SqlOptions quiet = {.dialect = o->dialect};
    Diags none = {.arena = a};
    Catalog rules = {.dialect = o->dialect, .arena = a};
    SqlSplitter split;

    if (o->dialect == DIALECT_MYSQL || src->text.n > LARGEST_TEXT ||
        !has_word(src->text))
        return out;
    em_sql_split(&split, src, &quiet, &none, scratch);
    for (int i = 0; em_sql_next(&split); i++) {
        Sql p = {.cat = &rules,
                 .dialect = o->dialect,
                 .src = src,
                 .text = src->text,
                 .toks = split.toks.items,
                 .n = split.toks.n - 1,
                 .arena = a,
                 .diags = &none};
        note(&s, &p, i);
    }
    return out;
}
