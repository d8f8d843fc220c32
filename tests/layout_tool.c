/*
 * ermaid-layout: lays out graphs of the layout bench.
 *
 *     ermaid-layout [--check] [--stop-after PASS] [--direction DIRECTION]
 *         [--engine auto|columns|layered] GRAPH.json... -o DIR
 *
 * Reads the bench's graph format, writes DIR/<name>.json in its layout format
 * (both are described in the README of layout-bench), and with --check tells
 * when a drawing is not what em_graph_is_placed promises.
 */
#include "layout/layout.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
    json_t *json;
    const char *out_dir;
    bool check;
    Str stop_after;
    Direction direction;
    Engine engine;
    int n_bad;
} Tool;

typedef struct {
    Tool *tool;
    Arena arena, scratch;
} Job;

static Len len_of(const json_t *object, const char *key)
{
    return (Len)(json_number_value(json_object_get(object, key)) * PX + 0.5);
}

static Str str_of(const json_t *object, const char *key)
{
    return em_str_of(json_string_value(json_object_get(object, key)));
}

/* A node; each port becomes a row whose middle is at the port. */
static void read_node(Arena *arena, Graph *g, const json_t *from)
{
    Node *n = PUSH(arena, &g->nodes);
    size_t i;
    const json_t *port;

    *n = (Node){.id = str_of(from, "id"), .container = NONE};
    n->w = len_of(from, "w");
    n->h = len_of(from, "h");
    json_array_foreach(json_object_get(from, "ports"), i, port)
    {
        Row *r = PUSH(arena, &n->rows);
        r->name.text = str_of(port, "id");
        r->y = len_of(port, "y") - 2 * PX;
        r->h = 4 * PX;
    }
}

static int find_node(const Graph *g, Str id)
{
    for (int i = 0; i < g->nodes.n; i++) {
        if (em_str_eq(g->nodes.items[i].id, id))
            return i;
    }
    return NONE;
}

static EdgeEnd read_end(const Graph *g, Str node, Str port)
{
    EdgeEnd end = {.node = find_node(g, node), .container = NONE, .row = NONE};
    if (end.node == NONE || port.n == 0)
        return end;
    const Node *n = &g->nodes.items[end.node];
    for (int i = 0; i < n->rows.n; i++) {
        if (em_str_eq(n->rows.items[i].name.text, port))
            end.row = i;
    }
    return end;
}

static void read_edge(Arena *arena, Graph *g, const json_t *from)
{
    Edge *e = PUSH(arena, &g->edges);
    e->from = read_end(g, str_of(from, "from"), str_of(from, "from_port"));
    e->to = read_end(g, str_of(from, "to"), str_of(from, "to_port"));
    e->label.w = len_of(from, "label_w");
    e->label.h = len_of(from, "label_h");
    if (e->label.w > 0)
        e->label.text = STR("label");
}

static void read_graph(Arena *arena, Graph *g, const json_t *from)
{
    size_t i;
    const json_t *item;

    json_array_foreach(json_object_get(from, "nodes"), i, item)
        read_node(arena, g, item);
    json_array_foreach(json_object_get(from, "edges"), i, item)
        read_edge(arena, g, item);
}

static void put_number(Buf *b, const char *key, Len v)
{
    PUT(b, STR("\""), em_str_of(key), STR("\":"));
    em_put_fixed(b, v, PX, 6);
}

static void put_rect(Buf *b, Rect r)
{
    put_number(b, "x", r.x);
    PUT(b, STR(","));
    put_number(b, "y", r.y);
    PUT(b, STR(","));
    put_number(b, "w", r.w);
    PUT(b, STR(","));
    put_number(b, "h", r.h);
}

static void put_string(Buf *b, const json_t *object, const char *key)
{
    char *text = json_dumps(json_object_get(object, key), JSON_ENCODE_ANY);
    PUT(b, STR("\""), em_str_of(key), STR("\":"), em_str_of(text), STR(","));
    free(text);
}

static void put_edge(Buf *b, const Edge *e, const json_t *from)
{
    PUT(b, STR("{"));
    put_string(b, from, "id");
    put_string(b, from, "from");
    put_string(b, from, "to");
    PUT(b, STR("\"points\":["));
    for (int i = 0; i < e->n_points; i++) {
        PUT(b, i ? STR(",[") : STR("["));
        em_put_fixed(b, e->points[i].x, PX, 6);
        PUT(b, STR(","));
        em_put_fixed(b, e->points[i].y, PX, 6);
        PUT(b, STR("]"));
    }
    PUT(b, STR("]"));
    if (e->label_box.w > 0) {
        PUT(b, STR(",\"label\":{"));
        put_rect(b, e->label_box);
        PUT(b, STR("}"));
    }
    PUT(b, STR("}"));
}

static void put_layout(Buf *b, const Graph *g, const GraphStats *stats,
                       const json_t *from, double ms)
{
    PUT(b, STR("{\"engine\":\"ermaid\",\"nodes\":["));
    for (int i = 0; i < g->nodes.n; i++) {
        const Node *n = &g->nodes.items[i];
        PUT(b, i ? STR(",\n{") : STR("\n{"));
        put_string(b, json_array_get(json_object_get(from, "nodes"), (size_t)i),
                   "id");
        put_rect(b, (Rect){n->x, n->y, n->w, n->h});
        PUT(b, STR("}"));
    }
    PUT(b, STR("],\"edges\":["));
    for (int i = 0; i < g->edges.n; i++) {
        PUT(b, i ? STR(",\n") : STR("\n"));
        put_edge(b, &g->edges.items[i],
                 json_array_get(json_object_get(from, "edges"), (size_t)i));
    }
    PUT(b, STR("],"));
    put_number(b, "width", g->w);
    PUT(b, STR(","));
    put_number(b, "height", g->h);
    PUT(b, STR(",\"stats\":"));
    em_graph_put_stats(b, stats, true);
    PUT(b, STR(",\"runtime_ms\":"));
    em_put_fixed(b, (int64_t)(ms * 1000), 1000, 3);
    PUT(b, STR("}\n"));
}

static double now_ms(void)
{
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static Direction find_direction(const char *word)
{
    static const char *const words[] = {"AUTO", "DOWN", "UP", "RIGHT", "LEFT"};
    for (int i = 0; i < COUNT(words); i++) {
        if (strcmp(words[i], word) == 0)
            return (Direction)i;
    }
    return DIR_AUTO;
}

static void run(void *ctx)
{
    Job *job = ctx;
    Tool *tool = job->tool;
    Graph g = {0};
    Buf out = {.arena = &job->arena}, why = {.arena = &job->arena};
    Buf dump = {.arena = &job->arena};
    LayoutOptions options = em_layout_defaults();

    read_graph(&job->arena, &g, tool->json);
    options.direction = tool->direction;
    options.engine = tool->engine;
    options.stop_after = tool->stop_after;
    options.dump = tool->stop_after.n ? &dump : NULL;
    double start = now_ms();
    em_layout(&g, &options, &job->arena, &job->scratch);
    double ms = now_ms() - start;
    fwrite(dump.p, 1, (size_t)dump.n, stdout);
    Str name = str_of(tool->json, "name");
    if (tool->check && !em_graph_is_placed(&g, &why)) {
        printf("%.*s: %.*s\n", name.n, name.p, why.n, why.p);
        tool->n_bad++;
    }
    const char *way =
        json_string_value(json_object_get(tool->json, "direction"));
    GraphStats stats =
        em_graph_stats(&g, find_direction(way ? way : ""), &job->scratch);
    put_layout(&out, &g, &stats, tool->json, ms);
    Str path = JOIN(&job->arena, em_str_of(tool->out_dir), STR("/"), name,
                    STR(".json"));
    FILE *file = fopen(em_str_terminated(&job->arena, path), "w");
    if (!file)
        return;
    fwrite(out.p, 1, (size_t)out.n, file);
    fclose(file);
}

static void do_file(Tool *tool, const char *path)
{
    json_error_t error;
    tool->json = json_load_file(path, 0, &error);
    if (!tool->json) {
        fprintf(stderr, "%s: %s\n", path, error.text);
        tool->n_bad++;
        return;
    }
    Budget budget = {.limit = INT_MAX};
    Job job = {tool, {.budget = &budget}, {.budget = &budget}};
    if (!em_try(&budget, run, &job)) {
        fprintf(stderr, "%s: out of memory\n", path);
        tool->n_bad++;
    }
    em_arena_rewind(&job.arena, (Mark){0});
    em_arena_rewind(&job.scratch, (Mark){0});
    json_decref(tool->json);
}

static Engine find_engine(const char *word)
{
    return strcmp(word, "columns") == 0   ? ENGINE_COLUMNS
           : strcmp(word, "layered") == 0 ? ENGINE_LAYERED
                                          : ENGINE_AUTO;
}

/* Takes an option; returns how many words it is, 0 when it is none. */
static int take_option(Tool *tool, const char *word, const char *value)
{
    if (strcmp(word, "--check") == 0) {
        tool->check = true;
        return 1;
    }
    if (!value)
        return 0;
    if (strcmp(word, "-o") == 0)
        tool->out_dir = value;
    else if (strcmp(word, "--stop-after") == 0)
        tool->stop_after = em_str_of(value);
    else if (strcmp(word, "--direction") == 0)
        tool->direction = find_direction(value);
    else if (strcmp(word, "--engine") == 0)
        tool->engine = find_engine(value);
    else
        return 0;
    return 2;
}

int main(int argc, char **argv)
{
    Tool tool = {.out_dir = "."};
    int n_files = 0;

    for (int i = 1; i < argc;) {
        int words = take_option(&tool, argv[i], argv[i + 1]);
        if (words == 0)
            argv[n_files++] = argv[i++];
        i += words;
    }
    for (int i = 0; i < n_files; i++)
        do_file(&tool, argv[i]);
    return tool.n_bad > 0;
}
