/*
 * How alike two pictures are: structural similarity (Wang, Bovik, Sheikh,
 * Simoncelli, "Image Quality Assessment: From Error Visibility to Structural
 * Similarity", IEEE Transactions on Image Processing 13, 2004).
 *
 *     ssim ONE.png TWO.png
 *
 * The second may be larger; then its upper left part counts.
 * Both are shrunk to half their size, as a picture made at scale 2 is looked
 * at, and compared in lightness, in windows of 8 by 8 pixels that overlap by
 * half. Windows of one colour in both pictures say nothing about drawing and
 * are left out, so large margins do not help. Prints the mean of the others
 * and that of the worst hundredth of them.
 */
#include <png.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { WINDOW = 8, STEP = 4 };

typedef struct {
    int w, h;
    double *light; /* 0 to 255 */
} Picture;

static double light_of(const png_byte *p)
{
    return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
}

/* Reads a file, on white, at half its size. */
static bool read_half(const char *name, Picture *to)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    const png_color white = {255, 255, 255};

    if (!png_image_begin_read_from_file(&image, name))
        return false;
    image.format = PNG_FORMAT_RGB;
    png_byte *bytes = malloc(PNG_IMAGE_SIZE(image));
    *to = (Picture){.w = (int)image.width / 2, .h = (int)image.height / 2};
    to->light = calloc((size_t)to->w * (size_t)to->h + 1, sizeof *to->light);
    bool ok = bytes && to->light &&
              png_image_finish_read(&image, &white, bytes, 0, NULL);
    size_t stride = (size_t)image.width * 3;
    for (int y = 0; ok && y < to->h; y++)
        for (int x = 0; x < to->w; x++) {
            const png_byte *p = bytes + (size_t)y * 2 * stride + (size_t)x * 6;
            to->light[(ptrdiff_t)y * to->w + x] =
                (light_of(p) + light_of(p + 3) + light_of(p + stride) +
                 light_of(p + stride + 3)) /
                4;
        }
    free(bytes);
    return ok;
}

/* The similarity of a window; false when there is nothing in it. */
static bool compare(const Picture *a, const Picture *b, int x, int y,
                    double *result)
{
    const double n = WINDOW * WINDOW;
    const double c1 = 0.01 * 255 * 0.01 * 255, c2 = 0.03 * 255 * 0.03 * 255;
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;

    for (int i = 0; i < WINDOW * WINDOW; i++) {
        int at_x = x + i % WINDOW, at_y = y + i / WINDOW;
        double va = a->light[(ptrdiff_t)at_y * a->w + at_x];
        double vb = b->light[(ptrdiff_t)at_y * b->w + at_x];
        sa += va;
        sb += vb;
        saa += va * va;
        sbb += vb * vb;
        sab += va * vb;
    }
    double ma = sa / n, mb = sb / n;
    double va = saa / n - ma * ma, vb = sbb / n - mb * mb;
    *result = (2 * ma * mb + c1) * (2 * (sab / n - ma * mb) + c2) /
              ((ma * ma + mb * mb + c1) * (va + vb + c2));
    return va > 0.5 || vb > 0.5 || ma - mb > 2 || mb - ma > 2;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double mean(const double *values, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += values[i];
    return n ? sum / n : 1;
}

static int report(const Picture *a, const Picture *b)
{
    int room = (a->w / STEP + 1) * (a->h / STEP + 1), n = 0;
    double *values = calloc((size_t)room, sizeof *values);

    if (!values)
        return 2;
    for (int y = 0; y + WINDOW <= a->h; y += STEP)
        for (int x = 0; x + WINDOW <= a->w; x += STEP)
            n += compare(a, b, x, y, &values[n]);
    qsort(values, (size_t)n, sizeof *values, by_value);
    printf("%.4f worst %.4f\n", mean(values, n), mean(values, (n + 99) / 100));
    free(values);
    return 0;
}

int main(int argc, char **argv)
{
    Picture a = {0}, b = {0};
    int status = 2;

    if (argc != 3 || !read_half(argv[1], &a) || !read_half(argv[2], &b))
        fprintf(stderr, "usage: ssim ONE.png TWO.png, both readable\n");
    else if (a.w > b.w || a.h > b.h)
        fprintf(stderr, "%d x %d and %d x %d\n", a.w, a.h, b.w, b.h);
    else
        status = report(&a, &b);
    free(a.light);
    free(b.light);
    return status;
}
