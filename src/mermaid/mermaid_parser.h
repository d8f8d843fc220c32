/*
 * The parser's state, shared by the files that make up the parser.
 */
#ifndef EM_MERMAID_PARSER_H
#define EM_MERMAID_PARSER_H

#include "base/map.h"
#include "mermaid/mermaid.h"
#include "mermaid/mermaid_code.h"
#include "mermaid/mermaid_lex.h"
#include "mermaid/mermaid_prep.h"

/* Subgraphs nest at most this deep: later stages walk them recursively. */
enum { MAX_DEPTH = 1000 };

/* A subgraph between its header and its "end". */
typedef struct {
    Str id, title;
    Span span;
    int header; /* where its key word stands in the source */
    Direction direction;
    Strs mentions; /* trimmed names, no repeats */
    Map seen;
    ARRAY_OF(int) inner; /* groups closed in it */
} OpenGroup;

/* classes or styles for a table or group */
typedef struct {
    Str name;
    Strs values;
    bool are_styles;
    Span span;
} Request;

/* What the formatter prints: each token that was taken, and where the
 * statements and attributes begin. */
typedef enum {
    PART_MORE,
    PART_STATEMENT,
    PART_RELATION, /* marks a card, line or colon of a relation */
    PART_ATTRIBUTE
} Part;

typedef struct {
    Token tok;
    Part part;
    int head, tail; /* in the source */
} TraceItem;

typedef struct {
    Arena *arena;
    ARRAY_OF(TraceItem) list;
} Trace;

typedef struct {
    Lexer lx;
    Token tok;  /* the one to look at */
    Token last; /* the one taken before */
    const Source *src;
    Prep prep;
    bool strict;
    Arena *a, *scratch;
    Diags *diags;
    Schema *out;
    Map tables, groups, classes; /* name to index */
    Map claimed;                 /* name to the group that holds it */
    ARRAY_OF(OpenGroup) open;
    int too_deep; /* open subgraphs beyond MAX_DEPTH */
    ARRAY_OF(Request) requests;
    int words_after_label; /* where the line of an unquoted label ends, or 0 */
    Part part;             /* of the next token taken */
    Trace *trace;          /* or NULL */
} Parser;

/* ---- tokens (mermaid_parser.c) ---- */

/* Takes p->tok and reads the next one. */
void em_take(Parser *p);
void em_take_then(Parser *p, Token (*lex)(Lexer *lx));
void em_skip_to_line_end(Parser *p);                /* after an error */
void em_rescan(Parser *p, Token (*lex)(Lexer *lx)); /* reads p->tok again */

/* The source span of bytes [from, to) of the text. */
Span em_span(const Parser *p, int from, int to);
Str em_raw(const Parser *p, Token t);        /* as typed, without quotes */
Str em_token_text(const Parser *p, Token t); /* with codes resolved */

/* True when p->tok is a word that Mermaid reserves. */
bool em_is_reserved(const Parser *p);

/* ---- messages (mermaid_parser.c) ---- */

/* "expected …, found …" at p->tok. */
void em_expected(Parser *p, Str code, Str wanted, Str help);
void em_error_at(Parser *p, Token t, Str code, Str message, Str help);
void em_warn_at(Parser *p, Token t, Str code, Str message, Str help);

/* The text in a message; nothing is made when it would be dropped. */
Str em_say(const Parser *p, const Str *parts, int n);
#define SAY(p, ...) \
    em_say(p, (const Str[]){__VA_ARGS__}, \
           (int)(sizeof((const Str[]){__VA_ARGS__}) / sizeof(Str)))

/* ---- statements ---- */

/* name | id as the first of a list; both files use it (mermaid_style.c) */
bool em_parse_ids(Parser *p, bool style_words, Strs *out, Span *span);
void em_parse_style(Parser *p);     /* style … */
void em_parse_class_def(Parser *p); /* classDef … */
void em_parse_class(Parser *p);     /* class … */

/* "{" attributes "}" (mermaid_attributes.c); columns go to table t, or nowhere
 * when t is NONE. */
void em_parse_block(Parser *p, int t);

/* ---- the model (mermaid_model.c) ---- */

/* The index of the table, which is made when it is not there yet. */
int em_model_table(Parser *p, Str name, Span span);

/* Says that the innermost open subgraph holds this name. */
void em_model_mention(Parser *p, Str name);
void em_model_request(Parser *p, const Request *r);
void em_model_class(Parser *p, Str name, const Strs *styles);
void em_model_close_group(Parser *p);
void em_model_finish(Parser *p);

/* ---- front matter and directives (mermaid_config.c) ---- */

/* Fills title and config. */
void em_parse_config(Parser *p);

/* ---- all of it (mermaid_parse.c) ---- */

/* Reads p->src, with src, strict, a, scratch, diags, out and trace set. What
 * it makes in scratch is still there. */
MermaidResult em_mermaid_read(Parser *p);

#endif
