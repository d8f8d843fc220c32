/*
 * Both schemas become one that em_schema_graph can draw; then the graph's rows
 * get their marks, and tables and lines their colours and words. What changed
 * is said twice, by colour and by a sign or word.
 *
 * The colours keep a contrast of 3:1 with white and with our dark paper.
 */
#include "diff/diff_union.h"

#include "diff/diff_lines.h"

/* Words about a column that are longer go into its comment, which wraps. */
enum { MAX_TYPE_WORDS = 48 };

struct DiffUnion {
    const Diff *d;
    UnionOptions options;
    Arena *a;
    Schema schema;
    int *of_before, *of_after; /* a table's place in the union; NONE */
    const TableDiff **table;   /* of the union's tables */
    ChangeKind *relation;      /* of the union's relations */
    int left_out;
};

/* ---- which tables ---------------------------------------------------------
 */

/* The place in Diff.tables of the tables of the two schemas. */
typedef struct {
    int *of_before, *of_after;
} Places;

static int *nowhere(Arena *a, int n)
{
    int *places = NEW_ARRAY(a, n, int);
    for (int i = 0; i < n; i++)
        places[i] = NONE;
    return places;
}

static Places places_of(const Diff *d, Arena *a)
{
    Places p = {nowhere(a, d->before->tables.n),
                nowhere(a, d->after->tables.n)};
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        if (t->before != NONE)
            p.of_before[t->before] = i;
        if (t->after != NONE)
            p.of_after[t->after] = i;
    }
    return p;
}

/* The distances of a relation's two tables. False: it does not join two. */
static bool find_ends(const Relation *r, const int *place, int *distance,
                      int **from, int **to)
{
    if (r->from.table == NONE || r->to.table == NONE ||
        place[r->from.table] == NONE || place[r->to.table] == NONE)
        return false;
    *from = &distance[place[r->from.table]];
    *to = &distance[place[r->to.table]];
    return true;
}

static void spread(const Schema *s, const int *place, int *distance, int step)
{
    int *a, *b;
    for (int i = 0; i < s->relations.n; i++) {
        if (!find_ends(&s->relations.items[i], place, distance, &a, &b))
            continue;
        if (*a == step && *b == NONE)
            *b = step + 1;
        if (*b == step && *a == NONE)
            *a = step + 1;
    }
}

static void mark_ends(const int *place, const Relation *r, int *distance)
{
    int *a, *b;
    if (r && find_ends(r, place, distance, &a, &b))
        *a = *b = 0;
}

/* How many relations each table diff is away from a change; NONE: too many. */
static int *distances(const DiffUnion *u, const Places *p)
{
    const Diff *d = u->d;
    int *distance = NEW_ARRAY(u->a, d->tables.n, int);
    int most = u->options.distance == NONE ? 0 : u->options.distance;

    for (int i = 0; i < d->tables.n; i++)
        distance[i] = d->tables.items[i].is_changed ? 0 : NONE;
    for (int i = 0; i < d->relations.n; i++) {
        mark_ends(p->of_before, d->relations.items[i].before, distance);
        mark_ends(p->of_after, d->relations.items[i].after, distance);
    }
    for (int step = 0; step < most; step++) {
        spread(d->before, p->of_before, distance, step);
        spread(d->after, p->of_after, distance, step);
    }
    return distance;
}

/* ---- tables ---------------------------------------------------------------
 */

static const Table *before_of(const DiffUnion *u, const TableDiff *t)
{
    return t->before == NONE ? NULL : &u->d->before->tables.items[t->before];
}

static const Table *after_of(const DiffUnion *u, const TableDiff *t)
{
    return t->after == NONE ? NULL : &u->d->after->tables.items[t->after];
}

static const Column *column_of(const DiffUnion *u, const TableDiff *t,
                               const ColumnDiff *c)
{
    return c->after == NONE ? &before_of(u, t)->columns.items[c->before]
                            : &after_of(u, t)->columns.items[c->after];
}

static bool is_folded(const DiffUnion *u, const TableDiff *t)
{
    return !t->is_changed && !u->options.full;
}

static void add_table(DiffUnion *u, const TableDiff *t)
{
    int index = u->schema.tables.n;
    const Table *from = t->after == NONE ? before_of(u, t) : after_of(u, t);
    Table *table = PUSH(u->a, &u->schema.tables);

    *table = *from;
    table->group = NONE;
    table->columns.items = NULL;
    table->columns.n = table->columns.room = 0;
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = column_of(u, t, &t->columns.items[i]);
        if (!is_folded(u, t) || c->keys.n > 0)
            *PUSH(u->a, &table->columns) = *c;
    }
    u->table[index] = t;
    if (t->before != NONE)
        u->of_before[t->before] = index;
    if (t->after != NONE)
        u->of_after[t->after] = index;
}

static void add_tables(DiffUnion *u)
{
    Places places = places_of(u->d, u->a);
    const int *distance = distances(u, &places);
    for (int i = 0; i < u->d->tables.n; i++) {
        if (distance[i] != NONE || u->options.distance == NONE)
            add_table(u, &u->d->tables.items[i]);
        else
            u->left_out++;
    }
}

/* ---- relations ------------------------------------------------------------
 */

/* What happened to the foreign key of a relation. */
static ChangeKind key_change(const DiffUnion *u, const Relation *r, int table)
{
    const TableDiff *t = u->table[table];
    for (int i = 0; r->key && i < t->foreign_keys.n; i++) {
        const KeyDiff *k = &t->foreign_keys.items[i];
        if (k->after == r->key || k->before == r->key)
            return !k->before  ? CHANGE_ADDED
                   : !k->after ? CHANGE_REMOVED
                               : CHANGE_CHANGED;
    }
    return CHANGE_NONE;
}

static ChangeKind relation_change(const DiffUnion *u, const Relation *r,
                                  int child)
{
    for (int i = 0; i < u->d->relations.n; i++) {
        const RelationDiff *x = &u->d->relations.items[i];
        if (x->before == r || x->after == r)
            return !x->before  ? CHANGE_ADDED
                   : !x->after ? CHANGE_REMOVED
                               : CHANGE_CHANGED;
    }
    return key_change(u, r, child);
}

/* Adds a relation of one of the schemas when both its ends are shown. */
static void add_relation(DiffUnion *u, const Relation *r, const int *place,
                         bool removed_only)
{
    int from = r->from.table == NONE ? NONE : place[r->from.table];
    int to = r->to.table == NONE ? NONE : place[r->to.table];
    if (from == NONE || to == NONE)
        return;
    ChangeKind change = relation_change(u, r, to);
    if (removed_only && change != CHANGE_REMOVED)
        return;
    u->relation[u->schema.relations.n] = change;
    Relation *copy = PUSH(u->a, &u->schema.relations);
    *copy = *r;
    copy->from.table = from;
    copy->to.table = to;
    copy->from.group = copy->to.group = NONE;
}

static void add_relations(DiffUnion *u)
{
    const Schema *before = u->d->before, *after = u->d->after;
    u->relation =
        NEW_ARRAY(u->a, before->relations.n + after->relations.n, ChangeKind);
    for (int i = 0; i < after->relations.n; i++)
        add_relation(u, &after->relations.items[i], u->of_after, false);
    for (int i = 0; i < before->relations.n; i++)
        add_relation(u, &before->relations.items[i], u->of_before, true);
}

DiffUnion *em_diff_union(const Diff *d, const UnionOptions *o, Arena *a)
{
    DiffUnion *u = NEW(a, DiffUnion);
    *u = (DiffUnion){
        .d = d,
        .options = *o,
        .a = a,
        .schema = {.direction = d->after->direction,
                   .config = d->after->config,
                   .dialect = d->after->dialect},
        .of_before = nowhere(a, d->before->tables.n),
        .of_after = nowhere(a, d->after->tables.n),
        .table = em_arena_alloc(a, (size_t)d->tables.n, sizeof *u->table),
    };
    add_tables(u);
    add_relations(u);
    return u;
}

const Schema *em_union_schema(const DiffUnion *u)
{
    return &u->schema;
}

const TableDiff *em_union_table(const DiffUnion *u, int index)
{
    return u->table[index];
}

/* ---- marks ----------------------------------------------------------------
 */

static void color(StyleRequests *to, Str property, ChangeKind change, Arena *a)
{
    static const Str colors[] = {
        [CHANGE_NONE] = STR_INIT(""),
        [CHANGE_ADDED] = STR_INIT("#16a34a"),
        [CHANGE_REMOVED] = STR_INIT("#dc2626"),
        [CHANGE_CHANGED] = STR_INIT("#d97706"),
    };
    if (change != CHANGE_NONE)
        *PUSH(a, to) = (StyleRequest){property, colors[change]};
}

static void mark_row(const DiffUnion *u, const TableDiff *t,
                     const ColumnDiff *c, Row *row, Arena *a)
{
    Str words = em_diff_column_words(u->d, t, c, a);

    if (t->before == NONE || t->after == NONE)
        return;
    row->change = c->before == NONE  ? CHANGE_ADDED
                  : c->after == NONE ? CHANGE_REMOVED
                  : words.n          ? CHANGE_CHANGED
                                     : CHANGE_NONE;
    row->tooltip = words.n ? words : row->tooltip;
    if (row->change != CHANGE_CHANGED)
        return;
    if (words.n <= MAX_TYPE_WORDS && !c->changed[PROPERTY_TYPE])
        words = JOIN(a, row->type.text, STR("; "), words);
    *(words.n > MAX_TYPE_WORDS ? &row->comment : &row->type) =
        (Label){.text = words};
}

static ChangeKind table_change(const TableDiff *t)
{
    return t->before == NONE  ? CHANGE_ADDED
           : t->after == NONE ? CHANGE_REMOVED
           : t->is_changed    ? CHANGE_CHANGED
                              : CHANGE_NONE;
}

static void mark_node(const DiffUnion *u, int i, Node *n, Arena *a)
{
    static const Str words[] = {
        [CHANGE_NONE] = STR_INIT(""),
        [CHANGE_ADDED] = STR_INIT("+ added"),
        [CHANGE_REMOVED] = STR_INIT("− removed"),
        [CHANGE_CHANGED] = STR_INIT("~ changed"),
    };
    const TableDiff *t = u->table[i];
    ChangeKind change = table_change(t);
    StyleRequests styles = {0};

    for (int k = 0; k < n->styles.n; k++)
        *PUSH(a, &styles) = n->styles.items[k];
    color(&styles, STR("stroke"), change, a);
    if (change == CHANGE_ADDED || change == CHANGE_REMOVED)
        *PUSH(a, &styles) = (StyleRequest){STR("stroke-width"), STR("2")};
    if (change == CHANGE_REMOVED)
        *PUSH(a, &styles) = (StyleRequest){STR("stroke-dasharray"), STR("4 3")};
    n->styles = styles;
    if (change != CHANGE_NONE)
        n->kind.text = words[change];
    if (t->is_renamed)
        n->title.text = em_diff_table_name(u->d, t, a);
    if (is_folded(u, t))
        return;
    for (int k = 0; k < t->columns.n; k++)
        mark_row(u, t, &t->columns.items[k], &n->rows.items[k], a);
}

static void mark_edge(Edge *e, ChangeKind change, Arena *a)
{
    static const Str signs[] = {
        [CHANGE_NONE] = STR_INIT(""),
        [CHANGE_ADDED] = STR_INIT("+ "),
        [CHANGE_REMOVED] = STR_INIT("− "),
        [CHANGE_CHANGED] = STR_INIT("~ "),
    };
    if (change == CHANGE_NONE)
        return;
    StyleRequests styles = {0};
    color(&styles, STR("stroke"), change, a);
    *PUSH(a, &styles) = (StyleRequest){STR("stroke-width"), STR("2")};
    e->styles = styles;
    e->label.text = em_str_trim(JOIN(a, signs[change], e->label.text));
}

/* A thin arrow from where a column was to where it is. */
static void add_move(const DiffUnion *u, Graph *g, int from, int row,
                     const ColumnPlace *place, Arena *a)
{
    int to = u->of_after[place->table];
    if (to == NONE || is_folded(u, u->table[to]))
        return;
    const TableDiff *t = u->table[to];
    int later = NONE;
    for (int i = 0; i < t->columns.n; i++)
        if (t->columns.items[i].after == place->column)
            later = i;
    Edge *e = PUSH(a, &g->edges);
    StyleRequests styles = {0};
    color(&styles, STR("stroke"), CHANGE_CHANGED, a);
    *PUSH(a, &styles) = (StyleRequest){STR("stroke-width"), STR("1")};
    *e = (Edge){
        .from = {.node = from, .container = NONE, .row = row},
        .to = {.node = to, .container = NONE, .row = later, .mark = MARK_ARROW},
        .styles = styles,
        .tooltip = STR("the column moves"),
    };
}

static void add_moves(const DiffUnion *u, Graph *g, Arena *a)
{
    for (int i = 0; i < u->schema.tables.n; i++) {
        const TableDiff *t = u->table[i];
        for (int k = 0; k < t->columns.n && !is_folded(u, t); k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (c->after == NONE && c->moved.table != NONE)
                add_move(u, g, i, k, &c->moved, a);
        }
    }
}

/* "12 unchanged tables are not shown" */
static Str caption(const DiffUnion *u, Arena *a)
{
    Buf out = {.arena = a};
    if (!u->d->is_changed)
        return STR("No differences");
    if (u->left_out == 0)
        return (Str){0};
    em_put_int(&out, u->left_out);
    em_put(&out, u->left_out == 1 ? STR(" unchanged table is not shown")
                                  : STR(" unchanged tables are not shown"));
    return em_buf_str(&out);
}

Graph *em_union_graph(const DiffUnion *u, Anchor anchor, Arena *a)
{
    Graph *g = em_schema_graph(&u->schema, anchor, a);

    g->title.text = caption(u, a);
    for (int i = 0; i < g->nodes.n; i++)
        mark_node(u, i, &g->nodes.items[i], a);
    for (int i = 0; i < g->edges.n; i++)
        mark_edge(&g->edges.items[i], u->relation[i], a);
    add_moves(u, g, a);
    return g;
}
