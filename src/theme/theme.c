/*
 * Finding themes, and putting Mermaid's themeVariables over one.
 *
 * A variable is a row in a table: its name and the roles it colours, rows that
 * say more after rows that say less. Then what was not given is made to fit:
 * rows take after the header, muted ink after the text, and ink that could not
 * be read any more moves away from its ground.
 */
#include "theme/theme.h"

#include "theme/theme_table.h"

enum { MAX_ROLES = 4 };

/* Parts of 256 for mixing. */
enum { PART_ROW = 236, PART_ZEBRA = 192, PART_MUTED = 72, PART_TINT = 10 };

typedef struct {
    Str name;
    int n;
    Role roles[MAX_ROLES];
} Variable;

static const Variable variables[] = {
    {STR_INIT("background"), 1, {ROLE_PAPER}},
    {STR_INIT("primaryColor"), 1, {ROLE_HEADER}},
    {STR_INIT("primaryBorderColor"), 2, {ROLE_BORDER, ROLE_RULE}},
    {STR_INIT("textColor"),
     4,
     {ROLE_TEXT, ROLE_HEADER_TEXT, ROLE_LABEL_TEXT, ROLE_TITLE}},
    {STR_INIT("primaryTextColor"), 2, {ROLE_TEXT, ROLE_HEADER_TEXT}},
    {STR_INIT("mainBkg"), 1, {ROLE_HEADER}},
    {STR_INIT("nodeBkg"), 1, {ROLE_HEADER}},
    {STR_INIT("nodeBorder"), 2, {ROLE_BORDER, ROLE_RULE}},
    {STR_INIT("nodeTextColor"), 2, {ROLE_TEXT, ROLE_HEADER_TEXT}},
    {STR_INIT("lineColor"), 1, {ROLE_LINE}},
    {STR_INIT("attributeBackgroundColorOdd"), 1, {ROLE_TABLE}},
    {STR_INIT("attributeBackgroundColorEven"), 1, {ROLE_ZEBRA}},
    {STR_INIT("rowOdd"), 1, {ROLE_TABLE}},
    {STR_INIT("rowEven"), 1, {ROLE_ZEBRA}},
    {STR_INIT("tertiaryColor"), 1, {ROLE_LABEL_FILL}},
    {STR_INIT("edgeLabelBackground"), 1, {ROLE_LABEL_FILL}},
    {STR_INIT("erEdgeLabelBackground"), 1, {ROLE_LABEL_FILL}},
    {STR_INIT("titleColor"), 1, {ROLE_TITLE}},
};

/* A theme being changed, and which of its colours were given. */
typedef struct {
    Theme theme;
    bool given[ROLE_COUNT];
    bool cluster_fill, cluster_border, cluster_title;
} Edit;

/* The colour a variable names, laid over the paper. False: none. */
static bool find_color(const Json *map, Str name, Color paper, Color *c)
{
    Color got;
    if (!em_color_parse(em_json_text(map, name), &got) || got.a == 0)
        return false;
    *c = em_color_over(got, paper);
    return true;
}

static void apply_variables(Edit *e, const Json *map)
{
    for (int i = 0; i < COUNT(variables); i++) {
        const Variable *v = &variables[i];
        Color c;
        if (!find_color(map, v->name, e->theme.role[ROLE_PAPER], &c))
            continue;
        for (int r = 0; r < v->n; r++) {
            e->theme.role[v->roles[r]] = c;
            e->given[v->roles[r]] = true;
        }
    }
}

static void apply_clusters(Edit *e, const Json *map)
{
    Color paper = e->theme.role[ROLE_PAPER];
    Color fill, border, title;

    e->cluster_fill = find_color(map, STR("clusterBkg"), paper, &fill);
    e->cluster_border = find_color(map, STR("clusterBorder"), paper, &border);
    e->cluster_title = find_color(map, STR("titleColor"), paper, &title);
    for (int i = 0; i < GROUP_HUES; i++) {
        if (e->cluster_fill)
            e->theme.group[i].fill = fill;
        if (e->cluster_border)
            e->theme.group[i].border = border;
        if (e->cluster_title)
            e->theme.group[i].title = title;
    }
}

/* Rows that were not given take after the header, as in Mermaid. */
static void follow_fills(Edit *e)
{
    Color *role = e->theme.role;

    if (e->given[ROLE_HEADER] && !e->given[ROLE_TABLE])
        role[ROLE_TABLE] =
            em_color_mix(role[ROLE_HEADER], role[ROLE_TABLE], PART_ROW);
    bool rows = e->given[ROLE_HEADER] || e->given[ROLE_TABLE];
    if (rows && !e->given[ROLE_ZEBRA])
        role[ROLE_ZEBRA] =
            em_color_mix(role[ROLE_HEADER], role[ROLE_TABLE], PART_ZEBRA);
    if (e->given[ROLE_HEADER] || e->given[ROLE_BORDER])
        e->theme.n_cycle = 0;
    if (e->given[ROLE_PAPER] && !e->given[ROLE_LABEL_FILL])
        role[ROLE_LABEL_FILL] = role[ROLE_PAPER];
    if (e->given[ROLE_TEXT])
        role[ROLE_MUTED] =
            em_color_mix(role[ROLE_TEXT], role[ROLE_TABLE], PART_MUTED);
}

/* An ink that was not given moves away from a ground it cannot be seen on. */
static void follow_ink(Edit *e, Role ink, Role ground, int contrast)
{
    Color *role = e->theme.role;
    if (!e->given[ink])
        role[ink] = em_color_readable(role[ink], role[ground], contrast);
}

static void follow_inks(Edit *e)
{
    follow_ink(e, ROLE_TEXT, ROLE_TABLE, CONTRAST_TEXT);
    follow_ink(e, ROLE_TEXT, ROLE_ZEBRA, CONTRAST_TEXT);
    follow_ink(e, ROLE_MUTED, ROLE_TABLE, CONTRAST_TEXT);
    follow_ink(e, ROLE_MUTED, ROLE_ZEBRA, CONTRAST_TEXT);
    follow_ink(e, ROLE_HEADER_TEXT, ROLE_HEADER, CONTRAST_TEXT);
    follow_ink(e, ROLE_LABEL_TEXT, ROLE_LABEL_FILL, CONTRAST_TEXT);
    follow_ink(e, ROLE_TITLE, ROLE_PAPER, CONTRAST_TEXT);
    follow_ink(e, ROLE_LINE, ROLE_PAPER, CONTRAST_LINE);
    follow_ink(e, ROLE_BORDER, ROLE_PAPER, CONTRAST_LINE);
}

static void follow_groups(Edit *e)
{
    Color paper = e->theme.role[ROLE_PAPER];

    for (int i = 0; i < GROUP_HUES; i++) {
        Color *fill = &e->theme.group[i].fill;
        Color *border = &e->theme.group[i].border;
        Color *title = &e->theme.group[i].title;
        if (!e->cluster_border)
            *border = em_color_readable(*border, paper, CONTRAST_LINE);
        if (!e->cluster_fill && e->given[ROLE_PAPER])
            *fill = em_color_mix(paper, *border, PART_TINT);
        if (!e->cluster_title)
            *title = em_color_readable(*title, *fill, CONTRAST_TEXT);
    }
}

Theme em_theme_with(const Theme *t, const Json *map)
{
    Edit e = {.theme = *t};

    if (!map || map->kind != JSON_MAP || map->of.n == 0)
        return *t;
    apply_variables(&e, map);
    apply_clusters(&e, map);
    follow_fills(&e);
    follow_inks(&e);
    follow_groups(&e);
    e.theme.dark = em_color_is_dark(e.theme.role[ROLE_PAPER]);
    return e.theme;
}

Color em_theme_code(const Theme *t, ThemeCode code)
{
    const Color *role = t->role;
    Color paper = role[ROLE_PAPER];

    if (t->has_codes)
        return t->code[code];
    switch (code) {
    case CODE_N1: return role[ROLE_TEXT];
    case CODE_N2: return role[ROLE_LABEL_TEXT];
    case CODE_N3: return role[ROLE_MUTED];
    case CODE_N4: return em_color_mix(role[ROLE_HEADER], role[ROLE_BORDER], 24);
    case CODE_N5: return role[ROLE_HEADER];
    case CODE_N6: return role[ROLE_ZEBRA];
    case CODE_N7: return role[ROLE_TABLE];
    case CODE_B1: return role[ROLE_BORDER];
    case CODE_B2: return role[ROLE_LINE];
    case CODE_B3:
        return em_color_mix(role[ROLE_TABLE], role[ROLE_FK_FILL], 160);
    case CODE_B4: return em_color_mix(paper, role[ROLE_HEADER], 128);
    case CODE_B5:
    case CODE_B6: return role[ROLE_TABLE];
    case CODE_AA2: return role[ROLE_PK_TEXT];
    case CODE_AA4:
        return em_color_mix(role[ROLE_TABLE], role[ROLE_FK_FILL], 88);
    case CODE_AA5:
        return em_color_mix(role[ROLE_TABLE], role[ROLE_FK_FILL], 56);
    case CODE_AB4:
        return em_color_mix(role[ROLE_TABLE], role[ROLE_PK_FILL], 88);
    case CODE_AB5:
        return em_color_mix(role[ROLE_TABLE], role[ROLE_PK_FILL], 56);
    case CODE_COUNT: break;
    }
    return paper;
}

const Theme *em_theme_find(Str name)
{
    int n;
    const Theme *themes = em_themes(&n);

    for (int i = 0; i < n; i++)
        if (em_str_eq_nocase(themes[i].name, name))
            return &themes[i];
    return NULL;
}

const Theme *em_themes(int *n)
{
    return em_theme_table(n);
}
