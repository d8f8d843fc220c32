/*
 * Writers: a Scene in, bytes out.
 *
 * SVG and text are written here with nothing but base. Pixels and PDF need
 * Cairo and FreeType: they are a module of their own, opened by
 * em_pixels_open when they are first asked for.
 */
#ifndef EM_OUT_H
#define EM_OUT_H

#include "scene/scene.h"

/*
 * Takes bytes. False when they could not be written: the writer then stops and
 * returns false too. Must not allocate in an arena.
 */
typedef struct {
    bool (*write)(void *ctx, const char *p, size_t n);
    void *ctx;
} Sink;

typedef enum { TEXT_EMBED, TEXT_SYSTEM, TEXT_PATHS } TextMode;

typedef struct {
    TextMode text;
    Str id_prefix; /* letters, digits, "-", "_" */
    int scale;     /* in 1/1000; 0: 1000 */
    bool fits;     /* as large as what it stands in; scale means nothing */
    bool centered; /* in what is larger than the picture, or of another shape */
    int interval;  /* ms for which each of several boards is shown */
    bool in_page;  /* dark is what a page calls so: within .dark */
    int frame;     /* of a film, that is shown at first */
} SvgOptions;

void em_put_svg(Buf *out, const Scene *s, const SvgOptions *o, Arena *scratch);

/* What a page lists of a step, or of all else; all text is plain. */
typedef struct {
    char sign; /* '+', '-', '~'; '!': a danger, 0: where there is one */
    Str level; /* of dangers: "error", "warning", "note" */
    Str name, detail;
    int node, row; /* of the scene that it is about, or NONE */
} PageLine;

typedef struct {
    Str heading; /* of a table; of dangers; may be empty */
    Str fate;    /* "added, 4 columns" */
    bool is_table;
    bool is_folded; /* opened by who wants it */
    int node;       /* of the scene, or NONE */
    ARRAY_OF(PageLine) lines;
} PageGroup;

/* A frame of the scene: a version, or what changes to the next one. */
typedef struct {
    Str name;
    bool is_step;
    Str summary; /* of a step */
    ARRAY_OF(PageGroup) groups;
} PageFrame;

typedef struct {
    Str title;
    const Scene *scene;        /* a film */
    const Theme *light, *dark; /* dark may be NULL */
    const PageFrame *frames;
    int left_out;        /* tables that are in no frame */
    int n_frames, shown; /* the one that is shown at first */
} Page;

/*
 * One HTML page that needs nothing else: the film with pan, zoom, search and
 * keys, and what changed. Only our own script runs in it.
 */
void em_put_page(Buf *out, const Page *page, const SvgOptions *o,
                 Arena *scratch);

/* Box-drawing characters for terminals and commit messages. Takes the Graph's
 * own words from the scene's items. */
void em_put_txt(Buf *out, const Scene *s, Arena *scratch);

typedef struct {
    int scale;         /* pixels per px, in 1/1000 */
    Str font_file;     /* bytes of the font for missing scripts; may be empty */
    bool omit_version; /* say only that ermaid made it */
    const Scene *const *more; /* pages of a PDF behind the first; n_more */
    int n_more;
} PixelOptions;

typedef enum {
    PIXELS_OK,
    PIXELS_NO_MODULE, /* Cairo's part is not installed */
    PIXELS_TOO_LARGE, /* more pixels than MAX_PIXELS */
    PIXELS_NO_MEMORY,
    PIXELS_SINK /* the sink did not take the bytes */
} PixelStatus;

/* The largest picture, in pixels; sides at most MAX_SIDE. */
enum { MAX_SIDE = 1000000 };
#define MAX_PIXELS INT64_C(4000000000)

/*
 * What the module can do. Notes get a line for each script that no font has.
 * The scratch arena must not be the one that the scene's fonts are in.
 */
typedef struct {
    int version; /* PIXELS_VERSION, or it is not ours */
    PixelStatus (*png)(const Scene *s, const PixelOptions *o, Sink sink,
                       Buf *notes, Arena *scratch);
    PixelStatus (*pdf)(const Scene *s, const PixelOptions *o, Sink sink,
                       Buf *notes, Arena *scratch);
} Pixels;

enum { PIXELS_VERSION = 1 };

/* The module's functions; NULL when it cannot be opened. */
const Pixels *em_pixels_open(void);

#endif
