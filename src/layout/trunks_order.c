/*
 * The order of trunks in a channel.
 *
 * For two trunks, who stands left of whom decides how many of their feet cross
 * the other: a left foot of the right one crosses the left one when it is
 * inside its span, and a right foot of the left one likewise the right one.
 * We start with an order that suits stairs, then take each trunk to its best
 * place among the others until nothing moves (sifting). In wide channels this
 * is done in windows of neighbours.
 */
#include "layout/trunks.h"

enum { WINDOW = 240, MAX_ROUNDS = 8, RULE = 1000 };

/* How many of the sorted heights [from, to) are inside (lo, hi). */
static int count_inside(const int *ys, int from, int to, const Trunk *t)
{
    int a = from, b = to;
    while (a < b) {
        int mid = a + (b - a) / 2;
        if (ys[mid] <= t->lo)
            a = mid + 1;
        else
            b = mid;
    }
    int first = a;
    b = to;
    while (a < b) {
        int mid = a + (b - a) / 2;
        if (ys[mid] < t->hi)
            a = mid + 1;
        else
            b = mid;
    }
    return a - first;
}

/* Crossings of the two when i stands left of j. */
static int crossings(const Channeling *c, int i, int j)
{
    const Trunk *trunks = c->ch->trunks.items;
    const Lists *l = &c->rim[0], *r = &c->rim[1];

    if (trunks[i].hi < trunks[j].lo || trunks[j].hi < trunks[i].lo)
        return 0;
    return count_inside(l->list, l->start[j], l->start[j + 1], &trunks[i]) +
           count_inside(r->list, r->start[i], r->start[i + 1], &trunks[j]);
}

/* The number of a trunk's feet on a rim, and the sum of their heights. */
static int sum_feet(const Channeling *c, int side, int trunk, int64_t *sum)
{
    const Lists *rim = &c->rim[side];
    *sum = 0;
    for (int k = rim->start[trunk]; k < rim->start[trunk + 1]; k++)
        *sum += rim->list[k];
    return rim->start[trunk + 1] - rim->start[trunk];
}

/* Falling lines go from right to left, the lower first; rising ones the other
 * way. */
static void start_order(Channeling *c)
{
    int n = c->ch->trunks.n;
    SortKey *keys = NEW_ARRAY(c->scratch, n + 1, SortKey);
    const int64_t group = (int64_t)1 << 40;

    for (int t = 0; t < n; t++) {
        int64_t sum[2], many[2];
        for (int side = 0; side < 2; side++)
            many[side] = sum_feet(c, side, t, &sum[side]);
        const Trunk *tr = &c->ch->trunks.items[t];
        int64_t span = (int64_t)tr->hi - tr->lo;
        if (many[1] == 0)
            keys[t] = (SortKey){-2 * group + span, t};
        else if (many[0] == 0)
            keys[t] = (SortKey){2 * group - span, t};
        else if (sum[0] * many[1] < sum[1] * many[0])
            keys[t] = (SortKey){-tr->lo, t};
        else
            keys[t] = (SortKey){group / 2 + tr->lo, t};
    }
    em_sort_keys(keys, n);
    for (int k = 0; k < n; k++)
        c->order[k] = keys[k].index;
}

/* Takes the k-th of a window to its best place. */
static bool sift_one(int *win, int n, int k, const int *gain)
{
    int item = win[k], best = k, sum = 0, best_sum = 0;
    for (int i = k - 1; i >= 0; i--) { /* to the left of win[i] */
        sum += gain[win[i] * n + item];
        if (sum > best_sum) {
            best_sum = sum;
            best = i;
        }
    }
    sum = 0;
    for (int i = k + 1; i < n; i++) {
        sum += gain[item * n + win[i]];
        if (sum > best_sum) {
            best_sum = sum;
            best = i;
        }
    }
    for (int i = k; i < best; i++)
        win[i] = win[i + 1];
    for (int i = k; i > best; i--)
        win[i] = win[i - 1];
    win[best] = item;
    return best != k;
}

/* gain[a * n + b]: what is won when a, left of b, goes to its right. */
static void sift_window(Channeling *c, int first, int n)
{
    Mark mark = em_arena_mark(c->scratch);
    int *gain = NEW_ARRAY(c->scratch, n * n + 1, int);
    int *win = NEW_ARRAY(c->scratch, n + 1, int);
    int *at = NEW_ARRAY(c->scratch, c->ch->trunks.n, int);
    int *order = c->order + first;

    for (int t = 0; t < c->ch->trunks.n; t++)
        at[t] = NONE;
    for (int a = 0; a < n; a++) {
        at[order[a]] = a;
        win[a] = a;
    }
    for (int a = 0; a < n; a++) {
        for (int b = a + 1; b < n; b++) {
            int g = crossings(c, order[a], order[b]) -
                    crossings(c, order[b], order[a]);
            gain[a * n + b] = g;
            gain[b * n + a] = -g;
        }
    }
    for (int i = 0; i < c->n_must; i++) {
        int a = at[c->must[i].before], b = at[c->must[i].after];
        if (a == NONE || b == NONE)
            continue;
        gain[a * n + b] -= RULE;
        gain[b * n + a] += RULE;
    }
    bool moved = true;
    for (int round = 0; moved && round < MAX_ROUNDS; round++) {
        moved = false;
        for (int item = 0; item < n; item++) {
            int k = 0;
            while (win[k] != item)
                k++;
            moved |= sift_one(win, n, k, gain);
        }
    }
    int *sorted = NEW_ARRAY(c->scratch, n + 1, int);
    for (int k = 0; k < n; k++)
        sorted[k] = order[win[k]];
    for (int k = 0; k < n; k++)
        order[k] = sorted[k];
    em_arena_rewind(c->scratch, mark);
}

void em_trunks_sift(Channeling *c)
{
    int n = c->ch->trunks.n;
    start_order(c);
    if (n <= WINDOW) {
        sift_window(c, 0, n);
        return;
    }
    if (n > 20 * WINDOW)
        return;
    for (int first = 0; first < n; first += WINDOW)
        sift_window(c, first, MIN(WINDOW, n - first));
    for (int first = WINDOW / 2; first < n; first += WINDOW)
        sift_window(c, first, MIN(WINDOW, n - first));
}
