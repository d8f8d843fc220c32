/*
 * The list, and its form for terminals. Machine forms are in diag_put.c.
 */
#include "base/diag.h"

#include "base/utf8.h"

#include <string.h>

Diag *em_diag_add(Diags *d, Diag diag)
{
    if (diag.severity == DIAG_ERROR)
        d->errors++;
    if (d->list.n == MAX_DIAGS) {
        d->dropped++;
        d->list.items[MAX_DIAGS - 1] = diag;
        return &d->list.items[MAX_DIAGS - 1];
    }
    Diag *added = PUSH(d->arena, &d->list);
    *added = diag;
    return added;
}

/* Messages of different files stay in the order of their report. */
static bool comes_after(const Diag *a, const Diag *b)
{
    return a->source->file.p == b->source->file.p &&
           em_source_file_at(a->source, a->span.at) >
               em_source_file_at(b->source, b->span.at);
}

void em_diags_sort(Diags *d)
{
    /* insertion: the list is nearly sorted and at most MAX_DIAGS long */
    for (int i = 1; i < d->list.n; i++) {
        Diag moving = d->list.items[i];
        int j = i;
        for (; j > 0 && comes_after(&d->list.items[j - 1], &moving); j--)
            d->list.items[j] = d->list.items[j - 1];
        d->list.items[j] = moving;
    }
}

Str em_severity_name(Severity s)
{
    switch (s) {
    case DIAG_ERROR: return STR("error");
    case DIAG_WARNING: return STR("warning");
    case DIAG_NOTE: return STR("note");
    }
    return STR("");
}

enum { SHOWN_COLUMNS = 160 }; /* of a source line; longer ones are cut */

/*
 * Puts text for a terminal: control characters and bidirectional overrides as
 * U+FFFD, tabs as one space, at most `limit` columns. Returns the columns.
 */
static int put_visible(Buf *out, Str s, int limit)
{
    int columns = 0;
    for (int i = 0, len; i < s.n; i += len) {
        uint32_t c = em_utf8_decode(s, i, &len);
        bool bidi =
            (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (c == '\t')
            c = ' ';
        else if (em_utf8_is_control(c) || c == '\n' || bidi)
            c = REPLACEMENT;
        int width = em_utf8_columns(c);
        if (columns + width > limit)
            break;
        em_utf8_put(out, c);
        columns += width;
    }
    return columns;
}

/* The line with carets under the span; a long line is shown around it. */
static void put_excerpt(Buf *out, const Diag *d, Line l)
{
    Str file = d->source->file;
    int at = l.start + l.column - 1;
    int from =
        at - l.start > SHOWN_COLUMNS / 2 ? at - SHOWN_COLUMNS / 2 : l.start;
    while (from > l.start && ((unsigned char)file.p[from] & 0xC0) == 0x80)
        from--;
    at = MIN(at, l.end);
    int to = MIN(MAX(at + d->span.len, at), l.end);

    em_put(out, STR("  "));
    put_visible(out, em_str_cut(file, MIN(from, l.end), l.end), SHOWN_COLUMNS);
    em_put(out, STR("\n  "));
    Buf unseen = {.arena = out->arena};
    int indent = put_visible(&unseen, em_str_cut(file, MIN(from, at), at),
                             SHOWN_COLUMNS);
    int carets =
        put_visible(&unseen, em_str_cut(file, at, to), SHOWN_COLUMNS - indent);
    em_put_fill(out, ' ', indent);
    em_put_fill(out, '^', MAX(carets, 1));
    em_put(out, STR("\n"));
}

static void put_diag(Buf *out, const Diag *d, LineCursor *cursor)
{
    Line l = em_source_line(d->source, d->span.at, cursor);

    put_visible(out, d->source->name, 4000);
    em_put(out, STR(":"));
    em_put_int(out, l.number);
    em_put(out, STR(":"));
    em_put_int(out, l.column);
    PUT(out, STR(": "), em_severity_name(d->severity), STR(": "));
    put_visible(out, d->message, 1000);
    PUT(out, STR(" ["), d->code, STR("]\n"));
    put_excerpt(out, d, l);
    if (d->help.n) {
        em_put(out, STR("help: "));
        put_visible(out, d->help, 1000);
        em_put(out, STR("\n"));
    }
}

void em_diags_print(Buf *out, const Diags *d)
{
    LineCursor cursor = {0};
    for (int i = 0; i < d->list.n; i++)
        put_diag(out, &d->list.items[i], &cursor);
}
