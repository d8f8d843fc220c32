/*
 * vars.d2-config of the first board, and the overrides of themes in it. What
 * keys it may have, and numbers and switches, the tree has checked.
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
