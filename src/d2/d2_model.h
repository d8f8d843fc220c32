/*
 * The model of a D2 text: boards of objects and connections with what the
 * source set on them.
 *
 * Values stay the text of the source ("0.4", "true"), checked and with
 * substitutions made: nothing a theme or a layout decides is in here. Absent
 * means not set. Everything refers to everything by index into the lists of
 * its board. Classes are applied; columns, fields and methods are rows of
 * their object and no objects.
 */
#ifndef EM_D2_MODEL_H
#define EM_D2_MODEL_H

#include "d2/d2_ir.h"

/* A text that somebody wrote; source NULL: D2 itself said it. */
typedef struct {
    Str text;
    D2Place at;
} D2Text;

typedef ARRAY_OF(D2Text) D2Texts;

/*
 * What can be set, in the order of D2's documentation; em_d2_attr_name has
 * the names. From D2_OPACITY on they are keys of `style`.
 */
typedef enum {
    D2_LABEL,
    D2_SHAPE,    /* lower case, a name of em_d2_shapes or of an arrowhead */
    D2_LANGUAGE, /* of a label that is a block: markdown, latex, golang, … */
    D2_ICON,
    D2_TOOLTIP,
    D2_LINK, /* a URL, a path, or a board: root.layers.x */
    D2_WIDTH,
    D2_HEIGHT,
    D2_TOP,
    D2_LEFT,
    D2_DIRECTION, /* lower case: up, down, right, left */
    D2_GRID_ROWS,
    D2_GRID_COLUMNS,
    D2_GRID_GAP,
    D2_VERTICAL_GAP,
    D2_HORIZONTAL_GAP,
    D2_LABEL_NEAR,
    D2_ICON_NEAR,
    D2_TOOLTIP_NEAR,
    D2_OPACITY,
    D2_STROKE,
    D2_FILL,
    D2_FILL_PATTERN,
    D2_STROKE_WIDTH,
    D2_STROKE_DASH,
    D2_BORDER_RADIUS,
    D2_SHADOW,
    D2_3D,
    D2_MULTIPLE,
    D2_DOUBLE_BORDER,
    D2_FONT,
    D2_FONT_SIZE,
    D2_FONT_COLOR,
    D2_BOLD,
    D2_ITALIC,
    D2_UNDERLINE,
    D2_TEXT_TRANSFORM,
    D2_ANIMATED,
    D2_FILLED,
    D2_ATTR_COUNT
} D2Attr;

enum { D2_FIRST_STYLE = D2_OPACITY };

typedef struct {
    D2Attr attr;
    D2Text value;
} D2Setting;

typedef ARRAY_OF(D2Setting) D2Settings;

/* Invariant: an attribute is at most once in a list, in no certain order. */
typedef struct {
    D2Settings set;
    D2Settings icon_style; /* of style keys; only D2_BORDER_RADIUS acts */
    D2Texts classes;       /* as named, unknown ones too */
    D2Texts constraints;   /* of what is or becomes a column */
    D2Texts near;          /* a constant, or the path of an object */
} D2Attrs;

/* A row of a table; a field or method of a class. */
typedef struct {
    Str name;            /* without the sign of its visibility */
    Str type;            /* or what a method returns; may be empty */
    D2Texts constraints; /* as written: primary_key, … */
    D2Place at;
} D2Column;

typedef ARRAY_OF(D2Column) D2Columns;

typedef enum { D2_PUBLIC, D2_PRIVATE, D2_PROTECTED } D2Visibility;

typedef struct {
    Str name, type;
    D2Visibility visibility;
    bool underline;
    D2Place at;
} D2Member;

typedef ARRAY_OF(D2Member) D2Members;

/* What an object of a sequence diagram is besides actors and groups. */
typedef enum { D2_SEQ_NONE, D2_SEQ_NOTE, D2_SEQ_SPAN } D2Seq;

typedef struct {
    Str id;     /* absolute, its elements quoted as D2 does: a."b.c" */
    Str key;    /* the last element, unquoted */
    int parent; /* index of an object, or NONE: on the board */
    D2Attrs attrs;
    /* shape sql_table: columns; shape class: fields and methods */
    D2Columns columns;
    D2Members fields, methods;
    D2Seq seq;
    bool hidden; /* of a legend: only there to be an end of connections */
    D2Place at;  /* where it was first mentioned */
    int scope;   /* the object in whose map that mention stands, or NONE */
} D2Object;

typedef struct {
    int object;
    int column;         /* of a table, or NONE */
    bool arrow;         /* the operator has an arrow here */
    D2Attrs *arrowhead; /* NULL: nothing was said of it */
} D2End;

typedef struct {
    D2End src, dst;
    int index; /* among those with the same ends and arrows */
    int scope; /* the object in whose map it stands, or NONE */
    D2Attrs attrs;
    D2Place at;
} D2Connection;

typedef ARRAY_OF(D2Object) D2Objects;
typedef ARRAY_OF(D2Connection) D2Connections;

/* What vars.d2-legend lists. */
typedef struct {
    Str label; /* may be empty */
    D2Objects objects;
    D2Connections connections;
} D2Legend;

typedef struct D2Board D2Board;
typedef ARRAY_OF(D2Board *) D2Boards;

struct D2Board {
    D2BoardKind kind;
    Str name;              /* of the root: empty */
    Str path;              /* root, root.layers.x, …: what links say */
    const D2Board *parent; /* NULL: the root */
    const D2IrMap *tree;   /* what it was made from */
    bool folder_only;      /* nothing to draw: only boards inside, or empty */
    D2Attrs attrs;         /* what was set on the board itself */
    D2Legend *legend;      /* or NULL */
    /* in the order in which they were first mentioned; parents of an object
     * may come after it */
    D2Objects objects;
    D2Connections connections;
    D2Boards layers, scenarios, steps;
    D2Place at;
};

/* The codes of a theme that vars.d2-config may override. */
typedef enum {
    D2_N1,
    D2_N2,
    D2_N3,
    D2_N4,
    D2_N5,
    D2_N6,
    D2_N7,
    D2_B1,
    D2_B2,
    D2_B3,
    D2_B4,
    D2_B5,
    D2_B6,
    D2_AA2,
    D2_AA4,
    D2_AA5,
    D2_AB4,
    D2_AB5,
    D2_THEME_CODES
} D2ThemeCode;

typedef struct {
    Str key;
    bool is_list;
    D2Texts values; /* one when it is no list */
} D2Datum;

/* vars.d2-config of the root board. */
typedef struct D2Config {
    bool is_set; /* false: there is none, and nothing else counts */
    /* each empty when not set, else checked: true or false; digits */
    D2Text sketch, center, theme_id, dark_theme_id, pad, layout_engine;
    bool has_overrides, has_dark_overrides;
    Str overrides[D2_THEME_CODES]; /* colours; empty: not set */
    Str dark_overrides[D2_THEME_CODES];
    bool has_data;
    ARRAY_OF(D2Datum) data;
} D2Config;

typedef struct D2Model {
    D2Board root;
    D2Config config;
    /* root, then each board behind its parent, layers before scenarios before
     * steps */
    D2Boards boards;
} D2Model;

/* Sets an attribute, replacing an older value; takes it away. */
void em_d2_set(Arena *a, D2Settings *s, D2Attr attr, D2Text value);
void em_d2_unset(D2Settings *s, D2Attr attr);

/*
 * Makes the model of a tree that has no errors, reporting those of values and
 * of what is set where; with errors it is not to be used. `source` is the file
 * itself, for messages about what no text says.
 */
D2Model *em_d2_model(const D2Ir *ir, const Source *source, Arena *a,
                     Arena *scratch, Diags *diags);

/* The value of an attribute; NULL when it was not set. */
const D2Text *em_d2_get(const D2Settings *s, D2Attr attr);

/* The text of an attribute; `otherwise` when it was not set. */
Str em_d2_text(const D2Attrs *a, D2Attr attr, Str otherwise);

/* True for a link that is the path of a board. */
bool em_d2_is_board_link(Str link);

/* True for any of D2's spellings of true: 1 t T TRUE true True. */
bool em_d2_is_true(const D2Attrs *a, D2Attr attr);

/* Reads digits behind an optional sign; false for all else, and for what does
 * not fit. */
bool em_d2_parse_int(Str s, int64_t *value);

/* A text as text-transform has it: uppercase, lowercase, capitalize. */
Str em_d2_transform(Str text, Str how, Arena *a);

/* How a key of a path is written when it stands in an absolute id. */
void em_d2_put_key(Buf *b, Str key);

/* Its keyword: "grid-rows", "stroke-width"; the nears are "near". */
Str em_d2_attr_name(D2Attr attr);

/* The style key of that name; D2_ATTR_COUNT when there is none. */
D2Attr em_d2_style_attr(Str name);

/* "N1", … */
Str em_d2_theme_code(D2ThemeCode code);

/* A board with those inside it, and the config, as JSON: one object. */
void em_d2_put_json(Buf *out, const D2Model *m, const D2Board *board);

#endif
