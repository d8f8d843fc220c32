/*
 * SVG: texts.
 *
 * A line is one text element, so that it can be searched and copied whole.
 * Runs in the built-in faces flow one after the other, as they were measured.
 * Runs in other scripts are drawn with a font of the reader's that nobody
 * measured: each stands by itself, centred where it was measured, and fitted
 * to the measured width. So do runs that read from right to left, where
 * renderers disagree about what "start" is; centred they all agree.
 *
 * As outlines, glyphs are drawn once and used wherever they stand.
 */
#include "out/svg.h"

#include "base/utf8.h"

#include <string.h>

/* What an ASCII character is written as; empty: as it is. */
static Str escape_of(unsigned char c)
{
    switch (c) {
    case '&': return STR("&amp;");
    case '<': return STR("&lt;");
    case '>': return STR("&gt;");
    case '"': return STR("&quot;");
    case '\n': return STR("&#10;");
    case '\t': return STR("&#9;");
    default: return STR("");
    }
}

/* Bytes from i on that are written as they are. */
static int plain_bytes(Str s, int i)
{
    int start = i;
    while (i < s.n && (unsigned char)s.p[i] < 0x7F && s.p[i] >= ' ' &&
           !escape_of((unsigned char)s.p[i]).n)
        i++;
    return i - start;
}

void em_svg_put_escaped(Buf *b, Str s)
{
    int i = 0;
    while (i < s.n) {
        int n = plain_bytes(s, i);
        em_put(b, em_str_cut(s, i, i + n));
        i += n;
        if (i == s.n)
            return;

        int len;
        uint32_t c = em_utf8_decode(s, i, &len);
        if (c < 0x80 && escape_of((unsigned char)c).n)
            em_put(b, escape_of((unsigned char)c));
        else if (!em_utf8_is_control(c))
            em_utf8_put(b, c);
        i += len;
    }
}

/* True when a reader would drop some of the line's spaces. */
static bool has_odd_spaces(const TextLine *line)
{
    bool after_space = true;
    for (int i = 0; i < line->runs.n; i++) {
        Str s = line->runs.items[i].text;
        for (int j = 0; j < s.n; j++) {
            if (s.p[j] == ' ' && after_space)
                return true;
            after_space = s.p[j] == ' ';
        }
    }
    return after_space;
}

static bool stands_alone(const Svg *v, const Run *run)
{
    return run->fallback || run->rtl || v->text == TEXT_SYSTEM;
}

static void put_class(Svg *v, const Run *run)
{
    int font = em_svg_font(v, run->face, run->size);

    if (font == v->main_font)
        return;
    if (font == NONE || v->text == TEXT_PATHS) {
        const Font own = {.face = run->face, .size = run->size};
        em_svg_put_font(v, &own, &v->fonts[v->main_font]);
        return;
    }
    em_put(v->out, STR(" class=\"e"));
    em_put_int(v->out, font);
    em_put_char(v->out, '"');
}

/* Font and decoration. */
static void put_run_style(Svg *v, const Run *run)
{
    put_class(v, run);
    if (run->underline || run->strike)
        PUT(v->out, STR(" text-decoration=\""),
            run->underline ? STR("underline") : STR(""),
            run->underline && run->strike ? STR(" ") : STR(""),
            run->strike ? STR("line-through") : STR(""), STR("\""));
}

/* Where a run that stands alone is, and how wide. */
static void put_run_place(Svg *v, const Run *run, Len x)
{
    bool centred = run->fallback || run->rtl;

    em_svg_put_length(v->out, STR(" x=\""),
                      x + run->x + (centred ? run->advance / 2 : 0));
    if (centred)
        em_put(v->out, STR(" text-anchor=\"middle\""));
    if (run->rtl)
        em_put(v->out,
               STR(" direction=\"rtl\" unicode-bidi=\"bidi-override\""));
    if (run->advance <= 0 || (!run->fallback && v->text != TEXT_SYSTEM))
        return;
    em_svg_put_length(v->out, STR(" textLength=\""), run->advance);
    if (run->fallback)
        em_put(v->out, STR(" lengthAdjust=\"spacingAndGlyphs\""));
}

static void put_tspan(Svg *v, const Run *run, Len x, bool placed)
{
    em_put(v->out, STR("<tspan"));
    put_run_style(v, run);
    if (placed)
        put_run_place(v, run, x);
    em_put_char(v->out, '>');
    em_svg_put_escaped(v->out, run->text);
    em_put(v->out, STR("</tspan>"));
}

/* The runs of a line after the first attributes of its text element. */
static void put_runs(Svg *v, const TextLine *line, Len x)
{
    bool flows = true; /* the place follows from the run before */

    for (int i = 0; i < line->runs.n; i++) {
        const Run *run = &line->runs.items[i];
        bool alone = stands_alone(v, run);
        bool plain = em_svg_font(v, run->face, run->size) == v->main_font &&
                     !run->underline && !run->strike;
        if (flows && !alone && plain)
            em_svg_put_escaped(v->out, run->text);
        else
            put_tspan(v, run, x, alone || !flows);
        flows = !alone;
    }
}

static void put_line(Svg *v, const TextLine *line, const Paint *paint, Len x,
                     Len y)
{
    const Run *first = &line->runs.items[0];
    bool single = line->runs.n == 1;

    em_put(v->out, STR("<text"));
    if (single)
        put_run_style(v, first);
    if (single && stands_alone(v, first))
        put_run_place(v, first, x);
    else
        em_svg_put_length(v->out, STR(" x=\""), x + first->x);
    em_svg_put_length(v->out, STR(" y=\""), y);
    em_svg_put_paint(v, paint);
    if (has_odd_spaces(line))
        em_put(v->out, STR(" xml:space=\"preserve\""));
    em_put_char(v->out, '>');
    if (single)
        em_svg_put_escaped(v->out, first->text);
    else
        put_runs(v, line, x);
    em_put(v->out, STR("</text>"));
}

static void put_outline_id(Svg *v, int index)
{
    Buf name = {.arena = v->scratch};
    em_put(&name, STR("g."));
    em_put_int(&name, index);
    em_svg_put_id(v, em_buf_str(&name));
}

/* The index of a glyph's outline, which is made when it is new. */
static int outline_of(Svg *v, const Run *run, uint32_t glyph)
{
    char bytes[sizeof glyph + sizeof run->size + 1];
    memcpy(bytes, &glyph, sizeof glyph);
    memcpy(bytes + sizeof glyph, &run->size, sizeof run->size);
    bytes[sizeof bytes - 1] = (char)run->face;

    Str key = {bytes, sizeof bytes};
    int i = em_map_find(&v->outline_of, key);
    if (i != NONE)
        return i;
    Buf path = {.arena = v->scratch};
    em_glyph_path(v->scene->fonts, run->face, glyph, run->size, (Point){0, 0},
                  &path);
    *PUSH(v->scratch, &v->outlines) = em_buf_str(&path);
    return em_map_add(&v->outline_of, em_str_copy(v->scratch, key),
                      v->outlines.n - 1);
}

/* A bar under or through a run. */
static void put_bar(Svg *v, const Run *run, Len x, Len y)
{
    Len thick = MAX(run->size / 16, 1);

    em_put(v->out, STR("<path d=\"M"));
    em_svg_put_cents(v->out, em_svg_cents(x + run->x));
    em_put_char(v->out, ' ');
    em_svg_put_cents(v->out, em_svg_cents(y));
    em_put_char(v->out, 'h');
    em_svg_put_cents(v->out, em_svg_cents(run->advance));
    em_put_char(v->out, 'v');
    em_svg_put_cents(v->out, em_svg_cents(thick));
    em_put_char(v->out, 'h');
    em_svg_put_cents(v->out, -em_svg_cents(run->advance));
    em_put(v->out, STR("z\"/>"));
}

static void put_outlined_run(Svg *v, const Run *run, Len x, Len y)
{
    int n;
    const Glyph *glyphs = em_run_glyphs(v->scene->fonts, v->scratch, run, &n);

    for (int i = 0; i < n; i++) {
        int outline = outline_of(v, run, glyphs[i].glyph);
        if (v->outlines.items[outline].n == 0)
            continue;
        em_put(v->out, STR("<use xlink:href=\"#"));
        put_outline_id(v, outline);
        em_put_char(v->out, '"');
        em_svg_put_length(v->out, STR(" x=\""), x + run->x + glyphs[i].x);
        em_svg_put_length(v->out, STR(" y=\""), y + glyphs[i].y);
        em_put(v->out, STR("/>"));
    }
    if (run->underline)
        put_bar(v, run, x, y + run->size / 10);
    if (run->strike)
        put_bar(v, run, x, y - run->size * 3 / 10);
}

static void put_outlined_line(Svg *v, const TextLine *line, const Paint *paint,
                              Len x, Len y)
{
    em_put(v->out, STR("<g role=\"img\""));
    em_svg_put_paint(v, paint);
    em_put(v->out, STR(" aria-label=\""));
    for (int i = 0; i < line->runs.n; i++)
        em_svg_put_escaped(v->out, line->runs.items[i].text);
    em_put(v->out, STR("\">"));
    for (int i = 0; i < line->runs.n; i++) {
        const Run *run = &line->runs.items[i];
        if (!run->fallback) {
            put_outlined_run(v, run, x, y);
            continue;
        }
        em_put(v->out, STR("<text"));
        put_run_style(v, run);
        put_run_place(v, run, x);
        em_svg_put_length(v->out, STR(" y=\""), y);
        em_put_char(v->out, '>');
        em_svg_put_escaped(v->out, run->text);
        em_put(v->out, STR("</text>"));
    }
    em_put(v->out, STR("</g>"));
}

void em_svg_put_text(Svg *v, const Item *item)
{
    const TextBlock *block = item->as.text.block;
    const Paint paint = {.fill = item->paint.fill,
                         .stroke = NONE,
                         .opacity = item->paint.opacity};

    for (int i = 0; block && i < block->lines.n; i++) {
        const TextLine *line = &block->lines.items[i];
        Len x = item->as.text.at.x, room = item->as.text.w - line->w;
        Len y = item->as.text.at.y + line->baseline;
        switch (item->as.text.align) {
        case ALIGN_LEFT: break;
        case ALIGN_CENTRE: x += room / 2; break;
        case ALIGN_RIGHT: x += room; break;
        }
        if (line->runs.n == 0)
            continue;
        if (v->text == TEXT_PATHS)
            put_outlined_line(v, line, &paint, x, y);
        else
            put_line(v, line, &paint, x, y);
    }
}

void em_svg_put_outlines(Svg *v)
{
    if (v->outlines.n == 0)
        return;
    em_put(v->out, STR("\n<defs>"));
    for (int i = 0; i < v->outlines.n; i++) {
        if (v->outlines.items[i].n == 0)
            continue;
        em_put(v->out, STR("\n<path id=\""));
        put_outline_id(v, i);
        PUT(v->out, STR("\" d=\""), v->outlines.items[i], STR("\"/>"));
    }
    em_put(v->out, STR("</defs>"));
}
