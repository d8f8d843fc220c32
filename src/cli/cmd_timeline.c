/*
 * timeline: a schema through its versions, as a page or as pictures; and
 * whether a drawing is still what they lead to.
 *
 * Versions are inputs, the files of a folder, what each migration of a folder
 * leads to, the diagrams of one file, or what that was in commits of git.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_VERSIONS = 500 };

typedef struct {
    Input in;
    int index;
    const char *name;
} Version;

typedef ARRAY_OF(Version) Versions;

/* ------------------------------------------------------------------- names */

static Str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return em_str_of(slash ? slash + 1 : path);
}

/* A file's name without its suffix; of one in git, its revision. */
static const char *name_of(Cli *cli, const char *path)
{
    Str revision = em_git_revision(path);
    if (revision.n > 1)
        return em_str_terminated(cli->work,
                                 em_str_cut(revision, 0, revision.n - 1));
    Str name = base_name(path);
    int end = name.n - 1;
    while (end > 0 && name.p[end] != '.')
        end--;
    return em_str_terminated(cli->work,
                             end > 0 ? em_str_cut(name, 0, end) : name);
}

static bool is_current(const char *path)
{
    Str name = base_name(path);
    return em_str_eq_nocase(em_str_cut(name, 0, MIN(name.n, 8)),
                            STR("current."));
}

/* The number at the start of a text, however long, by its digits. */
static Str digits_of(Str s)
{
    int from = 0, to = 0;
    while (to < s.n && em_is_digit((unsigned char)s.p[to]))
        to++;
    while (from < to && s.p[from] == '0')
        from++;
    return em_str_cut(s, from, to);
}

/* As people count: v9 before v10, and what is current last. */
static int by_version(const void *a, const void *b)
{
    const char *one = *(const char *const *)a, *other = *(const char *const *)b;
    Str s = em_str_of(one), t = em_str_of(other);

    if (is_current(one) != is_current(other))
        return is_current(one) ? 1 : -1;
    for (int i = 0, k = 0; i < s.n && k < t.n; i++, k++) {
        bool numbers = em_is_digit((unsigned char)s.p[i]) &&
                       em_is_digit((unsigned char)t.p[k]);
        if (!numbers && s.p[i] != t.p[k])
            return (unsigned char)s.p[i] - (unsigned char)t.p[k];
        if (!numbers)
            continue;
        Str m = digits_of(em_str_cut(s, i, s.n));
        Str n = digits_of(em_str_cut(t, k, t.n));
        int order = m.n != n.n ? m.n - n.n : em_str_cmp(m, n);
        if (order)
            return order;
        i = (int)(m.p + m.n - s.p) - 1;
        k = (int)(n.p + n.n - t.p) - 1;
    }
    return em_str_cmp(s, t);
}

/* ---------------------------------------------------------------- versions */

static bool add_version(Cli *cli, Versions *out, const Input *in, int index,
                        const char *name)
{
    Buf most = {.arena = cli->work};
    if (out->n < MAX_VERSIONS) {
        *PUSH(cli->work, out) = (Version){*in, index, name};
        return true;
    }
    em_put_int(&most, MAX_VERSIONS);
    FAIL(cli, EXIT_LIMIT, STR("a timeline has at most "), em_buf_str(&most),
         STR(" versions"));
    return false;
}

/* A version that is an input. What has no diagram is none: a folder may hold a
 * README beside its versions. */
static bool add_input(Cli *cli, Versions *out, const char *path,
                      const char *name)
{
    Input in;
    int index;

    if (!em_input_read(cli, &path, 1, &in))
        return false;
    em_input_report(cli, &in);
    if (in.status == ERMAID_OK && ermaid_count(in.doc) == 0)
        return true;
    return em_choose_schema(cli, &in, &index) &&
           add_version(cli, out, &in, index, name);
}

static bool add_inputs(Cli *cli, Versions *out, const char *const *paths, int n)
{
    for (int i = 0; i < n; i++)
        if (!add_input(cli, out, paths[i], name_of(cli, paths[i])))
            return false;
    return true;
}

/* Leaves the last version out when its schema is that of the one before. */
static void drop_same(Versions *v)
{
    static const ErmaidDiffOptions options = {.no_renames = true};
    ErmaidBytes text;
    bool differs = true;

    if (v->n < 2)
        return;
    const Version *a = &v->items[v->n - 2], *b = &v->items[v->n - 1];
    ErmaidStatus status =
        ermaid_diff(a->in.doc, a->index, b->in.doc, b->index, &options,
                    ERMAID_DIFF_TEXT, &differs, &text);
    if (status == ERMAID_OK && !differs)
        v->n--;
}

/* What a file was in each commit that changed the schema in it. */
static bool add_commits(Cli *cli, Versions *out, const char *path)
{
    GitVersions commits = {0};
    const char *why;

    if (!em_git_history(path, MAX_VERSIONS, cli->work, &commits, &why)) {
        FAIL(cli, EXIT_FILE, em_str_of(path), STR(": "), em_str_of(why));
        return false;
    }
    for (int i = 0; i < commits.n; i++) {
        const GitVersion *c = &commits.items[i];
        if (!add_input(cli, out, c->operand, c->name))
            return false;
        drop_same(out);
    }
    return true;
}

/* The diagrams of a file, by their titles. */
static bool add_diagrams(Cli *cli, Versions *out, const char *path)
{
    Input in;

    if (!em_input_read(cli, &path, 1, &in))
        return false;
    em_input_report(cli, &in);
    for (int i = 0; i < ermaid_count(in.doc); i++) {
        ErmaidBytes title = ermaid_diagram(in.doc, i).title;
        Buf name = {.arena = cli->work};
        em_put(&name, (Str){title.data, (int)title.size});
        if (title.size == 0)
            em_put_int(&name, i + 1);
        if (!add_version(cli, out, &in, i,
                         em_str_terminated(cli->work, em_buf_str(&name))))
            return false;
    }
    return in.status == ERMAID_OK;
}

/* Schemas of a folder that are no SQL, in their order. */
static bool list_versions(Cli *cli, const char *folder, Paths *out)
{
    static const Str suffixes[] = {STR_INIT(".md"), STR_INIT(".markdown"),
                                   STR_INIT(".mmd"), STR_INIT(".mermaid"),
                                   STR_INIT(".d2")};
    for (int i = 0; i < COUNT(suffixes); i++) {
        Paths some = {0};
        const char *why;
        if (!em_os_list(folder, suffixes[i], cli->work, &some, &why)) {
            FAIL(cli, EXIT_FILE, em_str_of(folder), STR(": "), em_str_of(why));
            return false;
        }
        for (int k = 0; k < some.n; k++)
            /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
            *PUSH(cli->work, out) = some.items[k];
    }
    if (out->n)
        qsort(out->items, (size_t)out->n, sizeof *out->items, by_version);
    return true;
}

/* -------------------------------------------------------------- migrations */

static void close_document(void *thing)
{
    ermaid_close(thing);
}

/* What the first n migrations lead to. Their errors are those of all. */
static bool add_state(Cli *cli, Versions *out, const ErmaidFile *files, int n,
                      bool is_last)
{
    const ErmaidFile *newest = &files[n - 1];
    Input in = {.path = newest->name, .name = em_str_of(newest->name)};
    Guard *guard = em_guard_new(cli->work);

    in.doc = ermaid_open(&cli->wishes);
    if (!in.doc) {
        FAIL(cli, EXIT_LIMIT, in.name, STR(": out of memory"));
        return false;
    }
    em_guard_set(guard, close_document, in.doc);
    in.status = ermaid_read_files(in.doc, ERMAID_SQL, files, n);
    if (is_last || in.status != ERMAID_OK)
        em_input_report(cli, &in);
    em_inputs_told(cli, &in, in.status);
    return in.status == ERMAID_OK &&
           add_version(cli, out, &in, 0, name_of(cli, newest->name));
}

static bool add_migrations(Cli *cli, Versions *out, const char *folder)
{
    int n;
    const ErmaidFile *files = em_input_files(cli, folder, &n);
    for (int i = 0; files && i < n; i++)
        if (!add_state(cli, out, files, i + 1, i == n - 1))
            return false;
    return files != NULL;
}

static bool read_versions(Cli *cli, Versions *out)
{
    const char *const *inputs = cli->line.inputs.items;
    Paths paths = {0};

    if (cli->line.values[OPT_GIT])
        return add_commits(cli, out, inputs[0]);
    if (cli->line.inputs.n > 1)
        return add_inputs(cli, out, inputs, cli->line.inputs.n);
    if (!em_os_is_folder(inputs[0]))
        return add_diagrams(cli, out, inputs[0]);
    if (!list_versions(cli, inputs[0], &paths))
        return false;
    return paths.n ? add_inputs(cli, out, paths.items, paths.n)
                   : add_migrations(cli, out, inputs[0]);
}

/* ----------------------------------------------------------------- outputs */

/* Puts a number with as many digits as the largest has. */
static void put_number(Buf *out, int n, int largest)
{
    for (int most = 9; n <= largest && most < largest; most = most * 10 + 9)
        if (n <= most)
            em_put_char(out, '0');
    em_put_int(out, n);
}

/* A name as it can be a file's. */
static void put_file_name(Buf *out, Str name)
{
    for (int i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool plain = em_is_word((unsigned char)c) || c == '-' ||
                     (c == '.' && i > 0) || (unsigned char)c >= 0x80;
        em_put_char(out, plain ? c : '-');
    }
}

/* "docs/02-v2.svg" of a version, "docs/02-03.svg" of a step. */
static const char *frame_path(Cli *cli, const Versions *v, int frame,
                              Str suffix)
{
    Buf path = {.arena = cli->work};
    Str folder = em_str_of(cli->line.values[OPT_OUTPUT]);

    PUT(&path, folder, em_str_ends(folder, STR("/")) ? STR("") : STR("/"));
    put_number(&path, frame / 2 + 1, v->n);
    em_put_char(&path, '-');
    if (frame % 2)
        put_number(&path, frame / 2 + 2, v->n);
    else
        put_file_name(&path, em_str_of(v->items[frame / 2].name));
    PUT(&path, STR("."), suffix);
    return em_str_terminated(cli->work, em_buf_str(&path));
}

static void write_pictures(Cli *cli, const Versions *v, const Input *in,
                           int index)
{
    const char *output = cli->line.values[OPT_OUTPUT], *why;
    int format = em_format_find(em_str_of(cli->line.values[OPT_FORMAT]));

    if (format == ERMAID_HTML) {
        FAIL(cli, EXIT_USAGE,
             STR("the page of a timeline is one file; name "
                 "it with -o"));
        return;
    }
    if (!em_os_make_folder(output, cli->work, &why)) {
        FAIL(cli, EXIT_FILE, em_str_of(output), STR(": "), em_str_of(why));
        return;
    }
    format = format == NONE ? ERMAID_SVG : format;
    for (int frame = 0; frame < 2 * v->n - 1; frame++)
        em_output_picture(
            cli, in, index + 1 + frame, (ErmaidFormat)format,
            frame_path(cli, v, frame, em_options[OPT_FORMAT].choices[format]));
}

/* The page, where -o says, else beside the first input. */
static void write_page(Cli *cli, const Input *in, int index)
{
    Input first = *in;
    Wanted w = {.n = 1, .suffix = STR(".html")};

    first.path = em_without_slash(cli, cli->line.inputs.items[0]);
    first.is_file = strcmp(first.path, "-") != 0 && !em_git_names(first.path);
    const char *path = em_target(cli, &first, &w);
    if (path)
        em_output_picture(cli, in, index, ERMAID_HTML, path);
}

static bool command_line_fits(Cli *cli)
{
    if (cli->line.values[OPT_GIT] && cli->line.inputs.n != 1) {
        FAIL(cli, EXIT_USAGE, STR("--git wants one file"));
        return false;
    }
    Str suffix = em_output_suffix(cli);
    if (!suffix.n || em_str_eq_nocase(suffix, STR("html")))
        return true;
    FAIL(cli, EXIT_USAGE,
         STR("a timeline is a page, x.html, or pictures in a folder, -o DIR/"));
    return false;
}

static void draw(Cli *cli, const Versions *v)
{
    ErmaidDiffOptions o;
    ErmaidVersion *versions = NEW_ARRAY(cli->work, v->n, ErmaidVersion);
    const Input *last = &v->items[v->n - 1].in;
    bool differs;
    int index;

    if (!em_diff_options(cli, -1, &o))
        return;
    o.full |= !cli->line.values[OPT_DISTANCE];
    for (int i = 0; i < v->n; i++)
        versions[i] = (ErmaidVersion){v->items[i].in.doc, v->items[i].index,
                                      v->items[i].name};
    ErmaidStatus status =
        ermaid_timeline(last->doc, versions, v->n, &o, &differs, &index);
    em_inputs_told(cli, last, status);
    if (status != ERMAID_OK)
        return;
    if (em_output_is_folder(cli))
        write_pictures(cli, v, last, index);
    else
        write_page(cli, last, index);
}

/* ------------------------------------------------------------------- check */

/* Does the drawing, the second input, show what the first one leads to? */
static void check(Cli *cli)
{
    const char **inputs = cli->line.inputs.items;
    Paths paths = {0};

    if (cli->line.inputs.n != 2) {
        FAIL(cli, EXIT_USAGE,
             STR("timeline --check compares two inputs: HISTORY DRAWING"));
        return;
    }
    if (em_os_is_folder(inputs[0]) && !list_versions(cli, inputs[0], &paths))
        return;
    if (paths.n)
        inputs[0] = paths.items[paths.n - 1];
    em_cmd_verify(cli);
}

void em_cmd_timeline(Cli *cli)
{
    Versions versions = {0};

    if (cli->line.values[OPT_CHECK]) {
        check(cli);
        return;
    }
    if (!em_inputs_prepare(cli) || !command_line_fits(cli) ||
        !read_versions(cli, &versions)) {
        em_inputs_report(cli);
        return;
    }
    if (versions.n == 0)
        FAIL(cli, EXIT_ERRORS, em_str_of(cli->line.inputs.items[0]),
             STR(": there is no schema in it"));
    else
        draw(cli, &versions);
    em_inputs_report(cli);
}
