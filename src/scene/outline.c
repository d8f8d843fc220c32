/*
 * Outlines are written down as fractions and bites of their box: graph/shape.c
 * says how large a bite is and promises labels the room that is left.
 *
 * A line ends where it meets the path: exactly at a straight piece, and within
 * 1/64 px at a curve, which is halved until it is that short.
 */
#include "scene/outline.h"

#include "graph/shape.h"

#include <math.h>

/* Handle of a quarter of a circle, of its radius. */
enum { ARC = 5523, ARC_WHOLE = 10000 };

/* Halvings of a curve: 2^24 pieces are shorter than 1/64 px. */
enum { MAX_HALVINGS = 24 };

typedef struct {
    Canvas *canvas;
    Path *path;
} Pen;

static void move(const Pen *p, Len x, Len y)
{
    em_move_to(p->canvas, p->path, (Point){x, y});
}

static void line(const Pen *p, Len x, Len y)
{
    em_line_to(p->canvas, p->path, (Point){x, y});
}

static void curve(const Pen *p, Point one, Point two, Point end)
{
    em_curve_to(p->canvas, p->path, one, two, end);
}

static void close(const Pen *p)
{
    em_close_path(p->canvas, p->path);
}

static Len handle(Len radius)
{
    return (Len)((int64_t)radius * ARC / ARC_WHOLE);
}

/*
 * A quarter of an ellipse from the current point (x, y) by (dx, dy). It leaves
 * level or upright.
 */
static Point turn(const Pen *p, Point at, Len dx, Len dy, bool level)
{
    Point end = {at.x + dx, at.y + dy};
    if (level)
        curve(p, (Point){at.x + handle(dx), at.y},
              (Point){end.x, end.y - handle(dy)}, end);
    else
        curve(p, (Point){at.x, at.y + handle(dy)},
              (Point){end.x - handle(dx), end.y}, end);
    return end;
}

static void add_rect(const Pen *p, Rect b, Len radius)
{
    Len r = MAX(0, MIN(radius, MIN(b.w, b.h) / 2));
    Len right = em_right(b), bottom = em_bottom(b);

    move(p, b.x + r, b.y);
    line(p, right - r, b.y);
    if (r)
        turn(p, (Point){right - r, b.y}, r, r, true);
    line(p, right, bottom - r);
    if (r)
        turn(p, (Point){right, bottom - r}, -r, r, false);
    line(p, b.x + r, bottom);
    if (r)
        turn(p, (Point){b.x + r, bottom}, -r, -r, true);
    line(p, b.x, b.y + r);
    if (r)
        turn(p, (Point){b.x, b.y + r}, r, -r, false);
    close(p);
}

static void add_ellipse(const Pen *p, Rect b)
{
    Len rx = b.w / 2, ry = b.h / 2;
    Point at = {b.x + rx, b.y};

    move(p, at.x, at.y);
    at = turn(p, at, b.w - rx, ry, true);
    at = turn(p, at, rx - b.w, b.h - ry, false);
    at = turn(p, at, -rx, ry - b.h, true);
    turn(p, at, rx, -ry, false);
    close(p);
}

/* Straight pieces between points given in the box. */
static void add_polygon(const Pen *p, Rect b, const Point *points, int n)
{
    for (int i = 0; i < n; i++)
        em_line_to(p->canvas, p->path,
                   (Point){b.x + points[i].x, b.y + points[i].y});
    p->path->items[p->path->n - n].op = PATH_MOVE;
    close(p);
}

static void add_page(const Pen *edge, const Pen *detail, Rect b, Len fold)
{
    Len x = b.w - fold;
    const Point points[] = {{0, 0}, {x, 0}, {b.w, fold}, {b.w, b.h}, {0, b.h}};

    add_polygon(edge, b, points, COUNT(points));
    move(detail, b.x + x, b.y);
    line(detail, b.x + x, b.y + fold);
    line(detail, em_right(b), b.y + fold);
}

/* Its lower border is a wave, two bites high. */
static void add_document(const Pen *p, Rect b, Len wave)
{
    Len base = em_bottom(b) - wave, right = em_right(b);
    Len quarter = b.w / 4, middle = b.x + b.w / 2;

    move(p, b.x, b.y);
    line(p, right, b.y);
    line(p, right, base);
    curve(p, (Point){right - quarter, base - 2 * wave},
          (Point){middle + quarter / 2, base - wave}, (Point){middle, base});
    curve(p, (Point){middle - quarter / 2, base + wave},
          (Point){b.x + quarter, base + 4 * wave / 3}, (Point){b.x, base});
    close(p);
}

static void add_cylinder(const Pen *edge, const Pen *detail, Rect b, Len lid)
{
    Len half = b.w / 2, rest = b.w - half, bottom = em_bottom(b);
    Point at = {b.x, b.y + lid};

    move(edge, at.x, at.y);
    at = turn(edge, at, half, -lid, false);
    at = turn(edge, at, rest, lid, true);
    line(edge, at.x, bottom - lid);
    at = turn(edge, (Point){at.x, bottom - lid}, -rest, lid, false);
    turn(edge, at, -half, -lid, true);
    close(edge);

    move(detail, b.x, b.y + lid);
    at = turn(detail, (Point){b.x, b.y + lid}, half, lid, false);
    turn(detail, at, rest, -lid, true);
}

static void add_queue(const Pen *edge, const Pen *detail, Rect b, Len lid)
{
    Len half = b.h / 2, rest = b.h - half, right = em_right(b);
    Point at = {right - lid, b.y};

    move(edge, b.x + lid, b.y);
    line(edge, at.x, at.y);
    at = turn(edge, at, lid, half, true);
    at = turn(edge, at, -lid, rest, false);
    line(edge, b.x + lid, at.y);
    at = turn(edge, (Point){b.x + lid, at.y}, -lid, -rest, true);
    turn(edge, at, lid, -half, false);
    close(edge);

    move(detail, right - lid, b.y);
    at = turn(detail, (Point){right - lid, b.y}, -lid, half, true);
    turn(detail, at, lid, rest, false);
}

static void add_package(const Pen *p, Rect b, Len tab)
{
    Len wide = MIN(b.w * 2 / 5, 120 * PX);
    const Point points[] = {{0, 0},     {wide, 0},  {wide, tab},
                            {b.w, tab}, {b.w, b.h}, {0, b.h}};
    add_polygon(p, b, points, COUNT(points));
}

static void add_callout(const Pen *p, Rect b, Len tip)
{
    Len floor = b.h - tip, middle = b.w / 2, wide = MIN(tip, b.w / 4);
    const Point points[] = {
        {0, 0},        {b.w, 0},        {b.w, floor}, {middle + wide, floor},
        {middle, b.h}, {middle, floor}, {0, floor}};
    add_polygon(p, b, points, COUNT(points));
}

static void add_stored_data(const Pen *p, Rect b, Len bulge)
{
    Len half = b.h / 2, rest = b.h - half, right = em_right(b);
    Point at = {right, b.y};

    move(p, b.x + bulge, b.y);
    line(p, right, b.y);
    at = turn(p, at, -bulge, half, true);
    at = turn(p, at, bulge, rest, false);
    line(p, b.x + bulge, at.y);
    at = turn(p, (Point){b.x + bulge, at.y}, -bulge, -rest, true);
    turn(p, at, bulge, -half, false);
    close(p);
}

/* A point of the box given in thousandths. */
static Point part(Rect b, int x, int y)
{
    return (Point){b.x + (Len)((int64_t)b.w * x / 1000),
                   b.y + (Len)((int64_t)b.h * y / 1000)};
}

/* Curves between points in thousandths: a start, then three points each. */
static void add_curves(const Pen *p, Rect b, const int (*at)[2], int n)
{
    em_move_to(p->canvas, p->path, part(b, at[0][0], at[0][1]));
    for (int i = 1; i + 2 < n; i += 3)
        curve(p, part(b, at[i][0], at[i][1]),
              part(b, at[i + 1][0], at[i + 1][1]),
              part(b, at[i + 2][0], at[i + 2][1]));
    close(p);
}

static void add_cloud(const Pen *p, Rect b)
{
    static const int at[][2] = {
        {190, 1000}, {80, 1000},  {0, 890},    {0, 750},    {0, 610},
        {80, 500},   {180, 480},  {165, 330},  {250, 210},  {370, 225},
        {420, 80},   {520, 0},    {630, 0},    {770, 0},    {860, 130},
        {865, 300},  {945, 330},  {1000, 450}, {1000, 640}, {1000, 850},
        {920, 1000}, {800, 1000},
    };
    add_curves(p, b, at, COUNT(at));
}

/* A puff from the current point to `end`; its controls lie `one` and `two`
 * beyond both. */
static void add_puff(const Pen *p, Point *at, Point end, Point one, Point two)
{
    curve(p, (Point){at->x + one.x, at->y + one.y},
          (Point){end.x + two.x, end.y + two.y}, end);
    *at = end;
}

/* Puffs along the sides and around the corners of what a bite leaves. */
static void add_big_cloud(const Pen *p, Rect b, Len bite)
{
    Rect in = em_rect_grow(b, -bite);
    const Point corners[] = {{in.x, in.y},
                             {em_right(in), in.y},
                             {em_right(in), em_bottom(in)},
                             {in.x, em_bottom(in)}};
    Len high = bite * 4 / 3;    /* a curve gets 3/4 of the way to controls */
    Len turn_at = bite * 3 / 2; /* from corners */
    Len lean = turn_at * 3 / 5;
    Point at = {in.x + turn_at, in.y};

    move(p, at.x, at.y);
    for (int side = 0; side < 4; side++) {
        Point from = corners[side], to = corners[(side + 1) % 4];
        Len dx = to.x - from.x, dy = to.y - from.y;
        Point way = {(dx > 0) - (dx < 0), (dy > 0) - (dy < 0)};
        Point next = {-way.y, way.x}; /* the next side turns to the right */
        Point out = {way.y * high, -way.x * high};
        Len room = way.x * dx + way.y * dy - 2 * turn_at;
        int n = MAX(1, 2 * room / (5 * bite));

        for (int i = 1; i <= n; i++) {
            Len far = turn_at + (Len)((int64_t)room * i / n);
            Point end = {from.x + way.x * far, from.y + way.y * far};
            add_puff(p, &at, end, out, out);
        }
        add_puff(p, &at,
                 (Point){to.x + next.x * turn_at, to.y + next.y * turn_at},
                 (Point){out.x + way.x * lean, out.y + way.y * lean},
                 (Point){way.x * high - next.x * lean,
                         way.y * high - next.y * lean});
    }
    close(p);
}

/* Head and shoulders, in one line. */
static void add_person(const Pen *p, Rect b)
{
    static const int at[][2] = {
        {0, 1000},  {0, 760},   {140, 600},  {330, 545},   {230, 490},
        {200, 390}, {200, 270}, {200, 110},  {320, 0},     {500, 0},
        {680, 0},   {800, 110}, {800, 270},  {800, 390},   {770, 490},
        {670, 545}, {860, 600}, {1000, 760}, {1000, 1000},
    };
    add_curves(p, b, at, COUNT(at));
}

/*
 * Head and body in one line, which leaves the body's upper side where the head
 * meets it: three fifths of the head's radius below its middle, and so four
 * fifths to the left and right of it.
 */
static void add_c4_person(const Pen *p, Rect b, Len head)
{
    Len r = head / 2, x = b.x + b.w / 2, y = b.y + r;
    Len neck = y + r * 3 / 5, half = r * 4 / 5;
    Rect body = {b.x, neck, b.w, em_bottom(b) - neck};
    Len round = MIN(6 * PX, MIN(body.w, body.h) / 4);
    Len k = (Len)((int64_t)r * 2164 / 10000); /* 4/3 tan of an eighth */
    Point at = {x - r, y}, corner = {em_right(b) - round, neck};

    move(p, x - half, neck);
    curve(p, (Point){x - half - k * 3 / 5, neck - k * 4 / 5},
          (Point){x - r, y + k}, at);
    at = turn(p, at, r, -r, false);
    turn(p, at, r, r, true);
    curve(p, (Point){x + r, y + k},
          (Point){x + half + k * 3 / 5, neck - k * 4 / 5},
          (Point){x + half, neck});
    line(p, corner.x, corner.y);
    turn(p, corner, round, round, true);
    line(p, em_right(b), em_bottom(b) - round);
    turn(p, (Point){em_right(b), em_bottom(b) - round}, -round, round, false);
    line(p, b.x + round, em_bottom(b));
    turn(p, (Point){b.x + round, em_bottom(b)}, -round, -round, true);
    line(p, b.x, neck + round);
    turn(p, (Point){b.x, neck + round}, round, -round, false);
    close(p);
}

Outline em_outline(Canvas *c, Shape s, Rect b, Len radius)
{
    Outline out = {0};
    const Pen edge = {c, &out.edge}, detail = {c, &out.detail};
    Bite bite = em_shape_bite(s, (Size){b.w, b.h});
    Len x = bite.x, y = bite.y, middle = b.h / 2;

    switch (s) {
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_TEXT:
    case SHAPE_CODE:
    case SHAPE_IMAGE:
    case SHAPE_COUNT: add_rect(&edge, b, radius); break;
    case SHAPE_PAGE: add_page(&edge, &detail, b, x); break;
    case SHAPE_PARALLELOGRAM:
        add_polygon(&edge, b,
                    (Point[]){{x, 0}, {b.w, 0}, {b.w - x, b.h}, {0, b.h}}, 4);
        break;
    case SHAPE_DOCUMENT: add_document(&edge, b, y); break;
    case SHAPE_CYLINDER: add_cylinder(&edge, &detail, b, y); break;
    case SHAPE_QUEUE: add_queue(&edge, &detail, b, x); break;
    case SHAPE_PACKAGE: add_package(&edge, b, y); break;
    case SHAPE_STEP:
        add_polygon(&edge, b,
                    (Point[]){{0, 0},
                              {b.w - x, 0},
                              {b.w, middle},
                              {b.w - x, b.h},
                              {0, b.h},
                              {x, middle}},
                    6);
        break;
    case SHAPE_CALLOUT: add_callout(&edge, b, y); break;
    case SHAPE_STORED_DATA: add_stored_data(&edge, b, x); break;
    case SHAPE_PERSON: add_person(&edge, b); break;
    case SHAPE_C4_PERSON: add_c4_person(&edge, b, y); break;
    case SHAPE_DIAMOND:
        add_polygon(
            &edge, b,
            (Point[]){{b.w / 2, 0}, {b.w, middle}, {b.w / 2, b.h}, {0, middle}},
            4);
        break;
    case SHAPE_OVAL:
    case SHAPE_CIRCLE: add_ellipse(&edge, b); break;
    case SHAPE_HEXAGON:
        add_polygon(&edge, b,
                    (Point[]){{x, 0},
                              {b.w - x, 0},
                              {b.w, middle},
                              {b.w - x, b.h},
                              {x, b.h},
                              {0, middle}},
                    6);
        break;
    case SHAPE_CLOUD:
        if (x)
            add_big_cloud(&edge, b, x);
        else
            add_cloud(&edge, b);
        break;
    }
    return out;
}

void em_add_moved(Canvas *c, Path *to, const Path *path, Len dx, Len dy)
{
    for (int i = 0; i < path->n; i++) {
        PathStep step = path->items[i];
        for (int k = 0; k < COUNT(step.p); k++)
            step.p[k] = (Point){step.p[k].x + dx, step.p[k].y + dy};
        *PUSH(c->arena, to) = step;
    }
}

Path em_silhouette(Canvas *c, const Node *n, const Style *style)
{
    Rect b = n->body;
    b.x += n->x;
    b.y += n->y;
    Path path = em_outline(c, n->shape, b, 0).edge;
    Len depth = style->is_3d ? DEPTH_3D : DEPTH_MULTIPLE;
    int own = path.n;

    if (!style->is_3d && !style->multiple)
        return path;
    for (int i = 0; i < own; i++) {
        PathStep step = path.items[i];
        for (int k = 0; k < COUNT(step.p); k++)
            step.p[k] = (Point){step.p[k].x + depth, step.p[k].y - depth};
        *PUSH(c->arena, &path) = step;
    }
    for (int i = 0; style->is_3d && i < own; i++) {
        Point corner = path.items[i].p[0];
        if (path.items[i].op == PATH_CLOSE)
            continue;
        em_move_to(c, &path, corner);
        em_line_to(c, &path, (Point){corner.x + depth, corner.y - depth});
    }
    return path;
}

/* A ray; (dx, dy) is of length 1. */
typedef struct {
    Point from;
    double dx, dy;
    double best; /* the way to the nearest place found so far */
} Ray;

static double along(const Ray *r, double x, double y)
{
    return (x - r->from.x) * r->dx + (y - r->from.y) * r->dy;
}

static double aside(const Ray *r, double x, double y)
{
    return (y - r->from.y) * r->dx - (x - r->from.x) * r->dy;
}

static void meet_line(Ray *r, double x0, double y0, double x1, double y1)
{
    double a = aside(r, x0, y0), b = aside(r, x1, y1);
    double at = along(r, x0, y0), end = along(r, x1, y1);

    if ((a > 0 && b > 0) || (a < 0 && b < 0))
        return;
    if (a < b || a > b)
        at += (end - at) * (a / (a - b));
    else
        at = at < end ? at : end; /* along the ray */
    if (at >= -0.5 && at < r->best)
        r->best = at;
}

typedef struct {
    double x, y;
} Spot;

static Spot between(Spot a, Spot b)
{
    return (Spot){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

/* True when all controls lie on one side of the ray, or behind the best. */
static bool misses(const Ray *r, const Spot *s)
{
    int above = 0, below = 0, beyond = 0, behind = 0;
    for (int i = 0; i < 4; i++) {
        double v = aside(r, s[i].x, s[i].y), u = along(r, s[i].x, s[i].y);
        above += v < 0;
        below += v > 0;
        beyond += u >= r->best;
        behind += u < -0.5;
    }
    return above == 4 || below == 4 || beyond == 4 || behind == 4;
}

/* Halves the curve until it is as good as straight (de Casteljau). The depth
 * is counted. */
static void meet_curve(Ray *r, const Spot *s, int halvings)
{
    if (misses(r, s))
        return;
    double dx = s[3].x - s[0].x, dy = s[3].y - s[0].y;
    if (halvings == 0 || (dx * dx + dy * dy < 1 && halvings < 20)) {
        meet_line(r, s[0].x, s[0].y, s[3].x, s[3].y);
        return;
    }
    Spot ab = between(s[0], s[1]), bc = between(s[1], s[2]);
    Spot cd = between(s[2], s[3]), abc = between(ab, bc), bcd = between(bc, cd);
    Spot middle = between(abc, bcd);
    meet_curve(r, (Spot[]){s[0], ab, abc, middle}, halvings - 1);
    meet_curve(r, (Spot[]){middle, bcd, cd, s[3]}, halvings - 1);
}

bool em_meet_path(const Path *path, Point from, Point way, Len reach, Point *at)
{
    double length = hypot(way.x, way.y);
    if (length < 1)
        return false;
    Ray r = {from, way.x / length, way.y / length, (double)reach + 0.5};
    Spot pen = {0, 0}, start = {0, 0};

    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        const Point *p = s->p;
        switch (s->op) {
        case PATH_MOVE: start = (Spot){p[0].x, p[0].y}; break;
        case PATH_LINE: meet_line(&r, pen.x, pen.y, p[0].x, p[0].y); break;
        case PATH_CURVE:
            meet_curve(
                &r,
                (Spot[]){
                    pen, {p[0].x, p[0].y}, {p[1].x, p[1].y}, {p[2].x, p[2].y}},
                MAX_HALVINGS);
            break;
        case PATH_CLOSE: meet_line(&r, pen.x, pen.y, start.x, start.y); break;
        }
        if (s->op == PATH_CURVE)
            pen = (Spot){p[2].x, p[2].y};
        else
            pen = s->op == PATH_CLOSE ? start : (Spot){p[0].x, p[0].y};
    }
    if (r.best > reach)
        return false;
    *at = (Point){from.x + (Len)lround(r.dx * r.best),
                  from.y + (Len)lround(r.dy * r.best)};
    return true;
}
