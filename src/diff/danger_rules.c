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
    RULE(AUTO_INCREMENT_REMOVED, "auto_increment_removed", ERROR,
         STR_INIT("an INSERT that leaves the column out fails or gives 0"),
         .of_postgres = STR_INIT("an INSERT that leaves the column out fails"),
         .of_sqlite = STR_INIT(
             "numbers of rows that were deleted can be given out again")),
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
    RULE(FK_ON_ONE_SIDE, "fk_on_one_side", WARNING,
         STR_INIT("the table that others can be many of should carry the key; "
                  "this allows one only")),
    RULE(FK_WRONG_SIDE, "fk_wrong_side", ERROR,
         STR_INIT("the columns moved away from the table that has the key, so "
                  "several of its rows can share what was one's own; put a "
                  "unique key to it into the new table instead")),
    RULE(CASCADE_ADDED, "cascade_added", WARNING,
         STR_INIT("deleting a parent now deletes these rows without a word")),
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
    return (DangerRule){rule->code, rule->level, own.n ? own : rule->advice};
}

/* What is known better when both types are. */
static Str advice_of_types(DangerId id, TypeSize before, TypeSize after,
                           Dialect dialect)
{
    bool is_text = before.family == FAMILY_TEXT;
    bool is_decimal = before.family == FAMILY_DECIMAL;
    if (id == DANGER_TYPE_WIDENED && dialect == DIALECT_POSTGRES &&
        (is_text || (is_decimal && before.scale == after.scale)))
        return STR("no value is lost, and no row is touched");
    if (id == DANGER_TYPE_WIDENED && dialect == DIALECT_MYSQL && is_text)
        return STR("no value is lost; the table is copied only when lengths "
                   "take another byte");
    if (id == DANGER_TYPE_NARROWED && dialect == DIALECT_POSTGRES &&
        is_decimal && after.scale < before.scale)
        return STR("values are rounded, and it fails while one does not fit; "
                   "the table is rewritten, and nobody can read it meanwhile");
    return (Str){0};
}

DangerRule em_danger_of_types(DangerId id, TypeSize before, TypeSize after,
                              Dialect dialect)
{
    DangerRule rule = em_danger_of(id, dialect);
    Str advice = advice_of_types(id, before, after, dialect);
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
