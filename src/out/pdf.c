/*
 * PDF: a page for each scene, with its text as text and its links as links,
 * also from page to page.
 *
 * The file says nothing about when it was made. A page may be at most 14,400
 * points long, so larger pictures are drawn smaller.
 */
#include "out/canvas.h"

#include <cairo-pdf.h>
#include <string.h>

enum { MAX_PAGE = 14400 };

typedef struct {
    Canvas *c;
    bool refused; /* the sink did not take bytes, or shall get no more */
    char tail[6]; /* the last bytes */
} Pdf;

static cairo_status_t write_bytes(void *pdf, const unsigned char *p, unsigned n)
{
    Pdf *w = pdf;
    const Sink *sink = &w->c->job->sink;

    if (!w->refused && !sink->write(sink->ctx, (const char *)p, n))
        w->refused = true;
    for (unsigned i = n < COUNT(w->tail) ? 0 : n - COUNT(w->tail); i < n; i++) {
        memmove(w->tail, w->tail + 1, sizeof w->tail - 1);
        w->tail[sizeof w->tail - 1] = (char)p[i];
    }
    return w->refused ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* Closing a document that is not finished would write the rest of it. */
static void close_pdf(void *pdf)
{
    Pdf *w = pdf;
    w->refused = true;
    cairo_destroy(w->c->cr);
}

static void check(Pdf *w)
{
    if (w->refused)
        em_canvas_fail(w->c, PIXELS_SINK);
    em_canvas_check(w->c);
}

/* Bytes that do not end a quoted value of a tag's attributes. */
static void put_quoted(Buf *b, Str s)
{
    for (int i = 0; i < s.n; i++) {
        if (s.p[i] == '\'' || s.p[i] == '\\')
            em_put_char(b, '\\');
        em_put_char(b, s.p[i]);
    }
}

static int n_pages(const Canvas *c)
{
    return 1 + c->job->options->n_more;
}

/* The number of the page that a link leads to; 0: it leads out. */
static int page_of_link(const Canvas *c, Str link)
{
    const Str start = STR("#page=");
    int page = 0;
    if (!em_str_starts(link, start))
        return 0;
    for (int i = start.n; i < link.n; i++) {
        if (!em_is_digit((unsigned char)link.p[i]) || page > n_pages(c))
            return 0;
        page = page * 10 + (link.p[i] - '0');
    }
    return page <= n_pages(c) ? page : 0;
}

static void begin_link(Canvas *c, Str target)
{
    Arena *scratch = c->job->scratch;
    Mark mark = em_arena_mark(scratch);
    Buf attributes = {.arena = scratch};
    int page = page_of_link(c, target);

    if (page) {
        em_put(&attributes, STR("page="));
        em_put_int(&attributes, page);
        em_put(&attributes, STR(" pos=[0.0 0.0]"));
    } else {
        em_put(&attributes, STR("uri='"));
        put_quoted(&attributes, target);
        em_put_char(&attributes, '\'');
    }
    cairo_tag_begin(c->cr, CAIRO_TAG_LINK,
                    em_str_terminated(scratch, em_buf_str(&attributes)));
    em_arena_rewind(scratch, mark);
}

/* How deep in groups we are, and where a link began; 0: in none. */
typedef struct {
    int depth, link;
} Nesting;

/* Links do not nest: inside one, others are not made. */
static void enter_group(Canvas *c, const GroupInfo *group, Nesting *at)
{
    at->depth++;
    if (group->link.n == 0 || at->link)
        return;
    at->link = at->depth;
    begin_link(c, group->link);
}

static void leave_group(Canvas *c, Nesting *at)
{
    if (at->depth == at->link) {
        cairo_tag_end(c->cr, CAIRO_TAG_LINK);
        at->link = 0;
    }
    at->depth--;
}

static void draw_items(Canvas *c)
{
    const Scene *s = c->scene;
    Nesting at = {0};

    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        if (item->kind == ITEM_GROUP)
            enter_group(c, item->as.group, &at);
        else if (item->kind == ITEM_END)
            leave_group(c, &at);
        else
            em_canvas_item(c, item);
    }
}

static void describe(Canvas *c, cairo_surface_t *pdf)
{
    const Scene *s = c->scene;
    Arena *scratch = c->job->scratch;

    cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, "");
    cairo_pdf_surface_set_metadata(
        pdf, CAIRO_PDF_METADATA_CREATOR,
        c->job->options->omit_version ? "ermaid" : "ermaid " ERMAID_VERSION);
    if (s->title.n)
        cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE,
                                       em_str_terminated(scratch, s->title));
    if (s->description.n)
        cairo_pdf_surface_set_metadata(
            pdf, CAIRO_PDF_METADATA_SUBJECT,
            em_str_terminated(scratch, s->description));
}

static void set_up_text(cairo_t *cr)
{
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr, o);
    cairo_font_options_destroy(o);
}

/* Points for a unit of the scene. */
static double unit_of(const Canvas *c)
{
    const Scene *s = c->scene;
    double unit = 0.75 / PX * c->job->options->scale / 1000;
    double longest = MAX(s->w, s->h) * unit;
    return longest > MAX_PAGE ? unit * MAX_PAGE / longest : unit;
}

static void draw_page(Pdf *w)
{
    Canvas *c = w->c;
    double unit = unit_of(c);

    cairo_save(c->cr);
    cairo_scale(c->cr, unit, unit);
    cairo_set_miter_limit(c->cr, 4);
    em_canvas_paper(c);
    draw_items(c);
    check(w);
    cairo_restore(c->cr);
    cairo_show_page(c->cr);
    check(w);
}

/* Titles of pages, for readers to go to. */
static void add_to_outline(Canvas *c, cairo_surface_t *pdf, int page)
{
    Arena *scratch = c->job->scratch;
    Mark mark = em_arena_mark(scratch);
    Buf link = {.arena = scratch};

    em_put(&link, STR("page="));
    em_put_int(&link, page);
    em_put(&link, STR(" pos=[0.0 0.0]"));
    cairo_pdf_surface_add_outline(pdf, CAIRO_PDF_OUTLINE_ROOT,
                                  em_str_terminated(scratch, c->scene->title),
                                  em_str_terminated(scratch, em_buf_str(&link)),
                                  0);
    em_arena_rewind(scratch, mark);
}

static void draw_more_pages(Pdf *w, cairo_surface_t *pdf)
{
    Canvas *c = w->c;
    const PixelOptions *o = c->job->options;

    for (int i = 0; i < o->n_more; i++) {
        c->scene = o->more[i];
        double unit = unit_of(c);
        cairo_pdf_surface_set_size(pdf, MAX(c->scene->w, 1) * unit,
                                   MAX(c->scene->h, 1) * unit);
        add_to_outline(c, pdf, i + 2);
        draw_page(w);
    }
}

void em_draw_pdf(Canvas *c)
{
    const Scene *s = c->scene;
    double unit = unit_of(c);

    Pdf *w = NEW(&c->keep, Pdf);
    w->c = c;
    Guard *guard = em_guard_new(&c->keep);
    cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
        write_bytes, w, MAX(s->w, 1) * unit, MAX(s->h, 1) * unit);
    c->cr = cairo_create(pdf);
    cairo_surface_destroy(pdf);
    em_guard_set(guard, close_pdf, w);
    check(w);

    describe(c, pdf);
    set_up_text(c->cr);
    if (n_pages(c) > 1)
        add_to_outline(c, pdf, 1);
    draw_page(w);
    draw_more_pages(w, pdf);
    cairo_surface_finish(pdf);
    check(w);
    /* Cairo does not always say so when it stops early */
    if (cairo_surface_status(pdf) != CAIRO_STATUS_SUCCESS ||
        memcmp(w->tail, "%%EOF\n", sizeof w->tail) != 0)
        em_canvas_fail(c, PIXELS_NO_MEMORY);
}
