/*
 * What D2's themes 300 to 303 change besides colours, where a diagram's own
 * style does not say otherwise.
 */
#include "scene/draw.h"

enum { C4_DASH = 5 /* widths of the line */ };

static bool has_two_borders(Shape s)
{
    return s == SHAPE_RECTANGLE || s == SHAPE_SQUARE || s == SHAPE_CIRCLE ||
           s == SHAPE_OVAL;
}

void em_rule_style(const Canvas *c, const Ruled *r, Style *style)
{
    ThemeRules rules = c->options->theme->rules;
    bool paper = rules == RULES_ORIGAMI && r->shape != SHAPE_TEXT &&
                 r->shape != SHAPE_IMAGE && r->shape != SHAPE_CODE;
    bool dots = rules == RULES_TERMINAL && r->container;

    if (rules == RULES_TERMINAL || rules == RULES_ORIGAMI) {
        if (!style->has_radius) {
            style->has_radius = true;
            style->radius = 0;
        }
        if (r->container && r->level == 1 && has_two_borders(r->shape))
            style->double_border = true;
    }
    if ((paper || dots) && !style->has_pattern) {
        style->has_pattern = true;
        style->pattern = paper ? PATTERN_PAPER : PATTERN_DOTS;
    }
    if (rules == RULES_C4 && r->container && !style->has_dash)
        style->dash_widths = C4_DASH;
}

void em_rule_codes(const Canvas *c, const Ruled *r, ShapeCodes *codes)
{
    bool outer = r->level <= 1;

    if (c->options->theme->rules != RULES_C4)
        return;
    if (r->container) {
        codes->stroke = CODE_AA2;
        codes->clear = true;
        return;
    }
    switch (r->shape) {
    case SHAPE_PERSON:
    case SHAPE_C4_PERSON:
        codes->fill = CODE_B2;
        codes->stroke = CODE_B1;
        break;
    case SHAPE_TEXT:
    case SHAPE_IMAGE:
    case SHAPE_CODE: return;
    default:
        codes->fill = outer ? CODE_B6 : CODE_B4;
        codes->stroke = outer ? CODE_B5 : CODE_B3;
        break;
    }
    codes->ink = CODE_N7;
}

/* Lines are dashed, and as grey as their labels. */
void em_rule_line(const Canvas *c, Style *style)
{
    if (c->options->theme->rules != RULES_C4)
        return;
    if (!style->has_dash) {
        style->has_dash = true;
        style->dash_widths = C4_DASH;
    }
}
