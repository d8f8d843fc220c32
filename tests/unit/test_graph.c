/*
 * graph/: the checkers find what is wrong and only that; the dump.
 */
#include "graph/graph.h"
#include "test.h"

static Node *add_node(Arena *a, Graph *g, Str id, Rect box)
{
    Node *n = PUSH(a, &g->nodes);
    *n = (Node){.id = id,
                .container = NONE,
                .x = box.x * PX,
                .y = box.y * PX,
                .w = box.w * PX,
                .h = box.h * PX};
    return n;
}

/* A row 20 px high; the first begins at 20 px. */
static void add_row(Arena *a, Node *n)
{
    Len y = (20 + 20 * n->rows.n) * PX;
    *PUSH(a, &n->rows) = (Row){.y = y, .h = 20 * PX};
}

static void add_container(Arena *a, Graph *g, Str id, int parent, Rect box)
{
    *PUSH(a, &g->containers) =
        (Container){.id = id,
                    .parent = parent,
                    .box = {box.x * PX, box.y * PX, box.w * PX, box.h * PX}};
}

/* From row to row (or NONE) of two nodes, through points given in px. */
static Edge *add_edge(Arena *a, Graph *g, EdgeEnd from, EdgeEnd to,
                      const Point *points, int n)
{
    Edge *e = PUSH(a, &g->edges);
    *e = (Edge){.from = from, .to = to, .n_points = n};
    e->points = NEW_ARRAY(a, n, Point);
    for (int i = 0; i < n; i++)
        e->points[i] = (Point){points[i].x * PX, points[i].y * PX};
    return e;
}

#define ROUTE(a, g, from, to, ...) \
    add_edge(a, g, from, to, (const Point[]){__VA_ARGS__}, \
             COUNT(((const Point[]){__VA_ARGS__})))

static EdgeEnd node_end(int node, int row)
{
    return (EdgeEnd){.node = node, .container = NONE, .row = row};
}

static EdgeEnd container_end(int container)
{
    return (EdgeEnd){.node = NONE, .container = container, .row = NONE};
}

/* Two nodes of two rows side by side, and one below; 400 by 300 px. */
static Graph three_nodes(Arena *a)
{
    Graph g = {.w = 400 * PX, .h = 300 * PX};
    for (int i = 0; i < 3; i++) {
        static const Rect boxes[] = {
            {0, 0, 100, 60}, {200, 0, 100, 60}, {200, 150, 100, 60}};
        static const Str ids[] = {STR_INIT("a"), STR_INIT("b"), STR_INIT("c")};
        Node *n = add_node(a, &g, ids[i], boxes[i]);
        add_row(a, n);
        add_row(a, n);
    }
    return g;
}

static void check_placed(Arena *a, const Graph *g)
{
    Buf why = {.arena = a};
    em_graph_is_placed(g, &why);
    CHECK_STR(em_buf_str(&why), (Str){0});
}

static void check_wrong(Arena *a, const Graph *g, Str want)
{
    Buf why = {.arena = a};
    CHECK(!em_graph_is_placed(g, &why));
    CHECK_STR(em_buf_str(&why), want);
}

static void good_places_pass(Arena *a)
{
    Graph g = three_nodes(a);
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {200, 30});
    ROUTE(a, &g, node_end(0, 1), node_end(2, NONE), {100, 50}, {150, 50},
          {150, 100}, {250, 100}, {250, 150});
    Edge *e = ROUTE(a, &g, node_end(2, 0), node_end(2, 1), {300, 180},
                    {340, 180}, {340, 200}, {300, 200});
    e->label = (Label){.text = STR("x"), .w = 20 * PX, .h = 10 * PX};
    e->label_box = (Rect){330 * PX, 185 * PX, 20 * PX, 10 * PX};
    *PUSH(a, &g.joints) = (Joint){{250 * PX, 120 * PX}, 1};
    check_placed(a, &g);
}

static void boxes_that_meet_are_found(Arena *a)
{
    Graph g = three_nodes(a);
    g.nodes.items[2].y = 59 * PX;
    check_wrong(a, &g, STR("node b meets node c"));
    g.nodes.items[2].y = 60 * PX;
    check_placed(a, &g);
    g.nodes.items[2].x = 301 * PX;
    check_wrong(a, &g, STR("node c is not within the drawing"));
}

static void many_boxes_are_compared_as_pairs_would_be(Arena *a)
{
    uint32_t seed = 7;
    for (int round = 0; round < 20; round++) {
        Graph g = {.w = 1000 * PX, .h = 1000 * PX};
        bool meet = false;
        for (int i = 0; i < 12; i++) {
            Rect r = {0, 0, 0, 0};
            Len *fields[] = {&r.x, &r.y, &r.w, &r.h};
            for (int k = 0; k < 4; k++) {
                seed = seed * 1664525 + 1013904223;
                *fields[k] = (Len)(seed >> 16) % (k < 2 ? 80 : 12) + 1;
            }
            for (int k = 0; k < i; k++) {
                Rect other = em_node_box(&g.nodes.items[k]);
                Rect mine = {r.x * PX, r.y * PX, r.w * PX, r.h * PX};
                meet = meet || em_rects_meet(mine, other);
            }
            Buf id = {.arena = a};
            em_put_int(&id, i);
            add_node(a, &g, em_buf_str(&id), r);
        }
        Buf why = {.arena = a};
        CHECK(em_graph_is_placed(&g, &why) == !meet);
    }
}

static void lines_through_nodes_are_found(Arena *a)
{
    Graph g = three_nodes(a);
    add_node(a, &g, STR("d"), (Rect){140, 20, 20, 20});
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {200, 30});
    check_wrong(a, &g,
                STR("edge 0 (a to b) runs into node d between 100,30 and "
                    "200,30"));
    g.nodes.items[3].y = 30 * PX; /* touches it still */
    check_wrong(a, &g,
                STR("edge 0 (a to b) runs into node d between 100,30 and "
                    "200,30"));
    g.nodes.items[3].y = 31 * PX;
    check_placed(a, &g);
}

static void ends_must_be_where_they_belong(Arena *a)
{
    Str begin = STR("edge 0 (a to b) does not begin at its box as it should");
    Graph g = three_nodes(a);
    Edge *e =
        ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 50}, {200, 50});
    check_wrong(a, &g, begin); /* the wrong row */
    e->from.row = e->to.row = NONE;
    check_placed(a, &g);
    e->points[0].y = e->points[1].y = 0; /* at a corner */
    check_wrong(a, &g, begin);
    e->points[0] = (Point){90 * PX, 50 * PX};
    e->points[1].y = 50 * PX;
    check_wrong(a, &g, begin);
    e->points[0] = (Point){100 * PX, 49 * PX};
    check_wrong(a, &g,
                STR("edge 0 (a to b) has no route of level and upright "
                    "pieces"));
}

static void a_line_may_not_come_back_over_its_own_box(Arena *a)
{
    Graph g = three_nodes(a);
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {110, 30},
          {110, 55}, {50, 55}, {50, 80}, {150, 80}, {150, 30}, {200, 30});
    check_wrong(a, &g,
                STR("edge 0 (a to b) runs into node a between 50,55 and "
                    "50,80"));
}

static void lines_on_each_other_are_found(Arena *a)
{
    Graph g = three_nodes(a);
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {150, 30},
          {150, 100}, {170, 100}, {170, 30}, {200, 30});
    ROUTE(a, &g, node_end(0, 1), node_end(2, 0), {100, 50}, {150, 50},
          {150, 180}, {200, 180});
    check_wrong(a, &g,
                STR("edge 1 (a to c) lies on edge 0 (a to b) at x = 150, y = "
                    "50"));
    /* crossing at a right angle and touching at a point are no overlap */
    g.edges.items[1].points[1].x = g.edges.items[1].points[2].x = 160 * PX;
    check_placed(a, &g);
}

static void lines_into_one_row_share_a_trunk(Arena *a)
{
    Graph g = three_nodes(a);
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {200, 30});
    ROUTE(a, &g, node_end(2, 0), node_end(0, 0), {200, 180}, {150, 180},
          {150, 30}, {100, 30});
    ROUTE(a, &g, node_end(0, 0), node_end(2, 1), {100, 30}, {150, 30},
          {150, 200}, {200, 200});
    check_placed(a, &g);
    /* not when they meet again after they parted */
    ROUTE(a, &g, node_end(0, 0), node_end(1, 1), {100, 30}, {120, 30},
          {120, 100}, {150, 100}, {150, 50}, {200, 50});
    Buf why = {.arena = a};
    CHECK(!em_graph_is_placed(&g, &why));
    CHECK(em_str_find(em_buf_str(&why), STR("lies on"), 0) != NONE);
}

static void equal_lines_are_found(Arena *a)
{
    Graph g = three_nodes(a);
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {200, 30});
    ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {200, 30});
    check_wrong(a, &g,
                STR("edge 1 (a to b) lies on edge 0 (a to b) at y = 30, x = "
                    "100"));
}

static void labels_keep_clear(Arena *a)
{
    Graph g = three_nodes(a);
    Edge *e =
        ROUTE(a, &g, node_end(0, 0), node_end(1, 0), {100, 30}, {200, 30});
    e->label = (Label){.text = STR("x"), .w = 40 * PX, .h = 10 * PX};
    e->label_box = (Rect){130 * PX, 25 * PX, 40 * PX, 10 * PX};
    check_placed(a, &g);

    ROUTE(a, &g, node_end(0, 1), node_end(2, 0), {100, 50}, {150, 50},
          {150, 180}, {200, 180});
    check_placed(a, &g);
    g.edges.items[1].points[1].y = g.edges.items[1].points[0].y = 50 * PX;
    e = &g.edges.items[0];
    e->label_box.h = 26 * PX;
    e->label_box.y = 17 * PX;
    check_placed(a, &g);
    g.edges.items[1].label =
        (Label){.text = STR("y"), .w = 40 * PX, .h = 20 * PX};
    g.edges.items[1].label_box = (Rect){130 * PX, 40 * PX, 40 * PX, 20 * PX};
    check_wrong(a, &g,
                STR("the label of edge 0 (a to b) meets the label of edge 1 "
                    "(a to c)"));
    g.edges.items[1].label_box.y = 20 * PX;
    check_wrong(a, &g, STR("edge 1 (a to c) has its label off its line"));
    g.edges.items[1].label_box = (Rect){0};
    g.edges.items[1].label_dot = (Point){150 * PX, 70 * PX};
    check_placed(a, &g);
    e->label_box.h = 42 * PX;
    e->label_box.y = 9 * PX;
    check_wrong(a, &g,
                STR("edge 1 (a to c) runs into the label of edge 0 (a to b) "
                    "between 150,50 and 150,180"));
}

static void containers_hold_their_own(Arena *a)
{
    Graph g = three_nodes(a);
    add_container(a, &g, STR("box"), NONE, (Rect){180, 130, 200, 120});
    g.nodes.items[2].container = 0;
    check_placed(a, &g);
    g.nodes.items[2].container = NONE;
    check_wrong(a, &g, STR("node c meets container box"));
    g.nodes.items[1].container = 0;
    check_wrong(a, &g, STR("node b is not within container box"));
}

static void lines_enter_only_the_containers_of_their_ends(Arena *a)
{
    Graph g = three_nodes(a);
    add_container(a, &g, STR("box"), NONE, (Rect){180, 130, 200, 120});
    g.nodes.items[2].container = 0;
    Edge *e = ROUTE(a, &g, node_end(0, 0), node_end(2, 0), {100, 30}, {150, 30},
                    {150, 180}, {200, 180});
    check_placed(a, &g);
    e->points[1].x = e->points[2].x = 180 * PX; /* along the border */
    check_wrong(a, &g,
                STR("edge 0 (a to c) runs into container box between 180,30 "
                    "and 180,180"));
    e->points[1].x = e->points[2].x = 150 * PX;
    ROUTE(a, &g, node_end(1, 0), node_end(1, 1), {300, 30}, {350, 30},
          {350, 140}, {390, 140}, {390, 50}, {300, 50});
    check_wrong(a, &g,
                STR("edge 1 (b to b) runs into container box between 350,30 "
                    "and 350,140"));
}

static void lines_end_at_containers(Arena *a)
{
    Graph g = three_nodes(a);
    add_container(a, &g, STR("box"), NONE, (Rect){180, 130, 200, 120});
    g.nodes.items[2].container = 0;
    ROUTE(a, &g, node_end(0, 0), container_end(0), {100, 30}, {150, 30},
          {150, 180}, {180, 180});
    ROUTE(a, &g, container_end(0), node_end(2, 1), {180, 200}, {200, 200});
    ROUTE(a, &g, container_end(0), container_end(0), {380, 200}, {390, 200},
          {390, 220}, {380, 220});
    check_placed(a, &g);
    g.edges.items[0].points[3].x = 190 * PX;
    check_wrong(a, &g,
                STR("edge 0 (a to box) does not end at its box as it "
                    "should"));
}

static void indices_are_checked(Arena *a)
{
    Graph g = three_nodes(a);
    Buf why = {.arena = a};
    ROUTE(a, &g, node_end(0, 0), node_end(1, 1), {0, 0}, {1, 1});
    CHECK(em_graph_is_sound(&g, &why));
    g.edges.items[0].to.row = 2;
    CHECK(!em_graph_is_sound(&g, &why));
    CHECK_STR(em_buf_str(&why),
              STR("edge 0 (a to b) has an end that does not exist"));
    g.edges.items[0].to.row = NONE;
    g.nodes.items[2].id = STR("a");
    why = (Buf){.arena = a};
    CHECK(!em_graph_is_sound(&g, &why));
    CHECK_STR(em_buf_str(&why), STR("node a has the id of another node"));
}

static void containers_nest_without_end(Arena *a)
{
    enum { DEPTH = 300 };
    Graph g = {.w = 1000 * PX, .h = 1000 * PX};
    for (int i = 0; i < DEPTH; i++) {
        Len d = DEPTH - i;
        Buf id = {.arena = a};
        em_put_int(&id, i);
        add_container(a, &g, em_buf_str(&id), i + 1 < DEPTH ? i + 1 : NONE,
                      (Rect){d, d, 1000 - 2 * d, 1000 - 2 * d});
    }
    check_placed(a, &g);
    CHECK(em_container_holds(&g, DEPTH - 1, 0));
    CHECK(em_container_holds(&g, NONE, 0) &&
          em_container_holds(&g, NONE, NONE));
    CHECK(!em_container_holds(&g, 0, 1) && !em_container_holds(&g, 0, NONE));
}

static void sizes_are_checked(Arena *a)
{
    Graph g = three_nodes(a);
    Buf why = {.arena = a};
    for (int i = 0; i < g.nodes.n; i++)
        g.nodes.items[i].header_h = 20 * PX;
    CHECK(em_graph_is_sized(&g, &why));
    g.nodes.items[1].rows.items[0].h = 21 * PX;
    CHECK(!em_graph_is_sized(&g, &why));
    CHECK_STR(em_buf_str(&why),
              STR("node b has rows or badges that overlap or leave it"));
    g.nodes.items[0].title.text = STR("A");
    why = (Buf){.arena = a};
    CHECK(!em_graph_is_sized(&g, &why));
    CHECK_STR(em_buf_str(&why),
              STR("node a has a title that was not measured"));
}

static void dumps_say_what_is_there(Arena *a)
{
    Graph g = {.w = 300 * PX, .h = 96};
    Buf out = {.arena = a};
    Node *n = add_node(a, &g, STR("a\"\n"), (Rect){0, 0, 100, 60});
    n->container = 0;
    add_row(a, n);
    Row *r = &n->rows.items[0];
    r->name.text = STR("id");
    r->strong = true;
    PUSH(a, &r->badges)->label.text = STR("PK");
    add_node(a, &g, STR("b"), (Rect){200, 0, 100, 60});
    add_container(a, &g, STR("box"), NONE, (Rect){0, 0, 110, 70});
    Edge *e =
        ROUTE(a, &g, node_end(0, 0), node_end(1, NONE), {100, 30}, {200, 30});
    e->from.mark = MARK_EXACTLY_ONE;
    e->to.mark = MARK_ZERO_OR_MORE;
    e->dashed = true;
    e->label.text = STR("has");
    em_graph_dump(&out, &g);
    CHECK_STR(em_buf_str(&out),
              STR("graph auto 0,0 300x1.5\n"
                  "node \"a\\\"\\x0a\" in \"box\" 0,0 100x60\n"
                  "  row 0 badge \"PK\" name \"id\" strong at 20+20\n"
                  "node \"b\" 200,0 100x60\n"
                  "container \"box\" 0,0 110x70\n"
                  "edge 0 \"a\\\"\\x0a\" row 0 1 .. \"b\" 0..n label \"has\" "
                  "via 100,30 200,30\n"));
}

/* Four boxes of 40 by 20 px at the corners of a drawing of 240 by 120. */
static Graph four_corners(Arena *a)
{
    Graph g = {0};
    for (int i = 0; i < 4; i++)
        add_node(a, &g, STR("n"), (Rect){i % 2 * 200, i / 2 * 100, 40, 20});
    return g;
}

static GraphStats stats_of(Arena *a, const Graph *g)
{
    return em_graph_stats(g, DIR_AUTO, a);
}

static void crossings_are_counted(Arena *a)
{
    Graph g = four_corners(a);
    ROUTE(a, &g, node_end(0, NONE), node_end(3, NONE), {40, 10}, {100, 10},
          {100, 110}, {200, 110});
    ROUTE(a, &g, node_end(2, NONE), node_end(1, NONE), {40, 115}, {140, 115},
          {140, 10}, {200, 10});
    GraphStats s = stats_of(a, &g);
    CHECK(s.crossings == 1 && s.cross_points == 1 && s.bends == 4);
    CHECK(s.length == (260 + 265) * PX && s.back == 0 && s.overlap_len == 0);
    CHECK(s.w == 240 * PX && s.h == 120 * PX);

    /* two lines on each other are crossed twice in one place */
    ROUTE(a, &g, node_end(0, NONE), node_end(3, NONE), {40, 10}, {100, 10},
          {100, 110}, {200, 110});
    s = stats_of(a, &g);
    CHECK(s.crossings == 2 && s.cross_points == 1);
    CHECK(s.shared_len == 260 * PX);
}

static void bends_that_touch_do_not_cross(Arena *a)
{
    Graph g = four_corners(a);
    ROUTE(a, &g, node_end(0, NONE), node_end(1, NONE), {40, 10}, {100, 10},
          {100, 60}, {210, 60}, {210, 20});
    ROUTE(a, &g, node_end(2, NONE), node_end(2, NONE), {40, 110}, {100, 110},
          {100, 60}, {20, 60}, {20, 100});
    CHECK(stats_of(a, &g).crossings == 0);
}

static void runs_beside_each_other_are_measured(Arena *a)
{
    Graph g = four_corners(a);
    ROUTE(a, &g, node_end(0, NONE), node_end(1, NONE), {40, 10}, {80, 10},
          {80, 60}, {140, 60}, {140, 10}, {200, 10});
    ROUTE(a, &g, node_end(2, NONE), node_end(3, NONE), {40, 110}, {80, 110},
          {80, 60}, {140, 60}, {140, 110}, {200, 110});
    ROUTE(a, &g, node_end(0, NONE), node_end(1, NONE), {40, 13}, {70, 13},
          {70, 25}, {170, 25}, {170, 8}, {200, 8});
    GraphStats s = stats_of(a, &g);
    CHECK(s.overlap_len == 60 * PX && s.shared_len == 0);
    CHECK(s.close_len == (30 + 30) * PX);
}

static void lines_and_boxes_are_compared(Arena *a)
{
    Graph g = four_corners(a);
    add_node(a, &g, STR("through"), (Rect){100, 0, 40, 20});
    add_node(a, &g, STR("hugged"), (Rect){100, 112, 40, 20});
    add_node(a, &g, STR("on it"), (Rect){130, 10, 40, 20});
    ROUTE(a, &g, node_end(0, NONE), node_end(1, NONE), {0, 10}, {200, 10});
    ROUTE(a, &g, node_end(3, NONE), node_end(2, NONE), {200, 110}, {40, 110});
    GraphStats s = stats_of(a, &g);
    CHECK(s.edge_own == 1 && s.edge_node == 1 && s.node_node == 1);
    CHECK(s.hug_len == 50 * PX + 50 * PX); /* along a border, and near one */
    CHECK(s.back == 1 && s.jogs == 0);
}

static void labels_and_rows_are_judged(Arena *a)
{
    Graph g = four_corners(a);
    add_row(a, &g.nodes.items[0]);
    for (int i = 0; i < 3; i++) {
        Edge *e = ROUTE(a, &g, node_end(0, i == 0 ? 0 : NONE),
                        node_end(1, NONE), {40, 2 + 7 * i}, {100, 2 + 7 * i},
                        {100, 5 + 7 * i}, {200, 5 + 7 * i});
        e->label.w = 30 * PX;
        e->label.h = 10 * PX;
        if (i < 2)
            e->label_box = (Rect){120 * PX, 2 * PX, 30 * PX, 10 * PX};
    }
    GraphStats s = stats_of(a, &g);
    CHECK(s.label_missing == 1 && s.label_label == 1 && s.label_node == 0);
    CHECK(s.label_edge == 1); /* the first line through the second's */
    CHECK(s.jogs == 3 && s.port_miss == 1);
}

static const Test tests[] = {
    {"good places pass", good_places_pass},
    {"boxes that meet are found", boxes_that_meet_are_found},
    {"many boxes are compared as pairs would be",
     many_boxes_are_compared_as_pairs_would_be},
    {"lines through nodes are found", lines_through_nodes_are_found},
    {"ends must be where they belong", ends_must_be_where_they_belong},
    {"a line may not come back over its own box",
     a_line_may_not_come_back_over_its_own_box},
    {"lines on each other are found", lines_on_each_other_are_found},
    {"lines into one row share a trunk", lines_into_one_row_share_a_trunk},
    {"equal lines are found", equal_lines_are_found},
    {"labels keep clear", labels_keep_clear},
    {"containers hold their own", containers_hold_their_own},
    {"lines enter only the containers of their ends",
     lines_enter_only_the_containers_of_their_ends},
    {"lines end at containers", lines_end_at_containers},
    {"indices are checked", indices_are_checked},
    {"containers nest without end", containers_nest_without_end},
    {"sizes are checked", sizes_are_checked},
    {"dumps say what is there", dumps_say_what_is_there},
    {"crossings are counted", crossings_are_counted},
    {"bends that touch do not cross", bends_that_touch_do_not_cross},
    {"runs beside each other are measured",
     runs_beside_each_other_are_measured},
    {"lines and boxes are compared", lines_and_boxes_are_compared},
    {"labels and rows are judged", labels_and_rows_are_judged},
};

int main(void)
{
    return em_run_tests("graph", tests, COUNT(tests));
}
