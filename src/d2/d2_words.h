/*
 * D2's reserved words: keys with a meaning of their own, in any case, when
 * they stand without quotes.
 */
#ifndef EM_D2_WORDS_H
#define EM_D2_WORDS_H

#include "base/str.h"

typedef enum {
    WORD_NONE,
    WORD_3D,
    WORD_ANIMATED,
    WORD_BOLD,
    WORD_BORDER_RADIUS,
    WORD_CLASS,
    WORD_CLASSES,
    WORD_CONSTRAINT,
    WORD_DIRECTION,
    WORD_DOUBLE_BORDER,
    WORD_FILL,
    WORD_FILL_PATTERN,
    WORD_FILLED,
    WORD_FONT,
    WORD_FONT_COLOR,
    WORD_FONT_SIZE,
    WORD_GRID_COLUMNS,
    WORD_GRID_GAP,
    WORD_GRID_ROWS,
    WORD_HEIGHT,
    WORD_HORIZONTAL_GAP,
    WORD_ICON,
    WORD_ITALIC,
    WORD_LABEL,
    WORD_LAYERS,
    WORD_LEFT,
    WORD_LINK,
    WORD_MULTIPLE,
    WORD_NEAR,
    WORD_OPACITY,
    WORD_SCENARIOS,
    WORD_SHADOW,
    WORD_SHAPE,
    WORD_SOURCE_ARROWHEAD,
    WORD_STEPS,
    WORD_STROKE,
    WORD_STROKE_DASH,
    WORD_STROKE_WIDTH,
    WORD_STYLE,
    WORD_TARGET_ARROWHEAD,
    WORD_TEXT_TRANSFORM,
    WORD_TOOLTIP,
    WORD_TOP,
    WORD_UNDERLINE,
    WORD_VARS,
    WORD_VERTICAL_GAP,
    WORD_WIDTH,
    WORD_COUNT
} D2Word;

/* The word that text spells in any case; WORD_NONE for other texts. */
D2Word em_d2_find_word(Str text);
Str em_d2_word_name(D2Word w);

bool em_d2_is_style_word(D2Word w); /* stands in `style` only */
bool em_d2_is_board_word(D2Word w); /* layers, scenarios, steps */

/* True for words that more of a path may follow: style.opacity. */
bool em_d2_is_holder_word(D2Word w);

/* Reads one of D2's spellings of true and false, which are those of Go's
 * strconv. */
bool em_d2_parse_bool(Str s, bool *value);

#endif
