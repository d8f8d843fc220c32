/*
 * Private to text/: sizes of nodes that are no tables.
 */
#ifndef EM_SIZE_H
#define EM_SIZE_H

#include "text/text.h"
#include "theme/style.h"

/*
 * Gives a node its size around its title and icon, and both their places.
 *
 *   needs  the title measured; the node's own look in *style
 *   gives  body, icon_box, title_at, w, h
 */
void em_size_shape(Node *n, const Look *look, const Style *style);

#endif
