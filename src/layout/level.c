/*
 * A level: its parts are laid out as flows, members without lines stand in a
 * block of columns, and all of them are packed.
 *
 * All parts that have lines to the border are one flow, as their lines must
 * reach the border without meeting: it stands above the others.
 */
#include "layout/level.h"

typedef struct {
    Layout *l;
    Level *level;
    int *slot;  /* of a member: its number in the level */
    int *group; /* union-find over slots; the last one is the wall */
    int *flow;  /* of a root: its flow */
    int *item;  /* of a slot: its item there */
    int *lines; /* of a root: how many lines it has */
    int n;
} Parts;

static int find_root(Parts *p, int s)
{
    while (p->group[s] != s) {
        p->group[s] = p->group[p->group[s]];
        s = p->group[s];
    }
    return s;
}

static int slot_of(const Parts *p, const SegmentEnd *end)
{
    return end->member == NONE ? p->n : p->slot[end->member];
}

static void join_parts(Parts *p)
{
    for (int i = 0; i < p->level->segments.n; i++) {
        const Segment *s = &p->l->segments[p->level->segments.items[i]];
        int a = find_root(p, slot_of(p, &s->end[0]));
        int b = find_root(p, slot_of(p, &s->end[1]));
        if (a != b)
            p->group[MAX(a, b)] = MIN(a, b);
    }
}

static const Packing *shape_of(const Layout *l, const Level *level)
{
    return level->container == NONE ? &l->page : &l->inner;
}

static Flow *new_flow(Parts *p)
{
    const Layout *l = p->l;
    const Packing *shape = shape_of(l, p->level);
    Flow *f = PUSH(l->keep, &p->level->flows);
    bool vertical = em_is_vertical(p->level->direction);
    bool asked = p->level->direction != DIR_AUTO;
    *f = (Flow){.o = l->o,
                .arena = l->keep,
                .engine = l->o->engine == ENGINE_AUTO && asked ? ENGINE_LAYERED
                                                               : l->o->engine,
                .columns = !asked,
                .whole = em_size_of(l->g->nodes.n, l->g->edges.n),
                .aspect_w = vertical ? shape->aspect_h : shape->aspect_w,
                .aspect_h = vertical ? shape->aspect_w : shape->aspect_h};
    return f;
}

/*
 * How far from the sides of a member's box lines should end, which is not where
 * they only meet a label that is wider than its outline.
 */
static Insets shy_of(const Layout *l, int member)
{
    const Graph *g = l->g;
    Rect box = l->boxes[member];

    if (member >= g->nodes.n)
        return em_shape_shy(g->containers.items[member - g->nodes.n].shape,
                            (Size){box.w, box.h});
    const Node *n = &g->nodes.items[member];
    if (n->shape == SHAPE_TABLE || n->shape == SHAPE_CLASS)
        return (Insets){0, 0, 0, 0};
    Insets in = em_shape_shy(n->shape, (Size){n->body.w, n->body.h});
    in.left += n->body.x;
    in.top += n->body.y;
    in.right += box.w - em_right(n->body);
    in.bottom += box.h - em_bottom(n->body);
    return in;
}

/* The size of a member in the flow. */
static void size_item(const Layout *l, const Level *level, Item *it)
{
    Rect box = l->boxes[it->of];
    bool vertical = em_is_vertical(level->direction);
    Insets shy = shy_of(l, it->of);

    it->w = vertical ? box.h : box.w;
    it->h = vertical ? box.w : box.h;
    it->lead = vertical ? shy.left : shy.top;
    it->tail = vertical ? shy.right : shy.bottom;
}

/* Room for all lines of a part: moving many of them costs memory. */
static void reserve_lines(Parts *p, Flow *f, int root)
{
    if (f->lines.room > 0)
        return;
    f->lines.items = NEW_ARRAY(p->l->keep, p->lines[root], Line);
    f->lines.room = p->lines[root];
}

static void add_members(Parts *p)
{
    for (int s = 0; s < p->n; s++) {
        int member = p->level->members.items[s], root = find_root(p, s);
        if (p->lines[root] == 0) {
            *PUSH(p->l->keep, &p->level->lone) = member;
            continue;
        }
        if (p->flow[root] == NONE) {
            new_flow(p);
            p->flow[root] = p->level->flows.n - 1;
        }
        Flow *f = &p->level->flows.items[p->flow[root]];
        reserve_lines(p, f, root);
        Item *it = PUSH(p->l->keep, &f->items);
        *it = (Item){.kind = ITEM_BOX, .of = member};
        size_item(p->l, p->level, it);
        p->item[s] = f->items.n - 1;
    }
}

static int add_wall(Parts *p, Flow *f, const Segment *s)
{
    *PUSH(p->l->keep, &f->items) =
        (Item){.kind = ITEM_WALL, .of = f->lines.n, .wall = s->wall};
    return f->items.n - 1;
}

static LineEnd end_of(Parts *p, const SegmentEnd *end, MarkKind mark)
{
    const Graph *g = p->l->g;
    LineEnd e = {.item = p->item[slot_of(p, end)], .mark = mark};
    if (end->member < g->nodes.n && end->row != NONE) {
        const Row *row = &g->nodes.items[end->member].rows.items[end->row];
        e.fixed = true;
        e.at = row->y + row->h / 2;
        e.give = row->h / 4;
    }
    return e;
}

static void add_line(Parts *p, int segment)
{
    const Segment *s = &p->l->segments[segment];
    const Edge *edge = &p->l->g->edges.items[s->edge];
    const Label *label = &edge->label;
    int root = find_root(p, slot_of(p, &s->end[0]));
    Flow *f = &p->level->flows.items[p->flow[root]];
    bool vertical = em_is_vertical(p->level->direction);
    Line line = {.segment = segment, .look = p->l->looks[s->edge]};

    if (s->main && label->w > 0) {
        line.label_w = vertical ? label->h : label->w;
        line.label_h = vertical ? label->w : label->h;
    }
    for (int e = 0; e < 2; e++) {
        const EdgeEnd *at = e == 0 ? &edge->from : &edge->to;
        if (s->end[e].member == NONE)
            line.end[e] = (LineEnd){.item = add_wall(p, f, s), .fixed = true};
        else
            line.end[e] = end_of(p, &s->end[e], at->mark);
        if (s->end[e].member == NONE || s->end[e].inner != NONE)
            line.end[e].beyond = 1 + em_member_of_end(p->l, at);
    }
    *PUSH(p->l->keep, &f->lines) = line;
}

/* The level outside decides at which side a line enters a container. */
static void set_walls_inside(Layout *l, const Flow *f)
{
    for (int i = 0; i < f->lines.n; i++) {
        const Line *line = &f->lines.items[i];
        for (int e = 0; e < 2; e++) {
            int inner = l->segments[line->segment].end[e].inner;
            if (inner != NONE)
                l->segments[inner].wall = em_line_side(f, line, e);
        }
    }
}

static int64_t room_for(const Layout *l, int64_t w, int64_t h)
{
    return (w + l->o->layer_gap) / PX * ((h + l->o->node_gap) / PX);
}

/* What the members without lines and those of each flow need; their sum. */
static int64_t measure_parts(const Layout *l, const Level *level, int64_t *flow)
{
    int64_t all = 0;
    for (int i = 0; i < level->flows.n; i++) {
        const Flow *f = &level->flows.items[i];
        for (int k = 0; k < f->items.n; k++)
            flow[i] += room_for(l, f->items.items[k].w, f->items.items[k].h);
        all += flow[i];
    }
    for (int i = 0; i < level->lone.n; i++) {
        Rect b = l->boxes[level->lone.items[i]];
        all += room_for(l, b.w, b.h) / 2; /* many find room in a flow */
    }
    return all;
}

/* The largest flow is to leave room below for all else that is on the page. */
static void share_page(const Layout *l, Level *level)
{
    Mark mark = em_arena_mark(l->scratch);
    int64_t *room = NEW_ARRAY(l->scratch, level->flows.n + 1, int64_t);
    int64_t all = measure_parts(l, level, room);
    int largest = 0;

    for (int i = 1; i < level->flows.n; i++) {
        if (room[i] > room[largest])
            largest = i;
    }
    if (level->flows.n > 0) {
        Flow *f = &level->flows.items[largest];
        f->aspect_w *= 64;
        f->aspect_h *= (int)MAX(room[largest] * 64 / MAX(all, 1), 16);
    }
    em_arena_rewind(l->scratch, mark);
}

void em_level_layers(Layout *l, Level *level)
{
    Mark mark = em_arena_mark(l->scratch);
    int n = level->members.n;
    Parts p = {.l = l,
               .level = level,
               .slot = NEW_ARRAY(l->scratch,
                                 l->g->nodes.n + l->g->containers.n + 1, int),
               .group = NEW_ARRAY(l->scratch, n + 1, int),
               .flow = NEW_ARRAY(l->scratch, n + 1, int),
               .item = NEW_ARRAY(l->scratch, n + 1, int),
               .lines = NEW_ARRAY(l->scratch, n + 1, int),
               .n = n};

    for (int s = 0; s <= n; s++) {
        p.group[s] = s;
        p.flow[s] = NONE;
        if (s < n)
            p.slot[level->members.items[s]] = s;
    }
    join_parts(&p);
    for (int i = 0; i < level->segments.n; i++) {
        const Segment *s = &l->segments[level->segments.items[i]];
        p.lines[find_root(&p, slot_of(&p, &s->end[0]))]++;
        level->has_walls |=
            s->end[0].member == NONE || s->end[1].member == NONE;
    }
    if (level->has_walls) {
        new_flow(&p);
        p.flow[find_root(&p, n)] = 0;
    }
    add_members(&p);
    for (int i = 0; i < level->segments.n; i++)
        add_line(&p, level->segments.items[i]);
    share_page(l, level);
    for (int i = 0; i < level->flows.n; i++) {
        em_flow_layers(&level->flows.items[i], l->scratch);
        set_walls_inside(l, &level->flows.items[i]);
    }
    em_arena_rewind(l->scratch, mark);
}

/* What is known now: sizes of containers, heights at their borders. */
static void take_sizes(Layout *l, const Level *level, Flow *f)
{
    for (int i = 0; i < f->items.n; i++) {
        if (f->items.items[i].kind == ITEM_BOX)
            size_item(l, level, &f->items.items[i]);
    }
    for (int i = 0; i < f->lines.n; i++) {
        Line *line = &f->lines.items[i];
        for (int e = 0; e < 2; e++) {
            int inner = l->segments[line->segment].end[e].inner;
            if (inner == NONE)
                continue;
            line->end[e].fixed = true;
            line->end[e].at = l->segments[inner].wall_at;
        }
    }
}

/*
 * Puts lone members into columns of a height; returns the size of the block.
 * Boxes get places in it, in flow coordinates.
 */
static Slab fill_columns(Layout *l, const Level *level, int64_t height)
{
    bool vertical = em_is_vertical(level->direction);
    int64_t x = 0, y = 0, w = 0, high = 0;
    Len gap = l->o->node_gap;

    for (int i = 0; i < level->lone.n; i++) {
        Rect *b = &l->boxes[level->lone.items[i]];
        Len bw = vertical ? b->h : b->w, bh = vertical ? b->w : b->h;
        if (y > 0 && y + bh > height) {
            x += w + gap;
            y = w = 0;
        }
        *b = (Rect){em_len(x), em_len(y), b->w, b->h};
        w = MAX(w, bw);
        y += (int64_t)bh + gap;
        high = MAX(high, y - gap);
    }
    return (Slab){em_len(x + w), em_len(high), 0, 0};
}

/* Packs flows and the block of lone members; tries shapes of the block. */
static Slab pack_level(Layout *l, Level *level, Slab *slabs)
{
    bool vertical = em_is_vertical(level->direction);
    const Packing *shape = shape_of(l, level);
    Packing how = {l->o->node_gap + l->o->node_gap / 2,
                   vertical ? shape->aspect_h : shape->aspect_w,
                   vertical ? shape->aspect_w : shape->aspect_h};
    int n = level->flows.n, n_lone = level->lone.n;
    int64_t total = 0, best = INT64_MAX, best_height = 0;

    for (int i = 0; i < n_lone; i++) {
        Rect b = l->boxes[level->lone.items[i]];
        total += (int64_t)(vertical ? b.w : b.h) + l->o->node_gap;
    }
    if (n_lone == 0)
        return em_pack(slabs, n, level->has_walls, &how, l->scratch);
    for (int k = 1; k <= n_lone; k = k < 8 ? k + 1 : k + k / 8) {
        int64_t height = total / k + l->o->node_gap;
        slabs[n] = fill_columns(l, level, height);
        Slab all = slabs[n];
        if (n > 0 && n < 100)
            all = em_pack(slabs, n + 1, level->has_walls, &how, l->scratch);
        int64_t cost = em_shrink(all.w, all.h, &how);
        if (cost < best) {
            best = cost;
            best_height = height;
        }
        if (n_lone > 2000)
            k += k / 2;
    }
    slabs[n] = fill_columns(l, level, best_height);
    return em_pack(slabs, n + 1, level->has_walls, &how, l->scratch);
}

/* From flow to real coordinates of the level's content. */
static Point turn(const Level *level, int64_t x, int64_t y)
{
    switch (level->direction) {
    case DIR_AUTO:
    case DIR_RIGHT: return (Point){em_len(x), em_len(y)};
    case DIR_LEFT: return (Point){em_len(level->w - x), em_len(y)};
    case DIR_DOWN: return (Point){em_len(y), em_len(x)};
    case DIR_UP: return (Point){em_len(y), em_len(level->h - x)};
    }
    return (Point){0, 0};
}

static Rect turn_rect(const Level *level, Rect r)
{
    Point a = turn(level, r.x, r.y);
    Point b = turn(level, (int64_t)r.x + r.w, (int64_t)r.y + r.h);
    Len x = MIN(a.x, b.x), y = MIN(a.y, b.y);
    return (Rect){x, y, em_abs(a.x - b.x), em_abs(a.y - b.y)};
}

static void put_member(Layout *l, const Level *level, int member, Len x, Len y)
{
    Rect *b = &l->boxes[member];
    bool vertical = em_is_vertical(level->direction);
    Rect flow = {x, y, vertical ? b->h : b->w, vertical ? b->w : b->h};
    *b = turn_rect(level, flow);
}

Insets em_level_insets(const Layout *l, const Level *level)
{
    Len usual = l->o->container_pad;
    Size pad = {usual, usual};

    /* narrow grids have narrow borders */
    if (level->grid && level->grid->has_x)
        pad.w = MIN(usual, level->grid->gap_x);
    if (level->grid && level->grid->has_y)
        pad.h = MIN(usual, level->grid->gap_y);
    return em_container_insets(&l->g->containers.items[level->container],
                               (Size){level->w, level->h}, pad);
}

/* The end of a segment at the wall lies on the border, outside of the padding.
 */
static void reach_border(Layout *l, const Level *level, Segment *s)
{
    for (int e = 0; e < 2; e++) {
        if (s->end[e].member != NONE)
            continue;
        Point *p = &s->points[e == 0 ? 0 : s->n_points - 1];
        Insets in = em_level_insets(l, level);
        bool low = s->wall == SIDE_LEFT;
        switch (level->direction) {
        case DIR_AUTO:
        case DIR_RIGHT: p->x = low ? -in.left : level->w + in.right; break;
        case DIR_LEFT: p->x = low ? level->w + in.right : -in.left; break;
        case DIR_DOWN: p->y = low ? -in.top : level->h + in.bottom; break;
        case DIR_UP: p->y = low ? level->h + in.bottom : -in.top; break;
        }
        s->wall_at =
            em_is_vertical(level->direction) ? p->x + in.left : p->y + in.top;
    }
}

static void put_lines(Layout *l, Level *level, const Flow *f, Point shift)
{
    for (int i = 0; i < f->lines.n; i++) {
        const Line *line = &f->lines.items[i];
        Segment *s = &l->segments[line->segment];
        s->points = line->points;
        s->n_points = line->n_points;
        for (int k = 0; k < s->n_points; k++)
            s->points[k] = turn(level, (int64_t)s->points[k].x + shift.x,
                                (int64_t)s->points[k].y + shift.y);
        for (int e = 0; e < 2; e++)
            s->end[e].off_row = s->end[e].row != NONE && !line->end[e].fixed;
        Rect box = line->label_box;
        box.x += shift.x;
        box.y += shift.y;
        s->label_box = box.w > 0 ? turn_rect(level, box) : (Rect){0};
        s->label_dot = turn(level, (int64_t)line->label_dot.x + shift.x,
                            (int64_t)line->label_dot.y + shift.y);
        reach_border(l, level, s);
    }
    for (int i = 0; i < f->joints.n; i++) {
        Joint j = f->joints.items[i];
        *PUSH(l->keep, &level->joints) = (Joint){
            turn(level, (int64_t)j.at.x + shift.x, (int64_t)j.at.y + shift.y),
            l->segments[f->lines.items[j.edge].segment].edge};
    }
}

void em_level_draw(Layout *l, Level *level)
{
    if (level->grid) {
        em_grid_draw(l, level);
        return;
    }
    int n = level->flows.n;
    Slab *slabs = NEW_ARRAY(l->keep, n + 2, Slab);

    for (int i = 0; i < n; i++) {
        Flow *f = &level->flows.items[i];
        take_sizes(l, level, f);
        em_flow_draw(f, l->scratch);
        if (f->columns && !(level->has_walls && i == 0))
            em_fill_ends(l, level, f);
        slabs[i] = (Slab){f->w, f->h, 0, 0};
    }
    Slab all = pack_level(l, level, slabs);
    bool vertical = em_is_vertical(level->direction);
    level->w = vertical ? all.h : all.w;
    level->h = vertical ? all.w : all.h;
    if (level->container != NONE) {
        const Label *title = &l->g->containers.items[level->container].title;
        level->w = MAX(level->w, title->w);
    }
    for (int i = 0; i < n; i++) {
        const Flow *f = &level->flows.items[i];
        Point shift = {slabs[i].x - f->left, slabs[i].y - f->top};
        for (int k = 0; k < f->items.n; k++) {
            const Item *it = &f->items.items[k];
            if (it->kind == ITEM_BOX)
                put_member(l, level, it->of, it->x + shift.x, it->y + shift.y);
        }
        put_lines(l, level, f, shift);
    }
    for (int i = 0; i < level->lone.n; i++) {
        int member = level->lone.items[i];
        Rect b = l->boxes[member];
        put_member(l, level, member, b.x + slabs[n].x, b.y + slabs[n].y);
    }
}
