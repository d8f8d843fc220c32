/*
 * Columns: placeholder
 */
#include "layout/flow.h"

void em_columns(Flow *f, Arena *scratch)
{
    em_rank(f, scratch);
}
