/*
 * SVG: fills that are more than a colour, and images.
 *
 * Gradients and patterns are defined once, before all that uses them, and
 * referred to by ids of ours. Images are data URLs: nothing is fetched, and
 * what is in an SVG image cannot run.
 */
#include "out/svg.h"

static Str pattern_name(Pattern p)
{
    static const Str names[PATTERN_COUNT] = {
        [PATTERN_NONE] = STR_INIT(""),
        [PATTERN_DOTS] = STR_INIT("em.dots"),
        [PATTERN_LINES] = STR_INIT("em.lines"),
        [PATTERN_GRAIN] = STR_INIT("em.grain"),
        [PATTERN_PAPER] = STR_INIT("em.paper"),
    };
    return names[p];
}

/* The id of what a paint is filled with. */
static void put_name(Svg *v, const Paint *p)
{
    em_svg_put_id(v,
                  p->gradient ? STR("em.gradient") : pattern_name(p->pattern));
    em_put_char(v->out, '-');
    em_put_int(v->out, p->gradient ? p->gradient : p->fill);
}

void em_svg_survey_paint(Svg *v, const Paint *paint)
{
    v->wanders |= paint->animated;
    if (paint->pattern == PATTERN_NONE)
        return;
    for (int i = 0; i < v->patterns.n; i++)
        if (v->patterns.items[i].pattern == paint->pattern &&
            v->patterns.items[i].fill == paint->fill)
            return;
    *PUSH(v->scratch, &v->patterns) = *paint;
}

void em_svg_put_fill(Svg *v, const Paint *paint)
{
    em_put(v->out, STR(" fill=\"url(#"));
    put_name(v, paint);
    em_put(v->out, STR(")\""));
}

/* A number of thousandths under a name as em_svg_put_length has it. */
static void put_milli(Svg *v, Str name, int milli)
{
    em_put(v->out, name);
    em_put_fixed(v->out, milli, 1000, 3);
    em_put_char(v->out, '"');
}

static void put_stop(Svg *v, const GradientStop *s)
{
    put_milli(v, STR("<stop offset=\""), s->at);
    em_put(v->out, STR(" stop-color=\""));
    em_color_put(v->out, s->color);
    em_put_char(v->out, '"');
    if (s->color.a != 255) {
        em_put(v->out, STR(" stop-opacity=\""));
        em_put_fixed(v->out, s->color.a, 255, 3);
        em_put_char(v->out, '"');
    }
    em_put(v->out, STR("/>"));
}

/* From side to side of the box, in thousandths of it. */
static void put_way(Svg *v, const Gradient *g)
{
    GradientLine l = em_gradient_line(g);
    put_milli(v, STR(" x1=\""), l.x1);
    put_milli(v, STR(" y1=\""), l.y1);
    put_milli(v, STR(" x2=\""), l.x2);
    put_milli(v, STR(" y2=\""), l.y2);
}

static void put_gradient(Svg *v, int index)
{
    const Gradient *g = &v->scene->gradients.items[index];
    Str element = g->radial ? STR("radialGradient") : STR("linearGradient");
    Paint paint = {.gradient = index + 1};

    PUT(v->out, STR("\n<"), element, STR(" id=\""));
    put_name(v, &paint);
    em_put_char(v->out, '"');
    if (!g->radial)
        put_way(v, g);
    em_put_char(v->out, '>');
    for (int i = 0; i < g->n; i++)
        put_stop(v, &g->stops[i]);
    PUT(v->out, STR("</"), element, STR(">"));
}

static void put_pattern(Svg *v, const Paint *paint)
{
    PatternTile tile = em_pattern_tile(paint->pattern);
    Path path = {0};

    em_put(v->out, STR("\n<pattern id=\""));
    put_name(v, paint);
    em_put_char(v->out, '"');
    em_svg_put_length(v->out, STR(" width=\""), tile.size);
    em_svg_put_length(v->out, STR(" height=\""), tile.size);
    em_put(v->out, STR(" patternUnits=\"userSpaceOnUse\"><path"));
    em_svg_put_ink(v, STR(" fill=\""), paint->fill);
    for (int i = 0; i < tile.n; i++) {
        Rect r = tile.marks[i];
        PathStep steps[] = {
            {PATH_MOVE, {{r.x, r.y}}},
            {PATH_LINE, {{em_right(r), r.y}}},
            {PATH_LINE, {{em_right(r), em_bottom(r)}}},
            {PATH_LINE, {{r.x, em_bottom(r)}}},
            {PATH_CLOSE, {{0, 0}}},
        };
        for (int k = 0; k < COUNT(steps); k++)
            *PUSH(v->scratch, &path) = steps[k];
    }
    em_put(v->out, STR(" d=\""));
    em_svg_put_path_data(v->out, &path);
    em_put(v->out, STR("\"/></pattern>"));
}

void em_svg_put_defs(Svg *v)
{
    int gradients = v->scene->gradients.n;
    if (gradients == 0 && v->patterns.n == 0)
        return;
    em_put(v->out, STR("\n<defs>"));
    for (int i = 0; i < gradients; i++)
        put_gradient(v, i);
    for (int i = 0; i < v->patterns.n; i++)
        put_pattern(v, &v->patterns.items[i]);
    em_put(v->out, STR("\n</defs>"));
}

void em_svg_put_image(Svg *v, const Item *item)
{
    const Image *p = item->as.image.image;
    Rect box = item->as.image.box;

    em_svg_put_length(v->out, STR("<image x=\""), box.x);
    em_svg_put_length(v->out, STR(" y=\""), box.y);
    em_svg_put_length(v->out, STR(" width=\""), box.w);
    em_svg_put_length(v->out, STR(" height=\""), box.h);
    PUT(v->out, STR(" xlink:href=\"data:image/"),
        p->kind == IMAGE_PNG ? STR("png") : STR("svg+xml"), STR(";base64,"));
    em_svg_put_base64(v->out, p->bytes);
    em_put(v->out, STR("\"/>"));
}
