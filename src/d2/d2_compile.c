/*
 * Statements: each is carried out in the order of the text, then the patterns
 * in force are applied again to what it made. What a path means is found out
 * by d2_reach.c, edges by d2_edge.c.
 */
#include "d2/d2_compile.h"

/* ------------------------------------------------------------- values */

static bool is_null(const D2Key *key)
{
    return key->primary.kind == D2_NULL;
}

/*
 * True when the value stays as it is: a glob that is applied again, and whose
 * own value it would be, gives way to what other statements have said. What
 * stands in the body of a glob does not.
 */
static bool gives_way(const D2Compiler *c, const D2Field *f,
                      const D2Statement *st)
{
    if (!c->lazy || !f->primary || !em_d2_is_glob(st->key))
        return false;
    for (int i = f->refs.n - 1; i >= 0; i--)
        if (f->refs.items[i].primary && !f->refs.items[i].lazy)
            return true;
    return false;
}

static void set_primary(D2Compiler *c, D2Field *f, D2Statement *st)
{
    const D2Key *key = st->key;

    if (gives_way(c, f, st))
        return;
    f->primary = em_d2_scalar(c, &key->primary);
    c->edits++;
    if (f->name.word == WORD_LINK && key->body.kind == D2_NOTHING)
        em_d2_compile_link(c, f, st);
}

static void set_array(D2Compiler *c, D2Field *f, const D2Array *text)
{
    D2IrArray *array = NEW(c->arena, D2IrArray);
    array->parent = f;
    em_d2_compile_array(c, array, text);
    f->array = array;
    f->map = NULL;
    c->edits++;
    c->moves++;
}

/* A new map of a scenario or step begins with what it continues. */
static D2IrMap *map_of(D2Compiler *c, D2Field *f)
{
    if (!f->map) {
        f->array = NULL;
        em_d2_map_of(c, f);
        em_d2_inherit(c, f);
    }
    return f->map;
}

static void set_map(D2Compiler *c, D2Field *f, D2Statement *st)
{
    map_of(c, f);
    *PUSH(c->arena, &c->bodies) = st;
    em_d2_compile_map(c, f->map, st->key->body.map);
    c->bodies.n--;
    D2BoardKind kind = em_d2_field_board(f);
    if (kind == D2_SCENARIO || kind == D2_STEP)
        em_d2_inherit_classes(c, f->map);
}

/*
 * x: @file. What x had already stays on top of the file's map; a scenario or
 * step is a continuation, whatever file it comes from.
 */
static void set_import(D2Compiler *c, D2Field *f, const D2Import *import)
{
    D2IrMap *earlier = f->map;
    D2Imported got = em_d2_open_import(c, import, em_d2_map_of(c, f));
    D2IrMap *map = got.map;

    f->map = earlier;
    f->imported = true;
    c->edits++;
    c->moves++;
    if (got.field) {
        if (got.field->primary)
            f->primary = got.field->primary;
        if (got.field->array) {
            f->array = em_d2_copy_array(c, got.field->array, f);
            f->map = NULL;
        }
        map = got.field->map;
    }
    if (!map)
        return;

    f->map = NULL;
    f->array = NULL;
    map_of(c, f);
    em_d2_overlay(c, f->map, map);
    if (earlier)
        em_d2_overlay(c, f->map, earlier);
    D2BoardKind kind = em_d2_field_board(f);
    if (kind == D2_SCENARIO || kind == D2_STEP)
        em_d2_inherit_classes(c, f->map);
}

/* ------------------------------------------------------------- fields */

/* A glob's body with filters is for those fields only that pass them. */
static bool passes_filters(D2Compiler *c, D2Field *f, D2Statement *st)
{
    const D2Map *body = st->key->body.map;

    if (!body || !em_d2_has_filter(body))
        return true;
    map_of(c, f);
    *PUSH(c->arena, &c->bodies) = st;
    bool ok = em_d2_passes(c, f->map, body);
    c->bodies.n--;
    return ok;
}

static void compile_field(D2Compiler *c, D2Field *f, D2Statement *st)
{
    const D2Key *key = st->key;
    bool is_edge_key = key->edges.n > 0;

    if (!passes_filters(c, f, st))
        return;
    if (!is_edge_key && is_null(key) && !em_d2_in_vars(f->parent)) {
        em_d2_delete_field(c, f);
        return;
    }
    if (!is_edge_key && (key->primary.kind == D2_SUSPEND ||
                         key->primary.kind == D2_UNSUSPEND)) {
        if (!c->lazy)
            f->suspended = key->primary.kind == D2_SUSPEND;
        return;
    }

    if (em_d2_is_scalar(&key->primary))
        set_primary(c, f, st);
    switch (key->body.kind) {
    case D2_ARRAY: set_array(c, f, key->body.array); break;
    case D2_MAP: set_map(c, f, st); break;
    case D2_IMPORT: set_import(c, f, key->body.import); break;
    case D2_NOTHING:
    case D2_NULL:
    case D2_SUSPEND:
    case D2_UNSUSPEND:
    case D2_FALSE:
    case D2_TRUE:
    case D2_NUMBER:
    case D2_STRING: break;
    }
}

void em_d2_compile_field_path(D2Compiler *c, D2IrMap *m, const D2Path *path,
                              D2Statement *st)
{
    D2Fields found = {0};
    D2Hops hops = em_d2_hops(c->scratch, path);

    if (st->key->filter != D2_NO_FILTER || !em_d2_climb(c, &m, &hops, NULL))
        return;
    em_d2_reach(c, m, hops, st, true, &found);
    for (int i = 0; i < found.n && !em_d2_stopped(c); i++)
        compile_field(c, found.items[i], st);
}

/* ------------------------------------------------------------- statements */

void em_d2_compile_key(D2Compiler *c, D2Statement *st)
{
    bool is_glob = em_d2_is_glob(st->key);
    int made = c->made;

    if (!em_d2_spend(c, 1) || (is_glob && em_d2_is_being_applied(c, st)))
        return;
    Mark mark = em_arena_mark(c->scratch);
    if (is_glob)
        *PUSH(c->arena, &c->applying) = st;
    if (st->key->edges.n > 0)
        em_d2_compile_edges(c, st);
    else
        em_d2_compile_field_path(c, st->scope, st->key->path, st);
    if (made != c->made)
        em_d2_apply_globs(c);
    if (is_glob)
        c->applying.n--;
    em_arena_rewind(c->scratch, mark);
}

/* ...${x}: a field without a name keeps the place until variables are known. */
static void add_spread(D2Compiler *c, D2IrMap *dst, const D2Map *text,
                       const D2Node *node)
{
    D2Field *f = em_d2_new_field(c, dst, (D2Name){.quoted = true});

    f->primary = NEW(c->arena, D2Scalar);
    f->primary->kind = D2_STRING;
    f->primary->at = node->at;
    f->primary->spread = node->var;
    *PUSH(c->arena, &f->refs) =
        (D2Ref){.edge = NONE, .scope = dst, .at = text->at};
    em_d2_add_field(c, dst, f, dst->fields.n);
}

/* ...@x, and the globs of the file that hold for those who import it. */
static void spread_import(D2Compiler *c, D2IrMap *dst, const D2Node *node)
{
    D2Imported got = em_d2_open_import(c, node->import, dst);
    const D2IrMap *map = got.field ? got.field->map : got.map;

    if (got.field && !map)
        em_d2_ir_error(
            c, node->at, STR("d2-import"),
            STR("what is imported here is not a map, so it cannot be "
                "spread into one"));
    if (!map)
        return;
    for (int i = 0; map->globs && i < map->globs->list.n; i++) {
        const D2Glob *g = map->globs->list.items[i];
        D2Statement st = g->st;
        if (!g->triple || st.board)
            continue;
        st.scope = dst;
        em_d2_glob(c, &st);
        em_d2_compile_key(c, &st);
    }
    em_d2_overlay(c, dst, map);
    em_d2_inherit_imported(c, dst, map);
    if (got.field && got.field->primary && dst->field)
        dst->field->primary = got.field->primary;
}

static void compile_node(D2Compiler *c, D2IrMap *dst, const D2Map *text,
                         const D2Node *node)
{
    D2Statement st = {.key = node->key, .in = text, .scope = dst, .edge = NONE};
    switch (node->kind) {
    case D2_KEY: em_d2_compile_key(c, &st); return;
    case D2_SPREAD_IMPORT: spread_import(c, dst, node); return;
    case D2_SPREAD_VAR: add_spread(c, dst, text, node); return;
    case D2_COMMENT:
    case D2_BLOCK_COMMENT:
    case D2_ITEM: return;
    }
}

void em_d2_compile_map(D2Compiler *c, D2IrMap *dst, const D2Map *text)
{
    em_d2_enter_globs(c, dst);
    bool passes = em_d2_passes(c, dst, text);

    for (int i = 0; passes && i < text->nodes.n && !em_d2_stopped(c); i++)
        compile_node(c, dst, text, &text->nodes.items[i]);
    em_d2_leave_globs(c, dst);
}

/* ------------------------------------------------------------- arrays */

static void add_import(D2Compiler *c, D2IrArray *dst, const D2Import *import)
{
    D2Imported got = em_d2_open_import(c, import, dst->parent->parent);
    const D2IrArray *array = got.field ? got.field->array : NULL;

    if (import->spread && (got.map || got.field)) {
        if (!array)
            em_d2_ir_error(c, import->at, STR("d2-import"),
                           STR("what is imported here is not an array, so it "
                               "cannot be spread into one"));
        for (int i = 0; array && i < array->items.n; i++)
            *PUSH(c->arena, &dst->items) = array->items.items[i];
        return;
    }
    D2Item item = {.map = got.map};
    if (got.field)
        item = (D2Item){got.field->map || got.field->array ? NULL
                                                           : got.field->primary,
                        got.field->map, got.field->array};
    if (item.scalar || item.map || item.array)
        *PUSH(c->arena, &dst->items) = item;
}

static void add_item(D2Compiler *c, D2IrArray *dst, const D2Value *v)
{
    D2Item item = {0};

    if (v->kind == D2_IMPORT) {
        add_import(c, dst, v->import);
        return;
    }
    if (v->kind == D2_ARRAY) {
        item.array = NEW(c->arena, D2IrArray);
        item.array->parent = dst->parent;
        em_d2_compile_array(c, item.array, v->array);
    } else if (v->kind == D2_MAP) {
        item.map = em_d2_new_map(c, dst->parent, NULL);
        em_d2_compile_map(c, item.map, v->map);
    } else if (em_d2_is_scalar(v)) {
        item.scalar = em_d2_scalar(c, v);
    }
    *PUSH(c->arena, &dst->items) = item;
}

void em_d2_compile_array(D2Compiler *c, D2IrArray *dst, const D2Array *text)
{
    for (int i = 0; i < text->nodes.n; i++) {
        const D2Node *node = &text->nodes.items[i];
        if (node->kind == D2_ITEM) {
            add_item(c, dst, &node->item);
        } else if (node->kind == D2_SPREAD_IMPORT) {
            add_import(c, dst, node->import);
        } else if (node->kind == D2_SPREAD_VAR) {
            D2Scalar *s = NEW(c->arena, D2Scalar);
            s->kind = D2_STRING;
            s->at = node->at;
            s->spread = node->var;
            *PUSH(c->arena, &dst->items) = (D2Item){.scalar = s};
        }
    }
}

/* ------------------------------------------------------------- the whole */

/* Gone are those that are suspended, and the edges that touch them. */
static void remove_suspended(D2Compiler *c, D2IrMap *m)
{
    for (int i = m->fields.n - 1; i >= 0; i--) {
        D2Field *f = m->fields.items[i];
        if (f->map)
            remove_suspended(c, f->map);
        if (f->suspended)
            em_d2_delete_field(c, f);
    }
    for (int i = m->edges.n - 1; i >= 0; i--)
        if (m->edges.items[i]->suspended)
            em_d2_cut_edge(c, m, m->edges.items[i]);
}

static D2Field *find_or_add(D2Compiler *c, D2IrMap *m, D2Name name)
{
    D2Field *f = em_d2_find_name(m, name);
    if (!f) {
        f = em_d2_new_field(c, m, name);
        em_d2_add_field(c, m, f, m->fields.n);
    }
    return f;
}

/* An edge that a glob made outlives its ends: they come back, with nothing
 * said about them. */
static void restore_ends(D2Compiler *c, const D2IrEdge *e)
{
    const D2Names *ends[] = {&e->src, &e->dst};

    for (int i = 0; i < COUNT(ends); i++) {
        D2IrMap *m = e->parent;
        for (int k = 0; k < ends[i]->n; k++) {
            D2Field *f = find_or_add(c, m, ends[i]->names[k]);
            if (k < ends[i]->n - 1)
                m = em_d2_map_of(c, f);
        }
    }
}

/* Indices are as written while compiling; now those of the edges that stay. */
static void settle_edges(D2Compiler *c, D2IrMap *m)
{
    Mark mark = em_arena_mark(c->scratch);
    Map seen = {.arena = c->scratch};

    for (int i = 0; i < m->edges.n; i++) {
        D2IrEdge *e = m->edges.items[i];
        uint64_t *hash = NEW(c->scratch, uint64_t);
        restore_ends(c, e);
        *hash = em_d2_edge_hash(e, false, false);
        Str key = {(const char *)hash, (int)sizeof *hash};
        int n = em_map_find(&seen, key);
        e->index = n == NONE ? 0 : n;
        em_map_set(&seen, key, e->index + 1);
    }
    em_arena_rewind(c->scratch, mark);
    for (int i = 0; i < m->fields.n; i++)
        if (m->fields.items[i]->map)
            settle_edges(c, m->fields.items[i]->map);
}

D2Ir *em_d2_compile_ir(const D2Map *file, const D2Reader *reader, Arena *a,
                       Arena *scratch, Diags *diags)
{
    D2Compiler *c = NEW(a, D2Compiler);
    D2Ir *ir = NEW(a, D2Ir);
    int errors = diags->errors;

    *c = (D2Compiler){.arena = a,
                      .scratch = scratch,
                      .diags = diags,
                      .reader = reader,
                      .ir = ir,
                      .paths.arena = a};
    em_d2_open_first(c, file);
    ir->root = em_d2_new_map(c, NULL, NULL);
    em_d2_compile_map(c, ir->root, file);
    if (!em_d2_stopped(c))
        em_d2_substitute(c, ir->root);
    em_d2_inherit_classes(c, ir->root);
    if (diags->errors == errors) {
        remove_suspended(c, ir->root);
        settle_edges(c, ir->root);
    }
    return ir;
}
