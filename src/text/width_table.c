/*
 * The widths of what no built-in face has, so that a layout never depends on
 * a machine's fonts: by blocks of Unicode, in 1/64 em. The numbers are what
 * common fonts of the script need on average, rather a little more than less;
 * writers fit the font they find to them.
 *
 * A grapheme cluster counts once. Its borders follow UAX 29 where that
 * matters for width: marks, joiners, emoji sequences, flags, Hangul jamo.
 */
#include "base/unicode.h"
#include "base/utf8.h"
#include "text/shape.h"

typedef struct {
    uint32_t first, last;
    uint8_t width; /* 1/64 em */
    uint8_t kind;  /* a WideKind */
} WidthRow;

enum { EM = 64, LETTER = 40 };

/* Sorted by first: found by bisection. What is in no row is a LETTER. */
static const WidthRow blocks[] = {
    {0x0530, 0x058F, 40, WIDE_LETTER},      /* Armenian */
    {0x0590, 0x05FF, 37, WIDE_LETTER},      /* Hebrew */
    {0x0600, 0x06FF, 34, WIDE_LETTER},      /* Arabic */
    {0x0700, 0x077F, 36, WIDE_LETTER},      /* Syriac, Arabic Supplement */
    {0x0780, 0x07BF, 34, WIDE_LETTER},      /* Thaana */
    {0x07C0, 0x089F, 38, WIDE_LETTER},      /* NKo to Syriac Supplement */
    {0x08A0, 0x08FF, 34, WIDE_LETTER},      /* Arabic Extended-A */
    {0x0900, 0x097F, 40, WIDE_LETTER},      /* Devanagari */
    {0x0980, 0x0A7F, 42, WIDE_LETTER},      /* Bengali, Gurmukhi */
    {0x0A80, 0x0B7F, 42, WIDE_LETTER},      /* Gujarati, Oriya */
    {0x0B80, 0x0BFF, 52, WIDE_LETTER},      /* Tamil */
    {0x0C00, 0x0DFF, 48, WIDE_LETTER},      /* Telugu to Sinhala */
    {0x0E00, 0x0EFF, 38, WIDE_LETTER},      /* Thai, Lao */
    {0x0F00, 0x0FFF, 38, WIDE_LETTER},      /* Tibetan */
    {0x1000, 0x109F, 48, WIDE_LETTER},      /* Myanmar */
    {0x10A0, 0x10FF, 40, WIDE_LETTER},      /* Georgian */
    {0x1100, 0x11FF, EM, WIDE_IDEOGRAPH},   /* Hangul jamo */
    {0x1200, 0x139F, 44, WIDE_LETTER},      /* Ethiopic */
    {0x13A0, 0x167F, 44, WIDE_LETTER},      /* Cherokee, syllabics */
    {0x1780, 0x17FF, 48, WIDE_LETTER},      /* Khmer */
    {0x1800, 0x18AF, 42, WIDE_LETTER},      /* Mongolian */
    {0x2000, 0x200A, 32, WIDE_LETTER},      /* spaces */
    {0x2010, 0x20CF, 40, WIDE_LETTER},      /* punctuation, money */
    {0x2100, 0x218F, 52, WIDE_LETTER},      /* letter-like, numbers */
    {0x2190, 0x22FF, 56, WIDE_LETTER},      /* arrows, mathematics */
    {0x2300, 0x2319, EM, WIDE_LETTER},      /* technical */
    {0x231A, 0x231B, 80, WIDE_EMOJI},       /* watch, hourglass */
    {0x231C, 0x23E8, EM, WIDE_LETTER},      /* technical */
    {0x23E9, 0x23FA, 80, WIDE_EMOJI},       /* buttons, clocks */
    {0x23FB, 0x25FF, EM, WIDE_LETTER},      /* boxes, shapes */
    {0x2600, 0x27BF, 80, WIDE_EMOJI},       /* symbols, dingbats */
    {0x27C0, 0x27FF, 56, WIDE_LETTER},      /* mathematics, arrows */
    {0x2800, 0x28FF, 48, WIDE_LETTER},      /* Braille */
    {0x2900, 0x2B04, 60, WIDE_LETTER},      /* arrows, mathematics */
    {0x2B05, 0x2B55, 80, WIDE_EMOJI},       /* arrows, stars */
    {0x2B56, 0x2BFF, 60, WIDE_LETTER},      /* arrows */
    {0x2E80, 0xA4CF, EM, WIDE_IDEOGRAPH},   /* CJK, kana, Yi */
    {0xA960, 0xA97F, EM, WIDE_IDEOGRAPH},   /* Hangul jamo */
    {0xA980, 0xAA7F, 48, WIDE_LETTER},      /* Javanese to Myanmar */
    {0xAC00, 0xD7FF, EM, WIDE_IDEOGRAPH},   /* Hangul */
    {0xE000, 0xF8FF, EM, WIDE_LETTER},      /* private use */
    {0xF900, 0xFAFF, EM, WIDE_IDEOGRAPH},   /* CJK */
    {0xFB1D, 0xFB4F, 37, WIDE_LETTER},      /* Hebrew forms */
    {0xFB50, 0xFDFF, 40, WIDE_LETTER},      /* Arabic forms */
    {0xFE30, 0xFE4F, EM, WIDE_IDEOGRAPH},   /* CJK forms */
    {0xFE70, 0xFEFE, 34, WIDE_LETTER},      /* Arabic forms */
    {0xFF01, 0xFF60, EM, WIDE_IDEOGRAPH},   /* full width forms */
    {0xFF61, 0xFFDC, 32, WIDE_IDEOGRAPH},   /* half width forms */
    {0xFFE0, 0xFFE6, EM, WIDE_IDEOGRAPH},   /* full width signs */
    {0xFFFC, 0xFFFD, EM, WIDE_LETTER},      /* replacement */
    {0x12000, 0x1342F, 72, WIDE_LETTER},    /* cuneiform, hieroglyphs */
    {0x16FE0, 0x18AFF, EM, WIDE_IDEOGRAPH}, /* Tangut */
    {0x1B000, 0x1B2FF, EM, WIDE_IDEOGRAPH}, /* kana */
    {0x1D400, 0x1D7FF, 44, WIDE_LETTER},    /* mathematical letters */
    {0x1F000, 0x1F0FF, 80, WIDE_EMOJI},     /* tiles, cards */
    {0x1F100, 0x1F1E5, 60, WIDE_LETTER},    /* enclosed letters */
    {0x1F1E6, 0x1F1FF, 80, WIDE_EMOJI},     /* flags */
    {0x1F200, 0x1F2FF, 80, WIDE_EMOJI},     /* enclosed ideographs */
    {0x1F300, 0x1FAFF, 80, WIDE_EMOJI},     /* pictures */
    {0x1FB00, 0x1FBFF, 48, WIDE_LETTER},    /* legacy */
    {0x20000, 0x3FFFD, EM, WIDE_IDEOGRAPH}, /* CJK */
};

enum {
    ZERO_WIDTH_JOINER = 0x200D,
    EMOJI_STYLE = 0xFE0F, /* asks for the picture of what stands before */
    KEYCAP = 0x20E3,
    MAX_CLUSTER = 128 /* bytes; a heap of marks beyond it begins a new one */
};

static const WidthRow *find_block(uint32_t c)
{
    int lo = 0, hi = COUNT(blocks);
    while (lo < hi) {
        int mid = lo + (hi - lo) / 2;
        if (c < blocks[mid].first)
            hi = mid;
        else if (c > blocks[mid].last)
            lo = mid + 1;
        else
            return &blocks[mid];
    }
    return NULL;
}

static bool is_mark(uint32_t c)
{
    return em_char_row(c)->class == CHAR_MARK;
}

bool em_is_invisible(uint32_t c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool is_skin(uint32_t c)
{
    return c >= 0x1F3FB && c <= 0x1F3FF;
}

static bool is_flag(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

bool em_asks_for_emoji(uint32_t c)
{
    return c == EMOJI_STYLE || c == KEYCAP;
}

/* True for what belongs to the character before it. */
static bool extends(uint32_t c)
{
    return c >= 0xAD && (em_is_invisible(c) || is_skin(c) || is_mark(c));
}

WideKind em_wide_kind(uint32_t c)
{
    if (c >= 0xAD && (em_is_invisible(c) || is_mark(c)))
        return WIDE_NONE;
    const WidthRow *b = find_block(c);
    return b ? (WideKind)b->kind : WIDE_LETTER;
}

/* Vowels and finals that complete the Hangul syllable before them. */
static bool is_jamo_tail(uint32_t c)
{
    return c >= 0x1160 && c <= 0x11FF;
}

static bool is_hangul(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7A3);
}

/* True when c joins the cluster whose last character is `last`. */
static bool joins(uint32_t last, uint32_t c, bool flag_open)
{
    if (last < 0x80 && c < 0x80)
        return false;
    return extends(c) ||
           (last == ZERO_WIDTH_JOINER && em_wide_kind(c) == WIDE_EMOJI) ||
           (flag_open && is_flag(c)) || (is_hangul(last) && is_jamo_tail(c));
}

int em_cluster_end(Str s, int i)
{
    int len;
    uint32_t last = em_utf8_decode(s, i, &len);
    bool flag_open = is_flag(last);
    int most = MIN(s.n, i + MAX_CLUSTER);

    for (i += len; i < most; i += len) {
        uint32_t c = em_utf8_decode(s, i, &len);
        if (!joins(last, c, flag_open))
            break;
        flag_open = flag_open && extends(c);
        last = c;
    }
    return i;
}

int em_cluster_width(Str cluster)
{
    int len, width = 0;

    for (int i = 0; i < cluster.n; i += len) {
        uint32_t c = em_utf8_decode(cluster, i, &len);
        const WidthRow *b = find_block(c);
        if (em_asks_for_emoji(c))
            width = 80;
        else if (i == 0 && em_wide_kind(c) != WIDE_NONE)
            width = b ? b->width : LETTER;
    }
    return width;
}
