/*
 * Keys of expressions: operator precedence parsing (Pratt 1973) that writes
 * each operator behind what it works on, so that parentheses are gone and each
 * token of the input is written once. `a + b * 2 > 3` is
 *
 *     .a .b 2 2* 2+ 3 2>
 *
 * with a point before names, and before operators the number of their operands.
 * What is longer than it was (BETWEEN names its operand twice) has a limit.
 *
 * A text that is no expression of these (a subquery, say) has its tokens as its
 * key.
 */
#include "diff/diff_expr.h"

#include "diff/diff_operator.h"

enum { MAX_DEPTH = 100, MAX_GROWTH = 8 };

typedef struct {
    ExprScope scope;
    Tokens toks;
    int i, depth;
    Buf out;
    int most;          /* bytes of out */
    bool in_separates; /* IN stands between arguments: position(a IN b) */
    bool failed;
    Arena *a;
} Reader;

static const Token *peek(const Reader *r)
{
    return &r->toks.items[r->i];
}

static bool is(const Reader *r, Str text)
{
    const Token *t = peek(r);
    return (t->kind == TOKEN_WORD || t->kind == TOKEN_OPERATOR) &&
           em_str_eq(t->text, text);
}

static bool take(Reader *r, Str text)
{
    bool found = is(r, text);
    r->i += found;
    return found;
}

#define IS(r, text)   is(r, STR(text))
#define TAKE(r, text) take(r, STR(text))

static void fail(Reader *r)
{
    r->failed = true;
    r->i = r->toks.n - 1; /* the end */
}

static void expect(Reader *r, Str text)
{
    if (!take(r, text))
        fail(r);
}

static void emit(Reader *r, Str text)
{
    if (r->out.n + text.n > r->most)
        fail(r);
    else
        PUT(&r->out, r->out.n ? STR(" ") : STR(""), text);
}

/* An operator, or a function, of n operands. */
static void emit_call(Reader *r, int n, Str name)
{
    emit(r, (Str){0});
    em_put_int(&r->out, n);
    em_put(&r->out, name);
}

/* What was written since `from`, without the blank before it. */
static Str written(const Reader *r, int from)
{
    Str all = em_buf_str(&r->out);
    return em_str_cut(all, MIN(from + (from > 0), all.n), all.n);
}

static void read_expression(Reader *r, Level least);

/* ---- operands -------------------------------------------------------------
 */

/* Words that stand between the arguments of some functions, like a comma:
 * substring(a FROM 1 FOR 2), trim(BOTH FROM a). */
static bool take_separator(Reader *r)
{
    return TAKE(r, ",") || TAKE(r, "from") || TAKE(r, "for") || TAKE(r, "in") ||
           TAKE(r, "placing") || TAKE(r, "using");
}

/* Arguments up to a closing mark, which is taken; their number. */
static int read_list(Reader *r, Str close)
{
    int n = 0;
    if (take(r, close))
        return 0;
    do {
        if (r->failed)
            return 0;
        read_expression(r, LEVEL_NONE);
        n++;
    } while (TAKE(r, ","));
    expect(r, close);
    return n;
}

static int read_arguments(Reader *r, bool in_separates)
{
    bool outer = r->in_separates;
    int n = 0;
    r->in_separates = in_separates;
    TAKE(r, "both");
    while (!r->failed && !TAKE(r, ")")) {
        if (n > 0 && !take_separator(r))
            fail(r);
        else if (n == 0)
            TAKE(r, "from");
        read_expression(r, LEVEL_NONE);
        n++;
    }
    r->in_separates = outer;
    return n;
}

/* The two are one function. */
static Str function_name(const Reader *r, Str name)
{
    static const struct {
        Str from, to;
    } same[] = {
        {STR_INIT("btrim"), STR_INIT("trim")},
        {STR_INIT("char_length"), STR_INIT("length")},
        {STR_INIT("character_length"), STR_INIT("length")},
        {STR_INIT("curdate"), STR_INIT("current_date")},
        {STR_INIT("current_timestamp"), STR_INIT("now")},
        {STR_INIT("curtime"), STR_INIT("current_time")},
        {STR_INIT("lcase"), STR_INIT("lower")},
        {STR_INIT("length"), STR_INIT("octet_length")},
        {STR_INIT("localtime"), STR_INIT("now")},
        {STR_INIT("localtimestamp"), STR_INIT("now")},
        {STR_INIT("mid"), STR_INIT("substr")},
        {STR_INIT("substring"), STR_INIT("substr")},
        {STR_INIT("ucase"), STR_INIT("upper")},
    };
    bool is_mysql = r->scope.dialect == DIALECT_MYSQL;
    for (int i = 0; i < COUNT(same); i++) {
        /* length counts bytes in MySQL alone; PostgreSQL's localtime has no
         * zone */
        bool differs = is_mysql ? em_str_eq(same[i].to, STR("length"))
                                : em_str_starts(name, STR("local")) ||
                                      em_str_eq(name, STR("length"));
        if (!differs && em_str_eq(name, same[i].from))
            return same[i].to;
    }
    return name;
}

/* Functions that need no parentheses. */
static bool is_bare_call(Str name)
{
    static const Str names[] = {
        STR_INIT("current_date"),      STR_INIT("current_time"),
        STR_INIT("current_timestamp"), STR_INIT("current_user"),
        STR_INIT("localtime"),         STR_INIT("localtimestamp"),
    };
    return em_str_in_sorted(names, COUNT(names), name);
}

static bool is_constant(Str name)
{
    return em_str_eq(name, STR("true")) || em_str_eq(name, STR("false")) ||
           em_str_eq(name, STR("null"));
}

/* MySQL has numbers for true and false. */
static Str constant(const Reader *r, Str name)
{
    bool is_number = r->scope.dialect == DIALECT_MYSQL;
    if (is_number && em_str_eq(name, STR("true")))
        return STR("1");
    return is_number && em_str_eq(name, STR("false")) ? STR("0") : name;
}

static Str later_name(const Reader *r, Str name)
{
    for (int i = 0; i < r->scope.from.n; i++)
        if (em_str_eq_nocase(r->scope.from.items[i], name))
            return r->scope.to.items[i];
    return name;
}

static void emit_name(Reader *r, Str name)
{
    Str later = later_name(r, name);
    bool folds = r->scope.dialect != DIALECT_POSTGRES;
    emit(r, JOIN(r->a, STR("."), folds ? em_str_lower(r->a, later) : later));
}

/* name [. name]* [( arguments )]; of which the last name says it */
static void read_name(Reader *r)
{
    const Token *t = peek(r);
    r->i++;
    while (IS(r, ".") && (t[2].kind == TOKEN_WORD || t[2].kind == TOKEN_NAME)) {
        t += 2;
        r->i += 2;
    }
    if (IS(r, ".") && em_str_eq(t[2].text, STR("*"))) {
        fail(r);
        return;
    }
    Str name = em_str_lower(r->a, t->text);
    if (TAKE(r, "(")) {
        int from = r->out.n;
        int n = read_arguments(r, em_str_eq(name, STR("position")));
        if (em_str_eq(name, STR("nextval"))) /* a sequence is a sequence */
            r->out.n = from;
        if (em_str_eq(name, STR("mod")) && n == 2)
            emit_call(r, 2, STR("%"));
        else
            emit_call(r, n, JOIN(r->a, function_name(r, name), STR("()")));
    } else if (t->kind == TOKEN_WORD && is_bare_call(name)) {
        emit_call(r, 0, JOIN(r->a, function_name(r, name), STR("()")));
    } else if (t->kind == TOKEN_WORD && is_constant(name)) {
        emit(r, constant(r, name));
    } else {
        emit_name(r, t->text);
    }
}

/* CASE [x] WHEN a THEN b [ELSE c] END; the ELSE may be NULL, which is what it
 * is when it is not there. */
static void read_case(Reader *r)
{
    int n = 0;
    bool has_else = false;
    while (!r->failed && !TAKE(r, "end")) {
        bool is_else = TAKE(r, "else");
        has_else |= is_else;
        if (!is_else && !TAKE(r, "when"))
            TAKE(r, "then");
        read_expression(r, LEVEL_NONE);
        n++;
    }
    if (!has_else) {
        emit(r, STR("null"));
        n++;
    }
    emit_call(r, n, STR("case"));
}

/* CAST ( x AS type ) is x, as x::type is. */
static void read_cast(Reader *r)
{
    int depth = 0;
    expect(r, STR("("));
    read_expression(r, LEVEL_NONE);
    if (!TAKE(r, "as") && !TAKE(r, "using"))
        fail(r);
    while (!r->failed && (depth > 0 || !IS(r, ")"))) {
        depth += IS(r, "(") ? 1 : IS(r, ")") ? -1 : 0;
        if (peek(r)->kind == TOKEN_END)
            fail(r);
        else
            r->i++;
    }
    expect(r, STR(")"));
}

/* INTERVAL 1 DAY of MySQL; PostgreSQL's is a string. */
static void read_interval(Reader *r)
{
    read_expression(r, LEVEL_SIGN);
    if (peek(r)->kind != TOKEN_WORD) {
        fail(r);
        return;
    }
    emit_call(r, 1, peek(r)->text);
    r->i++;
}

static void read_parenthesis(Reader *r)
{
    bool outer = r->in_separates;
    r->in_separates = false;
    int n = read_list(r, STR(")"));
    r->in_separates = outer;
    if (n != 1)
        emit_call(r, n, STR("row"));
}

static void read_array(Reader *r)
{
    expect(r, STR("["));
    int n = read_list(r, STR("]"));
    emit_call(r, n, STR("array"));
}

/* -5 is a number. */
static void read_minus(Reader *r)
{
    int from = r->out.n;
    read_expression(r, LEVEL_SIGN);
    Str operand = written(r, from);
    bool is_number = operand.n && em_is_digit((unsigned char)operand.p[0]) &&
                     em_str_find_char(operand, ' ', 0) == NONE;
    if (is_number && r->toks.items[r->i - 1].kind == TOKEN_NUMBER) {
        Str number = JOIN(r->a, STR("-"), operand);
        r->out.n = from;
        emit(r, number);
    } else {
        emit_call(r, 1, STR("-"));
    }
}

/* NOT, of what was written since `from`. MariaDB has another comparison for it,
 * and 0 for what is false. */
static void emit_not(Reader *r, int from)
{
    static const struct {
        Str is, becomes;
    } opposites[] = {
        {STR_INIT(" 2="), STR_INIT(" 2<>")},
        {STR_INIT(" 2<>"), STR_INIT(" 2=")},
        {STR_INIT(" 2<"), STR_INIT(" 2>=")},
        {STR_INIT(" 2>"), STR_INIT(" 2<=")},
        {STR_INIT(" 2<="), STR_INIT(" 2>")},
        {STR_INIT(" 2>="), STR_INIT(" 2<")},
    };
    Str operand = written(r, from);
    bool is_mysql = r->scope.dialect == DIALECT_MYSQL;
    for (int i = 0; is_mysql && i < COUNT(opposites); i++)
        if (em_str_ends(operand, opposites[i].is)) {
            r->out.n -= opposites[i].is.n;
            em_put(&r->out, opposites[i].becomes);
            return;
        }
    if (is_mysql && operand.n && operand.p[0] == '.' &&
        em_str_find_char(operand, ' ', 0) == NONE) {
        emit(r, STR("0"));
        emit_call(r, 2, STR("="));
        return;
    }
    emit_call(r, 1, STR("not"));
}

/* Operators before what they work on, but NOT. False: there is none. */
static bool read_sign(Reader *r)
{
    static const Str signs[] = {STR_INIT("~"), STR_INIT("!"), STR_INIT("@"),
                                STR_INIT("|/")};
    if (TAKE(r, "-")) {
        read_minus(r);
        return true;
    }
    if (TAKE(r, "+")) {
        read_expression(r, LEVEL_SIGN);
        return true;
    }
    for (int i = 0; i < COUNT(signs); i++)
        if (take(r, signs[i])) {
            int from = r->out.n;
            read_expression(r, LEVEL_SIGN);
            if (i == 1 && r->scope.dialect == DIALECT_MYSQL)
                emit_not(r, from);
            else
                emit_call(r, 1, signs[i]);
            return true;
        }
    return false;
}

/* The word says what the string is, as a cast would. */
static void read_typed_string(Reader *r)
{
    emit(r, peek(r)[1].text);
    r->i += 2;
}

static void read_word(Reader *r)
{
    const Token *t = peek(r);
    if (TAKE(r, "case"))
        read_case(r);
    else if (t[1].kind == TOKEN_OPERATOR && em_str_eq(t[1].text, STR("(")) &&
             (TAKE(r, "cast") || TAKE(r, "convert")))
        read_cast(r);
    else if (TAKE(r, "array"))
        read_array(r);
    else if (r->scope.dialect == DIALECT_MYSQL && TAKE(r, "interval"))
        read_interval(r);
    else if (IS(r, "exists") || IS(r, "select"))
        fail(r);
    else if (t[1].kind == TOKEN_STRING) /* date '2020-01-01', _utf8'x' */
        read_typed_string(r);
    else
        read_name(r);
}

static void read_operand(Reader *r)
{
    const Token *t = peek(r);
    if (read_sign(r))
        return;
    if (TAKE(r, "not")) {
        int from = r->out.n;
        read_expression(r, LEVEL_NOT);
        emit_not(r, from);
        return;
    }
    if (TAKE(r, "(")) {
        read_parenthesis(r);
        return;
    }
    switch (t->kind) {
    case TOKEN_NUMBER:
        emit(r, t->text);
        r->i++;
        return;
    case TOKEN_STRING:
        r->i++;
        emit(r, em_token_is_number_cast(&r->toks, r->i)
                    ? em_token_number(t->text, r->a)
                    : t->text);
        return;
    case TOKEN_NAME: read_name(r); return;
    case TOKEN_WORD: read_word(r); return;
    case TOKEN_OPERATOR:
    case TOKEN_END: fail(r); return;
    }
}

/* ---- operators ------------------------------------------------------------
 */

/* ANY ( ARRAY [ … ] ) behind = and ALL ( … ) behind <>, which are IN and NOT
 * IN; casts and parentheses may be around. False: it is something else. */
static bool read_any_array(Reader *r, bool is_all)
{
    int first = r->i, depth = 0;
    if (is_all ? !TAKE(r, "all") : !TAKE(r, "any") && !TAKE(r, "some"))
        return false;
    while (TAKE(r, "("))
        depth++;
    if (depth == 0 || !TAKE(r, "array") || !TAKE(r, "[")) {
        r->i = first;
        return false;
    }
    int n = read_list(r, STR("]"));
    for (; depth > 0 && !r->failed; depth--) {
        em_token_skip_casts(&r->toks, &r->i);
        expect(r, STR(")"));
    }
    if (n == 1)
        emit_call(r, 2, is_all ? STR("<>") : STR("="));
    else
        emit_call(r, n + 1, is_all ? STR("not in") : STR("in"));
    return true;
}

static void read_binary(Reader *r, const Operator *op)
{
    bool is_equal = em_str_eq(op->is, STR("="));
    r->i++;
    if ((is_equal && read_any_array(r, false)) ||
        (em_str_eq(op->is, STR("<>")) && read_any_array(r, true)))
        return;
    if (IS(r, "any") || IS(r, "all") || IS(r, "some"))
        read_operand(r);
    else
        read_expression(r, op->level + 1);
    emit_call(r, 2, op->is);
}

/* x IN (a, b), behind IN; one value is a comparison. */
static void read_in(Reader *r, bool is_not)
{
    expect(r, STR("("));
    int n = read_list(r, STR(")"));
    if (n == 1)
        emit_call(r, 2, is_not ? STR("<>") : STR("="));
    else
        emit_call(r, n + 1, is_not ? STR("not in") : STR("in"));
}

/* x BETWEEN a AND b, behind BETWEEN: x >= a AND x <= b. */
static void read_between(Reader *r, int from, bool is_not)
{
    Str operand = em_str_copy(r->a, written(r, from));
    TAKE(r, "asymmetric");
    read_expression(r, LEVEL_OTHER);
    emit_call(r, 2, is_not ? STR("<") : STR(">="));
    expect(r, STR("and"));
    emit(r, operand);
    read_expression(r, LEVEL_OTHER);
    emit_call(r, 2, is_not ? STR(">") : STR("<="));
    emit_call(r, 2, is_not ? STR("or") : STR("and"));
}

/* SIMILAR TO is a regular expression that a function makes. */
static void read_similar(Reader *r, bool is_not)
{
    expect(r, STR("to"));
    read_expression(r, LEVEL_OTHER);
    emit_call(r, 1, STR("similar_to_escape()"));
    emit_call(r, 2, is_not ? STR("!~") : STR("~"));
}

static void read_like(Reader *r, bool is_not)
{
    Operator op = em_operator(peek(r), r->scope.dialect);
    r->i++;
    read_expression(r, LEVEL_OTHER);
    if (TAKE(r, "escape")) {
        read_expression(r, LEVEL_OTHER);
        emit_call(r, 2, STR("like_escape()"));
    }
    emit_call(r, 2, is_not ? JOIN(r->a, STR("!"), op.is) : op.is);
}

/* [NOT] BETWEEN, IN, LIKE …, of what was written since `from`. False: none of
 * them is next, or it does not bind so tightly. */
static bool read_range(Reader *r, int from, Level least)
{
    bool is_mysql = r->scope.dialect == DIALECT_MYSQL;
    int first = r->i;
    bool is_not = TAKE(r, "not");
    if (least > (is_mysql ? LEVEL_COMPARE : LEVEL_RANGE)) {
        r->i = first;
        return false;
    }
    if (TAKE(r, "between"))
        read_between(r, from, is_not);
    else if (!r->in_separates && TAKE(r, "in"))
        read_in(r, is_not);
    else if (TAKE(r, "similar"))
        read_similar(r, is_not);
    else if (IS(r, "like") || IS(r, "ilike") || IS(r, "regexp") ||
             IS(r, "rlike") || IS(r, "glob"))
        read_like(r, is_not);
    else
        r->i = first;
    return r->i > first;
}

/* IS [NOT] NULL and so on; false: not next */
static bool read_is(Reader *r, Level least)
{
    if (least > LEVEL_IS)
        return false;
    if (TAKE(r, "isnull")) {
        emit_call(r, 1, STR("is null"));
        return true;
    }
    if (TAKE(r, "notnull")) {
        emit_call(r, 1, STR("is not null"));
        return true;
    }
    if (!TAKE(r, "is"))
        return false;
    Str is_or_not = TAKE(r, "not") ? STR("is not ") : STR("is ");
    if (TAKE(r, "distinct")) {
        expect(r, STR("from"));
        read_expression(r, LEVEL_COMPARE);
        emit_call(r, 2, JOIN(r->a, is_or_not, STR("distinct")));
    } else if (IS(r, "null") || IS(r, "true") || IS(r, "false") ||
               IS(r, "unknown")) {
        emit_call(r, 1, JOIN(r->a, is_or_not, peek(r)->text));
        r->i++;
    } else {
        read_expression(r, LEVEL_COMPARE);
        emit_call(r, 2, is_or_not);
    }
    return true;
}

/* OPERATOR(schema.+) is +. */
static void take_operator_word(Reader *r)
{
    int first = r->i;
    if (!TAKE(r, "operator"))
        return;
    expect(r, STR("("));
    while (peek(r)->kind == TOKEN_WORD || peek(r)->kind == TOKEN_NAME ||
           IS(r, "."))
        r->i++;
    /* the operator stands where the closing parenthesis was */
    if (!r->failed && em_str_eq(peek(r)[1].text, STR(")"))) {
        r->toks.items[r->i + 1] = *peek(r);
        r->i++;
    } else {
        r->i = first;
        fail(r);
    }
}

/* What stands right behind an operand; false: nothing does. */
static bool read_suffix(Reader *r, Level least)
{
    if (em_token_skip_casts(&r->toks, &r->i))
        return true;
    if (TAKE(r, "[")) {
        int n = read_list(r, STR("]"));
        emit_call(r, n + 1, STR("[]"));
        return true;
    }
    if (IS(r, ".") && peek(r)[1].kind <= TOKEN_NAME) {
        r->i++;
        emit_name(r, peek(r)->text);
        emit_call(r, 2, STR("."));
        r->i++;
        return true;
    }
    if (TAKE(r, "collate")) {
        while (IS(r, ".") || (peek(r)[1].kind == TOKEN_OPERATOR &&
                              em_str_eq(peek(r)[1].text, STR("."))))
            r->i++; /* its schema */
        emit_call(r, 1, JOIN(r->a, STR("collate "), peek(r)->text));
        if (peek(r)->kind == TOKEN_END)
            fail(r);
        else
            r->i++;
        return true;
    }
    if (least <= LEVEL_ZONE && IS(r, "at") &&
        em_str_eq(peek(r)[1].text, STR("time"))) {
        r->i += 2;
        expect(r, STR("zone"));
        read_expression(r, LEVEL_SIGN);
        emit_call(r, 2, STR("at zone"));
        return true;
    }
    return false;
}

/* expression = operand { operator operand }, of operators that bind at least
 * so tightly */
static void read_expression(Reader *r, Level least)
{
    int from = r->out.n;
    if (++r->depth > MAX_DEPTH)
        fail(r);
    read_operand(r);
    while (!r->failed) {
        if (read_suffix(r, least) || read_range(r, from, least) ||
            read_is(r, least))
            continue;
        take_operator_word(r);
        Operator op = em_operator(peek(r), r->scope.dialect);
        if (op.level == LEVEL_NONE || op.level < least)
            break;
        read_binary(r, &op);
    }
    r->depth--;
}

/* ---- all ------------------------------------------------------------------
 */

static Reader reader_of(Str text, const ExprScope *scope, Arena *a)
{
    return (Reader){.scope = *scope,
                    .toks = em_tokens(text, scope->dialect, a),
                    .out = {.arena = a},
                    .most = MAX_GROWTH * (text.n + 100),
                    .a = a};
}

/* The tokens as they are. */
static Str plain_key(Reader *r)
{
    r->out.n = 0;
    for (int i = 0; i + 1 < r->toks.n; i++)
        PUT(&r->out, i ? STR(" ") : STR(""), r->toks.items[i].text);
    return em_buf_str(&r->out);
}

Str em_expr_key(Str expression, const ExprScope *scope, Arena *a)
{
    Reader r = reader_of(expression, scope, a);
    if (r.toks.n == 1)
        return (Str){0};
    read_expression(&r, LEVEL_NONE);
    bool good = !r.failed && peek(&r)->kind == TOKEN_END;
    return good ? em_buf_str(&r.out) : plain_key(&r);
}

Str em_expr_name(Str name, const ExprScope *scope, Arena *a)
{
    Reader r = {
        .scope = *scope, .out = {.arena = a}, .most = name.n + 100, .a = a};
    for (int i = 0; i < scope->to.n; i++)
        r.most = MAX(r.most, scope->to.items[i].n + 100);
    emit_name(&r, name);
    return em_buf_str(&r.out);
}

/* ---- parts of indexes -----------------------------------------------------
 */

/* Operator classes that a method takes unless another one is said. */
static bool is_usual_class(Str name)
{
    static const Str names[] = {
        STR_INIT("array_ops"),       STR_INIT("bool_ops"),
        STR_INIT("date_ops"),        STR_INIT("int2_ops"),
        STR_INIT("int4_ops"),        STR_INIT("int8_ops"),
        STR_INIT("jsonb_ops"),       STR_INIT("numeric_ops"),
        STR_INIT("text_ops"),        STR_INIT("timestamp_ops"),
        STR_INIT("timestamptz_ops"), STR_INIT("tsvector_ops"),
        STR_INIT("uuid_ops"),
    };
    return em_str_in_sorted(names, COUNT(names), name);
}

/* [schema.] class [( parameters )] */
static void read_class(Reader *r)
{
    while (peek(r)->kind <= TOKEN_NAME && em_str_eq(peek(r)[1].text, STR(".")))
        r->i += 2;
    Str name = peek(r)->text;
    r->i++;
    if (!is_usual_class(name))
        emit(r, name);
    if (TAKE(r, "("))
        emit_call(r, read_list(r, STR(")")), STR("parameters"));
}

/* name ( 20 ) of MySQL: so much of the text's beginning */
static bool read_prefix(Reader *r)
{
    const Token *t = peek(r);
    bool is_prefix = r->scope.dialect == DIALECT_MYSQL &&
                     t->kind <= TOKEN_NAME && em_str_eq(t[1].text, STR("(")) &&
                     t[2].kind == TOKEN_NUMBER;
    if (!is_prefix)
        return false;
    emit_name(r, t->text);
    emit(r, t[2].text);
    r->i += 3;
    expect(r, STR(")"));
    return true;
}

/* part = expression [class] [ASC | DESC] [NULLS {FIRST | LAST}] */
static void read_part(Reader *r)
{
    if (!read_prefix(r))
        read_expression(r, LEVEL_NONE);
    bool is_order = IS(r, "asc") || IS(r, "desc") || IS(r, "nulls");
    if (!r->failed && peek(r)->kind <= TOKEN_NAME && !is_order)
        read_class(r);
    bool descends = TAKE(r, "desc");
    TAKE(r, "asc");
    if (descends)
        emit(r, STR("desc"));
    if (TAKE(r, "nulls")) {
        bool is_first = IS(r, "first");
        if (is_first != descends)
            emit(r, is_first ? STR("first") : STR("last"));
        r->i += peek(r)->kind != TOKEN_END;
    }
}

Str em_expr_parts_key(Str parts, const ExprScope *scope, Arena *a)
{
    Reader r = reader_of(parts, scope, a);
    expect(&r, STR("("));
    do {
        read_part(&r);
        emit(&r, STR(","));
    } while (TAKE(&r, ","));
    expect(&r, STR(")"));
    return r.failed ? plain_key(&r) : em_buf_str(&r.out);
}
