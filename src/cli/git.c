/*
 * Files of git: an operand like "main:docs/schema.md" names a file as it is in
 * a revision, "HEAD:./schema.md" one beside the folder that ermaid runs in,
 * ":schema.md" one that is staged. A file that is called so comes first.
 *
 * git is asked for the bytes of that one object (git-cat-file(1)): no filter
 * of the repository runs, nothing is fetched, and the name is one argument,
 * whatever is in it.
 */
#include "cli/cli.h"

/* Where the path begins behind the revision; NONE: it is no such name. */
static int path_at(const char *operand)
{
    Str s = em_str_of(operand);
    int colon = em_str_find_char(s, ':', 0);
    bool is_one = colon != NONE && colon + 1 < s.n && !em_os_exists(operand);
    return is_one ? colon + 1 : NONE;
}

bool em_git_names(const char *operand)
{
    return path_at(operand) != NONE;
}

Str em_git_revision(const char *operand)
{
    int at = path_at(operand);
    return em_str_cut(em_str_of(operand), 0, at == NONE ? 0 : at);
}

ReadStatus em_git_read(const char *name, int limit, Arena *a, FileText *out)
{
    const char *const arguments[] = {
        "git",      "--no-pager", "-c", "protocol.allow=never",
        "cat-file", "blob",       name, NULL};
    *out = (FileText){.why = "a revision does not begin with -"};
    if (name[0] == '-')
        return READ_FAILED;
    ReadStatus status = em_os_run(arguments, limit, a, out);
    if (status == READ_FAILED && out->why)
        out->why = em_str_terminated(
            a, JOIN(a, STR("git cannot be run: "), em_str_of(out->why)));
    else if (status == READ_FAILED)
        out->why = "git gives no such file";
    return status;
}

bool em_git_history(const char *path, int most, Arena *a, GitVersions *out,
                    const char **why)
{
    enum { LINE = 90 }; /* bytes; a hash has at most 64, a date 10 */
    Buf count = {.arena = a};
    FileText said;

    em_put(&count, STR("-n"));
    em_put_int(&count, most);
    const char *const arguments[] = {"git",
                                     "--no-pager",
                                     "--literal-pathspecs",
                                     "-c",
                                     "protocol.allow=never",
                                     "log",
                                     "--date=short",
                                     "--format=%h %cd",
                                     "--diff-filter=AMRCT",
                                     em_str_terminated(a, em_buf_str(&count)),
                                     "--",
                                     path,
                                     NULL};
    *why = "git knows no commit that changed it";
    if (em_os_run(arguments, most * LINE, a, &said) != READ_OK)
        return false;
    for (int end = said.text.n, at; end > 0; end = at) {
        at = end - 1; /* a line end; newest first, so from the last line */
        while (at > 0 && said.text.p[at - 1] != '\n')
            at--;
        Str line = em_str_trim(em_str_cut(said.text, at, end));
        int gap = em_str_find_char(line, ' ', 0);
        if (gap == NONE)
            continue;
        Str hash = em_str_cut(line, 0, gap);
        Str date = em_str_cut(line, gap + 1, line.n);
        *PUSH(a, out) = (GitVersion){
            em_str_terminated(a, JOIN(a, hash,
                                      path[0] == '/' ? STR(":") : STR(":./"),
                                      em_str_of(path))),
            em_str_terminated(a, JOIN(a, date, STR(" "), hash))};
    }
    return out->n > 0;
}
