/*
 * Case folding by a table of ranges.
 */
#include "base/fold.h"

/*
 * A run of capitals. Step 1: small letters are `shift` further. Step 2: each
 * capital is followed by its small letter.
 */
typedef struct {
    uint32_t first, last;
    int step, shift;
} Capitals;

/* Sorted by first; not overlapping. */
static const Capitals capitals[] = {
    {'A', 'Z', 1, 32},          {0xC0, 0xD6, 1, 32},
    {0xD8, 0xDE, 1, 32},        {0x100, 0x12E, 2, 1},
    {0x132, 0x136, 2, 1},       {0x139, 0x147, 2, 1},
    {0x14A, 0x176, 2, 1},       {0x178, 0x178, 1, -121},
    {0x179, 0x17D, 2, 1},       {0x17F, 0x17F, 1, -268},
    {0x1CD, 0x1DB, 2, 1},       {0x1DE, 0x1EE, 2, 1},
    {0x1F8, 0x21E, 2, 1},       {0x222, 0x232, 2, 1},
    {0x386, 0x386, 1, 38},      {0x388, 0x38A, 1, 37},
    {0x38C, 0x38C, 1, 64},      {0x38E, 0x38F, 1, 63},
    {0x391, 0x3A1, 1, 32},      {0x3A3, 0x3AB, 1, 32},
    {0x3C2, 0x3C2, 1, 1},       {0x3D8, 0x3EE, 2, 1},
    {0x400, 0x40F, 1, 80},      {0x410, 0x42F, 1, 32},
    {0x460, 0x480, 2, 1},       {0x48A, 0x4BE, 2, 1},
    {0x4C0, 0x4C0, 1, 15},      {0x4C1, 0x4CD, 2, 1},
    {0x4D0, 0x52E, 2, 1},       {0x531, 0x556, 1, 48},
    {0x1E00, 0x1E94, 2, 1},     {0x1EA0, 0x1EFE, 2, 1},
    {0x2160, 0x216F, 1, 16},    {0x212A, 0x212A, 1, -8383},
    {0x212B, 0x212B, 1, -8262}, {0x24B6, 0x24CF, 1, 26},
    {0xFF21, 0xFF3A, 1, 32},
};

uint32_t em_fold(uint32_t c)
{
    int lo = 0, hi = COUNT(capitals);

    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        const Capitals *run = &capitals[mid];
        if (c < run->first)
            hi = mid;
        else if (c > run->last)
            lo = mid + 1;
        else if (run->step == 2 && (c - run->first) % 2 != 0)
            return c;
        else
            return (uint32_t)((int)c + run->shift);
    }
    return c;
}

bool em_fold_eq(Str a, Str b)
{
    int i = 0, j = 0;

    while (i < a.n && j < b.n) {
        unsigned char x = (unsigned char)a.p[i], y = (unsigned char)b.p[j];
        int in_a = 1, in_b = 1;
        bool same = x < 0x80 && y < 0x80
                        ? em_lower(x) == em_lower(y)
                        : em_fold(em_utf8_decode(a, i, &in_a)) ==
                              em_fold(em_utf8_decode(b, j, &in_b));
        if (!same)
            return false;
        i += in_a;
        j += in_b;
    }
    return i == a.n && j == b.n;
}

void em_fold_put(Buf *b, Str s)
{
    int len;
    for (int i = 0; i < s.n; i += len)
        em_utf8_put(b, em_fold(em_utf8_decode(s, i, &len)));
}
