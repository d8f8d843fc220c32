/*
 * Columns in the draft of a migration.
 *
 * A new column that may not be null and has no value of its own comes as one
 * that may; NOT NULL is set when its rows are filled. So are MySQL's
 * AUTO_INCREMENT, which wants a key, and NOT NULL on a column that was there.
 */
#include "diff/diff_sql.h"

#include "diff/diff_value.h"

static bool is_mysql(const Draft *p)
{
    return p->dialect == DIALECT_MYSQL;
}

static Str column_text(const Draft *p, const TableDiff *t, const Column *c)
{
    Buf out = {.arena = p->a};
    em_sql_put_column(&out, p->after, em_draft_after(p, t), c);
    return em_buf_str(&out);
}

/* MySQL gives rows that exist 0 or '' where there is no default. */
static bool wants_filling(const Column *c)
{
    return c->nullable == NULLABLE_NO && c->value.kind == VALUE_UNSAID;
}

/* Must the column wait for its rows, or for its key? */
static bool is_finished_later(const Draft *p, const ColumnDiff *c,
                              const Column *after)
{
    bool counts = is_mysql(p) && after->value.kind == VALUE_AUTO_INCREMENT;
    if (c->before == NONE)
        return wants_filling(after) || counts;
    return (c->changed[PROPERTY_NULLABLE] && after->nullable == NULLABLE_NO) ||
           (counts && c->changed[PROPERTY_AUTO_INCREMENT]);
}

/* The column as it can be before its rows are filled. */
static Column unfinished(const Column *after)
{
    Column c = *after;
    c.nullable = NULLABLE_YES;
    if (c.value.kind == VALUE_AUTO_INCREMENT)
        c.value = (ColumnValue){0};
    return c;
}

bool em_draft_is_new_column(const Draft *p, const TableDiff *t, Str name)
{
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE && c->moved.table == NONE &&
            em_str_eq(em_draft_after(p, t)->columns.items[c->after].name, name))
            return true;
    }
    return false;
}

static Str comment_text(const Draft *p, const TableDiff *t, Str column,
                        Str comment)
{
    Buf out = {.arena = p->a};
    PUT(&out, STR("COMMENT ON "), column.n ? STR("COLUMN ") : STR("TABLE "),
        em_draft_table(p, t), column.n ? STR(".") : (Str){0},
        column.n ? em_draft_name(p, column) : (Str){0}, STR(" IS "));
    if (comment.n)
        em_sql_put_string(&out, comment);
    else
        em_put(&out, STR("NULL"));
    em_put(&out, STR(";\n"));
    return em_buf_str(&out);
}

/* ---- new ones -------------------------------------------------------------
 */

/* MySQL's columns can be added at their place. */
static Str place_of(const Draft *p, const Table *t, int column)
{
    if (!is_mysql(p))
        return (Str){0};
    if (column == 0)
        return STR(" FIRST");
    return JOIN(p->a, STR(" AFTER "),
                em_draft_name(p, t->columns.items[column - 1].name));
}

/* In SQLite a column's reference comes with it. */
static Str reference_of(const Draft *p, const Table *t, const Column *c)
{
    for (int i = 0; p->dialect == DIALECT_SQLITE && i < t->foreign_keys.n;
         i++) {
        const ForeignKey *key = &t->foreign_keys.items[i];
        Buf out = {.arena = p->a};
        if (key->columns.n != 1 || !em_str_eq(key->columns.items[0], c->name))
            continue;
        em_sql_put_reference(&out, p->after, key);
        Str text = em_buf_str(&out);
        int at = em_str_find(text, STR(" REFERENCES "), 0);
        return em_str_cut(text, at, text.n);
    }
    return (Str){0};
}

static void add_column(Draft *p, const TableDiff *t, const ColumnDiff *c)
{
    const Table *after = em_draft_after(p, t);
    const Column *as = &after->columns.items[c->after];
    Column first = is_finished_later(p, c, as) ? unfinished(as)
                                               : after->columns.items[c->after];

    em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_table(p, t),
                         STR(" ADD COLUMN "), column_text(p, t, &first),
                         reference_of(p, after, as),
                         place_of(p, after, c->after), STR(";\n")));
    if (p->dialect == DIALECT_POSTGRES && as->comment.n)
        em_draft_put(p, comment_text(p, t, as->name, as->comment));
}

void em_draft_add_columns(Draft *p)
{
    em_draft_step(p,
                  STR("New columns: they may be null until they are filled"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        for (int k = 0; k < t->columns.n && t->before != NONE; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (c->before == NONE && c->after != NONE &&
                !em_draft_is_remade(p, t))
                add_column(p, t, c);
        }
    }
}

/* ---- what changed ---------------------------------------------------------
 */

typedef struct {
    Draft *p;
    const TableDiff *t;
    const ColumnDiff *c;
    const Column *b, *a;
    Strs *items; /* of ALTER TABLE */
    Str alter;   /* "ALTER COLUMN name " */
} Change;

static void item(const Change *x, Str what, Str more)
{
    *PUSH(x->p->a, x->items) = JOIN(x->p->a, x->alter, what, more);
}

static bool is_generated(const Column *c)
{
    return c->value.kind == VALUE_GENERATED_STORED ||
           c->value.kind == VALUE_GENERATED_VIRTUAL;
}

static bool is_identity(const Column *c)
{
    return c->value.kind == VALUE_IDENTITY_ALWAYS ||
           c->value.kind == VALUE_IDENTITY_BY_DEFAULT;
}

/* PostgreSQL converts by itself within a family. There, a USING would even cut
 * texts that are too long without a word. */
static bool needs_using(const Change *x)
{
    TypeFamily b = em_type_size(em_type_key(x->b, x->p->a)).family;
    TypeFamily a = em_type_size(em_type_key(x->a, x->p->a)).family;
    return a == FAMILY_OTHER || (a != b && a != FAMILY_TEXT);
}

/* A default is not converted. */
static bool drops_default(const Change *x)
{
    return x->b->value.kind == VALUE_DEFAULT && x->c->changed[PROPERTY_TYPE] &&
           needs_using(x);
}

static void change_type(const Change *x)
{
    Draft *p = x->p;
    Buf type = {.arena = p->a};

    if (drops_default(x))
        item(x, STR("DROP DEFAULT"), (Str){0});
    PUT(&type, STR("TYPE "), x->a->full_type);
    if (x->a->collation.n)
        PUT(&type, STR(" COLLATE "), em_draft_name(p, x->a->collation));
    if (needs_using(x))
        PUT(&type, STR(" USING "), em_draft_name(p, x->a->name), STR("::"),
            x->a->full_type);
    item(x, em_buf_str(&type), (Str){0});
    if (drops_default(x) && x->a->value.kind == VALUE_DEFAULT &&
        !x->c->changed[PROPERTY_DEFAULT])
        item(x, STR("SET DEFAULT "), x->a->value.text);
}

/* A default that counts needs its sequence. */
static void make_sequence(const Change *x)
{
    Draft *p = x->p;
    Str text = x->a->value.text;
    int from = em_str_find(text, STR("nextval('"), 0);
    int to = from == NONE ? NONE : em_str_find_char(text, '\'', from + 9);
    if (to != NONE)
        em_draft_put(p, JOIN(p->a, STR("CREATE SEQUENCE IF NOT EXISTS "),
                             em_str_cut(text, from + 9, to), STR(" OWNED BY "),
                             em_draft_table(p, x->t), STR("."),
                             em_draft_name(p, x->a->name), STR(";\n")));
}

static Str identity_words(const Column *c)
{
    return c->value.kind == VALUE_IDENTITY_ALWAYS
               ? STR("ADD GENERATED ALWAYS AS IDENTITY")
               : STR("ADD GENERATED BY DEFAULT AS IDENTITY");
}

static void change_value(const Change *x)
{
    bool changes_identity = x->c->changed[PROPERTY_IDENTITY];
    if (changes_identity && is_identity(x->b))
        item(x, STR("DROP IDENTITY"), (Str){0});
    if (x->c->changed[PROPERTY_DEFAULT] && x->a->value.kind == VALUE_DEFAULT) {
        make_sequence(x);
        item(x, STR("SET DEFAULT "), x->a->value.text);
    } else if (x->c->changed[PROPERTY_DEFAULT] && !drops_default(x)) {
        item(x, STR("DROP DEFAULT"), (Str){0});
    }
    if (changes_identity && is_identity(x->a) &&
        !is_finished_later(x->p, x->c, x->a))
        item(x, identity_words(x->a), (Str){0});
}

/* What is generated in another way is made anew, but a column that no longer
 * is keeps what it holds. */
static void change_generated(const Change *x)
{
    Draft *p = x->p;
    Str table = em_draft_table(p, x->t);
    if (!is_generated(x->a)) {
        item(x, STR("DROP EXPRESSION"), (Str){0});
        return;
    }
    if (!is_generated(x->b))
        em_draft_note(p,
                      JOIN(p->a, STR("DROPS DATA: values of "), table, STR("."),
                           x->a->name, STR(" are computed from now on")));
    em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), table, STR(" DROP COLUMN "),
                         em_draft_name(p, x->a->name), STR(";\nALTER TABLE "),
                         table, STR(" ADD COLUMN "), column_text(p, x->t, x->a),
                         STR(";\n")));
}

static void change_in_postgres(const Change *x)
{
    if (x->c->changed[PROPERTY_GENERATED])
        change_generated(x);
    if (x->c->changed[PROPERTY_GENERATED] && is_generated(x->a))
        return;
    if (x->c->changed[PROPERTY_TYPE] || x->c->changed[PROPERTY_COLLATION])
        change_type(x);
    change_value(x);
    if (x->c->changed[PROPERTY_NULLABLE] && x->a->nullable != NULLABLE_NO)
        item(x, STR("DROP NOT NULL"), (Str){0});
    if (x->c->changed[PROPERTY_COMMENT])
        em_draft_put(x->p, comment_text(x->p, x->t, x->a->name, x->a->comment));
}

/* MODIFY says all of a column. It is not said twice when all that changes is
 * what waits. */
static void change_in_mysql(const Change *x)
{
    bool waits = is_finished_later(x->p, x->c, x->a);
    bool changed = false;
    for (int i = 0; i < PROPERTY_COUNT; i++)
        changed |= x->c->changed[i] && i != PROPERTY_KEYS &&
                   !(waits && i == PROPERTY_NULLABLE);
    if (!changed)
        return;
    Column as = waits ? unfinished(x->a) : *x->a;
    *PUSH(x->p->a, x->items) =
        JOIN(x->p->a, STR("MODIFY COLUMN "), column_text(x->p, x->t, &as));
}

static void change_columns(Draft *p, const TableDiff *t)
{
    const Table *before = em_draft_before(p, t), *after = em_draft_after(p, t);
    Strs items = {0};
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE || c->after == NONE)
            continue;
        const Column *a = &after->columns.items[c->after];
        Change x = {p,
                    t,
                    c,
                    &before->columns.items[c->before],
                    a,
                    &items,
                    JOIN(p->a, STR("ALTER COLUMN "), em_draft_name(p, a->name),
                         STR(" "))};
        if (is_mysql(p))
            change_in_mysql(&x);
        else
            change_in_postgres(&x);
    }
    em_draft_alter(p, t, &items);
    if (!t->comment_changed)
        return;
    if (!is_mysql(p)) {
        em_draft_put(p, comment_text(p, t, (Str){0}, after->comment));
        return;
    }
    Buf text = {.arena = p->a};
    em_sql_put_string(&text, after->comment);
    em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_table(p, t),
                         STR(" COMMENT = "), em_buf_str(&text), STR(";\n")));
}

void em_draft_change_columns(Draft *p)
{
    em_draft_step(p, STR("Columns that change"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (t->before != NONE && t->after != NONE &&
            p->dialect != DIALECT_SQLITE)
            change_columns(p, t);
        if (t->kind_changed)
            em_draft_note(p, JOIN(p->a, STR("DECIDE: "), em_draft_table(p, t),
                                  STR(" becomes another kind of table; make "
                                      "it anew and copy its rows")));
    }
}

/* ---- what waited ----------------------------------------------------------
 */

static void warn_of_nulls(Draft *p, const TableDiff *t, const Column *c)
{
    Str name = em_draft_name(p, c->name);
    em_draft_note(p, JOIN(p->a, STR("DECIDE: UPDATE "), em_draft_table(p, t),
                          STR(" SET "), name, STR(" = ... WHERE "), name,
                          STR(" IS NULL;")));
}

void em_draft_finish_columns(Draft *p, const TableDiff *t, Strs *items)
{
    const Table *after = em_draft_after(p, t);
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        const Column *as =
            c->after == NONE ? NULL : &after->columns.items[c->after];
        if (!as || !is_finished_later(p, c, as))
            continue;
        if (as->value.kind != VALUE_AUTO_INCREMENT)
            warn_of_nulls(p, t, as);
        *PUSH(p->a, items) =
            is_mysql(p)
                ? JOIN(p->a, STR("MODIFY COLUMN "), column_text(p, t, as))
                : JOIN(p->a, STR("ALTER COLUMN "), em_draft_name(p, as->name),
                       STR(" SET NOT NULL"));
        if (c->changed[PROPERTY_IDENTITY] && is_identity(as))
            *PUSH(p->a, items) =
                JOIN(p->a, STR("ALTER COLUMN "), em_draft_name(p, as->name),
                     STR(" "), identity_words(as));
    }
}
