/*
 * Style: wishes of classDef and style lines, read into values.
 *
 * What is not understood is not applied: nothing of a style's text ever
 * reaches an output.
 */
#ifndef EM_STYLE_H
#define EM_STYLE_H

#include "theme/color.h"
#include "theme/gradient.h"

/* What a fill is strewn with. */
typedef enum {
    PATTERN_NONE,
    PATTERN_DOTS,
    PATTERN_LINES,
    PATTERN_GRAIN,
    PATTERN_PAPER,
    PATTERN_COUNT
} Pattern;

typedef struct {
    bool has_fill, has_stroke, has_color, has_width, has_dash, has_size,
        has_opacity, has_radius;
    bool has_bold, has_pattern, has_gradient;
    bool bold, italic, underline, mono;
    bool shadow, is_3d, multiple, double_border, animated;
    Color fill, stroke, color;
    Gradient gradient; /* a fill; the later of both counts */
    Pattern pattern;
    Len width;   /* stroke-width, at most 32 px */
    Len dash[4]; /* stroke-dasharray */
    int n_dash;
    int dash_widths; /* stroke-dash: dashes of so many widths; 0: n_dash */
    Len size;        /* font-size, 6 to 100 px */
    int opacity;     /* in 1/256 */
    Len radius;      /* rx, border-radius; at most 64 px */
} Style;

/*
 * Reads one property (CSS names of SVG and text: fill, stroke, color,
 * stroke-width, stroke-dasharray, font-weight, font-style, font-size,
 * text-decoration, opacity, rx, …, and D2's keywords). False when property or
 * value are not understood; *s is then unchanged.
 */
bool em_style_set(Style *s, Str property, Str value);

#endif
