/*
 * d2/: from text to the model.
 */
#include "d2/d2_model.h"
#include "test.h"

/* A text, read up to its model. */
typedef struct {
    Source source;
    Diags diags;
    const D2Model *model; /* NULL: it has errors */
} Read;

static Read *read_text(Arena *a, Str text)
{
    Read *r = NEW(a, Read);
    Arena *scratch = em_test_scratch(a);
    r->source = em_source_of(STR("test.d2"), text);
    r->diags.arena = a;
    const D2Map *file = em_d2_parse(&r->source, a, &r->diags);
    if (r->diags.errors)
        return r;
    const D2Ir *ir = em_d2_compile_ir(file, NULL, a, scratch, &r->diags);
    if (r->diags.errors)
        return r;
    const D2Model *model = em_d2_model(ir, &r->source, a, scratch, &r->diags);
    r->model = r->diags.errors ? NULL : model;
    return r;
}

static const D2Board *read_board(Arena *a, Str text)
{
    Read *r = read_text(a, text);
    CHECK(r->model != NULL);
    return &r->model->root;
}

static const D2Object *find(const D2Board *b, Str id)
{
    for (int i = 0; i < b->objects.n; i++)
        if (em_str_eq(b->objects.items[i].id, id))
            return &b->objects.items[i];
    return NULL;
}

static Str value(const D2Board *b, Str id, D2Attr attr)
{
    const D2Object *o = find(b, id);
    return o ? em_d2_text(&o->attrs, attr, STR("-")) : STR("no object");
}

/* The ids of all objects, one behind the other. */
static Str ids(Arena *a, const D2Board *b)
{
    Buf out = {.arena = a};
    for (int i = 0; i < b->objects.n; i++)
        PUT(&out, i ? STR(" ") : STR(""), b->objects.items[i].id);
    return em_buf_str(&out);
}

/* The columns and messages of all errors and warnings. */
static Str complaints(Arena *a, Str text)
{
    Read *r = read_text(a, text);
    Buf out = {.arena = a};
    for (int i = 0; i < r->diags.list.n; i++) {
        const Diag *d = &r->diags.list.items[i];
        em_put_int(&out, d->span.at);
        PUT(&out, STR(" "), d->message, STR("\n"));
    }
    return em_buf_str(&out);
}

static Str first_help(Arena *a, Str text)
{
    Read *r = read_text(a, text);
    return r->diags.list.n ? r->diags.list.items[0].help : (Str){0};
}

/* ------------------------------------------------------------- objects */

static void objects_come_in_order_of_mention(Arena *a)
{
    const D2Board *b = read_board(a, STR("b -> c.d\na\nc.e"));
    CHECK_STR(ids(a, b), STR("b c c.d a c.e"));
    CHECK(find(b, STR("c.d"))->parent == 1);
    CHECK(b->connections.n == 1 && b->connections.items[0].dst.object == 2);
}

static void ids_are_quoted_where_needed(Arena *a)
{
    const D2Board *b =
        read_board(a, STR("\"a.b\"\n'x\"y'\na-b\n\"\"\n\"Null\"\n\"c-\""));
    CHECK_STR(ids(a, b), STR("\"a.b\" 'x\"y' a-b \"\" 'Null' \"c-\""));
    CHECK_STR(b->objects.items[0].key, STR("a.b"));
}

static void classes_give_way_to_what_an_object_says(Arena *a)
{
    const D2Board *b =
        read_board(a, STR("classes: {\n"
                          "  r: {style: {fill: red; opacity: 0.5}; label: R}\n"
                          "  s: {style.opacity: 0.6}\n"
                          "}\n"
                          "x: {class: [r; s]; style.fill: blue}\n"));
    CHECK_STR(value(b, STR("x"), D2_FILL), STR("blue"));
    CHECK_STR(value(b, STR("x"), D2_OPACITY), STR("0.6"));
    CHECK_STR(value(b, STR("x"), D2_LABEL), STR("R"));
    CHECK(find(b, STR("x"))->attrs.classes.n == 2);
}

static void shapes_follow_from_labels(Arena *a)
{
    const D2Board *b = read_board(a, STR("m: |md # t |\n"
                                         "l: |tex x |\n"
                                         "g: |go x |\n"
                                         "c: x {shape: Code}\n"
                                         "s: {shape: sequence_diagram\n"
                                         "  m: |md x |\n"
                                         "}\n"));
    CHECK_STR(value(b, STR("m"), D2_SHAPE), STR("text"));
    CHECK_STR(value(b, STR("l"), D2_LANGUAGE), STR("latex"));
    CHECK_STR(value(b, STR("g"), D2_SHAPE), STR("code"));
    CHECK_STR(value(b, STR("g"), D2_LANGUAGE), STR("golang"));
    CHECK_STR(value(b, STR("c"), D2_SHAPE), STR("code"));
    CHECK_STR(value(b, STR("c"), D2_LANGUAGE), STR("text"));
    CHECK_STR(value(b, STR("s.m"), D2_SHAPE), STR("rectangle"));
}

static void labels_are_told_as_shown(Arena *a)
{
    const D2Board *b =
        read_board(a, STR("a: stra\xC3\x9F"
                          "e {style.text-transform: uppercase}\n"
                          "b: \xC3\x84"
                          "B \xCE\xA3 {style.text-transform: lowercase}\n"
                          "c: two-word don't \xC3\xA9"
                          "T {style.text-transform: capitalize}\n"));
    CHECK_STR(value(b, STR("a"), D2_LABEL), STR("STRA\xC3\x9F"
                                                "E"));
    CHECK_STR(value(b, STR("b"), D2_LABEL), STR("\xC3\xA4"
                                                "b \xCF\x83"));
    CHECK_STR(value(b, STR("c"), D2_LABEL), STR("Two-Word Don't \xC3\x89t"));
}

/* ------------------------------------------------------------- rows */

static void children_of_tables_are_columns(Arena *a)
{
    const D2Board *b =
        read_board(a, STR("t: {shape: sql_table\n"
                          "  id: int {constraint: [primary_key; unique]}\n"
                          "  name\n"
                          "}\n"
                          "u: {shape: sql_table; t_id: int}\n"
                          "u.t_id -> t.ID: {label: of}\n"
                          "u -> t\n"));
    const D2Object *t = find(b, STR("t"));

    CHECK_STR(ids(a, b), STR("t u"));
    CHECK(t->columns.n == 2 && t->columns.items[0].constraints.n == 2);
    CHECK_STR(t->columns.items[0].type, STR("int"));
    CHECK_STR(t->columns.items[1].type, STR(""));
    CHECK(b->connections.items[0].src.column == 0);
    CHECK(b->connections.items[0].dst.column == 0);
    CHECK(b->connections.items[0].index == 0);
    CHECK(b->connections.items[1].src.column == NONE);
    CHECK(b->connections.items[1].index == 1);
}

static void children_of_classes_are_members(Arena *a)
{
    const D2Board *b =
        read_board(a, STR("c: {shape: class\n"
                          "  -size: int\n"
                          "  \"#open()\": bool {style.underline: true}\n"
                          "  +close()\n"
                          "}\n"));
    const D2Object *c = find(b, STR("c"));

    CHECK(b->objects.n == 1 && c->fields.n == 1 && c->methods.n == 2);
    CHECK_STR(c->fields.items[0].name, STR("size"));
    CHECK(c->fields.items[0].visibility == D2_PRIVATE);
    CHECK(c->methods.items[0].visibility == D2_PROTECTED);
    CHECK(c->methods.items[0].underline);
    CHECK_STR(c->methods.items[1].type, STR("void"));
}

static void columns_that_are_missing_are_made_and_told(Arena *a)
{
    Str text = STR("t: {shape: sql_table; name: text}\nx -> t.nane\n");
    const D2Board *b = read_board(a, text);
    CHECK(find(b, STR("t"))->columns.n == 2);
    CHECK_STR(complaints(a, text),
              STR("41 the table `t` has no column `nane`: one is made\n"));
    CHECK_STR(first_help(a, text), STR("did you mean `name`?"));
}

/* ------------------------------------------------------------- connections */

static void connections_are_counted_by_ends_and_arrows(Arena *a)
{
    const D2Board *b = read_board(a, STR("a -> b\na <-> b\na -> b\nb -> a"));
    CHECK(b->connections.n == 4);
    CHECK(b->connections.items[1].index == 0);
    CHECK(b->connections.items[2].index == 1);
    CHECK(b->connections.items[3].index == 0);
}

static void arrowheads_have_attributes(Arena *a)
{
    const D2Board *b =
        read_board(a, STR("a -> b: {target-arrowhead: many {\n"
                          "  shape: cf-many; style.filled: true}}\n"));
    const D2End *dst = &b->connections.items[0].dst;

    CHECK(dst->arrow && dst->arrowhead);
    CHECK(!b->connections.items[0].src.arrowhead);
    CHECK_STR(em_d2_text(dst->arrowhead, D2_SHAPE, STR("")), STR("cf-many"));
    CHECK_STR(em_d2_text(dst->arrowhead, D2_LABEL, STR("")), STR("many"));
    CHECK(em_d2_is_true(dst->arrowhead, D2_FILLED));
}

/* ------------------------------------------------------------- boards */

static void boards_hold_boards(Arena *a)
{
    Read *r = read_text(a, STR("a\nlayers: {\n"
                               "  x: Title {b}\n"
                               "  y\n"
                               "}\n"
                               "steps: {1: {c}}\n"));
    const D2Board *root = &r->model->root;

    CHECK(r->model->boards.n == 4 && root->layers.n == 2 && root->steps.n == 1);
    CHECK_STR(root->layers.items[0]->path, STR("root.layers.x"));
    CHECK_STR(em_d2_text(&root->layers.items[0]->attrs, D2_LABEL, STR("")),
              STR("Title"));
    CHECK(root->layers.items[1]->folder_only);
    CHECK_STR(ids(a, root->steps.items[0]), STR("a c"));
}

static void links_to_nowhere_are_dropped(Arena *a)
{
    const D2Board *b = read_board(a, STR("a: {link: layers.x}\n"
                                         "b: {link: layers.z}\n"
                                         "c: {link: https://d.e}\n"
                                         "layers: {x: {y}}\n"));
    CHECK_STR(value(b, STR("a"), D2_LINK), STR("root.layers.x"));
    CHECK_STR(value(b, STR("b"), D2_LINK), STR("-"));
    CHECK_STR(value(b, STR("c"), D2_LINK), STR("https://d.e"));
}

static void config_is_read(Arena *a)
{
    Read *r = read_text(a, STR("vars: {d2-config: {\n"
                               "  theme-id: 4; sketch: true\n"
                               "  theme-overrides: {b1: red}\n"
                               "}}\nx\n"));
    const D2Config *c = &r->model->config;

    CHECK(c->is_set && c->has_overrides && !c->has_dark_overrides);
    CHECK_STR(c->theme_id.text, STR("4"));
    CHECK_STR(c->overrides[D2_B1], STR("red"));
}

static void legends_are_small_diagrams(Arena *a)
{
    const D2Board *b = read_board(a, STR("vars: {d2-legend: Key {\n"
                                         "  a: {style.opacity: 0}\n"
                                         "  b\n"
                                         "  a -> b: calls\n"
                                         "}}\nx\n"));
    CHECK(b->objects.n == 1 && b->legend != NULL);
    CHECK_STR(b->legend->label, STR("Key"));
    CHECK(b->legend->objects.items[0].hidden);
    CHECK(!b->legend->objects.items[1].hidden);
    CHECK(b->legend->connections.n == 1);
}

/* ------------------------------------------------------------- sequences */

static void actors_have_notes_and_spans(Arena *a)
{
    const D2Board *b = read_board(a, STR("shape: sequence_diagram\n"
                                         "a; b\n"
                                         "a.t -> b\n"
                                         "a.\"a note\"\n"
                                         "group: {\n"
                                         "  a -> b\n"
                                         "  inner: {b -> a}\n"
                                         "}\n"));
    CHECK(find(b, STR("a"))->seq == D2_SEQ_NONE);
    CHECK(find(b, STR("a.t"))->seq == D2_SEQ_SPAN);
    CHECK(find(b, STR("a.a note"))->seq == D2_SEQ_NOTE);
    CHECK(find(b, STR("group"))->seq == D2_SEQ_NONE);
    CHECK(find(b, STR("group.inner"))->seq == D2_SEQ_NONE);
    CHECK(b->connections.n == 3 && b->objects.n == 6);
}

/* What is in a group holds messages; else it is an actor with spans. */
static void notes_of_their_own_make_actors(Arena *a)
{
    const D2Board *b = read_board(a, STR("shape: sequence_diagram\n"
                                         "a; b\n"
                                         "g: {a -> b; remark}\n"
                                         "h: {inner: {a.x}}\n"));
    CHECK(find(b, STR("g.remark"))->seq == D2_SEQ_NOTE);
    CHECK(find(b, STR("h.inner"))->seq == D2_SEQ_SPAN);
}

/* ------------------------------------------------------------- complaints */

static void values_of_styles_are_checked(Arena *a)
{
    static const struct {
        Str text;
        bool good;
    } rows[] = {
        {STR_INIT("opacity: .5"), true},
        {STR_INIT("opacity: 1.0"), true},
        {STR_INIT("opacity: 10e-1"), true},
        {STR_INIT("opacity: -0"), true},
        {STR_INIT("opacity: 1.01"), false},
        {STR_INIT("opacity: -0.1"), false},
        {STR_INIT("opacity: ."), false},
        {STR_INIT("opacity: 1e400"), false},
        {STR_INIT("stroke-width: +15"), true},
        {STR_INIT("stroke-width: 16"), false},
        {STR_INIT("stroke-dash: 1.5"), false},
        {STR_INIT("border-radius: 99999"), true},
        {STR_INIT("font-size: 7"), false},
        {STR_INIT("font: Mono"), true},
        {STR_INIT("fill: ReBeccaPurple"), true},
        {STR_INIT("fill: '#12f'"), true},
        {STR_INIT("fill: '#12'"), false},
        {STR_INIT("fill: none"), false},
        {STR_INIT("fill: 'linear-gradient(45deg, red, #fff 20%)'"), true},
        {STR_INIT("fill: 'radial-gradient(circle, rgb(1, 2, 3))'"), true},
        {STR_INIT("fill: 'linear-gradient(45deg)'"), false},
        {STR_INIT("fill: 'linear-gradient(bogus)'"), false},
        {STR_INIT("bold: T"), true},
        {STR_INIT("bold: yes"), false},
        {STR_INIT("text-transform: Capitalize"), true},
        {STR_INIT("fill-pattern: stars"), false},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Str text = JOIN(a, STR("x.style."), rows[i].text);
        Read *r = read_text(a, text);
        CHECK_STR(r->model ? STR("good") : text,
                  rows[i].good ? STR("good") : text);
    }
}

static void misspelt_words_are_suggested(Arena *a)
{
    CHECK_STR(first_help(a, STR("x.shape: hexagn")),
              STR("did you mean `hexagon`?"));
    CHECK_STR(first_help(a, STR("x.style.opacty: 1")),
              STR("did you mean `opacity`?"));
    CHECK_STR(first_help(a, STR("x.style.fill: gren")),
              STR("did you mean `green`?"));
    CHECK_STR(first_help(a, STR("classes: {red: {shape: oval}}\nx.class: rad")),
              STR("did you mean `red`?"));
    CHECK_STR(first_help(a, STR("x.near: top-centre")),
              STR("did you mean `top-center`?"));
    CHECK_STR(first_help(a, STR("x.fill: red")), STR("write `style.fill`"));
}

static void capitals_are_warned_of(Arena *a)
{
    Str text = STR("Direction: right\nx");
    CHECK(read_text(a, text)->model != NULL);
    CHECK_STR(complaints(a, text), STR("0 `Direction` has no effect: keywords "
                                       "are in lower case\n"));
}

static void classes_that_hold_objects_of_themselves_end(Arena *a)
{
    CHECK_STR(
        complaints(a, STR("classes: {\n  a: {\n    x: {class: a}\n  }\n}\n"
                          "b: {class: a}\n")),
        STR("22 expected a keyword in a class, got `x`\n"));
}

static void markdown_must_be_xml(Arena *a)
{
    CHECK_STR(complaints(a, STR("x: |md a <br> b |")),
              STR("0 the Markdown cannot be shown: `<br>` is closed by "
                  "`</p>`\n"));
    CHECK_STR(complaints(a, STR("x: |md a <b x=1>b</b> |")),
              STR("0 the Markdown cannot be shown: the value of the attribute "
                  "`x` is not in quotes\n"));
    CHECK_STR(
        complaints(a, STR("x: |md <i>&nbsp;</i> <br/> &copy; <!-- --> |")),
        STR(""));
    CHECK_STR(complaints(a, STR("x: |md\n  <p>\n  &nbsp;\n  </p>\n|")),
              STR("0 the Markdown cannot be shown: XML has no character "
                  "`&nbsp;`\n"));
}

static void things_must_go_together(Arena *a)
{
    static const struct {
        Str text, complaint;
    } rows[] = {
        {STR_INIT("x: {shape: circle; width: 1; height: 2}"),
         STR_INIT("19 expected width and height of a circle to be equal\n"
                  "29 expected width and height of a circle to be equal\n")},
        {STR_INIT("x.shape: image"),
         STR_INIT("0 expected an `icon` for the shape image\n")},
        {STR_INIT("x.shape: cf-many"),
         STR_INIT("0 \"cf-many\" is a shape of arrowheads\n")},
        {STR_INIT("x: {shape: cloud; style.3d: true}"),
         STR_INIT("18 only rectangles, squares and hexagons can be `3d`\n")},
        {STR_INIT("x.y.near: top-left"),
         STR_INIT("10 only objects of the board itself can stand near its "
                  "border\n")},
        {STR_INIT("x: {y}; x.near: x.y"),
         STR_INIT("16 an object cannot be near what is in it\n")},
        {STR_INIT("g: {grid-rows: 1; a}\ng -> g.a"),
         STR_INIT("21 a connection cannot lead from the grid `g` into "
                  "itself\n")},
        {STR_INIT("g: {grid-rows: 1; a.top: 3}"),
         STR_INIT("18 `top` and `left` do not go with grids\n")},
        {STR_INIT("x.link: https://a.b; x.label: https://c.d"),
         STR_INIT("30 a `label` may not be a URL when there is a `link`\n")},
        {STR_INIT("x.icon: '::a'"),
         STR_INIT("8 expected `icon` to be a URL or a path, got \"::a\": "
                  "expected a scheme before `:`\n")},
        {STR_INIT("x.grid-rows: 0"),
         STR_INIT("13 expected `grid-rows` to be a whole number from 1 on, "
                  "got \"0\"\n")},
        {STR_INIT("vars: {v: 1}\n** -> x\nx"),
         STR_INIT("13 a keyword cannot be an end of a connection\n")},
        {STR_INIT("vars: {d2-config: {pad: x; colour: 3}}\ny"),
         STR_INIT("19 expected `pad` to be a whole number, got \"x\"\n"
                  "27 `d2-config` has no key `colour`\n")},
        {STR_INIT("x: {vars: {d2-config: {pad: 1}}}"),
         STR_INIT("11 `d2-config` belongs to the `vars` of a board\n")},
        {STR_INIT("a -> b: {c}"),
         STR_INIT("9 expected a keyword in a connection's map, got `c`\n")},
    };
    for (int i = 0; i < COUNT(rows); i++)
        CHECK_STR(complaints(a, rows[i].text), rows[i].complaint);
}

static const Test tests[] = {
    {"objects come in order of mention", objects_come_in_order_of_mention},
    {"ids are quoted where needed", ids_are_quoted_where_needed},
    {"classes give way to what an object says",
     classes_give_way_to_what_an_object_says},
    {"shapes follow from labels", shapes_follow_from_labels},
    {"labels are told as shown", labels_are_told_as_shown},
    {"children of tables are columns", children_of_tables_are_columns},
    {"children of classes are members", children_of_classes_are_members},
    {"columns that are missing are made and told",
     columns_that_are_missing_are_made_and_told},
    {"connections are counted by ends and arrows",
     connections_are_counted_by_ends_and_arrows},
    {"arrowheads have attributes", arrowheads_have_attributes},
    {"boards hold boards", boards_hold_boards},
    {"links to nowhere are dropped", links_to_nowhere_are_dropped},
    {"config is read", config_is_read},
    {"legends are small diagrams", legends_are_small_diagrams},
    {"actors have notes and spans", actors_have_notes_and_spans},
    {"notes of their own make actors", notes_of_their_own_make_actors},
    {"values of styles are checked", values_of_styles_are_checked},
    {"misspelt words are suggested", misspelt_words_are_suggested},
    {"capitals are warned of", capitals_are_warned_of},
    {"classes that hold objects of themselves end",
     classes_that_hold_objects_of_themselves_end},
    {"Markdown must be XML", markdown_must_be_xml},
    {"things must go together", things_must_go_together},
};

int main(void)
{
    return em_run_tests("d2_model", tests, COUNT(tests));
}
