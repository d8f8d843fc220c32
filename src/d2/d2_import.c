/*
 * Imports: other files, read through the caller's function, compiled as trees
 * of their own, and handed out to be merged.
 *
 * A file that is imported twice is parsed once and compiled twice, because
 * globs and variables around the import matter.
 */
#include "d2/d2_compile.h"

/* ------------------------------------------------------------- paths */

/*
 * Joins a folder and a path, without "." and inner "..": "a/b" and "../x" are
 * "a/x". Nothing is asked of the file system.
 */
static Str join_path(Arena *a, Str folder, Str path)
{
    Buf out = {.arena = a};
    Str whole =
        path.n > 0 && path.p[0] == '/' ? path : JOIN(a, folder, STR("/"), path);
    bool rooted = whole.n > 0 && whole.p[0] == '/' &&
                  (folder.n > 0 || (path.n > 0 && path.p[0] == '/'));
    int fixed = 0; /* bytes of leading "../" */

    for (int at = 0, end; at < whole.n; at = end + 1) {
        end = em_str_find_char(whole, '/', at);
        if (end == NONE)
            end = whole.n;
        Str part = em_str_cut(whole, at, end);
        if (part.n == 0 || em_str_eq(part, STR(".")))
            continue;
        if (em_str_eq(part, STR("..")) && out.n > fixed) {
            while (out.n > fixed && out.p[out.n - 1] != '/')
                out.n--;
            out.n -= out.n > fixed;
            continue;
        }
        if (out.n > 0)
            em_put_char(&out, '/');
        em_put(&out, part);
        if (em_str_eq(part, STR("..")))
            fixed = out.n;
    }
    return rooted ? JOIN(a, STR("/"), em_buf_str(&out)) : em_buf_str(&out);
}

static Str folder_of(Str path)
{
    int n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    if (n == 1)
        return STR("/");
    return em_str_cut(path, 0, MAX(n - 1, 0));
}

Str em_d2_beside(Arena *a, Str file, Str path)
{
    return join_path(a, folder_of(file), path);
}

static Str file_of(D2Compiler *c, const D2Import *import)
{
    Str name = import->path.parts.items[0].text;

    if (em_str_ends(name, STR(".d2")))
        name = em_str_cut(name, 0, name.n - 3);
    return JOIN(c->arena, import->up, name, STR(".d2"));
}

/* ------------------------------------------------------------- files */

void em_d2_open_first(D2Compiler *c, const D2Map *file)
{
    D2File *first = NEW(c->arena, D2File);

    first->source = file->at.source;
    first->map = file;
    *PUSH(c->arena, &c->files) = first;
    Str path = join_path(c->arena, (Str){0}, first->source->name);
    em_map_add(&c->paths, path, 0);
    *PUSH(c->arena, &c->importing) = path;
}

static void report_failure(D2Compiler *c, const D2Import *import, Str why)
{
    em_d2_ir_error(c, import->at, STR("d2-import"),
                   JOIN(c->arena, STR("cannot import \""), file_of(c, import),
                        STR("\": "), why));
}

static D2File *read_file(D2Compiler *c, const D2Import *import, Str path)
{
    Str text, why = STR("this input has no folder to import from");

    if (!c->reader || !c->reader->read ||
        !c->reader->read(c->reader->ctx, path, &text, &why)) {
        report_failure(c, import, why);
        return NULL;
    }
    if (text.n > SOURCE_LIMIT) {
        em_d2_limit(c, STR("limit-source"),
                    STR("an imported file is larger than the limit of 16 "
                        "MiB"));
        return NULL;
    }
    D2File *file = NEW(c->arena, D2File);
    Source *source = NEW(c->arena, Source);
    int errors = c->diags->errors;
    *source = em_source_of(path, em_d2_decode(text, c->arena));
    file->source = source;
    const D2Map *map = em_d2_parse(source, c->arena, c->diags);
    if (c->diags->errors == errors)
        file->map = map;
    return file;
}

/* The file, read once; NULL when it is wrong, which was reported. */
static const D2File *open_file(D2Compiler *c, const D2Import *import, Str path)
{
    int known = em_map_find(&c->paths, path);

    if (known == NONE) {
        D2File *file = read_file(c, import, path);
        if (!file)
            return NULL;
        em_map_add(&c->paths, path, c->files.n);
        *PUSH(c->arena, &c->files) = file;
        return file->map ? file : NULL;
    }
    return c->files.items[known]->map ? c->files.items[known] : NULL;
}

static bool is_cyclic(D2Compiler *c, const D2Import *import, Str path)
{
    Buf chain = {.arena = c->arena};
    int i = 0;

    while (i < c->importing.n && !em_str_eq(c->importing.items[i], path))
        i++;
    if (i == c->importing.n)
        return false;
    for (; i < c->importing.n; i++)
        PUT(&chain, c->importing.items[i], STR(" -> "));
    PUT(&chain, path);
    em_d2_ir_error(c, import->at, STR("d2-import"),
                   JOIN(c->arena,
                        STR("this import leads back to its own file: "),
                        em_buf_str(&chain)));
    return true;
}

/* ------------------------------------------------------------- contents */

static bool is_remote(Str icon)
{
    return em_str_find(icon, STR("://"), 0) != NONE ||
           em_str_starts(icon, STR("data:"));
}

/* Icons are relative to the file that names them. */
static void move_icons(D2Compiler *c, D2IrMap *m, Str folder)
{
    for (int i = 0; i < m->fields.n && em_d2_spend(c, 1); i++) {
        D2Field *f = m->fields.items[i];
        D2Scalar *s = f->primary;
        if (f->name.word == WORD_ICON && s && s->text.n > 0 && !s->spread &&
            !is_remote(s->text) && (s->done || s->string->pieces.n == 0))
            s->text = join_path(c->arena, folder, s->text);
        if (f->map)
            move_icons(c, f->map, folder);
    }
    for (int i = 0; i < m->edges.n; i++)
        if (m->edges.items[i]->map)
            move_icons(c, m->edges.items[i]->map, folder);
}

/* Boards of an imported file cannot be links: they are places to go to. */
static void check_links(D2Compiler *c, const D2IrMap *m)
{
    for (int i = 0; i < m->fields.n; i++) {
        const D2Field *f = m->fields.items[i];
        if (f->name.word == WORD_LINK && m->field &&
            em_d2_board_kind(m) != D2_NO_BOARD)
            em_d2_ir_error(c, em_d2_last_place(f), STR("d2-link"),
                           STR("a board cannot be a link; set it on an object "
                               "of the board"));
        if (f->map)
            check_links(c, f->map);
    }
}

/*
 * What can be replaced by the file's own variables is; the others are left for
 * whoever imports it.
 */
static void substitute_quietly(D2Compiler *c, D2IrMap *root)
{
    int n = c->diags->list.n, errors = c->diags->errors;
    int dropped = c->diags->dropped;

    em_d2_substitute(c, root);
    if (em_d2_stopped(c))
        return;
    c->diags->list.n = n;
    c->diags->errors = errors;
    c->diags->dropped = dropped;
}

static D2IrMap *compile_file(D2Compiler *c, const D2File *file, Str path)
{
    D2IrMap *root = em_d2_new_map(c, NULL, NULL);

    *PUSH(c->arena, &c->importing) = path;
    em_d2_compile_map(c, root, file->map);
    if (!em_d2_stopped(c)) {
        substitute_quietly(c, root);
        check_links(c, root);
    }
    c->importing.n--;
    return root;
}

static bool has_budget(D2Compiler *c)
{
    if (c->importing.n > D2_MAX_IMPORT_DEPTH)
        em_d2_limit(c, STR("limit-d2-import-depth"),
                    STR("files import files more than 64 deep"));
    else if (++c->n_imports > D2_MAX_IMPORTS)
        em_d2_limit(c, STR("limit-d2-imports"),
                    STR("the text makes more than 2000 imports"));
    return !em_d2_stopped(c);
}

/* The parts behind the file's name; "d2" is its suffix. */
static D2Field *find_target(D2Compiler *c, const D2Import *import, D2IrMap *m)
{
    D2Field *f = NULL;

    for (int i = 1; i < import->path.parts.n; i++) {
        f = em_d2_find_name(m, em_d2_name_of(&import->path.parts.items[i]));
        m = f ? f->map : NULL;
        if (!f || (!m && i < import->path.parts.n - 1)) {
            em_d2_ir_error(c, import->at, STR("d2-import"),
                           JOIN(c->arena, STR("\""), file_of(c, import),
                                STR("\" has no key `"),
                                import->path.parts.items[i].text, STR("`")));
            return NULL;
        }
    }
    return f;
}

static bool is_whole_file(const D2Import *import)
{
    const D2Path *path = &import->path;
    return path->parts.n == 1 ||
           (path->parts.n == 2 && path->parts.items[1].quoting == D2_UNQUOTED &&
            em_str_eq(path->parts.items[1].text, STR("d2")));
}

D2Imported em_d2_open_import(D2Compiler *c, const D2Import *import,
                             D2IrMap *into)
{
    if (import->path.parts.n == 0) {
        em_d2_ir_error(c, import->at, STR("d2-import"),
                       STR("expected the name of a file behind `@`"));
        return (D2Imported){0};
    }
    Str here = c->importing.items[c->importing.n - 1];
    Str path = join_path(c->arena, folder_of(here), file_of(c, import));
    if (is_cyclic(c, import, path) || !has_budget(c))
        return (D2Imported){0};
    const D2File *file = open_file(c, import, path);
    if (!file)
        return (D2Imported){0};

    D2IrMap *root = compile_file(c, file, path);
    if (em_d2_stopped(c))
        return (D2Imported){0};
    D2Imported got = {.map = root};
    Str folder = folder_of(file_of(c, import));
    if (folder.n > 0)
        move_icons(c, root, folder);
    em_d2_move_links(c, root, into);
    if (!is_whole_file(import))
        got = (D2Imported){.field = find_target(c, import, root)};
    return got;
}
