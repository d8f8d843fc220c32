/*
 * Unit tests: rows of a sentence and a function.
 *
 * The runner gives each test an arena and runs it once with plenty of memory,
 * then again with each of its requests for memory failing in turn (evenly
 * spread over at most MAX_FAILURES of them), so each test is an out-of-memory
 * test too. A test must therefore take all its memory from the arena.
 */
#ifndef EM_TEST_H
#define EM_TEST_H

#include "base/arena.h"
#include "base/str.h"

typedef struct {
    const char *name;
    void (*run)(Arena *arena);
} Test;

void em_check(bool ok, const char *what, const char *file, int line);
void em_check_str(Str got, Str want, const char *file, int line);

#define CHECK(condition)     em_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_STR(got, want) em_check_str((got), (want), __FILE__, __LINE__)

/* A second arena, which dies with the first and shares its memory. */
Arena *em_test_scratch(Arena *arena);

/* Runs the tests of one file; the value of its main(). */
int em_run_tests(const char *group, const Test *tests, int n);

#endif
