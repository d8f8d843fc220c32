/*
 * Outputs: which file a picture goes to, and writing it there.
 */
#include "cli/cli.h"

#include <string.h>

static int last_of(Str s, char c)
{
    int i = s.n - 1;
    while (i >= 0 && s.p[i] != c)
        i--;
    return i; /* NONE when nowhere */
}

/* The name behind the last slash. */
static Str base_name(Str path)
{
    return em_str_cut(path, last_of(path, '/') + 1, path.n);
}

/* Where the suffix of a path begins, with its dot; its end when it has none. */
static int suffix_at(Str path)
{
    int dot = last_of(path, '.');
    bool is_suffix = dot > path.n - base_name(path).n;
    return is_suffix ? dot : path.n;
}

static Str stem(Str path)
{
    return em_str_cut(path, 0, suffix_at(path));
}

static bool is_folder(const char *path)
{
    size_t n = strlen(path);
    return (n > 0 && path[n - 1] == '/') || em_os_is_folder(path);
}

bool em_output_is_folder(const Cli *cli)
{
    const char *output = cli->line.values[OPT_OUTPUT];
    return output && is_folder(output);
}

Str em_output_suffix(const Cli *cli)
{
    const char *output = cli->line.values[OPT_OUTPUT];
    if (!output || is_folder(output))
        return STR("");
    Str path = em_str_of(output);
    int at = suffix_at(path);
    return em_str_cut(path, MIN(at + 1, path.n), path.n);
}

/* True when the digits of s are a number in [1, most], which is then *out. */
static bool is_number(Str s, int most, int *out)
{
    int value = 0;
    for (int i = 0; i < s.n; i++) {
        if (!em_is_digit((unsigned char)s.p[i]) || value > most)
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *out = value;
    return value >= 1 && value <= most;
}

bool em_choose(Cli *cli, const Input *in, Chosen *out)
{
    int n = ermaid_count(in->doc), number;
    Str only = em_str_of(cli->line.values[OPT_ONLY]);

    *out = (Chosen){0, n};
    if (!only.n || n == 0)
        return n > 0;
    if (is_number(only, n, &number)) {
        *out = (Chosen){number - 1, number};
        return true;
    }
    for (int i = 0; i < n; i++) {
        ErmaidBytes title = ermaid_diagram(in->doc, i).title;
        if (em_str_eq((Str){title.data, (int)title.size}, only)) {
            *out = (Chosen){i, i + 1};
            return true;
        }
    }
    Buf count = {.arena = cli->work};
    em_put_int(&count, n);
    FAIL(cli, EXIT_USAGE, in->name, STR(" has no diagram called \""), only,
         STR("\"; they are numbered from 1 to "), em_buf_str(&count));
    return false;
}

/* Puts "-2" behind the name when an input gives several outputs. */
static void put_number(Buf *out, const Wanted *w)
{
    if (w->n < 2)
        return;
    em_put(out, STR("-"));
    em_put_int(out, w->index + 1);
}

/* Standard output holds one picture. */
static const char *stdout_target(Cli *cli, const Wanted *w)
{
    bool several = em_inputs_count(cli) > 1 || w->n > 1;
    if (several && !w->may_join) {
        FAIL(cli, EXIT_USAGE,
             STR("standard output takes one diagram; choose it with --only, "
                 "or name a folder with -o DIR/"));
        return NULL;
    }
    return "-";
}

/* What an input is called: "schema.md" also of "main:schema.md". */
static Str file_name(const Input *in)
{
    Str path = em_str_of(in->path);
    int from = em_git_revision(in->path).n;
    return base_name(em_str_cut(path, from, path.n));
}

/* The path of an output in the folder that -o names, which is made. */
static bool put_in_folder(Cli *cli, Buf *out, const Input *in, const Wanted *w)
{
    const char *folder = cli->line.values[OPT_OUTPUT], *why;
    if (!em_os_make_folder(folder, cli->work, &why)) {
        FAIL(cli, EXIT_FILE, em_str_of(folder), STR(": "), em_str_of(why));
        return false;
    }
    Str name = strcmp(in->path, "-") == 0 ? STR("stdin") : file_name(in);
    Str path = em_str_of(folder);
    PUT(out, path, em_str_ends(path, STR("/")) ? STR("") : STR("/"),
        stem(name));
    put_number(out, w);
    em_put(out, w->suffix);
    return true;
}

/* Puts the path of an output that is a file. False: it was said why not. */
static bool put_path(Cli *cli, Buf *out, const Input *in, const Wanted *w)
{
    const char *output = cli->line.values[OPT_OUTPUT];

    if (output && is_folder(output))
        return put_in_folder(cli, out, in, w);
    if (output && em_inputs_count(cli) > 1) {
        FAIL(cli, EXIT_USAGE, STR("several inputs cannot all go to "),
             em_str_of(output), STR("; name a folder with -o DIR/"));
        return false;
    }
    Str path = em_str_of(output ? output : in->path);
    em_put(out, stem(path));
    put_number(out, w);
    em_put(out, output ? em_str_cut(path, suffix_at(path), path.n) : w->suffix);
    return true;
}

/* True when writing to a path would destroy something of this run. */
static bool is_taken(Cli *cli, Str path, const char *terminated)
{
    FileId id;
    bool exists = em_os_id(terminated, &id);

    for (int i = 0; exists && i < cli->line.inputs.n; i++) {
        if (!cli->has_id[i] || cli->ids[i].device != id.device ||
            cli->ids[i].number != id.number)
            continue;
        FAIL(cli, EXIT_USAGE, path,
             STR(" is an input and cannot be the output too"));
        return true;
    }
    Str copy = em_str_copy(cli->arena, path);
    if (em_map_find(&cli->written, copy) != NONE) {
        FAIL(cli, EXIT_USAGE, STR("two inputs would both be written to "),
             path);
        return true;
    }
    em_map_add(&cli->written, copy, 1);
    return false;
}

const char *em_target(Cli *cli, const Input *in, const Wanted *w)
{
    const char *output = cli->line.values[OPT_OUTPUT];
    bool no_name = w->to_stdout || !in->is_file;
    if (output ? strcmp(output, "-") == 0 : no_name)
        return stdout_target(cli, w);

    Buf path = {.arena = cli->work};
    if (!put_path(cli, &path, in, w))
        return NULL;
    Str made = em_buf_str(&path);
    const char *terminated = em_str_terminated(cli->work, made);
    return is_taken(cli, made, terminated) ? NULL : terminated;
}

const char *em_target_url(Cli *cli, const char *path)
{
    Str name = base_name(em_str_of(path));
    Buf url = {.arena = cli->work};
    for (int i = 0; i < name.n; i++) {
        int c = (unsigned char)name.p[i];
        if (em_is_word(c) || c == '-' || c == '.' || c == '~') {
            em_put_char(&url, (char)c);
            continue;
        }
        em_put_char(&url, '%');
        em_put_hex(&url, (uint32_t)c, 2);
    }
    return em_str_terminated(cli->work, em_buf_str(&url));
}

/* ----------------------------------------------------------------- writing */

static void tell_unwritten(Cli *cli, const char *path)
{
    Str name =
        strcmp(path, "-") == 0 ? STR("standard output") : em_str_of(path);
    FAIL(cli, EXIT_FILE, name, STR(": "), em_str_of(em_os_why(cli->output)));
}

bool em_output_open(Cli *cli, const char *path)
{
    if (!cli->output)
        cli->output = NEW(cli->arena, Output);
    if (em_os_open(cli->output, path, cli->work))
        return true;
    tell_unwritten(cli, path);
    return false;
}

bool em_output_finish(Cli *cli, const char *path)
{
    if (em_os_finish(cli->output))
        return true;
    tell_unwritten(cli, path);
    return false;
}

void em_output_all(Cli *cli, const char *path, Str s)
{
    if (!em_output_open(cli, path))
        return;
    em_os_write(cli->output, s.p, (size_t)s.n);
    em_output_finish(cli, path);
}

void em_output_picture(Cli *cli, const Input *in, int index,
                       ErmaidFormat format, const char *path)
{
    if (!em_output_open(cli, path))
        return;
    ErmaidStatus status =
        ermaid_render_to(in->doc, index, format, em_os_write, cli->output);
    if (status == ERMAID_OK || status == ERMAID_NOT_WRITTEN) {
        em_output_finish(cli, path);
        return;
    }
    em_os_abandon(cli->output);
    em_inputs_told(cli, in, status);
}
