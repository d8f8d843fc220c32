/*
 * Private to the text writer: what it sees in a scene.
 */
#ifndef EM_TXT_H
#define EM_TXT_H

#include "out/txt_fit.h"
#include "scene/scene.h"

enum { SAME_ROW = 2 * PX /* heights of words in one row */ };

/* A line of text. */
typedef struct {
    Str text;
    Len x, w, y; /* y: of its middle */
    int columns; /* that it takes */
    int line;    /* that it is the label of, or NONE */
    int piece;   /* of the line, that it stands on, or NONE */
    Len on;      /* the height that decides its row, */
    int below;   /* and rows below it */
    int col, row;
    int index; /* in order of painting */
} Word;

typedef struct {
    Rect rect;
    bool framed;              /* rect has a stroke */
    bool is_table;            /* or a container */
    int first_word, end_word; /* of its rows */
    Len header_y, row_y; /* middles of the last line of the header and of the
                            first row's first; 0: none */
} Box;

typedef struct {
    ARRAY_OF(Point) points; /* neighbours differ in one of x and y */
    bool dashed;
    const GroupInfo *info;
} Line;

typedef struct {
    GroupKind kind;
    int box, line; /* that it is in, or NONE */
    int labelled;  /* line that its words are about, or NONE */
} Level;

typedef struct {
    const Scene *scene;
    Arena *arena;
    ARRAY_OF(Word) words;
    ARRAY_OF(Box) boxes;
    ARRAY_OF(Line) lines;
    ARRAY_OF(Level) levels; /* of the groups that are open */
    int *box_of;            /* by node; NONE: not drawn */
    int n_nodes;
    Axis columns, rows;
    uint8_t *bits; /* [row * n_columns + column] */
    int n_columns, n_rows;
} Picture;

/* An end of a line. */
typedef struct {
    Point *end, *next;
    MarkKind mark;
    const Box *box; /* NULL: not known */
    bool level;     /* the piece between end and next */
} LineEnd;

/* Reads the scene into words, boxes and lines, which reach their boxes. */
void em_txt_read(Picture *p);

/* An end of a line of two points or more. */
LineEnd em_txt_end(const Picture *p, const Line *line, bool last);

#endif
