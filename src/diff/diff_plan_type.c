/*
 * A diagram completed: the types of columns, and what counts by itself.
 *
 * A type that the schema has is meant when the diagram spells it so, whatever
 * it is; another one becomes what the dialect has for it.
 */
#include "diff/diff_plan.h"
#include "diff/diff_value.h"
#include "sql/sql.h"

/* ---- types ----------------------------------------------------------------
 */

static void list_type(Plan *p, Str spelt, int example)
{
    Str key = em_type_bare(spelt, p->m.scratch);
    if (key.n)
        em_map_add(&p->types, key, example);
}

void em_plan_list_types(Plan *p)
{
    for (int i = 0; i < p->base->tables.n; i++) {
        const Table *t = &p->base->tables.items[i];
        for (int k = 0; k < t->columns.n; k++) {
            const Column *c = &t->columns.items[k];
            bool is_list = c->enum_values && p->dialect == DIALECT_MYSQL;
            if (!is_list) /* "enum" is many types */
                list_type(p, c->type, p->examples.n);
            list_type(p, c->full_type, p->examples.n);
            /* NOLINTNEXTLINE(bugprone-sizeof-expression): of pointers */
            *PUSH(p->m.scratch, &p->examples) = c;
        }
    }
}

/* Adds an enum of this name, unless there is one. */
static void want_enum(Plan *p, Str schema, Str name, const Strs *values)
{
    Schema *out = p->out;
    if (p->enums.entries.n == 0) { /* those of base are not to grow */
        EMPTY(&out->enums);
        em_map_add(&p->enums, STR(""), 0);
        for (int i = 0; i < p->base->enums.n; i++) {
            *PUSH(p->a, &out->enums) = p->base->enums.items[i];
            em_map_add(&p->enums,
                       em_str_lower(p->a, p->base->enums.items[i].name), i);
        }
    }
    Str key = em_str_lower(p->a, name);
    if (em_map_find(&p->enums, key) != NONE)
        return;
    em_map_add(&p->enums, key, 0);
    *PUSH(p->a, &out->enums) =
        (TypeDef){.schema = schema, .name = name, .values = *values};
}

static Str values_text(Plan *p, const Strs *values)
{
    Buf out = {.arena = p->a};
    em_put(&out, STR("("));
    for (int i = 0; i < values->n; i++) {
        em_put(&out, i ? STR(",") : STR(""));
        em_sql_put_string(&out, values->items[i]);
    }
    em_put(&out, STR(")"));
    return em_buf_str(&out);
}

/* An enum whose values the diagram says. */
static void set_enum(Plan *p, const Table *t, const Column *raw, Column *c)
{
    Str values = values_text(p, c->enum_values);
    Buf name = {.arena = p->a};
    switch (p->dialect) {
    case DIALECT_MYSQL:
        c->type = c->is_set ? STR("set") : STR("enum");
        c->full_type = JOIN(p->a, c->type, values);
        return;
    case DIALECT_SQLITE:
        c->full_type = STR("TEXT");
        c->enum_values = NULL;
        return;
    case DIALECT_NONE:
    case DIALECT_POSTGRES: break;
    }
    bool is_named = !em_str_eq_nocase(raw->type, STR("enum"));
    Str called = is_named ? raw->type : JOIN(p->a, t->base, STR("_"), c->name);
    want_enum(p, t->schema, called, c->enum_values);
    em_sql_put_name(&name, p->base, called);
    c->type = called;
    c->full_type = em_buf_str(&name);
}

/* Nothing that could leave the place of a type. */
static bool is_type_word(Str s)
{
    bool is_word = s.n > 0 && em_is_alpha((unsigned char)s.p[0]);
    for (int i = 0; i < s.n; i++)
        is_word &= em_is_word((unsigned char)s.p[i]) ||
                   em_str_find_char(STR("(), .[]"), s.p[i], 0) != NONE;
    return is_word;
}

static void want_extension(Plan *p, Str name)
{
    Schema *out = p->out;
    Strs all = {0};
    if (!name.n)
        return;
    for (int i = 0; i < out->extensions.n; i++) {
        Str there = out->extensions.items[i];
        if (em_str_starts(there, name)) /* "citext WITH SCHEMA public" */
            return;
        *PUSH(p->a, &all) = there;
    }
    *PUSH(p->a, &all) = name;
    out->extensions = all;
}

/* A type that nobody knows: PostgreSQL may, it has types of its users. */
static void set_unknown(Plan *p, const Table *t, const Column *raw, Column *c)
{
    Str type = raw->type;
    if (em_str_ends(type, STR("?")))
        type.n--;
    bool is_kept = p->dialect == DIALECT_POSTGRES && is_type_word(type);
    c->full_type = is_kept                        ? type
                   : p->dialect == DIALECT_SQLITE ? STR("TEXT")
                                                  : STR("text");
    em_plan_decide(
        p, JOIN(p->a, t->base, STR("."), c->name, STR(": "),
                is_kept ? JOIN(p->a, STR("is there a type "), type, STR("?"))
                        : JOIN(p->a, STR("is a text here, not "), type)));
}

/* MySQL's enum, of which the diagram does not say the values. */
static void set_open(Plan *p, const Table *t, Column *c)
{
    c->full_type = JOIN(p->a, em_str_lower(p->a, c->type), STR("('?')"));
    em_plan_decide(p, JOIN(p->a, t->base, STR("."), c->name,
                           STR(": which values has it?")));
}

void em_plan_set_type(Plan *p, const Table *t, const Column *raw, Column *c)
{
    Str type = raw->type;
    if (em_str_ends(type, STR("?")))
        type.n--;
    int example = em_map_find(&p->types, em_type_bare(type, p->m.scratch));
    const Strs *values = c->enum_values;

    c->domain = c->collation = (Str){0};
    if (example != NONE) {
        const Column *like = p->examples.items[example];
        c->type = like->type;
        c->full_type = like->full_type;
        c->enum_values = like->enum_values;
        c->is_set = like->is_set;
        c->domain = like->domain;
        return;
    }
    Str full = em_sql_type_of_drawn(p->dialect, type, p->a);
    want_extension(p, em_sql_extension_of(p->dialect, type, p->a));
    c->type = type;
    c->full_type = full;
    bool is_open = p->dialect == DIALECT_MYSQL && !values &&
                   (em_str_eq_nocase(type, STR("enum")) ||
                    em_str_eq_nocase(type, STR("set")));
    if (values)
        set_enum(p, t, raw, c);
    else if (is_open)
        set_open(p, t, c);
    else if (!full.n && !em_str_eq(type, STR("any")))
        set_unknown(p, t, raw, c);
}

/* ---- values ---------------------------------------------------------------
 */

/* The column that is all of a primary key, and no foreign key; NULL. */
static const Column *find_own_key(const Table *t)
{
    if (t->primary_key.n != 1)
        return NULL;
    for (int i = 0; i < t->foreign_keys.n; i++)
        for (int k = 0; k < t->foreign_keys.items[i].columns.n; k++)
            if (em_str_eq(t->foreign_keys.items[i].columns.items[k],
                          t->primary_key.items[0]))
                return NULL;
    int at = em_column_find(t, t->primary_key.items[0]);
    return at == NONE ? NULL : &t->columns.items[at];
}

static bool is_integer(const Plan *p, const Column *c)
{
    return em_type_size(em_type_key(c, p->m.scratch)).family == FAMILY_INTEGER;
}

/* How values come, whatever the sequence is called. */
static ColumnValue way_of(const ColumnValue *v)
{
    static const Str sequence = STR_INIT("nextval()");
    ColumnValue way = *v;
    if (em_str_starts(v->text, STR("nextval(")))
        way.text = sequence;
    return way;
}

/* Primary keys that are alike in how they get values: all integers, or those
 * of one type. */
static Str kind_of(const Plan *p, const Column *key)
{
    return is_integer(p, key) ? STR("int") : key->full_type;
}

/* Where the values of most primary keys come from, by kind. */
static void count_ways(Plan *p)
{
    Map counts = {.arena = p->m.scratch}, most = {.arena = p->m.scratch};
    for (int i = 0; i < p->base->tables.n; i++) {
        const Column *c = find_own_key(&p->base->tables.items[i]);
        if (!c)
            continue;
        ColumnValue way = way_of(&c->value);
        Str kind = kind_of(p, c);
        Buf name = {.arena = p->m.scratch};
        PUT(&name, kind, STR(" "));
        em_put_int(&name, (int)way.kind);
        PUT(&name, STR(" "), way.text);
        int n = MAX(em_map_find(&counts, em_buf_str(&name)), 0) + 1;
        em_map_set(&counts, em_buf_str(&name), n);
        if (n <= em_map_find(&most, kind))
            continue;
        em_map_set(&most, kind, n);
        em_map_set(&p->ways, kind, p->usual.n);
        *PUSH(p->a, &p->usual) = way;
    }
    em_map_add(&p->ways, STR(""), 0);
}

static ColumnValue find_usual(Plan *p, const Column *key)
{
    ColumnValue none = {0};
    if (p->ways.entries.n == 0)
        count_ways(p);
    int at = em_map_find(&p->ways, kind_of(p, key));
    if (at != NONE)
        return p->usual.items[at];
    if (is_integer(p, key) && p->dialect == DIALECT_POSTGRES)
        none.kind = VALUE_IDENTITY_BY_DEFAULT;
    else if (is_integer(p, key) && p->dialect == DIALECT_MYSQL)
        none.kind = VALUE_AUTO_INCREMENT;
    return none;
}

void em_plan_count(Plan *p, int table)
{
    Table *t = &p->out->tables.items[table];
    const Column *key = find_own_key(t);
    const Table *drawn = &p->drawn->tables.items[table];
    if (!key || !key->full_type.n || key->value.kind != VALUE_UNSAID)
        return;
    for (int i = 0; i < drawn->foreign_keys.n; i++)
        if (em_str_eq(drawn->foreign_keys.items[i].columns.items[0], key->name))
            return;
    ColumnValue usual = find_usual(p, key);
    if (em_str_eq(usual.text, STR("nextval()"))) {
        Buf name = {.arena = p->a};
        em_sql_put_name(&name, p->base,
                        JOIN(p->a, t->base, STR("_"), key->name, STR("_seq")));
        usual.text = JOIN(p->a, STR("nextval('"), em_buf_str(&name),
                          STR("'::regclass)"));
    }
    t->columns.items[key - t->columns.items].value = usual;
}
