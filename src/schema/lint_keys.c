/*
 * Lint: keys, and the relations that go by them. Rules go by the rows that
 * relations are certainly about (anchor.c), so that doubt stays silent.
 */
#include "schema/lint.h"

/* A diagram without relations lists tables; its FKs are no mistakes. */
void em_lint_fks(Lint *l)
{
    for (int i = 0; i < l->s->tables.n && l->s->relations.n; i++) {
        const Table *t = em_lint_table(l, i);
        for (int k = 0; k < t->columns.n && l->open[i] == 0; k++) {
            const Column *c = &t->columns.items[k];
            if (!em_lint_has_key(c, KEY_FOREIGN) || l->claimed[l->first[i] + k])
                continue;
            em_lint_report(l, LINT_FK_WITHOUT_RELATION,
                           em_lint_at(t, c->source, c->span),
                           JOIN(l->arena, em_lint_column_name(l, t, c),
                                STR(" is marked FK, but no relation of "),
                                t->name, STR(" is about it")),
                           STR("add the relation to the entity it refers to"));
        }
    }
}

static int count_unclaimed_fks(const Lint *l, int table)
{
    const Table *t = em_lint_table(l, table);
    int n = 0;
    for (int k = 0; k < t->columns.n; k++)
        n += em_lint_has_key(&t->columns.items[k], KEY_FOREIGN) &&
             !l->claimed[l->first[table] + k];
    return n;
}

/* A relation with one many end, where every FK belongs to another relation. */
void em_lint_children(Lint *l)
{
    int *unclaimed = NEW_ARRAY(l->arena, l->s->tables.n, int);
    for (int i = 0; i < l->s->tables.n; i++)
        unclaimed[i] = count_unclaimed_fks(l, i);

    for (int i = 0; i < l->s->relations.n && l->any_fk; i++) {
        const Relation *r = &l->s->relations.items[i];
        bool from_many = em_lint_is_many(r->from.cardinality);
        const RelationEnd *child = from_many ? &r->from : &r->to;
        const RelationEnd *parent = from_many ? &r->to : &r->from;
        if (l->rows[i].child_column != NONE || r->is_guessed ||
            from_many == em_lint_is_many(r->to.cardinality) ||
            child->table == NONE || parent->table == NONE)
            continue;
        const Table *t = em_lint_table(l, child->table);
        if (t->columns.n == 0 || unclaimed[child->table])
            continue;
        em_lint_report(l, LINT_RELATION_WITHOUT_FK, em_lint_at_relation(r),
                       JOIN(l->arena, STR("entity "), t->name,
                            STR(" has no FK attribute for its relation to "),
                            parent->name),
                       JOIN(l->arena, STR("mark the attribute of "), t->name,
                            STR(" that refers to "), parent->name,
                            STR(" with FK")));
    }
}

static bool is_unique(const Lint *l, int table, const Column *c)
{
    return em_lint_has_key(c, KEY_UNIQUE) ||
           (l->in_pk[table] == 1 && em_lint_has_key(c, KEY_PRIMARY));
}

/* Mermaid's mark of "zero or one" beside a name becomes "exactly one", where it
 * is one of signs. */
static Fix say_exactly_one(const Source *src, const Relation *r, bool at_from)
{
    const Span *name = at_from ? &r->from.span : &r->to.span;
    int at = at_from ? name->at + name->len : name->at - 1;
    int step = at_from ? 1 : -1;
    while (at >= 0 && at < src->text.n && src->text.p[at] == ' ')
        at += step;
    at = at_from ? at : at - 1;
    if (at < 0 || at + 2 > src->text.n)
        return (Fix){0};
    Str mark = em_str_cut(src->text, at, at + 2);
    bool is_sign = em_str_eq(mark, at_from ? STR("|o") : STR("o|"));
    return (Fix){is_sign, {at, 2}, STR("||")};
}

static void check_parent(Lint *l, int relation, const Table *t, const Column *c)
{
    const RelationEnd *parent = em_lint_parent(l, relation);
    const Relation *r = &l->s->relations.items[relation];
    LintPlace at = em_lint_at_relation(r);
    Str name = em_lint_column_name(l, t, c);

    if (em_str_ends(c->type, STR("?")) &&
        parent->cardinality == CARD_EXACTLY_ONE)
        em_lint_report(l, LINT_CARDINALITY_KEY, at,
                       JOIN(l->arena, name,
                            STR(" may be null, but the relation says "
                                "exactly one "),
                            parent->name),
                       JOIN(l->arena, STR("say zero or one at "), parent->name,
                            STR(", or drop the \"?\"")));
    if (!em_lint_has_key(c, KEY_PRIMARY) ||
        parent->cardinality != CARD_ZERO_OR_ONE)
        return;
    Diag *d = em_lint_report(
        l, LINT_CARDINALITY_KEY, at,
        JOIN(l->arena, name,
             STR(" is part of the primary key and never null, but the "
                 "relation says zero or one "),
             parent->name),
        JOIN(l->arena, STR("say exactly one at "), parent->name));
    if (d && !r->source)
        d->fix = say_exactly_one(d->source, r, parent == &r->from);
}

void em_lint_cardinalities(Lint *l)
{
    for (int i = 0; i < l->s->relations.n; i++) {
        if (l->rows[i].child_column == NONE ||
            l->s->relations.items[i].is_guessed)
            continue;
        const RelationEnd *child = em_lint_child(l, i);
        const Table *t = em_lint_table(l, child->table);
        const Column *c = &t->columns.items[l->rows[i].child_column];
        check_parent(l, i, t, c);
        if (em_lint_is_many(child->cardinality) &&
            is_unique(l, child->table, c))
            em_lint_report(l, LINT_CARDINALITY_KEY,
                           em_lint_at_relation(&l->s->relations.items[i]),
                           JOIN(l->arena, em_lint_column_name(l, t, c),
                                STR(" is unique, so there is at most one "),
                                t->name, STR(" for each "),
                                em_lint_parent(l, i)->name,
                                STR(", but the relation says many")),
                           (Str){0});
    }
}

/* ---- primary keys -------------------------------------------------------- */

/* In a diagram keys are for those who mark them. */
static bool are_keys_marked(const Lint *l)
{
    int filled = 0, marked = 0;
    for (int i = 0; i < l->s->tables.n; i++) {
        filled += em_lint_table(l, i)->columns.n > 0;
        marked += l->in_pk[i] > 0;
    }
    return em_lint_is_sql(l) || marked * 2 > filled;
}

static bool may_have_key(const Table *t)
{
    return t->columns.n > 0 &&
           (t->kind == TABLE_ORDINARY || t->kind == TABLE_PARTITIONED);
}

void em_lint_primary_keys(Lint *l)
{
    if (!are_keys_marked(l))
        return;
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = em_lint_table(l, i);
        if (may_have_key(t) && !t->primary_key.n && !l->in_pk[i])
            em_lint_report(l, LINT_NO_PRIMARY_KEY, em_lint_at_table(t),
                           JOIN(l->arena, t->name,
                                STR(" has no primary key, so nothing says "
                                    "which row is meant")),
                           (Str){0});
    }
}

/* ---- types of foreign keys ----------------------------------------------- */

/* Kinds of types in diagrams and in SQLite, by a part of their names. The
 * first that fits counts. */
typedef enum {
    TYPE_ANY,
    TYPE_UUID,
    TYPE_INTEGER,
    TYPE_TEXT,
    TYPE_TIME,
    TYPE_REAL,
    TYPE_BOOLEAN
} TypeKind;

static TypeKind kind_of(Str type, Arena *a)
{
    static const struct {
        Str part;
        TypeKind kind;
    } kinds[] = {
        {STR_INIT("point"), TYPE_ANY},    {STR_INIT("interval"), TYPE_TIME},
        {STR_INIT("uuid"), TYPE_UUID},    {STR_INIT("guid"), TYPE_UUID},
        {STR_INIT("int"), TYPE_INTEGER},  {STR_INIT("serial"), TYPE_INTEGER},
        {STR_INIT("long"), TYPE_INTEGER}, {STR_INIT("char"), TYPE_TEXT},
        {STR_INIT("text"), TYPE_TEXT},    {STR_INIT("string"), TYPE_TEXT},
        {STR_INIT("date"), TYPE_TIME},    {STR_INIT("time"), TYPE_TIME},
        {STR_INIT("real"), TYPE_REAL},    {STR_INIT("float"), TYPE_REAL},
        {STR_INIT("double"), TYPE_REAL},  {STR_INIT("bool"), TYPE_BOOLEAN},
    };
    Str lower = em_str_lower(a, type);
    for (int i = 0; i < COUNT(kinds); i++)
        if (em_str_find(lower, kinds[i].part, 0) != NONE)
            return kinds[i].kind;
    return TYPE_ANY;
}

/* Without what stands in parentheses: lengths, and MySQL's widths. */
static Str base_of(Str type, Arena *a)
{
    int from = em_str_find_char(type, '(', 0);
    int to = from == NONE ? NONE : em_str_find_char(type, ')', from);
    return em_str_lower(a, to == NONE ? type
                                      : JOIN(a, em_str_cut(type, 0, from),
                                             em_str_cut(type, to + 1, type.n)));
}

/* Engines that know types compare types; elsewhere names of types say little,
 * so that only plain contradictions count. */
static bool are_alike(const Lint *l, const Column *a, const Column *b)
{
    if (em_lint_is_sql(l) && l->s->dialect != DIALECT_SQLITE)
        return em_str_eq(base_of(a->full_type, l->arena),
                         base_of(b->full_type, l->arena));
    TypeKind x = kind_of(a->type, l->arena), y = kind_of(b->type, l->arena);
    return x == y || x == TYPE_ANY || y == TYPE_ANY;
}

static Str type_of(const Column *c)
{
    return c->full_type.n ? c->full_type : c->type;
}

/* Each column is said once. */
static void compare_types(Lint *l, int child, int column, int parent, int other)
{
    const Table *t = em_lint_table(l, child), *p = em_lint_table(l, parent);
    if (column == NONE || other == NONE || l->told[l->first[child] + column])
        return;
    l->told[l->first[child] + column] = true;
    const Column *c = &t->columns.items[column], *d = &p->columns.items[other];
    if (!are_alike(l, c, d))
        em_lint_report(l, LINT_FK_TYPE, em_lint_at(t, c->source, c->span),
                       JOIN(l->arena, em_lint_column_name(l, t, c), STR(" is "),
                            type_of(c), STR(", but "),
                            em_lint_column_name(l, p, d),
                            STR(", which it refers to, is "), type_of(d)),
                       STR("give both the same type"));
}

void em_lint_fk_types(Lint *l)
{
    for (int i = 0; i < l->s->relations.n; i++) {
        const Relation *r = &l->s->relations.items[i];
        const RelationRows *rows = &l->rows[i];
        if (r->key && r->from.table != NONE && r->to.table != NONE) {
            for (int k = 0; k < MIN(r->key->columns.n, r->key->ref_columns.n);
                 k++)
                compare_types(l, r->to.table,
                              em_column_find(em_lint_table(l, r->to.table),
                                             r->key->columns.items[k]),
                              r->from.table,
                              em_column_find(em_lint_table(l, r->from.table),
                                             r->key->ref_columns.items[k]));
        } else if (rows->child_column != NONE && rows->parent_column != NONE) {
            compare_types(l, em_lint_child(l, i)->table, rows->child_column,
                          em_lint_parent(l, i)->table, rows->parent_column);
        }
    }
}

/* ---- indexes of foreign keys --------------------------------------------- */

/* Do the columns of `all` begin with those of a key, in any order? */
static bool begins_with_all(const Strs *all, const Strs *columns)
{
    bool begins = columns->n > 0 && all->n >= columns->n;
    for (int i = 0; begins && i < columns->n; i++) {
        begins = false;
        for (int k = 0; !begins && k < columns->n; k++)
            begins = em_str_eq_nocase(all->items[k], columns->items[i]);
    }
    return begins;
}

/* An index by which rows with certain values are found. */
static bool finds_rows(const Index *index)
{
    return !index->is_partial &&
           (!index->method.n || em_str_eq_nocase(index->method, STR("hash")));
}

static bool has_index(const Table *t, const Strs *columns)
{
    bool has = begins_with_all(&t->primary_key, columns);
    for (int i = 0; i < t->indexes.n && !has; i++)
        has = finds_rows(&t->indexes.items[i]) &&
              begins_with_all(&t->indexes.items[i].columns, columns);
    return has;
}

/* MySQL makes such indexes by itself. */
void em_lint_fk_indexes(Lint *l)
{
    for (int i = 0; i < l->s->tables.n && l->s->dialect != DIALECT_MYSQL; i++) {
        const Table *t = em_lint_table(l, i);
        for (int k = 0; k < t->foreign_keys.n; k++) {
            const ForeignKey *key = &t->foreign_keys.items[k];
            if (t->kind == TABLE_PARTITION || has_index(t, &key->columns))
                continue;
            em_lint_report(
                l, LINT_FK_INDEX, em_lint_at(t, key->source, key->span),
                JOIN(l->arena, STR("no index of "), t->name,
                     STR(" begins with "), key->columns.items[0],
                     STR(", which refers to "), key->ref_base),
                STR("without one, deleting a row there reads this whole "
                    "table"));
        }
    }
}
