/*
 * A scene read back into boxes, words and lines, for the text writer; and the
 * ends of the lines mended: marks had kept them from the borders of their
 * boxes, and rows of text are coarser than the places on a border.
 */
#include "base/utf8.h"
#include "out/txt.h"

#include <stdlib.h>

static int columns_of(Str s)
{
    int columns = 0;
    for (int i = 0, len; i < s.n; i += len)
        columns += em_utf8_columns(em_utf8_decode(s, i, &len));
    return columns;
}

/* The middle of small letters, where a line would strike them through. */
static Len middle_of(const TextLine *line)
{
    Len size = line->runs.n ? line->runs.items[0].size : 0;
    return line->baseline - size * 3 / 8;
}

static void read_text(Picture *p, const Item *item, const Level *in)
{
    const TextBlock *block = item->as.text.block;

    for (int i = 0; block && i < block->lines.n; i++) {
        const TextLine *line = &block->lines.items[i];
        Buf text = {.arena = p->arena};
        for (int j = 0; j < line->runs.n; j++)
            em_put(&text, line->runs.items[j].text);
        Word word = {.text = em_str_trim(em_buf_str(&text)),
                     .w = line->w,
                     .line = in->labelled,
                     .piece = NONE};
        Len room = item->as.text.w - line->w;
        int align = (int)item->as.text.align;
        word.x = item->as.text.at.x + (align == ALIGN_LEFT     ? 0
                                       : align == ALIGN_CENTRE ? room / 2
                                                               : room);
        word.y = item->as.text.at.y + middle_of(line);
        word.on = word.y;
        word.columns = columns_of(word.text);
        if (word.columns == 0)
            continue;
        *PUSH(p->arena, &p->words) = word;
        if (in->box == NONE)
            continue;
        Box *box = &p->boxes.items[in->box];
        if (in->kind != GROUP_ROW) {
            box->header_y = MAX(box->header_y, word.y);
            continue;
        }
        if (box->row_y == 0 || word.y < box->row_y)
            box->row_y = word.y;
        if (box->end_word == 0)
            box->first_word = p->words.n - 1;
        box->end_word = p->words.n;
    }
}

/* The frame is the largest rectangle with a stroke, else the largest. */
static void read_frame(Picture *p, Rect rect, bool framed, const Level *in)
{
    if (in->box == NONE || in->line != NONE)
        return;
    Box *box = &p->boxes.items[in->box];
    bool larger = (int64_t)rect.w * rect.h > (int64_t)box->rect.w * box->rect.h;
    if (framed > box->framed || (framed == box->framed && larger)) {
        box->rect = rect;
        box->framed = framed;
    }
}

static void read_rect(Picture *p, const Item *item, const Level *in)
{
    read_frame(p, item->as.rect.box, item->paint.stroke != NONE, in);
}

/* The box around a path: shapes of all kinds become boxes. */
static Rect path_frame(const Path *path)
{
    Point first = path->items[0].p[0];
    Rect box = {first.x, first.y, 0, 0};
    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        Point end = s->p[s->op == PATH_CURVE ? 2 : 0];
        if (s->op != PATH_CLOSE)
            box = em_rect_around(box, (Rect){end.x, end.y, 0, 0});
    }
    return box;
}

/* Adds a point; the middle one of three in a row goes. */
static void add_point(Picture *p, Line *line, Point to)
{
    int n = line->points.n;
    const Point *points = line->points.items;

    if (n > 0 && points[n - 1].x == to.x && points[n - 1].y == to.y)
        return;
    if (n > 1 && ((points[n - 2].x == to.x && points[n - 1].x == to.x) ||
                  (points[n - 2].y == to.y && points[n - 1].y == to.y)))
        line->points.n--;
    *PUSH(p->arena, &line->points) = to;
}

/* Goes on to a point, round a corner when it is neither level nor upright. */
static void go_on(Picture *p, Line *line, Point to)
{
    int n = line->points.n;
    if (n > 0) {
        Point at = line->points.items[n - 1];
        bool level = n < 2 || line->points.items[n - 2].y == at.y;
        if (at.x != to.x && at.y != to.y)
            add_point(p, line,
                      level ? (Point){to.x, at.y} : (Point){at.x, to.y});
    }
    add_point(p, line, to);
}

static Line line_of_path(Picture *p, const Path *path)
{
    Line line = {0};
    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        if (s->op == PATH_CLOSE || (s->op == PATH_MOVE && i > 0))
            break;
        go_on(p, &line, s->p[s->op == PATH_CURVE ? 2 : 0]);
    }
    return line;
}

static int64_t length_of(const Line *line)
{
    int64_t length = 0;
    for (int i = 1; i < line->points.n; i++) {
        const Point *a = &line->points.items[i - 1], *b = a + 1;
        length += llabs((long long)b->x - a->x) + llabs((long long)b->y - a->y);
    }
    return length;
}

/* The route of a relation is the longest of its paths; others are marks. */
static void read_path(Picture *p, const Item *item, const Level *in)
{
    if (in->kind == GROUP_SHAPE || in->kind == GROUP_CONTAINER)
        read_frame(p, path_frame(&item->as.path), item->paint.stroke != NONE,
                   in);
    if (in->line == NONE || item->paint.fill != NONE)
        return;
    Line *old = &p->lines.items[in->line];
    Line line = line_of_path(p, &item->as.path);
    if (length_of(&line) <= length_of(old))
        return;
    line.info = old->info;
    line.dashed = item->paint.n_dash > 0;
    *old = line;
}

static void begin_group(Picture *p, const GroupInfo *g)
{
    Level level = {g->kind, NONE, NONE, NONE};

    if (p->levels.n > 0) {
        const Level *around = &p->levels.items[p->levels.n - 1];
        if (g->kind == GROUP_ROW)
            level.box = around->box;
        if (g->kind == GROUP_LABEL)
            level.labelled = around->line;
        if (g->kind == GROUP_LINK)
            level = *around;
    }
    bool is_node = g->kind == GROUP_TABLE || g->kind == GROUP_SHAPE;
    if (is_node || g->kind == GROUP_CONTAINER) {
        level.box = p->boxes.n;
        *PUSH(p->arena, &p->boxes) = (Box){.is_table = is_node};
    }
    if (is_node && g->node >= 0 && g->node < p->n_nodes)
        p->box_of[g->node] = level.box;
    if (g->kind == GROUP_RELATION) {
        level.line = p->lines.n;
        level.labelled = level.line;
        *PUSH(p->arena, &p->lines) = (Line){.info = g};
    }
    *PUSH(p->arena, &p->levels) = level;
}

static void read_scene(Picture *p)
{
    static const Level page = {GROUP_PAGE, NONE, NONE, NONE};
    const Scene *s = p->scene;

    for (int i = 0; i < s->items.n; i++)
        if (s->items.items[i].kind == ITEM_GROUP)
            p->n_nodes = MAX(p->n_nodes, s->items.items[i].as.group->node + 1);
    p->box_of = em_new_nones(p->arena, p->n_nodes);

    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        const Level *in =
            p->levels.n ? &p->levels.items[p->levels.n - 1] : &page;
        switch (item->kind) {
        case ITEM_GROUP: begin_group(p, item->as.group); break;
        case ITEM_END: p->levels.n -= p->levels.n > 0; break;
        case ITEM_RECT: read_rect(p, item, in); break;
        case ITEM_PATH: read_path(p, item, in); break;
        case ITEM_TEXT: read_text(p, item, in); break;
        case ITEM_IMAGE: read_frame(p, item->as.image.box, false, in); break;
        }
    }
}

/* Mending the ends of lines. */

enum {
    MARK_ROOM = 24 * PX,   /* a line's end is no farther from its box */
    MAX_CONTAINERS = 1000, /* with more boxes than that, ends look for none */
    ROW_REACH = 10 * PX,   /* from a line's end to the row it joins */
    MAX_PULL = 2000        /* words of a table that ends look at */
};

/* A container whose border is near this place and beyond the end. */
static const Box *container_at(const Picture *p, const LineEnd *e)
{
    if (p->boxes.n > MAX_CONTAINERS)
        return NULL;
    for (int i = 0; i < p->boxes.n; i++) {
        const Box *box = &p->boxes.items[i];
        Rect inner = em_rect_grow(box->rect, -MARK_ROOM);
        Rect outer = em_rect_grow(box->rect, MARK_ROOM);
        Rect end = {e->end->x, e->end->y, 1, 1};
        if (!box->is_table && em_rects_meet(outer, end) &&
            !em_rects_meet(inner, end))
            return box;
    }
    return NULL;
}

LineEnd em_txt_end(const Picture *p, const Line *line, bool last)
{
    int n = line->points.n;
    Point *points = line->points.items;
    LineEnd e = {.end = &points[last ? n - 1 : 0],
                 .next = &points[last ? n - 2 : 1],
                 .mark = last ? line->info->to_mark : line->info->from_mark};
    int node = last ? line->info->to : line->info->from;

    e.level = e.end->y == e.next->y;
    if (node >= 0 && node < p->n_nodes && p->box_of[node] != NONE)
        e.box = &p->boxes.items[p->box_of[node]];
    else
        e.box = container_at(p, &e);
    return e;
}

static Len nearer(Len at, Len a, Len b)
{
    return llabs((long long)at - a) <= llabs((long long)at - b) ? a : b;
}

/* Lengthens an end to the border, should it stop short of it for its mark. */
static void reach_border(const LineEnd *e)
{
    if (!e->box)
        return;
    Rect r = e->box->rect;
    if (e->level)
        e->end->x = nearer(e->end->x, r.x, em_right(r));
    else
        e->end->y = nearer(e->end->y, r.y, em_bottom(r));
}

/* A line that ends between two rows pulls the nearer one to its height. */
static void pull_row(Picture *p, const LineEnd *e)
{
    long long best = ROW_REACH + 1;
    Len y = e->end->y;

    if (!e->box || !e->level ||
        e->box->end_word - e->box->first_word > MAX_PULL)
        return;
    for (int i = e->box->first_word; i < e->box->end_word; i++)
        if (llabs((long long)p->words.items[i].y - y) < llabs(best))
            best = p->words.items[i].y - y;
    if (best > ROW_REACH)
        return;
    for (int i = e->box->first_word; i < e->box->end_word; i++) {
        Word *w = &p->words.items[i];
        if (w->on == w->y && llabs(w->y - y - best) <= SAME_ROW)
            w->on = y;
    }
}

/* How far an end is from its box; 0 when that is not known. */
static int64_t distance_of(const LineEnd *e)
{
    if (!e->box)
        return 0;
    Rect r = e->box->rect;
    int64_t dx = MAX(r.x - e->end->x, e->end->x - em_right(r));
    int64_t dy = MAX(r.y - e->end->y, e->end->y - em_bottom(r));
    return MAX(dx, 0) + MAX(dy, 0);
}

static void turn_round(Line *line)
{
    Point *points = line->points.items;
    for (int i = 0, j = line->points.n - 1; i < j; i++, j--) {
        Point kept = points[i];
        points[i] = points[j];
        points[j] = kept;
    }
}

/* Some lines are painted from their end to their start. */
static void turn_if_backwards(const Picture *p, Line *line)
{
    int64_t distance[2] = {0, 0};
    for (int way = 0; way < 2; way++) {
        for (int last = 0; last < 2; last++) {
            LineEnd e = em_txt_end(p, line, last);
            distance[way] += distance_of(&e);
        }
        turn_round(line);
    }
    if (distance[1] < distance[0])
        turn_round(line);
}

static void mend_lines(Picture *p)
{
    for (int i = 0; i < p->lines.n; i++) {
        Line *line = &p->lines.items[i];
        if (line->points.n < 2)
            continue;
        turn_if_backwards(p, line);
        for (int last = 0; last < 2; last++) {
            LineEnd e = em_txt_end(p, line, last);
            reach_border(&e);
            pull_row(p, &e);
        }
    }
}

void em_txt_read(Picture *p)
{
    read_scene(p);
    mend_lines(p);
}
