/*
 * The pipeline, once, from top to bottom:
 *
 *     text ─ front end ─ Graph ─ sizes ─ layout ─ Scene ─ bytes
 *
 * Every public function that can run out of memory does its work inside
 * em_document_run.
 */
#include "d2/d2_model.h"
#include "document.h"
#include "settings.h"

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
        &w->theme,      &w->dark_theme,  &w->look,   &w->direction,
        &w->layout,     &w->pad,         &w->scale,  &w->background,
        &w->comments,   &w->columns,     &w->anchor, &w->aspect,
        &w->include,    &w->exclude,     &w->focus,  &w->distance,
        &w->group,      &w->join_tables, &w->text,   &w->id_prefix,
        &w->stop_after, &w->dialect,     &w->legend,
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

/* ------------------------------------------------------------- drawing */

/* What a run of draw() is to make, and how it went. */
typedef struct {
    Ermaid *doc;
    const Diagram *diagram;
    Diagram shown; /* of it */
    ErmaidFormat format;
    Sink sink; /* .write NULL: bytes go to `out` */
    Str out;
    ErmaidStatus status;
} Drawing;

/* Bytes gathered for foreign writers, which must not jump out of their own. */
typedef struct {
    char *p;
    size_t n, room;
} Heap;

static void free_heap(void *thing)
{
    Heap *h = thing;
    free(h->p);
}

static bool write_heap(void *ctx, const char *p, size_t n)
{
    Heap *h = ctx;
    if (n > INT_MAX - h->n)
        return false;
    if (h->room - h->n < n) {
        size_t room = MIN(MAX(h->room * 2, h->n + n), (size_t)INT_MAX);
        char *more = realloc(h->p, room);
        if (!more)
            return false;
        h->p = more;
        h->room = room;
    }
    memcpy(h->p + h->n, p, n);
    h->n += n;
    return true;
}

static ErmaidStatus status_of(PixelStatus s, bool to_heap)
{
    switch (s) {
    case PIXELS_OK: return ERMAID_OK;
    case PIXELS_NO_MODULE: return ERMAID_UNSUPPORTED;
    case PIXELS_TOO_LARGE: return ERMAID_TOO_LARGE;
    case PIXELS_NO_MEMORY: return ERMAID_NO_MEMORY;
    case PIXELS_SINK: return to_heap ? ERMAID_NO_MEMORY : ERMAID_NOT_WRITTEN;
    }
    return ERMAID_NOT_WRITTEN;
}

/* Each line of the pixel writers' notes becomes a note on the diagram. */
static void take_notes(Drawing *w, Str notes)
{
    Arena *a = &w->doc->arena;
    while (notes.n) {
        int end = em_str_find_char(notes, '\n', 0);
        Str line = em_str_cut(notes, 0, end == NONE ? notes.n : end);
        em_diag_add(&w->doc->diags, (Diag){.severity = DIAG_NOTE,
                                           .source = w->diagram->source,
                                           .code = STR("font-missing"),
                                           .message = em_str_copy(a, line)});
        notes = em_str_cut(notes, end == NONE ? notes.n : end + 1, notes.n);
    }
}

static void report_pixels(Drawing *w, ErmaidStatus status)
{
    Diag diag = {.severity = DIAG_ERROR, .source = w->diagram->source};

    if (status == ERMAID_UNSUPPORTED) {
        diag.code = STR("no-pixels");
        diag.message = STR("PNG and PDF need the part of ermaid that draws "
                           "with Cairo; it is not installed");
    } else if (status == ERMAID_TOO_LARGE) {
        diag.code = STR("limit-pixels");
        diag.message = STR("the picture has more than 4,000,000,000 pixels, "
                           "or a side of more than 1,000,000");
    } else {
        return;
    }
    em_diag_add(&w->doc->diags, diag);
}

static void put_pixels(Drawing *w, const Scene *scene, const PixelOptions *o)
{
    Ermaid *d = w->doc;
    const Pixels *pixels = em_pixels_open();
    bool to_heap = !w->sink.write;
    Buf notes = {.arena = &d->work};
    Heap *heap = NEW(&d->work, Heap);
    Guard *guard = em_guard_new(&d->work);
    em_guard_set(guard, free_heap, heap);
    Sink sink = to_heap ? (Sink){write_heap, heap} : w->sink;

    PixelStatus s = PIXELS_NO_MODULE;
    if (pixels)
        s = (w->format == ERMAID_PNG ? pixels->png : pixels->pdf)(
            scene, o, sink, &notes, &d->scratch);
    w->status = status_of(s, to_heap);
    report_pixels(w, w->status);
    take_notes(w, em_buf_str(&notes));
    if (to_heap)
        w->out = em_str_copy(&d->arena, (Str){heap->p, (int)heap->n});
}

/* Hands text to the caller: through the sink, or to stay in the document. */
static void put_text(Drawing *w, const Buf *text)
{
    if (!w->sink.write) {
        w->out = em_str_copy(&w->doc->arena, em_buf_str(text));
        return;
    }
    if (!w->sink.write(w->sink.ctx, text->p, (size_t)text->n))
        w->status = ERMAID_NOT_WRITTEN;
}

static void put_picture(Drawing *w, const Scene *scene, const Settings *o)
{
    Arena *scratch = &w->doc->scratch;
    Buf text = {.arena = &w->doc->work};

    switch (w->format) {
    case ERMAID_SVG: em_put_svg(&text, scene, &o->svg, scratch); break;
    case ERMAID_TXT: em_put_txt(&text, scene, scratch); break;
    case ERMAID_PNG:
    case ERMAID_PDF: put_pixels(w, scene, &o->pixels); return;
    }
    put_text(w, &text);
}

/*
 * The diagram with what is wished of its schema. False: a wish means nothing,
 * and that was said.
 */
static bool pick(Ermaid *d, const Diagram *g, const PickOptions *o,
                 Diagram *out)
{
    int errors = d->diags.errors;
    const Schema *picked = em_schema_pick(&g->schema, o, &d->work, &d->diags);
    *out = *g;
    if (picked)
        out->schema = *picked;
    return d->diags.errors == errors;
}

/* Runs the stages; true when --stop-after's dump is all that was wanted. */
static bool draw_stages(Drawing *w, Settings *o, Buf *dump, Scene **scene)
{
    Ermaid *d = w->doc;
    Arena *work = &d->work, *scratch = &d->scratch;
    bool stops = o->stop_after.n > 0;

    Graph *g = w->diagram->front->graph(&w->shown, o->anchor, work);
    if (em_str_eq(o->stop_after, STR("graph"))) {
        em_graph_dump(dump, g);
        return true;
    }
    Fonts *fonts = em_fonts_open(work);
    em_size_graph(g, fonts, &o->size, work, scratch);
    if (em_str_eq(o->stop_after, STR("size"))) {
        em_graph_dump(dump, g);
        return true;
    }
    o->layout.stop_after = o->stop_after;
    o->layout.dump = stops ? dump : NULL;
    em_layout(g, &o->layout, work, scratch);
    if (em_str_eq(o->stop_after, STR("layout")))
        em_graph_dump(dump, g);
    if (em_str_eq(o->stop_after, STR("stats"))) {
        Direction way =
            o->layout.direction ? o->layout.direction : g->direction;
        GraphStats stats = em_graph_stats(g, way, scratch);
        em_graph_put_stats(dump, &stats, false);
    }
    *scene = em_scene(g, fonts, &o->scene, work);
    if (em_str_eq(o->stop_after, STR("scene")))
        em_scene_dump(dump, *scene);
    return stops;
}

static void draw(void *ctx)
{
    Drawing *w = ctx;
    Ermaid *d = w->doc;
    int errors = d->diags.errors;
    Settings *o = NEW(&d->work, Settings);
    Scene *scene = NULL;
    Buf dump = {.arena = &d->work};

    em_settings(o, &d->wishes, &w->diagram->schema, w->diagram->source,
                &d->arena, &d->diags);
    if (w->diagram->model)
        em_settings_d2(o, &d->wishes, &w->diagram->model->config);
    PickOptions picked = em_settings_pick(&d->wishes, &d->arena, &d->diags);
    if (d->diags.errors > errors || !pick(d, w->diagram, &picked, &w->shown)) {
        w->status = ERMAID_BAD_OPTION;
        return;
    }
    if (w->format == ERMAID_TXT) /* characters show no wedges */
        o->scene.legend = LEGEND_OFF;
    if (draw_stages(w, o, &dump, &scene))
        put_text(w, &dump);
    else
        put_picture(w, scene, o);
}

static ErmaidStatus draw_diagram(Drawing *w, int index)
{
    Ermaid *d = w->doc;
    if (index < 0 || index >= d->diagrams.n || d->wishes.syntax_only)
        return ERMAID_UNSUPPORTED;
    w->diagram = &d->diagrams.items[index];
    if (w->diagram->has_errors)
        return ERMAID_HAS_ERRORS;
    if (!w->diagram->front->graph)
        return ERMAID_UNSUPPORTED;
    if (!em_document_run(d, draw, w))
        return ERMAID_NO_MEMORY;
    return w->status;
}

ErmaidStatus ermaid_render(Ermaid *d, int index, ErmaidFormat format,
                           ErmaidBytes *out)
{
    Drawing w = {.doc = d, .format = format};
    ErmaidStatus status = draw_diagram(&w, index);
    *out = em_bytes_of(status == ERMAID_OK ? w.out : (Str){0});
    return status;
}

ErmaidStatus ermaid_render_to(Ermaid *d, int index, ErmaidFormat format,
                              bool (*write)(void *ctx, const char *data,
                                            size_t size),
                              void *ctx)
{
    Drawing w = {.doc = d, .format = format, .sink = {write, ctx}};
    return draw_diagram(&w, index);
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
    case ERMAID_TO_SQL: return w->diagram->front->put_sql;
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

static void convert(void *ctx)
{
    Writing *w = ctx;
    int errors = w->doc->diags.errors;
    PickOptions o = pick_for(w);
    Diagram shown;

    if (w->doc->diags.errors > errors ||
        !pick(w->doc, w->diagram, &o, &shown)) {
        w->status = ERMAID_BAD_OPTION;
        return;
    }
    if (lacks_tables(w))
        w->status = ERMAID_UNSUPPORTED;
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
    if (!writer_of(&w))
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
