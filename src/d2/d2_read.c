/*
 * The parser's eyes: characters, white space, places.
 */
#include "base/utf8.h"
#include "d2/d2_parser.h"

uint32_t em_d2_char(const D2Parser *p, int i, int *len)
{
    *len = 0;
    return i < p->text.n ? em_utf8_decode(p->text, i, len) : D2_END;
}

bool em_d2_is_space(uint32_t c)
{
    return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

Str em_d2_trim_right(Str s)
{
    int end = 0;
    for (int i = 0, len; i < s.n; i += len)
        if (!em_d2_is_space(em_utf8_decode(s, i, &len)))
            end = i + len;
    return em_str_cut(s, 0, end);
}

D2Ahead em_d2_ahead(const D2Parser *p)
{
    D2Ahead n = {.at = p->pos};
    int len;
    while (em_d2_is_space(n.c = em_d2_char(p, n.at, &len))) {
        n.newlines += n.c == '\n';
        n.at += len;
    }
    return n;
}

bool em_d2_take(D2Parser *p, uint32_t c)
{
    D2Ahead n = em_d2_ahead(p);
    if (n.c != c || n.newlines)
        return false;
    p->pos = n.at + 1;
    return true;
}

bool em_d2_sees(const D2Parser *p, Str s)
{
    return em_str_starts(em_str_cut(p->text, p->pos, p->text.n), s);
}

D2Place em_d2_place(const D2Parser *p, int from, int to)
{
    return (D2Place){p->source, {from, to - from}};
}

Diag *em_d2_error(D2Parser *p, int from, int to, Str code, Str message)
{
    return em_diag_add(p->diags, (Diag){.severity = DIAG_ERROR,
                                        .source = p->source,
                                        .span = {from, to - from},
                                        .code = code,
                                        .message = message});
}

/* ---- UTF-16 ---------------------------------------------------------------
 */

static uint32_t unit(Str s, int i)
{
    const unsigned char *p = (const unsigned char *)s.p + i;
    return p[0] | (uint32_t)p[1] << 8;
}

static bool is_half(uint32_t c, uint32_t first)
{
    return c >= first && c < first + 0x400;
}

Str em_d2_decode(Str file, Arena *a)
{
    if (!em_str_starts(file, STR("\xFF\xFE")))
        return file;
    Buf out = {.arena = a};
    for (int i = 2; i + 1 < file.n; i += 2) {
        uint32_t c = unit(file, i);
        uint32_t low = i + 3 < file.n ? unit(file, i + 2) : 0;
        if (is_half(c, 0xD800) && is_half(low, 0xDC00)) {
            c = 0x10000 + ((c & 0x3FF) << 10 | (low & 0x3FF));
            i += 2;
        }
        em_utf8_put(&out, c);
    }
    return em_buf_str(&out);
}
