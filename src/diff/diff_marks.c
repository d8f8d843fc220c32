/*
 * Marks: the graph of a union says what changed. Rows get signs, what changed
 * in them, and flags where that can do harm; what is no column (keys, indexes,
 * checks) gets rows of its own below; tables and lines get their kind of change
 * and words. So all is said twice, by colour and by a sign or word.
 *
 * The colours of lines keep a contrast of 3:1 with white and with our dark
 * paper.
 */
#include "diff/diff_marks.h"

enum {
    MAX_TYPE_WORDS = 48, /* longer ones go into the comment, which wraps */
    MAX_FOOT_WORDS = 96, /* of what is no column; the tooltip has all */
    MAX_TOOLTIP = 600    /* bytes; advice that comes then is left out */
};

/* A table's node while it is marked. */
typedef struct {
    const DiffUnion *u;
    const TableDiff *t;
    int index;
    Node *node;
    Arena *a;
} Marking;

/* ---- rows -----------------------------------------------------------------
 */

/* The type as the picture has it, with the mark of what may be null. */
static Str shown_type(const Row *row, Arena *a)
{
    return JOIN(a, row->type.text, row->nullable ? STR("?") : (Str){0});
}

static void mark_row(const Marking *m, const ColumnDiff *c, Row *row)
{
    Str words = em_diff_column_words(m->u->d, m->t, c, m->a);

    row->change = c->before == NONE  ? CHANGE_ADDED
                  : c->after == NONE ? CHANGE_REMOVED
                  : words.n          ? CHANGE_CHANGED
                                     : CHANGE_NONE;
    row->tooltip = words.n ? words : row->tooltip;
    if (row->change != CHANGE_CHANGED)
        return;
    if (words.n > MAX_TYPE_WORDS) {
        row->comment = (Label){.text = words, .form = FORM_PLAIN};
        return;
    }
    if (!c->changed[PROPERTY_TYPE])
        words = JOIN(m->a, shown_type(row, m->a), STR("; "), words);
    row->type = (Label){.text = words, .form = FORM_PLAIN};
    row->nullable = false;
}

static void mark_rows(const Marking *m)
{
    for (int i = 0; i < m->node->rows.n; i++)
        m->node->rows.items[i].quiet = true;
    for (int i = 0; i < m->t->columns.n; i++) {
        int row = m->u->rows[m->index][i];
        if (row == NONE)
            continue;
        m->node->rows.items[row].quiet = false;
        if (m->t->before != NONE && m->t->after != NONE)
            mark_row(m, &m->t->columns.items[i], &m->node->rows.items[row]);
    }
}

/* At most so many bytes, on one line. */
static Str shortened(Str s, int most, Arena *a)
{
    s = em_str_one_line(a, s);
    if (s.n <= most)
        return s;
    while (most > 0 && ((unsigned char)s.p[most] & 0xC0) == 0x80)
        most--;
    return JOIN(a, em_str_cut(s, 0, most), STR("…"));
}

static ChangeKind change_of_sign(char sign)
{
    return sign == '+'   ? CHANGE_ADDED
           : sign == '-' ? CHANGE_REMOVED
           : sign == '~' ? CHANGE_CHANGED
                         : CHANGE_NONE;
}

/* Adds a row for each of what changed and is no column. */
static void add_foot(const Marking *m, const DiffLines *lines)
{
    for (int i = 0; i < lines->n; i++) {
        const DiffLine *line = &lines->items[i];
        *PUSH(m->a, &m->node->rows) = (Row){
            .name = {.text = line->name},
            .type = {.text = shortened(line->detail, MAX_FOOT_WORDS, m->a),
                     .form = FORM_PLAIN},
            .tooltip = line->detail,
            .ruled = i == 0,
            .quiet = !line->sign,
            .change = change_of_sign(line->sign)};
    }
}

/* ---- flags ----------------------------------------------------------------
 */

/* The row that a danger is about; NULL: the table. */
static Row *find_row(const Marking *m, int first_foot, const Danger *d)
{
    int row = d->row, n = m->t->columns.n;
    if (row >= n)
        row += first_foot - n;
    else if (row != NONE)
        row = m->u->rows[m->index][row];
    bool is_shown =
        row != NONE && row < m->node->rows.n && !m->node->rows.items[row].quiet;
    return is_shown ? &m->node->rows.items[row] : NULL;
}

static void add_flag(const Marking *m, int first_foot, const Danger *d)
{
    static const FlagKind flags[] = {[DANGER_NOTE] = FLAG_NONE,
                                     [DANGER_WARNING] = FLAG_WARNING,
                                     [DANGER_ERROR] = FLAG_ERROR};
    FlagKind kind = flags[d->rule.level];
    Row *row = find_row(m, first_foot, d);
    FlagKind *to = row ? &row->flag : &m->node->flag;
    Str *tooltip = row ? &row->tooltip : &m->node->tooltip;

    if (kind == FLAG_NONE)
        return;
    *to = MAX(*to, kind);
    if (tooltip->n > MAX_TOOLTIP)
        return;
    *tooltip =
        JOIN(m->a, *tooltip, tooltip->n ? STR("\n") : (Str){0},
             em_danger_level_name(d->rule.level), STR(": "), d->rule.advice);
}

/* ---- tables ---------------------------------------------------------------
 */

static ChangeKind table_change(const TableDiff *t)
{
    return t->before == NONE  ? CHANGE_ADDED
           : t->after == NONE ? CHANGE_REMOVED
           : t->is_changed    ? CHANGE_CHANGED
                              : CHANGE_NONE;
}

static void style(StyleRequests *to, Str property, Str value, Arena *a)
{
    *PUSH(a, to) = (StyleRequest){property, value};
}

static const Str signs[] = {
    [CHANGE_NONE] = STR_INIT(""),
    [CHANGE_ADDED] = STR_INIT("+ "),
    [CHANGE_REMOVED] = STR_INIT("− "),
    [CHANGE_CHANGED] = STR_INIT("~ "),
};

static void mark_table(const Marking *m)
{
    static const Str words[] = {
        [CHANGE_NONE] = STR_INIT(""),
        [CHANGE_ADDED] = STR_INIT("+ added"),
        [CHANGE_REMOVED] = STR_INIT("− removed"),
        [CHANGE_CHANGED] = STR_INIT("~ changed"),
    };
    Node *n = m->node;
    StyleRequests styles = {0};

    for (int k = 0; k < n->styles.n; k++)
        *PUSH(m->a, &styles) = n->styles.items[k];
    n->change = table_change(m->t);
    if (n->change == CHANGE_ADDED || n->change == CHANGE_REMOVED)
        style(&styles, STR("stroke-width"), STR("2"), m->a);
    if (n->change == CHANGE_REMOVED)
        style(&styles, STR("stroke-dasharray"), STR("4 3"), m->a);
    n->styles = styles;
    Str mark =
        em_reshape_mark(m->u->d, (int)(m->t - m->u->d->tables.items), m->a);
    if (n->change != CHANGE_NONE)
        n->kind.text =
            mark.n ? JOIN(m->a, signs[n->change], mark) : words[n->change];
    if (m->t->is_renamed)
        n->title.text = em_diff_table_name(m->u->d, m->t, m->a);
}

static void mark_node(const Marking *m)
{
    DiffLines foot = em_diff_feet(m->u->d, m->t, m->u->options.all_feet, m->a);

    mark_table(m);
    if (!m->t->is_changed)
        return;
    mark_rows(m);
    add_foot(m, &foot);
}

/* Needs marked nodes. */
static void add_flags(const DiffUnion *u, const Dangers *dangers, Graph *g,
                      Arena *a)
{
    int *node_of = em_new_nones(a, u->d->tables.n);

    for (int i = 0; i < g->nodes.n; i++)
        node_of[u->table[i] - u->d->tables.items] = i;
    for (int i = 0; i < dangers->n; i++) {
        const Danger *d = &dangers->items[i];
        int node = d->table == NONE ? NONE : node_of[d->table];
        if (node == NONE)
            continue;
        Marking m = {u, u->table[node], node, &g->nodes.items[node], a};
        add_flag(&m, u->schema.tables.items[node].columns.n, d);
    }
}

/* ---- lines ----------------------------------------------------------------
 */

static void put_end(Buf *out, const RelationEnd *before,
                    const RelationEnd *after)
{
    static const Str numbers[] = {
        [CARD_ZERO_OR_ONE] = STR_INIT("0..1"),
        [CARD_EXACTLY_ONE] = STR_INIT("1"),
        [CARD_ZERO_OR_MORE] = STR_INIT("0..n"),
        [CARD_ONE_OR_MORE] = STR_INIT("1..n"),
        [CARD_PARENT] = STR_INIT("parent"),
    };
    if (before->cardinality != after->cardinality)
        PUT(out, out->n ? STR(", ") : (Str){0}, after->name, STR(" "),
            numbers[before->cardinality], STR(" → "),
            numbers[after->cardinality]);
}

/* "teams 1 → 0..1, identifying" */
static void put_ends(Buf *out, const RelationDiff *d)
{
    put_end(out, em_parent_end(d->before, d->before_turned),
            em_parent_end(d->after, d->after_turned));
    put_end(out, em_child_end(d->before, d->before_turned),
            em_child_end(d->after, d->after_turned));
    if (d->before->identifying != d->after->identifying)
        PUT(out, out->n ? STR(", ") : (Str){0},
            d->after->identifying ? STR("") : STR("no longer "),
            STR("identifying"));
}

static int place_of(const DiffUnion *u, int table)
{
    return table == NONE ? NONE : (int)(u->table[table] - u->d->tables.items);
}

static Str relation_words(const DiffUnion *u, int index, Arena *a)
{
    Buf out = {.arena = a};
    const UnionRelation *r = &u->relation[index];
    const Relation *drawn = &u->schema.relations.items[index];
    if (r->change == CHANGE_ADDED &&
        em_reshape_turned(u->d, place_of(u, drawn->from.table),
                          place_of(u, drawn->to.table)))
        em_put(&out, STR("turned round"));
    if (r->ends && r->ends->before && r->ends->after)
        put_ends(&out, r->ends);
    if (r->key && r->key->before && r->key->after)
        PUT(&out, out.n ? STR(", ") : (Str){0},
            em_key_change_words(r->key->before, r->key->after, a));
    return em_buf_str(&out);
}

static void color(StyleRequests *to, ChangeKind change, Arena *a)
{
    static const Str colors[] = {
        [CHANGE_NONE] = STR_INIT(""),
        [CHANGE_ADDED] = STR_INIT("#16a34a"),
        [CHANGE_REMOVED] = STR_INIT("#dc2626"),
        [CHANGE_CHANGED] = STR_INIT("#d97706"),
    };
    style(to, STR("stroke"), colors[change], a);
}

static void mark_edge(const DiffUnion *u, int index, Edge *e, Arena *a)
{
    const UnionRelation *r = &u->relation[index];
    if (r->change == CHANGE_NONE)
        return;
    StyleRequests styles = {0};
    Str words = relation_words(u, index, a);
    Str gap = words.n && e->label.text.n ? STR("; ") : (Str){0};
    color(&styles, r->change, a);
    style(&styles, STR("stroke-width"), STR("2"), a);
    style(&styles, STR("font-weight"), STR("bold"), a);
    if (!e->label.text.n && !words.n)
        style(&styles, STR("font-size"), STR("16"), a);
    e->styles = styles;
    e->change = r->change;
    e->label.text =
        em_str_trim(JOIN(a, signs[r->change], e->label.text, gap, words));
}

/* ---- moves ----------------------------------------------------------------
 */

/* A thin arrow from where a column was to where it is. */
static void add_move(const DiffUnion *u, Graph *g, int from, int column,
                     Arena *a)
{
    const ColumnPlace *place = &u->table[from]->columns.items[column].moved;
    int to = u->of_after[place->table];
    if (to == NONE)
        return;
    const TableDiff *t = u->table[to];
    int later = NONE;
    for (int i = 0; i < t->columns.n; i++)
        if (t->columns.items[i].after == place->column)
            later = u->rows[to][i];
    Edge *e = PUSH(a, &g->edges);
    StyleRequests styles = {0};
    color(&styles, CHANGE_CHANGED, a);
    style(&styles, STR("stroke-width"), STR("1"), a);
    *e = (Edge){
        .from = {.node = from, .container = NONE, .row = u->rows[from][column]},
        .to = {.node = to, .container = NONE, .row = later, .mark = MARK_ARROW},
        .styles = styles,
        .tooltip = STR("the column moves"),
    };
}

static void add_moves(const DiffUnion *u, Graph *g, Arena *a)
{
    for (int i = 0; i < u->schema.tables.n; i++)
        for (int k = 0; k < u->table[i]->columns.n; k++) {
            const ColumnDiff *c = &u->table[i]->columns.items[k];
            if (c->after == NONE && c->moved.table != NONE)
                add_move(u, g, i, k, a);
        }
}

Graph *em_union_graph(const DiffUnion *u, Anchor anchor, Arena *a)
{
    Graph *g = em_schema_graph(&u->schema, anchor, a);
    Dangers dangers = em_dangers(u->d, a);

    g->title.text = em_union_title(u, a);
    for (int i = 0; i < g->nodes.n; i++)
        mark_node(&(Marking){u, u->table[i], i, &g->nodes.items[i], a});
    add_flags(u, &dangers, g, a);
    for (int i = 0; i < g->edges.n; i++)
        mark_edge(u, i, &g->edges.items[i], a);
    add_moves(u, g, a);
    em_union_notes(u, &dangers, g, a);
    return g;
}
