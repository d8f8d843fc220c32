/*
 * The outside world: files, the terminal, signals. Everything that is POSIX
 * is behind this header, in os_posix.c and os_map.c.
 */
#ifndef EM_OS_H
#define EM_OS_H

#include "base/str.h"

/* Which file a path means, whatever it is called. */
typedef struct {
    uint64_t device, number;
} FileId;

/*
 * Makes the three standard descriptors safe to use (one that is closed reads
 * and writes as an error, and is never given to a file that is opened later),
 * and lets write() report what would otherwise be a signal.
 */
void em_os_start(void);

/* Takes back an output that was begun and not finished, if there is one. */
void em_os_end(void);

bool em_os_id(const char *path, FileId *out);
bool em_os_is_folder(const char *path);
bool em_os_exists(const char *path);

/* Makes a folder and those above it. False: *why says why not. */
bool em_os_make_folder(const char *path, Arena *a, const char **why);

typedef enum { READ_OK, READ_FAILED, READ_TOO_LARGE } ReadStatus;

typedef struct {
    Str text;        /* in the arena; of a stream that is too large, what was
                        read of it */
    FileId id;       /* also when reading failed, if it could be opened */
    const char *why; /* READ_FAILED: the system's words */
} FileText;

/* Reads a file, a FIFO or, for "-", standard input: at most `limit` bytes. */
ReadStatus em_os_read(const char *path, int limit, Arena *a, FileText *out);

/*
 * The same for a regular file that is in the folder or below it when all
 * symbolic links are followed; nothing else is opened.
 */
ReadStatus em_os_read_inside(const char *folder, const char *path, int limit,
                             Arena *a, FileText *out);

/*
 * Maps a regular file (also as "-", standard input of which nothing was read)
 * of up to `limit` bytes, whole and only to be read; its pages are unmapped
 * with the arena. READ_FAILED also when it is no regular file: such are read.
 */
ReadStatus em_os_map(const char *path, size_t limit, Arena *a, FileText *out);

/*
 * Reads standard input to its end into a temporary file without a name, behind
 * what was read of it already, and maps that.
 */
ReadStatus em_os_keep_stdin(Str begun, size_t limit, Arena *a, FileText *out);

/*
 * Runs a program that is looked for in PATH, with these arguments (the last is
 * NULL) and no shell, and reads what it prints: at most `limit` bytes, then it
 * is ended. READ_FAILED: it could not be run (*why says why), or what it said
 * was no success (*why is NULL); its own words are on standard error then.
 */
ReadStatus em_os_run(const char *const *arguments, int limit, Arena *a,
                     FileText *out);

/* Tells the system that mapped bytes before `end` are not needed soon. */
void em_os_forget(const char *text, const char *end);

/*
 * The files below a folder whose names end like this, their paths in the
 * order of bytes; hidden ones are left out. False: *why says why not.
 */
typedef ARRAY_OF(const char *) Paths;
bool em_os_list(const char *folder, Str suffix, Arena *a, Paths *out,
                const char **why);

/*
 * An output: bytes go to a temporary file beside the target, which takes the
 * target's place when all are written. A target that is no regular file (a
 * FIFO, a device, standard output) is written directly.
 */
typedef struct {
    const char *target; /* symbolic links followed */
    char *temp;         /* NULL: written directly */
    int fd;
    int error;              /* errno of the first failure, or 0 */
    int64_t total;          /* bytes so far */
    int n_buffered;         /* of them, still in buffer */
    char buffer[16 * 1024]; /* larger pieces go past it */
} Output;

/* Each returns false when something failed; em_os_why says what. */
bool em_os_open(Output *o, const char *path, Arena *a);
bool em_os_write(void *output, const char *p, size_t n);

/* Puts the new file in its place, unless the old one has the same bytes. */
bool em_os_finish(Output *o);

/* Forgets what was written. Does nothing after em_os_finish. */
void em_os_abandon(Output *o);

const char *em_os_why(const Output *o);

/* Writes to a standard stream at once. False: *why says why not. */
bool em_os_stdout(Str s, const char **why);
void em_os_stderr(Str s);

/* True for a terminal that can show colours and move its cursor. */
bool em_os_stdout_is_terminal(void);
bool em_os_stderr_is_terminal(void);

/*
 * From now on a line on the terminal says what is worked at, after the first
 * second and again after each further one. Nothing when standard error is no
 * terminal. em_os_stderr takes the line away before it prints.
 */
void em_os_progress(Str what);
void em_os_progress_end(void);

#endif
