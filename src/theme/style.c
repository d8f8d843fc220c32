/*
 * Each property has a row in a table: its name and the function that reads
 * its value. Values are bounded here, so that a style can make a picture ugly
 * but not huge.
 */
#include "theme/style.h"

#include "theme/value.h"

enum {
    MAX_STROKE = 32,
    MIN_FONT = 6,
    MAX_FONT = 100,
    MAX_RADIUS = 64,
    MAX_DASH = 10
};

/* A length in px, at least 0; other units are not understood. */
static bool take_px(Value *v, Len max, Len *px)
{
    int64_t milli;
    if (!em_take_number(v, &milli) || milli < 0)
        return false;
    em_take_word(v, STR("px"));
    *px = (Len)MIN((milli * PX + MILLI / 2) / MILLI, max);
    return true;
}

static bool read_px(Str value, Len max, Len *px)
{
    Value v = {.s = value};
    Len got;
    if (!take_px(&v, max, &got) || !em_at_end(&v))
        return false;
    *px = got;
    return true;
}

static bool set_fill(Style *s, Str value)
{
    if (em_gradient_parse(value, &s->gradient)) {
        s->has_gradient = s->has_fill = true;
        s->fill = s->gradient.stops[0].color;
        return true;
    }
    bool ok = em_color_parse(value, &s->fill);
    s->has_fill |= ok;
    s->has_gradient &= !ok;
    return ok;
}

static bool set_stroke(Style *s, Str value)
{
    bool ok = em_color_parse(value, &s->stroke);
    s->has_stroke |= ok;
    return ok;
}

static bool set_color(Style *s, Str value)
{
    bool ok = em_color_parse(value, &s->color);
    s->has_color |= ok;
    return ok;
}

static bool set_width(Style *s, Str value)
{
    bool ok = read_px(value, MAX_STROKE * PX, &s->width);
    s->has_width |= ok;
    return ok;
}

static bool set_radius(Style *s, Str value)
{
    bool ok = read_px(value, MAX_RADIUS * PX, &s->radius);
    s->has_radius |= ok;
    return ok;
}

static bool set_size(Style *s, Str value)
{
    Len px;
    if (!read_px(value, MAX_FONT * PX, &px) || px < MIN_FONT * PX)
        return false;
    s->size = px;
    s->has_size = true;
    return true;
}

/*
 * "none", or up to four lengths. All zero is solid, as in SVG; so is a dash
 * under a pixel, which looks solid and would keep a rasteriser busy.
 */
static bool set_dash(Style *s, Str value)
{
    Value v = {.s = value};
    Len dash[4] = {0}, sum = 0;
    int n = 0;

    if (!em_str_eq_nocase(value, STR("none"))) {
        do {
            if (n == COUNT(dash) || !take_px(&v, MAX_RADIUS * PX, &dash[n]))
                return false;
            sum += dash[n++];
        } while (em_take_separator(&v));
        if (!em_at_end(&v))
            return false;
    }
    for (int i = 0; i < COUNT(dash); i++)
        s->dash[i] = dash[i];
    s->n_dash = sum >= PX ? n : 0;
    s->dash_widths = 0;
    s->has_dash = true;
    return true;
}

static bool set_opacity(Style *s, Str value)
{
    Value v = {.s = value};
    int64_t milli;
    if (!em_take_number(&v, &milli) || milli < 0)
        return false;
    int64_t full = em_take_char(&v, '%') ? INT64_C(100) * MILLI : MILLI;
    if (!em_at_end(&v))
        return false;
    s->opacity = (int)((MIN(milli, full) * 256 + full / 2) / full);
    s->has_opacity = true;
    return true;
}

/* "3": dashes three times as long as the line is wide. */
static bool set_dash_widths(Style *s, Str value)
{
    Value v = {.s = value};
    int64_t milli;
    if (!em_take_number(&v, &milli) || milli < 0 || !em_at_end(&v))
        return false;
    s->dash_widths = (int)MIN(milli / MILLI, MAX_DASH);
    s->n_dash = 0;
    s->has_dash = true;
    return true;
}

/* The spellings that D2 takes for truth values. */
static bool read_bool(Str value, bool *b)
{
    static const Str words[] = {STR_INIT("0"),     STR_INIT("1"),
                                STR_INIT("f"),     STR_INIT("t"),
                                STR_INIT("false"), STR_INIT("true")};
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq_nocase(value, words[i])) {
            *b = i % 2;
            return true;
        }
    return false;
}

static bool set_bold(Style *s, Str value)
{
    bool ok = read_bool(value, &s->bold);
    s->has_bold |= ok;
    return ok;
}

static bool set_italic(Style *s, Str value)
{
    return read_bool(value, &s->italic);
}

static bool set_underline(Style *s, Str value)
{
    return read_bool(value, &s->underline);
}

static bool set_shadow(Style *s, Str value)
{
    return read_bool(value, &s->shadow);
}

static bool set_3d(Style *s, Str value)
{
    return read_bool(value, &s->is_3d);
}

static bool set_multiple(Style *s, Str value)
{
    return read_bool(value, &s->multiple);
}

static bool set_double_border(Style *s, Str value)
{
    return read_bool(value, &s->double_border);
}

static bool set_animated(Style *s, Str value)
{
    return read_bool(value, &s->animated);
}

static bool set_font(Style *s, Str value)
{
    bool mono = em_str_eq_nocase(value, STR("mono"));
    if (!mono && !em_str_eq_nocase(value, STR("default")))
        return false;
    s->mono = mono;
    return true;
}

static bool set_pattern(Style *s, Str value)
{
    static const Str names[PATTERN_COUNT] = {
        [PATTERN_NONE] = STR_INIT("none"),
        [PATTERN_DOTS] = STR_INIT("dots"),
        [PATTERN_LINES] = STR_INIT("lines"),
        [PATTERN_GRAIN] = STR_INIT("grain"),
        [PATTERN_PAPER] = STR_INIT("paper"),
    };
    for (int i = 0; i < PATTERN_COUNT; i++)
        if (em_str_eq_nocase(value, names[i])) {
            s->pattern = (Pattern)i;
            s->has_pattern = true;
            return true;
        }
    return false;
}

static bool set_weight(Style *s, Str value)
{
    Value v = {.s = value};
    int64_t milli;
    if (em_take_number(&v, &milli) && em_at_end(&v)) {
        s->bold = milli >= INT64_C(600) * MILLI;
        s->has_bold = true;
        return true;
    }
    bool bold = em_str_eq_nocase(value, STR("bold")) ||
                em_str_eq_nocase(value, STR("bolder"));
    bool plain = em_str_eq_nocase(value, STR("normal")) ||
                 em_str_eq_nocase(value, STR("lighter"));
    if (bold || plain)
        s->bold = bold;
    s->has_bold |= bold || plain;
    return bold || plain;
}

static bool set_slant(Style *s, Str value)
{
    bool italic = em_str_eq_nocase(value, STR("italic")) ||
                  em_str_eq_nocase(value, STR("oblique"));
    bool plain = em_str_eq_nocase(value, STR("normal"));
    if (italic || plain)
        s->italic = italic;
    return italic || plain;
}

static bool set_decoration(Style *s, Str value)
{
    bool line = em_str_eq_nocase(value, STR("underline"));
    bool plain = em_str_eq_nocase(value, STR("none"));
    if (line || plain)
        s->underline = line;
    return line || plain;
}

static const struct {
    Str name;
    bool (*set)(Style *s, Str value);
} properties[] = {
    {STR_INIT("fill"), set_fill},
    {STR_INIT("background"), set_fill},
    {STR_INIT("background-color"), set_fill},
    {STR_INIT("stroke"), set_stroke},
    {STR_INIT("border-color"), set_stroke},
    {STR_INIT("color"), set_color},
    {STR_INIT("stroke-width"), set_width},
    {STR_INIT("border-width"), set_width},
    {STR_INIT("stroke-dasharray"), set_dash},
    {STR_INIT("rx"), set_radius},
    {STR_INIT("ry"), set_radius},
    {STR_INIT("border-radius"), set_radius},
    {STR_INIT("opacity"), set_opacity},
    {STR_INIT("font-size"), set_size},
    {STR_INIT("font-weight"), set_weight},
    {STR_INIT("font-style"), set_slant},
    {STR_INIT("text-decoration"), set_decoration},
    {STR_INIT("font-color"), set_color},
    {STR_INIT("stroke-dash"), set_dash_widths},
    {STR_INIT("fill-pattern"), set_pattern},
    {STR_INIT("font"), set_font},
    {STR_INIT("bold"), set_bold},
    {STR_INIT("italic"), set_italic},
    {STR_INIT("underline"), set_underline},
    {STR_INIT("shadow"), set_shadow},
    {STR_INIT("3d"), set_3d},
    {STR_INIT("multiple"), set_multiple},
    {STR_INIT("double-border"), set_double_border},
    {STR_INIT("animated"), set_animated},
};

/* The value without "!important" and the blanks around it. */
static Str clean(Str value)
{
    const Str loud = STR("!important");

    value = em_str_trim(value);
    if (value.n >= loud.n &&
        em_str_eq_nocase(em_str_cut(value, value.n - loud.n, value.n), loud))
        value = em_str_trim(em_str_cut(value, 0, value.n - loud.n));
    return value;
}

bool em_style_set(Style *s, Str property, Str value)
{
    property = em_str_trim(property);
    value = clean(value);
    for (int i = 0; i < COUNT(properties); i++)
        if (em_str_eq_nocase(properties[i].name, property))
            return properties[i].set(s, value);
    return false;
}
