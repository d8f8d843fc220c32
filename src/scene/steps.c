/*
 * Several scenes in one, which shows them one after the other.
 */
#include "scene/scene.h"

/* The scene that all others are put into. */
typedef struct {
    Scene *all;
    Arena *arena;
    int nodes; /* of the boards so far */
} Steps;

static void shift_ink(Ink *ink, int by)
{
    if (*ink != NONE)
        *ink += by;
}

static void shift_node(int *node, int by)
{
    if (*node != NONE)
        *node += by;
}

/* Ids and nodes of one board are not those of another. */
static void rename_group(Steps *s, GroupInfo *g, int board)
{
    Buf id = {.arena = s->arena};
    if (g->id.n && board > 0) {
        em_put(&id, STR("board"));
        em_put_int(&id, board + 1);
        PUT(&id, STR("-"), g->id);
        g->id = em_buf_str(&id);
    }
    shift_node(&g->node, s->nodes);
    shift_node(&g->from, s->nodes);
    shift_node(&g->to, s->nodes);
}

/* How many nodes a scene knows: one more than the largest of its indices. */
static int count_nodes(const Scene *s)
{
    int n = 0;
    for (int i = 0; i < s->items.n; i++) {
        if (s->items.items[i].kind != ITEM_GROUP)
            continue;
        const GroupInfo *g = s->items.items[i].as.group;
        n = MAX(n, 1 + MAX(g->node, MAX(g->from, g->to)));
    }
    return n;
}

/* A board on other paper than the first covers that. */
static void cover(Steps *s, Ink paper)
{
    const InkColor *inks = s->all->palette.items;
    Ink below = s->all->paper;
    if (paper == NONE ||
        (below != NONE && em_color_eq(inks[paper].light, inks[below].light) &&
         em_color_eq(inks[paper].dark, inks[below].dark)))
        return;
    Item *rect = PUSH(s->arena, &s->all->items);
    *rect = (Item){.kind = ITEM_RECT, .paint = {.fill = paper, .stroke = NONE}};
    rect->as.rect.box = (Rect){0, 0, s->all->w, s->all->h};
}

/* Takes the board over; it is drawn in the middle of the page. */
static void add_board(Steps *s, Scene *board, int number)
{
    Scene *all = s->all;
    int inks = all->palette.n, gradients = all->gradients.n;
    int nodes = count_nodes(board);

    for (int i = 0; i < board->palette.n; i++)
        *PUSH(s->arena, &all->palette) = board->palette.items[i];
    for (int i = 0; i < board->gradients.n; i++)
        *PUSH(s->arena, &all->gradients) = board->gradients.items[i];
    shift_ink(&board->paper, inks);
    if (number == 0)
        all->paper = board->paper;
    em_scene_move(board, (all->w - board->w) / 2, (all->h - board->h) / 2);
    for (int i = 0; i < board->items.n; i++) {
        Item item = board->items.items[i];
        shift_ink(&item.paint.fill, inks);
        shift_ink(&item.paint.stroke, inks);
        if (item.paint.gradient)
            item.paint.gradient += gradients;
        if (item.kind == ITEM_GROUP)
            rename_group(s, item.as.group, number);
        *PUSH(s->arena, &all->items) = item;
        if (i == 0) {
            item.as.group->kind = GROUP_BOARD;
            item.as.group->node = number;
            cover(s, board->paper);
        }
    }
    s->nodes += nodes;
}

Scene *em_scene_steps(Scene *const *boards, int n, Arena *arena)
{
    Scene *all = NEW(arena, Scene);
    Steps s = {.all = all, .arena = arena};

    *all = (Scene){.title = boards[0]->title,
                   .description = boards[0]->description,
                   .fonts = boards[0]->fonts,
                   .n_boards = n};
    for (int i = 0; i < n; i++) {
        all->w = MAX(all->w, boards[i]->w);
        all->h = MAX(all->h, boards[i]->h);
        all->follows_reader |= boards[i]->follows_reader;
    }
    GroupInfo *page = NEW(arena, GroupInfo);
    *page = *boards[0]->items.items[0].as.group;
    *PUSH(arena, &all->items) = (Item){.kind = ITEM_GROUP,
                                       .paint = {.fill = NONE, .stroke = NONE},
                                       .as.group = page};
    for (int i = 0; i < n; i++)
        add_board(&s, boards[i], i);
    *PUSH(arena, &all->items) =
        (Item){.kind = ITEM_END, .paint = {.fill = NONE, .stroke = NONE}};

    assert(em_scene_is_sound(all, NULL));
    return all;
}
