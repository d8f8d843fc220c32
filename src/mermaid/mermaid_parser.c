/*
 * What all parts of the parser do: taking tokens and saying what is wrong.
 */
#include "mermaid/mermaid_parser.h"

/* ---- tokens ---------------------------------------------------------------
 */

Span em_span(const Parser *p, int from, int to)
{
    int at = em_prep_at(&p->prep, from);
    int end = to > from ? em_prep_at(&p->prep, to - 1) + 1 : at;
    return (Span){at, MAX(MIN(end, p->src->text.n) - at, 0)};
}

Str em_raw(const Parser *p, Token t)
{
    return em_str_cut(p->lx.text, t.at, t.end);
}

Str em_token_text(const Parser *p, Token t)
{
    return em_decode(em_raw(p, t), p->strict, p->a);
}

static void trace(Parser *p)
{
    TraceItem *item = PUSH(p->trace->arena, &p->trace->list);
    Span span = em_span(p, p->tok.head, p->tok.tail);
    *item = (TraceItem){p->tok, p->part, span.at, span.at + span.len};
    p->part = PART_MORE;
}

void em_take_then(Parser *p, Token (*lex)(Lexer *lx))
{
    if (p->trace && p->tok.kind != TOK_NEWLINE && p->tok.kind != TOK_END)
        trace(p);
    p->last = p->tok;
    p->tok = lex(&p->lx);
}

void em_take(Parser *p)
{
    em_take_then(p, em_lex);
}

void em_rescan(Parser *p, Token (*lex)(Lexer *lx))
{
    p->lx.pos = p->tok.head;
    p->lx.end_before = p->last.tail;
    p->lx.before = p->last.kind;
    p->lx.state = LEX_NORMAL;
    p->tok = lex(&p->lx);
}

static bool is_reserved(TokKind kind)
{
    return kind == TOK_STYLE || kind == TOK_CLASS_DEF || kind == TOK_CLASS ||
           kind == TOK_SUBGRAPH || kind == TOK_END_WORD || kind == TOK_HEADER;
}

/* A cardinality or line that is a word: "many", "to". */
bool em_is_reserved(const Parser *p)
{
    Str raw = em_raw(p, p->tok);
    if (is_reserved(p->tok.kind))
        return true;
    return (p->tok.kind == TOK_CARDINALITY || p->tok.kind == TOK_LINE) &&
           raw.n > 0 && em_is_alpha((unsigned char)raw.p[0]);
}

/* ---- messages -------------------------------------------------------------
 */

Str em_say(const Parser *p, const Str *parts, int n)
{
    if (p->diags->list.n >= MAX_DIAGS)
        return parts[0];
    return em_join(p->diags->arena, parts, n);
}

static void report(Parser *p, Diag d, Token t)
{
    d.source = p->src;
    d.span = em_span(p, t.head, t.tail);
    em_diag_add(p->diags, d);
}

void em_error_at(Parser *p, Token t, Str code, Str message, Str help)
{
    report(p,
           (Diag){.severity = DIAG_ERROR,
                  .code = code,
                  .message = message,
                  .help = help},
           t);
}

void em_warn_at(Parser *p, Token t, Str code, Str message, Str help)
{
    if (!p->strict)
        report(p,
               (Diag){.severity = DIAG_WARNING,
                      .code = code,
                      .message = message,
                      .help = help},
               t);
}

/* At most so many bytes of the text are quoted in a message. */
enum { QUOTED = 40 };

static Str describe(const Parser *p)
{
    Str s = em_str_cut(p->lx.text, p->tok.head, p->tok.tail);
    switch (p->tok.kind) {
    case TOK_END: return STR("the end of the text");
    case TOK_NEWLINE: return STR("the end of the line");
    case TOK_UNCLOSED: return STR("something that is not closed");
    default: break;
    }
    int n = 0;
    while (n < s.n && n < QUOTED && (s.p[n] & 0x80) == 0 && s.p[n] >= ' ')
        n++;
    if (n == 0)
        return STR("this");
    return SAY(p, em_is_reserved(p) ? STR("the key word \"") : STR("\""),
               em_str_cut(s, 0, n), n < s.n ? STR("…\"") : STR("\""));
}

/*
 * What a description or backtick that is never closed lacks, it lacks at the
 * text's end: that is the place of the error. The help leads to its beginning.
 */
static void report_unclosed(Parser *p, Str code)
{
    Token end = {.head = p->lx.text.n, .tail = p->lx.text.n};
    Buf help = {.arena = p->diags->arena};
    Span span = em_span(p, p->tok.head, p->tok.head);
    bool backtick = p->lx.text.p[p->tok.head] == '`';

    em_put(&help, STR("what begins on line "));
    em_put_int(&help,
               em_source_line(p->src, span.at, &p->diags->cursor).number);
    em_put(&help, STR(" is not closed"));
    em_error_at(p, end, code,
                backtick ? STR("expected \"`\", found the end of the text")
                         : STR("expected \"}\", found the end of the text"),
                em_buf_str(&help));
}

void em_expected(Parser *p, Str code, Str wanted, Str help)
{
    Token t = p->tok;
    if (t.kind == TOK_UNCLOSED && p->lx.text.p[t.head] != '"' &&
        p->lx.text.p[t.tail - 1] != ':') {
        report_unclosed(p, code);
        return;
    }
    em_error_at(p, p->tok, code,
                SAY(p, STR("expected "), wanted, STR(", found "), describe(p)),
                help);
}
