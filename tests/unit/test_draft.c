/*
 * diff/ with SQL: what changed between two schemas of a database, and the
 * drafts of migrations (diff_sql*.c).
 */
#include "diff/diff.h"
#include "mermaid/mermaid.h"
#include "read_sql.h"

/* The lines of a draft that are neither empty nor comments, but decisions. */
static Str statements_of(Arena *a, Str draft)
{
    Buf out = {.arena = a};
    while (draft.n) {
        int end = em_str_find_char(draft, '\n', 0);
        Str line = em_str_cut(draft, 0, end + 1);
        bool is_comment = em_str_starts(line, STR("--"));
        if (line.n > 1 && (!is_comment || em_str_starts(line, STR("-- ? "))))
            em_put(&out, line);
        draft = em_str_cut(draft, end + 1, draft.n);
    }
    return em_buf_str(&out);
}

static Str draft_of(Arena *a, Dialect dialect, Str before, Str after)
{
    static const DiffOptions none = {0};
    const Diff *d =
        em_diff(read_sql(a, dialect, before), read_sql(a, dialect, after),
                &none, a, em_test_scratch(a));
    Dangers dangers = em_dangers(d, a);
    Buf out = {.arena = a};
    em_diff_put_sql(&out, d, &dangers, NULL);
    return em_buf_str(&out);
}

/* The draft to a plan in Mermaid. */
static Str plan_of(Arena *a, Dialect dialect, Str before, Str mermaid)
{
    static const DiffOptions none = {0};
    const Schema *base = read_sql(a, dialect, before);
    Source src = em_source_of(STR("plan.mmd"), mermaid);
    Schema drawn = {0};
    Diags diags = {.arena = a};
    em_mermaid_parse(&src, false, a, em_test_scratch(a), &diags, &drawn);
    CHECK(diags.list.n == 0);
    Completed done =
        em_diff_complete(base, &drawn, &none, a, em_test_scratch(a));
    DiffOptions o = {.known = done.known};
    const Diff *d = em_diff(base, done.schema, &o, a, em_test_scratch(a));
    Dangers dangers = {0};
    Buf out = {.arena = a};
    em_diff_put_sql(&out, d, &dangers, done.open);
    return em_buf_str(&out);
}

static Str planned(Arena *a, Dialect dialect, Str before, Str mermaid)
{
    return statements_of(a, plan_of(a, dialect, before, mermaid));
}

static Str postgres(Arena *a, Str before, Str after)
{
    return statements_of(a, draft_of(a, DIALECT_POSTGRES, before, after));
}

/* ---- differences ----------------------------------------------------------
 */

static const Diff *diff_of(Arena *a, Dialect dialect, Str before, Str after)
{
    static const DiffOptions none = {.no_renames = true};
    return em_diff(read_sql(a, dialect, before), read_sql(a, dialect, after),
                   &none, a, em_test_scratch(a));
}

static Str text_of(Arena *a, Str before, Str after)
{
    Dangers dangers = {0};
    Buf out = {.arena = a};
    em_diff_put_text(&out, diff_of(a, DIALECT_POSTGRES, before, after),
                     &dangers, false);
    return em_buf_str(&out);
}

static void spelling_is_no_difference(Arena *a)
{
    CHECK_STR(text_of(a,
                      STR("CREATE TABLE t (id int4 PRIMARY KEY, "
                          "n varchar(9) DEFAULT 'x', CHECK (id > 0));"),
                      STR("CREATE TABLE public.\"t\" (\n"
                          "  id integer NOT NULL,\n"
                          "  n character varying(9) DEFAULT "
                          "'x'::character varying,\n"
                          "  CONSTRAINT c CHECK ((id > 0)));\n"
                          "ALTER TABLE ONLY t ADD CONSTRAINT t_pkey "
                          "PRIMARY KEY (id);")),
              STR("no differences\n"));
}

static void what_a_database_knows_is_compared(Arena *a)
{
    Str said = text_of(a,
                       STR("CREATE TABLE t (id int PRIMARY KEY, n text "
                           "DEFAULT 'a', p int REFERENCES t (id));"),
                       STR("CREATE TABLE t (id int PRIMARY KEY, n text NOT "
                           "NULL DEFAULT 'b' UNIQUE, p int REFERENCES t (id) "
                           "ON DELETE CASCADE);"));
    CHECK(em_str_find(said, STR("'a' → "), 0) != NONE);
    CHECK(em_str_find(said, STR("not null"), 0) != NONE);
    CHECK(em_str_find(said, STR("unique"), 0) != NONE);
    CHECK(em_str_find(said, STR("cascade"), 0) != NONE);
}

static void indexes_are_what_they_do(Arena *a)
{
    Str t = STR("CREATE TABLE t (id int PRIMARY KEY, a int, b text);");
    Str before = JOIN(a, t,
                      STR("CREATE INDEX x ON t (a);"
                          "CREATE INDEX y ON t (lower(b));"
                          "CREATE UNIQUE INDEX z ON t (b) WHERE a = 1;"));
    Str after = JOIN(a, t,
                     STR("CREATE INDEX z_1 ON t USING btree (a);"
                         "CREATE INDEX y ON t (lower(b::text));"
                         "CREATE UNIQUE INDEX z ON t (b) "
                         "WHERE (a = (1)::bigint);"));
    CHECK_STR(text_of(a, before, after), STR("no differences\n"));
    CHECK_STR(text_of(a, before, t),
              STR("~ t\n"
                  "  - index         (a)\n"
                  "  - index         (lower(b))\n"
                  "  - unique index  (b) where a = 1\n"));
    CHECK_STR(text_of(a, STR("CREATE TABLE t (a int); CREATE INDEX ON t (a);"),
                      STR("CREATE TABLE t (a int);"
                          "CREATE INDEX ON t USING hash (a);")),
              STR("~ t\n  ~ index  (a) → (a) using hash\n"));
}

static void mysql_makes_indexes_for_references(Arena *a)
{
    Str p = STR("CREATE TABLE p (id int PRIMARY KEY) ENGINE=InnoDB;");
    Str typed = JOIN(a, p,
                     STR("CREATE TABLE t (a int, FOREIGN KEY (a) "
                         "REFERENCES p (id));"));
    Str dumped = JOIN(a, p,
                      STR("CREATE TABLE t (a int, KEY `a` (`a`), "
                          "FOREIGN KEY (a) REFERENCES p (id));"));
    CHECK(!diff_of(a, DIALECT_MYSQL, typed, dumped)->is_changed);
}

static Str advice_of(Arena *a, Dialect dialect, Str before, Str after)
{
    Dangers all = em_dangers(diff_of(a, dialect, before, after), a);
    CHECK(all.n == 1);
    return all.n ? all.items[0].rule.advice : (Str){0};
}

static void advice_is_by_the_engine(Arena *a)
{
    Str n = STR("CREATE TABLE t (a int, b varchar(9));");
    Str wide = STR("CREATE TABLE t (a int, b varchar(10));");
    Str key = STR("CREATE TABLE t (a int, b varchar(9), UNIQUE (a));");
    Str postgres_key = advice_of(a, DIALECT_POSTGRES, n, key);
    Str mysql_key = advice_of(a, DIALECT_MYSQL, n, key);

    CHECK(em_str_find(postgres_key, STR("CONCURRENTLY"), 0) != NONE);
    CHECK(em_str_find(mysql_key, STR("CONCURRENTLY"), 0) == NONE);
    CHECK_STR(advice_of(a, DIALECT_POSTGRES, n, wide),
              STR("no value is lost, and no row is touched"));
    CHECK_STR(advice_of(a, DIALECT_SQLITE, n, wide),
              STR("no value is lost; the table is built anew"));
    CHECK_STR(advice_of(a, DIALECT_MYSQL,
                        STR("CREATE TABLE t (e enum('a','b'));"),
                        STR("CREATE TABLE t (e enum('a','b','c'));")),
              STR("no value is lost; values that are not added at the end "
                  "make it copy the table"));
}

/* ---- drafts ---------------------------------------------------------------
 */

static void the_same_needs_no_draft(Arena *a)
{
    Str t = STR("CREATE TABLE t (id int PRIMARY KEY);");
    CHECK_STR(draft_of(a, DIALECT_POSTGRES, t, t),
              STR("-- Nothing changes.\n"));
}

static void copied_columns_go_when_they_are_copied(Arena *a)
{
    CHECK_STR(
        postgres(a, STR("CREATE TABLE u (id int PRIMARY KEY, bio text);"),
                 STR("CREATE TABLE u (id int PRIMARY KEY);"
                     "CREATE TABLE p (uid int PRIMARY KEY REFERENCES u (id), "
                     "bio text);")),
        STR("BEGIN;\n"
            "CREATE TABLE public.p (\n"
            "    uid integer NOT NULL,\n"
            "    bio text,\n"
            "    CONSTRAINT p_pkey PRIMARY KEY (uid)\n"
            ");\n"
            "-- ? INSERT INTO public.p (uid, bio)\n"
            "-- ?     SELECT id, bio FROM public.u;\n"
            "ALTER TABLE public.p ADD CONSTRAINT p_uid_fkey FOREIGN KEY "
            "(uid) REFERENCES public.u (id);\n"
            "-- ? ALTER TABLE public.u DROP COLUMN bio;\n"
            "COMMIT;\n"));
}

static void not_null_waits_for_values(Arena *a)
{
    CHECK_STR(postgres(a, STR("CREATE TABLE t (id int PRIMARY KEY);"),
                       STR("CREATE TABLE t (id int PRIMARY KEY, a int NOT "
                           "NULL, b int NOT NULL DEFAULT 0, c text);")),
              STR("BEGIN;\n"
                  "ALTER TABLE public.t ADD COLUMN a integer;\n"
                  "ALTER TABLE public.t ADD COLUMN b integer NOT NULL "
                  "DEFAULT 0;\n"
                  "ALTER TABLE public.t ADD COLUMN c text;\n"
                  "ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;\n"
                  "COMMIT;\n"));
}

/* A USING would cut what is too long. */
static void only_other_families_are_converted(Arena *a)
{
    CHECK_STR(postgres(a,
                       STR("CREATE TABLE t (a varchar(9), b text DEFAULT "
                           "'1', c int);"),
                       STR("CREATE TABLE t (a varchar(5), b int DEFAULT 2, "
                           "c bigint);")),
              STR("BEGIN;\n"
                  "ALTER TABLE public.t\n"
                  "    ALTER COLUMN a TYPE character varying(5),\n"
                  "    ALTER COLUMN b DROP DEFAULT,\n"
                  "    ALTER COLUMN b TYPE integer USING b::integer,\n"
                  "    ALTER COLUMN b SET DEFAULT 2,\n"
                  "    ALTER COLUMN c TYPE bigint;\n"
                  "COMMIT;\n"));
}

static void references_step_aside_for_their_key(Arena *a)
{
    CHECK_STR(
        postgres(a,
                 STR("CREATE TABLE p (a int, b int UNIQUE, PRIMARY KEY (a));"
                     "CREATE TABLE c (p int REFERENCES p (b));"),
                 STR("CREATE TABLE p (a int, b int UNIQUE, PRIMARY KEY (a, "
                     "b));"
                     "CREATE TABLE c (p int REFERENCES p (b));")),
        STR("BEGIN;\n"
            "ALTER TABLE public.c DROP CONSTRAINT c_p_fkey;\n"
            "ALTER TABLE public.p DROP CONSTRAINT p_pkey;\n"
            "ALTER TABLE public.p\n"
            "    ALTER COLUMN b SET NOT NULL,\n"
            "    ADD CONSTRAINT p_pkey PRIMARY KEY (a, b);\n"
            "ALTER TABLE public.c ADD CONSTRAINT c_p_fkey FOREIGN KEY (p) "
            "REFERENCES public.p (b);\n"
            "COMMIT;\n"));
}

static void what_is_renamed_goes_by_its_later_name(Arena *a)
{
    CHECK_STR(postgres(a,
                       STR("CREATE SCHEMA s; CREATE TABLE people (id int "
                           "PRIMARY KEY, name text, town text, street text);"),
                       STR("CREATE SCHEMA s; CREATE TABLE s.people (id int "
                           "PRIMARY KEY, name text, town text, street text "
                           "NOT NULL);")),
              STR("BEGIN;\n"
                  "CREATE SCHEMA IF NOT EXISTS s;\n"
                  "ALTER TABLE public.people SET SCHEMA s;\n"
                  "ALTER TABLE s.people ALTER COLUMN street SET NOT NULL;\n"
                  "COMMIT;\n"));
}

static void a_smaller_enum_is_made_anew(Arena *a)
{
    CHECK_STR(postgres(a,
                       STR("CREATE TYPE e AS ENUM ('a', 'b');"
                           "CREATE TABLE t (x e DEFAULT 'a', y e[]);"),
                       STR("CREATE TYPE e AS ENUM ('a');"
                           "CREATE TABLE t (x e DEFAULT 'a', y e[]);")),
              STR("BEGIN;\n"
                  "ALTER TYPE public.e RENAME TO e_old;\n"
                  "CREATE TYPE public.e AS ENUM ('a');\n"
                  "ALTER TABLE public.t\n"
                  "    ALTER COLUMN x DROP DEFAULT,\n"
                  "    ALTER COLUMN x TYPE e USING x::text::e,\n"
                  "    ALTER COLUMN x SET DEFAULT 'a';\n"
                  "ALTER TABLE public.t ALTER COLUMN y TYPE e[] USING "
                  "y::text[]::e[];\n"
                  "DROP TYPE public.e_old;\n"
                  "COMMIT;\n"));
}

static void new_values_of_enums_have_their_place(Arena *a)
{
    CHECK_STR(postgres(a, STR("CREATE TYPE e AS ENUM ('c');"),
                       STR("CREATE TYPE e AS ENUM ('a', 'b', 'c', 'd');")),
              STR("ALTER TYPE public.e ADD VALUE 'a' BEFORE 'c';\n"
                  "ALTER TYPE public.e ADD VALUE 'b' AFTER 'a';\n"
                  "ALTER TYPE public.e ADD VALUE 'd' AFTER 'c';\n"
                  "BEGIN;\n"
                  "COMMIT;\n"));
}

static void mysql_replaces_indexes_in_one_statement(Arena *a)
{
    CHECK_STR(
        statements_of(
            a, draft_of(a, DIALECT_MYSQL,
                        STR("CREATE TABLE t (a int, b int, KEY k (a));"),
                        STR("CREATE TABLE t (id int AUTO_INCREMENT, a int, "
                            "b int, PRIMARY KEY (id), KEY k (a, b));"))),
        STR("ALTER TABLE `t` ADD COLUMN `id` int(11) NULL FIRST;\n"
            "ALTER TABLE `t`\n"
            "    MODIFY COLUMN `id` int(11) NOT NULL AUTO_INCREMENT,\n"
            "    ADD PRIMARY KEY (`id`),\n"
            "    DROP KEY `k`,\n"
            "    ADD KEY `k` (a, b);\n"));
}

static Str sqlite(Arena *a, Str before, Str after)
{
    return statements_of(a, draft_of(a, DIALECT_SQLITE, before, after));
}

static void sqlite_makes_tables_anew_only_when_it_must(Arena *a)
{
    CHECK_STR(sqlite(a, STR("CREATE TABLE t (a int, b int);"),
                     STR("CREATE TABLE t (a int, c int DEFAULT 1);")),
              STR("PRAGMA foreign_keys = OFF;\n"
                  "BEGIN;\n"
                  "ALTER TABLE t ADD COLUMN c int DEFAULT 1;\n"
                  "ALTER TABLE t DROP COLUMN b;\n"
                  "PRAGMA foreign_key_check;\n"
                  "COMMIT;\n"
                  "PRAGMA foreign_keys = ON;\n"));
    Str said = sqlite(a, STR("CREATE TABLE t (a int, b int);"),
                      STR("CREATE TABLE t (a text, b int);"));
    CHECK(em_str_find(said,
                      STR("INSERT INTO new_t (a, b)\n"
                          "    SELECT a, b FROM t;\n"
                          "DROP TABLE t;\n"
                          "ALTER TABLE new_t RENAME TO t;\n"),
                      0) != NONE);
}

/* ---- plans ----------------------------------------------------------------
 */

#define IN_ONE(statements) STR("BEGIN;\n" statements "COMMIT;\n")

static void what_a_diagram_cannot_say_stays(Arena *a)
{
    Str before =
        STR("CREATE TYPE mood AS ENUM ('bad', 'good');"
            "CREATE TABLE t (id int PRIMARY KEY, n varchar(9) NOT NULL "
            "DEFAULT 'a' CHECK (n <> ''), m mood, s timestamptz);"
            "CREATE INDEX i ON t (lower(n)) WHERE n <> 'x';"
            "COMMENT ON COLUMN t.n IS 'as typed';");
    CHECK_STR(plan_of(a, DIALECT_POSTGRES, before,
                      STR("erDiagram\n t {\n int id PK\n string n\n mood m\n"
                          " datetime s\n }\n")),
              STR("-- Nothing changes.\n"));
    CHECK_STR(plan_of(a, DIALECT_POSTGRES, before, STR("erDiagram\n t\n")),
              STR("-- Nothing changes.\n"));
    CHECK_STR(planned(a, DIALECT_POSTGRES, before,
                      STR("erDiagram\n t {\n int id PK\n string n UK\n"
                          " mood m\n datetime s\n mood was\n }\n")),
              IN_ONE("ALTER TABLE public.t ADD COLUMN was mood;\n"
                     "ALTER TABLE public.t ADD UNIQUE (n);\n"));
}

static void relations_are_done_to_columns(Arena *a)
{
    Str before = STR("CREATE TABLE p (id int PRIMARY KEY);"
                     "CREATE TABLE c (id int PRIMARY KEY, p_id int "
                     "REFERENCES p (id) ON DELETE CASCADE);");
    static const struct {
        Str relation, draft;
    } rows[] = {
        {STR_INIT("c }o--o| p : of"), STR_INIT("")},
        {STR_INIT("p ||--|{ c : has"),
         STR_INIT("BEGIN;\nALTER TABLE public.c ALTER COLUMN p_id SET NOT "
                  "NULL;\nCOMMIT;\n")},
        {STR_INIT("p |o--o| c : has"),
         STR_INIT("BEGIN;\nALTER TABLE public.c ADD UNIQUE (p_id);\n"
                  "COMMIT;\n")},
        {STR_INIT("p"), STR_INIT("BEGIN;\nALTER TABLE public.c DROP CONSTRAINT "
                                 "c_p_id_fkey;\nCOMMIT;\n")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK_STR(planned(a, DIALECT_POSTGRES, before,
                          JOIN(a, STR("erDiagram\n "), rows[i].relation,
                               STR("\n p {\n int id PK\n }\n c {\n"
                                   " int id PK\n int p_id FK\n }\n"))),
                  rows[i].draft);
}

static void new_tables_are_like_the_others(Arena *a)
{
    Str plan = STR("erDiagram\n p ||--o| c : has\n p {\n int id PK\n }\n"
                   " c {\n int id PK\n int p_id FK\n string(9) n\n"
                   " text k UK \"not null, default 'x'; note\"\n }\n");
    CHECK_STR(planned(a, DIALECT_POSTGRES,
                      STR("CREATE SCHEMA s; CREATE TABLE s.p "
                          "(id bigserial PRIMARY KEY);"),
                      plan),
              IN_ONE("CREATE TABLE s.c (\n    id serial NOT NULL,\n"
                     "    p_id bigint NOT NULL,\n    n character varying(9),\n"
                     "    k text NOT NULL DEFAULT 'x',\n    PRIMARY KEY (id),\n"
                     "    UNIQUE (k),\n    UNIQUE (p_id)\n);\n"
                     "COMMENT ON COLUMN s.c.k IS 'note';\n"
                     "ALTER TABLE s.c ADD FOREIGN KEY (p_id) REFERENCES s.p "
                     "(id);\n"));
    CHECK_STR(planned(a, DIALECT_MYSQL,
                      STR("CREATE TABLE p (id int unsigned AUTO_INCREMENT "
                          "PRIMARY KEY);"),
                      plan),
              STR("CREATE TABLE `c` (\n    `id` int(11) NOT NULL "
                  "AUTO_INCREMENT,\n    `p_id` int(10) unsigned NOT NULL,\n"
                  "    `n` varchar(9) NULL,\n"
                  "    `k` varchar(255) NOT NULL DEFAULT 'x' COMMENT 'note',\n"
                  "    PRIMARY KEY (`id`),\n    UNIQUE KEY (`k`),\n"
                  "    UNIQUE KEY (`p_id`)\n);\n"
                  "ALTER TABLE `c` ADD FOREIGN KEY (`p_id`) REFERENCES `p` "
                  "(`id`);\n"));
}

static void what_goes_is_a_decision(Arena *a)
{
    CHECK_STR(planned(a, DIALECT_POSTGRES,
                      STR("CREATE TABLE t (id int PRIMARY KEY, a int CHECK "
                          "(a > 0), b int, UNIQUE (a, b));"
                          "CREATE TABLE u (x text);"),
                      STR("erDiagram\n t {\n int id PK\n int b\n }\n")),
              IN_ONE("ALTER TABLE public.t DROP CONSTRAINT t_a_check;\n"
                     "ALTER TABLE public.t DROP CONSTRAINT t_a_b_key;\n"
                     "-- ? ALTER TABLE public.t DROP COLUMN a;\n"
                     "-- ? DROP TABLE public.u;\n"));
}

static void many_to_many_takes_a_table(Arena *a)
{
    Str plan = STR("erDiagram\n posts }o--o{ categories : in\n"
                   " posts }o--o{ posts : like\n posts {\n int id PK\n }\n"
                   " categories {\n uuid id PK\n }\n");
    Str made = STR("CREATE TABLE public.posts_categories (\n"
                   "    post_id bigint NOT NULL,\n"
                   "    category_id uuid NOT NULL,\n"
                   "    PRIMARY KEY (post_id, category_id)\n);\n"
                   "CREATE TABLE public.posts_posts (\n"
                   "    post_id bigint NOT NULL,\n"
                   "    other_post_id bigint NOT NULL,\n"
                   "    PRIMARY KEY (post_id, other_post_id)\n);\n"
                   "ALTER TABLE public.posts_categories ADD FOREIGN KEY "
                   "(post_id) REFERENCES public.posts (id);\n"
                   "ALTER TABLE public.posts_categories ADD FOREIGN KEY "
                   "(category_id) REFERENCES public.categories (id);\n"
                   "ALTER TABLE public.posts_posts ADD FOREIGN KEY (post_id) "
                   "REFERENCES public.posts (id);\n"
                   "ALTER TABLE public.posts_posts ADD FOREIGN KEY "
                   "(other_post_id) REFERENCES public.posts (id);\n");
    Str before = STR("CREATE TABLE posts (id bigint PRIMARY KEY);"
                     "CREATE TABLE categories (id uuid PRIMARY KEY);");
    CHECK_STR(planned(a, DIALECT_POSTGRES, before, plan),
              JOIN(a, STR("BEGIN;\n"), made, STR("COMMIT;\n")));
    CHECK_STR(plan_of(a, DIALECT_POSTGRES, JOIN(a, before, made), plan),
              STR("-- Nothing changes.\n"));
}

static void what_is_open_is_told(Arena *a)
{
    Str draft =
        plan_of(a, DIALECT_POSTGRES,
                STR("CREATE TABLE p (id int PRIMARY KEY, k text);"
                    "CREATE TABLE q (id int PRIMARY KEY);"),
                STR("erDiagram\n p }o--o{ q : like\n p ||--o{ r : has\n p {\n"
                    " int id PK\n text k\n wight w\n }\n q {\n int id PK\n int "
                    "n PK\n }\n"
                    " r {\n uuid p_id FK\n int n\n }\n"));
    CHECK(em_str_find(draft, STR("-- DECIDE: p.w: is there a type wight?\n"),
                      0) != NONE);
    CHECK(em_str_find(draft, STR("-- DECIDE: p - q: many to many"), 0) != NONE);
    CHECK(em_str_find(draft,
                      STR("-- DECIDE: p - r: what it refers to is of "
                          "another type\n"),
                      0) != NONE);
    CHECK(em_str_find(draft, STR("FOREIGN KEY"), 0) == NONE);
    CHECK_STR(planned(a, DIALECT_SQLITE,
                      STR("CREATE VIRTUAL TABLE v USING fts5 (a);"
                          "CREATE TABLE t (id INTEGER PRIMARY KEY);"),
                      STR("erDiagram\n v |o--o{ t : of\n v {\n any b PK\n"
                          " any c\n any d\n }\n t {\n int id PK\n"
                          " int v_id FK\n }\n")),
              STR("PRAGMA foreign_keys = OFF;\nBEGIN;\n"
                  "ALTER TABLE t ADD COLUMN v_id INTEGER;\n"
                  "PRAGMA foreign_key_check;\nCOMMIT;\n"
                  "PRAGMA foreign_keys = ON;\n"));
}

static const Test tests[] = {
    {"what a diagram cannot say stays", what_a_diagram_cannot_say_stays},
    {"relations are done to columns", relations_are_done_to_columns},
    {"new tables are like the others", new_tables_are_like_the_others},
    {"what goes is a decision", what_goes_is_a_decision},
    {"many to many takes a table", many_to_many_takes_a_table},
    {"what is open is told", what_is_open_is_told},
    {"how things are spelt is no difference", spelling_is_no_difference},
    {"what only a database knows is compared",
     what_a_database_knows_is_compared},
    {"indexes are what they do, whatever they are called",
     indexes_are_what_they_do},
    {"MySQL makes indexes for references", mysql_makes_indexes_for_references},
    {"advice is by the engine's facts", advice_is_by_the_engine},
    {"for the same schema there is no draft", the_same_needs_no_draft},
    {"columns that are copied go when they are copied",
     copied_columns_go_when_they_are_copied},
    {"NOT NULL waits for values", not_null_waits_for_values},
    {"only types of other families are converted by USING",
     only_other_families_are_converted},
    {"references step aside while their key changes",
     references_step_aside_for_their_key},
    {"what is renamed goes by its later name in all other steps",
     what_is_renamed_goes_by_its_later_name},
    {"an enum that loses values is made anew", a_smaller_enum_is_made_anew},
    {"new values of enums have their place",
     new_values_of_enums_have_their_place},
    {"MySQL replaces indexes in one statement",
     mysql_replaces_indexes_in_one_statement},
    {"SQLite's tables are made anew only when they must be",
     sqlite_makes_tables_anew_only_when_it_must},
};

int main(void)
{
    return em_run_tests("draft", tests, COUNT(tests));
}
