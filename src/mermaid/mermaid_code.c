/*
 * Character codes are resolved as a browser resolves "&name;" and "&#digits;",
 * which is what Mermaid leaves in the text.
 */
#include "mermaid/mermaid_code.h"

#include "base/utf8.h"
#include "mermaid/mermaid_lex.h"

/* Windows-1252 in the places of the C1 control characters; 0: as it is. */
static const uint16_t windows[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static const CodeName *find_name(Str name)
{
    int lo = 0, hi = em_n_code_names;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        Str there = em_str_of(em_code_names[mid].name);
        int order = em_str_cmp(name, there);
        if (order == 0)
            return &em_code_names[mid];
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return NULL;
}

static void put_name(Buf *b, const CodeName *code)
{
    em_utf8_put(b, (uint32_t)code->first);
    if (code->second)
        em_utf8_put(b, (uint32_t)code->second);
}

static void put_number(Buf *b, Str digits)
{
    int64_t v = 0;
    for (int i = 0; i < digits.n; i++)
        v = MIN(v * 10 + (digits.p[i] - '0'), 0x110000);
    if (v == 0 || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        v = REPLACEMENT;
    if (v >= 0x80 && v < 0xA0 && windows[v - 0x80])
        v = windows[v - 0x80];
    em_utf8_put(b, (uint32_t)v);
}

static bool all_digits(Str s)
{
    for (int i = 0; i < s.n; i++)
        if (!em_is_digit((unsigned char)s.p[i]))
            return false;
    return true;
}

/* The longest old name, one that needs no semicolon, that `name` begins with.
 * A browser reads "&notit;" as "&not" and "it;". */
static Str legacy_prefix(Str name)
{
    Str best = {0};
    for (int i = 0; i < em_n_code_legacy; i++) {
        Str old = em_str_of(em_code_legacy[i]);
        if (old.n > best.n && em_str_starts(name, old))
            best = old;
    }
    return best;
}

static void put_code(Buf *b, Str name, bool strict)
{
    const CodeName *code = find_name(name);
    if (all_digits(name)) {
        put_number(b, name);
        return;
    }
    if (code) {
        put_name(b, code);
        return;
    }
    Str old = strict ? legacy_prefix(name) : (Str){0};
    if (old.n > 0) {
        put_name(b, find_name(old));
        PUT(b, em_str_cut(name, old.n, name.n), STR(";"));
        return;
    }
    PUT(b, strict ? STR("&") : STR("#"), name, STR(";"));
}

/* The first byte at or after i that is not simply copied, or s.n. */
static int next_special(Str s, int i)
{
    for (; i < s.n; i++) {
        if (s.p[i] == '#' && em_code_length(s, i) > 0)
            return i;
        if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
            return i;
    }
    return s.n;
}

Str em_decode(Str raw, bool strict, Arena *a)
{
    int i = next_special(raw, 0);
    if (i == raw.n)
        return raw;

    Buf b = {.arena = a};
    em_put(&b, em_str_cut(raw, 0, i));
    while (i < raw.n) {
        int code = raw.p[i] == '#' ? em_code_length(raw, i) : 0;
        if (code > 0)
            put_code(&b, em_str_cut(raw, i + 1, i + code - 1), strict);
        i += MAX(code, 1);
        int next = next_special(raw, i);
        em_put(&b, em_str_cut(raw, i, next));
        i = next;
    }
    return em_buf_str(&b);
}
