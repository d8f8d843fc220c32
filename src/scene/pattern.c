/*
 * The tiles of fill patterns: a few rectangles each, so that every writer
 * draws the same. Grain and paper look random and are tables.
 */
#include "scene/scene.h"

enum { TILE = 12 * PX, WIDE_TILE = 40 * PX, DOT = 3 * PX / 2 };

static const Rect dots[] = {
    {2 * PX, 2 * PX, DOT, DOT},
    {8 * PX, 8 * PX, DOT, DOT},
};

static const Rect lines[] = {
    {0, 2 * PX, TILE, PX / 2},
    {0, 6 * PX, TILE, PX / 2},
    {0, 10 * PX, TILE, PX / 2},
};

#define SPECK(x, y) \
    { \
        (x) * PX, (y)*PX, PX * 3 / 4, PX * 3 / 4 \
    }

static const Rect grain[] = {
    SPECK(1, 3),   SPECK(5, 17),  SPECK(3, 29),  SPECK(8, 9),   SPECK(7, 36),
    SPECK(12, 22), SPECK(11, 1),  SPECK(15, 31), SPECK(14, 14), SPECK(19, 6),
    SPECK(18, 26), SPECK(22, 38), SPECK(21, 18), SPECK(25, 2),  SPECK(24, 32),
    SPECK(27, 11), SPECK(29, 24), SPECK(31, 35), SPECK(30, 5),  SPECK(34, 19),
    SPECK(33, 28), SPECK(37, 10), SPECK(36, 38), SPECK(38, 1),  SPECK(39, 23),
};

/* Short fibres. */
static const Rect paper[] = {
    {2 * PX, 5 * PX, 7 * PX, PX / 2},   {14 * PX, 2 * PX, PX / 2, 6 * PX},
    {21 * PX, 9 * PX, 9 * PX, PX / 2},  {35 * PX, 4 * PX, PX / 2, 7 * PX},
    {6 * PX, 17 * PX, PX / 2, 8 * PX},  {12 * PX, 21 * PX, 8 * PX, PX / 2},
    {27 * PX, 18 * PX, PX / 2, 6 * PX}, {31 * PX, 26 * PX, 7 * PX, PX / 2},
    {3 * PX, 33 * PX, 9 * PX, PX / 2},  {18 * PX, 30 * PX, PX / 2, 7 * PX},
    {23 * PX, 36 * PX, 8 * PX, PX / 2}, {37 * PX, 31 * PX, PX / 2, 6 * PX},
};

PatternTile em_pattern_tile(Pattern p)
{
    switch (p) {
    case PATTERN_DOTS: return (PatternTile){TILE, dots, COUNT(dots)};
    case PATTERN_LINES: return (PatternTile){TILE, lines, COUNT(lines)};
    case PATTERN_GRAIN: return (PatternTile){WIDE_TILE, grain, COUNT(grain)};
    case PATTERN_PAPER: return (PatternTile){WIDE_TILE, paper, COUNT(paper)};
    case PATTERN_NONE:
    case PATTERN_COUNT: break;
    }
    return (PatternTile){TILE, NULL, 0};
}
