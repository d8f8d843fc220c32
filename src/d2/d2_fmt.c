/*
 * The formatter: prints a syntax tree in D2's canonical form.
 *
 * A statement a line, indented by two spaces; blank lines shrink to one; maps
 * and arrays that stood on one line stay there; empty maps go; keywords are in
 * lower case; the boards of a map come last. Strings keep their quotes and
 * escapes, since what they mean is not known here.
 */
#include "base/utf8.h"
#include "d2/d2_model.h"
#include "d2/d2_parser.h"
#include "d2/d2_words.h"

typedef struct {
    Buf *out;
    Str text; /* of the source */
    int level;
} Printer;

static void put_map(Printer *p, const D2Map *map);
static void put_value(Printer *p, const D2Value *v);

/* ---- lines ----------------------------------------------------------------
 */

static void put_newline(Printer *p)
{
    em_put_char(p->out, '\n');
    em_put_fill(p->out, ' ', p->level * D2_INDENT);
}

static bool is_one_line(const Printer *p, Span s)
{
    int nl = em_str_find_char(p->text, '\n', s.at);
    return nl == NONE || nl >= s.at + s.len;
}

/* The line ends between two places, up to 2. */
static int lines_between(const Printer *p, Span a, Span b)
{
    int n = 0;
    for (int i = a.at + a.len; i < b.at && n < 2; i++)
        n += p->text.p[i] == '\n';
    return n;
}

/* Puts text line by line; empty lines stay empty. */
static void put_lines(Printer *p, Str text)
{
    for (int i = 0; i <= text.n;) {
        int nl = em_str_find_char(text, '\n', i);
        int end = nl == NONE ? text.n : nl;
        if (end == i)
            em_put_char(p->out, '\n');
        else
            put_newline(p);
        em_put(p->out, em_str_cut(text, i, end));
        i = end + 1;
    }
}

/* ---- strings --------------------------------------------------------------
 */

static void put_path(Printer *p, const D2Path *path);

static void put_pieces(Printer *p, const D2String *s)
{
    if (s->pieces.n == 0) {
        em_put(p->out, s->raw);
        return;
    }
    for (int i = 0; i < s->pieces.n; i++) {
        const D2Piece *piece = &s->pieces.items[i];
        em_put(p->out, piece->raw);
        if (piece->var) {
            em_put(p->out, STR("${"));
            put_path(p, &piece->var->path);
            em_put(p->out, STR("}"));
        }
    }
}

static void put_block(Printer *p, const D2String *s)
{
    PUT(p->out, STR("|"), s->quote, s->tag.n ? s->tag : STR("md"));
    if (is_one_line(p, s->at.span)) {
        PUT(p->out, STR(" "), s->text, s->text.n ? STR(" ") : STR(""));
    } else {
        p->level++;
        put_lines(p, s->text);
        p->level--;
        put_newline(p);
    }
    em_put(p->out, em_d2_block_closer(p->out->arena, s->quote));
}

/* True for text that would be read as something else without the lines that
 * were joined in front of it. */
static bool begins_otherwise(Str raw)
{
    Str first = em_str_cut(raw, 0, MIN(raw.n, 1));
    return em_str_starts(raw, STR("...@")) ||
           (first.n && em_str_find(STR("\"'|@"), first, 0) != NONE);
}

static void put_string(Printer *p, const D2String *s)
{
    switch (s->quoting) {
    case D2_UNQUOTED:
        em_put(p->out, begins_otherwise(s->raw) ? STR("\\") : STR(""));
        put_pieces(p, s);
        return;
    case D2_DOUBLE_QUOTED:
        em_put(p->out, STR("\""));
        put_pieces(p, s);
        em_put(p->out, STR("\""));
        return;
    case D2_SINGLE_QUOTED: PUT(p->out, STR("'"), s->raw, STR("'")); return;
    case D2_BLOCK: put_block(p, s); return;
    }
}

/* True when the last byte is a "-" that no backslash stands before. */
static bool ends_in_dash(Str raw)
{
    int slashes = 0;
    while (slashes + 1 < raw.n && raw.p[raw.n - 2 - slashes] == '\\')
        slashes++;
    return em_str_ends(raw, STR("-")) && slashes % 2 == 0;
}

/* A part of a path. What stands next to its end (`glued`) would be taken for
 * text behind a "-". */
static void put_part(Printer *p, const D2String *s, bool glued)
{
    bool unquoted = s->quoting == D2_UNQUOTED;
    D2Word word = unquoted ? em_d2_find_word(s->raw) : WORD_NONE;
    if (unquoted && em_str_starts(s->raw, STR("(")))
        em_put(p->out, STR("\\"));
    if (word)
        em_put(p->out, em_d2_word_name(word));
    else if (unquoted && glued && ends_in_dash(s->raw))
        PUT(p->out, em_str_cut(s->raw, 0, s->raw.n - 1), STR("\\-"));
    else
        put_string(p, s);
}

static void put_glued_path(Printer *p, const D2Path *path, bool glued)
{
    for (int i = 0; i < path->parts.n; i++) {
        bool is_last = i + 1 == path->parts.n;
        put_part(p, &path->parts.items[i], glued || !is_last);
        em_put(p->out, is_last ? STR("") : STR("."));
    }
}

static void put_path(Printer *p, const D2Path *path)
{
    put_glued_path(p, path, false);
}

/* ---- variables and imports --------------------------------------------------
 */

static void put_spread_var(Printer *p, const D2Subst *var)
{
    em_put(p->out, STR("...${"));
    put_path(p, &var->path);
    em_put(p->out, STR("}"));
}

/* Appends the folder or file [from, to) of a name to a path, from which
 * ".." takes the last one away where it can. */
static void put_step(Buf *out, Str step)
{
    Str path = em_buf_str(out);
    int slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    Str last = em_str_cut(path, slash, path.n);

    if (step.n == 0 || em_str_eq(step, STR(".")))
        return;
    if (em_str_eq(step, STR("..")) && last.n && !em_str_eq(last, step)) {
        out->n = MAX(slash - 1, 0);
        return;
    }
    if (path.n && path.p[path.n - 1] != '/')
        em_put_char(out, '/');
    em_put(out, step);
}

/* The name of a file without steps that lead nowhere. */
static Str clean_name(Arena *a, Str name)
{
    Buf out = {.arena = a};
    if (em_str_starts(name, STR("/")))
        em_put_char(&out, '/');
    for (int i = 0; i < name.n;) {
        int slash = em_str_find_char(name, '/', i);
        int end = slash == NONE ? name.n : slash;
        put_step(&out, em_str_cut(name, i, end));
        i = end + 1;
    }
    return em_buf_str(&out);
}

static void put_import(Printer *p, const D2Import *import)
{
    Str up = clean_name(p->out->arena, import->up);
    PUT(p->out, import->spread ? STR("...@") : STR("@"), up);
    if (up.n && !em_str_ends(up, STR("/")))
        em_put(p->out, STR("/"));

    D2Path rest = import->path;
    if (rest.parts.n == 0)
        return;
    em_d2_put_key(p->out, clean_name(p->out->arena, rest.parts.items[0].text));
    rest.parts.items++;
    if (--rest.parts.n > 0)
        em_put(p->out, STR("."));
    put_path(p, &rest);
}

/* ---- comments -------------------------------------------------------------
 */

static void put_comment(Printer *p, Str text)
{
    for (int i = 0; i <= text.n;) {
        int nl = em_str_find_char(text, '\n', i);
        int end = nl == NONE ? text.n : nl;
        if (i > 0)
            put_newline(p);
        PUT(p->out, end > i ? STR("# ") : STR("#"), em_str_cut(text, i, end));
        i = end + 1;
    }
}

static void put_block_comment(Printer *p, const D2Node *n)
{
    em_put(p->out, STR("\"\"\""));
    if (is_one_line(p, n->at.span)) {
        PUT(p->out, STR(" "), n->comment, STR(" "));
    } else {
        put_lines(p, n->comment);
        put_newline(p);
    }
    em_put(p->out, STR("\"\"\""));
}

/* ---- keys -----------------------------------------------------------------
 */

static void put_arrow(Printer *p, const D2Edge *e)
{
    static const Str ends[][2] = {
        [D2_NO_ARROW] = {STR_INIT("-"), STR_INIT("-")},
        [D2_ARROW] = {STR_INIT("<-"), STR_INIT("->")},
        [D2_STAR_ARROW] = {STR_INIT("*-"), STR_INIT("-*")},
    };
    Str src = ends[e->src_arrow][0], dst = ends[e->dst_arrow][1];
    /* `<->` shares its line */
    if (e->src_arrow && e->dst_arrow)
        dst = em_str_cut(dst, 1, 2);
    else if (!e->src_arrow && e->dst_arrow)
        src = (Str){0};
    else if (e->src_arrow)
        dst = (Str){0};
    PUT(p->out, STR(" "), src, dst, STR(" "));
}

static void put_edges(Printer *p, const D2Key *key, bool glued)
{
    put_path(p, key->edges.items[0].src);
    for (int i = 0; i < key->edges.n; i++) {
        const D2Edge *e = &key->edges.items[i];
        put_arrow(p, e);
        put_glued_path(p, e->dst, glued && i + 1 == key->edges.n);
    }
}

static void put_index(Printer *p, const D2Key *key)
{
    switch (key->index_kind) {
    case D2_NO_INDEX: return;
    case D2_ANY_INDEX: em_put(p->out, STR("[*]")); return;
    case D2_INDEX:
        em_put(p->out, STR("["));
        em_put_int(p->out, key->index);
        em_put(p->out, STR("]"));
        return;
    }
}

static void put_key(Printer *p, const D2Key *key)
{
    bool group = key->path || key->index_kind || key->edge_path;
    bool empty = key->body.kind == D2_MAP && key->body.map->nodes.n == 0;
    bool has_value = key->primary.kind || (key->body.kind && !empty);

    if (key->filter)
        em_put(p->out, key->filter == D2_FILTER ? STR("&") : STR("!&"));
    if (key->path)
        put_glued_path(p, key->path, key->edges.n > 0 || has_value);
    if (key->edges.n > 0) {
        em_put(p->out, !group ? STR("") : key->path ? STR(".(") : STR("("));
        put_edges(p, key, group || has_value);
        em_put(p->out, group ? STR(")") : STR(""));
        put_index(p, key);
    }
    if (key->edge_path) {
        em_put(p->out, STR("."));
        put_glued_path(p, key->edge_path, has_value);
    }
    if (key->primary.kind) {
        em_put(p->out, STR(": "));
        put_value(p, &key->primary);
    }
    if (key->body.kind && !empty) {
        em_put(p->out, key->primary.kind ? STR(" ") : STR(": "));
        put_value(p, &key->body);
    }
}

/* ---- statements -----------------------------------------------------------
 */

static void put_node(Printer *p, const D2Node *n)
{
    switch (n->kind) {
    case D2_COMMENT: put_comment(p, n->comment); return;
    case D2_BLOCK_COMMENT: put_block_comment(p, n); return;
    case D2_SPREAD_VAR: put_spread_var(p, n->var); return;
    case D2_SPREAD_IMPORT: put_import(p, n->import); return;
    case D2_KEY: put_key(p, n->key); return;
    case D2_ITEM: put_value(p, &n->item); return;
    }
}

/* Where statements of a map or array are put. */
typedef struct {
    bool one_line;
    bool is_file;
    const D2Node *last; /* the one that stands before, in the source */
    int n;              /* put so far */
} Flow;

/* True for a comment that stands behind what was put, on the same line. */
static bool is_remark(const Printer *p, const Flow *f, const D2Node *n)
{
    return f->n > 0 && (n->kind == D2_COMMENT || n->kind == D2_BLOCK_COMMENT) &&
           lines_between(p, f->last->at.span, n->at.span) == 0 &&
           is_one_line(p, n->at.span);
}

static void put_statement(Printer *p, Flow *f, const D2Node *n)
{
    if (is_remark(p, f, n)) {
        em_put(p->out, STR(" "));
    } else if (f->one_line) {
        em_put(p->out, f->n > 0 ? STR("; ") : STR(""));
    } else {
        if (f->n > 0 && lines_between(p, f->last->at.span, n->at.span) > 1)
            em_put_char(p->out, '\n');
        if (f->n > 0 || !f->is_file)
            put_newline(p);
    }
    put_node(p, n);
    f->last = n;
    f->n++;
}

static void put_array(Printer *p, const D2Array *array)
{
    Flow f = {.one_line = is_one_line(p, array->at.span)};
    em_put(p->out, STR("["));
    p->level += !f.one_line;
    for (int i = 0; i < array->nodes.n; i++)
        put_statement(p, &f, &array->nodes.items[i]);
    p->level -= !f.one_line;
    if (!f.one_line)
        put_newline(p);
    em_put(p->out, STR("]"));
}

static bool is_board(const D2Node *n)
{
    if (n->kind != D2_KEY || !n->key->path || n->key->path->parts.n != 1)
        return false;
    const D2String *name = &n->key->path->parts.items[0];
    return name->quoting == D2_UNQUOTED &&
           em_d2_is_board_word(em_d2_find_word(name->text));
}

static bool has_content(const D2Node *n)
{
    const D2Value *body = &n->key->body;
    return body->kind > D2_MAP ||
           (body->kind == D2_MAP && body->map->nodes.n > 0);
}

/* Puts the boards of a map that hold something, each behind a blank line. In
 * a file of boards only, the first one keeps the lines before it, as one. */
static void put_boards(Printer *p, Flow *f, const D2Map *map)
{
    for (int i = 0; i < map->nodes.n; i++) {
        const D2Node *n = &map->nodes.items[i];
        if (!is_board(n) || !has_content(n))
            continue;
        Span before = {map->at.span.at, 0};
        if (f->n > 0 ||
            (f->is_file && lines_between(p, before, n->at.span) > 0))
            em_put_char(p->out, '\n');
        if (f->n > 0 || !f->is_file)
            put_newline(p);
        put_node(p, n);
        f->n++;
    }
}

static bool has_boards(const D2Map *map)
{
    for (int i = 0; i < map->nodes.n; i++)
        if (is_board(&map->nodes.items[i]))
            return true;
    return false;
}

static void put_statements(Printer *p, Flow *f, const D2Map *map)
{
    for (int i = 0; i < map->nodes.n; i++) {
        const D2Node *n = &map->nodes.items[i];
        if (!is_board(n))
            put_statement(p, f, n);
        else
            f->last = n;
    }
    put_boards(p, f, map);
}

static void put_map(Printer *p, const D2Map *map)
{
    bool fits = is_one_line(p, map->at.span) && !has_boards(map);
    Flow f = {.one_line = fits};
    em_put(p->out, STR("{"));
    p->level += !f.one_line;
    put_statements(p, &f, map);
    p->level -= !f.one_line;
    if (!f.one_line)
        put_newline(p);
    em_put(p->out, STR("}"));
}

static void put_value(Printer *p, const D2Value *v)
{
    switch (v->kind) {
    case D2_NOTHING: return;
    case D2_NULL: em_put(p->out, STR("null")); return;
    case D2_SUSPEND: em_put(p->out, STR("suspend")); return;
    case D2_UNSUSPEND: em_put(p->out, STR("unsuspend")); return;
    case D2_FALSE: em_put(p->out, STR("false")); return;
    case D2_TRUE: em_put(p->out, STR("true")); return;
    case D2_NUMBER:
    case D2_STRING: put_string(p, v->string); return;
    case D2_ARRAY: put_array(p, v->array); return;
    case D2_MAP: put_map(p, v->map); return;
    case D2_IMPORT: put_import(p, v->import); return;
    }
}

/* ---- all of it ------------------------------------------------------------
 */

/* Puts text with what is no UTF-8 in it made visible. */
static void put_valid(Buf *out, Str text)
{
    for (int i = 0, len; i < text.n; i += len)
        em_utf8_put(out, em_utf8_decode(text, i, &len));
}

void em_d2_format(Buf *out, const Source *src, Arena *scratch)
{
    Diags unheard = {.arena = scratch};
    const D2Map *file = em_d2_parse(src, scratch, &unheard);
    Buf text = {.arena = scratch};
    Printer p = {.out = &text, .text = src->text};
    Span lines = {0, em_d2_trim_right(src->text).n};
    Flow f = {.one_line = is_one_line(&p, lines) && !has_boards(file),
              .is_file = true};

    put_statements(&p, &f, file);
    if (f.n > 0)
        em_put_char(&text, '\n');
    put_valid(out, em_buf_str(&text));
}
