/*
 * Makes the style sheet and the script of pages into C: run by the build as
 *
 *     make_page PAGE.css PAGE.js SHA256 OUT.c
 *
 * where SHA256 is that of the script in hexadecimal digits. A page names it in
 * base64, so that no other script runs in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HASH_BYTES = 32, PER_LINE = 20 };

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "make_page: %s: %s\n", name, what);
    exit(1);
}

/* The bytes of a file as an array. */
static void put_file(FILE *out, const char *name, const char *path)
{
    FILE *in = fopen(path, "rb");
    int c, n = 0;

    if (!in)
        fail("cannot be read", path);
    fprintf(out, "static const char %s[] = {", name);
    for (; (c = getc(in)) != EOF; n++)
        fprintf(out, "%s%d,", n % PER_LINE ? "" : "\n", c > 127 ? c - 256 : c);
    fprintf(out, "\n};\n");
    fclose(in);
}

static void put_base64(FILE *out, const char *hex)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                 "qrstuvwxyz0123456789+/";
    unsigned char bytes[HASH_BYTES + 1] = {0}; /* a multiple of three */

    if (strlen(hex) != 2 * (size_t)HASH_BYTES)
        fail("is no SHA-256", hex);
    for (int i = 0; i < HASH_BYTES; i++) {
        const char pair[] = {hex[2 * i], hex[2 * i + 1], '\0'};
        bytes[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    for (int i = 0; i <= HASH_BYTES - 2; i += 3) {
        unsigned three = (unsigned)bytes[i] << 16 |
                         (unsigned)bytes[i + 1] << 8 | bytes[i + 2];
        for (int k = 18; k >= 0; k -= 6)
            if (i + 3 <= HASH_BYTES || k > 0)
                putc(digits[three >> k & 63], out);
    }
    putc('=', out);
}

int main(int argc, char **argv)
{
    FILE *out = argc == 5 ? fopen(argv[4], "w") : NULL;

    if (!out)
        fail("expected PAGE.css PAGE.js SHA256 OUT.c", argc > 4 ? argv[4] : "");
    fprintf(out, "#include \"out/page_data.h\"\n\n");
    put_file(out, "css", argv[1]);
    put_file(out, "js", argv[2]);
    fprintf(out, "const Str em_page_css = {css, sizeof css};\n"
                 "const Str em_page_js = {js, sizeof js};\n"
                 "const Str em_page_js_hash = STR_INIT(\"sha256-");
    put_base64(out, argv[3]);
    fprintf(out, "\");\n");
    return fclose(out) == 0 ? 0 : 1;
}
