#!/bin/sh
# Our pixels look like our SVG in a browser: ten diagrams are drawn at scale 2
# as PNG by ermaid, and by Chromium from the SVG; see ssim.c for how they are
# compared. Fails below 0.97 in the mean. Skipped (77) without Chromium.
#
#   similar.sh ERMAID SSIM INPUT…
set -eu
ermaid=$1 ssim=$2
shift 2
limit=0.97
chromium=$(command -v chromium || command -v chromium-browser ||
    command -v google-chrome) || {
    echo "no chromium: skipped"
    exit 77
}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# The value of an attribute of the svg element, in px.
attribute() {
    sed -n "1,/>/s/.*<svg[^>]* $1=\"\([0-9.]*\)\(px\)\?\".*/\1/p" "$2" | head -1
}

bad=0
n=0
for input; do
    n=$((n + 1))
    "$ermaid" render "$input" --only 1 -o "$out/$n.svg"
    "$ermaid" render "$input" --only 1 --scale 2 -o "$out/$n.png"
    w=$(attribute width "$out/$n.svg") h=$(attribute height "$out/$n.svg")
    # small windows are not what they were asked to be
    window=$(awk "BEGIN { w = $w; h = $h
        printf \"%d,%d\", w < 600 ? 600 : w + 1, h < 600 ? 600 : h + 1 }")
    "$chromium" --headless --no-sandbox --disable-gpu --hide-scrollbars \
        --disable-background-networking --user-data-dir="$out/profile" \
        --force-device-scale-factor=2 --window-size="$window" \
        --virtual-time-budget=2000 --screenshot="$out/$n-browser.png" \
        "file://$out/$n.svg" \
        >"$out/log" 2>&1 || {
        cat "$out/log"
        exit 1
    }
    value=$("$ssim" "$out/$n.png" "$out/$n-browser.png") || exit 1
    echo "$value  $input (${w}x$h)"
    awk "BEGIN { exit !(${value%% *} < $limit) }" && bad=1
done
[ $n -gt 0 ] && [ $bad -eq 0 ]
