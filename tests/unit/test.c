/*
 * The runner, on cmocka.
 */
#include "test.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MAX_FAILURES = 200 };

typedef struct {
    const Test *test;
    Arena arena;
} Try;

void em_check(bool ok, const char *what, const char *file, int line)
{
    if (!ok)
        print_error("%s:%d: CHECK(%s)\n", file, line, what);
    _assert_true(ok, what, file, line);
}

void em_check_str(Str got, Str want, const char *file, int line)
{
    bool same = em_str_eq(got, want);
    if (!same)
        print_error("%s:%d: got\n%.*s\nwanted\n%.*s\n", file, line, got.n,
                    got.p, want.n, want.p);
    _assert_true(same, "the same text", file, line);
}

static void empty_arena(void *arena)
{
    em_arena_rewind(arena, (Mark){0});
}

Arena *em_test_scratch(Arena *arena)
{
    Guard *guard = em_guard_new(arena);
    Arena *scratch = NEW(arena, Arena);

    scratch->budget = arena->budget;
    em_guard_set(guard, empty_arena, scratch);
    return scratch;
}

static void run_try(void *ctx)
{
    Try *t = ctx;
    t->test->run(&t->arena);
}

/* Runs a test with its fail_at-th request failing. Returns its requests. */
static int64_t run_once(const Test *test, int64_t fail_at, bool *ok)
{
    Budget budget = {.limit = INT_MAX, .fail_at = fail_at};
    Try t = {test, {.budget = &budget}};

    *ok = em_try(&budget, run_try, &t);
    em_arena_rewind(&t.arena, (Mark){0});
    assert_int_equal(budget.used, 0);
    return budget.requests;
}

static void run_with_failures(void **state)
{
    const Test *test = *state;
    bool ok;
    int64_t requests = run_once(test, 0, &ok);

    assert_true(ok);
    int64_t step = requests / MAX_FAILURES + 1;
    for (int64_t n = 1; n <= requests; n += step) {
        run_once(test, n, &ok);
        assert_false(ok);
    }
}

int em_run_tests(const char *group, const Test *tests, int n)
{
    struct CMUnitTest *rows = calloc((size_t)n, sizeof *rows);
    if (!rows)
        return 1;
    for (int i = 0; i < n; i++) {
        void *state = NULL;
        memcpy(&state, &(const Test *){&tests[i]}, sizeof state);
        rows[i] = (struct CMUnitTest){tests[i].name, run_with_failures, NULL,
                                      NULL, state};
    }
    int failed = _cmocka_run_group_tests(group, rows, (size_t)n, NULL, NULL);
    free(rows);
    return failed;
}
