#!/bin/sh
# Pages work in a browser; see pages.mjs. Skipped (77) where there is no
# Chromium, no npm, or no way to install playwright-core.
#
#   pages.sh ERMAID FOLDER        FOLDER: where to install it, in the build
set -eu
here=$(cd "$(dirname "$0")" && pwd)
ermaid=$1 folder=$2
chromium=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome) || {
    echo "no chromium: skipped"
    exit 77
}
command -v npm >/dev/null || {
    echo "no npm: skipped"
    exit 77
}
mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/package-lock.json" ||
    [ ! -d "$folder/node_modules" ]; then
    cp "$here/package.json" "$here/package-lock.json" "$folder"
    if ! (cd "$folder" && npm ci --no-audit --no-fund) >"$folder/log" 2>&1; then
        tail -5 "$folder/log"
        rm -rf "$folder/package-lock.json" "$folder/node_modules"
        echo "playwright-core cannot be installed: skipped"
        exit 77
    fi
fi
cp "$here/pages.mjs" "$folder"
exec node "$folder/pages.mjs" "$ermaid" "$chromium" "$here/../.."
