/*
 * Look: the geometry and arrangement of a picture; any theme goes with it.
 */
#ifndef EM_LOOK_H
#define EM_LOOK_H

#include "base/str.h"

typedef enum { LOOK_ERMAID, LOOK_CLASSIC, LOOK_NEO, LOOK_D2 } LookId;

typedef struct {
    LookId id;
    Str name;
    /* tables */
    Len header_h, row_h;      /* least heights */
    Len pad_x, cell_gap;      /* inside a table; between its columns */
    Len text_pad_y;           /* above and below a wrapped cell's lines */
    Len grid;                 /* widths are multiples of this */
    Len radius;               /* of tables */
    Len empty_min_w, empty_h; /* of an entity without rows */
    int comment_columns;      /* comments wrap at about this many characters */
    bool type_first;          /* type, name, keys, comment: Mermaid's order */
    bool ruled;               /* lines between rows and cells */
    bool row_rules;           /* lines between rows */
    bool keys_last;           /* name, type, keys, comment: D2's order */
    bool dark_head;           /* the header is of ink, its title of paper */
    bool badges;              /* keys as coloured badges; else as text */
    bool title_centred;
    bool shadow;
    /* type sizes */
    Len row_size, header_size, type_size, label_size, badge_size, title_size;
    Len shape_radius; /* of rectangles */
    Len leaf_size;    /* of labels of shapes */
    int leaf_columns; /* they wrap at about this many characters */
    bool leaf_bold;
    /* lines */
    Len line_w, border_w, corner; /* corner: radius of bends */
    Len dash, dash_gap;
    Len stub, track_gap, node_gap, layer_gap, label_gap, container_pad;
    int label_columns; /* labels of lines wrap at about this many characters */
    Len margin;        /* around the page */
} Look;

/* The look of this name; NULL when there is none. */
const Look *em_look_find(Str name);

/* All looks, the default first; *n is their number. */
const Look *em_looks(int *n);

#endif
