#include "base/unicode.h"

const CharRow *em_char_row(uint32_t c)
{
    int lo = 0, hi = em_n_char_rows - 1;
    while (lo < hi) {
        int mid = hi - (hi - lo) / 2;
        if (em_char_rows[mid].first <= c)
            lo = mid;
        else
            hi = mid - 1;
    }
    return &em_char_rows[lo];
}
