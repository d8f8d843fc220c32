/*
 * A diff for a terminal and for a pull request.
 */
#include "base/utf8.h"
#include "diff/diff.h"
#include "diff/diff_lines.h"

typedef struct {
    Buf *out;
    Arena *a;
    bool colors;
} Put;

enum { MAX_NAME_COLUMN = 40 };

/* ---- terminal -------------------------------------------------------------
 */

static void color(Put *p, const char *code)
{
    if (p->colors)
        PUT(p->out, STR("\x1b["), em_str_of(code), STR("m"));
}

static void sign_color(Put *p, char sign)
{
    color(p, sign == '+' ? "32" : sign == '-' ? "31" : "33");
}

/* Control characters of a hostile name must not reach a terminal. */
static void put_plain(Put *p, Str s)
{
    for (int i = 0, len; i < s.n; i += len) {
        uint32_t c = em_utf8_decode(s, i, &len);
        bool plain = c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0);
        em_put(p->out, plain ? em_str_cut(s, i, i + len) : STR("?"));
    }
}

static int columns_of(Str s)
{
    int n = 0;
    for (int i = 0, len; i < s.n; i += len)
        n += em_utf8_columns(em_utf8_decode(s, i, &len));
    return n;
}

static void put_lines(Put *p, const DiffLines *lines)
{
    int width = 0;
    for (int i = 0; i < lines->n; i++) {
        int w = columns_of(lines->items[i].name);
        if (w <= MAX_NAME_COLUMN)
            width = MAX(width, w);
    }
    for (int i = 0; i < lines->n; i++) {
        const DiffLine *l = &lines->items[i];
        em_put(p->out, STR("  "));
        sign_color(p, l->sign);
        em_put_char(p->out, l->sign);
        em_put_char(p->out, ' ');
        put_plain(p, l->name);
        color(p, "0");
        if (l->detail.n) {
            em_put_fill(p->out, ' ', MAX(width - columns_of(l->name), 0) + 2);
            put_plain(p, l->detail);
        }
        em_put_char(p->out, '\n');
    }
}

static void put_table(Put *p, const Diff *d, const TableDiff *t)
{
    char sign = t->before == NONE ? '+' : t->after == NONE ? '-' : '~';
    DiffLines lines = em_diff_lines(d, t, p->a);
    Str fate = em_diff_table_fate(d, t, p->a);

    sign_color(p, sign);
    em_put_char(p->out, sign);
    em_put_char(p->out, ' ');
    color(p, "1");
    put_plain(p, em_diff_table_name(d, t, p->a));
    color(p, "0");
    if (fate.n)
        PUT(p->out, STR("  "), fate);
    em_put_char(p->out, '\n');
    put_lines(p, &lines);
}

/* What belongs together, before it is told one by one. */
static void put_reshapes(Put *p, const Diff *d)
{
    for (int i = 0; i < d->reshapes.n; i++) {
        sign_color(p, '~');
        em_put(p->out, STR("* "));
        color(p, "0");
        put_plain(p, em_reshape_words(d, &d->reshapes.items[i], p->a));
        em_put_char(p->out, '\n');
    }
    if (d->reshapes.n)
        em_put_char(p->out, '\n');
}

static void put_count(Put *p, int n, Str one, Str many, bool *any)
{
    if (n == 0)
        return;
    em_put(p->out, *any ? STR(", ") : (Str){0});
    em_put_int(p->out, n);
    PUT(p->out, STR(" "), n == 1 ? one : many);
    *any = true;
}

static void count_levels(const Dangers *dangers, int n[3])
{
    for (int i = 0; i < dangers->n; i++)
        n[dangers->items[i].rule.level]++;
}

static void put_counts(Put *p, const Dangers *dangers)
{
    int n[3] = {0};
    bool any = false;
    count_levels(dangers, n);
    put_count(p, n[DANGER_ERROR], STR("error"), STR("errors"), &any);
    put_count(p, n[DANGER_WARNING], STR("warning"), STR("warnings"), &any);
    put_count(p, n[DANGER_NOTE], STR("note"), STR("notes"), &any);
}

static void put_danger(Put *p, const Danger *danger)
{
    static const char *const colors[] = {"36", "33", "31"};
    em_put(p->out, STR("  "));
    color(p, colors[danger->rule.level]);
    em_put(p->out, em_danger_level_name(danger->rule.level));
    color(p, "0");
    em_put(p->out, STR(": "));
    put_plain(p, danger->object);
    if (danger->before.n || danger->after.n) {
        em_put(p->out, STR(" ("));
        put_plain(p, danger->before);
        em_put(p->out, STR(" → "));
        put_plain(p, danger->after);
        em_put(p->out, STR(")"));
    }
    PUT(p->out, STR(": "), danger->rule.advice, STR(" ["), danger->rule.code,
        STR("]\n"));
}

void em_diff_put_text(Buf *out, const Diff *d, const Dangers *dangers,
                      bool colors)
{
    Put p = {out, out->arena, colors};
    DiffLines other = em_diff_other_lines(d, p.a);

    if (!d->is_changed) {
        em_put(out, STR("no differences\n"));
        return;
    }
    put_reshapes(&p, d);
    for (int i = 0; i < d->tables.n; i++)
        if (d->tables.items[i].is_changed)
            put_table(&p, d, &d->tables.items[i]);
    put_lines(&p, &other);
    if (dangers->n == 0)
        return;
    em_put(out, STR("\nDangers: "));
    put_counts(&p, dangers);
    em_put(out, STR("\n"));
    for (int level = DANGER_ERROR; level >= DANGER_NOTE; level--)
        for (int i = 0; i < dangers->n; i++)
            if ((int)dangers->items[i].rule.level == level)
                put_danger(&p, &dangers->items[i]);
}

/* ---- Markdown -------------------------------------------------------------
 */

/* Text in a cell of a table: nothing in it is Markdown or HTML. */
static void put_cell(Put *p, Str s)
{
    for (int i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n' || c == '\r')
            c = ' ';
        if (c == '<')
            em_put(p->out, STR("&lt;"));
        else if (c == '&')
            em_put(p->out, STR("&amp;"));
        else if (c != '\0' &&
                 em_str_find_char(STR("\\`*_[]|~#@>"), c, 0) != NONE)
            PUT(p->out, STR("\\"), (Str){&c, 1});
        else
            em_put_char(p->out, c);
    }
}

static Str sign_words(char sign)
{
    return sign == '+' ? STR("➕") : sign == '-' ? STR("➖") : STR("✏️");
}

static void put_rows(Put *p, const DiffLines *lines)
{
    if (lines->n == 0)
        return;
    em_put(p->out, STR("\n| | what | how |\n|---|---|---|\n"));
    for (int i = 0; i < lines->n; i++) {
        const DiffLine *l = &lines->items[i];
        PUT(p->out, STR("| "), sign_words(l->sign), STR(" | "));
        put_cell(p, l->name);
        em_put(p->out, STR(" | "));
        put_cell(p, l->detail);
        em_put(p->out, STR(" |\n"));
    }
}

/* The places of dangers with the same advice, then the advice. */
static void put_danger_item(Put *p, const Danger *first, int n)
{
    static const Str marks[] = {STR_INIT("ℹ️"), STR_INIT("⚠️"),
                                STR_INIT("🛑")};
    PUT(p->out, STR("- "), marks[first->rule.level], STR(" "));
    for (int i = 0; i < n; i++) {
        em_put(p->out, i ? STR(", **") : STR("**"));
        put_cell(p, first[i].object);
        em_put(p->out, STR("**"));
    }
    PUT(p->out, STR(": "), first->rule.advice, STR(" (`"), first->rule.code,
        STR("`)\n"));
}

static void put_markdown_dangers(Put *p, const Dangers *found)
{
    Dangers dangers = em_dangers_by_kind(found, p->a);
    if (dangers.n == 0)
        return;
    em_put(p->out, STR("\n**Dangers:** "));
    put_counts(p, &dangers);
    em_put(p->out, STR("\n\n"));
    for (int i = 0, n; i < dangers.n; i += n) {
        const Danger *first = &dangers.items[i];
        for (n = 1;
             i + n < dangers.n && em_same_advice(&first->rule, &first[n].rule);)
            n++;
        put_danger_item(p, first, n);
    }
}

static bool is_image(Str address)
{
    static const Str suffixes[] = {STR_INIT(".svg"), STR_INIT(".png")};
    for (int i = 0; i < COUNT(suffixes); i++)
        if (em_str_ends(address, suffixes[i]))
            return true;
    return false;
}

/* An image where the address is one's, else a link. */
static void put_picture(Put *p, Str address)
{
    if (address.n == 0)
        return;
    em_put(p->out, is_image(address) ? STR("\n![the change](<")
                                     : STR("\n[Before and after](<"));
    for (int i = 0; i < address.n; i++) {
        char c = address.p[i];
        if ((unsigned char)c > ' ' && c != '<' && c != '>' && c != '\\')
            em_put_char(p->out, c);
    }
    em_put(p->out, STR(">)\n"));
}

void em_diff_put_markdown(Buf *out, const Diff *d, const Dangers *dangers,
                          Str picture)
{
    Put p = {out, out->arena, false};
    DiffLines other = em_diff_other_lines(d, p.a);

    em_put(out, STR("## Schema changes\n"));
    if (!d->is_changed) {
        em_put(out, STR("\nNo differences.\n"));
        return;
    }
    for (int i = 0; i < d->reshapes.n; i++) {
        em_put(out, i ? STR("- ") : STR("\n- "));
        put_cell(&p, em_reshape_words(d, &d->reshapes.items[i], p.a));
        em_put(out, STR("\n"));
    }
    put_markdown_dangers(&p, dangers);
    put_picture(&p, picture);
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        if (!t->is_changed)
            continue;
        DiffLines lines = em_diff_lines(d, t, p.a);
        Str fate = em_diff_table_fate(d, t, p.a);
        em_put(out, STR("\n### "));
        put_cell(&p, em_diff_table_name(d, t, p.a));
        if (fate.n)
            PUT(out, STR(" ("), fate, STR(")"));
        em_put(out, STR("\n"));
        put_rows(&p, &lines);
    }
    if (other.n)
        em_put(out, STR("\n### Beside tables\n"));
    put_rows(&p, &other);
}
