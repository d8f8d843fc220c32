/*
 * Labels in capitals, as D2's terminal themes have them: of objects and
 * connections, but not of code or Markdown, nor where the style says that text
 * stays as it is.
 */
#include "d2/d2_graph.h"

#include "d2/d2_model.h"
#include "graph/sequence.h"

static void shout(Label *label, const StyleRequests *styles, Arena *a)
{
    if (label->form != FORM_PLAIN)
        return;
    for (int i = 0; i < styles->n; i++)
        if (em_str_eq(styles->items[i].property, STR("text-transform")) &&
            em_str_eq_nocase(styles->items[i].value, STR("none")))
            return;
    label->text = em_d2_transform(label->text, STR("uppercase"), a);
}

static void shout_line(Edge *e, Arena *a)
{
    shout(&e->label, &e->styles, a);
    shout(&e->from.label, &e->from.styles, a);
    shout(&e->to.label, &e->to.styles, a);
}

static void shout_sequence(Sequence *s, Arena *a)
{
    for (int i = 0; i < s->actors.n; i++)
        shout(&s->actors.items[i].title, &s->actors.items[i].styles, a);
    for (int i = 0; i < s->groups.n; i++)
        shout(&s->groups.items[i].label, &s->groups.items[i].styles, a);
    for (int i = 0; i < s->events.n; i++) {
        Happening *h = &s->events.items[i];
        shout(&h->note, &h->styles, a);
        shout_line(&h->message, a);
    }
}

void em_d2_capitals(Graph *g, Arena *a)
{
    for (int i = 0; i < g->nodes.n; i++) {
        Node *n = &g->nodes.items[i];
        shout(&n->title, &n->styles, a);
        if (n->sequence)
            shout_sequence(n->sequence, a);
    }
    for (int i = 0; i < g->containers.n; i++)
        shout(&g->containers.items[i].title, &g->containers.items[i].styles, a);
    for (int i = 0; i < g->edges.n; i++)
        shout_line(&g->edges.items[i], a);
}
