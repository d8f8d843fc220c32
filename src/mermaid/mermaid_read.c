/*
 * YAML (libyaml) and JSON (jansson) to Json values.
 *
 * The libraries' objects are closed by guards, because any request for memory
 * may end the run. Depth is limited, so the recursion here is.
 */
#include "mermaid/mermaid_config.h"

#include <yaml.h>

/* jansson's names of types are also names of ours. */
#define JSON_STRING JANSSON_STRING
#define JSON_TRUE   JANSSON_TRUE
#define JSON_FALSE  JANSSON_FALSE
#define JSON_NULL   JANSSON_NULL
#include <jansson.h>
#undef JSON_STRING
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_NULL

enum { DEEPEST = 100 };

/* ---- YAML scalars ---------------------------------------------------------
 */

static bool is_one_of(Str s, const char *const *words, int n)
{
    for (int i = 0; i < n; i++)
        if (em_str_eq(s, em_str_of(words[i])))
            return true;
    return false;
}

static int skip_digits(Str s, int i)
{
    while (i < s.n && (em_is_digit((unsigned char)s.p[i]) || s.p[i] == '_'))
        i++;
    return i;
}

/* Decimal integers and floats: [-+] digits [. digits] [e [-+] digits] */
static bool is_number(Str s)
{
    int i = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
    int whole = skip_digits(s, i);
    if (whole == i || s.p[i] == '_')
        return false;
    i = whole;
    if (i < s.n && s.p[i] == '.')
        i = skip_digits(s, i + 1);
    if (i < s.n && em_lower((unsigned char)s.p[i]) == 'e') {
        i++;
        if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
            i++;
        int end = skip_digits(s, i);
        if (end == i)
            return false;
        i = end;
    }
    return i == s.n && s.p[s.n - 1] != '_';
}

Str em_js_number(Str yaml, Arena *a)
{
    Buf b = {.arena = a};
    int i = yaml.n > 0 && (yaml.p[0] == '-' || yaml.p[0] == '+');
    bool minus = i > 0 && yaml.p[0] == '-';
    bool fraction = false;
    while (i + 1 < yaml.n && (yaml.p[i] == '0' || yaml.p[i] == '_') &&
           (em_is_digit((unsigned char)yaml.p[i + 1]) || yaml.p[i + 1] == '_'))
        i++;
    if (minus)
        em_put(&b, STR("-"));
    for (; i < yaml.n && em_lower((unsigned char)yaml.p[i]) != 'e'; i++) {
        fraction = fraction || yaml.p[i] == '.';
        if (yaml.p[i] != '_')
            em_put_char(&b, yaml.p[i]);
    }
    while (fraction && b.n > 0 && b.p[b.n - 1] == '0')
        b.n--;
    if (b.n > 0 && b.p[b.n - 1] == '.')
        b.n--;
    em_put(&b, em_str_cut(yaml, i, yaml.n));
    return em_buf_str(&b);
}

static Json plain_scalar(Str s, Arena *a)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};

    if (is_one_of(s, nulls, COUNT(nulls)))
        return (Json){.kind = JSON_NULL};
    if (is_one_of(s, trues, COUNT(trues)))
        return (Json){.kind = JSON_TRUE};
    if (is_one_of(s, falses, COUNT(falses)))
        return (Json){.kind = JSON_FALSE};
    if (is_number(s))
        return (Json){.kind = JSON_NUMBER, .text = em_js_number(s, a)};
    return (Json){.kind = JSON_STRING, .text = s};
}

/* ---- YAML -----------------------------------------------------------------
 */

typedef struct {
    Arena *arena;
    Guard *parser_guard;
    yaml_parser_t parser;
    bool has_event;
    yaml_event_t event;
    YamlProblem problem;
} Yaml;

static void close_yaml(void *thing)
{
    Yaml *y = thing;
    if (y->has_event)
        yaml_event_delete(&y->event);
    yaml_parser_delete(&y->parser);
}

static bool refuse(Yaml *y, Str message)
{
    y->problem = (YamlProblem){message, (int)y->event.start_mark.line,
                               (int)y->event.start_mark.column};
    return false;
}

static bool next_event(Yaml *y)
{
    if (y->has_event)
        yaml_event_delete(&y->event);
    y->has_event = yaml_parser_parse(&y->parser, &y->event) == 1;
    if (y->has_event)
        return true;
    y->problem = (YamlProblem){y->parser.problem ? em_str_of(y->parser.problem)
                                                 : STR("cannot be read"),
                               (int)y->parser.problem_mark.line,
                               (int)y->parser.problem_mark.column};
    return false;
}

/* Anchors and tags of the event at hand. */
static bool is_plain_node(Yaml *y, const yaml_char_t *anchor,
                          const yaml_char_t *tag)
{
    static const char prefix[] = "tag:yaml.org,2002:";
    if (anchor)
        return refuse(y, STR("anchors are not supported"));
    if (tag && !em_str_starts(em_str_of((const char *)tag), STR(prefix)))
        return refuse(y, STR("tags are not supported"));
    return true;
}

static bool read_scalar(Yaml *y, Json *out)
{
    const yaml_event_t *e = &y->event;
    if (!is_plain_node(y, e->data.scalar.anchor, e->data.scalar.tag))
        return false;
    Str text = em_str_copy(y->arena, (Str){(const char *)e->data.scalar.value,
                                           (int)e->data.scalar.length});
    Str key = out->key;
    if (e->data.scalar.plain_implicit)
        *out = plain_scalar(text, y->arena);
    else
        *out = (Json){.kind = JSON_STRING, .text = text};
    out->key = key;
    return true;
}

static bool read_value(Yaml *y, Json *out, int depth);

static bool read_list(Yaml *y, Json *out, int depth)
{
    out->kind = JSON_LIST;
    if (!is_plain_node(y, y->event.data.sequence_start.anchor,
                       y->event.data.sequence_start.tag))
        return false;
    while (next_event(y) && y->event.type != YAML_SEQUENCE_END_EVENT)
        if (!read_value(y, PUSH(y->arena, &out->of), depth + 1))
            return false;
    return y->has_event;
}

static bool read_map(Yaml *y, Json *out, int depth)
{
    out->kind = JSON_MAP;
    if (!is_plain_node(y, y->event.data.mapping_start.anchor,
                       y->event.data.mapping_start.tag))
        return false;
    while (next_event(y) && y->event.type != YAML_MAPPING_END_EVENT) {
        Json key = {0};
        if (y->event.type != YAML_SCALAR_EVENT)
            return refuse(y, STR("a key must be a word"));
        Str text = em_str_copy(y->arena,
                               (Str){(const char *)y->event.data.scalar.value,
                                     (int)y->event.data.scalar.length});
        if (em_json_find(out, text))
            return refuse(y, STR("this key is already there"));
        if (!read_scalar(y, &key) || !next_event(y) ||
            !read_value(y, em_json_set(y->arena, out, text), depth + 1))
            return false;
    }
    return y->has_event;
}

static bool read_value(Yaml *y, Json *out, int depth)
{
    if (depth > DEEPEST)
        return refuse(y, STR("nests too deeply"));
    switch (y->event.type) {
    case YAML_SCALAR_EVENT: return read_scalar(y, out);
    case YAML_SEQUENCE_START_EVENT: return read_list(y, out, depth);
    case YAML_MAPPING_START_EVENT: return read_map(y, out, depth);
    default: return refuse(y, STR("aliases are not supported"));
    }
}

static bool skip_event(Yaml *y)
{
    return next_event(y);
}

static bool read_document(Yaml *y, Json *out)
{
    if (!skip_event(y) || !next_event(y)) /* the stream's start; a document */
        return false;
    if (y->event.type == YAML_STREAM_END_EVENT)
        return true;
    if (!next_event(y) || !read_value(y, out, 0))
        return false;
    if (!skip_event(y) || !next_event(y)) /* its end; the stream's end */
        return false;
    return y->event.type == YAML_STREAM_END_EVENT ||
           refuse(y, STR("only one document is expected"));
}

YamlProblem em_yaml_read(Str text, Arena *a, Json *out)
{
    Yaml *y = NEW(a, Yaml);
    y->arena = a;
    y->parser_guard = em_guard_new(a);
    if (!yaml_parser_initialize(&y->parser))
        return (YamlProblem){.message = STR("no memory")};
    em_guard_set(y->parser_guard, close_yaml, y);
    yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &y->parser, (const unsigned char *)(text.n > 0 ? text.p : ""),
        (size_t)text.n);

    *out = (Json){0};
    read_document(y, out);
    YamlProblem problem = y->problem;
    em_guard_close(y->parser_guard);
    return problem;
}

/* ---- JSON -----------------------------------------------------------------
 */

static void close_json(void *thing)
{
    json_decref(thing);
}

static Str number_text(const json_t *v, Arena *a)
{
    Buf b = {.arena = a};
    char real[64];
    if (json_typeof(v) == JSON_INTEGER) {
        em_put_int(&b, json_integer_value(v));
        return em_buf_str(&b);
    }
    size_t n = json_dumpb(v, real, sizeof real,
                          JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    return em_js_number(em_str_copy(a, (Str){real, (int)MIN(n, sizeof real)}),
                        a);
}

static bool convert(const json_t *v, Arena *a, Json *out, int depth);

static bool convert_map(const json_t *v, Arena *a, Json *out, int depth)
{
    /* jansson wants a pointer that may change what it iterates over */
    union {
        const json_t *in;
        json_t *out;
    } map = {.in = v};
    out->kind = JSON_MAP;
    for (void *i = json_object_iter(map.out); i;
         i = json_object_iter_next(map.out, i)) {
        Str key = em_str_copy(a, em_str_of(json_object_iter_key(i)));
        if (!convert(json_object_iter_value(i), a, em_json_set(a, out, key),
                     depth + 1))
            return false;
    }
    return true;
}

static bool convert_list(const json_t *v, Arena *a, Json *out, int depth)
{
    out->kind = JSON_LIST;
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!convert(json_array_get(v, i), a, PUSH(a, &out->of), depth + 1))
            return false;
    return true;
}

static bool convert(const json_t *v, Arena *a, Json *out, int depth)
{
    if (depth > DEEPEST)
        return false;
    switch (json_typeof(v)) {
    case JSON_OBJECT: return convert_map(v, a, out, depth);
    case JSON_ARRAY: return convert_list(v, a, out, depth);
    case JSON_INTEGER:
    case JSON_REAL:
        out->kind = JSON_NUMBER;
        out->text = number_text(v, a);
        break;
    case JANSSON_STRING:
        out->kind = JSON_STRING;
        out->text = em_str_copy(
            a, (Str){json_string_value(v), (int)json_string_length(v)});
        break;
    case JANSSON_TRUE: out->kind = JSON_TRUE; break;
    case JANSSON_FALSE: out->kind = JSON_FALSE; break;
    case JANSSON_NULL: out->kind = JSON_NULL; break;
    }
    return true;
}

bool em_json_read(Str text, Arena *a, Json *out)
{
    Guard *guard = em_guard_new(a);
    json_t *v = json_loadb(text.p, (size_t)text.n, JSON_DECODE_ANY, NULL);
    if (!v)
        return false;
    em_guard_set(guard, close_json, v);
    *out = (Json){0};
    bool good = convert(v, a, out, 0);
    em_guard_close(guard);
    return good;
}
