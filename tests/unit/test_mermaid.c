/*
 * mermaid/: reading both modes, recovery, printing, formatting.
 */
#include "mermaid/mermaid.h"
#include "mermaid/mermaid_code.h"
#include "mermaid/mermaid_config.h"
#include "mermaid/mermaid_html.h"
#include "mermaid/mermaid_prep.h"
#include "test.h"

/* A text that was read. */
typedef struct {
    Source src;
    Schema schema;
    Diags diags;
    MermaidStatus status;
    Str type;
} Doc;

static Doc *read_text(Arena *a, const char *text, bool strict)
{
    Doc *d = NEW(a, Doc);
    Arena *scratch = em_test_scratch(a);
    d->src = em_source_of(STR("t.mmd"), em_str_of(text));
    d->diags.arena = a;
    MermaidResult result =
        em_mermaid_parse(&d->src, strict, a, scratch, &d->diags, &d->schema);
    d->status = result.status;
    d->type = em_str_cut(d->src.text, result.type.at,
                         result.type.at + result.type.len);
    em_diags_sort(&d->diags);
    return d;
}

/* "line:column severity code" for each message. */
static Str messages(Arena *a, const Doc *d)
{
    Buf b = {.arena = a};
    for (int i = 0; i < d->diags.list.n; i++) {
        const Diag *diag = &d->diags.list.items[i];
        Line line = em_source_line(&d->src, diag->span.at, &(LineCursor){0});
        em_put_int(&b, line.number);
        em_put(&b, STR(":"));
        em_put_int(&b, line.column);
        PUT(&b, STR(" "), em_severity_name(diag->severity), STR(" "),
            diag->code, STR("\n"));
    }
    return em_buf_str(&b);
}

static Str json_of(Arena *a, const Doc *d)
{
    Buf b = {.arena = a};
    em_mermaid_put_json(&b, &d->schema);
    return em_buf_str(&b);
}

static Str names(Arena *a, const Doc *d)
{
    Buf b = {.arena = a};
    for (int i = 0; i < d->schema.tables.n; i++)
        PUT(&b, i > 0 ? STR(" ") : STR(""), d->schema.tables.items[i].name);
    return em_buf_str(&b);
}

/* ---- meaning --------------------------------------------------------------
 */

static void the_left_mark_belongs_to_the_left_end(Arena *a)
{
    Doc *d = read_text(a, "erDiagram\nA ||..o{ B : \"has #9829;\"\n", true);
    CHECK(d->status == MERMAID_OK && d->schema.relations.n == 1);
    const Relation *r = &d->schema.relations.items[0];
    CHECK(r->from.cardinality == CARD_EXACTLY_ONE);
    CHECK(r->to.cardinality == CARD_ZERO_OR_MORE);
    CHECK(!r->identifying);
    CHECK_STR(r->label, STR("has \xE2\x99\xA5"));
    CHECK(r->from.table == 0 && r->to.table == 1 && r->to.group == NONE);
}

static void all_spellings_of_cardinalities_are_known(Arena *a)
{
    static const struct {
        const char *left, *right;
        Cardinality c;
    } rows[] = {
        {"|o", "o|", CARD_ZERO_OR_ONE},
        {"one or zero", "zero or one", CARD_ZERO_OR_ONE},
        {"||", "||", CARD_EXACTLY_ONE},
        {"only one", "1", CARD_EXACTLY_ONE},
        {"}o", "o{", CARD_ZERO_OR_MORE},
        {"many(0)", "0+", CARD_ZERO_OR_MORE},
        {"zero or many", "many", CARD_ZERO_OR_MORE},
        {"}|", "|{", CARD_ONE_OR_MORE},
        {"one or many", "many(1)", CARD_ONE_OR_MORE},
        {"1+", "ONE OR MORE", CARD_ONE_OR_MORE},
    };
    for (int i = 0; i < 2 * COUNT(rows); i++) {
        Buf b = {.arena = a};
        int k = i / 2;
        PUT(&b, STR("erDiagram\nA "), em_str_of(rows[k].left), STR(" to "),
            em_str_of(rows[k].right), STR(" B : x\n"));
        em_put_char(&b, '\0');
        Doc *d = read_text(a, b.p, i % 2);
        CHECK(d->status == MERMAID_OK && d->schema.relations.n == 1);
        CHECK(d->schema.relations.items[0].from.cardinality == rows[k].c);
        CHECK(d->schema.relations.items[0].to.cardinality == rows[k].c);
    }
}

static void attributes_keep_their_parts(Arena *a)
{
    Doc *d = read_text(a,
                       "erDiagram\nA {\n"
                       "  numeric(10,2)? price PK, uk \"in \xE2\x82\xAC\"\n"
                       "  `double precision` x\n}\n",
                       true);
    CHECK(d->status == MERMAID_OK);
    const Table *t = &d->schema.tables.items[0];
    CHECK(t->columns.n == 2);
    const Column *c = &t->columns.items[0];
    CHECK_STR(c->type, STR("numeric(10,2)?"));
    CHECK_STR(c->name, STR("price"));
    CHECK_STR(c->comment, STR("in \xE2\x82\xAC"));
    CHECK(c->keys.n == 2 && c->keys.items[0].kind == KEY_PRIMARY);
    CHECK(c->keys.items[1].kind == KEY_UNIQUE);
    CHECK_STR(c->keys.items[1].text, STR("uk"));
    CHECK_STR(t->columns.items[1].type, STR("double precision"));
}

static void subgraphs_close_before_their_parents(Arena *a)
{
    Doc *d = read_text(a,
                       "erDiagram\nsubgraph O [All of it]\nA\nsubgraph I\n"
                       "direction LR\nA\nB\nend\nC\nend\nI ||--|| C : x\n",
                       false);
    CHECK(d->status == MERMAID_OK && d->schema.groups.n == 2);
    const Group *inner = &d->schema.groups.items[0];
    const Group *outer = &d->schema.groups.items[1];
    CHECK_STR(inner->id, STR("I"));
    CHECK(inner->parent == 1 && outer->parent == NONE);
    CHECK(inner->direction == DIR_RIGHT && outer->direction == DIR_AUTO);
    CHECK(inner->members.n == 2 && outer->members.n == 2);
    CHECK_STR(outer->title, STR("All of it"));
    CHECK_STR(names(a, d), STR("A B C"));
    CHECK(d->schema.tables.items[0].group == 0);
    CHECK(d->schema.tables.items[2].group == 1);
    CHECK(d->schema.relations.items[0].from.group == 0);
    CHECK(d->schema.relations.items[0].from.table == NONE);
}

static void directives_override_front_matter(Arena *a)
{
    Doc *d = read_text(a,
                       "---\ntitle: Shop 1.0\nconfig:\n  theme: forest\n"
                       "  secure: [x]\n  er:\n    entityPadding: 20\n---\n"
                       "%%{init: {'theme': 'dark', 'securityLevel': 'loose'}}%%"
                       "\nerDiagram\nA\n",
                       true);
    const Json *config = &d->schema.config;
    CHECK(d->status == MERMAID_OK);
    CHECK_STR(d->schema.title, STR("Shop 1.0"));
    CHECK_STR(em_json_text(config, STR("theme")), STR("dark"));
    CHECK_STR(
        em_json_text(em_json_find(config, STR("er")), STR("entityPadding")),
        STR("20"));
    CHECK(!em_json_find(config, STR("secure")));
    CHECK(!em_json_find(config, STR("securityLevel")));
}

/* ---- strict and default mode ----------------------------------------------
 */

static void modes_differ_where_they_should(Arena *a)
{
    static const struct {
        const char *text;
        bool strict, plain; /* is it accepted? */
    } rows[] = {
        {"erDiagram\n%%\nA\n", false, true},
        {"erDiagram\nA %% trailing\n", false, true},
        {"erDiagram\nA ||--o{ B : x;\n", false, true},
        {"erDiagram\nA\n{ int id }\n", false, true},
        {"erDiagram\nA[\"x\"] ||--o{ B : x\n", false, true},
        {"erDiagram\nclass-room ||--o{ to-do : x\n", false, true},
        {"erDiagram\nA { numeric(10, 2) x PK FK NN }\n", false, true},
        {"erDiagram\nA { int PK }\n", false, true},
        {"erDiagram\nA\nstyle \"A\" fill:rgb(1, 2, 3);stroke:#fff\n", false,
         true},
        {"\n---\ntitle: x\n---\nerDiagram\nA\n", false, true},
        {"erDiagram\n\" \"\n", true, false},
        {"erDiagram\nA ||--o{ end : x\n", false, false},
        {"erDiagram\nA ||--o{ B\n", false, false},
        {"erDiagram\nA ||--o{ B : 12\n", false, false},
        {"erDiagram\nA {\n", false, false},
        {"erDiagram\nsubgraph A\n", false, false},
        {"erDiagram\nend\n", false, false},
        {"erDiagram\naccDescr { x\n", false, false},
        {"---\nt: &a 1\n---\nerDiagram\n", false, false},
        {"---\na: 1\na: 2\n---\nerDiagram\n", false, false},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Doc *strict = read_text(a, rows[i].text, true);
        Doc *plain = read_text(a, rows[i].text, false);
        CHECK(strict->status != MERMAID_FOREIGN ||
              em_str_starts(em_str_of(rows[i].text), STR("\n---")));
        CHECK((strict->status == MERMAID_OK) == rows[i].strict);
        CHECK((plain->status == MERMAID_OK) == rows[i].plain);
    }
}

static void quoted_directions_count_only_in_strict_mode(Arena *a)
{
    const char *text = "erDiagram\nA ||--o{ B : \"in direction LR\"\n";
    Doc *strict = read_text(a, text, true);
    Doc *plain = read_text(a, text, false);
    CHECK(strict->schema.direction == DIR_RIGHT);
    CHECK(strict->schema.relations.n == 0);
    CHECK(plain->schema.direction == DIR_AUTO);
    CHECK(plain->schema.relations.n == 1);
}

static void styles_before_their_entity_count_in_default_mode(Arena *a)
{
    const char *text = "erDiagram\nstyle A fill : red , stroke-width:2px\nA\n";
    Doc *strict = read_text(a, text, true);
    Doc *plain = read_text(a, text, false);
    CHECK(strict->schema.tables.items[0].styles.n == 0);
    CHECK(plain->schema.tables.items[0].styles.n == 2);
    CHECK_STR(plain->schema.tables.items[0].styles.items[0], STR("fill:red"));
}

static void styles_may_stand_below_a_line_that_ends_in_a_blank(Arena *a)
{
    static const char *const same[] = {
        "erDiagram\nA\nstyle A \nfoo\nB\n",
        "erDiagram\nA\nclassDef c \n\n  fill:red, \r\n\tx:y\nB:::c\n",
    };
    for (int i = 0; i < COUNT(same); i++) {
        Doc *plain = read_text(a, same[i], false);
        CHECK(plain->diags.list.n == 1 + i && plain->diags.errors == 0);
        CHECK_STR(json_of(a, plain), json_of(a, read_text(a, same[i], true)));
    }
    static const struct {
        const char *text;
        const char *want;
    } refused[] = {
        {"erDiagram\nA\nstyle A\nfoo\n", "3:8 error er-style\n"},
        {"erDiagram\nA\nstyle A \nA ||--o{ B : x\n", "3:9 error er-style\n"},
        {"erDiagram\nA\nstyle A \n \n", "3:9 error er-style\n"},
    };
    for (int i = 0; i < COUNT(refused); i++)
        CHECK_STR(messages(a, read_text(a, refused[i].text, false)),
                  em_str_of(refused[i].want));
}

static void another_diagram_is_foreign(Arena *a)
{
    Doc *d = read_text(a, "%% x\npie title Pets\n", false);
    CHECK(d->status == MERMAID_FOREIGN && d->diags.list.n == 0);
    CHECK_STR(d->type, STR("pie"));
    CHECK(read_text(a, "", true)->status == MERMAID_FOREIGN);
    CHECK(read_text(a,
                    "\xEF\xBB\xBF"
                    "erDiagram",
                    true)
              ->status == MERMAID_OK);
}

/* ---- messages -------------------------------------------------------------
 */

static void every_error_is_reported_where_it_is(Arena *a)
{
    Doc *d = read_text(a,
                       "erDiagram\n"
                       "  A ||--o{ end : x\n"
                       "  B {\n"
                       "    int id\n"
                       "    1st x\n"
                       "    int 'y'\n"
                       "  }\n"
                       "  A ||--o{ B\n"
                       "  C ||--o{ D : \"ok\"\n"
                       "  A ||-- B : x\n",
                       false);
    CHECK(d->status == MERMAID_BROKEN);
    CHECK_STR(messages(a, d), STR("2:12 error er-name\n"
                                  "5:5 error er-attribute\n"
                                  "6:9 error er-attribute\n"
                                  "8:13 error er-colon\n"
                                  "10:10 error er-cardinality\n"));
    CHECK_STR(names(a, d), STR("B C D"));
    CHECK(d->schema.relations.n == 1);
}

static void likely_mistakes_are_warned_of(Arena *a)
{
    Doc *d = read_text(a,
                       "erDiagram\n"
                       "title My shop\n"
                       "2ndTable\n"
                       "A ||--o{ B : places orders\n"
                       "direction TD\n"
                       "clasDef hot\n"
                       "style Q fill:red\n",
                       false);
    CHECK(d->status == MERMAID_OK);
    CHECK_STR(messages(a, d), STR("2:1 warning er-title\n"
                                  "3:1 warning er-split-name\n"
                                  "4:21 warning er-label-words\n"
                                  "5:11 warning er-direction\n"
                                  "6:1 warning er-unknown-statement\n"
                                  "7:7 warning er-unknown-name\n"));
}

static void a_missing_quote_costs_its_line(Arena *a)
{
    Doc *d = read_text(a, "erDiagram\n\"A ||--o{ B : x\nC ||--|| D : \"y\"\n",
                       false);
    CHECK_STR(messages(a, d), STR("2:1 error er-statement\n"));
    CHECK_STR(names(a, d), STR("C D"));
}

static void places_lead_back_through_removed_text(Arena *a)
{
    Doc *d = read_text(a,
                       "---\r\ntitle: x\r\n---\r\n%% comment\r\n"
                       "%%{init: {}}%%  erDiagram\r\n\r\n%% c\r\n"
                       "  A ||--o{ : x\r\n",
                       true);
    CHECK_STR(messages(a, d), STR("8:12 error er-name\n"));
}

/* ---- text -----------------------------------------------------------------
 */

static Str put_text(Arena *a, const Schema *s)
{
    Buf b = {.arena = a};
    em_mermaid_put(&b, s);
    em_put_char(&b, '\0');
    return (Str){b.p, b.n - 1};
}

static void canonical_text_means_the_same(Arena *a)
{
    static const char *const texts[] = {
        "erDiagram\n\"a b\"[\"c]\"]:::x,y { List~int~ `a ` PK \"q#quot;\" }\n"
        "\"1\" }o..|| \"to\" : \"direction LR #35;amp;\"\n",
        "---\ntitle: \"a: b\"\nconfig:\n  theme: dark\n---\nerDiagram\n"
        "direction RL\naccTitle: t\naccDescr {\n a\n  b\n}\nclassDef x "
        "fill:red\nA\nclass A x\nstyle A fill:#fff\n",
        "erDiagram\nsubgraph O\nA\nsubgraph I [\"t t\"]\ndirection BT\nB\n"
        "end\nI\nC\nend\nO ||--|| D : \"\"\nclass O z\nstyle I fill:red\n",
    };
    for (int i = 0; i < COUNT(texts); i++) {
        Doc *first = read_text(a, texts[i], false);
        CHECK(first->status == MERMAID_OK);
        Str text = put_text(a, &first->schema);
        for (int strict = 0; strict < 2; strict++) {
            Doc *again = read_text(a, text.p, strict);
            CHECK(again->status == MERMAID_OK);
            CHECK_STR(json_of(a, again), json_of(a, first));
        }
    }
}

static void formatting_keeps_comments_and_order(Arena *a)
{
    static const char text[] = "%%{init: {'theme':'dark'}}%%\n"
                               "erDiagram %% head\n"
                               "\n\n"
                               "%% about A\n"
                               "A||--o{B:x %% tail\n"
                               "B { int id PK,FK\n"
                               "  %% inner\n"
                               "  varchar(20) long_name \"c\" }\n"
                               "subgraph S [ T ]\n"
                               "\n"
                               "A;\n"
                               "end\n"
                               "%% last\n";
    static const char want[] = "%%{init: {'theme':'dark'}}%%\n"
                               "erDiagram %% head\n"
                               "\n"
                               "    %% about A\n"
                               "    A ||--o{ B : x %% tail\n"
                               "    B {\n"
                               "        int         id        PK, FK\n"
                               "        %% inner\n"
                               "        varchar(20) long_name        \"c\"\n"
                               "    }\n"
                               "    subgraph S [T]\n"
                               "        A\n"
                               "    end\n"
                               "    %% last\n";
    for (int i = 0; i < 2; i++) {
        Doc *d = read_text(a, i == 0 ? text : want, false);
        Buf b = {.arena = a};
        CHECK(d->status == MERMAID_OK);
        em_mermaid_format(&b, &d->src, false, em_test_scratch(a));
        CHECK_STR(em_buf_str(&b), em_str_of(want));
    }
}

static void diagrams_are_recognised(Arena *a)
{
    (void)a;
    CHECK(em_mermaid_detect(STR("erDiagram\n")));
    CHECK(em_mermaid_detect(STR("---\ntitle: x\n---\n%% c\n%%{init: {}}%%\n"
                                "\n  sequenceDiagram")));
    CHECK(em_mermaid_detect(STR("graph TD;")));
    CHECK(em_mermaid_detect(STR("erDiagram A ||--o{ B : x C {\n}\n")));
    CHECK(!em_mermaid_detect(STR("pie: {shape: circle}")));
    CHECK(!em_mermaid_detect(STR("timeline mixer: \"\" {\n  x\n}\n")));
    CHECK(!em_mermaid_detect(STR("a -> b")));
    CHECK(!em_mermaid_detect(STR("CREATE TABLE t (id int);")));
    CHECK(!em_mermaid_detect(STR("")));
}

/* ---- tables and small parts -----------------------------------------------
 */

static void tables_are_sorted(Arena *a)
{
    for (int i = 1; i < em_n_code_names; i++)
        CHECK(em_str_cmp(em_str_of(em_code_names[i - 1].name),
                         em_str_of(em_code_names[i].name)) < 0);
    for (int i = 0; i < em_n_code_legacy; i++) {
        Str code = JOIN(a, STR("#"), em_str_of(em_code_legacy[i]), STR(";"));
        CHECK(!em_str_eq(em_decode(code, false, a), code));
    }
    CHECK(em_is_config_key(STR("theme")) && em_is_config_key(STR("$ref")));
    CHECK(em_is_config_key(STR("layoutDirection")));
}

static void character_codes_are_resolved(Arena *a)
{
    static const struct {
        const char *raw, *plain, *strict;
    } rows[] = {
        {"a#35;b", "a#b", "a#b"},
        {"#quot;#amp;#lt;", "\"&<", "\"&<"},
        {"#8364;#150;#0;", "\xE2\x82\xAC\xE2\x80\x93\xEF\xBF\xBD",
         "\xE2\x82\xAC\xE2\x80\x93\xEF\xBF\xBD"},
        {"#unknown;", "#unknown;", "&unknown;"},
        {"#notit;", "#notit;", "\xC2\xACit;"},
        {"# ; #;", "# ; #;", "# ; #;"},
        {"a\r\nb", "a\nb", "a\nb"},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        CHECK_STR(em_decode(em_str_of(rows[i].raw), false, a),
                  em_str_of(rows[i].plain));
        CHECK_STR(em_decode(em_str_of(rows[i].raw), true, a),
                  em_str_of(rows[i].strict));
    }
}

static void html_is_cleaned(Arena *a)
{
    CHECK_STR(em_clean_html(STR("a & b > c"), a), STR("a & b > c"));
    CHECK_STR(em_clean_html(STR("a & b < c"), a), STR("a &amp; b &lt; c"));
    CHECK_STR(em_clean_html(STR("<B>x<script>alert(1)</script>y"), a),
              STR("<b>xy</b>"));
    CHECK_STR(em_clean_html(STR("<b onclick='x'>x</b>"), a), STR("<b>x</b>"));
    CHECK_STR(em_clean_html(STR("x<br/>y</i>"), a), STR("x<br>y"));
}

static void yaml_values_have_types(Arena *a)
{
    Json v;
    YamlProblem problem = em_yaml_read(
        STR("a: 007\nb: 1.50\nc: '1'\nd: True\ne: ~\nf: [x, y z]\n"), a, &v);
    CHECK(problem.message.n == 0);
    CHECK_STR(em_json_text(&v, STR("a")), STR("7"));
    CHECK_STR(em_json_text(&v, STR("b")), STR("1.5"));
    CHECK(em_json_find(&v, STR("c"))->kind == JSON_STRING);
    CHECK(em_json_find(&v, STR("d"))->kind == JSON_TRUE);
    CHECK(em_json_find(&v, STR("e"))->kind == JSON_NULL);
    CHECK_STR(em_json_find(&v, STR("f"))->of.items[1].text, STR("y z"));
    problem = em_yaml_read(STR("a: b\nc: *d\n"), a, &v);
    CHECK(problem.message.n > 0 && problem.line == 1);
}

static void nesting_is_limited(Arena *a)
{
    Buf b = {.arena = a};
    em_put(&b, STR("erDiagram\n"));
    for (int i = 0; i < 1100; i++)
        em_put(&b, STR("subgraph x\n"));
    for (int i = 0; i < 1100; i++)
        em_put(&b, STR("end\n"));
    em_put_char(&b, '\0');
    Doc *d = read_text(a, b.p, false);
    CHECK_STR(messages(a, d), STR("1002:1 error er-depth\n"));
}

static const Test tests[] = {
    {"the left mark belongs to the left end",
     the_left_mark_belongs_to_the_left_end},
    {"all spellings of cardinalities are known",
     all_spellings_of_cardinalities_are_known},
    {"attributes keep their parts", attributes_keep_their_parts},
    {"subgraphs close before their parents",
     subgraphs_close_before_their_parents},
    {"directives override front matter", directives_override_front_matter},
    {"modes differ where they should", modes_differ_where_they_should},
    {"quoted directions count only in strict mode",
     quoted_directions_count_only_in_strict_mode},
    {"styles before their entity count in default mode",
     styles_before_their_entity_count_in_default_mode},
    {"styles may stand below a line that ends in a blank",
     styles_may_stand_below_a_line_that_ends_in_a_blank},
    {"another diagram is foreign", another_diagram_is_foreign},
    {"every error is reported where it is",
     every_error_is_reported_where_it_is},
    {"likely mistakes are warned of", likely_mistakes_are_warned_of},
    {"a missing quote costs its line", a_missing_quote_costs_its_line},
    {"places lead back through removed text",
     places_lead_back_through_removed_text},
    {"canonical text means the same", canonical_text_means_the_same},
    {"formatting keeps comments and order",
     formatting_keeps_comments_and_order},
    {"diagrams are recognised", diagrams_are_recognised},
    {"tables are sorted", tables_are_sorted},
    {"character codes are resolved", character_codes_are_resolved},
    {"HTML is cleaned", html_is_cleaned},
    {"YAML values have types", yaml_values_have_types},
    {"nesting is limited", nesting_is_limited},
};

int main(void)
{
    return em_run_tests("mermaid", tests, COUNT(tests));
}
