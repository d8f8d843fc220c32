/*
 * Page: a film as HTML that needs neither network nor server.
 *
 * Foreign text goes in through em_svg_put_escaped alone. The content security
 * policy names the script by its hash and allows nothing else, so a page that
 * someone's names have broken out of would still do nothing.
 */
#include "out/page_data.h"
#include "out/svg.h"

typedef struct {
    Buf *out;
    const Page *page;
} Writer;

static void put_escaped(Writer *w, Str before, Str text, Str after)
{
    em_put(w->out, before);
    em_svg_put_escaped(w->out, text);
    em_put(w->out, after);
}

static void put_number(Writer *w, Str before, int n, Str after)
{
    em_put(w->out, before);
    em_put_int(w->out, n);
    em_put(w->out, after);
}

/* ---- head -----------------------------------------------------------------
 */

/* The theme's colours, for what is around the picture. */
static void put_colors(Writer *w, Str selector, const Theme *t)
{
    static const struct {
        Str name;
        Role role;
    } roles[] = {
        {STR_INIT("paper"), ROLE_PAPER},    {STR_INIT("panel"), ROLE_TABLE},
        {STR_INIT("text"), ROLE_TEXT},      {STR_INIT("muted"), ROLE_MUTED},
        {STR_INIT("rule"), ROLE_BORDER},    {STR_INIT("line"), ROLE_RULE},
        {STR_INIT("accent"), ROLE_PK_TEXT},
    };
    static const struct {
        Str name;
        Color color;
    } signs[] = {
        {STR_INIT("added"), {22, 163, 74, 255}},
        {STR_INIT("removed"), {220, 38, 38, 255}},
        {STR_INIT("changed"), {217, 119, 6, 255}},
    };
    PUT(w->out, selector, STR("{"));
    for (int i = 0; i < COUNT(roles); i++) {
        PUT(w->out, STR("--"), roles[i].name, STR(":"));
        em_color_put(w->out, t->role[roles[i].role]);
        em_put(w->out, STR(";"));
    }
    for (int i = 0; i < COUNT(signs); i++) {
        PUT(w->out, STR("--"), signs[i].name, STR(":"));
        em_color_put(w->out,
                     em_color_readable(signs[i].color, t->role[ROLE_TABLE],
                                       CONTRAST_TEXT));
        em_put(w->out, STR(";"));
    }
    PUT(w->out, STR("color-scheme:"),
        em_color_is_dark(t->role[ROLE_PAPER]) ? STR("dark") : STR("light"),
        STR("}\n"));
}

static void put_head(Writer *w)
{
    const Page *p = w->page;

    em_put(w->out, STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                       "<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\""
                       "default-src 'none'; script-src '"));
    PUT(w->out, em_page_js_hash,
        STR("'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
            "base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n"));
    put_escaped(w, STR("<title>"), p->title, STR("</title>\n<style>\n"));
    put_colors(w, STR(":root"), p->light);
    put_colors(w, STR(":root.dark"), p->dark ? p->dark : p->light);
    PUT(w->out, em_page_css, STR("</style>\n</head>\n"));
}

/* ---- what stands around the picture ---------------------------------------
 */

/* Tables that change in a step. */
static int count_tables(const PageFrame *f)
{
    int n = 0;
    for (int i = 0; i < f->groups.n; i++)
        n += f->groups.items[i].is_table;
    return n;
}

/* The versions one after the other, and between them how much changes. */
static void put_rail(Writer *w)
{
    em_put(w->out, STR("<nav id=\"rail\" aria-label=\"versions\">\n"));
    for (int i = 0; i < w->page->n_frames; i++) {
        const PageFrame *f = &w->page->frames[i];
        put_number(w, STR("<button data-go=\""), i, STR("\""));
        if (f->is_step) {
            put_escaped(w, STR(" class=\"step\" title=\""), f->name,
                        STR("\" aria-label=\""));
            put_escaped(w, STR(""), f->name, STR("\">"));
            put_number(w, STR("± "), count_tables(f), STR("</button>\n"));
        } else {
            put_escaped(w, STR(">"), f->name, STR("</button>\n"));
        }
    }
    em_put(w->out, STR("</nav>\n"));
}

static void put_header(Writer *w)
{
    bool alone = w->page->n_frames < 2;

    put_escaped(w, STR("<header>\n<h1>"), w->page->title, STR("</h1>\n"));
    if (!alone)
        put_rail(w);
    PUT(w->out,
        STR("<div class=\"tools\">\n<button data-do=\"pair\" "
            "id=\"pair\" aria-pressed=\"false\""),
        alone ? STR(" hidden") : STR(""),
        STR(">Side by side</button>\n"
            "<input id=\"search\" type=\"search\" placeholder=\"Search\" "
            "aria-label=\"search tables and columns\">\n"
            "<span id=\"found\" role=\"status\"></span>\n"
            "<button data-do=\"further\" aria-label=\"zoom out\">−</button>\n"
            "<button data-do=\"fit\">Fit</button>\n"
            "<button data-do=\"closer\" aria-label=\"zoom in\">+</button>\n"
            "<button data-do=\"dark\" id=\"dark\" aria-pressed=\"false\""),
        w->page->dark ? STR("") : STR(" hidden"),
        STR(">Dark</button>\n</div>\n</header>\n"));
}

/* The words, which lead to what they are about. */
static void put_name(Writer *w, Str name, int node, int row)
{
    if (node == NONE) {
        em_svg_put_escaped(w->out, name);
        return;
    }
    put_number(w, STR("<button data-table=\""), node, STR("\""));
    if (row != NONE)
        put_number(w, STR(" data-row=\""), row, STR("\""));
    put_escaped(w, STR(">"), name, STR("</button>"));
}

static void put_line(Writer *w, const PageLine *l)
{
    static const struct {
        char sign;
        Str name, shown;
    } signs[] = {
        {'+', STR_INIT("added"), STR_INIT("+")},
        {'-', STR_INIT("removed"), STR_INIT("−")},
        {'~', STR_INIT("changed"), STR_INIT("~")},
    };
    Str name = l->level, shown = l->sign ? STR("!") : (Str){0};
    for (int i = 0; i < COUNT(signs); i++)
        if (signs[i].sign == l->sign) {
            name = signs[i].name;
            shown = signs[i].shown;
        }
    bool is_advice = l->sign == '!';
    PUT(w->out, STR("<li class=\""), name,
        is_advice ? STR(" advice\"><i>") : STR("\"><i>"), shown,
        is_advice ? STR("</i><span>") : STR("</i><span><b>"));
    if (is_advice)
        PUT(w->out, STR("<em>"), l->level, STR("</em>: "));
    put_name(w, l->name, l->node, l->row);
    if (!is_advice)
        em_put(w->out, STR("</b>"));
    if (l->detail.n)
        put_escaped(w, STR("<small>"), l->detail, STR("</small>"));
    em_put(w->out, STR("</span></li>\n"));
}

static void put_group(Writer *w, const PageGroup *g)
{
    em_put(w->out, g->is_folded ? STR("<details><summary>") : STR("<h3>"));
    put_name(w, g->heading, g->node, NONE);
    if (g->fate.n)
        put_escaped(w, STR(" <small>"), g->fate, STR("</small>"));
    em_put(w->out,
           g->is_folded ? STR("</summary>\n<ul>\n") : STR("</h3>\n<ul>\n"));
    for (int i = 0; i < g->lines.n; i++)
        put_line(w, &g->lines.items[i]);
    em_put(w->out, g->is_folded ? STR("</ul>\n</details>\n") : STR("</ul>\n"));
}

static void put_steps(Writer *w)
{
    PUT(w->out, STR("<aside aria-label=\"changes\">\n"
                    "<p id=\"first\" class=\"calm\" hidden>The first "
                    "version.</p>\n"));
    for (int i = 0; i < w->page->n_frames; i++) {
        const PageFrame *f = &w->page->frames[i];
        if (!f->is_step)
            continue;
        put_number(w, STR("<section data-frame=\""), i,
                   i == w->page->shown ? STR("\">\n") : STR("\" hidden>\n"));
        put_escaped(w, STR("<h2>"), f->name, STR("</h2>\n"));
        put_escaped(w, STR("<p class=\"calm\">"), f->summary, STR("</p>\n"));
        for (int k = 0; k < f->groups.n; k++)
            put_group(w, &f->groups.items[k]);
        em_put(w->out, STR("</section>\n"));
    }
    if (w->page->left_out)
        put_number(w,
                   STR("<p class=\"calm\">Unchanged tables that are not "
                       "shown: "),
                   w->page->left_out, STR("</p>\n"));
    em_put(w->out, STR("</aside>\n"));
}

static void put_footer(Writer *w)
{
    em_put(w->out, STR("<footer>"));
    if (w->page->n_frames > 1)
        em_put(w->out, STR("<kbd>←</kbd> <kbd>→</kbd> step · "
                           "<kbd>s</kbd> side by side · "));
    em_put(w->out,
           STR("<kbd>/</kbd> search, <kbd>Enter</kbd> next · <kbd>+</kbd> "
               "<kbd>−</kbd> <kbd>0</kbd> zoom · "
               "click a table: its neighbours, <kbd>Esc</kbd> all · "
               "<kbd>d</kbd> dark</footer>\n"
               "<p id=\"said\" role=\"status\" hidden></p>\n"
               "<ol id=\"frames\" hidden>\n"));
    for (int i = 0; i < w->page->n_frames; i++)
        put_escaped(w, STR("<li>"), w->page->frames[i].name, STR("</li>\n"));
    PUT(w->out, STR("</ol>\n<script>"), em_page_js, STR("</script>\n"));
}

void em_put_page(Buf *out, const Page *page, const SvgOptions *o,
                 Arena *scratch)
{
    Writer w = {out, page};
    SvgOptions svg = *o;

    svg.in_page = true;
    svg.frame = page->shown;
    svg.scale = 0;
    put_head(&w);
    put_number(&w, STR("<body data-shown=\""), page->shown, STR("\">\n"));
    put_header(&w);
    em_put(out, STR("<main>\n<div id=\"view\">\n<div class=\"pane\">"
                    "<b hidden></b>\n"));
    em_put_svg(out, page->scene, &svg, scratch);
    em_put(out, STR("</div>\n</div>\n"));
    if (page->n_frames > 1)
        put_steps(&w);
    else
        em_put(out, STR("<p id=\"first\" hidden></p>\n"));
    em_put(out, STR("</main>\n"));
    put_footer(&w);
    em_put(out, STR("</body>\n</html>\n"));
}
