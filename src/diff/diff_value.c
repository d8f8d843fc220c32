/*
 * What engines print and what people type differ in ways that mean nothing:
 * PostgreSQL prints 'new' as 'new'::text and now() for CURRENT_TIMESTAMP,
 * MariaDB 0 for '0' when the column is a number.
 */
#include "diff/diff_value.h"

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

/* Letters, digits and brackets alone: "varchar (255)" is varchar255. That a
 * number counts is no matter of its type. */
static Str bare(Str s, Arena *a)
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
    Str x = bare(a->type, scratch);
    if (em_str_eq(x, STR("any")) && !a->full_type.n)
        return true;
    if (em_str_eq(x, bare(b->type, scratch)) ||
        (b->full_type.n && em_str_eq(x, bare(b->full_type, scratch))))
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
    return type.n && em_str_eq_nocase(type, is->full_type);
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

/* ---- expressions ----------------------------------------------------------
 */

/* Behind the quoted text that begins at i; a doubled quote belongs to it. */
static int quoted_end(Str s, int i)
{
    char quote = s.p[i++];
    for (; i < s.n; i++) {
        if (s.p[i] != quote)
            continue;
        if (i + 1 < s.n && s.p[i + 1] == quote)
            i++;
        else
            return i + 1;
    }
    return s.n;
}

/* Behind the parentheses that open at i. */
static int group_end(Str s, int i)
{
    int depth = 0;
    while (i < s.n) {
        char c = s.p[i];
        if (c == '\'' || c == '"') {
            i = quoted_end(s, i);
            continue;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        i++;
        if (depth == 0)
            return i;
    }
    return s.n;
}

/* Words that go on a type's name behind its first word. */
static bool goes_on(Str word)
{
    static const Str words[] = {
        STR_INIT("varying"), STR_INIT("precision"), STR_INIT("with"),
        STR_INIT("without"), STR_INIT("time"),      STR_INIT("zone"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq_nocase(word, words[i]))
            return true;
    return false;
}

/* Behind the type of a cast, whose name begins at i: name.name(12)[] */
static int cast_end(Str s, int i)
{
    for (;;) {
        if (i < s.n && s.p[i] == '"')
            i = quoted_end(s, i);
        else
            i = word_end(s, i);
        if (i < s.n && s.p[i] == '(')
            i = group_end(s, i);
        while (i < s.n && (s.p[i] == '[' || s.p[i] == ']'))
            i++;
        int next = i;
        while (next < s.n && s.p[next] == ' ')
            next++;
        if (i < s.n && s.p[i] == '.')
            i++;
        else if (next > i && goes_on(em_str_cut(s, next, word_end(s, next))))
            i = next;
        else
            return i;
    }
}

static Str without_parentheses(Str s)
{
    s = em_str_trim(s);
    while (s.n > 1 && s.p[0] == '(' && group_end(s, 0) == s.n)
        s = em_str_trim(em_str_cut(s, 1, s.n - 1));
    return s;
}

static bool is_number(Str s)
{
    int digits = 0;
    for (int i = 0; i < s.n; i++) {
        digits += em_is_digit((unsigned char)s.p[i]);
        if (!em_is_digit((unsigned char)s.p[i]) && s.p[i] != '.' &&
            !(i == 0 && s.p[i] == '-'))
            return false;
    }
    return digits > 0;
}

static Str canonical_word(Str s)
{
    static const struct {
        Str from, to;
    } same[] = {
        {STR_INIT("current_timestamp"), STR_INIT("now()")},
        {STR_INIT("current_timestamp()"), STR_INIT("now()")},
        {STR_INIT("'t'"), STR_INIT("true")},
        {STR_INIT("'f'"), STR_INIT("false")},
    };
    for (int i = 0; i < COUNT(same); i++)
        if (em_str_eq(s, same[i].from))
            return same[i].to;
    return em_str_starts(s, STR("nextval(")) ? STR("nextval()") : s;
}

Str em_expression_key(Str expression, TypeFamily family, Arena *a)
{
    Str s = without_parentheses(expression);
    Buf out = {.arena = a};
    for (int i = 0; i < s.n;) {
        char c = s.p[i];
        if (c == '\'' || c == '"') {
            int end = quoted_end(s, i);
            em_put(&out, em_str_cut(s, i, end));
            i = end;
        } else if (c == ':' && i + 1 < s.n && s.p[i + 1] == ':') {
            i += 2;
            while (i < s.n && s.p[i] == ' ')
                i++;
            i = cast_end(s, i);
        } else {
            if (!em_is_space((unsigned char)c))
                em_put_char(&out, (char)em_lower((unsigned char)c));
            i++;
        }
    }
    Str key = without_parentheses(em_buf_str(&out));
    bool number = family == FAMILY_INTEGER || family == FAMILY_DECIMAL ||
                  family == FAMILY_FLOAT;
    if (number && key.n > 2 && key.p[0] == '\'' &&
        is_number(em_str_cut(key, 1, key.n - 1)))
        return em_str_cut(key, 1, key.n - 1);
    return canonical_word(key);
}
