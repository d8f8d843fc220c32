/*
 * URLs: RFC 3986 with what programs let pass. Only what D2 asks is found out:
 * is it a URL at all, does it name a host, what is its path.
 */
#include "d2/d2_url.h"

static bool is_hex(int c)
{
    c = em_lower(c);
    return em_is_digit(c) || (c >= 'a' && c <= 'f');
}

/* True when each % is followed by two hexadecimal digits. */
static bool has_good_escapes(Str s)
{
    for (int i = 0; i < s.n; i++)
        if (s.p[i] == '%' &&
            (i + 2 >= s.n || !is_hex((unsigned char)s.p[i + 1]) ||
             !is_hex((unsigned char)s.p[i + 2])))
            return false;
    return true;
}

static bool has_control(Str s)
{
    for (int i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return true;
    return false;
}

/* scheme = letter (letter | digit | "+" | "-" | ".")* ":"; its length, 0 when
 * there is none. */
static int scheme_length(Str s)
{
    for (int i = 0; i < s.n; i++) {
        int c = (unsigned char)s.p[i];
        if (c == ':')
            return i;
        bool inner = em_is_digit(c) || c == '+' || c == '-' || c == '.';
        if (!em_is_alpha(c) && (i == 0 || !inner))
            return 0;
    }
    return 0;
}

/* authority = [user "@"] host [":" digits] */
static Str parse_authority(Str s, Url *url)
{
    int at = NONE;
    for (int i = 0; i < s.n; i++)
        if (s.p[i] == '@')
            at = i;
    url->host = em_str_cut(s, at + 1, s.n);

    bool in_brackets = url->host.n && url->host.p[0] == '[';
    int close = em_str_find_char(url->host, ']', 0);
    if (in_brackets && close == NONE)
        return STR("a `[` of the host is not closed");
    int colon = em_str_find_char(url->host, ':', in_brackets ? close : 0);
    for (int i = colon == NONE ? url->host.n : colon + 1; i < url->host.n; i++)
        if (!em_is_digit((unsigned char)url->host.p[i]))
            return STR("the port is no number");
    for (int i = 0; i < url->host.n; i++)
        if (em_str_find_char(STR(" \"<>\\^`{|}"), url->host.p[i], 0) != NONE)
            return STR("the host has a character that hosts cannot have");
    return (Str){0};
}

Str em_d2_parse_url(Str text, Url *url)
{
    *url = (Url){0};
    int hash = em_str_find_char(text, '#', 0);
    Str rest = em_str_cut(text, 0, hash == NONE ? text.n : hash);

    if (has_control(text))
        return STR("it has a control character");
    if (hash != NONE && !has_good_escapes(em_str_cut(text, hash, text.n)))
        return STR("expected two hexadecimal digits after `%`");
    if (rest.n && rest.p[0] == ':')
        return STR("expected a scheme before `:`");
    int n = scheme_length(rest);
    if (n > 0) {
        url->scheme = em_str_cut(rest, 0, n);
        rest = em_str_cut(rest, n + 1, rest.n);
    }
    int query = em_str_find_char(rest, '?', 0);
    rest = em_str_cut(rest, 0, query == NONE ? rest.n : query);

    if (rest.n == 0 || rest.p[0] != '/') {
        int slash = em_str_find_char(rest, '/', 0);
        int colon = em_str_find_char(rest, ':', 0);
        if (n > 0)
            return (Str){0}; /* mailto:… */
        if (colon != NONE && (slash == NONE || colon < slash))
            return STR("a path cannot have `:` before its first `/`");
    }
    if (em_str_starts(rest, STR("//")) &&
        (n > 0 || !em_str_starts(rest, STR("///")))) {
        int end = em_str_find_char(rest, '/', 2);
        end = end == NONE ? rest.n : end;
        Str wrong = parse_authority(em_str_cut(rest, 2, end), url);
        if (wrong.n)
            return wrong;
        rest = em_str_cut(rest, end, rest.n);
    }
    url->path = rest;
    return has_good_escapes(rest)
               ? STR("")
               : STR("expected two hexadecimal digits after `%`");
}

bool em_d2_is_url_with_host(Str text)
{
    Url url;
    Str wrong = em_d2_parse_url(text, &url);
    return wrong.n == 0 && url.scheme.n > 0 && url.host.n > 0;
}
