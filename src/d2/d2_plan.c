/*
 * The objects of a board while it is built: finding and making them by name,
 * and who mentions them.
 */
#include "d2/d2_build.h"

bool em_d2_has_shape(const Obj *o, Str shape)
{
    return em_str_eq(em_d2_text(&o->attrs, D2_SHAPE, (Str){0}), shape);
}

bool em_d2_is_grid(const Obj *o)
{
    return em_d2_get(&o->attrs.set, D2_GRID_ROWS) ||
           em_d2_get(&o->attrs.set, D2_GRID_COLUMNS);
}

Obj *em_d2_outer_sequence(const Obj *o)
{
    for (Obj *p = o->parent; p; p = p->parent)
        if (em_d2_has_shape(p, STR("sequence_diagram")))
            return p;
    return NULL;
}

/* The key of a child in Plan.by_name. */
static Str child_key(Build *b, const Obj *parent, Str name)
{
    Buf key = {.arena = b->scratch};
    em_put_int(&key, parent->index);
    em_put_char(&key, ':');
    em_put(&key, em_str_lower(b->scratch, name));
    return em_buf_str(&key);
}

static Obj *find_own_child(Build *b, const Obj *o, Str name)
{
    Mark mark = em_arena_mark(b->scratch);
    int i = em_map_find(&b->plan->by_name, child_key(b, o, name));
    em_arena_rewind(b->scratch, mark);
    Obj *child = i == NONE ? NULL : b->plan->objects.items[i];
    return child && child->parent == o && !child->is_row ? child : NULL;
}

/* True when a name needs no quotes in an id. */
static bool is_plain(Build *b, Str name)
{
    Mark mark = em_arena_mark(b->scratch);
    Buf written = {.arena = b->scratch};
    em_d2_put_key(&written, name);
    bool plain = em_str_eq(em_buf_str(&written), name);
    em_arena_rewind(b->scratch, mark);
    return plain;
}

/*
 * In a sequence diagram, the name of an actor is that actor at any depth of
 * groups. But not right in itself: a.a is something new. And not when it needs
 * quotes: D2 compares names with ids, in which they have them.
 */
static Obj *holder_of(Build *b, Obj *o, Str name)
{
    Obj *outer = em_d2_outer_sequence(o);
    if (!outer || em_str_eq(o->name, name) || !is_plain(b, name))
        return o;
    Obj *actor = find_own_child(b, outer, name);
    return actor && em_str_eq(actor->name, name) ? outer : o;
}

Obj *em_d2_find_child(Build *b, Obj *o, Str name)
{
    o = holder_of(b, o, name);
    return find_own_child(b, o, name);
}

static Obj *new_object(Build *b, Obj *parent, Str name)
{
    Obj *o = NEW(b->scratch, Obj);
    Buf id = {.arena = b->a};

    em_put(&id, parent->id);
    if (parent->id.n)
        em_put_char(&id, '.');
    em_d2_put_key(&id, name);
    *o = (Obj){.parent = parent,
               .name = name,
               .id = em_buf_str(&id),
               .index = b->plan->objects.n,
               .place = NONE};
    em_d2_set(b->a, &o->attrs.set, D2_LABEL, (D2Text){.text = name});
    *PUSH(b->scratch, &b->plan->objects) = o;
    *PUSH(b->scratch, &parent->children) = o;
    em_map_set(&b->plan->by_name, child_key(b, parent, name), o->index);
    return o;
}

Obj *em_d2_ensure_child(Build *b, Obj *o, const D2Name *name)
{
    if (name->word != WORD_NONE)
        return o;
    o = holder_of(b, o, name->text);
    Obj *child = find_own_child(b, o, name->text);
    return child ? child : new_object(b, o, name->text);
}

Obj *em_d2_find_scope(Build *b, D2IrMap *m)
{
    if (!m || em_d2_in_vars(m))
        return NULL;
    if (em_d2_board_of(m) == m)
        return b->plan->root;
    D2IrMap *around = em_d2_parent(m);
    Obj *outer = around ? em_d2_find_scope(b, around) : NULL;
    if (!outer || !m->field || m->field->name.word != WORD_NONE)
        return outer;
    return em_d2_find_child(b, outer, m->field->name.text);
}

void em_d2_add_refs(Build *b, Obj *o, const D2Field *f)
{
    for (int i = 0; i < f->refs.n; i++) {
        const D2Ref *r = &f->refs.items[i];
        *PUSH(b->scratch, &o->refs) =
            (ObjRef){.at = r->at,
                     .in_edges = r->key && r->key->edges.n > 0,
                     .in_vars = r->scope && em_d2_in_vars(r->scope),
                     .scope = r->scope};
    }
}

Obj *em_d2_plan_board(Build *b)
{
    Plan *plan = NEW(b->scratch, Plan);
    plan->by_name.arena = plan->by_ends.arena = b->scratch;
    plan->root = NEW(b->scratch, Obj);
    plan->root->index = NONE;
    plan->root->place = NONE;
    b->plan = plan;
    return plan->root;
}

D2Place em_d2_first_edge_place(const D2IrEdge *e)
{
    for (int i = 0; i < e->refs.n; i++) {
        const D2EdgeRef *r = &e->refs.items[i];
        if (r->key && r->edge < r->key->edges.n)
            return r->key->edges.items[r->edge].at;
    }
    return (D2Place){0};
}

void em_d2_add_scopes(Build *b, Wire *wire)
{
    for (int i = 0; i < wire->ir->refs.n; i++)
        *PUSH(b->scratch, &wire->scopes) = wire->ir->refs.items[i].scope;
}

bool em_d2_read_path(Build *b, Str text, D2Texts *path)
{
    Source *source = NEW(b->scratch, Source);
    Diags diags = {.arena = b->scratch};

    *source = em_source_of(STR("path"), text);
    const D2Map *map = em_d2_parse(source, b->a, &diags);
    if (diags.errors || map->nodes.n != 1 || !map->nodes.items[0].key ||
        !map->nodes.items[0].key->path)
        return false;
    const D2Path *parts = map->nodes.items[0].key->path;
    for (int i = 0; i < parts->parts.n; i++)
        *PUSH(b->a, path) = (D2Text){.text = parts->parts.items[i].text};
    return path->n > 0;
}
