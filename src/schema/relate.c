/*
 * What follows from foreign keys: relations with their cardinalities, and the
 * rows at which their lines end; also those that a text names.
 */
#include "schema/schema.h"

enum { MAX_COMPARED = 200 }; /* keys of a table that a key is compared with */

int em_column_find(const Table *t, Str name)
{
    for (int i = 0; i < t->columns.n; i++)
        if (em_str_eq(t->columns.items[i].name, name))
            return i;
    return NONE;
}

static bool is_subset(const Strs *inner, const Strs *outer)
{
    for (int i = 0; i < inner->n; i++)
        if (!em_strs_have(outer, inner->items[i]))
            return false;
    return true;
}

static bool is_same_set(const Strs *a, const Strs *b)
{
    return is_subset(a, b) && is_subset(b, a);
}

/* ---- relations ------------------------------------------------------------
 */

static bool is_unique(const Table *t, const Strs *columns)
{
    if (is_same_set(columns, &t->primary_key))
        return true;
    for (int i = 0; i < t->indexes.n; i++)
        if (em_index_is_key(&t->indexes.items[i]) &&
            is_same_set(columns, &t->indexes.items[i].columns))
            return true;
    return false;
}

static bool may_be_null(const Table *t, const Strs *columns)
{
    for (int i = 0; i < columns->n; i++) {
        int c = em_column_find(t, columns->items[i]);
        if (c != NONE && t->columns.items[c].nullable != NULLABLE_NO &&
            !em_strs_have(&t->primary_key, columns->items[i]))
            return true;
    }
    return false;
}

KeyEnds em_key_ends(const Table *child, const ForeignKey *key)
{
    return (KeyEnds){
        .child = is_unique(child, &key->columns) ? CARD_ZERO_OR_ONE
                                                 : CARD_ZERO_OR_MORE,
        .parent = may_be_null(child, &key->columns) ? CARD_ZERO_OR_ONE
                                                    : CARD_EXACTLY_ONE,
        .identifying = is_subset(&key->columns, &child->primary_key),
    };
}

static void relate(Schema *s, int child, const ForeignKey *key, Arena *a)
{
    const Table *from = &s->tables.items[key->ref_table];
    const Table *to = &s->tables.items[child];
    KeyEnds ends = em_key_ends(to, key);

    *PUSH(a, &s->relations) = (Relation){
        .from = {.table = key->ref_table,
                 .group = NONE,
                 .name = from->name,
                 .cardinality = ends.parent,
                 .span = key->span},
        .to = {.table = child,
               .group = NONE,
               .name = to->name,
               .cardinality = ends.child,
               .span = key->span},
        .identifying = ends.identifying,
        .span = key->span,
        .source = key->source,
        .key = key,
    };
}

static void mark(Arena *a, Table *t, const Strs *columns, Key key)
{
    for (int i = 0; i < columns->n; i++) {
        int c = em_column_find(t, columns->items[i]);
        if (c != NONE)
            *PUSH(a, &t->columns.items[c].keys) = key;
    }
}

static void mark_keys(Arena *a, Table *t)
{
    mark(a, t, &t->primary_key, (Key){KEY_PRIMARY, STR("PK"), t->span});
    for (int i = 0; i < t->foreign_keys.n; i++)
        mark(a, t, &t->foreign_keys.items[i].columns,
             (Key){KEY_FOREIGN, STR("FK"), t->foreign_keys.items[i].span});
    for (int i = 0; i < t->indexes.n; i++) {
        const Index *index = &t->indexes.items[i];
        if (em_index_is_key(index) && index->columns.n == 1)
            mark(a, t, &index->columns,
                 (Key){KEY_UNIQUE, STR("UK"), index->span});
    }
}

void em_schema_relate(Schema *s, Arena *a)
{
    for (int t = 0; t < s->tables.n; t++) {
        Table *child = &s->tables.items[t];
        mark_keys(a, child);
        for (int k = 0; k < child->foreign_keys.n; k++) {
            const ForeignKey *key = &child->foreign_keys.items[k];
            if (key->ref_table != NONE && child->kind != TABLE_PARTITION)
                relate(s, t, key, a);
        }
    }
}

/* ---- rows -----------------------------------------------------------------
 */

/* True when another foreign key of the table has the column too. */
static bool is_shared(const Table *t, const ForeignKey *key, Str column)
{
    for (int i = 0; i < MIN(t->foreign_keys.n, MAX_COMPARED); i++) {
        const ForeignKey *other = &t->foreign_keys.items[i];
        if (other != key && em_strs_have(&other->columns, column))
            return true;
    }
    return false;
}

/*
 * The column of a composite key that tells it from others: the first that no
 * other foreign key has, as a tenant's id may be in all of them.
 */
static int find_telling(const Table *child, const ForeignKey *key)
{
    for (int i = 0; key->columns.n > 1 && i < key->columns.n; i++)
        if (!is_shared(child, key, key->columns.items[i]))
            return i;
    return 0;
}

static int find_nth(const Table *t, const Strs *columns, int i)
{
    return i < columns->n ? em_column_find(t, columns->items[i]) : NONE;
}

RelationRows em_key_rows(const Schema *s, const Relation *r)
{
    const Table *child = &s->tables.items[r->to.table];
    const Table *parent = &s->tables.items[r->from.table];
    int i = find_telling(child, r->key);
    return (RelationRows){
        .child_column = find_nth(child, &r->key->columns, i),
        .parent_column = find_nth(parent, &r->key->ref_columns, i),
    };
}

static bool is_foreign(const Column *c)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == KEY_FOREIGN)
            return true;
    return false;
}

RelationRows em_named_rows(const Schema *s, const Relation *r,
                           bool child_is_from, bool either)
{
    RelationRows rows = {NONE, NONE, child_is_from};
    if (!r->from.column.n || !r->to.column.n)
        return rows;
    const Table *from = &s->tables.items[r->from.table];
    const Table *to = &s->tables.items[r->to.table];
    int f = em_column_find(from, r->from.column);
    int t = em_column_find(to, r->to.column);
    if (f == NONE || t == NONE)
        return rows;
    bool from_refers = is_foreign(&from->columns.items[f]);
    if (either && from_refers != is_foreign(&to->columns.items[t]))
        rows.child_is_from = from_refers;
    rows.child_column = rows.child_is_from ? f : t;
    rows.parent_column = rows.child_is_from ? t : f;
    return rows;
}
