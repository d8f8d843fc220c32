/*
 * WOFF 1.0 (W3C Recommendation, 2012): a header, a directory of the tables,
 * and the tables, each at a multiple of 4 bytes.
 *
 * The TrueType file that a reader makes of it begins with a directory too; all
 * its words have a fixed sum, to which a word in table head is set.
 */
#include <string.h>

#include "text/woff.h"

enum {
    SFNT_HEADER = 12,
    SFNT_ENTRY = 16,
    WOFF_HEADER = 44,
    WOFF_ENTRY = 20,
    TRUETYPE = 0x00010000,
    TAG_HEAD = 0x68656164,
    ADJUSTMENT = 8 /* byte of head */
};

static void put16(Buf *b, uint32_t v)
{
    em_put_char(b, (char)(v >> 8 & 0xFF));
    em_put_char(b, (char)(v & 0xFF));
}

static void put32(Buf *b, uint32_t v)
{
    put16(b, v >> 16);
    put16(b, v & 0xFFFF);
}

static uint32_t padded(int n)
{
    return ((uint32_t)n + 3) & ~3U;
}

static void put_header(Buf *out, const FontTable *tables, int n)
{
    uint32_t sfnt = (uint32_t)(SFNT_HEADER + n * SFNT_ENTRY);
    uint32_t woff = (uint32_t)(WOFF_HEADER + n * WOFF_ENTRY);
    for (int i = 0; i < n; i++) {
        sfnt += padded(tables[i].size);
        woff += padded(tables[i].packed.n);
    }
    em_put(out, STR("wOFF"));
    put32(out, TRUETYPE);
    put32(out, woff);
    put16(out, (uint32_t)n);
    put16(out, 0);
    put32(out, sfnt);
    put32(out, TRUETYPE);    /* version 1.0 of the file */
    em_put_fill(out, 0, 20); /* no metadata, no private data */
}

/* The words of the directory of the TrueType file, summed. */
static uint32_t directory_sum(const FontTable *tables, int n)
{
    uint32_t power = 1, log = 0;
    while (power * 2 <= (uint32_t)n) {
        power *= 2;
        log++;
    }
    uint32_t range = power * SFNT_ENTRY;
    uint32_t shift = (uint32_t)n * SFNT_ENTRY - range;
    uint32_t sum = TRUETYPE + ((uint32_t)n << 16 | range) + (log << 16 | shift);
    uint32_t at = (uint32_t)(SFNT_HEADER + n * SFNT_ENTRY);
    for (int i = 0; i < n; i++) {
        sum +=
            tables[i].tag + tables[i].checksum + at + (uint32_t)tables[i].size;
        at += padded(tables[i].size);
    }
    return sum;
}

/* Makes the words of the whole file sum up to what OpenType asks for. */
static void adjust(Arena *a, FontTable *tables, int n)
{
    uint32_t left = 0xB1B0AFBA - directory_sum(tables, n);
    FontTable *head = tables;

    for (int i = 0; i < n; i++) {
        left -= tables[i].checksum;
        if (tables[i].tag == TAG_HEAD)
            head = &tables[i];
    }
    assert(head->tag == TAG_HEAD && head->packed.n == head->size);
    char *bytes = NEW_ARRAY(a, head->size, char);
    memcpy(bytes, head->packed.p, (size_t)head->size);
    for (int i = 0; i < 4; i++)
        bytes[ADJUSTMENT + i] = (char)(left >> (24 - 8 * i) & 0xFF);
    head->packed.p = bytes;
}

Str em_woff(Arena *a, FontTable *tables, int n)
{
    Buf out = {.arena = a};
    uint32_t at = (uint32_t)(WOFF_HEADER + n * WOFF_ENTRY);

    adjust(a, tables, n);
    put_header(&out, tables, n);
    for (int i = 0; i < n; i++) {
        const FontTable *t = &tables[i];
        put32(&out, t->tag);
        put32(&out, at);
        put32(&out, (uint32_t)t->packed.n);
        put32(&out, (uint32_t)t->size);
        put32(&out, t->checksum);
        at += padded(t->packed.n);
    }
    for (int i = 0; i < n; i++) {
        em_put(&out, tables[i].packed);
        em_put_fill(&out, 0, (4 - out.n % 4) % 4);
    }
    return em_buf_str(&out);
}
