/*
 * A schema and what is left of it when a piece of its text is cut out, compared
 * both ways in every form. The last three bytes say which piece, in percent of
 * the text, and the options; so the seeds are those of SQL. A schema must not
 * differ from itself, and a draft must be read again, also one to a drawing.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static Ermaid *open_text(ErmaidBytes text)
{
    static const ErmaidOptions o = {.memory = 256 * 1024 * 1024};
    Ermaid *d = ermaid_open(&o);
    if (d)
        ermaid_read(d, ERMAID_SQL, "fuzz", text);
    return d;
}

static void read_draft(ErmaidBytes draft)
{
    Ermaid *d = open_text(draft);
    if (!d)
        return;
    ermaid_check(d);
    ermaid_close(d);
}

/* In all forms; does anything differ? */
static bool compare(const Ermaid *before, Ermaid *after,
                    const ErmaidDiffOptions *o)
{
    bool differs = false;
    ErmaidBytes out;
    int index;

    for (ErmaidDiffFormat i = ERMAID_DIFF_TEXT; i <= ERMAID_DIFF_MARKDOWN; i++)
        ermaid_diff(before, 0, after, 0, o, i, &differs, &out);
    if (ermaid_diff(before, 0, after, 0, o, ERMAID_DIFF_SQL, &differs, &out) ==
        ERMAID_OK)
        read_draft(out);
    if (ermaid_diff_picture(before, 0, after, 0, o, &differs, &index) ==
        ERMAID_OK)
        ermaid_render(after, index, ERMAID_SVG, &out);
    return differs;
}

static void compare_texts(ErmaidBytes a, ErmaidBytes b,
                          const ErmaidDiffOptions *o, bool are_same)
{
    Ermaid *before = open_text(a), *after = open_text(b);
    if (before && after && ermaid_count(before) > 0 &&
        ermaid_count(after) > 0 && compare(before, after, o) && are_same)
        abort();
    ermaid_close(before);
    ermaid_close(after);
}

/* The drafts between a schema and the drawing of another one. */
static void compare_drawn(ErmaidBytes a, ErmaidBytes b,
                          const ErmaidDiffOptions *o)
{
    Ermaid *before = open_text(a), *other = open_text(b);
    Ermaid *plan = ermaid_open(NULL);
    ErmaidBytes drawn, out;
    bool differs;

    if (before && other && plan && ermaid_count(before) > 0 &&
        ermaid_convert(other, 0, ERMAID_TO_MERMAID, &drawn) == ERMAID_OK) {
        ermaid_read(plan, ERMAID_MERMAID, "plan", drawn);
        if (ermaid_diff(before, 0, plan, 0, o, ERMAID_DIFF_SQL, &differs,
                        &out) == ERMAID_OK)
            read_draft(out);
        if (ermaid_diff(plan, 0, before, 0, o, ERMAID_DIFF_SQL, &differs,
                        &out) == ERMAID_OK)
            read_draft(out);
    }
    ermaid_close(before);
    ermaid_close(other);
    ermaid_close(plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    const uint8_t *wish = data + size - 3;
    size_t n = size - 3, from = n * (wish[0] % 100) / 100;
    size_t to = from + (n - from) * (wish[1] % 100) / 100;
    ErmaidDiffOptions o = {.no_renames = wish[2] & 1,
                           .full = wish[2] & 2,
                           .any_order = wish[2] & 4,
                           .distance = wish[2] & 8 ? -1 : 1};
    char *cut = malloc(n);
    if (!cut)
        return 0;
    memcpy(cut, data, from);
    memcpy(cut + from, data + to, n - to);

    ErmaidBytes whole = {(const char *)data, n};
    ErmaidBytes rest = {cut, n - (to - from)};
    compare_texts(whole, rest, &o, false);
    compare_texts(rest, whole, &o, false);
    compare_texts(whole, whole, &o, true);
    compare_drawn(whole, rest, &o);
    free(cut);
    return 0;
}
