/*
 * Routes that lie on each other.
 *
 * Pieces on the same line are swept along it. Lines that end in the same place
 * and look alike there may share a trunk: two pieces are parts of one trunk
 * when they belong to such edges, run the same way, and are equally far, along
 * their routes, from the shared end; lines that part and meet again are not. So
 * each piece gets two keys, one for each end, and at every place of a line all
 * pieces must have one key in common. That is counted: the number of active
 * pieces with the one key or the other must be the number of active pieces.
 * Pieces that share both keys belong to routes that are equal from end to end;
 * one of the two relations could not be seen.
 */
#include "graph/check.h"

#include "base/map.h"

#include <stdlib.h>

typedef struct {
    bool upright;
    Len line, from, to; /* from < to */
    int edge;
    int key[2]; /* counted from the `from` end, from the `to` end */
    int pair;   /* of both keys */
} Piece;

/* What pieces of one trunk share. All fields are 64 bits wide: no padding, so
 * that its bytes can be a key. */
typedef struct {
    int64_t end;    /* the same for ends in the same place */
    int64_t way;    /* +1: away from the end is towards greater coordinates */
    int64_t origin; /* distance along the route at coordinate 0 */
} TrunkKey;

typedef struct {
    const Graph *graph;
    Arena *arena;
    Piece *pieces;
    int n;
    Map trunks, pairs, ends;
} Lines;

static int intern(Map *m, const void *bytes, size_t size)
{
    Str view = {bytes, (int)size};
    int found = em_map_find(m, view);
    if (found != NONE)
        return found;
    return em_map_add(m, em_str_copy(m->arena, view), m->entries.n);
}

/* A number for an end; ends with equal marks in the same place share theirs. */
static int64_t end_number(Lines *l, const EdgeEnd *end, Point at)
{
    int64_t key[5] = {end->node, end->container, at.x, at.y,
                      (int64_t)end->mark};
    return intern(&l->ends, key, sizeof key);
}

static int64_t piece_length(Point a, Point b)
{
    return llabs((int64_t)b.x - a.x) + llabs((int64_t)b.y - a.y);
}

/* Sets one of the keys of the pieces of an edge. */
static void set_keys(Lines *l, const Edge *e, Piece *first, bool backwards)
{
    const EdgeEnd *end = backwards ? &e->to : &e->from;
    int n = e->n_points;
    int64_t number = end_number(l, end, e->points[backwards ? n - 1 : 0]);
    int64_t gone = 0;

    for (int i = 0; i + 1 < n; i++) {
        int at = backwards ? n - 2 - i : i;
        Point a = e->points[backwards ? at + 1 : at];
        Point b = e->points[backwards ? at : at + 1];
        int64_t from = a.x == b.x ? a.y : a.x;
        int64_t way = (a.x == b.x ? b.y > a.y : b.x > a.x) ? 1 : -1;
        TrunkKey key = {number, way, gone - way * from};
        first[at].key[backwards] = intern(&l->trunks, &key, sizeof key);
        gone += piece_length(a, b);
    }
}

static void collect_pieces(Lines *l)
{
    const Graph *g = l->graph;
    int n = 0;
    for (int i = 0; i < g->edges.n; i++)
        n += g->edges.items[i].straight ? 0 : g->edges.items[i].n_points - 1;
    l->pieces = NEW_ARRAY(l->arena, n, Piece);

    for (int i = 0; i < g->edges.n; i++) {
        const Edge *e = &g->edges.items[i];
        Piece *first = &l->pieces[l->n];
        if (e->straight)
            continue;
        for (int k = 0; k + 1 < e->n_points; k++) {
            Point a = e->points[k], b = e->points[k + 1];
            bool upright = a.x == b.x;
            Len p = upright ? a.y : a.x, q = upright ? b.y : b.x;
            l->pieces[l->n++] = (Piece){.upright = upright,
                                        .line = upright ? a.x : a.y,
                                        .from = MIN(p, q),
                                        .to = MAX(p, q),
                                        .edge = i};
        }
        set_keys(l, e, first, false);
        set_keys(l, e, first, true);
    }
    for (int i = 0; i < l->n; i++)
        l->pieces[i].pair =
            intern(&l->pairs, l->pieces[i].key, sizeof l->pieces[i].key);
}

/* One end of a piece: pieces end before others begin. */
typedef struct {
    bool upright;
    Len line, at;
    bool begins;
    int piece;
} Change;

static int by_place(const void *a, const void *b)
{
    const Change *p = a, *q = b;
    if (p->upright != q->upright)
        return p->upright - q->upright;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->at != q->at)
        return p->at < q->at ? -1 : 1;
    if (p->begins != q->begins)
        return p->begins - q->begins;
    return (p->piece > q->piece) - (p->piece < q->piece);
}

static Change *sorted_changes(const Lines *l)
{
    Change *changes = NEW_ARRAY(l->arena, 2 * (int64_t)l->n, Change);
    for (int i = 0; i < l->n; i++) {
        const Piece *p = &l->pieces[i];
        changes[i] = (Change){p->upright, p->line, p->from, true, i};
        changes[l->n + i] = (Change){p->upright, p->line, p->to, false, i};
    }
    if (l->n)
        qsort(changes, 2 * (size_t)l->n, sizeof *changes, by_place);
    return changes;
}

/* The active pieces under each key, and under both. */
typedef struct {
    int active;
    int *of_key, *of_pair;
} Tally;

static void tally(Tally *t, const Piece *p, int by)
{
    t->active += by;
    t->of_key[p->key[0]] += by;
    if (p->key[1] != p->key[0])
        t->of_key[p->key[1]] += by;
    t->of_pair[p->pair] += by;
}

static bool may_join(const Tally *t, const Piece *p)
{
    int in_first = t->of_key[p->key[0]];
    int in_second = p->key[1] == p->key[0] ? 0 : t->of_key[p->key[1]];
    return in_first + in_second == t->active && t->of_pair[p->pair] == 0;
}

/* Says which piece p lies on. */
static void explain(const Lines *l, int p, Buf *why)
{
    const Piece *a = &l->pieces[p];
    int other = NONE;
    for (int i = 0; i < l->n && other == NONE; i++) {
        const Piece *b = &l->pieces[i];
        bool share_one = a->key[0] == b->key[0] || a->key[1] == b->key[1] ||
                         a->key[0] == b->key[1] || a->key[1] == b->key[0];
        if (i != p && b->upright == a->upright && b->line == a->line &&
            b->from < a->to && a->from < b->to &&
            (!share_one || a->pair == b->pair))
            other = i;
    }
    PUT(why, em_edge_name(l->graph, a->edge, why->arena), STR(" lies on "));
    if (other == NONE)
        em_put(why, STR("another edge"));
    else
        em_put(why, em_edge_name(l->graph, l->pieces[other].edge, why->arena));
    em_put(why, a->upright ? STR(" at x = ") : STR(" at y = "));
    em_put_len(why, a->line);
    em_put(why, a->upright ? STR(", y = ") : STR(", x = "));
    em_put_len(why, a->from);
}

bool em_routes_are_apart(const Graph *g, Buf *why)
{
    Arena *a = why->arena;
    Lines l = {.graph = g,
               .arena = a,
               .trunks.arena = a,
               .pairs.arena = a,
               .ends.arena = a};
    collect_pieces(&l);

    Change *changes = sorted_changes(&l);
    Tally t = {.of_key = NEW_ARRAY(a, l.trunks.entries.n, int),
               .of_pair = NEW_ARRAY(a, l.pairs.entries.n, int)};
    for (int i = 0; i < 2 * l.n; i++) {
        const Piece *p = &l.pieces[changes[i].piece];
        if (changes[i].begins && !may_join(&t, p)) {
            explain(&l, changes[i].piece, why);
            return false;
        }
        tally(&t, p, changes[i].begins ? 1 : -1);
    }
    return true;
}
