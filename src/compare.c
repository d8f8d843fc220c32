/*
 * Two documents compared.
 *
 * All that is made belongs to the later document: its arena keeps what is
 * handed out, its budget is what the comparison may use.
 */
#include "diff/diff.h"
#include "document.h"

#include <string.h>

typedef struct {
    Ermaid *after;
    const Schema *old, *new;
    const ErmaidDiffOptions *options;
    ErmaidDiffFormat format;
    bool differs;
    Str out;
} Comparing;

static RenameWishes wishes_of(const ErmaidDiffOptions *o, Arena *a)
{
    RenameWishes wishes = {0};
    for (int i = 0; i < o->n_renames; i++) {
        Str both = em_str_of(o->renames[i]);
        int at = em_str_find_char(both, '=', 0);
        if (at != NONE)
            *PUSH(a, &wishes) =
                (RenameWish){em_str_trim(em_str_cut(both, 0, at)),
                             em_str_trim(em_str_cut(both, at + 1, both.n))};
    }
    return wishes;
}

static void compare(void *ctx)
{
    Comparing *c = ctx;
    Arena *work = &c->after->work;
    DiffOptions o = {c->options->no_renames, wishes_of(c->options, work)};
    Diff *diff = em_diff(c->old, c->new, &o, work, &c->after->scratch);
    Dangers dangers = em_dangers(diff, work);
    Buf out = {.arena = work};

    c->differs = diff->is_changed;
    switch (c->format) {
    case ERMAID_DIFF_TEXT:
        em_diff_put_text(&out, diff, &dangers, c->options->colors);
        break;
    case ERMAID_DIFF_JSON: em_diff_put_json(&out, diff, &dangers); break;
    case ERMAID_DIFF_MARKDOWN:
        em_diff_put_markdown(&out, diff, &dangers);
        break;
    }
    c->out = em_str_copy(&c->after->arena, em_buf_str(&out));
}

static const Schema *schema_of(const Ermaid *d, int index)
{
    if (index < 0 || index >= d->diagrams.n)
        return NULL;
    return &d->diagrams.items[index].schema;
}

ErmaidStatus ermaid_diff(const Ermaid *before, int before_index, Ermaid *after,
                         int after_index, const ErmaidDiffOptions *options,
                         ErmaidDiffFormat format, bool *differs,
                         ErmaidBytes *out)
{
    static const ErmaidDiffOptions none = {0};
    Comparing c = {.after = after,
                   .old = schema_of(before, before_index),
                   .new = schema_of(after, after_index),
                   .options = options ? options : &none,
                   .format = format};

    *out = (ErmaidBytes){0};
    *differs = false;
    if (!c.old || !c.new)
        return ERMAID_UNSUPPORTED;
    if (before->diagrams.items[before_index].has_errors ||
        after->diagrams.items[after_index].has_errors)
        return ERMAID_HAS_ERRORS;
    if (!em_document_run(after, compare, &c))
        return ERMAID_NO_MEMORY;
    *differs = c.differs;
    *out = em_bytes_of(c.out);
    return ERMAID_OK;
}
