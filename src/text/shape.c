/*
 * A line to runs: pieces of one face, script, direction and coverage, in the
 * order in which they stand from left to right.
 *
 * Clusters that the face has are measured by the tables when they are ASCII,
 * else by HarfBuzz; the others are fallback, by the table of widths. A line
 * with characters of a right-to-left script is ordered by FriBidi (the
 * Unicode bidirectional algorithm, UAX 9). The built-in faces have no such
 * script, so what they draw at a right-to-left level are only neutrals such
 * as brackets: these are turned round and mirrored here, and run from left to
 * right like all built-in runs.
 */
#include "text/shape.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* Longer lines are left in the order of the text: they are no prose, and
 * FriBidi would take many times their size. */
enum { MAX_BIDI = 10000 };

/* Longer runs are several: HarfBuzz takes time quadratic in a row of marks. */
enum { MAX_SHAPED = 512 };

/* A run to be, in the order of the text. */
typedef struct {
    int from, to;
    const Stretch *stretch;
    bool fallback;
    bool ascii;      /* printable ASCII only */
    uint32_t script; /* or EM_SCRIPT_COMMON: of any */
    int level;       /* of bidirectional embedding; odd: right to left */
} Piece;

typedef ARRAY_OF(Piece) Pieces;

typedef struct {
    Fonts *fonts;
    Arena *arena;
    Str text;
    Len size;
    const int8_t *levels; /* of each character of the line; NULL: all 0 */
    Pieces pieces;
} Shaper;

static bool is_rtl(uint32_t c)
{
    return (c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

/* Finds the level of each character when some run from right to left. */
static void find_levels(Shaper *s, LineSpan line)
{
    bool rtl = false;
    int n = 0;
    for (int i = line.from, len; i < line.to; i += len, n++)
        rtl |= is_rtl(em_utf8_decode(s->text, i, &len));
    if (!rtl || n > MAX_BIDI)
        return;

    uint32_t *chars = NEW_ARRAY(s->arena, n, uint32_t);
    for (int i = line.from, k = 0, len; k < n; i += len, k++)
        chars[k] = em_utf8_decode(s->text, i, &len);
    s->levels = em_bidi_levels(s->fonts, s->arena, chars, n);
}

/* True when the face can draw the whole cluster. */
static bool is_covered(Shaper *s, Str cluster, Face face)
{
    for (int i = 0, len, advance; i < cluster.n; i += len) {
        uint32_t c = em_utf8_decode(cluster, i, &len);
        if (em_asks_for_emoji(c))
            return false;
        if (!em_font_find(s->fonts, face, c, &advance) && !em_is_invisible(c))
            return false;
    }
    return true;
}

/* The script of a cluster that is not ASCII. */
static uint32_t script_of(uint32_t c, bool fallback)
{
    WideKind kind = em_wide_kind(c);
    if (kind == WIDE_IDEOGRAPH)
        return EM_SCRIPT_HAN; /* kana and Hangul go with it */
    if (kind == WIDE_EMOJI && fallback)
        return EM_SCRIPT_UNKNOWN; /* a font of its own */

    uint32_t script = em_char_row(c)->script;
    return script == EM_SCRIPT_INHERITED ? EM_SCRIPT_COMMON : script;
}

/* What a cluster is set in, but for its place and level. */
static Piece piece_of(Shaper *s, Str cluster, const Stretch *stretch)
{
    int len;
    uint32_t c = em_utf8_decode(cluster, 0, &len);
    Piece p = {.stretch = stretch, .script = EM_SCRIPT_COMMON};

    p.ascii = c < 0x80 && em_is_ascii((int)c) && cluster.n == len;
    if (p.ascii) {
        p.script = em_is_alpha((int)c) ? EM_SCRIPT_LATIN : EM_SCRIPT_COMMON;
        return p;
    }
    p.fallback = !is_covered(s, cluster, stretch->face);
    p.script = script_of(c, p.fallback);
    return p;
}

/* Adds a piece: to the last one where both can be one run. */
static void add_piece(Shaper *s, Piece p)
{
    Pieces *all = &s->pieces;
    Piece *last = all->n ? &all->items[all->n - 1] : NULL;

    if (!last || last->stretch != p.stretch || last->fallback != p.fallback ||
        last->level != p.level ||
        (!(last->ascii && p.ascii) && p.to - last->from > MAX_SHAPED) ||
        (last->script != p.script && last->script != EM_SCRIPT_COMMON &&
         p.script != EM_SCRIPT_COMMON)) {
        *PUSH(s->arena, all) = p;
        return;
    }
    last->to = p.to;
    last->ascii &= p.ascii;
    if (last->script == EM_SCRIPT_COMMON)
        last->script = p.script;
}

/* The stretch that byte `at` is in. */
static const Stretch *find_stretch(const Marked *m, int at)
{
    int lo = 0, hi = m->stretches.n - 1;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (m->stretches.items[mid].to <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    return &m->stretches.items[lo];
}

/* True when the whole line is one piece of ASCII. */
static bool is_simple(const Marked *m, LineSpan line)
{
    for (int i = line.from; i < line.to; i++)
        if (!em_is_ascii((unsigned char)m->text.p[i]))
            return false;
    return find_stretch(m, line.from)->to >= line.to;
}

static void find_pieces(Shaper *s, const Marked *m, LineSpan line)
{
    Str text = em_str_cut(s->text, 0, line.to);
    const Stretch *stretch = find_stretch(m, line.from);

    for (int at = line.from, k = 0; at < line.to;) {
        int next = em_cluster_end(text, at);
        while (stretch->to <= at)
            stretch++;
        Str cluster = em_str_cut(text, at, next);
        Piece p = piece_of(s, cluster, stretch);
        p.from = at;
        p.to = next;
        p.level = s->levels ? s->levels[k] : 0;
        add_piece(s, p);
        k += s->levels ? em_utf8_count(cluster) : 0;
        at = next;
    }
}

static void reverse(Piece *p, int n)
{
    for (int i = 0; i < n / 2; i++) {
        Piece swap = p[i];
        p[i] = p[n - 1 - i];
        p[n - 1 - i] = swap;
    }
}

/* Rule L2 of UAX 9: from the highest level down to 1, turns round each
 * longest row of pieces of at least that level. */
static void order_pieces(Pieces *all)
{
    int highest = 0;
    for (int i = 0; i < all->n; i++)
        highest = MAX(highest, all->items[i].level);

    for (int level = highest; level > 0; level--)
        for (int i = 0, end; i < all->n; i = end + 1) {
            end = i;
            while (end < all->n && all->items[end].level >= level)
                end++;
            reverse(all->items + i, end - i);
        }
}

/* The clusters of a text from its last to its first, each mirrored. */
static Str mirrored(Fonts *f, Arena *a, Str text)
{
    Buf out = {.arena = a};
    int n = 0;
    int *starts = NEW_ARRAY(a, text.n + 1, int);

    for (int i = 0; i < text.n; i = em_cluster_end(text, i))
        starts[n++] = i;
    starts[n] = text.n;
    while (n-- > 0) {
        int len;
        uint32_t c = em_utf8_decode(text, starts[n], &len);
        em_utf8_put(&out, em_bidi_mirror(f, c));
        em_put(&out, em_str_cut(text, starts[n] + len, starts[n + 1]));
    }
    return em_buf_str(&out);
}

int64_t em_ascii_units(Face face, Str text)
{
    const FontData *d = &em_fonts_data[face];
    int last = (unsigned char)text.p[0] - ASCII_FIRST;
    int64_t units = d->advance[last];

    for (int i = 1; i < text.n; i++) {
        int c = (unsigned char)text.p[i] - ASCII_FIRST;
        units += d->advance[c];
        if (d->kern)
            units += d->kern[last * ASCII_COUNT + c];
        last = c;
    }
    return units;
}

static Len fallback_width(Str text, Len size)
{
    int64_t width = 0;
    for (int i = 0, end; i < text.n; i = end) {
        end = em_cluster_end(text, i);
        width += em_cluster_width(em_str_cut(text, i, end));
    }
    return (Len)(width * size / PX);
}

static Run run_of(Shaper *s, const Piece *p)
{
    Run r = {
        .text = em_str_cut(s->text, p->from, p->to),
        .face = p->stretch->face,
        .size = s->size,
        .fallback = p->fallback,
        .rtl = p->level % 2 == 1,
        .underline = p->stretch->underline,
        .strike = p->stretch->strike,
        .tone = p->stretch->tone,
        .link = p->stretch->link,
    };
    if (r.fallback) {
        r.advance = fallback_width(r.text, r.size);
        return r;
    }
    if (r.rtl) {
        r.text = mirrored(s->fonts, s->arena, r.text);
        r.rtl = false;
    }
    int64_t units = p->ascii ? em_ascii_units(r.face, r.text)
                             : em_shaped_units(s->fonts, r.face, r.text);
    r.advance = em_font_units(r.face, units, r.size);
    return r;
}

TextLine em_shape_line(Fonts *f, Arena *a, const Marked *m, LineSpan line,
                       Len size)
{
    Shaper s = {.fonts = f, .arena = a, .text = m->text, .size = size};
    TextLine out = {0};

    if (line.from == line.to)
        return out;
    if (is_simple(m, line)) {
        *PUSH(a, &s.pieces) = (Piece){.from = line.from,
                                      .to = line.to,
                                      .stretch = find_stretch(m, line.from),
                                      .ascii = true};
    } else {
        find_levels(&s, line);
        find_pieces(&s, m, line);
        order_pieces(&s.pieces);
    }

    out.runs.items = NEW_ARRAY(a, s.pieces.n, Run);
    out.runs.n = out.runs.room = s.pieces.n;
    for (int i = 0; i < s.pieces.n; i++) {
        Run *r = &out.runs.items[i];
        *r = run_of(&s, &s.pieces.items[i]);
        r->x = out.w;
        out.w += r->advance;
    }
    return out;
}
