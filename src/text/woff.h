/*
 * Inside text/: fonts as files.
 */
#ifndef EM_WOFF_H
#define EM_WOFF_H

#include "text/font_data.h"

/*
 * The tables, in the order of their tags, as a WOFF 1.0 file. One of them is
 * head, which is plain; its checksum is that without its adjustment, which is
 * set here.
 */
Str em_woff(Arena *a, FontTable *tables, int n);

#endif
