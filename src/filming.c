/*
 * The frames of a film are measured one by one, then made alike. They are laid
 * out once, as a stage on which all that any of them shows stands; each frame
 * takes its places from there.
 */
#include "filming.h"

#include "base/map.h"
#include "diff/diff_lines.h"
#include "diff/film.h"

enum { END_MARGIN = 12 * PX }; /* a table goes on below the end of a line */

typedef struct {
    FilmFrames frames;
    Graph *stage;
    Arena *a;
} Set;

/* ---- the stage ------------------------------------------------------------
 */

static const Edge *edge_of(const Set *s, int frame, int edge)
{
    const Edge *e = &s->frames.items[frame]->edges.items[edge];
    return e->absent ? NULL : e;
}

/* Marks and dashes of an edge through all frames, as a key; *changes when they
 * are not always the same. */
static Str looks_of(const Set *s, int edge, bool *changes)
{
    Buf key = {.arena = s->a};
    const Edge *first = NULL;

    *changes = false;
    for (int f = 0; f < s->frames.n; f++) {
        const Edge *e = edge_of(s, f, edge);
        if (!e)
            continue;
        first = first ? first : e;
        *changes |= e->from.mark != first->from.mark ||
                    e->to.mark != first->to.mark || e->dashed != first->dashed;
        const int parts[] = {f, (int)e->from.mark, (int)e->to.mark, e->dashed};
        for (int i = 0; i < COUNT(parts); i++) {
            em_put_int(&key, parts[i]);
            em_put_char(&key, ' ');
        }
    }
    return em_buf_str(&key);
}

/*
 * Lines with the same marks may share a place at a table. Those whose marks
 * change get marks no schema has, so that they share one with each other only,
 * and only when they change alike.
 */
static void disguise(const Set *s, Edge *e, int edge, Map *looks)
{
    bool changes;
    Str key = looks_of(s, edge, &changes);
    if (!changes)
        return;
    int kind = em_map_add(looks, key, looks->entries.n);
    MarkKind mark =
        (MarkKind)(MARK_TRIANGLE + kind % (MARK_COUNT - MARK_TRIANGLE));
    e->from.mark = e->to.mark = mark;
}

static void add_stage_edge(Set *s, int edge, Map *looks)
{
    Edge *on_stage = PUSH(s->a, &s->stage->edges);
    bool found = false;
    Label label = {0};

    for (int f = 0; f < s->frames.n; f++) {
        const Edge *e = edge_of(s, f, edge);
        if (!e)
            continue;
        if (!found)
            *on_stage = *e;
        found = true;
        label.w = MAX(label.w, e->label.w);
        label.h = MAX(label.h, e->label.h);
    }
    assert(found);
    on_stage->label = label;
    disguise(s, on_stage, edge, looks);
}

static void build_stage(Set *s)
{
    const Graph *first = s->frames.items[0];
    Map looks = {.arena = s->a};

    s->stage = NEW(s->a, Graph);
    *s->stage = (Graph){.direction = first->direction};
    for (int i = 0; i < first->nodes.n; i++)
        *PUSH(s->a, &s->stage->nodes) = first->nodes.items[i];
    for (int i = 0; i < first->edges.n; i++)
        add_stage_edge(s, i, &looks);
}

/* ---- back into the frames -------------------------------------------------
 */

static Rect centred_in(Rect around, Len w, Len h)
{
    return (Rect){around.x + (around.w - w) / 2, around.y + (around.h - h) / 2,
                  w, h};
}

static void place_edge(Edge *e, const Edge *on_stage)
{
    if (e->absent)
        return;
    e->points = on_stage->points;
    e->n_points = on_stage->n_points;
    e->straight = on_stage->straight;
    e->from.row = on_stage->from.row;
    e->to.row = on_stage->to.row;
    e->label_dot = on_stage->label_dot;
    if (e->label.w && on_stage->label_box.w)
        e->label_box = centred_in(on_stage->label_box, e->label.w, e->label.h);
}

enum { GOES_LEFT = 1, GOES_RIGHT = 2, GOES_UP = 4, GOES_DOWN = 8 };

/* The ways a straight piece leaves a place that is on it; 0: it is not. */
static int ways_of(Point a, Point b, Point at)
{
    int ways = 0;
    bool on_x = at.x >= MIN(a.x, b.x) && at.x <= MAX(a.x, b.x);
    bool on_y = at.y >= MIN(a.y, b.y) && at.y <= MAX(a.y, b.y);
    if (!on_x || !on_y)
        return 0;
    ways |= MIN(a.x, b.x) < at.x ? GOES_LEFT : 0;
    ways |= MAX(a.x, b.x) > at.x ? GOES_RIGHT : 0;
    ways |= MIN(a.y, b.y) < at.y ? GOES_UP : 0;
    ways |= MAX(a.y, b.y) > at.y ? GOES_DOWN : 0;
    return ways;
}

/* Lines of the frame still part there, by at least three ways. */
static bool is_joint(const Graph *g, Point at)
{
    int ways = 0, n = 0;
    for (int e = 0; e < g->edges.n; e++)
        for (int i = 1; i < g->edges.items[e].n_points; i++)
            ways |= ways_of(g->edges.items[e].points[i - 1],
                            g->edges.items[e].points[i], at);
    for (; ways; ways &= ways - 1)
        n++;
    return n > 2;
}

/* How far down a table must go for the end of a line. */
static Len reach_of(const EdgeEnd *end, Point at, int node, const Node *n)
{
    return end->node == node ? MIN(at.y - n->y + END_MARGIN, n->h) : 0;
}

/* Ends a table below the last row it has in this frame. */
static void cut_table(const Graph *g, int node)
{
    Node *n = &g->nodes.items[node];
    Len h = n->header_h;

    if (n->absent || n->rows.n == 0)
        return;
    for (int r = 0; r < n->rows.n; r++)
        if (!n->rows.items[r].absent)
            h = MAX(h, n->rows.items[r].y + n->rows.items[r].h);
    for (int e = 0; e < g->edges.n; e++) {
        const Edge *edge = &g->edges.items[e];
        if (edge->n_points == 0)
            continue;
        h = MAX(h, reach_of(&edge->from, edge->points[0], node, n));
        h = MAX(h,
                reach_of(&edge->to, edge->points[edge->n_points - 1], node, n));
    }
    n->h = h;
}

static void place_frame(const Set *s, Graph *g)
{
    const Graph *stage = s->stage;

    g->w = stage->w;
    g->h = stage->h;
    for (int i = 0; i < g->nodes.n; i++) {
        g->nodes.items[i].x = stage->nodes.items[i].x;
        g->nodes.items[i].y = stage->nodes.items[i].y;
    }
    for (int i = 0; i < g->edges.n; i++)
        place_edge(&g->edges.items[i], &stage->edges.items[i]);
    for (int i = 0; i < stage->joints.n; i++)
        if (is_joint(g, stage->joints.items[i].at))
            *PUSH(s->a, &g->joints) = stage->joints.items[i];
    for (int i = 0; i < g->nodes.n; i++)
        cut_table(g, i);
}

/* Leaves the versions alone, and the lines that they have. */
static void drop_steps(FilmFrames *f)
{
    int n_edges = f->items[0]->edges.n, kept = 0;

    f->n = (f->n + 1) / 2;
    for (int i = 0; i < f->n; i++)
        f->items[i] = f->items[2 * i];
    for (int e = 0; e < n_edges; e++) {
        bool is_used = false;
        for (int i = 0; i < f->n; i++)
            is_used |= !f->items[i]->edges.items[e].absent;
        for (int i = 0; is_used && i < f->n; i++)
            f->items[i]->edges.items[kept] = f->items[i]->edges.items[e];
        kept += is_used;
    }
    for (int i = 0; i < f->n; i++)
        f->items[i]->edges.n = kept;
}

/* Sizes and places all frames, or only the versions. */
static Set set_up(const Diagram *g, bool with_steps, Settings *o, Fonts *fonts,
                  Arena *work, Arena *scratch)
{
    Set s = {.frames =
                 em_film_frames(g->film, o->graph.anchor, g->is_marked, work),
             .a = work};

    if (!with_steps)
        drop_steps(&s.frames);
    else /* pages list them; pictures of a film have one size */
        s.frames.items[0]->notes.n = 0;
    for (int i = 0; i < s.frames.n; i++)
        em_size_graph(s.frames.items[i], fonts, &o->size, work, scratch);
    em_size_alike(s.frames.items, s.frames.n, &o->size);
    build_stage(&s);
    em_layout(s.stage, &o->layout, work, scratch);
    for (int i = 0; i < s.frames.n; i++)
        place_frame(&s, s.frames.items[i]);
    return s;
}

Scene *em_film_scene(const Diagram *g, Settings *o, Arena *work, Arena *scratch)
{
    Fonts *fonts = em_fonts_open(work);
    bool in_row = g->frame == FILM_ALL;

    if (in_row) { /* together they fill the page */
        if (o->layout.aspect_w == 0) {
            o->layout.aspect_w = 16;
            o->layout.aspect_h = 10;
        }
        o->layout.aspect_h *= em_film_versions(g->film);
    }
    Set s = set_up(g, !in_row, o, fonts, work, scratch);
    if (!in_row)
        return em_scene(s.frames.items[g->frame], fonts, &o->scene, work);
    return em_scene_row(s.frames.items, s.frames.n, fonts, &o->scene, work);
}

/* ---- the page -------------------------------------------------------------
 */

/* A step while it is listed. */
typedef struct {
    const Film *film;
    int step;
    PageFrame *frame;
    Arena *a;
} Listing;

static void add_lines(const Listing *l, const TableDiff *t, PageGroup *to,
                      const DiffLines *lines)
{
    for (int i = 0; i < lines->n; i++) {
        const DiffLine *line = &lines->items[i];
        *PUSH(l->a, &to->lines) = (PageLine){
            .sign = line->sign,
            .name = line->name,
            .detail = line->detail,
            .node = to->node,
            .row = t ? em_film_row(l->film, l->step, t, line->row) : NONE};
    }
}

static PageLine danger_line(const Listing *l, const Danger *d)
{
    const Diff *diff = em_film_step(l->film, l->step);
    const TableDiff *t =
        d->table == NONE ? NULL : &diff->tables.items[d->table];
    bool has_types = d->before.n || d->after.n;
    return (PageLine){
        .level = em_danger_level_name(d->rule.level),
        .name = em_danger_place_words(diff, d, l->a),
        .detail =
            has_types ? JOIN(l->a, d->before, STR(" → "), d->after) : (Str){0},
        .node = t ? em_film_node(l->film, l->step, t) : NONE,
        .row = t ? em_film_row(l->film, l->step, t, d->row) : NONE};
}

/* Those from one level down to another. */
static void add_dangers(const Listing *l, const Dangers *dangers,
                        DangerLevel most, DangerLevel least)
{
    PageGroup g = {.heading = em_danger_counts(dangers, most, least, l->a),
                   .node = NONE,
                   .is_folded = most == DANGER_NOTE};

    for (int i = 0; i < dangers->n; i++) {
        const Danger *d = &dangers->items[i];
        if (d->rule.level > most || d->rule.level < least)
            continue;
        if (g.lines.n == 0 || !em_same_advice(&d[-1].rule, &d->rule))
            *PUSH(l->a, &g.lines) =
                (PageLine){.sign = '!',
                           .level = em_danger_level_name(d->rule.level),
                           .name = d->rule.advice,
                           .node = NONE};
        *PUSH(l->a, &g.lines) = danger_line(l, d);
    }
    if (g.lines.n)
        *PUSH(l->a, &l->frame->groups) = g;
}

/* What belongs together leads to the table it ended in. */
static void add_reshapes(const Listing *l, const Diff *d)
{
    PageGroup g = {.heading = STR("What belongs together"), .node = NONE};
    for (int i = 0; i < d->reshapes.n; i++) {
        const Reshape *r = &d->reshapes.items[i];
        int node = r->to.n ? em_film_node(l->film, l->step,
                                          &d->tables.items[r->to.items[0]])
                           : NONE;
        *PUSH(l->a, &g.lines) = (PageLine){.sign = '~',
                                           .name = em_reshape_words(d, r, l->a),
                                           .node = node,
                                           .row = NONE};
    }
    if (g.lines.n)
        *PUSH(l->a, &l->frame->groups) = g;
}

static void list_step(const Listing *l)
{
    Arena *a = l->a;
    const Diff *d = em_film_step(l->film, l->step);
    Dangers found = em_dangers(d, a), dangers = em_dangers_by_kind(&found, a);
    DiffLines other = em_diff_other_lines(d, a);

    l->frame->summary = em_film_summary(l->film, l->step, a);
    add_reshapes(l, d);
    add_dangers(l, &dangers, DANGER_ERROR, DANGER_WARNING);
    for (int i = 0; i < d->tables.n; i++) {
        const TableDiff *t = &d->tables.items[i];
        if (!t->is_changed)
            continue;
        DiffLines lines = em_diff_lines(d, t, a);
        PageGroup *g = PUSH(a, &l->frame->groups);
        *g = (PageGroup){.heading = em_diff_table_name(d, t, a),
                         .fate = em_diff_table_fate(d, t, a),
                         .is_table = true,
                         .node = em_film_node(l->film, l->step, t)};
        add_lines(l, t, g, &lines);
    }
    if (other.n) {
        PageGroup *g = PUSH(a, &l->frame->groups);
        *g = (PageGroup){.heading = STR("Beside tables"), .node = NONE};
        add_lines(l, NULL, g, &other);
    }
    add_dangers(l, &dangers, DANGER_NOTE, DANGER_NOTE);
}

void em_film_page(Buf *out, const Diagram *g, Settings *o, Arena *work,
                  Arena *scratch)
{
    Fonts *fonts = em_fonts_open(work);
    Set s = set_up(g, true, o, fonts, work, scratch);
    PageFrame *frames = NEW_ARRAY(work, s.frames.n, PageFrame);

    for (int i = 0; i < s.frames.n; i++) {
        Graph *graph = s.frames.items[i];
        frames[i] = (PageFrame){.name = graph->title.text, .is_step = i % 2};
        graph->title = (Label){0};
        if (i % 2)
            list_step(&(Listing){g->film, i / 2, &frames[i], work});
    }
    Page page = {
        .title = STR("Schema changes"),
        .scene =
            em_scene_film(s.frames.items, s.frames.n, fonts, &o->scene, work),
        .light = o->scene.theme,
        .dark = o->scene.dark,
        .frames = frames,
        .n_frames = s.frames.n,
        .left_out = em_film_left_out(g->film),
        .shown = g->is_marked ? 1 : s.frames.n - 1,
    };
    em_put_page(out, &page, &o->svg, scratch);
}

void em_graph_page(Buf *out, Graph *g, Fonts *fonts, Settings *o, Arena *work,
                   Arena *scratch)
{
    Str title = g->title.text.n ? g->title.text : STR("Schema");
    PageFrame frame = {.name = title};

    g->title = (Label){0};
    Page page = {.title = title,
                 .scene = em_scene_film(&g, 1, fonts, &o->scene, work),
                 .light = o->scene.theme,
                 .dark = o->scene.dark,
                 .frames = &frame,
                 .n_frames = 1};
    em_put_page(out, &page, &o->svg, scratch);
}
