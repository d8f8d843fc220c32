/*
 * The parser's state, shared by the files that make up the parser.
 */
#ifndef EM_D2_PARSER_H
#define EM_D2_PARSER_H

#include "d2/d2_ast.h"

/* Maps and arrays nest at most this deep: this and later stages recurse. */
enum { D2_MAX_NESTING = 250 };

enum { D2_INDENT = 2 }; /* columns of a level */

/* What stands at the end of the text, where a character is asked for. */
#define D2_END UINT32_MAX

typedef struct {
    const Source *source;
    Str text;
    int pos;       /* of the next byte to read */
    int depth;     /* maps, arrays and blocks around it */
    bool in_group; /* between the parentheses of edges */
    bool cut;      /* a limit was met: nothing more is read */
    Arena *a;
    Diags *diags;
} D2Parser;

/* ---- characters (d2_read.c) ---- */

/* The character at byte i, and its length; D2_END and 0 at the end. */
uint32_t em_d2_char(const D2Parser *p, int i, int *len);

/* Unicode's white space. */
bool em_d2_is_space(uint32_t c);

/* s without the white space at its end. */
Str em_d2_trim_right(Str s);

/* The first character that is no white space, from p->pos on. */
typedef struct {
    uint32_t c; /* or D2_END */
    int at, newlines;
} D2Ahead;

D2Ahead em_d2_ahead(const D2Parser *p);

/* True when `c` comes next on this line; takes it and the space before it. */
bool em_d2_take(D2Parser *p, uint32_t c);

/* True when the text goes on with s at p->pos; takes nothing. */
bool em_d2_sees(const D2Parser *p, Str s);

D2Place em_d2_place(const D2Parser *p, int from, int to);

/* Reports an error in [from, to). The strings are not copied. */
Diag *em_d2_error(D2Parser *p, int from, int to, Str code, Str message);

/* ---- strings (d2_string.c, d2_block.c) ---- */

/* Reads a string of any kind into *s; false when there is none. */
bool em_d2_string(D2Parser *p, bool in_key, D2String *s);

/* Reads an unquoted string that begins at p->pos; false when it is empty. */
bool em_d2_unquoted(D2Parser *p, bool in_key, D2String *s);

/* Reads a block string whose first `|` is at p->pos. */
void em_d2_block(D2Parser *p, D2String *s);

/* Reads the block comment whose quotes begin at p->pos. */
D2Node em_d2_block_comment(D2Parser *p);

/* ---- paths, variables, imports (d2_path.c) ---- */

/* path = string { "." string }; NULL when there is none. */
D2Path *em_d2_path(D2Parser *p);

/*
 * Reads what follows a "$" at byte `at`, or after "...$" that begins there.
 * NULL when that is no variable.
 */
D2Subst *em_d2_subst(D2Parser *p, int at, bool spread);

/* Reads what follows the "@" of an import that begins at byte `at`. */
D2Import *em_d2_import(D2Parser *p, int at, bool spread);

#endif
