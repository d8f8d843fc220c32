/*
 * Golden files: inputs with what must come out beside them.
 *
 *     golden [--update] [--report DIR] FOLDER…
 *
 * For an input shop.mmd, shop.md, shop.sql or shop.d2, each of these that
 * exists is compared:
 *
 *     shop.json     the model            shop.diag    messages, lint included
 *     shop.mermaid  converted to Mermaid shop.fmt     canonical text
 *     shop.as-d2    converted to D2
 *     shop.layout   places and routes    shop.scene   what is painted
 *     shop.ddl      converted to SQL
 *     shop.svg      with system fonts    shop.txt     for terminals
 *     shop.png      within a tolerance     shop.ir     of D2: its tree
 *
 * shop.options holds lines like "theme=dark". To add a golden, make an empty
 * file and run with --update. A failing run leaves a page in the report's
 * folder with what was wanted, what came, and for pictures the difference.
 * Fonts of the system are named, not embedded, so that the goldens do not
 * depend on the versions of HarfBuzz and zlib.
 */
#define _POSIX_C_SOURCE 200809L
#include "support.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
    bool update;
    const char *report; /* folder */
    FILE *page;
    int compared, failed, updated;
} Run;

typedef ErmaidStatus (*Maker)(Ermaid *d, ErmaidBytes *out);

static ErmaidStatus make_json(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_convert(d, 0, ERMAID_TO_JSON, out);
}

static ErmaidStatus make_mermaid(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_convert(d, 0, ERMAID_TO_MERMAID, out);
}

static ErmaidStatus make_sql(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_convert(d, 0, ERMAID_TO_SQL, out);
}

static ErmaidStatus make_d2(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_convert(d, 0, ERMAID_TO_D2, out);
}

static ErmaidStatus make_diag(Ermaid *d, ErmaidBytes *out)
{
    ermaid_check(d);
    *out = ermaid_messages(d, ERMAID_MESSAGES_TEXT);
    return ERMAID_OK;
}

static ErmaidStatus make_svg(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_render(d, 0, ERMAID_SVG, out);
}

static ErmaidStatus make_txt(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_render(d, 0, ERMAID_TXT, out);
}

static ErmaidStatus make_png(Ermaid *d, ErmaidBytes *out)
{
    return ermaid_render(d, 0, ERMAID_PNG, out);
}

static const struct {
    const char *suffix;
    Maker make;
    const char *stop_after;
} kinds[] = {
    {".json", make_json, NULL},      {".mermaid", make_mermaid, NULL},
    {".diag", make_diag, NULL},      {".ddl", make_sql, NULL},
    {".as-d2", make_d2, NULL},       {".fmt", ermaid_format, NULL},
    {".layout", make_svg, "layout"}, {".scene", make_svg, "scene"},
    {".svg", make_svg, NULL},        {".txt", make_txt, NULL},
    {".png", make_png, NULL},        {".ir", make_svg, "ir"},
};

/* RGBA pixels of a PNG, to be freed. False when it is none. */
static bool decode(ErmaidBytes png, png_image *image, unsigned char **pixels)
{
    memset(image, 0, sizeof *image);
    image->version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(image, png.data, png.size))
        return false;
    image->format = PNG_FORMAT_RGBA;
    *pixels = malloc(PNG_IMAGE_SIZE(*image));
    return *pixels && png_image_finish_read(image, NULL, *pixels, 0, NULL);
}

/* A channel may differ by this much without being noticed… */
enum { CHANNEL_SLACK = 40 };
/* …and one in so many pixels may differ by more. */
enum { PIXEL_SLACK = 2000 };

/* Whether the pixels p and q are alike; turns p into the difference, in red. */
static bool same_pixels(unsigned char *p, const unsigned char *q, size_t n)
{
    size_t off = 0;
    for (size_t i = 0; i < n; i += 4) {
        int worst = 0;
        for (size_t k = i; k < i + 4; k++)
            worst = MAX(worst, abs(p[k] - q[k]));
        bool differs = worst > CHANNEL_SLACK;
        off += differs;
        memcpy(p + i, differs ? "\xFF\0\0\xFF" : "\xFF\xFF\xFF\xFF", 4);
    }
    return off <= n / 4 / PIXEL_SLACK;
}

/* Compares pictures; leaves the difference at `path`. */
static bool same_picture(ErmaidBytes want, ErmaidBytes got, const char *path)
{
    png_image a, b;
    unsigned char *p = NULL, *q = NULL;
    bool same = false;

    if (decode(want, &a, &p) && decode(got, &b, &q) && a.width == b.width &&
        a.height == b.height) {
        same = same_pixels(p, q, PNG_IMAGE_SIZE(a));
        if (!same)
            png_image_write_to_file(&a, path, 0, p, 0, NULL);
    }
    free(p);
    free(q);
    return same;
}

static bool same_bytes(ErmaidBytes a, ErmaidBytes b)
{
    return a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static void put_escaped(FILE *f, ErmaidBytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '<' || c == '&')
            fprintf(f, "&#%d;", c);
        else
            fputc(c, f);
    }
}

/* Writes a side of a comparison into the report; pictures as pictures. */
static void report_side(Run *run, const char *title, ErmaidBytes bytes,
                        const char *suffix, int number)
{
    char name[64], path[4096];
    bool picture = strcmp(suffix, ".svg") == 0 || strcmp(suffix, ".png") == 0;

    fprintf(run->page, "<td><h3>%s</h3>", title);
    if (picture) {
        snprintf(name, sizeof name, "%d-%s%s", number, title, suffix);
        snprintf(path, sizeof path, "%s/%s", run->report, name);
        write_file(path, bytes);
        fprintf(run->page, "<img src=\"%s\">", name);
    } else {
        fputs("<pre>", run->page);
        put_escaped(run->page, bytes);
        fputs("</pre>", run->page);
    }
    fputs("</td>", run->page);
}

static void report(Run *run, const char *path, const char *suffix,
                   ErmaidBytes want, ErmaidBytes got)
{
    char page[4096];
    fprintf(stderr, "differs: %s\n", path);
    if (!run->report)
        return;
    if (!run->page) {
        snprintf(page, sizeof page, "%s/index.html", run->report);
        run->page = fopen(page, "w");
        if (!run->page) {
            perror(page);
            exit(2);
        }
        fputs("<!doctype html><meta charset=utf-8><title>Golden files</title>"
              "<style>td{vertical-align:top}img{max-width:45vw}</style>",
              run->page);
    }
    fprintf(run->page, "<h2>%s</h2><table><tr>", path);
    report_side(run, "wanted", want, suffix, run->failed);
    report_side(run, "got", got, suffix, run->failed);
    if (strcmp(suffix, ".png") == 0)
        fprintf(run->page, "<td><h3>difference</h3><img src=\"%d-diff.png\">",
                run->failed);
    fputs("</table>", run->page);
}

/* Makes one kind of output of an input. Empty when it cannot be made. */
static ErmaidBytes make(const char *input, int kind, Ermaid **doc)
{
    ErmaidOptions o = wishes_for(input);
    const char *slash = strrchr(input, '/');
    ErmaidBytes out = {0};

    o.text = o.text ? o.text : "system";
    o.stop_after = kinds[kind].stop_after;
    o.syntax_only = kinds[kind].make == ermaid_format;
    *doc = ermaid_open(&o);
    if (!*doc)
        exit(2);
    ermaid_read(*doc, ERMAID_AUTO, slash ? slash + 1 : input, read_file(input));
    kinds[kind].make(*doc, &out);
    return out;
}

static void compare(Run *run, const char *input, int kind)
{
    const char *suffix = kinds[kind].suffix;
    char *path = with_suffix(input, suffix), diff[4096];
    if (!file_exists(path) || strcmp(path, input) == 0)
        return;

    Ermaid *doc;
    ErmaidBytes want = read_file(path), got = make(input, kind, &doc);
    run->compared++;
    snprintf(diff, sizeof diff, "%s/%d-diff.png",
             run->report ? run->report : ".", run->failed);
    bool same = same_bytes(want, got) ||
                (strcmp(suffix, ".png") == 0 && same_picture(want, got, diff));
    if (!same && run->update) {
        write_file(path, got);
        run->updated++;
    } else if (!same) {
        report(run, path, suffix, want, got);
        run->failed++;
    }
    ermaid_close(doc);
}

int main(int argc, char **argv)
{
    Run run = {0};
    Paths paths = {0};

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--update") == 0)
            run.update = true;
        else if (strcmp(argv[i], "--report") == 0 && i + 1 < argc)
            run.report = argv[++i];
        else
            add_files(&paths, argv[i]);
    }
    if (run.report && mkdir(run.report, 0777) != 0 && errno != EEXIST) {
        perror(run.report);
        return 2;
    }
    for (int i = 0; i < paths.n; i++)
        if (has_suffix(paths.items[i], ".mmd") ||
            has_suffix(paths.items[i], ".md") ||
            has_suffix(paths.items[i], ".sql") ||
            has_suffix(paths.items[i], ".d2"))
            for (int kind = 0; kind < COUNT(kinds); kind++)
                compare(&run, paths.items[i], kind);
    if (run.page)
        fclose(run.page);
    printf("%d compared, %d differ, %d updated\n", run.compared, run.failed,
           run.updated);
    return run.failed || run.compared == 0;
}
