/*
 * Lines: where a text breaks.
 *
 * It breaks at LF, and where a line would be wider than the limit: at its last
 * blank or between ideographs, else (in a word longer than a line) after
 * `/ - _ , . :`, else (in one longer than a line and a half) between any two
 * clusters. Widths are those of the clusters one by one, without kerning: near
 * enough to choose a break.
 *
 * A text of a few lines is then broken once more at the least limit that needs
 * no more lines, so that its lines are of about the same length.
 */
#include "base/utf8.h"
#include "text/shape.h"

/* Longer texts are not balanced, which reads them several times. */
enum {
    WINDOW = 400,
    BALANCED_BYTES = WINDOW,
    BALANCED_LINES = 6,
    BALANCE_STEPS = 4
};

typedef enum { BREAK_ANY, BREAK_WORD, BREAK_GOOD } BreakKind;

/* A cluster, and how good a break is after it. */
typedef struct {
    int from, to;
    Len width;
    BreakKind after;
} Cluster;

typedef struct {
    Fonts *fonts;
    Arena *arena;
    const Marked *marked;
    Len size;
    Len most;      /* a word no wider than this is not broken */
    int stretch;   /* the one that the last cluster was in */
    int bad;       /* breaks inside words so far */
    int64_t total; /* width of all lines so far */
    /* clusters[0..n) are measured, and follow each other */
    int n;
    Cluster clusters[WINDOW];
} Wrapper;

/* The face at a byte; bytes are mostly asked for in order. */
static Face face_at(Wrapper *w, int at)
{
    const Stretch *s = w->marked->stretches.items;
    while (s[w->stretch].from > at)
        w->stretch--;
    while (s[w->stretch].to <= at)
        w->stretch++;
    return s[w->stretch].face;
}

static Len cluster_width(Wrapper *w, int from, int to)
{
    int len, advance;
    Str cluster = em_str_cut(w->marked->text, from, to);
    uint32_t c = em_utf8_decode(cluster, 0, &len);
    Face face = face_at(w, from);

    if (em_font_find(w->fonts, face, c, &advance))
        return em_font_units(face, advance, w->size);
    return (Len)((int64_t)em_cluster_width(cluster) * w->size / PX);
}

/* em_cluster_end, but faster where two ASCII characters meet. */
static int next_cluster(Str text, int at)
{
    if (((unsigned char)text.p[at] & 0x80) == 0 &&
        (at + 1 >= text.n || ((unsigned char)text.p[at + 1] & 0x80) == 0))
        return at + 1;
    return em_cluster_end(text, at);
}

/* Closing marks that no line begins with. */
static bool closes(uint32_t c)
{
    return (c >= 0x3001 && c <= 0x3002) || c == 0x300D || c == 0x300F ||
           c == 0x3011 || c == 0x30FC || c == 0xFF01 || c == 0xFF09 ||
           c == 0xFF0C || c == 0xFF0E || c == 0xFF1A || c == 0xFF1B ||
           c == 0xFF1F;
}

/* How good a break is between the cluster [from, at) and what follows. */
static BreakKind break_kind(Str text, int from, int at)
{
    int len;

    switch (text.p[from]) {
    case ' ': return BREAK_GOOD;
    case '/':
    case '-':
    case '_':
    case ',':
    case '.':
    case ':': return BREAK_WORD;
    default: break;
    }
    if (((unsigned char)text.p[from] & 0x80) == 0 || at >= text.n)
        return BREAK_ANY;
    if (em_wide_kind(em_utf8_decode(text, from, &len)) != WIDE_IDEOGRAPH ||
        closes(em_utf8_decode(text, at, &len)))
        return BREAK_ANY;
    return BREAK_GOOD;
}

/* Measures the clusters from `at` on, as many as the window holds. */
static void fill_window(Wrapper *w, int at, int end)
{
    Str text = em_str_cut(w->marked->text, 0, end);

    for (w->n = 0; w->n < WINDOW && at < end; w->n++) {
        int next = next_cluster(text, at);
        w->clusters[w->n] = (Cluster){at, next, cluster_width(w, at, next),
                                      break_kind(text, at, next)};
        at = next;
    }
}

/* The index of the cluster that begins at `at` < end. */
static int find_cluster(Wrapper *w, int at, int end)
{
    int lo = 0, hi = w->n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (w->clusters[mid].from == at)
            return mid;
        if (w->clusters[mid].from < at)
            lo = mid + 1;
        else
            hi = mid;
    }
    fill_window(w, at, end);
    return 0;
}

/* The end of the line that begins at `from` in a text that ends at `end`. */
static int line_end(Wrapper *w, int from, int end, Len limit)
{
    int best[3] = {NONE, NONE, NONE}; /* last place for each BreakKind */
    Len width = 0;
    int at = from;

    for (int k = find_cluster(w, from, end); at < end; k++) {
        if (k == w->n)
            k = find_cluster(w, at, end);
        const Cluster *c = &w->clusters[k];
        bool whole = best[BREAK_GOOD] == NONE && best[BREAK_WORD] == NONE;
        bool fits = (width += c->width) <= limit || at == from;
        if (!fits && (!whole || width > w->most) &&
            w->marked->text.p[at] != ' ')
            break;
        at = c->to;
        if (fits || c->after != BREAK_ANY)
            best[c->after] = at;
        if (fits)
            best[BREAK_ANY] = at;
    }
    w->total += width;
    if (at >= end)
        return end;
    if (best[BREAK_GOOD] != NONE)
        return best[BREAK_GOOD];
    w->bad++;
    return best[best[BREAK_WORD] != NONE ? BREAK_WORD : BREAK_ANY];
}

/* [from, to) without the blanks around it. */
static LineSpan without_blanks(Str text, int from, int to)
{
    while (from < to && text.p[from] == ' ')
        from++;
    while (to > from && text.p[to - 1] == ' ')
        to--;
    return (LineSpan){from, to};
}

/* Breaks [from, end), which has no LF. Puts lines into *out unless it is NULL;
 * gives up after `most`. Returns their number. */
static int break_text(Wrapper *w, LineSpan all, Len limit, int most,
                      LineSpans *out)
{
    int n = 0;
    Str text = w->marked->text;

    w->bad = 0;
    w->total = 0;
    for (int at = all.from; at < all.to && n <= most; n++) {
        int end = line_end(w, at, all.to, limit);
        if (out)
            *PUSH(w->arena, out) = without_blanks(text, at, end);
        at = end;
        while (at < all.to && text.p[at] == ' ')
            at++;
    }
    return n;
}

/* The least limit, nearly, that needs as few lines and breaks as few words. */
static Len balanced(Wrapper *w, LineSpan all, Len limit)
{
    int lines = break_text(w, all, limit, BALANCED_LINES, NULL);
    int bad = w->bad;
    if (lines < 2 || lines > BALANCED_LINES)
        return limit;

    /* the lines cannot all be shorter than their mean */
    Len too_small = (Len)MIN(w->total / lines, limit), enough = limit;
    too_small -= too_small / 8; /* words at the ends were counted twice */
    for (int i = 0; i < BALANCE_STEPS; i++) {
        Len middle = too_small + (enough - too_small) / 2;
        int needs = break_text(w, all, middle, lines, NULL);
        if (needs <= lines && w->bad <= bad)
            enough = middle;
        else
            too_small = middle;
    }
    return enough;
}

LineSpans em_wrap(Fonts *f, Arena *a, const Marked *m, Len size, Len limit)
{
    Wrapper w;
    LineSpans lines = {0};
    int first = 0, last = m->text.n; /* without empty lines at both ends */

    w.fonts = f;
    w.arena = a;
    w.marked = m;
    w.size = size;
    w.most = limit + limit / 2;
    w.stretch = 0;
    w.n = 0;
    while (first < last && em_is_space((unsigned char)m->text.p[first]))
        first++;
    while (last > first && em_is_space((unsigned char)m->text.p[last - 1]))
        last--;
    for (int from = first; from <= last;) {
        int end = em_str_find_char(m->text, '\n', from);
        if (end == NONE || end > last)
            end = last;
        LineSpan all = without_blanks(m->text, from, end);
        if (all.from == all.to)
            *PUSH(a, &lines) = all;
        Len fit = all.to - all.from <= BALANCED_BYTES ? balanced(&w, all, limit)
                                                      : limit;
        break_text(&w, all, fit, all.to, &lines);
        from = end + 1;
    }
    return lines;
}
