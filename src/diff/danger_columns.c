/*
 * Dangers of columns: what becomes of values that are there, and of programs
 * that read and write them.
 *
 * Sizes go by diff_value.c: what holds less is narrowed, what holds as much or
 * more is widened, another family is changed.
 */
#include "diff/danger.h"

static Str key_of(const Finder *f, Str table, Str column)
{
    return JOIN(f->a, table, STR("."), column);
}

/* ---- types ----------------------------------------------------------------
 */

static DangerId type_rule(TypeSize before, TypeSize after)
{
    if (before.family == FAMILY_OTHER || before.family != after.family)
        return DANGER_TYPE_CHANGED;
    if (after.size < before.size || after.scale < before.scale)
        return DANGER_TYPE_NARROWED;
    return DANGER_TYPE_WIDENED;
}

/* Does an enum, or a set, still have all its values? */
static bool only_grows(const Column *b, const Column *a, Str before, Str after)
{
    bool grows = b->enum_values && a->enum_values && before.n && after.n &&
                 before.p[0] == after.p[0];
    for (int i = 0; grows && i < b->enum_values->n; i++)
        grows = em_strs_have(a->enum_values, b->enum_values->items[i]);
    return grows;
}

static bool is_char(Str type)
{
    return em_str_starts(type, STR("char(")) ||
           em_str_starts(type, STR("character(")) ||
           em_str_starts(type, STR("bpchar"));
}

/* What a type brings with it, whether the column is new or was another. */
static void find_new_type(Finder *f, Str object, Str before, Str after)
{
    if (f->dialect != DIALECT_POSTGRES)
        return;
    if (em_str_eq(after, STR("json")))
        em_danger_report(f, DANGER_JSON_WITHOUT_EQUALITY, object);
    if (is_char(after) && before.n && !is_char(before))
        em_danger_report(f, DANGER_CHAR_PADDED, object);
}

static void find_type(Finder *f, Str object, const Column *b, const Column *a)
{
    Str before = em_type_key(b, f->a), after = em_type_key(a, f->a);
    TypeSize x = em_type_size(before), y = em_type_size(after);
    DangerId id = type_rule(x, y);
    Danger *danger = em_danger_report(f, id, object);
    danger->rule = em_danger_of_types(id, before, after, f->dialect, f->a);
    danger->before = b->full_type.n ? b->full_type : b->type;
    danger->after = a->full_type.n ? a->full_type : a->type;
    if (only_grows(b, a, before, after)) {
        danger->rule.level = DANGER_NOTE;
        danger->rule.advice = STR("no value is lost; values that are not added "
                                  "at the end make it copy the table");
    }
    if (x.family == FAMILY_INTEGER && y.family == FAMILY_INTEGER &&
        !x.is_unsigned && y.is_unsigned)
        em_danger_report(f, DANGER_SIGN_CHANGED, object);
    if (y.capacity > 0 && y.capacity < x.capacity)
        em_danger_report(f, DANGER_TEXT_SHORTENED, object);
    find_new_type(f, object, before, after);
}

/* Was a value only given another name? */
static bool renames_value(const Finder *f, const Strs *before)
{
    for (int i = 0; i < f->d->enums.n; i++) {
        const EnumDiff *e = &f->d->enums.items[i];
        if (e->old_value.n && em_strs_equal(&e->before->values, before))
            return true;
    }
    return false;
}

static void find_enum(Finder *f, Str object, const Column *b, const Column *a)
{
    Strs removed = {0};
    if (!b->enum_values || !a->enum_values)
        return;
    if (renames_value(f, b->enum_values)) {
        em_danger_report(f, DANGER_ENUM_VALUE_RENAMED, object);
        return;
    }
    for (int i = 0; i < b->enum_values->n; i++)
        if (!em_strs_have(a->enum_values, b->enum_values->items[i]))
            *PUSH(f->a, &removed) = b->enum_values->items[i];
    if (removed.n)
        em_danger_report(f, DANGER_ENUM_VALUE_REMOVED, object)->values =
            removed;
}

/* ---- values ---------------------------------------------------------------
 */

static void find_default(Finder *f, Str object, const Column *b,
                         const Column *a)
{
    bool had = b->value.kind == VALUE_DEFAULT;
    bool has = a->value.kind == VALUE_DEFAULT;
    em_danger_report(f,
                     !had   ? DANGER_DEFAULT_ADDED
                     : !has ? DANGER_DEFAULT_REMOVED
                            : DANGER_DEFAULT_CHANGED,
                     object);
}

static bool counts_up(const Column *c)
{
    return c->value.kind == VALUE_AUTO_INCREMENT ||
           c->value.kind == VALUE_IDENTITY_ALWAYS ||
           c->value.kind == VALUE_IDENTITY_BY_DEFAULT ||
           (c->value.kind == VALUE_DEFAULT &&
            em_str_find(c->value.text, STR("nextval("), 0) != NONE);
}

/* Is the default another one for each row? Functions that nobody knows here
 * are taken for ones that are not. */
static bool is_volatile(const Finder *f, const Column *c)
{
    static const Str functions[] = {
        STR_INIT("random("),
        STR_INIT("rand("),
        STR_INIT("gen_random_uuid("),
        STR_INIT("gen_random_bytes("),
        STR_INIT("uuid("),
        STR_INIT("uuidv4("),
        STR_INIT("uuidv7("),
        STR_INIT("uuid_generate_v"),
        STR_INIT("clock_timestamp("),
        STR_INIT("timeofday("),
        STR_INIT("randomblob("),
    };
    Str text = em_str_lower(f->a, em_str_trim(c->value.text));
    if (c->value.kind != VALUE_DEFAULT)
        return false;
    for (int i = 0; i < COUNT(functions); i++)
        if (em_str_find(text, functions[i], 0) != NONE)
            return true;
    return f->dialect == DIALECT_SQLITE &&
           (em_str_starts(text, STR("(")) ||
            em_str_starts(text, STR("current_")));
}

static bool is_generated(const Column *c)
{
    return c->value.kind == VALUE_GENERATED_STORED ||
           c->value.kind == VALUE_GENERATED_VIRTUAL;
}

static void find_value(Finder *f, const ColumnDiff *c, Str object,
                       const Column *b, const Column *a)
{
    if (c->changed[PROPERTY_DEFAULT])
        find_default(f, object, b, a);
    if (c->changed[PROPERTY_GENERATED] && (is_generated(a) || is_generated(b)))
        em_danger_report(f, DANGER_GENERATED_CHANGED, object);
    if (c->changed[PROPERTY_ON_UPDATE] && a->on_update.n == 0)
        em_danger_report(f, DANGER_ON_UPDATE_REMOVED, object);
    if (!c->changed[PROPERTY_AUTO_INCREMENT] && !c->changed[PROPERTY_IDENTITY])
        return;
    if (a->value.kind == VALUE_UNSAID)
        em_danger_report(f, DANGER_AUTO_INCREMENT_REMOVED, object);
    else if (counts_up(a) && !counts_up(b))
        em_danger_report(f, DANGER_AUTO_INCREMENT_ADDED, object)->rule.advice =
            STR("it begins at 1: set it behind the largest value that is "
                "there");
    else if (a->value.kind == VALUE_IDENTITY_ALWAYS)
        em_danger_report(f, DANGER_IDENTITY_ALWAYS, object);
}

/* ---- all ------------------------------------------------------------------
 */

static void find_changed(Finder *f, const ColumnDiff *c)
{
    const Column *b = &table_before(f)->columns.items[c->before];
    const Column *a = &table_after(f)->columns.items[c->after];
    Str object = key_of(f, em_danger_after(f), a->name);

    if (c->is_renamed)
        em_danger_report(f, DANGER_COLUMN_RENAMED,
                         key_of(f, em_danger_before(f), b->name));
    if (c->changed[PROPERTY_TYPE])
        find_type(f, object, b, a);
    if (c->changed[PROPERTY_ENUM])
        find_enum(f, object, b, a);
    if (c->changed[PROPERTY_NULLABLE])
        em_danger_report(f,
                         a->nullable == NULLABLE_NO ? DANGER_NOT_NULL_SET
                                                    : DANGER_NOT_NULL_REMOVED,
                         object);
    if (c->changed[PROPERTY_COLLATION])
        em_danger_report(f, DANGER_COLLATION_CHANGED, object);
    find_value(f, c, object, b, a);
}

static void find_added(Finder *f, const ColumnDiff *c)
{
    const Column *a = &table_after(f)->columns.items[c->after];
    Str object = key_of(f, em_danger_after(f), a->name);

    if (a->nullable == NULLABLE_NO && a->value.kind == VALUE_UNSAID)
        em_danger_report(f, DANGER_NOT_NULL_COLUMN_WITHOUT_DEFAULT, object);
    if (counts_up(a))
        em_danger_report(f, DANGER_AUTO_INCREMENT_ADDED, object);
    else if (is_volatile(f, a))
        em_danger_report(f, DANGER_DEFAULT_VOLATILE, object);
    if (a->value.kind == VALUE_GENERATED_STORED)
        em_danger_report(f, DANGER_GENERATED_CHANGED, object);
    find_new_type(f, object, (Str){0}, em_type_key(a, f->a));
}

static void find_removed(Finder *f, const ColumnDiff *c)
{
    const Column *b = &table_before(f)->columns.items[c->before];
    em_danger_report(
        f, c->moved.table == NONE ? DANGER_COLUMN_DROPPED : DANGER_COLUMN_MOVED,
        key_of(f, em_danger_before(f), b->name));
}

void em_danger_columns(Finder *f)
{
    for (int i = 0; i < f->t->columns.n; i++) {
        const ColumnDiff *c = &f->t->columns.items[i];
        f->column = i;
        if (c->after == NONE)
            find_removed(f, c);
        else if (c->before == NONE)
            find_added(f, c);
        else
            find_changed(f, c);
    }
}
