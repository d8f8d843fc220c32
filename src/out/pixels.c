/*
 * The module's table, and the frame in which a picture is made.
 *
 * Everything a picture needs is in two arenas: the job's scratch, and the
 * canvas's own for what outlives a single item. Errors of the foreign
 * libraries end a picture the same way as a request for memory that fails:
 * they go to the budget's em_try, which is here, with a status left behind.
 */
#include "out/canvas.h"

typedef struct {
    Canvas canvas;
    void (*draw)(Canvas *c);
} Frame;

static void run_frame(void *ctx)
{
    Frame *f = ctx;
    f->draw(&f->canvas);
}

PixelStatus em_canvas_run(const PixelJob *job, void (*draw)(Canvas *c))
{
    Budget *budget = job->scratch->budget;
    Mark mark = em_arena_mark(job->scratch);
    Frame f = {.draw = draw,
               .canvas = {.job = job,
                          .scene = job->scene,
                          .keep = {.budget = budget},
                          .masks = {.arena = {.budget = budget}}}};

    f.canvas.fonts.chosen.arena = &f.canvas.keep;
    bool done = em_try(budget, run_frame, &f);
    em_arena_rewind(job->scratch, mark);
    em_arena_rewind(&f.canvas.masks.arena, (Mark){0});
    em_arena_rewind(&f.canvas.keep, (Mark){0});
    if (done || f.canvas.status != PIXELS_OK)
        return f.canvas.status;
    return PIXELS_NO_MEMORY;
}

void em_canvas_fail(Canvas *c, PixelStatus status)
{
    c->status = status;
    longjmp(*c->keep.budget->fail, 1);
}

void em_canvas_check(Canvas *c)
{
    if (cairo_status(c->cr) != CAIRO_STATUS_SUCCESS ||
        cairo_surface_status(cairo_get_target(c->cr)) != CAIRO_STATUS_SUCCESS)
        em_canvas_fail(c, PIXELS_NO_MEMORY);
}

static PixelStatus make_png(const PixelJob *job)
{
    return em_canvas_run(job, em_draw_png);
}

static PixelStatus make_pdf(const PixelJob *job)
{
    return em_canvas_run(job, em_draw_pdf);
}

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern const PixelModule em_pixels;

const PixelModule em_pixels = {
    {PIXELS_VERSION, ERMAID_VERSION}, make_png, make_pdf};
