/*
 * Code: lines of a mono face, coloured word by word.
 *
 * The lexer is one loop over a table: for each language its keywords, how
 * comments and strings begin and end. That colours what the eye looks for in a
 * diagram's few lines; libraries that do it thoroughly (GNU source-highlight,
 * Scintilla's lexers) are C++ and many times larger than ermaid.
 */
#include "text/shape.h"

enum { TAB = 4, MAX_CODE_COLUMNS = 2000, CODE_HALF_LEADING = PX };

typedef struct {
    Str names;             /* between blanks */
    Str keywords;          /* between blanks; ALL: in any case */
    Str line, open, close; /* comments; empty: there are none */
    Str quotes;
    bool any_case;
    bool block_strings; /* backtick or triple quotes span lines */
} Language;

static const Language languages[] = {
    {STR_INIT(" go golang "),
     STR_INIT(" break case chan const continue default defer else fallthrough "
              "for func go goto if import interface map package range return "
              "select struct switch type var nil true false "),
     STR_INIT("//"), STR_INIT("/*"), STR_INIT("*/"), STR_INIT("\"'`"), false,
     true},
    {STR_INIT(" js javascript ts typescript jsx tsx "),
     STR_INIT(" abstract any as async await boolean break case catch class "
              "const continue default delete do else enum export extends false "
              "finally for from function if implements import in instanceof "
              "interface let new null number of private protected public "
              "readonly return static string super switch this throw true try "
              "type typeof undefined var void while yield "),
     STR_INIT("//"), STR_INIT("/*"), STR_INIT("*/"), STR_INIT("\"'`"), false,
     true},
    {STR_INIT(" c cpp c++ h hpp objc java cs csharp kotlin swift scala dart "
              "php "),
     STR_INIT(" abstract auto bool boolean break byte case catch char class "
              "const continue default delete do double else enum extends "
              "extern false final finally float for fun func goto if "
              "implements import include inline int interface let long "
              "namespace new nil null nullptr override package private "
              "protected public return short signed sizeof static string "
              "struct super switch template this throw true try typedef "
              "typename union unsigned using val var virtual void volatile "
              "when while "),
     STR_INIT("//"), STR_INIT("/*"), STR_INIT("*/"), STR_INIT("\"'"), false,
     false},
    {STR_INIT(" rust rs "),
     STR_INIT(" as async await bool break const continue crate dyn else enum "
              "extern false fn for if impl in let loop match mod move mut pub "
              "ref return self Self static str struct super trait true type "
              "u8 u16 u32 u64 i8 i16 i32 i64 usize isize f32 f64 unsafe use "
              "where while "),
     STR_INIT("//"), STR_INIT("/*"), STR_INIT("*/"), STR_INIT("\""), false,
     false},
    {STR_INIT(" py python "),
     STR_INIT(" and as assert async await break class continue def del elif "
              "else except False finally for from global if import in is "
              "lambda None nonlocal not or pass raise return True try while "
              "with yield "),
     STR_INIT("#"), STR_INIT(""), STR_INIT(""), STR_INIT("\"'"), false, false},
    {STR_INIT(" rb ruby elixir "),
     STR_INIT(" alias and begin break case class def defmodule defp do else "
              "elsif end ensure false for if in module next nil not or redo "
              "rescue retry return self super then true undef unless until "
              "when while yield "),
     STR_INIT("#"), STR_INIT(""), STR_INIT(""), STR_INIT("\"'"), false, false},
    {STR_INIT(" sh bash zsh shell console dockerfile makefile "),
     STR_INIT(" case do done elif else esac export fi for from function if in "
              "local return run then until while "),
     STR_INIT("#"), STR_INIT(""), STR_INIT(""), STR_INIT("\"'"), false, false},
    {STR_INIT(" sql postgresql mysql sqlite plsql "),
     STR_INIT(" add all alter and as asc begin by cascade case check column "
              "commit constraint create cross database default delete desc "
              "distinct drop else end exists false foreign from full group "
              "having if in index inner insert int integer into is join key "
              "left like limit not null on or order outer primary references "
              "right rollback select set table text then true union unique "
              "update using values varchar view when where with "),
     STR_INIT("--"), STR_INIT("/*"), STR_INIT("*/"), STR_INIT("'\""), true,
     false},
    {STR_INIT(" json "), STR_INIT(" true false null "), STR_INIT(""),
     STR_INIT(""), STR_INIT(""), STR_INIT("\""), false, false},
    {STR_INIT(" yaml yml toml ini conf "),
     STR_INIT(" true false null yes no on off "), STR_INIT("#"), STR_INIT(""),
     STR_INIT(""), STR_INIT("\"'"), true, false},
    {STR_INIT(" html xml svg vue "), STR_INIT(""), STR_INIT(""),
     STR_INIT("<!--"), STR_INIT("-->"), STR_INIT("\"'"), false, false},
    {STR_INIT(" css scss less "), STR_INIT(" important media import "),
     STR_INIT("//"), STR_INIT("/*"), STR_INIT("*/"), STR_INIT("\"'"), false,
     false},
    {STR_INIT(" d2 "),
     STR_INIT(" shape label style direction near icon link tooltip class "
              "classes vars layers scenarios steps width height constraint "),
     STR_INIT("#"), STR_INIT(""), STR_INIT(""), STR_INIT("\"'"), false, false},
    {STR_INIT(" lua haskell hs ada "),
     STR_INIT(" and break case class data do else elseif end false for "
              "function if import in instance let local module nil not of or "
              "repeat return then true type until where while "),
     STR_INIT("--"), STR_INIT(""), STR_INIT(""), STR_INIT("\""), false, false},
};

typedef struct {
    Fonts *fonts;
    Arena *arena;
    TextStyle style;
    const Language *lang; /* NULL: not known */
    Str text;
    int pos;
    Len x, line; /* where the next piece stands */
    Len advance, height;
    Prose *prose;
} Coder;

/* " word " is in the list. */
static bool lists(Str list, Str word, bool any_case)
{
    for (int i = 0; i + word.n + 2 <= list.n; i++) {
        Str part = em_str_cut(list, i + 1, i + 1 + word.n);
        bool same =
            any_case ? em_str_eq_nocase(part, word) : em_str_eq(part, word);
        if (list.p[i] == ' ' && list.p[i + 1 + word.n] == ' ' && same)
            return true;
    }
    return false;
}

static const Language *find_language(Str name)
{
    for (int i = 0; name.n && i < COUNT(languages); i++)
        if (lists(languages[i].names, name, true))
            return &languages[i];
    return NULL;
}

/* Puts text without blanks and line ends. */
static void put_word(Coder *c, Str word, Tone tone)
{
    TextStyle style = c->style;
    style.face = tone == TONE_KEYWORD ? FACE_MONO_BOLD : FACE_MONO;
    const TextBlock *block = em_text(c->fonts, c->arena, word, style);
    if (!block || c->x > MAX_CODE_COLUMNS * c->advance)
        return;
    ProsePiece *p = PUSH(c->arena, &c->prose->pieces);
    *p = (ProsePiece){.block = block,
                      .box = {c->x, c->line, block->w, block->h},
                      .tone = tone};
    c->x += block->w;
    c->prose->w = MAX(c->prose->w, c->x);
}

/* Single blanks between words are part of a piece. */
static bool ends_word(Str s, int start, int i)
{
    if (!em_is_space((unsigned char)s.p[i]))
        return false;
    return s.p[i] != ' ' || i == start || i + 1 == s.n ||
           em_is_space((unsigned char)s.p[i + 1]);
}

/* Moves behind a blank. */
static void skip_blank(Coder *c, char blank)
{
    if (blank == '\n') {
        c->x = 0;
        c->line += c->height;
    } else if (blank == '\t') {
        int column = c->x / c->advance;
        c->x = (column / TAB + 1) * TAB * c->advance;
    } else if (blank != '\r') {
        c->x += c->advance;
    }
}

/* Puts a token, in pieces between blanks; also over several lines. */
static void put_token(Coder *c, Str token, Tone tone)
{
    for (int i = 0; i < token.n;) {
        int start = i;
        while (i < token.n && !ends_word(token, start, i))
            i++;
        put_word(c, em_str_cut(token, start, i), tone);
        for (; i < token.n && em_is_space((unsigned char)token.p[i]); i++)
            skip_blank(c, token.p[i]);
    }
}

static bool stands(const Coder *c, Str what)
{
    return what.n > 0 &&
           em_str_starts(em_str_cut(c->text, c->pos, c->text.n), what);
}

/* The end of what ends with a text, or the end of all. */
static int end_behind(const Coder *c, Str what, int from)
{
    int at = em_str_find(c->text, what, from);
    return at == NONE ? c->text.n : at + what.n;
}

static int end_of_line(const Coder *c)
{
    int at = em_str_find_char(c->text, '\n', c->pos);
    return at == NONE ? c->text.n : at;
}

/* Behind the closing quote, or the end of the line. */
static int end_of_string(const Coder *c)
{
    char quote = c->text.p[c->pos];
    bool block = c->lang->block_strings && quote == '`';
    int i = c->pos + 1;

    while (i < c->text.n && c->text.p[i] != quote &&
           (block || c->text.p[i] != '\n'))
        i += c->text.p[i] == '\\' && i + 1 < c->text.n ? 2 : 1;
    return MIN(i + (i < c->text.n && c->text.p[i] == quote), c->text.n);
}

static int end_of_word(const Coder *c)
{
    int i = c->pos;
    while (i < c->text.n && (em_is_word((unsigned char)c->text.p[i]) ||
                             (unsigned char)c->text.p[i] >= 0x80))
        i++;
    return MAX(i, c->pos + 1);
}

static Tone word_tone(const Coder *c, Str word)
{
    if (!c->lang)
        return TONE_TEXT;
    if (em_is_digit((unsigned char)word.p[0]))
        return TONE_NUMBER;
    return lists(c->lang->keywords, word, c->lang->any_case) ? TONE_KEYWORD
                                                             : TONE_TEXT;
}

/* The end of the next token, and what it is. */
static int next_token(const Coder *c, Tone *tone)
{
    const Language *lang = c->lang;
    char at = c->text.p[c->pos];

    *tone = TONE_COMMENT;
    if (lang && stands(c, lang->line))
        return end_of_line(c);
    if (lang && stands(c, lang->open))
        return end_behind(c, lang->close, c->pos + lang->open.n);
    *tone = TONE_STRING;
    if (lang && em_str_find_char(lang->quotes, at, 0) != NONE)
        return end_of_string(c);
    int end = end_of_word(c);
    *tone = word_tone(c, em_str_cut(c->text, c->pos, end));
    return end;
}

/* Keeps words and blanks of one tone together: fewer, longer pieces. */
const Prose *em_prose_code(Fonts *f, Arena *a, Str text, Str lang,
                           TextStyle style)
{
    Coder c = {.fonts = f, .arena = a, .style = style, .text = text};

    c.style.face = FACE_MONO;
    c.style.markdown = c.style.generics = false;
    c.style.wrap_columns = 0;
    c.lang = find_language(lang);
    c.prose = NEW(a, Prose);
    const TextBlock *blank = em_text(f, a, STR("0"), c.style);
    c.advance = blank->w;
    c.height = blank->h + CODE_HALF_LEADING;
    while (c.pos < text.n) {
        Tone tone, next;
        int start = c.pos, end = next_token(&c, &tone);
        for (c.pos = end, next = tone; c.pos < text.n && next == tone;) {
            end = c.pos;
            c.pos = next_token(&c, &next);
        }
        if (next == tone)
            end = c.pos;
        c.pos = end;
        put_token(&c, em_str_cut(text, start, end), tone);
    }
    c.prose->h = c.line + c.height;
    c.prose->w = MAX(c.prose->w, 1);
    return c.prose;
}
