/*
 * What a reshape is called, and the sentence that says it.
 */
#include "diff/diff_lines.h"

enum { MOST_NAMES = 5 /* that a sentence lists */ };

Str em_reshape_name(ReshapeKind kind)
{
    static const Str names[] = {
        [RESHAPE_SPLIT] = STR_INIT("table_split"),
        [RESHAPE_MERGED] = STR_INIT("table_merged"),
        [RESHAPE_REPLACED] = STR_INIT("table_replaced"),
        [RESHAPE_JOIN_TABLE] = STR_INIT("join_table_added"),
        [RESHAPE_JOIN_TABLE_REMOVED] = STR_INIT("join_table_removed"),
        [RESHAPE_LOOKUP] = STR_INIT("lookup_table_added"),
        [RESHAPE_TURNED] = STR_INIT("relation_turned"),
        [RESHAPE_ONE_TO_ONE] = STR_INIT("one_to_one"),
        [RESHAPE_ONE_TO_MANY] = STR_INIT("one_to_many"),
        [RESHAPE_SCHEMA_MOVED] = STR_INIT("schema_moved"),
        [RESHAPE_ENUM_RENAMED] = STR_INIT("enum_renamed"),
        [RESHAPE_ENUM_VALUE_RENAMED] = STR_INIT("enum_value_renamed"),
    };
    return names[kind];
}

const Table *em_diff_table(const Diff *d, int place)
{
    const TableDiff *t = &d->tables.items[place];
    return t->after == NONE ? &d->before->tables.items[t->before]
                            : &d->after->tables.items[t->after];
}

/* "a, b and c" */
static Str enumerate(const Strs *names, Arena *a)
{
    Buf out = {.arena = a};
    int shown = names->n > MOST_NAMES + 1 ? MOST_NAMES : names->n;
    for (int i = 0; i < shown; i++) {
        if (i > 0)
            em_put(&out, i == names->n - 1 ? STR(" and ") : STR(", "));
        em_put(&out, names->items[i]);
    }
    if (shown < names->n) {
        em_put(&out, STR(" and "));
        em_put_int(&out, names->n - shown);
        em_put(&out, STR(" more"));
    }
    return em_buf_str(&out);
}

/* Each once. */
static Str tables(const Diff *d, const TableDiffs *list, Arena *a)
{
    Strs names = {0};
    for (int i = 0; i < list->n; i++)
        if (i == 0 || list->items[i] != list->items[i - 1])
            *PUSH(a, &names) = em_diff_table(d, list->items[i])->name;
    return enumerate(&names, a);
}

static bool holds(const TableDiffs *list, int table)
{
    for (int i = 0; i < list->n; i++)
        if (list->items[i] == table)
            return true;
    return false;
}

static Str join_words(const Reshape *r, Str from, Str to, Str names, Arena *a)
{
    if (r->from.items[0] == r->from.items[1])
        return JOIN(a, STR("rows of "), from,
                    STR(" can be joined many to many now, by the new "), to);
    if (names.n)
        return JOIN(a, from, STR(" became many to many: "), names,
                    r->names.n == 1 ? STR(" is") : STR(" are"),
                    STR(" in the join table "), to, STR(" now"));
    return JOIN(a, from,
                STR(" can be many of each other now, by the join "
                    "table "),
                to);
}

static Str ends_words(const Reshape *r, Str from, Str to, Str names, Arena *a)
{
    bool one = r->kind == RESHAPE_ONE_TO_ONE;
    Str what = JOIN(a, from, STR(" to "), to,
                    one ? STR(" was one to many, and is one to one now")
                        : STR(" was one to one, and is one to many now"));
    if (names.n == 0)
        return what;
    return JOIN(a, what, STR(": "), to, STR("("), names,
                one ? STR(") is unique") : STR(") is no longer unique"));
}

static Str turned_words(Str from, Str to, Str names, Arena *a)
{
    Str what = JOIN(a, STR("the relation of "), from, STR(" and "), to,
                    STR(" was turned round: "), to);
    return JOIN(a, what, names.n ? STR(".") : (Str){0}, names,
                STR(" refers to "), from, STR(" now"));
}

static Str schema_or_public(const Table *t)
{
    return t->schema.n ? t->schema : STR("public");
}

static Str schema_words(const Diff *d, const Reshape *r, Arena *a)
{
    const TableDiff *t = &d->tables.items[r->from.items[0]];
    const Table *before = &d->before->tables.items[t->before];
    const Table *after = &d->after->tables.items[t->after];
    return JOIN(a, before->base, STR(" went from schema "),
                schema_or_public(before), STR(" to "), schema_or_public(after));
}

/* Those that end with a blank go on with the other tables. */
static const struct {
    Str of_new, of_gone;
} marks[] = {
    [RESHAPE_SPLIT] = {STR_INIT("split from "), STR_INIT("split into ")},
    [RESHAPE_MERGED] = {STR_INIT("merged from "), STR_INIT("merged into ")},
    [RESHAPE_REPLACED] = {STR_INIT("replaces "), STR_INIT("replaced by ")},
    [RESHAPE_JOIN_TABLE] = {STR_INIT("join table"), STR_INIT("")},
    [RESHAPE_LOOKUP] = {STR_INIT("lookup table"), STR_INIT("")},
};

Str em_reshape_mark(const Diff *d, int table, Arena *a)
{
    bool is_new = d->tables.items[table].before == NONE;
    bool is_gone = d->tables.items[table].after == NONE;
    for (int i = 0; i < d->reshapes.n && (is_new || is_gone); i++) {
        const Reshape *r = &d->reshapes.items[i];
        if ((int)r->kind >= COUNT(marks) ||
            !holds(is_new ? &r->to : &r->from, table))
            continue;
        Str mark = is_new ? marks[r->kind].of_new : marks[r->kind].of_gone;
        if (em_str_ends(mark, STR(" ")))
            return JOIN(a, mark, tables(d, is_new ? &r->from : &r->to, a));
        if (mark.n)
            return mark;
    }
    return (Str){0};
}

bool em_reshape_turned(const Diff *d, int parent, int child)
{
    for (int i = 0; i < d->reshapes.n; i++) {
        const Reshape *r = &d->reshapes.items[i];
        if (r->kind == RESHAPE_TURNED && r->from.items[0] == parent &&
            r->to.items[0] == child)
            return true;
    }
    return false;
}

Str em_reshape_words(const Diff *d, const Reshape *r, Arena *a)
{
    Str from = tables(d, &r->from, a), to = tables(d, &r->to, a);
    Str names = enumerate(&r->names, a);

    switch (r->kind) {
    case RESHAPE_SPLIT:
        return JOIN(a, from, STR(" was split: "), names, STR(" went to "), to);
    case RESHAPE_MERGED:
        return JOIN(a, from, STR(" went into "), to, STR(", with "), names);
    case RESHAPE_REPLACED:
        return JOIN(a, to, STR(" came in place of "), from, STR(", with its "),
                    names);
    case RESHAPE_JOIN_TABLE: return join_words(r, from, to, names, a);
    case RESHAPE_JOIN_TABLE_REMOVED:
        return JOIN(a, from,
                    STR(" are no longer many to many: the join table "), to,
                    STR(" gave way to a foreign key"));
    case RESHAPE_LOOKUP:
        return JOIN(a, from, STR("."), names,
                    STR(" refers to rows of the new "), to, STR(" now"));
    case RESHAPE_TURNED: return turned_words(from, to, names, a);
    case RESHAPE_ONE_TO_ONE:
    case RESHAPE_ONE_TO_MANY: return ends_words(r, from, to, names, a);
    case RESHAPE_SCHEMA_MOVED: return schema_words(d, r, a);
    case RESHAPE_ENUM_RENAMED:
        return JOIN(a, STR("enum "), r->names.items[0], STR(" is called "),
                    r->names.items[1], STR(" now"));
    case RESHAPE_ENUM_VALUE_RENAMED:
        return JOIN(a, STR("value "), r->names.items[1], STR(" of enum "),
                    r->names.items[0], STR(" is called "), r->names.items[2],
                    STR(" now"));
    }
    return (Str){0};
}
