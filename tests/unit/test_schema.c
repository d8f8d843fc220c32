/*
 * schema/: from Schema to Graph, the rows relations are about, lint.
 */
#include "schema/pick.h"
#include "test.h"

/* A table; columns in short: "id PK, author_id FK 'see users', name text?". */
static Table *add_table(Arena *a, Schema *s, Str name, Str columns);

static void add_column(Arena *a, Table *t, Str text)
{
    static const struct {
        Str word;
        KeyKind kind;
    } keys[] = {{STR_INIT(" PK"), KEY_PRIMARY},
                {STR_INIT(" FK"), KEY_FOREIGN},
                {STR_INIT(" UK"), KEY_UNIQUE}};
    Column *c = PUSH(a, &t->columns);
    int quote = em_str_find_char(text, '\'', 0);

    if (quote != NONE) {
        c->comment = em_str_cut(text, quote + 1, text.n - 1);
        c->has_comment = true;
        text = em_str_trim(em_str_cut(text, 0, quote));
    }
    c->type = STR("int");
    if (em_str_ends(text, STR("?"))) {
        c->type = STR("int?");
        text.n--;
    }
    for (int i = 0; i < COUNT(keys); i++)
        if (em_str_find(text, keys[i].word, 0) != NONE)
            *PUSH(a, &c->keys) =
                (Key){.kind = keys[i].kind, .text = em_str_trim(keys[i].word)};
    int space = em_str_find_char(text, ' ', 0);
    c->name = em_str_cut(text, 0, space == NONE ? text.n : space);
}

static Table *add_table(Arena *a, Schema *s, Str name, Str columns)
{
    Table *t = PUSH(a, &s->tables);
    *t = (Table){.name = name, .group = NONE};
    *PUSH(a, &t->classes) = STR("default");
    while (columns.n) {
        int comma = em_str_find_char(columns, ',', 0);
        int end = comma == NONE ? columns.n : comma;
        add_column(a, t, em_str_trim(em_str_cut(columns, 0, end)));
        columns = em_str_cut(columns, MIN(end + 1, columns.n), columns.n);
    }
    return t;
}

static int find_table(const Schema *s, Str name)
{
    for (int i = 0; i < s->tables.n; i++)
        if (em_str_eq(s->tables.items[i].name, name))
            return i;
    return NONE;
}

static Cardinality cardinality_of(Str mark)
{
    bool many = em_str_find_char(mark, '{', 0) != NONE ||
                em_str_find_char(mark, '}', 0) != NONE;
    bool zero = em_str_find_char(mark, 'o', 0) != NONE;
    if (many)
        return zero ? CARD_ZERO_OR_MORE : CARD_ONE_OR_MORE;
    return zero ? CARD_ZERO_OR_ONE : CARD_EXACTLY_ONE;
}

/* "users ||--o{ posts : writes" */
static Relation *relate(Arena *a, Schema *s, Str text)
{
    int colon = em_str_find_char(text, ':', 0);
    int one = em_str_find_char(text, ' ', 0);
    int two = em_str_find_char(text, ' ', one + 1);
    Str from = em_str_cut(text, 0, one);
    Str marks = em_str_cut(text, one + 1, two);
    Str to = em_str_trim(em_str_cut(text, two, colon));
    Relation *r = PUSH(a, &s->relations);

    r->from =
        (RelationEnd){.table = find_table(s, from),
                      .group = NONE,
                      .name = from,
                      .cardinality = cardinality_of(em_str_cut(marks, 0, 2))};
    r->to =
        (RelationEnd){.table = find_table(s, to),
                      .group = NONE,
                      .name = to,
                      .cardinality = cardinality_of(em_str_cut(marks, 4, 6))};
    r->identifying = em_str_find(marks, STR("--"), 0) != NONE;
    r->label = em_str_trim(em_str_cut(text, colon + 1, text.n));
    return r;
}

/* All rows in words: "posts.user_id users.id; none". */
static Str rows_text(Arena *a, const Schema *s, Anchor anchor)
{
    const RelationRows *rows = em_relation_rows(s, anchor, a);
    Buf b = {.arena = a};
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        em_put(&b, i ? STR("; ") : STR(""));
        if (rows[i].child_column == NONE) {
            em_put(&b, STR("none"));
            continue;
        }
        const RelationEnd *child = rows[i].child_is_from ? &r->from : &r->to;
        const RelationEnd *parent = rows[i].child_is_from ? &r->to : &r->from;
        const Table *c = &s->tables.items[child->table];
        const Table *p = &s->tables.items[parent->table];
        PUT(&b, c->name, STR("."), c->columns.items[rows[i].child_column].name);
        if (rows[i].parent_column != NONE)
            PUT(&b, STR(" "), p->name, STR("."),
                p->columns.items[rows[i].parent_column].name);
    }
    return em_buf_str(&b);
}

/* Tables and relations of a small schema, and the rows that must be found. */
typedef struct {
    Str tables[4][2]; /* name, columns */
    Str relations[4];
    Str rows;
} AnchorCase;

static void check_cases(Arena *a, const AnchorCase *cases, int n)
{
    for (int i = 0; i < n; i++) {
        Schema s = {.direction = DIR_AUTO};
        for (int t = 0; t < 4 && cases[i].tables[t][0].n; t++)
            add_table(a, &s, cases[i].tables[t][0], cases[i].tables[t][1]);
        for (int r = 0; r < 4 && cases[i].relations[r].n; r++)
            relate(a, &s, cases[i].relations[r]);
        CHECK_STR(rows_text(a, &s, ANCHOR_AUTO), cases[i].rows);
    }
}

#define S STR_INIT

static void names_point_to_parents(Arena *a)
{
    static const AnchorCase cases[] = {
        {{{S("users"), S("id PK")}, {S("posts"), S("id PK, user_id FK")}},
         {S("users ||--o{ posts : writes")},
         S("posts.user_id users.id")},
        {{{S("POST"), S("id PK, userId FK, blogId FK")},
          {S("BLOG"), S("id PK")},
          {S("USER"), S("id PK")}},
         {S("POST }o--|| USER : x"), S("POST }o..|| BLOG : x")},
         S("POST.userId USER.id; POST.blogId BLOG.id")},
        {{{S("categories"), S("id PK, parent_id FK?")},
          {S("items"), S("category_uuid FK, address_id FK")},
          {S("addresses"), S("id PK")}},
         {S("categories ||--o{ items : x"),
          S("categories |o--o{ categories : x"),
          S("addresses ||--|{ items : x")},
         S("items.category_uuid categories.id; "
           "categories.parent_id categories.id; "
           "items.address_id addresses.id")},
        {{{S("app.users"), S("id PK")},
          {S("tbl_order_items"), S("id PK")},
          {S("x"), S("userid FK, order_item_id FK")}},
         {S("app.users ||--o{ x : a"), S("tbl_order_items ||--o{ x : b")},
         S("x.userid app.users.id; x.order_item_id tbl_order_items.id")},
        {{{S("shop_orders"), S("id PK")},
          {S("lines"), S("order_id PK FK, sku FK")}},
         {S("shop_orders ||--|{ lines : has")},
         S("lines.order_id shop_orders.id")},
        {{{S("CUSTOMER"), S("cust_no PK, name")},
          {S("SALE"), S("cust_no FK, shop FK")}},
         {S("CUSTOMER ||--o{ SALE : x")},
         S("SALE.cust_no CUSTOMER.cust_no")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void comments_and_labels_name_columns(Arena *a)
{
    static const AnchorCase cases[] = {
        {{{S("users"), S("id PK, mail UK")},
          {S("posts"), S("by FK 'references users.mail', x FK '-> users'")}},
         {S("users ||--o{ posts : by"), S("users ||--o{ posts : x")},
         S("posts.by users.mail; posts.x users.id")},
        {{{S("users"), S("id PK")},
          {S("posts"), S("a FK 'FK to users', b FK 'the blog', c")}},
         {S("users ||--o{ posts : writes")},
         S("posts.a users.id")},
        {{{S("users"), S("id PK")}, {S("posts"), S("a 'FK users.id', b")}},
         {S("users ||--o{ posts : writes")},
         S("posts.a users.id")},
        {{{S("users"), S("id PK")}, {S("posts"), S("a FK, b FK, c FK")}},
         {S("users ||--o{ posts : via b")},
         S("posts.b users.id")},
        {{{S("users"), S("id PK")},
          {S("posts"), S("author_id FK, editor_id FK")}},
         {S("users ||--o{ posts : edits"), S("users ||--o{ posts : authored")},
         S("posts.editor_id users.id; posts.author_id users.id")},
        {{{S("users"), S("id PK")},
          {S("posts"), S("user_id FK, editor_id FK")}},
         {S("users ||--o{ posts : edits"), S("users ||--o{ posts : writes")},
         S("posts.editor_id users.id; posts.user_id users.id")},
        {{{S("addresses"), S("id PK")},
          {S("sales"), S("billing_address_id FK, shipping_address_id FK")}},
         {S("addresses ||--o{ sales : billing"),
          S("addresses ||--o{ sales : ships")},
         S("sales.billing_address_id addresses.id; "
           "sales.shipping_address_id addresses.id")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void what_is_left_belongs_together(Arena *a)
{
    static const AnchorCase cases[] = {
        {{{S("users"), S("id PK")},
          {S("blogs"), S("id PK")},
          {S("posts"), S("author_id FK, blog_id FK")}},
         {S("users ||--o{ posts : makes"), S("blogs ||--o{ posts : has")},
         S("posts.author_id users.id; posts.blog_id blogs.id")},
        {{{S("staff"), S("id PK, manager_id FK?")}},
         {S("staff |o--o{ staff : leads")},
         S("staff.manager_id staff.id")},
        {{{S("users"), S("id PK")}, {S("cards"), S("holder FK")}},
         {S("users ||--o| cards : has")},
         S("cards.holder users.id")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void doubt_means_no_row(Arena *a)
{
    static const AnchorCase cases[] = {
        {{{S("users"), S("id PK")},
          {S("posts"), S("author_id FK, editor_id FK")}},
         {S("users ||--o{ posts : has")},
         S("none")},
        {{{S("users"), S("id PK")},
          {S("posts"), S("user_id FK, editor_id FK")}},
         {S("users ||--o{ posts : likes"), S("users ||--o{ posts : reads")},
         S("none; none")},
        {{{S("users"), S("id PK")},
          {S("blogs"), S("id PK")},
          {S("posts"), S("blog_id FK")}},
         {S("users ||--o{ posts : makes")},
         S("none")},
        {{{S("a"), S("id PK, b_id FK")}, {S("b"), S("id PK, a_id FK")}},
         {S("a ||--|| b : x"), S("a }o--o{ b : y")},
         S("none; none")},
        {{{S("web_orders"), S("id PK")},
          {S("shop_orders"), S("id PK")},
          {S("lines"), S("order_id FK, x FK")}},
         {S("web_orders ||--o{ lines : x1"), S("shop_orders ||--o{ lines : y")},
         S("none; none")},
        {{{S("users"), S("id PK")}, {S("posts"), S("user_id, title")}},
         {S("users ||--o{ posts : writes")},
         S("none")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void composite_parents_have_no_row(Arena *a)
{
    static const AnchorCase cases[] = {
        {{{S("users"), S("org PK, nr PK")}, {S("posts"), S("user_id FK")}},
         {S("users ||--o{ posts : writes")},
         S("posts.user_id")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void rows_can_be_forced_or_forbidden(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("users"), STR("id PK"));
    add_table(a, &s, STR("posts"), STR("author_id FK, editor_id FK"));
    relate(a, &s, STR("users ||--o{ posts : has"));
    CHECK_STR(rows_text(a, &s, ANCHOR_AUTO), STR("none"));
    CHECK_STR(rows_text(a, &s, ANCHOR_ROW), STR("posts.author_id users.id"));
    s.relations.items[0].label = STR("edits");
    CHECK_STR(rows_text(a, &s, ANCHOR_AUTO), STR("posts.editor_id users.id"));
    CHECK_STR(rows_text(a, &s, ANCHOR_ENTITY), STR("none"));
}

/* --- Schema to Graph -------------------------------------------------- */

static void tables_become_nodes(Arena *a)
{
    Schema s = {.title = STR_INIT("Shop"), .direction = DIR_RIGHT};
    Table *t = add_table(a, &s, STR("items"),
                         STR("sale_id PK FK 'of <b>', nr PK, note?, mail UK"));
    t->alias = STR("Item");
    *PUSH(a, &t->columns.items[3].keys) =
        (Key){.kind = KEY_UNIQUE, .text = STR("uk")};
    *PUSH(a, &t->columns.items[3].keys) =
        (Key){.kind = KEY_OTHER, .text = STR("idx")};
    Graph *g = em_schema_graph(&s, ANCHOR_AUTO, a);
    Buf out = {.arena = a};
    em_graph_dump(&out, g);
    CHECK_STR(
        em_buf_str(&out),
        STR("graph right title \"Shop\" 0,0 0x0\n"
            "node \"items\" title \"Item\" 0,0 0x0\n"
            "  row 0 badge \"PK1\" badge \"FK\" name \"sale_id\" type \"int\" "
            "comment \"of <b>\" strong\n"
            "  row 1 badge \"PK2\" name \"nr\" type \"int\" strong\n"
            "  row 2 name \"note\" type \"int\" nullable\n"
            "  row 3 badge \"UK\" badge \"idx\" name \"mail\" type \"int\"\n"));
    CHECK_STR(g->nodes.items[0].tooltip, STR("Item (items): 4 columns"));
    CHECK_STR(g->nodes.items[0].rows.items[0].tooltip, STR("of <b>"));
}

static void relations_become_edges(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("users"), STR("id PK"));
    add_table(a, &s, STR("posts"), STR("id PK, user_id FK"));
    relate(a, &s, STR("posts }o..|| users : written<br/>by"));
    Group *group = PUSH(a, &s.groups);
    *group = (Group){.id = STR("g"), .parent = NONE};
    s.tables.items[1].group = 0;
    Relation *r = relate(a, &s, STR("users |o--|{ posts : "));
    r->to.table = NONE;
    r->to.group = 0;
    Graph *g = em_schema_graph(&s, ANCHOR_AUTO, a);
    Buf out = {.arena = a};
    CHECK(em_graph_is_sound(g, &out));
    em_graph_dump(&out, g);
    CHECK_STR(em_buf_str(&out),
              STR("graph auto 0,0 0x0\n"
                  "node \"users\" title \"users\" 0,0 0x0\n"
                  "  row 0 badge \"PK\" name \"id\" type \"int\" strong\n"
                  "node \"posts\" title \"posts\" in \"g\" 0,0 0x0\n"
                  "  row 0 badge \"PK\" name \"id\" type \"int\" strong\n"
                  "  row 1 badge \"FK\" name \"user_id\" type \"int\"\n"
                  "container \"g\" title \"g\" 0,0 0x0\n"
                  "edge 0 \"posts\" row 1 0..n .. \"users\" row 0 1 label "
                  "\"written<br/>by\"\n"
                  "edge 1 \"users\" 0..1 -- container \"g\" 1..n\n"));
    CHECK_STR(g->edges.items[0].tooltip,
              STR("posts written by users: zero or more to exactly one"));
    CHECK_STR(g->edges.items[1].tooltip,
              STR("users to g: zero or one to one or more"));
}

static void styles_follow_the_cascade(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("a"), STR(""));
    Table *t = add_table(a, &s, STR("b"), STR(""));
    *PUSH(a, &t->classes) = STR("hot");
    *PUSH(a, &t->classes) = STR("unknown");
    *PUSH(a, &t->styles) = STR("fill: url(a:b)");
    *PUSH(a, &t->styles) = STR("nothing");
    *PUSH(a, &s.classes) = (ClassDef){.name = STR("hot")};
    *PUSH(a, &s.classes) = (ClassDef){.name = STR("default")};
    *PUSH(a, &s.classes.items[0].styles) = STR("stroke:red");
    *PUSH(a, &s.classes.items[1].styles) = STR(" color : blue ");
    Graph *g = em_schema_graph(&s, ANCHOR_AUTO, a);
    Buf out = {.arena = a};
    em_graph_dump(&out, g);
    CHECK_STR(em_buf_str(&out),
              STR("graph auto 0,0 0x0\n"
                  "node \"a\" title \"a\" style \"color\" \"blue\" 0,0 0x0\n"
                  "node \"b\" title \"b\" style \"color\" \"blue\"; \"stroke\" "
                  "\"red\"; \"fill\" \"url(a:b)\" 0,0 0x0\n"));
}

/* --- lint --------------------------------------------------------------- */

/* All codes and messages, a line each. */
static Str lint_text(Arena *a, const Schema *s, Str source)
{
    Source src = em_source_of(STR("a.mmd"), source);
    Diags diags = {.arena = a};
    Buf b = {.arena = a};
    em_lint(s, &src, &(LintOptions){0}, &diags);
    for (int i = 0; i < diags.list.n; i++) {
        const Diag *d = &diags.list.items[i];
        PUT(&b, d->code, STR(": "), d->message, STR("\n"));
        CHECK(d->severity == DIAG_WARNING && d->source == &src);
    }
    return em_buf_str(&b);
}

static void good_schemas_are_silent(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("users"), STR("id PK"));
    add_table(a, &s, STR("posts"), STR("id PK, user_id FK, editor_id FK?"));
    add_table(a, &s, STR("profiles"), STR("user_id PK FK"));
    add_table(a, &s, STR("tags"), STR("id PK"));
    relate(a, &s, STR("users ||--o{ posts : writes"));
    relate(a, &s, STR("users |o--o{ posts : edits"));
    relate(a, &s, STR("users ||--o| profiles : has"));
    relate(a, &s, STR("posts }o--o{ tags : has"));
    CHECK_STR(lint_text(a, &s, STR("")), (Str){0});
}

static void repetitions_are_found(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("users"), STR("id, Name, name"));
    add_table(a, &s, STR("Users"), STR("id"));
    relate(a, &s, STR("users ||--o{ Users : a"));
    relate(a, &s, STR("Users }o--|| users : a"));
    relate(a, &s, STR("users ||--o{ Users : b"));
    CHECK_STR(lint_text(a, &s, STR("")),
              STR("lint-duplicate-entity: entity Users differs only in case "
                  "from users\n"
                  "lint-duplicate-attribute: entity users has attribute name "
                  "already\n"
                  "lint-duplicate-relation: the same relation of Users and "
                  "users was given before\n"));
}

static void second_blocks_are_found(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    Table *t = add_table(a, &s, STR("t"), STR("a, b, c"));
    t->columns.items[0].span = (Span){3, 5};
    t->columns.items[1].span = (Span){15, 5};
    t->columns.items[2].span = (Span){34, 5};
    CHECK_STR(lint_text(a, &s,
                        STR("t{ int a }\nt{\n int b\n %% no } here\n"
                            " int c }")),
              STR("lint-duplicate-entity: a second block of entity t; its "
                  "attributes are added to the first\n"));
}

static void keys_and_relations_must_agree(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("users"), STR("id PK"));
    add_table(a, &s, STR("posts"), STR("id PK, user_id FK, blog_id FK"));
    add_table(a, &s, STR("likes"), STR("id PK"));
    add_table(a, &s, STR("usres"), STR(""));
    relate(a, &s, STR("users ||--o{ posts : writes"));
    relate(a, &s, STR("users ||--o{ likes : likes"));
    CHECK_STR(lint_text(a, &s, STR("")),
              STR("lint-fk-without-relation: posts.blog_id is marked FK, but "
                  "no relation of posts is about it\n"
                  "lint-relation-without-fk: entity likes has no FK attribute "
                  "for its relation to users\n"
                  "lint-empty-entity: entity usres has no attributes, others "
                  "have\n"));
}

static void cardinalities_must_fit_keys(Arena *a)
{
    Schema s = {.direction = DIR_AUTO};
    add_table(a, &s, STR("users"), STR("id PK"));
    add_table(a, &s, STR("cards"), STR("user_id PK FK"));
    add_table(a, &s, STR("posts"), STR("id PK, user_id FK?"));
    add_table(a, &s, STR("seats"), STR("id PK, user_id FK UK"));
    relate(a, &s, STR("users |o--o{ cards : a"));
    relate(a, &s, STR("users ||--o{ posts : b"));
    relate(a, &s, STR("seats }|--|| users : c"));
    CHECK_STR(
        lint_text(a, &s, STR("")),
        STR("lint-cardinality-key: cards.user_id is part of the primary key "
            "and never null, but the relation says zero or one users\n"
            "lint-cardinality-key: cards.user_id is unique, so there is at "
            "most one cards for each users, but the relation says many\n"
            "lint-cardinality-key: posts.user_id may be null, but the "
            "relation says exactly one users\n"
            "lint-cardinality-key: seats.user_id is unique, so there is at "
            "most one seats for each users, but the relation says many\n"));
}

/* ---- foreign keys ---------------------------------------------------------
 */

static void add_key(Arena *a, Table *child, int parent, Str one, Str two)
{
    ForeignKey *key = PUSH(a, &child->foreign_keys);
    key->ref_table = parent;
    *PUSH(a, &key->columns) = one;
    *PUSH(a, &key->ref_columns) = STR("id");
    if (two.n) {
        *PUSH(a, &key->columns) = two;
        *PUSH(a, &key->ref_columns) = STR("org");
    }
}

static void set_not_null(Table *t)
{
    for (int i = 0; i < t->columns.n; i++)
        t->columns.items[i].nullable = NULLABLE_NO;
}

/* "users exactly one, posts many, row 2 to 0" and so on. */
static Str relations_text(Arena *a, const Schema *s)
{
    static const Str ends[] = {[CARD_ZERO_OR_ONE] = STR_INIT("?"),
                               [CARD_EXACTLY_ONE] = STR_INIT("1"),
                               [CARD_ZERO_OR_MORE] = STR_INIT("*")};
    const RelationRows *rows = em_relation_rows(s, ANCHOR_AUTO, a);
    Buf b = {.arena = a};
    for (int i = 0; i < s->relations.n; i++) {
        const Relation *r = &s->relations.items[i];
        PUT(&b, r->from.name, ends[r->from.cardinality],
            r->identifying ? STR(" -- ") : STR(" .. "), r->to.name,
            ends[r->to.cardinality], STR(" "));
        em_put_int(&b, rows[i].parent_column);
        em_put(&b, STR("-"));
        em_put_int(&b, rows[i].child_column);
        em_put(&b, STR("\n"));
    }
    return em_buf_str(&b);
}

static void foreign_keys_become_relations(Arena *a)
{
    Schema s = {0};
    add_table(a, &s, STR("users"), STR("org, id"));
    add_table(a, &s, STR("posts"), STR("id, org, author, editor"));
    add_table(a, &s, STR("seats"), STR("org, user"));
    Table *t = s.tables.items;
    *PUSH(a, &t[2].primary_key) = STR("org");
    *PUSH(a, &t[2].primary_key) = STR("user");
    set_not_null(&t[2]);
    t[1].columns.items[2].nullable = NULLABLE_NO;
    add_key(a, &t[1], 0, STR("author"), STR(""));
    add_key(a, &t[1], 0, STR("editor"), STR("org"));
    add_key(a, &t[1], NONE, STR("id"), STR(""));
    add_key(a, &t[2], 0, STR("user"), STR("org"));
    add_key(a, &t[2], 2, STR("org"), STR(""));
    em_schema_relate(&s, a);
    CHECK_STR(relations_text(a, &s), STR("users1 .. posts* 1-2\n"
                                         "users? .. posts* 1-3\n"
                                         "users1 -- seats? 1-1\n"
                                         "seats1 -- seats* -1-0\n"));
    CHECK(t[2].columns.items[0].keys.items[0].kind == KEY_PRIMARY);
    CHECK(t[2].columns.items[1].keys.items[1].kind == KEY_FOREIGN);
}

static void only_full_unique_keys_are_keys(Arena *a)
{
    Schema s = {0};
    add_table(a, &s, STR("users"), STR("id"));
    add_table(a, &s, STR("cards"), STR("user"));
    Table *cards = &s.tables.items[1];
    add_key(a, cards, 0, STR("user"), STR(""));
    Index *index = PUSH(a, &cards->indexes);
    *index = (Index){.is_unique = true, .is_partial = true};
    *PUSH(a, &index->columns) = STR("user");
    em_schema_relate(&s, a);
    CHECK(s.relations.items[0].to.cardinality == CARD_ZERO_OR_MORE);
    index->is_partial = false;
    em_schema_relate(&s, a);
    CHECK(s.relations.items[1].to.cardinality == CARD_ZERO_OR_ONE);
}

/* ---- picking --------------------------------------------------------------
 */

/* The tables, each with its group and number of columns, then relations. */
static Str picked_text(Arena *a, const Schema *s, const PickOptions *o)
{
    Diags diags = {.arena = a};
    Buf b = {.arena = a};
    const Schema *p = em_schema_pick(s, o, a, &diags);
    for (int i = 0; p && i < p->tables.n; i++) {
        const Table *t = &p->tables.items[i];
        PUT(&b, t->name, STR("/"));
        em_put_int(&b, t->columns.n);
        if (t->group != NONE)
            PUT(&b, STR(" in "), p->groups.items[t->group].id);
        em_put(&b, STR("; "));
    }
    for (int i = 0; p && i < p->relations.n; i++) {
        const Relation *r = &p->relations.items[i];
        CHECK_STR(p->tables.items[r->from.table].name, r->from.name);
        CHECK_STR(p->tables.items[r->to.table].name, r->to.name);
        PUT(&b, r->from.name, STR("-"), r->to.name, STR(" "));
    }
    for (int i = 0; i < diags.list.n; i++)
        PUT(&b, diags.list.items[i].message, STR(": "),
            diags.list.items[i].help);
    return em_buf_str(&b);
}

/* users <- posts <- tags; cards join users and tags. */
static Schema *blog(Arena *a)
{
    Schema *s = NEW(a, Schema);
    add_table(a, s, STR("users"), STR("id, name"));
    add_table(a, s, STR("posts"), STR("id, user, text"));
    add_table(a, s, STR("tags"), STR("id, post"));
    add_table(a, s, STR("cards"), STR("user, tag"));
    Table *t = s->tables.items;
    add_key(a, &t[1], 0, STR("user"), STR(""));
    add_key(a, &t[2], 1, STR("post"), STR(""));
    add_key(a, &t[3], 0, STR("user"), STR(""));
    add_key(a, &t[3], 2, STR("tag"), STR(""));
    *PUSH(a, &t[3].primary_key) = STR("user");
    *PUSH(a, &t[3].primary_key) = STR("tag");
    s->dialect = DIALECT_POSTGRES;
    em_schema_relate(s, a);
    return s;
}

static void globs_fit(Arena *a)
{
    (void)a;
    CHECK(em_glob_fits(STR("a*c?"), STR("ABBcd")));
    CHECK(em_glob_fits(STR("*"), STR("")));
    CHECK(em_glob_fits(STR("*a*b"), STR("xaxbab")));
    CHECK(!em_glob_fits(STR("a?"), STR("a")));
    CHECK(!em_glob_fits(STR("*a"), STR("ab")));
}

static void parts_are_picked(Arena *a)
{
    const Schema *s = blog(a);
    CHECK_STR(picked_text(a, s,
                          &(PickOptions){.include = STR("*s, x"),
                                         .exclude = STR("c*,tags")}),
              STR("users/2; posts/3; users-posts "));
    CHECK_STR(
        picked_text(a, s, &(PickOptions){.focus = STR("Users"), .distance = 1}),
        STR("users/2; posts/1; cards/2; users-posts users-cards "));
    CHECK_STR(picked_text(a, s, &(PickOptions){.focus = STR("users")}),
              STR("users/2; "));
    CHECK_STR(picked_text(a, s, &(PickOptions){.focus = STR("user")}),
              STR("there is no table of this name: did you mean "
                  "\"users\"?"));
}

static void join_tables_become_lines(Arena *a)
{
    CHECK_STR(picked_text(a, blog(a), &(PickOptions){.join_lines = true}),
              STR("users/2; posts/3; tags/2; users-posts posts-tags "
                  "users-tags "));
}

static void partitions_and_views_are_shown_on_demand(Arena *a)
{
    Schema *s = blog(a);
    s->tables.items[2].kind = TABLE_PARTITION;
    *PUSH(a, &s->views) = (Table){.name = STR("sums"), .group = NONE};
    PickOptions o = {.exclude = STR("cards")};
    CHECK_STR(picked_text(a, s, &o), STR("users/2; posts/3; users-posts "));
    o.partitions = o.views = true;
    CHECK_STR(picked_text(a, s, &o),
              STR("users/2; posts/3; tags/2; sums/0; users-posts posts-tags "));
}

static void schemas_become_groups(Arena *a)
{
    Schema *s = blog(a);
    for (int i = 0; i < s->tables.n; i++)
        s->tables.items[i].schema = i < 2 ? STR("one") : STR("two");
    CHECK_STR(picked_text(a, s, &(PickOptions){.include = STR("users,tags")}),
              STR("users/2 in one; tags/2 in two; "));
    CHECK_STR(picked_text(a, s,
                          &(PickOptions){.include = STR("users,posts"),
                                         .group = GROUP_NONE}),
              STR("users/2; posts/3; users-posts "));
}

static const Test tests[] = {
    {"globs fit", globs_fit},
    {"parts of a schema are picked", parts_are_picked},
    {"join tables become lines", join_tables_become_lines},
    {"partitions and views are shown on demand",
     partitions_and_views_are_shown_on_demand},
    {"schemas become groups", schemas_become_groups},
    {"foreign keys become relations", foreign_keys_become_relations},
    {"only full unique keys are keys", only_full_unique_keys_are_keys},
    {"names point to parents", names_point_to_parents},
    {"comments and labels name columns", comments_and_labels_name_columns},
    {"what is left belongs together", what_is_left_belongs_together},
    {"doubt means no row", doubt_means_no_row},
    {"composite parents have no row", composite_parents_have_no_row},
    {"rows can be forced or forbidden", rows_can_be_forced_or_forbidden},
    {"tables become nodes", tables_become_nodes},
    {"relations become edges", relations_become_edges},
    {"styles follow the cascade", styles_follow_the_cascade},
    {"good schemas are silent", good_schemas_are_silent},
    {"repetitions are found", repetitions_are_found},
    {"second blocks are found", second_blocks_are_found},
    {"keys and relations must agree", keys_and_relations_must_agree},
    {"cardinalities must fit keys", cardinalities_must_fit_keys},
};

int main(void)
{
    return em_run_tests("schema", tests, COUNT(tests));
}
