/*
 * What engines print and what people type differ in ways that mean nothing:
 * PostgreSQL prints 'new' as 'new'::text and now() for CURRENT_TIMESTAMP,
 * MariaDB 0 for '0' when the column is a number.
 */
#include "diff/diff_value.h"

#include "diff/diff_token.h"
#include "sql/sql.h"

#include <limits.h>

/* ---- types ----------------------------------------------------------------
 */

typedef struct {
    Str word;
    TypeFamily family;
    int size; /* INT_MAX: no limit; 0: from the parentheses, else no limit */
    int capacity;
} TypeWord;

static const TypeWord type_words[] = {
    {STR_INIT("tinyint"), FAMILY_INTEGER, 1, 0},
    {STR_INIT("smallint"), FAMILY_INTEGER, 2, 0},
    {STR_INIT("mediumint"), FAMILY_INTEGER, 3, 0},
    {STR_INIT("integer"), FAMILY_INTEGER, 4, 0},
    {STR_INIT("int"), FAMILY_INTEGER, 4, 0},
    {STR_INIT("bigint"), FAMILY_INTEGER, 8, 0},
    {STR_INIT("int2"), FAMILY_INTEGER, 2, 0},
    {STR_INIT("int4"), FAMILY_INTEGER, 4, 0},
    {STR_INIT("int8"), FAMILY_INTEGER, 8, 0},
    {STR_INIT("smallserial"), FAMILY_INTEGER, 2, 0},
    {STR_INIT("serial"), FAMILY_INTEGER, 4, 0},
    {STR_INIT("bigserial"), FAMILY_INTEGER, 8, 0},
    {STR_INIT("numeric"), FAMILY_DECIMAL, 0, 0},
    {STR_INIT("decimal"), FAMILY_DECIMAL, 0, 0},
    {STR_INIT("real"), FAMILY_FLOAT, 4, 0},
    {STR_INIT("float"), FAMILY_FLOAT, 4, 0},
    {STR_INIT("double"), FAMILY_FLOAT, 8, 0},
    {STR_INIT("character"), FAMILY_TEXT, 0, 0},
    {STR_INIT("char"), FAMILY_TEXT, 0, 0},
    {STR_INIT("varchar"), FAMILY_TEXT, 0, 0},
    {STR_INIT("string"), FAMILY_TEXT, INT_MAX, 0},
    {STR_INIT("citext"), FAMILY_TEXT, INT_MAX, 0},
    {STR_INIT("tinytext"), FAMILY_TEXT, INT_MAX, 1},
    {STR_INIT("text"), FAMILY_TEXT, INT_MAX, 2},
    {STR_INIT("mediumtext"), FAMILY_TEXT, INT_MAX, 3},
    {STR_INIT("longtext"), FAMILY_TEXT, INT_MAX, 4},
};

static int word_end(Str s, int i)
{
    while (i < s.n && (em_is_word((unsigned char)s.p[i])))
        i++;
    return i;
}

/* The number at *i, which moves behind it; -1 when there is none. */
static int read_number(Str s, int *i)
{
    int n = -1;
    while (*i < s.n && (s.p[*i] == ' ' || s.p[*i] == ','))
        ++*i;
    for (; *i < s.n && em_is_digit((unsigned char)s.p[*i]); ++*i)
        n = MIN(MAX(n, 0) * 10 + (s.p[*i] - '0'), 1000000000);
    return n;
}

TypeSize em_type_size(Str type)
{
    TypeSize size = {FAMILY_OTHER, INT_MAX, 0, 0, false};
    Str word = em_str_cut(type, 0, word_end(type, 0));
    for (int i = 0; i < COUNT(type_words); i++) {
        const TypeWord *w = &type_words[i];
        if (!em_str_eq_nocase(word, w->word))
            continue;
        size.family = w->family;
        size.size = w->size ? w->size : INT_MAX;
        size.capacity = w->capacity;
        int open = em_str_find_char(type, '(', 0);
        if (w->size == 0 && open != NONE) {
            int at = open + 1;
            int n = read_number(type, &at), scale = read_number(type, &at);
            size.scale = MAX(scale, 0);
            size.size = n < 0 ? INT_MAX : n - size.scale;
        }
    }
    if (em_str_find_char(type, '[', 0) != NONE)
        size.family = FAMILY_OTHER;
    size.is_unsigned = em_str_find(type, STR("unsigned"), 0) != NONE;
    return size;
}

static Str type_of(const Column *c)
{
    return c->full_type.n ? c->full_type : c->type;
}

Str em_type_key(const Column *c, Arena *a)
{
    Str type = em_str_trim(type_of(c));
    Buf out = {.arena = a};
    char quote = 0;

    if (em_str_ends(type, STR("?")))
        type.n--;
    for (int i = 0; i < type.n; i++) {
        unsigned char ch = (unsigned char)type.p[i];
        if (ch == '\'' || ch == '"')
            quote = quote == (char)ch ? 0 : quote ? quote : (char)ch;
        if (!quote && em_is_space(ch)) {
            if (!em_is_space((unsigned char)type.p[i - 1]))
                em_put_char(&out, ' ');
        } else {
            em_put_char(&out, (char)(quote ? ch : em_lower(ch)));
        }
    }
    return em_buf_str(&out);
}

Str em_type_bare(Str s, Arena *a)
{
    static const struct {
        Str serial, type;
    } serials[] = {
        {STR_INIT("serial"), STR_INIT("int")},
        {STR_INIT("bigserial"), STR_INIT("bigint")},
        {STR_INIT("smallserial"), STR_INIT("smallint")},
    };
    Buf out = {.arena = a};
    for (int i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        if (ch >= 0x80 || em_is_digit(ch) || em_is_alpha(ch) || ch == '[')
            em_put_char(&out, (char)em_lower(ch));
    }
    for (int i = 0; i < COUNT(serials); i++)
        if (em_str_eq(em_buf_str(&out), serials[i].serial))
            return serials[i].type;
    return em_buf_str(&out);
}

/* Words that a diagram's writer uses for a whole family. */
static TypeFamily generic(Str bare_type)
{
    static const struct {
        Str word;
        TypeFamily family;
    } words[] = {
        {STR_INIT("string"), FAMILY_TEXT},
        {STR_INIT("text"), FAMILY_TEXT},
        {STR_INIT("varchar"), FAMILY_TEXT},
        {STR_INIT("int"), FAMILY_INTEGER},
        {STR_INIT("integer"), FAMILY_INTEGER},
        {STR_INIT("number"), FAMILY_INTEGER},
        {STR_INIT("decimal"), FAMILY_DECIMAL},
        {STR_INIT("numeric"), FAMILY_DECIMAL},
        {STR_INIT("float"), FAMILY_FLOAT},
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(bare_type, words[i].word))
            return words[i].family;
    return FAMILY_OTHER;
}

static bool spelt_alike(const Column *a, const Column *b, Arena *scratch)
{
    Str x = em_type_bare(a->type, scratch);
    if (em_str_eq(x, STR("any")) && !a->full_type.n)
        return true;
    if (em_str_eq(x, em_type_bare(b->type, scratch)) ||
        (b->full_type.n && em_str_eq(x, em_type_bare(b->full_type, scratch))))
        return true;
    TypeFamily family = generic(x);
    return family != FAMILY_OTHER && family == em_type_size(type_of(b)).family;
}

/* Is the one what the drawn other becomes in its dialect? */
static bool is_translated(Dialect d, const Column *drawn, const Column *is,
                          Arena *scratch)
{
    if (drawn->full_type.n || !is->full_type.n)
        return false;
    Str type = em_sql_type_of_drawn(d, drawn->type, scratch);
    bool is_any_time =
        d == DIALECT_POSTGRES &&
        em_str_eq(em_type_bare(drawn->type, scratch), STR("datetime"));
    return (type.n && em_str_eq_nocase(type, is->full_type)) ||
           (is_any_time && em_str_starts(is->full_type, STR("timestamp")));
}

bool em_types_match(const Column *before, const Column *after, Dialect mixed,
                    Arena *scratch)
{
    if (mixed == DIALECT_NONE)
        return em_str_eq(em_type_key(before, scratch),
                         em_type_key(after, scratch));
    return spelt_alike(before, after, scratch) ||
           spelt_alike(after, before, scratch) ||
           is_translated(mixed, before, after, scratch) ||
           is_translated(mixed, after, before, scratch);
}

typedef enum { KIN_NONE, KIN_NUMBER, KIN_TEXT, KIN_TIME, KIN_JSON } Kin;

static Kin kin_of(const Column *c, Arena *scratch)
{
    Str key = em_type_key(c, scratch);
    switch (em_type_size(key).family) {
    case FAMILY_INTEGER:
    case FAMILY_DECIMAL:
    case FAMILY_FLOAT: return KIN_NUMBER;
    case FAMILY_TEXT: return KIN_TEXT;
    case FAMILY_OTHER: break;
    }
    if (em_str_find_char(key, '[', 0) != NONE)
        return KIN_NONE;
    if (em_str_starts(key, STR("timestamp")) || em_str_starts(key, STR("date")))
        return KIN_TIME;
    return em_str_starts(key, STR("json")) ? KIN_JSON : KIN_NONE;
}

bool em_types_kin(const Column *before, const Column *after, Arena *scratch)
{
    Kin kin = kin_of(before, scratch);
    return kin != KIN_NONE && kin == kin_of(after, scratch);
}

/* ---- expressions ----------------------------------------------------------
 */

/* PostgreSQL's 't' and 'f'. */
static Str truth(Str key)
{
    if (em_str_eq(key, STR("'t'")) || em_str_eq(key, STR("'true'")))
        return STR("true");
    bool is_false =
        em_str_eq(key, STR("'f'")) || em_str_eq(key, STR("'false'"));
    return is_false ? STR("false") : key;
}

/* A day of MySQL is its first second where there are seconds. */
static Str moment(Str key, Arena *a)
{
    enum { DAY = sizeof "'2000-01-01'" - 1 };
    static const Str midnight = STR_INIT(" 00:00:00'");
    if (em_str_eq(key, STR("0")))
        return STR("'0000-00-00 00:00:00'");
    return key.n == DAY && key.p[0] == '\''
               ? JOIN(a, em_str_cut(key, 0, DAY - 1), midnight)
               : key;
}

Str em_default_key(const Column *c, Dialect dialect, Arena *a)
{
    ExprScope scope = {.dialect = dialect};
    Str type = em_type_key(c, a);
    Str key = em_expr_key(c->value.text, &scope, a);
    switch (em_type_size(type).family) {
    case FAMILY_INTEGER:
    case FAMILY_DECIMAL:
    case FAMILY_FLOAT: return em_token_number(key, a);
    case FAMILY_TEXT: return key;
    case FAMILY_OTHER: break;
    }
    bool is_moment = em_str_starts(type, STR("datetime")) ||
                     em_str_starts(type, STR("timestamp"));
    if (dialect == DIALECT_MYSQL && is_moment)
        return moment(key, a);
    return em_str_eq(type, STR("boolean")) ? truth(key) : key;
}
