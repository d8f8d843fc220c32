/*
 * Differences in words, one line each: what text and Markdown print. Only for
 * diff/.
 */
#ifndef EM_DIFF_LINES_H
#define EM_DIFF_LINES_H

#include "base/map.h"
#include "diff/diff.h"

/* sign: '+', '-', '~'. */
typedef struct {
    char sign;
    Str name;   /* "bio", "unique (email)", "foreign key (user_id)" */
    Str detail; /* "text", "varchar(255) → varchar(60), not null" */
    int row;    /* a place in TableDiff.columns; behind those, one in
                   em_diff_table_lines; or NONE */
} DiffLine;

typedef ARRAY_OF(DiffLine) DiffLines;

/* What changed in a table that is in both schemas. */
DiffLines em_diff_lines(const Diff *d, const TableDiff *t, Arena *a);

/* The same but for columns and foreign keys: what no row or line shows. The
 * primary key, when it changed; all unique keys and indexes; the rest. */
DiffLines em_diff_table_lines(const Diff *d, const TableDiff *t, Arena *a);

/* The rows (as DiffLine.row) of a table's unique keys, then of its indexes. */
const int *em_index_rows(const TableDiff *t, Arena *a);

/* Those as rows of a picture: all, or so many that the last one counts what is
 * left out ("… 42 more"; its sign is 0). */
enum { MAX_FEET = 10 };
DiffLines em_diff_feet(const Diff *d, const TableDiff *t, bool all, Arena *a);

/* What changed beside tables: relations, enums, views; and without relations.
 */
DiffLines em_diff_other_lines(const Diff *d, Arena *a);
DiffLines em_diff_type_lines(const Diff *d, Arena *a);

/*
 * Lines that many tables have alike, so that they need to be said only once:
 * in which tables, by the tables' names.
 */
typedef struct {
    Strs tables;
    DiffLines lines;
} CommonLine;

typedef struct {
    ARRAY_OF(CommonLine) list;
    Map places; /* what the lines say, to 1 */
} CommonLines;

CommonLines em_diff_common_lines(const Diff *d, Arena *a);

/* What is left of a table's lines when the common ones are said elsewhere. */
DiffLines em_diff_own_lines(const Diff *d, const TableDiff *t,
                            const CommonLines *common, Arena *a);

/* The columns of a table that is new, and where they refer to: "id", "user_id
 * → users". */
Strs em_diff_new_columns(const Diff *d, const TableDiff *t, Arena *a);

/* "2 tables changed, 1 added" */
Str em_diff_title(const Diff *d, Arena *a);

/* The object of a danger as people name it, "users.bio" for "public.users.bio";
 * and the same with the types that change. */
Str em_danger_place_words(const Diff *d, const Danger *danger, Arena *a);
Str em_danger_words(const Diff *d, const Danger *danger, Arena *a);

/* The objects of n dangers with the same advice, in words. */
Strs em_danger_objects(const Diff *d, const Danger *first, int n, Arena *a);

/* "2 errors, 1 warning", of the levels from `most` down to `least` */
Str em_danger_counts(const Dangers *dangers, DangerLevel most,
                     DangerLevel least, Arena *a);

/* What a reshape is called in JSON, and the sentence that says it. */
Str em_reshape_name(ReshapeKind kind);
Str em_reshape_words(const Diff *d, const Reshape *r, Arena *a);

/* What became of a table, where a picture has few words for it: "split from
 * users"; empty: nothing else. */
Str em_reshape_mark(const Diff *d, int table, Arena *a);

/* Was the relation turned round that has these ends now? */
bool em_reshape_turned(const Diff *d, int parent, int child);

/* The table at a place of Diff.tables: the later one, if there is. */
const Table *em_diff_table(const Diff *d, int place);

/* The table's heading: its name, or both; and what happened to it: "added, 4
 * columns", "removed", "renamed", or nothing. */
Str em_diff_table_name(const Diff *d, const TableDiff *t, Arena *a);
Str em_diff_table_fate(const Diff *d, const TableDiff *t, Arena *a);

/* What happened to a column: "was x; int → text" when it is on both sides
 * (nothing: it is the same), else what it is, and where it moved. */
Str em_diff_column_words(const Diff *d, const TableDiff *t, const ColumnDiff *c,
                         Arena *a);

/* What changed of a foreign key that is on both sides: "on delete no action →
 * cascade, deferrable". */
Str em_key_change_words(const ForeignKey *before, const ForeignKey *after,
                        Arena *a);

/* A column as people write it: "text not null default now()". */
Str em_column_words(const Column *c, Arena *a);

#endif
