/*
 * Squeeze: the stream of a PNG file (zlib, RFC 1950 and 1951) from pixels.
 *
 * A general compressor looks at every byte, and takes two thirds of the time
 * that a picture takes. Diagrams are mostly areas of one colour, and here whole
 * pixels are looked at: a pixel like the one before it begins a run, and a
 * pair of pixels seen before (Ziv and Lempel, "A Universal Algorithm for
 * Sequential Data Compression", IEEE Transactions on Information Theory 23,
 * 1977) a copy. Matches stay within a row on both sides, so they never cover
 * the filter byte that each row begins with; rows are not filtered.
 */
#include "out/squeeze.h"

#include <string.h>

enum {
    HASH_BITS = 13,
    LONG_RUN = 16, /* pixels: no better match is looked for */
    ADLER = 65521  /* RFC 1950, 8.2 */
};

/*
 * Invariants: n < MAX_TOKENS between calls. seen holds 1 + the index, in the
 * pixels of the current call, where a pair of pixels with that hash last
 * stood; or 0.
 */
struct Squeeze {
    int width, depth; /* in pixels; bytes of a pixel */
    uint64_t sum, sum_of_sums;
    int n;
    const uint32_t *pixels; /* of the current call */
    int seen[1 << HASH_BITS];
    Token tokens[MAX_TOKENS];
    BitSink out;
};

Squeeze *em_squeeze_new(Arena *a, int width, bool alpha, PutBytes *put,
                        void *ctx)
{
    Squeeze *s = NEW(a, Squeeze);

    s->width = width;
    s->depth = alpha ? 4 : 3;
    s->sum = 1;
    s->out.put = put;
    s->out.ctx = ctx;
    em_put_bits(&s->out, 0x0178, 16); /* deflate, 32 KiB of window */
    return s;
}

static void add_token(Squeeze *s, Token t)
{
    s->tokens[s->n++] = t;
    if (s->n == MAX_TOKENS) {
        em_put_block(&s->out, s->tokens, s->n, false);
        s->n = 0;
    }
}

/* The bytes of a pixel in the file's order, packed from the top down. */
static uint32_t in_order(const Squeeze *s, uint32_t pixel)
{
    return s->depth == 4 ? pixel << 8 | pixel >> 24 : pixel << 8;
}

/* Counts n equal pixels in the checksum. */
static void sum_pixels(Squeeze *s, uint32_t pixel, uint64_t n)
{
    uint64_t depth = (uint64_t)s->depth, alpha = depth == 4 ? pixel >> 24 : 0;
    uint64_t red = pixel >> 16 & 0xFF, green = pixel >> 8 & 0xFF;
    uint64_t blue = pixel & 0xFF, plain = red + green + blue + alpha;
    uint64_t weighted =
        red * depth + green * (depth - 1) + blue * (depth - 2) + alpha;

    s->sum_of_sums +=
        n * (depth * s->sum + weighted) + depth * plain * (n * (n - 1) / 2);
    s->sum += n * plain;
}

static void reduce_sums(Squeeze *s)
{
    s->sum %= ADLER;
    s->sum_of_sums %= ADLER;
}

static void add_byte(Squeeze *s, uint32_t byte)
{
    s->sum += byte;
    s->sum_of_sums += s->sum;
    add_token(s, byte);
}

static void add_pixel(Squeeze *s, uint32_t pixel)
{
    uint32_t bytes = in_order(s, pixel);
    for (int i = 0; i < s->depth; i++)
        add_token(s, bytes >> (24 - 8 * i) & 0xFF);
    sum_pixels(s, pixel, 1);
}

/* Adds a match of any number of bytes from MIN_MATCH on. */
static void add_match(Squeeze *s, int64_t bytes, int distance)
{
    while (bytes > 0) {
        int64_t n = MIN(bytes, MAX_MATCH);
        if (bytes > n && bytes - n < MIN_MATCH)
            n -= MIN_MATCH;
        add_token(s, TOKEN_MATCH | (Token)n << 16 | (Token)(distance - 1));
        bytes -= n;
    }
}

/* How many pixels from a and b on are the same, at most `most`. */
static int same_pixels(const uint32_t *a, const uint32_t *b, int most)
{
    enum { STEP = 16 };
    int n = 0;

    for (; most - n >= STEP; n += STEP) {
        uint32_t differ = 0;
        for (int i = 0; i < STEP; i++) /* all of them, so that it is vectors */
            differ |= a[n + i] ^ b[n + i];
        if (differ)
            break;
    }
    while (n < most && a[n] == b[n])
        n++;
    return n;
}

static int *slot_of(Squeeze *s, const uint32_t *at)
{
    uint64_t pair = (uint64_t)at[0] << 32 | at[1];
    return &s->seen[pair * UINT64_C(0x9E3779B97F4A7C15) >> (64 - HASH_BITS)];
}

typedef struct {
    int n;        /* pixels */
    int distance; /* bytes */
} Match;

/* A copy of what stood at an earlier pixel, when it is near enough. */
static Match match_at(const Squeeze *s, int from, int at, int row)
{
    int from_row = from / s->width;
    int64_t distance = (int64_t)(at - from) * s->depth + (row - from_row);
    if (distance > WINDOW)
        return (Match){0};

    int most = MIN((row + 1) * s->width - at, (from_row + 1) * s->width - from);
    return (Match){same_pixels(s->pixels + at, s->pixels + from, most),
                   (int)distance};
}

/* The best copy for the pixels from index `at` on. */
static Match find_match(Squeeze *s, int at, int row)
{
    int left = (row + 1) * s->width - at;
    Match best = {0};

    if (at > row * s->width)
        best = (Match){same_pixels(s->pixels + at, s->pixels + at - 1, left),
                       s->depth};
    if (best.n >= LONG_RUN || best.n == left)
        return best;
    if (row > 0) {
        Match above = match_at(s, at - s->width, at, row);
        if (above.n > best.n)
            best = above;
    }
    if (left < 2 || best.n >= LONG_RUN)
        return best;
    int *slot = slot_of(s, s->pixels + at);
    if (*slot) {
        Match seen = match_at(s, *slot - 1, at, row);
        if (seen.n > best.n)
            best = seen;
    }
    *slot = at + 1;
    return best;
}

/* Counts pixels in the checksum, those in a row that are equal together. */
static void sum_match(Squeeze *s, const uint32_t *pixels, int n)
{
    for (int i = 0, same; i < n; i += same) {
        same = 1 + same_pixels(pixels + i, pixels + i + 1, n - i - 1);
        sum_pixels(s, pixels[i], (uint64_t)same);
    }
}

static void add_row(Squeeze *s, int row)
{
    int end = (row + 1) * s->width;

    add_byte(s, 0); /* no filter */
    for (int at = row * s->width; at < end;) {
        Match m = find_match(s, at, row);
        if (m.n == 0) {
            add_pixel(s, s->pixels[at++]);
            continue;
        }
        add_match(s, (int64_t)m.n * s->depth, m.distance);
        if (m.distance == s->depth) /* a run */
            sum_pixels(s, s->pixels[at], (uint64_t)m.n);
        else
            sum_match(s, s->pixels + at, m.n);
        at += m.n;
    }
    reduce_sums(s);
}

void em_squeeze_rows(Squeeze *s, const uint32_t *pixels, int rows)
{
    s->pixels = pixels;
    memset(s->seen, 0, sizeof s->seen);
    for (int row = 0; row < rows; row++)
        add_row(s, row);
}

void em_squeeze_end(Squeeze *s)
{
    em_put_block(&s->out, s->tokens, s->n, true);
    em_put_bits(&s->out, 0, -s->out.n_bits & 7); /* to a whole byte */
    for (int shift = 8; shift >= 0; shift -= 8)
        em_put_bits(&s->out, (uint32_t)s->sum_of_sums >> shift & 0xFF, 8);
    for (int shift = 8; shift >= 0; shift -= 8)
        em_put_bits(&s->out, (uint32_t)s->sum >> shift & 0xFF, 8);
    em_flush_bits(&s->out);
}
