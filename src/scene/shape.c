/*
 * Shapes: nodes that are no tables, and what containers share with them.
 *
 * Fill and stroke come from the node's style, else from the theme by the kind
 * of shape and by how deep it is nested. Ink on a fill that the diagram chose
 * is made readable, in the light and in the dark. Strokes lie inside the box.
 */
#include "scene/outline.h"

#include "graph/shape.h"

enum {
    SHADOW_STEPS = 3,
    SHADOW_OPACITY = 18,
    SIDE_SHADE = 40, /* parts of 256 of black in the sides of 3d */
    RIM = 4 * PX,    /* between a double border's lines */
    PATTERN_OPACITY = 56
};

/* A shape being drawn. */
typedef struct {
    Canvas *canvas;
    Shape shape;
    const Style *style;
    Rect body; /* the middle of the stroke */
    Len radius;
    bool is_tile; /* its neighbours touch it: no round corners */
    Paint paint;
    Outline outline;
    ShapeCodes codes;           /* where the style has none */
    Color fills[2], strokes[2]; /* light, dark */
} Figure;

typedef struct {
    ThemeCode outer, inner; /* fills at the first level, and deeper */
} Fills;

static Fills fills_of(Shape s)
{
    switch (s) {
    case SHAPE_CYLINDER:
    case SHAPE_STORED_DATA:
    case SHAPE_PACKAGE: return (Fills){CODE_AA4, CODE_AA5};
    case SHAPE_STEP:
    case SHAPE_PAGE:
    case SHAPE_DOCUMENT: return (Fills){CODE_AB4, CODE_AB5};
    case SHAPE_PERSON:
    case SHAPE_C4_PERSON: return (Fills){CODE_B3, CODE_B3};
    case SHAPE_DIAMOND: return (Fills){CODE_N4, CODE_N4};
    case SHAPE_CLOUD:
    case SHAPE_CALLOUT: return (Fills){CODE_N7, CODE_N7};
    case SHAPE_QUEUE:
    case SHAPE_PARALLELOGRAM:
    case SHAPE_HEXAGON: return (Fills){CODE_N5, CODE_N5};
    case SHAPE_CODE: return (Fills){CODE_N7, CODE_N7};
    case SHAPE_TABLE:
    case SHAPE_CLASS:
    case SHAPE_RECTANGLE:
    case SHAPE_SQUARE:
    case SHAPE_OVAL:
    case SHAPE_CIRCLE:
    case SHAPE_TEXT:
    case SHAPE_IMAGE:
    case SHAPE_COUNT: break;
    }
    return (Fills){CODE_B6, CODE_B6};
}

static ShapeCodes codes_of(ThemeCode fill, const Style *style)
{
    bool dashed = style->dash_widths || style->n_dash;
    return (ShapeCodes){.fill = fill, .stroke = dashed ? CODE_B2 : CODE_B1};
}

static bool is_bare(Shape s)
{
    return s == SHAPE_TEXT || s == SHAPE_IMAGE;
}

static void choose_colors(Figure *f)
{
    const Theme *light = f->canvas->options->theme;
    const Theme *dark = f->canvas->options->dark;
    const Theme *themes[2] = {light, dark ? dark : light};
    for (int i = 0; i < 2; i++) {
        f->fills[i] = em_theme_code(themes[i], f->codes.fill);
        f->strokes[i] = em_theme_code(themes[i], f->codes.stroke);
        if (is_bare(f->shape))
            f->fills[i].a = f->strokes[i].a = 0;
        if (f->codes.clear)
            f->fills[i].a = 0;
        if (f->style->has_fill)
            f->fills[i] = f->style->fill;
        if (f->style->has_stroke && f->shape != SHAPE_IMAGE)
            f->strokes[i] = f->style->stroke;
    }
}

void em_apply_dash(Paint *p, const Style *style)
{
    p->n_dash = style->n_dash;
    for (int i = 0; i < style->n_dash; i++)
        p->dash[i] = style->dash[i];
    if (style->dash_widths) {
        p->n_dash = 2;
        p->dash[0] = p->dash[1] = style->dash_widths * MAX(p->width, PX);
    }
}

int em_new_gradient(Canvas *c, const Gradient *g)
{
    *PUSH(c->arena, &c->scene->gradients) = *g;
    return c->scene->gradients.n;
}

static void set_paint(Figure *f)
{
    const Style *style = f->style;
    Canvas *c = f->canvas;
    Len width = style->has_width ? style->width : c->look->border_w;

    f->paint = em_stroke(em_ink(c, f->strokes[0], f->strokes[1]), width);
    if (width == 0)
        f->paint.stroke = NONE;
    f->paint.fill = em_ink(c, f->fills[0], f->fills[1]);
    em_apply_dash(&f->paint, style);
    f->paint.animated = style->animated;
    if (style->animated && !f->paint.n_dash) {
        f->paint.n_dash = 2;
        f->paint.dash[0] = f->paint.dash[1] = 5 * MAX(width, PX);
    }
    if (style->has_gradient)
        f->paint.gradient = em_new_gradient(c, &style->gradient);
}

/* A figure that has its colours, in a box; its stroke is inside. */
static void make_figure(Figure *f, Rect box)
{
    const Look *look = f->canvas->look;

    set_paint(f);
    f->body =
        em_rect_grow(box, -(f->paint.stroke == NONE ? 0 : f->paint.width) / 2);
    bool round =
        !f->is_tile && (f->shape == SHAPE_RECTANGLE ||
                        f->shape == SHAPE_SQUARE || f->shape == SHAPE_CODE);
    f->radius = f->style->has_radius ? f->style->radius
                : round              ? look->shape_radius
                                     : 0;
    if (f->style->is_3d)
        f->radius = 0;
    f->outline = em_outline(f->canvas, f->shape, f->body, f->radius);
}

static bool is_box(Shape s)
{
    return s == SHAPE_RECTANGLE || s == SHAPE_SQUARE || s == SHAPE_CODE ||
           is_bare(s);
}

/* The outline, moved, with a paint: rectangles stay rectangles. */
static void put_outline(const Figure *f, Paint paint, Len dx, Len dy)
{
    Canvas *c = f->canvas;
    if (is_box(f->shape)) {
        em_draw_rect(
            c, paint,
            (Rect){f->body.x + dx, f->body.y + dy, f->body.w, f->body.h},
            f->radius, CORNERS_ALL);
        return;
    }
    if (paint.fill == NONE && paint.stroke == NONE)
        return;
    Path edge = {0}, detail = {0};
    em_add_moved(c, &edge, &f->outline.edge, dx, dy);
    em_add_moved(c, &detail, &f->outline.detail, dx, dy);
    em_draw_path(c, paint, edge);
    paint.fill = NONE;
    paint.gradient = 0;
    if (paint.stroke != NONE)
        em_draw_path(c, paint, detail);
}

static void draw_shadow(const Figure *f)
{
    const Color black = {0, 0, 0, 255};
    Canvas *c = f->canvas;
    int opacity = c->opacity;

    if (!f->style->shadow)
        return;
    c->opacity = SHADOW_OPACITY;
    for (int i = 1; i <= SHADOW_STEPS; i++)
        put_outline(f, em_fill(em_ink(c, black, black)), i * PX,
                    i * PX * 5 / 3);
    c->opacity = opacity;
}

/* The sides of 3d that face us: of edges that lead to the right or down, in
 * the direction of the outline. */
static void draw_sides(const Figure *f)
{
    const Color black = {0, 0, 0, 255};
    const Path *edge = &f->outline.edge;
    Canvas *c = f->canvas;
    Paint paint = f->paint;

    paint.fill = em_ink(c, em_color_mix(f->fills[0], black, SIDE_SHADE),
                        em_color_mix(f->fills[1], black, SIDE_SHADE));
    paint.gradient = 0;
    for (int i = 0; i + 1 < edge->n; i++) {
        Point a = edge->items[i].p[0];
        Point b =
            edge->items[edge->items[i + 1].op == PATH_CLOSE ? 0 : i + 1].p[0];
        if (b.x - a.x + b.y - a.y <= 0)
            continue;
        Path side = {0};
        em_move_to(c, &side, a);
        em_line_to(c, &side, (Point){a.x + DEPTH_3D, a.y - DEPTH_3D});
        em_line_to(c, &side, (Point){b.x + DEPTH_3D, b.y - DEPTH_3D});
        em_line_to(c, &side, b);
        em_close_path(c, &side);
        em_draw_path(c, paint, side);
    }
}

static void draw_pattern(const Figure *f)
{
    Canvas *c = f->canvas;
    const Theme *dark = c->options->dark ? c->options->dark : c->options->theme;
    Color inks[2] = {em_theme_code(c->options->theme, CODE_N1),
                     em_theme_code(dark, CODE_N1)};

    if (f->style->pattern == PATTERN_NONE)
        return;
    for (int i = 0; i < 2; i++)
        inks[i].a = PATTERN_OPACITY;
    Paint paint = em_fill(em_ink(c, inks[0], inks[1]));
    paint.pattern = f->style->pattern;
    Path edge = {0};
    em_add_moved(c, &edge, &f->outline.edge, 0, 0);
    em_draw_path(c, paint, edge);
}

static void draw_inner_border(const Figure *f)
{
    if (!f->style->double_border)
        return;
    Figure inner = *f;
    inner.body = em_rect_grow(f->body, -RIM);
    if (inner.body.w <= 0 || inner.body.h <= 0)
        return;
    inner.radius = MAX(0, f->radius - RIM / 2);
    inner.outline = em_outline(f->canvas, f->shape, inner.body, inner.radius);
    inner.paint.fill = NONE;
    inner.paint.gradient = 0;
    put_outline(&inner, inner.paint, 0, 0);
}

static void draw_figure(const Figure *f)
{
    Paint line = f->paint;

    draw_shadow(f);
    if (f->style->is_3d)
        draw_sides(f);
    else if (f->style->multiple)
        put_outline(f, f->paint, DEPTH_MULTIPLE, -DEPTH_MULTIPLE);
    if (f->style->pattern == PATTERN_NONE) {
        put_outline(f, f->paint, 0, 0);
    } else { /* the pattern lies between the fill and the line */
        Paint ground = f->paint;
        ground.stroke = NONE;
        line.fill = NONE;
        line.gradient = 0;
        put_outline(f, ground, 0, 0);
        draw_pattern(f);
        put_outline(f, line, 0, 0);
    }
    draw_inner_border(f);
}

Color em_color_on(const Style *style, Color ink, Color fill, Color paper)
{
    if (style->has_color)
        return style->color;
    if (style->has_gradient) {
        const Gradient *g = &style->gradient;
        fill = em_color_mix(g->stops[0].color, g->stops[g->n - 1].color, 128);
    }
    return em_color_readable(ink, em_color_over(fill, paper), CONTRAST_TEXT);
}

/* The ink of the title: on the fill when it is inside, else on the paper. */
static Ink title_ink(const Figure *f, bool inside)
{
    const SceneOptions *o = f->canvas->options;
    const Theme *themes[2] = {o->theme, o->dark ? o->dark : o->theme};
    Color inks[2];

    for (int i = 0; i < 2; i++) {
        Color paper = themes[i]->role[ROLE_PAPER], clear = {0};
        inks[i] = em_color_on(f->style, em_theme_code(themes[i], f->codes.ink),
                              inside ? f->fills[i] : clear, paper);
        if (!inside && !f->style->has_color)
            inks[i] = em_color_readable(em_theme_code(themes[i], CODE_N1),
                                        paper, CONTRAST_TEXT);
    }
    return em_ink(f->canvas, inks[0], inks[1]);
}

void em_draw_icon(Canvas *c, const Image *p, Rect box, Ink frame)
{
    if (p->kind != IMAGE_NONE) {
        em_draw_image(c, p, box);
        return;
    }
    /* what could not be had: a frame with a hill and a sun */
    Len u = MIN(box.w, box.h) / 8;
    Path hill = {0}, sun = {0};
    Paint line = em_stroke(frame, PX);
    em_draw_rect(c, line, em_rect_grow(box, -PX), 2 * PX, CORNERS_ALL);
    em_move_to(c, &hill, (Point){box.x + u, em_bottom(box) - u});
    em_line_to(c, &hill, (Point){box.x + 3 * u, box.y + 4 * u});
    em_line_to(c, &hill, (Point){box.x + 5 * u, em_bottom(box) - 2 * u});
    em_line_to(c, &hill, (Point){box.x + 6 * u, box.y + 5 * u});
    em_line_to(c, &hill, (Point){em_right(box) - u, em_bottom(box) - u});
    em_draw_path(c, line, hill);
    em_add_circle(c, &sun,
                  (Point){em_right(box) - 5 * u / 2, box.y + 5 * u / 2},
                  MAX(u * 3 / 4, 1));
    em_draw_path(c, line, sun);
}

/* Containers without a theme's colours for them take the hues of groups; one
 * within another has the hue of the outermost. */
static void choose_hue(Figure *f, int container, Color titles[2])
{
    const Graph *g = f->canvas->graph;
    const SceneOptions *o = f->canvas->options;
    const Theme *themes[2] = {o->theme, o->dark ? o->dark : o->theme};
    int top = container;

    while (g->containers.items[top].parent != NONE)
        top = g->containers.items[top].parent;
    int hue = top % GROUP_HUES;
    for (int i = 0; i < 2; i++) {
        const Theme *t = themes[i];
        bool hued = !t->has_codes && is_box(f->shape);
        if (hued && !f->style->has_fill)
            f->fills[i] = t->group[hue].fill;
        if (hued && !f->style->has_stroke)
            f->strokes[i] = t->group[hue].border;
        titles[i] = em_color_on(
            f->style, hued ? t->group[hue].title : em_theme_code(t, CODE_N1),
            f->fills[i], t->role[ROLE_PAPER]);
    }
}

/* The fills of containers by their level. */
static ThemeCode frame_fill(Shape s, int level)
{
    Fills fills = fills_of(s);
    if (fills.outer != CODE_B6)
        return level <= 1 ? fills.outer : fills.inner;
    return level <= 1   ? CODE_B4
           : level == 2 ? CODE_B5
           : level == 3 ? CODE_B6
                        : CODE_N7;
}

static bool lies_within(Rect outer, Rect inner)
{
    return outer.x <= inner.x && outer.y <= inner.y &&
           em_right(outer) >= em_right(inner) &&
           em_bottom(outer) >= em_bottom(inner);
}

static int level_of(const Graph *g, const Node *n)
{
    int level = 1;
    for (int c = n->container; c != NONE; c = g->containers.items[c].parent)
        level++;
    return level;
}

/* True in grids without gaps. */
static bool is_tile(const Graph *g, int container)
{
    const Grid *grid =
        container == NONE ? &g->grid : &g->containers.items[container].grid;
    return (grid->rows || grid->columns) &&
           ((grid->has_x && grid->gap_x == 0) ||
            (grid->has_y && grid->gap_y == 0));
}

void em_draw_figure(Canvas *c, const Node *n, int index, int level)
{
    Style style = em_style_of(&n->styles);
    Figure f = {.canvas = c, .shape = n->shape, .style = &style};
    Rect body = {n->x + n->body.x, n->y + n->body.y, n->body.w, n->body.h};
    Rect title = {n->title_at.x, n->title_at.y, n->title.w, n->title.h};
    GroupInfo *group = em_begin_group(
        c, GROUP_SHAPE, em_new_id(c, n->id, (Str){0}, (Str){0}), n->tooltip);

    group->node = index;
    group->link = em_safe_link(n->link);
    if (style.has_opacity && style.opacity == 0) {
        em_end_group(c);
        return;
    }
    c->opacity = style.has_opacity ? style.opacity : 0;
    const Ruled ruled = {n->shape, false, level};
    Fills fills = fills_of(n->shape);
    em_rule_style(c, &ruled, &style);
    f.codes = codes_of(level <= 1 ? fills.outer : fills.inner, &style);
    em_rule_codes(c, &ruled, &f.codes);
    f.is_tile = index != NONE && is_tile(c->graph, n->container);
    if (n->sequence)
        f.codes = codes_of(CODE_N7, &style);
    choose_colors(&f);
    make_figure(&f, body);
    draw_figure(&f);
    if (n->icon) {
        Rect box = n->icon_box;
        box.x += n->x;
        box.y += n->y;
        em_draw_icon(c, n->icon, box,
                     f.paint.stroke == NONE ? em_role_ink(c, ROLE_BORDER)
                                            : f.paint.stroke);
    }
    Rect at = {n->x + title.x, n->y + title.y, title.w, title.h};
    if (em_rects_meet(at, body) && !lies_within(n->body, title))
        em_draw_rect(c, em_fill(em_label_ground(c, em_rect_grow(body, PX))), at,
                     0, CORNERS_NONE); /* it stands on the border */
    em_draw_label(c, &n->title, (Point){at.x, at.y}, n->title.w, SET_CENTRE,
                  title_ink(&f, lies_within(n->body, title)));
    c->opacity = 0;
    if (n->sequence)
        em_draw_sequence(c, n);
    em_end_group(c);
}

void em_draw_shape(Canvas *c, int index)
{
    const Node *n = &c->graph->nodes.items[index];
    em_draw_figure(c, n, index, level_of(c->graph, n));
}

void em_draw_box(Canvas *c, const DrawnBox *b)
{
    Style style = em_style_of(b->styles);
    Figure f = {.canvas = c, .shape = b->shape, .style = &style};

    em_rule_style(c, &(Ruled){b->shape, false, 1}, &style);
    f.codes = codes_of(b->fill, &style);

    c->opacity = style.has_opacity ? MAX(style.opacity, 1) : 0;
    choose_colors(&f);
    make_figure(&f, b->box);
    draw_figure(&f);
    if (b->label)
        em_draw_label(c, b->label, b->label_at, b->label->w, SET_LEFT,
                      title_ink(&f, true));
    c->opacity = 0;
}

/* A container's colours, which its style may change; those of its title in
 * *titles. */
static void color_frame(Figure *f, Style *style, int container, Color titles[2])
{
    const Graph *g = f->canvas->graph;
    int level = 1;

    for (int p = g->containers.items[container].parent; p != NONE;
         p = g->containers.items[p].parent)
        level++;
    const Ruled ruled = {f->shape, true, level};
    em_rule_style(f->canvas, &ruled, style);
    f->codes = codes_of(frame_fill(f->shape, level), style);
    em_rule_codes(f->canvas, &ruled, &f->codes);
    choose_colors(f);
    choose_hue(f, container, titles);
}

Ink em_frame_ground(Canvas *c, int container)
{
    const Container *k = &c->graph->containers.items[container];
    Style style = em_style_of(&k->styles);
    Figure f = {.canvas = c, .shape = k->shape, .style = &style};
    Color titles[2];

    color_frame(&f, &style, container, titles);
    if (f.fills[0].a < 255 || style.has_gradient)
        return em_role_ink(c, ROLE_LABEL_FILL);
    return em_ink(c, f.fills[0], f.fills[1]);
}

/* A container's icon and title; with ground under them where they stand on
 * lines. */
static void draw_heading(const Figure *f, const Container *k,
                         const Color titles[2])
{
    Canvas *c = f->canvas;
    Rect at = em_container_label(k), heading = em_container_heading(k);

    if (k->title_place.kind == PLACE_BORDER)
        em_draw_rect(c, em_fill(em_label_ground(c, em_rect_grow(k->box, PX))),
                     heading, 0, CORNERS_NONE);
    if (k->crossed)
        em_draw_rect(c, em_fill(em_label_ground(c, heading)), heading, 0,
                     CORNERS_NONE);
    if (k->icon)
        em_draw_icon(c, k->icon, em_container_icon(k), f->paint.stroke);
    em_draw_label(c, &k->title, (Point){at.x, at.y}, k->title.w, SET_LEFT,
                  em_ink(c, titles[0], titles[1]));
}

static bool is_invisible(const Style *style)
{
    return style->has_opacity && style->opacity == 0;
}

void em_draw_frame(Canvas *c, int container)
{
    const Container *k = &c->graph->containers.items[container];
    Style style = em_style_of(&k->styles);
    Figure f = {.canvas = c, .shape = k->shape, .style = &style};
    Color titles[2];
    GroupInfo *group =
        em_begin_group(c, GROUP_CONTAINER,
                       em_new_id(c, STR("group"), k->id, (Str){0}), k->tooltip);

    group->link = em_safe_link(k->link);
    if (is_invisible(&style)) {
        em_end_group(c);
        return;
    }
    c->opacity = style.has_opacity ? style.opacity : 0;
    f.is_tile = is_tile(c->graph, k->parent) || is_tile(c->graph, container);
    color_frame(&f, &style, container, titles);
    make_figure(&f, em_container_body(k));
    draw_figure(&f);
    if (!k->crossed)
        draw_heading(&f, k, titles);
    c->opacity = 0;
    em_end_group(c);
}

void em_draw_heading(Canvas *c, int container)
{
    const Container *k = &c->graph->containers.items[container];
    Style style = em_style_of(&k->styles);
    Figure f = {.canvas = c, .shape = k->shape, .style = &style};
    Color titles[2];

    if (is_invisible(&style))
        return;
    color_frame(&f, &style, container, titles);
    make_figure(&f, em_container_body(k));
    c->opacity = style.has_opacity ? style.opacity : 0;
    draw_heading(&f, k, titles);
    c->opacity = 0;
}

void em_draw_rim(Canvas *c, int container)
{
    const Container *k = &c->graph->containers.items[container];
    Style style = em_style_of(&k->styles);
    Figure f = {.canvas = c, .shape = k->shape, .style = &style};
    Color titles[2];

    if (k->shape == SHAPE_TABLE || !is_tile(c->graph, container) ||
        is_invisible(&style))
        return;
    f.is_tile = true;
    color_frame(&f, &style, container, titles);
    make_figure(&f, em_container_body(k));
    f.paint.fill = NONE;
    f.paint.gradient = 0;
    c->opacity = style.has_opacity ? style.opacity : 0;
    put_outline(&f, f.paint, 0, 0);
    c->opacity = 0;
}
