/*
 * sql/: statements that change what is there lead to what the engine has then.
 * The second text of each pair is what its dump says.
 */
#include "diff/diff.h"
#include "read_sql.h"

typedef struct {
    Str statements, dump;
} Pair;

/* What still differs behind the statements, of all pairs. */
static Str differences(Arena *a, Dialect dialect, const Pair *pairs, int n)
{
    static const DiffOptions options = {.no_renames = true};
    Buf out = {.arena = a};
    Dangers none = {0};
    for (int i = 0; i < n; i++) {
        const Diff *d = em_diff(read_sql(a, dialect, pairs[i].statements),
                                read_sql(a, dialect, pairs[i].dump), &options,
                                a, em_test_scratch(a));
        if (d->is_changed)
            em_diff_put_text(&out, d, &none, false);
    }
    return em_buf_str(&out);
}

#define CHECK_PAIRS(a, dialect, pairs) \
    CHECK_STR(differences(a, dialect, pairs, COUNT(pairs)), (Str){0})

static void what_differs_is_found(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int); ALTER TABLE t ADD b int"),
         STR_INIT("CREATE TABLE t (a int)")},
    };
    CHECK_STR(differences(a, DIALECT_POSTGRES, pairs, 1),
              STR("~ t\n  - b  int\n"));
}

/* ---- PostgreSQL -----------------------------------------------------------
 */

static void cascade_takes_references_along(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE p (id int PRIMARY KEY, n text UNIQUE);"
                  "CREATE TABLE c (p int REFERENCES p, n text REFERENCES p (n),"
                  " m text REFERENCES p (n));"
                  "ALTER TABLE p DROP CONSTRAINT p_pkey CASCADE"),
         STR_INIT("CREATE TABLE p (id int NOT NULL, n text UNIQUE);"
                  "CREATE TABLE c (p int, n text REFERENCES p (n),"
                  " m text REFERENCES p (n))")},
        {STR_INIT("CREATE TABLE p (a int); CREATE UNIQUE INDEX i ON p (a);"
                  "CREATE TABLE c (p int REFERENCES p (a));"
                  "DROP INDEX i CASCADE"),
         STR_INIT("CREATE TABLE p (a int); CREATE TABLE c (p int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void columns_take_what_names_them_along(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int, b text, c text, g int GENERATED "
                  "ALWAYS AS (a + 1) STORED, h text);"
                  "CREATE INDEX i ON t (lower(b)); CREATE INDEX j ON t (h) "
                  "WHERE b > 'x'; CREATE INDEX k ON t (h) INCLUDE (b);"
                  "CREATE INDEX l ON t (lower(c));"
                  "ALTER TABLE t DROP b, DROP a CASCADE"),
         STR_INIT("CREATE TABLE t (c text, h text);"
                  "CREATE INDEX l ON t (lower(c))")},
        {STR_INIT("CREATE TABLE t (a int, b int CHECK (b > 0));"
                  "CREATE INDEX i ON t (b DESC, (a + b)) WHERE b > a;"
                  "ALTER TABLE t RENAME b TO \"B\""),
         STR_INIT("CREATE TABLE t (a int, \"B\" int CHECK (\"B\" > 0));"
                  "CREATE INDEX i ON t (\"B\" DESC, (a + \"B\")) "
                  "WHERE \"B\" > a")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void constraints_are_altered(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int REFERENCES p, b int);"
                  "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (b) REFERENCES p "
                  "NOT VALID; ALTER TABLE c VALIDATE CONSTRAINT k,"
                  " ALTER CONSTRAINT c_a_fkey DEFERRABLE INITIALLY DEFERRED"),
         STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int REFERENCES p DEFERRABLE,"
                  " b int REFERENCES p)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void names_that_the_engine_makes_are_known(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int CHECK (a > b), b int, s text);"
                  "CREATE INDEX ON t (lower(s)); CREATE INDEX ON t ((a + b), "
                  "(a - b)); CREATE INDEX ON t (a) INCLUDE (b);"
                  "ALTER TABLE t DROP CONSTRAINT t_check;"
                  "DROP INDEX t_lower_idx, t_expr_expr1_idx, t_a_b_idx"),
         STR_INIT("CREATE TABLE t (a int, b int, s text)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void families_change(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE p (a int, b int); CREATE TABLE c (k int) "
                  "INHERITS (p); ALTER TABLE p ADD CHECK (a > 0);"
                  "ALTER TABLE c NO INHERIT p; ALTER TABLE p ADD z int"),
         STR_INIT("CREATE TABLE p (a int CHECK (a > 0), b int, z int);"
                  "CREATE TABLE c (a int CHECK (a > 0), b int, k int)")},
        {STR_INIT("CREATE TABLE p (a int); CREATE TABLE c (a int);"
                  "ALTER TABLE c INHERIT p; ALTER TABLE p ADD b int;"
                  "ALTER TABLE p DROP a; CREATE TABLE d () INHERITS (p);"
                  "DROP TABLE p CASCADE; CREATE TABLE x (a int)"),
         STR_INIT("CREATE TABLE x (a int)")},
        {STR_INIT("CREATE TABLE u (id int PRIMARY KEY);"
                  "CREATE TABLE p (a int NOT NULL, u int REFERENCES u,"
                  " UNIQUE (a)) PARTITION BY LIST (a);"
                  "CREATE TABLE c (a int NOT NULL, u int);"
                  "ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1);"
                  "ALTER TABLE p DETACH PARTITION c; ALTER TABLE p ADD x int"),
         STR_INIT("CREATE TABLE u (id int PRIMARY KEY);"
                  "CREATE TABLE p (a int NOT NULL, u int REFERENCES u, x int,"
                  " UNIQUE (a)) PARTITION BY LIST (a);"
                  "CREATE TABLE c (a int NOT NULL UNIQUE,"
                  " u int REFERENCES u)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void the_path_is_reset(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE SCHEMA s; SET search_path = s; CREATE TABLE t (a "
                  "int); RESET search_path; CREATE TABLE t (b int);"
                  "SET search_path TO s; SET search_path TO DEFAULT;"
                  "ALTER TABLE t ADD c int"),
         STR_INIT("CREATE TABLE s.t (a int); CREATE TABLE t (b int, c int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

/* The messages of a text. */
static Str warnings_of(Arena *a, Dialect dialect, Str text)
{
    Source *src = NEW(a, Source);
    Schema *s = NEW(a, Schema);
    Diags diags = {.arena = a};
    Buf out = {.arena = a};
    *src = em_source_of(STR("t.sql"), text);
    em_sql_read(&src, 1, &(SqlOptions){.dialect = dialect}, a,
                em_test_scratch(a), &diags, s);
    for (int i = 0; i < diags.list.n; i++)
        PUT(&out, diags.list.items[i].message, STR("\n"));
    return em_buf_str(&out);
}

static void what_an_engine_refuses_is_told(Arena *a)
{
    CHECK_STR(
        warnings_of(a, DIALECT_POSTGRES,
                    STR("CREATE TYPE e AS ENUM ('a');"
                        "ALTER TYPE e ADD VALUE 'a';"
                        "ALTER TYPE e ADD VALUE IF NOT EXISTS 'a';"
                        "ALTER TYPE e ADD VALUE 'b' AFTER 'c';"
                        "ALTER TYPE e RENAME VALUE 'x' TO 'y';"
                        "CREATE TABLE t (a int PRIMARY KEY);"
                        "CREATE INDEX ON t (b);"
                        "CREATE INDEX ON t (public.f(a));"
                        "ALTER TABLE t ADD UNIQUE (c), ADD PRIMARY KEY (a),"
                        " ADD FOREIGN KEY (d) REFERENCES t")),
        STR("the value \"a\" is already there\n"
            "the value \"c\" is not there\n"
            "the value \"x\" is not there\n"
            "there is no column \"b\"\n"
            "there is no column \"c\"\n"
            "the table has a primary key already\n"
            "there is no column \"d\"\n"));
}

static void functions_have_schemas(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a text); CREATE UNIQUE INDEX i ON t "
                  "(public.f(a))"),
         STR_INIT("CREATE TABLE t (a text); CREATE UNIQUE INDEX i ON t "
                  "(f(a))")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void views_go_with_what_they_read(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int, b int); CREATE TABLE u (a int);"
                  "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT "
                  "1 FROM u JOIN v ON true; CREATE VIEW x AS SELECT b FROM t;"
                  "CREATE VIEW y AS SELECT t FROM (SELECT 1 AS t) AS z;"
                  "ALTER TABLE t DROP a CASCADE"),
         STR_INIT("CREATE TABLE t (b int); CREATE TABLE u (a int);"
                  "CREATE VIEW x AS SELECT 1; CREATE VIEW y AS SELECT 1")},
        {STR_INIT("CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1;"
                  "CREATE OR REPLACE VIEW v AS SELECT * FROM public.t;"
                  "DROP TABLE t CASCADE; CREATE TABLE u (a int)"),
         STR_INIT("CREATE TABLE u (a int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void bodies_are_run(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int);"
                  "DO $$ DECLARE r record; BEGIN\n"
                  "IF NOT EXISTS (SELECT 1) THEN ALTER TABLE t ADD b int;\n"
                  "ELSE CREATE TABLE no (a int); END IF;\n"
                  "IF EXISTS (SELECT 1) THEN ALTER TABLE t DROP CONSTRAINT x;"
                  " END IF;\n"
                  "FOR r IN SELECT 1 LOOP EXECUTE 'DROP TABLE t'; END LOOP;\n"
                  "EXECUTE 'ALTER TABLE t ADD c int';\n"
                  "EXECUTE 'ALTER TABLE ' || 't' || ' ADD d int';\n"
                  "EXCEPTION WHEN duplicate_object THEN DROP TABLE t;\n"
                  "END $$;"
                  "DO $x$ BEGIN CREATE TABLE t (z int); END $x$"),
         STR_INIT("CREATE TABLE t (a int, b int, c int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

static void what_is_rolled_back_was_not(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int); BEGIN; DROP TABLE t; ROLLBACK;"
                  "ROLLBACK; START TRANSACTION; ALTER TABLE t ADD b int;"
                  "SAVEPOINT s; ALTER TABLE t ADD c int; ROLLBACK TO "
                  "SAVEPOINT s; ALTER TABLE t ADD d int; COMMIT; ROLLBACK"),
         STR_INIT("CREATE TABLE t (a int, b int, d int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
    CHECK_PAIRS(a, DIALECT_SQLITE, pairs);
}

static void temporary_tables_hide_others(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int); CREATE TEMP TABLE t (x int);"
                  "ALTER TABLE t ADD y int; DROP TABLE t;"
                  "ALTER TABLE t ADD b int"),
         STR_INIT("CREATE TABLE t (a int, b int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
    CHECK_PAIRS(a, DIALECT_SQLITE, pairs);
}

static void types_of_expressions_are_not_known(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int); CREATE TABLE u AS SELECT a, a + 1 "
                  "AS b FROM t; CREATE TABLE v AS TABLE t"),
         STR_INIT("CREATE TABLE t (a int); CREATE TABLE u (a int, b bigint);"
                  "CREATE TABLE v (a int)")},
    };
    CHECK_PAIRS(a, DIALECT_POSTGRES, pairs);
}

/* ---- SQLite ---------------------------------------------------------------
 */

static void sqlite_has_types_of_its_own_for_queries(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a integer, b varchar(9), c decimal, d, "
                  "e double); CREATE TABLE u AS SELECT *, a + 1 AS f FROM t"),
         STR_INIT("CREATE TABLE t (a integer, b varchar(9), c decimal, d, "
                  "e double); CREATE TABLE u (a INT, b TEXT, c NUM, d, e REAL,"
                  " f)")},
    };
    CHECK_PAIRS(a, DIALECT_SQLITE, pairs);
}

static void references_may_stay_with_a_name(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE p (id integer PRIMARY KEY); CREATE TABLE c (p "
                  "int REFERENCES p (id)); PRAGMA legacy_alter_table=1;"
                  "ALTER TABLE p RENAME TO old; CREATE TABLE p (id integer "
                  "PRIMARY KEY, x int); DROP TABLE old"),
         STR_INIT("CREATE TABLE c (p int REFERENCES p (id));"
                  "CREATE TABLE p (id integer PRIMARY KEY, x int)")},
    };
    CHECK_PAIRS(a, DIALECT_SQLITE, pairs);
}

static void shadows_of_virtual_tables_are_none(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE VIRTUAL TABLE f USING fts5(t)"),
         STR_INIT("CREATE VIRTUAL TABLE f USING fts5(t);"
                  "CREATE TABLE IF NOT EXISTS 'f_data'(id INTEGER PRIMARY KEY, "
                  "block BLOB)")},
    };
    CHECK_PAIRS(a, DIALECT_SQLITE, pairs);
}

/* ---- MySQL ----------------------------------------------------------------
 */

static void references_leave_their_indexes(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int, b int REFERENCES p (id), CONSTRAINT f"
                  " FOREIGN KEY (a) REFERENCES p (id));"
                  "ALTER TABLE c DROP FOREIGN KEY f, DROP FOREIGN KEY "
                  "c_ibfk_1; ALTER TABLE c DROP INDEX b"),
         STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int, b int, KEY f (a))")},
        {STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int, b int, FOREIGN KEY (a) REFERENCES "
                  "p (id)); CREATE INDEX own ON c (a, b);"
                  "ALTER TABLE c DROP FOREIGN KEY c_ibfk_1"),
         STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int, b int, KEY own (a, b))")},
        {STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES p (id));"
                  "CREATE TABLE d LIKE c; RENAME TABLE c TO e;"
                  "ALTER TABLE e DROP FOREIGN KEY e_ibfk_1, DROP KEY a"),
         STR_INIT("CREATE TABLE p (id int PRIMARY KEY);"
                  "CREATE TABLE d (a int, KEY a (a)); CREATE TABLE e (a int)")},
    };
    CHECK_PAIRS(a, DIALECT_MYSQL, pairs);
}

static void checks_belong_to_columns(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int CHECK (a > 0), b int CHECK (b > 0),"
                  " c json, d int, CHECK (d > 0), CHECK (d > 1));"
                  "ALTER TABLE t MODIFY a int, CHANGE b e int,"
                  " DROP CONSTRAINT CONSTRAINT_2, ADD f json"),
         STR_INIT("CREATE TABLE t (a int, e int, c longtext COLLATE utf8mb4_bin"
                  " CHECK (json_valid(`c`)), d int, f longtext COLLATE "
                  "utf8mb4_bin CHECK (json_valid(`f`)), CHECK (d > 0))")},
    };
    CHECK_PAIRS(a, DIALECT_MYSQL, pairs);
}

static void columns_keep_their_collation(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a text, b int, c text COLLATE latin1_bin) "
                  "DEFAULT CHARSET=latin1;"
                  "ALTER TABLE t DEFAULT CHARACTER SET utf8mb4;"
                  "ALTER TABLE t ADD d text"),
         STR_INIT("CREATE TABLE t (a text CHARACTER SET latin1, b int,"
                  " c text COLLATE latin1_bin, d text) CHARSET=utf8mb4")},
        {STR_INIT("CREATE TABLE t (a text COLLATE latin1_bin) CHARSET latin1;"
                  "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4"),
         STR_INIT("CREATE TABLE t (a text) CHARSET=utf8mb4")},
    };
    CHECK_PAIRS(a, DIALECT_MYSQL, pairs);
}

static void indexes_have_names_of_their_table(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (a int, b int, c text, KEY k (a));"
                  "CREATE TABLE u (a int, b int);"
                  "CREATE INDEX IF NOT EXISTS k ON u (b);"
                  "CREATE INDEX IF NOT EXISTS k ON t (b);"
                  "ALTER TABLE u ADD INDEX IF NOT EXISTS k (a);"
                  "CREATE OR REPLACE INDEX k ON t (b DESC);"
                  "CREATE FULLTEXT INDEX f ON t (c);"
                  "DROP INDEX IF EXISTS gone ON t"),
         STR_INIT("CREATE TABLE t (a int, b int, c text, KEY k (b DESC),"
                  " FULLTEXT KEY f (c)); CREATE TABLE u (a int, b int, KEY k "
                  "(b))")},
        {STR_INIT(
             "CREATE TABLE t (a int, b int, c char(9), KEY k (c(5), a, b));"
             "ALTER TABLE t DROP a"),
         STR_INIT("CREATE TABLE t (b int, c char(9), KEY k (c(5), b))")},
    };
    CHECK_PAIRS(a, DIALECT_MYSQL, pairs);
}

static void queries_give_mysql_what_columns_are(Arena *a)
{
    static const Pair pairs[] = {
        {STR_INIT("CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, "
                  "b int DEFAULT 3 COMMENT 'c'); CREATE TABLE u (b bigint) "
                  "SELECT * FROM t; ALTER TABLE x.u ADD z int"),
         STR_INIT("CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, "
                  "b int DEFAULT 3 COMMENT 'c'); CREATE TABLE u (b bigint, "
                  "id int NOT NULL DEFAULT 0, z int)")},
    };
    CHECK_PAIRS(a, DIALECT_MYSQL, pairs);
}

static const Test tests[] = {
    {"what differs is found", what_differs_is_found},
    {"CASCADE takes references along", cascade_takes_references_along},
    {"columns take what names them along", columns_take_what_names_them_along},
    {"constraints are altered", constraints_are_altered},
    {"names that the engine makes are known",
     names_that_the_engine_makes_are_known},
    {"families change", families_change},
    {"the path is reset", the_path_is_reset},
    {"what an engine refuses is told", what_an_engine_refuses_is_told},
    {"functions have schemas", functions_have_schemas},
    {"views go with what they read", views_go_with_what_they_read},
    {"bodies are run", bodies_are_run},
    {"what is rolled back was not", what_is_rolled_back_was_not},
    {"temporary tables hide others", temporary_tables_hide_others},
    {"types of expressions are not known", types_of_expressions_are_not_known},
    {"SQLite has types of its own for queries",
     sqlite_has_types_of_its_own_for_queries},
    {"references may stay with a name", references_may_stay_with_a_name},
    {"shadows of virtual tables are none", shadows_of_virtual_tables_are_none},
    {"references leave their indexes", references_leave_their_indexes},
    {"checks belong to columns", checks_belong_to_columns},
    {"columns keep their collation", columns_keep_their_collation},
    {"indexes have names of their table", indexes_have_names_of_their_table},
    {"queries give MySQL what columns are",
     queries_give_mysql_what_columns_are},
};

int main(void)
{
    return em_run_tests("replay", tests, COUNT(tests));
}
