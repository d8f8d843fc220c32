/*
 * D2's text level: parsing, and formatting, which keeps the text valid and
 * does nothing the second time.
 */
#include "d2/d2_ast.h"
#include "d2/d2_detect.h"
#include "fuzz.h"

#include <stdlib.h>

typedef struct {
    Arena arena;
    Str text;
} Run;

/* The formatted text; empty when there are errors. */
static Str format(Arena *a, Str text, bool *valid)
{
    Source *src = NEW(a, Source);
    Diags diags = {.arena = a};
    Buf out = {.arena = a};
    *src = em_source_of(STR("fuzz"), em_d2_decode(text, a));
    em_d2_parse(src, a, &diags);
    *valid = diags.errors == 0;
    if (*valid)
        em_d2_format(&out, src, a);
    return em_buf_str(&out);
}

static void run(void *ctx)
{
    Run *r = ctx;
    bool valid;
    em_d2_detect(r->text);
    Str once = format(&r->arena, r->text, &valid);
    if (!valid)
        return;
    Str twice = format(&r->arena, once, &valid);
    if (!valid || !em_str_eq(once, twice))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Budget budget = {.limit = 256 * 1024 * 1024};
    Run r = {.arena = {.budget = &budget},
             .text = {(const char *)data, (int)size}};
    em_try(&budget, run, &r);
    em_arena_rewind(&r.arena, (Mark){0});
    return 0;
}
