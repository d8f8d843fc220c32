/*
 * Lines are counted when somebody asks, which is only for messages. These come
 * in the order of the text, so a cursor goes along with them.
 */
#include "base/source.h"

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

Line em_source_line(const Source *src, int at, LineCursor *cursor)
{
    Str file = src->file;
    int place = em_source_file_at(src, at);
    LineCursor *c = cursor;

    if (c->line.number == 0 || c->file != file.p || c->at > place)
        *c = (LineCursor){.file = file.p, .line = {.number = 1, .end = NONE}};
    if (place > c->line.end) {
        go_on(c, file, place);
        c->line.end = find_end(file, c->line.start);
    }
    c->at = place;
    c->line.column = place - c->line.start + 1;
    return c->line;
}
