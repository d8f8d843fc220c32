/*
 * diff: what changed between two schemas.
 */
#include "cli/cli.h"

#include <stdlib.h>

/* The form: that of -o's suffix, else of --to, else text. False: it cannot be
 * one, and that was said. */
static bool choose_form(Cli *cli, ErmaidDiffFormat *out)
{
    Str suffix = em_output_suffix(cli);
    Str to = em_str_of(cli->line.values[OPT_TO]);
    Str word = suffix.n ? suffix : to;

    if (em_str_eq_nocase(word, STR("json")))
        *out = ERMAID_DIFF_JSON;
    else if (em_str_eq_nocase(word, STR("md")) ||
             em_str_eq_nocase(word, STR("markdown")))
        *out = ERMAID_DIFF_MARKDOWN;
    else if (word.n == 0 || em_str_eq_nocase(word, STR("txt")))
        *out = ERMAID_DIFF_TEXT;
    else {
        FAIL(cli, EXIT_USAGE, STR("diff writes no "), word,
             STR("; expected json, markdown (.md) or text (.txt)"));
        return false;
    }
    return true;
}

/* The diagram to compare: the one that --only names, else the last. */
static bool choose_diagram(Cli *cli, const Input *in, int *index)
{
    Chosen chosen;
    if (ermaid_count(in->doc) == 0) {
        if (in->status == ERMAID_OK)
            FAIL(cli, EXIT_ERRORS, in->name, STR(": there is no schema in it"));
        return false;
    }
    if (!em_choose(cli, in, &chosen))
        return false;
    *index = chosen.to - 1;
    return in->status == ERMAID_OK;
}

/* The values of --rename, one text each. */
static void take_renames(Cli *cli, ErmaidDiffOptions *o)
{
    ARRAY_OF(const char *) list = {0};
    Str rest = em_str_of(cli->line.values[OPT_RENAME]);
    while (rest.n) {
        int end = em_str_find_char(rest, ',', 0);
        Str one = em_str_cut(rest, 0, end == NONE ? rest.n : end);
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
        *PUSH(cli->arena, &list) = em_str_terminated(cli->arena, one);
        rest = em_str_cut(rest, end == NONE ? rest.n : end + 1, rest.n);
    }
    o->renames = list.items;
    o->n_renames = list.n;
}

static bool wants_colors(const Cli *cli)
{
    const char *no_color = getenv("NO_COLOR");
    return !cli->line.values[OPT_OUTPUT] && em_os_stdout_is_terminal() &&
           !(no_color && no_color[0]);
}

static void compare(Cli *cli, const Input *before, const Input *after,
                    ErmaidDiffFormat form)
{
    const char *output = cli->line.values[OPT_OUTPUT];
    ErmaidDiffOptions o = {.no_renames =
                               cli->line.values[OPT_NO_RENAMES] != NULL,
                           .colors = wants_colors(cli)};
    ErmaidBytes bytes;
    int from, to;
    bool differs;

    take_renames(cli, &o);
    if (!choose_diagram(cli, before, &from) || !choose_diagram(cli, after, &to))
        return;
    ErmaidStatus status = ermaid_diff(before->doc, from, after->doc, to, &o,
                                      form, &differs, &bytes);
    em_inputs_told(cli, after, status);
    if (status != ERMAID_OK)
        return;
    em_output_all(cli, output ? output : "-",
                  (Str){bytes.data, (int)bytes.size});
    if (differs && cli->line.values[OPT_EXIT_CODE])
        em_exit_with(cli, EXIT_DIFFERENT);
}

void em_cmd_diff(Cli *cli)
{
    ErmaidDiffFormat form;
    Input inputs[2];

    if (!em_inputs_prepare(cli) || !choose_form(cli, &form))
        return;
    if (cli->line.inputs.n != 2) {
        FAIL(cli, EXIT_USAGE, STR("diff compares two inputs: OLD NEW"));
        return;
    }
    for (int i = 0; i < 2; i++)
        if (!em_input_read(cli, &cli->line.inputs.items[i], 1, &inputs[i]))
            return;
    compare(cli, &inputs[0], &inputs[1], form);
    for (int i = 0; i < 2; i++)
        em_input_report(cli, &inputs[i]);
    em_inputs_report(cli);
}
