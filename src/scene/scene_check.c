/*
 * What a scene promises its writers. Says no more than the first fault.
 */
#include "scene/scene.h"

static bool fault(Buf *why, Str what, int item)
{
    if (why) {
        PUT(why, what, STR(", item "));
        em_put_int(why, item);
    }
    return false;
}

static bool is_ink(const Scene *s, Ink ink)
{
    return ink == NONE || (ink >= 0 && ink < s->palette.n);
}

static bool is_inside(const Scene *s, Len x, Len y, Len half)
{
    return x - half >= 0 && y - half >= 0 && x + half <= s->w &&
           y + half <= s->h;
}

static bool path_is_inside(const Scene *s, const Path *path, Len half)
{
    for (int i = 0; i < path->n; i++) {
        const PathStep *step = &path->items[i];
        int n = step->op == PATH_CURVE ? 3 : step->op != PATH_CLOSE;
        for (int k = 0; k < n; k++)
            if (!is_inside(s, step->p[k].x, step->p[k].y, half))
                return false;
    }
    return true;
}

static bool item_is_inside(const Scene *s, const Item *item)
{
    Len half = item->paint.stroke == NONE ? 0 : item->paint.width / 2;

    switch (item->kind) {
    case ITEM_RECT: {
        Rect box = item->as.rect.box;
        return is_inside(s, box.x, box.y, half) &&
               is_inside(s, em_right(box), em_bottom(box), half);
    }
    case ITEM_PATH: return path_is_inside(s, &item->as.path, half);
    case ITEM_TEXT: {
        Point at = item->as.text.at;
        return is_inside(s, at.x, at.y, 0) &&
               is_inside(s, at.x + item->as.text.block->w,
                         at.y + item->as.text.block->h, 0);
    }
    case ITEM_IMAGE: {
        Rect box = item->as.image.box;
        return is_inside(s, box.x, box.y, 0) &&
               is_inside(s, em_right(box), em_bottom(box), 0);
    }
    case ITEM_GROUP:
    case ITEM_END: break;
    }
    return true;
}

static bool is_id(Str id)
{
    for (int i = 0; i < id.n; i++)
        if (!em_is_word((unsigned char)id.p[i]) && id.p[i] != '-')
            return false;
    return true;
}

bool em_scene_is_sound(const Scene *s, Buf *why)
{
    int depth = 0;

    if (s->items.n == 0 || s->items.items[0].kind != ITEM_GROUP ||
        s->items.items[0].as.group->kind != GROUP_PAGE)
        return fault(why, STR("the first group is not the page"), 0);
    if (!is_ink(s, s->paper))
        return fault(why, STR("the paper's ink is out of range"), 0);
    for (int i = 0; i < s->items.n; i++) {
        const Item *item = &s->items.items[i];
        depth += item->kind == ITEM_GROUP;
        depth -= item->kind == ITEM_END;
        if (depth < (i < s->items.n - 1))
            return fault(why, STR("a group ends too early"), i);
        if (!is_ink(s, item->paint.fill) || !is_ink(s, item->paint.stroke))
            return fault(why, STR("an ink is out of range"), i);
        if (item->paint.gradient < 0 || item->paint.gradient > s->gradients.n)
            return fault(why, STR("a gradient is out of range"), i);
        if (!item_is_inside(s, item))
            return fault(why, STR("it lies outside the page"), i);
        if (item->kind == ITEM_GROUP && !is_id(item->as.group->id))
            return fault(why, STR("an id has other characters"), i);
    }
    return depth == 0 || fault(why, STR("a group does not end"), s->items.n);
}
