/*
 * D2 text, through every output of the core.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return em_fuzz(ERMAID_D2, data, size);
}
