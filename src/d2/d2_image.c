/*
 * Icons are embedded or not shown: a picture refers to nothing outside of it,
 * and ermaid opens no connection. What a file is, its first bytes say.
 */
#include "d2/d2_image.h"

enum { SVG_START = 1024 /* bytes in which an SVG's root must begin */ };

typedef struct {
    D2Images *out;
    const Source *source;
    const D2Reader *reader;
    Arena *arena;
    Diags *diags;
} Loader;

static int big_endian(Str s, int at)
{
    int64_t v = 0;
    for (int i = 0; i < 4; i++)
        v = v << 8 | (unsigned char)s.p[at + i];
    return (int)MIN(v, 1 << 20);
}

/* Finds out what the bytes are. False: nothing that can be shown. */
static bool read_kind(Image *image)
{
    const Str png = STR("\x89PNG\r\n\x1a\n");
    Str start = em_str_cut(image->bytes, 0, MIN(image->bytes.n, SVG_START));

    if (em_str_starts(image->bytes, png) && image->bytes.n > 24) {
        image->kind = IMAGE_PNG;
        image->w = big_endian(image->bytes, 16);
        image->h = big_endian(image->bytes, 20);
        return true;
    }
    if (em_str_find(start, STR("<svg"), 0) != NONE) {
        image->kind = IMAGE_SVG;
        return true;
    }
    return false;
}

static bool is_remote(Str name)
{
    return em_str_find(name, STR("://"), 0) != NONE ||
           em_str_starts(name, STR("data:"));
}

static void report(Loader *l, const D2Text *icon, Severity severity, Str why)
{
    em_diag_add(l->diags,
                (Diag){.severity = severity,
                       .source = icon->at.source ? icon->at.source : l->source,
                       .span = icon->at.span,
                       .code = STR("d2-icon"),
                       .message = JOIN(l->arena, STR("cannot show the icon \""),
                                       icon->text, STR("\": "), why)});
    l->out->has_errors |= severity == DIAG_ERROR;
}

static void load(Loader *l, const D2Text *icon)
{
    Str why = STR("no other files are read here");
    if (!icon || icon->text.n == 0 ||
        em_map_find(&l->out->names, icon->text) != NONE)
        return;
    Image *image = NEW(l->arena, Image);
    image->name = icon->text;
    em_map_add(&l->out->names, icon->text, l->out->images.n);
    *PUSH(l->arena, &l->out->images) = image;
    if (is_remote(icon->text)) {
        report(l, icon, DIAG_WARNING, STR("nothing is fetched from a network"));
        return;
    }
    Str path = em_d2_beside(l->arena, l->source->name, icon->text);
    if (!l->reader->read(l->reader->ctx, path, &image->bytes, &why))
        report(l, icon, DIAG_ERROR, why);
    else if (!read_kind(image))
        report(l, icon, DIAG_WARNING, STR("it is neither PNG nor SVG"));
}

static void load_all(Loader *l, const D2Objects *objects,
                     const D2Connections *connections)
{
    for (int i = 0; i < objects->n; i++)
        load(l, em_d2_get(&objects->items[i].attrs.set, D2_ICON));
    for (int i = 0; i < connections->n; i++)
        load(l, em_d2_get(&connections->items[i].attrs.set, D2_ICON));
}

void em_d2_read_images(D2Images *images, const D2Model *m, const Source *src,
                       const D2Reader *reader, Arena *a, Diags *diags)
{
    Loader l = {.out = images,
                .source = src,
                .reader = reader,
                .arena = a,
                .diags = diags};
    if (images->are_read)
        return;
    images->are_read = true;
    images->names.arena = a;
    for (int i = 0; i < m->boards.n; i++) {
        const D2Board *b = m->boards.items[i];
        load_all(&l, &b->objects, &b->connections);
        if (b->legend)
            load_all(&l, &b->legend->objects, &b->legend->connections);
    }
}

const Image *em_d2_image(const D2Images *images, Str icon)
{
    int i = images && icon.n ? em_map_find(&images->names, icon) : NONE;
    return i == NONE ? NULL : images->images.items[i];
}
