/*
 * Lint: what is legal and unlikely to be meant.
 *
 * Each rule is a row of two tables: its code with a sentence, and the function
 * that looks for it. Rules about keys go by the rows that relations are
 * certainly about (anchor.c), so that doubt stays silent.
 */
#include "schema/schema.h"

#include "base/map.h"

enum { SUGGEST_LIMIT = 500 }; /* tables among which we look for a like name */

typedef struct {
    const Schema *s;
    const Source *src;
    Diags *diags;
    Arena *arena;
    const RelationRows *rows;
    int *first;    /* of each table: the number of its first column */
    bool *claimed; /* by number of column: a relation is about it */
    int *open;     /* of each table: relations it may be the child of, and
                      whose row is not certain */
    int *in_pk;    /* of each table: columns of its primary key */
    bool any_fk;
} Lint;

typedef enum {
    DUPLICATE_ENTITY,
    DUPLICATE_ATTRIBUTE,
    DUPLICATE_RELATION,
    FK_WITHOUT_RELATION,
    RELATION_WITHOUT_FK,
    EMPTY_ENTITY,
    CARDINALITY_KEY,
    N_RULES
} Rule;

static const LintRule rules[N_RULES] = {
    [DUPLICATE_ENTITY] = {STR_INIT("lint-duplicate-entity"),
                          STR_INIT("An entity has two blocks, or its name "
                                   "differs from another's only in case.")},
    [DUPLICATE_ATTRIBUTE] = {STR_INIT("lint-duplicate-attribute"),
                             STR_INIT("An entity has two attributes of one "
                                      "name.")},
    [DUPLICATE_RELATION] = {STR_INIT("lint-duplicate-relation"),
                            STR_INIT("A relation is said twice.")},
    [FK_WITHOUT_RELATION] = {STR_INIT("lint-fk-without-relation"),
                             STR_INIT("An attribute is marked FK, and no "
                                      "relation is about it.")},
    [RELATION_WITHOUT_FK] = {STR_INIT("lint-relation-without-fk"),
                             STR_INIT("A relation has no FK attribute at its "
                                      "many end, though others have.")},
    [EMPTY_ENTITY] = {STR_INIT("lint-empty-entity"),
                      STR_INIT("An entity has no attributes among entities "
                               "that have them.")},
    [CARDINALITY_KEY] = {STR_INIT("lint-cardinality-key"),
                         STR_INIT("A cardinality contradicts the keys or the "
                                  "nullability of an attribute.")},
};

static void report(Lint *l, Rule rule, Span span, Str message, Str help)
{
    em_diag_add(l->diags, (Diag){.severity = DIAG_WARNING,
                                 .source = l->src,
                                 .span = span,
                                 .code = rules[rule].code,
                                 .message = message,
                                 .help = help});
}

static bool has_key(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

static const Table *table_of(const Lint *l, int table)
{
    return &l->s->tables.items[table];
}

/* "ORDER.user_id" */
static Str column_name(Lint *l, const Table *t, const Column *c)
{
    return JOIN(l->arena, t->name, STR("."), c->name);
}

/* --- things that are there twice ----------------------------------------- */

/* True when a block was closed between two columns that follow each other. */
static bool are_in_two_blocks(const Lint *l, const Column *a, const Column *b)
{
    int from = a->span.at + a->span.len;
    if (b->span.at <= from || b->span.at > l->src->text.n)
        return false;
    Str between = em_str_cut(l->src->text, from, b->span.at);
    int brace = em_str_find_char(between, '}', 0);
    int comment =
        em_str_find(em_str_cut(between, 0, MAX(brace, 0)), STR("%%"), 0);
    return brace != NONE && comment == NONE;
}

static void find_second_blocks(Lint *l, const Table *t)
{
    for (int i = 1; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        if (!are_in_two_blocks(l, c - 1, c))
            continue;
        report(l, DUPLICATE_ENTITY, c->span,
               JOIN(l->arena, STR("a second block of entity "), t->name,
                    STR("; its attributes are added to the first")),
               STR("move the attributes into one block"));
    }
}

static void check_entities(Lint *l)
{
    Map names = {.arena = l->arena};
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = table_of(l, i);
        find_second_blocks(l, t);
        int other = em_map_add(&names, em_str_lower(l->arena, t->name), i);
        if (other != i)
            report(l, DUPLICATE_ENTITY, t->span,
                   JOIN(l->arena, STR("entity "), t->name,
                        STR(" differs only in case from "),
                        table_of(l, other)->name),
                   STR("use one spelling if both are the same"));
    }
}

static void check_attributes(Lint *l)
{
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = table_of(l, i);
        Map names = {.arena = l->arena};
        for (int k = 0; k < t->columns.n; k++) {
            const Column *c = &t->columns.items[k];
            Str key = em_str_lower(l->arena, c->name);
            if (em_map_add(&names, key, k) != k)
                report(l, DUPLICATE_ATTRIBUTE, c->name_span,
                       JOIN(l->arena, STR("entity "), t->name,
                            STR(" has attribute "), c->name, STR(" already")),
                       (Str){0});
        }
    }
}

static void put_end(Buf *b, const RelationEnd *end)
{
    em_put(b, end->table != NONE ? STR("table ") : STR("group "));
    em_put_int(b, end->table != NONE ? end->table : end->group);
    em_put(b, STR(" "));
    em_put_int(b, (int)end->cardinality);
    em_put(b, STR(" "));
}

/* What is equal for relations that say the same, also the other way round. */
static Str relation_key(Lint *l, const Relation *r)
{
    Buf from = {.arena = l->arena}, to = {.arena = l->arena};
    put_end(&from, &r->from);
    put_end(&to, &r->to);
    bool swap = em_str_cmp(em_buf_str(&from), em_buf_str(&to)) > 0;
    return JOIN(l->arena, em_buf_str(swap ? &to : &from),
                em_buf_str(swap ? &from : &to),
                r->identifying ? STR("-") : STR("."), em_str_trim(r->label));
}

static void check_relations(Lint *l)
{
    Map known = {.arena = l->arena};
    for (int i = 0; i < l->s->relations.n; i++) {
        const Relation *r = &l->s->relations.items[i];
        if (em_map_add(&known, relation_key(l, r), i) != i)
            report(l, DUPLICATE_RELATION, r->span,
                   JOIN(l->arena, STR("the same relation of "), r->from.name,
                        STR(" and "), r->to.name, STR(" was given before")),
                   STR("give them different labels if they differ"));
    }
}

/* --- keys and relations --------------------------------------------------- */

static bool is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

/* The table at the child's end of a relation with a certain row. */
static const RelationEnd *child_end(const Lint *l, int relation)
{
    const Relation *r = &l->s->relations.items[relation];
    return l->rows[relation].child_is_from ? &r->from : &r->to;
}

static const RelationEnd *parent_end(const Lint *l, int relation)
{
    const Relation *r = &l->s->relations.items[relation];
    return l->rows[relation].child_is_from ? &r->to : &r->from;
}

/* Counts a relation that is not certain for each end that may be its child. */
static void count_open(Lint *l, const Relation *r)
{
    bool one_way = is_many(r->from.cardinality) != is_many(r->to.cardinality);
    if (r->from.table != NONE && (!one_way || is_many(r->from.cardinality)))
        l->open[r->from.table]++;
    if (r->to.table != NONE && (!one_way || is_many(r->to.cardinality)))
        l->open[r->to.table]++;
}

static void read_rows(Lint *l)
{
    const Schema *s = l->s;
    int n = 0;
    l->first = NEW_ARRAY(l->arena, s->tables.n, int);
    l->open = NEW_ARRAY(l->arena, s->tables.n, int);
    l->in_pk = NEW_ARRAY(l->arena, s->tables.n, int);
    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        l->first[i] = n;
        n += t->columns.n;
        for (int k = 0; k < t->columns.n; k++) {
            l->in_pk[i] += has_key(&t->columns.items[k], KEY_PRIMARY);
            l->any_fk = l->any_fk || has_key(&t->columns.items[k], KEY_FOREIGN);
        }
    }
    l->claimed = NEW_ARRAY(l->arena, n, bool);
    l->rows = em_relation_rows(s, ANCHOR_AUTO, l->arena);
    for (int i = 0; i < s->relations.n; i++) {
        if (l->rows[i].child_column == NONE)
            count_open(l, &s->relations.items[i]);
        else
            l->claimed[l->first[child_end(l, i)->table] +
                       l->rows[i].child_column] = true;
    }
}

/* A diagram without relations lists tables; its FKs are no mistakes. */
static void check_fks(Lint *l)
{
    for (int i = 0; i < l->s->tables.n && l->s->relations.n; i++) {
        const Table *t = table_of(l, i);
        for (int k = 0; k < t->columns.n && l->open[i] == 0; k++) {
            const Column *c = &t->columns.items[k];
            if (!has_key(c, KEY_FOREIGN) || l->claimed[l->first[i] + k])
                continue;
            report(l, FK_WITHOUT_RELATION, c->span,
                   JOIN(l->arena, column_name(l, t, c),
                        STR(" is marked FK, but no relation of "), t->name,
                        STR(" is about it")),
                   STR("add the relation to the entity it refers to"));
        }
    }
}

static int count_unclaimed_fks(const Lint *l, int table)
{
    const Table *t = table_of(l, table);
    int n = 0;
    for (int k = 0; k < t->columns.n; k++)
        n += has_key(&t->columns.items[k], KEY_FOREIGN) &&
             !l->claimed[l->first[table] + k];
    return n;
}

/* A relation with one many end, where every FK belongs to another relation. */
static void check_children(Lint *l)
{
    int *unclaimed = NEW_ARRAY(l->arena, l->s->tables.n, int);
    for (int i = 0; i < l->s->tables.n; i++)
        unclaimed[i] = count_unclaimed_fks(l, i);

    for (int i = 0; i < l->s->relations.n && l->any_fk; i++) {
        const Relation *r = &l->s->relations.items[i];
        bool from_many = is_many(r->from.cardinality);
        const RelationEnd *child = from_many ? &r->from : &r->to;
        const RelationEnd *parent = from_many ? &r->to : &r->from;
        if (l->rows[i].child_column != NONE ||
            from_many == is_many(r->to.cardinality) || child->table == NONE ||
            parent->table == NONE)
            continue;
        const Table *t = table_of(l, child->table);
        if (t->columns.n == 0 || unclaimed[child->table])
            continue;
        report(l, RELATION_WITHOUT_FK, r->span,
               JOIN(l->arena, STR("entity "), t->name,
                    STR(" has no FK attribute for its relation to "),
                    parent->name),
               JOIN(l->arena, STR("mark the attribute of "), t->name,
                    STR(" that refers to "), parent->name, STR(" with FK")));
    }
}

/* The name of a table that has columns and is spelt almost alike. */
static Str like_name(Lint *l, const Table *t)
{
    int best = NONE, distance = 3;
    for (int i = 0; i < l->s->tables.n && l->s->tables.n <= SUGGEST_LIMIT;
         i++) {
        const Table *other = table_of(l, i);
        int d = em_str_distance(t->name, other->name, 2);
        if (other->columns.n && d > 0 && d < distance && t->name.n > 2 * d) {
            best = i;
            distance = d;
        }
    }
    return best == NONE ? STR("") : table_of(l, best)->name;
}

static void check_empty(Lint *l)
{
    int n = l->s->tables.n, filled = 0;
    for (int i = 0; i < n; i++)
        filled += table_of(l, i)->columns.n > 0;
    for (int i = 0; i < n && filled * 2 >= n; i++) {
        const Table *t = table_of(l, i);
        if (t->columns.n)
            continue;
        Str like = like_name(l, t);
        Str help = like.n ? JOIN(l->arena, STR("did you mean "), like, STR("?"))
                          : (Str){0};
        report(l, EMPTY_ENTITY, t->span,
               JOIN(l->arena, STR("entity "), t->name,
                    STR(" has no attributes, others have")),
               help);
    }
}

static bool is_unique(const Lint *l, int table, const Column *c)
{
    return has_key(c, KEY_UNIQUE) ||
           (l->in_pk[table] == 1 && has_key(c, KEY_PRIMARY));
}

static void check_parent(Lint *l, int relation, const Table *t, const Column *c)
{
    const RelationEnd *parent = parent_end(l, relation);
    Span span = l->s->relations.items[relation].span;
    Str name = column_name(l, t, c);

    if (em_str_ends(c->type, STR("?")) &&
        parent->cardinality == CARD_EXACTLY_ONE)
        report(l, CARDINALITY_KEY, span,
               JOIN(l->arena, name,
                    STR(" may be null, but the relation says "
                        "exactly one "),
                    parent->name),
               JOIN(l->arena, STR("say zero or one at "), parent->name,
                    STR(", or drop the \"?\"")));
    if (has_key(c, KEY_PRIMARY) && parent->cardinality == CARD_ZERO_OR_ONE)
        report(l, CARDINALITY_KEY, span,
               JOIN(l->arena, name,
                    STR(" is part of the primary key and never null, but the "
                        "relation says zero or one "),
                    parent->name),
               JOIN(l->arena, STR("say exactly one at "), parent->name));
}

static void check_cardinalities(Lint *l)
{
    for (int i = 0; i < l->s->relations.n; i++) {
        if (l->rows[i].child_column == NONE)
            continue;
        const RelationEnd *child = child_end(l, i);
        const Table *t = table_of(l, child->table);
        const Column *c = &t->columns.items[l->rows[i].child_column];
        check_parent(l, i, t, c);
        if (is_many(child->cardinality) && is_unique(l, child->table, c))
            report(l, CARDINALITY_KEY, l->s->relations.items[i].span,
                   JOIN(l->arena, column_name(l, t, c),
                        STR(" is unique, so there is at most one "), t->name,
                        STR(" for each "), parent_end(l, i)->name,
                        STR(", but the relation says many")),
                   (Str){0});
    }
}

void em_lint(const Schema *s, const Source *src, Diags *diags)
{
    static void (*const checks[N_RULES])(Lint *) = {
        [DUPLICATE_ENTITY] = check_entities,
        [DUPLICATE_ATTRIBUTE] = check_attributes,
        [DUPLICATE_RELATION] = check_relations,
        [FK_WITHOUT_RELATION] = check_fks,
        [RELATION_WITHOUT_FK] = check_children,
        [EMPTY_ENTITY] = check_empty,
        [CARDINALITY_KEY] = check_cardinalities,
    };
    Lint l = {.s = s, .src = src, .diags = diags, .arena = diags->arena};

    read_rows(&l);
    for (int i = 0; i < N_RULES; i++)
        checks[i](&l);
}

const LintRule *em_lint_rules(int *n)
{
    *n = N_RULES;
    return rules;
}
