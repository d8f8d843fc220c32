/*
 * Scenes of graphs that are placed by hand.
 */
#include "scene/scene.h"
#include "test.h"

/* A block of one line, 7 px a byte and 16 px high. */
static void set_label(Arena *a, Label *label, Str text)
{
    TextBlock *block = NEW(a, TextBlock);
    TextLine line = {.w = 7 * PX * text.n, .baseline = 12 * PX};

    *PUSH(a, &line.runs) =
        (Run){.text = text, .size = 13 * PX, .advance = line.w};
    *PUSH(a, &block->lines) = line;
    block->w = line.w;
    block->h = 16 * PX;
    *label =
        (Label){.text = text, .block = block, .w = block->w, .h = block->h};
}

static Node *add_node(Arena *a, Graph *g, Str name, Rect box)
{
    Node *n = PUSH(a, &g->nodes);
    n->id = name;
    n->container = NONE;
    set_label(a, &n->title, name);
    n->x = box.x * PX;
    n->y = box.y * PX;
    n->w = box.w * PX;
    n->h = n->header_h = box.h * PX;
    n->title_at = (Point){12 * PX, 8 * PX};
    return n;
}

/* A row 24 px high under those that are there. */
static Row *add_row(Arena *a, Node *n, Str name, Str type)
{
    if (n->rows.n == 0)
        n->header_h = n->h;
    Row *r = PUSH(a, &n->rows);
    set_label(a, &r->name, name);
    set_label(a, &r->type, type);
    r->y = n->h;
    r->h = 24 * PX;
    r->baseline = r->y + 16 * PX;
    n->cells[CELL_NAME] = (CellSpan){40 * PX, 60 * PX};
    n->cells[CELL_TYPE] = (CellSpan){110 * PX, 40 * PX};
    n->h += r->h;
    return r;
}

static Edge *add_edge(Arena *a, Graph *g, int from, int to, const Point *px,
                      int n)
{
    Edge *e = PUSH(a, &g->edges);
    e->from = (EdgeEnd){
        .node = from, .container = NONE, .row = NONE, .mark = MARK_EXACTLY_ONE};
    e->to = (EdgeEnd){
        .node = to, .container = NONE, .row = NONE, .mark = MARK_ZERO_OR_MORE};
    e->points = NEW_ARRAY(a, n, Point);
    e->n_points = n;
    for (int i = 0; i < n; i++)
        e->points[i] = (Point){px[i].x * PX, px[i].y * PX};
    return e;
}

static void style(Arena *a, StyleRequests *to, Str property, Str value)
{
    *PUSH(a, to) = (StyleRequest){property, value};
}

/* customer(id, name) ||--o{ order, 100 px between them. */
static Graph *new_shop(Arena *a)
{
    static const Point route[] = {{160, 44}, {210, 44}, {210, 80}, {260, 80}};
    Graph *g = NEW(a, Graph);

    Node *n = add_node(a, g, STR("customer"), (Rect){0, 0, 160, 32});
    Row *id = add_row(a, n, STR("id"), STR("int"));
    Badge *badge = PUSH(a, &id->badges);
    badge->kind = BADGE_PK;
    badge->box = (Rect){12 * PX, 36 * PX, 22 * PX, 16 * PX};
    set_label(a, &badge->label, STR("PK"));
    id->tooltip = STR("who \"it\" is");
    add_row(a, n, STR("full name"), STR("text"));
    add_node(a, g, STR("order"), (Rect){260, 60, 100, 48});
    Edge *e = add_edge(a, g, 0, 1, route, COUNT(route));
    set_label(a, &e->label, STR("ab"));
    e->label_box = (Rect){203 * PX, 54 * PX, 14 * PX, 16 * PX};
    g->w = 360 * PX;
    g->h = 108 * PX;
    return g;
}

static Scene *draw(Arena *a, const Graph *g, SceneOptions o)
{
    Buf why = {.arena = a};

    if (!o.look)
        o.look = em_look_find(STR("ermaid"));
    if (!o.theme)
        o.theme = em_theme_find(STR("light"));
    Scene *s = em_scene(g, NULL, &o, a);
    em_scene_is_sound(s, &why);
    CHECK_STR(em_buf_str(&why), STR(""));
    return s;
}

static Str dump(Arena *a, const Scene *s)
{
    Buf out = {.arena = a};
    em_scene_dump(&out, s);
    return em_buf_str(&out);
}

static bool has(Str s, Str part)
{
    return em_str_find(s, part, 0) != NONE;
}

static int count_groups(const Scene *s, GroupKind kind)
{
    int n = 0;
    for (int i = 0; i < s->items.n; i++)
        n += s->items.items[i].kind == ITEM_GROUP &&
             s->items.items[i].as.group->kind == kind;
    return n;
}

/* The first item of a kind after the beginning of a group with this id. */
static const Item *item_in(const Scene *s, Str id, ItemKind kind)
{
    bool inside = false;
    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        if (item->kind == ITEM_GROUP && em_str_eq(item->as.group->id, id))
            inside = true;
        if (inside && item->kind == kind)
            return item;
    }
    return NULL;
}

static void a_shop_is_drawn_in_groups(Arena *arena)
{
    Scene *s = draw(arena, new_shop(arena), (SceneOptions){0});

    CHECK(s->w == (360 + 48) * PX && s->h == (108 + 48) * PX);
    CHECK(count_groups(s, GROUP_TABLE) == 2);
    CHECK(count_groups(s, GROUP_ROW) == 2);
    CHECK(count_groups(s, GROUP_RELATION) == 1);
    CHECK(!s->follows_reader);
    CHECK_STR(s->description,
              STR("2 entities (customer, order) and 1 relation"));

    Str text = dump(arena, s);
    CHECK(has(text, STR("table #customer\n")));
    CHECK(has(text, STR("row #customer-id tooltip=\"who \\\"it\\\" is\"\n")));
    CHECK(has(text, STR("row #customer-full-name\n")));
    CHECK(has(text, STR("relation #rel-customer-order 0 -> 1\n")));
    CHECK(em_str_find(text, STR("relation"), 0) <
          em_str_find(text, STR("table #"), 0));
}

static void a_line_is_trimmed_and_rounded(Arena *arena)
{
    Scene *s = draw(arena, new_shop(arena), (SceneOptions){0});
    const Item *line = item_in(s, STR("rel-customer-order"), ITEM_PATH);
    const PathStep *step = line->as.path.items;
    const Len margin = 24 * PX;

    /* after two bars, the farther at 12 px */
    CHECK(step[0].op == PATH_MOVE);
    CHECK(step[0].p[0].x > margin + 171 * PX);
    CHECK(step[0].p[0].x <= margin + 172 * PX);
    CHECK(step[1].op == PATH_LINE && step[1].p[0].x == margin + 204 * PX);
    CHECK(step[2].op == PATH_CURVE && step[2].p[2].x == margin + 210 * PX);
    CHECK(step[2].p[2].y == margin + 50 * PX);
}

static void short_pieces_get_small_corners(Arena *arena)
{
    static const Point route[] = {{160, 44}, {210, 44}, {210, 48}, {260, 48}};
    Graph *g = new_shop(arena);
    g->edges.n = 0;
    add_edge(arena, g, 0, 1, route, COUNT(route));
    Scene *s = draw(arena, g, (SceneOptions){0});
    const Item *line = item_in(s, STR("rel-customer-order"), ITEM_PATH);

    CHECK(line->as.path.items[1].p[0].x == (24 + 208) * PX);
}

static void a_dashed_line_has_solid_marks(Arena *arena)
{
    Graph *g = new_shop(arena);
    g->edges.items[0].dashed = true;
    Scene *s = draw(arena, g, (SceneOptions){0});
    int dashed = 0, solid = 0;

    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        if (item->kind != ITEM_PATH || item->paint.width != 96)
            continue;
        dashed += item->paint.n_dash == 2;
        solid += item->paint.n_dash == 0;
    }
    CHECK(dashed == 1 && solid == 1);
}

/* The ends of wedges, as x in px from the drawing's left, in a string. */
static Str wedges(Arena *a, const Scene *s)
{
    Buf b = {.arena = a};
    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        if (item->kind != ITEM_PATH || item->paint.fill == NONE)
            continue;
        em_put_len(&b, item->as.path.items[1].p[0].x - 24 * PX);
        em_put(&b, STR(" "));
    }
    return em_buf_str(&b);
}

static void deleting_that_cascades_has_a_wedge(Arena *arena)
{
    static const Point other[] = {{160, 44}, {260, 44}};
    Graph *g = new_shop(arena);
    g->edges.items[0].from.cascades = true;
    Scene *s = draw(arena, g, (SceneOptions){.legend = LEGEND_OFF});
    CHECK_STR(wedges(arena, s), STR("166 "));

    /* where another line begins that does not, it stands at the other end:
     * 22 px from it, as far as the foot and the ring reach */
    add_edge(arena, g, 0, 1, other, COUNT(other));
    s = draw(arena, g, (SceneOptions){.legend = LEGEND_OFF});
    CHECK_STR(wedges(arena, s), STR("238 "));
    g->edges.items[1].from.cascades = true;
    s = draw(arena, g, (SceneOptions){.legend = LEGEND_OFF});
    CHECK_STR(wedges(arena, s), STR("166 166 "));
}

static void the_legend_has_what_the_picture_has(Arena *arena)
{
    Graph *g = new_shop(arena);
    Fonts *fonts = em_fonts_open(arena);
    SceneOptions o = {.look = em_look_find(STR("ermaid")),
                      .theme = em_theme_find(STR("light"))};
    const Scene *plain = em_scene(g, fonts, &o, arena);
    CHECK(count_groups(plain, GROUP_LEGEND) == 0);

    g->edges.items[0].from.cascades = true;
    const Scene *s = em_scene(g, fonts, &o, arena);
    CHECK(count_groups(s, GROUP_LEGEND) == 1 && s->h > plain->h);
    CHECK(has(dump(arena, s), STR("on delete cascade")));
    CHECK(!has(dump(arena, s), STR("zero or more")));

    o.legend = LEGEND_ON;
    s = em_scene(g, fonts, &o, arena);
    CHECK(has(dump(arena, s), STR("zero or more")));
    CHECK(!has(dump(arena, s), STR("zero or one")));
    CHECK(has(dump(arena, s), STR("\"identifying")));
    o.legend = LEGEND_OFF;
    CHECK(count_groups(em_scene(g, fonts, &o, arena), GROUP_LEGEND) == 0);
}

static void a_label_without_room_is_a_dot_and_a_tooltip(Arena *arena)
{
    Graph *g = new_shop(arena);
    Edge *e = &g->edges.items[0];
    e->label_box = (Rect){0};
    e->label_dot = (Point){210 * PX, 60 * PX};
    e->tooltip = STR("more");
    Scene *s = draw(arena, g, (SceneOptions){0});

    CHECK(count_groups(s, GROUP_LABEL) == 0);
    CHECK(has(dump(arena, s), STR("tooltip=\"ab\\nmore\"")));
}

static void ids_are_safe_and_unique(Arena *arena)
{
    Graph *g = NEW(arena, Graph);
    const Rect box = {0, 0, 100, 48};
    add_node(arena, g, STR("a b"), box);
    add_node(arena, g, STR("a-b"), box);
    add_node(arena, g, STR("a-b-2"), box);
    add_node(arena, g, STR("\"><script>"), box);
    add_node(arena, g, STR("\xC3\xA9"), box);
    g->w = 100 * PX;
    g->h = 48 * PX;

    Str text = dump(arena, draw(arena, g, (SceneOptions){0}));
    CHECK(has(text, STR("#a-b\n")));
    CHECK(has(text, STR("#a-b-2\n")));
    CHECK(has(text, STR("#a-b-2-2\n")));
    CHECK(has(text, STR("#script-\n")));
}

static void a_styled_fill_gets_readable_ink(Arena *arena)
{
    Graph *g = new_shop(arena);
    StyleRequests *to = &g->nodes.items[0].styles;
    style(arena, to, STR("fill"), STR("#ff99ff"));
    style(arena, to, STR("stroke"), STR("url(#x)"));
    style(arena, &g->nodes.items[1].styles, STR("fill"), STR("#202020"));
    SceneOptions o = {.dark = em_theme_find(STR("dark"))};
    Scene *s = draw(arena, g, o);
    const Item *text[] = {item_in(s, STR("customer"), ITEM_TEXT),
                          item_in(s, STR("order"), ITEM_TEXT)};
    const uint32_t fill[] = {0xFF99FF, 0x202020};

    CHECK(s->follows_reader);
    for (int i = 0; i < 2; i++) {
        InkColor ink = s->palette.items[text[i]->paint.fill];
        Color ground = {(uint8_t)(fill[i] >> 16), (uint8_t)(fill[i] >> 8),
                        (uint8_t)fill[i], 255};
        CHECK(em_color_contrast(ink.light, ground) >= CONTRAST_TEXT);
        CHECK(em_color_contrast(ink.dark, ground) >= CONTRAST_TEXT);
    }
    Str all = dump(arena, s);
    CHECK(has(all, STR("fill #ff99ff\n")));
    CHECK(!has(all, STR("url")));
}

static void containers_lie_under_all_else_outer_first(Arena *arena)
{
    Graph *g = new_shop(arena);
    const Rect boxes[] = {{-20 * PX, -40 * PX, 200 * PX, 160 * PX},
                          {-40 * PX, -80 * PX, 460 * PX, 240 * PX}};
    for (int i = 0; i < COUNT(boxes); i++) {
        Container *k = PUSH(arena, &g->containers);
        k->id = i ? STR("outer") : STR("inner");
        k->parent = i ? NONE : 1;
        k->box = boxes[i];
        set_label(arena, &k->title, k->id);
    }
    Scene *s = draw(arena, g, (SceneOptions){0});
    Str text = dump(arena, s);

    int outer = em_str_find(text, STR("#group-outer"), 0);
    int inner = em_str_find(text, STR("#group-inner"), 0);
    int relation = em_str_find(text, STR("relation #"), 0);
    CHECK(outer != NONE && outer < inner && inner < relation);
}

static void the_page_holds_title_and_thick_strokes(Arena *arena)
{
    Graph *g = new_shop(arena);
    set_label(arena, &g->title,
              STR("A title that is wider than the drawing "
                  "under it, by some forty pixels"));
    style(arena, &g->nodes.items[1].styles, STR("stroke-width"), STR("32px"));
    Scene *s = draw(arena, g, (SceneOptions){.pad = PX});

    CHECK(s->w > g->title.w);
    CHECK(s->w % PX == 0 && s->h % PX == 0);
    CHECK(count_groups(s, GROUP_TITLE) == 1);
}

static void every_look_and_mark_is_sound(Arena *arena)
{
    int n;
    const Look *looks = em_looks(&n);

    for (int i = 0; i < n; i++) {
        for (int mark = MARK_NONE; mark <= MARK_PARENT; mark++) {
            Graph *g = new_shop(arena);
            g->edges.items[0].from.mark = (MarkKind)mark;
            draw(arena, g, (SceneOptions){.look = &looks[i]});
        }
    }
}

static void paper_is_left_out_or_replaced(Arena *arena)
{
    const Graph *g = new_shop(arena);
    Scene *s = draw(arena, g, (SceneOptions){.transparent = true});
    CHECK(s->paper == NONE);

    const Color red = {255, 0, 0, 255};
    s = draw(arena, g,
             (SceneOptions){.has_background = true, .background = red});
    CHECK(em_color_eq(s->palette.items[s->paper].light, red));
    const Item *label = item_in(s, STR("rel-customer-order"), ITEM_TEXT);
    Color ink = s->palette.items[label->paint.fill].light;
    CHECK(em_color_contrast(ink, red) >= CONTRAST_TEXT);
}

static const Test tests[] = {
    {"a shop is drawn in groups", a_shop_is_drawn_in_groups},
    {"a line is trimmed and rounded", a_line_is_trimmed_and_rounded},
    {"short pieces get small corners", short_pieces_get_small_corners},
    {"a dashed line has solid marks", a_dashed_line_has_solid_marks},
    {"deleting that cascades has a wedge", deleting_that_cascades_has_a_wedge},
    {"the legend has what the picture has",
     the_legend_has_what_the_picture_has},
    {"a label without room is a dot and a tooltip",
     a_label_without_room_is_a_dot_and_a_tooltip},
    {"ids are safe and unique", ids_are_safe_and_unique},
    {"a styled fill gets readable ink", a_styled_fill_gets_readable_ink},
    {"containers lie under all else, outer first",
     containers_lie_under_all_else_outer_first},
    {"the page holds title and thick strokes",
     the_page_holds_title_and_thick_strokes},
    {"every look and mark is sound", every_look_and_mark_is_sound},
    {"paper is left out or replaced", paper_is_left_out_or_replaced},
};

int main(void)
{
    return em_run_tests("scene", tests, COUNT(tests));
}
