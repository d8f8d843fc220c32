/*
 * SVG: groups, shapes, and what is around them.
 *
 * The output is SVG 1.1 with presentation attributes, so that every renderer
 * draws the same; a style sheet adds what only browsers know (svg_style.c).
 * Items are written in one walk. What elements inherit is tracked, and only
 * what differs is written: the root carries the ink and font of most text, and
 * a group around neighbouring relations carries their stroke.
 */
#include "out/svg.h"

enum {
    MAX_OPEN = 100, /* groups in groups; XML readers stop at 256 */
    MAX_PAIRS = 8   /* different strokes counted per run of relations */
};

/* Black, which nobody asked for: no ink is the same. */
enum { INK_INITIAL = -2 };

/* An open group. */
typedef struct {
    Inherited outer; /* to restore */
    Str close;       /* its end tags */
    bool is_link;
    int end; /* of our own group: the item before which it ends */
} Open;

typedef struct {
    Svg *svg;
    ARRAY_OF(Open) open;
    bool in_link; /* links do not nest: inside one, others are not made */
} Writer;

int64_t em_svg_cents(Len v)
{
    int64_t size = v < 0 ? -(int64_t)v : v;
    int64_t cents = (size * 100 + PX / 2) / PX;
    return v < 0 ? -cents : cents;
}

void em_svg_put_cents(Buf *b, int64_t cents)
{
    char text[24];
    int at = COUNT(text);
    int64_t size = cents < 0 ? -cents : cents;
    int64_t whole = size / 100;
    int part = (int)(size % 100);

    if (part % 10)
        text[--at] = (char)('0' + part % 10);
    if (part) {
        text[--at] = (char)('0' + part / 10);
        text[--at] = '.';
    }
    if (whole || !part)
        do
            text[--at] = (char)('0' + whole % 10);
        while (whole /= 10);
    if (cents < 0)
        text[--at] = '-';
    em_put(b, (Str){text + at, COUNT(text) - at});
}

void em_svg_put_length(Buf *b, Str name, Len v)
{
    em_put(b, name);
    em_svg_put_cents(b, em_svg_cents(v));
    em_put_char(b, '"');
}

void em_svg_put_id(Svg *v, Str name)
{
    Str prefix = v->options->id_prefix;
    Str start = prefix.n ? prefix : name;

    if (start.n == 0 || !(em_is_alpha(start.p[0]) || start.p[0] == '_'))
        em_put(v->out, STR("_."));
    PUT(v->out, prefix, name);
}

/* Path data, relative and as short as it gets. */
typedef struct {
    Buf *out;
    int64_t x, y, start_x, start_y; /* in hundredths */
    char last;                      /* letter; it is left out when it repeats */
    bool glued;                     /* a number must be set off from the last */
} Pen;

static void put_command(Pen *p, char c)
{
    if (c == p->last)
        return;
    em_put_char(p->out, c);
    p->last = c;
    p->glued = false;
}

static void put_number(Pen *p, int64_t cents)
{
    if (p->glued && cents >= 0)
        em_put_char(p->out, ' ');
    em_svg_put_cents(p->out, cents);
    p->glued = true;
}

/* A place, as seen from the current point. */
static void put_step(Pen *p, int64_t x, int64_t y)
{
    put_number(p, x - p->x);
    put_number(p, y - p->y);
}

static void move_to(Pen *p, int64_t x, int64_t y)
{
    put_command(p, p->last ? 'm' : 'M');
    put_step(p, x, y);
    p->last = ' ';
    p->x = p->start_x = x;
    p->y = p->start_y = y;
}

static void line_to(Pen *p, int64_t x, int64_t y)
{
    if (y == p->y) {
        put_command(p, 'h');
        put_number(p, x - p->x);
    } else if (x == p->x) {
        put_command(p, 'v');
        put_number(p, y - p->y);
    } else {
        put_command(p, 'l');
        put_step(p, x, y);
    }
    p->x = x;
    p->y = y;
}

static void curve_to(Pen *p, const Point points[3])
{
    put_command(p, 'c');
    for (int i = 0; i < 3; i++)
        put_step(p, em_svg_cents(points[i].x), em_svg_cents(points[i].y));
    p->x = em_svg_cents(points[2].x);
    p->y = em_svg_cents(points[2].y);
}

static void close_path(Pen *p)
{
    put_command(p, 'z');
    p->x = p->start_x;
    p->y = p->start_y;
}

/* A quarter of a circle, clockwise, by (dx, dy). */
static void round_corner(Pen *p, int64_t radius, int64_t dx, int64_t dy)
{
    if (radius == 0)
        return;
    put_command(p, 'a');
    put_number(p, radius);
    put_number(p, radius);
    em_put(p->out, STR(" 0 0 1"));
    put_step(p, p->x + dx, p->y + dy);
    p->x += dx;
    p->y += dy;
}

void em_svg_put_path_data(Buf *out, const Path *path)
{
    Pen pen = {.out = out};
    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        switch (s->op) {
        case PATH_MOVE:
            move_to(&pen, em_svg_cents(s->p[0].x), em_svg_cents(s->p[0].y));
            break;
        case PATH_LINE:
            line_to(&pen, em_svg_cents(s->p[0].x), em_svg_cents(s->p[0].y));
            break;
        case PATH_CURVE: curve_to(&pen, s->p); break;
        case PATH_CLOSE: close_path(&pen); break;
        }
    }
}

/* A rectangle's sides in hundredths; neighbours that touch still do. */
typedef struct {
    int64_t left, top, right, bottom, radius;
} Sides;

static Sides sides_of(const Item *item)
{
    Rect box = item->as.rect.box;
    Len radius = MIN(item->as.rect.radius, MIN(box.w, box.h) / 2);
    return (Sides){em_svg_cents(box.x), em_svg_cents(box.y),
                   em_svg_cents(box.x + box.w), em_svg_cents(box.y + box.h),
                   em_svg_cents(radius)};
}

/* Only the upper, only the lower, or no corners are round. */
static void put_strip_data(Buf *out, Sides s, Corners corners)
{
    int64_t above = corners == CORNERS_TOP ? s.radius : 0;
    int64_t below = corners == CORNERS_BOTTOM ? s.radius : 0;
    Pen pen = {.out = out};

    move_to(&pen, s.left, s.top + above);
    round_corner(&pen, above, above, -above);
    line_to(&pen, s.right - above, s.top);
    round_corner(&pen, above, above, above);
    line_to(&pen, s.right, s.bottom - below);
    round_corner(&pen, below, -below, below);
    line_to(&pen, s.left + below, s.bottom);
    round_corner(&pen, below, -below, -below);
    close_path(&pen);
}

void em_svg_put_ink(Svg *v, Str name, Ink ink)
{
    PUT(v->out, name, ink == NONE ? STR("none") : v->inks[ink], STR("\""));
    if (ink == NONE || v->scene->palette.items[ink].light.a == 255)
        return;
    PUT(v->out, em_str_cut(name, 0, name.n - 2), STR("-opacity=\""));
    em_put_fixed(v->out, v->scene->palette.items[ink].light.a, 255, 3);
    em_put_char(v->out, '"');
}

void em_svg_put_paint(Svg *v, const Paint *paint)
{
    const Inherited *around = &v->inherited;

    if (paint->gradient || paint->pattern != PATTERN_NONE)
        em_svg_put_fill(v, paint);
    else if (paint->fill != around->fill)
        em_svg_put_ink(v, STR(" fill=\""), paint->fill);
    if (paint->stroke != around->stroke)
        em_svg_put_ink(v, STR(" stroke=\""), paint->stroke);
    if (paint->stroke != NONE && paint->width != around->width)
        em_svg_put_length(v->out, STR(" stroke-width=\""), paint->width);
    for (int i = 0; i < paint->n_dash; i++) {
        em_put(v->out, i ? STR(" ") : STR(" stroke-dasharray=\""));
        em_svg_put_cents(v->out, em_svg_cents(paint->dash[i]));
    }
    if (paint->n_dash)
        em_put_char(v->out, '"');
    if (paint->animated)
        em_put(v->out, STR(" class=\"wander\""));
    if (paint->opacity > 0 && paint->opacity < 256) {
        em_put(v->out, STR(" opacity=\""));
        em_put_fixed(v->out, paint->opacity, 256, 3);
        em_put_char(v->out, '"');
    }
}

static void put_path(Svg *v, const Item *item)
{
    em_put(v->out, STR("<path"));
    em_svg_put_paint(v, &item->paint);
    em_put(v->out, STR(" d=\""));
    if (item->kind == ITEM_PATH)
        em_svg_put_path_data(v->out, &item->as.path);
    else
        put_strip_data(v->out, sides_of(item), item->as.rect.corners);
    em_put(v->out, STR("\"/>"));
}

/* Plain filled strips are shorter as paths; boxes are what editors know. */
static void put_rect(Svg *v, const Item *item)
{
    Corners corners = item->as.rect.corners;
    bool is_strip = corners == CORNERS_NONE || item->as.rect.radius == 0;
    if (is_strip ? item->paint.stroke == NONE : corners != CORNERS_ALL) {
        put_path(v, item);
        return;
    }

    Sides s = sides_of(item);
    const struct {
        Str name;
        int64_t cents;
    } sizes[] = {
        {STR(" x=\""), s.left},
        {STR(" y=\""), s.top},
        {STR(" width=\""), s.right - s.left},
        {STR(" height=\""), s.bottom - s.top},
        {STR(" rx=\""), is_strip ? 0 : s.radius},
    };
    em_put(v->out, STR("<rect"));
    for (int i = 0; i < COUNT(sizes) - (is_strip || s.radius == 0); i++) {
        em_put(v->out, sizes[i].name);
        em_svg_put_cents(v->out, sizes[i].cents);
        em_put_char(v->out, '"');
    }
    em_svg_put_paint(v, &item->paint);
    em_put(v->out, STR("/>"));
}

static Str class_of(GroupKind kind)
{
    switch (kind) {
    case GROUP_PAGE: return STR("page");
    case GROUP_BOARD: return STR("board");
    case GROUP_CONTAINER: return STR("container");
    case GROUP_TABLE: return STR("table");
    case GROUP_SHAPE: return STR("table shape");
    case GROUP_ROW: return STR("row");
    case GROUP_RELATION: return STR("relation");
    case GROUP_LABEL: return STR("label");
    case GROUP_LINK: return STR("link");
    case GROUP_JOINT: return STR("joint");
    case GROUP_TITLE: return STR("title");
    case GROUP_LEGEND: return STR("legend");
    }
    return STR("");
}

static bool is_joined(const Svg *v, int node)
{
    return node >= 0 && node < v->n_joined && v->joined[node];
}

/* Tables are t1, t2, …; the relations of t1 are r1. */
static void put_classes(Svg *v, const GroupInfo *g)
{
    PUT(v->out, STR(" class=\""), class_of(g->kind));
    if (g->kind == GROUP_BOARD) {
        em_put(v->out, STR(" b"));
        em_put_int(v->out, g->node);
    }
    bool is_node = g->kind == GROUP_TABLE || g->kind == GROUP_SHAPE;
    if (is_node && is_joined(v, g->node)) {
        em_put(v->out, STR(" t"));
        em_put_int(v->out, g->node);
    }
    if (g->kind == GROUP_RELATION && is_joined(v, g->from)) {
        em_put(v->out, STR(" r"));
        em_put_int(v->out, g->from);
    }
    if (g->kind == GROUP_RELATION && g->to != g->from && is_joined(v, g->to)) {
        em_put(v->out, STR(" r"));
        em_put_int(v->out, g->to);
    }
    em_put_char(v->out, '"');
}

/*
 * Of a film: the frames that a group is in, as "0-4 7-7", the node it is or
 * the nodes it joins; hidden when the frame that is shown first is no such.
 */
static void put_frames(Svg *v, const GroupInfo *g)
{
    bool is_shown = false;

    if (v->options->in_page && g->kind == GROUP_ROW) {
        em_put(v->out, STR(" data-row=\""));
        em_put_int(v->out, g->node);
        em_put_char(v->out, '"');
    }
    if (g->frames.n == 0)
        return;
    for (int i = 0; i < g->frames.n; i++) {
        FrameSpan span = g->frames.items[i];
        em_put(v->out, i ? STR(" ") : STR(" data-frames=\""));
        em_put_int(v->out, span.first);
        em_put_char(v->out, '-');
        em_put_int(v->out, span.last);
        is_shown |=
            span.first <= v->options->frame && v->options->frame <= span.last;
    }
    em_put_char(v->out, '"');
    if (g->node != NONE) {
        em_put(v->out, STR(" data-node=\""));
        em_put_int(v->out, g->node);
        em_put_char(v->out, '"');
    }
    if (g->kind == GROUP_RELATION) {
        em_put(v->out, STR(" data-ends=\""));
        em_put_int(v->out, g->from);
        em_put_char(v->out, ' ');
        em_put_int(v->out, g->to);
        em_put_char(v->out, '"');
    }
    if (!is_shown)
        em_put(v->out, STR(" display=\"none\""));
}

static Open *push(Writer *w, Str close)
{
    Open *open = PUSH(w->svg->scratch, &w->open);
    *open = (Open){.outer = w->svg->inherited, .close = close, .end = NONE};
    return open;
}

static void pop(Writer *w)
{
    if (w->open.n == 0 || !w->open.items)
        return;
    const Open *open = &w->open.items[--w->open.n];
    em_put(w->svg->out, open->close);
    w->svg->inherited = open->outer;
    w->in_link = w->in_link && !open->is_link;
}

static void begin_group(Writer *w, const GroupInfo *g)
{
    Svg *v = w->svg;
    if (w->open.n >= MAX_OPEN || g->kind == GROUP_PAGE) {
        push(w, STR(""));
        return;
    }
    bool linked = !w->in_link && em_is_safe_link(g->link);
    push(w, linked ? STR("</a></g>") : STR("</g>"))->is_link = linked;
    w->in_link = w->in_link || linked;

    em_put(v->out, g->kind == GROUP_LABEL ? STR("<g") : STR("\n<g"));
    put_classes(v, g);
    put_frames(v, g);
    if (g->id.n) {
        em_put(v->out, STR(" id=\""));
        em_svg_put_id(v, g->id);
        em_put_char(v->out, '"');
    }
    if (g->kind == GROUP_LABEL && v->inherited.stroke != NONE) {
        em_put(v->out, STR(" stroke=\"none\""));
        v->inherited.stroke = NONE;
    }
    /* readers that know no motion show the first board */
    if (g->kind == GROUP_BOARD && g->node > 0)
        em_put(v->out, STR(" visibility=\"hidden\""));
    em_put_char(v->out, '>');
    if (g->tooltip.n) {
        em_put(v->out, STR("<title>"));
        em_svg_put_escaped(v->out, g->tooltip);
        em_put(v->out, STR("</title>"));
    }
    if (linked) {
        em_put(v->out, STR("<a xlink:href=\""));
        em_svg_put_escaped(v->out, g->link);
        em_put(v->out, STR("\">"));
    }
}

/* Strokes and how often they come. */
typedef struct {
    Paint paint;
    int n;
} Pair;

static void count_stroke(const Svg *v, Pair *pairs, int *n, const Paint *paint)
{
    if (paint->stroke == NONE ||
        v->scene->palette.items[paint->stroke].light.a != 255)
        return;
    int i = 0;
    while (i < *n && (pairs[i].paint.stroke != paint->stroke ||
                      pairs[i].paint.width != paint->width))
        i++;
    if (i == MAX_PAIRS)
        return;
    if (i == *n)
        pairs[(*n)++] = (Pair){.paint = *paint};
    pairs[i].n++;
}

/*
 * At the first of several relations in a row: begins a group with the paint
 * that most of them have.
 */
static void begin_relations(Writer *w, int at)
{
    Svg *v = w->svg;
    const Scene *s = v->scene;
    Pair pairs[MAX_PAIRS];
    int n_pairs = 0, depth = 0, end = at, n = 0, unfilled = 0;

    for (int i = at; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        if (depth == 0 && (item->kind != ITEM_GROUP ||
                           item->as.group->kind != GROUP_RELATION))
            break;
        depth += (item->kind == ITEM_GROUP) - (item->kind == ITEM_END);
        if (depth == 0)
            end = i + 1;
        if (item->kind == ITEM_PATH) {
            count_stroke(v, pairs, &n_pairs, &item->paint);
            unfilled += item->paint.fill == NONE;
            n++;
        }
    }
    int best = 0;
    for (int i = 1; i < n_pairs; i++)
        if (pairs[i].n > pairs[best].n)
            best = i;

    Open *open = push(w, STR(""));
    open->end = end;
    if (n_pairs == 0 || pairs[best].n < 2)
        return;
    open->close = STR("</g>");
    Paint paint = pairs[best].paint;
    paint.fill = unfilled * 2 > n ? NONE : v->inherited.fill;
    paint.n_dash = paint.opacity = 0;
    em_put(v->out, STR("\n<g"));
    em_svg_put_paint(v, &paint);
    em_put_char(v->out, '>');
    v->inherited = (Inherited){paint.fill, paint.stroke, paint.width};
}

/* True when the innermost group is closed before item `end`. */
static bool top_ends(const Writer *w, int end)
{
    return w->open.n > 0 && w->open.items[w->open.n - 1].end == end;
}

static void put_item(Writer *w, int i)
{
    const Item *item = &w->svg->scene->items.items[i];

    if (top_ends(w, i))
        pop(w);
    switch (item->kind) {
    case ITEM_GROUP:
        if (item->as.group->kind == GROUP_RELATION &&
            (w->open.n == 0 || top_ends(w, NONE)))
            begin_relations(w, i);
        begin_group(w, item->as.group);
        break;
    case ITEM_END: pop(w); break;
    case ITEM_RECT: put_rect(w->svg, item); break;
    case ITEM_PATH: put_path(w->svg, item); break;
    case ITEM_TEXT: em_svg_put_text(w->svg, item); break;
    case ITEM_IMAGE: em_svg_put_image(w->svg, item); break;
    }
}

/* The size it is shown at, and what of it is shown: all. */
static void put_size(Svg *v)
{
    int scale = v->options->scale ? v->options->scale : 1000;
    const Scene *s = v->scene;

    if (!v->options->fits) {
        em_put(v->out, STR(" width=\""));
        em_put_fixed(v->out, (int64_t)s->w * scale, (int64_t)PX * 1000, 2);
        em_put(v->out, STR("\" height=\""));
        em_put_fixed(v->out, (int64_t)s->h * scale, (int64_t)PX * 1000, 2);
        em_put_char(v->out, '"');
    }
    em_put(v->out, STR(" viewBox=\"0 0 "));
    em_svg_put_cents(v->out, em_svg_cents(s->w));
    em_put_char(v->out, ' ');
    em_svg_put_cents(v->out, em_svg_cents(s->h));
    em_put_char(v->out, '"');
    if (v->options->fits || v->options->centered)
        PUT(v->out, STR(" preserveAspectRatio=\""),
            v->options->centered ? STR("xMidYMid") : STR("xMinYMin"),
            STR(" meet\""));
}

/* An element of the root that the root refers to by id. */
static void put_about(Svg *v, Str element, Str id, Str text)
{
    if (text.n == 0)
        return;
    PUT(v->out, STR("\n<"), element, STR(" id=\""));
    em_svg_put_id(v, id);
    em_put(v->out, STR("\">"));
    em_svg_put_escaped(v->out, text);
    PUT(v->out, STR("</"), element, STR(">"));
}

/* A picture for screen readers, named by its title and description. */
static void put_role(Svg *v)
{
    const Scene *s = v->scene;

    em_put(v->out, STR(" role=\"img\""));
    if (s->title.n == 0 && s->description.n == 0)
        return;
    em_put(v->out, STR(" aria-labelledby=\""));
    if (s->title.n)
        em_svg_put_id(v, STR("em.title"));
    if (s->title.n && s->description.n)
        em_put_char(v->out, ' ');
    if (s->description.n)
        em_svg_put_id(v, STR("em.desc"));
    em_put_char(v->out, '"');
}

static void begin_root(Svg *v)
{
    const Scene *s = v->scene;

    em_put(v->out, STR("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    if (v->links)
        em_put(v->out, STR(" xmlns:xlink=\"http://www.w3.org/1999/xlink\""));
    put_size(v);
    put_role(v);
    em_put(v->out, STR(" class=\""));
    em_svg_put_scope(v);
    em_put_char(v->out, '"');
    if (v->main_font != NONE)
        em_svg_put_font(v, &v->fonts[v->main_font], NULL);
    if (v->text_ink != NONE)
        em_svg_put_ink(v, STR(" fill=\""), v->text_ink);
    em_put(v->out, STR(" text-rendering=\"geometricPrecision\">"));

    put_about(v, STR("title"), STR("em.title"), s->title);
    put_about(v, STR("desc"), STR("em.desc"), s->description);
    em_svg_put_style(v);
    em_svg_put_defs(v);
}

static void put_paper(Svg *v)
{
    const Scene *s = v->scene;
    if (s->paper == NONE)
        return;
    Item paper = {.kind = ITEM_RECT,
                  .paint = {.fill = s->paper, .stroke = NONE}};
    paper.as.rect.box = (Rect){0, 0, s->w, s->h};
    em_put_char(v->out, '\n');
    put_path(v, &paper);
}

void em_put_svg(Buf *out, const Scene *s, const SvgOptions *o, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Svg *v = NEW(scratch, Svg);
    Writer w = {.svg = v};

    *v = (Svg){.out = out, .scene = s, .options = o, .scratch = scratch};
    v->text = s->fonts ? o->text : TEXT_SYSTEM;
    v->outline_of.arena = scratch;
    em_svg_survey(v);
    v->inherited =
        (Inherited){v->text_ink == NONE ? INK_INITIAL : v->text_ink, NONE, PX};
    begin_root(v);
    put_paper(v);
    for (int i = 0; i < s->items.n; i++)
        put_item(&w, i);
    while (w.open.n > 0)
        pop(&w);
    em_svg_put_outlines(v);
    em_put(out, STR("\n</svg>\n"));
    em_arena_rewind(scratch, mark);
}
