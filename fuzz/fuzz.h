/*
 * What the fuzzers share: read a text in a language and make everything of it
 * that the core can make.
 */
#ifndef EM_FUZZ_H
#define EM_FUZZ_H

#include "ermaid.h"

#include <stdint.h>

/* The first byte of the data chooses the options. Always 0. */
int em_fuzz(ErmaidLang lang, const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
