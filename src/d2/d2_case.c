/*
 * text-transform: letters in capitals, in small, or words capitalized.
 *
 * The table has the letters of alphabets with case whose two forms are one
 * character each, after Unicode's simple case mappings. What is rarer (Coptic,
 * Deseret, …) stays as it is.
 */
#include "base/utf8.h"
#include "d2/d2_model.h"

/* Characters first to last; with a distance, all are small and their capitals
 * stand that far before them; without, capitals and small ones alternate,
 * capitals first. */
typedef struct {
    uint32_t first, last;
    uint32_t distance;
} Letters;

static const Letters alphabets[] = {
    {'a', 'z', 32},       {0xE0, 0xF6, 32},     {0xF8, 0xFE, 32},
    {0x100, 0x12F, 0},    {0x132, 0x137, 0},    {0x139, 0x148, 0},
    {0x14A, 0x177, 0},    {0x179, 0x17E, 0},    {0x1CD, 0x1DC, 0},
    {0x1DE, 0x1EF, 0},    {0x1F8, 0x21F, 0},    {0x222, 0x233, 0},
    {0x3AD, 0x3AF, 37},   {0x3B1, 0x3C1, 32},   {0x3C3, 0x3CB, 32},
    {0x3CD, 0x3CE, 63},   {0x3D8, 0x3EF, 0},    {0x430, 0x44F, 32},
    {0x450, 0x45F, 80},   {0x460, 0x481, 0},    {0x48A, 0x4BF, 0},
    {0x4C1, 0x4CE, 0},    {0x4D0, 0x52F, 0},    {0x561, 0x586, 48},
    {0x1E00, 0x1E95, 0},  {0x1EA0, 0x1EFF, 0},  {0x2170, 0x217F, 16},
    {0x24D0, 0x24E9, 26}, {0xFF41, 0xFF5A, 32},
};

/* Letters out of line: small, capital. */
static const uint32_t pairs[][2] = {
    {0xFF, 0x178},  {0x1C6, 0x1C4}, {0x1C9, 0x1C7}, {0x1CC, 0x1CA},
    {0x1F3, 0x1F1}, {0x3AC, 0x386}, {0x3CC, 0x38C}, {0x4CF, 0x4C0},
};

static uint32_t to_upper(uint32_t c)
{
    if (c == 0x131) /* dotless i */
        return 'I';
    if (c == 0x3C2) /* sigma at the end of a word */
        return 0x3A3;
    for (int i = 0; i < COUNT(pairs); i++)
        if (c == pairs[i][0])
            return pairs[i][1];
    for (int i = 0; i < COUNT(alphabets); i++) {
        const Letters *l = &alphabets[i];
        if (c < l->first || c > l->last)
            continue;
        return l->distance ? c - l->distance : c - ((c - l->first) & 1);
    }
    return c;
}

static uint32_t to_lower(uint32_t c)
{
    if (c == 0x130) /* i with a dot */
        return 'i';
    if (c == 0x1E9E) /* sharp s */
        return 0xDF;
    for (int i = 0; i < COUNT(pairs); i++)
        if (c == pairs[i][1])
            return pairs[i][0];
    for (int i = 0; i < COUNT(alphabets); i++) {
        const Letters *l = &alphabets[i];
        if (l->distance && c >= l->first - l->distance &&
            c <= l->last - l->distance)
            return c + l->distance;
        if (!l->distance && c >= l->first && c <= l->last)
            return c + !((c - l->first) & 1);
    }
    return c;
}

static bool has_case(uint32_t c)
{
    return to_upper(c) != c || to_lower(c) != c || c == 0xDF;
}

static bool is_in_word(uint32_t c)
{
    return c >= 0x80 ? em_utf8_columns(c) != 2 && c != 0xA0 && c != 0x2019 &&
                           (c < 0x2000 || c > 0x2BFF)
                     : em_is_word((int)c);
}

/* True for what joins letters to one word when it stands between them. */
static bool joins(uint32_t c)
{
    return c == '\'' || c == '.' || c == ':' || c == 0x2019 || c == 0xB7;
}

/* The first letter with case of each word in capitals, the others small. */
static void put_capitalized(Buf *out, Str s)
{
    bool in_word = false, done = false;

    for (int i = 0, len; i < s.n; i += len) {
        uint32_t c = em_utf8_decode(s, i, &len);
        int after;
        bool joined = in_word && joins(c) && i + len < s.n &&
                      is_in_word(em_utf8_decode(s, i + len, &after));
        in_word = joined || is_in_word(c);
        if (!in_word)
            done = false;
        em_utf8_put(out, done || !has_case(c) ? to_lower(c) : to_upper(c));
        done = done || (in_word && has_case(c));
    }
}

Str em_d2_transform(Str text, Str how, Arena *a)
{
    Buf out = {.arena = a};
    bool upper = em_str_eq_nocase(how, STR("uppercase"));

    if (em_str_eq_nocase(how, STR("capitalize"))) {
        put_capitalized(&out, text);
        return em_buf_str(&out);
    }
    if (!upper && !em_str_eq_nocase(how, STR("lowercase")))
        return text;
    for (int i = 0, len; i < text.n; i += len) {
        uint32_t c = em_utf8_decode(text, i, &len);
        em_utf8_put(&out, upper ? to_upper(c) : to_lower(c));
    }
    return em_buf_str(&out);
}
