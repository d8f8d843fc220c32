/*
 * Schema: what a text says about tables, columns, keys and relations.
 *
 * Front ends make it, lint and diff compare on it, em_schema_graph turns it
 * into a picture's Graph. Text fields hold plain text: character codes are
 * resolved; Markdown emphasis, "~" generics and <br> stand as typed and are
 * read when the text is measured.
 */
#ifndef EM_SCHEMA_H
#define EM_SCHEMA_H

#include "base/diag.h"
#include "base/json.h"
#include "graph/graph.h"

typedef ARRAY_OF(Str) Strs;

typedef enum {
    CARD_ZERO_OR_ONE,
    CARD_EXACTLY_ONE,
    CARD_ZERO_OR_MORE,
    CARD_ONE_OR_MORE,
    CARD_PARENT /* Mermaid's "u": a parent, with no number said */
} Cardinality;

typedef enum { KEY_OTHER, KEY_PRIMARY, KEY_FOREIGN, KEY_UNIQUE } KeyKind;

typedef struct {
    KeyKind kind;
    Str text; /* as typed: "pk" */
    Span span;
} Key;

typedef struct {
    Str type, name; /* a trailing "?" of the type says: may be null */
    ARRAY_OF(Key) keys;
    Str comment;
    bool has_comment;
    Span span; /* from the type to the last word */
    Span type_span, name_span;
} Column;

/* Styles are as typed, one property each: "fill:#f9f". */
typedef struct {
    Str name;
    Str alias; /* shown instead of the name when not empty */
    ARRAY_OF(Column) columns;
    Strs classes; /* in order, repeats kept; Mermaid's begin with "default" */
    Strs styles;
    int group; /* the innermost group that holds it, or NONE */
    Span span; /* of its first mention */
} Table;

/* One end of a relation: a table or a group; the other index is NONE. */
typedef struct {
    int table, group;
    Str name; /* of the table or group */
    Cardinality cardinality;
    Span span; /* of the name */
} RelationEnd;

typedef struct {
    RelationEnd from, to; /* left and right as typed */
    bool identifying;
    Str label;
    Span span, label_span;
} Relation;

typedef struct {
    Str name;
    Strs styles;
} ClassDef;

/* A subgraph. Members are tables and inner groups in order of mention. */
typedef struct {
    Str id, title;
    Direction direction; /* DIR_AUTO: none said */
    int parent;          /* or NONE */
    Strs members;        /* names and ids, no repeats */
    Strs classes, styles;
    Span span; /* of its id */
} Group;

/*
 * Invariants: names of tables are unique, also ids of groups; a table whose
 * name is also a group's id is `hidden` by it and not listed; indices are in
 * range; groups are in the order in which they close, so a parent comes after
 * its children.
 */
typedef struct {
    Str title, acc_title, acc_descr;
    Direction direction; /* DIR_AUTO: none said (Mermaid's JSON prints TB) */
    ARRAY_OF(Table) tables;
    ARRAY_OF(Relation) relations;
    ARRAY_OF(ClassDef) classes;
    ARRAY_OF(Group) groups;
    Json config; /* a map: front matter and directives, merged */
} Schema;

typedef enum { ANCHOR_AUTO, ANCHOR_ROW, ANCHOR_ENTITY } Anchor;

/*
 * Warns about what is legal and unlikely to be meant; em_lint_rules has the
 * list. Working space is taken from the arena of diags.
 */
void em_lint(const Schema *s, const Source *src, Diags *diags);

typedef struct {
    Str code, what; /* one sentence */
} LintRule;

/* All rules; *n is their number. */
const LintRule *em_lint_rules(int *n);

/*
 * The picture's graph: one node a table, one container a group, one edge a
 * relation, both ends with their marks; rows where the relation's rows are
 * certain (anchor.c has the rule). New text is made in `a`.
 */
Graph *em_schema_graph(const Schema *s, Anchor anchor, Arena *a);

/*
 * The columns a relation is about: at its child the foreign key, at its parent
 * the key that it refers to. NONE: not certain.
 */
typedef struct {
    int child_column, parent_column;
    bool child_is_from; /* means something only with a child_column */
} RelationRows;

/*
 * The rows of all relations, one item each, made in `a`. ANCHOR_ROW takes the
 * best candidate also when it is not certain; ANCHOR_ENTITY finds no rows.
 */
RelationRows *em_relation_rows(const Schema *s, Anchor anchor, Arena *a);

#endif
