/*
 * Markdown in labels has to be well-formed XML once it is HTML: D2 puts it
 * into SVG as it is. What CommonMark makes itself always is; what can be wrong
 * is raw HTML: tags that are not closed, attributes without quotes, names of
 * characters that XML does not know.
 *
 * The checks are those of XML 1.0 that such text can fail, in the order of the
 * text; the first failure is told.
 */
#include "d2/d2_xml.h"

#include <cmark.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { END = -1 };

typedef struct {
    Str s;
    int at;
    Arena *arena;
    ARRAY_OF(Str) open; /* names of elements */
    Str wrong;          /* empty: all is well so far */
} Xml;

static int peek(const Xml *x)
{
    return x->at < x->s.n ? (unsigned char)x->s.p[x->at] : END;
}

static bool skip(Xml *x, Str text)
{
    if (!em_str_starts(em_str_cut(x->s, x->at, x->s.n), text))
        return false;
    x->at += text.n;
    return true;
}

static void skip_space(Xml *x)
{
    while (peek(x) != END && em_is_space(peek(x)))
        x->at++;
}

/* Leaves the text behind `end`. */
static void skip_past(Xml *x, Str end, Str wrong)
{
    int at = em_str_find(x->s, end, x->at);
    if (at == NONE)
        x->wrong = wrong;
    else
        x->at = at + end.n;
}

static bool is_name_byte(int c)
{
    return em_is_word(c) || c == ':' || c == '-' || c == '.' || c >= 0x80;
}

static Str read_name(Xml *x)
{
    int start = x->at;
    if (em_is_digit(peek(x)) || peek(x) == '-' || peek(x) == '.')
        return (Str){0};
    while (peek(x) != END && is_name_byte(peek(x)))
        x->at++;
    return em_str_cut(x->s, start, x->at);
}

/* & name ; or & # digits ; or & # x digits ; */
static void read_entity(Xml *x)
{
    static const Str known[] = {STR_INIT("lt"), STR_INIT("gt"), STR_INIT("amp"),
                                STR_INIT("apos"), STR_INIT("quot")};
    int start = x->at++;
    bool good = false;

    if (skip(x, STR("#"))) {
        bool hex = skip(x, STR("x"));
        int digits = x->at;
        int64_t v = 0;
        for (int c; (c = em_lower(peek(x))),
                    em_is_digit(c) || (hex && c >= 'a' && c <= 'f');
             x->at++)
            v = MIN(v * (hex ? 16 : 10) + (c <= '9' ? c - '0' : c - 'a' + 10),
                    0x110000);
        good = x->at > digits && (v >= 0x20 || v == 9 || v == 10 || v == 13) &&
               v < 0x110000 && (v < 0xD800 || v > 0xDFFF) && v != 0xFFFE &&
               v != 0xFFFF;
    } else {
        Str name = read_name(x);
        for (int i = 0; i < COUNT(known); i++)
            good = good || em_str_eq(name, known[i]);
    }
    bool ended = skip(x, STR(";"));
    if (!good || !ended)
        x->wrong = JOIN(x->arena, STR("XML has no character `"),
                        em_str_cut(x->s, start, x->at), STR("`"));
}

static void read_char(Xml *x)
{
    int len;
    uint32_t c = em_utf8_decode(x->s, x->at, &len);

    x->at += len;
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE ||
        c == 0xFFFF)
        x->wrong = STR("a control character, which XML does not allow");
}

static void read_comment(Xml *x)
{
    int at = em_str_find(x->s, STR("--"), x->at);
    if (at == NONE) {
        x->wrong = STR("a comment is not closed with `-->`");
        return;
    }
    x->at = at + 2;
    if (!skip(x, STR(">")))
        x->wrong = STR("`--` may not stand in a comment");
}

/* name = "value" */
static void read_attribute(Xml *x)
{
    Str name = read_name(x);
    if (name.n == 0) {
        x->wrong = STR("expected an attribute or `>` in a tag");
        return;
    }
    skip_space(x);
    if (!skip(x, STR("="))) {
        x->wrong =
            JOIN(x->arena, STR("the attribute `"), name, STR("` has no value"));
        return;
    }
    skip_space(x);
    int quote = peek(x);
    if (quote != '"' && quote != '\'') {
        x->wrong = JOIN(x->arena, STR("the value of the attribute `"), name,
                        STR("` is not in quotes"));
        return;
    }
    /* D2 mends ampersands of links */
    bool link = em_str_eq(name, STR("href")) && quote == '"';
    x->at++;
    while (peek(x) != END && peek(x) != quote && x->wrong.n == 0) {
        if (peek(x) == '<')
            x->wrong = STR("`<` may not stand in the value of an attribute");
        else if (peek(x) == '&' && !link)
            read_entity(x);
        else
            read_char(x);
    }
    if (x->wrong.n == 0 && peek(x) == END)
        x->wrong = STR("the value of an attribute is not closed");
    x->at++;
}

static void read_start_tag(Xml *x)
{
    Str name = read_name(x);
    if (name.n == 0) {
        x->wrong = STR("expected the name of an element after `<`");
        return;
    }
    while (x->wrong.n == 0) {
        skip_space(x);
        if (skip(x, STR("/>")))
            return;
        if (skip(x, STR(">"))) {
            *PUSH(x->arena, &x->open) = name;
            return;
        }
        read_attribute(x);
    }
}

static void read_end_tag(Xml *x)
{
    Str name = read_name(x);
    skip_space(x);
    if (!skip(x, STR(">"))) {
        x->wrong = STR("expected `>` in a closing tag");
        return;
    }
    Str open = x->open.items[--x->open.n];
    if (!em_str_eq(open, name))
        x->wrong = JOIN(x->arena, STR("`<"), open, STR(">` is closed by `</"),
                        name, STR(">`"));
}

static void read_markup(Xml *x)
{
    if (skip(x, STR("<!--")))
        read_comment(x);
    else if (skip(x, STR("<![CDATA[")))
        skip_past(x, STR("]]>"), STR("`<![CDATA[` is not closed with `]]>`"));
    else if (skip(x, STR("<!")))
        skip_past(x, STR(">"), STR("`<!` is not closed with `>`"));
    else if (skip(x, STR("<?")))
        skip_past(x, STR("?>"), STR("`<?` is not closed with `?>`"));
    else if (skip(x, STR("</")))
        read_end_tag(x);
    else if (skip(x, STR("<")))
        read_start_tag(x);
    else if (peek(x) == '&')
        read_entity(x);
    else
        read_char(x);
}

/* Checks one element and what is in it; text behind it does not matter. */
static Str check(Str html, Arena *a)
{
    Xml x = {.s = html, .arena = a};
    do
        read_markup(&x);
    while (x.open.n > 0 && x.wrong.n == 0 && peek(&x) != END);
    return x.wrong;
}

static void free_html(void *html)
{
    free(html);
}

Str em_d2_markdown_error(Str markdown, Arena *a)
{
    Guard *guard = em_guard_new(a);
    char *html = cmark_markdown_to_html(markdown.p, (size_t)markdown.n,
                                        CMARK_OPT_UNSAFE);
    em_guard_set(guard, free_html, html);
    if (!html)
        em_out_of_memory(a);
    Str whole = JOIN(a, STR("<div>"), em_str_of(html), STR("</div>"));
    em_guard_close(guard);
    return check(whole, a);
}
