/*
 * A diff for a terminal: what belongs together, table by table, what many
 * tables have alike, and the dangers, which so stand where one looks first.
 */
#include "base/utf8.h"
#include "diff/diff.h"
#include "diff/diff_lines.h"

typedef struct {
    Buf *out;
    Arena *a;
    bool colors;
} Put;

enum { MAX_NAME_COLUMN = 40, WIDTH = 80 };

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

/* Puts parts one behind the other, from column `at` on, in lines that do not
 * get too long; other lines are indented. Returns the column behind. */
static int put_wrapped(Put *p, const Strs *parts, Str between, int indent,
                       int at)
{
    bool first = true;
    for (int i = 0; i < parts->n; i++) {
        Str gap = i + 1 < parts->n ? between : (Str){0};
        int width = columns_of(parts->items[i]) + columns_of(gap);
        if (!first && at + 1 + width > WIDTH) {
            em_put_char(p->out, '\n');
            em_put_fill(p->out, ' ', indent);
            at = indent;
        } else if (!first) {
            em_put_char(p->out, ' ');
            at++;
        }
        put_plain(p, parts->items[i]);
        em_put(p->out, gap);
        at += width;
        first = false;
    }
    return at;
}

static Strs words_of(Str s, Arena *a)
{
    Strs words = {0};
    for (int i = 0; i < s.n;) {
        int end = em_str_find_char(s, ' ', i);
        end = end == NONE ? s.n : end;
        *PUSH(a, &words) = em_str_cut(s, i, end);
        i = end + 1;
    }
    return words;
}

/* ---- what changed ---------------------------------------------------------
 */

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

static void put_table(Put *p, const Diff *d, const TableDiff *t,
                      const DiffLines *lines)
{
    char sign = t->before == NONE ? '+' : t->after == NONE ? '-' : '~';
    Str fate = em_diff_table_fate(d, t, p->a);
    Strs columns = em_diff_new_columns(d, t, p->a);

    sign_color(p, sign);
    em_put_char(p->out, sign);
    em_put_char(p->out, ' ');
    color(p, "1");
    put_plain(p, em_diff_table_name(d, t, p->a));
    color(p, "0");
    if (fate.n)
        PUT(p->out, STR("  "), fate);
    em_put_char(p->out, '\n');
    if (columns.n) {
        em_put(p->out, STR("    "));
        put_wrapped(p, &columns, STR(","), 4, 4);
        em_put_char(p->out, '\n');
    }
    put_lines(p, lines);
}

static void put_tables(Put *p, const Diff *d, const CommonLines *common)
{
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        if (!t->is_changed)
            continue;
        DiffLines lines = em_diff_own_lines(d, t, common, p->a);
        bool is_kept = t->before != NONE && t->after != NONE;
        if (lines.n || !is_kept || t->is_renamed)
            put_table(p, d, t, &lines);
    }
}

/* What many tables have alike. */
static void put_common(Put *p, const CommonLines *common)
{
    for (int i = 0; i < common->list.n; i++) {
        const CommonLine *c = &common->list.items[i];
        sign_color(p, '~');
        em_put(p->out, STR("~ "));
        color(p, "1");
        em_put_int(p->out, c->tables.n);
        em_put(p->out, STR(" tables"));
        color(p, "0");
        em_put(p->out, STR("\n    "));
        put_wrapped(p, &c->tables, STR(","), 4, 4);
        em_put_char(p->out, '\n');
        put_lines(p, &c->lines);
    }
}

/* What belongs together, before it is told one by one. */
static void put_reshapes(Put *p, const Diff *d)
{
    for (int i = 0; i < d->reshapes.n; i++) {
        Strs words =
            words_of(em_reshape_words(d, &d->reshapes.items[i], p->a), p->a);
        sign_color(p, '~');
        em_put(p->out, STR("* "));
        color(p, "0");
        put_wrapped(p, &words, (Str){0}, 2, 2);
        em_put_char(p->out, '\n');
    }
    if (d->reshapes.n)
        em_put_char(p->out, '\n');
}

/* ---- dangers --------------------------------------------------------------
 */

/* Those with the same advice: where they are, and what to do about it. */
static void put_kind(Put *p, const Diff *d, const Danger *first, int n)
{
    static const char *const colors[] = {"36", "33", "31"};
    Str level = em_danger_level_name(first->rule.level);
    Strs objects = em_danger_objects(d, first, n, p->a);
    Strs advice = words_of(first->rule.advice, p->a);

    color(p, colors[first->rule.level]);
    em_put(p->out, level);
    color(p, "0");
    PUT(p->out, STR(" ["), first->rule.code, STR("]"));
    int at = columns_of(level) + columns_of(first->rule.code) + 3;
    if (at + 1 + columns_of(objects.items[0]) < WIDTH) {
        em_put_char(p->out, ' ');
        at++;
    } else {
        em_put(p->out, STR("\n    "));
        at = 4;
    }
    put_wrapped(p, &objects, STR(","), 4, at);
    em_put(p->out, STR("\n    "));
    put_wrapped(p, &advice, (Str){0}, 4, 4);
    em_put_char(p->out, '\n');
}

static void put_dangers(Put *p, const Diff *d, const Dangers *dangers)
{
    Dangers all = em_dangers_by_kind(dangers, p->a);
    if (all.n == 0)
        return;
    PUT(p->out, STR("\nDangers: "),
        em_danger_counts(&all, DANGER_ERROR, DANGER_NOTE, p->a), STR("\n"));
    for (int i = 0, n; i < all.n; i += n) {
        n = em_danger_run(&all, i);
        put_kind(p, d, &all.items[i], n);
    }
}

void em_diff_put_text(Buf *out, const Diff *d, const Dangers *dangers,
                      bool colors)
{
    Put p = {out, out->arena, colors};
    DiffLines other = em_diff_other_lines(d, p.a);
    CommonLines common = em_diff_common_lines(d, p.a);

    if (!d->is_changed) {
        em_put(out, STR("no differences\n"));
        return;
    }
    put_reshapes(&p, d);
    put_tables(&p, d, &common);
    put_common(&p, &common);
    if (other.n) {
        color(&p, "1");
        em_put(out, STR("Beside tables"));
        color(&p, "0");
        em_put(out, STR("\n"));
    }
    put_lines(&p, &other);
    put_dangers(&p, d, dangers);
}
