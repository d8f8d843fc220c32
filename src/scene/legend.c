/*
 * The legend: what marks in the picture mean that not every reader knows, in
 * lines below the drawing. A sample is a piece of a table's border and a line
 * that begins there. Notes on the drawing follow.
 */
#include "scene/draw.h"

enum {
    LEGEND_GAP = 28 * PX, /* below the drawing */
    SAMPLE_W = 40 * PX,
    SAMPLE_H = 16 * PX, /* of the border */
    TEXT_GAP = 8 * PX,
    ENTRY_GAP = 24 * PX,
    LINE_H = 24 * PX,
    NOTES_GAP = 20 * PX, /* above the first note */
    NOTE_GAP = 6 * PX,
    NOTE_INDENT = 24 * PX, /* room for the sign */
    NOTE_LEAST = 60,       /* characters, where the drawing is narrow */
    NOTE_MOST = 110
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

/* The widest that lines of notes are. */
static int note_columns(const Canvas *c)
{
    Len letter = c->look->label_size / 2; /* on average */
    int columns = (c->graph->w - NOTE_INDENT) / letter;
    return MAX(NOTE_LEAST, MIN(columns, NOTE_MOST));
}

/* Draws a note below a box; returns both. */
static Rect draw_note(Canvas *c, const Note *note, Rect above)
{
    TextStyle style = {.face = FACE_SANS,
                       .size = c->look->label_size,
                       .wrap_columns = note_columns(c)};
    Label label = {.text = note->text};
    em_label_measure(c->scene->fonts, c->arena, &label, style);

    Len y = em_bottom(above) + NOTE_GAP;
    Len middle = y + em_font_line_height(FACE_SANS, style.size) / 2;
    em_draw_flag(c, note->flag, (Point){0, middle - FLAG_SIZE / 2});
    if (note->change)
        em_draw_sign(c, note->change, (Point){FLAG_SIZE / 2, middle},
                     em_change_ink(c, note->change, ROLE_PAPER));
    em_draw_label(c, &label, (Point){NOTE_INDENT, y}, label.w, SET_LEFT,
                  em_role_ink(c, ROLE_LABEL_TEXT));
    return em_rect_around(above, (Rect){0, y, NOTE_INDENT + label.w, label.h});
}

/* Below a box, which they make larger. */
static Rect draw_notes(Canvas *c, Rect box)
{
    const Graph *g = c->graph;

    if (g->notes.n == 0)
        return box;
    em_begin_group(c, GROUP_LEGEND,
                   em_new_id(c, STR("notes"), (Str){0}, (Str){0}), (Str){0});
    box.h += NOTES_GAP - NOTE_GAP;
    for (int i = 0; i < g->notes.n; i++)
        box = draw_note(c, &g->notes.items[i], box);
    em_end_group(c);
    return box;
}

/* Below the drawing; how much is added to its height. */
static Len draw_entries(Canvas *c)
{
    const Graph *g = c->graph;
    bool shows_all = c->options->legend == LEGEND_ON;
    bool shows_cascade = has_cascade(g);
    Point at = {0, g->h + LEGEND_GAP};

    if (!shows_all && !shows_cascade)
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

Rect em_draw_legend(Canvas *c)
{
    Rect box = {0, 0, c->graph->w, c->graph->h};

    if (c->options->legend == LEGEND_OFF)
        return box;
    box.h += draw_entries(c);
    return draw_notes(c, box);
}
