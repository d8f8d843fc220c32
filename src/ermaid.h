/*
 * ermaid: schemas and diagrams written as text, drawn.
 *
 *     Ermaid *d = ermaid_open(NULL);
 *     if (d && ermaid_read(d, ERMAID_AUTO, "shop.mmd", text) == ERMAID_OK)
 *         ermaid_render(d, 0, ERMAID_SVG, &svg);
 *     ermaid_close(d);
 *
 * A document is one source text and all that is made from it: diagrams (a
 * Markdown file may hold several), messages, pictures. Bytes that a function
 * hands out belong to the document and live until ermaid_close. Nothing is
 * global: documents may be used in different threads at the same time, one
 * document by one thread at a time. No function prints, exits, reads a file or
 * opens a socket; PNG and PDF load Cairo's part of the library when first
 * asked for.
 */
#ifndef ERMAID_H
#define ERMAID_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ERMAID_API __attribute__((visibility("default")))
#else
#define ERMAID_API
#endif

typedef struct Ermaid Ermaid;

typedef enum {
    ERMAID_OK,
    ERMAID_HAS_ERRORS,  /* the text is wrong; see ermaid_messages */
    ERMAID_NO_MEMORY,   /* the document's memory is used up */
    ERMAID_TOO_LARGE,   /* a named limit was exceeded; see the messages */
    ERMAID_UNSUPPORTED, /* a diagram type or output ermaid does not have */
    ERMAID_BAD_OPTION,  /* an option's value; see the messages */
    ERMAID_NOT_WRITTEN  /* the caller's write function failed */
} ErmaidStatus;

/* ERMAID_AUTO goes by content, then by the suffix of the name. */
typedef enum {
    ERMAID_AUTO,
    ERMAID_MERMAID,
    ERMAID_MARKDOWN,
    ERMAID_SQL,
    ERMAID_D2
} ErmaidLang;

typedef enum {
    ERMAID_SVG,
    ERMAID_PNG,
    ERMAID_PDF,
    ERMAID_TXT,
    ERMAID_HTML /* a page with the picture, to look around in */
} ErmaidFormat;

typedef enum {
    ERMAID_TO_JSON,
    ERMAID_TO_MERMAID,
    ERMAID_TO_D2,
    ERMAID_TO_SQL
} ErmaidTarget;

typedef enum {
    ERMAID_MESSAGES_TEXT,
    ERMAID_MESSAGES_JSON,
    ERMAID_MESSAGES_SARIF,
    ERMAID_MESSAGES_GITHUB
} ErmaidMessages;

/* Bytes, not terminated. */
typedef struct {
    const char *data;
    size_t size;
} ErmaidBytes;

/*
 * Wishes, as terminated strings in the spelling of the command line. NULL: not
 * wished, so what the diagram itself says counts, then the default.
 */
typedef struct {
    const char *theme;      /* "light"; see ermaid_themes */
    const char *dark_theme; /* one SVG that follows the reader; NULL: none */
    const char *look;       /* ermaid, classic, neo, d2 */
    const char *direction;  /* TB, BT, LR, RL */
    const char *layout;     /* auto, columns, layered; dagre, elk: layered */
    const char *pad;        /* px around the drawing */
    const char *scale;      /* a number: "2"; "-1": SVG without a size */
    const char *background; /* a colour, or "transparent" */
    const char *comments;   /* column, tooltip (of SQL), none */
    const char *columns;    /* all, keys, none */
    const char *dialect;    /* of SQL: postgres, mysql, mariadb, sqlite */
    const char *to_dialect; /* that SQL is written in; the text's own */
    const char *include;    /* tables: patterns with * and ?, by commas */
    const char *exclude;
    const char *focus;       /* a table, shown with its neighbours */
    const char *distance;    /* of neighbours: "1" */
    const char *group;       /* auto, schema, prefix, none */
    const char *join_tables; /* table, line */
    const char *anchor;      /* auto, row, entity */
    const char *aspect;      /* "16:10" */
    const char *legend;      /* auto, on, off */
    const char *text;        /* font, system, paths */
    const char *id_prefix;   /* of ids in SVG */
    const char *rules;       /* of ermaid_check: "isolated=off,fk-type=error" */
    const char *salt;        /* any text: it makes ids of their own */
    const char *notation;    /* auto, crow: infer what D2's tables do not say */
    const char *animate;     /* ms for each of several boards in one SVG */
    const char *stop_after;  /* a stage to dump instead of a picture */
    /* Told while a large SQL text is read: what is before `end` is not needed
     * soon, so that pages of a mapped file can be given back. May be NULL. */
    void (*passed)(void *ctx, const char *end);
    void *passed_ctx;
    /*
     * Reads a file that a D2 text imports; the path is the text's own folder
     * and what it says, joined. The bytes must live as long as the document.
     * False, and *why in a word or two, when it cannot or may not be read.
     * NULL: nothing can be imported.
     */
    bool (*read)(void *ctx, const char *path, ErmaidBytes *text,
                 const char **why);
    void *read_ctx;
    /*
     * The file that the picture of a board of D2 goes to, as links in the
     * pictures of the other boards of its text have it: a relative URL. NULL:
     * there is none, and such links are left out. Called while drawing.
     */
    const char *(*board_file)(void *ctx, int index);
    void *board_file_ctx;
    ErmaidBytes font;  /* a font file for scripts the built-in lack */
    bool views;        /* draw views, too */
    bool center;       /* SVG in what is larger than it */
    bool omit_version; /* of ermaid, in PDF */
    bool strict;       /* Mermaid 12.3 exactly */
    bool syntax_only;  /* for ermaid_format alone: what D2 means is not read */
    size_t memory;     /* bytes a document may use; 0: 768 MiB */
} ErmaidOptions;

/* NULL: no memory, or options out of range. The options are copied. */
ERMAID_API Ermaid *ermaid_open(const ErmaidOptions *options);
ERMAID_API void ermaid_close(Ermaid *d);

/*
 * Reads a text, at most once per document. The name is used in messages. The
 * text must live as long as the document. ERMAID_UNSUPPORTED: the only diagram
 * is of a type ermaid does not draw. A text with errors still has diagrams.
 */
ERMAID_API ErmaidStatus ermaid_read(Ermaid *d, ErmaidLang lang,
                                    const char *name, ErmaidBytes text);

/*
 * The same for several files, n > 0. SQL reads them as one history, in this
 * order; of other languages there may be one file only.
 */
typedef struct {
    const char *name;
    ErmaidBytes text;
} ErmaidFile;
ERMAID_API ErmaidStatus ermaid_read_files(Ermaid *d, ErmaidLang lang,
                                          const ErmaidFile *files, int n);

/* Whether a text that begins like this one may be larger than 16 MiB: SQL. */
ERMAID_API int ermaid_may_be_large(ErmaidLang lang, const ErmaidFile *file);

/*
 * Puts the files of a folder of migrations into the order in which tools run
 * them, by their names, and takes out those that lead back. Returns how many
 * are left.
 */
ERMAID_API int ermaid_sort_history(ErmaidFile *files, int n);

/* The language that was found; the number of diagrams. */
ERMAID_API ErmaidLang ermaid_lang(const Ermaid *d);
ERMAID_API int ermaid_count(const Ermaid *d);

typedef struct {
    ErmaidBytes title; /* may be empty */
    ErmaidBytes board; /* of D2: root, root.layers.x, … */
    int line;          /* of the file, from 1, where it begins */
    bool is_inner;     /* a board of D2 inside of the diagram before it, whose
                          model holds it */
    bool is_empty;     /* a board with no objects */
    bool has_errors;
} ErmaidDiagram;

ERMAID_API ErmaidDiagram ermaid_diagram(const Ermaid *d, int index);

/* Draws a diagram. */
ERMAID_API ErmaidStatus ermaid_render(Ermaid *d, int index, ErmaidFormat format,
                                      ErmaidBytes *out);

/* The same in pieces, for pictures larger than memory. write returns false
 * to stop. */
ERMAID_API ErmaidStatus ermaid_render_to(
    Ermaid *d, int index, ErmaidFormat format,
    bool (*write)(void *ctx, const char *data, size_t size), void *ctx);

/*
 * Draws n > 0 diagrams into one file: PDF has a page for each, and links to
 * boards of D2 lead to their pages; SVG shows them one after the other, each
 * for the time that was wished as `animate` (2000 ms otherwise).
 */
ERMAID_API ErmaidStatus ermaid_render_pages(
    Ermaid *d, const int *indices, int n, ErmaidFormat format,
    bool (*write)(void *ctx, const char *data, size_t size), void *ctx);

/* The model of a diagram in another language. */
ERMAID_API ErmaidStatus ermaid_convert(Ermaid *d, int index,
                                       ErmaidTarget target, ErmaidBytes *out);

/* How two schemas are compared. */
typedef enum {
    ERMAID_DIFF_TEXT,     /* as a person reads it */
    ERMAID_DIFF_JSON,     /* differences, renames, dangers */
    ERMAID_DIFF_MARKDOWN, /* for a comment on a pull request */
    ERMAID_DIFF_SQL       /* a draft of the migration; a diagram is completed
                             by the other one, or read in the `dialect` of its
                             options (ERMAID_UNSUPPORTED: both are diagrams, and
                             that is not set) */
} ErmaidDiffFormat;

typedef struct {
    bool no_renames;            /* what was renamed is removed and added */
    const char *const *renames; /* "old=new", of tables, or "table.old=new" */
    int n_renames;
    bool colors;    /* of a terminal, in text */
    bool full;      /* all columns, in the picture */
    int distance;   /* of unchanged tables, in the picture */
    bool any_order; /* of a table's columns is the same */
    bool no_dangers;
    const char *picture; /* its address, for Markdown to show; or NULL */
} ErmaidDiffOptions;

/*
 * What changed from a diagram of one document to one of another (NULL options:
 * the defaults). `differs`: anything at all. The bytes belong to `after`.
 */
ERMAID_API ErmaidStatus ermaid_diff(const Ermaid *before, int before_index,
                                    Ermaid *after, int after_index,
                                    const ErmaidDiffOptions *options,
                                    ErmaidDiffFormat format, bool *differs,
                                    ErmaidBytes *out);

/*
 * Adds one picture of both to the diagrams of `after`, at *index: what was
 * added, removed, changed and moved is marked, unchanged tables are folded to
 * their keys (unless `full`), and those further than `distance` relations from
 * a change are left out (-1: none is). ermaid_render draws it.
 */
ERMAID_API ErmaidStatus ermaid_diff_picture(const Ermaid *before,
                                            int before_index, Ermaid *after,
                                            int after_index,
                                            const ErmaidDiffOptions *options,
                                            bool *differs, int *index);

/* A diagram of a document as a version of a schema. */
typedef struct {
    const Ermaid *doc;
    int index;
    const char *name; /* how it is called: "v2" */
} ErmaidVersion;

/*
 * Adds pictures of n > 0 versions, oldest first, to the diagrams of `d`. The
 * documents of the versions must live as long; `d` may be one of them.
 *
 * At *index there is one of all versions: ermaid_render makes it a page to step
 * through them (ERMAID_HTML), or puts them side by side; of two, each shows
 * what changes. Behind it are 2 n - 1 pictures: the first version, what changes
 * to the second, the second, ... In all of them a table has the same place.
 * Every table is shown when `distance` is -1, else those near a change of any
 * step; of tables that never change only the keys, unless `full`.
 */
ERMAID_API ErmaidStatus ermaid_timeline(Ermaid *d,
                                        const ErmaidVersion *versions, int n,
                                        const ErmaidDiffOptions *options,
                                        bool *differs, int *index);

/* The whole text in canonical form; of Markdown only the diagrams change. A
 * text whose canonical form would not read as well, or not stay as it is, stays
 * as typed. */
ERMAID_API ErmaidStatus ermaid_format(Ermaid *d, ErmaidBytes *out);

/* Adds the warnings of lint to the messages. */
ERMAID_API ErmaidStatus ermaid_check(Ermaid *d);

/* The whole file with all mended that the messages so far know how to mend for
 * certain; those messages go. */
ERMAID_API ErmaidStatus ermaid_fix(Ermaid *d, int *fixed, ErmaidBytes *out);

/* How many messages there are of each kind. */
ERMAID_API int ermaid_errors(const Ermaid *d);
ERMAID_API int ermaid_warnings(const Ermaid *d);

/* All messages, in order of place; those of D2 in its own order. */
ERMAID_API ErmaidBytes ermaid_messages(Ermaid *d, ErmaidMessages format);

/* Those of several documents, n > 0, as one report: one JSON list, one SARIF
 * log. The bytes belong to the first document. */
ERMAID_API ErmaidBytes ermaid_messages_of(Ermaid *const *docs, int n,
                                          ErmaidMessages format);

/* What is built in. Each returns false when there is no such index. */
typedef struct {
    const char *name, *about;
    bool dark;
} ErmaidTheme;
typedef struct {
    const char *family, *style;
    ErmaidBytes license;
    size_t size; /* bytes */
} ErmaidFont;
typedef struct {
    const char *code, *about; /* of a warning of ermaid_check */
    const char *level;        /* off, note, warn, error; of a danger warning */
} ErmaidRule;
ERMAID_API bool ermaid_theme(int index, ErmaidTheme *out);
ERMAID_API bool ermaid_font(int index, ErmaidFont *out);
ERMAID_API bool ermaid_rule(int index, ErmaidRule *out);
ERMAID_API bool ermaid_danger(int index, ErmaidRule *out); /* of ermaid_diff */

ERMAID_API const char *ermaid_version(void);

#ifdef __cplusplus
}
#endif

#endif
