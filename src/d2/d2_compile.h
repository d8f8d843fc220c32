/*
 * What the files that make the intermediate tree share: the compiler's state,
 * statements, globs, and the steps of the work.
 */
#ifndef EM_D2_COMPILE_H
#define EM_D2_COMPILE_H

#include "base/map.h"
#include "d2/d2_ir.h"

typedef ARRAY_OF(D2Field *) D2Fields;
typedef ARRAY_OF(D2IrEdge *) D2IrEdges;

/* A set of numbers that are as good as random (hashes). */
typedef struct {
    uint64_t *slots; /* 0: free */
    int n, room;     /* room is a power of two, or 0 */
} D2Set;

/* A statement at work: what it says, and in which map. */
typedef struct {
    const D2Key *key;
    const D2Map *in; /* the map of the text that it stands in */
    D2IrMap *scope;  /* the map of the tree that its paths begin in */
    int edge;        /* of key->edges, which one is being made; or NONE */
    D2IrMap *board;  /* a glob was carried into; NULL: it is at home */
} D2Statement;

/*
 * A statement with patterns. It is applied again after each later statement
 * that makes something, to what it was not applied to before. Copies in
 * other boards may share the memory of what that was.
 */
typedef struct {
    D2Statement st;
    bool multi;    /* has a ** or *** */
    bool triple;   /* has a *** */
    D2Set *fields; /* it was applied to; by em_d2_field_hash */
    D2Set *edges;
    int edits;      /* of the compiler, after it was last applied; -1: never */
    int edge_edits; /* the same */
    int seen;       /* fields made before it was last applied; -1: never */
    int moves;      /* the compiler's, when it was last applied */
} D2Glob;

typedef ARRAY_OF(D2Glob *) D2Globs;

struct D2GlobList {
    D2Globs list;
};

/* A file that was read, and the ones that are being compiled. */
typedef struct {
    const Source *source;
    const D2Map *map; /* NULL: it had errors */
} D2File;

typedef struct {
    Arena *arena, *scratch;
    Diags *diags;
    const D2Reader *reader;
    D2Ir *ir;

    ARRAY_OF(D2Globs) globs; /* in force, by depth of maps; the last count */
    D2Globs left;            /* that were in force at the end of the last map */
    ARRAY_OF(const D2Statement *) applying; /* statements with patterns */
    ARRAY_OF(const D2Statement *) bodies;   /* whose maps are compiled */
    bool lazy;                              /* a glob is applied again */
    int made;       /* fields and edges made or deleted, so far */
    int edits;      /* the same, and values set */
    int edge_edits; /* edges made or deleted */
    int moves;      /* fields deleted, or copied with all that is in them */
    ARRAY_OF(D2Field *) log; /* fields in the order in which they were made */
    const D2Glob *again;     /* is applied again, to the fields made since */
    int64_t operations;
    int n_fields, n_edges, n_boards, n_imports;
    int64_t substituted; /* bytes that variables became */

    Map paths; /* of files, to their index */
    ARRAY_OF(D2File *) files;
    ARRAY_OF(Str) importing; /* paths, outermost first */
} D2Compiler;

/* ------------------------------------------------------------- d2_ir.c */

/* Reports an error, and returns it for a help text. */
Diag *em_d2_ir_error(D2Compiler *c, D2Place at, Str code, Str message);

/* Counts steps; false when there were too many, which is then reported. */
bool em_d2_spend(D2Compiler *c, int steps);
void em_d2_limit(D2Compiler *c, Str code, Str message);

static inline bool em_d2_stopped(const D2Compiler *c)
{
    return c->ir->limit.n > 0;
}

D2IrMap *em_d2_new_map(D2Compiler *c, D2Field *field, D2IrEdge *edge);
D2Field *em_d2_new_field(D2Compiler *c, D2IrMap *parent, D2Name name);
D2IrEdge *em_d2_new_edge(D2Compiler *c, D2IrMap *parent);
void em_d2_add_field(D2Compiler *c, D2IrMap *m, D2Field *f, int at);
void em_d2_cut_field(D2Compiler *c, D2IrMap *m, D2Field *f);
void em_d2_add_edge(D2Compiler *c, D2IrMap *m, D2IrEdge *e);
void em_d2_cut_edge(D2Compiler *c, D2IrMap *m, D2IrEdge *e);
D2IrMap *em_d2_map_of(D2Compiler *c, D2Field *f); /* made if it has none */
D2Scalar *em_d2_scalar(D2Compiler *c, const D2Value *v);
bool em_d2_same_name(D2Name a, D2Name b);
D2Name em_d2_name_of(const D2String *s);
bool em_d2_is_spread(const D2Field *f); /* stands for ...${x} */

/*
 * True for a container, and for what becomes one when the statement that is
 * carried out now is done: patterns are applied in between.
 */
bool em_d2_will_contain(const D2IrMap *m);

/* Of the path from the root, or from the nearest board. */
uint64_t em_d2_field_hash(const D2Field *f, bool whole);
void em_d2_hash_edge(D2IrEdge *e); /* notes those of an edge that is made */
uint64_t em_d2_edge_hash(const D2IrEdge *e, bool whole, bool with_index);
uint64_t em_d2_mix(uint64_t a, uint64_t b);

/* How many edges of the map have e's ends and arrows. */
int em_d2_count_parallel(D2Compiler *c, D2IrMap *m, const D2IrEdge *e);

/*
 * The place in m->edges of the edge that is like this one, index and all, or
 * NONE. False when that is not known: then one has to look at all of them.
 */
bool em_d2_place_of_edge(D2Compiler *c, D2IrMap *m, const D2IrEdge *like,
                         int *place);

/* ------------------------------------------------------------- d2_compile.c */

void em_d2_compile_map(D2Compiler *c, D2IrMap *dst, const D2Map *text);
void em_d2_compile_key(D2Compiler *c, D2Statement *st);
void em_d2_compile_field_path(D2Compiler *c, D2IrMap *m, const D2Path *path,
                              D2Statement *st);
void em_d2_compile_array(D2Compiler *c, D2IrArray *dst, const D2Array *text);

/* ------------------------------------------------------------- d2_reach.c */

/* An element of a path on its way through the tree. */
typedef struct {
    D2Name name;
    const D2String *string; /* NULL: implied by where the statement stands */
    int part;               /* of the path as written */
} D2Hop;

typedef struct {
    D2Hop *items;
    int n;
    const D2Path *path; /* as written */
} D2Hops;

D2Hops em_d2_hops(Arena *scratch, const D2Path *path);
static inline bool em_d2_is_pattern(const D2Hop *h)
{
    return h->string && h->string->pattern.n > 0;
}

/*
 * The fields that the hops (at least one) lead to from m, in *found (in
 * scratch). With `create`, makes those that are missing. A statement is noted
 * as a reference of every field on the way; NULL for none.
 */
void em_d2_reach(D2Compiler *c, D2IrMap *m, D2Hops hops, const D2Statement *st,
                 bool create, D2Fields *found);

bool em_d2_is_underscore(const D2Hop *h);

/* Takes leading underscores away, one map up for each. False when they are
 * wrong, which is reported at their place or at `at`. */
bool em_d2_climb(D2Compiler *c, D2IrMap **m, D2Hops *hops, const D2Place *at);

/* ------------------------------------------------------------- d2_edge.c */

void em_d2_compile_edges(D2Compiler *c, D2Statement *st);

/* The map's first edge with e's identity; NULL for none. */
D2IrEdge *em_d2_find_edge(D2Compiler *c, D2IrMap *m, const D2IrEdge *like);

/* ------------------------------------------------------------- d2_merge.c */

D2Field *em_d2_copy_field(D2Compiler *c, const D2Field *f, D2IrMap *parent);
D2IrMap *em_d2_copy_map(D2Compiler *c, const D2IrMap *m, D2Field *field,
                        D2IrEdge *edge);
D2IrArray *em_d2_copy_array(D2Compiler *c, const D2IrArray *a, D2Field *f);
/* Inserts copies of all items at a place. */
void em_d2_insert_items(D2Compiler *c, D2IrArray *a, int at,
                        const D2IrArray *more);
void em_d2_overlay(D2Compiler *c, D2IrMap *base, const D2IrMap *over);
void em_d2_overlay_field(D2Compiler *c, D2Field *base, const D2Field *over);
void em_d2_overlay_edges(D2Compiler *c, D2IrMap *base, const D2IrMap *over);

/* Takes a field away, and the edges that were written to it. */
void em_d2_delete_field(D2Compiler *c, D2Field *f);

/* ------------------------------------------------------------- d2_glob.c */

bool em_d2_matches(const D2String *pattern, Str text);
bool em_d2_has_pattern(const D2Path *path);
bool em_d2_is_glob(const D2Key *key);
bool em_d2_same_statement(const D2Statement *a, const D2Statement *b);
bool em_d2_set_has(const D2Set *s, uint64_t v);
void em_d2_set_add(Arena *a, D2Set *s, uint64_t v);
void em_d2_set_remove(D2Set *s, uint64_t v);

/* True while the statement is carried out, which may not begin anew. */
bool em_d2_is_being_applied(const D2Compiler *c, const D2Statement *st);

/* The statement's glob in force; made if there is none. NULL: no patterns. */
D2Glob *em_d2_glob(D2Compiler *c, const D2Statement *st);
D2Glob *em_d2_find_glob(const D2Compiler *c, const D2Statement *st);
void em_d2_enter_globs(D2Compiler *c, D2IrMap *m);
void em_d2_leave_globs(D2Compiler *c, D2IrMap *m);
void em_d2_apply_globs(D2Compiler *c);
/* Those that were in force at the end of m: for what came into it later. */
void em_d2_apply_globs_of(D2Compiler *c, const D2IrMap *m);
void em_d2_collect(D2Compiler *c, D2IrMap *m, bool triple, D2Fields *out);

/* True when em_d2_collect would find f. */
bool em_d2_is_below(const D2Field *f, const D2IrMap *m, bool triple);

/* ------------------------------------------------------------- d2_filter.c */

/* True when m, which is the map of what a glob found, passes the filters. */
bool em_d2_passes(D2Compiler *c, D2IrMap *m, const D2Map *text);
bool em_d2_has_filter(const D2Map *text);

/* ------------------------------------------------------------- d2_vars.c */

void em_d2_substitute(D2Compiler *c, D2IrMap *root);

/* ------------------------------------------------------------- d2_import.c */

/* What an import gives: exactly one is set; none when it failed. */
typedef struct {
    D2IrMap *map;
    D2Field *field; /* of a targeted key */
} D2Imported;

/* `into` is the map that what is imported will hang in, or under. */
D2Imported em_d2_open_import(D2Compiler *c, const D2Import *import,
                             D2IrMap *into);

/* Enters the file that everything begins with. */
void em_d2_open_first(D2Compiler *c, const D2Map *file);

/* ------------------------------------------------------------- d2_board.c */

D2BoardKind em_d2_field_board(const D2Field *f);

/* The same for the scenarios and steps that a file brought into m. */
void em_d2_inherit_imported(D2Compiler *c, D2IrMap *m, const D2IrMap *file);

/* Gives a new scenario or step the fields of the board it continues. */
void em_d2_inherit(D2Compiler *c, D2Field *board);

/* Makes a link to a board absolute: root.layers.x. */
void em_d2_compile_link(D2Compiler *c, D2Field *link, const D2Statement *st);

/* Makes the absolute links of an imported file hold in the board of `to`. */
void em_d2_move_links(D2Compiler *c, D2IrMap *m, D2IrMap *to);

/* Gives the classes of a board to its layers. */
void em_d2_inherit_classes(D2Compiler *c, D2IrMap *m);

#endif
