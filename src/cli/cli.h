/*
 * What the commands share: the run with its exit status, inputs, outputs,
 * and how messages are said.
 */
#ifndef EM_CLI_H
#define EM_CLI_H

#include "base/map.h"
#include "cli/opt.h"
#include "cli/os.h"
#include "ermaid.h"

enum {
    EXIT_DONE = 0,
    EXIT_ERRORS = 1,
    EXIT_USAGE = 2,
    EXIT_FILE = 3,
    EXIT_LIMIT = 4,
    EXIT_FOREIGN = 5,
    EXIT_DIFFERENT = 10
};

/* One run of the program. */
typedef struct {
    Arena *arena; /* what lives as long as the run */
    Arena *work;  /* what lives as long as an input */
    CommandLine line;
    ErmaidOptions wishes;
    ErmaidLang lang;
    ErmaidMessages messages;
    FileId *ids;             /* of the inputs, to protect them */
    bool *has_id;            /* false: no such file, or standard input */
    int found;               /* diagrams in all inputs */
    bool has_foreign;        /* some diagram is of a type that is not drawn */
    Map written;             /* outputs of this run */
    ARRAY_OF(Ermaid *) docs; /* kept for a report in one piece */
    const char **board_urls; /* of the input's diagrams; or NULL: see
                                ErmaidOptions.board_file */
    Output *output;
    int status;
} Cli;

/* Sets the exit status; the first that is not 0 or "different" stays. */
void em_exit_with(Cli *cli, int status);

/* Prints "ermaid: " and the parts, and sets the exit status. */
#define FAIL(cli, status, ...) \
    em_fail(cli, status, (const Str[]){__VA_ARGS__}, \
            (int)(sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)))
void em_fail(Cli *cli, int status, const Str *parts, int n);

/* Prints to standard output; false: it could not be, and that was said. */
bool em_print(Cli *cli, Str s);

/* The exit status for what the library says. */
int em_exit_of(ErmaidStatus status);

/*
 * Reads the settings that commands which read inputs share. False: the command
 * line is wrong, and that was said.
 */
bool em_inputs_prepare(Cli *cli);

/* A document that was read; closed when its arena is rewound. */
typedef struct {
    const char *path;
    bool is_file; /* or a folder: not standard input, no revision of git */
    Str name;     /* for messages */
    Str text;
    Ermaid *doc;
    ErmaidStatus status;
} Input;

/*
 * Does `work` for each input that could be read, with errors or without, and
 * says the messages of its document. Stops early when the command line turns
 * out to be wrong.
 */
void em_inputs_each(Cli *cli, void (*work)(Cli *cli, Input *in));

/*
 * The same by hand, for commands that need several inputs at a time: read one
 * of n operands (false: it could not be, and that was said); read a text in
 * its stead that was made of it; say what there is
 * to say about it, now or in the report of all; print that report.
 */
bool em_input_read(Cli *cli, const char *const *paths, int n, Input *in);
bool em_input_reread(Cli *cli, Input *in, ErmaidBytes text);
void em_input_report(Cli *cli, Input *in);
void em_inputs_report(Cli *cli);

/* The files of a folder of SQL in the order of their history, *n > 0 of them.
 * NULL: they could not be read, and that was said. */
const ErmaidFile *em_input_files(Cli *cli, const char *folder, int *n);

/* A folder's path without the slash at its end, to make names from. */
const char *em_without_slash(Cli *cli, const char *path);

/* How many documents the inputs are: --together makes one of them, as does
 * timeline. */
int em_inputs_count(const Cli *cli);

/* Says why the library did not do what it was asked for, and sets the exit
 * status. Nothing when it did. */
void em_inputs_told(Cli *cli, const Input *in, ErmaidStatus status);

/* After the inputs: it is an error when there was no diagram in any. */
void em_inputs_want_diagrams(Cli *cli);

/* The diagrams of an input that --only chose: [from, to). */
typedef struct {
    int from, to;
} Chosen;

/* False: nothing to do, and why was said. */
bool em_choose(Cli *cli, const Input *in, Chosen *out);

/* The one to compare: the one that --only names, else the last. False: there is
 * none, or it has errors, and that was said. */
bool em_choose_schema(Cli *cli, const Input *in, int *index);

/* How it is compared; `near`: the distance when none is wished for. False: a
 * wish means nothing, and that was said. */
bool em_diff_options(Cli *cli, int near, ErmaidDiffOptions *o);

/* The format of a name, as -f has them; NONE. */
int em_format_find(Str name);

/*
 * The path to write to, for diagram `index`. `suffix` is what a
 * name made from the input's ends in. NULL: it may not be, and that was said.
 */
typedef struct {
    int index;
    int n;          /* outputs that there are of this input */
    Str suffix;     /* ".svg" */
    bool to_stdout; /* without -o it goes there */
    bool may_join;  /* several may follow each other on standard output */
} Wanted;
const char *em_target(Cli *cli, const Input *in, const Wanted *w);

/* Its name behind the last slash, as a relative URL. */
const char *em_target_url(Cli *cli, const char *path);

/* What -o's name has behind its last dot; empty without -o or a dot. */
Str em_output_suffix(const Cli *cli);

/* True when -o names a folder. */
bool em_output_is_folder(const Cli *cli);

/* Draws a diagram of an input into a target. */
void em_output_picture(Cli *cli, const Input *in, int index,
                       ErmaidFormat format, const char *path);

/* Opens and finishes cli->output. False: it failed, and that was said. */
bool em_output_open(Cli *cli, const char *path);
bool em_output_finish(Cli *cli, const char *path);

/* Writes all of s to a target. */
void em_output_all(Cli *cli, const char *path, Str s);

/* Operands that name a file in a revision of git, "main:docs/schema.md"; the
 * revision with its colon, or nothing; its bytes, like em_os_read. */
bool em_git_names(const char *operand);
Str em_git_revision(const char *operand);
ReadStatus em_git_read(const char *name, int limit, Arena *a, FileText *out);

/* A file in a commit: the operand that names it, and "2026-11-20 8eb64c2". */
typedef struct {
    const char *operand, *name;
} GitVersion;

typedef ARRAY_OF(GitVersion) GitVersions;

/* The commits that changed a file, oldest first, of many the last `most`.
 * False: there are none, *why says why. */
bool em_git_history(const char *path, int most, Arena *a, GitVersions *out,
                    const char **why);

/* The commands. */
void em_cmd_render(Cli *cli);
void em_cmd_check(Cli *cli);
void em_cmd_fmt(Cli *cli);
void em_cmd_convert(Cli *cli);
void em_cmd_diff(Cli *cli);
void em_cmd_verify(Cli *cli);
void em_cmd_timeline(Cli *cli);
void em_cmd_themes(Cli *cli);
void em_cmd_fonts(Cli *cli);
void em_cmd_completion(Cli *cli);
void em_cmd_help(Cli *cli);
void em_cmd_version(Cli *cli);

#endif
