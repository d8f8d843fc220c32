/*
 * Rules that need a whole board: what may be set on which shape, where `near`
 * may lead, which connections special containers refuse.
 */
#include "d2/d2_build.h"
#include "d2/d2_url.h"

static bool is_inside(const Obj *o, const Obj *outer)
{
    for (o = o->parent; o; o = o->parent)
        if (o == outer)
            return true;
    return false;
}

static bool is_one_of_shapes(const Obj *o, const Str *shapes, int n)
{
    for (int i = 0; i < n; i++)
        if (em_d2_has_shape(o, shapes[i]))
            return true;
    return false;
}

static D2Place place_of(const Obj *o, D2Attr attr)
{
    const D2Text *t = em_d2_get(&o->attrs.set, attr);
    return t ? t->at : (D2Place){0};
}

static Str text_of(const Obj *o, D2Attr attr)
{
    return em_d2_text(&o->attrs, attr, (Str){0});
}

/* ------------------------------------------------------------- keywords */

/* Circles and squares are as wide as they are high. */
static void check_equal_sides(Build *b, const Obj *o, const D2Field *f)
{
    D2Word word = f->name.word;
    if ((word != WORD_WIDTH && word != WORD_HEIGHT) ||
        (!em_d2_has_shape(o, STR("circle")) &&
         !em_d2_has_shape(o, STR("square"))) ||
        !em_d2_get(&o->attrs.set, D2_WIDTH) ||
        !em_d2_get(&o->attrs.set, D2_HEIGHT) ||
        em_str_eq(text_of(o, D2_WIDTH), text_of(o, D2_HEIGHT)))
        return;
    em_d2_report(b, em_d2_value_place(f), STR("d2-size"),
                 JOIN(b->a, STR("expected width and height of a "),
                      text_of(o, D2_SHAPE), STR(" to be equal")));
}

static void check_styles(Build *b, const Obj *o)
{
    static const Str solid[] = {STR_INIT("rectangle"), STR_INIT("square"),
                                STR_INIT("hexagon")};
    static const Str doubled[] = {STR_INIT("rectangle"), STR_INIT("square"),
                                  STR_INIT("circle"), STR_INIT("oval")};

    if (em_d2_get(&o->attrs.set, D2_3D) &&
        !is_one_of_shapes(o, solid, COUNT(solid)))
        em_d2_report(b, place_of(o, D2_3D), STR("d2-style"),
                     STR("only rectangles, squares and hexagons can be `3d`"));
    if (em_d2_get(&o->attrs.set, D2_DOUBLE_BORDER) &&
        text_of(o, D2_SHAPE).n > 0 &&
        !is_one_of_shapes(o, doubled, COUNT(doubled)))
        em_d2_report(b, place_of(o, D2_DOUBLE_BORDER), STR("d2-style"),
                     STR("only rectangles, squares, circles and ovals can "
                         "have a `double-border`"));
}

static void check_shape(Build *b, const Obj *o, const D2Field *f)
{
    Str shape = text_of(o, D2_SHAPE);

    if (em_str_eq(shape, STR("image")) && !em_d2_get(&o->attrs.set, D2_ICON))
        em_d2_report(b, em_d2_value_place(f), STR("d2-shape"),
                     STR("expected an `icon` for the shape image"));
    if (!em_d2_is_shape(shape) && em_d2_is_arrowhead(shape))
        em_d2_report(
            b, em_d2_value_place(f), STR("d2-shape"),
            JOIN(b->a, STR("\""), shape, STR("\" is a shape of arrowheads")));
}

static void check_keyword(Build *b, const Obj *o, const D2Field *f)
{
    check_equal_sides(b, o, f);
    if (!em_d2_is_exact(&f->name))
        return;
    if (f->name.word == WORD_STYLE)
        check_styles(b, o);
    else if (f->name.word == WORD_SHAPE)
        check_shape(b, o, f);
    else if (f->name.word == WORD_CONSTRAINT)
        em_d2_report(b, em_d2_value_place(f), STR("d2-placement"),
                     STR("`constraint` belongs to the columns of a "
                         "sql_table"));
}

static void check_map(Build *b, Obj *o, const D2IrMap *m)
{
    for (int i = 0; i < m->fields.n; i++) {
        const D2Field *f = m->fields.items[i];
        if (em_d2_is_board_word(f->name.word))
            continue;
        if (f->name.word != WORD_NONE) {
            check_keyword(b, o, f);
            continue;
        }
        if (em_d2_has_shape(o, STR("image")) && !em_d2_outer_sequence(o)) {
            em_d2_report(b, em_d2_last_place(f), STR("d2-shape"),
                         STR("there can be nothing in an image"));
            continue;
        }
        Obj *child = em_d2_find_child(b, o, f->name.text);
        if (child && f->map)
            check_map(b, child, f->map);
    }
}

/* ------------------------------------------------------------- labels */

static void check_label(Build *b, const Obj *o)
{
    Str label = text_of(o, D2_LABEL);

    if (em_d2_has_shape(o, STR("text")) &&
        !em_d2_get(&o->attrs.set, D2_LANGUAGE) && em_str_trim(label).n == 0)
        em_d2_report(b, place_of(o, D2_LABEL), STR("d2-label"),
                     STR("expected a label for the shape text"));
    if (em_d2_has_shape(o, STR("sql_table")) &&
        em_str_find_char(label, '\n', 0) != NONE)
        em_d2_report(b, place_of(o, D2_LABEL), STR("d2-label"),
                     STR("the name of a sql_table must be one line"));
}

/* ------------------------------------------------------------- near */

static Obj *find_path(Build *b, const D2Texts *path)
{
    Obj *o = b->plan->root;
    for (int i = 0; o && i < path->n; i++)
        o = em_d2_find_child(b, o, path->items[i].text);
    return o;
}

static bool has_constant_near(const Build *b, const Obj *o)
{
    return o->attrs.near.n > 0 && o->parent == b->plan->root &&
           em_d2_is_near_constant(o->attrs.near.items[0].text);
}

static bool is_in_grid(const Obj *o)
{
    for (o = o->parent; o; o = o->parent)
        if (em_d2_is_grid(o))
            return true;
    return false;
}

/* What speaks against standing near an object; empty when nothing does. */
static Str refuse_near(const Obj *o, const Obj *other)
{
    if (other == o || is_inside(o, other))
        return STR("an object cannot be near what it is in");
    if (is_inside(other, o))
        return STR("an object cannot be near what is in it");
    if (em_d2_outer_sequence(other))
        return STR("nothing can be near what is in a sequence diagram");
    if (other->attrs.near.n &&
        em_d2_is_near_constant(other->attrs.near.items[0].text))
        return STR("nothing can be near what has a fixed place itself");
    if (is_in_grid(other))
        return STR("nothing can be near what is in a grid");
    return (Str){0};
}

static void check_near(Build *b, const Obj *o)
{
    const D2Texts *near = &o->attrs.near;
    if (near->n == 0)
        return;
    D2Place at = near->items[0].at;
    const Obj *other = find_path(b, near);
    if (other) {
        Str why = refuse_near(o, other);
        if (why.n)
            em_d2_report(b, at, STR("d2-near"), why);
    } else if (!em_d2_is_near_constant(near->items[0].text)) {
        em_d2_report(b, at, STR("d2-near"),
                     STR("expected `near` to be the path of an object, or a "
                         "place like top-center"))
            ->help = em_d2_suggest_near(b, near->items[0].text);
    } else if (o->parent != b->plan->root) {
        em_d2_report(b, at, STR("d2-near"),
                     STR("only objects of the board itself can stand near "
                         "its border"));
    }
}

/* ------------------------------------------------------------- connections */

/* Reports a connection between `outer`, which is special, and what is in it. */
static bool refuse_entry(Build *b, const Wire *line, const Obj *outer,
                         const Obj *inner, Str kind)
{
    if (!is_inside(inner, outer))
        return false;
    em_d2_report(b, line->out.at, STR("d2-connection"),
                 JOIN(b->a, STR("a connection cannot lead from the "), kind,
                      STR(" `"), outer->id, STR("` into itself")));
    return true;
}

static void check_line(Build *b, const Wire *line)
{
    for (int i = 0; i < 6; i++) {
        const Obj *outer = i % 2 ? line->dst : line->src;
        const Obj *inner = i % 2 ? line->src : line->dst;
        const Obj *parent = outer->parent;
        Str kind = i < 2   ? STR("grid")
                   : i < 4 ? STR("grid cell")
                           : STR("sequence diagram");
        bool special = i < 2 ? em_d2_is_grid(outer)
                       : i < 4
                           ? parent && em_d2_is_grid(parent)
                           : em_d2_has_shape(outer, STR("sequence_diagram"));
        if (special && refuse_entry(b, line, outer, inner, kind))
            return;
    }
}

static void check_line_near(Build *b, const Wire *line)
{
    if (!has_constant_near(b, line->src) ||
        !refuse_entry(b, line, line->src, line->dst, STR("fixed object")))
        if (has_constant_near(b, line->dst))
            refuse_entry(b, line, line->dst, line->src, STR("fixed object"));
}

/* ------------------------------------------------------------- positions */

static void check_position(Build *b, const Obj *o, D2Attr attr)
{
    D2Place at = place_of(o, attr);

    if (!em_d2_get(&o->attrs.set, attr) || !o->parent)
        return;
    if (em_d2_has_shape(o->parent, STR("hierarchy")))
        em_d2_report(b, at, STR("d2-placement"),
                     STR("`top` and `left` do not go with the shape "
                         "hierarchy"));
    if (em_d2_outer_sequence(o))
        em_d2_report(b, at, STR("d2-placement"),
                     STR("`top` and `left` do not go with sequence "
                         "diagrams"));
    if (em_d2_is_grid(o->parent))
        em_d2_report(b, at, STR("d2-placement"),
                     STR("`top` and `left` do not go with grids"));
}

/* ------------------------------------------------------------- the board */

typedef void Check(Build *b, const Obj *o);

static void check_positions(Build *b, const Obj *o)
{
    check_position(b, o, D2_TOP);
    check_position(b, o, D2_LEFT);
}

static void check_each(Build *b, Check *check)
{
    for (int i = 0; i < b->plan->objects.n; i++)
        if (!b->plan->objects.items[i]->is_row)
            check(b, b->plan->objects.items[i]);
}

void em_d2_check_board(Build *b, const D2IrMap *m)
{
    const Plan *p = b->plan;

    if (b->diags->errors == b->errors_before)
        check_map(b, p->root, m);
    check_each(b, check_label);
    check_each(b, check_near);
    for (int i = 0; i < p->wires.n; i++)
        check_line_near(b, &p->wires.items[i]);
    for (int i = 0; i < p->wires.n; i++)
        check_line(b, &p->wires.items[i]);
    check_each(b, check_positions);
}

/* ------------------------------------------------------------- links */

static const D2Boards *boards_of(const D2Board *board, Str keyword)
{
    if (em_str_eq(keyword, STR("layers")))
        return &board->layers;
    if (em_str_eq(keyword, STR("scenarios")))
        return &board->scenarios;
    return em_str_eq(keyword, STR("steps")) ? &board->steps : NULL;
}

/* The board that a path from `root` on leads to; NULL when there is none. */
static const D2Board *find_board(const D2Board *root, const D2Texts *path)
{
    const D2Board *board = root;

    if (path->n % 2 == 0 || !em_str_eq(path->items[0].text, STR("root")))
        return NULL;
    for (int i = 1; i < path->n; i += 2) {
        const D2Boards *all = boards_of(board, path->items[i].text);
        board = NULL;
        for (int k = 0; all && k < all->n && !board; k++)
            if (em_str_eq_nocase(all->items[k]->name, path->items[i + 1].text))
                board = all->items[k];
        if (!board)
            return NULL;
    }
    return board;
}

static bool is_remote(Str link)
{
    Url url;
    Str wrong = em_d2_parse_url(link, &url);
    return wrong.n == 0 &&
           (url.scheme.n > 0 || em_str_starts(url.path, STR("/")));
}

static void check_link(Build *b, D2Attrs *attrs, const D2Board *here)
{
    const D2Text *link = em_d2_get(&attrs->set, D2_LINK);
    D2Texts path = {0};

    if (!link || is_remote(link->text) ||
        !em_d2_read_path(b, link->text, &path))
        return;
    const D2Board *board = find_board(&b->model->root, &path);
    /* D2 knows a board's own path on the first two levels only */
    bool own = board == here && (!here->parent || !here->parent->parent);
    if (board && !own)
        return;
    em_d2_warn(b, link->at, STR("d2-link"),
               board ? STR("a link to its own board has no effect")
                     : STR("a link to what is neither a URL nor a board has "
                           "no effect"));
    em_d2_unset(&attrs->set, D2_LINK);
}

void em_d2_check_links(Build *b)
{
    for (int i = 0; i < b->model->boards.n; i++) {
        D2Board *board = b->model->boards.items[i];
        for (int k = 0; k < board->objects.n; k++)
            check_link(b, &board->objects.items[k].attrs, board);
        for (int k = 0; k < board->connections.n; k++)
            check_link(b, &board->connections.items[k].attrs, board);
    }
}
