/*
 * A change of many tables in few words: what is the same everywhere is said
 * once.
 */
#include "diff/diff_lines.h"

enum {
    MANY = 5,        /* tables that have a line alike */
    MAX_WARNED = 12, /* objects of a warning that are named */
    MAX_NOTED = 6,
    WITH_TYPES = 3 /* that are few enough to say their types */
};

static Str key_of(const DiffLine *l, Arena *a)
{
    return JOIN(a, (Str){&l->sign, 1}, l->name, STR("\n"), l->detail);
}

static Str name_of(const Diff *d, const TableDiff *t)
{
    return d->after->tables.items[t->after].name;
}

/* A line and the tables that have it, while they are counted. */
typedef struct {
    DiffLine line;
    Strs tables;
} Counted;

/* Lines that follow one another and are of the same tables come together. */
static void add_common(CommonLines *out, const Counted *c, Arena *a)
{
    CommonLine *last = out->list.n ? &out->list.items[out->list.n - 1] : NULL;
    em_map_add(&out->places, key_of(&c->line, a), 1);
    if (!last || !em_strs_equal(&last->tables, &c->tables)) {
        last = PUSH(a, &out->list);
        last->tables = c->tables;
    }
    *PUSH(a, &last->lines) = c->line;
}

typedef struct {
    ARRAY_OF(Counted) list;
    Map places;
} Counts;

static void count_line(Counts *all, const DiffLine *line, Str table, Arena *a)
{
    int at = em_map_add(&all->places, key_of(line, a), all->list.n);
    if (at == all->list.n)
        PUSH(a, &all->list)->line = *line;
    assert(all->list.items);
    Strs *tables = &all->list.items[at].tables;
    if (tables->n && em_str_eq(tables->items[tables->n - 1], table))
        return;
    *PUSH(a, tables) = table;
}

CommonLines em_diff_common_lines(const Diff *d, Arena *a)
{
    Counts all = {.places = {.arena = a}};
    CommonLines out = {.places = {.arena = a}};
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        DiffLines lines = em_diff_lines(d, t, a);
        for (int k = 0; k < lines.n; k++)
            count_line(&all, &lines.items[k], name_of(d, t), a);
    }
    for (int i = 0; i < all.list.n; i++)
        if (all.list.items[i].tables.n >= MANY)
            add_common(&out, &all.list.items[i], a);
    return out;
}

DiffLines em_diff_own_lines(const Diff *d, const TableDiff *t,
                            const CommonLines *common, Arena *a)
{
    DiffLines all = em_diff_lines(d, t, a), out = {0};
    for (int i = 0; i < all.n; i++)
        if (em_map_find(&common->places, key_of(&all.items[i], a)) == NONE)
            *PUSH(a, &out) = all.items[i];
    return out;
}

static Str column_words(const Diff *d, const Table *t, const Column *c,
                        Arena *a)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *f = &t->foreign_keys.items[i];
        if (f->columns.n == 1 && f->ref_table != NONE &&
            em_str_eq(f->columns.items[0], c->name))
            return JOIN(a, c->name, STR(" → "),
                        d->after->tables.items[f->ref_table].name);
    }
    return c->name;
}

Strs em_diff_new_columns(const Diff *d, const TableDiff *t, Arena *a)
{
    Strs out = {0};
    if (t->before != NONE || t->after == NONE)
        return out;
    const Table *table = &d->after->tables.items[t->after];
    for (int i = 0; i < table->columns.n; i++)
        *PUSH(a, &out) = column_words(d, table, &table->columns.items[i], a);
    return out;
}

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

Str em_diff_title(const Diff *d, Arena *a)
{
    int changed = 0, added = 0, removed = 0;
    Buf out = {.arena = a};
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        added += t->before == NONE;
        removed += t->after == NONE;
        changed += t->is_changed && t->before != NONE && t->after != NONE;
    }
    put_part(&out, changed, STR("changed"));
    put_part(&out, added, STR("added"));
    put_part(&out, removed, STR("removed"));
    return out.n ? em_buf_str(&out) : STR("No table changed");
}

Str em_danger_place_words(const Diff *d, const Danger *danger, Arena *a)
{
    const TableDiff *t =
        danger->table == NONE ? NULL : &d->tables.items[danger->table];
    const Schema *s[] = {d->before, d->meant ? d->meant->after : d->after};
    int table[] = {t ? t->before : NONE, t ? t->after : NONE};

    for (int i = 0; i < COUNT(s); i++) {
        if (table[i] == NONE)
            continue;
        const Table *of = &s[i]->tables.items[table[i]];
        Str key = em_table_key(s[i], of, a);
        Str rest = em_str_cut(danger->object, MIN(key.n, danger->object.n),
                              danger->object.n);
        if (em_str_starts(danger->object, key) &&
            (!rest.n || rest.p[0] == '.' || rest.p[0] == '('))
            return JOIN(a, of->name, rest);
    }
    return danger->object;
}

Str em_danger_words(const Diff *d, const Danger *danger, Arena *a)
{
    Str object = em_danger_place_words(d, danger, a);
    if (!danger->before.n && !danger->after.n)
        return object;
    return JOIN(a, object, STR(" ("), danger->before, STR(" → "), danger->after,
                STR(")"));
}

/* All of errors; of what is less, only some when they are many. */
Strs em_danger_objects(const Diff *d, const Danger *first, int n, Arena *a)
{
    int most = first->rule.level == DANGER_ERROR     ? n
               : first->rule.level == DANGER_WARNING ? MAX_WARNED
                                                     : MAX_NOTED;
    int shown = n > most + 1 ? most : n;
    Strs out = {0};
    for (int i = 0; i < shown; i++)
        *PUSH(a, &out) = n <= WITH_TYPES
                             ? em_danger_words(d, &first[i], a)
                             : em_danger_place_words(d, &first[i], a);
    if (shown < n) {
        Buf more = {.arena = a};
        em_put(&more, STR("and "));
        em_put_int(&more, n - shown);
        em_put(&more, STR(" more"));
        *PUSH(a, &out) = em_buf_str(&more);
    }
    return out;
}

static void put_count(Buf *out, int n, Str level)
{
    if (n == 0)
        return;
    em_put(out, out->n ? STR(", ") : (Str){0});
    em_put_int(out, n);
    PUT(out, STR(" "), level, n == 1 ? STR("") : STR("s"));
}

Str em_danger_counts(const Dangers *dangers, DangerLevel most,
                     DangerLevel least, Arena *a)
{
    Buf out = {.arena = a};
    for (int level = (int)most; level >= (int)least; level--) {
        int n = 0;
        for (int i = 0; i < dangers->n; i++)
            n += (int)dangers->items[i].rule.level == level;
        put_count(&out, n, em_danger_level_name((DangerLevel)level));
    }
    return em_buf_str(&out);
}
