/*
 * Each shape takes a bite from the sides of its box: the slant of a
 * parallelogram, the lid of a cylinder, the tip of a callout. A bite has a
 * usual size and gives way in small boxes, so that something is left.
 */
#include "graph/shape.h"

enum {
    FOLD = 14 * PX,
    SLANT = 20 * PX,
    WAVE = 7 * PX,
    LID = 8 * PX,
    TAB = 14 * PX,
    WEDGE = 20 * PX,
    TIP = 18 * PX,
    BULGE = 12 * PX,
    HEAD = 22 * PX /* radius */
};

/* Parts of 10,000 of an axis that fit into an ellipse. */
enum { HALF_ROOT = 7071, WHOLE = 10000 };

/* Where text stands in a cloud and a person, in parts of 100. */
static const Rect cloud_room = {19, 38, 66, 54};
static const Rect person_room = {22, 70, 56, 28};

/* Rounded up. */
static Len scaled(Len v, int64_t times, int64_t by)
{
    return (Len)(((int64_t)v * times + by - 1) / by);
}

/* Big clouds have puffs all around; smaller ones have four. */
enum { BIG_CLOUD = 200 * PX, LEAST_BIG = 132 * PX, PUFF = 22 * PX };

static bool is_big_cloud(Size box)
{
    return MAX(box.w, box.h) >= BIG_CLOUD && MIN(box.w, box.h) >= LEAST_BIG;
}

/* The least cloud around something. */
static Size cloud_around(Size in)
{
    Size small = {scaled(in.w, 100, cloud_room.w),
                  scaled(in.h, 100, cloud_room.h)};
    Size big = {MAX(in.w + 2 * PUFF, LEAST_BIG),
                MAX(in.h + 2 * PUFF, LEAST_BIG)};
    return is_big_cloud(small) && is_big_cloud(big) ? big : small;
}

Bite em_shape_bite(Shape s, Size box)
{
    switch (s) {
    case SHAPE_CLOUD:
        return is_big_cloud(box) ? (Bite){PUFF, PUFF} : (Bite){0, 0};
    case SHAPE_PAGE:
        return (Bite){MIN(FOLD, MIN(box.w, box.h) / 3),
                      MIN(FOLD, MIN(box.w, box.h) / 3)};
    case SHAPE_PARALLELOGRAM: return (Bite){MIN(SLANT, box.w / 4), 0};
    case SHAPE_DOCUMENT: return (Bite){0, MIN(WAVE, box.h / 8)};
    case SHAPE_CYLINDER: return (Bite){0, MIN(LID, box.h / 8)};
    case SHAPE_QUEUE: return (Bite){MIN(LID, box.w / 8), 0};
    case SHAPE_PACKAGE: return (Bite){0, MIN(TAB, box.h / 3)};
    case SHAPE_STEP: return (Bite){MIN(WEDGE, box.w / 4), 0};
    case SHAPE_CALLOUT: return (Bite){0, MIN(TIP, box.h / 3)};
    case SHAPE_STORED_DATA: return (Bite){MIN(BULGE, box.w / 4), 0};
    case SHAPE_C4_PERSON:
        return (Bite){0, 2 * MIN(HEAD, MIN(box.w, box.h) / 4)};
    case SHAPE_DIAMOND: return (Bite){box.w / 4, box.h / 4};
    case SHAPE_HEXAGON: return (Bite){MIN(box.w, box.h) / 4, 0};
    case SHAPE_OVAL:
    case SHAPE_CIRCLE:
        return (Bite){(Len)((int64_t)box.w * (WHOLE - HALF_ROOT) / 2 / WHOLE),
                      (Len)((int64_t)box.h * (WHOLE - HALF_ROOT) / 2 / WHOLE)};
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_PERSON:
    case SHAPE_TEXT:
    case SHAPE_CODE:
    case SHAPE_IMAGE:
    case SHAPE_COUNT: break;
    }
    return (Bite){0, 0};
}

/* Parts of a box, in hundredths. */
static Rect part_of(Size box, Rect parts)
{
    return (Rect){(Len)((int64_t)box.w * parts.x / 100),
                  (Len)((int64_t)box.h * parts.y / 100),
                  (Len)((int64_t)box.w * parts.w / 100),
                  (Len)((int64_t)box.h * parts.h / 100)};
}

/* How often the bite is taken from left, top, right and bottom. */
typedef struct {
    int left, top, right, bottom;
} Times;

static Times times_of(Shape s)
{
    switch (s) {
    case SHAPE_PARALLELOGRAM:
    case SHAPE_STEP:
    case SHAPE_HEXAGON:
    case SHAPE_STORED_DATA: return (Times){1, 0, 1, 0};
    case SHAPE_DIAMOND:
    case SHAPE_OVAL:
    case SHAPE_CIRCLE:
    case SHAPE_CLOUD: return (Times){1, 1, 1, 1}; /* big ones */
    case SHAPE_DOCUMENT: return (Times){0, 0, 0, 2};
    case SHAPE_CALLOUT: return (Times){0, 0, 0, 1};
    case SHAPE_CYLINDER: return (Times){0, 2, 0, 1};
    case SHAPE_QUEUE: return (Times){1, 0, 2, 0};
    case SHAPE_PACKAGE:
    case SHAPE_C4_PERSON: return (Times){0, 1, 0, 0};
    case SHAPE_PAGE: /* its fold is smaller than the air around a text */
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_PERSON:
    case SHAPE_TEXT:
    case SHAPE_CODE:
    case SHAPE_IMAGE:
    case SHAPE_COUNT: break;
    }
    return (Times){0, 0, 0, 0};
}

Rect em_shape_inside(Shape s, Size box)
{
    if (s == SHAPE_CLOUD && !is_big_cloud(box))
        return part_of(box, cloud_room);
    if (s == SHAPE_PERSON)
        return part_of(box, person_room);
    Bite bite = em_shape_bite(s, box);
    Times n = times_of(s);
    Rect r = {n.left * bite.x, n.top * bite.y, 0, 0};
    r.w = box.w - r.x - n.right * bite.x;
    r.h = box.h - r.y - n.bottom * bite.y;
    return r;
}

Size em_shape_around(Shape s, Size in)
{
    Size out = in;

    switch (s) {
    case SHAPE_PARALLELOGRAM: out.w = MIN(in.w + 2 * SLANT, 2 * in.w); break;
    case SHAPE_STEP: out.w = MIN(in.w + 2 * WEDGE, 2 * in.w); break;
    case SHAPE_STORED_DATA: out.w = MIN(in.w + 2 * BULGE, 2 * in.w); break;
    case SHAPE_HEXAGON: out.w = MIN(in.w + in.h / 2, 2 * in.w); break;
    case SHAPE_QUEUE: out.w = MIN(in.w + 3 * LID, scaled(in.w, 8, 5)); break;
    case SHAPE_CYLINDER: out.h = MIN(in.h + 3 * LID, scaled(in.h, 8, 5)); break;
    case SHAPE_DOCUMENT:
        out.h = MIN(in.h + 2 * WAVE, scaled(in.h, 4, 3));
        break;
    case SHAPE_PACKAGE: out.h = MIN(in.h + TAB, scaled(in.h, 3, 2)); break;
    case SHAPE_CALLOUT: out.h = MIN(in.h + TIP, scaled(in.h, 3, 2)); break;
    case SHAPE_C4_PERSON: out.h = MIN(in.h + 2 * HEAD, 2 * in.h); break;
    case SHAPE_DIAMOND: out = (Size){2 * in.w, 2 * in.h}; break;
    case SHAPE_OVAL:
    case SHAPE_CIRCLE:
        out = (Size){scaled(in.w, WHOLE, HALF_ROOT) + 1,
                     scaled(in.h, WHOLE, HALF_ROOT) + 1};
        break;
    case SHAPE_CLOUD: out = cloud_around(in); break;
    case SHAPE_PERSON:
        out = (Size){scaled(in.w, 100, person_room.w),
                     scaled(in.h, 100, person_room.h)};
        break;
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_PAGE:
    case SHAPE_TEXT:
    case SHAPE_CODE:
    case SHAPE_IMAGE:
    case SHAPE_COUNT: break;
    }
    if (em_shape_is_even(s))
        out.w = out.h = MAX(out.w, out.h);
    return out;
}

Insets em_shape_shy(Shape s, Size box)
{
    Bite bite = em_shape_bite(s, box);
    Len x = box.w / 4, y = box.h / 4;

    switch (s) {
    case SHAPE_OVAL:
    case SHAPE_CIRCLE:
    case SHAPE_CLOUD:
    case SHAPE_PERSON:
    case SHAPE_C4_PERSON: return (Insets){x, y, x, y};
    case SHAPE_DIAMOND:
        return (Insets){box.w / 3, box.h / 3, box.w / 3, box.h / 3};
    case SHAPE_HEXAGON:
    case SHAPE_STEP: return (Insets){bite.x, y, bite.x, y};
    case SHAPE_PARALLELOGRAM:
    case SHAPE_QUEUE:
    case SHAPE_STORED_DATA: return (Insets){bite.x, 0, bite.x, 0};
    case SHAPE_CYLINDER:
    case SHAPE_DOCUMENT:
    case SHAPE_CALLOUT: return (Insets){0, bite.y, 0, bite.y};
    case SHAPE_PACKAGE: return (Insets){0, bite.y, 0, 0};
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_PAGE:
    case SHAPE_TEXT:
    case SHAPE_CODE:
    case SHAPE_IMAGE:
    case SHAPE_COUNT: break;
    }
    return (Insets){0, 0, 0, 0};
}

static bool can_stretch(const Node *n)
{
    switch (n->shape) {
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_SQUARE:
    case SHAPE_CIRCLE:
    case SHAPE_PERSON:
    case SHAPE_TEXT:
    case SHAPE_IMAGE: return false;
    default: return n->want_w == 0 && n->want_h == 0;
    }
}

/* Where something in a box goes when the box grows: with the side it is
 * nearest to, or with the middle. */
static Len moved(Len at, Len length, Len room, Len more)
{
    Len before = at, after = room - at - length;
    if (before * 3 < after)
        return at;
    return after * 3 < before ? at + more : at + more / 2;
}

void em_stretch_node(Node *n, Len w, Len h)
{
    Len more_w = MAX(0, w - n->w), more_h = MAX(0, h - n->h);
    if (!can_stretch(n) || (more_w == 0 && more_h == 0))
        return;
    n->title_at.x = moved(n->title_at.x, n->title.w, n->w, more_w);
    n->title_at.y = moved(n->title_at.y, n->title.h, n->h, more_h);
    n->icon_box.x = moved(n->icon_box.x, n->icon_box.w, n->w, more_w);
    n->icon_box.y = moved(n->icon_box.y, n->icon_box.h, n->h, more_h);
    n->body.w += more_w;
    n->body.h += more_h;
    n->w += more_w;
    n->h += more_h;
    n->header_h = n->h;
}

bool em_shape_is_even(Shape s)
{
    return s == SHAPE_SQUARE || s == SHAPE_CIRCLE;
}

Str em_shape_name(Shape s)
{
    static const Str names[] = {
        [SHAPE_TABLE] = STR_INIT("sql_table"),
        [SHAPE_CLASS] = STR_INIT("class"),
        [SHAPE_RECTANGLE] = STR_INIT("rectangle"),
        [SHAPE_SQUARE] = STR_INIT("square"),
        [SHAPE_PAGE] = STR_INIT("page"),
        [SHAPE_PARALLELOGRAM] = STR_INIT("parallelogram"),
        [SHAPE_DOCUMENT] = STR_INIT("document"),
        [SHAPE_CYLINDER] = STR_INIT("cylinder"),
        [SHAPE_QUEUE] = STR_INIT("queue"),
        [SHAPE_PACKAGE] = STR_INIT("package"),
        [SHAPE_STEP] = STR_INIT("step"),
        [SHAPE_CALLOUT] = STR_INIT("callout"),
        [SHAPE_STORED_DATA] = STR_INIT("stored_data"),
        [SHAPE_PERSON] = STR_INIT("person"),
        [SHAPE_C4_PERSON] = STR_INIT("c4-person"),
        [SHAPE_DIAMOND] = STR_INIT("diamond"),
        [SHAPE_OVAL] = STR_INIT("oval"),
        [SHAPE_CIRCLE] = STR_INIT("circle"),
        [SHAPE_HEXAGON] = STR_INIT("hexagon"),
        [SHAPE_CLOUD] = STR_INIT("cloud"),
        [SHAPE_TEXT] = STR_INIT("text"),
        [SHAPE_CODE] = STR_INIT("code"),
        [SHAPE_IMAGE] = STR_INIT("image"),
        [SHAPE_COUNT] = STR_INIT(""),
    };
    return names[s];
}
