/*
 * Colours are read and reckoned in integers (numbers in thousandths), so that
 * the same text is the same colour on every machine. The names are in
 * color_names.c.
 */
#include "theme/color.h"

#include "theme/color_names.h"
#include "theme/value.h"

static int64_t clamp(int64_t v, int64_t lo, int64_t hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}

/* A channel or an alpha: `full` thousandths, or 100 %, are 255. */
static bool take_part(Value *v, int64_t full, uint8_t *byte)
{
    int64_t milli;
    if (!em_take_number(v, &milli))
        return false;
    if (em_take_char(v, '%'))
        full = INT64_C(100) * MILLI;
    milli = clamp(milli, 0, full);
    *byte = (uint8_t)((milli * 255 + full / 2) / full);
    return true;
}

/* Saturation or lightness, in thousandths of a percent. */
static bool take_percent(Value *v, int64_t *milli)
{
    if (!em_take_number(v, milli))
        return false;
    em_take_char(v, '%');
    *milli = clamp(*milli, 0, INT64_C(100) * MILLI);
    return true;
}

/* The end of a function: "/ alpha" or ", alpha" or nothing, then ")". */
static bool take_alpha(Value *v, Color *c)
{
    c->a = 255;
    em_take_spaces(v);
    if (em_take_char(v, ',') || em_take_char(v, '/')) {
        em_take_spaces(v);
        if (!take_part(v, MILLI, &c->a))
            return false;
        em_take_spaces(v);
    }
    return em_take_char(v, ')') && em_at_end(v);
}

static bool take_rgb(Value *v, Color *c)
{
    const int64_t full = INT64_C(255) * MILLI;

    em_take_spaces(v);
    return take_part(v, full, &c->r) && em_take_separator(v) &&
           take_part(v, full, &c->g) && em_take_separator(v) &&
           take_part(v, full, &c->b) && take_alpha(v, c);
}

/*
 * One channel of a colour in HSL: CSS Color 4, section 7.1, with n = 0, 8, 4
 * for red, green, blue. Hue in thousandths of a degree, the others in
 * thousandths of a percent. One step of the formula's k is 30 degrees.
 */
static uint8_t hsl_channel(int n, int64_t hue, int64_t sat, int64_t light)
{
    const int64_t step = INT64_C(30) * MILLI, full = INT64_C(100) * MILLI;
    int64_t k = (n * step + hue) % (12 * step);
    int64_t ramp = MIN(MIN(k - 3 * step, 9 * step - k), step);
    int64_t a = sat * MIN(light, full - light) / full;
    int64_t part = light - a * MAX(ramp, -step) / step;

    return (uint8_t)((clamp(part, 0, full) * 255 + full / 2) / full);
}

static bool take_hsl(Value *v, Color *c)
{
    const int64_t turn = INT64_C(360) * MILLI;
    int64_t hue, sat, light;

    em_take_spaces(v);
    if (!em_take_number(v, &hue))
        return false;
    em_take_word(v, STR("deg"));
    if (!em_take_separator(v) || !take_percent(v, &sat) ||
        !em_take_separator(v) || !take_percent(v, &light))
        return false;

    hue = (hue % turn + turn) % turn;
    c->r = hsl_channel(0, hue, sat, light);
    c->g = hsl_channel(8, hue, sat, light);
    c->b = hsl_channel(4, hue, sat, light);
    return take_alpha(v, c);
}

static int hex_digit(int c)
{
    if (em_is_digit(c))
        return c - '0';
    c = em_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : NONE;
}

/* The digits after "#": three or six, and one or two more for the alpha. */
static bool parse_hex(Str digits, Color *c)
{
    uint8_t byte[4] = {0, 0, 0, 255};
    int each = digits.n <= 4 ? 1 : 2;

    if (digits.n != 3 && digits.n != 4 && digits.n != 6 && digits.n != 8)
        return false;
    for (int i = 0; i < digits.n; i += each) {
        int hi = hex_digit((unsigned char)digits.p[i]);
        int lo = hex_digit((unsigned char)digits.p[i + each - 1]);
        if (hi == NONE || lo == NONE)
            return false;
        byte[i / each] = (uint8_t)(hi * 16 + lo);
    }
    *c = (Color){byte[0], byte[1], byte[2], byte[3]};
    return true;
}

/* How a word orders against a lower-case name, whatever the word's case. */
static int compare_name(Str word, Str name)
{
    for (int i = 0; i < MIN(word.n, name.n); i++) {
        int order = em_lower((unsigned char)word.p[i]) - name.p[i];
        if (order)
            return order;
    }
    return (word.n > name.n) - (word.n < name.n);
}

static bool find_name(Str word, Color *c)
{
    int lo = 0, hi;
    const ColorName *names = em_color_names(&hi);

    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        int order = compare_name(word, names[mid].name);
        if (order == 0) {
            uint32_t rgb = names[mid].rgb;
            *c = (Color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8),
                         (uint8_t)rgb, 255};
            return true;
        }
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return false;
}

static bool parse_word(Str s, Color *c)
{
    if (em_str_eq_nocase(s, STR("transparent")) ||
        em_str_eq_nocase(s, STR("none"))) {
        *c = (Color){0};
        return true;
    }
    return find_name(s, c);
}

bool em_color_parse(Str s, Color *c)
{
    s = em_str_trim(s);
    Value v = {.s = s};
    Color got = {0};
    bool ok;

    if (em_take_char(&v, '#'))
        ok = parse_hex(em_str_cut(s, 1, s.n), &got);
    else if (em_take_word(&v, STR("rgba(")) || em_take_word(&v, STR("rgb(")))
        ok = take_rgb(&v, &got);
    else if (em_take_word(&v, STR("hsla(")) || em_take_word(&v, STR("hsl(")))
        ok = take_hsl(&v, &got);
    else
        ok = parse_word(s, &got);
    if (ok)
        *c = got;
    return ok;
}

void em_color_put(Buf *b, Color c)
{
    em_put_char(b, '#');
    em_put_hex(b, (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b, 6);
}

bool em_color_eq(Color a, Color b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static uint8_t mix_byte(int a, int b, int part, int whole)
{
    return (uint8_t)((a * (whole - part) + b * part + whole / 2) / whole);
}

Color em_color_mix(Color a, Color b, int part)
{
    assert(part >= 0 && part <= 256);
    return (Color){mix_byte(a.r, b.r, part, 256), mix_byte(a.g, b.g, part, 256),
                   mix_byte(a.b, b.b, part, 256),
                   mix_byte(a.a, b.a, part, 256)};
}

Color em_color_over(Color top, Color below)
{
    return (Color){mix_byte(below.r, top.r, top.a, 255),
                   mix_byte(below.g, top.g, top.a, 255),
                   mix_byte(below.b, top.b, top.a, 255), 255};
}

/* The light of an sRGB channel, 65535 being white's. */
static const uint16_t light_of[256] = {
    0,     20,    40,    60,    80,    99,    119,   139,   159,   179,   199,
    219,   241,   264,   288,   313,   340,   367,   396,   427,   458,   491,
    526,   562,   599,   637,   677,   718,   761,   805,   851,   898,   947,
    997,   1048,  1101,  1156,  1212,  1270,  1330,  1391,  1453,  1517,  1583,
    1651,  1720,  1790,  1863,  1937,  2013,  2090,  2170,  2250,  2333,  2418,
    2504,  2592,  2681,  2773,  2866,  2961,  3058,  3157,  3258,  3360,  3464,
    3570,  3678,  3788,  3900,  4014,  4129,  4247,  4366,  4488,  4611,  4736,
    4864,  4993,  5124,  5257,  5392,  5530,  5669,  5810,  5953,  6099,  6246,
    6395,  6547,  6700,  6856,  7014,  7174,  7335,  7500,  7666,  7834,  8004,
    8177,  8352,  8528,  8708,  8889,  9072,  9258,  9445,  9635,  9828,  10022,
    10219, 10417, 10619, 10822, 11028, 11235, 11446, 11658, 11873, 12090, 12309,
    12530, 12754, 12980, 13209, 13440, 13673, 13909, 14146, 14387, 14629, 14874,
    15122, 15371, 15623, 15878, 16135, 16394, 16656, 16920, 17187, 17456, 17727,
    18001, 18277, 18556, 18837, 19121, 19407, 19696, 19987, 20281, 20577, 20876,
    21177, 21481, 21787, 22096, 22407, 22721, 23038, 23357, 23678, 24002, 24329,
    24658, 24990, 25325, 25662, 26001, 26344, 26688, 27036, 27386, 27739, 28094,
    28452, 28813, 29176, 29542, 29911, 30282, 30656, 31033, 31412, 31794, 32179,
    32567, 32957, 33350, 33745, 34143, 34544, 34948, 35355, 35764, 36176, 36591,
    37008, 37429, 37852, 38278, 38706, 39138, 39572, 40009, 40449, 40891, 41337,
    41785, 42236, 42690, 43147, 43606, 44069, 44534, 45002, 45473, 45947, 46423,
    46903, 47385, 47871, 48359, 48850, 49344, 49841, 50341, 50844, 51349, 51858,
    52369, 52884, 53401, 53921, 54445, 54971, 55500, 56032, 56567, 57105, 57646,
    58190, 58737, 59287, 59840, 60396, 60955, 61517, 62082, 62650, 63221, 63795,
    64372, 64952, 65535,
};

/* Relative luminance of WCAG 2.1; white has 65535 * 10000. */
static int64_t luminance(Color c)
{
    return INT64_C(2126) * light_of[c.r] + INT64_C(7152) * light_of[c.g] +
           INT64_C(722) * light_of[c.b];
}

int em_color_contrast(Color a, Color b)
{
    const int64_t flare = INT64_C(65535) * 500; /* 0.05 of white */
    int64_t x = luminance(a) + flare, y = luminance(b) + flare;

    return (int)(100 * MAX(x, y) / MIN(x, y));
}

bool em_color_is_dark(Color paper)
{
    const Color black = {0, 0, 0, 255}, white = {255, 255, 255, 255};
    return em_color_contrast(paper, white) > em_color_contrast(paper, black);
}

Color em_color_readable(Color ink, Color paper, int contrast)
{
    const Color ends[] = {{0, 0, 0, 255}, {255, 255, 255, 255}};
    enum { STEP = 4 };

    for (int part = 0; part <= 256; part += STEP) {
        for (int i = 0; i < COUNT(ends); i++) {
            Color c = em_color_mix(ink, ends[i], part);
            if (em_color_contrast(c, paper) >= contrast)
                return c;
        }
    }
    return ends[em_color_is_dark(paper)];
}
