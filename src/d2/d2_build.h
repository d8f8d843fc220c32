/*
 * Building the model of one file; only for src/d2/.
 *
 *   d2_model.c    boards, from the tree to the model
 *   d2_plan.c     the objects of a board by name
 *   d2_objects.c  fields become objects, edges connections
 *   d2_keyword.c  keywords become attributes
 *   d2_style.c    the values that styles take
 *   d2_rows.c     children of tables and classes become rows
 *   d2_check.c    rules that need a whole board
 *   d2_seq.c      notes and spans of sequence diagrams
 *   d2_config.c   vars.d2-config
 *   d2_sort.c     the order of objects and connections
 *   d2_say.c      messages
 */
#ifndef EM_D2_BUILD_H
#define EM_D2_BUILD_H

#include "base/map.h"
#include "d2/d2_ir.h"
#include "d2/d2_model.h"

typedef struct Obj Obj;

/* A place that mentions an object. */
typedef struct {
    D2Place at;
    bool in_edges; /* the statement has edges */
    bool in_vars;
    D2IrMap *scope; /* the map that it stands in */
} ObjRef;

/* An object while its board is built; the board itself is one, too. */
struct Obj {
    Obj *parent; /* NULL: the board */
    Str name;    /* without quotes */
    Str id;      /* absolute, from its board */
    int index;   /* among all of the board, in order of creation */
    D2Attrs attrs;
    ARRAY_OF(Obj *) children;
    ARRAY_OF(ObjRef) refs;
    D2Columns columns;
    D2Members fields, methods;
    bool is_row; /* became a row of its parent */
    D2Seq seq;
    int place; /* in the model's list of objects, or NONE */
};

typedef struct {
    Obj *src, *dst;
    const D2IrEdge *ir;
    D2Connection out;           /* but for the objects of its ends */
    ARRAY_OF(D2IrMap *) scopes; /* of the statements that mention it */
} Wire;

/* What a board is made from. */
typedef struct {
    Obj *root;
    ARRAY_OF(Obj *) objects; /* in order of creation, rows too */
    ARRAY_OF(Wire) wires;
    Map by_name; /* parent's index and name to index */
    Map by_ends; /* ends and arrows to how many connections have them */
} Plan;

typedef struct {
    Arena *a, *scratch;
    Diags *diags;
    const Source *source; /* for what nobody wrote */
    int errors_before;    /* of the tree: none, but of other diagrams */
    D2Model *model;
    Plan *plan; /* of the board at hand */
} Build;

/* ------------------------------------------------------------- messages */

/* Reports an error, once for a place. Returns it so that the caller may set
 * .help. */
Diag *em_d2_report(Build *b, D2Place at, Str code, Str message);
Diag *em_d2_warn(Build *b, D2Place at, Str code, Str message);

/*
 * "did you mean `x`?", for the word of the list that is nearest to what was
 * typed; empty when none is near.
 */
Str em_d2_suggest(Build *b, Str typed, const Str *words, int n);

/* True when no more messages are kept: then none is worth much work. */
bool em_d2_is_full(const Build *b);

/* The same among all keywords. */
Str em_d2_suggest_word(Build *b, Str typed);

/* Warns of a keyword that D2 knows but passes over for its capitals. */
void em_d2_warn_case(Build *b, const D2Name *name, D2Place at);

/* ------------------------------------------------------------- attributes */

/* Sets label and language from the primary value of a field or an edge, which
 * stands in a statement at `at`. */
void em_d2_set_label(Build *b, D2Attrs *attrs, const D2Scalar *value,
                     D2Place at);

/* A field with a simple keyword as its name. */
void em_d2_set_keyword(Build *b, D2Attrs *attrs, const D2Field *f);

/* Reports a map or an array where a single value is wanted. */
void em_d2_report_composite(Build *b, const D2Field *f);

/* The fields of a map of styles. */
void em_d2_set_styles(Build *b, D2Settings *to, const D2IrMap *m);

/* Checks the value of a style; reports it when it is wrong. */
bool em_d2_check_style(Build *b, D2Attr attr, const D2Scalar *value);

/* A name or hex digits; also a gradient. */
bool em_d2_is_plain_color(Str text);
bool em_d2_is_color(Str text);

/* The eight places of `near` around a diagram. */
bool em_d2_is_near_constant(Str s);
Str em_d2_suggest_near(Build *b, Str typed);

bool em_d2_is_shape(Str name);     /* lower case */
bool em_d2_is_arrowhead(Str name); /* lower case */

/* True when the name is spelled as the keyword is: in lower case. */
bool em_d2_is_exact(const D2Name *name);

/* ------------------------------------------------------------- boards */

bool em_d2_has_shape(const Obj *o, Str shape);
bool em_d2_is_grid(const Obj *o);

/* The sequence diagram around an object, without itself; or NULL. */
Obj *em_d2_outer_sequence(const Obj *o);

/* Begins a plan; returns the object that stands for the board. */
Obj *em_d2_plan_board(Build *b);

/* The object of that name in o; NULL: there is none. */
Obj *em_d2_find_child(Build *b, Obj *o, Str name);

/* The same, made when it is missing. A keyword is o itself. */
Obj *em_d2_ensure_child(Build *b, Obj *o, const D2Name *name);

/* Notes who mentions an object, a connection. */
void em_d2_add_refs(Build *b, Obj *o, const D2Field *f);
void em_d2_add_scopes(Build *b, Wire *wire);

/* The object that a map of the tree belongs to, as seen from its board; NULL
 * for maps within vars, and for those of other boards. */
Obj *em_d2_find_scope(Build *b, D2IrMap *m);

/* The place of the edge in the first statement that mentions it. */
D2Place em_d2_first_edge_place(const D2IrEdge *e);

/* Makes objects and connections of a map of o; o is the board at first. */
void em_d2_make_objects(Build *b, Obj *o, D2IrMap *m);

/* Reads text as a key path; false when it is none. */
bool em_d2_read_path(Build *b, Str text, D2Texts *path);

void em_d2_take_columns(Build *b, Obj *table);
void em_d2_take_members(Build *b, Obj *class);

/* Finds notes and spans. */
void em_d2_mark_sequences(Build *b);

/* Rules for what is set where; needs all attributes. */
void em_d2_check_board(Build *b, const D2IrMap *m);

/* Takes out links to boards that do not exist. Needs all boards. */
void em_d2_check_links(Build *b);

/* What is put in order: the place where it is first mentioned, in bytes of its
 * file; NONE for what no text mentions, which keeps its position. */
typedef struct {
    int at, item;
} Sortable;

void em_d2_sort(Sortable *v, int n);

/* Checks all configs at or within a map. */
void em_d2_check_configs(Build *b, const D2IrMap *m);

void em_d2_read_config(Build *b, const D2IrMap *root);

#endif
