/*
 * Icons that are SVG, drawn by librsvg.
 *
 * librsvg brings two dozen libraries along, so it is opened when the first such
 * icon is drawn, and pictures without them are drawn without it. It is given
 * bytes without a place that they came from: so it opens no other file. Where
 * it is not installed, icons are frames.
 */
#include "out/canvas.h"

#include <dlfcn.h>

/* As in librsvg's rsvg.h; its ABI has been the same since 2.46. */
typedef struct {
    double x, y, width, height;
} RsvgRectangle;

typedef struct {
    void *(*open)(const unsigned char *bytes, size_t n, void **error);
    int (*draw)(void *handle, cairo_t *cr, const RsvgRectangle *viewport,
                void **error);
    void (*close)(void *handle);
} Rsvg;

/* False when it is not installed. It stays open until the program ends. */
static bool open_rsvg(Rsvg *out)
{
    void *library = dlopen("librsvg-2.so.2", RTLD_LAZY | RTLD_LOCAL);

    *out = (Rsvg){0};
    if (!library)
        return false;
    *(void **)&out->open = dlsym(library, "rsvg_handle_new_from_data");
    *(void **)&out->draw = dlsym(library, "rsvg_handle_render_document");
    *(void **)&out->close = dlsym(library, "g_object_unref");
    return out->open && out->draw && out->close;
}

bool em_canvas_svg(Canvas *c, Str bytes, Rect box)
{
    const RsvgRectangle viewport = {box.x, box.y, box.w, box.h};
    Rsvg rsvg;
    void *handle = NULL;

    if (open_rsvg(&rsvg))
        handle =
            rsvg.open((const unsigned char *)bytes.p, (size_t)bytes.n, NULL);
    if (!handle)
        return false;
    cairo_save(c->cr);
    bool done = rsvg.draw(handle, c->cr, &viewport, NULL);
    cairo_restore(c->cr);
    rsvg.close(handle);
    return done;
}
