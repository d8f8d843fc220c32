/*
 * The pipeline, once, from top to bottom:
 *
 *     text ─ Markdown's fences ─ Schema ─ Graph ─ sizes ─ layout ─ Scene ─
 * bytes
 *
 * A document owns three arenas on one budget: `arena` for what lives as long
 * as it does, `work` for one picture, `scratch` for a pass. Every public
 * function that can run out of memory does its work inside em_try, and empties
 * the last two when it ends, however it ends.
 */
#include "ermaid.h"

#include "md/md.h"
#include "mermaid/mermaid.h"
#include "settings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_MEMORY ((size_t)768 * 1024 * 1024)

typedef struct {
    Source *source;
    const Fence *fence; /* NULL: the whole file */
    Schema schema;
    bool has_errors;
} Diagram;

struct Ermaid {
    Budget budget;
    Arena arena, work, scratch;
    ErmaidOptions wishes;
    ErmaidLang lang;
    Source file;
    Diags diags;
    ARRAY_OF(Diagram) diagrams;
    Markdown markdown;
    int foreign; /* diagrams of types that are not drawn */
    bool has_been_read;
};

static Str str_of(ErmaidBytes b)
{
    return (Str){b.data, (int)b.size};
}

static ErmaidBytes bytes_of(Str s)
{
    return (ErmaidBytes){s.p, (size_t)s.n};
}

/* Runs a step of a document's work; false when the memory ran out. */
static bool run(Ermaid *d, void (*step)(void *ctx), void *ctx)
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
        &w->theme,    &w->dark_theme, &w->look,       &w->direction,
        &w->layout,   &w->pad,        &w->scale,      &w->background,
        &w->comments, &w->columns,    &w->anchor,     &w->aspect,
        &w->text,     &w->id_prefix,  &w->stop_after,
    };
    for (int i = 0; i < COUNT(texts); i++)
        *texts[i] = keep(&d->arena, *texts[i]);
    w->font = bytes_of(em_str_copy(&d->arena, str_of(w->font)));
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
    if (d->wishes.font.size > SOURCE_LIMIT || !run(d, copy_wishes, d)) {
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

/* ------------------------------------------------------------- reading */

static bool has_suffix(Str name, const Str *suffixes, int n)
{
    for (int i = 0; i < n; i++)
        if (name.n > suffixes[i].n &&
            em_str_eq_nocase(em_str_cut(name, name.n - suffixes[i].n, name.n),
                             suffixes[i]))
            return true;
    return false;
}

/*
 * Content decides before the suffix; but the first word of a page of prose may
 * well be "timeline" or "graph", so a file called .md is a diagram only when
 * it has no fences.
 */
static ErmaidLang detect(Ermaid *d)
{
    static const Str markdown[] = {STR_INIT(".md"), STR_INIT(".markdown")};
    static const Str mermaid[] = {STR_INIT(".mmd"), STR_INIT(".mermaid")};
    bool called_markdown = has_suffix(d->file.name, markdown, COUNT(markdown));
    bool looks_mermaid = em_mermaid_detect(d->file.text);

    if (looks_mermaid && !called_markdown)
        return ERMAID_MERMAID;
    if (has_suffix(d->file.name, mermaid, COUNT(mermaid)))
        return ERMAID_MERMAID;
    em_markdown_read(d->file.name, d->file.text, &d->arena, &d->scratch,
                     &d->markdown);
    if (d->markdown.fences.n > 0)
        return ERMAID_MARKDOWN;
    return looks_mermaid || !called_markdown ? ERMAID_MERMAID : ERMAID_MARKDOWN;
}

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

static void read_diagram(Ermaid *d, Source *src, const Fence *fence)
{
    int errors = d->diags.errors;
    Diagram diagram = {.source = src, .fence = fence};

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

static void read_fence(Ermaid *d, Fence *f)
{
    switch (f->lang) {
    case FENCE_MERMAID: read_diagram(d, &f->source, f); return;
    case FENCE_D2:
        d->foreign++;
        em_diag_add(&d->diags, (Diag){.severity = DIAG_NOTE,
                                      .source = &f->source,
                                      .code = STR("diagram-type"),
                                      .message = STR("D2 is not drawn yet")});
        return;
    }
}

static void report_limit(Ermaid *d, Str code, Str message)
{
    em_diag_add(&d->diags, (Diag){.severity = DIAG_ERROR,
                                  .source = &d->file,
                                  .code = code,
                                  .message = message});
}

static void read_text(void *ctx)
{
    Ermaid *d = ctx;

    if (d->lang == ERMAID_AUTO)
        d->lang = detect(d);
    else if (d->lang == ERMAID_MARKDOWN)
        em_markdown_read(d->file.name, d->file.text, &d->arena, &d->scratch,
                         &d->markdown);

    if (d->lang == ERMAID_MERMAID)
        read_diagram(d, &d->file, NULL);
    else
        for (int i = 0; i < d->markdown.fences.n; i++)
            read_fence(d, &d->markdown.fences.items[i]);
    if (d->markdown.cut)
        report_limit(d, STR("limit-markdown"),
                     STR("the document has more than a million lines and "
                         "markers"));
    em_diags_sort(&d->diags);
}

static void report_size(void *ctx)
{
    report_limit(ctx, STR("limit-source"),
                 STR("the text is larger than the limit of 16 MiB"));
}

ErmaidStatus ermaid_read(Ermaid *d, ErmaidLang lang, const char *name,
                         ErmaidBytes text)
{
    assert(!d->has_been_read);
    d->has_been_read = true;
    bool fits = text.size <= SOURCE_LIMIT;
    d->lang = lang;
    d->file = em_source_of(em_str_of(name ? name : "input"),
                           fits ? str_of(text) : (Str){0});

    if (!run(d, fits ? read_text : report_size, d))
        return ERMAID_NO_MEMORY;
    if (!fits || d->markdown.cut)
        return ERMAID_TOO_LARGE;
    if (d->diags.errors)
        return ERMAID_HAS_ERRORS;
    return d->foreign && d->diagrams.n == 0 ? ERMAID_UNSUPPORTED : ERMAID_OK;
}

ErmaidLang ermaid_lang(const Ermaid *d)
{
    return d->lang;
}

int ermaid_count(const Ermaid *d)
{
    return d->diagrams.n;
}

ErmaidDiagram ermaid_diagram(const Ermaid *d, int index)
{
    if (index < 0 || index >= d->diagrams.n)
        return (ErmaidDiagram){0};
    const Diagram *diagram = &d->diagrams.items[index];
    return (ErmaidDiagram){
        .title = bytes_of(diagram->schema.title),
        .line = diagram->fence ? diagram->fence->line : 1,
        .has_errors = diagram->has_errors,
    };
}

/* ------------------------------------------------------------- drawing */

/* What a run of draw() is to make, and how it went. */
typedef struct {
    Ermaid *doc;
    const Diagram *diagram;
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

/* Runs the stages; true when --stop-after's dump is all that was wanted. */
static bool draw_stages(Drawing *w, Settings *o, Buf *dump, Scene **scene)
{
    Ermaid *d = w->doc;
    Arena *work = &d->work, *scratch = &d->scratch;
    bool stops = o->stop_after.n > 0;

    Graph *g = em_schema_graph(&w->diagram->schema, o->anchor, work);
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
    if (d->diags.errors > errors) {
        w->status = ERMAID_BAD_OPTION;
        return;
    }
    if (draw_stages(w, o, &dump, &scene))
        put_text(w, &dump);
    else
        put_picture(w, scene, o);
}

static ErmaidStatus draw_diagram(Drawing *w, int index)
{
    Ermaid *d = w->doc;
    if (index < 0 || index >= d->diagrams.n)
        return ERMAID_UNSUPPORTED;
    w->diagram = &d->diagrams.items[index];
    if (w->diagram->has_errors)
        return ERMAID_HAS_ERRORS;
    if (!run(d, draw, w))
        return ERMAID_NO_MEMORY;
    return w->status;
}

ErmaidStatus ermaid_render(Ermaid *d, int index, ErmaidFormat format,
                           ErmaidBytes *out)
{
    Drawing w = {.doc = d, .format = format};
    ErmaidStatus status = draw_diagram(&w, index);
    *out = bytes_of(status == ERMAID_OK ? w.out : (Str){0});
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
} Writing;

static void convert(void *ctx)
{
    Writing *w = ctx;
    switch (w->target) {
    case ERMAID_TO_JSON:
        em_mermaid_put_json(&w->out, &w->diagram->schema);
        return;
    case ERMAID_TO_MERMAID:
        em_mermaid_put(&w->out, &w->diagram->schema);
        return;
    }
}

ErmaidStatus ermaid_convert(Ermaid *d, int index, ErmaidTarget target,
                            ErmaidBytes *out)
{
    Writing w = {.doc = d, .target = target, .out = {.arena = &d->arena}};

    *out = (ErmaidBytes){0};
    if (index < 0 || index >= d->diagrams.n)
        return ERMAID_UNSUPPORTED;
    w.diagram = &d->diagrams.items[index];
    if (w.diagram->has_errors)
        return ERMAID_HAS_ERRORS;
    if (!run(d, convert, &w))
        return ERMAID_NO_MEMORY;
    *out = bytes_of(em_buf_str(&w.out));
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
        if (!g->fence) {
            em_mermaid_format(&w->out, g->source, d->wishes.strict,
                              &d->scratch);
            return;
        }
        Buf text = {.arena = &d->work};
        em_mermaid_format(&text, g->source, d->wishes.strict, &d->scratch);
        em_put(&w->out, em_str_cut(d->file.text, done, g->fence->file.at));
        put_prefixed(&w->out, g->fence->prefix, em_buf_str(&text));
        done = g->fence->file.at + g->fence->file.len;
    }
    em_put(&w->out, em_str_cut(d->file.text, done, d->file.text.n));
}

ErmaidStatus ermaid_format(Ermaid *d, ErmaidBytes *out)
{
    Writing w = {.doc = d, .out = {.arena = &d->arena}};

    *out = (ErmaidBytes){0};
    if (d->diags.errors)
        return ERMAID_HAS_ERRORS;
    if (!run(d, format, &w))
        return ERMAID_NO_MEMORY;
    *out = bytes_of(em_buf_str(&w.out));
    return ERMAID_OK;
}

/* ------------------------------------------------------------- messages */

static void lint(void *ctx)
{
    Ermaid *d = ctx;
    for (int i = 0; i < d->diagrams.n; i++) {
        const Diagram *g = &d->diagrams.items[i];
        if (!g->has_errors)
            em_lint(&g->schema, g->source, &d->diags);
    }
    em_diags_sort(&d->diags);
}

ErmaidStatus ermaid_check(Ermaid *d)
{
    if (!run(d, lint, d))
        return ERMAID_NO_MEMORY;
    return d->diags.errors ? ERMAID_HAS_ERRORS : ERMAID_OK;
}

int ermaid_errors(const Ermaid *d)
{
    return d->diags.errors;
}

int ermaid_warnings(const Ermaid *d)
{
    int n = 0;
    for (int i = 0; i < d->diags.list.n; i++)
        n += d->diags.list.items[i].severity == DIAG_WARNING;
    return n;
}

typedef struct {
    Ermaid *const *docs;
    int n;
    ErmaidMessages format;
    Buf out;
} Telling;

/* Appends the messages of a document to those of others. */
static void gather(Diags *all, const Diags *from)
{
    for (int i = 0; i < from->list.n; i++)
        *PUSH(all->arena, &all->list) = from->list.items[i];
    all->errors += from->errors;
    all->dropped += from->dropped;
}

static void tell(void *ctx)
{
    Telling *t = ctx;
    Diags all = {.arena = &t->docs[0]->work};

    for (int i = 0; i < t->n; i++)
        gather(&all, &t->docs[i]->diags);
    switch (t->format) {
    case ERMAID_MESSAGES_TEXT:
        for (int i = 0; i < all.list.n; i++)
            em_diag_print(&t->out, &all.list.items[i]);
        return;
    case ERMAID_MESSAGES_JSON: em_diags_put_json(&t->out, &all); return;
    case ERMAID_MESSAGES_SARIF:
        em_diags_put_sarif(&t->out, &all, STR(ERMAID_VERSION));
        return;
    case ERMAID_MESSAGES_GITHUB: em_diags_put_github(&t->out, &all); return;
    }
}

ErmaidBytes ermaid_messages(Ermaid *d, ErmaidMessages format)
{
    return ermaid_messages_of(&d, 1, format);
}

ErmaidBytes ermaid_messages_of(Ermaid *const *docs, int n,
                               ErmaidMessages format)
{
    assert(n > 0);
    Telling t = {docs, n, format, {.arena = &docs[0]->arena}};
    return run(docs[0], tell, &t) ? bytes_of(em_buf_str(&t.out))
                                  : (ErmaidBytes){0};
}

/* ------------------------------------------------------------- what is in */

bool ermaid_theme(int index, ErmaidTheme *out)
{
    int n;
    const Theme *themes = em_themes(&n);
    if (index < 0 || index >= n)
        return false;
    *out = (ErmaidTheme){themes[index].name.p, themes[index].about.p,
                         themes[index].dark};
    return true;
}

bool ermaid_font(int index, ErmaidFont *out)
{
    static const char *const styles[FACE_COUNT] = {
        [FACE_SANS] = "regular",       [FACE_SANS_BOLD] = "bold",
        [FACE_SANS_ITALIC] = "italic", [FACE_MONO] = "regular",
        [FACE_MONO_BOLD] = "bold",
    };
    if (index < 0 || index >= FACE_COUNT)
        return false;
    Face face = (Face)index;
    *out = (ErmaidFont){em_font_family(face).p, styles[face],
                        bytes_of(em_font_license(face)),
                        (size_t)em_font_data(face).n};
    return true;
}

bool ermaid_rule(int index, ErmaidRule *out)
{
    int n;
    const LintRule *rules = em_lint_rules(&n);
    if (index < 0 || index >= n)
        return false;
    *out = (ErmaidRule){rules[index].code.p, rules[index].what.p};
    return true;
}

const char *ermaid_version(void)
{
    return ERMAID_VERSION;
}
