/*
 * Reading a text: which language it is in, and which diagrams it holds.
 */
#include "d2/d2_model.h"
#include "document.h"
#include "sql/sql.h"

#include <stdlib.h>

/* Bytes of a SQL text: an int counts them. */
enum { SQL_LIMIT = 2000 * 1000 * 1000 };

static bool has_suffix(Str name, const Str *suffixes, int n)
{
    for (int i = 0; i < n; i++)
        if (suffixes[i].n > 0 && name.n > suffixes[i].n &&
            em_str_eq_nocase(em_str_cut(name, name.n - suffixes[i].n, name.n),
                             suffixes[i]))
            return true;
    return false;
}

static const FrontEnd *find_front_end(ErmaidLang lang)
{
    int n;
    const FrontEnd *all = em_front_ends(&n);
    for (int i = 0; i < n; i++)
        if (all[i].lang == lang)
            return &all[i];
    return NULL;
}

/* The first language whose look the text has, or else whose suffix. */
static ErmaidLang detect_language(const Source *file)
{
    int n;
    const FrontEnd *all = em_front_ends(&n);
    for (int i = 0; i < n; i++)
        if (all[i].suffix_decides &&
            has_suffix(file->name, all[i].suffixes, COUNT(all[i].suffixes)))
            return all[i].lang;
    for (int i = 0; i < n; i++)
        if (all[i].detect(file->text))
            return all[i].lang;
    for (int i = 0; i < n; i++)
        if (has_suffix(file->name, all[i].suffixes, COUNT(all[i].suffixes)))
            return all[i].lang;
    return ERMAID_AUTO;
}

/*
 * Content decides before the suffix; but the first word of a page of prose may
 * well be "timeline" or "graph", so a file called .md is a diagram only when
 * it has no fences.
 */
static ErmaidLang detect(Ermaid *d)
{
    static const Str markdown[] = {STR_INIT(".md"), STR_INIT(".markdown")};
    bool called_markdown = has_suffix(d->file.name, markdown, COUNT(markdown));
    ErmaidLang lang = detect_language(&d->file);

    if (lang != ERMAID_AUTO && !called_markdown)
        return lang;
    em_markdown_read(d->file.name, d->file.text, &d->arena, &d->scratch,
                     &d->markdown);
    if (d->markdown.fences.n > 0)
        return ERMAID_MARKDOWN;
    if (lang != ERMAID_AUTO)
        return lang;
    return called_markdown ? ERMAID_MARKDOWN : ERMAID_MERMAID;
}

static void read_fence(Ermaid *d, Fence *f)
{
    const FrontEnd *front =
        find_front_end(f->lang == FENCE_MERMAID ? ERMAID_MERMAID : ERMAID_D2);
    front->read(front, d, &f->source, f);
}

static void report_limit(Ermaid *d, Str code, Str message)
{
    em_diag_add(&d->diags, (Diag){.severity = DIAG_ERROR,
                                  .source = &d->file,
                                  .code = code,
                                  .message = message});
}

static void read_text(void *ctx)
{
    Ermaid *d = ctx;

    if (d->lang == ERMAID_AUTO)
        d->lang = detect(d);
    else if (d->lang == ERMAID_MARKDOWN)
        em_markdown_read(d->file.name, d->file.text, &d->arena, &d->scratch,
                         &d->markdown);

    const FrontEnd *front = find_front_end(d->lang);
    if (front)
        front->read(front, d, &d->file, NULL);
    else
        for (int i = 0; i < d->markdown.fences.n; i++)
            read_fence(d, &d->markdown.fences.items[i]);
    if (d->markdown.cut)
        report_limit(d, STR("limit-markdown"),
                     STR("the document has more than a million lines and "
                         "markers"));
    /* D2 has an order of its own: that in which things come to nothing */
    if (d->lang != ERMAID_D2)
        em_diags_sort(&d->diags);
}

static void report_size(void *ctx)
{
    report_limit(ctx, STR("limit-source"),
                 STR("the text is larger than the limit of 16 MiB; SQL may "
                     "have 2 GB"));
}

/*
 * SQL may be large, because dumps are mostly data, which is passed over; the
 * text's beginning has to look like SQL, or its name.
 */
int ermaid_may_be_large(ErmaidLang lang, const ErmaidFile *file)
{
    enum { LOOK = 64 * 1024 };
    const FrontEnd *sql = find_front_end(ERMAID_SQL);
    Str start = {file->text.data, (int)MIN(file->text.size, LOOK)};

    if (lang != ERMAID_AUTO)
        return lang == ERMAID_SQL;
    return sql->detect(start) ||
           has_suffix(em_str_of(file->name), sql->suffixes,
                      COUNT(sql->suffixes));
}

static bool is_in_size(ErmaidLang lang, const ErmaidFile *file)
{
    if (file->text.size <= SOURCE_LIMIT)
        return true;
    return file->text.size <= SQL_LIMIT && ermaid_may_be_large(lang, file);
}

static Source source_of(const ErmaidFile *file, bool fits)
{
    return em_source_of(em_str_of(file->name ? file->name : "input"),
                        fits ? em_str_of_bytes(file->text) : (Str){0});
}

/* The files of a history behind the first. */
typedef struct {
    Ermaid *doc;
    const ErmaidFile *files;
    int n;
} More;

static void add_more(void *ctx)
{
    const More *m = ctx;
    m->doc->more = NEW_ARRAY(&m->doc->arena, m->n, Source);
    for (int i = 0; i < m->n; i++)
        m->doc->more[i] = source_of(&m->files[i], true);
    m->doc->n_more = m->n;
}

ErmaidStatus ermaid_read(Ermaid *d, ErmaidLang lang, const char *name,
                         ErmaidBytes text)
{
    ErmaidFile file = {name, text};
    return ermaid_read_files(d, lang, &file, 1);
}

ErmaidStatus ermaid_read_files(Ermaid *d, ErmaidLang lang,
                               const ErmaidFile *files, int n)
{
    assert(!d->has_been_read && n > 0);
    d->has_been_read = true;
    d->lang = n > 1 ? ERMAID_SQL : lang;
    bool fits = true;
    for (int i = 0; i < n; i++)
        fits = fits && is_in_size(d->lang, &files[i]);
    d->file = source_of(&files[0], fits);
    More more = {d, files + 1, n - 1};

    if (n > 1 && fits && !em_document_run(d, add_more, &more))
        return ERMAID_NO_MEMORY;
    if (!em_document_run(d, fits ? read_text : report_size, d))
        return ERMAID_NO_MEMORY;
    if (!fits || d->markdown.cut || d->over_limit)
        return ERMAID_TOO_LARGE;
    if (d->diags.errors)
        return ERMAID_HAS_ERRORS;
    return d->foreign && d->diagrams.n == 0 ? ERMAID_UNSUPPORTED : ERMAID_OK;
}

static int by_history(const void *a, const void *b)
{
    const ErmaidFile *one = a, *two = b;
    return em_sql_compare_files(em_str_of(one->name), em_str_of(two->name));
}

int ermaid_sort_history(ErmaidFile *files, int n)
{
    int kept = 0;
    for (int i = 0; i < n; i++)
        if (!em_sql_leads_back(em_str_of(files[i].name)))
            files[kept++] = files[i];
    qsort(files, (size_t)kept, sizeof *files, by_history);
    return kept;
}

ErmaidLang ermaid_lang(const Ermaid *d)
{
    return d->lang;
}

int ermaid_count(const Ermaid *d)
{
    return d->diagrams.n;
}

/* What it is called: of a board of D2, its name. */
static Str title_of(const Diagram *diagram)
{
    return diagram->board ? diagram->board->name : diagram->schema.title;
}

ErmaidDiagram ermaid_diagram(const Ermaid *d, int index)
{
    if (index < 0 || index >= d->diagrams.n)
        return (ErmaidDiagram){0};
    const Diagram *diagram = &d->diagrams.items[index];
    return (ErmaidDiagram){
        .title = em_bytes_of(title_of(diagram)),
        .board = em_bytes_of(diagram->board ? diagram->board->path : (Str){0}),
        .line = diagram->fence ? diagram->fence->line : 1,
        .is_inner = diagram->is_inner,
        .is_empty = diagram->board && diagram->board->folder_only,
        .has_errors = diagram->has_errors,
    };
}
