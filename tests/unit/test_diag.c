/*
 * base/: diagnostics in their forms for machines.
 */
#include "base/diag.h"
#include "test.h"

static Diags two_diags(Arena *a, Source *src)
{
    Diags d = {.arena = a};
    *src =
        em_source_of(STR("a b,\xC3\xA9.mmd"), STR("one\n\xC3\xA9 \"two\"\n"));
    em_diag_add(&d, (Diag){.severity = DIAG_ERROR,
                           .source = src,
                           .span = {7, 5},
                           .code = STR("er-label"),
                           .message = STR("say \"x\": 100%\nno more")});
    em_diag_add(&d, (Diag){.severity = DIAG_NOTE,
                           .source = src,
                           .span = {0, 99},
                           .code = STR("er-label"),
                           .message = STR("m"),
                           .help = STR("h")});
    return d;
}

static void json_lists_them(Arena *a)
{
    Source src;
    Diags d = two_diags(a, &src);
    Buf out = {.arena = a};
    em_diags_put_json(&out, &d);
    CHECK_STR(
        em_buf_str(&out),
        STR("[\n"
            "  {\"file\": \"a b,\xC3\xA9.mmd\", \"line\": 2, \"column\": 4, "
            "\"endColumn\": 9, \"severity\": \"error\", "
            "\"code\": \"er-label\", "
            "\"message\": \"say \\\"x\\\": 100%\\nno more\"},\n"
            "  {\"file\": \"a b,\xC3\xA9.mmd\", \"line\": 1, \"column\": 1, "
            "\"endColumn\": 4, \"severity\": \"note\", "
            "\"code\": \"er-label\", \"message\": \"m\", "
            "\"help\": \"h\"}\n"
            "]\n"));
    out.n = 0;
    em_diags_put_json(&out, &(Diags){.arena = a});
    CHECK_STR(em_buf_str(&out), STR("[]\n"));
}

static bool has(const Buf *out, Str part)
{
    return em_str_find(em_buf_str(out), part, 0) != NONE;
}

static void sarif_counts_characters(Arena *a)
{
    Source src;
    Diags d = two_diags(a, &src);
    Buf out = {.arena = a};
    em_diags_put_sarif(&out, &d, STR("1.2"));
    CHECK(has(&out, STR("{\"startLine\": 2, \"startColumn\": 3, "
                        "\"endColumn\": 8}")));
    CHECK(has(&out, STR("\"rules\": [{\"id\": \"er-label\"}]")));
    CHECK(has(&out, STR("{\"uri\": \"a%20b%2c%c3%a9.mmd\"}")));
    CHECK(has(&out, STR("{\"text\": \"m\\nhelp: h\"}")));
    CHECK(has(&out, STR("\"version\": \"1.2\"")));
}

static void github_commands_are_escaped(Arena *a)
{
    Source src;
    Diags d = two_diags(a, &src);
    Buf out = {.arena = a};
    em_diags_put_github(&out, &d);
    CHECK_STR(em_buf_str(&out),
              STR("::error file=a b%2C\xC3\xA9.mmd,line=2,col=4,endColumn=9,"
                  "title=er-label::say \"x\": 100%25%0Ano more\n"
                  "::notice file=a b%2C\xC3\xA9.mmd,line=1,col=1,endColumn=4,"
                  "title=er-label::m%0Ahelp: h\n"));
}

static const Test tests[] = {
    {"JSON lists them", json_lists_them},
    {"SARIF counts characters", sarif_counts_characters},
    {"GitHub commands are escaped", github_commands_are_escaped},
};

int main(void)
{
    return em_run_tests("diag", tests, COUNT(tests));
}
