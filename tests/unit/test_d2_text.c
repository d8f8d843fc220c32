/*
 * d2/: the syntax tree, its errors and their places, and the formatter.
 */
#include "d2/d2_ast.h"
#include "d2/d2_detect.h"
#include "test.h"

typedef struct {
    Str text, want;
} Case;

/* ------------------------------------------------------------- the tree */

static void put_value(Buf *b, const D2Value *v);
static void put_nodes(Buf *b, const D2Node *nodes, int n);

/* u'a' d"b" and so on; variables as <a.b>, stars of patterns as they are. */
static void put_string(Buf *b, const D2String *s)
{
    static const Str marks[] = {STR_INIT(""), STR_INIT("\""), STR_INIT("'"),
                                STR_INIT("|")};
    em_put(b, marks[s->quoting]);
    if (s->quoting == D2_BLOCK)
        PUT(b, s->quote, STR("/"), s->tag, STR("/"));
    for (int i = 0; i < s->text.n; i++)
        em_put_char(b, (char)(s->text.p[i] == '\n' ? '^' : s->text.p[i]));
    em_put(b, marks[s->quoting]);
    if (s->pattern.n > 0)
        em_put(b, STR("~"));
    for (int i = 0; i < s->pattern.n; i++)
        PUT(b, s->pattern.items[i].star ? STR("*") : s->pattern.items[i].text,
            i + 1 < s->pattern.n ? STR(",") : STR(""));
    for (int i = 0; i < s->pieces.n; i++)
        PUT(b, STR("<"), s->pieces.items[i].var ? STR("$") : STR(""),
            s->pieces.items[i].text, STR(">"));
}

static void put_path(Buf *b, const D2Path *path)
{
    for (int i = 0; path && i < path->parts.n; i++) {
        em_put(b, i ? STR(".") : STR(""));
        put_string(b, &path->parts.items[i]);
    }
}

static void put_key(Buf *b, const D2Key *k)
{
    static const Str filters[] = {STR_INIT(""), STR_INIT("&"), STR_INIT("!&")};
    static const Str left[] = {STR_INIT("-"), STR_INIT("<"), STR_INIT("*")};
    static const Str right[] = {STR_INIT("-"), STR_INIT(">"), STR_INIT("*")};

    em_put(b, filters[k->filter]);
    put_path(b, k->path);
    em_put(b, k->has_group ? STR("(") : STR(""));
    for (int i = 0; i < k->edges.n; i++) {
        const D2Edge *e = &k->edges.items[i];
        if (i == 0)
            put_path(b, e->src);
        PUT(b, STR(" "), left[e->src_arrow], right[e->dst_arrow], STR(" "));
        put_path(b, e->dst);
    }
    em_put(b, k->has_group ? STR(")") : STR(""));
    if (k->index_kind) {
        em_put(b, STR("["));
        if (k->index_kind == D2_INDEX)
            em_put_int(b, k->index);
        em_put(b, STR("]"));
    }
    em_put(b, k->edge_path ? STR(".") : STR(""));
    put_path(b, k->edge_path);
    em_put(b, k->primary.kind ? STR(": ") : STR(""));
    put_value(b, &k->primary);
    put_value(b, &k->body);
}

static void put_import(Buf *b, const D2Import *i)
{
    PUT(b, STR("@"), i->up);
    put_path(b, &i->path);
}

static void put_value(Buf *b, const D2Value *v)
{
    static const Str kinds[] = {
        [D2_NULL] = STR_INIT("null:"),
        [D2_SUSPEND] = STR_INIT("suspend:"),
        [D2_UNSUSPEND] = STR_INIT("unsuspend:"),
        [D2_FALSE] = STR_INIT("false:"),
        [D2_TRUE] = STR_INIT("true:"),
        [D2_NUMBER] = STR_INIT("number:"),
        [D2_STRING] = STR_INIT(""),
    };
    if (em_d2_is_scalar(v)) {
        em_put(b, kinds[v->kind]);
        put_string(b, v->string);
    } else if (v->kind == D2_MAP) {
        em_put(b, STR("{"));
        put_nodes(b, v->map->nodes.items, v->map->nodes.n);
        em_put(b, STR("}"));
    } else if (v->kind == D2_ARRAY) {
        em_put(b, STR("["));
        put_nodes(b, v->array->nodes.items, v->array->nodes.n);
        em_put(b, STR("]"));
    } else if (v->kind == D2_IMPORT) {
        put_import(b, v->import);
    }
}

static void put_nodes(Buf *b, const D2Node *nodes, int n)
{
    for (int i = 0; i < n; i++) {
        const D2Node *node = &nodes[i];
        em_put(b, i ? STR("; ") : STR(""));
        switch (node->kind) {
        case D2_COMMENT: PUT(b, STR("#"), node->comment); break;
        case D2_BLOCK_COMMENT: PUT(b, STR("##"), node->comment); break;
        case D2_SPREAD_VAR:
            em_put(b, STR("...$"));
            put_path(b, &node->var->path);
            break;
        case D2_SPREAD_IMPORT:
            em_put(b, STR("..."));
            put_import(b, node->import);
            break;
        case D2_KEY: put_key(b, node->key); break;
        case D2_ITEM: put_value(b, &node->item); break;
        }
    }
}

static Str tree(Arena *a, Str text)
{
    Source *src = NEW(a, Source);
    *src = em_source_of(STR("a.d2"), text);
    Diags diags = {.arena = a};
    Buf b = {.arena = a};
    const D2Map *file = em_d2_parse(src, a, &diags);
    put_nodes(&b, file->nodes.items, file->nodes.n);
    if (diags.errors)
        em_put(&b, STR(" with errors"));
    return em_buf_str(&b);
}

static void check_trees(Arena *a, const Case *cases, int n)
{
    for (int i = 0; i < n; i++)
        CHECK_STR(tree(a, cases[i].text), cases[i].want);
}

static void unquoted_text_ends_where_it_should(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a b : c d # e"), STR_INIT("a b: c d; #e")},
        {STR_INIT("a#b"), STR_INIT("a; #b")},
        {STR_INIT("a; ;b"), STR_INIT("a; b")},
        {STR_INIT("a: c -> d.e & f: g"), STR_INIT("a: c -> d.e & f: g")},
        {STR_INIT("a-b -x- c"), STR_INIT("a-b -x- c")},
        {STR_INIT("a-.b"), STR_INIT("a-.b")},
        {STR_INIT("a.\xC2\xA0 b\xC2\xA0"), STR_INIT("a.b")},
        {STR_INIT("x\\\n   y\\\n\nz"), STR_INIT("xy; z")},
        {STR_INIT("a: b\\#c\\n\\q\\\""), STR_INIT("a: b#c^q\"")},
        {STR_INIT("a(b: c"), STR_INIT("a(b: c")},
        {STR_INIT("a's: |"), STR_INIT("a's: |//| with errors")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void quotes_keep_what_they_hold(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("\"a.b\".c: \"x: \\\"y\\\" #\""),
         STR_INIT("\"a.b\".c: \"x: \"y\" #\"")},
        {STR_INIT("'it''s \\n'"), STR_INIT("'it's \\n'")},
        {STR_INIT("a: 'x\\\n  y'"), STR_INIT("a: 'x  y'")},
        {STR_INIT("a: \"x\\\n  y\""), STR_INIT("a: \"x  y\"")},
        {STR_INIT("\"null\": \"null\""), STR_INIT("\"null\": \"null\"")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void blocks_lose_their_indent(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a: |md x |"), STR_INIT("a: |/md/x|")},
        {STR_INIT("a: |md\n    x\n\n      y\n  |"),
         STR_INIT("a: |/md/x^^  y|")},
        {STR_INIT("a: |md x\n    y\n|"), STR_INIT("a: |/md/x^  y|")},
        {STR_INIT("c: {a: |md x\n    y\n|}"), STR_INIT("c{a: |/md/x^y|}")},
        {STR_INIT("a: |md\n\tx\n  y\n|"), STR_INIT("a: |/md/x^y|")},
        {STR_INIT("a: |md\n\t\tx\n   y\n|"), STR_INIT("a: |/md/x^y|")},
        {STR_INIT("a: ||x a | b ||"), STR_INIT("a: ||/x/a | b|")},
        {STR_INIT("a: |`x a | b `|"), STR_INIT("a: |`/x/a | b|")},
        {STR_INIT("a: |<>x a ><> >>|"), STR_INIT("a: |<>/x/a ><>|")},
        {STR_INIT("a: |\xC3\xA9 x|"), STR_INIT("a: |/\xC3\xA9/x|")},
        {STR_INIT("a: |\n x|"), STR_INIT("a: |//x|")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void scalars_know_their_kind(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a: Null; b: TRUE; c: false; d: suspend; e: unsuspend"),
         STR_INIT("a: null:Null; b: true:TRUE; c: false:false; d: "
                  "suspend:suspend; e: unsuspend:unsuspend")},
        {STR_INIT("a: [1; -2.5; +.5; 5.; 1e3; 1/3]"),
         STR_INIT("a[number:1; number:-2.5; number:+.5; number:5.; "
                  "number:1e3; number:1/3]")},
        {STR_INIT("a: [1e; .; 1/; -; 1 2; 0x1]"),
         STR_INIT("a[1e; .; 1/; -; 1 2; 0x1]")},
        {STR_INIT("a: nullable; b: null {c}"),
         STR_INIT("a: nullable; b: null:null{c}")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void patterns_know_their_stars(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("*.a*b*: c"), STR_INIT("*~*.a*b*~a,*,b,*: c")},
        {STR_INIT("***: c"), STR_INIT("***~*,*,*: c")},
        {STR_INIT("a\\*"), STR_INIT("a*")},
        {STR_INIT("a\\**"), STR_INIT("a**~a*,*")},
        {STR_INIT("\"*\""), STR_INIT("\"*\"")},
        {STR_INIT("&a: *b"), STR_INIT("&a: *b~*,b")},
        {STR_INIT("!&a: b"), STR_INIT("!&a: b")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void variables_are_pieces(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a: x ${ b . c } y"), STR_INIT("a: x ${b.c} y<x ><$>< y>")},
        {STR_INIT("a: \"${b}\""), STR_INIT("a: \"${b}\"<$>")},
        {STR_INIT("a: '${b}'"), STR_INIT("a: '${b}'")},
        {STR_INIT("a: \\${b}"), STR_INIT("a: ${b}")},
        {STR_INIT("...${a.b}; c: [...${d}]"), STR_INIT("...$a.b; c[...$d]")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void edges_chain_and_have_an_index(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a -> b <- c -- d <-> e: f"),
         STR_INIT("a -> b <- c -- d <> e: f")},
        {STR_INIT("a---->b"), STR_INIT("a -> b")},
        {STR_INIT("a --\\\n  -> b"), STR_INIT("a -> b")},
        {STR_INIT("(a -> b)[12].style.fill: c"),
         STR_INIT("(a -> b)[12].style.fill: c")},
        {STR_INIT("x.(a -> b)[*]: {c}"), STR_INIT("x(a -> b)[]{c}")},
        {STR_INIT("(a -> b)[99999999999]"), STR_INIT("(a -> b)[2147483647]")},
        {STR_INIT("(a -> b\nc"), STR_INIT("(a -> b); c")},
        {STR_INIT("(a -> b) )[0]: c"), STR_INIT("(a -> b))[0]: c")},
        {STR_INIT("a: b -> c"), STR_INIT("a: b -> c")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void imports_have_a_file_and_a_key(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a: @../../x.d2.y.z"), STR_INIT("a@../../x.y.z")},
        {STR_INIT("...@\"x.d2\".y"), STR_INIT("...@\"x.d2\".y")},
        {STR_INIT("a: [@x; ...@y]"), STR_INIT("a[@x; ...@y]")},
        {STR_INIT("a: @"), STR_INIT("a@")},
    };
    check_trees(a, cases, COUNT(cases));
}

static void maps_and_arrays_nest(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a: b {c: [d; {e}; [f]] }"),
         STR_INIT("a: b{c[d; {e}; [f]]}")},
        {STR_INIT("a {b}"), STR_INIT("a{b}")},
        {STR_INIT("\"\"\" x\n y \"\"\" a"), STR_INIT("##x\n y; a")},
        {STR_INIT("# a\n  #  b\n\n#c"), STR_INIT("#a\n b; #c")},
    };
    check_trees(a, cases, COUNT(cases));
}

/* ------------------------------------------------------------- errors */

/* "2:4 1:4": the places of the errors, in order. */
static Str places(Arena *a, Str text)
{
    Source *src = NEW(a, Source);
    *src = em_source_of(STR("a.d2"), text);
    Diags diags = {.arena = a};
    Buf b = {.arena = a};
    em_d2_parse(src, a, &diags);
    for (int i = 0; i < diags.list.n; i++) {
        Line l =
            em_source_line(src, diags.list.items[i].span.at, &diags.cursor);
        em_put(&b, i ? STR(" ") : STR(""));
        em_put_int(&b, l.number);
        em_put(&b, STR(":"));
        em_put_int(&b, l.column);
    }
    return em_buf_str(&b);
}

static void errors_stand_where_d2_sees_them(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT("a: {\nb: [\nc"), STR_INIT("2:4 1:4")},
        {STR_INIT("a }"), STR_INIT("1:3")},
        {STR_INIT("a: \"x\" y {z: 1}"), STR_INIT("1:7 1:15")},
        {STR_INIT("a: [1;2] foo"), STR_INIT("1:9")},
        {STR_INIT(": b\n-> c\na ->\n <- d\n>x\nx>y\nx .. y\n.x"),
         STR_INIT("1:1 2:1 3:1 4:2 5:1 6:2 7:4 8:1")},
        {STR_INIT("a:   #x\nb:\nc: ;d"), STR_INIT("1:5 2:2 3:3")},
        {STR_INIT("{x}"), STR_INIT("1:1 1:3")},
        {STR_INIT("a: \"x\nb: 'y\nc: x\\"), STR_INIT("1:4 2:4 3:5")},
        {STR_INIT("a: ${x\nb: $y"), STR_INIT("1:4 2:4")},
        {STR_INIT("a: |md x"), STR_INIT("1:4")},
        {STR_INIT("\"\"\" x"), STR_INIT("1:1")},
        {STR_INIT("a -"), STR_INIT("1:1")},
        {STR_INIT("a --\\x"), STR_INIT("1:1 1:6")},
        {STR_INIT("(a -> b : c"), STR_INIT("1:1 1:9")},
        {STR_INIT("(a -> b)[c]: d"), STR_INIT("1:9")},
        {STR_INIT("(a -> b)[cd]"), STR_INIT("1:9 1:9 1:10")},
        {STR_INIT("(a -> b)[0c]\n(a -> b)[0"), STR_INIT("1:11 2:9")},
        {STR_INIT("@x: y\na: ...@x"), STR_INIT("1:1 2:4")},
        {STR_INIT("a: \xC3\xA9 ]"), STR_INIT("1:7")},
    };
    for (int i = 0; i < COUNT(cases); i++)
        CHECK_STR(places(a, cases[i].text), cases[i].want);
}

static void names_have_a_limit(Arena *a)
{
    Buf b = {.arena = a};
    em_put_fill(&b, 'a', 518);
    CHECK_STR(places(a, em_buf_str(&b)), STR(""));
    em_put_char(&b, 'a');
    CHECK_STR(places(a, em_buf_str(&b)), STR("1:1"));
}

static void nesting_has_a_limit(Arena *a)
{
    Buf b = {.arena = a};
    for (int i = 0; i < 250; i++)
        em_put(&b, i % 2 ? STR("[") : STR("a:{a:"));
    CHECK(em_str_starts(places(a, em_buf_str(&b)), STR("1:")));
    Buf deep = {.arena = a};
    for (int i = 0; i < 100 * 1000; i++)
        em_put(&deep, STR("["));
    CHECK_STR(places(a, JOIN(a, STR("a:"), em_buf_str(&deep))), STR("1:253"));
}

static void utf16_is_decoded(Arena *a)
{
    CHECK_STR(em_d2_decode(STR("a: \xFF\xFE"), a), STR("a: \xFF\xFE"));
    CHECK_STR(em_d2_decode(STR("\xFF\xFE"
                               "a\0:\0\xE9\0\x3D\xD8\x00\xDE"),
                           a),
              STR("a:\xC3\xA9\xF0\x9F\x98\x80"));
    CHECK_STR(em_d2_decode(STR("\xFF\xFE\x3D\xD8"
                               "a\0b"),
                           a),
              STR("\xEF\xBF\xBD"
                  "a"));
}

/* ------------------------------------------------------------- formatting */

static Str formatted(Arena *a, Str text)
{
    Source *src = NEW(a, Source);
    *src = em_source_of(STR("a.d2"), text);
    Buf b = {.arena = a};
    em_d2_format(&b, src, a);
    return em_buf_str(&b);
}

static void formatting_is_canonical_and_stable(Arena *a)
{
    static const Case cases[] = {
        {STR_INIT(""), STR_INIT("")},
        {STR_INIT("a  ;b :c\n"), STR_INIT("a; b: c\n")},
        {STR_INIT("a  ;b :c\nd"), STR_INIT("a\nb: c\nd\n")},
        {STR_INIT("\n\na\n\n\n\nb\n\n"), STR_INIT("a\n\nb\n")},
        {STR_INIT("a {b;c\n}\nd:{e;f}\ng:{}\nh: x {}"),
         STR_INIT("a: {\n  b\n  c\n}\nd: {e; f}\ng\nh: x\n")},
        {STR_INIT("a: [ 1;x ]\nb: [\n1;2\n]"),
         STR_INIT("a: [1; x]\nb: [\n  1\n  2\n]\n")},
        {STR_INIT("#a\n#  b\n\nc #d\n"), STR_INIT("# a\n#  b\n\nc # d\n")},
        {STR_INIT("Shape: OVAL\nx.STYLE.Fill: TRUE"),
         STR_INIT("shape: OVAL\nx.style.fill: true\n")},
        {STR_INIT("a->b<-c<->d: e\n( a->b )[ 0 ] . style: f\n&g:h"),
         STR_INIT("a -> b <- c <-> d: e\n(a -> b)[0].style: f\n&g: h\n")},
        {STR_INIT("a: |md x|\nb: {c: |md\n x\n\n  y|}"),
         STR_INIT("a: |md x |\nb: {\n  c: |md\n    x\n\n     y\n  |\n}\n")},
        {STR_INIT("a: |<>x y >>|\nb"), STR_INIT("a: |<>x y >>|\nb\n")},
        {STR_INIT("steps: {a}\nlayers\nb"), STR_INIT("b\n\nsteps: {a}\n")},
        {STR_INIT("a\nlayers: {b}"), STR_INIT("a\n\nlayers: {b}\n")},
        {STR_INIT("a: @./x.d2\nb: @a//b"), STR_INIT("a: @x\nb: @a/b\n")},
        {STR_INIT("a: @\"./x/../b.c\"\n...@../x.d2.e"),
         STR_INIT("a: @\"b.c\"\n...@../x.e\n")},
        {STR_INIT("a: \\#\\q ${ b } \"c\"\nd: 'e''f'"),
         STR_INIT("a: \\#\\q ${b} \"c\"\nd: 'e''f'\n")},
        {STR_INIT("a- .b- {c}\n(d -> e- )[0]\nf- "),
         STR_INIT("a\\-.b\\-: {c}\n(d -> e\\-)[0]\nf-\n")},
        {STR_INIT("\\\n\"a\": \\\n@b\n\\\n(c)"),
         STR_INIT("\\\"a\": \\@b\n\\(c)\n")},
        {STR_INIT("a: b\\ \\\t\nc\\\\\\ "), STR_INIT("a: b\nc\\\\\n")},
        {STR_INIT("a-\\\n*b\nc-\\\nd"), STR_INIT("a\\-*b\nc-d\n")},
        {STR_INIT("layers: .,.# "), STR_INIT("#\n")},
        {STR_INIT("layers: {a} # b\nc"), STR_INIT("# b\nc\n\nlayers: {a}\n")},
        {STR_INIT("a: \xFF"), STR_INIT("a: \xEF\xBF\xBD\n")},
        {STR_INIT("\"\"\"x\"\"\"\n\"\"\"\n x\n  y\n\"\"\" a"),
         STR_INIT("\"\"\" x \"\"\"\n\"\"\"\nx\n y\n\"\"\"\na\n")},
    };
    for (int i = 0; i < COUNT(cases); i++) {
        Str once = formatted(a, cases[i].text);
        CHECK_STR(once, cases[i].want);
        CHECK_STR(formatted(a, once), once);
    }
}

static void d2_is_told_from_other_texts(Arena *a)
{
    static const Str yes[] = {
        STR_INIT("a -> b"),
        STR_INIT("# remark\n\nx: {\n  shape: oval\n}\n"),
        STR_INIT("direction: right\nx"),
        STR_INIT("users.shape: sql_table"),
        STR_INIT("\"a b\" <-> c: d"),
        STR_INIT("x; y; x -- y"),
        STR_INIT("vars: {a: b}"),
        STR_INIT("x: {\n  y\n}\n"),
        STR_INIT("explained: |md\n  # So\n|\n"),
        STR_INIT("code: ||go\n  a || b\n||\n"),
    };
    static const Str no[] = {
        STR_INIT(""),
        STR_INIT("hello"),
        STR_INIT("# Title\n\nSome words -- and more.\n\n```d2\na -> b\n```\n"),
        STR_INIT("-- a comment\nCREATE TABLE x (a int);"),
        STR_INIT("A ||--o{ B : has"),
        STR_INIT("CUSTOMER {\n  string name PK\n}"),
        STR_INIT("- a -> b"),
        STR_INIT("{\"a\": 1}"),
        STR_INIT("a table: | a | b |"),
    };
    (void)a;
    for (int i = 0; i < COUNT(yes); i++)
        CHECK(em_d2_detect(yes[i]));
    for (int i = 0; i < COUNT(no); i++)
        CHECK(!em_d2_detect(no[i]));
}

static const Test tests[] = {
    {"unquoted text ends where it should", unquoted_text_ends_where_it_should},
    {"quotes keep what they hold", quotes_keep_what_they_hold},
    {"blocks lose their indent", blocks_lose_their_indent},
    {"scalars know their kind", scalars_know_their_kind},
    {"patterns know their stars", patterns_know_their_stars},
    {"variables are pieces", variables_are_pieces},
    {"edges chain and have an index", edges_chain_and_have_an_index},
    {"imports have a file and a key", imports_have_a_file_and_a_key},
    {"maps and arrays nest", maps_and_arrays_nest},
    {"errors stand where D2 sees them", errors_stand_where_d2_sees_them},
    {"names have a limit", names_have_a_limit},
    {"nesting has a limit", nesting_has_a_limit},
    {"UTF-16 is decoded", utf16_is_decoded},
    {"formatting is canonical and stable", formatting_is_canonical_and_stable},
    {"D2 is told from other texts", d2_is_told_from_other_texts},
};

int main(void)
{
    return em_run_tests("d2_text", tests, COUNT(tests));
}
