/*
 * Files are read whole, folders are walked in name order.
 */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void *must(void *p, const char *what)
{
    if (!p) {
        perror(what);
        exit(2);
    }
    return p;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static char *join(const char *folder, const char *name)
{
    size_t n = strlen(folder) + strlen(name) + 2;
    char *path = must(malloc(n), "malloc");
    snprintf(path, n, "%s/%s", folder, name);
    return path;
}

static void add_path(Paths *paths, const char *path)
{
    if (paths->n == paths->room) {
        paths->room = paths->room ? 2 * paths->room : 64;
        paths->items =
            must(realloc(paths->items, (size_t)paths->room * sizeof(char *)),
                 "realloc");
    }
    paths->items[paths->n++] = must(strdup(path), "strdup");
}

void add_files(Paths *paths, const char *top)
{
    struct stat st;
    if (stat(top, &st) != 0) {
        perror(top);
        exit(2);
    }
    if (!S_ISDIR(st.st_mode)) {
        add_path(paths, top);
        return;
    }
    struct dirent **entries;
    int n = scandir(top, &entries, NULL, by_name);
    for (int i = 0; i < n; i++) {
        if (entries[i]->d_name[0] != '.') {
            char *path = join(top, entries[i]->d_name);
            add_files(paths, path);
            free(path);
        }
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

bool has_suffix(const char *path, const char *suffix)
{
    return em_str_ends(em_str_of(path), em_str_of(suffix));
}

char *with_suffix(const char *path, const char *suffix)
{
    const char *dot = strrchr(path, '.');
    size_t stem = dot ? (size_t)(dot - path) : strlen(path);
    char *out = must(malloc(stem + strlen(suffix) + 1), "malloc");
    memcpy(out, path, stem);
    strcpy(out + stem, suffix);
    return out;
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

ErmaidBytes read_file(const char *path)
{
    FILE *f = must(fopen(path, "rb"), path);
    size_t n = 0, room = 1 << 16;
    char *p = must(malloc(room), "malloc");
    for (size_t got; (got = fread(p + n, 1, room - n - 1, f)) > 0;) {
        n += got;
        if (room - n < 2)
            p = must(realloc(p, room *= 2), "realloc");
    }
    fclose(f);
    p[n] = 0;
    return (ErmaidBytes){p, n};
}

void write_file(const char *path, ErmaidBytes bytes)
{
    FILE *f = must(fopen(path, "wb"), path);
    if (fwrite(bytes.data, 1, bytes.size, f) != bytes.size || fclose(f) != 0) {
        perror(path);
        exit(2);
    }
}

bool set_wish(ErmaidOptions *o, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **wish;
    } rows[] = {
        {"theme", &o->theme},         {"dark-theme", &o->dark_theme},
        {"look", &o->look},           {"direction", &o->direction},
        {"layout", &o->layout},       {"pad", &o->pad},
        {"scale", &o->scale},         {"background", &o->background},
        {"comments", &o->comments},   {"columns", &o->columns},
        {"anchor", &o->anchor},       {"dialect", &o->dialect},
        {"aspect", &o->aspect},       {"text", &o->text},
        {"id-prefix", &o->id_prefix}, {"stop-after", &o->stop_after},
    };
    if (strcmp(name, "strict") == 0) {
        o->strict = strcmp(value, "true") == 0;
        return true;
    }
    for (int i = 0; i < COUNT(rows); i++)
        if (strcmp(name, rows[i].name) == 0) {
            *rows[i].wish = value;
            return true;
        }
    return false;
}

ErmaidOptions wishes_for(const char *input)
{
    ErmaidOptions o = {0};
    char *path = with_suffix(input, ".options");
    if (!file_exists(path))
        return o;
    char *text = must(strdup(read_file(path).data), "strdup"), *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest)) {
        char *equals = strchr(line, '=');
        if (equals)
            *equals = 0;
        if (!equals || !set_wish(&o, line, equals + 1)) {
            fprintf(stderr, "%s: bad line \"%s\"\n", path, line);
            exit(2);
        }
    }
    return o;
}

Arena *plenty(void)
{
    Arena *a = must(calloc(1, sizeof *a), "calloc");
    a->budget = must(calloc(1, sizeof *a->budget), "calloc");
    a->budget->limit = INT_MAX;
    return a;
}
