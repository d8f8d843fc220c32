/*
 * Boards: what scenarios and steps begin with, what layers get from the board
 * around them, and links from board to board.
 */
#include "d2/d2_compile.h"

/* ------------------------------------------------------------- inheriting */

static const D2IrMap *continued(const D2Field *board)
{
    D2IrMap *holder = board->parent;
    const D2IrMap *around = em_d2_parent(holder);

    if (em_d2_field_board(board) == D2_SCENARIO)
        return around;
    for (int i = 0; i < holder->fields.n; i++)
        if (holder->fields.items[i] == board)
            return i > 0 ? holder->fields.items[i - 1]->map : around;
    return NULL;
}

void em_d2_inherit(D2Compiler *c, D2Field *board)
{
    D2BoardKind kind = em_d2_field_board(board);
    const D2IrMap *base = NULL;

    if (kind == D2_SCENARIO || kind == D2_STEP)
        base = continued(board);
    for (int i = 0; base && i < base->fields.n && !em_d2_stopped(c); i++) {
        const D2Field *f = base->fields.items[i];
        if (!em_d2_is_board_word(f->name.word) && f->name.word != WORD_LABEL)
            em_d2_add_field(c, board->map, em_d2_copy_field(c, f, board->map),
                            board->map->fields.n);
    }
    if (base)
        em_d2_overlay_edges(c, board->map, base);
}

void em_d2_inherit_imported(D2Compiler *c, D2IrMap *m, const D2IrMap *file)
{
    static const D2Word words[] = {WORD_SCENARIOS, WORD_STEPS};

    if (em_d2_board_kind(m) == D2_NO_BOARD)
        return;
    for (int i = 0; i < COUNT(words); i++) {
        const D2Field *theirs = em_d2_find(file, words[i]);
        D2Field *ours = em_d2_find(m, words[i]);
        int n = theirs && theirs->map ? theirs->map->fields.n : 0;
        for (int k = 0; k < n && em_d2_spend(c, 1); k++) {
            D2Field *board =
                em_d2_find_name(ours->map, theirs->map->fields.items[k]->name);
            if (!board || !board->map)
                continue;
            const D2IrMap *own = board->map;
            board->map = em_d2_new_map(c, board, NULL);
            em_d2_inherit(c, board);
            em_d2_overlay(c, board->map, own);
        }
    }
}

void em_d2_inherit_classes(D2Compiler *c, D2IrMap *m)
{
    const D2Field *classes = em_d2_find(m, WORD_CLASSES);
    const D2Field *layers = em_d2_find(m, WORD_LAYERS);

    if (!classes || !classes->map || !layers || !layers->map)
        return;
    for (int i = 0; i < layers->map->fields.n && em_d2_spend(c, 1); i++) {
        D2IrMap *layer = layers->map->fields.items[i]->map;
        if (!layer)
            continue;
        D2Field *own = em_d2_find(layer, WORD_CLASSES);
        D2Field *all = em_d2_copy_field(c, classes, layer);
        if (own) {
            em_d2_overlay_field(c, all, own);
            em_d2_cut_field(c, layer, own);
        }
        em_d2_add_field(c, layer, all, layer->fields.n);
        em_d2_inherit_classes(c, layer);
    }
}

/* ------------------------------------------------------------- links */

/* The path in a link's text; NULL when it is none. */
static const D2Path *parse_link(D2Compiler *c, Str text)
{
    Diags ignored = {.arena = c->arena};
    Source *source = NEW(c->arena, Source);

    *source = em_source_of(STR("link"), text);
    const D2Map *m = em_d2_parse(source, c->arena, &ignored);
    if (ignored.errors || m->nodes.n != 1 || m->nodes.items[0].kind != D2_KEY)
        return NULL;
    const D2Key *key = m->nodes.items[0].key;
    return key->edges.n == 0 && key->primary.kind == D2_NOTHING &&
                   key->body.kind == D2_NOTHING
               ? key->path
               : NULL;
}

static void put_board(Buf *out, D2IrMap *m)
{
    D2IrMap *board = em_d2_board_of(m);

    if (!board->field) {
        em_put(out, STR("root"));
        return;
    }
    put_board(out, em_d2_parent(board->field->parent));
    em_put_char(out, '.');
    em_d2_put_name(out, board->field->parent->field->name.text);
    em_put_char(out, '.');
    em_d2_put_name(out, board->field->name.text);
}

/* The parts of a link from one on, each behind a dot. */
static void put_rest(Buf *out, const D2Path *path, int from)
{
    for (int i = from; i < path->parts.n; i++) {
        em_put_char(out, '.');
        em_d2_put_name(out, path->parts.items[i].text);
    }
}

/* The path of m's board, and the rest of a link behind it. */
static Str board_link(D2Compiler *c, D2IrMap *m, const D2Path *path, int from)
{
    Buf out = {.arena = c->arena};

    put_board(&out, m);
    put_rest(&out, path, from);
    return em_buf_str(&out);
}

static bool is_word(const D2String *s, Str word)
{
    return s->quoting == D2_UNQUOTED && em_str_eq(s->text, word);
}

/* Cheap enough to ask of every link: a path into boards begins like this. */
static bool may_be_board(Str text)
{
    static const Str beginnings[] = {STR_INIT("layers"), STR_INIT("scenarios"),
                                     STR_INIT("steps"), STR_INIT("_")};
    for (int i = 0; i < COUNT(beginnings); i++)
        if (text.n >= beginnings[i].n &&
            em_str_eq_nocase(em_str_cut(text, 0, beginnings[i].n),
                             beginnings[i]))
            return true;
    return false;
}

/*
 * The board that the path's underscores climb to from m's board, and the rest.
 * Those that climb out of the file stay: they are for who imports it.
 */
static Str climb_link(D2Compiler *c, D2IrMap *m, const D2Path *path)
{
    D2IrMap *board = em_d2_board_of(m);
    int from = 0;

    while (from < path->parts.n && board->field &&
           is_word(&path->parts.items[from], STR("_"))) {
        board = em_d2_board_of(em_d2_parent(board->field->parent));
        from++;
    }
    if (from == path->parts.n || !is_word(&path->parts.items[from], STR("_")))
        return board_link(c, board, path, from);

    Buf rest = {.arena = c->arena};
    put_rest(&rest, path, from);
    return em_str_cut(em_buf_str(&rest), 1, rest.n);
}

void em_d2_compile_link(D2Compiler *c, D2Field *link, const D2Statement *st)
{
    if (!may_be_board(link->primary->text))
        return;
    const D2Path *path = parse_link(c, link->primary->text);
    if (!path || path->parts.items[0].quoting != D2_UNQUOTED)
        return;
    D2Word first = em_d2_find_word(path->parts.items[0].text);
    if (em_d2_is_board_word(first) || is_word(&path->parts.items[0], STR("_")))
        link->primary->text = climb_link(c, st->scope, path);
}

static void move_link(D2Compiler *c, D2Field *link, D2IrMap *to)
{
    D2Scalar *s = link->primary;

    if (!s || (!em_str_starts(s->text, STR("root")) &&
               !em_str_starts(s->text, STR("_"))))
        return;
    const D2Path *path = parse_link(c, s->text);
    if (path && is_word(&path->parts.items[0], STR("root")))
        s->text = board_link(c, to, path, 1);
    else if (path && is_word(&path->parts.items[0], STR("_")))
        s->text = climb_link(c, to, path);
}

void em_d2_move_links(D2Compiler *c, D2IrMap *m, D2IrMap *to)
{
    for (int i = 0; i < m->fields.n && em_d2_spend(c, 1); i++) {
        D2Field *f = m->fields.items[i];
        if (f->name.word == WORD_LINK)
            move_link(c, f, to);
        if (f->map)
            em_d2_move_links(c, f->map, to);
    }
    for (int i = 0; i < m->edges.n; i++)
        if (m->edges.items[i]->map)
            em_d2_move_links(c, m->edges.items[i]->map, to);
}
