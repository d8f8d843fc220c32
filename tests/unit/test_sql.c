/*
 * sql/: where statements end, what they mean, how they change what is there.
 */
#include "sql/sql.h"
#include "sql/sql_drawn.h"
#include "sql/sql_expr.h"
#include "sql/sql_split.h"
#include "test.h"

/* ---- statements -----------------------------------------------------------
 */

/* The first two and the last word of each statement: "CREATE TABLE )". */
static Str statements(Arena *a, Dialect d, Str text)
{
    Source *src = NEW(a, Source);
    Diags diags = {.arena = a};
    SqlSplitter s;
    Buf b = {.arena = a};

    *src = em_source_of(STR("t.sql"), text);
    em_sql_split(&s, src, &(SqlOptions){.dialect = d}, &diags,
                 em_test_scratch(a));
    while (em_sql_next(&s)) {
        int n = s.toks.n - 1;
        for (int i = 0; i < n; i++)
            if (i < 2 || i == n - 1)
                PUT(&b, i ? STR(" ") : STR(""),
                    em_str_cut(text, s.toks.items[i].at, s.toks.items[i].end));
        em_put(&b, STR("\n"));
    }
    for (int i = 0; i < diags.list.n; i++)
        PUT(&b, diags.list.items[i].message, STR("\n"));
    return em_buf_str(&b);
}

static void quotes_hide_semicolons(Arena *a)
{
    CHECK_STR(statements(a, DIALECT_POSTGRES,
                         STR("SET a ';'';'; SET b \";\"; SET c E'\\';'; "
                             "SET d $x$;$$;$x$; SET e '\\'; SET f x")),
              STR("SET a ';'';'\nSET b \";\"\nSET c E'\\';'\n"
                  "SET d $x$;$$;$x$\nSET e '\\'\nSET f x\n"));
    CHECK_STR(statements(a, DIALECT_MYSQL,
                         STR("SET a '\\';'; SET b `;`; SET c \";\"; SET d")),
              STR("SET a '\\';'\nSET b `;`\nSET c \";\"\nSET d\n"));
    CHECK_STR(statements(a, DIALECT_SQLITE, STR("SET a [;]; SET b '\\'; END")),
              STR("SET a [;]\nSET b '\\'\nEND\n"));
}

static void comments_hide_semicolons(Arena *a)
{
    CHECK_STR(statements(a, DIALECT_POSTGRES,
                         STR("SET a -- ;'\n; SET b /* /* ; */ ; */ c;")),
              STR("SET a\nSET b c\n"));
    CHECK_STR(statements(a, DIALECT_MYSQL,
                         STR("SET a # ;'\n; SET b--1; /*!50001 SET c */; "
                             "/*M!999999\\- ' */ SET d /* /* */;")),
              STR("SET a\nSET b 1\nSET c\nSET d\n"));
}

static void bodies_hold_statements(Arena *a)
{
    CHECK_STR(statements(a, DIALECT_POSTGRES,
                         STR("CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE "
                             "WHEN 1 THEN 2 END; SELECT 2; END; SET a;"
                             "BEGIN; SET b; CREATE RULE r DO (SET c; SET d);")),
              STR("CREATE FUNCTION END\nSET a\nBEGIN\nSET b\n"
                  "CREATE RULE )\n"));
    CHECK_STR(statements(a, DIALECT_SQLITE,
                         STR("CREATE TRIGGER t BEGIN UPDATE a SET b = CASE c "
                             "WHEN 1 THEN 2 END; DELETE FROM d; END; SET e;")),
              STR("CREATE TRIGGER END\nSET e\n"));
    CHECK_STR(statements(a, DIALECT_MYSQL,
                         STR("CREATE PROCEDURE p() BEGIN IF 1 THEN SET a = 1; "
                             "END IF; CASE b WHEN 1 THEN SET c = 2; END CASE; "
                             "END; SET d;")),
              STR("CREATE PROCEDURE END\nSET d\n"));
}

static void clients_have_lines(Arena *a)
{
    CHECK_STR(statements(a, DIALECT_POSTGRES,
                         STR("\\connect 'x\nSET a; COPY t FROM stdin;\n"
                             "1\tSET b; '\n\\.\nSET c\n\\gexec\nSET d;")),
              STR("SET a\nCOPY t stdin\nSET c\nSET d\n"));
    CHECK_STR(statements(a, DIALECT_MYSQL,
                         STR("DELIMITER $$\nCREATE TRIGGER t BEGIN SET a; "
                             "END$$\nDELIMITER ;\nSET b;")),
              STR("CREATE TRIGGER END\nSET b\n"));
}

static void what_has_no_end_costs_its_line(Arena *a)
{
    CHECK_STR(statements(a, DIALECT_POSTGRES,
                         STR("SET a 'open;\nSET b;\nSET c $$;\nSET d;")),
              STR("SET b\nSET d\nthis has no end\nthis has no end\n"));
    CHECK_STR(statements(a, DIALECT_SQLITE,
                         STR("CREATE TRIGGER t BEGIN SET a;\nSET b;")),
              STR("SET b\nthis body has no END\n"));
}

static void data_is_skipped(Arena *a)
{
    CHECK_STR(statements(a, DIALECT_MYSQL,
                         STR("INSERT INTO t (a, b, c, d) VALUES "
                             "('\\';', 1), (2, ';') -- ;\n; SET a;"
                             "UPDATE t /* ; */ SET b = ';'")),
              STR("SET a\n"));
}

/* ---- models ---------------------------------------------------------------
 */

static void put_names(Buf *b, Str before, const Strs *names)
{
    em_put(b, before);
    for (int i = 0; i < names->n; i++)
        PUT(b, i ? STR(",") : STR(""), names->items[i]);
    em_put(b, STR(")"));
}

static void put_table(Buf *b, const Table *t)
{
    PUT(b, t->name, STR(":"));
    for (int i = 0; i < t->columns.n; i++) {
        const Column *c = &t->columns.items[i];
        PUT(b, STR(" "), c->name, STR(" "), c->full_type,
            c->nullable == NULLABLE_NO ? STR("!") : STR(""),
            c->value.kind != VALUE_UNSAID ? STR("=") : STR(""),
            i + 1 < t->columns.n ? STR(",") : STR(""));
    }
    if (t->primary_key.n)
        put_names(b, STR(" PK("), &t->primary_key);
    for (int i = 0; i < t->indexes.n; i++)
        put_names(b,
                  em_index_is_key(&t->indexes.items[i]) ? STR(" UK(")
                                                        : STR(" IX("),
                  &t->indexes.items[i].columns);
    for (int i = 0; i < t->foreign_keys.n; i++) {
        const ForeignKey *k = &t->foreign_keys.items[i];
        put_names(b, STR(" FK("), &k->columns);
        put_names(b, JOIN(b->arena, STR(">"), k->ref_base, STR("(")),
                  &k->ref_columns);
    }
    em_put(b, STR("\n"));
}

static Schema *read_text(Arena *a, Dialect d, Str text, Diags *diags)
{
    Source *src = NEW(a, Source);
    Schema *s = NEW(a, Schema);
    *src = em_source_of(STR("t.sql"), text);
    em_sql_read(&src, 1, &(SqlOptions){.dialect = d}, a, em_test_scratch(a),
                diags, s);
    return s;
}

/* Tables, enums and messages of a text. */
static Str model(Arena *a, Dialect d, Str text)
{
    Diags diags = {.arena = a};
    Buf b = {.arena = a};
    const Schema *s = read_text(a, d, text, &diags);
    for (int i = 0; i < s->tables.n; i++)
        put_table(&b, &s->tables.items[i]);
    for (int i = 0; i < s->enums.n; i++) {
        em_put(&b, s->enums.items[i].name);
        put_names(&b, STR("("), &s->enums.items[i].values);
        em_put(&b, STR("\n"));
    }
    for (int i = 0; i < diags.list.n; i++)
        PUT(&b, diags.list.items[i].message, STR("\n"));
    return em_buf_str(&b);
}

#define PG(text)     model(a, DIALECT_POSTGRES, STR(text))
#define MYSQL(text)  model(a, DIALECT_MYSQL, STR(text))
#define SQLITE(text) model(a, DIALECT_SQLITE, STR(text))

static void types_are_the_engines(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE t (a int, b varchar(3), c timestamptz(2), d "
                 "decimal(5), e float(8), f int[][], g char, h pg_catalog.bool,"
                 " i interval day to second(2), j public.geometry(Point, 4))"),
              STR("t: a integer, b character varying(3), c timestamp(2) with "
                  "time zone, d numeric(5,0), e real, f integer[], g "
                  "character(1), h boolean, i interval day to second(2), j "
                  "geometry(Point,4)\n"));
    CHECK_STR(MYSQL("CREATE TABLE t (a int, b integer unsigned, c bool, d "
                    "numeric(5), e text(70000), f bigint zerofill, g year, h "
                    "enum('a','b''c'), i json, j double precision)"),
              STR("t: a int(11), b int(10) unsigned, c tinyint(1), d "
                  "decimal(5,0), e mediumtext, f bigint(20) unsigned zerofill, "
                  "g year(4), h enum('a','b''c'), i longtext, j double\n"));
    CHECK_STR(SQLITE("CREATE TABLE t (a, b UNSIGNED BIG INT, c X ( 1 , 2 ) "
                     "NOT NULL, d AS (a))"),
              STR("t: a , b UNSIGNED BIG INT, c X ( 1 , 2 )!, d =\n"));
}

static void names_are_folded_and_found(Arena *a)
{
    CHECK_STR(PG("CREATE SCHEMA s; CREATE TABLE s.\"T\" (\"A b\" int PRIMARY "
                 "KEY); SET search_path = s, public; CREATE TABLE U (X int "
                 "REFERENCES \"T\"); CREATE TABLE public.u (y int)"),
              STR("s.T: A b integer! PK(A b)\n"
                  "s.u: x integer FK(x)>T(A b)\nu: y integer\n"));
    CHECK_STR(SQLITE("CREATE TABLE T (A INTEGER PRIMARY KEY); CREATE TABLE u "
                     "(x REFERENCES t(a), 'y' INT)"),
              STR("T: A INTEGER PK(A)\nu: x , y INT FK(x)>T(A)\n"));
}

static void keys_come_in_all_forms(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE p (PRIMARY KEY (a, b), a int, b int UNIQUE);"
                 "CREATE TABLE c (x int, y int, z serial UNIQUE, CONSTRAINT f "
                 "FOREIGN KEY (x, y) REFERENCES p ON DELETE SET NULL (x));"
                 "CREATE UNIQUE INDEX i ON c (x, (y + 1)); ALTER TABLE ONLY c "
                 "ADD CONSTRAINT k PRIMARY KEY (z), ADD UNIQUE (x)"),
              STR("p: a integer!, b integer! PK(a,b) UK(b)\n"
                  "c: x integer, y integer, z integer!= PK(z) UK(z) "
                  "IX(x,(y + 1)) UK(x) FK(x,y)>p(a,b)\n"));
}

static void tables_change(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE t (a int, b text NOT NULL, c int DEFAULT 1);"
                 "CREATE TABLE u (a int REFERENCES t); ALTER TABLE t ADD d "
                 "date, DROP COLUMN c, ALTER b DROP NOT NULL, ALTER a SET NOT "
                 "NULL, ALTER d TYPE time; ALTER TABLE t RENAME b TO e; ALTER "
                 "TABLE t RENAME TO v; ALTER TABLE v ADD PRIMARY KEY (a)"),
              STR("v: a integer!, e text, d time without time zone PK(a)\n"
                  "u: a integer FK(a)>v(a)\n"));
    CHECK_STR(MYSQL("CREATE TABLE t (a int NOT NULL DEFAULT 1 COMMENT 'x', b "
                    "int, PRIMARY KEY (b), UNIQUE (a, b)); ALTER TABLE t "
                    "MODIFY a bigint AFTER b, CHANGE b c int, ADD d int FIRST, "
                    "DROP INDEX a"),
              STR("t: d int(11), c int(11)!, a bigint(20) PK(c)\n"));
    CHECK_STR(SQLITE("CREATE TABLE t (a INTEGER PRIMARY KEY, b REFERENCES "
                     "t(a)); CREATE TABLE new_t (a INTEGER PRIMARY KEY); DROP "
                     "TABLE t; ALTER TABLE new_t RENAME TO t"),
              STR("t: a INTEGER PK(a)\n"));
}

static void dropping_takes_along(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE); CREATE "
                 "TABLE u (a int REFERENCES t, b int REFERENCES t (b));"
                 "ALTER TABLE t DROP COLUMN b CASCADE; CREATE TABLE v (a int "
                 "REFERENCES u); DROP TABLE u CASCADE"),
              STR("t: a integer! PK(a)\nv: a integer\n"));
}

static void tables_inherit(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE p (a int NOT NULL, b text); CREATE TABLE c (b "
                 "text, d int) INHERITS (p); ALTER TABLE p RENAME a TO x; "
                 "ALTER TABLE p ADD e int, DROP b"),
              STR("p: x integer!, e integer\n"
                  "c: x integer!, b text, d integer, e integer\n"));
    CHECK_STR(PG("CREATE TABLE p (a int PRIMARY KEY) PARTITION BY LIST (a);"
                 "CREATE TABLE q PARTITION OF p FOR VALUES IN (1); CREATE "
                 "TABLE r (LIKE p INCLUDING ALL)"),
              STR("p: a integer! PK(a)\nq: a integer! PK(a)\n"
                  "r: a integer! PK(a)\n"));
}

static void queries_give_columns(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE t (a int, b text); CREATE TABLE u AS SELECT "
                 "x.b, a AS c, 'x'::uuid d, 1 AS e, count(*) FROM t x WHERE 1;"
                 "CREATE TABLE v AS (SELECT * FROM t)"),
              STR("t: a integer, b text\nu: b text, c integer, d uuid, e "
                  "integer, count \nv: a integer, b text\n"));
}

static void enums_evolve(Arena *a)
{
    CHECK_STR(PG("CREATE TYPE e AS ENUM ('a', 'b''c', ''); ALTER TYPE e ADD "
                 "VALUE 'x' BEFORE 'a'; ALTER TYPE e RENAME VALUE '' TO 'n';"
                 "ALTER TYPE e RENAME TO f; CREATE TABLE t (a f[]);"),
              STR("t: a f[]\nf(x,a,b'c,n)\n"));
}

static void broken_statements_cost_themselves(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE a (x int, 5); CREATE TABLE b (x int); DROP "
                 "TABLE c; FLY; CREATE TABLE b (y int);"),
              STR("b: x integer\nexpected a name\nthere is no table \"c\"\n"
                  "the table \"b\" is already there; this one is skipped\n"
                  "skipped 1 statement that is not known: FLY\n"));
}

static void read_all_cuts(Arena *a, Dialect d, Str text)
{
    for (int i = 0; i <= text.n; i++) {
        Diags diags = {.arena = a};
        Buf json = {.arena = a};
        em_sql_put_json(&json, read_text(a, d, em_str_cut(text, 0, i), &diags));
        for (int k = 0; k < diags.list.n; k++) {
            Span span = diags.list.items[k].span;
            CHECK(span.at >= 0 && span.at + span.len <= i);
        }
    }
}

/* No cut of a text may break anything, or report outside of the text. */
static void any_cut_can_be_read(Arena *a)
{
    read_all_cuts(a, DIALECT_POSTGRES,
                  STR("CREATE TYPE e AS ENUM ('a'); CREATE TABLE s.t (a int[] "
                      "DEFAULT ARRAY[1], \"b\" e NOT NULL, FOREIGN KEY (a) "
                      "REFERENCES s.t); COMMENT ON COLUMN s.t.a IS E'\\'y'; "
                      "ALTER TABLE s.t ADD d $$x$$, ALTER a TYPE bit(1); "
                      "CREATE TABLE u AS SELECT a.b::int c FROM t AS a"));
    read_all_cuts(
        a, DIALECT_MYSQL,
        STR("CREATE TABLE `t` (a enum('x') COMMENT 'y', KEY k (a(2)));"
            "/*!1 ALTER TABLE t CHANGE a b int FIRST */; DELIMITER "
            "//\nRENAME TABLE t TO u//"));
    read_all_cuts(a, DIALECT_SQLITE,
                  STR("CREATE TABLE [t] (a X (1) AS (b), UNIQUE (a)) STRICT; "
                      "CREATE VIRTUAL TABLE v USING f(a, b = 1)"));
}

static Dialect dialect_of(Arena *a, Str text)
{
    Source *src = NEW(a, Source);
    *src = em_source_of(STR("t.sql"), text);
    return em_sql_dialect(&src, 1);
}

static void dialects_are_told_apart(Arena *a)
{
    CHECK(dialect_of(a, STR("CREATE TABLE `a` (b int) ENGINE=InnoDB")) ==
          DIALECT_MYSQL);
    CHECK(dialect_of(a, STR("CREATE TABLE a (b jsonb DEFAULT '{}'::jsonb)")) ==
          DIALECT_POSTGRES);
    CHECK(dialect_of(a, STR("CREATE TABLE a (b INTEGER PRIMARY KEY "
                            "AUTOINCREMENT)")) == DIALECT_SQLITE);
    CHECK(
        dialect_of(a, STR("CREATE TABLE a (uuid TEXT PRIMARY KEY, b DATETIME, "
                          "c TINYINT DEFAULT 0)")) == DIALECT_SQLITE);
    CHECK(dialect_of(a, STR("CREATE TABLE a (b tinyint, c datetime, "
                            "UNIQUE (b))")) == DIALECT_MYSQL);
    CHECK(dialect_of(a, STR("CREATE TABLE a (id, name)")) == DIALECT_SQLITE);
    CHECK(dialect_of(a, STR("CREATE TABLE a (b uuid, c date)")) ==
          DIALECT_POSTGRES);
    CHECK(em_sql_detect(STR("# a\n#\n\nCREATE TABLE a (b int)")));
    CHECK(!em_sql_detect(STR("# a\n\nFirst; create table a")));
    CHECK(em_sql_detect(STR("-- a\n\\restrict x\nSET x = 1;\nCREATE TABLE a (b "
                            "int);")));
    CHECK(!em_sql_detect(STR("erDiagram\n a ||--o{ b : c")));
    CHECK(!em_sql_detect(STR("create -> table: x")));
}

/* ---- translating ----------------------------------------------------------
 */

static Str translated(Arena *a, Dialect from, Dialect to, Str text,
                      Diags *diags)
{
    Source *src = NEW(a, Source);
    Schema s = {0};
    Buf out = {.arena = a};
    *src = em_source_of(STR("t.sql"), text);
    em_sql_read(&src, 1, &(SqlOptions){.dialect = from}, a, em_test_scratch(a),
                diags, &s);
    em_sql_put(&out, em_sql_translate(&s, to, src, a, diags));
    return em_buf_str(&out);
}

static void has_all(Str text, const Str *parts, int n)
{
    for (int i = 0; i < n; i++)
        CHECK(em_str_find(text, parts[i], 0) != NONE);
}

static void types_are_translated(Arena *a)
{
    Diags diags = {.arena = a};
    Str text = translated(
        a, DIALECT_POSTGRES, DIALECT_MYSQL,
        STR("CREATE TYPE m AS ENUM ('a', 'b');"
            "CREATE TABLE t (id serial PRIMARY KEY, on_it boolean DEFAULT true "
            "NOT NULL, doc jsonb DEFAULT '{}'::jsonb, at timestamptz DEFAULT "
            "now(), u uuid DEFAULT gen_random_uuid(), tags text[] DEFAULT "
            "'{}', "
            "m m DEFAULT 'a'::m, k text UNIQUE, n numeric);"),
        &diags);
    const Str wanted[] = {
        STR("`id` int(11) NOT NULL AUTO_INCREMENT"),
        STR("`on_it` tinyint(1) NOT NULL DEFAULT 1"),
        STR("`doc` longtext NULL DEFAULT ('{}')"),
        STR("`at` timestamp(6) NULL DEFAULT CURRENT_TIMESTAMP(6)"),
        STR("`u` char(36) NULL DEFAULT (uuid())"),
        STR("`tags` longtext NULL DEFAULT ('[]')"),
        STR("`m` enum('a','b') NULL DEFAULT 'a'"),
        STR("`k` varchar(255) NULL"),
        STR("`n` decimal(38,10) NULL"),
        STR("-- tags: text[], is JSON here\n"),
    };
    has_all(text, wanted, COUNT(wanted));
    CHECK(diags.list.n == 1 && diags.errors == 0);

    text = translated(
        a, DIALECT_MYSQL, DIALECT_POSTGRES,
        STR("CREATE TABLE t (id bigint unsigned AUTO_INCREMENT PRIMARY KEY, "
            "b tinyint(1) DEFAULT 0, s smallint unsigned, e enum('x','it''s') "
            "DEFAULT 'x', d datetime DEFAULT '0000-00-00 00:00:00', "
            "KEY i (b)); CREATE TABLE v (c varchar(9), KEY i (c));"),
        &diags);
    const Str back[] = {
        STR("CREATE TYPE t_e AS ENUM ('x', 'it''s');"),
        STR("id bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY"),
        STR("b boolean DEFAULT false"),
        STR("s integer"),
        STR("e t_e DEFAULT 'x'"),
        STR("-- d: has no default here"),
        STR("CREATE INDEX i ON t (b);"),
        STR("CREATE INDEX v_i ON v (c);"),
    };
    has_all(text, back, COUNT(back));
}

static void checks_are_translated_or_told(Arena *a)
{
    Diags diags = {.arena = a};
    Str text = translated(
        a, DIALECT_POSTGRES, DIALECT_SQLITE,
        STR("CREATE TABLE t (id int PRIMARY KEY, a text CHECK ((a)::text = ANY "
            "((ARRAY['x'::character varying, 'y'::text])::text[])), "
            "CHECK (a ~ 'z'), CHECK (length(a) > 2 AND \"id\" <> 5));"
            "CREATE UNIQUE INDEX half ON t (a) WHERE id > 1;"),
        &diags);
    const Str wanted[] = {
        STR("CHECK ((a) IN ('x', 'y'))"),
        STR("CHECK (length(a) > 2 AND id <> 5)"),
        STR("-- check: a ~ 'z'\n"),
        STR("unique in a part of the rows where id > 1"),
    };
    has_all(text, wanted, COUNT(wanted));
    CHECK(em_str_find(text, STR("CHECK (a ~"), 0) == NONE);
    CHECK(diags.list.n == 2);
}

static void references_are_translated_or_told(Arena *a)
{
    Diags diags = {.arena = a};
    Str text = translated(
        a, DIALECT_SQLITE, DIALECT_MYSQL,
        STR("CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, n TEXT);"
            "CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE, q "
            "REFERENCES "
            "gone, n TEXT REFERENCES p(n), s INTEGER NOT NULL REFERENCES p ON "
            "DELETE SET NULL);"),
        &diags);
    const Str wanted[] = {
        STR("FOREIGN KEY (`p`) REFERENCES `p` (`id`) ON DELETE CASCADE;"),
        STR("FOREIGN KEY (`s`) REFERENCES `p` (`id`);"),
        STR("-- reference (q) to gone: is not here: its table is not here\n"),
        STR("-- reference (n) to p: is not here: what it refers to is no key"),
        STR("does not set null here"),
    };
    has_all(text, wanted, COUNT(wanted));
}

static void every_cut_of_an_expression_is_translated(Arena *a)
{
    static const Str text = STR_INIT(
        "((a)::numeric(3,1)[] = ANY ((ARRAY['x'::character varying])::text[]))"
        " OR (a::timestamp with time zone) IN (E'\\'', -1.5) AND \"a\" . b");
    Column column = {.name = STR("a")};
    Sense sense = {.kind = SENSE_TEXT};
    Table t = {.columns = {&column, 1, 1}};
    SqlRewrite r = {.from = DIALECT_POSTGRES,
                    .to = DIALECT_MYSQL,
                    .table = &t,
                    .senses = &sense,
                    .arena = a};
    for (int i = 0; i <= text.n; i++) {
        em_sql_rewrite(&r, em_str_cut(text, 0, i));
        em_sql_rewrite_default(&r, sense, STR("text"),
                               em_str_cut(text, i, text.n));
    }
    CHECK_STR(em_sql_rewrite(&r, STR("a||'x'")), STR(""));
    CHECK_STR(em_sql_rewrite(&r, STR("b = 1")), STR(""));
}

static void own_functions_and_collations(Arena *a)
{
    Diags diags = {.arena = a};
    Str text = translated(
        a, DIALECT_POSTGRES, DIALECT_POSTGRES,
        STR("CREATE SCHEMA s; CREATE COLLATION s.sorted (provider = icu, "
            "locale = 'de');"
            "CREATE FUNCTION s.slug(text) RETURNS text AS $$ $$;"
            "CREATE TABLE s.t (a text COLLATE s.sorted, b text DEFAULT "
            "s.slug('x'), CHECK (slug (a) <> ''));"
            "CREATE INDEX i ON s.t (lower(a)); CREATE INDEX k ON s.t "
            "(\"slug\"(a));"),
        &diags);
    const Str wanted[] = {
        STR("CREATE COLLATION IF NOT EXISTS s.sorted (provider = icu, "),
        STR("SET search_path = s, public;"),
        STR("a text COLLATE sorted"),
        STR("-- what makes b calls a function"),
        STR("CREATE INDEX i ON s.t (lower(a));"),
        STR("-- the index k calls a function"),
    };
    has_all(text, wanted, COUNT(wanted));
    CHECK(em_str_find(text, STR("CHECK"), 0) == NONE);
}

static void notes_stay_in_their_lines(Arena *a)
{
    Diags diags = {.arena = a};
    Str text = translated(a, DIALECT_POSTGRES, DIALECT_MYSQL,
                          STR("CREATE TABLE \"a\nDROP\" ();"
                              "CREATE VIEW \"v\nDROP\" AS SELECT 1;"
                              "CREATE TABLE t (\"c\nDROP\" point);"),
                          &diags);
    CHECK(em_str_find(text, STR("-- a DROP: "), 0) != NONE);
    CHECK(em_str_find(text, STR("-- view v DROP: "), 0) != NONE);
    CHECK(em_str_find(text, STR("-- c DROP: is a text"), 0) != NONE);
    CHECK(em_str_find(text, STR("\nDROP: "), 0) == NONE);
}

static void columns_of_a_diagram_stand_once(Arena *a)
{
    Diags diags = {.arena = a};
    Column columns[] = {{.name = STR("id"), .type = STR("int")},
                        {.name = STR("ID"), .type = STR("string")},
                        {.name = STR("id"), .type = STR("text")}};
    Table t = {.name = STR("t"), .columns = {columns, 3, 3}};
    Schema s = {.tables = {&t, 1, 1}};
    Buf mysql = {.arena = a}, postgres = {.arena = a};
    em_sql_put(&mysql, em_sql_translate(&s, DIALECT_MYSQL, NULL, a, &diags));
    CHECK(diags.list.n == 2);
    em_sql_put(&postgres,
               em_sql_translate(&s, DIALECT_POSTGRES, NULL, a, &diags));
    CHECK_STR(em_buf_str(&mysql),
              STR("\n-- ID: stands here again\n-- id: stands here again\n"
                  "CREATE TABLE `t` (\n    `id` int(11) NULL\n);\n\n"));
    CHECK_STR(em_buf_str(&postgres),
              STR("\n-- id: stands here again\n"
                  "CREATE TABLE t (\n    id integer,\n    \"ID\" text\n"
                  ");\n\n"));
}

static void parentheses_around_defaults_count_no_more(Arena *a)
{
    Sense sense = {.kind = SENSE_INT4};
    SqlRewrite r = {.from = DIALECT_SQLITE, .to = DIALECT_POSTGRES, .arena = a};
    Str type = STR("integer");
    CHECK_STR(em_sql_rewrite_default(&r, sense, type, STR("((1))")), STR("1"));
    CHECK_STR(em_sql_rewrite_default(&r, sense, type, STR("(-(1))")), STR(""));
    CHECK_STR(em_sql_rewrite_default(&r, sense, type, STR("((1)")), STR(""));
    CHECK_STR(em_sql_rewrite_default(&r, sense, type, STR("(1))")), STR(""));
    CHECK_STR(em_sql_rewrite_default(&r, sense, type, STR("(1)+(2)")), STR(""));
    CHECK_STR(em_sql_rewrite_default(&r, sense, type, STR("()")), STR(""));
}

/* ---- histories ------------------------------------------------------------
 */

/* True when each of the paths is before the next, and not the other way. */
static bool is_in_order(Str text)
{
    Str last = {0};
    while (text.n) {
        int end = em_str_find_char(text, ' ', 0);
        Str path = em_str_cut(text, 0, end == NONE ? text.n : end);
        text = em_str_cut(text, end == NONE ? text.n : end + 1, text.n);
        if (last.n && (em_sql_compare_files(last, path) >= 0 ||
                       em_sql_compare_files(path, last) <= 0))
            return false;
        last = path;
    }
    return true;
}

static void files_have_an_order(Arena *a)
{
    (void)a;
    CHECK(is_in_order(STR("m/a.sql m/V1__a.sql m/V1.1__b.sql m/V2_1__d.sql "
                          "m/V10__c.sql m/R__y.sql m/R__z.sql")));
    CHECK(is_in_order(STR("1_x.sql 9_x.up.sql 010_x.up.sql 10_x.up.sql")));
    CHECK(is_in_order(STR("m/1_a/up.sql m/1_a.sql m/2_b/up.sql")));
    CHECK(em_sql_leads_back(STR("m/1_a/down.sql")));
    CHECK(em_sql_leads_back(STR("1_x.DOWN.sql")));
    CHECK(em_sql_leads_back(STR("m/U1__a.sql")));
    CHECK(em_sql_leads_back(STR("down/1.sql")));
    CHECK(!em_sql_leads_back(STR("m/V1__down.sql")));
    CHECK(!em_sql_leads_back(STR("m/Users.sql")));
}

/* What a comment of a column `c` says, in words again, and what is left. */
static Str words_of(Arena *a, Str type, Str comment)
{
    Column c = {.name = STR("c"), .type = type, .comment = comment};
    Table t = {.name = STR("t")};
    DrawnWords words = {0};
    Buf out = {.arena = a};
    *PUSH(a, &t.columns) = c;
    *PUSH(a, &t.columns) = (Column){.name = STR("d")};
    *PUSH(a, &t.columns) = (Column){.name = STR("d, e")};
    em_sql_read_words(&t, &c, &words, a);
    if (c.nullable == NULLABLE_NO)
        em_put(&out, STR("[not null]"));
    if (c.value.kind != VALUE_UNSAID) {
        em_put(&out, STR("[value "));
        em_put_int(&out, c.value.kind);
        PUT(&out, STR(" "), c.value.text, STR("]"));
    }
    for (int i = 0; c.enum_values && i < c.enum_values->n; i++)
        PUT(&out, STR("["), c.enum_values->items[i], STR("]"));
    for (int i = 0; i < words.uniques.n; i++) {
        em_put(&out, STR("[unique"));
        for (int k = 0; k < words.uniques.items[i].n; k++)
            PUT(&out, STR(" <"), words.uniques.items[i].items[k], STR(">"));
        em_put(&out, STR("]"));
    }
    if (words.on_delete == ACTION_CASCADE)
        em_put(&out, STR("[cascade]"));
    em_put(&out, c.comment);
    return em_buf_str(&out);
}

static void words_in_comments_are_read_back(Arena *a)
{
    static const struct {
        Str type, comment, said;
    } rows[] = {
        {STR_INIT("text"), STR_INIT("not null; as typed"),
         STR_INIT("[not null]as typed")},
        {STR_INIT("text"),
         STR_INIT("not null, default 'a; b', on delete "
                  "cascade"),
         STR_INIT("[not null][value 1 'a; b'][cascade]")},
        {STR_INIT("text"), STR_INIT("unique with d, e, default now()"),
         STR_INIT("[value 1 now()][unique <c> <d, e>]")},
        {STR_INIT("text"), STR_INIT("unique with d; d"),
         STR_INIT("[unique <c> <d>]d")},
        {STR_INIT("s"), STR_INIT("in ('a', 'it''s', …)"),
         STR_INIT("[a][it's]")},
        {STR_INIT("int"), STR_INIT("identity"), STR_INIT("[value 4 ]")},
        {STR_INIT("int"), STR_INIT("generated as (a + b) * 2; sum"),
         STR_INIT("[value 5 (a + b) * 2]sum")},
        /* what people write */
        {STR_INIT("text"), STR_INIT("identity"), STR_INIT("identity")},
        {STR_INIT("text"), STR_INIT("not nullable"), STR_INIT("not nullable")},
        {STR_INIT("text"), STR_INIT("not null, I hope"),
         STR_INIT("[not null]I hope")},
        {STR_INIT("text"), STR_INIT("default draft"),
         STR_INIT("default draft")},
        {STR_INIT("int"), STR_INIT("default 5 days later"),
         STR_INIT("default 5 days later")},
        {STR_INIT("text"), STR_INIT("unique with care"),
         STR_INIT("unique with care")},
        /* what would not stay where it is */
        {STR_INIT("text"), STR_INIT("default 'a"), STR_INIT("default 'a")},
        {STR_INIT("text"), STR_INIT("default (a"), STR_INIT("default (a")},
        {STR_INIT("text"), STR_INIT("default f(1;DROP TABLE t)"),
         STR_INIT("default f(1;DROP TABLE t)")},
        {STR_INIT("text"), STR_INIT("default 1)--"), STR_INIT("default 1)--")},
        {STR_INIT("text"), STR_INIT("in ('a"), STR_INIT("in ('a")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK_STR(words_of(a, rows[i].type, rows[i].comment), rows[i].said);
}

static void drawn_types_are_the_dialects_own(Arena *a)
{
    static const struct {
        Dialect to;
        Str drawn, type;
    } rows[] = {
        {DIALECT_POSTGRES, STR_INIT("timestamp(3)"),
         STR_INIT("timestamp(3) without time zone")},
        {DIALECT_POSTGRES, STR_INIT("timestamp_with_time_zone?"),
         STR_INIT("timestamp with time zone")},
        {DIALECT_POSTGRES, STR_INIT("datetime"),
         STR_INIT("timestamp without time zone")},
        {DIALECT_POSTGRES, STR_INIT("text[]"), STR_INIT("text[]")},
        {DIALECT_POSTGRES, STR_INIT("citext"), STR_INIT("citext")},
        {DIALECT_POSTGRES, STR_INIT("order_status"), STR_INIT("")},
        {DIALECT_MYSQL, STR_INIT("int_unsigned"), STR_INIT("int(10) unsigned")},
        {DIALECT_MYSQL, STR_INIT("enum('a_b','c')"),
         STR_INIT("enum('a_b','c')")},
        {DIALECT_MYSQL, STR_INIT("mediumtext"), STR_INIT("mediumtext")},
        {DIALECT_MYSQL, STR_INIT("varchar"), STR_INIT("longtext")},
        {DIALECT_MYSQL, STR_INIT("jsonb"), STR_INIT("longtext")},
        {DIALECT_SQLITE, STR_INIT("int"), STR_INIT("INTEGER")},
        {DIALECT_SQLITE, STR_INIT("VARCHAR(9)"), STR_INIT("VARCHAR(9)")},
        {DIALECT_SQLITE, STR_INIT("string"), STR_INIT("TEXT")},
        {DIALECT_SQLITE, STR_INIT("UNSIGNED_BIG_INT"), STR_INIT("INTEGER")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK_STR(em_sql_type_of_drawn(rows[i].to, rows[i].drawn, a),
                  rows[i].type);
}

static Str forward(Arena *a, Str text)
{
    Source src = em_source_of(STR("t.sql"), text);
    em_sql_forward(&src, a);
    return src.text;
}

static void markers_say_what_leads_forward(Arena *a)
{
    CHECK_STR(forward(a, STR("-- migrate:up transaction:false\nA;\n"
                             "-- migrate:down\nB;\n")),
              STR("A;\n"));
    CHECK_STR(forward(a, STR("-- +goose Up\nA;\n-- +goose Down\nB;\n"
                             "-- +goose Up\nC;\n")),
              STR("A;\nC;\n"));
    CHECK_STR(forward(a, STR("A;\n-- //@UNDO\nB;\n")), STR("A;\n"));
    CHECK_STR(forward(a, STR("A;\n-- migrate: up\n")),
              STR("A;\n-- migrate: up\n"));
}

static void places_survive_markers(Arena *a)
{
    Source src =
        em_source_of(STR("t.sql"), STR("-- migrate:up\nA\n-- migrate:down\nB\n"
                                       "-- migrate:up\nC\n"));
    LineCursor cursor = {0};
    em_sql_forward(&src, a);
    CHECK_STR(src.text, STR("A\nC\n"));
    CHECK(em_source_line(&src, 2, &cursor).number == 6);
}

static void names_are_taken_once(Arena *a)
{
    CHECK_STR(PG("CREATE TABLE t (a int, b int); CREATE TABLE u (c int);"
                 "ALTER TABLE u RENAME TO t;"
                 "ALTER TABLE t RENAME COLUMN a TO b;"
                 "ALTER TABLE t RENAME COLUMN a TO a;"),
              STR("t: a integer, b integer\nu: c integer\n"
                  "the table \"t\" is already there\n"
                  "the column \"b\" is already there\n"));
    CHECK_STR(MYSQL("CREATE TABLE t (a int, b int); CREATE TABLE u (c int);"
                    "RENAME TABLE u TO t;"
                    "ALTER TABLE t CHANGE a b bigint;"
                    "DROP TABLE t; RENAME TABLE u TO t;"),
              STR("t: c int(11)\n"
                  "the table \"t\" is already there\n"
                  "the column \"b\" is already there\n"));
}

static const Test tests[] = {
    {"names are taken once", names_are_taken_once},
    {"words in comments are read back", words_in_comments_are_read_back},
    {"drawn types are the dialect's own", drawn_types_are_the_dialects_own},
    {"files have an order", files_have_an_order},
    {"markers say what leads forward", markers_say_what_leads_forward},
    {"places survive markers", places_survive_markers},
    {"quotes hide semicolons", quotes_hide_semicolons},
    {"comments hide semicolons", comments_hide_semicolons},
    {"bodies hold statements", bodies_hold_statements},
    {"clients have lines of their own", clients_have_lines},
    {"what has no end costs its line", what_has_no_end_costs_its_line},
    {"data is skipped", data_is_skipped},
    {"types are the engine's", types_are_the_engines},
    {"names are folded and found", names_are_folded_and_found},
    {"keys come in all forms", keys_come_in_all_forms},
    {"tables change", tables_change},
    {"dropping takes along what refers", dropping_takes_along},
    {"tables inherit", tables_inherit},
    {"queries give columns", queries_give_columns},
    {"enums evolve", enums_evolve},
    {"broken statements cost themselves", broken_statements_cost_themselves},
    {"any cut can be read", any_cut_can_be_read},
    {"dialects are told apart", dialects_are_told_apart},
    {"types are translated", types_are_translated},
    {"checks are translated or told", checks_are_translated_or_told},
    {"references are translated or told", references_are_translated_or_told},
    {"own functions and collations", own_functions_and_collations},
    {"notes stay in their lines", notes_stay_in_their_lines},
    {"columns of a diagram stand once", columns_of_a_diagram_stand_once},
    {"parentheses around defaults count no more",
     parentheses_around_defaults_count_no_more},
    {"every cut of an expression is translated",
     every_cut_of_an_expression_is_translated},
};

int main(void)
{
    return em_run_tests("sql", tests, COUNT(tests));
}
