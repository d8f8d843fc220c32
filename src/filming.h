/*
 * Filming: from a film's graphs to pictures and to the page of all of them.
 */
#ifndef EM_FILMING_H
#define EM_FILMING_H

#include "document.h"
#include "settings.h"

/* The scene of a frame of a diagram's film, or of its versions in a row. */
Scene *em_film_scene(const Diagram *g, Settings *o, Arena *work,
                     Arena *scratch);

/* The page of a whole film. */
void em_film_page(Buf *out, const Diagram *g, Settings *o, Arena *work,
                  Arena *scratch);

/* The page of one graph that is placed. */
void em_graph_page(Buf *out, Graph *g, Fonts *fonts, Settings *o, Arena *work,
                   Arena *scratch);

#endif
