/*
 * fmt: canonical text, in place; --check only says which files would change.
 */
#include "cli/cli.h"

/* Where the text goes: to -o, to standard output, or back into the input. */
static const char *choose_target(Cli *cli, const Input *in)
{
    Str path = em_str_of(in->path);
    Wanted w = {.n = 1, .may_join = false};
    int at = path.n;

    if (!cli->line.values[OPT_OUTPUT] && in->is_file)
        return in->path;
    while (at > 0 && path.p[at - 1] != '.' && path.p[at - 1] != '/')
        at--;
    if (at > 1 && path.p[at - 1] == '.')
        w.suffix = em_str_cut(path, at - 1, path.n);
    return em_target(cli, in, &w);
}

static void format(Cli *cli, Input *in)
{
    ErmaidBytes bytes;
    bool is_markdown = ermaid_lang(in->doc) == ERMAID_MARKDOWN;

    if (in->status == ERMAID_UNSUPPORTED && !is_markdown)
        em_exit_with(cli, EXIT_FOREIGN);
    if (in->status != ERMAID_OK && !is_markdown)
        return;
    if (in->status == ERMAID_HAS_ERRORS)
        return;
    ErmaidStatus status = ermaid_format(in->doc, &bytes);
    em_inputs_told(cli, in, status);
    if (status != ERMAID_OK)
        return;

    Str text = {bytes.data, (int)bytes.size};
    bool same = em_str_eq(text, in->text);
    if (cli->line.values[OPT_CHECK]) {
        if (same)
            return;
        em_exit_with(cli, EXIT_DIFFERENT);
        em_print(cli, JOIN(cli->work, in->name, STR("\n")));
        return;
    }
    const char *target = choose_target(cli, in);
    if (target && !(same && target == in->path))
        em_output_all(cli, target, text);
}

void em_cmd_fmt(Cli *cli)
{
    if (!em_inputs_prepare(cli))
        return;
    cli->wishes.syntax_only = true;
    em_inputs_each(cli, format);
}
