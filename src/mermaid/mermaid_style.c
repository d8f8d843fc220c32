/*
 * style, classDef and class.
 *
 * Strict mode puts styles together from tokens, without blanks, as Mermaid
 * does. Otherwise the values of a line are read as text: "," and ";" separate
 * them, everything else belongs to the value.
 */
#include "mermaid/mermaid_parser.h"

/* ---- lists of names -------------------------------------------------------
 */

static bool is_id(const Parser *p)
{
    switch (p->tok.kind) {
    case TOK_NAME:
    case TOK_STYLE_TEXT: return true;
    case TOK_QNAME:
    case TOK_NUM:
    case TOK_DECIMAL:
    case TOK_ONE: return !p->strict;
    default: return false;
    }
}

/* Any word may be an id on a style line, also a reserved one. */
static Token lex_id(Lexer *lx)
{
    Token t = em_lex(lx);
    if (t.kind == TOK_QNAME || t.kind == TOK_QWORD || t.kind == TOK_BAD)
        return t;
    int end = t.at;
    while (end < lx->text.n && em_is_name_byte((unsigned char)lx->text.p[end]))
        end++;
    if (end == t.at || t.kind == TOK_NAME)
        return t;
    t.kind = TOK_NAME;
    t.end = t.tail = lx->pos = lx->end_before = end;
    lx->state = LEX_NORMAL;
    return t;
}

static void take_then_id(Parser *p, bool style_words)
{
    em_take_then(p, style_words && !p->strict ? lex_id : em_lex);
}

/* id { "," id } */
bool em_parse_ids(Parser *p, bool style_words, Strs *out, Span *span)
{
    int from = p->tok.head;
    for (;;) {
        if (!is_id(p)) {
            em_expected(p, STR("er-name-list"), STR("a name"),
                        p->strict ? STR("names in this list cannot be quoted "
                                        "or begin with a digit")
                                  : (Str){0});
            return false;
        }
        *PUSH(p->a, out) = em_token_text(p, p->tok);
        em_take(p);
        *span = em_span(p, from, p->last.tail);
        if (p->tok.kind != TOK_COMMA)
            return true;
        take_then_id(p, style_words);
    }
}

/* ---- style values ---------------------------------------------------------
 */

static bool in_strict_style(TokKind kind)
{
    return kind == TOK_STYLE_TEXT || kind == TOK_COLON || kind == TOK_HASH;
}

/* style-item = ( STYLE_TEXT | ":" | "#" ) { … }, put together */
static bool parse_strict_item(Parser *p, Strs *out)
{
    Buf item = {.arena = p->a};
    if (!in_strict_style(p->tok.kind)) {
        em_expected(p, STR("er-style"), STR("a style such as fill:#f9f"),
                    p->tok.kind == TOK_BAD
                        ? STR("Mermaid accepts only letters, digits and "
                              "_ - * # : in styles")
                        : (Str){0});
        return false;
    }
    while (in_strict_style(p->tok.kind)) {
        em_put(&item, em_token_text(p, p->tok));
        em_take(p);
    }
    *PUSH(p->a, out) = em_buf_str(&item);
    return true;
}

static bool parse_strict_styles(Parser *p, Strs *out)
{
    if (!parse_strict_item(p, out))
        return false;
    while (p->tok.kind == TOK_COMMA) {
        em_take(p);
        if (!parse_strict_item(p, out))
            return false;
    }
    if (p->tok.kind != TOK_NEWLINE && p->tok.kind != TOK_SEMICOLON) {
        em_expected(p, STR("er-style"), STR("\",\" or the end of the line"),
                    p->tok.kind == TOK_BAD
                        ? STR("Mermaid accepts only letters, digits and "
                              "_ - * # : in styles")
                        : (Str){0});
        return false;
    }
    em_take(p);
    return true;
}

/* "fill : #f9f" is "fill:#f9f". */
static Str tidy(Parser *p, Str item)
{
    int colon = em_str_find_char(item, ':', 0);
    if (colon == NONE)
        return item;
    Str name = em_str_trim(em_str_cut(item, 0, colon));
    Str value = em_str_trim(em_str_cut(item, colon + 1, item.n));
    if (name.n + 1 + value.n == item.n)
        return item;
    return JOIN(p->a, name, STR(":"), value);
}

/* Are the quotes and parentheses of a value closed? */
static bool is_whole(Str value)
{
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (quote && c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        else if (!quote)
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return depth == 0 && !quote;
}

static void take_then_style(Parser *p)
{
    em_take_then(p, em_lex_style);
}

static bool is_blank(Str s, int i)
{
    return i >= 0 && s.p[i] != '\n' && em_js_space(s, i) > 0;
}

/* Whether all of the line with byte i can stand in styles, as Mermaid has it.
 */
static bool is_style_line(Str s, int i)
{
    for (; i < s.n && s.p[i] != '\n'; i++) {
        int c = (unsigned char)s.p[i];
        if (!is_blank(s, i) && !(em_is_name_byte(c) && c != '.') && c != ':' &&
            c != '#' && c != ',' && c != ';')
            return false;
    }
    return true;
}

/*
 * To Mermaid, white space that begins with a blank may hold line breaks; so
 * with a blank at the end of its line, styles may stand on a line below.
 */
static void take_line_break(Parser *p)
{
    Str s = p->lx.text;
    int at = p->tok.head, next = at;

    if (p->tok.kind != TOK_NEWLINE)
        return;
    at -= at > 0 && s.p[at - 1] == '\r';
    while (next < s.n && em_js_space(s, next))
        next += em_js_space(s, next);
    if (!is_blank(s, at - 1) || next == s.n || !is_style_line(s, next))
        return;
    while (p->tok.kind == TOK_NEWLINE)
        take_then_style(p);
    em_warn_at(p, p->tok, STR("er-style"),
               STR("this belongs to the style line above, which ends in a "
                   "blank"),
               STR("write it on that line"));
}

/* style { ( "," | ";" ) style } [ ";" ] */
static bool parse_styles(Parser *p, Strs *out)
{
    em_rescan(p, em_lex_style);
    for (;;) {
        take_line_break(p);
        if (p->tok.kind != TOK_STYLE_TEXT) {
            em_expected(p, STR("er-style"), STR("a style such as fill:#f9f"),
                        (Str){0});
            return false;
        }
        if (!is_whole(em_raw(p, p->tok))) {
            em_error_at(p, p->tok, STR("er-style"),
                        STR("a quote or parenthesis does not match"), (Str){0});
            return false;
        }
        *PUSH(p->a, out) = tidy(p, em_raw(p, p->tok));
        take_then_style(p);
        while (p->tok.kind == TOK_SEMICOLON)
            take_then_style(p);
        if (p->tok.kind == TOK_COMMA)
            take_then_style(p);
        else if (p->tok.kind != TOK_STYLE_TEXT)
            return true;
    }
}

static bool parse_style_line(Parser *p, Strs *ids, Strs *styles, Span *span)
{
    take_then_id(p, true);
    if (em_parse_ids(p, true, ids, span) &&
        (p->strict ? parse_strict_styles(p, styles) : parse_styles(p, styles)))
        return true;
    em_skip_to_line_end(p);
    return false;
}

/* ---- statements -----------------------------------------------------------
 */

static void request_all(Parser *p, const Strs *ids, Request r)
{
    for (int i = 0; i < ids->n; i++) {
        r.name = ids->items[i];
        em_model_request(p, &r);
    }
}

/* style = "style" ids styles */
void em_parse_style(Parser *p)
{
    Strs ids = {0}, styles = {0};
    Span span;
    if (parse_style_line(p, &ids, &styles, &span))
        request_all(
            p, &ids,
            (Request){.values = styles, .are_styles = true, .span = span});
}

/* class-def = "classDef" ids styles */
void em_parse_class_def(Parser *p)
{
    Strs ids = {0}, styles = {0};
    Span span;
    if (!parse_style_line(p, &ids, &styles, &span))
        return;
    for (int i = 0; i < ids.n; i++)
        em_model_class(p, ids.items[i], &styles);
}

/* class-use = "class" ids ids */
void em_parse_class(Parser *p)
{
    Strs ids = {0}, classes = {0};
    Span span, ignored;
    em_take(p);
    if (!em_parse_ids(p, false, &ids, &span) ||
        !em_parse_ids(p, false, &classes, &ignored)) {
        em_skip_to_line_end(p);
        return;
    }
    request_all(p, &ids, (Request){.values = classes, .span = span});
}
