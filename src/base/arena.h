/*
 * Arena: memory that dies together.
 *
 * What is made for a document lives in its arena and goes away with it;
 * nothing is freed by itself. Memory comes zeroed, so zero is a good default
 * for every field of every struct.
 *
 * All arenas of a document draw on one Budget. Invariants: in each block,
 * used <= cap; budget->used is the sum of the caps and never exceeds
 * budget->limit, which is at most INT_MAX, so an int can count whatever fits.
 * A request that would break this does not return: it jumps back to em_try.
 * So the limit is our guard against hostile input, and the way we test running
 * out of memory.
 */
#ifndef EM_ARENA_H
#define EM_ARENA_H

#include <setjmp.h>

#include "base/base.h"

typedef struct Block Block;
typedef struct Guard Guard;

typedef struct {
    size_t used, limit; /* bytes; limit <= INT_MAX */
    size_t peak;        /* the largest `used` so far */
    jmp_buf *fail;      /* where to go when it runs out; set by em_try */
    int64_t requests;   /* so far */
    int64_t fail_at;    /* the request that fails on purpose, for tests; or 0 */
    bool no_module;     /* a module was missing; see em_no_module */
} Budget;

typedef struct {
    Budget *budget;
    Block *last;
    Guard *guards; /* foreign things to close, newest first */
} Arena;

/* A moment in an arena's life. {0} is the moment before the first request. */
typedef struct {
    Block *block;
    size_t used;
    Guard *guards;
} Mark;

/* Zeroed memory for count things of a size. Never NULL. */
void *em_arena_alloc(Arena *a, size_t count, size_t size);

/*
 * Room for `more` things, of which the first `count` are those of items, which
 * may be NULL when there are none. Where items are, when they are the newest
 * request and there is room behind them; else moved. The new ones are zeroed.
 */
void *em_arena_more(Arena *a, void *items, size_t count, size_t more,
                    size_t size);

#define NEW(arena, T) ((T *)em_arena_alloc(arena, 1, sizeof(T)))
#define NEW_ARRAY(arena, n, T) \
    ((T *)em_arena_alloc(arena, (size_t)(n), sizeof(T)))

/* n ints that are NONE: places in a list that nothing has so far. */
int *em_new_nones(Arena *a, int n);

Mark em_arena_mark(const Arena *a);

/*
 * Gives back all that was taken since the mark, after closing the foreign
 * things guarded since; (Mark){0} empties the arena.
 */
void em_arena_rewind(Arena *a, Mark m);

/*
 * Guard: closes a foreign thing (a parser, a surface) when its memory's time
 * ends, also when a request in between did not return. Make the guard first,
 * then the thing, then em_guard_set, with no request in between.
 */
Guard *em_guard_new(Arena *a);
void em_guard_set(Guard *g, void (*close)(void *thing), void *thing);

/* Closes the thing now; its guard is then empty. */
void em_guard_close(Guard *g);

/*
 * Makes room for one more item at the end of an array that lives in the arena.
 * Returns the array, moved when it had to grow (to twice its room, at least 8).
 */
void *em_grow(Arena *a, void *items, int n, int *room, size_t size);

/* Appends a zeroed item to v->items, counted by v->n, with room v->room. */
#define PUSH(arena, v) \
    ((v)->items = \
         em_grow(arena, (v)->items, (v)->n, &(v)->room, sizeof *(v)->items), \
     &(v)->items[(v)->n++])

/* The struct PUSH works on. */
#define ARRAY_OF(T) \
    struct { \
        T *items; \
        int n, room; \
    }

/* Makes v->items none, and none that a copy of *v shares. */
#define EMPTY(v) ((v)->items = NULL, (v)->n = (v)->room = 0)

/* Does what a request does that cannot be met: for foreign functions that had
 * no memory. */
_Noreturn void em_out_of_memory(const Arena *a);

/* Goes to em_try likewise, because a part of ermaid is not installed. */
_Noreturn void em_no_module(const Arena *a);

/* Runs run(ctx). False when the budget ran out before it came back. */
bool em_try(Budget *budget, void (*run)(void *ctx), void *ctx);

#endif
