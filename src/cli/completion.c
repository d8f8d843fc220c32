/*
 * Completion scripts for shells, from the tables. Each shell has a function
 * that knows its syntax; what is completed is the same for all.
 */
#include "cli/opt.h"

#include "ermaid.h"

/* The values of an option, separated by spaces; empty when any will do. */
static Str value_words(const Option *o, Arena *a)
{
    Buf b = {.arena = a};
    ErmaidTheme theme;

    for (int i = 0; o->kind == VALUE_THEME && ermaid_theme(i, &theme); i++)
        PUT(&b, b.n ? STR(" ") : STR(""), em_str_of(theme.name));
    for (int i = 0; i < MAX_CHOICES && o->choices[i].n; i++)
        PUT(&b, b.n ? STR(" ") : STR(""), o->choices[i]);
    return em_buf_str(&b);
}

static void put_command_names(Buf *out)
{
    for (int i = 0; i < N_COMMANDS; i++)
        PUT(out, i ? STR(" ") : STR(""), em_commands[i].name);
}

/* "--scale|-s": how a case of bash matches the option. */
static void put_bash_value(Buf *out, const Option *o)
{
    PUT(out, STR("    --"), o->name);
    if (o->letter)
        PUT(out, STR("|-"), ((Str){&o->letter, 1}));
    Str words = value_words(o, out->arena);
    if (words.n)
        PUT(out, STR(") COMPREPLY=($(compgen -W '"), words,
            STR("' -- \"$word\")); return ;;\n"));
    else if (o->kind == VALUE_FILE)
        em_put(out, STR(") COMPREPLY=($(compgen -f -- \"$word\")); "
                        "return ;;\n"));
    else
        em_put(out, STR(") return ;;\n"));
}

static void put_bash(Buf *out)
{
    em_put(out, STR("# bash completion for ermaid\n"
                    "_ermaid()\n{\n"
                    "  local word=$2 before=$3 command=render options\n"
                    "  case ${COMP_WORDS[1]} in\n    "));
    for (int i = 0; i < N_COMMANDS; i++)
        PUT(out, i ? STR("|") : STR(""), em_commands[i].name);
    em_put(out, STR(") command=${COMP_WORDS[1]} ;;\n  esac\n"
                    "  case $before in\n"));
    for (int i = 0; i < N_OPTIONS; i++)
        if (em_options[i].kind != VALUE_NONE)
            put_bash_value(out, &em_options[i]);
    em_put(out, STR("  esac\n  case $command in\n"));
    for (int c = 0; c < N_COMMANDS; c++) {
        PUT(out, STR("    "), em_commands[c].name, STR(") options='"));
        for (int i = 0; i < N_OPTIONS; i++)
            if (em_opt_takes((OptionId)i, (CommandId)c))
                PUT(out, STR("--"), em_options[i].name, STR(" "));
        em_put(out, STR("' ;;\n"));
    }
    em_put(out, STR("  esac\n"
                    "  if [[ $word == -* ]]; then\n"
                    "    COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
                    "    return\n  fi\n"
                    "  case $command in\n"
                    "    completion) COMPREPLY=($(compgen -W 'bash zsh fish' "
                    "-- \"$word\")); return ;;\n"
                    "    help) COMPREPLY=($(compgen -W '"));
    put_command_names(out);
    em_put(out, STR("' -- \"$word\")); return ;;\n  esac\n"
                    "  COMPREPLY=($(compgen -f -- \"$word\"))\n"
                    "  if ((COMP_CWORD == 1)); then\n"
                    "    COMPREPLY+=($(compgen -W '"));
    put_command_names(out);
    em_put(out, STR("' -- \"$word\"))\n  fi\n}\n"
                    "complete -o filenames -F _ermaid ermaid\n"));
}

/* Text inside single quotes, without what a shell's spec would read in it. */
static void put_quoted(Buf *out, Str s)
{
    for (int i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\'')
            em_put(out, STR("'\\''"));
        else if (c == '[' || c == ']' || c == ':')
            PUT(out, STR("\\"), ((Str){&c, 1}));
        else
            em_put_char(out, c);
    }
}

static void put_zsh_option(Buf *out, const Option *o)
{
    Str words = value_words(o, out->arena);
    em_put(out, STR("        "));
    if (o->letter)
        PUT(out, STR("{-"), ((Str){&o->letter, 1}), STR(",--"), o->name,
            o->value.n ? STR("=") : STR(""), STR("}'["));
    else
        PUT(out, STR("'--"), o->name, o->value.n ? STR("=[") : STR("["));
    put_quoted(out, o->about);
    em_put(out, STR("]"));
    if (o->value.n)
        em_put(out, STR(":"));
    put_quoted(out, o->value);
    if (o->value.n)
        em_put(out, STR(":"));
    if (words.n)
        PUT(out, STR("("), words, STR(")"));
    else if (o->kind == VALUE_FILE)
        em_put(out, STR("_files"));
    em_put(out, STR("' \\\n"));
}

static void put_zsh(Buf *out)
{
    em_put(out, STR("#compdef ermaid\n"
                    "_ermaid() {\n"
                    "  local -a commands\n"
                    "  commands=(\n"));
    for (int i = 0; i < N_COMMANDS; i++) {
        PUT(out, STR("    '"), em_commands[i].name, STR(":"));
        put_quoted(out, em_commands[i].about);
        em_put(out, STR("'\n"));
    }
    em_put(out, STR("  )\n"
                    "  if ((CURRENT == 2)); then\n"
                    "    _describe command commands\n"
                    "    _files\n    return\n  fi\n"
                    "  case $words[2] in\n"));
    for (int c = N_COMMANDS - 1; c >= 0; c--) {
        /* render is last, and also what a file as first word means */
        PUT(out, STR("    "), c == CMD_RENDER ? STR("*") : em_commands[c].name,
            STR(")\n      _arguments -s \\\n"));
        for (int i = 0; i < N_OPTIONS; i++)
            if (em_opt_takes((OptionId)i, (CommandId)c))
                put_zsh_option(out, &em_options[i]);
        if (c == CMD_COMPLETION)
            em_put(out, STR("        '*:shell:(bash zsh fish)' ;;\n"));
        else if (c == CMD_HELP)
            em_put(out, STR("        '*:command:(($commands))' ;;\n"));
        else
            em_put(out, STR("        '*:input:_files' ;;\n"));
    }
    em_put(out, STR("  esac\n}\n"
                    "if [ \"$funcstack[1]\" = _ermaid ]; then\n"
                    "  _ermaid \"$@\"\nelse\n"
                    "  compdef _ermaid ermaid\nfi\n"));
}

/* Text between the single quotes of fish. */
static void put_fish_text(Buf *out, Str s)
{
    for (int i = 0; i < s.n; i++) {
        if (s.p[i] == '\'' || s.p[i] == '\\')
            em_put_char(out, '\\');
        em_put_char(out, s.p[i]);
    }
}

static void put_fish_option(Buf *out, OptionId id)
{
    const Option *o = &em_options[id];
    Str words = value_words(o, out->arena);

    em_put(out, STR("complete -c ermaid -n '__ermaid_is"));
    for (int c = 0; c < N_COMMANDS; c++)
        if (em_opt_takes(id, (CommandId)c))
            PUT(out, STR(" "), em_commands[c].name);
    PUT(out, STR("' -l "), o->name);
    if (o->letter)
        PUT(out, STR(" -s "), ((Str){&o->letter, 1}));
    if (o->value.n)
        em_put(out, o->kind == VALUE_FILE ? STR(" -r") : STR(" -x"));
    if (words.n)
        PUT(out, STR(" -a '"), words, STR("'"));
    em_put(out, STR(" -d '"));
    put_fish_text(out, o->about);
    em_put(out, STR("'\n"));
}

static void put_fish(Buf *out)
{
    em_put(out, STR("# fish completion for ermaid\n"
                    "function __ermaid_is\n"
                    "  set -l words (commandline -opc)\n"
                    "  set -l command render\n"
                    "  contains -- \"$words[2]\" "));
    put_command_names(out);
    em_put(out, STR("\n    and set command $words[2]\n"
                    "  contains -- $command $argv\nend\n"));
    for (int i = 0; i < N_COMMANDS; i++) {
        const Command *c = &em_commands[i];
        PUT(out, STR("complete -c ermaid -n __fish_use_subcommand -a "),
            c->name, STR(" -d '"), c->about, STR("'\n"));
    }
    em_put(out, STR("complete -c ermaid -n '__ermaid_is completion' -f -a "
                    "'bash zsh fish'\n"
                    "complete -c ermaid -n '__ermaid_is help' -f -a '"));
    put_command_names(out);
    em_put(out, STR("'\n"));
    for (int i = 0; i < N_OPTIONS; i++)
        put_fish_option(out, (OptionId)i);
}

bool em_put_completion(Buf *out, Str shell)
{
    static const struct {
        Str shell;
        void (*put)(Buf *out);
    } scripts[] = {
        {STR_INIT("bash"), put_bash},
        {STR_INIT("zsh"), put_zsh},
        {STR_INIT("fish"), put_fish},
    };
    for (int i = 0; i < COUNT(scripts); i++) {
        if (!em_str_eq(scripts[i].shell, shell))
            continue;
        scripts[i].put(out);
        return true;
    }
    return false;
}
