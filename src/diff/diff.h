/*
 * Diff: what changed between two schemas, by meaning and not by text.
 *
 * em_diff pairs tables and columns, by name and, when wished, by evidence that
 * something was renamed or moved, and lists what is not the same on both
 * sides. What only one of the two languages can say (a diagram has no
 * defaults) is not compared.
 */
#ifndef EM_DIFF_H
#define EM_DIFF_H

#include "schema/schema.h"

/* The properties of a column that can change. */
typedef enum {
    PROPERTY_TYPE,
    PROPERTY_NULLABLE,
    PROPERTY_KEYS, /* what a diagram marks: PK, FK, UK */
    PROPERTY_DEFAULT,
    PROPERTY_IDENTITY,
    PROPERTY_GENERATED,
    PROPERTY_AUTO_INCREMENT,
    PROPERTY_COMMENT,
    PROPERTY_ENUM,
    PROPERTY_ON_UPDATE,
    PROPERTY_COLLATION,
    PROPERTY_COUNT
} Property;

/* A column of a table; NONE, NONE: no such thing. */
typedef struct {
    int table, column;
} ColumnPlace;

/*
 * before, after: places in the two tables; NONE when it is in one alone. A
 * removed column whose data went to another table says where to (a place in
 * the later schema), an added one where from (in the earlier).
 */
typedef struct {
    int before, after;
    bool is_renamed;
    bool changed[PROPERTY_COUNT];
    ColumnPlace moved;
} ColumnDiff;

/* Indexes and unique keys, foreign keys, checks: NULL on the side where it is
 * not. */
typedef struct {
    const Index *before, *after;
} IndexDiff;

/* Both: the same columns refer to the same ones, but the rest changed. */
typedef struct {
    const ForeignKey *before, *after;
} KeyDiff;

typedef struct {
    const TableCheck *before, *after;
} CheckDiff;

/*
 * A table in both schemas, or in one: before or after is NONE. The lists are
 * of what differs, but `columns` is all columns, in the order of the later
 * table with removed ones behind their former neighbour.
 */
typedef struct {
    int before, after;
    bool is_renamed;
    bool is_changed; /* anything at all, also `is_renamed` */
    bool kind_changed, comment_changed, primary_key_changed, order_changed;
    ARRAY_OF(ColumnDiff) columns;
    ARRAY_OF(IndexDiff) uniques;    /* of all rows, by plain columns */
    ARRAY_OF(IndexDiff) indexes;    /* the others */
    ARRAY_OF(KeyDiff) foreign_keys; /* also those of a table in one alone */
    ARRAY_OF(CheckDiff) checks;
} TableDiff;

/* An enum; before or after may be NULL. */
typedef struct {
    const TypeDef *before, *after;
    bool is_renamed;
    Strs added, removed;      /* values, when it is in both */
    bool reordered;           /* those in both stand in another order */
    Str old_value, new_value; /* of one that was renamed; in neither list */
} EnumDiff;

/* A view of one schema alone; one of the two is NULL. */
typedef struct {
    const Table *before, *after;
} ViewDiff;

/*
 * A relation whose ends or whose identifying changed. Where one of the schemas
 * is a diagram, also one that is in one of them alone: the other is NULL. A
 * relation is turned when its child stands first.
 */
typedef struct {
    const Relation *before, *after;
    bool before_turned, after_turned;
} RelationDiff;

static inline const RelationEnd *em_child_end(const Relation *r, bool turned)
{
    return turned ? &r->from : &r->to;
}

static inline const RelationEnd *em_parent_end(const Relation *r, bool turned)
{
    return turned ? &r->to : &r->from;
}

/* What a reviewer would call several differences that belong together. */
typedef enum {
    RESHAPE_SPLIT,      /* columns of a table went to one or more new ones */
    RESHAPE_MERGED,     /* tables went into another, with their columns */
    RESHAPE_REPLACED,   /* one went, and another that has its columns came */
    RESHAPE_JOIN_TABLE, /* two tables can be many of each other, by a new one */
    RESHAPE_JOIN_TABLE_REMOVED, /* and no longer, by a foreign key instead */
    RESHAPE_LOOKUP,      /* a column's values became rows of a new table */
    RESHAPE_TURNED,      /* the other table has the foreign key now */
    RESHAPE_ONE_TO_ONE,  /* where it was one to many */
    RESHAPE_ONE_TO_MANY, /* where it was one to one */
    RESHAPE_SCHEMA_MOVED,
    RESHAPE_ENUM_RENAMED,
    RESHAPE_ENUM_VALUE_RENAMED
} ReshapeKind;

typedef ARRAY_OF(int) TableDiffs; /* places in Diff.tables */

/*
 * from, to: the tables. Of a split, those it came from and those that have the
 * columns now; of a join table, the two it joins, and itself; of relations,
 * the parent and the child (of a turned one, the later ones).
 *
 * names: the columns that moved, by their earlier names; of relations, those of
 * the key. Of an enum its earlier and its later name, of a value the enum and
 * the two values; both are without tables.
 */
typedef struct {
    ReshapeKind kind;
    TableDiffs from, to;
    Strs names;
} Reshape;

typedef struct Diff {
    const Schema *before, *after;
    const struct Diff *meant;   /* when `after` is a diagram, a plan for what
                                   `before` is: to the schema that it means */
    ARRAY_OF(TableDiff) tables; /* of the later schema, then what was removed */
    ARRAY_OF(EnumDiff) enums;
    ARRAY_OF(ViewDiff) views;
    ARRAY_OF(RelationDiff) relations;
    ARRAY_OF(Reshape) reshapes;
    bool is_changed;
} Diff;

/* What the user knows: "users=people", "orders.customer_id=buyer_id". */
typedef struct {
    Str before, after;
} RenameWish;

typedef ARRAY_OF(RenameWish) RenameWishes;

typedef struct {
    bool no_renames; /* what was renamed is removed and added */
    RenameWishes renames;
    bool any_order;            /* of columns is the same */
    bool no_dangers;           /* they are not asked for */
    const struct Match *known; /* who is who, when that is found; or NULL */
} DiffOptions;

/*
 * A diagram with all that a database's schema has and it cannot say, and what
 * is new in it in the words of the dialect. In which order: `known` is of the
 * schema and the completed diagram; em_diff_turned of the two exchanged.
 */
typedef struct {
    const Schema *schema;
    const struct Match *known;
    Strs *open; /* what it leaves to decide, one sentence each */
} Completed;

Completed em_diff_complete(const Schema *base, const Schema *diagram,
                           const DiffOptions *o, Arena *a, Arena *scratch);

/* Gives the keys of a schema that was drawn the names that the engine would:
 * they are to go by them. */
void em_diff_name_keys(const Schema *s, Arena *a);

const struct Match *em_diff_turned(const struct Match *known, Arena *a);

/* Compares; the schemas must live as long as the result. */
Diff *em_diff(const Schema *before, const Schema *after, const DiffOptions *o,
              Arena *a, Arena *scratch);

/* By table of the earlier, and of the later schema: its place in Diff.tables;
 * NONE. */
typedef struct {
    int *of_before, *of_after;
} DiffPlaces;

DiffPlaces em_diff_places(const Diff *d, Arena *a);

/* ---- dangers ---- */

typedef enum { DANGER_NOTE, DANGER_WARNING, DANGER_ERROR } DangerLevel;

Str em_danger_level_name(DangerLevel level); /* "note", "warning", "error" */

typedef struct {
    Str code; /* stable: "column_dropped" */
    DangerLevel level;
    Str advice; /* one sentence */
    int place;  /* among the kinds of dangers */
} DangerRule;

/* The kinds of dangers one after the other, with advice for any engine. False:
 * there is no such kind. */
bool em_danger_rule(int index, DangerRule *out);

typedef struct {
    DangerRule rule;
    Str object;        /* "public.users.bio", "public.orders(customer_id)" */
    Str before, after; /* of a type; may be empty */
    Strs values;       /* of an enum */
    int table;         /* of Diff.tables, or NONE */
    int row;           /* of the table, as DiffLine.row; NONE: all of it */
} Danger;

typedef ARRAY_OF(Danger) Dangers;

/* What the differences can do to data and to running programs; in the order of
 * the differences. */
Dangers em_dangers(const Diff *d, Arena *a);

/* The same with errors first, then warnings, notes, each in the order of their
 * kinds; those with the same advice follow one another. */
Dangers em_dangers_by_kind(const Dangers *dangers, Arena *a);
bool em_same_advice(const DangerRule *x, const DangerRule *y);

/* How many of those that are by kind have the same advice as that at `at`, from
 * there on. */
int em_danger_run(const Dangers *by_kind, int at);

/* ---- output ---- */

/* As a person reads it in a terminal, coloured when wished. */
void em_diff_put_text(Buf *out, const Diff *d, const Dangers *dangers,
                      bool colors);

/* {"diff": …, "renames": …, "dangers": …}; docs/diff.md has the members. */
void em_diff_put_json(Buf *out, const Diff *d, const Dangers *dangers);

/* For a comment on a pull request: dangers first, a picture (its address, or
 * nothing), a table per changed table. */
void em_diff_put_markdown(Buf *out, const Diff *d, const Dangers *dangers,
                          Str picture);

/*
 * A draft of the migration from the one to the other, in the dialect of the
 * later schema. `open`: what a diagram, of which the later one was made, leaves
 * to decide; then drops are decisions, too. NULL: both are of a database.
 */
void em_diff_put_sql(Buf *out, const Diff *d, const Dangers *dangers,
                     const Strs *open);

/* ---- names ---- */

/* "public.users" where the dialect has schemas, else the name; made in `a`. */
Str em_table_key(const Schema *s, const Table *t, Arena *a);

/* "users(a,b)" */
Str em_columns_key(Str table, const Strs *columns, Arena *a);

#endif
