/*
 * D2's intermediate tree: what the statements of a text, and of the files it
 * imports, amount to.
 *
 * Paths have become nested fields, edges have an identity, globs, filters,
 * variables, imports and boards are resolved. What a keyword means, and which
 * values it takes, is not known here; only where it may stand.
 *
 *     a.b: Label { c -> d: { style.opacity: 0.4 } }
 *
 *     a                   a field with a map,
 *       b: Label          in it one with a scalar and a map,
 *         c, d            made because an edge mentions them
 *         (c -> d)[0]     an edge of b's map, with a map of its own
 *
 * Everything lives in the arena of the compiler. Maps and fields know where
 * they hang, so a tree can be walked up.
 */
#ifndef EM_D2_IR_H
#define EM_D2_IR_H

#include "d2/d2_ast.h"
#include "d2/d2_words.h"

typedef struct D2Field D2Field;
typedef struct D2IrMap D2IrMap;
typedef struct D2IrEdge D2IrEdge;
typedef struct D2IrArray D2IrArray;

/* An element of a path. Two are the same when word and text are, but for case.
 */
typedef struct {
    Str text; /* as first spelled, also of a keyword */
    bool quoted;
    D2Word word; /* WORD_NONE for quoted names, and for what is no keyword */
} D2Name;

/* A value as the source has it, with its variables replaced. */
typedef struct {
    D2ValueKind kind; /* of a scalar */
    D2Quoting quoting;
    Str text;
    Str tag; /* of a block string, as written */
    D2Place at;
    const D2String *string; /* what was written there */
    const D2Subst *spread;  /* while compiling: stands for ...${x} */
    bool busy, done;        /* its variables are being, have been replaced */
} D2Scalar;

/*
 * A place that mentions a field: part `part` of `path`, in a statement `key`
 * of a map `scope`.
 */
typedef struct {
    const D2Key *key;   /* NULL: the map of an imported file, or a spread */
    const D2Path *path; /* NULL: made up, for a common prefix of two ends */
    int part;
    int edge;       /* of key, whose end this is; NONE when it is no end */
    D2IrMap *scope; /* the map that the statement stands in */
    D2Place at;     /* of the part */
    bool primary;   /* the statement is about the field itself: its last part */
    bool by_glob;   /* a pattern of this or another statement found it ... */
    bool lazy;      /* ... when it was applied again, after later statements */
} D2Ref;

typedef ARRAY_OF(D2Ref) D2Refs;

/*
 * Invariants: at most one of map and array is set; refs is empty only for
 * fields that no text mentions.
 */
struct D2Field {
    D2IrMap *parent; /* NULL: the root */
    D2Name name;     /* as first spelled */
    D2Scalar *primary;
    D2IrMap *map;
    D2IrArray *array;
    D2Refs refs;
    bool suspended;      /* while compiling; later such fields are gone */
    bool imported;       /* its value came from a file */
    uint64_t hash;       /* of its path from the root, ... */
    uint64_t board_hash; /* ... from its board: fields never move */
    int place[2];        /* while looking for edges: perhaps its place among the
                            sources, the destinations; the lists tell */
};

/* Exactly one of them is set. */
typedef struct {
    D2Scalar *scalar;
    D2IrMap *map;
    D2IrArray *array;
} D2Item;

struct D2IrArray {
    D2Field *parent;
    ARRAY_OF(D2Item) items;
};

/* Names, outermost first, relative to the map that holds the edge. */
typedef struct {
    const D2Name *names;
    int n;
} D2Names;

/* A place that mentions an edge. */
typedef struct {
    const D2Key *key;
    int edge;       /* of key->edges */
    D2IrMap *scope; /* the map that the statement stands in */
    bool by_glob, lazy;
} D2EdgeRef;

/*
 * Identity: ends, arrows, index. The ends have no element in common at their
 * front, unless one of them has no other.
 */
struct D2IrEdge {
    D2IrMap *parent;
    D2Names src, dst;
    bool src_arrow, dst_arrow;
    int index; /* from 0, among the edges of the map with these ends, arrows */
    D2Scalar *primary;
    D2IrMap *map;
    ARRAY_OF(D2EdgeRef) refs;
    bool suspended;
    /* of its map's path (from the root, from its board), its ends, arrows */
    uint64_t hash, board_hash;
    uint64_t own_hash; /* of hash and index, while the map has an index */
};

typedef enum {
    D2_NO_BOARD,
    D2_ROOT_BOARD,
    D2_LAYER,
    D2_SCENARIO,
    D2_STEP
} D2BoardKind;

/*
 * Invariants: fields have names that differ in more than case, or in being
 * quoted keywords; at most one of field and edge is set, none for the root of
 * the tree.
 */
struct D2IrMap {
    D2Field *field; /* whose map this is */
    D2IrEdge *edge; /* or whose */
    ARRAY_OF(D2Field *) fields;
    ARRAY_OF(D2IrEdge *) edges;
    struct D2Index *index;          /* of fields by name, when there are many */
    struct D2EdgeIndex *edge_index; /* when there are many */
    int depth;                      /* of maps around it */
    int place; /* while looking for edges: perhaps, in a list of maps */
    struct D2GlobList *globs; /* while compiling: in force at its end */
};

/* ------------------------------------------------------------- compiling */

/*
 * How files are read: path is the folder of the first file's name joined with
 * what the import says, without "." and inner "..". The text must live as long
 * as the arena. Returns false, and why, when there is none.
 */
typedef struct {
    bool (*read)(void *ctx, Str path, Str *text, Str *why);
    void *ctx;
} D2Reader;

/* A path as a text in a file means it: from the file's folder on. */
Str em_d2_beside(Arena *a, Str file, Str path);

/* What hostile text can multiply, and where that ends. */
enum {
    D2_MAX_OPERATIONS = 60 * 1000 * 1000, /* steps of globs and copies */
    D2_MAX_FIELDS = 400 * 1000,           /* of the tree */
    D2_MAX_EDGES = 100 * 1000,            /* of the tree */
    D2_MAX_IMPORT_DEPTH = 64,
    D2_MAX_IMPORTS = 2000,
    D2_MAX_BOARDS = 2000,
    D2_MAX_DEPTH = 200, /* of maps in maps */
};

typedef struct {
    D2IrMap *root;
    Str limit; /* the code of the limit that ended the work; or empty */
} D2Ir;

/*
 * Compiles a file that parsed without errors. All errors are reported; with
 * errors, or a limit, the tree is not to be used.
 */
D2Ir *em_d2_compile_ir(const D2Map *file, const D2Reader *reader, Arena *a,
                       Arena *scratch, Diags *diags);

/* ------------------------------------------------------------- asking */

/* The map's field of this name, or NULL; keywords, and names in quotes. */
D2Field *em_d2_find(const D2IrMap *m, D2Word word);
D2Field *em_d2_find_name(const D2IrMap *m, D2Name name);

/* A name that is not quoted. */
D2Name em_d2_name(Str text);

D2IrMap *em_d2_parent(const D2IrMap *m); /* the map around it; NULL: root */

/* The board that this is the map of; the nearest one at or around it. */
D2BoardKind em_d2_board_kind(const D2IrMap *m);
D2IrMap *em_d2_board_of(D2IrMap *m);

bool em_d2_in_vars(const D2IrMap *m);

/* Where D2 points to for errors about the field, edge: the last statement that
 * gave it a value; that mentions it. */
D2Place em_d2_value_place(const D2Field *f);
D2Place em_d2_last_place(const D2Field *f);
D2Place em_d2_edge_place(const D2IrEdge *e);

/* True when the map holds fields other than keywords. */
bool em_d2_is_container(const D2IrMap *m);

/*
 * The path as D2 prints it: a.b, with quotes where they are needed. Of a
 * field: its absolute id, from its board.
 */
void em_d2_put_name(Buf *out, Str name);
Str em_d2_id(const D2Field *f, Arena *a);

/* What is in a map as text, for goldens and --stop-after ir. */
void em_d2_dump_ir(Buf *out, const D2IrMap *m);

#endif
