/*
 * Size: gives every label its block, and every node its size and the places
 * of what is in it.
 *
 * A table is a header over rows; the columns of cells are as wide as their
 * widest text over all rows. In a row the first lines of all cells stand on
 * one baseline. Widths are whole px, so that columns begin at whole px; a
 * table's width and the heights of its rows are multiples of the look's grid.
 *
 * Where a look has no badges, a badge is the plain text of the key, with the
 * comma that follows it.
 */
#include <limits.h>

#include "graph/sequence.h"
#include "graph/shape.h"
#include "text/size.h"

/* Where texts wrap that should not be so long. */
enum {
    NAME_COLUMNS = 64,
    TYPE_COLUMNS = 40,
    KIND_COLUMNS = 36,
    TITLE_COLUMNS = 80,
    PROSE_COLUMNS = 56 /* of Markdown */
};

enum {
    BADGE_PAD = 5 * PX, /* left and right of a badge's text */
    BADGE_GAP = 4 * PX,
    SIGN_GUTTER = 8 * PX,  /* added to the pad where rows have signs */
    MAX_SIZE = INT_MAX / 8 /* of a node; where memory ends before */
};

typedef struct {
    Graph *graph;
    Fonts *fonts;
    const SizeOptions *options;
    const Look *look;
    Arena *arena;
} Sizer;

/* How the texts of a node are set. */
typedef struct {
    Style style;
    Face face;                    /* of names in rows */
    Len header, row, type, badge; /* sizes */
} Setting;

static Len round_up(Len v, Len unit)
{
    return (v + unit - 1) / unit * unit;
}

static Style style_of(const StyleRequests *requests)
{
    Style style = {0};
    for (int i = 0; i < requests->n; i++)
        em_style_set(&style, requests->items[i].property,
                     requests->items[i].value);
    return style;
}

/* Sizes follow a font-size, which is taken for that of the rows. */
static Setting setting_of(const Sizer *s, const Node *n)
{
    const Look *look = s->look;
    Style style = style_of(&n->styles);
    int64_t part = style.has_size ? style.size : look->row_size;
    return (Setting){
        .style = style,
        .face = n->shape == SHAPE_CLASS ? FACE_MONO : FACE_SANS,
        .header = (Len)(look->header_size * part / look->row_size),
        .row = (Len)(look->row_size * part / look->row_size),
        .type = (Len)(look->type_size * part / look->row_size),
        .badge = (Len)(look->badge_size * part / look->row_size),
    };
}

/* The face that a style makes of another. No face is bold and slanted. */
static Face face_of(Face face, const Style *style)
{
    bool mono = style->mono || face == FACE_MONO || face == FACE_MONO_BOLD;
    bool bold = style->bold;
    if (!style->has_bold)
        bold = face == FACE_SANS_BOLD || face == FACE_MONO_BOLD;
    if (mono)
        return bold ? FACE_MONO_BOLD : FACE_MONO;
    if (bold)
        return FACE_SANS_BOLD;
    return style->italic || face == FACE_SANS_ITALIC ? FACE_SANS_ITALIC
                                                     : FACE_SANS;
}

static TextStyle name_style(Face face, Len size, const Style *style,
                            int columns)
{
    return (TextStyle){.face = face_of(face, style),
                       .size = size,
                       .markdown = true,
                       .name = true,
                       .generics = true,
                       .underline = style->underline,
                       .wrap_columns = columns};
}

static TextStyle prose_style(Face face, Len size, const Style *style,
                             int columns)
{
    return (TextStyle){.face = face_of(face, style),
                       .size = size,
                       .markdown = true,
                       .underline = style->underline,
                       .wrap_columns = columns};
}

static bool is_bold(Face face)
{
    return face == FACE_SANS_BOLD || face == FACE_MONO_BOLD;
}

static void measure(Sizer *s, Label *label, TextStyle style)
{
    if (label->form != FORM_LITE)
        style.markdown = style.generics = false;
    if (label->form == FORM_MARKDOWN)
        style.wrap_columns = PROSE_COLUMNS;
    if (s->options->mono)
        style.face = face_of(
            FACE_MONO, &(Style){.has_bold = true, .bold = is_bold(style.face)});
    em_label_measure(s->fonts, s->arena, label, style);
}

/* The type, with the question mark that says it may be null. */
static void measure_type(Sizer *s, Row *r, const Setting *set)
{
    bool plain = s->look->type_first || s->look->keys_last;
    Face face = plain ? FACE_SANS : FACE_MONO;
    Str typed = r->type.text;

    if (r->nullable)
        r->type.text = JOIN(s->arena, typed, STR("?"));
    measure(s, &r->type,
            name_style(face, set->type, &set->style, TYPE_COLUMNS));
    r->type.text = typed;
}

/* Sizes of the badges' boxes; their places come with those of the cells. */
static void measure_badges(Sizer *s, Row *r, const Setting *set)
{
    TextStyle style = {
        .face = s->look->badges ? FACE_SANS_BOLD : FACE_SANS,
        .size = s->look->badges ? set->badge : set->type,
        .wrap_columns = KIND_COLUMNS,
    };
    for (int i = 0; i < r->badges.n; i++) {
        Badge *b = &r->badges.items[i];
        Str typed = b->label.text;
        bool comma = !s->look->badges && i < r->badges.n - 1;
        if (comma)
            b->label.text = JOIN(s->arena, typed, STR(","));
        measure(s, &b->label, style);
        b->label.text = typed;
        Len pad = s->look->badges ? BADGE_PAD : 0;
        b->box.w = round_up(b->label.w + 2 * pad, PX);
        b->box.h = b->label.h;
    }
}

static Len badges_width(const Look *look, const Row *r)
{
    Len w = 0;
    for (int i = 0; i < r->badges.n; i++)
        w += r->badges.items[i].box.w;
    if (look->badges && r->badges.n > 1)
        w += (r->badges.n - 1) * BADGE_GAP;
    return w;
}

static void measure_row(Sizer *s, Row *r, const Setting *set)
{
    Face face = r->strong && s->look->badges ? FACE_SANS_BOLD : set->face;
    TextStyle name = name_style(face, set->row, &set->style, NAME_COLUMNS);

    name.underline |= r->underlined;
    measure(s, &r->name, name);
    measure_type(s, r, set);
    measure_badges(s, r, set);
    if (s->options->comments == COMMENTS_COLUMN)
        measure(s, &r->comment,
                prose_style(FACE_SANS, set->type, &set->style,
                            s->look->comment_columns));
}

static bool is_shown(const Sizer *s, const Row *r)
{
    switch (s->options->columns) {
    case COLUMNS_ALL: return true;
    case COLUMNS_KEYS: return r->badges.n > 0;
    case COLUMNS_NONE: return false;
    }
    return false;
}

static void widen(CellSpan *cell, Len w)
{
    cell->w = MAX(cell->w, round_up(w, PX));
}

/* Measures the rows that are shown. Returns their number. */
static int measure_rows(Sizer *s, Node *n, const Setting *set)
{
    int shown = 0;
    for (int i = 0; i < n->rows.n; i++) {
        Row *r = &n->rows.items[i];
        if (!is_shown(s, r))
            continue;
        shown++;
        measure_row(s, r, set);
        widen(&n->cells[CELL_KEYS], badges_width(s->look, r));
        widen(&n->cells[CELL_NAME], r->name.w);
        widen(&n->cells[CELL_TYPE], r->type.w);
        widen(&n->cells[CELL_COMMENT], r->comment.w);
        widen(&n->cells[CELL_FLAG], r->flag ? FLAG_SIZE : 0);
        n->gutter = MAX(n->gutter, r->change ? SIGN_GUTTER : 0);
    }
    return shown;
}

static const Cell *cell_order(const Look *look)
{
    static const Cell ours[CELL_COUNT] = {CELL_KEYS, CELL_NAME, CELL_TYPE,
                                          CELL_COMMENT, CELL_FLAG};
    static const Cell mermaids[CELL_COUNT] = {CELL_TYPE, CELL_NAME, CELL_KEYS,
                                              CELL_COMMENT, CELL_FLAG};
    static const Cell d2s[CELL_COUNT] = {CELL_NAME, CELL_TYPE, CELL_KEYS,
                                         CELL_COMMENT, CELL_FLAG};
    if (look->keys_last)
        return d2s;
    return look->type_first ? mermaids : ours;
}

/* Places the cells from left to right. Returns the table's width. */
static Len place_cells(const Look *look, Node *n)
{
    const Cell *order = cell_order(look);
    Len x = look->pad_x + n->gutter, gap = 0;

    for (int i = 0; i < CELL_COUNT; i++) {
        CellSpan *cell = &n->cells[order[i]];
        cell->x = cell->w ? x + gap : 0;
        if (!cell->w)
            continue;
        x = cell->x + cell->w;
        gap = look->cell_gap;
        if (order[i] == CELL_KEYS && look->badges)
            gap /= 2;
    }
    return x + look->pad_x;
}

/* Gives width that the header needs, or the grid, to the cells. */
static void widen_cells(const Look *look, Node *n, Len more)
{
    int present = 0;
    for (int c = 0; c < CELL_COUNT; c++)
        present += n->cells[c].w > 0;
    if (present == 0)
        return;
    if (!look->ruled) {
        Cell c = n->cells[CELL_NAME].w ? CELL_NAME : CELL_TYPE;
        n->cells[c].w += more;
        return;
    }
    Len each = more / present / PX * PX;
    for (int c = 0; c < CELL_COUNT; c++)
        if (n->cells[c].w > 0) {
            n->cells[c].w += present == 1 ? more : each;
            more -= each;
            present--;
        }
}

/* The first baseline of a label whose block begins at y. */
static Len first_baseline(const Label *l, Len y)
{
    return l->block ? y + l->block->lines.items[0].baseline : y;
}

/* What the icon takes of the header: it stands before the title. */
static Len header_icon(const Node *n)
{
    return n->icon ? HEADER_ICON + ICON_GAP : 0;
}

/* What stands right of the title: the kind, then a flag. */
static Len beside_title(const Look *look, const Node *n)
{
    return (n->kind.w ? look->cell_gap + n->kind.w : 0) +
           (n->flag ? BADGE_GAP + FLAG_SIZE : 0);
}

/* Puts title, kind and flag into the header, n->header_h high. */
static void place_header(const Look *look, Node *n, bool centred)
{
    Len room = n->w - 2 * look->pad_x;
    Len both = n->title.w + beside_title(look, n);
    Len icon = header_icon(n), spare = room - both - icon;
    Len left = look->pad_x + (centred ? spare / 2 : 0);

    n->icon_box =
        (Rect){left, (n->header_h - HEADER_ICON) / 2, HEADER_ICON, HEADER_ICON};
    n->title_at.x = left + icon;
    n->title_at.y = (n->header_h - n->title.h) / 2;
    Len right = n->w - look->pad_x - (centred ? spare / 2 : 0);
    n->flag_at = (Point){right - FLAG_SIZE, (n->header_h - FLAG_SIZE) / 2};
    right -= n->flag ? BADGE_GAP + FLAG_SIZE : 0;
    n->kind_at.x = right - n->kind.w;
    n->kind_at.y =
        first_baseline(&n->title, n->title_at.y) - first_baseline(&n->kind, 0);
}

static Len header_width(const Look *look, const Node *n)
{
    return header_icon(n) + n->title.w + beside_title(look, n) +
           2 * look->pad_x;
}

/* The kind's first line stands on the title's, which is in the middle. */
static Len header_height(const Look *look, const Node *n, Len least)
{
    Len below = first_baseline(&n->title, 0) - first_baseline(&n->kind, 0);
    Len h = MAX(n->title.h, 2 * (below + n->kind.h) - n->title.h);
    h += 2 * look->text_pad_y;
    return round_up(MAX(h, least), look->grid);
}

/* The cell that is the highest; the name's when others are as high. */
static const Label *highest_cell(const Row *r)
{
    const Label *highest = &r->name;
    if (r->type.h > highest->h)
        highest = &r->type;
    if (r->comment.h > highest->h)
        highest = &r->comment;
    for (int i = 0; i < r->badges.n; i++)
        if (r->badges.items[i].label.h > highest->h)
            highest = &r->badges.items[i].label;
    return highest;
}

/* Height, at least what it is, and baseline of a row that begins at r->y. */
static void size_row(const Look *look, Row *r, Len text_size)
{
    const Label *cell = highest_cell(r);
    Len line = em_font_line_height(FACE_SANS, look->row_size);
    bool one_line = cell->h <= em_font_line_height(FACE_SANS, text_size);
    Len pad = one_line ? MIN(look->text_pad_y, (look->row_h - line) / 2)
                       : look->text_pad_y;

    r->h = MAX(r->h, look->row_h);
    r->h = MAX(r->h, round_up(cell->h + 2 * pad, look->grid));
    r->baseline = first_baseline(cell, r->y + (r->h - cell->h) / 2);
}

/* The middle of the capitals of the row's first line is the middle of each
 * badge. */
static void place_badges(const Look *look, Row *r, Len x, Len text_size)
{
    Len middle = r->baseline - em_font_baseline(FACE_SANS, text_size) +
                 em_font_line_height(FACE_SANS, text_size) / 2;

    for (int i = 0; i < r->badges.n; i++) {
        Badge *b = &r->badges.items[i];
        b->box.x = x;
        b->box.y = MAX(middle - b->box.h / 2, r->y);
        if (!look->badges)
            b->box.y = r->baseline - first_baseline(&b->label, 0);
        x += b->box.w + (look->badges ? BADGE_GAP : 0);
    }
}

static void place_rows(const Sizer *s, Node *n, const Setting *set)
{
    Len y = n->header_h;
    for (int i = 0; i < n->rows.n; i++) {
        Row *r = &n->rows.items[i];
        r->y = y;
        if ((!is_shown(s, r) && r->h == 0) || y > MAX_SIZE)
            continue;
        size_row(s->look, r, set->row);
        place_badges(s->look, r, n->cells[CELL_KEYS].x, set->row);
        y += r->h;
    }
    n->h = y;
}

static void size_plain(const Look *look, Node *n)
{
    Len w = MAX(header_width(look, n), look->empty_min_w);
    n->w = round_up(MAX(w, n->w), look->grid);
    n->h = header_height(look, n, look->empty_h);
    n->header_h = n->h;
    place_header(look, n, true);
}

/*
 * Puts what is measured into a table with rows. What it and its cells, header
 * and rows are already is the least they will be.
 */
static void arrange(const Sizer *s, Node *n, const Setting *set)
{
    const Look *look = s->look;
    Len w = place_cells(look, n);

    n->w = round_up(MAX(MAX(w, header_width(look, n)), n->w), look->grid);
    widen_cells(look, n, n->w - w);
    place_cells(look, n);
    n->header_h = MAX(n->header_h, header_height(look, n, look->header_h));
    place_header(look, n, look->title_centred);
    place_rows(s, n, set);
    n->body = (Rect){0, 0, n->w, n->h};
}

/* Where the label of a shape wraps: not where it was asked to be wide. */
static int leaf_columns(const Look *look, const Node *n, Len size)
{
    int room = n->want_w / MAX(size * 6 / 10, 1); /* letters, on average */
    return MAX(look->leaf_columns, room);
}

/* A shape without rows. */
static void size_outline(Sizer *s, Node *n)
{
    Style style = style_of(&n->styles);
    Face face = s->look->leaf_bold && n->shape != SHAPE_TEXT ? FACE_SANS_BOLD
                                                             : FACE_SANS;

    Len size = style.has_size ? style.size : s->look->leaf_size;

    measure(s, &n->title,
            (TextStyle){
                .face = face_of(face, &style),
                .size = size,
                .underline = style.underline,
                .wrap_columns = leaf_columns(s->look, n, size),
            });
    em_size_shape(n, s->look, &style);
}

/* A label outside of tables. */
static void size_label(Sizer *s, Label *label, const StyleRequests *requests,
                       TextStyle style)
{
    Style wish = style_of(requests);
    style.face = face_of(style.face, &wish);
    style.underline = wish.underline;
    if (wish.has_size)
        style.size = wish.size;
    measure(s, label, style);
}

/* The labels of a line and of its ends. */
static void size_line_labels(Sizer *s, Edge *e)
{
    Style none = {0};
    TextStyle style = prose_style(FACE_SANS, s->look->label_size, &none,
                                  s->look->label_columns);

    size_label(s, &e->label, &e->styles, style);
    size_label(s, &e->from.label, &e->from.styles, style);
    size_label(s, &e->to.label, &e->to.styles, style);
    if (e->icon) {
        e->label.w += LINE_ICON + (e->label.w ? ICON_GAP : 0);
        e->label.h = MAX(e->label.h, LINE_ICON);
    }
}

/* The labels of a sequence diagram, then its places, then the node's size. */
static void size_sequence(Sizer *s, Node *n)
{
    enum { PAD = 20 * PX, TITLE_GAP = 12 * PX };
    Sequence *q = n->sequence;
    Style none = {0};
    TextStyle label = prose_style(FACE_SANS, s->look->label_size, &none,
                                  s->look->label_columns);
    TextStyle note = prose_style(FACE_SANS, s->look->row_size, &none,
                                 s->look->label_columns);
    TextStyle title =
        prose_style(FACE_SANS_BOLD, s->look->row_size, &none, NAME_COLUMNS);

    for (int i = 0; i < q->actors.n; i++)
        size_outline(s, &q->actors.items[i]);
    for (int i = 0; i < q->groups.n; i++)
        size_label(s, &q->groups.items[i].label, &q->groups.items[i].styles,
                   label);
    for (int i = 0; i < q->events.n; i++) {
        Happening *h = &q->events.items[i];
        size_label(s, &h->note, &h->styles, note);
        size_line_labels(s, &h->message);
    }
    em_sequence_place(q, s->arena);

    bool framed = n->shape != SHAPE_TEXT;
    size_label(s, &n->title, &n->styles, title);
    Len pad = framed ? PAD : 0;
    Len top = framed && n->title.h ? pad / 2 + n->title.h + TITLE_GAP : pad;
    Len w = MAX(q->w, n->title.w);
    n->w = MAX(round_up(w + 2 * pad, PX), n->want_w);
    n->h = MAX(round_up(q->h + top + pad, PX), n->want_h);
    q->at = (Point){(n->w - q->w) / 2, top};
    n->title_at = (Point){pad, pad / 2};
    n->header_h = n->h;
    n->body = (Rect){0, 0, n->w, n->h};
}

static void size_node(Sizer *s, Node *n)
{
    const Look *look = s->look;
    Setting set = setting_of(s, n);
    Face face = look->id == LOOK_CLASSIC ? FACE_SANS : FACE_SANS_BOLD;

    if (n->sequence) {
        size_sequence(s, n);
        return;
    }
    if (n->shape != SHAPE_TABLE && n->shape != SHAPE_CLASS) {
        size_outline(s, n);
        return;
    }
    measure(s, &n->title,
            name_style(face, set.header, &set.style, NAME_COLUMNS));
    measure(s, &n->kind,
            prose_style(FACE_SANS, set.badge, &set.style, KIND_COLUMNS));
    if (measure_rows(s, n, &set) == 0) {
        size_plain(look, n);
        for (int i = 0; i < n->rows.n; i++)
            n->rows.items[i].y = n->h;
        n->body = (Rect){0, 0, n->w, n->h};
        return;
    }
    arrange(s, n, &set);
}

/* An end cannot be at a row that is not shown. */
static void leave_hidden_row(const Graph *g, EdgeEnd *end)
{
    if (end->row != NONE &&
        g->nodes.items[end->node].rows.items[end->row].h == 0)
        end->row = NONE;
}

static void size_edge(Sizer *s, Edge *e)
{
    size_line_labels(s, e);
    leave_hidden_row(s->graph, &e->from);
    leave_hidden_row(s->graph, &e->to);
}

/*
 * Size: see the top of the file.
 *
 *   needs  em_graph_is_sound
 *   gives  em_graph_is_sized
 *   keeps  what the texts mean; EdgeEnd.row but for rows that are not shown
 */
void em_size_graph(Graph *g, Fonts *f, const SizeOptions *o, Arena *a,
                   Arena *scratch)
{
    Sizer s = {
        .graph = g, .fonts = f, .options = o, .look = o->look, .arena = a};
    Style none = {0};
    TextStyle title = {.face = FACE_SANS_BOLD,
                       .size = o->look->title_size,
                       .wrap_columns = TITLE_COLUMNS};

    measure(&s, &g->title, title);
    for (int i = 0; i < g->nodes.n; i++)
        size_node(&s, &g->nodes.items[i]);
    for (int i = 0; i < g->containers.n; i++) {
        Container *c = &g->containers.items[i];
        size_label(&s, &c->title, &c->styles,
                   prose_style(FACE_SANS_BOLD, o->look->row_size, &none,
                               NAME_COLUMNS));
    }
    for (int i = 0; i < g->edges.n; i++)
        size_edge(&s, &g->edges.items[i]);
    assert(em_graph_is_sized(g, &(Buf){.arena = scratch}));
    (void)scratch;
}

/* Makes a table as large as another in all its parts. */
static void take_larger(Node *n, const Node *other)
{
    n->w = MAX(n->w, other->w);
    n->header_h = MAX(n->header_h, other->header_h);
    n->gutter = MAX(n->gutter, other->gutter);
    for (int c = 0; c < CELL_COUNT; c++)
        n->cells[c].w = MAX(n->cells[c].w, other->cells[c].w);
    for (int r = 0; r < n->rows.n; r++)
        n->rows.items[r].h = MAX(n->rows.items[r].h, other->rows.items[r].h);
}

void em_size_alike(Graph *const *frames, int n, const SizeOptions *o)
{
    Sizer s = {.options = o, .look = o->look};
    for (int i = 0; n > 0 && i < frames[0]->nodes.n; i++) {
        Node *first = &frames[0]->nodes.items[i];
        for (int f = 1; f < n; f++)
            take_larger(first, &frames[f]->nodes.items[i]);
        for (int f = 0; f < n; f++) {
            Node *node = &frames[f]->nodes.items[i];
            Setting set = setting_of(&s, node);
            take_larger(node, first);
            if (node->rows.n == 0)
                size_plain(o->look, node);
            else
                arrange(&s, node, &set);
        }
    }
}
