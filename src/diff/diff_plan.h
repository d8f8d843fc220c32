/*
 * A diagram completed to the schema of a database that it means. Only for
 * diff/.
 *
 * What the diagram can say is compared with a schema that is there, and what
 * differs is done to a copy of it; all that a diagram cannot say stays.
 */
#ifndef EM_DIFF_PLAN_H
#define EM_DIFF_PLAN_H

#include "base/map.h"
#include "diff/diff_match.h"

/* A column that is called otherwise, or, without `to`, goes. */
typedef struct {
    Str from, to;
} PlanChange;

typedef struct {
    Match m;                 /* base to drawn */
    RelationMatch relations; /* of those two */
    const Schema *base;      /* of a database */
    const Schema *raw;       /* the diagram */
    const Schema *drawn;     /* it, read as SQL: the tables are the same */
    Schema *out;             /* its tables are those of `drawn`, then what a
                                diagram does not show */
    Dialect dialect;
    int *place; /* by table of base: in out; NONE: it goes */
    Map *names; /* by table of base: its columns, once they are asked for */
    Map types;  /* of base as a diagram spells them: a place in `examples` */
    ARRAY_OF(const Column *) examples;
    Map enums;        /* of out, in small letters */
    Map schemas;      /* of base */
    Str usual_schema; /* of all its tables, or empty */
    Map ways;         /* of primary keys to get values, see em_plan_count */
    ARRAY_OF(ColumnValue) usual;
    ARRAY_OF(PlanChange) changes; /* of the table at hand */
    int64_t looks;                /* into expressions, so far */
    Strs *open;                   /* what the diagram leaves to decide */
    Arena *a;
} Plan;

/* Says what has to be decided. */
void em_plan_decide(Plan *p, Str what);

/* Is the diagram's table one whose columns say what they are to be? A table
 * without columns is only named, and a virtual one cannot be changed. */
bool em_plan_is_compared(const Plan *p, int table);

/* Has a table of base a column of this name? */
bool em_plan_has(Plan *p, int base, Str column);

/* The name that a table of base, of which `to` was made, has for a column now;
 * false: it goes. */
bool em_plan_later(Plan *p, int base, Str column, Str *out);

/* Keys, indexes and checks of a table that was there, or is new
 * (diff_plan_keys.c). */
void em_plan_keep_keys(Plan *p, int base, int table);
void em_plan_add_keys(Plan *p, int table);

/* Gives new columns of new keys types that MySQL takes in keys. */
void em_plan_fit_keys(Plan *p, int table);

/* References, when all tables are there (diff_plan_refs.c). */
void em_plan_references(Plan *p);

/* Is this set of columns a key of the table? */
bool em_plan_is_key(const Table *t, const Strs *columns);

/* A unique key of the table, unless there is one; and none of these columns
 * alone. */
void em_plan_add_unique(Plan *p, Table *t, const Strs *columns);
void em_plan_drop_unique(Table *t, const Strs *columns);

/* Types (diff_plan_type.c): of a column, what the diagram says, in the words
 * of base where it has them. */
void em_plan_list_types(Plan *p);
void em_plan_set_type(Plan *p, const Table *t, const Column *raw, Column *c);

/* Values that primary keys of new tables get by themselves, as those of base
 * do (diff_plan_type.c). */
void em_plan_count(Plan *p, int table);

#endif
