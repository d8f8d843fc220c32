/*
 * Unquoted and quoted strings.
 *
 * A string's text is a view of the source for as long as it stands there byte
 * by byte; the first escape or variable makes it a copy.
 */
#include "base/utf8.h"
#include "d2/d2_parser.h"

/* ---- text in the making --------------------------------------------------
 */

/* Bytes that are a view of the source, or, once buf is in use, a copy. */
typedef struct {
    Buf buf;
    int from, to;
    bool copied;
} Run;

static void run_copy(const D2Parser *p, Run *r)
{
    if (!r->copied)
        em_put(&r->buf, em_str_cut(p->text, r->from, r->to));
    r->copied = true;
}

/* Appends the source's bytes [from, to). */
static void run_put(const D2Parser *p, Run *r, int from, int to)
{
    if (!r->copied && r->from == r->to)
        r->from = r->to = from;
    if (!r->copied && r->to == from) {
        r->to = to;
        return;
    }
    run_copy(p, r);
    em_put(&r->buf, em_str_cut(p->text, from, to));
}

static void run_put_char(const D2Parser *p, Run *r, uint32_t c)
{
    run_copy(p, r);
    em_utf8_put(&r->buf, c);
}

static Str run_text(const D2Parser *p, const Run *r)
{
    return r->copied ? em_buf_str(&r->buf)
                     : em_str_cut(p->text, r->from, r->to);
}

static void run_cut(Run *r, int n)
{
    if (r->copied)
        r->buf.n = n;
    else
        r->to = r->from + n;
}

static void run_trim(const D2Parser *p, Run *r)
{
    run_cut(r, em_d2_trim_right(run_text(p, r)).n);
}

/* The run's text, after which it begins anew. */
static Str run_end(const D2Parser *p, Run *r)
{
    Str text = run_text(p, r);
    *r = (Run){.buf = {.arena = p->a}};
    return text;
}

/* ---- pieces ----------------------------------------------------------------
 */

/* What a string is made from while it is read. */
typedef struct {
    D2String *s;
    bool in_key;
    Run text, raw; /* of the piece at hand */
    Run part;      /* of the pattern's part at hand */
    bool is_pattern;
} Reading;

static Reading reading(const D2Parser *p, D2String *s, bool in_key)
{
    Run empty = {.buf = {.arena = p->a}};
    return (Reading){s, in_key, empty, empty, empty, false};
}

static void end_piece(D2Parser *p, Reading *r, const D2Subst *var)
{
    Str text = run_end(p, &r->text), raw = run_end(p, &r->raw);
    if (text.n || raw.n)
        *PUSH(p->a, &r->s->pieces) = (D2Piece){.text = text, .raw = raw};
    if (var)
        *PUSH(p->a, &r->s->pieces) = (D2Piece){.var = var};
}

static void end_part(D2Parser *p, Reading *r)
{
    Str text = run_end(p, &r->part);
    if (text.n)
        *PUSH(p->a, &r->s->pattern) = (D2GlobPart){.text = text};
}

static void put_star(D2Parser *p, Reading *r)
{
    end_part(p, r);
    *PUSH(p->a, &r->s->pattern) = (D2GlobPart){.star = true};
    r->is_pattern = true;
}

/* The character c at [from, to), which means itself. */
static void put_plain(D2Parser *p, Reading *r, uint32_t c, int from, int to)
{
    run_put(p, &r->text, from, to);
    run_put(p, &r->raw, from, to);
    if (c == '*')
        put_star(p, r);
    else
        run_put(p, &r->part, from, to);
}

static uint32_t escaped(uint32_t c)
{
    switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return c;
    }
}

/* The escape whose backslash is at `from`, and whose character ends at `to`. */
static void put_escape(D2Parser *p, Reading *r, uint32_t c, int from, int to)
{
    run_put_char(p, &r->text, escaped(c));
    run_put_char(p, &r->part, escaped(c));
    run_put(p, &r->raw, from, to);
}

/* The string with its variables by name. */
static Str pieces_text(const D2Parser *p, const D2String *s, bool raw)
{
    Buf out = {.arena = p->a};
    for (int i = 0; i < s->pieces.n; i++) {
        const D2Piece *piece = &s->pieces.items[i];
        if (!piece->var) {
            em_put(&out, raw ? piece->raw : piece->text);
            continue;
        }
        em_put(&out, STR("${"));
        for (int k = 0; k < piece->var->path.parts.n; k++)
            PUT(&out, k ? STR(".") : STR(""),
                piece->var->path.parts.items[k].text);
        em_put(&out, STR("}"));
    }
    return em_buf_str(&out);
}

/* Gives the string its text, from what was read. */
static void finish(D2Parser *p, Reading *r)
{
    D2String *s = r->s;
    if (s->pieces.n > 0) {
        end_piece(p, r, NULL);
        s->text = pieces_text(p, s, false);
        s->raw = pieces_text(p, s, true);
    } else {
        s->text = run_end(p, &r->text);
        s->raw = run_end(p, &r->raw);
    }
    end_part(p, r);
    if (!r->is_pattern)
        s->pattern.n = 0;
}

static bool ends_in_escape(Str raw)
{
    int slashes = 0;
    while (slashes < raw.n && raw.p[raw.n - 1 - slashes] == '\\')
        slashes++;
    return slashes % 2 == 1;
}

/* Drops the white space at the end of what was read, also where it was
   escaped: a backslash that stayed alone would escape what comes next. */
static void trim(D2Parser *p, Reading *r)
{
    run_trim(p, &r->text);
    run_trim(p, &r->part);
    run_trim(p, &r->raw);
    while (ends_in_escape(run_text(p, &r->raw))) {
        run_cut(&r->raw, run_text(p, &r->raw).n - 1);
        run_trim(p, &r->raw);
    }
}

/* ---- variables and escapes --------------------------------------------------
 */

/* Takes the "$" at p->pos and what follows, if that is a variable. */
static void read_var(D2Parser *p, Reading *r)
{
    int at = p->pos++;
    const D2Subst *var = em_d2_subst(p, at, false);
    if (var)
        end_piece(p, r, var);
}

/*
 * Takes the backslash at p->pos and what it escapes. False at the end of the
 * text, which is reported.
 */
static bool read_escape(D2Parser *p, Reading *r)
{
    int from = p->pos, len;
    uint32_t c = em_d2_char(p, from + 1, &len);
    p->pos = from + 1 + len;
    if (c == D2_END) {
        em_d2_error(p, from, p->pos, STR("d2-escape"),
                    STR("expected a character or a new line behind the "
                        "backslash"));
        return false;
    }
    if (c != '\n')
        put_escape(p, r, c, from, p->pos);
    return true;
}

/* ---- unquoted ---------------------------------------------------------------
 */

/* True when the ")" at p->pos closes the parentheses around edges. */
static bool closes_group(const D2Parser *p)
{
    D2Parser after = *p;
    after.pos++;
    D2Ahead n = em_d2_ahead(&after);
    if (n.newlines)
        return true;
    switch (n.c) {
    case '#':
    case '{':
    case '}':
    case '[':
    case ']':
    case ':':
    case '.':
    case D2_END: return true;
    default: return false;
    }
}

/* True when c ends every unquoted string. */
static bool ends_statement(uint32_t c)
{
    switch (c) {
    case '\n':
    case ';':
    case '#':
    case '{':
    case '}':
    case '[':
    case ']':
    case D2_END: return true;
    default: return false;
    }
}

/* True when a "-" before the character at `at` begins an arrow. */
static bool completes_arrow(const D2Parser *p, int at)
{
    int len;
    uint32_t c = em_d2_char(p, at, &len);
    return c == '-' || c == '>' || c == '*' || c == D2_END;
}

/*
 * True when an unquoted string ends before the character c at p->pos. In keys,
 * what follows a "-" is text, but for what ends statements.
 */
static bool ends_unquoted(const D2Parser *p, uint32_t c, bool in_key,
                          bool after_dash)
{
    if (ends_statement(c))
        return true;
    if (after_dash)
        return false;
    switch (c) {
    case ')': return p->in_group && closes_group(p);
    case ':':
    case '.':
    case '<':
    case '>':
    case '&': return in_key;
    case '-': return in_key && completes_arrow(p, p->pos + 1);
    default: return false;
    }
}

/*
 * Goes on at the text of the next line; false when there is none on it. A dash
 * before the end of the line is none of an arrow, and must not become one when
 * both lines are written as one.
 */
static bool join_lines(D2Parser *p, Reading *r, bool after_dash)
{
    D2Ahead n = em_d2_ahead(p);
    if (n.c == D2_END || n.newlines)
        return false;
    p->pos = n.at;
    if (after_dash && completes_arrow(p, p->pos)) {
        run_cut(&r->raw, run_text(p, &r->raw).n - 1);
        run_copy(p, &r->raw);
        em_put(&r->raw.buf, STR("\\-"));
    }
    return true;
}

/*
 * Takes the characters of an unquoted string. Returns where the last one that
 * is no white space ends.
 */
static int read_unquoted(D2Parser *p, Reading *r)
{
    int end = p->pos, len;
    bool after_dash = false;
    for (;;) {
        uint32_t c = em_d2_char(p, p->pos, &len);
        int from = p->pos;
        if (ends_unquoted(p, c, r->in_key, after_dash))
            return end;
        bool was_dash = after_dash;
        after_dash = r->in_key && c == '-' && !after_dash;
        if (!r->in_key && c == '$') {
            read_var(p, r);
        } else if (c == '\\') {
            bool joins = em_d2_char(p, from + 1, &len) == '\n';
            if (!read_escape(p, r) || (joins && !join_lines(p, r, was_dash)))
                return joins ? from + 1 : p->pos;
        } else {
            p->pos += len;
            put_plain(p, r, c, from, p->pos);
        }
        if (!em_d2_is_space(c))
            end = p->pos;
    }
}

bool em_d2_unquoted(D2Parser *p, bool in_key, D2String *s)
{
    int from = p->pos;
    *s = (D2String){.quoting = D2_UNQUOTED};
    if (em_d2_sees(p, STR("...@")))
        em_d2_error(p, from, from + 4, STR("d2-import"),
                    STR("`...@` imports into a map or an array, it cannot "
                        "begin a string"))
            ->help = STR("to import a value, write `@` without the dots");

    Reading r = reading(p, s, in_key);
    int end = read_unquoted(p, &r);
    trim(p, &r);
    finish(p, &r);
    s->at = em_d2_place(p, from, end);
    return s->text.n > 0 || s->pieces.n > 0;
}

/* ---- quoted -----------------------------------------------------------------
 */

/*
 * Takes the characters of a quoted string behind its first quote, up to its
 * end, or up to where it should have ended.
 */
static void read_quoted(D2Parser *p, Reading *r, uint32_t quote)
{
    int begin = p->pos - 1;
    bool is_double = quote == '"';
    for (;;) {
        int from = p->pos, len, next_len;
        uint32_t c = em_d2_char(p, from, &len);
        uint32_t next = em_d2_char(p, from + len, &next_len);

        if (c == D2_END || c == '\n') {
            em_d2_error(p, begin, from, STR("d2-string"),
                        is_double ? STR("expected `\"` at the end of the "
                                        "string")
                                  : STR("expected `'` at the end of the "
                                        "string"));
            return;
        }
        p->pos += len;
        if (c == '\\' && next == '\n') {
            p->pos++;
        } else if (c == '\'' && !is_double && next == '\'') {
            run_put(p, &r->text, from, p->pos++);
            run_put(p, &r->raw, from, p->pos);
        } else if (c == quote) {
            return;
        } else if (is_double && (c == '\\' || (c == '$' && !r->in_key))) {
            p->pos = from;
            if (c == '$')
                read_var(p, r);
            else if (!read_escape(p, r))
                return;
        } else {
            put_plain(p, r, c, from, p->pos);
        }
    }
}

/* Reads a quoted string whose first quote is at p->pos. */
static void read_quoted_string(D2Parser *p, bool in_key, D2String *s)
{
    int from = p->pos;
    bool is_double = p->text.p[p->pos++] == '"';
    *s = (D2String){.quoting = is_double ? D2_DOUBLE_QUOTED : D2_SINGLE_QUOTED};

    Reading r = reading(p, s, in_key);
    read_quoted(p, &r, is_double ? '"' : '\'');
    finish(p, &r);
    s->pattern.n = 0;
    s->at = em_d2_place(p, from, p->pos);
}

bool em_d2_string(D2Parser *p, bool in_key, D2String *s)
{
    D2Ahead n = em_d2_ahead(p);
    if (n.newlines || n.c == D2_END)
        return false;
    p->pos = n.at;
    switch (n.c) {
    case '"':
    case '\'': read_quoted_string(p, in_key, s); return true;
    case '|': em_d2_block(p, s); return true;
    default: return em_d2_unquoted(p, in_key, s);
    }
}

int em_d2_stars(const D2String *s)
{
    int n = s->pattern.n;
    if ((n != 2 && n != 3) || !s->pattern.items[0].star ||
        !s->pattern.items[1].star || !s->pattern.items[n - 1].star)
        return n > 0;
    return n;
}
