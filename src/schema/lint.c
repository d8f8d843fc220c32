/*
 * Lint: what is legal and unlikely to be meant. The rules are in lint_*.c, a
 * file for each group of them; here is their table, who may switch them off,
 * and what they go by.
 */
#include "schema/lint.h"

typedef struct {
    LintRule rule;
    bool of_drawings, of_sql; /* where it is looked for */
    void (*check)(Lint *l);
} Check;

#define BOTH     true, true
#define DRAWINGS true, false
#define SQL      false, true

static const Check checks[N_LINT_RULES] = {
    [LINT_DUPLICATE_ENTITY] = {{STR_INIT("lint-duplicate-entity"),
                                STR_INIT(
                                    "An entity has two blocks, or its name "
                                    "differs from another's only in case."),
                                LEVEL_WARN},
                               DRAWINGS,
                               em_lint_entities},
    [LINT_DUPLICATE_ATTRIBUTE] =
        {{STR_INIT("lint-duplicate-attribute"),
          STR_INIT("An entity has two attributes of one name."), LEVEL_WARN},
         DRAWINGS,
         em_lint_attributes},
    [LINT_DUPLICATE_RELATION] = {{STR_INIT("lint-duplicate-relation"),
                                  STR_INIT("A relation is said twice."),
                                  LEVEL_WARN},
                                 DRAWINGS,
                                 em_lint_relations},
    [LINT_DUPLICATE_INDEX] = {{STR_INIT("lint-duplicate-index"),
                               STR_INIT("An index does what another one does."),
                               LEVEL_WARN},
                              SQL,
                              em_lint_indexes},
    [LINT_FK_WITHOUT_RELATION] =
        {{STR_INIT("lint-fk-without-relation"),
          STR_INIT("An attribute is marked FK, and no relation is about it."),
          LEVEL_WARN},
         DRAWINGS,
         em_lint_fks},
    [LINT_RELATION_WITHOUT_FK] = {{STR_INIT("lint-relation-without-fk"),
                                   STR_INIT(
                                       "A relation has no FK attribute at its "
                                       "many end, though others have."),
                                   LEVEL_WARN},
                                  DRAWINGS,
                                  em_lint_children},
    [LINT_EMPTY_ENTITY] =
        {{STR_INIT("lint-empty-entity"),
          STR_INIT(
              "An entity has no attributes among entities that have them."),
          LEVEL_WARN},
         DRAWINGS,
         em_lint_empty},
    [LINT_CARDINALITY_KEY] = {{STR_INIT("lint-cardinality-key"),
                               STR_INIT("A cardinality contradicts the keys or "
                                        "the nullability of an attribute."),
                               LEVEL_WARN},
                              DRAWINGS,
                              em_lint_cardinalities},
    [LINT_NO_PRIMARY_KEY] =
        {{STR_INIT("lint-no-primary-key"),
          STR_INIT(
              "A table has no primary key; in a diagram, where most have one."),
          LEVEL_WARN},
         BOTH,
         em_lint_primary_keys},
    [LINT_FK_TYPE] =
        {{STR_INIT("lint-fk-type"),
          STR_INIT("A foreign key is of another type than what it refers to."),
          LEVEL_WARN},
         BOTH,
         em_lint_fk_types},
    [LINT_FK_INDEX] = {{STR_INIT("lint-fk-index"),
                        STR_INIT("No index begins with the columns of a "
                                 "foreign key (MySQL makes one)."),
                        LEVEL_WARN},
                       SQL,
                       em_lint_fk_indexes},
    [LINT_NAME_STYLE] =
        {{STR_INIT("lint-name-style"),
          STR_INIT("A name is not written as four of five others are: with "
                   "underscores, in capitals, likeThis or LikeThis."),
          LEVEL_NOTE},
         BOTH,
         em_lint_name_styles},
    [LINT_RESERVED_WORD] =
        {{STR_INIT("lint-reserved-word"),
          STR_INIT("A table or column is called like a word of SQL."),
          LEVEL_NOTE},
         SQL,
         em_lint_reserved_words},
    [LINT_ISOLATED] =
        {{STR_INIT("lint-isolated"),
          STR_INIT("A table has no relation where three of four have one."),
          LEVEL_NOTE},
         BOTH,
         em_lint_isolated},
    [LINT_REDUNDANT_RELATION] = {{STR_INIT("lint-redundant-relation"),
                                  STR_INIT(
                                      "A table refers to its parent's parent, "
                                      "too; often meant, for speed."),
                                  LEVEL_OFF},
                                 BOTH,
                                 em_lint_redundant},
};

/* ---- levels ---------------------------------------------------------------
 */

static const Str level_names[] = {
    [LEVEL_OFF] = STR_INIT("off"),
    [LEVEL_NOTE] = STR_INIT("note"),
    [LEVEL_WARN] = STR_INIT("warn"),
    [LEVEL_ERROR] = STR_INIT("error"),
};

Str em_lint_level_name(LintLevel level)
{
    return level_names[level];
}

/* "lint-" may be left out. */
static bool is_called(LintRuleId rule, Str name)
{
    Str code = checks[rule].rule.code;
    return em_str_eq(code, name) ||
           em_str_eq(em_str_cut(code, STR("lint-").n, code.n), name);
}

/* Takes "isolated=off". False: that is no rule, or no level. */
static bool take_wish(Str wish, LintLevel *levels)
{
    int at = em_str_find_char(wish, '=', 0);
    Str name = em_str_trim(em_str_cut(wish, 0, at == NONE ? wish.n : at));
    Str word =
        em_str_trim(em_str_cut(wish, at == NONE ? wish.n : at + 1, wish.n));
    for (int level = 0; level < COUNT(level_names); level++)
        for (int rule = 0; rule < N_LINT_RULES; rule++)
            if (em_str_eq(word, level_names[level]) &&
                is_called((LintRuleId)rule, name)) {
                levels[rule] = (LintLevel)level;
                return true;
            }
    return false;
}

static Str take_wishes(Str wishes, LintLevel *levels)
{
    while (wishes.n) {
        int comma = em_str_find_char(wishes, ',', 0);
        int end = comma == NONE ? wishes.n : comma;
        Str one = em_str_cut(wishes, 0, end);
        if (!take_wish(one, levels))
            return one;
        wishes = em_str_cut(wishes, MIN(end + 1, wishes.n), wishes.n);
    }
    return (Str){0};
}

Str em_lint_wrong_wish(Str wishes)
{
    LintLevel levels[N_LINT_RULES];
    return take_wishes(wishes, levels);
}

/* ---- what the text allows -------------------------------------------------
 */

enum {
    LONGEST_LINE = 4096, /* bytes around a place that are looked at */
    MOST_LINES = 20      /* of comments above it */
};

/* The line around a byte of a file, as far as it is looked at. */
static Str line_around(Str file, int at)
{
    int from = at, to = at;
    while (from > 0 && at - from < LONGEST_LINE && file.p[from - 1] != '\n')
        from--;
    while (to < file.n && to - at < LONGEST_LINE && file.p[to] != '\n')
        to++;
    return em_str_cut(file, from, to);
}

/* Behind "ermaid: allow": names of rules, up to the end of the line. */
static bool is_allowed_by(Str line, LintRuleId rule)
{
    Str word = STR("ermaid: allow ");
    int at = em_str_find(line, word, 0);
    if (at == NONE)
        return false;
    Str rest = em_str_cut(line, at + word.n, line.n);
    while (rest.n) {
        int n = 0;
        while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != ',' &&
               rest.p[n] != '\r')
            n++;
        if (is_called(rule, em_str_cut(rest, 0, n)))
            return true;
        rest = em_str_cut(rest, MIN(n + 1, rest.n), rest.n);
    }
    return false;
}

/* A line of nothing but a comment, in Markdown's quotes as well. */
static bool is_comment(Str line)
{
    while (line.n && (line.p[0] == '>' || em_is_space(line.p[0])))
        line = em_str_cut(line, 1, line.n);
    return em_str_starts(line, STR("%%")) || em_str_starts(line, STR("#")) ||
           em_str_starts(line, STR("--"));
}

/* A comment allows what is on its own line, and on the first line of other
 * things below it. */
static bool is_allowed(const Source *src, int at, LintRuleId rule)
{
    Str file = src->file;
    int place = MIN(em_source_file_at(src, at), file.n);
    Str line = line_around(file, place);
    for (int i = 0; i < MOST_LINES; i++) {
        if (is_allowed_by(line, rule))
            return true;
        if (line.p == file.p)
            return false;
        line = line_around(file, (int)(line.p - file.p) - 1);
        if (!is_comment(line))
            return false;
    }
    return false;
}

/* The same for the line in which the block around a place opens. */
static bool is_allowed_at_block(const Source *src, int inside, LintRuleId rule)
{
    int at = MIN(inside, src->text.n);
    for (int i = 0; i < LONGEST_LINE && at > 0; i++)
        if (src->text.p[--at] == '{')
            return is_allowed(src, at, rule);
    return false;
}

/* ---- what rules share -----------------------------------------------------
 */

/* Mermaid's tables begin where they are first mentioned, which may be far from
 * their block. */
LintPlace em_lint_at_table(const Table *t)
{
    int inside = t->columns.n ? t->columns.items[0].span.at : NONE;
    return (LintPlace){t->source, t->span, inside};
}

LintPlace em_lint_at(const Table *t, const Source *source, Span part)
{
    return (LintPlace){source ? source : t->source, part, NONE};
}

LintPlace em_lint_at_relation(const Relation *r)
{
    return (LintPlace){r->source, r->span, NONE};
}

static Severity severity_of(LintLevel level)
{
    return level == LEVEL_ERROR  ? DIAG_ERROR
           : level == LEVEL_WARN ? DIAG_WARNING
                                 : DIAG_NOTE;
}

Diag *em_lint_report(Lint *l, LintRuleId rule, LintPlace at, Str message,
                     Str help)
{
    const Source *src = at.source ? at.source : l->src;
    if (l->levels[rule] == LEVEL_OFF || is_allowed(src, at.span.at, rule) ||
        is_allowed_at_block(src, at.inside, rule))
        return NULL;
    return em_diag_add(l->diags,
                       (Diag){.severity = severity_of(l->levels[rule]),
                              .source = src,
                              .span = at.span,
                              .code = checks[rule].rule.code,
                              .message = message,
                              .help = help});
}

bool em_lint_has_key(const Column *c, KeyKind kind)
{
    for (int i = 0; i < c->keys.n; i++)
        if (c->keys.items[i].kind == kind)
            return true;
    return false;
}

Str em_lint_column_name(const Lint *l, const Table *t, const Column *c)
{
    return JOIN(l->arena, t->name, STR("."), c->name);
}

bool em_lint_begins(const Strs *all, const Strs *start)
{
    bool begins = start->n > 0 && all->n >= start->n;
    for (int i = 0; begins && i < start->n; i++)
        begins = em_str_eq_nocase(all->items[i], start->items[i]);
    return begins;
}

const RelationEnd *em_lint_child(const Lint *l, int relation)
{
    const Relation *r = &l->s->relations.items[relation];
    return l->rows[relation].child_is_from ? &r->from : &r->to;
}

const RelationEnd *em_lint_parent(const Lint *l, int relation)
{
    const Relation *r = &l->s->relations.items[relation];
    return l->rows[relation].child_is_from ? &r->to : &r->from;
}

/* ---- all ------------------------------------------------------------------
 */

/* Counts a relation that is not certain for each end that may be its child. */
static void count_open(Lint *l, const Relation *r)
{
    bool one_way = !r->is_guessed && em_lint_is_many(r->from.cardinality) !=
                                         em_lint_is_many(r->to.cardinality);
    if (r->from.table != NONE &&
        (!one_way || em_lint_is_many(r->from.cardinality)))
        l->open[r->from.table]++;
    if (r->to.table != NONE && (!one_way || em_lint_is_many(r->to.cardinality)))
        l->open[r->to.table]++;
}

static void read_rows(Lint *l)
{
    const Schema *s = l->s;
    int n = 0;
    l->first = NEW_ARRAY(l->arena, s->tables.n, int);
    l->open = NEW_ARRAY(l->arena, s->tables.n, int);
    l->in_pk = NEW_ARRAY(l->arena, s->tables.n, int);
    for (int i = 0; i < s->tables.n; i++) {
        const Table *t = &s->tables.items[i];
        l->first[i] = n;
        n += t->columns.n;
        for (int k = 0; k < t->columns.n; k++) {
            l->in_pk[i] += em_lint_has_key(&t->columns.items[k], KEY_PRIMARY);
            l->any_fk =
                l->any_fk || em_lint_has_key(&t->columns.items[k], KEY_FOREIGN);
        }
    }
    l->claimed = NEW_ARRAY(l->arena, n, bool);
    l->told = NEW_ARRAY(l->arena, n, bool);
    l->rows = em_relation_rows(s, ANCHOR_AUTO, l->arena);
    for (int i = 0; i < s->relations.n; i++) {
        if (l->rows[i].child_column == NONE)
            count_open(l, &s->relations.items[i]);
        else
            l->claimed[l->first[em_lint_child(l, i)->table] +
                       l->rows[i].child_column] = true;
    }
}

void em_lint(const Schema *s, const Source *src, const LintOptions *o,
             Diags *diags)
{
    LintLevel levels[N_LINT_RULES];
    Lint l = {.s = s,
              .src = src,
              .options = o,
              .diags = diags,
              .arena = diags->arena,
              .levels = levels};

    for (int i = 0; i < N_LINT_RULES; i++)
        levels[i] = checks[i].rule.level;
    take_wishes(o->wishes, levels);
    read_rows(&l);
    for (int i = 0; i < N_LINT_RULES; i++)
        if (levels[i] != LEVEL_OFF &&
            (em_lint_is_sql(&l) ? checks[i].of_sql : checks[i].of_drawings))
            checks[i].check(&l);
}

bool em_lint_rule(int index, LintRule *out)
{
    if (index < 0 || index >= N_LINT_RULES)
        return false;
    *out = checks[index].rule;
    return true;
}
