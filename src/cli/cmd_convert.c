/*
 * convert: the model of a diagram in another language.
 */
#include "cli/cli.h"

/* The language: that of -o's suffix, else of --to, else JSON. */
static ErmaidTarget choose_language(const Cli *cli)
{
    Str suffix = em_output_suffix(cli);
    if (em_str_eq_nocase(suffix, STR("mmd")) ||
        em_str_eq_nocase(suffix, STR("mermaid")))
        return ERMAID_TO_MERMAID;
    if (em_str_eq_nocase(suffix, STR("json")))
        return ERMAID_TO_JSON;
    Str to = em_str_of(cli->line.values[OPT_TO]);
    return em_str_eq_nocase(to, STR("mermaid")) ? ERMAID_TO_MERMAID
                                                : ERMAID_TO_JSON;
}

/* The end of the chosen diagrams without the boards of D2 that the model of
 * the first one holds. */
static int without_inner(const Input *in, Chosen chosen)
{
    while (chosen.to > chosen.from + 1 &&
           ermaid_diagram(in->doc, chosen.to - 1).is_inner)
        chosen.to--;
    return chosen.to;
}

static void convert(Cli *cli, Input *in)
{
    ErmaidTarget language = choose_language(cli);
    Wanted w = {
        .suffix = language == ERMAID_TO_JSON ? STR(".json") : STR(".mmd"),
        .to_stdout = true,
    };

    if (in->status != ERMAID_OK || !em_choose(cli, in, &w.chosen))
        return;
    w.chosen.to = without_inner(in, w.chosen);
    for (int i = w.chosen.from; i < w.chosen.to; i++) {
        ErmaidBytes bytes;
        if (i > w.chosen.from && ermaid_diagram(in->doc, i).is_inner)
            continue;
        w.index = i;
        const char *path = em_target(cli, in, &w);
        if (!path)
            return;
        ErmaidStatus status = ermaid_convert(in->doc, i, language, &bytes);
        em_inputs_told(cli, in, status);
        if (status == ERMAID_OK)
            em_output_all(cli, path, (Str){bytes.data, (int)bytes.size});
    }
}

void em_cmd_convert(Cli *cli)
{
    if (!em_inputs_prepare(cli))
        return;
    em_inputs_each(cli, convert);
    em_inputs_want_diagrams(cli);
}
