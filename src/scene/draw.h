/*
 * What the files of the scene share: a scene being made, and how to add to it.
 *
 * Everything is drawn in the graph's own coordinates; scene.c moves it to its
 * place on the page at the end.
 */
#ifndef EM_DRAW_H
#define EM_DRAW_H

#include "base/map.h"
#include "graph/shape.h"
#include "scene/scene.h"

typedef struct {
    Scene *scene;
    const Graph *graph;
    const SceneOptions *options;
    const Look *look;
    Arena *arena;
    Map inks;             /* both colours as bytes, to an index */
    Map ids;              /* to how often it was wanted */
    Ink role[ROLE_COUNT]; /* 1 + the ink; 0: not made yet */
    int opacity;          /* of what is drawn now; 0: opaque */
    bool is_film;         /* see em_scene_film */
} Canvas;

/* scene.c */

/* A canvas on a new scene; containers, lines and nodes of a graph; the scene's
 * size, around its items and `page` with the margin. */
typedef struct {
    SceneOptions options;
    Canvas canvas;
} Easel;
Canvas *em_new_canvas(Easel *e, const Graph *g, Fonts *fonts,
                      const SceneOptions *o, Arena *arena);
void em_draw_nodes(Canvas *c);
void em_fit_page(Canvas *c, Rect page);

/* draw.c */

/* The ink of a colour in the light and in the dark; NONE when invisible. */
Ink em_ink(Canvas *c, Color light, Color dark);
Ink em_role_ink(Canvas *c, Role role);

/* Only filled; only stroked, with a solid line. */
Paint em_fill(Ink ink);
Paint em_stroke(Ink ink, Len width);

/* The properties of these requests that are understood. */
Style em_style_of(const StyleRequests *requests);

/*
 * An id of these words, each with all but letters, digits and "_" made "-",
 * joined by "-", and made unique. Long words are cut.
 */
Str em_new_id(Canvas *c, Str kind, Str first, Str second);

/* Begins a group that joins no nodes; the caller may fill in the rest. */
GroupInfo *em_begin_group(Canvas *c, GroupKind kind, Str id, Str tooltip);
void em_end_group(Canvas *c);

/* The link when it is safe, else empty. */
Str em_safe_link(Str link);

void em_draw_rect(Canvas *c, Paint paint, Rect box, Len radius,
                  Corners corners);
void em_draw_path(Canvas *c, Paint paint, Path path); /* unless it is empty */

typedef enum { SET_LEFT, SET_CENTRE, SET_RIGHT } Setting; /* ALIGN_… */

/* A label's lines in a width, from a height on. Nothing when it is empty. */
void em_draw_label(Canvas *c, const Label *label, Point at, Len w, Setting set,
                   Ink ink);

/* The words of a measured label, without its Markdown. */
Str em_plain_text(Arena *a, const Label *label);

void em_move_to(Canvas *c, Path *path, Point p);
void em_line_to(Canvas *c, Path *path, Point p);
void em_curve_to(Canvas *c, Path *path, Point one, Point two, Point end);
void em_close_path(Canvas *c, Path *path);
void em_add_circle(Canvas *c, Path *path, Point centre, Len radius);

void em_draw_image(Canvas *c, const Image *p, Rect box);

/* table.c */
void em_draw_table(Canvas *c, int node);

/* change.c */

/* A row that was added, removed or changed. */
typedef struct {
    ChangeKind change;
    Rect strip; /* behind the row */
    Len radius;
    Corners corners;        /* of the strip that are round */
    Point sign;             /* where its sign's middle is */
    const Label *struck[2]; /* through when it was removed */
    Len from[2];            /* where they begin */
} ChangedRow;

/* The tint behind it; its sign, and the line through it. */
void em_draw_change_ground(Canvas *c, const ChangedRow *row);
void em_draw_change_sign(Canvas *c, const ChangedRow *row);

/* The colour of a change, in which text can be read on a paper. */
Color em_change_color(ChangeKind change, Color paper);
Color em_change_tint(ChangeKind change, Color paper, int part); /* of 256 */
Ink em_change_ink(Canvas *c, ChangeKind change, Role paper);

/* +, − or ~ around a point; a line through what went. */
void em_draw_sign(Canvas *c, ChangeKind change, Point at, Ink ink);
void em_draw_strike(Canvas *c, Len from, Len to, Len y, Ink ink);

/* The triangle of a flag; a square of FLAG_SIZE has room for it. */
void em_draw_flag(Canvas *c, FlagKind flag, Point upper_left);

/* page.c: needs the page's size. */
void em_draw_page(Canvas *c);

/* rules.c */

/* What a rule of a theme goes by. */
typedef struct {
    Shape shape;
    bool container;
    int level; /* from 1 */
} Ruled;

/* The colours of a shape; clear: not filled. */
typedef struct {
    ThemeCode fill, stroke, ink;
    bool clear;
} ShapeCodes;

/* Change what the theme has rules for. */
void em_rule_style(const Canvas *c, const Ruled *r, Style *style);
void em_rule_codes(const Canvas *c, const Ruled *r, ShapeCodes *codes);
void em_rule_line(const Canvas *c, Style *style);

/* shape.c */
void em_draw_shape(Canvas *c, int node);

/* A placed node that is no table. Its index may be NONE. */
void em_draw_figure(Canvas *c, const Node *n, int index, int level);

/* A box of a shape with a label (or NULL) somewhere in it. */
typedef struct {
    Shape shape;
    Rect box;
    const StyleRequests *styles;
    ThemeCode fill;
    const Label *label;
    Point label_at;
} DrawnBox;

void em_draw_box(Canvas *c, const DrawnBox *b);

/* sequence.c: what is in a placed node that is a sequence diagram. */
void em_draw_sequence(Canvas *c, const Node *n);

/* The outline of a container in a colour of its own: a container is drawn
 * from back to front, with its title. */
void em_draw_frame(Canvas *c, int container);

/* Its icon and title over lines: em_draw_frame leaves crossed ones out. */
void em_draw_heading(Canvas *c, int container);

/* Its outline once more, when frames in it touch and so cover it. */
void em_draw_rim(Canvas *c, int container);

/* What such a container is filled with. */
Ink em_frame_ground(Canvas *c, int container);

/* A picture, or what stands for one that could not be had. */
void em_draw_icon(Canvas *c, const Image *p, Rect box, Ink frame);

/* The dashes that a style asks for; needs the width. */
void em_apply_dash(Paint *p, const Style *style);

/* 1 + its index. */
int em_new_gradient(Canvas *c, const Gradient *g);

/* Ink on a fill over a paper: the style's, else `ink` made readable. */
Color em_color_on(const Style *style, Color ink, Color fill, Color paper);

/* legend_own.c: the legend of the text; where it stands, w 0: there is none. */
Rect em_draw_own_legend(Canvas *c);

/* line.c */
void em_draw_edges(Canvas *c);

/* The straight ones, which lie over what they cross. */
void em_draw_straight_edges(Canvas *c);

/* A placed line that joins no nodes. */
void em_draw_message(Canvas *c, const Edge *e);

/* container.c */
void em_draw_containers(Canvas *c);

/* The headings that lines run through, after the lines. */
void em_draw_crossed_headings(Canvas *c);

/* What a label in this box is backed with: as what lies under it. */
Ink em_label_ground(Canvas *c, Rect box);

/* legend.c: below the drawing; returns both. */
Rect em_draw_legend(Canvas *c);

/* marker.c */

/*
 * That deleting at one end of a line deletes at the other: a wedge that points
 * the way it goes.
 */
typedef enum {
    WEDGE_NONE,
    WEDGE_OUT, /* at the box that it begins from, before the mark */
    WEDGE_IN   /* at the box that it reaches, behind the mark */
} Wedge;

/* Where a line meets a box: the place, and the way from there outwards. */
typedef struct {
    MarkKind kind;
    Wedge wedge;
    Point at;
    int dx, dy; /* of length TIP_WHOLE */
    int scale;  /* of its size, in 1/MARK_WHOLE */
} Tip;

enum { MARK_WHOLE = 256, TIP_WHOLE = 4096 };

/* Thick lines have larger marks. */
int em_mark_scale(Len width);

/* How much of the line's end the mark takes the place of. */
Len em_mark_length(MarkKind kind, Wedge wedge, int scale);

/* Adds what is stroked to `lines`, and what is filled to `areas`. */
void em_add_mark(Canvas *c, Tip tip, Path *lines, Path *areas);

#endif
