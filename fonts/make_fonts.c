/*
 * Makes the built-in fonts into C: run by the build as
 *
 *     make_fonts FONTS_DIR OUT.c
 *
 * For each face it writes the bytes of the file, a subset for printable ASCII,
 * the licence, and tables of advances and pair kerning in font units. The
 * tables come from HarfBuzz itself, shaping each character and each pair of
 * characters with the features that ermaid shapes with; tests/unit/test_text.c
 * checks that longer texts measure the same by either way.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>

enum { FIRST = 0x20, LAST = 0x7E, N = LAST - FIRST + 1, WIDTH = 76 };

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

/* Printable ASCII with kerning and nothing else; see src/text/subset.c. */
static hb_blob_t *ascii_subset(hb_face_t *face, const char *name)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        fail("no memory", name);
    hb_set_add_range(hb_subset_input_unicode_set(input), FIRST, LAST);
    hb_set_t *layout =
        hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_clear(layout);
    hb_set_add(layout, HB_TAG('k', 'e', 'r', 'n'));
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    hb_set_add(drop, HB_TAG('G', 'S', 'U', 'B'));
    hb_set_add(drop, HB_TAG('G', 'D', 'E', 'F'));
    hb_set_clear(hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID));
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);

    hb_face_t *subset = hb_subset_or_fail(face, input);
    hb_subset_input_destroy(input);
    if (!subset)
        fail("cannot be subset", name);
    hb_blob_t *blob = hb_face_reference_blob(subset);
    hb_face_destroy(subset);
    return blob;
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
    hb_blob_t *ascii = ascii_subset(face, faces[i].file);
    put_blob(out, "data", i, data);
    put_blob(out, "license", i, license);
    put_blob(out, "ascii", i, ascii);
    bool has_kerning = put_tables(out, i, font, &mean);

    /* A new font's scale is the face's units per em. */
    hb_font_get_h_extents(font, &box);
    int n = snprintf(row, room,
                     "    {STR_INIT(\"%s\"), STR_INIT_ARRAY(license_%d),\n"
                     "     STR_INIT_ARRAY(data_%d), STR_INIT_ARRAY(ascii_%d),\n"
                     "     %u, %d, %d, %d, advance_%d, ",
                     faces[i].family, i, i, i, hb_face_get_upem(face),
                     box.ascender, -box.descender, mean, i);
    if (has_kerning)
        snprintf(row + n, room - (size_t)n, "kern_%d},\n", i);
    else
        snprintf(row + n, room - (size_t)n, "NULL},\n");

    hb_font_destroy(font);
    hb_face_destroy(face);
    hb_blob_destroy(ascii);
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
