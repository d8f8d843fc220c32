/*
 * What the core and the module that draws with Cairo tell each other. The
 * module is a file of its own, opened when it is first needed.
 */
#ifndef EM_PIXELS_H
#define EM_PIXELS_H

#include "base/module.h"
#include "out/out.h"

/* What the module calls in the core, so that the fonts are not there twice. */
typedef struct {
    Str (*font_data)(Face face);
    const Glyph *(*run_glyphs)(Fonts *f, Arena *a, const Run *run, int *n);
} TextCalls;

/* A picture to make. */
typedef struct {
    const TextCalls *text;
    const Scene *scene;
    const PixelOptions *options;
    Sink sink;
    Buf *notes; /* a line for each script that has no font */
    Arena *scratch;
} PixelJob;

/* What the module exports, as `em_pixels`. */
typedef struct {
    ModuleHead head; /* its version is PIXELS_VERSION */
    PixelStatus (*png)(const PixelJob *job);
    PixelStatus (*pdf)(const PixelJob *job);
} PixelModule;

#endif
