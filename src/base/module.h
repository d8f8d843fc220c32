/*
 * Modules: parts of ermaid in shared objects of their own, opened when they
 * are first needed, since what they are built on takes long to load.
 */
#ifndef EM_MODULE_H
#define EM_MODULE_H

#include "base/base.h"

/* What the struct that a module exports begins with. */
typedef struct {
    int version;         /* of that struct */
    const char *release; /* ERMAID_VERSION: structs differ between releases */
} ModuleHead;

/* The struct that a module's file exports; NULL when there is no such file of
 * this release. It stays open until the program ends: opening it again only
 * counts. */
const ModuleHead *em_module_open(Str file, const char *symbol, int version);

#endif
