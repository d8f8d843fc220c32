/*
 * What stands above and below the picture of a change: how much changed, and
 * what that can do to data.
 *
 * A schema of many changes has the same danger many times: it is one note,
 * that names a few of the places.
 */
#include "diff/diff_marks.h"

enum {
    MAX_PLACES = 3, /* that a note names */
    MAX_DANGERS = 8,
    MAX_OTHERS = 6 /* notes on enums and views */
};

/* ---- the title ------------------------------------------------------------
 */

Str em_union_title(const DiffUnion *u, Arena *a)
{
    Buf out = {.arena = a};
    em_put(&out,
           u->d->is_changed ? em_diff_title(u->d, a) : STR("No differences"));
    if (u->d->is_changed && u->left_out) {
        em_put(&out, STR("; "));
        em_put_int(&out, u->left_out);
        em_put(&out, STR(" unchanged not shown"));
    }
    return em_buf_str(&out);
}

/* ---- dangers --------------------------------------------------------------
 */

/* "users.bio, users.address and 2 more: copy the values before …" */
static Str kind_words(const Diff *d, const Danger *first, int n, Arena *a)
{
    Buf out = {.arena = a};
    for (int i = 0; i < MIN(n, MAX_PLACES); i++)
        PUT(&out, i ? STR(", ") : (Str){0},
            em_danger_place_words(d, &first[i], a));
    if (n > MAX_PLACES) {
        em_put(&out, STR(" and "));
        em_put_int(&out, n - MAX_PLACES);
        em_put(&out, STR(" more"));
    }
    PUT(&out, STR(": "), first->rule.advice);
    return em_buf_str(&out);
}

static Str more_words(int n, Arena *a)
{
    Buf out = {.arena = a};
    em_put(&out, STR("and "));
    em_put_int(&out, n);
    em_put(&out, STR(" more"));
    return em_buf_str(&out);
}

static void add_dangers(const Diff *d, const Dangers *all, Graph *g, Arena *a)
{
    Dangers dangers = em_dangers_by_kind(all, a);
    int kinds = 0;

    for (int i = 0, n; i < dangers.n; i += n) {
        const Danger *first = &dangers.items[i];
        n = em_danger_run(&dangers, i);
        if (first->rule.level == DANGER_NOTE || kinds++ >= MAX_DANGERS)
            continue;
        *PUSH(a, &g->notes) =
            (Note){.flag = first->rule.level == DANGER_ERROR ? FLAG_ERROR
                                                             : FLAG_WARNING,
                   .text = kind_words(d, first, n, a)};
    }
    if (kinds > MAX_DANGERS)
        *PUSH(a, &g->notes) =
            (Note){.text = JOIN(a, more_words(kinds - MAX_DANGERS, a),
                                STR(" kinds of warnings"))};
}

static void add_others(const Diff *d, Graph *g, Arena *a)
{
    DiffLines lines = em_diff_type_lines(d, a);
    for (int i = 0; i < MIN(lines.n, MAX_OTHERS); i++) {
        const DiffLine *line = &lines.items[i];
        *PUSH(a, &g->notes) = (Note){
            .change = line->sign == '+'   ? CHANGE_ADDED
                      : line->sign == '-' ? CHANGE_REMOVED
                                          : CHANGE_CHANGED,
            .text = JOIN(a, line->name, line->detail.n ? STR("  ") : (Str){0},
                         line->detail)};
    }
    if (lines.n > MAX_OTHERS)
        *PUSH(a, &g->notes) =
            (Note){.text = JOIN(a, more_words(lines.n - MAX_OTHERS, a),
                                STR(" enums and views"))};
}

void em_union_notes(const DiffUnion *u, const Dangers *dangers, Graph *g,
                    Arena *a)
{
    add_dangers(u->d, dangers, g, a);
    add_others(u->d, g, a);
}
