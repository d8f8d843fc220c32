/*
 * Arenas are chains of blocks; guards are a chain of closers beside them. The
 * only setjmp of the program is here.
 */
#include "base/arena.h"

#include <limits.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Invariant: mem is zero from byte `dirty` on. */
struct Block {
    Block *prev;
    size_t used, dirty, cap;
    max_align_t mem[];
};

struct Guard {
    Guard *prev;
    void (*close)(void *thing); /* NULL: nothing to close */
    void *thing;
};

enum { BLOCK_SIZE = 64 * 1024 };

static Block *add_block(Arena *a, size_t need)
{
    Budget *budget = a->budget;
    size_t cap = need > BLOCK_SIZE ? need : BLOCK_SIZE;
    if (cap > budget->limit - budget->used)
        cap = need;
    if (cap > budget->limit - budget->used)
        longjmp(*budget->fail, 1);

    /* a large block may come from the system, which gives zeros that take up
       no memory until they are written to */
    bool large = cap > BLOCK_SIZE;
    Block *b = large ? calloc(1, sizeof *b + cap) : malloc(sizeof *b + cap);
    if (!b)
        longjmp(*budget->fail, 1);

    b->prev = a->last;
    b->used = 0;
    b->dirty = large ? 0 : cap;
    b->cap = cap;
    a->last = b;
    budget->used += cap;
    if (budget->peak < budget->used)
        budget->peak = budget->used;
    return b;
}

/* The bytes of count things, as much as keeps the next request aligned. */
static size_t bytes_of(const Arena *a, size_t count, size_t size)
{
    const size_t align = alignof(max_align_t);

    assert(size > 0 && a->budget->limit <= INT_MAX);
    if (count > INT_MAX || size > INT_MAX ||
        (uint64_t)count * size > a->budget->limit)
        longjmp(*a->budget->fail, 1);
    return (count * size + align - 1) / align * align;
}

static void count_request(const Arena *a)
{
    if (++a->budget->requests == a->budget->fail_at)
        longjmp(*a->budget->fail, 1);
}

/* The next bytes of a block, zeroed. */
static void *take(Block *b, size_t need)
{
    char *p = (char *)b->mem + b->used;

    assert(need <= b->cap - b->used);
    if (b->used < b->dirty)
        memset(p, 0, MIN(need, b->dirty - b->used));
    b->used += need;
    b->dirty = MAX(b->dirty, b->used);
    return p;
}

void *em_arena_alloc(Arena *a, size_t count, size_t size)
{
    size_t need = bytes_of(a, count, size);
    Block *b = a->last;

    count_request(a);
    if (!b || b->cap - b->used < need)
        b = add_block(a, need);
    return take(b, need);
}

void *em_arena_more(Arena *a, void *items, size_t count, size_t more,
                    size_t size)
{
    size_t old = bytes_of(a, count, size), need = bytes_of(a, more, size) - old;
    Block *b = a->last;
    bool is_newest =
        b && old > 0 && (char *)items + old == (char *)b->mem + b->used;

    if (is_newest && b->cap - b->used >= need) {
        count_request(a);
        take(b, need);
        return items;
    }
    void *moved = em_arena_alloc(a, more, size);
    if (count > 0)
        memcpy(moved, items, count * size);
    return moved;
}

int *em_new_nones(Arena *a, int n)
{
    int *places = NEW_ARRAY(a, n, int);
    for (int i = 0; i < n; i++)
        places[i] = NONE;
    return places;
}

Mark em_arena_mark(const Arena *a)
{
    return (Mark){a->last, a->last ? a->last->used : 0, a->guards};
}

void em_arena_rewind(Arena *a, Mark m)
{
    while (a->guards != m.guards) {
        em_guard_close(a->guards);
        a->guards = a->guards->prev;
    }
    while (a->last != m.block) {
        Block *b = a->last;
        a->last = b->prev;
        a->budget->used -= b->cap;
        free(b);
    }
    if (a->last)
        a->last->used = m.used;
}

Guard *em_guard_new(Arena *a)
{
    Guard *g = NEW(a, Guard);
    g->prev = a->guards;
    a->guards = g;
    return g;
}

void em_guard_set(Guard *g, void (*close)(void *thing), void *thing)
{
    g->close = close;
    g->thing = thing;
}

void em_guard_close(Guard *g)
{
    if (g->close)
        g->close(g->thing);
    g->close = NULL;
}

void *em_grow(Arena *a, void *items, int n, int *room, size_t size)
{
    if (n < *room)
        return items;

    int more = *room < 8 ? 8 : *room > INT_MAX / 2 ? INT_MAX : *room * 2;
    void *moved = em_arena_more(a, items, (size_t)*room, (size_t)more, size);
    *room = more;
    return moved;
}

_Noreturn void em_out_of_memory(const Arena *a)
{
    longjmp(*a->budget->fail, 1);
}

_Noreturn void em_no_module(const Arena *a)
{
    a->budget->no_module = true;
    longjmp(*a->budget->fail, 1);
}

bool em_try(Budget *budget, void (*run)(void *ctx), void *ctx)
{
    jmp_buf *const outer = budget->fail;
    jmp_buf fail;

    budget->fail = &fail;
    if (setjmp(fail)) {
        budget->fail = outer;
        return false;
    }
    run(ctx);
    budget->fail = outer;
    return true;
}
