/*
 * Names that people change keep something of what they were: words, a stem, or
 * the letters that an abbreviation leaves.
 */
#include "diff/diff_names.h"

#include "schema/words.h"

enum { SHORTEST_PART = 4, SHORTEST_MISSPELT = 6 };

/* Words that many names have, and that say nothing of what they are about. */
static bool is_common(Str word)
{
    static const Str words[] = {
        STR_INIT("id"), STR_INIT("is"), STR_INIT("has"),
        STR_INIT("at"), STR_INIT("on"), STR_INIT("by"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(words[i], word))
            return true;
    return false;
}

static Words telling_words(Str name, Arena *scratch)
{
    Words all = em_words_of(name, scratch), some = {.n = 0};
    for (int i = 0; i < all.n; i++)
        if (!is_common(all.word[i]))
            some.word[some.n++] = all.word[i];
    return some;
}

static Str key_of(const Words *w, Arena *a)
{
    Buf out = {.arena = a};
    em_words_put_key(&out, w);
    return em_buf_str(&out);
}

/* "qty" is what quantity leaves, "addr" address: the letters of the short one
 * stand in the long one in their order, the first ones first. */
static bool abbreviates(Str brief, Str full)
{
    int at = 0;
    if (brief.n < 3 || brief.n >= full.n || brief.p[0] != full.p[0])
        return false;
    for (int i = 0; i < full.n && at < brief.n; i++)
        at += full.p[i] == brief.p[at];
    return at == brief.n;
}

static bool words_touch(Str a, Str b)
{
    Str brief = a.n < b.n ? a : b, full = a.n < b.n ? b : a;
    return em_str_eq(a, b) || abbreviates(brief, full) ||
           (brief.n >= SHORTEST_PART && em_str_find(full, brief, 0) != NONE);
}

static Likeness likeness(Str before, Str after, Arena *scratch)
{
    Words b = em_words_of(before, scratch), a = em_words_of(after, scratch);
    if (em_str_eq(key_of(&b, scratch), key_of(&a, scratch)))
        return NAMES_ALIKE;
    b = telling_words(before, scratch);
    a = telling_words(after, scratch);
    if (em_words_related(&b, &a))
        return NAMES_RELATED;
    for (int i = 0; i < b.n; i++)
        for (int k = 0; k < a.n; k++)
            if (words_touch(b.word[i], a.word[k]))
                return NAMES_RELATED;
    bool misspelt = MIN(before.n, after.n) >= SHORTEST_MISSPELT &&
                    em_str_distance(before, after, 2) <= 2;
    return misspelt ? NAMES_RELATED : NAMES_APART;
}

Likeness em_names_likeness(Str before, Str after, Arena *scratch)
{
    Mark mark = em_arena_mark(scratch);
    Likeness found = likeness(before, after, scratch);
    em_arena_rewind(scratch, mark);
    return found;
}

static Str joined_keys(const Words *first, const Words *rest, Arena *a)
{
    Buf out = {.arena = a};
    em_words_put_key(&out, first);
    em_put(&out, STR("."));
    em_words_put_key(&out, rest);
    return em_buf_str(&out);
}

Str em_name_cut_key(Str name, int word, Arena *a)
{
    Words all = em_words_of(name, a);
    if (word >= all.n)
        return (Str){0};
    Words first = em_words_cut(&all, 0, word);
    Words rest = em_words_cut(&all, word, all.n);
    return joined_keys(&first, &rest, a);
}

Str em_name_in_table_key(Str table, Str name, Arena *a)
{
    Words first = em_words_of(table, a), rest = em_words_of(name, a);
    return joined_keys(&first, &rest, a);
}
