/*
 * The Unicode bidirectional algorithm, as FriBidi has it.
 */
#include <fribidi.h>

#include "text/hb_fonts.h"

const int8_t *em_fribidi_levels(Arena *a, const uint32_t *chars, int n)
{
    FriBidiCharType *types = NEW_ARRAY(a, n, FriBidiCharType);
    FriBidiBracketType *brackets = NEW_ARRAY(a, n, FriBidiBracketType);
    FriBidiLevel *levels = NEW_ARRAY(a, n, FriBidiLevel);
    FriBidiParType direction = FRIBIDI_PAR_ON;

    fribidi_get_bidi_types(chars, n, types);
    fribidi_get_bracket_types(chars, n, types, brackets);
    return fribidi_get_par_embedding_levels_ex(types, brackets, n, &direction,
                                               levels)
               ? levels
               : NULL;
}

uint32_t em_fribidi_mirror(uint32_t c)
{
    FriBidiChar mirror;
    fribidi_get_mirror_char(c, &mirror);
    return mirror;
}
