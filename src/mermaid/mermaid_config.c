/*
 * Front matter and directives: title and configuration.
 *
 * Both are merged, directives last, and then cleaned as Mermaid cleans them:
 * what it does not know or does not let a diagram set is not there.
 */
#include "mermaid/mermaid_config.h"

#include "mermaid/mermaid_parser.h"

/* Members are looked up one by one, so a hostile map would cost its square. */
enum { CONFIG_LIMIT = 32 * 1024 };

/* ---- cleaning -------------------------------------------------------------
 */

static bool is_secure(Str key)
{
    static const Str secure[] = {
        STR_INIT("secure"),      STR_INIT("securityLevel"),
        STR_INIT("startOnLoad"), STR_INIT("maxTextSize"),
        STR_INIT("maxEdges"),    STR_INIT("suppressErrorRendering"),
    };
    for (int i = 0; i < COUNT(secure); i++)
        if (em_str_eq(key, secure[i]))
            return true;
    return false;
}

static bool holds(Str s, Str part)
{
    return em_str_find(s, part, 0) != NONE;
}

static bool may_stay(const Json *member)
{
    Str key = member->key;
    if (em_str_starts(key, STR("__")) || holds(key, STR("proto")) ||
        holds(key, STR("constr")) || is_secure(key) || !em_is_config_key(key) ||
        member->kind == JSON_NULL)
        return false;
    return member->kind != JSON_STRING ||
           (!holds(member->text, STR("<")) && !holds(member->text, STR(">")) &&
            !holds(member->text, STR("url(data:")));
}

/* CSS whose braces do not match is replaced. */
static void clean_css(Json *member)
{
    int depth = 0;
    bool bad = false;
    if (member->kind != JSON_STRING || (!holds(member->key, STR("themeCSS")) &&
                                        !holds(member->key, STR("ontFamily"))))
        return;
    for (int i = 0; i < member->text.n; i++) {
        bad = bad || depth < 0;
        depth += member->text.p[i] == '{'   ? 1
                 : member->text.p[i] == '}' ? -1
                                            : 0;
    }
    if (bad || depth != 0)
        member->text = STR("{ /* ERROR: Unbalanced CSS */ }");
}

static bool is_harmless(Str value)
{
    for (int i = 0; i < value.n; i++) {
        int c = (unsigned char)value.p[i];
        if (!em_is_alpha(c) && !em_is_digit(c) &&
            em_str_find_char(STR(" \"#%(),.;"), (char)c, 0) == NONE)
            return false;
    }
    return value.n > 0;
}

static void clean_theme(Json *config)
{
    for (int i = 0; i < config->of.n; i++) {
        Json *theme = &config->of.items[i];
        if (theme->kind != JSON_MAP ||
            !em_str_eq(theme->key, STR("themeVariables")))
            continue;
        for (int k = 0; k < theme->of.n; k++) {
            Json *v = &theme->of.items[k];
            if (v->kind == JSON_STRING && !is_harmless(v->text))
                v->text = (Str){0};
        }
    }
}

static void clean(Json *config)
{
    int n = 0;
    bool map = config->kind == JSON_MAP;
    for (int i = 0; i < config->of.n; i++) {
        Json *member = &config->of.items[i];
        if (map && !may_stay(member))
            continue;
        if (member->kind == JSON_MAP || member->kind == JSON_LIST)
            clean(member);
        if (map)
            clean_css(member);
        config->of.items[n++] = *member;
    }
    config->of.n = n;
    if (map)
        clean_theme(config);
}

void em_clean_config(Arena *a, Json *config)
{
    clean(config);
    Str font = em_json_text(config, STR("fontFamily"));
    if (font.n == 0)
        return;
    Json theme = {.kind = JSON_MAP};
    const Json *old = em_json_find(config, STR("themeVariables"));
    if (em_json_text(old, STR("fontFamily")).n > 0)
        return;
    if (old && old->kind == JSON_MAP)
        em_json_merge(a, &theme, old);
    Json *member = em_json_set(a, &theme, STR("fontFamily"));
    member->kind = JSON_STRING;
    member->text = font;
    theme.key = STR("themeVariables");
    *em_json_set(a, config, theme.key) = theme;
}

/* ---- front matter ---------------------------------------------------------
 */

/* The YAML without the indent of its fences. */
static Str dedent(Parser *p)
{
    const Prep *prep = &p->prep;
    Str body = em_str_cut(prep->body, prep->front.at,
                          prep->front.at + prep->front.len);
    Buf out = {.arena = p->a};
    if (prep->indent.n == 0)
        return body;
    for (int i = 0; i < body.n;) {
        int nl = em_str_find_char(body, '\n', i);
        int end = nl == NONE ? body.n : nl + 1;
        Str line = em_str_cut(body, i, end);
        int skip = em_str_starts(line, prep->indent) ? prep->indent.n : 0;
        em_put(&out, em_str_cut(line, skip, line.n));
        i = end;
    }
    return em_buf_str(&out);
}

static void report_yaml(Parser *p, YamlProblem problem)
{
    Str body = p->prep.body;
    int at = p->prep.front.at;
    for (int line = 0; line < problem.line; line++) {
        int nl = em_str_find_char(body, '\n', at);
        if (nl == NONE || nl >= p->prep.front.at + p->prep.front.len)
            break;
        at = nl + 1;
    }
    em_diag_add(p->diags, (Diag){.severity = DIAG_ERROR,
                                 .source = p->src,
                                 .span = {MIN(at + problem.column, body.n), 0},
                                 .code = STR("er-front-matter"),
                                 .message = SAY(p, STR("front matter: "),
                                                em_str_copy(p->diags->arena,
                                                            problem.message))});
}

static Str title_text(Parser *p, const Json *title)
{
    switch (title->kind) {
    case JSON_STRING: return title->text;
    case JSON_NUMBER:
        return em_str_eq(title->text, STR("0")) ? STR("") : title->text;
    case JSON_TRUE: return STR("true");
    case JSON_MAP: return STR("[object Object]");
    case JSON_NULL:
    case JSON_FALSE: return (Str){0};
    case JSON_LIST: break;
    }
    Buf b = {.arena = p->a};
    for (int i = 0; i < title->of.n; i++) {
        const Json *item = &title->of.items[i];
        bool nested = item->kind == JSON_LIST || item->kind == JSON_FALSE;
        if (i > 0)
            em_put(&b, STR(","));
        em_put(&b, nested ? STR("") : title_text(p, item));
    }
    return em_buf_str(&b);
}

static void set_display_mode(Parser *p, const Json *mode, Json *config)
{
    Json gantt = {.kind = JSON_MAP};
    const Json *old = em_json_find(config, STR("gantt"));
    if (!mode || title_text(p, mode).n == 0)
        return;
    if (old && old->kind == JSON_MAP)
        em_json_merge(p->a, &gantt, old);
    Json *member = em_json_set(p->a, &gantt, STR("displayMode"));
    member->kind = JSON_STRING;
    member->text = title_text(p, mode);
    gantt.key = STR("gantt");
    *em_json_set(p->a, config, gantt.key) = gantt;
}

static void parse_front(Parser *p)
{
    Json front;
    Str yaml = dedent(p);
    if (yaml.n > CONFIG_LIMIT) {
        report_yaml(p, (YamlProblem){STR("is too long"), 0, 0});
        return;
    }
    YamlProblem problem = em_yaml_read(yaml, p->a, &front);
    if (problem.message.n > 0) {
        report_yaml(p, problem);
        return;
    }
    const Json *title = em_json_find(&front, STR("title"));
    const Json *config = em_json_find(&front, STR("config"));
    if (title)
        p->out->title = title_text(p, title);
    if (config && config->kind == JSON_MAP)
        em_json_merge(p->a, &p->out->config, config);
    set_display_mode(p, em_json_find(&front, STR("displayMode")),
                     &p->out->config);
}

/* ---- directives -----------------------------------------------------------
 */

static Str cut_span(Str s, Span span)
{
    return em_str_cut(s, span.at, span.at + span.len);
}

/* The arguments with single quotes turned into double ones. */
static Str double_quotes(Parser *p, Str s)
{
    char *q = NEW_ARRAY(p->a, MAX(s.n, 1), char);
    for (int i = 0; i < s.n; i++) {
        q[i] = s.p[i];
        if (q[i] == '\'')
            q[i] = '"';
    }
    return (Str){q, s.n};
}

static bool is_init(Str word)
{
    return em_str_ends(word, STR("init")) ||
           em_str_ends(word, STR("initialize"));
}

/* A warning, because Mermaid only writes a line to its log. */
static void report_directive(Parser *p, const Directive *d)
{
    if (!p->strict)
        em_diag_add(p->diags,
                    (Diag){.severity = DIAG_WARNING,
                           .source = p->src,
                           .span = d->args,
                           .code = STR("er-directive"),
                           .message = STR("not a JSON object: all directives "
                                          "are ignored")});
}

/* In a lone directive a member "config" is meant for the diagram. */
static void move_config(Parser *p, Json *init)
{
    const Json *config = em_json_find(init, STR("config"));
    if (!config)
        return;
    Json er = *config;
    er.key = STR("er");
    *em_json_set(p->a, init, er.key) = er;
}

/* Merges all init directives into *out; false when one is no JSON. */
static bool read_inits(Parser *p, Json *out)
{
    int n = 0;
    for (int i = 0; i < p->prep.directives.n; i++) {
        const Directive *d = &p->prep.directives.items[i];
        Json init;
        Str args = cut_span(p->prep.body, d->args);
        if (!is_init(cut_span(p->prep.body, d->word)) || d->is_word ||
            args.n == 0)
            continue;
        if (args.n > CONFIG_LIMIT ||
            !em_json_read(double_quotes(p, args), p->a, &init)) {
            report_directive(p, d);
            return false;
        }
        if (init.kind == JSON_MAP && ++n > 0)
            em_json_merge(p->a, out, &init);
    }
    if (n == 1)
        move_config(p, out);
    return true;
}

static bool is_wrap(const Parser *p, const Directive *d)
{
    return em_str_eq(cut_span(p->prep.body, d->word), STR("wrap"));
}

static void parse_directives(Parser *p)
{
    Json init = {.kind = JSON_MAP};
    if (!read_inits(p, &init))
        init = (Json){.kind = JSON_MAP};
    for (int i = 0; i < p->prep.directives.n; i++)
        if (is_wrap(p, &p->prep.directives.items[i]))
            em_json_set(p->a, &init, STR("wrap"))->kind = JSON_TRUE;
    em_json_merge(p->a, &p->out->config, &init);
}

void em_parse_config(Parser *p)
{
    if (p->prep.open_fence != NONE)
        em_diag_add(p->diags,
                    (Diag){.severity = DIAG_ERROR,
                           .source = p->src,
                           .span = {p->prep.open_fence, 3},
                           .code = STR("er-front-matter"),
                           .message = STR("front matter is not closed by a "
                                          "line \"---\"")});
    if (p->prep.has_front)
        parse_front(p);
    if (p->prep.directives.n > 0)
        parse_directives(p);
    em_clean_config(p->a, &p->out->config);
}
