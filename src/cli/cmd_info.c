/*
 * Commands that print what ermaid has and is: themes, fonts, completion, help,
 * version.
 */
#include "cli/cli.h"

/* Puts a word and spaces up to a column. */
static void put_column(Buf *out, Str word, int width)
{
    em_put(out, word);
    em_put_fill(out, ' ', MAX(width - word.n, 1));
}

/* False when there are operands, which this command has not; it was said. */
static bool has_no_operands(Cli *cli)
{
    if (cli->line.inputs.n == 0)
        return true;
    FAIL(cli, EXIT_USAGE, em_commands[cli->line.command].name,
         STR(" takes no \""), em_str_of(cli->line.inputs.items[0]), STR("\""));
    return false;
}

void em_cmd_themes(Cli *cli)
{
    Buf out = {.arena = cli->arena};
    ErmaidTheme theme;

    if (!has_no_operands(cli))
        return;
    for (int i = 0; ermaid_theme(i, &theme); i++) {
        put_column(&out, em_str_of(theme.name), 20);
        put_column(&out, theme.dark ? STR("dark") : STR("light"), 8);
        PUT(&out, em_str_of(theme.about), STR("\n"));
    }
    em_print(cli, em_buf_str(&out));
}

static void put_fonts(Buf *out)
{
    ErmaidFont font;
    for (int i = 0; ermaid_font(i, &font); i++) {
        put_column(out, em_str_of(font.family), 20);
        put_column(out, em_str_of(font.style), 12);
        em_put_int(out, (int64_t)font.size / 1024);
        em_put(out, STR(" KiB\n"));
    }
}

/* Each family's license once, below its name. */
static void put_licenses(Buf *out)
{
    ErmaidFont font;
    Str shown = {0};
    for (int i = 0; ermaid_font(i, &font); i++) {
        Str family = em_str_of(font.family);
        if (em_str_eq(family, shown))
            continue;
        shown = family;
        PUT(out, out->n ? STR("\n") : STR(""), family, STR("\n\n"),
            ((Str){font.license.data, (int)font.license.size}));
    }
}

void em_cmd_fonts(Cli *cli)
{
    Buf out = {.arena = cli->arena};

    if (!has_no_operands(cli))
        return;
    if (cli->line.values[OPT_LICENSES])
        put_licenses(&out);
    else
        put_fonts(&out);
    em_print(cli, em_buf_str(&out));
}

void em_cmd_completion(Cli *cli)
{
    Buf out = {.arena = cli->arena};

    if (cli->line.inputs.n != 1 ||
        !em_put_completion(&out, em_str_of(cli->line.inputs.items[0]))) {
        FAIL(cli, EXIT_USAGE,
             STR("completion wants a shell: bash, zsh or fish"));
        return;
    }
    em_print(cli, em_buf_str(&out));
}

/* What `check` warns of, or what `diff` says that a change can do. */
static bool put_topic(Buf *out, Str topic)
{
    bool is_dangers = em_str_eq(topic, STR("dangers"));
    bool (*describe)(int index, ErmaidRule *rule) =
        is_dangers ? ermaid_danger : ermaid_rule;
    ErmaidRule rule;
    if (!is_dangers && !em_str_eq(topic, STR("rules")))
        return false;
    for (int i = 0; describe(i, &rule); i++) {
        put_column(out, em_str_of(rule.code), is_dangers ? 33 : 28);
        put_column(out, em_str_of(rule.level), is_dangers ? 9 : 6);
        PUT(out, em_str_of(rule.about), STR("\n"));
    }
    return true;
}

void em_cmd_help(Cli *cli)
{
    Buf out = {.arena = cli->arena};
    int command = N_COMMANDS;

    if (cli->line.inputs.n > 0 &&
        put_topic(&out, em_str_of(cli->line.inputs.items[0]))) {
        em_print(cli, em_buf_str(&out));
        return;
    }
    if (cli->line.inputs.n > 0)
        command = em_command_find(em_str_of(cli->line.inputs.items[0]));
    if (command == NONE) {
        FAIL(cli, EXIT_USAGE, STR("there is no command \""),
             em_str_of(cli->line.inputs.items[0]), STR("\""));
        return;
    }
    if (cli->line.values[OPT_MAN])
        em_put_man(&out);
    else
        em_put_help(&out, (CommandId)command);
    em_print(cli, em_buf_str(&out));
}

void em_cmd_version(Cli *cli)
{
    if (cli->line.command == CMD_VERSION && !has_no_operands(cli))
        return;
    em_print(cli, JOIN(cli->arena, STR("ermaid "), em_str_of(ermaid_version()),
                       STR("\n")));
}
