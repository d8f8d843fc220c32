/*
 * A schema as D2.
 *
 * Tables stand in the containers of their groups. Keys in D2 are also ids,
 * equal when they differ in case only; where that would make two names one,
 * the later one gets a number, and shows its name as a label.
 */
#include "base/fold.h"
#include "base/map.h"
#include "base/utf8.h"
#include "d2/d2_build.h"
#include "d2/d2_parser.h"
#include "d2/d2_schema.h"
#include "d2/d2_words.h"

enum { DASH = 5 }; /* of a relation that does not identify */

typedef struct {
    const Schema *s;
    Buf *out;
    int level;
    Str *tables, *groups; /* paths, with quotes where they need them */
    Str *classes;         /* styles of each */
    Str **columns;        /* the keys of each table's */
    int first_group, *child, *sibling; /* groups as a tree, in order */
    Map taken;                         /* paths of tables and groups, folded */
} Writer;

/* ---- words ----------------------------------------------------------------
 */

static void put_quoted(Buf *b, Str s)
{
    em_put_char(b, '"');
    for (int i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n' || c == '\r')
            em_put(b, STR("\\n"));
        else if (c == '"' || c == '\\' || c == '$')
            PUT(b, STR("\\"), em_str_cut(s, i, i + 1));
        else
            em_put_char(b, c);
    }
    em_put_char(b, '"');
}

static bool is_word_of_values(Str s)
{
    static const Str words[] = {STR_INIT("null"), STR_INIT("suspend"),
                                STR_INIT("unsuspend")};
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq_nocase(s, words[i]))
            return true;
    return false;
}

/* True when the text neither begins nor ends with white space. */
static bool is_trim(Str s)
{
    int len;
    return s.n > 0 && !em_d2_is_space(em_utf8_decode(s, 0, &len)) &&
           em_d2_trim_right(s).n == s.n;
}

static bool has_any(Str s, Str bytes)
{
    for (int i = 0; i < s.n; i++)
        if (em_str_find_char(bytes, s.p[i], 0) != NONE)
            return true;
    return false;
}

/* A value: a label, a type, a colour. */
static void put_text(Buf *b, Str s)
{
    bool plain = is_trim(s) && !has_any(s, STR(";#{}[]$\\\n\r")) &&
                 !has_any(em_str_cut(s, 0, 1), STR("|'\"@")) &&
                 !em_str_starts(s, STR("...")) && !is_word_of_values(s);
    if (plain)
        em_put(b, s);
    else
        put_quoted(b, s);
}

/* Where the line break of Mermaid, <br> or <br/>, at byte i ends; NONE when
 * none begins there. */
static int break_end(Str s, int i)
{
    if (i + 3 >= s.n || !em_str_eq_nocase(em_str_cut(s, i, i + 3), STR("<br")))
        return NONE;
    i += 3;
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '/'))
        i++;
    return i < s.n && s.p[i] == '>' ? i + 1 : NONE;
}

/* A label with its line breaks as characters. */
static void put_label(Buf *b, Str s)
{
    Buf plain = {.arena = b->arena};
    for (int i = 0; i < s.n;) {
        int end = break_end(s, i);
        em_put_char(&plain, (char)(end == NONE ? s.p[i] : '\n'));
        i = end == NONE ? i + 1 : end;
    }
    put_text(b, em_buf_str(&plain));
}

static bool is_underscores(Str s)
{
    for (int i = 0; i < s.n; i++)
        if (s.p[i] != '_')
            return false;
    return true;
}

/* A part of a path. */
static void put_key(Buf *b, Str s)
{
    bool plain = is_trim(s) &&
                 !has_any(s, STR("#;{}[]'\"|:.<>*&()@$!\\\n\r")) &&
                 em_str_find_char(s, '-', 0) == NONE && !is_underscores(s) &&
                 !em_d2_find_word(s) && !is_word_of_values(s);
    if (plain)
        em_put(b, s);
    else
        put_quoted(b, s);
}

static void put_indent(Writer *w)
{
    em_put_fill(w->out, ' ', w->level * D2_INDENT);
}

/* ---- paths ----------------------------------------------------------------
 */

/* A path in the container that nobody has yet: with a number if need be. */
static Str take_path(Writer *w, Str container, Str name)
{
    Arena *a = w->out->arena;
    for (int n = 1;; n++) {
        Buf path = {.arena = a}, key = {.arena = a};
        em_put(&key, name);
        if (n > 1) {
            em_put_char(&key, '_');
            em_put_int(&key, n);
        }
        PUT(&path, container, container.n ? STR(".") : STR(""));
        put_key(&path, em_buf_str(&key));
        Buf folded = {.arena = a};
        em_fold_put(&folded, em_buf_str(&path));
        if (em_map_find(&w->taken, em_buf_str(&folded)) == NONE) {
            em_map_add(&w->taken, em_buf_str(&folded), 0);
            return em_buf_str(&path);
        }
    }
}

/* The last part of a path, as written. */
static Str last_part(Str path, Str container)
{
    return em_str_cut(path, container.n ? container.n + 1 : 0, path.n);
}

/* Gives every group and table its path. Parents come behind their children. */
static void take_paths(Writer *w)
{
    const Schema *s = w->s;
    for (int g = s->groups.n - 1; g >= 0; g--) {
        int parent = s->groups.items[g].parent;
        Str container = parent == NONE ? STR("") : w->groups[parent];
        w->groups[g] = take_path(w, container, s->groups.items[g].id);
        int *first = parent == NONE ? &w->first_group : &w->child[parent];
        w->sibling[g] = *first;
        *first = g;
    }
    for (int t = 0; t < s->tables.n; t++) {
        int group = s->tables.items[t].group;
        Str container = group == NONE ? STR("") : w->groups[group];
        w->tables[t] = take_path(w, container, s->tables.items[t].name);
    }
}

/* ---- head -----------------------------------------------------------------
 */

static void put_remark(Writer *w, Str text)
{
    for (int i = 0; i < text.n;) {
        int nl = em_str_find_char(text, '\n', i);
        int end = nl == NONE ? text.n : nl;
        Str line = em_d2_trim_right(em_str_cut(text, i, end));
        put_indent(w);
        PUT(w->out, line.n ? STR("# ") : STR("#"), line, STR("\n"));
        i = end + 1;
    }
}

static Str direction_word(Direction d)
{
    switch (d) {
    case DIR_UP: return STR("up");
    case DIR_RIGHT: return STR("right");
    case DIR_LEFT: return STR("left");
    case DIR_DOWN: return STR("down");
    case DIR_AUTO: break;
    }
    return (Str){0};
}

static void put_direction(Writer *w, Direction d)
{
    if (d == DIR_AUTO)
        return;
    put_indent(w);
    PUT(w->out, STR("direction: "), direction_word(d), STR("\n"));
}

/* A title is a text above the diagram. */
static void put_title(Writer *w)
{
    if (w->s->title.n == 0)
        return;
    PUT(w->out, take_path(w, (Str){0}, STR("title")), STR(": "));
    put_label(w->out, w->s->title);
    em_put(w->out, STR(" {\n"
                       "  shape: text\n"
                       "  near: top-center\n"
                       "  style.font-size: 24\n"
                       "}\n"));
}

/* ---- styles ---------------------------------------------------------------
 */

/* The digits at the front of a property's value; empty when there are none, or
 * more than D2 takes. */
static Str small_number(Str value)
{
    int n = 0;
    while (n < value.n && em_is_digit((unsigned char)value.p[n]))
        n++;
    return em_str_cut(value, 0, n > 1 ? 0 : n);
}

/* A property of Mermaid's styles, when D2 has one like it. The border of a
 * table is D2's `stroke` in name only: that fills its body. */
static void put_property(Writer *w, Str property)
{
    int colon = em_str_find_char(property, ':', 0);
    if (colon == NONE)
        return;
    Str name = em_str_trim(em_str_cut(property, 0, colon));
    Str value = em_str_trim(em_str_cut(property, colon + 1, property.n));
    Str key = {0};

    if (em_str_eq(name, STR("fill")) && em_d2_is_plain_color(value)) {
        key = STR("fill");
    } else if (em_str_eq(name, STR("color")) && em_d2_is_plain_color(value)) {
        key = STR("font-color");
    } else if (em_str_eq(name, STR("stroke-width"))) {
        key = STR("stroke-width");
        value = small_number(value);
    } else if (em_str_eq(name, STR("stroke-dasharray"))) {
        key = STR("stroke-dash");
        value = small_number(value);
    }
    if (key.n == 0 || value.n == 0)
        return;
    put_indent(w);
    PUT(w->out, STR("style."), key, STR(": "));
    put_text(w->out, value);
    em_put(w->out, STR("\n"));
}

static void put_styles(Writer *w, const Strs *styles)
{
    for (int i = 0; i < styles->n; i++)
        put_property(w, styles->items[i]);
}

/* What each class means in D2; empty when that is nothing. */
static Str *class_styles(Writer *w)
{
    const Schema *s = w->s;
    Str *styles = NEW_ARRAY(w->out->arena, MAX(s->classes.n, 1), Str);
    for (int i = 0; i < s->classes.n; i++) {
        Buf text = {.arena = w->out->arena};
        Writer inner = *w;
        inner.out = &text;
        inner.level = 2;
        put_styles(&inner, &s->classes.items[i].styles);
        styles[i] = em_buf_str(&text);
    }
    return styles;
}

/* classes: { name: { ... } } */
static void put_classes(Writer *w)
{
    bool open = false;
    for (int i = 0; i < w->s->classes.n; i++) {
        if (w->classes[i].n == 0)
            continue;
        em_put(w->out, open ? STR("  ") : STR("classes: {\n  "));
        put_key(w->out, w->s->classes.items[i].name);
        PUT(w->out, STR(": {\n"), w->classes[i], STR("  }\n"));
        open = true;
    }
    em_put(w->out, open ? STR("}\n") : STR(""));
}

static bool is_class(const Writer *w, Str name)
{
    for (int i = 0; i < w->s->classes.n; i++)
        if (em_str_eq(w->s->classes.items[i].name, name))
            return w->classes[i].n > 0;
    return false;
}

/* class: a, or class: [a; b] of the classes that are defined. */
static void put_class_names(Writer *w, const Strs *classes)
{
    Buf names = {.arena = w->out->arena};
    int n = 0;
    for (int i = 0; i < classes->n; i++) {
        if (!is_class(w, classes->items[i]))
            continue;
        em_put(&names, n++ ? STR("; ") : STR(""));
        put_text(&names, classes->items[i]);
    }
    if (n == 0)
        return;
    put_indent(w);
    PUT(w->out, STR("class: "), n > 1 ? STR("[") : STR(""), em_buf_str(&names),
        n > 1 ? STR("]") : STR(""), STR("\n"));
}

/* ---- tables ---------------------------------------------------------------
 */

static Str constraint_of(const Key *key)
{
    switch (key->kind) {
    case KEY_PRIMARY: return STR("primary_key");
    case KEY_FOREIGN: return STR("foreign_key");
    case KEY_UNIQUE: return STR("unique");
    case KEY_OTHER: break;
    }
    return key->text;
}

static void put_constraints(Writer *w, const Column *c)
{
    em_put(w->out, STR(" {constraint: "));
    em_put(w->out, c->keys.n > 1 ? STR("[") : STR(""));
    for (int i = 0; i < c->keys.n; i++) {
        em_put(w->out, i ? STR("; ") : STR(""));
        put_text(w->out, constraint_of(&c->keys.items[i]));
    }
    em_put(w->out, c->keys.n > 1 ? STR("]}") : STR("}"));
}

/*
 * The type as a label. D2 takes a label that is the column's name for none at
 * all, so such a type is written in the other case.
 */
static Str type_of(const Column *c, Arena *a)
{
    Str type = c->type;
    if (!em_str_eq(type, c->name))
        return type;
    Str other = em_str_lower(a, type);
    if (!em_str_eq(other, type))
        return other;
    Buf upper = {.arena = a};
    for (int i = 0; i < type.n; i++) {
        bool small = type.p[i] >= 'a' && type.p[i] <= 'z';
        em_put_char(&upper, (char)(small ? type.p[i] - 'a' + 'A' : type.p[i]));
    }
    return em_buf_str(&upper);
}

static void put_column(Writer *w, const Column *c, Str key)
{
    Str type = type_of(c, w->out->arena);
    put_indent(w);
    em_put(w->out, key);
    em_put(w->out, type.n || c->keys.n ? STR(":") : STR(""));
    if (type.n) {
        em_put(w->out, STR(" "));
        put_text(w->out, type);
    }
    if (c->keys.n)
        put_constraints(w, c);
    if (c->comment.n) {
        em_put(w->out, STR(" # "));
        for (int i = 0; i < c->comment.n; i++)
            em_put_char(w->out,
                        has_any(em_str_cut(c->comment, i, i + 1), STR("\r\n"))
                            ? ' '
                            : c->comment.p[i]);
    }
    em_put(w->out, STR("\n"));
}

/* One line of text: a table's label may have no more. */
static void put_line(Writer *w, Str s)
{
    Buf line = {.arena = w->out->arena};
    for (int i = 0; i < s.n; i++)
        em_put_char(&line, s.p[i] == '\n' ? ' ' : s.p[i]);
    put_text(w->out, em_buf_str(&line));
}

/* path: label {, where the label is shown when it is not the key */
static void open_object(Writer *w, Str key, Str name, Str label)
{
    Buf plain = {.arena = w->out->arena};
    put_key(&plain, name);
    put_indent(w);
    PUT(w->out, key, STR(":"));
    if (label.n == 0 && !em_str_eq(em_buf_str(&plain), key))
        label = name;
    if (label.n) {
        em_put(w->out, STR(" "));
        put_line(w, label);
    }
    em_put(w->out, STR(" {\n"));
    w->level++;
}

/* An object without anything in it needs no braces. */
static void close_object(Writer *w)
{
    w->level--;
    if (em_str_ends(em_buf_str(w->out), STR(" {\n"))) {
        w->out->n -= 3;
        w->out->n -= em_str_ends(em_buf_str(w->out), STR(":"));
        em_put(w->out, STR("\n"));
        return;
    }
    put_indent(w);
    em_put(w->out, STR("}\n"));
}

static void put_table(Writer *w, int index)
{
    const Table *t = &w->s->tables.items[index];
    Str container = t->group == NONE ? STR("") : w->groups[t->group];

    put_remark(w, t->comment);
    open_object(w, last_part(w->tables[index], container), t->name, t->alias);
    put_indent(w);
    em_put(w->out, STR("shape: sql_table\n"));
    put_class_names(w, &t->classes);
    put_styles(w, &t->styles);
    Buf alone = {.arena = w->out->arena};
    em_put(&alone, STR(" {\n"));
    em_put_fill(&alone, ' ', w->level * D2_INDENT);
    em_put(&alone, STR("shape: sql_table\n"));
    if (t->columns.n == 0 &&
        em_str_ends(em_buf_str(w->out), em_buf_str(&alone))) {
        w->out->n -= alone.n;
        w->level--;
        em_put(w->out, STR(" {shape: sql_table}\n"));
        return;
    }
    for (int c = 0; c < t->columns.n; c++)
        put_column(w, &t->columns.items[c], w->columns[index][c]);
    close_object(w);
}

/* A blank line in front of everything but the first thing in a map. */
static void put_gap(Writer *w)
{
    Str text = em_buf_str(w->out);
    if (text.n > 0 && !em_str_ends(text, STR("{\n")))
        em_put(w->out, STR("\n"));
}

/* The tables and groups of a group, NONE: of none. As deep as subgraphs are. */
static void put_members(Writer *w, int group)
{
    const Schema *s = w->s;
    for (int t = 0; t < s->tables.n; t++) {
        if (s->tables.items[t].group != group)
            continue;
        put_gap(w);
        put_table(w, t);
    }
    for (int g = group == NONE ? w->first_group : w->child[group]; g != NONE;
         g = w->sibling[g]) {
        const Group *inner = &s->groups.items[g];
        Str container = group == NONE ? STR("") : w->groups[group];
        put_gap(w);
        open_object(w, last_part(w->groups[g], container), inner->id,
                    em_str_eq(inner->title, inner->id) ? STR("")
                                                       : inner->title);
        put_direction(w, inner->direction);
        put_class_names(w, &inner->classes);
        put_styles(w, &inner->styles);
        put_members(w, g);
        close_object(w);
    }
}

/* ---- relations --------------------------------------------------------------
 */

static Str foot_of(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return STR("cf-one");
    case CARD_EXACTLY_ONE: return STR("cf-one-required");
    case CARD_ZERO_OR_MORE: return STR("cf-many");
    case CARD_ONE_OR_MORE: return STR("cf-many-required");
    case CARD_PARENT: break;
    }
    return STR("diamond");
}

static void put_end(Writer *w, const RelationEnd *end, int column)
{
    if (end->table == NONE) {
        em_put(w->out, w->groups[end->group]);
        return;
    }
    em_put(w->out, w->tables[end->table]);
    if (column != NONE)
        PUT(w->out, STR("."), w->columns[end->table][column]);
}

static void put_relation(Writer *w, const Relation *r, const RelationRows *rows)
{
    int child = rows->child_column, parent = rows->parent_column;
    bool swap = child == NONE || !rows->child_is_from;

    put_end(w, &r->from, swap ? parent : child);
    em_put(w->out, STR(" <-> "));
    put_end(w, &r->to, swap ? child : parent);
    em_put(w->out, STR(": "));
    if (r->label.n) {
        put_label(w->out, r->label);
        em_put(w->out, STR(" "));
    }
    PUT(w->out, STR("{\n  source-arrowhead.shape: "),
        foot_of(r->from.cardinality), STR("\n  target-arrowhead.shape: "),
        foot_of(r->to.cardinality), STR("\n"));
    if (!r->identifying) {
        em_put(w->out, STR("  style.stroke-dash: "));
        em_put_int(w->out, DASH);
        em_put(w->out, STR("\n"));
    }
    em_put(w->out, STR("}\n"));
}

/* ---- all of it ------------------------------------------------------------
 */

/* The keys of a table's columns: their names, with numbers for those that
 * differ in case only. */
static Str *column_keys(Writer *w, const Table *t)
{
    Arena *a = w->out->arena;
    Str *keys = NEW_ARRAY(a, MAX(t->columns.n, 1), Str);
    Map outer = w->taken;
    w->taken = (Map){.arena = a};
    for (int c = 0; c < t->columns.n; c++)
        keys[c] = take_path(w, (Str){0}, t->columns.items[c].name);
    w->taken = outer;
    return keys;
}

static Writer new_writer(Buf *out, const Schema *s)
{
    Arena *a = out->arena;
    Writer w = {
        .s = s,
        .out = out,
        .tables = NEW_ARRAY(a, MAX(s->tables.n, 1), Str),
        .columns = NEW_ARRAY(a, MAX(s->tables.n, 1), Str *),
        .groups = NEW_ARRAY(a, MAX(s->groups.n, 1), Str),
        .child = NEW_ARRAY(a, MAX(s->groups.n, 1), int),
        .sibling = NEW_ARRAY(a, MAX(s->groups.n, 1), int),
        .first_group = NONE,
        .taken = {.arena = a},
    };
    for (int g = 0; g < s->groups.n; g++)
        w.child[g] = w.sibling[g] = NONE;
    w.classes = class_styles(&w);
    take_paths(&w);
    for (int t = 0; t < s->tables.n; t++)
        w.columns[t] = column_keys(&w, &s->tables.items[t]);
    return w;
}

void em_d2_put_schema(Buf *out, const Schema *s)
{
    Writer w = new_writer(out, s);
    const RelationRows *rows = em_relation_rows(s, ANCHOR_AUTO, out->arena);

    put_remark(&w, s->acc_title);
    put_remark(&w, s->acc_descr);
    put_direction(&w, s->direction);
    put_title(&w);
    put_classes(&w);
    put_members(&w, NONE);
    for (int i = 0; i < s->relations.n; i++) {
        if (i == 0)
            put_gap(&w);
        put_relation(&w, &s->relations.items[i], &rows[i]);
    }
}
