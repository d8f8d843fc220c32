/*
 * Lines: where a text breaks.
 *
 * It breaks at LF, and where a line would be wider than the limit: at its last
 * blank or between ideographs, else (in a word longer than a line) after
 * `/ - _ , . :`, else between any two clusters. Widths are those of the
 * clusters one by one, without kerning: near enough to choose a break.
 *
 * A text of a few lines is then broken once more at the least limit that needs
 * no more lines, so that its lines are of about the same length.
 */
#include "base/utf8.h"
#include "text/shape.h"

/* Longer texts are not balanced, which reads them several times. */
enum { BALANCED_BYTES = 400, BALANCED_LINES = 6, BALANCE_STEPS = 6 };

typedef struct {
    Fonts *fonts;
    Arena *arena;
    const Marked *marked;
    Len size;
    int stretch; /* the one that the last cluster was in */
    int bad;     /* breaks inside words so far */
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
    int len;
    Str cluster = em_str_cut(w->marked->text, from, to);
    uint32_t c = em_utf8_decode(cluster, 0, &len);
    Face face = face_at(w, from);

    if (em_font_has(w->fonts, face, c))
        return em_font_units(face, em_font_advance(w->fonts, face, c), w->size);
    return (Len)((int64_t)em_cluster_width(cluster) * w->size / PX);
}

/* Closing marks that no line begins with. */
static bool closes(uint32_t c)
{
    return (c >= 0x3001 && c <= 0x3002) || c == 0x300D || c == 0x300F ||
           c == 0x3011 || c == 0x30FC || c == 0xFF01 || c == 0xFF09 ||
           c == 0xFF0C || c == 0xFF0E || c == 0xFF1A || c == 0xFF1B ||
           c == 0xFF1F;
}

typedef enum { BREAK_ANY, BREAK_WORD, BREAK_GOOD } BreakKind;

/* How good a break is at byte `at`, which the cluster [from, at) ends at. */
static BreakKind break_kind(Str text, int from, int at)
{
    int len;
    char last = text.p[from];

    if (last == ' ')
        return BREAK_GOOD;
    if (at < text.n && em_str_find_char(STR("/-_,.:"), last, 0) != NONE)
        return BREAK_WORD;
    if ((unsigned char)last < 0x80 || at >= text.n)
        return BREAK_ANY;
    if (em_wide_kind(em_utf8_decode(text, from, &len)) != WIDE_IDEOGRAPH ||
        closes(em_utf8_decode(text, at, &len)))
        return BREAK_ANY;
    return BREAK_GOOD;
}

/* The end of the line that begins at `from` in a text that ends at `end`. */
static int line_end(Wrapper *w, int from, int end, Len limit)
{
    Str text = em_str_cut(w->marked->text, 0, end);
    int best[3] = {NONE, NONE, NONE}; /* last place for each BreakKind */
    Len width = 0;

    for (int at = from; at < end;) {
        int next = em_cluster_end(text, at);
        if (text.p[at] != ' ') {
            width += cluster_width(w, at, next);
            if (width > limit && at > from)
                break;
        } else {
            width += cluster_width(w, at, next);
        }
        best[break_kind(text, at, next)] = next;
        best[BREAK_ANY] = next;
        at = next;
    }
    if (width <= limit || best[BREAK_ANY] == end)
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

    Len too_small = limit / 2, enough = limit;
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
    Wrapper w = {.fonts = f, .arena = a, .marked = m, .size = size};
    LineSpans lines = {0};
    int first = 0, last = m->text.n; /* without empty lines at both ends */

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
