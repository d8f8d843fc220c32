/*
 * Lint: what is there twice.
 */
#include "schema/lint.h"

#include "base/map.h"

/* True when a block was closed between two columns that follow each other. */
static bool are_in_two_blocks(const Lint *l, const Column *a, const Column *b)
{
    int from = a->span.at + a->span.len;
    if (b->span.at <= from || b->span.at > l->src->text.n)
        return false;
    Str between = em_str_cut(l->src->text, from, b->span.at);
    int brace = em_str_find_char(between, '}', 0);
    int comment =
        em_str_find(em_str_cut(between, 0, MAX(brace, 0)), STR("%%"), 0);
    return brace != NONE && comment == NONE;
}

static void find_second_blocks(Lint *l, const Table *t)
{
    for (int i = 1; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        if (!are_in_two_blocks(l, c - 1, c))
            continue;
        em_lint_report(l, LINT_DUPLICATE_ENTITY,
                       em_lint_at(t, c->source, c->span),
                       JOIN(l->arena, STR("a second block of entity "), t->name,
                            STR("; its attributes are added to the first")),
                       STR("move the attributes into one block"));
    }
}

void em_lint_entities(Lint *l)
{
    Map names = {.arena = l->arena};
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = em_lint_table(l, i);
        if (!t->source) /* that is Mermaid */
            find_second_blocks(l, t);
        int other = em_map_add(&names, em_str_lower(l->arena, t->name), i);
        if (other != i)
            em_lint_report(l, LINT_DUPLICATE_ENTITY, em_lint_at_table(t),
                           JOIN(l->arena, STR("entity "), t->name,
                                STR(" differs only in case from "),
                                em_lint_table(l, other)->name),
                           STR("use one spelling if both are the same"));
    }
}

/* The line of what has nothing else on it. */
static bool find_own_line(const Source *src, Span span, Span *out)
{
    Str text = src->text;
    int from = span.at, to = MIN(span.at + span.len, text.n);
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    while (to < text.n && text.p[to] != '\n')
        to++;
    Str before = em_str_cut(text, from, span.at);
    Str behind = em_str_cut(text, MIN(span.at + span.len, to), to);
    *out = (Span){from, MIN(to + 1, text.n) - from};
    return !em_str_trim(before).n && !em_str_trim(behind).n;
}

/* Attributes that say the same, word by word. */
static bool are_same(const Source *src, const Column *a, const Column *b)
{
    Str text = src->text;
    return b->span.at + b->span.len <= text.n &&
           em_str_eq(em_str_cut(text, a->span.at, a->span.at + a->span.len),
                     em_str_cut(text, b->span.at, b->span.at + b->span.len));
}

static void report_attribute(Lint *l, const Table *t, const Column *first,
                             const Column *c)
{
    Span line;
    Diag *d = em_lint_report(
        l, LINT_DUPLICATE_ATTRIBUTE, em_lint_at(t, c->source, c->name_span),
        JOIN(l->arena, STR("entity "), t->name, STR(" has attribute "), c->name,
             STR(" already")),
        (Str){0});
    if (d && !t->source && are_same(d->source, first, c) &&
        find_own_line(d->source, c->span, &line))
        d->fix = (Fix){true, line, (Str){0}};
}

void em_lint_attributes(Lint *l)
{
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = em_lint_table(l, i);
        Map names = {.arena = l->arena};
        for (int k = 0; k < t->columns.n; k++) {
            const Column *c = &t->columns.items[k];
            int first = em_map_add(&names, em_str_lower(l->arena, c->name), k);
            if (first != k)
                report_attribute(l, t, &t->columns.items[first], c);
        }
    }
}

static void put_end(Buf *b, const RelationEnd *end)
{
    em_put(b, end->table != NONE ? STR("table ") : STR("group "));
    em_put_int(b, end->table != NONE ? end->table : end->group);
    em_put(b, STR(" "));
    em_put_int(b, (int)end->cardinality);
    em_put(b, STR(" "));
}

/* What is equal for relations that say the same, also the other way round. */
static Str relation_key(Lint *l, const Relation *r)
{
    Buf from = {.arena = l->arena}, to = {.arena = l->arena};
    put_end(&from, &r->from);
    put_end(&to, &r->to);
    bool swap = em_str_cmp(em_buf_str(&from), em_buf_str(&to)) > 0;
    return JOIN(l->arena, em_buf_str(swap ? &to : &from),
                em_buf_str(swap ? &from : &to),
                r->identifying ? STR("-") : STR("."), em_str_trim(r->label));
}

void em_lint_relations(Lint *l)
{
    Map known = {.arena = l->arena};
    for (int i = 0; i < l->s->relations.n; i++) {
        const Relation *r = &l->s->relations.items[i];
        Span line;
        if (em_map_add(&known, relation_key(l, r), i) == i)
            continue;
        Diag *d = em_lint_report(
            l, LINT_DUPLICATE_RELATION, em_lint_at_relation(r),
            JOIN(l->arena, STR("the same relation of "), r->from.name,
                 STR(" and "), r->to.name, STR(" was given before")),
            STR("give them different labels if they differ"));
        if (d && !r->source && find_own_line(d->source, d->span, &line))
            d->fix = (Fix){true, line, (Str){0}};
    }
}

/* ---- indexes ------------------------------------------------------------- */

static bool has_more(const Index *index)
{
    return index->nulls_not_distinct || index->include.n;
}

static bool is_plain(const Index *index)
{
    return !index->is_partial && !index->has_expression && !index->has_order &&
           !has_more(index) && !index->method.n;
}

/* What is equal for indexes that do the same. */
static Str index_key(const Lint *l, const Index *index)
{
    Buf out = {.arena = l->arena};
    bool is_typed = index->has_expression || index->has_order;
    PUT(&out, em_str_lower(l->arena, index->method), STR("\n"),
        em_str_lower(l->arena, index->where), STR("\n"),
        is_typed ? em_str_lower(l->arena, index->typed) : (Str){0});
    for (int i = 0; !is_typed && i < index->columns.n; i++)
        PUT(&out, STR("\n"), em_str_lower(l->arena, index->columns.items[i]));
    return em_buf_str(&out);
}

/* The index that is kept of those that do the same: the first unique one, or
 * the first. */
static int find_kept(const Lint *l, const Table *t, Map *known, int which)
{
    const Index *index = &t->indexes.items[which];
    if (has_more(index))
        return which;
    Str key = index_key(l, index);
    int kept = em_map_add(known, key, which);
    if (index->is_unique && !t->indexes.items[kept].is_unique) {
        em_map_set(known, key, which);
        kept = which;
    }
    return kept;
}

static Str index_name(const Index *index)
{
    return index->name.n ? index->name : STR("a key without a name");
}

/* The key or index that begins with the columns of this one; empty: there is
 * none. What is unique says more than that it is there. */
static Str longer_index(const Table *t, int which)
{
    const Index *index = &t->indexes.items[which];
    if (!is_plain(index) ||
        (index->is_unique && t->primary_key.n > index->columns.n))
        return (Str){0};
    if (em_lint_begins(&t->primary_key, &index->columns))
        return STR("the primary key");
    for (int i = 0; i < t->indexes.n && !index->is_unique; i++) {
        const Index *other = &t->indexes.items[i];
        if (is_plain(other) && other->columns.n > index->columns.n &&
            em_lint_begins(&other->columns, &index->columns))
            return index_name(other);
    }
    return (Str){0};
}

static void report_index(Lint *l, const Table *t, int which, Str does,
                         Str other)
{
    const Index *index = &t->indexes.items[which];
    Str what = index->name.n ? JOIN(l->arena, STR("index "), index->name,
                                    STR(" of "), t->name)
                             : JOIN(l->arena, STR("a key of "), t->name);
    em_lint_report(l, LINT_DUPLICATE_INDEX,
                   em_lint_at(t, index->source, index->span),
                   JOIN(l->arena, what, does, other),
                   STR("drop it: each index costs time when rows change"));
}

static void find_indexes(Lint *l, const Table *t)
{
    enum { MOST = 200 }; /* indexes of a table that are compared */
    Map known = {.arena = l->arena};
    int n = MIN(t->indexes.n, MOST);
    for (int i = 0; i < n; i++)
        find_kept(l, t, &known, i);
    for (int i = 0; i < n; i++) {
        int kept = find_kept(l, t, &known, i);
        Str longer = kept == i ? longer_index(t, i) : (Str){0};
        if (kept != i)
            report_index(l, t, i, STR(" is on the same columns as "),
                         index_name(&t->indexes.items[kept]));
        else if (longer.n)
            report_index(l, t, i, STR(" repeats the first columns of "),
                         longer);
    }
}

void em_lint_indexes(Lint *l)
{
    for (int i = 0; i < l->s->tables.n; i++)
        if (em_lint_table(l, i)->kind != TABLE_PARTITION)
            find_indexes(l, em_lint_table(l, i));
}
