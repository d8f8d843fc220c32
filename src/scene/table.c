/*
 * Tables, and entities without rows.
 *
 * Colours are worked out once for the light and once for the dark theme, so
 * that a fill that the diagram asks for gets readable ink in both. A fill
 * colours the header; rows get a tint of it.
 *
 * Strokes lie inside the box, so a border of one pixel falls on whole pixels;
 * what a style makes thicker than MAX_INSIDE grows outwards, off the text.
 * Where texts stand was worked out with their sizes (text/size.c).
 */
#include "scene/draw.h"

enum { SHADOW_STEPS = 3, SHADOW_STEP = PX, SHADOW_OPACITY = 16 };

/* Parts of 256 of a style's fill in the rows; of a change's colour. */
enum { PART_ROW = 12, PART_ZEBRA = 26 };
enum { TINT_ROW = 10, TINT_ZEBRA = 18, TINT_HEADER = 64 };

enum { BADGE_RADIUS = 3 * PX, RULE_WIDTH = PX, MAX_INSIDE = 2 * PX };

typedef enum {
    PAINT_BORDER,
    PAINT_RULE,
    PAINT_HEADER,
    PAINT_TITLE,
    PAINT_KIND,
    PAINT_ROW,
    PAINT_ZEBRA,
    PAINT_NAME,
    PAINT_MUTED,
    PAINT_COUNT
} Use;

/* A table being drawn. */
typedef struct {
    Canvas *canvas;
    const Look *look;
    const Node *node;
    Style style;
    Ink ink[PAINT_COUNT];
    Rect box; /* the middle of the border's stroke */
    Len border;
    Len radius;
} Table;

/* Ink on a fill that the diagram chose: the theme's, or all black or white. */
static Color ink_on(Color ink, Color fill)
{
    const Color black = {17, 24, 39, 255}, white = {255, 255, 255, 255};

    if (em_color_contrast(ink, fill) >= CONTRAST_TEXT)
        return ink;
    return em_color_contrast(black, fill) >= em_color_contrast(white, fill)
               ? black
               : white;
}

static Color readable_on_both(Color ink, Color one, Color other)
{
    ink = em_color_readable(ink, one, CONTRAST_TEXT);
    return em_color_readable(ink, other, CONTRAST_TEXT);
}

/* What the style's own ink is among the rows: itself where it can be read. */
static Color row_ink(const Style *s, Color ink, Color row, Color zebra)
{
    bool wanted = s->has_color &&
                  em_color_contrast(s->color, row) >= CONTRAST_TEXT &&
                  em_color_contrast(s->color, zebra) >= CONTRAST_TEXT;
    return wanted ? s->color : readable_on_both(ink, row, zebra);
}

static void apply_style(const Style *s, Color *use)
{
    if (s->has_stroke)
        use[PAINT_BORDER] = s->stroke;
    if (s->has_stroke)
        use[PAINT_RULE] = em_color_mix(use[PAINT_ROW], s->stroke, 128);
    if (s->has_fill) {
        Color fill = em_color_over(s->fill, use[PAINT_ROW]);
        use[PAINT_HEADER] = fill;
        use[PAINT_ROW] = em_color_mix(use[PAINT_ROW], fill, PART_ROW);
        use[PAINT_ZEBRA] = em_color_mix(use[PAINT_ZEBRA], fill, PART_ZEBRA);
        use[PAINT_TITLE] = ink_on(use[PAINT_TITLE], fill);
        use[PAINT_KIND] = ink_on(use[PAINT_KIND], fill);
    }
    if (s->has_color)
        use[PAINT_TITLE] = use[PAINT_KIND] = s->color;
    use[PAINT_NAME] =
        row_ink(s, use[PAINT_NAME], use[PAINT_ROW], use[PAINT_ZEBRA]);
    use[PAINT_MUTED] =
        readable_on_both(use[PAINT_MUTED], use[PAINT_ROW], use[PAINT_ZEBRA]);
}

/* The header is of ink, and so are the lines; rows are of paper. */
static void darken_head(const Theme *t, Color *use)
{
    Color ink = em_theme_code(t, CODE_N1), paper = use[PAINT_ROW];

    use[PAINT_BORDER] = use[PAINT_RULE] = use[PAINT_HEADER] = ink;
    use[PAINT_TITLE] = em_color_readable(paper, ink, CONTRAST_TEXT);
    use[PAINT_KIND] =
        em_color_readable(em_theme_code(t, CODE_N4), ink, CONTRAST_TEXT);
    use[PAINT_ZEBRA] = paper;
    use[PAINT_NAME] = em_theme_code(t, CODE_B2);
}

/* What came or went is tinted as a whole, what changed in its header. */
static void apply_change(ChangeKind change, const Style *s, Color *use)
{
    if (change == CHANGE_NONE)
        return;
    Color color = em_change_color(change, use[PAINT_ROW]);
    use[PAINT_BORDER] = color;
    use[PAINT_RULE] = em_change_tint(change, use[PAINT_ROW], 128);
    use[PAINT_HEADER] = em_change_tint(change, use[PAINT_ROW], TINT_HEADER);
    use[PAINT_TITLE] = ink_on(use[PAINT_TITLE], use[PAINT_HEADER]);
    use[PAINT_KIND] = em_change_color(change, use[PAINT_HEADER]);
    if (change == CHANGE_CHANGED)
        return;
    use[PAINT_ROW] = em_change_tint(change, use[PAINT_ROW], TINT_ROW);
    use[PAINT_ZEBRA] = em_change_tint(change, use[PAINT_ZEBRA], TINT_ZEBRA);
    use[PAINT_NAME] =
        row_ink(s, use[PAINT_NAME], use[PAINT_ROW], use[PAINT_ZEBRA]);
    use[PAINT_MUTED] =
        readable_on_both(use[PAINT_MUTED], use[PAINT_ROW], use[PAINT_ZEBRA]);
}

static void colors_of(const Theme *t, const Look *look, int node,
                      const Style *s, Color *use)
{
    use[PAINT_BORDER] = t->role[ROLE_BORDER];
    use[PAINT_RULE] = t->role[ROLE_RULE];
    use[PAINT_HEADER] = t->role[ROLE_HEADER];
    use[PAINT_TITLE] = t->role[ROLE_HEADER_TEXT];
    use[PAINT_KIND] = t->role[ROLE_MUTED];
    use[PAINT_ROW] = t->role[ROLE_TABLE];
    use[PAINT_ZEBRA] = t->role[ROLE_ZEBRA];
    use[PAINT_NAME] = t->role[ROLE_TEXT];
    use[PAINT_MUTED] = t->role[ROLE_MUTED];
    if (t->n_cycle) {
        use[PAINT_BORDER] = t->cycle[node % t->n_cycle].border;
        use[PAINT_HEADER] = t->cycle[node % t->n_cycle].header;
    }
    if (look->dark_head)
        darken_head(t, use);
    apply_style(s, use);
}

static Table table_of(Canvas *c, int index)
{
    const Node *n = &c->graph->nodes.items[index];
    const Theme *light = c->options->theme;
    const Theme *dark = c->options->dark ? c->options->dark : light;
    Color lights[PAINT_COUNT], darks[PAINT_COUNT];
    Table t = {c, c->look, n, em_style_of(&n->styles), .radius = 0};

    colors_of(light, t.look, index, &t.style, lights);
    colors_of(dark, t.look, index, &t.style, darks);
    apply_change(n->change, &t.style, lights);
    apply_change(n->change, &t.style, darks);
    for (int i = 0; i < PAINT_COUNT; i++)
        t.ink[i] = em_ink(c, lights[i], darks[i]);
    t.border = t.style.has_width ? t.style.width : t.look->border_w;
    t.box =
        em_rect_grow(em_node_box(n), t.border / 2 - MIN(t.border, MAX_INSIDE));
    em_rule_style(c, &(Ruled){n->shape, false, 1}, &t.style);
    t.radius = t.style.has_radius ? t.style.radius : t.look->radius;
    t.radius = MIN(t.radius, MIN(t.box.w, t.box.h) / 2);
    return t;
}

/* Soft enough with a few steps, and the same in every renderer. */
static void draw_shadow(const Table *t)
{
    const Color black = {0, 0, 0, 255};

    if (!t->look->shadow)
        return;
    int opacity = t->canvas->opacity;
    t->canvas->opacity = SHADOW_OPACITY;
    for (int i = SHADOW_STEPS; i > 0; i--) {
        Rect box = em_rect_grow(t->box, i * SHADOW_STEP / 2);
        box.x += SHADOW_STEP;
        box.y += 2 * SHADOW_STEP;
        em_draw_rect(t->canvas, em_fill(em_ink(t->canvas, black, black)), box,
                     t->radius + i * SHADOW_STEP / 2, CORNERS_ALL);
    }
    t->canvas->opacity = opacity;
}

static void draw_border(const Table *t)
{
    Paint paint = em_stroke(t->ink[PAINT_BORDER], t->border);

    paint.n_dash = t->style.n_dash;
    for (int i = 0; i < t->style.n_dash; i++)
        paint.dash[i] = t->style.dash[i];
    if (t->border > 0)
        em_draw_rect(t->canvas, paint, t->box, t->radius, CORNERS_ALL);
}

/* A level or upright hair line inside the table. */
static void draw_rule(const Table *t, Point from, Point to)
{
    Path path = {0};
    em_move_to(t->canvas, &path, from);
    em_line_to(t->canvas, &path, to);
    em_draw_path(t->canvas, em_stroke(t->ink[PAINT_RULE], RULE_WIDTH), path);
}

static void draw_level_rule(const Table *t, Len y)
{
    draw_rule(t, (Point){t->box.x, y}, (Point){em_right(t->box), y});
}

/* Without rows, the header is all there is. */
static bool is_plain(const Node *n)
{
    return n->header_h == n->h;
}

/* The name, and what kind of table it is. */
static void draw_header(const Table *t)
{
    const Node *n = t->node;
    Canvas *c = t->canvas;
    Rect strip = t->box;

    if (!is_plain(n))
        strip.h = n->y + n->header_h - t->box.y;
    em_draw_rect(c, em_fill(t->ink[PAINT_HEADER]), strip, t->radius,
                 is_plain(n) ? CORNERS_ALL : CORNERS_TOP);
    if (n->icon)
        em_draw_icon(c, n->icon,
                     (Rect){n->x + n->icon_box.x, n->y + n->icon_box.y,
                            n->icon_box.w, n->icon_box.h},
                     t->ink[PAINT_TITLE]);
    em_draw_label(c, &n->title,
                  (Point){n->x + n->title_at.x, n->y + n->title_at.y},
                  n->title.w, t->look->title_centred ? SET_CENTRE : SET_LEFT,
                  t->ink[PAINT_TITLE]);
    em_draw_label(c, &n->kind,
                  (Point){n->x + n->kind_at.x, n->y + n->kind_at.y}, n->kind.w,
                  SET_RIGHT, t->ink[PAINT_KIND]);
    em_draw_flag(c, n->flag, (Point){n->x + n->flag_at.x, n->y + n->flag_at.y});
    if (n->change == CHANGE_REMOVED)
        em_draw_strike(
            c, n->x + n->title_at.x, n->x + n->title_at.x + n->title.w,
            n->y + n->title_at.y + n->title.h / 2, t->ink[PAINT_KIND]);
}

/* From the top of a label to its first baseline. */
static Len first_baseline(const Label *label)
{
    bool has_line = label->block && label->block->lines.n > 0;
    return has_line ? label->block->lines.items[0].baseline : 0;
}

static void draw_badge(const Table *t, const Badge *b)
{
    static const struct {
        Role fill, text;
    } roles[] = {
        [BADGE_OTHER] = {ROLE_KEY_FILL, ROLE_KEY_TEXT},
        [BADGE_PK] = {ROLE_PK_FILL, ROLE_PK_TEXT},
        [BADGE_FK] = {ROLE_FK_FILL, ROLE_FK_TEXT},
        [BADGE_UK] = {ROLE_UK_FILL, ROLE_UK_TEXT},
    };
    Canvas *c = t->canvas;
    Rect box = b->box;

    box.x += t->node->x;
    box.y += t->node->y;
    if (!t->look->badges) {
        em_draw_label(c, &b->label, (Point){box.x, box.y}, box.w, SET_LEFT,
                      t->ink[PAINT_MUTED]);
        return;
    }
    em_draw_rect(c, em_fill(em_role_ink(c, roles[b->kind].fill)), box,
                 BADGE_RADIUS, CORNERS_ALL);
    em_draw_label(c, &b->label,
                  (Point){box.x, box.y + (box.h - b->label.h) / 2}, box.w,
                  SET_CENTRE, em_role_ink(c, roles[b->kind].text));
}

static void draw_cell(const Table *t, const Label *label, Cell cell,
                      Len baseline, Use use)
{
    CellSpan span = t->node->cells[cell];
    if (span.w > 0)
        em_draw_label(
            t->canvas, label,
            (Point){t->node->x + span.x, baseline - first_baseline(label)},
            span.w, SET_LEFT, t->ink[use]);
}

/* The strip behind a row; the last one has the table's round corners. */
static void draw_zebra(const Table *t, const Row *row)
{
    Rect strip = {t->box.x, t->node->y + row->y, t->box.w, row->h};
    bool last = row->y + row->h == t->node->h;

    if (last)
        strip.h = em_bottom(t->box) - strip.y;
    em_draw_rect(t->canvas, em_fill(t->ink[PAINT_ZEBRA]), strip, t->radius,
                 last ? CORNERS_BOTTOM : CORNERS_NONE);
}

static ChangedRow changed_row(const Table *t, const Row *row)
{
    const Node *n = t->node;
    Rect strip = {t->box.x, n->y + row->y, t->box.w, row->h};
    bool last = row->y + row->h == n->h;

    if (last)
        strip.h = em_bottom(t->box) - strip.y;
    Len middle = n->y + row->baseline - row->name.h / 4;
    return (ChangedRow){
        row->change,
        strip,
        t->radius,
        last ? CORNERS_BOTTOM : CORNERS_NONE,
        {n->x + (t->look->pad_x + n->gutter) / 2, middle},
        {&row->name, &row->type},
        {n->x + n->cells[CELL_NAME].x, n->x + n->cells[CELL_TYPE].x},
    };
}

/* At the right, around a height. */
static Point flag_place(const Table *t, Len middle)
{
    CellSpan span = t->node->cells[CELL_FLAG];
    return (Point){t->node->x + span.x + span.w - FLAG_SIZE,
                   middle - FLAG_SIZE / 2};
}

static void draw_row(const Table *t, const Row *row, bool even)
{
    Canvas *c = t->canvas;
    ChangedRow change = changed_row(t, row);
    Str name = em_plain_text(c->arena, &row->name);
    Len baseline = t->node->y + row->baseline;

    GroupInfo *group = em_begin_group(
        c, GROUP_ROW, em_new_id(c, t->node->id, name, (Str){0}), row->tooltip);
    if (c->is_film)
        group->node = (int)(row - t->node->rows.items);
    if (row->change)
        em_draw_change_ground(c, &change);
    else if (even)
        draw_zebra(t, row);
    for (int i = 0; i < row->badges.n; i++)
        draw_badge(t, &row->badges.items[i]);
    draw_cell(t, &row->name, CELL_NAME, baseline,
              row->quiet ? PAINT_MUTED : PAINT_NAME);
    draw_cell(t, &row->type, CELL_TYPE, baseline, PAINT_MUTED);
    draw_cell(t, &row->comment, CELL_COMMENT, baseline, PAINT_MUTED);
    if (row->change)
        em_draw_change_sign(c, &change);
    em_draw_flag(c, row->flag, flag_place(t, change.sign.y));
    em_end_group(c);
}

/* Lines under each row, and Mermaid's before each column but the first. */
static void draw_grid(const Table *t)
{
    const Node *n = t->node;
    Len top = n->y + n->header_h;

    for (int i = 0; i < n->rows.n; i++) {
        if (n->rows.items[i].h == 0 || n->rows.items[i].y == n->header_h)
            continue;
        Len y = n->y + n->rows.items[i].y - RULE_WIDTH / 2;
        draw_level_rule(t, y);
    }
    for (int i = 0; t->look->ruled && i < CELL_COUNT; i++) {
        Len x = n->x + n->cells[i].x - t->look->cell_gap / 2;
        if (n->cells[i].w > 0 && n->cells[i].x > t->look->pad_x + n->gutter)
            draw_rule(t, (Point){x, top}, (Point){x, em_bottom(t->box)});
    }
}

static void draw_rows(const Table *t)
{
    const Node *n = t->node;
    Len y = n->y + n->header_h - RULE_WIDTH / 2;
    bool even = false, has_grid = t->look->ruled || t->look->row_rules;

    for (int i = 0; i < n->rows.n; i++) {
        if (n->rows.items[i].h == 0)
            continue;
        if (!n->rows.items[i].absent)
            draw_row(t, &n->rows.items[i], even);
        if (n->rows.items[i].ruled && !n->rows.items[i].absent && !has_grid)
            draw_level_rule(t, n->y + n->rows.items[i].y - RULE_WIDTH / 2);
        even = !even;
    }
    draw_level_rule(t, y);
    if (has_grid)
        draw_grid(t);
}

void em_draw_table(Canvas *c, int index)
{
    Table t = table_of(c, index);
    GroupInfo *group = em_begin_group(
        c, GROUP_TABLE, em_new_id(c, t.node->id, (Str){0}, (Str){0}),
        t.node->tooltip);

    group->node = index;
    group->link = em_safe_link(t.node->link);
    if (t.style.has_opacity && t.style.opacity == 0) {
        em_end_group(c);
        return;
    }
    c->opacity = t.style.has_opacity ? t.style.opacity : 0;
    draw_shadow(&t);
    if (!is_plain(t.node))
        em_draw_rect(c, em_fill(t.ink[PAINT_ROW]), t.box, t.radius,
                     CORNERS_ALL);
    draw_header(&t);
    if (!is_plain(t.node))
        draw_rows(&t);
    draw_border(&t);
    c->opacity = 0;
    em_end_group(c);
}
