/*
 * Looks for modules around the program or shared library that this is part of;
 * a run path would do that too, but makes the loader try it for every other
 * library.
 */
#include "base/module.h"

#include <dlfcn.h>
#include <string.h>

enum { MAX_PATH = 256 };

/* The loader puts the folder of the object that calls for $ORIGIN. */
static const Str places[] = {
    STR_INIT("$ORIGIN/"),                              /* in the build tree */
    STR_INIT("$ORIGIN/../"),                           /* of its tests */
    STR_INIT("$ORIGIN/" ERMAID_BIN_TO_LIB "/ermaid/"), /* from bin/ */
    STR_INIT("$ORIGIN/ermaid/"),                       /* from lib/ */
};

static void *open_file(Str file)
{
    void *library = NULL;
    for (int i = 0; i < COUNT(places) && !library; i++) {
        char path[MAX_PATH] = {0};
        assert(places[i].n + file.n < MAX_PATH);
        memcpy(path, places[i].p, (size_t)places[i].n);
        memcpy(path + places[i].n, file.p, (size_t)file.n);
        library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    }
    return library;
}

const ModuleHead *em_module_open(Str file, const char *symbol, int version)
{
    void *library = open_file(file);
    const ModuleHead *m = library ? dlsym(library, symbol) : NULL;

    if (!m || m->version != version || strcmp(m->release, ERMAID_VERSION) != 0)
        return NULL;
    return m;
}
