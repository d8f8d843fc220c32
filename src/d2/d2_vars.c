/*
 * Variables: once all statements are carried out, ${x} becomes what x is in
 * the innermost `vars` that has it.
 *
 * A value that is nothing but ${x} becomes x as a whole, with its map or
 * array; in a longer text x must have a text. ...${x} puts the fields of x, or
 * its items, where it stands.
 */
#include "d2/d2_compile.h"

enum { MAX_SUBSTITUTED = 32 * 1024 * 1024 }; /* bytes, against doublings */

typedef struct {
    D2Compiler *c;
    D2IrMap **scopes; /* maps called vars, outermost first */
    int n_scopes;
} Vars;

/* Who asks for a variable: x: ${x} does not mean itself. */
typedef struct {
    const D2Field *field; /* or NULL */
    D2Place at;           /* for messages */
} Asker;

static void resolve_field(const Vars *v, D2Field *f);
static void resolve_map(Vars v, D2IrMap *m);

/* ------------------------------------------------------------- finding */

static D2Field *find_in(D2IrMap *m, D2Names path, const D2Field *asker)
{
    D2Field *f = NULL;

    for (int i = 0; i < path.n; i++) {
        f = m ? em_d2_find_name(m, path.names[i]) : NULL;
        if (!f || f == asker)
            return NULL;
        m = f->map;
    }
    return f;
}

/* The variable, and in *scope the index of the vars it is in. NULL: none, or
 * it was set to null. */
static D2Field *find(const Vars *v, D2Names path, const D2Field *asker,
                     int *scope)
{
    for (int i = v->n_scopes - 1; i >= 0; i--) {
        D2Field *f = find_in(v->scopes[i], path, asker);
        *scope = i;
        if (f)
            return f->primary && f->primary->kind == D2_NULL ? NULL : f;
    }
    return NULL;
}

static bool is_open(const D2Scalar *s)
{
    return s && s->string && !s->done &&
           (s->string->pieces.n > 0 || s->quoting == D2_BLOCK);
}

/*
 * The variable with its own variables replaced, also when it is written
 * further down; NULL when there is none, or when it leads back to itself.
 */
static D2Field *look_up(const Vars *v, D2Names path, const D2Field *asker)
{
    int scope = 0;
    D2Field *f = find(v, path, asker, &scope);

    if (!f || !is_open(f->primary))
        return f;
    if (f->primary->busy)
        return NULL;
    Vars seen = {v->c, v->scopes, scope + 1};
    resolve_field(&seen, f);
    return f;
}

/* ------------------------------------------------------------- messages */

static Str path_text(Arena *a, const D2Path *path)
{
    Buf b = {.arena = a};
    for (int i = 0; i < path->parts.n; i++) {
        if (i > 0)
            em_put_char(&b, '.');
        em_put(&b, path->parts.items[i].text);
    }
    return em_buf_str(&b);
}

static void report(const Vars *v, D2Place at, const D2Subst *var, Str what)
{
    em_d2_ir_error(v->c, at, STR("d2-variable"),
                   JOIN(v->c->arena, STR("the variable `"),
                        path_text(v->c->arena, &var->path), STR("` "), what));
}

/* The variable of a ${...}; NULL when there is none, which is reported. */
static D2Field *require(const Vars *v, const D2Subst *var, Asker asker)
{
    D2Hops hops = em_d2_hops(v->c->scratch, &var->path);
    D2Name *names = NEW_ARRAY(v->c->scratch, MAX(hops.n, 1), D2Name);

    for (int i = 0; i < hops.n; i++)
        names[i] = hops.items[i].name;
    D2Field *f = look_up(v, (D2Names){names, hops.n}, asker.field);
    if (!f)
        report(v, asker.at, var,
               STR("is not known here; expected it in the `vars` of this map "
                   "or of one around it"));
    return f;
}

/* ------------------------------------------------------------- texts */

static void put_text(const Vars *v, Buf *out, Str text)
{
    v->c->substituted += text.n;
    if (v->c->substituted > MAX_SUBSTITUTED)
        em_d2_limit(v->c, STR("limit-d2-variables"),
                    STR("variables amount to more than 32 MiB of text"));
    else
        em_put(out, text);
}

/* A text with variables in it. False when one of them has none. */
static bool join_pieces(const Vars *v, D2Scalar *s, Asker asker)
{
    Buf out = {.arena = v->c->arena};

    for (int i = 0; i < s->string->pieces.n; i++) {
        const D2Piece *piece = &s->string->pieces.items[i];
        const D2Field *f = piece->var ? require(v, piece->var, asker) : NULL;
        if (!piece->var) {
            em_put(&out, piece->text);
        } else if (!f) {
            return false;
        } else if (!f->primary) {
            report(v, asker.at, piece->var,
                   f->map || f->array
                       ? STR("is a map or array, which cannot be part of a "
                             "text")
                       : STR("has no value"));
            return false;
        } else {
            put_text(v, &out, f->primary->text);
        }
    }
    s->text = em_buf_str(&out);
    return true;
}

static D2Names split_names(Arena *a, Str text)
{
    ARRAY_OF(D2Name) names = {0};

    for (int at = 0, dot; at <= text.n; at = dot + 1) {
        dot = em_str_find_char(text, '.', at);
        if (dot == NONE)
            dot = text.n;
        *PUSH(a, &names) = em_d2_name(em_str_cut(text, at, dot));
    }
    return (D2Names){names.items, names.n};
}

/*
 * The end of the code span or block that begins with the backticks at `at`:
 * behind as many backticks; behind the first ones when there are no more.
 */
static int skip_code(Str s, int at)
{
    int n = 0;
    while (at + n < s.n && s.p[at + n] == '`')
        n++;
    Str fence = em_str_cut(s, at, at + n);
    int end = em_str_find(s, fence, at + n);
    return end == NONE ? at + n : end + n;
}

/* Puts what stands for the ${...} at `at`, and returns where it ends. */
static int put_variable(const Vars *v, Buf *out, Str s, int at, Asker asker)
{
    int end = em_str_find_char(s, '}', at);

    if (end == NONE)
        end = s.n - 1;
    D2Names path = split_names(v->c->scratch, em_str_cut(s, at + 2, end));
    const D2Field *f = look_up(v, path, asker.field);
    if (f && f->primary)
        put_text(v, out, f->primary->text);
    else
        em_put(out, em_str_cut(s, at, end + 1));
    return end + 1;
}

/*
 * In block strings, ${x} is replaced where x has a text, and stays elsewhere;
 * in Markdown it stays in code.
 */
static void fill_block(const Vars *v, D2Scalar *s, Asker asker)
{
    Buf out = {.arena = v->c->arena};
    bool is_markdown = s->tag.n == 0 || em_str_eq(s->tag, STR("md")) ||
                       em_str_eq(s->tag, STR("markdown"));
    Str text = s->text;
    int at = 0;

    if (v->n_scopes == 0 || em_str_find(text, STR("${"), 0) == NONE)
        return;
    while (at < text.n) {
        int end = at + 1;
        if (is_markdown && text.p[at] == '`') {
            end = skip_code(text, at);
        } else if (em_str_starts(em_str_cut(text, at, text.n), STR("${"))) {
            at = put_variable(v, &out, text, at, asker);
            continue;
        }
        em_put(&out, em_str_cut(text, at, end));
        at = end;
    }
    s->text = em_buf_str(&out);
}

/* ------------------------------------------------------------- values */

/* What a value becomes: its text, or what its only variable is. */
typedef struct {
    D2Scalar *scalar;
    const D2Field *whole; /* NULL: the text was replaced */
} Value;

static bool resolve_value(const Vars *v, D2Scalar *s, Asker asker, Value *out)
{
    const D2String *string = s->string;

    *out = (Value){s, NULL};
    if (s->quoting == D2_BLOCK) {
        fill_block(v, s, asker);
        return true;
    }
    if (string->pieces.n != 1)
        return join_pieces(v, s, asker);

    const D2Subst *var = string->pieces.items[0].var;
    const D2Field *f = require(v, var, asker);
    if (!f)
        return false;
    if (s->quoting == D2_DOUBLE_QUOTED && f->primary) {
        s->text = f->primary->text;
        return true;
    }
    if (!f->primary &&
        ((!f->map && !f->array) || s->quoting == D2_DOUBLE_QUOTED)) {
        report(v, asker.at, var,
               f->map || f->array
                   ? STR("is a map or array, which cannot stand in quotes")
                   : STR("has no value"));
        return false;
    }
    *out = (Value){f->primary, f};
    return true;
}

static bool is_around(const D2IrMap *outer, const D2IrMap *m)
{
    for (; m; m = em_d2_parent(m))
        if (m == outer)
            return true;
    return false;
}

static bool contains(const Vars *v, const D2Field *var, const D2IrMap *m,
                     D2Place at)
{
    if (!var->map || !is_around(var->map, m))
        return false;
    em_d2_ir_error(v->c, at, STR("d2-variable"),
                   STR("this variable holds the place that asks for it"));
    return true;
}

static void take_scalar(D2Scalar *s, const D2Scalar *from)
{
    D2Place at = s->at;
    *s = *from;
    s->at = at;
}

static void resolve_field(const Vars *v, D2Field *f)
{
    D2Scalar *s = f->primary;
    Asker asker = {f, em_d2_last_place(f)};
    Value value;

    if (!is_open(s) || s->busy)
        return;
    s->busy = true;
    bool ok = resolve_value(v, s, asker, &value);
    s->busy = false;
    if (!ok || (value.whole && contains(v, value.whole, f->parent, asker.at)))
        return;
    s->done = true;
    if (!value.whole)
        return;
    if (value.scalar)
        take_scalar(s, value.scalar);
    else
        f->primary = NULL;
    if (value.whole->array) {
        f->array = em_d2_copy_array(v->c, value.whole->array, f);
        f->map = NULL;
    } else if (value.whole->map) {
        f->array = NULL;
        f->map = em_d2_copy_map(v->c, value.whole->map, f, NULL);
    }
}

static void resolve_edge(const Vars *v, D2IrEdge *e)
{
    Asker asker = {NULL, em_d2_edge_place(e)};
    Value value;

    if (!is_open(e->primary) || !resolve_value(v, e->primary, asker, &value))
        return;
    e->primary->done = true;
    if (!value.whole)
        return;
    if (value.whole->array) {
        em_d2_ir_error(v->c, asker.at, STR("d2-variable"),
                       STR("this variable is an array; a connection takes a "
                           "label or a map of attributes"));
        return;
    }
    if (value.scalar)
        take_scalar(e->primary, value.scalar);
    else
        e->primary = NULL;
    if (value.whole->map)
        e->map = em_d2_copy_map(v->c, value.whole->map, NULL, e);
}

/* ------------------------------------------------------------- spreading */

static int position(const D2IrMap *m, const D2Field *f)
{
    int i = 0;
    while (m->fields.items[i] != f)
        i++;
    return i;
}

/*
 * The fields of the variable come where ...${x} stands; one that the map has
 * already stays where it is, and becomes what the variable says.
 */
static void spread_map(const Vars *v, D2IrMap *m, D2Field *spread)
{
    D2Place at = spread->primary->at;
    Asker asker = {spread, em_d2_last_place(spread)};
    const D2Field *var = require(v, spread->primary->spread, asker);

    if (!var)
        return;
    if (!var->map && !var->array) {
        em_d2_ir_error(v->c, at, STR("d2-variable"),
                       STR("only a map or an array can be spread"));
        return;
    }
    if (contains(v, var, m, at))
        return;
    for (int i = 0; var->map && i < var->map->fields.n; i++) {
        const D2Field *f = var->map->fields.items[i];
        D2Field *same = em_d2_is_spread(f) ? NULL : em_d2_find_name(m, f->name);
        if (!em_d2_spend(v->c, 1))
            return;
        if (same)
            em_d2_overlay_field(v->c, same, f);
        else
            em_d2_add_field(v->c, m, em_d2_copy_field(v->c, f, m),
                            position(m, spread));
    }
    if (var->map)
        em_d2_overlay_edges(v->c, m, var->map);
    em_d2_cut_field(v->c, m, spread);
    em_d2_apply_globs_of(v->c, m);
}

/* Puts the items in the place of the one at i. */
static void spread_array(const Vars *v, D2IrArray *array, int i)
{
    const D2Scalar *s = array->items.items[i].scalar;
    Asker asker = {array->parent, em_d2_last_place(array->parent)};
    const D2Field *var = require(v, s->spread, asker);

    if (!var)
        return;
    if (!var->array) {
        em_d2_ir_error(v->c, s->at, STR("d2-variable"),
                       var->map
                           ? STR("only an array can be spread into an array, "
                                 "and this variable is a map")
                           : STR("only a map or an array can be spread"));
        return;
    }
    for (int k = i; k < array->items.n - 1; k++)
        array->items.items[k] = array->items.items[k + 1];
    array->items.n--;
    em_d2_insert_items(v->c, array, i, var->array);
}

/* ------------------------------------------------------------- walking */

static void resolve_item(const Vars *v, D2IrArray *array, D2Item *item)
{
    Asker asker = {array->parent, em_d2_last_place(array->parent)};
    Value value;

    if (!is_open(item->scalar) ||
        !resolve_value(v, item->scalar, asker, &value))
        return;
    item->scalar->done = true;
    if (!value.whole)
        return;
    if (value.scalar)
        take_scalar(item->scalar, value.scalar);
    else
        item->scalar = NULL;
    if (value.whole->array && !value.scalar)
        item->array = em_d2_copy_array(v->c, value.whole->array, array->parent);
}

static void resolve_array(const Vars *v, D2IrArray *array)
{
    int i = 0;

    while (i < array->items.n && em_d2_spend(v->c, 1)) {
        D2Item *item = &array->items.items[i];
        int n = array->items.n;
        if (item->scalar && item->scalar->spread) {
            const D2Scalar *spread = item->scalar;
            spread_array(v, array, i);
            /* what came is looked at next; what could not come stays */
            if (array->items.n == n && array->items.items[i].scalar == spread)
                i++;
            continue;
        }
        resolve_item(v, array, item);
        item = &array->items.items[i];
        if (item->map)
            resolve_map(*v, item->map);
        if (item->array)
            resolve_array(v, item->array);
        i++;
    }
}

static void resolve_fields(const Vars *v, D2IrMap *m)
{
    int i = 0;

    while (i < m->fields.n && em_d2_spend(v->c, 1)) {
        D2Field *f = m->fields.items[i];
        if (em_d2_is_spread(f)) {
            spread_map(v, m, f);
            i += i < m->fields.n && m->fields.items[i] == f;
            continue;
        }
        resolve_field(v, f);
        if (f->array)
            resolve_array(v, f->array);
        if (f->map)
            resolve_map(*v, f->map);
        i++;
    }
}

static void resolve_map(Vars v, D2IrMap *m)
{
    D2Field *own = em_d2_find(m, WORD_VARS);
    Mark mark = em_arena_mark(v.c->scratch);

    if (own && own->map) {
        D2IrMap **scopes = NEW_ARRAY(v.c->scratch, v.n_scopes + 1, D2IrMap *);
        for (int i = 0; i < v.n_scopes; i++)
            scopes[i] = v.scopes[i];
        scopes[v.n_scopes++] = own->map;
        v.scopes = scopes;
    }
    resolve_fields(&v, m);
    for (int i = 0; i < m->edges.n && em_d2_spend(v.c, 1); i++) {
        resolve_edge(&v, m->edges.items[i]);
        if (m->edges.items[i]->map)
            resolve_map(v, m->edges.items[i]->map);
    }
    em_arena_rewind(v.c->scratch, mark);
}

void em_d2_substitute(D2Compiler *c, D2IrMap *root)
{
    resolve_map((Vars){.c = c}, root);
}
