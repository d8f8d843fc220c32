/*
 * Where a linear gradient begins and ends. A file of its own: what draws pixels
 * needs it, and nothing else of the theme.
 */
#include "theme/gradient.h"

/* The way's part of a half side, in 1/1000, for 0 to 90 degrees in steps of
 * 15: as far as the corner, as CSS has it, in a square box. */
static int reach(int degrees)
{
    static const int sines[] = {0, 259, 500, 707, 866, 966, 1000};
    int step = degrees / 15, rest = degrees % 15;
    int low = sines[step], high = rest ? sines[step + 1] : low;
    return low + (high - low) * rest / 15;
}

GradientLine em_gradient_line(const Gradient *g)
{
    int turn = g->degrees % 360, quarter = turn / 90, in = turn % 90;
    int sine = reach(in), cosine = reach(90 - in);
    int x = quarter % 2 ? cosine : sine, y = quarter % 2 ? sine : cosine;

    /* clockwise from above: right is x > 0, up is y < 0 */
    x = quarter >= 2 ? -x : x;
    y = quarter == 0 || quarter == 3 ? -y : y;
    /* far enough that the corners have the outermost colours */
    int far = sine + cosine;
    x = x * far / 1000 / 2;
    y = y * far / 1000 / 2;
    return (GradientLine){500 - x, 500 - y, 500 + x, 500 + y};
}
