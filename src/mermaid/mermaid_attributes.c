/*
 * Attribute blocks: "{", attributes, "}".
 *
 * A broken attribute costs the rest of its line. A line that can only stand
 * outside of a block tells that the block was not closed; the parser then goes
 * on with that line.
 */
#include "mermaid/mermaid_parser.h"

static bool is_word(TokKind kind)
{
    return kind == TOK_WORD || kind == TOK_BACKTICK;
}

static KeyKind key_kind(Str text)
{
    return em_str_eq_nocase(text, STR("PK"))   ? KEY_PRIMARY
           : em_str_eq_nocase(text, STR("FK")) ? KEY_FOREIGN
           : em_str_eq_nocase(text, STR("UK")) ? KEY_UNIQUE
                                               : KEY_OTHER;
}

/* ---- after an error -------------------------------------------------------
 */

static void skip_attribute_line(Parser *p)
{
    while (p->tok.kind != TOK_END && p->tok.kind != TOK_RBRACE && !p->tok.first)
        em_take(p);
}

static Str word_help(const Parser *p)
{
    Str raw = em_raw(p, p->tok);
    if (p->tok.kind == TOK_KEY)
        return STR("the order is: type, name, keys, comment");
    if (p->tok.kind == TOK_UNCLOSED)
        return STR("a quote is not closed");
    if (raw.n > 0 && em_is_digit((unsigned char)raw.p[0]))
        return STR("types and names cannot begin with a digit; "
                   "write it in backticks");
    if (raw.n > 0 && raw.p[0] == '\'')
        return STR("use double quotes");
    if (raw.n > 0 && (raw.p[0] == '<' || raw.p[0] == '>'))
        return STR("write generics with tildes: List~int~");
    if (p->tok.kind == TOK_BAD)
        return STR("types and names with other characters than letters, digits "
                   "and _ - . * [ ] ( ) , go in backticks");
    return (Str){0};
}

/* "|" and "-" begin no attribute: the line is outside of the block. */
static bool is_outside(const Parser *p)
{
    Str raw = em_raw(p, p->tok);
    return p->tok.kind == TOK_BAD && raw.n > 0 &&
           (raw.p[0] == '|' || raw.p[0] == '-');
}

/* ---- attribute ------------------------------------------------------------
 */

/* A key that we do not know, such as "NN": upper-case letters, behind which no
 * other word stands on the line. A comma may be glued to it. */
static bool at_unknown_key(Parser *p)
{
    if (p->strict || p->tok.kind != TOK_WORD || p->tok.first)
        return false;
    Str raw = em_raw(p, p->tok);
    bool comma = em_str_ends(raw, STR(","));
    for (int i = 0; i < raw.n - comma; i++)
        if (raw.p[i] < 'A' || raw.p[i] > 'Z')
            return false;
    Lexer copy = p->lx;
    Token next = em_lex(&copy);
    if (comma)
        return p->last.kind == TOK_COMMA || next.kind == TOK_KEY;
    return next.kind == TOK_COMMENT || next.kind == TOK_COMMA
               ? !next.first
               : next.first || next.kind == TOK_RBRACE || next.kind == TOK_END;
}

/* Takes a key. True when a comma is glued to it. */
static bool take_key(Parser *p, Column *column)
{
    Key *key = PUSH(p->a, &column->keys);
    Str text = em_token_text(p, p->tok);
    bool comma = em_str_ends(text, STR(","));
    key->text = em_str_cut(text, 0, text.n - comma);
    key->kind = key_kind(key->text);
    key->span = em_span(p, p->tok.at, p->tok.end);
    if (key->kind == KEY_OTHER)
        em_warn_at(p, p->tok, STR("er-unknown-key"),
                   STR("not a key that Mermaid knows: PK, FK, UK"), (Str){0});
    em_take(p);
    return comma;
}

static bool at_key(Parser *p)
{
    return p->tok.kind == TOK_KEY || at_unknown_key(p);
}

/* KEY { "," KEY } */
static bool parse_key_list(Parser *p, Column *column)
{
    for (;;) {
        bool comma = take_key(p, column);
        if (!comma && p->tok.kind != TOK_COMMA)
            return true;
        if (!comma)
            em_take(p);
        if (!at_key(p)) {
            em_expected(p, STR("er-key"), STR("PK, FK or UK"),
                        p->tok.kind == TOK_WORD
                            ? STR("attributes have no commas between them")
                            : (Str){0});
            return false;
        }
    }
}

/* keys = KEY { "," KEY }; in default mode also without the comma. */
static bool parse_keys(Parser *p, Column *column)
{
    while (at_key(p)) {
        if (column->keys.n > 0 && p->strict)
            return true;
        if (column->keys.n > 0)
            em_warn_at(p, p->tok, STR("er-key-comma"),
                       STR("Mermaid wants a comma between keys"), (Str){0});
        if (!parse_key_list(p, column))
            return false;
    }
    return true;
}

static Str type_text(Parser *p, Token type, bool nullable)
{
    Str text = em_token_text(p, type);
    return nullable ? JOIN(p->a, text, STR("?")) : text;
}

/* attribute = WORD [ "?" ] WORD [ keys ] [ COMMENT ] */
static bool parse_attribute(Parser *p, Column *c)
{
    Token type = p->tok;
    p->part = PART_ATTRIBUTE;
    if (!is_word(type.kind)) {
        em_expected(p, STR("er-attribute"), STR("an attribute type or \"}\""),
                    word_help(p));
        return false;
    }
    em_take(p);
    bool nullable = p->tok.kind == TOK_QUESTION;
    if (nullable)
        em_take(p);
    Token name = p->tok;
    bool key_as_name = !p->strict && name.kind == TOK_KEY && !name.first;
    if (!is_word(name.kind) && !key_as_name) {
        em_expected(p, STR("er-attribute"), STR("an attribute name"),
                    word_help(p));
        return false;
    }
    if (name.first && !type.glued && !p->strict)
        em_warn_at(p, type, STR("er-attribute"),
                   STR("the name of this attribute is taken from the next "
                       "line"),
                   STR("an attribute has a type and a name"));
    em_take(p);
    c->type = type_text(p, type, nullable);
    c->name = em_token_text(p, name);
    c->type_span = em_span(p, type.head, type.tail);
    c->name_span = em_span(p, name.head, name.tail);
    if (!parse_keys(p, c))
        return false;
    if (p->tok.kind == TOK_COMMENT) {
        c->comment = em_token_text(p, p->tok);
        c->has_comment = true;
        em_take(p);
    }
    c->span = em_span(p, type.head, p->last.tail);
    return true;
}

static void parse_attribute_line(Parser *p, int t)
{
    Column column = {0};
    int start = p->tok.head;
    if (parse_attribute(p, &column)) {
        if (t != NONE)
            *PUSH(p->a, &p->out->tables.items[t].columns) = column;
        return;
    }
    if (p->tok.head == start)
        em_take(p);
    skip_attribute_line(p);
}

/* ---- block ----------------------------------------------------------------
 */

/* Goes back to the beginning of the line of the token `first`. */
static void leave_unclosed(Parser *p, Token first, Token open)
{
    em_error_at(p, open, STR("er-block"),
                STR("this block is not closed before the next statement"),
                STR("add a line with \"}\""));
    p->tok = first;
    p->lx.state = LEX_NORMAL;
    em_rescan(p, em_lex);
}

/* True when a line of a relation stands at p->tok inside of a block. */
static bool at_outside_line(Parser *p)
{
    Lexer copy = p->lx;
    Parser ahead = *p;
    if (p->strict || !p->tok.first || !is_word(p->tok.kind))
        return false;
    ahead.tok = em_lex(&copy);
    return !ahead.tok.first && is_outside(&ahead);
}

void em_parse_block(Parser *p, int t)
{
    Token open = p->tok;
    em_take(p);
    while (p->tok.kind != TOK_RBRACE) {
        if (p->tok.kind == TOK_END) {
            em_expected(p, STR("er-block"), STR("\"}\""),
                        STR("an attribute block is not closed"));
            return;
        }
        if (at_outside_line(p)) {
            leave_unclosed(p, p->tok, open);
            return;
        }
        if (p->tok.kind == TOK_SEMICOLON && !p->strict)
            em_take(p);
        else
            parse_attribute_line(p, t);
    }
    em_take(p);
}
