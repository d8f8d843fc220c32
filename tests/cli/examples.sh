#!/bin/sh
# The pictures in examples/ are what this build makes of the pages there.
#
#   examples.sh ERMAID EXAMPLES    after a change: ermaid examples/saas.md
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$1" check "$2"/*.mmd "$2"/*.md
"$1" fmt --check "$2"/*.mmd "$2"/*.md
"$1" render "$2/saas.md" -o "$out/"
for picture in "$2"/*.svg; do
    cmp "$picture" "$out/$(basename "$picture")"
done
