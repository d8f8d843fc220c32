/*
 * The tables of a board as a schema.
 *
 * D2 says with arrowheads what a diagram of entities says with marks. Where it
 * does not, the columns that a connection names tell: a foreign key is the end
 * with many rows, with at most one when it is unique; at the other end there is
 * one, or perhaps none when the foreign key may be null. At last the arrow
 * tells: it points to the parent.
 */
#include "d2/d2_schema.h"

#include "base/map.h"

typedef struct {
    const D2Board *board;
    Schema *s;
    Arena *a;
    int *table_of, *group_of; /* of objects; NONE */
    Map names;                /* of tables by their keys: their number */
    Map ids;                  /* of groups */
} Reader;

/* ---- objects --------------------------------------------------------------
 */

bool em_d2_is_table(const D2Object *o)
{
    return em_str_eq(em_d2_text(&o->attrs, D2_SHAPE, (Str){0}),
                     STR("sql_table"));
}

static Direction direction_of(const D2Attrs *attrs)
{
    static const struct {
        Str word;
        Direction direction;
    } words[] = {
        {STR_INIT("up"), DIR_UP},
        {STR_INIT("down"), DIR_DOWN},
        {STR_INIT("left"), DIR_LEFT},
        {STR_INIT("right"), DIR_RIGHT},
    };
    Str word = em_d2_text(attrs, D2_DIRECTION, (Str){0});
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(word, words[i].word))
            return words[i].direction;
    return DIR_AUTO;
}

/* ---- groups ---------------------------------------------------------------
 */

enum { WANTED = -2 }; /* in group_of: a group, made later */

/* Marks the containers around tables. Returns how deep they are at most. */
static int mark_containers(Reader *r)
{
    int deepest = 0;
    for (int i = 0; i < r->board->objects.n; i++) {
        const D2Object *o = &r->board->objects.items[i];
        int depth = 0;
        for (int p = em_d2_is_table(o) ? o->parent : NONE; p != NONE;
             p = r->board->objects.items[p].parent, depth++)
            r->group_of[p] = WANTED;
        deepest = MAX(deepest, depth);
    }
    return deepest;
}

/* How many objects are around each object. */
static int *object_depths(Reader *r)
{
    const D2Board *b = r->board;
    int *depths = NEW_ARRAY(r->a, MAX(b->objects.n, 1), int);
    for (int i = 0; i < b->objects.n; i++)
        for (int p = b->objects.items[i].parent; p != NONE;
             p = b->objects.items[p].parent)
            depths[i]++;
    return depths;
}

static void add_group(Reader *r, int object)
{
    const D2Object *o = &r->board->objects.items[object];
    r->group_of[object] = r->s->groups.n;
    em_map_add(&r->ids, o->id, object);
    *PUSH(r->a, &r->s->groups) = (Group){
        .id = o->id,
        .title = em_d2_text(&o->attrs, D2_LABEL, o->key),
        .direction = direction_of(&o->attrs),
        .parent = NONE,
        .span = o->at.span,
    };
}

/* Adds the containers of tables, inner ones first. */
static void add_groups(Reader *r)
{
    const D2Board *b = r->board;
    const int *depths = object_depths(r);
    for (int depth = mark_containers(r) - 1; depth >= 0; depth--)
        for (int i = 0; i < b->objects.n; i++)
            if (r->group_of[i] == WANTED && depths[i] == depth)
                add_group(r, i);
    for (int i = 0; i < b->objects.n; i++) {
        int p = b->objects.items[i].parent;
        if (r->group_of[i] == NONE || p == NONE)
            continue;
        Group *outer = &r->s->groups.items[r->group_of[p]];
        r->s->groups.items[r->group_of[i]].parent = r->group_of[p];
        *PUSH(r->a, &outer->members) = b->objects.items[i].id;
    }
}

/* ---- columns --------------------------------------------------------------
 */

typedef enum { SAYS_OTHER, SAYS_KEY, SAYS_NULL, SAYS_NOT_NULL } Says;

static Says read_constraint(Str text, Key *key)
{
    static const struct {
        Str text;
        Says says;
        KeyKind kind;
        Str mark;
    } known[] = {
        {STR_INIT("primary_key"), SAYS_KEY, KEY_PRIMARY, STR_INIT("PK")},
        {STR_INIT("primary key"), SAYS_KEY, KEY_PRIMARY, STR_INIT("PK")},
        {STR_INIT("pk"), SAYS_KEY, KEY_PRIMARY, STR_INIT("PK")},
        {STR_INIT("foreign_key"), SAYS_KEY, KEY_FOREIGN, STR_INIT("FK")},
        {STR_INIT("foreign key"), SAYS_KEY, KEY_FOREIGN, STR_INIT("FK")},
        {STR_INIT("fk"), SAYS_KEY, KEY_FOREIGN, STR_INIT("FK")},
        {STR_INIT("unique"), SAYS_KEY, KEY_UNIQUE, STR_INIT("UK")},
        {STR_INIT("unq"), SAYS_KEY, KEY_UNIQUE, STR_INIT("UK")},
        {STR_INIT("uk"), SAYS_KEY, KEY_UNIQUE, STR_INIT("UK")},
        {STR_INIT("null"), SAYS_NULL, KEY_OTHER, STR_INIT("")},
        {STR_INIT("nullable"), SAYS_NULL, KEY_OTHER, STR_INIT("")},
        {STR_INIT("not_null"), SAYS_NOT_NULL, KEY_OTHER, STR_INIT("")},
        {STR_INIT("not null"), SAYS_NOT_NULL, KEY_OTHER, STR_INIT("")},
    };
    for (int i = 0; i < COUNT(known); i++)
        if (em_str_eq_nocase(text, known[i].text)) {
            *key = (Key){.kind = known[i].kind, .text = known[i].mark};
            return known[i].says;
        }
    return SAYS_OTHER;
}

static bool has_key(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

/* Constraints that no key says become the comment. */
static void add_constraints(Reader *r, Column *c, const D2Texts *constraints)
{
    Buf rest = {.arena = r->a};
    for (int i = 0; i < constraints->n; i++) {
        const D2Text *text = &constraints->items[i];
        Key key;
        Says says = read_constraint(text->text, &key);
        key.span = text->at.span;
        if (says == SAYS_KEY && !has_key(c, key.kind))
            *PUSH(r->a, &c->keys) = key;
        else if (says == SAYS_NULL)
            c->nullable = NULLABLE_YES;
        else if (says == SAYS_NOT_NULL)
            c->nullable = NULLABLE_NO;
        else if (says == SAYS_OTHER)
            PUT(&rest, rest.n ? STR(", ") : STR(""), text->text);
    }
    c->comment = em_buf_str(&rest);
    c->has_comment = rest.n > 0;
}

static Column column_of(Reader *r, const D2Column *from)
{
    Column c = {
        .name = from->name,
        .type = from->type,
        .span = from->at.span,
        .name_span = from->at.span,
        .type_span = from->at.span,
    };
    add_constraints(r, &c, &from->constraints);
    bool marked = em_str_ends(c.type, STR("?"));
    if (marked && c.nullable == NULLABLE_UNKNOWN)
        c.nullable = NULLABLE_YES;
    else if (!marked && c.nullable == NULLABLE_YES)
        c.type = JOIN(r->a, c.type, STR("?"));
    return c;
}

/* ---- tables ---------------------------------------------------------------
 */

/* The key when no other table and no group has it as a name, else the id. */
static Str table_name(const Reader *r, const D2Object *o)
{
    bool alone = em_map_find(&r->names, o->key) == 1 &&
                 em_map_find(&r->ids, o->key) == NONE;
    return alone ? o->key : o->id;
}

static void add_table(Reader *r, int object)
{
    const D2Object *o = &r->board->objects.items[object];
    Str label = em_d2_text(&o->attrs, D2_LABEL, o->key);
    Str name = table_name(r, o);
    Table *t = PUSH(r->a, &r->s->tables);

    *t = (Table){
        .name = name,
        .alias = em_str_eq(label, name) ? STR("") : label,
        .group = o->parent == NONE ? NONE : r->group_of[o->parent],
        .span = o->at.span,
        .source = o->at.source,
    };
    for (int i = 0; i < o->columns.n; i++)
        *PUSH(r->a, &t->columns) = column_of(r, &o->columns.items[i]);
    r->table_of[object] = r->s->tables.n - 1;
    if (t->group != NONE)
        *PUSH(r->a, &r->s->groups.items[t->group].members) = name;
}

static void add_tables(Reader *r)
{
    for (int i = 0; i < r->board->objects.n; i++) {
        const D2Object *o = &r->board->objects.items[i];
        if (!em_d2_is_table(o))
            continue;
        int seen = em_map_find(&r->names, o->key);
        em_map_set(&r->names, o->key, seen == NONE ? 1 : seen + 1);
    }
    for (int i = 0; i < r->board->objects.n; i++)
        if (em_d2_is_table(&r->board->objects.items[i]))
            add_table(r, i);
}

/* ---- relations --------------------------------------------------------------
 */

static const Column *column_at(const Reader *r, const D2End *e)
{
    int t = r->table_of[e->object];
    if (t == NONE || e->column == NONE)
        return NULL;
    return &r->s->tables.items[t].columns.items[e->column];
}

/* True when no two rows of the end's table have the same value in the column:
 * it is unique, or all of the primary key. */
static bool is_unique(const Reader *r, const D2End *e)
{
    const Column *c = column_at(r, e);
    if (!c || has_key(c, KEY_UNIQUE))
        return c != NULL;
    const Table *t = &r->s->tables.items[r->table_of[e->object]];
    int n = 0;
    for (int i = 0; i < t->columns.n; i++)
        n += has_key(&t->columns.items[i], KEY_PRIMARY);
    return n == 1 && has_key(c, KEY_PRIMARY);
}

static bool is_foreign(const Reader *r, const D2End *e)
{
    const Column *c = column_at(r, e);
    return c && has_key(c, KEY_FOREIGN);
}

/* True when `e` is the end that refers to the other one. */
static bool is_child(const Reader *r, const D2End *e, const D2End *other)
{
    if (is_foreign(r, e) != is_foreign(r, other))
        return is_foreign(r, e);
    if (is_unique(r, e) != is_unique(r, other))
        return is_unique(r, other);
    return !e->arrow || other->arrow;
}

static Cardinality inferred(const Reader *r, const D2End *e, const D2End *other)
{
    if (is_child(r, e, other))
        return is_unique(r, e) ? CARD_ZERO_OR_ONE : CARD_ZERO_OR_MORE;
    const Column *key = column_at(r, other);
    return key && key->nullable == NULLABLE_YES ? CARD_ZERO_OR_ONE
                                                : CARD_EXACTLY_ONE;
}

/* The cardinality that an arrowhead says. False: it says none. */
static bool find_foot(const D2End *e, Cardinality *out)
{
    static const struct {
        Str shape;
        Cardinality is;
    } feet[] = {
        {STR_INIT("cf-one"), CARD_ZERO_OR_ONE},
        {STR_INIT("cf-one-required"), CARD_EXACTLY_ONE},
        {STR_INIT("cf-many"), CARD_ZERO_OR_MORE},
        {STR_INIT("cf-many-required"), CARD_ONE_OR_MORE},
        {STR_INIT("diamond"), CARD_PARENT},
    };
    Str shape = e->arrowhead && e->arrow
                    ? em_d2_text(e->arrowhead, D2_SHAPE, (Str){0})
                    : (Str){0};
    for (int i = 0; i < COUNT(feet); i++)
        if (em_str_eq(shape, feet[i].shape)) {
            *out = feet[i].is;
            return true;
        }
    return false;
}

static Cardinality cardinality(const Reader *r, const D2End *e,
                               const D2End *other)
{
    Cardinality said;
    return find_foot(e, &said) ? said : inferred(r, e, other);
}

/* Neither arrowheads nor columns say which end refers to the other. */
static bool is_guessed(const Reader *r, const D2Connection *c)
{
    Cardinality said;
    return !find_foot(&c->src, &said) && !find_foot(&c->dst, &said) &&
           !column_at(r, &c->src) && !column_at(r, &c->dst);
}

static RelationEnd end_of(const Reader *r, const D2Connection *c,
                          const D2End *e, const D2End *other)
{
    RelationEnd end = {
        .table = r->table_of[e->object],
        .group = r->group_of[e->object],
        .cardinality = cardinality(r, e, other),
        .span = c->at.span,
    };
    const Column *column = column_at(r, e);
    if (end.table != NONE)
        end.name = r->s->tables.items[end.table].name;
    if (column)
        end.column = column->name;
    else if (end.group != NONE)
        end.name = r->s->groups.items[end.group].id;
    return end;
}

static void add_relation(Reader *r, const D2Connection *c)
{
    RelationEnd from = end_of(r, c, &c->src, &c->dst);
    RelationEnd to = end_of(r, c, &c->dst, &c->src);
    Str dash = em_d2_text(&c->attrs, D2_STROKE_DASH, STR("0"));

    if (from.name.n == 0 || to.name.n == 0)
        return;
    *PUSH(r->a, &r->s->relations) = (Relation){
        .from = from,
        .to = to,
        .identifying = em_str_eq(dash, STR("0")),
        .is_guessed = is_guessed(r, c),
        .label = em_d2_text(&c->attrs, D2_LABEL, (Str){0}),
        .span = c->at.span,
        .label_span = c->at.span,
        .source = c->at.source,
    };
}

/* ---- all of it ------------------------------------------------------------
 */

/* The board's label, or that of a text at the top. */
static Str title_of(const D2Board *b)
{
    Str title = em_d2_text(&b->attrs, D2_LABEL, (Str){0});
    for (int i = 0; i < b->objects.n && title.n == 0; i++) {
        const D2Object *o = &b->objects.items[i];
        Str shape = em_d2_text(&o->attrs, D2_SHAPE, (Str){0});
        if (em_str_eq(shape, STR("text")) && o->attrs.near.n == 1 &&
            em_str_eq(o->attrs.near.items[0].text, STR("top-center")))
            title = em_d2_text(&o->attrs, D2_LABEL, o->key);
    }
    return title;
}

/* Begins with the board's groups and tables. */
static Reader read_objects(const D2Board *board, Arena *a, Schema *out)
{
    int n = MAX(board->objects.n, 1);
    Reader r = {
        .board = board,
        .s = out,
        .a = a,
        .table_of = NEW_ARRAY(a, n, int),
        .group_of = NEW_ARRAY(a, n, int),
        .names = {.arena = a},
        .ids = {.arena = a},
    };
    *out = (Schema){.title = title_of(board),
                    .direction = direction_of(&board->attrs),
                    .config = {.kind = JSON_MAP}};
    for (int i = 0; i < n; i++)
        r.table_of[i] = r.group_of[i] = NONE;
    add_groups(&r);
    add_tables(&r);
    return r;
}

void em_d2_schema(const D2Board *board, Arena *a, Schema *out)
{
    Reader r = read_objects(board, a, out);
    for (int i = 0; i < board->connections.n; i++)
        add_relation(&r, &board->connections.items[i]);
}

/* ---- feet -----------------------------------------------------------------
 */

static MarkKind foot(const Reader *r, const D2End *e, const D2End *other)
{
    bool is_given =
        e->arrowhead && em_d2_get(&e->arrowhead->set, D2_SHAPE) != NULL;
    if (is_given)
        return MARK_COUNT;
    switch (inferred(r, e, other)) {
    case CARD_ZERO_OR_ONE: return MARK_ZERO_OR_ONE;
    case CARD_EXACTLY_ONE: return MARK_EXACTLY_ONE;
    case CARD_ZERO_OR_MORE: return MARK_ZERO_OR_MORE;
    case CARD_ONE_OR_MORE: return MARK_ONE_OR_MORE;
    case CARD_PARENT: break;
    }
    return MARK_COUNT;
}

/* True when the columns that a connection names have keys that say which end
 * is the child's. */
static bool keys_tell(const Reader *r, const D2Connection *c)
{
    const D2End *src = &c->src, *dst = &c->dst;
    if (r->table_of[src->object] == NONE || r->table_of[dst->object] == NONE)
        return false;
    bool both_named = column_at(r, src) && column_at(r, dst);
    return is_foreign(r, src) || is_foreign(r, dst) ||
           (both_named && is_unique(r, src) != is_unique(r, dst));
}

const D2Feet *em_d2_feet(const D2Board *board, Arena *a)
{
    Schema tables;
    Reader r = read_objects(board, a, &tables);
    D2Feet *feet = NEW_ARRAY(a, MAX(board->connections.n, 1), D2Feet);

    for (int i = 0; i < board->connections.n; i++) {
        const D2Connection *c = &board->connections.items[i];
        feet[i] = (D2Feet){MARK_COUNT, MARK_COUNT};
        if (keys_tell(&r, c))
            feet[i] = (D2Feet){foot(&r, &c->src, &c->dst),
                               foot(&r, &c->dst, &c->src)};
    }
    return feet;
}
