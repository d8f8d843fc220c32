/*
 * Graphs of any shape straight into layout, by either engine: whatever comes
 * in, the drawing keeps what em_graph_is_placed promises.
 */
#include "fuzz.h"
#include "layout/layout.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    MAX_NODES = 48,
    MAX_EDGES = 120,
    MAX_CONTAINERS = 6,
    MAX_ROWS = 8,
    MEMORY = 256 * 1024 * 1024
};

typedef struct {
    const uint8_t *data;
    size_t size, at;
    Arena arena, scratch;
} Input;

/* A number in [0, n) from the next byte; 0 when there is none left. */
static int take(Input *in, int n)
{
    return in->at < in->size ? in->data[in->at++] % n : 0;
}

/* "c3" */
static Str name_of(Input *in, Str kind, int number)
{
    Buf b = {.arena = &in->arena};
    PUT(&b, kind);
    em_put_int(&b, number);
    return em_buf_str(&b);
}

static Label label_of(int w, int h)
{
    return (Label){.text = STR("label"), .w = w * PX, .h = h * PX};
}

static void take_containers(Input *in, Graph *g)
{
    int n = take(in, MAX_CONTAINERS + 1);
    for (int i = 0; i < n; i++) {
        Container *c = PUSH(&in->arena, &g->containers);
        int parent = i + 1 + take(in, n - i);
        *c = (Container){.id = name_of(in, STR("c"), i),
                         .parent = parent < n ? parent : NONE,
                         .direction = (Direction)take(in, 5)};
        if (take(in, 2))
            c->title = label_of(10 + take(in, 200), 18);
    }
}

static void take_nodes(Input *in, Graph *g)
{
    int n = 1 + take(in, MAX_NODES);
    for (int i = 0; i < n; i++) {
        Node *node = PUSH(&in->arena, &g->nodes);
        int rows = take(in, 2) ? take(in, MAX_ROWS + 1) : 0;
        *node = (Node){.id = name_of(in, STR("n"), i), .container = NONE};
        node->w = (16 + 2 * take(in, 256)) * PX;
        node->h = (16 + take(in, 64) + 24 * rows) * PX;
        node->body = (Rect){0, 0, node->w, node->h};
        for (int k = 0; k < rows; k++)
            *PUSH(&in->arena, &node->rows) =
                (Row){.y = (16 + 24 * k) * PX, .h = 24 * PX};
        if (g->containers.n > 0)
            node->container = take(in, g->containers.n + 1) - 1;
    }
}

static EdgeEnd take_end(Input *in, const Graph *g)
{
    EdgeEnd end = {.node = NONE,
                   .container = NONE,
                   .row = NONE,
                   .mark = (MarkKind)take(in, 6)};
    int which = take(in, g->nodes.n + g->containers.n);
    if (which >= g->nodes.n) {
        end.container = which - g->nodes.n;
        return end;
    }
    end.node = which;
    end.row = take(in, g->nodes.items[which].rows.n + 1) - 1;
    return end;
}

static void take_edges(Input *in, Graph *g)
{
    while (in->at < in->size && g->edges.n < MAX_EDGES) {
        Edge *e = PUSH(&in->arena, &g->edges);
        *e = (Edge){.from = take_end(in, g), .to = take_end(in, g)};
        int looks = take(in, 8);
        e->dashed = looks & 1;
        if (looks & 2)
            e->label = label_of(8 + take(in, 160), looks & 4 ? 32 : 16);
    }
}

static void draw(void *ctx)
{
    static const int aspects[][2] = {{16, 10}, {1, 1}, {1, 3}, {100, 1}};
    Input *in = ctx;
    Graph g = {0};
    Buf why = {.arena = &in->arena};
    LayoutOptions o = em_layout_defaults();

    o.engine = (Engine)take(in, 3);
    o.direction = (Direction)take(in, 5);
    int aspect = take(in, COUNT(aspects));
    o.aspect_w = aspects[aspect][0];
    o.aspect_h = aspects[aspect][1];
    take_containers(in, &g);
    take_nodes(in, &g);
    take_edges(in, &g);
    bool sound = em_graph_is_sound(&g, &why);
    if (sound)
        em_layout(&g, &o, &in->arena, &in->scratch);
    if (sound && em_graph_is_placed(&g, &why))
        return;
    fprintf(stderr, "%.*s\n", why.n, why.p);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Budget budget = {.limit = MEMORY};
    Input in = {data, size, 0, {.budget = &budget}, {.budget = &budget}};

    em_try(&budget, draw, &in);
    em_arena_rewind(&in.arena, (Mark){0});
    em_arena_rewind(&in.scratch, (Mark){0});
    return 0;
}
