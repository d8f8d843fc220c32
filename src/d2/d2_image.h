/*
 * The icons that a D2 text names.
 */
#ifndef EM_D2_IMAGE_H
#define EM_D2_IMAGE_H

#include "base/map.h"
#include "d2/d2_ir.h"
#include "d2/d2_model.h"
#include "graph/graph.h"

typedef struct D2Images {
    bool are_read;
    bool has_errors;
    Map names; /* to an index */
    ARRAY_OF(Image *) images;
} D2Images;

/*
 * Reads the icons of all boards, each once, from beside the text, when they
 * have not been read. A file that cannot be had is an error at the place that
 * names it; what is no PNG or SVG, and anything on the network, is an image
 * without bytes and a warning.
 */
void em_d2_read_images(D2Images *images, const D2Model *m, const Source *src,
                       const D2Reader *reader, Arena *a, Diags *diags);

/* The image of an icon; NULL for empty text, or without images. */
const Image *em_d2_image(const D2Images *images, Str icon);

#endif
