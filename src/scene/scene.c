/*
 * The scene: what is painted first, and how large the page is.
 *
 * Containers lie at the bottom, then the relations, then the tables, which
 * hide nothing: lines end at their borders. Everything is drawn in the graph's
 * coordinates; when the bounds of all items are known, it is moved so that the
 * page begins at 0, 0.
 */
#include "scene/scene.h"

#include "scene/draw.h"

enum { TITLE_GAP = 16 * PX, MAX_NAMED = 8 };

static Rect grown(Rect box, const Paint *paint)
{
    return paint->stroke == NONE ? box : em_rect_grow(box, paint->width);
}

static Rect path_bounds(const Path *path)
{
    Rect box = {path->items[0].p[0].x, path->items[0].p[0].y, 0, 0};
    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        int n = s->op == PATH_CURVE ? 3 : s->op != PATH_CLOSE;
        for (int k = 0; k < n; k++)
            box = em_rect_around(box, (Rect){s->p[k].x, s->p[k].y, 0, 0});
    }
    return box;
}

static bool is_drawn(const Item *item)
{
    return item->kind != ITEM_GROUP && item->kind != ITEM_END;
}

static Rect item_bounds(const Item *item)
{
    switch (item->kind) {
    case ITEM_RECT: return grown(item->as.rect.box, &item->paint);
    case ITEM_PATH: return grown(path_bounds(&item->as.path), &item->paint);
    case ITEM_TEXT:
        return (Rect){item->as.text.at.x, item->as.text.at.y,
                      MAX(item->as.text.w, item->as.text.block->w),
                      item->as.text.block->h};
    case ITEM_IMAGE: return item->as.image.box;
    case ITEM_GROUP:
    case ITEM_END: break;
    }
    return (Rect){0};
}

static void move_point(Point *p, Len dx, Len dy)
{
    p->x += dx;
    p->y += dy;
}

static void move_item(Item *item, Len dx, Len dy)
{
    switch (item->kind) {
    case ITEM_RECT:
        item->as.rect.box.x += dx;
        item->as.rect.box.y += dy;
        break;
    case ITEM_PATH:
        for (int i = 0; i < item->as.path.n; i++)
            for (int k = 0; k < 3; k++)
                move_point(&item->as.path.items[i].p[k], dx, dy);
        break;
    case ITEM_TEXT: move_point(&item->as.text.at, dx, dy); break;
    case ITEM_IMAGE:
        item->as.image.box.x += dx;
        item->as.image.box.y += dy;
        break;
    case ITEM_GROUP:
    case ITEM_END: break;
    }
}

void em_scene_move(Scene *s, Len dx, Len dy)
{
    for (int i = 0; i < s->items.n; i++)
        move_item(&s->items.items[i], dx, dy);
}

/* Down, or up, to a whole number of px. */
static Len whole_px(Len v, bool up)
{
    Len rest = (v % PX + PX) % PX;
    return rest == 0 ? v : v - rest + (up ? PX : 0);
}

/*
 * Gives the page its size: the drawing, and so much below it, with its margin,
 * and nothing cut.
 */
static void fit_page(Canvas *c, Len below)
{
    Scene *s = c->scene;
    const SceneOptions *o = c->options;
    Rect page = {0, 0, c->graph->w, c->graph->h + below};
    Rect bounds = page;

    if (c->graph->title.block) {
        const Label *title = &c->graph->title;
        Rect box = {0, -TITLE_GAP - title->h, title->w, title->h};
        page = em_rect_around(page, box);
    }
    page = em_rect_grow(page, o->has_pad ? o->pad : c->look->margin);
    for (int i = 0; i < s->items.n; i++)
        if (is_drawn(&s->items.items[i]))
            bounds = em_rect_around(bounds, item_bounds(&s->items.items[i]));
    page = em_rect_around(page, bounds);

    Len x = whole_px(page.x, false), y = whole_px(page.y, false);
    s->w = MAX(whole_px(em_right(page), true) - x, PX);
    s->h = MAX(whole_px(em_bottom(page), true) - y, PX);
    em_scene_move(s, -x, -y);
}

static void draw_title(Canvas *c)
{
    const Label *title = &c->graph->title;

    if (!title->block)
        return;
    em_begin_group(c, GROUP_TITLE,
                   em_new_id(c, STR("title"), (Str){0}, (Str){0}), (Str){0});
    em_draw_label(c, title, (Point){0, -TITLE_GAP - title->h}, title->w,
                  SET_LEFT, em_role_ink(c, ROLE_TITLE));
    em_end_group(c);
}

static void put_count(Buf *b, int n, Str one, Str many)
{
    em_put_int(b, n);
    PUT(b, STR(" "), n == 1 ? one : many);
}

/* "3 tables (customer, order, item) and 2 relations" */
static Str describe(Canvas *c)
{
    const Graph *g = c->graph;
    Buf b = {.arena = c->arena};
    int named = MIN(g->nodes.n, MAX_NAMED);

    put_count(&b, g->nodes.n, STR("entity"), STR("entities"));
    for (int i = 0; i < named; i++)
        PUT(&b, i ? STR(", ") : STR(" ("),
            em_plain_text(c->arena, &g->nodes.items[i].title));
    if (named)
        em_put(&b, named < g->nodes.n ? STR(", …)") : STR(")"));
    em_put(&b, STR(" and "));
    put_count(&b, g->edges.n, STR("relation"), STR("relations"));
    return em_buf_str(&b);
}

static void draw_node(Canvas *c, int node)
{
    Shape s = c->graph->nodes.items[node].shape;
    if (s == SHAPE_TABLE || s == SHAPE_CLASS)
        em_draw_table(c, node);
    else
        em_draw_shape(c, node);
}

/* The theme on another paper; its inks follow. */
static const Theme *on_background(Arena *a, const Theme *t, Color background)
{
    Json map = {.kind = JSON_MAP};
    Buf text = {.arena = a};

    if (!t)
        return NULL;
    em_color_put(&text, em_color_over(background, t->role[ROLE_PAPER]));
    Json *member = em_json_set(a, &map, STR("background"));
    member->kind = JSON_STRING;
    member->text = em_buf_str(&text);
    Theme *copy = NEW(a, Theme);
    *copy = em_theme_with(t, &map);
    return copy;
}

Scene *em_scene(const Graph *g, Fonts *fonts, const SceneOptions *o,
                Arena *arena)
{
    SceneOptions own = *o;
    if (o->has_background) {
        own.theme = on_background(arena, o->theme, o->background);
        own.dark = on_background(arena, o->dark, o->background);
    }
    Scene *s = NEW(arena, Scene);
    Canvas c = {.scene = s,
                .graph = g,
                .options = &own,
                .look = o->look,
                .arena = arena,
                .inks = {.arena = arena},
                .ids = {.arena = arena}};

    s->fonts = fonts;
    s->paper = o->transparent ? NONE : em_role_ink(&c, ROLE_PAPER);
    s->title = g->acc_title.n ? g->acc_title : em_plain_text(arena, &g->title);
    s->description = g->acc_descr.n ? g->acc_descr : describe(&c);

    em_begin_group(&c, GROUP_PAGE, (Str){0}, (Str){0});
    draw_title(&c);
    em_draw_containers(&c);
    em_draw_edges(&c);
    for (int i = 0; i < g->nodes.n; i++)
        draw_node(&c, i);
    em_draw_straight_edges(&c);
    Len below = em_draw_legend(&c);
    em_end_group(&c);
    fit_page(&c, below);

    assert(em_scene_is_sound(s, NULL));
    return s;
}
