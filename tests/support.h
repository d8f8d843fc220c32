/*
 * What the test programs share: files, folders, options from text.
 *
 * Test programs are POSIX programs and may use malloc; a failure to get memory
 * or to read a file ends them.
 */
#ifndef EM_SUPPORT_H
#define EM_SUPPORT_H

#include "base/str.h"
#include "ermaid.h"

typedef struct {
    char **items;
    int n, room;
} Paths;

/* All regular files under a file or folder, sorted by name. */
void add_files(Paths *paths, const char *top);

bool has_suffix(const char *path, const char *suffix);

/* "a/b.mmd" with the suffix changed: "a/b.svg". Never freed. */
char *with_suffix(const char *path, const char *suffix);

bool file_exists(const char *path);

/* The bytes of a file, terminated as well. Never freed. */
ErmaidBytes read_file(const char *path);
void write_file(const char *path, ErmaidBytes bytes);

/* Sets a wish by its option's name without dashes ("dark-theme"). False when
 * there is no such option. The value must stay. */
bool set_wish(ErmaidOptions *o, const char *name, const char *value);

/* Reads lines "name=value" of NAME.options beside an input, when there. */
ErmaidOptions wishes_for(const char *input);

/* Arena and budget that are never short. */
Arena *plenty(void);

#endif
