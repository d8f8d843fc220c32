/*
 * What the rules of lint share. Only for lint*.c.
 */
#ifndef EM_LINT_H
#define EM_LINT_H

#include "schema/schema.h"

typedef enum {
    LINT_DUPLICATE_ENTITY,
    LINT_DUPLICATE_ATTRIBUTE,
    LINT_DUPLICATE_RELATION,
    LINT_DUPLICATE_INDEX,
    LINT_FK_WITHOUT_RELATION,
    LINT_RELATION_WITHOUT_FK,
    LINT_EMPTY_ENTITY,
    LINT_CARDINALITY_KEY,
    LINT_NO_PRIMARY_KEY,
    LINT_FK_TYPE,
    LINT_FK_INDEX,
    LINT_NAME_STYLE,
    LINT_RESERVED_WORD,
    LINT_ISOLATED,
    LINT_REDUNDANT_RELATION,
    N_LINT_RULES
} LintRuleId;

typedef struct {
    const Schema *s;
    const Source *src;
    const LintOptions *options;
    Diags *diags;
    Arena *arena;
    const LintLevel *levels; /* of each rule */
    const RelationRows *rows;
    int *first;    /* of each table: the number of its first column */
    bool *claimed; /* by number of column: a relation is about it */
    bool *told;    /* by number of column: its type was compared */
    int *open;     /* of each table: relations it may be the child of, and
                      whose row is not certain */
    int *in_pk;    /* of each table: columns of its primary key */
    bool any_fk;
} Lint;

/* A place that a rule is about. */
typedef struct {
    const Source *source; /* NULL: the diagram's only one */
    Span span;
    int inside; /* a byte in the block of what stands there; or NONE */
} LintPlace;

/* Of a table, of a part of it, which in a history may stand in another source
 * (NULL: in the table's), of a relation. */
LintPlace em_lint_at_table(const Table *t);
LintPlace em_lint_at(const Table *t, const Source *source, Span part);
LintPlace em_lint_at_relation(const Relation *r);

/* Reports, unless the rule is off or allowed there; then NULL. */
Diag *em_lint_report(Lint *l, LintRuleId rule, LintPlace at, Str message,
                     Str help);

static inline const Table *em_lint_table(const Lint *l, int table)
{
    return &l->s->tables.items[table];
}

/* Is it a database's schema? */
static inline bool em_lint_is_sql(const Lint *l)
{
    return l->s->dialect != DIALECT_NONE;
}

bool em_lint_has_key(const Column *c, KeyKind kind);

static inline bool em_lint_is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

/* The table at the child's end of a relation with a certain row, and the other
 * end. */
const RelationEnd *em_lint_child(const Lint *l, int relation);
const RelationEnd *em_lint_parent(const Lint *l, int relation);

/* "ORDER.user_id" */
Str em_lint_column_name(const Lint *l, const Table *t, const Column *c);

/* Do the columns of `all` begin with those of `start`? */
bool em_lint_begins(const Strs *all, const Strs *start);

/* The rules; each reports all it finds. What is there twice: */
void em_lint_entities(Lint *l);
void em_lint_attributes(Lint *l);
void em_lint_relations(Lint *l);
void em_lint_indexes(Lint *l);

/* keys and relations: */
void em_lint_fks(Lint *l);
void em_lint_children(Lint *l);
void em_lint_cardinalities(Lint *l);
void em_lint_primary_keys(Lint *l);
void em_lint_fk_types(Lint *l);
void em_lint_fk_indexes(Lint *l);

/* names: */
void em_lint_name_styles(Lint *l);
void em_lint_reserved_words(Lint *l);

/* how tables hang together: */
void em_lint_empty(Lint *l);
void em_lint_isolated(Lint *l);
void em_lint_redundant(Lint *l);

#endif
