/*
 * Sorting as D2 sorts.
 *
 * What stands at one place of the text (all edges that a pattern makes) has no
 * order of its own, and D2's sort is not stable: from 13 things on, equal ones
 * come out in an order that only the steps of the sort explain. So these are
 * its steps: pattern-defeating quicksort (Peters, arXiv 2106.05123) with
 * insertion sort for up to 12 things. Things without a place compare by where
 * they are at that moment.
 */
#include "d2/d2_build.h"

enum {
    MOST_INSERTED = 12, /* things that insertion sort takes */
    LEAST_NINTHER = 50, /* things from which the pivot is one of nine */
    LEAST_SHIFTED = 50, /* ... and from which a few are shifted into place */
    MOST_SHIFTED = 5,   /* of them, before giving up */
    MOST_PIVOT_SWAPS = 12
};

typedef enum { ORDER_UNKNOWN, ORDER_UP, ORDER_DOWN } Hint;

static bool less(const Sortable *v, int i, int j)
{
    if (v[i].at == NONE || v[j].at == NONE)
        return i < j;
    return v[i].at < v[j].at;
}

static void swap(Sortable *v, int i, int j)
{
    Sortable t = v[i];
    v[i] = v[j];
    v[j] = t;
}

static void insertion_sort(Sortable *v, int from, int to)
{
    for (int i = from + 1; i < to; i++)
        for (int j = i; j > from && less(v, j, j - 1); j--)
            swap(v, j, j - 1);
}

static void sift_down(Sortable *v, int root, int n)
{
    for (int child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && less(v, child, child + 1))
            child++;
        if (!less(v, root, child))
            return;
        swap(v, root, child);
    }
}

static void heap_sort(Sortable *v, int n)
{
    for (int i = (n - 1) / 2; i >= 0; i--)
        sift_down(v, i, n);
    for (int i = n - 1; i >= 0; i--) {
        swap(v, 0, i);
        sift_down(v, 0, i);
    }
}

static void order_two(const Sortable *v, int *a, int *b, int *swaps)
{
    if (!less(v, *b, *a))
        return;
    int t = *a;
    *a = *b;
    *b = t;
    ++*swaps;
}

static int median(const Sortable *v, int a, int b, int c, int *swaps)
{
    order_two(v, &a, &b, swaps);
    order_two(v, &b, &c, swaps);
    order_two(v, &a, &b, swaps);
    return b;
}

static int choose_pivot(const Sortable *v, int from, int to, Hint *hint)
{
    int quarter = (to - from) / 4, swaps = 0;
    int a = from + quarter, b = from + 2 * quarter, c = from + 3 * quarter;

    if (to - from >= LEAST_NINTHER) {
        a = median(v, a - 1, a, a + 1, &swaps);
        b = median(v, b - 1, b, b + 1, &swaps);
        c = median(v, c - 1, c, c + 1, &swaps);
    }
    b = median(v, a, b, c, &swaps);
    *hint = swaps == 0                  ? ORDER_UP
            : swaps == MOST_PIVOT_SWAPS ? ORDER_DOWN
                                        : ORDER_UNKNOWN;
    return b;
}

/* What is nearly in order is put in order; false when it was not so near. */
static bool shift_few(Sortable *v, int from, int to)
{
    for (int i = from + 1, steps = 0; steps < MOST_SHIFTED; steps++) {
        while (i < to && !less(v, i, i - 1))
            i++;
        if (i == to)
            return true;
        if (to - from < LEAST_SHIFTED)
            return false;
        swap(v, i, i - 1);
        for (int j = i - 1; i - from >= 2 && j >= 1 && less(v, j, j - 1); j--)
            swap(v, j, j - 1);
        for (int j = i + 1; j < to && less(v, j, j - 1); j++)
            swap(v, j, j - 1);
    }
    return false;
}

/* Swaps three things around the middle with others, the same in every run. */
static void break_patterns(Sortable *v, int from, int to)
{
    int n = to - from, middle = from + n / 4 * 2 - 1, power = 1;
    uint64_t random = (uint64_t)n;

    while (power <= n)
        power *= 2;
    for (int i = 0; i < 3; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        int other = (int)(random & (uint64_t)(power - 1));
        swap(v, middle - 1 + i, from + (other >= n ? other - n : other));
    }
}

/* Puts the pivot in its place, smaller things before it, others behind it. */
static int partition(Sortable *v, int from, int to, int pivot, bool *was_so)
{
    int i = from + 1, j = to - 1;

    swap(v, from, pivot);
    for (*was_so = true;; *was_so = false) {
        while (i <= j && less(v, i, from))
            i++;
        while (i <= j && !less(v, j, from))
            j--;
        if (i > j)
            break;
        swap(v, i++, j--);
    }
    swap(v, j, from);
    return j;
}

/* The pivot is the smallest: puts all that equals it first. Returns where the
 * greater ones begin. */
static int partition_equal(Sortable *v, int from, int to, int pivot)
{
    int i = from + 1, j = to - 1;

    swap(v, from, pivot);
    for (;;) {
        while (i <= j && !less(v, from, i))
            i++;
        while (i <= j && less(v, from, j))
            j--;
        if (i > j)
            return i;
        swap(v, i++, j--);
    }
}

static void reverse(Sortable *v, int from, int to)
{
    for (int i = from, j = to - 1; i < j; i++, j--)
        swap(v, i, j);
}

/* Recursion takes the smaller part, so its depth is that of a logarithm. */
static void quick_sort(Sortable *v, int from, int to, int bad_allowed)
{
    bool balanced = true, partitioned = true;

    while (to - from > MOST_INSERTED) {
        int n = to - from;
        Hint hint;
        if (bad_allowed == 0) {
            heap_sort(v + from, n);
            return;
        }
        if (!balanced) {
            break_patterns(v, from, to);
            bad_allowed--;
        }
        int pivot = choose_pivot(v, from, to, &hint);
        if (hint == ORDER_DOWN) {
            reverse(v, from, to);
            pivot = to - 1 - (pivot - from);
            hint = ORDER_UP;
        }
        if (balanced && partitioned && hint == ORDER_UP &&
            shift_few(v, from, to))
            return;
        if (from > 0 && !less(v, from - 1, pivot)) {
            from = partition_equal(v, from, to, pivot);
            continue;
        }
        int middle = partition(v, from, to, pivot, &partitioned);
        int left = middle - from, right = to - middle;
        balanced = MIN(left, right) >= n / 8;
        if (left < right) {
            quick_sort(v, from, middle, bad_allowed);
            from = middle + 1;
        } else {
            quick_sort(v, middle + 1, to, bad_allowed);
            to = middle;
        }
    }
    insertion_sort(v, from, to);
}

void em_d2_sort(Sortable *v, int n)
{
    int bits = 0;
    while (n >> bits > 0)
        bits++;
    quick_sort(v, 0, n, bits);
}
