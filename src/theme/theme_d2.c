/*
 * D2's themes: 20 sets of colours, under D2's names and numbers.
 *
 * A theme is a set of neutrals and eleven colours. The roles that our tables,
 * lines and titles have are taken from them; ink that could not be read there
 * moves away from its ground, as it does in a theme that a diagram changed.
 */
#include "theme/theme_d2.h"

typedef enum {
    SET_COOL,
    SET_WARM,
    SET_DARK,
    SET_DARK_MAUVE,
    SET_TERMINAL,
    SET_TERMINAL_GRAY,
    SET_ORIGAMI,
    SET_C4
} SetId;

enum { N_NEUTRALS = CODE_N7 + 1, N_HUES = CODE_COUNT - N_NEUTRALS };

/* 0xRRGGBB; N1 to N7. */
static const uint32_t neutrals[][N_NEUTRALS] = {
    [SET_COOL] = {0x0A0F25, 0x676C7E, 0x9499AB, 0xCFD2DD, 0xDEE1EB, 0xEEF1F8,
                  0xFFFFFF},
    [SET_WARM] = {0x170206, 0x535152, 0x787777, 0xCCCACA, 0xDFDCDC, 0xECEBEB,
                  0xFFFFFF},
    [SET_DARK] = {0xF4F6FA, 0xBBBEC9, 0x868A96, 0x676D7D, 0x3A3D49, 0x191C28,
                  0x000410},
    [SET_DARK_MAUVE] = {0xCDD6F4, 0xBAC2DE, 0xA6ADC8, 0x585B70, 0x45475A,
                        0x313244, 0x1E1E2E},
    [SET_TERMINAL] = {0x000410, 0x0000B8, 0x9499AB, 0xCFD2DD, 0xC3DEF3,
                      0xEEF1F8, 0xFFFFFF},
    [SET_TERMINAL_GRAY] = {0x000410, 0x000410, 0x9499AB, 0xFFFFFF, 0xFFFFFF,
                           0xEEF1F8, 0xFFFFFF},
    [SET_ORIGAMI] = {0x170206, 0x6F0019, 0xFFFFFF, 0xE07088, 0xD2B098, 0xFFFFFF,
                     0xFFFFFF},
    [SET_C4] = {0x0F5EAA, 0x707070, 0xFFFFFF, 0x073B6F, 0x999999, 0xFFFFFF,
                0xFFFFFF},
};

/* B1 to AB5, in the order of their codes. */
static const struct {
    int id;
    Str name, about;
    SetId set;
    uint32_t hues[N_HUES];
} themes[] = {
    {0,
     STR_INIT("neutral-default"),
     STR_INIT("D2's theme 0, Neutral Default"),
     SET_COOL,
     {0x0D32B2, 0x0D32B2, 0xE3E9FD, 0xE3E9FD, 0xEDF0FD, 0xF7F8FE, 0x4A6FF3,
      0xEDF0FD, 0xF7F8FE, 0xEDF0FD, 0xF7F8FE}},
    {1,
     STR_INIT("neutral-grey"),
     STR_INIT("D2's theme 1, Neutral Grey"),
     SET_COOL,
     {0x0A0F25, 0x676C7E, 0x9499AB, 0xCFD2DD, 0xDEE1EB, 0xEEF1F8, 0x676C7E,
      0xCFD2DD, 0xDEE1EB, 0xCFD2DD, 0xDEE1EB}},
    {3,
     STR_INIT("flagship-terrastruct"),
     STR_INIT("D2's theme 3, Flagship Terrastruct"),
     SET_COOL,
     {0x000E3D, 0x234CDA, 0x6B8AFB, 0xA6B8F8, 0xD2DBFD, 0xE7EAFF, 0x5829DC,
      0xB4AEF8, 0xE4DBFF, 0x7FDBF8, 0xC3F0FF}},
    {4,
     STR_INIT("cool-classics"),
     STR_INIT("D2's theme 4, Cool Classics"),
     SET_COOL,
     {0x000536, 0x0F66B7, 0x4393DD, 0x87BFF3, 0xBCDDFB, 0xE5F3FF, 0x076F6F,
      0x77DEDE, 0xC3F8F8, 0xC1A2F3, 0xDACEFB}},
    {5,
     STR_INIT("mixed-berry-blue"),
     STR_INIT("D2's theme 5, Mixed Berry Blue"),
     SET_COOL,
     {0x000536, 0x0F66B7, 0x4393DD, 0x87BFF3, 0xBCDDFB, 0xE5F3FF, 0x7639C5,
      0xC1A2F3, 0xDACEFB, 0xEA99C6, 0xFFDEF1}},
    {6,
     STR_INIT("grape-soda"),
     STR_INIT("D2's theme 6, Grape Soda"),
     SET_COOL,
     {0x170034, 0x7639C5, 0x8F70D1, 0xC1A2F3, 0xDACEFB, 0xF2EDFF, 0x0F66B7,
      0x87BFF3, 0xBCDDFB, 0xEA99C6, 0xFFDAEF}},
    {7,
     STR_INIT("aubergine"),
     STR_INIT("D2's theme 7, Aubergine"),
     SET_COOL,
     {0x170034, 0x7639C5, 0x8F70D1, 0xD0B9F5, 0xE7DEFF, 0xF4F0FF, 0x0F66B7,
      0x87BFF3, 0xBCDDFB, 0x92E3E3, 0xD7F5F5}},
    {8,
     STR_INIT("colorblind-clear"),
     STR_INIT("D2's theme 8, Colorblind Clear"),
     SET_COOL,
     {0x010E31, 0x173688, 0x5679D4, 0x84A1EC, 0xC8D6F9, 0xE5EDFF, 0x048E63,
      0xA6E2D0, 0xCAF2E6, 0xFFDA90, 0xFFF0D1}},
    {100,
     STR_INIT("vanilla-nitro-cola"),
     STR_INIT("D2's theme 100, Vanilla Nitro Cola"),
     SET_WARM,
     {0x1E1303, 0x55452F, 0x9A876C, 0xC9B9A1, 0xE9DBCA, 0xFAF1E6, 0xD35F0A,
      0xFABA8A, 0xFFE0C7, 0x84A1EC, 0xD5E0FD}},
    {101,
     STR_INIT("orange-creamsicle"),
     STR_INIT("D2's theme 101, Orange Creamsicle"),
     SET_WARM,
     {0x311602, 0xD35F0A, 0xF18F47, 0xFABA8A, 0xFFE0C7, 0xFFF6EF, 0x13A477,
      0xA6E2D0, 0xCAF2E6, 0xFEEC8C, 0xFFF8CF}},
    {102,
     STR_INIT("shirley-temple"),
     STR_INIT("D2's theme 102, Shirley Temple"),
     SET_WARM,
     {0x31021D, 0x9B1A48, 0xD2517F, 0xEA99B6, 0xFFDAE7, 0xFCEDF2, 0xD35F0A,
      0xFABA8A, 0xFFE0C7, 0xFFE767, 0xFFF2AA}},
    {103,
     STR_INIT("earth-tones"),
     STR_INIT("D2's theme 103, Earth Tones"),
     SET_WARM,
     {0x1E1303, 0x55452F, 0x9A876C, 0xC9B9A1, 0xE9DBCA, 0xFAF1E6, 0xD35F0A,
      0xFABA8A, 0xFFE0C7, 0xFFE767, 0xFFF2AA}},
    {104,
     STR_INIT("everglade-green"),
     STR_INIT("D2's theme 104, Everglade Green"),
     SET_WARM,
     {0x023324, 0x048E63, 0x49BC99, 0xA6E2D0, 0xCAF2E6, 0xEBFDF7, 0xD35F0A,
      0xFABA8A, 0xFFE0C7, 0xC9B9A1, 0xE9DBCA}},
    {105,
     STR_INIT("buttered-toast"),
     STR_INIT("D2's theme 105, Buttered Toast"),
     SET_WARM,
     {0x312102, 0xDF9C18, 0xFDC659, 0xFFDA90, 0xFFF0D1, 0xFFF7E7, 0x55452F,
      0xC9B9A1, 0xE9DBCA, 0xFABA8A, 0xFFE0C7}},
    {200,
     STR_INIT("dark-mauve"),
     STR_INIT("D2's theme 200, Dark Mauve"),
     SET_DARK_MAUVE,
     {0xCBA6F7, 0xCBA6F7, 0x6C7086, 0x585B70, 0x45475A, 0x313244, 0xF38BA8,
      0x45475A, 0x313244, 0x45475A, 0x313244}},
    {201,
     STR_INIT("dark-flagship-terrastruct"),
     STR_INIT("D2's theme 201, Dark Flagship Terrastruct"),
     SET_DARK,
     {0xF4F6FA, 0x6B8AFB, 0x3733E9, 0x070B67, 0x0B1197, 0x3733E9, 0x8B5DEE,
      0x4918B1, 0x7240DD, 0x00607C, 0x01799D}},
    {300,
     STR_INIT("terminal"),
     STR_INIT("D2's theme 300, Terminal"),
     SET_TERMINAL,
     {0x000410, 0x0000E4, 0x5AA4DC, 0xE7E9EE, 0xF5F6F9, 0xFFFFFF, 0x008566,
      0x45BBA5, 0x7ACCBD, 0xF1C759, 0xF9E088}},
    {301,
     STR_INIT("terminal-grayscale"),
     STR_INIT("D2's theme 301, Terminal Grayscale"),
     SET_TERMINAL_GRAY,
     {0x000410, 0x000410, 0xFFFFFF, 0xE7E9EE, 0xF5F6F9, 0xFFFFFF, 0x6D7284,
      0xF5F6F9, 0xFFFFFF, 0xF5F6F9, 0xFFFFFF}},
    {302,
     STR_INIT("origami"),
     STR_INIT("D2's theme 302, Origami"),
     SET_ORIGAMI,
     {0x170206, 0xA62543, 0xE07088, 0xF3E0D2, 0xFAF1E6, 0xFFFBF8, 0x0A4EA6,
      0x3182CD, 0x68A8E4, 0xE07088, 0xF19CAE}},
    {303,
     STR_INIT("c4"),
     STR_INIT("D2's theme 303, C4"),
     SET_C4,
     {0x073B6F, 0x08427B, 0x3C7FC0, 0x438DD5, 0x8A8A8A, 0x999999, 0x0F5EAA,
      0x707070, 0xF5F5F5, 0xE1E1E1, 0xF0F0F0}},
};

static Color color_of(uint32_t rgb)
{
    return (Color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb,
                   255};
}

/* A role's ink on the grounds that it stands on. */
static void set_ink(Theme *t, Role role, ThemeCode code, Role one, Role other,
                    int contrast)
{
    Color ink = em_color_readable(t->code[code], t->role[one], contrast);
    t->role[role] = em_color_readable(ink, t->role[other], contrast);
}

void em_theme_from_codes(Theme *t)
{
    static const struct {
        Role role;
        ThemeCode code;
    } grounds[] = {
        {ROLE_PAPER, CODE_N7},      {ROLE_TABLE, CODE_N7},
        {ROLE_HEADER, CODE_B4},     {ROLE_ZEBRA, CODE_N7},
        {ROLE_LABEL_FILL, CODE_N7}, {ROLE_PK_FILL, CODE_AA5},
        {ROLE_FK_FILL, CODE_B5},    {ROLE_UK_FILL, CODE_AB5},
        {ROLE_KEY_FILL, CODE_N6},
    };
    static const struct {
        Role role;
        ThemeCode code;
        Role one, other;
        int contrast;
    } inks[] = {
        {ROLE_BORDER, CODE_B1, ROLE_PAPER, ROLE_PAPER, CONTRAST_LINE},
        {ROLE_RULE, CODE_N4, ROLE_PAPER, ROLE_PAPER, 0},
        {ROLE_TEXT, CODE_N1, ROLE_TABLE, ROLE_ZEBRA, CONTRAST_TEXT},
        {ROLE_HEADER_TEXT, CODE_N1, ROLE_HEADER, ROLE_HEADER, CONTRAST_TEXT},
        {ROLE_MUTED, CODE_N2, ROLE_TABLE, ROLE_ZEBRA, CONTRAST_TEXT},
        {ROLE_LINE, CODE_B1, ROLE_PAPER, ROLE_PAPER, CONTRAST_LINE},
        {ROLE_LABEL_TEXT, CODE_N2, ROLE_LABEL_FILL, ROLE_PAPER, CONTRAST_TEXT},
        {ROLE_TITLE, CODE_N1, ROLE_PAPER, ROLE_PAPER, CONTRAST_TEXT},
        {ROLE_PK_TEXT, CODE_AA2, ROLE_PK_FILL, ROLE_PK_FILL, CONTRAST_TEXT},
        {ROLE_FK_TEXT, CODE_B2, ROLE_FK_FILL, ROLE_FK_FILL, CONTRAST_TEXT},
        {ROLE_UK_TEXT, CODE_N1, ROLE_UK_FILL, ROLE_UK_FILL, CONTRAST_TEXT},
        {ROLE_KEY_TEXT, CODE_N2, ROLE_KEY_FILL, ROLE_KEY_FILL, CONTRAST_TEXT},
    };

    for (int i = 0; i < COUNT(grounds); i++)
        t->role[grounds[i].role] = t->code[grounds[i].code];
    for (int i = 0; i < COUNT(inks); i++)
        set_ink(t, inks[i].role, inks[i].code, inks[i].one, inks[i].other,
                inks[i].contrast);
    for (int i = 0; i < GROUP_HUES; i++) {
        t->group[i].border = t->role[ROLE_BORDER];
        t->group[i].fill = t->code[CODE_B5];
        t->group[i].title = em_color_readable(t->code[CODE_N1],
                                              t->group[i].fill, CONTRAST_TEXT);
    }
    t->has_codes = true;
    t->n_cycle = 0;
    t->dark = em_color_is_dark(t->role[ROLE_PAPER]);
}

static bool is_number(Str s, int number)
{
    int value = 0;
    for (int i = 0; i < s.n; i++) {
        if (!em_is_digit((unsigned char)s.p[i]) || value > 1000)
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    return s.n > 0 && value == number;
}

/* dark-mauve is also "Dark Mauve". */
static bool is_name(Str s, Str name)
{
    if (s.n != name.n)
        return false;
    for (int i = 0; i < s.n; i++) {
        char want = name.p[i] == ' ' ? '-' : name.p[i];
        char have = s.p[i] == ' ' ? '-' : s.p[i];
        if (em_lower((unsigned char)have) != em_lower((unsigned char)want))
            return false;
    }
    return true;
}

static ThemeRules rules_of(SetId set)
{
    switch (set) {
    case SET_TERMINAL:
    case SET_TERMINAL_GRAY: return RULES_TERMINAL;
    case SET_ORIGAMI: return RULES_ORIGAMI;
    case SET_C4: return RULES_C4;
    case SET_COOL:
    case SET_WARM:
    case SET_DARK:
    case SET_DARK_MAUVE: break;
    }
    return RULES_NONE;
}

static Theme make(int index)
{
    Theme t = {.name = themes[index].name, .about = themes[index].about};
    for (int i = 0; i < N_NEUTRALS; i++)
        t.code[i] = color_of(neutrals[themes[index].set][i]);
    for (int i = 0; i < N_HUES; i++)
        t.code[N_NEUTRALS + i] = color_of(themes[index].hues[i]);
    em_theme_from_codes(&t);
    t.rules = rules_of(themes[index].set);
    if (t.rules == RULES_C4) /* lines are grey */
        set_ink(&t, ROLE_LINE, CODE_AA4, ROLE_PAPER, ROLE_PAPER, CONTRAST_LINE);
    return t;
}

bool em_theme_d2(int index, Theme *t, int *id)
{
    if (index < 0 || index >= COUNT(themes))
        return false;
    *t = make(index);
    *id = themes[index].id;
    return true;
}

bool em_theme_find_d2(Str name, Theme *t)
{
    for (int i = 0; i < COUNT(themes); i++)
        if (is_number(name, themes[i].id) || is_name(name, themes[i].name)) {
            *t = make(i);
            return true;
        }
    return false;
}
