/*
 * The intermediate tree as text: a line per field, item and edge, what belongs
 * to it deeper by two spaces.
 *
 *     a: "Label" @1:1
 *       style
 *         opacity: "0.4" @2:5
 *     (a -> b)[0]
 *
 * The place is that of the first mention, which orders objects.
 */
#include "d2/d2_ir.h"

typedef struct {
    Buf *out;
    LineCursor cursor;
} Dump;

static void put_map(Dump *d, const D2IrMap *m, int depth);

static void put_text(Buf *out, Str s)
{
    em_put_char(out, '"');
    for (int i = 0; i < s.n; i++)
        if (s.p[i] == '\n')
            em_put(out, STR("\\n"));
        else
            em_put_char(out, s.p[i]);
    em_put_char(out, '"');
}

static void put_scalar(Buf *out, const D2Scalar *s)
{
    if (!s)
        return;
    em_put(out, STR(": "));
    if (s->tag.n)
        PUT(out, STR("|"), s->tag, STR(" "));
    put_text(out, s->text);
}

static void put_place(Dump *d, D2Place at)
{
    if (!at.source)
        return;
    Line line = em_source_line(at.source, at.span.at, &d->cursor);
    em_put(d->out, STR(" @"));
    em_put_int(d->out, line.number);
    em_put_char(d->out, ':');
    em_put_int(d->out, line.column);
}

static void put_array(Dump *d, const D2IrArray *a, int depth)
{
    for (int i = 0; i < a->items.n; i++) {
        const D2Item *item = &a->items.items[i];
        em_put_fill(d->out, ' ', 2 * depth);
        em_put(d->out, STR("-"));
        put_scalar(d->out, item->scalar);
        em_put_char(d->out, '\n');
        if (item->map)
            put_map(d, item->map, depth + 1);
        if (item->array)
            put_array(d, item->array, depth + 1);
    }
}

static void put_field(Dump *d, const D2Field *f, int depth)
{
    em_put_fill(d->out, ' ', 2 * depth);
    if (f->name.quoted && em_d2_find_word(f->name.text) != WORD_NONE)
        put_text(d->out, f->name.text);
    else
        em_d2_put_name(d->out, f->name.text);
    put_scalar(d->out, f->primary);
    put_place(d, f->refs.n ? f->refs.items[0].at : (D2Place){0});
    em_put_char(d->out, '\n');
    if (f->map)
        put_map(d, f->map, depth + 1);
    if (f->array)
        put_array(d, f->array, depth + 1);
}

static void put_names(Buf *out, D2Names names)
{
    for (int i = 0; i < names.n; i++) {
        if (i > 0)
            em_put_char(out, '.');
        em_d2_put_name(out, names.names[i].text);
    }
}

static void put_edge(Dump *d, const D2IrEdge *e, int depth)
{
    em_put_fill(d->out, ' ', 2 * depth);
    em_put_char(d->out, '(');
    put_names(d->out, e->src);
    PUT(d->out, e->src_arrow ? STR(" <-") : STR(" -"),
        e->dst_arrow ? STR("> ") : STR("- "));
    put_names(d->out, e->dst);
    em_put(d->out, STR(")["));
    em_put_int(d->out, e->index);
    em_put_char(d->out, ']');
    put_scalar(d->out, e->primary);
    em_put_char(d->out, '\n');
    if (e->map)
        put_map(d, e->map, depth + 1);
}

static void put_map(Dump *d, const D2IrMap *m, int depth)
{
    for (int i = 0; i < m->fields.n; i++)
        put_field(d, m->fields.items[i], depth);
    for (int i = 0; i < m->edges.n; i++)
        put_edge(d, m->edges.items[i], depth);
}

void em_d2_dump_ir(Buf *out, const D2IrMap *m)
{
    Dump d = {.out = out};
    put_map(&d, m, 0);
}
