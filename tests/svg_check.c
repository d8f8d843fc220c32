/*
 * svg_check FILE…: is this inert, well-formed SVG of the kind ermaid writes?
 *
 * A strict reader of the part of XML 1.0 that a picture needs, written apart
 * from the writer so that both cannot have the same mistake. What is not on
 * the lists below is refused: elements, attributes, colours, numbers, links,
 * what a style sheet may say. Prints "file: reason" and exits 1 when a file
 * is refused, 2 when it cannot be read.
 */
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 200, MAX_ATTRIBUTES = 40 };

/* Bytes of the file, or of the decoded value. */
typedef struct {
    const char *p;
    size_t n;
} View;

/* Ids that exist, and ids that something refers to; each owns its bytes. */
typedef struct {
    char **items;
    size_t n, room;
} List;

typedef struct {
    const char *name;
    char *text;
    size_t n, at;
    char *value; /* of the last attribute, decoded; as large as the file */
    size_t value_n;
    const char *open[MAX_DEPTH]; /* entries of the table of elements */
    int depth;
    bool has_style;
    List ids, refs;
    jmp_buf refused;
} Reader;

/* What an attribute may hold. */
typedef enum {
    A_TEXT,
    A_ID,
    A_REFS,
    A_NUMBERS,
    A_LENGTH,
    A_COLOR,
    A_FILL,
    A_PATH,
    A_WORDS,
    A_FONTS,
    A_HREF,
    A_SVG_SPACE,
    A_XLINK_SPACE
} Kind;

static const struct {
    const char *name;
    Kind kind;
} attributes[] = {
    {"aria-label", A_TEXT},
    {"aria-labelledby", A_REFS},
    {"class", A_WORDS},
    {"d", A_PATH},
    {"direction", A_WORDS},
    {"fill", A_FILL},
    {"fill-opacity", A_NUMBERS},
    {"font-family", A_FONTS},
    {"font-size", A_NUMBERS},
    {"font-style", A_WORDS},
    {"font-weight", A_WORDS},
    {"height", A_LENGTH},
    {"id", A_ID},
    {"lengthAdjust", A_WORDS},
    {"offset", A_NUMBERS},
    {"opacity", A_NUMBERS},
    {"patternUnits", A_WORDS},
    {"preserveAspectRatio", A_WORDS},
    {"role", A_WORDS},
    {"rx", A_LENGTH},
    {"stop-color", A_COLOR},
    {"stop-opacity", A_NUMBERS},
    {"stroke", A_COLOR},
    {"stroke-dasharray", A_NUMBERS},
    {"stroke-linecap", A_WORDS},
    {"stroke-linejoin", A_WORDS},
    {"stroke-opacity", A_NUMBERS},
    {"stroke-width", A_LENGTH},
    {"text-anchor", A_WORDS},
    {"text-decoration", A_WORDS},
    {"text-rendering", A_WORDS},
    {"textLength", A_LENGTH},
    {"unicode-bidi", A_WORDS},
    {"viewBox", A_NUMBERS},
    {"visibility", A_WORDS},
    {"width", A_LENGTH},
    {"x", A_NUMBERS},
    {"x1", A_NUMBERS},
    {"x2", A_NUMBERS},
    {"xlink:href", A_HREF},
    {"xml:space", A_WORDS},
    {"xmlns", A_SVG_SPACE},
    {"xmlns:xlink", A_XLINK_SPACE},
    {"y", A_NUMBERS},
    {"y1", A_NUMBERS},
    {"y2", A_NUMBERS},
};

/* Elements, and whether they hold text or elements. */
static const struct {
    const char *name;
    bool text, elements;
} elements[] = {
    {"svg", false, true},
    {"title", true, false},
    {"desc", true, false},
    {"style", true, false},
    {"defs", false, true},
    {"g", false, true},
    {"a", false, true},
    {"rect", false, false},
    {"path", false, false},
    {"use", false, false},
    {"text", true, true},
    {"tspan", true, false},
    {"image", false, false},
    {"stop", false, false},
    {"pattern", false, true},
    {"linearGradient", false, true},
    {"radialGradient", false, true},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

_Noreturn static void refuse(Reader *r, const char *reason, View what)
{
    int n = what.n < 60 ? (int)what.n : 60;
    size_t line = 1;
    for (size_t i = 0; i < r->at && i < r->n; i++)
        line += r->text[i] == '\n';
    printf("%s: line %zu: %s%s%.*s\n", r->name, line, reason, n ? ": " : "", n,
           n ? what.p : "");
    longjmp(r->refused, 1);
}

static void *checked(void *p)
{
    if (!p) {
        fputs("svg_check: out of memory\n", stderr);
        exit(2);
    }
    return p;
}

static bool is(View v, const char *word)
{
    return v.n == strlen(word) && memcmp(v.p, word, v.n) == 0;
}

static bool begins(View v, const char *word)
{
    return v.n >= strlen(word) && memcmp(v.p, word, strlen(word)) == 0;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

#define DIGITS  "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool consists_of(View v, const char *set)
{
    for (size_t i = 0; i < v.n; i++)
        if (!is_one_of(v.p[i], set))
            return false;
    return v.n > 0;
}

/* Production 2 of XML 1.0, without what no text should hold. */
static bool is_char(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n';
    return !(c >= 0x7F && c < 0xA0) && !(c >= 0xD800 && c < 0xE000) &&
           c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF;
}

/* Every byte of the file, before anything else is believed. */
static void check_utf8(Reader *r)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    for (r->at = 0; r->at < r->n;) {
        unsigned char b = (unsigned char)r->text[r->at];
        size_t len = b < 0x80   ? 1
                     : b < 0xC0 ? 0
                     : b < 0xE0 ? 2
                     : b < 0xF0 ? 3
                     : b < 0xF8 ? 4
                                : 0;
        if (len == 0 || len > r->n - r->at)
            refuse(r, "not UTF-8", (View){0});
        uint32_t c = len == 1 ? b : b & (0x7FU >> len);
        for (size_t i = 1; i < len; i++) {
            unsigned char next = (unsigned char)r->text[r->at + i];
            if ((next & 0xC0) != 0x80)
                refuse(r, "not UTF-8", (View){0});
            c = c << 6 | (next & 0x3F);
        }
        if (c < least[len] || !is_char(c))
            refuse(r, "a forbidden character", (View){0});
        r->at += len;
    }
    r->at = 0;
}

static bool at(const Reader *r, const char *word)
{
    return begins((View){r->text + r->at, r->n - r->at}, word);
}

static bool take(Reader *r, const char *word)
{
    if (!at(r, word))
        return false;
    r->at += strlen(word);
    return true;
}

static bool take_space(Reader *r)
{
    size_t start = r->at;
    while (r->at < r->n && is_one_of(r->text[r->at], " \t\n"))
        r->at++;
    return r->at > start;
}

static View take_name(Reader *r)
{
    size_t start = r->at;
    while (r->at < r->n && is_one_of(r->text[r->at], LETTERS DIGITS "_:.-"))
        r->at++;
    View name = {r->text + start, r->at - start};
    if (name.n == 0 || !is_one_of(name.p[0], LETTERS "_:"))
        refuse(r, "expected a name", (View){r->text + start, 1});
    return name;
}

static void put_char(Reader *r, uint32_t c)
{
    char *to = r->value + r->value_n;
    if (c < 0x80) {
        to[0] = (char)c;
        r->value_n += 1;
    } else if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 63));
        r->value_n += 2;
    } else {
        bool four = c >= 0x10000;
        to[0] = (char)(four ? 0xF0 | c >> 18 : 0xE0 | c >> 12);
        if (four)
            to[1] = (char)(0x80 | (c >> 12 & 63));
        to[1 + four] = (char)(0x80 | (c >> 6 & 63));
        to[2 + four] = (char)(0x80 | (c & 63));
        r->value_n += 3 + (size_t)four;
    }
}

static void take_reference(Reader *r)
{
    static const struct {
        const char *name;
        uint32_t c;
    } known[] = {{"&amp;", '&'},
                 {"&lt;", '<'},
                 {"&gt;", '>'},
                 {"&quot;", '"'},
                 {"&apos;", '\''}};
    for (size_t i = 0; i < COUNT(known); i++) {
        if (take(r, known[i].name)) {
            put_char(r, known[i].c);
            return;
        }
    }
    View rest = {r->text + r->at, r->n - r->at < 8 ? r->n - r->at : 8};
    if (!take(r, "&#"))
        refuse(r, "an unknown entity", rest);
    uint32_t base = take(r, "x") ? 16 : 10, c = 0;
    size_t start = r->at;
    while (r->at < r->n && c <= 0x10FFFF &&
           is_one_of(r->text[r->at],
                     base == 16 ? DIGITS "abcdefABCDEF" : DIGITS)) {
        int digit = r->text[r->at++];
        c = c * base +
            (uint32_t)(digit <= '9' ? digit - '0' : (digit & 15) + 9);
    }
    if (r->at == start || !take(r, ";") || !is_char(c))
        refuse(r, "a bad character reference", rest);
    put_char(r, c);
}

/* Text up to one of the two characters, decoded into r->value. */
static View take_text(Reader *r, char end)
{
    r->value_n = 0;
    while (r->at < r->n && r->text[r->at] != end && r->text[r->at] != '<') {
        if (at(r, "]]>"))
            refuse(r, "]]> in text", (View){0});
        if (r->text[r->at] == '&')
            take_reference(r);
        else
            r->value[r->value_n++] = r->text[r->at++];
    }
    return (View){r->value, r->value_n};
}

/* A decimal number at *i: no exponent, no NaN, no unit. */
static bool skip_number(View v, size_t *i)
{
    size_t digits = 0;
    if (*i < v.n && v.p[*i] == '-')
        ++*i;
    for (; *i < v.n && is_one_of(v.p[*i], DIGITS); ++*i)
        digits++;
    if (*i < v.n && v.p[*i] == '.')
        for (++*i; *i < v.n && is_one_of(v.p[*i], DIGITS); ++*i)
            digits++;
    return digits > 0 && digits <= 12;
}

/* Numbers with one blank (or nothing, before a minus) in between. */
static bool is_numbers(View v)
{
    for (size_t i = 0; i < v.n;) {
        if (!skip_number(v, &i))
            return false;
        if (i < v.n && v.p[i] == ' ')
            i++;
        else if (i < v.n && v.p[i] != '-')
            return false;
    }
    return v.n > 0 && v.p[v.n - 1] != ' ';
}

static bool is_path(View v)
{
    if (v.n == 0 || !is_one_of(v.p[0], "Mm"))
        return false;
    for (size_t i = 0; i < v.n;) {
        if (is_one_of(v.p[i], "MmLlHhVvCcSsQqTtAaZz"))
            i++;
        else if (v.p[i] == ' ' && i + 1 < v.n && v.p[i + 1] != ' ')
            i++;
        else if (!skip_number(v, &i))
            return false;
    }
    return true;
}

static bool is_color(View v)
{
    if (is(v, "none"))
        return true;
    if (begins(v, "#"))
        return (v.n == 4 || v.n == 7) &&
               consists_of((View){v.p + 1, v.n - 1}, DIGITS "abcdef");
    return begins(v, "rgb(") && v.n > 5 && v.p[v.n - 1] == ')' &&
           consists_of((View){v.p + 4, v.n - 5}, DIGITS ", ");
}

/* A relative target, or one of the schemes that do nothing by themselves. */
static bool is_link(View v)
{
    static const char *const schemes[] = {"http:", "https:", "mailto:"};
    for (size_t i = 0; i < v.n; i++)
        if ((unsigned char)v.p[i] <= ' ' || v.p[i] == '\\')
            return false;
    for (size_t i = 0; i < COUNT(schemes); i++) {
        size_t j = 0;
        while (schemes[i][j] && j < v.n &&
               (v.p[j] | 32) == (schemes[i][j] | 32))
            j++;
        if (!schemes[i][j])
            return true;
    }
    const char *colon = memchr(v.p, ':', v.n);
    for (const char *p = v.p; colon && p < colon; p++)
        if (is_one_of(*p, "/?#"))
            return true;
    return v.n > 0 && !colon;
}

static void add(List *list, View v)
{
    if (list->n == list->room) {
        list->room = list->room ? 2 * list->room : 64;
        list->items =
            checked(realloc(list->items, list->room * sizeof *list->items));
    }
    char *copy = checked(malloc(v.n + 1));
    memcpy(copy, v.p, v.n);
    copy[v.n] = '\0';
    list->items[list->n++] = copy;
}

/* A colour, or a gradient or pattern of the picture's own. */
static bool is_fill(Reader *r, View v)
{
    static const char url[] = "url(#";
    size_t n = strlen(url);
    if (!begins(v, url) || v.n < n + 2 || v.p[v.n - 1] != ')')
        return is_color(v);
    View id = {v.p + n, v.n - n - 1};
    add(&r->refs, id);
    return consists_of(id, LETTERS DIGITS "_.-");
}

static void add_refs(Reader *r, View v)
{
    for (size_t i = 0; i < v.n;) {
        size_t start = i;
        while (i < v.n && v.p[i] != ' ')
            i++;
        add(&r->refs, (View){v.p + start, i - start});
        i += i < v.n;
    }
}

/* An image brings its bytes along. */
static bool is_image(View v)
{
    static const char *const starts[] = {"data:image/png;base64,",
                                         "data:image/svg+xml;base64,"};
    for (size_t i = 0; i < COUNT(starts); i++) {
        size_t n = strlen(starts[i]);
        if (begins(v, starts[i]))
            return consists_of((View){v.p + n, v.n - n}, LETTERS DIGITS "+/=");
    }
    return false;
}

static bool is_href(Reader *r, const char *element, View v)
{
    if (strcmp(element, "a") == 0)
        return is_link(v);
    if (strcmp(element, "image") == 0)
        return is_image(v);
    if (strcmp(element, "use") != 0 || !begins(v, "#") || v.n < 2)
        return false;
    add(&r->refs, (View){v.p + 1, v.n - 1});
    return true;
}

static bool is_value(Reader *r, const char *element, Kind kind, View v)
{
    switch (kind) {
    case A_TEXT: return true;
    case A_ID:
        add(&r->ids, v);
        return consists_of(v, LETTERS DIGITS "_.-") &&
               is_one_of(v.p[0], LETTERS "_");
    case A_REFS: add_refs(r, v); return v.n > 0;
    case A_NUMBERS: return is_numbers(v);
    case A_LENGTH:
        return is_numbers(v) && !memchr(v.p, '-', v.n) &&
               !memchr(v.p, ' ', v.n);
    case A_COLOR: return is_color(v);
    case A_FILL: return is_fill(r, v);
    case A_PATH: return is_path(v);
    case A_WORDS: return consists_of(v, LETTERS DIGITS "_- ");
    case A_FONTS: return consists_of(v, LETTERS DIGITS "_-, ");
    case A_HREF: return is_href(r, element, v);
    case A_SVG_SPACE: return is(v, "http://www.w3.org/2000/svg");
    case A_XLINK_SPACE: return is(v, "http://www.w3.org/1999/xlink");
    }
    return false;
}

/* attribute = name "=" '"' value '"', no name twice */
static void take_attribute(Reader *r, const char *element, View *seen, int *n)
{
    View name = take_name(r);
    for (int i = 0; i < *n; i++)
        if (seen[i].n == name.n && !memcmp(seen[i].p, name.p, name.n))
            refuse(r, "an attribute twice", name);
    if (*n == MAX_ATTRIBUTES)
        refuse(r, "too many attributes", name);
    seen[(*n)++] = name;

    if (!take(r, "=") || !take(r, "\""))
        refuse(r, "expected =\"", name);
    View value = take_text(r, '"');
    if (!take(r, "\""))
        refuse(r, "an attribute that does not end", name);
    for (size_t i = 0; i < COUNT(attributes); i++) {
        if (!is(name, attributes[i].name))
            continue;
        if (!is_value(r, element, attributes[i].kind, value))
            refuse(r, attributes[i].name, value);
        return;
    }
    refuse(r, "an attribute that is not allowed", name);
}

/* url( may only bring a font along; at-rules are three; no escapes, no tricks.
 */
static void check_style(Reader *r, View v)
{
    static const char font[] = "url(data:font/woff;base64,";
    static const char base64[] = LETTERS DIGITS "+/=";
    static const char *const words[] = {"expression", "javascript", "binding",
                                        "behavior",   "image-set",  "/*"};
    bool in_font = false;
    for (size_t i = 0; i < v.n; i++) {
        View rest = {v.p + i, v.n - i};
        if (v.p[i] == '\\' || v.p[i] == '<')
            refuse(r, "style", rest);
        if (v.p[i] == '@' && !begins(rest, "@font-face{") &&
            !begins(rest, "@media ") && !begins(rest, "@keyframes ermaid"))
            refuse(r, "an at-rule that is not allowed", rest);
        in_font = (in_font && v.p[i] != '}') || begins(rest, "@font-face{");
        for (size_t j = 0; j < COUNT(words); j++)
            if (begins(rest, words[j]))
                refuse(r, "style", rest);
        if (v.n - i < 3 || (v.p[i] | 32) != 'u' || (v.p[i + 1] | 32) != 'r' ||
            (v.p[i + 2] | 32) != 'l')
            continue;
        if (!in_font || !begins(rest, font))
            refuse(r, "url in style", rest);
        for (i += strlen(font); i < v.n && is_one_of(v.p[i], base64);)
            i++;
        if (i == v.n || v.p[i] != ')')
            refuse(r, "a font that is not base64", rest);
    }
}

static size_t element_of(Reader *r, View name)
{
    for (size_t i = 0; i < COUNT(elements); i++)
        if (is(name, elements[i].name))
            return i;
    refuse(r, "an element that is not allowed", name);
}

static void begin_element(Reader *r)
{
    View seen[MAX_ATTRIBUTES], name = take_name(r);
    const char *element = elements[element_of(r, name)].name;
    int n = 0;

    if ((r->depth == 0) != (strcmp(element, "svg") == 0))
        refuse(r, "svg must be the root, and only the root", name);
    if (r->depth > 0 &&
        !elements[element_of(r, (View){r->open[r->depth - 1],
                                       strlen(r->open[r->depth - 1])})]
             .elements)
        refuse(r, "an element where only text may be", name);
    while (take_space(r) && !at(r, ">") && !at(r, "/"))
        take_attribute(r, element, seen, &n);
    if (r->depth == 0 && (n == 0 || !is(seen[0], "xmlns")))
        refuse(r, "the root has no namespace", name);
    if (take(r, "/>"))
        return;
    if (!take(r, ">"))
        refuse(r, "a tag that does not end", name);
    if (r->depth == MAX_DEPTH)
        refuse(r, "elements nest too deep", name);
    r->open[r->depth++] = element;
}

static void end_element(Reader *r)
{
    View name = take_name(r);
    if (r->depth == 0 || !is(name, r->open[r->depth - 1]))
        refuse(r, "an end tag without its start", name);
    take_space(r);
    if (!take(r, ">"))
        refuse(r, "a tag that does not end", name);
    r->depth--;
}

static void take_content(Reader *r)
{
    const char *in = r->open[r->depth - 1];
    View text = take_text(r, '<');
    if (!elements[element_of(r, (View){in, strlen(in)})].text && text.n > 0 &&
        !consists_of(text, " \t\n"))
        refuse(r, "text where none may be", text);
    if (strcmp(in, "style") == 0 && text.n > 0) {
        if (r->has_style)
            refuse(r, "a second style", (View){0});
        r->has_style = true;
        check_style(r, text);
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void check_ids(Reader *r)
{
    char **ids = r->ids.items;
    if (r->ids.n)
        qsort(ids, r->ids.n, sizeof *ids, compare);
    for (size_t i = 1; i < r->ids.n; i++)
        if (strcmp(ids[i - 1], ids[i]) == 0)
            refuse(r, "an id twice", (View){ids[i], strlen(ids[i])});
    for (size_t i = 0; i < r->refs.n; i++)
        if (!r->ids.n ||
            !bsearch(&r->refs.items[i], ids, r->ids.n, sizeof *ids, compare))
            refuse(r, "no such id",
                   (View){r->refs.items[i], strlen(r->refs.items[i])});
}

static void check(Reader *r)
{
    check_utf8(r);
    take(r, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    if (!take(r, "<"))
        refuse(r, "expected <svg", (View){0});
    begin_element(r);
    while (r->depth > 0) {
        take_content(r);
        if (take(r, "</"))
            end_element(r);
        else if (take(r, "<"))
            begin_element(r);
        else
            refuse(r, "an element that does not end", (View){0});
    }
    take_space(r);
    if (r->at != r->n)
        refuse(r, "something after the end", (View){0});
    check_ids(r);
}

static void close_list(List *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->items[i]);
    free(list->items);
}

static bool passes(Reader *r)
{
    if (setjmp(r->refused))
        return false;
    check(r);
    return true;
}

/* The file's bytes, which the caller frees; NULL: it cannot be read. */
static char *read_file(const char *name, size_t *n)
{
    FILE *f = fopen(name, "rb");
    size_t room = 1 << 16;
    char *text = checked(malloc(room));
    bool failed = !f;

    *n = 0;
    while (!failed && !feof(f)) {
        if (*n == room)
            text = checked(realloc(text, room *= 2));
        *n += fread(text + *n, 1, room - *n, f);
        failed = ferror(f);
    }
    if (f)
        fclose(f);
    if (!failed)
        return text;
    free(text);
    return NULL;
}

int main(int argc, char **argv)
{
    int status = 0;
    for (int i = 1; i < argc; i++) {
        Reader *r = checked(calloc(1, sizeof *r));
        r->name = argv[i];
        r->text = read_file(argv[i], &r->n);
        if (!r->text) {
            fprintf(stderr, "svg_check: cannot read %s\n", argv[i]);
            free(r);
            return 2;
        }
        r->value = checked(malloc(r->n + 4));
        if (!passes(r))
            status = 1;
        close_list(&r->ids);
        close_list(&r->refs);
        free(r->value);
        free(r->text);
        free(r);
    }
    return status;
}
