/*
 * D2's intermediate tree: what statements, globs, variables, imports and boards
 * amount to.
 */
#include "d2/d2_ir.h"
#include "test.h"

/* ------------------------------------------------------------- helpers */

/* Files that can be imported, for the reader. */
typedef struct {
    Str path, text;
} File;

typedef struct {
    const File *items;
    int n;
} Files;

static bool read_file(void *ctx, Str path, Str *text, Str *why)
{
    const Files *files = ctx;
    for (int i = 0; i < files->n; i++)
        if (em_str_eq(files->items[i].path, path)) {
            *text = files->items[i].text;
            return true;
        }
    *why = STR("there is no such file");
    return false;
}

/* An arena that is emptied with another one. */
/* The tree of a text, or its first error, or the limit. */
static Str compile(Arena *a, Str text, Files files)
{
    Diags diags = {.arena = a};
    Source *src = NEW(a, Source);
    D2Reader reader = {read_file, &files};
    Buf out = {.arena = a};

    *src = em_source_of(STR("dir/in.d2"), text);
    const D2Map *file = em_d2_parse(src, a, &diags);
    CHECK(diags.errors == 0);
    const D2Ir *ir =
        em_d2_compile_ir(file, &reader, a, em_test_scratch(a), &diags);
    if (ir->limit.n) {
        em_put(&out, ir->limit);
    } else if (diags.errors) {
        const Diag *d = &diags.list.items[0];
        LineCursor cursor = {0};
        Line line = em_source_line(d->source, d->span.at, &cursor);
        em_put_int(&out, line.number);
        em_put_char(&out, ':');
        em_put_int(&out, line.column);
        PUT(&out, STR(" "), d->code);
    } else {
        em_d2_dump_ir(&out, ir->root);
    }
    return em_buf_str(&out);
}

/* The dump without the places, which few tests are about. */
static Str without_places(Arena *a, Str dump)
{
    Buf out = {.arena = a};
    for (int i = 0; i < dump.n; i++) {
        if (em_str_starts(em_str_cut(dump, i, dump.n), STR(" @")))
            while (i < dump.n && dump.p[i] != '\n')
                i++;
        em_put_char(&out, dump.p[i]);
    }
    return em_buf_str(&out);
}

typedef struct {
    Str text, want;
} Case;

static void check_cases(Arena *a, const Case *cases, int n)
{
    for (int i = 0; i < n; i++)
        CHECK_STR(without_places(a, compile(a, cases[i].text, (Files){0})),
                  cases[i].want);
}

/* ------------------------------------------------------------- tests */

static void paths_make_fields(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a.b: x\nA.B.c"), STR_INIT("a\n  b: \"x\"\n    c\n")},
        {STR_INIT("a: {_.b; c: {_._.d}}"), STR_INIT("a\n  c\nb\nd\n")},
        {STR_INIT("\xC3\x89 -> \xC3\xA9"),
         STR_INIT("\xC3\x89\n(\xC3\x89 -> \xC3\x89)[0]\n")},
        {STR_INIT("x.label: a; x.\"label\": b"),
         STR_INIT("x\n  label: \"a\"\n  \"label\": \"b\"\n")},
        {STR_INIT("x: [1; [2; a]; {k}]"),
         STR_INIT("x\n  -: \"1\"\n  -\n    -: \"2\"\n    -: \"a\"\n  -\n"
                  "    k\n")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void edges_have_an_identity(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a.b -> a.c -> a.b\na: {b -> c: two}"),
         STR_INIT("a\n  b\n  c\n  (b -> c)[0]\n  (c -> b)[0]\n"
                  "  (b -> c)[1]: \"two\"\n")},
        {STR_INIT("a <- b\na -- b\na: {_.x -> y}"),
         STR_INIT("a\n  y\nb\nx\n(a <-- b)[0]\n(a -- b)[0]\n(x -> a.y)[0]\n")},
        {STR_INIT("a -> b: 0; a -> b: 1; a -> b: 2\n(a -> b)[0]: null\n"
                  "(a -> b)[1]: one"),
         STR_INIT("a\nb\n(a -> b)[0]: \"one\"\n(a -> b)[1]: \"2\"\n")},
        {STR_INIT("a -> b; a -> b\n(a -> b)[*].style.opacity: 0.1"),
         STR_INIT("a\nb\n(a -> b)[0]\n  style\n    opacity: \"0.1\"\n"
                  "(a -> b)[1]\n  style\n    opacity: \"0.1\"\n")},
    };
    check_cases(a, cases, COUNT(cases));
}

/* Maps with many edges have an index of them, until one goes. */
static void edges_are_found_among_many(Arena *a)
{
    Buf text = {.arena = a}, want = {.arena = a};

    em_put(&want, STR("a\nB\n"));
    for (int i = 0; i < 20; i++)
        em_put(&text, STR("a -> B\n"));
    em_put(&text, STR("(a -> b)[18]: x\n(a -> b)[3]: null\n(A -> b)[19]: y\n"
                      "a -> b: z"));
    for (int i = 0; i < 20; i++) {
        em_put(&want, STR("(a -> B)["));
        em_put_int(&want, i);
        PUT(&want, STR("]"),
            i == 17   ? STR(": \"x\"")
            : i == 18 ? STR(": \"y\"")
            : i == 19 ? STR(": \"z\"")
                      : STR(""),
            STR("\n"));
    }
    CHECK_STR(without_places(a, compile(a, em_buf_str(&text), (Files){0})),
              em_buf_str(&want));
}

static void null_and_suspend_take_away(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a.b -> c\na.b: null"), STR_INIT("a\nc\n")},
        {STR_INIT("a.style.fill: red\na.style.fill: null"), STR_INIT("a\n")},
        {STR_INIT("a: suspend\na -> b"), STR_INIT("b\n")},
        {STR_INIT("a -> b\n**: suspend\n(a -> b)[0]: unsuspend\nc"),
         STR_INIT("a\nb\nc\n(a -> b)[0]\n")},
        {STR_INIT("a -> *\nb: x\nb: null"), STR_INIT("a\nb\n(a -> b)[0]\n")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void globs_apply_to_what_comes_later(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("*.shape: oval\na\nb.shape: page"),
         STR_INIT("a\n  shape: \"oval\"\nb\n  shape: \"page\"\n")},
        {STR_INIT("**.x\na.b"), STR_INIT("a\n  b\n    x\n  x\n")},
        {STR_INIT("* -> *\na\nb"),
         STR_INIT("a\nb\n(a -> b)[0]\n(b -> a)[0]\n")},
        {STR_INIT("*.a -> *.b\nx: {a; b}\ny: {a; b}"),
         STR_INIT("x\n  a\n  b\n  (a -> b)[0]\ny\n  a\n  b\n  (a -> b)[0]\n")},
        {STR_INIT("*: hey\na: yo\nb"), STR_INIT("a: \"yo\"\nb: \"hey\"\n")},
        {STR_INIT("*.k\nt: {shape: sql_table; id}"),
         STR_INIT("t\n  k\n  shape: \"sql_table\"\n  id\n")},
        {STR_INIT("**.k\na.b\na: null\nc.d\na.e"),
         STR_INIT("c\n  d\n    k\n  k\na\n  e\n    k\n")},
        {STR_INIT("p.*.k\np.a\np.b\nq.c\np: {e; f.g}"),
         STR_INIT("p\n  a\n    k\n  b\n    k\n  e\n    k\n  f\n    g\n"
                  "    k\nq\n  c\n")},
        {STR_INIT("(* -> *)[*].label: x\na -> b\nc\nb -> c"),
         STR_INIT("a\nb\nc\n(a -> b)[0]\n  label: \"x\"\n(b -> c)[0]\n"
                  "  label: \"x\"\n")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void filters_choose(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("*: {&shape: page; k: 1}\na.shape: page\nb"),
         STR_INIT("a\n  shape: \"page\"\n  k: \"1\"\nb\n")},
        {STR_INIT("*: {&leaf: true; label: x}\na: {b}\nc"),
         STR_INIT("a\n  b\nc\n  label: \"x\"\n")},
        {STR_INIT("**: {&level: 1; label: x}\na.b.c"),
         STR_INIT("a\n  b\n    c\n    label: \"x\"\n")},
        {STR_INIT("(* -> *)[*]: {!&src: a; label: x}\na -> b -> c"),
         STR_INIT("a\nb\nc\n(a -> b)[0]\n(b -> c)[0]\n  label: \"x\"\n")},
        {STR_INIT("&a"), STR_INIT("1:1 d2-filter")},
        {STR_INIT("*: {&a: [1]}\nb"), STR_INIT("1:5 d2-filter")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void variables_are_replaced(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("vars: {v: ${w}; w: 1; m: {q; r: 2}}\nx: ${v}\n"
                  "y: {...${m}; s}\nz: ${m}\nt: is ${v}."),
         STR_INIT("vars\n  v: \"1\"\n  w: \"1\"\n  m\n    q\n    r: \"2\"\n"
                  "x: \"1\"\ny\n  q\n  r: \"2\"\n  s\nz\n  q\n  r: \"2\"\n"
                  "t: \"is 1.\"\n")},
        {STR_INIT("vars: {a: [1; 2]}\nx: [0; ...${a}; 3]"),
         STR_INIT("vars\n  a\n    -: \"1\"\n    -: \"2\"\nx\n  -: \"0\"\n"
                  "  -: \"1\"\n  -: \"2\"\n  -: \"3\"\n")},
        {STR_INIT("vars: {x: a}\nh: {vars: {x: ${x}-b}; y: ${x}}"),
         STR_INIT("vars\n  x: \"a\"\nh\n  vars\n    x: \"a-b\"\n"
                  "  y: \"a-b\"\n")},
        {STR_INIT("vars: {v: hi}\nx: |md ${v} `${v}` ${w} |"),
         STR_INIT("vars\n  v: \"hi\"\nx: |md \"hi `${v}` ${w}\"\n")},
        {STR_INIT("x: ${v}"), STR_INIT("1:1 d2-variable")},
        {STR_INIT("vars: {a: ${b}; b: ${a}}"), STR_INIT("1:17 d2-variable")},
        {STR_INIT("vars: {m: {x: ${m}}}"), STR_INIT("1:12 d2-variable")},
        {STR_INIT("vars: {m: {...${m}}}"), STR_INIT("1:12 d2-variable")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void boards_inherit(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a\nscenarios: {s: {b; a: null}}\nc"),
         STR_INIT("a\nscenarios\n  s\n    b\nc\n")},
        {STR_INIT("a\nsteps: {1: {b}; 2: {c}}"),
         STR_INIT("a\nsteps\n  1\n    a\n    b\n  2\n    a\n    b\n    c\n")},
        {STR_INIT("classes: {k: {width: 1}}\nlayers: {l: {a}}"),
         STR_INIT("classes\n  k\n    width: \"1\"\nlayers\n  l\n    a\n"
                  "    classes\n      k\n        width: \"1\"\n")},
        {STR_INIT("layers: {l: {a.link: _.layers.m; b.link: _}; m: {c}}"),
         STR_INIT("layers\n  l\n    a\n      link: \"root.layers.m\"\n    b\n"
                  "      link: \"root\"\n  m\n    c\n")},
        {STR_INIT("*.k\n***.t\nlayers: {l: {a}}"),
         STR_INIT("layers\n  l\n    a\n      t\n")},
        {STR_INIT("a: {layers: {x}}"), STR_INIT("1:5 d2-board")},
        {STR_INIT("layers: {a: {x -> _.b}}"), STR_INIT("1:19 d2-edge")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void files_are_imported(Arena *a)
{
    static const File items[] = {
        {STR_INIT("dir/x.d2"), STR_INIT("vars: {v: 1}\na: ${v}\nb: ${w}\n"
                                        "i.icon: p.png; l.link: _.layers.m")},
        {STR_INIT("dir/sub/y.d2"), STR_INIT("k: {q: @../z}; k.icon: p.png")},
        {STR_INIT("dir/z.d2"), STR_INIT("z")},
        {STR_INIT("dir/loop.d2"), STR_INIT("a: @loop2")},
        {STR_INIT("dir/loop2.d2"), STR_INIT("a: @loop")},
        {STR_INIT("dir/bad.d2"), STR_INIT("a: {")},
    };
    Files files = {items, COUNT(items)};
    static const Case cases[] = {
        {STR_INIT("vars: {w: 2}\nlayers: {t: @x; m: {q}}"),
         STR_INIT("vars\n  w: \"2\"\nlayers\n  t\n    vars\n      v: \"1\"\n"
                  "    a: \"1\"\n    b: \"2\"\n    i\n      icon: \"p.png\"\n"
                  "    l\n      link: \"root.layers.m\"\n  m\n    q\n")},
        {STR_INIT("...@sub/y.k"), STR_INIT("q\n  z\nicon: \"sub/p.png\"\n")},
        {STR_INIT("a: {b}\na: @z"), STR_INIT("a\n  z\n  b\n")},
        {STR_INIT("a: @none"), STR_INIT("1:4 d2-import")},
        {STR_INIT("a: @x.none"), STR_INIT("1:4 d2-import")},
        {STR_INIT("a: @loop"), STR_INIT("1:4 d2-import")},
        {STR_INIT("a: @bad"), STR_INIT("1:4 d2-map")},
    };
    for (int i = 0; i < COUNT(cases); i++)
        CHECK_STR(without_places(a, compile(a, cases[i].text, files)),
                  cases[i].want);
}

static void bombs_meet_a_limit(Arena *a)
{
    static const File items[] = {
        {STR_INIT("dir/b.d2"),
         STR_INIT("x: {...@c}; y: {...@c}; z: {...@c}; w: {...@c}")},
        {STR_INIT("dir/c.d2"),
         STR_INIT("x: {...@d}; y: {...@d}; z: {...@d}; w: {...@d}")},
        {STR_INIT("dir/d.d2"),
         STR_INIT("x: {...@e}; y: {...@e}; z: {...@e}; w: {...@e}")},
        {STR_INIT("dir/e.d2"),
         STR_INIT("x: {...@f}; y: {...@f}; z: {...@f}; w: {...@f}")},
        {STR_INIT("dir/f.d2"),
         STR_INIT("x: {...@g}; y: {...@g}; z: {...@g}; w: {...@g}")},
        {STR_INIT("dir/g.d2"), STR_INIT("x")},
    };
    Buf deep = {.arena = a};

    CHECK_STR(
        compile(a, STR("...@b\nq: {...@b}"), (Files){items, COUNT(items)}),
        STR("limit-d2-imports"));
    for (int i = 0; i < D2_MAX_DEPTH + 10; i++)
        em_put(&deep, STR("a."));
    em_put(&deep, STR("b"));
    CHECK_STR(compile(a, em_buf_str(&deep), (Files){0}), STR("limit-d2-depth"));
}

static void statements_mention_fields(Arena *a)
{
    CHECK_STR(compile(a, STR("b -> a.x\na: 1\n*.k"), (Files){0}),
              STR("b @1:1\n  k @3:3\na: \"1\" @1:6\n  x @1:8\n  k @3:3\n"
                  "(b -> a.x)[0]\n"));
}

static void ids_are_quoted_as_d2_does(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a b"), STR_INIT("a b")},
        {STR_INIT("a.b"), STR_INIT("\"a.b\"")},
        {STR_INIT("say \"x\""), STR_INIT("'say \"x\"'")},
        {STR_INIT("a\n\""), STR_INIT("\"a\\n\\\"\"")},
        {STR_INIT("Null"), STR_INIT("'Null'")},
        {STR_INIT(""), STR_INIT("\"\"")},
        {STR_INIT("a-"), STR_INIT("\"a-\"")},
        {STR_INIT("a-b"), STR_INIT("a-b")},
    };
    for (int i = 0; i < COUNT(cases); i++) {
        Buf out = {.arena = a};
        em_d2_put_name(&out, cases[i].text);
        CHECK_STR(em_buf_str(&out), cases[i].want);
    }
}

static void words_are_found_in_any_case(Arena *a)
{
    (void)a;
    for (int w = WORD_NONE + 1; w < WORD_COUNT; w++)
        CHECK(em_d2_find_word(em_d2_word_name((D2Word)w)) == (D2Word)w);
    CHECK(em_d2_find_word(STR("Stroke-WIDTH")) == WORD_STROKE_WIDTH);
    CHECK(em_d2_find_word(STR("strok")) == WORD_NONE);
    CHECK(em_d2_find_word(STR("")) == WORD_NONE);
}

static const Test tests[] = {
    {"paths make fields", paths_make_fields},
    {"edges have an identity", edges_have_an_identity},
    {"edges are found among many", edges_are_found_among_many},
    {"null and suspend take away", null_and_suspend_take_away},
    {"globs apply to what comes later", globs_apply_to_what_comes_later},
    {"filters choose", filters_choose},
    {"variables are replaced", variables_are_replaced},
    {"boards inherit", boards_inherit},
    {"files are imported", files_are_imported},
    {"bombs meet a limit", bombs_meet_a_limit},
    {"statements mention fields", statements_mention_fields},
    {"ids are quoted as D2 does", ids_are_quoted_as_d2_does},
    {"words are found in any case", words_are_found_in_any_case},
};

int main(void)
{
    return em_run_tests("d2_ir", tests, COUNT(tests));
}
