/*
 * Model to Graph. Values were checked when the model was made; what is not
 * understood here is left at its default.
 *
 * Boards read downwards unless they say otherwise. One of tables reads as
 * schemas do: lines meet rows from the side.
 */
#include "d2/d2_schema.h"
#include "d2/d2_sequence.h"

#include "graph/shape.h"

#include <stdlib.h>

enum { MAX_SIDE = 10000 /* px that may be asked for */ };

/* An object's place in the graph: one of both is not NONE. */
typedef struct {
    int node, container;
    int depth;
    int diagram; /* the outermost sequence diagram it is in, or NONE */
    bool has_children;
} Part;

typedef struct {
    const D2Board *board;
    const D2Images *images;
    Graph *graph;
    Arena *arena;
    Part *parts;        /* of the objects */
    const D2Feet *feet; /* of the connections; NULL: as they say */
} Builder;

/* ------------------------------------------------------------- values */

static Len read_px(const D2Attrs *attrs, D2Attr attr)
{
    Str text = em_d2_text(attrs, attr, STR(""));
    int px = 0;
    for (int i = 0; i < text.n && em_is_digit((unsigned char)text.p[i]); i++)
        px = MIN(px * 10 + (text.p[i] - '0'), MAX_SIDE);
    return px * PX;
}

/* A whole number; NONE when it was not set. */
static int read_number(const D2Attrs *attrs, D2Attr attr)
{
    const D2Text *text = em_d2_get(&attrs->set, attr);
    return text ? read_px(attrs, attr) / PX : NONE;
}

/* Which of both was written first. */
static bool comes_before(const D2Attrs *attrs, D2Attr one, D2Attr other)
{
    const D2Text *a = em_d2_get(&attrs->set, one);
    const D2Text *b = em_d2_get(&attrs->set, other);
    return a && (!b || a->at.span.at <= b->at.span.at);
}

static Grid read_grid(const D2Attrs *attrs)
{
    int gap = read_number(attrs, D2_GRID_GAP);
    int x = read_number(attrs, D2_HORIZONTAL_GAP);
    int y = read_number(attrs, D2_VERTICAL_GAP);
    x = x == NONE ? gap : x;
    y = y == NONE ? gap : y;
    return (Grid){
        .rows = MAX(0, read_number(attrs, D2_GRID_ROWS)),
        .columns = MAX(0, read_number(attrs, D2_GRID_COLUMNS)),
        .rows_first = comes_before(attrs, D2_GRID_ROWS, D2_GRID_COLUMNS),
        .has_x = x != NONE,
        .has_y = y != NONE,
        .gap_x = MAX(0, x) * PX,
        .gap_y = MAX(0, y) * PX,
    };
}

static Direction read_direction(const D2Attrs *attrs)
{
    static const Str names[] = {
        [DIR_AUTO] = STR_INIT(""),     [DIR_DOWN] = STR_INIT("down"),
        [DIR_UP] = STR_INIT("up"),     [DIR_RIGHT] = STR_INIT("right"),
        [DIR_LEFT] = STR_INIT("left"),
    };
    Str text = em_d2_text(attrs, D2_DIRECTION, STR(""));
    for (int i = 0; i < COUNT(names); i++)
        if (em_str_eq(names[i], text))
            return (Direction)i;
    return DIR_AUTO;
}

/* Which coordinate a word is about, and where it puts it. */
static bool read_word(Str word, bool *across, int *value)
{
    static const struct {
        Str word;
        bool across;
        int value;
    } words[] = {
        {STR_INIT("left"), true, -1},
        {STR_INIT("right"), true, 1},
        {STR_INIT("top"), false, -1},
        {STR_INIT("bottom"), false, 1},
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(words[i].word, word)) {
            *across = words[i].across;
            *value = words[i].value;
            return true;
        }
    return false;
}

static Str cut_prefix(Str text, Str prefix, bool *cut)
{
    *cut = em_str_starts(text, prefix);
    return *cut ? em_str_cut(text, prefix.n, text.n) : text;
}

bool em_d2_position(Str text, Position *p)
{
    bool outside, border, across = false, second = false;
    int first = 0, other = 0;

    text = cut_prefix(text, STR("outside-"), &outside);
    text = cut_prefix(text, STR("border-"), &border);
    int dash = em_str_find_char(text, '-', 0);
    if (dash == NONE)
        return false;
    Str one = em_str_cut(text, 0, dash);
    Str two = em_str_cut(text, dash + 1, text.n);
    bool has_one = read_word(one, &across, &first);
    bool has_two = read_word(two, &second, &other);
    if ((!has_one && !em_str_eq(one, STR("center"))) ||
        (!has_two && !em_str_eq(two, STR("center"))))
        return false;
    if (!has_one) /* center-left */
        across = has_two && !second;
    if (outside || border)
        first *= 2;
    *p = across ? (Position){PLACE_INSIDE, first, other}
                : (Position){PLACE_INSIDE, other, first};
    if (outside)
        p->kind = PLACE_OUTSIDE;
    if (border)
        p->kind = PLACE_BORDER;
    return true;
}

static Position read_position(const D2Attrs *attrs, D2Attr attr)
{
    Position p = {PLACE_AUTO, 0, 0};
    em_d2_position(em_d2_text(attrs, attr, STR("")), &p);
    return p;
}

/* Only the constants; what is near an object, a hidden line keeps there. */
static Position read_near(const D2Attrs *attrs)
{
    Position p = {PLACE_AUTO, 0, 0};
    if (attrs->near.n == 1)
        em_d2_position(attrs->near.items[0].text, &p);
    return p;
}

StyleRequests em_d2_styles(Arena *a, const D2Attrs *attrs)
{
    StyleRequests styles = {0};
    for (int i = 0; i < attrs->set.n; i++) {
        const D2Setting *s = &attrs->set.items[i];
        if ((int)s->attr >= D2_FIRST_STYLE)
            *PUSH(a, &styles) =
                (StyleRequest){em_d2_attr_name(s->attr), s->value.text};
    }
    return styles;
}

/* A label as it stands, or in the language of its block. */
Label em_d2_label(const D2Attrs *attrs, Str otherwise)
{
    Str lang = em_d2_text(attrs, D2_LANGUAGE, STR(""));
    Label label = {.text = em_d2_text(attrs, D2_LABEL, otherwise),
                   .form = FORM_PLAIN};
    if (em_str_eq(lang, STR("markdown"))) {
        label.form = FORM_MARKDOWN;
    } else if (lang.n) {
        label.form = FORM_CODE;
        label.lang = lang;
    }
    return label;
}

static Shape read_shape(const D2Attrs *attrs)
{
    Str name = em_d2_text(attrs, D2_SHAPE, STR(""));
    Str lang = em_d2_text(attrs, D2_LANGUAGE, STR(""));

    for (int i = 0; name.n && i < SHAPE_COUNT; i++)
        if (em_str_eq(em_shape_name((Shape)i), name))
            return (Shape)i;
    if (name.n || lang.n == 0) /* hierarchy and sequence_diagram, too */
        return SHAPE_RECTANGLE;
    bool prose =
        em_str_eq(lang, STR("markdown")) || em_str_eq(lang, STR("latex"));
    return prose ? SHAPE_TEXT : SHAPE_CODE;
}

static bool is_sequence(const D2Attrs *attrs)
{
    return em_str_eq(em_d2_text(attrs, D2_SHAPE, STR("")),
                     STR("sequence_diagram"));
}

Str em_d2_link(const D2Attrs *attrs)
{
    return em_d2_text(attrs, D2_LINK, STR(""));
}

/* ------------------------------------------------------------- rows */

static Label plain(Str text)
{
    return (Label){.text = text, .form = FORM_PLAIN};
}

/* A well-known constraint, also as it is shown; BADGE_OTHER for any other. */
static BadgeKind badge_kind(Str constraint)
{
    static const struct {
        Str word;
        BadgeKind kind;
    } words[] = {
        {STR_INIT("primary_key"), BADGE_PK}, {STR_INIT("PK"), BADGE_PK},
        {STR_INIT("foreign_key"), BADGE_FK}, {STR_INIT("FK"), BADGE_FK},
        {STR_INIT("unique"), BADGE_UK},      {STR_INIT("UNQ"), BADGE_UK},
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(words[i].word, constraint))
            return words[i].kind;
    return BADGE_OTHER;
}

static bool is_primary(const D2Column *c)
{
    for (int i = 0; i < c->constraints.n; i++)
        if (badge_kind(c->constraints.items[i].text) == BADGE_PK)
            return true;
    return false;
}

/* number: which column of a composite primary key, from 1; else 0. */
static Str badge_text(Arena *a, Str constraint, int number)
{
    switch (badge_kind(constraint)) {
    case BADGE_OTHER: return constraint;
    case BADGE_FK: return STR("FK");
    case BADGE_UK: return STR("UK");
    case BADGE_PK: break;
    }
    if (number == 0)
        return STR("PK");
    Buf text = {.arena = a};
    em_put(&text, STR("PK"));
    em_put_int(&text, number);
    return em_buf_str(&text);
}

static void add_column(Arena *a, Node *n, const D2Column *c, int number)
{
    Row *row = PUSH(a, &n->rows);
    row->name = plain(c->name);
    row->type = plain(c->type);
    row->strong = is_primary(c);
    row->span = c->at.span;
    for (int i = 0; i < c->constraints.n; i++) {
        Str text = c->constraints.items[i].text;
        Badge *badge = PUSH(a, &row->badges);
        badge->kind = badge_kind(text);
        badge->label = plain(badge_text(a, text, number));
    }
}

static void add_columns(Arena *a, Node *n, const D2Object *o)
{
    int keys = 0, number = 0;
    for (int i = 0; i < o->columns.n; i++)
        keys += is_primary(&o->columns.items[i]);
    for (int i = 0; i < o->columns.n; i++) {
        const D2Column *c = &o->columns.items[i];
        bool numbered = keys > 1 && is_primary(c);
        add_column(a, n, c, numbered ? ++number : 0);
    }
}

static void add_member(Arena *a, Node *n, const D2Member *m, bool ruled)
{
    static const Str signs[] = {
        [D2_PUBLIC] = STR_INIT("+ "),
        [D2_PRIVATE] = STR_INIT("- "),
        [D2_PROTECTED] = STR_INIT("# "),
    };
    Row *row = PUSH(a, &n->rows);
    row->name = plain(JOIN(a, signs[m->visibility], m->name));
    row->type = plain(m->type);
    row->underlined = m->underline;
    row->ruled = ruled;
    row->span = m->at.span;
}

static void add_members(Arena *a, Node *n, const D2Object *o)
{
    for (int i = 0; i < o->fields.n; i++)
        add_member(a, n, &o->fields.items[i], false);
    for (int i = 0; i < o->methods.n; i++)
        add_member(a, n, &o->methods.items[i], i == 0 && o->fields.n > 0);
}

/* ------------------------------------------------------------- objects */

Node em_d2_node(const D2Object *o, const D2Images *images, Arena *a)
{
    return (Node){
        .id = o->id,
        .shape = read_shape(&o->attrs),
        .title = em_d2_label(&o->attrs, o->key),
        .title_place = read_position(&o->attrs, D2_LABEL_NEAR),
        .icon_place = read_position(&o->attrs, D2_ICON_NEAR),
        .icon = em_d2_image(images, em_d2_text(&o->attrs, D2_ICON, STR(""))),
        .want_w = read_px(&o->attrs, D2_WIDTH),
        .want_h = read_px(&o->attrs, D2_HEIGHT),
        .near = read_near(&o->attrs),
        .container = NONE,
        .styles = em_d2_styles(a, &o->attrs),
        .tooltip = em_d2_text(&o->attrs, D2_TOOLTIP, STR("")),
        .link = em_d2_link(&o->attrs),
        .span = o->at.span,
    };
}

static void add_node(Builder *b, int object)
{
    const D2Object *o = &b->board->objects.items[object];
    int parent = o->parent;
    Node *n = PUSH(b->arena, &b->graph->nodes);

    b->parts[object].node = b->graph->nodes.n - 1;
    *n = em_d2_node(o, b->images, b->arena);
    n->order = object;
    n->container = parent == NONE ? NONE : b->parts[parent].container;
    if (is_sequence(&o->attrs))
        n->sequence = em_d2_sequence(b->board, object, b->images, b->arena);
    if (n->shape == SHAPE_TABLE)
        add_columns(b->arena, n, o);
    if (n->shape == SHAPE_CLASS)
        add_members(b->arena, n, o);
}

static void add_container(Builder *b, int object)
{
    const D2Object *o = &b->board->objects.items[object];
    Container *c = &b->graph->containers.items[b->parts[object].container];

    c->id = o->id;
    c->shape = read_shape(&o->attrs);
    if (c->shape == SHAPE_TABLE || c->shape == SHAPE_CLASS)
        c->shape = SHAPE_RECTANGLE;
    c->title = em_d2_label(&o->attrs, o->key);
    c->title_place = read_position(&o->attrs, D2_LABEL_NEAR);
    c->parent = o->parent == NONE ? NONE : b->parts[o->parent].container;
    c->direction = read_direction(&o->attrs);
    c->order = object;
    c->icon = em_d2_image(b->images, em_d2_text(&o->attrs, D2_ICON, STR("")));
    c->grid = read_grid(&o->attrs);
    c->want_w = read_px(&o->attrs, D2_WIDTH);
    c->want_h = read_px(&o->attrs, D2_HEIGHT);
    c->near = read_near(&o->attrs);
    c->styles = em_d2_styles(b->arena, &o->attrs);
    c->tooltip = em_d2_text(&o->attrs, D2_TOOLTIP, STR(""));
    c->link = em_d2_link(&o->attrs);
    c->span = o->at.span;
}

/* How deep each object is; parents may come after their children. */
static void find_depths(Builder *b)
{
    const D2Objects *all = &b->board->objects;
    for (int i = 0; i < all->n; i++) {
        int depth = 0, top = i;
        while (all->items[top].parent != NONE && b->parts[top].depth == 0) {
            top = all->items[top].parent;
            depth++;
        }
        depth += b->parts[top].depth;
        for (int k = i; k != top; k = all->items[k].parent)
            b->parts[k].depth = depth--;
        if (all->items[i].parent != NONE)
            b->parts[all->items[i].parent].has_children = true;
    }
}

typedef struct {
    int depth, object;
} Order;

static int deepest_first(const void *a, const void *b)
{
    const Order *p = a, *q = b;
    if (p->depth != q->depth)
        return p->depth > q->depth ? -1 : 1;
    return (p->object > q->object) - (p->object < q->object);
}

/* What is in a sequence diagram is no part of the graph. */
static void find_diagrams(Builder *b)
{
    const D2Objects *all = &b->board->objects;
    for (int i = 0; i < all->n; i++) {
        b->parts[i].diagram = NONE;
        for (int p = all->items[i].parent; p != NONE; p = all->items[p].parent)
            if (is_sequence(&all->items[p].attrs))
                b->parts[i].diagram = p;
    }
}

/* Containers, the deepest first, so that parents have greater indices. */
static void add_objects(Builder *b)
{
    int n = b->board->objects.n, n_containers = 0;
    Order *order = NEW_ARRAY(b->arena, n + 1, Order);

    find_depths(b);
    find_diagrams(b);
    for (int i = 0; i < n; i++) {
        Part *part = &b->parts[i];
        part->node = part->container = NONE;
        if (is_sequence(&b->board->objects.items[i].attrs))
            part->has_children = false;
        if (part->has_children && part->diagram == NONE)
            order[n_containers++] = (Order){b->parts[i].depth, i};
    }
    if (n_containers)
        qsort(order, (size_t)n_containers, sizeof *order, deepest_first);
    for (int i = 0; i < n_containers; i++) {
        PUSH(b->arena, &b->graph->containers);
        b->parts[order[i].object].container = i;
    }
    for (int i = 0; i < n_containers; i++)
        add_container(b, order[i].object);
    for (int i = 0; i < n; i++)
        if (!b->parts[i].has_children && b->parts[i].diagram == NONE)
            add_node(b, i);
    for (int i = 0; i < n; i++)
        if (b->parts[i].diagram != NONE)
            b->parts[i].node = b->parts[b->parts[i].diagram].node;
}

/* ------------------------------------------------------------- connections */

MarkKind em_d2_mark(const D2End *end)
{
    static const struct {
        Str name;
        MarkKind open, filled;
    } heads[] = {
        {STR_INIT("none"), MARK_NONE, MARK_NONE},
        {STR_INIT("arrow"), MARK_ARROW, MARK_ARROW},
        {STR_INIT("triangle"), MARK_TRIANGLE_OPEN, MARK_TRIANGLE},
        {STR_INIT("diamond"), MARK_DIAMOND_OPEN, MARK_DIAMOND},
        {STR_INIT("circle"), MARK_CIRCLE_OPEN, MARK_CIRCLE},
        {STR_INIT("box"), MARK_BOX_OPEN, MARK_BOX},
        {STR_INIT("cross"), MARK_CROSS, MARK_CROSS},
        {STR_INIT("cf-one"), MARK_ZERO_OR_ONE, MARK_ZERO_OR_ONE},
        {STR_INIT("cf-one-required"), MARK_EXACTLY_ONE, MARK_EXACTLY_ONE},
        {STR_INIT("cf-many"), MARK_ZERO_OR_MORE, MARK_ZERO_OR_MORE},
        {STR_INIT("cf-many-required"), MARK_ONE_OR_MORE, MARK_ONE_OR_MORE},
    };
    if (!end->arrow)
        return MARK_NONE;
    if (!end->arrowhead)
        return MARK_TRIANGLE;
    Str name = em_d2_text(end->arrowhead, D2_SHAPE, STR("triangle"));
    bool is_triangle = em_str_eq(name, STR("triangle"));
    bool said = em_d2_get(&end->arrowhead->set, D2_FILLED) != NULL;
    bool filled = said ? em_d2_is_true(end->arrowhead, D2_FILLED) : is_triangle;
    for (int i = 0; i < COUNT(heads); i++)
        if (em_str_eq(heads[i].name, name))
            return filled ? heads[i].filled : heads[i].open;
    return MARK_TRIANGLE;
}

void em_d2_end_label(EdgeEnd *e, const D2End *end, Arena *a)
{
    e->mark = em_d2_mark(end);
    if (!end->arrowhead)
        return;
    e->label = em_d2_label(end->arrowhead, STR(""));
    e->styles = em_d2_styles(a, end->arrowhead);
}

static EdgeEnd end_of(const Builder *b, const D2End *end)
{
    const Part *part = &b->parts[end->object];
    EdgeEnd e = {.node = part->node, .container = part->container, .row = NONE};
    if (end->column != NONE && part->node != NONE && part->diagram == NONE &&
        end->column < b->graph->nodes.items[part->node].rows.n)
        e.row = end->column;
    em_d2_end_label(&e, end, b->arena);
    return e;
}

/* Lines within a sequence diagram are its messages. */
static bool is_message(const Builder *b, const D2Connection *c)
{
    int diagram = b->parts[c->src.object].diagram;
    return diagram != NONE && diagram == b->parts[c->dst.object].diagram;
}

static void add_edge(Builder *b, int connection)
{
    const D2Connection *c = &b->board->connections.items[connection];
    if (is_message(b, c))
        return;
    Edge *e = PUSH(b->arena, &b->graph->edges);
    e->from = end_of(b, &c->src);
    e->to = end_of(b, &c->dst);
    if (b->feet && b->feet[connection].src != MARK_COUNT)
        e->from.mark = b->feet[connection].src;
    if (b->feet && b->feet[connection].dst != MARK_COUNT)
        e->to.mark = b->feet[connection].dst;
    e->label = em_d2_label(&c->attrs, STR(""));
    e->icon = em_d2_image(b->images, em_d2_text(&c->attrs, D2_ICON, STR("")));
    e->styles = em_d2_styles(b->arena, &c->attrs);
    e->tooltip = em_d2_text(&c->attrs, D2_TOOLTIP, STR(""));
    e->link = em_d2_link(&c->attrs);
    e->span = c->at.span;
}

/* The object of a path, by the ids of all; NONE: there is none. */
static int find_object(const Builder *b, const Map *ids, const D2Texts *path)
{
    Buf id = {.arena = b->arena};
    for (int i = 0; i < path->n; i++) {
        if (i)
            em_put_char(&id, '.');
        em_d2_put_key(&id, path->items[i].text);
    }
    return em_map_find(ids, em_str_lower(b->arena, em_buf_str(&id)));
}

/* A line that is not drawn, from an object to one that is to be near it. */
static void keep_near(Builder *b, int object, int other)
{
    const Part *from = &b->parts[other], *to = &b->parts[object];
    if (object == other || from->diagram != NONE || to->diagram != NONE)
        return;
    if (to->node != NONE)
        b->graph->nodes.items[to->node].near = (Position){PLACE_AUTO, 0, 0};
    else
        b->graph->containers.items[to->container].near =
            (Position){PLACE_AUTO, 0, 0};
    *PUSH(b->arena, &b->graph->edges) =
        (Edge){.from = {from->node, from->container, .row = NONE},
               .to = {to->node, to->container, .row = NONE},
               .hidden = true,
               .span = b->board->objects.items[object].at.span};
}

/* Objects that are to be near others. */
static void add_neighbours(Builder *b)
{
    const D2Objects *all = &b->board->objects;
    Map ids = {.arena = b->arena};
    bool wanted = false;

    for (int i = 0; i < all->n; i++)
        wanted = wanted || all->items[i].attrs.near.n > 0;
    for (int i = 0; wanted && i < all->n; i++)
        em_map_set(&ids, em_str_lower(b->arena, all->items[i].id), i);
    for (int i = 0; wanted && i < all->n; i++) {
        const D2Texts *near = &all->items[i].attrs.near;
        if (near->n == 0)
            continue;
        int other = find_object(b, &ids, near);
        if (other != NONE)
            keep_near(b, i, other);
    }
}

/* A board that is a sequence diagram is one node without a frame. */
static void add_sequence(Builder *b)
{
    Node *n = PUSH(b->arena, &b->graph->nodes);
    n->id = STR("sequence");
    n->shape = SHAPE_TEXT;
    n->container = NONE;
    n->sequence = em_d2_sequence(b->board, NONE, b->images, b->arena);
}

/* Lines between columns, or nothing but tables. */
static bool is_schema(const Graph *g)
{
    bool tables = g->nodes.n > 0;
    for (int i = 0; i < g->edges.n; i++)
        if (g->edges.items[i].from.row != NONE ||
            g->edges.items[i].to.row != NONE)
            return true;
    for (int i = 0; i < g->nodes.n; i++)
        tables = tables && g->nodes.items[i].shape == SHAPE_TABLE;
    return tables;
}

Graph *em_d2_graph(const D2Board *board, const D2Images *images,
                   bool infer_feet, Arena *a)
{
    Graph *g = NEW(a, Graph);
    Builder b = {.board = board,
                 .images = images,
                 .graph = g,
                 .feet = infer_feet ? em_d2_feet(board, a) : NULL,
                 .arena = a,
                 .parts = NEW_ARRAY(a, board->objects.n + 1, Part)};

    if (is_sequence(&board->attrs)) {
        add_sequence(&b);
    } else {
        add_objects(&b);
        for (int i = 0; i < board->connections.n; i++)
            add_edge(&b, i);
        add_neighbours(&b);
    }
    g->grid = read_grid(&board->attrs);
    g->styles = em_d2_styles(a, &board->attrs);
    g->direction = read_direction(&board->attrs);
    if (g->direction == DIR_AUTO && !is_schema(g))
        g->direction = DIR_DOWN;
    g->legend = em_d2_legend(board, images, a);
    g->acc_title = em_d2_text(&board->attrs, D2_LABEL, board->name);
    return g;
}
