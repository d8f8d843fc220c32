/*
 * Sequence diagrams: which objects are notes, and which are spans.
 *
 * The children of a sequence diagram are actors, or groups. What is inside of
 * an actor is a note when no connection leads to it and nothing is in it, else
 * a span: the time in which the actor is at work. Notes have no shape of their
 * own, spans neither shape nor label.
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

/* By index of objects: what is known of each. */
typedef struct {
    bool *mentions; /* statements in its map, at any depth, mention objects */
    bool *holds;    /* ... or hold connections */
    bool *is_end;   /* connections lead to it or come from it */
} Marks;

static Marks find_marks(Build *b)
{
    const Plan *p = b->plan;
    int n = MAX(p->objects.n, 1);
    Marks m = {NEW_ARRAY(b->scratch, n, bool), NEW_ARRAY(b->scratch, n, bool),
               NEW_ARRAY(b->scratch, n, bool)};

    for (int i = 0; i < p->objects.n; i++) {
        const Obj *o = p->objects.items[i];
        for (int k = 0; !o->is_row && k < o->refs.n; k++)
            mark_up(m.mentions, em_d2_find_scope(b, o->refs.items[k].scope));
    }
    for (int i = 0; i < p->wires.n; i++) {
        const Wire *w = &p->wires.items[i];
        for (int k = 0; k < w->scopes.n; k++)
            mark_up(m.holds, em_d2_find_scope(b, w->scopes.items[k]));
        if (w->src->parent)
            m.is_end[w->src->index] = true;
        if (w->dst->parent)
            m.is_end[w->dst->index] = true;
    }
    return m;
}

static bool is_note(const Marks *m, const Obj *o)
{
    return !has_edges(o) && !m->mentions[o->index] && !m->holds[o->index] &&
           o->children.n == 0;
}

/* Statements about actors make a group, and what else is in it groups that
 * hold connections. */
static bool is_group(const Marks *m, const Obj *o)
{
    for (int i = 0; i < o->children.n; i++)
        if (!m->holds[o->children.items[i]->index])
            return false;
    return (m->mentions[o->index] || m->holds[o->index]) &&
           !m->is_end[o->index];
}

/* Grids and sequence diagrams inside of an actor are what they are. */
static void mark_inside(const Marks *m, Obj *actor)
{
    if (em_d2_is_grid(actor) || em_d2_has_shape(actor, STR("sequence_diagram")))
        return;
    for (int i = 0; i < actor->children.n; i++) {
        Obj *o = actor->children.items[i];
        o->seq = is_note(m, o) ? D2_SEQ_NOTE : D2_SEQ_SPAN;
        mark_inside(m, o);
    }
}

void em_d2_mark_sequences(Build *b)
{
    const Plan *p = b->plan;
    Marks m = {0};

    for (int i = -1; i < p->objects.n; i++) {
        const Obj *diagram = i < 0 ? p->root : p->objects.items[i];
        if (!em_d2_has_shape(diagram, STR("sequence_diagram")))
            continue;
        if (!m.mentions)
            m = find_marks(b);
        for (int k = 0; k < diagram->children.n; k++) {
            Obj *o = diagram->children.items[k];
            if (!is_group(&m, o))
                mark_inside(&m, o);
        }
    }
}
