/*
 * Text: a scene as box-drawing characters.
 *
 * The scene is read back into boxes, words and lines (txt_scene.c). Each axis
 * is then fitted to character cells by itself (txt_fit.c): first the columns,
 * with what overlaps in height kept apart; then the rows, with what now shares
 * a column kept apart. So nothing is cut and nothing covers anything but a
 * label its own line. Lines are drawn as bits, one for each side of a cell that
 * they leave by, and the bits choose the character.
 */
#include "out/txt.h"

#include "out/out.h"

#include <stdlib.h>

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8, DASHED = 16 };

/* Fitting. */

enum {
    HALF_LINE = 5 * PX,   /* of text, while columns are fitted */
    LABEL_REACH = 24 * PX /* from a line to the words of its label */
};

/* Cells of a mark along a line. */
static int mark_cells(MarkKind mark, bool level)
{
    switch (mark) {
    case MARK_NONE: return 0;
    case MARK_PARENT:
    case MARK_ARROW:
    case MARK_TRIANGLE:
    case MARK_TRIANGLE_OPEN:
    case MARK_DIAMOND:
    case MARK_DIAMOND_OPEN:
    case MARK_CIRCLE:
    case MARK_CIRCLE_OPEN:
    case MARK_BOX:
    case MARK_BOX_OPEN:
    case MARK_CROSS: return 1;
    case MARK_EXACTLY_ONE: return level ? 2 : 1;
    case MARK_ZERO_OR_ONE:
    case MARK_ZERO_OR_MORE:
    case MARK_ONE_OR_MORE: return 2;
    case MARK_COUNT: break;
    }
    return 0;
}

/* The cells that a piece needs for the marks on it, and one for itself. */
static int piece_cells(const Line *line, int piece, bool level)
{
    int cells = 1;
    bool at_end = piece == 0 || piece == line->points.n - 2;

    if (level && at_end)
        cells++; /* a mark and a corner look like another mark */
    if (piece == 0)
        cells += mark_cells(line->info->from_mark, level);
    if (piece == line->points.n - 2)
        cells += mark_cells(line->info->to_mark, level);
    return cells;
}

static void add_stretch(Picture *p, Axis *axis, Len a, Len b, int cells)
{
    *PUSH(p->arena, &axis->stretches) = (Stretch){MIN(a, b), MAX(a, b), cells};
}

/* The level piece of its line that a word stands on; or NONE. */
static int find_piece(const Line *line, const Word *word)
{
    for (int j = 0; j + 1 < line->points.n; j++) {
        Point a = line->points.items[j], b = line->points.items[j + 1];
        if (a.y == b.y && MIN(a.x, b.x) <= word->x &&
            MAX(a.x, b.x) >= word->x + word->w &&
            llabs((long long)a.y - word->y) <= LABEL_REACH)
            return j;
    }
    return NONE;
}

/* The first words of a label go onto its line, the others below. */
static void place_labels(Picture *p)
{
    for (int i = 0; i < p->words.n; i++) {
        Word *word = &p->words.items[i];
        if (word->line == NONE)
            continue;
        const Line *line = &p->lines.items[word->line];
        const Word *before = i ? word - 1 : NULL;
        if (before && before->line == word->line && before->piece != NONE) {
            word->piece = before->piece;
            word->on = before->on;
            word->below = before->below + 1;
            continue;
        }
        word->piece = find_piece(line, word);
        if (word->piece != NONE)
            word->on = line->points.items[word->piece].y;
    }
}

/* The line shows on both sides of a word that stands on it. */
static void show_line_around(Picture *p, const Word *word)
{
    if (word->piece == NONE)
        return;
    const Line *line = &p->lines.items[word->line];
    Point a = line->points.items[word->piece];
    Point b = line->points.items[word->piece + 1];
    int before = 2, after = 2;

    if (word->piece == 0)
        before += mark_cells(line->info->from_mark, true);
    if (word->piece == line->points.n - 2)
        after += mark_cells(line->info->to_mark, true);
    add_stretch(p, &p->columns, MIN(a.x, b.x), word->x,
                a.x < b.x ? before : after);
    add_stretch(p, &p->columns, word->x + word->w, MAX(a.x, b.x),
                a.x < b.x ? after : before);
}

static void fit_columns(Picture *p)
{
    Axis *axis = &p->columns;

    axis->near = 4 * PX;
    for (int i = 0; i < p->boxes.n; i++) {
        Rect r = p->boxes.items[i].rect;
        *PUSH(p->arena, &axis->obstacles) =
            (Obstacle){r.x, 1, 1, r.y, em_bottom(r)};
        *PUSH(p->arena, &axis->obstacles) =
            (Obstacle){em_right(r), 1, 1, r.y, em_bottom(r)};
    }
    for (int i = 0; i < p->words.n; i++) {
        const Word *w = &p->words.items[i];
        *PUSH(p->arena, &axis->obstacles) =
            (Obstacle){w->x, w->columns, 1, w->y - HALF_LINE, w->y + HALF_LINE};
        add_stretch(p, axis, w->x, w->x + w->w, w->columns - 1);
        show_line_around(p, w);
    }
    for (int i = 0; i < p->lines.n; i++) {
        const Line *line = &p->lines.items[i];
        for (int j = 0; j + 1 < line->points.n; j++) {
            Point a = line->points.items[j], b = line->points.items[j + 1];
            if (a.y == b.y)
                add_stretch(p, axis, a.x, b.x, piece_cells(line, j, true));
            else
                *PUSH(p->arena, &axis->obstacles) =
                    (Obstacle){a.x, 1, 1, MIN(a.y, b.y), MAX(a.y, b.y)};
        }
    }
    em_axis_fit(axis, p->arena);
    for (int i = 0; i < p->words.n; i++)
        p->words.items[i].col = em_axis_cell(axis, p->words.items[i].x);
}

/* Where the rule under a table's header is; 0: it has none. */
static Len divider_of(const Box *box)
{
    if (!box->is_table || box->header_y == 0 || box->row_y <= box->header_y)
        return 0;
    return box->header_y + (box->row_y - box->header_y) / 2;
}

static void add_row(Picture *p, Len y, int gap, Len x, Len to_x)
{
    *PUSH(p->arena, &p->rows.obstacles) =
        (Obstacle){y, 1, gap, em_axis_cell(&p->columns, MIN(x, to_x)),
                   em_axis_cell(&p->columns, MAX(x, to_x))};
}

static void fit_rows(Picture *p)
{
    Axis *axis = &p->rows;

    axis->near = SAME_ROW;
    for (int i = 0; i < p->boxes.n; i++) {
        const Box *box = &p->boxes.items[i];
        Rect r = box->rect;
        add_row(p, r.y, 0, r.x, em_right(r));
        if (divider_of(box))
            add_row(p, divider_of(box), 0, r.x, em_right(r));
        add_row(p, em_bottom(r), box->is_table, r.x, em_right(r));
    }
    for (int i = 0; i < p->words.n; i++) {
        const Word *w = &p->words.items[i];
        *PUSH(p->arena, &axis->obstacles) =
            (Obstacle){w->on, w->below + 1, 0, w->col, w->col + w->columns - 1};
    }
    for (int i = 0; i < p->lines.n; i++) {
        const Line *line = &p->lines.items[i];
        for (int j = 0; j + 1 < line->points.n; j++) {
            Point a = line->points.items[j], b = line->points.items[j + 1];
            if (a.y == b.y)
                add_row(p, a.y, 0, a.x, b.x);
            else
                add_stretch(p, axis, a.y, b.y, piece_cells(line, j, false));
        }
    }
    em_axis_fit(axis, p->arena);
    for (int i = 0; i < p->words.n; i++) {
        Word *w = &p->words.items[i];
        w->row = em_axis_cell(axis, w->on) + w->below;
    }
}

/* Drawing. */

static void open_grid(Picture *p)
{
    const Axis *columns = &p->columns, *rows = &p->rows;

    for (int i = 0; i < columns->n_places; i++)
        p->n_columns = MAX(p->n_columns, columns->cells[i] + 1);
    for (int i = 0; i < rows->n_places; i++)
        p->n_rows = MAX(p->n_rows, rows->cells[i] + 1);
    for (int i = 0; i < p->words.n; i++)
        p->n_rows = MAX(p->n_rows, p->words.items[i].row + 1);
    p->bits = em_arena_alloc(p->arena,
                             (size_t)p->n_columns * (size_t)p->n_rows + 1, 1);
}

static void draw_level(Picture *p, Len y, Len x, Len to_x, int flags)
{
    int first = em_axis_cell(&p->columns, MIN(x, to_x));
    int last = em_axis_cell(&p->columns, MAX(x, to_x));
    uint8_t *row =
        p->bits + (size_t)em_axis_cell(&p->rows, y) * (size_t)p->n_columns;

    for (int c = first; c <= last; c++)
        row[c] |= (uint8_t)((c > first ? LEFT | flags : 0) |
                            (c < last ? RIGHT | flags : 0));
}

static void draw_upright(Picture *p, Len x, Len y, Len to_y, int flags)
{
    int first = em_axis_cell(&p->rows, MIN(y, to_y));
    int last = em_axis_cell(&p->rows, MAX(y, to_y));
    uint8_t *at = p->bits + (size_t)first * (size_t)p->n_columns +
                  em_axis_cell(&p->columns, x);

    for (int r = first; r <= last; r++, at += p->n_columns)
        *at |= (uint8_t)((r > first ? UP | flags : 0) |
                         (r < last ? DOWN | flags : 0));
}

static void draw_box(Picture *p, const Box *box)
{
    Rect r = box->rect;
    draw_level(p, r.y, r.x, em_right(r), 0);
    draw_level(p, em_bottom(r), r.x, em_right(r), 0);
    draw_upright(p, r.x, r.y, em_bottom(r), 0);
    draw_upright(p, em_right(r), r.y, em_bottom(r), 0);
    if (divider_of(box))
        draw_level(p, divider_of(box), r.x, em_right(r), 0);
}

static void draw_line(Picture *p, const Line *line)
{
    int flags = line->dashed ? DASHED : 0;
    for (int i = 0; i + 1 < line->points.n; i++) {
        Point a = line->points.items[i], b = line->points.items[i + 1];
        if (a.y == b.y)
            draw_level(p, a.y, a.x, b.x, flags);
        else
            draw_upright(p, a.x, a.y, b.y, flags);
    }
}

/*
 * The characters of a mark, the one at the border first. Level ones are those
 * of Mermaid; upright ones look the same from the side.
 */
typedef struct {
    Str to_right, to_left, down, up;
} MarkText;

#define HEADS(to_right, to_left, down, up) \
    { \
        { \
            STR_INIT(to_left), STR_INIT(to_right), STR_INIT(up), \
                STR_INIT(down) \
        } \
    }

static const MarkText mark_texts[MARK_COUNT][2] = {
    [MARK_NONE] = {{STR_INIT(""), STR_INIT(""), STR_INIT(""), STR_INIT("")}},
    [MARK_ZERO_OR_ONE] = {{STR_INIT("|"), STR_INIT("|"), STR_INIT("┿"),
                           STR_INIT("┿")},
                          {STR_INIT("o"), STR_INIT("o"), STR_INIT("o"),
                           STR_INIT("o")}},
    [MARK_EXACTLY_ONE] = {{STR_INIT("|"), STR_INIT("|"), STR_INIT("╪"),
                           STR_INIT("╪")},
                          {STR_INIT("|"), STR_INIT("|"), STR_INIT(""),
                           STR_INIT("")}},
    [MARK_ZERO_OR_MORE] = {{STR_INIT("}"), STR_INIT("{"), STR_INIT("∨"),
                            STR_INIT("∧")},
                           {STR_INIT("o"), STR_INIT("o"), STR_INIT("o"),
                            STR_INIT("o")}},
    [MARK_ONE_OR_MORE] = {{STR_INIT("}"), STR_INIT("{"), STR_INIT("∨"),
                           STR_INIT("∧")},
                          {STR_INIT("|"), STR_INIT("|"), STR_INIT("┿"),
                           STR_INIT("┿")}},
    [MARK_PARENT] = {{STR_INIT("u"), STR_INIT("u"), STR_INIT("u"),
                      STR_INIT("u")}},
    [MARK_ARROW] = HEADS("▶", "◀", "▼", "▲"),
    [MARK_TRIANGLE] = HEADS("▶", "◀", "▼", "▲"),
    [MARK_TRIANGLE_OPEN] = HEADS("▷", "◁", "▽", "△"),
    [MARK_DIAMOND] = HEADS("◆", "◆", "◆", "◆"),
    [MARK_DIAMOND_OPEN] = HEADS("◇", "◇", "◇", "◇"),
    [MARK_CIRCLE] = HEADS("●", "●", "●", "●"),
    [MARK_CIRCLE_OPEN] = HEADS("○", "○", "○", "○"),
    [MARK_BOX] = HEADS("■", "■", "■", "■"),
    [MARK_BOX_OPEN] = HEADS("□", "□", "□", "□"),
    [MARK_CROSS] = HEADS("╳", "╳", "╳", "╳"),
};

static void draw_mark(Picture *p, const LineEnd *e)
{
    int col = em_axis_cell(&p->columns, e->end->x);
    int row = em_axis_cell(&p->rows, e->end->y);
    int dx = e->level ? (e->next->x > e->end->x ? 1 : -1) : 0;
    int dy = e->level ? 0 : (e->next->y > e->end->y ? 1 : -1);

    for (int i = 0; i < mark_cells(e->mark, e->level); i++) {
        const MarkText *m = &mark_texts[e->mark][i];
        Str text = dx > 0   ? m->to_right
                   : dx < 0 ? m->to_left
                   : dy > 0 ? m->down
                            : m->up;
        *PUSH(p->arena, &p->words) = (Word){.text = text,
                                            .columns = 1,
                                            .col = col + dx * (i + 1),
                                            .row = row + dy * (i + 1)};
    }
}

static Str char_of(int bits)
{
    static const Str chars[] = {
        STR_INIT(" "), STR_INIT("╵"), STR_INIT("╷"), STR_INIT("│"),
        STR_INIT("╴"), STR_INIT("┘"), STR_INIT("┐"), STR_INIT("┤"),
        STR_INIT("╶"), STR_INIT("└"), STR_INIT("┌"), STR_INIT("├"),
        STR_INIT("─"), STR_INIT("┴"), STR_INIT("┬"), STR_INIT("┼"),
    };
    if (bits == (DASHED | LEFT | RIGHT))
        return STR("╌");
    if (bits == (DASHED | UP | DOWN))
        return STR("╎");
    return chars[bits & 15];
}

static int compare_words(const void *a, const void *b)
{
    const Word *v = a, *w = b;
    if (v->row != w->row)
        return v->row < w->row ? -1 : 1;
    if (v->col != w->col)
        return v->col < w->col ? -1 : 1;
    return v->index < w->index ? -1 : 1;
}

static void sort_words(Picture *p)
{
    for (int i = 0; i < p->words.n; i++)
        p->words.items[i].index = i;
    if (p->words.n > 0)
        qsort(p->words.items, (size_t)p->words.n, sizeof *p->words.items,
              compare_words);
}

/* One row without blanks at its end, from this word on. Returns the first word
 * of a later row. */
static int put_row(const Picture *p, int row, int i, Buf *out)
{
    const uint8_t *bits = p->bits + (size_t)row * (size_t)p->n_columns;
    int blanks = 0;

    for (int c = 0;;) {
        const Word *word = i < p->words.n ? &p->words.items[i] : NULL;
        bool in_row = word && word->row == row;
        if (!in_row && c >= p->n_columns)
            break;
        bool at_word = in_row && word->col <= c;
        Str text = at_word            ? word->text
                   : c < p->n_columns ? char_of(bits[c])
                                      : STR(" ");
        c += at_word ? word->columns : 1;
        i += at_word;
        if (em_str_eq(text, STR(" "))) {
            blanks++;
            continue;
        }
        em_put_fill(out, ' ', blanks);
        em_put(out, text);
        blanks = 0;
    }
    em_put_char(out, '\n');
    return i;
}

void em_put_txt(Buf *out, const Scene *s, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Picture *p = NEW(scratch, Picture);

    *p = (Picture){.scene = s, .arena = scratch};
    em_txt_read(p);
    place_labels(p);
    fit_columns(p);
    fit_rows(p);
    open_grid(p);
    for (int i = 0; i < p->boxes.n; i++)
        draw_box(p, &p->boxes.items[i]);
    for (int i = 0; i < p->lines.n; i++) {
        const Line *line = &p->lines.items[i];
        draw_line(p, line);
        for (int last = 0; last < 2 && line->points.n > 1; last++) {
            LineEnd e = em_txt_end(p, line, last);
            draw_mark(p, &e);
        }
    }
    sort_words(p);
    for (int row = 0, word = 0; row < p->n_rows; row++)
        word = put_row(p, row, word, out);
    em_arena_rewind(scratch, mark);
}
