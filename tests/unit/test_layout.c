/*
 * layout/: every drawing keeps what em_graph_is_placed promises; passes do what
 * their contracts say.
 */
#include "layout/flow.h"
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
    EdgeEnd end = {NONE, NONE, NONE, MARK_NONE};
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

static void empty_arena(void *thing)
{
    em_arena_rewind(thing, (Mark){0});
}

/* A second arena that goes away with the first. */
static Arena *new_scratch(Arena *a)
{
    Guard *guard = em_guard_new(a);
    Arena *scratch = NEW(a, Arena);
    scratch->budget = a->budget;
    em_guard_set(guard, empty_arena, scratch);
    return scratch;
}

static void lay_out(Arena *a, Graph *g)
{
    LayoutOptions o = em_layout_defaults();
    em_layout(g, &o, a, new_scratch(a));
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

static void check_many(Arena *a, Recipe r, int n)
{
    for (int i = 0; i < n; i++) {
        for (Direction d = DIR_AUTO; d <= DIR_LEFT; d++) {
            Mark mark = em_arena_mark(a);
            r.seed = (uint64_t)i;
            r.direction = d;
            Graph g = make_graph(a, &r);
            check_placed(a, &g);
            em_arena_rewind(a, mark);
        }
    }
}

static void random_graphs_are_placed(Arena *a)
{
    check_many(a, (Recipe){.nodes = 12, .edges = 18}, 6);
}

static void random_tables_with_labels_are_placed(Arena *a)
{
    check_many(
        a, (Recipe){.nodes = 14, .edges = 24, .rows = true, .labels = true}, 6);
}

static void random_containers_are_placed(Arena *a)
{
    check_many(a,
               (Recipe){.nodes = 12,
                        .edges = 16,
                        .containers = 5,
                        .rows = true,
                        .labels = true},
               8);
}

static const Test tests[] = {
    {"an empty graph has no size", an_empty_graph_has_no_size},
    {"random graphs are placed", random_graphs_are_placed},
    {"random tables with labels are placed",
     random_tables_with_labels_are_placed},
    {"random containers are placed", random_containers_are_placed},
};

int main(void)
{
    return em_run_tests("layout", tests, COUNT(tests));
}
