/*
 * Paths, and what is made of them: variables and imports.
 */
#include "base/utf8.h"
#include "d2/d2_parser.h"

enum { MAX_PART = 518 }; /* bytes of a path's part */

/* The bytes of a name as it is printed, where what is no UTF-8 is U+FFFD. */
static int printed_length(Str s)
{
    int n = 0;
    for (int i = 0, len; i < s.n; i += len)
        n += em_utf8_decode(s, i, &len) == REPLACEMENT ? 3 : len;
    return n;
}

static void check_part(D2Parser *p, const D2String *s)
{
    Span at = s->at.span;
    if (s->quoting == D2_UNQUOTED && em_str_starts(s->text, STR("@")))
        em_d2_error(p, at.at, at.at + at.len, STR("d2-import"),
                    STR("an import cannot be a key"))
            ->help =
            JOIN(p->a, STR("to import all of the file here, write `..."),
                 s->text, STR("`"));
    if (s->text.n > MAX_PART / 3 && printed_length(s->text) > MAX_PART)
        em_d2_error(p, at.at, at.at + at.len, STR("d2-key"),
                    STR("a name is longer than 518 bytes"));
}

D2Path *em_d2_path(D2Parser *p)
{
    D2Path *path = NEW(p->a, D2Path);
    D2String part;

    while (em_d2_ahead(p).c != '(' && em_d2_string(p, true, &part)) {
        check_part(p, &part);
        *PUSH(p->a, &path->parts) = part;
        if (!em_d2_take(p, '.'))
            break;
    }
    if (path->parts.n == 0)
        return NULL;
    Span last = path->parts.items[path->parts.n - 1].at.span;
    path->at =
        em_d2_place(p, path->parts.items[0].at.span.at, last.at + last.len);
    return path;
}

D2Subst *em_d2_subst(D2Parser *p, int at, bool spread)
{
    D2Ahead n = em_d2_ahead(p);
    if (n.newlines || n.c == D2_END)
        return NULL;
    if (n.c != '{') {
        em_d2_error(p, at, p->pos, STR("d2-variable"),
                    STR("expected `{` behind the `$`"))
            ->help = STR("a variable is written ${name}, the sign itself \\$");
        return NULL;
    }
    p->pos = n.at + 1;

    D2Subst *subst = NEW(p->a, D2Subst);
    D2Path *path = em_d2_path(p);
    if (path)
        subst->path = *path;
    if (!em_d2_take(p, '}'))
        em_d2_error(p, at, p->pos, STR("d2-variable"),
                    STR("expected `}` at the end of the variable"));
    subst->spread = spread;
    subst->at = em_d2_place(p, at, p->pos);
    return subst;
}

static bool is_suffix(const D2String *s)
{
    return s->quoting == D2_UNQUOTED && em_str_eq(s->text, STR("d2"));
}

/* Drops the suffix of an unquoted file.d2. */
static void drop_suffix(D2Path *path)
{
    D2String *parts = path->parts.items;
    if (path->parts.n < 2 || parts[0].quoting != D2_UNQUOTED ||
        !is_suffix(&parts[1]))
        return;
    path->parts.n--;
    for (int i = 1; i < path->parts.n; i++)
        parts[i] = parts[i + 1];
}

D2Import *em_d2_import(D2Parser *p, int at, bool spread)
{
    D2Import *import = NEW(p->a, D2Import);
    int from = p->pos;
    while (p->pos < p->text.n &&
           (p->text.p[p->pos] == '.' || p->text.p[p->pos] == '/'))
        p->pos++;
    import->up = em_str_cut(p->text, from, p->pos);

    D2Path *path = em_d2_path(p);
    if (path) {
        drop_suffix(path);
        import->path = *path;
    }
    import->spread = spread;
    import->at = em_d2_place(p, at, p->pos);
    return import;
}
