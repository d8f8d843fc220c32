/*
 * Tokens of erDiagram. The lexer never fails: what begins no token is TOK_BAD,
 * and the parser, which knows what was wanted, reports it.
 */
#ifndef EM_MERMAID_LEX_H
#define EM_MERMAID_LEX_H

#include "base/str.h"

typedef enum {
    TOK_END,
    TOK_NEWLINE,
    TOK_NAME,    /* an unquoted word */
    TOK_QNAME,   /* a quoted text that may be a name */
    TOK_QWORD,   /* a quoted text that may only be a label */
    TOK_NUM,     /* 12 */
    TOK_DECIMAL, /* 1.2 */
    TOK_ONE,     /* 1, where nothing says that it is a cardinality */
    TOK_HEADER,  /* erDiagram */
    TOK_LBRACE,
    TOK_RBRACE,
    TOK_HASH,
    TOK_COMMA,
    TOK_COLONS, /* ::: */
    TOK_COLON,
    TOK_LBRACKET,
    TOK_RBRACKET,
    TOK_SEMICOLON,
    TOK_QUESTION,
    TOK_STYLE,
    TOK_CLASS_DEF,
    TOK_CLASS,
    TOK_SUBGRAPH,
    TOK_END_WORD,
    TOK_CARDINALITY, /* value: a Cardinality */
    TOK_LINE,        /* value: true when identifying */
    TOK_DIRECTION,   /* value: a Direction; text: the whole statement */
    TOK_ACC_TITLE,   /* text: the value */
    TOK_ACC_DESCR,
    TOK_KEY,
    TOK_WORD,       /* in a block */
    TOK_BACKTICK,   /* `word` in a block; text without the backticks */
    TOK_COMMENT,    /* "…" in a block; text with the quotes */
    TOK_STYLE_TEXT, /* part of a style */
    TOK_UNCLOSED,   /* a quote, backtick or brace without its end */
    TOK_BAD
} TokKind;

typedef struct {
    TokKind kind;
    int value;
    int at, end;    /* the text */
    int head, tail; /* all of it, with quotes and key words */
    bool first;     /* on its line */
    bool glued;     /* to the token before */
} Token;

typedef enum { LEX_NORMAL, LEX_BLOCK, LEX_STYLE } LexState;

/*
 * The strict lexer changes its state by itself, as Mermaid's does; otherwise
 * the parser leads out of and into LEX_BLOCK and LEX_STYLE in the same way, but
 * a style line's values are read by em_lex_style.
 */
typedef struct {
    Str text;
    int pos;
    bool strict;
    LexState state;
    TokKind before; /* the kind of the last token */
    TokKind before_that;
    int end_before; /* where the last one ended */
    /* what is known about the lines ahead, so that no byte is searched twice */
    int line_end;       /* of the line that pos is, or was, in */
    int last_tilde;     /* on that line, or NONE */
    int next_direction; /* the next "direction" with its value, or text.n */
    bool knows_line, knows_direction;
    bool past_header;
    bool no_quote; /* no quote closes any more */
} Lexer;

Lexer em_lexer(Str text, bool strict);
Token em_lex(Lexer *lx);

/*
 * One style value of a style line in default mode: up to a "," or ";" outside
 * quotes and parentheses, a comment, or the line's end. TOK_STYLE_TEXT, without
 * blanks around it; TOK_COMMA, TOK_SEMICOLON between them; TOK_NEWLINE.
 */
Token em_lex_style(Lexer *lx);

/* The length of the character code ("#35;", "#quot;") at i, or 0. */
int em_code_length(Str s, int i);

/* What can stand in a name, byte by byte. */
bool em_is_name_byte(int c);

/* The words the language reserves (or knows at the start of a statement). */
extern const Str em_mermaid_words[];
extern const int em_mermaid_n_words;

#endif
