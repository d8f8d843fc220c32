/*
 * Attributes: their names, asking for them, and how a key is written in an
 * absolute id.
 */
#include "d2/d2_model.h"

static const Str names[D2_ATTR_COUNT] = {
    [D2_LABEL] = STR_INIT("label"),
    [D2_SHAPE] = STR_INIT("shape"),
    [D2_LANGUAGE] = STR_INIT("language"),
    [D2_ICON] = STR_INIT("icon"),
    [D2_TOOLTIP] = STR_INIT("tooltip"),
    [D2_LINK] = STR_INIT("link"),
    [D2_WIDTH] = STR_INIT("width"),
    [D2_HEIGHT] = STR_INIT("height"),
    [D2_TOP] = STR_INIT("top"),
    [D2_LEFT] = STR_INIT("left"),
    [D2_DIRECTION] = STR_INIT("direction"),
    [D2_GRID_ROWS] = STR_INIT("grid-rows"),
    [D2_GRID_COLUMNS] = STR_INIT("grid-columns"),
    [D2_GRID_GAP] = STR_INIT("grid-gap"),
    [D2_VERTICAL_GAP] = STR_INIT("vertical-gap"),
    [D2_HORIZONTAL_GAP] = STR_INIT("horizontal-gap"),
    [D2_LABEL_NEAR] = STR_INIT("near"),
    [D2_ICON_NEAR] = STR_INIT("near"),
    [D2_TOOLTIP_NEAR] = STR_INIT("near"),
    [D2_OPACITY] = STR_INIT("opacity"),
    [D2_STROKE] = STR_INIT("stroke"),
    [D2_FILL] = STR_INIT("fill"),
    [D2_FILL_PATTERN] = STR_INIT("fill-pattern"),
    [D2_STROKE_WIDTH] = STR_INIT("stroke-width"),
    [D2_STROKE_DASH] = STR_INIT("stroke-dash"),
    [D2_BORDER_RADIUS] = STR_INIT("border-radius"),
    [D2_SHADOW] = STR_INIT("shadow"),
    [D2_3D] = STR_INIT("3d"),
    [D2_MULTIPLE] = STR_INIT("multiple"),
    [D2_DOUBLE_BORDER] = STR_INIT("double-border"),
    [D2_FONT] = STR_INIT("font"),
    [D2_FONT_SIZE] = STR_INIT("font-size"),
    [D2_FONT_COLOR] = STR_INIT("font-color"),
    [D2_BOLD] = STR_INIT("bold"),
    [D2_ITALIC] = STR_INIT("italic"),
    [D2_UNDERLINE] = STR_INIT("underline"),
    [D2_TEXT_TRANSFORM] = STR_INIT("text-transform"),
    [D2_ANIMATED] = STR_INIT("animated"),
    [D2_FILLED] = STR_INIT("filled"),
};

Str em_d2_attr_name(D2Attr attr)
{
    return names[attr];
}

D2Attr em_d2_style_attr(Str name)
{
    for (int i = D2_FIRST_STYLE; i < D2_ATTR_COUNT; i++)
        if (em_str_eq(names[i], name))
            return (D2Attr)i;
    return D2_ATTR_COUNT;
}

const D2Text *em_d2_get(const D2Settings *s, D2Attr attr)
{
    for (int i = 0; i < s->n; i++)
        if (s->items[i].attr == attr)
            return &s->items[i].value;
    return NULL;
}

void em_d2_set(Arena *a, D2Settings *s, D2Attr attr, D2Text value)
{
    for (int i = 0; i < s->n; i++)
        if (s->items[i].attr == attr) {
            s->items[i].value = value;
            return;
        }
    *PUSH(a, s) = (D2Setting){attr, value};
}

void em_d2_unset(D2Settings *s, D2Attr attr)
{
    for (int i = 0; i < s->n; i++)
        if (s->items[i].attr == attr) {
            s->items[i] = s->items[--s->n];
            return;
        }
}

Str em_d2_text(const D2Attrs *a, D2Attr attr, Str otherwise)
{
    const D2Text *t = em_d2_get(&a->set, attr);
    return t ? t->text : otherwise;
}

bool em_d2_is_true(const D2Attrs *a, D2Attr attr)
{
    bool value = false;
    return em_d2_parse_bool(em_d2_text(a, attr, STR("false")), &value) && value;
}

bool em_d2_parse_int(Str s, int64_t *value)
{
    bool is_signed = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    int64_t v = 0;

    if (s.n == is_signed)
        return false;
    for (int i = is_signed; i < s.n; i++) {
        if (!em_is_digit((unsigned char)s.p[i]) || v > INT64_MAX / 10 - 1)
            return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *value = is_signed && s.p[0] == '-' ? -v : v;
    return true;
}

Str em_d2_theme_code(D2ThemeCode code)
{
    static const Str codes[D2_THEME_CODES] = {
        [D2_N1] = STR_INIT("N1"),   [D2_N2] = STR_INIT("N2"),
        [D2_N3] = STR_INIT("N3"),   [D2_N4] = STR_INIT("N4"),
        [D2_N5] = STR_INIT("N5"),   [D2_N6] = STR_INIT("N6"),
        [D2_N7] = STR_INIT("N7"),   [D2_B1] = STR_INIT("B1"),
        [D2_B2] = STR_INIT("B2"),   [D2_B3] = STR_INIT("B3"),
        [D2_B4] = STR_INIT("B4"),   [D2_B5] = STR_INIT("B5"),
        [D2_B6] = STR_INIT("B6"),   [D2_AA2] = STR_INIT("AA2"),
        [D2_AA4] = STR_INIT("AA4"), [D2_AA5] = STR_INIT("AA5"),
        [D2_AB4] = STR_INIT("AB4"), [D2_AB5] = STR_INIT("AB5"),
    };
    return codes[code];
}

bool em_d2_is_board_link(Str link)
{
    return em_str_eq(link, STR("root")) ||
           em_str_starts(link, STR("root.layers.")) ||
           em_str_starts(link, STR("root.scenarios.")) ||
           em_str_starts(link, STR("root.steps."));
}
