/*
 * A Graph as text: one line per object, in the order of their indices, fields
 * that say nothing left out. Golden files hold it, so its form changes only
 * when the Graph does.
 *
 *     node "users" title "Users" 40x17 in "accounts" 0,0 180x104
 *       row 0 badge "PK" 14x10 name "id" 12x15 type "int" 20x15 at 32+24
 *     edge 0 "users" row 0 1 -- "posts" row 2 0..n via 180,44 220,44 …
 */
#include "graph/shape.h"

static void put_quoted(Buf *b, Str s)
{
    em_put(b, STR(" \""));
    for (int i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\') {
            em_put_char(b, '\\');
            em_put_char(b, (char)c);
        } else if (c < ' ' || c == 0x7F) {
            em_put(b, STR("\\x"));
            em_put_hex(b, c, 2);
        } else {
            em_put_char(b, (char)c);
        }
    }
    em_put(b, STR("\""));
}

static void put_pair(Buf *b, Len a, char between, Len c)
{
    em_put_len(b, a);
    em_put_char(b, between);
    em_put_len(b, c);
}

/* " 12,40 180x24" */
static void put_rect(Buf *b, Rect r)
{
    em_put(b, STR(" "));
    put_pair(b, r.x, ',', r.y);
    em_put(b, STR(" "));
    put_pair(b, r.w, 'x', r.h);
}

static void put_label(Buf *b, Str what, const Label *l)
{
    if (l->text.n == 0)
        return;
    PUT(b, STR(" "), what);
    put_quoted(b, l->text);
    if (l->w || l->h) {
        em_put(b, STR(" "));
        put_pair(b, l->w, 'x', l->h);
    }
}

static void put_styles(Buf *b, const StyleRequests *styles)
{
    for (int i = 0; i < styles->n; i++) {
        em_put(b, i ? STR(";") : STR(" style"));
        put_quoted(b, styles->items[i].property);
        put_quoted(b, styles->items[i].value);
    }
}

static Str direction_name(Direction d)
{
    switch (d) {
    case DIR_AUTO: return STR("auto");
    case DIR_DOWN: return STR("down");
    case DIR_UP: return STR("up");
    case DIR_RIGHT: return STR("right");
    case DIR_LEFT: return STR("left");
    }
    return STR("");
}

static Str mark_name(MarkKind m)
{
    static const Str names[MARK_COUNT] = {
        [MARK_NONE] = STR_INIT("none"),
        [MARK_ZERO_OR_ONE] = STR_INIT("0..1"),
        [MARK_EXACTLY_ONE] = STR_INIT("1"),
        [MARK_ZERO_OR_MORE] = STR_INIT("0..n"),
        [MARK_ONE_OR_MORE] = STR_INIT("1..n"),
        [MARK_PARENT] = STR_INIT("parent"),
        [MARK_ARROW] = STR_INIT("arrow"),
        [MARK_TRIANGLE] = STR_INIT("triangle"),
        [MARK_TRIANGLE_OPEN] = STR_INIT("triangle-open"),
        [MARK_DIAMOND] = STR_INIT("diamond"),
        [MARK_DIAMOND_OPEN] = STR_INIT("diamond-open"),
        [MARK_CIRCLE] = STR_INIT("circle"),
        [MARK_CIRCLE_OPEN] = STR_INIT("circle-open"),
        [MARK_BOX] = STR_INIT("box"),
        [MARK_BOX_OPEN] = STR_INIT("box-open"),
        [MARK_CROSS] = STR_INIT("cross"),
    };
    return names[m];
}

static void dump_row(Buf *b, int index, const Row *r)
{
    em_put(b, STR("  row "));
    em_put_int(b, index);
    for (int i = 0; i < r->badges.n; i++)
        put_label(b, STR("badge"), &r->badges.items[i].label);
    put_label(b, STR("name"), &r->name);
    put_label(b, STR("type"), &r->type);
    put_label(b, STR("comment"), &r->comment);
    if (r->strong)
        em_put(b, STR(" strong"));
    if (r->nullable)
        em_put(b, STR(" nullable"));
    if (r->h) {
        em_put(b, STR(" at "));
        put_pair(b, r->y, '+', r->h);
    }
    em_put(b, STR("\n"));
}

static void put_container(Buf *b, const Graph *g, int container)
{
    if (container == NONE)
        return;
    em_put(b, STR(" in"));
    put_quoted(b, g->containers.items[container].id);
}

static void dump_node(Buf *b, const Graph *g, const Node *n)
{
    em_put(b, STR("node"));
    put_quoted(b, n->id);
    if (n->shape != SHAPE_TABLE)
        PUT(b, STR(" "), em_shape_name(n->shape));
    put_label(b, STR("title"), &n->title);
    put_label(b, STR("kind"), &n->kind);
    put_container(b, g, n->container);
    put_styles(b, &n->styles);
    put_rect(b, em_node_box(n));
    em_put(b, STR("\n"));
    for (int i = 0; i < n->rows.n; i++)
        dump_row(b, i, &n->rows.items[i]);
}

static void dump_container(Buf *b, const Graph *g, const Container *c)
{
    em_put(b, STR("container"));
    put_quoted(b, c->id);
    if (c->shape != SHAPE_TABLE)
        PUT(b, STR(" "), em_shape_name(c->shape));
    put_label(b, STR("title"), &c->title);
    put_container(b, g, c->parent);
    if (c->direction != DIR_AUTO)
        PUT(b, STR(" "), direction_name(c->direction));
    put_styles(b, &c->styles);
    put_rect(b, c->box);
    em_put(b, STR("\n"));
}

static void put_end(Buf *b, const Graph *g, const EdgeEnd *end)
{
    if (end->node != NONE) {
        put_quoted(b, g->nodes.items[end->node].id);
    } else {
        em_put(b, STR(" container"));
        put_quoted(b, g->containers.items[end->container].id);
    }
    if (end->row != NONE) {
        em_put(b, STR(" row "));
        em_put_int(b, end->row);
    }
    PUT(b, STR(" "), mark_name(end->mark));
    put_label(b, STR("with"), &end->label);
    if (end->label_box.w) {
        em_put(b, STR(" at"));
        put_rect(b, end->label_box);
    }
}

static void dump_edge(Buf *b, const Graph *g, int index)
{
    const Edge *e = &g->edges.items[index];
    em_put(b, STR("edge "));
    em_put_int(b, index);
    put_end(b, g, &e->from);
    em_put(b, e->hidden ? STR(" hidden") : e->dashed ? STR(" ..") : STR(" --"));
    put_end(b, g, &e->to);
    put_label(b, STR("label"), &e->label);
    put_styles(b, &e->styles);
    if (e->n_points)
        em_put(b, STR(" via"));
    for (int i = 0; i < e->n_points; i++) {
        em_put(b, STR(" "));
        put_pair(b, e->points[i].x, ',', e->points[i].y);
    }
    if (e->label_box.w) {
        em_put(b, STR(" label at"));
        put_rect(b, e->label_box);
    } else if (e->label.w && e->n_points) {
        em_put(b, STR(" dot at "));
        put_pair(b, e->label_dot.x, ',', e->label_dot.y);
    }
    em_put(b, STR("\n"));
}

static void dump_joint(Buf *b, const Joint *j)
{
    em_put(b, STR("joint "));
    put_pair(b, j->at.x, ',', j->at.y);
    em_put(b, STR(" edge "));
    em_put_int(b, j->edge);
    em_put(b, STR("\n"));
}

static void dump_legend(Buf *b, const OwnLegend *legend)
{
    em_put(b, STR("legend"));
    put_label(b, STR("title"), &legend->title);
    em_put(b, STR("\n"));
    for (int i = 0; i < legend->entries.n; i++) {
        const LegendEntry *e = &legend->entries.items[i];
        PUT(b, STR("  "),
            e->is_line ? STR("line") : em_shape_name(e->node.shape));
        put_label(b, STR("means"), &e->text);
        em_put(b, STR("\n"));
    }
}

void em_graph_dump(Buf *out, const Graph *g)
{
    PUT(out, STR("graph "), direction_name(g->direction));
    put_label(out, STR("title"), &g->title);
    put_rect(out, (Rect){0, 0, g->w, g->h});
    em_put(out, STR("\n"));
    for (int i = 0; i < g->nodes.n; i++)
        dump_node(out, g, &g->nodes.items[i]);
    for (int i = 0; i < g->containers.n; i++)
        dump_container(out, g, &g->containers.items[i]);
    for (int i = 0; i < g->edges.n; i++)
        dump_edge(out, g, i);
    for (int i = 0; i < g->joints.n; i++)
        dump_joint(out, &g->joints.items[i]);
    if (g->legend)
        dump_legend(out, g->legend);
}
