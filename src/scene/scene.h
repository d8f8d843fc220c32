/*
 * Scene: what a diagram looks like. A flat list of items with resolved colours
 * and final coordinates, in the order of painting.
 *
 * Writers (out/) know nothing else; golden files hold its dump.
 */
#ifndef EM_SCENE_H
#define EM_SCENE_H

#include "graph/graph.h"
#include "text/text.h"
#include "theme/theme.h"

/* An index into the scene's palette; NONE: not painted. */
typedef int Ink;

/* A colour under the theme and, for SVGs that follow the reader, under the
 * dark theme. Equal when there is no dark theme. */
typedef struct {
    Color light, dark;
} InkColor;

typedef struct {
    Ink fill, stroke;
    Len width;   /* of the stroke */
    Len dash[4]; /* lengths on, off, …; n_dash 0: solid */
    int n_dash;
    int opacity;     /* in 1/256; 0 means 256: opaque */
    int gradient;    /* 1 + index in the scene: instead of the fill; 0: none */
    Pattern pattern; /* only this of the fill is painted */
    bool animated;   /* dashes wander along the stroke, where things can move */
} Paint;

typedef enum { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE } PathOp;

/* One command; a curve is cubic with two controls and the end. */
typedef struct {
    PathOp op;
    Point p[3]; /* MOVE, LINE use p[0] */
} PathStep;

typedef ARRAY_OF(PathStep) Path;

/*
 * What a pattern repeats: rectangles of ink in a square tile that begins at
 * the origin of the picture.
 */
typedef struct {
    Len size;
    const Rect *marks;
    int n;
} PatternTile;

PatternTile em_pattern_tile(Pattern p);

typedef enum {
    ITEM_GROUP, /* begins a group; ITEM_END ends it; they nest */
    ITEM_END,
    ITEM_RECT,
    ITEM_PATH,
    ITEM_TEXT,
    ITEM_IMAGE
} ItemKind;

/* What a group is: the SVG's class, and what hovering and search know. */
typedef enum {
    GROUP_PAGE,
    GROUP_BOARD, /* one of several that are shown one after the other */
    GROUP_CONTAINER,
    GROUP_TABLE,
    GROUP_SHAPE, /* a node that is no table */
    GROUP_ROW,
    GROUP_RELATION,
    GROUP_LABEL,
    GROUP_LINK,  /* words that lead somewhere */
    GROUP_JOINT, /* in a film: where lines part */
    GROUP_TITLE,
    GROUP_LEGEND
} GroupKind;

/* Frames of a film, first to last. */
typedef struct {
    int first, last;
} FrameSpan;

typedef struct {
    GroupKind kind;
    Str id;       /* made from content; [A-Za-z0-9_-]; unique; may be empty */
    Str tooltip;  /* plain text */
    Str link;     /* checked: http, https, mailto, or relative; or empty */
    int node;     /* of a table or shape: its index; of a board: its number
                     from 0; of a film's row: its index; of others: NONE */
    int from, to; /* of a relation: the nodes it joins, or NONE */
    MarkKind from_mark, to_mark; /* of a relation: what its ends say */
    ARRAY_OF(FrameSpan) frames;  /* it is in, of a film; none: in all */
} GroupInfo;

typedef enum { CORNERS_ALL, CORNERS_TOP, CORNERS_BOTTOM, CORNERS_NONE } Corners;

typedef struct {
    ItemKind kind;
    Paint paint; /* of a text: fill is its ink */
    union {
        GroupInfo *group;
        struct {
            Rect box;
            Len radius;
            Corners corners;
        } rect;
        Path path;
        struct {
            const TextBlock *block;
            Point at; /* the block's upper left corner */
            Len w;    /* the width it is set in */
            enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } align; /* of lines */
        } text;
        struct {
            const Image *image; /* PNG or SVG */
            Rect box; /* it is fitted into, with its own proportions */
        } image;
    } as;
} Item;

/*
 * Invariants: groups are balanced; all items lie inside [0, w) x [0, h)
 * (strokes included); inks are in range; the first group is GROUP_PAGE.
 */
typedef struct {
    Len w, h;
    Str title, description; /* for readers; the title may be empty */
    Ink paper;
    int n_boards;        /* that are shown one after the other; 0: all is one */
    bool follows_reader; /* dark colours differ: write both */
    ARRAY_OF(Item) items;
    ARRAY_OF(InkColor) palette;
    ARRAY_OF(Gradient) gradients;
    Fonts *fonts;
} Scene;

/* LEGEND_AUTO: of what is not seen in every picture, where it is. */
typedef enum { LEGEND_AUTO, LEGEND_ON, LEGEND_OFF } Legend;

typedef struct {
    const Look *look;
    const Theme *theme;
    const Theme *dark; /* NULL: none */
    bool transparent;  /* no paper */
    bool has_background;
    Color background; /* instead of the theme's paper */
    bool has_pad;
    Len pad; /* margin around the drawing, instead of the look's */
    Legend legend;
} SceneOptions;

/*
 * True for targets that can do no harm: http, https, mailto, or relative. A
 * scene holds no others, but writers look again where a link leaves us.
 */
bool em_is_safe_link(Str link);

/* Draws a placed graph. What stays is made in arena. */
Scene *em_scene(const Graph *g, Fonts *fonts, const SceneOptions *o,
                Arena *arena);

/*
 * Puts n > 1 scenes with the same fonts into one that shows them one after the
 * other, each in the middle of a page that is as large as the largest. What
 * they are made of becomes part of it.
 */
Scene *em_scene_steps(Scene *const *boards, int n, Arena *arena);

/* Moves all that is painted. */
void em_scene_move(Scene *s, Len dx, Len dy);

/*
 * Draws placed graphs beside each other, from left to right, each under its
 * title.
 */
Scene *em_scene_row(Graph *const *graphs, int n, Fonts *fonts,
                    const SceneOptions *o, Arena *arena);

/*
 * Draws placed graphs of the same size over each other, without titles, as the
 * frames of a film: each group says which it belongs to, and what looks the
 * same in several is there once. Nothing has an id.
 */
Scene *em_scene_film(Graph *const *frames, int n, Fonts *fonts,
                     const SceneOptions *o, Arena *arena);

/* As text, one line an item, for golden files and --stop-after scene. */
void em_scene_dump(Buf *out, const Scene *s);

/* The same of one item; nothing of an end. */
void em_scene_dump_item(Buf *out, const Scene *s, const Item *item);

/* True when the invariants hold; says what is wrong in *why. */
bool em_scene_is_sound(const Scene *s, Buf *why);

#endif
