/*
 * The lexer's other states, and what they share with the normal one.
 */
#ifndef EM_MERMAID_BLOCK_H
#define EM_MERMAID_BLOCK_H

#include "mermaid/mermaid_lex.h"

Token em_lex_block(Lexer *lx);
Token em_lex_strict_style(Lexer *lx);

/* The next n bytes as a token. */
Token em_lex_take(Lexer *lx, TokKind kind, int n, int value);

/* A quoted text of this kind; TOK_QNAME becomes TOK_QWORD when it must. */
Token em_lex_quote(Lexer *lx, TokKind kind);

/* Fills line_end and last_tilde for the line that pos is in. */
void em_lex_learn_line(Lexer *lx);

/* Moves to the line's end. */
void em_lex_skip_line(Lexer *lx);

/* True when no ASCII letter, digit or underscore is at i. */
bool em_word_ends(Str s, int i);

#endif
