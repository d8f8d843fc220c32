/*
 * Colours, styles, and that every theme can be read.
 */
#include "test.h"

#include "theme/color_names.h"
#include "theme/theme.h"

static Color rgb(uint32_t hex)
{
    return (Color){(uint8_t)(hex >> 16), (uint8_t)(hex >> 8), (uint8_t)hex,
                   255};
}

static void colours_are_read_in_every_spelling(Arena *arena)
{
    static const struct {
        Str text;
        Color want;
    } cases[] = {
        {STR_INIT("#f90"), {255, 153, 0, 255}},
        {STR_INIT("#F908"), {255, 153, 0, 136}},
        {STR_INIT("#ff9900"), {255, 153, 0, 255}},
        {STR_INIT(" #ff990080 "), {255, 153, 0, 128}},
        {STR_INIT("rgb(255, 153, 0)"), {255, 153, 0, 255}},
        {STR_INIT("rgb(8.5,5.75,0)"), {9, 6, 0, 255}},
        {STR_INIT("rgba(100%,60%,0%,50%)"), {255, 153, 0, 128}},
        {STR_INIT("RGB(255 153 0 / 0.5)"), {255, 153, 0, 128}},
        {STR_INIT("rgb(300,-5,0)"), {255, 0, 0, 255}},
        {STR_INIT("hsl(240, 100%, 97.2745098039%)"), {241, 241, 255, 255}},
        {STR_INIT("hsl(-160,0%,93.3333333333%)"), {238, 238, 238, 255}},
        {STR_INIT("hsla(480deg 100% 50% / 1)"), {0, 255, 0, 255}},
        {STR_INIT("RebeccaPurple"), {102, 51, 153, 255}},
        {STR_INIT("none"), {0, 0, 0, 0}},
        {STR_INIT("transparent"), {0, 0, 0, 0}},
    };
    (void)arena;
    for (int i = 0; i < COUNT(cases); i++) {
        Color c;
        CHECK(em_color_parse(cases[i].text, &c));
        CHECK(em_color_eq(c, cases[i].want));
    }
}

static void what_is_no_colour_is_refused(Arena *arena)
{
    static const Str cases[] = {
        STR_INIT(""),
        STR_INIT("#"),
        STR_INIT("#12"),
        STR_INIT("#12345"),
        STR_INIT("#ggg"),
        STR_INIT("#fff\" onload=\"alert(1)"),
        STR_INIT("rgb("),
        STR_INIT("rgb(1,2"),
        STR_INIT("rgb(1,,2,3)"),
        STR_INIT("rgb(1,2,3) x"),
        STR_INIT("rgb(1.,2,3)"),
        STR_INIT("rgb(1,5,2,3,4)"),
        STR_INIT("hsl(1e999, 50%, 50%)"),
        STR_INIT("hsl(nan, 50%, 50%)"),
        STR_INIT("hsl(inf 1% 1%)"),
        STR_INIT("hsl(-, 50%, 50%)"),
        STR_INIT("red;}*{display:none"),
        STR_INIT("redd"),
        STR_INIT("url(http://127.0.0.1:9/x)"),
        STR_INIT("expression(1)"),
        STR_INIT("var(--x)"),
        STR_INIT("r"),
    };
    (void)arena;
    for (int i = 0; i < COUNT(cases); i++) {
        Color c = rgb(0x123456);
        CHECK(!em_color_parse(cases[i], &c));
        CHECK(em_color_eq(c, rgb(0x123456)));
    }
}

static void a_huge_number_is_cut_not_wrapped(Arena *arena)
{
    (void)arena;
    Color c;
    CHECK(em_color_parse(
        STR("rgb(99999999999999999999999,0.00000000000000000009,0)"), &c));
    CHECK(em_color_eq(c, rgb(0xFF0000)));
    CHECK(em_color_parse(STR("hsl(99999999999999999999999,100%,999999999999%)"),
                         &c));
    CHECK(em_color_eq(c, rgb(0xFFFFFF)));
}

static void names_are_sorted_and_all_found(Arena *arena)
{
    (void)arena;
    int n;
    const ColorName *names = em_color_names(&n);

    CHECK(n == 148);
    for (int i = 0; i < n; i++) {
        Color c;
        CHECK(i == 0 || em_str_cmp(names[i - 1].name, names[i].name) < 0);
        CHECK(em_color_parse(names[i].name, &c));
        CHECK(em_color_eq(c, rgb(names[i].rgb)));
    }
}

static void colours_are_reckoned_as_wcag_says(Arena *arena)
{
    Buf b = {.arena = arena};

    CHECK(em_color_contrast(rgb(0x000000), rgb(0xFFFFFF)) == 2100);
    CHECK(em_color_contrast(rgb(0xFFFFFF), rgb(0xFFFFFF)) == 100);
    CHECK(em_color_contrast(rgb(0x777777), rgb(0xFFFFFF)) == 447);
    CHECK(em_color_eq(em_color_mix(rgb(0), rgb(0xFFFFFF), 128), rgb(0x808080)));
    CHECK(em_color_eq(em_color_over((Color){255, 0, 0, 51}, rgb(0xFFFFFF)),
                      rgb(0xFFCCCC)));
    CHECK(
        em_color_contrast(em_color_readable(rgb(0x777777), rgb(0xFFFFFF), 450),
                          rgb(0xFFFFFF)) >= 450);
    CHECK(em_color_eq(em_color_readable(rgb(0x123456), rgb(0xFFFFFF), 450),
                      rgb(0x123456)));
    em_color_put(&b, rgb(0x00AB0F));
    CHECK_STR(em_buf_str(&b), STR("#00ab0f"));
}

static void styles_are_understood_or_left(Arena *arena)
{
    (void)arena;
    Style s = {0};

    CHECK(em_style_set(&s, STR("fill"), STR(" #f9f !important")));
    CHECK(s.has_fill && em_color_eq(s.fill, rgb(0xFF99FF)));
    CHECK(!em_style_set(&s, STR("fill"), STR("url(#x)")));
    CHECK(em_color_eq(s.fill, rgb(0xFF99FF)));

    CHECK(em_style_set(&s, STR("Stroke-Width"), STR("1.5px")));
    CHECK(s.width == PX + PX / 2);
    CHECK(em_style_set(&s, STR("stroke-width"), STR("99999999999px")));
    CHECK(s.width == 32 * PX);
    CHECK(!em_style_set(&s, STR("stroke-width"), STR("-1px")));
    CHECK(!em_style_set(&s, STR("stroke-width"), STR("1e3px")));

    CHECK(em_style_set(&s, STR("stroke-dasharray"), STR("5, 2.5")));
    CHECK(s.n_dash == 2 && s.dash[0] == 5 * PX && s.dash[1] == 5 * PX / 2);
    CHECK(!em_style_set(&s, STR("stroke-dasharray"), STR("1 2 3 4 5")));
    CHECK(s.n_dash == 2);
    CHECK(em_style_set(&s, STR("stroke-dasharray"), STR("0.001")));
    CHECK(s.n_dash == 0);

    CHECK(em_style_set(&s, STR("font-size"), STR("20px")));
    CHECK(s.size == 20 * PX);
    CHECK(!em_style_set(&s, STR("font-size"), STR("1e308px")));
    CHECK(!em_style_set(&s, STR("font-size"), STR("-5")));
    CHECK(!em_style_set(&s, STR("font-size"), STR("NaN")));
    CHECK(em_style_set(&s, STR("font-weight"), STR("700")) && s.bold);
    CHECK(em_style_set(&s, STR("font-style"), STR("italic")) && s.italic);
    CHECK(em_style_set(&s, STR("opacity"), STR("50%")) && s.opacity == 128);
    CHECK(em_style_set(&s, STR("rx"), STR("9")) && s.radius == 9 * PX);
    CHECK(!em_style_set(&s, STR("behavior"), STR("url(x)")));
}

static bool has_contrast(const Theme *t, Role ink, Role ground, int least)
{
    return em_color_contrast(t->role[ink], t->role[ground]) >= least;
}

static void check_inks(const Theme *t)
{
    static const struct {
        Role ink, ground;
        int least;
    } pairs[] = {
        {ROLE_TEXT, ROLE_TABLE, CONTRAST_TEXT},
        {ROLE_TEXT, ROLE_ZEBRA, CONTRAST_TEXT},
        {ROLE_MUTED, ROLE_TABLE, CONTRAST_TEXT},
        {ROLE_MUTED, ROLE_ZEBRA, CONTRAST_TEXT},
        {ROLE_MUTED, ROLE_HEADER, CONTRAST_TEXT},
        {ROLE_HEADER_TEXT, ROLE_HEADER, CONTRAST_TEXT},
        {ROLE_LABEL_TEXT, ROLE_LABEL_FILL, CONTRAST_TEXT},
        {ROLE_TITLE, ROLE_PAPER, CONTRAST_TEXT},
        {ROLE_PK_TEXT, ROLE_PK_FILL, CONTRAST_TEXT},
        {ROLE_FK_TEXT, ROLE_FK_FILL, CONTRAST_TEXT},
        {ROLE_UK_TEXT, ROLE_UK_FILL, CONTRAST_TEXT},
        {ROLE_KEY_TEXT, ROLE_KEY_FILL, CONTRAST_TEXT},
        {ROLE_LINE, ROLE_PAPER, CONTRAST_LINE},
        {ROLE_BORDER, ROLE_PAPER, CONTRAST_LINE},
    };
    for (int i = 0; i < COUNT(pairs); i++)
        CHECK(has_contrast(t, pairs[i].ink, pairs[i].ground, pairs[i].least));
}

static void check_groups(const Theme *t)
{
    Color paper = t->role[ROLE_PAPER], line = t->role[ROLE_LINE];
    Color label = t->role[ROLE_LABEL_TEXT];
    bool labels_lie_bare = em_color_eq(t->role[ROLE_LABEL_FILL], paper);

    for (int i = 0; i < GROUP_HUES; i++) {
        Color fill = t->group[i].fill;
        CHECK(em_color_contrast(t->group[i].title, fill) >= CONTRAST_TEXT);
        CHECK(em_color_contrast(t->group[i].border, paper) >= CONTRAST_LINE);
        CHECK(em_color_contrast(line, fill) >= CONTRAST_LINE);
        CHECK(!labels_lie_bare ||
              em_color_contrast(label, fill) >= CONTRAST_TEXT);
    }
    for (int i = 0; i < t->n_cycle; i++) {
        Color header = t->cycle[i].header;
        CHECK(em_color_contrast(t->role[ROLE_HEADER_TEXT], header) >=
              CONTRAST_TEXT);
        CHECK(em_color_contrast(t->role[ROLE_MUTED], header) >= CONTRAST_TEXT);
        CHECK(em_color_contrast(t->cycle[i].border, paper) >= CONTRAST_LINE);
    }
}

static void every_theme_can_be_read(Arena *arena)
{
    (void)arena;
    int n;
    const Theme *themes = em_themes(&n);

    CHECK(n == 13);
    for (int i = 0; i < n; i++) {
        check_inks(&themes[i]);
        check_groups(&themes[i]);
        CHECK(em_theme_find(themes[i].name) == &themes[i]);
        CHECK(em_color_is_dark(themes[i].role[ROLE_PAPER]) == themes[i].dark);
        for (int r = 0; r < ROLE_COUNT; r++)
            CHECK(themes[i].role[r].a == 255);
    }
    CHECK(em_str_eq(themes[0].name, STR("light")));
    CHECK(em_theme_find(STR("Redux-Color")) != NULL);
    CHECK(em_theme_find(STR("nosuch")) == NULL);
}

static void looks_are_found_and_stand_on_their_grid(Arena *arena)
{
    (void)arena;
    int n;
    const Look *looks = em_looks(&n);

    CHECK(n == 4 && em_look_find(STR("Classic")) == &looks[1]);
    CHECK(em_look_find(STR("d2"))->dark_head && !looks[0].dark_head);
    CHECK(em_look_find(STR("handDrawn")) == NULL);
    for (int i = 0; i < n; i++) {
        CHECK(looks[i].row_h % looks[i].grid == 0);
        CHECK(looks[i].header_h % looks[i].grid == 0);
        CHECK(looks[i].stub >= 21 * PX + looks[i].corner);
    }
}

static void set_text(Arena *a, Json *map, Str key, Str text)
{
    Json *v = em_json_set(a, map, key);
    v->kind = JSON_STRING;
    v->text = text;
}

static void variables_colour_and_the_rest_follows(Arena *arena)
{
    Json map = {.kind = JSON_MAP};
    set_text(arena, &map, STR("background"), STR("#101010"));
    set_text(arena, &map, STR("mainBkg"), STR("#203040"));
    set_text(arena, &map, STR("lineColor"), STR("red}</style><script>"));
    set_text(arena, &map, STR("nodeBorder"), STR("gold"));
    set_text(arena, &map, STR("clusterBkg"), STR("#222"));

    const Theme *base = em_theme_find(STR("redux-color"));
    Theme t = em_theme_with(base, &map);
    CHECK(em_color_eq(t.role[ROLE_PAPER], rgb(0x101010)));
    CHECK(em_color_eq(t.role[ROLE_HEADER], rgb(0x203040)));
    CHECK(em_color_eq(t.role[ROLE_BORDER], rgb(0xFFD700)));
    CHECK(em_color_eq(t.group[3].fill, rgb(0x222222)));
    CHECK(t.dark && t.n_cycle == 0);
    CHECK(has_contrast(&t, ROLE_HEADER_TEXT, ROLE_HEADER, CONTRAST_TEXT));
    CHECK(has_contrast(&t, ROLE_LINE, ROLE_PAPER, CONTRAST_LINE));
    CHECK(has_contrast(&t, ROLE_LABEL_TEXT, ROLE_LABEL_FILL, CONTRAST_TEXT));
    CHECK(em_color_contrast(t.group[3].title, t.group[3].fill) >=
          CONTRAST_TEXT);

    Theme same = em_theme_with(base, NULL);
    CHECK(em_color_eq(same.role[ROLE_LINE], base->role[ROLE_LINE]));
}

static const Test tests[] = {
    {"colours are read in every spelling", colours_are_read_in_every_spelling},
    {"what is no colour is refused", what_is_no_colour_is_refused},
    {"a huge number is cut, not wrapped", a_huge_number_is_cut_not_wrapped},
    {"names are sorted and all found", names_are_sorted_and_all_found},
    {"colours are reckoned as WCAG says", colours_are_reckoned_as_wcag_says},
    {"styles are understood or left", styles_are_understood_or_left},
    {"every theme can be read", every_theme_can_be_read},
    {"looks are found and stand on their grid",
     looks_are_found_and_stand_on_their_grid},
    {"variables colour and the rest follows",
     variables_colour_and_the_rest_follows},
};

int main(void)
{
    return em_run_tests("theme", tests, COUNT(tests));
}
