/*
 * The words of a code review: short, and the same in every output.
 */
#include "diff/diff_lines.h"

#include "base/map.h"

#define ARROW STR(" → ")

enum { MAX_LISTED = 8 /* values of an enum, before and after */ };

static const Table *before_of(const Diff *d, const TableDiff *t)
{
    return &d->before->tables.items[t->before];
}

static const Table *after_of(const Diff *d, const TableDiff *t)
{
    return &d->after->tables.items[t->after];
}

static void add(DiffLines *out, Arena *a, char sign, Str name, Str detail)
{
    *PUSH(a, out) = (DiffLine){sign, name, detail, NONE};
}

static Str list(Str open, const Strs *items, Arena *a)
{
    Buf out = {.arena = a};
    em_put(&out, open);
    for (int i = 0; i < items->n; i++)
        PUT(&out, i ? STR(", ") : (Str){0}, items->items[i]);
    em_put(&out, STR(")"));
    return em_buf_str(&out);
}

/* ---- columns --------------------------------------------------------------
 */

/* 'new' of 'new'::character varying(20): a literal without its type. */
static Str without_cast(Str s)
{
    if (s.n < 2 || s.p[0] != '\'')
        return s;
    int end = em_str_find_char(s, '\'', 1);
    while (end != NONE && end + 1 < s.n && s.p[end + 1] == '\'')
        end = em_str_find_char(s, '\'', end + 2);
    if (end == NONE || !em_str_starts(em_str_cut(s, end + 1, s.n), STR("::")) ||
        em_str_find(s, STR("||"), end) != NONE)
        return s;
    return em_str_cut(s, 0, end + 1);
}

static Str value_words(const Column *c, Arena *a)
{
    switch (c->value.kind) {
    case VALUE_UNSAID: return (Str){0};
    case VALUE_DEFAULT:
        return JOIN(a, STR("default "), without_cast(c->value.text));
    case VALUE_AUTO_INCREMENT: return STR("auto increment");
    case VALUE_IDENTITY_ALWAYS:
    case VALUE_IDENTITY_BY_DEFAULT: return STR("identity");
    case VALUE_GENERATED_STORED:
    case VALUE_GENERATED_VIRTUAL:
        return JOIN(a, STR("generated as "), c->value.text);
    }
    return (Str){0};
}

Str em_column_words(const Column *c, Arena *a)
{
    Str value = value_words(c, a);
    Str type = c->type;
    if (em_str_ends(type, STR("?")))
        type = em_str_cut(type, 0, type.n - 1);
    return JOIN(a, type,
                c->nullable == NULLABLE_NO ? STR(" not null") : (Str){0},
                value.n ? STR(" ") : (Str){0}, value);
}

static Str or_none(Str s)
{
    return s.n ? s : STR("none");
}

static Str null_word(const Column *c)
{
    if (c->nullable == NULLABLE_YES || em_str_ends(c->type, STR("?")))
        return STR("null");
    return c->nullable == NULLABLE_NO ? STR("not null") : STR("unmarked");
}

/* ", + a" for those of one list that the other does not hold. */
static void put_others(Buf *out, const Strs *of, const Strs *other, Str sign)
{
    for (int i = 0; i < of->n; i++)
        if (!em_strs_have(other, of->items[i]))
            PUT(out, out->n ? STR(", ") : STR("values "), sign, of->items[i]);
}

/* "values (a, b) → (b, c)", of many "values + c, - a"; and of a column that
 * was no enum "values (b, c)" */
static Str enum_words(const Strs *before, const Strs *after, Arena *a)
{
    Buf words = {.arena = a};
    if (before && after && before->n + after->n > MAX_LISTED) {
        put_others(&words, after, before, STR("+ "));
        put_others(&words, before, after, STR("- "));
        return words.n ? em_buf_str(&words) : STR("values in another order");
    }
    if (before)
        em_put(&words, list(STR("values ("), before, a));
    if (before && after)
        em_put(&words, ARROW);
    em_put(&words, after ? list(before ? STR("(") : STR("values ("), after, a)
                         : STR(" no more"));
    return em_buf_str(&words);
}

static Str marks(const Column *c, Arena *a)
{
    Buf out = {.arena = a};
    for (int i = 0; i < c->keys.n; i++)
        PUT(&out, i ? STR(",") : (Str){0}, c->keys.items[i].text);
    return or_none(em_buf_str(&out));
}

/* In the words that people use, unless those are the same. */
static Str type_change(const Column *b, const Column *c, Arena *a)
{
    bool full = em_str_eq(b->type, c->type) && b->full_type.n && c->full_type.n;
    return JOIN(a, or_none(full ? b->full_type : b->type), ARROW,
                or_none(full ? c->full_type : c->type));
}

static Str property_words(Property p, const Column *b, const Column *c,
                          Arena *a)
{
    switch (p) {
    case PROPERTY_TYPE: return type_change(b, c, a);
    case PROPERTY_NULLABLE: return JOIN(a, null_word(b), ARROW, null_word(c));
    case PROPERTY_KEYS:
        return JOIN(a, STR("keys "), marks(b, a), ARROW, marks(c, a));
    case PROPERTY_DEFAULT:
    case PROPERTY_GENERATED:
    case PROPERTY_IDENTITY:
    case PROPERTY_AUTO_INCREMENT: {
        Str before = value_words(b, a), after = value_words(c, a);
        if (!before.n)
            return JOIN(a, STR("now "), after);
        return after.n ? JOIN(a, before, ARROW, after)
                       : JOIN(a, STR("no longer "), before);
    }
    case PROPERTY_COMMENT:
        return !b->comment.n   ? STR("now commented")
               : !c->comment.n ? STR("no longer commented")
                               : STR("another comment");
    case PROPERTY_ENUM: return enum_words(b->enum_values, c->enum_values, a);
    case PROPERTY_ON_UPDATE:
        return JOIN(a, STR("on update "), or_none(b->on_update), ARROW,
                    or_none(c->on_update));
    case PROPERTY_COLLATION:
        return JOIN(a, STR("collation "), or_none(b->collation), ARROW,
                    or_none(c->collation));
    case PROPERTY_COUNT: break;
    }
    return (Str){0};
}

/* The properties that say where a value comes from are said once. */
static bool says_again(const ColumnDiff *c, Property p)
{
    if (p != PROPERTY_IDENTITY && p != PROPERTY_GENERATED &&
        p != PROPERTY_AUTO_INCREMENT)
        return false;
    bool said = c->changed[PROPERTY_DEFAULT];
    for (Property q = PROPERTY_IDENTITY; q < p; q++)
        said |= c->changed[q];
    return said;
}

static Str changed_words(const ColumnDiff *c, const Column *before,
                         const Column *after, Arena *a)
{
    Buf words = {.arena = a};
    if (c->is_renamed)
        PUT(&words, STR("was "), before->name);
    for (Property p = 0; p < PROPERTY_COUNT; p++)
        if (c->changed[p] && !says_again(c, p))
            PUT(&words, words.n ? STR("; ") : (Str){0},
                property_words(p, before, after, a));
    return em_buf_str(&words);
}

/* ", from users.bio", ", now profiles.bio" */
static Str moved_words(const Diff *d, const ColumnDiff *c, Arena *a)
{
    bool added = c->before == NONE;
    if (c->moved.table == NONE)
        return (Str){0};
    const Schema *other = added ? d->before : d->after;
    const Table *table = &other->tables.items[c->moved.table];
    return JOIN(a, added ? STR(", from ") : STR(", now "), table->name,
                STR("."), table->columns.items[c->moved.column].name);
}

Str em_diff_column_words(const Diff *d, const TableDiff *t, const ColumnDiff *c,
                         Arena *a)
{
    if (c->before != NONE && c->after != NONE)
        return changed_words(c, &before_of(d, t)->columns.items[c->before],
                             &after_of(d, t)->columns.items[c->after], a);
    const Column *column = c->before == NONE
                               ? &after_of(d, t)->columns.items[c->after]
                               : &before_of(d, t)->columns.items[c->before];
    return JOIN(a, em_column_words(column, a), moved_words(d, c, a));
}

static void add_column(const Diff *d, const TableDiff *t, int column, Arena *a,
                       DiffLines *out)
{
    const ColumnDiff *c = &t->columns.items[column];
    int n = out->n;
    Str words = em_diff_column_words(d, t, c, a);
    if (c->after == NONE)
        add(out, a, '-', before_of(d, t)->columns.items[c->before].name, words);
    else if (c->before == NONE || words.n)
        add(out, a, c->before == NONE ? '+' : '~',
            after_of(d, t)->columns.items[c->after].name, words);
    if (out->n > n)
        out->items[n].row = column;
}

/* ---- keys -----------------------------------------------------------------
 */

static const Str actions[] = {
    [ACTION_NONE] = STR_INIT("no action"),
    [ACTION_RESTRICT] = STR_INIT("restrict"),
    [ACTION_CASCADE] = STR_INIT("cascade"),
    [ACTION_SET_NULL] = STR_INIT("set null"),
    [ACTION_SET_DEFAULT] = STR_INIT("set default"),
};

static Str action_words(const ForeignKey *f, Arena *a)
{
    bool deletes = f->on_delete != ACTION_NONE;
    bool updates = f->on_update != ACTION_NONE;
    return JOIN(a, deletes ? STR(" on delete ") : (Str){0},
                deletes ? actions[f->on_delete] : (Str){0},
                updates ? STR(" on update ") : (Str){0},
                updates ? actions[f->on_update] : (Str){0},
                f->not_valid ? STR(" not valid") : (Str){0},
                f->deferrable ? STR(" deferrable") : (Str){0});
}

static void put_action(Buf *out, Str of, KeyAction before, KeyAction after)
{
    if (before != after)
        PUT(out, out->n ? STR(", ") : (Str){0}, of, actions[before], ARROW,
            actions[after]);
}

static void put_if_changed(Buf *out, Str what, bool before, bool after)
{
    if (before != after)
        PUT(out, out->n ? STR(", ") : (Str){0},
            after ? STR("") : STR("no longer "), what);
}

Str em_key_change_words(const ForeignKey *before, const ForeignKey *after,
                        Arena *a)
{
    Buf out = {.arena = a};
    put_action(&out, STR("on delete "), before->on_delete, after->on_delete);
    put_action(&out, STR("on update "), before->on_update, after->on_update);
    put_if_changed(&out, STR("deferrable"), before->deferrable,
                   after->deferrable);
    put_if_changed(&out, STR("not valid"), before->not_valid, after->not_valid);
    return em_buf_str(&out);
}

static Str reference_words(const Schema *s, const ForeignKey *f, Arena *a)
{
    Str target =
        f->ref_table == NONE ? f->ref_base : s->tables.items[f->ref_table].name;
    return JOIN(a, STR("to "), target, list(STR(" ("), &f->ref_columns, a),
                action_words(f, a));
}

static Str index_kind(const Index *index)
{
    return index->is_unique ? STR("unique index") : STR("index");
}

static Str index_words(const Index *index, Arena *a)
{
    Str parts = index->has_order ? em_str_one_line(a, index->typed)
                                 : list(STR("("), &index->columns, a);
    Str include = list(STR(" include ("), &index->include, a);
    return JOIN(a, parts, index->method.n ? STR(" using ") : (Str){0},
                index->method, index->include.n ? include : (Str){0},
                index->nulls_not_distinct ? STR(" nulls not distinct")
                                          : (Str){0},
                index->is_partial ? STR(" where ") : (Str){0}, index->where);
}

static void add_changed_index(const Index *before, const Index *after, Arena *a,
                              DiffLines *out)
{
    Str kind = before->is_unique != after->is_unique
                   ? JOIN(a, index_kind(after), STR(" "))
                   : (Str){0};
    add(out, a, '~', index_kind(before),
        JOIN(a, index_words(before, a), ARROW, kind, index_words(after, a)));
}

static const Index *index_of(const IndexDiff *x)
{
    return x->after ? x->after : x->before;
}

/* An index that goes while one of its name comes was changed: the place of the
 * other of the two, of each; or NONE. */
static int *partners(const TableDiff *t, Arena *a)
{
    Map added = {.arena = a}, removed = {.arena = a};
    int *other = NEW_ARRAY(a, t->indexes.n, int);

    for (int i = 0; i < t->indexes.n; i++) {
        const IndexDiff *x = &t->indexes.items[i];
        if (index_of(x)->name.n)
            em_map_add(x->after ? &added : &removed, index_of(x)->name, i);
    }
    for (int i = 0; i < t->indexes.n; i++) {
        const IndexDiff *x = &t->indexes.items[i];
        other[i] = em_map_find(x->after ? &removed : &added, index_of(x)->name);
    }
    return other;
}

static void add_indexes(const TableDiff *t, Arena *a, DiffLines *out)
{
    const int *other = partners(t, a);
    for (int i = 0; i < t->indexes.n; i++) {
        const IndexDiff *x = &t->indexes.items[i];
        if (other[i] == NONE)
            add(out, a, x->after ? '+' : '-', index_kind(index_of(x)),
                index_words(index_of(x), a));
        else if (!x->after)
            add_changed_index(x->before, t->indexes.items[other[i]].after, a,
                              out);
    }
}

const int *em_index_rows(const TableDiff *t, Arena *a)
{
    const int *other = partners(t, a);
    int *rows = NEW_ARRAY(a, t->uniques.n + t->indexes.n, int);
    int *of_index = rows + t->uniques.n;
    int row = t->columns.n + t->primary_key_changed;

    for (int i = 0; i < t->uniques.n; i++)
        rows[i] = row++;
    for (int i = 0; i < t->indexes.n; i++)
        if (other[i] == NONE || !t->indexes.items[i].after)
            of_index[i] = row++;
    for (int i = 0; i < t->indexes.n; i++)
        if (other[i] != NONE && t->indexes.items[i].after)
            of_index[i] = of_index[other[i]];
    return rows;
}

static Str key_words(const Strs *columns, Arena *a)
{
    return columns->n ? list(STR("("), columns, a) : STR("none");
}

static void add_keys(const Diff *d, const TableDiff *t, Arena *a,
                     DiffLines *out)
{
    if (t->primary_key_changed)
        add(out, a, '~', STR("primary key"),
            JOIN(a, key_words(&before_of(d, t)->primary_key, a), ARROW,
                 key_words(&after_of(d, t)->primary_key, a)));
    for (int i = 0; i < t->uniques.n; i++) {
        const IndexDiff *u = &t->uniques.items[i];
        const Index *index = u->after ? u->after : u->before;
        add(out, a, u->after ? '+' : '-', STR("unique"),
            list(STR("("), &index->columns, a));
    }
    add_indexes(t, a, out);
}

static void add_foreign_keys(const Diff *d, const TableDiff *t, Arena *a,
                             DiffLines *out)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *b = t->foreign_keys.items[i].before;
        const ForeignKey *f = t->foreign_keys.items[i].after;
        Str name = list(STR("foreign key ("), &(f ? f : b)->columns, a);
        if (b && f)
            add(out, a, '~', name, em_key_change_words(b, f, a));
        else if (f)
            add(out, a, '+', name, reference_words(d->after, f, a));
        else
            add(out, a, '-', name, reference_words(d->before, b, a));
    }
}

/* Checks, and what is about the whole table. */
static void add_rest(const Diff *d, const TableDiff *t, Arena *a,
                     DiffLines *out)
{
    for (int i = 0; i < t->checks.n; i++) {
        const CheckDiff *c = &t->checks.items[i];
        add(out, a, c->after ? '+' : '-', STR("check"),
            (c->after ? c->after : c->before)->expression);
    }
    if (t->comment_changed)
        add(out, a, '~', STR("comment"), after_of(d, t)->comment);
    if (t->kind_changed)
        add(out, a, '~', STR("kind"), STR("of table"));
    if (t->order_changed)
        add(out, a, '~', STR("columns"), STR("in another order"));
}

static bool is_on_both_sides(const TableDiff *t)
{
    return t->before != NONE && t->after != NONE;
}

/* Numbers the rows of the lines from one on; returns the next row. */
static int number_rows(DiffLines *lines, int from, int row)
{
    for (int i = from; i < lines->n; i++)
        lines->items[i].row = row++;
    return row;
}

DiffLines em_diff_lines(const Diff *d, const TableDiff *t, Arena *a)
{
    DiffLines out = {0};
    if (!is_on_both_sides(t))
        return out;
    for (int i = 0; i < t->columns.n; i++)
        add_column(d, t, i, a, &out);
    int first = out.n;
    add_keys(d, t, a, &out);
    int row = number_rows(&out, first, t->columns.n);
    add_foreign_keys(d, t, a, &out);
    first = out.n;
    add_rest(d, t, a, &out);
    number_rows(&out, first, row);
    return out;
}

DiffLines em_diff_table_lines(const Diff *d, const TableDiff *t, Arena *a)
{
    DiffLines out = {0};
    if (!is_on_both_sides(t))
        return out;
    add_keys(d, t, a, &out);
    add_rest(d, t, a, &out);
    number_rows(&out, 0, t->columns.n);
    return out;
}

/* "17 removed, 25 added" of the lines from one on. */
static Str count_signs(const DiffLines *lines, int from, Arena *a)
{
    static const struct {
        char sign;
        Str words;
    } signs[] = {{'-', STR_INIT(" removed")},
                 {'+', STR_INIT(" added")},
                 {'~', STR_INIT(" changed")}};
    Buf out = {.arena = a};

    for (int k = 0; k < COUNT(signs); k++) {
        int n = 0;
        for (int i = from; i < lines->n; i++)
            n += lines->items[i].sign == signs[k].sign;
        if (n == 0)
            continue;
        em_put(&out, out.n ? STR(", ") : (Str){0});
        em_put_int(&out, n);
        em_put(&out, signs[k].words);
    }
    return em_buf_str(&out);
}

DiffLines em_diff_feet(const Diff *d, const TableDiff *t, bool all, Arena *a)
{
    DiffLines lines = em_diff_table_lines(d, t, a);
    if (all || lines.n <= MAX_FEET)
        return lines;

    Buf more = {.arena = a};
    em_put(&more, STR("… "));
    em_put_int(&more, lines.n - MAX_FEET + 1);
    em_put(&more, STR(" more"));
    Str counts = count_signs(&lines, MAX_FEET - 1, a);
    lines.items[MAX_FEET - 1] = (DiffLine){0, em_buf_str(&more), counts, NONE};
    lines.n = MAX_FEET;
    return lines;
}

/* ---- beside tables --------------------------------------------------------
 */

static Str enum_change(const EnumDiff *e, Arena *a)
{
    Buf words = {.arena = a};
    if (e->is_renamed)
        PUT(&words, STR("was "), e->before->name);
    if (e->old_value.n)
        PUT(&words, e->old_value, ARROW, e->new_value);
    for (int i = 0; i < e->added.n; i++)
        PUT(&words, words.n ? STR(", ") : (Str){0}, STR("+ "),
            e->added.items[i]);
    for (int i = 0; i < e->removed.n; i++)
        PUT(&words, words.n ? STR(", ") : (Str){0}, STR("- "),
            e->removed.items[i]);
    if (e->reordered)
        PUT(&words, words.n ? STR(", ") : (Str){0}, STR("in another order"));
    return em_buf_str(&words);
}

/* The parent's end first. */
static Str ends_words(const Relation *r, bool turned, Arena *a)
{
    static const Str words[] = {
        [CARD_ZERO_OR_ONE] = STR_INIT("zero or one"),
        [CARD_EXACTLY_ONE] = STR_INIT("exactly one"),
        [CARD_ZERO_OR_MORE] = STR_INIT("zero or more"),
        [CARD_ONE_OR_MORE] = STR_INIT("one or more"),
        [CARD_PARENT] = STR_INIT("parent"),
    };
    return JOIN(a, words[em_parent_end(r, turned)->cardinality], STR(" to "),
                words[em_child_end(r, turned)->cardinality],
                r->identifying ? STR(", identifying") : (Str){0});
}

static Str ends_change(const RelationDiff *x, Str now, Arena *a)
{
    const Relation *b = x->before, *r = x->after;
    bool same = em_parent_end(b, x->before_turned)->cardinality ==
                    em_parent_end(r, x->after_turned)->cardinality &&
                em_child_end(b, x->before_turned)->cardinality ==
                    em_child_end(r, x->after_turned)->cardinality;
    if (same)
        return r->identifying ? STR("now identifying")
                              : STR("no longer identifying");
    return JOIN(a, ends_words(b, x->before_turned, a), ARROW, now);
}

static void add_relations(const Diff *d, Arena *a, DiffLines *out)
{
    for (int i = 0; i < d->relations.n; i++) {
        const RelationDiff *x = &d->relations.items[i];
        const Relation *any = x->after ? x->after : x->before;
        bool turned = x->after ? x->after_turned : x->before_turned;
        Str now = ends_words(any, turned, a);
        add(out, a,
            !x->before  ? '+'
            : !x->after ? '-'
                        : '~',
            JOIN(a, STR("relation "), em_parent_end(any, turned)->name,
                 STR(" - "), em_child_end(any, turned)->name),
            x->before && x->after ? ends_change(x, now, a) : now);
    }
}

static void add_types(const Diff *d, Arena *a, DiffLines *out)
{
    for (int i = 0; i < d->enums.n; i++) {
        const EnumDiff *e = &d->enums.items[i];
        const TypeDef *any = e->before && !e->after ? e->before : e->after;
        char sign = !e->before ? '+' : !e->after ? '-' : '~';
        add(out, a, sign, JOIN(a, STR("enum "), any->name),
            sign == '~' ? enum_change(e, a) : list(STR("("), &any->values, a));
    }
    for (int i = 0; i < d->views.n; i++) {
        const ViewDiff *v = &d->views.items[i];
        add(out, a, v->after ? '+' : '-',
            JOIN(a, STR("view "), (v->after ? v->after : v->before)->name),
            (Str){0});
    }
}

DiffLines em_diff_type_lines(const Diff *d, Arena *a)
{
    DiffLines out = {0};
    add_types(d, a, &out);
    return out;
}

DiffLines em_diff_other_lines(const Diff *d, Arena *a)
{
    DiffLines out = {0};
    add_relations(d, a, &out);
    add_types(d, a, &out);
    return out;
}

/* ---- headings -------------------------------------------------------------
 */

Str em_diff_table_name(const Diff *d, const TableDiff *t, Arena *a)
{
    if (t->after == NONE)
        return before_of(d, t)->name;
    if (t->is_renamed)
        return JOIN(a, before_of(d, t)->name, ARROW, after_of(d, t)->name);
    return after_of(d, t)->name;
}

Str em_diff_table_fate(const Diff *d, const TableDiff *t, Arena *a)
{
    Buf out = {.arena = a};
    if (t->after == NONE)
        return STR("removed");
    if (t->before != NONE)
        return t->is_renamed ? STR("renamed") : (Str){0};
    int n = after_of(d, t)->columns.n;
    em_put(&out, STR("added, "));
    em_put_int(&out, n);
    em_put(&out, n == 1 ? STR(" column") : STR(" columns"));
    return em_buf_str(&out);
}
