/*
 * The page's own fill and frame, which lie under all that is drawn.
 */
#include "scene/draw.h"

static void ask(Canvas *c, StyleRequests *styles, Str property, Str value)
{
    *PUSH(c->arena, styles) = (StyleRequest){property, value};
}

/* Properties that a page has; shapes have more. */
static bool is_pages(Str property)
{
    static const Str names[] = {
        STR_INIT("fill"),          STR_INIT("fill-pattern"),
        STR_INIT("stroke"),        STR_INIT("stroke-width"),
        STR_INIT("stroke-dash"),   STR_INIT("double-border"),
        STR_INIT("border-radius"),
    };
    for (int i = 0; i < COUNT(names); i++)
        if (em_str_eq(names[i], property))
            return true;
    return false;
}

/* What was asked for, and what is so unless it was. */
static StyleRequests page_styles(Canvas *c, bool paper)
{
    const StyleRequests *asked = &c->graph->styles;
    StyleRequests styles = {0};

    ask(c, &styles, STR("stroke-width"), STR("0"));
    ask(c, &styles, STR("border-radius"), STR("0"));
    if (paper)
        ask(c, &styles, STR("fill-pattern"), STR("paper"));
    for (int i = 0; i < asked->n; i++)
        if (is_pages(asked->items[i].property))
            ask(c, &styles, asked->items[i].property, asked->items[i].value);
    return styles;
}

/* Moves the items from `from` on to the front, behind the page's group. */
static void move_to_front(Canvas *c, int from)
{
    Scene *s = c->scene;
    const int first = 1;
    int added = s->items.n - from;
    Item *page = NEW_ARRAY(c->arena, added + 1, Item);

    for (int i = 0; i < added; i++)
        page[i] = s->items.items[from + i];
    for (int i = from - 1; i >= first; i--)
        s->items.items[i + added] = s->items.items[i];
    for (int i = 0; i < added; i++)
        s->items.items[first + i] = page[i];
}

void em_draw_page(Canvas *c)
{
    Scene *s = c->scene;
    Style style = em_style_of(&c->graph->styles);
    bool paper = c->options->theme->rules == RULES_ORIGAMI;
    int n = s->items.n;

    if ((c->graph->styles.n == 0 && !paper) || c->options->transparent)
        return;
    StyleRequests styles = page_styles(c, paper);
    if (style.has_radius)
        s->paper = NONE;
    em_draw_box(c, &(DrawnBox){.shape = SHAPE_RECTANGLE,
                               .box = {0, 0, s->w, s->h},
                               .styles = &styles,
                               .fill = CODE_N7});
    move_to_front(c, n);
}
