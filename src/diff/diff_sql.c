/*
 * A draft of the migration that a diff asks for, in the dialect of the later
 * schema: names first, then what is in the way, types, new tables and columns,
 * rows, keys, and last what is lost.
 *
 * Run on a database without rows it leads from the one schema to the other.
 * With rows a person has to read it: what ermaid cannot know is said behind
 * DECIDE, what may fail has a query behind CHECK that finds why, and statements
 * that copy rows, with the drops that must wait for them, stand in comments
 * ("-- ? ") from which they are taken by hand.
 */
#include "diff/diff_sql.h"

#include "base/map.h"

/* ---- writing --------------------------------------------------------------
 */

void em_draft_step(Draft *p, Str heading)
{
    p->heading = heading;
}

static void put_heading(Draft *p)
{
    if (p->heading.n)
        PUT(p->out, STR("\n-- "), p->heading, STR("\n"));
    p->heading = (Str){0};
}

static Str without_line_ends(Str s)
{
    while (s.n && s.p[0] == '\n')
        s = em_str_cut(s, 1, s.n);
    return s;
}

void em_draft_put(Draft *p, Str statements)
{
    if (!statements.n)
        return;
    put_heading(p);
    em_put(p->out, without_line_ends(statements));
}

/* Each line of s behind a mark. */
static void put_behind(Draft *p, Str mark, Str s)
{
    put_heading(p);
    while (s.n) {
        int end = em_str_find_char(s, '\n', 0);
        int n = end == NONE ? s.n : end;
        PUT(p->out, mark, em_str_cut(s, 0, n), STR("\n"));
        s = em_str_cut(s, MIN(n + 1, s.n), s.n);
    }
}

void em_draft_decide(Draft *p, Str statements)
{
    put_behind(p, STR("-- ? "), statements);
}

void em_draft_note(Draft *p, Str text)
{
    put_behind(p, STR("-- "), text);
}

Str em_draft_name(const Draft *p, Str name)
{
    Buf out = {.arena = p->a};
    em_sql_put_name(&out, p->after, name);
    return em_buf_str(&out);
}

Str em_draft_names(const Draft *p, const Strs *names)
{
    Buf out = {.arena = p->a};
    em_sql_put_names(&out, p->after, names);
    return em_buf_str(&out);
}

Str em_draft_later(const Draft *p, const Table *t)
{
    Buf out = {.arena = p->a};
    em_sql_put_table_name(&out, p->after, t);
    return em_buf_str(&out);
}

Str em_draft_table(const Draft *p, const TableDiff *t)
{
    const Table *after = em_draft_after(p, t);
    return em_draft_later(p, after ? after : em_draft_before(p, t));
}

Strs em_draft_later_names(const Draft *p, const TableDiff *t, const Strs *names)
{
    const Table *before = em_draft_before(p, t), *after = em_draft_after(p, t);
    Strs out = {0};
    for (int i = 0; i < names->n; i++)
        *PUSH(p->a, &out) = names->items[i];
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        for (int k = 0; k < names->n && c->is_renamed; k++)
            if (em_str_eq(names->items[k],
                          before->columns.items[c->before].name))
                out.items[k] = after->columns.items[c->after].name;
    }
    return out;
}

void em_draft_alter(Draft *p, const TableDiff *t, const Strs *items)
{
    Buf out = {.arena = p->a};
    for (int i = 0; i < items->n; i++)
        PUT(&out, i ? STR(",") : (Str){0},
            items->n > 1 ? STR("\n    ") : STR(" "), items->items[i]);
    if (items->n)
        em_draft_put(p, JOIN(p->a, STR("ALTER TABLE "), em_draft_table(p, t),
                             em_buf_str(&out), STR(";\n")));
}

/* ---- types ----------------------------------------------------------------
 */

Str em_draft_type(const Draft *p, const TypeDef *t, Str name)
{
    Table as = {.schema = t->schema, .base = name};
    return em_draft_later(p, &as);
}

Str em_draft_quoted(const Draft *p, Str s)
{
    Buf out = {.arena = p->a};
    em_sql_put_string(&out, s);
    return em_buf_str(&out);
}

/* New values at their place. The first has a neighbour behind it, because an
 * enum that only got values keeps at least one. */
static void add_values(Draft *p, const EnumDiff *e)
{
    const Strs *all = &e->after->values;
    for (int i = 0; i < all->n; i++) {
        if (!em_strs_have(&e->added, all->items[i]))
            continue;
        int next = i;
        while (i == 0 && next < all->n &&
               em_strs_have(&e->added, all->items[next]))
            next++;
        bool has_place = i > 0 || next < all->n;
        em_draft_put(
            p, JOIN(p->a, STR("ALTER TYPE "),
                    em_draft_type(p, e->after, e->after->name),
                    STR(" ADD VALUE "), em_draft_quoted(p, all->items[i]),
                    !has_place ? STR("")
                    : i > 0    ? STR(" AFTER ")
                               : STR(" BEFORE "),
                    !has_place
                        ? STR("")
                        : em_draft_quoted(p, all->items[i > 0 ? i - 1 : next]),
                    STR(";\n")));
    }
}

static bool is_swapped(const EnumDiff *e)
{
    return e->before && e->after && (e->removed.n || e->reordered);
}

/* Values can be added while others use them only outside of a transaction. */
static void put_enum_values(Draft *p)
{
    em_draft_step(p, STR("Values of enums; PostgreSQL before 12 wants this "
                         "outside of a transaction"));
    for (int i = 0; i < p->d->enums.n; i++) {
        const EnumDiff *e = &p->d->enums.items[i];
        if (e->before && e->after && !is_swapped(e))
            add_values(p, e);
    }
}

/* Domains and extensions are not compared; what is new is needed, though. */
static void put_new_types(Draft *p)
{
    Map domains = {.arena = p->a}, extensions = {.arena = p->a};
    Buf out = {.arena = p->a};

    for (int i = 0; i < p->before->extensions.n; i++)
        em_map_add(&extensions, p->before->extensions.items[i], i);
    for (int i = 0; i < p->before->domains.n; i++)
        em_map_add(&domains, p->before->domains.items[i].name, i);
    for (int i = 0; i < p->after->extensions.n; i++)
        if (em_map_find(&extensions, p->after->extensions.items[i]) == NONE)
            PUT(&out, STR("CREATE EXTENSION IF NOT EXISTS "),
                p->after->extensions.items[i], STR(";\n"));
    for (int i = 0; i < p->d->enums.n; i++)
        if (!p->d->enums.items[i].before)
            em_sql_put_enum(&out, p->after, p->d->enums.items[i].after);
    for (int i = 0; i < p->after->domains.n; i++)
        if (em_map_find(&domains, p->after->domains.items[i].name) == NONE)
            em_sql_put_domain(&out, p->after, &p->after->domains.items[i]);
    em_draft_put(p, em_buf_str(&out));
}

/* Gives a column of an enum its new type; is: the later column, or one that
 * stays until its values are copied. */
static void swap_column(Draft *p, const TableDiff *t, const Column *is,
                        Str called)
{
    Str name = JOIN(p->a, STR("ALTER COLUMN "), em_draft_name(p, called));
    bool has_default = is->value.kind == VALUE_DEFAULT;
    Strs items = {0};

    if (has_default)
        *PUSH(p->a, &items) = JOIN(p->a, name, STR(" DROP DEFAULT"));
    *PUSH(p->a, &items) =
        JOIN(p->a, name, STR(" TYPE "), is->full_type, STR(" USING "),
             em_draft_name(p, called), STR("::text"),
             em_str_ends(is->type, STR("[]")) ? STR("[]") : (Str){0}, STR("::"),
             is->full_type);
    if (has_default)
        *PUSH(p->a, &items) =
            JOIN(p->a, name, STR(" SET DEFAULT "), is->value.text);
    em_draft_alter(p, t, &items);
}

/* "state" or "state[]" */
static bool is_of_type(const Column *c, const TypeDef *type)
{
    Str name = c->type;
    if (em_str_ends(name, STR("[]")))
        name.n -= 2;
    return c->enum_values && em_str_eq(name, type->name);
}

/* What goes at once may stay of the old type. */
static void swap_columns(Draft *p, const TableDiff *t, const EnumDiff *e)
{
    bool is_gone = t->after == NONE;
    for (int i = 0; i < t->columns.n && t->before != NONE; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        if (c->before == NONE || c->changed[PROPERTY_TYPE])
            continue;
        bool stays = c->after != NONE || c->moved.table != NONE ||
                     (is_gone && em_draft_has_moved(t));
        const Column *b = &em_draft_before(p, t)->columns.items[c->before];
        const Column *is = c->after == NONE
                               ? b
                               : &em_draft_after(p, t)->columns.items[c->after];
        if (stays && is_of_type(b, e->before))
            swap_column(p, t, is,
                        c->after == NONE ? em_draft_removed(p, t, c->before)
                                         : is->name);
    }
}

static Str old_name(const Draft *p, const EnumDiff *e)
{
    return JOIN(p->a, e->after->name, STR("_old"));
}

/* A value cannot be taken out of an enum, so it is made anew. */
static void swap_enum(Draft *p, const EnumDiff *e)
{
    Buf out = {.arena = p->a};

    for (int i = 0; i < e->removed.n; i++)
        em_draft_note(p, JOIN(p->a, STR("DECIDE: what rows with "),
                              em_draft_quoted(p, e->removed.items[i]),
                              STR(" become; the change fails while there are "
                                  "any")));
    PUT(&out, STR("ALTER TYPE "), em_draft_type(p, e->after, e->after->name),
        STR(" RENAME TO "), em_draft_name(p, old_name(p, e)), STR(";\n"));
    em_sql_put_enum(&out, p->after, e->after);
    em_draft_put(p, em_buf_str(&out));
    for (int i = 0; i < p->d->tables.n; i++)
        swap_columns(p, &p->d->tables.items[i], e);
}

static void put_types(Draft *p)
{
    em_draft_step(p, STR("Types"));
    put_new_types(p);
    for (int i = 0; i < p->d->enums.n; i++)
        if (is_swapped(&p->d->enums.items[i]))
            swap_enum(p, &p->d->enums.items[i]);
}

/* ---- tables and views -----------------------------------------------------
 */

static void put_views(Draft *p)
{
    em_draft_step(p, STR("Views"));
    for (int i = 0; i < p->d->views.n; i++) {
        const Table *gone = p->d->views.items[i].before;
        if (gone)
            em_draft_put(p, JOIN(p->a,
                                 gone->kind == TABLE_MATERIALIZED_VIEW
                                     ? STR("DROP MATERIALIZED VIEW ")
                                     : STR("DROP VIEW "),
                                 em_draft_later(p, gone), STR(";\n")));
    }
}

static void put_new_views(Draft *p)
{
    em_draft_step(p, STR("New views"));
    for (int i = 0; i < p->d->views.n; i++)
        if (p->d->views.items[i].after)
            em_draft_note(p, JOIN(p->a, STR("DECIDE: CREATE VIEW "),
                                  em_draft_later(p, p->d->views.items[i].after),
                                  STR(" AS ...; its query is not in the "
                                      "model")));
}

static void put_new_tables(Draft *p)
{
    em_draft_step(p, STR("New tables"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        Buf out = {.arena = p->a};
        if (t->before != NONE)
            continue;
        em_sql_put_table(&out, p->after, em_draft_after(p, t));
        em_draft_put(p, em_buf_str(&out));
    }
}

/* ---- drops ----------------------------------------------------------------
 */

/* What a plan does not draw may only have been left out. */
static void put_drop(Draft *p, Str what, Str statement, bool waits)
{
    em_draft_note(p, JOIN(p->a, STR("DROPS DATA: "), what,
                          waits     ? STR(", when they are copied")
                          : p->open ? STR("; DECIDE, the plan does not have it")
                                    : STR("")));
    if (waits || p->open)
        em_draft_decide(p, statement);
    else
        em_draft_put(p, statement);
}

static void drop_columns(Draft *p, const TableDiff *t)
{
    Str table = em_draft_table(p, t);
    bool remade = em_draft_is_remade(p, t);
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        bool waits = c->moved.table != NONE;
        if (c->after != NONE || (remade && !waits))
            continue;
        Str name = em_draft_removed(p, t, c->before);
        put_drop(p, JOIN(p->a, STR("values of "), table, STR("."), name),
                 JOIN(p->a, STR("ALTER TABLE "), table, STR(" DROP COLUMN "),
                      em_draft_name(p, name), STR(";\n")),
                 waits);
    }
}

static void drop_tables(Draft *p, bool partitions)
{
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (t->after != NONE ||
            (em_draft_before(p, t)->kind == TABLE_PARTITION) != partitions)
            continue;
        put_drop(
            p, JOIN(p->a, STR("rows of "), em_draft_table(p, t)),
            JOIN(p->a, STR("DROP TABLE "), em_draft_table(p, t), STR(";\n")),
            em_draft_has_moved(t));
    }
}

static void put_drops(Draft *p)
{
    em_draft_step(p, STR("Drops: what goes here does not come back"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *t = &p->d->tables.items[i];
        if (t->before != NONE && t->after != NONE)
            drop_columns(p, t);
    }
    drop_tables(p, true);
    drop_tables(p, false);
    for (int i = 0; i < p->d->enums.n; i++) {
        const EnumDiff *e = &p->d->enums.items[i];
        if (!e->after || is_swapped(e))
            em_draft_put(
                p, JOIN(p->a, STR("DROP TYPE "),
                        e->after ? em_draft_type(p, e->after, old_name(p, e))
                                 : em_draft_type(p, e->before, e->before->name),
                        STR(";\n")));
    }
}

/* ---- all ------------------------------------------------------------------
 */

static void put_head(Draft *p, const Dangers *dangers)
{
    em_put(p->out, STR("-- A draft: read it before it runs. DECIDE is what "
                       "only you can know, CHECK a\n-- query that finds rows "
                       "in the way; statements behind \"-- ?\" are not run "
                       "until\n-- their marks are taken away.\n"));
    for (int i = 0; i < dangers->n; i++)
        if (dangers->items[i].rule.level == DANGER_ERROR)
            PUT(p->out, STR("-- "), dangers->items[i].rule.code, STR(" "),
                dangers->items[i].object, STR(": "),
                dangers->items[i].rule.advice, STR("\n"));
    for (int i = 0; p->open && i < p->open->n; i++)
        PUT(p->out, STR("-- DECIDE: "),
            em_str_one_line(p->a, p->open->items[i]), STR("\n"));
}

static void put_steps(Draft *p)
{
    put_views(p);
    em_draft_renames(p);
    em_draft_drop_keys(p);
    if (p->dialect == DIALECT_POSTGRES)
        put_types(p);
    put_new_tables(p);
    em_draft_add_columns(p);
    em_draft_change_columns(p);
    em_draft_move_rows(p);
    if (p->dialect == DIALECT_SQLITE)
        em_draft_remake(p);
    em_draft_add_keys(p);
    put_new_views(p);
    put_drops(p);
}

/* MySQL ends a transaction at each statement that changes a schema. */
static void put_all(Draft *p)
{
    if (p->dialect == DIALECT_POSTGRES) {
        put_enum_values(p);
        em_put(p->out, STR("\nBEGIN;\n"));
    } else if (p->dialect == DIALECT_SQLITE) {
        em_put(p->out, STR("\nPRAGMA foreign_keys = OFF;\nBEGIN;\n"));
    }
    put_steps(p);
    if (p->dialect == DIALECT_POSTGRES)
        em_put(p->out, STR("\nCOMMIT;\n"));
    else if (p->dialect == DIALECT_SQLITE)
        em_put(p->out, STR("\nPRAGMA foreign_key_check;\nCOMMIT;\n"
                           "PRAGMA foreign_keys = ON;\n"));
}

void em_diff_put_sql(Buf *out, const Diff *d, const Dangers *dangers,
                     const Strs *open)
{
    Draft p = {.out = out,
               .open = open,
               .d = d,
               .before = d->before,
               .after = d->after,
               .dialect = d->after->dialect,
               .a = out->arena};
    p.pair = em_diff_places(d, p.a).of_before;
    if (!d->is_changed && !(open && open->n)) {
        em_put(out, STR("-- Nothing changes.\n"));
        return;
    }
    put_head(&p, dangers);
    put_all(&p);
}
