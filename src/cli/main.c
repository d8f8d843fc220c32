/*
 * The command: reads the command line, runs a command, ends with its status.
 */
#include "cli/cli.h"

#include <limits.h>

typedef struct {
    Cli cli;
    int n;
    char **words;
} Run;

static void run_command(Cli *cli)
{
    switch (cli->line.command) {
    case CMD_RENDER: em_cmd_render(cli); return;
    case CMD_CHECK: em_cmd_check(cli); return;
    case CMD_FMT: em_cmd_fmt(cli); return;
    case CMD_CONVERT: em_cmd_convert(cli); return;
    case CMD_DIFF: em_cmd_diff(cli); return;
    case CMD_VERIFY: em_cmd_verify(cli); return;
    case CMD_TIMELINE: em_cmd_timeline(cli); return;
    case CMD_THEMES: em_cmd_themes(cli); return;
    case CMD_FONTS: em_cmd_fonts(cli); return;
    case CMD_COMPLETION: em_cmd_completion(cli); return;
    case CMD_HELP: em_cmd_help(cli); return;
    case CMD_VERSION: em_cmd_version(cli); return;
    case N_COMMANDS: return;
    }
}

/* --help after no command explains the program, after one that command. */
static void help(Cli *cli, bool names_command)
{
    Buf out = {.arena = cli->arena};
    em_put_help(&out, names_command ? cli->line.command : N_COMMANDS);
    em_print(cli, em_buf_str(&out));
}

static void run(void *ctx)
{
    Run *r = ctx;
    Cli *cli = &r->cli;
    CommandLine *line = &cli->line;

    em_opt_parse(line, r->n, r->words, cli->arena);
    if (line->error.n) {
        FAIL(cli, EXIT_USAGE, line->error);
        FAIL(cli, EXIT_USAGE, STR("see \"ermaid help"),
             r->n ? STR(" ") : STR(""),
             r->n ? em_commands[line->command].name : STR(""), STR("\""));
    } else if (line->values[OPT_HELP]) {
        help(cli, em_command_find(em_str_of(r->words[0])) != NONE);
    } else if (line->values[OPT_VERSION]) {
        em_cmd_version(cli);
    } else {
        run_command(cli);
    }
}

int main(int argc, char **argv)
{
    Budget budget = {.limit = INT_MAX};
    Arena arena = {.budget = &budget}, work = arena;
    Run r = {{.arena = &arena, .work = &work, .written = {.arena = &arena}},
             argc > 0 ? argc - 1 : 0,
             argv + 1};

    em_os_start();
    if (!em_try(&budget, run, &r)) {
        em_os_stderr(STR("ermaid: out of memory\n"));
        em_exit_with(&r.cli, EXIT_LIMIT);
    }
    em_os_end();
    em_arena_rewind(&work, (Mark){0});
    em_arena_rewind(&arena, (Mark){0});
    return r.cli.status;
}
