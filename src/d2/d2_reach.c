/*
 * Paths: from a map along names and patterns to fields, which are made when
 * they are missing.
 */
#include "d2/d2_compile.h"

D2Hops em_d2_hops(Arena *scratch, const D2Path *path)
{
    D2Hops hops = {.path = path, .n = path->parts.n};

    hops.items = NEW_ARRAY(scratch, MAX(hops.n, 1), D2Hop);
    for (int i = 0; i < hops.n; i++)
        hops.items[i] = (D2Hop){em_d2_name_of(&path->parts.items[i]),
                                &path->parts.items[i], i};
    return hops;
}

bool em_d2_is_underscore(const D2Hop *h)
{
    return !h->name.quoted && em_str_eq(h->name.text, STR("_"));
}

static D2Place place_of(const D2Hops *hops, int i)
{
    return hops->items[i].string ? hops->items[i].string->at : hops->path->at;
}

bool em_d2_climb(D2Compiler *c, D2IrMap **m, D2Hops *hops,
                 const D2Place *report_at)
{
    while (hops->n > 0 && em_d2_is_underscore(&hops->items[0])) {
        D2Place at = report_at ? *report_at : place_of(hops, 0);
        *m = em_d2_parent(*m);
        if (!*m) {
            em_d2_ir_error(c, at, STR("d2-underscore"),
                           STR("`_` climbs out of the file: expected a map "
                               "around this one"));
            return false;
        }
        if (hops->n == 1) {
            em_d2_ir_error(c, at, STR("d2-underscore"),
                           STR("expected a key behind `_`: _.x"));
            return false;
        }
        hops->items++;
        hops->n--;
    }
    return hops->n > 0;
}

/* ------------------------------------------------------------- the walk */

typedef struct {
    D2Compiler *c;
    const D2Statement *st; /* NULL: fields on the way are not mentioned */
    D2Hops hops;
    D2Glob *glob;     /* NULL: the statement has no patterns */
    bool has_pattern; /* the hops have some */
    bool once;        /* what was found before is not found again */
    bool create;
    D2Fields *found;
} Walk;

/*
 * Whether a pattern goes on to f, which it only passes, or ends at: not when
 * it was applied to it before. For an end of an edge it is the pair of fields
 * that counts, not each of them.
 */
static bool goes_on(const Walk *w, const D2Field *f, bool passing)
{
    if (!w->glob)
        return true;
    uint64_t hash = em_d2_field_hash(f, w->glob->multi);
    if (w->has_pattern && w->once && em_d2_set_has(w->glob->fields, hash))
        return false;
    if (!passing)
        em_d2_set_add(w->c->arena, w->glob->fields, hash);
    return true;
}

static void find(Walk *w, D2Field *f)
{
    if (goes_on(w, f, false))
        *PUSH(w->c->scratch, w->found) = f;
}

static void mention(const Walk *w, D2Field *f, int i)
{
    const D2Hop *h = &w->hops.items[i];

    if (!w->st || !h->string)
        return;
    *PUSH(w->c->arena, &f->refs) = (D2Ref){
        .key = w->st->key,
        .path = w->hops.path,
        .part = h->part,
        .edge = w->st->edge,
        .scope = w->st->scope,
        .at = h->string->at,
        .primary = i == w->hops.n - 1 && w->hops.path == w->st->key->path &&
                   w->st->key->edges.n == 0,
        .by_glob = w->c->applying.n > 0,
        .lazy = w->c->lazy,
    };
}

/*
 * A glob that is applied again mentions only what it makes, and the fields it
 * leads to for the first time: otherwise references would be as many as
 * statements times fields.
 */
static bool is_mentioned(const Walk *w, const D2Field *f, int i)
{
    enum { LOOK_BACK = 16 };

    if (!w->c->lazy || !w->glob)
        return true;
    if (i < w->hops.n - 1 ||
        em_d2_set_has(w->glob->fields, em_d2_field_hash(f, w->glob->multi)))
        return false;
    for (int k = f->refs.n - 1; k >= MAX(0, f->refs.n - LOOK_BACK); k--)
        if (f->refs.items[k].lazy && f->refs.items[k].key == w->st->key)
            return false;
    return true;
}

static void walk(Walk *w, D2IrMap *m, int i);

static void walk_into(Walk *w, D2Field *f, int i)
{
    if (i == w->hops.n - 1)
        find(w, f);
    else if (goes_on(w, f, true))
        walk(w, em_d2_map_of(w->c, f), i + 1);
}

static bool is_found(const D2Field *f, const D2String *pattern)
{
    return f->name.word == WORD_NONE && !em_d2_is_spread(f) &&
           em_d2_matches(pattern, f->name.text);
}

/*
 * True when only fields made since the glob was last applied can be new to it:
 * it has one pattern, deletes nothing, and has no filter that may let through
 * what it did not.
 */
static bool needs_new_only(const Walk *w)
{
    const D2Glob *g = w->glob;
    int n = 0;

    if (!g || g != w->c->again || !w->once || w->st->scope != g->st.scope ||
        w->st->key->edges.n > 0 || w->st->key->primary.kind == D2_NULL ||
        (w->st->key->body.map && em_d2_has_filter(w->st->key->body.map)))
        return false;
    for (int i = 0; i < w->hops.n; i++)
        n += em_d2_is_pattern(&w->hops.items[i]);
    return n == 1;
}

/* Those that walk_pattern looks for, of the fields made since. */
static void collect_new(const Walk *w, const D2IrMap *m,
                        const D2String *pattern, D2Fields *out)
{
    int stars = em_d2_stars(pattern);

    em_d2_spend(w->c, w->c->log.n - w->glob->seen);
    for (int k = w->glob->seen; k < w->c->log.n; k++) {
        D2Field *f = w->c->log.items[k];
        if (stars > 1 ? em_d2_is_below(f, m, stars > 2)
                      : f->parent == m && is_found(f, pattern))
            *PUSH(w->c->scratch, out) = f;
    }
}

static void walk_pattern(Walk *w, D2IrMap *m, int i)
{
    const D2String *pattern = w->hops.items[i].string;
    D2Fields fields = {0}; /* those of now: more may come */
    int stars = em_d2_stars(pattern);

    if (needs_new_only(w)) {
        collect_new(w, m, pattern, &fields);
    } else if (stars > 1) {
        em_d2_collect(w->c, m, stars > 2, &fields);
    } else {
        em_d2_spend(w->c, m->fields.n);
        for (int k = 0; k < m->fields.n; k++)
            if (is_found(m->fields.items[k], pattern))
                *PUSH(w->c->scratch, &fields) = m->fields.items[k];
    }
    em_d2_spend(w->c, 2 * fields.n);
    for (int k = 0; k < fields.n && !em_d2_stopped(w->c); k++)
        walk_into(w, fields.items[k], i);
}

/* ------------------------------------------------------------- one name */

static Str must_end(D2Compiler *c, D2Word w)
{
    return JOIN(c->arena, STR("`"), em_d2_word_name(w),
                STR("` must be the last part of a key; values that belong "
                    "together stand in `style`"));
}

/* Keywords stand where they have a meaning. */
static bool may_stand(const Walk *w, const D2IrMap *m, int i)
{
    const D2Hop *h = &w->hops.items[i];
    D2Word word = h->name.word;
    D2Place at = place_of(&w->hops, i);

    if (em_d2_is_underscore(h)) {
        em_d2_ir_error(w->c, at, STR("d2-underscore"),
                       STR("`_` can only begin a key, as in _.x"));
        return false;
    }
    if (word == WORD_NONE)
        return true;
    if (i < w->hops.n - 1 && !em_d2_is_holder_word(word)) {
        em_d2_ir_error(w->c, at, STR("d2-keyword"), must_end(w->c, word));
        return false;
    }
    if ((word == WORD_CLASSES || em_d2_is_board_word(word)) &&
        em_d2_board_kind(m) == D2_NO_BOARD && !em_d2_in_vars(m)) {
        em_d2_ir_error(w->c, at, STR("d2-board"),
                       JOIN(w->c->arena, STR("`"), em_d2_word_name(word),
                            STR("` can only stand at the top of a file or "
                                "board")));
        return false;
    }
    return true;
}

/* Whether m is in a table or class, the rows of which globs do not make. */
static bool is_table(const D2IrMap *m)
{
    for (; m; m = em_d2_parent(m)) {
        const D2Field *shape = em_d2_find(m, WORD_SHAPE);
        if (shape && shape->primary &&
            (em_str_eq_nocase(shape->primary->text, STR("sql_table")) ||
             em_str_eq_nocase(shape->primary->text, STR("class"))))
            return true;
    }
    return false;
}

/* What a glob made on its way, it is not applied to: `**.x` would never end. */
static void mark_made(const Walk *w, const D2Field *f, int i)
{
    int first = 0;

    while (first < w->hops.n && !em_d2_is_pattern(&w->hops.items[first]))
        first++;
    if (first < w->hops.n && i < first)
        return;
    for (int k = 0; k < w->c->applying.n; k++) {
        D2Glob *g = em_d2_find_glob(w->c, w->c->applying.items[k]);
        if (g)
            em_d2_set_add(w->c->arena, g->fields,
                          em_d2_field_hash(f, g->multi));
    }
}

static void make(Walk *w, D2IrMap *m, int i)
{
    D2Name name = w->hops.items[i].name;

    if (name.word == WORD_NONE && w->c->applying.n > 0 && is_table(m))
        return;
    D2Field *f = em_d2_new_field(w->c, m, name);
    if (em_d2_stopped(w->c))
        return;
    mention(w, f, i);
    bool goes = goes_on(w, f, true);
    if (goes) {
        em_d2_add_field(w->c, m, f, m->fields.n);
        if (i == w->hops.n - 1)
            find(w, f);
        else
            walk(w, em_d2_map_of(w->c, f), i + 1);
    }
    mark_made(w, f, i);
}

static void walk(Walk *w, D2IrMap *m, int i)
{
    if (em_d2_stopped(w->c))
        return;
    if (em_d2_is_pattern(&w->hops.items[i])) {
        walk_pattern(w, m, i);
        return;
    }
    if (!may_stand(w, m, i))
        return;
    D2Field *f = em_d2_find_name(m, w->hops.items[i].name);
    if (!f) {
        if (w->create)
            make(w, m, i);
        return;
    }
    if (i < w->hops.n - 1 && f->array) {
        em_d2_ir_error(w->c, place_of(&w->hops, i), STR("d2-array"),
                       STR("this is an array: it has no keys"));
        return;
    }
    if (is_mentioned(w, f, i))
        mention(w, f, i);
    walk_into(w, f, i);
}

void em_d2_reach(D2Compiler *c, D2IrMap *m, D2Hops hops, const D2Statement *st,
                 bool create, D2Fields *found)
{
    Walk w = {.c = c, .st = st, .hops = hops, .create = create, .found = found};
    const D2Hop *last = &hops.items[hops.n - 1];

    for (int i = 0; i < hops.n; i++)
        w.has_pattern = w.has_pattern || em_d2_is_pattern(&hops.items[i]);
    if (st && em_d2_is_glob(st->key))
        w.glob = em_d2_glob(c, st);
    if (st)
        w.once = st->key->edges.n == 0 || !em_d2_is_pattern(last) ||
                 hops.path == st->key->path || hops.path == st->key->edge_path;
    walk(&w, m, 0);
    if (create && found->n > 0 && c->applying.n == 0)
        em_d2_apply_globs(c);
}
