/*
 * Edges: making them between fields, finding them by ends, arrows and index,
 * and what statements say about them.
 *
 * An edge lives in the innermost map that both its ends are in, however it was
 * written: a.b -> a.c and a: { b -> c } are edges of the map of a.
 */
#include "d2/d2_compile.h"

#include <stdlib.h>

typedef ARRAY_OF(D2IrMap *) D2IrMaps;

/* In the budget of steps: looks at edges, attempts to make one. */
enum { LOOKS_A_STEP = 8, STEPS_A_PAIR = 6 };

/* ------------------------------------------------------------- identity */

static bool same_names(D2Names a, D2Names b)
{
    if (a.n != b.n)
        return false;
    for (int i = 0; i < a.n; i++)
        if (!em_d2_same_name(a.names[i], b.names[i]))
            return false;
    return true;
}

/* But for the index. */
static bool are_parallel(const D2IrEdge *a, const D2IrEdge *b)
{
    return a->src_arrow == b->src_arrow && a->dst_arrow == b->dst_arrow &&
           same_names(a->src, b->src) && same_names(a->dst, b->dst);
}

/* The names as the fields of m spell them. */
static D2Names as_spelled(Arena *a, const D2IrMap *m, D2Names names)
{
    D2Name *own = NEW_ARRAY(a, names.n + 1, D2Name);

    for (int i = 0; i < names.n; i++) {
        const D2Field *f = em_d2_find_name(m, names.names[i]);
        own[i] = f ? f->name : names.names[i];
        m = f ? f->map : NULL;
    }
    return (D2Names){own, names.n};
}

D2IrEdge *em_d2_find_edge(D2Compiler *c, D2IrMap *m, const D2IrEdge *like)
{
    D2IrEdge here = *like;
    int place;

    here.parent = m;
    here.src = as_spelled(c->scratch, m, like->src);
    here.dst = as_spelled(c->scratch, m, like->dst);
    em_d2_hash_edge(&here);
    if (em_d2_place_of_edge(c, m, &here, &place))
        return place == NONE ? NULL : m->edges.items[place];
    em_d2_spend(c, m->edges.n / LOOKS_A_STEP);
    for (int i = 0; i < m->edges.n; i++)
        if (m->edges.items[i]->index == like->index &&
            are_parallel(m->edges.items[i], like))
            return m->edges.items[i];
    return NULL;
}

/* The names on the way from m to f. */
static D2Names names_from(Arena *a, const D2IrMap *m, const D2Field *f)
{
    int n = f->parent->depth - m->depth + 1;
    D2Name *names = NEW_ARRAY(a, n, D2Name);

    for (int i = n - 1; i >= 0; i--, f = f->parent->field)
        names[i] = f->name;
    return (D2Names){names, n};
}

static D2IrMap *map_around(D2IrMap *a, D2IrMap *b)
{
    while (a != b)
        if (a->depth >= b->depth)
            a = em_d2_parent(a);
        else
            b = em_d2_parent(b);
    return a;
}

/* What an edge of the text between two fields would be, index aside. */
static D2IrEdge edge_like(Arena *a, const D2Edge *text, D2Field *src,
                          D2Field *dst)
{
    D2IrMap *m = map_around(src->parent, dst->parent);
    D2IrEdge like = {
        .parent = m,
        .src = names_from(a, m, src),
        .dst = names_from(a, m, dst),
        .src_arrow = text->src_arrow == D2_ARROW,
        .dst_arrow = text->dst_arrow == D2_ARROW,
    };
    em_d2_hash_edge(&like);
    return like;
}

/* ------------------------------------------------------------- ends */

/* The two ends of an edge of a statement, as the hops that lead to them. */
typedef struct {
    D2IrMap *src_map, *dst_map; /* where they begin */
    D2Hops src, dst;
} Ends;

static bool find_ends(D2Compiler *c, const D2Statement *st, Ends *ends)
{
    const D2Edge *text = &st->key->edges.items[st->edge];

    if (!text->src || !text->dst)
        return false;
    *ends = (Ends){st->scope, st->scope, em_d2_hops(c->scratch, text->src),
                   em_d2_hops(c->scratch, text->dst)};
    return em_d2_climb(c, &ends->src_map, &ends->src, &text->at) &&
           em_d2_climb(c, &ends->dst_map, &ends->dst, &text->at);
}

static bool has_multi(const D2Path *path)
{
    for (int i = 0; i < path->parts.n; i++)
        if (em_d2_stars(&path->parts.items[i]) > 1)
            return true;
    return false;
}

static bool is_inside_edge(const D2IrMap *m)
{
    for (; m; m = em_d2_parent(m))
        if (m->edge)
            return true;
    return false;
}

/* Edges end at objects: paths may lead through boards, not to keywords. */
static bool may_be_end(D2Compiler *c, const D2Hops *hops)
{
    for (int i = 0; i < hops->n; i++) {
        const D2Hop *h = &hops->items[i];
        D2Word word = h->name.word;
        if (word == WORD_NONE || (em_d2_is_board_word(word) && i < hops->n - 1))
            continue;
        em_d2_ir_error(
            c, h->string->at, STR("d2-edge"),
            em_d2_is_board_word(word)
                ? STR("a connection cannot end at the list of boards; "
                      "expected an object")
                : JOIN(c->arena,
                       STR("a connection cannot end at the "
                           "keyword `"),
                       em_d2_word_name(word),
                       STR("`; put an object of this name in "
                           "quotes")));
        return false;
    }
    return true;
}

/* ------------------------------------------------------------- making */

static bool is_board(const D2Field *f)
{
    return em_d2_field_board(f) != D2_NO_BOARD;
}

/* A ** end stands for what has no children ... */
static void keep_leaves(D2Fields *ends)
{
    int n = 0;
    for (int i = 0; i < ends->n; i++)
        if (!em_d2_will_contain(ends->items[i]->map) &&
            !is_board(ends->items[i]))
            ends->items[n++] = ends->items[i];
    ends->n = n;
}

/* ... in the other end's board. */
static bool share_board(const D2Field *a, const D2Field *b)
{
    return em_d2_board_of(a->parent) == em_d2_board_of(b->parent);
}

static bool stay_in_board(D2Compiler *c, const D2Edge *text, D2Field *src,
                          D2Field *dst)
{
    D2Place at = is_board(src)   ? text->src->at
                 : is_board(dst) ? text->dst->at
                                 : text->at;

    if (!is_board(src) && !is_board(dst) &&
        em_d2_board_of(src->parent) == em_d2_board_of(dst->parent))
        return true;
    em_d2_ir_error(c, at, STR("d2-edge"),
                   STR("connections cannot lead from board to board"));
    return false;
}

static D2IrEdge *make_edge(D2Compiler *c, const D2Statement *st,
                           const D2Glob *g, D2Field *src, D2Field *dst)
{
    const D2Edge *text = &st->key->edges.items[st->edge];
    D2IrEdge like = edge_like(c->scratch, text, src, dst);

    if (g) {
        uint64_t hash = em_d2_edge_hash(&like, g->multi, false);
        if (em_d2_set_has(g->edges, hash))
            return NULL;
        em_d2_set_add(c->arena, g->edges, hash);
    }
    D2IrEdge *e = em_d2_new_edge(c, like.parent);
    *e = edge_like(c->arena, text, src, dst);
    e->index = em_d2_count_parallel(c, e->parent, e);
    *PUSH(c->arena, &e->refs) =
        (D2EdgeRef){st->key, st->edge, st->scope, c->applying.n > 0, c->lazy};
    em_d2_add_edge(c, e->parent, e);
    return e;
}

static void make_edges(D2Compiler *c, const D2Statement *st, D2IrEdges *out)
{
    const D2Edge *text = &st->key->edges.items[st->edge];
    D2Fields srcs = {0}, dsts = {0};
    D2Glob *g = em_d2_is_glob(st->key) ? em_d2_glob(c, st) : NULL;
    bool multi_src = has_multi(text->src), multi_dst = has_multi(text->dst);
    bool has_pattern =
        em_d2_has_pattern(text->src) || em_d2_has_pattern(text->dst);
    Ends ends;

    if (is_inside_edge(st->scope)) {
        em_d2_ir_error(c, text->at, STR("d2-edge"),
                       STR("a connection has attributes only: there is no "
                           "connection inside of it"));
        return;
    }
    if (!find_ends(c, st, &ends) || !may_be_end(c, &ends.src) ||
        !may_be_end(c, &ends.dst))
        return;
    em_d2_reach(c, ends.src_map, ends.src, st, true, &srcs);
    em_d2_reach(c, ends.dst_map, ends.dst, st, true, &dsts);
    if (multi_src)
        keep_leaves(&srcs);
    if (multi_dst)
        keep_leaves(&dsts);
    for (int i = 0; i < srcs.n; i++) {
        for (int k = 0; k < dsts.n && em_d2_spend(c, STEPS_A_PAIR); k++) {
            D2Field *src = srcs.items[i], *dst = dsts.items[k];
            if ((has_pattern && src == dst) ||
                ((multi_src || multi_dst) && !share_board(src, dst)) ||
                !stay_in_board(c, text, src, dst))
                continue;
            D2IrEdge *e = make_edge(c, st, g, src, dst);
            if (e)
                *PUSH(c->scratch, out) = e;
        }
    }
    if (out->n > 0 && c->applying.n == 0)
        em_d2_apply_globs(c);
}

/* ------------------------------------------------------------- finding */

static bool was_applied(const D2Glob *g, const D2IrEdge *e)
{
    return em_d2_set_has(g->edges, em_d2_edge_hash(e, g->multi, true));
}

static void note_applied(D2Compiler *c, D2Glob *g, const D2IrEdge *e)
{
    em_d2_set_add(c->arena, g->edges, em_d2_edge_hash(e, g->multi, true));
}

static bool is_meant(const D2Statement *st, const D2IrEdge *e)
{
    return st->key->index_kind != D2_INDEX || e->index == st->key->index;
}

static void match(D2Compiler *c, const D2Statement *st, D2Glob *g, D2IrEdge *e,
                  D2IrEdges *out)
{
    if (!is_meant(st, e) || (g && was_applied(g, e)))
        return;
    if (g)
        note_applied(c, g, e);
    *PUSH(c->scratch, out) = e;
}

/* The edges from one field to another. */
static void match_pair(D2Compiler *c, const D2Statement *st, D2Glob *g,
                       D2IrEdge *like, D2IrEdges *out)
{
    D2IrMap *m = like->parent;
    int place;

    like->index = st->key->index;
    if (st->key->index_kind == D2_INDEX &&
        em_d2_place_of_edge(c, m, like, &place)) {
        if (place != NONE)
            match(c, st, g, m->edges.items[place], out);
        return;
    }
    em_d2_spend(c, 1 + m->edges.n / LOOKS_A_STEP);
    for (int i = 0; i < m->edges.n; i++) {
        D2IrEdge *e = m->edges.items[i];
        if (e->hash == like->hash && are_parallel(e, like))
            match(c, st, g, e, out);
    }
}

typedef enum { AS_SRC, AS_DST } EndKind;

/* Lets the fields know their places in a list, which find_place checks. */
static void note_places(const D2Fields *fields, EndKind kind)
{
    for (int i = 0; i < fields->n; i++)
        fields->items[i]->place[kind] = i;
}

/* The place of the field that an edge of m ends at; NONE. */
static int find_place(const D2Fields *fields, EndKind kind, const D2IrMap *m,
                      D2Names end)
{
    const D2Field *f = NULL;
    for (int i = 0; i < end.n; i++) {
        f = em_d2_find_name(m, end.names[i]);
        if (!f)
            return NONE;
        m = f->map;
    }
    int at = f ? f->place[kind] : NONE;
    return f && at < fields->n && fields->items[at] == f ? at : NONE;
}

/* The maps that edges from these fields can be in. */
static void collect_maps(D2Compiler *c, const D2Fields *srcs, D2IrMaps *out)
{
    for (int i = 0; i < srcs->n; i++)
        for (D2IrMap *m = srcs->items[i]->parent; m; m = em_d2_parent(m)) {
            if (m->place < out->n && out->items[m->place] == m)
                break;
            m->place = out->n;
            *PUSH(c->scratch, out) = m;
        }
}

/* An edge between the fields at two places. */
typedef struct {
    int src, dst, index; /* the last in its map */
    D2IrEdge *edge;
} Match;

static int by_ends(const void *a, const void *b)
{
    const Match *p = a, *q = b;
    if (p->src != q->src)
        return p->src - q->src;
    return p->dst != q->dst ? p->dst - q->dst : p->index - q->index;
}

/*
 * The edges from any of many fields to any of many: the edges there are, each
 * looked at once, in the order of their ends.
 */
static void match_many(D2Compiler *c, const D2Statement *st,
                       const D2Fields *srcs, const D2Fields *dsts,
                       D2IrEdges *out)
{
    const D2Edge *text = &st->key->edges.items[st->edge];
    D2Glob *g = em_d2_glob(c, st);
    D2IrMaps maps = {0};
    ARRAY_OF(Match) found = {0};

    note_places(srcs, AS_SRC);
    note_places(dsts, AS_DST);
    collect_maps(c, srcs, &maps);
    for (int i = 0; i < maps.n; i++) {
        const D2IrMap *m = maps.items[i];
        for (int k = 0; k < m->edges.n && em_d2_spend(c, 1); k++) {
            D2IrEdge *e = m->edges.items[k];
            if (e->src_arrow != (text->src_arrow == D2_ARROW) ||
                e->dst_arrow != (text->dst_arrow == D2_ARROW) ||
                !is_meant(st, e) || was_applied(g, e))
                continue;
            int src = find_place(srcs, AS_SRC, m, e->src);
            int dst = find_place(dsts, AS_DST, m, e->dst);
            if (src == NONE || dst == NONE)
                continue;
            note_applied(c, g, e);
            *PUSH(c->scratch, &found) = (Match){src, dst, k, e};
        }
    }
    if (found.n)
        qsort(found.items, (size_t)found.n, sizeof *found.items, by_ends);
    for (int i = 0; i < found.n; i++)
        *PUSH(c->scratch, out) = found.items[i].edge;
}

/* The edges there are between the ends of a statement. */
static void find_edges(D2Compiler *c, const D2Statement *st, D2IrEdges *out)
{
    const D2Edge *text = &st->key->edges.items[st->edge];
    D2Fields srcs = {0}, dsts = {0};
    D2Glob *g = em_d2_is_glob(st->key) ? em_d2_glob(c, st) : NULL;
    Ends ends;

    if (!find_ends(c, st, &ends))
        return;
    em_d2_reach(c, ends.src_map, ends.src, NULL, false, &srcs);
    em_d2_reach(c, ends.dst_map, ends.dst, NULL, false, &dsts);
    if (g && (srcs.n > 1 || dsts.n > 1)) {
        match_many(c, st, &srcs, &dsts, out);
        return;
    }
    for (int i = 0; i < srcs.n; i++) {
        for (int k = 0; k < dsts.n && em_d2_spend(c, 1); k++) {
            D2IrEdge like =
                edge_like(c->scratch, text, srcs.items[i], dsts.items[k]);
            match_pair(c, st, g, &like, out);
        }
    }
}

/* Edges that statements edit are mentioned, and so are their ends. */
static void mention(D2Compiler *c, D2Statement *st, D2IrEdge *e)
{
    D2Fields ignored = {0};
    Ends ends;

    *PUSH(c->arena, &e->refs) =
        (D2EdgeRef){st->key, st->edge, st->scope, c->applying.n > 0, c->lazy};
    if (em_d2_is_glob(st->key) || !find_ends(c, st, &ends))
        return;
    em_d2_reach(c, ends.src_map, ends.src, st, false, &ignored);
    em_d2_reach(c, ends.dst_map, ends.dst, st, false, &ignored);
}

/* ------------------------------------------------------------- editing */

static void unsuspend_ends(D2Compiler *c, const D2IrEdge *e)
{
    const D2Names *ends[] = {&e->src, &e->dst};
    (void)c;

    for (int i = 0; i < COUNT(ends); i++) {
        const D2IrMap *m = e->parent;
        for (int k = 0; m && k < ends[i]->n; k++) {
            D2Field *f = em_d2_find_name(m, ends[i]->names[k]);
            if (f)
                f->suspended = false;
            m = f ? f->map : NULL;
        }
        for (m = e->parent; m && m->field; m = m->field->parent)
            m->field->suspended = false;
    }
}

static bool gives_way(const D2Compiler *c, const D2IrEdge *e)
{
    if (!c->lazy || !e->primary)
        return false;
    for (int i = 0; i < e->refs.n; i++)
        if (!e->refs.items[i].lazy && !e->refs.items[i].key->edge_path)
            return true;
    return false;
}

static D2IrMap *map_of(D2Compiler *c, D2IrEdge *e)
{
    if (!e->map)
        e->map = em_d2_new_map(c, NULL, e);
    return e->map;
}

static bool passes_filters(D2Compiler *c, D2IrEdge *e, D2Statement *st)
{
    const D2Map *body = st->key->body.map;

    if (!body || !em_d2_has_filter(body))
        return true;
    map_of(c, e);
    *PUSH(c->arena, &c->bodies) = st;
    bool ok = em_d2_passes(c, e->map, body);
    c->bodies.n--;
    return ok;
}

static void set_body(D2Compiler *c, D2IrEdge *e, D2Statement *st)
{
    const D2Key *key = st->key;

    if (key->body.kind == D2_ARRAY) {
        em_d2_ir_error(c, key->body.at, STR("d2-edge"),
                       STR("a connection takes a label or a map of attributes, "
                           "not an array"));
    } else if (key->body.kind == D2_MAP) {
        map_of(c, e);
        *PUSH(c->arena, &c->bodies) = st;
        em_d2_compile_map(c, e->map, key->body.map);
        c->bodies.n--;
    } else if (key->body.kind == D2_IMPORT) {
        D2Imported got = em_d2_open_import(c, key->body.import, map_of(c, e));
        const D2IrMap *map = got.field ? got.field->map : got.map;
        if (got.field && got.field->primary)
            e->primary = got.field->primary;
        if (map)
            em_d2_overlay(c, map_of(c, e), map);
    }
}

static void edit(D2Compiler *c, D2IrEdge *e, D2Statement *st)
{
    const D2Key *key = st->key;
    bool suspends =
        key->primary.kind == D2_SUSPEND || key->primary.kind == D2_UNSUSPEND;

    if (key->edge_path) {
        em_d2_compile_field_path(c, map_of(c, e), key->edge_path, st);
        return;
    }
    if (!passes_filters(c, e, st))
        return;
    if (suspends) {
        if (c->lazy)
            return;
        e->suspended = key->primary.kind == D2_SUSPEND;
        if (!e->suspended)
            unsuspend_ends(c, e);
        return;
    }
    if (em_d2_is_scalar(&key->primary)) {
        if (gives_way(c, e))
            return;
        e->primary = em_d2_scalar(c, &key->primary);
        c->edits++;
    }
    set_body(c, e, st);
}

/* ------------------------------------------------------------- statements */

static void compile_edge(D2Compiler *c, D2Statement *st)
{
    const D2Key *key = st->key;
    bool deletes = key->primary.kind == D2_NULL;
    D2IrEdges edges = {0};

    if (deletes || key->index_kind != D2_NO_INDEX) {
        find_edges(c, st, &edges);
        if (edges.n == 0 && key->index_kind == D2_INDEX && !deletes)
            em_d2_ir_error(c, key->edges.items[st->edge].at, STR("d2-index"),
                           STR("there is no such connection yet; the first one "
                               "between two objects is [0]"));
    } else {
        make_edges(c, st, &edges);
    }
    if (deletes && key->index_kind == D2_NO_INDEX)
        edges.n = MIN(edges.n, 1);
    for (int i = 0; i < edges.n && !em_d2_stopped(c); i++) {
        D2IrEdge *e = edges.items[i];
        if (deletes) {
            em_d2_cut_edge(c, e->parent, e);
            continue;
        }
        if (key->index_kind != D2_NO_INDEX)
            mention(c, st, e);
        edit(c, e, st);
    }
}

static void compile_all(D2Compiler *c, const D2Statement *st)
{
    for (int i = 0; i < st->key->edges.n && !em_d2_stopped(c); i++) {
        D2Statement one = *st;
        one.edge = i;
        compile_edge(c, &one);
    }
}

void em_d2_compile_edges(D2Compiler *c, D2Statement *st)
{
    D2Fields found = {0};
    D2IrMap *m = st->scope;

    if (!st->key->path) {
        compile_all(c, st);
        return;
    }
    D2Hops hops = em_d2_hops(c->scratch, st->key->path);
    if (!em_d2_climb(c, &m, &hops, NULL))
        return;
    em_d2_reach(c, m, hops, st, true, &found);
    for (int i = 0; i < found.n && !em_d2_stopped(c); i++) {
        if (found.items[i]->array) {
            em_d2_ir_error(c, st->key->path->at, STR("d2-array"),
                           STR("this is an array: it has no connections"));
            continue;
        }
        D2Statement inside = *st;
        inside.scope = em_d2_map_of(c, found.items[i]);
        compile_all(c, &inside);
    }
}
