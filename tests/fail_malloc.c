/*
 * A library to preload: the FAIL_AT-th request for memory of the program, and
 * every later one when FAIL_ON is set, gets none. Tells at the end, by the
 * file FAIL_TOLD, whether it came to that.
 *
 * Requests count from the program's start on. What shared libraries ask for
 * while they are loaded comes before: GLib, which HarfBuzz brings along, waits
 * for ever when it gets none there, and a program cannot help it. Nor do
 * HarfBuzz's own requests count: version 6 crashes when it closes a face whose
 * tables it had no memory for.
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

static long left; /* requests until the failing one; 0: none will */
static int on;

typedef int Main(int argc, char **argv, char **env);
typedef int Start(Main *run, int argc, char **argv, void (*init)(void),
                  void (*fini)(void), void (*unload)(void), void *stack);

Start __libc_start_main; /* glibc's, which we stand before */

int __libc_start_main(Main *run, int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*unload)(void), void *stack)
{
    Start *start = (Start *)dlsym(RTLD_NEXT, "__libc_start_main");
    const char *at = getenv("FAIL_AT");
    left = at ? strtol(at, NULL, 10) : 0;
    on = getenv("FAIL_ON") != NULL;
    return start(run, argc, argv, init, fini, unload, stack);
}

static void tell(void)
{
    const char *path = getenv("FAIL_TOLD");
    int fd = path ? open(path, O_WRONLY | O_CREAT, 0600) : -1;
    if (fd >= 0)
        close(fd);
}

static int is_harfbuzz(const void *caller)
{
    Dl_info info;
    return dladdr(caller, &info) && info.dli_fname &&
           strstr(info.dli_fname, "harfbuzz");
}

static int fails(const void *caller)
{
    if (left == 0 || is_harfbuzz(caller))
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
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(p, size);
}
