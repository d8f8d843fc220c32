/*
 * Is a text Mermaid? Its first word tells.
 */
#include "mermaid/mermaid.h"

#include "mermaid/mermaid_prep.h"

static const Str diagrams[] = {
    STR_INIT("C4Component"),
    STR_INIT("C4Container"),
    STR_INIT("C4Context"),
    STR_INIT("C4Deployment"),
    STR_INIT("C4Dynamic"),
    STR_INIT("architecture"),
    STR_INIT("architecture-beta"),
    STR_INIT("block"),
    STR_INIT("block-beta"),
    STR_INIT("classDiagram"),
    STR_INIT("classDiagram-v2"),
    STR_INIT("erDiagram"),
    STR_INIT("erDiagram-v2"),
    STR_INIT("flowchart"),
    STR_INIT("flowchart-elk"),
    STR_INIT("flowchart-v2"),
    STR_INIT("gantt"),
    STR_INIT("gitGraph"),
    STR_INIT("graph"),
    STR_INIT("info"),
    STR_INIT("journey"),
    STR_INIT("kanban"),
    STR_INIT("mindmap"),
    STR_INIT("packet"),
    STR_INIT("packet-beta"),
    STR_INIT("pie"),
    STR_INIT("quadrantChart"),
    STR_INIT("radar"),
    STR_INIT("radar-beta"),
    STR_INIT("requirement"),
    STR_INIT("requirementDiagram"),
    STR_INIT("sankey"),
    STR_INIT("sankey-beta"),
    STR_INIT("sequenceDiagram"),
    STR_INIT("stateDiagram"),
    STR_INIT("stateDiagram-v2"),
    STR_INIT("timeline"),
    STR_INIT("treemap"),
    STR_INIT("treemap-beta"),
    STR_INIT("xychart"),
    STR_INIT("xychart-beta"),
    STR_INIT("zenuml"),
};

static int after_line(Str s, int i)
{
    int nl = em_str_find_char(s, '\n', i);
    return nl == NONE ? s.n : nl + 1;
}

/* Beyond the front matter that begins at i, or i. */
static int skip_front(Str s, int i)
{
    if (!em_str_starts(em_str_cut(s, i, s.n), STR("---")))
        return i;
    for (int line = after_line(s, i); line < s.n; line = after_line(s, line))
        if (em_str_starts(em_str_trim(em_str_cut(s, line, after_line(s, line))),
                          STR("---")))
            return after_line(s, line);
    return i;
}

/* Beyond the directive or comment that begins at i. */
static int skip_percent(Str s, int i)
{
    int end = em_str_find(s, STR("}%%"), i);
    bool directive = em_str_starts(em_str_cut(s, i, s.n), STR("%%{"));
    return directive && end != NONE ? end + 3 : after_line(s, i);
}

/* "timeline mixer: {" is the beginning of D2. */
static bool opens_map(Str line)
{
    line = em_str_trim(line);
    return line.n > 0 && line.p[line.n - 1] == '{' &&
           em_str_find_char(line, ':', 0) != NONE;
}

bool em_mermaid_detect(Str text)
{
    int i = skip_front(text, em_skip_js_space(text, 0));
    i = em_skip_js_space(text, i);
    while (em_str_starts(em_str_cut(text, i, text.n), STR("%%")))
        i = em_skip_js_space(text, skip_percent(text, i));

    int end = i;
    while (end < text.n &&
           (em_is_word((unsigned char)text.p[end]) || text.p[end] == '-'))
        end++;
    bool stands_alone =
        end == text.n || em_js_space(text, end) > 0 || text.p[end] == ';';
    for (int k = 0; k < COUNT(diagrams) && stands_alone; k++)
        if (em_str_eq(em_str_cut(text, i, end), diagrams[k]))
            return em_str_starts(diagrams[k], STR("erDiagram")) ||
                   !opens_map(em_str_cut(text, i, after_line(text, i)));
    return false;
}
