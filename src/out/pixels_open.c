/*
 * Opens the module that draws with Cairo.
 *
 * Cairo and what it pulls in take longer to load than a small picture takes to
 * draw, so a program that writes SVG never loads them. The module stands where
 * the run path of the program (or of the shared library) points to. It stays
 * open until the program ends: opening it again only counts.
 */
#include "out/pixels.h"

#include <dlfcn.h>
#include <string.h>

static const TextCalls text_calls = {em_font_data, em_run_glyphs};

/* The module's table; NULL when there is no module of this release. */
static const PixelModule *open_module(void)
{
    void *library = dlopen("libermaid-pixels.so", RTLD_LAZY | RTLD_LOCAL);
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
