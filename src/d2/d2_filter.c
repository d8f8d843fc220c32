/*
 * Filters: `&key: value` and `!&key: value` in the body of a glob say which of
 * the fields or edges that it matches are meant.
 */
#include "d2/d2_compile.h"

static bool is_filter(const D2Node *node)
{
    return node->kind == D2_KEY && node->key->filter != D2_NO_FILTER;
}

bool em_d2_has_filter(const D2Map *text)
{
    for (int i = 0; i < text->nodes.n; i++)
        if (is_filter(&text->nodes.items[i]))
            return true;
    return false;
}

/* ------------------------------------------------------------- values */

static bool equals(const D2Key *key, Str text)
{
    const D2String *want = key->primary.string;
    return want->pattern.n ? em_d2_matches(want, text)
                           : em_str_eq(want->text, text);
}

static bool field_equals(const D2Key *key, const D2Field *f)
{
    for (int i = 0; f->array && i < f->array->items.n; i++) {
        const D2Scalar *s = f->array->items.items[i].scalar;
        if (s && equals(key, s->text))
            return true;
    }
    return f->primary && equals(key, f->primary->text);
}

/* What an attribute is when nobody says so; false when that is not known. */
static bool find_default(D2Word word, Str *text)
{
    static const struct {
        D2Word word;
        Str text;
    } defaults[] = {
        {WORD_SHAPE, STR_INIT("rectangle")},
        {WORD_BORDER_RADIUS, STR_INIT("0")},
        {WORD_STROKE_DASH, STR_INIT("0")},
        {WORD_OPACITY, STR_INIT("1")},
        {WORD_STROKE_WIDTH, STR_INIT("2")},
        {WORD_ICON, STR_INIT("")},
        {WORD_TOOLTIP, STR_INIT("")},
        {WORD_LINK, STR_INIT("")},
        {WORD_SHADOW, STR_INIT("false")},
        {WORD_MULTIPLE, STR_INIT("false")},
        {WORD_3D, STR_INIT("false")},
        {WORD_ANIMATED, STR_INIT("false")},
        {WORD_FILLED, STR_INIT("false")},
    };

    for (int i = 0; i < COUNT(defaults); i++)
        if (defaults[i].word == word) {
            *text = defaults[i].text;
            return true;
        }
    return false;
}

/* ------------------------------------------------------------- questions */

/* A filter at work: of what `what` says about a field or edge. */
typedef struct {
    D2Compiler *c;
    const D2Key *key;
    D2Hops what;
} Filter;

static bool report_value(const Filter *f, Str name, Str wanted)
{
    em_d2_ir_error(f->c, f->key->at, STR("d2-filter"),
                   JOIN(f->c->arena, STR("`&"), name, STR("` is "), wanted,
                        STR(", not \""), f->key->primary.string->text,
                        STR("\"")));
    return false;
}

static bool ask_bool(const Filter *f, Str name, bool fact)
{
    bool want;
    if (!em_d2_parse_bool(f->key->primary.string->text, &want))
        return report_value(f, name, STR("true or false"));
    return want == fact;
}

static bool ask_level(const Filter *f, const D2Field *field)
{
    Str s = f->key->primary.string->text;
    int level = 0, want = 0;

    for (const D2IrMap *m = field->parent;
         m->field && em_d2_board_kind(m) == D2_NO_BOARD; m = m->field->parent)
        level++;
    for (int i = 0; i < s.n; i++) {
        if (!em_is_digit((unsigned char)s.p[i]))
            return report_value(f, STR("level"), STR("a number from 0"));
        want = MIN(want * 10 + (s.p[i] - '0'), 100000);
    }
    return s.n > 0 ? want == level
                   : report_value(f, STR("level"), STR("a number from 0"));
}

/* Whether an edge was written that ends at f or leads through it. */
static bool is_connected(const D2Field *f)
{
    for (int i = 0; i < f->refs.n; i++)
        if (f->refs.items[i].edge != NONE)
            return true;
    return false;
}

static D2Field *end_of(const D2IrEdge *e, const D2Names *end)
{
    const D2IrMap *m = e->parent;
    D2Field *f = NULL;

    for (int i = 0; m && i < end->n; i++) {
        f = em_d2_find_name(m, end->names[i]);
        m = f ? f->map : NULL;
    }
    return f;
}

static bool holds(const Filter *f, D2IrMap *m, const D2Field *field,
                  const D2IrEdge *edge);

/* &src, &dst: the id of an end; &src.shape: what holds of it. */
static bool ask_end(const Filter *f, const D2Field *end)
{
    Filter inner = *f;

    if (!end)
        return false;
    if (f->what.n == 1)
        return equals(f->key, em_d2_id(end, f->c->scratch));
    inner.what.items++;
    inner.what.n--;
    return holds(&inner, end->map, end, NULL);
}

/* When the attribute was not set. */
static bool ask_missing(const Filter *f, const D2Field *field,
                        const D2IrEdge *edge)
{
    const D2Hop *first = &f->what.items[0];
    const D2Hop *last = &f->what.items[f->what.n - 1];
    Str text = first->name.text;

    assert(field || edge);
    if (em_str_eq(f->key->primary.string->text, STR("*")))
        return false;
    if (edge && (em_str_eq(text, STR("src")) || em_str_eq(text, STR("dst"))))
        return ask_end(
            f, end_of(edge, text.p[0] == 's' ? &edge->src : &edge->dst));
    if (field && em_str_eq(last->name.text, STR("leaf")))
        return ask_bool(f, STR("leaf"), !em_d2_will_contain(field->map));
    if (field && em_str_eq(last->name.text, STR("connected")))
        return ask_bool(f, STR("connected"), is_connected(field));
    if (field && em_str_eq(last->name.text, STR("level")))
        return ask_level(f, field);
    if (last->name.word == WORD_LABEL) {
        const D2Scalar *own = field  ? field->primary
                              : edge ? edge->primary
                                     : NULL;
        return equals(f->key, own     ? own->text
                              : field ? field->name.text
                                      : STR(""));
    }
    return find_default(last->name.word, &text) && equals(f->key, text);
}

static bool holds(const Filter *f, D2IrMap *m, const D2Field *field,
                  const D2IrEdge *edge)
{
    D2Fields found = {0};

    if (m)
        em_d2_reach(f->c, m, f->what, NULL, false, &found);
    if (found.n == 0)
        return ask_missing(f, field, edge);
    for (int i = 0; i < found.n; i++)
        if (!field_equals(f->key, found.items[i]))
            return false;
    return true;
}

/* ------------------------------------------------------------- the map */

/* Filters are for globs of fields, and for (...)[*]. */
static bool takes_filters(const D2Key *key)
{
    if (key->edges.n > 0)
        return key->index_kind == D2_ANY_INDEX && !key->edge_path;
    return em_d2_has_pattern(key->path);
}

static bool passes(D2Compiler *c, D2IrMap *m, const D2Key *key)
{
    if (c->bodies.n == 0 ||
        !takes_filters(c->bodies.items[c->bodies.n - 1]->key)) {
        em_d2_ir_error(c, key->at, STR("d2-filter"),
                       STR("a filter can only stand in the map of a key with "
                           "`*`"));
        return false;
    }
    if (!key->path || key->edges.n > 0)
        return true;
    if (!em_d2_is_scalar(&key->primary) || key->body.kind != D2_NOTHING) {
        em_d2_ir_error(
            c, key->at, STR("d2-filter"),
            STR("a filter compares with one value, not with a map or "
                "array"));
        return false;
    }
    Filter f = {c, key, em_d2_hops(c->scratch, key->path)};
    return holds(&f, m, m->field, m->edge) == (key->filter == D2_FILTER);
}

/* What does not pass now may do so later: it is as if it was never found. */
static void forget(D2Compiler *c, const D2IrMap *m)
{
    D2Glob *g = c->bodies.n
                    ? em_d2_find_glob(c, c->bodies.items[c->bodies.n - 1])
                    : NULL;
    if (!g)
        return;
    if (m->edge)
        em_d2_set_remove(g->edges, em_d2_edge_hash(m->edge, g->multi, true));
    else if (m->field)
        em_d2_set_remove(g->fields, em_d2_field_hash(m->field, g->multi));
}

bool em_d2_passes(D2Compiler *c, D2IrMap *m, const D2Map *text)
{
    for (int i = 0; i < text->nodes.n; i++)
        if (is_filter(&text->nodes.items[i]) &&
            !passes(c, m, text->nodes.items[i].key)) {
            forget(c, m);
            return false;
        }
    return true;
}
