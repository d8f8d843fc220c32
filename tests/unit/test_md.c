/*
 * md/: diagrams in Markdown, and their places in the file.
 */
#include "md/md.h"
#include "test.h"

typedef struct {
    Str text;
    Str want; /* of each fence: line, language, info, prefix, text */
} Case;

static Markdown read(Arena *a, Str text)
{
    Markdown md;
    em_markdown_read(STR("a.md"), text, a, em_test_scratch(a), &md);
    return md;
}

/* "3 mermaid <info> |prefix| text" for each fence; line ends as / and \. */
static Str fences_text(Arena *a, const Markdown *md)
{
    Buf b = {.arena = a};
    for (int i = 0; i < md->fences.n; i++) {
        const Fence *f = &md->fences.items[i];
        em_put_int(&b, f->line);
        em_put(&b, f->lang == FENCE_D2 ? STR(" d2") : STR(" mermaid"));
        if (f->info.n)
            PUT(&b, STR(" <"), f->info, STR(">"));
        PUT(&b, STR(" |"), f->prefix, STR("| "));
        for (int k = 0; k < f->source.text.n; k++) {
            char c = f->source.text.p[k];
            em_put_char(&b, (char)(c == '\n' ? '/' : c == '\r' ? '\\' : c));
        }
        em_put(&b, STR(";"));
    }
    return em_buf_str(&b);
}

/* Every byte of a fence's text stands where its origins say. */
static void check_origins(const Markdown *md)
{
    for (int i = 0; i < md->fences.n; i++) {
        const Fence *f = &md->fences.items[i];
        for (int k = 0; k < f->source.text.n; k++) {
            int at = em_source_file_at(&f->source, k);
            CHECK(f->source.file.p[at] == f->source.text.p[k]);
            CHECK(at >= f->file.at && at < f->file.at + f->file.len);
        }
    }
}

static void check_cases(Arena *a, const Case *cases, int n)
{
    for (int i = 0; i < n; i++) {
        Markdown md = read(a, cases[i].text);
        CHECK_STR(fences_text(a, &md), cases[i].want);
        check_origins(&md);
        CHECK(!md.cut);
    }
}

#define S STR_INIT

static void all_forms_of_fences_are_found(Arena *a)
{
    static const Case cases[] = {
        {S(""), S("")},
        {S("no fence"), S("")},
        {S("a\n```mermaid\nx\ny\n```\nb\n"), S("2 mermaid || x/y/;")},
        {S("~~~~ d2 layout=x\na\n~~~\n~~~~\n"),
         S("1 d2 <layout=x> || a/~~~/;")},
        {S("```mermaid {scale=2}\nx\n```"), S("1 mermaid <{scale=2}> || x/;")},
        {S("```{.mermaid #id}\nx\n```"), S("1 mermaid <#id}> || x/;")},
        {S("```{mermaid}\nx\n```"), S("1 mermaid <}> || x/;")},
        {S("``` Mermaid\nx\n```"), S("1 mermaid || x/;")},
        {S("```mermaidx\nx\n```\n```sql\ny\n```\n```\nz\n```"), S("")},
        {S("```mermaid\n```\n"), S("1 mermaid || ;")},
        {S("```mermaid\nunclosed"), S("1 mermaid || unclosed;")},
        {S("````mermaid\n```mermaid\n````\n"), S("1 mermaid || ```mermaid/;")},
        {S("```text\n```mermaid\n~~~mermaid\n```\n"), S("")},
        {S("    ```mermaid\n    x\n    ```\n"), S("")},
        {S("<pre>\n```mermaid\nx\n```\n</pre>\n"), S("")},
        {S("<!--\n```mermaid\nx\n```\n-->\n```d2\ny\n```\n"), S("6 d2 || y/;")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void fences_nest_in_quotes_and_lists(Arena *a)
{
    static const Case cases[] = {
        {S("  ```mermaid\n  x\n    y\n z\n  ```\n"),
         S("1 mermaid |  | x/  y/z/;")},
        {S("> ```mermaid\n> x\n>\n>   y\n> ```\n"),
         S("1 mermaid |> | x//  y/;")},
        {S("> ```mermaid\n> x\nafter\n```d2\ny\n```"),
         S("1 mermaid |> | x/;4 d2 || y/;")},
        {S("- item\n\n  ```mermaid\n  x\n\n    y\n  ```\n"),
         S("3 mermaid |  | x//  y/;")},
        {S("1. ```mermaid\n   x\n   ```\n2. ```d2\n   ```\n"),
         S("1 mermaid |   | x/;4 d2 |   | ;")},
        {S("> 1. > ```mermaid\n>    > x\n>    > ```\n"),
         S("1 mermaid |>    > | x/;")},
        {S("-\t```mermaid\n\tx\n\t\ty\n\t```\n"), S("1 mermaid |\t| x/\ty/;")},
        {S("* ```mermaid\n\tx *a* [b]\n\t```\n"),
         S("1 mermaid |\t| x *a* [b]/;")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void line_ends_are_kept(Arena *a)
{
    static const Case cases[] = {
        {S("a\r\n```mermaid\r\nx\r\n\r\ny\r\n```\r\n"),
         S("2 mermaid || x\\/\\/y\\/;")},
        {S("> ```mermaid\r\n> x\r\n> ```\r\n"), S("1 mermaid |> | x\\/;")},
        {S("```mermaid\rx\ry\r```\r"), S("1 mermaid || x\\y\\;")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void colon_blocks_are_found(Arena *a)
{
    static const Case cases[] = {
        {S(":::mermaid\nx\n\n    y\n:::\n"), S("1 mermaid || x//    y/;")},
        {S("a\n::: mermaid\nx\n:::\n```d2\nz\n```\n"),
         S("2 mermaid || x/;5 d2 || z/;")},
        {S("> ::: mermaid\n> x\n>\n> :::\n"), S("1 mermaid |> | x//;")},
        {S("```\n:::mermaid\nx\n:::\n```\n"), S("")},
        {S("::: note\nx\n:::\n"), S("")},
        {S(":::mermaid\n```mermaid\nx\n```\n"),
         S("1 mermaid || ```mermaid/x/```/;")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void front_matter_does_not_confuse(Arena *a)
{
    static const Case cases[] = {
        {S("---\ntitle: |\n  ```mermaid\n---\n```d2\nx\n```\n"),
         S("5 d2 || x/;")},
        {S("---\n\n```mermaid\nx\n```\n\n---\n"), S("3 mermaid || x/;")},
        {S("---\ntitle: open\n\n```d2\nx\n```\n"), S("4 d2 || x/;")},
    };
    check_cases(a, cases, COUNT(cases));
}

static void messages_point_into_the_file(Arena *a)
{
    Markdown md = read(a, STR("# t\r\n\r\n> - ```mermaid\r\n>   one\r\n"
                              ">   two\r\n>   ```\r\n"));
    const Source *src = &md.fences.items[0].source;
    Line l = em_source_line(src, em_str_find(src->text, STR("wo"), 0),
                            &(LineCursor){0});
    CHECK(l.number == 5 && l.column == 6);
    CHECK_STR(em_str_cut(src->file, l.start, l.end), STR(">   two"));
}

static void inline_marks_cost_nothing(Arena *a)
{
    Buf b = {.arena = a};
    for (int i = 0; i < 20000; i++)
        em_put(&b, STR("*a_[<`"));
    em_put(&b, STR("\n"));
    for (int i = 0; i < 20000; i++)
        em_put(&b, STR("> - "));
    em_put(&b, STR("x\n\n"));
    em_put(&b, STR("```d2\nx\n```\n"));
    Markdown md = read(a, em_buf_str(&b));
    CHECK_STR(fences_text(a, &md), STR("4 d2 || x/;"));
}

static const Test tests[] = {
    {"all forms of fences are found", all_forms_of_fences_are_found},
    {"fences nest in quotes and lists", fences_nest_in_quotes_and_lists},
    {"line ends are kept", line_ends_are_kept},
    {"colon blocks are found", colon_blocks_are_found},
    {"front matter does not confuse", front_matter_does_not_confuse},
    {"messages point into the file", messages_point_into_the_file},
    {"inline marks cost nothing", inline_marks_cost_nothing},
};

int main(void)
{
    return em_run_tests("md", tests, COUNT(tests));
}
