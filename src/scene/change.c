/*
 * Rows of a table in the picture of a change: a tint behind them, a sign
 * before them, and a line through those that were removed; so never by colour
 * alone.
 */
#include "scene/draw.h"

/* Parts of 256 of the colour in the tint; half the width of a sign. */
enum { PART_TINT = 30, SIGN = 3 * PX, SIGN_WIDTH = 3 * PX / 2, STRIKE = PX };

/* The colour on this theme's tables: dark on light and the reverse. */
static Color color_on(const Theme *t, ChangeKind change)
{
    static const Color colors[] = {
        [CHANGE_NONE] = {0, 0, 0, 255},
        [CHANGE_ADDED] = {22, 163, 74, 255},
        [CHANGE_REMOVED] = {220, 38, 38, 255},
        [CHANGE_CHANGED] = {217, 119, 6, 255},
    };
    return em_color_readable(colors[change], t->role[ROLE_TABLE],
                             CONTRAST_TEXT);
}

static Color tint_on(const Theme *t, ChangeKind change)
{
    return em_color_mix(t->role[ROLE_TABLE], color_on(t, change), PART_TINT);
}

static const Theme *dark_of(const Canvas *c)
{
    return c->options->dark ? c->options->dark : c->options->theme;
}

void em_draw_change_ground(Canvas *c, const ChangedRow *row)
{
    Ink ink = em_ink(c, tint_on(c->options->theme, row->change),
                     tint_on(dark_of(c), row->change));
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

void em_draw_change_sign(Canvas *c, const ChangedRow *row)
{
    Ink ink = em_ink(c, color_on(c->options->theme, row->change),
                     color_on(dark_of(c), row->change));
    Path sign = {0}, strike = {0};
    Point at = row->sign;

    if (row->change == CHANGE_CHANGED)
        add_wave(c, &sign, at);
    else
        add_level(c, &sign, at.x - SIGN, at.x + SIGN, at.y);
    if (row->change == CHANGE_ADDED) {
        em_move_to(c, &sign, (Point){at.x, at.y - SIGN});
        em_line_to(c, &sign, (Point){at.x, at.y + SIGN});
    }
    em_draw_path(c, em_stroke(ink, SIGN_WIDTH), sign);
    if (row->change == CHANGE_REMOVED)
        add_level(c, &strike, row->from, row->to, at.y);
    em_draw_path(c, em_stroke(ink, STRIKE), strike);
}
