/*
 * The legend: what marks in the picture mean that not every reader knows, in
 * lines below the drawing. A sample is a piece of a table's border and a line
 * that begins there.
 */
#include "scene/draw.h"

enum {
    LEGEND_GAP = 28 * PX, /* below the drawing */
    SAMPLE_W = 40 * PX,
    SAMPLE_H = 16 * PX, /* of the border */
    TEXT_GAP = 8 * PX,
    ENTRY_GAP = 24 * PX,
    LINE_H = 24 * PX
};

typedef struct {
    MarkKind mark;
    Wedge wedge;
    bool dashed;
    Str text;
} Entry;

static const Entry cascade = {
    MARK_EXACTLY_ONE, WEDGE_OUT, false,
    STR_INIT("deletes what refers to it (on delete cascade)")};

static const Entry common[] = {
    {MARK_EXACTLY_ONE, WEDGE_NONE, false, STR_INIT("exactly one")},
    {MARK_ZERO_OR_ONE, WEDGE_NONE, false, STR_INIT("zero or one")},
    {MARK_ONE_OR_MORE, WEDGE_NONE, false, STR_INIT("one or more")},
    {MARK_ZERO_OR_MORE, WEDGE_NONE, false, STR_INIT("zero or more")},
    {MARK_PARENT, WEDGE_NONE, false, STR_INIT("a parent")},
    {MARK_NONE, WEDGE_NONE, false, STR_INIT("identifying")},
    {MARK_NONE, WEDGE_NONE, true, STR_INIT("not identifying")},
};

static bool has_cascade(const Graph *g)
{
    for (int i = 0; i < g->edges.n; i++)
        if (g->edges.items[i].from.cascades || g->edges.items[i].to.cascades)
            return true;
    return false;
}

/* Whether a line of the picture is as the entry shows. */
static bool is_used(const Graph *g, const Entry *entry)
{
    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        bool has_mark =
            e->from.mark == entry->mark || e->to.mark == entry->mark;
        bool is_line = entry->mark == MARK_NONE && e->dashed == entry->dashed &&
                       e->from.mark >= MARK_ZERO_OR_ONE &&
                       e->from.mark <= MARK_PARENT;
        if (is_line || (entry->mark != MARK_NONE && has_mark))
            return true;
    }
    return false;
}

static void draw_sample(Canvas *c, const Entry *entry, Point at)
{
    Path border = {0}, line = {0}, marks = {0}, areas = {0};
    Paint paint = em_stroke(em_role_ink(c, ROLE_LINE), c->look->line_w);
    Tip tip = {entry->mark, entry->wedge, at, TIP_WHOLE, 0, MARK_WHOLE};
    Len from = em_mark_length(entry->mark, entry->wedge, MARK_WHOLE);

    em_move_to(c, &border, (Point){at.x, at.y - SAMPLE_H / 2});
    em_line_to(c, &border, (Point){at.x, at.y + SAMPLE_H / 2});
    if (entry->mark != MARK_NONE)
        em_draw_path(c,
                     em_stroke(em_role_ink(c, ROLE_BORDER), c->look->border_w),
                     border);
    em_move_to(c, &line, (Point){at.x + from, at.y});
    em_line_to(c, &line, (Point){at.x + SAMPLE_W, at.y});
    em_add_mark(c, tip, &marks, &areas);
    em_draw_path(c, paint, marks);
    em_draw_path(c, em_fill(paint.stroke), areas);
    if (entry->dashed) {
        paint.n_dash = 2;
        paint.dash[0] = c->look->dash;
        paint.dash[1] = c->look->dash_gap;
    }
    em_draw_path(c, paint, line);
}

/* Draws an entry at *at, or at the next line's beginning; moves *at on. */
static void draw_entry(Canvas *c, const Entry *entry, Point *at)
{
    TextStyle style = {.face = FACE_SANS, .size = c->look->label_size};
    Label label = {.text = entry->text};
    em_label_measure(c->scene->fonts, c->arena, &label, style);

    Len w = SAMPLE_W + TEXT_GAP + label.w;
    if (at->x > 0 && at->x + w > c->graph->w)
        *at = (Point){0, at->y + LINE_H};
    draw_sample(c, entry, *at);
    em_draw_label(c, &label,
                  (Point){at->x + SAMPLE_W + TEXT_GAP, at->y - label.h / 2},
                  label.w, SET_LEFT, em_role_ink(c, ROLE_LABEL_TEXT));
    at->x += w + ENTRY_GAP;
}

Len em_draw_legend(Canvas *c)
{
    const Graph *g = c->graph;
    bool shows_all = c->options->legend == LEGEND_ON;
    bool shows_cascade = has_cascade(g);
    Point at = {0, g->h + LEGEND_GAP};

    if (c->options->legend == LEGEND_OFF || (!shows_all && !shows_cascade))
        return 0;
    em_begin_group(c, GROUP_LEGEND,
                   em_new_id(c, STR("legend"), (Str){0}, (Str){0}), (Str){0});
    for (int i = 0; shows_all && i < COUNT(common); i++)
        if (is_used(g, &common[i]))
            draw_entry(c, &common[i], &at);
    if (shows_cascade)
        draw_entry(c, &cascade, &at);
    em_end_group(c);
    return at.y + LINE_H / 2 - g->h;
}
