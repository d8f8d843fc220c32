/*
 * The tree itself: names, making and taking away, walking up, ids, errors and
 * limits.
 */
#include "d2/d2_compile.h"

#include "base/fold.h"
#include "base/map.h"

/* ------------------------------------------------------------- messages */

Diag *em_d2_ir_error(D2Compiler *c, D2Place at, Str code, Str message)
{
    return em_diag_add(c->diags, (Diag){.severity = DIAG_ERROR,
                                        .source = at.source,
                                        .span = at.span,
                                        .code = code,
                                        .message = message});
}

void em_d2_limit(D2Compiler *c, Str code, Str message)
{
    if (em_d2_stopped(c))
        return;
    c->ir->limit = code;
    em_diag_add(c->diags, (Diag){.severity = DIAG_ERROR,
                                 .source = c->files.items[0]->source,
                                 .code = code,
                                 .message = message});
}

bool em_d2_spend(D2Compiler *c, int steps)
{
    c->operations += steps;
    if (c->operations > D2_MAX_OPERATIONS)
        em_d2_limit(c, STR("limit-d2-operations"),
                    STR("patterns, imports and boards of this text need more "
                        "than 60 million steps"));
    return !em_d2_stopped(c);
}

/* ------------------------------------------------------------- names */

D2Name em_d2_name(Str text)
{
    return (D2Name){.text = text, .word = em_d2_find_word(text)};
}

D2Name em_d2_name_of(const D2String *s)
{
    D2Name name = {.text = s->text, .quoted = s->quoting != D2_UNQUOTED};

    if (!name.quoted)
        name.word = em_d2_find_word(s->text);
    return name;
}

bool em_d2_same_name(D2Name a, D2Name b)
{
    return a.word == b.word &&
           (a.word != WORD_NONE || em_fold_eq(a.text, b.text));
}

bool em_d2_is_spread(const D2Field *f)
{
    return f->primary && f->primary->spread;
}

/* ------------------------------------------------------------- the index */

enum { INDEX_FROM = 16, LONGEST_KEY = 2048 };

/* Positions in fields by name; thrown away when they change. */
struct D2Index {
    Map positions;
};

/* The name as a key: keywords are told apart from the same word in quotes. */
static Str index_key(Buf *b, D2Name name)
{
    b->n = 0;
    em_put_char(b, name.word != WORD_NONE ? '@' : ' ');
    em_fold_put(b, name.text);
    return em_buf_str(b);
}

static void index_field(D2Compiler *c, D2IrMap *m, int at)
{
    Buf key = {.arena = c->arena};
    if (!em_d2_is_spread(m->fields.items[at]))
        em_map_add(&m->index->positions,
                   index_key(&key, m->fields.items[at]->name), at);
}

static void index_all(D2Compiler *c, D2IrMap *m)
{
    m->index = NEW(c->arena, struct D2Index);
    m->index->positions.arena = c->arena;
    em_d2_spend(c, m->fields.n);
    for (int i = 0; i < m->fields.n; i++)
        index_field(c, m, i);
}

D2Field *em_d2_find_name(const D2IrMap *m, D2Name name)
{
    if (!m)
        return NULL;
    if (m->index) {
        Arena *scratch = m->index->positions.arena;
        Mark mark = em_arena_mark(scratch);
        Buf key = {.arena = scratch};
        int at = em_map_find(&m->index->positions, index_key(&key, name));
        em_arena_rewind(scratch, mark);
        return at == NONE ? NULL : m->fields.items[at];
    }
    for (int i = 0; i < m->fields.n; i++) {
        D2Field *f = m->fields.items[i];
        if (em_d2_same_name(f->name, name) && !em_d2_is_spread(f))
            return f;
    }
    return NULL;
}

D2Field *em_d2_find(const D2IrMap *m, D2Word word)
{
    return em_d2_find_name(
        m, (D2Name){.text = em_d2_word_name(word), .word = word});
}

/* ------------------------------------------------------------- walking */

D2IrMap *em_d2_parent(const D2IrMap *m)
{
    return m->edge ? m->edge->parent : m->field ? m->field->parent : NULL;
}

D2BoardKind em_d2_field_board(const D2Field *f)
{
    const D2Field *holder = f->parent->field;

    if (!holder)
        return D2_NO_BOARD;
    if (holder->name.word == WORD_LAYERS)
        return D2_LAYER;
    if (holder->name.word == WORD_SCENARIOS)
        return D2_SCENARIO;
    return holder->name.word == WORD_STEPS ? D2_STEP : D2_NO_BOARD;
}

D2BoardKind em_d2_board_kind(const D2IrMap *m)
{
    if (m->edge)
        return D2_NO_BOARD;
    return m->field ? em_d2_field_board(m->field) : D2_ROOT_BOARD;
}

D2IrMap *em_d2_board_of(D2IrMap *m)
{
    while (em_d2_board_kind(m) == D2_NO_BOARD)
        m = em_d2_parent(m);
    return m;
}

bool em_d2_in_vars(const D2IrMap *m)
{
    for (; m; m = em_d2_parent(m))
        if (m->field && m->field->name.word == WORD_VARS)
            return true;
    return false;
}

/* Whether carrying out a statement's map will make a container of the field. */
static bool makes_children(const D2Value *body)
{
    if (body->kind != D2_MAP)
        return body->kind == D2_IMPORT;
    for (int i = 0; i < body->map->nodes.n; i++) {
        const D2Node *node = &body->map->nodes.items[i];
        if (node->kind == D2_SPREAD_IMPORT)
            return true;
        if (node->kind == D2_KEY && node->key->filter == D2_NO_FILTER &&
            (node->key->edges.n > 0 ||
             em_d2_name_of(&node->key->path->parts.items[0]).word == WORD_NONE))
            return true;
    }
    return false;
}

bool em_d2_is_container(const D2IrMap *m)
{
    for (int i = 0; m && i < m->fields.n; i++)
        if (m->fields.items[i]->name.word == WORD_NONE)
            return true;
    return false;
}

bool em_d2_will_contain(const D2IrMap *m)
{
    if (em_d2_is_container(m))
        return true;
    for (int i = 0; m && m->field && i < m->field->refs.n; i++) {
        const D2Ref *r = &m->field->refs.items[i];
        if (r->primary && makes_children(&r->key->body))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------- hashes */

/* Stirs b into a (the finalizer of SplitMix64, Steele et al. 2014). */
uint64_t em_d2_mix(uint64_t a, uint64_t b)
{
    uint64_t x = a * 0x9E3779B97F4A7C15u + b + 0x632BE59BD9B4E019u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static uint64_t hash_name(D2Name name)
{
    uint64_t h = (uint64_t)name.word;
    for (int i = 0; name.word == WORD_NONE && i < name.text.n; i++)
        h = em_d2_mix(h, (unsigned char)name.text.p[i]);
    return h;
}

static uint64_t hash_map(const D2IrMap *m, bool whole)
{
    if (!m->field || (!whole && em_d2_board_kind(m) != D2_NO_BOARD))
        return 7;
    return whole ? m->field->hash : m->field->board_hash;
}

uint64_t em_d2_field_hash(const D2Field *f, bool whole)
{
    return whole ? f->hash : f->board_hash;
}

static uint64_t hash_ends(const D2IrEdge *e, bool whole)
{
    uint64_t h = em_d2_mix(hash_map(e->parent, whole),
                           (uint64_t)(e->src_arrow * 2 + e->dst_arrow));
    for (int i = 0; i < e->src.n; i++)
        h = em_d2_mix(h, hash_name(e->src.names[i]));
    h = em_d2_mix(h, 3);
    for (int i = 0; i < e->dst.n; i++)
        h = em_d2_mix(h, hash_name(e->dst.names[i]));
    return h;
}

void em_d2_hash_edge(D2IrEdge *e)
{
    e->hash = hash_ends(e, true);
    e->board_hash = hash_ends(e, false);
}

uint64_t em_d2_edge_hash(const D2IrEdge *e, bool whole, bool with_index)
{
    return em_d2_mix(whole ? e->hash : e->board_hash,
                     with_index ? (uint64_t)e->index + 1 : 0);
}

/* ------------------------------------------------------------- making */

D2IrMap *em_d2_new_map(D2Compiler *c, D2Field *field, D2IrEdge *edge)
{
    D2IrMap *m = NEW(c->arena, D2IrMap);
    const D2IrMap *around = edge ? edge->parent : field ? field->parent : NULL;

    m->field = field;
    m->edge = edge;
    m->depth = around ? around->depth + 1 : 0;
    if (m->depth > D2_MAX_DEPTH)
        em_d2_limit(c, STR("limit-d2-depth"),
                    STR("maps are nested more than 200 deep"));
    return m;
}

D2IrMap *em_d2_map_of(D2Compiler *c, D2Field *f)
{
    if (!f->map)
        f->map = em_d2_new_map(c, f, NULL);
    return f->map;
}

D2Field *em_d2_new_field(D2Compiler *c, D2IrMap *parent, D2Name name)
{
    D2Field *f = NEW(c->arena, D2Field);
    uint64_t own = hash_name(name);

    f->parent = parent;
    f->name = name;
    f->hash = em_d2_mix(hash_map(parent, true), own);
    f->board_hash = em_d2_mix(hash_map(parent, false), own);
    if (++c->n_fields > D2_MAX_FIELDS)
        em_d2_limit(c, STR("limit-d2-fields"),
                    STR("the text amounts to more than 400000 fields"));
    return f;
}

D2IrEdge *em_d2_new_edge(D2Compiler *c, D2IrMap *parent)
{
    D2IrEdge *e = NEW(c->arena, D2IrEdge);
    e->parent = parent;
    if (++c->n_edges > D2_MAX_EDGES)
        em_d2_limit(c, STR("limit-d2-edges"),
                    STR("the text amounts to more than 100000 connections"));
    return e;
}

void em_d2_add_field(D2Compiler *c, D2IrMap *m, D2Field *f, int at)
{
    *PUSH(c->arena, &m->fields) = f;
    for (int i = m->fields.n - 1; i > at; i--)
        m->fields.items[i] = m->fields.items[i - 1];
    m->fields.items[at] = f;
    *PUSH(c->arena, &c->log) = f;
    c->made++;
    c->edits++;
    if (at < m->fields.n - 1)
        m->index = NULL;
    else if (m->index)
        index_field(c, m, at);
    if (!m->index && m->fields.n > INDEX_FROM)
        index_all(c, m);
}

void em_d2_cut_field(D2Compiler *c, D2IrMap *m, D2Field *f)
{
    int n = 0;

    em_d2_spend(c, m->fields.n);
    for (int i = 0; i < m->fields.n; i++)
        if (m->fields.items[i] != f)
            m->fields.items[n++] = m->fields.items[i];
    m->fields.n = n;
    m->index = NULL;
    c->moves++;
    c->made++;
    c->edits++;
}

/* Edges by hash; thrown away when one goes. */
struct D2EdgeIndex {
    Map counts;
    Map places;   /* by hash and index: in m->edges */
    bool doubled; /* two have the same hash and index: places lacks one */
};

/* The bytes of a hash, which must live as long as the map. */
static Str hash_key(const uint64_t *hash)
{
    return (Str){(const char *)hash, (int)sizeof *hash};
}

static void index_edge(D2IrMap *m, int at)
{
    struct D2EdgeIndex *index = m->edge_index;
    D2IrEdge *e = m->edges.items[at];
    int n = em_map_find(&index->counts, hash_key(&e->hash));

    em_map_set(&index->counts, hash_key(&e->hash), n == NONE ? 1 : n + 1);
    e->own_hash = em_d2_edge_hash(e, true, true);
    if (em_map_add(&index->places, hash_key(&e->own_hash), at) != at)
        index->doubled = true;
}

/* The index of a map with many edges; NULL: there are few. */
static const struct D2EdgeIndex *edge_index(D2Compiler *c, D2IrMap *m)
{
    if (!m->edge_index && m->edges.n > INDEX_FROM) {
        m->edge_index = NEW(c->arena, struct D2EdgeIndex);
        m->edge_index->counts.arena = c->arena;
        m->edge_index->places.arena = c->arena;
        em_d2_spend(c, m->edges.n);
        for (int i = 0; i < m->edges.n; i++)
            index_edge(m, i);
    }
    return m->edge_index;
}

int em_d2_count_parallel(D2Compiler *c, D2IrMap *m, const D2IrEdge *e)
{
    const struct D2EdgeIndex *index = edge_index(c, m);
    int n = 0;

    if (index)
        return MAX(em_map_find(&index->counts, hash_key(&e->hash)), 0);
    for (int i = 0; i < m->edges.n; i++)
        n += m->edges.items[i]->hash == e->hash;
    return n;
}

bool em_d2_place_of_edge(D2Compiler *c, D2IrMap *m, const D2IrEdge *like,
                         int *place)
{
    const struct D2EdgeIndex *index = edge_index(c, m);
    uint64_t own = em_d2_edge_hash(like, true, true);

    *place = index ? em_map_find(&index->places, hash_key(&own)) : NONE;
    return index && !index->doubled;
}

void em_d2_add_edge(D2Compiler *c, D2IrMap *m, D2IrEdge *e)
{
    *PUSH(c->arena, &m->edges) = e;
    if (m->edge_index)
        index_edge(m, m->edges.n - 1);
    c->edge_edits++;
    c->made++;
    c->edits++;
}

void em_d2_cut_edge(D2Compiler *c, D2IrMap *m, D2IrEdge *e)
{
    int n = 0;

    m->edge_index = NULL;
    em_d2_spend(c, m->edges.n);
    for (int i = 0; i < m->edges.n; i++)
        if (m->edges.items[i] != e)
            m->edges.items[n++] = m->edges.items[i];
    m->edges.n = n;
    c->edge_edits++;
    c->made++;
    c->edits++;
}

D2Scalar *em_d2_scalar(D2Compiler *c, const D2Value *v)
{
    D2Scalar *s = NEW(c->arena, D2Scalar);
    s->kind = v->kind;
    s->quoting = v->string->quoting;
    s->text = v->string->text;
    s->tag = v->string->tag;
    s->at = v->at;
    s->string = v->string;
    return s;
}

/* ------------------------------------------------------------- places */

D2Place em_d2_last_place(const D2Field *f)
{
    return f->refs.n ? f->refs.items[f->refs.n - 1].at : (D2Place){0};
}

D2Place em_d2_value_place(const D2Field *f)
{
    for (int i = f->refs.n - 1; i >= 0; i--) {
        const D2Ref *r = &f->refs.items[i];
        if (r->primary && !r->lazy)
            return r->key->at;
    }
    return em_d2_last_place(f);
}

D2Place em_d2_edge_place(const D2IrEdge *e)
{
    const D2EdgeRef *r = &e->refs.items[e->refs.n - 1];
    return r->key->edges.items[r->edge].at;
}

/* ------------------------------------------------------------- ids */

static bool needs_quotes(Str name)
{
    static const Str special = STR_INIT("#;\n\\{}[]'\"|:.<>*&()@");

    if (name.n == 0 || em_is_space((unsigned char)name.p[0]) ||
        em_is_space((unsigned char)name.p[name.n - 1]) ||
        name.p[name.n - 1] == '-' || em_str_find(name, STR("--"), 0) != NONE)
        return true;
    for (int i = 0; i < name.n; i++)
        if (em_str_find_char(special, name.p[i], 0) != NONE)
            return true;
    return false;
}

void em_d2_put_name(Buf *out, Str name)
{
    bool single = em_str_find_char(name, '"', 0) != NONE &&
                  em_str_find_char(name, '\n', 0) == NONE;

    if (em_str_eq_nocase(name, STR("null"))) {
        PUT(out, STR("'"), name, STR("'"));
        return;
    }
    if (!needs_quotes(name)) {
        em_put(out, name);
        return;
    }
    em_put_char(out, single ? '\'' : '"');
    for (int i = 0; i < name.n; i++) {
        char ch = name.p[i];
        if (single ? ch == '\'' : ch == '"' || ch == '\\')
            em_put_char(out, single ? '\'' : '\\');
        if (ch == '\n')
            em_put(out, STR("\\n"));
        else
            em_put_char(out, ch);
    }
    em_put_char(out, single ? '\'' : '"');
}

static void put_id(Buf *out, const D2Field *f)
{
    const D2IrMap *m = f->parent;
    if (em_d2_board_kind(m) == D2_NO_BOARD && m->field) {
        put_id(out, m->field);
        em_put_char(out, '.');
    }
    em_d2_put_name(out, f->name.text);
}

Str em_d2_id(const D2Field *f, Arena *a)
{
    Buf b = {.arena = a};
    put_id(&b, f);
    return em_buf_str(&b);
}
