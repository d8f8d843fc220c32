/*
 * diff/: pairs, renames, moves, what changed, what it can do.
 */
#include "diff/diff.h"
#include "diff/diff_union.h"
#include "diff/diff_value.h"
#include "diff/film.h"
#include "mermaid/mermaid.h"
#include "test.h"

/* A schema from what stands behind "erDiagram". */
static Schema *read(Arena *a, const char *text)
{
    Source *src = NEW(a, Source);
    Diags diags = {.arena = a};
    Schema *s = NEW(a, Schema);
    *src =
        em_source_of(STR("test"), JOIN(a, STR("erDiagram\n"), em_str_of(text)));
    em_mermaid_parse(src, false, a, em_test_scratch(a), &diags, s);
    CHECK(diags.errors == 0);
    return s;
}

static Diff *diff_with(Arena *a, const char *before, const char *after,
                       const DiffOptions *o)
{
    Schema *b = read(a, before), *c = read(a, after);
    return em_diff(b, c, o, a, em_test_scratch(a));
}

static Diff *diff_of(Arena *a, const char *before, const char *after)
{
    static const DiffOptions none = {0};
    return diff_with(a, before, after, &none);
}

static Str text_of(Arena *a, const Diff *d)
{
    Buf out = {.arena = a};
    Dangers none = {0};
    em_diff_put_text(&out, d, &none, false);
    return em_buf_str(&out);
}

/* ---- values ---------------------------------------------------------------
 */

static void sizes_of_types_are_known(Arena *a)
{
    (void)a;
    CHECK(em_type_size(STR("integer")).size == 4);
    CHECK(em_type_size(STR("BIGINT(20) unsigned")).size == 8);
    CHECK(em_type_size(STR("bigint(20) unsigned")).is_unsigned);
    CHECK(em_type_size(STR("varchar(60)")).size == 60);
    CHECK(em_type_size(STR("character varying(60)")).size == 60);
    TypeSize n = em_type_size(STR("numeric(12,2)"));
    CHECK(n.family == FAMILY_DECIMAL && n.size == 10 && n.scale == 2);
    CHECK(em_type_size(STR("integer[]")).family == FAMILY_OTHER);
    CHECK(em_type_size(STR("uuid")).family == FAMILY_OTHER);
}

static void defaults_lose_what_engines_add(Arena *a)
{
    static const struct {
        Dialect dialect;
        Str type, typed, printed;
    } rows[] = {
        {DIALECT_POSTGRES, STR_INIT("varchar(10)"), STR_INIT("'new'"),
         STR_INIT("'new'::character varying(10)")},
        {DIALECT_POSTGRES, STR_INIT("timestamp"), STR_INIT("CURRENT_TIMESTAMP"),
         STR_INIT("now()")},
        {DIALECT_POSTGRES, STR_INIT("bigint"), STR_INIT("nextval('s')"),
         STR_INIT("nextval('public.t'::regclass)")},
        {DIALECT_POSTGRES, STR_INIT("boolean"), STR_INIT("'t'"),
         STR_INIT("true")},
        {DIALECT_POSTGRES, STR_INIT("integer"), STR_INIT("-1"),
         STR_INIT("'-1'::integer")},
        {DIALECT_MYSQL, STR_INIT("int(11)"), STR_INIT("'0'"), STR_INIT("0")},
        {DIALECT_MYSQL, STR_INIT("decimal(4,2)"), STR_INIT("1"),
         STR_INIT("1.00")},
        {DIALECT_MYSQL, STR_INIT("tinyint(1)"), STR_INIT("TRUE"),
         STR_INIT("1")},
        {DIALECT_MYSQL, STR_INIT("datetime"), STR_INIT("'2000-01-01'"),
         STR_INIT("'2000-01-01 00:00:00'")},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Column typed = {.full_type = rows[i].type}, printed = typed;
        typed.value.text = rows[i].typed;
        printed.value.text = rows[i].printed;
        CHECK_STR(em_default_key(&typed, rows[i].dialect, a),
                  em_default_key(&printed, rows[i].dialect, a));
    }
}

static void a_text_of_digits_is_no_number(Arena *a)
{
    Column one = {.full_type = STR("text"), .value.text = STR("'1.50'")};
    Column other = {.full_type = STR("text"), .value.text = STR("'1.5'")};
    CHECK(!em_str_eq(em_default_key(&one, DIALECT_POSTGRES, a),
                     em_default_key(&other, DIALECT_POSTGRES, a)));
}

typedef struct {
    Dialect dialect;
    Str one, other;
} ExprPair;

static bool mean_the_same(const ExprPair *e, Arena *a)
{
    ExprScope scope = {.dialect = e->dialect};
    return em_str_eq(em_expr_key(e->one, &scope, a),
                     em_expr_key(e->other, &scope, a));
}

static void expressions_are_what_they_mean(Arena *a)
{
    static const ExprPair rows[] = {
        {DIALECT_POSTGRES, STR_INIT("s IN ('a', 'b')"),
         STR_INIT("((s)::text = ANY ((ARRAY['a'::character varying, "
                  "'b'::character varying])::text[]))")},
        {DIALECT_POSTGRES, STR_INIT("s NOT IN ('a', 'b')"),
         STR_INIT("(s <> ALL (ARRAY['a'::text, 'b'::text]))")},
        {DIALECT_POSTGRES, STR_INIT("s IN ('a')"), STR_INIT("(s = 'a'::text)")},
        {DIALECT_POSTGRES, STR_INIT("a BETWEEN 1 AND 5 OR b"),
         STR_INIT("(((a >= 1) AND (a <= 5)) OR b)")},
        {DIALECT_POSTGRES, STR_INIT("a NOT BETWEEN 1 AND 5"),
         STR_INIT("((a < 1) OR (a > 5))")},
        {DIALECT_POSTGRES, STR_INIT("a LIKE 'x%' AND b != 3"),
         STR_INIT("((a ~~ 'x%'::text) AND (b <> 3))")},
        {DIALECT_POSTGRES, STR_INIT("a + b * 2 > -1"),
         STR_INIT("((a + (b * 2)) > '-1'::integer)")},
        {DIALECT_POSTGRES, STR_INIT("Lower(\"Name\") = data->>'n'"),
         STR_INIT("(lower((\"Name\")::text) = (data ->> 'n'::text))")},
        {DIALECT_POSTGRES, STR_INIT("trim(t) <> ''"),
         STR_INIT("(TRIM(BOTH FROM t) <> ''::text)")},
        {DIALECT_POSTGRES, STR_INIT("CASE WHEN a THEN 1 END"),
         STR_INIT("CASE WHEN a THEN 1 ELSE NULL::integer END")},
        {DIALECT_POSTGRES, STR_INIT("x IS NOT NULL AND cast(y AS int) = 3"),
         STR_INIT("((x IS NOT NULL) AND ((y)::integer = 3))")},
        {DIALECT_POSTGRES, STR_INIT("now() AT TIME ZONE 'utc'"),
         STR_INIT("(now() AT TIME ZONE 'utc'::text)")},
        {DIALECT_MYSQL, STR_INIT("a && (B = _utf8mb4'x' || c > .50)"),
         STR_INIT("`a` and (`b` = 'x' or `c` > 0.5)")},
        {DIALECT_MYSQL, STR_INIT("json_valid(g)"), STR_INIT("JSON_VALID(`g`)")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK(mean_the_same(&rows[i], a));
}

static void expressions_that_differ_are_not_the_same(Arena *a)
{
    static const ExprPair rows[] = {
        {DIALECT_POSTGRES, STR_INIT("a AND b OR c"),
         STR_INIT("a AND (b OR c)")},
        {DIALECT_POSTGRES, STR_INIT("a - (b - c)"), STR_INIT("a - b - c")},
        {DIALECT_POSTGRES, STR_INIT("a > 3"), STR_INIT("a >= 3")},
        {DIALECT_POSTGRES, STR_INIT("a = '1.0'"), STR_INIT("a = '1'")},
        {DIALECT_POSTGRES, STR_INIT("\"A\" > 3"), STR_INIT("a > 3")},
        {DIALECT_POSTGRES, STR_INIT("a IN (1, 2)"), STR_INIT("a IN (2, 1)")},
        {DIALECT_POSTGRES, STR_INIT("a IN (SELECT 1)"),
         STR_INIT("a IN (SELECT 2)")},
        {DIALECT_MYSQL, STR_INIT("a || b"), STR_INIT("a && b")},
        {DIALECT_SQLITE, STR_INIT("a = 'b'"), STR_INIT("a = b")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK(!mean_the_same(&rows[i], a));
}

/* BETWEEN is written with its operand twice: what is between what is between
 * … would double each time. */
static void expressions_do_not_explode(Arena *a)
{
    ExprScope scope = {.dialect = DIALECT_POSTGRES};
    Buf nested = {.arena = a}, deep = {.arena = a};
    em_put(&nested, STR("a"));
    for (int i = 0; i < 40; i++)
        em_put(&nested, STR(" BETWEEN 1 AND 2 IS NULL"));
    em_put_fill(&deep, '(', 100000);
    CHECK(em_expr_key(em_buf_str(&nested), &scope, a).n < 20 * nested.n);
    CHECK(em_expr_key(em_buf_str(&deep), &scope, a).n > 0);
}

static void parts_of_indexes_are_what_they_mean(Arena *a)
{
    static const struct {
        Dialect dialect;
        bool same;
        Str one, other;
    } rows[] = {
        {DIALECT_POSTGRES, true, STR_INIT("(a ASC NULLS LAST, b DESC)"),
         STR_INIT("(a, b DESC NULLS FIRST)")},
        {DIALECT_POSTGRES, true, STR_INIT("(a text_ops, ((b + 1)))"),
         STR_INIT("(a, (b+1))")},
        {DIALECT_POSTGRES, true, STR_INIT("(lower(a) text_pattern_ops)"),
         STR_INIT("(lower((a)::text) public.text_pattern_ops)")},
        {DIALECT_POSTGRES, false, STR_INIT("(a DESC)"), STR_INIT("(a)")},
        {DIALECT_POSTGRES, false, STR_INIT("(a DESC)"),
         STR_INIT("(a DESC NULLS LAST)")},
        {DIALECT_POSTGRES, false, STR_INIT("(a COLLATE \"C\")"),
         STR_INIT("(a)")},
        {DIALECT_POSTGRES, false, STR_INIT("(a, b)"), STR_INIT("(b, a)")},
        {DIALECT_MYSQL, true, STR_INIT("(`a`(20),B)"), STR_INIT("(a (20), b)")},
        {DIALECT_MYSQL, false, STR_INIT("(a(20))"), STR_INIT("(a(30))")},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        ExprScope scope = {.dialect = rows[i].dialect};
        CHECK(em_str_eq(em_expr_parts_key(rows[i].one, &scope, a),
                        em_expr_parts_key(rows[i].other, &scope, a)) ==
              rows[i].same);
    }
}

static void later_names_are_read_for_earlier_ones(Arena *a)
{
    ExprScope scope = {.dialect = DIALECT_POSTGRES};
    ExprScope later = scope;
    *PUSH(a, &scope.from) = STR("status");
    *PUSH(a, &scope.to) = STR("state");
    CHECK_STR(em_expr_key(STR("status = 'new'"), &scope, a),
              em_expr_key(STR("state = 'new'"), &later, a));
}

/* ---- pairs ----------------------------------------------------------------
 */

static void a_schema_does_not_differ_from_itself(Arena *a)
{
    const char *text = "A { int id PK\n string b UK }\nB { int a_id FK }\n"
                       "A ||--o{ B : has\nB }o--o| B : next\n";
    CHECK(!diff_of(a, text, text)->is_changed);
}

static void order_and_case_mean_nothing(Arena *a)
{
    CHECK(!diff_of(a, "A { int id }\nB { int x }", "b { int X }\na { INT id }")
               ->is_changed);
}

static void tables_come_and_go(Arena *a)
{
    Diff *d =
        diff_of(a, "A { int id }\nB { blob x }", "A { int id }\nC { uuid y }");
    CHECK(d->tables.n == 3);
    CHECK(!d->tables.items[0].is_changed);
    CHECK(d->tables.items[1].before == NONE && d->tables.items[1].after == 1);
    CHECK(d->tables.items[2].after == NONE);
    CHECK_STR(text_of(a, d),
              STR("+ C  added, 1 column\n    y\n- B  removed\n"));
}

static void tables_are_recognised_under_another_name(Arena *a)
{
    const char *before = "customers { int id\n text name\n text email }";
    const char *after = "clients { int id\n text name\n text email }";
    Diff *d = diff_of(a, before, after);
    CHECK(d->tables.n == 1 && d->tables.items[0].is_renamed);
    DiffOptions o = {.no_renames = true};
    CHECK(diff_with(a, before, after, &o)->tables.n == 2);
}

static void common_columns_are_no_evidence(Arena *a)
{
    Diff *d = diff_of(a,
                      "A { int id\n date made }\nB { int id\n date made }\n"
                      "C { int id\n date made }\nD { int id\n date made }",
                      "A { int id\n date made }\nB { int id\n date made }\n"
                      "C { int id\n date made }\nX { int id\n date made }");
    CHECK(d->tables.n == 5);
}

static void columns_are_recognised_under_another_name(Arena *a)
{
    Diff *d = diff_of(a, "A { int id\n text first_name\n int n }",
                      "A { int id\n text given_name\n int n }");
    CHECK_STR(text_of(a, d), STR("~ A\n  ~ given_name  was first_name\n"));
}

static void marks_of_keys_are_compared(Arena *a)
{
    Diff *d =
        diff_of(a, "A { int x PK\n text? y }", "A { int x PK,FK\n text y }");
    CHECK_STR(text_of(a, d), STR("~ A\n  ~ x  keys PK → PK,FK\n"
                                 "  ~ y  null → unmarked\n"));
}

static void wishes_beat_evidence(Arena *a)
{
    DiffOptions o = {.no_renames = true};
    *PUSH(a, &o.renames) = (RenameWish){STR("a"), STR("z")};
    *PUSH(a, &o.renames) = (RenameWish){STR("a.x"), STR("y")};
    Diff *d = diff_with(a, "a { int x }", "z { text y }", &o);
    CHECK_STR(text_of(a, d),
              STR("~ a → z  renamed\n  ~ y  was x; int → text\n"));
}

static void columns_move_to_new_tables(Arena *a)
{
    Diff *d =
        diff_of(a, "users { int id PK\n text bio }",
                "users { int id PK }\nprofiles { int user_id\n text bio }\n"
                "users ||--|| profiles : has");
    const ColumnDiff *bio = &d->tables.items[0].columns.items[1];
    CHECK(bio->after == NONE);
    CHECK(bio->moved.table == 1 && bio->moved.column == 1);
    CHECK(d->tables.items[1].columns.items[1].moved.table == 0);
}

static int count_moves(const Diff *d)
{
    int n = 0;
    for (int i = 0; i < d->tables.n; i++)
        for (int k = 0; k < d->tables.items[i].columns.n; k++)
            n += d->tables.items[i].columns.items[k].moved.table != NONE;
    return n / 2;
}

static void moves_need_evidence(Arena *a)
{
    /* one column, and nothing else that joins the two tables */
    CHECK(count_moves(diff_of(a, "A { int id PK\n text why }\nB { int x }",
                              "B { int x }\nC { int y\n text why }")) == 0);
    CHECK(count_moves(
              diff_of(a, "A { int id PK\n text why\n text how }\nB { int x }",
                      "B { int x }\nC { int y\n text why\n text how }")) == 2);
    /* a merge: A referred to B earlier */
    CHECK(count_moves(diff_of(a,
                              "A { int id PK\n text why }\nB { int x }\n"
                              "A }o--|| B : of",
                              "B { int x\n text why }")) == 1);
    /* what most tables have */
    const char *others = "B { date at }\nC { date at }\nD { date at }\n"
                         "E { date at }\nF { date at }\n";
    Str before = JOIN(a, em_str_of(others), STR("A { int id PK\n date at }"));
    Str after = JOIN(a, em_str_of(others),
                     STR("A { int id PK }\n"
                         "Z { int a\n date at }\n"
                         "A ||--|| Z : has"));
    CHECK(count_moves(diff_of(a, em_str_terminated(a, before),
                              em_str_terminated(a, after))) == 0);
    /* keys stay */
    CHECK(count_moves(diff_of(a, "A { int id PK\n int code PK }\nB { int x }",
                              "A { int id PK }\nB { int x\n int code }\n"
                              "A ||--o{ B : has")) == 0);
    /* it could be either */
    CHECK(count_moves(diff_of(a, "A { int id PK\n text why }",
                              "A { int id PK }\nB { text why }\n"
                              "C { text why }\nA ||--o{ B : has\n"
                              "A ||--o{ C : has")) == 0);
}

static void relations_change_their_ends(Arena *a)
{
    Diff *d = diff_of(a, "A ||--o{ B : x\nA ||--|| C : y",
                      "A |o--o{ B : x\nB ||--|| C : z");
    CHECK(d->relations.n == 3);
    CHECK(d->relations.items[0].before && d->relations.items[0].after);
    CHECK(!d->relations.items[1].after);
    CHECK(!d->relations.items[2].before);
}

/* ---- dangers --------------------------------------------------------------
 */

static bool has_danger(const Dangers *all, Str code, Str object)
{
    for (int i = 0; i < all->n; i++)
        if (em_str_eq(all->items[i].rule.code, code) &&
            em_str_eq(all->items[i].object, object))
            return true;
    return false;
}

static void dangers_are_named(Arena *a)
{
    Diff *d =
        diff_of(a,
                "A { varchar(9) s\n bigint n\n decimal(8_2) d\n text t }\n"
                "B { int x\n blob y\n blob z }",
                "A { varchar(5) s\n int n\n decimal(8_2) d\n date t }");
    Dangers all = em_dangers(d, a);
    CHECK(has_danger(&all, STR("type_narrowed"), STR("A.s")));
    CHECK(has_danger(&all, STR("type_narrowed"), STR("A.n")));
    CHECK(has_danger(&all, STR("type_changed"), STR("A.t")));
    CHECK(has_danger(&all, STR("table_dropped"), STR("B")));
    CHECK(all.n == 4);
}

/* What many tables have alike is said once, and so is advice. */
static void text_says_things_once(Arena *a)
{
    Diff *d = diff_of(a,
                      "A { bigint x\n int y }\nB { bigint x }\n"
                      "C { bigint x }\nD { bigint x }\nE { bigint x }",
                      "A { int x\n text y }\nB { int x }\nC { int x }\n"
                      "D { int x }\nE { int x }");
    Dangers all = em_dangers(d, a);
    Buf out = {.arena = a};
    em_diff_put_text(&out, d, &all, false);
    CHECK_STR(em_buf_str(&out),
              STR("~ A\n"
                  "  ~ y  int → text\n"
                  "~ 5 tables\n"
                  "    A, B, C, D, E\n"
                  "  ~ x  bigint → int\n"
                  "\n"
                  "Dangers: 5 errors, 1 warning\n"
                  "error [type_narrowed] A.x, B.x, C.x, D.x, E.x\n"
                  "    values that do not fit are refused or cut; look for "
                  "the largest first\n"
                  "warning [type_changed] A.y (int → text)\n"
                  "    values are converted, which can fail or lose part of "
                  "them; try it on a copy\n"));
}

static void outputs_hold_hostile_names(Arena *a)
{
    Diff *d = diff_of(a, "\"<img src=x>|*\x1b[31m\" { int id }", "A { int b }");
    Dangers all = em_dangers(d, a);
    Buf text = {.arena = a}, markdown = {.arena = a};
    em_diff_put_text(&text, d, &all, false);
    em_diff_put_markdown(&markdown, d, &all, STR("a>b .png"));
    CHECK(em_str_find_char(em_buf_str(&text), '\x1b', 0) == NONE);
    CHECK(em_str_find(em_buf_str(&markdown), STR("<img"), 0) == NONE);
    CHECK(em_str_find(em_buf_str(&markdown), STR("\n![the change](<ab.png>)\n"),
                      0) != NONE);
    CHECK(em_str_find(em_buf_str(&markdown), STR("\\|\\*"), 0) != NONE);
}

/* ---- pictures -------------------------------------------------------------
 */

static Graph *union_of(Arena *a, const char *before, const char *after,
                       bool full)
{
    const UnionOptions o = {.full = full, .distance = 1};
    return em_union_graph(em_diff_union(diff_of(a, before, after), &o, a),
                          ANCHOR_AUTO, a);
}

static void titles_count_what_changed(Arena *a)
{
    const char *before = "A { int x }\nB { int x }\nC { int c }\nD { int d }";
    CHECK_STR(union_of(a, before, before, false)->title.text,
              STR("No differences"));
    CHECK_STR(
        union_of(a, before, "A { text x }\nB { text x }\nD { int d }", false)
            ->title.text,
        STR("2 tables changed, 1 removed; 1 unchanged not shown"));
    CHECK_STR(union_of(a, "A { int x }", "A { int x }\nN { uuid u }", false)
                  ->title.text,
              STR("1 table added; 1 unchanged not shown"));
}

static void unchanged_columns_are_folded(Arena *a)
{
    const char *before = "A { int id PK\n int b\n int c\n int d\n int e\n"
                         " int f\n int x\n int g }";
    const char *after = "A { int id PK\n int b\n int c\n int d\n int e\n"
                        " int f\n text x\n int g }";
    const Node *n = &union_of(a, before, after, false)->nodes.items[0];
    CHECK(n->change == CHANGE_CHANGED);
    CHECK(n->rows.n == 4);
    CHECK_STR(n->rows.items[0].name.text, STR("id"));
    CHECK_STR(n->rows.items[1].name.text, STR("… 5 unchanged columns"));
    CHECK(n->rows.items[1].quiet && !n->rows.items[2].quiet);
    CHECK(n->rows.items[2].change == CHANGE_CHANGED);
    CHECK(union_of(a, before, after, true)->nodes.items[0].rows.n == 8);
}

static void lines_say_how_many_became_how_many(Arena *a)
{
    Graph *g = union_of(a, "A ||--o{ B : has", "A |o--o| B : has", false);
    CHECK_STR(g->edges.items[0].label.text,
              STR("~ has; A 1 → 0..1, B 0..n → 0..1"));
    CHECK(g->edges.items[0].change == CHANGE_CHANGED);
    g = union_of(a, "A ||--o{ B : has", "A ||..o{ B : has", false);
    CHECK_STR(g->edges.items[0].label.text,
              STR("~ has; no longer identifying"));
}

static void dangers_have_flags_and_notes(Arena *a)
{
    Graph *g =
        union_of(a,
                 "A { bigint x\n int gone }\nB { bigint x }\n"
                 "C { bigint x }\nD { bigint x }",
                 "A { int x }\nB { int x }\nC { int x }\nD { int x }", false);
    const Node *n = &g->nodes.items[0];
    CHECK(n->rows.items[0].flag == FLAG_ERROR);
    CHECK(n->rows.items[1].flag == FLAG_ERROR);
    CHECK(n->rows.items[1].change == CHANGE_REMOVED);
    CHECK(em_str_find(n->rows.items[0].tooltip, STR("\nerror: "), 0) != NONE);
    CHECK(g->notes.n == 2 && g->notes.items[0].flag == FLAG_ERROR);
    CHECK(em_str_starts(g->notes.items[0].text, STR("A.gone: ")));
    CHECK(em_str_starts(g->notes.items[1].text,
                        STR("A.x, B.x, C.x and 1 more: ")));
    g = union_of(a, "A { int x }", "B { int y }", false);
    CHECK(g->nodes.items[1].flag == FLAG_ERROR);
    CHECK(g->nodes.items[0].flag == FLAG_NONE);
}

/* ---- films ----------------------------------------------------------------
 */

static FilmFrames frames_of(Arena *a, const char *const *texts, int n,
                            const FilmOptions *o)
{
    FilmVersion *versions = NEW_ARRAY(a, n, FilmVersion);
    for (int i = 0; i < n; i++)
        versions[i] = (FilmVersion){read(a, texts[i]), STR("v")};
    return em_film_frames(em_film(versions, n, o, a, em_test_scratch(a)),
                          ANCHOR_AUTO, n == 2, a);
}

/* What a frame shows, by places: "users(id,-,name) -". */
static Str shown(Arena *a, const Graph *g)
{
    Buf out = {.arena = a};
    for (int i = 0; i < g->nodes.n; i++) {
        const Node *n = &g->nodes.items[i];
        PUT(&out, i ? STR(" ") : (Str){0},
            n->absent ? STR("-") : n->title.text);
        for (int r = 0; r < n->rows.n && !n->absent; r++)
            PUT(&out, r ? STR(",") : STR("("),
                n->rows.items[r].absent ? STR("-")
                                        : n->rows.items[r].name.text);
        em_put(&out, n->rows.n && !n->absent ? STR(")") : (Str){0});
    }
    return em_buf_str(&out);
}

static const FilmOptions everything = {.full = true, .distance = NONE};

static void frames_have_the_same_places(Arena *a)
{
    static const char *const texts[] = {
        "A { int id\n int x\n int y }\nGONE { int id }",
        "A { int id\n int y }",
        "NEW { int id }\nA { int id\n int z\n int y }",
    };
    static const char *const expected[] = {
        "- A(id,x,-,y) GONE(id)", "- A(id,x,-,y) GONE(id)", "- A(id,-,-,y) -",
        "NEW(id) A(id,-,z,y) -",  "NEW(id) A(id,-,z,y) -",
    };
    FilmFrames f = frames_of(a, texts, COUNT(texts), &everything);
    CHECK(f.n == COUNT(expected));
    for (int i = 0; i < f.n; i++)
        CHECK_STR(shown(a, f.items[i]), em_str_of(expected[i]));
    CHECK(f.items[1]->nodes.items[1].rows.items[1].change == CHANGE_REMOVED);
    CHECK(f.items[3]->nodes.items[1].rows.items[2].change == CHANGE_ADDED);
    CHECK(f.items[2]->nodes.items[1].rows.items[3].change == CHANGE_NONE);
}

static void what_comes_back_has_its_old_place(Arena *a)
{
    static const char *const texts[] = {
        "A { int id\n text memo }\nB { uuid u\n jsonb k }",
        "A { int id }",
        "A { int id\n text memo }\nB { uuid u\n jsonb k }",
    };
    FilmFrames f = frames_of(a, texts, COUNT(texts), &everything);
    CHECK_STR(shown(a, f.items[0]), STR("A(id,memo) B(u,k)"));
    CHECK_STR(shown(a, f.items[2]), STR("A(id,-) -"));
    CHECK_STR(shown(a, f.items[4]), STR("A(id,memo) B(u,k)"));
}

static void a_renamed_table_stays_in_its_place(Arena *a)
{
    static const char *const texts[] = {
        "clients { int id PK\n text email\n text phone }\nZ { int q }",
        "Z { int q }\ncustomers { int id PK\n text email\n text phone }",
    };
    FilmFrames f = frames_of(a, texts, COUNT(texts), &everything);
    CHECK_STR(shown(a, f.items[0]), STR("Z(q) clients(id,email,phone)"));
    CHECK_STR(shown(a, f.items[2]), STR("Z(q) customers(id,email,phone)"));
}

static void lines_have_the_same_places(Arena *a)
{
    static const char *const texts[] = {
        "A ||--o{ B : has\nB ||--o{ C : has",
        "B ||--o| C : has",
        "A ||--o{ B : has\nB ||--o| C : has",
    };
    FilmFrames f = frames_of(a, texts, COUNT(texts), &everything);
    CHECK(f.items[0]->edges.n == 2);
    CHECK(!f.items[0]->edges.items[0].absent);
    CHECK(f.items[2]->edges.items[0].absent);
    CHECK(!f.items[4]->edges.items[0].absent);
    CHECK(f.items[0]->edges.items[1].to.mark == MARK_ZERO_OR_MORE);
    CHECK(f.items[2]->edges.items[1].to.mark == MARK_ZERO_OR_ONE);
}

static void far_tables_are_left_out_and_unchanged_ones_folded(Arena *a)
{
    static const char *const texts[] = {
        "A { int x }\nB { int id PK\n int y }\nC { int z }\n"
        "A ||--o{ B : has\nB ||--o{ C : has",
        "A { text x }\nB { int id PK\n int y }\nC { int z }\n"
        "A ||--o{ B : has\nB ||--o{ C : has",
    };
    const FilmOptions o = {.distance = 1};
    FilmFrames f = frames_of(a, texts, COUNT(texts), &o);
    CHECK_STR(shown(a, f.items[0]), STR("A(x) B(id)"));
    CHECK(f.items[0]->nodes.items[0].rows.items[0].change == CHANGE_CHANGED);
    CHECK(f.items[0]->edges.n == 1);
}

static const Test tests[] = {
    {"titles count what changed", titles_count_what_changed},
    {"unchanged columns are folded", unchanged_columns_are_folded},
    {"lines say how many became how many", lines_say_how_many_became_how_many},
    {"dangers have flags and notes", dangers_have_flags_and_notes},
    {"the frames of a film have the same places", frames_have_the_same_places},
    {"what comes back has its old place", what_comes_back_has_its_old_place},
    {"a renamed table stays in its place", a_renamed_table_stays_in_its_place},
    {"lines have the same places in all frames", lines_have_the_same_places},
    {"far tables are left out and unchanged ones folded",
     far_tables_are_left_out_and_unchanged_ones_folded},
    {"sizes of types are known", sizes_of_types_are_known},
    {"defaults lose what engines add", defaults_lose_what_engines_add},
    {"a text of digits is no number", a_text_of_digits_is_no_number},
    {"expressions are what they mean", expressions_are_what_they_mean},
    {"expressions that differ are not the same",
     expressions_that_differ_are_not_the_same},
    {"expressions do not explode", expressions_do_not_explode},
    {"parts of indexes are what they mean",
     parts_of_indexes_are_what_they_mean},
    {"later names are read for earlier ones",
     later_names_are_read_for_earlier_ones},
    {"a schema does not differ from itself",
     a_schema_does_not_differ_from_itself},
    {"order and case mean nothing", order_and_case_mean_nothing},
    {"tables come and go", tables_come_and_go},
    {"tables are recognised under another name",
     tables_are_recognised_under_another_name},
    {"common columns are no evidence", common_columns_are_no_evidence},
    {"columns are recognised under another name",
     columns_are_recognised_under_another_name},
    {"marks of keys are compared", marks_of_keys_are_compared},
    {"wishes beat evidence", wishes_beat_evidence},
    {"columns move to new tables", columns_move_to_new_tables},
    {"moves need evidence", moves_need_evidence},
    {"relations change their ends", relations_change_their_ends},
    {"dangers are named", dangers_are_named},
    {"text says once what is the same in many tables", text_says_things_once},
    {"outputs hold hostile names", outputs_hold_hostile_names},
};

int main(void)
{
    return em_run_tests("diff", tests, COUNT(tests));
}
