/*
 * Makes the built-in fonts into C: run by the build as
 *
 *     make_fonts FONTS_DIR OUT.c
 *
 * For each face it writes the bytes of the file, the licence, and tables of
 * advances and pair kerning in font units. The tables come from HarfBuzz
 * itself, shaping each character and each pair of characters with the features
 * that ermaid shapes with; tests/unit/test_text.c checks that longer texts
 * measure the same by either way.
 *
 * Then the parts of which src/text/ascii_font.c makes fonts with some of the
 * printable ASCII: HarfBuzz's subset of all of it, its tables deflated, its
 * outlines one by one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>
#include <zlib.h>

enum {
    FIRST = 0x20,
    LAST = 0x7E,
    N = LAST - FIRST + 1,
    WIDTH = 76,      /* of a line of C */
    MAX_TABLES = 32, /* of a subset */
    TAG_GLYF = HB_TAG('g', 'l', 'y', 'f'),
    TAG_HEAD = HB_TAG('h', 'e', 'a', 'd'),
    TAG_LOCA = HB_TAG('l', 'o', 'c', 'a')
};

static const struct {
    const char *file, *family, *license;
} faces[] = {
    {"sans-regular", "Inter", "OFL-Inter"},
    {"sans-bold", "Inter", "OFL-Inter"},
    {"sans-italic", "Inter", "OFL-Inter"},
    {"mono-regular", "JetBrains Mono", "OFL-JetBrainsMono"},
    {"mono-bold", "JetBrains Mono", "OFL-JetBrainsMono"},
};

enum { N_FACES = sizeof faces / sizeof faces[0] };

/* The same as in src/text/font.c. */
static const hb_feature_t features[] = {
    {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1},
    {HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1},
    {HB_TAG('d', 'l', 'i', 'g'), 0, 0, (unsigned)-1},
    {HB_TAG('c', 'a', 'l', 't'), 0, 0, (unsigned)-1},
};

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "make_fonts: %s: %s\n", name, what);
    exit(1);
}

/*
 * Bytes as string literals of one line each. An octal escape takes at most
 * three digits; all of them are written, so that no digit can follow.
 */
static void put_bytes(FILE *out, const char *p, size_t n)
{
    int column = 0;

    fputs("    \"", out);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (column >= WIDTH) {
            fputs("\"\n    \"", out);
            column = 0;
        }
        if (c == '\n') {
            column += fprintf(out, "\\n");
        } else if (c < FIRST || c > LAST || c == '"' || c == '\\' || c == '?') {
            column += fprintf(out, "\\%03o", (unsigned)c);
        } else {
            fputc(c, out);
            column++;
        }
    }
    fputs("\"", out);
}

static void put_blob(FILE *out, const char *name, int face, hb_blob_t *blob)
{
    unsigned n;
    const char *p = hb_blob_get_data(blob, &n);

    fprintf(out, "static const char %s_%d[] =\n", name, face);
    put_bytes(out, p, n);
    fputs(";\n\n", out);
}

static hb_blob_t *read_file(const char *dir, const char *name,
                            const char *suffix)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s.%s", dir, name, suffix);
    if (n < 0 || (size_t)n >= sizeof path)
        fail("the path is too long", name);
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(path);
    if (!blob)
        fail("cannot be read", path);
    return blob;
}

/* The advance of a text in font units. */
static int measure(hb_font_t *font, hb_buffer_t *buffer, const char *text,
                   int n)
{
    unsigned glyphs;
    int sum = 0;

    hb_buffer_clear_contents(buffer);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, HB_SCRIPT_LATIN);
    hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
    hb_buffer_add_utf8(buffer, text, n, 0, n);
    hb_shape(font, buffer, features, sizeof features / sizeof features[0]);
    const hb_glyph_position_t *at =
        hb_buffer_get_glyph_positions(buffer, &glyphs);
    for (unsigned i = 0; i < glyphs; i++)
        sum += at[i].x_advance;
    return sum;
}

static void put_number(FILE *out, int i, int value)
{
    fprintf(out, i % 12 == 0 ? "\n    %d," : " %d,", value);
}

/* Writes advance_<face> and, when there is kerning, kern_<face>. */
static bool put_tables(FILE *out, int face, hb_font_t *font, int *mean)
{
    static int advance[N], kern[N * N];
    hb_buffer_t *buffer = hb_buffer_create();
    bool has_kerning = false;
    char pair[2];

    for (int i = 0; i < N; i++)
        advance[i] = measure(font, buffer, &(char){(char)(FIRST + i)}, 1);
    for (int i = 0; i < N * N; i++) {
        pair[0] = (char)(FIRST + i / N);
        pair[1] = (char)(FIRST + i % N);
        kern[i] =
            measure(font, buffer, pair, 2) - advance[i / N] - advance[i % N];
        has_kerning |= kern[i] != 0;
    }
    hb_buffer_destroy(buffer);

    int sum = advance[0];
    for (int c = 'a'; c <= 'z'; c++)
        sum += advance[c - FIRST];
    *mean = sum / ('z' - 'a' + 2);

    fprintf(out, "static const uint16_t advance_%d[] = {", face);
    for (int i = 0; i < N; i++)
        put_number(out, i, advance[i]);
    fputs("\n};\n\n", out);
    if (!has_kerning)
        return false;
    fprintf(out, "static const int16_t kern_%d[] = {", face);
    for (int i = 0; i < N * N; i++)
        put_number(out, i, kern[i]);
    fputs("\n};\n\n", out);
    return true;
}

/* A plan for some characters with kerning and nothing else. */
static hb_subset_input_t *new_input(int first, int last)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        fail("no memory", "subset");
    hb_set_add_range(hb_subset_input_unicode_set(input), (hb_codepoint_t)first,
                     (hb_codepoint_t)last);
    hb_set_t *layout =
        hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_clear(layout);
    hb_set_add(layout, HB_TAG('k', 'e', 'r', 'n'));
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    hb_set_add(drop, HB_TAG('G', 'S', 'U', 'B'));
    hb_set_add(drop, HB_TAG('G', 'D', 'E', 'F'));
    hb_set_add(drop, HB_TAG('S', 'T', 'A', 'T'));
    hb_set_clear(hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

/* The face of a file with printable ASCII only. */
static hb_face_t *ascii_subset(hb_face_t *face, const char *name)
{
    hb_subset_input_t *input = new_input(FIRST, LAST);
    hb_face_t *built = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    if (!built)
        fail("cannot be subset", name);
    hb_blob_t *blob = hb_face_reference_blob(built);
    hb_face_destroy(built);
    hb_face_t *subset = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return subset;
}

/* The sum of big-endian words of 32 bits, with zeros after the end. */
static uint32_t checksum(const unsigned char *p, unsigned n)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < n; i++)
        sum += (uint32_t)p[i] << (24 - i % 4 * 8);
    return sum;
}

/* That of a table; head counts without its adjustment, at byte 8. */
static uint32_t table_checksum(hb_blob_t *table, hb_tag_t tag)
{
    unsigned n;
    const char *data = hb_blob_get_data(table, &n);
    const unsigned char *p = (const unsigned char *)data;
    return checksum(p, n) - (tag == TAG_HEAD ? checksum(p + 8, 4) : 0);
}

/* Deflated where that is shorter. */
static hb_blob_t *pack(hb_blob_t *plain)
{
    unsigned n;
    const char *p = hb_blob_get_data(plain, &n);
    uLongf packed = compressBound(n);
    Bytef *out = malloc(packed);

    if (!out || compress2(out, &packed, (const Bytef *)p, n,
                          Z_BEST_COMPRESSION) != Z_OK)
        fail("no memory", "deflate");
    if (packed >= n) {
        free(out);
        return hb_blob_reference(plain);
    }
    return hb_blob_create((const char *)out, (unsigned)packed,
                          HB_MEMORY_MODE_WRITABLE, out, free);
}

/* Writes the tables that all fonts share, and tables_<face> with a row for
 * every table. ascii_font.c changes a part of head, so that stays plain. */
static unsigned put_font_tables(FILE *out, int face, hb_face_t *ascii)
{
    hb_tag_t tags[MAX_TABLES];
    unsigned n = MAX_TABLES, sizes[MAX_TABLES], sums[MAX_TABLES];
    char name[32];

    if (hb_face_get_table_tags(ascii, 0, &n, tags) > MAX_TABLES)
        fail("too many tables", faces[face].file);
    for (unsigned i = 0; i < n; i++) {
        hb_blob_t *plain = hb_face_reference_table(ascii, tags[i]);
        sizes[i] = hb_blob_get_length(plain);
        sums[i] = table_checksum(plain, tags[i]);
        hb_blob_t *packed =
            tags[i] == TAG_HEAD ? hb_blob_reference(plain) : pack(plain);
        snprintf(name, sizeof name, "table_%u", i);
        if (tags[i] != TAG_GLYF && tags[i] != TAG_LOCA)
            put_blob(out, name, face, packed);
        hb_blob_destroy(packed);
        hb_blob_destroy(plain);
    }
    fprintf(out, "static const FontTable tables_%d[] = {\n", face);
    for (unsigned i = 0; i < n; i++)
        if (tags[i] == TAG_GLYF || tags[i] == TAG_LOCA)
            fprintf(out, "    {.tag = 0x%08x},\n", (unsigned)tags[i]);
        else
            fprintf(out,
                    "    {0x%08x, 0x%08xU, %u, STR_INIT_ARRAY(table_%u_%d)},\n",
                    (unsigned)tags[i], sums[i], sizes[i], i, face);
    fputs("};\n\n", out);
    return n;
}

/* Writes outlines_<face> and starts_<face>. Returns the number of glyphs. */
static unsigned put_outlines(FILE *out, int face, hb_face_t *ascii)
{
    hb_blob_t *glyf = hb_face_reference_table(ascii, TAG_GLYF);
    hb_blob_t *loca = hb_face_reference_table(ascii, TAG_LOCA);
    unsigned n = hb_face_get_glyph_count(ascii), size;
    const char *data = hb_blob_get_data(loca, &size);
    const unsigned char *p = (const unsigned char *)data;

    if (size != 2 * (n + 1))
        fail("has too long outlines", faces[face].file);
    put_blob(out, "outlines", face, glyf);
    fprintf(out, "static const uint16_t starts_%d[] = {", face);
    for (unsigned i = 0; i <= n; i++)
        put_number(out, (int)i, (p[2 * i] << 8 | p[2 * i + 1]) * 2);
    fputs("\n};\n\n", out);
    hb_blob_destroy(loca);
    hb_blob_destroy(glyf);
    return n;
}

/* Writes parts_<face> and first_part_<face>: which glyphs a character needs,
 * for some are put together from others. */
static void put_parts(FILE *out, int face, hb_face_t *ascii)
{
    int first[N + 1] = {0}, n = 0;

    fprintf(out, "static const uint16_t parts_%d[] = {", face);
    for (int i = 0; i < N; i++) {
        hb_subset_input_t *input = new_input(FIRST + i, FIRST + i);
        hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
                                             HB_SUBSET_FLAGS_RETAIN_GIDS);
        hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(ascii, input);
        hb_subset_input_destroy(input);
        if (!plan)
            fail("cannot be subset", faces[face].file);
        const hb_map_t *kept = hb_subset_plan_new_to_old_glyph_mapping(plan);
        for (unsigned g = 1; g < hb_face_get_glyph_count(ascii); g++)
            if (hb_map_has(kept, g))
                put_number(out, n++, (int)g);
        first[i + 1] = n;
        hb_subset_plan_destroy(plan);
    }
    fprintf(out, "\n};\n\nstatic const uint16_t first_part_%d[] = {", face);
    for (int i = 0; i <= N; i++)
        put_number(out, i, first[i]);
    fputs("\n};\n\n", out);
}

/* Writes ascii_<face>. */
static void put_ascii_font(FILE *out, int i, hb_face_t *face)
{
    hb_face_t *ascii = ascii_subset(face, faces[i].file);
    unsigned n_tables = put_font_tables(out, i, ascii);
    unsigned n_glyphs = put_outlines(out, i, ascii);
    put_parts(out, i, ascii);
    fprintf(out,
            "static const AsciiFont ascii_%d = {\n"
            "    tables_%d, %u, STR_INIT_ARRAY(outlines_%d), %u, starts_%d,\n"
            "    parts_%d, first_part_%d};\n\n",
            i, i, n_tables, i, n_glyphs, i, i, i);
    hb_face_destroy(ascii);
}

/* Writes what a face needs, and its row of the table into `row`. */
static void put_face(FILE *out, const char *dir, int i, char *row, size_t room)
{
    hb_blob_t *data = read_file(dir, faces[i].file, "ttf");
    hb_blob_t *license = read_file(dir, faces[i].license, "txt");
    hb_face_t *face = hb_face_create(data, 0);
    hb_font_t *font = hb_font_create(face);
    hb_font_extents_t box;
    int mean;

    if (hb_face_get_glyph_count(face) == 0)
        fail("is no font", faces[i].file);
    put_blob(out, "data", i, data);
    put_blob(out, "license", i, license);
    put_ascii_font(out, i, face);
    bool has_kerning = put_tables(out, i, font, &mean);

    /* A new font's scale is the face's units per em. */
    hb_font_get_h_extents(font, &box);
    int n = snprintf(row, room,
                     "    {STR_INIT(\"%s\"), STR_INIT_ARRAY(license_%d),\n"
                     "     STR_INIT_ARRAY(data_%d), &ascii_%d,\n"
                     "     %u, %d, %d, %d, advance_%d, ",
                     faces[i].family, i, i, i, hb_face_get_upem(face),
                     box.ascender, -box.descender, mean, i);
    if (has_kerning)
        snprintf(row + n, room - (size_t)n, "kern_%d},\n", i);
    else
        snprintf(row + n, room - (size_t)n, "NULL},\n");

    hb_font_destroy(font);
    hb_face_destroy(face);
    hb_blob_destroy(license);
    hb_blob_destroy(data);
}

int main(int argc, char **argv)
{
    static char rows[N_FACES][512];

    if (argc != 3)
        fail("wants FONTS_DIR OUT.c", "usage");
    FILE *out = fopen(argv[2], "wb");
    if (!out)
        fail("cannot be written", argv[2]);

    fputs("/* Made by fonts/make_fonts.c from fonts/. */\n"
          "#include \"text/font_data.h\"\n\n"
          "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n"
          "#define STR_INIT_ARRAY(a) {(a), (int)sizeof(a) - 1}\n\n",
          out);
    for (int i = 0; i < N_FACES; i++)
        put_face(out, argv[1], i, rows[i], sizeof rows[i]);
    fputs("const FontData em_fonts_data[FACE_COUNT] = {\n", out);
    for (int i = 0; i < N_FACES; i++)
        fputs(rows[i], out);
    fputs("};\n", out);

    bool bad = ferror(out);
    if (fclose(out) != 0 || bad) {
        remove(argv[2]);
        fail("cannot be written", argv[2]);
    }
    return 0;
}
