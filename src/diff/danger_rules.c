/*
 * Dangers: what their codes, levels and advice are.
 *
 * Engines differ in what a change does: which of them locks or copies the
 * table, refuses or bends the values that are there, and so what helps. The
 * facts are those of the manuals of PostgreSQL 15 (ALTER TABLE), MySQL 8.0
 * (Online DDL operations, strict mode) and SQLite 3.40 (ALTER TABLE,
 * datatypes).
 */
#include "diff/danger.h"

typedef struct {
    Str code;
    DangerLevel level;
    Str advice;                           /* of any engine */
    Str of_postgres, of_mysql, of_sqlite; /* and of one, when it differs */
} Rule;

#define RULE(id, name, how_bad, ...) \
    [DANGER_##id] = {.code = STR_INIT(name), \
                     .level = DANGER_##how_bad, \
                     .advice = __VA_ARGS__}

static const Rule rules[N_DANGERS] = {
    RULE(TABLE_DROPPED, "table_dropped", ERROR,
         STR_INIT("its rows are gone for good; copy what is needed first")),
    RULE(COLUMN_DROPPED, "column_dropped", ERROR,
         STR_INIT("its values are gone for good, and programs that still name "
                  "it fail; stop using it first, drop it later")),
    RULE(COLUMN_MOVED, "column_moved", WARNING,
         STR_INIT(
             "copy the values before the old column goes, in one transaction"),
         .of_mysql = STR_INIT("copy the values, look at them, and drop the old "
                              "column later: no transaction brings it back")),
    RULE(TABLE_RENAMED, "table_renamed", WARNING,
         STR_INIT("programs that are running know the old name; leave a view "
                  "of that name")),
    RULE(COLUMN_RENAMED, "column_renamed", WARNING,
         STR_INIT("programs that are running know the old name; add, copy, "
                  "switch, drop")),
    RULE(VIEW_DROPPED, "view_dropped", WARNING,
         STR_INIT("queries that name it fail; look who still does")),
    RULE(KIND_CHANGED, "kind_changed", WARNING,
         STR_INIT("it has to be made anew, and its rows copied")),
    RULE(COLUMNS_REORDERED, "columns_reordered", NOTE,
         STR_INIT("an INSERT without names, and who reads by position, gets "
                  "other columns; the table has to be made anew"),
         .of_mysql = STR_INIT(
             "an INSERT without names, and who reads by position, gets other "
             "columns; the table is copied")),
    RULE(TYPE_NARROWED, "type_narrowed", ERROR,
         STR_INIT("values that do not fit are refused or cut; look for the "
                  "largest first"),
         .of_postgres = STR_INIT(
             "fails while a value does not fit, so look for the largest first; "
             "the table is rewritten, and nobody can read it meanwhile"),
         .of_mysql =
             STR_INIT("values that do not fit are refused, or cut without "
                      "strict mode, so look for the largest first; the table "
                      "is copied, and nobody can write meanwhile"),
         .of_sqlite =
             STR_INIT("the table is built anew, and sizes are not checked, so "
                      "what is too large for programs stays")),
    RULE(TYPE_WIDENED, "type_widened", NOTE,
         STR_INIT("no value is lost; the table may be rewritten under a lock"),
         .of_postgres = STR_INIT("no value is lost; the table is rewritten, "
                                 "and nobody can read it meanwhile"),
         .of_mysql = STR_INIT("no value is lost; the table is copied, and "
                              "nobody can write meanwhile"),
         .of_sqlite = STR_INIT("no value is lost; the table is built anew")),
    RULE(TYPE_CHANGED, "type_changed", WARNING,
         STR_INIT("values are converted, which can fail or lose part of them; "
                  "try it on a copy"),
         .of_postgres =
             STR_INIT("values are converted, which can fail or lose part of "
                      "them; say how (USING) and try it on a copy; the table "
                      "is rewritten, and nobody can read it meanwhile"),
         .of_mysql = STR_INIT(
             "values are converted, which can fail or lose part of them; try "
             "it on a copy: the table is copied, and nobody can write "
             "meanwhile"),
         .of_sqlite = STR_INIT("the table is built anew, and values that "
                               "cannot be converted stay what they are")),
    RULE(SIGN_CHANGED, "sign_changed", WARNING,
         STR_INIT("negative numbers do not fit an unsigned column")),
    RULE(TEXT_SHORTENED, "text_shortened", WARNING,
         STR_INIT(
             "this text type holds less; longer values are cut or refused")),
    RULE(CHAR_PADDED, "char_padded", NOTE,
         STR_INIT("values are filled up with blanks, which comparisons pass "
                  "over and programs see; varchar or text have none")),
    RULE(JSON_WITHOUT_EQUALITY, "json_without_equality", NOTE,
         STR_INIT("json cannot be compared, so DISTINCT and GROUP BY of its "
                  "table fail; jsonb can")),
    RULE(COLLATION_CHANGED, "collation_changed", WARNING,
         STR_INIT("texts sort and compare in another way, and what was unique "
                  "may no longer be"),
         .of_postgres =
             STR_INIT("texts sort and compare in another way, and what was "
                      "unique may no longer be; indexes on it are built anew "
                      "while nobody can read"),
         .of_mysql =
             STR_INIT("texts sort and compare in another way, and what was "
                      "unique may no longer be; the table is copied, and "
                      "nobody can write meanwhile")),
    RULE(NOT_NULL_COLUMN_WITHOUT_DEFAULT, "not_null_column_without_default",
         ERROR,
         STR_INIT("fails on a table with rows; add it nullable or with a "
                  "default, fill it, then set NOT NULL"),
         .of_mysql = STR_INIT(
             "rows that are there get 0 or an empty text that nobody chose; "
             "add it nullable or with a default, fill it, then set NOT NULL")),
    RULE(NOT_NULL_SET, "not_null_set", ERROR,
         STR_INIT("fails while there are NULLs; fill them first"),
         .of_postgres =
             STR_INIT("fails while there are NULLs, and reads the whole table "
                      "while nobody can; fill them first, and validate a CHECK "
                      "that was added NOT VALID"),
         .of_mysql =
             STR_INIT("fails while there are NULLs, or makes 0 and empty texts "
                      "of them without strict mode; fill them first"),
         .of_sqlite = STR_INIT("the table is built anew, which fails while "
                               "there are NULLs; fill them first")),
    RULE(NOT_NULL_REMOVED, "not_null_removed", WARNING,
         STR_INIT("readers that never saw NULL may fail")),
    RULE(DEFAULT_ADDED, "default_added", NOTE,
         STR_INIT("rows that exist keep what they have")),
    RULE(DEFAULT_CHANGED, "default_changed", NOTE,
         STR_INIT("rows that exist keep what they have")),
    RULE(DEFAULT_REMOVED, "default_removed", WARNING,
         STR_INIT("an INSERT that leaves the column out gives NULL, or fails")),
    RULE(DEFAULT_VOLATILE, "default_volatile", WARNING,
         STR_INIT("each row that is there gets a value of its own, so the "
                  "table is rewritten; add the column, set the default, and "
                  "fill it in parts"),
         .of_postgres =
             STR_INIT("each row that is there gets a value of its own, so the "
                      "table is rewritten while nobody can read; add the "
                      "column, set the default, and fill it in parts"),
         .of_sqlite = STR_INIT(
             "ADD COLUMN takes constants only; the table is built anew")),
    RULE(GENERATED_CHANGED, "generated_changed", WARNING,
         STR_INIT("each row is computed, so the table is rewritten"),
         .of_postgres = STR_INIT("each row is computed, so the table is "
                                 "rewritten while nobody can read"),
         .of_mysql = STR_INIT("each row is computed, so the table is copied "
                              "while nobody can write; a virtual one is not"),
         .of_sqlite = STR_INIT("each row is computed; the table is built "
                               "anew")),
    RULE(AUTO_INCREMENT_ADDED, "auto_increment_added", WARNING,
         STR_INIT("rows that are there get numbers in an order that nobody "
                  "chose, and the table is rewritten"),
         .of_postgres =
             STR_INIT("rows that are there get numbers in an order that nobody "
                      "chose, and the table is rewritten while nobody can "
                      "read"),
         .of_mysql =
             STR_INIT("rows that are there get numbers in an order that nobody "
                      "chose, and the table is copied while nobody can "
                      "write")),
    RULE(AUTO_INCREMENT_REMOVED, "auto_increment_removed", ERROR,
         STR_INIT("an INSERT that leaves the column out fails or gives 0"),
         .of_postgres = STR_INIT("an INSERT that leaves the column out fails"),
         .of_sqlite = STR_INIT(
             "numbers of rows that were deleted can be given out again")),
    RULE(IDENTITY_ALWAYS, "identity_always", WARNING,
         STR_INIT("an INSERT that gives a value fails from then on, unless it "
                  "says OVERRIDING SYSTEM VALUE")),
    RULE(ON_UPDATE_REMOVED, "on_update_removed", WARNING,
         STR_INIT("rows that change keep their old time from then on")),
    RULE(ENUM_VALUE_ADDED, "enum_value_added", NOTE,
         STR_INIT("programs that do not know the value may fail when they "
                  "meet it; teach them first"),
         .of_postgres = STR_INIT(
             "programs that do not know the value may fail when they meet it, "
             "so teach them first; it cannot be used in the transaction that "
             "adds it")),
    RULE(ENUM_VALUE_REMOVED, "enum_value_removed", ERROR,
         STR_INIT("rows that have the value fail; change them first"),
         .of_postgres = STR_INIT(
             "rows that have the value fail, so change them first; the type "
             "has to be made anew, and its columns converted"),
         .of_mysql = STR_INIT("rows that have the value fail, or become empty "
                              "without strict mode; change them first")),
    RULE(ENUM_VALUE_RENAMED, "enum_value_renamed", WARNING,
         STR_INIT("rows follow by themselves; programs that are running still "
                  "send the old name, and fail")),
    RULE(
        ENUM_REORDERED, "enum_reordered", WARNING,
        STR_INIT("values sort by their order in the type; comparisons change")),
    RULE(
        PRIMARY_KEY_CHANGED, "primary_key_changed", WARNING,
        STR_INIT("foreign keys and programs go by the old key; the index is "
                 "built anew"),
        .of_postgres = STR_INIT(
            "foreign keys and programs go by the old key; build the new index "
            "CONCURRENTLY and make it the key: else nobody can read meanwhile"),
        .of_mysql =
            STR_INIT("foreign keys and programs go by the old key; rows stand "
                     "in its order, so the whole table is built anew"),
        .of_sqlite = STR_INIT("foreign keys and programs go by the old key; "
                              "the table is built anew")),
    RULE(UNIQUE_ADDED, "unique_added", ERROR,
         STR_INIT("fails while there are duplicates; look for them first"),
         .of_postgres =
             STR_INIT("fails while there are duplicates, so look for them "
                      "first; build the index CONCURRENTLY and make it the "
                      "key: else nobody can write meanwhile")),
    RULE(UNIQUE_REMOVED, "unique_removed", WARNING,
         STR_INIT(
             "duplicates become possible; programs that rely on one row fail")),
    RULE(INDEX_ADDED, "index_added", NOTE,
         STR_INIT("it is built from all rows, and each change of a row costs "
                  "more from then on"),
         .of_postgres =
             STR_INIT("it is built from all rows, and nobody can write "
                      "meanwhile, unless it is built CONCURRENTLY")),
    RULE(INDEX_REMOVED, "index_removed", WARNING,
         STR_INIT("queries that go by it read the whole table then; look "
                  "whether it is in use first")),
    RULE(CHECK_ADDED, "check_added", WARNING,
         STR_INIT("fails while rows contradict it; look for them first"),
         .of_postgres =
             STR_INIT("fails while rows contradict it, and reads the whole "
                      "table while nobody can; add it NOT VALID and validate "
                      "it later"),
         .of_mysql =
             STR_INIT("fails while rows contradict it, so look for them first; "
                      "the table is copied while nobody can write"),
         .of_sqlite = STR_INIT("the table is built anew, which fails while "
                               "rows contradict it; look for them first")),
    RULE(CHECK_REMOVED, "check_removed", NOTE,
         STR_INIT("values become possible that programs may not expect")),
    RULE(FK_ADDED, "fk_added", WARNING,
         STR_INIT("fails while there are orphans; look for them first"),
         .of_postgres = STR_INIT(
             "fails while there are orphans, and nobody can write to either "
             "table meanwhile; add it NOT VALID and validate it later"),
         .of_mysql = STR_INIT(
             "fails while there are orphans; the table is copied while nobody "
             "can write, and without foreign_key_checks orphans are let in"),
         .of_sqlite =
             STR_INIT("the table is built anew, and orphans are not looked "
                      "for: PRAGMA foreign_key_check finds them")),
    RULE(FK_NOT_VALID, "fk_not_valid", NOTE,
         STR_INIT("orphans that are there stay; VALIDATE CONSTRAINT finds "
                  "them, and locks little")),
    RULE(FK_REMOVED, "fk_removed", WARNING,
         STR_INIT("nothing keeps orphans away any more")),
    RULE(
        FK_RETARGETED, "fk_retargeted", ERROR,
        STR_INIT("the values are keys of another table; translate them first")),
    RULE(FK_WITHOUT_INDEX, "fk_without_index", WARNING,
         STR_INIT("a change of the parent reads the whole table; add an index "
                  "on the key"),
         .of_postgres =
             STR_INIT("a change of the parent reads the whole table; build an "
                      "index on the key, CONCURRENTLY where there are rows")),
    RULE(FK_TYPE_DIFFERS, "fk_type_differs", WARNING,
         STR_INIT("the key and what it refers to no longer have the same type: "
                  "one of them holds values that the other cannot; change "
                  "both"),
         .of_mysql = STR_INIT("a foreign key wants the same type on both "
                              "sides, so the change is refused; drop the key, "
                              "change both, and add it again")),
    RULE(FK_ON_ONE_SIDE, "fk_on_one_side", WARNING,
         STR_INIT("the table that others can be many of should carry the key; "
                  "this allows one only")),
    RULE(FK_WRONG_SIDE, "fk_wrong_side", ERROR,
         STR_INIT("the columns moved away from the table that has the key, so "
                  "several of its rows can share what was one's own; put a "
                  "unique key to it into the new table instead")),
    RULE(CASCADE_ADDED, "cascade_added", WARNING,
         STR_INIT("deleting a parent now deletes these rows without a word")),
    RULE(CASCADE_REMOVED, "cascade_removed", WARNING,
         STR_INIT("deleting a parent no longer deletes these rows: it fails, "
                  "or they stay without it; programs may rely on it")),
    RULE(SET_NULL_ON_NOT_NULL, "set_null_on_not_null", ERROR,
         STR_INIT("deleting a parent fails: its rows would be set to NULL, "
                  "which the column does not allow"),
         .of_mysql = STR_INIT("refused: the column that would be set to NULL "
                              "does not allow it")),
    RULE(CARDINALITY_CHANGED, "cardinality_changed", WARNING,
         STR_INIT("programs that rely on how many there can be may fail")),
};

Str em_danger_level_name(DangerLevel level)
{
    static const Str names[] = {
        [DANGER_NOTE] = STR_INIT("note"),
        [DANGER_WARNING] = STR_INIT("warning"),
        [DANGER_ERROR] = STR_INIT("error"),
    };
    return names[level];
}

static Str advice_of(const Rule *rule, Dialect dialect)
{
    switch (dialect) {
    case DIALECT_NONE: break;
    case DIALECT_POSTGRES: return rule->of_postgres;
    case DIALECT_MYSQL: return rule->of_mysql;
    case DIALECT_SQLITE: return rule->of_sqlite;
    }
    return (Str){0};
}

DangerRule em_danger_of(DangerId id, Dialect dialect)
{
    const Rule *rule = &rules[id];
    Str own = advice_of(rule, dialect);
    return (DangerRule){rule->code, rule->level, own.n ? own : rule->advice,
                        (int)id};
}

/* ---- types ----------------------------------------------------------------
 */

/* A change of types that engines convert in a way of their own. Types are
 * found by how they begin. */
typedef struct {
    Str before, after;
    Str of_postgres, of_mysql;
} Conversion;

static const Conversion conversions[] = {
    {STR_INIT("timestamp with time zone"), STR_INIT("date"),
     STR_INIT("the time of day is lost, and the day is that of the session's "
              "time zone; the table is rewritten, and nobody can read it "
              "meanwhile"),
     STR_INIT("")},
    {STR_INIT("timestamp with time zone"),
     STR_INIT("timestamp without time zone"),
     STR_INIT("times become those of the session's time zone, which is then "
              "forgotten: say which (USING x AT TIME ZONE 'UTC'); the table "
              "is rewritten, and nobody can read it meanwhile"),
     STR_INIT("")},
    {STR_INIT("timestamp without time zone"),
     STR_INIT("timestamp with time zone"),
     STR_INIT("times are taken for those of the session's time zone: say "
              "which they are (USING x AT TIME ZONE 'UTC'); the table is "
              "rewritten, and nobody can read it meanwhile"),
     STR_INIT("")},
    {STR_INIT("timestamp"), STR_INIT("date"),
     STR_INIT("the time of day is lost; the table is rewritten, and nobody "
              "can read it meanwhile"),
     STR_INIT("the time of day is lost; the table is copied, and nobody can "
              "write meanwhile")},
    {STR_INIT("datetime"), STR_INIT("timestamp"), STR_INIT(""),
     STR_INIT("times are taken for those of the session's time zone, and "
              "those before 1970 or after 2038 do not fit; the table is "
              "copied, and nobody can write meanwhile")},
    {STR_INIT("timestamp"), STR_INIT("datetime"), STR_INIT(""),
     STR_INIT("times become those of the session's time zone, which is then "
              "forgotten; the table is copied, and nobody can write "
              "meanwhile")},
    {STR_INIT("datetime"), STR_INIT("date"), STR_INIT(""),
     STR_INIT("the time of day is lost; the table is copied, and nobody can "
              "write meanwhile")},
    {STR_INIT("jsonb"), STR_INIT("json"),
     STR_INIT("no value is lost, but json cannot be compared or indexed; the "
              "table is rewritten, and nobody can read it meanwhile"),
     STR_INIT("")},
    {STR_INIT("json"), STR_INIT("jsonb"),
     STR_INIT("the order of members, repeated ones and blanks are lost; the "
              "table is rewritten, and nobody can read it meanwhile"),
     STR_INIT("")},
};

/* "timestamp with time zone" of "timestamp(6) with time zone" */
static Str without_size(Str type, Arena *a)
{
    int open = em_str_find_char(type, '(', 0);
    int close = open == NONE ? NONE : em_str_find_char(type, ')', open);
    return close == NONE ? type
                         : JOIN(a, em_str_cut(type, 0, open),
                                em_str_cut(type, close + 1, type.n));
}

/* How many digits of a second a type of times keeps. */
static int digits_of(Str type, Dialect dialect)
{
    int open = em_str_find_char(type, '(', 0);
    if (open == NONE || open + 1 >= type.n)
        return dialect == DIALECT_POSTGRES ? 6 : 0;
    return type.p[open + 1] - '0';
}

static bool is_time(Str type)
{
    return em_str_starts(type, STR("time")) ||
           em_str_starts(type, STR("datetime"));
}

static Str converted(Str before, Str after, Dialect dialect)
{
    for (int i = 0; i < COUNT(conversions); i++) {
        const Conversion *c = &conversions[i];
        if (!em_str_starts(before, c->before) ||
            !em_str_starts(after, c->after) ||
            em_str_find_char(before, '[', 0) != NONE ||
            em_str_find_char(after, '[', 0) != NONE)
            continue;
        Str advice = dialect == DIALECT_POSTGRES ? c->of_postgres
                     : dialect == DIALECT_MYSQL  ? c->of_mysql
                                                 : (Str){0};
        if (advice.n)
            return advice;
    }
    return (Str){0};
}

static Str of_widened(TypeSize before, TypeSize after, Dialect dialect)
{
    bool is_text = before.family == FAMILY_TEXT;
    bool is_decimal = before.family == FAMILY_DECIMAL;
    bool same = before.family == FAMILY_INTEGER && before.size == after.size &&
                before.is_unsigned == after.is_unsigned;
    if (dialect == DIALECT_POSTGRES &&
        (is_text || (is_decimal && before.scale == after.scale)))
        return STR("no value is lost, and no row is touched");
    if (after.capacity < before.capacity)
        return STR("this text type holds less; longer values are cut or "
                   "refused");
    if (dialect == DIALECT_MYSQL && before.family == FAMILY_INTEGER &&
        after.is_unsigned && !before.is_unsigned)
        return STR("no value from 0 on is lost; the table is copied, and "
                   "nobody can write meanwhile");
    if (dialect == DIALECT_MYSQL && is_text)
        return STR("no value is lost; the table is copied only when lengths "
                   "take another byte");
    if (dialect == DIALECT_MYSQL && same)
        return STR("only how wide it is displayed changes; no row is touched");
    return (Str){0};
}

/* Times that keep another number of digits. */
static DangerRule of_digits(DangerRule rule, Str before, Str after,
                            Dialect dialect)
{
    if (digits_of(after, dialect) < digits_of(before, dialect)) {
        rule.advice = STR("times are rounded to fewer digits of a second; the "
                          "table is rewritten");
        return rule;
    }
    rule.level = DANGER_NOTE;
    rule.advice = dialect == DIALECT_POSTGRES
                      ? STR("no value is lost, and no row is touched")
                      : STR("no value is lost; the table is copied");
    return rule;
}

DangerRule em_danger_of_types(DangerId id, Str before, Str after,
                              Dialect dialect, Arena *a)
{
    DangerRule rule = em_danger_of(id, dialect);
    TypeSize x = em_type_size(before), y = em_type_size(after);
    Str from = without_size(before, a), to = without_size(after, a);
    Str advice = {0};
    if (is_time(from) && em_str_eq(from, to))
        return of_digits(rule, before, after, dialect);
    if (id == DANGER_TYPE_WIDENED)
        advice = of_widened(x, y, dialect);
    if (id == DANGER_TYPE_CHANGED)
        advice = converted(from, to, dialect);
    if (id == DANGER_TYPE_NARROWED && dialect == DIALECT_POSTGRES &&
        x.family == FAMILY_DECIMAL && y.scale < x.scale)
        advice =
            STR("values are rounded, and it fails while one does not fit; the "
                "table is rewritten, and nobody can read it meanwhile");
    if (advice.n)
        rule.advice = advice;
    return rule;
}

bool em_danger_rule(int index, DangerRule *out)
{
    if (index < 0 || index >= N_DANGERS)
        return false;
    *out = em_danger_of((DangerId)index, DIALECT_NONE);
    return true;
}
