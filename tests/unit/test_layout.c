/*
 * layout/: every drawing keeps what em_graph_is_placed promises.
 */
#include "base/rng.h"
#include "layout/layout.h"
#include "test.h"

typedef struct {
    int nodes, edges, containers;
    bool rows, labels;
    Direction direction;
    uint64_t seed;
} Recipe;

static void add_node(Arena *a, Graph *g, const Recipe *r, Rng *rng)
{
    Node *n = PUSH(a, &g->nodes);
    int rows = r->rows ? em_rng_below(rng, 6) : 0;
    Buf id = {.arena = a};

    PUT(&id, STR("n"));
    em_put_int(&id, g->nodes.n);
    *n = (Node){.id = em_buf_str(&id), .container = NONE};
    n->w = (80 + 4 * em_rng_below(rng, 40)) * PX;
    n->h = (32 + 24 * rows) * PX;
    for (int i = 0; i < rows; i++) {
        Row *row = PUSH(a, &n->rows);
        row->y = (32 + 24 * i) * PX;
        row->h = 24 * PX;
    }
    if (r->containers > 0)
        n->container = em_rng_below(rng, r->containers + 1) - 1;
}

static EdgeEnd random_end(const Graph *g, Rng *rng)
{
    EdgeEnd end = {.node = NONE, .container = NONE, .row = NONE};
    if (g->containers.n > 0 && em_rng_below(rng, 5) == 0) {
        end.container = em_rng_below(rng, g->containers.n);
        return end;
    }
    end.node = em_rng_below(rng, g->nodes.n);
    int rows = g->nodes.items[end.node].rows.n;
    if (rows > 0 && em_rng_below(rng, 3) > 0)
        end.row = em_rng_below(rng, rows);
    return end;
}

static Graph make_graph(Arena *a, const Recipe *r)
{
    Graph g = {.direction = r->direction};
    Rng rng = {r->seed};

    for (int i = 0; i < r->containers; i++) {
        Container *c = PUSH(a, &g.containers);
        Buf id = {.arena = a};
        PUT(&id, STR("c"));
        em_put_int(&id, i);
        *c = (Container){.id = em_buf_str(&id), .parent = NONE};
        c->direction = (Direction)em_rng_below(&rng, 5);
        c->title.w = 60 * PX;
        c->title.h = 18 * PX;
        c->title.text = STR("title");
    }
    for (int i = 0; i + 1 < r->containers; i++) {
        int parent = i + 1 + em_rng_below(&rng, r->containers - i);
        g.containers.items[i].parent = parent == r->containers ? NONE : parent;
    }
    for (int i = 0; i < r->nodes; i++)
        add_node(a, &g, r, &rng);
    for (int i = 0; i < r->edges; i++) {
        Edge *e = PUSH(a, &g.edges);
        *e = (Edge){.from = random_end(&g, &rng), .to = random_end(&g, &rng)};
        if (r->labels && em_rng_below(&rng, 2)) {
            e->label.text = STR("label");
            e->label.w = (20 + em_rng_below(&rng, 60)) * PX;
            e->label.h = 16 * PX;
        }
    }
    return g;
}

static void lay_out(Arena *a, Graph *g)
{
    LayoutOptions o = em_layout_defaults();
    em_layout(g, &o, a, em_test_scratch(a));
}

static void check_placed(Arena *a, Graph *g)
{
    Buf why = {.arena = a};
    lay_out(a, g);
    bool placed = em_graph_is_placed(g, &why);
    CHECK_STR(placed ? STR("") : em_buf_str(&why), STR(""));
}

static void an_empty_graph_has_no_size(Arena *a)
{
    Graph g = {0};
    lay_out(a, &g);
    CHECK(g.w == 0 && g.h == 0);
}

/* Few and small: each is drawn again for each request that may fail. */
static void check_ways(Arena *a, Recipe r)
{
    for (Direction d = DIR_AUTO; d <= DIR_LEFT; d++) {
        Mark mark = em_arena_mark(a);
        r.direction = d;
        Graph g = make_graph(a, &r);
        check_placed(a, &g);
        em_arena_rewind(a, mark);
    }
}

static void random_graphs_are_placed(Arena *a)
{
    check_ways(a, (Recipe){.nodes = 7, .edges = 10, .seed = 1});
}

static void random_tables_with_labels_are_placed(Arena *a)
{
    check_ways(
        a,
        (Recipe){
            .nodes = 7, .edges = 10, .rows = true, .labels = true, .seed = 2});
}

static void random_containers_are_placed(Arena *a)
{
    check_ways(a, (Recipe){.nodes = 7,
                           .edges = 9,
                           .containers = 4,
                           .rows = true,
                           .labels = true,
                           .seed = 3});
}

/* Adds a plain node; returns its index. */
static int plain_node(Arena *a, Graph *g, Len w, Len h)
{
    *PUSH(a, &g->nodes) = (Node){.container = NONE, .w = w, .h = h};
    return g->nodes.n - 1;
}

static void plain_edge(Arena *a, Graph *g, int from, int to)
{
    *PUSH(a, &g->edges) =
        (Edge){.from = {.node = from, .container = NONE, .row = NONE},
               .to = {.node = to, .container = NONE, .row = NONE}};
}

static void directions_put_the_first_first(Arena *a)
{
    for (Direction d = DIR_DOWN; d <= DIR_LEFT; d++) {
        Graph g = {.direction = d};
        for (int i = 0; i < 3; i++)
            plain_node(a, &g, 100 * PX, 60 * PX);
        plain_edge(a, &g, 0, 1);
        plain_edge(a, &g, 1, 2);
        check_placed(a, &g);
        const Node *n = g.nodes.items;
        bool before = d == DIR_DOWN    ? n[0].y < n[1].y && n[1].y < n[2].y
                      : d == DIR_UP    ? n[0].y > n[1].y && n[1].y > n[2].y
                      : d == DIR_RIGHT ? n[0].x < n[1].x && n[1].x < n[2].x
                                       : n[0].x > n[1].x && n[1].x > n[2].x;
        CHECK(before);
        CHECK(g.edges.items[0].n_points == 2); /* straight */
        CHECK(g.edges.items[1].n_points == 2);
    }
}

static void parallel_lines_and_loops_stay_apart(Arena *a)
{
    Graph g = {0};
    plain_node(a, &g, 100 * PX, 90 * PX);
    plain_node(a, &g, 100 * PX, 90 * PX);
    for (int i = 0; i < 3; i++) {
        plain_edge(a, &g, 0, 1);
        plain_edge(a, &g, 1, 0);
        plain_edge(a, &g, 1, 1);
    }
    check_placed(a, &g);
}

static void labelled_edge(Arena *a, Graph *g, int from, int to, int to_row)
{
    *PUSH(a, &g->edges) =
        (Edge){.from = {.node = from, .container = NONE, .row = NONE},
               .to = {.node = to, .container = NONE, .row = to_row},
               .label = {.text = STR("label"), .w = 70 * PX, .h = 16 * PX}};
}

static void check_labels(const Graph *g)
{
    for (int i = 0; i < g->edges.n; i++)
        CHECK(g->edges.items[i].label_box.w == 70 * PX);
}

static void labels_find_room_where_lines_leave_side_by_side(Arena *a)
{
    Graph g = {0};
    int hub = plain_node(a, &g, 100 * PX, 60 * PX);
    for (int i = 0; i < 6; i++)
        labelled_edge(a, &g, hub, plain_node(a, &g, 100 * PX, 40 * PX), NONE);
    check_placed(a, &g);
    check_labels(&g);
}

static void a_label_finds_room_on_a_line_that_shares_both_ends(Arena *a)
{
    enum { SIDE = 3 };
    Graph g = {0};
    for (int i = 0; i < 2 * SIDE; i++) {
        int node = plain_node(a, &g, 100 * PX, 64 * PX);
        *PUSH(a, &g.nodes.items[node].rows) = (Row){.y = 32 * PX, .h = 24 * PX};
    }
    for (int i = 0; i < SIDE * SIDE; i++) {
        labelled_edge(a, &g, i / SIDE, SIDE + i % SIDE, 0);
        g.edges.items[i].from.row = 0;
    }
    check_placed(a, &g);
    check_labels(&g);
}

/* Boxes lower than their lines' labels, and more lines than they have room for.
 */
static void labels_of_crowded_boxes_get_layers_of_their_own(Arena *a)
{
    Graph g = {0};
    int one = plain_node(a, &g, 60 * PX, 24 * PX);
    int other = plain_node(a, &g, 60 * PX, 24 * PX);
    for (int i = 0; i < 6; i++)
        labelled_edge(a, &g, one, other, NONE);
    check_placed(a, &g);
    check_labels(&g);
}

static void labels_of_crowded_loops_get_layers_of_their_own(Arena *a)
{
    Graph g = {0};
    int one = plain_node(a, &g, 60 * PX, 24 * PX);
    for (int i = 0; i < 5; i++)
        labelled_edge(a, &g, one, one, NONE);
    check_placed(a, &g);
    check_labels(&g);
}

/* How much of the upright pieces of two lines lies on each other. */
static Len shared_height(const Edge *a, const Edge *b)
{
    Len sum = 0;
    for (int i = 0; i + 1 < a->n_points; i++) {
        for (int k = 0; k + 1 < b->n_points; k++) {
            Point p = a->points[i], q = a->points[i + 1];
            Point r = b->points[k], s = b->points[k + 1];
            if (p.x == q.x && r.x == p.x && s.x == p.x)
                sum += MAX(0, MIN(MAX(p.y, q.y), MAX(r.y, s.y)) -
                                  MAX(MIN(p.y, q.y), MIN(r.y, s.y)));
        }
    }
    return sum;
}

enum { N_HALVES = 6 };

/* Lines of several tables lead into one row, every second perhaps red. */
static Graph place_halves(Arena *a, bool red)
{
    enum { N = N_HALVES };
    Graph g = {.direction = DIR_RIGHT};
    int hub = plain_node(a, &g, 100 * PX, 64 * PX);
    *PUSH(a, &g.nodes.items[hub].rows) = (Row){.y = 32 * PX, .h = 24 * PX};
    for (int i = 0; i < N; i++) {
        plain_edge(a, &g, plain_node(a, &g, 100 * PX, 100 * PX), hub);
        g.edges.items[i].to.row = 0;
        if (red && i % 2 == 0)
            *PUSH(a, &g.edges.items[i].styles) =
                (StyleRequest){STR("stroke"), STR("red")};
    }
    check_placed(a, &g);
    return g;
}

/* How much do the lines of one half share with those of the other? */
static Len height_shared_by_halves(Arena *a, bool red)
{
    enum { N = N_HALVES };
    Graph g = place_halves(a, red);
    Len sum = 0;
    for (int i = 0; i < N; i += 2) {
        for (int k = 1; k < N; k += 2)
            sum += shared_height(&g.edges.items[i], &g.edges.items[k]);
    }
    return sum;
}

static void ends_that_leave_their_rows_are_counted(Arena *a)
{
    Graph g = {0};
    int node = plain_node(a, &g, 100 * PX, 64 * PX);
    *PUSH(a, &g.nodes.items[node].rows) = (Row){.y = 32 * PX, .h = 24 * PX};
    plain_edge(a, &g, node, node);
    g.edges.items[0].from.row = g.edges.items[0].to.row = 0;
    check_placed(a, &g);
    CHECK(g.edges.items[0].to.row == NONE);
    CHECK(em_graph_stats(&g, DIR_AUTO, em_test_scratch(a)).port_miss == 1);
}

static void trunks_are_shared_by_lines_that_look_alike(Arena *a)
{
    CHECK(height_shared_by_halves(a, false) > 0);
    CHECK(height_shared_by_halves(a, true) == 0);
}

static Len last_height(const Edge *e)
{
    return e->points[e->n_points - 1].y;
}

static void lines_of_two_colours_end_apart_at_a_row(Arena *a)
{
    for (int red = 0; red < 2; red++) {
        Graph g = place_halves(a, red);
        const Edge *e = g.edges.items;
        for (int i = 0; i < N_HALVES; i++) {
            const Edge *like = &e[i % 2];
            CHECK(e[i].to.row == 0 && last_height(&e[i]) == last_height(like));
        }
        CHECK((last_height(&e[0]) == last_height(&e[1])) == !red);
    }
}

static void ends_on_a_crowded_box_stand_apart_or_share(Arena *a)
{
    Graph g = {0};
    Len gap = em_layout_defaults().track_gap;
    int hub = plain_node(a, &g, 100 * PX, 60 * PX), shared = 0;
    for (int i = 0; i < 24; i++)
        plain_edge(a, &g, hub, plain_node(a, &g, 60 * PX, 40 * PX));
    check_placed(a, &g);
    for (int i = 0; i < g.edges.n; i++) {
        Point p = g.edges.items[i].points[0];
        for (int j = 0; j < i; j++) {
            Point q = g.edges.items[j].points[0];
            Len apart = p.y < q.y ? q.y - p.y : p.y - q.y;
            CHECK(p.x != q.x || apart == 0 || apart >= gap);
            shared += p.x == q.x && apart == 0;
        }
    }
    CHECK(shared > 0 && g.joints.n > 0);
}

/* A high box beside two low ones: below these there is room. */
static void lone_nodes_fill_free_ends(Arena *a)
{
    Graph g = {0};
    int high = plain_node(a, &g, 100 * PX, 600 * PX);
    for (int i = 0; i < 2; i++)
        plain_edge(a, &g, high, plain_node(a, &g, 100 * PX, 60 * PX));
    int lone = plain_node(a, &g, 90 * PX, 60 * PX);
    check_placed(a, &g);
    const Node *n = g.nodes.items;
    CHECK(g.h == 600 * PX && g.w < 400 * PX);
    CHECK(n[lone].x == n[high + 1].x || n[lone].x == n[high + 2].x);
}

static void loops_bend_to_the_side_no_other_line_takes(Arena *a)
{
    Graph g = {0};
    int table = plain_node(a, &g, 100 * PX, 120 * PX);
    for (int i = 0; i < 3; i++)
        *PUSH(a, &g.nodes.items[table].rows) =
            (Row){.y = (32 + 24 * i) * PX, .h = 24 * PX};
    plain_edge(a, &g, table, plain_node(a, &g, 100 * PX, 60 * PX));
    plain_edge(a, &g, table, table);
    g.edges.items[0].from.row = 0;
    g.edges.items[1].from.row = 0;
    g.edges.items[1].to.row = 2;
    check_placed(a, &g);
    CHECK(g.edges.items[0].points[0].x != g.edges.items[1].points[0].x);
}

static void lone_nodes_make_a_block(Arena *a)
{
    Graph g = {0};
    for (int i = 0; i < 60; i++)
        plain_node(a, &g, 100 * PX, 60 * PX);
    check_placed(a, &g);
    CHECK(g.w < 3 * g.h && g.h < g.w * 3 / 2);
}

static void long_chains_need_no_stack(Arena *a)
{
    Graph g = {.direction = DIR_DOWN};
    for (int i = 0; i < 300; i++) {
        plain_node(a, &g, 40 * PX, 40 * PX);
        if (i > 0)
            plain_edge(a, &g, i - 1, i);
    }
    lay_out(a, &g);
    CHECK(g.edges.items[298].n_points == 2);
}

static void deep_containers_hold_each_other(Arena *a)
{
    enum { DEPTH = 20 };
    Graph g = {0};
    for (int i = 0; i < DEPTH; i++)
        *PUSH(a, &g.containers) =
            (Container){.parent = i + 1 < DEPTH ? i + 1 : NONE};
    int in = plain_node(a, &g, 100 * PX, 40 * PX);
    int out = plain_node(a, &g, 100 * PX, 40 * PX);
    g.nodes.items[in].container = 0;
    plain_edge(a, &g, in, out);
    plain_edge(a, &g, out, in);
    check_placed(a, &g);
}

/* Three chains of twelve, each in a container, one after the other. */
static void containers_take_a_shape_that_fills_the_page(Arena *a)
{
    enum { CHAINS = 3, OF = 12 };
    Graph g = {0};

    for (int i = 0; i < CHAINS * OF; i++) {
        int n = plain_node(a, &g, 200 * PX, 100 * PX);
        g.nodes.items[n].container = i / OF;
        if (i > 0)
            plain_edge(a, &g, i - 1, i);
        if (i % OF == 0)
            *PUSH(a, &g.containers) = (Container){.parent = NONE};
    }
    check_placed(a, &g);
    CHECK(g.w < 2 * g.h && g.h < g.w);
}

/* The children of one box make a rank far higher than a page is. */
static void high_ranks_are_spread_one_way(Arena *a)
{
    Graph g = {.direction = DIR_RIGHT};
    int root = plain_node(a, &g, 100 * PX, 40 * PX);
    for (int i = 0; i < 36; i++)
        plain_edge(a, &g, root, plain_node(a, &g, 100 * PX, 40 * PX));
    check_placed(a, &g);
    CHECK(g.h < g.w * 3 / 2);
    for (int i = 1; i < g.nodes.n; i++)
        CHECK(g.nodes.items[i].x > g.nodes.items[root].x);
}

/* How often level pieces of one route cross upright ones of another. */
static int crossings_of(const Edge *a, const Edge *b)
{
    int n = 0;
    for (int i = 0; i < (a->n_points - 1) * (b->n_points - 1); i++) {
        const Point *p = a->points + i / (b->n_points - 1);
        const Point *q = b->points + i % (b->n_points - 1);
        n += p[0].y == p[1].y && q[0].x == q[1].x &&
             MIN(p[0].x, p[1].x) < q[0].x && q[0].x < MAX(p[0].x, p[1].x) &&
             MIN(q[0].y, q[1].y) < p[0].y && p[0].y < MAX(q[0].y, q[1].y);
    }
    return n;
}

static void trees_have_no_crossings(Arena *a)
{
    Graph g = {.direction = DIR_DOWN};
    for (int i = 0; i < 22; i++) {
        plain_node(a, &g, (60 + 7 * i % 50) * PX, 40 * PX);
        if (i > 0)
            plain_edge(a, &g, i == 1 ? 0 : i * 7 % 11 % i, i);
    }
    lay_out(a, &g);
    for (int i = 0; i < g.edges.n; i++) {
        for (int j = 0; j < g.edges.n; j++)
            CHECK(crossings_of(&g.edges.items[i], &g.edges.items[j]) == 0);
    }
}

static void the_same_input_gives_the_same_drawing(Arena *a)
{
    Recipe r = {.nodes = 10, .edges = 14, .rows = true, .labels = true};
    Str first = {0};
    for (int i = 0; i < 2; i++) {
        Graph g = make_graph(a, &r);
        Buf b = {.arena = a};
        lay_out(a, &g);
        em_graph_dump(&b, &g);
        if (i == 0)
            first = em_buf_str(&b);
        else
            CHECK_STR(em_buf_str(&b), first);
    }
}

static void passes_can_be_watched(Arena *a)
{
    int n;
    const Str *names = em_layout_passes(&n);
    for (int i = 0; i < n; i++) {
        Graph g = {0};
        Buf dump = {.arena = a};
        LayoutOptions o = em_layout_defaults();
        plain_edge(a, &g, plain_node(a, &g, 64 * PX, 64 * PX),
                   plain_node(a, &g, 64 * PX, 64 * PX));
        o.stop_after = names[i];
        o.dump = &dump;
        em_layout(&g, &o, a, em_test_scratch(a));
        CHECK(dump.n > 0);
    }
}

static const Test tests[] = {
    {"an empty graph has no size", an_empty_graph_has_no_size},
    {"directions put the first first", directions_put_the_first_first},
    {"parallel lines and loops stay apart",
     parallel_lines_and_loops_stay_apart},
    {"labels find room where lines leave side by side",
     labels_find_room_where_lines_leave_side_by_side},
    {"a label finds room on a line that shares both ends",
     a_label_finds_room_on_a_line_that_shares_both_ends},
    {"labels of crowded boxes get layers of their own",
     labels_of_crowded_boxes_get_layers_of_their_own},
    {"labels of crowded loops get layers of their own",
     labels_of_crowded_loops_get_layers_of_their_own},
    {"ends that leave their rows are counted",
     ends_that_leave_their_rows_are_counted},
    {"trunks are shared by lines that look alike",
     trunks_are_shared_by_lines_that_look_alike},
    {"lines of two colours end apart at a row",
     lines_of_two_colours_end_apart_at_a_row},
    {"ends on a crowded box stand apart or share",
     ends_on_a_crowded_box_stand_apart_or_share},
    {"loops bend to the side no other line takes",
     loops_bend_to_the_side_no_other_line_takes},
    {"lone nodes fill free ends", lone_nodes_fill_free_ends},
    {"lone nodes make a block", lone_nodes_make_a_block},
    {"long chains need no stack", long_chains_need_no_stack},
    {"deep containers hold each other", deep_containers_hold_each_other},
    {"containers take a shape that fills the page",
     containers_take_a_shape_that_fills_the_page},
    {"high ranks are spread one way", high_ranks_are_spread_one_way},
    {"trees have no crossings", trees_have_no_crossings},
    {"the same input gives the same drawing",
     the_same_input_gives_the_same_drawing},
    {"passes can be watched", passes_can_be_watched},
    {"random graphs are placed", random_graphs_are_placed},
    {"random tables with labels are placed",
     random_tables_with_labels_are_placed},
    {"random containers are placed", random_containers_are_placed},
};

int main(void)
{
    return em_run_tests("layout", tests, COUNT(tests));
}
