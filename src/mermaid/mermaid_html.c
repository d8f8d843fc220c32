/*
 * A small part of what a browser does when it reads and writes HTML: enough
 * for the few words that descriptions and titles hold. Attributes are kept
 * when they are plainly harmless (class, title, style without parentheses),
 * elements that are not known to be text are dropped, what they hold stays.
 */
#include "mermaid/mermaid_html.h"

enum { OPEN_ELEMENTS = 32 };

typedef struct {
    Str s;
    int pos;
    Buf out;
    Str open[OPEN_ELEMENTS];
    int n_open;
} Html;

typedef enum { KEEP, KEEP_EMPTY, DROP_TAG, DROP_ALL } Fate;

static const struct {
    Str name;
    Fate fate;
} elements[] = {
    {STR_INIT("a"), KEEP},
    {STR_INIT("abbr"), KEEP},
    {STR_INIT("b"), KEEP},
    {STR_INIT("big"), KEEP},
    {STR_INIT("br"), KEEP_EMPTY},
    {STR_INIT("center"), KEEP},
    {STR_INIT("cite"), KEEP},
    {STR_INIT("code"), KEEP},
    {STR_INIT("del"), KEEP},
    {STR_INIT("div"), KEEP},
    {STR_INIT("em"), KEEP},
    {STR_INIT("font"), KEEP},
    {STR_INIT("h1"), KEEP},
    {STR_INIT("h2"), KEEP},
    {STR_INIT("h3"), KEEP},
    {STR_INIT("hr"), KEEP_EMPTY},
    {STR_INIT("i"), KEEP},
    {STR_INIT("iframe"), DROP_ALL},
    {STR_INIT("img"), KEEP_EMPTY},
    {STR_INIT("ins"), KEEP},
    {STR_INIT("kbd"), KEEP},
    {STR_INIT("li"), KEEP},
    {STR_INIT("mark"), KEEP},
    {STR_INIT("noembed"), DROP_ALL},
    {STR_INIT("noscript"), DROP_ALL},
    {STR_INIT("ol"), KEEP},
    {STR_INIT("p"), KEEP},
    {STR_INIT("pre"), KEEP},
    {STR_INIT("q"), KEEP},
    {STR_INIT("s"), KEEP},
    {STR_INIT("samp"), KEEP},
    {STR_INIT("script"), DROP_ALL},
    {STR_INIT("small"), KEEP},
    {STR_INIT("span"), KEEP},
    {STR_INIT("strong"), KEEP},
    {STR_INIT("style"), DROP_ALL},
    {STR_INIT("sub"), KEEP},
    {STR_INIT("sup"), KEEP},
    {STR_INIT("template"), DROP_ALL},
    {STR_INIT("tt"), KEEP},
    {STR_INIT("u"), KEEP},
    {STR_INIT("ul"), KEEP},
    {STR_INIT("var"), KEEP},
    {STR_INIT("wbr"), KEEP_EMPTY},
    {STR_INIT("xmp"), DROP_ALL},
};

static Fate fate_of(Str name)
{
    for (int i = 0; i < COUNT(elements); i++)
        if (em_str_eq_nocase(name, elements[i].name))
            return elements[i].fate;
    return DROP_TAG;
}

static int name_end(Str s, int i)
{
    while (i < s.n && em_is_word((unsigned char)s.p[i]))
        i++;
    return i;
}

/* Does the "&" at i begin a reference? */
static bool is_reference(Str s, int i)
{
    int from = i + 1 + (i + 1 < s.n && s.p[i + 1] == '#');
    int end = name_end(s, from);
    return end > from && end < s.n && s.p[end] == ';';
}

static void put_char(Html *h)
{
    char c = h->s.p[h->pos];
    if (c == '<')
        em_put(&h->out, STR("&lt;"));
    else if (c == '>')
        em_put(&h->out, STR("&gt;"));
    else if (c == '&' && !is_reference(h->s, h->pos))
        em_put(&h->out, STR("&amp;"));
    else
        em_put_char(&h->out, c);
    h->pos++;
}

static void close_down_to(Html *h, int n)
{
    while (h->n_open > n) {
        h->n_open--;
        PUT(&h->out, STR("</"), h->open[h->n_open], STR(">"));
    }
}

static int find_open(const Html *h, Str name)
{
    int i = h->n_open - 1;
    while (i >= 0 && !em_str_eq_nocase(h->open[i], name))
        i--;
    return i;
}

static void put_attributes(Html *h, Str attributes)
{
    Str kept = em_str_trim(attributes);
    if (em_str_ends(kept, STR("/")))
        kept = em_str_trim(em_str_cut(kept, 0, kept.n - 1));
    bool harmless = em_str_starts(kept, STR("class=")) ||
                    em_str_starts(kept, STR("title=")) ||
                    em_str_starts(kept, STR("style="));
    if (!harmless || em_str_find_char(kept, '(', 0) != NONE)
        return;
    em_put(&h->out, STR(" "));
    for (int i = 0; i < kept.n; i++) {
        if (kept.p[i] == '\'')
            em_put(&h->out, STR("\""));
        else
            em_put_char(&h->out, kept.p[i]);
    }
}

/* Skips to beyond the end tag of a dropped element. */
static void skip_element(Html *h, Str name)
{
    int i = h->pos;
    while ((i = em_str_find(h->s, STR("</"), i)) != NONE) {
        int end = name_end(h->s, i + 2);
        if (em_str_eq_nocase(em_str_cut(h->s, i + 2, end), name)) {
            int close = em_str_find_char(h->s, '>', end);
            h->pos = close == NONE ? h->s.n : close + 1;
            return;
        }
        i = end;
    }
    h->pos = h->s.n;
}

static void put_start_tag(Html *h, Str name, Str attributes)
{
    Fate fate = fate_of(name);
    if (fate == DROP_ALL)
        skip_element(h, name);
    if (fate == DROP_ALL || fate == DROP_TAG)
        return;
    Str lower = em_str_lower(h->out.arena, name);
    if (fate == KEEP && h->n_open == OPEN_ELEMENTS)
        return;
    PUT(&h->out, STR("<"), lower);
    put_attributes(h, attributes);
    em_put(&h->out, STR(">"));
    if (fate == KEEP)
        h->open[h->n_open++] = lower;
}

/* A tag at pos; false when the "<" begins none. */
static bool read_tag(Html *h)
{
    Str s = h->s;
    int slash = h->pos + 1 < s.n && s.p[h->pos + 1] == '/';
    int from = h->pos + 1 + slash;
    int end = name_end(s, from);
    if (from >= s.n || !em_is_alpha((unsigned char)s.p[from]))
        return false;
    int close = em_str_find_char(s, '>', end);
    if (close == NONE) {
        h->pos = s.n; /* an unfinished tag is dropped with its rest */
        return true;
    }
    h->pos = close + 1;
    Str name = em_str_cut(s, from, end);
    int open = slash ? find_open(h, name) : NONE;
    if (!slash)
        put_start_tag(h, name, em_str_cut(s, end, close));
    else if (open != NONE)
        close_down_to(h, open);
    return true;
}

Str em_clean_html(Str s, Arena *a)
{
    Html h = {.s = s, .out = {.arena = a}};
    if (em_str_find_char(s, '<', 0) == NONE)
        return s;
    while (h.pos < s.n)
        if (s.p[h.pos] != '<' || !read_tag(&h))
            put_char(&h);
    close_down_to(&h, 0);
    return em_buf_str(&h.out);
}
