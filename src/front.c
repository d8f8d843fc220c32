/*
 * The languages: each front end's functions behind one face.
 */
#include "d2/d2_detect.h"
#include "d2/d2_schema.h"
#include "document.h"
#include "mermaid/mermaid.h"
#include "sql/sql.h"

/* ------------------------------------------------------------- Mermaid */

/* Says that a diagram is of a type that is not drawn, or of none at all. */
static void report_foreign(Ermaid *d, const Source *src, Span span, bool alone)
{
    Str type = em_str_cut(src->text, span.at, span.at + span.len);
    bool known = type.n && em_is_alpha((unsigned char)type.p[0]) &&
                 em_mermaid_detect(src->text);
    Str message = STR("expected `erDiagram`");

    if (known) {
        d->foreign++;
        message = JOIN(&d->arena, STR("a diagram of type \""), type,
                       STR("\" is not drawn; ermaid draws erDiagram"));
    }
    em_diag_add(&d->diags,
                (Diag){.severity = !known  ? DIAG_ERROR
                                   : alone ? DIAG_WARNING
                                           : DIAG_NOTE,
                       .source = src,
                       .span = span,
                       .code = known ? STR("diagram-type") : STR("er-header"),
                       .message = message});
}

static void read_mermaid(const FrontEnd *self, Ermaid *d, Source *src,
                         const Fence *fence)
{
    int errors = d->diags.errors;
    Diagram diagram = {.front = self, .source = src, .fence = fence};

    MermaidResult result =
        em_mermaid_parse(src, d->wishes.strict, &d->arena, &d->scratch,
                         &d->diags, &diagram.schema);
    if (result.status == MERMAID_FOREIGN) {
        report_foreign(d, src, result.type, !fence);
        return;
    }
    diagram.has_errors = d->diags.errors > errors;
    *PUSH(&d->arena, &d->diagrams) = diagram;
}

static Graph *schema_graph(const Diagram *g, const GraphWishes *wishes,
                           Arena *a)
{
    return em_schema_graph(&g->schema, wishes->anchor, a);
}

static const Schema *own_tables(const Diagram *g, Arena *a)
{
    (void)a;
    return &g->schema;
}

static void put_mermaid_json(Buf *out, const Diagram *g)
{
    em_mermaid_put_json(out, &g->schema);
}

static void put_schema_mermaid(Buf *out, const Diagram *g)
{
    em_mermaid_put(out, &g->schema);
}

static void put_schema_d2(Buf *out, const Diagram *g)
{
    em_d2_put_schema(out, &g->schema);
}

static void format_mermaid(Buf *out, Ermaid *d, const Source *src)
{
    em_mermaid_format(out, src, d->wishes.strict, &d->scratch);
}

/* A word that PostgreSQL wants in quotes though its letters need none. */
static bool is_reserved(Str name, Arena *scratch)
{
    const Schema postgres = {.dialect = DIALECT_POSTGRES};
    Buf out = {.arena = scratch};
    for (int i = 0; i < name.n; i++)
        if (!em_is_alpha((unsigned char)name.p[i]) && name.p[i] != '_')
            return false;
    em_sql_put_name(&out, &postgres, em_str_lower(scratch, name));
    return name.n && out.p[0] == '"';
}

/* The boards of D2 inside of one repeat what it has. */
static void lint_schema(Ermaid *d, const Diagram *g)
{
    const LintOptions o = {
        .wishes = em_str_of(d->wishes.rules),
        .is_reserved = is_reserved,
    };
    if (!g->is_inner)
        em_lint(&g->schema, g->source, &o, &d->diags);
}

/* Icons that cannot be read are as wrong as what is written. */
static void lint_d2(Ermaid *d, const Diagram *g)
{
    em_front_d2_complete(d, g);
    lint_schema(d, g);
}

/* ------------------------------------------------------------- SQL */

/* The dialect that was wished; a wish that means nothing is an error. */
static bool choose_dialect(Ermaid *d, const Source *src, Dialect *out)
{
    Str wish = em_str_of(d->wishes.dialect);
    *out = em_sql_dialect_find(wish);
    if (!wish.n || *out != DIALECT_NONE || em_str_eq(wish, STR("auto")))
        return true;
    em_diag_add(
        &d->diags,
        (Diag){.severity = DIAG_ERROR,
               .source = src,
               .code = STR("option"),
               .message = JOIN(&d->arena, STR("no dialect is called \""), wish,
                               STR("\"; expected postgres, mysql or "
                                   "sqlite"))});
    return false;
}

/* The parts of the document's files that lead forward. */
static Source **find_history(Ermaid *d, Source *first, int *n)
{
    *n = 1 + d->n_more;
    Source **out = NEW_ARRAY(&d->arena, *n, Source *);
    for (int i = 0; i < *n; i++) {
        out[i] = i ? &d->more[i - 1] : first;
        em_sql_forward(out[i], &d->arena);
    }
    return out;
}

static void read_sql(const FrontEnd *self, Ermaid *d, Source *src,
                     const Fence *fence)
{
    int errors = d->diags.errors;
    Diagram diagram = {.front = self, .source = src, .fence = fence};
    SqlOptions o = {.hook = {d->wishes.passed, d->wishes.passed_ctx}};
    int n;

    if (choose_dialect(d, src, &o.dialect)) {
        Source **sources = find_history(d, src, &n);
        em_sql_read(sources, n, &o, &d->arena, &d->scratch, &d->diags,
                    &diagram.schema);
    }
    diagram.has_errors = d->diags.errors > errors;
    *PUSH(&d->arena, &d->diagrams) = diagram;
}

static void put_sql_mermaid(Buf *out, const Diagram *g)
{
    em_mermaid_put(out, em_sql_in_words(&g->schema, out->arena));
}

static void put_sql_d2(Buf *out, const Diagram *g)
{
    em_d2_put_schema(out, em_sql_in_words(&g->schema, out->arena));
}

static void put_sql_json(Buf *out, const Diagram *g)
{
    em_sql_put_json(out, &g->schema);
}

/* ------------------------------------------------------------- all */

static const FrontEnd front_ends[] = {
    {
        .lang = ERMAID_MERMAID,
        .suffixes = {STR_INIT(".mmd"), STR_INIT(".mermaid")},
        .detect = em_mermaid_detect,
        .read = read_mermaid,
        .graph = schema_graph,
        .put_json = put_mermaid_json,
        .put_mermaid = put_schema_mermaid,
        .put_d2 = put_schema_d2,
        .tables = own_tables,
        .format = format_mermaid,
        .lint = lint_schema,
    },
    {
        .lang = ERMAID_SQL,
        .suffixes = {STR_INIT(".sql"), STR_INIT(".ddl")},
        .detect = em_sql_detect,
        .read = read_sql,
        .graph = schema_graph,
        .put_json = put_sql_json,
        .put_mermaid = put_sql_mermaid,
        .put_d2 = put_sql_d2,
        .tables = own_tables,
        .lint = lint_schema,
    },
    {
        .lang = ERMAID_D2,
        .suffixes = {STR_INIT(".d2")},
        /* what begins other languages is a good name in D2 */
        .suffix_decides = true,
        .detect = em_d2_detect,
        .read = em_front_d2_read,
        .complete = em_front_d2_complete,
        .graph = em_front_d2_graph,
        .dump = em_front_d2_dump,
        .put_json = em_front_d2_json,
        .put_mermaid = em_front_d2_mermaid,
        .tables = em_front_d2_tables,
        .has_tables = em_front_d2_has_tables,
        .format = em_front_d2_format,
        .lint = lint_d2,
    },
};

const FrontEnd *em_front_ends(int *n)
{
    *n = COUNT(front_ends);
    return front_ends;
}
