/*
 * The lexer outside of blocks and styles, and what all states share.
 *
 * Mermaid tries its rules in a fixed order and takes the first that matches,
 * so in strict mode a key word also cuts a longer word ("class-room"). In
 * default mode the longest word wins, but where Mermaid can only see a
 * cardinality or a line, so do we: behind a line, behind a cardinality, and
 * where a line follows.
 *
 * mermaid_block.c has the states LEX_BLOCK and LEX_STYLE.
 */
#include "mermaid/mermaid_lex.h"

#include <string.h>

#include "mermaid/mermaid_block.h"
#include "mermaid/mermaid_prep.h"
#include "schema/schema.h"

const Str em_mermaid_words[] = {
    STR_INIT("accDescr"), STR_INIT("accTitle"),  STR_INIT("class"),
    STR_INIT("classDef"), STR_INIT("direction"), STR_INIT("end"),
    STR_INIT("style"),    STR_INIT("subgraph"),
};
const int em_mermaid_n_words = COUNT(em_mermaid_words);

/* ---- looking --------------------------------------------------------------
 */

static int peek(const Lexer *lx, int ahead)
{
    int i = lx->pos + ahead;
    return i < lx->text.n ? (unsigned char)lx->text.p[i] : NONE;
}

static bool is_non_ascii(int c)
{
    return c >= 0x80;
}

bool em_is_name_byte(int c)
{
    return em_is_word(c) || c == '-' || c == '*' || c == '.' || is_non_ascii(c);
}

int em_code_length(Str s, int i)
{
    int end = i + 1;
    if (i >= s.n || s.p[i] != '#')
        return 0;
    while (end < s.n && em_is_word((unsigned char)s.p[end]))
        end++;
    return end > i + 1 && end < s.n && s.p[end] == ';' ? end + 1 - i : 0;
}

/* True when the literal stands at i, without regard to ASCII case. */
static bool looking_at(Str s, int i, const char *literal)
{
    for (; *literal; i++, literal++)
        if (i >= s.n || em_lower((unsigned char)s.p[i]) != *literal)
            return false;
    return true;
}

/* Is there a word boundary before byte i? (The byte before i is a letter.) */
bool em_word_ends(Str s, int i)
{
    return i >= s.n || !em_is_word((unsigned char)s.p[i]);
}

static bool is_line_symbol(Str s, int i)
{
    if (i + 1 >= s.n)
        return false;
    char c = s.p[i], d = s.p[i + 1];
    return (c == '-' || c == '.') && (d == '-' || d == '.');
}

/* A blank that looks like part of a word: NBSP. Not blank to Mermaid. */
static int hard_blank(Str s, int i)
{
    return i + 1 < s.n && s.p[i] == '\xC2' && s.p[i + 1] == '\xA0' ? 2 : 0;
}

/* ---- making tokens --------------------------------------------------------
 */

/* The next n bytes. */
Token em_lex_take(Lexer *lx, TokKind kind, int n, int value)
{
    int at = lx->pos;
    lx->pos += n;
    return (Token){.kind = kind,
                   .value = value,
                   .at = at,
                   .end = lx->pos,
                   .head = at,
                   .tail = lx->pos};
}

/* The end of the line at i: "\n", "\r" and U+2028, U+2029 end it, as they do
 * for "." in JavaScript's patterns. */
static int find_line_end(Str s, int i)
{
    for (; i < s.n && s.p[i] != '\n' && s.p[i] != '\r'; i++)
        if (s.p[i] == '\xE2' && i + 2 < s.n && s.p[i + 1] == '\x80' &&
            (s.p[i + 2] == '\xA8' || s.p[i + 2] == '\xA9'))
            break;
    return i;
}

void em_lex_learn_line(Lexer *lx)
{
    if (lx->knows_line && lx->pos <= lx->line_end)
        return;
    lx->knows_line = true;
    lx->line_end = find_line_end(lx->text, lx->pos);
    lx->last_tilde = NONE;
    for (int i = lx->line_end - 1; i >= lx->pos && lx->last_tilde == NONE; i--)
        if (lx->text.p[i] == '~')
            lx->last_tilde = i;
}

/* ---- direction ------------------------------------------------------------
 */

static const struct {
    Str word;
    Direction direction;
} directions[] = {
    /* in the order in which Mermaid tries them */
    {STR_INIT("tb"), DIR_DOWN},
    {STR_INIT("bt"), DIR_UP},
    {STR_INIT("rl"), DIR_LEFT},
    {STR_INIT("lr"), DIR_RIGHT},
};

/* The index into `directions` of the "direction XY" at i, or NONE. *end is the
 * byte after it. */
static int find_value(Str s, int i, int *end)
{
    if (!looking_at(s, i, "direction"))
        return NONE;
    int value = em_skip_js_space(s, i + 9);
    if (value == i + 9 || value + 2 > s.n)
        return NONE;
    *end = value + 2;
    for (int d = 0; d < COUNT(directions); d++)
        if (em_str_eq_nocase(directions[d].word,
                             em_str_cut(s, value, value + 2)))
            return d;
    return NONE;
}

/* The first place at or after i where find_value finds one, or text.n. */
static int find_direction(Str s, int i)
{
    int end;
    for (; i + 12 <= s.n; i++) {
        if ((s.p[i] | 32) == 'd' && find_value(s, i, &end) != NONE)
            return i;
    }
    return s.n;
}

/* The rest of the line from `end` on goes with the statement. */
static Token take_direction(Lexer *lx, int direction, int end)
{
    const char *nl = end < lx->text.n ? memchr(lx->text.p + end, '\n',
                                               (size_t)(lx->text.n - end))
                                      : NULL;
    int stop = nl ? (int)(nl - lx->text.p) : lx->text.n;
    return em_lex_take(lx, TOK_DIRECTION, stop - lx->pos,
                       (int)directions[direction].direction);
}

/*
 * Mermaid: anything on this line, then "direction", white space, a value, the
 * rest of the line. The values are tried in order, each at its last place.
 */
static bool lex_strict_direction(Lexer *lx, Token *out)
{
    if (!lx->knows_direction || lx->next_direction < lx->pos) {
        lx->next_direction = find_direction(lx->text, lx->pos);
        lx->knows_direction = true;
    }
    if (lx->next_direction >= lx->text.n)
        return false;
    em_lex_learn_line(lx);
    if (lx->next_direction >= lx->line_end)
        return false;

    int best = COUNT(directions), best_end = 0;
    for (int i = lx->next_direction; i < lx->line_end;) {
        int end = i, d = find_value(lx->text, i, &end);
        if (d != NONE && d <= best) {
            best = d;
            best_end = end;
        }
        i = find_direction(lx->text, i + 1);
    }
    *out = take_direction(lx, best, best_end);
    return true;
}

/* Otherwise: a statement, with its value a whole word. */
static bool lex_plain_direction(Lexer *lx, Token *out)
{
    int end, d = find_value(lx->text, lx->pos, &end);
    if (d == NONE ||
        (end < lx->text.n && em_is_name_byte((unsigned char)lx->text.p[end])))
        return false;
    *out = em_lex_take(lx, TOK_DIRECTION, end - lx->pos,
                       (int)directions[d].direction);
    return true;
}

/* ---- accessibility --------------------------------------------------------
 */

static Token take_value(Lexer *lx, TokKind kind, int value, char stop)
{
    Str s = lx->text;
    int at = MIN(value, s.n);
    const char *end =
        at < s.n ? memchr(s.p + at, stop, (size_t)(s.n - at)) : NULL;
    Token t =
        em_lex_take(lx, kind, (end ? (int)(end - s.p) : s.n) - lx->pos, 0);
    t.at = at;
    if (!end && (stop == '}' || (lx->strict && at == s.n)))
        t.kind = TOK_UNCLOSED;
    return t;
}

/* accTitle: …, accDescr: …, accDescr { … } */
static bool lex_accessibility(Lexer *lx, Token *out)
{
    bool title = looking_at(lx->text, lx->pos, "acctitle");
    if (!title && !looking_at(lx->text, lx->pos, "accdescr"))
        return false;

    int i = em_skip_js_space(lx->text, lx->pos + 8);
    int c = i < lx->text.n ? lx->text.p[i] : NONE;
    if (c != ':' && (c != '{' || title))
        return false;
    *out = take_value(lx, title ? TOK_ACC_TITLE : TOK_ACC_DESCR,
                      em_skip_js_space(lx->text, i + 1), c == ':' ? '\n' : '}');
    if (c == '{' && lx->pos < lx->text.n) {
        lx->pos++;
        out->tail++;
    }
    return true;
}

/* ---- cardinalities and lines ----------------------------------------------
 */

typedef struct {
    const char *text;
    TokKind kind;
    int value;
    bool boundary; /* must end at a word end */
} Symbol;

/* Mermaid's order: an earlier one that matches wins. */
static const Symbol phrases[] = {
    {"one or zero", TOK_CARDINALITY, CARD_ZERO_OR_ONE, true},
    {"one or more", TOK_CARDINALITY, CARD_ONE_OR_MORE, true},
    {"one or many", TOK_CARDINALITY, CARD_ONE_OR_MORE, true},
    {"zero or one", TOK_CARDINALITY, CARD_ZERO_OR_ONE, true},
    {"zero or more", TOK_CARDINALITY, CARD_ZERO_OR_MORE, true},
    {"zero or many", TOK_CARDINALITY, CARD_ZERO_OR_MORE, true},
    {"many(0)", TOK_CARDINALITY, CARD_ZERO_OR_MORE, false},
    {"many(1)", TOK_CARDINALITY, CARD_ONE_OR_MORE, false},
    {"many", TOK_CARDINALITY, CARD_ZERO_OR_MORE, true},
    {"one", TOK_CARDINALITY, CARD_EXACTLY_ONE, true},
    {"only one", TOK_CARDINALITY, CARD_EXACTLY_ONE, true},
    {"to", TOK_LINE, true, true},
    {"optionally to", TOK_LINE, false, true},
};

static const Symbol symbols[] = {
    {"|o", TOK_CARDINALITY, CARD_ZERO_OR_ONE, true},
    {"}o", TOK_CARDINALITY, CARD_ZERO_OR_MORE, true},
    {"}|", TOK_CARDINALITY, CARD_ONE_OR_MORE, false},
    {"||", TOK_CARDINALITY, CARD_EXACTLY_ONE, false},
    {"|{", TOK_CARDINALITY, CARD_ONE_OR_MORE, false},
    {"..", TOK_LINE, false, false},
    {"--", TOK_LINE, true, false},
    {".-", TOK_LINE, false, false},
    {"-.", TOK_LINE, false, false},
    {":::", TOK_COLONS, 0, false},
    {":", TOK_COLON, 0, false},
    {"{", TOK_LBRACE, 0, false},
    {"#", TOK_HASH, 0, false},
    {",", TOK_COMMA, 0, false},
    {"[", TOK_LBRACKET, 0, false},
    {"]", TOK_RBRACKET, 0, false},
};

static const Symbol keywords[] = {
    {"erdiagram", TOK_HEADER, 0, true},   {"style", TOK_STYLE, 0, true},
    {"classdef", TOK_CLASS_DEF, 0, true}, {"class", TOK_CLASS, 0, true},
    {"subgraph", TOK_SUBGRAPH, 0, true},  {"end", TOK_END_WORD, 0, true},
};

static const Symbol *find_symbol(Str s, int i, const Symbol *table, int n)
{
    for (int k = 0; k < n; k++) {
        int len = (int)strlen(table[k].text);
        if (looking_at(s, i, table[k].text) &&
            (!table[k].boundary || em_word_ends(s, i + len)))
            return &table[k];
    }
    return NULL;
}

/* "|oB" and "}oB": Mermaid wants a word end after the "o". */
static bool lex_glued_circle(Lexer *lx, Token *out)
{
    int c = peek(lx, 0), d = em_lower(peek(lx, 1));
    if (lx->strict || d != 'o' || (c != '|' && c != '}'))
        return false;
    *out = em_lex_take(lx, TOK_CARDINALITY, 2,
                       c == '|' ? CARD_ZERO_OR_ONE : CARD_ZERO_OR_MORE);
    return true;
}

/* Could a cardinality begin at i, after blanks? */
static bool cardinality_follows(Str s, int i)
{
    while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t'))
        i++;
    if (i >= s.n)
        return false;
    int c = (unsigned char)s.p[i];
    int d = i + 1 < s.n ? (unsigned char)s.p[i + 1] : NONE;
    if (c == '|' || c == '}')
        return true;
    if ((c == 'o' || c == 'O') && (d == '{' || d == '|'))
        return true;
    if ((c == '0' || c == '1') && (d == '+' || c == '1'))
        return true;
    const Symbol *word = find_symbol(s, i, phrases, COUNT(phrases));
    return word && word->kind == TOK_CARDINALITY;
}

/*
 * May the key word or phrase that ends at `end` be cut out of a longer word?
 * In default mode only where nothing but a cardinality or a line makes sense.
 */
static bool may_cut(const Lexer *lx, const Symbol *sym, int end)
{
    Str s = lx->text;
    if (!em_is_alpha((unsigned char)sym->text[0]))
        return true;
    if (lx->strict || end >= s.n || em_js_space(s, end) > 0 ||
        !em_is_name_byte((unsigned char)s.p[end]))
        return true;
    if (sym->kind == TOK_HEADER)
        return !lx->past_header;
    if (sym->kind == TOK_LINE)
        return lx->before_that != TOK_LINE &&
               (lx->before == TOK_CARDINALITY || lx->before == TOK_ONE);
    if (sym->kind != TOK_CARDINALITY)
        return false;
    return lx->before == TOK_LINE || is_line_symbol(s, end);
}

static bool lex_from(Lexer *lx, const Symbol *table, int n, Token *out)
{
    const Symbol *sym = find_symbol(lx->text, lx->pos, table, n);
    if (!sym)
        return false;
    int len = (int)strlen(sym->text);
    if (!may_cut(lx, sym, lx->pos + len))
        return false;
    *out = em_lex_take(lx, sym->kind, len, sym->value);
    return true;
}

/* "o|" and "o{"; also "u" before a line. */
static bool lex_letter_cardinality(Lexer *lx, Token *out)
{
    int c = em_lower(peek(lx, 0)), d = peek(lx, 1);
    if (c == 'o' && (d == '|' || d == '{')) {
        if (!lx->strict && lx->before == TOK_NEWLINE)
            return false; /* an entity named "o" */
        *out = em_lex_take(lx, TOK_CARDINALITY, 2,
                           d == '|' ? CARD_ZERO_OR_ONE : CARD_ZERO_OR_MORE);
        return true;
    }
    if (c == 'u' && !lx->strict && lx->before == TOK_LINE &&
        (d == ' ' || d == '\t')) {
        *out = em_lex_take(lx, TOK_CARDINALITY, 1, CARD_PARENT);
        return true;
    }
    if (c != 'u' || (d != '.' && d != '-' && d != '|'))
        return false;
    if (!lx->strict && lx->before != TOK_LINE &&
        !(is_line_symbol(lx->text, lx->pos + 1) &&
          cardinality_follows(lx->text, lx->pos + 3)))
        return false;
    *out = em_lex_take(lx, TOK_CARDINALITY, 1, CARD_PARENT);
    return true;
}

/* ---- numbers --------------------------------------------------------------
 */

static int count_digits(const Lexer *lx, int ahead)
{
    int n = 0;
    while (em_is_digit(peek(lx, ahead + n)))
        n++;
    return n;
}

/* Is the "1" here a cardinality? A word, a quote or a line must follow. */
static bool one_is_cardinality(const Lexer *lx)
{
    int next = em_skip_js_space(lx->text, lx->pos + 1);
    if (is_line_symbol(lx->text, lx->pos + 1))
        return true;
    if (next == lx->pos + 1 || next >= lx->text.n)
        return false;
    int c = (unsigned char)lx->text.p[next];
    return em_is_word(c) || c == '"' || c == '\'';
}

static Token lex_number(Lexer *lx)
{
    int c = peek(lx, 0), d = peek(lx, 1);
    if (d == '+' && (c == '1' || c == '0'))
        return em_lex_take(lx, TOK_CARDINALITY, 2,
                           c == '1' ? CARD_ONE_OR_MORE : CARD_ZERO_OR_MORE);

    int whole = count_digits(lx, 0);
    int part = peek(lx, whole) == '.' ? count_digits(lx, whole + 1) : 0;
    if (part > 0)
        return em_lex_take(lx, TOK_DECIMAL, whole + 1 + part, 0);
    if (c == '1' && lx->strict && one_is_cardinality(lx))
        return em_lex_take(lx, TOK_CARDINALITY, 1, CARD_EXACTLY_ONE);
    if (c == '1' && em_word_ends(lx->text, lx->pos + 1))
        return em_lex_take(lx, TOK_ONE, 1, CARD_EXACTLY_ONE);
    return em_lex_take(lx, TOK_NUM, whole, 0);
}

/* ---- quotes and names -----------------------------------------------------
 */

static bool may_be_name(Str quoted)
{
    for (int i = 0; i < quoted.n; i++) {
        char c = quoted.p[i];
        if (c == '%' || c == '\\' || c == '\n' || c == '\v' || c == '\b')
            return false;
        if (c == '\r')
            return false;
    }
    return quoted.n > 0;
}

Token em_lex_quote(Lexer *lx, TokKind kind)
{
    Str s = lx->text;
    const char *close =
        lx->no_quote || lx->pos + 1 >= s.n
            ? NULL
            : memchr(s.p + lx->pos + 1, '"', (size_t)(s.n - lx->pos - 1));
    if (!close) {
        lx->no_quote = true;
        lx->knows_line = false;
        em_lex_learn_line(lx);
        return em_lex_take(lx, TOK_UNCLOSED, MAX(lx->line_end - lx->pos, 1), 0);
    }
    int end = (int)(close - s.p);
    if (kind == TOK_QNAME && !may_be_name(em_str_cut(s, lx->pos + 1, end)))
        kind = TOK_QWORD;
    Token t = em_lex_take(lx, kind, end + 1 - lx->pos, 0);
    t.at++;
    t.end--;
    return t;
}

/* One or more name characters; a character code counts as some. */
static int name_length(Str s, int at)
{
    int i = at;
    for (;;) {
        int code = i < s.n && s.p[i] == '#' ? em_code_length(s, i) : 0;
        if (code == 0 && (i >= s.n || !em_is_name_byte((unsigned char)s.p[i])))
            return i - at;
        i += MAX(code, 1);
    }
}

/* NBSP around a word is a blank that somebody pasted. */
static int trim_hard_blanks(Str s, int at, int n)
{
    while (n >= 2 && hard_blank(s, at + n - 2))
        n -= 2;
    return n;
}

static Token lex_name(Lexer *lx)
{
    int n = name_length(lx->text, lx->pos);
    if (!lx->strict)
        n = trim_hard_blanks(lx->text, lx->pos, n);
    if (n > 0)
        return em_lex_take(lx, TOK_NAME, n, 0);
    return em_lex_take(lx, peek(lx, 0) == ';' ? TOK_SEMICOLON : TOK_BAD, 1, 0);
}

/* ---- one token ------------------------------------------------------------
 */

void em_lex_skip_line(Lexer *lx)
{
    const char *nl =
        memchr(lx->text.p + lx->pos, '\n', (size_t)(lx->text.n - lx->pos));
    lx->pos = nl ? (int)(nl - lx->text.p) : lx->text.n;
}

/* Blanks and, in default mode, comments and pasted hard blanks. */
static void skip_blanks(Lexer *lx)
{
    for (;;) {
        int c = peek(lx, 0);
        if (c == ' ' || c == '\t' || c == '\r')
            lx->pos++;
        else if (!lx->strict && c == '%' && peek(lx, 1) == '%' &&
                 peek(lx, 2) != '{')
            em_lex_skip_line(lx);
        else if (!lx->strict && hard_blank(lx->text, lx->pos))
            lx->pos += 2;
        else
            return;
    }
}

static Token lex_newlines(Lexer *lx)
{
    int n = 0;
    while (peek(lx, n) == '\n')
        n++;
    return em_lex_take(lx, TOK_NEWLINE, n, 0);
}

static bool at_statement(const Lexer *lx)
{
    return lx->before == TOK_NEWLINE || lx->before == TOK_HEADER ||
           lx->before == TOK_END_WORD || lx->before == TOK_SEMICOLON;
}

static bool lex_word(Lexer *lx, Token *out)
{
    int c = em_lower(peek(lx, 0));
    if (c == 'a' && lex_accessibility(lx, out))
        return true;
    if (!lx->strict && c == 'd' && at_statement(lx) &&
        lex_plain_direction(lx, out))
        return true;
    if (strchr("esc", c) && lex_from(lx, keywords, COUNT(keywords), out)) {
        if (out->kind == TOK_END_WORD)
            lx->pos = em_skip_js_space(lx->text, lx->pos);
        if (lx->strict &&
            (out->kind == TOK_STYLE || out->kind == TOK_CLASS_DEF))
            lx->state = LEX_STYLE;
        return true;
    }
    if (strchr("ozmt", c) && lex_from(lx, phrases, COUNT(phrases), out))
        return true;
    return strchr("ou", c) && lex_letter_cardinality(lx, out);
}

static Token lex_normal(Lexer *lx)
{
    Token t;
    skip_blanks(lx);
    int c = peek(lx, 0);
    if (c == NONE)
        return em_lex_take(lx, TOK_END, 0, 0);
    if (c == '\n')
        return lex_newlines(lx);
    if (lx->strict && lex_strict_direction(lx, &t))
        return t;
    if (c == '"')
        return em_lex_quote(lx, TOK_QNAME);
    if (em_is_alpha(c) && lex_word(lx, &t))
        return t;
    if (em_is_digit(c))
        return lex_number(lx);
    if (c == '#' && em_code_length(lx->text, lx->pos) > 0)
        return lex_name(lx);
    if (strchr("|}.-:{#,[]", c) && c < 0x80 &&
        lex_from(lx, symbols, COUNT(symbols), &t)) {
        if (t.kind == TOK_LBRACE)
            lx->state = LEX_BLOCK;
        return t;
    }
    if (lex_glued_circle(lx, &t))
        return t;
    return lex_name(lx);
}

Token em_lex(Lexer *lx)
{
    int from = lx->end_before;
    Token t;
    do {
        switch (lx->state) {
        case LEX_NORMAL: t = lex_normal(lx); break;
        case LEX_BLOCK: t = em_lex_block(lx); break;
        case LEX_STYLE: t = em_lex_strict_style(lx); break;
        }
        /* an empty accDescr block is no token at all */
    } while (t.kind == TOK_ACC_DESCR && t.at == t.end && t.tail > t.end &&
             lx->text.p[t.tail - 1] == '}');

    t.first = lx->before == TOK_NEWLINE ||
              memchr(lx->text.p + from, '\n', (size_t)(t.head - from));
    t.glued = t.head == from;
    lx->before_that = lx->before;
    lx->before = t.kind;
    lx->end_before = t.tail;
    lx->past_header = lx->past_header || t.kind != TOK_NEWLINE;
    return t;
}

Lexer em_lexer(Str text, bool strict)
{
    return (Lexer){.text = text, .strict = strict, .before = TOK_NEWLINE};
}
