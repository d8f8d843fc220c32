/*
 * The module that draws with Cairo, on scenes made by hand.
 */
#include "base/rng.h"
#include "out/out.h"
#include "out/squeeze.h"
#include "test.h"

#include <png.h>
#include <string.h>
#include <zlib.h>

enum { PAPER, INK, RED, GLASS };

static Scene *new_scene(Arena *a, int w, int h)
{
    static const Color colors[] = {
        {255, 255, 255, 255}, {17, 24, 39, 255}, {200, 0, 0, 255}, {0}};
    Scene *s = NEW(a, Scene);

    *s = (Scene){.w = w * PX, .h = h * PX, .title = STR("Test")};
    for (int i = 0; i < COUNT(colors); i++)
        *PUSH(a, &s->palette) = (InkColor){colors[i], colors[i]};
    s->fonts = em_fonts_open(a);
    return s;
}

static void add_rect(Arena *a, Scene *s, Rect px, Ink fill)
{
    Item *item = PUSH(a, &s->items);
    *item = (Item){.kind = ITEM_RECT, .paint = {.fill = fill, .stroke = NONE}};
    item->as.rect.box = (Rect){px.x * PX, px.y * PX, px.w * PX, px.h * PX};
    item->as.rect.corners = CORNERS_NONE;
}

static void add_text(Arena *a, Scene *s, Point px, Str text)
{
    const TextStyle style = {.face = FACE_SANS, .size = 13 * PX};
    const TextBlock *block = em_text(s->fonts, a, text, style);
    Item *item = PUSH(a, &s->items);

    *item = (Item){.kind = ITEM_TEXT, .paint = {.fill = INK, .stroke = NONE}};
    item->as.text.block = block;
    item->as.text.at = (Point){px.x * PX, px.y * PX};
    item->as.text.w = block->w;
}

/* Takes bytes up to a limit; its memory is there before. */
typedef struct {
    char *p;
    size_t n, limit;
} Bytes;

static bool take(void *ctx, const char *p, size_t n)
{
    Bytes *b = ctx;
    if (n > b->limit - b->n)
        return false;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    return true;
}

static Bytes *new_bytes(Arena *a, size_t limit)
{
    Bytes *b = NEW(a, Bytes);
    b->p = NEW_ARRAY(a, limit + 1, char);
    b->limit = limit;
    return b;
}

typedef enum { MAKE_PNG, MAKE_PDF } Make;

/* Makes a picture; a lack of memory is passed on, as a caller would. */
static PixelStatus make(Arena *a, Make what, const Scene *s, int scale,
                        Bytes *out, Buf *notes)
{
    const Pixels *pixels = em_pixels_open();
    const PixelOptions options = {.scale = scale};
    const Sink sink = {take, out};
    Arena scratch = {.budget = a->budget}; /* not that of the fonts */

    CHECK(pixels != NULL);
    PixelStatus status = (what == MAKE_PNG ? pixels->png : pixels->pdf)(
        s, &options, sink, notes, &scratch);
    CHECK(scratch.last == NULL);
    if (status == PIXELS_NO_MEMORY)
        longjmp(*a->budget->fail, 1);
    return status;
}

/* A picture read back. */
typedef struct {
    int w, h;
    png_byte *rgba;
} Bitmap;

static Bitmap read_image(Arena *a, const Bytes *file)
{
    png_image image = {.version = PNG_IMAGE_VERSION};

    CHECK(png_image_begin_read_from_memory(&image, file->p, file->n));
    image.format = PNG_FORMAT_RGBA;
    Bitmap i = {(int)image.width, (int)image.height, NULL};
    png_image_free(&image);
    i.rgba = NEW_ARRAY(a, (size_t)i.w * (size_t)i.h * 4, png_byte);
    image = (png_image){.version = PNG_IMAGE_VERSION};
    png_image_begin_read_from_memory(&image, file->p, file->n);
    image.format = PNG_FORMAT_RGBA;
    CHECK(png_image_finish_read(&image, NULL, i.rgba, 0, NULL));
    return i;
}

static const png_byte *pixel(const Bitmap *i, int x, int y)
{
    return i->rgba + ((ptrdiff_t)y * i->w + x) * 4;
}

static bool is_red(const png_byte *p)
{
    return p[0] == 200 && p[1] == 0 && p[2] == 0 && p[3] == 255;
}

static bool is_white(const png_byte *p)
{
    return p[0] == 255 && p[1] == 255 && p[2] == 255 && p[3] == 255;
}

static void shapes_are_where_the_scene_says(Arena *a)
{
    Scene *s = new_scene(a, 40, 30);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 4096);
    add_rect(a, s, (Rect){10, 5, 20, 10}, RED);

    CHECK(make(a, MAKE_PNG, s, 2000, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    CHECK(i.w == 80 && i.h == 60);
    CHECK(is_red(pixel(&i, 20, 10)) && is_red(pixel(&i, 59, 29)));
    CHECK(is_white(pixel(&i, 19, 10)) && is_white(pixel(&i, 60, 29)));
    CHECK(is_white(pixel(&i, 20, 9)) && is_white(pixel(&i, 20, 30)));
    CHECK(notes.n == 0);
}

static void sides_are_rounded_up(Arena *a)
{
    Scene *s = new_scene(a, 41, 31);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 4096);

    CHECK(make(a, MAKE_PNG, s, 500, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    CHECK(i.w == 21 && i.h == 16);
}

static void without_paper_it_is_transparent(Arena *a)
{
    Scene *s = new_scene(a, 8, 8);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 4096);
    s->paper = GLASS;
    add_rect(a, s, (Rect){0, 0, 4, 8}, RED);

    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    CHECK(is_red(pixel(&i, 1, 1)) && pixel(&i, 6, 1)[3] == 0);
}

/* Rows in which a column of the picture has ink. */
static int inked_rows(const Bitmap *i, int from, int to)
{
    int rows = 0;
    for (int y = 0; y < i->h; y++) {
        bool ink = false;
        for (int x = from; x < to; x++)
            ink = ink || !is_white(pixel(i, x, y));
        rows += ink;
    }
    return rows;
}

static void text_is_drawn_in_its_ink(Arena *a)
{
    Scene *s = new_scene(a, 60, 40);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 8192);
    add_text(a, s, (Point){10, 10}, STR("HHH"));

    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    CHECK(inked_rows(&i, 0, 10) == 0);
    int rows = inked_rows(&i, 10, 40);
    CHECK(rows >= 9 && rows <= 11); /* the height of a capital at 13 px */
}

static void large_text_is_drawn_too(Arena *a)
{
    Scene *s = new_scene(a, 40, 24);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 64 * 1024);
    add_text(a, s, (Point){4, 2}, STR("HH"));

    CHECK(make(a, MAKE_PNG, s, 10000, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    int rows = inked_rows(&i, 40, 300);
    CHECK(rows >= 92 && rows <= 98);
}

static void a_picture_of_many_bands_has_no_seams(Arena *a)
{
    Scene *s = new_scene(a, 1100, 4100);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 256 * 1024);
    add_rect(a, s, (Rect){100, 0, 1, 4100}, RED);
    add_rect(a, s, (Rect){200, 4050, 10, 10}, RED);

    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    CHECK(inked_rows(&i, 100, 101) == 4100);
    CHECK(inked_rows(&i, 200, 210) == 10 && is_red(pixel(&i, 205, 4055)));
}

static void a_picture_may_be_wider_than_an_image_of_cairo(Arena *a)
{
    Scene *s = new_scene(a, 40000, 4);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 256 * 1024);
    add_rect(a, s, (Rect){31900, 0, 200, 4}, RED);

    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_OK);
    Bitmap i = read_image(a, out);
    CHECK(i.w == 40000 && is_white(pixel(&i, 31899, 1)));
    for (int x = 31900; x < 32100; x++)
        CHECK(is_red(pixel(&i, x, 1)));
    CHECK(is_white(pixel(&i, 32100, 1)));
}

static void too_large_is_refused_before_anything_is_written(Arena *a)
{
    Scene *s = new_scene(a, 100, 100);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 16);

    s->w = 1000001 * PX;
    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_TOO_LARGE);
    s->w = s->h = 70000 * PX;
    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_TOO_LARGE);
    s->w = s->h = INT32_MAX;
    CHECK(make(a, MAKE_PNG, s, 100000, out, &notes) == PIXELS_TOO_LARGE);
    CHECK(out->n == 0);
}

static void a_sink_that_fails_ends_it(Arena *a)
{
    Scene *s = new_scene(a, 60, 40);
    Buf notes = {.arena = a};
    add_text(a, s, (Point){10, 10}, STR("some text"));

    for (size_t room = 0; room < 400; room += 57) {
        Bytes *out = new_bytes(a, room);
        CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_SINK);
        out->n = 0;
        CHECK(make(a, MAKE_PDF, s, 1000, out, &notes) == PIXELS_SINK);
    }
}

static void the_same_scene_gives_the_same_bytes(Arena *a)
{
    Scene *s = new_scene(a, 200, 40);
    Buf notes = {.arena = a};
    add_text(a, s, (Point){10, 10}, STR("customer_id \xC3\xA9t\xC3\xA9"));

    for (int what = MAKE_PNG; what <= MAKE_PDF; what++) {
        Bytes *one = new_bytes(a, 32 * 1024), *two = new_bytes(a, 32 * 1024);
        CHECK(make(a, (Make)what, s, 1000, one, &notes) == PIXELS_OK);
        CHECK(make(a, (Make)what, s, 1000, two, &notes) == PIXELS_OK);
        CHECK(one->n == two->n && memcmp(one->p, two->p, one->n) == 0);
    }
}

static void a_script_without_a_font_is_noted_once(Arena *a)
{
    Scene *s = new_scene(a, 100, 60);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 8192);
    /* the last characters for private use: in no font */
    add_text(a, s, (Point){10, 10}, STR("\xF4\x8F\xBF\xBC"));
    add_text(a, s, (Point){10, 30}, STR("\xF4\x8F\xBF\xBD"));

    CHECK(make(a, MAKE_PNG, s, 1000, out, &notes) == PIXELS_OK);
    CHECK_STR(em_buf_str(&notes),
              STR("no font has the script Zzzz (as in U+10fffc); boxes stand "
                  "for its characters\n"));
    Bitmap i = read_image(a, out);
    CHECK(inked_rows(&i, 10, 30) > 8);
}

static void a_document_has_links_and_no_date(Arena *a)
{
    Scene *s = new_scene(a, 100, 60);
    Buf notes = {.arena = a};
    Bytes *out = new_bytes(a, 64 * 1024);
    GroupInfo linked = {.link = STR("https://example.org/it's")};
    *PUSH(a, &s->items) = (Item){.kind = ITEM_GROUP, .as.group = &linked};
    add_rect(a, s, (Rect){10, 10, 30, 20}, RED);
    *PUSH(a, &s->items) = (Item){.kind = ITEM_END};

    CHECK(make(a, MAKE_PDF, s, 1000, out, &notes) == PIXELS_OK);
    Str file = {out->p, (int)out->n};
    CHECK(em_str_find(file, STR("(https://example.org/it's)"), 0) != NONE);
    CHECK(em_str_find(file, STR("/Title (Test)"), 0) != NONE);
    CHECK(em_str_find(file, STR("CreationDate"), 0) == NONE);
}

static void collect(void *ctx, const uint8_t *p, size_t n)
{
    CHECK(take(ctx, (const char *)p, n));
}

/* Pixels with all that a compressor meets: noise, areas, repeated rows. */
static uint32_t *new_pixels(Arena *a, int w, int rows, uint32_t kinds)
{
    uint32_t *pixels = NEW_ARRAY(a, (int64_t)w * rows, uint32_t);
    Rng rng = {kinds + (uint32_t)w};

    for (int i = 0; i < w * rows; i++) {
        int kind = em_rng_below(&rng, (int)kinds);
        pixels[i] = (uint32_t)em_rng_below(&rng, 0x7FFFFFFF) << 1;
        if (kind > 0 && i > 0)
            pixels[i] = pixels[i - 1];
        if (kind > 12 && i >= w)
            pixels[i] = pixels[i - w];
    }
    return pixels;
}

static void check_squeezed(Arena *a, int w, int rows, uint32_t kinds, int depth)
{
    uint32_t *pixels = new_pixels(a, w, rows, kinds);
    size_t size = (size_t)rows * ((size_t)w * (size_t)depth + 1);
    Bytes *file = new_bytes(a, size * 2 + 1000);
    Squeeze *s = em_squeeze_new(a, w, depth == 4, collect, file);
    em_squeeze_rows(s, pixels, rows / 2);
    em_squeeze_rows(s, pixels + (ptrdiff_t)w * (rows / 2), rows - rows / 2);
    em_squeeze_end(s);

    uint8_t *got = NEW_ARRAY(a, size + 1, uint8_t);
    uLongf n = size + 1;
    CHECK(uncompress(got, &n, (const Bytef *)file->p, file->n) == Z_OK);
    CHECK(n == size);
    const uint8_t *p = got;
    for (int i = 0; i < w * rows; i++) {
        if (i % w == 0)
            CHECK(*p++ == 0);
        CHECK(p[0] == (pixels[i] >> 16 & 0xFF));
        CHECK(p[1] == (pixels[i] >> 8 & 0xFF) && p[2] == (pixels[i] & 0xFF));
        CHECK(depth == 3 || p[3] == pixels[i] >> 24);
        p += depth;
    }
}

static void squeezed_pixels_come_back(Arena *a)
{
    static const int widths[] = {1, 3, 86, 300, 11000};

    for (int i = 0; i < COUNT(widths); i++)
        for (int depth = 3; depth <= 4; depth++) {
            int rows = 3 + 2000 / widths[i];
            check_squeezed(a, widths[i], rows, 1, depth);
            check_squeezed(a, widths[i], rows, 3, depth);
            check_squeezed(a, widths[i], rows, 60, depth);
            check_squeezed(a, widths[i], rows, 5000, depth);
        }
}

int main(void)
{
    static const Test tests[] = {
        {"shapes are where the scene says", shapes_are_where_the_scene_says},
        {"squeezed pixels come back", squeezed_pixels_come_back},
        {"sides are rounded up", sides_are_rounded_up},
        {"without paper it is transparent", without_paper_it_is_transparent},
        {"text is drawn in its ink", text_is_drawn_in_its_ink},
        {"large text is drawn too", large_text_is_drawn_too},
        {"a picture of many bands has no seams",
         a_picture_of_many_bands_has_no_seams},
        {"a picture may be wider than an image of Cairo",
         a_picture_may_be_wider_than_an_image_of_cairo},
        {"too large is refused before anything is written",
         too_large_is_refused_before_anything_is_written},
        {"a sink that fails ends it", a_sink_that_fails_ends_it},
        {"the same scene gives the same bytes",
         the_same_scene_gives_the_same_bytes},
        {"a script without a font is noted once",
         a_script_without_a_font_is_noted_once},
        {"a document has links and no date", a_document_has_links_and_no_date},
    };
    return em_run_tests("pixels", tests, COUNT(tests));
}
