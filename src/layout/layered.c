/*
 * Layered: layers in which lines lead one way.
 *
 * Every line but those that would close a cycle leads from a layer to a higher
 * one (Sugiyama, Tagawa, Toda 1981). Layers are ranks, and where these would
 * make the drawing much higher than its page, also ranks spread over more
 * layers (bound.c), as long as the whole is estimated to be too high.
 *
 * Where lines would pass through very many layers, as in graphs in which all
 * boxes are joined, nothing is entered.
 *
 *   needs  cycle
 *   gives  candidates: layer of every item, n_layers, pos as a wish
 *   keeps  everything else
 */
#include "layout/choose.h"

enum {
    MOST_PARTS = 6,              /* of the highest rank */
    UNSPREAD = ZOOM_ONE * 5 / 4, /* so much smaller, ranks may stay whole */
    SMALL = 60,           /* boxes: such graphs are always drawn this way */
    MANY = 400,           /* boxes: such graphs only when asked for */
    DENSE = 40,           /* lines for each box: likewise */
    MOST_CHAINS = 3000,   /* chain items: with more there is no choice */
    TOO_MANY = 300 * 1000 /* with more it is columns, whatever is asked */
};

/*
 * Layered drawings of dense graphs are worse than those in columns, and take
 * longer; of sparse ones, that may be trees, they may be better.
 */
static bool is_worth_a_try(const Flow *f, int n)
{
    if (n <= SMALL)
        return f->lines.n <= n * DENSE;
    return n <= MANY && f->lines.n * 4 <= n * 5;
}

/* How high the stacks are, and how wide they make the whole, about. */
static Slab estimate(const Flow *f, int n, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int64_t *high = NEW_ARRAY(scratch, f->n_layers + 1, int64_t);
    int64_t *wide = NEW_ARRAY(scratch, f->n_layers + 1, int64_t);
    int64_t h = 0, w = 0;

    for (int i = 0; i < n; i++) {
        const Item *it = &f->items.items[i];
        high[it->layer] += (int64_t)it->h + f->o->node_gap;
        wide[it->layer] = MAX(wide[it->layer], it->w + f->o->layer_gap);
    }
    for (int k = 0; k < f->n_layers; k++) {
        h = MAX(h, high[k]);
        w += wide[k];
    }
    em_arena_rewind(scratch, mark);
    return (Slab){em_len(w), em_len(h), 0, 0};
}

/* How many chain items lines would have: one in each layer they pass. */
static int64_t count_chains(const Flow *f)
{
    int64_t n = 0;
    for (int i = 0; i < f->lines.n; i++)
        n += MAX(em_line_span(f, &f->lines.items[i]) - 1, 0);
    return n;
}

void em_layered(Contest *c)
{
    Flow *f = c->f;
    int n = 0;
    while (n < f->items.n && f->items.items[n].kind == ITEM_BOX)
        n++;
    bool asked = f->engine == ENGINE_LAYERED;
    if (!asked && !is_worth_a_try(f, n))
        return;
    em_rank(f, 0, c->scratch);
    int64_t chains = count_chains(f);
    if (chains <= (asked ? TOO_MANY : MOST_CHAINS))
        em_contest_enter(c);
    if (chains > MOST_CHAINS)
        return;
    Slab whole = estimate(f, n, c->scratch);
    Len tallest = whole.h;
    for (int parts = 2; n <= MANY && parts <= MOST_PARTS; parts++) {
        if ((int64_t)whole.h * f->aspect_w < (int64_t)whole.w * f->aspect_h ||
            em_zoom(f, whole.w, whole.h) <= UNSPREAD)
            break;
        em_rank(f, tallest / parts, c->scratch);
        em_contest_enter(c);
        whole = estimate(f, n, c->scratch);
    }
}
