/*
 * A mark for each table says whether it is shown; then tables, groups and
 * relations are copied with their new indices. Foreign keys are copied with
 * their tables, because relations point at them.
 */
#include "schema/pick.h"

#include "base/map.h"

typedef enum { HIDDEN, STUB, SHOWN } Showing;

typedef struct {
    const Schema *from;
    const PickOptions *options;
    Arena *arena;
    Schema *to;
    Showing *show; /* of each table of `from` */
    int *place;    /* its index in `to`, or NONE */
} Picker;

/* ---- patterns -------------------------------------------------------------
 */

/* Greedy, with one step back: linear but for patterns of many stars. */
bool em_glob_fits(Str p, Str s)
{
    int i = 0, k = 0, star = NONE, from = 0;
    while (k < s.n) {
        bool same =
            i < p.n && (p.p[i] == '?' || em_lower((unsigned char)p.p[i]) ==
                                             em_lower((unsigned char)s.p[k]));
        if (i < p.n && p.p[i] == '*') {
            star = i++;
            from = k;
        } else if (same) {
            i++;
            k++;
        } else if (star != NONE) {
            i = star + 1;
            k = ++from;
        } else {
            return false;
        }
    }
    while (i < p.n && p.p[i] == '*')
        i++;
    return i == p.n;
}

/* A pattern may be about the whole name or the one without its schema. */
static bool fits(Str pattern, const Table *t)
{
    return em_glob_fits(pattern, t->name) ||
           (t->base.n && em_glob_fits(pattern, t->base)) ||
           (t->alias.n && em_glob_fits(pattern, t->alias));
}

static bool fits_any(Str patterns, const Table *t)
{
    while (patterns.n) {
        int comma = em_str_find_char(patterns, ',', 0);
        int end = comma == NONE ? patterns.n : comma;
        if (fits(em_str_trim(em_str_cut(patterns, 0, end)), t))
            return true;
        patterns = em_str_cut(patterns, MIN(end + 1, patterns.n), patterns.n);
    }
    return false;
}

/* ---- which tables ---------------------------------------------------------
 */

static bool is_wanted(const PickOptions *o, const Table *t)
{
    if (t->kind == TABLE_PARTITION && !o->partitions)
        return false;
    if (o->include.n && !fits_any(o->include, t))
        return false;
    return !o->exclude.n || !fits_any(o->exclude, t);
}

/* Takes one step from the tables that the last one reached; false when it
 * reaches none. */
static bool take_step(const Schema *s, int *steps, int step)
{
    bool grows = false;

    for (int i = 0; i < s->relations.n; i++) {
        int a = s->relations.items[i].from.table;
        int b = s->relations.items[i].to.table;
        if (a == NONE || b == NONE || (steps[a] == NONE) == (steps[b] == NONE))
            continue;
        int near = steps[a] == NONE ? b : a, far = a + b - near;
        if (steps[near] == step - 1) {
            steps[far] = step;
            grows = true;
        }
    }
    return grows;
}

/* Shows what is at most `distance` relations away from shown tables. */
static void spread(Picker *x)
{
    const Schema *s = x->from;
    int *steps = NEW_ARRAY(x->arena, s->tables.n, int);
    int step = 1;

    for (int i = 0; i < s->tables.n; i++)
        steps[i] = x->show[i] == SHOWN ? 0 : NONE;
    while (step <= x->options->distance && take_step(s, steps, step))
        step++;
    for (int i = 0; i < s->tables.n; i++)
        if (steps[i] > 0)
            x->show[i] = STUB;
}

static void report_focus(Picker *x, Diags *diags)
{
    Str focus = x->options->focus, best = {0};
    int distance = 4;
    for (int i = 0; i < x->from->tables.n; i++) {
        Str name = x->from->tables.items[i].name;
        int d = em_str_distance(focus, name, distance - 1);
        if (d < distance) {
            distance = d;
            best = name;
        }
    }
    Source *src = NEW(diags->arena, Source);
    *src = em_source_of(STR("--focus"), focus);
    Diag *added = em_diag_add(
        diags, (Diag){.severity = DIAG_ERROR,
                      .source = src,
                      .span = {0, focus.n},
                      .code = STR("option"),
                      .message = STR("there is no table of this name")});
    if (best.n)
        added->help =
            JOIN(diags->arena, STR("did you mean \""), best, STR("\"?"));
}

static bool choose(Picker *x, Diags *diags)
{
    const Schema *s = x->from;
    const PickOptions *o = x->options;
    bool found = !o->focus.n;

    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        bool in_focus = !o->focus.n || fits(o->focus, t);
        found = found || in_focus;
        x->show[i] = in_focus ? SHOWN : HIDDEN;
    }
    if (!found) {
        report_focus(x, diags);
        return false;
    }
    if (o->focus.n)
        spread(x);
    for (int i = 0; i < s->tables.n; i++)
        if (!is_wanted(o, &s->tables.items[i]))
            x->show[i] = HIDDEN;
    return true;
}

/* ---- join tables ----------------------------------------------------------
 */

/*
 * A pure join table: each of its columns is in one of its two foreign keys,
 * and the primary key is made of them.
 */
static bool is_join_table(const Table *t)
{
    if (t->foreign_keys.n != 2 || t->primary_key.n < 2 ||
        t->foreign_keys.items[0].ref_table == NONE ||
        t->foreign_keys.items[1].ref_table == NONE)
        return false;
    for (int i = 0; i < t->columns.n; i++)
        if (!em_strs_have(&t->foreign_keys.items[0].columns,
                          t->columns.items[i].name) &&
            !em_strs_have(&t->foreign_keys.items[1].columns,
                          t->columns.items[i].name))
            return false;
    return true;
}

/* Hides join tables, which nothing refers to, and notes them. */
static void hide_join_tables(Picker *x, bool *is_line)
{
    const Schema *s = x->from;
    for (int i = 0; i < s->tables.n; i++)
        is_line[i] = x->show[i] != HIDDEN && is_join_table(&s->tables.items[i]);
    for (int i = 0; i < s->relations.n; i++) {
        int parent = s->relations.items[i].from.table;
        if (parent != NONE)
            is_line[parent] = false;
    }
    for (int i = 0; i < s->tables.n; i++)
        if (is_line[i])
            x->show[i] = HIDDEN;
}

static RelationEnd many_end(const Picker *x, int table)
{
    int to = x->place[table];
    return (RelationEnd){.table = to,
                         .group = NONE,
                         .name = x->to->tables.items[to].name,
                         .cardinality = CARD_ZERO_OR_MORE};
}

static void add_join_lines(Picker *x, const bool *is_line)
{
    for (int i = 0; i < x->from->tables.n; i++) {
        const Table *t = &x->from->tables.items[i];
        if (!is_line[i])
            continue;
        int a = t->foreign_keys.items[0].ref_table;
        int b = t->foreign_keys.items[1].ref_table;
        if (x->place[a] == NONE || x->place[b] == NONE)
            continue;
        *PUSH(x->arena, &x->to->relations) = (Relation){
            .from = many_end(x, a),
            .to = many_end(x, b),
            .label = t->name,
            .span = t->span,
        };
    }
}

/* ---- copying --------------------------------------------------------------
 */

static void keep_keys_only(Arena *a, Table *t)
{
    Table all = *t;
    EMPTY(&t->columns);
    for (int i = 0; i < all.columns.n; i++)
        if (all.columns.items[i].keys.n)
            *PUSH(a, &t->columns) = all.columns.items[i];
}

/* A table's own copy of its foreign keys, with the new places of tables. */
static void copy_keys(Picker *x, Table *t)
{
    Table old = *t;
    EMPTY(&t->foreign_keys);
    for (int i = 0; i < old.foreign_keys.n; i++) {
        ForeignKey key = old.foreign_keys.items[i];
        if (key.ref_table != NONE)
            key.ref_table = x->place[key.ref_table];
        *PUSH(x->arena, &t->foreign_keys) = key;
    }
}

static void copy_tables(Picker *x)
{
    const Schema *s = x->from;
    int n = 0;
    for (int i = 0; i < s->tables.n; i++)
        x->place[i] = x->show[i] == HIDDEN ? NONE : n++;
    for (int i = 0; i < s->tables.n; i++) {
        if (x->show[i] == HIDDEN)
            continue;
        Table *t = PUSH(x->arena, &x->to->tables);
        *t = s->tables.items[i];
        copy_keys(x, t);
        if (x->show[i] == STUB)
            keep_keys_only(x->arena, t);
    }
}

/* Views are drawn with an outline that is not that of tables. */
static void add_views(Picker *x)
{
    for (int i = 0; i < x->from->views.n; i++) {
        const Table *view = &x->from->views.items[i];
        if (!x->options->views || x->options->focus.n ||
            !is_wanted(x->options, view))
            continue;
        Table *t = PUSH(x->arena, &x->to->tables);
        *t = *view;
        *PUSH(x->arena, &t->styles) = STR("stroke-dasharray:4 3");
    }
}

static bool is_kept_end(const Picker *x, RelationEnd *end)
{
    if (end->table != NONE)
        end->table = x->place[end->table];
    return end->table != NONE || end->group != NONE;
}

/* The copy of a key of the table that was copied. The relations of a change
 * have keys of the earlier schema, too, which are in no table here and stay. */
static const ForeignKey *copy_of_key(const ForeignKey *key, const Table *from,
                                     const Table *to)
{
    uintptr_t at = (uintptr_t)key, first = (uintptr_t)from->foreign_keys.items;
    size_t n = (size_t)from->foreign_keys.n;
    if (at < first || at >= first + n * sizeof *key)
        return key;
    return &to->foreign_keys.items[(at - first) / sizeof *key];
}

static void copy_relations(Picker *x)
{
    const Schema *s = x->from;
    for (int i = 0; i < s->relations.n; i++) {
        Relation r = s->relations.items[i];
        int child = r.to.table;
        bool from_kept = is_kept_end(x, &r.from),
             to_kept = is_kept_end(x, &r.to);
        if (!from_kept || !to_kept)
            continue;
        if (r.key)
            r.key = copy_of_key(r.key, &s->tables.items[child],
                                &x->to->tables.items[r.to.table]);
        *PUSH(x->arena, &x->to->relations) = r;
    }
}

/* ---- groups ---------------------------------------------------------------
 */

static Str prefix_of(Str name)
{
    int bar = em_str_find_char(name, '_', 1);
    return bar == NONE ? STR("") : em_str_cut(name, 0, bar);
}

static Str group_name(Grouping by, const Table *t)
{
    return by == GROUP_PREFIX ? prefix_of(t->base.n ? t->base : t->name)
                              : t->schema;
}

static bool has_several_schemas(const Schema *s)
{
    for (int i = 1; i < s->tables.n; i++)
        if (!em_str_eq(s->tables.items[i].schema, s->tables.items[0].schema))
            return true;
    return false;
}

static Grouping find_grouping(const Picker *x)
{
    Grouping by = x->options->group;
    if (x->from->groups.n > 0)
        return GROUP_NONE; /* the text has its own */
    if (by == GROUP_AUTO)
        return has_several_schemas(x->to) ? GROUP_SCHEMA : GROUP_NONE;
    return by;
}

/* One container a schema or prefix, when it has at least `least` tables. */
static void add_groups(Picker *x)
{
    Grouping by = find_grouping(x);
    int least = by == GROUP_PREFIX ? 2 : 1;
    Map counts = {.arena = x->arena}, groups = {.arena = x->arena};
    if (by == GROUP_NONE)
        return;
    for (int i = 0; i < x->to->tables.n; i++) {
        Str name = group_name(by, &x->to->tables.items[i]);
        int n = em_map_find(&counts, name);
        em_map_set(&counts, name, n == NONE ? 1 : n + 1);
    }
    for (int i = 0; i < x->to->tables.n; i++) {
        Table *t = &x->to->tables.items[i];
        Str name = group_name(by, t);
        if (!name.n || em_map_find(&counts, name) < least)
            continue;
        t->group = em_map_add(&groups, name, x->to->groups.n);
        if (t->group == x->to->groups.n)
            *PUSH(x->arena, &x->to->groups) =
                (Group){.id = name, .title = name, .parent = NONE};
        Group *g = &x->to->groups.items[t->group];
        *PUSH(x->arena, &g->members) = t->name;
        if (by == GROUP_SCHEMA && !t->alias.n && t->base.n)
            t->alias = t->base;
    }
}

/* ---- all ------------------------------------------------------------------
 */

static bool shows_all(const Picker *x)
{
    for (int i = 0; i < x->from->tables.n; i++)
        if (x->show[i] != SHOWN)
            return false;
    const PickOptions *o = x->options;
    bool may_group = x->from->dialect != DIALECT_NONE || o->group != GROUP_AUTO;
    return !may_group && !(o->views && x->from->views.n);
}

const Schema *em_schema_pick(const Schema *s, const PickOptions *o, Arena *a,
                             Diags *diags)
{
    Picker x = {
        .from = s,
        .options = o,
        .arena = a,
        .show = NEW_ARRAY(a, s->tables.n, Showing),
        .place = NEW_ARRAY(a, s->tables.n, int),
    };
    bool *is_line = NEW_ARRAY(a, s->tables.n, bool);

    if (!choose(&x, diags))
        return NULL;
    if (o->join_lines)
        hide_join_tables(&x, is_line);
    if (shows_all(&x))
        return s;
    x.to = NEW(a, Schema);
    *x.to = *s;
    EMPTY(&x.to->tables);
    EMPTY(&x.to->relations);
    copy_tables(&x);
    copy_relations(&x);
    add_join_lines(&x, is_line);
    add_views(&x);
    add_groups(&x);
    return x.to;
}
