/*
 * Pick: the part of a schema that a picture or a text shows.
 */
#ifndef EM_PICK_H
#define EM_PICK_H

#include "schema/schema.h"

typedef enum {
    GROUP_AUTO, /* by schema when a database has several */
    GROUP_SCHEMA,
    GROUP_PREFIX, /* what tables' names begin with, before "_" */
    GROUP_NONE
} Grouping;

typedef struct {
    Str include, exclude; /* patterns with * and ?, separated by commas */
    Str focus;            /* a pattern; empty: no focus */
    int distance;         /* of neighbours of the focus that are shown */
    Grouping group;
    bool views;      /* show them, too */
    bool partitions; /* show them beside their parents */
    bool join_lines; /* pure join tables become lines */
} PickOptions;

/*
 * The schema with what is shown of it; the same one when that is all. Tables
 * keep their order. Of neighbours of a focus only the keys are left. NULL: the
 * focus is no table, and that was said.
 */
const Schema *em_schema_pick(const Schema *s, const PickOptions *o, Arena *a,
                             Diags *diags);

/* True when a pattern with * and ?, of any case, fits the whole text. */
bool em_glob_fits(Str pattern, Str text);

#endif
