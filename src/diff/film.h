/*
 * Film: several versions of a schema, and the steps between them, as graphs
 * that show everything at the same place. Only for the pipeline.
 *
 * Each table of any version has a slot, each of its columns a row of the slot,
 * each relation an edge: in all frames the same thing has the same index, and
 * what a frame does not show is absent there. A table that is dropped and made
 * again under its name keeps its slot.
 */
#ifndef EM_FILM_H
#define EM_FILM_H

#include "diff/diff.h"

typedef struct {
    const Schema *schema;
    Str name;
} FilmVersion;

typedef struct {
    DiffOptions how;
    bool full;    /* all columns of tables that never change */
    int distance; /* relations away from a change at most; NONE: all tables */
} FilmOptions;

typedef struct Film Film;

/* n > 0 versions, oldest first; they and their schemas must live as long. */
Film *em_film(const FilmVersion *versions, int n, const FilmOptions *o,
              Arena *a, Arena *scratch);

int em_film_versions(const Film *f);
Str em_film_name(const Film *f, int version);

/* From version `step` to the one behind it. */
const Diff *em_film_step(const Film *f, int step);
const Schema *em_film_schema(const Film *f, int version);

/* "2 tables changed, 1 added" */
Str em_film_summary(const Film *f, int step, Arena *a);

/* How many tables that never change are not shown. */
int em_film_left_out(const Film *f);

/* The node of the frames that a table of a step is; NONE: it is not shown. */
int em_film_node(const Film *f, int step, const TableDiff *t);

/* The row of that node that a DiffLine.row is; NONE: it is not shown. */
int em_film_row(const Film *f, int step, const TableDiff *t, int row);

/*
 * The frames: version 0, what changes then, version 1, …: 2 n - 1 of them.
 * `marked`: of two versions, each shows what will change or has changed.
 */
typedef struct {
    Graph **items;
    int n;
} FilmFrames;

FilmFrames em_film_frames(const Film *f, Anchor anchor, bool marked, Arena *a);

#endif
