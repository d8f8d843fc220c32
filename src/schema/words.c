/*
 * Names are cut where their writers saw a border: at everything that is no
 * letter or digit, before a capital after a small letter ("userId"), and
 * before the last of several capitals ("URLPath" is url, path). Letters beyond
 * ASCII are small letters here.
 */
#include "schema/words.h"

static bool is_upper(int c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(int c)
{
    return em_is_alpha(c) || em_is_digit(c) || c >= 0x80;
}

static int byte_at(Str s, int i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

/* True when a new word begins at i > 0, both sides being letters. */
static bool is_border(Str s, int i)
{
    if (!is_upper(byte_at(s, i)))
        return false;
    if (!is_upper(byte_at(s, i - 1)))
        return true;
    int next = byte_at(s, i + 1);
    return em_is_alpha(next) && !is_upper(next) &&
           !(next == 's' && !is_letter(byte_at(s, i + 2))); /* "userIDs" */
}

static void add_word(Words *w, Str word)
{
    if (w->n == MAX_WORDS) {
        for (int i = 1; i < MAX_WORDS; i++)
            w->word[i - 1] = w->word[i];
        w->n--;
    }
    w->word[w->n++] = word;
}

Words em_words_of(Str name, Arena *a)
{
    Str lower = em_str_lower(a, name);
    Words w = {.n = 0};
    int start = 0;

    for (int i = 0; i <= name.n; i++) {
        bool inside = i < name.n && is_letter(byte_at(name, i));
        if (inside && (i == start || !is_border(name, i)))
            continue;
        if (i > start)
            add_word(&w, em_str_cut(lower, start, i));
        start = inside ? i : i + 1;
    }
    return w;
}

Words em_words_cut(const Words *w, int from, int to)
{
    Words part = {.n = to - from};
    for (int i = from; i < to; i++)
        part.word[i - from] = w->word[i];
    return part;
}

/*
 * Cuts a word's ending so that singular and plural are equal. What remains is
 * no English word, but it is the same one for both.
 */
static Str without_plural(Str s)
{
    bool keeps_s = em_str_ends(s, STR("ss")) || em_str_ends(s, STR("us")) ||
                   em_str_ends(s, STR("is"));
    if (s.n > 2 && em_str_ends(s, STR("s")) && !keeps_s)
        s.n--;
    if (s.n > 2 && em_str_ends(s, STR("e")))
        s.n--;
    return s;
}

void em_words_put_key(Buf *b, const Words *w)
{
    for (int i = 0; i < w->n; i++) {
        bool last = i == w->n - 1;
        em_put(b, last ? without_plural(w->word[i]) : w->word[i]);
    }
    /* "categories" ends with i by now, "category" does not yet */
    if (w->n && b->n && b->p[b->n - 1] == 'y')
        b->p[b->n - 1] = 'i';
}

static bool says_nothing(Str word)
{
    static const Str words[] = {
        STR_INIT("has"),      STR_INIT("have"),   STR_INIT("is"),
        STR_INIT("are"),      STR_INIT("the"),    STR_INIT("an"),
        STR_INIT("and"),      STR_INIT("by"),     STR_INIT("of"),
        STR_INIT("in"),       STR_INIT("to"),     STR_INIT("for"),
        STR_INIT("with"),     STR_INIT("from"),   STR_INIT("belongs"),
        STR_INIT("contains"), STR_INIT("parent"), STR_INIT("many"),
    };
    for (int i = 0; i < COUNT(words); i++)
        if (em_str_eq(word, words[i]))
            return true;
    return word.n < 2;
}

/* The longer the words are, the more their endings may differ. */
static bool are_related(Str a, Str b)
{
    a = without_plural(a);
    b = without_plural(b);
    int shorter = MIN(a.n, b.n), common = 0;
    while (common < shorter && a.p[common] == b.p[common])
        common++;
    int may_differ = shorter < 5 ? 0 : shorter < 6 ? 1 : 2;
    return common >= 2 && common >= shorter - may_differ;
}

bool em_words_related(const Words *a, const Words *b)
{
    for (int i = 0; i < a->n; i++)
        for (int k = 0; k < b->n; k++)
            if (are_related(a->word[i], b->word[k]) &&
                !says_nothing(a->word[i]) && !says_nothing(b->word[k]))
                return true;
    return false;
}
