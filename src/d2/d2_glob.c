/*
 * Patterns: matching names, and the globs that are in force.
 *
 * A statement with patterns is not done when it was carried out: what later
 * statements make may match, too. So each map on the way to the place where
 * the compiler is has a list of the globs written so far, in it and around
 * it, and after a statement that made something they are all applied again.
 * Each remembers what it was applied to, and that nothing has changed since;
 * most look only at the fields made since, at the end of the compiler's log.
 */
#include "d2/d2_compile.h"

#include "base/fold.h"

#include <string.h>

/* ------------------------------------------------------------- patterns */

/* Where needle begins in s at or after byte `from`, in any case. */
static int find_folded(Str s, Str needle, int from)
{
    for (int i = from; i + needle.n <= s.n; i++)
        if (em_fold_eq(em_str_cut(s, i, i + needle.n), needle))
            return i;
    return NONE;
}

/*
 * Each literal part must follow the one before; what follows the last one does
 * not matter, unless the text would have to begin with it.
 */
bool em_d2_matches(const D2String *pattern, Str text)
{
    int at = 0;

    for (int i = 0; i < pattern->pattern.n; i++) {
        const D2GlobPart *part = &pattern->pattern.items[i];
        bool after_star = i > 0 && pattern->pattern.items[i - 1].star;
        if (part->star)
            continue;
        int found = find_folded(text, part->text, at);
        if (found == NONE || (!after_star && found != at))
            return false;
        at = found + part->text.n;
    }
    return true;
}

bool em_d2_has_pattern(const D2Path *path)
{
    for (int i = 0; path && i < path->parts.n; i++)
        if (path->parts.items[i].pattern.n > 0)
            return true;
    return false;
}

bool em_d2_is_glob(const D2Key *key)
{
    return key->index_kind == D2_ANY_INDEX || key->stars > 0;
}

/* ------------------------------------------------------------- sets */

static int slot_of(const D2Set *s, uint64_t v)
{
    int mask = s->room - 1;
    int i = (int)(v & (uint64_t)mask);
    while (s->slots[i] && s->slots[i] != v)
        i = (i + 1) & mask;
    return i;
}

bool em_d2_set_has(const D2Set *s, uint64_t v)
{
    return s->room > 0 && s->slots[slot_of(s, v)] == v;
}

void em_d2_set_add(Arena *a, D2Set *s, uint64_t v)
{
    if (s->n * 2 >= s->room) {
        D2Set old = *s;
        s->room = MAX(16, old.room * 2);
        s->slots = NEW_ARRAY(a, s->room, uint64_t);
        for (int i = 0; i < old.room; i++)
            if (old.slots[i])
                s->slots[slot_of(s, old.slots[i])] = old.slots[i];
    }
    int i = slot_of(s, v);
    s->n += s->slots[i] == 0;
    s->slots[i] = v;
}

/* Those behind it that its place kept from their own move up. */
void em_d2_set_remove(D2Set *s, uint64_t v)
{
    if (!em_d2_set_has(s, v))
        return;
    int mask = s->room - 1;
    int i = slot_of(s, v);
    s->slots[i] = 0;
    s->n--;
    for (int k = (i + 1) & mask; s->slots[k]; k = (k + 1) & mask) {
        uint64_t moved = s->slots[k];
        s->slots[k] = 0;
        s->slots[slot_of(s, moved)] = moved;
    }
}

static D2Set *copy_set(Arena *a, const D2Set *s)
{
    D2Set *copy = NEW(a, D2Set);
    *copy = *s;
    if (s->room > 0) {
        copy->slots = NEW_ARRAY(a, s->room, uint64_t);
        memcpy(copy->slots, s->slots, (size_t)s->room * sizeof *s->slots);
    }
    return copy;
}

/* ------------------------------------------------------------- in force */

static Str text_of(const D2Key *key)
{
    return em_str_cut(key->at.source->text, key->at.span.at,
                      key->at.span.at + key->at.span.len);
}

/* The same statement may be written twice in a map; as a pattern it is one. */
bool em_d2_same_statement(const D2Statement *a, const D2Statement *b)
{
    return a->board == b->board &&
           (a->key == b->key ||
            (a->in == b->in && em_str_eq(text_of(a->key), text_of(b->key))));
}

bool em_d2_is_being_applied(const D2Compiler *c, const D2Statement *st)
{
    for (int i = 0; i < c->applying.n; i++)
        if (em_d2_same_statement(c->applying.items[i], st))
            return true;
    return false;
}

static D2Globs *in_force(const D2Compiler *c)
{
    return &c->globs.items[c->globs.n - 1];
}

D2Glob *em_d2_find_glob(const D2Compiler *c, const D2Statement *st)
{
    const D2Globs *globs = in_force(c);
    for (int i = 0; i < globs->n; i++)
        if (em_d2_same_statement(&globs->items[i]->st, st))
            return globs->items[i];
    return NULL;
}

D2Glob *em_d2_glob(D2Compiler *c, const D2Statement *st)
{
    D2Glob *g = em_d2_find_glob(c, st);
    if (g)
        return g;

    g = NEW(c->arena, D2Glob);
    g->st = *st;
    g->st.edge = NONE;
    g->multi = st->key->stars > 1;
    g->triple = st->key->stars > 2;
    g->fields = NEW(c->arena, D2Set);
    g->edges = NEW(c->arena, D2Set);
    g->edits = g->edge_edits = g->seen = -1;
    *PUSH(c->arena, in_force(c)) = g;
    return g;
}

/* The same glob for the board m. */
static D2Glob *carry(D2Compiler *c, const D2Glob *g, D2IrMap *m)
{
    D2Glob *copy = NEW(c->arena, D2Glob);

    *copy = *g;
    copy->st.scope = m;
    copy->st.board = m;
    copy->edits = copy->edge_edits = copy->seen = -1;
    if (em_d2_board_kind(m) == D2_SCENARIO && !g->triple) {
        copy->fields = copy_set(c->arena, g->fields);
        copy->edges = copy_set(c->arena, g->edges);
    }
    return copy;
}

/*
 * The globs in force in a map are those around it, also in an imported file.
 * A board is a world of its own: into a layer come the *** ones only. What
 * they do in a scenario is forgotten behind it, steps go on with what was
 * done.
 */
void em_d2_enter_globs(D2Compiler *c, D2IrMap *m)
{
    D2BoardKind kind = em_d2_board_kind(m);
    bool is_board = kind != D2_NO_BOARD && kind != D2_ROOT_BOARD;
    D2Globs around = c->globs.n ? *in_force(c) : (D2Globs){0};

    *PUSH(c->arena, &c->globs) = (D2Globs){0};
    for (int i = 0; i < around.n; i++) {
        D2Glob *g = around.items[i];
        if (kind == D2_LAYER && !g->triple)
            continue;
        *PUSH(c->arena, in_force(c)) = is_board ? carry(c, g, m) : g;
    }
}

void em_d2_leave_globs(D2Compiler *c, D2IrMap *m)
{
    if (in_force(c)->n > 0) {
        m->globs = NEW(c->arena, struct D2GlobList);
        m->globs->list = *in_force(c);
    }
    c->globs.n--;
}

void em_d2_apply_globs_of(D2Compiler *c, const D2IrMap *m)
{
    if (!m->globs)
        return;
    *PUSH(c->arena, &c->globs) = m->globs->list;
    em_d2_apply_globs(c);
    c->globs.n--;
}

/*
 * True when the statement is about edges there are, whatever they say, and
 * none was made or deleted since it was applied. Ends are there before edges.
 */
static bool has_seen_edges(const D2Compiler *c, const D2Glob *g)
{
    const D2Key *key = g->st.key;
    return g->edge_edits == c->edge_edits && !key->path &&
           key->index_kind == D2_ANY_INDEX &&
           !(key->body.map && em_d2_has_filter(key->body.map));
}

static void apply_again(D2Compiler *c, D2Glob *g, D2Statement *st)
{
    const D2Glob *again = c->again;
    int n = c->log.n, moves = c->moves;

    c->again = g->seen >= 0 && g->moves == moves ? g : NULL;
    em_d2_compile_key(c, st);
    c->again = again;
    g->seen = n;
    g->moves = moves;
}

void em_d2_apply_globs(D2Compiler *c)
{
    D2Globs globs = *in_force(c);
    bool lazy = c->lazy;

    c->lazy = true;
    for (int i = 0; i < globs.n && !em_d2_stopped(c); i++) {
        D2Glob *g = globs.items[i];
        D2Statement st = g->st;
        if (g->edits == c->edits || has_seen_edges(c, g) ||
            em_d2_is_being_applied(c, &st))
            continue;
        g->edits = c->edits;
        g->edge_edits = c->edge_edits;
        apply_again(c, g, &st);
    }
    c->lazy = lazy;
}

/* ------------------------------------------------------------- ** and *** */

/* Keywords do not match; but ** goes into variables and classes as well, and
 * *** into other boards instead. */
static bool is_entered(const D2Field *f, bool triple)
{
    return !em_d2_is_spread(f) && (f->name.word == WORD_NONE ||
                                   triple == em_d2_is_board_word(f->name.word));
}

static bool is_collected(const D2Field *f)
{
    return f->name.word == WORD_NONE && em_d2_field_board(f) == D2_NO_BOARD;
}

/* All below m, parents first. Boards are not among them; *** is also for what
 * is in them. */
void em_d2_collect(D2Compiler *c, D2IrMap *m, bool triple, D2Fields *out)
{
    em_d2_spend(c, m->fields.n);
    for (int i = 0; i < m->fields.n; i++) {
        D2Field *f = m->fields.items[i];
        if (!is_entered(f, triple))
            continue;
        if (is_collected(f))
            *PUSH(c->scratch, out) = f;
        if (f->map)
            em_d2_collect(c, f->map, triple, out);
    }
}

bool em_d2_is_below(const D2Field *f, const D2IrMap *m, bool triple)
{
    if (!is_collected(f))
        return false;
    for (;; f = f->parent->field) {
        if (!is_entered(f, triple))
            return false;
        if (f->parent == m)
            return true;
        if (!f->parent->field)
            return false;
    }
}
