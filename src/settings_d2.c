/*
 * What a D2 text's vars.d2-config says about its picture. A wish of the caller
 * counts more.
 */
#include "d2/d2_model.h"
#include "settings.h"
#include "theme/theme_d2.h"

/* The codes that are given, put over those of a theme. */
static void override_codes(Theme *t, const Str *colors)
{
    Color codes[CODE_COUNT];
    for (int i = 0; i < CODE_COUNT; i++)
        codes[i] = em_theme_code(t, (ThemeCode)i);
    for (int i = 0; i < CODE_COUNT; i++) {
        t->code[i] = codes[i];
        if (colors[i].n)
            em_color_parse(colors[i], &t->code[i]);
    }
    em_theme_from_codes(t);
}

static Len read_px(Str text)
{
    enum { MAX_PAD = 1000 };
    int px = 0;
    for (int i = 0; i < text.n && em_is_digit((unsigned char)text.p[i]); i++)
        px = MIN(px * 10 + (text.p[i] - '0'), MAX_PAD);
    return px * PX;
}

void em_settings_d2(Settings *o, const ErmaidOptions *wishes,
                    const D2Config *config)
{
    _Static_assert((int)D2_THEME_CODES == (int)CODE_COUNT, "the same codes");
    if (!config->is_set)
        return;
    if (!wishes->theme)
        em_theme_find_d2(config->theme_id.text, &o->theme);
    if (!wishes->dark_theme &&
        em_theme_find_d2(config->dark_theme_id.text, &o->dark))
        o->has_dark = true;
    if (config->has_overrides)
        override_codes(&o->theme, config->overrides);
    if (config->has_dark_overrides && o->has_dark)
        override_codes(&o->dark, config->dark_overrides);
    if (!wishes->pad && config->pad.text.n) {
        o->scene.has_pad = true;
        o->scene.pad = read_px(config->pad.text);
    }
    bool centered;
    if (em_d2_parse_bool(config->center.text, &centered))
        o->svg.centered = o->svg.centered || centered;
    o->scene.dark = o->has_dark ? &o->dark : NULL;
}
