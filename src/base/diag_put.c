/*
 * Diagnostics for machines: a JSON list, a SARIF 2.1.0 log (OASIS standard of
 * 2020), and the workflow commands of GitHub Actions.
 *
 * Columns count bytes, as everywhere in ermaid; only SARIF knows no bytes and
 * gets characters.
 */
#include "base/diag.h"

#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"

/* Where a diagnostic stands. */
typedef struct {
    Line line;
    int end; /* the byte of the file after its last one on that line */
} Place;

static Place place_of(const Diag *d, LineCursor *cursor)
{
    Place p = {.line = em_source_line(d->source, d->span.at, cursor)};
    int at = p.line.start + p.line.column - 1;
    p.end = MAX(at, MIN(at + d->span.len, p.line.end));
    return p;
}

static int end_column(const Place *p)
{
    return p->end - p->line.start + 1;
}

static void put_member(Buf *out, Str name, Str value)
{
    PUT(out, STR(", \""), name, STR("\": "));
    em_json_put_str(out, value);
}

static void put_number(Buf *out, Str name, int value)
{
    PUT(out, STR(", \""), name, STR("\": "));
    em_put_int(out, value);
}

static void put_json(Buf *out, const Diag *d, LineCursor *cursor)
{
    Place p = place_of(d, cursor);
    em_put(out, STR("{\"file\": "));
    em_json_put_str(out, d->source->name);
    put_number(out, STR("line"), p.line.number);
    put_number(out, STR("column"), p.line.column);
    put_number(out, STR("endColumn"), end_column(&p));
    put_member(out, STR("severity"), em_severity_name(d->severity));
    put_member(out, STR("code"), d->code);
    put_member(out, STR("message"), d->message);
    if (d->help.n)
        put_member(out, STR("help"), d->help);
    em_put(out, STR("}"));
}

void em_diags_put_json(Buf *out, const Diags *d)
{
    LineCursor cursor = {0};

    em_put(out, STR("["));
    for (int i = 0; i < d->list.n; i++) {
        em_put(out, i ? STR(",\n  ") : STR("\n  "));
        put_json(out, &d->list.items[i], &cursor);
    }
    em_put(out, d->list.n ? STR("\n]\n") : STR("]\n"));
}

/* A file's name as a relative or absolute URI reference (RFC 3986). */
static void put_uri(Buf *out, Str name)
{
    static const char plain[] = "-._~/";
    bool absolute = name.n && name.p[0] == '/';

    em_put(out, absolute ? STR("\"file://") : STR("\""));
    for (int i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool keeps = em_is_alpha(c) || em_is_digit(c) ||
                     em_str_find_char(STR(plain), (char)c, 0) != NONE;
        if (keeps) {
            em_put_char(out, (char)c);
        } else {
            em_put(out, STR("%"));
            em_put_hex(out, c, 2);
        }
    }
    em_put(out, STR("\""));
}

/* Characters of a file before byte `at` of a line, counted from 1. */
static int character_column(const Diag *d, const Place *p, int at)
{
    Str file = d->source->file;
    return em_utf8_count(em_str_cut(file, p->line.start, at)) + 1;
}

static void put_region(Buf *out, const Diag *d, LineCursor *cursor)
{
    Place p = place_of(d, cursor);
    int at = p.line.start + p.line.column - 1;
    em_put(out, STR("{\"startLine\": "));
    em_put_int(out, p.line.number);
    put_number(out, STR("startColumn"), character_column(d, &p, at));
    if (p.end > at)
        put_number(out, STR("endColumn"), character_column(d, &p, p.end));
    em_put(out, STR("}"));
}

/* The message, and the help on a line of its own. */
static Str whole_message(Arena *a, const Diag *d)
{
    if (d->help.n == 0)
        return d->message;
    return JOIN(a, d->message, STR("\nhelp: "), d->help);
}

static void put_result(Buf *out, const Diag *d, int rule, LineCursor *cursor)
{
    em_put(out, STR("        {\n          \"ruleId\": "));
    em_json_put_str(out, d->code);
    em_put(out, STR(",\n          \"ruleIndex\": "));
    em_put_int(out, rule);
    em_put(out, STR(",\n          \"level\": "));
    em_json_put_str(out, em_severity_name(d->severity));
    em_put(out, STR(",\n          \"message\": {\"text\": "));
    em_json_put_str(out, whole_message(out->arena, d));
    em_put(out, STR("},\n          \"locations\": [{\"physicalLocation\": {"
                    "\"artifactLocation\": {\"uri\": "));
    put_uri(out, d->source->name);
    em_put(out, STR("}, \"region\": "));
    put_region(out, d, cursor);
    em_put(out, STR("}}]\n        }"));
}

static void put_rules(Buf *out, const Map *rules)
{
    for (int i = 0; i < rules->entries.n; i++) {
        em_put(out, i ? STR(", ") : STR(""));
        em_put(out, STR("{\"id\": "));
        em_json_put_str(out, rules->entries.items[i].key);
        em_put(out, STR("}"));
    }
}

void em_diags_put_sarif(Buf *out, const Diags *d, Str version)
{
    Map rules = {.arena = out->arena};
    LineCursor cursor = {0};
    for (int i = 0; i < d->list.n; i++)
        em_map_add(&rules, d->list.items[i].code, rules.entries.n);

    em_put(out, STR("{\n"
                    "  \"$schema\": "
                    "\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                    "  \"version\": \"2.1.0\",\n"
                    "  \"runs\": [\n"
                    "    {\n"
                    "      \"tool\": {\"driver\": {\"name\": \"ermaid\", "
                    "\"version\": "));
    em_json_put_str(out, version);
    em_put(out, STR(", \"rules\": ["));
    put_rules(out, &rules);
    em_put(out, STR("]}},\n"
                    "      \"columnKind\": \"unicodeCodePoints\",\n"
                    "      \"results\": ["));
    for (int i = 0; i < d->list.n; i++) {
        const Diag *diag = &d->list.items[i];
        em_put(out, i ? STR(",\n") : STR("\n"));
        put_result(out, diag, em_map_find(&rules, diag->code), &cursor);
    }
    em_put(out, d->list.n ? STR("\n      ]\n") : STR("]\n"));
    em_put(out, STR("    }\n  ]\n}\n"));
}

/* Escapes text for a workflow command; a property may hold no , and : */
static void put_escaped(Buf *out, Str s, bool is_property)
{
    for (int i = 0, len; i < s.n; i += len) {
        uint32_t c = em_utf8_decode(s, i, &len);
        bool escape = c == '%' || c == '\r' || c == '\n' ||
                      (is_property && (c == ':' || c == ','));
        if (escape) {
            static const char upper[] = "0123456789ABCDEF";
            em_put(out, STR("%"));
            em_put_char(out, upper[c >> 4]);
            em_put_char(out, upper[c & 15]);
        } else {
            em_utf8_put(out, em_utf8_is_control(c) ? REPLACEMENT : c);
        }
    }
}

static Str github_command(Severity s)
{
    switch (s) {
    case DIAG_ERROR: return STR("::error");
    case DIAG_WARNING: return STR("::warning");
    case DIAG_NOTE: return STR("::notice");
    }
    return STR("");
}

static void put_github(Buf *out, const Diag *d, LineCursor *cursor)
{
    Place p = place_of(d, cursor);
    PUT(out, github_command(d->severity), STR(" file="));
    put_escaped(out, d->source->name, true);
    em_put(out, STR(",line="));
    em_put_int(out, p.line.number);
    em_put(out, STR(",col="));
    em_put_int(out, p.line.column);
    em_put(out, STR(",endColumn="));
    em_put_int(out, end_column(&p));
    em_put(out, STR(",title="));
    put_escaped(out, d->code, true);
    em_put(out, STR("::"));
    put_escaped(out, whole_message(out->arena, d), false);
    em_put(out, STR("\n"));
}

void em_diags_put_github(Buf *out, const Diags *d)
{
    LineCursor cursor = {0};
    for (int i = 0; i < d->list.n; i++)
        put_github(out, &d->list.items[i], &cursor);
}
