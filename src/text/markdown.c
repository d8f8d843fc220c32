/*
 * Markdown: md4c reads it, and what it says is set here, block by block.
 *
 * md4c calls back while it holds memory of its own, so a callback must not
 * request any of ours, which may not return. What it says is kept as Events in
 * memory of the C library, under a guard; they are set when md4c is done.
 *
 * Lines are set as em_text sets them; a line's runs of one tone become one
 * piece. Blocks deeper than MAX_NESTING share the innermost indent.
 */
#include "text/shape.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/char_refs.h"

enum {
    MAX_NESTING = 24,
    MAX_COLUMNS = 64,    /* of a table */
    SIZE_LIMIT = 1 << 26 /* bytes of text; a source is smaller */
};

/* ------------------------------------------------------------- reading */

typedef enum {
    EVENT_ENTER, /* a block */
    EVENT_LEAVE,
    EVENT_BEGIN, /* a span */
    EVENT_END,
    EVENT_TEXT
} EventKind;

typedef struct {
    EventKind kind;
    int type;   /* MD_BLOCKTYPE, MD_SPANTYPE or MD_TEXTTYPE */
    int number; /* level of a heading; first number of a list, or 0; of a task
                   its mark; alignment of a cell */
    int at, n;  /* bytes of the text; of a code block the language, of a link
                   where it leads */
} Event;

typedef struct {
    Event *items;
    int n, room;
    char *bytes;
    int n_bytes, bytes_room;
} Events;

static void free_events(void *thing)
{
    Events *e = thing;
    free(e->items);
    free(e->bytes);
}

/* False when there is no memory; nothing was changed then. */
static bool add_bytes(Events *e, const char *p, unsigned n)
{
    if (n > SIZE_LIMIT || e->n_bytes > SIZE_LIMIT)
        return false;
    int need = e->n_bytes + (int)n;
    if (need > e->bytes_room) {
        char *more = realloc(e->bytes, (size_t)need * 2);
        if (!more)
            return false;
        e->bytes = more;
        e->bytes_room = need * 2;
    }
    if (n)
        memcpy(e->bytes + e->n_bytes, p, n);
    e->n_bytes = need;
    return true;
}

static int add_event(Events *e, Event event, const char *p, unsigned n)
{
    if (e->n == e->room) {
        int room = e->room ? e->room * 2 : 64;
        Event *more = realloc(e->items, (size_t)room * sizeof *more);
        if (!more)
            return 1;
        e->items = more;
        e->room = room;
    }
    event.at = e->n_bytes;
    event.n = (int)n;
    if (!add_bytes(e, p, n))
        return 1;
    e->items[e->n++] = event;
    return 0;
}

static int on_enter_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    Event event = {.kind = EVENT_ENTER, .type = (int)type};
    const char *p = NULL;
    unsigned n = 0;

    if (type == MD_BLOCK_H)
        event.number = (int)((MD_BLOCK_H_DETAIL *)detail)->level;
    if (type == MD_BLOCK_OL)
        event.number = (int)((MD_BLOCK_OL_DETAIL *)detail)->start;
    if (type == MD_BLOCK_LI && ((MD_BLOCK_LI_DETAIL *)detail)->is_task)
        event.number = (unsigned char)((MD_BLOCK_LI_DETAIL *)detail)->task_mark;
    if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
        event.number = (int)((MD_BLOCK_TD_DETAIL *)detail)->align;
    if (type == MD_BLOCK_CODE) {
        p = ((MD_BLOCK_CODE_DETAIL *)detail)->lang.text;
        n = ((MD_BLOCK_CODE_DETAIL *)detail)->lang.size;
    }
    return add_event(ctx, event, p, n);
}

static int on_leave_block(MD_BLOCKTYPE type, void *detail, void *ctx)
{
    (void)detail;
    return add_event(ctx, (Event){.kind = EVENT_LEAVE, .type = (int)type}, NULL,
                     0);
}

static int on_enter_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    const char *p = NULL;
    unsigned n = 0;

    if (type == MD_SPAN_A) {
        p = ((MD_SPAN_A_DETAIL *)detail)->href.text;
        n = ((MD_SPAN_A_DETAIL *)detail)->href.size;
    }
    return add_event(ctx, (Event){.kind = EVENT_BEGIN, .type = (int)type}, p,
                     n);
}

static int on_leave_span(MD_SPANTYPE type, void *detail, void *ctx)
{
    (void)detail;
    return add_event(ctx, (Event){.kind = EVENT_END, .type = (int)type}, NULL,
                     0);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE n, void *ctx)
{
    return add_event(ctx, (Event){.kind = EVENT_TEXT, .type = (int)type}, text,
                     n);
}

/* All that md4c says about a text. They are freed with the arena. */
static Events *read_events(Arena *a, Str text)
{
    const MD_PARSER parser = {
        .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS |
                 MD_FLAG_PERMISSIVEAUTOLINKS,
        .enter_block = on_enter_block,
        .leave_block = on_leave_block,
        .enter_span = on_enter_span,
        .leave_span = on_leave_span,
        .text = on_text,
    };
    Events *e = NEW(a, Events);
    Guard *guard = em_guard_new(a);
    em_guard_set(guard, free_events, e);
    if (md_parse(text.p, (MD_SIZE)text.n, &parser, e) != 0)
        em_out_of_memory(a);
    return e;
}

/* ------------------------------------------------------------- setting */

/* A block that others are in. */
typedef struct {
    int type;
    int number; /* of a list: that of its next item, 0 for dots */
    Len left, top;
} Nest;

/* A cell of the table that is being read. */
typedef struct {
    Marked text;
    int row, column, align;
} TableCell;

typedef struct {
    Fonts *fonts;
    Arena *arena;
    const Events *events;
    TextStyle style;
    Prose *prose;
    Len y, left, limit; /* limit: the widest a line may be, from 0 */
    bool first;         /* nothing was set yet: no gap above */
    Nest nests[MAX_NESTING];
    int depth;
    /* the text of the block that is open */
    Buf text;
    Marked marked;
    int bold, italic, code, strike, link, underline; /* spans that are open */
    Str href;                                        /* of the open link */
    Len size;
    ARRAY_OF(TableCell) cells;
    int row, column, align;
} Setter;

static Len em(const Setter *s, int hundredths)
{
    return (Len)((int64_t)s->style.size * hundredths / 100);
}

static void put_piece(Setter *s, ProsePiece p)
{
    *PUSH(s->arena, &s->prose->pieces) = p;
    s->prose->w = MAX(s->prose->w, p.box.x + p.box.w);
    s->prose->h = MAX(s->prose->h, p.box.y + p.box.h);
}

static Face span_face(const Setter *s)
{
    bool mono = s->code > 0 || s->style.face == FACE_MONO;
    if (mono)
        return s->bold ? FACE_MONO_BOLD : FACE_MONO;
    if (s->bold || s->style.face == FACE_SANS_BOLD)
        return FACE_SANS_BOLD;
    return s->italic ? FACE_SANS_ITALIC : s->style.face;
}

/* Adds clean text in the style of the open spans. */
static void add_text(Setter *s, Str text)
{
    TextStyle plain = {.face = FACE_SANS, .size = s->size};
    bool blank_before =
        s->text.n == 0 || em_is_space((unsigned char)s->text.p[s->text.n - 1]);
    int from = s->text.n;

    if (text.n == 0)
        return;
    if (em_is_space((unsigned char)text.p[0]) && !blank_before) {
        em_put_char(&s->text, ' ');
        blank_before = true;
    }
    Str clean = em_markup(s->arena, text, &plain).text;
    while (clean.n && blank_before && clean.p[0] == ' ')
        clean = em_str_cut(clean, 1, clean.n);
    em_put(&s->text, clean);
    bool ends_blank = em_is_space((unsigned char)text.p[text.n - 1]);
    if (ends_blank && s->text.n &&
        !em_is_space((unsigned char)s->text.p[s->text.n - 1]))
        em_put_char(&s->text, ' ');
    if (s->text.n == from)
        return;
    *PUSH(s->arena, &s->marked.stretches) = (Stretch){
        .from = from,
        .to = s->text.n,
        .face = span_face(s),
        .underline = s->link > 0 || s->underline > 0 || s->style.underline,
        .strike = s->strike > 0,
        .tone = s->link   ? TONE_LINK
                : s->code ? TONE_STRING
                          : TONE_TEXT,
        .link = s->link ? s->href : (Str){0},
    };
}

static void add_break(Setter *s)
{
    int n = s->text.n;
    if (n && s->text.p[n - 1] == ' ')
        s->text.p[n - 1] = '\n';
    else if (n)
        add_text(s, STR("\n"));
}

/* Takes the text of the block that ends. False: it is empty. */
static bool take_text(Setter *s, Marked *m)
{
    s->marked.text = em_buf_str(&s->text);
    *m = s->marked;
    s->text = (Buf){.arena = s->arena};
    s->marked = (Marked){0};
    return m->stretches.n > 0;
}

/* True for runs that one piece may hold. */
static bool are_alike(const Run *a, const Run *b)
{
    return a->tone == b->tone && a->link.p == b->link.p;
}

/* The pieces of a line: its runs, those of one tone and link together. */
static void put_line(Setter *s, const TextLine *line, Len x, Len size)
{
    Len height = em_font_line_height(FACE_SANS, size);
    Len baseline = em_font_baseline(FACE_SANS, size);

    for (int i = 0; i < line->runs.n;) {
        int first = i;
        const Run *like = &line->runs.items[i];
        Tone tone = like->tone;
        TextBlock *block = NEW(s->arena, TextBlock);
        TextLine *own = PUSH(s->arena, &block->lines);
        Len start = line->runs.items[first].x;
        for (; i < line->runs.n && are_alike(&line->runs.items[i], like); i++) {
            Run *run = PUSH(s->arena, &own->runs);
            *run = line->runs.items[i];
            run->x -= start;
            own->w = run->x + run->advance;
        }
        own->baseline = baseline;
        block->w = own->w;
        block->h = height;
        if (tone == TONE_STRING)
            put_piece(s, (ProsePiece){.box = {x + start - 2 * PX, s->y,
                                              own->w + 4 * PX, height},
                                      .tone = TONE_GROUND,
                                      .radius = 3 * PX});
        put_piece(s, (ProsePiece){.block = block,
                                  .box = {x + start, s->y, own->w, height},
                                  .tone = tone,
                                  .link = like->link});
    }
    s->y += height + em(s, 15);
}

/* A text, wrapped within the limit. */
static void put_text(Setter *s, const Marked *m, Len size)
{
    Len limit = MAX(s->limit - s->left, 8 * size);
    LineSpans spans = em_wrap(s->fonts, s->arena, m, size, limit);
    for (int i = 0; i < spans.n; i++) {
        TextLine line =
            em_shape_line(s->fonts, s->arena, m, spans.items[i], size);
        put_line(s, &line, s->left, size);
    }
}

static void put_gap(Setter *s, Len gap)
{
    if (!s->first)
        s->y += gap;
    s->first = false;
}

static Len heading_size(const Setter *s, int level)
{
    static const int sizes[] = {170, 140, 118, 100, 92, 88};
    int i = MAX(1, MIN(level, COUNT(sizes)));
    return MAX(em(s, sizes[i - 1]), 8 * PX);
}

static bool is_tight(const Setter *s)
{
    return s->depth > 0 && s->nests[s->depth - 1].type == MD_BLOCK_LI;
}

static void nest(Setter *s, const Event *e, Len indent)
{
    if (s->depth == MAX_NESTING)
        return;
    s->nests[s->depth++] =
        (Nest){e->type, e->type == MD_BLOCK_OL ? e->number : 0, s->left, s->y};
    s->left += indent;
}

/* The mark of an item: a dot, its number, or a box. */
static void put_mark(Setter *s, const Event *e)
{
    Nest *list = s->depth ? &s->nests[s->depth - 1] : NULL;
    Len size = s->style.size, dot = em(s, 32);
    Len height = em_font_line_height(FACE_SANS, size);

    if (e->number) {
        Len side = em(s, 70);
        Rect box = {s->left - side - em(s, 40), s->y + (height - side) / 2,
                    side, side};
        put_piece(
            s, (ProsePiece){.box = box, .tone = TONE_RULE, .radius = 2 * PX});
        if (e->number == ' ')
            put_piece(s, (ProsePiece){.box = {box.x + PX, box.y + PX,
                                              side - 2 * PX, side - 2 * PX},
                                      .tone = TONE_GROUND,
                                      .radius = PX});
        return;
    }
    if (!list || list->type != MD_BLOCK_OL) {
        put_piece(s, (ProsePiece){.box = {s->left - dot - em(s, 50),
                                          s->y + (height - dot) / 2 + dot / 4,
                                          dot, dot},
                                  .tone = TONE_MUTED,
                                  .radius = dot / 2});
        return;
    }
    Buf text = {.arena = s->arena};
    em_put_int(&text, list->number++);
    em_put(&text, STR("."));
    TextStyle style = {.face = FACE_SANS, .size = size};
    const TextBlock *block =
        em_text(s->fonts, s->arena, em_buf_str(&text), style);
    put_piece(s, (ProsePiece){.block = block,
                              .box = {MAX(0, s->left - block->w - em(s, 40)),
                                      s->y, block->w, block->h},
                              .tone = TONE_MUTED});
}

/* Code in a box of its own. */
static void put_code(Setter *s, const Event *e)
{
    TextStyle style = s->style;
    Len pad = em(s, 70);
    Str lang = {s->events->bytes + e->at, e->n};
    Str text = em_buf_str(&s->text);

    while (text.n && text.p[text.n - 1] == '\n')
        text = em_str_cut(text, 0, text.n - 1);
    s->text = (Buf){.arena = s->arena};
    style.size = em(s, 90);
    put_gap(s, em(s, 60));
    const Prose *code = em_prose_code(s->fonts, s->arena, text, lang, style);
    put_piece(s, (ProsePiece){.box = {s->left, s->y, code->w + 2 * pad,
                                      code->h + 2 * pad},
                              .tone = TONE_GROUND,
                              .radius = 4 * PX});
    for (int i = 0; i < code->pieces.n; i++) {
        ProsePiece p = code->pieces.items[i];
        p.box.x += s->left + pad;
        p.box.y += s->y + pad;
        put_piece(s, p);
    }
    s->y += code->h + 2 * pad;
}

static void put_rule(Setter *s, Len w, Len h)
{
    put_piece(s, (ProsePiece){.box = {s->left, s->y, w, h}, .tone = TONE_RULE});
    s->y += h;
}

/* The bar beside a quotation that ends. */
static void put_bar(Setter *s, const Nest *n)
{
    put_piece(s, (ProsePiece){
                     .box = {n->left, n->top, 3 * PX, MAX(s->y - n->top, PX)},
                     .tone = TONE_RULE});
}

/* ------------------------------------------------------------- tables */

static void put_cell(Setter *s, const TableCell *cell, const TextLine *line,
                     Len x, Len room)
{
    Len y = s->y;
    if (cell->align == MD_ALIGN_CENTER)
        x += (room - line->w) / 2;
    if (cell->align == MD_ALIGN_RIGHT)
        x += room - line->w;
    put_line(s, line, x, s->style.size);
    s->y = y;
}

static void put_table(Setter *s)
{
    Len wide[MAX_COLUMNS] = {0}, pad = em(s, 50), size = s->style.size;
    Len height = em_font_line_height(FACE_SANS, size) + em(s, 40), whole = 0;
    int n = s->cells.n;
    TextLine *lines = NEW_ARRAY(s->arena, n + 1, TextLine);

    for (int i = 0; i < n; i++) {
        const TableCell *c = &s->cells.items[i];
        if (c->text.stretches.n)
            lines[i] = em_shape_line(s->fonts, s->arena, &c->text,
                                     (LineSpan){0, c->text.text.n}, size);
        wide[c->column] = MAX(wide[c->column], lines[i].w);
    }
    for (int i = 0; i < MAX_COLUMNS; i++)
        whole += wide[i] ? wide[i] + 2 * pad : 0;
    put_gap(s, em(s, 60));
    Len top = s->y;
    for (int i = 0; i < n; i++) {
        const TableCell *c = &s->cells.items[i];
        Len x = s->left + pad;
        for (int k = 0; k < c->column; k++)
            x += wide[k] ? wide[k] + 2 * pad : 0;
        s->y = top + c->row * height + em(s, 20);
        put_cell(s, c, &lines[i], x, wide[c->column]);
        bool last = i + 1 == n || s->cells.items[i + 1].row != c->row;
        if (last) {
            s->y = top + (c->row + 1) * height - PX;
            put_rule(s, whole, c->row == 0 ? PX : PX / 2);
        }
    }
    s->cells.n = 0;
}

/* ------------------------------------------------------------- events */

static void enter_block(Setter *s, const Event *e)
{
    switch (e->type) {
    case MD_BLOCK_H: s->size = heading_size(s, e->number); break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
        if (!is_tight(s))
            put_gap(s, em(s, 60));
        s->first = true;
        nest(s, e, em(s, 170));
        break;
    case MD_BLOCK_LI:
        put_mark(s, e);
        nest(s, e, 0);
        s->first = true;
        break;
    case MD_BLOCK_QUOTE:
        put_gap(s, em(s, 60));
        s->first = true;
        nest(s, e, em(s, 100));
        break;
    case MD_BLOCK_TABLE: s->row = NONE; break;
    case MD_BLOCK_TR:
        s->row++;
        s->column = 0;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        s->bold += e->type == MD_BLOCK_TH;
        s->align = e->number;
        break;
    default: break;
    }
}

/* The end of a list, an item or a quotation. */
static void unnest(Setter *s, int type)
{
    if (s->depth == 0 || s->nests[s->depth - 1].type != type)
        return;
    const Nest *n = &s->nests[--s->depth];
    if (type == MD_BLOCK_QUOTE)
        put_bar(s, n);
    s->left = n->left;
    s->first = false;
}

/* Puts the text so far as a paragraph; of a tight list there is no other. */
static void end_paragraph(Setter *s)
{
    Marked m;
    if (!take_text(s, &m))
        return;
    put_gap(s, is_tight(s) ? em(s, 15) : em(s, 60));
    put_text(s, &m, s->style.size);
}

static void end_heading(Setter *s)
{
    Marked m;
    Len size = s->size;
    s->size = s->style.size;
    if (!take_text(s, &m))
        return;
    for (int i = 0; i < m.stretches.n; i++) {
        Stretch *part = &m.stretches.items[i];
        if (part->face == FACE_SANS || part->face == FACE_SANS_ITALIC)
            part->face = FACE_SANS_BOLD;
    }
    put_gap(s, em(s, 90));
    put_text(s, &m, size);
}

static void end_cell(Setter *s, const Event *e)
{
    Marked m;
    s->bold -= e->type == MD_BLOCK_TH;
    take_text(s, &m);
    if (s->column < MAX_COLUMNS)
        *PUSH(s->arena, &s->cells) =
            (TableCell){m, s->row, s->column, s->align};
    s->column++;
}

static void leave_block(Setter *s, const Event *e, const Event *start)
{
    switch (e->type) {
    case MD_BLOCK_P: end_paragraph(s); break;
    case MD_BLOCK_H: end_heading(s); break;
    case MD_BLOCK_CODE: put_code(s, start); break;
    case MD_BLOCK_HR:
        put_gap(s, em(s, 70));
        put_rule(s, 20 * s->style.size, 2 * PX);
        break;
    case MD_BLOCK_LI:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_QUOTE:
        end_paragraph(s);
        unnest(s, e->type);
        break;
    case MD_BLOCK_TABLE: put_table(s); break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: end_cell(s, e); break;
    case MD_BLOCK_HTML: end_paragraph(s); break;
    default: break;
    }
}

static void change_span(Setter *s, int type, int by)
{
    switch (type) {
    case MD_SPAN_STRONG: s->bold += by; break;
    case MD_SPAN_EM: s->italic += by; break;
    case MD_SPAN_A: s->link += by; break;
    case MD_SPAN_CODE: s->code += by; break;
    case MD_SPAN_DEL: s->strike += by; break;
    case MD_SPAN_U: s->underline += by; break;
    default: break;
    }
}

/* Where a link leads, without character references. */
static Str read_href(const Setter *s, const Event *e)
{
    Str raw = {s->events->bytes + e->at, e->n};
    Buf href = {.arena = s->arena};

    for (int i = 0, n; i < raw.n; i += n) {
        uint32_t c = em_char_ref(em_str_cut(raw, i, raw.n), &n);
        if (c) {
            em_utf8_put(&href, c);
        } else {
            n = 1;
            em_put_char(&href, raw.p[i]);
        }
    }
    return em_buf_str(&href);
}

/* Tags of raw HTML are left out; what stands between them is text. */
static void add_html(Setter *s, Str html)
{
    while (html.n) {
        int open = em_str_find_char(html, '<', 0);
        add_text(s, em_str_cut(html, 0, open == NONE ? html.n : open));
        if (open == NONE)
            return;
        if (em_str_eq_nocase(em_str_cut(html, open, MIN(open + 3, html.n)),
                             STR("<br")))
            add_break(s);
        int close = em_str_find_char(html, '>', open);
        html = em_str_cut(html, close == NONE ? html.n : close + 1, html.n);
    }
}

static void put_event_text(Setter *s, const Event *e, bool in_code)
{
    Str text = {s->events->bytes + e->at, e->n};
    int n;

    if (in_code) {
        em_put(&s->text, text);
        return;
    }
    switch (e->type) {
    case MD_TEXT_BR: add_break(s); break;
    case MD_TEXT_SOFTBR: add_text(s, STR(" ")); break;
    case MD_TEXT_HTML: add_html(s, text); break;
    case MD_TEXT_ENTITY: {
        uint32_t c = em_char_ref(text, &n);
        Buf one = {.arena = s->arena};
        if (c)
            em_utf8_put(&one, c);
        add_text(s, c ? em_buf_str(&one) : text);
        break;
    }
    default: add_text(s, text); break;
    }
}

const Prose *em_prose_markdown(Fonts *f, Arena *a, Str text, TextStyle style)
{
    Setter *s = NEW(a, Setter);
    int columns = style.wrap_columns ? style.wrap_columns : 80;

    *s = (Setter){.fonts = f,
                  .arena = a,
                  .events = read_events(a, text),
                  .style = style,
                  .prose = NEW(a, Prose),
                  .first = true,
                  .text = {.arena = a},
                  .size = style.size};
    s->limit = em_font_units(FACE_SANS,
                             (int64_t)columns * em_fonts_data[FACE_SANS].mean,
                             style.size);
    const Event *code = NULL;
    for (int i = 0; i < s->events->n; i++) {
        const Event *e = &s->events->items[i];
        switch (e->kind) {
        case EVENT_ENTER:
            if (e->type == MD_BLOCK_CODE)
                code = e;
            if (s->depth && e->type != MD_BLOCK_P)
                end_paragraph(s); /* of a tight item, before what is in it */
            enter_block(s, e);
            break;
        case EVENT_LEAVE:
            leave_block(s, e, code);
            code = e->type == MD_BLOCK_CODE ? NULL : code;
            break;
        case EVENT_BEGIN:
            if (e->type == MD_SPAN_A)
                s->href = read_href(s, e);
            change_span(s, e->type, 1);
            break;
        case EVENT_END: change_span(s, e->type, -1); break;
        case EVENT_TEXT: put_event_text(s, e, code != NULL); break;
        }
    }
    s->prose->w = MAX(s->prose->w, 1);
    s->prose->h = MAX(s->prose->h, 1);
    return s->prose;
}
