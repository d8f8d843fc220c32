/*
 * Differences that belong together: what a reviewer would say of them in one
 * sentence.
 *
 * Moved columns tell of tables that were split or merged; relations, those of
 * foreign keys as well as those of a diagram, of what can be many of what.
 */
#include "base/map.h"
#include "diff/diff_match.h"
#include "diff/diff_names.h"
#include "diff/diff_value.h"

/* Against schemas of which everything could be everything. */
enum {
    MAX_JOIN_KEYS = 8, /* relations of a table that may join others */
    MAX_MOVES = 2000,  /* couples of tables that columns moved between */
    MAX_NAMES = 40000  /* of columns that are compared with others */
};

/* A relation between two tables, by their places in Diff.tables. */
typedef struct {
    int parent, child;
    bool is_many;          /* children of a parent */
    const ForeignKey *key; /* of the child; NULL in a diagram */
    int next;              /* of the same child, or NONE */
} Link;

typedef struct {
    ARRAY_OF(Link) list;
    int *of_child; /* by table diff: the last one; NONE */
    Map ends;      /* parent and child to 1 */
} Links;

/* Columns moved from one table to another, by their places in Diff.tables. */
typedef struct {
    int from, to;
} Move;

typedef struct {
    Diff *d;
    const Match *m;
    Arena *a;
    Links before, after;
    DiffPlaces at;
    bool *joins; /* by table diff: it is a new join table */
    ARRAY_OF(Move) moves;
    int n_names; /* that were compared */
} Finder;

static bool is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

static Str ends_key(int parent, int child, Arena *a)
{
    Buf out = {.arena = a};
    em_put_int(&out, parent);
    em_put(&out, STR(" "));
    em_put_int(&out, child);
    return em_buf_str(&out);
}

/* The parent is at `from` when there is a key; in a diagram, where no more
 * than one can be. Many to many has no parent, and one to one does not say. */
static void add_link(Finder *f, Links *out, const Relation *r, const int *place)
{
    Arena *a = f->m->scratch;
    bool many_to = is_many(r->to.cardinality);
    bool many_from = is_many(r->from.cardinality);
    if (r->from.table == NONE || r->to.table == NONE ||
        place[r->from.table] == NONE || place[r->to.table] == NONE ||
        (!r->key && many_to == many_from))
        return;
    bool turned = !r->key && many_from;
    Link link = {.parent = place[turned ? r->to.table : r->from.table],
                 .child = place[turned ? r->from.table : r->to.table],
                 .is_many = turned || many_to,
                 .key = r->key};
    link.next = out->of_child[link.child];
    out->of_child[link.child] = out->list.n;
    em_map_set(&out->ends, ends_key(link.parent, link.child, a), 1);
    *PUSH(a, &out->list) = link;
}

static void find_links(Finder *f)
{
    const Diff *d = f->d;
    Arena *a = f->m->scratch;

    f->at = em_diff_places(d, a);
    f->before =
        (Links){.of_child = em_new_nones(a, d->tables.n), .ends = {.arena = a}};
    f->after =
        (Links){.of_child = em_new_nones(a, d->tables.n), .ends = {.arena = a}};
    for (int i = 0; i < d->before->relations.n; i++)
        add_link(f, &f->before, &d->before->relations.items[i],
                 f->at.of_before);
    for (int i = 0; i < d->after->relations.n; i++)
        add_link(f, &f->after, &d->after->relations.items[i], f->at.of_after);
}

static const TableDiff *table_at(const Finder *f, int i)
{
    return &f->d->tables.items[i];
}

static bool is_new(const Finder *f, int i)
{
    return table_at(f, i)->before == NONE;
}

static bool is_gone(const Finder *f, int i)
{
    return table_at(f, i)->after == NONE;
}

static bool is_kept(const Finder *f, int i)
{
    return !is_new(f, i) && !is_gone(f, i);
}

static const Table *earlier(const Finder *f, int i)
{
    return &f->d->before->tables.items[table_at(f, i)->before];
}

static const Table *later(const Finder *f, int i)
{
    return &f->d->after->tables.items[table_at(f, i)->after];
}

static Reshape *add(Finder *f, ReshapeKind kind)
{
    Reshape *r = PUSH(f->a, &f->d->reshapes);
    *r = (Reshape){.kind = kind};
    return r;
}

static void add_table(Finder *f, TableDiffs *to, int table)
{
    for (int i = 0; i < to->n; i++)
        if (to->items[i] == table)
            return;
    *PUSH(f->a, to) = table;
}

static void add_names(Finder *f, Strs *to, const Strs *names)
{
    for (int i = 0; i < names->n; i++)
        *PUSH(f->a, to) = names->items[i];
}

static bool has_link(const Finder *f, const Links *links, int parent, int child)
{
    return em_map_find(&links->ends, ends_key(parent, child, f->m->scratch)) !=
           NONE;
}

static bool are_linked(const Finder *f, const Links *links, int a, int b)
{
    return has_link(f, links, a, b) || has_link(f, links, b, a);
}

static bool are_alike(Finder *f, Str a, Str b)
{
    return f->n_names++ < MAX_NAMES &&
           em_names_likeness(a, b, f->m->scratch) == NAMES_ALIKE;
}

/* ---- join tables ----------------------------------------------------------
 */

/* Are these all columns of the list, and no other? */
static bool is_both(const Strs *list, const Strs *a, const Strs *b)
{
    for (int i = 0; i < list->n; i++)
        if (!em_strs_have(a, list->items[i]) &&
            !em_strs_have(b, list->items[i]))
            return false;
    for (int i = 0; i < a->n; i++)
        if (!em_strs_have(list, a->items[i]))
            return false;
    for (int i = 0; i < b->n; i++)
        if (!em_strs_have(list, b->items[i]))
            return false;
    return list->n > 0;
}

/* In a diagram, a table of nothing but keys. */
static bool is_all_keys(const Table *t)
{
    for (int i = 0; i < t->columns.n; i++)
        if (t->columns.items[i].keys.n == 0)
            return false;
    return t->columns.n > 0;
}

/* Is there one row at most for each couple of parents? */
static bool joins_once(const Table *t, const Link *a, const Link *b)
{
    if (!a->key || !b->key)
        return is_all_keys(t);
    if (is_both(&t->primary_key, &a->key->columns, &b->key->columns))
        return true;
    for (int i = 0; i < t->indexes.n; i++)
        if (em_index_is_key(&t->indexes.items[i]) &&
            is_both(&t->indexes.items[i].columns, &a->key->columns,
                    &b->key->columns))
            return true;
    return false;
}

static int count_of_child(const Links *links, int table)
{
    int n = 0;
    for (int i = links->of_child[table]; i != NONE && n <= MAX_JOIN_KEYS; n++)
        i = links->list.items[i].next;
    return n;
}

/* The two relations by which a table joins two that are in both schemas.
 * False: it does not. */
static bool find_joined(const Finder *f, const Links *links, const Table *t,
                        int table, const Link *out[2])
{
    const Link *all = links->list.items;
    if (count_of_child(links, table) > MAX_JOIN_KEYS)
        return false;
    for (int i = links->of_child[table]; i != NONE; i = all[i].next)
        for (int k = all[i].next; k != NONE; k = all[k].next)
            if (all[i].is_many && all[k].is_many && is_kept(f, all[i].parent) &&
                is_kept(f, all[k].parent) && joins_once(t, &all[k], &all[i])) {
                out[0] = &all[k];
                out[1] = &all[i];
                return true;
            }
    return false;
}

/* The place of a column in the list of its table's diff; NONE. */
static int place_of(const Finder *f, int table, Str name)
{
    const TableDiff *t = table_at(f, table);
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->after != NONE &&
            em_str_eq(later(f, table)->columns.items[c->after].name, name))
            return i;
    }
    return NONE;
}

/* Is the column the join table's key to one parent? A diagram does not say of
 * which, but marks it. */
static bool is_key_to(const Finder *f, const Link *to, const Column *c)
{
    if (!to->key)
        return em_is_key_column(later(f, to->child), c);
    return to->key->columns.n == 1 &&
           em_str_eq(to->key->columns.items[0], c->name);
}

/* A column that went is the join table's now when that has it as a key; so is
 * a list of such keys. */
static void move_key(Finder *f, int from, const Link *to, Strs *names)
{
    const TableDiff *t = table_at(f, from), *u = table_at(f, to->child);
    for (int i = 0; i < t->columns.n; i++) {
        ColumnDiff *c = &t->columns.items[i];
        if (c->after != NONE)
            continue;
        Str name = earlier(f, from)->columns.items[c->before].name;
        for (int k = 0; k < u->columns.n && c->moved.table == NONE; k++) {
            const Column *key = &later(f, to->child)->columns.items[k];
            if (!is_key_to(f, to, key) || !are_alike(f, name, key->name))
                continue;
            em_diff_move(t, i, u, k);
            *PUSH(f->a, names) = name;
        }
    }
}

static void find_join_table(Finder *f, int i)
{
    const Link *joined[2];
    bool added = is_new(f, i);
    if (is_kept(f, i) ||
        !find_joined(f, added ? &f->after : &f->before,
                     added ? later(f, i) : earlier(f, i), i, joined))
        return;
    int a = joined[0]->parent, b = joined[1]->parent;
    if (!added && (a == b || are_linked(f, &f->before, a, b) ||
                   !are_linked(f, &f->after, a, b)))
        return;
    Reshape *r =
        add(f, added ? RESHAPE_JOIN_TABLE : RESHAPE_JOIN_TABLE_REMOVED);
    *PUSH(f->a, &r->from) = a;
    *PUSH(f->a, &r->from) = b;
    *PUSH(f->a, &r->to) = i;
    f->joins[i] = added;
    if (!added || a == b)
        return;
    move_key(f, a, joined[1], &r->names);
    move_key(f, b, joined[0], &r->names);
}

/* ---- lookup tables --------------------------------------------------------
 */

/* Does "status" say what "status_id", or the table "statuses", says? */
static bool stands_for(Finder *f, Str name, Str key, Str table)
{
    return are_alike(f, JOIN(f->m->scratch, name, STR("_id")), key) ||
           are_alike(f, name, table);
}

/* The column of a new table that holds what a text was: the first text that
 * is no key; NONE. */
static int text_column(const Finder *f, int table)
{
    const TableDiff *t = table_at(f, table);
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = &later(f, table)->columns.items[i];
        if (em_type_size(em_type_key(c, f->m->scratch)).family == FAMILY_TEXT &&
            !em_is_key_column(later(f, table), c))
            return i;
    }
    return NONE;
}

static void add_lookup(Finder *f, int from, int to, Str name)
{
    Reshape *r = add(f, RESHAPE_LOOKUP);
    *PUSH(f->a, &r->from) = from;
    *PUSH(f->a, &r->to) = to;
    *PUSH(f->a, &r->names) = name;
}

/* A removed column that a new foreign key to a new table stands for. */
static void find_lookup(Finder *f, const Link *link)
{
    int from = link->child, to = link->parent;
    const TableDiff *t = table_at(f, from);
    const Table *table = later(f, to);

    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->after != NONE || c->moved.table != NONE)
            continue;
        Str name = earlier(f, from)->columns.items[c->before].name;
        if (!stands_for(f, name, link->key->columns.items[0],
                        table->base.n ? table->base : table->name))
            continue;
        int text = text_column(f, to);
        if (text != NONE)
            em_diff_move(t, i, table_at(f, to), text);
        add_lookup(f, from, to, name);
        return;
    }
}

static bool is_text(const Finder *f, const Table *t, Str column)
{
    int i = em_column_find(t, column);
    return i != NONE &&
           em_type_size(em_type_key(&t->columns.items[i], f->m->scratch))
                   .family == FAMILY_TEXT;
}

/* A text that stays, and has to be in a new table now. */
static void find_lookup_of_kept(Finder *f, const Link *link)
{
    Str name = link->key->columns.items[0];
    int place = place_of(f, link->child, name);
    if (place == NONE ||
        table_at(f, link->child)->columns.items[place].before == NONE ||
        !is_text(f, later(f, link->child), name))
        return;
    add_lookup(f, link->child, link->parent, name);
}

static void find_lookups(Finder *f)
{
    for (int i = 0; i < f->after.list.n; i++) {
        const Link *link = &f->after.list.items[i];
        if (!link->key || link->key->columns.n != 1 || !link->is_many ||
            !is_kept(f, link->child) || !is_new(f, link->parent))
            continue;
        find_lookup(f, link);
        find_lookup_of_kept(f, link);
    }
}

/* ---- splits and merges ----------------------------------------------------
 */

/* The names of the columns that moved from the one to the other. */
static Strs moved_names(const Finder *f, int from, int to)
{
    const TableDiff *t = table_at(f, from);
    Strs names = {0};
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->after == NONE && c->moved.table != NONE &&
            c->moved.table == table_at(f, to)->after)
            *PUSH(f->a, &names) =
                earlier(f, from)->columns.items[c->before].name;
    }
    return names;
}

/* The last moves are those of the last table. */
static void note_move(Finder *f, int from, int to)
{
    for (int i = f->moves.n - 1; i >= 0 && f->moves.items[i].from == from; i--)
        if (f->moves.items[i].to == to)
            return;
    *PUSH(f->m->scratch, &f->moves) = (Move){from, to};
}

static void find_moves(Finder *f)
{
    for (int i = 0; i < f->d->tables.n; i++) {
        const TableDiff *t = table_at(f, i);
        for (int k = 0; k < t->columns.n; k++) {
            const ColumnDiff *c = &t->columns.items[k];
            if (c->after != NONE || c->moved.table == NONE)
                continue;
            int to = f->at.of_after[c->moved.table];
            if (!f->joins[to] && f->moves.n < MAX_MOVES)
                note_move(f, i, to);
        }
    }
}

/* The reshape of this kind that begins with this table, or leads to that; NULL.
 */
static Reshape *find_reshape(Finder *f, ReshapeKind kind, int from, int to)
{
    for (int i = 0; i < f->d->reshapes.n; i++) {
        Reshape *r = &f->d->reshapes.items[i];
        if (r->kind == kind && (from == NONE || r->from.items[0] == from) &&
            (to == NONE || r->to.items[0] == to))
            return r;
    }
    return NULL;
}

/* Adds to the reshape, or a new one: several tables went into one, or one into
 * several. */
static void tell(Finder *f, ReshapeKind kind, const Move *m, Reshape *r)
{
    Strs names = moved_names(f, m->from, m->to);
    if (!r)
        r = add(f, kind);
    add_table(f, &r->from, m->from);
    add_table(f, &r->to, m->to);
    for (int i = 0; i < names.n; i++)
        if (!em_strs_have(&r->names, names.items[i]))
            *PUSH(f->a, &r->names) = names.items[i];
}

/* Is what came from there half of the new table, but for its keys? */
static bool is_half(const Finder *f, const Move *m)
{
    const Table *t = later(f, m->to);
    int n = 0;
    for (int i = 0; i < t->columns.n; i++)
        n += !em_is_key_column(t, &t->columns.items[i]);
    return 2 * moved_names(f, m->from, m->to).n >= n;
}

static void tell_moves(Finder *f)
{
    Arena *a = f->m->scratch;
    int n = MAX(f->d->tables.n, 1);
    int *targets = NEW_ARRAY(a, n, int), *sources = NEW_ARRAY(a, n, int);
    bool *stays = NEW_ARRAY(a, n, bool); /* one of the sources */

    for (int i = 0; i < f->moves.n; i++) {
        const Move *m = &f->moves.items[i];
        targets[m->from]++;
        sources[m->to]++;
        stays[m->to] |= !is_gone(f, m->from);
    }
    for (int i = 0; i < f->moves.n; i++) {
        const Move *m = &f->moves.items[i];
        bool merges = sources[m->to] > 1 && !stays[m->to];
        if (find_reshape(f, RESHAPE_LOOKUP, m->from, m->to))
            continue;
        if (is_new(f, m->to) && !merges && is_gone(f, m->from) &&
            targets[m->from] == 1)
            tell(f, RESHAPE_REPLACED, m, NULL);
        else if (is_new(f, m->to) && !merges && is_half(f, m))
            tell(f, RESHAPE_SPLIT, m,
                 find_reshape(f, RESHAPE_SPLIT, m->from, NONE));
        else if (is_gone(f, m->from))
            tell(f, RESHAPE_MERGED, m,
                 find_reshape(f, RESHAPE_MERGED, NONE, m->to));
    }
}

/* ---- relations ------------------------------------------------------------
 */

static void find_turned(Finder *f, const Link *b)
{
    const Link *all = f->after.list.items;
    if (b->parent == b->child || !is_kept(f, b->parent) ||
        !is_kept(f, b->child) || has_link(f, &f->after, b->parent, b->child) ||
        has_link(f, &f->before, b->child, b->parent) ||
        !has_link(f, &f->after, b->child, b->parent))
        return;
    Reshape *r = add(f, RESHAPE_TURNED);
    *PUSH(f->a, &r->from) = b->child;
    *PUSH(f->a, &r->to) = b->parent;
    for (int i = f->after.of_child[b->parent]; i != NONE; i = all[i].next)
        if (all[i].parent == b->child && all[i].key && r->names.n == 0)
            add_names(f, &r->names, &all[i].key->columns);
}

static bool has_many(const RelationEnd *end)
{
    return is_many(end->cardinality);
}

/* One to many, or one to one, before and after. */
static void find_new_ends(Finder *f, const RelationDiff *d)
{
    if (!d->before || !d->after)
        return;
    const RelationEnd *parent = em_parent_end(d->after, d->after_turned);
    const RelationEnd *child = em_child_end(d->after, d->after_turned);
    bool was = has_many(em_child_end(d->before, d->before_turned));
    bool now = has_many(child);
    if (was == now || has_many(parent) || parent->table == NONE ||
        child->table == NONE ||
        has_many(em_parent_end(d->before, d->before_turned)))
        return;
    Reshape *r = add(f, now ? RESHAPE_ONE_TO_MANY : RESHAPE_ONE_TO_ONE);
    *PUSH(f->a, &r->from) = f->at.of_after[parent->table];
    *PUSH(f->a, &r->to) = f->at.of_after[child->table];
    if (d->after->key)
        add_names(f, &r->names, &d->after->key->columns);
}

/* ---- names ----------------------------------------------------------------
 */

static void find_schema_move(Finder *f, int i)
{
    if (!table_at(f, i)->is_renamed)
        return;
    const Table *b = earlier(f, i), *a = later(f, i);
    if (a->base.n == 0 || !em_str_eq(b->base, a->base) ||
        em_str_eq(b->schema, a->schema))
        return;
    Reshape *r = add(f, RESHAPE_SCHEMA_MOVED);
    *PUSH(f->a, &r->from) = i;
    *PUSH(f->a, &r->to) = i;
}

static void add_words(Finder *f, ReshapeKind kind, const Str *words, int n)
{
    Reshape *r = add(f, kind);
    for (int i = 0; i < n; i++)
        *PUSH(f->a, &r->names) = words[i];
}

static void find_enums(Finder *f)
{
    for (int i = 0; i < f->d->enums.n; i++) {
        const EnumDiff *e = &f->d->enums.items[i];
        if (e->is_renamed)
            add_words(f, RESHAPE_ENUM_RENAMED,
                      (const Str[]){e->before->name, e->after->name}, 2);
        if (e->old_value.n)
            add_words(f, RESHAPE_ENUM_VALUE_RENAMED,
                      (const Str[]){e->after->name, e->old_value, e->new_value},
                      3);
    }
}

/* ---- all ------------------------------------------------------------------
 */

void em_diff_reshapes(Diff *out, const Match *m, Arena *a)
{
    Finder f = {.d = out, .m = m, .a = a};
    f.joins = NEW_ARRAY(m->scratch, MAX(out->tables.n, 1), bool);
    find_links(&f);
    for (int i = 0; i < out->tables.n; i++)
        find_join_table(&f, i);
    find_lookups(&f);
    find_moves(&f);
    tell_moves(&f);
    for (int i = 0; i < f.before.list.n; i++)
        find_turned(&f, &f.before.list.items[i]);
    for (int i = 0; i < out->relations.n; i++)
        find_new_ends(&f, &out->relations.items[i]);
    for (int i = 0; i < out->tables.n; i++)
        find_schema_move(&f, i);
    find_enums(&f);
}
