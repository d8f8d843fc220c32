/*
 * render: diagrams to pictures.
 */
#include "cli/cli.h"

#include <string.h>

/* Names of formats; in the order of ErmaidFormat, as --format's choices. */
static int find_format(Str name)
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
    int by_suffix = find_format(suffix);
    int by_option = find_format(em_str_of(line->values[OPT_FORMAT]));
    bool dumps = is_dump(cli);

    if (suffix.n && by_suffix == NONE && by_option == NONE && !dumps) {
        FAIL(cli, EXIT_USAGE, STR("no format is called \""), suffix,
             STR("\"; use svg, png, pdf or txt, or say which with -f"));
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

static void draw(Cli *cli, const Input *in, const Wanted *w,
                 ErmaidFormat format)
{
    const char *path = em_target(cli, in, w);
    if (!path || !is_for_terminal(cli, path, format) ||
        !em_output_open(cli, path))
        return;
    if (w->may_join && w->index > w->chosen.from && strcmp(path, "-") == 0)
        em_os_write(cli->output, "\n", 1);

    ErmaidStatus status =
        ermaid_render_to(in->doc, w->index, format, em_os_write, cli->output);
    if (status == ERMAID_OK || status == ERMAID_NOT_WRITTEN) {
        em_output_finish(cli, path);
        return;
    }
    em_os_abandon(cli->output);
    em_inputs_told(cli, in, status);
}

static void render(Cli *cli, Input *in)
{
    bool dumps = is_dump(cli);
    int format = choose_format(cli);
    Wanted w = {.to_stdout = dumps};

    if (in->status != ERMAID_OK || format == NONE ||
        !em_choose(cli, in, &w.chosen))
        return;
    w.may_join = dumps || format == ERMAID_TXT;
    w.suffix =
        JOIN(cli->work, STR("."), em_options[OPT_FORMAT].choices[format]);
    for (int i = w.chosen.from; i < w.chosen.to; i++) {
        w.index = i;
        draw(cli, in, &w, (ErmaidFormat)format);
        if (cli->status == EXIT_USAGE)
            return;
    }
}

void em_cmd_render(Cli *cli)
{
    if (!em_inputs_prepare(cli) || choose_format(cli) == NONE)
        return;
    em_inputs_each(cli, render);
    em_inputs_want_diagrams(cli);
}
