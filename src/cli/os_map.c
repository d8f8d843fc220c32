/*
 * Large inputs, with POSIX: files are mapped, and a stream is first kept in a
 * temporary file, so that memory holds only the part that is looked at.
 */
#define _XOPEN_SOURCE   700 /* NOLINT: the name is POSIX's */
#define _DEFAULT_SOURCE     /* NOLINT: for madvise */

#include "cli/os.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    void *p; /* NULL: nothing is mapped */
    size_t n;
} Mapping;

static void unmap(void *thing)
{
    Mapping *m = thing;
    if (m->p)
        munmap(m->p, m->n);
}

static Mapping *new_mapping(Arena *a)
{
    Mapping *m = NEW(a, Mapping);
    em_guard_set(em_guard_new(a), unmap, m);
    return m;
}

static ReadStatus map(int fd, size_t limit, Mapping *m, FileText *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0)
        return READ_FAILED;
    out->id = (FileId){(uint64_t)st.st_dev, (uint64_t)st.st_ino};
    if ((uint64_t)st.st_size > limit || st.st_size > INT_MAX)
        return READ_TOO_LARGE;
    m->n = (size_t)st.st_size;
    void *p = mmap(NULL, m->n, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return READ_FAILED;
    m->p = p;
    posix_madvise(p, m->n, POSIX_MADV_SEQUENTIAL);
    out->text = (Str){p, (int)m->n};
    return READ_OK;
}

ReadStatus em_os_map(const char *path, size_t limit, Arena *a, FileText *out)
{
    Mapping *m = new_mapping(a);
    *out = (FileText){0};
    if (strcmp(path, "-") == 0) /* what was read of it already is not there */
        return lseek(0, 0, SEEK_CUR) == 0 ? map(0, limit, m, out) : READ_FAILED;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return READ_FAILED;
    ReadStatus status = map(fd, limit, m, out);
    close(fd);
    return status;
}

void em_os_forget(const char *text, const char *end)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = ((uintptr_t)text + page - 1) / page * page;
    uintptr_t to = (uintptr_t)end / page * page;
#ifdef MADV_DONTNEED /* POSIX has the word, and libraries that ignore it */
    if (to > from)
        madvise((void *)from, to - from, MADV_DONTNEED);
#endif
}

/* ---- streams --------------------------------------------------------------
 */

static void close_file(void *thing)
{
    fclose(thing);
}

/* A file that nobody else finds, and that is gone when it is closed. */
static FILE *open_nameless(char *path)
{
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    unlink(path);
    FILE *f = fdopen(fd, "w+");
    if (!f)
        close(fd);
    return f;
}

static ReadStatus fail(FileText *out)
{
    out->why = strerror(errno);
    return READ_FAILED;
}

/* Puts what was read and what is still to come into the file. */
static ReadStatus keep(FILE *f, Str begun, size_t limit, char *piece,
                       size_t room, FileText *out)
{
    size_t n = (size_t)begun.n;
    if (fwrite(begun.p, 1, n, f) != n)
        return fail(out);
    for (;;) {
        ssize_t got = read(0, piece, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(out);
        if (got == 0)
            return fflush(f) ? fail(out) : READ_OK;
        n += (size_t)got;
        if (n > limit)
            return READ_TOO_LARGE;
        if (fwrite(piece, 1, (size_t)got, f) != (size_t)got)
            return fail(out);
    }
}

ReadStatus em_os_keep_stdin(Str begun, size_t limit, Arena *a, FileText *out)
{
    enum { PIECE = 64 * 1024 };
    const char *folder = getenv("TMPDIR");
    char *path = em_str_terminated(
        a, JOIN(a, em_str_of(folder && folder[0] ? folder : "/tmp"),
                STR("/ermaid-XXXXXX")));
    char *piece = NEW_ARRAY(a, PIECE, char);
    Mapping *m = new_mapping(a);
    Guard *guard = em_guard_new(a);

    *out = (FileText){0};
    FILE *f = open_nameless(path);
    if (!f)
        return fail(out);
    em_guard_set(guard, close_file, f);
    ReadStatus status = keep(f, begun, limit, piece, PIECE, out);
    if (status == READ_OK)
        status = map(fileno(f), limit, m, out);
    em_guard_close(guard);
    return status;
}
