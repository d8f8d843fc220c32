/*
 * Evidence that columns moved from one table to another.
 *
 * A removed column may have moved to an added one of its name, and of a type
 * that its values keep their meaning in, unless it is part of a key, which is
 * its table's own affair. Of tables that refer to each other, one of the names
 * may also say whose it is: comments.author_name is authors.name, profiles.bio
 * is users.profile_bio.
 *
 * It weighs the less the more tables have such a column: 1000 over their
 * number, in the schema that has more of them, and half of it when the type is
 * another. What may have moved from one table to another is believed as a
 * whole: from 400 on when one of the tables refers to the other, in the later
 * schema or in the earlier; else from 1500 on (two columns that are nowhere
 * else), when it is half of what the one lost, or of what the other got. Of
 * less than that half, a column that four tables have did not move. One that
 * can have moved to several tables goes where most went; when that is not one,
 * it went nowhere.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_names.h"
#include "diff/diff_value.h"
#include "schema/words.h"

enum {
    ENOUGH = 1500,
    ENOUGH_FOR_NEIGHBOURS = 400,
    COMMON = 250,
    MAX_TARGETS = 16 /* of one column that are looked at */
};

/* A column that is new, by its places in the lists of Diff. */
typedef struct {
    int table, column;
    int next; /* of the same name, or NONE */
} Added;

/* Where a removed column may have moved. */
typedef struct {
    int from, column, to, other;
    int weight;
    Str pair; /* the two tables */
} Target;

typedef struct {
    Diff *out;
    const Match *m;
    ARRAY_OF(Added) added;
    Map by_name, by_table, by_part; /* names to the first in `added` */
    Map have_before, have_after;    /* name: how many tables have it */
    Map neighbours;                 /* pairs of table diffs */
    Map weights, counts;            /* pair of table diffs: what moved */
    int *lost, *got; /* by table diff: how many columns that are no keys */
    ARRAY_OF(Target) targets;
} Mover;

static Str key_of(const Mover *v, const Schema *s, int table, int column)
{
    return em_column_key(v->m, &s->tables.items[table].columns.items[column]);
}

static void count_names(const Mover *v, const Schema *s, Map *count)
{
    for (int i = 0; i < s->tables.n; i++)
        for (int k = 0; k < s->tables.items[i].columns.n; k++) {
            Str key = key_of(v, s, i, k);
            em_map_set(count, key, MAX(em_map_find(count, key), 0) + 1);
        }
}

static int weight_of(const Mover *v, Str key)
{
    return 1000 / MAX(MAX(em_map_find(&v->have_before, key),
                          em_map_find(&v->have_after, key)),
                      1);
}

/* "4 7", whichever of the two comes first. */
static Str pair_of(const Mover *v, int a, int b)
{
    Buf out = {.arena = v->m->scratch};
    em_put_int(&out, MIN(a, b));
    em_put(&out, STR(" "));
    em_put_int(&out, MAX(a, b));
    return em_buf_str(&out);
}

/* diff_of: by table, the place in the list of Diff */
static void note_neighbours(Mover *v, const Schema *s, const int *diff_of)
{
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        if (r->from.table != NONE && r->to.table != NONE)
            em_map_add(&v->neighbours,
                       pair_of(v, diff_of[r->from.table], diff_of[r->to.table]),
                       1);
    }
}

static void find_neighbours(Mover *v)
{
    DiffPlaces at = em_diff_places(v->out, v->m->scratch);
    note_neighbours(v, v->out->before, at.of_before);
    note_neighbours(v, v->out->after, at.of_after);
}

bool em_is_key_column(const Table *t, const Column *c)
{
    bool is_key = em_strs_have(&t->primary_key, c->name);
    for (int i = 0; i < t->foreign_keys.n; i++)
        is_key =
            is_key || em_strs_have(&t->foreign_keys.items[i].columns, c->name);
    for (int i = 0; i < c->keys.n; i++)
        is_key = is_key || c->keys.items[i].kind == KEY_PRIMARY ||
                 c->keys.items[i].kind == KEY_FOREIGN;
    return is_key;
}

/* ---- what is new ----------------------------------------------------------
 */

static Str base_of(const Table *t)
{
    return t->base.n ? t->base : t->name;
}

static void add_name(Mover *v, Map *map, Str key, int table, int column)
{
    Added *a;
    if (key.n == 0)
        return;
    a = PUSH(v->m->scratch, &v->added);
    *a = (Added){table, column, em_map_find(map, key)};
    em_map_set(map, key, v->added.n - 1);
}

/* The names that an added column may have had. */
static void add_names(Mover *v, int table, int column)
{
    Arena *a = v->m->scratch;
    const TableDiff *t = &v->out->tables.items[table];
    const Table *later = &v->out->after->tables.items[t->after];
    const Column *c = &later->columns.items[t->columns.items[column].after];

    v->got[table] += !em_is_key_column(later, c);
    add_name(v, &v->by_name, em_column_key(v->m, c), table, column);
    add_name(v, &v->by_table, em_name_in_table_key(base_of(later), c->name, a),
             table, column);
    for (int word = 1; word < MAX_WORDS; word++)
        add_name(v, &v->by_part, em_name_cut_key(c->name, word, a), table,
                 column);
}

static void find_added(Mover *v)
{
    for (int i = 0; i < v->out->tables.n; i++) {
        const TableDiff *t = &v->out->tables.items[i];
        for (int k = 0; k < t->columns.n && t->after != NONE; k++)
            if (t->columns.items[k].before == NONE)
                add_names(v, i, k);
    }
}

/* ---- what may have gone there ---------------------------------------------
 */

/* A removed column, and what is known of it. */
typedef struct {
    int from, place; /* in the lists of Diff */
    const Table *table;
    const Column *column;
    int n_targets;
} Removed;

/* Nobody can put a value there. */
static bool takes_no_value(const Column *c)
{
    return c->value.kind == VALUE_IDENTITY_ALWAYS ||
           c->value.kind == VALUE_GENERATED_STORED ||
           c->value.kind == VALUE_GENERATED_VIRTUAL;
}

static void add_target(Mover *v, Removed *r, const Added *to, bool must_know)
{
    const TableDiff *u = &v->out->tables.items[to->table];
    const Column *later =
        &v->out->after->tables.items[u->after]
             .columns.items[u->columns.items[to->column].after];
    Arena *a = v->m->scratch;
    Str pair = pair_of(v, r->from, to->table);
    bool same = em_types_match(r->column, later, v->m->mixed, a);

    if (to->table == r->from || r->n_targets == MAX_TARGETS ||
        takes_no_value(later) ||
        (must_know && em_map_find(&v->neighbours, pair) == NONE) ||
        !(same || em_types_kin(r->column, later, a)))
        return;
    int weight = weight_of(v, em_column_key(v->m, r->column));
    if (!same)
        weight /= 2;
    em_map_set(&v->weights, pair,
               MAX(em_map_find(&v->weights, pair), 0) + weight);
    em_map_set(&v->counts, pair, MAX(em_map_find(&v->counts, pair), 0) + 1);
    *PUSH(a, &v->targets) =
        (Target){r->from, r->place, to->table, to->column, weight, pair};
    r->n_targets++;
}

static void add_targets(Mover *v, Removed *r, const Map *map, Str key)
{
    int i = key.n ? em_map_find(map, key) : NONE;
    for (int n = 0; i != NONE && n < MAX_TARGETS; n++) {
        add_target(v, r, &v->added.items[i], map != &v->by_name);
        i = v->added.items[i].next;
    }
}

static void find_targets(Mover *v, int from, int place)
{
    Arena *a = v->m->scratch;
    const TableDiff *t = &v->out->tables.items[from];
    const Table *table = &v->out->before->tables.items[t->before];
    Removed r = {from, place, table,
                 &table->columns.items[t->columns.items[place].before], 0};

    if (em_is_key_column(table, r.column))
        return;
    v->lost[from]++;
    add_targets(v, &r, &v->by_name, em_column_key(v->m, r.column));
    for (int word = 1; word < MAX_WORDS && r.n_targets == 0; word++)
        add_targets(v, &r, &v->by_table,
                    em_name_cut_key(r.column->name, word, a));
    if (r.n_targets == 0)
        add_targets(v, &r, &v->by_part,
                    em_name_in_table_key(base_of(table), r.column->name, a));
}

/* ---- what is believed -----------------------------------------------------
 */

/* Is it half of what the one lost, or of what the other got? */
static bool is_most(const Mover *v, const Target *t)
{
    int n = 2 * em_map_find(&v->counts, t->pair);
    return n >= v->lost[t->from] || n >= v->got[t->to];
}

/* What speaks for a target; 0: not enough. */
static int belief(const Mover *v, const Target *t)
{
    bool are_neighbours = em_map_find(&v->neighbours, t->pair) != NONE;
    int weight = em_map_find(&v->weights, t->pair);
    bool most = is_most(v, t);
    if (weight < (are_neighbours ? ENOUGH_FOR_NEIGHBOURS : ENOUGH) ||
        (!most && (!are_neighbours || t->weight <= COMMON)))
        return 0;
    return are_neighbours ? weight + ENOUGH : weight;
}

/* The target to take of those of one column, which are [from, to); NULL. */
static const Target *best_of(const Mover *v, int from, int to)
{
    const Target *best = NULL;
    int most = 0;
    for (int i = from; i < to; i++) {
        int points = belief(v, &v->targets.items[i]);
        if (points > most)
            best = &v->targets.items[i];
        else if (points == most)
            best = NULL;
        most = MAX(most, points);
    }
    return best;
}

void em_diff_move(const TableDiff *from, int column, const TableDiff *to,
                  int other)
{
    ColumnDiff *c = &from->columns.items[column];
    ColumnDiff *d = &to->columns.items[other];
    c->moved = (ColumnPlace){to->after, d->after};
    if (d->moved.table == NONE)
        d->moved = (ColumnPlace){from->before, c->before};
}

static void take_best(Mover *v)
{
    for (int i = 0; i < v->targets.n;) {
        const Target *first = &v->targets.items[i];
        int end = i + 1;
        while (end < v->targets.n &&
               v->targets.items[end].from == first->from &&
               v->targets.items[end].column == first->column)
            end++;
        const Target *best = best_of(v, i, end);
        if (best)
            em_diff_move(&v->out->tables.items[best->from], best->column,
                         &v->out->tables.items[best->to], best->other);
        i = end;
    }
}

void em_diff_moves(Diff *out, const Match *m)
{
    Arena *a = m->scratch;
    Mover v = {.out = out,
               .m = m,
               .by_name = {.arena = a},
               .by_table = {.arena = a},
               .by_part = {.arena = a},
               .have_before = {.arena = a},
               .have_after = {.arena = a},
               .neighbours = {.arena = a},
               .weights = {.arena = a},
               .counts = {.arena = a},
               .lost = NEW_ARRAY(a, MAX(out->tables.n, 1), int),
               .got = NEW_ARRAY(a, MAX(out->tables.n, 1), int)};

    count_names(&v, out->before, &v.have_before);
    count_names(&v, out->after, &v.have_after);
    find_neighbours(&v);
    find_added(&v);
    for (int i = 0; i < out->tables.n; i++) {
        const TableDiff *t = &out->tables.items[i];
        for (int k = 0; k < t->columns.n && t->before != NONE; k++)
            if (t->columns.items[k].after == NONE)
                find_targets(&v, i, k);
    }
    take_best(&v);
}
