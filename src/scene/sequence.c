/*
 * A sequence diagram in its node: groups at the back, then lifelines, spans,
 * messages, notes, and the actors.
 *
 * Places are within the node; they are moved to where it stands.
 */
#include "graph/sequence.h"

#include "scene/draw.h"

enum { GROUP_LABEL_X = 10 * PX, GROUP_LABEL_Y = 6 * PX, NOTE_PAD = 12 * PX };

typedef struct {
    Canvas *canvas;
    const Sequence *s;
    Point at; /* of the sequence's corner in the graph */
} Drawer;

static Rect moved(const Drawer *d, Rect r)
{
    return (Rect){r.x + d->at.x, r.y + d->at.y, r.w, r.h};
}

static void draw_groups(const Drawer *d)
{
    for (int i = 0; i < d->s->groups.n; i++) {
        const Fragment *g = &d->s->groups.items[i];
        Rect box = moved(d, g->box);
        if (g->box.h <= 0 || g->box.w <= 0)
            continue;
        em_draw_box(d->canvas, &(DrawnBox){.shape = SHAPE_RECTANGLE,
                                           .box = box,
                                           .styles = &g->styles,
                                           .fill = CODE_N6});
    }
}

/* What a group is filled with. */
static Ink group_ink(const Drawer *d, const Fragment *g)
{
    const SceneOptions *o = d->canvas->options;
    const Theme *dark = o->dark ? o->dark : o->theme;
    Style style = em_style_of(&g->styles);

    if (style.has_fill)
        return em_ink(d->canvas, style.fill, style.fill);
    return em_ink(d->canvas, em_theme_code(o->theme, CODE_N6),
                  em_theme_code(dark, CODE_N6));
}

/* Labels of groups cover the lifelines behind them. */
static void draw_group_labels(const Drawer *d)
{
    enum { PAD = 3 * PX };
    for (int i = 0; i < d->s->groups.n; i++) {
        const Fragment *g = &d->s->groups.items[i];
        Rect at = moved(d, g->box);
        if (g->box.h <= 0 || g->label.w == 0)
            continue;
        at = (Rect){at.x + GROUP_LABEL_X, at.y + GROUP_LABEL_Y, g->label.w,
                    g->label.h};
        em_draw_rect(d->canvas, em_fill(group_ink(d, g)), em_rect_grow(at, PAD),
                     PAD, CORNERS_ALL);
        em_draw_label(d->canvas, &g->label, (Point){at.x, at.y}, at.w, SET_LEFT,
                      em_role_ink(d->canvas, ROLE_TEXT));
    }
}

static void draw_lifelines(const Drawer *d)
{
    Canvas *c = d->canvas;
    Paint paint = em_stroke(em_role_ink(c, ROLE_BORDER), PX);

    paint.n_dash = 2;
    paint.dash[0] = c->look->dash;
    paint.dash[1] = c->look->dash_gap;
    for (int i = 0; i < d->s->actors.n; i++) {
        const Node *n = &d->s->actors.items[i];
        Path path = {0};
        Len x = d->at.x + d->s->axes[i];
        em_move_to(c, &path, (Point){x, d->at.y + n->y + n->h});
        em_line_to(c, &path, (Point){x, d->at.y + d->s->bottom});
        em_draw_path(c, paint, path);
    }
}

static void draw_spans(const Drawer *d)
{
    static const ThemeCode fills[] = {CODE_B3, CODE_B4, CODE_B5, CODE_N6,
                                      CODE_N7};
    for (int i = 0; i < d->s->spans.n; i++) {
        const Activation *span = &d->s->spans.items[i];
        int depth = 0;
        for (int p = span->parent; p != NONE && depth < COUNT(fills) - 1;
             p = d->s->spans.items[p].parent)
            depth++;
        if (span->box.h > 0)
            em_draw_box(d->canvas, &(DrawnBox){.shape = SHAPE_CODE,
                                               .box = moved(d, span->box),
                                               .styles = &span->styles,
                                               .fill = fills[depth]});
    }
}

static void draw_message(const Drawer *d, const Happening *h)
{
    Edge e = h->message;
    e.points = NEW_ARRAY(d->canvas->arena, e.n_points, Point);
    for (int i = 0; i < e.n_points; i++)
        e.points[i] = (Point){h->message.points[i].x + d->at.x,
                              h->message.points[i].y + d->at.y};
    e.label_box = moved(d, e.label_box);
    e.from.label_box = moved(d, e.from.label_box);
    e.to.label_box = moved(d, e.to.label_box);
    em_draw_message(d->canvas, &e);
}

static void draw_note(const Drawer *d, const Happening *h)
{
    Rect box = moved(d, h->box);
    em_draw_box(d->canvas, &(DrawnBox){SHAPE_PAGE,
                                       box,
                                       &h->styles,
                                       CODE_AB5,
                                       &h->note,
                                       {box.x + NOTE_PAD, box.y + NOTE_PAD}});
}

void em_draw_sequence(Canvas *c, const Node *n)
{
    Drawer d = {
        c, n->sequence, {n->x + n->sequence->at.x, n->y + n->sequence->at.y}};

    draw_groups(&d);
    draw_lifelines(&d);
    draw_spans(&d);
    draw_group_labels(&d);
    for (int i = 0; i < d.s->events.n; i++)
        if (!d.s->events.items[i].is_note)
            draw_message(&d, &d.s->events.items[i]);
    for (int i = 0; i < d.s->events.n; i++)
        if (d.s->events.items[i].is_note)
            draw_note(&d, &d.s->events.items[i]);
    for (int i = 0; i < d.s->actors.n; i++) {
        Node actor = d.s->actors.items[i];
        actor.x += d.at.x;
        actor.y += d.at.y;
        em_draw_figure(c, &actor, NONE, 2);
    }
}
