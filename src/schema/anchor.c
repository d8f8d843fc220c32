/*
 * The rows a relation is about: which foreign key of which end. Where the text
 * has foreign keys that is known (relate.c); here it is found out.
 *
 * Mermaid's relations name tables only. The child is the end with "many"; when
 * no end has, either may be. Of the child's columns those count that are marked
 * FK, or whose comment names a table they refer to. A column matches the parent
 *
 *   BY_MENTION  the relation's label names the column
 *   BY_COMMENT  its comment names it: "references users.id", "-> users", "FK
 *               to users"
 *   BY_NAME     user_id, userId, user, fk_user: the name without its key words
 *               is the parent's name or alias, singular or plural, without
 *               schema and prefix (app.users, tbl_users); or it is named as
 *               the parent's only primary key, when that is telling
 *               (customer_no, not id); or it is parent_id of a table that
 *               refers to itself
 *   BY_TAIL     it is the end of the parent's name: order_id, shop_orders
 *   BY_ROLE     it ends with the parent's name: billing_address_id, addresses
 *   BY_LABEL    the label speaks of it: author_id, "is the author of"
 *
 * and never a parent when its comment or its name means another table. A
 * relation is certain when one column matches best. Where several relations
 * then claim one column, labels decide, or else nothing does. At last, when a
 * table has one relation left and one foreign key left, they belong together.
 *
 * Work is one match per relation and foreign key of its child. MAX_MATCHES ends
 * it for inputs that have thousands of both in one table; relations beyond it
 * have no certain row.
 */
#include "schema/schema.h"

#include "base/map.h"
#include "schema/words.h"

enum {
    MAX_MATCHES = 1 << 20,
    READ_BYTES = 200, /* of a comment or label */
    MAX_KEYS = 4,     /* of a table's names, of their ends */
    SEVERAL = -2      /* tables with one name */
};

typedef enum {
    NO_MATCH,
    BY_LABEL,
    BY_ROLE,
    BY_TAIL,
    BY_NAME,
    BY_COMMENT,
    BY_MENTION
} Match;

/* Keys are numbers for names; see em_words_put_key. */
typedef struct {
    int names[MAX_KEYS], tails[MAX_KEYS];
    int n_names, n_tails;
    int first_fk, n_fks; /* in Anchors.fks */
    int pk;              /* its only primary key column, or NONE */
    bool pk_is_telling;
    int relations_left, fks_left; /* at the end of all matching */
} TableInfo;

/* A column that refers to some table. */
typedef struct {
    int column;
    Words stem; /* its name without key words */
    int key;    /* of the stem; NONE: no table has such a name */
    int tails[MAX_KEYS], n_tails; /* of ends of the stem, longest first */
    int target;                   /* the table its comment names, or NONE */
    Str target_column;            /* that the comment names, or empty */
    int claims;                   /* relations that are about it */
    int parent; /* of those relations; SEVERAL: not the same */
} Fk;

/* What is known about a relation. */
typedef struct {
    int child, parent; /* tables; NONE: no row can be certain */
    bool child_is_from;
    bool either; /* no end is "many": child and parent may be exchanged */
    int fk;      /* in Anchors.fks, or NONE */
    Match match;
    int best; /* also when it is not certain */
} Link;

typedef struct {
    const Schema *schema;
    Arena *arena;
    Map keys;   /* of names and their ends, numbered */
    int *owner; /* the table that a key is a whole name of; NONE; SEVERAL */
    TableInfo *tables;
    ARRAY_OF(Fk) fks;
    Link *links;
    int matches; /* so far */
    Buf text;    /* of the key that is looked up */
} Anchors;

static bool is_one_of(Str word, const Str *words, int n)
{
    for (int i = 0; i < n; i++)
        if (em_str_eq(word, words[i]))
            return true;
    return false;
}

/* Words around a table's name that only say "table". */
static bool is_table_word(Str word)
{
    static const Str words[] = {STR_INIT("tbl"),    STR_INIT("tb"),
                                STR_INIT("t"),      STR_INIT("tab"),
                                STR_INIT("table"),  STR_INIT("dim"),
                                STR_INIT("entity"), STR_INIT("fact")};
    return is_one_of(word, words, COUNT(words));
}

/* Words around a column's name that only say "key". */
static bool is_key_word(Str word)
{
    static const Str words[] = {
        STR_INIT("id"),    STR_INIT("ids"), STR_INIT("uuid"),
        STR_INIT("guid"),  STR_INIT("uid"), STR_INIT("fk"),
        STR_INIT("pk"),    STR_INIT("key"), STR_INIT("code"),
        STR_INIT("no"),    STR_INIT("nr"),  STR_INIT("num"),
        STR_INIT("ref"),   STR_INIT("oid"), STR_INIT("sk"),
        STR_INIT("number")};
    return is_one_of(word, words, COUNT(words));
}

static bool has_key(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

/* --- names ------------------------------------------------------------- */

static Str key_text(Anchors *x, const Words *w)
{
    x->text.n = 0;
    em_words_put_key(&x->text, w);
    return em_buf_str(&x->text);
}

static int find_key(Anchors *x, const Words *w)
{
    return w->n ? em_map_find(&x->keys, key_text(x, w)) : NONE;
}

static void add_key(Anchors *x, int *keys, int *n, const Words *w)
{
    if (w->n == 0 || *n == MAX_KEYS)
        return;
    Str text = key_text(x, w);
    int key = em_map_find(&x->keys, text);
    if (key == NONE)
        key = em_map_add(&x->keys, em_str_copy(x->arena, text),
                         x->keys.entries.n);
    keys[(*n)++] = key;
}

/* Adds a name or alias, also without words such as "tbl", and its ends. */
static void add_table_name(Anchors *x, TableInfo *t, Str name)
{
    for (int i = name.n - 2; i > 0; i--)
        if (name.p[i] == '.') {
            name = em_str_cut(name, i + 1, name.n);
            break;
        }
    Words w = em_words_of(name, x->arena);
    add_key(x, t->names, &t->n_names, &w);
    Words core = w;
    if (core.n > 1 && is_table_word(core.word[0]))
        core = em_words_cut(&core, 1, core.n);
    if (core.n > 1 && is_table_word(core.word[core.n - 1]))
        core = em_words_cut(&core, 0, core.n - 1);
    if (core.n < w.n)
        add_key(x, t->names, &t->n_names, &core);
    for (int from = 1; from < core.n; from++) {
        Words tail = em_words_cut(&core, from, core.n);
        add_key(x, t->tails, &t->n_tails, &tail);
    }
}

static int find_only_pk(const Table *t)
{
    int pk = NONE;
    for (int i = 0; i < t->columns.n; i++) {
        if (!has_key(&t->columns.items[i], KEY_PRIMARY))
            continue;
        if (pk != NONE)
            return NONE;
        pk = i;
    }
    return pk;
}

/* True when a key's name says whose key it is. */
static bool is_telling(Anchors *x, Str name)
{
    Words w = em_words_of(name, x->arena);
    return w.n > 1 &&
           !(w.n == 2 && is_key_word(w.word[0]) && is_key_word(w.word[1]));
}

static void read_tables(Anchors *x)
{
    const Schema *s = x->schema;
    x->tables = NEW_ARRAY(x->arena, s->tables.n, TableInfo);
    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        TableInfo *info = &x->tables[i];
        add_table_name(x, info, t->name);
        if (t->alias.n)
            add_table_name(x, info, t->alias);
        info->pk = find_only_pk(t);
        info->pk_is_telling =
            info->pk != NONE && is_telling(x, t->columns.items[info->pk].name);
    }
    x->owner = NEW_ARRAY(x->arena, x->keys.entries.n, int);
    for (int k = 0; k < x->keys.entries.n; k++)
        x->owner[k] = NONE;
    for (int i = 0; i < s->tables.n; i++)
        for (int k = 0; k < x->tables[i].n_names; k++) {
            int *owner = &x->owner[x->tables[i].names[k]];
            *owner = *owner == NONE || *owner == i ? i : SEVERAL;
        }
}

/* --- comments ---------------------------------------------------------- */

static int last_dot(Str s)
{
    for (int i = s.n - 1; i > 0; i--)
        if (s.p[i] == '.')
            return i;
    return NONE;
}

/* The one table of this name, with or without its schema before it. */
static int find_table(Anchors *x, Str name)
{
    for (;;) {
        Words w = em_words_of(name, x->arena);
        int key = find_key(x, &w);
        if (key != NONE && x->owner[key] >= 0)
            return x->owner[key];
        int dot = last_dot(name);
        if (dot == NONE)
            return NONE;
        name = em_str_cut(name, dot + 1, name.n);
    }
}

/* The table that a comment's word names, "users" or "app.users.id" or
 * "users(id)", and the column if it names one. */
static int find_mentioned(Anchors *x, Str word, Str *column)
{
    int open = em_str_find_char(word, '(', 0);
    int cut = open == NONE ? last_dot(word) : open;

    *column = (Str){0};
    if (cut == NONE)
        return find_table(x, word);
    int table = find_table(x, em_str_cut(word, 0, cut));
    if (table == NONE)
        return find_table(x, open == NONE ? word : (Str){0});
    *column = em_str_cut(word, cut + 1, word.n);
    if (em_str_ends(*column, STR(")")))
        column->n--;
    return table;
}

static bool is_name_byte(int c)
{
    return em_is_word(c) || c == '.' || c == '(' || c == ')' || c == '-' ||
           c >= 0x80;
}

static bool is_arrow(Str s, int i)
{
    Str two = em_str_cut(s, i, MIN(i + 2, s.n));
    return em_str_eq(two, STR("->")) || em_str_eq(two, STR("=>"));
}

/* The next word or arrow of a comment from *i on; empty at its end. */
static Str next_word(Str s, int *i)
{
    while (*i < s.n && !is_arrow(s, *i) &&
           !is_name_byte((unsigned char)s.p[*i]))
        (*i)++;
    int start = *i;
    if (*i < s.n && is_arrow(s, *i))
        *i += 2;
    else
        while (*i < s.n && !is_arrow(s, *i) &&
               is_name_byte((unsigned char)s.p[*i]))
            (*i)++;
    return em_str_cut(s, start, *i);
}

/* Words after which a comment names the table it refers to. */
static bool is_pointer(Str word)
{
    static const Str words[] = {
        STR_INIT("->"),      STR_INIT("=>"),     STR_INIT("\xE2\x86\x92"),
        STR_INIT("fk"),      STR_INIT("ref"),    STR_INIT("refs"),
        STR_INIT("foreign"), STR_INIT("points"), STR_INIT("references"),
        STR_INIT("refers"),  STR_INIT("links"),  STR_INIT("reference")};
    return is_one_of(word, words, COUNT(words));
}

/* Words that may stand between. */
static bool is_filler(Str word)
{
    static const Str words[] = {
        STR_INIT("to"),  STR_INIT("the"),  STR_INIT("table"),
        STR_INIT("key"), STR_INIT("on"),   STR_INIT("of"),
        STR_INIT("in"),  STR_INIT("into"), STR_INIT("-")};
    return is_one_of(word, words, COUNT(words));
}

/* Sets the target of a column by its comment, if that names one. "users.id"
 * alone does for a column that is marked as a foreign key. */
static void read_comment(Anchors *x, Fk *fk, Str comment, bool is_fk)
{
    comment = em_str_cut(comment, 0, MIN(comment.n, READ_BYTES));
    Str whole = em_str_trim(comment);
    bool one_word = em_str_find_char(whole, ' ', 0) == NONE;
    bool after_pointer = is_fk && one_word && last_dot(whole) != NONE;

    for (int i = 0; i < comment.n && fk->target == NONE;) {
        Str word = next_word(comment, &i);
        while (word.n && (word.p[word.n - 1] == '.'))
            word.n--;
        Str lower = em_str_lower(x->arena, word);
        if (is_pointer(lower)) {
            after_pointer = true;
        } else if (after_pointer && !is_filler(lower)) {
            fk->target = find_mentioned(x, word, &fk->target_column);
            after_pointer = false;
        }
    }
}

/* --- foreign keys ------------------------------------------------------ */

/* The name's words without those that only say "key". */
static Words stem_of(Anchors *x, Str name)
{
    Words w = em_words_of(name, x->arena);
    while (w.n && is_key_word(w.word[w.n - 1]))
        w.n--;
    while (w.n && is_key_word(w.word[0]))
        w = em_words_cut(&w, 1, w.n);

    /* "userid", when there is a table of users */
    if (w.n == 1 && w.word[0].n > 3 && em_str_ends(w.word[0], STR("id"))) {
        Words cut = w;
        cut.word[0].n -= 2;
        if (find_key(x, &cut) != NONE)
            return cut;
    }
    return w;
}

static void read_fk(Anchors *x, const Column *c, int column)
{
    Fk fk = {.column = column, .target = NONE, .parent = NONE};
    bool is_fk = has_key(c, KEY_FOREIGN);
    read_comment(x, &fk, c->comment, is_fk);
    if (!is_fk && fk.target == NONE)
        return;
    fk.stem = stem_of(x, c->name);
    fk.key = find_key(x, &fk.stem);
    for (int from = 1; from < fk.stem.n && fk.n_tails < MAX_KEYS; from++) {
        Words tail = em_words_cut(&fk.stem, from, fk.stem.n);
        int key = find_key(x, &tail);
        if (key != NONE)
            fk.tails[fk.n_tails++] = key;
    }
    *PUSH(x->arena, &x->fks) = fk;
}

static void read_fks(Anchors *x)
{
    for (int i = 0; i < x->schema->tables.n; i++) {
        const Table *t = &x->schema->tables.items[i];
        x->tables[i].first_fk = x->fks.n;
        for (int k = 0; k < t->columns.n; k++)
            read_fk(x, &t->columns.items[k], k);
        x->tables[i].n_fks = x->fks.n - x->tables[i].first_fk;
    }
}

/* --- matching ---------------------------------------------------------- */

static bool is_among(int key, const int *keys, int n)
{
    for (int i = 0; i < n; i++)
        if (keys[i] == key)
            return true;
    return false;
}

/* True when the column's own comment or name means a table, but not this. */
static bool means_another(const Anchors *x, const Fk *fk, int parent)
{
    if (fk->target != NONE)
        return fk->target != parent;
    const TableInfo *p = &x->tables[parent];
    return fk->key != NONE && x->owner[fk->key] != NONE &&
           !is_among(fk->key, p->names, p->n_names);
}

/* True when the label has the column's name as a word. */
static bool label_names(Str label, Str name)
{
    for (int i = 0; i + name.n <= label.n && name.n; i++) {
        bool ends = i + name.n == label.n ||
                    !em_is_word((unsigned char)label.p[i + name.n]);
        bool begins = i == 0 || !em_is_word((unsigned char)label.p[i - 1]);
        if (begins && ends &&
            em_str_eq_nocase(em_str_cut(label, i, i + name.n), name))
            return true;
    }
    return false;
}

/* True when the longest end of the stem that is a table's name is a name of
 * this table. */
static bool ends_with_name(const Anchors *x, const Fk *fk, const TableInfo *p)
{
    for (int i = 0; i < fk->n_tails; i++)
        if (x->owner[fk->tails[i]] != NONE)
            return is_among(fk->tails[i], p->names, p->n_names);
    return false;
}

static Match match_names(const Anchors *x, const Link *l, const Fk *fk)
{
    const TableInfo *p = &x->tables[l->parent];
    const Table *parent = &x->schema->tables.items[l->parent];
    const Table *child = &x->schema->tables.items[l->child];
    Str name = child->columns.items[fk->column].name;
    bool says_parent =
        fk->stem.n == 1 && em_str_eq(fk->stem.word[0], STR("parent"));

    if (fk->key != NONE && is_among(fk->key, p->names, p->n_names))
        return BY_NAME;
    if (p->pk_is_telling &&
        em_str_eq_nocase(name, parent->columns.items[p->pk].name))
        return BY_NAME;
    if (l->child == l->parent && says_parent)
        return BY_NAME;
    if (fk->key != NONE && is_among(fk->key, p->tails, p->n_tails))
        return BY_TAIL;
    return ends_with_name(x, fk, p) ? BY_ROLE : NO_MATCH;
}

static Str short_label(const Relation *r)
{
    return em_str_cut(r->label, 0, MIN(r->label.n, READ_BYTES));
}

static Match match(const Anchors *x, const Link *l, int relation, const Fk *fk,
                   const Words *label)
{
    const Relation *r = &x->schema->relations.items[relation];
    const Table *child = &x->schema->tables.items[l->child];

    Str name = child->columns.items[fk->column].name;
    bool is_label = em_str_eq_nocase(r->label, name);
    if (!is_label && means_another(x, fk, l->parent))
        return NO_MATCH;
    if (is_label || label_names(short_label(r), name))
        return BY_MENTION;
    if (fk->target != NONE)
        return BY_COMMENT;
    Match by_names = match_names(x, l, fk);
    if (by_names == NO_MATCH && em_words_related(label, &fk->stem))
        return BY_LABEL;
    return by_names;
}

/* Finds the column that matches best, if one does; of several that match
 * equally well, the one the label speaks of. */
static void match_link(Anchors *x, Link *l, int relation)
{
    const TableInfo *child = &x->tables[l->child];
    Words label = em_words_of(
        short_label(&x->schema->relations.items[relation]), x->arena);
    int n_best = 0, n_spoken = 0, spoken = NONE;

    if (x->matches > MAX_MATCHES)
        return;
    x->matches += child->n_fks;
    for (int i = child->first_fk; i < child->first_fk + child->n_fks; i++) {
        const Fk *fk = &x->fks.items[i];
        Match m = match(x, l, relation, fk, &label);
        if (m == NO_MATCH || m < l->match)
            continue;
        if (m > l->match) {
            l->match = m;
            l->best = i;
            n_best = n_spoken = 0;
        }
        n_best++;
        if (em_words_related(&label, &fk->stem)) {
            n_spoken++;
            spoken = i;
        }
    }
    if (n_best == 1)
        l->fk = l->best;
    else if (n_best > 1 && n_spoken == 1)
        l->fk = l->best = spoken;
}

static bool is_many(Cardinality c)
{
    return c == CARD_ZERO_OR_MORE || c == CARD_ONE_OR_MORE;
}

/* Who is the child, by the cardinalities. */
static Link link_of(const Relation *r)
{
    Link l = {.child = NONE, .parent = NONE, .fk = NONE, .best = NONE};
    bool from_many = is_many(r->from.cardinality);
    bool to_many = is_many(r->to.cardinality);

    if (r->key || r->from.table == NONE || r->to.table == NONE ||
        (from_many && to_many))
        return l;
    bool from_parent = r->from.cardinality == CARD_PARENT;
    bool to_parent = r->to.cardinality == CARD_PARENT;
    l.child_is_from = from_many || (!to_many && to_parent);
    l.either = !from_many && !to_many && from_parent == to_parent;
    l.child = l.child_is_from ? r->from.table : r->to.table;
    l.parent = l.child_is_from ? r->to.table : r->from.table;
    return l;
}

static Link exchanged(const Link *l)
{
    Link other = *l;
    other.child = l->parent;
    other.parent = l->child;
    other.child_is_from = !l->child_is_from;
    return other;
}

/* One to one: the foreign key may be at either end, but not at both. When the
 * label names a column that both have, the parent stands first. */
static void match_either(Anchors *x, Link *l, int relation)
{
    Link here = *l, there = exchanged(l);
    match_link(x, &here, relation);
    match_link(x, &there, relation);
    bool both_named = here.match == BY_MENTION && there.match == BY_MENTION;
    *l = here.match >= there.match ? here : there;
    if (here.match != NO_MATCH && there.match != NO_MATCH && !both_named &&
        here.child != here.parent)
        l->fk = NONE;
    l->either =
        !both_named && (here.match == NO_MATCH) == (there.match == NO_MATCH);
}

static void match_all(Anchors *x)
{
    const Schema *s = x->schema;
    x->links = NEW_ARRAY(x->arena, s->relations.n, Link);
    for (int i = 0; i < s->relations.n; i++) {
        Link *l = &x->links[i];
        *l = link_of(&s->relations.items[i]);
        if (l->child == NONE)
            continue;
        if (l->either)
            match_either(x, l, i);
        else
            match_link(x, l, i);
    }
}

/* --- several relations and one column ---------------------------------- */

static void count_claims(Anchors *x)
{
    for (int i = 0; i < x->fks.n; i++) {
        x->fks.items[i].claims = 0;
        x->fks.items[i].parent = NONE;
    }
    for (int i = 0; i < x->schema->relations.n; i++) {
        const Link *l = &x->links[i];
        if (l->fk == NONE)
            continue;
        Fk *fk = &x->fks.items[l->fk];
        fk->claims++;
        fk->parent =
            fk->claims == 1 || fk->parent == l->parent ? l->parent : SEVERAL;
    }
}

/* The one unclaimed column that the label speaks of; or NONE. *n_free: the
 * unclaimed columns that may refer to the parent. */
static int find_spoken(Anchors *x, const Link *l, int relation, int *n_free)
{
    const TableInfo *child = &x->tables[l->child];
    Words label = em_words_of(
        short_label(&x->schema->relations.items[relation]), x->arena);
    int spoken = NONE, n = 0;

    *n_free = 0;
    if (x->matches > MAX_MATCHES)
        return NONE;
    x->matches += child->n_fks;
    for (int i = child->first_fk; i < child->first_fk + child->n_fks; i++) {
        const Fk *fk = &x->fks.items[i];
        if (fk->claims || means_another(x, fk, l->parent))
            continue;
        ++*n_free;
        if (em_words_related(&label, &fk->stem)) {
            spoken = i;
            n++;
        }
    }
    return n == 1 ? spoken : NONE;
}

/*
 * Relations that share a column: one whose label speaks of a column that is
 * free gets that one. When columns are free and several relations still share
 * one, or their parents differ, none of them is certain.
 */
static void share_out(Anchors *x)
{
    int n = x->schema->relations.n;
    bool *unsure = NEW_ARRAY(x->arena, n, bool);

    count_claims(x);
    for (int i = 0; i < n; i++) {
        Link *l = &x->links[i];
        if (l->fk == NONE || x->fks.items[l->fk].claims < 2)
            continue;
        int n_free, spoken = find_spoken(x, l, i, &n_free);
        if (l->match < BY_COMMENT && spoken != NONE)
            l->fk = spoken;
        else
            unsure[i] = l->match < BY_COMMENT && n_free > 0;
    }
    count_claims(x);
    for (int i = 0; i < n; i++) {
        Link *l = &x->links[i];
        if (l->fk == NONE)
            continue;
        const Fk *fk = &x->fks.items[l->fk];
        if (fk->claims > 1 && (unsure[i] || fk->parent == SEVERAL))
            l->fk = NONE;
    }
    count_claims(x);
}

/* --- what is left ------------------------------------------------------ */

static void count_left(Anchors *x)
{
    for (int i = 0; i < x->schema->relations.n; i++) {
        const Link *l = &x->links[i];
        if (l->child == NONE || l->fk != NONE)
            continue;
        x->tables[l->child].relations_left++;
        if (l->either && l->parent != l->child)
            x->tables[l->parent].relations_left++;
    }
    for (int t = 0; t < x->schema->tables.n; t++) {
        TableInfo *info = &x->tables[t];
        for (int i = 0; i < info->n_fks; i++)
            info->fks_left += x->fks.items[info->first_fk + i].claims == 0;
    }
}

/* The only column left of the child, when it may refer to the parent. */
static int find_left(const Anchors *x, const Link *l)
{
    const TableInfo *child = &x->tables[l->child];
    if (child->relations_left != 1 || child->fks_left != 1)
        return NONE;
    for (int i = child->first_fk; i < child->first_fk + child->n_fks; i++)
        if (x->fks.items[i].claims == 0)
            return means_another(x, &x->fks.items[i], l->parent) ? NONE : i;
    return NONE;
}

static void match_left(Anchors *x)
{
    count_left(x);
    for (int i = 0; i < x->schema->relations.n; i++) {
        Link *l = &x->links[i];
        if (l->child == NONE || l->fk != NONE)
            continue;
        Link there = exchanged(l);
        bool either = l->either && l->parent != l->child;
        int at_parent = either ? x->tables[l->parent].fks_left : 0;
        if (at_parent && x->tables[l->child].fks_left == 0)
            *l = there;
        else if (at_parent)
            continue;
        l->fk = find_left(x, l);
    }
}

/* --- result ------------------------------------------------------------ */

/* The parent's key: the column that the comment names, or its only primary
 * key. */
static int find_parent_column(const Anchors *x, const Link *l, const Fk *fk)
{
    const Table *t = &x->schema->tables.items[l->parent];
    const TableInfo *info = &x->tables[l->parent];
    if (fk->target_column.n == 0 || fk->target != l->parent ||
        (info->pk != NONE &&
         em_str_eq_nocase(t->columns.items[info->pk].name, fk->target_column)))
        return info->pk;
    for (int i = 0; i < MIN(t->columns.n, READ_BYTES); i++)
        if (em_str_eq_nocase(t->columns.items[i].name, fk->target_column))
            return i;
    return info->pk;
}

/* The best column for people who want one in any case. */
static int guess(const Anchors *x, const Link *l)
{
    const TableInfo *child = &x->tables[l->child];
    if (l->best != NONE)
        return l->best;
    for (int i = child->first_fk; i < child->first_fk + child->n_fks; i++)
        if (x->fks.items[i].claims == 0)
            return i;
    return child->n_fks ? child->first_fk : NONE;
}

static RelationRows rows_of(const Anchors *x, const Link *l, bool guessing)
{
    RelationRows rows = {NONE, NONE, l->child_is_from};
    if (l->child == NONE)
        return rows;
    int found = l->fk == NONE && guessing ? guess(x, l) : l->fk;
    if (found == NONE)
        return rows;
    const Fk *fk = &x->fks.items[found];
    rows.child_column = fk->column;
    rows.parent_column = find_parent_column(x, l, fk);
    return rows;
}

RelationRows *em_relation_rows(const Schema *s, Anchor anchor, Arena *a)
{
    RelationRows *rows = NEW_ARRAY(a, s->relations.n, RelationRows);
    Anchors x = {.schema = s, .arena = a, .keys.arena = a, .text.arena = a};

    for (int i = 0; i < s->relations.n; i++)
        rows[i] = (RelationRows){NONE, NONE, false};
    if (anchor == ANCHOR_ENTITY)
        return rows;
    read_tables(&x);
    read_fks(&x);
    match_all(&x);
    share_out(&x);
    match_left(&x);
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        if (r->key) {
            rows[i] = em_key_rows(s, r);
            continue;
        }
        const Link *l = &x.links[i];
        if (l->child != NONE)
            rows[i] = em_named_rows(s, r, l->child_is_from, l->either);
        if (rows[i].child_column == NONE)
            rows[i] = rows_of(&x, l, anchor == ANCHOR_ROW);
    }
    return rows;
}
