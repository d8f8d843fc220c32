/*
 * Headings: a container's icon and title, the icon first, and the room they
 * take inside of its outline, beyond it, or half of each on its border.
 */
#include "graph/shape.h"

enum {
    PAD_X = 12 * PX, /* from the outline to the heading */
    PAD_Y = 8 * PX,
    BELOW = 4 * PX, /* from a heading to the content, at least */
    GAP = 4 * PX    /* from the outline to a heading beyond it */
};

static Size heading_size(const Container *c)
{
    if (!c->icon)
        return (Size){c->title.w, c->title.h};
    return (Size){CONTAINER_ICON + ICON_GAP + c->title.w,
                  MAX(c->title.h, CONTAINER_ICON)};
}

static bool is_narrow(const Container *c)
{
    return c->shape == SHAPE_OVAL || c->shape == SHAPE_CIRCLE ||
           c->shape == SHAPE_DIAMOND || c->shape == SHAPE_CLOUD;
}

/* Titles stand at the top: on the left, or amid outlines that are narrow
 * there. Nothing stands in the middle of what a container holds. */
static Position place_of(const Container *c)
{
    Position p = c->title_place;

    if (p.kind == PLACE_AUTO)
        return (Position){PLACE_INSIDE, is_narrow(c) ? 0 : -1, -1};
    if (p.x == 0 && p.y == 0)
        p.y = -1;
    return p;
}

/* How much of a heading of a length, and the gap before it, is outside. */
static Len beyond(const Container *c, Len length)
{
    switch (place_of(c).kind) {
    case PLACE_OUTSIDE: return length + GAP;
    case PLACE_BORDER: return length / 2;
    case PLACE_AUTO:
    case PLACE_INSIDE: break;
    }
    return 0;
}

/* The same on the side where the heading is. */
static Insets at_side(const Container *c, Len across, Len along)
{
    Position p = place_of(c);
    bool upright = p.y == -2 || p.y == 2 || (p.y != 0 && p.x != -2 && p.x != 2);

    if (upright)
        return (Insets){.top = p.y < 0 ? along : 0,
                        .bottom = p.y < 0 ? 0 : along};
    return (Insets){.left = p.x < 0 ? across : 0,
                    .right = p.x < 0 ? 0 : across};
}

/* What is between the outline and the box. */
static Insets outside_of(const Container *c)
{
    Size s = heading_size(c);
    return at_side(c, s.w ? beyond(c, s.w) : 0, s.h ? beyond(c, s.h) : 0);
}

/* What the heading takes of the inside: with half the padding, or more where
 * that leaves too little around it. */
static Insets band_of(const Container *c, Size pad)
{
    Size s = heading_size(c);
    switch (place_of(c).kind) {
    case PLACE_OUTSIDE: return (Insets){0, 0, 0, 0};
    case PLACE_BORDER: return at_side(c, s.w / 2, s.h / 2);
    case PLACE_AUTO:
    case PLACE_INSIDE: break;
    }
    return at_side(c, s.w ? s.w + MAX(pad.w / 2, PAD_X + BELOW - pad.w) : 0,
                   s.h ? s.h + MAX(pad.h / 2, PAD_Y + BELOW - pad.h) : 0);
}

/* Round containers are as flat as what they hold. */
static Shape outline_of(const Container *c)
{
    return c->shape == SHAPE_CIRCLE   ? SHAPE_OVAL
           : c->shape == SHAPE_SQUARE ? SHAPE_RECTANGLE
                                      : c->shape;
}

Insets em_container_insets(const Container *c, Size content, Size pad)
{
    Size heading = heading_size(c);
    Insets band = band_of(c, pad), out = outside_of(c);
    Len w = band.left + band.right, h = band.top + band.bottom;
    Size inner = {MAX(content.w, w ? 0 : heading.w) + w + 2 * pad.w,
                  MAX(content.h, w ? heading.h : 0) + h + 2 * pad.h};
    Size box = em_shape_around(outline_of(c), inner);

    box.w = MAX(box.w, c->want_w);
    box.h = MAX(box.h, c->want_h);
    Rect in = em_shape_inside(c->shape, box);
    Len left = in.x + band.left + (in.w - w - content.w) / 2;
    Len above = (in.h - h - content.h) / 2; /* spare height goes below */
    Len top = in.y + band.top + (is_narrow(c) ? above : MIN(above, pad.h));
    return (Insets){.left = out.left + left,
                    .top = out.top + top,
                    .right = out.right + box.w - left - content.w,
                    .bottom = out.bottom + box.h - top - content.h};
}

Rect em_container_body(const Container *c)
{
    Insets out = outside_of(c);
    return (Rect){c->box.x + out.left, c->box.y + out.top,
                  c->box.w - out.left - out.right,
                  c->box.h - out.top - out.bottom};
}

/* The part of a placed container that its outline leaves. */
static Rect inside_of(const Container *c)
{
    Rect body = em_container_body(c);
    Rect in = em_shape_inside(c->shape, (Size){body.w, body.h});
    in.x += body.x;
    in.y += body.y;
    return in;
}

Rect em_container_title(const Container *c)
{
    Position p = place_of(c);
    Rect in = inside_of(c);

    if (p.kind != PLACE_INSIDE || p.y == 0)
        return em_container_heading(c);
    if (p.y > 0)
        in.y = em_bottom(in) - c->title.h;
    in.h = c->title.h;
    return in;
}

/* Along an axis of the outline and its inside. */
static Len along(const Container *c, int side, Len from, Len room, Len length,
                 Len pad)
{
    switch (side) {
    case -2: return from - beyond(c, length);
    case -1: return from + pad;
    case 1: return from + room - pad - length;
    case 2: return from + room + beyond(c, length) - length;
    default: return from + (room - length) / 2;
    }
}

Rect em_container_heading(const Container *c)
{
    Position p = place_of(c);
    Size s = heading_size(c);
    Rect b = p.kind == PLACE_INSIDE ? inside_of(c) : em_container_body(c);

    return (Rect){along(c, p.x, b.x, b.w, s.w, PAD_X) + c->title_shift.x,
                  along(c, p.y, b.y, b.h, s.h, PAD_Y) + c->title_shift.y, s.w,
                  s.h};
}

Rect em_container_label(const Container *c)
{
    Rect all = em_container_heading(c);
    return (Rect){all.x + all.w - c->title.w, all.y + (all.h - c->title.h) / 2,
                  c->title.w, c->title.h};
}

Rect em_container_icon(const Container *c)
{
    Rect all = em_container_heading(c);
    return (Rect){all.x, all.y + (all.h - CONTAINER_ICON) / 2, CONTAINER_ICON,
                  CONTAINER_ICON};
}
