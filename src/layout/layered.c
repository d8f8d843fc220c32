/*
 * Layered: layers in which lines lead one way.
 *
 * Every line but those that would close a cycle leads from a layer to a higher
 * one (Sugiyama, Tagawa, Toda 1981).
 *
 *   needs  cycle
 *   gives  candidates: layer of every item, n_layers, pos as a wish
 *   keeps  everything else
 */
#include "layout/choose.h"

enum {
    SMALL = 60,               /* boxes: such graphs are always drawn this way */
    MANY = 400,               /* boxes: such graphs only when asked for */
    MOST_CHAINS = 1500 * 1000 /* chain items, when it is not asked for */
};

/*
 * Layered drawings of dense graphs are worse than those in columns, and take
 * longer; of sparse ones, that may be trees, they may be better.
 */
static bool is_worth_a_try(const Flow *f, int n)
{
    return n <= SMALL || (n <= MANY && f->lines.n * 4 <= n * 5);
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
    em_rank(f, c->scratch);
    if (asked || (int64_t)f->n_layers * f->lines.n <= MOST_CHAINS)
        em_contest_enter(c);
}
