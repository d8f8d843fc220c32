/*
 * check: errors and lint, nothing written.
 */
#include "cli/cli.h"

static bool is_fatal(const Cli *cli, const Input *in)
{
    Str fail_on = em_str_of(cli->line.values[OPT_FAIL_ON]);
    return em_str_eq_nocase(fail_on, STR("warning")) &&
           ermaid_warnings(in->doc) > 0;
}

/* Puts the mended text where the input is; of one that is no file, to standard
 * output. What is reported is what is left then. */
static void fix(Cli *cli, Input *in)
{
    ErmaidBytes text;
    int fixed;
    ErmaidStatus status = ermaid_check(in->doc);
    if (status == ERMAID_OK || status == ERMAID_HAS_ERRORS)
        status = ermaid_fix(in->doc, &fixed, &text);
    em_inputs_told(cli, in, status);
    if (status != ERMAID_OK)
        return;
    if (fixed > 0 || !in->is_file)
        em_output_all(cli, in->is_file ? in->path : "-",
                      (Str){text.data, (int)text.size});
    em_input_reread(cli, in, text);
}

static void check(Cli *cli, Input *in)
{
    if (in->status == ERMAID_UNSUPPORTED &&
        ermaid_lang(in->doc) != ERMAID_MARKDOWN)
        em_exit_with(cli, EXIT_FOREIGN);
    if (cli->line.values[OPT_FIX] && in->status == ERMAID_OK)
        fix(cli, in);
    em_inputs_told(cli, in, ermaid_check(in->doc));
    if (is_fatal(cli, in))
        em_exit_with(cli, EXIT_ERRORS);
}

void em_cmd_check(Cli *cli)
{
    if (em_inputs_prepare(cli))
        em_inputs_each(cli, check);
}
