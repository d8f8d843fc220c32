/*
 * Settings: what is wished for one picture, typed and complete.
 *
 * A wish of the caller beats the diagram's own configuration, which beats the
 * default.
 */
#ifndef EM_SETTINGS_H
#define EM_SETTINGS_H

#include "document.h"
#include "layout/layout.h"
#include "out/out.h"

typedef struct {
    Look look;
    Theme theme, dark;
    bool has_dark;
    SceneOptions scene; /* points into this struct */
    SizeOptions size;   /* points into this struct */
    LayoutOptions layout;
    SvgOptions svg;
    PixelOptions pixels;
    GraphWishes graph;
    Str stop_after;
} Settings;

/*
 * Works out the settings for a diagram. A wish of the caller that means
 * nothing is reported in diags as an error, with the option's name as the
 * source's; one of the diagram's configuration is a warning at `src`.
 */
void em_settings(Settings *out, const ErmaidOptions *wishes, const Schema *s,
                 const Source *src, Arena *a, Diags *diags);

/* What is wished to be shown of a schema. Wishes that mean nothing are
 * reported as em_settings does. */
PickOptions em_settings_pick(const ErmaidOptions *wishes, Arena *a,
                             Diags *diags);

/* Puts what a D2 text's configuration says into settings. */
struct D2Config;
void em_settings_d2(Settings *o, const ErmaidOptions *wishes,
                    const struct D2Config *config);

#endif
