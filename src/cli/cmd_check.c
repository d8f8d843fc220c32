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

static void check(Cli *cli, Input *in)
{
    if (in->status == ERMAID_UNSUPPORTED &&
        ermaid_lang(in->doc) != ERMAID_MARKDOWN)
        em_exit_with(cli, EXIT_FOREIGN);
    em_inputs_told(cli, in, ermaid_check(in->doc));
    if (is_fatal(cli, in))
        em_exit_with(cli, EXIT_ERRORS);
}

void em_cmd_check(Cli *cli)
{
    if (em_inputs_prepare(cli))
        em_inputs_each(cli, check);
}
