/*
 * What a document has to say: lint and messages; and what is built in.
 */
#include "diff/diff.h"
#include "document.h"
#include "text/text.h"
#include "theme/theme_d2.h"

/* ------------------------------------------------------------- messages */

typedef struct {
    Ermaid *d;
    bool *is_good; /* the wish for rules */
} Linting;

static bool report_wrong_wish(Ermaid *d)
{
    Str wrong = em_lint_wrong_wish(em_str_of(d->wishes.rules));
    if (!wrong.n)
        return false;
    em_diag_add(&d->diags,
                (Diag){.severity = DIAG_ERROR,
                       .source = &d->file,
                       .code = STR("option"),
                       .message = JOIN(&d->arena,
                                       STR("no rule and level are \""), wrong,
                                       STR("\"; expected NAME=off, note, "
                                           "warn or error"))});
    return true;
}

static void lint(void *ctx)
{
    Linting *l = ctx;
    Ermaid *d = l->d;
    if (report_wrong_wish(d)) {
        *l->is_good = false;
        return;
    }
    for (int i = 0; i < d->diagrams.n; i++) {
        const Diagram *g = &d->diagrams.items[i];
        if (!g->has_errors && g->front->lint)
            g->front->lint(d, g);
    }
    if (d->lang != ERMAID_D2)
        em_diags_sort(&d->diags);
}

ErmaidStatus ermaid_check(Ermaid *d)
{
    bool is_good = true;
    Linting l = {d, &is_good};
    if (!em_document_run(d, lint, &l))
        return ERMAID_NO_MEMORY;
    if (!is_good)
        return ERMAID_BAD_OPTION;
    return d->diags.errors ? ERMAID_HAS_ERRORS : ERMAID_OK;
}

int ermaid_errors(const Ermaid *d)
{
    return d->diags.errors;
}

int ermaid_warnings(const Ermaid *d)
{
    int n = 0;
    for (int i = 0; i < d->diags.list.n; i++)
        n += d->diags.list.items[i].severity == DIAG_WARNING;
    return n;
}

typedef struct {
    Ermaid *const *docs;
    int n;
    ErmaidMessages format;
    Buf out;
} Telling;

/* Appends the messages of a document to those of others. */
static void gather(Diags *all, const Diags *from)
{
    for (int i = 0; i < from->list.n; i++)
        *PUSH(all->arena, &all->list) = from->list.items[i];
    all->errors += from->errors;
    all->dropped += from->dropped;
}

static void tell(void *ctx)
{
    Telling *t = ctx;
    Diags all = {.arena = &t->docs[0]->work};

    for (int i = 0; i < t->n; i++)
        gather(&all, &t->docs[i]->diags);
    switch (t->format) {
    case ERMAID_MESSAGES_TEXT: em_diags_print(&t->out, &all); return;
    case ERMAID_MESSAGES_JSON: em_diags_put_json(&t->out, &all); return;
    case ERMAID_MESSAGES_SARIF:
        em_diags_put_sarif(&t->out, &all, STR(ERMAID_VERSION));
        return;
    case ERMAID_MESSAGES_GITHUB: em_diags_put_github(&t->out, &all); return;
    }
}

ErmaidBytes ermaid_messages(Ermaid *d, ErmaidMessages format)
{
    return ermaid_messages_of(&d, 1, format);
}

ErmaidBytes ermaid_messages_of(Ermaid *const *docs, int n,
                               ErmaidMessages format)
{
    assert(n > 0);
    Telling t = {docs, n, format, {.arena = &docs[0]->arena}};
    return em_document_run(docs[0], tell, &t) ? em_bytes_of(em_buf_str(&t.out))
                                              : (ErmaidBytes){0};
}

/* ------------------------------------------------------------- what is in */

bool ermaid_theme(int index, ErmaidTheme *out)
{
    int n;
    const Theme *themes = em_themes(&n);
    Theme of_d2;
    int id;
    if (index >= n && em_theme_d2(index - n, &of_d2, &id)) {
        *out = (ErmaidTheme){of_d2.name.p, of_d2.about.p, of_d2.dark};
        return true;
    }
    if (index < 0 || index >= n)
        return false;
    *out = (ErmaidTheme){themes[index].name.p, themes[index].about.p,
                         themes[index].dark};
    return true;
}

bool ermaid_font(int index, ErmaidFont *out)
{
    static const char *const styles[FACE_COUNT] = {
        [FACE_SANS] = "regular",       [FACE_SANS_BOLD] = "bold",
        [FACE_SANS_ITALIC] = "italic", [FACE_MONO] = "regular",
        [FACE_MONO_BOLD] = "bold",
    };
    if (index < 0 || index >= FACE_COUNT)
        return false;
    Face face = (Face)index;
    *out = (ErmaidFont){em_font_family(face).p, styles[face],
                        em_bytes_of(em_font_license(face)),
                        (size_t)em_font_data(face).n};
    return true;
}

bool ermaid_rule(int index, ErmaidRule *out)
{
    LintRule rule;
    if (!em_lint_rule(index, &rule))
        return false;
    *out = (ErmaidRule){rule.code.p, rule.what.p,
                        em_lint_level_name(rule.level).p};
    return true;
}

bool ermaid_danger(int index, ErmaidRule *out)
{
    DangerRule rule;
    if (!em_danger_rule(index, &rule))
        return false;
    *out = (ErmaidRule){rule.code.p, rule.advice.p,
                        em_danger_level_name(rule.level).p};
    return true;
}

const char *ermaid_version(void)
{
    return ERMAID_VERSION;
}
