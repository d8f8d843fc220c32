/*
 * Makes the table of unicode.h: run by the build as
 *
 *     make_unicode OUT.c
 */
#include <hb.h>
#include <stdio.h>

#include "base/unicode.h"

enum { END = 0x110000 };

static CharClass class_of(hb_unicode_funcs_t *unicode, hb_codepoint_t c)
{
    switch (hb_unicode_general_category(unicode, c)) {
    case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_TITLECASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER: return CHAR_LETTER;
    case HB_UNICODE_GENERAL_CATEGORY_DECIMAL_NUMBER: return CHAR_DIGIT;
    case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK: return CHAR_MARK;
    default: return CHAR_OTHER;
    }
}

static void put_rows(FILE *out)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    CharRow last = {0};

    for (hb_codepoint_t c = 0; c <= END; c++) {
        CharRow row = {c, EM_SCRIPT_UNKNOWN, CHAR_OTHER};
        if (c < END) {
            row.script = (uint32_t)hb_unicode_script(unicode, c);
            row.class = class_of(unicode, c);
        }
        if (c == 0 || row.script != last.script || row.class != last.class)
            fprintf(out, "    {0x%04X, 0x%08X, %d},\n", c, row.script,
                    (int)row.class);
        last = row;
    }
}

int main(int argc, char **argv)
{
    FILE *out = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (!out) {
        fprintf(stderr, "usage: make_unicode OUT.c\n");
        return 1;
    }
    fprintf(out, "/* Made by make_unicode. */\n"
                 "#include \"base/unicode.h\"\n\n"
                 "const CharRow em_char_rows[] = {\n");
    put_rows(out);
    fprintf(out, "};\n\nconst int em_n_char_rows = COUNT(em_char_rows);\n");
    if (fclose(out) != 0) {
        fprintf(stderr, "make_unicode: %s: cannot be written\n", argv[1]);
        return 1;
    }
    return 0;
}
