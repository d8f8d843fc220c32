/*
 * D2's syntax tree: what a text says, before any word of it has a meaning.
 *
 * Lossless: comments, quotes, spellings and places are kept, so the formatter
 * and every message work from it. The parser knows no keyword but null,
 * suspend, unsuspend, true and false. Nodes live in the arena of the parser;
 * texts are views into it or into the source. A tree is always whole: what was
 * broken is missing, and was reported.
 *
 *     a.b: Label { c -> d: { style.opacity: 0.4 } }      # one D2Key
 *     │    │     └ body: a map with one D2Key: edges[0] c -> d, body a map
 *     │    └ primary: the string "Label"
 *     └ path: two strings
 */
#ifndef EM_D2_AST_H
#define EM_D2_AST_H

#include "base/diag.h"

typedef struct D2Map D2Map;
typedef struct D2Array D2Array;

/* Where a node stands. Imported files are other sources. */
typedef struct {
    const Source *source;
    Span span; /* in source->text */
} D2Place;

/* ------------------------------------------------------------- strings */

typedef enum {
    D2_UNQUOTED,
    D2_DOUBLE_QUOTED,
    D2_SINGLE_QUOTED,
    D2_BLOCK /* |md ... | */
} D2Quoting;

typedef struct D2Subst D2Subst;

/* A run of text, or a ${variable}; together the pieces are the string. */
typedef struct {
    Str text;           /* without escapes; empty for a variable */
    Str raw;            /* as written, lines joined; empty for a variable */
    const D2Subst *var; /* NULL: text */
} D2Piece;

/* Of a pattern: any run of characters, or these. `**` is two stars. */
typedef struct {
    bool star;
    Str text; /* without escapes; not empty unless it is a star */
} D2GlobPart;

typedef struct {
    D2Place at; /* with the quotes */
    D2Quoting quoting;
    /*
     * The value: escapes and quotes resolved, block strings without their
     * indent, variables as "${a.b}".
     */
    Str text;
    Str raw; /* as written, without the quotes, continued lines joined */
    /*
     * Unquoted and double-quoted strings with at least one variable; none in
     * keys, where `${` is text.
     */
    ARRAY_OF(D2Piece) pieces;
    /* Unquoted strings with a `*` that is not escaped; else empty. A value's
     * pattern means something in filters only. */
    ARRAY_OF(D2GlobPart) pattern;
    Str quote; /* of a block: what stands between its `|` and tag: "", "||" */
    Str tag;   /* of a block, as written; empty: none was */
} D2String;

/* Which pattern a string is: 0 none, 1 one with a `*`, 2 `**`, 3 `***`. */
int em_d2_stars(const D2String *s);

/* a.b.c: at least one string; its place spans all of them. */
typedef struct {
    D2Place at;
    ARRAY_OF(D2String) parts;
} D2Path;

/* ${a.b}, and ...${a.b} in maps and arrays. */
struct D2Subst {
    D2Place at;
    bool spread;
    D2Path path; /* with no parts when it was broken */
};

/*
 * @file.key: the file's name is the first part of the path, behind `up`; what
 * follows is the key in it that is meant. The suffix of an unquoted file.d2 is
 * dropped.
 */
typedef struct {
    D2Place at;
    bool spread; /* ...@file */
    Str up;      /* leading "./", "../../", "/" as written, or empty */
    D2Path path; /* with no parts: no file was named */
} D2Import;

/* ------------------------------------------------------------- values */

typedef enum {
    D2_NOTHING,
    D2_NULL, /* scalars: ... */
    D2_SUSPEND,
    D2_UNSUSPEND,
    D2_FALSE,
    D2_TRUE,
    D2_NUMBER,
    D2_STRING, /* ... until here */
    D2_ARRAY,
    D2_MAP,
    D2_IMPORT
} D2ValueKind;

/* Exactly one pointer is set, by the kind; none of D2_NOTHING. */
typedef struct {
    D2ValueKind kind;
    D2Place at;
    const D2String *string; /* of every scalar: its spelling */
    const D2Array *array;
    const D2Map *map;
    const D2Import *import;
} D2Value;

static inline bool em_d2_is_scalar(const D2Value *v)
{
    return v->kind >= D2_NULL && v->kind <= D2_STRING;
}

/* ------------------------------------------------------------- keys */

typedef enum { D2_NO_ARROW, D2_ARROW, D2_STAR_ARROW } D2Arrow;

/* Of a chain a -> b -> c, edges share their middle paths. */
typedef struct {
    D2Place at; /* from the source's first byte to the destination's last */
    const D2Path *src, *dst; /* NULL: missing, and reported */
    D2Arrow src_arrow, dst_arrow;
    D2Place operator_at;
} D2Edge;

typedef enum { D2_NO_INDEX, D2_INDEX, D2_ANY_INDEX } D2IndexKind;

typedef enum {
    D2_NO_FILTER,
    D2_FILTER,    /* &key: value */
    D2_NOT_FILTER /* !&key: value */
} D2Filter;

/*
 * A statement that says something about fields or edges:
 *
 *     path: primary body          path.(a -> b)[index].edge_path: primary body
 *     a -> b -> c: primary body
 */
typedef struct {
    D2Place at; /* the whole statement */
    D2Filter filter;
    const D2Path *path; /* NULL: edges of this map */
    ARRAY_OF(D2Edge) edges;
    bool has_group; /* edges stand in parentheses */
    D2IndexKind index_kind;
    int index; /* D2_INDEX; numbers too large for an int are INT_MAX */
    D2Place index_at;
    const D2Path *edge_path; /* NULL: none */
    int stars;               /* the most that em_d2_stars says of its paths */
    D2Value primary;         /* a scalar, or nothing */
    D2Value body;            /* map, array, import, or nothing */
} D2Key;

/* ------------------------------------------------------------- statements */

typedef enum {
    D2_COMMENT,       /* # lines that follow each other */
    D2_BLOCK_COMMENT, /* """ ... """ */
    D2_SPREAD_VAR,    /* ...${a} */
    D2_SPREAD_IMPORT, /* ...@a */
    D2_KEY,           /* in maps */
    D2_ITEM           /* in arrays */
} D2NodeKind;

/* Exactly one of the members behind `at` is set, by the kind. */
typedef struct {
    D2NodeKind kind;
    D2Place at;
    Str comment; /* its lines, without # and one space; a block's text */
    const D2Subst *var;
    const D2Import *import;
    const D2Key *key;
    D2Value item;
} D2Node;

struct D2Map {
    D2Place at; /* with the braces; of a file, all of it */
    ARRAY_OF(D2Node) nodes;
};

struct D2Array {
    D2Place at; /* with the brackets */
    ARRAY_OF(D2Node) nodes;
};

/* ------------------------------------------------------------- parsing */

/*
 * Reads a text, reporting all its errors in order. The source must outlive the
 * tree.
 */
D2Map *em_d2_parse(const Source *src, Arena *a, Diags *diags);

/* Canonical text of a source that parses without errors. Formatting that text
 * gives the same. */
void em_d2_format(Buf *out, const Source *src, Arena *scratch);

/*
 * What ends a block string with this quote: the quote's last character in the
 * place of its first, and "|". For quotes of one character the quote and "|".
 */
Str em_d2_block_closer(Arena *a, Str quote);

/*
 * A file's bytes as UTF-8: UTF-16LE that begins with FF FE is decoded, other
 * bytes are the text.
 */
Str em_d2_decode(Str file, Arena *a);

#endif
