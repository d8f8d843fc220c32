/*
 * Squeeze: rows of pixels to the compressed stream of a PNG file.
 */
#ifndef EM_SQUEEZE_H
#define EM_SQUEEZE_H

#include "base/arena.h"

/* Takes finished bytes; may end the whole by jumping. */
typedef void PutBytes(void *ctx, const uint8_t *p, size_t n);

typedef struct Squeeze Squeeze;

/* A stream of rows of `width` pixels, with alpha (RGBA) or without (RGB). */
Squeeze *em_squeeze_new(Arena *a, int width, bool alpha, PutBytes *put,
                        void *ctx);

/* Adds rows; pixels are 0xAARRGGBB, not premultiplied, row after row. */
void em_squeeze_rows(Squeeze *s, const uint32_t *pixels, int rows);
void em_squeeze_end(Squeeze *s);

/* ---- huffman.c: blocks of DEFLATE ---- */

/* What a block is made of: a byte, or bytes that were there before. */
typedef uint32_t Token;

enum {
    TOKEN_MATCH = 1 << 30, /* | length << 16 | distance - 1 */
    MIN_MATCH = 3,
    MAX_MATCH = 258,
    WINDOW = 32 * 1024,
    END_OF_BLOCK = 256,
    N_CODES = 286, /* of bytes, the end and lengths */
    N_DISTANCES = 30,
    MAX_TOKENS = 32 * 1024
};

/* Bits on their way out, the first in the lowest place. */
typedef struct {
    PutBytes *put;
    void *ctx;
    uint64_t bits;
    int n_bits; /* at most 31 between calls */
    int n;
    uint8_t bytes[32 * 1024];
} BitSink;

void em_put_bits(BitSink *out, uint32_t bits, int n); /* n <= 32 */
void em_flush_bits(BitSink *out);                     /* up to a whole byte */

/* Writes tokens as a block with codes of its own. */
void em_put_block(BitSink *out, const Token *tokens, int n, bool is_last);

#endif
