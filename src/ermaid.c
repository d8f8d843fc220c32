/*
 * Documents: opening and closing them, their diagrams in other languages, and
 * in canonical form.
 *
 * Every public function that can run out of memory does its work inside
 * em_document_run.
 */
#include "d2/d2_model.h"
#include "document.h"
#include "settings.h"
#include "sql/sql.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_MEMORY ((size_t)768 * 1024 * 1024)

bool em_document_run(Ermaid *d, void (*step)(void *ctx), void *ctx)
{
    bool done = em_try(&d->budget, step, ctx);
    em_arena_rewind(&d->scratch, (Mark){0});
    em_arena_rewind(&d->work, (Mark){0});
    return done;
}

/* ------------------------------------------------------------- opening */

static const char *keep(Arena *a, const char *text)
{
    return text ? em_str_terminated(a, em_str_of(text)) : NULL;
}

static void copy_wishes(void *ctx)
{
    Ermaid *d = ctx;
    ErmaidOptions *w = &d->wishes;
    const char **texts[] = {
        &w->theme,      &w->dark_theme,  &w->look,    &w->direction,
        &w->layout,     &w->pad,         &w->scale,   &w->background,
        &w->comments,   &w->columns,     &w->anchor,  &w->aspect,
        &w->include,    &w->exclude,     &w->focus,   &w->distance,
        &w->group,      &w->join_tables, &w->text,    &w->id_prefix,
        &w->stop_after, &w->dialect,     &w->legend,  &w->to_dialect,
        &w->salt,       &w->notation,    &w->animate,
    };
    for (int i = 0; i < COUNT(texts); i++)
        *texts[i] = keep(&d->arena, *texts[i]);
    w->font = em_bytes_of(em_str_copy(&d->arena, em_str_of_bytes(w->font)));
}

Ermaid *ermaid_open(const ErmaidOptions *options)
{
    Ermaid *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    if (options)
        d->wishes = *options;
    size_t memory = d->wishes.memory ? d->wishes.memory : DEFAULT_MEMORY;
    d->budget.limit = MIN(memory, (size_t)INT_MAX);
    d->arena.budget = d->work.budget = d->scratch.budget = &d->budget;
    d->diags.arena = &d->arena;
    if (d->wishes.font.size > SOURCE_LIMIT ||
        !em_document_run(d, copy_wishes, d)) {
        ermaid_close(d);
        return NULL;
    }
    return d;
}

void ermaid_close(Ermaid *d)
{
    if (!d)
        return;
    em_arena_rewind(&d->scratch, (Mark){0});
    em_arena_rewind(&d->work, (Mark){0});
    em_arena_rewind(&d->arena, (Mark){0});
    free(d);
}

bool em_document_pick(Ermaid *d, const Diagram *g, const PickOptions *o,
                      Diagram *out)
{
    int errors = d->diags.errors;
    const Schema *picked = em_schema_pick(&g->schema, o, &d->work, &d->diags);
    *out = *g;
    if (picked)
        out->schema = *picked;
    return d->diags.errors == errors;
}

/* ------------------------------------------------- converting, formatting */

typedef struct {
    Ermaid *doc;
    const Diagram *diagram;
    ErmaidTarget target;
    Buf out;
    ErmaidStatus status;
} Writing;

/* JSON and SQL have all of a database: partitions, and no containers of ours.
 */
static PickOptions pick_for(const Writing *w)
{
    Ermaid *d = w->doc;
    PickOptions o = em_settings_pick(&d->wishes, &d->arena, &d->diags);
    bool is_text = w->target == ERMAID_TO_MERMAID || w->target == ERMAID_TO_D2;
    o.partitions = !is_text;
    o.join_lines = o.join_lines && is_text;
    o.views = o.views && is_text;
    if (!is_text || o.group == GROUP_AUTO)
        o.group = GROUP_NONE;
    return o;
}

typedef void Put(Buf *out, const Diagram *g);

/* What writes the diagram in the language that was asked for, or NULL. */
static Put *writer_of(const Writing *w)
{
    switch (w->target) {
    case ERMAID_TO_JSON: return w->diagram->front->put_json;
    case ERMAID_TO_MERMAID: return w->diagram->front->put_mermaid;
    case ERMAID_TO_D2: return w->diagram->front->put_d2;
    case ERMAID_TO_SQL: break; /* put_sql */
    }
    return NULL;
}

/* Says that a diagram holds no tables, where they are what is written. */
static bool lacks_tables(const Writing *w)
{
    const Diagram *g = w->diagram;
    if (w->target == ERMAID_TO_JSON || !g->front->has_tables ||
        g->front->has_tables(g))
        return false;
    em_diag_add(&w->doc->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = g->source,
                       .code = STR("no-tables"),
                       .message = STR("there is no `shape: sql_table` to "
                                      "convert")});
    return true;
}

/* Writes SQL of the dialect that is wished, else of the text's own. */
static void put_sql(Writing *w, const Diagram *g)
{
    Ermaid *d = w->doc;
    Str wish = em_str_of(d->wishes.to_dialect);
    const Schema *s = g->front->tables(g, &d->work);
    Dialect dialect = em_sql_dialect_find(wish);

    if (wish.n && dialect == DIALECT_NONE && !em_str_eq(wish, STR("auto"))) {
        em_diag_add(
            &d->diags,
            (Diag){.severity = DIAG_ERROR,
                   .source = g->source,
                   .code = STR("option"),
                   .message = JOIN(&d->arena, STR("no dialect is called \""),
                                   wish, STR("\""))});
        w->status = ERMAID_BAD_OPTION;
        return;
    }
    if (dialect == DIALECT_NONE)
        dialect = s->dialect ? s->dialect : DIALECT_POSTGRES;
    em_sql_put(&w->out,
               em_sql_translate(s, dialect, g->source, &d->arena, &d->diags));
}

static void convert(void *ctx)
{
    Writing *w = ctx;
    int errors = w->doc->diags.errors;
    PickOptions o = pick_for(w);
    Diagram shown;

    if (w->doc->diags.errors > errors ||
        !em_document_pick(w->doc, w->diagram, &o, &shown)) {
        w->status = ERMAID_BAD_OPTION;
        return;
    }
    if (lacks_tables(w))
        w->status = ERMAID_UNSUPPORTED;
    else if (w->target == ERMAID_TO_SQL)
        put_sql(w, &shown);
    else
        writer_of(w)(&w->out, &shown);
}

ErmaidStatus ermaid_convert(Ermaid *d, int index, ErmaidTarget target,
                            ErmaidBytes *out)
{
    Writing w = {.doc = d, .target = target, .out = {.arena = &d->arena}};

    *out = (ErmaidBytes){0};
    if (index < 0 || index >= d->diagrams.n || d->wishes.syntax_only)
        return ERMAID_UNSUPPORTED;
    w.diagram = &d->diagrams.items[index];
    if (w.diagram->has_errors)
        return ERMAID_HAS_ERRORS;
    if (target != ERMAID_TO_SQL && !writer_of(&w))
        return ERMAID_UNSUPPORTED;
    if (!em_document_run(d, convert, &w))
        return ERMAID_NO_MEMORY;
    if (w.status != ERMAID_OK)
        return w.status;
    *out = em_bytes_of(em_buf_str(&w.out));
    return ERMAID_OK;
}

/* Puts text line by line, each behind the prefix of its fence. */
static void put_prefixed(Buf *out, Str prefix, Str text)
{
    while (text.n) {
        int end = em_str_find_char(text, '\n', 0);
        int n = end == NONE ? text.n : end + 1;
        em_put(out, n > 1 ? prefix : em_str_trim(prefix));
        em_put(out, em_str_cut(text, 0, n));
        text = em_str_cut(text, n, text.n);
    }
}

static void format(void *ctx)
{
    Writing *w = ctx;
    Ermaid *d = w->doc;
    int done = 0;

    for (int i = 0; i < d->diagrams.n; i++) {
        const Diagram *g = &d->diagrams.items[i];
        if (g->is_inner)
            continue;
        if (!g->fence) {
            g->front->format(&w->out, d, g->source);
            return;
        }
        Buf text = {.arena = &d->work};
        g->front->format(&text, d, g->source);
        em_put(&w->out, em_str_cut(d->file.text, done, g->fence->file.at));
        put_prefixed(&w->out, g->fence->prefix, em_buf_str(&text));
        done = g->fence->file.at + g->fence->file.len;
    }
    em_put(&w->out, em_str_cut(d->file.text, done, d->file.text.n));
}

static ErmaidStatus format_once(Ermaid *d, ErmaidBytes *out)
{
    Writing w = {.doc = d, .out = {.arena = &d->arena}};

    *out = (ErmaidBytes){0};
    if (d->diags.errors)
        return ERMAID_HAS_ERRORS;
    for (int i = 0; i < d->diagrams.n; i++)
        if (!d->diagrams.items[i].front->format)
            return ERMAID_UNSUPPORTED;
    if (!em_document_run(d, format, &w))
        return ERMAID_NO_MEMORY;
    *out = em_bytes_of(em_buf_str(&w.out));
    return ERMAID_OK;
}

static bool same_bytes(ErmaidBytes a, ErmaidBytes b)
{
    return a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Does the text read without errors, and stay as it is when formatted? */
static bool is_settled(const Ermaid *d, ErmaidBytes text)
{
    ErmaidBytes twice;
    Ermaid *again = ermaid_open(&d->wishes);
    bool settled =
        again && ermaid_read(again, d->lang, NULL, text) == ERMAID_OK &&
        format_once(again, &twice) == ERMAID_OK && same_bytes(text, twice);
    ermaid_close(again);
    return settled;
}

ErmaidStatus ermaid_format(Ermaid *d, ErmaidBytes *out)
{
    ErmaidBytes typed = em_bytes_of(d->file.text);
    ErmaidStatus status = format_once(d, out);
    if (status == ERMAID_OK && !same_bytes(*out, typed) && !is_settled(d, *out))
        *out = typed;
    return status;
}
