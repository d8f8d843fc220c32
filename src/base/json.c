/*
 * Values are trees of arrays; depth is bounded by those who build them.
 */
#include "base/json.h"

#include "base/utf8.h"

/* The index of a member in a map, or NONE. */
static int find_member(const Json *map, Str key)
{
    for (int i = 0; i < map->of.n; i++)
        if (em_str_eq(map->of.items[i].key, key))
            return i;
    return NONE;
}

const Json *em_json_find(const Json *v, Str key)
{
    if (!v || v->kind != JSON_MAP)
        return NULL;
    int i = find_member(v, key);
    return i == NONE ? NULL : &v->of.items[i];
}

Str em_json_text(const Json *v, Str key)
{
    const Json *member = em_json_find(v, key);
    bool has =
        member && (member->kind == JSON_STRING || member->kind == JSON_NUMBER);
    return has ? member->text : (Str){0};
}

Json *em_json_set(Arena *a, Json *map, Str key)
{
    assert(map->kind == JSON_MAP);
    int i = find_member(map, key);
    if (i != NONE) {
        map->of.items[i] = (Json){.key = key};
        return &map->of.items[i];
    }
    Json *member = PUSH(a, &map->of);
    member->key = key;
    return member;
}

/* A copy of `from` under a key, sharing only text. */
static Json copy(Arena *a, Str key, const Json *from)
{
    Json to = {.kind = from->kind, .key = key, .text = from->text};
    for (int i = 0; i < from->of.n; i++) {
        Json member = copy(a, from->of.items[i].key, &from->of.items[i]);
        *PUSH(a, &to.of) = member;
    }
    return to;
}

void em_json_merge(Arena *a, Json *to, const Json *from)
{
    assert(to->kind == JSON_MAP && from->kind == JSON_MAP);
    for (int i = 0; i < from->of.n; i++) {
        const Json *member = &from->of.items[i];
        int old = find_member(to, member->key);
        if (old != NONE && member->kind == JSON_MAP &&
            to->of.items[old].kind == JSON_MAP) {
            em_json_merge(a, &to->of.items[old], member);
            continue;
        }
        Json fresh = copy(a, member->key, member);
        *em_json_set(a, to, member->key) = fresh;
    }
}

/* The escape that JSON has for a character; 0 when it has none of its own. */
static char escape_of(uint32_t c)
{
    switch (c) {
    case '"':
    case '\\': return (char)c;
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
    }
}

static void put_char(Buf *b, uint32_t c)
{
    char escape = escape_of(c);
    if (escape) {
        em_put_char(b, '\\');
        em_put_char(b, escape);
    } else if (c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029) {
        em_put(b, STR("\\u"));
        em_put_hex(b, c, 4);
    } else {
        em_utf8_put(b, c);
    }
}

void em_json_put_str(Buf *b, Str s)
{
    em_put_char(b, '"');
    for (int i = 0, len; i < s.n; i += len)
        put_char(b, em_utf8_decode(s, i, &len));
    em_put_char(b, '"');
}

static void put_flat(Buf *b, const Json *v);

static void put_flat_members(Buf *b, const Json *v)
{
    bool map = v->kind == JSON_MAP;
    em_put_char(b, map ? '{' : '[');
    for (int i = 0; i < v->of.n; i++) {
        em_put(b, i ? STR(", ") : (Str){0});
        if (map) {
            em_json_put_str(b, v->of.items[i].key);
            em_put(b, STR(": "));
        }
        put_flat(b, &v->of.items[i]);
    }
    em_put_char(b, map ? '}' : ']');
}

/* In one line. */
static void put_flat(Buf *b, const Json *v)
{
    switch (v->kind) {
    case JSON_NULL: em_put(b, STR("null")); break;
    case JSON_FALSE: em_put(b, STR("false")); break;
    case JSON_TRUE: em_put(b, STR("true")); break;
    case JSON_NUMBER: em_put(b, v->text); break;
    case JSON_STRING: em_json_put_str(b, v->text); break;
    case JSON_LIST:
    case JSON_MAP: put_flat_members(b, v); break;
    }
}

/* How the members of a value are put. */
typedef void PutMember(Buf *b, const Json *v, int level);

static void put_members(Buf *b, const Json *v, int level, PutMember *put)
{
    bool map = v->kind == JSON_MAP;

    em_put_char(b, map ? '{' : '[');
    for (int i = 0; i < v->of.n; i++) {
        em_put(b, i ? STR(",\n") : STR("\n"));
        em_put_fill(b, ' ', 2 * (level + 1));
        if (map) {
            em_json_put_str(b, v->of.items[i].key);
            em_put(b, STR(": "));
        }
        put(b, &v->of.items[i], level + 1);
    }
    if (v->of.n) {
        em_put_char(b, '\n');
        em_put_fill(b, ' ', 2 * level);
    }
    em_put_char(b, map ? '}' : ']');
}

void em_json_put(Buf *b, const Json *v, int level)
{
    if (v->kind == JSON_LIST || v->kind == JSON_MAP)
        put_members(b, v, level, em_json_put);
    else
        put_flat(b, v);
}

static void put_item(Buf *b, const Json *v, int level)
{
    (void)level;
    put_flat(b, v);
}

void em_json_put_lines(Buf *b, const Json *v, int level)
{
    if (v->kind == JSON_MAP)
        put_members(b, v, level, em_json_put_lines);
    else if (v->kind == JSON_LIST)
        put_members(b, v, level, put_item);
    else
        put_flat(b, v);
}
