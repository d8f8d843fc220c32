/*
 * From the intermediate tree to boards of objects and connections.
 *
 * A board is built in three steps: its fields become objects, its edges
 * connections; rules that need the whole board are checked; then what became a
 * row is left out, and objects get their places in the model's list.
 *
 * D2 orders the objects of the first board by where the text first mentions
 * them, and leaves those of the others as the tree has them.
 */
#include "d2/d2_build.h"

/* ------------------------------------------------------------- shapes */

/* Gives a shape to what has none: by the language of its label. */
static void set_default_shape(Build *b, Obj *o)
{
    Str language = em_d2_text(&o->attrs, D2_LANGUAGE, (Str){0});
    Str shape = STR("rectangle");

    if (em_d2_text(&o->attrs, D2_SHAPE, (Str){0}).n)
        return;
    if (language.n && !em_d2_outer_sequence(o))
        shape = em_str_eq(language, STR("latex")) ||
                        em_str_eq(language, STR("markdown"))
                    ? STR("text")
                    : STR("code");
    em_d2_set(b->a, &o->attrs.set, D2_SHAPE, (D2Text){.text = shape});
}

static void set_default_shapes(Build *b)
{
    for (int i = 0; i < b->plan->objects.n; i++)
        if (!b->plan->objects.items[i]->is_row)
            set_default_shape(b, b->plan->objects.items[i]);
}

/* ------------------------------------------------------------- order */

static int first_place(const Obj *o)
{
    return o->refs.n && !o->refs.items[0].in_vars ? o->refs.items[0].at.span.at
                                                  : NONE;
}

/* The board's objects without rows, in the order they come out in. */
static Sortable *order_objects(Build *b, bool sorted, int *n)
{
    const Plan *p = b->plan;
    Sortable *order = NEW_ARRAY(b->scratch, MAX(p->objects.n, 1), Sortable);

    *n = 0;
    for (int i = 0; i < p->objects.n; i++)
        if (!p->objects.items[i]->is_row)
            order[(*n)++] = (Sortable){first_place(p->objects.items[i]), i};
    if (sorted)
        em_d2_sort(order, *n);
    return order;
}

static Sortable *order_lines(Build *b, bool sorted)
{
    const Plan *p = b->plan;
    Sortable *order = NEW_ARRAY(b->scratch, MAX(p->wires.n, 1), Sortable);

    for (int i = 0; i < p->wires.n; i++) {
        D2Place at = p->wires.items[i].out.at;
        order[i] = (Sortable){at.source ? at.span.at : NONE, i};
    }
    if (sorted)
        em_d2_sort(order, p->wires.n);
    return order;
}

/* ------------------------------------------------------------- the model */

/* Labels are told as they are shown. */
static void transform_label(Build *b, D2Attrs *attrs)
{
    const D2Text *label = em_d2_get(&attrs->set, D2_LABEL);
    Str how = em_d2_text(attrs, D2_TEXT_TRANSFORM, (Str){0});
    if (label && how.n)
        em_d2_set(b->a, &attrs->set, D2_LABEL,
                  (D2Text){em_d2_transform(label->text, how, b->a), label->at});
}

/* The object in whose map a statement stands. */
static int place_of(Build *b, D2IrMap *scope)
{
    const Obj *o = scope ? em_d2_find_scope(b, scope) : NULL;
    return o ? o->place : NONE;
}

static void put_object(Build *b, D2Objects *to, Obj *o)
{
    transform_label(b, &o->attrs);
    o->place = to->n;
    *PUSH(b->a, to) = (D2Object){
        .id = o->id,
        .key = o->name,
        .parent = NONE,
        .attrs = o->attrs,
        .columns = o->columns,
        .fields = o->fields,
        .methods = o->methods,
        .seq = o->seq,
        .at = o->refs.n ? o->refs.items[0].at : (D2Place){0},
    };
}

static void put_line(Build *b, D2Connections *to, const Wire *line)
{
    D2Connection *c = PUSH(b->a, to);
    *c = line->out;
    c->src.object = line->src->place;
    c->dst.object = line->dst->place;
    c->scope = line->scopes.n ? place_of(b, line->scopes.items[0]) : NONE;
    transform_label(b, &c->attrs);
}

/* Puts what was planned into the model. */
static void put_plan(Build *b, D2Objects *objects, D2Connections *connections,
                     bool sorted)
{
    const Plan *p = b->plan;
    int n;
    const Sortable *order = order_objects(b, sorted, &n);

    for (int i = 0; i < n; i++)
        put_object(b, objects, p->objects.items[order[i].item]);
    for (int i = 0; i < n; i++) {
        const Obj *o = p->objects.items[order[i].item];
        if (o->parent != p->root)
            objects->items[i].parent = o->parent->place;
        objects->items[i].scope =
            o->refs.n ? place_of(b, o->refs.items[0].scope) : NONE;
    }
    order = order_lines(b, sorted);
    for (int i = 0; i < p->wires.n; i++)
        put_line(b, connections, &p->wires.items[order[i].item]);
}

/* ------------------------------------------------------------- legends */

static bool is_hidden(const D2Object *o)
{
    Str opacity = em_d2_text(&o->attrs, D2_OPACITY, STR("1"));
    for (int i = 0; i < opacity.n; i++)
        if (opacity.p[i] >= '1' && opacity.p[i] <= '9')
            return false;
    return true;
}

/* vars.d2-legend of a board: a small diagram of its own. */
static void build_legend(Build *b, D2Board *board, const D2IrMap *m)
{
    const D2Field *vars = em_d2_find(m, WORD_VARS);
    const D2Field *f =
        vars && vars->map
            ? em_d2_find_name(vars->map, em_d2_name(STR("d2-legend")))
            : NULL;
    if (!f || !f->map)
        return;

    D2Legend *legend = NEW(b->a, D2Legend);
    int shown = 0;
    em_d2_make_objects(b, em_d2_plan_board(b), f->map);
    set_default_shapes(b);
    put_plan(b, &legend->objects, &legend->connections, false);
    for (int i = 0; i < legend->objects.n; i++) {
        legend->objects.items[i].hidden = is_hidden(&legend->objects.items[i]);
        shown += !legend->objects.items[i].hidden;
    }
    if (f->primary)
        legend->label = f->primary->text;
    if (shown || legend->connections.n)
        board->legend = legend;
}

/* ------------------------------------------------------------- boards */

static void build_board(Build *b, D2Board *board, D2IrMap *m);

static bool has_board(const D2Board *board, Str name)
{
    const D2Boards *kinds[] = {&board->layers, &board->scenarios,
                               &board->steps};
    for (int i = 0; i < COUNT(kinds); i++)
        for (int k = 0; k < kinds[i]->n; k++)
            if (em_str_eq(kinds[i]->items[k]->name, name))
                return true;
    return false;
}

static Str path_of(Build *b, const D2Board *board, Str keyword, Str name)
{
    Buf path = {.arena = b->a};
    PUT(&path, board->path, STR("."), keyword, STR("."));
    em_d2_put_key(&path, name);
    return em_buf_str(&path);
}

static void build_inner(Build *b, D2Board *board, const D2IrMap *m, D2Word word,
                        D2BoardKind kind, D2Boards *to)
{
    const D2Field *all = em_d2_find(m, word);

    for (int i = 0; all && all->map && i < all->map->fields.n; i++) {
        const D2Field *f = all->map->fields.items[i];
        if (has_board(board, f->name.text)) {
            em_d2_report(b,
                         f->refs.n ? f->refs.items[0].at : em_d2_last_place(f),
                         STR("d2-board"),
                         JOIN(b->a, STR("there is another board \""),
                              f->name.text, STR("\"")))
                ->help = STR("layers, scenarios and steps of a board need "
                             "names of their own");
            continue;
        }
        D2Board *inner = NEW(b->a, D2Board);
        *inner = (D2Board){
            .kind = kind,
            .name = f->name.text,
            .path = path_of(b, board, em_d2_word_name(word), f->name.text),
            .parent = board,
            .at = em_d2_last_place(f)};
        *PUSH(b->a, to) = inner;
        build_board(b, inner, f->map ? f->map : NEW(b->a, D2IrMap));
        if (f->primary)
            em_d2_set_label(b, &inner->attrs, f->primary, em_d2_value_place(f));
    }
}

/* Recursion is as deep as boards nest, which the tree limits. */
static void build_board(Build *b, D2Board *board, D2IrMap *m)
{
    Obj *root = em_d2_plan_board(b);

    board->tree = m;
    *PUSH(b->a, &b->model->boards) = board;
    em_d2_make_objects(b, root, m);
    set_default_shapes(b);
    em_d2_check_board(b, m);
    em_d2_mark_sequences(b);
    put_plan(b, &board->objects, &board->connections, !board->parent);
    board->attrs = root->attrs;
    build_legend(b, board, m);
    build_inner(b, board, m, WORD_LAYERS, D2_LAYER, &board->layers);
    build_inner(b, board, m, WORD_SCENARIOS, D2_SCENARIO, &board->scenarios);
    build_inner(b, board, m, WORD_STEPS, D2_STEP, &board->steps);
    board->folder_only = board->objects.n == 0;
}

D2Model *em_d2_model(const D2Ir *ir, const Source *source, Arena *a,
                     Arena *scratch, Diags *diags)
{
    Build b = {.a = a,
               .scratch = scratch,
               .diags = diags,
               .source = source,
               .errors_before = diags->errors,
               .model = NEW(a, D2Model)};

    b.model->root = (D2Board){.kind = D2_ROOT_BOARD, .path = STR("root")};
    em_d2_check_configs(&b, ir->root);
    if (diags->errors > b.errors_before)
        return b.model;
    build_board(&b, &b.model->root, ir->root);
    if (diags->errors == b.errors_before) {
        em_d2_check_links(&b);
        em_d2_read_config(&b, ir->root);
    }
    return b.model;
}
