/*
 * Sequence diagrams: which objects are notes, and which are spans.
 *
 * The children of a sequence diagram are actors, or groups when statements
 * about actors stand in them. What is inside of an actor is a note when no
 * connection leads to it and nothing is in it, else a span: the time in which
 * the actor is at work. Notes have no shape of their own, spans neither shape
 * nor label.
 */
#include "d2/d2_build.h"

static bool has_edges(const Obj *o)
{
    for (int i = 0; i < o->refs.n; i++)
        if (o->refs.items[i].in_edges)
            return true;
    return false;
}

/* Marks `o` and all around it. */
static void mark_up(bool *marks, const Obj *o)
{
    for (; o && o->parent && !marks[o->index]; o = o->parent)
        marks[o->index] = true;
}

/* The objects in whose maps, at any depth, statements stand that mention
 * objects or connections; by index. */
static bool *find_scopes(Build *b)
{
    const Plan *p = b->plan;
    bool *marks = NEW_ARRAY(b->scratch, MAX(p->objects.n, 1), bool);

    for (int i = 0; i < p->objects.n; i++) {
        const Obj *o = p->objects.items[i];
        for (int k = 0; !o->is_row && k < o->refs.n; k++)
            mark_up(marks, em_d2_find_scope(b, o->refs.items[k].scope));
    }
    for (int i = 0; i < p->wires.n; i++)
        for (int k = 0; k < p->wires.items[i].scopes.n; k++)
            mark_up(marks,
                    em_d2_find_scope(b, p->wires.items[i].scopes.items[k]));
    return marks;
}

static bool is_note(const bool *scopes, const Obj *o)
{
    return !has_edges(o) && !scopes[o->index] && o->children.n == 0;
}

/* By index: objects that connections lead to or come from. */
static bool *find_ends(const Build *b)
{
    const Plan *p = b->plan;
    bool *marks = NEW_ARRAY(b->scratch, MAX(p->objects.n, 1), bool);

    for (int i = 0; i < p->wires.n; i++) {
        const Wire *w = &p->wires.items[i];
        if (w->src->parent)
            marks[w->src->index] = true;
        if (w->dst->parent)
            marks[w->dst->index] = true;
    }
    return marks;
}

/* A note of an actor among the children makes an actor, too. */
static bool is_group(const bool *scopes, const bool *ends, const Obj *o)
{
    for (int i = 0; i < o->children.n; i++)
        if (is_note(scopes, o->children.items[i]))
            return false;
    return scopes[o->index] && !ends[o->index];
}

/* Grids and sequence diagrams inside of an actor are what they are. */
static void mark_inside(const bool *scopes, Obj *actor)
{
    if (em_d2_is_grid(actor) || em_d2_has_shape(actor, STR("sequence_diagram")))
        return;
    for (int i = 0; i < actor->children.n; i++) {
        Obj *o = actor->children.items[i];
        o->seq = is_note(scopes, o) ? D2_SEQ_NOTE : D2_SEQ_SPAN;
        mark_inside(scopes, o);
    }
}

void em_d2_mark_sequences(Build *b)
{
    const Plan *p = b->plan;
    bool *scopes = NULL, *ends = NULL;

    for (int i = -1; i < p->objects.n; i++) {
        const Obj *diagram = i < 0 ? p->root : p->objects.items[i];
        if (!em_d2_has_shape(diagram, STR("sequence_diagram")))
            continue;
        scopes = scopes ? scopes : find_scopes(b);
        ends = ends ? ends : find_ends(b);
        for (int k = 0; k < diagram->children.n; k++) {
            Obj *o = diagram->children.items[k];
            if (!is_group(scopes, ends, o))
                mark_inside(scopes, o);
        }
    }
}
