/*
 * Views are compared and cut byte by byte; Buf grows in its arena by doubling.
 */
#include "base/str.h"

#include <string.h>

bool em_is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool em_is_digit(int c)
{
    return c >= '0' && c <= '9';
}

bool em_is_alpha(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool em_is_word(int c)
{
    return em_is_alpha(c) || em_is_digit(c) || c == '_';
}

int em_lower(int c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

bool em_str_eq(Str a, Str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}

bool em_str_eq_nocase(Str a, Str b)
{
    if (a.n != b.n)
        return false;
    for (int i = 0; i < a.n; i++)
        if (em_lower((unsigned char)a.p[i]) != em_lower((unsigned char)b.p[i]))
            return false;
    return true;
}

int em_str_cmp(Str a, Str b)
{
    int n = MIN(a.n, b.n);
    int order = n ? memcmp(a.p, b.p, (size_t)n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool em_str_in_sorted(const Str *sorted, int n, Str s)
{
    int lo = 0, hi = n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        int order = em_str_cmp(s, sorted[mid]);
        if (order == 0)
            return true;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return false;
}

bool em_str_starts(Str s, Str prefix)
{
    return s.n >= prefix.n && em_str_eq(em_str_cut(s, 0, prefix.n), prefix);
}

bool em_str_ends(Str s, Str suffix)
{
    return s.n >= suffix.n &&
           em_str_eq(em_str_cut(s, s.n - suffix.n, s.n), suffix);
}

int em_str_find_char(Str s, char c, int from)
{
    if (from >= s.n)
        return NONE;
    const char *at = memchr(s.p + from, c, (size_t)(s.n - from));
    return at ? (int)(at - s.p) : NONE;
}

int em_str_find(Str s, Str needle, int from)
{
    if (needle.n == 0)
        return from <= s.n ? from : NONE;
    for (int i = from; i <= s.n - needle.n; i++) {
        i = em_str_find_char(s, needle.p[0], i);
        if (i == NONE || i > s.n - needle.n)
            return NONE;
        if (memcmp(s.p + i, needle.p, (size_t)needle.n) == 0)
            return i;
    }
    return NONE;
}

Str em_str_cut(Str s, int from, int to)
{
    assert(0 <= from && from <= to && to <= s.n);
    return s.p ? (Str){s.p + from, to - from} : s;
}

Str em_str_trim(Str s)
{
    int from = 0, to = s.n;
    while (from < to && em_is_space((unsigned char)s.p[from]))
        from++;
    while (to > from && em_is_space((unsigned char)s.p[to - 1]))
        to--;
    return em_str_cut(s, from, to);
}

Str em_str_copy(Arena *a, Str s)
{
    if (s.n == 0)
        return (Str){0};
    char *p = NEW_ARRAY(a, s.n, char);
    memcpy(p, s.p, (size_t)s.n);
    return (Str){p, s.n};
}

Str em_str_lower(Arena *a, Str s)
{
    if (s.n == 0)
        return (Str){0};
    char *p = NEW_ARRAY(a, s.n, char);
    for (int i = 0; i < s.n; i++)
        p[i] = (char)em_lower((unsigned char)s.p[i]);
    return (Str){p, s.n};
}

Str em_str_of(const char *terminated)
{
    return terminated ? (Str){terminated, (int)strlen(terminated)} : (Str){0};
}

char *em_str_terminated(Arena *a, Str s)
{
    char *p = NEW_ARRAY(a, s.n + 1, char);
    if (s.n)
        memcpy(p, s.p, (size_t)s.n);
    return p;
}

enum { DISTANCE_CUT = 64 };

static bool same_letter(Str a, int i, Str b, int j)
{
    return em_lower((unsigned char)a.p[i]) == em_lower((unsigned char)b.p[j]);
}

int em_str_distance(Str a, Str b, int limit)
{
    int rows[3][DISTANCE_CUT + 1];

    a.n = MIN(a.n, DISTANCE_CUT);
    b.n = MIN(b.n, DISTANCE_CUT);
    if (MAX(a.n, b.n) - MIN(a.n, b.n) > limit)
        return limit + 1;
    for (int j = 0; j <= b.n; j++)
        rows[0][j] = j;

    /* rows[i % 3][j] is the distance of a[0..i) and b[0..j) */
    for (int i = 1; i <= a.n; i++) {
        int *row = rows[i % 3], *up = rows[(i + 2) % 3],
            *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= b.n; j++) {
            int replace = up[j - 1] + !same_letter(a, i - 1, b, j - 1);
            row[j] = MIN(replace, MIN(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && same_letter(a, i - 1, b, j - 2) &&
                same_letter(a, i - 2, b, j - 1))
                row[j] = MIN(row[j], up2[j - 2] + 1);
        }
    }
    return MIN(rows[a.n % 3][b.n], limit + 1);
}

Str em_str_one_line(Arena *a, Str s)
{
    Buf b = {.arena = a};
    for (int i = 0; i < s.n; i++) {
        bool is_blank = (unsigned char)s.p[i] <= ' ';
        if (!is_blank)
            em_put_char(&b, s.p[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            em_put_char(&b, ' ');
    }
    return em_buf_str(&b);
}

Str em_buf_str(const Buf *b)
{
    return (Str){b->p, b->n};
}

enum { MIN_ROOM = 64 }; /* of a Buf, in bytes: most are names */

static char *more(Buf *b, int n)
{
    if (b->room - b->n < n) {
        int64_t room = MAX((int64_t)b->room * 2, (int64_t)b->n + n);
        room = MAX(room, MIN_ROOM);
        b->p = em_arena_more(b->arena, b->p, (size_t)b->room, (size_t)room, 1);
        b->room = (int)room;
    }
    b->n += n;
    return b->p + b->n - n;
}

void em_put(Buf *b, Str s)
{
    if (s.n)
        memcpy(more(b, s.n), s.p, (size_t)s.n);
}

void em_put_char(Buf *b, char c)
{
    *more(b, 1) = c;
}

void em_put_fill(Buf *b, char c, int times)
{
    if (times > 0)
        memset(more(b, times), c, (size_t)times);
}

void em_put_int(Buf *b, int64_t v)
{
    char digits[20];
    int n = 0;
    uint64_t size = v < 0 ? -(uint64_t)v : (uint64_t)v;

    do
        digits[n++] = (char)('0' + size % 10);
    while (size /= 10);
    if (v < 0)
        em_put_char(b, '-');
    while (n > 0)
        em_put_char(b, digits[--n]);
}

void em_put_hex(Buf *b, uint32_t v, int digits)
{
    for (int i = digits - 1; i >= 0; i--)
        em_put_char(b, "0123456789abcdef"[i < 8 ? v >> (4 * i) & 15 : 0]);
}

void em_put_len(Buf *b, Len v)
{
    em_put_fixed(b, v, PX, 2);
}

void em_put_fixed(Buf *b, int64_t v, int64_t scale, int places)
{
    assert(scale > 0 && places >= 0 && places <= 9);
    int64_t unit = 1;
    for (int i = 0; i < places; i++)
        unit *= 10;

    int64_t size = v < 0 ? -v : v;
    int64_t parts = (size % scale * unit + scale / 2) / scale;
    int64_t whole = size / scale + parts / unit, left = parts % unit;

    if (v < 0 && (whole > 0 || left > 0))
        em_put_char(b, '-');
    em_put_int(b, whole);
    if (left > 0)
        em_put_char(b, '.');
    while (left > 0) {
        left *= 10;
        em_put_char(b, (char)('0' + left / unit));
        left %= unit;
    }
}

void em_put_all(Buf *b, const Str *parts, int n)
{
    for (int i = 0; i < n; i++)
        em_put(b, parts[i]);
}

Str em_join(Arena *a, const Str *parts, int n)
{
    Buf b = {.arena = a};
    em_put_all(&b, parts, n);
    return em_buf_str(&b);
}

bool em_strs_have(const Strs *list, Str s)
{
    for (int i = 0; list && i < list->n; i++)
        if (em_str_eq(list->items[i], s))
            return true;
    return false;
}

bool em_strs_equal(const Strs *a, const Strs *b)
{
    int n = a ? a->n : 0;
    bool same = n == (b ? b->n : 0);
    for (int i = 0; same && i < n; i++)
        same = em_str_eq(a->items[i], b->items[i]);
    return same;
}

bool em_strs_same_set(const Strs *a, const Strs *b)
{
    int n = a ? a->n : 0;
    bool same = n == (b ? b->n : 0);
    for (int i = 0; same && i < n; i++)
        same = em_strs_have(b, a->items[i]);
    return same;
}
