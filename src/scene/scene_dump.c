/*
 * A scene as text: one line an item, indented by its groups. Lengths are in
 * px, inks are colours, "light/dark" where they differ.
 */
#include "scene/scene.h"

static void put_ink(Buf *out, const Scene *s, Ink ink)
{
    if (ink == NONE) {
        em_put(out, STR("none"));
        return;
    }
    InkColor c = s->palette.items[ink];
    em_color_put(out, c.light);
    if (em_color_eq(c.light, c.dark))
        return;
    em_put(out, STR("/"));
    em_color_put(out, c.dark);
}

static void put_point(Buf *out, Point p)
{
    em_put(out, STR(" "));
    em_put_len(out, p.x);
    em_put(out, STR(","));
    em_put_len(out, p.y);
}

/* A word in quotes, its line ends and quotes made visible. */
static void put_quoted(Buf *out, Str name, Str text)
{
    if (text.n == 0)
        return;
    PUT(out, STR(" "), name, STR("="));
    em_json_put_str(out, text);
}

static void put_paint(Buf *out, const Scene *s, const Paint *p)
{
    if (p->fill != NONE) {
        em_put(out, STR(" fill "));
        put_ink(out, s, p->fill);
    }
    if (p->stroke != NONE) {
        em_put(out, STR(" stroke "));
        put_ink(out, s, p->stroke);
        em_put(out, STR(" "));
        em_put_len(out, p->width);
    }
    for (int i = 0; i < p->n_dash; i++) {
        em_put(out, i ? STR(",") : STR(" dash "));
        em_put_len(out, p->dash[i]);
    }
    if (p->opacity > 0 && p->opacity < 256) {
        em_put(out, STR(" opacity "));
        em_put_fixed(out, p->opacity, 256, 3);
    }
    if (p->gradient) {
        em_put(out, STR(" gradient "));
        em_put_int(out, p->gradient);
    }
    if (p->pattern != PATTERN_NONE) {
        em_put(out, STR(" pattern "));
        em_put_int(out, p->pattern);
    }
    if (p->animated)
        em_put(out, STR(" animated"));
}

static void put_group(Buf *out, const GroupInfo *g)
{
    static const Str kinds[] = {
        [GROUP_PAGE] = STR_INIT("page"),
        [GROUP_BOARD] = STR_INIT("board"),
        [GROUP_CONTAINER] = STR_INIT("container"),
        [GROUP_TABLE] = STR_INIT("table"),
        [GROUP_SHAPE] = STR_INIT("shape"),
        [GROUP_ROW] = STR_INIT("row"),
        [GROUP_RELATION] = STR_INIT("relation"),
        [GROUP_LABEL] = STR_INIT("label"),
        [GROUP_LINK] = STR_INIT("link"),
        [GROUP_JOINT] = STR_INIT("joint"),
        [GROUP_TITLE] = STR_INIT("title"),
        [GROUP_LEGEND] = STR_INIT("legend"),
    };
    em_put(out, kinds[g->kind]);
    if (g->id.n)
        PUT(out, STR(" #"), g->id);
    if (g->kind == GROUP_RELATION) {
        em_put(out, STR(" "));
        em_put_int(out, g->from);
        em_put(out, STR(" -> "));
        em_put_int(out, g->to);
    }
    put_quoted(out, STR("tooltip"), g->tooltip);
    put_quoted(out, STR("link"), g->link);
}

static void put_rect(Buf *out, const Item *item)
{
    static const Str corners[] = {
        [CORNERS_ALL] = STR_INIT(""),
        [CORNERS_TOP] = STR_INIT(" top"),
        [CORNERS_BOTTOM] = STR_INIT(" bottom"),
        [CORNERS_NONE] = STR_INIT(""),
    };
    Rect box = item->as.rect.box;

    em_put(out, STR("rect"));
    put_point(out, (Point){box.x, box.y});
    put_point(out, (Point){box.w, box.h});
    if (item->as.rect.corners == CORNERS_NONE)
        return;
    em_put(out, STR(" radius "));
    em_put_len(out, item->as.rect.radius);
    em_put(out, corners[item->as.rect.corners]);
}

static void put_path(Buf *out, const Path *path)
{
    static const struct {
        Str letter;
        int points;
    } ops[] = {
        [PATH_MOVE] = {STR_INIT(" M"), 1},
        [PATH_LINE] = {STR_INIT(" L"), 1},
        [PATH_CURVE] = {STR_INIT(" C"), 3},
        [PATH_CLOSE] = {STR_INIT(" Z"), 0},
    };
    em_put(out, STR("path"));
    for (int i = 0; i < path->n; i++) {
        const PathStep *s = &path->items[i];
        em_put(out, ops[s->op].letter);
        for (int k = 0; k < ops[s->op].points; k++)
            put_point(out, s->p[k]);
    }
}

static void put_text(Buf *out, const Item *item)
{
    static const Str aligns[] = {
        [ALIGN_LEFT] = STR_INIT(""),
        [ALIGN_CENTRE] = STR_INIT(" centre"),
        [ALIGN_RIGHT] = STR_INIT(" right"),
    };
    const TextBlock *block = item->as.text.block;

    em_put(out, STR("text"));
    put_point(out, item->as.text.at);
    em_put(out, STR(" width "));
    em_put_len(out, item->as.text.w);
    em_put(out, aligns[item->as.text.align]);
    for (int i = 0; i < block->lines.n; i++) {
        Buf line = {.arena = out->arena};
        for (int j = 0; j < block->lines.items[i].runs.n; j++)
            em_put(&line, block->lines.items[i].runs.items[j].text);
        em_put(out, STR(" "));
        em_json_put_str(out, em_buf_str(&line));
    }
}

static void put_image(Buf *out, const Item *item)
{
    Rect box = item->as.image.box;

    em_put(out, STR("image"));
    put_point(out, (Point){box.x, box.y});
    put_point(out, (Point){box.w, box.h});
    put_quoted(out, STR("of"), item->as.image.image->name);
}

void em_scene_dump_item(Buf *out, const Scene *s, const Item *item)
{
    switch (item->kind) {
    case ITEM_GROUP: put_group(out, item->as.group); break;
    case ITEM_RECT: put_rect(out, item); break;
    case ITEM_PATH: put_path(out, &item->as.path); break;
    case ITEM_TEXT: put_text(out, item); break;
    case ITEM_IMAGE: put_image(out, item); break;
    case ITEM_END: return;
    }
    if (item->kind != ITEM_GROUP)
        put_paint(out, s, &item->paint);
    em_put(out, STR("\n"));
}

void em_scene_dump(Buf *out, const Scene *s)
{
    int depth = 0;

    em_put(out, STR("scene"));
    put_point(out, (Point){s->w, s->h});
    em_put(out, STR(" paper "));
    put_ink(out, s, s->paper);
    put_quoted(out, STR("title"), s->title);
    put_quoted(out, STR("description"), s->description);
    em_put(out, STR("\n"));
    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        depth -= item->kind == ITEM_END;
        if (item->kind != ITEM_END)
            em_put_fill(out, ' ', 2 * depth);
        em_scene_dump_item(out, s, item);
        depth += item->kind == ITEM_GROUP;
    }
}
