/*
 * The model as JSON: a tree of values is made of it and printed. What was not
 * set is not there.
 */
#include "base/json.h"
#include "d2/d2_model.h"

/* ------------------------------------------------------------- values */

/* Adds an empty list or map under a key; valid until the next is added. */
static Json *add(Arena *a, Json *map, Str key, JsonKind kind)
{
    Json *member = em_json_set(a, map, key);
    member->kind = kind;
    return member;
}

static Json *append(Arena *a, Json *list, JsonKind kind)
{
    Json *item = PUSH(a, &list->of);
    item->kind = kind;
    return item;
}

static void add_text(Arena *a, Json *map, Str key, Str text)
{
    add(a, map, key, JSON_STRING)->text = text;
}

static void add_bool(Arena *a, Json *map, Str key, bool value)
{
    add(a, map, key, value ? JSON_TRUE : JSON_FALSE);
}

static void add_number(Arena *a, Json *map, Str key, int value)
{
    Buf text = {.arena = a};
    em_put_int(&text, value);
    add(a, map, key, JSON_NUMBER)->text = em_buf_str(&text);
}

static void add_texts(Arena *a, Json *map, Str key, const D2Texts *texts)
{
    Json *list = add(a, map, key, JSON_LIST);
    for (int i = 0; i < texts->n; i++)
        append(a, list, JSON_STRING)->text = texts->items[i].text;
}

/* ------------------------------------------------------------- attributes */

/* The members of attributes: their names in D2 with other separators. */
static Str member_of(Arena *a, D2Attr attr)
{
    switch (attr) {
    case D2_LABEL_NEAR: return STR("label_near");
    case D2_ICON_NEAR: return STR("icon_near");
    case D2_TOOLTIP_NEAR: return STR("tooltip_near");
    default: break;
    }
    Buf name = {.arena = a};
    em_put(&name, em_d2_attr_name(attr));
    for (int i = 0; i < name.n; i++)
        if (name.p[i] == '-')
            name.p[i] = '_';
    return em_buf_str(&name);
}

static void add_styles(Arena *a, Json *map, Str key, const D2Settings *set)
{
    Json styles = {.kind = JSON_MAP, .key = key};
    for (int i = D2_FIRST_STYLE; i < D2_ATTR_COUNT; i++) {
        const D2Text *value = em_d2_get(set, (D2Attr)i);
        if (value)
            add_text(a, &styles, em_d2_attr_name((D2Attr)i), value->text);
    }
    if (styles.of.n)
        *em_json_set(a, map, key) = styles;
}

/* All but what has a place of its own: label and shape. */
static void add_attrs(Arena *a, Json *map, const D2Attrs *attrs)
{
    for (int i = D2_LANGUAGE; i < D2_FIRST_STYLE; i++) {
        const D2Text *value = em_d2_get(&attrs->set, (D2Attr)i);
        if (value)
            add_text(a, map, member_of(a, (D2Attr)i), value->text);
    }
    if (attrs->near.n)
        add_texts(a, map, STR("near"), &attrs->near);
    if (attrs->constraints.n)
        add_texts(a, map, STR("constraint"), &attrs->constraints);
    if (attrs->classes.n)
        add_texts(a, map, STR("classes"), &attrs->classes);
    add_styles(a, map, STR("style"), &attrs->set);
    add_styles(a, map, STR("icon_style"), &attrs->icon_style);
}

static void add_if_set(Arena *a, Json *map, const D2Attrs *attrs, D2Attr attr)
{
    Str text = em_d2_text(attrs, attr, (Str){0});
    if (text.n)
        add_text(a, map, em_d2_attr_name(attr), text);
}

/* ------------------------------------------------------------- objects */

static void add_columns(Arena *a, Json *map, const D2Object *o)
{
    Json *list = add(a, map, STR("columns"), JSON_LIST);
    for (int i = 0; i < o->columns.n; i++) {
        const D2Column *c = &o->columns.items[i];
        Json *item = append(a, list, JSON_MAP);
        add_text(a, item, STR("name"), c->name);
        add_text(a, item, STR("type"), c->type);
        add_texts(a, item, STR("constraints"), &c->constraints);
    }
}

static Str visibility_name(D2Visibility v)
{
    switch (v) {
    case D2_PRIVATE: return STR("private");
    case D2_PROTECTED: return STR("protected");
    case D2_PUBLIC: break;
    }
    return STR("public");
}

static void add_member(Arena *a, Json *list, const D2Member *m, Str type)
{
    Json *item = append(a, list, JSON_MAP);
    add_text(a, item, STR("name"), m->name);
    add_text(a, item, type, m->type);
    add_text(a, item, STR("visibility"), visibility_name(m->visibility));
    if (m->underline)
        add_bool(a, item, STR("underline"), true);
}

static void add_members(Arena *a, Json *map, const D2Object *o)
{
    Json *list = add(a, map, STR("fields"), JSON_LIST);
    for (int i = 0; i < o->fields.n; i++)
        add_member(a, list, &o->fields.items[i], STR("type"));
    list = add(a, map, STR("methods"), JSON_LIST);
    for (int i = 0; i < o->methods.n; i++)
        add_member(a, list, &o->methods.items[i], STR("return"));
}

static void add_object(Arena *a, Json *list, const D2Objects *all, int index)
{
    const D2Object *o = &all->items[index];
    Json *map = append(a, list, JSON_MAP);
    Str shape = em_d2_text(&o->attrs, D2_SHAPE, (Str){0});

    add_text(a, map, STR("id"), o->id);
    if (o->parent == NONE)
        add(a, map, STR("parent"), JSON_NULL);
    else
        add_text(a, map, STR("parent"), all->items[o->parent].id);
    add_text(a, map, STR("key"), o->key);
    if (o->seq == D2_SEQ_NONE)
        add_text(a, map, STR("shape"), shape);
    else
        add_text(a, map, STR("seq"),
                 o->seq == D2_SEQ_NOTE ? STR("note") : STR("span"));
    if (o->seq != D2_SEQ_SPAN)
        add_text(a, map, STR("label"),
                 em_d2_text(&o->attrs, D2_LABEL, (Str){0}));
    add_attrs(a, map, &o->attrs);
    if (em_str_eq(shape, STR("sql_table")))
        add_columns(a, map, o);
    else if (em_str_eq(shape, STR("class")))
        add_members(a, map, o);
}

/* ------------------------------------------------------------- connections */

static void add_arrowhead(Arena *a, Json *map, Str key, const D2Attrs *attrs)
{
    if (!attrs)
        return;
    Json head = {.kind = JSON_MAP, .key = key};
    add_if_set(a, &head, attrs, D2_SHAPE);
    add_if_set(a, &head, attrs, D2_LABEL);
    add_attrs(a, &head, attrs);
    if (head.of.n)
        *em_json_set(a, map, key) = head;
}

static void add_connection(Arena *a, Json *list, const D2Objects *objects,
                           const D2Connection *c)
{
    Json *map = append(a, list, JSON_MAP);

    add_text(a, map, STR("src"), objects->items[c->src.object].id);
    add_text(a, map, STR("dst"), objects->items[c->dst.object].id);
    add_number(a, map, STR("index"), c->index);
    add_bool(a, map, STR("src_arrow"), c->src.arrow);
    add_bool(a, map, STR("dst_arrow"), c->dst.arrow);
    add_arrowhead(a, map, STR("src_arrowhead"), c->src.arrowhead);
    add_arrowhead(a, map, STR("dst_arrowhead"), c->dst.arrowhead);
    if (c->src.column != NONE)
        add_number(a, map, STR("src_column"), c->src.column);
    if (c->dst.column != NONE)
        add_number(a, map, STR("dst_column"), c->dst.column);
    add_text(a, map, STR("label"), em_d2_text(&c->attrs, D2_LABEL, (Str){0}));
    add_attrs(a, map, &c->attrs);
}

static void add_drawn(Arena *a, Json *map, const D2Objects *objects,
                      const D2Connections *connections)
{
    Json *list = add(a, map, STR("objects"), JSON_LIST);
    for (int i = 0; i < objects->n; i++)
        if (!objects->items[i].hidden)
            add_object(a, list, objects, i);
    list = add(a, map, STR("connections"), JSON_LIST);
    for (int i = 0; i < connections->n; i++)
        add_connection(a, list, objects, &connections->items[i]);
}

/* ------------------------------------------------------------- boards */

static Str kind_name(D2BoardKind kind)
{
    switch (kind) {
    case D2_LAYER: return STR("layer");
    case D2_SCENARIO: return STR("scenario");
    case D2_STEP: return STR("step");
    case D2_NO_BOARD:
    case D2_ROOT_BOARD: break;
    }
    return STR("root");
}

static void add_root_attrs(Arena *a, Json *map, const D2Attrs *attrs)
{
    Json root = {.kind = JSON_MAP, .key = STR("root")};

    add_if_set(a, &root, attrs, D2_SHAPE);
    add_if_set(a, &root, attrs, D2_LABEL);
    add_attrs(a, &root, attrs);
    if (root.of.n)
        *em_json_set(a, map, root.key) = root;
}

static void add_legend(Arena *a, Json *map, const D2Legend *legend)
{
    if (!legend)
        return;
    Json *member = add(a, map, STR("legend"), JSON_MAP);
    if (legend->label.n)
        add_text(a, member, STR("label"), legend->label);
    add_drawn(a, member, &legend->objects, &legend->connections);
}

static void add_board(Arena *a, Json *map, const D2Board *board);

static void add_boards(Arena *a, Json *map, Str key, const D2Boards *boards)
{
    if (boards->n == 0)
        return;
    Json *list = add(a, map, key, JSON_LIST);
    for (int i = 0; i < boards->n; i++)
        add_board(a, append(a, list, JSON_MAP), boards->items[i]);
}

/* Recursion is as deep as boards nest, which the tree before it limits. */
static void add_board(Arena *a, Json *map, const D2Board *board)
{
    add_text(a, map, STR("kind"), kind_name(board->kind));
    add_text(a, map, STR("name"), board->name);
    if (board->folder_only)
        add_bool(a, map, STR("folder_only"), true);
    add_root_attrs(a, map, &board->attrs);
    add_legend(a, map, board->legend);
    add_drawn(a, map, &board->objects, &board->connections);
    add_boards(a, map, STR("layers"), &board->layers);
    add_boards(a, map, STR("scenarios"), &board->scenarios);
    add_boards(a, map, STR("steps"), &board->steps);
}

/* ------------------------------------------------------------- config */

static void add_switch(Arena *a, Json *map, Str key, Str value)
{
    bool on = false;
    if (em_d2_parse_bool(value, &on))
        add_bool(a, map, key, on);
}

static void add_count(Arena *a, Json *map, Str key, Str value)
{
    int64_t n;
    if (!em_d2_parse_int(value, &n))
        return;
    Buf text = {.arena = a};
    em_put_int(&text, n);
    add(a, map, key, JSON_NUMBER)->text = em_buf_str(&text);
}

static void add_overrides(Arena *a, Json *map, Str key, const Str *colors)
{
    Json *member = add(a, map, key, JSON_MAP);
    for (int i = 0; i < D2_THEME_CODES; i++)
        if (colors[i].n)
            add_text(a, member,
                     em_str_lower(a, em_d2_theme_code((D2ThemeCode)i)),
                     colors[i]);
}

static void add_data(Arena *a, Json *map, const D2Config *c)
{
    Json *member = add(a, map, STR("data"), JSON_MAP);
    for (int i = 0; i < c->data.n; i++) {
        const D2Datum *datum = &c->data.items[i];
        if (datum->is_list)
            add_texts(a, member, datum->key, &datum->values);
        else
            add_text(a, member, datum->key, datum->values.items[0].text);
    }
}

static void add_config(Arena *a, Json *map, const D2Config *c)
{
    /* theme 0 is what D2 takes anyway: as good as not set */
    if (!em_str_eq(c->theme_id.text, STR("0")))
        add_count(a, map, STR("theme_id"), c->theme_id.text);
    add_count(a, map, STR("dark_theme_id"), c->dark_theme_id.text);
    add_switch(a, map, STR("sketch"), c->sketch.text);
    add_count(a, map, STR("pad"), c->pad.text);
    add_switch(a, map, STR("center"), c->center.text);
    if (c->layout_engine.text.n)
        add_text(a, map, STR("layout_engine"), c->layout_engine.text);
    if (c->has_overrides)
        add_overrides(a, map, STR("theme_overrides"), c->overrides);
    if (c->has_dark_overrides)
        add_overrides(a, map, STR("dark_theme_overrides"), c->dark_overrides);
    if (c->has_data)
        add_data(a, map, c);
}

void em_d2_put_json(Buf *out, const D2Model *m, const D2Board *board)
{
    Arena *a = out->arena;
    Json top = {.kind = JSON_MAP};

    add_board(a, add(a, &top, STR("board"), JSON_MAP), board);
    if (m->config.is_set)
        add_config(a, add(a, &top, STR("config"), JSON_MAP), &m->config);
    em_json_put(out, &top, 0);
    em_put(out, STR("\n"));
}
