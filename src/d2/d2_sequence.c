/*
 * Sequence diagrams: which objects are actors, groups, spans and notes.
 *
 * The model says what spans and notes are. Of the objects directly in the
 * diagram those are groups in whose maps something about others was said, and
 * that nothing is connected to; all others are actors. What happens is in the
 * order in which it was written.
 */
#include "d2/d2_sequence.h"

enum { MAX_NESTING = 1000 /* of objects; more are not looked through */ };

/* What an object is in the diagram; each is an index or NONE. */
typedef struct {
    int actor, span, group;
    bool is_inside;
    bool is_connected; /* it or something in it is an end */
    bool is_spoken_in; /* a statement about others stands in its map */
} Role;

typedef struct {
    const D2Board *board;
    const D2Images *images;
    int diagram;
    Sequence *out;
    Arena *arena;
    Role *roles;
} Reader;

static int parent_of(const Reader *r, int object)
{
    return r->board->objects.items[object].parent;
}

/* The object around this one (or itself) that is directly in the diagram;
 * NONE: it is not inside. */
static int top_of(const Reader *r, int object)
{
    for (int n = 0; object != NONE && n < MAX_NESTING; n++) {
        if (parent_of(r, object) == r->diagram)
            return object;
        object = parent_of(r, object);
    }
    return NONE;
}

static void mark_spoken(Reader *r, int scope)
{
    for (int n = 0; scope != NONE && scope != r->diagram && n < MAX_NESTING;
         n++, scope = parent_of(r, scope))
        r->roles[scope].is_spoken_in = true;
}

static void mark_connected(Reader *r, int object)
{
    for (int n = 0; object != NONE && object != r->diagram && n < MAX_NESTING;
         n++, object = parent_of(r, object))
        r->roles[object].is_connected = true;
}

static void look_around(Reader *r)
{
    const D2Board *b = r->board;
    for (int i = 0; i < b->objects.n; i++) {
        r->roles[i] = (Role){.actor = NONE, .span = NONE, .group = NONE};
        r->roles[i].is_inside = top_of(r, i) != NONE;
    }
    for (int i = 0; i < b->connections.n; i++) {
        const D2Connection *c = &b->connections.items[i];
        if (!r->roles[c->src.object].is_inside ||
            !r->roles[c->dst.object].is_inside)
            continue;
        mark_connected(r, c->src.object);
        mark_connected(r, c->dst.object);
        mark_spoken(r, c->scope);
    }
    for (int i = 0; i < b->objects.n; i++) {
        int scope = b->objects.items[i].scope;
        if (r->roles[i].is_inside && scope != NONE &&
            top_of(r, scope) != NONE && top_of(r, scope) != top_of(r, i))
            mark_spoken(r, scope);
    }
}

static bool is_group(const Reader *r, int object)
{
    const D2Object *o = &r->board->objects.items[object];
    const Role *role = &r->roles[object];
    return o->seq == D2_SEQ_NONE && role->is_spoken_in && !role->is_connected;
}

/* Groups in groups come after those they are in. */
static void add_group(Reader *r, int object)
{
    const D2Object *o = &r->board->objects.items[object];
    Fragment *g = PUSH(r->arena, &r->out->groups);

    g->label = em_d2_label(&o->attrs, o->key);
    g->styles = em_d2_styles(r->arena, &o->attrs);
    g->parent = o->parent == r->diagram ? NONE : r->roles[o->parent].group;
    r->roles[object].group = r->out->groups.n - 1;
}

static void add_actor(Reader *r, int object)
{
    Node *n = PUSH(r->arena, &r->out->actors);
    *n = em_d2_node(&r->board->objects.items[object], r->images, r->arena);
    if (n->shape == SHAPE_TABLE || n->shape == SHAPE_CLASS)
        n->shape = SHAPE_RECTANGLE;
    n->container = NONE;
    r->roles[object].actor = r->out->actors.n - 1;
}

static void add_span(Reader *r, int object)
{
    const D2Object *o = &r->board->objects.items[object];
    const Role *parent = &r->roles[o->parent];
    Activation *s = PUSH(r->arena, &r->out->spans);

    s->actor = parent->actor;
    s->parent = parent->span;
    s->styles = em_d2_styles(r->arena, &o->attrs);
    r->roles[object].actor = parent->actor;
    r->roles[object].span = r->out->spans.n - 1;
}

/* One object; what it is in has its role already. */
static void take_role(Reader *r, int object)
{
    const D2Object *o = &r->board->objects.items[object];
    bool direct = o->parent == r->diagram;

    if (is_group(r, object) && (direct || r->roles[o->parent].group != NONE))
        add_group(r, object);
    else if (direct)
        add_actor(r, object);
    else if (r->roles[o->parent].actor != NONE && o->seq == D2_SEQ_SPAN)
        add_span(r, object);
}

/* Parents may come after their children: one level after the other. */
static void take_roles(Reader *r)
{
    int n = r->board->objects.n;
    bool *done = NEW_ARRAY(r->arena, n + 1, bool);

    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < n; i++) {
            int parent = parent_of(r, i);
            if (done[i] || !r->roles[i].is_inside ||
                (parent != r->diagram && !done[parent]))
                continue;
            take_role(r, i);
            done[i] = more = true;
        }
    }
}

/* The innermost group around a statement. */
static int group_of(const Reader *r, int scope)
{
    for (int n = 0; scope != NONE && scope != r->diagram && n < MAX_NESTING;
         n++, scope = parent_of(r, scope))
        if (r->roles[scope].group != NONE)
            return r->roles[scope].group;
    return NONE;
}

static Stand stand_of(const Reader *r, int object)
{
    return (Stand){r->roles[object].actor, r->roles[object].span};
}

static EdgeEnd end_of(Reader *r, const D2End *end)
{
    EdgeEnd e = {.node = NONE, .container = NONE, .row = NONE};
    em_d2_end_label(&e, end, r->arena);
    return e;
}

static void add_message(Reader *r, const D2Connection *c)
{
    Stand from = stand_of(r, c->src.object), to = stand_of(r, c->dst.object);
    if (from.actor == NONE || to.actor == NONE)
        return;
    Happening *h = PUSH(r->arena, &r->out->events);
    h->from = from;
    h->to = to;
    h->group = group_of(r, c->scope);
    Str icon = em_d2_text(&c->attrs, D2_ICON, STR(""));
    h->message = (Edge){.from = end_of(r, &c->src),
                        .to = end_of(r, &c->dst),
                        .label = em_d2_label(&c->attrs, STR("")),
                        .icon = em_d2_image(r->images, icon),
                        .styles = em_d2_styles(r->arena, &c->attrs),
                        .tooltip = em_d2_text(&c->attrs, D2_TOOLTIP, STR("")),
                        .link = em_d2_link(&c->attrs),
                        .span = c->at.span};
}

static void add_note(Reader *r, const D2Object *o)
{
    Stand at = stand_of(r, o->parent);
    if (at.actor == NONE)
        return;
    Happening *h = PUSH(r->arena, &r->out->events);
    h->is_note = true;
    h->from = h->to = at;
    h->group = group_of(r, o->scope);
    h->note = em_d2_label(&o->attrs, o->key);
    h->styles = em_d2_styles(r->arena, &o->attrs);
}

static bool is_note(const Reader *r, int object)
{
    return r->roles[object].is_inside &&
           r->board->objects.items[object].seq == D2_SEQ_NOTE;
}

/* Messages and notes, each in their order, merged by where they stand. */
static void read_events(Reader *r)
{
    const D2Board *b = r->board;
    int i = 0, k = 0;

    while (i < b->objects.n || k < b->connections.n) {
        while (i < b->objects.n && !is_note(r, i))
            i++;
        const D2Object *note = i < b->objects.n ? &b->objects.items[i] : NULL;
        const D2Connection *c =
            k < b->connections.n ? &b->connections.items[k] : NULL;
        if (note && (!c || (note->at.source == c->at.source &&
                            note->at.span.at < c->at.span.at))) {
            add_note(r, note);
            i++;
        } else if (c) {
            add_message(r, c);
            k++;
        }
    }
}

Sequence *em_d2_sequence(const D2Board *b, int object, const D2Images *images,
                         Arena *a)
{
    Reader r = {.board = b,
                .images = images,
                .diagram = object,
                .out = NEW(a, Sequence),
                .arena = a,
                .roles = NEW_ARRAY(a, b->objects.n + 1, Role)};
    look_around(&r);
    take_roles(&r);
    read_events(&r);
    return r.out;
}
