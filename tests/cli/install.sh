#!/bin/sh
# Installs a build into a folder and uses what is there: the command, the
# library through pkg-config, the modules behind PNG and text in any script; and
# the command without them.
#
#   install.sh BUILD [FLAG…]    flags that programs of this build need
set -eu
build=$1
shift
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
cmake --install "$build" --prefix "$top/usr" >"$top/log"

ermaid=$top/usr/bin/ermaid
printf 'erDiagram\n A ||--o{ B : has\n' >"$top/ab.mmd"
"$ermaid" render "$top/ab.mmd" -o "$top/ab.png"
[ -s "$top/ab.png" ]
printf 'erDiagram\n "Größe" ||--o{ B : has\n' >"$top/groesse.mmd"
"$ermaid" render "$top/groesse.mmd" -o "$top/groesse.svg"
mkdir "$top/alone"
cp "$ermaid" "$top/alone"
"$top/alone/ermaid" render "$top/ab.mmd" -o "$top/alone.svg"
for wish in ab.mmd:png:no-pixels groesse.mmd:svg:no-shaping; do
    rest=${wish#*:}
    status=0
    "$top/alone/ermaid" render "$top/${wish%%:*}" -f "${rest%:*}" -o - \
        >"$top/out" 2>"$top/why" || status=$?
    if [ "$status" != 5 ] || [ -s "$top/out" ] ||
        ! grep -q "\[${rest#*:}\]" "$top/why"; then
        echo "without modules: $wish: status $status"
        exit 1
    fi
done
for file in share/man/man1/ermaid.1 share/man/man3/ermaid.3 \
    share/bash-completion/completions/ermaid include/ermaid.h; do
    [ -s "$top/usr/$file" ] || { echo "not installed: $file"; exit 1; }
done

pc=$(find "$top" -name ermaid.pc)
# the file knows the prefix it was configured for, not this one
lib=$(dirname "$(dirname "$pc")")
sed -i "s|^prefix=.*|prefix=$top/usr|; s|^includedir=.*|includedir=$top/usr/include|
    s|^libdir=.*|libdir=$lib|" "$pc"
cat >"$top/use.c" <<'END'
#include <ermaid.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    const char *text = "erDiagram\n  A ||--o{ B : has\n";
    ErmaidOptions options = {.theme = "dark"};
    ErmaidBytes source = {text, strlen(text)}, out;
    Ermaid *d = ermaid_open(&options);
    int bad = !d || ermaid_read(d, ERMAID_AUTO, "ab.mmd", source) != ERMAID_OK;

    for (int f = ERMAID_SVG; !bad && f <= ERMAID_TXT; f++)
        bad = ermaid_render(d, 0, (ErmaidFormat)f, &out) != ERMAID_OK ||
              out.size == 0;
    ermaid_close(d);
    return bad;
}
END
# shellcheck disable=SC2046
"${CC:-cc}" -std=c17 -Wall -Wextra -Werror -Wpedantic "$@" "$top/use.c" \
    -o "$top/use" $(PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --cflags --libs ermaid) \
    -Wl,-rpath,"$lib"
"$top/use"

others=$(nm -D --defined-only "$lib/libermaid.so" | awk '{print $3}' |
    grep -v '^ermaid_' || true)
[ -z "$others" ] || { echo "exported, but not public: $others"; exit 1; }
