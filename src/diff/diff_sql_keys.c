/*
 * Keys, indexes, checks and references in the draft of a migration.
 *
 * What goes, goes before columns change; so does what only steps aside: a
 * reference to a key that is made anew and, in MySQL, one whose columns change
 * their type. What comes, comes when columns and rows are as they should be.
 * MySQL keeps indexes that references need, so there an index goes in the same
 * statement in which its successor comes.
 */
#include "diff/diff_sql.h"

#include "base/map.h"
#include "diff/diff_match.h"

/* ---- what is the same -----------------------------------------------------
 */

static const TableDiff *find_pair(const Draft *p, int before)
{
    int at = before == NONE ? NONE : p->pair[before];
    return at == NONE ? NULL : &p->d->tables.items[at];
}

/* Is the later reference what the earlier one is, all names being later ones?
 */
static bool is_same_reference(const Draft *p, const TableDiff *t,
                              const ForeignKey *b, const ForeignKey *a)
{
    Strs columns = em_draft_later_names(p, t, &b->columns);
    const TableDiff *parent = find_pair(p, b->ref_table);
    if (!em_strs_equal(&columns, &a->columns))
        return false;
    if (!parent || a->ref_table == NONE)
        return b->ref_table == a->ref_table &&
               em_str_eq(b->ref_base, a->ref_base);
    Strs targets = em_draft_later_names(p, parent, &b->ref_columns);
    return parent->after == a->ref_table &&
           em_strs_equal(&targets, &a->ref_columns);
}

static bool has_same_actions(const ForeignKey *b, const ForeignKey *a)
{
    return b->on_delete == a->on_delete && b->on_update == a->on_update &&
           b->deferrable == a->deferrable && b->not_valid == a->not_valid;
}

/* A foreign key that stays; NULL: it does not. */
static const ForeignKey *find_later(const Draft *p, const TableDiff *t,
                                    const ForeignKey *b)
{
    const Table *after = em_draft_after(p, t);
    for (int i = 0; after && i < after->foreign_keys.n; i++) {
        const ForeignKey *a = &after->foreign_keys.items[i];
        if (is_same_reference(p, t, b, a) && has_same_actions(b, a))
            return a;
    }
    return NULL;
}

static const ForeignKey *find_earlier(const Draft *p, const TableDiff *t,
                                      const ForeignKey *a)
{
    const Table *before = em_draft_before(p, t);
    for (int i = 0; before && i < before->foreign_keys.n; i++)
        if (find_later(p, t, &before->foreign_keys.items[i]) == a)
            return &before->foreign_keys.items[i];
    return NULL;
}

static bool changes_type(const Draft *p, const TableDiff *t, const Strs *names)
{
    const Table *before = em_draft_before(p, t);
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        for (int k = 0; k < names->n && c->before != NONE; k++)
            if (em_str_eq(before->columns.items[c->before].name,
                          names->items[k]) &&
                (c->changed[PROPERTY_TYPE] || c->after == NONE))
                return true;
    }
    return false;
}

/* Does a key that a reference goes to go away, or change? */
static bool loses_key(const TableDiff *parent, const ForeignKey *b)
{
    bool loses = parent->primary_key_changed;
    for (int i = 0; i < parent->uniques.n; i++) {
        const Index *gone = parent->uniques.items[i].before;
        loses |= gone && em_strs_equal(&gone->columns, &b->ref_columns);
    }
    return loses;
}

/* Must a reference that stays be away while columns and keys change? */
static bool steps_aside(const Draft *p, const TableDiff *t, const ForeignKey *b)
{
    const TableDiff *parent = find_pair(p, b->ref_table);
    bool is_mysql = p->dialect == DIALECT_MYSQL;
    return (parent && loses_key(parent, b)) ||
           (is_mysql && (changes_type(p, t, &b->columns) ||
                         (parent && changes_type(p, parent, &b->ref_columns))));
}

/* What is equal for indexes that do the same, whatever they are called. */
static Str index_key(const Draft *p, const TableDiff *t, const Index *index,
                     bool is_before)
{
    ExprScope scope = {.dialect = p->dialect};
    const Table *before = em_draft_before(p, t), *after = em_draft_after(p, t);
    for (int i = 0; is_before && i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (!c->is_renamed)
            continue;
        *PUSH(p->a, &scope.from) = before->columns.items[c->before].name;
        *PUSH(p->a, &scope.to) = after->columns.items[c->after].name;
    }
    return em_index_key(index, &scope, p->a);
}

/* The indexes of one side that the other does not have. */
typedef ARRAY_OF(const Index *) Indexes;

static Indexes indexes_alone(const Draft *p, const TableDiff *t, bool is_before)
{
    const Table *of = is_before ? em_draft_before(p, t) : em_draft_after(p, t);
    const Table *other =
        is_before ? em_draft_after(p, t) : em_draft_before(p, t);
    Map there = {.arena = p->a};
    Indexes out = {0};

    for (int i = 0; i < other->indexes.n; i++)
        em_map_add(&there,
                   index_key(p, t, &other->indexes.items[i], !is_before), i);
    for (int i = 0; i < of->indexes.n; i++) {
        const Index *index = &of->indexes.items[i];
        if (em_map_find(&there, index_key(p, t, index, is_before)) == NONE)
            /* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
            *PUSH(p->a, &out) = index;
    }
    return out;
}

/* Tables that are changed in place; a partition's keys are its parent's. */
static bool is_pair(const Draft *p, const TableDiff *t)
{
    return t->before != NONE && t->after != NONE &&
           em_draft_after(p, t)->kind != TABLE_PARTITION &&
           !em_draft_is_remade(p, t);
}

/* ---- what goes ------------------------------------------------------------
 */

static void drop_constraint(Draft *p, const TableDiff *t, Str name, Str word)
{
    if (!name.n) {
        em_draft_note(p, JOIN(p->a, STR("DECIDE: a constraint of "),
                              em_draft_table(p, t),
                              STR(" goes, and the schema has no name for it")));
        return;
    }
    em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_table(p, t), word,
                         em_draft_name(p, name), STR(";\n")));
}

static void drop_references(Draft *p, const TableDiff *t)
{
    const Table *before = em_draft_before(p, t);
    Str word = p->dialect == DIALECT_MYSQL ? STR(" DROP FOREIGN KEY ")
                                           : STR(" DROP CONSTRAINT ");
    for (int i = 0; i < before->foreign_keys.n; i++) {
        const ForeignKey *b = &before->foreign_keys.items[i];
        bool goes_on = t->after == NONE
                           ? b->ref_table == NONE || b->ref_table == t->before
                           : find_later(p, t, b) && !steps_aside(p, t, b);
        if (!goes_on)
            drop_constraint(p, t, b->name, word);
    }
}

/* PostgreSQL's are things of their own. */
static void drop_index(Draft *p, const TableDiff *t, const Index *index)
{
    if (index->is_constraint) {
        drop_constraint(p, t, index->name, STR(" DROP CONSTRAINT "));
        return;
    }
    Str schema = em_draft_after(p, t)->schema;
    em_draft_put(p, JOIN(p->a, STR("DROP INDEX "),
                         schema.n ? em_draft_name(p, schema) : (Str){0},
                         schema.n ? STR(".") : (Str){0},
                         em_draft_name(p, index->name), STR(";\n")));
}

static void drop_rest(Draft *p, const TableDiff *t)
{
    const Table *before = em_draft_before(p, t);
    for (int i = 0; i < t->checks.n; i++)
        if (t->checks.items[i].before)
            drop_constraint(p, t, t->checks.items[i].before->name,
                            STR(" DROP CONSTRAINT "));
    if (p->dialect == DIALECT_MYSQL)
        return;
    Indexes gone = indexes_alone(p, t, true);
    for (int i = 0; i < gone.n; i++)
        drop_index(p, t, gone.items[i]);
    if (t->primary_key_changed && before->primary_key.n)
        drop_constraint(p, t, before->primary_key_name,
                        STR(" DROP CONSTRAINT "));
}

void em_draft_drop_keys(Draft *p)
{
    em_draft_step(p, STR("What is in the way: some of it comes back below"));
    for (int i = 0; i < p->d->tables.n; i++)
        if (p->d->tables.items[i].before != NONE &&
            p->dialect != DIALECT_SQLITE)
            drop_references(p, &p->d->tables.items[i]);
    for (int i = 0; i < p->d->tables.n; i++)
        if (is_pair(p, &p->d->tables.items[i]))
            drop_rest(p, &p->d->tables.items[i]);
}

/* ---- what comes -----------------------------------------------------------
 */

static void add_item(const Draft *p, Strs *items, Str item)
{
    *PUSH(p->a, items) = item;
}

static Str key_text(const Draft *p, const Index *index)
{
    Buf out = {.arena = p->a};
    em_sql_put_key(&out, p->after, index);
    return em_buf_str(&out);
}

static Str constraint(const Draft *p, Str name)
{
    return name.n ? JOIN(p->a, STR("CONSTRAINT "), em_draft_name(p, name),
                         STR(" "))
                  : (Str){0};
}

static void add_primary_key(Draft *p, const TableDiff *t, Strs *items)
{
    const Table *before = em_draft_before(p, t), *after = em_draft_after(p, t);
    bool is_mysql = p->dialect == DIALECT_MYSQL;
    if (is_mysql && before->primary_key.n)
        add_item(p, items, STR("DROP PRIMARY KEY"));
    if (after->primary_key.n)
        add_item(
            p, items,
            JOIN(p->a, STR("ADD "),
                 is_mysql ? STR("") : constraint(p, after->primary_key_name),
                 STR("PRIMARY KEY "), em_draft_names(p, &after->primary_key)));
}

/* Rows that are alike are in the way of a key. */
static void warn_of_duplicates(Draft *p, const TableDiff *t, const Strs *of)
{
    Str names = em_draft_names(p, of);
    names = em_str_cut(names, 1, names.n - 1);
    em_draft_note(p,
                  JOIN(p->a, STR("CHECK: SELECT "), names,
                       STR(", count(*) FROM "), em_draft_table(p, t),
                       STR(" GROUP BY "), names, STR(" HAVING count(*) > 1;")));
}

/* The indexes that the table's own statement says; the others are put. */
static void add_indexes(Draft *p, const TableDiff *t, Strs *items, Buf *others)
{
    const Table *after = em_draft_after(p, t);
    Indexes added = indexes_alone(p, t, false);

    if (p->dialect == DIALECT_MYSQL) {
        Indexes gone = indexes_alone(p, t, true);
        for (int i = 0; i < gone.n; i++)
            add_item(p, items,
                     JOIN(p->a, STR("DROP KEY "),
                          em_draft_name(p, gone.items[i]->name)));
    }
    for (int i = 0; i < added.n; i++) {
        const Index *index = added.items[i];
        if (em_index_is_key(index))
            warn_of_duplicates(p, t, &index->columns);
        if (em_sql_is_inside(p->after, after, index))
            add_item(p, items, JOIN(p->a, STR("ADD "), key_text(p, index)));
        else
            em_sql_put_index(others, p->after, after, index);
    }
}

static void add_checks(Draft *p, const TableDiff *t, Strs *items)
{
    for (int i = 0; i < t->checks.n; i++) {
        const TableCheck *c = t->checks.items[i].after;
        if (c)
            add_item(p, items,
                     JOIN(p->a, STR("ADD "), constraint(p, c->name),
                          STR("CHECK ("), c->expression, STR(")")));
    }
}

/* All of a table's in one statement: it locks the table once, and MySQL sees
 * that indexes are replaced. */
static void add_to_pair(Draft *p, const TableDiff *t)
{
    Strs items = {0};
    Buf others = {.arena = p->a};

    em_draft_finish_columns(p, t, &items);
    if (t->primary_key_changed)
        add_primary_key(p, t, &items);
    add_indexes(p, t, &items, &others);
    add_checks(p, t, &items);
    em_draft_alter(p, t, &items);
    em_draft_put(p, em_buf_str(&others));
}

static void add_to_new(Draft *p, const TableDiff *t)
{
    const Table *after = em_draft_after(p, t);
    Buf out = {.arena = p->a};
    for (int i = 0; i < after->indexes.n; i++)
        if (!em_sql_is_inside(p->after, after, &after->indexes.items[i]))
            em_sql_put_index(&out, p->after, after, &after->indexes.items[i]);
    em_draft_put(p, em_buf_str(&out));
}

/* Rows without a parent are in the way of a reference. A new column is empty.
 */
static void warn_of_orphans(Draft *p, const TableDiff *t, const ForeignKey *a)
{
    if (a->ref_table == NONE || a->columns.n != 1 || a->ref_columns.n != 1 ||
        em_draft_is_new_column(p, t, a->columns.items[0]))
        return;
    const Table *parent = &p->after->tables.items[a->ref_table];
    em_draft_note(
        p, JOIN(p->a, STR("CHECK: SELECT * FROM "), em_draft_table(p, t),
                STR(" AS child WHERE child."),
                em_draft_name(p, a->columns.items[0]),
                STR(" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "),
                em_draft_later(p, parent), STR(" AS parent WHERE parent."),
                em_draft_name(p, a->ref_columns.items[0]), STR(" = child."),
                em_draft_name(p, a->columns.items[0]), STR(");")));
}

static void add_references(Draft *p, const TableDiff *t)
{
    const Table *after = em_draft_after(p, t);
    for (int i = 0; i < after->foreign_keys.n; i++) {
        const ForeignKey *a = &after->foreign_keys.items[i];
        const ForeignKey *b = find_earlier(p, t, a);
        Buf text = {.arena = p->a};
        if (b && !steps_aside(p, t, b))
            continue;
        if (t->before != NONE && !b)
            warn_of_orphans(p, t, a);
        em_sql_put_reference(&text, p->after, a);
        em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_table(p, t),
                             STR(" ADD "), em_buf_str(&text), STR(";\n")));
    }
}

void em_draft_add_keys(Draft *p)
{
    em_draft_step(p, STR("Keys and indexes: they fail where rows contradict "
                         "them; CHECK finds such rows"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (is_pair(p, t))
            add_to_pair(p, t);
        else if (t->before == NONE &&
                 em_draft_after(p, t)->kind != TABLE_PARTITION)
            add_to_new(p, t);
    }
    em_draft_step(p, STR("References"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (t->after != NONE && p->dialect != DIALECT_SQLITE &&
            em_draft_after(p, t)->kind != TABLE_PARTITION)
            add_references(p, t);
    }
}
