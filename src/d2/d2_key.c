/*
 * How a name is written where D2 reads it back as the same name: plain where
 * it can be, else in quotes.
 */
#include "d2/d2_model.h"

static bool is_one_of(char c, Str set)
{
    return em_str_find_char(set, c, 0) != NONE;
}

/* True when a key of these bytes, unquoted, would not be read back. */
static bool needs_quotes(Str s)
{
    if (s.n == 0 || s.p[s.n - 1] == '-' || em_str_trim(s).n < s.n)
        return true;
    for (int i = 0; i < s.n; i++)
        if (is_one_of(s.p[i], STR("#;\n\\{}[]'\"|:.<>*&()@")) ||
            (s.p[i] == '-' && i + 1 < s.n && s.p[i + 1] == '-'))
            return true;
    return false;
}

static void put_single_quoted(Buf *b, Str s)
{
    em_put_char(b, '\'');
    for (int i = 0; i < s.n; i++) {
        if (s.p[i] == '\'')
            em_put_char(b, '\'');
        em_put_char(b, s.p[i]);
    }
    em_put_char(b, '\'');
}

static void put_double_quoted(Buf *b, Str s)
{
    em_put_char(b, '"');
    for (int i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '\n': em_put(b, STR("\\n")); break;
        case '"':
        case '\\':
            em_put_char(b, '\\');
            em_put_char(b, s.p[i]);
            break;
        default: em_put_char(b, s.p[i]); break;
        }
    }
    em_put_char(b, '"');
}

void em_d2_put_key(Buf *b, Str key)
{
    bool is_null = em_str_eq_nocase(key, STR("null"));
    bool has_quotes = em_str_find_char(key, '"', 0) != NONE &&
                      em_str_find_char(key, '\n', 0) == NONE;

    if (!is_null && !needs_quotes(key))
        em_put(b, key);
    else if (is_null || has_quotes)
        put_single_quoted(b, key);
    else
        put_double_quoted(b, key);
}
