/*
 * Opens the module that draws with Cairo.
 *
 * Cairo and what it pulls in take longer to load than a small picture takes to
 * draw, so a program that writes SVG never loads them. The module is looked for
 * around the program or shared library that this is part of; a run path would
 * do that too, but makes the loader try it for every other library. It stays
 * open until the program ends: opening it again only counts.
 */
#include "out/pixels.h"

#include <dlfcn.h>
#include <string.h>

static const TextCalls text_calls = {em_font_data, em_run_glyphs};

#define MODULE "libermaid-pixels.so"

/* The module's file; NULL when it is nowhere. The loader puts the folder of
 * the object that calls for $ORIGIN. */
static void *open_file(void)
{
    static const char *const places[] = {
        "$ORIGIN/" MODULE,                              /* in the build tree */
        "$ORIGIN/../" MODULE,                           /* of its tests */
        "$ORIGIN/" ERMAID_BIN_TO_LIB "/ermaid/" MODULE, /* from bin/ */
        "$ORIGIN/ermaid/" MODULE,                       /* from lib/ */
    };
    void *library = NULL;
    for (int i = 0; i < COUNT(places) && !library; i++)
        library = dlopen(places[i], RTLD_LAZY | RTLD_LOCAL);
    return library;
}

/* The module's table; NULL when there is no module of this release. */
static const PixelModule *open_module(void)
{
    void *library = open_file();
    const PixelModule *m = library ? dlsym(library, "em_pixels") : NULL;

    if (!m || m->version != PIXELS_VERSION ||
        strcmp(m->release, ERMAID_VERSION) != 0)
        return NULL;
    return m;
}

static PixelStatus put_png(const Scene *s, const PixelOptions *o, Sink sink,
                           Buf *notes, Arena *scratch)
{
    const PixelJob job = {&text_calls, s, o, sink, notes, scratch};
    const PixelModule *m = open_module();
    return m ? m->png(&job) : PIXELS_NO_MODULE;
}

static PixelStatus put_pdf(const Scene *s, const PixelOptions *o, Sink sink,
                           Buf *notes, Arena *scratch)
{
    const PixelJob job = {&text_calls, s, o, sink, notes, scratch};
    const PixelModule *m = open_module();
    return m ? m->pdf(&job) : PIXELS_NO_MODULE;
}

const Pixels *em_pixels_open(void)
{
    static const Pixels pixels = {PIXELS_VERSION, put_png, put_pdf};
    return open_module() ? &pixels : NULL;
}
