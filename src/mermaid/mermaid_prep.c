/*
 * Preprocessing: from the source to the text that the lexer reads.
 *
 * Mermaid edits the text by patterns before it parses it. We do the same edits
 * (line ends, quotes inside HTML tags, front matter, directives; in strict mode
 * also comment lines and one semicolon on style lines), but remember where each
 * kept piece came from. Edits that keep the length are done on a copy of the
 * same length; those that remove bytes go through Cutter. A text that needs no
 * edit is not copied at all. Every pass is linear.
 */
#include "mermaid/mermaid_prep.h"

#include <string.h>

/* ---- white space as JavaScript's patterns see it --------------------------
 */

int em_js_space(Str s, int i)
{
    unsigned char c = (unsigned char)(i < s.n ? s.p[i] : 'x');
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (c < 0xC2 || i + 1 >= s.n)
        return 0;

    unsigned char d = (unsigned char)s.p[i + 1];
    if (c == 0xC2)
        return d == 0xA0 ? 2 : 0;
    if (i + 2 >= s.n)
        return 0;
    unsigned char e = (unsigned char)s.p[i + 2];
    if (c == 0xE1)
        return d == 0x9A && e == 0x80 ? 3 : 0;
    if (c == 0xE2 && d == 0x80)
        return (e >= 0x80 && e <= 0x8A) || e == 0xA8 || e == 0xA9 || e == 0xAF
                   ? 3
                   : 0;
    if (c == 0xE2)
        return d == 0x81 && e == 0x9F ? 3 : 0;
    if (c == 0xE3)
        return d == 0x80 && e == 0x80 ? 3 : 0;
    return c == 0xEF && d == 0xBB && e == 0xBF ? 3 : 0;
}

int em_skip_js_space(Str s, int i)
{
    int len;
    while ((len = em_js_space(s, i)) > 0)
        i += len;
    return i;
}

Str em_js_trim(Str s)
{
    int end = 0;
    s = em_str_cut(s, em_skip_js_space(s, 0), s.n);
    for (int i = 0; i < s.n;) {
        int len = em_js_space(s, i);
        i += len > 0 ? len : 1;
        if (len == 0)
            end = i;
    }
    return em_str_cut(s, 0, end);
}

static int skip_word(Str s, int i)
{
    while (i < s.n && em_is_word((unsigned char)s.p[i]))
        i++;
    return i;
}

static int find_char(Str s, unsigned char c, int from)
{
    if (from >= s.n)
        return NONE;
    const char *at = memchr(s.p + from, c, (size_t)(s.n - from));
    return at ? (int)(at - s.p) : NONE;
}

/* ---- edits that keep the length -------------------------------------------
 */

static bool has_lone_cr(Str s)
{
    for (int i = find_char(s, '\r', 0); i != NONE;
         i = find_char(s, '\r', i + 1))
        if (i + 1 == s.n || s.p[i + 1] != '\n')
            return true;
    return false;
}

/* A carriage return that ends a line alone becomes a line feed. One before a
 * line feed stays: the lexer takes it for a blank. */
static void settle_line_ends(char *p, int n)
{
    for (int i = 0; i < n; i++)
        if (p[i] == '\r' && (i + 1 == n || p[i + 1] != '\n'))
            p[i] = '\n';
}

/* In s[from, to): ="…" becomes ='…' */
static void settle_tag(char *p, int from, int to)
{
    for (int i = from; i + 1 < to; i++) {
        if (p[i] != '=' || p[i + 1] != '"')
            continue;
        char *end = memchr(p + i + 2, '"', (size_t)(to - i - 2));
        if (!end)
            return;
        p[i + 1] = *end = '\'';
        i = (int)(end - p);
    }
}

/* Whatever looks like an opening tag: "<", a word, anything up to ">". */
static void settle_tags(char *p, int n)
{
    Str s = {p, n};
    int close = -1; /* the first ">" at or after the tag looked at */
    for (int i = find_char(s, '<', 0); i != NONE; i = find_char(s, '<', i)) {
        int word = skip_word(s, ++i);
        if (word == i)
            continue;
        if (close < word)
            close = find_char(s, '>', word);
        if (close == NONE)
            return;
        settle_tag(p, word, close);
        i = close;
    }
}

static Str settle(Str source, Arena *a)
{
    bool tags = find_char(source, '<', 0) != NONE &&
                em_str_find(source, STR("=\""), 0) != NONE;
    if (!tags && !has_lone_cr(source))
        return source;

    char *p = NEW_ARRAY(a, MAX(source.n, 1), char);
    memcpy(p, source.p, (size_t)source.n);
    settle_line_ends(p, source.n);
    settle_tags(p, source.n);
    return (Str){p, source.n};
}

/* ---- front matter ---------------------------------------------------------
 */

/* Beyond the last line feed in the white space at i; NONE without one. */
static int after_line_feeds(Str s, int i)
{
    int last = NONE, len;
    for (; (len = em_js_space(s, i)) > 0; i += len)
        if (s.p[i] == '\n')
            last = i + 1;
    return last;
}

/* True when the line at i is a closing fence. *end is the byte after it. */
static bool is_fence(Str s, int i, const Prep *prep, bool strict, int *end)
{
    if (strict && !em_str_starts(em_str_cut(s, i, s.n), prep->indent))
        return false;
    if (strict)
        i += prep->indent.n;
    while (!strict && i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
        i++;
    if (!em_str_starts(em_str_cut(s, i, s.n), STR("---")))
        return false;
    *end = after_line_feeds(s, i + 3);
    if (*end == NONE && !strict && em_skip_js_space(s, i + 3) == s.n)
        *end = s.n;
    return *end != NONE;
}

/*
 * Finds "---", YAML, "---". The first fence must stand at the very beginning
 * when strict; else blank lines may precede it. One blank line after the
 * opening fence belongs to the body.
 */
static void find_front(Prep *prep, bool strict)
{
    Str s = prep->body;
    int start = 0, len;
    for (int i = 0; (len = em_js_space(s, i)) > 0; i += len)
        if (!strict && s.p[i] == '\n')
            start = i + 1;

    int i = start;
    while ((len = em_js_space(s, i)) > 0 && s.p[i] != '\n')
        i += len;
    prep->indent = em_str_cut(s, start, i);
    prep->open_fence = NONE;
    if (!em_str_starts(em_str_cut(s, i, s.n), STR("---")))
        return;

    int fence = i;
    int open = i + 3;
    while ((len = em_js_space(s, open)) > 0 && s.p[open] != '\n')
        open += len;
    if (open >= s.n || s.p[open] != '\n')
        return;

    /* Blank lines before the body do not matter to YAML. */
    for (int nl = find_char(s, '\n', open + 1); nl != NONE;
         nl = find_char(s, '\n', nl + 1)) {
        int end;
        if (!is_fence(s, nl + 1, prep, strict, &end))
            continue;
        prep->has_front = true;
        prep->front = (Span){open + 1, nl - open - 1};
        prep->front_end = end;
        return;
    }
    prep->open_fence = fence;
}

/* ---- directives -----------------------------------------------------------
 */

/* The first U+2028 or U+2029 in s[i, end), or end: the dot of a pattern does
 * not match them. */
static int line_separator(Str s, int i, int end)
{
    s = em_str_cut(s, 0, end);
    for (; (i = find_char(s, 0xE2, i)) != NONE && i + 2 < end; i++)
        if (s.p[i + 1] == '\x80' &&
            (s.p[i + 2] == '\xA8' || s.p[i + 2] == '\xA9'))
            return i;
    return end;
}

/* Where directives are looked for. */
typedef struct {
    Str s;
    bool strict;
    int close; /* the first "}%%" at or after some earlier place, or s.n */
} Finder;

/*
 * Reads what stands after the word of a directive: a word, or anything up to
 * "}%%"; in strict mode not beyond a line separator.
 */
static void read_args(Finder *f, Directive *d, int i)
{
    Str s = f->s;
    i = em_skip_js_space(s, i);
    int word_end = skip_word(s, i);
    d->is_word = word_end > i;
    if (d->is_word) {
        d->args = (Span){i, word_end - i};
    } else {
        if (f->close < i)
            f->close = em_str_find(s, STR("}%%"), i);
        if (f->close == NONE)
            f->close = s.n;
        int end = f->strict ? line_separator(s, i, f->close) : f->close;
        d->args = (Span){i, end - i};
    }
    i = em_skip_js_space(s, i + d->args.len);
    d->closed = em_str_starts(em_str_cut(s, i, s.n), STR("}%%"));
    d->whole.len = i + (d->closed ? 3 : 0) - d->whole.at;
}

/* True when "%%{", blanks and a word stand at i. */
static bool read_directive(Finder *f, int i, Directive *d)
{
    Str s = f->s;
    int word = em_skip_js_space(s, i + 3);
    int end = skip_word(s, word);
    if (end == word)
        return false;

    *d = (Directive){.whole = {i, 0}, .word = {word, end - word}};
    int colon = em_skip_js_space(s, end);
    if (colon < s.n && s.p[colon] == ':')
        end = colon + 1;
    read_args(f, d, end);
    return true;
}

/*
 * An unclosed one costs all that follows it: so Mermaid does. Otherwise it
 * stays in the text, where the lexer trips over it, and when nothing closes
 * any more the search is over.
 */
static void find_directives(Prep *prep, bool strict, Arena *scratch)
{
    Finder f = {prep->body, strict, 0};
    int i = em_str_find(f.s, STR("%%{"), prep->front_end);
    while (i != NONE && (strict || f.close < f.s.n)) {
        Directive d;
        if (read_directive(&f, i, &d) && (strict || d.closed)) {
            *PUSH(scratch, &prep->directives) = d;
            i = d.whole.at + d.whole.len;
        } else {
            i += 3;
        }
        i = em_str_find(f.s, STR("%%{"), i);
    }
}

/* ---- edits that remove bytes ----------------------------------------------
 */

/* Builds a text of the kept parts of another, with the way back. */
typedef struct {
    Arena *arena, *scratch;
    Str from;
    const Prep *old; /* the pieces of `from` */
    int old_piece;
    char *p;
    int n;   /* bytes kept */
    int end; /* of the last part that was looked at */
    Prep made;
} Cutter;

static Cutter new_cutter(const Prep *prep, Arena *a, Arena *scratch)
{
    return (Cutter){.arena = a,
                    .scratch = scratch,
                    .from = prep->text,
                    .old = prep,
                    .p = NEW_ARRAY(a, prep->text.n + 1, char)};
}

static void add_piece(Cutter *c, int at, int from)
{
    if (c->made.pieces.n > 0) {
        Piece *last = &c->made.pieces.items[c->made.pieces.n - 1];
        if (last->from + (at - last->at) == from)
            return;
    }
    *PUSH(c->scratch, &c->made.pieces) = (Piece){at, from};
}

static void keep(Cutter *c, int from, int to)
{
    const Prep *old = c->old;
    while (from < to) {
        while (c->old_piece + 1 < old->pieces.n &&
               old->pieces.items[c->old_piece + 1].at <= from)
            c->old_piece++;
        Piece piece = old->pieces.items[c->old_piece];
        int stop = c->old_piece + 1 < old->pieces.n
                       ? MIN(to, old->pieces.items[c->old_piece + 1].at)
                       : to;
        add_piece(c, c->n, piece.from + (from - piece.at));
        memcpy(c->p + c->n, c->from.p + from, (size_t)(stop - from));
        c->n += stop - from;
        from = stop;
    }
}

/* Removes [from, to) and keeps what stands before it. */
static void cut(Cutter *c, int from, int to)
{
    keep(c, c->end, from);
    c->end = to;
}

static void finish_cut(Cutter *c, Prep *prep)
{
    keep(c, c->end, c->from.n);
    if (c->made.pieces.n == 0)
        add_piece(c, 0, em_prep_at(prep, c->from.n));
    prep->text = (Str){c->p, c->n};
    prep->pieces.items = c->made.pieces.items;
    prep->pieces.n = c->made.pieces.n;
    prep->pieces.room = c->made.pieces.room;
}

static void cut_directives(Prep *prep, Arena *a, Arena *scratch)
{
    if (prep->directives.n == 0)
        return;
    int base = prep->front_end;
    Cutter c = new_cutter(prep, a, scratch);
    for (int i = 0; i < prep->directives.n; i++) {
        Span w = prep->directives.items[i].whole;
        cut(&c, w.at - base, w.at + w.len - base);
    }
    finish_cut(&c, prep);
}

/* A line that begins with "%%" and at least one more character but "{"; blank
 * lines before it go with it. Bare "%%" stays, and fails to parse. */
static void cut_comments(Prep *prep, Arena *a, Arena *scratch)
{
    Str s = prep->text;
    if (em_str_find(s, STR("%%"), 0) == NONE)
        return;

    Cutter c = new_cutter(prep, a, scratch);
    int line = 0;
    while (line < s.n) {
        int at = em_skip_js_space(s, line);
        int nl = find_char(s, '\n', at);
        int end = nl == NONE ? s.n : nl;
        int content = end > at && s.p[end - 1] == '\r' ? end - 1 : end;
        if (em_str_starts(em_str_cut(s, at, content), STR("%%")) &&
            content > at + 2 && s.p[at + 2] != '{')
            cut(&c, line, MIN(end + 1, s.n));
        line = end + 1;
    }
    finish_cut(&c, prep);
}

/* The last ";" of a line with `word`, later ":", later "#" without a blank in
 * between, later ";". NONE when the line is not so. */
static int spare_semicolon(Str line, Str word)
{
    int at = em_str_find(line, word, 0);
    int last = NONE;
    if (at == NONE)
        return NONE;
    for (int i = line.n - 1; i > at && last == NONE; i--)
        if (line.p[i] == ';')
            last = i;

    bool colon = false;
    for (int i = at + word.n; i < last; i++) {
        if (colon && line.p[i] == '#')
            return last;
        colon = (colon || line.p[i] == ':') && em_js_space(line, i) == 0;
    }
    return NONE;
}

/*
 * Mermaid drops one final ";" on lines that look like styles, so that
 * "fill:#f9f;" is not taken for a character code. It does so twice, for lines
 * with "style" and for lines with "classDef".
 */
static void cut_semicolons(Prep *prep, Str word, Arena *a, Arena *scratch)
{
    Str s = prep->text;
    int at = em_str_find(s, word, 0);
    if (at == NONE || find_char(s, ';', at) == NONE ||
        find_char(s, '#', at) == NONE)
        return;

    Cutter c = new_cutter(prep, a, scratch);
    while (at != NONE) {
        int nl = find_char(s, '\n', at);
        int end = nl == NONE ? s.n : nl;
        int semi = spare_semicolon(em_str_cut(s, at, end), word);
        if (semi != NONE)
            cut(&c, at + semi, at + semi + 1);
        at = em_str_find(s, word, end);
    }
    finish_cut(&c, prep);
}

static void add_line_feed(Prep *prep, Arena *a)
{
    Str s = prep->text;
    if (s.n > 0 && s.p[s.n - 1] == '\n')
        return;
    char *p = NEW_ARRAY(a, s.n + 1, char);
    if (s.n > 0)
        memcpy(p, s.p, (size_t)s.n);
    p[s.n] = '\n';
    prep->text = (Str){p, s.n + 1};
}

static void trim_start(Prep *prep)
{
    int skip = em_skip_js_space(prep->text, 0);
    if (skip == 0)
        return;
    int first = 0;
    while (first + 1 < prep->pieces.n &&
           prep->pieces.items[first + 1].at <= skip)
        first++;
    for (int i = first; i < prep->pieces.n; i++) {
        Piece piece = prep->pieces.items[i];
        int lost = MAX(skip - piece.at, 0);
        prep->pieces.items[i - first] =
            (Piece){piece.at + lost - skip, piece.from + lost};
    }
    prep->pieces.n -= first;
    prep->text = em_str_cut(prep->text, skip, prep->text.n);
}

int em_prep_at(const Prep *prep, int at)
{
    int lo = 0, hi = prep->pieces.n;
    while (hi - lo > 1) {
        int mid = lo + (hi - lo) / 2;
        if (prep->pieces.items[mid].at <= at)
            lo = mid;
        else
            hi = mid;
    }
    Piece piece = prep->pieces.items[lo];
    return MIN(piece.from + (at - piece.at), prep->body.n);
}

void em_prep(Prep *out, Str source, bool strict, Arena *a, Arena *scratch)
{
    *out = (Prep){.body = settle(source, a)};
    find_front(out, true);
    if (!out->has_front && !strict)
        find_front(out, false);
    find_directives(out, strict, scratch);

    out->text = em_str_cut(out->body, out->front_end, out->body.n);
    *PUSH(scratch, &out->pieces) = (Piece){0, out->front_end};
    cut_directives(out, a, scratch);
    if (strict)
        cut_comments(out, a, scratch);
    trim_start(out);
    if (strict) {
        cut_semicolons(out, STR("style"), a, scratch);
        cut_semicolons(out, STR("classDef"), a, scratch);
    }
    add_line_feed(out, a);
}
