/*
 * The size of a shape: room for its label and icon, with air around them, and
 * around that the outline.
 *
 * Labels and icons may stand outside of the outline. The node is the box
 * around all of it, so lines and neighbours keep clear of them; `body` is the
 * outline's own box.
 */
#include "graph/shape.h"
#include "text/size.h"

#include "base/geom.h"

enum {
    PAD_X = 20 * PX, /* of a label in the middle, left and right */
    PAD_Y = 15 * PX,
    PAD_TIGHT = 8 * PX, /* of slanted and round outlines, which leave air */
    PAD_CODE = 12 * PX,
    PAD_EDGE = 8 * PX, /* of a label or icon at a side, from it */
    GAP = 5 * PX,      /* from the outline to what is outside of it */
    ICON = 32 * PX,
    MAX_ICON = 64 * PX,
    IMAGE = 96 * PX,
    PERSON_W = 56 * PX,
    PERSON_H = 64 * PX,
    LEAST = 8 * PX
};

static Len round_up(Len v, Len unit)
{
    return (v + unit - 1) / unit * unit;
}

static bool has_title(const Node *n)
{
    return n->title.w > 0;
}

/* The space around what stands inside. */
static Size padding(Shape s)
{
    switch (s) {
    case SHAPE_TEXT:
    case SHAPE_IMAGE:
    case SHAPE_PERSON: return (Size){0, 0};
    case SHAPE_CODE: return (Size){PAD_CODE, PAD_CODE};
    case SHAPE_DIAMOND:
    case SHAPE_OVAL:
    case SHAPE_CIRCLE:
    case SHAPE_CLOUD: return (Size){PAD_TIGHT, PAD_TIGHT};
    case SHAPE_HEXAGON: return (Size){PAD_TIGHT, PAD_Y};
    case SHAPE_PARALLELOGRAM:
    case SHAPE_STEP:
    case SHAPE_STORED_DATA: return (Size){PAD_TIGHT, PAD_Y};
    case SHAPE_CYLINDER:
    case SHAPE_DOCUMENT: return (Size){PAD_X, PAD_TIGHT};
    case SHAPE_QUEUE: return (Size){PAD_TIGHT, PAD_Y};
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_PAGE:
    case SHAPE_PACKAGE:
    case SHAPE_CALLOUT:
    case SHAPE_C4_PERSON:
    case SHAPE_COUNT: break;
    }
    return (Size){PAD_X, PAD_Y};
}

static bool has_frame(const Node *n)
{
    return n->icon && n->shape != SHAPE_IMAGE;
}

static Position icon_place(const Node *n)
{
    if (n->icon_place.kind != PLACE_AUTO)
        return n->icon_place;
    return n->title.prose ? (Position){PLACE_OUTSIDE, -1, -2}
                          : (Position){PLACE_INSIDE, 0, 0};
}

static bool is_centred(Position p)
{
    return p.kind == PLACE_INSIDE && p.x == 0 && p.y == 0;
}

/* True when the icon takes the middle of the inner upper, lower side. */
static bool is_amid_side(const Node *n)
{
    Position p = icon_place(n);
    return has_frame(n) && p.kind == PLACE_INSIDE && p.x == 0 && p.y != 0;
}

/* True when the title does not fit into the size that was asked for. */
static bool is_too_wide(const Node *n)
{
    return (n->want_w && n->title.w > n->want_w) ||
           (n->want_h && n->title.h > n->want_h);
}

static Position title_place(const Node *n)
{
    bool amid = has_frame(n) && is_centred(icon_place(n));
    Position p = n->title_place;

    if (p.kind == PLACE_INSIDE && p.y == 0 && amid)
        p.y = -1; /* above the icon */
    if (p.kind != PLACE_AUTO)
        return p;
    if (n->shape == SHAPE_IMAGE || n->shape == SHAPE_PERSON || is_too_wide(n))
        return (Position){PLACE_OUTSIDE, 0, 2};
    if (amid)
        return (Position){PLACE_INSIDE, 0, -1};
    if (is_amid_side(n)) /* opposite to the icon */
        return (Position){PLACE_INSIDE, 0, -icon_place(n).y};
    return (Position){PLACE_INSIDE, 0, 0};
}

/* What the inside must hold: title, icon, and the air around them. */
static Size content(const Node *n, const Look *look)
{
    bool title = has_title(n) && title_place(n).kind == PLACE_INSIDE;
    bool icon = has_frame(n) && icon_place(n).kind == PLACE_INSIDE;
    Size pad = padding(n->shape), s = {0, 0};

    if (title)
        s = (Size){n->title.w, n->title.h};
    if (icon && title && icon_place(n).y == 0 && icon_place(n).x != 0)
        s.w += 2 * (ICON + PAD_EDGE);
    else if (icon)
        s = (Size){MAX(s.w, ICON), s.h + ICON + (title ? PAD_EDGE : 0)};
    if (icon && title && icon_place(n).y != 0 && !is_amid_side(n))
        s.h += ICON;
    if (!title && !icon && n->shape != SHAPE_TEXT) {
        Position p = title_place(n);
        bool on_rim = p.kind == PLACE_BORDER && (p.y == -2 || p.y == 2);
        return (Size){
            MAX(look->empty_min_w, on_rim ? n->title.w + 2 * pad.w : 0),
            look->empty_h};
    }
    s.w += 2 * pad.w;
    s.h += 2 * pad.h;
    if (icon && pad.h > PAD_EDGE)
        s.h -= 2 * (pad.h - PAD_EDGE);
    return s;
}

/* What was asked for, in whole and even measures where the shape has them. */
static void apply_wishes(const Node *n, Size *s)
{
    bool block = n->title.prose != NULL;
    bool even = em_shape_is_even(n->shape);
    Len w = n->want_w, h = n->want_h;

    if (even && !w != !h)
        w = h = MAX(w, h);
    if (w)
        s->w = MAX(block ? MAX(w, s->w) : w, LEAST);
    if (h)
        s->h = MAX(block ? MAX(h, s->h) : h, LEAST);
    if (n->shape == SHAPE_IMAGE && !w != !h)
        *s = w ? (Size){w, w} : (Size){h, h};
    if (n->shape == SHAPE_PERSON && !w != !h)
        *s = w ? (Size){w, (Len)((int64_t)w * PERSON_H / PERSON_W)}
               : (Size){(Len)((int64_t)h * PERSON_W / PERSON_H), h};
}

static Size outline_size(const Node *n, const Look *look)
{
    Size s;
    if (n->shape == SHAPE_IMAGE)
        s = (Size){IMAGE, IMAGE};
    else if (n->shape == SHAPE_PERSON && title_place(n).kind != PLACE_INSIDE)
        s = (Size){PERSON_W, PERSON_H};
    else
        s = em_shape_around(n->shape, content(n, look));
    if (n->shape != SHAPE_TEXT) {
        s.w = round_up(s.w, look->grid);
        s.h = round_up(s.h, look->grid);
    }
    apply_wishes(n, &s);
    return s;
}

/* Along an axis: where a thing of a length begins, in from..from + room. */
static Len along(int side, Len from, Len room, Len length, Len pad)
{
    switch (side) {
    case -2: return from - GAP - length;
    case -1: return from + pad;
    case 1: return from + room - pad - length;
    case 2: return from + room + GAP;
    default: return from + (room - length) / 2;
    }
}

/* A rectangle of a size at a place of the outline. */
static Rect put(const Node *n, Position p, Size s)
{
    Rect box = n->body;
    Len pad = 0;

    if (p.kind == PLACE_INSIDE) {
        Rect in = em_shape_inside(n->shape, (Size){n->body.w, n->body.h});
        box = (Rect){box.x + in.x, box.y + in.y, in.w, in.h};
        pad = MIN(PAD_EDGE, MAX(0, (in.h - s.h) / 2));
    }
    Rect at = {along(p.x, box.x, box.w, s.w, pad),
               along(p.y, box.y, box.h, s.h, pad), s.w, s.h};
    if (p.kind != PLACE_BORDER)
        return at;
    /* its middle on the border */
    if (p.x == -2 || p.x == 2)
        at.x = (p.x < 0 ? box.x : em_right(box)) - s.w / 2;
    if (p.y == -2 || p.y == 2)
        at.y = (p.y < 0 ? box.y : em_bottom(box)) - s.h / 2;
    return at;
}

/* The side of the icon's square. */
static Len icon_size(const Node *n)
{
    Len least = MIN(n->body.w, n->body.h);
    if (n->shape == SHAPE_IMAGE)
        return least;
    if (!is_centred(icon_place(n)))
        return MIN(ICON, MAX(least / 2, LEAST));
    return MAX(LEAST, MIN(MAX_ICON, MIN(least / 2, MAX(ICON, least / 3))));
}

static void put_icon(Node *n, Rect title)
{
    Len side = icon_size(n);
    Position p = icon_place(n);

    if (n->shape == SHAPE_IMAGE) {
        n->icon_box = n->body;
        return;
    }
    n->icon_box = put(n, p, (Size){side, side});
    if (p.kind == PLACE_INSIDE) /* also when the inside is less than that */
        n->icon_box.y =
            MAX(n->body.y, MIN(n->icon_box.y, em_bottom(n->body) - side - GAP));
    if (is_centred(p) && has_title(n) && title_place(n).kind == PLACE_INSIDE) {
        /* in the middle of what the title leaves */
        bool above = title_place(n).y > 0;
        Len top = above ? n->body.y : em_bottom(title);
        Len bottom = above ? title.y : em_bottom(n->body);
        n->icon_box.y = top + MAX(0, (bottom - top - side) / 2);
    }
}

static void shift(Rect *r, Point by)
{
    r->x += by.x;
    r->y += by.y;
}

void em_size_shape(Node *n, const Look *look, const Style *style)
{
    Size s = outline_size(n, look);
    Rect all, title = {0};
    Len depth = 0;

    if (style->multiple)
        depth = DEPTH_MULTIPLE;
    if (style->is_3d)
        depth = DEPTH_3D;
    n->body = all = (Rect){0, 0, s.w, s.h};
    all.y -= depth;
    all.w += depth;
    all.h += depth;
    if (has_title(n)) {
        title = put(n, title_place(n), (Size){n->title.w, n->title.h});
        all = em_rect_around(all, title);
    }
    if (n->icon) {
        put_icon(n, title);
        all = em_rect_around(all, n->icon_box);
    }
    Point by = {-all.x, -all.y};
    shift(&n->body, by);
    shift(&title, by);
    if (n->icon)
        shift(&n->icon_box, by);
    n->title_at = (Point){title.x, title.y};
    n->w = MAX(all.w, LEAST);
    n->h = MAX(all.h, LEAST);
    n->header_h = n->h;
}
