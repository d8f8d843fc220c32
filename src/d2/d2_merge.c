/*
 * Copying, laying one map over another, and taking fields away.
 */
#include "d2/d2_compile.h"

/* Scalars change when variables are replaced, so every field has its own. */
static D2Scalar *copy_scalar(D2Compiler *c, const D2Scalar *s)
{
    if (!s)
        return NULL;
    D2Scalar *copy = NEW(c->arena, D2Scalar);
    *copy = *s;
    return copy;
}

static D2Item copy_item(D2Compiler *c, const D2Item *item, D2Field *f)
{
    return (D2Item){
        copy_scalar(c, item->scalar),
        item->map ? em_d2_copy_map(c, item->map, f, NULL) : NULL,
        item->array ? em_d2_copy_array(c, item->array, f) : NULL,
    };
}

D2IrArray *em_d2_copy_array(D2Compiler *c, const D2IrArray *a, D2Field *f)
{
    D2IrArray *copy = NEW(c->arena, D2IrArray);

    copy->parent = f;
    em_d2_insert_items(c, copy, copy->items.n, a);
    return copy;
}

void em_d2_insert_items(D2Compiler *c, D2IrArray *a, int at,
                        const D2IrArray *more)
{
    int behind = a->items.n - at;

    em_d2_spend(c, more->items.n + behind);
    for (int i = 0; i < more->items.n && !em_d2_stopped(c); i++)
        *PUSH(c->arena, &a->items) = (D2Item){0};
    if (em_d2_stopped(c))
        return;
    for (int i = behind - 1; i >= 0; i--)
        a->items.items[at + more->items.n + i] = a->items.items[at + i];
    for (int i = 0; i < more->items.n; i++)
        a->items.items[at + i] = copy_item(c, &more->items.items[i], a->parent);
}

D2Field *em_d2_copy_field(D2Compiler *c, const D2Field *f, D2IrMap *parent)
{
    D2Field *copy = em_d2_new_field(c, parent, f->name);

    if (!em_d2_spend(c, 1))
        return copy;
    copy->primary = copy_scalar(c, f->primary);
    copy->suspended = f->suspended;
    copy->imported = f->imported;
    copy->refs = f->refs;
    copy->refs.room = f->refs.n; /* shared until one of them grows */
    if (f->map)
        copy->map = em_d2_copy_map(c, f->map, copy, NULL);
    if (f->array)
        copy->array = em_d2_copy_array(c, f->array, copy);
    return copy;
}

static D2IrEdge *copy_edge(D2Compiler *c, const D2IrEdge *e, D2IrMap *parent)
{
    D2IrEdge *copy = em_d2_new_edge(c, parent);

    *copy = *e;
    copy->parent = parent;
    em_d2_hash_edge(copy);
    copy->primary = copy_scalar(c, e->primary);
    copy->refs.room = e->refs.n;
    copy->map = e->map ? em_d2_copy_map(c, e->map, NULL, copy) : NULL;
    return copy;
}

D2IrMap *em_d2_copy_map(D2Compiler *c, const D2IrMap *m, D2Field *field,
                        D2IrEdge *edge)
{
    D2IrMap *copy = em_d2_new_map(c, field, edge);

    c->moves++;
    for (int i = 0; i < m->fields.n && !em_d2_stopped(c); i++)
        em_d2_add_field(c, copy, em_d2_copy_field(c, m->fields.items[i], copy),
                        copy->fields.n);
    for (int i = 0; i < m->edges.n && em_d2_spend(c, 1); i++)
        em_d2_add_edge(c, copy, copy_edge(c, m->edges.items[i], copy));
    c->edits++;
    return copy;
}

/* ------------------------------------------------------------- overlaying */

void em_d2_overlay_field(D2Compiler *c, D2Field *base, const D2Field *over)
{
    if (over->primary)
        base->primary = copy_scalar(c, over->primary);
    if (base->map && over->map) {
        em_d2_overlay(c, base->map, over->map);
    } else if (over->map) {
        base->map = em_d2_copy_map(c, over->map, base, NULL);
        base->array = NULL;
    } else if (over->array) {
        base->array = em_d2_copy_array(c, over->array, base);
        base->map = NULL;
    }
    for (int i = 0; i < over->refs.n && em_d2_spend(c, 1); i++)
        *PUSH(c->arena, &base->refs) = over->refs.items[i];
    base->imported = base->imported || over->imported;
    c->edits++;
}

static void overlay_edge(D2Compiler *c, D2IrEdge *base, const D2IrEdge *over)
{
    if (over->primary)
        base->primary = copy_scalar(c, over->primary);
    if (base->map && over->map)
        em_d2_overlay(c, base->map, over->map);
    else if (over->map)
        base->map = em_d2_copy_map(c, over->map, NULL, base);
    for (int i = 0; i < over->refs.n && em_d2_spend(c, 1); i++)
        *PUSH(c->arena, &base->refs) = over->refs.items[i];
    c->edits++;
}

void em_d2_overlay_edges(D2Compiler *c, D2IrMap *base, const D2IrMap *over)
{
    for (int i = 0; i < over->edges.n; i++) {
        const D2IrEdge *e = over->edges.items[i];
        D2IrEdge *same = em_d2_find_edge(c, base, e);
        if (!em_d2_spend(c, 1))
            return;
        if (same)
            overlay_edge(c, same, e);
        else
            em_d2_add_edge(c, base, copy_edge(c, e, base));
    }
}

/* What over says counts; what it does not mention stays. */
void em_d2_overlay(D2Compiler *c, D2IrMap *base, const D2IrMap *over)
{
    int n = over->fields.n; /* it may be a part of base */

    for (int i = 0; i < n && em_d2_spend(c, 1); i++) {
        const D2Field *f = over->fields.items[i];
        D2Field *same =
            em_d2_is_spread(f) ? NULL : em_d2_find_name(base, f->name);
        if (same)
            em_d2_overlay_field(c, same, f);
        else
            em_d2_add_field(c, base, em_d2_copy_field(c, f, base),
                            base->fields.n);
    }
    em_d2_overlay_edges(c, base, over);
}

/* ------------------------------------------------------------- deleting */

/* Whether one end of an edge of m is f, or in f. */
static bool leads_to(const D2IrMap *m, const D2Names *end, const D2Field *f)
{
    int n = f->parent->depth - m->depth + 1;

    if (end->n < n)
        return false;
    for (int i = n - 1; i >= 0; i--, f = f->parent->field)
        if (!em_d2_same_name(end->names[i], f->name))
            return false;
    return true;
}

/* Whether a statement about the edge names f; else a pattern found it. */
static bool is_named(const D2Field *f, const D2IrEdge *e)
{
    for (int i = 0; i < e->refs.n; i++)
        for (int k = 0; k < f->refs.n; k++)
            if (f->refs.items[k].key == e->refs.items[i].key &&
                f->refs.items[k].edge == e->refs.items[i].edge)
                return true;
    return false;
}

static void cut_edges(D2Compiler *c, const D2Field *f)
{
    for (D2IrMap *m = f->parent; m; m = em_d2_parent(m))
        for (int i = m->edges.n - 1; i >= 0; i--) {
            D2IrEdge *e = m->edges.items[i];
            bool ends_here = leads_to(m, &e->src, f) || leads_to(m, &e->dst, f);
            if (ends_here && is_named(f, e))
                em_d2_cut_edge(c, m, e);
        }
}

/* A map of attributes that is empty now says nothing any more. */
static bool is_empty_holder(const D2Field *f)
{
    D2Word w = f ? f->name.word : WORD_NONE;
    return (w == WORD_STYLE || w == WORD_SOURCE_ARROWHEAD ||
            w == WORD_TARGET_ARROWHEAD) &&
           f->map->fields.n == 0;
}

void em_d2_delete_field(D2Compiler *c, D2Field *f)
{
    D2Field *holder = f->parent->field;

    cut_edges(c, f);
    em_d2_cut_field(c, f->parent, f);
    if (is_empty_holder(holder))
        em_d2_cut_field(c, holder->parent, holder);
}
