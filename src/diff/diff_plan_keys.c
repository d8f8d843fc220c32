/*
 * A diagram completed: keys, indexes and checks.
 *
 * PK and UK are compared column by column. Where PK is not the same, the
 * primary key is what the diagram says; UK adds or takes a key of that column
 * alone. Everything else stays, under the later names of its columns, unless
 * one of them goes.
 */
#include "diff/diff_plan.h"

#include "sql/sql.h"

enum { MAX_COMPARED = 200 }; /* keys of a table that a key is compared with */

bool em_plan_is_key(const Table *t, const Strs *columns)
{
    if (em_strs_same_set(columns, &t->primary_key))
        return true;
    for (int i = 0; i < MIN(t->indexes.n, MAX_COMPARED); i++)
        if (em_index_is_key(&t->indexes.items[i]) &&
            em_strs_same_set(columns, &t->indexes.items[i].columns))
            return true;
    return false;
}

void em_plan_add_unique(Plan *p, Table *t, const Strs *columns)
{
    if (!em_plan_is_key(t, columns))
        *PUSH(p->a, &t->indexes) = (Index){
            .columns = *columns, .is_unique = true, .is_constraint = true};
}

/* ---- what stays -----------------------------------------------------------
 */

/* The later names of columns; false: one of them goes. */
static bool later_names(Plan *p, int base, const Strs *names, Strs *out)
{
    bool all = true;
    *out = (Strs){0};
    for (int i = 0; i < names->n; i++) {
        Str name;
        if (em_plan_later(p, base, names->items[i], &name))
            *PUSH(p->a, out) = name;
        else
            all = false;
    }
    return all;
}

/* Bytes of expressions that are looked through for names: what all columns of
 * a table and all its checks can make of a text has this end. What is beyond
 * stays as it is. */
enum { MAX_LOOKS = 1 << 28 };

/* The columns of a table that go (their later name is empty) or are renamed. */
static void list_changes(Plan *p, int base)
{
    const Table *was = &p->base->tables.items[base];
    p->changes.n = 0;
    for (int i = 0; i < was->columns.n; i++) {
        Str name = was->columns.items[i].name, later;
        if (!em_plan_later(p, base, name, &later))
            later = (Str){0};
        if (!em_str_eq(name, later))
            *PUSH(p->a, &p->changes) = (PlanChange){name, later};
    }
}

/* Makes what an expression says of columns say it of their later names. False:
 * it is about one that goes. */
static bool rename_all(Plan *p, Str *expression)
{
    Str now = *expression;
    for (int i = 0; i < p->changes.n && expression->n; i++) {
        const PlanChange *c = &p->changes.items[i];
        if (p->looks > MAX_LOOKS)
            return true;
        p->looks += expression->n;
        if (!em_sql_mentions(*expression, c->from))
            continue;
        if (!c->to.n)
            return false;
        now = em_sql_rename_in(p->dialect, now, c->from, c->to, p->a);
    }
    *expression = now;
    return true;
}

/* A part of an index: a column, or an expression. False: it goes. */
static bool later_part(Plan *p, int base, Str part, Str *out)
{
    if (em_plan_has(p, base, part))
        return em_plan_later(p, base, part, out);
    *out = part;
    return rename_all(p, out);
}

/* MySQL takes a column that goes out of its indexes, the others let those go.
 */
static void keep_index(Plan *p, int base, Table *t, const Index *was)
{
    Index index = *was;
    bool all = rename_all(p, &index.typed) && rename_all(p, &index.where);
    index.columns = (Strs){0};
    for (int i = 0; i < was->columns.n; i++) {
        Str part;
        if (later_part(p, base, was->columns.items[i], &part))
            *PUSH(p->a, &index.columns) = part;
        else
            all = false;
    }
    if (!all && (p->dialect != DIALECT_MYSQL || !index.columns.n))
        return;
    if (!all) {
        index.is_unique = false;
        index.typed = (Str){0};
    }
    *PUSH(p->a, &t->indexes) = index;
}

static void keep_check(Plan *p, Table *t, const TableCheck *was)
{
    TableCheck check = *was;
    if (rename_all(p, &check.expression))
        *PUSH(p->a, &t->checks) = check;
}

static void keep_generated(Plan *p, Column *c)
{
    bool is_generated = c->value.kind == VALUE_GENERATED_STORED ||
                        c->value.kind == VALUE_GENERATED_VIRTUAL;
    if (is_generated && !rename_all(p, &c->value.text))
        em_plan_decide(p, JOIN(p->a, c->name,
                               STR(" is generated from a column that goes")));
}

/* ---- what changes ---------------------------------------------------------
 */

static bool has_mark(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

static int count_marks(const Table *t, KeyKind kind)
{
    int n = 0;
    for (int i = 0; i < t->columns.n; i++)
        n += has_mark(&t->columns.items[i], kind);
    return n;
}

static bool primary_key_differs(const Table *was, const Table *drawn,
                                const Pairing *pairs)
{
    for (int i = 0; i < was->columns.n; i++)
        if (pairs->after_of[i] == NONE &&
            has_mark(&was->columns.items[i], KEY_PRIMARY))
            return true;
    for (int i = 0; i < drawn->columns.n; i++) {
        int b = pairs->before_of[i];
        bool before =
            b != NONE && has_mark(&was->columns.items[b], KEY_PRIMARY);
        if (before != has_mark(&drawn->columns.items[i], KEY_PRIMARY))
            return true;
    }
    return false;
}

static void set_primary_key(Plan *p, Table *t, const Table *drawn)
{
    t->primary_key = (Strs){0};
    t->primary_key_typed = (Str){0};
    for (int i = 0; i < drawn->columns.n; i++) {
        Column *c = &t->columns.items[i];
        bool is_primary = has_mark(&drawn->columns.items[i], KEY_PRIMARY);
        if (is_primary)
            *PUSH(p->a, &t->primary_key) = c->name;
        if (is_primary && p->dialect != DIALECT_SQLITE)
            c->nullable = NULLABLE_NO;
        else if (!is_primary && c->value.kind == VALUE_AUTO_INCREMENT)
            c->value = (ColumnValue){0}; /* counts as a key only */
    }
}

void em_plan_drop_unique(Table *t, const Strs *columns)
{
    int kept = 0;
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        if (!em_index_is_key(index) ||
            !em_strs_same_set(&index->columns, columns))
            t->indexes.items[kept++] = *index;
    }
    t->indexes.n = kept;
}

static void set_unique(Plan *p, Table *t, const Column *c, bool is_unique)
{
    Strs alone = {0};
    *PUSH(p->a, &alone) = c->name;
    if (is_unique)
        em_plan_add_unique(p, t, &alone);
    else
        em_plan_drop_unique(t, &alone);
}

/* A mark on a primary key of one column says nothing. */
static void change_uniques(Plan *p, Table *t, const Table *was,
                           const Table *drawn, const Pairing *pairs)
{
    bool short_keys = count_marks(was, KEY_PRIMARY) < 2 &&
                      count_marks(drawn, KEY_PRIMARY) < 2;
    for (int i = 0; i < drawn->columns.n; i++) {
        const Column *is = &drawn->columns.items[i];
        const Column *b = pairs->before_of[i] == NONE
                              ? NULL
                              : &was->columns.items[pairs->before_of[i]];
        bool is_primary = has_mark(is, KEY_PRIMARY);
        bool is_unique = has_mark(is, KEY_UNIQUE);
        bool was_unique = b && has_mark(b, KEY_UNIQUE);
        /* at most one child says it without a mark */
        bool is_said = was_unique && has_mark(b, KEY_FOREIGN);
        if (is_unique != was_unique && !is_said && !(short_keys && is_primary))
            set_unique(p, t, &t->columns.items[i], is_unique);
    }
}

/* Keys of several columns, when one of them is new. */
static void add_wide_uniques(Plan *p, Table *t, const Table *drawn,
                             const Pairing *pairs)
{
    for (int i = 0; i < drawn->indexes.n; i++) {
        const Strs *names = &drawn->indexes.items[i].columns;
        Strs columns = {0};
        bool any_new = false;
        for (int k = 0; k < names->n && names->n > 1; k++) {
            int at = em_column_find(drawn, names->items[k]);
            any_new |= pairs->before_of[at] == NONE;
            *PUSH(p->a, &columns) = t->columns.items[at].name;
        }
        if (any_new)
            em_plan_add_unique(p, t, &columns);
    }
}

void em_plan_keep_keys(Plan *p, int base, int table)
{
    const Table *was = &p->base->tables.items[base];
    const Table *drawn = &p->drawn->tables.items[table];
    const Pairing *pairs = &p->m.columns[table];
    Table *t = &p->out->tables.items[table];
    bool is_compared = em_plan_is_compared(p, table);

    EMPTY(&t->indexes);
    EMPTY(&t->checks);
    EMPTY(&t->foreign_keys);
    if (is_compared && primary_key_differs(was, drawn, pairs))
        set_primary_key(p, t, drawn);
    else
        later_names(p, base, &was->primary_key, &t->primary_key);
    list_changes(p, base);
    for (int i = 0; i < was->indexes.n; i++)
        keep_index(p, base, t, &was->indexes.items[i]);
    for (int i = 0; i < was->checks.n; i++)
        keep_check(p, t, &was->checks.items[i]);
    for (int i = 0; i < t->columns.n; i++)
        keep_generated(p, &t->columns.items[i]);
    if (!is_compared)
        return;
    change_uniques(p, t, was, drawn, pairs);
    add_wide_uniques(p, t, drawn, pairs);
}

void em_plan_add_keys(Plan *p, int table)
{
    const Table *drawn = &p->drawn->tables.items[table];
    Table *t = &p->out->tables.items[table];
    t->primary_key = drawn->primary_key;
    for (int i = 0; i < drawn->indexes.n; i++)
        em_plan_add_unique(p, t, &drawn->indexes.items[i].columns);
}

/* ---- what an engine takes -------------------------------------------------
 */

/* Columns of a key that MySQL refuses without a length. */
static void fit_column(Plan *p, Table *t, int base, Str name)
{
    enum { KEYED = 255 };
    int at = em_column_find(t, name);
    if (at == NONE)
        return;
    Column *c = &t->columns.items[at];
    bool is_blob = em_str_ends(c->full_type, STR("blob"));
    if (!is_blob && !em_str_ends(c->full_type, STR("text")))
        return;
    if (base != NONE && em_plan_has(p, base, name)) {
        em_plan_decide(p, JOIN(p->a, t->base, STR("."), name,
                               STR(": a text is no key; say of which length "
                                   "it is")));
        return;
    }
    Buf type = {.arena = p->a};
    em_put(&type, is_blob ? STR("varbinary(") : STR("varchar("));
    em_put_int(&type, KEYED);
    em_put(&type, STR(")"));
    c->type = c->full_type = em_buf_str(&type);
}

/* One column counts, the first of a key. */
static void fit_counting(Plan *p, Table *t, Column *c, bool *has_one)
{
    bool leads =
        t->primary_key.n && em_str_eq(t->primary_key.items[0], c->name);
    if (c->value.kind != VALUE_AUTO_INCREMENT)
        return;
    for (int i = 0; i < t->indexes.n; i++)
        leads |= em_str_eq(t->indexes.items[i].columns.items[0], c->name);
    if (!leads || *has_one) {
        c->value = (ColumnValue){0};
        em_plan_decide(p, JOIN(p->a, t->base, STR("."), c->name,
                               STR(": what counts must be the first of a key, "
                                   "and alone")));
    }
    *has_one |= leads;
}

void em_plan_fit_keys(Plan *p, int table)
{
    Table *t = &p->out->tables.items[table];
    int base = p->m.tables.before_of[table];
    bool counts = false;
    if (p->dialect != DIALECT_MYSQL)
        return;
    for (int i = 0; i < t->columns.n; i++)
        fit_counting(p, t, &t->columns.items[i], &counts);
    for (int i = 0; i < t->primary_key.n && base == NONE; i++)
        fit_column(p, t, base, t->primary_key.items[i]);
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        for (int k = 0; k < index->columns.n && !index->name.n; k++)
            fit_column(p, t, base, index->columns.items[k]);
    }
}
