/*
 * The legend that a text asks for: a list of samples with words, in a frame to
 * the right of the drawing, at its bottom.
 */
#include "scene/draw.h"

enum {
    ASIDE = 32 * PX, /* from the drawing */
    PADDING = 16 * PX,
    SAMPLE_W = 48 * PX, /* for lines; boxes are narrower */
    BOX_W = 32 * PX,
    BOX_H = 20 * PX,
    BEHIND = 6 * PX,
    TEXT_GAP = 12 * PX,
    ENTRY_GAP = 12 * PX
};

static void measure(Canvas *c, Label *label, Face face)
{
    bool mono = c->options->theme->rules == RULES_TERMINAL;
    if (mono)
        face = face == FACE_SANS_BOLD ? FACE_MONO_BOLD : FACE_MONO;
    TextStyle style = {
        .face = face, .size = c->look->row_size, .wrap_columns = 40};
    em_label_measure(c->scene->fonts, c->arena, label, style);
}

/* A line from left to right in the sample's middle. */
static void draw_line(Canvas *c, Edge line, Point middle)
{
    line.points = NEW_ARRAY(c->arena, 2, Point);
    line.points[0] = (Point){middle.x - SAMPLE_W / 2, middle.y};
    line.points[1] = (Point){middle.x + SAMPLE_W / 2, middle.y};
    line.n_points = 2;
    em_draw_message(c, &line);
}

static void draw_box(Canvas *c, Node node, Point middle)
{
    bool is_even = node.shape == SHAPE_CIRCLE || node.shape == SHAPE_SQUARE ||
                   node.shape == SHAPE_PERSON || node.shape == SHAPE_C4_PERSON;
    node.w = is_even ? BOX_H : BOX_W;
    node.h = BOX_H;
    node.body = (Rect){0, 0, node.w, node.h};
    Style style = em_style_of(&node.styles);
    if (style.multiple || style.is_3d) /* what stands behind it needs room */
        node.body = (Rect){0, BEHIND, node.w - BEHIND, node.h - BEHIND};
    node.icon_box = node.body;
    node.x = middle.x - node.w / 2;
    node.y = middle.y - node.h / 2;
    em_draw_figure(c, &node, NONE, 1);
}

/* Draws an entry with its upper left corner at a place. */
static void draw_entry(Canvas *c, const LegendEntry *e, Point at)
{
    Len h = MAX(e->text.h, BOX_H);
    Point middle = {at.x + SAMPLE_W / 2, at.y + h / 2};
    if (e->is_line)
        draw_line(c, e->line, middle);
    else
        draw_box(c, e->node, middle);
    em_draw_label(
        c, &e->text,
        (Point){at.x + SAMPLE_W + TEXT_GAP, at.y + (h - e->text.h) / 2},
        e->text.w, SET_LEFT, em_role_ink(c, ROLE_TEXT));
}

Rect em_draw_own_legend(Canvas *c)
{
    const Graph *g = c->graph;
    const OwnLegend *own = g->legend;
    if (!own || c->options->legend == LEGEND_OFF)
        return (Rect){0};

    Label title = own->title;
    LegendEntry *entries = NEW_ARRAY(c->arena, own->entries.n, LegendEntry);
    measure(c, &title, FACE_SANS_BOLD);
    Len w = title.w, h = title.h;
    for (int i = 0; i < own->entries.n; i++) {
        entries[i] = own->entries.items[i];
        measure(c, &entries[i].text, FACE_SANS);
        w = MAX(w, SAMPLE_W + TEXT_GAP + entries[i].text.w);
        h += ENTRY_GAP + MAX(entries[i].text.h, BOX_H);
    }
    Rect box = {g->w + ASIDE, 0, w + 2 * PADDING, h + 2 * PADDING};
    box.y = g->h - box.h;

    em_begin_group(c, GROUP_LEGEND,
                   em_new_id(c, STR("legend"), (Str){0}, (Str){0}), (Str){0});
    Paint frame = em_stroke(em_role_ink(c, ROLE_BORDER), c->look->border_w);
    frame.fill = em_role_ink(c, ROLE_LABEL_FILL);
    em_draw_rect(c, frame, box, c->look->radius, CORNERS_ALL);
    Point at = {box.x + PADDING, box.y + PADDING};
    em_draw_label(c, &title, at, title.w, SET_LEFT, em_role_ink(c, ROLE_TITLE));
    at.y += title.h;
    for (int i = 0; i < own->entries.n; i++) {
        at.y += ENTRY_GAP;
        draw_entry(c, &entries[i], at);
        at.y += MAX(entries[i].text.h, BOX_H);
    }
    em_end_group(c);
    return box;
}
