/*
 * Messages of the command itself, and the exit status they bring.
 */
#include "cli/cli.h"

#include "base/utf8.h"

void em_exit_with(Cli *cli, int status)
{
    if (cli->status == EXIT_DONE || cli->status == EXIT_DIFFERENT)
        if (status != EXIT_DONE)
            cli->status = status;
}

/* Names of files may hold anything; control characters become U+FFFD. */
static void put_visible(Buf *out, Str s)
{
    for (int i = 0, len; i < s.n; i += len) {
        uint32_t c = em_utf8_decode(s, i, &len);
        em_utf8_put(out, em_utf8_is_control(c) || c == '\n' ? REPLACEMENT : c);
    }
}

void em_fail(Cli *cli, int status, const Str *parts, int n)
{
    Buf out = {.arena = cli->arena};
    em_put(&out, STR("ermaid: "));
    for (int i = 0; i < n; i++)
        put_visible(&out, parts[i]);
    em_put(&out, STR("\n"));
    em_os_stderr(em_buf_str(&out));
    em_exit_with(cli, status);
}

bool em_print(Cli *cli, Str s)
{
    const char *why;
    if (em_os_stdout(s, &why))
        return true;
    FAIL(cli, EXIT_FILE, STR("standard output: "), em_str_of(why));
    return false;
}

int em_exit_of(ErmaidStatus status)
{
    switch (status) {
    case ERMAID_OK: return EXIT_DONE;
    case ERMAID_HAS_ERRORS: return EXIT_ERRORS;
    case ERMAID_NO_MEMORY:
    case ERMAID_TOO_LARGE: return EXIT_LIMIT;
    case ERMAID_UNSUPPORTED: return EXIT_FOREIGN;
    case ERMAID_BAD_OPTION: return EXIT_USAGE;
    case ERMAID_NOT_WRITTEN: return EXIT_FILE;
    }
    return EXIT_LIMIT;
}
