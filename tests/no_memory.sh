#!/bin/sh
# Every request for memory of a whole run fails in turn, those of the libraries
# included: ermaid must end with a status of its own, write a whole picture or
# nothing, and leave an older picture as it was. A picture may lack what a
# library leaves out in silence (HarfBuzz: kerning), but must be sound. Cairo
# and pixman do not survive this, so only SVG is drawn.
#
#   no_memory.sh ERMAID PRELOAD SVG_CHECK INPUT
set -u
ermaid=$1 preload=$2 svg_check=$3 input=$4
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$svg_check" "$input" 2>/dev/null && exit 1 # it must be able to refuse

n=1 failed=0 step=1
while :; do
    echo old >"$out/picture"
    rm -f "$out/told"
    FAIL_AT=$n FAIL_TOLD=$out/told LD_PRELOAD=$preload \
        timeout 20 "$ermaid" render "$input" -f svg -o "$out/picture" \
        2>"$out/err"
    status=$?
    [ -e "$out/told" ] || break
    if [ $status -gt 10 ]; then
        echo "request $n: status $status"
        failed=$((failed + 1))
    elif [ $status -eq 0 ]; then
        "$svg_check" "$out/picture" || {
            echo "request $n: status 0 without a sound picture"
            failed=$((failed + 1))
        }
    elif [ "$(cat "$out/picture")" != old ]; then
        echo "request $n: status $status, and the old picture is gone"
        failed=$((failed + 1))
    fi
    [ "$(ls "$out" | wc -l)" -le 3 ] || {
        echo "request $n: left a file behind"
        failed=$((failed + 1))
    }
    [ $n -gt 400 ] && step=7
    n=$((n + step))
done
echo "$((n - 1)) requests, $failed failures"
[ $failed -eq 0 ] && [ $n -gt 20 ]
