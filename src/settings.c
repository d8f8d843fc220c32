/*
 * Each setting is looked up in two places: the caller's wishes, then the
 * diagram's configuration (Mermaid's front matter and directives). Names of
 * values are tables.
 */
#include "settings.h"

#include "theme/theme_d2.h"

#include <limits.h>

typedef struct {
    Str name;
    int value;
} Choice;

static const Choice directions[] = {
    {STR_INIT("TB"), DIR_DOWN},
    {STR_INIT("BT"), DIR_UP},
    {STR_INIT("LR"), DIR_RIGHT},
    {STR_INIT("RL"), DIR_LEFT},
};

static const Choice engines[] = {
    {STR_INIT("auto"), ENGINE_AUTO},
    {STR_INIT("columns"), ENGINE_COLUMNS},
    {STR_INIT("layered"), ENGINE_LAYERED},
};

/* What D2's engines do is nearest to layers. */
static const Choice wished_engines[] = {
    {STR_INIT("auto"), ENGINE_AUTO},
    {STR_INIT("columns"), ENGINE_COLUMNS},
    {STR_INIT("layered"), ENGINE_LAYERED},
    {STR_INIT("dagre"), ENGINE_LAYERED},
    {STR_INIT("elk"), ENGINE_LAYERED},
};

static const Choice comment_modes[] = {
    {STR_INIT("column"), COMMENTS_COLUMN},
    {STR_INIT("tooltip"), COMMENTS_TOOLTIP},
    {STR_INIT("none"), COMMENTS_NONE},
};

static const Choice column_modes[] = {
    {STR_INIT("all"), COLUMNS_ALL},
    {STR_INIT("keys"), COLUMNS_KEYS},
    {STR_INIT("none"), COLUMNS_NONE},
};

static const Choice anchors[] = {
    {STR_INIT("auto"), ANCHOR_AUTO},
    {STR_INIT("row"), ANCHOR_ROW},
    {STR_INIT("entity"), ANCHOR_ENTITY},
};

static const Choice notations[] = {
    {STR_INIT("auto"), false},
    {STR_INIT("crow"), true},
};

static const Choice text_modes[] = {
    {STR_INIT("font"), TEXT_EMBED},
    {STR_INIT("system"), TEXT_SYSTEM},
    {STR_INIT("paths"), TEXT_PATHS},
};

typedef struct {
    const ErmaidOptions *wishes;
    const Json *config; /* the diagram's own; a map */
    const Source *src;
    Arena *arena;
    Diags *diags;
} Reader;

/* Reports a wish that means nothing, at a source named like its option. */
static void refuse(Reader *r, Str option, Str value, Str expected)
{
    Source *src = NEW(r->arena, Source);
    *src = em_source_of(option, value);
    em_diag_add(r->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = src,
                       .span = {0, value.n},
                       .code = STR("option"),
                       .message = JOIN(r->arena, STR("expected "), expected)});
}

/* Mentions a value of the diagram's configuration that has no effect. */
static void mention(Reader *r, Str key, Str value)
{
    em_diag_add(
        r->diags,
        (Diag){.severity = DIAG_WARNING,
               .source = r->src,
               .code = STR("config-value"),
               .message = JOIN(r->arena, STR("no "), key, STR(" is called \""),
                               value, STR("\"; the default is used"))});
}

static int find_choice(const Choice *choices, int n, Str name)
{
    for (int i = 0; i < n; i++)
        if (em_str_eq_nocase(choices[i].name, name))
            return choices[i].value;
    return NONE;
}

/* "a, b or c" */
static Str list_choices(Arena *a, const Choice *choices, int n)
{
    Buf b = {.arena = a};
    for (int i = 0; i < n; i++) {
        if (i > 0)
            em_put(&b, i + 1 < n ? STR(", ") : STR(" or "));
        em_put(&b, choices[i].name);
    }
    return em_buf_str(&b);
}

/* The value of a wish, or `otherwise` when there is none. */
static int choose(Reader *r, Str option, const char *wish,
                  const Choice *choices, int n, int otherwise)
{
    Str name = em_str_of(wish);
    if (!wish)
        return otherwise;
    int value = find_choice(choices, n, name);
    if (value == NONE) {
        refuse(r, option, name, list_choices(r->arena, choices, n));
        return otherwise;
    }
    return value;
}

#define CHOOSE(r, option, wish, choices, otherwise) \
    choose(r, STR(option), wish, choices, COUNT(choices), otherwise)

/*
 * Reads a decimal number without sign or exponent into units of 1/scale.
 * False when s is something else or is over the limit.
 */
static bool read_number(Str s, int scale, int64_t limit, int64_t *out)
{
    int64_t value = 0, unit = scale;
    bool point = false, digits = false;

    for (int i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !point) {
            point = true;
            continue;
        }
        if (!em_is_digit((unsigned char)s.p[i]))
            return false;
        digits = true;
        if (!point)
            value = value * 10 + (s.p[i] - '0') * (int64_t)scale;
        else
            value += (unit /= 10) * (s.p[i] - '0');
        if (value > limit)
            return false;
    }
    *out = value;
    return digits;
}

/* A wish for a number in units of 1/scale; 0 when there is none. */
static int number(Reader *r, Str option, const char *wish, int scale,
                  int64_t limit)
{
    int64_t value = 0;
    if (wish && !read_number(em_str_of(wish), scale, limit, &value))
        refuse(r, option, em_str_of(wish), STR("a number in range"));
    return (int)value;
}

/* The diagram's own word for a key: in `er`, else at the top. */
static Str own_word(const Reader *r, Str key)
{
    Str word = em_json_text(em_json_find(r->config, STR("er")), key);
    return word.n ? word : em_json_text(r->config, key);
}

/* A length of the `er` options, in [least, most] px; `otherwise` when unset. */
static Len own_length(const Reader *r, Str key, int least, int most,
                      Len otherwise)
{
    Str text = em_json_text(em_json_find(r->config, STR("er")), key);
    int64_t px;
    if (!text.n || !read_number(text, 1, 100000, &px))
        return otherwise;
    return (Len)MIN(MAX(px, least), most) * PX;
}

static Look choose_look(Reader *r)
{
    int n;
    const Look *look = em_looks(&n);
    Str wish = em_str_of(r->wishes->look), own = own_word(r, STR("look"));

    if (r->wishes->look && em_look_find(wish))
        look = em_look_find(wish);
    else if (r->wishes->look)
        refuse(r, STR("--look"), wish, STR("ermaid, classic, neo or d2"));
    else if (own.n && em_look_find(own))
        look = em_look_find(own);
    else if (own.n)
        mention(r, STR("look"), own);
    return *look;
}

/* Mermaid's `er` options, where they say something about our geometry. */
static void apply_er_options(const Reader *r, Look *look)
{
    look->empty_min_w =
        own_length(r, STR("minEntityWidth"), 24, 1000, look->empty_min_w);
    look->empty_h =
        own_length(r, STR("minEntityHeight"), 24, 1000, look->empty_h);
    look->node_gap = own_length(r, STR("nodeSpacing"), 24, 500, look->node_gap);
    look->layer_gap =
        own_length(r, STR("rankSpacing"), 48, 500, look->layer_gap);
    Len padding = own_length(r, STR("diagramPadding"), 8, 200, 0);
    if (padding)
        look->pad_x = padding / 2;
    Len row = own_length(r, STR("entityPadding"), 4, 100, 0);
    if (row) {
        look->row_h = MAX(row + 16 * PX, 20 * PX);
        look->header_h = MAX(look->header_h, look->row_h);
    }
}

/* A theme of ours or of D2's; NULL: there is none of this name. */
static const Theme *find_theme(Reader *r, Str name)
{
    Theme of_d2;
    if (em_theme_find(name))
        return em_theme_find(name);
    if (!em_theme_find_d2(name, &of_d2))
        return NULL;
    Theme *t = NEW(r->arena, Theme);
    *t = of_d2;
    return t;
}

/* The theme a wish or the diagram names; the default when neither does. */
static const Theme *choose_theme(Reader *r)
{
    int n;
    Str wish = em_str_of(r->wishes->theme), own = own_word(r, STR("theme"));

    const Theme *wished = find_theme(r, wish);
    if (r->wishes->theme && wished)
        return wished;
    if (r->wishes->theme)
        refuse(r, STR("--theme"), wish,
               STR("a theme's name; see `ermaid themes`"));
    else if (own.n && find_theme(r, own))
        return find_theme(r, own);
    else if (own.n && !em_str_eq(own, STR("null")))
        mention(r, STR("theme"), own);
    return em_themes(&n);
}

static void choose_colours(Reader *r, Settings *out)
{
    out->theme = em_theme_with(choose_theme(r),
                               em_json_find(r->config, STR("themeVariables")));

    /* -1 is D2's word for none */
    Str dark = em_str_of(r->wishes->dark_theme);
    const Theme *dark_theme = find_theme(r, dark);
    bool wished = dark.n > 0 && !em_str_eq(dark, STR("-1"));
    if (wished && dark_theme) {
        out->dark = *dark_theme;
        out->has_dark = true;
    } else if (wished) {
        refuse(r, STR("--dark-theme"), dark,
               STR("a theme's name; see `ermaid themes`"));
    }

    Str background = em_str_of(r->wishes->background);
    if (!r->wishes->background)
        return;
    if (!em_color_parse(background, &out->scene.background))
        refuse(r, STR("--background"), background,
               STR("a CSS colour or \"transparent\""));
    out->scene.transparent = out->scene.background.a == 0;
    out->scene.has_background = !out->scene.transparent;
}

/* The direction that was wished, else the diagram's, else its `er` option. */
static Direction choose_direction(Reader *r, const Schema *s)
{
    int asked =
        CHOOSE(r, "--direction", r->wishes->direction, directions, DIR_AUTO);
    if (asked != DIR_AUTO)
        return (Direction)asked;
    if (s->direction != DIR_AUTO)
        return s->direction;
    Str own = em_json_text(em_json_find(r->config, STR("er")),
                           STR("layoutDirection"));
    int found = find_choice(directions, COUNT(directions), own);
    return found == NONE ? DIR_AUTO : (Direction)found;
}

/*
 * The engine that was wished, else the diagram's. Mermaid's own values (dagre,
 * elk and its variants) mean engines that we do not have: ours chooses.
 */
static Engine choose_engine(Reader *r)
{
    int own = find_choice(engines, COUNT(engines), own_word(r, STR("layout")));
    return (Engine)CHOOSE(r, "--layout", r->wishes->layout, wished_engines,
                          own == NONE ? ENGINE_AUTO : own);
}

static const Choice legends[] = {
    {STR_INIT("auto"), LEGEND_AUTO},
    {STR_INIT("on"), LEGEND_ON},
    {STR_INIT("off"), LEGEND_OFF},
};

static void choose_aspect(Reader *r, LayoutOptions *o)
{
    Str wish = em_str_of(r->wishes->aspect);
    int64_t w = 16, h = 10;
    if (r->wishes->aspect) {
        int colon = em_str_find_char(wish, ':', 0);
        if (colon == NONE ||
            !read_number(em_str_cut(wish, 0, colon), 1, 1000, &w) ||
            !read_number(em_str_cut(wish, colon + 1, wish.n), 1, 1000, &h) ||
            w == 0 || h == 0)
            refuse(r, STR("--aspect"), wish, STR("WIDTH:HEIGHT, like 16:10"));
    }
    o->aspect_w = (int)MAX(w, 1);
    o->aspect_h = (int)MAX(h, 1);
}

static bool is_id_prefix(Str s)
{
    for (int i = 0; i < s.n; i++)
        if (!em_is_word((unsigned char)s.p[i]) && s.p[i] != '-')
            return false;
    return s.n <= 64 && (s.n == 0 || !em_is_digit((unsigned char)s.p[0]));
}

/* The prefix that was wished, or one made of a salt. */
static Str choose_prefix(Reader *r)
{
    Str prefix = em_str_of(r->wishes->id_prefix);
    Str salt = em_str_of(r->wishes->salt);
    Buf made = {.arena = r->arena};

    if (!is_id_prefix(prefix)) {
        refuse(r, STR("--id-prefix"), prefix,
               STR("letters, digits, - and _, not beginning with a digit"));
        return (Str){0};
    }
    if (!salt.n)
        return prefix;
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (int i = 0; i < salt.n; i++)
        hash = (hash ^ (unsigned char)salt.p[i]) * 16777619U;
    PUT(&made, prefix, STR("s"));
    em_put_hex(&made, hash, 8);
    return em_buf_str(&made);
}

/* D2's -1 for "as large as what it stands in" is known as such. */
static int choose_scale(Reader *r, bool *fits)
{
    Str wish = em_str_of(r->wishes->scale);
    *fits = em_str_eq(wish, STR("-1"));
    if (*fits || !r->wishes->scale)
        return 0;
    int scale =
        number(r, STR("--scale"), r->wishes->scale, 1000, INT64_C(100) * 1000);
    if (scale == 0)
        refuse(r, STR("--scale"), wish, STR("a number over 0, or -1"));
    return scale;
}

static void choose_output(Reader *r, Settings *out)
{
    enum { INTERVAL = 2000, LONGEST = 3600 * 1000 }; /* ms */
    bool fits;
    int scale = choose_scale(r, &fits);
    int interval = number(r, STR("--animate"), r->wishes->animate, 1, LONGEST);
    out->svg = (SvgOptions){
        .text = (TextMode)CHOOSE(r, "--text", r->wishes->text, text_modes,
                                 TEXT_EMBED),
        .id_prefix = choose_prefix(r),
        .scale = scale,
        .fits = fits,
        .centered = r->wishes->center,
        .interval = interval ? interval : INTERVAL,
    };
    out->pixels = (PixelOptions){
        .scale = scale ? scale : 1000,
        .font_file = {r->wishes->font.data, (int)r->wishes->font.size},
        .omit_version = r->wishes->omit_version,
    };
}

/* Stages before and after layout's own passes that --stop-after knows. */
static const Choice stages[] = {
    {STR_INIT("graph"), 0}, {STR_INIT("size"), 1},  {STR_INIT("layout"), 2},
    {STR_INIT("stats"), 3}, {STR_INIT("scene"), 4}, {STR_INIT("ir"), 5},
};

static Str choose_stage(Reader *r)
{
    Str wish = em_str_of(r->wishes->stop_after);
    int n;
    const Str *passes = em_layout_passes(&n);
    Buf names = {.arena = r->arena};

    if (!wish.n || find_choice(stages, COUNT(stages), wish) != NONE)
        return wish;
    for (int i = 0; i < n; i++) {
        if (em_str_eq(passes[i], wish))
            return wish;
        PUT(&names, passes[i], STR(", "));
    }
    em_put(&names, list_choices(r->arena, stages, COUNT(stages)));
    refuse(r, STR("--stop-after"), wish, em_buf_str(&names));
    return (Str){0};
}

void em_settings(Settings *out, const ErmaidOptions *wishes, const Schema *s,
                 const Source *src, Arena *a, Diags *diags)
{
    Reader r = {wishes, &s->config, src, a, diags};

    *out = (Settings){.look = choose_look(&r), .stop_after = choose_stage(&r)};
    apply_er_options(&r, &out->look);
    choose_colours(&r, out);
    choose_output(&r, out);
    out->graph.anchor =
        (Anchor)CHOOSE(&r, "--anchor", wishes->anchor, anchors, ANCHOR_AUTO);
    out->graph.infer_feet =
        CHOOSE(&r, "--notation", wishes->notation, notations, false);
    out->graph.capitals = out->theme.rules == RULES_TERMINAL;

    out->size = (SizeOptions){
        .look = &out->look,
        .mono = out->theme.rules == RULES_TERMINAL,
        .comments = (Comments)CHOOSE(&r, "--comments", wishes->comments,
                                     comment_modes, COMMENTS_COLUMN),
        .columns = (Columns)CHOOSE(&r, "--columns", wishes->columns,
                                   column_modes, COLUMNS_ALL),
    };

    out->layout = em_layout_defaults();
    out->layout.engine = choose_engine(&r);
    out->layout.direction = choose_direction(&r, s);
    out->layout.node_gap = out->look.node_gap;
    out->layout.layer_gap = out->look.layer_gap;
    out->layout.track_gap = out->look.track_gap;
    out->layout.stub = out->look.stub;
    out->layout.label_gap = out->look.label_gap;
    out->layout.container_pad = out->look.container_pad;
    choose_aspect(&r, &out->layout);

    out->scene.look = &out->look;
    out->scene.theme = &out->theme;
    out->scene.dark = out->has_dark ? &out->dark : NULL;
    out->scene.legend =
        (Legend)CHOOSE(&r, "--legend", wishes->legend, legends, LEGEND_AUTO);
    out->scene.has_pad = wishes->pad != NULL;
    out->scene.pad =
        number(&r, STR("--pad"), wishes->pad, PX, INT64_C(1000) * PX);
}

static const Choice groupings[] = {
    {STR_INIT("auto"), GROUP_AUTO},
    {STR_INIT("schema"), GROUP_SCHEMA},
    {STR_INIT("prefix"), GROUP_PREFIX},
    {STR_INIT("none"), GROUP_NONE},
};

static const Choice join_modes[] = {
    {STR_INIT("table"), false},
    {STR_INIT("line"), true},
};

PickOptions em_settings_pick(const ErmaidOptions *wishes, Arena *a,
                             Diags *diags)
{
    Reader r = {.wishes = wishes, .arena = a, .diags = diags};
    enum { FURTHEST = 1000 };
    bool is_all = em_str_eq(em_str_of(wishes->distance), STR("all"));
    int distance =
        is_all ? FURTHEST
               : number(&r, STR("--distance"), wishes->distance, 1, FURTHEST);
    return (PickOptions){
        .include = em_str_of(wishes->include),
        .exclude = em_str_of(wishes->exclude),
        .focus = em_str_of(wishes->focus),
        .distance = wishes->distance ? distance : 1,
        .group = (Grouping)CHOOSE(&r, "--group", wishes->group, groupings,
                                  GROUP_AUTO),
        .join_lines =
            CHOOSE(&r, "--join-tables", wishes->join_tables, join_modes, false),
        .views = wishes->views,
    };
}
