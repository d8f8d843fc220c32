/*
 * Building the Schema while the text is read.
 *
 * Names are found through maps. Classes and styles are asked for by name: in
 * strict mode they go to what exists at that point, as in Mermaid; otherwise
 * all are applied at the end, in order. A table whose name is also the id of a
 * subgraph is taken out at the end, and relations to it lead to the subgraph.
 */
#include "mermaid/mermaid_parser.h"

int em_model_table(Parser *p, Str name, Span span)
{
    int at = em_map_add(&p->tables, name, p->out->tables.n);
    if (at == p->out->tables.n) {
        Table *t = PUSH(p->a, &p->out->tables);
        *t = (Table){.name = name, .group = NONE, .span = span};
        *PUSH(p->a, &t->classes) = STR("default");
    }
    return at;
}

void em_model_mention(Parser *p, Str name)
{
    if (p->open.n == 0)
        return;
    OpenGroup *group = &p->open.items[p->open.n - 1];
    Str key = em_js_trim(name);
    if (key.n == 0)
        return;
    int n = group->mentions.n;
    if (em_map_add(&group->seen, key, n) == n)
        *PUSH(p->scratch, &group->mentions) = name;
}

/* ---- classes and styles ---------------------------------------------------
 */

static void append(Arena *a, Strs *to, const Strs *from)
{
    for (int i = 0; i < from->n; i++)
        *PUSH(a, to) = from->items[i];
}

static void apply(Parser *p, const Request *r)
{
    int t = em_map_find(&p->tables, r->name);
    int g = em_map_find(&p->groups, r->name);
    if (t != NONE) {
        Table *table = &p->out->tables.items[t];
        append(p->a, r->are_styles ? &table->styles : &table->classes,
               &r->values);
    }
    if (g != NONE) {
        Group *group = &p->out->groups.items[g];
        append(p->a, r->are_styles ? &group->styles : &group->classes,
               &r->values);
    }
    if (t == NONE && g == NONE && !p->strict)
        em_diag_add(p->diags,
                    (Diag){.severity = DIAG_WARNING,
                           .source = p->src,
                           .span = r->span,
                           .code = STR("er-unknown-name"),
                           .message = STR("no entity or subgraph has this "
                                          "name: no effect")});
}

void em_model_request(Parser *p, const Request *r)
{
    if (p->strict)
        apply(p, r);
    else
        *PUSH(p->scratch, &p->requests) = *r;
}

void em_model_class(Parser *p, Str name, const Strs *styles)
{
    int at = em_map_add(&p->classes, name, p->out->classes.n);
    if (at == p->out->classes.n)
        PUSH(p->a, &p->out->classes)->name = name;
    append(p->a, &p->out->classes.items[at].styles, styles);
}

/* ---- subgraphs ------------------------------------------------------------
 */

/* The group that `open` becomes: a new one or, outside of strict mode, the
 * older one of the same id. */
static int group_of(Parser *p, const OpenGroup *open)
{
    int g = em_map_find(&p->groups, open->id);
    if (g != NONE && !p->strict) {
        Group *old = &p->out->groups.items[g];
        if (open->direction != DIR_AUTO)
            old->direction = open->direction;
        return g;
    }
    *PUSH(p->a, &p->out->groups) = (Group){.id = open->id,
                                           .title = open->title,
                                           .direction = open->direction,
                                           .parent = NONE,
                                           .span = open->span};
    em_map_set(&p->groups, open->id, p->out->groups.n - 1);
    return p->out->groups.n - 1;
}

/*
 * The innermost open subgraph ends. Its members are the names mentioned in it
 * that no subgraph has claimed before.
 */
void em_model_close_group(Parser *p)
{
    OpenGroup *open = &p->open.items[--p->open.n];
    int g = group_of(p, open);
    Group *group = &p->out->groups.items[g];

    for (int i = 0; i < open->mentions.n; i++) {
        Str name = open->mentions.items[i];
        int n = p->claimed.entries.n;
        em_map_add(&p->claimed, name, g);
        if (p->claimed.entries.n > n)
            *PUSH(p->a, &group->members) = name;
    }
    for (int i = 0; i < open->inner.n; i++) {
        Group *inner = &p->out->groups.items[open->inner.items[i]];
        if (inner->parent == NONE && open->inner.items[i] < g)
            inner->parent = g;
    }
    if (p->open.n > 0) {
        OpenGroup *outer = &p->open.items[p->open.n - 1];
        *PUSH(p->scratch, &outer->inner) = g;
    }
    em_model_mention(p, open->id);
}

/* ---- the end --------------------------------------------------------------
 */

/* Takes out the tables that subgraphs hide. Returns where each one went. */
static int *hide_tables(Parser *p)
{
    Schema *s = p->out;
    int *moved = NEW_ARRAY(p->scratch, MAX(s->tables.n, 1), int);
    int n = 0;
    for (int i = 0; i < s->tables.n; i++) {
        Table *t = &s->tables.items[i];
        moved[i] = NONE;
        if (em_map_find(&p->groups, t->name) != NONE)
            continue;
        t->group = em_map_find(&p->claimed, t->name);
        moved[i] = n;
        s->tables.items[n++] = *t;
    }
    s->tables.n = n;
    return moved;
}

static void settle_end(const Parser *p, RelationEnd *end, const int *moved)
{
    end->group = em_map_find(&p->groups, end->name);
    end->table = end->group == NONE ? moved[end->table] : NONE;
}

void em_model_finish(Parser *p)
{
    for (int i = 0; i < p->requests.n; i++)
        apply(p, &p->requests.items[i]);

    int *moved = hide_tables(p);
    for (int i = 0; i < p->out->relations.n; i++) {
        settle_end(p, &p->out->relations.items[i].from, moved);
        settle_end(p, &p->out->relations.items[i].to, moved);
    }
}
