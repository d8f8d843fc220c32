/*
 * Opens the module that draws with Cairo.
 *
 * Cairo and what it pulls in take longer to load than a small picture takes to
 * draw, so a program that writes SVG never loads them.
 */
#include "out/pixels.h"

static const TextCalls text_calls = {em_font_data, em_run_glyphs};

/* The module's table; NULL when there is no module of this release. */
static const PixelModule *open_module(void)
{
    return (const PixelModule *)em_module_open(STR("libermaid-pixels.so"),
                                               "em_pixels", PIXELS_VERSION);
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
