/*
 * The parser: one function per production, with the production above it.
 *
 * D2 has no tokens: what a character means depends on where it stands, so the
 * productions read characters themselves. Errors are reported where D2 reports
 * them, and cost the rest of their statement.
 */
#include <limits.h>

#include "base/utf8.h"
#include "d2/d2_parser.h"

static D2Value parse_value(D2Parser *p);

/* ---- comments ---------------------------------------------------------------
 */

/* Puts the line of a comment whose "#" is at p->pos, and takes it. */
static void put_comment_line(D2Parser *p, Buf *out)
{
    int end = em_str_find_char(p->text, '\n', p->pos);
    Str line = em_str_cut(p->text, p->pos + 1, end == NONE ? p->text.n : end);
    p->pos = end == NONE ? p->text.n : end;
    em_put(out,
           em_str_starts(line, STR(" ")) ? em_str_cut(line, 1, line.n) : line);
}

/*
 * comment = "#" text { newline "#" text }
 *
 * Lines that follow each other are one comment.
 */
static D2Node parse_comment(D2Parser *p)
{
    int from = p->pos;
    Buf text = {.arena = p->a};
    put_comment_line(p, &text);
    for (D2Ahead n = em_d2_ahead(p); n.c == '#' && n.newlines == 1;
         n = em_d2_ahead(p)) {
        p->pos = n.at;
        em_put_char(&text, '\n');
        put_comment_line(p, &text);
    }
    return (D2Node){.kind = D2_COMMENT,
                    .at = em_d2_place(p, from, p->pos),
                    .comment = em_buf_str(&text)};
}

/* ---- statements of maps and arrays ---------------------------------------
 */

/*
 * common = comment | block-comment | "...$" variable | "...@" import
 *
 * False when none of them begins at p->pos; takes nothing then.
 */
static bool parse_common(D2Parser *p, D2Node *out)
{
    int from = p->pos;
    if (em_d2_sees(p, STR("#"))) {
        *out = parse_comment(p);
    } else if (em_d2_sees(p, STR("\"\"\""))) {
        *out = em_d2_block_comment(p);
    } else if (em_d2_sees(p, STR("...$"))) {
        p->pos += 4;
        D2Subst *var = em_d2_subst(p, from, true);
        *out = (D2Node){.kind = D2_SPREAD_VAR, .var = var};
    } else if (em_d2_sees(p, STR("...@"))) {
        p->pos += 4;
        D2Import *import = em_d2_import(p, from, true);
        *out = (D2Node){.kind = D2_SPREAD_IMPORT, .import = import};
    } else {
        return false;
    }
    out->at = em_d2_place(p, from, p->pos);
    return true;
}

/* True when there is nothing in a statement. */
static bool is_empty(const D2Node *n)
{
    switch (n->kind) {
    case D2_SPREAD_VAR: return !n->var;
    case D2_KEY: return !n->key->path && n->key->edges.n == 0;
    case D2_ITEM: return !n->item.kind;
    case D2_COMMENT:
    case D2_BLOCK_COMMENT:
    case D2_SPREAD_IMPORT: return false;
    }
    return false;
}

static Str value_name(const D2Value *v)
{
    switch (v->kind) {
    case D2_NOTHING: break;
    case D2_NULL: return STR("`null`");
    case D2_SUSPEND: return STR("`suspend`");
    case D2_UNSUSPEND: return STR("`unsuspend`");
    case D2_FALSE:
    case D2_TRUE: return STR("the boolean");
    case D2_NUMBER: return STR("the number");
    case D2_STRING:
        return v->string->quoting == D2_BLOCK      ? STR("the block string")
               : v->string->quoting == D2_UNQUOTED ? STR("the text")
                                                   : STR("the quoted text");
    case D2_ARRAY: return STR("the array");
    case D2_MAP: return STR("the map");
    case D2_IMPORT: return STR("the import");
    }
    return STR("the key");
}

static const D2Value *last_value(const D2Node *n)
{
    if (n->kind != D2_KEY)
        return &n->item;
    return n->key->body.kind ? &n->key->body : &n->key->primary;
}

/* What a statement ends with, for a message. */
static Str end_name(const D2Node *n)
{
    switch (n->kind) {
    case D2_COMMENT:
    case D2_BLOCK_COMMENT: return STR("the comment");
    case D2_SPREAD_VAR: return STR("the variable");
    case D2_SPREAD_IMPORT: return STR("the import");
    case D2_KEY:
    case D2_ITEM: break;
    }
    return value_name(last_value(n));
}

static void report_rest(D2Parser *p, const D2Node *n, int from, Str wanted)
{
    if (is_empty(n)) {
        em_d2_error(p, from, p->pos, STR("d2-text"), wanted)->help =
            STR("write text with such characters in quotes");
        return;
    }
    Diag *d = em_d2_error(p, from, p->pos, STR("d2-text"),
                          JOIN(p->a,
                               STR("expected the end of the line or `;` "
                                   "behind "),
                               end_name(n)));
    const D2Value *v = n->kind >= D2_KEY ? last_value(n) : NULL;
    if (v && v->kind == D2_STRING && v->string->quoting == D2_BLOCK)
        d->help = STR("a `|` in the text ends it unless the block begins and "
                      "ends with more of them: ||md ... ||");
    else if (v && v->kind == D2_STRING && v->string->quoting == D2_UNQUOTED)
        d->help = STR("write text with such characters in quotes");
}

/* Takes what should not stand behind a statement, up to its end, and reports
 * it. `close` ends the map or array around it. */
static void check_end(D2Parser *p, const D2Node *n, uint32_t close, Str wanted)
{
    int from = p->pos;
    for (;;) {
        D2Ahead next = em_d2_ahead(p);
        if (next.c == D2_END || next.newlines || next.c == ';' ||
            next.c == '#' || next.c == close)
            break;
        int len;
        em_d2_char(p, next.at, &len);
        p->pos = next.at + len;
    }
    if (p->pos > from)
        report_rest(p, n, from, wanted);
}

/* True when another level may be entered; else says so, and nothing more of
 * the text is read. */
static bool enter(D2Parser *p)
{
    if (p->depth < D2_MAX_NESTING) {
        p->depth++;
        return true;
    }
    em_d2_error(p, p->pos - 1, p->pos, STR("limit-depth"),
                STR("maps and arrays nest more than 250 deep"));
    p->pos = p->text.n;
    p->cut = true;
    return false;
}

static void leave(D2Parser *p)
{
    p->depth--;
}

/* ---- arrays -----------------------------------------------------------------
 */

/* item = common | value */
static void parse_item(D2Parser *p, D2Array *out)
{
    int from = p->pos;
    D2Node n;
    if (!parse_common(p, &n)) {
        n = (D2Node){.kind = D2_ITEM, .item = parse_value(p)};
        n.at = em_d2_place(p, from, p->pos);
    }
    if (!is_empty(&n))
        *PUSH(p->a, &out->nodes) = n;
    if (n.kind != D2_BLOCK_COMMENT)
        check_end(p, &n, ']', STR("expected a value, `;` or `]`"));
}

/* array = "[" { item ( ";" | newline ) } "]"; its "[" is taken. */
static const D2Array *parse_array(D2Parser *p)
{
    int from = p->pos - 1;
    D2Array *array = NEW(p->a, D2Array);

    if (!enter(p))
        return array;
    for (;;) {
        D2Ahead n = em_d2_ahead(p);
        p->pos = n.at;
        if (n.c == D2_END) {
            if (!p->cut)
                em_d2_error(p, from, from + 1, STR("d2-array"),
                            STR("expected `]` at the end of the array"));
            break;
        }
        if (n.c == ']' || n.c == ';')
            p->pos++;
        else
            parse_item(p, array);
        if (n.c == ']')
            break;
    }
    leave(p);
    array->at = em_d2_place(p, from, p->pos);
    return array;
}

/* ---- maps -----------------------------------------------------------------
 */

static const D2Key *parse_key(D2Parser *p);

/* statement = common | key */
static void parse_statement(D2Parser *p, D2Map *out, uint32_t close)
{
    D2Node n;
    if (!parse_common(p, &n)) {
        const D2Key *key = parse_key(p);
        n = (D2Node){.kind = D2_KEY, .at = key->at, .key = key};
    }
    if (!is_empty(&n))
        *PUSH(p->a, &out->nodes) = n;
    if (n.kind != D2_BLOCK_COMMENT)
        check_end(p, &n, close, STR("expected a name"));
}

/* statements = { statement ( ";" | newline ) }, up to the "}", which is taken
 * when `close` is one. False at the end of the text. */
static bool parse_statements(D2Parser *p, D2Map *out, bool is_file)
{
    for (;;) {
        D2Ahead n = em_d2_ahead(p);
        p->pos = n.at;
        if (n.c == D2_END)
            return false;
        if (n.c == '}' && is_file)
            em_d2_error(p, n.at, n.at + 1, STR("d2-map"),
                        STR("this `}` closes no map"));
        if (n.c == '}' || n.c == ';')
            p->pos++;
        else
            parse_statement(p, out, '}');
        if (n.c == '}' && !is_file)
            return true;
    }
}

/* map = "{" statements "}"; its "{" is taken. */
static const D2Map *parse_map(D2Parser *p)
{
    int from = p->pos - 1;
    D2Map *map = NEW(p->a, D2Map);

    if (!enter(p))
        return map;
    if (!parse_statements(p, map, false) && !p->cut)
        em_d2_error(p, from, from + 1, STR("d2-map"),
                    STR("expected `}` at the end of the map"));
    leave(p);
    map->at = em_d2_place(p, from, p->pos);
    return map;
}

/* ---- values -----------------------------------------------------------------
 */

static int skip_digits(Str s, int i)
{
    while (i < s.n && em_is_digit((unsigned char)s.p[i]))
        i++;
    return i;
}

/* number = [ "+" | "-" ] digits [ "." digits ] [ "e" [ "+" | "-" ] digits ]
 *        | [ "+" | "-" ] digits "/" digits */
static bool is_number(Str s)
{
    int i = s.n && (s.p[0] == '+' || s.p[0] == '-');
    int first = i;
    i = skip_digits(s, i);
    int digits = i - first;
    if (i < s.n && s.p[i] == '/')
        return digits > 0 && i + 1 < s.n && skip_digits(s, i + 1) == s.n;
    if (i < s.n && s.p[i] == '.') {
        int part = skip_digits(s, i + 1);
        digits += part - i - 1;
        i = part;
    }
    if (digits > 0 && i < s.n && em_lower(s.p[i]) == 'e') {
        i++;
        i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
        int part = skip_digits(s, i);
        digits = part - i;
        i = part;
    }
    return digits > 0 && i == s.n;
}

static D2ValueKind scalar_kind(const D2String *s)
{
    static const struct {
        Str word;
        D2ValueKind kind;
    } words[] = {
        {STR_INIT("null"), D2_NULL},
        {STR_INIT("suspend"), D2_SUSPEND},
        {STR_INIT("unsuspend"), D2_UNSUSPEND},
        {STR_INIT("false"), D2_FALSE},
        {STR_INIT("true"), D2_TRUE},
    };
    if (s->quoting != D2_UNQUOTED || s->pieces.n)
        return D2_STRING;
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq_nocase(s->text, words[i].word))
            return words[i].kind;
    return is_number(s->text) ? D2_NUMBER : D2_STRING;
}

static D2Value parse_scalar(D2Parser *p)
{
    D2String s;
    if (!em_d2_string(p, false, &s))
        return (D2Value){0};
    D2String *kept = NEW(p->a, D2String);
    *kept = s;
    return (D2Value){.kind = scalar_kind(&s), .at = s.at, .string = kept};
}

/* value = map | array | "@" import | string */
static D2Value parse_value(D2Parser *p)
{
    D2Ahead n = em_d2_ahead(p);
    if (n.newlines || n.c == D2_END)
        return (D2Value){0};
    D2Value v = {0};
    p->pos = n.at + 1;
    switch (n.c) {
    case '{':
        v.map = parse_map(p);
        v.kind = D2_MAP;
        break;
    case '[':
        v.array = parse_array(p);
        v.kind = D2_ARRAY;
        break;
    case '@':
        v.import = em_d2_import(p, n.at, false);
        v.kind = D2_IMPORT;
        break;
    default: p->pos = n.at; return parse_scalar(p);
    }
    v.at = em_d2_place(p, n.at, p->pos);
    return v;
}

/* ---- edges ------------------------------------------------------------------
 */

/*
 * The rest of an arrow, behind its first character:
 * { "-" | "\" newline } [ ">" | "*" ]
 *
 * False when it is broken, which is reported.
 */
static bool parse_arrow(D2Parser *p, D2Edge *e)
{
    int from = e->at.span.at;
    for (;;) {
        if (p->pos == p->text.n) {
            em_d2_error(p, from, p->pos, STR("d2-connection"),
                        STR("expected a connection's end behind the arrow"));
            return false;
        }
        char c = p->text.p[p->pos];
        if (c == '>' || c == '*') {
            e->dst_arrow = c == '>' ? D2_ARROW : D2_STAR_ARROW;
            p->pos++;
            return true;
        }
        if (c != '-' && c != '\\')
            return true;
        p->pos++;
        if (c == '-')
            continue;
        D2Ahead n = em_d2_ahead(p);
        if (n.newlines == 0 && n.c != D2_END) {
            em_d2_error(p, from, p->pos, STR("d2-connection"),
                        STR("expected a new line behind the backslash"));
            return false;
        }
        p->pos = n.at;
    }
}

/* edges = [ path ] { arrow path }; the first path was read. */
static void parse_edges(D2Parser *p, D2Key *key, const D2Path *src)
{
    for (;;) {
        D2Ahead n = em_d2_ahead(p);
        if (n.newlines || (n.c != '<' && n.c != '*' && n.c != '-'))
            return;
        int from = src ? src->at.span.at : p->pos;
        D2Edge e = {.at = em_d2_place(p, from, n.at + 1), .src = src};
        if (n.c != '-')
            e.src_arrow = n.c == '<' ? D2_ARROW : D2_STAR_ARROW;
        if (!src)
            em_d2_error(p, n.at, n.at + 1, STR("d2-connection"),
                        STR("expected a name in front of the arrow"));
        p->pos = n.at + 1;
        if (!parse_arrow(p, &e))
            return;
        e.operator_at = em_d2_place(p, n.at, p->pos);
        e.dst = em_d2_path(p);
        if (!e.dst)
            em_d2_error(p, from, p->pos, STR("d2-connection"),
                        STR("expected a name behind the arrow"));
        e.at = em_d2_place(p, from, p->pos);
        *PUSH(p->a, &key->edges) = e;
        src = e.dst;
    }
}

/* A number that stops at INT_MAX. */
static int add_digit(int number, uint32_t digit)
{
    int d = (int)(digit - '0');
    return number > (INT_MAX - d) / 10 ? INT_MAX : number * 10 + d;
}

static bool is_digit(D2Ahead n)
{
    return n.c < 0x80 && em_is_digit((int)n.c) && !n.newlines;
}

/* The digits of an index. What else stands behind them is reported, character
 * by character. */
static void parse_digits(D2Parser *p, D2Key *key)
{
    key->index_kind = D2_INDEX;
    for (D2Ahead n = em_d2_ahead(p); n.c != ']' && n.c != D2_END && !n.newlines;
         n = em_d2_ahead(p)) {
        int len;
        em_d2_char(p, n.at, &len);
        p->pos = n.at + len;
        if (is_digit(n))
            key->index = add_digit(key->index, n.c);
        else
            em_d2_error(p, n.at, p->pos, STR("d2-index"),
                        STR("expected a digit or `]`"));
    }
}

/* A character that is no index; it is taken when a "]" follows. */
static void reject_index(D2Parser *p, D2Ahead n)
{
    int from = p->pos, len;
    em_d2_char(p, n.at, &len);
    em_d2_error(p, MAX(from - len, 0), n.at + len, STR("d2-index"),
                STR("expected a number or `*`"));
    p->pos = n.at + len;
    D2Ahead next = em_d2_ahead(p);
    if (next.c != ']' || next.newlines)
        p->pos = from;
}

/* index = "[" ( digits | "*" ) "]"; its "[" is taken. */
static void parse_index(D2Parser *p, D2Key *key)
{
    int from = p->pos - 1;
    D2Ahead n = em_d2_ahead(p);

    if (is_digit(n)) {
        parse_digits(p, key);
    } else if (n.c == '*' && !n.newlines) {
        key->index_kind = D2_ANY_INDEX;
        p->pos = n.at + 1;
    } else if (n.c != D2_END && !n.newlines) {
        reject_index(p, n);
    }
    if (!em_d2_take(p, ']'))
        em_d2_error(p, from, p->pos, STR("d2-index"),
                    STR("expected `]` behind the connection's index"));
    key->index_at = em_d2_place(p, from, p->pos);
}

/*
 * group = "(" edges ")" [ index ] [ "." path ]; its "(" is taken.
 *
 * The end of the line closes it, too. False when it is broken, which is
 * reported.
 */
static bool parse_group(D2Parser *p, D2Key *key, int from)
{
    key->has_group = true;
    p->in_group = true;
    parse_edges(p, key, em_d2_path(p));
    p->in_group = false;
    D2Ahead n = em_d2_ahead(p);
    if (n.newlines || n.c == D2_END)
        return true;
    if (!em_d2_take(p, ')')) {
        em_d2_error(p, from, p->pos, STR("d2-connection"),
                    STR("expected `)` behind the connections"));
        return false;
    }
    if (em_d2_take(p, '['))
        parse_index(p, key);
    if (em_d2_take(p, '.'))
        key->edge_path = em_d2_path(p);
    return true;
}

/* ---- keys -----------------------------------------------------------------
 */

/* [ ":" value | map ] where a scalar may be followed by a map */
static void parse_key_value(D2Parser *p, D2Key *key, int from)
{
    D2Ahead n = em_d2_ahead(p);
    bool nameless = !key->path && key->edges.n == 0;
    if (n.newlines || (n.c != ':' && n.c != '{') || (nameless && n.c == '{'))
        return;
    if (nameless)
        em_d2_error(p, from, p->pos, STR("d2-key"),
                    STR("expected a name in front of the value"));
    p->pos = n.c == ':' ? n.at + 1 : n.at;

    D2Value v = parse_value(p);
    if (!v.kind)
        em_d2_error(p, p->pos - 1, p->pos, STR("d2-value"),
                    STR("expected a value behind the colon"));
    if (!em_d2_is_scalar(&v)) {
        key->body = v;
        return;
    }
    key->primary = v;
    n = em_d2_ahead(p);
    if (n.c == '{' && !n.newlines)
        key->body = parse_value(p);
}

/* filter = [ "&" | "!&" ] */
static D2Filter parse_filter(D2Parser *p)
{
    if (em_d2_sees(p, STR("!&"))) {
        p->pos += 2;
        return D2_NOT_FILTER;
    }
    if (em_d2_sees(p, STR("&"))) {
        p->pos++;
        return D2_FILTER;
    }
    return D2_NO_FILTER;
}

static int stars_of(const D2Path *path)
{
    int most = 0;
    for (int i = 0; path && i < path->parts.n; i++)
        most = MAX(most, em_d2_stars(&path->parts.items[i]));
    return most;
}

static int stars_of_key(const D2Key *key)
{
    int most = MAX(stars_of(key->path), stars_of(key->edge_path));
    for (int i = 0; i < key->edges.n; i++) {
        most = MAX(most, stars_of(key->edges.items[i].src));
        most = MAX(most, stars_of(key->edges.items[i].dst));
    }
    return most;
}

/*
 * key = filter ( path | [ path ] edges | [ path "." ] group ) key-value
 *
 * A key is always made; it may be empty, and then takes nothing.
 */
static const D2Key *parse_key(D2Parser *p)
{
    int from = p->pos;
    D2Key *key = NEW(p->a, D2Key);

    key->filter = parse_filter(p);
    key->path = em_d2_path(p);
    bool whole = true;
    if (em_d2_take(p, '(')) {
        whole = parse_group(p, key, from);
    } else if (em_d2_ahead(p).c != '*') { /* a "*" is no first arrow */
        parse_edges(p, key, key->path);
        if (key->edges.n > 0)
            key->path = NULL;
    }
    if (whole)
        parse_key_value(p, key, from);
    key->stars = stars_of_key(key);
    key->at = em_d2_place(p, from, p->pos);
    return key;
}

/* ---- all of it ------------------------------------------------------------
 */

D2Map *em_d2_parse(const Source *src, Arena *a, Diags *diags)
{
    D2Parser p = {.source = src, .text = src->text, .a = a, .diags = diags};
    D2Map *file = NEW(a, D2Map);
    parse_statements(&p, file, true);
    file->at = em_d2_place(&p, 0, src->text.n);
    return file;
}
