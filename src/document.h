/*
 * A document from the inside: what the public functions share.
 *
 * It owns three arenas on one budget: `arena` for what lives as long as it
 * does, `work` for one picture, `scratch` for a pass.
 */
#ifndef EM_DOCUMENT_H
#define EM_DOCUMENT_H

#include "ermaid.h"
#include "md/md.h"
#include "schema/pick.h"
#include "schema/schema.h"

typedef struct FrontEnd FrontEnd;
struct D2Model;
struct D2Board;
struct D2Images;

/* How a graph is made of what was read. */
typedef struct {
    Anchor anchor;   /* of relations of a schema */
    bool capitals;   /* D2's labels */
    bool infer_feet; /* of lines between D2's tables, from their keys */
} GraphWishes;

/* One picture's worth of what a front end read. */
typedef struct {
    const FrontEnd *front;
    Source *source;
    const Fence *fence; /* NULL: the whole file */
    Schema schema;
    const struct DiffUnion *change; /* of the picture of a change; or NULL */
    const struct Film *film; /* of the picture of several versions; or NULL */
    int frame; /* of the film that it is; FILM_ALL: all versions in a row */
    bool is_marked;              /* they show what changes */
    const struct D2Model *model; /* of D2: all boards of the text ... */
    struct D2Images *images;     /* of D2: the icons it names */
    const struct D2Board *board; /* ... and the one that this is */
    bool is_inner;               /* a board within the diagram before it */
    bool has_errors;
} Diagram;

enum { FILM_ALL = -1 };

struct Ermaid {
    Budget budget;
    Arena arena, work, scratch;
    ErmaidOptions wishes;
    ErmaidLang lang;
    Source file;
    Source *more; /* files of a history behind the first */
    int n_more;
    Diags diags;
    ARRAY_OF(Diagram) diagrams;
    Markdown markdown;
    int foreign;     /* diagrams of types that are not drawn */
    bool over_limit; /* a named limit was exceeded, and that was said */
    bool has_been_read;
};

/*
 * A language. All functions may run out of memory, so they are called inside
 * em_document_run. What a language cannot do is NULL.
 */
struct FrontEnd {
    ErmaidLang lang;
    Str suffixes[2];
    bool suffix_decides; /* before any text is looked at */
    bool (*detect)(Str text);

    /* Reads a text, reports what is wrong, and keeps its diagrams. */
    void (*read)(const FrontEnd *self, Ermaid *d, Source *src,
                 const Fence *fence);

    /* Reads what pictures need from other files. False: it is not there, and
     * that was said. NULL: nothing. */
    bool (*complete)(Ermaid *d, const Diagram *g);

    /* What the picture is of; new things are made in `a`. */
    Graph *(*graph)(const Diagram *g, const GraphWishes *wishes, Arena *a);

    /* For --stop-after ir; NULL: nothing is between text and model. */
    void (*dump)(Buf *out, const Diagram *g);

    void (*put_json)(Buf *out, const Diagram *g);
    void (*put_mermaid)(Buf *out, const Diagram *g);
    void (*put_d2)(Buf *out, const Diagram *g);
    bool (*has_tables)(const Diagram *g); /* NULL: always */

    /* The tables, for SQL; new things are made in `a`. */
    const Schema *(*tables)(const Diagram *g, Arena *a);

    /* Canonical text of a source without errors; NULL: there is none. */
    void (*format)(Buf *out, Ermaid *d, const Source *src);

    void (*lint)(Ermaid *d, const Diagram *g);
};

void em_front_d2_read(const FrontEnd *self, Ermaid *d, Source *src,
                      const Fence *fence);
bool em_front_d2_complete(Ermaid *d, const Diagram *g);
Graph *em_front_d2_graph(const Diagram *g, const GraphWishes *wishes, Arena *a);
void em_front_d2_dump(Buf *out, const Diagram *g);
void em_front_d2_json(Buf *out, const Diagram *g);
void em_front_d2_mermaid(Buf *out, const Diagram *g);
bool em_front_d2_has_tables(const Diagram *g);
const Schema *em_front_d2_tables(const Diagram *g, Arena *a);
void em_front_d2_format(Buf *out, Ermaid *d, const Source *src);

/* The languages in order of detection; *n is their number. */
const FrontEnd *em_front_ends(int *n);

/*
 * The diagram with what is wished of its schema. False: a wish means nothing,
 * and that was said.
 */
bool em_document_pick(Ermaid *d, const Diagram *g, const PickOptions *o,
                      Diagram *out);

/* Runs a step of the document's work, and empties `work` and `scratch` when it
 * ends, however it ends. False: the memory ran out. */
bool em_document_run(Ermaid *d, void (*step)(void *ctx), void *ctx);

/* Text that came in, and text that goes out. */
static inline Str em_str_of_bytes(ErmaidBytes b)
{
    return (Str){b.data, (int)b.size};
}

static inline ErmaidBytes em_bytes_of(Str s)
{
    return (ErmaidBytes){s.p, (size_t)s.n};
}

#endif
