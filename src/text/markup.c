/*
 * The marks that a label may hold, to clean text and stretches.
 *
 * Known are emphasis as in CommonMark (`**`, `*`, `_`, with its rules on what
 * may stand beside them), `code`, the tags b, strong, i, em, u, ins, s, del,
 * strike, code and br, HTML's character references, and Mermaid's generics.
 * What is not understood, or has no partner, is shown as typed: no text is
 * ever lost.
 *
 * The first pass copies the text, marks included, and notes each possible mark
 * with its place in the copy; marks find their partners on stacks, one for
 * each kind, while they are read. The second pass leaves out the marks that
 * were used and makes the stretches. Both are linear in the text.
 *
 * What a text must not show (control characters, bidirectional overrides,
 * malformed UTF-8) goes here too, also when no marks are read.
 */
#include "base/utf8.h"
#include "text/char_refs.h"
#include "text/shape.h"

typedef enum {
    STYLE_BOLD,
    STYLE_ITALIC,
    STYLE_CODE,
    STYLE_UNDERLINE,
    STYLE_STRIKE,
    STYLE_COUNT
} StyleKind;

/* Tags have the stack of their style; emphasis one for each character. */
enum { STACK_STAR = STYLE_COUNT, STACK_UNDERSCORE, STACK_COUNT };

enum {
    MAX_EMPHASIS = 3, /* longer runs of `*` and `_` are text */
    MAX_TAG = 200     /* bytes between < and > */
};

/* Bytes of the copy that may be markup. */
typedef struct {
    int at;
    int under;                  /* the mark below on its stack, or NONE */
    uint8_t n, used;            /* bytes; those that found a partner */
    bool opens;                 /* it begins a style */
    int8_t change[STYLE_COUNT]; /* how many of a style begin (1) or end (-1) */
} Markup;

typedef struct {
    Arena *arena;
    const TextStyle *style;
    Str in;
    int pos;
    Buf copy;
    ARRAY_OF(Markup) marks;
    int top[STACK_COUNT]; /* the innermost open mark of each kind, or NONE */
    ARRAY_OF(int) tildes; /* their places in the copy */
    bool no_backtick;     /* none is left in `in` */
} Reader;

static int byte_at(Str s, int i)
{
    return i >= 0 && i < s.n ? (unsigned char)s.p[i] : ' ';
}

static bool is_punct(int c)
{
    return em_is_ascii(c) && c != ' ' && !em_is_digit(c) && !em_is_alpha(c);
}

static bool is_override(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

/* Copies a character unless no text may show it. */
static void copy_char(Reader *r, uint32_t c)
{
    if (c == '\t')
        em_put_char(&r->copy, ' ');
    else if (c == 0x2028 || c == 0x2029)
        em_put_char(&r->copy, '\n');
    else if (!em_utf8_is_control(c) && !is_override(c))
        em_utf8_put(&r->copy, c);
}

/* Copies the next character of the text. A lone CR ends a line too. */
static void copy_next(Reader *r)
{
    int len;
    uint32_t c = em_utf8_decode(r->in, r->pos, &len);

    r->pos += len;
    if (c == '\r' && byte_at(r->in, r->pos) != '\n')
        c = '\n';
    copy_char(r, c);
}

/* Copies n bytes of ASCII that may turn out to be markup. */
static Markup *copy_mark(Reader *r, int n)
{
    Markup *m = PUSH(r->arena, &r->marks);

    m->at = r->copy.n;
    m->n = (uint8_t)n;
    m->under = NONE;
    em_put(&r->copy, em_str_cut(r->in, r->pos, r->pos + n));
    r->pos += n;
    return m;
}

static void open_mark(Reader *r, int stack)
{
    int self = r->marks.n - 1;
    r->marks.items[self].under = r->top[stack];
    r->top[stack] = self;
}

static int unused(const Markup *m)
{
    return m->n - m->used;
}

/* Joins n bytes of the open mark on a stack with n of m. */
static void join(Reader *r, int stack, Markup *m, int n, StyleKind style)
{
    Markup *open = &r->marks.items[r->top[stack]];

    open->used = (uint8_t)(open->used + n);
    open->opens = true;
    open->change[style]++;
    m->used = (uint8_t)(m->used + n);
    m->change[style]--;
    if (unused(open) == 0)
        r->top[stack] = open->under;
}

/* A run of `*` or `_`: closes what it can, then opens the rest. */
static void read_emphasis(Reader *r, char c)
{
    int n = 1;
    while (byte_at(r->in, r->pos + n) == c)
        n++;
    int before = byte_at(r->in, r->pos - 1), after = byte_at(r->in, r->pos + n);
    if (n > MAX_EMPHASIS) {
        em_put_fill(&r->copy, c, n);
        r->pos += n;
        return;
    }

    bool blank_before = em_is_space(before), blank_after = em_is_space(after);
    bool left =
        !blank_after && (!is_punct(after) || blank_before || is_punct(before));
    bool right =
        !blank_before && (!is_punct(before) || blank_after || is_punct(after));
    bool opens = c == '*' ? left : left && (!right || is_punct(before));
    bool closes = c == '*' ? right : right && (!left || is_punct(after));

    int stack = c == '*' ? STACK_STAR : STACK_UNDERSCORE;
    Markup *m = copy_mark(r, n);
    while (closes && unused(m) && r->top[stack] != NONE) {
        bool two = unused(m) > 1 && unused(&r->marks.items[r->top[stack]]) > 1;
        join(r, stack, m, two ? 2 : 1, two ? STYLE_BOLD : STYLE_ITALIC);
    }
    if (opens && unused(m))
        open_mark(r, stack);
}

/* `code`: nothing inside is markup. */
static bool read_code(Reader *r)
{
    int end = r->no_backtick ? NONE : em_str_find_char(r->in, '`', r->pos + 1);

    r->no_backtick = end == NONE;
    if (end <= r->pos + 1)
        return false;
    copy_mark(r, 1);
    open_mark(r, STYLE_CODE);
    while (r->pos < end)
        copy_next(r);
    join(r, STYLE_CODE, copy_mark(r, 1), 1, STYLE_CODE);
    return true;
}

static const struct {
    Str name;
    StyleKind style;
} tags[] = {
    {STR_INIT("b"), STYLE_BOLD},        {STR_INIT("strong"), STYLE_BOLD},
    {STR_INIT("i"), STYLE_ITALIC},      {STR_INIT("em"), STYLE_ITALIC},
    {STR_INIT("code"), STYLE_CODE},     {STR_INIT("u"), STYLE_UNDERLINE},
    {STR_INIT("ins"), STYLE_UNDERLINE}, {STR_INIT("s"), STYLE_STRIKE},
    {STR_INIT("del"), STYLE_STRIKE},    {STR_INIT("strike"), STYLE_STRIKE},
};

static void read_style_tag(Reader *r, StyleKind style, bool closing, int n)
{
    Markup *m = copy_mark(r, n);

    if (!closing) {
        open_mark(r, (int)style);
    } else if (r->top[style] != NONE) {
        join(r, (int)style, m, r->marks.items[r->top[style]].n, style);
        m->used = m->n;
    }
}

/* <b>, </b>, <br/>; attributes are passed over. */
static bool read_tag(Reader *r)
{
    Str rest = em_str_cut(r->in, r->pos, MIN(r->in.n, r->pos + MAX_TAG));
    int end = em_str_find_char(rest, '>', 0);
    if (end == NONE)
        return false;

    bool closing = byte_at(rest, 1) == '/';
    int from = closing ? 2 : 1, to = from;
    while (em_is_alpha(byte_at(rest, to)))
        to++;
    Str name = em_str_cut(rest, from, to);
    if (to < end && !em_is_space(byte_at(rest, to)) && byte_at(rest, to) != '/')
        return false;

    if (em_str_eq_nocase(name, STR("br"))) {
        em_put_char(&r->copy, '\n');
        r->pos += end + 1;
        return true;
    }
    for (int i = 0; i < COUNT(tags); i++)
        if (em_str_eq_nocase(name, tags[i].name)) {
            read_style_tag(r, tags[i].style, closing, end + 1);
            return true;
        }
    return false;
}

/* &amp; &#9829; &#x2665; */
static bool read_char_ref(Reader *r)
{
    int n;
    uint32_t c = em_char_ref(em_str_cut(r->in, r->pos, r->in.n), &n);

    if (n == 0)
        return false;
    copy_char(r, c);
    r->pos += n;
    return true;
}

/* A backslash before a mark makes it text. */
static bool read_escape(Reader *r)
{
    int next = byte_at(r->in, r->pos + 1);
    if (next != '*' && next != '_' && next != '`')
        return false;
    em_put_char(&r->copy, (char)next);
    r->pos += 2;
    return true;
}

/* Reads a mark. False, and nothing read, when there is none. */
static bool read_mark(Reader *r)
{
    char c = r->in.p[r->pos];
    switch (c) {
    case '*': read_emphasis(r, c); return true;
    case '_':
        if (r->style->name)
            return false;
        read_emphasis(r, c);
        return true;
    case '`': return read_code(r);
    case '<': return read_tag(r);
    case '&': return read_char_ref(r);
    case '\\': return read_escape(r);
    default: return false;
    }
}

static void read_text(Reader *r)
{
    while (r->pos < r->in.n) {
        if (r->style->markdown && read_mark(r))
            continue;
        if (r->style->generics && r->in.p[r->pos] == '~')
            *PUSH(r->arena, &r->tildes) = r->copy.n;
        copy_next(r);
    }
}

/*
 * List~Map~K, V~~ to List<Map<K, V>>. A tilde between a word and a word opens,
 * any other closes the innermost open one; those left without a partner are
 * paired from the outside in, as Mermaid does.
 */
static void replace_tildes(Reader *r)
{
    Str copy = em_buf_str(&r->copy);
    int *tilde = r->tildes.items, n_open = 0; /* open ones: tilde[0..n_open) */

    for (int i = 0; i < r->tildes.n; i++) {
        int at = tilde[i];
        int before = byte_at(copy, at - 1), after = byte_at(copy, at + 1);
        bool closes = !em_is_word(after) && after < 0x80;
        if (!closes || n_open == 0) {
            if (em_is_word(before) || before >= 0x80)
                tilde[n_open++] = at;
        } else {
            r->copy.p[tilde[--n_open]] = '<';
            r->copy.p[at] = '>';
        }
    }
    for (int i = 0, k = n_open - 1; i < k; i++, k--) {
        r->copy.p[tilde[i]] = '<';
        r->copy.p[tilde[k]] = '>';
    }
}

static Stretch stretch_of(const TextStyle *style, const int *count)
{
    Face face = style->face;
    bool mono = face >= FACE_MONO || count[STYLE_CODE] > 0;
    bool bold = face == FACE_SANS_BOLD || face == FACE_MONO_BOLD ||
                count[STYLE_BOLD] > 0;
    bool italic = face == FACE_SANS_ITALIC || count[STYLE_ITALIC] > 0;

    if (mono)
        face = bold ? FACE_MONO_BOLD : FACE_MONO;
    else
        face = bold ? FACE_SANS_BOLD : italic ? FACE_SANS_ITALIC : FACE_SANS;
    return (Stretch){.face = face,
                     .underline =
                         style->underline || count[STYLE_UNDERLINE] > 0,
                     .strike = count[STYLE_STRIKE] > 0};
}

/* Second pass: text to out, where a blank follows neither blank nor LF. */
static void put_clean(Buf *out, Str text)
{
    for (int i = 0; i < text.n; i++) {
        bool after_blank = out->n == 0 || out->p[out->n - 1] == ' ' ||
                           out->p[out->n - 1] == '\n';
        if (text.p[i] != ' ' || !after_blank)
            em_put_char(out, text.p[i]);
    }
}

/* Ends the stretch that is open and begins one in this style. */
static void change_style(Arena *a, Marked *m, int at, Stretch next)
{
    Stretch *last =
        m->stretches.n ? &m->stretches.items[m->stretches.n - 1] : NULL;

    if (last && last->face == next.face && last->strike == next.strike &&
        last->underline == next.underline)
        return;
    if (last && last->from == at) {
        m->stretches.n--;
    } else if (last) {
        last->to = at;
    }
    next.from = at;
    *PUSH(a, &m->stretches) = next;
}

static Marked without_marks(Reader *r)
{
    Marked m = {0};
    Str copy = em_buf_str(&r->copy);
    Buf out = {.arena = r->arena};
    int count[STYLE_COUNT] = {0}, from = 0;

    change_style(r->arena, &m, 0, stretch_of(r->style, count));
    for (int i = 0; i < r->marks.n; i++) {
        const Markup *mark = &r->marks.items[i];
        /* what is left of an opening mark stands outside its style */
        int rest = mark->opens ? unused(mark) : 0;
        put_clean(&out, em_str_cut(copy, from, mark->at + rest));
        from = mark->at + rest + mark->used;
        for (int k = 0; k < STYLE_COUNT; k++)
            count[k] += mark->change[k];
        change_style(r->arena, &m, out.n, stretch_of(r->style, count));
    }
    put_clean(&out, em_str_cut(copy, from, copy.n));
    m.text = em_buf_str(&out);
    m.stretches.items[m.stretches.n - 1].to = m.text.n;
    return m;
}

Marked em_markup(Arena *a, Str text, const TextStyle *style)
{
    Reader r = {.arena = a, .style = style, .in = text, .copy = {.arena = a}};

    for (int i = 0; i < STACK_COUNT; i++)
        r.top[i] = NONE;
    read_text(&r);
    replace_tildes(&r);
    return without_marks(&r);
}
