/*
 * Migrations: which files of a folder lead forward, in which order, and which
 * part of a file does.
 *
 *   V2__name.sql, R__name.sql          Flyway: versions in order, then the
 *                                      repeatable ones; U2__ undoes
 *   2_name.up.sql, 2_name.down.sql     golang-migrate, sqlx
 *   20260102_name/migration.sql        Prisma; up.sql, down.sql: Diesel
 *   -- migrate:up, -- migrate:down     dbmate
 *   -- +goose Up, -- +goose Down       goose; sql-migrate says +migrate
 *
 * Everything else is read whole, in the order of names in which 10 follows 9.
 * Formatted SQL of Liquibase needs nothing: its rollbacks are comments.
 */
#include "sql/sql.h"

/* ---- names ----------------------------------------------------------------
 */

static Str base_name(Str path)
{
    int i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    return em_str_cut(path, i, path.n);
}

/*
 * Flyway's names: a letter, a version, two underscores. The version is what
 * stands between them, empty for R__; false: no such name.
 */
static bool read_flyway(Str path, char *letter, Str *version)
{
    Str name = base_name(path);
    int bars = em_str_find(name, STR("__"), 0);
    if (bars == NONE || bars == 0)
        return false;
    *letter = name.p[0];
    *version = em_str_cut(name, 1, bars);
    if (*letter == 'R')
        return version->n == 0;
    if (*letter != 'V' && *letter != 'U' && *letter != 'B')
        return false;
    for (int i = 0; i < version->n; i++)
        if (!em_is_digit((unsigned char)version->p[i]) &&
            version->p[i] != '.' && version->p[i] != '_')
            return false;
    return version->n > 0;
}

static bool ends_nocase(Str s, Str end)
{
    return s.n >= end.n &&
           em_str_eq_nocase(em_str_cut(s, s.n - end.n, s.n), end);
}

bool em_sql_leads_back(Str path)
{
    static const Str ends[] = {
        STR_INIT(".down.sql"),     STR_INIT("/down.sql"), STR_INIT(".undo.sql"),
        STR_INIT(".rollback.sql"), STR_INIT("_down.sql"),
    };
    char letter;
    Str version;
    if (read_flyway(path, &letter, &version))
        return letter == 'U';
    for (int i = 0; i < COUNT(ends); i++)
        if (ends_nocase(path, ends[i]))
            return true;
    return em_str_find(path, STR("/down/"), 0) != NONE ||
           em_str_starts(path, STR("down/")) ||
           em_str_eq_nocase(path, STR("down.sql"));
}

/* ---- order ----------------------------------------------------------------
 */

static int skip_digits(Str s, int i)
{
    while (i < s.n && em_is_digit((unsigned char)s.p[i]))
        i++;
    return i;
}

/* Compares the numbers that begin at *i and *k, and goes beyond them. */
static int compare_numbers(Str a, int *i, Str b, int *k)
{
    while (*i < a.n && a.p[*i] == '0')
        ++*i;
    while (*k < b.n && b.p[*k] == '0')
        ++*k;
    Str one = em_str_cut(a, *i, skip_digits(a, *i));
    Str two = em_str_cut(b, *k, skip_digits(b, *k));
    *i += one.n;
    *k += two.n;
    return one.n != two.n ? one.n - two.n : em_str_cmp(one, two);
}

/* By bytes, but runs of digits by their value; a slash comes first, so that
 * what is in a folder stays together. */
static int compare_names(Str a, Str b)
{
    int i = 0, k = 0;
    while (i < a.n && k < b.n) {
        int c = (unsigned char)a.p[i], d = (unsigned char)b.p[k];
        int order;
        if (em_is_digit(c) && em_is_digit(d)) {
            order = compare_numbers(a, &i, b, &k);
        } else {
            order = (c == '/' ? 0 : c) - (d == '/' ? 0 : d);
            i++;
            k++;
        }
        if (order)
            return order;
    }
    int left = (a.n - i) - (b.n - k);
    return left ? left : em_str_cmp(a, b);
}

/* Versions: 1 is before 1.1, whatever stands between the numbers. */
static int compare_versions(Str a, Str b)
{
    int i = 0, k = 0;
    while (i < a.n && k < b.n) {
        int order = compare_numbers(a, &i, b, &k);
        if (order)
            return order;
        i += i < a.n;
        k += k < b.n;
    }
    return (a.n - i) - (b.n - k);
}

/* Other files come first, then versions, then what is repeatable. */
static int class_of(Str path, Str *version)
{
    char letter;
    if (!read_flyway(path, &letter, version))
        return 0;
    return letter == 'R' ? 2 : 1;
}

int em_sql_compare_files(Str a, Str b)
{
    Str v, w;
    int one = class_of(a, &v), two = class_of(b, &w);
    if (one != two)
        return one - two;
    int order = one == 1 ? compare_versions(v, w) : 0;
    return order ? order : compare_names(a, b);
}

/* ---- markers --------------------------------------------------------------
 */

typedef enum { MARKER_NONE, MARKER_UP, MARKER_DOWN } Marker;

/* Lines of comments that say what follows them. */
static Marker read_marker(Str line)
{
    static const struct {
        Str text;
        Marker marker;
    } markers[] = {
        {STR_INIT("migrate:up"), MARKER_UP},
        {STR_INIT("migrate:down"), MARKER_DOWN},
        {STR_INIT("+goose up"), MARKER_UP},
        {STR_INIT("+goose down"), MARKER_DOWN},
        {STR_INIT("+migrate up"), MARKER_UP},
        {STR_INIT("+migrate down"), MARKER_DOWN},
        {STR_INIT("+micrate up"), MARKER_UP},
        {STR_INIT("+micrate down"), MARKER_DOWN},
        {STR_INIT("!ups"), MARKER_UP},
        {STR_INIT("!downs"), MARKER_DOWN},
        {STR_INIT("rambler up"), MARKER_UP},
        {STR_INIT("rambler down"), MARKER_DOWN},
        {STR_INIT("//@undo"), MARKER_DOWN},
    };
    line = em_str_trim(line);
    if (em_str_starts(line, STR("# "))) /* evolutions: "# --- !Ups" */
        line = em_str_trim(em_str_cut(line, 1, line.n));
    if (!em_str_starts(line, STR("--")))
        return MARKER_NONE;
    while (line.n && line.p[0] == '-')
        line = em_str_cut(line, 1, line.n);
    line = em_str_trim(line);
    for (int i = 0; i < COUNT(markers); i++) {
        Str text = markers[i].text;
        bool ends = line.n == text.n ||
                    (line.n > text.n && em_is_space(line.p[text.n]));
        if (ends && em_str_eq_nocase(em_str_cut(line, 0, text.n), text))
            return markers[i].marker;
    }
    return MARKER_NONE;
}

static int after_line(Str text, int at)
{
    int end = em_str_find_char(text, '\n', at);
    return end == NONE ? text.n : end + 1;
}

/* The first line at or after `at`, before `to`, that is a marker. */
static int find_marker(Str text, int at, int to, Marker *out)
{
    for (; at < to; at = after_line(text, at)) {
        *out = read_marker(em_str_cut(text, at, after_line(text, at)));
        if (*out != MARKER_NONE)
            return at;
    }
    return NONE;
}

void em_sql_forward(Source *src, Arena *a)
{
    enum { LOOK = 64 * 1024 }; /* a file with markers begins with one */
    Str text = src->text;
    Buf forward = {.arena = a};
    Marker marker = MARKER_NONE;
    int at = find_marker(text, 0, MIN(text.n, LOOK), &marker);

    if (at == NONE || src->origins.n > 0)
        return;
    /* what stands before the first marker counts when that leads back */
    if (marker == MARKER_DOWN)
        em_put(&forward, em_str_cut(text, 0, at));
    while (at < text.n) {
        Marker next = MARKER_NONE;
        int from = after_line(text, at);
        int found = find_marker(text, from, text.n, &next);
        int to = found == NONE ? text.n : found;
        if (marker == MARKER_UP) {
            *PUSH(a, &src->origins) = (Origin){forward.n, from};
            em_put(&forward, em_str_cut(text, from, to));
        }
        marker = next;
        at = to;
    }
    src->text = em_buf_str(&forward);
}
