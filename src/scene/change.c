/*
 * What changed, in the picture of a change: a tint behind a row, a sign before
 * it, and a line through what was removed; so never by colour alone. A flag is
 * a triangle: filled where a change can lose or break something, else open.
 */
#include "scene/draw.h"

/* Parts of 256 of the colour in the tint; half the width of a sign. */
enum { PART_TINT = 36, SIGN = 3 * PX, SIGN_WIDTH = 3 * PX / 2, STRIKE = PX };

static Color color_of(ChangeKind change)
{
    static const Color colors[] = {
        [CHANGE_NONE] = {0, 0, 0, 255},
        [CHANGE_ADDED] = {22, 163, 74, 255},
        [CHANGE_REMOVED] = {220, 38, 38, 255},
        [CHANGE_CHANGED] = {217, 119, 6, 255},
    };
    return colors[change];
}

Color em_change_color(ChangeKind change, Color paper)
{
    return em_color_readable(color_of(change), paper, CONTRAST_TEXT);
}

Color em_change_tint(ChangeKind change, Color paper, int part)
{
    return em_color_mix(paper, color_of(change), part);
}

static const Theme *dark_of(const Canvas *c)
{
    return c->options->dark ? c->options->dark : c->options->theme;
}

Ink em_change_ink(Canvas *c, ChangeKind change, Role paper)
{
    return em_ink(c, em_change_color(change, c->options->theme->role[paper]),
                  em_change_color(change, dark_of(c)->role[paper]));
}

void em_draw_change_ground(Canvas *c, const ChangedRow *row)
{
    Color light = c->options->theme->role[ROLE_TABLE];
    Color dark = dark_of(c)->role[ROLE_TABLE];
    Ink ink = em_ink(c, em_change_tint(row->change, light, PART_TINT),
                     em_change_tint(row->change, dark, PART_TINT));
    em_draw_rect(c, em_fill(ink), row->strip, row->radius, row->corners);
}

static void add_level(Canvas *c, Path *path, Len from, Len to, Len y)
{
    em_move_to(c, path, (Point){from, y});
    em_line_to(c, path, (Point){to, y});
}

/* One wave from left to right. */
static void add_wave(Canvas *c, Path *path, Point at)
{
    em_move_to(c, path, (Point){at.x - SIGN, at.y + SIGN / 3});
    em_curve_to(c, path, (Point){at.x - SIGN / 2, at.y - SIGN},
                (Point){at.x + SIGN / 2, at.y + SIGN},
                (Point){at.x + SIGN, at.y - SIGN / 3});
}

void em_draw_sign(Canvas *c, ChangeKind change, Point at, Ink ink)
{
    Path sign = {0};

    if (change == CHANGE_CHANGED)
        add_wave(c, &sign, at);
    else
        add_level(c, &sign, at.x - SIGN, at.x + SIGN, at.y);
    if (change == CHANGE_ADDED) {
        em_move_to(c, &sign, (Point){at.x, at.y - SIGN});
        em_line_to(c, &sign, (Point){at.x, at.y + SIGN});
    }
    em_draw_path(c, em_stroke(ink, SIGN_WIDTH), sign);
}

void em_draw_strike(Canvas *c, Len from, Len to, Len y, Ink ink)
{
    Path strike = {0};
    add_level(c, &strike, from, to, y);
    em_draw_path(c, em_stroke(ink, STRIKE), strike);
}

/* A line through each line of a label. */
static void strike_label(Canvas *c, const Label *label, Point at, Ink ink)
{
    const TextBlock *block = label->block;
    for (int i = 0; block && i < block->lines.n; i++) {
        const TextLine *line = &block->lines.items[i];
        em_draw_strike(c, at.x, at.x + line->w,
                       at.y + line->baseline - block->lines.items[0].baseline,
                       ink);
    }
}

void em_draw_change_sign(Canvas *c, const ChangedRow *row)
{
    Ink ink = em_change_ink(c, row->change, ROLE_TABLE);

    em_draw_sign(c, row->change, row->sign, ink);
    for (int i = 0; row->change == CHANGE_REMOVED && i < COUNT(row->struck);
         i++)
        strike_label(c, row->struck[i], (Point){row->from[i], row->sign.y},
                     ink);
}

/* ---- flags ----------------------------------------------------------------
 */

enum {
    FLAG_TOP = 2 * PX,
    FLAG_BOTTOM = 14 * PX,
    FLAG_SIDE = PX,
    FLAG_EDGE = 3 * PX / 2, /* width of its lines */
    DOT = PX                /* radius */
};

static Path triangle(Canvas *c, Point at)
{
    Path path = {0};
    em_move_to(c, &path, (Point){at.x + FLAG_SIZE / 2, at.y + FLAG_TOP});
    em_line_to(c, &path,
               (Point){at.x + FLAG_SIZE - FLAG_SIDE, at.y + FLAG_BOTTOM});
    em_line_to(c, &path, (Point){at.x + FLAG_SIDE, at.y + FLAG_BOTTOM});
    em_close_path(c, &path);
    return path;
}

/* An exclamation mark. */
static void draw_call(Canvas *c, Point at, Ink ink)
{
    Path stroke = {0}, dot = {0};
    Len x = at.x + FLAG_SIZE / 2;

    em_move_to(c, &stroke, (Point){x, at.y + 6 * PX});
    em_line_to(c, &stroke, (Point){x, at.y + 10 * PX});
    em_draw_path(c, em_stroke(ink, FLAG_EDGE), stroke);
    em_add_circle(c, &dot, (Point){x, at.y + 12 * PX}, DOT);
    em_draw_path(c, em_fill(ink), dot);
}

void em_draw_flag(Canvas *c, FlagKind flag, Point upper_left)
{
    if (flag == FLAG_NONE)
        return;
    ChangeKind color = flag == FLAG_ERROR ? CHANGE_REMOVED : CHANGE_CHANGED;
    Ink ink = em_change_ink(c, color, ROLE_TABLE);
    Ink paper = em_role_ink(c, ROLE_TABLE);
    Paint edge = em_stroke(ink, FLAG_EDGE);

    em_draw_path(c, em_fill(flag == FLAG_ERROR ? ink : paper),
                 triangle(c, upper_left));
    em_draw_path(c, edge, triangle(c, upper_left));
    draw_call(c, upper_left, flag == FLAG_ERROR ? paper : ink);
}
