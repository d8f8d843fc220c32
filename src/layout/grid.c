/*
 * Grids: members in rows and columns, in the order of the source.
 *
 * With both numbers, every column is as wide as its widest member and every
 * row as high as its highest; the number that was written first stays when
 * there are more members than cells. With one number, members are dealt to so
 * many rows (or columns) that the longest is as short as can be (found by
 * dynamic programming), and each row is filled. Members that can be stretched
 * fill their cells, others stand in the middle.
 */
#include "layout/level.h"

enum { MAX_DEALS = 4000000 /* steps of the dynamic program */ };

typedef struct {
    Layout *l;
    Level *level;
    int *cells; /* members, in order */
    int n;
    bool by_rows; /* members fill one row after the other */
    Len gap_x, gap_y;
} Cells;

static int order_of(const Layout *l, int member)
{
    const Graph *g = l->g;
    return member < g->nodes.n ? g->nodes.items[member].order
                               : g->containers.items[member - g->nodes.n].order;
}

static void sort_cells(Cells *c)
{
    SortKey *keys = NEW_ARRAY(c->l->keep, c->n + 1, SortKey);
    for (int i = 0; i < c->n; i++)
        keys[i] = (SortKey){order_of(c->l, c->cells[i]), c->cells[i]};
    em_sort_keys(keys, c->n);
    for (int i = 0; i < c->n; i++)
        c->cells[i] = keys[i].index;
}

/* Makes a member as large as its cell, if it may be. */
static void stretch(const Cells *c, int member, Len w, Len h)
{
    Layout *l = c->l;
    Graph *g = l->g;
    Rect *box = &l->boxes[member];

    if (member < g->nodes.n) {
        Node *n = &g->nodes.items[member];
        em_stretch_node(n, w, h);
        box->w = n->w;
        box->h = n->h;
        return;
    }
    Container *k = &g->containers.items[member - g->nodes.n];
    const Level *inner = &l->levels[member - g->nodes.n];
    if (k->want_w == 0 && w > box->w)
        k->want_w = w;
    if (k->want_h == 0 && h > box->h)
        k->want_h = h;
    Insets in = em_level_insets(l, inner);
    box->w = inner->w + in.left + in.right;
    box->h = inner->h + in.top + in.bottom;
}

static void put_cell(const Cells *c, int i, Rect cell)
{
    Rect *box = &c->l->boxes[c->cells[i]];
    stretch(c, c->cells[i], cell.w, cell.h);
    box->x = cell.x + (cell.w - box->w) / 2;
    box->y = cell.y + (cell.h - box->h) / 2;
}

/* The length of a member along the way in which cells are filled, and across.
 */
static Len along(const Cells *c, int i)
{
    Rect b = c->l->boxes[c->cells[i]];
    return c->by_rows ? b.w : b.h;
}

static Len across(const Cells *c, int i)
{
    Rect b = c->l->boxes[c->cells[i]];
    return c->by_rows ? b.h : b.w;
}

/* ---------------------------------------------- rows and columns are given */

static void draw_table(Cells *c, int rows, int columns)
{
    Arena *a = c->l->keep;
    Len *wide = NEW_ARRAY(a, columns + 1, Len);
    Len *high = NEW_ARRAY(a, rows + 1, Len);

    for (int i = 0; i < c->n; i++) {
        int row = c->by_rows ? i / columns : i % rows;
        int column = c->by_rows ? i % columns : i / rows;
        Rect b = c->l->boxes[c->cells[i]];
        wide[column] = MAX(wide[column], b.w);
        high[row] = MAX(high[row], b.h);
    }
    int64_t y = 0, w = 0;
    for (int row = 0; row < rows; row++) {
        int64_t x = 0;
        for (int column = 0; column < columns; column++) {
            int i = c->by_rows ? row * columns + column : column * rows + row;
            if (i < c->n)
                put_cell(c, i,
                         (Rect){em_len(x), em_len(y), wide[column], high[row]});
            x += (int64_t)wide[column] + c->gap_x;
        }
        w = MAX(w, x - c->gap_x);
        y += (int64_t)high[row] + c->gap_y;
    }
    c->level->w = em_len(w);
    c->level->h = em_len(MAX(0, y - c->gap_y));
}

/* ------------------------------------------------------ one number is given */

typedef struct {
    int64_t longest;
    int first; /* of the last row */
} Deal;

static int64_t length_of(const Cells *c, const int64_t *sums, int from, int to)
{
    Len gap = c->by_rows ? c->gap_x : c->gap_y;
    return sums[to] - sums[from] + (int64_t)gap * (to - from - 1);
}

/* Deals the first i members to r rows, for all i: deals[r * (n + 1) + i]. */
static void deal_row(const Cells *c, const int64_t *sums, Deal *deals, int r)
{
    int n = c->n;
    for (int i = r; i <= n; i++) {
        Deal best = {INT64_MAX, 0};
        for (int j = i - 1; j >= r - 1; j--) {
            int64_t last = length_of(c, sums, j, i);
            if (last >= best.longest)
                break;
            int64_t before = r == 1 ? (j == 0 ? 0 : INT64_MAX)
                                    : deals[(r - 1) * (n + 1) + j].longest;
            int64_t longest = MAX(before, last);
            if (longest < best.longest)
                best = (Deal){longest, j};
        }
        deals[r * (n + 1) + i] = best;
    }
}

/* ends[r]: how many members are in rows 0..r. */
static void deal(const Cells *c, int rows, int *ends)
{
    Layout *l = c->l;
    int n = c->n;
    int64_t *sums = NEW_ARRAY(l->keep, n + 1, int64_t);

    for (int i = 0; i < n; i++)
        sums[i + 1] = sums[i] + along(c, i);
    if ((int64_t)n * n * rows > MAX_DEALS) {
        for (int r = 0; r < rows; r++)
            ends[r] = (int)((int64_t)n * (r + 1) / rows);
        return;
    }
    Deal *deals = NEW_ARRAY(l->keep, (int64_t)(rows + 1) * (n + 1), Deal);
    for (int r = 1; r <= rows; r++)
        deal_row(c, sums, deals, r);
    for (int r = rows, i = n; r > 0; r--) {
        ends[r - 1] = i;
        i = deals[r * (n + 1) + i].first;
    }
}

/* One row, stretched to the whole length. Returns its breadth. */
static Len put_row(const Cells *c, int from, int to, Len whole, Len at)
{
    Len gap = c->by_rows ? c->gap_x : c->gap_y, breadth = 0;
    int64_t used = -(int64_t)gap;

    for (int i = from; i < to; i++) {
        breadth = MAX(breadth, across(c, i));
        used += (int64_t)along(c, i) + gap;
    }
    int64_t spare = whole - used, x = 0;
    for (int i = from; i < to; i++) {
        Len more = (Len)(spare / (to - i));
        Len length = along(c, i) + more;
        spare -= more;
        Rect cell = {em_len(x), at, length, breadth};
        if (!c->by_rows)
            cell = (Rect){at, em_len(x), breadth, length};
        put_cell(c, i, cell);
        x += (int64_t)length + gap;
    }
    return breadth;
}

static void draw_rows(Cells *c, int rows)
{
    int *ends = NEW_ARRAY(c->l->keep, rows + 1, int);
    Len gap = c->by_rows ? c->gap_x : c->gap_y;
    Len between = c->by_rows ? c->gap_y : c->gap_x;
    int64_t whole = 0, at = 0;

    deal(c, rows, ends);
    for (int r = 0, i = 0; r < rows; r++) {
        int64_t length = -(int64_t)gap;
        for (; i < ends[r]; i++)
            length += (int64_t)along(c, i) + gap;
        whole = MAX(whole, length);
    }
    for (int r = 0, i = 0; r < rows; i = ends[r++])
        at += (int64_t)put_row(c, i, ends[r], em_len(whole), em_len(at)) +
              between;
    at = MAX(0, at - between);
    c->level->w = em_len(c->by_rows ? whole : at);
    c->level->h = em_len(c->by_rows ? at : whole);
}

void em_grid_draw(Layout *l, Level *level)
{
    const Grid *grid = level->grid;
    int n = level->members.n, rows = grid->rows, columns = grid->columns;
    Cells c = {.l = l,
               .level = level,
               .cells = NEW_ARRAY(l->keep, n + 1, int),
               .n = n,
               .by_rows = columns == 0 || (rows && grid->rows_first),
               .gap_x = grid->has_x ? grid->gap_x : l->o->node_gap,
               .gap_y = grid->has_y ? grid->gap_y : l->o->node_gap};

    for (int i = 0; i < n; i++)
        c.cells[i] = level->members.items[i];
    sort_cells(&c);
    if (n == 0)
        return;
    if (rows && columns) {
        if (c.by_rows)
            rows = MAX(MIN(rows, n), (n + columns - 1) / columns);
        else
            columns = MAX(MIN(columns, n), (n + rows - 1) / rows);
        rows = MIN(rows, n);
        columns = MIN(columns, n);
        draw_table(&c, rows, columns);
    } else {
        draw_rows(&c, MIN(n, MAX(rows, columns)));
    }
    if (level->container != NONE) {
        const Container *k = &l->g->containers.items[level->container];
        level->w = MAX(level->w, k->title.w);
    }
}
