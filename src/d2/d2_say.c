/*
 * Messages about the model: each once for a place, with a suggestion for what
 * was misspelt.
 */
#include "d2/d2_build.h"

static Diag *find_diag(const Diags *d, D2Place at, Str message)
{
    for (int i = 0; i < d->list.n; i++) {
        Diag *old = &d->list.items[i];
        if (old->source == at.source && old->span.at == at.span.at &&
            em_str_eq(old->message, message))
            return old;
    }
    return NULL;
}

static Diag *say(Build *b, Severity severity, D2Place at, Str code, Str message)
{
    Diag *old = find_diag(b->diags, at, message);
    if (old)
        return old;
    return em_diag_add(b->diags,
                       (Diag){.severity = severity,
                              .source = at.source ? at.source : b->source,
                              .span = at.span,
                              .code = code,
                              .message = message});
}

Diag *em_d2_report(Build *b, D2Place at, Str code, Str message)
{
    return say(b, DIAG_ERROR, at, code, message);
}

Diag *em_d2_warn(Build *b, D2Place at, Str code, Str message)
{
    return say(b, DIAG_WARNING, at, code, message);
}

bool em_d2_is_full(const Build *b)
{
    return b->diags->list.n >= MAX_DIAGS;
}

Str em_d2_suggest(Build *b, Str typed, const Str *words, int n)
{
    int best = NONE, nearest = MIN(typed.n / 3 + 1, 3);

    if (em_d2_is_full(b))
        return (Str){0};
    for (int i = 0; i < n; i++) {
        int distance = em_str_distance(typed, words[i], nearest);
        if (distance < nearest || (distance == nearest && best == NONE)) {
            nearest = distance;
            best = i;
        }
    }
    if (best == NONE)
        return (Str){0};
    return JOIN(b->a, STR("did you mean `"), words[best], STR("`?"));
}

Str em_d2_suggest_word(Build *b, Str typed)
{
    Str words[WORD_COUNT - 1];
    for (int i = 0; i < COUNT(words); i++)
        words[i] = em_d2_word_name((D2Word)(i + 1));
    return em_d2_suggest(b, typed, words, COUNT(words));
}

void em_d2_warn_case(Build *b, const D2Name *name, D2Place at)
{
    Str word = em_d2_word_name(name->word);
    Diag *d =
        em_d2_warn(b, at, STR("d2-case"),
                   JOIN(b->a, STR("`"), name->text,
                        STR("` has no effect: keywords are in lower case")));
    Str typed = em_str_cut(d->source->text, d->span.at,
                           MIN(d->span.at + d->span.len, d->source->text.n));
    d->help = JOIN(b->a, STR("write `"), word, STR("`"));
    d->fix = (Fix){em_str_eq_nocase(typed, word), d->span, word};
}
