/*
 * Shapes from their size to their outline, and the pictures made of them:
 * grids, what stands apart, sequence diagrams, text of several sizes.
 */
#include "d2/d2_graph.h"
#include "graph/sequence.h"
#include "graph/shape.h"
#include "layout/layout.h"
#include "scene/outline.h"
#include "test.h"
#include "theme/gradient.h"
#include "theme/theme_d2.h"

/* ------------------------------------------------------------- outlines */

static const Size sizes[] = {
    {40 * PX, 40 * PX}, {160 * PX, 48 * PX}, {60 * PX, 200 * PX}};

static void what_goes_in_has_room(Arena *a)
{
    (void)a;
    for (int s = 0; s < SHAPE_COUNT; s++)
        for (int i = 0; i < COUNT(sizes); i++) {
            Size box = em_shape_around((Shape)s, sizes[i]);
            Rect in = em_shape_inside((Shape)s, box);
            CHECK(in.w >= sizes[i].w - 2 && in.h >= sizes[i].h - 2);
            CHECK(in.x >= 0 && in.y >= 0);
            CHECK(in.x + in.w <= box.w && in.y + in.h <= box.h);
            CHECK(!em_shape_is_even((Shape)s) || box.w == box.h);
        }
}

/* Whatever way one goes from it, one meets the outline. */
static bool is_within(const Path *edge, Point p)
{
    static const Point ways[] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    Point at;
    for (int i = 0; i < COUNT(ways); i++)
        if (!em_meet_path(edge, p, ways[i], 1000 * PX, &at))
            return false;
    return true;
}

static void label_boxes_lie_inside_outlines(Arena *a)
{
    Canvas c = {.arena = a};
    for (int s = 0; s < SHAPE_COUNT; s++) {
        Size box = em_shape_around((Shape)s, sizes[1]);
        Rect in = em_shape_inside((Shape)s, box);
        Outline o = em_outline(&c, (Shape)s, (Rect){0, 0, box.w, box.h}, 0);
        Len left = in.x + 2 * PX, right = in.x + in.w - 2 * PX;
        Len top = in.y + 2 * PX, bottom = in.y + in.h - 2 * PX;
        bool folded = s == SHAPE_PAGE; /* the corner that labels keep off */
        CHECK(is_within(&o.edge, (Point){left, top}));
        CHECK(folded || is_within(&o.edge, (Point){right, top}));
        CHECK(is_within(&o.edge, (Point){left, bottom}));
        CHECK(is_within(&o.edge, (Point){right, bottom}));
    }
}

static void outlines_stay_in_their_box(Arena *a)
{
    Canvas c = {.arena = a};
    const Rect box = {10 * PX, 20 * PX, 120 * PX, 60 * PX};
    for (int s = 0; s < SHAPE_COUNT; s++) {
        Outline o = em_outline(&c, (Shape)s, box, 6 * PX);
        for (int i = 0; i < o.edge.n; i++) {
            const PathStep *step = &o.edge.items[i];
            Point end = step->p[step->op == PATH_CURVE ? 2 : 0];
            if (step->op == PATH_CLOSE)
                continue;
            CHECK(end.x >= box.x && end.x <= box.x + box.w);
            CHECK(end.y >= box.y && end.y <= box.y + box.h);
        }
    }
}

static void lines_end_exactly_on_outlines(Arena *a)
{
    Canvas c = {.arena = a};
    const Rect box = {0, 0, 200 * PX, 100 * PX};
    Point at = {0, 0};

    for (int s = 0; s < SHAPE_COUNT; s++) {
        Path edge = em_outline(&c, (Shape)s, box, 0).edge;
        for (int x = 20; x <= 180; x += 20)
            CHECK(em_meet_path(&edge, (Point){x * PX, 0}, (Point){0, 1}, box.h,
                               &at) &&
                  at.x == x * PX && at.y >= 0 && at.y <= box.h);
    }
    Path diamond = em_outline(&c, SHAPE_DIAMOND, box, 0).edge;
    CHECK(em_meet_path(&diamond, (Point){50 * PX, 0}, (Point){0, 1}, box.h,
                       &at) &&
          at.y == 25 * PX);
    Path oval = em_outline(&c, SHAPE_OVAL, box, 0).edge;
    CHECK(em_meet_path(&oval, (Point){40 * PX, 0}, (Point){0, 1}, box.h, &at));
    CHECK(at.y >= 10 * PX - 4 && at.y <= 10 * PX + 4); /* 50 - 50 * 0.8 */
    CHECK(em_meet_path(&oval, (Point){0, 50 * PX}, (Point){1, 0}, box.w, &at) &&
          at.x == 0);
    CHECK(
        !em_meet_path(&oval, (Point){0, 200 * PX}, (Point){1, 0}, box.w, &at));
}

/* ------------------------------------------------------------- gradients */

static void gradients_are_read(Arena *a)
{
    static const struct {
        Str text;
        bool ok, radial;
        int degrees, stops;
    } rows[] = {
        {STR_INIT("linear-gradient(red, blue)"), true, false, 180, 2},
        {STR_INIT("linear-gradient(45deg, #fff 0%, rgb(1,2,3) 40%, blue)"),
         true, false, 45, 3},
        {STR_INIT("linear-gradient(to right, red, blue)"), true, false, 90, 2},
        {STR_INIT("radial-gradient(circle, red, blue)"), true, true, 180, 2},
        {STR_INIT("linear-gradient(red)"), false, false, 0, 0},
        {STR_INIT("linear-gradient(url(x), blue)"), false, false, 0, 0},
        {STR_INIT("linear-gradient("), false, false, 0, 0},
        {STR_INIT("red"), false, false, 0, 0},
    };
    (void)a;
    for (int i = 0; i < COUNT(rows); i++) {
        Gradient g = {0};
        CHECK(em_gradient_parse(rows[i].text, &g) == rows[i].ok);
        CHECK(g.n == rows[i].stops && g.radial == rows[i].radial);
        CHECK(!rows[i].ok || g.degrees == rows[i].degrees);
    }
    Gradient right = {0};
    CHECK(em_gradient_parse(STR("linear-gradient(to right, red, blue, lime)"),
                            &right));
    CHECK(right.stops[1].at == 500);
    GradientLine l = em_gradient_line(&right);
    CHECK(l.x1 == 0 && l.x2 == 1000 && l.y1 == 500 && l.y2 == 500);
}

/* ------------------------------------------------------------- places */

static Node *add_node(Arena *a, Graph *g, Str id, Len w, Len h)
{
    Node *n = PUSH(a, &g->nodes);
    *n = (Node){.id = id,
                .shape = SHAPE_RECTANGLE,
                .container = NONE,
                .order = g->nodes.n - 1,
                .w = w,
                .h = h,
                .header_h = h,
                .body = {0, 0, w, h}};
    return n;
}

static void empty_arena(void *arena)
{
    em_arena_rewind(arena, (Mark){0});
}

static void lay_out(Arena *a, Graph *g)
{
    LayoutOptions o = em_layout_defaults();
    Guard *guard = em_guard_new(a);
    Arena *scratch = NEW(a, Arena);
    scratch->budget = a->budget;
    em_guard_set(guard, empty_arena, scratch);
    Buf why = {.arena = a};
    CHECK(em_graph_is_sized(g, &why));
    em_layout(g, &o, a, scratch);
    CHECK(em_graph_is_placed(g, &why));
}

static void cells_of_a_grid_fill_their_rows(Arena *a)
{
    static const Str ids[] = {STR_INIT("a"), STR_INIT("b"), STR_INIT("c"),
                              STR_INIT("d"), STR_INIT("e")};
    Graph g = {.grid = {.rows = 2, .has_x = true, .has_y = true}};
    for (int i = 0; i < COUNT(ids); i++)
        add_node(a, &g, ids[i], (40 + 20 * i) * PX, 30 * PX);
    lay_out(a, &g);
    const Node *n = g.nodes.items;
    CHECK(n[0].x == 0 && n[0].y == 0);
    CHECK(n[1].x == n[0].x + n[0].w && n[1].y == 0);
    CHECK(n[4].y == 30 * PX);
    CHECK(n[4].x + n[4].w == g.w);
    Len first = 0;
    for (int i = 0; i < 5 && n[i].y == 0; i++)
        first = n[i].x + n[i].w;
    CHECK(first == g.w && g.h == 60 * PX);
}

static void a_grid_of_both_numbers_grows_the_second(Arena *a)
{
    static const Str ids[] = {STR_INIT("a"), STR_INIT("b"), STR_INIT("c"),
                              STR_INIT("d"), STR_INIT("e")};
    Graph g = {.grid = {.rows = 2, .columns = 2, .rows_first = true}};
    for (int i = 0; i < COUNT(ids); i++)
        add_node(a, &g, ids[i], 40 * PX, 30 * PX);
    lay_out(a, &g);
    const Node *n = g.nodes.items;
    CHECK(n[1].y == n[0].y && n[2].y > n[1].y && n[4].y > n[3].y);
    CHECK(n[2].x == n[0].x && n[4].x == n[0].x);
}

static void lines_between_cells_are_straight(Arena *a)
{
    Graph g = {.grid = {.columns = 1}};
    add_node(a, &g, STR("a"), 40 * PX, 30 * PX);
    add_node(a, &g, STR("b"), 40 * PX, 30 * PX);
    *PUSH(a, &g.edges) =
        (Edge){.from = {.node = 0, .container = NONE, .row = NONE},
               .to = {.node = 1, .container = NONE, .row = NONE}};
    lay_out(a, &g);
    const Edge *e = &g.edges.items[0];
    CHECK(e->straight && e->n_points == 2);
    CHECK(e->points[0].y == 30 * PX && e->points[1].y == g.nodes.items[1].y);
}

static void what_is_near_stands_apart(Arena *a)
{
    Graph g = {.direction = DIR_DOWN};
    Buf why = {.arena = a};
    add_node(a, &g, STR("a"), 100 * PX, 40 * PX);
    Node *top = add_node(a, &g, STR("title"), 200 * PX, 20 * PX);
    top->near = (Position){PLACE_INSIDE, 0, -1};
    Node *corner = add_node(a, &g, STR("note"), 30 * PX, 20 * PX);
    corner->near = (Position){PLACE_INSIDE, 1, 1};
    lay_out(a, &g);
    const Node *n = g.nodes.items;
    CHECK(n[1].y == 0 && n[0].y > n[1].y + n[1].h);
    CHECK(n[2].y > n[0].y + n[0].h && n[2].x > n[0].x + n[0].w);
    CHECK(n[1].x + n[1].w / 2 == n[0].x + n[0].w / 2);
    CHECK(em_graph_is_placed(&g, &why));
}

static void positions_are_read(Arena *a)
{
    static const struct {
        Str text;
        Position want;
    } rows[] = {
        {STR_INIT("top-left"), {PLACE_INSIDE, -1, -1}},
        {STR_INIT("center-right"), {PLACE_INSIDE, 1, 0}},
        {STR_INIT("bottom-center"), {PLACE_INSIDE, 0, 1}},
        {STR_INIT("center-center"), {PLACE_INSIDE, 0, 0}},
        {STR_INIT("outside-top-right"), {PLACE_OUTSIDE, 1, -2}},
        {STR_INIT("outside-left-bottom"), {PLACE_OUTSIDE, -2, 1}},
        {STR_INIT("border-bottom-center"), {PLACE_BORDER, 0, 2}},
    };
    (void)a;
    for (int i = 0; i < COUNT(rows); i++) {
        Position p = {PLACE_AUTO, 9, 9};
        CHECK(em_d2_position(rows[i].text, &p));
        CHECK(p.kind == rows[i].want.kind && p.x == rows[i].want.x &&
              p.y == rows[i].want.y);
    }
    Position none = {PLACE_AUTO, 0, 0};
    CHECK(!em_d2_position(STR("some.object"), &none));
    CHECK(!em_d2_position(STR("top-elsewhere"), &none));
    CHECK(none.kind == PLACE_AUTO);
}

/* ------------------------------------------------------------- sequences */

static Happening *add_message(Arena *a, Sequence *s, int from, int to, Len w)
{
    const EdgeEnd end = {.node = NONE, .container = NONE, .row = NONE};
    Happening *h = PUSH(a, &s->events);
    *h = (Happening){.from = {from, NONE},
                     .to = {to, NONE},
                     .group = NONE,
                     .message = {.from = end, .to = end}};
    h->message.label.w = w;
    h->message.label.h = w ? 16 * PX : 0;
    return h;
}

static void messages_follow_each_other(Arena *a)
{
    Sequence s = {0};
    for (int i = 0; i < 3; i++)
        *PUSH(a, &s.actors) = (Node){.w = 60 * PX, .h = (40 + i) * PX};
    add_message(a, &s, 0, 1, 50 * PX);
    add_message(a, &s, 2, 0, 700 * PX);
    add_message(a, &s, 1, 1, 40 * PX);
    em_sequence_place(&s, a);

    Len y = s.top;
    for (int i = 0; i < s.events.n; i++) {
        const Edge *e = &s.events.items[i].message;
        CHECK(e->points[0].y > y);
        CHECK(e->points[e->n_points - 1].y <= s.bottom);
        y = e->points[e->n_points - 1].y;
    }
    CHECK(s.axes[2] - s.axes[0] > 700 * PX);
    CHECK(s.events.items[0].message.points[0].x == s.axes[0]);
    CHECK(s.events.items[1].message.points[1].x == s.axes[0]);
    CHECK(s.actors.items[0].y + s.actors.items[0].h == s.top);
    CHECK(s.w >= s.axes[2] + 30 * PX);
}

static void groups_hold_their_messages(Arena *a)
{
    Sequence s = {0};
    for (int i = 0; i < 2; i++)
        *PUSH(a, &s.actors) = (Node){.w = 60 * PX, .h = 40 * PX};
    *PUSH(a, &s.groups) = (Fragment){.parent = NONE};
    *PUSH(a, &s.groups) = (Fragment){.parent = 0};
    *PUSH(a, &s.spans) = (Activation){.actor = 1, .parent = NONE};
    add_message(a, &s, 0, 1, 0);
    Happening *inner = add_message(a, &s, 0, 1, 0);
    inner->group = 1;
    inner->to.span = 0;
    add_message(a, &s, 1, 0, 0);
    em_sequence_place(&s, a);

    Rect outer = s.groups.items[0].box, in = s.groups.items[1].box;
    Point at = s.events.items[1].message.points[0];
    CHECK(at.y > in.y && at.y < em_bottom(in));
    CHECK(in.y > outer.y && em_bottom(in) < em_bottom(outer));
    CHECK(outer.x < in.x && em_right(outer) > em_right(in));
    CHECK(s.events.items[0].message.points[0].y < outer.y);
    CHECK(s.events.items[2].message.points[0].y > em_bottom(outer));
    Rect span = s.spans.items[0].box;
    CHECK(span.y < at.y && em_bottom(span) > at.y);
    CHECK(s.events.items[1].message.points[1].x == span.x);
}

/* ------------------------------------------------------------- text */

static int count_tones(const Prose *p, Tone tone)
{
    int n = 0;
    for (int i = 0; i < p->pieces.n; i++)
        n += p->pieces.items[i].tone == tone;
    return n;
}

static Str piece_text(const ProsePiece *p)
{
    return p->block->lines.items[0].runs.items[0].text;
}

static void markdown_is_set_in_blocks(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    TextStyle style = {.face = FACE_SANS, .size = 14 * PX};
    const Prose *p = em_prose_markdown(
        f, a, STR("# Head\n\ntext **bold** and <br/>`code`\n\n- one\n- two\n"),
        style);
    CHECK_STR(piece_text(&p->pieces.items[0]), STR("Head"));
    CHECK(p->pieces.items[0].block->lines.items[0].runs.items[0].size >
          14 * PX);
    CHECK(count_tones(p, TONE_MUTED) == 2); /* dots */
    CHECK(count_tones(p, TONE_GROUND) == 1 && count_tones(p, TONE_STRING) == 1);
    for (int i = 0; i < p->pieces.n; i++) {
        Rect box = p->pieces.items[i].box;
        CHECK(box.x >= -2 * PX && em_right(box) <= p->w);
        CHECK(box.y >= 0 && em_bottom(box) <= p->h);
    }
}

static void tables_of_markdown_have_columns(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    TextStyle style = {.face = FACE_SANS, .size = 14 * PX};
    const Prose *p = em_prose_markdown(
        f, a, STR("| a | b |\n|---|--:|\n| long cell | 1 |\n"), style);
    CHECK(count_tones(p, TONE_TEXT) == 4 && count_tones(p, TONE_RULE) == 2);
}

static void raw_html_is_not_obeyed(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    TextStyle style = {.face = FACE_SANS, .size = 14 * PX};
    const Prose *p = em_prose_markdown(
        f, a, STR("a <script>b</script> <img src=x onerror=y> c"), style);
    for (int i = 0; i < p->pieces.n; i++)
        CHECK(em_str_find(piece_text(&p->pieces.items[i]), STR("<"), 0) ==
              NONE);
}

static void code_is_coloured_by_its_language(Arena *a)
{
    Fonts *f = em_fonts_open(a);
    TextStyle style = {.size = 14 * PX};
    const Str text = STR("func main() { // go\n\treturn \"x\" + 42\n}\n");
    const Prose *p = em_prose_code(f, a, text, STR("golang"), style);
    CHECK(count_tones(p, TONE_KEYWORD) == 2);
    CHECK(count_tones(p, TONE_COMMENT) == 1);
    CHECK(count_tones(p, TONE_STRING) == 1);
    CHECK(count_tones(p, TONE_NUMBER) == 1);
    const Prose *plain = em_prose_code(f, a, text, STR("nosuch"), style);
    CHECK(count_tones(plain, TONE_TEXT) == plain->pieces.n);
}

/* ------------------------------------------------------------- themes */

static void d2_themes_can_be_read(Arena *a)
{
    Theme t;
    int n = 0, id;

    (void)a;
    for (; em_theme_d2(n, &t, &id); n++) {
        const Color *role = t.role;
        CHECK(t.dark == (id >= 200 && id < 300));
        CHECK(em_color_contrast(role[ROLE_TEXT], role[ROLE_TABLE]) >=
              CONTRAST_TEXT);
        CHECK(em_color_contrast(role[ROLE_HEADER_TEXT], role[ROLE_HEADER]) >=
              CONTRAST_TEXT);
        CHECK(em_color_contrast(role[ROLE_LABEL_TEXT], role[ROLE_PAPER]) >=
              CONTRAST_TEXT);
        CHECK(em_color_contrast(role[ROLE_LINE], role[ROLE_PAPER]) >=
              CONTRAST_LINE);
        CHECK(em_color_contrast(role[ROLE_BORDER], role[ROLE_PAPER]) >=
              CONTRAST_LINE);
    }
    CHECK(n == 20);
    CHECK(em_theme_find_d2(STR("200"), &t) &&
          em_str_eq(t.name, STR("dark-mauve")));
    CHECK(em_theme_find_d2(STR("Grape Soda"), &t) && !t.dark);
    CHECK(!em_theme_find_d2(STR("2"), &t) && !em_theme_find_d2(STR(""), &t));
}

static const Test tests[] = {
    {"what goes in has room", what_goes_in_has_room},
    {"label boxes lie inside outlines", label_boxes_lie_inside_outlines},
    {"outlines stay in their box", outlines_stay_in_their_box},
    {"lines end exactly on outlines", lines_end_exactly_on_outlines},
    {"gradients are read", gradients_are_read},
    {"cells of a grid fill their rows", cells_of_a_grid_fill_their_rows},
    {"a grid of both numbers grows the second",
     a_grid_of_both_numbers_grows_the_second},
    {"lines between cells are straight", lines_between_cells_are_straight},
    {"what is near stands apart", what_is_near_stands_apart},
    {"positions are read", positions_are_read},
    {"messages follow each other", messages_follow_each_other},
    {"groups hold their messages", groups_hold_their_messages},
    {"Markdown is set in blocks", markdown_is_set_in_blocks},
    {"tables of Markdown have columns", tables_of_markdown_have_columns},
    {"raw HTML is not obeyed", raw_html_is_not_obeyed},
    {"code is coloured by its language", code_is_coloured_by_its_language},
    {"D2's themes can be read", d2_themes_can_be_read},
};

int main(void)
{
    return em_run_tests("shape", tests, COUNT(tests));
}
