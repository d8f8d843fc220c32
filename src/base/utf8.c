/*
 * The decoder follows the table of well-formed byte sequences in the Unicode
 * standard, section 3.9. Widths follow East Asian Width (UAX 11) by blocks.
 */
#include "base/utf8.h"

/* The number of bytes a lead byte asks for; 0 when it is none. */
static int wanted(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

uint32_t em_utf8_decode(Str s, int i, int *len)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)s.p + i;
    int n = wanted(p[0]);

    *len = 1;
    if (n == 1)
        return p[0];
    if (n == 0 || n > s.n - i)
        return REPLACEMENT;

    uint32_t c = p[0] & (0x7FU >> n);
    for (int k = 1; k < n; k++) {
        if ((p[k] & 0xC0) != 0x80)
            return REPLACEMENT;
        c = c << 6 | (p[k] & 0x3FU);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return REPLACEMENT;
    *len = n;
    return c;
}

bool em_utf8_valid(Str s)
{
    for (int i = 0, len; i < s.n; i += len)
        if (em_utf8_decode(s, i, &len) == REPLACEMENT && len == 1)
            return false;
    return true;
}

void em_utf8_put(Buf *b, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = REPLACEMENT;
    if (c < 0x80) {
        em_put_char(b, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    uint32_t lead = c < 0x800 ? 0xC0 : c < 0x10000 ? 0xE0 : 0xF0;
    em_put_char(b, (char)(lead | c >> (6 * more)));
    while (more-- > 0)
        em_put_char(b, (char)(0x80 | (c >> (6 * more) & 0x3F)));
}

int em_utf8_count(Str s)
{
    int n = 0;
    for (int i = 0, len; i < s.n; i += len, n++)
        em_utf8_decode(s, i, &len);
    return n;
}

bool em_utf8_is_control(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c <= 0x9F) ||
           (c >= 0xD800 && c <= 0xDFFF) || c == 0xFFFE || c == 0xFFFF;
}

typedef struct {
    uint32_t first, last;
    int columns;
} Range;

/* Sorted by first: found by bisection. What is in no row takes one column. */
static const Range ranges[] = {
    {0x0300, 0x036F, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05BD, 0},
    {0x0610, 0x061A, 0},   {0x064B, 0x065F, 0},   {0x06D6, 0x06DC, 0},
    {0x0900, 0x0902, 0},   {0x093C, 0x093C, 0},   {0x0941, 0x0948, 0},
    {0x094D, 0x094D, 0},   {0x0E31, 0x0E31, 0},   {0x0E34, 0x0E3A, 0},
    {0x0E47, 0x0E4E, 0},   {0x1100, 0x115F, 2},   {0x1AB0, 0x1AFF, 0},
    {0x1DC0, 0x1DFF, 0},   {0x200B, 0x200F, 0},   {0x202A, 0x202E, 0},
    {0x2060, 0x2064, 0},   {0x2066, 0x2069, 0},   {0x20D0, 0x20FF, 0},
    {0x231A, 0x231B, 2},   {0x23E9, 0x23EC, 2},   {0x2614, 0x2615, 2},
    {0x2648, 0x2653, 2},   {0x26A1, 0x26A1, 2},   {0x26BD, 0x26BE, 2},
    {0x2705, 0x2705, 2},   {0x274C, 0x274C, 2},   {0x2753, 0x2755, 2},
    {0x2E80, 0x303E, 2},   {0x3041, 0x33FF, 2},   {0x3400, 0x4DBF, 2},
    {0x4E00, 0x9FFF, 2},   {0xA000, 0xA4CF, 2},   {0xA960, 0xA97C, 2},
    {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},   {0xFE00, 0xFE0F, 0},
    {0xFE20, 0xFE2F, 0},   {0xFE30, 0xFE6F, 2},   {0xFEFF, 0xFEFF, 0},
    {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},   {0x16FE0, 0x18AFF, 2},
    {0x1B000, 0x1B2FF, 2}, {0x1F004, 0x1F004, 2}, {0x1F0CF, 0x1F0CF, 2},
    {0x1F18E, 0x1F19A, 2}, {0x1F200, 0x1F320, 2}, {0x1F32D, 0x1F335, 2},
    {0x1F337, 0x1F37C, 2}, {0x1F37E, 0x1F393, 2}, {0x1F3A0, 0x1F3CA, 2},
    {0x1F3CF, 0x1F3D3, 2}, {0x1F3E0, 0x1F3F0, 2}, {0x1F3F4, 0x1F3F4, 2},
    {0x1F3F8, 0x1F3FA, 2}, {0x1F3FB, 0x1F3FF, 0}, {0x1F400, 0x1F43E, 2},
    {0x1F440, 0x1F440, 2}, {0x1F442, 0x1F4FC, 2}, {0x1F4FF, 0x1F53D, 2},
    {0x1F54B, 0x1F54E, 2}, {0x1F550, 0x1F567, 2}, {0x1F57A, 0x1F57A, 2},
    {0x1F595, 0x1F596, 2}, {0x1F5A4, 0x1F5A4, 2}, {0x1F5FB, 0x1F64F, 2},
    {0x1F680, 0x1F6C5, 2}, {0x1F6CC, 0x1F6CC, 2}, {0x1F6D0, 0x1F6D2, 2},
    {0x1F6D5, 0x1F6DF, 2}, {0x1F6EB, 0x1F6EC, 2}, {0x1F6F4, 0x1F6FC, 2},
    {0x1F7E0, 0x1F7EB, 2}, {0x1F90C, 0x1F9FF, 2}, {0x1FA70, 0x1FAFF, 2},
    {0x20000, 0x3FFFD, 2}, {0xE0001, 0xE007F, 0}, {0xE0100, 0xE01EF, 0},
};

int em_utf8_columns(uint32_t c)
{
    int lo = 0, hi = COUNT(ranges);
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (c < ranges[mid].first)
            hi = mid;
        else if (c > ranges[mid].last)
            lo = mid + 1;
        else
            return ranges[mid].columns;
    }
    return 1;
}
