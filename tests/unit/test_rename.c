/*
 * diff/: what is taken for renamed, moved and reshaped, and what is not.
 */
#include "diff/diff.h"
#include "diff/diff_lines.h"
#include "diff/diff_names.h"
#include "mermaid/mermaid.h"
#include "read_sql.h"

static Schema *read(Arena *a, Str text)
{
    return read_sql(a, DIALECT_POSTGRES, text);
}

static Schema *draw(Arena *a, Str text)
{
    Source *src = NEW(a, Source);
    Schema *s = NEW(a, Schema);
    Diags diags = {.arena = a};
    *src = em_source_of(STR("t"), JOIN(a, STR("erDiagram\n"), text));
    em_mermaid_parse(src, false, a, em_test_scratch(a), &diags, s);
    CHECK(diags.errors == 0);
    return s;
}

static void put_claims(Buf *out, const Diff *d, const TableDiff *t)
{
    Arena *a = out->arena;
    if (t->is_renamed)
        PUT(out, em_diff_table_name(d, t, a), STR("\n"));
    for (int i = 0; i < t->columns.n; i++) {
        const ColumnDiff *c = &t->columns.items[i];
        bool moved = c->after == NONE && c->moved.table != NONE;
        if (!c->is_renamed && !moved)
            continue;
        Str name =
            d->before->tables.items[t->before].columns.items[c->before].name;
        const Table *to =
            &d->after->tables.items[moved ? c->moved.table : t->after];
        PUT(out, name, STR(" → "), moved ? to->name : (Str){0},
            moved ? STR(".") : (Str){0},
            to->columns.items[moved ? c->moved.column : c->after].name,
            STR("\n"));
    }
}

/* Renames and moves, then the sentences of reshapes; one a line. */
static Str claims_of(Arena *a, const Schema *before, const Schema *after)
{
    static const DiffOptions none = {0};
    const Diff *d = em_diff(before, after, &none, a, em_test_scratch(a));
    Buf out = {.arena = a};
    for (int i = 0; i < d->tables.n; i++)
        put_claims(&out, d, &d->tables.items[i]);
    for (int i = 0; i < d->reshapes.n; i++)
        PUT(&out, em_reshape_words(d, &d->reshapes.items[i], a), STR("\n"));
    return em_buf_str(&out);
}

/* A schema, what is done to it, and what diff makes of that. */
static Str claims(Arena *a, Str schema, Str change)
{
    return claims_of(a, read(a, schema), read(a, JOIN(a, schema, change)));
}

static const Str shop = STR_INIT(
    "CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL,"
    " full_name text NOT NULL, phone varchar(40));"
    "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL"
    " REFERENCES customers (id), status text NOT NULL DEFAULT 'new',"
    " total numeric(12,2) NOT NULL, bio text);");

static void columns_keep_their_place_and_looks(Arena *a)
{
    static const struct {
        Str change, claims;
    } rows[] = {
        {STR_INIT("ALTER TABLE orders RENAME customer_id TO buyer_id;"),
         STR_INIT("customer_id → buyer_id\n")},
        {STR_INIT("ALTER TABLE orders RENAME status TO state;"),
         STR_INIT("status → state\n")},
        {STR_INIT("ALTER TABLE customers RENAME phone TO mobile;"),
         STR_INIT("phone → mobile\n")},
        {STR_INIT("ALTER TABLE customers RENAME id TO number;"),
         STR_INIT("id → number\n")},
        {STR_INIT("ALTER TABLE orders RENAME total TO gross_total;"
                  "ALTER TABLE orders ALTER gross_total TYPE bigint;"),
         STR_INIT("total → gross_total\n")},
        {STR_INIT("ALTER TABLE customers RENAME full_name TO display_name;"
                  "ALTER TABLE customers RENAME phone TO telephone;"),
         STR_INIT("full_name → display_name\nphone → telephone\n")},
        {STR_INIT("ALTER TABLE customers RENAME full_name TO \"fullName\";"
                  "ALTER TABLE orders RENAME customer_id TO \"customerId\";"),
         STR_INIT("full_name → fullName\ncustomer_id → customerId\n")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK_STR(claims(a, shop, rows[i].change), rows[i].claims);
}

static void what_is_dropped_and_added_is_no_rename(Arena *a)
{
    static const Str rows[] = {
        STR_INIT("ALTER TABLE customers DROP phone, ADD birthday date;"),
        STR_INIT("ALTER TABLE customers DROP full_name, ADD locale text;"),
        /* at the end, where new ones go, and not alone */
        STR_INIT("ALTER TABLE orders DROP bio, ADD memo text, ADD x int;"),
        /* another table's key */
        STR_INIT("CREATE TABLE shops (id bigint PRIMARY KEY, city text);"
                 "ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey;"
                 "ALTER TABLE orders RENAME customer_id TO shop_id;"
                 "ALTER TABLE orders ADD FOREIGN KEY (shop_id)"
                 " REFERENCES shops (id);"),
        STR_INIT("DROP TABLE orders; CREATE TABLE hooks (id bigint"
                 " PRIMARY KEY, url text NOT NULL, active boolean);"),
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK_STR(claims(a, shop, rows[i]), STR(""));
}

static void tables_are_renamed_with_their_columns(Arena *a)
{
    CHECK_STR(claims(a, shop,
                     STR("ALTER TABLE customers RENAME TO clients;"
                         "ALTER TABLE clients RENAME full_name TO name;"
                         "ALTER TABLE orders RENAME customer_id TO "
                         "client_id;")),
              STR("customers → clients\nfull_name → name\n"
                  "customer_id → client_id\n"));
    CHECK_STR(claims(a, shop,
                     STR("CREATE SCHEMA sales;"
                         "ALTER TABLE orders SET SCHEMA sales;")),
              STR("orders → sales.orders\n"
                  "orders went from schema public to sales\n"));
    CHECK_STR(claims(a,
                     STR("CREATE TABLE log (id int PRIMARY KEY, line text);"
                         "CREATE TABLE users (id int PRIMARY KEY, x text);"),
                     STR("ALTER TABLE log RENAME TO logs;"
                         "ALTER TABLE logs RENAME line TO message;")),
              STR("log → logs\nline → message\n"));
}

static void splits_and_merges_are_told(Arena *a)
{
    static const Str dogs = STR_INIT(
        "CREATE TABLE dogs (id int PRIMARY KEY, name text, barks boolean);"
        "CREATE TABLE cats (id int PRIMARY KEY, name text, purrs boolean);");
    CHECK_STR(claims(a, shop,
                     STR("CREATE TABLE contacts (customer_id bigint PRIMARY KEY"
                         " REFERENCES customers (id), phone varchar(40));"
                         "ALTER TABLE customers DROP phone;")),
              STR("phone → contacts.phone\n"
                  "customers was split: phone went to contacts\n"));
    CHECK_STR(claims(a, dogs,
                     STR("DROP TABLE dogs; DROP TABLE cats;"
                         "CREATE TABLE animals (id int PRIMARY KEY, name text,"
                         " barks boolean, purrs boolean);")),
              STR("name → animals.name\nbarks → animals.barks\n"
                  "name → animals.name\npurrs → animals.purrs\n"
                  "dogs and cats went into animals, with name, barks and "
                  "purrs\n"));
    /* the new table's name was part of the columns' */
    CHECK_STR(claims(a,
                     STR("CREATE TABLE books (id int PRIMARY KEY,"
                         " author_name text, author_born date);"),
                     STR("CREATE TABLE authors (id int PRIMARY KEY, name text,"
                         " born date); ALTER TABLE books ADD author_id int"
                         " REFERENCES authors (id), DROP author_name,"
                         " DROP author_born;")),
              STR("author_name → authors.name\nauthor_born → authors.born\n"
                  "books was split: author_name and author_born went to "
                  "authors\n"));
    /* nobody can put values there */
    CHECK_STR(claims(a, STR("CREATE TABLE a (id int PRIMARY KEY, n int);"),
                     STR("ALTER TABLE a DROP n; CREATE TABLE b (a_id int"
                         " REFERENCES a (id), n int GENERATED ALWAYS AS"
                         " IDENTITY);")),
              STR(""));
}

static const Str tags =
    STR_INIT("CREATE TABLE tags (id int PRIMARY KEY, label text);"
             "CREATE TABLE articles (id int PRIMARY KEY, tag_id int REFERENCES"
             " tags (id), kind text);");

static const Str article_tags = STR_INIT(
    "CREATE TABLE article_tags (article_id int REFERENCES articles (id),"
    " tag_id int REFERENCES tags (id), PRIMARY KEY (article_id, tag_id));");

static void join_and_lookup_tables_are_told(Arena *a)
{
    CHECK_STR(
        claims(a, tags,
               JOIN(a, article_tags, STR("ALTER TABLE articles DROP tag_id;"))),
        STR("tag_id → article_tags.tag_id\n"
            "articles and tags became many to many: tag_id is in the "
            "join table article_tags now\n"));
    CHECK_STR(claims(a, tags, article_tags),
              STR("articles and tags can be many of each other now, by the "
                  "join table article_tags\n"));
    CHECK_STR(claims(a, tags,
                     STR("CREATE TABLE kinds (id int PRIMARY KEY, name text);"
                         "ALTER TABLE articles DROP kind, ADD kind_id int"
                         " REFERENCES kinds (id);")),
              STR("kind → kinds.name\n"
                  "articles.kind refers to rows of the new kinds now\n"));
    CHECK_STR(claims_of(a, read(a, JOIN(a, shop, STR("DROP TABLE orders;"))),
                        read(a, shop)),
              STR(""));
}

static void diagrams_tell_of_join_tables(Arena *a)
{
    const Str before = STR("A { int id PK\n int b_id FK }\nB { int id PK }\n"
                           "B ||--o{ A : on");
    const Str after = STR("A { int id PK }\nB { int id PK }\n"
                          "J { int a_id PK,FK\n int b_id PK,FK }\n"
                          "A ||--o{ J : has\nB ||--o{ J : on");
    CHECK_STR(claims_of(a, draw(a, before), draw(a, after)),
              STR("b_id → J.b_id\n"
                  "A and B became many to many: b_id is in the join table J "
                  "now\n"));
    CHECK_STR(claims_of(a, draw(a, after), draw(a, before)),
              STR("A and B are no longer many to many: the join table J gave "
                  "way to a foreign key\n"));
}

static void relations_that_turn_are_told(Arena *a)
{
    CHECK_STR(claims(a, tags,
                     STR("ALTER TABLE articles DROP tag_id; ALTER TABLE tags"
                         " ADD article_id int REFERENCES articles (id);")),
              STR("the relation of articles and tags was turned round: "
                  "tags.article_id refers to articles now\n"));
    CHECK_STR(claims(a, tags, STR("ALTER TABLE articles ADD UNIQUE (tag_id);")),
              STR("tags to articles was one to many, and is one to one now: "
                  "articles(tag_id) is unique\n"));
    CHECK_STR(claims_of(a, draw(a, STR("A ||--o{ B : has")),
                        draw(a, STR("A }o--|| B : has"))),
              STR("the relation of B and A was turned round: A refers to B "
                  "now\n"));
    CHECK_STR(claims_of(a, draw(a, STR("A ||--o| B : has")),
                        draw(a, STR("A ||--o{ B : has"))),
              STR("A to B was one to one, and is one to many now\n"));
}

static void enums_are_told(Arena *a)
{
    static const Str mood =
        STR_INIT("CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');"
                 "CREATE TABLE p (id int PRIMARY KEY, m mood);");
    CHECK_STR(claims(a, mood, STR("ALTER TYPE mood RENAME TO feeling;")),
              STR("enum mood is called feeling now\n"));
    CHECK_STR(
        claims(a, mood, STR("ALTER TYPE mood RENAME VALUE 'ok' TO 'so';")),
        STR("value ok of enum mood is called so now\n"));
}

static void names_are_alike_related_or_apart(Arena *a)
{
    static const struct {
        Str before, after;
        Likeness likeness;
    } rows[] = {
        {STR_INIT("order_lines"), STR_INIT("OrderLine"), NAMES_ALIKE},
        {STR_INIT("categories"), STR_INIT("category"), NAMES_ALIKE},
        {STR_INIT("quantity"), STR_INIT("qty"), NAMES_RELATED},
        {STR_INIT("phone"), STR_INIT("telephone"), NAMES_RELATED},
        {STR_INIT("full_name"), STR_INIT("name"), NAMES_RELATED},
        {STR_INIT("adress_line"), STR_INIT("addressline"), NAMES_RELATED},
        {STR_INIT("created_at"), STR_INIT("sent_at"), NAMES_APART},
        {STR_INIT("user_id"), STR_INIT("team_id"), NAMES_APART},
        {STR_INIT(""), STR_INIT("x"), NAMES_APART},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK(em_names_likeness(rows[i].before, rows[i].after, a) ==
              rows[i].likeness);
}

static const Test tests[] = {
    {"a renamed column keeps its place and its looks",
     columns_keep_their_place_and_looks},
    {"what is dropped and what is added is no rename",
     what_is_dropped_and_added_is_no_rename},
    {"tables are renamed with their columns",
     tables_are_renamed_with_their_columns},
    {"splits and merges are told", splits_and_merges_are_told},
    {"join tables and lookup tables are told", join_and_lookup_tables_are_told},
    {"diagrams tell of join tables", diagrams_tell_of_join_tables},
    {"relations that turn, or change how many, are told",
     relations_that_turn_are_told},
    {"enums and values that were renamed are told", enums_are_told},
    {"names are alike, related, or apart", names_are_alike_related_or_apart},
};

int main(void)
{
    return em_run_tests("rename", tests, COUNT(tests));
}
