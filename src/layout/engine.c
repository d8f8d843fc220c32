/*
 * The engine: its list of passes, once.
 *
 * The first ones decide layers and sides; inside out, containers need these
 * before their content is drawn. The others draw.
 */
#include "layout/flow.h"

enum { MOST_REDRAWS = 5 /* of a flow, for labels without a place */ };

typedef struct {
    Str name;
    void (*run)(Flow *f, Arena *scratch);
    bool draws; /* needs the sizes of containers */
} Pass;

static const Pass passes[] = {
    {STR_INIT("cycle"), em_cycle, false},
    {STR_INIT("layers"), em_layers, false},
    {STR_INIT("sides"), em_sides, false},
    {STR_INIT("chain"), em_chain, true},
    {STR_INIT("order"), em_order, true},
    {STR_INIT("place"), em_place, true},
    {STR_INIT("straighten"), em_straighten, true},
    {STR_INIT("room"), em_label_room, true},
    {STR_INIT("tracks"), em_tracks, true},
    {STR_INIT("route"), em_route, true},
    {STR_INIT("label"), em_label, true},
};

static void dump(const Flow *f, Buf *out)
{
    static const Str kinds[] = {STR_INIT("box"), STR_INIT("wall"),
                                STR_INIT("chain")};
    PUT(out, STR("flow of "));
    em_put_int(out, f->n_layers);
    PUT(out, STR(" layers\n"));
    for (int i = 0; i < f->items.n; i++) {
        const Item *it = &f->items.items[i];
        PUT(out, kinds[it->kind], STR(" "));
        em_put_int(out, it->of);
        PUT(out, STR(" layer "));
        em_put_int(out, it->layer);
        PUT(out, STR(" pos "));
        em_put_int(out, it->pos);
        PUT(out, STR(" at "));
        em_put_len(out, it->x);
        PUT(out, STR(","));
        em_put_len(out, it->y);
        PUT(out, STR("\n"));
    }
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        PUT(out, STR("line "));
        em_put_int(out, l->end[0].item);
        PUT(out, STR(" "));
        em_put_int(out, l->end[1].item);
        PUT(out, l->turned ? STR(" turned") : STR(""));
        for (int k = 0; k < l->n_points; k++) {
            PUT(out, STR(" "));
            em_put_len(out, l->points[k].x);
            PUT(out, STR(","));
            em_put_len(out, l->points[k].y);
        }
        PUT(out, STR("\n"));
    }
}

static void run(Flow *f, bool draws, Arena *scratch)
{
    for (int i = 0; i < COUNT(passes); i++) {
        if (passes[i].draws != draws)
            continue;
        passes[i].run(f, scratch);
        if (f->o->dump && em_str_eq(f->o->stop_after, passes[i].name))
            dump(f, f->o->dump);
    }
}

void em_flow_layers(Flow *f, Arena *scratch)
{
    run(f, false, scratch);
}

/* The height of everything, with top at 0. */
void em_flow_measure(Flow *f)
{
    Len lo = MAX_LEN, hi = -MAX_LEN, left = 0, right = f->w;
    for (int i = 0; i < f->items.n; i++) {
        lo = MIN(lo, f->items.items[i].y);
        hi = MAX(hi, f->items.items[i].y + f->items.items[i].h);
    }
    for (int i = 0; i < f->lines.n; i++) {
        const Line *l = &f->lines.items[i];
        if (l->label_box.w > 0) {
            lo = MIN(lo, l->label_box.y);
            hi = MAX(hi, em_bottom(l->label_box));
            left = MIN(left, l->label_box.x);
            right = MAX(right, em_right(l->label_box));
        }
    }
    f->top = lo;
    f->left = left;
    f->w = right - left;
    f->h = hi - lo;
}

void em_flow_draw(Flow *f, Arena *scratch)
{
    run(f, true, scratch);
    for (int k = 0; k < MOST_REDRAWS && em_add_label_layers(f, scratch); k++)
        run(f, true, scratch);
    em_flow_measure(f);
}

const Str *em_layout_passes(int *n)
{
    static const Str names[] = {
        STR_INIT("cycle"),      STR_INIT("layers"), STR_INIT("sides"),
        STR_INIT("chain"),      STR_INIT("order"),  STR_INIT("place"),
        STR_INIT("straighten"), STR_INIT("room"),   STR_INIT("tracks"),
        STR_INIT("route"),      STR_INIT("label"),
    };
    _Static_assert(COUNT(names) == COUNT(passes), "a name for each pass");
    *n = COUNT(names);
    return names;
}
