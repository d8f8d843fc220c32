/*
 * layout/ from inside: the parts of which passes are made, and passes that do
 * what their contracts say.
 */
#include "layout/columns.h"
#include "layout/contour.h"
#include "layout/flow.h"
#include "layout/simplex.h"
#include "test.h"

/* The example of Gansner and others 1993, figure 2-3. */
static void simplex_finds_the_least_length(Arena *a)
{
    RankEdge edges[] = {{0, 1, 1}, {0, 4, 1}, {0, 5, 1}, {1, 2, 1}, {2, 3, 1},
                        {3, 7, 1}, {4, 6, 1}, {5, 6, 1}, {6, 7, 1}};
    int rank[] = {0, 1, 2, 3, 1, 1, 2, 4}, total = 0;

    em_simplex(edges, COUNT(edges), rank, COUNT(rank), em_test_scratch(a));
    for (int i = 0; i < COUNT(edges); i++) {
        int length = rank[edges[i].head] - rank[edges[i].tail];
        CHECK(length >= 1);
        total += length;
    }
    CHECK(total == 10);
}

static void simplex_moves_what_is_too_high(Arena *a)
{
    /* 4 hangs on 3 alone, but starts beside 0 */
    RankEdge edges[] = {{0, 1, 1}, {1, 2, 1}, {2, 3, 1}, {4, 3, 1}};
    int rank[] = {0, 1, 2, 3, 0};

    em_simplex(edges, COUNT(edges), rank, COUNT(rank), em_test_scratch(a));
    CHECK(rank[3] - rank[4] == 1);
}

static void slabs_are_packed_without_overlap(Arena *a)
{
    Packing how = {10, 16, 10};
    Slab slabs[40];
    Rng rng = {3};

    for (int i = 0; i < COUNT(slabs); i++)
        slabs[i] = (Slab){10 + em_rng_below(&rng, 200),
                          10 + em_rng_below(&rng, 200), 0, 0};
    Slab all = em_pack(slabs, COUNT(slabs), 1, &how, em_test_scratch(a));
    for (int i = 0; i < COUNT(slabs); i++) {
        Rect r = {slabs[i].x, slabs[i].y, slabs[i].w, slabs[i].h};
        CHECK(em_right(r) <= all.w && em_bottom(r) <= all.h);
        CHECK(i == 0 || r.y >= slabs[0].h + how.gap);
        for (int j = 0; j < i; j++) {
            Rect q = {slabs[j].x, slabs[j].y, slabs[j].w, slabs[j].h};
            CHECK(!em_rects_meet(em_rect_grow(q, how.gap / 2), r));
        }
    }
}

static void a_contour_reaches_as_far_as_it_was_raised(Arena *a)
{
    enum { BANDS = 100 };
    Contour c = em_contour(-10 * PX, 90 * PX - 1, PX, a);
    Len plain[BANDS] = {0};
    Rng rng = {5};

    for (int i = 0; i < 200; i++) {
        int lo = em_rng_below(&rng, BANDS);
        int hi = lo + em_rng_below(&rng, BANDS - lo);
        Len most = 0, value = em_rng_below(&rng, 1000);
        for (int k = lo; k <= hi; k++)
            most = MAX(most, plain[k]);
        CHECK(em_contour_at(&c, (lo - 10) * PX, (hi - 10) * PX) == most);
        for (int k = lo; k <= hi && i % 4 == 0; k++)
            plain[k] = MAX(plain[k], value);
        if (i % 4 == 0)
            em_contour_raise(&c, (lo - 10) * PX, (hi - 10) * PX, value);
    }
}

/* Boxes 0 and 1 beside 2 and 3; lines from 0 to 3 and from 1 to 2. */
static void crossings_of_columns_are_counted_before_drawing(Arena *a)
{
    LayoutOptions o = em_layout_defaults();
    Flow f = {.o = &o, .arena = a};
    for (int i = 0; i < 4; i++)
        *PUSH(a, &f.items) =
            (Item){.kind = ITEM_BOX, .w = 100 * PX, .h = 60 * PX};
    for (int i = 0; i < 2; i++)
        *PUSH(a, &f.lines) = (Line){.end = {{.item = i}, {.item = 3 - i}}};
    Columns c = em_columns_of(&f, a);
    em_columns_start(&c, em_columns_line(&c), 2);
    for (int turned = 0; turned < 2; turned++) {
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < 2; i++)
                c.columns[k].items[i] = 2 * k + (i != (k & turned));
            c.columns[k].n = 2;
            em_column_stack(&c, k);
        }
        for (int box = 0; box < 4; box++)
            CHECK(em_columns_crossings(&c, box) == !turned);
    }
}

/* A flow of boxes of 100 by 40 px; lines lead from tail to head. */
static Flow make_flow(Arena *a, const LayoutOptions *o, int n,
                      const RankEdge *lines, int n_lines)
{
    Flow f = {.o = o, .arena = a, .aspect_w = 16, .aspect_h = 10};
    for (int i = 0; i < n; i++)
        *PUSH(a, &f.items) = (Item){.w = 100 * PX, .h = 40 * PX};
    for (int i = 0; i < n_lines; i++)
        *PUSH(a, &f.lines) =
            (Line){.end = {{.item = lines[i].tail}, {.item = lines[i].head}}};
    return f;
}

static void cycles_are_turned_where_they_close(Arena *a)
{
    const RankEdge lines[] = {{0, 1, 1}, {1, 2, 1}, {2, 0, 1},
                              {2, 2, 1}, {1, 0, 1}, {0, 3, 1}};
    LayoutOptions o = em_layout_defaults();
    Flow f = make_flow(a, &o, 4, lines, COUNT(lines));

    CHECK(!em_is_acyclic(&f, em_test_scratch(a)));
    em_cycle(&f, em_test_scratch(a));
    CHECK(em_is_acyclic(&f, em_test_scratch(a)));
    for (int i = 0; i < f.lines.n; i++)
        CHECK(f.lines.items[i].turned == (i == 2 || i == 4));
}

/* Boxes in three layers, a line past one of them, and a label. */
static Flow draw_flow(Arena *a, const LayoutOptions *o)
{
    const RankEdge lines[] = {{0, 1, 1}, {1, 2, 1}, {0, 2, 1}, {0, 3, 1}};
    Flow f = make_flow(a, o, 4, lines, COUNT(lines));
    f.engine = ENGINE_LAYERED;
    f.lines.items[3].label_w = 60 * PX;
    f.lines.items[3].label_h = 16 * PX;
    em_flow_layers(&f, em_test_scratch(a));
    em_flow_draw(&f, em_test_scratch(a));
    return f;
}

static bool all_checks_hold(const Flow *f)
{
    return em_is_layered(f) && em_is_chained(f) && em_is_spaced(f) &&
           em_has_label_room(f) && em_has_tracks(f) && em_is_routed(f) &&
           em_is_labelled(f);
}

static void checks_of_passes_find_what_is_wrong(Arena *a)
{
    LayoutOptions o = em_layout_defaults();
    CHECK(all_checks_hold(&(Flow){0}));

    Flow f = draw_flow(a, &o);
    CHECK(all_checks_hold(&f));
    Line *labelled = &f.lines.items[3];
    f.pins.items[labelled->pin[0]].side = SIDE_LEFT;
    CHECK(!em_is_chained(&f));
    f.pins.items[labelled->pin[0]].side = SIDE_RIGHT;
    CHECK(labelled->label_end != NONE);
    labelled->label_at = 0;
    CHECK(!em_has_label_room(&f));
    labelled->label_box.x += 200 * PX;
    CHECK(!em_is_labelled(&f));
    f.lines.items[2].points[0].x++;
    CHECK(!em_is_routed(&f));
    for (int c = 0; c <= f.n_layers; c++) {
        for (int t = 0; t < f.channels[c].trunks.n; t++)
            f.channels[c].trunks.items[t].x += 1000 * PX;
    }
    CHECK(!em_has_tracks(&f));
    f.items.items[1].y = f.items.items[3].y;
    CHECK(!em_is_spaced(&f));
}

static void bounded_ranks_still_lead_up(Arena *a)
{
    enum { LEAVES = 12, MOST = 200 * PX };
    RankEdge lines[LEAVES + 1] = {{0, LEAVES + 1, 1}};
    LayoutOptions o = em_layout_defaults();
    Arena *scratch = em_test_scratch(a);
    int64_t high[LEAVES + 2] = {0};

    for (int i = 1; i <= LEAVES; i++)
        lines[i] = (RankEdge){0, i, 1};
    Flow f = make_flow(a, &o, LEAVES + 2, lines, COUNT(lines));
    em_rank(&f, 0, scratch);
    CHECK(f.n_layers == 2 && em_is_layered(&f));
    em_rank(&f, MOST, scratch);
    CHECK(f.n_layers > 4 && em_is_layered(&f));
    for (int i = 0; i < f.items.n; i++)
        high[f.items.items[i].layer] += 80 * PX;
    for (int k = 0; k < f.n_layers; k++)
        CHECK(high[k] > 0 && high[k] < 2 * MOST);
    f.items.items[1].layer = 0;
    CHECK(!em_is_layered(&f));
}

static void walks_stack_every_item_once(Arena *a)
{
    const RankEdge lines[] = {{0, 2, 1}, {0, 3, 1}, {1, 4, 1},
                              {2, 5, 1}, {0, 5, 1}, {3, 1, 1}};
    LayoutOptions o = em_layout_defaults();
    Arena *scratch = em_test_scratch(a);
    Flow f = make_flow(a, &o, 6, lines, COUNT(lines));

    em_rank(&f, 0, scratch);
    em_sides(&f, scratch);
    em_chain(&f, scratch);
    CHECK(em_is_stacked(&f));
    for (int seed = 0; seed < 3; seed++) {
        em_walk(&f, seed, scratch);
        em_order(&f, scratch);
        CHECK(em_is_stacked(&f));
    }
    CHECK(em_crossings(&f, scratch) == 0);
    f.items.items[0].pos = 3;
    CHECK(!em_is_stacked(&f));
}

/* Two boxes beside each other, the second a little lower. */
static void small_steps_are_taken_out(Arena *a)
{
    Arena *scratch = em_test_scratch(a);
    LayoutOptions o = em_layout_defaults();
    Flow f = {.o = &o,
              .arena = a,
              .columns = true,
              .aspect_w = 16,
              .aspect_h = 10,
              .n_layers = 2};
    for (int i = 0; i < 2; i++)
        *PUSH(a, &f.items) =
            (Item){.kind = ITEM_BOX, .w = 100 * PX, .h = 60 * PX, .layer = i};
    *PUSH(a, &f.lines) =
        (Line){.end = {{.item = 0, .fixed = true, .at = 30 * PX},
                       {.item = 1, .fixed = true, .at = 30 * PX}}};
    em_sides(&f, scratch);
    em_chain(&f, scratch);
    em_order(&f, scratch);
    em_place(&f, scratch);
    CHECK(em_is_spaced(&f));
    f.items.items[1].y += 3 * PX;
    em_straighten(&f, scratch);
    CHECK(f.items.items[0].y == f.items.items[1].y);
    CHECK(em_is_spaced(&f));
}

static const Test tests[] = {
    {"simplex finds the least length", simplex_finds_the_least_length},
    {"simplex moves what is too high", simplex_moves_what_is_too_high},
    {"slabs are packed without overlap", slabs_are_packed_without_overlap},
    {"a contour reaches as far as it was raised",
     a_contour_reaches_as_far_as_it_was_raised},
    {"crossings of columns are counted before drawing",
     crossings_of_columns_are_counted_before_drawing},
    {"cycles are turned where they close", cycles_are_turned_where_they_close},
    {"checks of passes find what is wrong",
     checks_of_passes_find_what_is_wrong},
    {"small steps are taken out", small_steps_are_taken_out},
    {"bounded ranks still lead up", bounded_ranks_still_lead_up},
    {"walks stack every item once", walks_stack_every_item_once},
};

int main(void)
{
    return em_run_tests("flow", tests, COUNT(tests));
}
