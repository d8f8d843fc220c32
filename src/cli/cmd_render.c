/*
 * render: diagrams to pictures.
 */
#include "cli/cli.h"

#include <string.h>

/* Names of formats; in the order of ErmaidFormat, as --format's choices. */
int em_format_find(Str name)
{
    const Str *choices = em_options[OPT_FORMAT].choices;
    for (int i = 0; name.n && i < MAX_CHOICES; i++)
        if (em_str_eq_nocase(choices[i], name))
            return i;
    return NONE;
}

/* True when something else than a picture is asked for. */
static bool is_dump(const Cli *cli)
{
    return cli->line.values[OPT_STOP_AFTER] ||
           cli->line.values[OPT_LAYOUT_STATS];
}

/*
 * The format: that of -o's suffix, else of -f, else SVG. NONE: they
 * contradict each other, and that was said.
 */
static int choose_format(Cli *cli)
{
    const CommandLine *line = &cli->line;
    Str suffix = em_output_suffix(cli);
    int by_suffix = em_format_find(suffix);
    int by_option = em_format_find(em_str_of(line->values[OPT_FORMAT]));
    bool dumps = is_dump(cli);

    if (suffix.n && by_suffix == NONE && by_option == NONE && !dumps) {
        FAIL(cli, EXIT_USAGE, STR("no format is called \""), suffix,
             STR("\"; use svg, png, pdf, txt or html, or say which with -f"));
        return NONE;
    }
    if (by_suffix != NONE && by_option != NONE && by_suffix != by_option &&
        line->is_flag[OPT_FORMAT]) {
        FAIL(cli, EXIT_USAGE, em_str_of(line->values[OPT_OUTPUT]),
             STR(" cannot be "), em_str_of(line->values[OPT_FORMAT]),
             STR(": its suffix says otherwise"));
        return NONE;
    }
    if (by_suffix != NONE)
        return by_suffix;
    return by_option != NONE ? by_option : ERMAID_SVG;
}

/* PNG and PDF are not for the eyes of a terminal's reader. */
static bool is_for_terminal(Cli *cli, const char *path, ErmaidFormat format)
{
    bool is_binary = format == ERMAID_PNG || format == ERMAID_PDF;
    if (!is_binary || strcmp(path, "-") != 0 || !em_os_stdout_is_terminal())
        return true;
    FAIL(cli, EXIT_USAGE,
         STR("standard output is a terminal; name a file with -o"));
    return false;
}

/* What goes into one file. */
typedef struct {
    const int *indices; /* of diagrams */
    int n;
    const char *path;
} Picture;

typedef struct {
    Picture *items;
    int n;
} Pictures;

static bool is_same(ErmaidBytes a, Str b)
{
    return em_str_eq_nocase((Str){a.data, (int)a.size}, b);
}

/*
 * True for the boards that --target means: none is "root", "layers.x" stands
 * for root.layers.x or is the name of a board, and ".*" behind it takes those
 * inside along.
 */
static bool is_target(Cli *cli, const ErmaidDiagram *g)
{
    Str wish = em_str_of(cli->line.values[OPT_TARGET]);
    bool all = em_str_eq(wish, STR("*")), deep = em_str_ends(wish, STR(".*"));
    Str path = deep ? em_str_cut(wish, 0, wish.n - 2) : wish;
    Str board = {g->board.data, (int)g->board.size};

    if (all || !board.n)
        return all;
    if (path.n && !em_str_eq(path, STR("root")) &&
        !em_str_starts(path, STR("root.")))
        path = JOIN(cli->work, STR("root."), path);
    if (!path.n)
        path = STR("root");
    bool inside = board.n > path.n && board.p[path.n] == '.' &&
                  em_str_eq_nocase(em_str_cut(board, 0, path.n), path);
    return is_same(g->board, path) || (deep && inside) ||
           is_same(g->title, wish);
}

/*
 * The diagrams that are drawn, among those that --only chose. Boards without
 * anything are, when nothing else is, or when they were asked for.
 */
static int *find_drawn(Cli *cli, const Input *in, int *n)
{
    Chosen chosen;
    bool asked = cli->line.values[OPT_ONLY] || cli->line.values[OPT_TARGET];

    *n = 0;
    if (!em_choose(cli, in, &chosen))
        return NULL;
    int *drawn = NEW_ARRAY(cli->work, chosen.to - chosen.from, int);
    for (int i = chosen.from; i < chosen.to; i++) {
        ErmaidDiagram g = ermaid_diagram(in->doc, i);
        bool wanted = cli->line.values[OPT_TARGET] ? is_target(cli, &g)
                                                   : !g.is_empty || asked;
        if (wanted)
            drawn[(*n)++] = i;
    }
    if (*n == 0 && cli->line.values[OPT_TARGET])
        FAIL(cli, EXIT_USAGE, in->name, STR(" has no board \""),
             em_str_of(cli->line.values[OPT_TARGET]), STR("\""));
    else if (*n == 0)
        drawn[(*n)++] = chosen.from;
    return drawn;
}

static bool is_animated(const Cli *cli, int format)
{
    Str interval = em_str_of(cli->line.values[OPT_ANIMATE]);
    return format == ERMAID_SVG && interval.n && !em_str_eq(interval, STR("0"));
}

/* Which diagrams go into which file: one each, or all boards of a text. */
static Pictures arrange(Cli *cli, const Input *in, int format)
{
    int n;
    const int *drawn = find_drawn(cli, in, &n);
    bool joins =
        !is_dump(cli) && (format == ERMAID_PDF || is_animated(cli, format));
    Pictures out = {NEW_ARRAY(cli->work, n + 1, Picture), 0};

    for (int i = 0; i < n; i++) {
        bool joined =
            joins && out.n && ermaid_diagram(in->doc, drawn[i]).is_inner;
        if (!joined)
            out.items[out.n++].indices = drawn + i;
        out.items[out.n - 1].n++;
    }
    return out;
}

/* Finds out where each goes. False: it cannot, and that was said. */
static bool find_paths(Cli *cli, const Input *in, Wanted *w, Pictures *all)
{
    bool linked = w->n > 1 && !is_dump(cli);
    const char **urls =
        NEW_ARRAY(cli->work, ermaid_count(in->doc), const char *);

    for (int i = 0; i < all->n; i++) {
        Picture *p = &all->items[i];
        w->index = p->indices[0];
        p->path = em_target(cli, in, w);
        if (!p->path)
            return false;
        if (linked && strcmp(p->path, "-") != 0)
            urls[w->index] = em_target_url(cli, p->path);
    }
    cli->board_urls = urls;
    return true;
}

static void draw(Cli *cli, const Input *in, const Picture *p,
                 ErmaidFormat format, bool is_next)
{
    if (!is_for_terminal(cli, p->path, format) || !em_output_open(cli, p->path))
        return;
    if (is_next && strcmp(p->path, "-") == 0)
        em_os_write(cli->output, "\n", 1);

    ErmaidStatus status = ermaid_render_pages(in->doc, p->indices, p->n, format,
                                              em_os_write, cli->output);
    if (status == ERMAID_OK || status == ERMAID_NOT_WRITTEN) {
        em_output_finish(cli, p->path);
        return;
    }
    em_os_abandon(cli->output);
    em_inputs_told(cli, in, status);
}

static void render(Cli *cli, Input *in)
{
    bool dumps = is_dump(cli);
    int format = choose_format(cli);

    if (in->status != ERMAID_OK || format == NONE)
        return;
    Pictures all = arrange(cli, in, format);
    Wanted w = {.n = all.n,
                .to_stdout = dumps,
                .may_join = dumps || format == ERMAID_TXT,
                .suffix = JOIN(cli->work, STR("."),
                               em_options[OPT_FORMAT].choices[format])};
    if (!find_paths(cli, in, &w, &all))
        return;
    for (int i = 0; i < all.n && cli->status != EXIT_USAGE; i++)
        draw(cli, in, &all.items[i], (ErmaidFormat)format, w.may_join && i > 0);
}

/* Only SVG moves. False: that was said. */
static bool check_animation(Cli *cli, int format)
{
    if (!cli->line.is_flag[OPT_ANIMATE] || format == ERMAID_SVG || is_dump(cli))
        return true;
    FAIL(cli, EXIT_USAGE, STR("--animate makes SVG, not "),
         em_options[OPT_FORMAT].choices[format]);
    return false;
}

void em_cmd_render(Cli *cli)
{
    int format;
    if (!em_inputs_prepare(cli) || (format = choose_format(cli)) == NONE ||
        !check_animation(cli, format))
        return;
    em_inputs_each(cli, render);
    em_inputs_want_diagrams(cli);
}
