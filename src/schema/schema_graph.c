/*
 * Schema to Graph: what a schema says, in the words of a picture.
 *
 * Tables become nodes, groups containers, relations edges, each at the index
 * it has in the schema. Nothing is measured here.
 */
#include "schema/schema.h"

#include "base/map.h"

typedef struct {
    const Schema *schema;
    Arena *arena;
    Graph *graph;
    Map classes;          /* name to index in schema->classes */
    StyleRequests *class; /* each class's styles, cut into requests */
} Builder;

static Str shown_name(const Table *t)
{
    return t->alias.n ? t->alias : t->name;
}

static void add_style(Arena *a, StyleRequests *to, Str style)
{
    int colon = em_str_find_char(style, ':', 0);
    if (colon == NONE)
        return;
    *PUSH(a, to) = (StyleRequest){
        em_str_trim(em_str_cut(style, 0, colon)),
        em_str_trim(em_str_cut(style, colon + 1, style.n)),
    };
}

static void add_styles(Arena *a, StyleRequests *to, const Strs *styles)
{
    for (int i = 0; i < styles->n; i++)
        add_style(a, to, styles->items[i]);
}

static void build_classes(Builder *b)
{
    const Schema *s = b->schema;
    b->classes.arena = b->arena;
    b->class = NEW_ARRAY(b->arena, s->classes.n, StyleRequests);
    for (int i = 0; i < s->classes.n; i++) {
        const ClassDef *def = &s->classes.items[i];
        int first = em_map_add(&b->classes, def->name, i);
        add_styles(b->arena, &b->class[first], &def -> styles);
    }
}

/*
 * The styles of a table or group. One with a single class and nothing else
 * shares the class's list, so that a long `default` is not copied into every
 * table; what lists of classes can multiply beyond that, the memory budget
 * ends.
 */
static StyleRequests styles_of(Builder *b, const Strs *classes,
                               const Strs *styles)
{
    StyleRequests all = {0};
    if (classes->n == 1 && styles->n == 0) {
        int only = em_map_find(&b->classes, classes->items[0]);
        return only == NONE ? all : b->class[only];
    }
    for (int i = 0; i < classes->n; i++) {
        int c = em_map_find(&b->classes, classes->items[i]);
        for (int j = 0; c != NONE && j < b->class[c].n; j++)
            *PUSH(b->arena, &all) = b->class[c].items[j];
    }
    add_styles(b->arena, &all, styles);
    return all;
}

static bool has_key(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

static Str badge_text(Arena *a, const Key *key, int pk_number)
{
    switch (key->kind) {
    case KEY_OTHER: return key->text;
    case KEY_FOREIGN: return STR("FK");
    case KEY_UNIQUE: return STR("UK");
    case KEY_PRIMARY: break;
    }
    if (pk_number == 0)
        return STR("PK");
    Buf text = {.arena = a};
    em_put(&text, STR("PK"));
    em_put_int(&text, pk_number);
    return em_buf_str(&text);
}

/* A key said twice gets one badge. */
static void build_badges(Arena *a, Row *row, const Column *c, int pk_number)
{
    static const BadgeKind kinds[] = {
        [KEY_OTHER] = BADGE_OTHER,
        [KEY_PRIMARY] = BADGE_PK,
        [KEY_FOREIGN] = BADGE_FK,
        [KEY_UNIQUE] = BADGE_UK,
    };
    bool seen[COUNT(kinds)] = {false};

    for (int i = 0; i < c->keys.n; i++) {
        const Key *key = &c->keys.items[i];
        if (key->kind != KEY_OTHER && seen[key->kind])
            continue;
        seen[key->kind] = true;
        Badge *badge = PUSH(a, &row->badges);
        badge->kind = kinds[key->kind];
        badge->label.text = badge_text(a, key, pk_number);
    }
}

/* The comment, and an enum's values: "how it went (new, sent or lost)" */
static Str row_tooltip(Arena *a, const Column *c)
{
    enum { LONGEST = 400 }; /* bytes of values */
    Buf b = {.arena = a};
    if (!c->enum_values || c->enum_values->n == 0)
        return c->comment;
    PUT(&b, c->comment, c->comment.n ? STR(" (") : STR("("));
    int n = c->enum_values->n, start = b.n;
    for (int i = 0; i < n && b.n - start < LONGEST; i++)
        PUT(&b,
            i == 0       ? STR("")
            : i == n - 1 ? STR(" or ")
                         : STR(", "),
            c->enum_values->items[i]);
    em_put(&b, b.n - start < LONGEST ? STR(")") : STR(", …)"));
    return em_buf_str(&b);
}

/* pk_number: which column of a composite primary key, from 1; else 0. */
static void build_row(Arena *a, Row *row, const Column *c, int pk_number)
{
    Str type = c->type;
    bool has_mark = em_str_ends(type, STR("?"));
    row->nullable = has_mark || c->nullable == NULLABLE_YES;
    if (has_mark)
        type = em_str_trim(em_str_cut(type, 0, type.n - 1));
    row->name.text = c->name;
    row->type.text = type;
    row->comment.text = c->comment;
    row->tooltip = row_tooltip(a, c);
    row->strong = has_key(c, KEY_PRIMARY);
    row->span = c->span;
    build_badges(a, row, c, pk_number);
}

static void build_rows(Arena *a, Node *n, const Table *t)
{
    int in_pk = 0, number = 0;
    for (int i = 0; i < t->columns.n; i++)
        in_pk += has_key(&t->columns.items[i], KEY_PRIMARY);
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        bool numbered = in_pk > 1 && has_key(c, KEY_PRIMARY);
        build_row(a, PUSH(a, &n->rows), c, numbered ? ++number : 0);
    }
}

/* "Customer (cust_v2): 3 columns" */
static Str node_tooltip(Arena *a, const Table *t)
{
    Buf b = {.arena = a};
    em_put(&b, shown_name(t));
    if (t->alias.n && !em_str_eq(t->alias, t->name))
        PUT(&b, STR(" ("), t->name, STR(")"));
    if (t->columns.n) {
        em_put(&b, STR(": "));
        em_put_int(&b, t->columns.n);
        em_put(&b, t->columns.n == 1 ? STR(" column") : STR(" columns"));
    }
    if (t->comment.n)
        PUT(&b, STR(". "), t->comment);
    return em_buf_str(&b);
}

static Str kind_words(TableKind kind)
{
    switch (kind) {
    case TABLE_ORDINARY:
    case TABLE_PARTITION: break;
    case TABLE_PARTITIONED: return STR("partitioned");
    case TABLE_FOREIGN: return STR("foreign");
    case TABLE_VIRTUAL: return STR("virtual");
    case TABLE_VIEW: return STR("view");
    case TABLE_MATERIALIZED_VIEW: return STR("materialized view");
    }
    return (Str){0};
}

static void build_node(Builder *b, const Table *t)
{
    Node *n = PUSH(b->arena, &b->graph->nodes);
    n->id = t->name;
    n->title.text = shown_name(t);
    n->kind.text = kind_words(t->kind);
    n->container = t->group;
    n->styles = styles_of(b, &t->classes, &t->styles);
    n->tooltip = node_tooltip(b->arena, t);
    n->span = t->span;
    build_rows(b->arena, n, t);
}

static void build_container(Builder *b, const Group *group)
{
    Container *c = PUSH(b->arena, &b->graph->containers);
    c->id = group->id;
    c->title.text = group->title.n ? group->title : group->id;
    c->parent = group->parent;
    c->direction = group->direction;
    c->styles = styles_of(b, &group->classes, &group->styles);
    c->span = group->span;
}

static MarkKind mark_of(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return MARK_ZERO_OR_ONE;
    case CARD_EXACTLY_ONE: return MARK_EXACTLY_ONE;
    case CARD_ZERO_OR_MORE: return MARK_ZERO_OR_MORE;
    case CARD_ONE_OR_MORE: return MARK_ONE_OR_MORE;
    case CARD_PARENT: return MARK_PARENT;
    }
    return MARK_NONE;
}

static Str cardinality_words(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return STR("zero or one");
    case CARD_EXACTLY_ONE: return STR("exactly one");
    case CARD_ZERO_OR_MORE: return STR("zero or more");
    case CARD_ONE_OR_MORE: return STR("one or more");
    case CARD_PARENT: return STR("a parent");
    }
    return STR("");
}

static EdgeEnd end_of(const RelationEnd *end)
{
    return (EdgeEnd){.node = end->table,
                     .container = end->group,
                     .row = NONE,
                     .mark = mark_of(end->cardinality)};
}

static Str end_name(const Schema *s, const RelationEnd *end)
{
    if (end->table != NONE)
        return shown_name(&s->tables.items[end->table]);
    const Group *group = &s->groups.items[end->group];
    return group->title.n ? group->title : group->id;
}

/* The length of a <br>, <br/> or line end at byte i of s; 0: there is none. */
static int break_at(Str s, int i)
{
    if (s.p[i] == '\n')
        return 1;
    if (!em_str_eq_nocase(em_str_cut(s, i, MIN(i + 3, s.n)), STR("<br")))
        return 0;
    int end = i + 3;
    while (end < s.n && (s.p[end] == ' ' || s.p[end] == '/'))
        end++;
    return end < s.n && s.p[end] == '>' ? end + 1 - i : 0;
}

/* Puts a label on one line: a break is a space. */
static void put_one_line(Buf *b, Str s)
{
    for (int i = 0; i < s.n;) {
        int n = break_at(s, i);
        em_put_char(b, (char)(n ? ' ' : s.p[i]));
        i += n ? n : 1;
    }
}

static Str action_words(KeyAction action)
{
    switch (action) {
    case ACTION_NONE:
    case ACTION_RESTRICT: break;
    case ACTION_CASCADE: return STR("cascade");
    case ACTION_SET_NULL: return STR("set null");
    case ACTION_SET_DEFAULT: return STR("set default");
    }
    return (Str){0};
}

/* ", by customer_id, on delete cascade" */
static void put_key_words(Buf *b, const ForeignKey *key)
{
    Str on_delete = action_words(key->on_delete);
    Str on_update = action_words(key->on_update);
    for (int i = 0; i < key->columns.n; i++)
        PUT(b, i ? STR(" and ") : STR(", by "), key->columns.items[i]);
    if (on_delete.n)
        PUT(b, STR(", on delete "), on_delete);
    if (on_update.n)
        PUT(b, STR(", on update "), on_update);
}

/* "CUSTOMER places ORDER: exactly one to zero or more" */
static Str edge_tooltip(Builder *b, const Relation *r)
{
    Buf text = {.arena = b->arena};
    Str label = em_str_trim(r->label);

    put_one_line(&text, end_name(b->schema, &r->from));
    em_put(&text, STR(" "));
    put_one_line(&text, label.n ? label : STR("to"));
    em_put(&text, STR(" "));
    put_one_line(&text, end_name(b->schema, &r->to));
    PUT(&text, STR(": "), cardinality_words(r->from.cardinality), STR(" to "),
        cardinality_words(r->to.cardinality));
    if (r->key)
        put_key_words(&text, r->key);
    return em_buf_str(&text);
}

static void build_edge(Builder *b, const Relation *r, const RelationRows *rows)
{
    Edge *e = PUSH(b->arena, &b->graph->edges);
    e->from = end_of(&r->from);
    e->to = end_of(&r->to);
    e->dashed = !r->identifying;
    e->label.text = r->label;
    e->tooltip = edge_tooltip(b, r);
    e->span = r->span;

    EdgeEnd *child = rows->child_is_from ? &e->from : &e->to;
    EdgeEnd *parent = rows->child_is_from ? &e->to : &e->from;
    if (r->key)
        e->from.cascades = r->key->on_delete == ACTION_CASCADE;
    child->row = rows->child_column;
    parent->row = rows->parent_column;
}

Graph *em_schema_graph(const Schema *s, Anchor anchor, Arena *a)
{
    Graph *g = NEW(a, Graph);
    Builder b = {.schema = s, .arena = a, .graph = g};
    const RelationRows *rows = em_relation_rows(s, anchor, a);

    g->title.text = s->title;
    g->acc_title = s->acc_title;
    g->acc_descr = s->acc_descr;
    g->direction = s->direction;
    build_classes(&b);
    for (int i = 0; i < s->tables.n; i++)
        build_node(&b, &s->tables.items[i]);
    for (int i = 0; i < s->groups.n; i++)
        build_container(&b, &s->groups.items[i]);
    for (int i = 0; i < s->relations.n; i++)
        build_edge(&b, &s->relations.items[i], &rows[i]);
    return g;
}
