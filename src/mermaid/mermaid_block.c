/*
 * The lexer inside of attribute blocks and on style lines.
 *
 * A block's words are greedy in Mermaid: a word may run from its first "~" to
 * the last one on the line. In default mode "~" must balance and stops at a
 * quote, blanks inside of parentheses belong to the word, and a word that
 * could not begin one is still taken as a whole, so that it is reported once.
 */
#include "mermaid/mermaid_block.h"

#include <string.h>

#include "base/utf8.h"
#include "mermaid/mermaid_prep.h"

static int byte_at(const Lexer *lx, int i)
{
    return i < lx->text.n ? (unsigned char)lx->text.p[i] : NONE;
}

/* ---- words ----------------------------------------------------------------
 */

/* Letters beyond ASCII: U+00C0 and up, and the micro sign, which patterns
 * that ignore case take for the Greek letter. */
static int letter_length(Str s, int i)
{
    int len;
    if (i >= s.n || (unsigned char)s.p[i] < 0x80)
        return 0;
    uint32_t c = em_utf8_decode(s, i, &len);
    return c >= 0xC0 || c == 0xB5 ? len : 0;
}

/* The length of the character at i when a word may begin with it. */
static int starts_word(const Lexer *lx, int i)
{
    int c = byte_at(lx, i);
    if (em_is_alpha(c) || c == '_' || c == '*')
        return 1;
    return letter_length(lx->text, i);
}

static int continues_word(const Lexer *lx, int i)
{
    int c = byte_at(lx, i);
    if (c != NONE && c < 0x80)
        return em_is_word(c) || (c != 0 && strchr("-[]().,*", c)) ? 1 : 0;
    return letter_length(lx->text, i);
}

static int word_end(const Lexer *lx, int i)
{
    int len = starts_word(lx, i);
    while (len > 0) {
        i += len;
        len = continues_word(lx, i);
    }
    return i;
}

/* Everything up to white space. */
static int run_end(const Lexer *lx, int i)
{
    while (i < lx->text.n && em_js_space(lx->text, i) == 0)
        i++;
    return i;
}

static bool is_key(Str word)
{
    return em_str_eq_nocase(word, STR("PK")) ||
           em_str_eq_nocase(word, STR("FK")) ||
           em_str_eq_nocase(word, STR("UK"));
}

/* A key as a whole word, or with a comma glued to it: "PK,FK". */
static bool at_key(const Lexer *lx)
{
    int end = lx->pos + 2;
    return is_key(em_str_cut(lx->text, lx->pos, MIN(end, lx->text.n))) &&
           (continues_word(lx, end) == 0 || byte_at(lx, end) == ',');
}

static Token take_backtick(Lexer *lx)
{
    int at = lx->pos + 1;
    const char *close = at < lx->text.n ? memchr(lx->text.p + at, '`',
                                                 (size_t)(lx->text.n - at))
                                        : NULL;
    if (!close) {
        em_lex_learn_line(lx);
        return em_lex_take(lx, TOK_UNCLOSED, MAX(lx->line_end - lx->pos, 1), 0);
    }
    Token t = em_lex_take(lx, TOK_BACKTICK,
                          (int)(close - lx->text.p) + 1 - lx->pos, 0);
    t.at++;
    t.end--;
    return t;
}

/* ---- strict ---------------------------------------------------------------
 */

/* Non-blanks with a "~", anything on the line, the line's last "~", non-blanks.
 * Returns the end of the word, or NONE. */
static int greedy_generic_end(Lexer *lx)
{
    em_lex_learn_line(lx);
    if (lx->last_tilde < lx->pos)
        return NONE;
    for (int i = lx->pos; i < lx->last_tilde && !em_js_space(lx->text, i); i++)
        if (lx->text.p[i] == '~')
            return run_end(lx, lx->last_tilde + 1);
    return NONE;
}

static Token lex_strict_block(Lexer *lx)
{
    int c = byte_at(lx, lx->pos);
    Str two = em_str_cut(lx->text, lx->pos, MIN(lx->pos + 2, lx->text.n));
    if (is_key(two) && em_word_ends(lx->text, lx->pos + 2))
        return em_lex_take(lx, TOK_KEY, 2, 0);

    int end = greedy_generic_end(lx);
    if (end == NONE)
        end = word_end(lx, lx->pos);
    if (end > lx->pos)
        return em_lex_take(lx, TOK_WORD, end - lx->pos, 0);
    if (c == '`')
        return take_backtick(lx);
    if (c == '"')
        return em_lex_quote(lx, TOK_COMMENT);
    if (c == '}')
        lx->state = LEX_NORMAL;
    return em_lex_take(lx,
                       c == '}'   ? TOK_RBRACE
                       : c == '?' ? TOK_QUESTION
                       : c == ',' ? TOK_COMMA
                                  : TOK_BAD,
                       1, 0);
}

/* ---- default --------------------------------------------------------------
 */

/* Does the "~" at i open a generic? It stands between two parts of a word. */
static bool tilde_opens(const Lexer *lx, int i, int from)
{
    return i > from && lx->text.p[i - 1] != '~' && starts_word(lx, i + 1) > 0 &&
           !em_js_space(lx->text, i - 1);
}

/*
 * The end of a word with "~": where the generics that it opened are closed. A
 * line on which they do not balance is read as Mermaid reads it, up to its
 * last "~". NONE when the word has none.
 */
static int generic_end(Lexer *lx)
{
    Str s = lx->text;
    int first = word_end(lx, lx->pos), last = NONE, depth = 0;
    if (byte_at(lx, first) != '~')
        return NONE;
    for (int i = first; i < s.n && s.p[i] != '\n' && s.p[i] != '"'; i++) {
        if (s.p[i] != '~')
            continue;
        last = i;
        depth += i == first || tilde_opens(lx, i, lx->pos) ? 1 : -1;
        if (depth <= 0)
            break;
    }
    if (last == first)
        return NONE;
    while (last + 1 < s.n && em_js_space(s, last + 1) == 0 &&
           s.p[last + 1] != '"' && s.p[last + 1] != '}')
        last++;
    return last + 1;
}

/* How far a ")" is looked for, so that many "(" do not cost their square. */
enum { MAX_PARENTHESES = 256 };

/*
 * From the word's end at i on: the rest of "(10, 2)" when the blank before i
 * is inside of parentheses that close on this line.
 */
static int parenthesis_end(const Lexer *lx, int from, int i)
{
    int depth = 0;
    for (int k = from; k < i; k++)
        depth += lx->text.p[k] == '(' ? 1 : lx->text.p[k] == ')' ? -1 : 0;
    if (depth <= 0)
        return i;
    for (int k = i; k < MIN(lx->text.n, i + MAX_PARENTHESES); k++) {
        char c = lx->text.p[k];
        if (c == '\n' || c == '"' || c == '{' || c == '}')
            return i;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0)
            return MAX(word_end(lx, k + 1), k + 1);
    }
    return i;
}

static int plain_word_end(Lexer *lx)
{
    int end = generic_end(lx);
    if (end != NONE)
        return end;
    end = word_end(lx, lx->pos);
    return end > lx->pos ? parenthesis_end(lx, lx->pos, end) : end;
}

static bool is_block_symbol(int c)
{
    return c == '"' || c == '{' || c == '}' || c == '`' || c == ',' || c == '?';
}

/* What begins no word, taken up to the next blank or symbol. */
static Token take_bad(Lexer *lx)
{
    int i = lx->pos + 1;
    while (i < lx->text.n && em_js_space(lx->text, i) == 0 &&
           !is_block_symbol((unsigned char)lx->text.p[i]))
        i++;
    return em_lex_take(lx, TOK_BAD, i - lx->pos, 0);
}

static Token lex_default_block(Lexer *lx)
{
    int c = byte_at(lx, lx->pos);
    if (at_key(lx))
        return em_lex_take(lx, TOK_KEY, 2, 0);
    int end = plain_word_end(lx);
    if (end > lx->pos)
        return em_lex_take(lx, TOK_WORD, end - lx->pos, 0);
    switch (c) {
    case '`': return take_backtick(lx);
    case '"': return em_lex_quote(lx, TOK_COMMENT);
    case '?': return em_lex_take(lx, TOK_QUESTION, 1, 0);
    case ',': return em_lex_take(lx, TOK_COMMA, 1, 0);
    case ';': return em_lex_take(lx, TOK_SEMICOLON, 1, 0);
    case '}': lx->state = LEX_NORMAL; return em_lex_take(lx, TOK_RBRACE, 1, 0);
    default: return take_bad(lx);
    }
}

Token em_lex_block(Lexer *lx)
{
    for (;;) {
        lx->pos = em_skip_js_space(lx->text, lx->pos);
        int c = byte_at(lx, lx->pos), d = byte_at(lx, lx->pos + 1);
        if (c == NONE)
            return em_lex_take(lx, TOK_END, 0, 0);
        if (!lx->strict && c == '%' && d == '%' &&
            byte_at(lx, lx->pos + 2) != '{') {
            em_lex_skip_line(lx);
        } else if (c == '`' && d == '`') {
            lx->pos += 2; /* no word at all, and no error */
        } else {
            return lx->strict ? lex_strict_block(lx) : lex_default_block(lx);
        }
    }
}

/* ---- styles ---------------------------------------------------------------
 */

static int style_text_end(const Lexer *lx, int i)
{
    for (;;) {
        int c = byte_at(lx, i);
        int code = c == '#' ? em_code_length(lx->text, i) : 0;
        if (code == 0 && (c == NONE || c == '.' || !em_is_name_byte(c)))
            return i;
        i += code > 0 ? code : 1;
    }
}

/* White space that does not begin with a line feed swallows line feeds too. */
Token em_lex_strict_style(Lexer *lx)
{
    int c = byte_at(lx, lx->pos), n = 1;
    if (c == '\r' && byte_at(lx, lx->pos + 1) == '\n')
        c = (unsigned char)lx->text.p[++lx->pos];
    if (c != '\n')
        lx->pos = em_skip_js_space(lx->text, lx->pos);
    else
        lx->state = LEX_NORMAL;

    c = byte_at(lx, lx->pos);
    if (lx->state == LEX_NORMAL) {
        while (byte_at(lx, lx->pos + n) == '\n')
            n++;
        return em_lex_take(lx, TOK_NEWLINE, n, 0);
    }
    int end = style_text_end(lx, lx->pos);
    if (c == NONE)
        return em_lex_take(lx, TOK_END, 0, 0);
    if (end > lx->pos)
        return em_lex_take(lx, TOK_STYLE_TEXT, end - lx->pos, 0);
    return em_lex_take(lx,
                       c == ':'   ? TOK_COLON
                       : c == ',' ? TOK_COMMA
                       : c == '#' ? TOK_HASH
                       : c == ';' ? TOK_SEMICOLON
                                  : TOK_BAD,
                       1, 0);
}

/* The end of a style value: "," and ";" inside quotes or parentheses belong
 * to it, and so does "%" unless a comment begins. */
static int style_value_end(Str s, int i)
{
    int depth = 0;
    char quote = 0;
    for (; i < s.n && s.p[i] != '\n'; i++) {
        char c = s.p[i];
        bool comment = c == '%' && i + 1 < s.n && s.p[i + 1] == '%';
        if (quote && c == quote)
            quote = 0;
        else if (!quote && (c == '"' || c == '\''))
            quote = c;
        if (quote)
            continue;
        if (comment || (depth <= 0 && (c == ',' || c == ';')))
            break;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return i;
}

Token em_lex_style(Lexer *lx)
{
    Str s = lx->text;
    Token t;
    while (lx->pos < s.n && s.p[lx->pos] != '\n' && em_js_space(s, lx->pos))
        lx->pos += em_js_space(s, lx->pos);
    int c = byte_at(lx, lx->pos);
    if (c == '%' && byte_at(lx, lx->pos + 1) == '%')
        em_lex_skip_line(lx);

    c = byte_at(lx, lx->pos);
    if (c == NONE || c == '\n') {
        t = em_lex_take(lx, c == NONE ? TOK_END : TOK_NEWLINE, c != NONE, 0);
    } else if (c == ',' || c == ';') {
        t = em_lex_take(lx, c == ',' ? TOK_COMMA : TOK_SEMICOLON, 1, 0);
    } else {
        int end = style_value_end(s, lx->pos);
        while (end > lx->pos && em_is_space((unsigned char)s.p[end - 1]))
            end--;
        t = em_lex_take(lx, TOK_STYLE_TEXT, MAX(end - lx->pos, 1), 0);
    }
    lx->before = t.kind;
    lx->end_before = t.tail;
    return t;
}
