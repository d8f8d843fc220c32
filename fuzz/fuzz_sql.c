/*
 * SQL of the three dialects, found from the text, through every output.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return em_fuzz(ERMAID_SQL, data, size);
}
