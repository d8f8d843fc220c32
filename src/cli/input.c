/*
 * Inputs: read one after the other, each in a document of its own, and what
 * the library has to say about them.
 *
 * Messages for people and for GitHub are printed after each input. JSON and
 * SARIF are one value for all inputs, so there the documents are kept and
 * reported at the end.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

enum {
    INPUT_LIMIT = 16 * 1024 * 1024,   /* bytes, as ermaid_read has it */
    MAPPED_LIMIT = 2000 * 1000 * 1000 /* and for SQL */
};

/* ---------------------------------------------------------------- settings */

/* The place of a value among the choices of its option. */
static int choice_of(const Cli *cli, OptionId id)
{
    Str value = em_str_of(cli->line.values[id]);
    for (int i = 0; i < MAX_CHOICES && value.n; i++)
        if (em_str_eq_nocase(em_options[id].choices[i], value))
            return i;
    return 0;
}

/* --memory: mebibytes. False: that is no number of them. */
static bool read_memory(Cli *cli)
{
    enum { MOST = 2047 };
    Str value = em_str_of(cli->line.values[OPT_MEMORY]);
    int mebibytes = 0;

    if (!value.n)
        return true;
    for (int i = 0; i < value.n && mebibytes <= MOST; i++) {
        if (!em_is_digit((unsigned char)value.p[i])) {
            mebibytes = 0;
            break;
        }
        mebibytes = mebibytes * 10 + (value.p[i] - '0');
    }
    if (mebibytes < 1 || mebibytes > MOST) {
        FAIL(cli, EXIT_USAGE, STR("--memory cannot be \""), value,
             STR("\": expected mebibytes, 1 to 2047"));
        return false;
    }
    cli->wishes.memory = (size_t)mebibytes * 1024 * 1024;
    return true;
}

/* Says that a file could not be read. */
static void tell_unread(Cli *cli, Str name, ReadStatus status, const char *why)
{
    if (status == READ_TOO_LARGE)
        FAIL(cli, EXIT_LIMIT, name,
             STR(": larger than the limit of 16 MiB; SQL may have 2 GB"));
    else
        FAIL(cli, EXIT_FILE, name, STR(": "), em_str_of(why));
}

/* --font: a file that goes to the library as bytes. */
static bool read_font(Cli *cli)
{
    const char *path = cli->line.values[OPT_FONT];
    FileText file;
    if (!path)
        return true;
    ReadStatus status = em_os_read(path, INPUT_LIMIT, cli->arena, &file);
    if (status != READ_OK) {
        tell_unread(cli, em_str_of(path), status, file.why);
        return false;
    }
    cli->wishes.font = (ErmaidBytes){file.text.p, (size_t)file.text.n};
    return true;
}

/* Remembers which files the inputs are. False: standard input comes twice. */
static bool note_ids(Cli *cli)
{
    int n = cli->line.inputs.n;
    bool has_stdin = false;

    cli->ids = NEW_ARRAY(cli->arena, n, FileId);
    cli->has_id = NEW_ARRAY(cli->arena, n, bool);
    for (int i = 0; i < n; i++) {
        const char *path = cli->line.inputs.items[i];
        bool is_stdin = strcmp(path, "-") == 0;
        if (is_stdin && has_stdin) {
            FAIL(cli, EXIT_USAGE, STR("standard input was given twice"));
            return false;
        }
        has_stdin |= is_stdin;
        cli->has_id[i] = !is_stdin && em_os_id(path, &cli->ids[i]);
    }
    return true;
}

bool em_inputs_prepare(Cli *cli)
{
    if (cli->line.inputs.n == 0) {
        FAIL(cli, EXIT_USAGE, em_commands[cli->line.command].name,
             STR(" wants an input: a file, or - for standard input"));
        return false;
    }
    for (int i = 0; i < N_OPTIONS; i++) {
        int wish = em_options[i].wish;
        if (wish != NO_WISH && cli->line.values[i])
            memcpy((char *)&cli->wishes + wish, &cli->line.values[i],
                   sizeof cli->line.values[i]);
    }
    if (cli->line.values[OPT_LAYOUT_STATS])
        cli->wishes.stop_after = "stats";
    cli->wishes.strict = cli->line.values[OPT_STRICT] != NULL;
    cli->wishes.views = cli->line.values[OPT_VIEWS] != NULL;
    cli->wishes.center = cli->line.values[OPT_CENTER] != NULL;
    cli->wishes.omit_version = cli->line.values[OPT_OMIT_VERSION] != NULL;
    cli->lang = (ErmaidLang)choice_of(cli, OPT_LANG);
    cli->messages = (ErmaidMessages)choice_of(cli, OPT_DIAGNOSTICS);
    return read_memory(cli) && read_font(cli) && note_ids(cli);
}

/* ---------------------------------------------------------------- messages */

static void close_document(void *thing)
{
    ermaid_close(thing);
}

static bool is_one_report(const Cli *cli)
{
    return cli->messages == ERMAID_MESSAGES_JSON ||
           cli->messages == ERMAID_MESSAGES_SARIF;
}

static Str color_of(Str severity)
{
    if (em_str_eq(severity, STR("error")))
        return STR("\033[1;31m");
    if (em_str_eq(severity, STR("warning")))
        return STR("\033[1;33m");
    return STR("\033[1;36m");
}

/* Puts a line with the first of its severity words in colour, if it has one. */
static void put_colored(Buf *out, Str line)
{
    static const Str words[] = {STR_INIT("error"), STR_INIT("warning"),
                                STR_INIT("note")};
    int at = NONE;
    Str word = {0};

    for (int i = 0; i < COUNT(words); i++) {
        Str mark = JOIN(out->arena, STR(": "), words[i], STR(": "));
        int found = em_str_find(line, mark, 0);
        if (found != NONE && (at == NONE || found < at)) {
            at = found;
            word = words[i];
        }
    }
    if (at == NONE || em_str_starts(line, STR("  "))) {
        em_put(out, line);
        return;
    }
    at += 2;
    PUT(out, em_str_cut(line, 0, at), color_of(word), word, STR("\033[0m"),
        em_str_cut(line, at + word.n, line.n));
}

/* Text of messages as it is shown on a terminal. */
static Str colored(Str text, Arena *a)
{
    Buf out = {.arena = a};
    while (text.n) {
        int end = em_str_find_char(text, '\n', 0);
        int n = end == NONE ? text.n : end + 1;
        put_colored(&out, em_str_cut(text, 0, n));
        text = em_str_cut(text, n, text.n);
    }
    return em_buf_str(&out);
}

/* Prints a report: the data of check, beside the data of other commands. */
static void print_report(Cli *cli, Str text)
{
    bool is_text = cli->messages == ERMAID_MESSAGES_TEXT;
    const char *no_color = getenv("NO_COLOR");

    if (cli->line.command == CMD_CHECK && !is_text) {
        em_print(cli, text);
        return;
    }
    if (is_text && em_os_stderr_is_terminal() && !(no_color && no_color[0]))
        text = colored(text, cli->work);
    em_os_stderr(text);
}

static Str messages_of(const Cli *cli, Ermaid *const *docs, int n)
{
    ErmaidBytes b = ermaid_messages_of(docs, n, cli->messages);
    return (Str){b.data, (int)b.size};
}

/* One of no document is still valid JSON. */
void em_inputs_report(Cli *cli)
{
    if (!is_one_report(cli))
        return;
    if (cli->docs.n == 0) {
        Guard *guard = em_guard_new(cli->work);
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
        Ermaid **empty = PUSH(cli->arena, &cli->docs);
        *empty = ermaid_open(NULL);
        if (!*empty) {
            FAIL(cli, EXIT_LIMIT, STR("out of memory"));
            return;
        }
        em_guard_set(guard, close_document, *empty);
    }
    print_report(cli, messages_of(cli, cli->docs.items, cli->docs.n));
}

void em_input_report(Cli *cli, Input *in)
{
    bool quiet = cli->line.values[OPT_QUIET] && ermaid_errors(in->doc) == 0;
    if (quiet && cli->line.command != CMD_CHECK)
        return;
    if (quiet && ermaid_warnings(in->doc) == 0)
        return;
    if (is_one_report(cli))
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
        *PUSH(cli->arena, &cli->docs) = in->doc;
    else
        print_report(cli, messages_of(cli, &in->doc, 1));
}

void em_inputs_told(Cli *cli, const Input *in, ErmaidStatus status)
{
    if (status == ERMAID_NO_MEMORY)
        FAIL(cli, EXIT_LIMIT, in->name,
             STR(": needs more memory than the limit; see --memory"));
    em_exit_with(cli, em_exit_of(status));
}

void em_inputs_want_diagrams(Cli *cli)
{
    if (cli->status != EXIT_DONE || cli->found > 0)
        return;
    if (cli->has_foreign)
        em_exit_with(cli, EXIT_FOREIGN);
    else
        FAIL(cli, EXIT_ERRORS, STR("there is no diagram in "),
             em_str_of(cli->line.inputs.items[0]),
             cli->line.inputs.n > 1 ? STR(" and the other inputs") : STR(""));
}

/* ------------------------------------------------------------------- files */

/* The files of an input: one, or those of a folder, or of all operands. */
typedef struct {
    ARRAY_OF(ErmaidFile) items;
} Files;

/* What is larger than an input may be is mapped, because SQL may be, and the
 * library will say if it is not. */
static ReadStatus read_large(Cli *cli, const char *path, FileText *file)
{
    Str begun = file->text; /* of a stream */
    ErmaidFile start = {"<stdin>", {begun.p, (size_t)begun.n}};
    if (begun.n == 0)
        return em_os_map(path, MAPPED_LIMIT, cli->work, file) == READ_OK
                   ? READ_OK
                   : READ_TOO_LARGE;
    if (strcmp(path, "-") != 0 || !ermaid_may_be_large(cli->lang, &start))
        return READ_TOO_LARGE;
    return em_os_keep_stdin(begun, MAPPED_LIMIT, cli->work, file);
}

static bool add_file(Cli *cli, const char *path, Files *files)
{
    bool is_stdin = strcmp(path, "-") == 0;
    bool is_revision = em_git_names(path);
    const char *name = is_stdin ? "<stdin>" : path;
    FileText file;

    ReadStatus status = is_revision
                            ? em_git_read(path, INPUT_LIMIT, cli->work, &file)
                            : em_os_read(path, INPUT_LIMIT, cli->work, &file);
    if (status == READ_TOO_LARGE && !is_revision)
        status = read_large(cli, path, &file);
    if (status != READ_OK) {
        tell_unread(cli, em_str_of(name), status, file.why);
        return false;
    }
    *PUSH(cli->work, &files->items) =
        (ErmaidFile){name, {file.text.p, (size_t)file.text.n}};
    return true;
}

static void tell_only_back(Cli *cli, const char *folder)
{
    FAIL(cli, EXIT_FILE, em_str_of(folder),
         STR(": all files in this folder lead back"));
}

/* A folder's SQL is the history of one schema. */
static bool add_folder(Cli *cli, const char *path, Files *files)
{
    Paths paths = {0};
    const char *why;
    if (!em_os_list(path, STR(".sql"), cli->work, &paths, &why)) {
        FAIL(cli, EXIT_FILE, em_str_of(path), STR(": "), em_str_of(why));
        return false;
    }
    if (paths.n == 0) {
        FAIL(cli, EXIT_FILE, em_str_of(path),
             STR(": there is no .sql file in this folder"));
        return false;
    }
    int first = files->items.n;
    for (int i = 0; i < paths.n; i++)
        if (!add_file(cli, paths.items[i], files))
            return false;
    files->items.n = first + ermaid_sort_history(files->items.items + first,
                                                 files->items.n - first);
    return true;
}

const ErmaidFile *em_input_files(Cli *cli, const char *folder, int *n)
{
    Files files = {0};
    if (!add_folder(cli, folder, &files))
        return NULL;
    if (files.items.n == 0) {
        tell_only_back(cli, folder);
        return NULL;
    }
    *n = files.items.n;
    return files.items.items;
}

/* The library has passed a place: its file's pages before it may go. */
static void forget_passed(void *ctx, const char *end)
{
    const Files *files = ctx;
    for (int i = 0; i < files->items.n; i++) {
        ErmaidBytes text = files->items.items[i].text;
        bool is_mapped = text.size > INPUT_LIMIT;
        if (is_mapped && end >= text.data && end <= text.data + text.size)
            em_os_forget(text.data, end);
    }
}

/* ----------------------------------------------------------------- imports */

/* A file that a text imports, on its way into the library. */
typedef struct {
    Cli *cli;
    const char *folder; /* of the text; NULL: it came from standard input */
    Str revision;       /* of git, in which the text is; or empty */
    const char *path;
    ReadStatus status;
    FileText file;
} Import;

static void read_import(void *ctx)
{
    Import *import = ctx;
    Arena *a = import->cli->work;
    Str path = em_str_of(import->path);
    if (import->revision.n) {
        if (!em_str_starts(path, import->revision))
            path = JOIN(a, import->revision, path);
        import->status = em_git_read(em_str_terminated(a, path), INPUT_LIMIT, a,
                                     &import->file);
        return;
    }
    import->status =
        em_os_read_inside(import->folder, import->path, INPUT_LIMIT,
                          import->cli->work, &import->file);
}

/* The library is at work while this is called, so running out of memory must
 * end here. */
static bool import_file(void *ctx, const char *path, ErmaidBytes *text,
                        const char **why)
{
    Import *import = ctx;

    *why = "standard input has no folder to import from";
    if (!import->folder)
        return false;
    import->path = path;
    *why = "out of memory";
    if (!em_try(import->cli->work->budget, read_import, import))
        return false;
    *why = import->status == READ_TOO_LARGE ? "larger than the limit of 16 MiB"
                                            : import->file.why;
    if (import->status != READ_OK)
        return false;
    *text = (ErmaidBytes){import->file.text.p, (size_t)import->file.text.n};
    return true;
}

static const char *folder_of(Cli *cli, const char *path)
{
    const char *slash = strrchr(path, '/');

    if (strcmp(path, "-") == 0)
        return NULL;
    if (!slash)
        return ".";
    int n = (int)(slash - path);
    return em_str_terminated(cli->work, (Str){path, MAX(n, 1)});
}

static void let_import(Cli *cli, const char *path)
{
    Import *import = NEW(cli->work, Import);
    *import = (Import){.cli = cli,
                       .folder = folder_of(cli, path),
                       .revision = em_git_revision(path)};
    cli->wishes.read = import_file;
    cli->wishes.read_ctx = import;
}

/* For links between the boards of a text. */
static const char *board_file(void *ctx, int index)
{
    const Cli *cli = ctx;
    return cli->board_urls ? cli->board_urls[index] : NULL;
}

/* ------------------------------------------------------------------ inputs */

const char *em_without_slash(Cli *cli, const char *path)
{
    Str s = em_str_of(path);
    while (s.n > 1 && s.p[s.n - 1] == '/')
        s.n--;
    return s.p[s.n] ? em_str_terminated(cli->work, s) : path;
}

/* Opens and reads an input of n operands. False: it could not be, and that
 * was said. */
static bool open_input(Cli *cli, const char *const *paths, int n, Input *in)
{
    Files *files = NEW(cli->work, Files);

    *in = (Input){.path = em_without_slash(cli, paths[0]),
                  .is_file =
                      strcmp(paths[0], "-") != 0 && !em_git_names(paths[0])};
    for (int i = 0; i < n; i++)
        if (em_os_is_folder(paths[i]) ? !add_folder(cli, paths[i], files)
                                      : !add_file(cli, paths[i], files))
            return false;
    if (files->items.n == 0) {
        tell_only_back(cli, in->path);
        return false;
    }
    const ErmaidFile *first = &files->items.items[0];
    in->name = em_str_of(strcmp(in->path, "-") == 0 ? first->name : in->path);
    in->text = (Str){first->text.data, (int)first->text.size};

    Guard *guard = em_guard_new(cli->work);
    cli->wishes.passed = forget_passed;
    cli->wishes.passed_ctx = files;
    let_import(cli, paths[0]);
    cli->board_urls = NULL;
    cli->wishes.board_file = board_file;
    cli->wishes.board_file_ctx = cli;
    in->doc = ermaid_open(&cli->wishes);
    if (!in->doc) {
        FAIL(cli, EXIT_LIMIT, in->name, STR(": out of memory"));
        return false;
    }
    em_guard_set(guard, close_document, in->doc);
    in->status = ermaid_read_files(in->doc, cli->lang, first, files->items.n);
    return true;
}

bool em_input_reread(Cli *cli, Input *in, ErmaidBytes text)
{
    Guard *guard = em_guard_new(cli->work);
    Ermaid *fresh = ermaid_open(&cli->wishes);
    if (!fresh) {
        FAIL(cli, EXIT_LIMIT, in->name, STR(": out of memory"));
        return false;
    }
    em_guard_set(guard, close_document, fresh);
    in->status = ermaid_read(fresh, ermaid_lang(in->doc),
                             em_str_terminated(cli->work, in->name), text);
    in->doc = fresh;
    in->text = (Str){text.data, (int)text.size};
    return true;
}

bool em_input_read(Cli *cli, const char *const *paths, int n, Input *in)
{
    em_os_progress(JOIN(cli->work, STR("ermaid: "), em_str_of(paths[0])));
    if (!open_input(cli, paths, n, in))
        return false;
    cli->found += ermaid_count(in->doc);
    if (in->status == ERMAID_UNSUPPORTED)
        cli->has_foreign = true;
    else
        em_inputs_told(cli, in, in->status);
    return true;
}

int em_inputs_count(const Cli *cli)
{
    bool one =
        cli->line.values[OPT_TOGETHER] || cli->line.command == CMD_TIMELINE;
    return one ? 1 : cli->line.inputs.n;
}

void em_inputs_each(Cli *cli, void (*work)(Cli *cli, Input *in))
{
    int step = cli->line.inputs.n / em_inputs_count(cli);
    for (int i = 0; i < cli->line.inputs.n; i += step) {
        Input in;
        if (em_input_read(cli, cli->line.inputs.items + i, step, &in)) {
            work(cli, &in);
            em_input_report(cli, &in);
        }
        if (!is_one_report(cli))
            em_arena_rewind(cli->work, (Mark){0});
        if (cli->status == EXIT_USAGE)
            break;
    }
    em_inputs_report(cli);
}
