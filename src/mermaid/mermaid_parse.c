/*
 * The parser: one function per statement, with its production above it.
 *
 * There is one grammar for both modes; where default mode takes more, it says
 * so. Errors are reported where the offending token stands and cost the rest
 * of their line (a block that the line opens is still read). Subgraphs are a
 * stack in the parser, not recursion.
 */
#include <string.h>

#include "mermaid/mermaid_block.h"
#include "mermaid/mermaid_html.h"
#include "mermaid/mermaid_parser.h"

/* ---- tokens ---------------------------------------------------------------
 */

static bool at_line_end(const Parser *p)
{
    return p->tok.kind == TOK_NEWLINE || p->tok.kind == TOK_END;
}

/* A quote whose end is on another line: most likely its own end is missing. */
static bool spans_lines(const Parser *p)
{
    return p->tok.kind == TOK_QWORD &&
           em_str_find_char(em_raw(p, p->tok), '\n', 0) != NONE;
}

/* Goes on with the line end inside of such a quote. */
static void cut_quote(Parser *p)
{
    Token t = p->tok;
    t.kind = TOK_UNCLOSED;
    t.end = t.tail = em_str_find_char(p->lx.text, '\n', t.head);
    p->tok = t;
    p->lx.pos = p->lx.end_before = t.tail;
    p->lx.before = TOK_UNCLOSED;
}

/* A block that begins on the line is read, for the errors in it. */
void em_skip_to_line_end(Parser *p)
{
    if (p->lx.state == LEX_STYLE)
        p->lx.state = LEX_NORMAL;
    if (spans_lines(p))
        cut_quote(p);
    while (!at_line_end(p)) {
        if (p->tok.kind == TOK_LBRACE)
            em_parse_block(p, NONE);
        else
            em_take(p);
    }
}

static bool is_name(TokKind kind)
{
    return kind == TOK_NAME || kind == TOK_QNAME || kind == TOK_NUM ||
           kind == TOK_DECIMAL || kind == TOK_ONE;
}

/* ---- help ------------------------------------------------------------------
 */

/* A help that fits the token that was found instead of a name. */
static Str name_help(const Parser *p)
{
    Str raw = em_raw(p, p->tok);
    switch (p->tok.kind) {
    case TOK_UNCLOSED: return STR("a quote is not closed");
    case TOK_QWORD:
        if (spans_lines(p))
            return STR("is a quote missing at the end of the line?");
        return STR("a quoted name cannot be empty or hold line breaks, % or "
                   "backslashes");
    case TOK_BAD:
        if (raw.n > 0 && (raw.p[0] == '\'' || raw.p[0] == '`'))
            return STR("use double quotes");
        if (raw.n > 0 && raw.p[0] == '%')
            return STR("a directive is written %%{ name: value }%%");
        return STR("write a name with other characters in double quotes");
    default: break;
    }
    if (em_is_reserved(p))
        return SAY(p, STR("write it in double quotes: \""), raw, STR("\""));
    return (Str){0};
}

/* ---- line breaks inside of statements (default mode) ----------------------
 */

static bool any_card(const Parser *p)
{
    Str raw = em_raw(p, p->tok);
    return p->tok.kind == TOK_CARDINALITY && raw.n > 0 &&
           !em_is_alpha((unsigned char)raw.p[0]);
}

static bool any_line(const Parser *p)
{
    return p->tok.kind == TOK_LINE;
}

static bool any_brace(const Parser *p)
{
    return p->tok.kind == TOK_LBRACE;
}

static bool any_colon(const Parser *p)
{
    return p->tok.kind == TOK_COLON;
}

/* A label that has its line to itself. */
static bool lone_label(const Parser *p)
{
    Lexer copy = p->lx;
    if (p->tok.kind != TOK_QNAME && p->tok.kind != TOK_QWORD &&
        p->tok.kind != TOK_NAME)
        return false;
    Token next = em_lex(&copy);
    return next.kind == TOK_NEWLINE || next.kind == TOK_END;
}

/* A name that a colon follows. */
static bool labelled_name(const Parser *p)
{
    Lexer copy = p->lx;
    return is_name(p->tok.kind) && em_lex(&copy).kind == TOK_COLON;
}

/* Takes a line break when what follows it belongs to the statement. */
static void join_line(Parser *p, bool (*belongs)(const Parser *p))
{
    Lexer lx = p->lx;
    Token tok = p->tok, last = p->last;
    if (p->strict || tok.kind != TOK_NEWLINE)
        return;
    em_take(p);
    if (belongs(p))
        return;
    p->lx = lx;
    p->tok = tok;
    p->last = last;
}

/* ---- names ----------------------------------------------------------------
 */

/* One end of a relation, or an entity by itself. */
typedef struct {
    Token tok;
    Str name, alias;
    Strs classes;
    Span span, classes_span;
} Mention;

static bool is_blank(Str s)
{
    return em_skip_js_space(s, 0) == s.n;
}

/* Things that Mermaid accepts and that are hardly ever meant. */
static void warn_about_name(Parser *p, Token name)
{
    Str raw = em_raw(p, name);
    bool word_follows = is_name(p->tok.kind) && !p->tok.first;
    if (p->strict)
        return;
    if (name.kind == TOK_QNAME && is_blank(raw))
        em_error_at(p, name, STR("er-blank-name"),
                    STR("a name cannot be blank"), (Str){0});
    if (name.kind != TOK_NAME && p->tok.kind == TOK_NAME && p->tok.glued)
        em_warn_at(p, name, STR("er-split-name"),
                   STR("a name that begins with a digit is read as two "
                       "entities"),
                   STR("write it in double quotes"));
    if (name.kind == TOK_NAME && memchr(raw.p, 0xC2, (size_t)raw.n) &&
        em_str_find(raw, STR("\xC2\xA0"), 0) != NONE)
        em_warn_at(p, name, STR("er-hard-blank"),
                   STR("this name contains a no-break space"), (Str){0});
    if (!word_follows || !name.first)
        return;
    if (em_str_eq_nocase(raw, STR("title")))
        em_warn_at(p, name, STR("er-title"),
                   STR("there is no title statement: these words are entities"),
                   STR("put \"title: …\" between two --- lines at the top"));
    else if (em_str_eq_nocase(raw, STR("direction")))
        em_warn_at(p, p->tok, STR("er-direction"),
                   STR("not a direction: these words are entities"),
                   STR("directions are TB, BT, LR and RL"));
}

/* name = QNAME | NAME | NUM | DECIMAL | ENTITY_ONE */
static bool parse_name(Parser *p, Str wanted, Mention *m)
{
    if (!is_name(p->tok.kind)) {
        em_expected(p, STR("er-name"), wanted, name_help(p));
        return false;
    }
    m->tok = p->tok;
    m->name = em_token_text(p, p->tok);
    m->span = em_span(p, p->tok.head, p->tok.tail);
    em_take(p);
    warn_about_name(p, m->tok);
    return true;
}

/* alias = "[" name "]" */
static bool parse_alias(Parser *p, Mention *m)
{
    Mention alias;
    em_take(p);
    if (!parse_name(p, STR("an alias"), &alias))
        return false;
    if (p->tok.kind != TOK_RBRACKET) {
        em_expected(p, STR("er-alias"), STR("\"]\""),
                    is_name(p->tok.kind)
                        ? STR("an alias of several words needs double quotes")
                        : (Str){0});
        return false;
    }
    m->alias = alias.name;
    em_take(p);
    return true;
}

/* mention = name [ alias ] [ ":::" ids ]; the alias only where it may be */
static bool parse_mention(Parser *p, Mention *m, bool alias)
{
    *m = (Mention){0};
    if (!parse_name(p, STR("an entity name"), m))
        return false;
    if (alias && p->tok.kind == TOK_LBRACKET && !parse_alias(p, m))
        return false;
    if (p->tok.kind != TOK_COLONS)
        return true;
    em_take(p);
    return em_parse_ids(p, false, &m->classes, &m->classes_span);
}

/* Enters what was mentioned in the model. Returns the table. */
static int add_mention(Parser *p, const Mention *m)
{
    int t = em_model_table(p, m->name, m->span);
    Table *table = &p->out->tables.items[t];
    if (table->alias.n == 0)
        table->alias = m->alias;
    if (m->classes.n > 0)
        em_model_request(p, &(Request){m->name, m->classes, false, m->span});
    em_model_mention(p, m->name);
    return t;
}

/* ---- relations ------------------------------------------------------------
 */

static bool take_cardinality(Parser *p, Cardinality *out)
{
    if (p->tok.kind != TOK_CARDINALITY &&
        (p->strict || p->tok.kind != TOK_ONE)) {
        em_expected(p, STR("er-cardinality"), STR("a cardinality"),
                    STR("one of: ||, |o, o|, |{, }|, o{, }o, or words such as "
                        "\"one or more\""));
        return false;
    }
    *out = (Cardinality)p->tok.value;
    p->part = PART_RELATION;
    em_take(p);
    return true;
}

/* rel-spec = cardinality line cardinality */
static bool parse_rel_spec(Parser *p, Relation *r)
{
    if (!take_cardinality(p, &r->from.cardinality))
        return false;
    join_line(p, any_line);
    if (p->tok.kind != TOK_LINE) {
        em_expected(p, STR("er-line"), STR("a line: \"--\" or \"..\""),
                    em_is_reserved(p) || p->last.value == CARD_PARENT
                        ? STR("key words used as names need double quotes")
                        : (Str){0});
        return false;
    }
    r->identifying = p->tok.value;
    p->part = PART_RELATION;
    em_take(p);
    join_line(p, any_card);
    return take_cardinality(p, &r->to.cardinality);
}

static Str label_help(const Parser *p)
{
    if (p->tok.kind == TOK_NEWLINE || p->tok.kind == TOK_END)
        return STR("every relation has a label; it may be empty: \"\"");
    if (p->tok.kind == TOK_UNCLOSED)
        return STR("a quote is not closed");
    return STR("write the label in double quotes");
}

/* label = QNAME | QWORD | NAME */
static bool parse_label(Parser *p, Relation *r)
{
    TokKind kind = p->tok.kind;
    if (kind != TOK_QNAME && kind != TOK_QWORD && kind != TOK_NAME) {
        em_expected(p, STR("er-label"), STR("a label"), label_help(p));
        return false;
    }
    r->label = em_token_text(p, p->tok);
    r->label_span = em_span(p, p->tok.head, p->tok.tail);
    em_take(p);
    if (kind == TOK_NAME && !at_line_end(p) && !p->tok.first) {
        p->words_after_label = p->last.tail;
        if (is_name(p->tok.kind))
            em_warn_at(p, p->tok, STR("er-label-words"),
                       STR("only the first word is the label; "
                           "this one begins another statement"),
                       STR("write the label in double quotes"));
    }
    return true;
}

static Str colon_help(const Parser *p)
{
    if (p->tok.kind == TOK_LBRACE)
        return STR("attributes have a statement of their own");
    if (p->tok.kind == TOK_NAME && p->tok.glued)
        return STR("a name that begins with a digit needs double quotes");
    if (p->tok.kind == TOK_LBRACKET)
        return STR("an alias has its place in the entity's own statement");
    if (p->tok.kind == TOK_NAME)
        return STR("a name of several words needs double quotes");
    return STR("every relation ends in a label: A ||--o{ B : \"has\"");
}

static RelationEnd end_of(const Mention *m, int table, Cardinality c)
{
    return (RelationEnd){.table = table,
                         .group = NONE,
                         .name = m->name,
                         .cardinality = c,
                         .span = m->span};
}

/* relation = mention rel-spec mention ":" label */
static bool parse_relation(Parser *p, const Mention *left)
{
    Relation r = {0};
    Mention right;
    if (!parse_rel_spec(p, &r))
        return false;
    join_line(p, labelled_name);
    if (!parse_mention(p, &right, !p->strict))
        return false;
    join_line(p, any_colon);
    if (p->tok.kind != TOK_COLON) {
        em_expected(p, STR("er-colon"), STR("\":\" and a label"),
                    colon_help(p));
        return false;
    }
    p->part = PART_RELATION;
    em_take(p);
    join_line(p, lone_label);
    if (!parse_label(p, &r))
        return false;

    Cardinality from = r.from.cardinality, to = r.to.cardinality;
    int a = add_mention(p, left);
    int b = add_mention(p, &right);
    r.from = end_of(left, a, from);
    r.to = end_of(&right, b, to);
    r.span = (Span){left->span.at, 0};
    r.span.len = r.label_span.at + r.label_span.len - r.span.at;
    *PUSH(p->a, &p->out->relations) = r;
    return true;
}

/* ---- entities -------------------------------------------------------------
 */

/* Is the "1" at p->tok a cardinality? A line must follow. */
static bool one_before_line(const Parser *p)
{
    Lexer copy = p->lx;
    return !p->strict && p->tok.kind == TOK_ONE &&
           em_lex(&copy).kind == TOK_LINE;
}

/* An unknown key word at the beginning of a line gets a suggestion. */
static Str suggest(const Parser *p, Str word)
{
    for (int i = 0; i < em_mermaid_n_words; i++) {
        int edits = em_str_distance(word, em_mermaid_words[i], 2);
        if (word.n > 3 && edits > 0 && edits <= 2)
            return SAY(p, STR("did you mean \""), em_mermaid_words[i],
                       STR("\"?"));
    }
    return (Str){0};
}

/* After the entity itself: what cannot follow it on its line. */
static void check_after_entity(Parser *p, const Mention *m)
{
    if (p->tok.kind != TOK_NAME || p->tok.first || !m->tok.first ||
        m->tok.kind != TOK_NAME)
        return;
    Str help = suggest(p, em_raw(p, m->tok));
    if (help.n > 0)
        em_warn_at(p, m->tok, STR("er-unknown-statement"),
                   STR("these words are read as entities"), help);
}

/*
 * entity = name [ alias ] [ ":::" ids ] [ block ]
 *
 * In default mode also: an alias at the ends of relations; "{" on the next
 * line.
 */
static bool parse_entity(Parser *p)
{
    Mention m;
    if (!parse_mention(p, &m, true))
        return false;
    join_line(p, any_card);
    bool aliased = m.alias.n > 0 && p->strict;
    if (!aliased && (p->tok.kind == TOK_CARDINALITY || one_before_line(p)))
        return parse_relation(p, &m);

    int t = add_mention(p, &m);
    join_line(p, any_brace);
    if (p->tok.kind == TOK_LBRACE)
        em_parse_block(p, t);
    else if (!p->strict)
        check_after_entity(p, &m);
    return true;
}

/* ---- subgraphs ------------------------------------------------------------
 */

/* title = "[" name { name } "]"; the names are joined by blanks */
static bool parse_group_title(Parser *p, Str *title)
{
    Buf words = {.arena = p->a};
    em_take(p);
    do {
        Mention word;
        if (!parse_name(p, STR("a title"), &word))
            return false;
        if (words.n > 0)
            em_put(&words, STR(" "));
        em_put(&words, em_raw(p, word.tok));
    } while (is_name(p->tok.kind));
    if (p->tok.kind != TOK_RBRACKET) {
        em_expected(p, STR("er-subgraph"), STR("\"]\""), (Str){0});
        return false;
    }
    em_take(p);
    *title = em_buf_str(&words);
    return true;
}

static void open_group(Parser *p, const Mention *id, Str title, Token header)
{
    if (p->open.n >= MAX_DEPTH) {
        if (p->too_deep++ == 0)
            em_error_at(p, header, STR("er-depth"),
                        STR("subgraphs nest too deeply"),
                        STR("at most 1000 may be open at once"));
        return;
    }
    *PUSH(p->scratch, &p->open) = (OpenGroup){
        .id = em_js_trim(id->name),
        .title = title,
        .span = id->span,
        .header = header.head,
        .seen = {.arena = p->scratch},
    };
}

/* subgraph = "subgraph" name [ title ] NEWLINE */
static bool parse_subgraph(Parser *p)
{
    Token header = p->tok;
    Mention id;
    em_take(p);
    if (!parse_name(p, STR("the subgraph's name"), &id)) {
        open_group(p, &(Mention){0}, (Str){0}, header);
        return false;
    }
    Str title = em_raw(p, id.tok);
    bool good = p->tok.kind != TOK_LBRACKET || parse_group_title(p, &title);
    title = em_decode(em_clean_html(title, p->a), p->strict, p->a);
    open_group(p, &id, em_js_trim(title), header);
    if (good && !p->strict && p->tok.kind == TOK_SEMICOLON)
        em_take(p);
    if (good && p->tok.kind != TOK_NEWLINE) {
        em_expected(p, STR("er-subgraph"), STR("the end of the line"),
                    is_name(p->tok.kind)
                        ? STR("write a name of several words in double quotes")
                        : (Str){0});
        return false;
    }
    return good;
}

/* "end" */
static bool parse_end(Parser *p)
{
    if (p->too_deep > 0) {
        p->too_deep--;
    } else if (p->open.n == 0) {
        em_error_at(p, p->tok, STR("er-end"), STR("\"end\" without a subgraph"),
                    STR("an entity of this name needs double quotes"));
    } else {
        em_model_close_group(p);
    }
    em_take(p);
    return true;
}

static void check_open_groups(Parser *p)
{
    if (p->open.n == 0)
        return;
    em_expected(p, STR("er-subgraph"), STR("\"end\""),
                STR("a subgraph is not closed"));
    while (p->open.n > 0)
        em_model_close_group(p);
}

/* ---- direction and accessibility ------------------------------------------
 */

static void skip_direction_rest(Parser *p)
{
    if (at_line_end(p) || p->tok.kind == TOK_SEMICOLON || p->strict)
        return;
    em_warn_at(p, p->tok, STR("er-direction"),
               STR("what follows a direction on its line is ignored"),
               (Str){0});
    while (!at_line_end(p) && p->tok.kind != TOK_SEMICOLON) {
        p->lx.state = LEX_NORMAL;
        p->last = p->tok;
        p->tok = em_lex(&p->lx);
    }
}

static void parse_direction(Parser *p)
{
    Direction direction = (Direction)p->tok.value;
    if (p->open.n > 0)
        p->open.items[p->open.n - 1].direction = direction;
    else
        p->out->direction = direction;
    em_take(p);
    skip_direction_rest(p);
}

/* Each line loses its leading white space; blank lines vanish. */
static Str squeeze_lines(Parser *p, Str s)
{
    Buf out = {.arena = p->a};
    if (em_str_find_char(s, '\n', 0) == NONE)
        return s;
    for (int i = 0; i < s.n;) {
        int nl = em_str_find_char(s, '\n', i);
        int end = nl == NONE ? s.n : nl + 1;
        em_put(&out, em_str_cut(s, i, end));
        i = em_skip_js_space(s, end);
    }
    return em_buf_str(&out);
}

static void parse_accessibility(Parser *p)
{
    Token t = p->tok;
    Str value = em_decode(em_clean_html(em_js_trim(em_raw(p, t)), p->a),
                          p->strict, p->a);
    Str head = em_str_cut(p->lx.text, t.head, t.at);
    if (t.kind == TOK_ACC_TITLE)
        p->out->acc_title = value;
    else
        p->out->acc_descr = squeeze_lines(p, value);
    if (em_str_find_char(head, '{', 0) == NONE &&
        em_str_find_char(head, '\n', 0) != NONE && value.n > 0)
        em_warn_at(p, t, STR("er-empty-text"),
                   STR("the text is taken from the next line"), (Str){0});
    em_take(p);
}

/* ---- statements -----------------------------------------------------------
 */

static Str statement_help(const Parser *p)
{
    Str raw = em_raw(p, p->tok);
    if (p->words_after_label && !p->tok.first)
        return STR("write a label of several words in double quotes");
    if (p->tok.kind == TOK_UNCLOSED && raw.n == 0)
        return STR("a text is expected after the colon");
    if (p->tok.kind == TOK_UNCLOSED && raw.p[0] != '"')
        return STR("the description has no \"}\"");
    if (p->tok.kind == TOK_LBRACE)
        return STR("\"{\" stands on the same line as the entity's name");
    if (p->tok.kind == TOK_BAD && raw.n > 0 && raw.p[0] == '%')
        return p->lx.text.p + p->tok.head + 1 < p->lx.text.p + p->lx.text.n &&
                       p->lx.text.p[p->tok.head + 1] == '%'
                   ? STR("a directive ends in }%%, a comment has text after "
                         "the %%")
                   : STR("comments begin with %%");
    if (p->tok.kind == TOK_BAD && raw.n > 0 && raw.p[0] == '/')
        return STR("comments begin with %%");
    if (p->tok.kind == TOK_SEMICOLON)
        return STR("statements end with their line, without \";\"");
    return name_help(p);
}

static bool parse_statement(Parser *p)
{
    p->part = PART_STATEMENT;
    if (p->tok.kind == TOK_NEWLINE || p->tok.first)
        p->words_after_label = 0;
    if (is_name(p->tok.kind))
        return parse_entity(p);
    switch (p->tok.kind) {
    case TOK_NEWLINE: em_take(p); return true;
    case TOK_DIRECTION: parse_direction(p); return true;
    case TOK_ACC_TITLE:
    case TOK_ACC_DESCR: parse_accessibility(p); return true;
    case TOK_STYLE: em_parse_style(p); return true;
    case TOK_CLASS_DEF: em_parse_class_def(p); return true;
    case TOK_CLASS: em_parse_class(p); return true;
    case TOK_SUBGRAPH: return parse_subgraph(p);
    case TOK_END_WORD: return parse_end(p);
    default: break;
    }
    if (p->tok.kind == TOK_SEMICOLON && !p->strict) {
        em_take(p);
        return true;
    }
    em_expected(p, STR("er-statement"), STR("a statement"), statement_help(p));
    return false;
}

/* "erDiagram"; what glues to it is an entity, to Mermaid's mind. */
static void parse_header(Parser *p)
{
    p->part = PART_STATEMENT;
    if (p->tok.kind != TOK_HEADER) {
        em_expected(p, STR("er-header"), STR("\"erDiagram\""), (Str){0});
        em_skip_to_line_end(p);
        return;
    }
    em_take(p);
    if (p->tok.kind == TOK_NAME && !p->tok.first)
        em_warn_at(p, p->tok, STR("er-header"),
                   STR("this is read as an entity"),
                   STR("\"erDiagram\" stands alone on its line; a direction "
                       "is a statement of its own"));
}

static void parse_diagram(Parser *p)
{
    while (p->tok.kind == TOK_NEWLINE)
        em_take(p);
    parse_header(p);
    while (p->tok.kind != TOK_END)
        if (!parse_statement(p))
            em_skip_to_line_end(p);
    check_open_groups(p);
    em_model_finish(p);
}

/* ---- entry ----------------------------------------------------------------
 */

static Span first_word(Str s, bool strict)
{
    Lexer lx = em_lexer(s, strict);
    int i = em_skip_js_space(s, 0);
    while (i + 1 < s.n && s.p[i] == '%' && s.p[i + 1] == '%') {
        lx.pos = i;
        em_lex_skip_line(&lx);
        i = em_skip_js_space(s, lx.pos);
    }
    int from = i;
    while (i < s.n && em_js_space(s, i) == 0)
        i++;
    return (Span){from, i - from};
}

/* Where bytes `at` to `end` of the prepared text stand in the source. */
static Span source_span(const Parser *p, int at, int end)
{
    int n = p->src->text.n;
    int from = MIN(em_prep_at(&p->prep, at), n);
    return (Span){from, MIN(end - at, n - from)};
}

MermaidResult em_mermaid_read(Parser *p)
{
    int errors = p->diags->errors;
    em_prep(&p->prep, p->src->text, p->strict, p->a, p->scratch);
    Span word = first_word(p->prep.text, p->strict);
    Str type = em_str_cut(p->prep.text, word.at, word.at + word.len);
    MermaidResult result = {MERMAID_FOREIGN,
                            source_span(p, word.at, word.at + word.len)};
    if (!em_str_starts(type, STR("erDiagram")) && p->prep.open_fence == NONE)
        return result;

    p->lx = em_lexer(p->prep.text, p->strict);
    p->tok = em_lex(&p->lx);
    p->tables = p->groups = p->classes = (Map){.arena = p->scratch};
    p->claimed = (Map){.arena = p->scratch};
    p->out->config.kind = JSON_MAP;
    em_parse_config(p);
    parse_diagram(p);
    result.status = p->diags->errors > errors ? MERMAID_BROKEN : MERMAID_OK;
    return result;
}

MermaidResult em_mermaid_parse(const Source *src, bool strict, Arena *a,
                               Arena *scratch, Diags *diags, Schema *out)
{
    Mark mark = em_arena_mark(scratch);
    Parser p = {.src = src,
                .strict = strict,
                .a = a,
                .scratch = scratch,
                .diags = diags,
                .out = out};
    *out = (Schema){0};
    MermaidResult result = em_mermaid_read(&p);
    em_arena_rewind(scratch, mark);
    return result;
}
