/*
 * Finds diagrams in Markdown.
 *
 * cmark says which lines are code blocks, in whatever quotes and lists they
 * stand; it does not say where in each line the content begins. That we find
 * by comparing: what cmark took as content is the end of the line. Each line
 * that has something before its content gets an Origin, so that messages point
 * into the file. Blocks between ":::mermaid" and ":::" are plain text for
 * cmark and are found line by line, outside of code and HTML.
 */
#include "md/md.h"

#include <cmark.h>

#include "md/mask.h"

/* Lines first to last (from 0) that cmark took as one block of code or HTML. */
typedef struct {
    int first, last;
    bool is_fence; /* with a word after its opening mark */
    int column;    /* of the opening mark, from 0 */
    Str content;   /* masked */
} CodeBlock;

typedef struct {
    Str name, text;
    Str masked;
    Arena *arena, *scratch;
    ARRAY_OF(int) lines; /* where each begins; one more for the end */
    ARRAY_OF(CodeBlock) blocks;
    Markdown *out;
} Reader;

static void find_lines(Reader *r)
{
    *PUSH(r->scratch, &r->lines) = 0;
    for (int i = 0; i < r->masked.n;) {
        int n = em_md_line_end(r->masked, i);
        i += MAX(n, 1);
        if (n && i < r->masked.n)
            *PUSH(r->scratch, &r->lines) = i;
    }
    *PUSH(r->scratch, &r->lines) = r->masked.n;
}

static int line_count(const Reader *r)
{
    return r->lines.n - 1;
}

/* A line of a text that has the lines of the file, without its end. */
static Str line_of(const Reader *r, Str text, int line)
{
    int from = r->lines.items[line], to = r->lines.items[line + 1];
    while (to > from && (text.p[to - 1] == '\n' || text.p[to - 1] == '\r'))
        to--;
    return em_str_cut(text, from, to);
}

/* Hides YAML before the text from cmark: its "---" are no rules. (A rule at
 * the top of a text has a blank line after it, YAML has not.) */
static void hide_front_matter(Reader *r, char *masked)
{
    if (line_count(r) < 2 ||
        !em_str_eq(em_str_trim(line_of(r, r->text, 0)), STR("---")) ||
        em_str_trim(line_of(r, r->text, 1)).n == 0)
        return;
    for (int i = 1; i < line_count(r); i++) {
        Str line = em_str_trim(line_of(r, r->text, i));
        if (!em_str_eq(line, STR("---")) && !em_str_eq(line, STR("...")))
            continue;
        for (int k = 0; k < r->lines.items[i + 1]; k++)
            if (!em_md_line_end(r->masked, k))
                masked[k] = ' ';
        return;
    }
}

static void free_document(void *document)
{
    cmark_node_free(document);
}

static int count_lines(Str s)
{
    int n = 0;
    for (int i = 0; i < s.n; i++)
        n += em_md_line_end(s, i) == 1;
    return n;
}

static void add_block(Reader *r, cmark_node *node)
{
    bool is_code = cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK;
    const char *info = is_code ? cmark_node_get_fence_info(node) : NULL;
    int first = cmark_node_get_start_line(node) - 1;
    CodeBlock b = {.first = first,
                   .last = MAX(first, cmark_node_get_end_line(node) - 1),
                   .column = cmark_node_get_start_column(node) - 1,
                   .is_fence = info && info[0]};

    b.content = em_str_of(is_code ? cmark_node_get_literal(node) : NULL);
    if (b.is_fence)
        b.last = MIN(b.last, first + count_lines(b.content) + 1);
    *PUSH(r->scratch, &r->blocks) = b;
}

/* All blocks of code and HTML, in order; the document's tree is walked without
 * recursion. */
static void find_blocks(Reader *r, cmark_node *document)
{
    cmark_node *node = document;
    while (node) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK)
            add_block(r, node);
        bool holds_blocks = type == CMARK_NODE_DOCUMENT ||
                            type == CMARK_NODE_BLOCK_QUOTE ||
                            type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM;
        cmark_node *next = holds_blocks ? cmark_node_first_child(node) : NULL;
        while (!next && node) {
            next = cmark_node_next(node);
            if (!next)
                node = cmark_node_parent(node);
        }
        node = next;
    }
}

/* The word of an info string that names the language, and what follows:
 * "mermaid {scale=2}", "{.mermaid #id}", "{mermaid}". */
static Str language_word(Str info, Str *rest)
{
    int i = 0;
    bool braced = info.n && info.p[0] == '{';
    if (braced) {
        int dot = em_str_find_char(info, '.', 0);
        i = dot != NONE && em_is_alpha(info.p[MIN(dot + 1, info.n - 1)])
                ? dot + 1
                : 1;
        while (i < info.n && em_is_space(info.p[i]))
            i++;
    }
    int start = i;
    while (i < info.n &&
           (em_is_word(info.p[i]) || info.p[i] == '-' || info.p[i] == '+'))
        i++;
    *rest = em_str_trim(em_str_cut(info, i, info.n));
    return em_str_cut(info, start, i);
}

static bool find_language(Str info, FenceLang *lang, Str *rest)
{
    Str word = language_word(info, rest);
    *lang = em_str_eq_nocase(word, STR("d2")) ? FENCE_D2 : FENCE_MERMAID;
    return *lang == FENCE_D2 || em_str_eq_nocase(word, STR("mermaid"));
}

/* A new fence without content, at a line, with this info string. */
static Fence *add_fence(Reader *r, int line, Str info)
{
    FenceLang lang;
    Str rest;
    if (!find_language(info, &lang, &rest))
        return NULL;
    Fence *f = PUSH(r->arena, &r->out->fences);
    f->lang = lang;
    f->info = rest;
    f->line = line + 1;
    f->source.name = r->name;
    f->source.file = r->text;
    f->file.at = r->lines.items[line + 1];
    return f;
}

/* Adds a line of the file, whose content begins at `column`, to a fence. */
static void add_line(Reader *r, Fence *f, Buf *text, int line, int column)
{
    int start = r->lines.items[line], end = r->lines.items[line + 1];
    Source *src = &f->source;
    int from = MIN(start + column, end);
    bool follows = src->origins.n > 0 && text->n > 0 && column == 0 &&
                   em_source_file_at(src, text->n) == from;

    if (!follows)
        *PUSH(r->arena, &src->origins) = (Origin){text->n, from};
    Str content = em_str_cut(r->text, from, end);
    em_put(text, content);
    f->file.len = end - f->file.at;
    if (f->prefix.n == 0 && em_str_trim(content).n)
        f->prefix = em_str_cut(r->text, start, from);
}

/* An empty text still has its place in the file. */
static void finish_fence(Reader *r, Fence *f, const Buf *text)
{
    if (f->source.origins.n == 0)
        *PUSH(r->arena, &f->source.origins) = (Origin){0, f->file.at};
    f->source.text = em_buf_str(text);
}

/*
 * Where the content of a line begins: what cmark took is its end. When a tab
 * was cut in two by a list's indent, cmark has blanks that the file has not;
 * then the blanks before the content are left out.
 */
static int content_column(Str line, Str content)
{
    if (em_str_ends(line, content))
        return line.n - content.n;
    int blanks = 0;
    while (blanks < content.n && em_is_space(content.p[blanks]))
        blanks++;
    Str rest = em_str_cut(content, blanks, content.n);
    return em_str_ends(line, rest) ? line.n - rest.n : 0;
}

static int skip_content_line(Str content, int at, Str *line)
{
    int end = at;
    while (end < content.n && !em_md_line_end(content, end))
        end++;
    *line = em_str_cut(content, at, end);
    return end + em_md_line_end(content, end);
}

/* What lines after the opening one begin with when there are none to see. */
static Str opening_prefix(Reader *r, const CodeBlock *b)
{
    Buf prefix = {.arena = r->arena};
    Str line = line_of(r, r->text, b->first);
    for (int i = 0; i < MIN(b->column, line.n); i++) {
        bool keeps = line.p[i] == '>' || line.p[i] == '\t';
        em_put(&prefix, keeps ? em_str_cut(line, i, i + 1) : STR(" "));
    }
    return em_buf_str(&prefix);
}

static void read_block(Reader *r, const CodeBlock *b)
{
    Str opening = line_of(r, r->text, b->first);
    opening = em_str_cut(opening, MIN(b->column, opening.n), opening.n);
    int mark = 0;
    while (mark < opening.n && opening.p[mark] == opening.p[0])
        mark++;
    Fence *f = add_fence(r, b->first,
                         em_str_trim(em_str_cut(opening, mark, opening.n)));
    if (!f)
        return;

    Buf text = {.arena = r->arena};
    int line = b->first + 1;
    for (int at = 0; at < b->content.n && line < line_count(r); line++) {
        Str content;
        at = skip_content_line(b->content, at, &content);
        int column = content_column(line_of(r, r->masked, line), content);
        add_line(r, f, &text, line, column);
    }
    if (f->prefix.n == 0 && em_str_trim(em_buf_str(&text)).n == 0)
        f->prefix = opening_prefix(r, b);
    /* A quote's mark takes the blank behind it. */
    if (em_str_ends(f->prefix, STR(">")))
        f->prefix = JOIN(r->arena, f->prefix, STR(" "));
    finish_fence(r, f, &text);
}

/* The bytes before ":::" when the line has it after indent and quotes. */
static int colons_column(Str line)
{
    int i = 0;
    while (i < line.n && (line.p[i] == ' ' || line.p[i] == '>'))
        i++;
    return em_str_starts(em_str_cut(line, i, line.n), STR(":::")) ? i : NONE;
}

/* How much of `prefix` the line begins with; a blank line may lack its end. */
static int shared_prefix(Str line, Str prefix)
{
    int n = 0;
    while (n < line.n && n < prefix.n && line.p[n] == prefix.p[n])
        n++;
    return n;
}

/* Reads ":::mermaid … :::". Returns the line after it, or `line` when there is
 * none here. */
static int read_colons(Reader *r, int line)
{
    Str opening = line_of(r, r->text, line);
    int column = colons_column(opening);
    if (column == NONE)
        return line;
    Fence *f = add_fence(
        r, line, em_str_trim(em_str_cut(opening, column + 3, opening.n)));
    if (!f)
        return line;

    Str prefix = em_str_cut(opening, 0, column);
    Buf text = {.arena = r->arena};
    for (line++; line < line_count(r); line++) {
        Str l = line_of(r, r->text, line);
        int at = colons_column(l);
        if (at != NONE && em_str_trim(em_str_cut(l, at, l.n)).n == 3) {
            line++;
            break;
        }
        add_line(r, f, &text, line, shared_prefix(l, prefix));
    }
    f->prefix = prefix;
    finish_fence(r, f, &text);
    return line;
}

/* Goes over the lines; blocks are in order of their lines. */
static void read_lines(Reader *r)
{
    int block = 0;
    for (int line = 0; line < line_count(r);) {
        while (block < r->blocks.n && r->blocks.items[block].first < line)
            block++;
        const CodeBlock *b =
            block < r->blocks.n ? &r->blocks.items[block] : NULL;
        if (b && b->first == line) {
            if (b->is_fence)
                read_block(r, b);
            line = b->last + 1;
            continue;
        }
        int next = read_colons(r, line);
        line = MAX(next, line + 1);
    }
}

void em_markdown_read(Str name, Str text, Arena *a, Arena *scratch,
                      Markdown *out)
{
    Mark mark = em_arena_mark(scratch);
    Reader r = {
        .name = name, .text = text, .arena = a, .scratch = scratch, .out = out};

    *out = (Markdown){0};
    char *masked = em_md_mask(text, scratch, &r.masked, &out->cut);
    find_lines(&r);
    hide_front_matter(&r, masked);

    Guard *guard = em_guard_new(scratch);
    cmark_node *document =
        cmark_parse_document(masked, (size_t)r.masked.n, CMARK_OPT_DEFAULT);
    em_guard_set(guard, free_document, document);
    find_blocks(&r, document);
    read_lines(&r);
    em_arena_rewind(scratch, mark);
}
