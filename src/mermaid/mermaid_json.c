/*
 * The model as JSON, in the members of the conformance corpus.
 */
#include "mermaid/mermaid.h"
#include "mermaid/mermaid_put.h"

static void put_key(Buf *b, Str key)
{
    PUT(b, STR("\""), key, STR("\": "));
}

static void put_member(Buf *b, Str key, Str value)
{
    put_key(b, key);
    em_json_put_str(b, value);
}

static void put_strings(Buf *b, Str key, const Strs *list)
{
    put_key(b, key);
    em_put(b, STR("["));
    for (int i = 0; i < list->n; i++) {
        if (i > 0)
            em_put(b, STR(", "));
        em_json_put_str(b, list->items[i]);
    }
    em_put(b, STR("]"));
}

/* Before item i of a list that has its lines indented. */
static void put_item_start(Buf *b, int i, int indent)
{
    em_put(b, i > 0 ? STR(",\n") : STR("\n"));
    em_put_fill(b, ' ', indent);
}

static void put_list_end(Buf *b, int n, int indent)
{
    if (n > 0) {
        em_put(b, STR("\n"));
        em_put_fill(b, ' ', indent);
    }
    em_put(b, STR("]"));
}

static Str cardinality_name(Cardinality c)
{
    switch (c) {
    case CARD_ZERO_OR_ONE: return STR("zero_or_one");
    case CARD_EXACTLY_ONE: return STR("exactly_one");
    case CARD_ZERO_OR_MORE: return STR("zero_or_more");
    case CARD_ONE_OR_MORE: return STR("one_or_more");
    case CARD_PARENT: break;
    }
    return STR("parent");
}

static void put_column(Buf *b, const Column *c)
{
    em_put(b, STR("{"));
    put_member(b, STR("type"), c->type);
    em_put(b, STR(", "));
    put_member(b, STR("name"), c->name);
    em_put(b, STR(", \"keys\": ["));
    for (int i = 0; i < c->keys.n; i++) {
        if (i > 0)
            em_put(b, STR(", "));
        em_json_put_str(b, c->keys.items[i].text);
    }
    em_put(b, STR("], "));
    put_member(b, STR("comment"), c->comment);
    em_put(b, STR("}"));
}

static void put_table(Buf *b, const Table *t)
{
    em_put(b, STR("{"));
    put_member(b, STR("name"), t->name);
    em_put(b, STR(", "));
    put_member(b, STR("alias"), t->alias);
    em_put(b, STR(", \"attributes\": ["));
    for (int i = 0; i < t->columns.n; i++) {
        put_item_start(b, i, 6);
        put_column(b, &t->columns.items[i]);
    }
    put_list_end(b, t->columns.n, 4);
    em_put(b, STR(", "));
    put_strings(b, STR("classes"), &t->classes);
    em_put(b, STR(", "));
    put_strings(b, STR("styles"), &t->styles);
    em_put(b, STR("}"));
}

static void put_relation(Buf *b, const Relation *r)
{
    em_put(b, STR("{"));
    put_member(b, STR("from"), r->from.name);
    em_put(b, STR(", "));
    put_member(b, STR("to"), r->to.name);
    em_put(b, STR(", "));
    put_member(b, STR("cardinality_from"),
               cardinality_name(r->from.cardinality));
    em_put(b, STR(", "));
    put_member(b, STR("cardinality_to"), cardinality_name(r->to.cardinality));
    PUT(b, STR(", \"identifying\": "),
        r->identifying ? STR("true") : STR("false"), STR(", "));
    put_member(b, STR("label"), r->label);
    em_put(b, STR("}"));
}

static void put_class(Buf *b, const ClassDef *c)
{
    em_put(b, STR("{"));
    put_member(b, STR("name"), c->name);
    em_put(b, STR(", "));
    put_strings(b, STR("styles"), &c->styles);
    em_put(b, STR("}"));
}

static void put_group(Buf *b, const Group *g)
{
    em_put(b, STR("{"));
    put_member(b, STR("id"), g->id);
    em_put(b, STR(", "));
    put_member(b, STR("title"), g->title);
    em_put(b, STR(", \"direction\": "));
    if (g->direction == DIR_AUTO)
        em_put(b, STR("null"));
    else
        em_json_put_str(b, em_direction_word(g->direction));
    em_put(b, STR(", "));
    put_strings(b, STR("members"), &g->members);
    em_put(b, STR(", "));
    put_strings(b, STR("classes"), &g->classes);
    em_put(b, STR(", "));
    put_strings(b, STR("styles"), &g->styles);
    em_put(b, STR("}"));
}

/* ,\n  "key": [ items ] */
#define PUT_LIST(b, key, list, put_one) \
    do { \
        em_put(b, STR(",\n  ")); \
        put_key(b, STR(key)); \
        em_put(b, STR("[")); \
        for (int i = 0; i < (list).n; i++) { \
            put_item_start(b, i, 4); \
            put_one(b, &(list).items[i]); \
        } \
        put_list_end(b, (list).n, 2); \
    } while (0)

void em_mermaid_put_json(Buf *out, const Schema *s)
{
    em_put(out, STR("{\n  "));
    put_member(out, STR("title"), s->title);
    em_put(out, STR(",\n  "));
    put_member(out, STR("accTitle"), s->acc_title);
    em_put(out, STR(",\n  "));
    put_member(out, STR("accDescr"), s->acc_descr);
    em_put(out, STR(",\n  "));
    put_member(out, STR("direction"), em_direction_word(s->direction));
    PUT_LIST(out, "entities", s->tables, put_table);
    PUT_LIST(out, "relationships", s->relations, put_relation);
    PUT_LIST(out, "classDefs", s->classes, put_class);
    PUT_LIST(out, "subgraphs", s->groups, put_group);
    em_put(out, STR(",\n  "));
    put_key(out, STR("config"));
    if (s->config.kind == JSON_MAP)
        em_json_put(out, &s->config, 1);
    else
        em_put(out, STR("{}"));
    em_put(out, STR("\n}\n"));
}
