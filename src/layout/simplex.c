/*
 * Network simplex on a plain acyclic graph: ranks with the least sum of
 * weighted edge lengths (Gansner, Koutsofios, North, Vo 1993).
 *
 * A spanning tree of tight edges fixes all ranks. The cut value of a tree edge
 * says what it would bring to lengthen it; while one is negative, it is
 * exchanged for the edge with least slack that leads the other way across the
 * cut. Ranks are valid after each step, so we may stop when the budget is used
 * up. Numbers and cut values of the tree are found anew in each step: simple,
 * and no dearer than looking for the edge that enters.
 */
#include "layout/simplex.h"

enum { BUDGET = 20 * 1000 * 1000 };

typedef struct {
    RankEdge *edges;
    int n_edges, n;
    int *rank;
    Lists at;       /* of a node: its edges */
    bool *in_tree;  /* of an edge */
    int *cut;       /* of a tree edge */
    int *parent;    /* of a node: the tree edge to its parent, or NONE */
    int *low, *lim; /* of a node: numbers of its subtree, its own the last */
    int *post;      /* nodes, children before parents */
    int *stack, *next;
    int64_t ops;
} Simplex;

static int slack(const Simplex *s, int e)
{
    return s->rank[s->edges[e].head] - s->rank[s->edges[e].tail] - 1;
}

static int other_end(const Simplex *s, int e, int node)
{
    return s->edges[e].tail == node ? s->edges[e].head : s->edges[e].tail;
}

/* Adds to the tree all that tight edges lead to from its newest node. */
static int grow(Simplex *s, bool *seen, int root)
{
    int depth = 0, n = 1;
    seen[root] = true;
    s->stack[depth++] = root;
    while (depth > 0) {
        int node = s->stack[--depth];
        for (int k = s->at.start[node]; k < s->at.start[node + 1]; k++) {
            int e = s->at.list[k], to = other_end(s, e, node);
            if (seen[to] || slack(s, e) != 0)
                continue;
            seen[to] = true;
            s->in_tree[e] = true;
            s->stack[depth++] = to;
            n++;
        }
    }
    return n;
}

/* Shifts parts together until tight edges span all. False: they cannot. */
static bool make_tight_tree(Simplex *s, Arena *scratch)
{
    bool *seen = NEW_ARRAY(scratch, s->n + 1, bool);
    int n = grow(s, seen, 0);

    while (n < s->n) {
        int best = NONE;
        for (int e = 0; e < s->n_edges; e++) {
            if (seen[s->edges[e].tail] != seen[s->edges[e].head] &&
                (best == NONE || slack(s, e) < slack(s, best)))
                best = e;
        }
        s->ops -= s->n_edges + s->n;
        if (best == NONE || s->ops < 0)
            return false;
        bool tail_inside = seen[s->edges[best].tail];
        int shift = tail_inside ? slack(s, best) : -slack(s, best);
        for (int v = 0; v < s->n; v++)
            s->rank[v] += seen[v] ? shift : 0;
        s->in_tree[best] = true;
        n += grow(s, seen,
                  tail_inside ? s->edges[best].head : s->edges[best].tail);
    }
    return true;
}

/* Numbers the nodes of the tree, children first. */
static void number_tree(Simplex *s)
{
    int depth = 0, n = 0;
    s->stack[depth++] = 0;
    s->parent[0] = NONE;
    s->next[0] = s->at.start[0];
    s->low[0] = 0;
    while (depth > 0) {
        int node = s->stack[depth - 1];
        if (s->next[node] == s->at.start[node + 1]) {
            s->lim[node] = n;
            s->post[n++] = node;
            depth--;
            continue;
        }
        int e = s->at.list[s->next[node]++];
        if (!s->in_tree[e] || e == s->parent[node])
            continue;
        int child = other_end(s, e, node);
        s->parent[child] = e;
        s->next[child] = s->at.start[child];
        s->low[child] = n;
        s->stack[depth++] = child;
    }
}

static bool is_below(const Simplex *s, int node, int top)
{
    return s->low[top] <= s->lim[node] && s->lim[node] <= s->lim[top];
}

/* The cut value of the edge above a node, from those below it. */
static int cut_above(const Simplex *s, int node)
{
    const RankEdge *up = &s->edges[s->parent[node]];
    int sum = 0;
    for (int k = s->at.start[node]; k < s->at.start[node + 1]; k++) {
        int e = s->at.list[k];
        const RankEdge *edge = &s->edges[e];
        bool leaves = !is_below(s, other_end(s, e, node), node);
        bool same_way = (edge->tail == node) == (up->tail == node);
        if (leaves)
            sum += same_way ? edge->weight : -edge->weight;
        else
            sum += ((s->in_tree[e] ? s->cut[e] : 0) - edge->weight) *
                   (same_way ? -1 : 1);
    }
    return sum;
}

static void value_tree(Simplex *s)
{
    number_tree(s);
    for (int i = 0; i < s->n; i++) {
        int node = s->post[i];
        if (s->parent[node] != NONE)
            s->cut[s->parent[node]] = cut_above(s, node);
    }
    s->ops -= 2 * ((int64_t)s->n + 2 * (int64_t)s->n_edges);
}

/* One exchange. False when the ranks are the best there are. */
static bool step(Simplex *s)
{
    int leave = NONE;
    for (int i = 0; i < s->n; i++) {
        int e = s->parent[i];
        if (e != NONE && s->cut[e] < 0 &&
            (leave == NONE || s->cut[e] < s->cut[leave]))
            leave = e;
    }
    if (leave == NONE)
        return false;
    const RankEdge *out = &s->edges[leave];
    bool tail_below = s->parent[out->tail] == leave;
    int top = tail_below ? out->tail : out->head;
    int enter = NONE;
    for (int e = 0; e < s->n_edges; e++) {
        bool tail = is_below(s, s->edges[e].tail, top);
        bool head = is_below(s, s->edges[e].head, top);
        if (tail != head && head == tail_below &&
            (enter == NONE || slack(s, e) < slack(s, enter)))
            enter = e;
    }
    if (enter == NONE)
        return false;
    int shift = tail_below ? -slack(s, enter) : slack(s, enter);
    for (int v = 0; v < s->n; v++)
        s->rank[v] += is_below(s, v, top) ? shift : 0;
    s->in_tree[leave] = false;
    s->in_tree[enter] = true;
    value_tree(s);
    return true;
}

void em_simplex(RankEdge *edges, int n_edges, int *rank, int n, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    int *sizes = NEW_ARRAY(scratch, n + 1, int);
    for (int e = 0; e < n_edges; e++) {
        sizes[edges[e].tail]++;
        sizes[edges[e].head]++;
    }
    Simplex s = {.edges = edges,
                 .n_edges = n_edges,
                 .n = n,
                 .rank = rank,
                 .at = em_lists(scratch, n, sizes),
                 .in_tree = NEW_ARRAY(scratch, n_edges + 1, bool),
                 .cut = NEW_ARRAY(scratch, n_edges + 1, int),
                 .parent = NEW_ARRAY(scratch, n + 1, int),
                 .low = NEW_ARRAY(scratch, n + 1, int),
                 .lim = NEW_ARRAY(scratch, n + 1, int),
                 .post = NEW_ARRAY(scratch, n + 1, int),
                 .stack = NEW_ARRAY(scratch, n + 1, int),
                 .next = NEW_ARRAY(scratch, n + 1, int),
                 .ops = BUDGET};

    for (int e = n_edges - 1; e >= 0; e--) {
        s.at.list[s.at.start[edges[e].tail] + --sizes[edges[e].tail]] = e;
        s.at.list[s.at.start[edges[e].head] + --sizes[edges[e].head]] = e;
    }
    if (n > 1 && make_tight_tree(&s, scratch)) {
        value_tree(&s);
        while (s.ops > 0 && step(&s))
            continue;
    }
    em_arena_rewind(scratch, mark);
}
