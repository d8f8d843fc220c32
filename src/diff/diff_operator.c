/*
 * What a token is as an operator between two operands, in PostgreSQL (whose
 * table SQLite's expressions are read by, too: both sides are what was typed
 * there) and in MySQL.
 */
#include "diff/diff_operator.h"

typedef struct {
    Str word, is;
    Level level, mysql_level;
} OperatorWord;

static const OperatorWord words[] = {
    {STR_INIT("or"), STR_INIT("or"), LEVEL_OR, LEVEL_OR},
    {STR_INIT("xor"), STR_INIT("xor"), LEVEL_XOR, LEVEL_XOR},
    {STR_INIT("and"), STR_INIT("and"), LEVEL_AND, LEVEL_AND},
    {STR_INIT("="), STR_INIT("="), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT("=="), STR_INIT("="), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT("<>"), STR_INIT("<>"), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT("!="), STR_INIT("<>"), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT("<"), STR_INIT("<"), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT(">"), STR_INIT(">"), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT("<="), STR_INIT("<="), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT(">="), STR_INIT(">="), LEVEL_COMPARE, LEVEL_COMPARE},
    {STR_INIT("<=>"), STR_INIT("<=>"), LEVEL_OTHER, LEVEL_COMPARE},
    {STR_INIT("like"), STR_INIT("~~"), LEVEL_RANGE, LEVEL_COMPARE},
    {STR_INIT("ilike"), STR_INIT("~~*"), LEVEL_RANGE, LEVEL_COMPARE},
    {STR_INIT("regexp"), STR_INIT("regexp"), LEVEL_RANGE, LEVEL_COMPARE},
    {STR_INIT("rlike"), STR_INIT("regexp"), LEVEL_RANGE, LEVEL_COMPARE},
    {STR_INIT("glob"), STR_INIT("glob"), LEVEL_RANGE, LEVEL_COMPARE},
    {STR_INIT("escape"), STR_INIT("escape"), LEVEL_RANGE, LEVEL_COMPARE},
    {STR_INIT("&&"), STR_INIT("&&"), LEVEL_OTHER, LEVEL_AND},
    {STR_INIT("||"), STR_INIT("||"), LEVEL_OTHER, LEVEL_OR},
    {STR_INIT("|"), STR_INIT("|"), LEVEL_OTHER, LEVEL_BIT_OR},
    {STR_INIT("&"), STR_INIT("&"), LEVEL_OTHER, LEVEL_BIT_AND},
    {STR_INIT("<<"), STR_INIT("<<"), LEVEL_OTHER, LEVEL_SHIFT},
    {STR_INIT(">>"), STR_INIT(">>"), LEVEL_OTHER, LEVEL_SHIFT},
    {STR_INIT("+"), STR_INIT("+"), LEVEL_SUM, LEVEL_SUM},
    {STR_INIT("-"), STR_INIT("-"), LEVEL_SUM, LEVEL_SUM},
    {STR_INIT("*"), STR_INIT("*"), LEVEL_PRODUCT, LEVEL_PRODUCT},
    {STR_INIT("/"), STR_INIT("/"), LEVEL_PRODUCT, LEVEL_PRODUCT},
    {STR_INIT("%"), STR_INIT("%"), LEVEL_PRODUCT, LEVEL_PRODUCT},
    {STR_INIT("mod"), STR_INIT("%"), LEVEL_PRODUCT, LEVEL_PRODUCT},
    {STR_INIT("div"), STR_INIT("div"), LEVEL_PRODUCT, LEVEL_PRODUCT},
    {STR_INIT("^"), STR_INIT("^"), LEVEL_POWER, LEVEL_POWER},
};

/* Punctuation that is no operator. */
static bool is_punctuation(Str text)
{
    static const Str marks[] = {
        STR_INIT("("), STR_INIT(")"),  STR_INIT(","), STR_INIT("."),
        STR_INIT(":"), STR_INIT("::"), STR_INIT("["), STR_INIT("]"),
    };
    return em_str_in_sorted(marks, COUNT(marks), text);
}

Operator em_operator(const Token *t, Dialect dialect)
{
    bool is_mysql = dialect == DIALECT_MYSQL;
    if (t->kind != TOKEN_WORD && t->kind != TOKEN_OPERATOR)
        return (Operator){0};
    for (int i = 0; i < COUNT(words); i++) {
        const OperatorWord *w = &words[i];
        Level level = is_mysql ? w->mysql_level : w->level;
        if (!em_str_eq(t->text, w->word))
            continue;
        if (level == LEVEL_AND || level == LEVEL_OR) /* also && and || */
            return (Operator){level == LEVEL_OR ? STR("or") : STR("and"),
                              level};
        return (Operator){w->is, level};
    }
    if (t->kind == TOKEN_WORD || is_punctuation(t->text))
        return (Operator){0};
    return (Operator){t->text, LEVEL_OTHER}; /* PostgreSQL's own */
}
