/*
 * Properties of every picture: draws each diagram of the given files and
 * folders in several ways and checks what the stages promise.
 *
 *     properties [--sample N] [--out DIR] PATH…
 *
 * Checked: the model is sound, everything has a size, no table, label or line
 * is on another (em_graph_is_placed), the scene is sound. Every diagram is
 * drawn with no direction, each of the four, and with other looks and columns.
 * With --sample, only every Nth diagram gets more than the first way. With
 * --out, the SVGs of the first way are left in DIR for svg_check.
 */
#define _POSIX_C_SOURCE 200809L
#include "d2/d2_graph.h"
#include "support.h"

#include "mermaid/mermaid.h"
#include "settings.h"
#include "sql/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    const char *direction, *anchor, *columns, *look;
} Way;

static const Way ways[] = {
    {NULL, NULL, NULL, NULL},      {"LR", NULL, NULL, NULL},
    {"TB", NULL, NULL, NULL},      {"RL", "row", NULL, "classic"},
    {"BT", "entity", NULL, "neo"}, {NULL, "entity", "keys", NULL},
    {NULL, "row", "none", NULL},
};

typedef struct {
    Arena arena, scratch;
    const char *path;
    const Schema *schema;
    const D2Board *board; /* of D2; else NULL */
    const Source *source;
    const char *out; /* folder for SVGs, or NULL */
    int drawn, failed;
} Check;

static bool promise(Check *c, int way, const char *what, bool holds, Buf *why)
{
    if (holds)
        return true;
    printf("%s: way %d: not %s: %.*s\n", c->path, way, what, why->n, why->p);
    c->failed++;
    return false;
}

static void leave_svg(Check *c, const Scene *scene, const Settings *o)
{
    Buf svg = {.arena = &c->arena};
    char path[4096];

    em_put_svg(&svg, scene, &o->svg, &c->scratch);
    snprintf(path, sizeof path, "%s/%d.svg", c->out, c->drawn);
    write_file(path, (ErmaidBytes){svg.p, (size_t)svg.n});
}

static bool check_way(Check *c, int way)
{
    Arena *a = &c->arena;
    Diags diags = {.arena = a};
    Buf why = {.arena = a};
    Settings *o = NEW(a, Settings);
    ErmaidOptions wishes = {.direction = ways[way].direction,
                            .anchor = ways[way].anchor,
                            .columns = ways[way].columns,
                            .look = ways[way].look};

    em_settings(o, &wishes, c->schema, c->source, a, &diags);
    Graph *g = c->board ? em_d2_graph(c->board, NULL, false, a)
                        : em_schema_graph(c->schema, o->graph.anchor, a);
    if (!promise(c, way, "sound", em_graph_is_sound(g, &why), &why))
        return false;
    Fonts *fonts = em_fonts_open(a);
    em_size_graph(g, fonts, &o->size, a, &c->scratch);
    if (!promise(c, way, "sized", em_graph_is_sized(g, &why), &why))
        return false;
    em_layout(g, &o->layout, a, &c->scratch);
    if (!promise(c, way, "placed", em_graph_is_placed(g, &why), &why))
        return false;
    const Scene *scene = em_scene(g, fonts, &o->scene, a);
    if (way == 0 && c->out)
        leave_svg(c, scene, o);
    return promise(c, way, "a sound scene", em_scene_is_sound(scene, &why),
                   &why);
}

static void check_diagram(Check *c, int n_ways)
{
    for (int way = 0; way < n_ways; way++) {
        Mark mark = em_arena_mark(&c->arena);
        c->drawn++;
        check_way(c, way);
        em_arena_rewind(&c->arena, mark);
        em_arena_rewind(&c->scratch, (Mark){0});
    }
}

/* Every board of a D2 text without errors. */
static void check_d2(Check *c, const Source *src, bool all_ways)
{
    static const Schema none = {0};
    Diags diags = {.arena = &c->arena};
    const D2Reader reader = {0};
    const D2Map *file = em_d2_parse(src, &c->arena, &diags);
    const D2Ir *ir = diags.errors ? NULL
                                  : em_d2_compile_ir(file, &reader, &c->arena,
                                                     &c->scratch, &diags);
    if (!ir || diags.errors)
        return;
    const D2Model *model = em_d2_model(ir, src, &c->arena, &c->scratch, &diags);
    c->schema = &none;
    c->source = src;
    for (int i = 0; diags.errors == 0 && i < model->boards.n; i++) {
        c->board = model->boards.items[i];
        check_diagram(c, all_ways ? COUNT(ways) : 1);
    }
    c->board = NULL;
}

static void check_sql(Check *c, Source *src, bool all_ways)
{
    Diags diags = {.arena = &c->arena};
    Schema *schema = NEW(&c->arena, Schema);
    SqlOptions o = {.dialect = em_sql_dialect(&src, 1)};
    em_sql_read(&src, 1, &o, &c->arena, &c->scratch, &diags, schema);
    c->schema = schema;
    c->source = src;
    if (schema->tables.n)
        check_diagram(c, all_ways ? COUNT(ways) : 1);
}

static void check_file(Check *c, bool all_ways)
{
    ErmaidBytes text = read_file(c->path);
    Source src =
        em_source_of(em_str_of(c->path), (Str){text.data, (int)text.size});
    if (has_suffix(c->path, ".d2")) {
        check_d2(c, &src, all_ways);
        return;
    }
    if (has_suffix(c->path, ".sql")) {
        check_sql(c, &src, all_ways);
        return;
    }
    Diags diags = {.arena = &c->arena};
    Schema *schema = NEW(&c->arena, Schema);

    if (em_mermaid_parse(&src, false, &c->arena, &c->scratch, &diags, schema)
                .status == MERMAID_OK &&
        diags.errors == 0) {
        c->schema = schema;
        c->source = &src;
        check_diagram(c, all_ways ? COUNT(ways) : 1);
    }
}

int main(int argc, char **argv)
{
    Paths paths = {0};
    int sample = 1, n = 0;
    Arena *a = plenty();
    Check c = {.arena = *a, .scratch = *a};

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--sample") == 0 && i + 1 < argc)
            sample = (int)strtol(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            c.out = argv[++i];
        else
            add_files(&paths, argv[i]);
    sample = MAX(sample, 1);
    if (c.out)
        mkdir(c.out, 0777);
    for (int i = 0; i < paths.n; i++) {
        if (!has_suffix(paths.items[i], ".mmd") &&
            !has_suffix(paths.items[i], ".d2") &&
            !has_suffix(paths.items[i], ".sql"))
            continue;
        c.path = paths.items[i];
        check_file(&c, n++ % sample == 0);
        em_arena_rewind(&c.arena, (Mark){0});
        em_arena_rewind(&c.scratch, (Mark){0});
    }
    printf("%d pictures checked, %d broken\n", c.drawn, c.failed);
    return c.failed > 0 || c.drawn == 0;
}
