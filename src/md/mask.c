/*
 * cmark takes its memory where our budget does not see it, up to a hundred
 * bytes for each byte of hostile text (runs of "*a*a", "- - - x", "<<<<"). We
 * want only the blocks that it finds, so inline marks become letters before
 * it reads them, and lines, indents and markers have limits. What decides
 * about blocks stays: indents, quote and list markers, fences, rules,
 * headings, and what begins and ends blocks of HTML.
 */
#include "md/mask.h"

int em_md_line_end(Str s, int i)
{
    if (i >= s.n)
        return 0;
    if (s.p[i] == '\n')
        return 1;
    if (s.p[i] != '\r')
        return 0;
    return i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
}

static bool is_blank(int c)
{
    return c == ' ' || c == '\t';
}

/* The length of a list marker at i: "-", "12."; 0: none. */
static int list_marker(Str line, int i)
{
    int end = i;
    if (line.p[i] == '-' || line.p[i] == '+' || line.p[i] == '*') {
        end++;
    } else {
        while (end < line.n && end - i < 9 && em_is_digit(line.p[end]))
            end++;
        bool ends = end < line.n && (line.p[end] == '.' || line.p[end] == ')');
        if (end == i || !ends)
            return 0;
        end++;
    }
    return end == line.n || is_blank(line.p[end]) ? end - i : 0;
}

/* True when the line is a rule, or the line under a heading, from i on. */
static bool is_rule(Str line, int i)
{
    char c = line.p[i];
    if (c != '*' && c != '-' && c != '_' && c != '=')
        return false;
    for (; i < line.n; i++)
        if (line.p[i] != c && !is_blank(line.p[i]))
            return false;
    return true;
}

/* Where the text after indent and markers begins; counts the markers. */
static int content_start(Str line, int *blocks)
{
    int i = 0;
    while (i < line.n && i < MASK_INDENT && !is_rule(line, i)) {
        int marker = line.p[i] == '>' ? 1 : list_marker(line, i);
        if (marker == 0 && !is_blank(line.p[i]))
            break;
        *blocks += marker > 0;
        i += marker ? marker : 1;
    }
    return i;
}

static bool is_inline_mark(int c)
{
    return c == '*' || c == '_' || c == '[' || c == ']' || c == '!' ||
           c == '&' || c == '\\' || c == '`' || c == '<' || c == 0;
}

/* The bytes at i that end a block of HTML and would be masked; 0: none. */
static int html_end(Str line, int i)
{
    static const Str ends[] = {STR_INIT("]]>"), STR_INIT("</script"),
                               STR_INIT("</pre"), STR_INIT("</style"),
                               STR_INIT("</textarea")};
    for (int k = 0; k < COUNT(ends); k++)
        if (em_str_eq_nocase(em_str_cut(line, i, MIN(i + ends[k].n, line.n)),
                             ends[k]))
            return ends[k].n;
    return 0;
}

/* The end of what decides the kind of block that begins at i. */
static int opening_end(Str line, int i)
{
    char c = (char)(i < line.n ? line.p[i] : 0);
    int end = i;
    if (i < line.n && is_rule(line, i))
        return line.n;
    if (c == '<')
        return MIN(i + 12, line.n);
    while ((c == '`' || c == '~') && end < line.n && line.p[end] == c)
        end++;
    bool is_fence =
        end - i >= 3 && (c == '~' || em_str_find_char(line, '`', end) == NONE);
    return is_fence ? end : i;
}

static void mask_line(char *copy, Str line, int *blocks)
{
    int i = content_start(line, blocks);
    bool html_has_ended = false;

    if (i >= MASK_INDENT) {
        for (; i < line.n; i++)
            copy[i] = 'x';
        return;
    }
    for (int end = opening_end(line, i); i < end; i++)
        if (line.p[i] == 0)
            copy[i] = 'x';
    while (i < line.n) {
        int end = html_has_ended || !is_inline_mark(line.p[i])
                      ? 0
                      : html_end(line, i);
        html_has_ended = html_has_ended || end;
        if (end == 0 && is_inline_mark(line.p[i]))
            copy[i] = 'x';
        i += MAX(end, 1);
    }
}

char *em_md_mask(Str text, Arena *a, Str *masked, bool *cut)
{
    char *bytes = em_str_terminated(a, text);
    int blocks = 0, i = 0;

    while (i < text.n && blocks < MASK_BLOCKS) {
        int end = i;
        while (end < text.n && !em_md_line_end(text, end))
            end++;
        mask_line(bytes + i, em_str_cut(text, i, end), &blocks);
        blocks++;
        i = end + em_md_line_end(text, end);
    }
    *cut = i < text.n;
    *masked = (Str){bytes, i};
    return bytes;
}
