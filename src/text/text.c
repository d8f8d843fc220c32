/*
 * A text to its block. Most texts of a diagram are one short line of plain
 * ASCII in one face: they go by the tables at once. All others go through
 * markup.c, wrap.c and shape.c.
 */
#include <limits.h>

#include "text/shape.h"

enum {
    MAX_COLUMNS = 2000,      /* where even a text that never wraps does, so
                                that no width overflows */
    MAX_HEIGHT = INT_MAX / 8 /* a height that sums of a few do not overflow */
};

/* True for a byte that may be more than itself to markup.c. */
static bool may_be_mark(Str text, int i, const TextStyle *style)
{
    switch (text.p[i]) {
    case '*':
    case '`':
    case '<':
    case '&':
    case '\\': return style->markdown;
    case '_':
        return style->markdown && !style->name &&
               (i == 0 || !em_is_word((unsigned char)text.p[i - 1]));
    case '~': return style->generics;
    case ' ': return i == 0 || i == text.n - 1 || text.p[i - 1] == ' ';
    default: return false;
    }
}

static bool is_plain(Str text, const TextStyle *style)
{
    for (int i = 0; i < text.n; i++)
        if (!em_is_ascii((unsigned char)text.p[i]) ||
            may_be_mark(text, i, style))
            return false;
    return true;
}

static Len limit_of(const TextStyle *style)
{
    int columns = style->wrap_columns;
    if (columns <= 0 || columns > MAX_COLUMNS)
        columns = MAX_COLUMNS;
    return em_font_units(style->face,
                         (int64_t)columns * em_fonts_data[style->face].mean,
                         style->size);
}

/* A block of one line of one run, in one piece of memory. */
static const TextBlock *plain_block(Arena *a, Str text, Len w,
                                    const TextStyle *style)
{
    struct {
        TextBlock block;
        TextLine line;
        Run run;
    } *all = em_arena_alloc(a, 1, sizeof *all);

    all->run = (Run){.text = text,
                     .face = style->face,
                     .size = style->size,
                     .advance = w,
                     .underline = style->underline};
    all->line.runs.items = &all->run;
    all->line.runs.n = all->line.runs.room = 1;
    all->line.w = w;
    all->line.baseline = em_font_baseline(style->face, style->size);
    all->block.lines.items = &all->line;
    all->block.lines.n = all->block.lines.room = 1;
    all->block.w = w;
    all->block.h = em_font_line_height(style->face, style->size);
    return &all->block;
}

static const TextBlock *any_block(Fonts *f, Arena *a, Str text,
                                  const TextStyle *style)
{
    Marked marked = em_markup(a, text, style);
    LineSpans spans = em_wrap(f, a, &marked, style->size, limit_of(style));
    Len line_height = em_font_line_height(style->face, style->size);
    int64_t top = 0;
    TextBlock *block = NEW(a, TextBlock);
    block->lines.items = NEW_ARRAY(a, spans.n, TextLine);
    block->lines.n = block->lines.room = spans.n;
    for (int i = 0; i < spans.n; i++) {
        TextLine *line = &block->lines.items[i];
        *line = em_shape_line(f, a, &marked, spans.items[i], style->size);
        line->baseline = (Len)MIN(top, MAX_HEIGHT) +
                         em_font_baseline(style->face, style->size);
        block->w = MAX(block->w, line->w);
        top += line_height;
    }
    block->h = (Len)MIN(top, MAX_HEIGHT);
    return block;
}

const TextBlock *em_text(Fonts *f, Arena *a, Str text, TextStyle style)
{
    if (text.n == 0)
        return NULL;
    if (text.n <= MAX_COLUMNS && is_plain(text, &style)) {
        Len w = em_font_units(style.face, em_ascii_units(style.face, text),
                              style.size);
        if (w <= limit_of(&style))
            return plain_block(a, text, w, &style);
    }
    return any_block(f, a, text, &style);
}

void em_label_measure(Fonts *f, Arena *a, Label *label, TextStyle style)
{
    bool prose = label->form == FORM_MARKDOWN || label->form == FORM_CODE;

    if (prose && label->text.n) {
        label->prose =
            label->form == FORM_CODE
                ? em_prose_code(f, a, label->text, label->lang, style)
                : em_prose_markdown(f, a, label->text, style);
        label->w = label->prose->w;
        label->h = label->prose->h;
        return;
    }
    label->block = em_text(f, a, label->text, style);
    label->w = label->block ? label->block->w : 0;
    label->h = label->block ? label->block->h : 0;
}
