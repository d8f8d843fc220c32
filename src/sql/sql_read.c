/*
 * The straight line: statements of each source, in order, applied to one
 * catalog, which becomes the schema.
 */
#include "sql/sql.h"
#include "sql/sql_parse.h"
#include "sql/sql_rollback.h"
#include "sql/sql_split.h"

/* Statements that were not known, by their first words. */
typedef struct {
    Map counts;
    Span first;           /* of the first of them */
    const Source *source; /* NULL: none so far */
} Unknown;

typedef struct {
    Catalog *cat;
    Arena *arena;
    Diags *diags;
    Unknown unknown;
} Reader;

/* Statements that are known to say nothing of tables. */
static bool is_no_schema(const Sql *p)
{
    static const Str words[] = {
        STR_INIT("INSERT"),     STR_INIT("REPLACE"),    STR_INIT("UPDATE"),
        STR_INIT("DELETE"),     STR_INIT("SELECT"),     STR_INIT("COPY"),
        STR_INIT("SET"),        STR_INIT("BEGIN"),      STR_INIT("START"),
        STR_INIT("COMMIT"),     STR_INIT("END"),        STR_INIT("ROLLBACK"),
        STR_INIT("SAVEPOINT"),  STR_INIT("RELEASE"),    STR_INIT("GRANT"),
        STR_INIT("REVOKE"),     STR_INIT("LOCK"),       STR_INIT("UNLOCK"),
        STR_INIT("ANALYZE"),    STR_INIT("VACUUM"),     STR_INIT("CLUSTER"),
        STR_INIT("REINDEX"),    STR_INIT("REFRESH"),    STR_INIT("TRUNCATE"),
        STR_INIT("CALL"),       STR_INIT("WITH"),       STR_INIT("VALUES"),
        STR_INIT("FLUSH"),      STR_INIT("CHECKPOINT"), STR_INIT("SECURITY"),
        STR_INIT("SHOW"),       STR_INIT("LOAD"),       STR_INIT("MERGE"),
        STR_INIT("DISCARD"),    STR_INIT("NOTIFY"),     STR_INIT("LISTEN"),
        STR_INIT("EXPLAIN"),    STR_INIT("PREPARE"),    STR_INIT("EXECUTE"),
        STR_INIT("DEALLOCATE"), STR_INIT("OPTIMIZE"),   STR_INIT("ATTACH"),
        STR_INIT("DETACH"),     STR_INIT("IMPORT"),     STR_INIT("REASSIGN"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_sql_is(p, words[i]))
            return true;
    return false;
}

/* USE database: its tables are the ones without a prefix. */
static SqlOutcome use_database(Sql *p)
{
    Str name;
    if (em_sql_name(p, &name))
        p->cat->database = name;
    return SQL_NOT_SCHEMA;
}

SqlOutcome em_sql_statement(Sql *p)
{
    if (TAKE(p, "CREATE"))
        return em_sql_create(p);
    if (TAKE(p, "ALTER"))
        return em_sql_alter(p);
    if (TAKE(p, "DROP"))
        return em_sql_drop(p);
    if (TAKE(p, "RENAME"))
        return em_sql_rename(p);
    if (TAKE(p, "COMMENT"))
        return em_sql_comment(p);
    if (TAKE(p, "USE"))
        return use_database(p);
    if (TAKE(p, "SET") || TAKE(p, "SELECT"))
        return em_sql_set(p);
    if (TAKE(p, "DO"))
        return em_sql_do(p);
    if (TAKE(p, "PRAGMA"))
        return em_sql_pragma(p);
    if (TAKE(p, "RESET"))
        return em_sql_reset(p);
    return is_no_schema(p) ? SQL_NOT_SCHEMA : SQL_UNKNOWN;
}

/* ---- what was not known ---------------------------------------------------
 */

/* The words that name a statement: the first, and the object of CREATE. */
static Str statement_name(const Sql *p, Arena *a)
{
    Buf b = {.arena = a};
    enum { WORDS = 2, LONGEST = 30 };
    for (int i = 0; i < MIN(p->n, WORDS); i++) {
        const SqlTok *t = &p->toks[i];
        if (t->kind != SQL_WORD && t->kind != SQL_MARK)
            break;
        Str word = em_str_cut(p->text, t->at, MIN(t->end, t->at + LONGEST));
        PUT(&b, i ? STR(" ") : STR(""), word);
    }
    return em_buf_str(&b);
}

static void count_unknown(Reader *r, const Sql *p)
{
    Unknown *u = &r->unknown;
    if (!u->source) {
        u->source = p->src;
        u->first = (Span){p->toks[0].at, p->toks[0].end - p->toks[0].at};
    }
    Str name = statement_name(p, r->arena);
    int n = em_map_find(&u->counts, name);
    em_map_set(&u->counts, name, n == NONE ? 1 : n + 1);
}

/* "skipped 3 statements of 2 kinds that are not known: FOO (2), BAR BAZ" */
static void report_unknown(Reader *r)
{
    enum { NAMED = 10 };
    const Unknown *u = &r->unknown;
    Buf b = {.arena = r->arena};
    int total = 0, named = 0;

    if (!u->source)
        return;
    for (int i = 0; i < u->counts.entries.n; i++)
        total += u->counts.entries.items[i].value;
    em_put(&b, STR("skipped "));
    em_put_int(&b, total);
    em_put(&b, total == 1 ? STR(" statement that is not known: ")
                          : STR(" statements that are not known: "));
    for (; named < MIN(u->counts.entries.n, NAMED); named++) {
        const MapEntry *e = &u->counts.entries.items[named];
        PUT(&b, named ? STR(", ") : STR(""), e->key);
        if (e->value > 1) {
            em_put(&b, STR(" ("));
            em_put_int(&b, e->value);
            em_put(&b, STR(")"));
        }
    }
    if (named < u->counts.entries.n)
        em_put(&b, STR(", …"));
    em_diag_add(r->diags, (Diag){.severity = DIAG_NOTE,
                                 .source = u->source,
                                 .span = u->first,
                                 .code = STR("sql-unknown"),
                                 .message = em_buf_str(&b)});
}

static void report_cut(Reader *r, const Source *src)
{
    em_diag_add(r->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = src,
                       .code = STR("limit-sql"),
                       .message = STR("these statements change one another "
                                      "too often to be replayed")});
}

/* ---- all ------------------------------------------------------------------
 */

static void read_source(Reader *r, Source *src, const SqlOptions *o,
                        Arena *scratch)
{
    SqlSplitter s;
    Rollback back = em_sql_rollback(src, o, r->arena, scratch);
    r->cat->source = src;
    em_sql_split(&s, src, o, r->diags, scratch);
    for (int i = 0; !r->cat->is_cut && em_sql_next(&s); i++) {
        if (i < back.n && back.items[i])
            continue;
        Sql p = {
            .cat = r->cat,
            .dialect = o->dialect,
            .src = src,
            .text = src->text,
            .toks = s.toks.items,
            .n = s.toks.n - 1,
            .arena = r->arena,
            .diags = r->diags,
        };
        if (em_sql_statement(&p) == SQL_UNKNOWN)
            count_unknown(r, &p);
    }
    if (r->cat->is_cut)
        report_cut(r, src);
}

/* NOLINTNEXTLINE(readability-function-size): what every front end gets */
void em_sql_read(Source **sources, int n, const SqlOptions *o, Arena *a,
                 Arena *scratch, Diags *diags, Schema *out)
{
    Catalog *c = NEW(a, Catalog);
    Reader r = {
        .cat = c, .arena = a, .diags = diags, .unknown.counts.arena = a};
    SqlOptions known = *o;

    if (known.dialect == DIALECT_NONE)
        known.dialect = em_sql_dialect(sources, n);
    em_catalog_open(c, known.dialect, a);
    for (int i = 0; i < n && !c->is_cut; i++)
        read_source(&r, sources[i], &known, scratch);
    report_unknown(&r);
    em_catalog_schema(c, out);
}
