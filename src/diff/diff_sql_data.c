/*
 * Rows that must move with the columns that moved to another table.
 *
 * The way from a row to its new home is the foreign key between the two
 * tables, in either direction. Whether it is the right way only the user
 * knows, so all of this is decisions; where there is no key, not even that.
 */
#include "diff/diff_sql.h"

/* Which columns of the one table say which row of the other is meant. */
typedef struct {
    const Strs *to_columns, *from_columns; /* NULL: there is no way */
    bool to_is_child;
} Way;

/* Columns of one table that moved to one other. */
typedef struct {
    Draft *p;
    const TableDiff *from, *to;
    Strs from_names, to_names; /* in quotes */
    Str there; /* of the rows that have what the new table must have */
    Way way;
} Move;

bool em_draft_has_moved(const TableDiff *t)
{
    for (int i = 0; i < t->columns.n; i++)
        if (t->columns.items[i].after == NONE &&
            t->columns.items[i].moved.table != NONE)
            return true;
    return false;
}

static bool find_key(const Table *child, int parent, const Strs **own,
                     const Strs **target)
{
    for (int i = 0; i < child->foreign_keys.n; i++) {
        const ForeignKey *key = &child->foreign_keys.items[i];
        if (key->ref_table != parent || parent == NONE ||
            key->ref_columns.n != key->columns.n)
            continue;
        *own = &key->columns;
        *target = &key->ref_columns;
        return true;
    }
    return false;
}

/* The names are those of the schema where the key is: earlier ones when the
 * table that is left goes away. */
static Way find_way(const Draft *p, const TableDiff *from, const TableDiff *to)
{
    Way way = {.to_is_child = true};
    const Table *f = em_draft_after(p, from), *t = em_draft_after(p, to);
    int f_at = from->after, t_at = to->after;
    if (!f) {
        f = em_draft_before(p, from);
        t = em_draft_before(p, to);
        f_at = from->before;
        t_at = to->before;
    }
    if (t && find_key(t, f_at, &way.to_columns, &way.from_columns))
        return way;
    if (t && find_key(f, t_at, &way.from_columns, &way.to_columns))
        way.to_is_child = false;
    return way;
}

static Str list(const Draft *p, const Strs *names)
{
    Buf out = {.arena = p->a};
    for (int i = 0; i < names->n; i++)
        PUT(&out, i ? STR(", ") : (Str){0}, names->items[i]);
    return em_buf_str(&out);
}

/* "a.x = b.y AND ..." */
static Str condition(const Move *m)
{
    const Draft *p = m->p;
    Buf out = {.arena = p->a};
    for (int i = 0; i < m->way.to_columns->n; i++)
        PUT(&out, i ? STR(" AND ") : (Str){0}, em_draft_table(p, m->from),
            STR("."), em_draft_name(p, m->way.from_columns->items[i]),
            STR(" = "), em_draft_table(p, m->to), STR("."),
            em_draft_name(p, m->way.to_columns->items[i]));
    return em_buf_str(&out);
}

/* Rows that are there get what moved to them. */
static void update_rows(const Move *m)
{
    Draft *p = m->p;
    Buf out = {.arena = p->a};
    PUT(&out, STR("UPDATE "), em_draft_table(p, m->to), STR(" SET"));
    for (int i = 0; i < m->to_names.n; i++)
        PUT(&out, i ? STR(",\n    ") : STR("\n    "), m->to_names.items[i],
            STR(" = (SELECT "), em_draft_table(p, m->from), STR("."),
            m->from_names.items[i], STR(" FROM "), em_draft_table(p, m->from),
            STR(" WHERE "), condition(m), STR(")"));
    em_put(&out, STR(";\n"));
    em_draft_decide(p, em_buf_str(&out));
}

/* A new table gets a row for each of the old one; its own columns that say
 * whose row it is come with them. */
static void insert_rows(const Move *m)
{
    Draft *p = m->p;
    Strs to = {0}, from = {0};
    for (int i = 0; m->way.to_columns && i < m->way.to_columns->n; i++) {
        *PUSH(p->a, &to) = em_draft_name(p, m->way.to_columns->items[i]);
        *PUSH(p->a, &from) = em_draft_name(p, m->way.from_columns->items[i]);
    }
    for (int i = 0; i < m->to_names.n; i++) {
        *PUSH(p->a, &to) = m->to_names.items[i];
        *PUSH(p->a, &from) = m->from_names.items[i];
    }
    em_draft_decide(p, JOIN(p->a, STR("INSERT INTO "), em_draft_table(p, m->to),
                            STR(" ("), list(p, &to), STR(")\n    SELECT "),
                            list(p, &from), STR(" FROM "),
                            em_draft_table(p, m->from), m->there, STR(";\n")));
}

static void put_move(const Move *m)
{
    Draft *p = m->p;
    if (m->to->before == NONE && m->way.to_columns && m->way.to_is_child) {
        insert_rows(m);
    } else if (m->to->before != NONE && m->way.to_columns) {
        update_rows(m);
    } else {
        em_draft_note(
            p,
            JOIN(p->a, STR("DECIDE: which row of "), em_draft_table(p, m->to),
                 STR(" is for which of "), em_draft_table(p, m->from),
                 m->way.to_columns
                     ? STR("; its key must be in place before the copy")
                     : STR("; no foreign key says so")));
        Move blind = *m;
        blind.way = (Way){0};
        insert_rows(&blind);
    }
}

static bool is_list(const Column *c)
{
    return em_str_find_char(c->full_type, '[', 0) != NONE;
}

/* The values of a column that moved: a list gives a row for each of its own,
 * and what may be missing is left out where it may not. */
static Str values_of(Move *m, const ColumnDiff *c)
{
    Draft *p = m->p;
    const Column *from = &em_draft_before(p, m->from)->columns.items[c->before];
    const Column *to =
        &em_draft_after(p, m->to)->columns.items[c->moved.column];
    Str name = em_draft_name(p, em_draft_removed(p, m->from, c->before));
    if (is_list(from) && !is_list(to))
        return JOIN(p->a, STR("unnest("), name, STR(")"));
    if (from->nullable != NULLABLE_NO && to->nullable == NULLABLE_NO)
        m->there =
            JOIN(p->a, m->there, m->there.n ? STR(" AND ") : STR(" WHERE "),
                 name, STR(" IS NOT NULL"));
    return name;
}

static void move_between(Draft *p, const TableDiff *from, const TableDiff *to)
{
    Move m = {.p = p, .from = from, .to = to};
    for (int i = 0; i < from->columns.n; i++) {
        const ColumnDiff *c = &from->columns.items[i];
        if (c->after != NONE || c->moved.table != to->after)
            continue;
        *PUSH(p->a, &m.from_names) = values_of(&m, c);
        *PUSH(p->a, &m.to_names) = em_draft_name(
            p, em_draft_after(p, to)->columns.items[c->moved.column].name);
    }
    if (m.from_names.n == 0)
        return;
    m.way = find_way(p, from, to);
    put_move(&m);
}

/* The next table behind `last` to which columns moved; NONE. Between schemas of
 * databases the tables of a diff begin with all later ones, in their order. */
static int next_target(const TableDiff *from, int last)
{
    int next = NONE;
    for (int i = 0; i < from->columns.n; i++) {
        int table = from->columns.items[i].moved.table;
        bool is_gone = from->columns.items[i].after == NONE;
        if (is_gone && table > last && (next == NONE || table < next))
            next = table;
    }
    return next;
}

void em_draft_move_rows(Draft *p)
{
    em_draft_step(p, STR("Rows that move: take the marks away from what is "
                         "right, here and where their columns go"));
    for (int i = 0; i < p->d->tables.n; i++) {
        const TableDiff *from = &p->d->tables.items[i];
        for (int to = next_target(from, NONE); to != NONE;
             to = next_target(from, to))
            move_between(p, from, &p->d->tables.items[to]);
    }
}
