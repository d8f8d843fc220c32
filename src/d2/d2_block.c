/*
 * Block strings: |md … |, and block comments, which lose their indent alike.
 */
#include "base/unicode.h"
#include "base/utf8.h"
#include "d2/d2_parser.h"

enum { TAB_COLUMNS = 2 }; /* of a tab in an indent */

/* ---- indent ---------------------------------------------------------------
 */

/* The line of s that begins at i, without its end; *next is the next one. */
static Str line_at(Str s, int i, int *next)
{
    int nl = em_str_find_char(s, '\n', i);
    *next = nl == NONE ? s.n + 1 : nl + 1;
    return em_str_cut(s, i, nl == NONE ? s.n : nl);
}

static bool is_blank(Str line)
{
    for (int i = 0, len; i < line.n; i += len)
        if (!em_d2_is_space(em_utf8_decode(line, i, &len)))
            return false;
    return true;
}

/* The columns of white space that a line begins with. */
static int indent_of(Str line)
{
    int columns = 0;
    for (int i = 0, len; i < line.n; i += len) {
        uint32_t c = em_utf8_decode(line, i, &len);
        if (!em_d2_is_space(c))
            break;
        columns += c == '\t' ? TAB_COLUMNS : 1;
    }
    return columns;
}

/*
 * Puts a line without `columns` of its white space. When a tab reaches beyond
 * them, all of its white space goes.
 */
static void put_outdented(Buf *out, Str line, int columns)
{
    int i = 0, len;
    while (i < line.n && columns != 0) {
        uint32_t c = em_utf8_decode(line, i, &len);
        if (!em_d2_is_space(c))
            break;
        columns -= c == '\t' ? TAB_COLUMNS : 1;
        i += len;
    }
    em_put(out, em_str_cut(line, i, line.n));
}

/* s without the indent that all its lines have that are not blank. */
static Str trim_indent(Arena *a, Str s)
{
    Buf out = {.arena = a};
    int common = INT32_MAX;
    for (int i = 0, next; i <= s.n; i = next) {
        Str line = line_at(s, i, &next);
        if (!is_blank(line))
            common = MIN(common, indent_of(line));
    }
    for (int i = 0, next; i <= s.n; i = next) {
        Str line = line_at(s, i, &next);
        if (i > 0)
            em_put_char(&out, '\n');
        put_outdented(&out, line, common);
    }
    return em_buf_str(&out);
}

/* Without white space at its end; the last line goes when it is blank. */
static Str trim_last_line(Str s)
{
    int nl = s.n;
    while (nl > 0 && s.p[nl - 1] != '\n')
        nl--;
    int end = nl + em_d2_trim_right(em_str_cut(s, nl, s.n)).n;
    return em_str_cut(s, 0, end == nl && nl > 0 ? nl - 1 : end);
}

/*
 * The text of a block whose bytes [from, to) begin on its first line or, when
 * that line held nothing, on the second. What stands on the first line counts
 * as indented like the lines below it ought to be.
 */
static Str block_text(D2Parser *p, int from, int to)
{
    D2Parser inner = *p;
    inner.pos = from;
    inner.text.n = to;
    while (inner.pos < to) {
        int len;
        uint32_t c = em_d2_char(&inner, inner.pos, &len);
        if (!em_d2_is_space(c))
            break;
        inner.pos += len;
        if (c == '\n') {
            Str text = em_str_cut(p->text, inner.pos, to);
            return trim_indent(p->a, trim_last_line(text));
        }
    }
    Buf out = {.arena = p->a};
    em_put_fill(&out, ' ', p->depth * D2_INDENT);
    em_put(&out, em_str_cut(p->text, inner.pos, to));
    return trim_indent(p->a, trim_last_line(em_buf_str(&out)));
}

/* ---- block strings --------------------------------------------------------
 */

static bool is_quote(uint32_t c)
{
    if (c < 0x80)
        return c != D2_END && !em_d2_is_space(c) && !em_is_word((int)c);
    CharClass class = em_char_row(c)->class;
    return class != CHAR_LETTER && class != CHAR_DIGIT && c != D2_END &&
           !em_d2_is_space(c);
}

static bool is_tag(uint32_t c)
{
    return c != D2_END && !em_d2_is_space(c);
}

/* Takes the characters that `is` accepts. */
static Str take_while(D2Parser *p, bool (*is)(uint32_t c))
{
    int from = p->pos, len;
    while (is(em_d2_char(p, p->pos, &len)))
        p->pos += len;
    return em_str_cut(p->text, from, p->pos);
}

Str em_d2_block_closer(Arena *a, Str quote)
{
    int last = quote.n;
    while (last > 0 && ((unsigned char)quote.p[--last] & 0xC0) == 0x80)
        ;
    int n = quote.n - last;
    return JOIN(a, em_str_cut(quote, last, quote.n),
                em_str_cut(quote, n, quote.n), STR("|"));
}

void em_d2_block(D2Parser *p, D2String *s)
{
    int from = p->pos++;
    *s = (D2String){.quoting = D2_BLOCK};
    s->quote = take_while(p, is_quote);
    s->tag = take_while(p, is_tag);

    Str closer = em_d2_block_closer(p->a, s->quote);
    int begin = p->pos, end = em_str_find(p->text, closer, begin);
    if (end == NONE) {
        p->pos = end = p->text.n;
        em_d2_error(p, from, begin, STR("d2-block"),
                    JOIN(p->a, STR("expected `"), closer,
                         STR("` at the end of the block string")));
    } else {
        p->pos = end + closer.n;
    }
    p->depth++;
    s->raw = em_str_cut(p->text, begin, end);
    s->text = block_text(p, begin, end);
    p->depth--;
    s->at = em_d2_place(p, from, p->pos);
}

/* ---- block comments -------------------------------------------------------
 */

D2Node em_d2_block_comment(D2Parser *p)
{
    int from = p->pos, begin = from + 3;
    int end = em_str_find(p->text, STR("\"\"\""), begin);
    p->pos = end + 3;
    if (end == NONE) {
        p->pos = end = p->text.n;
        em_d2_error(p, from, begin, STR("d2-comment"),
                    STR("expected `\"\"\"` at the end of the comment"));
    }
    return (D2Node){.kind = D2_BLOCK_COMMENT,
                    .at = em_d2_place(p, from, p->pos),
                    .comment = block_text(p, begin, end)};
}
