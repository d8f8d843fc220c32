/*
 * Lines are counted when somebody asks, which is only for messages. These come
 * in the order of the text, so a cursor goes along with them.
 */
#include "base/source.h"

#include <string.h>

Source em_source_of(Str name, Str text)
{
    return (Source){.name = name, .file = text, .text = text};
}

int em_source_file_at(const Source *src, int at)
{
    int lo = 0, hi = src->origins.n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (src->origins.items[mid].at <= at)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0)
        return MIN(at, src->file.n);
    Origin o = src->origins.items[lo - 1];
    return MIN(o.file_at + (at - o.at), src->file.n);
}

/* The length of the line end at i, 0 when there is none. */
static int line_end(Str s, int i)
{
    if (s.p[i] == '\n')
        return 1;
    if (s.p[i] != '\r')
        return 0;
    return i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1;
}

/* Goes on to the line that a later byte of the file is in. */
static void go_on(LineCursor *c, Str file, int place)
{
    for (int i = c->at; i < place;) {
        int n = line_end(file, i);
        if (n && i + n > place)
            break;
        i += n ? n : 1;
        if (n) {
            c->line.number++;
            c->line.start = i;
        }
    }
    c->at = place;
}

/* The end of a line that begins at a byte. */
static int find_end(Str file, int start)
{
    int end = start;
    while (end < file.n && !line_end(file, end))
        end++;
    return end;
}

/* The last mark at or before a byte of the file; its beginning, else. */
static LineMark find_mark(const Source *src, int place)
{
    int lo = 0, hi = src->marks.n;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (src->marks.items[mid].at <= place)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo ? src->marks.items[lo - 1] : (LineMark){0, 1};
}

static LineCursor cursor_at(const Source *src, LineMark mark)
{
    return (LineCursor){
        .file = src->file.p,
        .at = mark.at,
        .line = {.number = mark.number, .start = mark.at, .end = NONE},
    };
}

/* Line feeds in n bytes, eight at a time: a zero byte of x stays zero when its
 * low bits are added to 0x7F. */
static int count_feeds(const char *p, int n)
{
    const uint64_t ones = 0x0101010101010101, low = 0x7F * ones;
    int count = 0, i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t x;
        memcpy(&x, p + i, sizeof x);
        x ^= '\n' * ones;
        uint64_t not_zero = (((x & low) + low) | x) & ~low;
        count += 8 - (int)((not_zero >> 7) * ones >> 56);
    }
    for (; i < n; i++)
        count += p[i] == '\n';
    return count;
}

/* As go_on, for many bytes. */
static void go_far(LineCursor *c, Str file, int place)
{
    const char *p = file.p + c->at;
    int n = place - c->at;
    if (n <= 0 || memchr(p, '\r', (size_t)n)) {
        go_on(c, file, place);
        return;
    }
    c->line.number += count_feeds(p, n);
    while (n > 0 && p[n - 1] != '\n')
        n--;
    if (n > 0)
        c->line.start = c->at + n;
    c->at = place;
}

void em_source_mark(Source *src, int at, Arena *a)
{
    LineCursor c = cursor_at(src, find_mark(src, at));
    if (c.at < src->marked && src->marked <= at)
        c.at = src->marked; /* long lines are looked through once */
    go_far(&c, src->file, at);
    src->marked = MAX(src->marked, at);
    if (src->marks.n == 0 ||
        src->marks.items[src->marks.n - 1].at < c.line.start)
        *PUSH(a, &src->marks) = (LineMark){c.line.start, c.line.number};
}

Line em_source_line(const Source *src, int at, LineCursor *cursor)
{
    Str file = src->file;
    int place = em_source_file_at(src, at);
    LineCursor *c = cursor;

    LineMark mark = find_mark(src, place);
    if (c->line.number == 0 || c->file != file.p || c->at > place ||
        c->at < mark.at)
        *c = cursor_at(src, mark);
    if (place > c->line.end) {
        go_on(c, file, place);
        c->line.end = find_end(file, c->line.start);
    }
    c->at = place;
    c->line.column = place - c->line.start + 1;
    return c->line;
}
