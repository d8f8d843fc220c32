/*
 * Fonts with some of the printable ASCII, out of the parts that the build made
 * (font_data.h). The glyphs keep their numbers, so all tables are ready but
 * two: glyf gets the outlines of the glyphs that are needed, one after the
 * other, and loca says where each begins; a glyph that is left out is empty.
 * Outlines are not deflated: for a dozen tables that is a twelfth of all
 * instructions, and makes the picture smaller by a twenty-fifth.
 */
#include <string.h>

#include "text/shape.h"
#include "text/woff.h"

enum { TAG_GLYF = 0x676C7966, TAG_LOCA = 0x6C6F6361 };

/* The sum of big-endian words of 32 bits, with zeros after the end. */
static uint32_t checksum(Str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.p;
    uint32_t sum = 0;
    int i = 0;
    for (; i + 4 <= bytes.n; i += 4)
        sum += (uint32_t)p[i] << 24 | (uint32_t)p[i + 1] << 16 |
               (uint32_t)p[i + 2] << 8 | p[i + 3];
    for (; i < bytes.n; i++)
        sum += (uint32_t)p[i] << (24 - i % 4 * 8);
    return sum;
}

static void set_table(FontTable *t, Str plain)
{
    t->checksum = checksum(plain);
    t->size = plain.n;
    t->packed = plain;
}

/* Which glyphs the characters are drawn with. */
static bool *needed_glyphs(Arena *a, const AsciiFont *font, CodeSet set)
{
    bool *needed = NEW_ARRAY(a, font->n_glyphs, bool);

    needed[0] = true;
    for (int i = 0; i < set.n; i++) {
        int c = (int)set.codes[i] - ASCII_FIRST;
        for (int k = font->first_part[c]; k < font->first_part[c + 1]; k++)
            needed[font->parts[k]] = true;
    }
    return needed;
}

/* glyf and loca; the latter counts in units of 2 bytes. */
static void put_outlines(Arena *a, const AsciiFont *font, const bool *needed,
                         FontTable *glyf, FontTable *loca)
{
    Buf outlines = {.arena = a}, starts = {.arena = a};

    for (int g = 0; g <= font->n_glyphs; g++) {
        em_put_char(&starts, (char)(outlines.n / 2 >> 8));
        em_put_char(&starts, (char)(outlines.n / 2 & 0xFF));
        if (g < font->n_glyphs && needed[g])
            em_put(&outlines, em_str_cut(font->outlines, font->starts[g],
                                         font->starts[g + 1]));
    }
    set_table(glyf, em_buf_str(&outlines));
    set_table(loca, em_buf_str(&starts));
}

static FontTable *find_table(FontTable *tables, uint32_t tag)
{
    while (tables->tag != tag)
        tables++;
    return tables;
}

Str em_ascii_font(Arena *a, Face face, CodeSet set)
{
    const AsciiFont *font = em_fonts_data[face].ascii;
    int n = font->n_tables;
    FontTable *tables = NEW_ARRAY(a, n, FontTable);

    memcpy(tables, font->tables, (size_t)n * sizeof *tables);
    put_outlines(a, font, needed_glyphs(a, font, set),
                 find_table(tables, TAG_GLYF), find_table(tables, TAG_LOCA));
    return em_woff(a, tables, n);
}
