#!/bin/sh
# The pictures in examples/ are what this build makes of the pages there.
#
#   examples.sh ERMAID EXAMPLES
#
# After a change: ermaid render examples/saas.md examples/hospital.mmd -o examples/
set -eu
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$1" check "$2"/*.mmd "$2"/*.md
"$1" fmt --check "$2"/*.mmd "$2"/*.md
"$1" render "$2/saas.md" "$2/hospital.mmd" -o "$out/"
for picture in "$2"/*.svg; do
    cmp "$picture" "$out/$(basename "$picture")"
done
