/*
 * The formatter: canonical text of a source.
 *
 * It reads the source once more, this time keeping the tokens (Trace), and
 * prints each statement on a line of its own, in the order of the source.
 * Names, labels and values stay as typed; key words, cardinalities and blanks
 * become canonical. Comments and directives are what stands between tokens:
 * those on a line of their own stay so, those behind something stay behind it,
 * those inside of a statement go before it.
 */
#include "base/utf8.h"
#include "mermaid/mermaid.h"
#include "mermaid/mermaid_parser.h"
#include "mermaid/mermaid_put.h"

/* Attribute columns are aligned up to this width. */
enum { INDENT = 4, ALIGNED = 40 };

typedef struct {
    Buf *out;
    Str src;
    const TraceItem *items;
    int n_items;
    int end;     /* in the source, of what was looked at so far */
    int breaks;  /* line breaks seen since the last thing printed */
    int depth;   /* of the lines to come */
    bool opened; /* the last line opened a block or subgraph */
    bool begun;  /* something is on the line */
    bool strict;
} Fmt;

/* ---- lines ----------------------------------------------------------------
 */

static void begin_line(Fmt *f, bool closing)
{
    if (f->begun)
        em_put(f->out, STR("\n"));
    if (f->begun && f->breaks > 1 && !f->opened && !closing)
        em_put(f->out, STR("\n"));
    em_put_fill(f->out, ' ', f->depth * INDENT);
    f->begun = true;
    f->opened = false;
    f->breaks = 0;
}

/* Text of the source, its line ends settled. */
static void put_raw(Fmt *f, int from, int to)
{
    for (int i = from; i < to; i++) {
        char c = f->src.p[i];
        if (c == '\r' && i + 1 < f->src.n && f->src.p[i + 1] == '\n')
            continue;
        if (c == '\r')
            c = '\n';
        em_put_char(f->out, c);
    }
}

/* The end of the comment or directive at i. When strict, a directive that is
 * not closed hides all that follows. */
static int remark_end(const Fmt *f, int i, int to)
{
    if (i + 2 < to && f->src.p[i + 2] == '{') {
        int end = em_str_find(em_str_cut(f->src, 0, to), STR("}%%"), i);
        if (end != NONE || f->strict)
            return end != NONE ? end + 3 : to;
    }
    while (i < to && f->src.p[i] != '\n' && f->src.p[i] != '\r')
        i++;
    return i;
}

static int without_blanks(const Fmt *f, int from, int to)
{
    while (to > from && em_is_space((unsigned char)f->src.p[to - 1]))
        to--;
    return to;
}

/* Prints the comments and directives up to `to`, where the next token is. */
static void put_gap(Fmt *f, int to)
{
    int i = f->end;
    while (i < to) {
        char c = f->src.p[i];
        bool crlf = c == '\r' && i + 1 < to && f->src.p[i + 1] == '\n';
        if ((c == '\n' || c == '\r') && !crlf)
            f->breaks++;
        if (c != '%' || i + 1 >= to || f->src.p[i + 1] != '%') {
            i++;
            continue;
        }
        int end = remark_end(f, i, to);
        if (f->breaks == 0 && f->begun)
            em_put(f->out, STR(" "));
        else
            begin_line(f, false);
        put_raw(f, i, without_blanks(f, i, end));
        f->breaks = 0;
        i = end;
    }
    f->end = MAX(f->end, to);
}

/* ---- tokens ---------------------------------------------------------------
 */

static Str keyword(TokKind kind)
{
    switch (kind) {
    case TOK_HEADER: return STR("erDiagram");
    case TOK_STYLE: return STR("style");
    case TOK_CLASS_DEF: return STR("classDef");
    case TOK_CLASS: return STR("class");
    case TOK_SUBGRAPH: return STR("subgraph");
    case TOK_END_WORD: return STR("end");
    default: return (Str){0};
    }
}

static void put_relation_mark(Fmt *f, const TraceItem *item, bool left)
{
    if (item->tok.kind == TOK_LINE)
        em_put(f->out, item->tok.value ? STR("--") : STR(".."));
    else if (item->tok.kind == TOK_COLON)
        em_put(f->out, STR(":"));
    else
        em_put(f->out, em_cardinality_mark((Cardinality)item->tok.value, left));
}

/* "fill : #f9f" is "fill:#f9f". */
static void put_style(Fmt *f, const TraceItem *item)
{
    Str s = em_str_cut(f->src, item->head, item->tail);
    int colon = em_str_find_char(s, ':', 0);
    if (colon == NONE) {
        em_put(f->out, s);
        return;
    }
    PUT(f->out, em_str_trim(em_str_cut(s, 0, colon)), STR(":"),
        em_str_trim(em_str_cut(s, colon + 1, s.n)));
}

/* Each line of a description on its own, without its blanks. */
static void put_description(Fmt *f, Str value)
{
    em_put(f->out, STR("accDescr {"));
    f->depth++;
    for (int i = em_skip_js_space(value, 0); i < value.n;) {
        int nl = em_str_find_char(value, '\n', i);
        int end = nl == NONE ? value.n : nl;
        f->breaks = 0;
        begin_line(f, false);
        em_put(f->out, em_str_trim(em_str_cut(value, i, end)));
        i = em_skip_js_space(value, end);
    }
    f->depth--;
    begin_line(f, true);
    em_put(f->out, STR("}"));
}

static void put_accessibility(Fmt *f, const TraceItem *item)
{
    Str all = em_str_cut(f->src, item->head, item->tail);
    int mark = 8;
    while (mark < all.n && all.p[mark] != ':' && all.p[mark] != '{')
        mark++;
    bool braces = mark < all.n && all.p[mark] == '{';
    int end = all.n - (braces ? 1 : 0);
    Str value = em_str_trim(em_str_cut(all, MIN(mark + 1, end), end));
    if (braces && em_str_find_char(value, '\n', 0) != NONE) {
        put_description(f, value);
        return;
    }
    PUT(f->out,
        item->tok.kind == TOK_ACC_TITLE ? STR("accTitle: ") : STR("accDescr: "),
        value);
}

static void put_token(Fmt *f, const TraceItem *item, bool left)
{
    TokKind kind = item->tok.kind;
    if (item->part == PART_RELATION)
        put_relation_mark(f, item, left);
    else if (keyword(kind).n > 0 && item->part == PART_STATEMENT)
        em_put(f->out, keyword(kind));
    else if (kind == TOK_DIRECTION)
        PUT(f->out, STR("direction "),
            em_direction_word((Direction)item->tok.value));
    else if (kind == TOK_ACC_TITLE || kind == TOK_ACC_DESCR)
        put_accessibility(f, item);
    else if (kind == TOK_STYLE_TEXT)
        put_style(f, item);
    else
        put_raw(f, item->head, item->tail);
}

/* What stands between two neighbouring tokens of a statement. */
static Str between(const TraceItem *a, const TraceItem *b, bool subgraph)
{
    TokKind left = a->tok.kind, right = b->tok.kind;
    if (left == TOK_STYLE_TEXT && right == TOK_STYLE_TEXT)
        return STR(",");
    if (left == TOK_COMMA || right == TOK_COMMA || left == TOK_COLONS ||
        right == TOK_COLONS || left == TOK_LBRACKET || right == TOK_RBRACKET)
        return (Str){0};
    if (right == TOK_LBRACKET)
        return subgraph ? STR(" ") : STR("");
    bool glued = a->part == PART_RELATION && b->part == PART_RELATION &&
                 left != TOK_COLON && right != TOK_COLON;
    return glued ? STR("") : STR(" ");
}

/* ---- attributes -----------------------------------------------------------
 */

typedef struct {
    int first, name, keys, comment, end; /* items; keys may be empty */
} Attribute;

/* The parts of the attribute whose items are [i, end). */
static Attribute split_attribute(const Fmt *f, int i, int end)
{
    Attribute a = {.first = i, .name = i + 1, .end = end};
    if (a.name < end && f->items[a.name].tok.kind == TOK_QUESTION)
        a.name++;
    a.keys = a.name + 1;
    a.comment = end;
    if (end > a.keys && f->items[end - 1].tok.kind == TOK_COMMENT)
        a.comment--;
    return a;
}

static int columns_of(const Fmt *f, int from, int to)
{
    Str s = em_str_cut(f->src, from, to);
    int n = 0, len;
    for (int i = 0; i < s.n && n <= ALIGNED; i += len)
        n += em_utf8_columns(em_utf8_decode(s, i, &len));
    return n;
}

/* The end of item i; a comma glued to a key is not part of it. */
static int key_end(const Fmt *f, int i, int cell)
{
    int end = f->items[i].tail;
    return end - (cell == 2 && f->src.p[end - 1] == ',');
}

/* The width of a cell: 0 type, 1 name, 2 keys. */
static int cell_width(const Fmt *f, const Attribute *a, int cell)
{
    int n = 0;
    int from = cell == 0 ? a->first : cell == 1 ? a->name : a->keys;
    int to = cell == 0 ? a->name : cell == 1 ? a->keys : a->comment;
    for (int i = from; i < to && n <= ALIGNED; i++)
        if (f->items[i].tok.kind != TOK_COMMA)
            n += columns_of(f, f->items[i].head, key_end(f, i, cell)) +
                 (cell == 2 && n > 0 ? 2 : 0);
    return n;
}

static void put_cell(Fmt *f, const Attribute *a, int cell, int width)
{
    int from = cell == 0 ? a->first : cell == 1 ? a->name : a->keys;
    int to = cell == 0 ? a->name : cell == 1 ? a->keys : a->comment;
    bool any = false;
    for (int i = from; i < to; i++) {
        if (f->items[i].tok.kind == TOK_COMMA)
            continue;
        if (cell == 2 && any)
            em_put(f->out, STR(", "));
        put_raw(f, f->items[i].head, key_end(f, i, cell));
        any = true;
    }
    em_put_fill(f->out, ' ', MAX(width - cell_width(f, a, cell), 0));
}

static void put_attribute(Fmt *f, const Attribute *a, const int widths[3])
{
    bool keys = a->keys < a->comment, comment = a->comment < a->end;
    begin_line(f, false);
    put_cell(f, a, 0, widths[0]);
    em_put(f->out, STR(" "));
    put_cell(f, a, 1, keys || comment ? widths[1] : 0);
    if (keys || (comment && widths[2] > 0)) {
        em_put(f->out, STR(" "));
        put_cell(f, a, 2, comment ? widths[2] : 0);
    }
    if (comment) {
        em_put(f->out, STR(" "));
        put_raw(f, f->items[a->comment].head, f->items[a->comment].tail);
    }
}

/* The item after the attribute that begins at i. */
static int attribute_end(const Fmt *f, int i)
{
    do
        i++;
    while (i < f->n_items && f->items[i].part != PART_ATTRIBUTE &&
           f->items[i].tok.kind != TOK_RBRACE &&
           f->items[i].tok.kind != TOK_SEMICOLON);
    return i;
}

static bool in_block(const Fmt *f, int i)
{
    return i < f->n_items && f->items[i].tok.kind != TOK_RBRACE;
}

static void measure_block(const Fmt *f, int i, int widths[3])
{
    for (int end; in_block(f, i); i = end) {
        end = f->items[i].part == PART_ATTRIBUTE ? attribute_end(f, i) : i + 1;
        if (f->items[i].part != PART_ATTRIBUTE)
            continue;
        Attribute a = split_attribute(f, i, end);
        for (int cell = 0; cell < 3; cell++) {
            int w = cell_width(f, &a, cell);
            if (w <= ALIGNED)
                widths[cell] = MAX(widths[cell], w);
        }
    }
}

/* Directives inside of a word that is not printed as typed. */
static void put_hidden(Fmt *f, const TraceItem *item)
{
    Str word = em_str_cut(f->src, item->head, item->tail);
    bool printed = item->part != PART_RELATION &&
                   item->tok.kind != TOK_DIRECTION &&
                   keyword(item->tok.kind).n == 0;
    int i = word.n == item->tok.tail - item->tok.head || printed
                ? NONE
                : em_str_find(word, STR("%%{"), 0);
    while (i != NONE) {
        int end = remark_end(f, item->head + i, item->tail);
        begin_line(f, false);
        put_raw(f, item->head + i, end);
        i = em_str_find(word, STR("%%{"), end - item->head);
    }
}

/* Prints comments inside of a statement, whose items are [i, end), before it.
 * What stands before item i was printed. */
static void put_inner_gaps(Fmt *f, int i, int end)
{
    for (int k = i; k < end; k++) {
        if (k > i && f->end < f->items[k].head)
            put_gap(f, f->items[k].head);
        put_hidden(f, &f->items[k]);
        f->end = f->items[k].tail;
        f->breaks = MAX(f->breaks, 1);
    }
}

/* From "{" at item i to behind "}". */
static int put_block(Fmt *f, int i)
{
    int widths[3] = {0};
    int start = f->out->n;
    em_put(f->out, STR(" {"));
    f->end = f->items[i++].tail;
    f->depth++;
    f->opened = true;
    f->breaks = 0;
    measure_block(f, i, widths);
    for (int end; in_block(f, i); i = end) {
        put_gap(f, f->items[i].head);
        end = f->items[i].part == PART_ATTRIBUTE ? attribute_end(f, i) : i + 1;
        int breaks = f->breaks;
        put_inner_gaps(f, i, end);
        f->breaks = breaks;
        if (f->items[i].part == PART_ATTRIBUTE) {
            Attribute a = split_attribute(f, i, end);
            put_attribute(f, &a, widths);
        }
    }
    if (i >= f->n_items)
        return i;
    put_gap(f, f->items[i].head);
    f->depth--;
    f->end = f->items[i].tail;
    if (f->out->n != start + 2)
        begin_line(f, true);
    em_put(f->out, STR("}"));
    f->opened = false;
    f->breaks = 0;
    return i + 1;
}

/* ---- statements -----------------------------------------------------------
 */

static int statement_end(const Fmt *f, int i)
{
    do
        i++;
    while (i < f->n_items && f->items[i].part != PART_STATEMENT &&
           f->items[i].tok.kind != TOK_LBRACE);
    return i;
}

/* Strict styles are many tokens; blanks between them do not count. */
static bool is_strict_style(const Fmt *f, const TraceItem *first)
{
    return f->strict &&
           (first->tok.kind == TOK_STYLE || first->tok.kind == TOK_CLASS_DEF);
}

/* When strict, "u" is a cardinality only with what follows glued to it. */
static bool must_glue(const Fmt *f, const TraceItem *item)
{
    return f->strict && item->part == PART_RELATION &&
           item->tok.kind == TOK_CARDINALITY && item->tok.value == CARD_PARENT;
}

/* A name alone on its line, which with the next line could be a statement, or
 * which only behind the header, or glued to what followed it, is a name. */
static bool needs_quotes(const Fmt *f, int i, int end)
{
    Str s = em_str_cut(f->src, f->items[i].head, f->items[i].tail);
    if (end != i + 1)
        return false;
    switch (f->items[i].tok.kind) {
    case TOK_NAME:
        return em_str_eq_nocase(s, STR("direction")) ||
               em_str_eq_nocase(s, STR("one"));
    case TOK_NUM:
    case TOK_ONE: return f->strict && em_str_eq(s, STR("1"));
    default: return false;
    }
}

static void put_tokens(Fmt *f, int i, int end)
{
    bool subgraph = f->items[i].tok.kind == TOK_SUBGRAPH, left = true;
    bool as_typed = is_strict_style(f, &f->items[i]);
    const TraceItem *before = NULL;
    if (needs_quotes(f, i, end)) {
        PUT(f->out, STR("\""),
            em_str_cut(f->src, f->items[i].head, f->items[i].tail), STR("\""));
        return;
    }
    for (; i < end; i++) {
        const TraceItem *item = &f->items[i];
        if (item->tok.kind == TOK_SEMICOLON ||
            (item->tok.kind == TOK_COMMA && before && !as_typed &&
             before->tok.kind == TOK_STYLE_TEXT))
            continue;
        if (before && as_typed)
            em_put(f->out, before->tail < item->head ? STR(" ") : (Str){0});
        else if (before && !must_glue(f, before))
            em_put(f->out, between(before, item, subgraph));
        put_token(f, item, left);
        if (item->tok.kind == TOK_LINE)
            left = false;
        before = item;
    }
}

static int put_statement(Fmt *f, int i)
{
    TokKind kind = f->items[i].tok.kind;
    int end = statement_end(f, i);
    put_gap(f, f->items[i].head);
    if (kind == TOK_SEMICOLON) {
        f->end = f->items[i].tail;
        return i + 1;
    }
    int breaks = f->breaks;
    put_inner_gaps(f, i, end);
    f->breaks = breaks;
    if (kind == TOK_END_WORD)
        f->depth--;
    begin_line(f, kind == TOK_END_WORD);
    put_tokens(f, i, end);
    f->breaks = 0;
    if (end < f->n_items && f->items[end].tok.kind == TOK_LBRACE)
        end = put_block(f, end);
    if (kind == TOK_SUBGRAPH || kind == TOK_HEADER)
        f->depth++;
    f->opened = kind == TOK_SUBGRAPH;
    return end;
}

/* Front matter, as it is. */
static void put_front(Fmt *f, const Prep *prep)
{
    if (!prep->has_front)
        return;
    int from = em_skip_js_space(f->src, 0) - prep->indent.n;
    put_raw(f, MAX(from, 0), without_blanks(f, 0, prep->front_end));
    f->begun = true;
    f->end = prep->front_end;
    f->breaks = 1;
}

/* Reads the source; all is made in scratch. `trace` may be NULL. */
static Parser read_source(const Source *src, bool strict, Trace *trace,
                          Arena *scratch)
{
    Parser p = {.src = src,
                .strict = strict,
                .a = scratch,
                .scratch = scratch,
                .diags = NEW(scratch, Diags),
                .out = NEW(scratch, Schema),
                .trace = trace};
    p.diags->arena = scratch;
    em_mermaid_read(&p);
    return p;
}

static Str canonical(const Source *src, bool strict, Arena *scratch)
{
    Buf out = {.arena = scratch};
    Trace trace = {.arena = scratch};
    Parser p = read_source(src, strict, &trace, scratch);
    Fmt f = {.out = &out,
             .src = src->text,
             .strict = strict,
             .items = trace.list.items,
             .n_items = trace.list.n};
    put_front(&f, &p.prep);
    for (int i = 0; i < f.n_items;)
        i = put_statement(&f, i);
    put_gap(&f, src->text.n);
    em_put(&out, STR("\n"));
    return em_buf_str(&out);
}

/* The model as text; empty when there are errors. */
static Str model_of(const Source *src, bool strict, Arena *scratch)
{
    Buf out = {.arena = scratch};
    Parser p = read_source(src, strict, NULL, scratch);
    if (p.diags->errors == 0)
        em_mermaid_put_json(&out, p.out);
    return em_buf_str(&out);
}

/*
 * Mermaid's lexer looks across lines ("direction LR" anywhere on one, a
 * directive that is not closed), so there are texts in which no token can be
 * moved. What would not mean the same, or not stay as it is, stays as typed.
 */
void em_mermaid_format(Buf *out, const Source *src, bool strict, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Source tidy = em_source_of(src->name, canonical(src, strict, scratch));

    assert(out->arena != scratch);
    bool same = em_str_eq(model_of(src, strict, scratch),
                          model_of(&tidy, strict, scratch)) &&
                em_str_eq(tidy.text, canonical(&tidy, strict, scratch));
    em_put(out, same ? tidy.text : src->text);
    em_arena_rewind(scratch, mark);
}
