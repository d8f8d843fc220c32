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

enum {
    TITLE_GAP = 16 * PX,
    ROW_GAP = 64 * PX, /* between pictures beside each other */
    MAX_NAMED = 8
};

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

/* Moves the items from an index on. */
static void move_items(Scene *s, int from, Len dx, Len dy)
{
    for (int i = from; i < s->items.n; i++)
        move_item(&s->items.items[i], dx, dy);
}

void em_scene_move(Scene *s, Len dx, Len dy)
{
    move_items(s, 0, dx, dy);
}

/* Down, or up, to a whole number of px. */
static Len whole_px(Len v, bool up)
{
    Len rest = (v % PX + PX) % PX;
    return rest == 0 ? v : v - rest + (up ? PX : 0);
}

/* Where a graph and its title are. */
static Rect page_of(const Graph *g)
{
    Rect page = {0, 0, g->w, g->h};
    const Label *title = &g->title;
    if (!title->block)
        return page;
    return em_rect_around(page,
                          (Rect){0, -TITLE_GAP - title->h, title->w, title->h});
}

void em_fit_page(Canvas *c, Rect page)
{
    Scene *s = c->scene;
    const SceneOptions *o = c->options;
    Rect bounds = page;

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
    int n_nodes = 0, n_edges = 0, named = 0;

    for (int i = 0; i < g->nodes.n; i++)
        n_nodes += !g->nodes.items[i].absent;
    for (int i = 0; i < g->edges.n; i++)
        n_edges += !g->edges.items[i].absent && !g->edges.items[i].hidden;
    put_count(&b, n_nodes, STR("entity"), STR("entities"));
    for (int i = 0; i < g->nodes.n && named < MAX_NAMED; i++)
        if (!g->nodes.items[i].absent) {
            em_put(&b, named++ ? STR(", ") : STR(" ("));
            em_put(&b, em_plain_text(c->arena, &g->nodes.items[i].title));
        }
    if (named)
        em_put(&b, named < n_nodes ? STR(", …)") : STR(")"));
    em_put(&b, STR(" and "));
    put_count(&b, n_edges, STR("relation"), STR("relations"));
    return em_buf_str(&b);
}

static void draw_node(Canvas *c, int node)
{
    if (c->graph->nodes.items[node].absent)
        return;
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

void em_draw_nodes(Canvas *c)
{
    for (int i = 0; i < c->graph->nodes.n; i++)
        draw_node(c, i);
}

Canvas *em_new_canvas(Easel *e, const Graph *g, Fonts *fonts,
                      const SceneOptions *o, Arena *arena)
{
    Canvas *c = &e->canvas;
    Scene *s = NEW(arena, Scene);

    SceneOptions *own = &e->options;
    Style page = em_style_of(&g->styles);

    *own = *o;
    if (page.has_fill && !o->has_background && !o->transparent) {
        own->has_background = true;
        own->background = page.fill;
    }
    if (own->has_background) {
        own->theme = on_background(arena, o->theme, own->background);
        own->dark = on_background(arena, o->dark, own->background);
    }
    *c = (Canvas){.scene = s,
                  .graph = g,
                  .options = &e->options,
                  .look = o->look,
                  .arena = arena,
                  .inks = {.arena = arena},
                  .ids = {.arena = arena}};
    s->fonts = fonts;
    s->paper = o->transparent ? NONE : em_role_ink(c, ROLE_PAPER);
    s->title = g->acc_title.n ? g->acc_title : em_plain_text(arena, &g->title);
    s->description = g->acc_descr.n ? g->acc_descr : describe(c);
    return c;
}

/* Draws all there is of a graph; returns where. */
static Rect draw_graph(Canvas *c, bool with_legend)
{
    Rect page = page_of(c->graph);
    draw_title(c);
    em_draw_containers(c);
    em_draw_edges(c);
    em_draw_crossed_headings(c);
    em_draw_nodes(c);
    em_draw_straight_edges(c);
    if (with_legend)
        page = em_rect_around(page, em_draw_legend(c));
    Rect legend = em_draw_own_legend(c);
    return legend.w ? em_rect_around(page, legend) : page;
}

Scene *em_scene(const Graph *g, Fonts *fonts, const SceneOptions *o,
                Arena *arena)
{
    Easel easel;
    Canvas *c = em_new_canvas(&easel, g, fonts, o, arena);

    em_begin_group(c, GROUP_PAGE, (Str){0}, (Str){0});
    Rect page = draw_graph(c, true);
    em_end_group(c);
    em_fit_page(c, page);
    em_draw_page(c);

    assert(em_scene_is_sound(c->scene, NULL));
    return c->scene;
}

/* A line between two pictures, as high as they are. */
static void draw_divider(Canvas *c, Len x, Rect page)
{
    Path path = {0};
    em_move_to(c, &path, (Point){x, page.y});
    em_line_to(c, &path, (Point){x, em_bottom(page)});
    em_draw_path(c, em_stroke(em_role_ink(c, ROLE_RULE), PX), path);
}

Scene *em_scene_row(Graph *const *graphs, int n, Fonts *fonts,
                    const SceneOptions *o, Arena *arena)
{
    Easel easel;
    Canvas *c = em_new_canvas(&easel, graphs[0], fonts, o, arena);
    Rect page = page_of(graphs[0]);
    Len x = 0;

    em_begin_group(c, GROUP_PAGE, (Str){0}, (Str){0});
    for (int i = 0; i < n; i++) {
        int first = c->scene->items.n;
        c->graph = graphs[i];
        Rect own = draw_graph(c, i == 0);
        move_items(c->scene, first, x, 0);
        if (i > 0)
            draw_divider(c, x - ROW_GAP / 2, own);
        own.x += x;
        page = em_rect_around(page, own);
        x = em_right(page) + ROW_GAP;
    }
    em_end_group(c);
    em_fit_page(c, page);

    assert(em_scene_is_sound(c->scene, NULL));
    return c->scene;
}
