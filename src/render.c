/*
 * The pipeline, once, from top to bottom:
 *
 *     text ─ front end ─ Graph ─ sizes ─ layout ─ Scene ─ bytes
 *
 * Boards of D2 may go into one file together: a page each, or one after the
 * other.
 */
#include "base/map.h"
#include "d2/d2_model.h"
#include "document.h"
#include "filming.h"
#include "settings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Where links to boards lead, by the boards' paths. */
typedef struct {
    Map of_path; /* to an index of links; no arena: not known yet */
    ARRAY_OF(Str) links;
} Targets;

/* What a run of draw() is to make, and how it went. */
typedef struct {
    Ermaid *doc;
    const int *indices; /* of the diagrams that go into one file */
    int n;
    const Diagram *diagram; /* of them, the one that is drawn now */
    Fonts *fonts;
    Targets targets;
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
    case ERMAID_HTML: break; /* draw_stages did */
    }
    put_text(w, &text);
}

/* ------------------------------------------------------------- links */

/* Where links to boards lead in what is being made: to pages of it, or to the
 * files of the other boards. Those that are not in *out lead nowhere. */
static void find_targets(const Drawing *w, Targets *out)
{
    const Ermaid *d = w->doc;
    const ErmaidOptions *wishes = &d->wishes;
    Arena *a = out->of_path.arena;

    for (int i = 0; w->n > 1 && w->format == ERMAID_PDF && i < w->n; i++) {
        const Diagram *g = &d->diagrams.items[w->indices[i]];
        Buf page = {.arena = a};
        if (g->model != w->diagram->model)
            continue;
        em_put(&page, STR("#page="));
        em_put_int(&page, i + 1);
        em_map_add(&out->of_path, g->board->path, out->links.n);
        *PUSH(a, &out->links) = em_buf_str(&page);
    }
    for (int i = 0; w->n == 1 && wishes->board_file && i < d->diagrams.n; i++) {
        const Diagram *g = &d->diagrams.items[i];
        const char *file = g->model == w->diagram->model
                               ? wishes->board_file(wishes->board_file_ctx, i)
                               : NULL;
        if (!file)
            continue;
        em_map_add(&out->of_path, g->board->path, out->links.n);
        *PUSH(a, &out->links) = em_str_copy(a, em_str_of(file));
    }
}

/* Boards are named in links as the model has them; see D2Board.path. */
static void lead_links(Drawing *w, const Scene *scene)
{
    Targets *t = &w->targets;
    if (!w->diagram->board)
        return;
    if (!t->of_path.arena) {
        t->of_path.arena = &w->doc->work;
        find_targets(w, t);
    }
    for (int i = 0; i < scene->items.n; i++) {
        const Item *item = &scene->items.items[i];
        if (item->kind != ITEM_GROUP ||
            !em_d2_is_board_link(item->as.group->link))
            continue;
        int at = em_map_find(&t->of_path, item->as.group->link);
        item->as.group->link = at == NONE ? STR("") : t->links.items[at];
    }
}

/* ------------------------------------------------------------- stages */

/* What a front end has between text and model. */
static void dump_tree(Drawing *w, const Diagram *shown, Buf *dump)
{
    if (shown->front->dump) {
        shown->front->dump(dump, shown);
        return;
    }
    w->status = ERMAID_BAD_OPTION;
    em_diag_add(&w->doc->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = shown->source,
                       .code = STR("option"),
                       .message = STR("only D2 has an intermediate tree for "
                                      "--stop-after ir")});
}

/* A film's pictures; true when a page is all that was wanted. */
static bool draw_film(Drawing *w, Settings *o, Buf *page, Scene **scene)
{
    Ermaid *d = w->doc;
    if (w->format == ERMAID_HTML)
        em_film_page(page, w->diagram, o, &d->work, &d->scratch);
    else
        *scene = em_film_scene(w->diagram, o, &d->work, &d->scratch);
    return w->format == ERMAID_HTML;
}

/* Runs the stages; true when a page was wanted, or --stop-after's dump. */
static bool draw_stages(Drawing *w, const Diagram *shown, Settings *o,
                        Buf *dump, Scene **scene)
{
    Ermaid *d = w->doc;
    Arena *work = &d->work, *scratch = &d->scratch;
    bool stops = o->stop_after.n > 0;

    if (w->diagram->film)
        return draw_film(w, o, dump, scene);
    if (em_str_eq(o->stop_after, STR("ir"))) {
        dump_tree(w, shown, dump);
        return true;
    }
    if (shown->front->complete && !shown->front->complete(d, shown)) {
        w->status = ERMAID_HAS_ERRORS;
        return true;
    }
    Graph *g = w->diagram->front->graph(shown, &o->graph, work);
    if (em_str_eq(o->stop_after, STR("graph"))) {
        em_graph_dump(dump, g);
        return true;
    }
    if (!w->fonts)
        w->fonts = em_fonts_open(work);
    em_size_graph(g, w->fonts, &o->size, work, scratch);
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
    if (w->format == ERMAID_HTML && !stops) {
        em_graph_page(dump, g, w->fonts, o, work, scratch);
        return true;
    }
    *scene = em_scene(g, w->fonts, &o->scene, work);
    lead_links(w, *scene);
    if (em_str_eq(o->stop_after, STR("scene")))
        em_scene_dump(dump, *scene);
    return stops;
}

/* What is wished; pages have a dark side unless the theme was chosen, and
 * comments of SQL, which are sentences, and many, are tooltips. */
static ErmaidOptions wishes_of(const Drawing *w)
{
    ErmaidOptions wishes = w->doc->wishes;
    if (w->diagram->front->lang == ERMAID_SQL && !wishes.comments)
        wishes.comments = "tooltip";
    if (w->format == ERMAID_HTML && !wishes.theme && !wishes.dark_theme)
        wishes.dark_theme = "dark";
    return wishes;
}

/* Draws one of the diagrams. NULL: a dump was all that was wanted, or a wish
 * means nothing, which was said. */
static Scene *draw_one(Drawing *w, int index, Settings *o, Buf *dump)
{
    Ermaid *d = w->doc;
    int errors = d->diags.errors;
    Diagram shown;
    Scene *scene = NULL;

    w->diagram = &d->diagrams.items[index];
    ErmaidOptions wishes = wishes_of(w);
    em_settings(o, &wishes, &w->diagram->schema, w->diagram->source, &d->arena,
                &d->diags);
    if (w->diagram->model)
        em_settings_d2(o, &d->wishes, &w->diagram->model->config);
    PickOptions picked = em_settings_pick(&d->wishes, &d->arena, &d->diags);
    if (d->diags.errors > errors ||
        !em_document_pick(d, w->diagram, &picked, &shown)) {
        w->status = ERMAID_BAD_OPTION;
        return NULL;
    }
    if (w->format == ERMAID_TXT) /* characters show no wedges */
        o->scene.legend = LEGEND_OFF;
    return draw_stages(w, &shown, o, dump, &scene) ? NULL : scene;
}

static void draw(void *ctx)
{
    Drawing *w = ctx;
    Arena *work = &w->doc->work;
    Settings *o = NEW_ARRAY(work, w->n, Settings);
    Scene **scenes = NEW_ARRAY(work, w->n, Scene *);
    Buf dump = {.arena = work};

    for (int i = 0; i < w->n && w->status == ERMAID_OK; i++)
        scenes[i] = draw_one(w, w->indices[i], &o[i], &dump);
    if (w->status != ERMAID_OK)
        return;
    if (!scenes[0]) {
        put_text(w, &dump);
        return;
    }
    if (w->format == ERMAID_SVG && w->n > 1)
        scenes[0] = em_scene_steps(scenes, w->n, work);
    o[0].pixels.more = (const Scene *const *)(scenes + 1);
    o[0].pixels.n_more = w->n - 1;
    put_picture(w, scenes[0], &o[0]);
}

static ErmaidStatus check_wanted(const Drawing *w)
{
    const Ermaid *d = w->doc;
    if (d->wishes.syntax_only || w->n < 1 ||
        (w->n > 1 && w->format != ERMAID_SVG && w->format != ERMAID_PDF))
        return ERMAID_UNSUPPORTED;
    for (int i = 0; i < w->n; i++) {
        int index = w->indices[i];
        if (index < 0 || index >= d->diagrams.n)
            return ERMAID_UNSUPPORTED;
        if (d->diagrams.items[index].has_errors)
            return ERMAID_HAS_ERRORS;
        if (!d->diagrams.items[index].front->graph)
            return ERMAID_UNSUPPORTED;
    }
    return ERMAID_OK;
}

static void report_no_shaping(void *ctx)
{
    Drawing *w = ctx;
    em_diag_add(&w->doc->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = w->diagram->source,
                       .code = STR("no-shaping"),
                       .message = STR("text other than ASCII, and text as "
                                      "outlines, need the part of ermaid that "
                                      "shapes with HarfBuzz; it is not "
                                      "installed")});
}

static ErmaidStatus draw_diagrams(Drawing *w)
{
    ErmaidStatus status = check_wanted(w);
    if (status != ERMAID_OK)
        return status;
    w->diagram = &w->doc->diagrams.items[w->indices[0]];
    w->doc->budget.no_module = false;
    if (!em_document_run(w->doc, draw, w))
        w->status = ERMAID_NO_MEMORY;
    if (!w->doc->budget.no_module)
        return w->status;
    return em_document_run(w->doc, report_no_shaping, w) ? ERMAID_UNSUPPORTED
                                                         : ERMAID_NO_MEMORY;
}

ErmaidStatus ermaid_render(Ermaid *d, int index, ErmaidFormat format,
                           ErmaidBytes *out)
{
    Drawing w = {.doc = d, .indices = &index, .n = 1, .format = format};
    ErmaidStatus status = draw_diagrams(&w);
    *out = em_bytes_of(status == ERMAID_OK ? w.out : (Str){0});
    return status;
}

ErmaidStatus ermaid_render_to(Ermaid *d, int index, ErmaidFormat format,
                              bool (*write)(void *ctx, const char *data,
                                            size_t size),
                              void *ctx)
{
    return ermaid_render_pages(d, &index, 1, format, write, ctx);
}

ErmaidStatus
ermaid_render_pages(Ermaid *d, const int *indices, int n, ErmaidFormat format,
                    bool (*write)(void *ctx, const char *data, size_t size),
                    void *ctx)
{
    Drawing w = {.doc = d,
                 .indices = indices,
                 .n = n,
                 .format = format,
                 .sink = {write, ctx}};
    return draw_diagrams(&w);
}
