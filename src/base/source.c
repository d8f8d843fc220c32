/*
 * Lines are counted when somebody asks, which is only for messages.
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

Line em_source_line(const Source *src, int at)
{
    Str file = src->file;
    int place = em_source_file_at(src, at);
    Line l = {.number = 1};

    for (int i = 0; i < place;) {
        int n = line_end(file, i);
        if (n && i + n > place)
            break;
        i += n ? n : 1;
        if (n) {
            l.number++;
            l.start = i;
        }
    }
    l.end = MAX(l.start, place);
    while (l.end < file.n && !line_end(file, l.end))
        l.end++;
    /* a place on the line's own end, or between CR and LF */
    while (l.end > l.start && line_end(file, l.end - 1))
        l.end--;
    l.column = place - l.start + 1;
    return l;
}
