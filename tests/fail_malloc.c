/*
 * A library to preload: the FAIL_AT-th request for memory of the process, and
 * every later one when FAIL_ON is set, gets none. Tells at the end, by the
 * file FAIL_TOLD, whether it came to that.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static long left = -1; /* requests until the failing one; -1: not read yet */
static int on;

/* getenv does not allocate. */
static void read_wishes(void)
{
    const char *at = getenv("FAIL_AT");
    left = at ? strtol(at, NULL, 10) : 0;
    on = getenv("FAIL_ON") != NULL;
}

static void tell(void)
{
    const char *path = getenv("FAIL_TOLD");
    int fd = path ? open(path, O_WRONLY | O_CREAT, 0600) : -1;
    if (fd >= 0)
        close(fd);
}

static int fails(void)
{
    if (left < 0)
        read_wishes();
    if (left == 0)
        return 0;
    if (left > 1) {
        left--;
        return 0;
    }
    if (!on)
        left = 0;
    tell();
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails() ? NULL : __libc_realloc(p, size);
}
