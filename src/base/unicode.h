/*
 * What Unicode says of characters, by a table that the build makes of what
 * HarfBuzz knows (make_unicode.c).
 */
#ifndef EM_UNICODE_H
#define EM_UNICODE_H

#include "base/base.h"

/* General categories, put together. */
typedef enum {
    CHAR_OTHER,
    CHAR_LETTER, /* L* */
    CHAR_DIGIT,  /* Nd */
    CHAR_MARK    /* M* */
} CharClass;

/* Scripts by their ISO 15924 tags. */
#define EM_SCRIPT(a, b, c, d) \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | \
     (uint32_t)(d))
#define EM_SCRIPT_COMMON    EM_SCRIPT('Z', 'y', 'y', 'y')
#define EM_SCRIPT_INHERITED EM_SCRIPT('Z', 'i', 'n', 'h')
#define EM_SCRIPT_UNKNOWN   EM_SCRIPT('Z', 'z', 'z', 'z')
#define EM_SCRIPT_LATIN     EM_SCRIPT('L', 'a', 't', 'n')
#define EM_SCRIPT_HAN       EM_SCRIPT('H', 'a', 'n', 'i')

/* The characters from `first` to the next row's. */
typedef struct {
    uint32_t first, script;
    CharClass class;
} CharRow;

extern const CharRow em_char_rows[];
extern const int em_n_char_rows;

/* The row of a character, which may be none of Unicode's. */
const CharRow *em_char_row(uint32_t c);

#endif
