/*
 * A diagram read as SQL: its marks are keys, its relations references, and
 * words of SQL in comments what they say. What it leaves open is a warning,
 * never a guess.
 */
#include "base/map.h"
#include "sql/sql.h"
#include "sql/sql_drawn.h"

static void warn(Diags *diags, const Source *source, Span span, Str what)
{
    em_diag_add(diags, (Diag){.severity = DIAG_WARNING,
                              .source = source,
                              .span = span,
                              .code = STR("sql-translate"),
                              .message = what});
}

/* ---- keys -----------------------------------------------------------------
 */

typedef ARRAY_OF(DrawnReference *) References;

typedef struct {
    Schema *s;
    Dialect to;
    DrawnWords **words;     /* by table and column */
    References *references; /* by table: those that comments say */
    Map type_places;        /* of drawn types: in `types` */
    ARRAY_OF(DrawnType) types;
    RelationRows *rows; /* by relation, as the whole comments say */
    const Source *source;
    Arena *arena;
    Diags *diags;
} Drawing;

/* PK: a part of the primary key, once. */
static void add_to_key(Arena *a, Table *t, Column *c)
{
    if (em_strs_have(&t->primary_key, c->name))
        return;
    *PUSH(a, &t->primary_key) = c->name;
    c->nullable = NULLABLE_NO;
}

/* Keys that a key is compared with: rows of a table may repeat what others
 * say. */
enum { MAX_COMPARED = 200 };

static void add_unique(Arena *a, Table *t, const Strs *columns, Span span)
{
    if (em_strs_same_set(columns, &t->primary_key))
        return;
    for (int i = 0; i < MIN(t->indexes.n, MAX_COMPARED); i++)
        if (em_strs_same_set(columns, &t->indexes.items[i].columns))
            return;
    *PUSH(a, &t->indexes) =
        (Index){.is_unique = true, .columns = *columns, .span = span};
}

static bool has_mark(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

static void read_keys(const Drawing *d, int table)
{
    Table *t = &d->s->tables.items[table];
    for (int i = 0; i < t->columns.n; i++)
        if (has_mark(&t->columns.items[i], KEY_PRIMARY))
            add_to_key(d->arena, t, &t->columns.items[i]);
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        const DrawnWords *words = &d->words[table][i];
        Strs alone = {0};
        *PUSH(d->arena, &alone) = c->name;
        if (has_mark(c, KEY_UNIQUE))
            add_unique(d->arena, t, &alone, c->span);
        for (int k = 0; k < words->uniques.n; k++)
            add_unique(d->arena, t, &words->uniques.items[k], c->span);
    }
}

/* ---- relations ------------------------------------------------------------
 */

/* The columns of a key of several: those that are called like the parent's
 * and marked as foreign. False: they are not all there. */
static bool match_key(Arena *a, const Table *child, const Table *parent,
                      ForeignKey *key)
{
    Strs columns = {0};
    if (child == parent || parent->primary_key.n < 2)
        return false;
    for (int i = 0; i < parent->primary_key.n; i++) {
        Str name = parent->primary_key.items[i];
        int at = em_column_find(child, name);
        if (at == NONE || !has_mark(&child->columns.items[at], KEY_FOREIGN))
            return false;
        *PUSH(a, &columns) = name;
    }
    key->columns = columns;
    key->ref_columns = parent->primary_key;
    return true;
}

static bool has_all(const Table *t, const Strs *names)
{
    bool all = true;
    for (int i = 0; i < names->n; i++)
        all &= em_column_find(t, names->items[i]) != NONE;
    return all;
}

/* A reference to a table that a comment says and no relation has: the one of
 * this column (NONE: any), else the first. */
static DrawnReference *find_said(const Drawing *d, const Table *child,
                                 const Table *parent, int column)
{
    References *said = &d->references[child - d->s->tables.items];
    DrawnReference *first = NULL;
    for (int i = 0; i < MIN(said->n, MAX_COMPARED); i++) {
        DrawnReference *r = said->items[i];
        bool fits = !r->is_used && em_str_eq(r->table, parent->name) &&
                    has_all(child, &r->columns) && has_all(parent, &r->targets);
        if (fits && column != NONE &&
            em_str_eq(r->columns.items[0], child->columns.items[column].name))
            return r;
        if (fits && !first)
            first = r;
    }
    return first;
}

/* Is a column alone a key of its table? */
static bool is_key(const Table *t, Str name)
{
    bool found =
        t->primary_key.n == 1 && em_str_eq(t->primary_key.items[0], name);
    for (int i = 0; i < MIN(t->indexes.n, MAX_COMPARED) && !found; i++)
        found = t->indexes.items[i].columns.n == 1 &&
                em_str_eq(t->indexes.items[i].columns.items[0], name);
    return found;
}

/* False: which columns it is about is not certain. */
static bool find_columns(const Drawing *d, const Table *child,
                         const Table *parent, const RelationRows *rows,
                         ForeignKey *key)
{
    DrawnReference *said = find_said(d, child, parent, rows->child_column);
    if (said) {
        said->is_used = true;
        key->columns = said->columns;
        key->ref_columns = said->targets;
        return true;
    }
    bool is_certain = rows->child_column != NONE && rows->parent_column != NONE;
    Str target =
        is_certain ? parent->columns.items[rows->parent_column].name : (Str){0};
    bool is_whole = parent->primary_key.n < 2 || is_key(parent, target);
    if (!is_certain || !is_whole)
        return match_key(d->arena, child, parent, key);
    *PUSH(d->arena, &key->columns) =
        child->columns.items[rows->child_column].name;
    *PUSH(d->arena, &key->ref_columns) = target;
    return true;
}

/* What the ends say of the columns: there is always a parent, a parent has at
 * most one child. */
static void read_ends(const Drawing *d, Table *t, const Relation *r,
                      const ForeignKey *key)
{
    bool is_needed = r->from.cardinality == CARD_EXACTLY_ONE;
    bool is_alone = r->to.cardinality == CARD_ZERO_OR_ONE ||
                    r->to.cardinality == CARD_EXACTLY_ONE;
    if (r->is_guessed)
        return;
    for (int i = 0; i < key->columns.n && is_needed; i++) {
        Column *c = &t->columns.items[em_column_find(t, key->columns.items[i])];
        if (c->nullable == NULLABLE_UNKNOWN && !em_str_ends(c->type, STR("?")))
            c->nullable = NULLABLE_NO;
    }
    if (is_alone)
        add_unique(d->arena, t, &key->columns, r->span);
}

/* The relation with its parent first, as those of foreign keys are. */
static void turn(Relation *r)
{
    RelationEnd child = r->from;
    r->from = r->to;
    r->to = child;
}

/* Makes the reference of a relation. False: its columns are not certain. */
static bool read_relation(const Drawing *d, Relation *r,
                          const RelationRows *rows)
{
    bool turned = rows->child_is_from;
    Table *t = &d->s->tables.items[turned ? r->from.table : r->to.table];
    const Table *of = &d->s->tables.items[turned ? r->to.table : r->from.table];
    ForeignKey key = {.ref_base = of->name,
                      .ref_table = (int)(of - d->s->tables.items),
                      .span = r->span};

    if (!find_columns(d, t, of, rows, &key))
        return false;
    if (turned)
        turn(r);
    int first = em_column_find(t, key.columns.items[0]);
    key.on_delete = d->words[r->to.table][first].on_delete;
    key.on_update = d->words[r->to.table][first].on_update;
    read_ends(d, t, r, &key);
    *PUSH(d->arena, &t->foreign_keys) = key;
    return true;
}

/* Relations as references, where their rows are certain. */
static void read_relations(const Drawing *d)
{
    Schema *s = d->s;
    int *place = NEW_ARRAY(d->arena, s->relations.n + 1, int);
    for (int i = 0; i < s->relations.n; i++) {
        Relation *r = &s->relations.items[i];
        place[i] = NONE;
        if (r->from.table == NONE || r->to.table == NONE)
            continue;
        if (read_relation(d, r, &d->rows[i]))
            place[i] = s->tables.items[r->to.table].foreign_keys.n - 1;
        else
            warn(d->diags, d->source, r->span,
                 STR("which column refers to which is not certain, so this "
                     "relation is not written"));
    }
    for (int i = 0; i < s->relations.n; i++) {
        Relation *r = &s->relations.items[i];
        if (place[i] != NONE)
            r->key = &s->tables.items[r->to.table].foreign_keys.items[place[i]];
    }
}

/* ---- columns --------------------------------------------------------------
 */

/* An extension that brings a type, once. */
static void want_extension(Drawing *d, Str name)
{
    if (name.n && !em_strs_have(&d->s->extensions, name))
        *PUSH(d->arena, &d->s->extensions) = name;
}

/* What a drawn type is, found out once; without `full`: none of the dialect. */
static const DrawnType *find_type(Drawing *d, Str drawn)
{
    int at = em_map_find(&d->type_places, drawn);
    if (at == NONE) {
        DrawnType type;
        if (!em_sql_drawn_type(d->to, drawn, d->arena, &type))
            type = (DrawnType){0};
        at = d->types.n;
        em_map_add(&d->type_places, drawn, at);
        *PUSH(d->arena, &d->types) = type;
    }
    return &d->types.items[at];
}

static void read_column(Drawing *d, const Table *t, Column *c,
                        DrawnWords *words)
{
    em_sql_read_words(t, c, words, d->arena);
    c->is_set = c->enum_values && em_str_eq_nocase(c->type, STR("set"));
    const DrawnType *type = find_type(d, c->type);
    if (!type->full.n) /* perhaps the name of an enum */
        return;
    c->full_type = type->full;
    c->enum_values = type->values;
    c->is_set = type->is_set;
    if (type->counts && c->value.kind == VALUE_UNSAID)
        c->value.kind = VALUE_AUTO_INCREMENT;
    want_extension(d, type->extension);
}

/* Copies a table's columns; of several with one name, which is that in other
 * letters for most engines, the first is meant. */
static void copy_columns(Drawing *d, Table *t)
{
    Arena *a = d->arena;
    Map names = {.arena = a};
    Column *columns = NEW_ARRAY(a, t->columns.n + 1, Column);
    int n = 0;
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        Str name =
            d->to == DIALECT_POSTGRES ? c->name : em_str_lower(a, c->name);
        if (em_map_add(&names, name, i) == i) {
            columns[n++] = *c;
            continue;
        }
        *PUSH(a, &t->remarks) = JOIN(a, c->name, STR(": stands here again"));
        warn(d->diags, d->source, c->span,
             JOIN(a, t->name, STR(", "), c->name,
                  STR(": a table has one column of a name, so this one is not "
                      "written")));
    }
    t->columns.items = columns;
    t->columns.n = t->columns.room = n;
}

/* Where a column is among those that stand once. */
static int place_of(const Drawing *d, const Schema *raw, int table, int column)
{
    const Table *was = &raw->tables.items[table];
    const Table *is = &d->s->tables.items[table];
    return column == NONE || was->columns.n == is->columns.n
               ? column
               : em_column_find(is, was->columns.items[column].name);
}

/* The rows of relations, before comments are taken apart. */
static void find_rows(Drawing *d, const Schema *raw)
{
    d->rows = em_relation_rows(raw, ANCHOR_AUTO, d->arena);
    for (int i = 0; i < raw->relations.n; i++) {
        const Relation *r = &raw->relations.items[i];
        RelationRows *rows = &d->rows[i];
        if (r->from.table == NONE || r->to.table == NONE)
            continue;
        int child = rows->child_is_from ? r->from.table : r->to.table;
        int parent = rows->child_is_from ? r->to.table : r->from.table;
        rows->child_column = place_of(d, raw, child, rows->child_column);
        rows->parent_column = place_of(d, raw, parent, rows->parent_column);
    }
}

static void read_table(Drawing *d, int table)
{
    Table *t = &d->s->tables.items[table];
    copy_columns(d, t);
    d->words[table] = NEW_ARRAY(d->arena, t->columns.n + 1, DrawnWords);
    for (int i = 0; i < t->columns.n; i++) {
        DrawnWords *words = &d->words[table][i];
        read_column(d, t, &t->columns.items[i], words);
        for (int k = 0; k < words->references.n; k++)
            /* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
            *PUSH(d->arena, &d->references[table]) =
                &words->references.items[k];
    }
    read_keys(d, table);
}

const Schema *em_sql_of_diagram(const Schema *s, Dialect to,
                                const Source *source, Arena *a, Diags *diags)
{
    Drawing d = {.s = NEW(a, Schema),
                 .to = to,
                 .words = NEW_ARRAY(a, s->tables.n + 1, DrawnWords *),
                 .references = NEW_ARRAY(a, s->tables.n + 1, References),
                 .type_places = {.arena = a},
                 .source = source,
                 .arena = a,
                 .diags = diags};
    *d.s = *s;
    d.s->tables.items = NEW_ARRAY(a, s->tables.n + 1, Table);
    d.s->tables.room = s->tables.n;
    for (int i = 0; i < s->tables.n; i++) {
        d.s->tables.items[i] = s->tables.items[i];
        read_table(&d, i);
    }
    d.s->relations.items = NEW_ARRAY(a, s->relations.n + 1, Relation);
    d.s->relations.room = s->relations.n;
    for (int i = 0; i < s->relations.n; i++)
        d.s->relations.items[i] = s->relations.items[i];
    find_rows(&d, s);
    read_relations(&d);
    return d.s;
}
