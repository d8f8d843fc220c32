/*
 * The looks, as a table.
 *
 * `ermaid` stands on a grid of 4 px. `classic` is the arrangement of Mermaid
 * 11 and `neo` that of Mermaid 12: type before name, ruled cells, the name in
 * the middle of the header; their rows are lower than Mermaid's, which gives a
 * cell as much air as text.
 *
 * stub is the straight piece that a mark stands on (at most 21 px, marker.c)
 * with room for the corner that follows it.
 */
#include "theme/look.h"

#define HALF_PX (PX / 2)

static const Look looks[] = {
    {
        .id = LOOK_ERMAID,
        .name = STR_INIT("ermaid"),
        .header_h = 32 * PX,
        .row_h = 24 * PX,
        .pad_x = 12 * PX,
        .cell_gap = 16 * PX,
        .text_pad_y = 4 * PX,
        .grid = 4 * PX,
        .radius = 6 * PX,
        .empty_min_w = 96 * PX,
        .empty_h = 48 * PX,
        .comment_columns = 36,
        .badges = true,
        .row_size = 13 * PX,
        .header_size = 14 * PX,
        .type_size = 12 * PX,
        .label_size = 11 * PX + HALF_PX,
        .badge_size = 11 * PX,
        .title_size = 18 * PX,
        .shape_radius = 4 * PX,
        .leaf_size = 14 * PX,
        .leaf_columns = 40,
        .line_w = PX + HALF_PX,
        .border_w = PX,
        .corner = 6 * PX,
        .dash = 6 * PX,
        .dash_gap = 4 * PX,
        .stub = 28 * PX,
        .track_gap = 12 * PX,
        .node_gap = 40 * PX,
        .layer_gap = 64 * PX,
        .label_gap = 4 * PX,
        .container_pad = 20 * PX,
        .label_columns = 28,
        .margin = 24 * PX,
    },
    {
        .id = LOOK_CLASSIC,
        .name = STR_INIT("classic"),
        .header_h = 36 * PX,
        .row_h = 32 * PX,
        .pad_x = 12 * PX,
        .cell_gap = 24 * PX,
        .text_pad_y = 8 * PX,
        .grid = 4 * PX,
        .empty_min_w = 100 * PX,
        .empty_h = 80 * PX,
        .comment_columns = 40,
        .type_first = true,
        .ruled = true,
        .title_centred = true,
        .row_size = 14 * PX,
        .header_size = 14 * PX,
        .type_size = 14 * PX,
        .label_size = 12 * PX,
        .badge_size = 12 * PX,
        .title_size = 18 * PX,
        .shape_radius = 4 * PX,
        .leaf_size = 14 * PX,
        .leaf_columns = 40,
        .line_w = PX,
        .border_w = PX,
        .corner = 6 * PX,
        .dash = 8 * PX,
        .dash_gap = 8 * PX,
        .stub = 28 * PX,
        .track_gap = 12 * PX,
        .node_gap = 48 * PX,
        .layer_gap = 80 * PX,
        .label_gap = 4 * PX,
        .container_pad = 20 * PX,
        .label_columns = 28,
        .margin = 24 * PX,
    },
    {
        .id = LOOK_NEO,
        .name = STR_INIT("neo"),
        .header_h = 36 * PX,
        .row_h = 32 * PX,
        .pad_x = 12 * PX,
        .cell_gap = 24 * PX,
        .text_pad_y = 8 * PX,
        .grid = 4 * PX,
        .radius = 4 * PX,
        .empty_min_w = 100 * PX,
        .empty_h = 80 * PX,
        .comment_columns = 40,
        .type_first = true,
        .ruled = true,
        .title_centred = true,
        .shadow = true,
        .row_size = 14 * PX,
        .header_size = 14 * PX,
        .type_size = 14 * PX,
        .label_size = 12 * PX,
        .badge_size = 12 * PX,
        .title_size = 18 * PX,
        .shape_radius = 4 * PX,
        .leaf_size = 14 * PX,
        .leaf_columns = 40,
        .line_w = PX + HALF_PX,
        .border_w = 2 * PX,
        .corner = 8 * PX,
        .dash = 2 * PX,
        .dash_gap = 2 * PX,
        .stub = 32 * PX,
        .track_gap = 12 * PX,
        .node_gap = 48 * PX,
        .layer_gap = 80 * PX,
        .label_gap = 4 * PX,
        .container_pad = 20 * PX,
        .label_columns = 28,
        .margin = 24 * PX,
    },
};

const Look *em_look_find(Str name)
{
    for (int i = 0; i < COUNT(looks); i++)
        if (em_str_eq_nocase(looks[i].name, name))
            return &looks[i];
    return NULL;
}

const Look *em_looks(int *n)
{
    *n = COUNT(looks);
    return looks;
}
