/*
 * Adding to a scene: inks, groups, shapes, texts.
 */
#include "scene/draw.h"

#include <string.h>

enum { MAX_WORD = 48 /* bytes of a name in an id */ };

/* A circle's quarter as a cubic: the handles' length, in 1/10000 of r. */
enum { ARC = 5523, ARC_WHOLE = 10000 };

Ink em_ink(Canvas *c, Color light, Color dark)
{
    if (light.a == 0 && dark.a == 0)
        return NONE;

    const char bytes[8] = {(char)light.r, (char)light.g, (char)light.b,
                           (char)light.a, (char)dark.r,  (char)dark.g,
                           (char)dark.b,  (char)dark.a};
    Str key = {bytes, COUNT(bytes)};
    int ink = em_map_find(&c->inks, key);
    if (ink != NONE)
        return ink;

    em_map_add(&c->inks, em_str_copy(c->arena, key), c->scene->palette.n);
    *PUSH(c->arena, &c->scene->palette) = (InkColor){light, dark};
    if (!em_color_eq(light, dark))
        c->scene->follows_reader = true;
    return c->scene->palette.n - 1;
}

Ink em_role_ink(Canvas *c, Role role)
{
    const SceneOptions *o = c->options;
    if (!c->role[role]) {
        const Theme *dark = o->dark ? o->dark : o->theme;
        c->role[role] = 1 + em_ink(c, o->theme->role[role], dark->role[role]);
    }
    return c->role[role] - 1;
}

Paint em_fill(Ink ink)
{
    return (Paint){.fill = ink, .stroke = NONE};
}

Paint em_stroke(Ink ink, Len width)
{
    return (Paint){.fill = NONE, .stroke = ink, .width = width};
}

Style em_style_of(const StyleRequests *requests)
{
    Style s = {0};
    for (int i = 0; i < requests->n; i++)
        em_style_set(&s, requests->items[i].property, requests->items[i].value);
    return s;
}

/* A word as it may stand in an id; runs of other bytes are one "-". */
static void put_word(Buf *b, Str word)
{
    int end = b->n + MAX_WORD;
    for (int i = 0; i < word.n && b->n < end; i++) {
        if (em_is_word((unsigned char)word.p[i]))
            em_put_char(b, word.p[i]);
        else if (b->n && b->p[b->n - 1] != '-')
            em_put_char(b, '-');
    }
}

Str em_new_id(Canvas *c, Str kind, Str first, Str second)
{
    Buf b = {.arena = c->arena};
    const Str words[] = {kind, first, second};
    if (c->is_film)
        return (Str){0};
    for (int i = 0; i < COUNT(words); i++) {
        if (b.n && words[i].n && b.p[b.n - 1] != '-')
            em_put_char(&b, '-');
        put_word(&b, words[i]);
    }

    int base = b.n, times = em_map_find(&c->ids, em_buf_str(&b));
    if (times == NONE) {
        em_map_add(&c->ids, em_buf_str(&b), 1);
        return em_buf_str(&b);
    }
    Str wanted = em_str_copy(c->arena, em_buf_str(&b));
    do {
        b.n = base;
        em_put_char(&b, '-');
        em_put_int(&b, ++times);
    } while (em_map_find(&c->ids, em_buf_str(&b)) != NONE);
    em_map_set(&c->ids, wanted, times);
    em_map_add(&c->ids, em_buf_str(&b), 1);
    return em_buf_str(&b);
}

static Item *add_item(Canvas *c, ItemKind kind, Paint paint)
{
    Item *item = PUSH(c->arena, &c->scene->items);
    item->kind = kind;
    item->paint = paint;
    item->paint.opacity = c->opacity;
    return item;
}

GroupInfo *em_begin_group(Canvas *c, GroupKind kind, Str id, Str tooltip)
{
    Item *item = add_item(c, ITEM_GROUP, em_fill(NONE));
    item->as.group = NEW(c->arena, GroupInfo);
    *item->as.group = (GroupInfo){.kind = kind,
                                  .id = id,
                                  .tooltip = tooltip,
                                  .node = NONE,
                                  .from = NONE,
                                  .to = NONE};
    return item->as.group;
}

void em_end_group(Canvas *c)
{
    add_item(c, ITEM_END, em_fill(NONE));
}

void em_draw_rect(Canvas *c, Paint paint, Rect box, Len radius, Corners corners)
{
    if (paint.fill == NONE && paint.stroke == NONE)
        return;
    Item *item = add_item(c, ITEM_RECT, paint);
    item->as.rect.box = box;
    item->as.rect.radius = radius;
    item->as.rect.corners = radius > 0 ? corners : CORNERS_NONE;
}

void em_draw_path(Canvas *c, Paint paint, Path path)
{
    if (path.n)
        add_item(c, ITEM_PATH, paint)->as.path = path;
}

void em_draw_image(Canvas *c, const Image *p, Rect box)
{
    Item *item = add_item(c, ITEM_IMAGE, em_fill(NONE));
    item->as.image.image = p;
    item->as.image.box = box;
}

/* What a tone is written in; TONE_TEXT is the label's own ink. */
static Ink tone_ink(Canvas *c, Tone tone, Ink text)
{
    static const struct {
        bool readable; /* it is text: moved away from the ground of code */
        Role role;
    } roles[] = {
        [TONE_TEXT] = {false, ROLE_TEXT},
        [TONE_MUTED] = {true, ROLE_MUTED},
        [TONE_LINK] = {true, ROLE_FK_TEXT},
        [TONE_KEYWORD] = {true, ROLE_FK_TEXT},
        [TONE_STRING] = {true, ROLE_UK_TEXT},
        [TONE_NUMBER] = {true, ROLE_PK_TEXT},
        [TONE_COMMENT] = {true, ROLE_MUTED},
        [TONE_GROUND] = {false, ROLE_HEADER},
        [TONE_RULE] = {false, ROLE_BORDER},
    };
    const Theme *light = c->options->theme;
    const Theme *themes[2] = {light,
                              c->options->dark ? c->options->dark : light};
    Color inks[2];

    if (tone == TONE_TEXT)
        return text;
    for (int i = 0; i < 2; i++) {
        const Theme *t = themes[i];
        Color ground = t->role[ROLE_HEADER];
        if (t->has_codes)
            ground = em_theme_code(t, CODE_N6);
        inks[i] = tone == TONE_GROUND ? ground : t->role[roles[tone].role];
        if (roles[tone].readable)
            inks[i] = em_color_readable(inks[i], ground, CONTRAST_TEXT);
    }
    return em_ink(c, inks[0], inks[1]);
}

static void draw_prose(Canvas *c, const Prose *prose, Point at, Ink ink)
{
    for (int i = 0; i < prose->pieces.n; i++) {
        const ProsePiece *p = &prose->pieces.items[i];
        Rect box = {at.x + p->box.x, at.y + p->box.y, p->box.w, p->box.h};
        Paint paint = em_fill(tone_ink(c, p->tone, ink));
        if (!p->block) {
            em_draw_rect(c, paint, box, p->radius, CORNERS_ALL);
            continue;
        }
        bool linked = em_is_safe_link(p->link);
        if (linked)
            em_begin_group(c, GROUP_LINK, (Str){0}, (Str){0})->link = p->link;
        Item *item = add_item(c, ITEM_TEXT, paint);
        item->as.text.block = p->block;
        item->as.text.at = (Point){box.x, box.y};
        item->as.text.w = box.w;
        item->as.text.align = ALIGN_LEFT;
        if (linked)
            em_end_group(c);
    }
}

void em_draw_label(Canvas *c, const Label *label, Point at, Len w, Setting set,
                   Ink ink)
{
    if (label->prose && ink != NONE) {
        at.x += set == SET_CENTRE ? (w - label->w) / 2 : 0;
        draw_prose(c, label->prose, at, ink);
        return;
    }
    if (!label->block || label->block->lines.n == 0 || ink == NONE)
        return;
    Item *item = add_item(c, ITEM_TEXT, em_fill(ink));
    item->as.text.block = label->block;
    item->as.text.at = at;
    item->as.text.w = w;
    switch (set) {
    case SET_LEFT: item->as.text.align = ALIGN_LEFT; break;
    case SET_CENTRE: item->as.text.align = ALIGN_CENTRE; break;
    case SET_RIGHT: item->as.text.align = ALIGN_RIGHT; break;
    }
}

Str em_plain_text(Arena *a, const Label *label)
{
    Buf b = {.arena = a};
    if (label->prose)
        return label->text;
    for (int i = 0; label->block && i < label->block->lines.n; i++) {
        const TextLine *line = &label->block->lines.items[i];
        if (i)
            em_put_char(&b, ' ');
        for (int j = 0; j < line->runs.n; j++)
            em_put(&b, line->runs.items[j].text);
    }
    return em_buf_str(&b);
}

void em_move_to(Canvas *c, Path *path, Point p)
{
    *PUSH(c->arena, path) = (PathStep){PATH_MOVE, {p}};
}

void em_line_to(Canvas *c, Path *path, Point p)
{
    *PUSH(c->arena, path) = (PathStep){PATH_LINE, {p}};
}

void em_curve_to(Canvas *c, Path *path, Point one, Point two, Point end)
{
    *PUSH(c->arena, path) = (PathStep){PATH_CURVE, {one, two, end}};
}

void em_close_path(Canvas *c, Path *path)
{
    PUSH(c->arena, path)->op = PATH_CLOSE;
}

void em_add_circle(Canvas *c, Path *path, Point o, Len r)
{
    Len k = (Len)((int64_t)r * ARC / ARC_WHOLE);

    em_move_to(c, path, (Point){o.x + r, o.y});
    em_curve_to(c, path, (Point){o.x + r, o.y + k}, (Point){o.x + k, o.y + r},
                (Point){o.x, o.y + r});
    em_curve_to(c, path, (Point){o.x - k, o.y + r}, (Point){o.x - r, o.y + k},
                (Point){o.x - r, o.y});
    em_curve_to(c, path, (Point){o.x - r, o.y - k}, (Point){o.x - k, o.y - r},
                (Point){o.x, o.y - r});
    em_curve_to(c, path, (Point){o.x + k, o.y - r}, (Point){o.x + r, o.y - k},
                (Point){o.x + r, o.y});
    em_close_path(c, path);
}
