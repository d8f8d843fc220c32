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

/* "2 tables changed", and behind another part ", 1 added" */
static void put_part(Buf *out, int n, Str what)
{
    if (n == 0)
        return;
    bool first = out->n == 0;
    em_put(out, first ? STR("") : STR(", "));
    em_put_int(out, n);
    em_put(out, !first ? STR(" ") : n == 1 ? STR(" table ") : STR(" tables "));
    em_put(out, what);
}

Str em_union_title(const DiffUnion *u, Arena *a)
{
    int changed = 0, added = 0, removed = 0;
    Buf out = {.arena = a};

    if (!u->d->is_changed)
        return STR("No differences");
    for (int i = 0; i < u->d->tables.n; i++) {
        const TableDiff *t = &u->d->tables.items[i];
        added += t->before == NONE;
        removed += t->after == NONE;
        changed += t->is_changed && t->before != NONE && t->after != NONE;
    }
    put_part(&out, changed, STR("changed"));
    put_part(&out, added, STR("added"));
    put_part(&out, removed, STR("removed"));
    if (out.n == 0)
        em_put(&out, STR("No table changed"));
    if (u->left_out) {
        em_put(&out, STR("; "));
        em_put_int(&out, u->left_out);
        em_put(&out, STR(" unchanged not shown"));
    }
    return em_buf_str(&out);
}

/* ---- dangers --------------------------------------------------------------
 */

/* Dangers of one kind. */
typedef struct {
    const DangerRule *rule;
    Buf places;
    int n;
} Kind;

typedef struct {
    const DiffUnion *u;
    ARRAY_OF(Kind) kinds;
    Arena *a;
} Notes;

/* The place as the picture names it: "users.bio" for "public.users.bio". */
static Str place_of(const Notes *x, const Danger *d)
{
    const Diff *diff = x->u->d;
    const TableDiff *t =
        d->table == NONE ? NULL : &diff->tables.items[d->table];
    const Schema *s[] = {diff->before, diff->after};
    int table[] = {t ? t->before : NONE, t ? t->after : NONE};

    for (int i = 0; i < COUNT(s); i++) {
        if (table[i] == NONE)
            continue;
        const Table *of = &s[i]->tables.items[table[i]];
        Str key = em_table_key(s[i], of, x->a);
        if (em_str_starts(d->object, key))
            return JOIN(x->a, of->name,
                        em_str_cut(d->object, key.n, d->object.n));
    }
    return d->object;
}

static Kind *kind_of(Notes *x, const Danger *d)
{
    for (int i = 0; i < x->kinds.n; i++) {
        const DangerRule *rule = x->kinds.items[i].rule;
        if (em_str_eq(rule->code, d->rule.code) &&
            em_str_eq(rule->advice, d->rule.advice))
            return &x->kinds.items[i];
    }
    Kind *kind = PUSH(x->a, &x->kinds);
    *kind = (Kind){.rule = &d->rule, .places.arena = x->a};
    return kind;
}

static void add_danger(Notes *x, const Danger *d)
{
    Kind *kind = kind_of(x, d);
    if (kind->n++ < MAX_PLACES)
        PUT(&kind->places, kind->places.n ? STR(", ") : (Str){0},
            place_of(x, d));
}

/* "users.bio, users.address and 2 more: copy the values before …" */
static Str kind_words(const Notes *x, const Kind *kind)
{
    Buf out = {.arena = x->a};
    em_put(&out, em_buf_str(&kind->places));
    if (kind->n > MAX_PLACES) {
        em_put(&out, STR(" and "));
        em_put_int(&out, kind->n - MAX_PLACES);
        em_put(&out, STR(" more"));
    }
    PUT(&out, STR(": "), kind->rule->advice);
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

static void add_dangers(Notes *x, const Dangers *dangers, Graph *g)
{
    for (int level = DANGER_ERROR; level >= DANGER_WARNING; level--)
        for (int i = 0; i < dangers->n; i++)
            if ((int)dangers->items[i].rule.level == level)
                add_danger(x, &dangers->items[i]);
    for (int i = 0; i < MIN(x->kinds.n, MAX_DANGERS); i++) {
        const Kind *kind = &x->kinds.items[i];
        *PUSH(x->a, &g->notes) =
            (Note){.flag = kind->rule->level == DANGER_ERROR ? FLAG_ERROR
                                                             : FLAG_WARNING,
                   .text = kind_words(x, kind)};
    }
    if (x->kinds.n > MAX_DANGERS)
        *PUSH(x->a, &g->notes) = (Note){
            .text = JOIN(x->a, more_words(x->kinds.n - MAX_DANGERS, x->a),
                         STR(" kinds of warnings"))};
}

static void add_others(const Notes *x, Graph *g)
{
    DiffLines lines = em_diff_type_lines(x->u->d, x->a);
    for (int i = 0; i < MIN(lines.n, MAX_OTHERS); i++) {
        const DiffLine *line = &lines.items[i];
        *PUSH(x->a, &g->notes) = (Note){
            .change = line->sign == '+'   ? CHANGE_ADDED
                      : line->sign == '-' ? CHANGE_REMOVED
                                          : CHANGE_CHANGED,
            .text = JOIN(x->a, line->name,
                         line->detail.n ? STR("  ") : (Str){0}, line->detail)};
    }
    if (lines.n > MAX_OTHERS)
        *PUSH(x->a, &g->notes) =
            (Note){.text = JOIN(x->a, more_words(lines.n - MAX_OTHERS, x->a),
                                STR(" enums and views"))};
}

void em_union_notes(const DiffUnion *u, const Dangers *dangers, Graph *g,
                    Arena *a)
{
    Notes x = {.u = u, .a = a};
    add_dangers(&x, dangers, g);
    add_others(&x, g);
}
