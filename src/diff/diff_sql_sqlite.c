/*
 * SQLite's tables in the draft of a migration. SQLite can add plain columns,
 * rename, and drop columns that nothing is about. For everything else a table
 * is made anew beside the old one, filled from it, and takes its place, as
 * sqlite.org/lang_altertable.html has it (section 7).
 */
#include "diff/diff_sql.h"

/* ---- can it stay? ---------------------------------------------------------
 */

static bool is_in_index(const Table *t, Str name)
{
    for (int i = 0; i < t->indexes.n; i++)
        if (em_strs_have(&t->indexes.items[i].columns, name))
            return true;
    return false;
}

/* The reference of a column alone or with others; NULL. */
static const ForeignKey *reference_of(const Table *t, Str name)
{
    for (int i = 0; i < t->foreign_keys.n; i++)
        if (em_strs_have(&t->foreign_keys.items[i].columns, name))
            return &t->foreign_keys.items[i];
    return NULL;
}

/* A default must be the same for all rows. */
static bool is_constant(Str text)
{
    return text.n && text.p[0] != '(' &&
           em_str_find(em_str_cut(text, 0, MIN(text.n, 8)), STR("CURRENT_"),
                       0) == NONE &&
           em_str_find_char(text, '(', 0) == NONE;
}

bool em_draft_is_simple_column(const Draft *p, const TableDiff *t, int column)
{
    const Table *after = em_draft_after(p, t);
    const Column *c = &after->columns.items[column];
    const ForeignKey *key = reference_of(after, c->name);
    bool has_default = c->value.kind == VALUE_DEFAULT;

    if (em_strs_have(&after->primary_key, c->name) ||
        c->value.kind == VALUE_GENERATED_STORED ||
        (has_default && !is_constant(c->value.text)) ||
        (c->nullable == NULLABLE_NO && !has_default))
        return false;
    for (int i = 0; i < after->indexes.n; i++)
        if (em_sql_is_inside(p->after, after, &after->indexes.items[i]) &&
            em_strs_have(&after->indexes.items[i].columns, c->name))
            return false;
    return !key || (key->columns.n == 1 && !has_default);
}

/* Can DROP COLUMN take it? */
static bool is_free_column(const Draft *p, const TableDiff *t, int column)
{
    const Table *before = em_draft_before(p, t);
    Str name = before->columns.items[column].name;
    bool free = !em_strs_have(&before->primary_key, name) &&
                !is_in_index(before, name) && !reference_of(before, name);
    for (int i = 0; i < before->checks.n; i++)
        free &=
            em_str_find(before->checks.items[i].expression, name, 0) == NONE;
    return free;
}

static bool columns_stay(const Draft *p, const TableDiff *t)
{
    bool stay = true;
    for (int i = 0; i < t->columns.n && stay; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE)
            stay = em_draft_is_simple_column(p, t, c->after);
        else if (c->after == NONE)
            stay = is_free_column(p, t, c->before);
        for (int k = 0; k < PROPERTY_COUNT; k++)
            stay &= !c->changed[k] || k == PROPERTY_KEYS;
    }
    return stay;
}

/* A reference may come with its new column, and with nothing else. */
static bool references_stay(const Draft *p, const TableDiff *t)
{
    bool stay = true;
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        stay &= !k->before && k->after->columns.n == 1 &&
                em_draft_is_new_column(p, t, k->after->columns.items[0]);
    }
    return stay;
}

bool em_draft_is_remade(const Draft *p, const TableDiff *t)
{
    if (p->dialect != DIALECT_SQLITE || t->before == NONE || t->after == NONE)
        return false;
    bool stays = !t->primary_key_changed && t->checks.n == 0 &&
                 columns_stay(p, t) && references_stay(p, t);
    for (int i = 0; i < t->uniques.n; i++) {
        const IndexDiff *u = &t->uniques.items[i];
        stays &= !em_sql_is_inside(u->after ? p->after : p->before,
                                   u->after ? em_draft_after(p, t)
                                            : em_draft_before(p, t),
                                   u->after ? u->after : u->before);
    }
    return !stays;
}

/* ---- made anew ------------------------------------------------------------
 */

static bool is_generated(const Column *c)
{
    return c->value.kind == VALUE_GENERATED_STORED ||
           c->value.kind == VALUE_GENERATED_VIRTUAL;
}

/* The later table under another name; columns whose values are yet to be
 * copied to another table stay until then. */
static Table table_beside(const Draft *p, const TableDiff *t)
{
    const Table *after = em_draft_after(p, t);
    Table made = *after;
    made.base = JOIN(p->a, STR("new_"), after->base);
    EMPTY(&made.columns);
    for (int i = 0; i < after->columns.n; i++)
        *PUSH(p->a, &made.columns) = after->columns.items[i];
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->after != NONE || c->moved.table == NONE)
            continue;
        const Column *b = &em_draft_before(p, t)->columns.items[c->before];
        *PUSH(p->a, &made.columns) =
            (Column){.name = em_draft_removed(p, t, c->before),
                     .type = b->type,
                     .full_type = b->full_type,
                     .nullable = NULLABLE_YES};
    }
    return made;
}

/* The columns that both have. What is new gets its default; what must have a
 * value and has no default is said. */
static Strs find_copied(Draft *p, const TableDiff *t)
{
    Strs names = {0};
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        const Column *as = c->after == NONE
                               ? NULL
                               : &em_draft_after(p, t)->columns.items[c->after];
        bool stays = c->before != NONE && (as || c->moved.table != NONE);
        bool must = as && as->nullable == NULLABLE_NO &&
                    as->value.kind == VALUE_UNSAID &&
                    (c->before == NONE || c->changed[PROPERTY_NULLABLE]);
        if (stays && !(as && is_generated(as)))
            *PUSH(p->a, &names) =
                as ? as->name : em_draft_removed(p, t, c->before);
        if (must)
            em_draft_note(
                p, JOIN(p->a, STR("DECIDE: what "), em_draft_table(p, t),
                        STR("."), as->name,
                        STR(" is where rows have no value; the INSERT fails "
                            "without")));
        if (!stays && !as)
            em_draft_note(p, JOIN(p->a, STR("DROPS DATA: values of "),
                                  em_draft_table(p, t), STR("."),
                                  em_draft_removed(p, t, c->before)));
    }
    return names;
}

static void remake(Draft *p, const TableDiff *t)
{
    const Table *after = em_draft_after(p, t);
    Table made = table_beside(p, t);
    Strs copied = find_copied(p, t);
    Str names = em_draft_names(p, &copied);
    Buf out = {.arena = p->a};
    Str old = em_draft_table(p, t), beside = em_draft_later(p, &made);

    em_sql_put_table(&out, p->after, &made);
    if (copied.n)
        PUT(&out, STR("INSERT INTO "), beside, STR(" "), names,
            STR("\n    SELECT "), em_str_cut(names, 1, names.n - 1),
            STR(" FROM "), old, STR(";\n"));
    PUT(&out, STR("DROP TABLE "), old, STR(";\nALTER TABLE "), beside,
        STR(" RENAME TO "), old, STR(";\n"));
    for (int i = 0; i < after->indexes.n; i++)
        if (!em_sql_is_inside(p->after, after, &after->indexes.items[i]))
            em_sql_put_index(&out, p->after, after, &after->indexes.items[i]);
    em_draft_put(p, em_buf_str(&out));
}

void em_draft_remake(Draft *p)
{
    bool any = false;
    em_draft_step(p, STR("Tables made anew, with all rows: the old ones go"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (!t->is_changed || !em_draft_is_remade(p, t))
            continue;
        if (!any)
            em_draft_put(p, STR("PRAGMA legacy_alter_table = ON;\n"));
        any = true;
        remake(p, t);
    }
    if (any)
        em_draft_put(p, STR("PRAGMA legacy_alter_table = OFF;\n"));
}
