/*
 *     gradient = ("linear" | "radial") "-gradient(" (way ",")? stop
 *                ("," stop)+ ")"
 *     way      = number "deg" | "to" side side? | what radial ones say
 *     stop     = colour (number "%")?
 *
 * Stops without a place are put evenly between those that have one. What a
 * radial gradient says about its shape is skipped: it fills the box.
 */
#include "theme/gradient.h"

#include "theme/value.h"

enum { UNSET = -1, FULL = 1000 };

/* The part of s from *at to the next comma outside of parentheses. */
static Str next_part(Str s, int *at)
{
    int start = *at, depth = 0;
    while (*at < s.n && (depth > 0 || s.p[*at] != ',')) {
        depth += (s.p[*at] == '(') - (s.p[*at] == ')');
        ++*at;
    }
    Str part = em_str_trim(em_str_cut(s, start, *at));
    if (*at < s.n)
        ++*at;
    return part;
}

/* A colour, and behind it a place in percent. */
static bool read_stop(Str part, GradientStop *stop)
{
    *stop = (GradientStop){.at = UNSET};
    if (em_color_parse(part, &stop->color))
        return true;
    int blank = part.n;
    while (blank > 0 && part.p[blank - 1] != ' ')
        blank--;
    Value v = {.s = em_str_cut(part, blank, part.n)};
    int64_t milli;
    if (blank == 0 || !em_take_number(&v, &milli) || !em_take_char(&v, '%') ||
        !em_at_end(&v))
        return false;
    stop->at = (int)MAX(0, MIN(milli / 100, FULL));
    return em_color_parse(em_str_trim(em_str_cut(part, 0, blank)),
                          &stop->color);
}

static bool read_way(Str part, Gradient *g)
{
    static const struct {
        Str words;
        int degrees;
    } ways[] = {
        {STR_INIT("to top"), 0},
        {STR_INIT("to top right"), 45},
        {STR_INIT("to right top"), 45},
        {STR_INIT("to right"), 90},
        {STR_INIT("to bottom right"), 135},
        {STR_INIT("to right bottom"), 135},
        {STR_INIT("to bottom"), 180},
        {STR_INIT("to bottom left"), 225},
        {STR_INIT("to left bottom"), 225},
        {STR_INIT("to left"), 270},
        {STR_INIT("to top left"), 315},
        {STR_INIT("to left top"), 315},
    };
    for (int i = 0; i < COUNT(ways); i++)
        if (em_str_eq_nocase(part, ways[i].words)) {
            g->degrees = ways[i].degrees;
            return true;
        }
    Value v = {.s = part};
    int64_t milli;
    if (!em_take_number(&v, &milli) || !em_take_word(&v, STR("deg")) ||
        !em_at_end(&v))
        return g->radial;
    g->degrees = (int)((milli / MILLI % 360 + 360) % 360);
    return true;
}

/* Places for the stops that have none, in order. */
static void spread_stops(Gradient *g)
{
    GradientStop *s = g->stops;
    if (s[0].at == UNSET)
        s[0].at = 0;
    if (s[g->n - 1].at == UNSET)
        s[g->n - 1].at = FULL;
    for (int i = 1; i < g->n; i++) {
        int next = i;
        while (s[next].at == UNSET)
            next++;
        int step = (s[next].at - s[i - 1].at) / (next - i + 1);
        if (s[i].at == UNSET)
            s[i].at = s[i - 1].at + step;
        s[i].at = MAX(s[i].at, s[i - 1].at);
    }
}

bool em_gradient_parse(Str s, Gradient *g)
{
    const Str linear = STR("linear-gradient("),
              radial = STR("radial-gradient(");
    Gradient got = {.degrees = 180};

    s = em_str_trim(s);
    if (s.n <= linear.n || s.p[s.n - 1] != ')')
        return false;
    Str name = em_str_cut(s, 0, linear.n);
    got.radial = em_str_eq_nocase(name, radial);
    if (!got.radial && !em_str_eq_nocase(name, linear))
        return false;
    s = em_str_cut(s, linear.n, s.n - 1);
    for (int at = 0, i = 0; at < s.n; i++) {
        Str part = next_part(s, &at);
        GradientStop stop;
        if (i == 0 && !read_stop(part, &stop)) {
            if (!read_way(part, &got))
                return false;
            continue;
        }
        if (got.n == MAX_STOPS || !read_stop(part, &stop))
            return false;
        got.stops[got.n++] = stop;
    }
    if (got.n < 2)
        return false;
    spread_stops(&got);
    *g = got;
    return true;
}
