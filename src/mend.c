/*
 * Fixes: what the messages know to be mended, done in the text. Only the
 * document's own file is changed; of fixes that meet, the first is done. The
 * messages of what was mended go.
 */
#include "document.h"

#include <stdlib.h>

typedef struct {
    int from, to; /* bytes of the file */
    Str text;
    int index; /* of the message */
} Edit;

typedef ARRAY_OF(Edit) Edits;

typedef struct {
    Ermaid *d;
    int done;
    Str out;
} Mending;

static int by_place(const void *a, const void *b)
{
    const Edit *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->index < y->index ? -1 : 1;
}

static Edits find_edits(Ermaid *d)
{
    Edits edits = {0};
    for (int i = 0; i < d->diags.list.n; i++) {
        const Diag *diag = &d->diags.list.items[i];
        const Fix *fix = &diag->fix;
        if (!fix->is_known || diag->source->file.p != d->file.file.p)
            continue;
        int from = em_source_file_at(diag->source, fix->span.at);
        int to = em_source_file_at(diag->source, fix->span.at + fix->span.len);
        *PUSH(&d->work, &edits) = (Edit){from, to, fix->text, i};
    }
    if (edits.n)
        qsort(edits.items, (size_t)edits.n, sizeof *edits.items, by_place);
    return edits;
}

/* The fix of a message that is no longer true is empty. */
static void forget_mended(Diags *diags)
{
    int kept = 0;
    for (int i = 0; i < diags->list.n; i++)
        if (diags->list.items[i].code.n)
            diags->list.items[kept++] = diags->list.items[i];
        else
            diags->errors -= diags->list.items[i].severity == DIAG_ERROR;
    diags->list.n = kept;
}

static void mend(void *ctx)
{
    Mending *m = ctx;
    Ermaid *d = m->d;
    Edits edits = find_edits(d);
    Str file = d->file.file;
    Buf out = {.arena = &d->arena};
    int at = 0;

    for (int i = 0; i < edits.n; i++) {
        const Edit *e = &edits.items[i];
        if (e->from < at)
            continue;
        PUT(&out, em_str_cut(file, at, e->from), e->text);
        at = e->to;
        m->done++;
        d->diags.list.items[e->index].code = (Str){0};
    }
    em_put(&out, em_str_cut(file, at, file.n));
    forget_mended(&d->diags);
    m->out = m->done ? em_buf_str(&out) : file;
}

ErmaidStatus ermaid_fix(Ermaid *d, int *fixed, ErmaidBytes *out)
{
    Mending m = {.d = d};
    if (!em_document_run(d, mend, &m))
        return ERMAID_NO_MEMORY;
    *fixed = m.done;
    *out = em_bytes_of(m.out);
    return ERMAID_OK;
}
