/*
 * convert: the model of a diagram in another language.
 */
#include "cli/cli.h"

typedef struct {
    Str word;   /* of --to, and a suffix of -o */
    Str suffix; /* of files that are made */
    ErmaidTarget target;
} Language;

/* The language: that of -o's suffix, else of --to, else JSON. */
static const Language *choose_language(const Cli *cli)
{
    static const Language languages[] = {
        {STR_INIT("json"), STR_INIT(".json"), ERMAID_TO_JSON},
        {STR_INIT("mermaid"), STR_INIT(".mmd"), ERMAID_TO_MERMAID},
        {STR_INIT("mmd"), STR_INIT(".mmd"), ERMAID_TO_MERMAID},
        {STR_INIT("d2"), STR_INIT(".d2"), ERMAID_TO_D2},
        {STR_INIT("sql"), STR_INIT(".sql"), ERMAID_TO_SQL},
    };
    Str wishes[] = {em_output_suffix(cli), em_str_of(cli->line.values[OPT_TO])};
    for (int w = 0; w < COUNT(wishes); w++)
        for (int i = 0; i < COUNT(languages); i++)
            if (em_str_eq_nocase(wishes[w], languages[i].word))
                return &languages[i];
    return &languages[0];
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
    const Language *language = choose_language(cli);
    Wanted w = {.suffix = language->suffix, .to_stdout = true};
    Chosen chosen;

    if (in->status != ERMAID_OK || !em_choose(cli, in, &chosen))
        return;
    chosen.to = without_inner(in, chosen);
    w.n = chosen.to - chosen.from;
    for (int i = chosen.from; i < chosen.to; i++) {
        ErmaidBytes bytes;
        if (i > chosen.from && ermaid_diagram(in->doc, i).is_inner)
            continue;
        w.index = i;
        const char *path = em_target(cli, in, &w);
        if (!path)
            return;
        ErmaidStatus status =
            ermaid_convert(in->doc, i, language->target, &bytes);
        em_inputs_told(cli, in, status);
        if (status == ERMAID_UNSUPPORTED && ermaid_errors(in->doc) == 0)
            FAIL(cli, EXIT_FOREIGN, in->name, STR(": cannot be converted to "),
                 language->word);
        if (status == ERMAID_OK)
            em_output_all(cli, path, (Str){bytes.data, (int)bytes.size});
    }
}

void em_cmd_convert(Cli *cli)
{
    if (!em_inputs_prepare(cli))
        return;
    if (choose_language(cli)->target == ERMAID_TO_SQL) {
        cli->wishes.to_dialect = cli->wishes.dialect;
        cli->wishes.dialect = cli->line.values[OPT_FROM];
    }
    em_inputs_each(cli, convert);
    em_inputs_want_diagrams(cli);
}
