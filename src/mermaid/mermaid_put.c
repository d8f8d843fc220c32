/*
 * Canonical text of a schema.
 *
 * All tables come first, in order, so that their order survives; subgraphs
 * then name their members; relations, classes and styles follow, when every
 * name they use is known. Whether a word may stand without quotes is asked of
 * the lexer itself, in both of its modes.
 */
#include "mermaid/mermaid_put.h"

#include "mermaid/mermaid.h"
#include "mermaid/mermaid_lex.h"

/* ---- words ----------------------------------------------------------------
 */

Str em_cardinality_mark(Cardinality c, bool left)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return left ? STR("|o") : STR("o|");
    case CARD_EXACTLY_ONE: return STR("||");
    case CARD_ZERO_OR_MORE: return left ? STR("}o") : STR("o{");
    case CARD_ONE_OR_MORE: return left ? STR("}|") : STR("|{");
    case CARD_PARENT: break;
    }
    return STR("u");
}

Str em_direction_word(Direction d)
{
    switch (d) {
    case DIR_UP: return STR("BT");
    case DIR_RIGHT: return STR("LR");
    case DIR_LEFT: return STR("RL");
    case DIR_AUTO:
    case DIR_DOWN: break;
    }
    return STR("TB");
}

/* True when both lexers read s, in this state, as one token of this kind. */
static bool reads_as(Str s, LexState state, TokKind kind)
{
    for (int strict = 0; strict < 2; strict++) {
        Lexer lx = em_lexer(s, strict);
        lx.state = state;
        lx.past_header = true;
        Token t = em_lex(&lx);
        if (t.kind != kind || t.head != 0 || t.tail != s.n)
            return false;
    }
    return true;
}

static bool has_code(Str s)
{
    for (int i = 0; i < s.n; i++)
        if (s.p[i] == '#' && em_code_length(s, i) > 0)
            return true;
    return false;
}

static bool is_bare_name(Str s)
{
    return s.n > 0 && !has_code(s) && reads_as(s, LEX_NORMAL, TOK_NAME) &&
           !em_str_eq_nocase(s, STR("direction")) &&
           !em_str_eq_nocase(s, STR("accTitle")) &&
           !em_str_eq_nocase(s, STR("accDescr"));
}

static void put_code(Buf *b, int c)
{
    em_put(b, STR("#"));
    em_put_int(b, c);
    em_put(b, STR(";"));
}

/* Text in which the bytes of `bad`, and what would read as a code or, to
 * Mermaid, as a direction statement, are written as codes. */
static void put_escaped(Buf *b, Str s, Str bad)
{
    for (int i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool direction =
            c == ' ' && i >= 9 &&
            em_str_eq_nocase(em_str_cut(s, i - 9, i), STR("direction"));
        if (em_str_find_char(bad, (char)c, 0) != NONE || direction ||
            (c == '#' && em_code_length(s, i) > 0))
            put_code(b, c);
        else
            em_put_char(b, (char)c);
    }
}

/* A name; blank ones cannot be written, so they become a dash. */
static void put_name(Buf *b, Str s)
{
    if (is_bare_name(s)) {
        em_put(b, s);
        return;
    }
    em_put(b, STR("\""));
    put_escaped(b, s, STR("\"%\\\n\r\v\b"));
    em_put(b, s.n > 0 ? STR("\"") : STR("-\""));
}

/* A name on a style line, where every word is one. */
static void put_style_name(Buf *b, Str s)
{
    bool bare = s.n > 0;
    for (int i = 0; i < s.n && bare; i++)
        bare = em_is_name_byte((unsigned char)s.p[i]) && s.p[i] != '.';
    if (bare)
        em_put(b, s);
    else
        put_name(b, s);
}

static void put_label(Buf *b, Str s)
{
    if (is_bare_name(s)) {
        em_put(b, s);
        return;
    }
    em_put(b, STR("\""));
    put_escaped(b, s, STR("\"%\r"));
    em_put(b, STR("\""));
}

/* A type or a name of an attribute. */
static void put_word(Buf *b, Str s)
{
    if (!has_code(s) && reads_as(s, LEX_BLOCK, TOK_WORD)) {
        em_put(b, s);
        return;
    }
    em_put(b, STR("`"));
    put_escaped(b, s, STR("`%\r"));
    em_put(b, s.n > 0 ? STR("`") : STR("-`"));
}

static void put_list(Buf *b, const Strs *list, int from,
                     void (*put_one)(Buf *b, Str s))
{
    for (int i = from; i < list->n; i++) {
        if (i > from)
            em_put(b, STR(","));
        put_one(b, list->items[i]);
    }
}

/* ---- head -----------------------------------------------------------------
 */

static void put_front(Buf *b, const Schema *s)
{
    bool config = s->config.kind == JSON_MAP && s->config.of.n > 0;
    if (s->title.n == 0 && !config)
        return;
    em_put(b, STR("---\n"));
    if (s->title.n > 0) {
        em_put(b, STR("title: "));
        em_json_put_str(b, s->title);
        em_put(b, STR("\n"));
    }
    if (config) {
        em_put(b, STR("config: "));
        em_json_put(b, &s->config, 1);
        em_put(b, STR("\n"));
    }
    em_put(b, STR("---\n"));
}

static void put_texts(Buf *b, const Schema *s)
{
    if (s->acc_title.n > 0) {
        em_put(b, STR("    accTitle: "));
        put_escaped(b, s->acc_title, STR("\r\n"));
        em_put(b, STR("\n"));
    }
    if (s->acc_descr.n == 0)
        return;
    bool lines = em_str_find_char(s->acc_descr, '\n', 0) != NONE;
    em_put(b, lines ? STR("    accDescr {\n") : STR("    accDescr: "));
    put_escaped(b, s->acc_descr, lines ? STR("\r}") : STR("\r"));
    em_put(b, lines ? STR("\n    }\n") : STR("\n"));
}

static void put_raw(Buf *b, Str s)
{
    em_put(b, s);
}

static void put_class_defs(Buf *b, const Schema *s)
{
    for (int i = 0; i < s->classes.n; i++) {
        const ClassDef *c = &s->classes.items[i];
        if (c->styles.n == 0)
            continue;
        em_put(b, STR("    classDef "));
        put_style_name(b, c->name);
        em_put(b, STR(" "));
        put_list(b, &c->styles, 0, put_raw);
        em_put(b, STR("\n"));
    }
}

/* ---- tables ---------------------------------------------------------------
 */

static void put_type(Buf *b, Str type)
{
    bool nullable = type.n > 1 && type.p[type.n - 1] == '?';
    put_word(b, em_str_cut(type, 0, type.n - nullable));
    if (nullable)
        em_put(b, STR("?"));
}

static void put_column(Buf *b, const Column *c)
{
    em_put(b, STR("        "));
    put_type(b, c->type);
    em_put(b, STR(" "));
    put_word(b, c->name);
    for (int i = 0; i < c->keys.n; i++)
        PUT(b, i > 0 ? STR(", ") : STR(" "), c->keys.items[i].text);
    if (c->comment.n > 0) {
        em_put(b, STR(" \""));
        put_escaped(b, c->comment, STR("\"%\r"));
        em_put(b, STR("\""));
    }
    em_put(b, STR("\n"));
}

static void put_table(Buf *b, const Table *t)
{
    int own =
        t->classes.n > 0 && em_str_eq(t->classes.items[0], STR("default"));
    em_put(b, STR("    "));
    put_name(b, t->name);
    if (t->alias.n > 0) {
        em_put(b, STR("["));
        put_name(b, t->alias);
        em_put(b, STR("]"));
    }
    if (t->classes.n > own) {
        em_put(b, STR(":::"));
        put_list(b, &t->classes, own, put_name);
    }
    if (t->columns.n == 0) {
        em_put(b, STR("\n"));
        return;
    }
    em_put(b, STR(" {\n"));
    for (int i = 0; i < t->columns.n; i++)
        put_column(b, &t->columns.items[i]);
    em_put(b, STR("    }\n"));
}

/* ---- subgraphs ------------------------------------------------------------
 */

/* The groups as a tree: first child and next sibling, in order. */
typedef struct {
    const Schema *s;
    Buf *out;
    int *child, *sibling;
} Tree;

static void put_group(Tree *t, int g, int indent);

static void put_group_end(Tree *t, const Group *group, int indent)
{
    em_put_fill(t->out, ' ', indent);
    em_put(t->out, STR("end\n"));
    if (group->classes.n > 0) {
        em_put_fill(t->out, ' ', indent);
        em_put(t->out, STR("class "));
        put_name(t->out, group->id);
        em_put(t->out, STR(" "));
        put_list(t->out, &group->classes, 0, put_name);
        em_put(t->out, STR("\n"));
    }
}

/* Members in order; the recursion is as deep as subgraphs nest (MAX_DEPTH). */
static void put_members(Tree *t, int g, int indent)
{
    const Group *group = &t->s->groups.items[g];
    int next = t->child[g];
    for (int i = 0; i < group->members.n; i++) {
        Str name = group->members.items[i];
        if (next != NONE && em_str_eq(t->s->groups.items[next].id, name)) {
            put_group(t, next, indent);
            next = t->sibling[next];
            continue;
        }
        em_put_fill(t->out, ' ', indent);
        put_name(t->out, name);
        em_put(t->out, STR("\n"));
    }
    for (; next != NONE; next = t->sibling[next])
        put_group(t, next, indent);
}

static void put_group(Tree *t, int g, int indent)
{
    const Group *group = &t->s->groups.items[g];
    em_put_fill(t->out, ' ', indent);
    em_put(t->out, STR("subgraph "));
    put_name(t->out, group->id);
    if (!em_str_eq(group->title, group->id) && group->title.n > 0) {
        em_put(t->out, STR(" ["));
        put_name(t->out, group->title);
        em_put(t->out, STR("]"));
    }
    em_put(t->out, STR("\n"));
    if (group->direction != DIR_AUTO) {
        em_put_fill(t->out, ' ', indent + 4);
        PUT(t->out, STR("direction "), em_direction_word(group->direction),
            STR("\n"));
    }
    put_members(t, g, indent + 4);
    put_group_end(t, group, indent);
}

static void put_groups(Buf *b, const Schema *s)
{
    int n = s->groups.n;
    Tree t = {.s = s,
              .out = b,
              .child = NEW_ARRAY(b->arena, MAX(n, 1), int),
              .sibling = NEW_ARRAY(b->arena, MAX(n, 1), int)};
    for (int g = 0; g < n; g++)
        t.child[g] = t.sibling[g] = NONE;
    for (int g = n - 1; g >= 0; g--) {
        int parent = s->groups.items[g].parent;
        if (parent == NONE)
            continue;
        t.sibling[g] = t.child[parent];
        t.child[parent] = g;
    }
    for (int g = 0; g < n; g++)
        if (s->groups.items[g].parent == NONE)
            put_group(&t, g, 4);
}

/* ---- relations and styles -------------------------------------------------
 */

static void put_relation(Buf *b, const Relation *r)
{
    em_put(b, STR("    "));
    put_name(b, r->from.name);
    PUT(b, STR(" "), em_cardinality_mark(r->from.cardinality, true),
        r->identifying ? STR("--") : STR(".."),
        em_cardinality_mark(r->to.cardinality, false), STR(" "));
    put_name(b, r->to.name);
    em_put(b, STR(" : "));
    put_label(b, r->label);
    em_put(b, STR("\n"));
}

/* The rows that are found without the columns that relations name, of which
 * there is no word here; NULL: none does. */
static const RelationRows *rows_without_columns(const Schema *s, Arena *a)
{
    Schema plain = *s;
    bool any = false;
    plain.relations.items = NEW_ARRAY(a, s->relations.n + 1, Relation);
    for (int i = 0; i < s->relations.n; i++) {
        Relation *r = &plain.relations.items[i];
        *r = s->relations.items[i];
        any |= r->from.column.n > 0;
        r->from.column = r->to.column = (Str){0};
    }
    return any ? em_relation_rows(&plain, ANCHOR_AUTO, a) : NULL;
}

/* Labels relations with the column that would not be found without. */
static void put_relations(Buf *b, const Schema *s)
{
    const RelationRows *found = rows_without_columns(s, b->arena);
    const RelationRows *meant =
        found ? em_relation_rows(s, ANCHOR_AUTO, b->arena) : NULL;
    for (int i = 0; i < s->relations.n; i++) {
        Relation r = s->relations.items[i];
        int column = meant ? meant[i].child_column : NONE;
        bool is_found = column != NONE && found[i].child_column == column &&
                        found[i].child_is_from == meant[i].child_is_from;
        if (column != NONE && !r.label.n && !is_found) {
            int child = meant[i].child_is_from ? r.from.table : r.to.table;
            r.label = s->tables.items[child].columns.items[column].name;
        }
        put_relation(b, &r);
    }
}

static void put_style(Buf *b, Str name, const Strs *styles)
{
    if (styles->n == 0)
        return;
    em_put(b, STR("    style "));
    put_style_name(b, name);
    em_put(b, STR(" "));
    put_list(b, styles, 0, put_raw);
    em_put(b, STR("\n"));
}

void em_mermaid_put(Buf *out, const Schema *s)
{
    put_front(out, s);
    em_put(out, STR("erDiagram\n"));
    if (s->direction != DIR_AUTO)
        PUT(out, STR("    direction "), em_direction_word(s->direction),
            STR("\n"));
    put_texts(out, s);
    put_class_defs(out, s);
    for (int i = 0; i < s->tables.n; i++)
        put_table(out, &s->tables.items[i]);
    put_groups(out, s);
    put_relations(out, s);
    for (int i = 0; i < s->tables.n; i++)
        put_style(out, s->tables.items[i].name, &s->tables.items[i].styles);
    for (int i = 0; i < s->groups.n; i++)
        put_style(out, s->groups.items[i].id, &s->groups.items[i].styles);
}
