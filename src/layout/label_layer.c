/*
 * Layers for labels that found no place.
 *
 * Between crowded boxes there may be no room for a label, however wide the
 * channel is. Then the line gets a net of its own, and the channel a layer in
 * its middle (as Gansner and others 1993 do for all labels), which the line
 * passes in a chain item, where the label stands. A line that bends back to the
 * layer it comes from is first kept from placing its label at its ends, so that
 * its trunk has room; if that is not enough, it leads to such an item and back.
 * The flow is then drawn again.
 *
 *   needs  label
 *   gives  layers and n_layers, with those for labels; `alone` and `detour` of
 *          the lines whose labels had no place
 *   keeps  the order of the items in their layers; all else that was drawn is
 *          forgotten
 */
#include "layout/flow.h"

enum { LARGEST = 3000 /* items and lines: no more are drawn again */ };

/* Decides how a line gets room for its label; false: it needs no help, or had
 * all there is. Marks the channel that must be parted. */
static bool help(const Flow *f, Line *l, bool *parted)
{
    int a = f->items.items[l->end[0].item].layer;
    int b = f->items.items[l->end[1].item].layer;

    if (l->label_w == 0 || l->label_box.w > 0 || l->detour ||
        (a != b && l->alone))
        return false;
    l->detour = l->alone;
    l->alone = true;
    if (l->detour)
        parted[l->bend == SIDE_RIGHT ? a + 1 : a] = true;
    if (em_line_span(f, l) == 1)
        parted[MAX(a, b)] = true;
    return true;
}

static void forget_drawing(Flow *f)
{
    while (f->items.n > 0 && f->items.items[f->items.n - 1].kind == ITEM_CHAIN)
        f->items.n--;
    f->pins.n = f->nets.n = f->pieces.n = f->chords.n = f->joints.n = 0;
    for (int i = 0; i < f->lines.n; i++)
        f->lines.items[i].label_box = (Rect){0};
}

/* Makes a layer in each channel that is to be parted. */
static void part_channels(Flow *f, const bool *parted, Arena *scratch)
{
    int *added = NEW_ARRAY(scratch, f->n_layers + 1, int);
    int n = 0;

    for (int k = 0; k <= f->n_layers; k++)
        added[k] = n += parted[k];
    for (int i = 0; i < f->items.n; i++)
        f->items.items[i].layer += added[f->items.items[i].layer];
    f->n_layers += n;
}

bool em_add_label_layers(Flow *f, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    bool *parted = NEW_ARRAY(scratch, f->n_layers + 1, bool);
    bool small = f->items.n <= LARGEST - MIN(f->lines.n, LARGEST), any = false;

    for (int i = 0; i < f->lines.n && small; i++)
        any |= help(f, &f->lines.items[i], parted);
    if (any) {
        forget_drawing(f);
        part_channels(f, parted, scratch);
        assert(em_is_layered(f));
    }
    em_arena_rewind(scratch, mark);
    return any;
}
