/*
 * MySQL's collations: a column has one of its own, or its table's, which may
 * be said by a character set alone. What a column says that is its table's as
 * well is not said, as in dumps.
 */
#include "sql/sql_parse.h"

/* Sets whose usual collation is not called "…_general_ci". */
static Str language_of(Str charset)
{
    static const struct {
        Str charset, language;
    } words[] = {
        {STR_INIT("big5"), STR_INIT("chinese")},
        {STR_INIT("cp932"), STR_INIT("japanese")},
        {STR_INIT("dec8"), STR_INIT("swedish")},
        {STR_INIT("eucjpms"), STR_INIT("japanese")},
        {STR_INIT("euckr"), STR_INIT("korean")},
        {STR_INIT("gb18030"), STR_INIT("chinese")},
        {STR_INIT("gb2312"), STR_INIT("chinese")},
        {STR_INIT("gbk"), STR_INIT("chinese")},
        {STR_INIT("hp8"), STR_INIT("english")},
        {STR_INIT("latin1"), STR_INIT("swedish")},
        {STR_INIT("sjis"), STR_INIT("japanese")},
        {STR_INIT("swe7"), STR_INIT("swedish")},
        {STR_INIT("tis620"), STR_INIT("thai")},
        {STR_INIT("ujis"), STR_INIT("japanese")},
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(charset, words[i].charset))
            return words[i].language;
    return STR("general");
}

static Str usual_collation(Str charset, Arena *a)
{
    Str name = em_str_lower(a, charset);
    if (em_str_eq(name, STR("binary")))
        return name;
    if (em_str_eq(name, STR("utf8")))
        name = STR("utf8mb3");
    return JOIN(a, name, STR("_"), language_of(name), STR("_ci"));
}

/* name | 'name' */
static bool read_name(Sql *p, Str *out)
{
    em_sql_take_mark(p, '=');
    bool is_string = p->toks[p->i].kind == SQL_STRING;
    return is_string ? em_sql_string(p, out) : em_sql_name(p, out);
}

bool em_sql_collation(Sql *p, Str *out)
{
    Str name;
    if (TAKE(p, "CHARACTER SET") || TAKE(p, "CHARSET")) {
        if (read_name(p, &name))
            *out = usual_collation(name, p->arena);
        return true;
    }
    if (!TAKE(p, "COLLATE"))
        return false;
    if (read_name(p, &name))
        *out = em_str_lower(p->arena, name);
    return true;
}

static bool is_text(Str type)
{
    static const Str words[] = {
        STR_INIT("char"),       STR_INIT("varchar"),  STR_INIT("enum("),
        STR_INIT("set("),       STR_INIT("tinytext"), STR_INIT("text"),
        STR_INIT("mediumtext"), STR_INIT("longtext"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_starts(type, words[i]))
            return true;
    return false;
}

void em_catalog_collate(SqlTable *t, Str collation, bool converts)
{
    for (int i = 0; i < t->columns.n; i++) {
        SqlColumn *c = &t->columns.items[i];
        if (!is_text(c->type.text))
            continue;
        if (converts)
            c->is.collation = (Str){0};
        else if (!c->is.collation.n)
            c->is.collation = t->collation;
    }
    t->collation = collation;
}

void em_catalog_hide_collations(const SqlTable *t)
{
    for (int i = 0; i < t->columns.n; i++) {
        Column *c = &t->columns.items[i].is;
        if (t->collation.n && em_str_eq_nocase(c->collation, t->collation))
            c->collation = (Str){0};
    }
}
