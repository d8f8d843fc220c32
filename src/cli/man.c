/*
 * The manual page ermaid.1, from the tables, in the man(7) macros.
 */
#include "cli/opt.h"

#include "ermaid.h"

/* Text for roff: a hyphen is a minus, a backslash is no command. */
static void put_text(Buf *out, Str s)
{
    for (int i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool starts_line = out->n == 0 || out->p[out->n - 1] == '\n';
        if (starts_line && (c == '.' || c == '\''))
            em_put(out, STR("\\&"));
        if (c == '\\')
            em_put(out, STR("\\e"));
        else if (c == '-')
            em_put(out, STR("\\-"));
        else
            em_put_char(out, c);
    }
}

static void put_paragraphs(Buf *out, Str text)
{
    while (text.n) {
        int end = em_str_find_char(text, '\n', 0);
        Str paragraph = em_str_cut(text, 0, end == NONE ? text.n : end);
        em_put(out, STR(".PP\n"));
        put_text(out, paragraph);
        em_put_char(out, '\n');
        text = em_str_cut(text, MIN(paragraph.n + 1, text.n), text.n);
    }
}

static void put_commands(Buf *out)
{
    em_put(out, STR(".SH COMMANDS\n"));
    for (int i = 0; i < N_COMMANDS; i++) {
        const Command *c = &em_commands[i];
        em_put(out, STR(".SS \"ermaid "));
        put_text(out, c->name);
        if (c->operands.n) {
            em_put_char(out, ' ');
            put_text(out, c->operands);
        }
        em_put(out, STR("\"\n"));
        put_paragraphs(out, c->details.n ? c->details : c->about);
    }
}

/* ".BR render ", " check": the commands that take an option. */
static void put_takers(Buf *out, OptionId id)
{
    bool first = true;
    em_put(out, STR(" ("));
    for (int i = 0; i < N_COMMANDS; i++) {
        if (!em_opt_takes(id, (CommandId)i))
            continue;
        if (!first)
            em_put(out, STR(", "));
        put_text(out, em_commands[i].name);
        first = false;
    }
    em_put(out, STR(")\n"));
}

static void put_option(Buf *out, OptionId id)
{
    const Option *o = &em_options[id];
    em_put(out, STR(".TP\n"));
    if (o->letter)
        PUT(out, STR("\\fB\\-"), ((Str){&o->letter, 1}), STR("\\fR, "));
    em_put(out, STR("\\fB\\-\\-"));
    put_text(out, o->name);
    if (em_opt_alias(id).n) {
        em_put(out, STR("\\fR, \\fB\\-\\-"));
        put_text(out, em_opt_alias(id));
    }
    em_put(out, STR("\\fR"));
    if (o->value.n)
        PUT(out, STR(" \\fI"), o->value, STR("\\fR"));
    em_put_char(out, '\n');
    put_text(out, o->about);
    for (int i = 0; i < MAX_CHOICES && o->choices[i].n; i++) {
        em_put(out, i ? STR(", ") : STR(": "));
        PUT(out, STR("\\fB"), o->choices[i], STR("\\fR"));
    }
    if (id != OPT_HELP && id != OPT_VERSION)
        put_takers(out, id);
    else
        em_put_char(out, '\n');
}

static void put_environment(Buf *out)
{
    em_put(out, STR(".SH ENVIRONMENT\n"
                    "An option on the command line beats its variable, which "
                    "beats what the diagram says itself, which beats the "
                    "default. Switches are turned on by 1 and off by 0; "
                    "\\fB\\-\\-no\\-\\fINAME\\fR turns one off again.\n"));
    for (int i = 0; i < N_OPTIONS; i++) {
        const Option *o = &em_options[i];
        if (!o->in_environment)
            continue;
        PUT(out, STR(".TP\n.B "), em_opt_environment_name(o, out->arena),
            STR("\n\\-\\-"));
        put_text(out, o->name);
        em_put_char(out, '\n');
    }
    em_put(out, STR(".TP\n.B NO_COLOR\n"
                    "when set, messages on a terminal have no colours\n"));
}

static void put_rules(Buf *out, bool (*describe)(int index, ErmaidRule *rule))
{
    ErmaidRule rule;
    for (int i = 0; describe(i, &rule); i++) {
        em_put(out, STR(".TP\n.B "));
        put_text(out, em_str_of(rule.code));
        em_put_char(out, '\n');
        put_text(out, em_str_of(rule.about));
        PUT(out, STR(" ("), em_str_of(rule.level), STR(")\n"));
    }
}

static void put_exits(Buf *out)
{
    em_put(out, STR(".SH EXIT STATUS\n"));
    for (const ExitStatus *e = em_exits; e->about.n; e++) {
        em_put(out, STR(".TP\n.B "));
        em_put_int(out, e->status);
        em_put_char(out, '\n');
        put_text(out, e->about);
        em_put_char(out, '\n');
    }
    em_put(out, STR(".PP\nOf several inputs the first that failed decides.\n"));
}

void em_put_man(Buf *out)
{
    PUT(out, STR(".TH ERMAID 1 \"\" \"ermaid "), em_str_of(ermaid_version()),
        STR("\" \"User Commands\"\n"
            ".SH NAME\n"
            "ermaid \\- draw database schemas: Mermaid and SQL\n"
            ".SH SYNOPSIS\n"
            ".B ermaid\n"
            "[\\fICOMMAND\\fR] [\\fIOPTION\\fR...] \\fIINPUT\\fR...\n"
            ".SH DESCRIPTION\n"
            "Draws the erDiagrams of Mermaid files, of fences in Markdown "
            "files, and the schemas of SQL, as SVG, PNG, PDF or text. An input "
            "is a file, or \\- for standard input, of at most 16 MiB (SQL: 2 "
            "GB; "
            "what comes through a pipe is kept in a file in TMPDIR), or a "
            "folder of SQL migrations, which are replayed. "
            "The command may be left out "
            "when the first argument is a file.\n"
            ".PP\n"
            "Output is written to a temporary file beside its target and "
            "renamed; a target that has the same bytes already is not "
            "touched, and an input is never overwritten (but by fmt).\n"));
    put_commands(out);
    em_put(out, STR(".SH OPTIONS\n"));
    for (int i = 0; i < N_OPTIONS; i++)
        put_option(out, (OptionId)i);
    put_environment(out);
    em_put(out, STR(".SH RULES\nWhat \\fBermaid check\\fR warns of:\n"));
    put_rules(out, ermaid_rule);
    em_put(out, STR(".SH DANGERS\nWhat changes can do, as \\fBermaid "
                    "diff\\fR says it; where the dialect is known, its advice "
                    "is by the engine's facts:\n"));
    put_rules(out, ermaid_danger);
    put_exits(out);
    em_put(out,
           STR(".SH EXAMPLES\n"
               ".EX\n"
               "ermaid schema.md \\-o schema.svg\n"
               "ermaid render docs/*.md \\-o build/ \\-f png \\-\\-scale 2\n"
               "ermaid check \\-\\-diagnostics sarif docs/*.md\n"
               "ermaid fmt \\-\\-check docs/*.md\n"
               "ermaid convert \\-\\-to json schema.mmd\n"
               ".EE\n"
               ".SH SEE ALSO\n"
               ".BR ermaid (3)\n"));
}
