/*
 * Source: a named text, and where in its file each byte of it stands.
 *
 * A file is its own source. A diagram in a Markdown file is a source whose
 * text lost the prefixes of its fence (indent, "> "); its origins tell where
 * each piece stands in the file, so that messages name the file's own lines.
 */
#ifndef EM_SOURCE_H
#define EM_SOURCE_H

#include "base/str.h"

enum { SOURCE_LIMIT = 16 * 1024 * 1024 }; /* bytes of a file */

/* From byte `at` of the text on, byte i is byte file_at + (i - at) of file. */
typedef struct {
    int at, file_at;
} Origin;

/* A line of the file whose number is known, so that none before it has to be
 * looked at again. */
typedef struct {
    int at, number;
} LineMark;

/*
 * Invariants: origins are sorted by at; with none, text is file. marks are
 * sorted, and at beginnings of lines.
 */
typedef struct {
    Str name; /* as the user wrote it; shown in messages */
    Str file; /* the whole file */
    Str text; /* what is parsed */
    ARRAY_OF(Origin) origins;
    ARRAY_OF(LineMark) marks;
    int marked; /* the last of them is of the line that this byte is in */
} Source;

/* A place as editors count: from 1, columns in UTF-8 bytes. */
typedef struct {
    int number, column; /* of the place */
    int start, end;     /* the line's bytes in the file, without its end */
} Line;

/* A source that is a whole file. */
Source em_source_of(Str name, Str text);

/* The byte of the file that byte `at` of the text came from. */
int em_source_file_at(const Source *src, int at);

/* Where the line was that was last asked for: the way from there to one that
 * follows is short. {0}: nowhere yet. */
typedef struct {
    const char *file;
    int at; /* the byte of the file */
    Line line;
} LineCursor;

/* Marks the line that byte `at` of the file is in; none before it may be asked
 * for after that with any speed. */
void em_source_mark(Source *src, int at, Arena *a);

/* The line of the file that byte `at` of the text is in. LF, CR LF and CR end
 * lines. Takes as long as there are bytes between it and the cursor's place,
 * or the file's beginning when that is behind it. */
Line em_source_line(const Source *src, int at, LineCursor *cursor);

#endif
