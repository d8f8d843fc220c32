/*
 * The command line as two tables: commands and options. The parser, --help,
 * the manual page, the completions and the names in the environment all come
 * from them.
 */
#ifndef EM_OPT_H
#define EM_OPT_H

#include "base/str.h"

typedef enum {
    CMD_RENDER,
    CMD_CHECK,
    CMD_FMT,
    CMD_CONVERT,
    CMD_DIFF,
    CMD_VERIFY,
    CMD_TIMELINE,
    CMD_THEMES,
    CMD_FONTS,
    CMD_COMPLETION,
    CMD_HELP,
    CMD_VERSION,
    N_COMMANDS
} CommandId;

typedef struct {
    Str name;
    Str operands; /* "INPUT..." */
    Str about;    /* one line */
    Str details;  /* paragraphs, separated by a line end */
} Command;

typedef enum {
    OPT_OUTPUT,
    OPT_FORMAT,
    OPT_ONLY,
    OPT_TARGET,
    OPT_ANIMATE,
    OPT_TO,
    OPT_CHECK,
    OPT_FAIL_ON,
    OPT_RULE,
    OPT_FIX,
    OPT_EXIT_CODE,
    OPT_GIT,
    OPT_NO_RENAMES,
    OPT_RENAME,
    OPT_FULL,
    OPT_PICTURE,
    OPT_DISTANCE,
    OPT_THEME,
    OPT_DARK_THEME,
    OPT_LOOK,
    OPT_DIRECTION,
    OPT_LAYOUT,
    OPT_COMMENTS,
    OPT_COLUMNS,
    OPT_INCLUDE,
    OPT_EXCLUDE,
    OPT_FOCUS,
    OPT_GROUP,
    OPT_JOIN_TABLES,
    OPT_VIEWS,
    OPT_NOTATION,
    OPT_ANCHOR,
    OPT_ASPECT,
    OPT_LEGEND,
    OPT_PAD,
    OPT_SCALE,
    OPT_BACKGROUND,
    OPT_TEXT,
    OPT_FONT,
    OPT_ID_PREFIX,
    OPT_SALT,
    OPT_CENTER,
    OPT_NO_XML_TAG,
    OPT_OMIT_VERSION,
    OPT_LAYOUT_STATS,
    OPT_STOP_AFTER,
    OPT_LANG,
    OPT_DIALECT,
    OPT_FROM,
    OPT_TOGETHER,
    OPT_STRICT,
    OPT_MEMORY,
    OPT_DIAGNOSTICS,
    OPT_QUIET,
    OPT_LICENSES,
    OPT_MAN,
    OPT_HELP,
    OPT_VERSION,
    N_OPTIONS
} OptionId;

/* What the value of an option is, for completions. */
typedef enum { VALUE_NONE, VALUE_WORD, VALUE_FILE, VALUE_THEME } ValueKind;

enum { MAX_CHOICES = 6, NO_WISH = -1 };

typedef struct {
    Str name;    /* without dashes */
    char letter; /* of the short form, or 0 */
    ValueKind kind;
    Str value;                /* how help calls the value; empty: a switch */
    Str choices[MAX_CHOICES]; /* the values there are; empty: any */
    unsigned commands;        /* bits 1 << CommandId */
    bool in_environment;
    Str about;
    int wish; /* where in ErmaidOptions its text goes, or NO_WISH */
} Option;

extern const Command em_commands[N_COMMANDS];
extern const Option em_options[N_OPTIONS];

/* An exit status and what it means; the end of the table has no text. */
typedef struct {
    int status;
    Str about;
} ExitStatus;
extern const ExitStatus em_exits[];

typedef struct {
    CommandId command;
    const char *values[N_OPTIONS]; /* NULL: not given; switches: "" */
    bool is_flag[N_OPTIONS];       /* given on the command line */
    ARRAY_OF(const char *) inputs;
    Str error; /* what is wrong with the command line; empty: nothing */
} CommandLine;

static inline bool em_opt_takes(OptionId id, CommandId command)
{
    return em_options[id].commands >> command & 1;
}

/* The command a word means; NONE. */
int em_command_find(Str name);

/* What D2's command calls an option, where that is another name; or empty. */
Str em_opt_alias(OptionId id);

/* "ERMAID_DARK_THEME" */
Str em_opt_environment_name(const Option *o, Arena *a);

/* " (did you mean "dark"?)", or nothing when no candidate is near. */
typedef struct {
    Str word, best;
    int distance;
} Suggestion;
Suggestion em_suggest_for(Str word);
void em_suggest_try(Suggestion *s, Str candidate);

/* Reads a command line without the program's name. */
void em_opt_parse(CommandLine *c, int n, char **words, Arena *a);

/* Help for a command, or for the program when command is N_COMMANDS. */
void em_put_help(Buf *out, CommandId command);

/* The manual page, for man(1). */
void em_put_man(Buf *out);

/* A completion script. False when there is none for this shell. */
bool em_put_completion(Buf *out, Str shell);

#endif
