/*
 * The values that keys of `style` take: a table of kinds and ranges.
 */
#include "d2/d2_build.h"
#include "theme/color.h"
#include "theme/color_names.h"

typedef enum { IS_BOOL, IS_FRACTION, IS_INT, IS_COLOR, IS_WORD } StyleKind;

typedef struct {
    StyleKind kind;
    int64_t least, most; /* IS_INT */
    Str expected;        /* for the message */
    const Str *words;    /* IS_WORD, ended by an empty one */
} StyleRule;

static const Str patterns[] = {STR_INIT("none"),  STR_INIT("dots"),
                               STR_INIT("lines"), STR_INIT("grain"),
                               STR_INIT("paper"), STR_INIT("")};
static const Str fonts[] = {STR_INIT("default"), STR_INIT("mono"),
                            STR_INIT("")};
static const Str transforms[] = {STR_INIT("none"), STR_INIT("uppercase"),
                                 STR_INIT("lowercase"), STR_INIT("capitalize"),
                                 STR_INIT("")};

#define BOOL_RULE \
    { \
        .kind = IS_BOOL, .expected = STR_INIT("true or false") \
    }
#define COLOR_RULE \
    { \
        .kind = IS_COLOR, \
        .expected = \
            STR_INIT("a colour: a name (orange), hex digits in quotes " \
                     "(\"#f0ff3a\") or a gradient " \
                     "(\"linear-gradient(red, blue)\")") \
    }

static const StyleRule rules[D2_ATTR_COUNT] = {
    [D2_OPACITY] = {.kind = IS_FRACTION,
                    .expected = STR_INIT("a number from 0 to 1")},
    [D2_STROKE] = COLOR_RULE,
    [D2_FILL] = COLOR_RULE,
    [D2_FILL_PATTERN] = {.kind = IS_WORD,
                         .words = patterns,
                         .expected =
                             STR_INIT("none, dots, lines, grain or paper")},
    [D2_STROKE_WIDTH] = {.kind = IS_INT,
                         .most = 15,
                         .expected = STR_INIT("a whole number from 0 to 15")},
    [D2_STROKE_DASH] = {.kind = IS_INT,
                        .most = 10,
                        .expected = STR_INIT("a whole number from 0 to 10")},
    [D2_BORDER_RADIUS] = {.kind = IS_INT,
                          .most = INT64_MAX,
                          .expected = STR_INIT("a whole number from 0 on")},
    [D2_SHADOW] = BOOL_RULE,
    [D2_3D] = BOOL_RULE,
    [D2_MULTIPLE] = BOOL_RULE,
    [D2_DOUBLE_BORDER] = BOOL_RULE,
    [D2_FONT] = {.kind = IS_WORD,
                 .words = fonts,
                 .expected = STR_INIT("default or mono")},
    [D2_FONT_SIZE] = {.kind = IS_INT,
                      .least = 8,
                      .most = 100,
                      .expected = STR_INIT("a whole number from 8 to 100")},
    [D2_FONT_COLOR] = COLOR_RULE,
    [D2_BOLD] = BOOL_RULE,
    [D2_ITALIC] = BOOL_RULE,
    [D2_UNDERLINE] = BOOL_RULE,
    [D2_TEXT_TRANSFORM] = {.kind = IS_WORD,
                           .words = transforms,
                           .expected = STR_INIT("none, uppercase, lowercase "
                                                "or capitalize")},
    [D2_ANIMATED] = BOOL_RULE,
    [D2_FILLED] = BOOL_RULE,
};

/* ------------------------------------------------------------- kinds */

static int skip_digits(Str s, int i)
{
    while (i < s.n && em_is_digit((unsigned char)s.p[i]))
        i++;
    return i;
}

/*
 * True for a decimal number in [0, 1]. Without its exponent it is a run of
 * digits with a point somewhere; the exponent moves the point. It is at most 1
 * when no digit but a last 1 stands before the point, with zeros behind.
 */
static bool is_fraction(Str s)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    int start = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    int point = skip_digits(s, start);
    int end = point;
    int64_t exponent = 0, first = INT64_MIN; /* the place of the first digit */
    bool is_one = true;

    if (end < s.n && s.p[end] == '.')
        end = skip_digits(s, end + 1);
    if (end == start || (end == start + 1 && s.p[start] == '.'))
        return false;
    if (end < s.n && ((s.p[end] | 0x20) != 'e' ||
                      !em_d2_parse_int(em_str_cut(s, end + 1, s.n), &exponent)))
        return false;
    for (int i = start; i < end; i++) {
        if (s.p[i] == '.' || s.p[i] == '0')
            continue;
        if (first == INT64_MIN)
            first = (i < point ? point - 1 - i : point - i) + exponent;
        else
            is_one = false;
        is_one = is_one && s.p[i] == '1';
    }
    if (first == INT64_MIN)
        return true; /* 0, also -0 */
    return !negative && (first < 0 || (first == 0 && is_one));
}

static bool is_int(Str s, const StyleRule *rule)
{
    int64_t v;
    return em_d2_parse_int(s, &v) && v >= rule->least && v <= rule->most;
}

static bool is_word(Str s, const StyleRule *rule)
{
    for (const Str *w = rule->words; w->n; w++)
        if (em_str_eq_nocase(s, *w))
            return true;
    return false;
}

/* The end of a part of a list that commas separate, outside parentheses. */
static int part_end(Str s, int i)
{
    for (int depth = 0; i < s.n; i++) {
        if (s.p[i] == ',' && depth == 0)
            return i;
        depth += (s.p[i] == '(') - (s.p[i] == ')');
    }
    return s.n;
}

/* A stop of a gradient: a colour, perhaps its position. D2 passes over what
 * has more words. */
static bool is_stop(Str s)
{
    Color color;
    int n_words = 0;

    for (int i = 0; i < s.n; i++)
        n_words += !em_is_space((unsigned char)s.p[i]) &&
                   (i == 0 || em_is_space((unsigned char)s.p[i - 1]));
    int first = 0;
    while (first < s.n && !em_is_space((unsigned char)s.p[first]))
        first++;
    return n_words == 0 || n_words > 2 ||
           em_color_parse(em_str_cut(s, 0, first), &color);
}

static bool is_gradient(Str s)
{
    bool linear = em_str_starts(s, STR("linear-gradient("));
    if ((!linear && !em_str_starts(s, STR("radial-gradient("))) ||
        !em_str_ends(s, STR(")")))
        return false;
    Str list = em_str_cut(s, STR("linear-gradient(").n, s.n - 1);
    if (list.n == 0)
        return false;

    for (int i = 0, n = 0; i <= list.n; n++) {
        int end = part_end(list, i);
        Str part = em_str_trim(em_str_cut(list, i, end));
        bool shape = linear ? em_str_ends(part, STR("deg")) ||
                                  em_str_starts(part, STR("to "))
                            : em_str_eq(part, STR("circle")) ||
                                  em_str_eq(part, STR("ellipse"));
        if (n == 0 && shape ? end == list.n : !is_stop(part))
            return false;
        i = end + 1;
    }
    return true;
}

static bool is_hex(Str s)
{
    if (s.n != 4 && s.n != 5 && s.n != 7 && s.n != 9)
        return false;
    for (int i = 1; i < s.n; i++) {
        int c = em_lower((unsigned char)s.p[i]);
        if (!em_is_digit(c) && (c < 'a' || c > 'f'))
            return false;
    }
    return s.p[0] == '#';
}

static bool is_named(Str s)
{
    int n;
    const ColorName *names = em_color_names(&n);

    if (em_str_eq_nocase(s, STR("transparent")) ||
        em_str_eq_nocase(s, STR("currentcolor")))
        return true;
    for (int i = 0; i < n; i++)
        if (em_str_eq_nocase(s, names[i].name))
            return true;
    return false;
}

bool em_d2_is_plain_color(Str text)
{
    return is_named(text) || is_hex(text);
}

bool em_d2_is_color(Str text)
{
    return em_d2_is_plain_color(text) || is_gradient(text);
}

static bool fits(Str s, const StyleRule *rule)
{
    bool value;
    switch (rule->kind) {
    case IS_BOOL: return em_d2_parse_bool(s, &value);
    case IS_FRACTION: return is_fraction(s);
    case IS_INT: return is_int(s, rule);
    case IS_COLOR: return em_d2_is_color(s);
    case IS_WORD: return is_word(s, rule);
    }
    return false;
}

/* ------------------------------------------------------------- reporting */

static Str suggest_color(Build *b, Str typed)
{
    int n;
    const ColorName *names = em_color_names(&n);
    Str *words = NEW_ARRAY(b->scratch, n, Str);
    for (int i = 0; i < n; i++)
        words[i] = names[i].name;
    return em_d2_suggest(b, typed, words, n);
}

static Str suggest(Build *b, Str typed, const StyleRule *rule)
{
    int n = 0;
    if (rule->kind == IS_COLOR)
        return suggest_color(b, typed);
    if (rule->kind != IS_WORD)
        return (Str){0};
    while (rule->words[n].n)
        n++;
    return em_d2_suggest(b, typed, rule->words, n);
}

bool em_d2_check_style(Build *b, D2Attr attr, const D2Scalar *value)
{
    const StyleRule *rule = &rules[attr];
    if (fits(value->text, rule))
        return true;
    Str message =
        JOIN(b->a, STR("expected `"), em_d2_attr_name(attr), STR("` to be "),
             rule->expected, STR(", got \""), value->text, STR("\""));
    em_d2_report(b, value->at, STR("d2-value"), message)->help =
        suggest(b, value->text, rule);
    return false;
}
