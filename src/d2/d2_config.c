/*
 * vars.d2-config: all of them are checked, that of the first board is read,
 * and at last the overrides of themes in it.
 */
#include "d2/d2_build.h"

static const D2Field *find(const D2IrMap *m, Str name)
{
    return m ? em_d2_find_name(m, em_d2_name(name)) : NULL;
}

static void take_text(const D2IrMap *m, Str key, D2Text *to)
{
    const D2Field *f = find(m, key);
    if (f && f->primary)
        *to = (D2Text){f->primary->text, f->primary->at};
}

static D2ThemeCode find_code(Str name)
{
    for (int i = 0; i < D2_THEME_CODES; i++)
        if (em_str_eq_nocase(name, em_d2_theme_code((D2ThemeCode)i)))
            return (D2ThemeCode)i;
    return D2_THEME_CODES;
}

static void report_code(Build *b, const D2Field *f)
{
    Str codes[D2_THEME_CODES];
    for (int i = 0; i < D2_THEME_CODES; i++)
        codes[i] = em_d2_theme_code((D2ThemeCode)i);
    em_d2_report(
        b, em_d2_last_place(f), STR("d2-config"),
        JOIN(b->a, STR("themes have no colour \""), f->name.text, STR("\"")))
        ->help = em_d2_suggest(b, f->name.text, codes, COUNT(codes));
}

static bool take_overrides(Build *b, const D2IrMap *m, Str key, Str *colors)
{
    const D2Field *all = find(m, key);
    if (!all || !all->map)
        return false;
    for (int i = 0; i < all->map->fields.n; i++) {
        const D2Field *f = all->map->fields.items[i];
        D2ThemeCode code = find_code(f->name.text);
        if (code == D2_THEME_CODES)
            report_code(b, f);
        else if (!f->primary || !em_d2_is_plain_color(f->primary->text))
            em_d2_report(b, em_d2_value_place(f), STR("d2-config"),
                         JOIN(b->a, STR("expected `"), f->name.text,
                              STR("` to be a colour: a name (orange) or hex "
                                  "digits in quotes (\"#f0ff3a\")")));
        else
            colors[code] = f->primary->text;
    }
    return true;
}

static void take_data(Build *b, const D2IrMap *m, D2Config *c)
{
    const D2Field *all = find(m, STR("data"));
    if (!all || !all->map)
        return;
    c->has_data = true;
    for (int i = 0; i < all->map->fields.n; i++) {
        const D2Field *f = all->map->fields.items[i];
        D2Datum datum = {.key = f->name.text, .is_list = f->array != NULL};
        if (f->primary)
            *PUSH(b->a, &datum.values) =
                (D2Text){f->primary->text, f->primary->at};
        for (int k = 0; f->array && k < f->array->items.n; k++) {
            const D2Scalar *s = f->array->items.items[k].scalar;
            if (s)
                *PUSH(b->a, &datum.values) = (D2Text){s->text, s->at};
        }
        if (f->primary || f->array)
            *PUSH(b->a, &c->data) = datum;
    }
}

/* ------------------------------------------------------------- checking */

typedef enum { IS_SWITCH, IS_NUMBER, IS_THEME, IS_TEXT, IS_MAP } ConfigKind;

static const struct {
    Str name;
    ConfigKind kind;
} keys[] = {
    {STR_INIT("sketch"), IS_SWITCH},
    {STR_INIT("center"), IS_SWITCH},
    {STR_INIT("pad"), IS_NUMBER},
    {STR_INIT("theme-id"), IS_THEME},
    {STR_INIT("dark-theme-id"), IS_THEME},
    {STR_INIT("layout-engine"), IS_TEXT},
    {STR_INIT("theme-overrides"), IS_MAP},
    {STR_INIT("dark-theme-overrides"), IS_MAP},
    {STR_INIT("data"), IS_MAP},
};

/* D2's themes: light, warm, dark and special ones. */
static bool is_theme(int64_t id)
{
    return (id >= 0 && id <= 8 && id != 2) || (id >= 100 && id <= 105) ||
           id == 200 || id == 201 || (id >= 300 && id <= 303);
}

/* What the value should have been; empty when it is good. */
static Str expected_for(const D2Field *f, ConfigKind kind)
{
    Str text = f->primary ? f->primary->text : (Str){0};
    bool on;
    int64_t n;

    switch (kind) {
    case IS_SWITCH:
        return em_d2_parse_bool(text, &on) ? STR("") : STR("true or false");
    case IS_NUMBER:
        return em_d2_parse_int(text, &n) ? STR("") : STR("a whole number");
    case IS_THEME:
        return em_d2_parse_int(text, &n) && is_theme(n)
                   ? STR("")
                   : STR("the number of a theme");
    case IS_MAP: return f->map ? STR("") : STR("a map");
    case IS_TEXT: break;
    }
    return (Str){0};
}

static void check_key(Build *b, const D2Field *f)
{
    Str names[COUNT(keys)];
    int i = 0;

    for (int k = 0; k < COUNT(keys); k++)
        names[k] = keys[k].name;
    while (i < COUNT(keys) && !em_str_eq(f->name.text, names[i]))
        i++;
    bool known = i < COUNT(keys);
    if (!f->primary && !(known && keys[i].kind == IS_MAP)) {
        em_d2_report(
            b, em_d2_last_place(f), STR("d2-config"),
            JOIN(b->a, STR("expected a value for `"), f->name.text, STR("`")));
        return;
    }
    if (!known) {
        em_d2_report(
            b, em_d2_last_place(f), STR("d2-config"),
            JOIN(b->a, STR("`d2-config` has no key `"), f->name.text, STR("`")))
            ->help = em_d2_suggest(b, f->name.text, names, COUNT(names));
        return;
    }
    Str expected = expected_for(f, keys[i].kind);
    if (expected.n)
        em_d2_report(b, em_d2_last_place(f), STR("d2-config"),
                     JOIN(b->a, STR("expected `"), f->name.text,
                          STR("` to be "), expected,
                          f->primary ? STR(", got \"") : (Str){0},
                          f->primary ? f->primary->text : (Str){0},
                          f->primary ? STR("\"") : (Str){0}));
}

/* The variables of a map: those of boards may hold a config. */
static void check_vars(Build *b, const D2IrMap *m, const D2IrMap *vars)
{
    const D2Field *config = find(vars, STR("d2-config"));

    if (!config || !config->map)
        return;
    if (em_d2_board_kind(m) == D2_NO_BOARD) {
        em_d2_report(b, em_d2_last_place(config), STR("d2-config"),
                     STR("`d2-config` belongs to the `vars` of a board"));
        return;
    }
    for (int i = 0; i < config->map->fields.n; i++)
        check_key(b, config->map->fields.items[i]);
}

/* Recursion is as deep as maps nest, which the tree limits. */
void em_d2_check_configs(Build *b, const D2IrMap *m)
{
    for (int i = 0; i < m->fields.n; i++) {
        const D2Field *f = m->fields.items[i];
        if (f->map && f->name.word == WORD_VARS)
            check_vars(b, m, f->map);
        if (f->map)
            em_d2_check_configs(b, f->map);
    }
    for (int i = 0; i < m->edges.n; i++)
        if (m->edges.items[i]->map)
            em_d2_check_configs(b, m->edges.items[i]->map);
}

/* ------------------------------------------------------------- reading */

void em_d2_read_config(Build *b, const D2IrMap *root)
{
    D2Config *c = &b->model->config;
    const D2Field *vars = em_d2_find(root, WORD_VARS);
    const D2Field *config = vars ? find(vars->map, STR("d2-config")) : NULL;

    if (!config || !config->map)
        return;
    const D2IrMap *m = config->map;
    c->is_set = true;
    take_text(m, STR("sketch"), &c->sketch);
    take_text(m, STR("center"), &c->center);
    take_text(m, STR("theme-id"), &c->theme_id);
    take_text(m, STR("dark-theme-id"), &c->dark_theme_id);
    take_text(m, STR("pad"), &c->pad);
    take_text(m, STR("layout-engine"), &c->layout_engine);
    c->has_overrides =
        take_overrides(b, m, STR("theme-overrides"), c->overrides);
    c->has_dark_overrides =
        take_overrides(b, m, STR("dark-theme-overrides"), c->dark_overrides);
    take_data(b, m, c);
}
