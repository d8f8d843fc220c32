/*
 * Line by line: arrows between names, keywords in front of colons, and maps and
 * blocks of text behind them.
 */
#include "d2/d2_detect.h"

#include "d2/d2_words.h"

enum { LOOKED_AT = 64 * 1024 }; /* bytes of a text */

/* Where the name at the front of a line ends: at a colon outside of quotes, or
 * at the line's end. */
static int name_end(Str line)
{
    char quote = 0;
    for (int i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == ':')
            return i;
    }
    return line.n;
}

static bool has_arrow(Str name)
{
    static const Str arrows[] = {STR_INIT("->"), STR_INIT(" <- "),
                                 STR_INIT(" -- ")};
    for (int i = 0; i < COUNT(arrows); i++)
        if (em_str_find(name, arrows[i], 1) != NONE)
            return true;
    return false;
}

/* True for "style.fill" and "x.shape". */
static bool has_keyword(Str name)
{
    for (int i = 0; i < name.n;) {
        int dot = em_str_find_char(name, '.', i);
        int end = dot == NONE ? name.n : dot;
        if (em_d2_find_word(em_str_trim(em_str_cut(name, i, end))))
            return true;
        i = end + 1;
    }
    return false;
}

/* True for what begins with "{" or "|md". */
static bool is_map_or_block(Str value)
{
    int at = 0;
    while (at < value.n && value.p[at] == '|')
        at++;
    if (at == 0)
        return value.n > 0 && value.p[0] == '{';
    return at == value.n || em_is_alpha((unsigned char)value.p[at]);
}

static bool is_d2_line(Str line)
{
    int end = name_end(line);
    Str name = em_str_trim(em_str_cut(line, 0, end));
    if (name.n == 0 || line.p[0] == '#' || line.p[0] == '-')
        return false;
    if (has_arrow(name))
        return true;
    Str value = em_str_trim(em_str_cut(line, MIN(end + 1, line.n), line.n));
    return end < line.n && (has_keyword(name) || is_map_or_block(value));
}

static bool is_fence(Str line)
{
    return em_str_starts(line, STR("```")) || em_str_starts(line, STR("~~~"));
}

bool em_d2_detect(Str text)
{
    bool found = false;
    text = em_str_cut(text, 0, MIN(text.n, LOOKED_AT));
    for (int i = 0; i < text.n;) {
        int nl = em_str_find_char(text, '\n', i);
        int end = nl == NONE ? text.n : nl;
        Str line = em_str_trim(em_str_cut(text, i, end));
        if (is_fence(line))
            return false;
        found = found || is_d2_line(line);
        i = end + 1;
    }
    return found;
}
