/*
 * The table of reserved words.
 */
#include "d2/d2_words.h"

typedef enum {
    PLAIN = 0,
    STYLE = 1,
    BOARD = 2,
    HOLDER = 4 /* more of a path may follow */
} WordFlags;

/* By D2Word, which is in the order of the names: found by bisection. */
static const struct {
    Str name;
    int flags;
} words[WORD_COUNT] = {
    [WORD_3D] = {STR_INIT("3d"), STYLE},
    [WORD_ANIMATED] = {STR_INIT("animated"), STYLE},
    [WORD_BOLD] = {STR_INIT("bold"), STYLE},
    [WORD_BORDER_RADIUS] = {STR_INIT("border-radius"), STYLE},
    [WORD_CLASS] = {STR_INIT("class"), PLAIN},
    [WORD_CLASSES] = {STR_INIT("classes"), HOLDER},
    [WORD_CONSTRAINT] = {STR_INIT("constraint"), HOLDER},
    [WORD_DIRECTION] = {STR_INIT("direction"), PLAIN},
    [WORD_DOUBLE_BORDER] = {STR_INIT("double-border"), STYLE},
    [WORD_FILL] = {STR_INIT("fill"), STYLE},
    [WORD_FILL_PATTERN] = {STR_INIT("fill-pattern"), STYLE},
    [WORD_FILLED] = {STR_INIT("filled"), STYLE},
    [WORD_FONT] = {STR_INIT("font"), STYLE},
    [WORD_FONT_COLOR] = {STR_INIT("font-color"), STYLE},
    [WORD_FONT_SIZE] = {STR_INIT("font-size"), STYLE},
    [WORD_GRID_COLUMNS] = {STR_INIT("grid-columns"), PLAIN},
    [WORD_GRID_GAP] = {STR_INIT("grid-gap"), PLAIN},
    [WORD_GRID_ROWS] = {STR_INIT("grid-rows"), PLAIN},
    [WORD_HEIGHT] = {STR_INIT("height"), PLAIN},
    [WORD_HORIZONTAL_GAP] = {STR_INIT("horizontal-gap"), PLAIN},
    [WORD_ICON] = {STR_INIT("icon"), HOLDER},
    [WORD_ITALIC] = {STR_INIT("italic"), STYLE},
    [WORD_LABEL] = {STR_INIT("label"), HOLDER},
    [WORD_LAYERS] = {STR_INIT("layers"), BOARD | HOLDER},
    [WORD_LEFT] = {STR_INIT("left"), PLAIN},
    [WORD_LINK] = {STR_INIT("link"), PLAIN},
    [WORD_MULTIPLE] = {STR_INIT("multiple"), STYLE},
    [WORD_NEAR] = {STR_INIT("near"), PLAIN},
    [WORD_OPACITY] = {STR_INIT("opacity"), STYLE},
    [WORD_SCENARIOS] = {STR_INIT("scenarios"), BOARD | HOLDER},
    [WORD_SHADOW] = {STR_INIT("shadow"), STYLE},
    [WORD_SHAPE] = {STR_INIT("shape"), PLAIN},
    [WORD_SOURCE_ARROWHEAD] = {STR_INIT("source-arrowhead"), HOLDER},
    [WORD_STEPS] = {STR_INIT("steps"), BOARD | HOLDER},
    [WORD_STROKE] = {STR_INIT("stroke"), STYLE},
    [WORD_STROKE_DASH] = {STR_INIT("stroke-dash"), STYLE},
    [WORD_STROKE_WIDTH] = {STR_INIT("stroke-width"), STYLE},
    [WORD_STYLE] = {STR_INIT("style"), HOLDER},
    [WORD_TARGET_ARROWHEAD] = {STR_INIT("target-arrowhead"), HOLDER},
    [WORD_TEXT_TRANSFORM] = {STR_INIT("text-transform"), STYLE},
    [WORD_TOOLTIP] = {STR_INIT("tooltip"), HOLDER},
    [WORD_TOP] = {STR_INIT("top"), PLAIN},
    [WORD_UNDERLINE] = {STR_INIT("underline"), STYLE},
    [WORD_VARS] = {STR_INIT("vars"), PLAIN},
    [WORD_VERTICAL_GAP] = {STR_INIT("vertical-gap"), PLAIN},
    [WORD_WIDTH] = {STR_INIT("width"), PLAIN},
};

enum { LONGEST_WORD = 16 };

/* By bytes, without regard to the case of a; b is lower case. */
static int compare(Str a, Str b)
{
    for (int i = 0; i < a.n && i < b.n; i++) {
        int order =
            em_lower((unsigned char)a.p[i]) - (int)(unsigned char)b.p[i];
        if (order != 0)
            return order;
    }
    return a.n - b.n;
}

D2Word em_d2_find_word(Str text)
{
    int lo = WORD_NONE + 1, hi = WORD_COUNT;

    if (text.n > LONGEST_WORD)
        return WORD_NONE;
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        int order = compare(text, words[mid].name);
        if (order == 0)
            return (D2Word)mid;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return WORD_NONE;
}

Str em_d2_word_name(D2Word w)
{
    return words[w].name;
}

bool em_d2_is_style_word(D2Word w)
{
    return words[w].flags & STYLE;
}

bool em_d2_is_board_word(D2Word w)
{
    return words[w].flags & BOARD;
}

bool em_d2_is_holder_word(D2Word w)
{
    return words[w].flags & HOLDER;
}

bool em_d2_parse_bool(Str s, bool *value)
{
    static const Str yes[] = {STR_INIT("1"),    STR_INIT("t"),
                              STR_INIT("T"),    STR_INIT("TRUE"),
                              STR_INIT("true"), STR_INIT("True")};
    static const Str no[] = {STR_INIT("0"),     STR_INIT("f"),
                             STR_INIT("F"),     STR_INIT("FALSE"),
                             STR_INIT("false"), STR_INIT("False")};

    for (int i = 0; i < COUNT(yes); i++) {
        bool is_yes = em_str_eq(s, yes[i]);
        if (is_yes || em_str_eq(s, no[i])) {
            *value = is_yes;
            return true;
        }
    }
    return false;
}
