/*
 * Schema: what a text says about tables, columns, keys and relations.
 *
 * Front ends make it, lint and diff compare on it, em_schema_graph turns it
 * into a picture's Graph. Text fields hold plain text: character codes are
 * resolved; Markdown emphasis, "~" generics and <br> stand as typed and are
 * read when the text is measured.
 *
 * What only a database knows (defaults, foreign keys, checks, …) is empty or
 * zero in schemas that come from a diagram: zero means "not said".
 */
#ifndef EM_SCHEMA_H
#define EM_SCHEMA_H

#include "base/diag.h"
#include "base/json.h"
#include "graph/graph.h"

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

typedef enum { NULLABLE_UNKNOWN, NULLABLE_NO, NULLABLE_YES } Nullable;

/* Where a column's value comes from when an INSERT gives none. */
typedef enum {
    VALUE_UNSAID,
    VALUE_DEFAULT,
    VALUE_AUTO_INCREMENT,
    VALUE_IDENTITY_ALWAYS,
    VALUE_IDENTITY_BY_DEFAULT,
    VALUE_GENERATED_STORED,
    VALUE_GENERATED_VIRTUAL
} ValueKind;

typedef struct {
    ValueKind kind;
    Str text; /* the expression of a default or of what is generated */
} ColumnValue;

typedef struct {
    Str type, name; /* a trailing "?" of the type says: may be null */
    ARRAY_OF(Key) keys;
    Str comment;
    bool has_comment;
    Span span; /* from the type to the last word */
    Span type_span, name_span;
    const Source *source; /* that they are in; NULL: the table's */

    Str full_type; /* as the engine prints it; `type` is what people write */
    Nullable nullable; /* a primary key's columns are NULLABLE_NO, but in
                          SQLite, where they need not be */
    ColumnValue value;
    const Strs *enum_values; /* NULL: no enum */
    bool is_set;             /* MySQL's SET of enum_values */
    Str domain;              /* that its type is */
    Str on_update;           /* MySQL's expression */
    Str collation;
} Column;

/* What happens to the child's rows with their parent. */
typedef enum {
    ACTION_NONE,
    ACTION_RESTRICT,
    ACTION_CASCADE,
    ACTION_SET_NULL,
    ACTION_SET_DEFAULT
} KeyAction;

/* A reference. Invariant: columns.n == ref_columns.n, unless the referenced
 * table is not there, when ref_columns may be empty. */
typedef struct {
    Str name; /* empty: the text has none */
    Strs columns;
    Str ref_schema, ref_base; /* as Table.schema and Table.base */
    int ref_table;            /* NONE: it is not there */
    Strs ref_columns;
    KeyAction on_delete, on_update;
    bool deferrable, not_valid;
    Span span;
    const Source *source; /* that it is in; NULL: the table's */
} ForeignKey;

/*
 * An index or a key that is no primary key. It is a key, as good as a UNIQUE
 * constraint, when it is unique and says so of all rows by plain columns.
 */
typedef struct {
    Str name;
    Strs columns; /* an expression stands as its text */
    bool is_unique, is_constraint, is_partial, has_expression;
    bool is_implied; /* MySQL made it for a reference; not in a Schema while
                        that is there */
    bool has_order; /* parts say more than columns: an order, a class, a length,
                       which is in .typed */
    bool nulls_not_distinct;
    Strs include; /* columns that are only carried along */
    Str method;   /* "gin", "FULLTEXT"; empty: the usual one */
    Str typed;    /* its parts as typed, parentheses included; or empty */
    Str where;    /* of a partial one, its condition */
    Span span;
    const Source *source; /* that it is in; NULL: the table's */
} Index;

static inline bool em_index_is_key(const Index *i)
{
    return i->is_unique && !i->is_partial && !i->has_expression;
}

typedef struct {
    Str name; /* may be empty */
    Str expression;
    Span span;
    const Source *source; /* that it is in; NULL: the table's */
    Str column; /* whose definition it stands in; empty: in the table's */
} TableCheck;

typedef enum {
    TABLE_ORDINARY,
    TABLE_PARTITIONED,
    TABLE_PARTITION,
    TABLE_FOREIGN,
    TABLE_VIRTUAL,
    TABLE_VIEW,
    TABLE_MATERIALIZED_VIEW
} TableKind;

/* Styles are as typed, one property each: "fill:#f9f". */
typedef struct {
    Str name;
    Str alias; /* shown instead of the name when not empty */
    ARRAY_OF(Column) columns;
    Strs classes; /* in order, repeats kept; Mermaid's begin with "default" */
    Strs styles;
    int group; /* the innermost group that holds it, or NONE */
    Span span; /* of its first mention */

    TableKind kind;
    Str schema, base;     /* "auth" and "users" of a name "auth.users" */
    const Source *source; /* that spans are in; NULL: the diagram's only one */
    Str comment;
    Str partition_key;   /* "RANGE (day)" of PostgreSQL */
    Str partition_bound; /* "FOR VALUES IN (1)" */
    Str module;          /* of a virtual table */
    Str partition_of;    /* the name of a partition's parent */
    Strs remarks;        /* on what a translation to another dialect left out */
    Str primary_key_name;
    Strs primary_key;      /* columns in the key's order */
    Str primary_key_typed; /* MySQL's, of parts of columns: "(a(20))" */
    ARRAY_OF(Index) indexes;
    ARRAY_OF(ForeignKey) foreign_keys;
    ARRAY_OF(TableCheck) checks;
} Table;

/* One end of a relation: a table or a group; the other index is NONE. */
typedef struct {
    int table, group;
    Str name; /* of the table or group */
    Cardinality cardinality;
    Span span;  /* of the name */
    Str column; /* of the table, that the text names; or empty */
} RelationEnd;

typedef struct {
    RelationEnd from, to; /* left and right as typed */
    bool identifying;
    bool is_guessed; /* nothing says which end is many: a plain arrow of D2 */
    Str label;
    Span span, label_span;
    const Source *source;  /* as Table.source */
    const ForeignKey *key; /* of the table at `to`, to the one at `from`; NULL:
                              the text names tables only */
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

/* A type of its own: an enum with its values, or a domain with its type; or
 * PostgreSQL's collation. */
typedef struct {
    Str schema, name;
    Str comment;
    Strs values; /* of an enum, in order */
    Str base;    /* of a domain: the type it is of */
    Str details; /* of a domain: its default and checks as typed */
    bool not_null;
    Span span;
} TypeDef;

typedef enum {
    DIALECT_NONE,
    DIALECT_POSTGRES,
    DIALECT_MYSQL, /* and MariaDB */
    DIALECT_SQLITE
} Dialect;

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

    Dialect dialect; /* of SQL */
    ARRAY_OF(Table) views;
    ARRAY_OF(TypeDef) enums;
    ARRAY_OF(TypeDef) domains;
    ARRAY_OF(TypeDef) collations; /* `details`: what they are, as typed */
    Strs remarks;                 /* as Table.remarks */
    Strs left_out;   /* functions that were created, in lower case */
    Strs extensions; /* of PostgreSQL, as typed: "citext WITH SCHEMA public" */
} Schema;

typedef enum { ANCHOR_AUTO, ANCHOR_ROW, ANCHOR_ENTITY } Anchor;

/* The place of a table's column; NONE when there is none of this name. */
int em_column_find(const Table *t, Str name);

/*
 * Makes the relation of each foreign key whose table is there, and marks the
 * columns of primary, foreign and unique keys. At the child there may be at
 * most one when the key's columns are exactly a key of the child, else many;
 * at the parent there is exactly one when none of the columns may be null. The
 * relation identifies when the columns are part of the child's primary key. A
 * partition's keys are its parent's.
 */
void em_schema_relate(Schema *s, Arena *a);

/* ---- lint ---- */

typedef enum { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARN, LEVEL_ERROR } LintLevel;

Str em_lint_level_name(LintLevel level); /* "off", "note", "warn", "error" */

typedef struct {
    Str code, what;  /* one sentence */
    LintLevel level; /* unless another one is wished */
} LintRule;

/* False: there is no such rule. */
bool em_lint_rule(int index, LintRule *out);

typedef struct {
    Str wishes; /* "isolated=off,lint-fk-type=error" */
    bool (*is_reserved)(Str name, Arena *scratch); /* a word of SQL; or NULL */
} LintOptions;

/* The first wish that is none; empty: all are. */
Str em_lint_wrong_wish(Str wishes);

/*
 * Says what is legal and unlikely to be meant, unless a comment on its line, or
 * right above it, says "ermaid: allow RULE". Working space is taken from the
 * arena of diags.
 */
void em_lint(const Schema *s, const Source *src, const LintOptions *o,
             Diags *diags);

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

/* What a foreign key of a table says of the relation it is. */
typedef struct {
    Cardinality child, parent;
    bool identifying;
} KeyEnds;
KeyEnds em_key_ends(const Table *child, const ForeignKey *key);

/* The rows of a relation that comes from a foreign key; of one whose text
 * names columns. The child is the end that is marked as a foreign key when
 * `either` may be. */
RelationRows em_key_rows(const Schema *s, const Relation *r);
RelationRows em_named_rows(const Schema *s, const Relation *r,
                           bool child_is_from, bool either);

/*
 * The rows of all relations, one item each, made in `a`. A relation that comes
 * from a foreign key has certain ones. ANCHOR_ROW takes the best candidate also
 * when it is not certain; ANCHOR_ENTITY finds no rows.
 */
RelationRows *em_relation_rows(const Schema *s, Anchor anchor, Arena *a);

#endif
