/*
 * Flow: the state of the engine for one connected part of a diagram.
 *
 * A flow has its own coordinates: x runs along the flow, y across it; layout.c
 * turns and mirrors what comes out. Boxes stand in stacks, one stack for each
 * layer; between the stacks, and outside of the first and the last, are the
 * channels: channel c is left of stack c, so there is one more than stacks.
 *
 * A layer need not be a rank: lines may lead from any stack to any stack, also
 * within one. A line that goes on through stacks passes each in a chain item,
 * which is an item like a box, only without size. So every piece of a line
 * lives in one channel, and has its ends on the channel's two rims: on the
 * right sides of the items left of it and the left sides of those right of it.
 *
 *   Pin    a place on a side of an item where lines may end or pass
 *   Net    lines that share a pin (the head) and are drawn as one tree
 *   Piece  what one net draws in one channel: a head pin and others
 *   Chord  the head pin and one of the others
 *
 * Two chords of a channel must cross exactly when their ends alternate on its
 * rim, walked down the left and up the right (Baur, Brandes 2004 use the same
 * rule for circular drawings). It counts straight, bent and C-shaped pieces
 * alike.
 *
 * Who fills what is said at each field; the passes are listed in engine.c.
 */
#ifndef EM_FLOW_H
#define EM_FLOW_H

#include "base/rng.h"
#include "layout/layout.h"

typedef enum { ITEM_BOX, ITEM_WALL, ITEM_CHAIN } ItemKind;
typedef enum { SIDE_LEFT, SIDE_RIGHT } Side;

/* How well passes do: what is drawn in the end, or what only competes. */
typedef enum { CARE_FULL, CARE_ROUGH, CARE_SKETCH } Care;

/*
 * Looks of lines are below this; what has this look shares no trunk. Two looks
 * each have the same stroke, drawn solid (even) and dashed (odd).
 */
enum { LOOK_ALONE = 32, LOOKS_OF_STROKE = 2 };

/* The page that drawings are shrunk to, if they are larger, in px. */
enum { PAGE_AREA = 1600 * 1000 };

/* No coordinate of a flow leaves [-MAX_LEN, MAX_LEN]. */
enum { MAX_LEN = 1 << 29 };

typedef struct {
    ItemKind kind;
    int of; /* box: the member of the level; wall: its line; chain: its net */
    Side wall; /* wall: the border it is on */
    Len w, h;
    Len lead, tail; /* of its height, from top and bottom: no free ends there */
    int layer;      /* choose */
    int pos;        /* order: in its stack; before: a wish */
    Len x;          /* tracks */
    Len y;          /* place */
} Item;

typedef struct {
    int item;
    bool fixed;    /* a row: the line ends exactly at `at`; chain may free it */
    Len at;        /* from the item's top; chain may move it by `give` */
    Len give;      /* how far from its middle it is still at the row */
    MarkKind mark; /* MARK_NONE at walls */
    int beyond;    /* of lines that go on: 1 + the member where the edge ends */
} LineEnd;

typedef struct {
    LineEnd end[2]; /* from, to */
    int segment;    /* of the level: what the line is a part of */
    Len label_w, label_h;
    int look;       /* LOOK_ALONE, or what those that share a trunk have */
    bool turned;    /* cycle: counts as leading from `to` to `from` */
    Side bend;      /* sides: where it goes when both ends are in one layer */
    bool alone;     /* label layers: a net of its own, for its label */
    bool detour;    /* label layers: to a chain item and back */
    int pin[2];     /* chain */
    int net;        /* chain */
    int head;       /* chain: the end (0 or 1) at the head of the net */
    int label_item; /* chain: the chain item that keeps room for the label */
    int label_end;  /* room: the end beside which there is room, or NONE */
    Len label_at;   /* room: how far from there its label begins */
    Point *points;  /* route: from end 0 to end 1 */
    int n_points;
    Rect label_box; /* label: w 0 when there is no place */
    Point label_dot;
} Line;

typedef struct {
    int item;
    Side side;
    bool fixed;
    Len at;      /* from the item's top; free pins: ends */
    int n_lines; /* that use it */
    int leader;  /* ends: the free pin it shares its place with, or itself */
} Pin;

typedef struct {
    int head; /* pin */
    Side way; /* the side of the head it is on */
    int n_lines;
    int line;                  /* the first of them */
    int first_piece, n_pieces; /* the first touches the head */
} Net;

/* An upright stroke of a piece. A piece has several only to break a cycle. */
typedef struct {
    int piece;
    Len lo, hi;
    int next; /* the stroke below, joined to this at its hi; or NONE */
    Len x;
    Len label_reach; /* kept free at both sides for a label; mostly 0 */
    Len label_y, label_h;
} Trunk;

typedef struct {
    int net, channel;
    ARRAY_OF(int) pins; /* the head first */
    int first_trunk;    /* the uppermost; NONE: the piece is level */
} Piece;

typedef struct {
    int pin[2]; /* the first is the head of its piece */
    int net, channel;
} Chord;

/* Lists of numbers, one list for each of 0..n: list[start[i]..start[i+1]) */
typedef struct {
    int *start, *list;
} Lists;

typedef struct {
    ARRAY_OF(int) items;
    Len w; /* room: of its widest item */
    Len x; /* tracks */
} Stack;

typedef struct {
    ARRAY_OF(int) pieces;
    ARRAY_OF(Trunk) trunks;
} Channel;

typedef struct {
    const LayoutOptions *o;
    Arena *arena;
    Engine engine; /* AUTO: whichever is better */
    bool columns;  /* no direction asked: boxes are aligned left */
    bool ranked;   /* choose: the order in pos is a poor one */
    int whole;     /* size of the graph it is a part of; see em_size_of */
    Care care;
    int aspect_w, aspect_h; /* of the page, in flow coordinates */
    ARRAY_OF(Item) items;   /* boxes and walls first, then chain items */
    ARRAY_OF(Line) lines;
    ARRAY_OF(Pin) pins;
    ARRAY_OF(Net) nets;
    ARRAY_OF(Piece) pieces;
    ARRAY_OF(Chord) chords;
    ARRAY_OF(Joint) joints; /* route; edge is an index of lines here */
    Lists item_chords;      /* of an item: 2 * chord + end */
    Lists item_pins;
    int n_layers;
    Stack *stacks;               /* n_layers */
    Channel *channels;           /* n_layers + 1 */
    Len top_bound, bottom_bound; /* place: the heights that suit the page */
    Len w, h;
    Len left, top;  /* the corner of all that is drawn */
    int n_overlaps; /* tracks: feet that lie on others */
} Flow;

/* A key and what it belongs to; sorted by key, then index. */
typedef struct {
    int64_t key;
    int index;
} SortKey;

void em_sort_keys(SortKey *keys, int n);

/* Room for lists of known sizes: size[i] becomes the start; see em_lists_add.
 */
Lists em_lists(Arena *a, int n, const int *sizes);

static inline Len em_len(int64_t v)
{
    return (Len)(v > MAX_LEN ? MAX_LEN : v < -MAX_LEN ? -MAX_LEN : v);
}

static inline Len em_abs(Len v)
{
    return v < 0 ? -v : v;
}

static inline bool em_same_layer(const Flow *f, const Line *l)
{
    return f->items.items[l->end[0].item].layer ==
           f->items.items[l->end[1].item].layer;
}

/* What the time for a graph of boxes and lines is measured by. */
static inline int em_size_of(int n_boxes, int n_lines)
{
    return n_boxes + n_lines / 2;
}

/* How many layers its ends are apart. */
static inline int em_line_span(const Flow *f, const Line *l)
{
    int d = f->items.items[l->end[0].item].layer -
            f->items.items[l->end[1].item].layer;
    return d < 0 ? -d : d;
}

/* How many pieces its way has. */
static inline int em_line_pieces(const Flow *f, const Line *l)
{
    return l->detour ? 2 : MAX(em_line_span(f, l), 1);
}

/* The largest whole number whose square is at most v, for 0 <= v < 2^62. */
int64_t em_root(int64_t v);

/* The height of a pin in the flow. */
static inline Len em_pin_y(const Flow *f, int pin)
{
    const Pin *p = &f->pins.items[pin];
    return f->items.items[p->item].y + p->at;
}

/* The side of its item at which a line ends. Needs layers and bends. */
Side em_line_side(const Flow *f, const Line *l, int end);

/* The least distance of two neighbours in a stack, border to border. */
Len em_item_gap(const Flow *f, const Item *above, const Item *below);

/* What a label keeps clear of where its line turns. */
enum { EM_LABEL_CORNER = 10 * PX };

/* The other pin of a chord given as 2 * chord + end. */
static inline int em_chord_pin(const Flow *f, int chord_end, bool other)
{
    return f->chords.items[chord_end / 2]
        .pin[(chord_end % 2) ^ (other ? 1 : 0)];
}

/*
 * The passes. Each says in its file what it needs, gives and keeps.
 */
void em_cycle(Flow *f, Arena *scratch);
void em_layers(Flow *f, Arena *scratch);
void em_sides(Flow *f, Arena *scratch);
void em_chain(Flow *f, Arena *scratch);
void em_order(Flow *f, Arena *scratch);
void em_place(Flow *f, Arena *scratch);
void em_straighten(Flow *f, Arena *scratch);
void em_label_room(Flow *f, Arena *scratch);
void em_tracks(Flow *f, Arena *scratch);
void em_route(Flow *f, Arena *scratch);
void em_label(Flow *f, Arena *scratch);

/*
 * Makes layers for labels without a place (label_layer.c). True: the flow must
 * be drawn again.
 */
bool em_add_label_layers(Flow *f, Arena *scratch);

/* Crossings of chords, by the rule of the rim. */
int64_t em_crossings(const Flow *f, Arena *scratch);

/* Ranks as layers, none much higher than `most`; 0: as high as they are. */
void em_rank(Flow *f, Len most, Arena *scratch);

/* Spreads ranks that are too high over several layers; see bound.c. */
void em_bound_ranks(Flow *f, Len most, Arena *scratch);

/* An order of every stack, found by walking; each seed gives another. */
void em_walk(Flow *f, int seed, Arena *scratch);

/* Where on the sides of an item free ends may be, from its top: clear of its
 * corners by a margin, if there is room. */
typedef struct {
    Len lo, hi;
} EndRange;

static inline EndRange em_end_range(const Item *it, Len margin)
{
    Len clear = MIN(margin, (it->h - it->lead - it->tail) / 4);
    return (EndRange){it->lead + clear, it->h - it->tail - clear};
}

/* Of each pin its chords, as 2 * chord + end. */
Lists em_chords_by_pin(const Flow *f, Arena *arena);

/* Layers for walls, once boxes have theirs: outside of all. */
void em_add_walls(Flow *f);

/* The size of all that is drawn, and its corner. */
void em_flow_measure(Flow *f);

/* Gives free pins an order and places on their sides. */
void em_spread_ends(Flow *f, Arena *scratch);
void em_level_ends(Flow *f, Arena *scratch);

/* Cycle: without turned lines and loops no cycle is left. */
bool em_is_acyclic(const Flow *f, Arena *scratch);

/*
 * Layers: every item has one, walls the outermost on their side; in a ranked
 * flow lines between boxes lead to higher ones, turned ones to lower.
 */
bool em_is_layered(const Flow *f);

/* Order: every item stands in the stack of its layer, at pos. */
bool em_is_stacked(const Flow *f);

/*
 * Chain: lines have pins at their ends, on the sides they go to; a piece has
 * two pins or more, all on the rims of its channel; and it is stacked.
 */
bool em_is_chained(const Flow *f);

/*
 * Place and straighten: neighbours in all stacks have their least distances.
 */
bool em_is_spaced(const Flow *f);

/* Room: labels are beside boxes, clear of the mark, on pins of one line. */
bool em_has_label_room(const Flow *f);

/*
 * Tracks: a piece is level, or has a trunk at each of its pins' heights, to
 * which their feet lead from the rims inwards; stacks stand from left to right.
 */
bool em_has_tracks(const Flow *f);

/*
 * Route: lines lead from pin to pin, in level and upright pieces by turns; only
 * loops whose ends are squeezed to one place have none.
 */
bool em_is_routed(const Flow *f);

/* Label: every label, or its dot, is on its line, if that has pieces. */
bool em_is_labelled(const Flow *f);

/* Runs the passes that need no sizes of containers, then the others. */
void em_flow_layers(Flow *f, Arena *scratch);
void em_flow_draw(Flow *f, Arena *scratch);

typedef struct {
    Len gap;
    int aspect_w, aspect_h;
} Packing;

/* How much a page must shrink a drawing of w by h, times the page. */
int64_t em_shrink(Len w, Len h, const Packing *how);

/* Rectangles put beside each other. */
typedef struct {
    Len w, h;
    Len x, y; /* given */
} Slab;

/*
 * Packs slabs with a gap between them, so that their whole comes near the
 * aspect. The first n_top stand above all others. Returns the size of all.
 */
Slab em_pack(Slab *slabs, int n, int n_top, const Packing *how, Arena *scratch);

#endif
