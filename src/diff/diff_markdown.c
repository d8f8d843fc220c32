/*
 * A diff for a comment on a pull request: what belongs together and dangers
 * first, then a table for each table that changed.
 */
#include "diff/diff.h"
#include "diff/diff_lines.h"

enum { MAX_OPEN = 12 /* tables that are shown without being unfolded */ };

typedef struct {
    Buf *out;
    Arena *a;
} Put;

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

static void put_list(Put *p, const Strs *names)
{
    for (int i = 0; i < names->n; i++) {
        em_put(p->out, i ? STR(", ") : (Str){0});
        put_cell(p, names->items[i]);
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

/* ---- dangers --------------------------------------------------------------
 */

static void put_kind(Put *p, const Diff *d, const Danger *first, int n)
{
    static const Str marks[] = {STR_INIT("ℹ️"), STR_INIT("⚠️"),
                                STR_INIT("🛑")};
    Strs objects = em_danger_objects(d, first, n, p->a);
    PUT(p->out, STR("- "), marks[first->rule.level], STR(" **"));
    put_list(p, &objects);
    PUT(p->out, STR("**: "), first->rule.advice, STR(" (`"), first->rule.code,
        STR("`)\n"));
}

static void put_dangers(Put *p, const Diff *d, const Dangers *dangers)
{
    Dangers all = em_dangers_by_kind(dangers, p->a);
    if (all.n == 0)
        return;
    PUT(p->out, STR("\n**Dangers:** "),
        em_danger_counts(&all, DANGER_ERROR, DANGER_NOTE, p->a), STR("\n\n"));
    for (int i = 0, n; i < all.n; i += n) {
        n = em_danger_run(&all, i);
        put_kind(p, d, &all.items[i], n);
    }
}

/* ---- the picture ----------------------------------------------------------
 */

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

/* ---- tables ---------------------------------------------------------------
 */

static void put_table(Put *p, const Diff *d, const TableDiff *t,
                      const DiffLines *lines)
{
    Str fate = em_diff_table_fate(d, t, p->a);
    Strs columns = em_diff_new_columns(d, t, p->a);
    em_put(p->out, STR("\n### "));
    put_cell(p, em_diff_table_name(d, t, p->a));
    if (fate.n)
        PUT(p->out, STR(" ("), fate, STR(")"));
    em_put(p->out, STR("\n"));
    if (columns.n) {
        em_put(p->out, STR("\n"));
        put_list(p, &columns);
        em_put(p->out, STR("\n"));
    }
    put_rows(p, lines);
}

static int put_tables(Put *p, const Diff *d, const CommonLines *common)
{
    int n = 0;
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        if (!t->is_changed)
            continue;
        DiffLines lines = em_diff_own_lines(d, t, common, p->a);
        bool is_kept = t->before != NONE && t->after != NONE;
        if (!lines.n && is_kept && !t->is_renamed)
            continue;
        put_table(p, d, t, &lines);
        n++;
    }
    return n;
}

static void put_common(Put *p, const CommonLines *common)
{
    for (int i = 0; i < common->list.n; i++) {
        const CommonLine *c = &common->list.items[i];
        em_put(p->out, STR("\n### "));
        em_put_int(p->out, c->tables.n);
        em_put(p->out, STR(" tables\n\n"));
        put_list(p, &c->tables);
        em_put(p->out, STR("\n"));
        put_rows(p, &c->lines);
    }
}

/* All tables, folded away when they are many. */
static void put_all_tables(Put *p, const Diff *d)
{
    CommonLines common = em_diff_common_lines(d, p->a);
    Buf tables = {.arena = p->a};
    Put inside = {&tables, p->a};
    bool folded = put_tables(&inside, d, &common) > MAX_OPEN;

    put_common(&inside, &common);
    if (folded)
        PUT(p->out, STR("\n<details><summary>"), em_diff_title(d, p->a),
            STR("</summary>\n"));
    em_put(p->out, em_buf_str(&tables));
    em_put(p->out, folded ? STR("\n</details>\n") : (Str){0});
}

void em_diff_put_markdown(Buf *out, const Diff *d, const Dangers *dangers,
                          Str picture)
{
    Put p = {out, out->arena};
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
    put_dangers(&p, d, dangers);
    put_picture(&p, picture);
    put_all_tables(&p, d);
    if (other.n)
        em_put(out, STR("\n### Beside tables\n"));
    put_rows(&p, &other);
}
