/*
 * Files, terminal and signals with POSIX, which only this file and os_map.c
 * know.
 *
 * A signal handler can reach nothing but static memory; so the two things it
 * needs, the temporary file to take back and the line of progress to show, are
 * static here. They are the only mutable statics of the program.
 */
#define _XOPEN_SOURCE 700 /* NOLINT: the name is POSIX's */

#include "cli/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ------------------------------------------------------------- plain bytes */

/* Writes all of p, in as many pieces as the system wants. */
static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, p, MIN(n, (size_t)1 << 30));
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* Reads up to n bytes at an offset, fewer only at the end; -1: errno. */
static ssize_t read_at(int fd, char *p, size_t n, off_t at)
{
    size_t got = 0;
    while (got < n) {
        ssize_t more = pread(fd, p + got, n - got, at + (off_t)got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            return -1;
        if (more == 0)
            break;
        got += (size_t)more;
    }
    return (ssize_t)got;
}

/* ----------------------------------------------------------------- signals */

/* The temporary file that a dying program must take along. */
static char pending[PATH_MAX];
static volatile sig_atomic_t has_pending;

/* The line of progress: "ermaid: drawing schema.mmd". */
static char progress_text[200];
static volatile sig_atomic_t progress_n, progress_seconds, progress_is_shown;

static void end_by_signal(int number)
{
    if (has_pending)
        unlink(pending);
    signal(number, SIG_DFL);
    raise(number);
}

/* Nothing can be done about a failed write to the terminal. */
static void write_or_not(int fd, const char *p, size_t n)
{
    bool ignored = write_all(fd, p, n);
    (void)ignored;
}

static void show_progress(int number)
{
    (void)number;
    int saved = errno;
    char digits[12];
    int n = COUNT(digits);

    progress_seconds++;
    for (int left = progress_seconds; left > 0; left /= 10)
        digits[--n] = (char)('0' + left % 10);
    write_or_not(2, "\r\033[K", 4);
    write_or_not(2, progress_text, (size_t)progress_n);
    write_or_not(2, ", ", 2);
    write_or_not(2, digits + n, (size_t)(COUNT(digits) - n));
    write_or_not(2, " s", 2);
    progress_is_shown = 1;
    errno = saved;
}

static void on_signal(int number, void (*act)(int))
{
    struct sigaction old, action = {0};
    if (sigaction(number, NULL, &old) == 0 && old.sa_handler == SIG_IGN)
        return; /* as nohup asks */
    action.sa_handler = act;
    action.sa_flags = SA_RESTART;
    sigaction(number, &action, NULL);
}

void em_os_start(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    on_signal(SIGINT, end_by_signal);
    on_signal(SIGTERM, end_by_signal);
    on_signal(SIGHUP, end_by_signal);
}

void em_os_end(void)
{
    em_os_progress_end();
    if (has_pending)
        unlink(pending);
    has_pending = 0;
}

/* ---------------------------------------------------------------- terminal */

static bool is_terminal(int fd)
{
    const char *term = getenv("TERM");
    return isatty(fd) && term && strcmp(term, "dumb") != 0;
}

bool em_os_stdout_is_terminal(void)
{
    return isatty(1);
}

bool em_os_stderr_is_terminal(void)
{
    return is_terminal(2);
}

bool em_os_stdout(Str s, const char **why)
{
    bool done = write_all(1, s.p, (size_t)s.n);
    *why = done ? "" : strerror(errno);
    return done;
}

static void clear_progress(void)
{
    if (progress_is_shown)
        write_or_not(2, "\r\033[K", 4);
    progress_is_shown = 0;
}

void em_os_stderr(Str s)
{
    clear_progress();
    write_or_not(2, s.p, (size_t)s.n);
}

static void set_timer(int seconds)
{
    struct itimerval each = {{seconds, 0}, {seconds, 0}};
    setitimer(ITIMER_REAL, &each, NULL);
}

void em_os_progress(Str what)
{
    if (!em_os_stderr_is_terminal())
        return;
    bool runs = progress_n > 0;
    if (!runs)
        on_signal(SIGALRM, show_progress);
    progress_n = 0; /* a signal in between shows an empty line */
    int n = MIN(what.n, COUNT(progress_text));
    memcpy(progress_text, what.p, (size_t)n);
    progress_n = n;
    if (!runs)
        set_timer(1);
}

void em_os_progress_end(void)
{
    if (progress_n == 0)
        return;
    set_timer(0);
    clear_progress();
    progress_n = 0;
    progress_seconds = 0;
}

/* ------------------------------------------------------------------- paths */

static FileId id_of(const struct stat *st)
{
    return (FileId){(uint64_t)st->st_dev, (uint64_t)st->st_ino};
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool em_os_id(const char *path, FileId *out)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return false;
    *out = id_of(&st);
    return true;
}

bool em_os_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool em_os_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

bool em_os_make_folder(const char *path, Arena *a, const char **why)
{
    char *p = em_str_terminated(a, em_str_of(path));
    for (int i = 1; p[i - 1]; i++) {
        char c = p[i];
        if (c != '/' && c != '\0')
            continue;
        p[i] = '\0';
        bool made = mkdir(p, 0777) == 0 || em_os_is_folder(p);
        p[i] = c;
        if (!made) {
            *why = strerror(errno);
            return false;
        }
    }
    return true;
}

/* The part of a path up to and with its last slash. */
static Str folder_of(Str path)
{
    while (path.n > 0 && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

/*
 * Follows symbolic links, also one that leads to nothing yet. NULL: errno.
 */
static const char *follow_links(const char *path, Arena *a)
{
    enum { MOST_LINKS = 40 };
    char *to = NEW_ARRAY(a, PATH_MAX, char);
    struct stat st;

    for (int i = 0; i < MOST_LINKS; i++) {
        if (lstat(path, &st) != 0)
            return errno == ENOENT ? path : NULL;
        if (!S_ISLNK(st.st_mode))
            return path;
        ssize_t n = readlink(path, to, PATH_MAX - 1);
        if (n < 0)
            return NULL;
        Str target = {to, (int)n};
        Str folder = to[0] == '/' ? STR("") : folder_of(em_str_of(path));
        path = em_str_terminated(a, JOIN(a, folder, target));
    }
    errno = ELOOP;
    return NULL;
}

/* ----------------------------------------------------------------- reading */

static void close_input(void *thing)
{
    close(*(int *)thing);
}

/* Reads from where the file stands up to limit bytes; 1 more is too large. */
static ReadStatus read_all(int fd, int limit, Arena *a, FileText *out)
{
    struct stat st;
    out->text = (Str){0};
    if (fstat(fd, &st) != 0 || S_ISDIR(st.st_mode)) {
        out->why = strerror(S_ISDIR(st.st_mode) ? EISDIR : errno);
        return READ_FAILED;
    }
    out->id = id_of(&st);
    bool sized = S_ISREG(st.st_mode) && st.st_size > 0;
    if (sized && st.st_size > limit)
        return READ_TOO_LARGE;

    int room = sized ? (int)st.st_size + 1 : 64 * 1024, n = 0;
    char *text = NEW_ARRAY(a, room, char);
    out->text.p = text;
    for (;;) {
        ssize_t got = read(fd, text + n, (size_t)(room - n));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            out->why = strerror(errno);
            return READ_FAILED;
        }
        if (got == 0)
            break;
        n += (int)got;
        out->text = (Str){text, n};
        if (n > limit)
            return READ_TOO_LARGE;
        if (n == room)
            text = em_grow(a, text, n, &room, 1);
    }
    return READ_OK;
}

static ReadStatus read_path(const char *path, int flags, int limit, Arena *a,
                            FileText *out)
{
    int *fd = NEW(a, int);
    Guard *guard = em_guard_new(a);
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | flags);
    if (*fd < 0) {
        out->why = strerror(errno);
        return READ_FAILED;
    }
    em_guard_set(guard, close_input, fd);
    ReadStatus status = read_all(*fd, limit, a, out);
    em_guard_close(guard);
    return status;
}

ReadStatus em_os_read(const char *path, int limit, Arena *a, FileText *out)
{
    *out = (FileText){0};
    return strcmp(path, "-") == 0 ? read_all(0, limit, a, out)
                                  : read_path(path, 0, limit, a, out);
}

/* Whether a real path is in a real folder. */
static bool is_inside(Str path, Str folder)
{
    return em_str_eq(folder, STR("/")) ||
           (em_str_starts(path, folder) && path.n > folder.n &&
            path.p[folder.n] == '/');
}

ReadStatus em_os_read_inside(const char *folder, const char *path, int limit,
                             Arena *a, FileText *out)
{
    char *real_folder = NEW_ARRAY(a, PATH_MAX, char);
    char *real_path = NEW_ARRAY(a, PATH_MAX, char);
    struct stat st;

    *out = (FileText){0};
    if (!realpath(folder, real_folder) || !realpath(path, real_path) ||
        stat(real_path, &st) != 0)
        out->why = strerror(errno);
    else if (!is_inside(em_str_of(real_path), em_str_of(real_folder)))
        out->why = "it is outside of the input's folder";
    else if (!S_ISREG(st.st_mode))
        out->why = "it is no regular file";
    if (out->why)
        return READ_FAILED;
    return read_path(real_path, O_NONBLOCK | O_NOFOLLOW, limit, a, out);
}

/* --------------------------------------------------------------- processes */

/* A program that runs, and the end of a pipe that it writes to. */
typedef struct {
    pid_t id; /* 0: none */
    int fd;
} Process;

static int wait_for(pid_t id)
{
    int status;
    while (waitpid(id, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* What is not waited for yet is not wanted any more. */
static void end_process(void *thing)
{
    Process *p = thing;
    close(p->fd);
    if (p->id) {
        kill(p->id, SIGKILL);
        wait_for(p->id);
    }
}

/* Starts a program that writes to fd and reads nothing; signals that are
 * ignored here are not ignored there. 0, or an errno. */
static int start(const char *const *arguments, int fd, pid_t *id)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t usual;
    union { /* posix_spawn changes none of the arguments */
        const char *const *ours;
        char *const *theirs;
    } list = {arguments};

    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_init(&how);
    posix_spawnattr_setsigdefault(&how, &usual);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    int error = posix_spawn_file_actions_adddup2(&files, fd, 1);
    if (!error)
        error =
            posix_spawnp(id, arguments[0], &files, &how, list.theirs, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&how);
    return error;
}

ReadStatus em_os_run(const char *const *arguments, int limit, Arena *a,
                     FileText *out)
{
    Process *p = NEW(a, Process);
    Guard *guard = em_guard_new(a);
    int ends[2];

    *out = (FileText){0};
    if (pipe(ends) != 0) {
        out->why = strerror(errno);
        return READ_FAILED;
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    p->fd = ends[0];
    em_guard_set(guard, end_process, p);
    int error = start(arguments, ends[1], &p->id);
    close(ends[1]);
    if (error) {
        p->id = 0;
        em_guard_close(guard);
        out->why = strerror(error);
        return READ_FAILED;
    }
    ReadStatus status = read_all(p->fd, limit, a, out);
    if (status == READ_OK) {
        int end = wait_for(p->id);
        p->id = 0;
        if (!WIFEXITED(end) || WEXITSTATUS(end) != 0)
            status = READ_FAILED;
    }
    em_guard_close(guard);
    return status;
}

/* ----------------------------------------------------------------- folders */

enum { MOST_FILES = 100 * 1000, DEEPEST_FOLDER = 16 };

typedef struct {
    Str suffix;
    Arena *arena;
    Paths *paths;
    const char *why;
} Listing;

static void close_folder(void *thing)
{
    closedir(thing);
}

static bool list(Listing *l, const char *folder, int depth);

/* A file that is wanted, or what a folder in the folder holds. */
static bool list_entry(Listing *l, const char *folder, Str name, int depth)
{
    Str path = JOIN(l->arena, em_str_of(folder), STR("/"), name);
    const char *p = em_str_terminated(l->arena, path);
    if (name.p[0] == '.')
        return true;
    if (em_os_is_folder(p))
        return depth >= DEEPEST_FOLDER || list(l, p, depth + 1);
    bool wanted =
        name.n > l->suffix.n &&
        em_str_eq_nocase(em_str_cut(name, name.n - l->suffix.n, name.n),
                         l->suffix);
    if (wanted && l->paths->n == MOST_FILES) {
        l->why = "more than 100,000 files";
        return false;
    }
    if (wanted)
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
        *PUSH(l->arena, l->paths) = p;
    return true;
}

static bool list(Listing *l, const char *folder, int depth)
{
    Guard *guard = em_guard_new(l->arena);
    DIR *dir = opendir(folder);
    if (!dir) {
        l->why = strerror(errno);
        return false;
    }
    em_guard_set(guard, close_folder, dir);
    bool good = true;
    for (struct dirent *e = readdir(dir); e && good; e = readdir(dir))
        good = list_entry(l, folder,
                          em_str_copy(l->arena, em_str_of(e->d_name)), depth);
    em_guard_close(guard);
    return good;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool em_os_list(const char *folder, Str suffix, Arena *a, Paths *out,
                const char **why)
{
    Str path = em_str_of(folder);
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    Listing l = {.suffix = suffix, .arena = a, .paths = out};
    bool good = list(&l, em_str_terminated(a, path), 0);
    *why = l.why;
    if (out->n)
        qsort(out->items, (size_t)out->n, sizeof *out->items, by_bytes);
    return good;
}

/* ----------------------------------------------------------------- writing */

static bool fail(Output *o)
{
    if (!o->error)
        o->error = errno;
    return false;
}

const char *em_os_why(const Output *o)
{
    return strerror(o->error);
}

/*
 * The descriptor to write to when the path means something that cannot be
 * replaced by renaming: one of our own standard streams, a FIFO, a device.
 */
static int open_directly(const char *path, const struct stat *st)
{
    struct stat own;
    for (int fd = 1; fd <= 2; fd++)
        if (fstat(fd, &own) == 0 && same_file(&own, st))
            return fd;
    return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
}

static bool is_replaceable(const char *path, const struct stat *st)
{
    struct stat own;
    bool is_stream = fstat(1, &own) == 0 && same_file(&own, st);
    return S_ISREG(st->st_mode) && !is_stream &&
           strncmp(path, "/dev/", 5) != 0 && strncmp(path, "/proc/", 6) != 0;
}

/* Makes the temporary file and tells the signal handler its name. */
static bool open_temp(Output *o, Str folder, Arena *a)
{
    o->temp = em_str_terminated(a, JOIN(a, folder, STR(".ermaid-XXXXXX")));
    if (strlen(o->temp) >= sizeof pending) {
        errno = ENAMETOOLONG;
        return fail(o);
    }
    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    o->fd = mkstemp(o->temp);
    int error = errno;
    if (o->fd >= 0) {
        strcpy(pending, o->temp);
        has_pending = 1;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return o->fd >= 0 || fail(o);
}

bool em_os_open(Output *o, const char *path, Arena *a)
{
    struct stat st;

    o->error = 0;
    o->total = o->n_buffered = 0;
    o->temp = NULL;
    o->fd = -1;
    o->target = path;
    if (strcmp(path, "-") == 0) {
        o->fd = 1;
        return true;
    }
    bool exists = stat(path, &st) == 0;
    if (exists && !is_replaceable(path, &st)) {
        o->fd = open_directly(path, &st);
        return o->fd >= 0 || fail(o);
    }
    if (exists && access(path, W_OK) != 0)
        return fail(o);
    o->target = follow_links(path, a);
    if (!o->target)
        return fail(o);
    return open_temp(o, folder_of(em_str_of(o->target)), a);
}

static bool flush(Output *o)
{
    if (!o->error && !write_all(o->fd, o->buffer, (size_t)o->n_buffered))
        fail(o);
    o->n_buffered = 0;
    return !o->error;
}

bool em_os_write(void *output, const char *p, size_t n)
{
    Output *o = output;
    if (n > sizeof o->buffer - (size_t)o->n_buffered && !flush(o))
        return false;
    o->total += (int64_t)n;
    if (n > sizeof o->buffer)
        return write_all(o->fd, p, n) || fail(o);
    if (n > 0)
        memcpy(o->buffer + o->n_buffered, p, n);
    o->n_buffered += (int)n;
    return !o->error;
}

/* True when the target's bytes are those of the temporary file. */
static bool is_unchanged(Output *o, int old)
{
    enum { HALF = sizeof o->buffer / 2 };
    char *ours = o->buffer, *theirs = o->buffer + HALF;

    for (off_t at = 0;; at += HALF) {
        ssize_t n = read_at(o->fd, ours, HALF, at);
        ssize_t m = read_at(old, theirs, HALF, at);
        if (n < 0 || n != m || memcmp(ours, theirs, (size_t)n) != 0)
            return false;
        if (n < HALF)
            return true;
    }
}

/* Gives the temporary file the rights of the old one, or those of a new one. */
static bool keep_rights(int fd, const struct stat *old)
{
    if (!old) {
        mode_t mask = umask(0);
        umask(mask);
        return fchmod(fd, 0666 & ~mask) == 0;
    }
    struct stat st;
    bool other_owner = fstat(fd, &st) == 0 &&
                       (st.st_uid != old->st_uid || st.st_gid != old->st_gid);
    if (other_owner && fchown(fd, old->st_uid, old->st_gid) != 0 &&
        errno != EPERM)
        return false;
    return fchmod(fd, old->st_mode & 0777) == 0;
}

static bool close_output(Output *o)
{
    if (o->fd > 2 && close(o->fd) != 0)
        fail(o);
    o->fd = -1;
    return !o->error;
}

/* Compares; closes, which may still fail; renames. */
static bool replace(Output *o)
{
    struct stat st;
    int old = open(o->target, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool exists = stat(o->target, &st) == 0;
    bool same =
        old >= 0 && exists && st.st_size == o->total && is_unchanged(o, old);
    if (old >= 0)
        close(old);
    if (same)
        return unlink(o->temp) == 0 || fail(o);
    if (!keep_rights(o->fd, exists ? &st : NULL))
        return fail(o);
    if (!close_output(o))
        return false;
    return rename(o->temp, o->target) == 0 || fail(o);
}

bool em_os_finish(Output *o)
{
    bool done = flush(o) && (!o->temp || replace(o));
    close_output(o);
    if (done && o->temp)
        has_pending = 0;
    if (!done)
        em_os_abandon(o);
    return !o->error;
}

void em_os_abandon(Output *o)
{
    if (o->temp && has_pending) {
        unlink(o->temp);
        has_pending = 0;
    }
    if (o->fd >= 0)
        close_output(o);
}
