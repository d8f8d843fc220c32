/*
 * Keywords become attributes: each has a function that checks its value.
 *
 * D2 knows a keyword in any case, but acts on the lower-case spelling alone;
 * other spellings are warned of. The place of an attribute is that of the
 * statement that gave it its value, the place of a complaint about a value
 * that of the value.
 */
#include "d2/d2_build.h"
#include "d2/d2_url.h"
#include "d2/d2_xml.h"

#include <limits.h>

static const Str shapes[] = {
    STR_INIT("rectangle"),   STR_INIT("square"),
    STR_INIT("page"),        STR_INIT("parallelogram"),
    STR_INIT("document"),    STR_INIT("cylinder"),
    STR_INIT("queue"),       STR_INIT("package"),
    STR_INIT("step"),        STR_INIT("callout"),
    STR_INIT("stored_data"), STR_INIT("person"),
    STR_INIT("c4-person"),   STR_INIT("diamond"),
    STR_INIT("oval"),        STR_INIT("circle"),
    STR_INIT("hexagon"),     STR_INIT("cloud"),
    STR_INIT("text"),        STR_INIT("code"),
    STR_INIT("class"),       STR_INIT("sql_table"),
    STR_INIT("image"),       STR_INIT("sequence_diagram"),
    STR_INIT("hierarchy"),
};

static const Str arrowheads[] = {
    STR_INIT("none"),
    STR_INIT("arrow"),
    STR_INIT("triangle"),
    STR_INIT("diamond"),
    STR_INIT("circle"),
    STR_INIT("box"),
    STR_INIT("cross"),
    STR_INIT("cf-one"),
    STR_INIT("cf-one-required"),
    STR_INIT("cf-many"),
    STR_INIT("cf-many-required"),
};

static const Str directions[] = {STR_INIT("up"), STR_INIT("down"),
                                 STR_INIT("right"), STR_INIT("left")};

/* Where `near` puts tooltips, and, with the others, labels and icons. */
static const Str positions[] = {
    STR_INIT("top-left"),      STR_INIT("top-center"),
    STR_INIT("top-right"),     STR_INIT("center-left"),
    STR_INIT("center-right"),  STR_INIT("bottom-left"),
    STR_INIT("bottom-center"), STR_INIT("bottom-right"),
    STR_INIT("center-center"),
};
static const Str sides[] = {
    STR_INIT("top-left"),      STR_INIT("top-center"),
    STR_INIT("top-right"),     STR_INIT("bottom-left"),
    STR_INIT("bottom-center"), STR_INIT("bottom-right"),
    STR_INIT("left-top"),      STR_INIT("left-center"),
    STR_INIT("left-bottom"),   STR_INIT("right-top"),
    STR_INIT("right-center"),  STR_INIT("right-bottom"),
};

enum { N_NEAR_CONSTANTS = 8 };

static bool is_in(Str s, const Str *words, int n)
{
    for (int i = 0; i < n; i++)
        if (em_str_eq(s, words[i]))
            return true;
    return false;
}

bool em_d2_is_shape(Str name)
{
    return is_in(name, shapes, COUNT(shapes));
}

bool em_d2_is_arrowhead(Str name)
{
    return is_in(name, arrowheads, COUNT(arrowheads));
}

bool em_d2_is_near_constant(Str s)
{
    return is_in(s, positions, N_NEAR_CONSTANTS);
}

Str em_d2_suggest_near(Build *b, Str typed)
{
    return em_d2_suggest(b, typed, positions, N_NEAR_CONSTANTS);
}

bool em_d2_is_exact(const D2Name *name)
{
    return name->word != WORD_NONE &&
           em_str_eq(name->text, em_d2_word_name(name->word));
}

static bool is_word(const D2Field *f, D2Word word)
{
    return f->name.word == word && em_d2_is_exact(&f->name);
}

static bool has_composite(const D2Field *f)
{
    return f->map || f->array;
}

/* True when a statement is about the field itself. */
static bool has_statement(const D2Field *f)
{
    for (int i = 0; i < f->refs.n; i++)
        if (f->refs.items[i].primary)
            return true;
    return false;
}

static void set(Build *b, D2Attrs *attrs, D2Attr attr, const D2Field *f,
                Str text)
{
    em_d2_set(b->a, &attrs->set, attr, (D2Text){text, em_d2_value_place(f)});
}

static Diag *bad_value(Build *b, const D2Field *f, Str expected)
{
    return em_d2_report(b, f->primary->at, STR("d2-value"),
                        JOIN(b->a, STR("expected `"), f->name.text,
                             STR("` to be "), expected, STR(", got \""),
                             f->primary->text, STR("\"")));
}

/* ------------------------------------------------------------- labels */

static Str language_of(Str tag)
{
    static const struct {
        Str tag, name;
    } full[] = {
        {STR_INIT(""), STR_INIT("markdown")},
        {STR_INIT("md"), STR_INIT("markdown")},
        {STR_INIT("tex"), STR_INIT("latex")},
        {STR_INIT("js"), STR_INIT("javascript")},
        {STR_INIT("go"), STR_INIT("golang")},
        {STR_INIT("py"), STR_INIT("python")},
        {STR_INIT("rb"), STR_INIT("ruby")},
        {STR_INIT("ts"), STR_INIT("typescript")},
    };
    for (int i = 0; i < COUNT(full); i++)
        if (em_str_eq(tag, full[i].tag))
            return full[i].name;
    return tag;
}

static void check_block(Build *b, const D2Scalar *value, Str language,
                        D2Place at)
{
    if (em_str_trim(value->text).n == 0) {
        em_d2_report(b, at, STR("d2-label"),
                     STR("expected text in the block string"));
        return;
    }
    if (!em_str_eq(language, STR("markdown")))
        return;
    Str wrong = em_d2_markdown_error(value->text, b->a);
    if (wrong.n)
        em_d2_report(b, at, STR("d2-markdown"),
                     JOIN(b->a, STR("the Markdown cannot be shown: "), wrong));
}

void em_d2_set_label(Build *b, D2Attrs *attrs, const D2Scalar *value,
                     D2Place at)
{
    if (value->quoting == D2_BLOCK) {
        Str language = language_of(value->tag);
        em_d2_set(b->a, &attrs->set, D2_LANGUAGE, (D2Text){language, at});
        check_block(b, value, language, at);
    }
    em_d2_set(b->a, &attrs->set, D2_LABEL, (D2Text){value->text, at});
}

/* ------------------------------------------------------------- positions */

static bool is_label_position(Str s)
{
    static const Str prefixes[] = {STR_INIT("outside-"), STR_INIT("border-")};

    for (int i = 0; i < COUNT(prefixes); i++)
        if (em_str_starts(s, prefixes[i]))
            return is_in(em_str_cut(s, prefixes[i].n, s.n), sides,
                         COUNT(sides));
    return is_in(s, positions, COUNT(positions));
}

static void set_near(Build *b, D2Attrs *attrs, D2Attr attr, const D2Field *f)
{
    bool tooltip = attr == D2_TOOLTIP_NEAR;
    bool good = f->primary && (tooltip ? em_d2_is_near_constant
                                       : is_label_position)(f->primary->text);

    if (good) {
        set(b, attrs, attr, f, f->primary->text);
        return;
    }
    Diag *d = em_d2_report(b, em_d2_value_place(f), STR("d2-near"),
                           tooltip ? STR("expected `near` to be a side of the "
                                         "object, like top-center")
                                   : STR("expected `near` to be a place at the "
                                         "object, like top-left or "
                                         "outside-bottom-center"));
    if (f->primary)
        d->help =
            em_d2_suggest(b, f->primary->text, positions, COUNT(positions));
}

/* The map of a label, icon or tooltip: where it stands. */
static void set_position(Build *b, D2Attrs *attrs, D2Attr attr,
                         const D2Field *f)
{
    if (!f->map)
        return;
    for (int i = 0; i < f->map->fields.n; i++) {
        const D2Field *inner = f->map->fields.items[i];
        if (is_word(inner, WORD_NEAR))
            set_near(b, attrs, attr, inner);
        else if (has_statement(inner))
            em_d2_report(b, em_d2_value_place(inner), STR("d2-keyword"),
                         JOIN(b->a, STR("expected `near`, got `"),
                              inner->name.text, STR("`")));
    }
    if (f->map->edges.n)
        em_d2_report(b, em_d2_value_place(f), STR("d2-placement"),
                     JOIN(b->a, STR("there can be no connections in `"),
                          f->name.text, STR("`")));
}

/* ------------------------------------------------------------- keywords */

static void set_shape(Build *b, D2Attrs *attrs, const D2Field *f)
{
    Str name = em_str_lower(b->a, f->primary->text);

    if (!em_d2_is_shape(name) && !em_d2_is_arrowhead(name)) {
        em_d2_report(b, f->primary->at, STR("d2-shape"),
                     JOIN(b->a, STR("there is no shape \""), f->primary->text,
                          STR("\"")))
            ->help = em_d2_suggest(b, name, shapes, COUNT(shapes));
        return;
    }
    set(b, attrs, D2_SHAPE, f, name);
    if (em_str_eq(name, STR("code")))
        set(b, attrs, D2_LANGUAGE, f, STR("text"));
}

static void set_icon_style(Build *b, D2Attrs *attrs, const D2Field *icon)
{
    for (int i = 0; icon->map && i < icon->map->fields.n; i++) {
        const D2Field *f = icon->map->fields.items[i];
        if (!is_word(f, WORD_STYLE))
            continue;
        if (!f->map || f->map->fields.n == 0)
            em_d2_report(b, em_d2_last_place(icon), STR("d2-style"),
                         STR("expected `style` to hold keys, as in "
                             "`style.border-radius: 5`"));
        else
            em_d2_set_styles(b, &attrs->icon_style, f->map);
    }
}

static void set_icon(Build *b, D2Attrs *attrs, const D2Field *f)
{
    Url url;
    Str wrong = em_d2_parse_url(f->primary->text, &url);
    if (wrong.n) {
        em_d2_report(b, f->primary->at, STR("d2-icon"),
                     JOIN(b->a,
                          STR("expected `icon` to be a URL or a path, "
                              "got \""),
                          f->primary->text, STR("\": "), wrong));
        return;
    }
    set(b, attrs, D2_ICON, f, f->primary->text);
    set_position(b, attrs, D2_ICON_NEAR, f);
    set_icon_style(b, attrs, f);
}

static void set_object_near(Build *b, D2Attrs *attrs, const D2Field *f)
{
    D2Texts path = {0};
    if (!em_d2_read_path(b, f->primary->text, &path)) {
        bad_value(b, f, STR("the path of an object"));
        return;
    }
    for (int i = 0; i < path.n; i++)
        path.items[i].at = f->primary->at;
    attrs->near = path;
}

enum { ANY = INT_MIN };

static void set_integer(Build *b, D2Attrs *attrs, D2Attr attr, int least,
                        const D2Field *f)
{
    int64_t v;
    if (em_d2_parse_int(f->primary->text, &v) && (least == ANY || v >= least))
        set(b, attrs, attr, f, f->primary->text);
    else
        bad_value(b, f,
                  least == 1   ? STR("a whole number from 1 on")
                  : least == 0 ? STR("a whole number from 0 on")
                               : STR("a whole number"));
}

static void set_direction(Build *b, D2Attrs *attrs, const D2Field *f)
{
    Str name = em_str_lower(b->a, f->primary->text);
    if (is_in(name, directions, COUNT(directions)))
        set(b, attrs, D2_DIRECTION, f, name);
    else
        bad_value(b, f, STR("up, down, right or left"))->help =
            em_d2_suggest(b, name, directions, COUNT(directions));
}

static void set_constraint(Build *b, D2Texts *constraints, const D2Field *f)
{
    if (f->primary->kind != D2_STRING) {
        em_d2_report(b, em_d2_value_place(f), STR("d2-value"),
                     JOIN(b->a, STR("expected `constraint` to be a text, got "),
                          f->primary->text));
        return;
    }
    *PUSH(b->a, constraints) = (D2Text){f->primary->text, f->primary->at};
}

static void push_items(Build *b, D2Texts *to, const D2IrArray *array)
{
    for (int i = 0; array && i < array->items.n; i++) {
        const D2Scalar *s = array->items.items[i].scalar;
        if (s)
            *PUSH(b->a, to) = (D2Text){s->text, s->at};
    }
}

/* Labels of links must not pretend to lead elsewhere. */
static void check_disguise(Build *b, const D2Attrs *attrs, D2Attr attr,
                           const D2Field *f)
{
    Str text = em_d2_text(attrs, attr, (Str){0});
    if (text.n && em_d2_is_url_with_host(text))
        em_d2_report(b, f->primary->at, STR("d2-link"),
                     JOIN(b->a, STR("a `"), em_d2_attr_name(attr),
                          STR("` may not be a URL when there is a `link`")));
}

void em_d2_report_composite(Build *b, const D2Field *f)
{
    em_d2_report(b, em_d2_value_place(f), STR("d2-value"),
                 JOIN(b->a, STR("expected `"), f->name.text,
                      STR("` to be a single value, got "),
                      f->map ? STR("a map") : STR("an array")));
}

static void set_composite(Build *b, D2Attrs *attrs, const D2Field *f)
{
    switch (em_d2_is_exact(&f->name) ? f->name.word : WORD_NONE) {
    case WORD_CLASS: push_items(b, &attrs->classes, f->array); return;
    case WORD_CONSTRAINT: push_items(b, &attrs->constraints, f->array); return;
    case WORD_LABEL: set_position(b, attrs, D2_LABEL_NEAR, f); return;
    case WORD_ICON: set_position(b, attrs, D2_ICON_NEAR, f); return;
    case WORD_TOOLTIP: set_position(b, attrs, D2_TOOLTIP_NEAR, f); return;
    default: em_d2_report_composite(b, f); return;
    }
}

static void set_value(Build *b, D2Attrs *attrs, const D2Field *f)
{
    switch (f->name.word) {
    case WORD_LABEL:
        em_d2_set_label(b, attrs, f->primary, em_d2_value_place(f));
        set_position(b, attrs, D2_LABEL_NEAR, f);
        break;
    case WORD_TOOLTIP:
        set(b, attrs, D2_TOOLTIP, f, f->primary->text);
        set_position(b, attrs, D2_TOOLTIP_NEAR, f);
        break;
    case WORD_CLASS:
        *PUSH(b->a, &attrs->classes) =
            (D2Text){f->primary->text, f->primary->at};
        break;
    case WORD_SHAPE: set_shape(b, attrs, f); break;
    case WORD_ICON: set_icon(b, attrs, f); break;
    case WORD_NEAR: set_object_near(b, attrs, f); break;
    case WORD_LINK: set(b, attrs, D2_LINK, f, f->primary->text); break;
    case WORD_WIDTH: set_integer(b, attrs, D2_WIDTH, ANY, f); break;
    case WORD_HEIGHT: set_integer(b, attrs, D2_HEIGHT, ANY, f); break;
    case WORD_TOP: set_integer(b, attrs, D2_TOP, 0, f); break;
    case WORD_LEFT: set_integer(b, attrs, D2_LEFT, 0, f); break;
    case WORD_DIRECTION: set_direction(b, attrs, f); break;
    case WORD_CONSTRAINT: set_constraint(b, &attrs->constraints, f); break;
    case WORD_GRID_ROWS: set_integer(b, attrs, D2_GRID_ROWS, 1, f); break;
    case WORD_GRID_COLUMNS: set_integer(b, attrs, D2_GRID_COLUMNS, 1, f); break;
    case WORD_GRID_GAP: set_integer(b, attrs, D2_GRID_GAP, 0, f); break;
    case WORD_VERTICAL_GAP: set_integer(b, attrs, D2_VERTICAL_GAP, 0, f); break;
    case WORD_HORIZONTAL_GAP:
        set_integer(b, attrs, D2_HORIZONTAL_GAP, 0, f);
        break;
    default: break;
    }
}

void em_d2_set_keyword(Build *b, D2Attrs *attrs, const D2Field *f)
{
    if (!f->primary && !has_composite(f)) {
        em_d2_report(
            b, em_d2_last_place(f), STR("d2-value"),
            JOIN(b->a, STR("expected a value for `"), f->name.text, STR("`")));
        return;
    }
    if (f->primary && !em_d2_is_exact(&f->name)) {
        em_d2_warn_case(b, &f->name, em_d2_last_place(f));
        return;
    }
    if (!f->primary) {
        set_composite(b, attrs, f);
        return;
    }
    set_value(b, attrs, f);
    if (em_d2_get(&attrs->set, D2_LINK)) {
        check_disguise(b, attrs, D2_LABEL, f);
        check_disguise(b, attrs, D2_TOOLTIP, f);
    }
}

/* ------------------------------------------------------------- styles */

static Str suggest_style(Build *b, Str typed)
{
    Str words[D2_ATTR_COUNT - D2_FIRST_STYLE];
    for (int i = 0; i < COUNT(words); i++)
        words[i] = em_d2_attr_name((D2Attr)(D2_FIRST_STYLE + i));
    return em_d2_suggest(b, typed, words, COUNT(words));
}

static void set_style(Build *b, D2Settings *to, const D2Field *f)
{
    if (!em_d2_is_style_word(f->name.word)) {
        em_d2_report(
            b, em_d2_last_place(f), STR("d2-style"),
            JOIN(b->a, STR("there is no style `"), f->name.text, STR("`")))
            ->help = suggest_style(b, f->name.text);
        return;
    }
    if (!f->primary)
        return;
    if (!em_d2_is_exact(&f->name)) {
        em_d2_report(b, f->primary->at, STR("d2-style"),
                     JOIN(b->a, STR("there is no style `"), f->name.text,
                          STR("`: keywords are in lower case")))
            ->help =
            JOIN(b->a, STR("write `"), em_d2_word_name(f->name.word), STR("`"));
        return;
    }
    D2Attr attr = em_d2_style_attr(f->name.text);
    if (!em_d2_check_style(b, attr, f->primary))
        return;
    Str text = attr == D2_FONT ? em_str_lower(b->a, f->primary->text)
                               : f->primary->text;
    em_d2_set(b->a, to, attr, (D2Text){text, em_d2_value_place(f)});
}

void em_d2_set_styles(Build *b, D2Settings *to, const D2IrMap *m)
{
    for (int i = 0; i < m->fields.n; i++)
        set_style(b, to, m->fields.items[i]);
}
