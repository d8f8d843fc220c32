#!/bin/sh
# Checks every SVG of a folder.   svg_folder.sh SVG_CHECK FOLDER
set -eu
n=$(find "$2" -name '*.svg' | wc -l)
find "$2" -name '*.svg' -print0 | xargs -0 "$1"
echo "$n pictures are well-formed and inert"
[ "$n" -gt 0 ]
