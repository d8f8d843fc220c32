/*
 * Two documents compared.
 *
 * All that is made belongs to the later document: its arena keeps what is
 * handed out, its budget is what the comparison may use.
 */
#include "diff/diff_union.h"
#include "diff/film.h"
#include "document.h"
#include "sql/sql.h"

#include <string.h>

typedef struct {
    Ermaid *after;
    const Schema *old, *new;
    const ErmaidDiffOptions *options;
    ErmaidDiffFormat format;
    bool differs;
    Str out;
} Comparing;

static RenameWishes wishes_of(const ErmaidDiffOptions *o, Arena *a)
{
    RenameWishes wishes = {0};
    for (int i = 0; i < o->n_renames; i++) {
        Str both = em_str_of(o->renames[i]);
        int at = em_str_find_char(both, '=', 0);
        if (at != NONE)
            *PUSH(a, &wishes) =
                (RenameWish){em_str_trim(em_str_cut(both, 0, at)),
                             em_str_trim(em_str_cut(both, at + 1, both.n))};
    }
    return wishes;
}

static DiffOptions diff_options(const ErmaidDiffOptions *o, Arena *a)
{
    return (DiffOptions){.no_renames = o->no_renames,
                         .renames = wishes_of(o, a),
                         .any_order = o->any_order,
                         .no_dangers = o->no_dangers};
}

/* The dialect of diagrams, when one was wished. */
static Dialect wished_dialect(const Comparing *c)
{
    return em_sql_dialect_find(em_str_of(c->after->wishes.dialect));
}

/* ---- drafts ---------------------------------------------------------------
 *
 * A draft is between two schemas of a database. A diagram is completed by the
 * other side; of two diagrams the earlier one is read in the dialect that was
 * wished.
 */

static RenameWishes turned(const RenameWishes *wishes, Arena *a)
{
    RenameWishes out = {0};
    for (int i = 0; i < wishes->n; i++)
        *PUSH(a, &out) =
            (RenameWish){wishes->items[i].after, wishes->items[i].before};
    return out;
}

static const Schema *read_as_sql(const Comparing *c, const Schema *s)
{
    Diags unheard = {.arena = &c->after->work};
    return em_sql_translate(s, wished_dialect(c), NULL, &c->after->work,
                            &unheard);
}

static void draft(const Comparing *c, const DiffOptions *wished, Buf *out)
{
    Arena *work = &c->after->work;
    const Schema *old = c->old, *new = c->new;
    const Strs *open = NULL;
    DiffOptions o = *wished;

    if (old->dialect == DIALECT_NONE && new->dialect == DIALECT_NONE)
        old = read_as_sql(c, old);
    if (new->dialect == DIALECT_NONE) {
        Completed done =
            em_diff_complete(old, new, wished, work, &c->after->scratch);
        new = done.schema;
        o.known = done.known;
        open = done.open;
    } else if (old->dialect == DIALECT_NONE) {
        DiffOptions back = *wished;
        back.renames = turned(&wished->renames, work);
        Completed done =
            em_diff_complete(new, old, &back, work, &c->after->scratch);
        old = done.schema;
        o.known = em_diff_turned(done.known, work);
    }
    if (old != c->old)
        em_diff_name_keys(old, work);
    Diff *diff = em_diff(old, new, &o, work, &c->after->scratch);
    Dangers dangers = em_dangers(diff, work);
    em_diff_put_sql(out, diff, &dangers, open);
}

static void compare(void *ctx)
{
    Comparing *c = ctx;
    Arena *work = &c->after->work;
    DiffOptions o = diff_options(c->options, work);
    Diff *diff = em_diff(c->old, c->new, &o, work, &c->after->scratch);
    Dangers dangers = {0};
    Buf out = {.arena = work};

    if (!c->options->no_dangers)
        dangers = em_dangers(diff, work);
    c->differs = diff->is_changed;
    switch (c->format) {
    case ERMAID_DIFF_TEXT:
        em_diff_put_text(&out, diff, &dangers, c->options->colors);
        break;
    case ERMAID_DIFF_JSON: em_diff_put_json(&out, diff, &dangers); break;
    case ERMAID_DIFF_MARKDOWN:
        em_diff_put_markdown(&out, diff, &dangers,
                             em_str_of(c->options->picture));
        break;
    case ERMAID_DIFF_SQL: draft(c, &o, &out); break;
    }
    c->out = em_str_copy(&c->after->arena, em_buf_str(&out));
}

/* The picture of a change is a diagram of its own, which only draws. */
static Graph *union_graph(const Diagram *g, const GraphWishes *wishes, Arena *a)
{
    return em_union_graph(g->change, wishes->anchor, a);
}

static void add_picture(void *ctx)
{
    static const FrontEnd front = {.graph = union_graph};
    Comparing *c = ctx;
    Ermaid *d = c->after;
    UnionOptions o = {c->options->full, c->options->full, c->options->distance};
    DiffOptions how = diff_options(c->options, &d->work);
    Diff *diff = em_diff(c->old, c->new, &how, &d->arena, &d->scratch);
    DiffUnion *both = em_diff_union(diff, &o, &d->arena);

    c->differs = diff->is_changed;
    *PUSH(&d->arena, &d->diagrams) = (Diagram){
        .front = &front,
        .source = &d->file,
        .schema = *em_union_schema(both),
        .change = both,
    };
}

static const Schema *schema_of(const Ermaid *d, int index)
{
    if (index < 0 || index >= d->diagrams.n)
        return NULL;
    return &d->diagrams.items[index].schema;
}

/* Compares by a step; NULL options are the defaults. */
static ErmaidStatus run_comparison(Comparing *c, const Ermaid *before, int from,
                                   int to, void (*step)(void *ctx))
{
    static const ErmaidDiffOptions none = {.distance = 1};
    c->options = c->options ? c->options : &none;
    c->old = schema_of(before, from);
    c->new = schema_of(c->after, to);
    if (!c->old || !c->new)
        return ERMAID_UNSUPPORTED;
    if (c->format == ERMAID_DIFF_SQL && c->old->dialect == DIALECT_NONE &&
        c->new->dialect == DIALECT_NONE &&wished_dialect(c) == DIALECT_NONE)
        return ERMAID_UNSUPPORTED;
    if (before->diagrams.items[from].has_errors ||
        c->after->diagrams.items[to].has_errors)
        return ERMAID_HAS_ERRORS;
    return em_document_run(c->after, step, c) ? ERMAID_OK : ERMAID_NO_MEMORY;
}

/* NOLINTNEXTLINE(readability-function-size): two places, options, results */
ErmaidStatus ermaid_diff(const Ermaid *before, int before_index, Ermaid *after,
                         int after_index, const ErmaidDiffOptions *options,
                         ErmaidDiffFormat format, bool *differs,
                         ErmaidBytes *out)
{
    Comparing c = {.after = after, .options = options, .format = format};
    ErmaidStatus status =
        run_comparison(&c, before, before_index, after_index, compare);
    *differs = c.differs;
    *out = em_bytes_of(c.out);
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): as ermaid_diff */
ErmaidStatus ermaid_diff_picture(const Ermaid *before, int before_index,
                                 Ermaid *after, int after_index,
                                 const ErmaidDiffOptions *options,
                                 bool *differs, int *index)
{
    Comparing c = {.after = after, .options = options};
    ErmaidStatus status =
        run_comparison(&c, before, before_index, after_index, add_picture);
    *differs = c.differs;
    *index = after->diagrams.n - 1;
    return status;
}

/* ---- several versions -----------------------------------------------------
 */

typedef struct {
    Ermaid *doc;
    const ErmaidVersion *versions;
    int n;
    const ErmaidDiffOptions *options;
    bool differs;
    int index;
} Timeline;

static void add_timeline(void *ctx)
{
    static const FrontEnd front = {.graph = union_graph};
    Timeline *t = ctx;
    Arena *a = &t->doc->arena;
    FilmOptions o = {diff_options(t->options, a), t->options->full,
                     t->options->distance};
    FilmVersion *versions = NEW_ARRAY(a, t->n, FilmVersion);

    for (int i = 0; i < t->n; i++)
        versions[i] =
            (FilmVersion){schema_of(t->versions[i].doc, t->versions[i].index),
                          em_str_copy(a, em_str_of(t->versions[i].name))};
    const Film *film = em_film(versions, t->n, &o, a, &t->doc->scratch);
    for (int i = 0; i < t->n - 1; i++)
        t->differs |= em_film_step(film, i)->is_changed;
    t->index = t->doc->diagrams.n;
    for (int frame = FILM_ALL; frame < 2 * t->n - 1; frame++)
        *PUSH(a, &t->doc->diagrams) = (Diagram){
            .front = &front,
            .source = &t->doc->file,
            .schema = {.config = versions[t->n - 1].schema->config,
                       .direction = versions[t->n - 1].schema->direction},
            .film = film,
            .frame = frame,
            .is_marked = t->n == 2,
        };
}

ErmaidStatus ermaid_timeline(Ermaid *d, const ErmaidVersion *versions, int n,
                             const ErmaidDiffOptions *options, bool *differs,
                             int *index)
{
    static const ErmaidDiffOptions none = {.distance = NONE, .full = true};
    Timeline t = {.doc = d,
                  .versions = versions,
                  .n = n,
                  .options = options ? options : &none};

    for (int i = 0; i < n; i++) {
        const Ermaid *doc = versions[i].doc;
        if (!schema_of(doc, versions[i].index))
            return ERMAID_UNSUPPORTED;
        if (doc->diagrams.items[versions[i].index].has_errors)
            return ERMAID_HAS_ERRORS;
    }
    if (!em_document_run(d, add_timeline, &t))
        return ERMAID_NO_MEMORY;
    *differs = t.differs;
    *index = t.index;
    return ERMAID_OK;
}
