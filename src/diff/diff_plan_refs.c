/*
 * A diagram completed: references.
 *
 * A reference stays when its relation is drawn, and goes when it is not; what
 * the ends say that it did not is done to its columns. A relation that is new
 * becomes a reference where its columns are certain.
 */
#include "diff/diff_plan.h"

#include "diff/diff_value.h"

typedef struct {
    Plan *p;
    bool *is_met; /* by relation of the diagram: a reference says it */
    Map names;    /* of tables, once they are asked for */
} Referrer;

static Table *out_table(const Referrer *x, int table)
{
    return &x->p->out->tables.items[table];
}

static bool is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

/* ---- ends -----------------------------------------------------------------
 */

static bool is_primary(const Table *t, Str column)
{
    for (int i = 0; i < t->primary_key.n; i++)
        if (em_str_eq(t->primary_key.items[i], column))
            return true;
    return false;
}

/* There is always a parent. */
static void set_needed(Table *t, const ForeignKey *key)
{
    for (int i = 0; i < key->columns.n; i++) {
        int at = em_column_find(t, key->columns.items[i]);
        if (at != NONE)
            t->columns.items[at].nullable = NULLABLE_NO;
    }
}

/* Do several references of a table have the column? */
static bool is_shared(const Referrer *x, const Table *t, Str column)
{
    int at = (int)(t - x->p->out->tables.items), n = 0;
    if (at >= x->p->drawn->tables.n)
        return false;
    const Table *drawn = &x->p->drawn->tables.items[at];
    for (int i = 0; i < drawn->foreign_keys.n && n < 2; i++) {
        const Strs *columns = &drawn->foreign_keys.items[i].columns;
        for (int k = 0; k < columns->n; k++)
            n += em_str_eq(columns->items[k], column);
    }
    return n > 1;
}

/* There may be no parent: one column that may be null is enough; one of the
 * primary key cannot be it, and one of another reference should not. */
static void set_optional(Referrer *x, Table *t, const ForeignKey *key)
{
    ARRAY_OF(int) free = {0}, own = {0};
    for (int i = 0; i < key->columns.n; i++) {
        Str name = key->columns.items[i];
        int at = em_column_find(t, name);
        bool is_in_key = is_primary(t, name);
        if (at == NONE ||
            (t->columns.items[at].nullable != NULLABLE_NO && !is_in_key))
            return;
        if (!is_in_key)
            *PUSH(x->p->a, &free) = at;
        if (!is_in_key && !is_shared(x, t, name))
            *PUSH(x->p->a, &own) = at;
    }
    for (int i = 0; i < own.n; i++)
        t->columns.items[own.items[i]].nullable = NULLABLE_YES;
    for (int i = 0; i < free.n && !own.n; i++)
        t->columns.items[free.items[i]].nullable = NULLABLE_YES;
    if (!free.n)
        em_plan_decide(x->p, JOIN(x->p->a, t->name,
                                  STR(": the reference is in the primary key, "
                                      "so there is always a parent")));
}

static void set_alone(Referrer *x, Table *t, const ForeignKey *key,
                      bool is_alone)
{
    if (is_alone) {
        em_plan_add_unique(x->p, t, &key->columns);
        return;
    }
    em_plan_drop_unique(t, &key->columns);
    if (em_plan_is_key(t, &key->columns))
        em_plan_decide(x->p, JOIN(x->p->a, t->name,
                                  STR(": the reference is the primary key, so "
                                      "there is one row at most")));
}

/* Ends that changed. */
static void change_ends(Referrer *x, Table *t, const ForeignKey *key, int was,
                        int is)
{
    const Plan *p = x->p;
    const Relation *b = &p->base->relations.items[was];
    const Relation *a = &p->drawn->relations.items[is];
    bool turned = p->relations.after[is].turned;
    Cardinality parent = em_parent_end(a, turned)->cardinality;
    Cardinality child = em_child_end(a, turned)->cardinality;

    if (em_same_ends(&p->m, &p->relations, was, is))
        return;
    if (parent == CARD_EXACTLY_ONE)
        set_needed(t, key);
    else if (parent == CARD_ZERO_OR_ONE)
        set_optional(x, t, key);
    if (is_many(child) != is_many(b->to.cardinality))
        set_alone(x, t, key, !is_many(child));
}

/* ---- what stays -----------------------------------------------------------
 */

static bool later_columns(Plan *p, int base, const Strs *names, Strs *out)
{
    for (int i = 0; i < names->n; i++) {
        Str name;
        if (!em_plan_later(p, base, names->items[i], &name))
            return false;
        *PUSH(p->a, out) = name;
    }
    return true;
}

/* The reference by its later names; false: a part of it goes. */
static bool later_key(Plan *p, int base, const ForeignKey *was, ForeignKey *key)
{
    *key = *was;
    key->columns = key->ref_columns = (Strs){0};
    if (!later_columns(p, base, &was->columns, &key->columns))
        return false;
    if (was->ref_table == NONE) {
        key->ref_columns = was->ref_columns;
        return true;
    }
    key->ref_table = p->place[was->ref_table];
    if (key->ref_table == NONE ||
        !later_columns(p, was->ref_table, &was->ref_columns, &key->ref_columns))
        return false;
    const Table *parent = &p->out->tables.items[key->ref_table];
    key->ref_schema = parent->schema;
    key->ref_base = parent->base;
    return true;
}

/* was: the relation that a reference is, or NONE */
static void keep_reference(Referrer *x, int base, const ForeignKey *key,
                           int was)
{
    Plan *p = x->p;
    int is = was == NONE ? NONE : p->relations.pairs.after_of[was];
    ForeignKey later;
    if (p->place[base] == NONE || (was != NONE && is == NONE) ||
        !later_key(p, base, key, &later))
        return;
    Table *t = out_table(x, p->place[base]);
    *PUSH(p->a, &t->foreign_keys) = later;
    if (is == NONE)
        return;
    x->is_met[is] = true;
    change_ends(x, t, &later, was, is);
}

/* The relations of a schema stand in the order of its references; those of
 * partitions and to what is not there are none. */
static void keep_references(Referrer *x)
{
    const Schema *base = x->p->base;
    int next = 0;
    for (int i = 0; i < base->tables.n; i++) {
        const Table *t = &base->tables.items[i];
        bool is_line = em_is_drawn_as_line(&x->p->m, i, true);
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const ForeignKey *key = &t->foreign_keys.items[k];
            bool is_relation = next < base->relations.n &&
                               base->relations.items[next].key == key;
            keep_reference(x, i, key, is_relation && !is_line ? next : NONE);
            next += is_relation;
        }
    }
}

/* ---- what is new ----------------------------------------------------------
 */

/* A new column is of its parent's type, if the diagram allows. */
static void match_type(Referrer *x, int child, int column, const Column *parent)
{
    const Plan *p = x->p;
    Column *c = &out_table(x, child)->columns.items[column];
    const Pairing *pairs = &p->m.columns[child];
    bool is_new = p->m.tables.before_of[child] == NONE ||
                  pairs->before_of[column] == NONE;
    Column drawn = p->drawn->tables.items[child].columns.items[column];
    drawn.full_type = (Str){0};
    if (!is_new || !em_types_match(parent, &drawn, p->dialect, p->m.scratch))
        return;
    c->type = parent->type;
    c->full_type = parent->full_type;
    c->enum_values = parent->enum_values;
    c->is_set = parent->is_set;
    c->domain = parent->domain;
    c->collation = parent->collation;
}

/* Can a column refer to the other? */
static bool fits(const Plan *p, const Column *child, const Column *parent)
{
    Str c = em_type_key(child, p->m.scratch);
    Str a = em_type_key(parent, p->m.scratch);
    TypeFamily family = em_type_size(c).family;
    return em_str_eq(c, a) ||
           (family != FAMILY_OTHER && family == em_type_size(a).family &&
            p->dialect != DIALECT_MYSQL) ||
           p->dialect == DIALECT_SQLITE;
}

/* The name of a drawn column in the completed table; false: a table that is
 * drawn without columns has it perhaps. */
static bool out_name(const Referrer *x, int table, Str drawn, int *column,
                     Str *out)
{
    *column = em_column_find(&x->p->drawn->tables.items[table], drawn);
    if (*column == NONE || !em_plan_is_compared(x->p, table))
        return false;
    *out = out_table(x, table)->columns.items[*column].name;
    return true;
}

/* Returns why it cannot be made; empty: it is made. */
static Str make_key(Referrer *x, const Relation *r, ForeignKey *key)
{
    int child = r->to.table, parent = r->from.table;
    const Table *of = out_table(x, parent);
    *key = *r->key;
    key->columns = key->ref_columns = (Strs){0};
    key->ref_schema = of->schema;
    key->ref_base = of->base;
    for (int i = 0; i < r->key->columns.n; i++) {
        Str own, target;
        int at, to;
        if (!out_name(x, child, r->key->columns.items[i], &at, &own) ||
            !out_name(x, parent, r->key->ref_columns.items[i], &to, &target))
            return STR("its columns are not drawn");
        match_type(x, child, at, &of->columns.items[to]);
        if (!fits(x->p, &out_table(x, child)->columns.items[at],
                  &of->columns.items[to]))
            return STR("what it refers to is of another type");
        *PUSH(x->p->a, &key->columns) = own;
        *PUSH(x->p->a, &key->ref_columns) = target;
    }
    if (x->p->dialect == DIALECT_MYSQL) {
        if (key->on_delete == ACTION_NONE)
            key->on_delete = ACTION_RESTRICT;
        if (key->on_update == ACTION_NONE)
            key->on_update = ACTION_RESTRICT;
    }
    return em_plan_is_key(of, &key->ref_columns)
               ? STR("")
               : STR("what it refers to is no key");
}

/* ---- many to many ---------------------------------------------------------
 */

/* "categories" have each a "category". */
static Str singular(Str name, Arena *a)
{
    static const Str endings[] = {STR_INIT("sses"), STR_INIT("xes"),
                                  STR_INIT("ches"), STR_INIT("shes")};
    if (em_str_ends(name, STR("ies")) && name.n > 4)
        return JOIN(a, em_str_cut(name, 0, name.n - 3), STR("y"));
    for (int i = 0; i < COUNT(endings); i++)
        if (em_str_ends(name, endings[i]))
            return em_str_cut(name, 0, name.n - 2);
    bool is_plural = em_str_ends(name, STR("s")) &&
                     !em_str_ends(name, STR("ss")) && name.n > 2;
    return em_str_cut(name, 0, name.n - is_plural);
}

/* A column that refers to the key of a table, which is one column. */
static void add_joined(Referrer *x, Table *t, int parent)
{
    Arena *a = x->p->a;
    const Table *of = out_table(x, parent);
    int at = em_column_find(of, of->primary_key.items[0]);
    Str one = singular(of->base, a);
    Column c = of->columns.items[at];
    c.name = em_str_starts(c.name, one)
                 ? c.name
                 : JOIN(a, one, STR("_"), of->columns.items[at].name);
    if (em_column_find(t, c.name) != NONE)
        c.name = JOIN(a, STR("other_"), c.name);
    c.value = (ColumnValue){0};
    c.comment = (Str){0};
    c.nullable = NULLABLE_NO;
    EMPTY(&c.keys);
    *PUSH(a, &t->columns) = c;
    *PUSH(a, &t->primary_key) = c.name;
    bool is_mysql = x->p->dialect == DIALECT_MYSQL;
    ForeignKey key = {
        .ref_schema = of->schema,
        .ref_base = of->base,
        .ref_table = parent,
        .ref_columns = of->primary_key,
        .on_delete = is_mysql ? ACTION_RESTRICT : ACTION_NONE,
        .on_update = is_mysql ? ACTION_RESTRICT : ACTION_NONE,
    };
    *PUSH(a, &key.columns) = c.name;
    *PUSH(a, &t->foreign_keys) = key;
}

/* The table that a line with many at both ends takes. False: it has no columns
 * to be of, or its name is taken. */
static bool add_join(Referrer *x, const Relation *r)
{
    Plan *p = x->p;
    const Table *from = out_table(x, r->from.table);
    const Table *to = out_table(x, r->to.table);
    Table t = {.group = NONE, .schema = from->schema, .span = r->span};
    if (from->primary_key.n != 1 || to->primary_key.n != 1)
        return false;
    t.base = JOIN(p->a, from->base, STR("_"), to->base);
    t.name = t.base;
    if (x->names.entries.n == 0)
        for (int i = 0; i < p->out->tables.n; i++)
            em_map_add(&x->names,
                       em_str_lower(p->m.scratch, p->out->tables.items[i].base),
                       i);
    Str key = em_str_lower(p->m.scratch, t.base);
    if (em_map_add(&x->names, key, NONE - 1) != NONE - 1)
        return false;
    add_joined(x, &t, r->from.table);
    add_joined(x, &t, r->to.table);
    *PUSH(p->a, &p->out->tables) = t;
    return true;
}

static void leave_open(Referrer *x, const Relation *r, Str why)
{
    em_plan_decide(x->p, JOIN(x->p->a, r->from.name, STR(" - "), r->to.name,
                              STR(": "), why));
}

/* What the ends of a new relation say of columns that were there. */
static void add_ends(Referrer *x, Table *t, const Relation *r,
                     const ForeignKey *key)
{
    if (r->is_guessed)
        return;
    if (r->from.cardinality == CARD_EXACTLY_ONE)
        set_needed(t, key);
    else if (r->from.cardinality == CARD_ZERO_OR_ONE &&
             x->p->m.tables.before_of[r->to.table] != NONE)
        set_optional(x, t, key);
    if (!is_many(r->to.cardinality) && r->to.cardinality != CARD_PARENT)
        em_plan_add_unique(x->p, t, &key->columns);
}

static void add_reference(Referrer *x, const Relation *r)
{
    ForeignKey key;
    if (r->from.table == NONE || r->to.table == NONE)
        return;
    bool is_both = is_many(r->from.cardinality) && is_many(r->to.cardinality);
    if (is_both && !r->key) {
        if (!add_join(x, r))
            leave_open(x, r, STR("many to many takes a table between them"));
        return;
    }
    if (!r->key) {
        leave_open(x, r,
                   STR("which column refers to which is not certain; mark it "
                       "FK"));
        return;
    }
    Str why = make_key(x, r, &key);
    if (why.n) {
        leave_open(x, r, why);
        return;
    }
    Table *t = out_table(x, r->to.table);
    *PUSH(x->p->a, &t->foreign_keys) = key;
    add_ends(x, t, r, &key);
}

void em_plan_references(Plan *p)
{
    const Schema *drawn = p->drawn;
    Referrer x = {p, NEW_ARRAY(p->a, drawn->relations.n + 1, bool),
                  .names = {.arena = p->m.scratch}};
    keep_references(&x);
    for (int i = 0; i < drawn->relations.n; i++)
        if (!x.is_met[i] && !(p->m.is_joined && p->m.is_joined[i]))
            add_reference(&x, &drawn->relations.items[i]);
}
