/*
 * Containers: a tinted box with its title, in one hue after the other.
 *
 * They come in the order in which they close, inner ones first; so they are
 * painted from the last to the first.
 */
#include "scene/draw.h"

/* Beyond this many containers, labels do not look for the one they are in. */
enum { MAX_GROUNDS = 256 };

typedef struct {
    Ink border, fill, title;
} ContainerInks;

static ContainerInks inks_of(Canvas *c, int container, const Style *style)
{
    const Theme *light = c->options->theme;
    const Theme *dark = c->options->dark ? c->options->dark : light;
    int hue = container % GROUP_HUES;
    Color fills[] = {light->group[hue].fill, dark->group[hue].fill};
    Color titles[] = {light->group[hue].title, dark->group[hue].title};
    Color borders[] = {light->group[hue].border, dark->group[hue].border};

    for (int i = 0; i < COUNT(fills); i++) {
        if (style->has_fill)
            fills[i] = em_color_over(style->fill, fills[i]);
        if (style->has_stroke)
            borders[i] = style->stroke;
        titles[i] = style->has_color
                        ? style->color
                        : em_color_readable(titles[i], fills[i], CONTRAST_TEXT);
    }
    return (ContainerInks){em_ink(c, borders[0], borders[1]),
                           em_ink(c, fills[0], fills[1]),
                           em_ink(c, titles[0], titles[1])};
}

static void draw_title(Canvas *c, const Container *k, Ink ink)
{
    Rect at = em_container_label(k);
    em_draw_label(c, &k->title, (Point){at.x, at.y}, k->title.w, SET_LEFT, ink);
}

static void draw_container(Canvas *c, int index)
{
    const Container *k = &c->graph->containers.items[index];
    Style style = em_style_of(&k->styles);
    ContainerInks inks = inks_of(c, index, &style);
    Len width = style.has_width ? style.width : PX;
    Rect box = em_rect_grow(k->box, -width / 2);
    Paint paint = em_stroke(inks.border, width);

    paint.fill = inks.fill;
    paint.n_dash = style.n_dash;
    for (int i = 0; i < style.n_dash; i++)
        paint.dash[i] = style.dash[i];
    em_begin_group(c, GROUP_CONTAINER,
                   em_new_id(c, STR("group"), k->id, (Str){0}), (Str){0});
    c->opacity = style.has_opacity ? style.opacity : 0;
    em_draw_rect(c, paint, box,
                 style.has_radius ? style.radius : c->look->radius,
                 CORNERS_ALL);
    if (!k->crossed)
        draw_title(c, k, inks.title);
    c->opacity = 0;
    em_end_group(c);
}

void em_draw_containers(Canvas *c)
{
    for (int i = c->graph->containers.n - 1; i >= 0; i--) {
        if (c->graph->containers.items[i].shape == SHAPE_TABLE)
            draw_container(c, i);
        else
            em_draw_frame(c, i);
    }
    for (int i = 0; i < c->graph->containers.n; i++)
        em_draw_rim(c, i);
}

void em_draw_crossed_headings(Canvas *c)
{
    for (int i = 0; i < c->graph->containers.n; i++) {
        const Container *k = &c->graph->containers.items[i];
        if (!k->crossed)
            continue;
        if (k->shape != SHAPE_TABLE) {
            em_draw_heading(c, i);
            continue;
        }
        Style style = em_style_of(&k->styles);
        ContainerInks inks = inks_of(c, i, &style);
        c->opacity = style.has_opacity ? style.opacity : 0;
        em_draw_rect(c, em_fill(inks.fill), em_container_heading(k), 0,
                     CORNERS_NONE);
        draw_title(c, k, inks.title);
        c->opacity = 0;
    }
}

static bool holds(Rect outer, Rect inner)
{
    return outer.x <= inner.x && outer.y <= inner.y &&
           em_right(outer) >= em_right(inner) &&
           em_bottom(outer) >= em_bottom(inner);
}

/*
 * A theme that backs labels with its paper means: with what is there. In a
 * container that is its tint, unless a style made it a colour that the ink of
 * labels was not chosen for.
 */
Ink em_label_ground(Canvas *c, Rect box)
{
    const Graph *g = c->graph;
    const Color *role = c->options->theme->role;
    bool as_paper = em_color_eq(role[ROLE_LABEL_FILL], role[ROLE_PAPER]);
    int n = as_paper && g->containers.n <= MAX_GROUNDS ? g->containers.n : 0;

    for (int i = 0; i < n; i++) {
        if (!holds(g->containers.items[i].box, box))
            continue;
        if (g->containers.items[i].shape != SHAPE_TABLE)
            return em_frame_ground(c, i);
        Style style = em_style_of(&g->containers.items[i].styles);
        if (!style.has_fill)
            return inks_of(c, i, &style).fill;
        break;
    }
    return em_role_ink(c, ROLE_LABEL_FILL);
}
