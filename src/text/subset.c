/*
 * Subsets of the faces, but for those of printable ASCII (ascii_font.c).
 *
 * HarfBuzz picks the glyphs of the characters and drops hinting, names and
 * substitution; kerning stays, and the features by which accents are composed
 * and placed, for these are how the text was measured. The tables of the file
 * that it makes are deflated where that pays.
 */
#include <hb-subset.h>
#include <string.h>
#include <zlib.h>

#include "text/hb_fonts.h"
#include "text/woff.h"

enum {
    SFNT_HEADER = 12,
    SFNT_ENTRY = 16,
    TRUETYPE = 0x00010000,
    MAX_TABLES = 64,
    MIN_PACKED = 256, /* bytes; smaller tables hardly shrink */
    MEM_LEVEL = 6     /* of zlib; small, as the window */
};

static uint32_t get32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

/* zlib's window for so many bytes: clearing a large one takes longer than
 * packing a small table. */
static int window_bits(int n)
{
    int bits = 9;
    while (bits < 15 && 1 << bits < n)
        bits++;
    return bits;
}

/* Deflates into the arena; the plain bytes when that is not shorter. */
static Str pack(Arena *a, Str plain)
{
    if (plain.n < MIN_PACKED)
        return plain;
    char *p = NEW_ARRAY(a, plain.n, char);
    z_stream z = {.next_out = (Bytef *)p, .avail_out = (uInt)plain.n};
    union {
        const char *in;
        Bytef *next;
    } view = {.in = plain.p}; /* zlib does not write to its input */

    z.next_in = view.next;
    z.avail_in = (uInt)plain.n;
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
                     window_bits(plain.n), MEM_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        em_out_of_memory(a);
    bool shorter =
        deflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out < (uLong)plain.n;
    int n = (int)z.total_out;
    deflateEnd(&z);
    return shorter ? (Str){p, n} : plain;
}

/* The tables of a TrueType file that HarfBuzz made. Returns their number; 0
 * when it is none, which is what HarfBuzz gives when it had no memory. */
static int read_tables(Arena *a, Str font, FontTable *tables)
{
    const unsigned char *p = (const unsigned char *)font.p;
    if (font.n < SFNT_HEADER || get32(p) != TRUETYPE)
        return 0;

    int n = p[4] << 8 | p[5];
    if (n > MAX_TABLES || font.n < SFNT_HEADER + n * SFNT_ENTRY)
        return 0;
    for (int i = 0; i < n; i++) {
        const unsigned char *entry = p + SFNT_HEADER + (size_t)i * SFNT_ENTRY;
        uint32_t at = get32(entry + 8), size = get32(entry + 12);
        if (at > (uint32_t)font.n || size > (uint32_t)font.n - at)
            return 0;
        Str plain = {font.p + at, (int)size};
        tables[i] = (FontTable){.tag = get32(entry),
                                .checksum = get32(entry + 4),
                                .size = plain.n,
                                .packed = pack(a, plain)};
    }
    return n;
}

/* HarfBuzz leaves a table out when it had no memory for it. */
static bool has_all_tables(const FontTable *tables, int n)
{
    static const uint32_t needed[] = {
        HB_TAG('c', 'm', 'a', 'p'), HB_TAG('g', 'l', 'y', 'f'),
        HB_TAG('h', 'e', 'a', 'd'), HB_TAG('h', 'h', 'e', 'a'),
        HB_TAG('h', 'm', 't', 'x'), HB_TAG('l', 'o', 'c', 'a'),
        HB_TAG('m', 'a', 'x', 'p'),
    };
    for (int k = 0; k < COUNT(needed); k++) {
        int i = 0;
        while (i < n && tables[i].tag != needed[k])
            i++;
        if (i == n)
            return false;
    }
    return true;
}

static Str to_woff(Arena *a, Str font)
{
    FontTable tables[MAX_TABLES];
    int n = read_tables(a, font, tables);

    if (!has_all_tables(tables, n))
        em_out_of_memory(a);
    return em_woff(a, tables, n);
}

/* Keeps these features and no others. */
static void keep_features(hb_subset_input_t *input)
{
    hb_set_t *features =
        hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_clear(features);
    hb_set_add(features, HB_TAG('k', 'e', 'r', 'n'));
    hb_set_add(features, HB_TAG('m', 'a', 'r', 'k'));
    hb_set_add(features, HB_TAG('m', 'k', 'm', 'k'));
    hb_set_add(features, HB_TAG('c', 'c', 'm', 'p'));
}

/* False when HarfBuzz had no memory for what was described. */
static bool describe(hb_subset_input_t *input, CodeSet set)
{
    hb_set_t *codes = hb_subset_input_unicode_set(input);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);

    for (int i = 0; i < set.n; i++)
        hb_set_add(codes, set.codes[i]);
    keep_features(input);
    hb_set_add(drop, HB_TAG('S', 'T', 'A', 'T')); /* of variable fonts */
    hb_set_clear(hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    return hb_set_allocation_successful(codes) &&
           hb_set_allocation_successful(drop);
}

static void close_input(void *thing)
{
    hb_subset_input_destroy(thing);
}

static void close_blob(void *thing)
{
    hb_blob_destroy(thing);
}

/* The subset as a TrueType file in a blob; NULL when HarfBuzz cannot. */
static hb_blob_t *subset(hb_face_t *face, hb_subset_input_t *input)
{
    hb_face_t *result = hb_subset_or_fail(face, input);
    if (!result)
        return NULL;
    hb_blob_t *blob = hb_face_reference_blob(result);
    hb_face_destroy(result);
    return blob;
}

Str em_hb_subset(Fonts *f, Arena *a, Face face, CodeSet set)
{
    hb_face_t *from = em_hb_face(f, face);
    Guard *input_guard = em_guard_new(a), *blob_guard = em_guard_new(a);

    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        em_out_of_memory(a);
    em_guard_set(input_guard, close_input, input);
    hb_blob_t *blob = describe(input, set) ? subset(from, input) : NULL;
    em_guard_close(input_guard);
    if (!blob)
        em_out_of_memory(a);
    em_guard_set(blob_guard, close_blob, blob);

    unsigned n;
    const char *data = hb_blob_get_data(blob, &n);
    Str woff = to_woff(a, (Str){data, (int)n});
    em_guard_close(blob_guard);
    return woff;
}
