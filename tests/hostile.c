/*
 * Hostile inputs: a table of {what, how to make it, what must come of it}.
 *
 *     hostile [--out DIR] [NAME]
 *
 * Each input runs in a process of its own that gets 1 GiB of memory and
 * TIME_LIMIT seconds (the sanitizers' builds get more), and goes through
 * reading, lint, every output the core writes, conversion and formatting. Some
 * have a later text, made in the same way, that they are compared with.
 * With --out the SVGs are left there for svg_check.
 */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* Seconds: of the processor, and by the clock, where other work may run. */
enum { TIME_LIMIT = SANITIZED ? 60 : 10, WAIT_LIMIT = 10 * TIME_LIMIT };
#define MEMORY_LIMIT ((rlim_t)1024 * 1024 * 1024)

/* What may come of an input. */
typedef enum {
    DRAWN = 1,   /* read and drawn, perhaps with warnings */
    REFUSED = 2, /* errors with a place */
    LIMITED = 4, /* memory or size ran out, with a status that says so */
    FOREIGN = 8, /* no diagram of ours */
    ANYTHING = 15
} Outcome;

typedef struct {
    const char *name;
    Str text; /* the input, or what make() repeats */
    void (*make)(Buf *b, Str text);
    int outcomes;
} Case;

static void as_it_is(Buf *b, Str text)
{
    em_put(b, text);
}

static void repeat(Buf *b, Str text, int times)
{
    for (int i = 0; i < times; i++)
        em_put(b, text);
}

/* The text so many times, between others. */
static void repeat_in(Buf *b, Str head, Str text, int times, Str tail)
{
    em_put(b, head);
    repeat(b, text, times);
    em_put(b, tail);
}

/* The text for each number from `first` to before `end`, which stands for each
 * # of it, and the one before for each @. */
static void put_numbered(Buf *b, Str text, int first, int end)
{
    for (int i = first; i < end; i++)
        for (int k = 0; k < text.n; k++)
            if (text.p[k] == '#')
                em_put_int(b, i);
            else if (text.p[k] == '@')
                em_put_int(b, i - 1);
            else
                em_put_char(b, text.p[k]);
}

static void many_entities(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    put_numbered(b, text, 0, 100000);
}

static void same_relation(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    repeat(b, text, 20000);
}

static void complete_graph(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    for (int i = 0; i < 150; i++)
        for (int j = 0; j < i; j++) {
            em_put(b, STR("n"));
            em_put_int(b, i);
            em_put(b, text);
            em_put(b, STR("n"));
            em_put_int(b, j);
            em_put(b, STR(" : x\n"));
        }
}

static void long_chain(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    for (int i = 0; i < 20000; i++) {
        em_put(b, STR("n"));
        em_put_int(b, i);
        em_put(b, text);
        em_put(b, STR("n"));
        em_put_int(b, i + 1);
        em_put(b, STR(" : x\n"));
    }
}

static void many_attributes(Buf *b, Str text)
{
    repeat_in(b, STR("erDiagram\nA {\n"), text, 100000, STR("}\n"));
}

static void in_a_name(Buf *b, Str text)
{
    repeat_in(b, STR("erDiagram\n\""), text, 10 * 1024 * 1024 / text.n,
              STR("\" ||--o{ B : x\n"));
}

static void in_a_label(Buf *b, Str text)
{
    repeat_in(b, STR("erDiagram\nA ||--o{ B : \""), text, 1024 * 1024 / text.n,
              STR("\"\n"));
}

static void in_a_comment(Buf *b, Str text)
{
    repeat_in(b, STR("erDiagram\nA {\n int id \""), text, 1024 * 1024 / text.n,
              STR("\"\n}\n"));
}

static void nested_subgraphs(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    put_numbered(b, text, 0, 100000);
    repeat_in(b, STR("A\n"), STR("end\n"), 100000, STR(""));
}

static void few_nested_subgraphs(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    put_numbered(b, text, 0, 60);
    repeat_in(b, STR("A ||--o{ B : x\n"), STR("end\n"), 60,
              STR("A ||--o{ C : out\n"));
}

static void a_lot(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    repeat(b, text, 1000000);
}

static void front_matter(Buf *b, Str text)
{
    PUT(b, STR("---\n"), text, STR("\n---\nerDiagram\nA ||--o{ B : x\n"));
}

static void deep_front_matter(Buf *b, Str text)
{
    repeat_in(b, STR("---\nconfig: "), text, 100000,
              STR("\n---\nerDiagram\nA\n"));
}

static void deep_directive(Buf *b, Str text)
{
    repeat_in(b, STR("%%{init: "), text, 100000, STR("}%%\nerDiagram\nA\n"));
}

static void over_the_limit(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\n"));
    repeat(b, text, (17 * 1024 * 1024) / text.n);
}

static void utf16(Buf *b, Str text)
{
    em_put(b, STR("\xFF\xFE"));
    for (int i = 0; i < text.n; i++) {
        em_put_char(b, text.p[i]);
        em_put_char(b, 0);
    }
}

static void in_markdown(Buf *b, Str text)
{
    PUT(b, STR("# T\n\n> - a\n>\n>   ~~~~mermaid\n>   erDiagram\n>   "), text,
        STR("\n>   ~~~~\n\nend\n"));
}

static void nested_quotes(Buf *b, Str text)
{
    repeat_in(b, STR("# T\n"), text, 50000,
              STR("```mermaid\nerDiagram\nA\n```\n"));
}

static void many_fences(Buf *b, Str text)
{
    repeat(b, text, 20000);
}

#define T(literal) STR_INIT(literal)

/* The text 100,000 times, with its number for each #. */
static void sql_numbered(Buf *b, Str text)
{
    em_put(b, STR("CREATE TYPE e AS ENUM (); CREATE TABLE t (a int);\n"));
    put_numbered(b, text, 0, 100000);
}

static void sql_columns(Buf *b, Str text)
{
    em_put(b, STR("CREATE TABLE t (first int"));
    put_numbered(b, text, 0, 300000);
    em_put(b, STR(");"));
}

/* The text 3,000 times, and of a table 20,000. */
static void sql_some(Buf *b, Str text)
{
    em_put(b, STR("CREATE TABLE t (a int, b int);\n"));
    put_numbered(b, text, 1, 3001);
}

static void sql_wide(Buf *b, Str text)
{
    em_put(b, STR("CREATE TABLE t (first int"));
    put_numbered(b, text, 0, 20000);
    em_put(b, STR(");"));
}

/* The text 200 times, among 20,000 other columns. */
static void sql_partly(Buf *b, Str text)
{
    em_put(b, STR("CREATE TABLE t (first int"));
    for (int i = 0; i < 200; i++) {
        put_numbered(b, text, i, i + 1);
        put_numbered(b, STR(", c# int"), 100 * i, 100 * i + 100);
    }
    em_put(b, STR(");"));
}

static void drawn_wide(Buf *b, Str text)
{
    em_put(b, STR("erDiagram\nt {\n"));
    put_numbered(b, text, 0, 20000);
    em_put(b, STR("}\n"));
}

static void sql_parentheses(Buf *b, Str text)
{
    em_put(b, STR("CREATE TABLE t (a int DEFAULT "));
    em_put_fill(b, '(', 1000000);
    em_put(b, text);
    em_put_fill(b, ')', 1000000);
    em_put(b, STR(");"));
}

static void d2_lines(Buf *b, Str text)
{
    put_numbered(b, text, 0, 20000);
}

/* The same, below globs and filters. */
static void d2_globbed(Buf *b, Str text)
{
    em_put(b, STR("**.style.fill: red\n*: {&shape: x; style.bold: true}\n"
                  "(** -> **)[*].style.stroke: blue\n"));
    put_numbered(b, text, 0, 2000);
}

/* Connections that have the same ends, each edited by its index. */
static void d2_indexed(Buf *b, Str text)
{
    repeat(b, STR("a -> b\n"), 10000);
    put_numbered(b, text, 0, 10000);
}

/* Each variable is made of two of the one before. */
static void d2_variables(Buf *b, Str text)
{
    em_put(b, STR("vars: {\n  v0: x\n"));
    put_numbered(b, text, 1, 60);
    em_put(b, STR("}\na: ${v59}\n"));
}

/* Each is nested in the one before. */
static void d2_nested(Buf *b, Str text)
{
    repeat(b, text, 100000);
}

static void d2_boards(Buf *b, Str text)
{
    put_numbered(b, STR("a#: {b -> c}\n"), 0, 2000);
    em_put(b, STR("steps: {\n"));
    put_numbered(b, text, 0, 1000);
    em_put(b, STR("}\n"));
}

static void d2_block(Buf *b, Str text)
{
    repeat_in(b, STR("a: |md\n"), text, 100000 / text.n, STR("\n|\n"));
}

static void d2_in(Buf *b, Str text)
{
    em_put(b, text);
    put_numbered(b, STR("c#: int\n"), 0, 20000);
    em_put(b, STR("}\n"));
}

static const Case cases[] = {
    {"empty text", T(""), as_it_is, REFUSED},
    {"only a header", T("erDiagram"), as_it_is, DRAWN},
    {"a name that closes text and opens a script",
     T("erDiagram\n\"</text><script>alert(1)</script>\" ||--o{ B : x\n"),
     as_it_is, DRAWN},
    {"a comment with an image and a handler",
     T("erDiagram\nA {\n int x \"<img src=x onerror=alert(1)>\"\n}\n"),
     as_it_is, DRAWN},
    {"a label that ends CDATA",
     T("erDiagram\nA ||--o{ B : \"]]><script>--><svg onload=alert(1)>\"\n"),
     as_it_is, DRAWN},
    {"accessibility texts with markup",
     T("erDiagram\naccTitle: </title><script>\naccDescr { </desc>"
       "<foreignObject> }\nA\n"),
     as_it_is, DRAWN},
    {"entities are not decoded into markup",
     T("erDiagram\n\"&#60;script&#62;\" ||--o{ B : \"#lt;script#gt;\"\n"),
     as_it_is, DRAWN},
    {"links that run code",
     T("erDiagram\nA[\"<a href='javascript:alert(1)'>x</a>\"]\n"
       "B[\"[x](data:text/html,y)\"]\n"),
     as_it_is, DRAWN},
    {"a class that closes its rule",
     T("erDiagram\nclassDef c fill:red;}*{display:none\nA:::c\n"), as_it_is,
     DRAWN | REFUSED},
    {"a fill that loads",
     T("erDiagram\nA\nstyle A fill:url(http://127.0.0.1/x)\n"), as_it_is,
     DRAWN | REFUSED},
    {"a stroke that computes",
     T("erDiagram\nA\nstyle A stroke:expression(1)\n"), as_it_is,
     DRAWN | REFUSED},
    {"a style that leaves its attribute",
     T("erDiagram\nA\nstyle A fill:#fff\" onload=\"alert(1)\n"), as_it_is,
     DRAWN | REFUSED},
    {"numbers that are none",
     T("erDiagram\nA\nstyle A font-size:1e308px,stroke-width:NaN,"
       "stroke:hsl(1e999;1;1),fill:rgb(,color:#\n"),
     as_it_is, DRAWN | REFUSED},
    {"theme CSS", T("config:\n  themeCSS: '@import url(//x)'"), front_matter,
     DRAWN},
    {"theme variables that leave the style",
     T("config:\n  themeVariables:\n    primaryColor: 'red}</style><script>'\n"
       "    fontFamily: \"x';}@import'\""),
     front_matter, DRAWN},
    {"security level", T("config:\n  securityLevel: loose"), front_matter,
     DRAWN},
    {"prototype keys",
     T("config:\n  __proto__:\n    x: 1\n  constructor:\n    prototype: 1"),
     front_matter, DRAWN},
    {"YAML anchors", T("a: &a [x]\nb: [*a, *a, *a]"), front_matter,
     DRAWN | REFUSED},
    {"YAML bomb",
     T("a: &a [l,l,l,l,l,l,l,l,l]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n"
       "c: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\n"
       "e: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]"),
     front_matter, DRAWN | REFUSED},
    {"YAML that is broken", T("a: [1, 2\nb: }{"), front_matter, REFUSED},
    {"YAML, deep", T("["), deep_front_matter, DRAWN | REFUSED | LIMITED},
    {"a directive, deep", T("["), deep_directive, DRAWN | REFUSED | LIMITED},
    {"a directive, deep objects", T("{\"a\":"), deep_directive,
     DRAWN | REFUSED | LIMITED},
    {"100,000 entities", T("entity_#\n"), many_entities, DRAWN | LIMITED},
    {"20,000 relations between two", T("A ||--o{ B : x\n"), same_relation,
     DRAWN | LIMITED},
    {"20,000 self relations", T("A ||--o{ A : x\n"), same_relation,
     DRAWN | LIMITED},
    {"a complete graph of 150", T(" ||--o{ "), complete_graph, DRAWN | LIMITED},
    {"a chain of 20,000", T(" ||--o{ "), long_chain, DRAWN | LIMITED},
    {"100,000 attributes", T("int a PK \"c\"\n"), many_attributes,
     DRAWN | LIMITED},
    {"a name of 10 MB", T("name"), in_a_name, DRAWN | LIMITED},
    {"a label of 1 MB of words", T("words of a label "), in_a_label,
     DRAWN | LIMITED},
    {"a label of 1 MB of breaks", T("<br>"), in_a_label, DRAWN | LIMITED},
    {"a label of 1 MB of stars", T("**a"), in_a_label, DRAWN | LIMITED},
    {"a label of 1 MB of generics", T("~L"), in_a_label, DRAWN | LIMITED},
    {"a label of 1 MB of entities", T("&amp;#9829;"), in_a_label,
     DRAWN | LIMITED},
    {"a comment of 1 MB without a space", T("x"), in_a_comment,
     DRAWN | LIMITED},
    {"a comment of 1 MB of Arabic", T("\xD8\xA7\xD8\xA8 "), in_a_comment,
     DRAWN | LIMITED},
    {"a comment of 1 MB of combining marks", T("\xCC\x81"), in_a_comment,
     DRAWN | LIMITED},
    {"a comment of 1 MB of emoji joiners", T("\xF0\x9F\x91\xA8\xE2\x80\x8D"),
     in_a_comment, DRAWN | LIMITED},
    {"100,000 nested subgraphs", T("subgraph s#\n"), nested_subgraphs,
     DRAWN | REFUSED | LIMITED},
    {"60 nested subgraphs", T("subgraph s#\n"), few_nested_subgraphs, DRAWN},
    {"a million braces", T("{"), a_lot, REFUSED | LIMITED},
    {"a million closing braces", T("}"), a_lot, REFUSED | LIMITED},
    {"a million quotes", T("\""), a_lot, ANYTHING},
    {"a million backticks", T("`"), a_lot, REFUSED | LIMITED},
    {"a million brackets", T("["), a_lot, REFUSED | LIMITED},
    {"a million percent signs", T("%"), a_lot, ANYTHING},
    {"a million colons", T(":"), a_lot, REFUSED | LIMITED},
    {"a million directives begun", T("%%{"), a_lot, ANYTHING},
    {"a million broken lines", T("A ||--\n"), a_lot, REFUSED | LIMITED},
    {"a million styles", T("style A fill:#f00\n"), a_lot, DRAWN | LIMITED},
    {"an unterminated string", T("erDiagram\nA ||--o{ B : \"x\nC\n"), as_it_is,
     REFUSED},
    {"an unterminated block", T("erDiagram\nA {\n int id\n"), as_it_is,
     REFUSED},
    {"an unterminated subgraph", T("erDiagram\nsubgraph s\nA\n"), as_it_is,
     REFUSED},
    {"an unterminated description", T("erDiagram\naccDescr {\nA\n"), as_it_is,
     REFUSED},
    {"17 MiB", T("entity\n"), over_the_limit, LIMITED},
    {"names of the language",
     T("erDiagram\n__proto__ ||--o{ constructor : x\n\"end\" ||--o{ "
       "\"subgraph\""
       " : x\n\"style\" ||--o{ \"1\" : x\n\"u\" ||--o{ \"o\" : x\n\"-\" ||--o{ "
       "\"*\" : x\n\"direction LR\" ||--o{ PK : x\n"),
     as_it_is, DRAWN},
    {"an empty name", T("erDiagram\n\"\" ||--o{ B : x\n"), as_it_is, REFUSED},
    {"a blank name", T("erDiagram\n\" \" ||--o{ B : x\n"), as_it_is, REFUSED},
    {"invalid UTF-8",
     T("erDiagram\n\"\xC0\xAF\xED\xA0\x80\xFF\" ||--o{ B : \"\x80\"\n"),
     as_it_is, DRAWN | REFUSED},
    {"control characters",
     T("erDiagram\n\"a\x01\x02\x1B[31m\x7F\" ||--o{ B : \"\xEF\xBF\xBE\"\n"),
     as_it_is, DRAWN | REFUSED},
    {"NUL bytes", T("erDiagram\n\"a\0b\" ||--o{ B : \"x\0y\"\n\0"), as_it_is,
     DRAWN | REFUSED},
    {"a byte order mark",
     T("\xEF\xBB\xBF"
       "erDiagram\nA ||--o{ B : x\n"),
     as_it_is, DRAWN | REFUSED},
    {"UTF-16", T("erDiagram\nA\n"), utf16, REFUSED},
    {"CR LF", T("erDiagram\r\nA {\r\n int id\r\n}\r\n"), as_it_is, DRAWN},
    {"CR alone", T("erDiagram\rA {\r int id\r}\r"), as_it_is, DRAWN},
    {"bidirectional overrides",
     T("erDiagram\n\"a\xE2\x80\xAE"
       "b\xE2\x81\xA6\" ||--o{ B : \"\xE2\x80\xAE\"\n"),
     as_it_is, DRAWN | REFUSED},
    {"two spellings of one letter",
     T("erDiagram\n\"\xC3\xA9\" ||--o{ \"e\xCC\x81\" : x\n"), as_it_is, DRAWN},
    {"private and unassigned characters",
     T("erDiagram\n\"\xEE\x80\x80\xF3\xB0\x80\x80\xF0\xBF\xBF\xBF\"\n"),
     as_it_is, DRAWN},
    {"a subgraph that holds itself",
     T("erDiagram\nsubgraph s\ns ||--o{ A : x\nsubgraph s\nB\nend\nend\n"
       "s ||--o{ s : y\n"),
     as_it_is, DRAWN | REFUSED},
    {"an empty subgraph with relations",
     T("erDiagram\nsubgraph s\nend\nsubgraph t\nend\ns ||--o{ t : x\n"),
     as_it_is, DRAWN},
    {"another diagram", T("sequenceDiagram\nA->>B: x\n"), as_it_is, FOREIGN},
    {"Markdown, nested fence", T("A ||--o{ B : \"<script>\""), in_markdown,
     DRAWN},
    {"Markdown, broken fence", T("A ||--"), in_markdown, REFUSED},
    {"Markdown, 50,000 quotes", T(">"), nested_quotes, ANYTHING},
    {"Markdown, 50,000 list items", T("- "), nested_quotes, ANYTHING},
    {"Markdown, 20,000 fences", T("```mermaid\nerDiagram\nA\n```\n\n"),
     many_fences, DRAWN | LIMITED},
    {"SQL, 300,000 columns", T(", c# int"), sql_columns, REFUSED | LIMITED},
    {"SQL, 100,000 keys", T("ALTER TABLE t ADD UNIQUE (a);\n"), sql_numbered,
     REFUSED | LIMITED},
    {"SQL, 100,000 enum values", T("ALTER TYPE e ADD VALUE 'v#';\n"),
     sql_numbered, REFUSED | LIMITED},
    {"SQL, 100,000 quotes without end", T("SELECT $q#$;\n"), sql_numbered,
     REFUSED},
    {"SQL, tables made and dropped",
     T("CREATE TABLE u# (a int); DROP TABLE u#;\n"), sql_numbered, ANYTHING},
    {"SQL, a column renamed again and again",
     T("ALTER TABLE t RENAME a TO b; ALTER TABLE t RENAME b TO a;\n"),
     sql_numbered, ANYTHING},
    {"SQL, 100,000 domains and checks",
     T("CREATE DOMAIN d# AS text; CREATE TABLE u# (a d#, CHECK (a <> '#'));\n"),
     sql_numbered, DRAWN | REFUSED | LIMITED},
    {"SQL, 100,000 serials",
     T("CREATE TABLE s# (a serial PRIMARY KEY REFERENCES t);\n"), sql_numbered,
     DRAWN | REFUSED | LIMITED},
    {"SQL, views that may have to go",
     T("CREATE VIEW v# AS SELECT a FROM t; CREATE TABLE u# (a int); "
       "DROP TABLE u# CASCADE;\n"),
     sql_numbered, ANYTHING},
    {"SQL, checks of a family",
     T("CREATE TABLE c# () INHERITS (t); ALTER TABLE t ADD CHECK (a > #);\n"),
     sql_numbered, ANYTHING},
    {"SQL, savepoints", T("BEGIN; SAVEPOINT s#; ROLLBACK TO s0;\n"),
     sql_numbered, ANYTHING},
    {"SQL, 100,000 bodies",
     T("DO $$ BEGIN IF EXISTS (SELECT 1) THEN CREATE INDEX ON t ((a + #)); "
       "END IF; END $$;\n"),
     sql_numbered, ANYTHING},
    {"SQL, a million parentheses", T("1"), sql_parentheses, DRAWN},
    {"SQL, partitions of each other",
     T("CREATE TABLE a (x int) PARTITION BY LIST (x); CREATE TABLE b (x int) "
       "PARTITION BY LIST (x); ALTER TABLE a ATTACH PARTITION b DEFAULT; ALTER "
       "TABLE b ATTACH PARTITION a DEFAULT; ALTER TABLE a ADD y int, DROP x; "
       "ALTER TABLE b ADD PRIMARY KEY (y); CREATE TABLE c (y int);"),
     as_it_is, DRAWN},
    {"SQL, markup in names",
     T("CREATE TABLE \"</text><script>\" (\"<b>&amp;\" int DEFAULT "
       "'<img onerror=x>', c \"\"\"\"); COMMENT ON TABLE \"</text><script>\" "
       "IS '</svg>';"),
     as_it_is, DRAWN},
    {"D2, a chain of 20,000", T("a# -> b#; b# -> c#\n"), d2_lines,
     DRAWN | LIMITED},
    {"D2, 20,000 objects", T("a#\n"), d2_lines, DRAWN | LIMITED},
    {"D2, 2,000 lines below globs", T("a# -> b#.c.d\n"), d2_globbed,
     DRAWN | LIMITED},
    {"D2, 2,000 deletions below globs", T("a#: {b}\na#.style: null\n"),
     d2_globbed, DRAWN | LIMITED},
    {"D2, everything with everything", T("a#\n** -> **\n"), d2_globbed,
     LIMITED},
    {"D2, edges by their index", T("(a -> b)[#].style.stroke: red\n"),
     d2_indexed, DRAWN | LIMITED},
    {"D2, edges deleted by their index", T("(a -> b)[#]: null\n"), d2_indexed,
     DRAWN | LIMITED},
    {"D2, texts that double", T("  v#: ${v@}${v@}\n"), d2_variables,
     REFUSED | LIMITED},
    {"D2, maps that double", T("  v#: {a: ${v@}; b: ${v@}}\n"), d2_variables,
     REFUSED | LIMITED},
    {"D2, variables of variables", T("  v#: ${v@}\n"), d2_variables, DRAWN},
    {"D2, deep maps", T("a: {"), d2_nested, REFUSED | LIMITED},
    {"D2, deep paths", T("a."), d2_nested, REFUSED | LIMITED},
    {"D2, deep arrays", T("a: [["), d2_nested, REFUSED | LIMITED},
    {"D2, deep groups", T("(a -> "), d2_nested, REFUSED | LIMITED},
    {"D2, deep boards", T("layers: {a: {x;"), d2_nested, REFUSED | LIMITED},
    {"D2, bars", T("|"), d2_nested, REFUSED | LIMITED},
    {"D2, substitutions begun", T("a: ${"), d2_nested, REFUSED | LIMITED},
    {"D2, underscores", T("_."), d2_nested, REFUSED | LIMITED},
    {"D2, stars", T("*"), d2_nested, DRAWN | REFUSED | LIMITED},
    {"D2, 1,000 steps of 2,000 objects", T("s#: {x# -> y}\n"), d2_boards,
     DRAWN | LIMITED},
    {"D2, Markdown of quotes", T(">"), d2_block, DRAWN | REFUSED | LIMITED},
    {"D2, Markdown of lists", T("- "), d2_block, DRAWN | REFUSED | LIMITED},
    {"D2, Markdown of brackets", T("[a]("), d2_block,
     DRAWN | REFUSED | LIMITED},
    {"D2, Markdown of stars", T("**a* "), d2_block, DRAWN | REFUSED | LIMITED},
    {"D2, Markdown of tags", T("<b>"), d2_block, DRAWN | REFUSED | LIMITED},
    {"D2, a table of 20,000 rows", T("t: {shape: sql_table\n"), d2_in,
     DRAWN | LIMITED},
    {"D2, a grid of 20,000 cells", T("g: {grid-columns: 100\n"), d2_in,
     DRAWN | LIMITED},
    {"D2, 20,000 actors", T("s: {shape: sequence_diagram\n"), d2_in,
     DRAWN | LIMITED},
    {"D2, links and pictures that run code",
     T("a: {link: \"javascript:alert(1)\"}\nb: {link: \"data:text/html,x\"}\n"
       "c: {icon: \"javascript:alert(1)\"}\nd: {icon: /etc/passwd}\n"
       "e: {icon: ../../../../../../etc/passwd}\nf: {icon: file:///etc/passwd}"
       "\ng: |md [x](javascript:alert(1)) ![y](http://127.0.0.1/y) |\n"),
     as_it_is, DRAWN | REFUSED},
    {"D2, Markdown with markup",
     T("a: |md <script>alert(1)</script> <img src='x' onerror='y'/> |\n"
       "b: |md <style>* {display: none}</style><b onclick='z'>b</b> |\n"),
     as_it_is, DRAWN | REFUSED},
    {"D2, names with markup",
     T("\"</text><script>\" -> \"]]><svg onload=x>\": \"<!--\" {\n"
       "  tooltip: \"</title><script>\"; class: \"\\\" onload=x\"\n}\n"),
     as_it_is, DRAWN},
    {"D2, colours that load",
     T("a: {style.fill: \"url(http://127.0.0.1/x)\"}\n"), as_it_is, REFUSED},
    {"D2, a gradient that loads",
     T("a: {style.fill: \"linear-gradient(red, url(#x))\"}\n"), as_it_is,
     DRAWN | REFUSED},
    {"D2, huge numbers",
     T("a: {width: 2147483647; height: 99999999999999999999}\n"
       "b: {grid-rows: 2147483647; grid-gap: 2147483647; c; d}\n"
       "e: {width: 2147483647; style.border-radius: 2147483647}\n"),
     as_it_is, DRAWN | REFUSED | LIMITED},
    {"D2, wide things", T("a#: {width: 2147483647; height: 2147483647}\n"),
     d2_lines, DRAWN | LIMITED},
    {"D2, imports without files", T("a: @/etc/passwd\n...@../../x\n"), as_it_is,
     REFUSED},
};

/* An earlier and a later schema. */
typedef struct {
    Case earlier, later;
} Change;

static const Change changes[] = {
    {{"diff, 3,000 tables that could be renamed",
      T("CREATE TABLE old_# (id int PRIMARY KEY, name text, v# int);\n"),
      sql_some, ANYTHING},
     {"", T("CREATE TABLE new_# (id int PRIMARY KEY, name text, w# int);\n"),
      sql_some, ANYTHING}},
    {{"diff, 200 of 20,000 columns that could be renamed",
      T(", old_name_# int"), sql_partly, ANYTHING},
     {"", T(", new_name_# int"), sql_partly, ANYTHING}},
    {{"diff, 20,000 columns of a plan", T(", c# int"), sql_wide, ANYTHING},
     {"", T("bigint c#\n"), drawn_wide, ANYTHING}},
    {{"diff, 3,000 columns that could have moved",
      T("CREATE TABLE u# (id int PRIMARY KEY, x# text, y# text, z text);\n"),
      sql_some, ANYTHING},
     {"", T("CREATE TABLE u# (id int PRIMARY KEY, x@ text, y@ text);\n"),
      sql_some, ANYTHING}},
    {{"diff, 3,000 indexes in another order",
      T("CREATE INDEX i# ON t (a, (b + #));\n"), sql_some, ANYTHING},
     {"", T("CREATE INDEX j# ON t ((b + #), a);\n"), sql_some, ANYTHING}},
    {{"diff, 3,000 checks, and references to one table",
      T("CREATE TABLE u# (a int CHECK (a > # AND (a < 9 OR a IN (1, 2))),"
        " r int);\n"),
      sql_some, ANYTHING},
     {"",
      T("CREATE TABLE u# (a int CHECK (a IN (1, 2, #)),"
        " r int REFERENCES u1 ON DELETE CASCADE);\n"),
      sql_some, ANYTHING}},
    {{"diff, 3,000 enums with other values",
      T("CREATE TYPE e# AS ENUM ('a', 'b', 'v#');\n"), sql_some, ANYTHING},
     {"", T("CREATE TYPE f# AS ENUM ('b', 'a', 'v@');\n"), sql_some, ANYTHING}},
};

static Outcome outcome_of(ErmaidStatus s)
{
    switch (s) {
    case ERMAID_OK: return DRAWN;
    case ERMAID_HAS_ERRORS: return REFUSED;
    case ERMAID_NO_MEMORY:
    case ERMAID_TOO_LARGE: return LIMITED;
    case ERMAID_UNSUPPORTED: return FOREIGN;
    case ERMAID_BAD_OPTION:
    case ERMAID_NOT_WRITTEN: break;
    }
    fprintf(stderr, "status %d\n", (int)s);
    exit(3);
}

/* Draws, converts and formats what was read. */
static Outcome use(Ermaid *d, const char *out, int number)
{
    ErmaidBytes bytes;
    ErmaidStatus status = ermaid_render(d, 0, ERMAID_SVG, &bytes);
    char path[4096];

    if (status == ERMAID_OK && out) {
        snprintf(path, sizeof path, "%s/%d.svg", out, number);
        write_file(path, bytes);
    }
    ermaid_render(d, 0, ERMAID_TXT, &bytes);
    ermaid_convert(d, 0, ERMAID_TO_JSON, &bytes);
    ermaid_convert(d, 0, ERMAID_TO_MERMAID, &bytes);
    ermaid_convert(d, 0, ERMAID_TO_SQL, &bytes);
    ermaid_format(d, &bytes);
    return outcome_of(status);
}

static Ermaid *read_text(const Case *c)
{
    Buf text = {.arena = plenty()};
    c->make(&text, c->text);
    Ermaid *d = ermaid_open(&(ErmaidOptions){.dialect = "postgres"});
    if (!d)
        exit(3);
    outcome_of(ermaid_read(d, ERMAID_AUTO, "input",
                           (ErmaidBytes){text.p, (size_t)text.n}));
    return d;
}

/* In the child: each form of what changed, in words and in pictures. */
static int run_change(const Change *c)
{
    Ermaid *old = read_text(&c->earlier), *new = read_text(&c->later);
    ErmaidVersion versions[] = {{old, 0, "old"}, {new, 0, "new"}};
    ErmaidBytes bytes;
    bool differs;
    int picture;

    if (ermaid_count(old) == 0 || ermaid_count(new) == 0)
        return 4;
    for (int f = ERMAID_DIFF_TEXT; f <= ERMAID_DIFF_SQL; f++)
        outcome_of(ermaid_diff(old, 0, new, 0, NULL, (ErmaidDiffFormat)f,
                               &differs, &bytes));
    if (ermaid_diff_picture(old, 0, new, 0, NULL, &differs, &picture) ==
        ERMAID_OK)
        outcome_of(ermaid_render(new, picture, ERMAID_SVG, &bytes));
    if (ermaid_timeline(new, versions, COUNT(versions), NULL, &differs,
                        &picture) == ERMAID_OK)
        outcome_of(ermaid_render(new, picture, ERMAID_HTML, &bytes));
    ermaid_close(old);
    ermaid_close(new);
    return 0;
}

/* In the child: 0 when the outcome is among those allowed. */
static int run_case(const Case *c, const char *out, int number)
{
    Buf text = {.arena = plenty()};
    c->make(&text, c->text);
    /* MySQL's is the dialect that takes the least */
    Ermaid *d = ermaid_open(&(ErmaidOptions){.to_dialect = "mysql"});
    if (!d)
        return 3;

    ErmaidLang lang =
        strncmp(c->name, "D2, ", 4) == 0 ? ERMAID_D2 : ERMAID_AUTO;
    ErmaidStatus status =
        ermaid_read(d, lang, "input", (ErmaidBytes){text.p, (size_t)text.n});
    Outcome outcome = outcome_of(status);
    if (status == ERMAID_OK && ermaid_count(d) > 0)
        outcome = use(d, out, number);
    ermaid_check(d);
    for (int f = ERMAID_MESSAGES_TEXT; f <= ERMAID_MESSAGES_GITHUB; f++)
        ermaid_messages(d, (ErmaidMessages)f);
    if (outcome == REFUSED && ermaid_errors(d) == 0)
        return 4;
    ermaid_close(d);
    if (!(c->outcomes & (int)outcome))
        fprintf(stderr, "outcome %d, allowed %d\n", (int)outcome, c->outcomes);
    return c->outcomes & (int)outcome ? 0 : 5;
}

/* Runs a case, or a change (the other one is NULL), in a child; true when it
 * did what it should. */
static bool survives(const Case *c, const Change *change, const char *out,
                     int number)
{
    struct timespec from, to;
    int status;

    fflush(stdout);
    clock_gettime(CLOCK_MONOTONIC, &from);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit memory = {MEMORY_LIMIT, MEMORY_LIMIT};
        struct rlimit processor = {TIME_LIMIT, TIME_LIMIT};
        if (!SANITIZED)
            setrlimit(RLIMIT_AS, &memory);
        setrlimit(RLIMIT_CPU, &processor);
        alarm(WAIT_LIMIT);
        _exit(change ? run_change(change) : run_case(c, out, number));
    }
    if (child < 0 || waitpid(child, &status, 0) < 0) {
        perror("fork");
        exit(2);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    bool ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    printf("%-6s %6.2f s  %s", ok ? "ok" : "FAILED",
           (double)(to.tv_sec - from.tv_sec) +
               (double)(to.tv_nsec - from.tv_nsec) / 1e9,
           change ? change->earlier.name : c->name);
    if (WIFSIGNALED(status))
        printf(" (signal %d)", WTERMSIG(status));
    else if (!ok)
        printf(" (code %d)", WEXITSTATUS(status));
    printf("\n");
    return ok;
}

int main(int argc, char **argv)
{
    const char *out = NULL, *only = NULL;
    int failed = 0, run = 0;

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            out = argv[++i];
        else
            only = argv[i];
    if (out)
        mkdir(out, 0777);
    for (int i = 0; i < COUNT(cases); i++)
        if (!only || strstr(cases[i].name, only)) {
            run++;
            failed += !survives(&cases[i], NULL, out, i);
        }
    for (int i = 0; i < COUNT(changes); i++)
        if (!only || strstr(changes[i].earlier.name, only)) {
            run++;
            failed += !survives(NULL, &changes[i], NULL, 0);
        }
    printf("%d cases, %d failed\n", run, failed);
    return failed > 0 || run == 0;
}
