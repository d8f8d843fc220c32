/*
 * Reads a command line and the environment against the table of options.
 *
 * The first word names the command; when it does not, and is a file or an
 * option, the command is render. Options and inputs may be mixed; "--" ends
 * options. The first mistake is kept as a message and ends the reading.
 */
#include "cli/opt.h"

#include "cli/os.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------- suggestions */

Suggestion em_suggest_for(Str word)
{
    return (Suggestion){word, STR(""), MIN(word.n / 3, 2) + 1};
}

void em_suggest_try(Suggestion *s, Str candidate)
{
    int distance = em_str_distance(s->word, candidate, s->distance);
    if (distance < s->distance) {
        s->best = candidate;
        s->distance = distance;
    }
}

static Str suggestion_text(const Suggestion *s, Str before, Arena *a)
{
    if (!s->best.n)
        return STR("");
    return JOIN(a, STR("; did you mean "), before, s->best, STR("?"));
}

/* ------------------------------------------------------------------ lookup */

int em_command_find(Str name)
{
    for (int i = 0; i < N_COMMANDS; i++)
        if (em_str_eq(em_commands[i].name, name))
            return i;
    return NONE;
}

Str em_opt_alias(OptionId id)
{
    return id == OPT_ANIMATE ? STR("animate-interval") : STR("");
}

static int find_option(Str name)
{
    for (int i = 0; i < N_OPTIONS; i++)
        if (em_str_eq(em_options[i].name, name) ||
            (name.n && em_str_eq(em_opt_alias((OptionId)i), name)))
            return i;
    return NONE;
}

static int find_letter(char letter)
{
    for (int i = 0; i < N_OPTIONS; i++)
        if (em_options[i].letter && em_options[i].letter == letter)
            return i;
    return NONE;
}

Str em_opt_environment_name(const Option *o, Arena *a)
{
    static const char upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Buf b = {.arena = a};
    em_put(&b, STR("ERMAID_"));
    for (int i = 0; i < o->name.n; i++)
        if (o->name.p[i] == '-')
            em_put_char(&b, '_');
        else
            em_put_char(&b, upper[o->name.p[i] - 'a']);
    return em_buf_str(&b);
}

/* ------------------------------------------------------------------ parser */

typedef struct {
    CommandLine *line;
    int n, at; /* words, and the next of them */
    char **words;
    Arena *arena;
} Parser;

static void complain(Parser *p, Str message)
{
    if (!p->line->error.n)
        p->line->error = message;
}

static bool is_choice(const Option *o, Str value)
{
    if (!o->choices[0].n)
        return true;
    for (int i = 0; i < MAX_CHOICES && o->choices[i].n; i++)
        if (em_str_eq_nocase(o->choices[i], value))
            return true;
    return false;
}

/* "expected svg, png, pdf or txt", after the name that was given. */
static void refuse_choice(Parser *p, const Option *o, Str shown, Str value)
{
    Suggestion s = em_suggest_for(value);
    Buf b = {.arena = p->arena};
    PUT(&b, shown, STR(" cannot be \""), value, STR("\": expected "));
    for (int i = 0; i < MAX_CHOICES && o->choices[i].n; i++) {
        bool last = i + 1 == MAX_CHOICES || !o->choices[i + 1].n;
        if (i > 0)
            em_put(&b, last ? STR(" or ") : STR(", "));
        em_put(&b, o->choices[i]);
        em_suggest_try(&s, o->choices[i]);
    }
    em_put(&b, suggestion_text(&s, STR(""), p->arena));
    complain(p, em_buf_str(&b));
}

/* Sets an option; `shown` is how the user wrote it. */
static void set_option(Parser *p, int id, Str shown, const char *value)
{
    const Option *o = &em_options[id];
    if (!em_opt_takes((OptionId)id, p->line->command)) {
        complain(p, JOIN(p->arena, em_commands[p->line->command].name,
                         STR(" has no option "), shown));
        return;
    }
    if (!is_choice(o, em_str_of(value))) {
        refuse_choice(p, o, shown, em_str_of(value));
        return;
    }
    p->line->values[id] = value;
    p->line->is_flag[id] = true;
}

/* The value of an option that wants one and has none yet: the next word. */
static const char *next_value(Parser *p, Str shown, const Option *o)
{
    if (p->at == p->n) {
        complain(p, JOIN(p->arena, shown, STR(" wants a value: "), o->value));
        return NULL;
    }
    return p->words[p->at++];
}

static void refuse_option(Parser *p, Str name)
{
    Suggestion s = em_suggest_for(name);
    for (int i = 0; i < N_OPTIONS; i++)
        if (em_opt_takes((OptionId)i, p->line->command))
            em_suggest_try(&s, em_options[i].name);
    complain(p, JOIN(p->arena, STR("there is no option --"), name,
                     suggestion_text(&s, STR("--"), p->arena)));
}

/* --no-NAME takes back a switch, one that the environment turned on. */
static bool parse_negation(Parser *p, Str name)
{
    if (!em_str_starts(name, STR("no-")))
        return false;
    int id = find_option(em_str_cut(name, 3, name.n));
    if (id == NONE || em_options[id].kind != VALUE_NONE ||
        !em_options[id].in_environment)
        return false;
    p->line->values[id] = NULL;
    p->line->is_flag[id] = true;
    return true;
}

/* --name, --name=value, --name value */
static void parse_long(Parser *p, const char *word)
{
    Str whole = em_str_of(word);
    int equals = em_str_find_char(whole, '=', 0);
    Str shown = em_str_cut(whole, 0, equals == NONE ? whole.n : equals);
    Str name = em_str_cut(shown, 2, shown.n);
    const char *value = equals == NONE ? NULL : word + equals + 1;

    int id = find_option(name);
    if (id == NONE) {
        if (value || !parse_negation(p, name))
            refuse_option(p, name);
        return;
    }
    const Option *o = &em_options[id];
    if (o->kind == VALUE_NONE && value) {
        complain(p, JOIN(p->arena, shown, STR(" takes no value")));
        return;
    }
    if (o->kind == VALUE_NONE)
        value = "";
    else if (!value)
        value = next_value(p, shown, o);
    if (value)
        set_option(p, id, shown, value);
}

/* -o value, -ovalue, and switches one after the other: -qh */
static void parse_short(Parser *p, const char *word)
{
    for (int i = 1; word[i] && !p->line->error.n; i++) {
        Str shown = JOIN(p->arena, STR("-"), ((Str){word + i, 1}));
        int id = find_letter(word[i]);
        if (id == NONE) {
            complain(p, JOIN(p->arena, STR("there is no option "), shown));
            return;
        }
        const Option *o = &em_options[id];
        if (o->kind == VALUE_NONE) {
            set_option(p, id, shown, "");
            continue;
        }
        const char *value =
            word[i + 1] ? word + i + 1 : next_value(p, shown, o);
        if (value)
            set_option(p, id, shown, value);
        return;
    }
}

static void add_input(Parser *p, const char *word)
{
    *PUSH(p->arena, &p->line->inputs) = word;
}

static void parse_words(Parser *p)
{
    bool only_inputs = false;
    while (p->at < p->n && !p->line->error.n) {
        const char *word = p->words[p->at++];
        if (only_inputs || word[0] != '-' || word[1] == '\0')
            add_input(p, word);
        else if (strcmp(word, "--") == 0)
            only_inputs = true;
        else if (word[1] == '-')
            parse_long(p, word);
        else
            parse_short(p, word);
    }
}

/* True for a word that is more likely a file than a mistyped command. */
static bool looks_like_file(const char *word)
{
    return strchr(word, '.') || strchr(word, '/') || strcmp(word, "-") == 0 ||
           em_os_exists(word);
}

static void parse_command(Parser *p)
{
    const char *word = p->words[0];
    int id = em_command_find(em_str_of(word));

    p->line->command = CMD_RENDER;
    if (id != NONE) {
        p->line->command = (CommandId)id;
        p->at = 1;
        return;
    }
    if (word[0] == '-' || looks_like_file(word))
        return;
    Suggestion s = em_suggest_for(em_str_of(word));
    for (int i = 0; i < N_COMMANDS; i++)
        em_suggest_try(&s, em_commands[i].name);
    complain(p, JOIN(p->arena, STR("there is no command or file \""),
                     em_str_of(word), STR("\""),
                     suggestion_text(&s, STR(""), p->arena)));
}

/* ------------------------------------------------------------- environment */

static bool is_one_of(Str value, const char *words)
{
    Str all = em_str_of(words);
    while (all.n) {
        int space = em_str_find_char(all, ' ', 0);
        if (em_str_eq_nocase(em_str_cut(all, 0, space), value))
            return true;
        all = em_str_cut(all, space + 1, all.n);
    }
    return false;
}

static void take_environment(Parser *p, int id)
{
    const Option *o = &em_options[id];
    if (p->line->is_flag[id] || !o->in_environment ||
        !em_opt_takes((OptionId)id, p->line->command))
        return;
    Str name = em_opt_environment_name(o, p->arena);
    const char *value = getenv(em_str_terminated(p->arena, name));
    if (!value || !value[0])
        return;

    Str text = em_str_of(value);
    bool is_switch = o->kind == VALUE_NONE;
    if (is_switch && is_one_of(text, "0 no off false "))
        return;
    if (is_switch && !is_one_of(text, "1 yes on true "))
        complain(p, JOIN(p->arena, name, STR(" wants 1 or 0")));
    else if (!is_choice(o, text))
        refuse_choice(p, o, name, text);
    p->line->values[id] = value;
}

void em_opt_parse(CommandLine *c, int n, char **words, Arena *a)
{
    Parser p = {c, n, 0, words, a};
    *c = (CommandLine){.command = CMD_HELP};
    if (n == 0) {
        complain(&p, STR("which file is to be drawn?"));
        return;
    }
    parse_command(&p);
    parse_words(&p);
    bool asks_help = c->values[OPT_HELP] || c->values[OPT_VERSION];
    for (int i = 0; i < N_OPTIONS && !c->error.n && !asks_help; i++)
        take_environment(&p, i);
}
