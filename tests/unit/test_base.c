/*
 * base/: text, numbers, maps, places, diagnostics.
 */
#include "base/diag.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "test.h"

#include <limits.h>
#include <string.h>

static void lengths_print_in_px(Arena *a)
{
    static const struct {
        Len v;
        Str want;
    } rows[] = {
        {0, STR_INIT("0")},
        {96, STR_INIT("1.5")},
        {-96, STR_INIT("-1.5")},
        {1, STR_INIT("0.02")},
        {64 * 12, STR_INIT("12")},
        {63, STR_INIT("0.98")},
        {INT32_MAX, STR_INIT("33554431.98")},
        {INT32_MIN, STR_INIT("-33554432")},
    };
    for (int i = 0; i < COUNT(rows); i++) {
        Buf b = {.arena = a};
        em_put_len(&b, rows[i].v);
        CHECK_STR(em_buf_str(&b), rows[i].want);
    }
}

static void integers_print_their_extremes(Arena *a)
{
    Buf b = {.arena = a};
    em_put_int(&b, INT64_MIN);
    em_put_char(&b, ' ');
    em_put_int(&b, INT64_MAX);
    CHECK_STR(em_buf_str(&b), STR("-9223372036854775808 9223372036854775807"));
}

static void maps_keep_the_order_of_insertion(Arena *a)
{
    Map m = {.arena = a};
    for (int i = 0; i < 1000; i++) {
        Buf key = {.arena = a};
        em_put_int(&key, (i * 7919) % 1000);
        CHECK(em_map_add(&m, em_buf_str(&key), i) == i);
    }
    CHECK(m.entries.n == 1000);
    CHECK(em_map_find(&m, STR("0")) == 0);
    CHECK(em_map_find(&m, STR("919")) == 1);
    CHECK_STR(m.entries.items[1].key, STR("919"));
    CHECK(em_map_find(&m, STR("1000")) == NONE);
    CHECK(em_map_add(&m, STR("919"), 5) == 1);
}

static void malformed_utf8_is_replaced_byte_by_byte(Arena *a)
{
    static const Str bad[] = {
        STR_INIT("\x80"),         STR_INIT("\xC0\xAF"),
        STR_INIT("\xED\xA0\x80"), STR_INIT("\xF4\x90\x80\x80"),
        STR_INIT("\xE2\x82"),
    };
    (void)a;
    for (int i = 0; i < COUNT(bad); i++) {
        int len;
        CHECK(em_utf8_decode(bad[i], 0, &len) == REPLACEMENT && len == 1);
        CHECK(!em_utf8_valid(bad[i]));
    }
    CHECK(em_utf8_valid(STR("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80")));
}

static void diagnostics_point_at_the_place_in_the_file(Arena *a)
{
    Source src =
        em_source_of(STR("shop.mmd"), STR("one\r\n  tw\xC3\xB6 three\rfour"));
    Diags diags = {.arena = a};
    Buf out = {.arena = a};

    Diag *d = em_diag_add(&diags, (Diag){.severity = DIAG_ERROR,
                                         .source = &src,
                                         .span = {12, 5},
                                         .code = STR("x"),
                                         .message = STR("expected two")});
    d->help = STR("say two");
    em_diags_print(&out, &diags);
    CHECK_STR(em_buf_str(&out), STR("shop.mmd:2:8: error: expected two [x]\n"
                                    "    tw\xC3\xB6 three\n"
                                    "        ^^^^^\n"
                                    "help: say two\n"));
}

static void origins_lead_back_to_the_file(Arena *a)
{
    Source src = em_source_of(STR("a.md"), STR("> ab\n> cd\n"));
    src.text = STR("ab\ncd\n");
    *PUSH(a, &src.origins) = (Origin){0, 2};
    *PUSH(a, &src.origins) = (Origin){3, 7};
    Line l = em_source_line(&src, 4, &(LineCursor){0});
    CHECK(l.number == 2 && l.column == 4 && l.start == 5 && l.end == 9);
}

/* Every byte of a text with all kinds of line ends, asked for in order and in
 * disorder: a cursor changes nothing. */
static void cursors_find_every_line(Arena *a)
{
    Str text = STR("ab\r\n\ncd\r\rx\n\r\n");
    Source src = em_source_of(STR("a"), text), empty = {0};
    LineCursor along = {0}, about = {0};
    (void)a;
    for (int i = 0; i <= text.n; i++) {
        int j = i * 7 % (text.n + 1);
        Line l = em_source_line(&src, i, &along);
        Line alone = em_source_line(&src, j, &(LineCursor){0});
        Line again = em_source_line(&src, j, &about);
        CHECK(l.start + l.column - 1 == i && l.start <= l.end);
        CHECK(memcmp(&alone, &again, sizeof alone) == 0);
    }
    CHECK(em_source_line(&src, 6, &along).number == 3);
    CHECK(em_source_line(&src, text.n, &along).number == 7);
    CHECK(em_source_line(&empty, 0, &(LineCursor){0}).number == 1);
}

static void marks_change_no_line(Arena *a)
{
    Str text = STR("ab\r\n\ncd\r\rx\n\r\nlong, and then\nmore");
    Source plain = em_source_of(STR("a"), text);
    for (int step = 1; step <= text.n; step++) {
        Source src = em_source_of(STR("a"), text);
        for (int at = 0; at <= text.n; at += step)
            em_source_mark(&src, at, a);
        for (int i = 0; i <= text.n; i++) {
            Line want = em_source_line(&plain, i, &(LineCursor){0});
            Line got = em_source_line(&src, i, &(LineCursor){0});
            CHECK(memcmp(&want, &got, sizeof got) == 0);
        }
    }
}

static void arrays_grow_where_they_stand(Arena *a)
{
    ARRAY_OF(int) v = {0};
    Buf b = {.arena = a};
    *PUSH(a, &v) = 0;
    const int *first = v.items;
    for (int i = 1; i < 200; i++)
        *PUSH(a, &v) = i;
    CHECK(v.items == first);

    em_put(&b, STR("in the way"));
    for (int i = 200; i < 40000; i++)
        *PUSH(a, &v) = i;
    CHECK(v.items != first);
    for (int i = 0; i < v.n; i++)
        CHECK(v.items[i] == i);
    for (int i = v.n; i < v.room; i++)
        CHECK(v.items[i] == 0);
}

static void memory_is_zero_again_after_a_rewind(Arena *a)
{
    for (int round = 0; round < 2; round++)
        for (int size = 100; size < 300000; size *= 7) {
            Mark mark = em_arena_mark(a);
            char *p = NEW_ARRAY(a, size, char), sum = 0;
            for (int i = 0; i < size; i++)
                sum |= p[i];
            CHECK(sum == 0);
            memset(p, 1, (size_t)size);
            em_arena_rewind(a, mark);
        }
}

static void suggestions_count_edits(Arena *a)
{
    (void)a;
    CHECK(em_str_distance(STR("Kay"), STR("key"), 2) == 1);
    CHECK(em_str_distance(STR("ab"), STR("ba"), 2) == 1);
    CHECK(em_str_distance(STR(""), STR("abc"), 5) == 3);
    CHECK(em_str_distance(STR("abc"), STR("xyz"), 1) == 2);
    CHECK(em_str_distance(STR("entities"), STR("entity"), 3) == 3);
    CHECK(em_str_distance(STR("entities"), STR("entity"), 1) == 2);
}

static void json_merges_map_by_map(Arena *a)
{
    Json to = {.kind = JSON_MAP}, from = {.kind = JSON_MAP};
    *em_json_set(a, &to, STR("a")) = (Json){.kind = JSON_MAP, .key = STR("a")};
    Json *inner = &to.of.items[0];
    Json *x = em_json_set(a, inner, STR("x"));
    x->kind = JSON_TRUE;

    *em_json_set(a, &from, STR("a")) =
        (Json){.kind = JSON_MAP, .key = STR("a")};
    Json *y = em_json_set(a, &from.of.items[0], STR("y"));
    y->kind = JSON_STRING;
    y->text = STR("q\"\n");

    Buf b = {.arena = a};
    em_json_merge(a, &to, &from);
    em_json_put(&b, &to, 0);
    CHECK_STR(em_buf_str(&b), STR("{\n  \"a\": {\n    \"x\": true,\n"
                                  "    \"y\": \"q\\\"\\n\"\n  }\n}"));
}

static void names_are_found_among_sorted_ones(Arena *a)
{
    static const Str few[] = {STR_INIT("as"), STR_INIT("by"), STR_INIT("to")};
    (void)a;
    for (int i = 0; i < COUNT(few); i++)
        CHECK(em_str_in_sorted(few, COUNT(few), few[i]));
    CHECK(!em_str_in_sorted(few, COUNT(few), STR("a")));
    CHECK(!em_str_in_sorted(few, COUNT(few), STR("bz")));
    CHECK(!em_str_in_sorted(few, COUNT(few), STR("too")));
    CHECK(!em_str_in_sorted(few, 0, STR("as")));
}

static void lists_are_compared(Arena *a)
{
    (void)a;
    Str names[] = {STR("a"), STR("b"), STR("a")};
    Strs ab = {names, 2, 2}, ba = {names + 1, 2, 2}, aba = {names, 3, 3};
    CHECK(em_strs_have(&ab, STR("b")) && !em_strs_have(&ab, STR("B")));
    CHECK(!em_strs_have(NULL, STR("")));
    CHECK(em_strs_equal(&ab, &ab) && !em_strs_equal(&ab, &ba));
    CHECK(em_strs_equal(NULL, NULL) && !em_strs_equal(NULL, &ab));
    CHECK(em_strs_same_set(&ab, &ba) && !em_strs_same_set(&ab, &aba));
}

static const Test tests[] = {
    {"lists are compared", lists_are_compared},
    {"lengths print in px", lengths_print_in_px},
    {"integers print their extremes", integers_print_their_extremes},
    {"maps keep the order of insertion", maps_keep_the_order_of_insertion},
    {"malformed UTF-8 is replaced byte by byte",
     malformed_utf8_is_replaced_byte_by_byte},
    {"diagnostics point at the place in the file",
     diagnostics_point_at_the_place_in_the_file},
    {"origins lead back to the file", origins_lead_back_to_the_file},
    {"cursors find every line", cursors_find_every_line},
    {"marks change no line", marks_change_no_line},
    {"arrays grow where they stand", arrays_grow_where_they_stand},
    {"memory is zero again after a rewind",
     memory_is_zero_again_after_a_rewind},
    {"suggestions count edits", suggestions_count_edits},
    {"JSON merges map by map", json_merges_map_by_map},
    {"names are found among sorted ones", names_are_found_among_sorted_ones},
};

int main(void)
{
    return em_run_tests("base", tests, COUNT(tests));
}
