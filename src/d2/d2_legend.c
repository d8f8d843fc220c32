/*
 * vars.d2-legend as a list of samples.
 */
#include "d2/d2_sequence.h"

static LegendEntry *add_entry(Arena *a, OwnLegend *to, const D2Attrs *attrs,
                              Str otherwise)
{
    LegendEntry *e = PUSH(a, &to->entries);
    *e = (LegendEntry){.text = em_d2_label(attrs, otherwise)};
    return e;
}

/* What is wide, or nothing but its text, is a box in a legend. */
static Shape sample_shape(Shape shape)
{
    bool is_plain = shape == SHAPE_TABLE || shape == SHAPE_CLASS ||
                    shape == SHAPE_CODE || shape == SHAPE_TEXT;
    return is_plain ? SHAPE_RECTANGLE : shape;
}

static void add_box(Arena *a, OwnLegend *to, const D2Object *o,
                    const D2Images *images)
{
    LegendEntry *e = add_entry(a, to, &o->attrs, o->key);
    e->node = em_d2_node(o, images, a);
    e->node.shape = sample_shape(e->node.shape);
    e->node.title = (Label){0};
    e->node.link = (Str){0};
}

static void add_line(Arena *a, OwnLegend *to, const D2Connection *c)
{
    LegendEntry *e = add_entry(a, to, &c->attrs, STR(""));
    const EdgeEnd nowhere = {.node = NONE, .container = NONE, .row = NONE};
    e->is_line = true;
    e->line = (Edge){.from = nowhere,
                     .to = nowhere,
                     .styles = em_d2_styles(a, &c->attrs),
                     .tooltip = em_d2_text(&c->attrs, D2_TOOLTIP, STR(""))};
    e->line.from.mark = em_d2_mark(&c->src);
    e->line.to.mark = em_d2_mark(&c->dst);
}

OwnLegend *em_d2_legend(const D2Board *board, const D2Images *images, Arena *a)
{
    const D2Legend *from = board->legend;
    if (!from)
        return NULL;

    OwnLegend *to = NEW(a, OwnLegend);
    to->title = (Label){.text = from->label.n ? from->label : STR("Legend")};
    for (int i = 0; i < from->objects.n; i++)
        if (!from->objects.items[i].hidden)
            add_box(a, to, &from->objects.items[i], images);
    for (int i = 0; i < from->connections.n; i++) /* without words: no help */
        if (em_d2_text(&from->connections.items[i].attrs, D2_LABEL, STR("")).n)
            add_line(a, to, &from->connections.items[i]);
    return to;
}
