/*
 * Blocks of DEFLATE (RFC 1951) with Huffman codes made for them.
 *
 * Codes are built the classic way (Huffman, "A Method for the Construction of
 * Minimum-Redundancy Codes", Proceedings of the IRE 40, 1952) from two queues,
 * leaves by weight and inner nodes in the order they were made. A code that
 * comes out longer than the format allows is built again from flatter weights.
 */
#include "out/squeeze.h"

#include <string.h>

enum { MAX_SYMBOLS = N_CODES, N_ORDER = 19 };

/* Symbols, their counts and their codes. */
typedef struct {
    int n, longest; /* symbols; bits that a code may have */
    uint32_t count[MAX_SYMBOLS];
    uint8_t length[MAX_SYMBOLS]; /* 0: not used */
    uint16_t code[MAX_SYMBOLS];  /* lowest bit first */
} Codes;

/* ---- bits ---- */

static void pass_bytes(BitSink *out)
{
    if (out->n > 0)
        out->put(out->ctx, out->bytes, (size_t)out->n);
    out->n = 0;
}

/* Takes the lowest `n` bytes off the bits. */
static void put_bytes(BitSink *out, int n)
{
    if (out->n + n > (int)sizeof out->bytes)
        pass_bytes(out);
    for (int i = 0; i < n; i++)
        out->bytes[out->n++] = (uint8_t)(out->bits >> (8 * i) & 0xFF);
}

void em_put_bits(BitSink *out, uint32_t bits, int n)
{
    out->bits |= (uint64_t)bits << out->n_bits;
    out->n_bits += n;
    if (out->n_bits >= 32) {
        put_bytes(out, 4);
        out->bits >>= 32;
        out->n_bits -= 32;
    }
}

void em_flush_bits(BitSink *out)
{
    put_bytes(out, (out->n_bits + 7) / 8);
    out->bits = 0;
    out->n_bits = 0;
    pass_bytes(out);
}

/* ---- codes ---- */

typedef struct {
    uint32_t weight;
    int parent;
} TreeNode;

/* Puts the symbols that are used in order of weight, ties by symbol. */
static int sort_symbols(const Codes *c, const uint32_t *weight, int *order)
{
    int n = 0;
    for (int s = 0; s < c->n; s++) {
        if (!c->count[s])
            continue;
        int at = n++;
        for (; at > 0 && weight[order[at - 1]] > weight[s]; at--)
            order[at] = order[at - 1];
        order[at] = s;
    }
    return n;
}

/* Joins n sorted leaves to a tree; its root is the last of 2n - 1 nodes. */
static void build_tree(TreeNode *nodes, int n)
{
    int leaf = 0, inner = n;

    for (int made = n; made < 2 * n - 1; made++) {
        uint32_t weight = 0;
        for (int k = 0; k < 2; k++) {
            bool take_leaf =
                leaf < n &&
                (inner >= made || nodes[leaf].weight <= nodes[inner].weight);
            TreeNode *child = take_leaf ? &nodes[leaf++] : &nodes[inner++];
            child->parent = made;
            weight += child->weight;
        }
        nodes[made].weight = weight;
    }
}

/* Gives each used symbol the length of its code. False: one is too long. */
static bool find_lengths(Codes *c, const uint32_t *weight)
{
    int order[MAX_SYMBOLS], depth[2 * MAX_SYMBOLS];
    TreeNode nodes[2 * MAX_SYMBOLS];
    int n = sort_symbols(c, weight, order);

    memset(c->length, 0, sizeof c->length);
    for (int i = 0; i < n; i++)
        nodes[i] = (TreeNode){.weight = weight[order[i]]};
    if (n > 1)
        build_tree(nodes, n);
    depth[n > 0 ? 2 * n - 2 : 0] = n == 1; /* a lone code has one bit */
    for (int i = 2 * n - 3; i >= 0; i--)
        depth[i] = depth[nodes[i].parent] + 1;
    for (int i = 0; i < n; i++) {
        if (depth[i] > c->longest)
            return false;
        c->length[order[i]] = (uint8_t)depth[i];
    }
    return true;
}

static uint32_t reversed(uint32_t v, int n)
{
    uint32_t r = 0;
    for (int i = 0; i < n; i++)
        r |= (v >> i & 1) << (n - 1 - i);
    return r;
}

/* Codes of one length follow one another (RFC 1951, 3.2.2). */
static void number_codes(Codes *c)
{
    uint32_t code = 0;
    for (int bits = 1; bits <= c->longest; bits++, code <<= 1)
        for (int s = 0; s < c->n; s++)
            if (c->length[s] == bits)
                c->code[s] = (uint16_t)reversed(code++, bits);
}

static void make_codes(Codes *c)
{
    uint32_t weight[MAX_SYMBOLS];

    memcpy(weight, c->count, sizeof weight);
    while (!find_lengths(c, weight))
        for (int s = 0; s < c->n; s++)
            weight[s] = weight[s] / 2 + 1;
    number_codes(c);
}

static void put_code(BitSink *out, const Codes *c, int symbol)
{
    em_put_bits(out, c->code[symbol], c->length[symbol]);
}

/* ---- symbols of matches ---- */

/* A symbol and the bits that follow it. */
typedef struct {
    int symbol, n_bits;
    uint32_t bits;
} Coded;

/* Of numbers up to a window's. */
static int log2_of(uint32_t v)
{
    static const uint8_t of[16] = {0, 0, 1, 1, 2, 2, 2, 2,
                                   3, 3, 3, 3, 3, 3, 3, 3};
    if (v < 16)
        return of[v];
    if (v < 16 * 16)
        return 4 + of[v >> 4];
    return v < 16 * 16 * 16 ? 8 + of[v >> 8] : 12 + of[v >> 12];
}

static Coded code_length(int length)
{
    uint32_t over = (uint32_t)(length - MIN_MATCH);

    if (length == MAX_MATCH)
        return (Coded){.symbol = N_CODES - 1};
    if (over < 4)
        return (Coded){.symbol = END_OF_BLOCK + 1 + (int)over};
    int k = log2_of(over);
    return (Coded){END_OF_BLOCK + 1 + (k - 1) * 4 + (int)(over >> (k - 2) & 3),
                   k - 2, over & ((1U << (k - 2)) - 1)};
}

/* Of a distance less one. */
static Coded code_distance(uint32_t back)
{
    if (back < 2)
        return (Coded){.symbol = (int)back};
    int k = log2_of(back);
    return (Coded){k * 2 + (int)(back >> (k - 1) & 1), k - 1,
                   back & ((1U << (k - 1)) - 1)};
}

static int length_of(Token t)
{
    return (int)(t >> 16 & 0x1FF);
}

static uint32_t back_of(Token t)
{
    return t & (WINDOW - 1);
}

/* ---- blocks ---- */

/* The lengths of the codes, as symbols of a third code (3.2.7). */
typedef struct {
    Codes codes;
    int n;
    Coded items[N_CODES + N_DISTANCES];
} Header;

/* Writes `times` the same length as symbols: zeros in runs, others repeated. */
static void add_lengths(Header *h, int length, int times)
{
    if (length && times) {
        h->items[h->n++] = (Coded){.symbol = length};
        times--;
    }
    int most = length ? 6 : 138;
    while (times >= 3) {
        int n = MIN(times, most);
        if (length)
            h->items[h->n++] = (Coded){16, 2, (uint32_t)n - 3};
        else if (n <= 10)
            h->items[h->n++] = (Coded){17, 3, (uint32_t)n - 3};
        else
            h->items[h->n++] = (Coded){18, 7, (uint32_t)n - 11};
        times -= n;
    }
    for (; times > 0; times--)
        h->items[h->n++] = (Coded){.symbol = length};
}

static void put_header(BitSink *out, const Codes *main, const Codes *distance)
{
    static const uint8_t order[N_ORDER] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    uint8_t lengths[N_CODES + N_DISTANCES];
    Header h = {.codes = {.n = N_ORDER, .longest = 7}};

    memcpy(lengths, main->length, N_CODES);
    memcpy(lengths + N_CODES, distance->length, N_DISTANCES);
    for (int i = 0, end; i < COUNT(lengths); i = end) {
        for (end = i; end < COUNT(lengths) && lengths[end] == lengths[i];)
            end++;
        add_lengths(&h, lengths[i], end - i);
    }
    for (int i = 0; i < h.n; i++)
        h.codes.count[h.items[i].symbol]++;
    make_codes(&h.codes);
    em_put_bits(out, N_CODES - 257, 5);
    em_put_bits(out, N_DISTANCES - 1, 5);
    em_put_bits(out, N_ORDER - 4, 4);
    for (int i = 0; i < N_ORDER; i++)
        em_put_bits(out, h.codes.length[order[i]], 3);
    for (int i = 0; i < h.n; i++) {
        put_code(out, &h.codes, h.items[i].symbol);
        em_put_bits(out, h.items[i].bits, h.items[i].n_bits);
    }
}

/* Codes with the bits that follow them, of each length of a match. */
typedef struct {
    uint32_t bits;
    int n;
} Piece;

static Piece piece_of(const Codes *c, Coded x)
{
    int n = c->length[x.symbol];
    return (Piece){c->code[x.symbol] | x.bits << n, n + x.n_bits};
}

static void put_tokens(BitSink *out, const Token *tokens, int n,
                       const Codes *main, const Codes *distance)
{
    Piece lengths[MAX_MATCH + 1] = {{0}};

    for (int k = MIN_MATCH; k <= MAX_MATCH; k++)
        lengths[k] = piece_of(main, code_length(k));
    for (int i = 0; i < n; i++) {
        if (!(tokens[i] & TOKEN_MATCH)) {
            put_code(out, main, (int)tokens[i]);
            continue;
        }
        Piece length = lengths[length_of(tokens[i])];
        Piece back = piece_of(distance, code_distance(back_of(tokens[i])));
        em_put_bits(out, length.bits, length.n);
        em_put_bits(out, back.bits, back.n);
    }
    put_code(out, main, END_OF_BLOCK);
}

/* How often each symbol stands in a block. */
static void count_symbols(const Token *tokens, int n, Codes *main,
                          Codes *distance)
{
    uint32_t lengths[MAX_MATCH + 1] = {0};

    main->count[END_OF_BLOCK] = 1;
    distance->count[0] = 1; /* never none */
    for (int i = 0; i < n; i++) {
        if (!(tokens[i] & TOKEN_MATCH)) {
            main->count[tokens[i]]++;
            continue;
        }
        lengths[length_of(tokens[i])]++;
        distance->count[code_distance(back_of(tokens[i])).symbol]++;
    }
    for (int k = MIN_MATCH; k <= MAX_MATCH; k++)
        main->count[code_length(k).symbol] += lengths[k];
}

void em_put_block(BitSink *out, const Token *tokens, int n, bool is_last)
{
    Codes main = {.n = N_CODES, .longest = 15};
    Codes distance = {.n = N_DISTANCES, .longest = 15};

    count_symbols(tokens, n, &main, &distance);
    make_codes(&main);
    make_codes(&distance);
    em_put_bits(out, is_last, 1);
    em_put_bits(out, 2, 2); /* codes of its own */
    put_header(out, &main, &distance);
    put_tokens(out, tokens, n, &main, &distance);
}
