/*
 * Links: which may be in a picture.
 */
#include "scene/draw.h"

static bool ends_scheme(char c)
{
    return c == ':' || c == '/' || c == '?' || c == '#';
}

bool em_is_safe_link(Str link)
{
    static const Str schemes[] = {STR_INIT("http"), STR_INIT("https"),
                                  STR_INIT("mailto")};

    for (int i = 0; i < link.n; i++)
        if ((unsigned char)link.p[i] <= ' ' || link.p[i] == '\\')
            return false;
    int end = 0;
    while (end < link.n && !ends_scheme(link.p[end]))
        end++;
    if (end == link.n || link.p[end] != ':')
        return link.n > 0;
    for (int i = 0; i < COUNT(schemes); i++)
        if (em_str_eq_nocase(em_str_cut(link, 0, end), schemes[i]))
            return true;
    return false;
}

Str em_safe_link(Str link)
{
    return em_is_safe_link(link) ? link : (Str){0};
}
