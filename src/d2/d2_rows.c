/*
 * Tables and classes: what stands in them are rows, not objects.
 */
#include "d2/d2_build.h"

static D2Place place_of(const Obj *o)
{
    return o->refs.n ? o->refs.items[0].at : (D2Place){0};
}

static Str label_of(const Obj *o)
{
    return em_d2_text(&o->attrs, D2_LABEL, (Str){0});
}

/* The label as a type: a label that is the name was never given. */
static Str type_of(const Obj *o, Str otherwise)
{
    return em_str_eq(label_of(o), o->name) ? otherwise : label_of(o);
}

/* True for a column that only connections speak of. */
static bool is_made_by_edges(const Obj *o)
{
    for (int i = 0; i < o->refs.n; i++)
        if (!o->refs.items[i].in_edges)
            return false;
    return o->refs.n > 0;
}

/* A connection to a column that is not there makes the column. */
static void warn_of_column(Build *b, const Obj *table, const Obj *column)
{
    int n = 0;
    if (em_d2_is_full(b))
        return;
    Str *names = NEW_ARRAY(b->scratch, table->children.n, Str);
    for (int i = 0; i < table->children.n; i++)
        if (!is_made_by_edges(table->children.items[i]))
            names[n++] = table->children.items[i]->name;
    if (n == 0)
        return; /* all columns are made so: that is how it is meant */
    em_d2_warn(b, place_of(column), STR("d2-column"),
               JOIN(b->a, STR("the table `"), table->name,
                    STR("` has no column `"), column->name,
                    STR("`: one is made")))
        ->help = em_d2_suggest(b, column->name, names, n);
}

void em_d2_take_columns(Build *b, Obj *table)
{
    for (int i = 0; i < table->children.n; i++) {
        Obj *o = table->children.items[i];
        o->is_row = true;
        *PUSH(b->a, &table->columns) =
            (D2Column){.name = o->name,
                       .type = type_of(o, (Str){0}),
                       .constraints = o->attrs.constraints,
                       .at = place_of(o)};
        if (is_made_by_edges(o))
            warn_of_column(b, table, o);
    }
    table->children.n = 0;
}

static D2Visibility read_sign(Str *name)
{
    char sign = name->n ? name->p[0] : 0;
    D2Visibility v = sign == '-'   ? D2_PRIVATE
                     : sign == '#' ? D2_PROTECTED
                                   : D2_PUBLIC;
    if (v != D2_PUBLIC || sign == '+')
        *name = em_str_cut(*name, 1, name->n);
    return v;
}

void em_d2_take_members(Build *b, Obj *class)
{
    for (int i = 0; i < class->children.n; i++) {
        Obj *o = class->children.items[i];
        bool method = em_str_find_char(o->name, '(', 0) != NONE;
        D2Member m = {.name = o->name,
                      .type = type_of(o, method ? STR("void") : (Str){0}),
                      .underline = em_d2_is_true(&o->attrs, D2_UNDERLINE),
                      .at = place_of(o)};
        m.visibility = read_sign(&m.name);
        o->is_row = true;
        *PUSH(b->a, method ? &class->methods : &class->fields) = m;
    }
    class->children.n = 0;
}
