/*
 * Lint: names.
 *
 * How names are written is counted, of tables and of columns: where nearly all
 * are written one way, the others stand out. A word that could be of several
 * ways ("id") says nothing.
 */
#include "schema/lint.h"

typedef enum {
    STYLE_ANY,
    STYLE_SNAKE,
    STYLE_UPPER,
    STYLE_CAMEL,
    STYLE_PASCAL
} Style;

enum { N_STYLES = STYLE_PASCAL + 1 };

static Style style_of(Str name)
{
    bool upper = false, lower = false, line = false;
    for (int i = 0; i < name.n; i++) {
        int c = (unsigned char)name.p[i];
        bool is_upper = c >= 'A' && c <= 'Z';
        if (!em_is_word(c))
            return STYLE_ANY;
        upper |= is_upper;
        lower |= em_is_alpha(c) && !is_upper;
        line |= c == '_' && i > 0;
    }
    if (upper && lower && line)
        return STYLE_ANY;
    if (upper && lower)
        return em_lower(name.p[0]) == name.p[0] ? STYLE_CAMEL : STYLE_PASCAL;
    if (line)
        return upper ? STYLE_UPPER : STYLE_SNAKE;
    return upper && name.n > 1 ? STYLE_UPPER : STYLE_ANY;
}

/* The style of nearly all; STYLE_ANY: there is none. */
static Style find_convention(const int count[N_STYLES])
{
    enum { LEAST = 4, OF_TEN = 8 };
    Style best = STYLE_ANY;
    int sum = 0;
    for (int i = STYLE_SNAKE; i < N_STYLES; i++) {
        sum += count[i];
        if (best == STYLE_ANY || count[i] > count[best])
            best = (Style)i;
    }
    bool is_one = count[best] >= LEAST && count[best] * 10 >= sum * OF_TEN;
    return is_one ? best : STYLE_ANY;
}

static Str style_words(Style style)
{
    switch (style) {
    case STYLE_ANY: return STR("in its own way");
    case STYLE_SNAKE: return STR("in small letters with underscores");
    case STYLE_UPPER: return STR("in capitals");
    case STYLE_CAMEL: return STR("like thisName");
    case STYLE_PASCAL: return STR("like ThisName");
    }
    return (Str){0};
}

static void check_name(Lint *l, LintPlace at, Str name, Style convention)
{
    Style style = style_of(name);
    if (convention == STYLE_ANY || style == STYLE_ANY || style == convention)
        return;
    em_lint_report(l, LINT_NAME_STYLE, at,
                   JOIN(l->arena, name, STR(" is not written as the others "),
                        STR("are, "), style_words(convention)),
                   (Str){0});
}

/* A table in a schema is called by its last part. */
static Str name_of(const Table *t)
{
    return t->base.n ? t->base : t->name;
}

void em_lint_name_styles(Lint *l)
{
    int tables[N_STYLES] = {0}, columns[N_STYLES] = {0};
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = em_lint_table(l, i);
        tables[style_of(name_of(t))]++;
        for (int k = 0; k < t->columns.n; k++)
            columns[style_of(t->columns.items[k].name)]++;
    }
    Style of_tables = find_convention(tables);
    Style of_columns = find_convention(columns);
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = em_lint_table(l, i);
        check_name(l, em_lint_at_table(t), name_of(t), of_tables);
        for (int k = 0; k < t->columns.n; k++) {
            const Column *c = &t->columns.items[k];
            check_name(l, em_lint_at(t, c->source, c->name_span), c->name,
                       of_columns);
        }
    }
}

/* ---- reserved words ------------------------------------------------------ */

static void check_word(Lint *l, LintPlace at, Str what, Str name)
{
    if (l->options->is_reserved && l->options->is_reserved(name, l->arena))
        em_lint_report(l, LINT_RESERVED_WORD, at,
                       JOIN(l->arena, name, STR(" is a word of SQL: "), what,
                            STR(" called so needs quotes in every query")),
                       (Str){0});
}

void em_lint_reserved_words(Lint *l)
{
    for (int i = 0; i < l->s->tables.n; i++) {
        const Table *t = em_lint_table(l, i);
        check_word(l, em_lint_at_table(t), STR("a table"), name_of(t));
        for (int k = 0; k < t->columns.n; k++) {
            const Column *c = &t->columns.items[k];
            check_word(l, em_lint_at(t, c->source, c->name_span),
                       STR("a column"), c->name);
        }
    }
}
