/*
 * The themes, as a table.
 *
 * `light` and `dark` are ours; `dark` also serves diagrams that ask for
 * Mermaid's dark theme, whose very colours are `mermaid-dark`. The others bear
 * Mermaid's names and have Mermaid's colours where it has them. test_theme.c
 * holds every theme to 4.5:1 for text and 3:1 for lines and borders, so a few
 * of Mermaid's are a shade off:
 *
 *   neutral        border #999
 *   base           border and subgraph border, which are nearly its paper
 *   forest         subgraph border #6eaa49
 *   mermaid-dark   label ink #ccc; subgraph border at a quarter of white
 *   neo, redux     subgraph border #bdbccc
 *   redux-color    borders: the next darker tones of the same palette
 *
 * Where Mermaid has no zebra or no muted ink, they are mixed from what it has.
 */
#include "theme/theme_table.h"

/* clang-format off */

#define RGB(hex) {(hex) >> 16, ((hex) >> 8) & 255, (hex) & 255, 255}

/* Border, fill and title of all containers, for themes with one hue. */
#define HUE(border, fill, title) {RGB(border), RGB(fill), RGB(title)}
#define ALIKE(b, f, t) \
    {HUE(b, f, t), HUE(b, f, t), HUE(b, f, t), \
     HUE(b, f, t), HUE(b, f, t), HUE(b, f, t)}

#define BADGES_LIGHT \
    [ROLE_PK_FILL] = RGB(0xFEF3C7), [ROLE_PK_TEXT] = RGB(0x92400E), \
    [ROLE_FK_FILL] = RGB(0xDBEAFE), [ROLE_FK_TEXT] = RGB(0x1E40AF), \
    [ROLE_UK_FILL] = RGB(0xDCFCE7), [ROLE_UK_TEXT] = RGB(0x166534), \
    [ROLE_KEY_FILL] = RGB(0xE8EDF5), [ROLE_KEY_TEXT] = RGB(0x475569)

#define BADGES_DARK \
    [ROLE_PK_FILL] = RGB(0x4A3415), [ROLE_PK_TEXT] = RGB(0xFCD34D), \
    [ROLE_FK_FILL] = RGB(0x1E3A6B), [ROLE_FK_TEXT] = RGB(0xBFDBFE), \
    [ROLE_UK_FILL] = RGB(0x14432A), [ROLE_UK_TEXT] = RGB(0xBBF7D0), \
    [ROLE_KEY_FILL] = RGB(0x3B4A60), [ROLE_KEY_TEXT] = RGB(0xDCE4EF)

#define QUIET_LIGHT \
    {RGB(0x768FB4), RGB(0xF8F9FB), RGB(0x4F6F9F)}, \
    {RGB(0x669794), RGB(0xF7FAF9), RGB(0x367773)}, \
    {RGB(0xA28B5A), RGB(0xFAF9F7), RGB(0x8A6D2F)}, \
    {RGB(0xB97D91), RGB(0xFBF8F9), RGB(0xA55972)}, \
    {RGB(0x9687B6), RGB(0xF9F9FB), RGB(0x75629F)}, \
    {RGB(0x7C9667), RGB(0xF8FAF7), RGB(0x56783B)}

#define QUIET_DARK \
    {RGB(0x5C7397), RGB(0x182237), RGB(0x8FB0E0)}, \
    {RGB(0x4C7B7F), RGB(0x162334), RGB(0x74BDB8)}, \
    {RGB(0x837450), RGB(0x1D222E), RGB(0xD0B26A)}, \
    {RGB(0x8B667A), RGB(0x1D2033), RGB(0xDD9BB0)}, \
    {RGB(0x736A97), RGB(0x1B2137), RGB(0xB5A2E0)}, \
    {RGB(0x687F61), RGB(0x192330), RGB(0xA3C586)}

static const Theme themes[] = {
    {
        .name = STR_INIT("light"),
        .about = STR_INIT("ours: ink on white paper"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xE8EDF5),
            [ROLE_ZEBRA] = RGB(0xF8FAFC),
            [ROLE_BORDER] = RGB(0x7C8BA1),
            [ROLE_RULE] = RGB(0xD3DBE6),
            [ROLE_TEXT] = RGB(0x111827),
            [ROLE_HEADER_TEXT] = RGB(0x111827),
            [ROLE_MUTED] = RGB(0x5B677A),
            [ROLE_LINE] = RGB(0x475569),
            [ROLE_LABEL_FILL] = RGB(0xFFFFFF),
            [ROLE_LABEL_TEXT] = RGB(0x334155),
            [ROLE_TITLE] = RGB(0x111827),
            BADGES_LIGHT,
        },
        .group = {QUIET_LIGHT},
    },
    {
        .name = STR_INIT("dark"),
        .about = STR_INIT("ours at night"),
        .dark = true,
        .role = {
            [ROLE_PAPER] = RGB(0x0F172A),
            [ROLE_TABLE] = RGB(0x1E293B),
            [ROLE_HEADER] = RGB(0x334155),
            [ROLE_ZEBRA] = RGB(0x233047),
            [ROLE_BORDER] = RGB(0x64748B),
            [ROLE_RULE] = RGB(0x46556B),
            [ROLE_TEXT] = RGB(0xF1F5F9),
            [ROLE_HEADER_TEXT] = RGB(0xF1F5F9),
            [ROLE_MUTED] = RGB(0xA3B1C6),
            [ROLE_LINE] = RGB(0xA3B1C6),
            [ROLE_LABEL_FILL] = RGB(0x0F172A),
            [ROLE_LABEL_TEXT] = RGB(0xCBD5E1),
            [ROLE_TITLE] = RGB(0xF1F5F9),
            BADGES_DARK,
        },
        .group = {QUIET_DARK},
    },
    {
        .name = STR_INIT("default"),
        .about = STR_INIT("Mermaid's: lavender"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xECECFF),
            [ROLE_ZEBRA] = RGB(0xF1F1FF),
            [ROLE_BORDER] = RGB(0x9370DB),
            [ROLE_RULE] = RGB(0xC4B0EB),
            [ROLE_TEXT] = RGB(0x333333),
            [ROLE_HEADER_TEXT] = RGB(0x333333),
            [ROLE_MUTED] = RGB(0x6C6C6C),
            [ROLE_LINE] = RGB(0x333333),
            [ROLE_LABEL_FILL] = RGB(0xEDEDED),
            [ROLE_LABEL_TEXT] = RGB(0x333333),
            [ROLE_TITLE] = RGB(0x333333),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x97972D, 0xFFFFDE, 0x333333),
    },
    {
        .name = STR_INIT("neutral"),
        .about = STR_INIT("Mermaid's: greys, for print"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xEEEEEE),
            [ROLE_ZEBRA] = RGB(0xF4F4F4),
            [ROLE_BORDER] = RGB(0x949494),
            [ROLE_RULE] = RGB(0xC7C7C7),
            [ROLE_TEXT] = RGB(0x000000),
            [ROLE_HEADER_TEXT] = RGB(0x000000),
            [ROLE_MUTED] = RGB(0x474747),
            [ROLE_LINE] = RGB(0x666666),
            [ROLE_LABEL_FILL] = RGB(0xFFFFFF),
            [ROLE_LABEL_TEXT] = RGB(0x000000),
            [ROLE_TITLE] = RGB(0x333333),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x707070, 0xFCFCFC, 0x333333),
    },
    {
        .name = STR_INIT("mermaid-dark"),
        .about = STR_INIT("Mermaid's dark, its very colours"),
        .dark = true,
        .role = {
            [ROLE_PAPER] = RGB(0x333333),
            [ROLE_TABLE] = RGB(0x2C2D2D),
            [ROLE_HEADER] = RGB(0x1F2020),
            [ROLE_ZEBRA] = RGB(0x060606),
            [ROLE_BORDER] = RGB(0xCCCCCC),
            [ROLE_RULE] = RGB(0x848484),
            [ROLE_TEXT] = RGB(0xCCCCCC),
            [ROLE_HEADER_TEXT] = RGB(0xCCCCCC),
            [ROLE_MUTED] = RGB(0x9F9F9F),
            [ROLE_LINE] = RGB(0xD3D3D3),
            [ROLE_LABEL_FILL] = RGB(0x585858),
            [ROLE_LABEL_TEXT] = RGB(0xCECECE),
            [ROLE_TITLE] = RGB(0xF9FFFE),
            BADGES_DARK,
        },
        .group = ALIKE(0x7C7C7C, 0x474949, 0xF9FFFE),
    },
    {
        .name = STR_INIT("forest"),
        .about = STR_INIT("Mermaid's: greens"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xCDE498),
            [ROLE_ZEBRA] = RGB(0xF4F9E9),
            [ROLE_BORDER] = RGB(0x13540C),
            [ROLE_RULE] = RGB(0x7DA179),
            [ROLE_TEXT] = RGB(0x000000),
            [ROLE_HEADER_TEXT] = RGB(0x000000),
            [ROLE_MUTED] = RGB(0x474747),
            [ROLE_LINE] = RGB(0x000000),
            [ROLE_LABEL_FILL] = RGB(0xE8E8E8),
            [ROLE_LABEL_TEXT] = RGB(0x000000),
            [ROLE_TITLE] = RGB(0x333333),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x6AA346, 0xCDFFB2, 0x333333),
    },
    {
        .name = STR_INIT("base"),
        .about = STR_INIT("Mermaid's: the one to set variables on"),
        .role = {
            [ROLE_PAPER] = RGB(0xF4F4F4),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xFFF4DD),
            [ROLE_ZEBRA] = RGB(0xFFFCF6),
            [ROLE_BORDER] = RGB(0x98793A),
            [ROLE_RULE] = RGB(0xC6B593),
            [ROLE_TEXT] = RGB(0x333333),
            [ROLE_HEADER_TEXT] = RGB(0x333333),
            [ROLE_MUTED] = RGB(0x6C6C6C),
            [ROLE_LINE] = RGB(0x0B0B0B),
            [ROLE_LABEL_FILL] = RGB(0xF4DDFF),
            [ROLE_LABEL_TEXT] = RGB(0x333333),
            [ROLE_TITLE] = RGB(0x090600),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x6881B6, 0xF6F9FF, 0x090600),
    },
    {
        .name = STR_INIT("neo"),
        .about = STR_INIT("Mermaid 12's: black on white"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xFFFFFF),
            [ROLE_ZEBRA] = RGB(0xF7F7F7),
            [ROLE_BORDER] = RGB(0x000000),
            [ROLE_RULE] = RGB(0x9A9A9A),
            [ROLE_TEXT] = RGB(0x000000),
            [ROLE_HEADER_TEXT] = RGB(0x000000),
            [ROLE_MUTED] = RGB(0x474747),
            [ROLE_LINE] = RGB(0x000000),
            [ROLE_LABEL_FILL] = RGB(0xFFFFFF),
            [ROLE_LABEL_TEXT] = RGB(0x000000),
            [ROLE_TITLE] = RGB(0x000000),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x94939F, 0xF9F9FB, 0x000000),
    },
    {
        .name = STR_INIT("neo-dark"),
        .about = STR_INIT("Mermaid 12's: the same at night"),
        .dark = true,
        .role = {
            [ROLE_PAPER] = RGB(0x333333),
            [ROLE_TABLE] = RGB(0x2A2020),
            [ROLE_HEADER] = RGB(0x2A2020),
            [ROLE_ZEBRA] = RGB(0x342A2A),
            [ROLE_BORDER] = RGB(0xCCCCCC),
            [ROLE_RULE] = RGB(0x837F7F),
            [ROLE_TEXT] = RGB(0xCCCCCC),
            [ROLE_HEADER_TEXT] = RGB(0xCCCCCC),
            [ROLE_MUTED] = RGB(0x9F9C9C),
            [ROLE_LINE] = RGB(0xCCCCCC),
            [ROLE_LABEL_FILL] = RGB(0x333333),
            [ROLE_LABEL_TEXT] = RGB(0xCCCCCC),
            [ROLE_TITLE] = RGB(0xCCCCCC),
            BADGES_DARK,
        },
        .group = ALIKE(0x7D7D7D, 0x3D3D3D, 0xCCCCCC),
    },
    {
        .name = STR_INIT("redux"),
        .about = STR_INIT("Mermaid 12's: ink on white"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xFFFFFF),
            [ROLE_ZEBRA] = RGB(0xF7F7FA),
            [ROLE_BORDER] = RGB(0x28253D),
            [ROLE_RULE] = RGB(0xA9A8B4),
            [ROLE_TEXT] = RGB(0x28253D),
            [ROLE_HEADER_TEXT] = RGB(0x28253D),
            [ROLE_MUTED] = RGB(0x646273),
            [ROLE_LINE] = RGB(0x000000),
            [ROLE_LABEL_FILL] = RGB(0xFFFFFF),
            [ROLE_LABEL_TEXT] = RGB(0x28253D),
            [ROLE_TITLE] = RGB(0x28253D),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x94939F, 0xF9F9FB, 0x28253D),
    },
    {
        .name = STR_INIT("redux-dark"),
        .about = STR_INIT("Mermaid 12's: the same at night"),
        .dark = true,
        .role = {
            [ROLE_PAPER] = RGB(0x333333),
            [ROLE_TABLE] = RGB(0x111113),
            [ROLE_HEADER] = RGB(0x111113),
            [ROLE_ZEBRA] = RGB(0x1B1B1E),
            [ROLE_BORDER] = RGB(0xFFFFFF),
            [ROLE_RULE] = RGB(0x6E6E74),
            [ROLE_TEXT] = RGB(0xCCCCCC),
            [ROLE_HEADER_TEXT] = RGB(0xCCCCCC),
            [ROLE_MUTED] = RGB(0x989898),
            [ROLE_LINE] = RGB(0xCCCCCC),
            [ROLE_LABEL_FILL] = RGB(0x16141F),
            [ROLE_LABEL_TEXT] = RGB(0xCCCCCC),
            [ROLE_TITLE] = RGB(0xCCCCCC),
            BADGES_DARK,
        },
        .group = ALIKE(0x8A879C, 0x1E1A2E, 0xCCCCCC),
    },
    {
        .name = STR_INIT("redux-color"),
        .about = STR_INIT("Mermaid 12's for ER: a colour for each entity"),
        .role = {
            [ROLE_PAPER] = RGB(0xFFFFFF),
            [ROLE_TABLE] = RGB(0xFFFFFF),
            [ROLE_HEADER] = RGB(0xFFFFFF),
            [ROLE_ZEBRA] = RGB(0xF9F9FB),
            [ROLE_BORDER] = RGB(0x28253D),
            [ROLE_RULE] = RGB(0xD8D7E0),
            [ROLE_TEXT] = RGB(0x28253D),
            [ROLE_HEADER_TEXT] = RGB(0x28253D),
            [ROLE_MUTED] = RGB(0x646273),
            [ROLE_LINE] = RGB(0x000000),
            [ROLE_LABEL_FILL] = RGB(0xFFFFFF),
            [ROLE_LABEL_TEXT] = RGB(0x28253D),
            [ROLE_TITLE] = RGB(0x28253D),
            BADGES_LIGHT,
        },
        .group = ALIKE(0x94939F, 0xF9F9FB, 0x28253D),
        .cycle = {
            {RGB(0xD946EF), RGB(0xFDF4FF)},
            {RGB(0x0D9488), RGB(0xF0FDFA)},
            {RGB(0xEA580C), RGB(0xFFF7ED)},
            {RGB(0x0891B2), RGB(0xECFEFF)},
            {RGB(0x16A34A), RGB(0xF0FDF4)},
            {RGB(0x8B5CF6), RGB(0xF5F3FF)},
            {RGB(0xEF4444), RGB(0xFEF2F2)},
            {RGB(0xB98400), RGB(0xFEFCE8)},
            {RGB(0x6366F1), RGB(0xEEF2FF)},
            {RGB(0x5F9A0C), RGB(0xF7FEE7)},
            {RGB(0x0284C7), RGB(0xF0F9FF)},
            {RGB(0xF43F5E), RGB(0xFFF1F2)},
        },
        .n_cycle = 12,
    },
    {
        .name = STR_INIT("redux-dark-color"),
        .about = STR_INIT("Mermaid 12's: the same at night"),
        .dark = true,
        .role = {
            [ROLE_PAPER] = RGB(0x333333),
            [ROLE_TABLE] = RGB(0x111113),
            [ROLE_HEADER] = RGB(0x111113),
            [ROLE_ZEBRA] = RGB(0x1B1B1E),
            [ROLE_BORDER] = RGB(0xFFFFFF),
            [ROLE_RULE] = RGB(0x4A4A50),
            [ROLE_TEXT] = RGB(0xCCCCCC),
            [ROLE_HEADER_TEXT] = RGB(0xCCCCCC),
            [ROLE_MUTED] = RGB(0x989898),
            [ROLE_LINE] = RGB(0xCCCCCC),
            [ROLE_LABEL_FILL] = RGB(0x16141F),
            [ROLE_LABEL_TEXT] = RGB(0xCCCCCC),
            [ROLE_TITLE] = RGB(0xCCCCCC),
            BADGES_DARK,
        },
        .group = ALIKE(0x8A879C, 0x1E1A2E, 0xCCCCCC),
        .cycle = {
            {RGB(0xE879F9), RGB(0x111113)},
            {RGB(0x2DD4BF), RGB(0x111113)},
            {RGB(0xFB923C), RGB(0x111113)},
            {RGB(0x22D3EE), RGB(0x111113)},
            {RGB(0x4ADE80), RGB(0x111113)},
            {RGB(0xA78BFA), RGB(0x111113)},
            {RGB(0xF87171), RGB(0x111113)},
            {RGB(0xFACC15), RGB(0x111113)},
            {RGB(0x818CF8), RGB(0x111113)},
            {RGB(0xA3E635), RGB(0x111113)},
            {RGB(0x38BDF8), RGB(0x111113)},
            {RGB(0xFB7185), RGB(0x111113)},
        },
        .n_cycle = 12,
    },
};

/* clang-format on */

const Theme *em_theme_table(int *n)
{
    *n = COUNT(themes);
    return themes;
}
