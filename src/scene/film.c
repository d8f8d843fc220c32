/*
 * A film: frames over each other, of which a page shows one at a time.
 *
 * All lines lie below all tables, so every frame is drawn twice: lines first.
 * A group that looks like one that is there already (its dump is the same) is
 * taken away again, and the other belongs to one frame more.
 */
#include "scene/draw.h"

typedef struct {
    Canvas *canvas;
    Map kept; /* the looks of groups: their places among `groups` */
    ARRAY_OF(GroupInfo *) groups;
} Reel;

/* The faces and sizes of a text, which its dump does not have. */
static void put_fonts(Buf *key, const TextBlock *block)
{
    for (int l = 0; l < block->lines.n; l++)
        for (int r = 0; r < block->lines.items[l].runs.n; r++) {
            const Run *run = &block->lines.items[l].runs.items[r];
            em_put_int(key, (int)run->face);
            em_put_char(key, ' ');
            em_put_int(key, run->size);
            em_put_char(key, '\n');
        }
}

/* All that can be seen of items [from, to), as a key. */
static Str look_of(const Canvas *c, int from, int to)
{
    Buf key = {.arena = c->arena};
    for (int i = from; i < to; i++) {
        const Item *item = &c->scene->items.items[i];
        em_scene_dump_item(&key, c->scene, item);
        if (item->kind == ITEM_TEXT)
            put_fonts(&key, item->as.text.block);
    }
    return em_buf_str(&key);
}

static void add_frame(Canvas *c, GroupInfo *g, int frame)
{
    FrameSpan *last = g->frames.n ? &g->frames.items[g->frames.n - 1] : NULL;
    if (last && last->last >= frame - 1)
        last->last = frame;
    else
        *PUSH(c->arena, &g->frames) = (FrameSpan){frame, frame};
}

/* The end of the group that begins at item `from`. */
static int group_end(const Scene *s, int from)
{
    int depth = 0, i = from;
    do { /* once for what is no group */
        depth += s->items.items[i].kind == ITEM_GROUP;
        depth -= s->items.items[i].kind == ITEM_END;
        i++;
    } while (depth > 0);
    return i;
}

/* Of the groups from an item on, keeps those that look like no other. */
static void keep_new(Reel *reel, int from, int frame)
{
    Canvas *c = reel->canvas;
    Scene *s = c->scene;
    int end = s->items.n, kept = from;

    for (int i = from, next; i < end; i = next) {
        next = group_end(s, i);
        if (s->items.items[i].kind != ITEM_GROUP) {
            s->items.items[kept++] = s->items.items[i];
            continue;
        }
        GroupInfo *group = s->items.items[i].as.group;
        int place =
            em_map_add(&reel->kept, look_of(c, i, next), reel->groups.n);
        if (place < reel->groups.n) {
            add_frame(c, reel->groups.items[place], frame);
            continue;
        }
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
        *PUSH(c->arena, &reel->groups) = group;
        add_frame(c, group, frame);
        for (int k = i; k < next; k++)
            s->items.items[kept++] = s->items.items[k];
    }
    s->items.n = kept;
}

static void draw_frames(Reel *reel, Graph *const *frames, int n,
                        void (*draw)(Canvas *c))
{
    for (int f = 0; f < n; f++) {
        int from = reel->canvas->scene->items.n;
        reel->canvas->graph = frames[f];
        draw(reel->canvas);
        keep_new(reel, from, f);
    }
}

/* Draws the legends of all frames; returns what they and the frames take. */
static Rect draw_legends(Reel *reel, Graph *const *frames, int n)
{
    Rect page = {0};
    for (int f = 0; f < n; f++) {
        int from = reel->canvas->scene->items.n;
        reel->canvas->graph = frames[f];
        page = em_rect_around(page, em_draw_legend(reel->canvas));
        keep_new(reel, from, f);
    }
    return page;
}

Scene *em_scene_film(Graph *const *frames, int n, Fonts *fonts,
                     const SceneOptions *o, Arena *arena)
{
    Easel easel;
    Canvas *c = em_new_canvas(&easel, frames[n - 1], fonts, o, arena);
    Reel reel = {.canvas = c, .kept = {.arena = arena}};

    c->is_film = true;
    em_begin_group(c, GROUP_PAGE, (Str){0}, (Str){0});
    draw_frames(&reel, frames, n, em_draw_containers);
    draw_frames(&reel, frames, n, em_draw_edges);
    draw_frames(&reel, frames, n, em_draw_nodes);
    draw_frames(&reel, frames, n, em_draw_straight_edges);
    Rect page = draw_legends(&reel, frames, n);
    em_end_group(c);
    em_fit_page(c, page);

    assert(em_scene_is_sound(c->scene, NULL));
    return c->scene;
}
