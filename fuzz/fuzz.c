/*
 * Options come from the last byte, so that one corpus reaches strict and
 * default reading, every direction and every writer, and texts as they are
 * make good seeds. A picture that was drawn
 * is read again from its own canonical text and must convert to the same model.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static bool same(ErmaidBytes a, ErmaidBytes b)
{
    return a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* What fmt prints must parse, and fmt of it is itself. */
static void check_format(ErmaidLang lang, const ErmaidOptions *o, Ermaid *d)
{
    ErmaidBytes once, twice;
    if (ermaid_format(d, &once) != ERMAID_OK)
        return;
    Ermaid *again = ermaid_open(o);
    if (!again)
        return;
    ErmaidStatus status = ermaid_read(again, lang, "formatted", once);
    if (status == ERMAID_HAS_ERRORS)
        abort();
    if (status == ERMAID_OK && ermaid_format(again, &twice) == ERMAID_OK &&
        !same(once, twice))
        abort();
    ermaid_close(again);
}

int em_fuzz(ErmaidLang lang, const uint8_t *data, size_t size)
{
    static const char *const directions[] = {NULL, "LR", "TB", "RL"};
    static const char *const anchors[] = {NULL, "row"};
    static const char *const dialects[] = {NULL, "postgres", "mysql", "sqlite"};
    if (size == 0)
        return 0;
    uint8_t wish = data[size - 1];

    ErmaidOptions o = {
        .direction = directions[wish & 3],
        .anchor = anchors[wish >> 2 & 1],
        .to_dialect = dialects[wish & 3],
        .text = wish & 8    ? "paths"
                : wish & 16 ? NULL
                            : "system",
        .strict = wish & 32,
        .dark_theme = wish & 64 ? "dark" : NULL,
        .memory = 256 * 1024 * 1024,
    };
    Ermaid *d = ermaid_open(&o);
    ErmaidBytes text = {(const char *)data, size - 1}, out;
    int fixed;
    if (!d)
        return 0;
    ermaid_read(d, lang, "fuzz", text);
    ermaid_check(d);
    ermaid_fix(d, &fixed, &out);
    for (int i = 0; i < ermaid_count(d) && i < 4; i++) {
        ermaid_render(d, i, wish & 128 ? ERMAID_TXT : ERMAID_SVG, &out);
        ermaid_convert(d, i, ERMAID_TO_JSON, &out);
        ermaid_convert(d, i, ERMAID_TO_MERMAID, &out);
        ermaid_convert(d, i, ERMAID_TO_SQL, &out);
        ermaid_convert(d, i, ERMAID_TO_D2, &out);
    }
    check_format(lang, &o, d);
    ermaid_messages(d, ERMAID_MESSAGES_TEXT);
    ermaid_messages(d, ERMAID_MESSAGES_SARIF);
    ermaid_close(d);
    return 0;
}
