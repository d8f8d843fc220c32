/*
 * schema/: from Schema to Graph, the rows relations are about, lint.
 */
#include "schema/schema.h"
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

    r->from = (RelationEnd){find_table(s, from),
                            NONE,
                            from,
                            cardinality_of(em_str_cut(marks, 0, 2)),
                            {0}};
    r->to = (RelationEnd){find_table(s, to),
                          NONE,
                          to,
                          cardinality_of(em_str_cut(marks, 4, 6)),
                          {0}};
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

static const Test tests[] = {
    {"names point to parents", names_point_to_parents},
    {"comments and labels name columns", comments_and_labels_name_columns},
    {"what is left belongs together", what_is_left_belongs_together},
    {"doubt means no row", doubt_means_no_row},
    {"composite parents have no row", composite_parents_have_no_row},
    {"rows can be forced or forbidden", rows_can_be_forced_or_forbidden},
};

int main(void)
{
    return em_run_tests("schema", tests, COUNT(tests));
}
