/*
 * From the fields and edges of a board's tree to its objects and connections:
 * keywords are set on what they stand in, other fields become objects. The
 * classes of a thing are applied first, its shape next, as what it holds
 * depends on it, then the rest in order.
 */
#include "d2/d2_build.h"

/* ------------------------------------------------------------- classes */

static const D2IrMap *find_class(const D2IrMap *board, Str name)
{
    const D2Field *classes = em_d2_find(board, WORD_CLASSES);
    if (!classes || !classes->map)
        return NULL;
    const D2Field *f = em_d2_find_name(classes->map, em_d2_name(name));
    return f ? f->map : NULL;
}

/* True for "a, b" where both are classes: meant as a list. */
static bool is_comma_list(const D2IrMap *board, Str names)
{
    if (em_str_find_char(names, ',', 0) == NONE)
        return false;
    for (int i = 0; i <= names.n;) {
        int comma = em_str_find_char(names, ',', i);
        int end = comma == NONE ? names.n : comma;
        if (!find_class(board, em_str_trim(em_str_cut(names, i, end))))
            return false;
        i = end + 1;
    }
    return true;
}

static Str suggest_class(Build *b, const D2IrMap *board, Str name)
{
    const D2Field *classes = em_d2_find(board, WORD_CLASSES);
    if (!classes || !classes->map || em_d2_is_full(b))
        return (Str){0};
    int n = classes->map->fields.n;
    Str *names = NEW_ARRAY(b->scratch, MAX(n, 1), Str);
    for (int i = 0; i < n; i++)
        names[i] = classes->map->fields.items[i]->name.text;
    return em_d2_suggest(b, name, names, n);
}

static void report_class(Build *b, const D2Field *f, const D2IrMap *board,
                         const D2Text *name)
{
    if (is_comma_list(board, name->text)) {
        em_d2_report(
            b, em_d2_last_place(f), STR("d2-class"),
            JOIN(b->a, STR("there is no class \""), name->text, STR("\"")))
            ->help = STR("several classes are an array: [a; b]");
        return;
    }
    const D2Field *any = em_d2_find(board, WORD_CLASSES);
    if (any && any->map && em_d2_find_name(any->map, em_d2_name(name->text)))
        return;
    em_d2_warn(b, name->at, STR("d2-class"),
               JOIN(b->a, STR("there is no class \""), name->text,
                    STR("\": it only names one for CSS")))
        ->help = suggest_class(b, board, name->text);
}

/* The names in `class`, in their order. */
static D2Texts class_names(Build *b, const D2Field *f)
{
    D2Texts names = {0};
    if (f->primary)
        *PUSH(b->scratch, &names) = (D2Text){f->primary->text, f->primary->at};
    for (int i = 0; !f->primary && f->array && i < f->array->items.n; i++) {
        const D2Scalar *s = f->array->items.items[i].scalar;
        if (s)
            *PUSH(b->scratch, &names) = (D2Text){s->text, s->at};
    }
    return names;
}

/* What applies a map of attributes to an object, or to a connection. */
typedef void Apply(Build *b, void *thing, const D2IrMap *m);

static void apply_classes(Build *b, D2IrMap *m, Apply *apply, void *thing)
{
    const D2Field *f = em_d2_find(m, WORD_CLASS);
    if (!f)
        return;
    const D2IrMap *board = em_d2_board_of(m);
    D2Texts names = class_names(b, f);
    for (int i = 0; i < names.n; i++) {
        const D2IrMap *class = find_class(board, names.items[i].text);
        if (class)
            apply(b, thing, class);
        else
            report_class(b, f, board, &names.items[i]);
    }
}

static void report_unexpected(Build *b, const D2Field *f, D2Place at, Str code,
                              Str expected)
{
    em_d2_report(b, at, code,
                 JOIN(b->a, STR("expected "), expected, STR(", got `"),
                      f->name.text, STR("`")))
        ->help = em_d2_suggest_word(b, f->name.text);
}

/* `classes` itself: maps of keywords. */
static void check_classes(Build *b, const D2Field *classes)
{
    const D2IrMap *m = classes->map;

    if (m && m->edges.n)
        em_d2_report(b, em_d2_edge_place(m->edges.items[0]), STR("d2-class"),
                     STR("there can be no connections in `classes`"));
    for (int i = 0; m && i < m->fields.n; i++) {
        const D2IrMap *class = m->fields.items[i]->map;
        for (int k = 0; class && k < class->fields.n; k++) {
            const D2Field *f = class->fields.items[k];
            if (f->name.word == WORD_NONE)
                report_unexpected(b, f, em_d2_last_place(f), STR("d2-class"),
                                  STR("a keyword in a class"));
            if (f->name.word == WORD_CLASS)
                em_d2_report(b, em_d2_last_place(f), STR("d2-class"),
                             STR("a class cannot have classes"));
        }
    }
}

/* ------------------------------------------------------------- fields */

static bool is_row_of(Build *b, const Obj *o, const D2Field *f)
{
    if (!o->parent)
        return false;
    bool column = em_d2_has_shape(o->parent, STR("sql_table"));
    if (!column && !em_d2_has_shape(o->parent, STR("class")))
        return false;
    em_d2_report(b, em_d2_last_place(f), STR("d2-row"),
                 column ? STR("a column of a table holds nothing")
                        : STR("a field of a class holds nothing"))
        ->help = STR("only keywords may stand in its map");
    return true;
}

static void compile_object(Build *b, Obj *parent, const D2Field *f)
{
    if (is_row_of(b, parent, f))
        return;
    Obj *o = em_d2_ensure_child(b, parent, &f->name);
    if (f->primary)
        em_d2_set_label(b, &o->attrs, f->primary, em_d2_value_place(f));
    if (f->map)
        em_d2_make_objects(b, o, f->map);
    const D2Text *label = em_d2_get(&o->attrs.set, D2_LABEL);
    if (label && !label->at.source)
        em_d2_set(b->a, &o->attrs.set, D2_LABEL,
                  (D2Text){label->text, em_d2_value_place(f)});
    em_d2_add_refs(b, o, f);
}

static void compile_style(Build *b, Obj *o, const D2Field *f)
{
    if (f->map && f->map->fields.n) {
        em_d2_set_styles(b, &o->attrs.set, f->map);
        return;
    }
    em_d2_report(b, em_d2_last_place(f), STR("d2-style"),
                 STR("expected `style` to hold keys"))
        ->help = STR("write `style.opacity: 0.4` or `style: {…}`");
}

static void report_bare_style(Build *b, const D2Field *f)
{
    em_d2_report(
        b, em_d2_last_place(f), STR("d2-style"),
        JOIN(b->a, STR("`"), f->name.text, STR("` is a key of `style`")))
        ->help = JOIN(b->a, STR("write `style."), em_d2_word_name(f->name.word),
                      STR("`"));
}

/* Keywords that are attributes wherever they stand. */
static bool is_simple(D2Word word)
{
    switch (word) {
    case WORD_NONE:
    case WORD_CLASSES:
    case WORD_LAYERS:
    case WORD_SCENARIOS:
    case WORD_STEPS:
    case WORD_SOURCE_ARROWHEAD:
    case WORD_TARGET_ARROWHEAD:
    case WORD_STYLE: return false;
    default: return !em_d2_is_style_word(word);
    }
}

static void compile_field(Build *b, Obj *o, const D2Field *f)
{
    D2Word word = f->name.word;

    if (em_d2_is_style_word(word)) {
        report_bare_style(b, f);
        return;
    }
    bool exact = em_d2_is_exact(&f->name);
    if (word == WORD_VARS && exact)
        return;
    if (is_simple(word)) {
        em_d2_set_keyword(b, &o->attrs, f);
        return;
    }
    if (word != WORD_NONE && !exact)
        em_d2_warn_case(b, &f->name, em_d2_last_place(f));
    if (word == WORD_CLASSES && exact)
        check_classes(b, f);
    else if (word == WORD_STYLE && exact)
        compile_style(b, o, f);
    else if (exact)
        em_d2_report(b, em_d2_last_place(f), STR("d2-placement"),
                     JOIN(b->a, STR("`"), f->name.text,
                          STR("` belongs to connections")));
    else
        compile_object(b, o, f);
}

/* ------------------------------------------------------------- edges */

static void compile_arrowhead(Build *b, D2Attrs **head, const D2Field *f)
{
    if (!*head)
        *head = NEW(b->a, D2Attrs);
    if (f->primary)
        em_d2_set_label(b, *head, f->primary, em_d2_value_place(f));
    for (int i = 0; f->map && i < f->map->fields.n; i++) {
        const D2Field *inner = f->map->fields.items[i];
        D2Word word = inner->name.word;
        if (is_simple(word))
            em_d2_set_keyword(b, *head, inner);
        else if (word != WORD_STYLE)
            report_unexpected(b, inner, em_d2_last_place(inner),
                              STR("d2-placement"),
                              STR("a keyword of arrowheads"));
        else if (inner->map)
            em_d2_set_styles(b, &(*head)->set, inner->map);
    }
}

static void compile_line_field(Build *b, D2Connection *c, const D2Field *f)
{
    D2Word word = f->name.word;

    if (word == WORD_NONE) {
        report_unexpected(
            b, f, f->refs.n ? f->refs.items[0].at : em_d2_last_place(f),
            STR("d2-placement"), STR("a keyword in a connection's map"));
        return;
    }
    if (em_d2_is_style_word(word))
        report_bare_style(b, f);
    else if (is_simple(word))
        em_d2_set_keyword(b, &c->attrs, f);
    else if (!em_d2_is_exact(&f->name))
        em_d2_warn_case(b, &f->name, em_d2_last_place(f));
    else if (word == WORD_STYLE && f->map)
        em_d2_set_styles(b, &c->attrs.set, f->map);
    else if (word == WORD_SOURCE_ARROWHEAD)
        compile_arrowhead(b, &c->src.arrowhead, f);
    else if (word == WORD_TARGET_ARROWHEAD)
        compile_arrowhead(b, &c->dst.arrowhead, f);
}

static void apply_to_line(Build *b, void *thing, const D2IrMap *m)
{
    for (int i = 0; i < m->fields.n; i++)
        compile_line_field(b, thing, m->fields.items[i]);
}

/* Walks a path of an edge. Rows of tables and classes are no ends: their
 * table is. */
static Obj *find_end(Build *b, Obj *o, const D2Names *path)
{
    for (int i = 0; i < path->n; i++) {
        if (em_d2_has_shape(o, STR("sql_table")) ||
            em_d2_has_shape(o, STR("class")))
            return o;
        o = em_d2_ensure_child(b, o, &path->names[i]);
    }
    return o;
}

static int depth_of(const Obj *o)
{
    int depth = 0;
    for (; o->parent; o = o->parent)
        depth++;
    return depth;
}

/* The column of `end` that the last element of the path names. */
static int find_column(const Obj *from, const Obj *end, const D2Names *path)
{
    if (!em_d2_has_shape(end, STR("sql_table")) ||
        depth_of(from) + path->n <= depth_of(end))
        return NONE;
    for (int i = 0; i < end->columns.n; i++)
        if (em_str_eq(end->columns.items[i].name,
                      path->names[path->n - 1].text))
            return i;
    return NONE;
}

/* How many connections before have the same ends and arrows. */
static int next_index(Build *b, const Wire *line)
{
    Buf key = {.arena = b->scratch};
    em_put_int(&key, line->src->index);
    em_put(&key, line->out.src.arrow ? STR("<") : STR("-"));
    em_put(&key, line->out.dst.arrow ? STR(">") : STR("-"));
    em_put_int(&key, line->dst->index);
    int n = em_map_find(&b->plan->by_ends, em_buf_str(&key));
    n = n == NONE ? 0 : n + 1;
    em_map_set(&b->plan->by_ends, em_buf_str(&key), n);
    return n;
}

/* Patterns may find variables and classes: they are no objects. */
static bool names_keyword(const D2Names *path)
{
    for (int i = 0; i < path->n; i++)
        if (path->names[i].word != WORD_NONE)
            return true;
    return false;
}

static void compile_line(Build *b, Obj *from, const D2IrEdge *e)
{
    Wire line = {.ir = e};
    if (names_keyword(&e->src) || names_keyword(&e->dst)) {
        em_d2_report(b, em_d2_first_edge_place(e), STR("d2-connection"),
                     STR("a keyword cannot be an end of a connection"));
        return;
    }
    line.src = find_end(b, from, &e->src);
    line.dst = find_end(b, from, &e->dst);
    line.out.src.arrow = e->src_arrow;
    line.out.dst.arrow = e->dst_arrow;
    line.out.src.column = line.out.dst.column = NONE;
    if (line.src != line.dst) {
        line.out.src.column = find_column(from, line.src, &e->src);
        line.out.dst.column = find_column(from, line.dst, &e->dst);
    }
    line.out.index = next_index(b, &line);
    line.out.at = em_d2_first_edge_place(e);
    if (e->primary)
        em_d2_set_label(b, &line.out.attrs, e->primary, line.out.at);
    if (e->map) {
        apply_classes(b, e->map, apply_to_line, &line.out);
        apply_to_line(b, &line.out, e->map);
    }
    em_d2_add_scopes(b, &line);
    *PUSH(b->scratch, &b->plan->wires) = line;
}

/* ------------------------------------------------------------- maps */

/* Shape first: what others mean depends on it. */
static void compile_fields(Build *b, Obj *o, const D2IrMap *m,
                           bool keywords_only)
{
    const D2Field *shape = em_d2_find(m, WORD_SHAPE);
    if (shape && (shape->map || shape->array))
        em_d2_report_composite(b, shape);
    else if (shape)
        compile_field(b, o, shape);
    for (int i = 0; i < m->fields.n; i++) {
        const D2Field *f = m->fields.items[i];
        bool wanted = f->name.word != WORD_NONE || !keywords_only;
        if (f != shape && wanted && !em_d2_is_board_word(f->name.word))
            compile_field(b, o, f);
    }
}

/* A class gives keywords only. What else it holds was reported, and an object
   in it that is of the class itself would never end. */
static void apply_to_object(Build *b, void *thing, const D2IrMap *m)
{
    compile_fields(b, thing, m, true);
}

/* Recursion is as deep as maps nest, which the tree limits. */
void em_d2_make_objects(Build *b, Obj *o, D2IrMap *m)
{
    apply_classes(b, m, apply_to_object, o);
    compile_fields(b, o, m, false);
    if (em_d2_has_shape(o, STR("class")))
        em_d2_take_members(b, o);
    else if (em_d2_has_shape(o, STR("sql_table")))
        em_d2_take_columns(b, o);
    for (int i = 0; i < m->edges.n; i++)
        compile_line(b, o, m->edges.items[i]);
}
