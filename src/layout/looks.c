/*
 * Looks: lines that are drawn alike have the same number.
 *
 * Lines that share a trunk must look the same on all of it, or the one drawn
 * last hides what the others mean: which are dashed, which were added or
 * removed. Here counts what a line itself is asked to look like; what it should
 * be called by its label does not.
 */
#include "base/map.h"
#include "layout/level.h"

static bool is_of_stroke(Str property)
{
    return em_str_starts(property, STR("stroke")) ||
           em_str_eq(property, STR("opacity"));
}

/* What is asked of the stroke of an edge, as one text. */
static Str wishes_of(const Edge *e, Arena *arena)
{
    Buf key = {.arena = arena};
    for (int i = 0; i < e->styles.n; i++) {
        StyleRequest s = e->styles.items[i];
        if (is_of_stroke(s.property))
            PUT(&key, s.property, STR(":"), s.value, STR("\n"));
    }
    return em_buf_str(&key);
}

void em_find_looks(Layout *l)
{
    const Graph *g = l->g;
    Map known = {.arena = l->keep};

    l->looks = NEW_ARRAY(l->keep, g->edges.n + 1, int);
    em_map_add(&known, STR(""), 0);
    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        Str wishes = e->styles.n ? wishes_of(e, l->keep) : STR("");
        int look = em_map_add(&known, wishes, known.entries.n);
        l->looks[i] = MIN(LOOKS_OF_STROKE * look + e->dashed, LOOK_ALONE);
    }
}
