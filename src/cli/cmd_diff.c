/*
 * diff: what changed between two schemas. verify: whether migrations lead from
 * one to the other.
 */
#include "cli/cli.h"

#include <stdlib.h>

typedef struct {
    bool is_picture;
    ErmaidFormat picture;
    ErmaidDiffFormat text;
} Form;

/* The form: that of -o's suffix, else of --to, else text. False: it cannot be
 * one, and that was said. */
static bool choose_form(Cli *cli, Form *out)
{
    static const struct {
        Str word;
        Form form;
    } forms[] = {
        {STR_INIT("txt"), {.text = ERMAID_DIFF_TEXT}},
        {STR_INIT("json"), {.text = ERMAID_DIFF_JSON}},
        {STR_INIT("md"), {.text = ERMAID_DIFF_MARKDOWN}},
        {STR_INIT("markdown"), {.text = ERMAID_DIFF_MARKDOWN}},
        {STR_INIT("sql"), {.text = ERMAID_DIFF_SQL}},
        {STR_INIT("svg"), {true, ERMAID_SVG, ERMAID_DIFF_TEXT}},
        {STR_INIT("png"), {true, ERMAID_PNG, ERMAID_DIFF_TEXT}},
        {STR_INIT("pdf"), {true, ERMAID_PDF, ERMAID_DIFF_TEXT}},
        {STR_INIT("html"), {true, ERMAID_HTML, ERMAID_DIFF_TEXT}},
    };
    Str suffix = em_output_suffix(cli);
    Str word = suffix.n ? suffix : em_str_of(cli->line.values[OPT_TO]);

    *out = forms[0].form;
    for (int i = 0; i < COUNT(forms); i++) {
        if (!em_str_eq_nocase(word, forms[i].word))
            continue;
        *out = forms[i].form;
        return true;
    }
    if (word.n)
        FAIL(cli, EXIT_USAGE, STR("a comparison is not written as "), word,
             STR("; expected svg, png, pdf, html, json, md, sql or txt"));
    return word.n == 0;
}

bool em_choose_schema(Cli *cli, const Input *in, int *index)
{
    Chosen chosen;
    if (ermaid_count(in->doc) == 0) {
        if (in->status == ERMAID_OK)
            FAIL(cli, EXIT_ERRORS, in->name, STR(": there is no schema in it"));
        return false;
    }
    if (!em_choose(cli, in, &chosen))
        return false;
    *index = chosen.to - 1;
    return in->status == ERMAID_OK;
}

/* The values of --rename, one text each. */
static void take_renames(Cli *cli, ErmaidDiffOptions *o)
{
    ARRAY_OF(const char *) list = {0};
    Str rest = em_str_of(cli->line.values[OPT_RENAME]);
    while (rest.n) {
        int end = em_str_find_char(rest, ',', 0);
        Str one = em_str_cut(rest, 0, end == NONE ? rest.n : end);
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): items are pointers */
        *PUSH(cli->arena, &list) = em_str_terminated(cli->arena, one);
        rest = em_str_cut(rest, end == NONE ? rest.n : end + 1, rest.n);
    }
    o->renames = list.items;
    o->n_renames = list.n;
}

/* --layout before-after is about two pictures, not about one. */
static bool is_before_after(const Cli *cli)
{
    return em_str_eq_nocase(em_str_of(cli->line.values[OPT_LAYOUT]),
                            STR("before-after"));
}

static bool wants_colors(const Cli *cli)
{
    const char *no_color = getenv("NO_COLOR");
    return !cli->line.values[OPT_OUTPUT] && em_os_stdout_is_terminal() &&
           !(no_color && no_color[0]);
}

/* --distance: how far from a change tables are shown. False: no number. */
static bool take_distance(Cli *cli, ErmaidDiffOptions *o)
{
    Str value = em_str_of(cli->line.values[OPT_DISTANCE]);
    if (em_str_eq(value, STR("all")))
        o->distance = -1;
    else if (value.n == 1 && em_is_digit((unsigned char)value.p[0]))
        o->distance = value.p[0] - '0';
    else if (value.n) {
        FAIL(cli, EXIT_USAGE, STR("--distance cannot be \""), value,
             STR("\": expected 0 to 9, or all"));
        return false;
    }
    return true;
}

bool em_diff_options(Cli *cli, int near, ErmaidDiffOptions *o)
{
    *o = (ErmaidDiffOptions){.no_renames =
                                 cli->line.values[OPT_NO_RENAMES] != NULL,
                             .full = cli->line.values[OPT_FULL] != NULL,
                             .distance = near,
                             .colors = wants_colors(cli),
                             .picture = cli->line.values[OPT_PICTURE]};
    take_renames(cli, o);
    return take_distance(cli, o);
}

static void write_text(Cli *cli, const Input in[2], const int index[2],
                       ErmaidDiffFormat form, const ErmaidDiffOptions *o,
                       bool *differs)
{
    const char *output = cli->line.values[OPT_OUTPUT];
    ErmaidBytes bytes;
    ErmaidStatus status = ermaid_diff(in[0].doc, index[0], in[1].doc, index[1],
                                      o, form, differs, &bytes);
    if (status == ERMAID_UNSUPPORTED && form == ERMAID_DIFF_SQL)
        FAIL(cli, EXIT_USAGE,
             STR("a migration between two diagrams needs a --dialect"));
    em_inputs_told(cli, &in[1], status);
    if (status == ERMAID_OK)
        em_output_all(cli, output ? output : "-",
                      (Str){bytes.data, (int)bytes.size});
}

/* Both in one picture; or one beside the other, as a page has them, too. */
static ErmaidStatus add_picture(const Input in[2], const int index[2],
                                bool side_by_side, const ErmaidDiffOptions *o,
                                bool *differs, int *picture)
{
    const ErmaidVersion versions[] = {{in[0].doc, index[0], "before"},
                                      {in[1].doc, index[1], "after"}};
    if (side_by_side)
        return ermaid_timeline(in[1].doc, versions, COUNT(versions), o, differs,
                               picture);
    return ermaid_diff_picture(in[0].doc, index[0], in[1].doc, index[1], o,
                               differs, picture);
}

static void write_picture(Cli *cli, const Input in[2], const int index[2],
                          ErmaidFormat form, const ErmaidDiffOptions *o,
                          bool *differs)
{
    int picture;
    ErmaidStatus status =
        add_picture(in, index, form == ERMAID_HTML || is_before_after(cli), o,
                    differs, &picture);
    if (status == ERMAID_OK)
        em_output_picture(cli, &in[1], picture, form,
                          cli->line.values[OPT_OUTPUT]);
    em_inputs_told(cli, &in[1], status);
}

static void write_form(Cli *cli, const Input in[2], const int index[2],
                       const Form *form, const ErmaidDiffOptions *o,
                       bool *differs)
{
    if (form->is_picture)
        write_picture(cli, in, index, form->picture, o, differs);
    else
        write_text(cli, in, index, form->text, o, differs);
}

static void compare(Cli *cli, const Input in[2], const Form *form)
{
    ErmaidDiffOptions o;
    int index[2];
    bool differs = false;

    if (!em_diff_options(cli, 1, &o) ||
        !em_choose_schema(cli, &in[0], &index[0]) ||
        !em_choose_schema(cli, &in[1], &index[1]))
        return;
    write_form(cli, in, index, form, &o, &differs);
    if (differs && cli->line.values[OPT_EXIT_CODE])
        em_exit_with(cli, EXIT_DIFFERENT);
}

void em_cmd_diff(Cli *cli)
{
    Form form;
    Input inputs[2];

    if (!em_inputs_prepare(cli) || !choose_form(cli, &form))
        return;
    if (is_before_after(cli))
        cli->wishes.layout = NULL;
    if (cli->line.inputs.n != 2) {
        FAIL(cli, EXIT_USAGE, STR("diff compares two inputs: OLD NEW"));
        return;
    }
    for (int i = 0; i < 2; i++)
        if (!em_input_read(cli, &cli->line.inputs.items[i], 1, &inputs[i]))
            return;
    compare(cli, inputs, &form);
    for (int i = 0; i < 2; i++)
        em_input_report(cli, &inputs[i]);
    em_inputs_report(cli);
}

/* Prints whether the two are the same, or what still differs. */
static void print_verdict(Cli *cli, const Input in[2], const int index[2],
                          const ErmaidDiffOptions *o, bool *differs)
{
    ErmaidBytes bytes;
    ErmaidStatus status = ermaid_diff(in[0].doc, index[0], in[1].doc, index[1],
                                      o, ERMAID_DIFF_TEXT, differs, &bytes);
    bool drawn = ermaid_lang(in[0].doc) != ERMAID_SQL ||
                 ermaid_lang(in[1].doc) != ERMAID_SQL;

    em_inputs_told(cli, &in[1], status);
    if (status != ERMAID_OK)
        return;
    if (*differs)
        em_print(cli, JOIN(cli->arena, STR("not the same: + is only in "),
                           in[1].name, STR(", - is missing there\n"),
                           (Str){bytes.data, (int)bytes.size}));
    else
        em_print(cli, drawn ? STR("the same, as far as a diagram can say\n")
                            : STR("the same\n"));
}

static void verify(Cli *cli, const Input in[2], const Form *form)
{
    ErmaidDiffOptions o = {.no_renames = true,
                           .no_dangers = true,
                           .any_order = true,
                           .distance = 1,
                           .colors = wants_colors(cli)};
    int index[2];
    bool differs = false;

    if (!em_choose_schema(cli, &in[0], &index[0]) ||
        !em_choose_schema(cli, &in[1], &index[1]))
        return;
    if (cli->line.values[OPT_OUTPUT] || cli->line.values[OPT_TO])
        write_form(cli, in, index, form, &o, &differs);
    else
        print_verdict(cli, in, index, &o, &differs);
    if (differs)
        em_exit_with(cli, EXIT_DIFFERENT);
}

void em_cmd_verify(Cli *cli)
{
    Form form;
    Input in[2];
    const char *const *paths = cli->line.inputs.items;
    int n = cli->line.inputs.n;

    if (!em_inputs_prepare(cli) || !choose_form(cli, &form))
        return;
    if (n < 2) {
        FAIL(cli, EXIT_USAGE,
             STR("verify wants an old schema, migrations, and a new schema"));
        return;
    }
    if (!em_input_read(cli, paths, n - 1, &in[0]) ||
        !em_input_read(cli, paths + n - 1, 1, &in[1]))
        return;
    verify(cli, in, &form);
    for (int i = 0; i < 2; i++)
        em_input_report(cli, &in[i]);
    em_inputs_report(cli);
}
