/*
 * D2 as a front end: text to tree to model, a diagram for each board.
 */
#include "d2/d2_graph.h"
#include "d2/d2_schema.h"
#include "document.h"
#include "mermaid/mermaid.h"

/* Reads a file for the tree: asks the caller of the library. */
static bool read_import(void *ctx, Str path, Str *text, Str *why)
{
    Ermaid *d = ctx;
    ErmaidBytes bytes = {0};
    const char *reason = NULL;

    if (!d->wishes.read) {
        *why = STR("no other files are read here");
        return false;
    }
    bool done =
        d->wishes.read(d->wishes.read_ctx, em_str_terminated(&d->scratch, path),
                       &bytes, &reason);
    if (done && bytes.size > SOURCE_LIMIT) {
        *why = STR("it is larger than the limit of 16 MiB");
        return false;
    }
    if (done)
        *text = em_str_of_bytes(bytes);
    else
        *why = em_str_copy(&d->arena, em_str_of(reason));
    return done;
}

/* Makes the model of a text. NULL: it has errors, which are reported. */
static const D2Model *read_model(Ermaid *d, const Source *src,
                                 const D2Map *file)
{
    int errors = d->diags.errors;
    const D2Reader reader = {read_import, d};
    const D2Ir *ir =
        em_d2_compile_ir(file, &reader, &d->arena, &d->scratch, &d->diags);
    d->over_limit = d->over_limit || ir->limit.n > 0;
    if (d->diags.errors > errors)
        return NULL;

    const D2Model *model =
        em_d2_model(ir, src, &d->arena, &d->scratch, &d->diags);
    return d->diags.errors > errors ? NULL : model;
}

/* D2 files may be UTF-16. */
static Source *decode(Ermaid *d, Source *src, const Fence *fence)
{
    Str text = em_d2_decode(src->text, &d->arena);
    if (fence || em_str_eq(text, src->text))
        return src;
    Source *decoded = NEW(&d->arena, Source);
    *decoded = em_source_of(src->name, text);
    return decoded;
}

/* The board's tables, to be compared with those of other texts. How they are
 * drawn is the board's affair. */
static Schema tables_of(Ermaid *d, const D2Board *board)
{
    Schema tables;
    em_d2_schema(board, &d->arena, &tables);
    tables.title = (Str){0};
    tables.direction = DIR_AUTO;
    return tables;
}

void em_front_d2_read(const FrontEnd *self, Ermaid *d, Source *src,
                      const Fence *fence)
{
    src = decode(d, src, fence);
    int errors = d->diags.errors;
    const D2Map *file = em_d2_parse(src, &d->arena, &d->diags);
    bool is_text = d->diags.errors == errors;
    const D2Model *model = NULL;
    if (is_text && !d->wishes.syntax_only)
        model = read_model(d, src, file);
    Diagram diagram = {.front = self, .source = src, .fence = fence};

    if (!model) {
        diagram.has_errors = !is_text || !d->wishes.syntax_only;
        *PUSH(&d->arena, &d->diagrams) = diagram;
        return;
    }
    diagram.model = model;
    diagram.images = NEW(&d->arena, D2Images);
    for (int i = 0; i < model->boards.n; i++) {
        diagram.board = model->boards.items[i];
        diagram.is_inner = i > 0;
        diagram.schema = tables_of(d, diagram.board);
        *PUSH(&d->arena, &d->diagrams) = diagram;
    }
}

bool em_front_d2_complete(Ermaid *d, const Diagram *g)
{
    const D2Reader reader = {read_import, d};
    em_d2_read_images(g->images, g->model, g->source, &reader, &d->arena,
                      &d->diags);
    return !g->images->has_errors;
}

Graph *em_front_d2_graph(const Diagram *g, const GraphWishes *wishes, Arena *a)
{
    Graph *graph = em_d2_graph(g->board, g->images, wishes->infer_feet, a);
    if (wishes->capitals)
        em_d2_capitals(graph, a);
    return graph;
}

void em_front_d2_dump(Buf *out, const Diagram *g)
{
    em_d2_dump_ir(out, g->board->tree);
}

void em_front_d2_json(Buf *out, const Diagram *g)
{
    em_d2_put_json(out, g->model, g->board);
}

void em_front_d2_mermaid(Buf *out, const Diagram *g)
{
    Schema s;
    em_d2_schema(g->board, out->arena, &s);
    em_mermaid_put(out, &s);
}

const Schema *em_front_d2_tables(const Diagram *g, Arena *a)
{
    Schema *s = NEW(a, Schema);
    em_d2_schema(g->board, a, s);
    return s;
}

bool em_front_d2_has_tables(const Diagram *g)
{
    for (int i = 0; i < g->board->objects.n; i++)
        if (em_d2_is_table(&g->board->objects.items[i]))
            return true;
    return false;
}

void em_front_d2_format(Buf *out, Ermaid *d, const Source *src)
{
    em_d2_format(out, src, &d->scratch);
}
