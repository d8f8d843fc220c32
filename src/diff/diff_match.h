/*
 * Which table and which column of one schema is which of the other. Only for
 * diff/.
 */
#ifndef EM_DIFF_MATCH_H
#define EM_DIFF_MATCH_H

#include "diff/diff.h"
#include "diff/diff_expr.h"

/* For each thing of one list its partner in the other list, or NONE; partners
 * are each other's. is_renamed goes by the later list. */
typedef struct {
    int *after_of, *before_of;
    bool *is_renamed;
    int n_before, n_after;
} Pairing;

/* All of it; columns are by the place of the table in the later schema, and
 * empty for tables that are new. Enums are those of databases. */
typedef struct Match {
    const Schema *before, *after;
    const DiffOptions *options;
    Arena *a, *scratch;
    bool loose;    /* one of the two, or both, is a diagram */
    Dialect mixed; /* of the other one when just one is; or DIALECT_NONE */
    Pairing tables;
    Pairing *columns;
    Pairing enums;

    /* When just one is a diagram: tables of the other one that join two tables
     * and are drawn as lines between them, and those lines. */
    bool *is_join, *is_joined;

    /* How many pairs were asked about, whether they are renamed. */
    int n_looked;
} Match;

/* Pairs what has the same name, then what the user says, then, unless that is
 * not wished, what the evidence says (diff_rename.c). */
void em_diff_match(Match *m);

/* Finds tables that are drawn as lines (diff_join.c). */
void em_match_joins(Match *m);

/* Is a table of the later, or else the earlier, schema drawn as a line? */
bool em_is_drawn_as_line(const Match *m, int table, bool is_before);

/* The name that columns match by, in small letters where case says nothing. */
Str em_column_key(const Match *m, const Column *c);

/* Nothing has a partner. */
Pairing em_new_pairing(Arena *a, int n_before, int n_after);

/* Pairs the two when neither has a partner. */
void em_pair(Pairing *p, int before, int after, bool is_renamed);

/* A guess: two that may be partners, and the points that speak for it. */
typedef struct {
    int before, after, points; /* at most 200 */
} Guess;

typedef ARRAY_OF(Guess) Guesses;

/* Pairs as renamed what has the most points and no partner yet. */
void em_take_best_first(const Guesses *all, Pairing *p);

/* How many of n have no partner. */
int em_count_alone(const int *partner, int n);

/* Are there more pairs of what has no partner than are looked at, in this list
 * or in all that were asked about? */
bool em_too_many(Match *m, const Pairing *p);

/* Evidence (diff_rename.c, diff_rename_columns.c, diff_enum.c). */
void em_rename_tables(Match *m);
void em_rename_columns(Match *m, int before, int after);

/* Pairs enums by name, then by their values, when one that is gone has those
 * of just one new one. */
void em_match_enums(Match *m);

/* Lists the enums that are not the same (diff_enum.c). */
void em_diff_enums(Diff *out, const Match *m, Arena *a);

/* Is a column of the one type, which is an enum, of the other one's? */
bool em_same_enum(const Match *m, const Column *b, const Column *a);

/* Does the later key lead to the table that the earlier one led to? */
bool em_same_target(const Match *m, const ForeignKey *b, const ForeignKey *a);

/* Says of columns that were removed where they moved to, by evidence
 * (diff_move.c). */
void em_diff_moves(Diff *out, const Match *m);

/*
 * A relation with its child and its parent. The tables are those of the later
 * schema, NONE when they are gone; columns are the child's by their later
 * names, in small letters, empty: not certain.
 */
typedef struct {
    int child, parent;
    bool turned; /* the child stands first */
    Strs columns;
} RelationSide;

/* The relations of both schemas, and which of the one is which of the other. */
typedef struct {
    RelationSide *before, *after;
    Pairing pairs;
} RelationMatch;

RelationMatch em_match_relations(const Match *m);

/* Do the ends of a pair say the same, as far as both can say it? */
bool em_same_ends(const Match *m, const RelationMatch *r, int before,
                  int after);

/* The relations that changed, or are in one diagram alone
 * (diff_relation.c). */
void em_diff_relations(Diff *out, const Match *m, Arena *a);

/* The removed column is the added one of another table from now on; both by
 * their places in the lists of the two. */
void em_diff_move(const TableDiff *from, int column, const TableDiff *to,
                  int other);

/* Is the column part of the primary key, or of a foreign key? */
bool em_is_key_column(const Table *t, const Column *c);

/* Finds the reshapes, after moves; and moves the columns that only they
 * explain: a foreign key that became a join table's (diff_reshape.c). */
void em_diff_reshapes(Diff *out, const Match *m, Arena *a);

/* The indexes of a pair of tables that only one of them has (diff_index.c). */
void em_diff_indexes(const Match *m, TableDiff *t, Arena *a);

/* What is equal for indexes that do the same, whatever they are called; and for
 * lists of the same columns, in any order. */
Str em_index_key(const Index *index, const ExprScope *scope, Arena *a);
Str em_set_key(const Strs *columns, const ExprScope *scope, Arena *a);

/* How expressions of one side of a pair are read: with later names. */
ExprScope em_expr_scope(const Match *m, const TableDiff *t, bool is_before);

/* Diff.meant (danger_plan.c). */
const Diff *em_diff_meant(const Diff *d, const DiffOptions *o, Arena *a,
                          Arena *scratch);

/* The later name of an earlier column of a pair of tables. */
Str em_later_column(const Match *m, int before, int after, Str name);

#endif
