/*
 * A diagram completed: tables and columns.
 */
#include "diff/diff_plan.h"

#include "diff/diff_value.h"
#include "sql/sql.h"

void em_plan_decide(Plan *p, Str what)
{
    *PUSH(p->a, p->open) = what;
}

static int find_column(Plan *p, int base, Str column)
{
    const Table *t = &p->base->tables.items[base];
    Map *names = &p->names[base];
    if (!names->arena) {
        names->arena = p->m.scratch;
        for (int i = 0; i < t->columns.n; i++)
            em_map_add(names, t->columns.items[i].name, i);
    }
    return em_map_find(names, column);
}

bool em_plan_has(Plan *p, int base, Str column)
{
    return find_column(p, base, column) != NONE;
}

bool em_plan_is_compared(const Plan *p, int table)
{
    if (table >= p->raw->tables.n || p->raw->tables.items[table].columns.n == 0)
        return false;
    int base = p->m.tables.before_of[table];
    return base == NONE || p->base->tables.items[base].kind != TABLE_VIRTUAL;
}

bool em_plan_later(Plan *p, int base, Str column, Str *out)
{
    int was = find_column(p, base, column);
    int table = p->place[base];
    if (was == NONE || table == NONE)
        return false;
    *out = column;
    if (!em_plan_is_compared(p, table))
        return true;
    int is = p->m.columns[table].after_of[was];
    if (is == NONE)
        return false;
    *out = p->out->tables.items[table].columns.items[is].name;
    return true;
}

/* ---- columns --------------------------------------------------------------
 */

/* What the diagram itself says may be null. */
static Nullable drawn_nullable(const Column *raw)
{
    if (raw->nullable == NULLABLE_UNKNOWN && em_str_ends(raw->type, STR("?")))
        return NULLABLE_YES;
    return raw->nullable;
}

static bool is_counted(const Column *c)
{
    return c->value.kind == VALUE_AUTO_INCREMENT ||
           c->value.kind == VALUE_IDENTITY_ALWAYS ||
           c->value.kind == VALUE_IDENTITY_BY_DEFAULT ||
           em_str_starts(c->value.text, STR("nextval("));
}

/* A column that was there, with what the diagram says of it. */
static Column kept_column(Plan *p, const Table *t, const Column *was,
                          const Column *raw, const Column *drawn)
{
    Column c = *was;
    Nullable nullable = drawn_nullable(raw);
    EMPTY(&c.keys);
    if (!em_types_match(was, raw, p->dialect, p->m.scratch)) {
        c.enum_values = drawn->enum_values;
        c.is_set = drawn->is_set;
        em_plan_set_type(p, t, raw, &c);
        if (drawn->value.kind == VALUE_DEFAULT)
            c.value = drawn->value;
        if (is_counted(&c) &&
            em_type_size(em_type_key(&c, p->m.scratch)).family !=
                FAMILY_INTEGER)
            c.value = (ColumnValue){0};
    }
    if (nullable != NULLABLE_UNKNOWN && was->nullable != NULLABLE_UNKNOWN)
        c.nullable = nullable;
    return c;
}

static Column new_column(Plan *p, const Table *t, const Column *raw,
                         const Column *drawn)
{
    Column c = *drawn;
    EMPTY(&c.keys);
    c.has_comment = c.comment.n > 0;
    if (c.nullable == NULLABLE_UNKNOWN)
        c.nullable = NULLABLE_YES;
    if (p->dialect != DIALECT_MYSQL && p->dialect != DIALECT_POSTGRES)
        c.comment = (Str){0};
    em_plan_set_type(p, t, raw, &c);
    if (c.value.kind == VALUE_AUTO_INCREMENT && p->dialect == DIALECT_POSTGRES)
        c.value.kind = VALUE_IDENTITY_BY_DEFAULT;
    else if (c.value.kind == VALUE_IDENTITY_BY_DEFAULT &&
             p->dialect != DIALECT_POSTGRES)
        c.value.kind = VALUE_AUTO_INCREMENT;
    return c;
}

/* The columns of a table as they stand in the diagram. What is drawn twice is
 * read once, so places differ. */
static void add_columns(Plan *p, int table)
{
    const Table *raw = &p->raw->tables.items[table];
    const Table *drawn = &p->drawn->tables.items[table];
    Table *t = &p->out->tables.items[table];
    int base = p->m.tables.before_of[table];
    const Table *was = base == NONE ? NULL : &p->base->tables.items[base];
    const Pairing *pairs = &p->m.columns[table];

    for (int i = 0, k = 0; i < drawn->columns.n; i++, k++) {
        const Column *is = &drawn->columns.items[i];
        while (raw->columns.items[k].name.p != is->name.p)
            k++;
        const Column *said = &raw->columns.items[k];
        int b = was ? pairs->before_of[i] : NONE;
        Column c = b == NONE
                       ? new_column(p, t, said, is)
                       : kept_column(p, t, &was->columns.items[b], said, is);
        if (b != NONE && pairs->is_renamed[i])
            c.name = is->name;
        *PUSH(p->a, &t->columns) = c;
    }
}

/* A table that is drawn without columns keeps those that it has. */
static void keep_columns(Plan *p, const Table *was, Table *t)
{
    for (int i = 0; i < was->columns.n; i++) {
        Column *c = PUSH(p->a, &t->columns);
        *c = was->columns.items[i];
        EMPTY(&c->keys);
    }
}

/* ---- tables ---------------------------------------------------------------
 */

/* The schema that the tables of the base are in, when it is one. */
static void list_schemas(Plan *p)
{
    for (int i = 0; i < p->base->tables.n; i++)
        em_map_add(&p->schemas, p->base->tables.items[i].schema, i);
    if (p->schemas.entries.n == 1)
        p->usual_schema = p->schemas.entries.items[0].key;
}

/* "auth.users" is in a schema when there is one called so. */
static void set_name(const Plan *p, Table *t, Str drawn)
{
    int dot = em_str_find_char(drawn, '.', 0);
    t->base = drawn;
    if (dot == NONE ||
        em_map_find(&p->schemas, em_str_cut(drawn, 0, dot)) == NONE)
        return;
    t->schema = em_str_cut(drawn, 0, dot);
    t->base = em_str_cut(drawn, dot + 1, drawn.n);
}

/* Has a table that was there the columns that are drawn, and their types? */
static bool is_as_drawn(const Plan *p, int table)
{
    const Table *drawn = &p->drawn->tables.items[table];
    const Table *was = &p->base->tables.items[p->m.tables.before_of[table]];
    const Pairing *pairs = &p->m.columns[table];
    bool same = drawn->columns.n == was->columns.n;
    for (int i = 0; i < drawn->columns.n && same; i++) {
        Column is = drawn->columns.items[i];
        int b = pairs->before_of[i];
        is.full_type = (Str){0};
        same = b != NONE && !pairs->is_renamed[i] &&
               is.keys.n == was->columns.items[b].keys.n &&
               em_types_match(&was->columns.items[b], &is, p->dialect,
                              p->m.scratch);
    }
    return same || drawn->columns.n == 0;
}

static void add_table(Plan *p, int table)
{
    const Table *drawn = &p->drawn->tables.items[table];
    int base = p->m.tables.before_of[table];
    Table *t = &p->out->tables.items[table];

    if (base == NONE) {
        *t = (Table){.name = drawn->name,
                     .group = NONE,
                     .span = drawn->span,
                     .schema = p->usual_schema};
        set_name(p, t, drawn->name);
        add_columns(p, table);
        em_plan_add_keys(p, table);
        em_plan_count(p, table);
        if (t->columns.n == 0)
            em_plan_decide(
                p, JOIN(p->a, t->name, STR(" is drawn without columns")));
        return;
    }
    const Table *was = &p->base->tables.items[base];
    *t = *was;
    EMPTY(&t->columns);
    if (p->m.tables.is_renamed[table]) {
        t->name = drawn->name;
        set_name(p, t, drawn->name);
    }
    if (em_plan_is_compared(p, table))
        add_columns(p, table);
    else
        keep_columns(p, was, t);
    if (was->kind == TABLE_VIRTUAL && !is_as_drawn(p, table))
        em_plan_decide(p, JOIN(p->a, t->name,
                               STR(": a virtual table cannot be altered; make "
                                   "it anew")));
    em_plan_keep_keys(p, base, table);
}

/* Partitions, which no diagram shows, stay with their table, and tables that
 * are drawn as lines stay. */
static void keep_others(Plan *p)
{
    Map kept = {.arena = p->m.scratch};
    for (int i = 0; i < p->base->tables.n; i++) {
        const Table *was = &p->base->tables.items[i];
        bool is_part = was->kind == TABLE_PARTITION && p->place[i] == NONE &&
                       em_map_find(&kept, was->partition_of) != NONE;
        if (is_part || em_is_drawn_as_line(&p->m, i, true)) {
            p->place[i] = p->out->tables.n;
            Table *t = PUSH(p->a, &p->out->tables);
            *t = *was;
            EMPTY(&t->columns);
            EMPTY(&t->foreign_keys);
            keep_columns(p, was, t);
        }
        if (p->place[i] != NONE)
            em_map_add(&kept, was->name, i);
    }
}

/* A view cannot be called like a table. */
static void list_views(Plan *p)
{
    Map tables = {.arena = p->m.scratch};
    for (int i = 0; i < p->drawn->tables.n; i++)
        if (p->m.tables.before_of[i] == NONE)
            em_map_add(&tables, p->drawn->tables.items[i].name, i);
    EMPTY(&p->out->views);
    for (int i = 0; i < p->base->views.n; i++)
        if (em_map_find(&tables, p->base->views.items[i].name) == NONE)
            *PUSH(p->a, &p->out->views) = p->base->views.items[i];
}

static void add_tables(Plan *p)
{
    int n = p->drawn->tables.n;
    Schema *out = p->out;
    *out = *p->base;
    EMPTY(&out->relations);
    out->tables.items = NEW_ARRAY(p->a, n + 1, Table);
    out->tables.n = out->tables.room = n;
    list_views(p);
    for (int i = 0; i < p->base->tables.n; i++)
        p->place[i] = p->m.tables.after_of[i];
    for (int i = 0; i < n; i++) {
        add_table(p, i);
        em_plan_fit_keys(p, i);
    }
    keep_others(p);
}

/* Who is who, with a place for the partitions that stay. */
static Match *matches_of(const Plan *p)
{
    Match *known = NEW(p->a, Match);
    int n = p->out->tables.n;
    known->tables = em_new_pairing(p->a, p->base->tables.n, n);
    known->columns = NEW_ARRAY(p->a, n, Pairing);
    for (int i = 0; i < p->base->tables.n; i++) {
        int at = p->place[i];
        int columns = p->base->tables.items[i].columns.n;
        if (at == NONE)
            continue;
        em_pair(&known->tables, i, at,
                at < p->drawn->tables.n && p->m.tables.is_renamed[at]);
        if (em_plan_is_compared(p, at)) {
            known->columns[at] = p->m.columns[at];
            continue;
        }
        known->columns[at] = em_new_pairing(p->a, columns, columns);
        for (int k = 0; k < columns; k++)
            em_pair(&known->columns[at], k, k, false);
    }
    return known;
}

/* Does a table or a column go? */
static bool any_goes(const Plan *p)
{
    for (int i = 0; i < p->base->tables.n; i++) {
        int at = p->place[i];
        if (at == NONE)
            return true;
        if (!em_plan_is_compared(p, at))
            continue;
        for (int k = 0; k < p->m.columns[at].n_before; k++)
            if (p->m.columns[at].after_of[k] == NONE)
                return true;
    }
    return false;
}

/* Which views need what goes, no model says. */
static void warn_of_views(Plan *p)
{
    Buf names = {.arena = p->a};
    for (int i = 0; i < p->out->views.n; i++)
        PUT(&names, i ? STR(", ") : STR(""), p->out->views.items[i].name);
    if (names.n && any_goes(p))
        em_plan_decide(p, JOIN(p->a,
                               STR("views that use what goes must go "
                                   "before: "),
                               em_buf_str(&names)));
}

/* ---- names ----------------------------------------------------------------
 */

static Str key_name(Arena *a, Str table, const Strs *columns, Str suffix)
{
    Buf out = {.arena = a};
    em_put(&out, table);
    for (int i = 0; i < columns->n; i++)
        PUT(&out, STR("_"), columns->items[i]);
    em_put(&out, suffix);
    return em_buf_str(&out);
}

static void name_in_mysql(Table *t, Arena *a)
{
    for (int i = 0; i < t->foreign_keys.n; i++) {
        ForeignKey *key = &t->foreign_keys.items[i];
        Buf name = {.arena = a};
        PUT(&name, t->base, STR("_ibfk_"));
        em_put_int(&name, i + 1);
        if (!key->name.n)
            key->name = em_buf_str(&name);
    }
    for (int i = 0; i < t->indexes.n; i++)
        if (!t->indexes.items[i].name.n)
            t->indexes.items[i].name = t->indexes.items[i].columns.items[0];
}

static void name_in_postgres(Table *t, Arena *a)
{
    static const Strs none = {0};
    if (!t->primary_key_name.n)
        t->primary_key_name = key_name(a, t->base, &none, STR("_pkey"));
    for (int i = 0; i < t->foreign_keys.n; i++) {
        ForeignKey *key = &t->foreign_keys.items[i];
        if (!key->name.n)
            key->name = key_name(a, t->base, &key->columns, STR("_fkey"));
    }
    for (int i = 0; i < t->indexes.n; i++) {
        Index *index = &t->indexes.items[i];
        if (!index->name.n)
            index->name = key_name(a, t->base, &index->columns, STR("_key"));
    }
}

void em_diff_name_keys(const Schema *s, Arena *a)
{
    for (int i = 0; i < s->tables.n; i++)
        switch (s->dialect) {
        case DIALECT_POSTGRES: name_in_postgres(&s->tables.items[i], a); break;
        case DIALECT_MYSQL: name_in_mysql(&s->tables.items[i], a); break;
        case DIALECT_SQLITE:
        case DIALECT_NONE: break;
        }
}

/* ---- all ------------------------------------------------------------------
 */

Completed em_diff_complete(const Schema *base, const Schema *diagram,
                           const DiffOptions *o, Arena *a, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Completed done = {.open = NEW(a, Strs)};
    Diags unheard = {.arena = a};
    Plan p = {.base = base,
              .raw = diagram,
              .drawn =
                  em_sql_of_diagram(diagram, base->dialect, NULL, a, &unheard),
              .out = NEW(a, Schema),
              .dialect = base->dialect,
              .place = NEW_ARRAY(a, base->tables.n + 1, int),
              .names = NEW_ARRAY(scratch, base->tables.n + 1, Map),
              .types = {.arena = scratch},
              .enums = {.arena = scratch},
              .schemas = {.arena = scratch},
              .ways = {.arena = scratch},
              .open = done.open,
              .a = a};
    p.m = (Match){.before = base,
                  .after = p.drawn,
                  .options = o,
                  .a = a,
                  .scratch = scratch};
    em_diff_match(&p.m);
    p.relations = em_match_relations(&p.m);
    em_plan_list_types(&p);
    list_schemas(&p);
    add_tables(&p);
    em_plan_references(&p);
    warn_of_views(&p);
    em_schema_relate(p.out, a);
    done.schema = p.out;
    done.known = matches_of(&p);
    em_arena_rewind(scratch, mark);
    return done;
}
