/*
 * out/: SVG and text from scenes made by hand.
 */
#include "out/out.h"
#include "test.h"

enum { INK_PAPER, INK_TEXT, INK_MUTED, INK_LINE, INK_TINT, INK_COUNT };

/* A scene to add items to, with the inks above. */
static Scene *new_scene(Arena *a, bool follows_reader)
{
    static const InkColor inks[INK_COUNT] = {
        [INK_PAPER] = {{255, 255, 255, 255}, {15, 23, 42, 255}},
        [INK_TEXT] = {{17, 24, 39, 255}, {241, 245, 249, 255}},
        [INK_MUTED] = {{91, 103, 122, 255}, {163, 177, 198, 255}},
        [INK_LINE] = {{71, 85, 105, 255}, {163, 177, 198, 255}},
        [INK_TINT] = {{255, 255, 255, 26}, {30, 41, 59, 51}},
    };
    Scene *s = NEW(a, Scene);
    s->w = 600 * PX;
    s->h = 300 * PX;
    s->title = STR("Shop");
    s->description = STR("2 tables, 1 relation");
    s->paper = INK_PAPER;
    s->follows_reader = follows_reader;
    for (int i = 0; i < INK_COUNT; i++)
        *PUSH(a, &s->palette) = inks[i];
    return s;
}

static Item *add_item(Arena *a, Scene *s, ItemKind kind, Paint paint)
{
    Item *item = PUSH(a, &s->items);
    item->kind = kind;
    item->paint = paint;
    return item;
}

static GroupInfo *begin(Arena *a, Scene *s, GroupKind kind, Str id)
{
    Item *item = add_item(a, s, ITEM_GROUP, (Paint){0});
    item->as.group = NEW(a, GroupInfo);
    *item->as.group = (GroupInfo){
        .kind = kind, .id = id, .node = NONE, .from = NONE, .to = NONE};
    return item->as.group;
}

static void end(Arena *a, Scene *s)
{
    add_item(a, s, ITEM_END, (Paint){0});
}

static void add_rect(Arena *a, Scene *s, Paint paint, Rect box, Len radius)
{
    Item *item = add_item(a, s, ITEM_RECT, paint);
    item->as.rect.box = box;
    item->as.rect.radius = radius;
    item->as.rect.corners = radius ? CORNERS_ALL : CORNERS_NONE;
}

/* A line of path: pairs of px, a move and then lines. */
static void add_line(Arena *a, Scene *s, Paint paint, const int *px, int n)
{
    Item *item = add_item(a, s, ITEM_PATH, paint);
    Path path = {0};
    for (int i = 0; i < n; i++)
        *PUSH(a, &path) = (PathStep){i ? PATH_LINE : PATH_MOVE,
                                     {{px[2 * i] * PX, px[2 * i + 1] * PX}}};
    item->as.path = path;
}

/* A block of one line of runs; 7 px a byte, 16 high. */
static TextBlock *new_block(Arena *a, const Run *runs, int n)
{
    TextBlock *block = NEW(a, TextBlock);
    TextLine line = {.baseline = 12 * PX};
    for (int i = 0; i < n; i++) {
        Run *run = PUSH(a, &line.runs);
        *run = runs[i];
        run->x = line.w;
        run->advance = 7 * PX * run->text.n;
        run->size = run->size ? run->size : 13 * PX;
        line.w += run->advance;
    }
    *PUSH(a, &block->lines) = line;
    block->w = line.w;
    block->h = 16 * PX;
    return block;
}

static Item *add_text(Arena *a, Scene *s, Ink ink, Point at,
                      const TextBlock *block)
{
    Item *item = add_item(a, s, ITEM_TEXT, (Paint){ink, NONE, .width = 0});
    item->as.text.block = block;
    item->as.text.at = at;
    item->as.text.w = block->w;
    return item;
}

static void add_word(Arena *a, Scene *s, Ink ink, Point at, Str word)
{
    add_text(a, s, ink, at, new_block(a, &(Run){.text = word}, 1));
}

static Point px(int x, int y)
{
    return (Point){x * PX, y * PX};
}

static Rect px_rect(int x, int y, int w, int h)
{
    return (Rect){x * PX, y * PX, w * PX, h * PX};
}

static Str svg_of(Arena *a, const Scene *s, const SvgOptions *o)
{
    Buf out = {.arena = a};
    em_put_svg(&out, s, o, em_test_scratch(a));
    return em_buf_str(&out);
}

static Str txt_of(Arena *a, const Scene *s)
{
    Buf out = {.arena = a};
    em_put_txt(&out, s, em_test_scratch(a));
    return em_buf_str(&out);
}

static bool has(Str s, Str part)
{
    return em_str_find(s, part, 0) != NONE;
}

static int count(Str s, Str part)
{
    int n = 0;
    for (int i = em_str_find(s, part, 0); i != NONE;
         i = em_str_find(s, part, i + 1))
        n++;
    return n;
}

static void add_table(Arena *a, Scene *s, int node, Str name, Rect box)
{
    GroupInfo *g = begin(a, s, GROUP_TABLE, name);
    g->node = node;
    g->tooltip = name;
    add_rect(a, s, (Paint){INK_PAPER, INK_LINE, .width = PX}, box, 6 * PX);
    add_word(a, s, INK_TEXT, (Point){box.x + 12 * PX, box.y + 8 * PX}, name);
    begin(a, s, GROUP_ROW, STR(""));
    add_rect(a, s, (Paint){INK_TINT, NONE, .width = 0},
             (Rect){box.x + PX, box.y + 32 * PX, box.w - 2 * PX, 24 * PX}, 0);
    add_word(a, s, INK_TEXT, (Point){box.x + 12 * PX, box.y + 36 * PX},
             STR("id"));
    Run type = {.text = STR("bigint"), .face = FACE_MONO, .size = 12 * PX};
    add_text(a, s, INK_MUTED, (Point){box.x + 60 * PX, box.y + 36 * PX},
             new_block(a, &type, 1));
    end(a, s);
    end(a, s);
}

/* Two tables and a line from the first to the second. */
static Scene *new_shop(Arena *a, bool follows_reader)
{
    static const int route[] = {124, 66, 200, 66, 200, 170, 300, 170};
    static const int bar[] = {290, 164, 290, 176};
    Scene *s = new_scene(a, follows_reader);

    begin(a, s, GROUP_PAGE, STR(""));
    GroupInfo *g = begin(a, s, GROUP_RELATION, STR("customer-orders"));
    g->from = 0;
    g->to = 1;
    g->from_mark = MARK_EXACTLY_ONE;
    g->to_mark = MARK_ZERO_OR_MORE;
    add_line(a, s, (Paint){NONE, INK_LINE, .width = 96}, route, 4);
    add_line(a, s, (Paint){NONE, INK_LINE, .width = 96}, bar, 2);
    begin(a, s, GROUP_LABEL, STR(""));
    add_rect(a, s, (Paint){INK_PAPER, NONE, .width = 0},
             px_rect(204, 90, 60, 20), 0);
    add_word(a, s, INK_MUTED, px(206, 92), STR("places"));
    end(a, s);
    end(a, s);
    add_table(a, s, 0, STR("customer"), px_rect(24, 24, 100, 60));
    add_table(a, s, 1, STR("orders"), px_rect(300, 124, 120, 60));
    end(a, s);
    return s;
}

static void svg_has_size_names_and_groups(Arena *a)
{
    Str svg = svg_of(a, new_shop(a, false),
                     &(SvgOptions){.text = TEXT_SYSTEM, .scale = 2000});

    CHECK(em_str_starts(svg, STR("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                 "width=\"1200\" height=\"600\" "
                                 "viewBox=\"0 0 600 300\" role=\"img\"")));
    CHECK(has(svg, STR("<title id=\"em.title\">Shop</title>")));
    CHECK(has(svg, STR("<desc id=\"em.desc\">2 tables, 1 relation</desc>")));
    CHECK(has(svg, STR("<g class=\"table t0\" id=\"customer\">"
                       "<title>customer</title>")));
    CHECK(has(svg, STR("class=\"relation r0 r1\"")));
    CHECK(count(svg, STR("<g")) == count(svg, STR("</g>")));
    CHECK(em_str_ends(svg, STR("</svg>\n")));
}

static void svg_puts_a_prefix_before_ids_and_classes(Arena *a)
{
    Str svg =
        svg_of(a, new_shop(a, false), &(SvgOptions){.id_prefix = STR("7-")});
    CHECK(has(svg, STR("id=\"_.7-customer\"")));
    CHECK(has(svg, STR("aria-labelledby=\"_.7-em.title _.7-em.desc\"")));
    CHECK(has(svg, STR("class=\"ermaid-7-\"")));
    CHECK(has(svg, STR(".ermaid-7-:has(.t0:hover) .r0")));
}

static void svg_paths_are_relative_and_short(Arena *a)
{
    Str svg = svg_of(a, new_shop(a, false), &(SvgOptions){0});
    CHECK(has(svg, STR("<path d=\"M124 66h76v104h100\"/>")));
    CHECK(has(svg, STR("<g fill=\"none\" stroke=\"#475569\" "
                       "stroke-width=\"1.5\">")));
}

static void svg_escapes_what_comes_from_outside(Arena *a)
{
    Scene *s = new_scene(a, false);
    s->title = STR("\"a\" <b>&\x01\xFF\n");
    s->description = STR("");
    begin(a, s, GROUP_PAGE, STR(""));
    GroupInfo *g = begin(a, s, GROUP_TABLE, STR("t"));
    g->tooltip = STR("</title><script>");
    g->link = STR("JavaScript:alert(1)");
    add_word(a, s, INK_TEXT, px(0, 0), STR("<x> & \xEF\xBF\xBF"));
    end(a, s);
    end(a, s);

    Str svg = svg_of(a, s, &(SvgOptions){.text = TEXT_SYSTEM});
    CHECK(has(svg, STR(">&quot;a&quot; &lt;b&gt;&amp;\xEF\xBF\xBD&#10;</")));
    CHECK(has(svg, STR("<title>&lt;/title&gt;&lt;script&gt;</title>")));
    CHECK(has(svg, STR("\">&lt;x&gt; &amp; </text>")));
    CHECK(!has(svg, STR("script:")) && !has(svg, STR("Script:")));
}

static void svg_keeps_only_harmless_links(Arena *a)
{
    static const struct {
        Str link;
        bool kept;
    } rows[] = {
        {STR_INIT("https://example.org/?a=b&c"), true},
        {STR_INIT("docs/users.md#id"), true},
        {STR_INIT("a/b:c"), true},
        {STR_INIT("MAILTO:a@example.org"), true},
        {STR_INIT("javascript:alert(1)"), false},
        {STR_INIT("java\tscript:alert(1)"), false},
        {STR_INIT("data:text/html,x"), false},
        {STR_INIT(" vbscript:x"), false},
        {STR_INIT(":x"), false},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Scene *s = new_scene(a, false);
        begin(a, s, GROUP_TABLE, STR("t"))->link = rows[i].link;
        end(a, s);
        Str svg = svg_of(a, s, &(SvgOptions){0});
        CHECK(has(svg, STR("<a xlink:href=")) == rows[i].kept);
        CHECK(has(svg, STR("</a></g>")) == rows[i].kept);
    }
}

static void svg_follows_the_reader_by_rules_on_attributes(Arena *a)
{
    Scene *s = new_shop(a, true);
    Str svg = svg_of(a, s, &(SvgOptions){0});
    CHECK(has(svg, STR("@media screen and (prefers-color-scheme:dark)")));
    CHECK(has(svg, STR(".ermaid{fill:#f1f5f9}")));
    CHECK(has(svg, STR(".ermaid [fill=\"#fff\"]{fill:#0f172a}")));
    CHECK(has(svg, STR(".ermaid [stroke=\"#475569\"]{stroke:#a3b1c6}")));

    /* as white as the paper in the light, but not in the dark */
    CHECK(has(svg, STR("fill=\"#ffffff\" fill-opacity=\"0.102\"")));
    CHECK(has(svg, STR(".ermaid [fill=\"#ffffff\"]"
                       "{fill:#1e293b;fill-opacity:0.2}")));
    CHECK(!has(svg_of(a, new_shop(a, false), &(SvgOptions){0}),
               STR("prefers-color-scheme")));
}

static void svg_fits_what_the_faces_lack(Arena *a)
{
    const Run runs[] = {
        {.text = STR("a ")},
        {.text = STR("\xE6\xBC\xA2"), .fallback = true},
        {.text = STR("\xD7\xA9\xD7\x9C"), .fallback = true, .rtl = true},
    };
    Scene *s = new_scene(a, false);
    add_text(a, s, INK_TEXT, px(10, 0), new_block(a, runs, 3));

    Str svg = svg_of(a, s, &(SvgOptions){.text = TEXT_SYSTEM});
    CHECK(has(svg, STR("<tspan x=\"34.5\" text-anchor=\"middle\" "
                       "textLength=\"21\" lengthAdjust=\"spacingAndGlyphs\">"
                       "\xE6\xBC\xA2</tspan>")));
    CHECK(has(svg, STR(" direction=\"rtl\" unicode-bidi=\"bidi-override\"")));
}

static void svg_brings_its_fonts_or_its_outlines(Arena *a)
{
    Scene *s = new_shop(a, false);
    s->fonts = em_fonts_open(a);
    Str embedded = svg_of(a, s, &(SvgOptions){.text = TEXT_EMBED});
    CHECK(count(embedded, STR("src:url(data:font/woff;base64,d09GR")) == 2);
    CHECK(has(embedded, STR("font-family=\"ermaid-sans,Inter,")));
    CHECK(has(embedded, STR(">bigint</text>")));
    CHECK(!has(embedded, STR("textLength")));

    Str outlines = svg_of(a, s, &(SvgOptions){.text = TEXT_PATHS});
    CHECK(!has(outlines, STR("<text")) && !has(outlines, STR("font-face")));
    CHECK(count(outlines, STR("aria-label=\"bigint\"")) == 2);
    CHECK(count(outlines, STR("<path id=\"g.")) > 10);
}

static void svg_limits_how_deep_groups_nest(Arena *a)
{
    Scene *s = new_scene(a, false);
    for (int i = 0; i < 3000; i++)
        begin(a, s, GROUP_CONTAINER, STR(""));
    for (int i = 0; i < 3000; i++)
        end(a, s);
    Str svg = svg_of(a, s, &(SvgOptions){0});
    CHECK(count(svg, STR("<g")) == 100 && count(svg, STR("</g>")) == 100);
}

static void txt_draws_tables_lines_and_marks(Arena *a)
{
    CHECK_STR(txt_of(a, new_shop(a, false)),
              STR("┌───────────┐\n"
                  "│ customer  │\n"
                  "├───────────┤\n"
                  "│ id bigint ├||─┐\n"
                  "└───────────┘   │ places\n"
                  "                │      ┌─────────────┐\n"
                  "                │      │ orders      │\n"
                  "                │      ├─────────────┤\n"
                  "                └────o{┤ id   bigint │\n"
                  "                       └─────────────┘\n"));
}

static void txt_never_cuts_words(Arena *a)
{
    Scene *s = new_scene(a, false);
    Str wide = STR("a-very-long-name-in-a-narrow-table");
    add_table(a, s, 0, wide, px_rect(10, 10, 260, 60));
    add_table(a, s, 1, STR("\xE6\xBC\xA2\xE5\xAD\x97"),
              px_rect(300, 10, 120, 60));
    add_table(a, s, 2, STR("below"), px_rect(10, 90, 120, 60));
    CHECK_STR(txt_of(a, s),
              STR("┌────────────────────────────────────┐ ┌───────────┐\n"
                  "│ a-very-long-name-in-a-narrow-table │ │ 漢字      │\n"
                  "├────────────────────────────────────┤ ├───────────┤\n"
                  "│ id  bigint                         │ │ id bigint │\n"
                  "└────────────────────────────────────┘ └───────────┘\n"
                  "\n"
                  "┌────────────┐\n"
                  "│ below      │\n"
                  "├────────────┤\n"
                  "│ id  bigint │\n"
                  "└────────────┘\n"));
}

int main(void)
{
    static const Test tests[] = {
        {"svg has size, names and groups", svg_has_size_names_and_groups},
        {"svg puts a prefix before ids and classes",
         svg_puts_a_prefix_before_ids_and_classes},
        {"svg paths are relative and short", svg_paths_are_relative_and_short},
        {"svg escapes what comes from outside",
         svg_escapes_what_comes_from_outside},
        {"svg keeps only harmless links", svg_keeps_only_harmless_links},
        {"svg follows the reader by rules on attributes",
         svg_follows_the_reader_by_rules_on_attributes},
        {"svg fits what the faces lack", svg_fits_what_the_faces_lack},
        {"svg brings its fonts or its outlines",
         svg_brings_its_fonts_or_its_outlines},
        {"svg limits how deep groups nest", svg_limits_how_deep_groups_nest},
        {"txt draws tables, lines and marks", txt_draws_tables_lines_and_marks},
        {"txt never cuts words", txt_never_cuts_words},
    };
    return em_run_tests("out", tests, COUNT(tests));
}
