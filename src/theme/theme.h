/*
 * Theme: the colours of a picture by role.
 *
 * In every theme, text has a contrast of at least 4.5:1 with all it stands on,
 * and lines and borders at least 3:1 with the paper.
 */
#ifndef EM_THEME_H
#define EM_THEME_H

#include "base/json.h"
#include "theme/color.h"
#include "theme/look.h"
#include "theme/style.h"

typedef enum {
    ROLE_PAPER,
    ROLE_TABLE,  /* fill of a table and of odd rows */
    ROLE_HEADER, /* fill of its header */
    ROLE_ZEBRA,  /* fill of even rows */
    ROLE_BORDER,
    ROLE_RULE, /* lines inside a table, where a look draws them */
    ROLE_TEXT,
    ROLE_HEADER_TEXT,
    ROLE_MUTED, /* types, comments, kinds */
    ROLE_LINE,
    ROLE_LABEL_FILL, /* behind labels of lines */
    ROLE_LABEL_TEXT,
    ROLE_TITLE,
    ROLE_PK_FILL,
    ROLE_PK_TEXT,
    ROLE_FK_FILL,
    ROLE_FK_TEXT,
    ROLE_UK_FILL,
    ROLE_UK_TEXT,
    ROLE_KEY_FILL, /* other keys */
    ROLE_KEY_TEXT,
    ROLE_COUNT
} Role;

enum { GROUP_HUES = 6, MAX_CYCLE = 12 };

/*
 * The colours of shapes, under the names that D2's themes have for them: from
 * the ink to the paper, from strong to faint of the main hue, and of two
 * others.
 */
typedef enum {
    CODE_N1,
    CODE_N2,
    CODE_N3,
    CODE_N4,
    CODE_N5,
    CODE_N6,
    CODE_N7,
    CODE_B1,
    CODE_B2,
    CODE_B3,
    CODE_B4,
    CODE_B5,
    CODE_B6,
    CODE_AA2,
    CODE_AA4,
    CODE_AA5,
    CODE_AB4,
    CODE_AB5,
    CODE_COUNT
} ThemeCode;

/* What some of D2's themes change besides colours. */
typedef enum {
    RULES_NONE,
    RULES_TERMINAL, /* mono, capitals, square corners, dots on containers */
    RULES_ORIGAMI,  /* square corners, paper */
    RULES_C4        /* dashed lines, containers without a fill */
} ThemeRules;

typedef struct {
    Str name;
    Str about; /* one line for `ermaid themes` */
    ThemeRules rules;
    bool dark;
    Color role[ROLE_COUNT];
    /* containers take one hue after the other */
    struct {
        Color border, fill, title;
    } group[GROUP_HUES];
    /* entities take one pair after the other; n_cycle 0: all alike */
    struct {
        Color border, header;
    } cycle[MAX_CYCLE];
    int n_cycle;
    bool has_codes; /* else they follow from the roles */
    Color code[CODE_COUNT];
} Theme;

/* The colour of shapes that has this name. */
Color em_theme_code(const Theme *t, ThemeCode code);

/* The least contrasts, times 100. */
enum { CONTRAST_TEXT = 450, CONTRAST_LINE = 300 };

/* The theme of this name (Mermaid's names included; "dark" is ours, and
 * "mermaid-dark" Mermaid's); NULL: none. */
const Theme *em_theme_find(Str name);

/* All themes, the default first; *n is their number. */
const Theme *em_themes(int *n);

/*
 * The theme with Mermaid's themeVariables (a JSON map or NULL) put over it.
 * Values that are no colours are ignored. Colours that were not given follow
 * those that were, so that text stays readable.
 */
Theme em_theme_with(const Theme *t, const Json *variables);

#endif
