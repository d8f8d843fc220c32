/*
 * Help for the terminal, from the tables: for the program, and for a command.
 */
#include "cli/opt.h"

enum { WIDTH = 79, COLUMN = 28 };

/* Puts words, broken at spaces, indented from the second line on. */
static void put_wrapped(Buf *out, Str text, int column, int indent)
{
    int at = column;
    while (text.n) {
        int space = em_str_find_char(text, ' ', 0);
        Str word = em_str_cut(text, 0, space == NONE ? text.n : space);
        if (at > indent && at + 1 + word.n > WIDTH) {
            em_put_char(out, '\n');
            em_put_fill(out, ' ', indent);
            at = indent;
        } else if (at > indent) {
            em_put_char(out, ' ');
            at++;
        }
        em_put(out, word);
        at += word.n;
        text = em_str_cut(text, MIN(word.n + 1, text.n), text.n);
    }
    em_put_char(out, '\n');
}

/* Puts the left column of a row, and what leads to the right one. */
static void put_row(Buf *out, Str left, Str right)
{
    PUT(out, STR("  "), left);
    if (left.n + 4 > COLUMN) {
        em_put_char(out, '\n');
        em_put_fill(out, ' ', COLUMN);
    } else {
        em_put_fill(out, ' ', COLUMN - left.n - 2);
    }
    put_wrapped(out, right, COLUMN, COLUMN);
}

static void put_choices(Buf *out, const Option *o)
{
    for (int i = 0; i < MAX_CHOICES && o->choices[i].n; i++) {
        if (i > 0)
            em_put_char(out, '|');
        em_put(out, o->choices[i]);
    }
}

/* "-o, --output FILE" */
static Str option_usage(OptionId id, Arena *a)
{
    const Option *o = &em_options[id];
    Str alias = em_opt_alias(id);
    Buf b = {.arena = a};
    if (o->letter)
        PUT(&b, STR("-"), ((Str){&o->letter, 1}), STR(", "));
    else
        em_put(&b, STR("    "));
    PUT(&b, STR("--"), o->name);
    if (alias.n)
        PUT(&b, STR(", --"), alias);
    if (o->value.n)
        em_put_char(&b, ' ');
    if (o->choices[0].n)
        put_choices(&b, o);
    else
        em_put(&b, o->value);
    return em_buf_str(&b);
}

static void put_paragraphs(Buf *out, Str text)
{
    while (text.n) {
        int end = em_str_find_char(text, '\n', 0);
        Str paragraph = em_str_cut(text, 0, end == NONE ? text.n : end);
        em_put_char(out, '\n');
        put_wrapped(out, paragraph, 0, 0);
        text = em_str_cut(text, MIN(paragraph.n + 1, text.n), text.n);
    }
}

static void put_command_help(Buf *out, CommandId id)
{
    const Command *c = &em_commands[id];
    PUT(out, STR("Usage: ermaid "), c->name, STR(" [OPTION...]"),
        c->operands.n ? STR(" ") : STR(""), c->operands, STR("\n\n"));
    PUT(out, STR("ermaid "), c->name, STR(": "), c->about, STR("\n"));
    put_paragraphs(out, c->details);
    em_put(out, STR("\nOptions:\n"));
    for (int i = 0; i < N_OPTIONS; i++)
        if (em_opt_takes((OptionId)i, id))
            put_row(out, option_usage((OptionId)i, out->arena),
                    em_options[i].about);
}

static void put_program_help(Buf *out)
{
    em_put(out,
           STR("Usage: ermaid [COMMAND] [OPTION...] INPUT...\n\n"
               "Draws Mermaid entity-relationship diagrams, alone or inside "
               "Markdown.\n\n"
               "  ermaid schema.md -o schema.svg\n"
               "  ermaid check docs/*.md\n\n"
               "Commands:\n"));
    for (int i = 0; i < N_COMMANDS; i++) {
        const Command *c = &em_commands[i];
        Str space = c->operands.n ? STR(" ") : STR("");
        put_row(out, JOIN(out->arena, c->name, space, c->operands), c->about);
    }
    em_put(out, STR("\nInputs are files, or - for standard input. The command "
                    "may be left out when\nthe first argument is a file. "
                    "\"ermaid help COMMAND\" lists the options.\n\n"
                    "Exit status:\n"));
    for (const ExitStatus *e = em_exits; e->about.n; e++) {
        Buf number = {.arena = out->arena};
        em_put_int(&number, e->status);
        put_row(out, em_buf_str(&number), e->about);
    }
}

void em_put_help(Buf *out, CommandId command)
{
    if (command == N_COMMANDS)
        put_program_help(out);
    else
        put_command_help(out, command);
}
