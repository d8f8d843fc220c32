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
    Map names; /* to an index */
    ARRAY_OF(Image *) images;
} D2Images;

/*
 * Reads the icons of all boards, each once, from beside the text. What cannot
 * be had (files that are missing or no PNG or SVG, anything on the network) is
 * an image without bytes, and a warning at the place that names it.
 */
const D2Images *em_d2_images(const D2Model *m, const Source *src,
                             const D2Reader *reader, Arena *a, Diags *diags);

/* The image of an icon; NULL for empty text, or without images. */
const Image *em_d2_image(const D2Images *images, Str icon);

#endif
