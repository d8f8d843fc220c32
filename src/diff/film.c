/*
 * Slots are found from the last version backwards, so that tables and columns
 * stand in their present order and what is gone behind its former neighbours.
 * Tables that a comparison leaves aside (partitions, beside a diagram) have no
 * slot.
 * Then the graph of every version, and that of every step (diff_union.c), is
 * put into the slots.
 */
#include "diff/film.h"

#include "base/map.h"
#include "diff/diff_lines.h"
#include "diff/diff_union.h"

/* A column of a slot, in a list in the order of drawing. */
typedef struct {
    Str name;
    int version; /* the earliest it was met in */
    bool is_key; /* in any version */
    int next;    /* row, or NONE */
    int place;   /* in the drawing; NONE: folded away */
} SlotRow;

typedef struct {
    Str key;
    int version; /* the earliest it was met in */
    bool changes, is_shown;
    int place; /* among those that are shown; NONE */
    ARRAY_OF(SlotRow) rows;
    int first, n_shown;
    int first_foot, n_feet; /* the last rows: what steps say beside columns */
} Slot;

/* Where a version's table stands, and its columns. */
typedef struct {
    int slot;
    int *rows;
} Seat;

struct Film {
    const FilmVersion *versions;
    int n, n_shown;
    FilmOptions options;
    Arena *a;
    Diff **steps;       /* n - 1 */
    DiffUnion **unions; /* of the steps: all tables, all columns */
    Seat **seats;       /* of versions: one a table */
    ARRAY_OF(Slot) slots;
};

int em_film_versions(const Film *f)
{
    return f->n;
}

Str em_film_name(const Film *f, int version)
{
    return f->versions[version].name;
}

const Diff *em_film_step(const Film *f, int step)
{
    return f->steps[step];
}

const Schema *em_film_schema(const Film *f, int version)
{
    return f->versions[version].schema;
}

int em_film_left_out(const Film *f)
{
    return f->slots.n - f->n_shown;
}

/* ---- slots ----------------------------------------------------------------
 */

static int add_slot(Film *f, Str key)
{
    *PUSH(f->a, &f->slots) = (Slot){.key = key, .first = NONE};
    return f->slots.n - 1;
}

/* Puts a row behind another, or first when that is NONE. */
static int add_row(Film *f, Slot *s, Str name, int behind)
{
    int row = s->rows.n;
    int *link = behind == NONE ? &s->first : &s->rows.items[behind].next;
    int next = *link;

    *link = row;
    *PUSH(f->a, &s->rows) = (SlotRow){.name = name, .next = next};
    return row;
}

/* The slot of a table that the version after has not: one of its name that was
 * met later still, or a new one. */
static int find_slot(Film *f, Str key, int version)
{
    for (int i = 0; i < f->slots.n; i++)
        if (f->slots.items[i].version > version + 1 &&
            em_str_eq(f->slots.items[i].key, key))
            return i;
    return add_slot(f, key);
}

static int find_row(Film *f, Slot *s, Str name, int version, int behind)
{
    for (int i = 0; i < s->rows.n; i++)
        if (s->rows.items[i].version > version + 1 &&
            em_str_eq(s->rows.items[i].name, name))
            return i;
    return add_row(f, s, name, behind);
}

static Seat *seats_of(Film *f, int version)
{
    const Schema *s = f->versions[version].schema;
    Seat *seats = NEW_ARRAY(f->a, s->tables.n + 1, Seat);
    for (int i = 0; i < s->tables.n; i++) {
        int n = s->tables.items[i].columns.n;
        seats[i] = (Seat){NONE, NEW_ARRAY(f->a, n + 1, int)};
        for (int c = 0; c < n; c++)
            seats[i].rows[c] = NONE;
    }
    return seats;
}

static void sit_column(int version, Slot *slot, int row, const Column *c)
{
    slot->rows.items[row].version = version;
    slot->rows.items[row].is_key |= c->keys.n > 0;
}

static void seat_last_table(Film *f, int table)
{
    int last = f->n - 1;
    const Schema *s = f->versions[last].schema;
    const Table *t = &s->tables.items[table];
    Seat *seat = &f->seats[last][table];

    seat->slot = add_slot(f, em_table_key(s, t, f->a));
    Slot *slot = &f->slots.items[seat->slot];
    slot->version = last;
    for (int c = 0; c < t->columns.n; c++) {
        seat->rows[c] = add_row(f, slot, t->columns.items[c].name, c - 1);
        sit_column(last, slot, c, &t->columns.items[c]);
    }
}

/* The slots of the last version's tables: those that are compared. */
static void seat_last(Film *f)
{
    const Diff *d = f->n > 1 ? f->steps[f->n - 2] : NULL;
    int n = d ? d->tables.n : f->versions[0].schema->tables.n;

    for (int i = 0; i < n; i++) {
        int table = d ? d->tables.items[i].after : i;
        if (table != NONE)
            seat_last_table(f, table);
    }
}

static void seat_columns(Film *f, int version, const TableDiff *t, Slot *slot)
{
    const Table *table = &f->versions[version].schema->tables.items[t->before];
    const Seat *seat = &f->seats[version][t->before];
    const Seat *later = f->seats[version + 1];
    int behind = NONE;

    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        int row = t->after != NONE && c->after != NONE
                      ? later[t->after].rows[c->after]
                      : NONE;
        if (c->before != NONE) {
            const Column *column = &table->columns.items[c->before];
            if (row == NONE)
                row = find_row(f, slot, column->name, version, behind);
            seat->rows[c->before] = row;
            sit_column(version, slot, row, column);
        }
        behind = row == NONE ? behind : row;
    }
}

/* That a step changes a table, and in how many ways beside its columns. */
static void note_change(Film *f, int slot, const Diff *d, const TableDiff *t)
{
    Slot *s = &f->slots.items[slot];
    s->changes |= t->is_changed;
    s->n_feet = MAX(s->n_feet, em_diff_feet(d, t, f->options.full, f->a).n);
}

/* The slots of a version, from those of the one behind it. */
static void seat_version(Film *f, int version)
{
    const Diff *d = f->steps[version];
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        int slot =
            t->after == NONE ? NONE : f->seats[version + 1][t->after].slot;
        if (slot != NONE)
            note_change(f, slot, d, t);
        if (t->before == NONE)
            continue;
        const Table *table = &d->before->tables.items[t->before];
        if (slot == NONE)
            slot = find_slot(f, em_table_key(d->before, table, f->a), version);
        note_change(f, slot, d, t);
        f->slots.items[slot].version = version;
        f->seats[version][t->before].slot = slot;
        seat_columns(f, version, t, &f->slots.items[slot]);
    }
}

/* ---- what is shown --------------------------------------------------------
 */

/* The slot of a table of a step; NULL: it has none. */
static Slot *slot_of_diff(const Film *f, int step, const TableDiff *t)
{
    int slot = NONE;
    if (t->after != NONE)
        slot = f->seats[step + 1][t->after].slot;
    if (slot == NONE && t->before != NONE)
        slot = f->seats[step][t->before].slot;
    return slot == NONE ? NULL : &f->slots.items[slot];
}

Str em_film_summary(const Film *f, int step, Arena *a)
{
    return em_union_title(f->unions[step], a);
}

int em_film_node(const Film *f, int step, const TableDiff *t)
{
    const Slot *slot = slot_of_diff(f, step, t);
    return slot ? slot->place : NONE;
}

static int place_of_row(const Slot *slot, int row)
{
    return slot && row != NONE ? slot->rows.items[row].place : NONE;
}

/* The row of a slot that a column of a step is; NONE. */
static int row_of_diff(const Film *f, int step, const TableDiff *t,
                       const ColumnDiff *c)
{
    int row = NONE;
    if (c->after != NONE)
        row = f->seats[step + 1][t->after].rows[c->after];
    if (row == NONE && c->before != NONE)
        row = f->seats[step][t->before].rows[c->before];
    return row;
}

int em_film_row(const Film *f, int step, const TableDiff *t, int row)
{
    const Slot *slot = slot_of_diff(f, step, t);
    if (!slot || row == NONE)
        return NONE;
    int foot = row - t->columns.n;
    if (foot >= MAX_FEET - 1 && !f->options.full)
        return NONE; /* it may be left out */
    if (foot >= 0)
        return slot->first_foot + foot;
    return place_of_row(slot, row_of_diff(f, step, t, &t->columns.items[row]));
}

/* Tables near a change of any step. */
static void choose_slots(Film *f)
{
    bool all = f->options.distance == NONE || f->n == 1;
    UnionOptions near = {.distance = f->options.distance};

    for (int i = 0; i < f->slots.n; i++)
        f->slots.items[i].is_shown = all;
    for (int k = 0; !all && k < f->n - 1; k++) {
        DiffUnion *u = em_diff_union(f->steps[k], &near, f->a);
        for (int i = 0; i < em_union_schema(u)->tables.n; i++) {
            Slot *slot = slot_of_diff(f, k, em_union_table(u, i));
            if (slot)
                slot->is_shown = true;
        }
    }
}

static void place_rows(const Film *f, Slot *s)
{
    bool folded = !s->changes && !f->options.full;
    for (int r = s->first; r != NONE; r = s->rows.items[r].next) {
        SlotRow *row = &s->rows.items[r];
        row->place = folded && !row->is_key ? NONE : s->n_shown++;
    }
    s->first_foot = s->n_shown;
    s->n_shown += s->n_feet;
}

static void place_slots(Film *f)
{
    for (int i = 0; i < f->slots.n; i++) {
        Slot *s = &f->slots.items[i];
        s->place = s->is_shown ? f->n_shown++ : NONE;
        place_rows(f, s);
    }
}

Film *em_film(const FilmVersion *versions, int n, const FilmOptions *o,
              Arena *a, Arena *scratch)
{
    const UnionOptions everything = {true, o->full, NONE};
    Film *f = NEW(a, Film);

    assert(n > 0);
    *f = (Film){.versions = versions,
                .n = n,
                .options = *o,
                .a = a,
                .steps = em_arena_alloc(a, (size_t)n, sizeof *f->steps),
                .unions = em_arena_alloc(a, (size_t)n, sizeof *f->unions),
                .seats = em_arena_alloc(a, (size_t)n, sizeof *f->seats)};
    for (int i = 0; i < n; i++)
        f->seats[i] = seats_of(f, i);
    for (int i = 0; i < n - 1; i++) {
        f->steps[i] = em_diff(versions[i].schema, versions[i + 1].schema,
                              &o->how, a, scratch);
        f->unions[i] = em_diff_union(f->steps[i], &everything, a);
    }
    seat_last(f);
    for (int i = n - 2; i >= 0; i--)
        seat_version(f, i);
    choose_slots(f);
    place_slots(f);
    return f;
}

/* ---- frames ---------------------------------------------------------------
 */

/* A graph on its way into the slots. */
typedef struct {
    const Graph *graph;
    Graph *frame;
    int *place; /* of a node of the graph */
    int **rows; /* of its rows: places */
    int *edges; /* of its edges: places in the frame, or NONE */
} Fitting;

/* Two ends and how often the frame had them before. */
static Str key_of_edge(const Edge *e, int times, Arena *a)
{
    Buf key = {.arena = a};
    const int parts[] = {e->from.node, e->from.row, e->to.node, e->to.row,
                         times};
    for (int i = 0; i < COUNT(parts); i++) {
        em_put_int(&key, parts[i]);
        em_put_char(&key, ' ');
    }
    return em_buf_str(&key);
}

/* Two slots may have had the same name, at different times. */
static Str unique_id(Map *ids, Str key)
{
    Buf id = {.arena = ids->arena};
    em_put(&id, key);
    while (em_map_find(ids, em_buf_str(&id)) != NONE)
        em_put_char(&id, '\'');
    em_map_add(ids, em_buf_str(&id), 0);
    return em_buf_str(&id);
}

/* Slots without anything in them. */
static Graph *new_frame(const Film *f, Arena *a)
{
    Graph *g = NEW(a, Graph);
    Map ids = {.arena = a};
    g->direction = f->versions[f->n - 1].schema->direction;
    for (int i = 0; i < f->slots.n; i++) {
        const Slot *s = &f->slots.items[i];
        if (s->place == NONE)
            continue;
        Node *n = PUSH(a, &g->nodes);
        *n = (Node){
            .id = unique_id(&ids, s->key), .absent = true, .container = NONE};
        for (int r = 0; r < s->n_shown; r++)
            PUSH(a, &n->rows)->absent = true;
    }
    return g;
}

static void fit_node(Fitting *m, int node)
{
    const Node *from = &m->graph->nodes.items[node];
    Node *to = &m->frame->nodes.items[m->place[node]];
    Node own = *from;

    own.id = to->id;
    own.rows.items = to->rows.items;
    own.rows.n = to->rows.n;
    own.rows.room = to->rows.room;
    *to = own;
    for (int r = 0; r < from->rows.n; r++)
        if (m->rows[node][r] != NONE)
            to->rows.items[m->rows[node][r]] = from->rows.items[r];
}

static bool fit_end(const Fitting *m, EdgeEnd *end)
{
    if (end->node == NONE || m->place[end->node] == NONE)
        return false;
    if (end->row != NONE)
        end->row = m->rows[end->node][end->row];
    end->node = m->place[end->node];
    return true;
}

/* Gives edges their places, the same for the same ends in all frames. */
static void fit_edges(Fitting *m, Map *places, Arena *a)
{
    Map own = {.arena = a};
    m->edges = NEW_ARRAY(a, m->graph->edges.n + 1, int);
    for (int i = 0; i < m->graph->edges.n; i++) {
        Edge e = m->graph->edges.items[i];
        m->edges[i] = NONE;
        if (!fit_end(m, &e.from) || !fit_end(m, &e.to))
            continue;
        Str ends = key_of_edge(&e, 0, a);
        int times = em_map_add(&own, ends, 0);
        em_map_set(&own, ends, times + 1);
        m->edges[i] =
            em_map_add(places, key_of_edge(&e, times, a), places->entries.n);
    }
}

/* Needs the places of the edges of all frames; sets those of this one. */
static void put_edges(Fitting *m, int n_edges, Arena *a)
{
    m->frame->edges.items = NEW_ARRAY(a, n_edges + 1, Edge);
    m->frame->edges.n = m->frame->edges.room = n_edges;
    for (int i = 0; i < n_edges; i++)
        m->frame->edges.items[i] =
            (Edge){.from = {.container = NONE, .row = NONE},
                   .to = {.container = NONE, .row = NONE},
                   .absent = true};
    for (int i = 0; i < m->graph->edges.n; i++) {
        if (m->edges[i] == NONE)
            continue;
        Edge *e = &m->frame->edges.items[m->edges[i]];
        *e = m->graph->edges.items[i];
        fit_end(m, &e->from);
        fit_end(m, &e->to);
    }
}

static void fit(Fitting *m, Map *places, Arena *a)
{
    for (int i = 0; i < m->graph->nodes.n; i++)
        if (m->place[i] != NONE)
            fit_node(m, i);
    fit_edges(m, places, a);
}

static void new_fitting(Fitting *m, const Film *f, Graph *g, Arena *a)
{
    *m = (Fitting){
        .graph = g,
        .frame = new_frame(f, a),
        .place = NEW_ARRAY(a, g->nodes.n + 1, int),
        .rows = em_arena_alloc(a, (size_t)g->nodes.n + 1, sizeof *m->rows)};
    m->frame->title = g->title;
}

static void fit_version(Fitting *m, const Film *f, int version, Anchor anchor,
                        Arena *a)
{
    const Schema *all = f->versions[version].schema;
    Schema plain = *all;

    /* without groups: their boxes would have to follow every version */
    plain.groups.n = 0;
    plain.tables.items = NEW_ARRAY(a, all->tables.n + 1, Table);
    plain.relations.items = NEW_ARRAY(a, all->relations.n + 1, Relation);
    plain.relations.n = 0;
    for (int i = 0; i < all->tables.n; i++) {
        plain.tables.items[i] = all->tables.items[i];
        plain.tables.items[i].group = NONE;
    }
    for (int i = 0; i < all->relations.n; i++) {
        const Relation *r = &all->relations.items[i];
        if (r->from.table != NONE && r->to.table != NONE)
            plain.relations.items[plain.relations.n++] = *r;
    }
    new_fitting(m, f, em_schema_graph(&plain, anchor, a), a);
    m->frame->title.text = f->versions[version].name;
    for (int i = 0; i < all->tables.n; i++) {
        const Seat *seat = &f->seats[version][i];
        const Slot *slot =
            seat->slot == NONE ? NULL : &f->slots.items[seat->slot];
        int n = all->tables.items[i].columns.n;
        m->place[i] = slot ? slot->place : NONE;
        m->rows[i] = NEW_ARRAY(a, n + 1, int);
        for (int c = 0; c < n; c++)
            m->rows[i][c] = place_of_row(slot, seat->rows[c]);
    }
}

/* Places of the rows of a step's table: of columns, then of its feet. */
static int *rows_of_step(const Fitting *m, const Film *f, int step, int node,
                         Arena *a)
{
    const DiffUnion *u = f->unions[step];
    const TableDiff *t = em_union_table(u, node);
    const Slot *slot = slot_of_diff(f, step, t);
    int n = m->graph->nodes.items[node].rows.n;
    int first_foot = em_union_schema(u)->tables.items[node].columns.n;
    int *rows = NEW_ARRAY(a, n + 1, int);

    for (int r = 0; r < n; r++)
        rows[r] = slot ? slot->first_foot + r - first_foot : NONE;
    for (int c = 0; c < t->columns.n; c++)
        rows[em_union_row(u, node, c)] = em_film_row(f, step, t, c);
    return rows;
}

static void fit_step(Fitting *m, const Film *f, int step, Anchor anchor,
                     Arena *a)
{
    const DiffUnion *u = f->unions[step];

    new_fitting(m, f, em_union_graph(u, anchor, a), a);
    m->frame->title.text =
        JOIN(a, f->versions[step].name, STR(" → "), f->versions[step + 1].name);
    for (int i = 0; i < m->graph->nodes.n; i++) {
        const TableDiff *t = em_union_table(u, i);
        const Slot *slot = slot_of_diff(f, step, t);
        m->place[i] = slot ? slot->place : NONE;
        m->rows[i] = rows_of_step(m, f, step, i, a);
    }
}

/* A version's frame takes over how the step marks what it shows. */
static void mark_version(Graph *version, const Graph *step)
{
    for (int i = 0; i < version->nodes.n; i++) {
        Node *n = &version->nodes.items[i];
        const Node *marked = &step->nodes.items[i];
        n->styles = marked->styles;
        n->kind = marked->kind;
        n->change = marked->change;
        n->flag = marked->flag;
        for (int r = 0; r < n->rows.n; r++) {
            n->rows.items[r].change = marked->rows.items[r].change;
            n->rows.items[r].flag = marked->rows.items[r].flag;
            n->rows.items[r].tooltip = marked->rows.items[r].tooltip;
        }
    }
    for (int i = 0; i < version->edges.n; i++) {
        Edge *e = &version->edges.items[i];
        if (e->absent || step->edges.items[i].absent)
            continue;
        e->styles = step->edges.items[i].styles;
        e->change = step->edges.items[i].change;
        e->label = step->edges.items[i].label;
    }
}

/* What is no column stands where it is: what was removed, before. */
static void add_feet(const Film *f, Graph *version, const Graph *step,
                     bool is_before)
{
    for (int i = 0; i < f->slots.n; i++) {
        const Slot *s = &f->slots.items[i];
        for (int r = s->first_foot; s->place != NONE && r < s->n_shown; r++) {
            const Row *foot = &step->nodes.items[s->place].rows.items[r];
            if (!foot->absent && (foot->change == CHANGE_REMOVED) == is_before)
                version->nodes.items[s->place].rows.items[r] = *foot;
        }
    }
}

FilmFrames em_film_frames(const Film *f, Anchor anchor, bool marked, Arena *a)
{
    FilmFrames out = {.n = 2 * f->n - 1};
    Fitting *all = NEW_ARRAY(a, out.n, Fitting);
    Map places = {.arena = a};

    out.items = em_arena_alloc(a, (size_t)out.n, sizeof *out.items);
    for (int i = 0; i < out.n; i++) {
        if (i % 2 == 0)
            fit_version(&all[i], f, i / 2, anchor, a);
        else
            fit_step(&all[i], f, i / 2, anchor, a);
        fit(&all[i], &places, a);
    }
    for (int i = 0; i < out.n; i++) {
        put_edges(&all[i], places.entries.n, a);
        out.items[i] = all[i].frame;
    }
    if (marked && f->n == 2) {
        mark_version(out.items[0], out.items[1]);
        mark_version(out.items[2], out.items[1]);
        add_feet(f, out.items[0], out.items[1], true);
        add_feet(f, out.items[2], out.items[1], false);
        out.items[0]->notes.items = all[1].graph->notes.items;
        out.items[0]->notes.n = all[1].graph->notes.n;
    }
    return out;
}
